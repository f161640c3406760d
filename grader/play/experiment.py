"""An experiment: everything that decides what is trained and how, as it stands in the page's address.

    dataset=spiral&layers=8,8&learning_rate=0.03

Only what differs from the default is written. What cannot be read is told, and the default taken.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote

import msgspec

from grader import show

DATASETS = (
    "circle", "xor", "gaussians", "spiral", "moons", "plane", "iris", "digits", "csv",
)  # fmt: skip
FEATURES = ("x", "y", "xx", "yy", "xy", "sinx", "siny")
ACTIVATIONS = ("identity", "sigmoid", "tanh", "relu")
PENALTIES = ("none", "l1", "l2")
VIEWS = ("train", "curves", "sweep")
LAYERS, UNITS = 6, 16
SWEEP = 8
LONGEST = 4000
NAME = 80


class Experiment(msgspec.Struct, frozen=True, kw_only=True):
    """What is trained and how, and what the page shows of it."""

    dataset: str = "circle"
    csv: str = ""
    samples: int = 200
    noise: float = 0.1
    held_out: float = 0.3
    batch_size: int = 10
    features: tuple[str, ...] = ("x", "y")
    columns: tuple[int, ...] = (2, 3)
    layers: tuple[int, ...] = (8, 8)
    activation: str = "tanh"
    learning_rate: float = 0.1
    penalty: str = "none"
    strength: float = 0.001
    dropout: float = 0.0
    seed: int = 1
    step: int = 0
    neuron: str = ""
    view: str = "train"
    sweep_rates: tuple[float, ...] = (0.01, 0.1, 1.0)
    sweep_layers: tuple[tuple[int, ...], ...] = ((2,), (4,), (8, 8))


@dataclass(frozen=True)
class Setting:
    """How one value is read, ValueError where it cannot be, and what it should be in words."""

    read: Callable[[str], Any]
    wanted: str


def _whole(low: int, high: int) -> Setting:
    def read(text: str) -> int:
        if len(text) > 20 or not low <= int(text) <= high:
            raise ValueError
        return int(text)

    return Setting(read, f"a whole number from {low} to {high}")


def _number(low: float, high: float) -> Setting:
    def read(text: str) -> float:
        value = float(text)
        if not (math.isfinite(value) and low <= value <= high):
            raise ValueError
        return value

    return Setting(read, f"a number from {low:g} to {high:g}")


def _one_of(names: tuple[str, ...]) -> Setting:
    def read(text: str) -> str:
        if text not in names:
            raise ValueError
        return text

    return Setting(read, f"one of {', '.join(names)}")


def _several(
    one: Setting, most: int, least: int, wanted: str, separator: str = ",", once: bool = False
) -> Setting:
    def read(text: str) -> tuple[Any, ...]:
        parts = text.split(separator) if text else []
        values = tuple(one.read(part.strip()) for part in parts)
        if not least <= len(values) <= most or (once and len({*values}) < len(values)):
            raise ValueError
        return values

    return Setting(read, wanted)


def _text(limit: int) -> Setting:
    return Setting(lambda text: show.line(text, limit), "a text")


def _neuron(text: str) -> str:
    layer, _, unit = text.partition(".")
    if text and not (0 <= int(layer) <= LAYERS + 1 and 0 <= int(unit) < 1000):
        raise ValueError
    return f"{int(layer)}.{int(unit)}" if text else ""


_LAYERS = _several(
    _whole(1, UNITS), LAYERS, 0, f"at most {LAYERS} sizes from 1 to {UNITS} with commas between"
)
SETTINGS: dict[str, Setting] = {
    "dataset": _one_of(DATASETS),
    "csv": _text(NAME),
    "samples": _whole(20, 2000),
    "noise": _number(0, 0.5),
    "held_out": _number(0, 0.8),
    "batch_size": _whole(1, 2000),
    "features": _several(
        _one_of(FEATURES), len(FEATURES), 1, f"some of {', '.join(FEATURES)} with commas between", once=True
    ),
    "columns": _several(_whole(0, 99), 2, 2, "two numbers of columns, counted from 0", once=True),
    "layers": _LAYERS,
    "activation": _one_of(ACTIVATIONS),
    "learning_rate": _number(0, 1e9),
    "penalty": _one_of(PENALTIES),
    "strength": _number(0, 10),
    "dropout": _number(0, 0.9),
    "seed": _whole(0, 2**32 - 1),
    "step": _whole(0, 1_000_000),
    "neuron": Setting(_neuron, "a layer and a unit with a point between"),
    "view": _one_of(VIEWS),
    "sweep_rates": _several(
        _number(0, 1e9), SWEEP, 1, f"at most {SWEEP} learning rates with commas between"
    ),
    "sweep_layers": _several(
        _LAYERS, SWEEP, 1, f"at most {SWEEP} lists of sizes with semicolons between", ";"
    ),
}  # fmt: skip


def read(settings: Mapping[str, str]) -> tuple[Experiment, list[str]]:
    """The experiment that settings describe, and a sentence for each that cannot be read."""
    values: dict[str, Any] = {}
    notes: list[str] = []
    for name, text in settings.items():
        if (setting := SETTINGS.get(name)) is None:
            notes.append(f"there is no setting {show.line(name, 40)!r}: it is left out")
            continue
        try:
            values[name] = setting.read(text.strip())
        except (ValueError, OverflowError):
            default = written(getattr(Experiment(), name)) or "nothing"
            said = show.line(text, 40)
            notes.append(f"{name} should be {setting.wanted}, not {said!r}: {default} is taken")
    return Experiment(**values), notes[:10]


def settings_in(address: str) -> dict[str, str]:
    """The settings in an address, with or without what comes before its #."""
    text = address[:LONGEST].strip()
    before, hash_sign, after = text.partition("#")
    text = after if hash_sign else before
    if "://" in text:
        return {}
    pairs = [part.partition("=") for part in text.split("&") if part]
    return {unquote(name): unquote(value) for name, _, value in pairs}


def address(experiment: Experiment) -> str:
    """The experiment as it stands in an address: what differs from the default."""
    default = Experiment()
    parts = [
        f"{name}={quote(written(value), safe=',;.')}"
        for name in Experiment.__struct_fields__
        if (value := getattr(experiment, name)) != getattr(default, name)
    ]
    return "&".join(parts)


def as_settings(experiment: Experiment) -> dict[str, str]:
    """Every setting of an experiment, as written in an address."""
    return {name: written(getattr(experiment, name)) for name in Experiment.__struct_fields__}


def written(value: Any) -> str:
    """A value as it is written in an address."""
    if isinstance(value, tuple):
        separator = ";" if value and isinstance(value[0], tuple) else ","
        return separator.join(map(written, value))
    if isinstance(value, float):
        return f"{value:.0f}" if value == int(value) and abs(value) < 1e16 else repr(value)
    return str(value)
