"""The student's modules in a sandboxed worker, with `inside` beside them, and what goes wrong as sentences."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import resources
from typing import Any

from grader import outcome, show
from grader.limits import Limits
from grader.outcome import Halt
from grader.sandbox.places import confirmed
from grader.sandbox.remote import Output, Sandbox, Worker, WorkerGone
from grader.submission import Submission

INSIDE = ("functions", "model", "maps", "checking", "training")
START = "play/start"  # no file has such a name
_START = f"""
import faulthandler, importlib, sys

faulthandler.enable()
for name in {INSIDE}:
    sys.modules["grader.play.inside." + name] = importlib.import_module("exercises.play/" + name)
from grader.play.inside.functions import curves, include, probe
from grader.play.inside.training import advance, check, open_run
"""
_FELL = re.compile(r'File "exercises/([^/"]+)\.py", line (\d+) in ([^\n]+)')
_PLACE = re.compile(r"(\w+)\.(?:py|ipynb, cell \d+), line \d+, in (\w+)")
UNLOCKS = {
    "activations": {
        "sigmoid": "its curve, and the output of two classes",
        "tanh": "its curve, and hidden layers of tanh",
        "relu": "its curve, and hidden layers of ReLU",
        "sigmoid_derivative": "its curve, and training hidden layers of sigmoid",
        "tanh_derivative": "its curve, and training hidden layers of tanh",
        "relu_derivative": "its curve, and training hidden layers of ReLU",
        "softmax": "the output of more than two classes",
    },
    "network": {
        "init_network": "an untrained network and its boundary",
        "forward": "an untrained network and its boundary",
    },
    "costs": {
        "binary_cross_entropy": "the cost curve of two classes, and the check of gradients",
        "cross_entropy": "the cost curve of more classes, and the check of gradients",
        "mean_squared_error": "the cost curve of a plane, and the check of gradients",
        "mean_squared_error_gradient": "training on a plane",
    },
    "backprop": {
        "output_delta": "training",
        "hidden_delta": "training hidden layers",
        "layer_gradients": "training",
        "backward": "training",
    },
    "gradient_descent": {"minibatches": "training", "step": "training"},
    "regularization": {
        "l1_penalty": "L1", "l1_gradients": "L1", "l2_penalty": "L2", "l2_gradients": "L2",
        "dropout": "dropout", "dropout_backward": "training with dropout",
    },
}  # fmt: skip
THERE, MISSING, UNWRITTEN, RAISES = "there", "missing", "unwritten", "raises"


class Problem(Exception):
    """What keeps the page from going on: kind, sentence, the student's lines, the function where it is known."""

    def __init__(
        self,
        kind: str,
        message: str,
        where: tuple[str, ...] = (),
        unit: str = "",
        function: str = "",
    ) -> None:
        super().__init__(message)
        self.kind, self.where = kind, where
        found = _PLACE.match(where[-1]) if where and not unit else None
        self.unit, self.function = (found[1], found[2]) if found else (unit, function)

    @property
    def message(self) -> str:
        """The sentence."""
        return str(self)


@dataclass(frozen=True)
class Function:
    """A function of the student's: whether it is there, what it is good for, and which unwritten one it calls."""

    unit: str
    function: str
    status: str
    note: str
    unlocks: str
    imported: bool = True
    lacks: str = ""

    @property
    def usable(self) -> bool:
        """Whether calling it is worth while."""
        return self.status == THERE or (self.status == RAISES and self.imported)


class Student:
    """One student's modules; the worker is made when something is asked, and anew after it died.

    Parameters
    ----------
    sandbox : Sandbox
        Where workers come from.
    submission : Submission
        The modules.
    limits : Limits
        Seconds and sizes.
    printed : callable
        Is told what the student's code prints.
    """

    def __init__(
        self,
        sandbox: Sandbox,
        submission: Submission,
        limits: Limits,
        printed: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.sandbox, self.limits, self.printed = sandbox, limits, printed
        self.generation = 0
        self.warned: list[str] = []
        self._worker: Worker | None = None
        self._replace(submission)

    def saved(self, submission: Submission) -> None:
        """Take other modules in place of those there were."""
        self.end()
        self._replace(submission)

    def _replace(self, submission: Submission) -> None:
        self.submission = submission
        self._sources = dict(submission.modules)
        self._output = Output(self.limits.output_kib * 1024)
        self.functions: dict[tuple[str, str], Function] = {}
        self.faults: list[tuple[str, Problem]] = []

    def look(self) -> None:
        """Find out which functions are there: import each unit, and call each function on a tiny input.

        What keeps units from being imported is in `faults`, each once, with a sentence that names the unit.
        """
        self.faults = []
        self.functions = {(each.unit, each.function): each for each in self._looked()}

    def _looked(self) -> Iterator[Function]:
        for unit, functions in UNLOCKS.items():
            status, note = self._imported(unit)
            for name, unlocks in functions.items():
                found, said, lacks = (status, note, "") if status else self._probed(unit, name)
                yield Function(unit, name, found, said, unlocks, not status, lacks)

    def _imported(self, unit: str) -> tuple[str, str]:
        """What keeps a unit from being imported; nothing where it can be."""
        if unit in self.submission.problems:
            note = show.line(self.submission.problems[unit], 300)
            self._fault(note, Problem("error", note))
            return RAISES, note
        if unit not in self._sources:
            return MISSING, f"exercises/{unit}.py is not here: does a later unit bring it?"
        try:
            self.ask("include", unit, seconds=self.limits.seconds_per_import)
        except Problem as problem:
            failed = f"{unit}.py could not be imported: "
            note = failed + _noted(problem)
            self._fault(failed + problem.message, problem)
            if problem.kind in ("endless loop", "crash"):  # so that it is not waited for again
                self._sources[unit] = f"raise ImportError({note!r})".encode()
            return RAISES, note
        return "", ""

    def _fault(self, sentence: str, problem: Problem) -> None:
        """Keep what is wrong with a unit, unless it is wrong by what another imports."""
        if not any(told.message in problem.message for _, told in self.faults):
            self.faults.append((sentence, problem))

    def _probed(self, unit: str, name: str) -> tuple[str, str, str]:
        try:
            self.ask("probe", unit, name)
        except Problem as problem:
            if problem.kind == "missing":
                lacks = f"{problem.unit}.{problem.function}"
                own = not problem.unit or lacks == f"{unit}.{name}"
                if own:
                    return UNWRITTEN, "", ""
                return UNWRITTEN, f"it needs {lacks}, which is not written yet", lacks
            status = MISSING if f"{name} is missing" in problem.message else RAISES
            return status, _noted(problem), ""
        return THERE, "", ""

    def usable(self, unit: str, name: str) -> bool:
        """Whether a function is worth calling."""
        found = self.functions.get((unit, name))
        return found is not None and found.usable

    def ask(self, name: str, *args: Any, seconds: float | None = None) -> Any:
        """Call one of `inside`'s functions; a Problem says what the student's code did."""
        worker = self._worker or self._started()
        with warnings.catch_warnings(record=True) as heard:
            warnings.simplefilter("always")
            try:
                return self._asked(worker, ["function", name], args, seconds)
            finally:
                self.warned += [show.line(str(each.message), 200) for each in heard]
                if printed := self._output.take():
                    self.printed(printed)

    def _asked(
        self, worker: Worker, target: list[Any], args: tuple[Any, ...], seconds: float | None
    ) -> Any:
        try:
            return worker.ask(target, args, {}, seconds or self.limits.seconds_per_call)
        except Halt as halt:
            where = _where(halt)
            if halt.status == outcome.NOT_IMPLEMENTED:
                raise Problem("missing", show.line(str(halt), 300), where) from None
            self.end()
            raise Problem("endless loop", show.line(str(halt), 300), where) from None
        except WorkerGone as gone:
            how = self.end(1.0)
            said = f"the process that runs your code ended: {how}" if gone.by_itself else str(gone)
            raise Problem("crash", said, self._fallen()) from None
        except Exception as error:
            where, said = _where(error), show.line(str(error), 300)
            if not where and type(error) is ValueError:
                raise Problem("error", said) from None
            kind = f"{type(error).__name__}: {said}".removesuffix(": ")
            if where or isinstance(error, SyntaxError | ImportError):
                raise Problem("error", f"raised {kind}", where) from None
            raise Problem("error", f"what a function gives cannot be used ({kind})") from None

    def _fallen(self) -> tuple[str, ...]:
        """The line in which a worker fell, as faulthandler wrote it where it could."""
        printed, _, stack = self._output.take().partition("Fatal Python error")
        if printed:
            self.printed(printed)
        found = _FELL.findall(stack)
        places = [f"{module}.py, line {line}, in {name}" for module, line, name in found]
        return confirmed(places, self._sources)[:1]

    def _started(self) -> Worker:
        worker = Worker(self.sandbox, {}, self._output)
        self._worker = worker
        self.generation += 1
        folder = resources.files("grader.play.inside")
        ours = {f"play/{name}": (folder / f"{name}.py").read_bytes() for name in INSIDE}
        sources = {**self._sources, **ours, START: _START.encode()}
        self._asked(
            worker, ["load"], worker.arguments(START, sources, ()), self.limits.seconds_per_import
        )
        return worker

    def lives(self, generation: int) -> bool:
        """Whether the worker is still the one that was started as this one in number."""
        return self._worker is not None and self.generation == generation

    def end(self, patience: float = 0.0) -> str:
        """End the worker; what is asked next gets a fresh one."""
        worker, self._worker = self._worker, None
        return worker.end(patience) if worker else ""


def _where(error: BaseException) -> tuple[str, ...]:
    """The student's own lines in what was raised, innermost last."""
    return tuple(show.line(frame, 300) for frame in getattr(error, "student_frames", ()))


def _noted(problem: Problem) -> str:
    """A problem in one line."""
    return f"{problem.message} ({problem.where[-1]})" if problem.where else problem.message
