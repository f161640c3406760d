"""Cost against epochs for three learning rates, one diverging to inf; and three ways down a narrow valley."""

import numpy as np

from exercises import gradient_descent

RATES = {0.02: ":", 0.3: "-", 1.8: "--"}
EPOCHS = 500
STEPS = 80


def _cost_and_gradients(X, y, params):
    """The mean squared error of one linear neuron, and its gradients in the structure of params."""
    W, b = params[0]
    error = X @ W + b - y
    cost = np.mean(error**2)
    return cost, [(2 * X.T @ error / len(X), 2 * error.mean(axis=0))]


def _descend(X, y, learning_rate):
    """The cost before every epoch; it ends where `has_diverged` says so."""
    params, history = [(np.zeros((1, 1)), np.zeros(1))], []
    for _ in range(EPOCHS):
        cost, grads = _cost_and_gradients(X, y, params)
        history.append(cost)
        if gradient_descent.has_diverged(history):
            break
        params = gradient_descent.step(params, grads, learning_rate)
    return np.array(history)


def _valley(move):
    """The path from (-4, 1.5) in the valley w1² / 20 + w2², whose walls are steep and whose floor is flat."""
    params, path = [(np.array([[-4.0, 1.5]]), np.zeros(1))], []
    state = None
    for t in range(1, STEPS + 1):
        W = params[0][0]
        path.append(W[0])
        grads = [(W * np.array([[0.1, 2.0]]), np.zeros(1))]
        params, state = move(params, grads, state, t)
    return np.array(path)


def _plain(params, grads, state, t):
    return gradient_descent.step(params, grads, 0.85), state


def _momentum(params, grads, state, t):
    velocity = state or [(np.zeros((1, 2)), np.zeros(1))]
    return gradient_descent.momentum_step(params, grads, velocity, 0.05, 0.9)


def _adam(params, grads, state, t):
    m, v = state or ([(np.zeros((1, 2)), np.zeros(1))], [(np.zeros((1, 2)), np.zeros(1))])
    params, m, v = gradient_descent.adam_step(params, grads, m, v, t, learning_rate=0.2)
    return params, (m, v)


def draw(figure):
    """Left the first epochs, in the middle all of them, right the paths of three optimizers."""
    near, far, valley = figure.subplots(1, 3)
    rng = np.random.default_rng(0)
    X = rng.normal(size=(40, 1))
    y = 2.0 * X + 1.0 + rng.normal(scale=0.5, size=(40, 1))
    for rate, line in RATES.items():
        history = _descend(X, y, rate)
        near.plot(history[:30], line, label=f"learning rate {rate:g}")
        finite = np.isfinite(history)
        far.plot(np.flatnonzero(finite), np.log10(history[finite]), line)
        if not finite.all():
            far.annotate(
                f"{history[-1]:g} at epoch {len(history) - 1}",
                (len(history) - 1, np.log10(history[finite][-1])),
                xytext=(0.97, 0.6),
                textcoords="axes fraction",
                ha="right",
                arrowprops={"arrowstyle": "->"},
            )
    near.set(
        title="Cost, first 30 epochs", xlabel="epoch", ylabel="mean squared error", ylim=(0, 12)
    )
    far.set(title="The same to the end", xlabel="epoch", ylabel="log10 of the cost")
    near.legend()

    w1, w2 = np.meshgrid(np.linspace(-4.5, 2.5, 100), np.linspace(-2, 2, 100))
    valley.contour(w1, w2, w1**2 / 20 + w2**2, levels=[0.02, 0.1, 0.3, 0.7, 1.5, 3], colors="0.8")
    for name, move, line in (
        ("plain", _plain, ".:"),
        ("momentum", _momentum, ".-"),
        ("Adam", _adam, ".--"),
    ):
        valley.plot(*_valley(move).T, line, markersize=4, linewidth=1, label=name)
    valley.set(title=f"{STEPS} steps in a narrow valley", xlabel="w1", ylabel="w2")
    valley.legend()
