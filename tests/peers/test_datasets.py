"""Datasets held against Python's struct and gzip, scipy's MATLAB files and scikit-learn.

Conventions that differ: scikit-learn's `StandardScaler` divides a constant column by 1 and so leaves
there what other rows have above the training value; `standardize` makes it zeros. Its iris.csv opens
with a header line and ends its lines in a label; the names stand in that header.
"""

from __future__ import annotations

import csv
import gzip
import io
import struct
from importlib import resources

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy.io import loadmat, savemat
from sklearn.datasets import load_digits, load_iris
from sklearn.preprocessing import MinMaxScaler, StandardScaler

from solutions import datasets

CODES = {"B": 0x08, "b": 0x09, "h": 0x0B, "i": 0x0C, "f": 0x0D, "d": 0x0E}


@settings(max_examples=200, deadline=None)
@given(
    array=st.sampled_from(sorted(CODES)).flatmap(
        lambda letter: hnp.arrays(
            np.dtype(letter),
            hnp.array_shapes(min_dims=0, max_dims=5, min_side=0, max_side=4),
        )
    )
)
def test_parse_idx_reads_what_struct_writes(array):
    """Any array of the six types, packed an element at a time and compressed, comes back bit by bit."""
    letter = array.dtype.char
    packed = struct.pack(f">{array.size}{letter}", *array.ravel().tolist())
    sizes = struct.pack(f">{array.ndim}I", *array.shape)
    data = bytes([0, 0, CODES[letter], array.ndim]) + sizes + packed

    actual = datasets.parse_idx(gzip.decompress(gzip.compress(data)))

    assert actual.dtype == array.dtype and actual.dtype.isnative and actual.flags.writeable
    np.testing.assert_array_equal(actual, array)


@pytest.mark.parametrize("seed", range(5))
def test_parse_cifar10_reads_byte_by_byte(seed):
    """Each byte of each record is where its number says, by brute force."""
    rng = np.random.default_rng(seed)
    n = int(rng.integers(1, 4))
    data = rng.integers(0, 256, n * 3073, np.uint8).tobytes()

    images, labels = datasets.parse_cifar10(data)

    for index, row, column, channel in np.ndindex(n, 32, 32, 3):
        place = 3073 * index + 1 + 1024 * channel + 32 * row + column
        assert images[index, row, column, channel] == data[place]
    assert labels.tolist() == list(data[::3073])


@pytest.mark.parametrize("n", [1, 2, 7])
def test_convert_svhn_takes_what_loadmat_gives(n):
    """Arrays that went through a MATLAB file, as SVHN's did, come back in the usual form."""
    rng = np.random.default_rng(n)
    images, digits = rng.integers(0, 256, (n, 32, 32, 3), np.uint8), rng.integers(0, 10, n)
    file = io.BytesIO()
    savemat(
        file,
        {
            "X": np.moveaxis(images, 0, -1),
            "y": np.where(digits == 0, 10, digits).astype(np.uint8)[:, None],
        },
        do_compression=True,
    )
    loaded = loadmat(io.BytesIO(file.getvalue()))
    assert loaded["X"].shape == (32, 32, 3, n) and loaded["y"].shape == (n, 1)

    actual, labels = datasets.convert_svhn(loaded["X"], loaded["y"])

    assert actual.dtype == np.uint8 and labels.dtype == np.int64
    np.testing.assert_array_equal(actual, images)
    np.testing.assert_array_equal(labels, digits)
    assert not np.shares_memory(actual, loaded["X"]) and not np.shares_memory(labels, loaded["y"])


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_parse_iris_reads_the_copy_in_scikit_learn(end):
    """scikit-learn's CSV, its numbers for names undone, is the table of load_iris."""
    text = (resources.files("sklearn.datasets.data") / "iris.csv").read_text(encoding="utf-8")
    (n, d, *species), *rows = csv.reader(io.StringIO(text))
    lines = [",".join([*row[:-1], f"Iris-{species[int(row[-1])]}"]) for row in rows]

    X, labels, names = datasets.parse_iris(end.join(lines) + end + end)

    iris = load_iris()
    assert X.shape == (int(n), int(d)) == (150, 4)
    np.testing.assert_array_equal(X, iris.data)
    np.testing.assert_array_equal(labels, iris.target)
    assert names == [f"Iris-{name}" for name in iris.target_names]


@settings(max_examples=100, deadline=None)
@given(
    n=st.integers(2, 40),
    m=st.integers(1, 20),
    d=st.integers(1, 6),
    seed=st.integers(0, 2**32 - 1),
)
def test_standardize_follows_the_standard_scaler(n, m, d, seed):
    """Columns that vary are scaled as scikit-learn's StandardScaler does it."""
    rng = np.random.default_rng(seed)
    scale, shift = 10.0 ** rng.uniform(-3, 3, d), rng.normal(size=d) * 10
    X_train, X_other = (scale * (rng.normal(size=(rows, d)) + shift) for rows in (n, m))
    scaler = StandardScaler().fit(X_train)

    train, other = datasets.standardize(X_train, X_other)

    np.testing.assert_allclose(train, scaler.transform(X_train), rtol=1e-8, atol=1e-9)
    np.testing.assert_allclose(other, scaler.transform(X_other), rtol=1e-8, atol=1e-9)


def test_standardize_on_digits_with_constant_pixels():
    """The 8×8 digits, whose corners never vary, are scaled alike where they do and zeros elsewhere."""
    X = load_digits().data
    X_train, X_other = X[:300], X[300:]
    varies = np.ptp(X_train, axis=0) > 0
    scaler = StandardScaler().fit(X_train)

    train, other = datasets.standardize(X_train, X_other)

    assert 0 < np.sum(~varies) < X.shape[1] and np.ptp(X_other[:, ~varies]) > 0
    np.testing.assert_allclose(train[:, varies], scaler.transform(X_train)[:, varies], atol=1e-10)
    np.testing.assert_allclose(other[:, varies], scaler.transform(X_other)[:, varies], atol=1e-10)
    assert not np.any(train[:, ~varies]) and not np.any(other[:, ~varies])


def test_scale_pixels_follows_the_min_max_scaler():
    """All 256 pixels are scaled as scikit-learn's MinMaxScaler does it, once it has seen 0 and 255."""
    pixels = np.arange(256, dtype=np.uint8)[:, None]
    expected = MinMaxScaler().fit([[0.0], [255.0]]).transform(pixels)

    np.testing.assert_allclose(datasets.scale_pixels(pixels), expected, rtol=1e-12)
