"""Unit 1. A neuron: weights, a bias, an activation."""
from __future__ import annotations

import numpy as np
from numpy import ndarray


def weighted_sum(x: ndarray, w: ndarray, b: float) -> float:
    x, w = x.astype(np.float64), w.astype(np.float64)
    return np.sum(x * w) + np.float64(b)


def neuron(x: ndarray, w: ndarray, b: float, activation) -> float:
    return activation(weighted_sum(x, w, b))


def layer(X: ndarray, W: ndarray, b: ndarray, activation=None) -> ndarray:
    weighted = np.matmul(X.astype(np.float64), W.astype(np.float64))
    weighted += b
    if activation is None:
        return weighted
    return activation(weighted)


def init_parameters(n_in: int, n_out: int, rng: np.random.Generator):
    for name, size in {"n_in": n_in, "n_out": n_out}.items():
        if size < 1:
            raise ValueError(f"{name} has to be positive (got {size})")
    W = rng.standard_normal((n_in, n_out)) / np.sqrt(n_in)
    return W, np.zeros(n_out)
