"""`grader generate`: makes exercises from solutions."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from grader import screen
from grader.cli.common import NOT_MARKED
from grader.curriculum import CourseError, find_course
from grader.generate import stubs, unfinished
from grader.report import write_atomically


def generate(
    check_only: Annotated[
        bool,
        typer.Option("--check", help="Write nothing; exit 1 where exercises/ is not up to date."),
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Overwrite exercises that hold somebody's work.")
    ] = False,
) -> None:
    """Write exercises/ from solutions/, the one source of each unit."""
    course = find_course(Path.cwd())
    texts = stubs(course)
    stale = {
        path: text
        for path, text in texts.items()
        if not path.is_file() or path.read_bytes() != text.encode()
    }
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
    if held and not force:
        names = ", ".join(str(path.relative_to(course.root)) for path in held)
        raise CourseError(
            f"{names}: holds somebody's work; move it away, or overwrite it with --force"
        )
    for path, text in stale.items():
        write_atomically(path, text.encode("utf-8"))
        screen.say(f"wrote {path.relative_to(course.root)}")
    screen.say(f"{len(texts) - len(stale)} files were up to date")
