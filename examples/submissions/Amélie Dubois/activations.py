# Amélie Dubois, groupe B
import numpy as np


def sigmoid(z):
    """1 / (1 + exp(-z)), sans débordement : exp(-log(1 + exp(-z)))."""
    return np.exp(-np.logaddexp(0, -np.asarray(z, dtype=float)))


def sigmoid_derivative(a):
    a = np.asarray(a, dtype=float)
    return a * (1 - a)


def tanh(z):
    return np.tanh(np.asarray(z, dtype=float))


def tanh_derivative(a):
    return 1 - np.square(np.asarray(a, dtype=float))


def relu(z):
    return np.fmax(np.asarray(z, dtype=float), 0)


def relu_derivative(a):
    return np.asarray(np.asarray(a) > 0, dtype=float)


def softmax(Z):
    Z = np.asarray(Z, dtype=float)
    E = np.exp(Z - np.amax(Z, axis=-1, keepdims=True))
    return E / np.sum(E, axis=-1, keepdims=True)


def log_softmax(Z):
    Z = np.asarray(Z, dtype=float)
    return Z - np.logaddexp.reduce(Z, axis=-1, keepdims=True)


def softmax_jacobian(a):
    a = np.asarray(a, dtype=float)
    return np.diagflat(a) - np.outer(a, a)
