"""One neuron's numbers at one point: what comes in, its weights, the sum, and the formula with all of them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np

TERMS = 8


def neuron(
    layer: int, unit: int, sizes: Sequence[int], inputs: Sequence[str], names: Sequence[str],
    weights: np.ndarray, biases: np.ndarray, sample: np.ndarray,
) -> dict[str, Any]:  # fmt: skip
    """The numbers of a neuron, counted from 1 as is its layer; layer 1 is the first after the inputs.

    Parameters
    ----------
    sizes : sequence of int
        The units of all layers, inputs first.
    inputs : sequence of str
        The names of the inputs.
    names : sequence of str
        The activation of each layer after the inputs.
    weights, biases, sample : array
        Of all layers, flat; `sample` has the activations of one point, inputs first.
    """
    before = sum(n_in * n_out for n_in, n_out in pairwise(sizes[:layer]))
    n_in, n_out = sizes[layer - 1], sizes[layer]
    w = weights[before : before + n_in * n_out].reshape(n_in, n_out)[:, unit - 1]
    b = float(biases[sum(sizes[1:layer]) + unit - 1])
    start = sum(sizes[: layer - 1])
    values = sample[start : start + n_in]
    output = float(sample[start + n_in + unit - 1])
    with np.errstate(all="ignore"):
        total = float(values @ w + b)
    said = list(inputs) if layer == 1 else [f"a{place + 1}" for place in range(n_in)]
    activation = names[layer - 1]
    return {
        "layer": layer,
        "unit": unit,
        "inputs": said,
        "values": values.tolist(),
        "weights": w.tolist(),
        "bias": b,
        "sum": total,
        "activation": activation,
        "output": output,
        "formula": _formula(values, w, b, total, activation, output),
    }


def _formula(
    values: np.ndarray, w: np.ndarray, b: float, total: float, activation: str, output: float
) -> str:
    """tanh(0.52 · 0.31 − 1.3 · 0.84 + 0.02) = tanh(−0.911) = −0.721."""
    order = np.argsort(-np.abs(np.nan_to_num(values * w)), kind="stable")[:TERMS]
    terms = [f"{_told(values[place])} · {_told(w[place])}" for place in sorted(order.tolist())]
    if len(values) > TERMS:
        terms.append(f"… {len(values) - TERMS} smaller terms")
    inside = " + ".join([*terms, _told(b)]).replace("+ −", "− ")
    if activation == "identity":
        return f"{inside} = {_told(output)}"
    name = activation if activation != "softmax" else "softmax over all outputs, here of "
    return f"{name}({inside}) = {name}({_told(total)}) = {_told(output)}"


def _told(value: float) -> str:
    return f"{value:.3g}".replace("-", "−")
