"""nbgrader: a source notebook, `generate_assignment`, a notebook a student, then `nbgrader autograde` over all."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.graders import ASSIGNMENT, FUNCTIONS, Grader
from benchmarks.processes import run

CONFIG = 'c = get_config()\nc.CourseDirectory.course_id = "bench"\n'
SCORES = """
SELECT student.id, SUM(COALESCE(grade.manual_score, grade.auto_score)), SUM(grade_cells.max_score)
FROM grade
JOIN submitted_notebook ON grade.notebook_id = submitted_notebook.id
JOIN submitted_assignment ON submitted_notebook.assignment_id = submitted_assignment.id
JOIN student ON submitted_assignment.student_id = student.id
JOIN grade_cells ON grade.cell_id = grade_cells.id
GROUP BY student.id
"""


def prepare(folder: Path, sources: dict[str, str], programs: Path) -> Grader:
    """A course with one assignment whose test cells import the properties, and the class's notebooks."""
    source = folder / "source" / "four"
    source.mkdir(parents=True)
    (folder / "nbgrader_config.py").write_text(CONFIG, encoding="utf-8")
    shutil.copy(ASSIGNMENT / "properties.py", source)
    right = (ASSIGNMENT / "right.py").read_text(encoding="utf-8")
    (source / "four.ipynb").write_text(json.dumps(_notebook(right)), encoding="utf-8")
    run(
        [str(programs / "nbgrader"), "generate_assignment", "four"],
        folder,
        environment(folder, programs),
    )
    released = json.loads((folder / "release" / "four" / "four.ipynb").read_bytes())
    for student, text in sources.items():
        home = folder / "submitted" / student / "four"
        home.mkdir(parents=True)
        shutil.copy(source / "properties.py", home)
        (home / "four.ipynb").write_text(json.dumps(solved(released, text)), encoding="utf-8")
    shutil.copy(folder / "gradebook.db", folder / "empty.db")
    return Grader(
        "nbgrader",
        partial(reset, folder),
        partial(_mark, folder, programs),
        partial(shares, folder),
    )


def environment(folder: Path, programs: Path) -> dict[str, str]:
    """Nothing of this machine's Jupyter; alembic, which nbgrader calls by name, within reach."""
    path = f"{programs}{os.pathsep}{os.environ['PATH']}"
    return {
        "IPYTHONDIR": str(folder / "ipython"),
        "JUPYTER_CONFIG_DIR": str(folder / "jupyter"),
        "PATH": path,
    }


def _functions(source: str) -> dict[str, str]:
    """Each function's own text."""
    parts = re.split(r"^(?=def )", source, flags=re.MULTILINE)[1:]
    return {part[4 : part.index("(")]: part.rstrip() for part in parts}


def _cell(name: str, source: str, **metadata: Any) -> dict[str, Any]:
    """A code cell that nbgrader knows by name."""
    standing = {
        "schema_version": 3,
        "grade_id": name,
        "grade": False,
        "solution": False,
        "locked": False,
        "task": False,
    }
    return {
        "id": name.replace("_", "-"), "cell_type": "code", "execution_count": None, "outputs": [],
        "metadata": {"nbgrader": standing | metadata}, "source": source,
    }  # fmt: skip


def _notebook(right: str) -> dict[str, Any]:
    """The source notebook: imports, then each function and its test cell."""
    cells = [
        _cell("imports", "import numpy as np\n\nfrom properties import PROPERTIES", locked=True)
    ]
    for name, text in _functions(right).items():
        cells.append(_cell(name, text, solution=True))
        test = f'PROPERTIES["{name}"]({name})()'
        cells.append(_cell(f"test_{name}", test, grade=True, locked=True, points=1))
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": kernel}, "cells": cells}


def solved(released: dict[str, Any], source: str) -> dict[str, Any]:
    """A student's notebook: the released one with the functions filled in."""
    functions = _functions(source)
    names = [cell["metadata"]["nbgrader"]["grade_id"] for cell in released["cells"]]
    cells = [
        {**cell, "source": functions[name]} if name in FUNCTIONS else cell
        for name, cell in zip(names, released["cells"], strict=True)
    ]
    return {**released, "cells": cells}


def reset(folder: Path) -> None:
    """Remove what a marking left."""
    shutil.rmtree(folder / "autograded", ignore_errors=True)
    shutil.copy(folder / "empty.db", folder / "gradebook.db")


def _mark(folder: Path, programs: Path) -> None:
    run([str(programs / "nbgrader"), "autograde", "four"], folder, environment(folder, programs))


def shares(folder: Path) -> dict[str, float]:
    """Each student's share of the points."""
    with closing(sqlite3.connect(folder / "gradebook.db")) as database:
        return {student: score / most for student, score, most in database.execute(SCORES)}
