"""A hundred wrong solutions: what is replayed comes to the same marks as what runs live.

Each is a mutant of a unit's reference.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from grader.curriculum import read_course
from grader.engine import Engine
from grader.marker import Marking
from grader.messages import Request, Setup
from grader.mutants import mutants
from grader.plant import as_handed_in
from grader.submission import Submission

COURSE = read_course(Path(__file__).parents[2])
A_UNIT = {
    "neurons": 12, "activations": 20, "costs": 16, "linear_regression": 12, "network": 8, "backprop": 8,
    "regularization": 12, "rnn": 6, "datasets": 6,
}  # fmt: skip


def spread(texts: Sequence[str], count: int) -> list[str]:
    """So many of them, evenly spread."""
    return [texts[index * len(texts) // count] for index in range(count)]


@pytest.mark.parametrize("unit", A_UNIT)
def test_a_replayed_mark_equals_a_live_one(unit):
    setups = [
        Setup(root=str(COURSE.root), units=(unit,), replay=replay) for replay in (True, False)
    ]
    texts = [as_handed_in(mutant.text) for mutant in mutants(COURSE, unit)]
    wrong = spread(texts, A_UNIT[unit])
    requests = [
        Request(submission=Submission("ann", {unit: text.encode()}), units=(unit,))
        for text in wrong
    ]
    with Engine(setups[0], 1) as replaying, Engine(setups[1], 1) as live:
        both = [
            (engine, [engine.submit(request) for request in requests])
            for engine in (replaying, live)
        ]  # side by side
        replayed, expected = ([*map(engine.marking, futures)] for engine, futures in both)

    for text, one, other in zip(wrong, replayed, expected, strict=True):
        assert verdicts(one) == verdicts(other), text


def verdicts(marking: Marking) -> dict[str, tuple[str, float]]:
    """How every check came out, and what it earned."""
    return {check.id: (check.status, check.earned) for check in marking.checks}


def test_they_are_a_hundred():
    assert sum(A_UNIT.values()) == 100
