"""Long short-term memory on arrays with an axis for the gates, (4, n, m); backward without its own step."""

import numpy as np


def _by_gate(W):
    """(p, 4m) or (4m,) as float64 with the gate as an axis, (p, 4, m) or (4, m)."""
    return np.reshape(W, (*np.shape(W)[:-1], 4, -1)).astype(np.float64)


def _activations(x, h, Wx, Wh, b):
    """All four, (4, n, m): sigmoid(z) is (1 + tanh(z / 2)) / 2, written for small numbers too."""
    z = np.einsum("nd,dgm->gnm", np.asarray(x, np.float64), _by_gate(Wx))
    z += np.einsum("np,pgm->gnm", np.asarray(h, np.float64), _by_gate(Wh))
    z += _by_gate(b)[:, None]
    tail = np.exp(-np.abs(z))
    a = np.where(z < 0, tail, 1.0) / (1.0 + tail)
    a[2] = np.tanh(z[2])
    return a


def lstm_step(x, h, c, Wx, Wh, b):
    """c' = f c + i g, h' = o tanh(c')."""
    i, f, g, o = _activations(x, h, Wx, Wh, b)
    memory = i * g + f * c
    return o * np.tanh(memory), memory


def _slopes(dh, dc, a, c):
    """The gradient by z, (4, n, m), and by the old memory."""
    i, f, g, o = a
    shown = np.tanh(i * g + f * c)
    total = dc + dh * (o - o * shown**2)
    upstream = np.stack([total * g, total * c, total * i, dh * shown])
    slopes = a * (1 - a)
    slopes[2] = 1 - a[2] ** 2
    return upstream * slopes, total * f


def lstm_step_backward(dh, dc, x, h, c, Wx, Wh, b):
    """Each gradient by one einsum."""
    dz, dc_prev = _slopes(dh, dc, _activations(x, h, Wx, Wh, b), c)
    return (
        np.einsum("gnm,dgm->nd", dz, _by_gate(Wx)),
        np.einsum("gnm,pgm->np", dz, _by_gate(Wh)),
        dc_prev,
        np.einsum("nd,gnm->dgm", x, dz).reshape(Wx.shape),
        np.einsum("np,gnm->pgm", h, dz).reshape(Wh.shape),
        dz.sum(axis=1).reshape(b.shape),
    )


def lstm_forward(X, h0, c0, Wx, Wh, b):
    """One array for both, of which the halves are returned."""
    (n, t, _), m = X.shape, h0.shape[1]
    both = np.empty((2, n, t + 1, m))
    both[:, :, 0] = h0, c0
    for k in range(t):
        both[:, :, k + 1] = lstm_step(X[:, k], both[0, :, k], both[1, :, k], Wx, Wh, b)
    return both[0, :, 1:], both[1, :, 1:]


def lstm_backward(dH, X, h0, c0, Wx, Wh, b):
    """dz of all steps first, (4, n, t, m), then the weights' gradients over all of them at once."""
    H, C = lstm_forward(X, h0, c0, Wx, Wh, b)
    before = np.concatenate([h0[:, None], H[:, :-1]], axis=1)
    memories = np.concatenate([c0[:, None], C[:, :-1]], axis=1)
    dZ, dh, dc = np.empty((4, *H.shape)), np.zeros(h0.shape), np.zeros(h0.shape)
    for k in range(X.shape[1])[::-1]:
        a = _activations(X[:, k], before[:, k], Wx, Wh, b)
        dZ[:, :, k], dc = _slopes(dH[:, k] + dh, dc, a, memories[:, k])
        dh = np.einsum("gnm,pgm->np", dZ[:, :, k], _by_gate(Wh))
    return (
        np.einsum("gntm,dgm->ntd", dZ, _by_gate(Wx)),
        dh,
        dc,
        np.einsum("ntd,gntm->dgm", X, dZ).reshape(Wx.shape),
        np.einsum("ntp,gntm->pgm", before, dZ).reshape(Wh.shape),
        dZ.sum(axis=(1, 2)).reshape(b.shape),
    )
