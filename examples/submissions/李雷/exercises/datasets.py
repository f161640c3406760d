# 第18单元: 数据集

import struct as _s

import numpy as np


def parse_idx(data):
    letters = {0x08: "B", 0x09: "b", 0x0B: "h", 0x0C: "i", 0x0D: "f", 0x0E: "d"}
    types = {"B": np.uint8, "b": np.int8, "h": np.int16, "i": np.int32, "f": np.float32, "d": np.float64}
    if len(data) < 4:
        raise ValueError("data is too short: " + str(len(data)))
    zero, code, dims = _s.unpack(">HBB", data[:4])
    if zero != 0:
        raise ValueError(f"data: magic number {zero} is not 0")
    if code not in letters:
        raise ValueError(f"data: type {code} unknown")
    if len(data) < 4 + 4 * dims:
        raise ValueError(f"data: the header is cut, length {len(data)}")
    shape = [_s.unpack(">I", data[4 + 4 * i : 8 + 4 * i])[0] for i in range(dims)]
    count = 1
    for size in shape:
        count = count * size
    letter = letters[code]
    width = _s.calcsize(">" + letter)
    if len(data) != 4 + 4 * dims + count * width:
        raise ValueError(f"len(data)={len(data)} is wrong")
    values = [
        _s.unpack(">" + letter, data[at : at + width])[0] for at in range(4 + 4 * dims, len(data), width)
    ]
    return np.array(values, dtype=types[letter]).reshape(shape)


def parse_cifar10(data):
    if len(data) % 3073 != 0:
        raise ValueError("data has length %d" % len(data))
    n = len(data) // 3073
    images = np.zeros((n, 32, 32, 3), dtype=np.uint8)
    labels = np.zeros(n, dtype=np.int64)
    for i in range(n):
        rec = data[i * 3073 : (i + 1) * 3073]
        labels[i] = rec[0]
        for c in range(3):
            plane = rec[1 + 1024 * c : 1 + 1024 * (c + 1)]
            for r in range(32):
                images[i, r, :, c] = list(plane[32 * r : 32 * r + 32])
    return [images, labels]


def convert_svhn(X, y):
    n = X.shape[3]
    images = np.zeros((n, 32, 32, 3), dtype=X.dtype)
    labels = []
    for i in range(n):
        images[i] = X[:, :, :, i]
        label = int(y[i][0])
        labels.append(0 if label == 10 else label)
    return [images, np.array(labels, dtype=np.int64)]


def parse_iris(text):
    X, labels, places = [], [], {}
    for line in text.replace("\r", "").split("\n"):
        if line.strip() == "":
            continue
        parts = line.split(",")
        X.append([float(parts[0]), float(parts[1]), float(parts[2]), float(parts[3])])
        if parts[4] not in places:
            places[parts[4]] = len(places)
        labels.append(places[parts[4]])
    return [np.array(X), np.array(labels, dtype="int64"), list(places)]


def standardize(X_train, X_other):
    n, d = X_train.shape
    A, B = np.zeros((n, d)), np.zeros((len(X_other), d))
    for j in range(d):
        column = [float(x) for x in X_train[:, j]]
        if all(x == column[0] for x in column):
            continue
        mean = sum(column) / n
        dev = (sum((x - mean) ** 2 for x in column) / n) ** 0.5
        for i in range(n):
            A[i, j] = (column[i] - mean) / dev
        for i in range(len(X_other)):
            B[i, j] = (float(X_other[i, j]) - mean) / dev
    return [A, B]


def scale_pixels(images):
    out = np.zeros(images.shape)
    flat = out.reshape(-1)
    for i, p in enumerate(images.reshape(-1).tolist()):
        flat[i] = p / 255
    return out
