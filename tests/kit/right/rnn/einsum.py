"""Recurrent networks with one matrix for input, state and bias, and sums over all steps at once."""

import numpy as np


def _joined(Wx, Wh, b):
    return np.concatenate([Wx, Wh, np.reshape(b, (1, -1))], axis=0, dtype=np.float64)


def rnn_step(x, h, Wx, Wh, b):
    """tanh of [x, h, 1] times the three parameters on top of each other."""
    inputs = np.concatenate([x, h, np.ones((len(x), 1))], axis=1, dtype=np.float64)
    return np.tanh(np.einsum("nk,km->nm", inputs, _joined(Wx, Wh, b)))


def rnn_forward(X, h0, Wx, Wh, b):
    """The input's part of all steps first; then a slice of H at a time."""
    H = np.einsum("ntd,dm->ntm", X.astype(np.float64), Wx) + b
    state = np.asarray(h0, np.float64)
    for step in range(H.shape[1]):
        H[:, step] += np.einsum("np,pm->nm", state, Wh)
        state = np.tanh(H[:, step], out=H[:, step])
    return H


def rnn_backward(dH, X, H, h0, Wx, Wh):
    """dz of all steps first, then each gradient by one einsum."""
    X, Wx, Wh = X.astype(np.float64), Wx.astype(np.float64), Wh.astype(np.float64)
    slopes = 1 - np.square(H, dtype=np.float64)
    dZ = np.array(dH, dtype=np.float64)
    dZ[:, -1] *= slopes[:, -1]
    for step in range(dZ.shape[1] - 2, -1, -1):
        dZ[:, step] += np.einsum("nq,pq->np", dZ[:, step + 1], Wh)
        dZ[:, step] *= slopes[:, step]
    before = np.insert(np.asarray(H, np.float64), 0, h0, axis=1)[:, :-1]
    return (
        np.einsum("ntm,dm->ntd", dZ, Wx),
        np.einsum("nq,pq->np", dZ[:, 0], Wh),
        np.einsum("ntd,ntm->dm", X, dZ),
        np.einsum("ntp,ntq->pq", before, dZ),
        np.einsum("ntm->m", dZ),
    )


def clip_gradients(grads, max_norm):
    """All arrays as one long vector, scaled, and cut up again."""
    vector = np.concatenate([np.ravel(grad) for grad in grads]).astype(np.float64)
    largest = np.abs(vector).max(initial=0.0)
    if largest:
        scaled = vector / largest
        norm = largest * np.sqrt(scaled @ scaled)
        vector *= np.minimum(1.0, max_norm / norm)
    ends = np.cumsum([np.size(grad) for grad in grads])
    parts = np.split(vector, ends[:-1])
    return [part.reshape(np.shape(grad)).copy() for part, grad in zip(parts, grads, strict=True)]
