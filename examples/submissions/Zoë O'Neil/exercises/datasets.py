"""18 · Datasets: real file formats. Zoë O'Neil"""

import math

import numpy as np


def parse_idx(data):
    types = [None] * 8 + [np.uint8, np.int8, None, np.int16, np.int32, np.float32, np.float64]
    if len(data) < 4:
        raise ValueError(f"data: {data!r} of length {len(data)}")
    if data[:2] != b"\0\0" or data[2] >= 15 or types[data[2]] is None:
        raise ValueError(f"data starts with {data[:4]!r}")
    head = 4 + 4 * data[3]
    dtype = np.dtype(types[data[2]])
    shape = [int.from_bytes(data[i : i + 4], "big") for i in range(4, head, 4)]
    if len(data) < head or len(data) - head != math.prod(shape) * dtype.itemsize:
        raise ValueError(f"data has a length of {len(data)} bytes, shape {shape}")
    a = np.array(np.frombuffer(data[head:], dtype=dtype)).reshape(shape)
    return a.byteswap() if np.little_endian else a


def parse_cifar10(data):
    n, rest = divmod(len(data), 3073)
    if rest:
        raise ValueError(f"data: length {len(data)}, {rest} bytes left")
    r = np.array(list(data), dtype=np.uint8).reshape(n, 3073)
    return np.stack([r[:, 1:1025], r[:, 1025:2049], r[:, 2049:]], axis=-1).reshape(n, 32, 32, 3), np.int64(
        1
    ) * r[:, 0]


def convert_svhn(X, y):
    labels = y.flatten().astype("int64")
    labels[labels == 10] = 0
    return np.array([X[..., i] for i in range(X.shape[-1])]), labels


def parse_iris(text):
    table = [l.split(",") for l in text.splitlines() if not l.isspace() and l]
    labels, names = [], []
    column = [r[4] for r in table]
    names = sorted(set(column), key=column.index)
    return (
        np.array([r[:4] for r in table]).astype(np.float64),
        np.array([names.index(c) for c in column]),
        names,
    )


def standardize(X_train, X_other):
    X_train, X_other = X_train.astype(np.float64), X_other.astype(np.float64)
    varies = X_train.max(axis=0) != X_train.min(axis=0)
    mu = X_train[:, varies].mean(axis=0)
    sd = np.sqrt(((X_train[:, varies] - mu) ** 2).mean(axis=0))
    out = np.zeros(X_train.shape), np.zeros(X_other.shape)
    out[0][:, varies] = (X_train[:, varies] - mu) / sd
    out[1][:, varies] = (X_other[:, varies] - mu) / sd
    return out


def scale_pixels(images):
    return images / 255
