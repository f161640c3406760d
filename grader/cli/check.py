"""`grader check`: checks one's own work the way it is marked."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from grader import outcome, screen, show, slips
from grader.cli.common import (
    JsonFlag,
    SeedOption,
    WeakFlag,
    check_platform,
    print_banner,
    units_of,
)
from grader.curriculum import CourseError, find_course, missing
from grader.engine import Engine
from grader.limits import read_limits
from grader.messages import Setup
from grader.progress import checked_functions
from grader.report import to_json
from grader.submission import read_submission


def check(
    what: Annotated[
        str,
        typer.Argument(
            metavar="[UNIT|UNIT.FUNCTION]",
            help="All that have tests where left out.",
            show_default=False,
        ),
    ] = "",
    seed: SeedOption = 0,
    as_json: JsonFlag = False,
    allow_weak_sandbox: WeakFlag = False,
) -> None:
    """Check your own exercises/ the way they are marked.

    Hidden tests decide where they are at hand, else the public ones.

        grader check activations.softmax
    """
    check_platform()
    course = find_course(Path.cwd())
    unit, _, function = what.removeprefix("exercises/").removesuffix(".py").partition(".")
    homes = [each.name for each in course.units if unit in each.functions]
    if homes and not function and unit not in {each.name for each in course.units}:
        known = " or ".join(f"{home}.{unit}" for home in homes)
        raise CourseError(f"{unit} is a function of {' and of '.join(homes)}: {known}")
    submission = read_submission("you", course.root / "exercises")
    absent = {
        name: outcome.missing(f"exercises/{name}.py")
        for name in missing(course.tests, {*submission.modules, *submission.problems})
    }
    if unit in absent and unit not in {each.name for each in course.units}:
        raise CourseError(absent[unit])
    tested = [
        each.name for each in course.units if (course.tests / f"test_{each.name}.py").is_file()
    ]
    units = units_of(course, [unit] if unit else tested)
    if function and function not in (there := course.unit(unit).functions):
        if f"{unit}.{function}" in checked_functions(course.root):
            raise CourseError(slips.missing(function, there))
        raise CourseError(
            f"{unit} has no function {show.line(function, 80)!r}; it has {', '.join(there)}"
        )
    setup = Setup(
        root=str(course.root),
        units=units,
        function=function or None,
        seed=seed,
        limits=read_limits(course.root),
    )
    with Engine(setup, 1) as engine:
        print_banner(engine, allow_weak_sandbox)
        with screen.waiting("checking"):
            report = engine.mark_one(submission)
    for name, sentence in absent.items():
        if unit in ("", name):
            screen.note(sentence)
    if as_json:
        sys.stdout.buffer.write(to_json(report))
        return
    for each in course.units:
        screen.print_unit([found for found in report.checks if found.unit == each.name])
    screen.say(f"{report.score:g} of {report.maximum:g} points")
