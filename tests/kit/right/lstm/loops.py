"""Long short-term memory a number at a time, in Python's own floats."""

import math

import numpy as np


def _lists(*arrays):
    return [np.asarray(array, dtype=float).tolist() for array in arrays]


def _logistic(z):
    if z >= 0:
        return 1.0 / (1.0 + math.exp(-z))
    power = math.exp(z)
    return power / (1.0 + power)


def _unit(q, m, x, h, Wx, Wh, b):
    """The four gates of unit q, from one row."""
    sums = []
    for gate in range(4):
        column = gate * m + q
        z = b[column]
        z += sum(x[p] * Wx[p][column] for p in range(len(x)))
        z += sum(h[p] * Wh[p][column] for p in range(m))
        sums.append(z)
    return _logistic(sums[0]), _logistic(sums[1]), math.tanh(sums[2]), _logistic(sums[3])


def lstm_step(x, h, c, Wx, Wh, b):
    """Row by row, unit by unit."""
    n, m = np.shape(h)
    x, h, c, Wx, Wh, b = _lists(x, h, c, Wx, Wh, b)
    state, memory = np.zeros((n, m)), np.zeros((n, m))
    for r in range(n):
        for q in range(m):
            i, f, g, o = _unit(q, m, x[r], h[r], Wx, Wh, b)
            memory[r, q] = f * c[r][q] + i * g
            state[r, q] = o * math.tanh(memory[r, q])
    return [state, memory]


def lstm_step_backward(dh, dc, x, h, c, Wx, Wh, b):
    """Each unit's four slopes, handed to all that they meet."""
    (n, m), d = np.shape(h), np.shape(x)[1]
    dh, dc, x, h, c, Wx, Wh, b = _lists(dh, dc, x, h, c, Wx, Wh, b)
    dx, dh_prev, dc_prev = np.zeros((n, d)), np.zeros((n, m)), np.zeros((n, m))
    dWx, dWh, db = np.zeros((d, 4 * m)), np.zeros((m, 4 * m)), np.zeros(4 * m)
    for r in range(n):
        for q in range(m):
            i, f, g, o = _unit(q, m, x[r], h[r], Wx, Wh, b)
            shown = math.tanh(f * c[r][q] + i * g)
            memory = dc[r][q] + dh[r][q] * o * (1.0 - shown * shown)
            dc_prev[r, q] = memory * f
            slopes = (
                memory * g * i * (1.0 - i),
                memory * c[r][q] * f * (1.0 - f),
                memory * i * (1.0 - g * g),
                dh[r][q] * shown * o * (1.0 - o),
            )
            for gate, dz in enumerate(slopes):
                column = gate * m + q
                db[column] += dz
                for p in range(d):
                    dWx[p, column] += x[r][p] * dz
                    dx[r, p] += dz * Wx[p][column]
                for p in range(m):
                    dWh[p, column] += h[r][p] * dz
                    dh_prev[r, p] += dz * Wh[p][column]
    return [dx, dh_prev, dc_prev, dWx, dWh, db]


def lstm_forward(X, h0, c0, Wx, Wh, b):
    """Lists of states and memories, stacked in the end."""
    H, C = [], []
    for k in range(X.shape[1]):
        h, c = lstm_step(X[:, k], H[-1] if H else h0, C[-1] if C else c0, Wx, Wh, b)
        H.append(h)
        C.append(c)
    return [np.stack(H, axis=1), np.stack(C, axis=1)]


def lstm_backward(dH, X, h0, c0, Wx, Wh, b):
    """The steps' inputs are kept in a list on the way forward, and taken from its end on the way back."""
    visited, h, c = [], h0, c0
    for k in range(X.shape[1]):
        visited.append((X[:, k], h, c))
        h, c = lstm_step(X[:, k], h, c, Wx, Wh, b)
    dh, dc = np.zeros(h.shape), np.zeros(c.shape)
    dX, sums = np.zeros(X.shape), None
    while visited:
        x, h, c = visited.pop()
        k = len(visited)
        dX[:, k], dh, dc, *parts = lstm_step_backward(dH[:, k] + dh, dc, x, h, c, Wx, Wh, b)
        sums = parts if sums is None else [a + part for a, part in zip(sums, parts, strict=True)]
    return [dX, dh, dc, *sums]
