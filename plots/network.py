"""What untrained networks compute: one neuron's output over the plane, for each hidden activation."""

import numpy as np

from exercises import network

HIDDEN = ("identity", "sigmoid", "tanh", "relu")


def draw(figure):
    """The output of one random network of two hidden layers, its weights two and a half times their usual size."""
    x1, x2 = np.meshgrid(np.linspace(-3, 3, 60), np.linspace(-3, 3, 60))
    X = np.stack([x1.ravel(), x2.ravel()], axis=1)
    params = [
        (2.5 * W, np.linspace(-1, 1, b.size) if b.size > 1 else b)
        for W, b in network.init_network([2, 8, 8, 1], np.random.default_rng(3))
    ]
    every = figure.subplots(1, len(HIDDEN), sharey=True)
    for axes, hidden in zip(every, HIDDEN, strict=True):
        output = network.forward(X, params, hidden=hidden, output="sigmoid")[-1].reshape(x1.shape)
        shown = axes.contourf(x1, x2, output, levels=np.linspace(0, 1, 11), cmap="RdBu")
        axes.contour(x1, x2, output, levels=[0.5], colors="black")
        axes.set(title=f"hidden: {hidden}", xlabel="x1", aspect="equal")
    every[0].set_ylabel("x2")
    figure.colorbar(shown, ax=every, label="output; black: 0.5", shrink=0.6)
