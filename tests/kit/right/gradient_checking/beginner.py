"""Gradient checking as a beginner writes it: move, look, put back."""

import numpy as np


def numerical_gradient(f, x, eps=1e-6):
    """On a copy, by a flat iterator."""
    if isinstance(x, (int, float)):
        return (f(x + eps) - f(x - eps)) / (2 * eps)
    x = x.astype(float)
    grad = np.zeros_like(x)
    it = np.nditer(x, flags=["multi_index"])
    while not it.finished:
        i = it.multi_index
        old = x[i]
        x[i] = old + eps
        plus = f(x)
        x[i] = old - eps
        minus = f(x)
        x[i] = old
        grad[i] = (plus - minus) / (2 * eps)
        it.iternext()
    return grad


def relative_error(a, b):
    """A check of shapes, then numpy."""
    a = np.array(a, dtype=float)
    b = np.array(b, dtype=float)
    if a.shape != b.shape:
        raise ValueError("shapes " + str(a.shape) + " and " + str(b.shape) + " are different")
    size = np.maximum(np.abs(a) + np.abs(b), 1e-12)
    return float(np.max(np.abs(a - b) / size))


def check_gradient(f, gradient, x, tolerance=1e-5):
    """One is compared with the other."""
    analytic = gradient(x)
    numerical = numerical_gradient(f, x)
    error = relative_error(analytic, numerical)
    return error <= tolerance
