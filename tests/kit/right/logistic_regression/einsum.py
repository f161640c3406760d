"""Logistic regression as softmax with two classes, the logit of no held at 0."""

import numpy as np

from exercises.activations import softmax
from exercises.costs import softmax_cross_entropy


def _logits(X, w, b):
    z = np.einsum("ij,j->i", np.asarray(X, dtype=np.float64), w) + b
    return np.stack([np.zeros(len(z)), z], axis=1)


def predict_probability(X, w, b):
    """The second column of the softmax."""
    return softmax(_logits(X, w, b))[:, 1].copy()


def cost(X, y, w, b):
    """The cross-entropy of the two classes."""
    return softmax_cross_entropy(_logits(X, w, b), np.asarray(y).astype(np.int64))[0]


def gradients(X, y, w, b):
    """The second column of the gradient by the logits, carried back."""
    _, slopes = softmax_cross_entropy(_logits(X, w, b), np.asarray(y).astype(np.int64))
    return np.einsum("ij,i->j", X, slopes[:, 1]), np.asarray(slopes[:, 1].sum())


def fit(X, y, learning_rate, epochs):
    """The bias is the weight of an input of 1."""
    v, history = np.zeros(X.shape[1] + 1), []
    A = np.hstack([X, np.ones((len(X), 1))])
    for _ in range(epochs):
        history.append(cost(A, y, v, 0.0))
        v = v - learning_rate * gradients(A, y, v, 0.0)[0]
    return np.array(v[:-1]), v[-1], history


def predict(X, w, b, threshold=0.5):
    """No below the threshold."""
    return 1 - np.less(predict_probability(X, w, b), threshold).astype(np.int8)


def accuracy(y, y_hat):
    """From a table of counts."""
    table = np.zeros((2, 2))
    np.add.at(table, (np.asarray(y, dtype=np.intp), np.asarray(y_hat, dtype=np.intp)), 1)
    return np.trace(table) / table.sum()
