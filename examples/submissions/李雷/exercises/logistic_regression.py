# 第5单元: 逻辑回归

import math

import numpy as np


def predict_probability(X, w, b):
    out = []
    for row in X:
        z = float(b)
        for x, v in zip(row, w):
            z += float(x) * float(v)
        out.append(1 / (1 + math.exp(-z)) if z >= 0 else math.exp(z) / (1 + math.exp(z)))
    return np.array(out)


def cost(X, y, w, b):
    total = 0
    for row, t in zip(X, y):
        z = float(b)
        for x, v in zip(row, w):
            z += float(x) * float(v)
        if t == 1:
            z = -z
        total += z + math.log1p(math.exp(-z)) if z > 0 else math.log1p(math.exp(z))
    return total / len(y)


def gradients(X, y, w, b):
    p = predict_probability(X, w, b)
    n, d = X.shape
    dw, db = np.zeros(d), 0.0
    for i in range(n):
        for j in range(d):
            dw[j] += (p[i] - float(y[i])) * X[i, j] / n
        db += (p[i] - float(y[i])) / n
    return [dw, db]


def fit(X, y, learning_rate, epochs):
    w = np.zeros(X.shape[1])
    b = 0.0
    history = []
    for _ in range(epochs):
        history.append(cost(X, y, w, b))
        dw, db = gradients(X, y, w, b)
        for j in range(len(w)):
            w[j] -= learning_rate * dw[j]
        b -= learning_rate * db
    return [w, b, history]


def predict(X, w, b, threshold=0.5):
    return np.array([1 if p >= threshold else 0 for p in predict_probability(X, w, b)])


def accuracy(y, y_hat):
    right = 0
    for a, c in zip(y, y_hat):
        if a == c:
            right += 1
    return right / len(y)
