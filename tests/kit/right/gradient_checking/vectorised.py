"""Gradient checking with a batch of moved points."""

import numpy as np


def numerical_gradient(f, x, eps=1e-6):
    """All points first, then all values."""
    x = np.asarray(x, dtype=np.float64)
    steps = eps * np.eye(x.size).reshape((x.size, *x.shape))
    above = np.fromiter((f(point) for point in x + steps), dtype=np.float64, count=x.size)
    below = np.fromiter((f(point) for point in x - steps), dtype=np.float64, count=x.size)
    slopes = ((above - below) / (2 * eps)).reshape(x.shape)
    return slopes if x.ndim else float(slopes)


def relative_error(a, b):
    """By masked arrays of numpy."""
    a, b = np.float64(a), np.float64(b)
    if a.shape != b.shape:
        raise ValueError(f"a is of shape {a.shape}, b of shape {b.shape}; they must be equal")
    return np.divide(abs(a - b), np.clip(abs(a) + abs(b), 1e-12, None)).max()


def check_gradient(f, gradient, x, tolerance=1e-5):
    """Numpy's own bool."""
    return np.all(relative_error(gradient(x), numerical_gradient(f, x)) <= tolerance)
