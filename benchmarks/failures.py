"""What submissions cost that fail: wrong everywhere, empty, and endless."""

from __future__ import annotations

from functools import partial

import msgspec

from benchmarks.alternation import Tell, alternate
from benchmarks.figure import Figure, at_most, ratio
from benchmarks.marking import mark, warm_engine
from benchmarks.specimens import course, endless, reference, stubs, wrong
from grader.limits import read_limits

BUDGET = 20.0
NOTE = "processor time over the whole curriculum"


def figures(tell: Tell) -> list[Figure]:
    """Failing over right, and the worst over its budget."""
    with warm_engine() as engine:
        spent = alternate(
            {
                "right": partial(mark, engine, reference(), right=True),
                "wrong": partial(mark, engine, wrong()),
                "stubs": partial(mark, engine, stubs()),
            },
            tell,
        )
    limits = msgspec.structs.replace(read_limits(course().root), seconds_per_submission=BUDGET)
    with warm_engine(limits) as engine:
        loops = alternate({"endless": partial(mark, engine, endless())}, tell)["endless"]
    right, wrong_ones, empty = ([one.processor for one in side] for side in spent.values())
    return [
        ratio("every function wrong over right", wrong_ones, right, at_most(3), NOTE),
        ratio("stubs over right", empty, right, at_most(3), NOTE),
        ratio("loops everywhere over the budget", [one.seconds for one in loops], [BUDGET] * len(loops),
              at_most(1.2), f"seconds on the clock with seconds_per_submission = {BUDGET:g}"),
    ]  # fmt: skip
