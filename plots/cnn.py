"""What a kernel sees: a drawn digit, where two edge kernels answer, and what max pooling keeps."""

import numpy as np

from exercises import cnn

KERNELS = {
    "brighter to the right": np.array([[-1.0, 0.0, 1.0], [-2.0, 0.0, 2.0], [-1.0, 0.0, 1.0]]) / 4,
    "brighter below": np.array([[-1.0, -2.0, -1.0], [0.0, 0.0, 0.0], [1.0, 2.0, 1.0]]) / 4,
}
STROKES = [((4, 5), (22, 5)), ((22, 5), (11, 24)), ((10, 15), (21, 15))]


def drawn(strokes, size=28):
    """An image of these strokes, each from one (column, row) to another, with soft edges."""
    pixels = np.stack(np.meshgrid(np.arange(size), np.arange(size)), axis=-1)
    image = np.zeros((size, size))
    for start, end in np.array(strokes, dtype=float):
        along = end - start
        share = np.clip((pixels - start) @ along / (along @ along), 0, 1)
        distance = np.linalg.norm(pixels - start - share[..., None] * along, axis=-1)
        image = np.maximum(image, np.clip(2.2 - distance, 0, 1))
    return image


def draw(figure):
    """Left the digit and the kernels, then for each kernel conv2d, ReLU and max_pool2d."""
    rows = figure.subplots(2, 4)
    X = drawn(STROKES)[None, None]
    K = np.stack(list(KERNELS.values()))[:, None]
    answers = cnn.conv2d(X, K, np.zeros(2), padding=1)
    kept = np.maximum(answers, 0)
    pooled = cnn.max_pool2d(kept, 4)

    rows[0, 0].imshow(X[0, 0], cmap="gray")
    rows[0, 0].set_title(f"image {X.shape[2:]}")
    both = np.hstack([K[0, 0], np.full((3, 1), np.nan), K[1, 0]])
    rows[1, 0].imshow(both, cmap="gray", vmin=-1, vmax=1)
    for (row, column), weight in np.ndenumerate(both):
        if np.isfinite(weight):
            color = "white" if weight < 0.2 else "black"
            rows[1, 0].text(
                column, row, f"{weight:g}", ha="center", va="center", color=color, size=7
            )
    rows[1, 0].set_title("the two kernels (3, 3)")
    rows[1, 0].set_xlabel("left: of the first row, right: of the second", fontsize=8)

    for channel, name in enumerate(KERNELS):
        panels = rows[channel, 1:]
        limit = np.abs(answers).max()
        panels[0].imshow(answers[0, channel], cmap="gray", vmin=-limit, vmax=limit)
        panels[0].set_title(f"conv2d: {name}\n(black −, grey 0, white +)")
        panels[1].imshow(kept[0, channel], cmap="gray", vmin=0, vmax=limit)
        panels[1].set_title(f"ReLU {kept.shape[2:]}\n(black 0)")
        panels[2].imshow(pooled[0, channel], cmap="gray", vmin=0, vmax=limit)
        panels[2].set_title(f"max_pool2d, size 4: {pooled.shape[2:]}")
    for axes in rows.ravel():
        axes.title.set_fontsize(9)
        axes.set(xticks=[], yticks=[])
