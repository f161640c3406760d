"""Neurons by index notation; single numbers come as 0-d arrays."""

import numpy as np


def weighted_sum(x, w, b):
    """z = x·w + b."""
    return np.asarray(np.einsum("d,d->", x, w) + b, dtype=float)


def neuron(x, w, b, activation):
    """a = activation(x·w + b)."""
    return activation(weighted_sum(x, w, b))


def _same(Z):
    return Z


def layer(X, W, b, activation=None):
    """A = activation(X @ W + b)."""
    Z = np.einsum("nd,dm->mn", X, W).astype(float) + np.reshape(b, (-1, 1))
    return (activation or _same)(Z).T


def init_parameters(n_in, n_out, rng):
    """W ~ Normal(0, 1/n_in), b = 0."""
    wrong = {name: size for name, size in {"n_in": n_in, "n_out": n_out}.items() if size <= 0}
    if wrong:
        raise ValueError(f"too small: {wrong}")
    return rng.standard_normal((n_out, n_in)).T * n_in**-0.5, np.full(n_out, 0.0)
