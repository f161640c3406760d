"""Penalties that shrink weights, and a stop before overfitting."""

import numpy as np
from matplotlib.figure import Figure

from exercises import regularization

WANTED = np.array([[3.0], [0.5]])
PENALTIES = (
    ("L2", regularization.l2_gradients, "-"),
    ("L1", regularization.l1_gradients, "--"),
)


def draw(figure: Figure) -> None:
    """Weights against strength, their way down in gradient steps, and an early stop."""
    strengths, way, costs = figure.subplots(1, 3)
    _draw_strengths(strengths)
    _draw_way(way)
    _draw_early_stop(costs)


def _shrunk(gradients, strength, steps, learning_rate):
    """The two weights after each step down the cost 1/2 · Σ (W - wanted)² with a penalty."""
    W, b = WANTED.copy(), np.zeros(1)
    weights = [W[:, 0]]
    for _ in range(steps):
        ((dW, _),) = gradients([(W, b)], [(W - WANTED, b)], strength)
        W = W - learning_rate * dW
        weights.append(W[:, 0])
    return np.array(weights)


def _draw_strengths(axes):
    strengths = np.linspace(0, 3.5, 36)
    for name, gradients, line in PENALTIES:
        rest = [_shrunk(gradients, strength, 800, 0.01)[-1] for strength in strengths]
        for weights, wanted, colour in zip(np.transpose(rest), WANTED[:, 0], "kr", strict=True):
            axes.plot(strengths, weights, colour + line, label=f"{name}, data alone: {wanted:g}")
    axes.set(xlabel="strength", ylabel="weight", title="Where weights come to rest")
    axes.legend(fontsize="small")


def _draw_way(axes):
    for name, gradients, line in PENALTIES:
        weights = _shrunk(gradients, 1.0, 100, 0.05)
        for column, wanted, colour in zip(weights.T, WANTED[:, 0], "kr", strict=True):
            axes.plot(column, colour + line, label=f"{name}, from {wanted:g}")
    axes.set(xlabel="step", ylabel="weight", title="On the way, strength 1")
    axes.legend(fontsize="small")


def _features(x):
    """Sines and cosines of x: far more weights than the few rows call for."""
    waves = np.arange(1, 13) * x[:, None]
    return np.concatenate([np.sin(waves), np.cos(waves)], axis=1)


def _draw_early_stop(axes, patience=20):
    rng = np.random.default_rng(0)
    x = rng.uniform(-np.pi, np.pi, size=120)
    X, y = _features(x), np.sin(x) + rng.normal(scale=0.8, size=120)
    training, validation = slice(0, 26), slice(26, None)
    w, history = np.zeros(X.shape[1]), []
    for _ in range(150):
        errors = X @ w - y
        history.append([np.mean(errors[rows] ** 2) for rows in (training, validation)])
        w = w - 0.03 * 2 * X[training].T @ errors[training] / 26
    below, above = np.transpose(history)
    best = regularization.early_stopping(above.tolist(), patience)
    axes.plot(below, "k--", label="training cost")
    axes.plot(above, "r-", label="validation cost")
    axes.plot(best, above[best], "ko", label=f"best epoch: {best}")
    axes.axvline(
        best + patience, color="grey", linestyle=":", label=f"stop, {patience} epochs later"
    )
    axes.set(xlabel="epoch", ylabel="cost", title="Early stopping", ylim=(0, None))
    axes.legend(fontsize="small")
