"""9 · Gradient descent. Zoë O'Neil"""

import numpy as np

from exercises.backprop import backward
from exercises.costs import binary_cross_entropy, cross_entropy
from exercises.network import forward


def _map(f, *layers):
    """f over every array of lists of (W, b)."""
    return [
        tuple(f(*(np.asarray(a, float) for a in each)) for each in zip(*pairs))
        for pairs in zip(*layers)
    ]


def step(params, grads, learning_rate):
    return _map(lambda w, g: w - learning_rate * g, params, grads)


def momentum_step(params, grads, velocity, learning_rate, momentum=0.9):
    new = _map(lambda v, g: momentum * v - learning_rate * g, velocity, grads)
    return _map(lambda w, v: w + v, params, new), new


def adam_step(params, grads, m, v, t, learning_rate=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m = _map(lambda m, g: beta1 * m + (1 - beta1) * g, m, grads)
    v = _map(lambda v, g: beta2 * v + (1 - beta2) * g * g, v, grads)
    c1, c2 = 1 - beta1**t, 1 - beta2**t
    return _map(lambda w, m, v: w - learning_rate * (m / c1) / (np.sqrt(v / c2) + eps), params, m, v), m, v


def minibatches(X, Y, batch_size, rng):
    if batch_size < 1:
        raise ValueError(f"batch_size is {batch_size}, should be 1 or more")
    order = rng.permutation(len(X))
    cuts = range(batch_size, len(X), batch_size)
    return [(X[rows], Y[rows]) for rows in np.split(order, cuts)]


def has_diverged(history):
    return not np.isfinite(history).all()


def train(X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng):
    if hidden not in (names := ["identity", "sigmoid", "tanh", "relu"]):
        raise ValueError(f"hidden={hidden!r} is none of {names}")
    if output not in ("sigmoid", "softmax"):
        raise ValueError(f"output={output!r} is neither sigmoid nor softmax")
    history = []
    while len(history) < epochs and not has_diverged(history):
        for x, y in minibatches(X, Y, batch_size, rng):
            params = step(params, backward(y, forward(x, params, hidden, output), params, hidden), learning_rate)
        P = forward(X, params, hidden, output)[-1]
        cost = cross_entropy(Y, P) if output == "softmax" else Y.shape[1] * binary_cross_entropy(Y, P)
        history.append(cost)
    return params, history
