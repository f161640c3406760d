import numpy as np


def weighted_sum(x, w, b):
    s = np.float64(b)
    for xi, wi in zip(x, w):
        s += np.float64(xi) * wi
    return s


def neuron(x, w, b, activation):
    return activation(weighted_sum(x, w, b))


def layer(X, W, b, activation=None):
    Z = np.array(X, dtype=np.float64).dot(W) + b
    if activation is not None:
        Z = activation(Z)
    return Z


def init_parameters(n_in, n_out, rng):
    if n_in < 1 or n_out < 1:
        raise ValueError(f"n_in = {n_in}, n_out = {n_out}: must be 1 or more")
    # Normal(0, 1 / n_in)
    return rng.normal(0, 1 / n_in, (n_in, n_out)), np.zeros(n_out)
