import numpy as np


def rnn_step(x, h, Wx, Wh, b):
    return np.array(
        [np.tanh(np.dot(r, Wx) + np.dot(s, Wh) + b) for r, s in zip(x.astype(float), h.astype(float))]
    )


def rnn_forward(X, h0, Wx, Wh, b):
    out = []
    for seq, h in zip(X.astype(float), h0.astype(float)):
        rows = []
        for x in seq:
            h = np.tanh(x @ Wx + h @ Wh + b)
            rows.append(h)
        out.append(rows)
    return np.array(out)


def rnn_backward(dH, X, H, h0, Wx, Wh):
    X = np.asarray(X, float)
    dWx = 0
    dWh = 0
    db = 0
    dxs = []
    dh = 0
    previous = [h0] + [H[:, i] for i in range(H.shape[1] - 1)]
    for i in range(X.shape[1])[::-1]:
        dz = (dH[:, i] + dh) * (1.0 - H[:, i] ** 2.0)
        dxs.insert(0, dz @ Wx.T)
        if i == 0:
            dh = dz @ Wh.T
        dWx = dWx + X[:, i].T @ dz
        dWh = dWh + previous[i].T @ dz
        db = db + np.sum(dz, axis=0)
    return np.array(dxs).transpose(1, 0, 2), dh, dWx, dWh, db


def clip_gradients(grads, max_norm):
    clipped = []
    for g in grads:
        norm = np.linalg.norm(g)
        clipped.append(np.array(g, float) * (max_norm / norm if norm > max_norm else 1.0))
    return clipped
