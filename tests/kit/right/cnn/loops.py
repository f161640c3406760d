"""Convolution and pooling, a number at a time."""

import itertools

import numpy as np


def output_size(size, kernel, stride=1, padding=0):
    """Count the starts of windows one by one."""
    windows, start = 0, -padding
    while start + kernel <= size + padding:
        windows += 1
        start += stride
    if windows == 0:
        raise ValueError(
            f"the kernel is {kernel} long, and {size} with padding is too short for it"
        )
    return windows


def _pixel(X, n, c, row, column):
    """A pixel, or the 0 around the image."""
    if 0 <= row < X.shape[2] and 0 <= column < X.shape[3]:
        return float(X[n, c, row, column])
    return 0.0


def conv2d(X, K, b, stride=1, padding=0):
    """The formula, index by index, and no padded image."""
    n, c_in, h, w = X.shape
    c_out, _, kh, kw = K.shape
    oh = output_size(h, kh, stride, padding)
    ow = output_size(w, kw, stride, padding)
    Y = np.empty((n, c_out, oh, ow))
    for image, o, y, x in np.ndindex(Y.shape):
        total = 0.0
        for c, i, j in np.ndindex(c_in, kh, kw):
            pixel = _pixel(X, image, c, y * stride + i - padding, x * stride + j - padding)
            total += pixel * float(K[o, c, i, j])
        Y[image, o, y, x] = total + float(b[o])
    return Y


def conv2d_backward(dY, X, K, stride=1, padding=0):
    """Each product hands its share to both of its factors."""
    _, c_in, h, w = X.shape
    c_out, _, kh, kw = K.shape
    dX, dK, db = np.zeros(X.shape), np.zeros(K.shape), np.zeros(c_out)
    for image, o, y, x in np.ndindex(dY.shape):
        upstream = float(dY[image, o, y, x])
        db[o] += upstream
        for c, i, j in np.ndindex(c_in, kh, kw):
            row, column = y * stride + i - padding, x * stride + j - padding
            if 0 <= row < h and 0 <= column < w:
                dX[image, c, row, column] += upstream * float(K[o, c, i, j])
                dK[o, c, i, j] += upstream * float(X[image, c, row, column])
    return dX, dK, db


def _winner(X, image, c, top, left, size):
    """The place of a window's first maximum."""
    best = None
    for row, column in itertools.product(range(top, top + size), range(left, left + size)):
        if best is None or X[image, c, row, column] > X[image, c, best[0], best[1]]:
            best = row, column
    return best


def max_pool2d(X, size, stride=None):
    """Look up the winner of each window."""
    if stride is None:
        stride = size
    n, channels, h, w = X.shape
    Y = np.empty((n, channels, output_size(h, size, stride), output_size(w, size, stride)))
    for image, c, y, x in np.ndindex(Y.shape):
        Y[image, c, y, x] = X[image, c, *_winner(X, image, c, y * stride, x * stride, size)]
    return Y


def max_pool2d_backward(dY, X, size, stride=None):
    """Pay the winner of each window."""
    if stride is None:
        stride = size
    dX = np.zeros(X.shape)
    for image, c, y, x in np.ndindex(dY.shape):
        row, column = _winner(X, image, c, y * stride, x * stride, size)
        dX[image, c, row, column] += dY[image, c, y, x]
    return dX


def flatten(X):
    """Append pixel after pixel to a list."""
    rows = []
    for image in X:
        row = []
        for channel in image:
            for line in channel:
                row.extend(line)
        rows.append(row)
    return np.array(rows, dtype=X.dtype)
