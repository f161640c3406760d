"""Backprop as a beginner writes it, on the functions of unit `activations`."""

import numpy as np

from exercises.activations import relu_derivative, sigmoid_derivative, tanh_derivative


def output_delta(Y, Y_hat):
    """Prediction minus target, by the number of rows."""
    n = Y.shape[0]
    delta = Y_hat * 1.0 - Y * 1.0
    delta /= n
    return delta


def hidden_delta(delta, W_next, A, activation):
    """The delta of the hidden layer."""
    possible = ["identity", "sigmoid", "tanh", "relu"]
    if activation == "sigmoid":
        derivative = sigmoid_derivative(A)
    elif activation == "tanh":
        derivative = tanh_derivative(A)
    elif activation == "relu":
        derivative = relu_derivative(A)
    elif activation == "identity":
        derivative = np.ones(A.shape)
    else:
        raise ValueError("Unknown activation: " + activation + ". Possible: " + str(possible))
    dA = np.dot(delta, W_next.T)
    return dA * derivative


def layer_gradients(A_prev, delta):
    """dW and db."""
    A_prev = np.array(A_prev, dtype=np.float64)
    delta = np.array(delta, dtype=np.float64)
    dW = np.dot(A_prev.T, delta)
    db = np.dot(np.ones(delta.shape[0]), delta)
    return dW, db


def backward(Y, activations, params, hidden="sigmoid"):
    """Backward through the whole network."""
    if not (hidden == "identity" or hidden == "sigmoid" or hidden == "tanh" or hidden == "relu"):
        raise ValueError("hidden must be identity, sigmoid, tanh or relu, not " + repr(hidden))
    L = len(params)
    deltas = {}
    deltas[L] = output_delta(Y, activations[L])
    for layer in range(L - 1, 0, -1):
        W_next, _b_next = params[layer]
        deltas[layer] = hidden_delta(deltas[layer + 1], W_next, activations[layer], hidden)
    grads = []
    for layer in range(1, L + 1):
        grads.append(layer_gradients(activations[layer - 1], deltas[layer]))
    return grads
