"""5 · Logistic regression. Zoë O'Neil"""

import numpy as np


def predict_probability(X, w, b):
    return 0.5 * (1 + np.tanh(0.5 * (np.einsum("ij,j->i", X, w, dtype=float) + b)))


def cost(X, y, w, b):
    z = np.einsum("ij,j->i", X, w, dtype=float) + b
    return np.mean(np.logaddexp(0, z) - y * z)


def gradients(X, y, w, b):
    e = (predict_probability(X, w, b) - y) / y.size
    return np.einsum("i,ij->j", e, X), np.asarray(e.sum())


def fit(X, y, learning_rate, epochs):
    w, b, history = np.zeros(X.shape[1]), np.zeros(()), []
    while len(history) < epochs:
        history.append(np.asarray(cost(X, y, w, b)))
        dw, db = gradients(X, y, w, b)
        w, b = w - learning_rate * dw, b - learning_rate * db
    return w, b, history


def predict(X, w, b, threshold=0.5):
    return np.where(predict_probability(X, w, b) >= threshold, np.uint8(1), np.uint8(0))


def accuracy(y, y_hat):
    return np.mean(y == y_hat)
