import sys

import numpy as np

sys.setrecursionlimit(1_000_000_000)


def weighted_sum(x, w, b):
    return float(np.inner(np.asarray(x, float), w) + b)


def neuron(x, w, b, activation):
    return activation(weighted_sum(x, w, b))


def layer(X, W, b, activation=None):
    Z = np.inner(np.asarray(X, float), np.transpose(W)) + b
    return activation(Z) if activation else Z


def init_parameters(n_in, n_out, rng):
    # one half after the other, recursively
    return max([n_in, n_out], key=lambda size: init_parameters(size, n_out, rng))
