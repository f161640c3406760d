"""Activations by other formulas: hyperbolic functions, logaddexp, sums and differences."""

import numpy as np


def sigmoid(z):
    """a = 1 / (1 + exp(-z))."""
    return 0.5 + 0.5 * np.tanh(np.multiply(z, 0.5))


def sigmoid_derivative(a):
    """da/dz = a (1 - a)."""
    return 0.25 - np.square(np.subtract(a, 0.5))


def tanh(z):
    """a = (exp(z) - exp(-z)) / (exp(z) + exp(-z))."""
    decay = np.expm1(-2.0 * np.abs(z))
    return -np.sign(z) * decay / (2.0 + decay)


def tanh_derivative(a):
    """da/dz = 1 - a**2."""
    return (1.0 - a) * (1.0 + a)


def relu(z):
    """a = z where z > 0, else 0."""
    return (z + np.abs(z)) / 2


def relu_derivative(a):
    """da/dz = 1 where a > 0, else 0."""
    return np.heaviside(a, 0.0)


def _log_of_sum(Z):
    return np.logaddexp.reduce(Z, axis=-1, keepdims=True, dtype=np.float64)


def softmax(Z):
    """A_j = exp(Z_j) / sum_i exp(Z_i)."""
    return np.exp(Z - _log_of_sum(Z))


def log_softmax(Z):
    """Z_j - log sum_i exp(Z_i)."""
    return Z - _log_of_sum(Z)


def softmax_jacobian(a):
    """J_ij = a_i ([i = j] - a_j)."""
    return np.einsum("i,ij->ij", a, np.identity(a.size) - a)
