"""The network as a beginner writes it, on the earlier units."""

import numpy as np

from exercises.activations import relu, sigmoid, softmax, tanh
from exercises.neurons import init_parameters, layer


def init_network(layer_sizes, rng):
    """A layer after the other."""
    if len(layer_sizes) < 2:
        raise ValueError("layer_sizes must have at least 2 sizes but is " + str(layer_sizes))
    if min(layer_sizes) < 1:
        raise ValueError("every size in layer_sizes must be at least 1: " + str(layer_sizes))
    params = []
    for i in range(len(layer_sizes) - 1):
        params.append(init_parameters(layer_sizes[i], layer_sizes[i + 1], rng))
    return params


def activate(Z, name):
    """An if for each name."""
    if name == "identity":
        return Z
    if name == "sigmoid":
        return sigmoid(Z)
    if name == "tanh":
        return tanh(Z)
    if name == "relu":
        return relu(Z)
    if name == "softmax":
        return softmax(Z)
    raise ValueError(
        "unknown activation " + name + ", known are identity, sigmoid, tanh, relu, softmax"
    )


def forward(X, params, hidden="sigmoid", output="softmax"):
    """Hidden layers first, then the last."""
    activate(np.zeros((1, 1)), hidden)
    activate(np.zeros((1, 1)), output)
    A = X.astype(float)
    result = [A]
    for W, b in params[:-1]:
        A = activate(layer(A, W, b), hidden)
        result.append(A)
    W, b = params[-1]
    A = activate(layer(A, W, b), output)
    result.append(A)
    return result


def predict(X, params, hidden, output):
    """One output or several."""
    A = forward(X, params, hidden, output)[-1]
    _n, k = A.shape
    if k == 1:
        return (A[:, 0] >= 0.5).astype(int)
    return np.argmax(A, axis=1)


def count_parameters(layer_sizes):
    """Weights and biases."""
    total = 0
    for i in range(1, len(layer_sizes)):
        weights = layer_sizes[i - 1] * layer_sizes[i]
        biases = layer_sizes[i]
        total = total + weights + biases
    return total
