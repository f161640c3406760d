"""Whether the student's gradients agree with central differences of the student's own cost, layer by layer.

A number is left out where a difference says nothing: a ReLU or |w| bends within it, or two widths disagree. A layer
is left open where rounding could hide what there is to see, as for huge costs and probabilities near 0.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import numpy as np

from grader.play.inside.model import Model, Params

WIDTH = 1e-5
NUMBERS = 30
FEW, SECONDS = 6, 0.03  # of a layer, where the code is slow
TOLERANCE = 1e-4
STEADY = 1e-3
SMALL = 1e-9
EDGE = 1e-11
ROUNDING = 1e-15
CLEAR = 100
FACTOR = 1e-3
AGREES, DIFFERS, UNKNOWN = "agrees", "differs", "unknown"


@dataclass(frozen=True)
class Verdict:
    """On one layer: the error is the norm of the difference over the sum of the norms.

    `why` says why nothing can be told; `part` is the only one that differs, "weights" or "biases"; `factor` is what
    all that differs is off by, NaN where that is no one number.
    """

    verdict: str
    error: float = 0.0
    why: str = ""
    part: str = ""
    factor: float = float("nan")


def check_gradients(
    model: Model, X: np.ndarray, Y: np.ndarray, params: Params, seed: int
) -> list[Verdict]:
    """For each layer a verdict, by at most `NUMBERS` of its numbers."""
    with np.errstate(all="ignore"):
        if not all(np.isfinite(W).all() and np.isfinite(b).all() for W, b in params):
            return [Verdict(UNKNOWN, why="a parameter is inf or NaN")] * len(params)
        cost, activations = model.whole_cost(X, Y, params, seed)
        if not np.isfinite(cost):
            return [Verdict(UNKNOWN, why="the cost is inf or NaN")] * len(params)
        own = _own_probabilities(model, Y, activations[-1])
        if np.any(own < EDGE):
            why = "a right answer has so small a probability that it is clipped"
            return [Verdict(UNKNOWN, why=why)] * len(params)
        noise = ROUNDING * (1 + abs(cost) + float(np.mean(1 / own))) / WIDTH
        grads = model.gradients(X, Y, params, np.random.default_rng(seed))
        differences = _Differences(model, X, Y, params, seed, _bends(model, activations))
        rng = np.random.default_rng(seed)
        return [
            _verdict(differences, layer, dW, db, noise, rng) for layer, (dW, db) in enumerate(grads)
        ]


def right_without(model: Model, X: np.ndarray, Y: np.ndarray, params: Params, seed: int) -> str:
    """What makes wrong gradients right when it is left out: "penalty", "dropout", "both", or "" for nothing."""
    simpler = {}
    if model.penalty != "none":
        simpler["penalty"] = replace(model, penalty="none")
    if model.dropout:
        simpler["dropout"] = replace(model, dropout=0.0, by_layer=True)
    if len(simpler) == 2:
        simpler["both"] = replace(simpler["dropout"], penalty="none")
    for what, each in simpler.items():
        found = {verdict.verdict for verdict in check_gradients(each, X, Y, params, seed)}
        if AGREES in found and DIFFERS not in found:
            return what
    return ""


class _Differences:
    """Central differences of the cost, by the parameters of a layer: its weights, then its biases."""

    def __init__(
        self,
        model: Model,
        X: np.ndarray,
        Y: np.ndarray,
        params: Params,
        seed: int,
        bends: np.ndarray,
    ) -> None:
        self.model, self.X, self.Y, self.params, self.seed = model, X, Y, params, seed
        self.bends = bends

    def of(self, layer: int, place: int, noise: float) -> float | None:
        """The derivative by one number; None where it cannot be told."""
        W, b = self.params[layer]
        size = abs(float(W.ravel()[place] if place < W.size else b[place - W.size]))
        width = WIDTH * max(1.0, size)
        if self.model.penalty == "l1" and place < W.size and size < 2 * width:
            return None
        wide, narrow = self._central(layer, place, width), self._central(layer, place, width / 2)
        if wide is None or narrow is None:
            return None
        return narrow if abs(wide - narrow) <= STEADY * abs(narrow) + noise + SMALL else None

    def _central(self, layer: int, place: int, width: float) -> float | None:
        ends = []
        for by in (width, -width):
            moved = self._moved(layer, place, by)
            cost, activations = self.model.whole_cost(self.X, self.Y, moved, self.seed)
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
    differences: _Differences,
    layer: int,
    dW: np.ndarray,
    db: np.ndarray,
    noise: float,
    rng: np.random.Generator,
) -> Verdict:
    """Compare what is claimed of a layer with differences; `noise` is what rounding does to one of these."""
    told: dict[int, float | None] = {}
    end = time.perf_counter() + SECONDS
    for place in _places(dW.size, db.size, rng):
        told[place] = differences.of(layer, place, noise)
        if len(told) >= FEW and time.perf_counter() > end:
            break
    kept = {place: value for place, value in told.items() if value is not None}
    if 2 * len(kept) < len(told):
        why = "the cost bends or jumps so near that differences say nothing"
        return Verdict(UNKNOWN, why=why)
    claims, places = np.concatenate([dW.ravel(), db]), np.array([*kept])
    claimed, numerical = claims[places], np.array([*kept.values()])
    whole = _compared(claimed, numerical, noise)
    of_weights = places < dW.size
    if whole.verdict != DIFFERS or of_weights.all() or not of_weights.any():
        return whole
    weights = _compared(claimed[of_weights], numerical[of_weights], noise)
    biases = _compared(claimed[~of_weights], numerical[~of_weights], noise)
    match weights.verdict, biases.verdict:
        case ("agrees", "differs"):
            return replace(biases, part="biases")
        case ("differs", "agrees"):
            return replace(weights, part="weights")
    return whole


def _places(weights: int, biases: int, rng: np.random.Generator) -> list[int]:
    """Of which numbers of a layer differences are taken: weights and biases by turns, as far as there are both."""
    turns = np.concatenate([2 * rng.permutation(weights), 2 * rng.permutation(biases) + 1])
    places: list[int] = np.argsort(turns)[:NUMBERS].tolist()
    return places


def _compared(claimed: np.ndarray, numerical: np.ndarray, noise: float) -> Verdict:
    if not np.isfinite(claimed).all():
        return Verdict(DIFFERS, 1.0)
    apart = float(np.linalg.norm(claimed - numerical))
    together = float(np.linalg.norm(claimed) + np.linalg.norm(numerical))
    error = apart / together if together else 0.0
    if error <= TOLERANCE:
        return Verdict(AGREES, error)
    if apart <= CLEAR * np.sqrt(len(claimed)) * (noise + SMALL):
        why = "the gradients are so small, or the cost so large, that rounding hides them"
        return Verdict(UNKNOWN, why=why)
    return Verdict(DIFFERS, error, factor=_factor(claimed, numerical))


def _factor(claimed: np.ndarray, numerical: np.ndarray) -> float:
    """What all of them are off by, such as a sign or a forgotten mean; NaN where that is no one number."""
    if not numerical.any():
        return float("nan")
    factor = float(claimed @ numerical / (numerical @ numerical))
    off = np.linalg.norm(claimed - factor * numerical) > FACTOR * np.linalg.norm(claimed)
    return float("nan") if off else factor


def _bends(model: Model, activations: list[np.ndarray]) -> np.ndarray:
    """On which side of its bend each hidden ReLU is; a change between the ends of a difference spoils it."""
    if model.hidden != "relu" or len(activations) < 3:
        return np.zeros(0, dtype=bool)
    return np.concatenate([(A > 0).ravel() for A in activations[1:-1]])


def _own_probabilities(model: Model, Y: np.ndarray, P: np.ndarray) -> np.ndarray:
    """The probability of each right answer: the nearer to 0, the less the cost tells of its changes."""
    if model.output == "identity":
        return np.ones(1)
    own: np.ndarray = (
        np.where(Y > 0.5, P, 1 - P) if model.output == "sigmoid" else np.sum(P * Y, axis=1)
    )
    return own
