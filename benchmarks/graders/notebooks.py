"""nbgrader through our sandbox: a course of one unit, made for nbgrader, then `nbgrader autograde` over all."""

from __future__ import annotations

import json
import shutil
from functools import partial
from pathlib import Path

from benchmarks.graders import Grader, nbgrader, neurokata
from benchmarks.processes import run
from grader.curriculum import read_course
from grader.notebooks.course import CONFIGURATION, SQLITE, configuration
from grader.notebooks.points import read_points
from grader.notebooks.source import sources

UNIT = "four"


def prepare(folder: Path, class_: dict[str, str], programs: Path) -> Grader:
    """The course of `neurokata`, its notebook released, and the class's notebooks."""
    neurokata.prepare(folder, {}, programs)
    course, home = read_course(folder / "course"), folder / "nbgrader"
    for unit, notebook, _ in sources(course, read_points(course)):
        place = home / "source" / unit.name
        place.mkdir(parents=True)
        (place / f"{unit.name}.ipynb").write_text(notebook, encoding="utf-8")
    (home / CONFIGURATION).write_text(
        configuration(course, home, SQLITE, "bench"), encoding="utf-8"
    )
    command = str(programs / "nbgrader")
    environment = nbgrader.environment(home, programs) | neurokata.environment(folder)
    run([command, "generate_assignment", UNIT], home, environment)
    released = json.loads((home / "release" / UNIT / f"{UNIT}.ipynb").read_bytes())
    for student, text in class_.items():
        place = home / "submitted" / student / UNIT
        place.mkdir(parents=True)
        solved = nbgrader.solved(released, text)
        (place / f"{UNIT}.ipynb").write_text(json.dumps(solved), encoding="utf-8")
    shutil.copy(home / "gradebook.db", home / "empty.db")

    def reset() -> None:
        nbgrader.reset(home)
        neurokata.forget(folder)

    def mark() -> None:
        run([command, "autograde", UNIT], home, environment)

    return Grader("notebooks", reset, mark, partial(nbgrader.shares, home))
