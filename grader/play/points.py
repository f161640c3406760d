"""What an experiment trains on: points with their targets, training first, and the inputs that a network takes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from grader.data import INSTALL
from grader.play import table
from grader.play.experiment import DATASETS, Experiment
from grader.play.shapes import CLASSES, EDGE, SHAPES
from grader.play.table import IRIS, Table, TableError

SIDE = 64
EXAMPLES = 12
TITLES = {
    "circle": "circle",
    "xor": "exclusive or",
    "gaussians": "two clouds",
    "spiral": "spiral",
    "moons": "two moons",
    "plane": "a plane (a value, no class)",
    "iris": "Iris, two measurements",
    "digits": "digits, 8 × 8",
    "csv": "your own CSV",
}
NOTES = {
    "iris": "150 flowers: samples and noise have no effect",
    "digits": "real images: noise has no effect, nor have features",
    "csv": "two columns of numbers, the last column is what is asked for; samples and noise have no effect",
}
LACKING = "Iris and the digits need scikit-learn and pooch"
FEATURES: dict[str, tuple[str, Callable[[np.ndarray, np.ndarray], np.ndarray]]] = {
    "x": ("x", lambda x, y: x),
    "y": ("y", lambda x, y: y),
    "xx": ("x²", lambda x, y: x * x),
    "yy": ("y²", lambda x, y: y * y),
    "xy": ("xy", lambda x, y: x * y),
    "sinx": ("sin x", lambda x, y: np.sin(x)),
    "siny": ("sin y", lambda x, y: np.sin(y)),
}


@dataclass(frozen=True)
class Points:
    """Points in a random order, the first `training` of them to train on.

    Parameters
    ----------
    inputs : tuple of str
        The names of what the network takes.
    X, Y : array
        What it takes, (n, d), and what it should answer: (n, 1), or one-hot rows of the classes.
    drawn, targets : array
        Coordinates for the page, (n, 2), and a class's number or a value each.
    grid : array
        The inputs over `SIDE`² places of the plane, rows from the top; (0, d) where there is no plane.
    images : array
        Some held-out images, (count, 8, 8), with `image_classes`; none but for digits.
    """

    dataset: str
    training: int
    classes: tuple[str, ...]
    axes: tuple[str, str]
    bounds: tuple[float, float, float, float]
    columns: tuple[str, ...]
    inputs: tuple[str, ...]
    X: np.ndarray
    Y: np.ndarray
    drawn: np.ndarray
    targets: np.ndarray
    grid: np.ndarray
    images: np.ndarray
    image_classes: np.ndarray
    examples: np.ndarray
    notes: tuple[str, ...] = ()

    @property
    def output(self) -> str:
        """The activation of the output layer."""
        if not self.classes:
            return "identity"
        return "sigmoid" if len(self.classes) == 2 else "softmax"


def catalogue() -> list[dict[str, object]]:
    """The data sets as the page lists them."""
    there = table.available()
    listed = []
    for name in DATASETS:
        needs = name in ("iris", "digits") and not there
        note = f"{LACKING}: {_install()}" if needs else NOTES.get(name, "")
        kind = "regression" if name == "plane" else "classes"
        listed.append(
            {"name": name, "title": TITLES[name], "kind": kind, "plane": name != "digits", "available": not needs,
             "note": note}
        )  # fmt: skip
    return listed


def _install() -> str:
    """The command that installs what data sets need, with the wheel of a release where that is at hand."""
    wheel = next(Path("kit").glob("neurokata-*.whl"), None)
    return f'python -m pip install "./{wheel.as_posix()}[plot,data]"' if wheel else INSTALL


def points(experiment: Experiment, csv: str | None) -> Points:
    """What an experiment trains on.

    Raises
    ------
    TableError, DataError
        Where a CSV cannot be read, or the library is missing that a data set comes with.
    """
    rng = np.random.default_rng([experiment.seed, 0])
    if experiment.dataset == "digits":
        return _digits(experiment, rng)
    if experiment.dataset == "iris":
        return _measured(experiment, table.iris(), rng)
    if experiment.dataset == "csv":
        if csv is None:
            raise TableError("no CSV was chosen yet: choose a file")
        return _measured(experiment, table.read_csv(csv), rng)
    drawn, targets = SHAPES[experiment.dataset](experiment.samples, experiment.noise, rng)
    edge = max(EDGE, 1.05 * float(np.abs(drawn).max()))
    bounds = (-edge, edge, -edge, edge)
    return _plane(experiment, drawn, targets, CLASSES[experiment.dataset], bounds, rng)


def _measured(experiment: Experiment, measured: Table, rng: np.random.Generator) -> Points:
    """Two columns of a table, standardised; values are brought to about ±1."""
    first, second = columns = _columns(experiment, measured)
    drawn = measured.rows[:, list(columns)]
    low, high = drawn.min(axis=0), drawn.max(axis=0)
    margin = np.where(high > low, 0.08 * (high - low), 1.0)
    x0, y0, x1, y1 = map(float, (*(low - margin), *(high + margin)))
    targets, notes = measured.targets.astype(np.float64), list(measured.notes)
    if not measured.classes:
        middle, reach = float(targets.mean()), float(np.abs(targets - targets.mean()).max())
        targets = (targets - middle) / (reach or 1.0)
        notes.append(f"the values are shown as (value − {middle:.4g}) / {reach:.4g}")
    made = _plane(
        experiment, drawn, targets, measured.classes, (x0, x1, y0, y1), rng, measured=True
    )
    names = measured.columns
    return replace(made, axes=(names[first], names[second]), columns=names, notes=tuple(notes))


def _columns(experiment: Experiment, measured: Table) -> tuple[int, int]:
    """The two columns chosen; a user's own table may well have fewer than the default asks for."""
    first, second = experiment.columns
    return (first, second) if max(first, second) < len(measured.columns) else (0, 1)


def _plane(
    experiment: Experiment,
    drawn: np.ndarray,
    targets: np.ndarray,
    classes: tuple[str, ...],
    bounds: tuple[float, float, float, float],
    rng: np.random.Generator,
    measured: bool = False,
) -> Points:
    order = rng.permutation(len(drawn))
    drawn, targets = drawn[order], targets[order]
    training = _training(experiment, len(drawn))
    x0, x1, y0, y1 = bounds
    places = (np.arange(SIDE) + 0.5) / SIDE
    across, down = np.meshgrid(x0 + places * (x1 - x0), y1 - places * (y1 - y0))
    square = np.stack([across.ravel(), down.ravel()], axis=1)
    middle, spread = np.zeros(2), np.ones(2)
    if measured:
        middle, spread = drawn[:training].mean(axis=0), drawn[:training].std(axis=0)
        spread = np.where(spread > 0, spread, 1.0)
    named = [FEATURES[name] for name in experiment.features]

    def features(coordinates: np.ndarray) -> np.ndarray:
        x, y = ((coordinates - middle) / spread).T
        return np.stack([make(x, y) for _, make in named], axis=1)

    X = features(drawn)
    return Points(
        dataset=experiment.dataset,
        training=training,
        classes=classes,
        axes=("x", "y"),
        bounds=bounds,
        columns=(),
        inputs=tuple(name for name, _ in named),
        X=X,
        Y=_wanted(targets, classes),
        drawn=drawn,
        targets=targets.astype(np.float64),
        grid=features(square),
        images=np.zeros((0, 8, 8), dtype=np.uint8),
        image_classes=np.zeros(0, dtype=np.int32),
        examples=X[:0],
    )


def _digits(experiment: Experiment, rng: np.random.Generator) -> Points:
    """Images as rows of 64 numbers from 0 to 1; there is no plane to draw."""
    images, targets = table.digits()
    order = rng.permutation(len(images))[: experiment.samples]
    images, targets = images[order], targets[order]
    X = images.reshape(len(images), 64) / 16.0
    training = _training(experiment, len(X))
    shown = slice(training, training + EXAMPLES) if training < len(X) else slice(EXAMPLES)
    classes = tuple("0123456789")
    return Points(
        dataset="digits",
        training=training,
        classes=classes,
        axes=("", ""),
        bounds=(0.0, 1.0, 0.0, 1.0),
        columns=(),
        inputs=tuple(f"row {place // 8}, column {place % 8}" for place in range(64)),
        X=X,
        Y=_wanted(targets, classes),
        drawn=np.zeros((0, 2)),
        targets=targets.astype(np.float64),
        grid=X[:0],
        images=(images[shown].astype(np.int64) * 255 // 16).astype(np.uint8),
        image_classes=targets[shown].astype(np.int32),
        examples=X[shown],
    )


def _training(experiment: Experiment, count: int) -> int:
    """How many points are trained on, at least one."""
    return max(1, count - round(experiment.held_out * count))


def _wanted(targets: np.ndarray, classes: tuple[str, ...]) -> np.ndarray:
    if len(classes) > 2:
        return np.eye(len(classes))[targets.astype(np.int64)]
    return targets.astype(np.float64)[:, None]


__all__ = ["IRIS", "Points", "catalogue", "points"]
