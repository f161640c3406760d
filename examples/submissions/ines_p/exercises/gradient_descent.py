import numpy as np

from exercises.backprop import backward
from exercises.costs import binary_cross_entropy, cross_entropy
from exercises.network import forward


def step(params, grads, learning_rate):
    return [tuple(w - learning_rate * (1.0 * g) for w, g in zip(p, d)) for p, d in zip(params, grads)]


def momentum_step(params, grads, velocity, learning_rate, momentum=0.9):
    velocity = [
        tuple(1.0 * momentum * v - 1.0 * learning_rate * g for v, g in zip(u, d))
        for u, d in zip(velocity, grads)
    ]
    params = [tuple(w + v for w, v in zip(p, u)) for p, u in zip(params, velocity)]
    return params, velocity


def adam_step(params, grads, m, v, t, learning_rate=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m = [tuple(1.0 * beta1 * a + (1.0 - beta1) * g for a, g in zip(x, d)) for x, d in zip(m, grads)]
    v = [tuple(1.0 * beta2 * a + (1.0 - beta2) * g**2 for a, g in zip(x, d)) for x, d in zip(v, grads)]
    new = []
    for p, x, y in zip(params, m, v):
        pair = []
        for w, a, b in zip(p, x, y):
            a_hat = a / (1 - beta1**t)
            b_hat = b / (1 - beta2**t)
            pair.append(w - learning_rate * a_hat / (b_hat**0.5 + eps))
        new.append(tuple(pair))
    return new, m, v


def minibatches(X, Y, batch_size, rng):
    if batch_size < 1:
        raise ValueError("batch_size=%s" % batch_size)
    X = rng.permutation(X)
    batches = []
    for i in range(0, len(X), batch_size):
        batches.append((X[i : i + batch_size].copy(), Y[i : i + batch_size].copy()))
    return batches


def has_diverged(history):
    return not all(abs(cost) < float("inf") for cost in history)


def train(X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng):
    if hidden not in ("identity", "sigmoid", "tanh", "relu"):
        raise ValueError("hidden=%s, use identity, sigmoid, tanh, relu" % hidden)
    if output not in ("sigmoid", "softmax"):
        raise ValueError("output=%s, use sigmoid, softmax" % output)
    history = []
    index = np.arange(len(X))
    for epoch in range(epochs):
        rng.shuffle(index)
        for i in range(0, len(X), batch_size):
            rows = index[i : i + batch_size]
            A = forward(X[rows], params, hidden, output)
            params = step(params, backward(Y[rows], A, params, hidden), learning_rate)
        P = forward(X, params, hidden, output)[-1]
        cost = cross_entropy(Y, P) if output == "softmax" else len(Y[0]) * binary_cross_entropy(Y, P)
        history.append(cost)
        if has_diverged(history):
            break
    return params, history
