"""Digits read from IDX bytes, and Iris before and after it is standardized."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from exercises import datasets

SPECIES = (("o", "0.0"), ("^", "0.45"), ("s", "0.65"))


def draw(figure: Figure) -> None:
    """Draw fifteen of scikit-learn's digits, and two columns of Iris on the axes of either scale."""
    from sklearn.datasets import load_digits, load_iris

    digits, iris = load_digits(), load_iris()
    pictures, before, after = figure.subplots(1, 3)

    pixels = np.rint(digits.images[:15] * (255 / 16)).astype(np.uint8)
    header = bytes([0, 0, 0x08, pixels.ndim]) + np.array(pixels.shape, dtype=">u4").tobytes()
    grey = datasets.scale_pixels(datasets.parse_idx(header + pixels.tobytes()))
    sheet = np.full((5 * 9 + 1, 3 * 9 + 1), 0.5)
    for place, picture in enumerate(grey):
        top, left = 9 * (place // 3) + 1, 9 * (place % 3) + 1
        sheet[top : top + 8, left : left + 8] = picture
    shown = pictures.imshow(sheet, cmap="gray", vmin=0, vmax=1)
    figure.colorbar(shown, ax=pictures, label="pixel, scaled to [0, 1]", shrink=0.8)
    pictures.set(title="15 digits, through parse_idx", xticks=[], yticks=[])

    rows = zip(iris.data.tolist(), iris.target_names[iris.target], strict=True)
    text = "\n".join(",".join([*map(str, numbers), name]) for numbers, name in rows)
    X, labels, names = datasets.parse_iris(text)
    held_out = np.arange(len(X)) % 5 == 0
    train, other = datasets.standardize(X[~held_out], X[held_out])
    standardized = np.empty_like(X)
    standardized[~held_out], standardized[held_out] = train, other
    for axes, table, title in (
        (before, X, "Iris before: centimetres"),
        (after, standardized, "after: deviations from the mean"),
    ):
        for label, name in enumerate(names):
            marker, shade = SPECIES[label]
            for part, face in ((~held_out, shade), (held_out, "white")):
                chosen = part & (labels == label)
                axes.scatter(
                    table[chosen, 2],
                    table[chosen, 1],
                    s=22,
                    marker=marker,
                    facecolors=face,
                    edgecolors=shade,
                    label=name if part is not held_out else None,
                )
        axes.axhline(0, color="0.5", linewidth=0.8, zorder=0)
        axes.axvline(0, color="0.5", linewidth=0.8, zorder=0)
        axes.set(title=title, xlabel="petal length", ylabel="sepal width")
        axes.set(xlim=(-3.5, 7.5), ylim=(-3.5, 7.5), aspect="equal")
    before.legend(loc="lower right", fontsize="small")
    before.text(-3.2, 7.2, "hollow: not in training", va="top", fontsize="small")
