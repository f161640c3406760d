"""Convolution and pooling on strided views, the way back as a convolution of its own."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def output_size(size, kernel, stride=1, padding=0):
    """The starts of windows are a range."""
    starts = range(0, size + 2 * padding - kernel + 1, stride)
    if not starts:
        raise ValueError(f"a kernel of length {kernel} does not fit into {size} + 2 * {padding}")
    return len(starts)


def _framed(X, before, behind=None):
    """The images as floats in a frame of zeros."""
    behind = before if behind is None else behind
    top, left = (before, before) if np.isscalar(before) else before
    bottom, right = (behind, behind) if np.isscalar(behind) else behind
    n, c, h, w = X.shape
    P = np.zeros((n, c, top + h + bottom, left + w + right))
    P[:, :, top : top + h, left : left + w] = X
    return P


def _windows(P, kh, kw, stride):
    """(n, c, oh, ow, kh, kw)."""
    for length, kernel in ((P.shape[2], kh), (P.shape[3], kw)):
        output_size(length, kernel, stride)
    return sliding_window_view(P, (kh, kw), axis=(2, 3))[:, :, ::stride, ::stride]


def conv2d(X, K, b, stride=1, padding=0):
    """One einsum over all windows, the bias added as one more term."""
    if K.shape[2] > X.shape[2] + 2 * padding:
        output_size(X.shape[2], K.shape[2], stride, padding)
    if K.shape[3] > X.shape[3] + 2 * padding:
        output_size(X.shape[3], K.shape[3], stride, padding)
    windows = _windows(_framed(X, padding), *K.shape[2:], stride)
    products = np.einsum("ncyxij,ocij->noyx", windows, K.astype(float), optimize=True)
    return products + b[np.newaxis, :, np.newaxis, np.newaxis]


def conv2d_backward(dY, X, K, stride=1, padding=0):
    """dX is dY, its entries a stride apart, convolved with the turned kernels."""
    (_, _, h, w), (_, _, kh, kw), (n, c_out, oh, ow) = X.shape, K.shape, dY.shape
    dY = dY.astype(float)
    windows = _windows(_framed(X, padding), kh, kw, stride)
    dK = np.einsum("noyx,ncyxij->ocij", dY, windows)
    apart = np.zeros((n, c_out, (oh - 1) * stride + 1, (ow - 1) * stride + 1))
    apart[:, :, ::stride, ::stride] = dY
    rest = (
        h + 2 * padding - apart.shape[2] - kh + 1,
        w + 2 * padding - apart.shape[3] - kw + 1,
    )
    framed = _framed(apart, (kh - 1, kw - 1), (kh - 1 + rest[0], kw - 1 + rest[1]))
    turned = K[:, :, ::-1, ::-1].astype(float)
    dP = np.einsum("noyxij,ocij->ncyx", sliding_window_view(framed, (kh, kw), axis=(2, 3)), turned)
    dX = dP[:, :, padding:, padding:][:, :, :h, :w]
    return [dX, dK, np.einsum("noyx->o", dY)]


def max_pool2d(X, size, stride=None):
    """The maximum over the windows' own axes."""
    windows = _windows(np.asarray(X, dtype=float), size, size, stride or size)
    return np.amax(windows, axis=(4, 5))


def max_pool2d_backward(dY, X, size, stride=None):
    """argmax in all windows at once, then np.add.at."""
    stride = stride or size
    windows = _windows(X, size, size, stride)
    winners = windows.reshape(*dY.shape, size * size).argmax(axis=-1)
    image, channel, y, x = np.indices(dY.shape)
    dX = np.zeros(X.shape)
    place = image, channel, y * stride + winners // size, x * stride + winners % size
    np.add.at(dX, place, dY)
    return dX


def flatten(X):
    """One row a stack."""
    return np.stack([np.concatenate([c.flatten() for c in image]) for image in X])
