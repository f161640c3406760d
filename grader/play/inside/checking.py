"""Whether the student's gradients agree with central differences of the student's own cost, layer by layer.

A number is left out where a difference says nothing: a ReLU or |w| bends within it, two widths disagree, or a
probability is so near 0 or 1 that the cost is clipped.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from grader.play.inside.model import Model, Params

WIDTH = 1e-5
NUMBERS = 30
TOLERANCE = 1e-4
STEADY = 1e-3
SMALL = 1e-7
EDGE = 1e-12
AGREES, DIFFERS, UNKNOWN = "agrees", "differs", "unknown"


def check_gradients(
    model: Model, X: np.ndarray, Y: np.ndarray, params: Params, seed: int
) -> Iterator[tuple[str, float, str]]:
    """For each layer the verdict, the relative error, and why nothing can be told.

    The error is the norm of the difference over the sum of the norms, of at most `NUMBERS` numbers a layer.
    """
    with np.errstate(all="ignore"):
        if not all(np.isfinite(W).all() and np.isfinite(b).all() for W, b in params):
            yield from [(UNKNOWN, 0.0, "a parameter is inf or NaN")] * len(params)
            return
        cost, activations = model.whole_cost(X, Y, params, seed)
        if not np.isfinite(cost):
            yield from [(UNKNOWN, 0.0, "the cost is inf or NaN")] * len(params)
            return
        if _clipped(model, Y, activations[-1]):
            yield from [(UNKNOWN, 0.0, "a probability is so near 0 or 1 that it is clipped")] * len(
                params
            )
            return
        grads = model.gradients(X, Y, params, np.random.default_rng(seed))
        differences = _Differences(model, X, Y, params, seed, activations)
        rng = np.random.default_rng(seed)
        for layer, (dW, db) in enumerate(grads):
            yield _verdict(differences, layer, np.concatenate([dW.ravel(), db]), rng)


class _Differences:
    """Central differences of the cost, by the parameters of a layer: its weights, then its biases."""

    def __init__(
        self,
        model: Model,
        X: np.ndarray,
        Y: np.ndarray,
        params: Params,
        seed: int,
        activations: list[np.ndarray],
    ) -> None:
        self.model, self.X, self.Y, self.params, self.seed = model, X, Y, params, seed
        self.bends = _bends(model, activations)

    def of(self, layer: int, place: int) -> float | None:
        """The derivative by one number; None where it cannot be told."""
        W, b = self.params[layer]
        size = abs(W.ravel()[place] if place < W.size else b[place - W.size])
        if self.model.penalty == "l1" and place < W.size and size < 2 * WIDTH:
            return None
        wide, narrow = self._central(layer, place, WIDTH), self._central(layer, place, WIDTH / 2)
        if wide is None or narrow is None:
            return None
        return narrow if abs(wide - narrow) <= STEADY * abs(narrow) + SMALL else None

    def _central(self, layer: int, place: int, width: float) -> float | None:
        ends = []
        for signed in (width, -width):
            cost, activations = self.model.whole_cost(
                self.X, self.Y, self._moved(layer, place, signed), self.seed
            )
            if not np.array_equal(_bends(self.model, activations), self.bends):
                return None
            ends.append(cost)
        return (ends[0] - ends[1]) / (2 * width)

    def _moved(self, layer: int, place: int, by: float) -> Params:
        W, b = (each.copy() for each in self.params[layer])
        if place < W.size:
            W.ravel()[place] += by
        else:
            b[place - W.size] += by
        return [*self.params[:layer], (W, b), *self.params[layer + 1 :]]


def _verdict(
    differences: _Differences, layer: int, analytic: np.ndarray, rng: np.random.Generator
) -> tuple[str, float, str]:
    places = rng.permutation(len(analytic))[:NUMBERS]
    told = {int(place): differences.of(layer, int(place)) for place in places}
    kept = {place: value for place, value in told.items() if value is not None}
    if 2 * len(kept) < len(told):
        return UNKNOWN, 0.0, "the cost bends or jumps so near that differences say nothing"
    numerical = np.array([*kept.values()])
    claimed = analytic[[*kept]]
    if not np.isfinite(claimed).all():
        return DIFFERS, 1.0, ""
    apart = float(np.linalg.norm(claimed - numerical))
    together = float(np.linalg.norm(claimed) + np.linalg.norm(numerical))
    if apart == 0:
        return AGREES, 0.0, ""
    error = apart / together
    if error <= TOLERANCE:
        return AGREES, error, ""
    if together < SMALL * np.sqrt(len(kept)):
        return UNKNOWN, 0.0, "the gradients are too small to tell"
    return DIFFERS, error, ""


def _bends(model: Model, activations: list[np.ndarray]) -> np.ndarray:
    """On which side of its bend each hidden ReLU is; a change between the ends of a difference spoils it."""
    if model.hidden != "relu" or len(activations) < 3:
        return np.zeros(0, dtype=bool)
    return np.concatenate([(A > 0).ravel() for A in activations[1:-1]])


def _clipped(model: Model, Y: np.ndarray, P: np.ndarray) -> bool:
    """Whether a probability that matters is so far on the wrong side that the cost no longer follows it."""
    if model.output == "identity":
        return False
    own = np.where(Y > 0.5, P, 1 - P) if model.output == "sigmoid" else np.sum(P * Y, axis=1)
    return bool(np.any(own < 10 * EDGE))
