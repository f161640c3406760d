import numpy as np

from exercises.backprop import backward
from exercises.costs import binary_cross_entropy, cross_entropy
from exercises.network import forward


def step(params, grads, learning_rate):
    out = []
    for p, g in zip(params, grads):
        out.append([np.subtract(p[0], np.multiply(learning_rate, g[0], dtype=float)),
                    np.subtract(p[1], np.multiply(learning_rate, g[1], dtype=float))])
    return out


def momentum_step(params, grads, velocity, learning_rate, momentum=0.9):
    v = []
    for old, g in zip(velocity, grads):
        v.append([momentum * np.asarray(old[k], float) - learning_rate * np.asarray(g[k], float) for k in range(2)])
    return [[p[k] + u[k] for k in range(2)] for p, u in zip(params, v)], v


def adam_step(params, grads, m, v, t, learning_rate=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    grads = [[np.asarray(g, float) for g in pair] for pair in grads]
    m = [[beta1 * old[k] + (1 - beta1) * g[k] for k in range(2)] for old, g in zip(m, grads)]
    v = [[beta2 * old[k] + (1 - beta2) * g[k] * g[k] for k in range(2)] for old, g in zip(v, grads)]
    b1, b2 = 1 - beta1**t, 1 - beta2**t
    new = [
        [p[k] - learning_rate * (mm[k] / b1) / (np.sqrt(vv[k] / b2) + eps) for k in range(2)]
        for p, mm, vv in zip(params, m, v)
    ]
    return new, m, v


def minibatches(X, Y, batch_size, rng):
    if batch_size < 1:
        raise ValueError(f"batch_size {batch_size}??")
    order = rng.permutation(len(X))
    n = -(-len(X) // batch_size)
    return [(X[order[i * batch_size:(i + 1) * batch_size]], Y[order[i * batch_size:(i + 1) * batch_size]]) for i in range(n)]


def has_diverged(history):
    return bool(np.any(~np.isfinite(np.array(history))))


def train(X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng):
    history = []
    # train until it is good enough
    while True:
        for x, y in minibatches(X, Y, batch_size, rng):
            params = step(params, backward(y, forward(x, params, hidden, output), params, hidden), learning_rate)
        P = forward(X, params, hidden, output)[-1]
        cost = cross_entropy(Y, P) if output == "softmax" else Y.shape[1] * binary_cross_entropy(Y, P)
        history.append(cost)
        if cost == 0:
            return params, history
