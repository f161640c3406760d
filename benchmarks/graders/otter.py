"""otter-grader: an autograder.zip from `otter generate`, then `otter run` a submission, which runs no container."""

from __future__ import annotations

import json
import shutil
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.graders import ASSIGNMENT, FUNCTIONS, Grader
from benchmarks.processes import run

TEST = '''"""{function} has its property."""

from otter.test_files import test_case
from properties import PROPERTIES

OK_FORMAT = False
name = "{function}"
points = 1


@test_case(points=1, hidden=False)
def test_{function}({function}):
    """{function} has its property."""
    PROPERTIES["{function}"]({function})()
'''
CONFIG = {"show_stdout": False, "print_summary": False, "logo": False}


def prepare(folder: Path, sources: dict[str, str], programs: Path) -> Grader:
    """Tests in Otter's exception format, the properties as a support file, and a notebook a student."""
    (folder / "tests").mkdir(parents=True)
    for function in FUNCTIONS:
        path = folder / "tests" / f"{function}.py"
        path.write_text(TEST.format(function=function), encoding="utf-8")
    shutil.copy(ASSIGNMENT / "properties.py", folder)
    (folder / "otter_config.json").write_text(json.dumps(CONFIG), encoding="utf-8")
    for student, source in sources.items():
        (folder / student).mkdir()
        (folder / student / "four.ipynb").write_text(
            json.dumps(_notebook(source)), encoding="utf-8"
        )
    run(
        [str(programs / "otter"), "generate", "-t", "tests", "-o", "autograder.zip", "-c", "otter_config.json",
         "--no-requirements", "--no-environment", "properties.py"],
        folder,
    )  # fmt: skip
    return Grader(
        "otter-grader", partial(_reset, folder, sources), partial(_mark, folder, sources, programs),
        partial(_shares, folder, sources),
    )  # fmt: skip


def _notebook(source: str) -> dict[str, Any]:
    """A student's notebook. A script would be turned into one, and then no support file may be Python."""
    cell: dict[str, Any] = {
        "id": "four",
        "cell_type": "code",
        "execution_count": None,
        "outputs": [],
        "metadata": {},
        "source": source,
    }
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": kernel}, "cells": [cell]}


def _reset(folder: Path, sources: dict[str, str]) -> None:
    for student in sources:
        (folder / student / "results.json").unlink(missing_ok=True)


def _mark(folder: Path, sources: dict[str, str], programs: Path) -> None:
    environment = {"IPYTHONDIR": str(folder / "ipython")}
    for student in sources:
        options = ["--no-logo", "-a", "autograder.zip", "-o", student]
        run(
            [str(programs / "otter"), "run", *options, f"{student}/four.ipynb"], folder, environment
        )


def _shares(folder: Path, sources: dict[str, str]) -> dict[str, float]:
    results = {
        student: json.loads((folder / student / "results.json").read_bytes()) for student in sources
    }
    return {
        student: sum(test.get("score", 0.0) for test in result["tests"])
        / sum(test.get("max_score", 0.0) for test in result["tests"])
        for student, result in results.items()
    }
