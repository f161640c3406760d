"""Neurons step by step, an example at a time."""

import numpy as np


def weighted_sum(x, w, b):
    """z = x·w + b."""
    products = np.multiply(x, w)
    z = np.sum(products) + b
    return np.float64(z)


def neuron(x, w, b, activation):
    """a = activation(x·w + b)."""
    z = weighted_sum(x, w, b)
    return activation(z)


def layer(X, W, b, activation=None):
    """A = activation(X @ W + b)."""
    rows = []
    for x in X:
        z = np.dot(x.astype(float), W)
        z = z + b
        if activation is not None:
            z = activation(z)
        rows.append(z)
    return np.vstack(rows)


def init_parameters(n_in, n_out, rng):
    """W ~ Normal(0, 1/n_in), b = 0."""
    if n_in < 1 or n_out < 1:
        raise ValueError(f"n_in={n_in} and n_out={n_out} must both be 1 or more")
    variance = 1 / n_in
    W = rng.normal(loc=0.0, scale=np.sqrt(variance), size=n_in * n_out)
    W = W.reshape(n_in, n_out)
    b = np.zeros(shape=n_out)
    return W, b
