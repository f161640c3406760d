"""Deep belief networks row by row: every sum a loop, one draw at a time, batches in the order of the data."""

import math

import numpy as np


def squash(z):
    if z < -700:
        return 0.0
    return 1 / (1 + math.exp(-z))


def up_row(v, W, b):
    return [
        squash(float(b[j]) + sum(float(v[i]) * float(W[i][j]) for i in range(len(v))))
        for j in range(len(b))
    ]


def down_row(h, W, a):
    return [
        squash(float(a[i]) + sum(float(h[j]) * float(W[i][j]) for j in range(len(h))))
        for i in range(len(a))
    ]


def flip(chances, rng):
    return [1.0 if rng.random() < p else 0.0 for p in chances]


def pretrain(V, layer_sizes, learning_rate, epochs, batch_size, rng):
    """Greedy CD-1, machine by machine."""
    rows = [[float(x) for x in row] for row in V]
    stack = []
    for above in layer_sizes:
        below = len(rows[0])
        W = np.array([[rng.normal(0, 0.01) for _ in range(above)] for _ in range(below)])
        a, b = np.zeros(below), np.zeros(above)
        for _ in range(epochs):
            first = 0
            while first < len(rows):
                batch = rows[first : first + batch_size]
                first += batch_size
                dW, da, db = np.zeros(W.shape), np.zeros(below), np.zeros(above)
                for v0 in batch:
                    p0 = up_row(v0, W, b)
                    v1 = flip(down_row(flip(p0, rng), W, a), rng)
                    p1 = up_row(v1, W, b)
                    for i in range(below):
                        da[i] += v0[i] - v1[i]
                        for j in range(above):
                            dW[i, j] += v0[i] * p0[j] - v1[i] * p1[j]
                    for j in range(above):
                        db[j] += p0[j] - p1[j]
                step = float(learning_rate) / len(batch)
                W += step * dW
                a += step * da
                b += step * db
        stack.append([W, a, b])
        rows = [up_row(row, W, b) for row in rows]
    return stack


def propagate_up(V, stack):
    """Every layer on the way up."""
    rows = [[float(x) for x in row] for row in V]
    layers = [np.array(rows)]
    for W, _, b in stack:
        rows = [up_row(row, W, b) for row in rows]
        layers.append(np.array(rows))
    return layers


def reconstruct(V, stack):
    """Up, and down again."""
    rows = [[float(x) for x in row] for row in V]
    for W, _, b in stack:
        rows = [up_row(row, W, b) for row in rows]
    for number in range(len(stack) - 1, -1, -1):
        W, a, _ = stack[number]
        rows = [down_row(row, W, a) for row in rows]
    return np.array(rows)


def generate(stack, n, k, rng):
    """One chain after the other."""
    W, a, b = stack[-1]
    result = []
    for _ in range(n):
        v = flip([0.5] * len(a), rng)
        for _ in range(k):
            v = flip(down_row(flip(up_row(v, W, b), rng), W, a), rng)
        for low, bias, _ in reversed(stack[:-1]):
            v = down_row(v, low, bias)
        result.append(v)
    return np.array(result)


def to_network(stack, n_classes, rng):
    """Hidden layers and a new output."""
    params = []
    for W, _, b in stack:
        params.append([np.array(W.tolist(), dtype=float), np.array(b.tolist(), dtype=float)])
    units = params[-1][0].shape[1]
    new = [[rng.normal() / math.sqrt(units) for _ in range(n_classes)] for _ in range(units)]
    params.append([np.array(new), np.zeros(n_classes)])
    return params
