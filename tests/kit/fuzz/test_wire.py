"""The decoder on the trusted side: of whatever a worker sends come plain values within bounds, or a WireError."""

from __future__ import annotations

import itertools
import tracemalloc

import msgspec
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from grader.sandbox.wire import (
    DEPTH_LIMIT,
    HEADER_LIMIT,
    PREFIX,
    Decoder,
    Frames,
    WireError,
    check_prefix,
    split,
    unpack,
)
from tests.kit.fuzz.hostile import framed, mutated, parts

PLAIN = (type(None), bool, int, float, complex, str, bytes)
NUMBERS = {np.dtype(code).type for code in ("?", *"bhilBHIL", *"efd", *"FD", "U1")}


def refuse(part):
    raise WireError("an object")


def decoded(part, body=b"", resolve=refuse):
    decoder = Decoder(memoryview(body), resolve)
    value = decoder.decode(part)
    decoder.finish()
    return value


def flat(value):
    """A value, and all that it holds."""
    yield value
    if type(value) in (list, tuple):
        for each in value:
            yield from flat(each)
    elif type(value) is dict:
        yield from flat([*value, *value.values()])


def is_plain(value):
    """Whether a value is of one of the types that may come of a part, and none derived of one."""
    kind = type(value)
    if kind is np.ndarray:
        return value.dtype.kind in "biufcU" and value.dtype.itemsize > 0 and value.ndim <= 32
    return kind in (*PLAIN, list, tuple, dict, np.random.Generator) or kind in NUMBERS


@settings(max_examples=400)
@given(parts())
@example((["array", "<U0", [1 << 20], "C", True, 0], b""))
@example((["array", "<f8", [0, (1 << 31) - 1, (1 << 31) - 1], "C", True, 0], b""))
@example((["array", "<f8", [1] * 32, "S", False, 8], b"\0" * 8))
@example((["dict", ["list", 1], "ab"], b""))
@example((["dict", [["number", "<f8", 8], 1], [["tuple", ["dict"]], 1]], b"\0" * 8))
def test_a_part_is_a_plain_value_or_refused(drawn):
    part, body = drawn
    try:
        value = decoded(unpack(msgspec.msgpack.encode(part)), body)
    except WireError:
        return

    assert all(map(is_plain, flat(value)))
    arrays = [each for each in flat(value) if type(each) is np.ndarray]
    assert sum(array.nbytes for array in arrays) <= len(body)
    assert sum(array.size for array in arrays) <= len(body)


@settings(max_examples=200)
@given(st.binary(max_size=60))
@example(b"\xdd\xff\xff\xff\xff")
@example(b"\x81\x01\x02")
@example(b"\x91" * 100_000 + b"\xc0")
@example(b"\xd6\xff\0\0\0\0")
@example(b"\xc7\x0c\xff" + b"\xff" * 12)
@example(b"\xa3\xed\xa0\x80")
@example(b"\xc4\x01a")
def test_a_header_is_lists_of_plain_values_or_refused(header):
    try:
        found = unpack(header)
    except WireError:
        return

    assert {type(each) for each in flat(found)} <= {type(None), bool, int, float, str, list}


def nested(kind, levels):
    part = [kind]
    for _ in range(levels):
        part = ["dict", [1, part]] if kind == "dict" else [kind, part]
    return part


@pytest.mark.parametrize("kind", ["list", "tuple", "dict"])
def test_what_may_be_nested_passes_the_header_too(kind):
    deepest = msgspec.msgpack.encode(["return", 1, nested(kind, DEPTH_LIMIT), [[0, 1]]])

    assert decoded(unpack(deepest)[2]) is not None
    with pytest.raises(WireError):
        decoded(unpack(msgspec.msgpack.encode(nested(kind, DEPTH_LIMIT + 1))))


@settings(max_examples=200)
@given(st.data(), parts())
def test_a_frame_that_was_tampered_with_is_read_or_refused(data, drawn):
    part, body = drawn
    stream = data.draw(mutated(framed(part, body) * 2))
    left = bytearray(stream)

    def more(size):
        if not left:
            raise EOFError
        piece = bytes(left[: data.draw(st.integers(1, size))])
        del left[: len(piece)]
        return piece

    frames = Frames(more)
    try:
        while True:
            whole = frames.next()
            header, rest = split(whole)
            assert len(whole) == PREFIX.size + len(header) + len(rest)
            decoded(unpack(header), bytes(rest))
    except (EOFError, WireError):
        pass


@given(st.lists(parts(), max_size=4), st.data())
def test_frames_are_the_same_however_they_are_cut(drawn, data):
    sent = [framed(part, body) for part, body in drawn]
    left = bytearray(b"".join(sent))

    def more(size):
        piece = bytes(left[: data.draw(st.integers(1, min(size, 50)))])
        del left[: len(piece)]
        return piece

    frames = Frames(more)

    assert [frames.next() for _ in sent] == sent
    assert not frames.unread


@given(st.binary(min_size=8, max_size=8))
def test_the_lengths_of_a_frame_are_within_limits_or_refused(prefix):
    try:
        header, body = check_prefix(prefix)
    except WireError:
        return

    assert 0 <= header <= HEADER_LIMIT and body >= 0


def of_one_hash():
    """Kinds of keys that all have one hash, as many as a header holds."""
    step = (1 << 61) - 1
    tuples = itertools.product([-1, -2], repeat=14)
    return {
        "tuples": [["tuple", *each] for each in itertools.islice(tuples, 9900)],
        "whole numbers": [["int", hex(5 + n * step)] for n in range(16, 7800)],
        "complex numbers": [["complex", -1000003.0 * n, float(n)] for n in range(9000)],
    }


@pytest.mark.parametrize("keys", of_one_hash().values(), ids=of_one_hash())
def test_keys_that_are_made_to_collide_are_refused(keys):
    header = msgspec.msgpack.encode(["dict", *[[key, None] for key in keys]])

    assert len(header) <= HEADER_LIMIT
    with pytest.raises(WireError, match="alike"):
        decoded(unpack(header))


def test_keys_that_happen_to_collide_are_a_dict():
    pairs = [[["tuple", i, j], 0] for i in range(-30, 30) for j in range(-30, 30)]

    assert len(decoded(["dict", *pairs])) == 3600


GENERATOR = ["rng", "1", "1", 0, 0]
MANY = {
    "lists": (["list"], b""),
    "tuples": (["tuple"], b""),
    "dicts": (["dict"], b""),
    "texts": ("\U0001f600", b""),
    "bytes": (["bytes", 0], b""),
    "numbers": (["number", "<f8", 8], b"\0" * 8),
    "empty arrays": (["array", "<f8", [0], "C", True, 0], b""),
    "arrays of 32 axes": (["array", "<f8", [0] * 32, "S", True, 0], b""),
    "large numbers": (["int", "f" * 1100], b""),
}


@pytest.mark.parametrize(("part", "body"), MANY.values(), ids=MANY)
def test_a_full_header_takes_little_memory(part, body):
    size = len(msgspec.msgpack.encode(part))
    count = (HEADER_LIMIT - 100) // size
    header = msgspec.msgpack.encode(["list", *[part] * count])
    tracemalloc.start()

    try:
        decoder = Decoder(memoryview(body * count), refuse)
        value = decoder.decode(unpack(header))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert len(value) == count
    assert peak < 48 << 20


def test_a_full_frame_takes_no_more_than_four_times_its_size():
    body = b"a\0\0\0" * (1 << 21)
    sliced = ["array", "<U1", [1 << 21], "S", True, len(body)]
    tracemalloc.start()

    try:
        value = decoded(sliced, body)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert value.size == 1 << 21
    assert peak < 4 * len(body)


def test_a_generator_takes_little_memory():
    decoded(GENERATOR)
    tracemalloc.start()

    try:
        value = decoded(["list", *[GENERATOR] * 500])
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert len(value) == 500
    assert peak < 500 * 4096
