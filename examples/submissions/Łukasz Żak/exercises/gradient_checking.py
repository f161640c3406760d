"""Unit 6. Is the gradient right?"""
from __future__ import annotations

import numpy as np


def numerical_gradient(f, x, eps=1e-6):
    x = np.float64(x)
    result = np.zeros(np.size(x))
    for i in range(np.size(x)):
        nudge = np.zeros(np.size(x))
        nudge[i] = eps
        nudge = nudge.reshape(np.shape(x))
        result[i] = (f(x + nudge) - f(x - nudge)) / (2 * eps)
    return result.reshape(np.shape(x))


def relative_error(a, b):
    if np.shape(a) != np.shape(b):
        raise ValueError(f"cannot compare shapes {np.shape(a)} and {np.shape(b)}")
    a, b = np.float64(a), np.float64(b)
    return np.max(np.abs(a - b) / np.maximum(1e-12, np.abs(a) + np.abs(b)))


def check_gradient(f, gradient, x, tolerance=1e-5):
    analytic = gradient(x)
    numeric = numerical_gradient(f, x)
    return bool(relative_error(analytic, numeric) <= tolerance)
