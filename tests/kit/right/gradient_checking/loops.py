"""Gradient checking with an odometer of indices and Python floats."""

import itertools
import math

import numpy as np


def numerical_gradient(f, x, eps=1e-6):
    """A fresh copy for each evaluation, from the last element to the first."""
    shape = np.shape(x)
    slopes = np.zeros(shape)
    for place in reversed(list(itertools.product(*(range(size) for size in shape)))):
        values = []
        for step in (-eps, eps):
            moved = np.array(x, dtype=np.float64)
            moved[place] = float(moved[place]) + step
            values.append(float(f(moved)))
        slopes[place] = (values[1] - values[0]) / (2 * eps)
    return slopes


def relative_error(a, b):
    """The worst of the elements, one after another."""
    if np.shape(a) != np.shape(b):
        raise ValueError(f"cannot compare the shapes {np.shape(a)} and {np.shape(b)}")
    worst = 0.0
    for one, other in zip(np.ravel(a).tolist(), np.ravel(b).tolist(), strict=False):
        error = abs(one - other) / max(1e-12, abs(one) + abs(other))
        if math.isnan(error):
            return math.nan
        worst = max(worst, error)
    return worst


def check_gradient(f, gradient, x, tolerance=1e-5):
    """True unless the error is too large or no number."""
    error = relative_error(gradient(np.array(x)), numerical_gradient(f, x))
    return not (math.isnan(error) or error > tolerance)
