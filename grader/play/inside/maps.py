"""Activations over a grid of the plane as pictures of bytes: of every neuron, and of what the network answers."""

from __future__ import annotations

import numpy as np


def neuron_maps(
    activations: list[np.ndarray], names: list[str], side: int, step: int
) -> np.ndarray:
    """A picture of each neuron, inputs first: bytes around a neutral 128.

    Parameters
    ----------
    activations : list of arrays
        Each (side², units), over the grid's rows from the top.
    names : list of str
        The activation of each layer; "sigmoid" and "softmax" are centred at a half.
    side, step : int
        The grid's side, and which of its rows and columns are taken.
    """
    pictures = []
    for A, name in zip(activations, names, strict=True):
        squares = A.reshape(side, side, -1)[::step, ::step].transpose(2, 0, 1)
        if name in ("sigmoid", "softmax"):
            squares = 2 * squares - 1
        elif name != "tanh":
            squares = squares / np.maximum(np.abs(squares).max(axis=(1, 2), keepdims=True), 1e-9)
        pictures.append(squares)
    return as_bytes((np.concatenate(pictures) + 1) / 2)


def answers(output: np.ndarray, name: str, side: int) -> dict[str, np.ndarray]:
    """What the network answers over the grid: `boundary`, and `confidence` where there are more classes than two."""
    if output.shape[1] > 1:
        confidence = as_bytes(output.max(axis=1).reshape(side, side))
        classes = np.nan_to_num(output).argmax(axis=1).reshape(side, side)
        return {"boundary": classes.astype(np.uint8), "confidence": confidence}
    values = output.reshape(side, side)
    return {"boundary": as_bytes(values if name == "sigmoid" else (values + 1) / 2)}


def as_bytes(values: np.ndarray) -> np.ndarray:
    """Values from 0 to 1 as bytes; NaN is 128."""
    bounded = np.clip(np.nan_to_num(values, nan=128 / 255), 0, 1)
    rounded: np.ndarray = (bounded * 255 + 0.5).astype(np.uint8)
    return rounded
