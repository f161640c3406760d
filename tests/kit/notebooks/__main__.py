"""How nbgrader's own autograder fares with the attacks on a notebook: `python -m tests.kit.notebooks`.

Each attack runs in a course of its own, between honest students, under default settings: tests stand in a locked cell
and run in the student's kernel. An attack gets in where it earns points, is left without a score, costs the honest
theirs, has a secret copied, or holds all up. That none does under our settings is what `test_attacks` shows.
"""

from __future__ import annotations

import contextlib
import copy
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat
from nbformat import v4
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.apps import NbGraderAPI
from traitlets.config import Config

from grader.notebooks.programs import find_programs
from tests.kit.notebooks.attacks import ATTACKS
from tests.kit.notebooks.conftest import RIGHT, cell

SECONDS = 60
NOTHING = "def double(x):\n    return None\n"
SETUP = "import numpy as np\n\ndef check_close(actual, expected):\n    assert np.allclose(actual, expected)\n"
SOLUTION = (
    RIGHT.replace("    return", "    ### BEGIN SOLUTION\n    return") + "    ### END SOLUTION"
)
TESTS = "### BEGIN HIDDEN TESTS\ncheck_close(double(2.0), 4.0)\n### END HIDDEN TESTS"


def source() -> nbformat.NotebookNode:
    """A notebook of nbgrader's as its documentation has them."""

    def told(name: str, grade: bool, solution: bool, points: float = 0.0) -> dict[str, object]:
        facts = {"schema_version": 3, "grade_id": name, "grade": grade, "solution": solution}
        return {"nbgrader": {**facts, "locked": not solution, "task": False, "points": points}}

    made = v4.new_notebook(metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}})
    made.cells = [
        v4.new_code_cell(SETUP, metadata=told("setup", False, False)),
        v4.new_code_cell(SOLUTION, metadata=told("double", False, True)),
        v4.new_code_cell("double(1.0)", metadata=told("double-check", False, False)),
        v4.new_code_cell(TESTS, metadata=told("double-marks", True, False, 3.0)),
        v4.new_markdown_cell("Why?", metadata=told("question", True, True, 5.0)),
    ]
    return made


def mark(name: str, root: Path) -> None:
    """Mark one attack in a course below a folder, as nbgrader does by itself."""
    config = Config()
    config.CourseDirectory.root, config.CourseDirectory.course_id = str(root), "stock"
    config.CourseDirectory.db_url = f"sqlite:///{root / 'gradebook.db'}"
    config.Execute.timeout = 5
    (root / "source" / "first").mkdir(parents=True)
    nbformat.write(source(), root / "source" / "first" / "first.ipynb")
    assert NbGraderAPI(config=config).generate_assignment("first")["success"]
    released = json.loads((root / "release" / "first" / "first.ipynb").read_text())
    for student, written in (("aaa", RIGHT), ("right", RIGHT), (name, NOTHING), ("zzz", RIGHT)):
        notebook = copy.deepcopy(released)
        cell(notebook, "double")["source"] = written
        folder = root / "submitted" / student / "first"
        folder.mkdir(parents=True)
        if student == name:
            ATTACKS[name](notebook, folder)
        if not (path := folder / "first.ipynb").is_symlink() and not path.exists():
            path.write_text(json.dumps(notebook))
    NbGraderAPI(config=config).autograde("first", "*")


def what_came(name: str, root: Path) -> str:
    """What an attack came to; empty where it got nothing."""
    if any(
        path.is_symlink() is False and path.name == "notes.txt"
        for path in (root / "autograded").rglob("*")
    ):
        return "has a copy of the solution made"
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as book:
        grades = {}
        for student in (name, "zzz"):
            with contextlib.suppress(MissingEntry):
                grades[student] = book.find_grade("double-marks", "first", "first", student)
        own, honest = grades.get(name), grades.get("zzz")
        if honest is None or honest.auto_score is None:
            return "ends the marking of the class"
        if own is None or own.auto_score is None:
            return "is left without a score"
        points = max(own.auto_score, own.manual_score or 0.0)
        return f"earns {points:g} of 3 points" if points else ""


def main() -> None:
    """Try every attack, and say which get in."""
    find_programs()
    found = 0
    for name in ATTACKS:
        with tempfile.TemporaryDirectory() as folder:
            command = [sys.executable, "-m", "tests.kit.notebooks", name, folder]
            try:
                subprocess.run(command, capture_output=True, timeout=SECONDS, env=dict(os.environ))
                came = what_came(name, Path(folder))
            except subprocess.TimeoutExpired:
                came = "holds the class up for ever"
        found += bool(came)
        print(f"{name.replace('_', ' '):48} {came or 'earns nothing'}", flush=True)
    print(f"{found} of {len(ATTACKS)} attacks get into nbgrader's own autograder")


if __name__ == "__main__":
    find_programs()
    if len(sys.argv) == 3:
        mark(sys.argv[1], Path(sys.argv[2]))
    else:
        main()
