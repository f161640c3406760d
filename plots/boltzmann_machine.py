"""Exact chances against Gibbs sampling, one unit after the other and all at once; and a machine that learns."""

from __future__ import annotations

from itertools import product

import matplotlib.figure
import numpy as np

from exercises import boltzmann_machine

CHAINS = 400
SWEEPS = 300


def _all_at_once(s, W, b, rng):
    """The wrong sweep: every unit from the old values of the others."""
    chances = [boltzmann_machine.conditional(s, i, W, b) for i in range(s.shape[1])]
    return boltzmann_machine.sample(np.column_stack(chances), rng)


def _frequencies(sweep, W, b):
    """Shares of the 2^d states after each sweep, all sweeps so far together."""
    d = len(b)
    s, rng = np.zeros((CHAINS, d)), np.random.default_rng(0)
    counts = []
    for _ in range(SWEEPS):
        s = sweep(s, W, b, rng)
        numbers = (s @ 2 ** np.arange(d)[::-1]).astype(int)
        counts.append(np.bincount(numbers, minlength=2**d))
    total = np.cumsum(counts, axis=0)
    return total / total.sum(axis=1, keepdims=True)


def _learning(k, steps=1500, every=10):
    """Exact mean log-likelihood of bars and stripes, 3 x 3 pixels, while a machine learns by CD-k."""
    stripes = [np.tile(bits, (3, 1)) for bits in product([0.0, 1.0], repeat=3)]
    data = np.unique([each.ravel() for stripe in stripes for each in (stripe, stripe.T)], axis=0)
    everything = np.array(list(product([0.0, 1.0], repeat=9)))
    rng = np.random.default_rng(1)
    machine = [0.01 * rng.normal(size=(9, 12)), np.zeros(9), np.zeros(12)]
    likelihoods = []
    for step in range(steps):
        if step % every == 0:
            log_weights = -boltzmann_machine.free_energy(everything, *machine)
            log_total = np.logaddexp.reduce(log_weights)
            likelihoods.append(-boltzmann_machine.free_energy(data, *machine).mean() - log_total)
        direction = boltzmann_machine.contrastive_divergence(data, *machine, rng, k=k)
        machine = [array + 0.2 * move for array, move in zip(machine, direction, strict=True)]
    return np.arange(0, steps, every), likelihoods, -np.log(len(data))


def draw(figure: matplotlib.figure.Figure) -> None:
    """Left the chances of eight states, in the middle how samples come near them, right learning."""
    bars, nearer, learning = figure.subplots(1, 3)
    W = np.array([[0.0, 2.5, -1.0], [2.5, 0.0, 1.5], [-1.0, 1.5, 0.0]])
    b = np.array([-1.0, -2.0, 0.5])
    exact = boltzmann_machine.distribution(W, b)
    shares = {
        "one after the other": (_frequencies(boltzmann_machine.gibbs_sweep, W, b), "o", "-"),
        "all at once": (_frequencies(_all_at_once, W, b), "x", "--"),
    }
    states = ["".join(bits) for bits in product("01", repeat=3)]
    bars.bar(states, exact, color="0.8", edgecolor="0.4", label="exact")
    for name, (found, marker, line) in shares.items():
        bars.plot(states, found[-1], marker, label=name)
        distance = np.abs(found - exact).sum(axis=1) / 2
        nearer.loglog(np.arange(1, SWEEPS + 1), distance, line, label=name)
    bars.set(title="Chances of the states", xlabel="state", ylabel="share", ylim=(0, 0.55))
    bars.legend()
    nearer.set(
        title=f"Distance from exact, {CHAINS} chains",
        xlabel="sweeps",
        ylabel="half the sum of differences",
    )
    nearer.legend()

    for k, line in ((1, "-"), (5, "--")):
        steps, likelihoods, best = _learning(k)
        learning.plot(steps, likelihoods, line, label=f"CD-{k}")
    learning.axhline(best, color="0.4", linestyle=":", label="best possible")
    learning.set(
        title="A restricted machine learns\nbars and stripes of 3 x 3 pixels",
        xlabel="steps, all 14 pictures each",
        ylabel="mean log-likelihood",
    )
    learning.legend(loc="lower right")
