"""Gradient descent a number at a time, its network and costs written out."""

import math
import random

import numpy as np

HIDDEN = ("identity", "relu", "sigmoid", "tanh")


def _walk(change, params, *others):
    """change of the numbers that stand in one place of all lists; its result is a tuple of numbers."""
    lists = None
    for layer, pair in enumerate(params):
        pairs = None
        for part, array in enumerate(pair):
            old = [np.asarray(each[layer][part], dtype=float) for each in (params, *others)]
            new = None
            for place in np.ndindex(*array.shape):
                numbers = change(*(float(each[place]) for each in old))
                if new is None:
                    new = [np.zeros(array.shape) for _ in numbers]
                for target, number in zip(new, numbers, strict=True):
                    target[place] = number
            pairs = pairs or [[] for _ in new]
            for target, each in zip(pairs, new, strict=True):
                target.append(each)
        lists = lists or [[] for _ in pairs]
        for target, each in zip(lists, pairs, strict=True):
            target.append(tuple(each))
    return lists


def step(params, grads, learning_rate):
    """w - learning_rate * g."""
    return _walk(lambda w, g: (w - g * learning_rate,), params, grads)[0]


def momentum_step(params, grads, velocity, learning_rate, momentum=0.9):
    """The velocity, then the move."""

    def change(w, g, v):
        v = momentum * v - learning_rate * g
        return w + v, v

    return _walk(change, params, grads, velocity)


def adam_step(params, grads, m, v, t, learning_rate=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    """Adam, a weight at a time."""

    def change(w, g, mean, square):
        mean = mean + (1 - beta1) * (g - mean)
        square = beta2 * square + (1 - beta2) * g * g
        root = math.sqrt(square / (1 - beta2**t))
        return w - learning_rate * (mean / (1 - beta1**t)) / (root + eps), mean, square

    return _walk(change, params, grads, m, v)


def minibatches(X, Y, batch_size, rng):
    """Rows are taken out of a list, one after the other, until none is left."""
    if batch_size <= 0:
        raise ValueError(f"batch_size is {batch_size}, and has to be 1 at least")
    rest = list(range(len(X)))
    batches = []
    while rest:
        rows = []
        while rest and len(rows) < batch_size:
            rows.append(rest.pop(int(rng.integers(0, len(rest)))))
        batches.append((np.stack([X[i] for i in rows]), np.stack([np.asarray(Y[i]) for i in rows])))
    return batches


def has_diverged(history):
    """Whether a cost is inf or NaN."""
    for cost in history:
        if cost != cost or cost in (float("inf"), float("-inf")):
            return True
    return False


def _activation(name, z):
    """The activation of one row of weighted sums."""
    if name == "identity":
        return list(z)
    if name == "relu":
        return [x if x > 0 or x != x else 0.0 for x in z]
    if name == "tanh":
        return [math.tanh(x) for x in z]
    if name == "sigmoid":
        return [1 / (1 + math.exp(-x)) if x >= 0 else 1 - 1 / (1 + math.exp(x)) for x in z]
    largest = max(z)
    powers = [math.exp(x - largest) if not math.isnan(x - largest) else math.nan for x in z]
    return [power / sum(powers) for power in powers]


def _slope(name, a):
    return {
        "identity": 1.0,
        "relu": float(a > 0),
        "tanh": 1 - a * a,
        "sigmoid": a * (1 - a),
    }[name]


def _pass(x, params, hidden, output):
    """The activations of one row, layer after layer."""
    passed = [[float(each) for each in x]]
    for index, (W, b) in enumerate(params):
        z = [
            sum(a * float(W[p, j]) for p, a in enumerate(passed[-1])) + float(b[j])
            for j in range(len(b))
        ]
        passed.append(_activation(hidden if index < len(params) - 1 else output, z))
    return passed


def _gradients(X, Y, params, hidden, output):
    grads = [(np.zeros(W.shape), np.zeros(b.shape)) for W, b in params]
    for x, y in zip(X, Y, strict=True):
        passed = _pass(x, params, hidden, output)
        delta = [(p - float(target)) / len(X) for p, target in zip(passed[-1], y, strict=True)]
        for index in range(len(params) - 1, -1, -1):
            dW, db = grads[index]
            for j, error in enumerate(delta):
                db[j] += error
                for p, a in enumerate(passed[index]):
                    dW[p, j] += a * error
            if index:
                W = params[index][0]
                delta = [
                    sum(error * float(W[p, j]) for j, error in enumerate(delta)) * _slope(hidden, a)
                    for p, a in enumerate(passed[index])
                ]
    return grads


def _cost(X, Y, params, hidden, output):
    total = 0.0
    for x, y in zip(X, Y, strict=True):
        for p, target in zip(_pass(x, params, hidden, output)[-1], y, strict=True):
            p = p if p != p else min(max(p, 1e-12), 1 - 1e-12)
            total -= float(target) * math.log(p)
            if output == "sigmoid":
                total -= (1 - float(target)) * math.log(1 - p)
    return total / len(X)


def train(X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng):
    """Epoch after epoch."""
    if hidden not in HIDDEN:
        raise ValueError(f"hidden {hidden} is none of {HIDDEN}")
    if output not in ("sigmoid", "softmax"):
        raise ValueError(f"output {output} is neither sigmoid nor softmax")
    shuffler = random.Random(int(rng.integers(0, 2**63)))
    history = []
    for _ in range(epochs):
        order = list(range(len(X)))
        shuffler.shuffle(order)
        while order:
            rows, order = order[:batch_size], order[batch_size:]
            params = step(
                params, _gradients(X[rows], Y[rows], params, hidden, output), learning_rate
            )
        history.append(_cost(X, Y, params, hidden, output))
        if has_diverged(history):
            break
    return params, history
