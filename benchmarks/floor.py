"""Marking in the sandbox against the floor: the test bodies and the recorded calls alone, in one process."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.alternation import Tell, alternate
from benchmarks.figure import Figure, at_most, ratio
from benchmarks.marking import mark, warm_engine
from benchmarks.processes import BenchmarkError
from benchmarks.specimens import ROOT, STUDENT, another, desk, reference
from grader.engine import Engine
from grader.submission import Submission

NOTE = "processor time over the whole curriculum; 1.5× is what to aim for"


class Floor:
    """The process of `benchmarks.bare` for the tests below a folder."""

    def __init__(self, folder: Path, *options: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.bare", str(folder), *options], cwd=ROOT, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        )  # fmt: skip
        self.examples = int(self._answer())

    def seconds(self) -> float:
        """The processor seconds of all bodies, once."""
        assert self._process.stdin
        self._process.stdin.write("again\n")
        self._process.stdin.flush()
        return float(self._answer())

    def _answer(self) -> str:
        assert self._process.stdout
        if not (line := self._process.stdout.readline()):
            raise BenchmarkError(
                "the bare test bodies did not run: try python -m benchmarks.bare FOLDER"
            )
        return line

    def __enter__(self) -> Floor:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()


def figures(tell: Tell) -> list[Figure]:
    """For the reference, and for a student's own right solutions."""
    tell("drawing every example once")
    with (
        tempfile.TemporaryDirectory() as folder,
        Floor(ROOT, "--target", "solutions") as bare,
        Floor(desk(Path(folder) / "desk", another())) as own_bare,
        warm_engine() as engine,
    ):
        sides: dict[str, Callable[[], float]] = {
            "the reference in the sandbox": partial(_marked, engine, reference()),
            "the reference bare": bare.seconds,
            f"{STUDENT} in the sandbox": partial(_marked, engine, another()),
            f"{STUDENT} bare": own_bare.seconds,
        }
        found = alternate(sides, tell)
    sandbox, floor, own_sandbox, own_floor = found.values()
    return [
        ratio("the reference: sandbox over the floor", sandbox, floor, at_most(2), NOTE),
        ratio(f"{STUDENT}: sandbox over the floor", own_sandbox, own_floor, at_most(2), NOTE),
    ]


def _marked(engine: Engine, submission: Submission) -> float:
    return mark(engine, submission, right=True).processor
