"""Logistic regression with the math module, one row at a time."""

import math

import numpy as np


def _sum(row, w, b):
    z = float(b)
    for value, weight in zip(row, w, strict=False):
        z += float(value) * float(weight)
    return z


def _sigmoid(z):
    if z < 0:
        power = math.exp(z)
        return power / (1.0 + power)
    return 1.0 / (1.0 + math.exp(-z))


def predict_probability(X, w, b):
    """The sigmoid of each row's sum."""
    return np.array([_sigmoid(_sum(row, w, b)) for row in X])


def cost(X, y, w, b):
    """-log p of what is true, from the sum."""
    total = 0.0
    for row, target in zip(X, y, strict=False):
        z = _sum(row, w, b)
        s = -z if target == 1 else z
        total += max(s, 0.0) + math.log1p(math.exp(-abs(s)))
    return total / len(X)


def gradients(X, y, w, b):
    """Each weight's slope by itself."""
    n, d = X.shape
    errors = [_sigmoid(_sum(X[i], w, b)) - float(y[i]) for i in range(n)]
    dw = np.empty(d)
    for j in range(d):
        dw[j] = math.fsum(errors[i] * float(X[i, j]) for i in range(n)) / n
    return [dw, math.fsum(errors) / n]


def fit(X, y, learning_rate, epochs):
    """Down, with a list of weights."""
    w, b, history = [0.0] * X.shape[1], 0.0, []
    for _ in range(epochs):
        history.append(cost(X, y, w, b))
        dw, db = gradients(X, y, w, b)
        w = [weight - learning_rate * slope for weight, slope in zip(w, dw, strict=False)]
        b -= learning_rate * db
    return np.array(w, dtype=np.float64), b, history


def predict(X, w, b, threshold=0.5):
    """A comparison for each row."""
    return np.array([int(_sigmoid(_sum(row, w, b)) >= threshold) for row in X])


def accuracy(y, y_hat):
    """Count and divide."""
    right = 0
    for target, answer in zip(y, y_hat, strict=False):
        if target == answer:
            right += 1
    return right / len(y)
