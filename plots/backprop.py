"""Vanishing gradients: how long each layer's gradient is, for each hidden activation."""

import numpy as np

from exercises import backprop, network

DEPTH = 8
LINES = {"sigmoid": "o-", "tanh": "s--", "relu": "^:"}


def draw(figure):
    """The length of dW layer by layer in an untrained network of eight hidden layers."""
    axes = figure.subplots()
    rng = np.random.default_rng(0)
    X, Y = rng.normal(size=(100, 30)), np.eye(3)[rng.integers(0, 3, 100)]
    params = network.init_network([30] * (DEPTH + 1) + [3], np.random.default_rng(1))
    for hidden, line in LINES.items():
        activations = network.forward(X, params, hidden=hidden, output="softmax")
        grads = backprop.backward(Y, activations, params, hidden=hidden)
        lengths = [np.linalg.norm(dW) for dW, _ in grads]
        axes.semilogy(range(1, DEPTH + 2), lengths, line, label=hidden)
    axes.set(
        title="Gradients of an untrained network",
        xlabel="layer (the last is the output)",
        ylabel="length of dW",
    )
    axes.grid(alpha=0.3)
    axes.legend(title="hidden activation")
