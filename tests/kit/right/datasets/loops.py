"""Data sets byte by byte and number by number: struct, lists, exact sums, results as lists."""

import math
import struct

import numpy as np

TYPES = {
    0x08: ("B", np.uint8),
    0x09: ("b", np.int8),
    0x0B: ("h", np.int16),
    0x0C: ("i", np.int32),
    0x0D: ("f", np.float32),
    0x0E: ("d", np.float64),
}


def parse_idx(data):
    """Read an IDX file."""
    if len(data) < 4:
        raise ValueError(f"data is {len(data)} bytes, less than a magic number")
    zero, also_zero, code, dimensions = struct.unpack_from("4B", data)
    if zero or also_zero:
        raise ValueError(f"data begins with {zero}, {also_zero}, {code}, {dimensions}")
    if code not in TYPES:
        raise ValueError(f"data has an unknown type: {code}")
    letter, dtype = TYPES[code]
    try:
        shape = struct.unpack_from(f">{dimensions}I", data, 4)
    except struct.error:
        raise ValueError(f"data ends after {len(data)} bytes, within its sizes") from None
    count = 1
    for size in shape:
        count *= size
    if 4 + 4 * dimensions + count * struct.calcsize(letter) != len(data):
        raise ValueError(f"data of {len(data)} bytes does not hold {count} elements")
    result = np.zeros(count, dtype=dtype)
    for i, (element,) in enumerate(struct.iter_unpack(f">{letter}", data[4 + 4 * dimensions :])):
        result[i] = element
    result.shape = shape
    return result


def parse_cifar10(data):
    """Read CIFAR-10's records."""
    n, rest = divmod(len(data), 3073)
    if rest:
        raise ValueError(f"data: {len(data)} bytes are {n} records and {rest} bytes")
    pictures, labels = [], []
    for start in range(0, len(data), 3073):
        red, green, blue = (data[start + 1 + 1024 * k :][:1024] for k in range(3))
        pixels = list(zip(red, green, blue, strict=True))
        pictures.append([pixels[32 * row : 32 * row + 32] for row in range(32)])
        labels.append(data[start])
    return [np.array(pictures, dtype=np.uint8), np.array(labels, dtype=np.int64)]


def convert_svhn(X, y):
    """Pictures first, and 10 becomes 0."""
    images = np.stack([X[:, :, :, i] for i in range(X.shape[3])])
    return [images, np.array([int(label) % 10 for (label,) in y.tolist()], dtype=np.int64)]


def parse_iris(text):
    """Read the Iris table."""
    rows, labels, names = [], [], {}
    for line in text.splitlines():
        if line.isspace() or not line:
            continue
        *numbers, name = line.split(",")
        rows.append(list(map(float, numbers)))
        labels.append(names.setdefault(name, len(names)))
    return [np.array(rows), np.array(labels, dtype=np.int64), list(names)]


def standardize(X_train, X_other):
    """z = (x - mean) / deviation of the training rows."""
    train, other = X_train.tolist(), X_other.tolist()
    parts = [np.zeros(X_train.shape), np.zeros(X_other.shape)]
    for j in range(X_train.shape[1]):
        column = [row[j] for row in train]
        if len(set(column)) == 1:
            continue
        mean = math.fsum(column) / len(column)
        deviation = math.sqrt(math.fsum((x - mean) ** 2 for x in column) / len(column))
        for part, table in zip(parts, (train, other), strict=True):
            for i, row in enumerate(table):
                part[i, j] = (row[j] - mean) / deviation
    return parts


def scale_pixels(images):
    """x / 255."""
    table = [pixel / 255 for pixel in range(256)]
    flat = [table[pixel] for pixel in images.ravel().tolist()]
    return np.array(flat).reshape(images.shape)
