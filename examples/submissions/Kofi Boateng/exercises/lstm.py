import numpy as np


def _act(z):
    a = np.tanh(np.where(np.arange(4)[:, None] == 2, z, z / 2))
    return np.where(np.arange(4)[:, None] == 2, a, (1 + a) / 2)


def _split(x, h, Wx, Wh, b):
    z = np.concatenate([x, h], axis=1).astype(float) @ np.concatenate([Wx, Wh]).astype(float) + b
    return _act(z.reshape(len(z), 4, -1))


def lstm_step(x, h, c, Wx, Wh, b):
    a = _split(x, h, Wx, Wh, b)
    new = a[:, 1] * c + a[:, 0] * a[:, 2]
    return a[:, 3] * np.tanh(new), new


def _back(dh, dc, c, a):
    i, f, g, o = a.transpose(1, 0, 2)
    t = np.tanh(f * c + i * g)
    dc = dc + dh * o * (1 - t) * (1 + t)
    dz = np.stack([dc * g, dc * c, dc * i, dh * t], axis=1) * np.where(
        np.arange(4)[:, None] == 2, 1 - a**2, a - a**2
    )
    return dz.reshape(len(dz), -1), dc * f


def lstm_step_backward(dh, dc, x, h, c, Wx, Wh, b):
    dz, dcp = _back(dh, dc, c, _split(x, h, Wx, Wh, b))
    return (
        np.einsum("nq,dq->nd", dz, Wx),
        np.einsum("nq,mq->nm", dz, Wh),
        dcp,
        np.einsum("nd,nq->dq", x, dz),
        np.einsum("nm,nq->mq", h, dz),
        np.einsum("nq->q", dz),
    )


def lstm_forward(X, h0, c0, Wx, Wh, b):
    n, t, _ = X.shape
    H = np.zeros((n, t + 1, h0.shape[1]))
    C = np.zeros_like(H)
    H[:, 0] = h0
    C[:, 0] = c0
    for k in range(t):
        H[:, k + 1], C[:, k + 1] = lstm_step(X[:, k], H[:, k], C[:, k], Wx, Wh, b)
    return H[:, 1:], C[:, 1:]


def lstm_backward(dH, X, h0, c0, Wx, Wh, b):
    n, t, _ = X.shape
    H, C = lstm_forward(X, h0, c0, Wx, Wh, b)
    Hp = np.concatenate([np.asarray(h0, float)[:, None], H[:, :-1]], axis=1)
    Cp = np.concatenate([np.asarray(c0, float)[:, None], C[:, :-1]], axis=1)
    dZ = np.zeros((n, t, len(b)))
    dh = np.zeros(h0.shape)
    dc = np.zeros(c0.shape)
    for k in range(t)[::-1]:
        dZ[:, k], dc = _back(
            dH[:, k] + dh, np.zeros(c0.shape), Cp[:, k], _split(X[:, k], Hp[:, k], Wx, Wh, b)
        )
        dh = dZ[:, k] @ Wh.T
    return (
        dZ @ Wx.T,
        dh,
        dc,
        np.tensordot(X.astype(float), dZ, ([0, 1], [0, 1])),
        np.tensordot(Hp, dZ, ([0, 1], [0, 1])),
        dZ.sum((0, 1)),
    )
