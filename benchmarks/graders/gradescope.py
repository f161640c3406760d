"""gradescope-utils: unittest with weights and JSONTestRunner, a Python process a submission, as on Gradescope."""

from __future__ import annotations

import json
import shutil
from functools import partial
from pathlib import Path

from benchmarks.graders import ASSIGNMENT, FUNCTIONS, Grader
from benchmarks.processes import run

TESTS = '''"""The properties as weighted unit tests."""

import unittest

import four
from gradescope_utils.autograder_utils.decorators import weight
from properties import PROPERTIES


class TestFour(unittest.TestCase):
    """A test a function."""
'''
TEST = '''
    @weight(1)
    def test_{function}(self):
        """{function} has its property."""
        PROPERTIES["{function}"](four.{function})()
'''
RUN_TESTS = '''"""Run the tests, and write results.json."""

import unittest

from gradescope_utils.autograder_utils.json_test_runner import JSONTestRunner

if __name__ == "__main__":
    suite = unittest.defaultTestLoader.discover("tests")
    with open("results.json", "w") as stream:
        JSONTestRunner(visibility="visible", stream=stream).run(suite)
'''


def prepare(folder: Path, sources: dict[str, str], programs: Path) -> Grader:
    """A folder a student with the tests beside the submission, as `run_autograder` copies them."""
    homes = {student: folder / student for student in sources}
    for student, home in homes.items():
        (home / "tests").mkdir(parents=True)
        (home / "four.py").write_text(sources[student], encoding="utf-8")
        (home / "run_tests.py").write_text(RUN_TESTS, encoding="utf-8")
        shutil.copy(ASSIGNMENT / "properties.py", home)
        tests = TESTS + "".join(TEST.format(function=each) for each in FUNCTIONS)
        (home / "tests" / "test_four.py").write_text(tests, encoding="utf-8")
    return Grader(
        "gradescope-utils", partial(_reset, homes), partial(_mark, homes, programs), partial(_shares, homes)
    )  # fmt: skip


def _reset(homes: dict[str, Path]) -> None:
    for home in homes.values():
        (home / "results.json").unlink(missing_ok=True)


def _mark(homes: dict[str, Path], programs: Path) -> None:
    for home in homes.values():
        run([str(programs / "python"), "run_tests.py"], home)


def _shares(homes: dict[str, Path]) -> dict[str, float]:
    results = {
        student: json.loads((home / "results.json").read_bytes()) for student, home in homes.items()
    }
    return {
        student: sum(test["score"] for test in result["tests"])
        / sum(test["max_score"] for test in result["tests"])
        for student, result in results.items()
    }
