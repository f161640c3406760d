"""Unit 9. Gradient descent."""
from __future__ import annotations

import numpy as np

from exercises.backprop import backward
from exercises.costs import binary_cross_entropy, cross_entropy
from exercises.network import forward


def step(params, grads, learning_rate):
    new = []
    for (W, b), (dW, db) in zip(params, grads):
        new.append((np.float64(W) - learning_rate * np.float64(dW), np.float64(b) - learning_rate * np.float64(db)))
    return new


def momentum_step(params, grads, velocity, learning_rate, momentum=0.9):
    new_params, new_velocity = [], []
    for (W, b), (dW, db), (vW, vb) in zip(params, grads, velocity):
        vW = momentum * np.float64(vW) - learning_rate * np.float64(dW)
        vb = momentum * np.float64(vb) - learning_rate * np.float64(db)
        new_velocity.append((vW, vb))
        new_params.append((W + vW, b + vb))
    return new_params, new_velocity


def adam_step(params, grads, m, v, t, learning_rate=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    def one(w, g, m, v):
        w, g, m, v = np.float64(w), np.float64(g), np.float64(m), np.float64(v)
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        w = w - learning_rate * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)
        return w, m, v

    new_params, new_m, new_v = [], [], []
    for each_w, each_g, each_m, each_v in zip(params, grads, m, v):
        W, mW, vW = one(each_w[0], each_g[0], each_m[0], each_v[0])
        b, mb, vb = one(each_w[1], each_g[1], each_m[1], each_v[1])
        new_params.append((W, b))
        new_m.append((mW, mb))
        new_v.append((vW, vb))
    return new_params, new_m, new_v


def minibatches(X, Y, batch_size, rng):
    if batch_size <= 0:
        raise ValueError(f"batch_size must be positive, but is {batch_size}")
    order = np.arange(len(X))
    rng.shuffle(order)
    X, Y = X[order], Y[order]
    return [(X[i : i + batch_size].copy(), Y[i : i + batch_size].copy()) for i in range(0, len(X), batch_size)]


def has_diverged(history):
    return any(np.isnan(cost) or np.isinf(cost) for cost in history)


def train(X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng):
    hidden_names = ("identity", "sigmoid", "tanh", "relu")
    if hidden not in hidden_names:
        raise ValueError(f"hidden is {hidden!r}, should be in {hidden_names}")
    if output not in ("sigmoid", "softmax"):
        raise ValueError(f"output is {output!r}, should be sigmoid or softmax")

    def cost():
        Y_hat = forward(X, params, hidden, output)[-1]
        if output == "sigmoid":
            return binary_cross_entropy(Y, Y_hat) * Y.shape[1]
        return cross_entropy(Y, Y_hat)

    history = []
    for _ in range(epochs):
        for X_part, Y_part in minibatches(X, Y, batch_size, rng):
            grads = backward(Y_part, forward(X_part, params, hidden, output), params, hidden)
            params = step(params, grads, learning_rate)
        history.append(float(cost()))
        if has_diverged(history):
            return params, history
    return params, history
