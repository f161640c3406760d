"""`grader list`: what is solved, and what is left."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from grader import screen, show, slips
from grader.curriculum import CourseError, find_course
from grader.practice import standing
from grader.practice.review import review
from grader.progress import Progress


def list_functions(
    unit: Annotated[
        str,
        typer.Argument(
            metavar="[UNIT]", help="Its functions; all units where left out.", show_default=False
        ),
    ] = "",
) -> None:
    """Show how much of each unit is solved and what is left, or the functions of one.

    The visible checks decide, which are run for it; progress.txt keeps the day that each was solved on.

        grader list activations
    """
    root = find_course(Path.cwd()).root
    functions = standing.functions_of(root)
    units = standing.by_unit(functions)
    wanted = unit.removeprefix("exercises/").removesuffix(".py")
    if wanted and wanted not in units:
        meant = slips.near(wanted, units)
        hint = f"is {meant} meant?" if meant else f"the units are {', '.join(units)}"
        raise CourseError(f"there is no unit {show.line(wanted, 80)!r}; {hint}")
    progress, _ = review(root, functions)
    if wanted:
        _print_functions(units[wanted], progress)
    else:
        _print_units(units, progress)


def _print_units(units: dict[str, list[str]], progress: Progress) -> None:
    width = max(map(len, units), default=0)
    screen.say(f"{'unit':{width}}  solved   of  left")
    for unit, names in units.items():
        left = [name.partition(".")[2] for name in names if name not in progress.solved]
        done = len(names) - len(left)
        screen.say(f"{unit:{width}}  {done:6}  {len(names):3}  {', '.join(left)}".rstrip())


def _print_functions(names: list[str], progress: Progress) -> None:
    width = max(map(len, names))
    screen.say(f"{'function':{width}}  solved      hints seen")
    for name in names:
        solved, hints = progress.solved.get(name, ""), progress.hints.get(name, "")
        screen.say(f"{name:{width}}  {solved:10}  {hints}".rstrip())
