"""Gradient descent on one long vector of all parameters."""

import numpy as np

from exercises import backprop, costs, network


def _flat(pairs):
    return np.concatenate([np.ravel(array) for pair in pairs for array in pair]).astype(np.float64)


def _shaped(vector, pairs):
    """The vector cut into the shapes of the pairs, in arrays of their own."""
    arrays, start = [], 0
    for pair in pairs:
        arrays.append([])
        for array in pair:
            arrays[-1].append(vector[start : start + array.size].reshape(array.shape).copy())
            start += array.size
    return arrays


def step(params, grads, learning_rate):
    """w - learning_rate * g."""
    return _shaped(_flat(params) - learning_rate * _flat(grads), params)


def momentum_step(params, grads, velocity, learning_rate, momentum=0.9):
    """The velocity, then the move."""
    v = np.multiply(momentum, _flat(velocity)) - np.multiply(learning_rate, _flat(grads))
    return [_shaped(_flat(params) + v, params), _shaped(v, params)]


def adam_step(params, grads, m, v, t, learning_rate=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    """Adam, with both corrections drawn into the rate and eps."""
    g = _flat(grads)
    mean = np.average([_flat(m), g], axis=0, weights=[beta1, 1 - beta1])
    square = _flat(v) * beta2 + np.square(g) * (1 - beta2)
    root = np.sqrt(1 - beta2**t)
    change = learning_rate * root / (1 - beta1**t) * mean / (np.sqrt(square) + eps * root)
    return tuple(_shaped(each, params) for each in (_flat(params) - change, mean, square))


def minibatches(X, Y, batch_size, rng):
    """Rows in the order of random keys."""
    if batch_size < 1:
        raise ValueError(f"{batch_size} rows make no batch: batch_size must be positive")
    order = np.argsort(rng.random(X.shape[0]))
    parts = np.split(order, np.arange(batch_size, X.shape[0], batch_size))
    return [(np.take(X, part, axis=0), np.take(Y, part, axis=0)) for part in parts]


def has_diverged(history):
    """Whether a cost is inf or NaN."""
    return np.logical_not(np.isfinite(np.asarray(history, dtype=float))).any()


def _binary(Y, P):
    return costs.binary_cross_entropy(Y, P) * np.shape(Y)[-1]


COSTS = {"softmax": costs.cross_entropy, "sigmoid": _binary}


def train(X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng):
    """Epoch after epoch."""
    if output not in COSTS:
        raise ValueError(f"unknown output {output!r}, known are {' and '.join(COSTS)}")
    known = {"identity", "sigmoid", "tanh", "relu"}
    if not {hidden} <= known:
        raise ValueError(f"unknown hidden {hidden!r}, known are {known}")
    history = []
    while len(history) < epochs and not has_diverged(history[-1:]):
        for X_batch, Y_batch in minibatches(X, Y, batch_size, rng):
            passed = network.forward(X_batch, params, hidden=hidden, output=output)
            grads = backprop.backward(Y_batch, passed, params, hidden=hidden)
            params = step(params, grads, learning_rate)
        prediction = network.forward(X, params, hidden=hidden, output=output)[-1]
        history.append(np.float64(COSTS[output](Y, prediction)))
    return params, history
