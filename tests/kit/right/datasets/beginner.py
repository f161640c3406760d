"""Data sets one step after the other: ifs, flags, copies and masks."""

import numpy as np


def number(four_bytes):
    a, b, c, d = four_bytes
    return ((a * 256 + b) * 256 + c) * 256 + d


def parse_idx(data):
    """Read an IDX file."""
    if len(data) < 4:
        raise ValueError("data too short: " + str(len(data)))
    if data[0] != 0 or data[1] != 0:
        raise ValueError("data is no IDX file, it starts with " + data[:4].hex())
    dtype = None
    if data[2] == 8:
        dtype = ">u1"
    if data[2] == 9:
        dtype = ">i1"
    if data[2] == 11:
        dtype = ">i2"
    if data[2] == 12:
        dtype = ">i4"
    if data[2] == 13:
        dtype = ">f4"
    if data[2] == 14:
        dtype = ">f8"
    if dtype is None:
        raise ValueError("data has a wrong type in its header " + str(list(data[:4])))
    shape = []
    place = 4
    for _ in range(data[3]):
        if place + 4 > len(data):
            raise ValueError("data is cut off in its header, length " + str(len(data)))
        shape.append(number(data[place : place + 4]))
        place = place + 4
    count = 1
    for size in shape:
        count = count * size
    if len(data) - place != count * int(dtype[2]):
        raise ValueError("data has the wrong length " + str(len(data)))
    X = np.frombuffer(data[place:], dtype=dtype)
    X = np.array(X, dtype=dtype.replace(">", "="))
    return np.reshape(X, shape)


def parse_cifar10(data):
    """Read CIFAR-10's records."""
    if len(data) % 3073 != 0:
        raise ValueError("data should be records of 3073 bytes, got " + str(len(data)))
    n = len(data) // 3073
    images = np.zeros((n, 32, 32, 3), dtype=np.uint8)
    labels = np.zeros(n, dtype=np.int64)
    for i in range(n):
        record = data[i * 3073 : (i + 1) * 3073]
        labels[i] = record[0]
        for channel in range(3):
            plane = record[1 + channel * 1024 : 1 + (channel + 1) * 1024]
            images[i, :, :, channel] = np.array(list(plane)).reshape(32, 32)
    return images, labels


def convert_svhn(X, y):
    """Pictures first, and 10 becomes 0."""
    n = X.shape[-1]
    images = np.empty((n, 32, 32, 3), dtype=X.dtype)
    for i in range(n):
        images[i] = X[..., i]
    labels = np.array(y.flatten(), dtype=np.int64)
    labels[labels == 10] = 0
    return images, labels


def parse_iris(text):
    """Read the Iris table."""
    X = []
    labels = []
    names = []
    for line in text.split("\n"):
        line = line.strip()
        if line == "":
            continue
        parts = line.split(",")
        X.append([float(parts[0]), float(parts[1]), float(parts[2]), float(parts[3])])
        if parts[4] not in names:
            names.append(parts[4])
        labels.append(names.index(parts[4]))
    return np.array(X), np.array(labels, dtype="int64"), names


def standardize(X_train, X_other):
    """z = (x - mean) / deviation of the training rows."""
    A = np.array(X_train, dtype=float)
    B = np.array(X_other, dtype=float)
    for j in range(A.shape[1]):
        if A[:, j].min() == A[:, j].max():
            A[:, j] = 0
            B[:, j] = 0
        else:
            mean = np.mean(A[:, j])
            deviation = np.std(A[:, j])
            A[:, j] = (A[:, j] - mean) / deviation
            B[:, j] = (B[:, j] - mean) / deviation
    return (A, B)


def scale_pixels(images):
    """x / 255."""
    result = np.array(images, dtype=float)
    result /= 255
    return result
