"""The codec: what crosses arrives the same, and nothing else gets through."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from grader.sandbox.wire import (
    FRAME_LIMIT,
    HEADER_LIMIT,
    PREFIX,
    Decoder,
    Encoder,
    Unsendable,
    WireError,
    check_prefix,
    frame,
    unpack,
)


def refuse(item):
    raise Unsendable(type(item).__name__)


def crossed(item):
    encoder = Encoder(refuse)
    data = frame(encoder.encode(item), encoder.blobs)
    header_size, body_size = check_prefix(data[: PREFIX.size])
    body = data[PREFIX.size :]
    assert len(body) == header_size + body_size
    decoder = Decoder(memoryview(body)[header_size:], refuse)
    value = decoder.decode(unpack(body[:header_size]))
    decoder.finish()
    assert len(decoder.mutable) == len(encoder.mutable)
    return value


def decoded(part, body=b""):
    decoder = Decoder(memoryview(body), refuse)
    value = decoder.decode(part)
    decoder.finish()
    return value


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.binary()
    | st.complex_numbers(allow_nan=False),
    lambda inner: st.lists(inner, max_size=4)
    | st.lists(inner, max_size=4).map(tuple)
    | st.dictionaries(st.text() | st.integers(), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@given(plain)
def test_plain_values_arrive_the_same(item):
    value = crossed(item)

    assert value == item
    assert type(value) is type(item)


@given(
    hnp.arrays(
        st.sampled_from(["f8", "f4", "i8", "u1", "?", "c16", "<U3", ">i4"]),
        hnp.array_shapes(min_dims=0),
    )
)
def test_arrays_arrive_with_their_type_and_shape(array):
    value = crossed(array)

    assert type(value) is np.ndarray
    assert value.dtype == array.dtype and value.shape == array.shape
    assert value.tobytes() == array.tobytes()


@pytest.mark.parametrize("shape", [(2, 3), (0, 4), (1,), ()])
def test_an_empty_or_small_array_keeps_its_shape(shape):
    assert crossed(np.zeros(shape)).shape == shape


def test_the_memory_layout_is_kept():
    fortran = np.asfortranarray(np.arange(6.0).reshape(2, 3))
    sliced = np.arange(12.0).reshape(2, 6)[:, ::2]
    fixed = np.arange(3.0)
    fixed.flags.writeable = False

    assert crossed(fortran).flags.f_contiguous and not crossed(fortran).flags.c_contiguous
    assert not crossed(sliced).flags.c_contiguous
    assert not crossed(fixed).flags.writeable
    for array in (fortran, sliced, fixed):
        np.testing.assert_array_equal(crossed(array), array)


@pytest.mark.parametrize(
    "number", [np.float64(0.1), np.float32(2), np.int64(-3), np.bool_(True), np.uint8(7)]
)
def test_numpy_scalars_keep_their_type(number):
    value = crossed(number)

    assert value == number
    assert type(value) is type(number)


def test_a_generator_arrives_in_its_state():
    rng = np.random.default_rng(3)
    rng.random(5)
    rng.integers(0, 10, dtype=np.uint8)
    same = np.random.Generator(np.random.PCG64())
    same.bit_generator.state = rng.bit_generator.state

    value = crossed(rng)

    assert value.random() == same.random()
    assert value.integers(0, 99) == same.integers(0, 99)


def test_a_subclass_does_not_cross_as_its_base():
    liar = np.ones(3).view(type("Liar", (np.ndarray,), {}))

    with pytest.raises(Unsendable, match="Liar"):
        crossed(liar)


@pytest.mark.parametrize(
    "item", [object(), {1, 2}, np.array([object()]), np.array(["2020"], "M8[Y]"), 1 << 5000]
)
def test_what_is_no_data_is_refused(item):
    with pytest.raises(Unsendable):
        crossed(item)


def test_what_is_nested_too_deeply_is_refused():
    item: list = []
    item.append(item)

    with pytest.raises(Unsendable, match="deeply"):
        crossed(item)


def test_too_much_structure_is_refused_before_it_is_sent():
    with pytest.raises(Unsendable, match="structure"):
        crossed([[] for _ in range(HEADER_LIMIT)])


@pytest.mark.parametrize(
    "prefix",
    [PREFIX.pack(FRAME_LIMIT + 1, 4), PREFIX.pack(HEADER_LIMIT + 10, HEADER_LIMIT + 1), PREFIX.pack(10, 9),
     PREFIX.pack(0, 0), b"\xff" * 8],
)  # fmt: skip
def test_a_frame_with_impossible_lengths_is_refused_unread(prefix):
    with pytest.raises(WireError):
        check_prefix(prefix)


@pytest.mark.parametrize(
    "part",
    [
        ["array", "<f8", [2], "C", True, 8],
        ["array", "<f8", [1], "C", True, 16],
        ["array", "<f8", [-1], "C", True, 8],
        ["array", "<f8", [1 << 40, 0], "C", True, 0],
        ["array", "<f8", [1.0], "C", True, 8],
        ["array", "|O", [1], "C", True, 8],
        ["array", "|V8", [1], "C", True, 8],
        ["array", "<M8[s]", [1], "C", True, 8],
        ["array", "<f8", [1], "Q", True, 8],
        ["array", "<f8", [1] * 40, "C", True, 8],
        ["array", "<f8", [1], "C", True],
        ["array"],
        ["number", "<f8", 4],
        ["number", "<U2", 8],
        ["array", "<U2", [1], "C", True, 8],
        ["number", "O", 8],
        ["bytes", -1],
        ["bytes", 9],
        ["bytes", "8"],
        ["int", "x"],
        ["int", "0x" + "f" * 5000],
        ["complex", "a", 1],
        ["dict", [[], 1]],
        ["dict", [["list"], 1]],
        ["dict", 3],
        ["rng", "0x1", "0x2", 0, 0],
        ["rng", "0x1", "0x" + "f" * 60, 0, 0],
        ["rng", 1, 1, 0, 0],
        ["rng"],
        ["exec", "1"],
        [[]],
        [],
        {"a": 1},
    ],
)
def test_a_malformed_part_is_refused(part):
    text = isinstance(part, list) and part[1:2] == ["<U2"]
    with pytest.raises((WireError, Unsendable)):
        decoded(part, b"\xff\xff\xff\x7f\0\xd8\0\0" if text else b"\0" * 8)


def test_bytes_that_belong_to_nothing_are_refused():
    with pytest.raises(WireError, match="belong to nothing"):
        decoded(["list"], b"spare")


def test_a_header_nested_without_end_is_refused():
    with pytest.raises(WireError):
        decoded(unpack(b"\x91" * 100_000 + b"\xc0"))


@given(st.binary(max_size=200), st.binary(max_size=64))
def test_random_bytes_never_do_more_than_be_refused(header, body):
    try:
        decoded(unpack(header), body)
    except (WireError, Unsendable):
        pass
