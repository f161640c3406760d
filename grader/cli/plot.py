"""`grader plot`: draws what a unit teaches from one's own functions."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from grader import screen
from grader.cli.common import TargetOption
from grader.curriculum import CourseError, find_course
from grader.pictures import PictureError, drawn, picture_of, pictures
from grader.redirect import EXERCISES


def plot(
    unit: Annotated[
        str,
        typer.Argument(
            metavar="[UNIT]",
            help="Which picture; all are listed where left out.",
            show_default=False,
        ),
    ] = "",
    out: Annotated[
        Path | None,
        typer.Option("--out", help="Where it goes: .png, .svg or .pdf.  [default: UNIT.png]"),
    ] = None,
    target: TargetOption = EXERCISES,
) -> None:
    """Draw what a unit teaches, from your own functions.

        grader plot gradient_descent

    Needs matplotlib: pip install 'neurokata[plot]'
    """
    course = find_course(Path.cwd())
    if not unit:
        for each in pictures(course):
            screen.say(f"{each.unit:24} {each.title}")
        return
    picture = picture_of(course, unit)
    path = out or Path(f"{unit}.png")
    with screen.waiting(f"drawing {unit}"):
        figure = drawn(picture, course, target)
    try:
        figure.savefig(path)
    except ValueError as error:
        raise CourseError(f"{path} cannot be written: {error}") from None
    except OSError as error:
        raise PictureError(f"{path} cannot be written: {error.strerror}") from None
    screen.say(f"wrote {path}")
