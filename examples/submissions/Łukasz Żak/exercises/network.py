"""Unit 7. The forward pass, on my own sigmoid, tanh, relu and softmax."""
from __future__ import annotations

import numpy as np

from exercises.activations import sigmoid
from exercises.activations import tanh
from exercises.activations import relu
from exercises.activations import softmax
from exercises.neurons import init_parameters

ACTIVATIONS = dict(identity=lambda z: z, sigmoid=sigmoid, tanh=tanh, relu=relu, softmax=softmax)


def pick(name):
    function = ACTIVATIONS.get(name)
    if function is None:
        raise ValueError(f"no activation is called {name!r}; there are: {sorted(ACTIVATIONS)}")
    return function


def init_network(layer_sizes, rng):
    sizes = list(layer_sizes)
    if len(sizes) < 2 or any(size < 1 for size in sizes):
        raise ValueError(f"layer_sizes: {sizes}, but two positive sizes are the least")
    params = []
    n_in = sizes[0]
    for n_out in sizes[1:]:
        params.append(init_parameters(n_in, n_out, rng))
        n_in = n_out
    return params


def forward(X, params, hidden="sigmoid", output="softmax"):
    chosen = [pick(hidden)] * (len(params) - 1) + [pick(output)]
    pick(hidden)
    A = X.astype(np.float64)
    outputs = [A]
    for (W, b), function in zip(params, chosen):
        A = function(A @ W + b)
        outputs.append(A)
    return outputs


def predict(X, params, hidden, output):
    A = forward(X, params, hidden, output)[-1]
    if np.shape(A)[1] == 1:
        return np.where(A[:, 0] < 0.5, 0, 1)
    return np.argmax(A, axis=1)


def count_parameters(layer_sizes):
    sizes = np.array(layer_sizes)
    return int(np.sum(sizes[:-1] * sizes[1:]) + np.sum(sizes[1:]))
