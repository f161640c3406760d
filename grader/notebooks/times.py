"""When work was handed in, read from `timestamp.txt` beside a notebook, which a student could have written.

nbgrader reads it by itself wherever it lists or marks submissions; `read_times_safely` has it do so as is done here.
"""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import Any

from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import parse_utc

from grader.files import read_file

NAME = "timestamp.txt"
# Of other texts nbgrader would take a part for the path of a zone, and read what lies there.
_TIME = re.compile(
    rb"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?"
    rb"(?: [A-Za-z]{1,20}(?:/[A-Za-z_]{1,30}){0,2}| ?[+-]\d\d:?\d\d|Z)?"
)


def read_times_safely() -> None:
    """Have nbgrader read times so that no file ends or holds up a command or a list of Formgrader's."""
    CourseDirectory.get_existing_timestamp = read_time
    NbGraderAPI.get_submitted_timestamp = read_submitted_time


def read_time(course: Any, folder: str) -> datetime | None:
    """The time in a folder of nbgrader's; none where there is no file, or no time in it.

    Parameters
    ----------
    course : CourseDirectory
        nbgrader's course, whose log is told of a file without a time.
    folder : str
        The folder of an assignment, as submitted or as autograded.
    """
    path = Path(folder, NAME)
    if not path.is_symlink() and not path.exists():
        return None
    content = read_file(path, path.parent)
    if isinstance(content, bytes) and _TIME.fullmatch(content.strip()):
        try:
            time: datetime = parse_utc(content.decode().strip())
        except (ValueError, OverflowError):
            pass
        else:
            return time
    course.log.warning("%s holds no time, and is passed over", path)
    return None


def read_submitted_time(api: Any, assignment_id: str, student_id: str) -> datetime | None:
    """When a student handed in an assignment, as nbgrader's API is asked."""
    course = api.coursedir
    return read_time(
        course, course.format_path(course.submitted_directory, student_id, assignment_id)
    )
