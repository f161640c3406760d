"""A run in the worker as the trusted side sees it: opened, taken further, checked; what comes back is checked too."""

from __future__ import annotations

from typing import Any

import numpy as np

from grader.play import gradients, needs, reply
from grader.play.experiment import Experiment
from grader.play.points import SIDE, Points
from grader.play.reply import Look, ReplyError
from grader.play.student import Problem, Student

EPOCHS = 2_000_000
"""Of an experiment at most: their costs are kept."""

SMALL = 32
SLOW = 0.25
"""Seconds that pictures may take; where they take more, they are coarser."""


class Run:
    """One experiment in training.

    Parameters
    ----------
    student : Student
        Whose functions train.
    name : str
        What the worker knows it by.
    experiment : Experiment
        What is trained and how.
    points : Points
        What it is trained on.
    """

    def __init__(self, student: Student, name: str, experiment: Experiment, points: Points) -> None:
        self.student, self.name = student, name
        self.experiment, self.points = experiment, points
        self.sizes = (points.X.shape[1], *experiment.layers, points.Y.shape[1])
        self.model, self.notes = needs.model(experiment, points.output, self.sizes, student)
        size = experiment.batch_size
        self.steps_an_epoch = (points.training + size - 1) // size
        self.history: list[list[float]] = []
        self.now: Look | None = None
        self._verdict: tuple[int, dict[str, Any]] | None = None
        self._generation = -1
        self._side = SIDE if len(points.grid) else 0

    @property
    def activations(self) -> tuple[str, ...]:
        """The activation of each layer after the inputs."""
        return (*(self.experiment.activation,) * len(self.experiment.layers), self.points.output)

    @property
    def lost(self) -> bool:
        """Whether the worker that trained it is gone."""
        return not self.student.lives(self._generation)

    def open(self) -> None:
        """Begin, or begin again, from the seed."""
        self.history, self.now, self._verdict = [], None, None
        points, cut = self.points, self.points.training
        arrays = {
            "X": points.X[:cut],
            "Y": points.Y[:cut],
            "X_held": points.X[cut:],
            "Y_held": points.Y[cut:],
            "X_grid": points.grid,
            "X_examples": points.examples,
            "sample": points.X[:1],
        }
        for array in arrays.values():
            array.flags.writeable = (
                False  # there too: what changes its arguments is told where it does
            )
        settings = {
            "batch_size": self.experiment.batch_size,
            "learning_rate": self.experiment.learning_rate,
            "seed": self.experiment.seed,
        }
        self.student.ask("open_run", self.name, self.model, settings, arrays)
        self._generation = self.student.generation
        if self._side:
            self._side = SIDE // 4
            while self._side < SIDE and 4 * self.advance(0, 0.0).seconds < SLOW:
                self._side *= 2

    def advance(
        self, steps: int, seconds: float, side: int | None = None, maps: bool = True
    ) -> Look:
        """Take it further by some steps at most and so many seconds about, and see how it is."""
        since = len(self.history)
        side = self._side if side is None else side
        step = max(1, side // SMALL)
        answer = self.student.ask("advance", self.name, steps, seconds, since, side, step, maps)
        try:
            found = reply.look(
                answer, self.sizes, side, len(range(0, side, step)), maps, len(self.points.examples), steps + 1
            )  # fmt: skip
        except ReplyError as error:
            raise self._unfit(error) from None
        if since + len(found.history) > EPOCHS + 1:
            raise Problem(
                "setting", f"an experiment has {EPOCHS} epochs at most: go back to its start"
            )
        self.history += found.history.tolist()
        self.now = found
        return found

    def check(self) -> dict[str, Any]:
        """Whether the gradients of the batch agree with central differences, as the page tells it.

        Where nothing can be told, what was told last of this run stands.
        """
        badge = self._checked()
        if badge["agrees"] is None:
            return gradients.after(badge, *self._verdict) if self._verdict else badge
        self._verdict = (self.now.step if self.now else 0, badge)
        return badge

    def _checked(self) -> dict[str, Any]:
        if not self.model["costs"]:
            cost = needs.COSTS[self.points.output]
            return gradients.untold(f"checking gradients needs costs.{cost}")
        lacking = needs.untrainable(self.model, self.student)
        if lacking and lacking.unit != "gradient_descent":  # which comes last, and takes steps only
            return gradients.untold(f"checking gradients needs {lacking.unit}.{lacking.function}")
        answer = self.student.ask("check", self.name, self.experiment.seed)
        try:
            found = reply.gradients(answer, len(self.sizes) - 1)
        except ReplyError as error:
            raise self._unfit(error) from None
        return gradients.told(found, self.model)

    def parameters(self) -> dict[str, np.ndarray]:
        """Weights and biases as W1, b1 and so on."""
        if self.now is None:
            return {}
        found: dict[str, np.ndarray] = {}
        w = b = 0
        for place, (n_in, n_out) in enumerate(zip(self.sizes[:-1], self.sizes[1:], strict=True), 1):
            found[f"W{place}"] = self.now.weights[w : w + n_in * n_out].reshape(n_in, n_out)
            found[f"b{place}"] = self.now.biases[b : b + n_out]
            w, b = w + n_in * n_out, b + n_out
        return found

    def _unfit(self, error: ReplyError) -> Problem:
        self.student.end()
        return Problem("crash", f"the process that runs your code cannot be believed: {error}")
