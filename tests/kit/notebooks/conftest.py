"""An nbgrader course of the toy units, and notebooks handed in to it."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from traitlets.config.loader import PyFileConfigLoader

from grader.curriculum import Course
from grader.notebooks.course import CONFIGURATION, SQLITE, configuration
from grader.notebooks.points import read_points
from grader.notebooks.source import sources
from tests.kit.conftest import FIRST, write_course

QUESTION = '''
## In your own words

Why is twice the double four times?

### BEGIN SOLUTION
Because 2 times 2 is 4.
### END SOLUTION
"""
'''
RIGHT = "def double(x):\n    return np.asarray(x, dtype=np.float64) * 2\n"
HALF = "def double(x):\n    x = np.asarray(x, dtype=float)\n    x *= 2\n    return x\n"
WRONG = "def double(x):\n    return np.asarray(x) * 3\n"
POINTS = 3.0
Notebook = dict[str, Any]


class NbgraderCourse:
    """A folder that is nbgrader's, and its own commands, called as its web pages call them."""

    def __init__(self, course: Course, folder: Path, database: str = SQLITE) -> None:
        self.course, self.folder = course, folder
        for unit, notebook, tests in sources(course, read_points(course)):
            place = folder / "source" / unit.name
            place.mkdir(parents=True)
            (place / f"{unit.name}.ipynb").write_text(notebook)
            (place / f"test_{unit.name}.py").write_text(tests)
        (folder / CONFIGURATION).write_text(configuration(course, folder, database, "toy"))

    @property
    def database(self) -> str:
        """The URL of the gradebook."""
        return str(self.api.coursedir.db_url)

    @property
    def api(self) -> NbGraderAPI:
        """nbgrader, as the course's configuration makes it."""
        config = PyFileConfigLoader(CONFIGURATION, path=str(self.folder)).load_config()
        config.Application.log_level = 50
        return NbGraderAPI(config=config)

    def released(self, unit: str = "first") -> Notebook:
        """A copy of what students get."""
        path = self.folder / "release" / unit / f"{unit}.ipynb"
        if not path.exists():
            result = self.api.generate_assignment(unit)
            assert result["success"], result
        return json.loads(path.read_text())

    def hand_in(self, student: str, notebook: Notebook | bytes, unit: str = "first") -> Path:
        """Put a notebook where nbgrader looks for it."""
        path = self.folder / "submitted" / student / unit / f"{unit}.ipynb"
        path.parent.mkdir(parents=True)
        data = notebook if isinstance(notebook, bytes) else json.dumps(notebook).encode()
        path.write_bytes(data)
        return path

    def autograded(self, student: str, unit: str = "first") -> Notebook:
        """The notebook that autograding left."""
        path = self.folder / "autograded" / student / unit / f"{unit}.ipynb"
        return json.loads(path.read_text())

    def scores(self, student: str, unit: str = "first") -> dict[str, float | None]:
        """What the gradebook has of a student's cells."""
        with Gradebook(self.database) as book:
            notebook = book.find_submission_notebook(unit, unit, student)
            return {grade.name: grade.auto_score for grade in notebook.grades}


def cell(notebook: Notebook, name: str) -> dict[str, Any]:
    """A cell by nbgrader's name of it."""
    return next(each for each in notebook["cells"] if named(each) == name)


def named(each: dict[str, Any]) -> str:
    """nbgrader's name of a cell; empty where it has none."""
    return each["metadata"].get("nbgrader", {}).get("grade_id", "")


def solved(notebook: Notebook, source: str) -> Notebook:
    """A copy with a function written."""
    made = copy.deepcopy(notebook)
    cell(made, "double")["source"] = source
    return made


def write_asking_course(root: Path) -> Course:
    """The toy course, whose first unit asks a question."""
    course = write_course(root)
    (root / "solutions" / "first.py").write_text(asked(FIRST))
    return course


def asked(text: str) -> str:
    """The first unit with its question."""
    head, _, rest = text.partition('builds on.\n"""\n')
    return f"{head}builds on.\n{QUESTION}{rest}"


@pytest.fixture(scope="session")
def new_nbgrader_course(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., NbgraderCourse]:
    """Makes courses: new_nbgrader_course(database) -> NbgraderCourse."""
    course = write_asking_course(tmp_path_factory.mktemp("asking"))

    def make(database: str = SQLITE) -> NbgraderCourse:
        return NbgraderCourse(course, tmp_path_factory.mktemp("nbgrader"), database)

    return make
