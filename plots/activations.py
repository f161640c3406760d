"""The three curves and their slopes, and what softmax makes of a score."""

import numpy as np

from exercises import activations

LINES = {"sigmoid": "-", "tanh": "--", "relu": ":"}


def draw(figure):
    """Left the activations, in the middle their slopes over z, right softmax of (z, 1, 0)."""
    curves, slopes, shares = figure.subplots(1, 3)
    z = np.linspace(-4.0, 4.0, 401)
    for name, line in LINES.items():
        a = getattr(activations, name)(z)
        curves.plot(z, a, line, label=name)
        slopes.plot(z, getattr(activations, f"{name}_derivative")(a), line, label=f"{name}'")
    curves.set(
        title="Activations", xlabel="weighted sum z", ylabel="activation a", ylim=(-1.2, 2.5)
    )
    slopes.set(title="Their slopes, computed from a", xlabel="weighted sum z", ylabel="da/dz")
    rows = np.stack([z, np.ones_like(z), np.zeros_like(z)], axis=1)
    for share, line, score in zip(activations.softmax(rows).T, LINES.values(), "z10", strict=True):
        shares.plot(z, share, line, label=f"share of score {score}")
    shares.set(
        title="softmax of the scores (z, 1, 0)", xlabel="score z", ylabel="share", ylim=(0, 1)
    )
    for axes in (curves, slopes, shares):
        axes.grid(alpha=0.3)
        axes.legend()
