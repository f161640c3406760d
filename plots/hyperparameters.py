"""A grid, candidates by chance, and k folds."""

import numpy as np
from matplotlib.figure import Figure

from exercises import hyperparameters


def draw(figure: Figure) -> None:
    """The same number of candidates from a grid and by chance, and the parts of k_fold."""
    plane, rates, folds = figure.subplots(1, 3)
    space = {"learning rate": (0.001, 1.0), "strength": (0.0001, 0.1)}
    lists = {name: list(np.geomspace(*ends, 4)) for name, ends in space.items()}
    rng = np.random.default_rng(2)
    tried = hyperparameters.grid(lists)
    drawn = hyperparameters.random_candidates(space, len(tried), rng)
    _draw_plane(plane, tried, drawn)
    _draw_shares(rates, space["learning rate"], rng)
    _draw_folds(folds, hyperparameters.k_fold(23, 5, rng))


def _draw_plane(axes, tried, drawn):
    for candidates, marker, name in ((tried, "ks", "grid"), (drawn, "ro", "by chance")):
        x, y = ([each[key] for each in candidates] for key in ("learning rate", "strength"))
        label = f"{name}: {len(set(x))} learning rates"
        filled = "full" if name == "by chance" else "none"
        axes.plot(x, y, marker, fillstyle=filled, label=label)
        # Ticks at the upper edge: which learning rates are tried, whatever the strength.
        axes.plot(x, [0.4 if name == "grid" else 0.25] * len(x), marker[0] + "|", markersize=9)
    axes.set(
        xscale="log",
        yscale="log",
        ylim=(5e-5, 4),
        xlabel="learning rate",
        ylabel="strength",
        title=f"{len(tried)} candidates each",
    )
    axes.legend(fontsize="small", loc="upper center")


def _draw_shares(axes, ends, rng):
    """How many of 2000 learning rates fall between one power of ten and the next."""
    space, powers = {"learning rate": ends}, np.arange(-3, 1)
    drawn = hyperparameters.random_candidates(space, 2000, rng)
    linear = rng.uniform(*ends, size=2000)
    places = np.arange(len(powers) - 1)
    for values, shift, style, name in (
        ([each["learning rate"] for each in drawn], -0.2, {"color": "tab:red"}, "your draws"),
        (linear, 0.2, {"color": "white", "edgecolor": "black", "hatch": "//"}, "drawn linearly"),
    ):
        counts, _ = np.histogram(np.log10(values), bins=powers)
        axes.bar(places + shift, counts / 2000, 0.4, label=name, **style)
    names = ["0.001\nto 0.01", "0.01\nto 0.1", "0.1\nto 1"]
    axes.set_xticks(places, names)
    axes.set(xlabel="learning rate", ylabel="share of 2000 draws", title="Powers of ten")
    axes.legend(fontsize="small", loc="upper left")


def _draw_folds(axes, folds):
    for number, (training, validation) in enumerate(folds):
        labels = ("training", "validation") if number == 0 else (None, None)
        styles = ({"color": "lightgrey"}, {"color": "black"})
        for rows, label, style in zip((training, validation), labels, styles, strict=True):
            axes.barh([number] * len(rows), 1, left=rows, height=0.7, label=label, **style)
    axes.set_yticks(range(len(folds)), [f"fold {number}" for number in range(len(folds))])
    axes.set(xlabel="row", ylim=(len(folds) - 0.4, -1.6), title="23 rows in 5 folds")
    axes.legend(fontsize="small", loc="upper center", ncols=2)
