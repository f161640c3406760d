"""A sweep: all pairs of some learning rates and hidden layers, each trained for the same epochs, one after another."""

from __future__ import annotations

import msgspec

from grader.play import messages
from grader.play.experiment import SETTINGS, SWEEP, Experiment
from grader.play.frame import cell_message
from grader.play.run import Run
from grader.play.student import Problem

SECONDS = 0.1
EPOCHS = 1000
SIDE = 32


class Sweep:
    """What is left of a sweep, beside the run that it varies.

    Parameters
    ----------
    run : Run
        What is varied; it stays as it is.
    command : messages.Sweep
        What is asked for.
    """

    def __init__(self, run: Run, command: messages.Sweep) -> None:
        try:
            rates = SETTINGS["sweep_rates"].read(",".join(map(repr, command.rates)))
            layers = SETTINGS["sweep_layers"].read(";".join(command.layers))
        except ValueError:
            raise Problem(
                "setting",
                f"a sweep takes at most {SWEEP} learning rates and {SWEEP} lists of hidden layers",
            ) from None
        steps = min(max(1, command.epochs), EPOCHS) * run.steps_an_epoch
        self.main = run
        self.left: list[tuple[int, int, Experiment]] = [
            (row, column, msgspec.structs.replace(run.experiment, learning_rate=rate, layers=sizes, step=steps))
            for row, sizes in enumerate(layers)
            for column, rate in enumerate(rates)
        ]  # fmt: skip
        self.of = len(self.left)
        self._cell: Run | None = None

    def work(self) -> bytes | None:
        """Train the next cell for a moment; its message where it is done."""
        row, column, experiment = self.left[0]
        cell = self._cell
        if cell is None:
            cell = self._cell = Run(self.main.student, "cell", experiment, self.main.points)
            cell.open()
        before = cell.now.step if cell.now else 0
        now = cell.advance(experiment.step - before, SECONDS, side=0)
        if now.step < experiment.step and not now.diverged:
            return None
        now = cell.advance(0, 0.0, SIDE if len(cell.points.grid) else 0, maps=False)
        self.left.pop(0)
        self._cell = None
        return cell_message(cell, now, row, column, self.of - len(self.left), self.of)
