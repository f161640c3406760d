"""2 · Activations. Zoë O'Neil"""

import numpy as np


def _f(x):
    return np.asarray(x, dtype=float)


def sigmoid(z):
    # exp never sees a positive number: e = exp(-|z|)
    e = np.exp(-np.abs(_f(z)))
    return np.where(_f(z) < 0, e, 1) / (1 + e)


def sigmoid_derivative(a):
    return _f(a) * (1 - _f(a))


def tanh(z):
    return np.tanh(_f(z))


def tanh_derivative(a):
    return 1 - _f(a) ** 2


def relu(z):
    return _f(z).clip(min=0)


def relu_derivative(a):
    return np.heaviside(_f(a), 0)


def softmax(Z):
    return np.exp(log_softmax(Z))


def log_softmax(Z):
    Z = _f(Z) - np.max(Z, axis=-1, keepdims=True)
    return Z - np.log(np.exp(Z).sum(-1, keepdims=True))


def softmax_jacobian(a):
    a = _f(a)
    return a[:, None] * (np.eye(a.size) - a)
