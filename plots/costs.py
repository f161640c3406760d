"""What a wrong probability costs, and how steeply each cost pulls it back."""

import numpy as np

from exercises import costs

ONE = np.array([1.0])


def draw(figure):
    """Cost and gradient over the predicted probability, where the target is 1."""
    height, slope = figure.subplots(1, 2)
    probabilities = np.linspace(0.01, 1.0, 200)
    kinds = {
        "squared error (p - 1)²": (
            costs.mean_squared_error,
            costs.mean_squared_error_gradient,
            "--",
        ),
        "cross-entropy -log p": (
            costs.binary_cross_entropy,
            costs.binary_cross_entropy_gradient,
            "-",
        ),
    }
    for name, (cost, gradient, line) in kinds.items():
        at = [np.array([p]) for p in probabilities]
        height.plot(probabilities, [cost(ONE, p) for p in at], line, label=name)
        slope.plot(probabilities, [gradient(ONE, p)[0] for p in at], line, label=name)
    height.set(
        title="Cost of p where the target is 1", xlabel="predicted probability p", ylabel="cost"
    )
    slope.set(title="Gradient with respect to p", xlabel="predicted probability p", ylim=(-20, 1))
    for axes in (height, slope):
        axes.grid(alpha=0.3)
        axes.legend()
