"""Recurrent networks a number at a time, in Python's own floats."""

import math

import numpy as np


def _rows(array):
    return np.asarray(array, dtype=float).tolist()


def _next_state(x, h, Wx, Wh, b):
    """One row's next state, all of them lists of floats."""
    state = []
    for q in range(len(b)):
        total = b[q]
        for p in range(len(x)):
            total += x[p] * Wx[p][q]
        for p in range(len(h)):
            total += h[p] * Wh[p][q]
        state.append(math.tanh(total))
    return state


def rnn_step(x, h, Wx, Wh, b):
    """tanh(x Wx + h Wh + b)."""
    x, h, Wx, Wh, b = (_rows(array) for array in (x, h, Wx, Wh, b))
    return np.array([_next_state(x[r], h[r], Wx, Wh, b) for r in range(len(x))])


def rnn_forward(X, h0, Wx, Wh, b):
    """All states, one sequence after the other."""
    X, h0, Wx, Wh, b = (_rows(array) for array in (X, h0, Wx, Wh, b))
    H = []
    for sequence, state in zip(X, h0, strict=True):
        states = []
        for x in sequence:
            state = _next_state(x, state, Wx, Wh, b)
            states.append(state)
        H.append(states)
    return np.array(H)


def rnn_backward(dH, X, H, h0, Wx, Wh):
    """Gradients through time, one sequence after the other; a list of five."""
    (n, t, d), m = np.shape(X), np.shape(H)[2]
    dH, X, H, h0, Wx, Wh = (_rows(array) for array in (dH, X, H, h0, Wx, Wh))
    dX, dh0 = np.zeros((n, t, d)), np.zeros((n, m))
    dWx, dWh, db = np.zeros((d, m)), np.zeros((m, m)), np.zeros(m)
    for r in range(n):
        back = [0.0] * m
        for i in range(t - 1, -1, -1):
            before = h0[r] if i == 0 else H[r][i - 1]
            dz = [
                (dH[r][i][q] + back[q]) * (1.0 - H[r][i][q]) * (1.0 + H[r][i][q]) for q in range(m)
            ]
            for q in range(m):
                db[q] += dz[q]
                for p in range(d):
                    dX[r, i, p] += dz[q] * Wx[p][q]
                    dWx[p, q] += X[r][i][p] * dz[q]
                for p in range(m):
                    dWh[p, q] += before[p] * dz[q]
            back = [math.fsum(dz[q] * Wh[p][q] for q in range(m)) for p in range(m)]
        for p in range(m):
            dh0[r, p] = back[p]
    return [dX, dh0, dWx, dWh, db]


def clip_gradients(grads, max_norm):
    """Scaled by one factor where the norm, by math.hypot, exceeds max_norm."""
    norm = math.hypot(*(float(value) for grad in grads for value in np.asarray(grad).flat))
    clipped = []
    for grad in grads:
        new = np.empty(np.shape(grad))
        for place in np.ndindex(new.shape):
            new[place] = float(grad[place])
            if norm > max_norm:
                new[place] = new[place] / norm * max_norm
        clipped.append(new)
    return clipped
