"""Neurokata: a course of one unit, then `grader autograde` over the class, with nothing recorded before."""

from __future__ import annotations

import json
import shutil
from functools import partial
from pathlib import Path

from benchmarks.graders import ASSIGNMENT, FUNCTIONS, Grader
from benchmarks.processes import run
from grader.curriculum import read_course
from grader.generate import stubs
from grader.replay import CACHE_VARIABLE

TESTS = '''"""The properties as checks."""

from functools import partial

from exercises import four
from grader.testing import call, checks
from properties import PROPERTIES
'''
TEST = """
test_{function} = checks("{function}", points=1)(PROPERTIES["{function}"](partial(call, four.{function})))
"""


def prepare(folder: Path, sources: dict[str, str], programs: Path) -> Grader:
    """The course, with the properties beside it, and a folder a student."""
    course, class_ = folder / "course", folder / "submissions"
    for place in ("solutions", "exercises", "tests/hidden"):
        (course / place).mkdir(parents=True)
    (course / "solutions" / "__init__.py").touch()
    shutil.copy(ASSIGNMENT / "right.py", course / "solutions" / "four.py")
    shutil.copy(ASSIGNMENT / "properties.py", course)
    tests = TESTS + "".join(TEST.format(function=each) for each in FUNCTIONS)
    (course / "tests" / "hidden" / "test_four.py").write_text(tests, encoding="utf-8")
    for path, text in stubs(read_course(course)).items():
        path.write_text(text, encoding="utf-8")
    for student, source in sources.items():
        (class_ / student).mkdir(parents=True)
        (class_ / student / "four.py").write_text(source, encoding="utf-8")
    return Grader(
        "neurokata",
        partial(forget, folder),
        partial(_mark, folder, programs),
        partial(_shares, folder),
    )


def command(folder: Path, programs: Path) -> list[str]:
    """Mark the class, a submission at a time."""
    return [
        str(programs / "grader"), "autograde", str(folder / "submissions"), "--out", str(folder / "reports"),
        "--jobs", "1",
    ]  # fmt: skip


def environment(folder: Path) -> dict[str, str]:
    """A cache of its own for the examples."""
    return {CACHE_VARIABLE: str(folder / "cache")}


def forget(folder: Path) -> None:
    """Remove the reports, and the recorded examples too."""
    shutil.rmtree(folder / "reports", ignore_errors=True)
    shutil.rmtree(folder / "cache", ignore_errors=True)


def _mark(folder: Path, programs: Path) -> None:
    run(command(folder, programs), folder / "course", environment(folder))


def _shares(folder: Path) -> dict[str, float]:
    reports = [json.loads(path.read_bytes()) for path in (folder / "reports").glob("*.json")]
    return {report["student"]: report["score"] / report["maximum"] for report in reports}
