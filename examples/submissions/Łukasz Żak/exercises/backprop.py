"""Unit 8. Back through the network."""
from __future__ import annotations

import numpy as np

from exercises.activations import relu_derivative, sigmoid_derivative, tanh_derivative


def derivative(name, A):
    if name == "identity":
        return np.ones(A.shape)
    if name == "sigmoid":
        return sigmoid_derivative(A)
    if name == "tanh":
        return tanh_derivative(A)
    if name == "relu":
        return relu_derivative(A)
    raise ValueError(f"{name!r}: only identity, sigmoid, tanh and relu have a derivative here")


def output_delta(Y, Y_hat):
    n = Y.shape[0]
    return (Y_hat.astype(np.float64) - Y.astype(np.float64)) / n


def hidden_delta(delta, W_next, A, activation):
    back = np.dot(delta, W_next.T)
    return back * derivative(activation, A.astype(np.float64))


def layer_gradients(A_prev, delta):
    delta = delta.astype(np.float64)
    dW = np.dot(A_prev.T.astype(np.float64), delta)
    db = np.sum(delta, axis=0)
    return dW, db


def backward(Y, activations, params, hidden="sigmoid"):
    derivative(hidden, np.zeros((1, 1)))
    L = len(params)
    grads = [None] * L
    delta = output_delta(Y, activations[L])
    for l in range(L - 1, 0, -1):
        grads[l] = layer_gradients(activations[l], delta)
        delta = hidden_delta(delta, params[l][0], activations[l], hidden)
    grads[0] = layer_gradients(activations[0], delta)
    return grads
