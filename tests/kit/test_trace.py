"""The evidence of a diagnosis: what was asked and what came, as it was at that moment, and never too much of it."""

from __future__ import annotations

import warnings
import weakref

import numpy as np
import pytest

from grader import trace as tracing
from grader.calls import RECORD
from grader.outcome import Halt
from grader.trace import FIRST, LAST, STEP_BYTES, Trace, kept


@pytest.fixture
def trace():
    """A trace of a check that has begun."""
    RECORD.clear()
    begun = Trace()
    begun.begin()
    return begun


@pytest.fixture
def follow(trace):
    """Has a function of this process followed: follow(f, *args, **kwargs) -> its step."""

    def run(function, *args, **kwargs):
        trace.follow(["function", "f"], args, kwargs, lambda: function(*args, **kwargs))
        return trace.steps[-1] if trace.steps else None

    return run


def test_a_step_has_the_arguments_before_and_after(follow):
    def fill(x, items, table):
        x[:] = 5
        items.append(1)
        table["k"] = x

    step = follow(fill, np.zeros(2), [0], table={})

    assert step.target == ("function", "f")
    assert step.args[0].tolist() == [0, 0] and step.args[1] == [0] and step.kwargs == {"table": {}}
    assert step.args_after[0].tolist() == [5, 5] and step.args_after[1] == [0, 1]
    assert step.kwargs_after["table"]["k"].tolist() == [5, 5]


def test_what_changes_later_does_not_change_it(follow):
    result = [np.ones(2)]

    step = follow(lambda: result)
    result[0][:] = 7

    assert step.result[0].tolist() == [1, 1]


def test_a_generator_is_kept_as_it_was(follow):
    rng = np.random.default_rng(3)

    step = follow(lambda rng: rng.random(), rng)

    assert step.args[0].random() == step.result
    assert step.args_after[0].bit_generator.state == rng.bit_generator.state


def test_what_is_raised_is_kept_and_goes_on(trace, follow):
    with pytest.raises(ZeroDivisionError):
        follow(lambda: 1 / 0)

    assert isinstance(trace.steps[-1].error, ZeroDivisionError)
    assert trace.steps[-1].result is None


def test_a_halt_goes_on_too(trace, follow):
    def stop():
        raise Halt("timeout", "too long")

    with pytest.raises(Halt):
        follow(stop)

    assert isinstance(trace.steps[-1].error, Halt)


def test_it_tells_whether_a_warning_would_have_been_an_error(follow):
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        strict = follow(lambda: 1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        mild = follow(lambda: 1)

    assert strict.quiet and not mild.quiet


def test_it_tells_whether_memory_is_shared(follow):
    assert follow(lambda x: (1, x[1:]), np.ones(3)).shares
    assert not follow(lambda x: (1, x[1:].copy()), np.ones(3)).shares


def test_memory_that_was_shared_in_the_worker_is_told_too(follow):
    x, result = np.ones(3), np.ones(3)
    RECORD.note_alias(result, x)

    assert follow(lambda x: result, x).shares
    assert not follow(lambda x: result, np.ones(3)).shares


def test_what_is_called_meanwhile_is_part_of_the_call(trace):
    trace.follow(["function", "f"], (), {}, lambda: trace.follow(["object", 1], (), {}, int))

    assert [step.target for step in trace.steps] == [("function", "f")]


def test_the_first_and_the_last_are_kept(follow, trace):
    for number in range(100):
        follow(lambda number: number, number)

    assert [step.result for step in trace.steps] == [*range(FIRST), *range(100 - LAST, 100)]


def test_each_check_has_its_own(follow, trace):
    follow(int)
    earlier = trace.steps
    trace.begin()

    assert trace.steps == () and len(earlier) == 1


@pytest.mark.parametrize(
    "large",
    [np.zeros(STEP_BYTES // 8 + 1), ["x" * STEP_BYTES] * 4, [[]] * 10_000, {n: n for n in range(9000)}],
    ids=["an array", "texts", "lists", "a dict"],
)  # fmt: skip
def test_what_is_too_large_is_not_kept(follow, trace, large):
    small = follow(int)
    follow(lambda: [large] * 4)
    follow(id, large)
    follow(list.extend, [], [large] * 4)

    assert trace.steps == (small,)


def test_all_checks_together_have_a_bound(follow, trace, monkeypatch):
    monkeypatch.setattr(trace, "_left", 100_000)
    for _ in range(5):
        follow(lambda: np.zeros(10_000))
        trace.begin()

    follow(int)

    assert trace.steps == ()


def test_what_is_kept_no_more_does_not_count(follow, trace, monkeypatch):
    monkeypatch.setattr(trace, "_left", 50 * 100_000)
    for _ in range(200):
        follow(lambda: np.zeros(10_000))
    trace.begin()

    follow(int)

    assert len(trace.steps) == 1


def test_a_read_only_array_stays_one_and_other_objects_are_the_same():
    fixed, function = np.ones(2), len
    fixed.flags.writeable = False
    held = kept([fixed, function, "text"])

    assert not held[0].flags.writeable and held[0] is not fixed
    assert held[1] is function


def test_going_through_many_parts_ends_early():
    def endless():
        while True:
            yield 1

    class Long(list):
        def __iter__(self):
            return endless()

    assert tracing._size(Long()) > STEP_BYTES


def test_it_tells_whether_anything_was_asked_kept_or_not(trace, follow):
    assert not trace.asked

    follow(np.sum, np.zeros(STEP_BYTES))

    assert trace.asked and not trace.steps
    trace.begin()
    assert not trace.asked


def test_what_was_raised_keeps_nothing_alive_in_later_checks(trace):
    held = []

    def fails():
        large = np.zeros(9)
        held.append(weakref.ref(large))
        try:
            raise KeyError("first")
        except KeyError:
            raise ValueError("then")  # noqa: B904

    with pytest.raises(ValueError, match="then"):
        trace.follow(["function", "f"], (), {}, fails)
    (step,) = trace.steps
    trace.begin()

    assert str(step.error) == "then"
    assert held[0]() is None
