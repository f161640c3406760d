"""Training runs, by name: opened with an experiment, taken some steps further, looked at, checked.

A run's state depends on its experiment and the number of its steps alone, not on how often it is looked at.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import numpy as np

from grader.play.inside.checking import DIFFERS, check_gradients, right_without
from grader.play.inside.functions import function
from grader.play.inside.maps import answers, neuron_maps
from grader.play.inside.model import Model, Params, pairs

HISTORY = 4
UNDERFLOW = 745.0
MOVED = 1e-3
SINGLE = 1e-6  # of a parameter, so that numbers of 32 bits will do
RUNS: dict[str, Run] = {}


class Run:
    """One network in training.

    Parameters
    ----------
    model : Model
        What it is made of.
    settings : dict
        batch_size, learning_rate, seed.
    arrays : dict
        X, Y, X_held, Y_held, sample (1, d), and X_grid, the inputs over a square of the plane or (0, d).
    """

    def __init__(
        self, model: Model, settings: dict[str, Any], arrays: dict[str, np.ndarray]
    ) -> None:
        self.model, self.settings, self.arrays = model, settings, arrays
        self.params = model.initial(np.random.default_rng([settings["seed"], 1]))
        self.rng = np.random.default_rng([settings["seed"], 2])
        self.step = self.epoch = 0
        self.batches: Iterator[tuple[np.ndarray, np.ndarray]] = iter(())
        self.batch = (arrays["X"][: settings["batch_size"]], arrays["Y"][: settings["batch_size"]])
        self.left = 0
        self.diverged: str | None = None
        self.history = [self._judged()]

    def advance(self, steps: int, seconds: float) -> None:
        """Take steps, until they are done, the time is up or the run has diverged."""
        end = time.perf_counter() + seconds
        for _ in range(steps):
            if self.diverged or time.perf_counter() > end:
                break
            self._step()

    def _step(self) -> None:
        if not self.left:
            self._shuffle()
        self.batch = X, Y = next(self.batches)
        grads = self.model.gradients(X, Y, self.params, self.rng)
        self.params = _stepped(self.params, grads, self.settings["learning_rate"])
        self.step += 1
        self.left -= 1
        total = sum(W.sum() + b.sum() for W, b in self.params)
        if not np.isfinite(total):
            self.diverged = _fault([total])
        if not self.left:
            self.epoch += 1
            self.history.append(self._judged())
            self.diverged = self.diverged or self._endless_cost()

    def step_fault(self) -> str:
        """Where a step is not the parameters less the learning rate times the gradient.

        "uphill" is such a step of the opposite sign; "weights", "biases" or "both" is what else is wrong.
        """
        rate = self.settings["learning_rate"]
        with np.errstate(all="ignore"):
            params = [(W.copy(), b.copy()) for W, b in self.params]
            grads = self.model.gradients(*self.batch, params, np.random.default_rng(0))
            due = [(-rate * dW, -rate * db) for dW, db in grads]
            found = _stepped(params, grads, rate)
        faults = []
        for part, name in enumerate(("weights", "biases")):
            old, new, move = (_flat(each, part) for each in (self.params, found, due))
            slack = MOVED * abs(move) + SINGLE * abs(old)
            if (abs(new - old - move) > slack).any():
                faults.append((name, bool((abs(new - old + move) <= slack).all())))
        if len(faults) == 2:
            return "uphill" if all(uphill for _, uphill in faults) else "both"
        return faults[0][0] if faults else ""

    def _shuffle(self) -> None:
        X, Y, size = self.arrays["X"], self.arrays["Y"], self.settings["batch_size"]
        made = list(function("gradient_descent", "minibatches")(X, Y, size, self.rng))
        rows = sum(len(batch[0]) for batch in made)
        if rows != len(X):
            raise ValueError(
                f"gradient_descent.minibatches gave batches of {rows} rows together, where there are {len(X)}"
            )
        self.batches, self.left = iter(made), len(made)

    def _judged(self) -> list[float]:
        """Costs and accuracies, training and held out; NaN where there are none."""
        found = []
        for X, Y in ((self.arrays[f"X{part}"], self.arrays[f"Y{part}"]) for part in ("", "_held")):
            if len(X):
                Y_hat = self.model.forward(X, self.params)[-1]
                found.append((self.model.cost(Y, Y_hat), _accuracy(Y, Y_hat, self.model.output)))
            else:
                found.append((float("nan"), float("nan")))
        return [found[0][0], found[1][0], found[0][1], found[1][1]]

    def _endless_cost(self) -> str | None:
        """Whether the cost is inf or NaN, or would be if no probability were clipped.

        It would be inf where a row's own class has so small a probability that it is 0 as a float.
        """
        X, Y = self.arrays["X"], self.arrays["Y"]
        with np.errstate(all="ignore"):
            activations = self.model.forward(X, self.params)
            if not np.isfinite(activations[-1]).all():
                return _fault(activations[-1])
            if self.model.costs and not np.isfinite(self.history[-1][0]):
                return _fault([self.history[-1][0]])
            W, b = self.params[-1]
            z = activations[-2] @ W + b
        if self.model.output == "sigmoid":
            against = np.where(Y > 0.5, -z, z)
        elif self.model.output == "softmax":
            against = z.max(axis=1) - (z * Y).sum(axis=1)
        else:
            against = np.zeros(1)
        return "inf" if against.max() > UNDERFLOW else None

    def look(self, since: int, side: int, step: int, maps: bool) -> dict[str, Any]:
        """What a frame shows, with the epochs of history from `since` on."""
        judged = self._judged()
        found: dict[str, Any] = {
            "step": self.step,
            "epoch": self.epoch,
            "diverged": self.diverged,
            "judged": np.array(judged),
            "history": np.array(self.history[since:], dtype=np.float64).reshape(-1, HISTORY),
            "weights": np.concatenate([W.ravel() for W, _ in self.params]),
            "biases": np.concatenate([b for _, b in self.params]),
            "sample": np.concatenate(
                [A[0] for A in self.model.forward(self.arrays["sample"], self.params)]
            ),
        }
        if side:
            started = time.perf_counter()
            rows = self.arrays["X_grid"]
            skip = int(np.sqrt(len(rows))) // side
            full = skip * side
            rows = rows.reshape(full, full, -1)[::skip, ::skip].reshape(side * side, -1)
            activations = self.model.forward(rows, self.params)
            hidden = [self.model.hidden] * (len(self.params) - 1)
            names = ["identity", *hidden, self.model.output]
            with np.errstate(all="ignore"):
                found |= answers(activations[-1], self.model.output, side)
                if maps:
                    found["neurons"] = neuron_maps(activations, names, side, step)
            found["seconds"] = time.perf_counter() - started
        elif len(self.arrays["X_examples"]):
            output = self.model.forward(self.arrays["X_examples"], self.params)[-1]
            found["predictions"] = np.nan_to_num(output).argmax(axis=1).astype(np.int32)
        return found


def open_run(
    name: str, model: dict[str, Any], settings: dict[str, Any], arrays: dict[str, np.ndarray]
) -> None:
    """Begin a run under a name, in place of the one that had it."""
    RUNS.pop(name, None)
    made = Model(**{**model, "sizes": tuple(model["sizes"])})
    RUNS[name] = Run(made, settings, arrays)


def advance(
    name: str, steps: int, seconds: float, since: int, side: int, step: int, maps: bool
) -> dict[str, Any]:
    """Take a run some steps further and look at it."""
    run = RUNS[name]
    run.advance(steps, seconds)
    return run.look(since, side, step, maps)


def check(name: str, seed: int) -> dict[str, Any]:
    """Compare the gradients of the run's batch with central differences.

    "layers" holds a verdict each, as fields; "rows" are those of the batch; "without" is as `right_without` says;
    "step" is what a step along the gradients does wrong, where one was taken before.
    """
    run = RUNS[name]
    given = (run.model, *run.batch, run.params, seed)
    found = check_gradients(*given)
    wrong = any(each.verdict == DIFFERS for each in found)
    return {
        "layers": [asdict(each) for each in found],
        "rows": len(run.batch[0]),
        "without": right_without(*given) if wrong else "",
        "step": run.step_fault() if run.step and not run.diverged and not wrong else "",
    }


def _stepped(params: Any, grads: Any, learning_rate: float) -> Any:
    made = function("gradient_descent", "step")(params, grads, learning_rate)
    return pairs("gradient_descent.step", made, params, ("W", "b"))


def _flat(params: Params, part: int) -> np.ndarray:
    return np.concatenate([pair[part].ravel() for pair in params])


def _accuracy(Y: np.ndarray, Y_hat: np.ndarray, output: str) -> float:
    if output == "identity":
        return float("nan")
    if output == "sigmoid":
        return float(np.mean((Y_hat >= 0.5) == (Y >= 0.5)))
    return float(np.mean(np.nan_to_num(Y_hat).argmax(axis=1) == Y.argmax(axis=1)))


def _fault(values: Any) -> str:
    return "nan" if np.isnan(values).any() else "inf"
