import numpy as np


def weighted_sum(x, w, b):
    return float(np.vdot(np.asarray(x, float), w) + b)


def neuron(x, w, b, activation):
    z = weighted_sum(x, w, b)
    return activation(z)


def layer(X, W, b, activation=None):
    Z = np.dot(np.asarray(X, float), W) + b
    return Z if not activation else activation(Z)


def init_parameters(n_in, n_out, rng):
    if not (n_in >= 1 and n_out >= 1):
        raise ValueError(f"sizes n_in={n_in}, n_out={n_out}")
    return rng.normal(0, 1 / np.sqrt(n_in), (n_in, n_out)), np.zeros((n_out,))
