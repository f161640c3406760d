"""Costs in plain Python: a number at a time, from lists."""

import math

import numpy as np

SMALLEST = 1e-12


def _pairs(targets, predictions):
    return list(zip(np.ravel(targets).tolist(), np.ravel(predictions).tolist(), strict=True))


def _safe(p):
    return min(max(p, SMALLEST), 1 - SMALLEST)


def _shaped(values, like):
    """A list of numbers in the shape of an array; a float for a single number."""
    return (
        values[0] if np.ndim(like) == 0 else np.array(values, dtype=float).reshape(np.shape(like))
    )


def mean_squared_error(Y, Y_hat):
    """mean((Y_hat − Y)²)."""
    pairs = _pairs(Y, Y_hat)
    total = 0.0
    for target, prediction in pairs:
        total += (target - prediction) ** 2
    return total / len(pairs)


def mean_squared_error_gradient(Y, Y_hat):
    """2 (Y_hat − Y) / N."""
    pairs = _pairs(Y, Y_hat)
    return _shaped(
        [2.0 / len(pairs) * (prediction - target) for target, prediction in pairs], Y_hat
    )


def log_likelihood(y, p):
    """Σ y log p + (1 − y) log(1 − p)."""
    total = 0.0
    for target, probability in _pairs(y, p):
        if target == 1:
            total += math.log(_safe(probability))
        else:
            total += math.log1p(-_safe(probability))
    return total


def binary_cross_entropy(y, p):
    """−mean(y log p + (1 − y) log(1 − p))."""
    return -log_likelihood(y, p) / len(_pairs(y, p))


def binary_cross_entropy_gradient(y, p):
    """(p − y) / (p (1 − p)) / N."""
    pairs = _pairs(y, p)
    slopes = []
    for target, probability in pairs:
        safe = _safe(probability)
        slopes.append((-1 / safe if target == 1 else 1 / (1 - safe)) / len(pairs))
    return _shaped(slopes, p)


def one_hot(labels, n_classes):
    """1 in the label's column, 0 elsewhere."""
    rows = []
    for label in labels.tolist():
        if label not in range(n_classes):
            raise ValueError("label " + repr(label) + " is not among the classes")
        rows.append([1.0 if label == column else 0.0 for column in range(n_classes)])
    return np.array(rows)


def cross_entropy(Y, P):
    """−(1/n) ΣΣ Y log P."""
    return -sum(target * math.log(_safe(p)) for target, p in _pairs(Y, P)) / len(Y)


def softmax_cross_entropy(logits, labels):
    """mean(log Σ exp(z) − z_label) and (softmax(z) − one-hot) / n."""
    n, k = logits.shape
    cost = 0.0
    gradient = np.zeros((n, k))
    for i, (row, label) in enumerate(zip(logits.tolist(), labels.tolist(), strict=True)):
        largest = max(row)
        powers = [math.exp(z - largest) for z in row]
        total = math.fsum(powers)
        cost += (math.log(total) + largest - row[label]) / n
        for j in range(k):
            gradient[i, j] = (powers[j] / total - (1 if j == label else 0)) / n
    return cost, gradient
