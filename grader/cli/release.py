"""`grader release`: what students get, and the autograder that Gradescope gets."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from grader import screen
from grader.cli.common import NOT_MARKED, fail, units_of
from grader.curriculum import find_course
from grader.files import shown
from grader.release.destination import PRIVATE, ReleaseError, write_folder, write_zip
from grader.release.gradescope import gradescope_files
from grader.release.student import TOP, student_files


def release(
    out: Annotated[
        Path,
        typer.Argument(help="A new folder, or a zip where it ends in .zip.", show_default=False),
    ],
    unit: Annotated[
        list[str] | None,
        typer.Option("--unit", help="Release this unit only; may be repeated.", show_default=False),
    ] = None,
    git: Annotated[
        bool, typer.Option("--git", help="Make the folder a git repository with one commit.")
    ] = False,
    gradescope: Annotated[
        bool,
        typer.Option("--gradescope", help="Write Gradescope's autograder, which holds solutions."),
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Replace an earlier release, and all that is in it.")
    ] = False,
) -> None:
    """Write what students get: stubs, lessons, public tests, the kit, and what checks a push.

    Exercises are made from solutions/, so that nobody's work in exercises/ gets out. Units that the
    chosen ones import come along as stubs. The same course gives the same bytes.

        grader release exercises.zip
        grader release week-1 --git --unit neurons --unit activations
        grader release --gradescope autograder.zip
    """
    packed = out.suffix.lower() == ".zip"
    if gradescope and not packed:
        raise typer.BadParameter("Gradescope takes a zip: give a name that ends in .zip")
    if git and packed:
        raise typer.BadParameter("a git repository is a folder: give a name without .zip")
    course = find_course(Path.cwd())
    names = units_of(course, unit)
    notebooks = find_spec("jupytext") is not None
    if not (notebooks or gradescope):
        screen.note(
            "without notebooks, as jupytext is not installed: pip install 'neurokata[notebooks]'"
        )
    try:
        if gradescope:
            write_zip(gradescope_files(course, names), out, force=force, mode=PRIVATE)
        elif packed:
            write_zip(student_files(course, names, notebooks), out, force=force, top=TOP)
        else:
            write_folder(student_files(course, names, notebooks), out, force=force, repository=git)
    except ReleaseError as error:
        fail(str(error), NOT_MARKED)
    if gradescope:
        screen.note(f"{shown(out)} holds solutions and hidden tests: keep it from students")
        from grader.notebooks.points import read_points  # here, as it brings pytest along

        worth = read_points(course)
        points = sum(sum(worth.get(name, {}).values()) for name in names)
        screen.note(f"give the assignment {points:g} points: so many its units have")
    screen.say(f"wrote {shown(out)} with {len(names)} unit{'s' if len(names) > 1 else ''}")
