"""A window at a time, and the lesson's own words."""

import math

import numpy as np


def output_size(size, kernel, stride=1, padding=0):
    """floor((size + 2 * padding - kernel) / stride) + 1."""
    left = size + padding + padding - kernel
    if left < 0:
        raise ValueError("kernel too long: " + str(kernel))
    return math.floor(left / stride) + 1


def pad(X, padding):
    """Put zeros around, a side at a time."""
    P = np.array(X, dtype="float64")
    for _ in range(padding):
        n, c, h, w = P.shape
        row = np.zeros((n, c, 1, w))
        P = np.concatenate([row, P, row], axis=2)
        column = np.zeros((n, c, h + 2, 1))
        P = np.concatenate([column, P, column], axis=3)
    return P


def conv2d(X, K, b, stride=1, padding=0):
    """Cut out a window, multiply, add up."""
    out_h = output_size(X.shape[2], K.shape[2], stride, padding)
    out_w = output_size(X.shape[3], K.shape[3], stride, padding)
    P = pad(X, padding)
    result = np.zeros((X.shape[0], K.shape[0], out_h, out_w))
    for n in range(X.shape[0]):
        for o in range(K.shape[0]):
            for y in range(out_h):
                for x in range(out_w):
                    top = y * stride
                    left = x * stride
                    window = P[n, :, top : top + K.shape[2], left : left + K.shape[3]]
                    result[n, o, y, x] = np.sum(window * K[o]) + b[o]
    return result


def conv2d_backward(dY, X, K, stride=1, padding=0):
    """The same loops, and two += in them."""
    P = pad(X, padding)
    dP = np.zeros(P.shape)
    dK = np.zeros(K.shape)
    kh, kw = K.shape[2], K.shape[3]
    for n in range(dY.shape[0]):
        for o in range(dY.shape[1]):
            for y in range(dY.shape[2]):
                for x in range(dY.shape[3]):
                    top = y * stride
                    left = x * stride
                    dP[n, :, top : top + kh, left : left + kw] += dY[n, o, y, x] * K[o]
                    dK[o] += dY[n, o, y, x] * P[n, :, top : top + kh, left : left + kw]
    db = np.array([1.0 * np.sum(dY[:, o]) for o in range(dY.shape[1])])
    if padding > 0:
        dP = dP[:, :, padding:-padding, padding:-padding]
    return dP, dK, db


def max_pool2d(X, size, stride=None):
    """The maximum of all shifted images."""
    stride = stride if stride is not None else size
    out_h = output_size(X.shape[2], size, stride)
    out_w = output_size(X.shape[3], size, stride)
    result = np.full((X.shape[0], X.shape[1], out_h, out_w), -np.inf)
    for y in range(out_h):
        for x in range(out_w):
            for i in range(size):
                for j in range(size):
                    pixel = X[:, :, y * stride + i, x * stride + j]
                    result[:, :, y, x] = np.maximum(result[:, :, y, x], pixel)
    return result


def max_pool2d_backward(dY, X, size, stride=None):
    """Pay each window's first pixel that equals the maximum."""
    stride = stride if stride is not None else size
    largest = max_pool2d(X, size, stride)
    dX = np.zeros(X.shape)
    for y in range(dY.shape[2]):
        for x in range(dY.shape[3]):
            open_ = np.ones(dY.shape[:2])
            for i in range(size):
                for j in range(size):
                    wins = open_ * (X[:, :, y * stride + i, x * stride + j] == largest[:, :, y, x])
                    dX[:, :, y * stride + i, x * stride + j] += wins * dY[:, :, y, x]
                    open_ = open_ - wins
    return dX


def flatten(X):
    """A row an image."""
    n, c, h, w = X.shape
    rows = np.zeros((n, c * h * w), dtype=X.dtype)
    for i in range(n):
        rows[i] = X[i].reshape(c * h * w)
    return rows
