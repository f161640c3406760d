# 第八单元: 反向传播
import numpy as np

from exercises.activations import relu_derivative, sigmoid_derivative, tanh_derivative

NAMES = ["identity", "sigmoid", "tanh", "relu"]


def check(name):
    if name not in NAMES:
        raise ValueError("unknown activation " + str(name) + ", only " + str(NAMES))


def output_delta(Y, Y_hat):
    n, k = Y.shape
    delta = np.zeros((n, k))
    for i in range(n):
        for j in range(k):
            delta[i, j] = (float(Y_hat[i, j]) - float(Y[i, j])) / n
    return delta


def hidden_delta(delta, W_next, A, activation):
    check(activation)
    n, m = A.shape
    k = W_next.shape[1]
    if activation == "sigmoid":
        slope = sigmoid_derivative(A)
    elif activation == "tanh":
        slope = tanh_derivative(A)
    elif activation == "relu":
        # 不是 Z*(1-Z)!
        slope = relu_derivative(A)
    else:
        slope = np.ones((n, m))
    result = np.zeros((n, m))
    for i in range(n):
        for j in range(m):
            for l in range(k):
                result[i, j] += float(delta[i, l]) * float(W_next[j, l])
            result[i, j] *= slope[i, j]
    return result


def layer_gradients(A_prev, delta):
    n, m = A_prev.shape
    k = delta.shape[1]
    dW = np.zeros((m, k))
    db = np.zeros(k)
    for i in range(n):
        for l in range(k):
            for j in range(m):
                dW[j, l] += float(A_prev[i, j]) * float(delta[i, l])
            db[l] += delta[i, l]
    return dW, db


def backward(Y, activations, params, hidden="sigmoid"):
    check(hidden)
    grads = []
    delta = output_delta(Y, activations[-1])
    i = len(params) - 1
    while i >= 0:
        dW, db = layer_gradients(activations[i], delta)
        grads.append((dW, db))
        if i > 0:
            delta = hidden_delta(delta, params[i][0], activations[i], hidden)
        i = i - 1
    grads.reverse()
    return grads
