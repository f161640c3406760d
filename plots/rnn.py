"""Gradients on their way back through time: they vanish or explode, and clipping bounds them."""

from __future__ import annotations

import matplotlib.figure
import numpy as np

from exercises import rnn


def draw(figure: matplotlib.figure.Figure) -> None:
    """Left: how much of the last step's gradient reaches each earlier one. Right: clipping."""
    n, t, d, m = 4, 40, 3, 12
    rng = np.random.default_rng(0)
    X, h0 = 0.001 * rng.normal(size=(n, t, d)), np.zeros((n, m))
    Wx, b = rng.normal(size=(d, m)), np.zeros(m)
    turn = np.linalg.qr(rng.normal(size=(m, m)))[0]  # keeps every length, so the factor is exact
    dH = np.zeros((n, t, m))
    dH[:, -1] = rng.normal(size=(n, m))

    def gradients(factor):
        H = rnn.rnn_forward(X, h0, Wx, factor * turn, b)
        return rnn.rnn_backward(dH, X, H, h0, Wx, factor * turn)

    through_time, clipping = figure.subplots(1, 2)
    for factor, style in ((1.2, "-^"), (1.0, "--s"), (0.8, ":o")):
        norms = np.linalg.norm(gradients(factor)[0], axis=(0, 2))
        through_time.semilogy(
            np.arange(1, t + 1), norms, style, markevery=5, label=f"Wh stretches by {factor}"
        )
    through_time.set(
        title="The gradient of a cost of the last state",
        xlabel="step of the sequence (the cost is at the right)",
        ylabel="norm of dX at that step",
    )
    through_time.legend()

    limit, factors = 20.0, np.linspace(0.6, 1.4, 33)
    before, after = [], []
    for factor in factors:
        grads = list(gradients(factor)[2:])
        for norms, arrays in ((before, grads), (after, rnn.clip_gradients(grads, limit))):
            norms.append(np.sqrt(sum(np.sum(array**2) for array in arrays)))
    clipping.semilogy(factors, before, "--", label="as rnn_backward returns it")
    clipping.semilogy(factors, after, "-o", markevery=4, label="after clip_gradients")
    clipping.axhline(limit, color="grey", linestyle=":", label=f"max_norm = {limit:g}")
    clipping.set(
        title="The gradient of all parameters",
        xlabel="factor by which Wh stretches the state",
        ylabel="norm of dWx, dWh and db together",
    )
    clipping.legend()
