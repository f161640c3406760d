# 第三单元: 代价函数
import math

import numpy as np

SMALL = 1e-12


def numbers(array):
    # 把数组变成 list
    return [float(value) for value in np.array(array).reshape(-1)]


def clip(p):
    if p < SMALL:
        return SMALL
    if p > 1 - SMALL:
        return 1 - SMALL
    return p


def mean_squared_error(Y, Y_hat):
    errors = []
    for y, guess in zip(numbers(Y), numbers(Y_hat)):
        errors.append((guess - y) ** 2)
    return sum(errors) / len(errors)


def mean_squared_error_gradient(Y, Y_hat):
    Y = np.array(Y, dtype=float)
    Y_hat = np.array(Y_hat, dtype=float)
    N = Y.size
    return 2 * (Y_hat - Y) / N


def log_likelihood(y, p):
    total = 0.0
    for target, guess in zip(numbers(y), numbers(p)):
        guess = clip(guess)
        if target == 1:
            total += math.log(guess)
        else:
            total += math.log(1 - guess)
    return total


def binary_cross_entropy(y, p):
    # 负号!
    return -log_likelihood(y, p) / len(numbers(y))


def binary_cross_entropy_gradient(y, p):
    y = np.array(y, dtype=float)
    p = np.array(p, dtype=float)
    result = np.zeros(p.shape)
    for place in np.ndindex(p.shape):
        q = clip(p[place])
        result[place] = (q - y[place]) / (q * (1 - q)) / p.size
    return result


def one_hot(labels, n_classes):
    rows = np.zeros((len(labels), n_classes))
    for i in range(len(labels)):
        label = labels[i]
        if label < 0 or label > n_classes - 1 or int(label) != label:
            raise ValueError("wrong label " + str(label))
        rows[i, int(label)] = 1
    return rows


def cross_entropy(Y, P):
    total = 0.0
    for y_row, p_row in zip(Y, P):
        for y, p in zip(y_row, p_row):
            total -= float(y) * math.log(clip(float(p)))
    return total / len(Y)


def softmax_cross_entropy(logits, labels):
    n, k = logits.shape
    cost = 0.0
    gradient = np.zeros((n, k))
    for i in range(n):
        row = [float(z) for z in logits[i]]
        biggest = max(row)
        S = 0.0
        for z in row:
            S += math.exp(z - biggest)
        label = int(labels[i])
        cost += biggest + math.log(S) - row[label]
        for j in range(k):
            gradient[i, j] = math.exp(row[j] - biggest) / S
        gradient[i, label] -= 1
    return cost / n, gradient / n
