"""Recurrent networks as the lesson writes them, with lists, append and recursion."""

import numpy as np


def rnn_step(x, h, Wx, Wh, b):
    """tanh(x Wx + h Wh + b), where tanh is 1 - 2 / (exp(2z) + 1) on the positive side."""
    z = 1.0 * (np.matmul(h, Wh) + np.matmul(x, Wx)) + b
    sign = np.where(z < 0, -1.0, 1.0)
    down = np.expm1(-2 * np.abs(z))
    return sign * -down / (down + 2)


def rnn_forward(X, h0, Wx, Wh, b):
    """The first step, then the rest of the sequence by the same function."""
    state = rnn_step(X[:, 0, :], h0, Wx, Wh, b)
    if X.shape[1] == 1:
        return state[:, np.newaxis, :]
    rest = rnn_forward(X[:, 1:, :], state, Wx, Wh, b)
    return np.append(state[:, np.newaxis, :], rest, axis=1)


def rnn_backward(dH, X, H, h0, Wx, Wh):
    """Step by step from the end, with a list for dX that is turned round."""
    t = X.shape[1]
    states = [h0]
    for i in range(t):
        states.append(H[:, i, :])
    X, Wx, Wh = 1.0 * X, 1.0 * Wx, 1.0 * Wh
    dX, dWx, dWh, db = [], 0, 0, 0
    dh = dH[:, t - 1, :]
    for i in range(t, 0, -1):
        dz = dh - dh * states[i] ** 2
        dX.append(np.dot(dz, Wx.T))
        dWx = dWx + np.dot(X[:, i - 1, :].T, dz)
        dWh = dWh + np.dot(states[i - 1].T, dz)
        db = db + np.sum(dz, 0)
        dh = np.dot(dz, Wh.T)
        if i > 1:
            dh = dh + dH[:, i - 2, :]
    dX.reverse()
    return np.stack(dX, axis=1), dh, dWx, dWh, db


def clip_gradients(grads, max_norm):
    """A norm of the norms of the arrays, and a division by how many times it is too long."""
    norms = []
    for grad in grads:
        norms.append(np.linalg.norm(grad.astype(float).reshape(-1)))
    times = np.linalg.norm(norms) / max_norm
    result = []
    for grad in grads:
        if times > 1:
            result.append(grad.astype(float) / times)
        else:
            result.append(grad.astype(float))
    return result
