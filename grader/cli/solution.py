"""`grader solution`: the reference's code of what one has solved."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from grader import screen
from grader.cli.common import NOT_MARKED, fail
from grader.cli.naming import function_named
from grader.curriculum import CourseError, find_course
from grader.handout import read_handouts
from grader.practice.checker import Checker, PracticeError
from grader.progress import read_progress
from grader.solution import code_of


def solution(
    what: Annotated[
        str, typer.Argument(metavar="UNIT.FUNCTION", help="The function.", show_default=False)
    ],
) -> None:
    """Print the reference's code of a function that you have solved, where solutions are at hand.

    grader solution activations.softmax
    """
    course = find_course(Path.cwd())
    if not course.has_solutions:
        raise CourseError("there are no solutions here: your instructor has them")
    unit, function = function_named(what, read_handouts(course.root))
    name = f"{unit}.{function}"
    progress = read_progress(course.root)
    if not (progress and name in progress.solved) and not _passes(course.root, name):
        fail(
            f"{name} is not solved yet: its code is shown once its checks pass; grader hint {name} helps",
            NOT_MARKED,
        )
    text = (course.root / "solutions" / f"{unit}.py").read_text(encoding="utf-8")
    screen.say(code_of(text, function))


def _passes(root: Path, name: str) -> bool:
    """Whether the visible checks of a function pass now."""
    try:
        with (
            screen.waiting(f"checking {name}"),
            Checker(root, [name.partition(".")[0]]) as checker,
        ):
            return all(verdict.passes for verdict in checker.check([name]))
    except PracticeError as error:
        fail(str(error), NOT_MARKED)
