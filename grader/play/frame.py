"""A run as the page draws it: its points, a frame, a cell of a sweep."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from grader.play import messages
from grader.play.experiment import Experiment, as_settings
from grader.play.neuron import neuron
from grader.play.points import Points
from grader.play.reply import Look
from grader.play.run import Run

COSTS = {
    "sigmoid": "binary cross-entropy",
    "softmax": "cross-entropy",
    "identity": "mean squared error",
}
RANGE = (-1.0, 1.0)
"""The values between which the colours of a regression run."""


def points_message(experiment: Experiment, found: Points, notes: Sequence[str]) -> bytes:
    """The points that are trained on, training first."""
    fields = {
        "dataset": found.dataset,
        "kind": "classes" if found.classes else "regression",
        "classes": found.classes,
        "axes": found.axes,
        "bounds": found.bounds,
        "columns": found.columns,
        "inputs": found.inputs,
        "training": found.training,
        "held_out": len(found.X) - found.training,
        "experiment": as_settings(experiment),
        "notes": notes,
    }
    arrays = {"points": found.drawn, "targets": found.targets}
    if len(found.images):
        arrays |= {"images": found.images, "labels": found.image_classes}
    return messages.binary("points", fields, arrays)


def frame_message(run: Run, gradient: dict[str, Any], running: bool, since: int) -> bytes:
    """The run as it is now, with the history of the epochs from `since` on."""
    now = run.now
    assert now is not None
    cost, held_out_cost, accuracy, held_out_accuracy = now.judged.tolist()
    fields = {
        "step": now.step,
        "epoch": now.epoch,
        "steps_an_epoch": run.steps_an_epoch,
        "running": running,
        "cost": cost,
        "held_out_cost": held_out_cost,
        "accuracy": accuracy,
        "held_out_accuracy": held_out_accuracy,
        "history_from": since,
        "cost_name": COSTS[run.points.output],
        "inputs": run.points.inputs,
        "layers": run.sizes,
        "activations": run.activations,
        "range": RANGE,
        "gradient": gradient,
        "diverged": _diverged(run, now),
        "neuron": _neuron(run, now),
    }
    history = np.array(run.history[since:], dtype=np.float64).reshape(-1, 4)
    arrays = {
        "weights": now.weights,
        "biases": now.biases,
        "history": history[:, :2],
        "history_accuracy": history[:, 2:],
        **now.pictures,
    }
    if len(run.points.images):
        arrays["images"] = _first_weights(run, now)
    return messages.binary("frame", fields, arrays)


def cell_message(run: Run, now: Look, row: int, column: int, done: int, of: int) -> bytes:
    """One experiment of a sweep, trained."""
    cost, held_out_cost, accuracy, held_out_accuracy = now.judged.tolist()
    fields = {
        "row": row,
        "column": column,
        "rate": run.experiment.learning_rate,
        "layers": ",".join(map(str, run.experiment.layers)),
        "cost": cost,
        "held_out_cost": held_out_cost,
        "accuracy": accuracy,
        "held_out_accuracy": held_out_accuracy,
        "diverged": _diverged(run, now),
        "epoch": now.epoch,
        "step": now.step,
        "done": done,
        "of": of,
    }
    return messages.binary("cell", fields, now.pictures)


def _diverged(run: Run, now: Look) -> dict[str, Any] | None:
    if now.diverged is None:
        return None
    rate, epoch = run.experiment.learning_rate, -(-now.step // run.steps_an_epoch)
    cost = float(now.judged[0])
    if now.diverged == "nan":
        said = "the cost is NaN"
    elif math.isfinite(cost):
        said = f"the cost is infinite: a right answer has probability 0 (clipped, as in costs.py, it is {cost:.3g})"
    else:
        said = "the cost is infinite"
    return {
        "epoch": epoch,
        "step": now.step,
        "learning_rate": rate,
        "what": now.diverged,
        "note": f"In epoch {epoch}, at learning rate {rate:g}, {said}",
    }


def _neuron(run: Run, now: Look) -> dict[str, Any] | None:
    """The chosen neuron's numbers, where there is one of that place."""
    layer, _, unit = run.experiment.neuron.partition(".")
    if not layer:
        return None
    place, number = int(layer), int(unit)
    if not (1 <= place < len(run.sizes) and 1 <= number <= run.sizes[place]):
        return None
    inputs, names = run.points.inputs, run.activations
    told = neuron(place, number, run.sizes, inputs, names, now.weights, now.biases, now.sample)
    return {**told, "at": _first_point(run.points)}


def _first_point(points: Points) -> str:
    if not len(points.drawn):
        return "the first image that is trained on"
    values = " and ".join(
        f"{name} = {value:.3g}".replace("-", "−")
        for name, value in zip(points.axes, points.drawn[0], strict=True)
    )
    return f"the first point that is trained on, {values}"


def _first_weights(run: Run, now: Look) -> np.ndarray:
    """The weights of each unit of the first layer as an image, 128 where a weight is 0."""
    n_in, n_out = run.sizes[:2]
    W = np.nan_to_num(now.weights[: n_in * n_out].reshape(n_in, n_out)).T
    largest = np.maximum(np.abs(W).max(axis=1, keepdims=True), 1e-9)
    images: np.ndarray = (128 + 127 * np.clip(W / largest, -1, 1)).astype(np.uint8)
    return images.reshape(n_out, 8, 8)
