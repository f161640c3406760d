"""Costs step by step, with a name for every intermediate result."""

import numpy as np


def mean_squared_error(Y, Y_hat):
    """mean((Y_hat − Y)²)."""
    difference = Y_hat - Y
    squared = difference * difference
    return np.average(squared)


def mean_squared_error_gradient(Y, Y_hat):
    """2 (Y_hat − Y) / N."""
    N = np.size(Y_hat)
    return Y_hat * (2 / N) - Y * (2 / N)


def log_likelihood(y, p):
    """Σ y log p + (1 − y) log(1 − p)."""
    p = np.maximum(p, 1e-12)
    p = np.minimum(p, 1 - 1e-12)
    yes = y * np.log(p)
    no = (1 - y) * np.log(1 - p)
    return np.sum(yes) + np.sum(no)


def binary_cross_entropy(y, p):
    """−mean(y log p + (1 − y) log(1 − p))."""
    return -log_likelihood(y, p) / np.size(y)


def binary_cross_entropy_gradient(y, p):
    """(p − y) / (p (1 − p)) / N."""
    p = np.clip(np.array(p, dtype=float), 1e-12, 1 - 1e-12)
    yes = -y / p
    no = (1 - y) / (1 - p)
    return (yes + no) / np.size(y)


def one_hot(labels, n_classes):
    """1 in the label's column, 0 elsewhere."""
    for label in labels:
        if label < 0 or label >= n_classes or label != np.floor(label):
            raise ValueError(f"label = {label} does not fit {n_classes} classes")
    result = np.zeros((len(labels), n_classes))
    for row, label in enumerate(labels):
        result[row, int(label)] = 1
    return result


def cross_entropy(Y, P):
    """−(1/n) ΣΣ Y log P."""
    P = np.clip(P, 1e-12, 1 - 1e-12)
    costs = []
    for target, prediction in zip(Y, P, strict=True):
        costs.append(-np.dot(target, np.log(prediction)))
    return np.mean(costs)


def softmax_cross_entropy(logits, labels):
    """mean(log Σ exp(z) − z_label) and (softmax(z) − one-hot) / n."""
    n = logits.shape[0]
    z = logits - np.max(logits, axis=1).reshape(n, 1)
    e = np.exp(z)
    S = np.sum(e, axis=1)
    cost = np.mean(np.log(S) - z[range(n), labels])
    gradient = e / S.reshape(n, 1)
    for i in range(n):
        gradient[i, labels[i]] -= 1
    return cost, gradient / n
