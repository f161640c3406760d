"""1 · Neurons, weights and bias. Zoë O'Neil"""

import numpy as np


def weighted_sum(x, w, b):
    return float(np.dot(np.asarray(x, float), np.asarray(w, float)) + b)


def neuron(x, w, b, activation):
    return float(activation(weighted_sum(x, w, b)))


def layer(X, W, b, activation=None):
    Z = np.asarray(X, float) @ np.asarray(W, float) + b
    return Z if activation is None else activation(Z)


def init_parameters(n_in, n_out, rng):
    if min(n_in, n_out) < 1:
        raise ValueError(f"need n_in >= 1 and n_out >= 1, not n_in={n_in}, n_out={n_out}")
    return rng.normal(scale=n_in**-0.5, size=(n_in, n_out)), np.zeros(n_out)
