"""A folder that nbgrader takes for a course, whose assignments our sandbox marks."""

from __future__ import annotations

import os
from pathlib import Path
from string import Template

from grader.curriculum import Course

CONFIGURATION = "nbgrader_config.py"
SQLITE = "sqlite:///gradebook.db"
_CONFIGURATION = Template('''"""nbgrader for this course; `nbgrader --help-all` lists what else can be set here."""

from pathlib import Path

from grader.notebooks.autograding import configure

c = get_config()  # noqa: F821
here = Path(__file__).parent

c.CourseDirectory.root = str(here)
c.CourseDirectory.course_id = $name
c.CourseDirectory.db_url = $database

# Autograding in the sandbox: no kernel runs what students wrote.
configure(c, course=here / $course)

# How much of a hidden check that fails students are told: titles, diagnosis or counterexamples.
c.Mark.reveal = "diagnosis"

# What late work loses: none, zero (all of it), or a rate for each day begun, 10%/day of the score or 5/day in points.
# Due dates are set in Formgrader; nbgrader reads when work was handed in from timestamp.txt beside the notebook.
c.LatePenalty.policy = "none"
''')


def configuration(course: Course, folder: Path, database: str, name: str) -> str:
    """The text of nbgrader_config.py for a folder.

    The exercises are named by the way from there, so that both can be moved together.
    """
    way = Path(os.path.relpath(course.root, folder)).as_posix()
    address = repr(database)
    if database == SQLITE:
        address = "f\"sqlite:///{here / 'gradebook.db'}\""
    return _CONFIGURATION.substitute(name=repr(name), database=address, course=repr(way))
