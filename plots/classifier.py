"""Your classifier on two circles and on exclusive or, and how its cost fell."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from exercises import classifier


def draw(figure: Figure) -> None:
    """Draw where the classifier changes its mind, and the cost of each epoch."""
    places = figure.subplots(1, 3)
    styles = {"two circles": "-", "exclusive or": "--"}
    for place, (name, (X, y)) in zip(places, _problems().items(), strict=False):
        model = classifier.NeuralNetworkClassifier(epochs=150).fit(X, y)
        _draw_boundary(place, model, X, y)
        place.set_title(f"{name}: {model.score(X, y):.0%} right")
        epochs = np.arange(1, len(model.history_) + 1)
        places[2].plot(epochs, model.history_, styles[name], color="black", label=name)
    places[2].set(xlabel="epoch", ylabel="cost", ylim=(0, None))
    places[2].set_title("cost after each epoch")
    places[2].legend()


def _draw_boundary(place, model, X: np.ndarray, y: np.ndarray) -> None:
    """Grey shades for the probability of the second class, a line where it is a half, the points."""
    low, high = X.min(axis=0) - 0.3, X.max(axis=0) + np.array([0.3, 0.9])  # room for the legend
    x1, x2 = np.meshgrid(np.linspace(low[0], high[0], 120), np.linspace(low[1], high[1], 120))
    P = model.predict_proba(np.column_stack([x1.ravel(), x2.ravel()]))[:, 1].reshape(x1.shape)
    place.contourf(x1, x2, P, levels=np.linspace(0, 1, 11), cmap="Greys", alpha=0.6)
    place.contour(x1, x2, P, levels=[0.5], colors="black")
    for label, marker, colour in zip(model.classes_, "os", ("tab:blue", "tab:orange"), strict=True):
        rows = y == label
        place.scatter(
            *X[rows].T, marker=marker, s=22, color=colour, edgecolors="black", label=label
        )
    place.set(xlabel="first column", ylabel="second column", aspect="equal")
    place.legend(loc="upper center", ncols=2)


def _problems() -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """200 noisy points each, whose classes no line separates."""
    rng = np.random.default_rng(0)
    inner, angle = np.arange(200) % 2 == 1, rng.uniform(0, 2 * np.pi, 200)
    radius = np.where(inner, 0.5, 1.0)
    circles = np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
    corners = np.column_stack([np.arange(200) % 2, np.arange(200) // 2 % 2])
    differ = corners[:, 0] != corners[:, 1]
    return {
        "two circles": (
            circles + rng.normal(0, 0.1, size=(200, 2)),
            np.where(inner, "inner", "outer"),
        ),
        "exclusive or": (
            corners + rng.normal(0, 0.17, size=(200, 2)),
            np.where(differ, "differ", "same"),
        ),
    }
