"""The graders that are compared, each with the same four functions, properties and submissions.

A module has `prepare(folder, sources, programs)`, which makes an assignment as that grader's manual says, and returns
a Grader.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ASSIGNMENT = Path(__file__).parents[1] / "assignment"
FUNCTIONS = ("sigmoid", "softmax", "mean_squared_error", "layer")


@dataclass(frozen=True)
class Grader:
    """One grader with an assignment and a class in it.

    Attributes
    ----------
    name : str
        What it is called.
    reset : callable
        Forgets an earlier marking, so that the next one starts from nothing.
    mark : callable
        Marks the whole class; this is what is timed.
    shares : callable
        Student -> the share of all points that the student got.
    """

    name: str
    reset: Callable[[], None]
    mark: Callable[[], None]
    shares: Callable[[], dict[str, float]]


def students(number: int, wrong_ones: int = 1) -> dict[str, str]:
    """A class: student -> source. All are right but the last one or few, whose softmax takes one sum for all rows."""
    right = (ASSIGNMENT / "right.py").read_text(encoding="utf-8")
    wrong = right.replace("exponentials.sum(axis=-1, keepdims=True)", "exponentials.sum()")
    names = [f"student{index:03}" for index in range(1, number + 1)]
    first_wrong = number - wrong_ones
    return {name: right if index < first_wrong else wrong for index, name in enumerate(names)}
