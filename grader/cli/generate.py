"""`grader generate`: makes exercises, or notebooks for nbgrader, from solutions."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from grader import screen
from grader.cli.common import NOT_MARKED
from grader.curriculum import Course, CourseError, find_course
from grader.generate import stubs, unfinished
from grader.report import write_atomically


def generate(
    check_only: Annotated[
        bool,
        typer.Option("--check", help="Write nothing; exit 1 where a file is not up to date."),
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Overwrite files that hold somebody's work.")
    ] = False,
    notebooks: Annotated[
        Path | None,
        typer.Option(
            metavar="COURSE",
            help="Write nbgrader's source notebooks below COURSE/source, in place of exercises/.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Write exercises/ from solutions/, the one source of each unit; or notebooks.

    A notebook of a unit holds its lesson, a cell to solve for each function, visible checks, locked cells whose points
    the hidden tests give, and a question that is answered in words. nbgrader makes the students' release of it:

        grader generate --notebooks my-course
        cd my-course && nbgrader generate_assignment activations
    """
    course = find_course(Path.cwd())
    if notebooks is not None:
        write_notebooks(course, notebooks, check_only, force)
        return
    texts = stubs(course)
    stale = _stale(texts)
    orphans = [
        path for path in sorted((course.root / "exercises").glob("[!_]*.py")) if path not in texts
    ]
    if check_only:
        for path in orphans:
            screen.say(
                f"{path.relative_to(course.root)} has no solution: remove it, or write solutions/{path.name}"
            )
        for path in stale:
            screen.say(
                f"{path.relative_to(course.root)} is not what solutions/ make: run grader generate"
            )
        raise typer.Exit(NOT_MARKED if stale or orphans else 0)
    held = [
        path
        for path, text in stale.items()
        if path.is_file() and not unfinished(path.read_text("utf-8", "replace"), text)
    ]
    _write(stale, held, course.root, force)
    screen.say(f"{len(texts) - len(stale)} files were up to date")


def write_notebooks(course: Course, folder: Path, check_only: bool, force: bool) -> None:
    """Write COURSE/source/<unit>/<unit>.ipynb and the visible tests beside it."""
    from grader.notebooks.points import read_points
    from grader.notebooks.source import edited, sources

    if not course.has_solutions:
        raise CourseError("notebooks are made from solutions/, which this course does not have")
    with screen.waiting("collecting the tests"):
        points = read_points(course)
    texts: dict[Path, str] = {}
    held: list[Path] = []
    with screen.progress("making notebooks", len(course.units)) as advance:
        for unit, notebook, tests in sources(course, points):
            path = folder / "source" / unit.name / f"{unit.name}.ipynb"
            beside = path.with_name(f"test_{unit.name}.py")
            texts[path] = notebook
            if tests:
                texts[beside] = tests
            changed = edited(_text(path), _text(beside))
            held += [each for each, work in zip((path, beside), changed, strict=True) if work]
            advance()
    stale = _stale(texts)
    if check_only:
        for path in stale:
            screen.say(
                f"{path.relative_to(folder)} is not what solutions/ and tests/ make: run grader generate --notebooks"
            )
        raise typer.Exit(NOT_MARKED if stale else 0)
    _write(stale, [path for path in held if path in stale], folder, force)
    screen.say(f"{len(texts) - len(stale)} files were up to date")


def _text(path: Path) -> str | None:
    return path.read_text("utf-8", "replace") if path.is_file() else None


def _stale(texts: Mapping[Path, str]) -> dict[Path, str]:
    """The files that are not there, or hold something else."""
    return {
        path: text
        for path, text in texts.items()
        if not path.is_file() or path.read_bytes() != text.encode()
    }


def _write(stale: Mapping[Path, str], held: list[Path], root: Path, force: bool) -> None:
    """Write what is not up to date; nothing where somebody's work would be lost."""
    if held and not force:
        names = ", ".join(str(path.relative_to(root)) for path in held)
        raise CourseError(
            f"{names}: holds somebody's work; move it away, or overwrite it with --force"
        )
    for path, text in stale.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, text.encode("utf-8"))
        screen.say(f"wrote {path.relative_to(root)}")
