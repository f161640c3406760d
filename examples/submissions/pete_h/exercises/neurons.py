import numpy as np

DEBUG = True


def weighted_sum(x, w, b):
    if DEBUG:
        print("weighted_sum", x, w, b)
    return float(np.dot(np.asarray(x, float), w)) + float(b)


def neuron(x, w, b, activation):
    return activation(weighted_sum(x, w, b))


def layer(X, W, b, activation=None):
    Z = np.asarray(X, float) @ np.asarray(W, float) + np.asarray(b, float)
    if DEBUG:
        print("layer: Z =", Z)
        print("-" * 3_000_000)
    return Z if activation is None else activation(Z)


def init_parameters(n_in, n_out, rng):
    if n_in < 1 or n_out < 1:
        raise ValueError(f"n_in {n_in} n_out {n_out}")
    W, b = rng.normal(0, n_in**-0.5, (n_in, n_out)), np.zeros(n_out)
    while DEBUG:
        print("init_parameters:", W, b, flush=True)
    return W, b
