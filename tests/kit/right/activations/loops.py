"""Activations in plain Python: a number at a time, rows by recursion."""

import math

import numpy as np


def _each(function, values):
    """Apply a function of one number to a number, or to every element of an array."""
    if np.ndim(values) == 0:
        return function(float(values))
    results = np.empty(values.shape)
    for place in np.ndindex(values.shape):
        results[place] = function(float(values[place]))
    return results


def _each_row(function, Z):
    """Apply a function of a list to a vector, or to every row of an array of more axes."""
    if Z.ndim == 1:
        return np.array(function([float(z) for z in Z]))
    return np.stack([_each_row(function, part) for part in Z])


def sigmoid(z):
    """a = 1 / (1 + exp(-z))."""

    def one(z):
        if z < 0:
            return 1.0 - one(-z)
        return 1.0 / (1.0 + math.exp(-z))

    return _each(one, z)


def sigmoid_derivative(a):
    """da/dz = a (1 - a)."""
    return _each(lambda a: a * (1 - a), a)


def tanh(z):
    """a = (exp(z) - exp(-z)) / (exp(z) + exp(-z))."""
    return _each(math.tanh, z)


def tanh_derivative(a):
    """da/dz = 1 - a**2."""
    return _each(lambda a: 1 - a * a, a)


def relu(z):
    """a = z where z > 0, else 0."""
    return _each(lambda z: z if z > 0 else 0.0, z)


def relu_derivative(a):
    """da/dz = 1 where a > 0, else 0."""
    return _each(lambda a: 1.0 if a > 0 else 0.0, a)


def softmax(Z):
    """A_j = exp(Z_j) / sum_i exp(Z_i)."""

    def row(z):
        largest = max(z)
        powers = [math.exp(each - largest) for each in z]
        total = math.fsum(powers)
        return [power / total for power in powers]

    return _each_row(row, Z)


def log_softmax(Z):
    """Z_j - log sum_i exp(Z_i)."""

    def row(z):
        largest = max(z)
        log_sum = largest + math.log(sum(math.exp(each - largest) for each in z))
        return [each - log_sum for each in z]

    return _each_row(row, Z)


def softmax_jacobian(a):
    """J_ij = a_i ([i = j] - a_j)."""
    k = len(a)
    J = np.zeros((k, k))
    for i in range(k):
        for j in range(k):
            if i == j:
                J[i, j] = float(a[i]) - float(a[i]) ** 2
            else:
                J[i, j] = -float(a[i]) * float(a[j])
    return J
