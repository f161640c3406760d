import numpy as np


def sigmoid(z):
    # tanh never overflows, and sigmoid is a squeezed tanh
    # (not quite exact far below zero, so use the exp form there)
    z = np.array(z, dtype=float)
    safe = np.exp(np.minimum(z, 0))
    return np.where(z < 0, safe / (1 + safe), 1 / (1 + np.exp(-np.maximum(z, 0))))


def sigmoid_derivative(a):
    a = np.array(a, dtype=float)
    return a * (1 - a)


def tanh(z):
    return np.tanh(np.array(z, dtype=float))


def tanh_derivative(a):
    a = np.array(a, dtype=float)
    return 1 - a * a


def relu(z):
    z = np.array(z, dtype=float)
    return z * (z > 0)


def relu_derivative(a):
    return (np.array(a) > 0) * 1.0


def softmax(Z):
    Z = np.array(Z, dtype=float)
    Z = Z - Z.max(axis=-1)[..., None]
    e = np.exp(Z)
    return e / e.sum(axis=-1)[..., None]


def log_softmax(Z):
    Z = np.array(Z, dtype=float)
    Z = Z - Z.max(axis=-1)[..., None]
    return Z - np.log(np.exp(Z).sum(axis=-1)[..., None])


def softmax_jacobian(a):
    a = np.array(a, dtype=float)
    return np.diag(a) - a.reshape(-1, 1) * a.reshape(1, -1)
