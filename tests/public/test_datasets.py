"""Files of a dozen bytes, made by hand, and the traps that real ones hold."""

from __future__ import annotations

import numpy as np

from exercises import datasets
from grader.testing import call, check_close, check_that, check_value_error, checks

# A (1, 2) array of int16: 300 is 1·256 + 44, and -2 is 65536 - 2 = 255·256 + 254.
SHORTS = bytes([0, 0, 0x0B, 2]) + bytes([0, 0, 0, 1, 0, 0, 0, 2]) + bytes([1, 44, 255, 254])

EXACT = {"rtol": 0, "atol": 0}


def _pair(result):
    """A pair of results, once it is one."""
    check_that(
        isinstance(result, tuple | list) and len(result) == 2, "expected a pair", actual=result
    )
    return result


# parse_idx


@checks("parse_idx", points=1)
def test_parse_idx_of_bytes():
    """The labels 5, 0 and 9 are a file of eleven bytes: magic number, one size, three elements."""
    data = bytes([0, 0, 0x08, 1]) + bytes([0, 0, 0, 3]) + bytes([5, 0, 9])

    check_close(call(datasets.parse_idx, data), np.array([5, 0, 9]), dtype=np.uint8, **EXACT)


@checks("parse_idx", points=1)
def test_parse_idx_of_numbers_with_two_bytes():
    """01 2c is 300 and ff fe is -2: the most significant byte comes first."""
    check_close(call(datasets.parse_idx, SHORTS), np.array([[300, -2]]), dtype=np.int16, **EXACT)


@checks("parse_idx", points=1)
def test_parse_idx_gives_an_array_of_its_own():
    """What comes back can be written to."""
    actual = call(datasets.parse_idx, SHORTS)

    check_close(actual, np.array([[300, -2]]), dtype=np.int16, **EXACT)
    check_that(actual.flags.writeable, "the array is read-only", actual=actual)


@checks("parse_idx", points=1)
def test_parse_idx_refuses_files_of_a_wrong_length():
    """A byte too few or too many is a ValueError that names data and the length it got."""
    check_close(call(datasets.parse_idx, SHORTS), np.array([[300, -2]]), dtype=np.int16, **EXACT)
    for data in (SHORTS[:-1], SHORTS + bytes(1), SHORTS[:6]):
        check_value_error(datasets.parse_idx, data, mentions=["data", len(data)])


# parse_cifar10


@checks("parse_cifar10", points=1)
def test_parse_cifar10_of_two_records():
    """A picture in one colour, then one that is black but for its row 2, column 5: green 200."""
    plain = bytes([6]) + bytes([10] * 1024) + bytes([20] * 1024) + bytes([30] * 1024)
    dotted = bytearray(3073)
    dotted[0], dotted[1 + 1024 + 2 * 32 + 5] = 9, 200

    images, labels = _pair(call(datasets.parse_cifar10, plain + bytes(dotted)))

    expected = np.zeros((2, 32, 32, 3))
    expected[0] = [10, 20, 30]
    expected[1, 2, 5, 1] = 200
    check_close(images, expected, dtype=np.uint8, **EXACT)
    check_close(labels, np.array([6, 9]), dtype=np.int64, **EXACT)


@checks("parse_cifar10", points=1)
def test_parse_cifar10_refuses_half_a_record():
    """3074 bytes are no multiple of 3073; one record is fine."""
    images, labels = _pair(call(datasets.parse_cifar10, bytes([4] * 3073)))

    check_close(images, np.full((1, 32, 32, 3), 4), dtype=np.uint8, **EXACT)
    check_close(labels, np.array([4]), dtype=np.int64, **EXACT)
    check_value_error(datasets.parse_cifar10, bytes(3074), mentions=["data", 3074])


# convert_svhn


@checks("convert_svhn", points=1)
def test_convert_svhn_of_two_pictures():
    """Row 2, column 5, channel 1 of picture 0 stays there; the labels 10 and 3 become 0 and 3."""
    X, expected = np.zeros((32, 32, 3, 2), dtype=np.uint8), np.zeros((2, 32, 32, 3))
    X[2, 5, 1, 0] = expected[0, 2, 5, 1] = 200

    images, labels = _pair(call(datasets.convert_svhn, X, np.array([[10], [3]], dtype=np.uint8)))

    check_close(images, expected, dtype=np.uint8, **EXACT)
    check_close(labels, np.array([0, 3]), dtype=np.int64, **EXACT)


# parse_iris

IRIS = "7.0,3.2,4.7,1.4,Iris-versicolor\n\n5,3,1,0,Iris-setosa\n6.4,3.2,4.5,1.5,Iris-versicolor\n\n"


def _check_iris(text):
    result = call(datasets.parse_iris, text)
    check_that(
        isinstance(result, tuple | list) and len(result) == 3, "expected a triple", actual=result
    )
    X, labels, names = result

    check_close(X, np.array([[7.0, 3.2, 4.7, 1.4], [5, 3, 1, 0], [6.4, 3.2, 4.5, 1.5]]))
    check_close(labels, np.array([0, 1, 0]), dtype=np.int64, **EXACT)
    check_that(
        names == ["Iris-versicolor", "Iris-setosa"],
        "names should be a list, in order of appearance",
        actual=names,
    )


@checks("parse_iris", points=1)
def test_parse_iris_of_three_flowers():
    """Versicolor comes first, so it has label 0; empty lines do not count."""
    _check_iris(IRIS)


@checks("parse_iris", points=1)
def test_parse_iris_from_windows():
    """With carriage returns at the line ends the result is the same."""
    _check_iris(IRIS.replace("\n", "\r\n"))


# standardize


@checks("standardize", points=1)
def test_standardize_by_hand():
    """The training column 1, 3 has mean 2 and deviation 1, so another row's 5 becomes 3."""
    X_train, X_other = np.array([[1.0], [3.0]]), np.array([[5.0]])

    check_close(
        call(datasets.standardize, X_train, X_other), (np.array([[-1.0], [1.0]]), np.array([[3.0]]))
    )


@checks("standardize", points=1)
def test_standardize_of_a_constant_column():
    """A column that is 0.1 in all training rows becomes zeros, in other rows too."""
    X_train = np.array([[0.1, 10.0], [0.1, 14.0], [0.1, 12.0]])
    X_other = np.array([[0.7, 12.0]])
    step = np.sqrt(1.5)

    check_close(
        call(datasets.standardize, X_train, X_other),
        (np.array([[0.0, -step], [0.0, step], [0.0, 0.0]]), np.array([[0.0, 0.0]])),
    )


# scale_pixels


@checks("scale_pixels", points=1)
def test_scale_pixels_by_hand():
    """0, 51 and 255 become 0, 0.2 and 1; a picture without 255 is scaled alike."""
    images = np.array([[0, 51, 255], [102, 0, 51]], dtype=np.uint8)

    check_close(call(datasets.scale_pixels, images), np.array([[0.0, 0.2, 1.0], [0.4, 0.0, 0.2]]))
    check_close(call(datasets.scale_pixels, images[1:]), np.array([[0.4, 0.0, 0.2]]))
