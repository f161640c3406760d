"""Activations with masks and copies; single numbers come as 0-d arrays."""

import numpy as np


def sigmoid(z):
    """a = 1 / (1 + exp(-z))."""
    z = np.array(z, dtype=float)
    a = np.zeros_like(z)
    positive = z > 0
    negative = ~positive
    a[positive] = 1 / (1 + np.exp(-z[positive]))
    e = np.exp(z[negative])
    a[negative] = e / (e + 1)
    return a


def sigmoid_derivative(a):
    """da/dz = a (1 - a)."""
    a = np.array(a, dtype=float)
    return a - a**2


def tanh(z):
    """a = (exp(z) - exp(-z)) / (exp(z) + exp(-z))."""
    z = np.array(z, dtype=float)
    return 2 * sigmoid(2 * z) - 1


def tanh_derivative(a):
    """da/dz = 1 - a**2."""
    a = np.array(a, dtype=float)
    result = np.ones(a.shape)
    result -= a * a
    return result


def relu(z):
    """a = z where z > 0, else 0."""
    a = np.array(z, dtype=float)
    a[a < 0] = 0
    return a


def relu_derivative(a):
    """da/dz = 1 where a > 0, else 0."""
    a = np.array(a)
    slope = np.zeros(a.shape)
    slope[a > 0] = 1
    return slope


def softmax(Z):
    """A_j = exp(Z_j) / sum_i exp(Z_i)."""
    columns = Z.T.astype(float)
    columns = columns - np.max(columns, axis=0)
    e = np.exp(columns)
    return (e / np.sum(e, axis=0)).T


def log_softmax(Z):
    """Z_j - log sum_i exp(Z_i)."""
    columns = Z.T.astype(float)
    highest = np.max(columns, axis=0)
    total = np.sum(np.exp(columns - highest), axis=0)
    return (columns - highest - np.log(total)).T


def softmax_jacobian(a):
    """J_ij = a_i ([i = j] - a_j)."""
    a = a.reshape(-1, 1).astype(float)
    return np.diagflat(a) - np.dot(a, a.T)
