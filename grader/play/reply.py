"""What a worker's answer must look like: types, shapes and sizes, checked before anything else sees it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

import msgspec
import numpy as np

FAULTS = (None, "inf", "nan")
STEPS_LIMIT = 1 << 40


class ReplyError(Exception):
    """An answer that no run of ours gives: the student's code changed what happens in the worker."""


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """A run as it is now; `history` has the epochs asked for, a row of four each, as `judged` is.

    Parameters
    ----------
    judged : array (4,)
        Training cost, held-out cost, training accuracy, held-out accuracy; NaN where there is none.
    weights, biases : array
        Of all layers, flat.
    sample : array
        The activations of one point, inputs first, all layers after one another.
    """

    step: int
    epoch: int
    diverged: str | None
    judged: np.ndarray
    history: np.ndarray
    weights: np.ndarray
    biases: np.ndarray
    sample: np.ndarray
    pictures: dict[str, np.ndarray]
    seconds: float = 0.0


class Layer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A verdict on the gradients of a layer, as `inside.checking` words it."""

    verdict: Literal["agrees", "differs", "unknown"]
    error: float = 0.0
    why: Annotated[str, msgspec.Meta(max_length=200)] = ""
    part: Literal["", "weights", "biases"] = ""
    factor: float = float("nan")


class Gradients(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was found of the gradients of a batch, as `inside.training.check` words it."""

    layers: tuple[Layer, ...]
    rows: Annotated[int, msgspec.Meta(ge=1)]
    without: Literal["", "penalty", "dropout", "both"] = ""
    step: Literal["", "uphill", "weights", "biases", "both"] = ""


def look(
    reply: Any, sizes: Sequence[int], side: int, small: int, maps: bool, examples: int, epochs: int
) -> Look:
    """An answer of `training.advance`, or a ReplyError.

    Parameters
    ----------
    reply
        What came.
    sizes : sequence of int
        The units of the layers, inputs first.
    side, small, maps
        The side of the picture of the plane (0 for none), that of the neurons' pictures, whether these were asked for.
    examples : int
        How many predictions are due where there is no plane.
    epochs : int
        The most rows of history that there can be.
    """
    if type(reply) is not dict:
        raise ReplyError("it gave no answer")
    history = _array(reply, "history", None, np.float64)
    if history.ndim != 2 or history.shape[1] != 4 or len(history) > epochs:
        raise ReplyError("its history has a wrong shape")
    diverged = reply.get("diverged")
    if diverged not in FAULTS or not (diverged is None or type(diverged) is str):
        raise ReplyError("it tells of no known fault")
    pictures: dict[str, np.ndarray] = {}
    if side:
        pictures["boundary"] = _array(reply, "boundary", (side, side), np.uint8)
        if sizes[-1] > 1:
            pictures["confidence"] = _array(reply, "confidence", (side, side), np.uint8)
            _below(pictures["boundary"], sizes[-1])
        if maps:
            pictures["neurons"] = _array(reply, "neurons", (sum(sizes), small, small), np.uint8)
    elif examples:
        pictures["predictions"] = _array(reply, "predictions", (examples,), np.int32)
        _below(pictures["predictions"], sizes[-1])
    seconds = reply.get("seconds", 0.0)
    return Look(
        step=_whole(reply, "step"),
        epoch=_whole(reply, "epoch"),
        diverged=diverged,
        judged=_array(reply, "judged", (4,), np.float64),
        history=history,
        weights=_array(reply, "weights", (sum(map(_product, sizes, sizes[1:])),), np.float64),
        biases=_array(reply, "biases", (sum(sizes[1:]),), np.float64),
        sample=_array(reply, "sample", (sum(sizes),), np.float64),
        pictures=pictures,
        seconds=seconds if type(seconds) is float and seconds >= 0 else 0.0,
    )


def gradients(reply: Any, layers: int) -> Gradients:
    """An answer of `training.check`, or a ReplyError."""
    try:
        found = msgspec.convert(reply, Gradients)
    except msgspec.ValidationError as error:
        raise ReplyError(f"its verdict on gradients is none: {error}") from None
    if len(found.layers) != layers:
        raise ReplyError("it checked another number of layers")
    return found


def curves(reply: Any, names: Sequence[str], size: int) -> dict[str, np.ndarray]:
    """An answer of `functions.curves`, or a ReplyError."""
    if type(reply) is not dict or set(reply) != set(names):
        raise ReplyError("it drew other curves")
    return {name: _array(reply, name, (size,), np.float64) for name in names}


def _array(
    reply: dict[Any, Any], name: str, shape: tuple[int, ...] | None, kind: Any
) -> np.ndarray:
    array = reply.get(name)
    if type(array) is not np.ndarray or array.dtype != kind:
        raise ReplyError(f"its {name} is no array of {np.dtype(kind).name}")
    if shape is not None and array.shape != shape:
        raise ReplyError(f"its {name} has shape {array.shape}, where {shape} was expected")
    return array


def _whole(reply: dict[Any, Any], name: str) -> int:
    value = reply.get(name)
    if type(value) is not int or not 0 <= value < STEPS_LIMIT:
        raise ReplyError(f"its {name} is no count")
    return value


def _below(array: np.ndarray, count: int) -> None:
    if array.size and not (array.min() >= 0 and array.max() < count):
        raise ReplyError("it answers with a class that there is not")


def _product(first: int, second: int) -> int:
    return first * second
