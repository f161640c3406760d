"""A failed property is told on an input of few and round numbers: seen on mistakes of several units."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from grader.curriculum import read_course
from grader.engine import Engine
from grader.messages import Request, Setup
from grader.mistakes import read_mistakes
from grader.plant import planted
from grader.submission import Submission

COURSE = read_course(Path(__file__).parents[2])
UNITS = {"activations": 6, "costs": 6, "linear_regression": 6, "regularization": 6, "neurons": 6}
NUMBER = re.compile(r"-?\d+\.?\d*(?:e[-+]?\d+)?")
# as many as two layers and their gradients have at the least
FEW, DIGITS = 20, 5


@pytest.fixture(scope="module")
def counterexamples():
    """Mistake -> the counterexamples of the properties that reject it, evenly spread over the mistakes of a unit."""
    sys.path.insert(0, str(COURSE.root))
    found = {}
    with Engine(Setup(root=str(COURSE.root), units=tuple(UNITS)), 2) as engine:
        for unit, count in UNITS.items():
            known = read_mistakes(COURSE, unit)
            for each in (known[index * len(known) // count] for index in range(count)):
                source = planted(COURSE, each).encode()
                submission = Submission("ann", {unit: source}, {})
                request = Request(submission=submission, units=(unit,), functions=(each.function,))
                checks = engine.marking(engine.submit(request)).checks
                texts = [check.counterexample for check in checks if check.counterexample]
                if texts:
                    found[f"{unit}.{each.name}"] = texts
    return found


def test_counterexamples_are_small_and_round(counterexamples):
    assert len(counterexamples) >= 20
    for name, texts in counterexamples.items():
        numbers = NUMBER.findall(min(texts, key=len))

        assert len(numbers) <= FEW, (name, texts)
        assert all(len(number.strip("-0.")) <= DIGITS for number in numbers), (name, texts)
