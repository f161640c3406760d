"""How small a step: the error of central differences against eps."""

import numpy as np

from exercises import gradient_checking

CURVES = {"sin x": (np.sin, np.cos, "o-"), "exp x": (np.exp, np.exp, "s--")}


def draw(figure):
    """Relative error of the numerical gradient at x = 1 for steps from 1 to 1e-13."""
    axes = figure.subplots()
    steps = 10.0 ** np.arange(0, -13.5, -0.5)
    for name, (f, derivative, line) in CURVES.items():
        errors = [
            gradient_checking.relative_error(
                gradient_checking.numerical_gradient(f, 1.0, eps=step), derivative(1.0)
            )
            for step in steps
        ]
        axes.loglog(steps, errors, line, markersize=4, label=name)
    axes.loglog(steps[:13], steps[:13] ** 2 / 12, color="0.7", label="grows with eps²")
    axes.loglog(steps[9:], 5e-17 / steps[9:], ":", color="0.5", label="rounding, grows with 1/eps")
    axes.axvline(1e-6, color="black", linewidth=0.8)
    axes.annotate("eps = 1e-6", (1e-6, 1e-3), xytext=(5, 0), textcoords="offset points")
    axes.set(title="Error of central differences at x = 1", xlabel="eps", ylabel="relative error")
    axes.grid(alpha=0.3)
    axes.legend()
