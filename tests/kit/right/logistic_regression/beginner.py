"""Logistic regression as a beginner writes it."""

import numpy as np

from exercises.activations import sigmoid


def predict_probability(X, w, b):
    """p."""
    z = np.dot(X, w) + b
    return sigmoid(z)


def cost(X, y, w, b):
    """z + log(1 + exp(-z)) where z is positive, log(1 + exp(z)) elsewhere."""
    y = np.array(y, dtype=float)
    z = np.dot(X, w) + b
    small = np.zeros(len(z))
    positive = z > 0
    small[positive] = z[positive] + np.log(1 + np.exp(-z[positive]))
    small[~positive] = np.log(1 + np.exp(z[~positive]))
    costs = small - y * z
    return costs.sum() / len(costs)


def gradients(X, y, w, b):
    """dw and db."""
    n = len(y)
    e = predict_probability(X, w, b) - y
    dw = 1 / n * np.dot(X.T, e)
    db = 1 / n * np.sum(e)
    return dw, db


def fit(X, y, learning_rate, epochs):
    """Step by step."""
    w = np.zeros(X.shape[1])
    b = 0.0
    history = []
    for _i in range(epochs):
        history.append(cost(X, y, w, b))
        dw, db = gradients(X, y, w, b)
        w -= learning_rate * dw
        b -= learning_rate * db
    return w, b, history


def predict(X, w, b, threshold=0.5):
    """A mask times one."""
    p = predict_probability(X, w, b)
    return (p >= threshold) * 1


def accuracy(y, y_hat):
    """The mean of what agrees."""
    return np.mean(np.array(y) == np.array(y_hat))
