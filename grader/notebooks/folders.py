"""Which notebooks lie in a submission's folder, whose name nbgrader would take for a pattern and for markup."""

from __future__ import annotations

import glob
import os
import re
from typing import Any

from nbgrader.converters import BaseConverter

UNSAFE = re.compile(r'[<"\\\n]')
"""What a student's name cannot have in it: Formgrader writes names into pages and scripts as they stand."""

_find = BaseConverter.init_notebooks


def take_names_literally() -> None:
    """Have nbgrader look for a student's notebooks in that student's folder alone."""
    BaseConverter.init_notebooks = find_notebooks


def find_notebooks(converter: Any) -> None:
    """Find the notebooks of all folders, in the place of nbgrader's own way.

    That marks another's notebook where a folder is called `*`, and leaves all others unmarked where it finds a
    name of two lines.
    """
    _find(converter)
    course = converter.coursedir
    source = converter._format_source(course.assignment_id, course.student_id)
    found = {
        folder: glob.glob(os.path.join(glob.escape(folder), f"{course.notebook_id}.ipynb"))
        for folder in glob.glob(source)
    }
    unsafe = [folder for folder in found if UNSAFE.search(os.path.relpath(folder, course.root))]
    for folder in unsafe:
        converter.log.error("%r cannot be marked: rename this folder", folder)
    converter.assignments = {
        folder: paths for folder, paths in found.items() if paths and folder not in unsafe
    }
