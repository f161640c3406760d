"""A hundred wrong solutions: what is replayed comes to the same marks as what runs live.

Each is a mutant of a unit's reference.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from grader.curriculum import read_course
from grader.engine import Engine
from grader.messages import Setup
from grader.mutants import mutants
from grader.plant import as_handed_in
from grader.report import Report
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
    with Engine(setups[0], 1) as replaying, Engine(setups[1], 1) as live:
        for text in wrong:
            submission = Submission("ann", {unit: text.encode()}, {})

            replayed, expected = (engine.mark_one(submission) for engine in (replaying, live))

            assert statuses(replayed) == statuses(expected), text
            assert replayed.score == expected.score


def statuses(report: Report) -> dict[str, str]:
    """Every check and how it came out."""
    return {check.id: check.status for check in report.checks}


def test_they_are_a_hundred():
    assert sum(A_UNIT.values()) == 100
