"""Which known mistake explains what a student's function did in the checks that failed.

    steps of failed checks ──▶ each mistake of the function is asked the same ──▶ the one that gives the same
                               else a mistake in a function that this one builds on
                               else how the result relates to what was expected (`grader.relations`)

All of it runs on the trusted side, on what the student's code was asked and has answered.
"""

from __future__ import annotations

import contextlib
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
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

TIGHT, LOOSE = (1e-9, 1e-12), (1e-6, 1e-9)

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

    def explained(self, evidence: Sequence[Evidence]) -> Iterator[tuple[int, Check]]:
        """The failed checks of one function, each with what explains it, for all that is known of the function."""
        failed = [each for each in evidence if each.check.status in (FAILED, ERROR)]
        passed = [each for each in evidence if each.check.status == PASSED]
        if not failed:
            return
        unit, function = failed[0].check.unit, failed[0].check.function
        found = self._explain(unit, function, [each.steps for each in failed], passed)
        for each, diagnosis in zip(failed, found, strict=True):
            if diagnosis is not None:
                told = {"diagnosis": diagnosis.sentence, "mistake": diagnosis.mistake}
                yield each.index, msgspec.structs.replace(each.check, **told)

    def _explain(
        self, unit: str, function: str, failed: Sequence[Steps], passed_checks: Sequence[Evidence]
    ) -> list[Diagnosis | None]:
        right = getattr(self._modules.get(unit), function, None)
        if right is None:
            return [None] * len(failed)
        passed = _Passed(right, passed_checks)
        candidates = [
            _Candidate(right, Diagnosis(each.sentence, each.name), wrong=each.wrong)
            for each in self._mistakes.get((unit, function), ())
        ]
        found = _best(candidates, function, failed, passed)
        if None in found:
            deeper = _best(self._below(unit, function), function, failed, passed)
            found = [one or other for one, other in zip(found, deeper, strict=True)]
        return [
            one or _related(right, function, steps)
            for one, steps in zip(found, failed, strict=True)
        ]

    def _below(self, unit: str, function: str) -> list[_Candidate]:
        """The function with a mistake in one that it calls."""
        right = getattr(self._modules[unit], function)
        found = []
        for (other_unit, name), mistakes in self._mistakes.items():
            called = getattr(self._modules[other_unit], name)
            if name != function and name in _names(right, self._modules[unit]):
                for each in mistakes:
                    sentence = f"It does what a mistake in {name} would lead to: {each.sentence}"
                    found.append(
                        _Candidate(
                            right,
                            Diagnosis(sentence, f"{name}.{each.name}"),
                            patches=((called, each.wrong),),
                        )
                    )
        return found


@dataclass(frozen=True)
class _Candidate:
    """A function that may do what the student's does: a wrong one, or the right one on wrong ones."""

    right: Callable[..., Any]
    diagnosis: Diagnosis
    wrong: Callable[..., Any] | None = None
    patches: tuple[tuple[Any, Any], ...] = ()

    def reproduces(self, function: str, steps: Steps, tolerance: tuple[float, float]) -> bool:
        """Whether it gives on all steps what the student's gave."""
        with _patched(self.patches):
            return _agrees(self.wrong or self.right, function, steps, tolerance)


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


def _best(
    candidates: Sequence[_Candidate], function: str, failed: Sequence[Steps], passed: _Passed
) -> list[Diagnosis | None]:  # fmt: skip
    """For each failed check the candidate that reproduces it: where there are several, the one that explains most."""
    fits: list[list[_Candidate]] = []
    for steps in failed:
        own: list[_Candidate] = []
        for tolerance in (TIGHT, LOOSE):
            own = own or [
                each for each in candidates if steps and each.reproduces(function, steps, tolerance)
            ]
        fits.append(own)
    counts = {id(each): sum(each in own for own in fits) for own in fits for each in own}
    contradicted: dict[int, int] = {}

    def rank(each: _Candidate) -> tuple[int, int]:
        if id(each) not in contradicted:
            contradicted[id(each)] = sum(
                not each.reproduces(function, steps, LOOSE) for steps in passed.steps if steps
            )
        return contradicted[id(each)], -counts[id(each)]

    return [
        (own[0] if len(own) == 1 else min(own, key=rank)).diagnosis if own else None for own in fits
    ]


def _agrees(
    candidate: Callable[..., Any], function: str, steps: Steps, tolerance: tuple[float, float]
) -> bool:
    """Whether a candidate, asked what the student's code was asked, gives the same all along."""
    objects: dict[int, Any] = {}
    for step in steps:
        match step.target:
            case ("function", name):
                if name != function:
                    continue
                called = candidate
            case ("object", number) if number in objects:
                called = objects[number]
            case ("attribute", number, name) if number in objects:
                called = _getter(objects[number], name)
            case _:
                continue
        try:
            if not _same(_asked(called, step, objects), step, objects, tolerance):
                return False
        except (Exception, Halt):  # a callback of the test that is not as it was then
            return False
    return True


def _getter(owner: Any, name: str) -> Callable[[], Any]:
    return lambda: getattr(owner, name)


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
def _patched(patches: Sequence[tuple[Any, Any]]) -> Iterator[None]:
    """Have the reference's units call other functions in place of some."""
    undone = []
    for old, new in patches:
        for name, module in sys.modules.items():
            if name.startswith("solutions."):
                for key, value in vars(module).items():
                    if value is old:
                        undone.append((module, key, old))
                        setattr(module, key, new)
    try:
        yield
    finally:
        for module, key, old in undone:
            setattr(module, key, old)


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
