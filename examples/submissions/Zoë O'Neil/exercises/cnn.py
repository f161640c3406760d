"""13 · CNN: convolutional networks. Zoë O'Neil"""

import math

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def output_size(size, kernel, stride=1, padding=0):
    result = math.floor((size + 2 * padding - kernel) / stride) + 1
    if result < 1:
        raise ValueError(f"kernel={kernel} > {size} + 2 * {padding}")
    return np.int64(result)


def _w(X, kh, kw, stride):
    return sliding_window_view(X, (kh, kw), axis=(2, 3))[:, :, ::stride, ::stride]


def conv2d(X, K, b, stride=1, padding=0):
    for a, k in zip(X.shape[2:], K.shape[2:]):
        output_size(a, k, stride, padding)
    P = np.pad(X.astype(float), [(0, 0), (0, 0), (padding, padding), (padding, padding)])
    W = _w(P, *K.shape[2:], stride)
    return np.einsum("ncyxij,ocij->noyx", W, K.astype(float), optimize=True) + b.reshape(1, -1, 1, 1)


def conv2d_backward(dY, X, K, stride=1, padding=0):
    P = np.pad(X.astype(float), [(0, 0), (0, 0), (padding, padding), (padding, padding)])
    kh, kw = K.shape[2:]
    dY = dY.astype(float)
    dK = np.tensordot(dY, _w(P, kh, kw, stride), axes=([0, 2, 3], [0, 2, 3]))
    n, o, oh, ow = dY.shape
    # dX as a full convolution of the spread dY with the turned kernel
    wide = np.zeros((n, o, P.shape[2] + kh - 1, P.shape[3] + kw - 1))
    wide[
        :,
        :,
        kh - 1 : kh - 1 + stride * (oh - 1) + 1 : stride,
        kw - 1 : kw - 1 + stride * (ow - 1) + 1 : stride,
    ] = dY
    dP = np.einsum(
        "noyxij,ocij->ncyx",
        sliding_window_view(wide, (kh, kw), axis=(2, 3)),
        K[:, :, ::-1, ::-1].astype(float),
    )
    H, W = X.shape[2:]
    return dP[:, :, padding : padding + H, padding : padding + W].copy(), dK, np.einsum("noyx->o", dY)


def max_pool2d(X, size, stride=None):
    if size > min(X.shape[2:]):
        raise ValueError(f"window of {size} pixels is larger than the image")
    return _w(X, size, size, stride or size).max(axis=(-2, -1)).astype(float)


def max_pool2d_backward(dY, X, size, stride=None):
    stride = stride or size
    V = _w(X, size, size, stride)
    k = V.reshape(*V.shape[:4], -1).argmax(-1)
    n, c, y, x = np.indices(k.shape)
    dX = np.zeros(X.shape)
    np.add.at(dX, (n, c, y * stride + k // size, x * stride + k % size), dY)
    return dX


def flatten(X):
    n, c, h, w = X.shape
    return X.copy().reshape((n, c * h * w))
