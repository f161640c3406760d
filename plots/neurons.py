"""What a neuron sees: its weighted sum over the plane, and how far signals spread through ten layers."""

import numpy as np

from exercises import neurons

SPREADS = {
    "variance 1/d": (1.0, "-"),
    "half the deviation": (0.5, ":"),
    "twice the deviation": (2.0, "--"),
}


def draw(figure):
    """Left one neuron's weighted sum and the line where it is zero, right the spread layer by layer."""
    plane, spread = figure.subplots(1, 2)
    x1, x2 = np.meshgrid(np.linspace(-3, 3, 31), np.linspace(-3, 3, 31))
    points = np.stack([x1.ravel(), x2.ravel()], axis=1)
    w, b = np.array([1.0, 2.0]), -1.0
    z = np.array([neurons.weighted_sum(x, w, b) for x in points]).reshape(x1.shape)
    shown = plane.contourf(x1, x2, z, levels=12, cmap="RdBu", vmin=-10, vmax=10)
    plane.contour(x1, x2, z, levels=[0.0], colors="black")
    plane.annotate(
        "", (w[0], w[1] + 0.5), (0, 0.5), arrowprops={"arrowstyle": "->", "linewidth": 2}
    )
    plane.set(
        title="z = x1 + 2 x2 - 1; black: z = 0, arrow: w", xlabel="x1", ylabel="x2", aspect="equal"
    )
    figure.colorbar(shown, ax=plane, label="weighted sum z")

    for name, (factor, line) in SPREADS.items():
        rng = np.random.default_rng(0)
        A = rng.normal(size=(50, 100))
        deviations = [A.std()]
        for _ in range(10):
            W, bias = neurons.init_parameters(100, 100, rng)
            A = neurons.layer(A, factor * W, bias)
            deviations.append(A.std())
        spread.semilogy(deviations, line, marker="o", label=name)
    spread.set(title="Ten layers of 100 neurons", xlabel="layer", ylabel="standard deviation of z")
    spread.legend()
