"""Marking in the sandbox against the same hidden tests in plain pytest with Hypothesis, in one process."""

from __future__ import annotations

import sys
import tempfile
from functools import partial
from pathlib import Path

from benchmarks.alternation import Tell, alternate
from benchmarks.figure import Figure, at_most, ratio
from benchmarks.marking import mark, warm_engine
from benchmarks.processes import Spent, run
from benchmarks.specimens import ROOT, STUDENT, another, desk, reference

NOTE = "processor time of one more submission in a warm engine over that of a whole pytest process, same seed"


def figures(tell: Tell) -> list[Figure]:
    """For the reference, and for a student's own right solutions."""
    with tempfile.TemporaryDirectory() as folder, warm_engine() as engine:
        place = desk(Path(folder) / "desk", another())
        spent = alternate(
            {
                "the reference in the sandbox": partial(mark, engine, reference(), right=True),
                "the reference in pytest": partial(_pytest, ROOT, "--target", "solutions"),
                f"{STUDENT} in the sandbox": partial(mark, engine, another(), right=True),
                f"{STUDENT} in pytest": partial(_pytest, place),
            },
            tell,
        )
    sandbox, plain, own_sandbox, own_plain = (
        [one.processor for one in side] for side in spent.values()
    )
    return [
        ratio("the reference: sandbox over plain pytest", sandbox, plain, at_most(0.1), NOTE),
        ratio(f"{STUDENT}: sandbox over plain pytest", own_sandbox, own_plain, at_most(0.1), NOTE),
    ]


def _pytest(folder: Path, *options: str) -> Spent:
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "--hypothesis-seed=0",
        *options,
    ]
    return run([*command, "tests/hidden"], folder)
