"""Which known mistake explains what a student's function did in the checks that failed.

    steps of failed checks ──▶ each mistake of the function is asked the same ──▶ the one that gives the same
                               else a mistake in a function that this one builds on
                               else how the result relates to what was expected (`grader.relations`)

All of it runs on the trusted side, on what the student's code was asked and has answered.
"""

from __future__ import annotations

import contextlib
import functools
import sys
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from types import CodeType, FunctionType, ModuleType
from typing import Any

import msgspec
import numpy as np

from grader.calls import arrays_in
from grader.curriculum import Course
from grader.mistakes import Mistake, read_mistakes
from grader.outcome import ERROR, FAILED, PASSED, Halt
from grader.relations import Difference, relation
from grader.report import Check
from grader.sandbox.ahead import Exchange, asked
from grader.sandbox.peer import RAISABLE, Handle
from grader.trace import FIRST, Step, kept

NEAR, CLOSE = 1, 2
TOLERANCES = {NEAR: (1e-6, 1e-9), CLOSE: (1e-9, 1e-12)}
AFFORDED = 300_000  # calls of functions, in the search among mistakes in what a function builds on

Steps = Sequence[Step]


@dataclass(frozen=True)
class Evidence:
    """A check that was run, its place among all, and what it asked.

    Of one that passed on what was sent ahead there are no steps: all answers were the reference's.
    """

    index: int
    check: Check
    steps: Steps
    ahead: Sequence[Exchange] = ()


@dataclass(frozen=True)
class Diagnosis:
    """What explains a failed check: a sentence, and the name of the mistake where it is a known one."""

    sentence: str
    mistake: str | None = None


class Diagnostics:
    """The mistakes of some units, and the reference that they are mistakes in.

    Parameters
    ----------
    course : Course
        Where mistakes stand; its folder must be one that Python imports from.
    modules : dict of str to module
        The reference's units.
    """

    def __init__(self, course: Course, modules: dict[str, ModuleType]) -> None:
        self._modules = modules
        self._mistakes: dict[tuple[str, str], list[Mistake]] = {}
        for unit in modules:
            for each in read_mistakes(course, unit):
                self._mistakes.setdefault((unit, each.function), []).append(each)

    def explained(self, evidence: Iterable[Sequence[Evidence]]) -> Iterator[tuple[int, Check]]:
        """The failed checks of a submission, each with what explains it.

        Parameters
        ----------
        evidence : iterable of sequences of Evidence
            All that is known of each function, in the order of the functions.
        """
        made: list[Mistake] = []
        for of_one in evidence:
            failed = [each for each in of_one if each.check.status in (FAILED, ERROR)]
            if not failed:
                continue
            unit, function = failed[0].check.unit, failed[0].check.function
            right = getattr(self._modules.get(unit), function, None)
            if right is None:
                continue
            passed = _Passed(right, [each for each in of_one if each.check.status == PASSED])
            search = _Search(function, [each.steps for each in failed], passed)
            search.try_all(replace(each, made=True) for each in self._composed(right, unit, made))
            own = self._mistakes.get((unit, function), ())
            search.try_all(_Candidate(right, each, wrong=each.wrong) for each in own)
            search.try_some(self._composed(right, unit, self._all()))
            made += search.mistakes()
            for each, found in zip(failed, search.found, strict=True):
                diagnosis = found.diagnosis if found else _related(right, function, each.steps)
                if diagnosis is not None:
                    told = {"diagnosis": diagnosis.sentence, "mistake": diagnosis.mistake}
                    yield each.index, msgspec.structs.replace(each.check, **told)

    def _all(self) -> Iterator[Mistake]:
        return (each for mistakes in self._mistakes.values() for each in mistakes)

    def _composed(
        self, right: Callable[..., Any], unit: str, mistakes: Iterable[Mistake]
    ) -> Iterator[_Candidate]:
        """The right function with a mistake in one that it calls."""
        names = _names(right, self._modules[unit])
        for each in mistakes:
            called = getattr(self._modules[each.unit], each.function)
            if each.function in names and called is not right:
                yield _Candidate(right, each)


@dataclass(frozen=True)
class _Candidate:
    """A function that may do what the student's does: a wrong one, or the right one that calls a wrong one.

    `made` where it is known that the student made the mistake there.
    """

    right: Callable[..., Any]
    mistake: Mistake
    wrong: Callable[..., Any] | None = None
    made: bool = False

    @property
    def diagnosis(self) -> Diagnosis:
        """What is told where it explains a check."""
        name, sentence = self.mistake.name, self.mistake.sentence
        if self.wrong is not None:
            return Diagnosis(sentence, name)
        function = self.mistake.function
        return Diagnosis(f"This comes of {function}: {sentence}", f"{function}.{name}")

    def agreement(self, function: str, steps: Steps) -> int:
        """How well it gives what the student's gave: CLOSE or NEAR on all steps, or 0."""
        if self.wrong is not None:
            return _agreement(self.wrong, function, steps)
        raised = (step.error is not None and not isinstance(step.error, Warning) for step in steps)
        if not self.made and any(raised):
            return 0  # that both raise the same says too little of what is called on the way
        called = getattr(sys.modules[f"solutions.{self.mistake.unit}"], self.mistake.function)
        with _patched(called, self.mistake.wrong):
            return _agreement(self.right, function, steps)


class _Search:
    """The candidate that explains each failed check of a function, as far as it is found yet."""

    def __init__(self, function: str, failed: Sequence[Steps], passed: _Passed) -> None:
        self.found: list[_Candidate | None] = [None] * len(failed)
        self._function = function
        self._failed = failed
        self._passed = passed

    def mistakes(self) -> list[Mistake]:
        """What was found, each once."""
        return [*dict.fromkeys(each.mistake for each in self.found if each)]

    def try_some(self, candidates: Iterable[_Candidate]) -> None:
        """As `try_all`, of as many as may be afforded: a function that trains takes long each time."""
        left = [steps for steps, found in zip(self._failed, self.found, strict=True) if not found]
        all_of_them = [*candidates]
        if left and all_of_them:
            cost = _calls_in(lambda: _agreement(all_of_them[0].right, self._function, left[0]))
            self.try_all(all_of_them[: AFFORDED // max(1, cost)])

    def try_all(self, candidates: Iterable[_Candidate]) -> None:
        """Explain what is not explained yet; of several that do, by the one that explains most."""
        all_of_them = [*candidates]
        fits: dict[int, list[_Candidate]] = {}
        for place, steps in enumerate(self._failed):
            if self.found[place] is None and steps:
                degrees = [each.agreement(self._function, steps) for each in all_of_them]
                best = max(degrees, default=0)
                if best:
                    fits[place] = [
                        each
                        for each, degree in zip(all_of_them, degrees, strict=True)
                        if degree == best
                    ]
        explained = Counter(id(each) for own in fits.values() for each in own)
        contradicted: dict[int, int] = {}

        def rank(each: _Candidate) -> tuple[int, int]:
            if id(each) not in contradicted:
                contradicted[id(each)] = sum(
                    not each.agreement(self._function, steps) for steps in self._passed.steps
                )
            return contradicted[id(each)], -explained[id(each)]

        for place, own in fits.items():
            self.found[place] = own[0] if len(own) == 1 else min(own, key=rank)


class _Passed:
    """The steps of the checks that passed, where they are needed: to tell apart what explains the others."""

    def __init__(self, right: Callable[..., Any], checks: Sequence[Evidence]) -> None:
        self._right, self._checks = right, checks

    @cached_property
    def steps(self) -> list[Steps]:
        """A sequence for each check."""
        return [
            each.steps or [self._answered(exchange) for exchange in each.ahead[:FIRST]]
            for each in self._checks
        ]

    def _answered(self, exchange: Exchange) -> Step:
        target, args, kwargs = asked(exchange)
        step = Step(tuple(target), args, kwargs, args, kwargs, None, None, False, False)
        answer = _asked(self._right, step, {})
        return replace(step, result=answer.result, error=answer.error, quiet=not answer.warned)


def _agreement(candidate: Callable[..., Any], function: str, steps: Steps) -> int:
    """How well a candidate, asked what the student's code was asked, gives the same all along."""
    objects: dict[int, Any] = {}
    degree = CLOSE
    alone = all(step.target[0] == "function" for step in steps)
    for step in reversed(steps) if alone else steps:  # the last is the smallest that failed
        match step.target:
            case ("function", name) if name == function:
                called = candidate
            case ("object", number) if number in objects:
                called = objects[number]
            case ("attribute", number, name) if number in objects:
                called = partial(getattr, objects[number], name)
            case _:
                continue
        try:
            answer = _asked(called, step, objects)
            while degree and not _same(answer, step, objects, TOLERANCES[degree]):
                degree -= 1
        except (Exception, Halt):  # a callback of the test that is not as it was then
            return 0
        if not degree:
            return 0
    return degree


@dataclass(frozen=True)
class _Answer:
    result: Any
    error: BaseException | None
    warned: bool
    args: tuple[Any, ...]
    kwargs: dict[str, Any]


def _asked(called: Callable[..., Any], step: Step, objects: dict[int, Any]) -> _Answer:
    """What a candidate answers to a step."""
    args, kwargs = _meant(kept(step.args), objects), _meant(kept(step.kwargs), objects)
    result, error = None, None
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        try:
            result = called(*args, **kwargs)
        except (Exception, Halt) as raised:
            error = raised
    warned = any(issubclass(each.category, RuntimeWarning) for each in heard)
    return _Answer(result, error, warned, args, kwargs)


def _meant(item: Any, objects: dict[int, Any]) -> Any:
    """An argument with the candidate's own objects in place of the student's."""
    if isinstance(item, Handle):
        return objects.get(item._number, item)
    if type(item) in (list, tuple):
        return type(item)(_meant(each, objects) for each in item)
    if type(item) is dict:
        return {key: _meant(each, objects) for key, each in item.items()}
    return item


def _same(
    answer: _Answer, step: Step, objects: dict[int, Any], tolerance: tuple[float, float]
) -> bool:
    """Whether an answer is what the student's code gave."""
    if isinstance(step.error, Warning):
        return answer.warned
    if step.error is not None:
        return answer.error is not None and _kind(answer.error) is _kind(step.error)
    if answer.error is not None or (step.quiet and answer.warned):
        return False
    given = [*arrays_in([answer.args, answer.kwargs])]
    shares = any(
        np.may_share_memory(mine, theirs) for mine in arrays_in(answer.result) for theirs in given
    )
    return (
        shares == step.shares
        and alike(answer.result, step.result, objects, tolerance)
        and alike(answer.args, step.args_after, objects, tolerance)
        and alike(answer.kwargs, step.kwargs_after, objects, tolerance)
    )


def _kind(error: BaseException) -> type:
    """The nearest exception that crosses between processes."""
    kinds = (RAISABLE.get(each.__name__) for each in type(error).__mro__)
    return next((kind for kind in kinds if kind is not None), RuntimeError)


def alike(mine: Any, theirs: Any, objects: dict[int, Any], tolerance: tuple[float, float]) -> bool:
    """Whether two results are the same to a reader: kind, shape and, but for rounding, values."""
    if isinstance(theirs, Handle):
        known = objects.setdefault(theirs._number, mine)
        return known is mine or callable(mine)
    if isinstance(theirs, list | tuple):
        return (
            isinstance(mine, list | tuple)
            and len(mine) == len(theirs)
            and all(alike(a, b, objects, tolerance) for a, b in zip(mine, theirs, strict=True))
        )
    if isinstance(theirs, dict):
        return (
            isinstance(mine, dict)
            and mine.keys() == theirs.keys()
            and all(alike(mine[key], theirs[key], objects, tolerance) for key in theirs)
        )
    if isinstance(theirs, np.random.Generator):
        return (
            isinstance(mine, np.random.Generator)
            and mine.bit_generator.state == theirs.bit_generator.state
        )
    numbers = (bool, int, float, complex, np.generic, np.ndarray)
    if isinstance(theirs, numbers):
        return isinstance(mine, numbers) and _equal(
            np.asarray(mine), np.asarray(theirs), *tolerance
        )
    if theirs is None or isinstance(theirs, str | bytes):
        return type(mine) is type(theirs) and bool(mine == theirs)
    return mine is theirs or type(mine) is type(theirs)


def _equal(mine: np.ndarray, theirs: np.ndarray, rtol: float, atol: float) -> bool:
    if mine.shape != theirs.shape or mine.dtype != theirs.dtype:
        return False
    if mine.dtype.kind not in "fc":
        return bool(np.array_equal(mine, theirs))
    return bool(np.allclose(mine, theirs, rtol=rtol, atol=atol, equal_nan=True))


@contextlib.contextmanager
def _patched(right: Any, wrong: Any) -> Iterator[None]:
    """Have the reference's units call a wrong function in place of one, and the wrong one the right one."""
    places = [
        (module, key)
        for name, module in sys.modules.items()
        if name.startswith("solutions.")
        for key, value in vars(module).items()
        if value is right
    ]

    def put(function: Any) -> None:
        for module, key in places:
            setattr(module, key, function)

    @functools.wraps(right)
    def called(*args: Any, **kwargs: Any) -> Any:
        put(right)
        try:
            return wrong(*args, **kwargs)
        finally:
            put(called)

    put(called)
    try:
        yield
    finally:
        put(right)


def _calls_in(run: Callable[[], Any]) -> int:
    """How many calls of functions something takes: the same on any machine, which seconds are not."""
    calls = 0

    def count(frame: Any, event: str, argument: Any) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        run()
    finally:
        sys.setprofile(None)
    return calls


def _names(function: Any, module: ModuleType) -> set[str]:
    """The names that a function's code uses, and those of what it calls in its own module."""
    found: set[str] = set()
    waiting: list[Any] = [function]
    while waiting:
        for code in _codes(waiting.pop()):
            new = {*code.co_names} - found
            found |= new
            waiting += [vars(module)[name] for name in new if name in vars(module)]
            waiting += [each for each in code.co_consts if isinstance(each, CodeType)]
    return found


def _codes(item: Any) -> Iterator[CodeType]:
    if isinstance(item, CodeType):
        yield item
    elif isinstance(item, FunctionType):
        yield item.__code__
    elif isinstance(item, type):
        yield from (each.__code__ for each in vars(item).values() if isinstance(each, FunctionType))


def _related(right: Callable[..., Any], function: str, steps: Steps) -> Diagnosis | None:
    """How what came back relates to what was expected, where it is the same relation in all steps that differ."""
    differences = []
    for step in steps:
        if step.target != ("function", function) or step.error is not None:
            continue
        answer = _asked(right, step, {})
        if answer.error is None and not alike(step.result, answer.result, {}, (1e-7, 1e-10)):
            differences.append(Difference(step.result, answer.result, step.args, step.kwargs))
    said = relation(differences) if differences else None
    return Diagnosis(said) if said else None
