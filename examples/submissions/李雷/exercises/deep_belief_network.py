# 第17单元: 深度信念网络

import math

import numpy as np


def _s(z):
    return 1 / (1 + math.exp(-z)) if z >= 0 else math.exp(z) / (1 + math.exp(z))


def _up1(x, W, b):
    return [_s(b[j] + sum(x[i] * W[i][j] for i in range(len(x)))) for j in range(len(b))]


def _down1(h, W, a):
    return [_s(a[i] + sum(h[j] * W[i][j] for j in range(len(h)))) for i in range(len(a))]


def pretrain(V, layer_sizes, learning_rate, epochs, batch_size, rng):
    X = [[float(x) for x in row] for row in V]
    stack = []
    for m in layer_sizes:
        d = len(X[0])
        W = [[rng.normal(0, 0.01) for _ in range(m)] for _ in range(d)]
        a, b = [0.0] * d, [0.0] * m
        for _ in range(epochs):
            order = list(range(len(X)))
            rng.shuffle(order)
            while order:
                rows, order = order[:batch_size], order[batch_size:]
                dW = [[0.0] * m for _ in range(d)]
                da = [0.0] * d
                db = [0.0] * m
                for r in rows:
                    v0 = X[r]
                    p0 = _up1(v0, W, b)
                    h = [1.0 if rng.random() < p else 0.0 for p in p0]
                    v1 = [1.0 if rng.random() < p else 0.0 for p in _down1(h, W, a)]
                    p1 = _up1(v1, W, b)
                    for i in range(d):
                        da[i] += (v0[i] - v1[i]) / len(rows)
                        for j in range(m):
                            dW[i][j] += (v0[i] * p0[j] - v1[i] * p1[j]) / len(rows)
                    for j in range(m):
                        db[j] += (p0[j] - p1[j]) / len(rows)
                for i in range(d):
                    a[i] += learning_rate * da[i]
                    for j in range(m):
                        W[i][j] += learning_rate * dW[i][j]
                for j in range(m):
                    b[j] += learning_rate * db[j]
        stack.append((np.array(W), np.array(a), np.array(b)))
        X = [_up1(x, W, b) for x in X]
    return stack


def propagate_up(V, stack):
    layers = [[[float(x) for x in row] for row in V]]
    for W, a, b in stack:
        layers.append([_up1(x, W.tolist(), b.tolist()) for x in layers[-1]])
    return [np.array(layer) for layer in layers]


def reconstruct(V, stack):
    rows = propagate_up(V, stack)[-1].tolist()
    for W, a, b in reversed(stack):
        rows = [_down1(h, W.tolist(), a.tolist()) for h in rows]
    return np.array(rows)


def generate(stack, n, k, rng):
    out = []
    W, a, b = [x.tolist() for x in stack[-1]]
    for _ in range(n):
        v = [1.0 if rng.random() < 0.5 else 0.0 for _ in a]
        for _ in range(k):
            h = [1.0 if rng.random() < p else 0.0 for p in _up1(v, W, b)]
            v = [1.0 if rng.random() < p else 0.0 for p in _down1(h, W, a)]
        for U, c, _ in reversed(stack[:-1]):
            v = _down1(v, U.tolist(), c.tolist())
        out.append(v)
    return np.array(out)


def to_network(stack, n_classes, rng):
    params = []
    for W, _, b in stack:
        params.append((np.array(W.tolist(), dtype=float), np.array(b.tolist(), dtype=float)))
    top = len(b)
    params.append(
        (
            np.array([[rng.normal(0, top**-0.5) for _ in range(n_classes)] for _ in range(top)]),
            np.zeros(n_classes),
        )
    )
    return params
