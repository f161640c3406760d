import numpy as np


def flo(x):
    return np.asarray(x, dtype=np.float64)


def cut(p):
    return np.clip(flo(p), 1e-12, 1 - 1e-12)


def mean_squared_error(Y, Y_hat):
    return float(((flo(Y) - flo(Y_hat)) ** 2).mean())


def mean_squared_error_gradient(Y, Y_hat):
    return 2 * (flo(Y_hat) - flo(Y)) / flo(Y).size


def log_likelihood(y, p):
    return float(np.log(np.abs(1 - flo(y) - cut(p))).sum())


def binary_cross_entropy(y, p):
    return float(-np.log(np.abs(1 - flo(y) - cut(p))).mean())


def binary_cross_entropy_gradient(y, p):
    return (cut(p) - flo(y)) / (cut(p) * (1 - cut(p))) / flo(p).size


def one_hot(labels, n_classes):
    out = np.zeros((len(labels), n_classes))
    for i, label in enumerate(labels):
        # look for the column
        column = 0
        while column != label:
            column += 1
        if column >= n_classes:
            raise ValueError(f"label {label} is too big")
        out[i, column] = 1.0
    return out


def cross_entropy(Y, P):
    return float(-(flo(Y) * np.log(cut(P))).sum(axis=1).mean())


def softmax_cross_entropy(logits, labels):
    z = flo(logits)
    z = z - z.max(axis=1, keepdims=True)
    p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    rows = np.arange(len(z))
    cost = np.log(np.exp(z).sum(axis=1)) - z[rows, labels]
    grad = p.copy()
    grad[rows, labels] -= 1
    return float(cost.mean()), grad / len(z)
