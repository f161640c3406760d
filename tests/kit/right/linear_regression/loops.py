"""Linear regression, one number at a time; least squares by Gram and Schmidt."""

import math

import numpy as np


def predict(X, w, b):
    """X @ w + b, row by row."""
    rows = []
    for row in X:
        total = 0.0
        for value, weight in zip(row, w, strict=False):
            total += float(value) * float(weight)
        rows.append(total + float(b))
    return np.array(rows, dtype=float)


def gradients(X, y, w, b):
    """Sums of the errors times the inputs, as Python floats."""
    n, d = X.shape
    y_hat = predict(X, w, b)
    dw, db = [0.0] * d, 0.0
    for i in range(n):
        error = float(y_hat[i]) - float(y[i])
        for j in range(d):
            dw[j] += error * float(X[i, j])
        db += error
    return [np.array([2.0 * each / n for each in dw]), 2.0 * db / n]


def _orthonormal(vectors):
    """An orthonormal base of what some vectors span, the largest remainder first, twice is enough."""
    rest = [np.array(each, dtype=float) for each in vectors]
    largest = max(math.sqrt(sum(t * t for t in each)) for each in rest)
    base = []
    while rest:
        rest.sort(key=lambda each: float(np.linalg.norm(each)))
        taken = rest.pop()
        for _ in range(2):
            for each in base:
                taken = taken - np.dot(each, taken) * each
        length = float(np.linalg.norm(taken))
        if length <= 1e-13 * largest:
            continue
        base.append(taken / length)
        rest = [each - np.dot(base[-1], each) * base[-1] for each in rest]
    return np.array(base)


def fit_least_squares(X, y):
    """In the base Q of columns and the base P of rows, A is Q.T @ (Q A P.T) @ P with an invertible middle."""
    n, d = X.shape
    A = np.ones((n, d + 1))
    A[:, :d] = X
    if not np.any(A[:, :d]):
        return np.zeros(d), sum(float(each) for each in y) / n
    Q = _orthonormal(A.T)
    P = _orthonormal(A)
    rank = min(len(Q), len(P))
    Q, P = Q[:rank], P[:rank]
    middle = Q @ A @ P.T
    v = P.T @ np.linalg.solve(middle, Q @ np.asarray(y, dtype=float))
    return np.array(v[:d]), float(v[d])


def fit(X, y, learning_rate, epochs):
    """A while loop over epochs."""
    weights = np.zeros(len(X[0]))
    bias = 0.0
    history = []
    while len(history) < epochs:
        y_hat = predict(X, weights, bias)
        cost = 0.0
        for one, other in zip(y_hat, y, strict=False):
            cost += (float(one) - float(other)) ** 2
        history.append(cost / len(y))
        dw, db = gradients(X, y, weights, bias)
        for j in range(len(weights)):
            weights[j] -= learning_rate * dw[j]
        bias -= learning_rate * db
    return [weights, bias, history]


def classify(X, w, b, threshold=0.5):
    """An if for each row."""
    classes = []
    for y_hat in predict(X, w, b):
        if y_hat >= threshold:
            classes.append(1)
        else:
            classes.append(0)
    return np.array(classes)
