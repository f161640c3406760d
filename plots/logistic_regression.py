"""Probabilities with their boundary, and the cost by epoch at three rates."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from exercises import logistic_regression


def draw(figure: Figure) -> None:
    """Draw the fitted probability over the plane, and the cost of each epoch."""
    left, right = figure.subplots(1, 2, width_ratios=[1.25, 1])
    rng = np.random.default_rng(2)
    y = np.repeat([0, 1], 40)
    X = rng.normal(size=(80, 2)) + np.where(y == 1, 1.1, -1.1)[:, np.newaxis] * [1.0, 0.6]

    w, b, _ = logistic_regression.fit(X, y, 0.5, 1000)
    across, up = np.meshgrid(np.linspace(-7, 4, 150), np.linspace(-4, 4, 120))
    plane = np.column_stack([across.ravel(), up.ravel()])
    p = logistic_regression.predict_probability(plane, w, b).reshape(across.shape)
    shades = left.contourf(across, up, p, levels=np.linspace(0, 1, 11), cmap="Greys", alpha=0.6)
    figure.colorbar(shades, ax=left, label="probability of yes", ticks=[0, 0.25, 0.5, 0.75, 1])
    left.contour(across, up, p, levels=[0.5], colors="black", linewidths=2.5)
    left.plot([], [], color="black", linewidth=2.5, label="boundary: p = 0.5")

    answers = logistic_regression.predict(X, w, b)
    share = float(logistic_regression.accuracy(y, answers))
    for label, name, marker in ((0, "no", "o"), (1, "yes", "^")):
        left.scatter(*X[y == label].T, marker=marker, c="white", edgecolors="black", label=name)
    wrong = X[answers != y].T
    left.scatter(*wrong, marker="x", c="tab:red", s=60, zorder=3, label="answered wrongly")
    left.set(title=f"Accuracy {share:.2f}", xlabel="input 1", ylabel="input 2")
    left.legend(loc="upper left", fontsize=8, framealpha=0.9)

    for rate, style in ((0.03, ":"), (0.3, "--"), (3.0, "-")):
        _, _, history = logistic_regression.fit(X, y, rate, 60)
        right.plot(history, style, color="black", label=f"learning rate {rate}")
    right.axhline(np.log(2), color="0.6", linewidth=0.8, label="log 2: p = 0.5 for all")
    right.set(title="Descent", xlabel="epoch", ylabel="cost before the step", ylim=(0, None))
    right.legend()
