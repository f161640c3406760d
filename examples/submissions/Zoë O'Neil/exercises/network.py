"""7 · The forward pass. Zoë O'Neil"""

import numpy as np

from exercises import activations as act
from exercises.neurons import init_parameters, layer

F = {"identity": np.array, "sigmoid": act.sigmoid, "tanh": act.tanh, "relu": act.relu, "softmax": act.softmax}


def init_network(layer_sizes, rng):
    if len(layer_sizes) < 2 or min(layer_sizes) < 1:
        raise ValueError(f"bad layer_sizes: {layer_sizes}")
    return [init_parameters(*pair, rng) for pair in zip(layer_sizes, layer_sizes[1:])]


def forward(X, params, hidden="sigmoid", output="softmax"):
    for name in (hidden, output):
        if name not in F:
            raise ValueError(f"unknown activation {name!r}, choose from {[*F]}")
    A = [np.array(X, dtype=float)]
    for i, (W, b) in enumerate(params, 1):
        A.append(F[output if i == len(params) else hidden](layer(A[-1], W, b)))
    return A


def predict(X, params, hidden, output):
    P = forward(X, params, hidden, output)[-1]
    return P.argmax(1) if P.shape[1] > 1 else (P[:, 0] >= 0.5).astype(int)


def count_parameters(layer_sizes):
    return sum((i + 1) * o for i, o in zip(layer_sizes, layer_sizes[1:]))
