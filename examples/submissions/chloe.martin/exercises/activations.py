# Chloe Martin - worksheet 2
import numpy as np


def Sigmoid(z):
    z = np.asarray(z, dtype=float)
    return np.where(z >= 0, 1.0, np.exp(-abs(z))) / (1 + np.exp(-abs(z)))


def sigmoid_derivative(a):
    a = np.asarray(a, dtype=float)
    return a - a**2


def tanh(z):
    return np.tanh(np.asarray(z, dtype=float))


def tanh_derivative(a):
    a = np.asarray(a, dtype=float)
    return 1 - a * a


def relu(z):
    return np.maximum(0, np.asarray(z, dtype=float))


def relu_deriv(a):
    return np.asarray(np.asarray(a) > 0, dtype=float)


def soft_max(Z):
    Z = np.asarray(Z, dtype=float)
    e = np.exp(Z - np.max(Z, axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def log_softmax(Z):
    Z = np.asarray(Z, dtype=float)
    m = np.max(Z, axis=-1, keepdims=True)
    return Z - m - np.log(np.exp(Z - m).sum(axis=-1, keepdims=True))


def softmax_jacobian(a):
    a = np.asarray(a, dtype=float)
    return np.diag(a) - np.outer(a, a)
