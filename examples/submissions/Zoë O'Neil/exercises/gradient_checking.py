"""6 · Gradient checking. Zoë O'Neil"""

import numpy as np


def numerical_gradient(f, x, eps=1e-6):
    x = np.asarray(x, dtype=float)
    g = np.empty(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += eps
        down[i] -= eps
        g[i] = (f(up) - f(down)) / (2 * eps)
    return g


def relative_error(a, b):
    a, b = np.asarray(a, float), np.asarray(b, float)
    if a.shape != b.shape:
        raise ValueError(f"a and b differ in shape: {a.shape} and {b.shape}")
    return float((abs(a - b) / np.maximum(abs(a) + abs(b), 1e-12)).max())


def check_gradient(f, gradient, x, tolerance=1e-5):
    return relative_error(gradient(x), numerical_gradient(f, x)) <= tolerance
