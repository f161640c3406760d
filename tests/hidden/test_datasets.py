"""Hidden checks of unit 18, `datasets`: four file formats, exactly, and two ways to scale."""

from __future__ import annotations

import re
import statistics
import struct
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from exercises import datasets
from grader.testing import (
    LAYOUTS,
    arrange,
    arrays,
    call,
    check_close,
    check_pure,
    check_that,
    check_value_error,
    checks,
)
from solutions import datasets as reference

SEEDS = st.integers(0, 2**32 - 1)

# The element types of IDX: code, numpy's type and the letter of Python's struct.
TYPES = {
    "uint8": (0x08, np.uint8, "B"),
    "int8": (0x09, np.int8, "b"),
    "int16": (0x0B, np.int16, "h"),
    "int32": (0x0C, np.int32, "i"),
    "float32": (0x0D, np.float32, "f"),
    "float64": (0x0E, np.float64, "d"),
}
each_type = pytest.mark.parametrize("name", TYPES)


def _check_exact(actual: Any, expected: np.ndarray) -> None:
    """Hold an array against what is expected: shape, element type in native order, every value."""
    check_close(actual, expected, rtol=0, atol=0, dtype=expected.dtype)


def _check_parts(actual: Any, names: str, *expected: np.ndarray) -> None:
    """Hold a tuple or list of arrays against what is expected, part by part."""
    check_that(
        isinstance(actual, tuple | list) and len(actual) == len(expected),
        f"expected ({names})",
        actual=actual,
    )
    for mine, theirs in zip(actual, expected, strict=True):
        _check_exact(mine, theirs)


def _check_writable(*results: np.ndarray) -> None:
    """Hold that results can be written to, as views of bytes cannot."""
    for result in results:
        check_that(result.flags.writeable, "the result is read-only", actual=result)


# parse_idx


def _header(code: int, shape: tuple[int, ...]) -> bytes:
    return bytes([0, 0, code, len(shape)]) + b"".join(struct.pack(">I", size) for size in shape)


def _file(name: str, array: np.ndarray) -> bytes:
    """An array as an IDX file, written by Python's struct, an element at a time."""
    code, _, letter = TYPES[name]
    elements = [struct.pack(f">{letter}", element) for element in array.ravel().tolist()]
    return _header(code, array.shape) + b"".join(elements)


def _elements(name: str, shape: tuple[int, ...], seed: int) -> np.ndarray:
    """Random elements, over all that an integer type can hold; fractions for floats."""
    rng = np.random.default_rng(seed)
    dtype = np.dtype(TYPES[name][1])
    if dtype.kind == "f":
        return np.asarray(rng.normal(size=shape) * 1000).astype(dtype)
    limits = np.iinfo(dtype)
    return np.asarray(rng.integers(limits.min, limits.max, shape, dtype, endpoint=True))


def _check_good_file() -> None:
    """A file with nothing wrong is read, so that refusing everything earns nothing."""
    array = np.array([[300, -2, 7], [4, 5, -30000]], dtype=np.int16)

    _check_exact(call(datasets.parse_idx, _file("int16", array)), array)


def _ways(header: bytes) -> set[str]:
    """Ways to write bytes of a header: as numbers, in hexadecimal, as Python shows bytes."""
    numbers, whole = list(header), int.from_bytes(header, "big")
    return {
        header.hex(),
        *(header.hex(mark) for mark in " :-_,"),
        repr(header)[2:-1].lower(),
        *(mark.join(map(str, numbers)) for mark in (", ", " ", ",")),
        *(mark.join(f"0x{number:02x}" for number in numbers) for mark in (", ", " ")),
        *(mark.join(f"0x{number:x}" for number in numbers) for mark in (", ", " ")),
        str(whole),
        f"0x{whole:x}",
        *(f"{whole:0{digits}x}" for digits in (2, 4, 8)),
    }


def _check_header_refused(data: bytes, *parts: bytes) -> None:
    """The file is a ValueError that names `data`, and its header or one of these parts of it."""
    check_value_error(datasets.parse_idx, data, mentions=["data"])
    message = ""
    try:
        datasets.parse_idx(data)
    except ValueError as error:
        message = str(error).lower()
    ways = set().union(*map(_ways, (data[:4], *parts)))

    check_that(
        any(re.search(rf"(?<![0-9a-f]){re.escape(way)}(?![0-9a-f])", message) for way in ways),
        "the ValueError's message should give the header that it got, or what is wrong in it",
        actual=message,
        expected=f"a message with {data[:4].hex(' ')}, in this or another notation",
    )


def _check_refused(data: bytes) -> None:
    """The file is a ValueError that names `data` and its length."""
    check_value_error(datasets.parse_idx, data, mentions=["data", len(data)])


@checks("parse_idx", points=1)
@each_type
@settings(max_examples=12)
@example(shape=[4], seed=0)
@example(shape=[2, 3], seed=1)
@example(shape=[3, 1, 2, 5], seed=2)
@given(shape=st.lists(st.integers(1, 4), min_size=1, max_size=4), seed=SEEDS)
def test_parse_idx_reads_every_type(name, shape, seed):
    """Shape, element type and elements are those of the file, for each of the six types."""
    array = _elements(name, tuple(shape), seed)

    _check_exact(call(datasets.parse_idx, _file(name, array)), array)


@checks("parse_idx", points=1)
def test_parse_idx_reads_extreme_elements():
    """The smallest and the largest number of each type are read as they are."""
    for name, (_, kind, _) in TYPES.items():
        limits: Any = np.iinfo(kind) if np.dtype(kind).kind in "iu" else np.finfo(kind)
        array = np.array([limits.min, 1, limits.max, 0], dtype=kind)

        _check_exact(call(datasets.parse_idx, _file(name, array)), array)


@checks("parse_idx", points=1)
def test_parse_idx_reads_sizes_of_four_bytes():
    """A size takes four bytes, so 300 and 70000 are sizes too."""
    wide, long = _elements("int8", (300, 2), 3), _elements("uint8", (70000,), 4)

    _check_exact(call(datasets.parse_idx, _file("int8", wide)), wide)
    _check_exact(call(datasets.parse_idx, _file("uint8", long)), long)


@checks("parse_idx", points=1)
def test_parse_idx_reads_many_dimensions():
    """Six dimensions or seventeen are read as well as one, and sizes of one stay."""
    array = _elements("int16", (2, 1, 3, 1, 2, 4), 5)
    deep = _elements("uint8", (*(1,) * 14, 3, 1, 2), 6)
    one = _elements("float32", (1,), 6)
    ones = _elements("uint8", (1, 1, 1), 7)

    _check_exact(call(datasets.parse_idx, _file("int16", array)), array)
    _check_exact(call(datasets.parse_idx, _file("uint8", deep)), deep)
    _check_exact(call(datasets.parse_idx, _file("float32", one)), one)
    _check_exact(call(datasets.parse_idx, _file("uint8", ones)), ones)


@checks("parse_idx", points=1)
def test_parse_idx_reads_an_array_without_dimensions():
    """With no dimension the file has one element, and the array the shape ()."""
    for name in ("int32", "uint8", "float64"):
        array = _elements(name, (), 8)

        actual = call(datasets.parse_idx, _file(name, array))

        check_that(
            isinstance(actual, np.ndarray), "expected an array of shape ()", actual=repr(actual)
        )
        _check_exact(actual, array)


@checks("parse_idx", points=1)
def test_parse_idx_reads_empty_arrays():
    """A size of zero, wherever it stands, gives an empty array of that shape and type."""
    _check_good_file()
    for name, shape in (("uint8", (0,)), ("int16", (0, 3)), ("float64", (2, 0, 4))):
        empty = np.zeros(shape, TYPES[name][1])

        actual = call(datasets.parse_idx, _file(name, empty))

        _check_exact(actual, empty)


@checks("parse_idx", points=1)
def test_parse_idx_gives_a_writable_array():
    """The result can be written to, as it has memory of its own."""
    for name in TYPES:
        for shape in ((2, 3), (), (3, 0)):
            array = _elements(name, shape, 9)

            actual = call(datasets.parse_idx, _file(name, array))

            _check_exact(actual, array)
            _check_writable(actual)


@checks("parse_idx", points=2)
def test_parse_idx_refuses_a_wrong_magic_number():
    """Where the first two bytes are not both 0, it is a ValueError with the header."""
    _check_good_file()
    for first, second in ((31, 0), (0, 200), (200, 31), (255, 255), (0, 1)):
        data = bytes([first, second]) + _file("float64", _elements("float64", (2, 3), 10))[2:]
        wrong = [bytes([byte]) for byte in (first, second) if byte]

        _check_header_refused(data, data[:2], data[:3], *wrong)


@checks("parse_idx", points=2)
def test_parse_idx_refuses_unknown_types():
    """An element type that is none of the six is a ValueError with the header."""
    _check_good_file()
    for code, size in product((0x0A, 0x0F, 0x00, 0x07, 0x88), (1, 2, 4, 8)):
        data = _header(code, (3,)) + bytes(range(1, 3 * size + 1))

        _check_header_refused(data, data[:3], data[2:3], data[2:4])


@checks("parse_idx", points=1)
def test_parse_idx_refuses_half_a_magic_number():
    """Fewer than four bytes, none included, are a ValueError with the length."""
    _check_good_file()
    for length in range(4):
        _check_refused(bytes([0, 0, 8, 1])[:length])


@checks("parse_idx", points=1)
def test_parse_idx_refuses_half_a_header():
    """Where the file ends among the sizes, it is a ValueError with the length."""
    _check_good_file()
    header = _header(0x08, (2, 1, 3))
    for length in (4, 5, 8, 11, 12, 15):
        _check_refused(header[:length])
    _check_refused(bytes([0, 0, 0x0E, 255]) + bytes(8))


@checks("parse_idx", points=2)
def test_parse_idx_refuses_a_short_file():
    """Where elements are missing, or a part of one, it is a ValueError with the length."""
    _check_good_file()
    for name, shape in (("uint8", (3, 5)), ("int16", (2, 7)), ("float64", (2, 3)), ("int32", ())):
        good = _file(name, _elements(name, shape, 11))
        body = len(good) - 4 - 4 * len(shape)

        for missing in {1, 2, min(body, 8), body}:
            _check_refused(good[:-missing])


@checks("parse_idx", points=2)
def test_parse_idx_refuses_an_overlong_file():
    """Bytes after the last element, a newline or zeros too, are a ValueError with the length."""
    _check_good_file()
    for name, shape in (
        ("uint8", (3, 5)),
        ("int16", (2, 7)),
        ("float64", (2, 3)),
        ("float32", ()),
        ("int32", (0, 3)),
    ):
        good = _file(name, _elements(name, shape, 12))

        for extra in (bytes(1), bytes(2), bytes(8), bytes(15), b"\n", b"\r\n", b"\xff"):
            _check_refused(good + extra)


@checks("parse_idx", points=1)
def test_parse_idx_refuses_a_header_that_promises_too_much():
    """Sizes whose product is larger than any memory are a ValueError with the length, too."""
    _check_good_file()
    most = 2**32 - 1
    for shape, body in (
        ((most,), 3),
        ((most, 3), 9),
        ((most, most), 1),
        ((2**16, 2**16), 0),
        ((2**31, 2**31, 4), 0),
        ((2**16, 2**16, 2**16, 2**16), 0),
    ):
        _check_refused(_header(0x08, shape) + bytes(range(body)))


# parse_cifar10


def _pictures(n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Random pictures (n, 32, 32, 3) of uint8 and labels of int64."""
    rng = np.random.default_rng(seed)
    images = rng.integers(0, 256, (n, 32, 32, 3), np.uint8)
    return images, rng.integers(0, 10, n, np.int64)


def _batch(images: np.ndarray, labels: np.ndarray) -> bytes:
    """Pictures as CIFAR's records, a plane at a time."""
    return b"".join(
        bytes([label]) + b"".join(image[:, :, channel].tobytes() for channel in range(3))
        for image, label in zip(images, labels.tolist(), strict=True)
    )


@checks("parse_cifar10", points=3)
def test_parse_cifar10_reads_records():
    """Pictures are (n, 32, 32, 3), row, column, channel, and each has its own label."""
    for n in (2, 5, 3, 32):
        images, labels = _pictures(n, 13 + n)

        actual = call(datasets.parse_cifar10, _batch(images, labels))

        _check_parts(actual, "images, labels", images, labels)


@checks("parse_cifar10", points=2)
def test_parse_cifar10_keeps_rows_columns_and_channels_apart():
    """Byte 1 + 1024 k + 32 r + c of a record is row r, column c, channel k."""
    places = [(2, 5, 1), (31, 0, 0), (0, 31, 2), (17, 30, 2), (30, 17, 0)]
    records = bytearray(3073 * len(places))
    images = np.zeros((len(places), 32, 32, 3), dtype=np.uint8)
    for index, (row, column, channel) in enumerate(places):
        records[3073 * index + 1 + 1024 * channel + 32 * row + column] = 200 + index
        images[index, row, column, channel] = 200 + index

    actual = call(datasets.parse_cifar10, bytes(records))

    _check_parts(actual, "images, labels", images, np.zeros(len(places), dtype=np.int64))


@checks("parse_cifar10", points=1)
def test_parse_cifar10_keeps_a_batch_of_one():
    """One record gives pictures (1, 32, 32, 3) and labels (1,)."""
    images, labels = _pictures(1, 14)

    actual = call(datasets.parse_cifar10, _batch(images, labels))

    _check_parts(actual, "images, labels", images, labels)


@checks("parse_cifar10", points=1)
def test_parse_cifar10_gives_writable_arrays():
    """Pictures and labels can be written to, as they have memory of their own."""
    for n in (1, 4):
        images, labels = _pictures(n, 15)

        actual = call(datasets.parse_cifar10, _batch(images, labels))

        _check_parts(actual, "images, labels", images, labels)
        _check_writable(*actual)


@checks("parse_cifar10", points=2)
def test_parse_cifar10_refuses_other_lengths():
    """A length that is no multiple of 3073 is a ValueError with that length."""
    images, labels = _pictures(2, 16)
    data = _batch(images, labels)

    _check_parts(call(datasets.parse_cifar10, data), "images, labels", images, labels)
    for length in (1, 3072, 3074, 3 * 3073 - 1, 2 * 3073 + 1, 2 * 3074, 4 * 3072):
        check_value_error(datasets.parse_cifar10, (data * 2)[:length], mentions=["data", length])


# convert_svhn


def _house_numbers(n: int, seed: int, dtype: Any = np.uint8) -> tuple[np.ndarray, ...]:
    """X and y as SVHN has them, and the pictures and digits that they stand for."""
    images, digits = _pictures(n, seed)
    images = images.astype(dtype)
    if np.dtype(dtype).kind == "f":
        images /= 8
    digits[0] = 0
    X = np.empty((32, 32, 3, n), dtype)
    for index in range(n):
        X[:, :, :, index] = images[index]
    y = np.array([[digit or 10] for digit in digits.tolist()], dtype=np.uint8)
    return X, y, images, digits


@checks("convert_svhn", points=3)
def test_convert_svhn_brings_pictures_first():
    """Pictures are (n, 32, 32, 3), row, column, channel, and each has its own digit."""
    for n in (2, 5, 3, 32):
        X, y, images, digits = _house_numbers(n, 17 + n)

        _check_parts(call(datasets.convert_svhn, X, y), "images, labels", images, digits)


@checks("convert_svhn", points=2)
def test_convert_svhn_makes_ten_a_zero():
    """The label 10 becomes 0, labels 1 to 9 stay, in uint8 as well as int64."""
    X, y, images, _ = _house_numbers(12, 18)
    digits = np.array([0, 3, 9, 1, 0, 0, 8, 2, 7, 4, 6, 5])
    y = np.array([[10], [3], [9], [1], [10], [10], [8], [2], [7], [4], [6], [5]])

    for dtype in (np.uint8, np.int64):
        actual = call(datasets.convert_svhn, X, y.astype(dtype))

        _check_parts(actual, "images, labels", images, digits)


@checks("convert_svhn", points=1)
def test_convert_svhn_keeps_a_batch_of_one():
    """One picture gives (1, 32, 32, 3) and labels (1,)."""
    for digit in (0, 7):
        X, y, images, digits = _house_numbers(1, 19)
        y[0, 0], digits[0] = digit or 10, digit

        _check_parts(call(datasets.convert_svhn, X, y), "images, labels", images, digits)


@checks("convert_svhn", points=1)
def test_convert_svhn_keeps_the_element_type():
    """The pictures keep the element type of X."""
    for dtype in (np.float64, np.float32, np.int16, np.int64, np.bool_):
        X, y, images, digits = _house_numbers(4, 20, dtype)

        _check_parts(call(datasets.convert_svhn, X, y), "images, labels", images, digits)


@checks("convert_svhn", points=1)
def test_convert_svhn_takes_any_layout():
    """Fortran-ordered, sliced and read-only arrays are converted like any others."""
    X, y, images, digits = _house_numbers(4, 21)

    for layout in LAYOUTS:
        actual = call(datasets.convert_svhn, arrange(X, layout), arrange(y, layout))

        _check_parts(actual, "images, labels", images, digits)


@checks("convert_svhn", points=1)
def test_convert_svhn_gives_writable_arrays():
    """Pictures and labels can be written to, also where X and y cannot."""
    X, y, images, digits = _house_numbers(3, 45)

    for layout, dtype in product(LAYOUTS, (np.uint8, np.int64)):
        case = arrange(X, layout), arrange(y.astype(dtype), layout)

        actual = call(datasets.convert_svhn, *case)

        _check_parts(actual, "images, labels", images, digits)
        _check_writable(*actual)


@checks("convert_svhn", points=1)
def test_convert_svhn_leaves_its_arguments_alone():
    """X and y stay as they were, and no result is memory of theirs."""
    for n, digit, order, dtype in product((1, 4), (0, 4), "CF", (np.uint8, np.int64)):
        X, y, images, digits = _house_numbers(n, 22)
        digits[digits == 0] = 7
        digits[0] = digit
        y = np.where(digits == 0, 10, digits).reshape(n, 1).astype(dtype)
        X = np.array(X, order=order)

        check_pure(datasets.convert_svhn, X, y)
        _check_parts(call(datasets.convert_svhn, X, y), "images, labels", images, digits)


# parse_iris


def _check_iris(text: str, X: np.ndarray, labels: list[int], names: list[str]) -> None:
    """Read a text and hold the triple against what is expected."""
    actual = call(datasets.parse_iris, text)

    check_that(
        isinstance(actual, tuple | list) and len(actual) == 3,
        "expected (X, labels, names)",
        actual=actual,
    )
    _check_exact(actual[0], X)
    _check_exact(actual[1], np.array(labels, dtype=np.int64))
    check_that(
        isinstance(actual[2], list) and all(isinstance(name, str) for name in actual[2]),
        "names should be a list of str",
        actual=actual[2],
        expected=names,
    )
    check_that(list(actual[2]) == names, "wrong names", actual=actual[2], expected=names)


def _flowers(seed: int, labels: list[int], names: list[str]) -> tuple[list[str], np.ndarray]:
    """Lines for flowers of these labels, and their numbers."""
    X = np.random.default_rng(seed).integers(1, 80, (len(labels), 4)) / 10
    rows = zip(X.tolist(), labels, strict=True)
    return [",".join([*map(str, row), names[label]]) for row, label in rows], X


THREE = ["Iris-virginica", "Iris-setosa", "Iris-versicolor"]


@checks("parse_iris", points=2)
@settings(max_examples=15)
@given(seed=SEEDS, order=st.lists(st.integers(0, 2), min_size=1, max_size=8))
def test_parse_iris_reads_lines(seed, order):
    """Numbers are (n, 4), and labels number the names."""
    seen = list(dict.fromkeys(order))
    labels, names = [seen.index(which) for which in order], [THREE[which] for which in seen]
    lines, X = _flowers(seed, labels, names)

    _check_iris("".join(line + "\n" for line in lines), X, labels, names)


@checks("parse_iris", points=2)
def test_parse_iris_numbers_names_as_they_appear():
    """The first name has label 0, the next new one 1, whatever the alphabet and the counts say."""
    names = ["m", "z", "a", "k", "b", "y", "Iris", "Iris-setosa", "iris", "c"]
    labels = [0, 1, 1, 2, 0, 3, 3, 3, 4, 5, 6, 7, 8, 6, 9, 2, 5, 9, 9, 7]
    lines, X = _flowers(23, labels, names)

    _check_iris("\n".join(lines) + "\n", X, labels, names)


@checks("parse_iris", points=1)
def test_parse_iris_starts_afresh():
    """A second text is numbered from 0 again, with its own names only."""
    for seed, names in ((24, THREE), (25, THREE[::-1]), (26, ["tulip", "rose", "lily"])):
        lines, X = _flowers(seed, [0, 1, 0, 2], names)

        _check_iris("\n".join(lines) + "\n", X, [0, 1, 0, 2], names)


@checks("parse_iris", points=2)
def test_parse_iris_ignores_blank_lines():
    """Lines that are empty or nothing but spaces are ignored, and the last need not be ended."""
    lines, X = _flowers(27, [0, 1, 0], THREE)
    a, b, c = lines

    for text in (
        f"{a}\n{b}\n{c}\n\n",
        f"{a}\n{b}\n{c}",
        f"\n\n{a}\n{b}\n{c}\n",
        f"{a}\n\n\n{b}\n{c}\n",
        f"   \n{a}\n  \n{b}\n \n\n{c}\n    ",
    ):
        _check_iris(text, X, [0, 1, 0], THREE[:2])


@checks("parse_iris", points=2)
def test_parse_iris_takes_carriage_returns():
    """Lines may end in carriage return and newline, which is no part of a name."""
    (a, b, c), X = _flowers(28, [0, 1, 1], THREE)

    for text in (
        f"{a}\r\n{b}\r\n{c}\r\n",
        f"{a}\r\n{b}\r\n{c}",
        f"\r\n{a}\r\n  \r\n{b}\r\n\r\n{c}\r\n\r\n",
        f"{a}\n{b}\r\n{c}\n",
    ):
        _check_iris(text, X, [0, 1, 1], THREE[:2])


@checks("parse_iris", points=1)
def test_parse_iris_keeps_a_table_of_one():
    """One flower gives X of shape (1, 4) and labels (1,)."""
    _check_iris("5.1,3.5,1.4,0.2,lily\n", np.array([[5.1, 3.5, 1.4, 0.2]]), [0], ["lily"])


@checks("parse_iris", points=1)
def test_parse_iris_keeps_flowers_that_are_alike():
    """Two lines that are the same are two rows."""
    X = np.array([[5.1, 3.5, 1.4, 0.2], [4.9, 3.1, 1.5, 0.1]])
    lines = ["5.1,3.5,1.4,0.2,lily\n", "4.9,3.1,1.5,0.1,rose\n"]
    order = [0, 1, 1, 0, 1]

    _check_iris("".join(lines[row] for row in order), X[order], order, ["lily", "rose"])


@checks("parse_iris", points=1)
def test_parse_iris_reads_numbers_as_float_does():
    """Whole numbers, signs, exponents and many digits are read, and give float64."""
    whole = np.array([[5.0, 3.0, 1.0, 0.0], [4.0, 13.0, 2.0, 7.0]])
    other = np.array([[-0.5, 1.25e-3, 2e10, 3.0], [0.5, 7.0, 0.1234567890123456, -12.0]])

    _check_iris("5,3,1,0,a\n4,13,2,7,b\n", whole, [0, 1], ["a", "b"])
    _check_iris(
        "-0.5,1.25e-3,2E10,+3,a\n.5,7.,0.1234567890123456,-12,b\n",
        other,
        [0, 1],
        ["a", "b"],
    )


@checks("parse_iris", points=1)
def test_parse_iris_takes_any_name():
    """Names may have spaces, digits, accents or signs in them, or a name within, and stay text."""
    names = ["10", "Iris japonica", "9", "weiße Lilie", "Iris #2", "été", "Iris  japonica"]
    names += ["Iris", "wild Iris", "Iris alba"]
    labels = [0, 1, 2, 3, 4, 5, 6, 2, 0, 6, 1, 7, 8, 9, 8, 7, 9]
    lines, X = _flowers(29, labels, names)

    _check_iris("\n".join(lines) + "\n", X, labels, names)


# standardize


def _check_standardized(X_train: np.ndarray, X_other: np.ndarray, **accuracy: Any) -> None:
    """Hold both tables against the reference."""
    expected = reference.standardize(X_train, X_other)

    check_close(call(datasets.standardize, X_train, X_other), expected, **accuracy)


def _tables(n: int, m: int, d: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Training and other rows whose columns differ in mean and deviation."""
    rng = np.random.default_rng(seed)
    mean, deviation = rng.normal(size=d) * 5, rng.uniform(0.5, 3.0, d)
    other = rng.normal(size=(m, d)) * 2 + 1
    return rng.normal(size=(n, d)) * deviation + mean, other * deviation + mean


@checks("standardize", points=2)
@given(
    st.tuples(st.integers(2, 5), st.integers(1, 4), st.integers(1, 3)).flatmap(
        lambda s: st.tuples(arrays((s[0], s[2])), arrays((s[1], s[2])))
    )
)
def test_standardize_follows_its_formula(case):
    """Both tables have the training mean taken off and are divided by the training deviation."""
    _check_standardized(*case)


@checks("standardize", points=2)
def test_standardize_uses_the_population_deviation_of_training():
    """Mean and deviation (with 1/n) come from the training rows alone, also where n = m = d."""
    for n, m, d in ((5, 3, 2), (4, 4, 4), (2, 7, 3)):
        X_train, X_other = _tables(n, m, d, 30)
        mean = [statistics.fmean(column) for column in X_train.T.tolist()]
        deviation = [statistics.pstdev(column) for column in X_train.T.tolist()]
        expected = tuple(
            np.array([[(row[j] - mean[j]) / deviation[j] for j in range(d)] for row in X.tolist()])
            for X in (X_train, X_other)
        )

        check_close(call(datasets.standardize, X_train, X_other), expected)


@checks("standardize", points=1)
def test_standardize_brings_training_to_mean_zero_and_deviation_one():
    """The training rows come out with mean 0 and mean square 1 in each column; others need not."""
    X_train, X_other = _tables(9, 4, 3, 31)
    expected = reference.standardize(X_train, X_other)

    actual = call(datasets.standardize, X_train, X_other)

    check_close(actual, expected)
    check_close(actual[0].mean(axis=0), np.zeros(3))
    check_close((actual[0] ** 2).mean(axis=0), np.ones(3))


@checks("standardize", points=1)
def test_standardize_learns_nothing_from_other_rows():
    """Other rows, alone or many, huge or all alike, change nothing for the training rows."""
    X_train, X_other = _tables(5, 4, 2, 32)
    alike = np.tile(X_other[:1], (6, 1))

    for other in (X_other, X_other[:1], X_other * 1e6, alike):
        _check_standardized(X_train, other)


@checks("standardize", points=2)
def test_standardize_makes_a_constant_column_zeros():
    """A column that never varies in training becomes zeros in both, whatever others hold in it."""
    for value in (5.0, 0.0, -3.25):
        X_train, X_other = _tables(4, 3, 5, 33)
        X_train[:, 1] = X_train[:, 4] = value
        X_other[1, 4] = value

        _check_standardized(X_train, X_other)


@checks("standardize", points=2)
def test_standardize_finds_constant_columns_that_round():
    """A constant column is found where the computed deviation is not exactly 0: 0.1, a third, …"""
    values = np.array([0.1, 1 / 3, -0.7, 2.3, 1e6 + 0.1, 1e15 / 7, -1e-9 / 3])
    for n in (3, 6, 7, 12, 49, 100):
        X_train, X_other = _tables(n, 2, len(values) + 1, 34)
        X_train[:, 1:] = values
        X_other[0, 1:] = values

        for order in "CF":
            _check_standardized(np.array(X_train, order=order), np.array(X_other, order=order))


@checks("standardize", points=1)
def test_standardize_of_one_training_row():
    """With one training row every column is constant: all zeros, of the right shapes."""
    X_train, X_other = _tables(1, 4, 3, 35)
    more = _tables(3, 1, 2, 36)

    _check_standardized(X_train, X_other)
    _check_standardized(*more)


@checks("standardize", points=1)
def test_standardize_takes_columns_that_vary_little():
    """A column that varies at all is divided by its deviation, be that 1e-12."""
    X_train, X_other = _tables(4, 3, 3, 37)
    X_train[:, 0] *= 1e-12
    X_other[:, 0] *= 1e-12
    step = 2.0**-40
    X_train[:, 2] = [1.0, 1.0 + step, 1.0, 1.0 + step]
    X_other[:, 2] = [1.0 + step, 1.0, 1.0 + 2 * step]

    _check_standardized(X_train, X_other)


@checks("standardize", points=1)
def test_standardize_stays_accurate_far_from_zero():
    """Where the mean is a million and the deviation about one, no digits are lost."""
    X_train, X_other = _tables(8, 3, 2, 38)
    near = np.round(X_train * 8) / 8, np.round(X_other * 8) / 8
    far = tuple(X + np.array([1e6, -(2.0**24)]) for X in near)
    expected = reference.standardize(*near)

    check_close(call(datasets.standardize, *far), expected, atol=1e-7)


@checks("standardize", points=1)
def test_standardize_takes_integers():
    """Whole numbers give float64, nothing wraps around, and the tables' types may differ."""
    rng = np.random.default_rng(39)
    for dtype in (np.int64, np.uint8):
        X_train, X_other = (rng.integers(0, 250, (n, 3)).astype(dtype) for n in (5, 4))
        X_train[:, 1] = 7
        fractions = X_other / 8

        _check_standardized(X_train, X_other)
        _check_standardized(X_train, fractions)
        _check_standardized(fractions, X_train)


@checks("standardize", points=1)
def test_standardize_takes_float32():
    """Tables of single precision are standardized as well, constant columns included."""
    X_train, X_other = (X.astype(np.float32) for X in _tables(7, 3, 3, 40))
    X_train[:, 2] = 0.1

    _check_standardized(X_train, X_other, rtol=1e-4, atol=1e-4, dtype=None)


@checks("standardize", points=1)
def test_standardize_takes_any_layout():
    """Fortran-ordered, sliced and read-only tables are standardized like any others."""
    X_train, X_other = _tables(5, 3, 4, 41)
    X_train[:, 2] = 0.1
    expected = reference.standardize(X_train, X_other)

    for layout in LAYOUTS:
        case = arrange(X_train, layout), arrange(X_other, layout)

        check_close(call(datasets.standardize, *case), expected)


@checks("standardize", points=1)
def test_standardize_leaves_its_arguments_alone():
    """Both tables stay as they were, and the results are writable memory of their own."""
    X_train, X_other = _tables(5, 3, 4, 42)
    ready = np.array([[-1.0, 1.0], [1.0, -1.0]])
    constant = np.zeros((2, 3))

    for case in ((X_train, X_other), (ready, ready.copy() * 0.5), (constant, constant.copy())):
        check_pure(datasets.standardize, *case)
        _check_writable(*call(datasets.standardize, *case))
    check_pure(datasets.standardize, X_train, X_train)
    _check_standardized(X_train, X_other)
    _check_standardized(ready, ready * 0.5)


# scale_pixels


@checks("scale_pixels", points=2)
def test_scale_pixels_divides_by_255():
    """Every pixel from 0 to 255 becomes itself over 255, 255 exactly 1."""
    images = np.arange(256, dtype=np.uint8).reshape(4, 8, 8)
    expected = np.array([pixel / 255 for pixel in range(256)]).reshape(4, 8, 8)

    actual = call(datasets.scale_pixels, images)

    check_close(actual, expected, rtol=1e-9, atol=1e-12)
    check_that(actual.max() == 1, "255 should become exactly 1", actual=actual.max())


@checks("scale_pixels", points=1)
@settings(max_examples=15)
@given(
    st.lists(st.integers(1, 4), min_size=2, max_size=4).flatmap(
        lambda shape: arrays(tuple(shape), st.integers(0, 255), np.uint8)
    )
)
def test_scale_pixels_takes_any_shape(images):
    """Pictures with and without channels and flat ones keep their shape."""
    expected = reference.scale_pixels(images)

    check_close(call(datasets.scale_pixels, images), expected, rtol=1e-9, atol=1e-12)


@checks("scale_pixels", points=1)
def test_scale_pixels_does_not_look_for_extremes():
    """Dim pictures stay dim, and a constant picture keeps its grey: 255 is the measure, not the largest."""
    dim = np.array([[[10, 51], [20, 30]]], dtype=np.uint8)
    grey = np.full((2, 3, 4), 102, dtype=np.uint8)
    dark = np.array([[0, 1, 1]], dtype=np.uint8)

    for images in (dim, grey, dark):
        check_close(call(datasets.scale_pixels, images), images.astype(float) / 255)


@checks("scale_pixels", points=1)
def test_scale_pixels_takes_any_layout():
    """Fortran-ordered, sliced and read-only pictures are scaled like any others."""
    images, _ = _pictures(1, 43)
    images = images[:, 3:9, 4:8]
    expected = reference.scale_pixels(images)

    for layout in LAYOUTS:
        check_close(call(datasets.scale_pixels, arrange(images, layout)), expected)


@checks("scale_pixels", points=1)
def test_scale_pixels_leaves_its_argument_alone():
    """Pictures stay as they were, and the result is writable memory of its own."""
    images, _ = _pictures(1, 44)
    images = images[:, :4, :5].copy()
    expected = reference.scale_pixels(images)

    check_pure(datasets.scale_pixels, images)
    actual = call(datasets.scale_pixels, images)
    check_close(actual, expected)
    _check_writable(actual)
