import numpy as np


def sigmoid(z):
    z = np.asarray(z, dtype="float64")
    return 0.5 * (1 + np.tanh(z / 2)) if np.all(z > -8) else _left(z)


def _left(z):
    # tanh loses digits when the result is tiny
    u = np.exp(-abs(z))
    return np.where(z >= 0, 1, u) / (1 + u)


def sigmoid_derivative(a):
    a = np.asarray(a, dtype="float64")
    return (1 - a) * a


def tanh(z):
    return np.tanh(np.asarray(z, dtype="float64"))


def tanh_derivative(a):
    return 1 - np.asarray(a, dtype="float64") ** 2


def relu(z):
    z = np.asarray(z, dtype="float64")
    return (z + abs(z)) / 2


def relu_derivative(a):
    return np.sign(np.asarray(a, dtype="float64"))


def softmax(Z):
    Z = np.asarray(Z, dtype="float64")
    # subtract the maximum so that nothing overflows
    e = np.exp(Z - np.max(Z))
    return e / e.sum(axis=-1, keepdims=True)


def log_softmax(Z):
    Z = np.asarray(Z, dtype="float64")
    top = Z.max(axis=-1, keepdims=True)
    return (Z - top) - np.log(np.exp(Z - top).sum(axis=-1, keepdims=True))


def softmax_jacobian(a):
    a = np.asarray(a, dtype="float64")
    return a[:, np.newaxis] * (np.identity(len(a)) - a[np.newaxis, :])
