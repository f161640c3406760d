"""14 · Recurrent networks. Zoë O'Neil"""

import numpy as np


def rnn_step(x, h, Wx, Wh, b):
    xh = np.concatenate([x, h], axis=1).astype(float)
    W = np.vstack([Wx, Wh]).astype(float)
    return np.tanh(np.einsum("np,pq->nq", xh, W) + b)


def rnn_forward(X, h0, Wx, Wh, b):
    Z = np.einsum("ntd,dm->tnm", X.astype(float), Wx.astype(float)) + b
    H = np.zeros(Z.shape)
    h = h0.astype(float)
    for i, z in enumerate(Z):
        h = np.tanh(z + h @ Wh)
        H[i] = h
    return H.transpose(1, 0, 2)


def rnn_backward(dH, X, H, h0, Wx, Wh):
    prev = np.concatenate([h0[:, None].astype(float), H[:, :-1]], axis=1)
    dZ = np.array(dH, dtype=float)
    for i in range(dZ.shape[1])[::-1]:
        if i + 1 < dZ.shape[1]:
            dZ[:, i] += dZ[:, i + 1] @ Wh.T
        dZ[:, i] *= (1 - H[:, i]) * (1 + H[:, i])
    return (
        dZ @ Wx.T.astype(float),
        dZ[:, 0] @ Wh.T,
        np.einsum("ntd,ntm->dm", X.astype(float), dZ),
        np.einsum("ntp,ntq->pq", prev, dZ),
        np.einsum("ntm->m", dZ),
    )


def clip_gradients(grads, max_norm):
    flat = np.concatenate([np.asarray(g, dtype=np.float64).ravel() for g in grads])
    norm = np.linalg.norm(flat)
    if norm > max_norm:
        flat = flat * (max_norm / norm)
    pieces = np.split(flat, np.cumsum([g.size for g in grads])[:-1])
    return [p.reshape(g.shape) for p, g in zip(pieces, grads)]
