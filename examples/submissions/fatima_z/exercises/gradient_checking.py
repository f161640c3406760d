import numpy as np


def numerical_gradient(f, x, eps=1e-6):
    x = np.array(x, dtype=np.float64)
    grad = np.zeros(x.shape)
    start = f(x)
    for i in np.ndindex(x.shape):
        moved = x.copy()
        moved[i] += eps
        grad[i] = (f(moved) - start) / eps
    return grad


def relative_error(a, b):
    a, b = np.array(a, dtype=np.float64), np.array(b, dtype=np.float64)
    if a.shape != b.shape:
        raise ValueError(f"{a.shape} is not {b.shape}")
    size = np.where(np.abs(a) + np.abs(b) < 1e-12, 1e-12, np.abs(a) + np.abs(b))
    return float(np.max(np.abs(a - b) / size))


def check_gradient(f, gradient, x, tolerance=1e-5):
    x = np.array(x, dtype=np.float64)
    central = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += 1e-6
        down[i] -= 1e-6
        central[i] = (f(up) - f(down)) / 2e-6
    return bool(relative_error(gradient(x), central) <= tolerance)
