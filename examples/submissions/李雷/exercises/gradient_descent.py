# 第九单元: 梯度下降
import math

import numpy as np

from exercises.backprop import backward
from exercises.costs import binary_cross_entropy, cross_entropy
from exercises.network import forward


def copy(layers):
    # 变成 float64, 不改变原来的数组
    return [[np.array(W, dtype=float), np.array(b, dtype=float)] for W, b in layers]


def step(params, grads, learning_rate):
    params = copy(params)
    grads = copy(grads)
    result = []
    for i in range(len(params)):
        W = params[i][0] - learning_rate * grads[i][0]
        b = params[i][1] - learning_rate * grads[i][1]
        result.append((W, b))
    return result


def momentum_step(params, grads, velocity, learning_rate, momentum=0.9):
    new_params = copy(params)
    new_velocity = copy(velocity)
    grads = copy(grads)
    for i in range(len(params)):
        for j in range(2):
            new_velocity[i][j] = momentum * new_velocity[i][j] - learning_rate * grads[i][j]
            new_params[i][j] = new_params[i][j] + new_velocity[i][j]
    return new_params, new_velocity


def adam_step(params, grads, m, v, t, learning_rate=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    params = copy(params)
    grads = copy(grads)
    m = copy(m)
    v = copy(v)
    for i in range(len(params)):
        for j in range(2):
            g = grads[i][j]
            m[i][j] = beta1 * m[i][j] + (1 - beta1) * g
            v[i][j] = beta2 * v[i][j] + (1 - beta2) * g**2
            m_hat = m[i][j] / (1 - beta1**t)
            v_hat = v[i][j] / (1 - beta2**t)
            params[i][j] = params[i][j] - learning_rate * m_hat / (np.sqrt(v_hat) + eps)
    return params, m, v


def minibatches(X, Y, batch_size, rng):
    if batch_size < 1:
        raise ValueError("batch_size must be at least 1 but is " + str(batch_size))
    order = list(range(len(X)))
    rng.shuffle(order)
    batches = []
    start = 0
    while start < len(X):
        rows = order[start : start + batch_size]
        batches.append((X[rows], Y[rows]))
        start = start + batch_size
    return batches


def has_diverged(history):
    for cost in history:
        if math.isnan(cost) or math.isinf(cost):
            return True
    return False


def train(X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng):
    if hidden not in ["identity", "sigmoid", "tanh", "relu"]:
        raise ValueError("hidden can be identity, sigmoid, tanh, relu, but not " + str(hidden))
    if output not in ["sigmoid", "softmax"]:
        raise ValueError("output can be sigmoid, softmax, but not " + str(output))
    history = []
    for epoch in range(epochs):
        for X_batch, Y_batch in minibatches(X, Y, batch_size, rng):
            activations = forward(X_batch, params, hidden, output)
            grads = backward(Y_batch, activations, params, hidden)
            params = step(params, grads, learning_rate)
        prediction = forward(X, params, hidden, output)[-1]
        if output == "softmax":
            cost = cross_entropy(Y, prediction)
        else:
            cost = 0.0
            for j in range(Y.shape[1]):
                cost = cost + binary_cross_entropy(Y[:, j], prediction[:, j])
        history.append(cost)
        if has_diverged(history):
            break
    return params, history
