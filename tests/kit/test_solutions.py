"""The curriculum through the sandbox: the reference gets full marks, the stubs get nothing, the lessons run."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from grader.curriculum import read_course
from grader.engine import Engine
from grader.limits import read_limits
from grader.messages import Setup
from grader.submission import Submission

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def engine():
    course = read_course(ROOT)
    setup = Setup(
        root=str(ROOT), units=tuple(unit.name for unit in course.units), limits=read_limits(ROOT)
    )
    with Engine(setup, 1) as one:
        yield one


def modules(folder: str) -> dict[str, bytes]:
    return {
        path.stem: path.read_bytes().replace(b"from solutions", b"from exercises")
        for path in (ROOT / folder).glob("*.py")
        if path.stem != "__init__"
    }


def test_the_reference_gets_full_marks_in_the_sandbox(engine):
    report = engine.mark_one(Submission("reference", modules("solutions")))

    assert [(check.id, check.message) for check in report.checks if check.status != "passed"] == []
    assert report.score == report.maximum > 0


def test_the_stubs_get_nothing_and_every_check_is_not_implemented(engine):
    report = engine.mark_one(Submission("stubs", modules("exercises")))

    assert [
        (check.id, check.status) for check in report.checks if check.status != "not_implemented"
    ] == []
    assert report.score == 0 and report.maximum > 0


def test_every_function_has_hidden_and_public_checks(engine):
    hidden = {(check.unit, check.function) for check in engine.ready.checks}
    promised = {
        (unit.name, function) for unit in read_course(ROOT).units for function in unit.functions
    }

    assert hidden == promised
    command = [sys.executable, "-m", "pytest", "-q", "--target", "solutions", "tests/public"]
    public = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    lines = re.findall(r"^(\w+) +.* points, (\d+) of (\d+) functions pass$", public.stdout, re.M)
    expected = [(unit.name, len(unit.functions)) for unit in read_course(ROOT).units]
    assert [(unit, int(done)) for unit, done, _ in lines] == expected
    assert [(unit, int(some)) for unit, _, some in lines] == expected


def test_every_check_is_worth_something_and_has_a_title(engine):
    for check in engine.ready.checks:
        assert check.points > 0, check.id
        assert check.title and not check.title.startswith("test_"), check.id


def test_the_examples_in_the_lessons_run():
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "--doctest-modules",
        "solutions",
        "grader/show.py",
        "grader/generate.py",
    ]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout
