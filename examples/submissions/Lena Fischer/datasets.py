import io as _io

import numpy as np


def parse_idx(data):
    stream = _io.BytesIO(data)

    def read(k):
        chunk = stream.read(k)
        if len(chunk) < k:
            raise ValueError(f"data of {len(data)} bytes ends too early")
        return chunk

    magic = read(4)
    try:
        if magic[:2] != bytes(2):
            raise KeyError
        kind = {8: "<u1", 9: "<i1", 11: "<i2", 12: "<i4", 13: "<f4", 14: "<f8"}[magic[2]]
    except KeyError:
        raise ValueError(f"data: bad header {list(magic)}") from None
    shape = tuple(int(s) for s in np.frombuffer(read(4 * magic[3]), ">u4"))
    need = np.dtype(kind).itemsize
    for s in shape:
        need *= s
    if need > len(data):
        raise ValueError(f"data of {len(data)} bytes, {need} needed")
    body = bytearray(read(need))
    if stream.read(1):
        raise ValueError(f"data of {len(data)} bytes is too long")
    out = np.empty(shape, np.dtype(kind[1:]))
    out[...] = np.frombuffer(body, kind).reshape(shape)
    return out


def parse_cifar10(data):
    if len(data) % 3073:
        raise ValueError(f"data: {len(data)}")
    r = np.frombuffer(bytearray(data), np.uint8).reshape(-1, 3073)
    return np.moveaxis(r[:, 1:].reshape(-1, 3, 32, 32), 1, -1), r[:, 0].astype(int)


def convert_svhn(X, y):
    return np.einsum("hwcn->nhwc", X).copy(order="K"), (y[:, 0].astype(np.int64))


def parse_iris(text):
    import csv

    rows = [r for r in csv.reader(_io.StringIO(text, newline="")) if r and any(c.strip() for c in r)]
    names = []
    for r in rows:
        if r[-1] not in names:
            names += [r[-1]]
    lookup = {n: i for i, n in enumerate(names)}
    return (
        np.array([[*map(float, r[:-1])] for r in rows]),
        np.fromiter((lookup[r[-1]] for r in rows), np.int64),
        names,
    )


def standardize(X_train, X_other):
    A, B = (np.array(x, dtype=np.float64, order="F") for x in (X_train, X_other))
    for j in range(A.shape[1]):
        if np.ptp(A[:, j]) == 0:
            A[:, j] = 0
            B[:, j] = 0
        else:
            m, s = A[:, j].mean(), A[:, j].std()
            A[:, j] -= m
            B[:, j] -= m
            A[:, j] /= s
            B[:, j] /= s
    return A, B


def scale_pixels(images):
    return np.divide(images, 255.0, dtype=np.float64)
