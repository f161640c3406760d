"""The student's functions by name, and a tiny call of each that tells whether it is written."""

from __future__ import annotations

import difflib
import importlib
from collections.abc import Callable
from typing import Any

import numpy as np

PACKAGE = "exercises"


def include(unit: str) -> None:
    """Import a unit; what it raises is the student's to read."""
    importlib.import_module(f"{PACKAGE}.{unit}")


def function(unit: str, name: str) -> Callable[..., Any]:
    """A function of a unit, or a ValueError that names the likeliest misspelling."""
    module = importlib.import_module(f"{PACKAGE}.{unit}")
    try:
        found: Callable[..., Any] = getattr(module, name)
    except AttributeError:
        near = difflib.get_close_matches(name, list(vars(module)), 1)
        hint = f"; is {near[0]!r} meant to be it?" if near else ""
        raise ValueError(f"{unit}.{name} is missing{hint}") from None
    return found


def probe(unit: str, name: str) -> None:
    """Call a function on a tiny input; raises what it raises, and where nothing comes back."""
    if function(unit, name)(*_arguments(name)) is None:
        raise ValueError(f"{unit}.{name} came back None: is the return missing?")


def curves(names: list[str], z: np.ndarray) -> dict[str, np.ndarray]:
    """Activations and their derivatives over z; `names` are those of the functions to draw."""
    return {name: _curve(name, z) for name in names}


def _curve(name: str, z: np.ndarray) -> np.ndarray:
    activation, derived, _ = name.partition("_derivative")
    values = function("activations", activation)(z.copy())
    if derived:
        values = function("activations", name)(values)
    return shaped(f"activations.{name}", values, z.shape)


def shaped(name: str, value: Any, shape: tuple[int, ...]) -> np.ndarray:
    """What a function gave, as an array of floats; a ValueError says where its shape is another."""
    if type(value) is np.ndarray and value.dtype == np.float64 and value.shape == shape:
        return value
    if value is None:
        raise ValueError(f"{name} gave None: is a return missing?")
    try:
        array = np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError):
        raise ValueError(
            f"{name} gave a {type(value).__name__}, where an array of shape {shape} was expected"
        ) from None
    if array.shape != shape:
        turned = ": is it transposed?" if array.shape == shape[::-1] else ""
        raise ValueError(f"{name} gave shape {array.shape}, where {shape} was expected{turned}")
    return array


def _arguments(name: str) -> tuple[Any, ...]:
    """What `name` is tried on: two rows of two inputs, a hidden layer of two, one output."""
    rng = np.random.default_rng(0)
    X = np.array([[0.5, -1.0], [1.5, 2.0]])
    hidden = np.array([[0.5, 0.25], [0.75, 0.125]])
    P, Y = np.array([[0.25], [0.75]]), np.array([[0.0], [1.0]])
    params = [(np.array([[0.5, -0.5], [0.25, 1.0]]), np.zeros(2)), (np.ones((2, 1)), np.zeros(1))]
    delta = P - Y
    arguments: dict[str, tuple[Any, ...]] = {
        "init_network": ([2, 2, 1], rng),
        "forward": (X, params, "identity", "identity"),
        "binary_cross_entropy": (Y, P),
        "cross_entropy": (np.eye(2), hidden),
        "mean_squared_error": (Y, P),
        "mean_squared_error_gradient": (Y, P),
        "output_delta": (Y, P),
        "hidden_delta": (delta, np.ones((2, 1)), hidden, "identity"),
        "layer_gradients": (X, delta),
        "backward": (Y, [X, hidden, P], params, "identity"),
        "minibatches": (X, Y, 1, rng),
        "step": (params, params, 0.1),
        "l1_penalty": (params, 0.1),
        "l1_gradients": (params, params, 0.1),
        "l2_penalty": (params, 0.1),
        "l2_gradients": (params, params, 0.1),
        "dropout": (hidden, 0.5, rng),
        "dropout_backward": (hidden, np.ones((2, 2))),
    }
    return arguments.get(name, (hidden,))
