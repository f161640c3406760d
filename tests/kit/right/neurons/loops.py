"""Neurons in plain Python: one multiplication at a time."""

import math

import numpy as np


def weighted_sum(x, w, b):
    """z = x·w + b."""
    total = float(b)
    for i in range(len(x)):
        total = total + float(x[i]) * float(w[i])
    return total


def neuron(x, w, b, activation):
    """a = activation(x·w + b)."""
    return float(activation(weighted_sum(x, w, b)))


def layer(X, W, b, activation=None):
    """A = activation(X @ W + b)."""
    n, m = len(X), len(b)
    outputs = np.empty((n, m))
    for i in range(n):
        for j in range(m):
            if activation is None:
                outputs[i, j] = weighted_sum(X[i], W[:, j], b[j])
            else:
                outputs[i, j] = neuron(X[i], W[:, j], b[j], activation)
    return outputs


def init_parameters(n_in, n_out, rng):
    """W ~ Normal(0, 1/n_in), b = 0."""
    if n_in < 1:
        raise ValueError("n_in must be at least 1, not " + str(n_in))
    if n_out < 1:
        raise ValueError("n_out must be at least 1, not " + str(n_out))
    deviation = math.sqrt(1 / n_in)
    columns = [[rng.normal(0, deviation) for _ in range(n_in)] for _ in range(n_out)]
    return [np.array(columns).T, np.array([0.0] * n_out)]
