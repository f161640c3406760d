import numpy as np

from exercises.costs import binary_cross_entropy, softmax_cross_entropy


def predict_probability(X, w, b):
    z = np.asarray(X, dtype=float) @ w + b
    p = np.empty_like(z)
    up = z >= 0
    p[up] = 1 / (1 + np.exp(-z[up]))
    p[~up] = np.exp(z[~up]) / (1 + np.exp(z[~up]))
    return p


def cost(X, y, w, b):
    return binary_cross_entropy(y, predict_probability(X, w, b))


def gradients(X, y, w, b):
    z = np.asarray(X, dtype=float) @ w + b
    s = softmax_cross_entropy(np.stack([0 * z, z], axis=1), np.asarray(y, dtype=int))[1][:, 1]
    return (X * s[:, None]).sum(axis=0), s.sum()


def fit(X, y, learning_rate, epochs):
    w, b, history = np.zeros(X.shape[1]), 0, []
    for _ in range(epochs):
        z = X @ w + b
        c, g = softmax_cross_entropy(np.stack([0 * z, z], axis=1), np.asarray(y, dtype=int))
        history.append(c)
        w -= learning_rate * (g[:, 1] @ X)
        b -= learning_rate * g[:, 1].sum()
    return w, b, history


def predict(X, w, b, threshold=0.5):
    return 1 - (predict_probability(X, w, b) < threshold)


def accuracy(y, y_hat):
    return np.count_nonzero(y == y_hat) / y.size
