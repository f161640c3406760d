"""What can be done with a value that came from a worker: it is compared, shown, kept and explained without harm."""

from __future__ import annotations

import warnings

import msgspec
import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from grader import show
from grader.calls import RECORD, copied
from grader.failure import CheckFailure
from grader.likeness import NEAR, alike
from grader.outcome import judge
from grader.relations import Difference, relation
from grader.sandbox.peer import Handle
from grader.sandbox.wire import Decoder, WireError, unpack
from grader.testing import check_answer, check_close, check_integers, check_pure
from grader.trace import Trace, kept
from tests.kit.fuzz.hostile import parts

EXPECTED = [
    1.0, float("nan"), np.float64(2.0), np.zeros(()), np.zeros(3), np.zeros((2, 3)), np.zeros((0, 2)),
    np.full(2, np.inf), np.array([1, 2]), [1.0, np.zeros(2)], (np.zeros(1), 2.0), np.array([True]),
    np.float32(1), [], np.zeros((1, 1)),
]  # fmt: skip


class Astray:
    """A worker that is never asked."""


@st.composite
def values(draw):
    """A value as it comes out of the decoder."""
    part, body = draw(parts())
    decoder = Decoder(memoryview(body), lambda part: Handle(Astray(), 1, "name"))
    try:
        return decoder.decode(unpack(msgspec.msgpack.encode(part)))
    except WireError:
        assume(False)


def big(bits):
    """A whole number as large as one may be."""
    return (1 << bits) - 1


@settings(max_examples=150)
@given(values(), st.sampled_from(EXPECTED), st.sampled_from([np.float64, None]))
@example(big(4392), 1.0, None)
@example(-big(64), np.zeros(()), None)
@example(np.uint64(big(64)), np.float64(2.0), None)
@example([big(64), 0.0], [1.0, 2.0], np.float64)
@example(np.array([big(64)], np.uint64), np.array([1]), None)
@example(np.zeros(2, ">f8"), np.zeros(2), np.float64)
@example(np.array([1e308, -1e308]), np.array([-1e308, 1e308]), np.float64)
@example(np.full((1,) * 32, np.nan), np.zeros(3), np.float64)
@example(float("nan"), 1.0, np.float64)
def test_a_value_is_right_or_wrong_and_nothing_else(value, expected, dtype):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for check in (
            lambda: check_close(value, expected, dtype=dtype),
            lambda: check_integers(value, np.asarray(1)),
            lambda: check_integers(value, np.array([1, 2])),
            lambda: check_answer(value, True),
            lambda: check_pure(lambda x: value, np.zeros(2)),
        ):
            RECORD.clear()
            try:
                check()
            except CheckFailure as failure:
                assert len(str(judge(failure))) < 20_000


@settings(max_examples=100)
@given(values())
@example(big(4392))
@example({1 << 63: -(1 << 63), float("nan"): float("nan")})
def test_a_value_is_shown_and_kept(value):
    trace = Trace()
    text = show.value(value)

    trace.follow(["function", "f"], (value,), {}, lambda: value)

    assert len(text) <= show.LONGEST + 60
    assert show.value(copied(value)) == show.value(kept(value)) == text
    assert trace.asked


@settings(max_examples=100)
@given(values(), values() | st.sampled_from(EXPECTED), st.sampled_from(EXPECTED))
def test_a_value_is_like_another_or_not(value, other, expected):
    with warnings.catch_warnings():
        warnings.simplefilter("error")

        assert alike(value, other, {}, NEAR) in (True, False)
        said = relation([Difference(value, expected, (other,), {"x": other})])
        assert said is None or show.value(said)


@pytest.mark.parametrize("size", [1 << 20, 1 << 22])
def test_a_long_text_is_shown_in_short(size):
    array = np.array(["x" * 9999] * (size // 39996), dtype="<U9999")

    assert len(show.value(array)) <= show.LONGEST + 60
    assert len(show.value(b"\xff" * size)) <= show.LONGEST + 60
