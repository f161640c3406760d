"""How one check of a submission comes out, by the quickest way that can tell.

all answers are the reference's ──▶ passed
recorded examples pass          ──▶ passed
else plain pytest and Hypothesis, live: only they tell why a check fails
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import msgspec
import pytest
from hypothesis import Phase, settings
from hypothesis.errors import HypothesisException

from grader import outcome
from grader.calls import copied
from grader.marking import Attempt
from grader.outcome import UNSTEADY, Halt
from grader.plugin import OUTCOME, check_of
from grader.replay import Recordings
from grader.standins import note_failure, note_input

CHOSEN, DRAWN = (Phase.explicit,), (Phase.generate, Phase.shrink)
FEW = 5
PASSED = outcome.Outcome(status=outcome.PASSED)
UNSTEADILY = outcome.Outcome(status=outcome.FAILED, message=UNSTEADY)


class Verdicts:
    """Runs checks on submissions.

    Parameters
    ----------
    recordings : Recordings
        What the checks do on the reference.
    """

    def __init__(self, recordings: Recordings) -> None:
        self._recordings = recordings

    def full(self, item: pytest.Item, attempt: Attempt) -> outcome.Outcome:
        """How a check comes out; where it fails with the student's own units below it, with the reference's."""
        unit, function, _ = check_of(item)
        judged = self._once(item, attempt)
        if judged.status != outcome.PASSED and attempt.doubt(unit, function):
            judged = self._once(item, attempt)
        return judged

    def brief(self, item: pytest.Item, attempt: Attempt) -> outcome.Outcome:
        """How a check comes out, without the search for a smaller input."""
        if (known := self._at_once(item, attempt)) is not None:
            return known
        if item in self._recordings:
            return outcome.judge(self._recordings.replay(item))
        return _live(item, attempt)

    def again(self, item: pytest.Item, attempt: Attempt) -> outcome.Outcome:
        """How a check that passed comes out once more, on a part of its inputs where it has many."""
        unit, function, seconds = _of(item)
        if self._recordings.is_long(item):
            return PASSED
        if (refusal := attempt.prepare(unit, function, seconds)) is not None:
            return _disagreeing(outcome.judge(refusal))
        if attempt.send_ahead(unit, self._recordings.sample(item)):
            return PASSED
        attempt.begin_again()
        if item in self._recordings:
            return _disagreeing(outcome.judge(self._recordings.replay(item, FEW)))
        return _disagreeing(_live(item, attempt))

    def _at_once(self, item: pytest.Item, attempt: Attempt) -> outcome.Outcome | None:
        """How a check comes out where its body need not run: it cannot, or all answers are the reference's own."""
        unit, function, seconds = _of(item)
        if (refusal := attempt.prepare(unit, function, seconds)) is not None:
            return outcome.judge(refusal)
        return PASSED if attempt.send_ahead(unit, self._recordings.exchanges(item)) else None

    def _once(self, item: pytest.Item, attempt: Attempt) -> outcome.Outcome:
        """How a check comes out.

        The quick ways are tried first: all answers are the reference's own; the check passes on its recorded examples,
        or on what was sent ahead. They do not tell why a check fails: then it runs as it would by plain pytest, or
        once enough smaller inputs were sought in its unit, on its examples again.
        """
        if (known := self._at_once(item, attempt)) is not None:
            return known
        if item in self._recordings:
            failure = self._recordings.replay(item)
            if failure is None:
                return PASSED
            if isinstance(failure, Halt):
                return outcome.judge(failure)
            attempt.begin_again()
            found = (
                _searched(item, attempt)
                if attempt.may_shrink
                else self._recordings.smallest_failure(item)
            )
            steady = found is not None and found.status != outcome.PASSED
            return found if found and steady else UNSTEADILY
        if attempt.answers_ahead:
            judged = _live(item, attempt)
            if judged.status in (outcome.PASSED, outcome.NOT_IMPLEMENTED):
                return judged
            attempt.begin_again()
            found = _searched(item, attempt)
            return found if found.status != outcome.PASSED else UNSTEADILY
        return _in_turn(item, attempt)


def _disagreeing(judged: outcome.Outcome) -> outcome.Outcome:
    """The outcome of a check that had passed: a result is to depend on the arguments alone."""
    if judged.status == outcome.PASSED:
        return judged
    problem = f"{outcome.DISAGREES}: {judged.message}"
    return msgspec.structs.replace(judged, status=outcome.FAILED, message=problem)


def _of(item: pytest.Item) -> tuple[str, str, float | None]:
    """Unit and function of a check, and what a call may take where it says so."""
    unit, function, _ = check_of(item)
    mark = item.get_closest_marker("checks")
    return unit, function, mark.kwargs.get("seconds") if mark else None


def _in_turn(item: pytest.Item, attempt: Attempt) -> outcome.Outcome:
    """Run a test as plain pytest does; where an example that its author chose fails, seek a smaller input."""
    if not _chosen(item):
        return _live(item, attempt)
    judged = _live(item, attempt, CHOSEN)
    if judged.status == outcome.PASSED:
        return _live(item, attempt, DRAWN)
    if judged.status not in (outcome.FAILED, outcome.ERROR):
        return judged
    attempt.begin_again()
    found = _searched(item, attempt)
    return found if found.status != outcome.PASSED else UNSTEADILY


def _searched(item: pytest.Item, attempt: Attempt) -> outcome.Outcome:
    """Run a test for the sake of a small input: the examples that its author chose, which do not shrink, last."""
    if not _chosen(item):
        return _live(item, attempt)
    found = _live(item, attempt, DRAWN)
    return found if found.status != outcome.PASSED else _live(item, attempt, CHOSEN)


def _chosen(item: pytest.Item) -> bool:
    """Whether a property has examples that its author chose."""
    return bool(getattr(getattr(item, "function", None), "hypothesis_explicit_examples", ()))


def passes(item: pytest.Item) -> bool:
    """Run one test by pytest, and leave no trace of how it came out."""
    item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
    if OUTCOME not in item.stash:
        return False
    judged = item.stash[OUTCOME]
    del item.stash[OUTCOME]
    return judged.status == outcome.PASSED


def _live(
    item: pytest.Item, attempt: Attempt, phases: Sequence[Phase] | None = None
) -> outcome.Outcome:
    """Run one test by pytest; where the search for a smaller input was cut short, the last failure stands."""
    with _phases(item, phases):
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
    skipped = outcome.Outcome(status=outcome.NOT_RUN, message="the test was skipped")
    judged = item.stash.get(OUTCOME, skipped)
    if attempt.failure is None or judged.status == outcome.PASSED:
        return judged
    if judged.status == outcome.FAILED and judged.call is None:
        return attempt.failure
    counterexample = judged.counterexample or attempt.failure.counterexample
    return msgspec.structs.replace(judged, counterexample=counterexample)


@contextlib.contextmanager
def _phases(item: pytest.Item, phases: Sequence[Phase] | None) -> Iterator[None]:
    """Have Hypothesis go through some of its phases only."""
    if phases is None:
        yield
        return
    function: Any = item.function  # type: ignore[attr-defined]
    chosen = function._hypothesis_internal_use_settings
    function._hypothesis_internal_use_settings = settings(chosen, phases=phases)
    try:
        yield
    finally:
        function._hypothesis_internal_use_settings = chosen


def watch(items: list[pytest.Item]) -> None:
    """Have each property tell of its inputs and failures, which begin the search for a smaller input."""
    properties = {id(each): each for item in items if (each := _property(item)) is not None}
    for each in properties.values():
        each.inner_test = _noting(each.inner_test)


def _property(item: pytest.Item) -> Any:
    return getattr(getattr(item, "function", None), "hypothesis", None)


def _noting(test: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(test)
    def noting(*args: Any, **kwargs: Any) -> Any:
        note_input()
        drawn = copied(kwargs)
        try:
            return test(*args, **kwargs)
        except HypothesisException:
            raise
        except Exception as failure:
            note_failure(failure, drawn)
            raise

    return noting
