"""Whether the student's gradients agree with central differences of the student's own cost, layer by layer.

A number is left out where a difference says nothing: a ReLU or |w| bends within it, or two widths disagree. A layer
is left open where rounding could hide what there is to see, as for huge costs and probabilities near 0.
"""

from __future__ import annotations

import time

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
Verdict = tuple[str, float, str]


def check_gradients(
    model: Model, X: np.ndarray, Y: np.ndarray, params: Params, seed: int
) -> list[Verdict]:
    """For each layer the verdict, the relative error, and why nothing can be told.

    The error is the norm of the difference over the sum of the norms, of at most `NUMBERS` numbers a layer.
    """
    with np.errstate(all="ignore"):
        if not all(np.isfinite(W).all() and np.isfinite(b).all() for W, b in params):
            return [(UNKNOWN, 0.0, "a parameter is inf or NaN")] * len(params)
        cost, activations = model.whole_cost(X, Y, params, seed)
        if not np.isfinite(cost):
            return [(UNKNOWN, 0.0, "the cost is inf or NaN")] * len(params)
        own = _own_probabilities(model, Y, activations[-1])
        if np.any(own < EDGE):
            return [
                (UNKNOWN, 0.0, "a right answer has so small a probability that it is clipped")
            ] * len(params)
        noise = ROUNDING * (1 + abs(cost) + float(np.mean(1 / own))) / WIDTH
        grads = model.gradients(X, Y, params, np.random.default_rng(seed))
        differences = _Differences(model, X, Y, params, seed, _bends(model, activations))
        rng = np.random.default_rng(seed)
        return [
            _verdict(differences, layer, np.concatenate([dW.ravel(), db]), noise, rng)
            for layer, (dW, db) in enumerate(grads)
        ]


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
    claims: np.ndarray,
    noise: float,
    rng: np.random.Generator,
) -> Verdict:
    """Compare what is claimed of a layer with differences; `noise` is what rounding does to one of these."""
    places = rng.permutation(len(claims))[:NUMBERS].tolist()
    told: dict[int, float | None] = {}
    end = time.perf_counter() + SECONDS
    for place in places:
        told[place] = differences.of(layer, place, noise)
        if len(told) >= FEW and time.perf_counter() > end:
            break
    kept = {place: value for place, value in told.items() if value is not None}
    if 2 * len(kept) < len(told):
        return UNKNOWN, 0.0, "the cost bends or jumps so near that differences say nothing"
    numerical, claimed = np.array([*kept.values()]), claims[[*kept]]
    if not np.isfinite(claimed).all():
        return DIFFERS, 1.0, ""
    apart = float(np.linalg.norm(claimed - numerical))
    together = float(np.linalg.norm(claimed) + np.linalg.norm(numerical))
    error = apart / together if together else 0.0
    if error <= TOLERANCE:
        return AGREES, error, ""
    if apart <= CLEAR * np.sqrt(len(kept)) * (noise + SMALL):
        return (
            UNKNOWN,
            0.0,
            "the gradients are so small, or the cost so large, that rounding hides them",
        )
    return DIFFERS, error, _told_factor(claimed, numerical)


def _told_factor(claimed: np.ndarray, numerical: np.ndarray) -> str:
    """What all of them are off by, where that is one factor: a sign, or a forgotten mean."""
    if not claimed.any():
        return "all are 0"
    if not numerical.any():
        return ""
    factor = float(claimed @ numerical / (numerical @ numerical))
    off = np.linalg.norm(claimed - factor * numerical) > FACTOR * np.linalg.norm(claimed)
    return "" if off else f"all are {factor:.3g} times what they should be".replace("-", "−")


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
