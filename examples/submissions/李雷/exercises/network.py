# 第七单元: 前向传播
import numpy as np

from exercises.activations import relu, sigmoid, softmax, tanh
from exercises.neurons import init_parameters, layer

NAMES = ["identity", "sigmoid", "tanh", "relu", "softmax"]


def check(name):
    if name not in NAMES:
        raise ValueError("unknown activation: " + str(name) + ", please use one of " + str(NAMES))


def activate(Z, name):
    if name == "sigmoid":
        return sigmoid(Z)
    elif name == "tanh":
        return tanh(Z)
    elif name == "relu":
        return relu(Z)
    elif name == "softmax":
        return softmax(Z)
    else:
        return Z


def init_network(layer_sizes, rng):
    if len(layer_sizes) < 2:
        raise ValueError("layer_sizes needs two sizes, got " + str(layer_sizes))
    for size in layer_sizes:
        if size < 1:
            raise ValueError("layer_sizes has a size below 1: " + str(layer_sizes))
    params = []
    for i in range(len(layer_sizes) - 1):
        W, b = init_parameters(layer_sizes[i], layer_sizes[i + 1], rng)
        params.append((W, b))
    return params


def forward(X, params, hidden="sigmoid", output="softmax"):
    check(hidden)
    check(output)
    A = np.array(X, dtype=float)
    result = [A]
    for i in range(len(params)):
        W = params[i][0]
        b = params[i][1]
        Z = layer(A, W, b)
        if i == len(params) - 1:
            A = activate(Z, output)
        else:
            A = activate(Z, hidden)
        result.append(A)
    return result


def predict(X, params, hidden, output):
    last = forward(X, params, hidden, output)[-1]
    classes = []
    for row in last:
        if len(row) == 1:
            if row[0] >= 0.5:
                classes.append(1)
            else:
                classes.append(0)
        else:
            best = 0
            for j in range(len(row)):
                if row[j] > row[best]:
                    best = j
            classes.append(best)
    return np.array(classes)


def count_parameters(layer_sizes):
    count = 0
    for i in range(len(layer_sizes) - 1):
        weights = layer_sizes[i] * layer_sizes[i + 1]
        biases = layer_sizes[i + 1]
        count = count + weights + biases
    return count
