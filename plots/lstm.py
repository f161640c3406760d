"""One unit with weights set by hand: it stores a number, keeps it, and shows it when asked."""

from __future__ import annotations

import matplotlib.figure
import numpy as np

from exercises import lstm

STEPS, WRITES, READS = 30, (4, 17), (12, 25)


def draw(figure: matplotlib.figure.Figure) -> None:
    """Inputs, gates, memory and state, and the gradient of the last answer by the inputs."""
    rng = np.random.default_rng(3)
    X = np.zeros((1, STEPS, 3))  # a value, "write now", "show now"
    X[0, :, 0] = rng.uniform(-1, 1, size=STEPS)
    X[0, WRITES, 1], X[0, READS, 2] = 1.0, 1.0
    X[0, WRITES, 0] = 0.9, -0.7
    Wx = np.array(
        [  # input, forget, candidate, output
            [0.0, 0.0, 1.0, 0.0],  # the value is the candidate
            [12.0, -12.0, 0.0, 0.0],  # "write" opens the input gate and shuts the forget gate
            [0.0, 0.0, 0.0, 12.0],  # "show" opens the output gate
        ]
    )
    Wh, b = np.zeros((1, 4)), np.array([-6.0, 6.0, 0.0, -6.0])
    zero = np.zeros((1, 1))
    H, C = lstm.lstm_forward(X, zero, zero, Wx, Wh, b)
    dH = np.zeros(H.shape)
    dH[0, READS[-1]] = 1.0
    dX = lstm.lstm_backward(dH, X, zero, zero, Wx, Wh, b)[0]

    steps = np.arange(1, STEPS + 1)
    gates = 1 / (1 + np.exp(-(X[0] @ Wx + b)))
    (inputs, memory), (openings, gradient) = figure.subplots(2, 2, sharex=True)

    inputs.plot(steps, X[0, :, 0], "-", color="0.6", marker=".", label="value")
    for marks, line, name in ((WRITES, "--", "write"), (READS, ":", "show")):
        for place in marks:
            label = name if place == marks[0] else None
            inputs.axvline(steps[place], color="black", linestyle=line, label=label)
    inputs.set(title="Inputs", ylabel="value", ylim=(-1.1, 1.1))

    for column, line, name in ((0, "-o", "input"), (1, "--s", "forget"), (3, ":^", "output")):
        openings.plot(steps, gates[:, column], line, markersize=4, label=f"{name} gate")
    openings.set(title="Gates", xlabel="step", ylabel="0 shut, 1 open")

    memory.plot(steps, C[0, :, 0], "-", label="memory c")
    memory.plot(steps, H[0, :, 0], "--o", markersize=4, label="state h")
    memory.set(title="Memory and state", ylabel="value", ylim=(-1.1, 1.1))

    gradient.stem(steps, dX[0, :, 0], basefmt="k-", markerfmt="o", label="dX of the values")
    gradient.axvline(steps[READS[-1]], color="black", linestyle=":", label="the last answer")
    gradient.set(title="Which values the last answer depends on", xlabel="step", ylabel="gradient")
    for axes in (inputs, memory, openings, gradient):
        axes.set(xlim=(0, 1.45 * STEPS), xticks=range(0, STEPS + 1, 5))
        axes.legend(fontsize="small", loc="center right")
