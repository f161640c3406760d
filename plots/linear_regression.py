"""A straight line through yes and no, what one far example does to it, and the cost at three rates."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from exercises import linear_regression


def draw(figure: Figure) -> None:
    """Draw the fitted line with its residuals and threshold, and the cost of each epoch."""
    left, right = figure.subplots(1, 2, width_ratios=[1.25, 1])
    rng = np.random.default_rng(4)
    x = np.concatenate([rng.normal(1.8, 0.6, 9), rng.normal(3.6, 0.6, 9), [3.05, 3.2]])
    y = (x + rng.normal(0, 0.35, 20) > 2.7).astype(np.int64)
    X, far = x[:, np.newaxis], 11.0

    w, b = linear_regression.fit_least_squares(X, y)
    line = linear_regression.predict(X, w, b)
    left.vlines(x, y, line, color="0.7", linewidth=1, label="residuals")
    answers = linear_regression.classify(X, w, b)
    for answer, marker in ((0, "o"), (1, "^")):
        which = answers == answer
        left.plot(x[which], y[which], marker, color="black", label=f"classified as {answer}")
    ends = np.array([[0.0], [far + 0.5]])
    left.plot(ends, linear_regression.predict(ends, w, b), "-", color="tab:blue", label="the line")
    left.plot((0.5 - b) / w[0], 0.5, "D", color="tab:blue", markersize=9, label="where it is 0.5")

    w2, b2 = linear_regression.fit_least_squares(np.append(X, [[far]], axis=0), np.append(y, 1))
    left.plot(far, 1, "*", color="tab:red", markersize=15, label="one more, plainly a yes")
    tilted = linear_regression.predict(ends, w2, b2)
    left.plot(ends, tilted, "--", color="tab:red", label="the line with it")
    left.plot((0.5 - b2) / w2[0], 0.5, "D", color="tab:red", markersize=9, fillstyle="none")
    lost = linear_regression.classify(X, w2, b2) != answers
    rings = {"markersize": 14, "fillstyle": "none", "color": "tab:red"}
    left.plot(x[lost], y[lost], "o", **rings, label="classified otherwise then")
    left.axhline(0.5, color="0.4", linestyle=":", label="threshold")
    left.set(title="A line through 0 and 1", xlabel="input x", ylabel="target y, prediction")
    left.set(ylim=(-0.6, 2.5), xlim=(0, far + 0.5))
    left.legend(loc="upper right", fontsize=8, ncols=2)

    centred = X - X.mean()
    steepest = 2 * max(float(np.mean(centred**2)), 1.0)
    for part, style in ((0.03, ":"), (0.3, "-"), (1.02, "--")):
        rate = 2 / steepest * part
        _, _, history = linear_regression.fit(centred, y, rate, 40)
        right.plot(history, style, color="black", label=f"learning rate {rate:.2g}")
    w, b = linear_regression.fit_least_squares(centred, y)
    best = float(np.mean((linear_regression.predict(centred, w, b) - y) ** 2))
    right.axhline(best, color="tab:blue", linewidth=0.8, label="least squares")
    right.set(title="Descent towards it", xlabel="epoch", ylabel="cost before the step")
    right.set_yscale("log")
    right.legend()
