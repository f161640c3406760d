"""`grader init-course`: makes a course that nbgrader takes, marked by our sandbox."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from grader import screen
from grader.cli.common import check_platform
from grader.cli.generate import write_notebooks
from grader.curriculum import CourseError, find_course
from grader.files import shown
from grader.notebooks.course import CONFIGURATION, SQLITE, configuration
from grader.release.wheel import wheel
from grader.report import write_atomically

IGNORED = """gradebook.db*
submitted/
autograded/
feedback/
grades.csv
"""


def init_course(
    folder: Annotated[
        Path,
        typer.Argument(metavar="COURSE", help="The folder to make.", show_default=False),
    ],
    database: Annotated[
        str,
        typer.Option(
            metavar="URL",
            help="Where nbgrader keeps the scores: any URL that SQLAlchemy takes.",
        ),
    ] = SQLITE,
    name: Annotated[
        str | None,
        typer.Option(help="nbgrader's name of the course.  [default: the folder's]"),
    ] = None,
) -> None:
    """Make an nbgrader course: source notebooks of every unit, and a configuration that marks in our sandbox.

    Then nbgrader's own commands work as they do elsewhere, and student code never runs in a kernel:

        grader init-course my-course
        cd my-course
        nbgrader generate_assignment costs      # what students get is in release/costs
        nbgrader autograde costs                # what they handed in is in submitted/STUDENT/costs
        nbgrader generate_feedback costs
        nbgrader export

    With `--database postgresql+psycopg://USER:PASSWORD@HOST/NAME` the scores are kept there.
    """
    check_platform()
    course = find_course(Path.cwd())
    path = folder / CONFIGURATION
    if path.exists():
        raise CourseError(
            f"{shown(path)} is there already: give another folder, or make only its notebooks anew with"
            " grader generate --notebooks"
        )
    folder.mkdir(parents=True, exist_ok=True)
    write_notebooks(course, folder, check_only=False, force=False)
    kit, content = wheel()
    for path_in, data in ((f"kit/{kit}", content), (".gitignore", IGNORED.encode())):
        place = folder / path_in
        place.parent.mkdir(exist_ok=True)
        write_atomically(place, data)
        screen.say(f"wrote {path_in}")
    text = configuration(course, folder.resolve(), database, name or folder.resolve().name)
    write_atomically(path, text.encode())
    screen.say(f"wrote {CONFIGURATION}")
    screen.note(
        f"next: cd {shown(folder)}, then nbgrader generate_assignment {course.units[0].name}"
    )
