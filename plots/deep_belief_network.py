"""Bars and stripes: the data, what a stack of two machines gives back, and what it makes up."""

from __future__ import annotations

from itertools import product

import matplotlib.figure
import numpy as np

from exercises import deep_belief_network

SIDE = 4
ROWS, COLUMNS = 6, 5


def _bars_and_stripes():
    """All 30 pictures whose columns, or whose rows, are each of one colour."""
    stripes = [np.tile(bits, (SIDE, 1)) for bits in product([0.0, 1.0], repeat=SIDE)]
    return np.unique([each.ravel() for stripe in stripes for each in (stripe, stripe.T)], axis=0)


def _sheet(pictures):
    """Pictures side by side, with a gap between them."""
    sheet = np.full((ROWS * (SIDE + 1) + 1, COLUMNS * (SIDE + 1) + 1), np.nan)
    for place, picture in enumerate(pictures):
        row, column = (1 + (SIDE + 1) * each for each in divmod(place, COLUMNS))
        sheet[row : row + SIDE, column : column + SIDE] = picture.reshape(SIDE, SIDE)
    return sheet


def draw(figure: matplotlib.figure.Figure) -> None:
    """Four sheets of 30 pictures: data, reconstructed, generated before training and after it."""
    V = _bars_and_stripes()
    rng = np.random.default_rng(0)
    new = deep_belief_network.pretrain(V, [24, 16], 0.0, 1, 30, rng)
    stack = deep_belief_network.pretrain(V, [24, 16], 0.1, 1500, 6, rng)
    dreams = deep_belief_network.generate(stack, ROWS * COLUMNS, 200, rng)
    right = sum(bool(np.any(np.all(dream.round() == V, axis=1))) for dream in dreams)
    sheets = {
        "the data": V,
        "reconstructed": deep_belief_network.reconstruct(V, stack),
        "generated before training": deep_belief_network.generate(new, ROWS * COLUMNS, 200, rng),
        f"generated after it\n({right} of {len(dreams)} are bars or stripes)": dreams,
    }
    for axes, (title, pictures) in zip(figure.subplots(1, 4), sheets.items(), strict=True):
        axes.imshow(_sheet(pictures), cmap="gray_r", vmin=0, vmax=1)
        axes.set_facecolor("lightsteelblue")
        axes.set_title(title, fontsize="medium")
        axes.set_xticks([])
        axes.set_yticks([])
    figure.supxlabel("White is 0, black is 1, grey a chance between", fontsize="medium")
