# 第14单元: 循环网络

import math

import numpy as np


def rnn_step(x, h, Wx, Wh, b):
    out = np.zeros((x.shape[0], Wh.shape[0]))
    for r in range(x.shape[0]):
        for q in range(Wh.shape[0]):
            z = float(b[q])
            for p in range(x.shape[1]):
                z += float(x[r, p]) * float(Wx[p, q])
            for p in range(Wh.shape[0]):
                z += float(h[r, p]) * float(Wh[p, q])
            out[r, q] = math.tanh(z)
    return out


def rnn_forward(X, h0, Wx, Wh, b):
    states = []
    h = h0
    for i in range(X.shape[1]):
        h = rnn_step(X[:, i, :], h, Wx, Wh, b)
        states.append(h)
    return np.stack(states, axis=1)


def rnn_backward(dH, X, H, h0, Wx, Wh):
    n, t, d = X.shape
    m = h0.shape[1]
    dX = np.zeros((n, t, d))
    dh0 = np.zeros((n, m))
    dWx = np.zeros((d, m))
    dWh = np.zeros((m, m))
    db = np.zeros(m)
    for r in range(n):
        carry = [0.0] * m
        for i in range(t - 1, -1, -1):
            dz = [(float(dH[r, i, q]) + carry[q]) * (1 - float(H[r, i, q]) ** 2) for q in range(m)]
            prev = h0[r] if i == 0 else H[r, i - 1]
            for q in range(m):
                db[q] += dz[q]
                for p in range(d):
                    dWx[p, q] += float(X[r, i, p]) * dz[q]
                    dX[r, i, p] += dz[q] * float(Wx[p, q])
                for p in range(m):
                    dWh[p, q] += float(prev[p]) * dz[q]
            carry = [sum(dz[q] * float(Wh[p, q]) for q in range(m)) for p in range(m)]
        dh0[r] = carry
    return [dX, dh0, dWx, dWh, db]


def clip_gradients(grads, max_norm):
    total = 0.0
    for g in grads:
        for v in g.reshape(-1):
            total += float(v) * float(v)
    norm = math.sqrt(total)
    if norm <= max_norm:
        return [np.array(g, dtype=float) for g in grads]
    return [np.array(g, dtype=float) / norm * max_norm for g in grads]
