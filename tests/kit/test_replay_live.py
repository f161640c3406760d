"""A hundred wrong solutions: what is replayed comes to the same marks as what runs live.

Each is a mutant of a unit's reference. But for one in each unit it is marked in the functions that its change can
reach: all else in it is the reference, which is marked both ways in the sample class. Without `--live`, two in each
unit are tried (`make test-replay` tries all).
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from pathlib import Path

import pytest

from grader.curriculum import read_course
from grader.engine import Engine
from grader.limits import Limits
from grader.marker import Marking
from grader.messages import Request, Setup
from grader.mutants import Mutant, mutants
from grader.plant import as_handed_in
from grader.submission import Submission

COURSE = read_course(Path(__file__).parents[2])
A_UNIT = {
    "neurons": 12, "activations": 20, "costs": 16, "linear_regression": 12, "network": 8, "backprop": 8,
    "regularization": 12, "rnn": 6, "datasets": 6,
}  # fmt: skip
QUICK = 2
LIMITS = Limits(inputs_to_shrink=20)  # enough to seek in some checks, and to be spent before others


def spread(some: Sequence[Mutant], count: int) -> list[Mutant]:
    """So many of them, evenly spread."""
    return [some[index * len(some) // count] for index in range(count)]


def reached(mutant: Mutant) -> set[str]:
    """What a mutant changes of its unit, and what uses that, however far: functions, classes and private helpers."""
    uses = {
        node.name: {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
        for node in ast.parse(mutant.text).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
    }
    if mutant.function not in uses:  # a constant, which any may use
        return {*uses}
    found, before = {mutant.function}, set[str]()
    while found != before:
        before = found
        found = before | {name for name, used in uses.items() if used & before}
    return found


@pytest.fixture(scope="module")
def engines():
    """One that replays, and one in which all is live."""
    setups = [
        Setup(root=str(COURSE.root), units=(*A_UNIT,), limits=LIMITS, replay=replay)
        for replay in (True, False)
    ]
    with Engine(setups[0], 1) as replaying, Engine(setups[1], 1) as live:
        yield replaying, live


@pytest.mark.parametrize("unit", A_UNIT)
def test_a_replayed_mark_equals_a_live_one(engines, unit, pytestconfig):
    count = A_UNIT[unit] if pytestconfig.getoption("--live") else QUICK
    wrong = spread([*mutants(COURSE, unit)], count)
    requests = [
        Request(
            submission=Submission("ann", {unit: as_handed_in(mutant.text).encode()}),
            units=(unit,),
            functions=(*reached(mutant),) if index else (),  # one in each unit is marked whole
        )
        for index, mutant in enumerate(wrong)
    ]
    both = [
        (engine, [engine.submit(request) for request in requests]) for engine in engines
    ]  # side by side
    replayed, expected = ([*map(engine.marking, futures)] for engine, futures in both)

    for mutant, one, other in zip(wrong, replayed, expected, strict=True):
        assert verdicts(one) == verdicts(other) != {}, mutant.diff


def verdicts(marking: Marking) -> dict[str, tuple[str, float]]:
    """How every check came out, and what it earned."""
    return {check.id: (check.status, check.earned) for check in marking.checks}


def test_they_are_a_hundred():
    assert sum(A_UNIT.values()) == 100
