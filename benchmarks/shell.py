"""How long a person waits at the shell, beside how long Python takes to import what any such command needs."""

from __future__ import annotations

import sys
import tempfile
from functools import partial
from pathlib import Path

from benchmarks.alternation import Tell, alternate
from benchmarks.figure import Figure, at_most, ratio, seconds
from benchmarks.processes import run
from benchmarks.specimens import another, course, desk
from grader.replay import CACHE_VARIABLE

ROUNDS = 7
PROGRAMS = Path(sys.executable).parent
YARDSTICK = (sys.executable, "-c", "import numpy, pytest, hypothesis")
FUNCTION = "activations.softmax"


def figures(tell: Tell) -> list[Figure]:
    """The slowest unit's public tests, and one function's check, on right exercises."""
    with tempfile.TemporaryDirectory() as folder:
        place = desk(Path(folder) / "desk", another())
        tests = {
            unit.name: (str(PROGRAMS / "pytest"), f"tests/public/test_{unit.name}.py")
            for unit in course().units
        }
        tell("every unit once, to find the slowest")
        slowest = max(tests, key=lambda unit: run(tests[unit], place).seconds)
        sides = {
            "the yardstick": YARDSTICK,
            f"pytest on {slowest}": tests[slowest],
            f"grader check {FUNCTION}": (str(PROGRAMS / "grader"), "check", FUNCTION),
        }
        cache = {CACHE_VARIABLE: str(Path(folder) / "cache")}
        run(sides[f"grader check {FUNCTION}"], place, cache)
        spent = alternate(
            {name: partial(run, command, place, cache) for name, command in sides.items()},
            tell,
            ROUNDS,
        )
    yardstick, *others = ([one.seconds for one in side] for side in spent.values())
    found: list[Figure] = []
    for name, bound, rounds in zip(list(sides)[1:], (1.0, 1.5), others, strict=True):
        found += [
            seconds(name, rounds, at_most(bound), "on the clock, the best round"),
            ratio(
                f"{name} over its imports",
                rounds,
                yardstick,
                note="python -c 'import numpy, pytest, hypothesis'",
            ),
        ]
    return found
