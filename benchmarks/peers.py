"""The submissions a minute of nbgrader, otter-grader and gradescope-utils beside Neurokata's, on one assignment."""

from __future__ import annotations

import importlib
import shutil
import statistics
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from benchmarks.alternation import Tell, alternate
from benchmarks.figure import Bound, Figure, at_least, ratio
from benchmarks.graders import Grader, students
from benchmarks.processes import BenchmarkError

CLASS = 30
BOUNDS = {"nbgrader": at_least(20), "otter": at_least(20), "gradescope": at_least(2)}
SAMPLES = {"otter": 3, "gradescope": 5}


def figures(tell: Tell, programs: Path) -> list[Figure]:
    """Each peer that runs here; of one that does not, the reason.

    Parameters
    ----------
    tell : callable
        Is told what happens.
    programs : Path
        The folder of the peers' programs.
    """
    with tempfile.TemporaryDirectory() as folder:
        graders: dict[str, Grader] = {
            "neurokata": _ready("neurokata", Path(folder), Path(sys.executable).parent, tell)
        }
        broken: dict[str, str] = {}
        for name in BOUNDS:
            try:
                graders[name] = _ready(name, Path(folder), programs, tell)
            except (BenchmarkError, OSError) as error:
                broken[name] = str(error)
        minutes = alternate(
            {name: partial(_a_minute, name, each) for name, each in graders.items()}, tell
        )
    return [_figure(name, minutes, bound, broken) for name, bound in BOUNDS.items()]


def notebooks(tell: Tell) -> list[Figure]:
    """nbgrader's own autograding beside nbgrader through the sandbox, on the same notebooks."""
    programs = Path(sys.executable).parent
    with tempfile.TemporaryDirectory() as folder:
        graders = {
            name: _ready(name, Path(folder), programs, tell) for name in ("notebooks", "nbgrader")
        }
        minutes = alternate(
            {name: partial(_a_minute, name, each) for name, each in graders.items()}, tell
        )
    own, theirs = minutes["notebooks"], minutes["nbgrader"]
    note = (
        f"a class of {CLASS}, one of them wrong, all from nothing; a minute: {statistics.median(own):.0f} and"
        f" {statistics.median(theirs):.1f}"
    )
    what = "submissions a minute, nbgrader sandboxed over not"
    return [ratio(what, own, theirs, at_least(2), note)]


def _ready(name: str, folder: Path, programs: Path, tell: Tell) -> Grader:
    """A grader with its class, which has shown on two submissions that it tells right from wrong."""
    module = importlib.import_module(f"benchmarks.graders.{name}")
    tell(f"{name}, one right and one wrong submission")
    trial: Grader = module.prepare(folder / f"{name}-trial", students(2), programs)
    trial.mark()
    _judge(trial, 2, 1)
    shutil.rmtree(folder / f"{name}-trial")
    grader: Grader = module.prepare(folder / name, students(*_class(name)), programs)
    return grader


def _judge(grader: Grader, number: int, wrong_ones: int) -> None:
    """Refuse a marking in which the right have not all points, or the wrong not three quarters of them."""
    names = list(students(number, wrong_ones))
    expected = dict.fromkeys(names, 1.0) | dict.fromkeys(names[number - wrong_ones :], 0.75)
    if (shares := grader.shares()) != expected:
        raise BenchmarkError(f"{grader.name} gave {shares} and should have given {expected}")


def _class(name: str) -> tuple[int, int]:
    """How many submissions a grader marks, and how many of them are wrong.

    One that starts afresh for each is measured on a few right ones, which take it the least.
    """
    return (SAMPLES[name], 0) if name in SAMPLES else (CLASS, 1)


def _a_minute(name: str, grader: Grader) -> float:
    """How many submissions a minute in one marking of the class from nothing."""
    number, wrong_ones = _class(name)
    grader.reset()
    started = time.perf_counter()
    grader.mark()
    minutes = (time.perf_counter() - started) / 60
    _judge(grader, number, wrong_ones)
    return number / minutes


def _figure(
    name: str, minutes: dict[str, list[float]], bound: Bound, broken: dict[str, str]
) -> Figure:
    what = f"submissions a minute, Neurokata over {name}"
    if name not in minutes:
        return Figure(what=what, bound=bound, note=broken[name])
    own, theirs = minutes["neurokata"], minutes[name]
    sample = (
        f"{SAMPLES[name]} right ones, since it starts afresh for each"
        if name in SAMPLES
        else "all of it"
    )
    note = (
        f"a class of {CLASS}, one of them wrong, all from nothing, one process at a time; {name}: {sample}; "
        f"a minute: {statistics.median(own):.0f} and {statistics.median(theirs):.1f}"
    )
    return ratio(what, own, theirs, bound, note)
