# 第六单元: 梯度检验
import numpy as np


def numerical_gradient(f, x, eps=1e-6):
    x = np.array(x, dtype=float)
    gradient = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        old = x[place]
        x[place] = old + eps
        right = f(x)
        x[place] = old - eps
        left = f(x)
        x[place] = old
        gradient[place] = (right - left) / (2 * eps)
    return gradient


def relative_error(a, b):
    a = np.array(a, dtype=float)
    b = np.array(b, dtype=float)
    if a.shape != b.shape:
        raise ValueError("shapes are not the same: " + str(a.shape) + " " + str(b.shape))
    worst = 0.0
    for place in np.ndindex(a.shape):
        difference = abs(a[place] - b[place])
        size = abs(a[place]) + abs(b[place])
        error = difference / max(1e-12, size)
        # NaN 比较总是 False
        if np.isnan(error):
            return float("nan")
        if error > worst:
            worst = error
    return float(worst)


def check_gradient(f, gradient, x, tolerance=1e-5):
    error = relative_error(gradient(x), numerical_gradient(f, x))
    if error <= tolerance:
        return True
    else:
        return False
