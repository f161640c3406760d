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
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import CodeType, FunctionType, ModuleType
from typing import Any

import msgspec
import numpy as np

from grader.curriculum import Course
from grader.likeness import CLOSE, NEAR, Steps, agreement_of, alike, asked_of
from grader.mistakes import Mistake, read_mistakes
from grader.outcome import ERROR, FAILED, PASSED
from grader.relations import Difference, cause, relation, telling
from grader.report import Check
from grader.sandbox.ahead import Exchange, asked
from grader.trace import FIRST, Step

UNUSED = "Nothing was drawn from the rng that was passed in: draw from it, and from no generator besides."
SCREENED = 3  # failed checks on which all mistakes of a function are tried
AFFORDED = 20_000  # calls of functions, in the search among mistakes in what a function builds on


@dataclass(frozen=True)
class Evidence:
    """A check that was run, its place among all, and what it asked.

    Of one that passed on what was sent ahead there are no steps: all answers were the reference's. Of any other there
    is nothing in `ahead`.
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

    def explained(
        self, evidence: Sequence[Evidence], made: list[Mistake] | None = None
    ) -> list[tuple[int, Check]]:
        """The failed checks of one function, each with what explains it.

        Parameters
        ----------
        evidence : sequence of Evidence
            All that is known of the function.
        made : list of Mistake, optional
            What the student made in functions before, which this one may call; what is found is added.
        """
        made = [] if made is None else made
        failed = [each for each in evidence if each.check.status in (FAILED, ERROR)]
        if not failed:
            return []
        unit, function = failed[0].check.unit, failed[0].check.function
        right = getattr(self._modules.get(unit), function, None)
        if right is None:
            return []
        passed = [each for each in evidence if each.check.status == PASSED]
        search = _Search(right, function, [each.steps for each in failed], passed)
        search.try_all(replace(each, made=True) for each in self._composed(right, unit, made))
        of_function = self._mistakes.get((unit, function), ())
        search.try_all(_Candidate(right, each, wrong=each.wrong) for each in of_function)
        search.try_some(self._composed(right, unit, self._all()))
        made += search.mistakes()
        differences = [
            [] if found else [*_differences(right, function, each.steps)]
            for each, found in zip(failed, search.found, strict=True)
        ]
        of_all = _related([each for own in differences for each in own])
        told = []
        for each, found, own in zip(failed, search.found, differences, strict=True):
            related = of_all or _related(own) or _raised(each.steps)
            diagnosis = found.diagnosis if found else related
            if diagnosis is not None:
                facts = {"diagnosis": diagnosis.sentence, "mistake": diagnosis.mistake}
                told.append((each.index, msgspec.structs.replace(each.check, **facts)))
        return told

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
    def guessed(self) -> bool:
        """Whether it is a mistake in another function, which the student is not known to have made."""
        return self.wrong is None and not self.made

    @property
    def diagnosis(self) -> Diagnosis:
        """What is told where it explains a check."""
        name, sentence = self.mistake.name, self.mistake.sentence
        if self.wrong is not None:
            return Diagnosis(sentence, name)
        function = self.mistake.function
        cause = "This comes of" if self.made else "It does what would come of a mistake in"
        return Diagnosis(f"{cause} {function}: {sentence}", f"{function}.{name}")

    def agreement(self, function: str, steps: Steps) -> int:
        """How well it gives what the student's gave: CLOSE or NEAR on all steps, or 0."""
        if self.wrong is not None:
            return agreement_of(self.wrong, function, steps)
        raised = (step.error is not None and not isinstance(step.error, Warning) for step in steps)
        if self.guessed and any(raised):
            return 0  # that both raise the same says too little of what is called on the way
        called = getattr(sys.modules[f"solutions.{self.mistake.unit}"], self.mistake.function)
        with _patched(called, self.mistake.wrong):
            return agreement_of(self.right, function, steps)


class _Search:
    """The candidate that explains each failed check of a function, as far as it is found yet."""

    def __init__(
        self, right: Callable[..., Any], function: str, failed: Sequence[Steps], passed: Sequence[Evidence]
    ) -> None:  # fmt: skip
        self.found: list[_Candidate | None] = [None] * len(failed)
        self._right, self._function = right, function
        self._failed, self._passed = failed, passed

    def mistakes(self) -> list[Mistake]:
        """What was found, each once."""
        return [*dict.fromkeys(each.mistake for each in self.found if each)]

    def try_some(self, candidates: Iterable[_Candidate]) -> None:
        """As `try_all`, of as many as may be afforded: a function that trains takes long each time."""
        left = [steps for steps, found in zip(self._failed, self.found, strict=True) if not found]
        all_of_them = [*candidates]
        if left and all_of_them:
            cost = _calls_in(lambda: agreement_of(self._right, self._function, left[0]))
            self.try_all(all_of_them[: AFFORDED // max(1, cost)])

    def try_all(self, candidates: Iterable[_Candidate]) -> None:
        """Explain what is not explained yet; of several that do, by the one that explains most.

        None that says nothing: where the right function does the same, or a check that passed speaks against it, or
        more of those that failed than it explains; nor a guess at what is called on the way from numbers that may be
        chance.
        """
        left = [*candidates]
        fits: dict[int, list[_Candidate]] = {}
        open_ones = [place for place, found in enumerate(self.found) if found is None]
        for tried, place in enumerate(open_ones):
            if tried == SCREENED:  # what explains none of these is not tried on the others
                left = [each for each in left if any(each in own for own in fits.values())]
            if left and (steps := self._failed[place]):
                degrees = [each.agreement(self._function, steps) for each in left]
                best = max(degrees)
                if best > (agreement_of(self._right, self._function, steps) if best else 0):
                    fits[place] = [
                        each for each, degree in zip(left, degrees, strict=True) if degree == best
                    ]
        explained = Counter(id(each) for own in fits.values() for each in own)
        spoken_against = {
            id(each): any(not each.agreement(self._function, steps) for steps in self._telling)
            or self._contradicted(each) > explained[id(each)]
            or (each.guessed and not self._telling_numbers(each, fits))
            for own in fits.values()
            for each in own
        }
        for place, own in fits.items():
            possible = [each for each in own if not spoken_against[id(each)]]
            self.found[place] = max(possible, key=lambda each: explained[id(each)], default=None)

    def _contradicted(self, candidate: _Candidate) -> int:
        """How many of the failed checks not yet explained show a candidate neither right nor wrong as the student is.

        On few round numbers many a mistake gives the same; where it does what is right, another may be at work too.
        """
        return sum(
            not candidate.agreement(self._function, steps)
            and not candidate.agreement(self._function, right)
            for steps, right, found in zip(
                self._failed, self._right_answers, self.found, strict=True
            )
            if right and not found
        )

    def _telling_numbers(self, candidate: _Candidate, fits: dict[int, list[_Candidate]]) -> bool:
        """Whether what a candidate explains is a warning, or wrong numbers that are not so few and round."""
        steps = [
            step
            for place, own in fits.items()
            if any(each is candidate for each in own)
            for step in self._failed[place]
        ]
        warned = any(isinstance(step.error, Warning) for step in steps)
        return warned or telling(
            [each for each, _ in _differences(self._right, self._function, steps)]
        )

    @cached_property
    def _right_answers(self) -> list[Steps]:
        """What is right in the steps of each check that failed; nothing where they ask more than the function."""
        asked_alone = ("function", self._function)
        return [
            [self._answered(step) for step in steps]
            if all(step.target == asked_alone for step in steps)
            else ()
            for steps in self._failed
        ]

    @cached_property
    def _telling(self) -> list[Steps]:
        """What the student got right: the checks that passed, and such calls of those that failed.

        But for a check where even the right function does something else, as it leaves the student free or depends
        on more than what was asked.
        """
        whole = [
            steps
            for each in self._passed
            if (steps := each.steps or [self._sent(one) for one in each.ahead[:FIRST]])
            and agreement_of(self._right, self._function, steps)
        ]
        target = ("function", self._function)
        single = (step for steps in self._failed for step in steps if step.target == target)
        return whole + [
            [step] for step in single if agreement_of(self._right, self._function, [step]) == CLOSE
        ]

    def _sent(self, exchange: Exchange) -> Step:
        target, args, kwargs = asked(exchange)
        step = Step(tuple(target), args, kwargs, args, kwargs, None, None, False, False)
        return self._answered(step)

    def _answered(self, step: Step) -> Step:
        """The step with the right answer."""
        answer = asked_of(self._right, step, {})
        return replace(
            step, args_after=answer.args, kwargs_after=answer.kwargs, result=answer.result,
            error=answer.error, quiet=not answer.warned, shares=answer.shares,
        )  # fmt: skip


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


def _related(found: Sequence[tuple[Difference, bool]]) -> Diagnosis | None:
    """How what came back relates to what was expected, where it is the same relation in all steps that differ."""
    if found and all(unused for _, unused in found):
        return Diagnosis(UNUSED)
    said = relation([each for each, _ in found]) if found else None
    return Diagnosis(said) if said else None


def _raised(steps: Steps) -> Diagnosis | None:
    """What may have led to an error."""
    said = next((sentence for step in steps if (sentence := cause(step.error))), None)
    return Diagnosis(said) if said else None


def _differences(
    right: Callable[..., Any], function: str, steps: Steps
) -> Iterator[tuple[Difference, bool]]:
    """The steps that came out wrong, each with whether it left a generator alone that is to be drawn from."""
    for step in steps:
        if step.target != ("function", function) or step.error is not None:
            continue
        answer = asked_of(right, step, {})
        if answer.error is None and not alike(step.result, answer.result, {}, NEAR):
            unused = _left(step) and not _left(replace(step, args_after=answer.args))
            yield Difference(step.result, answer.result, step.args, step.kwargs), unused


def _left(step: Step) -> bool:
    """Whether a generator among the arguments is as it was before the call."""
    pairs = zip(step.args, step.args_after, strict=True)
    return any(
        isinstance(before, np.random.Generator)
        and before.bit_generator.state == after.bit_generator.state
        for before, after in pairs
    )
