"""The network with recursion and loops over rows and units."""

import math

import numpy as np


def init_network(layer_sizes, rng):
    """The first layer, then the network of the rest."""
    if len(layer_sizes) < 2:
        raise ValueError(f"layer_sizes has too few sizes: {layer_sizes!r}")
    for size in layer_sizes:
        if size < 1:
            raise ValueError(f"layer_sizes has a size below 1: {size!r}")
    n_in, n_out = layer_sizes[0], layer_sizes[1]
    W = np.empty((n_in, n_out))
    for i in range(n_in):
        for j in range(n_out):
            W[i, j] = rng.standard_normal() / math.sqrt(n_in)
    layer = (W, np.zeros(n_out))
    if len(layer_sizes) == 2:
        return [layer]
    return [layer, *init_network(layer_sizes[1:], rng)]


def _activated(name, z):
    if name == "identity":
        return z
    if name == "relu":
        return [each if each > 0 else 0.0 for each in z]
    if name == "tanh":
        return [math.tanh(each) for each in z]
    if name == "sigmoid":
        return [
            1 / (1 + math.exp(-each)) if each >= 0 else math.exp(each) / (1 + math.exp(each))
            for each in z
        ]
    largest = max(z)
    powers = [math.exp(each - largest) for each in z]
    total = sum(powers)
    return [power / total for power in powers]


def forward(X, params, hidden="sigmoid", output="softmax"):
    """A row at a time, a unit at a time."""
    for name in (output, hidden):
        if name not in ("identity", "sigmoid", "tanh", "relu", "softmax"):
            raise ValueError(
                f"'{name}' is no activation; take identity, sigmoid, tanh, relu or softmax"
            )
    activations = [np.array([[float(each) for each in row] for row in X])]
    for number, (W, b) in enumerate(params, start=1):
        name = output if number == len(params) else hidden
        rows = []
        for row in activations[-1]:
            z = []
            for j in range(W.shape[1]):
                total = float(b[j])
                for i in range(W.shape[0]):
                    total += float(row[i]) * float(W[i, j])
                z.append(total)
            rows.append(_activated(name, z))
        activations.append(np.array(rows, dtype=float))
    return activations


def predict(X, params, hidden, output):
    """The first of the largest, by hand."""
    labels = []
    for row in forward(X, params, hidden, output)[-1].tolist():
        if len(row) == 1:
            labels.append(1 if row[0] >= 0.5 else 0)
        else:
            labels.append(row.index(max(row)))
    return np.array(labels)


def count_parameters(layer_sizes):
    """A recursion over layers."""
    if len(layer_sizes) < 2:
        return 0
    return (layer_sizes[0] + 1) * layer_sizes[1] + count_parameters(layer_sizes[1:])
