"""What the hidden checks of each function are worth, as pytest collects them: a number, and nothing else of a test.

Run as `python -m grader.notebooks.points` in the course's folder, so that no test is imported where notebooks are made.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections import defaultdict

import msgspec
import pytest

from grader.curriculum import Course, CourseError
from grader.plugin import check_of

Points = dict[str, dict[str, float]]


class _Collector:
    """Adds up the points of what is collected: unit -> function -> points."""

    def __init__(self) -> None:
        self.points: defaultdict[str, defaultdict[str, float]] = defaultdict(
            lambda: defaultdict(float)
        )

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Each case of a parametrized test counts."""
        for item in session.items:
            unit, function, points = check_of(item)
            if function:
                self.points[unit][function] += points


def read_points(course: Course) -> Points:
    """The points of every unit's functions, by unit and function."""
    done = subprocess.run(
        [sys.executable, "-m", "grader.notebooks.points", str(course.tests)],
        cwd=course.root, capture_output=True, text=True, encoding="utf-8", errors="replace",
        env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    if done.returncode:
        raise CourseError(
            "the tests cannot be collected, which tell the points: run pytest --target solutions and mend what it names"
        )
    return msgspec.json.decode(done.stdout.splitlines()[-1], type=Points)


def main() -> None:
    """Collect the tests of a folder and print their points as JSON in the last line."""
    collector = _Collector()
    arguments = [
        "--rootdir", ".", "-c", os.devnull, "-p", "_hypothesis_pytestplugin", "-p", "grader.plugin",
        "-p", "no:cacheprovider", "--import-mode=importlib", "--strict-markers", "--collect-only", "-qq",
        "--target", "solutions", sys.argv[1],
    ]  # fmt: skip
    if code := pytest.main(arguments, plugins=[collector]):
        sys.exit(int(code))
    print(msgspec.json.encode(collector.points).decode())


if __name__ == "__main__":
    main()
