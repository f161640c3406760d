# 第15单元: 长短期记忆

import math

import numpy as np


def _s(z):
    if z >= 0:
        return 1 / (1 + math.exp(-z))
    e = math.exp(z)
    return e / (1 + e)


def _zs(x, h, Wx, Wh, b, r):
    out = []
    for q in range(len(b)):
        z = float(b[q])
        for p in range(x.shape[1]):
            z += float(x[r, p]) * float(Wx[p, q])
        for p in range(h.shape[1]):
            z += float(h[r, p]) * float(Wh[p, q])
        out.append(z)
    return out


def lstm_step(x, h, c, Wx, Wh, b):
    n, m = h.shape
    h2 = np.zeros((n, m))
    c2 = np.zeros((n, m))
    for r in range(n):
        z = _zs(x, h, Wx, Wh, b, r)
        for q in range(m):
            c2[r, q] = _s(z[m + q]) * float(c[r, q]) + _s(z[q]) * math.tanh(z[2 * m + q])
            h2[r, q] = _s(z[3 * m + q]) * math.tanh(c2[r, q])
    return h2, c2


def lstm_step_backward(dh, dc, x, h, c, Wx, Wh, b):
    n, m = h.shape
    d = x.shape[1]
    dx = np.zeros((n, d))
    dhp = np.zeros((n, m))
    dcp = np.zeros((n, m))
    dWx = np.zeros((d, 4 * m))
    dWh = np.zeros((m, 4 * m))
    db = np.zeros(4 * m)
    for r in range(n):
        z = _zs(x, h, Wx, Wh, b, r)
        for q in range(m):
            i = _s(z[q])
            f = _s(z[m + q])
            g = math.tanh(z[2 * m + q])
            o = _s(z[3 * m + q])
            t = math.tanh(f * float(c[r, q]) + i * g)
            total = float(dc[r, q]) + float(dh[r, q]) * o * (1 - t * t)
            dcp[r, q] = total * f
            for column, dz in (
                (q, total * g * i * (1 - i)),
                (m + q, total * float(c[r, q]) * f * (1 - f)),
                (2 * m + q, total * i * (1 - g * g)),
                (3 * m + q, float(dh[r, q]) * t * o * (1 - o)),
            ):
                db[column] += dz
                for p in range(d):
                    dx[r, p] += dz * float(Wx[p, column])
                    dWx[p, column] += dz * float(x[r, p])
                for p in range(m):
                    dhp[r, p] += dz * float(Wh[p, column])
                    dWh[p, column] += dz * float(h[r, p])
    return [dx, dhp, dcp, dWx, dWh, db]


def lstm_forward(X, h0, c0, Wx, Wh, b):
    h, c = h0, c0
    hs = []
    cs = []
    for k in range(X.shape[1]):
        h, c = lstm_step(X[:, k], h, c, Wx, Wh, b)
        hs.append(h)
        cs.append(c)
    return [np.stack(hs, axis=1), np.stack(cs, axis=1)]


def lstm_backward(dH, X, h0, c0, Wx, Wh, b):
    H, C = lstm_forward(X, h0, c0, Wx, Wh, b)
    t = X.shape[1]
    dh = np.zeros(h0.shape)
    dc = np.zeros(c0.shape)
    dX = np.zeros(X.shape)
    sums = [0, 0, 0]
    for k in range(t - 1, -1, -1):
        hb = h0 if k == 0 else H[:, k - 1]
        cb = c0 if k == 0 else C[:, k - 1]
        out = lstm_step_backward(dH[:, k] + dh, dc, X[:, k], hb, cb, Wx, Wh, b)
        dX[:, k] = out[0]
        dh = out[1]
        dc = out[2]
        for j in range(3):
            sums[j] = sums[j] + out[3 + j]
    return [dX, dh, dc] + sums
