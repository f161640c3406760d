import numpy as np

def weighted_sum(x, w, b):
    return float((np.asarray(x, float) * w).sum() + b)

def neuron(x, w, b, activation):
    return activation(weighted_sum(x, w, b))

def layer(X, W, b, activation=None):
    Z = np.stack([np.asarray(row, float) @ W + b for row in X])
    if activation is None:
        return Z
    return activation(Z)

def init_parameters(n_in, n_out, rng):
    if n_in < 1:
        raise ValueError(f"n_in is {n_in}")
    if n_out < 1:
        raise ValueError(f"n_out is {n_out}")
    return rng.standard_normal(size=(n_in, n_out)) * np.sqrt(1 / n_in), np.zeros(n_out)
