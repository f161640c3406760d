"""The trainer: does what the page asks, a frame at a time, in the main thread, where deadlines are possible.

    events ──▶ inbox ──▶ Trainer ──▶ Run ──▶ the worker
                            └──▶ page: hello, curves, points, frames, cells, problems

One page has it at a time, the one that opened last.
"""

from __future__ import annotations

import math
import queue
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import msgspec

from grader.data import DataError
from grader.files import SubmissionError, shown
from grader.play import experiment as settings
from grader.play import gradients, messages, needs
from grader.play.experiment import Experiment
from grader.play.frame import frame_message, points_message
from grader.play.greeting import curves, hello
from grader.play.page import Arrived, Event, Left, Page, Said, Saved
from grader.play.points import points
from grader.play.run import Run
from grader.play.student import Problem, Student
from grader.play.sweep import Sweep
from grader.play.table import TableError
from grader.submission import Submission

SECONDS_A_FRAME, LEAST, MOST = 0.03, 0.005, 0.02
"""What a frame should take, and how much of that may be training."""
SECONDS_A_STRETCH = 0.1
FIRST, GROWTH = 2, 0.03
AHEAD = 2
BETWEEN_CHECKS = 1.0
FOREVER = 1 << 40
BUSY = "the page was opened again elsewhere, and goes on there; open it here to have it back"


class Trainer:
    """What trains for the page that opened last.

    Parameters
    ----------
    student : Student
        Whose functions train.
    read : callable
        Reads the student's modules again after a save.
    inbox : queue
        What happens, from other threads.
    """

    def __init__(
        self, student: Student, read: Callable[[], Submission], inbox: queue.Queue[Event]
    ) -> None:
        self.student, self.read, self.inbox = student, read, inbox
        self.page: Page | None = None
        self.asked: messages.Open | None = None
        self.run: Run | None = None
        self.goal = 0
        self.running = False
        self.sweep: Sweep | None = None
        self._greeted = self._due = False
        self._unseen = self._sent = 0
        self._gradient = gradients.untold("")
        self._checked = 0.0
        self._stride = MOST
        self._told: set[str] = set()

    def serve(self) -> None:
        """Go on until interrupted."""
        while True:
            self.turn()

    def turn(self) -> None:
        """Do what was asked, and one piece of the work there is; waits where there is none."""
        for event in self._events():
            self._guarded(partial(self._heard, event))
        self._guarded(self._work)

    def _events(self) -> list[Event]:
        """What has happened; waits for something where there is nothing else to do."""
        found: list[Event] = []
        if not self.busy:
            found.append(self.inbox.get())
        while True:
            try:
                found.append(self.inbox.get_nowait())
            except queue.Empty:
                return found

    @property
    def busy(self) -> bool:
        """Whether there is work that needs no event."""
        return self.sweep is not None or self._due or (self._behind and self._unseen < AHEAD)

    @property
    def _behind(self) -> bool:
        now = self.run and self.run.now
        return bool(now and not now.diverged and now.step < self.goal)

    def _guarded(self, do: Callable[[], None]) -> None:
        """What goes wrong is told, and nothing trains after it."""
        try:
            do()
        except Problem as problem:
            self._stop()
            self._tell_problem(problem)
        except (TableError, DataError, SubmissionError) as error:
            self._stop()
            self._tell_problem(Problem("setting", str(error)))

    def _stop(self) -> None:
        self.running, self.sweep = False, None
        now = self.run and self.run.now
        self.goal = now.step if now else 0

    def _tell(self, message: str | bytes) -> None:
        if self.page is not None:
            self.page.send(message)

    def _tell_problem(self, problem: Problem) -> None:
        self._tell(
            messages.text(
                "problem",
                kind=problem.kind,
                message=problem.message,
                where=problem.where,
                unit=problem.unit or None,
                function=problem.function or None,
            )
        )

    def _note(self, message: str) -> None:
        self._tell(messages.text("note", message=message))

    def _heard(self, event: Event) -> None:
        match event:
            case Arrived(page):
                if self.page is not None:
                    self._tell_problem(Problem("busy", BUSY))
                    self.page.close()
                self._stop()
                self.page, self.run, self.asked = page, None, None
                self._greeted = self._due = False
                self._unseen = 0
            case Left(page) if page is self.page:
                self._stop()
                self.page, self._due = None, False
            case Said(page, text) if page is self.page:
                try:
                    command = messages.command(text)
                except ValueError as error:
                    raise Problem("setting", str(error)) from None
                self._obey(command)
            case Saved(names):
                self._saved(names)

    def _obey(self, command: messages.Command) -> None:
        match command:
            case messages.Open():
                self._open(command)
            case messages.Drawn():
                self._unseen = max(0, self._unseen - 1)
            case messages.Pause():
                self._pause()
            case messages.Sweep():
                self._begin_sweep(command)
            case messages.Play() | messages.Step() | messages.Epoch():
                self._train(command)
            case messages.Reset():
                self._stop()
                self._begin(goal=0)
            case messages.Neuron(layer, unit):
                self._choose(layer, unit)
            case messages.Check():
                self._check()
                self._due = True

    def _open(self, command: messages.Open) -> None:
        self._stop()
        self.asked = command
        if not self._greeted:
            self._greet()
        experiment, notes = settings.read(command.experiment)
        try:
            found = points(experiment, command.csv)
        except (TableError, DataError) as error:
            self._tell_problem(Problem("setting", str(error)))
            experiment = msgspec.structs.replace(experiment, dataset=Experiment().dataset, step=0)
            found = points(experiment, None)
        self._told.clear()
        self.run = Run(self.student, "main", experiment, found)
        self._tell(points_message(experiment, found, [*notes, *found.notes, *self.run.notes]))
        self._begin(goal=experiment.step)

    def _greet(self) -> None:
        """Say what there is, after finding out; and draw the curves."""
        self.student.look()
        self._greeted = True
        self._tell(hello(self.student))
        self._tell(curves(self.student))

    def _begin(self, goal: int) -> None:
        """Begin the experiment from its seed, and train as far as `goal`."""
        if self.run is None:
            return
        self._sent = 0
        self._gradient = gradients.untold("")
        self.student.warned.clear()
        if not needs.stages(self.student)["network"]:
            return
        self.run.open()
        self._look(0, 0.0)
        lacking = needs.untrainable(self.run.model, self.student)
        self.goal = 0 if lacking else goal
        try:
            self._check()
        except Problem:
            self._frame()
            raise
        self._due = True

    def _train(self, command: messages.Command) -> None:
        if self.run is None:
            return
        self._require_training(self.run)
        self.sweep = None
        if self.run.now is None or self.run.lost:
            self._begin(goal=0)
        now = self.run.now
        assert now is not None
        ahead = (
            now.step if self.running else max(now.step, self.goal)
        )  # of steps asked for just before
        if isinstance(command, messages.Play):
            self.goal, self.running = FOREVER, True
        elif isinstance(command, messages.Step):
            self.goal, self.running = ahead + 1, False
        else:
            length = self.run.steps_an_epoch
            self.goal, self.running = (ahead // length + 1) * length, False
        self.running = self.running and not now.diverged
        self._due = True

    def _pause(self) -> None:
        was_sweeping = self.sweep is not None
        self._stop()
        if self.run and self.run.now and not was_sweeping:
            self._check()
        self._due = True

    def _choose(self, layer: int | None, unit: int | None) -> None:
        if self.run is None:
            return
        chosen = "" if layer is None or unit is None else f"{layer}.{unit}"
        experiment, _ = settings.read(
            {**settings.as_settings(self.run.experiment), "neuron": chosen}
        )
        self.run.experiment = experiment
        self._due = True

    def _work(self) -> None:
        """One frame, or one stretch of a sweep."""
        if self.sweep is not None:
            self._tell_of(self.sweep)
        if self.run is None or self.run.now is None or not (self._due or self._behind):
            self._due = False
            return
        if not self._due and self._unseen >= AHEAD:
            return
        self._due = False
        if self._behind:
            self._further()
        if not self.run.lost:
            self._frame()

    def _tell_of(self, sweep: Sweep) -> None:
        if (message := sweep.work()) is not None:
            self._tell(message)
            if not sweep.left:
                self.sweep = None

    def _further(self) -> None:
        """Train towards the goal: by ever longer strides while it plays, so that the beginning can be watched."""
        assert self.run is not None and self.run.now is not None
        step = self.run.now.step
        if self.running:
            begun = time.monotonic()
            now = self._look(max(FIRST, math.ceil(GROWTH * step)), self._stride)
            late = time.monotonic() - begun - SECONDS_A_FRAME
            self._stride = min(MOST, max(LEAST, self._stride - late / 2))
        else:
            now = self._look(self.goal - step, SECONDS_A_STRETCH)
        if now.diverged:
            self._stop()
        arrived = not self._behind
        if arrived or time.monotonic() - self._checked > BETWEEN_CHECKS:
            self._check()

    def _look(self, steps: int, seconds: float) -> Any:
        assert self.run is not None
        found = self.run.advance(steps, seconds)
        for warned in self.student.warned:
            if warned not in self._told and len(self._told) < 10:
                self._told.add(warned)
                self._note(f"numpy warns: {warned}")
        self.student.warned.clear()
        return found

    def _check(self) -> None:
        if self.run is not None and self.run.now is not None and not self.run.lost:
            self._gradient = self.run.check()
            self._checked = time.monotonic()

    def _frame(self) -> None:
        assert self.run is not None
        self._tell(frame_message(self.run, self._gradient, self.running, self._sent))
        self._sent = len(self.run.history)
        self._unseen += 1

    def _begin_sweep(self, command: messages.Sweep) -> None:
        self._stop()
        if self.run is not None:
            self._require_training(self.run)
            self.sweep = Sweep(self.run, command)

    def _require_training(self, run: Run) -> None:
        """Raise a Problem that names the first function that training lacks."""
        if lacking := needs.untrainable(run.model, self.student):
            raise Problem("missing", needs.sentence(lacking), (), lacking.unit, lacking.function)

    def _saved(self, names: tuple[str, ...]) -> None:
        submission = self.read()
        if submission == self.student.submission:
            return
        was_running = self.running
        self._stop()
        self.student.saved(submission)
        which = " and ".join(f"exercises/{shown(name)}" for name in names[:3]) or "exercises/"
        verb = "was" if len(names) < 2 else "were"
        self._note(f"{which} {verb} saved: the experiment starts again with it")
        self._greeted = False
        if self.asked is not None and self.run is not None:
            again = {**settings.as_settings(self.run.experiment), "step": "0"}
            self._open(msgspec.structs.replace(self.asked, experiment=again))
            if was_running:
                self._train(messages.Play())
