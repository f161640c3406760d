"""Long short-term memory gate by gate, with the functions of unit activations, and recursion in time."""

import numpy as np

from exercises.activations import sigmoid, sigmoid_derivative, tanh, tanh_derivative

PLACES = {"input": 0, "forget": 1, "candidate": 2, "output": 3}


def gate(name, x, h, Wx, Wh, b):
    """One of the four, by its name."""
    m = h.shape[1]
    start = PLACES[name] * m
    columns = slice(start, start + m)
    z = np.dot(x * 1.0, Wx[:, columns]) + np.dot(h * 1.0, Wh[:, columns]) + b[columns]
    if name == "candidate":
        return tanh(z)
    return sigmoid(z)


def lstm_step(x, h, c, Wx, Wh, b):
    """New memory, then new state."""
    parameters = (x, h, Wx, Wh, b)
    kept = gate("forget", *parameters) * c
    written = gate("input", *parameters) * gate("candidate", *parameters)
    new_c = kept + written
    new_h = gate("output", *parameters) * tanh(new_c)
    return new_h, new_c


def lstm_step_backward(dh, dc, x, h, c, Wx, Wh, b):
    """Gate after gate, each with its share of dx, dh_prev and the weights."""
    m = h.shape[1]
    i = gate("input", x, h, Wx, Wh, b)
    f = gate("forget", x, h, Wx, Wh, b)
    g = gate("candidate", x, h, Wx, Wh, b)
    o = gate("output", x, h, Wx, Wh, b)
    tanh_c = tanh(f * c + i * g)

    dc_new = dh * o * tanh_derivative(tanh_c) + dc
    dz = {
        "output": dh * tanh_c * sigmoid_derivative(o),
        "forget": dc_new * c * sigmoid_derivative(f),
        "input": dc_new * g * sigmoid_derivative(i),
        "candidate": dc_new * i * tanh_derivative(g),
    }

    dx = np.zeros(x.shape)
    dh_prev = np.zeros(h.shape)
    dWx = np.zeros(Wx.shape)
    dWh = np.zeros(Wh.shape)
    db = np.zeros(b.shape)
    for name, place in PLACES.items():
        start, end = place * m, (place + 1) * m
        dx += np.dot(dz[name], Wx[:, start:end].T)
        dh_prev += np.dot(dz[name], Wh[:, start:end].T)
        dWx[:, start:end] = np.dot(x.T, dz[name])
        dWh[:, start:end] = np.dot(h.T, dz[name])
        db[start:end] = dz[name].sum(axis=0)
    return dx, dh_prev, f * dc_new, dWx, dWh, db


def lstm_forward(X, h0, c0, Wx, Wh, b):
    """Filled from left to right."""
    H = np.zeros((X.shape[0], X.shape[1], h0.shape[1]))
    C = np.zeros_like(H)
    h, c = h0, c0
    for k in range(X.shape[1]):
        h, c = lstm_step(X[:, k, :], h, c, Wx, Wh, b)
        H[:, k, :] = h
        C[:, k, :] = c
    return H, C


def lstm_backward(dH, X, h0, c0, Wx, Wh, b):
    """Goes forward on the way down and back on the way up again."""

    def back(k, h, c):
        """Gradients by the step's state and memory before, dX of the rest, and the sums so far."""
        if k == X.shape[1]:
            nothing = np.zeros(h0.shape)
            return nothing, nothing, [], np.zeros(Wx.shape), np.zeros(Wh.shape), np.zeros(b.shape)
        h_next, c_next = lstm_step(X[:, k, :], h, c, Wx, Wh, b)
        dh, dc, later, dWx, dWh, db = back(k + 1, h_next, c_next)
        dh = dh + dH[:, k, :]
        dx, dh, dc, own_Wx, own_Wh, own_b = lstm_step_backward(dh, dc, X[:, k, :], h, c, Wx, Wh, b)
        return dh, dc, [dx, *later], own_Wx + dWx, own_Wh + dWh, own_b + db

    dh0, dc0, steps, dWx, dWh, db = back(0, h0, c0)
    dX = np.empty(X.shape)
    for k in range(X.shape[1]):
        dX[:, k, :] = steps[k]
    return dX, dh0, dc0, dWx, dWh, db
