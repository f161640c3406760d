"""`grader solution`: the reference's code, once a function is solved."""

from __future__ import annotations

import ast
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from grader.cli import app
from grader.curriculum import CourseError
from grader.progress import Progress, write_progress
from grader.solution import code_of

ROOT = Path(__file__).parents[2]


def test_private_names_that_it_needs_come_before_it_and_others_do_not():
    text = (
        "import numpy as np\n\n_A = (\n    1,\n)\n_B = 2\n\n\ndef _g(x):\n    return _A\n\n\n"
        'class F:\n    """Doc.\n\n    More."""\n\n    def f(self):\n        """Doc."""\n        ### BEGIN SOLUTION\n'
        "        ### HINT: no\n        return _g(g(1))\n        ### END SOLUTION\n\n\ndef g(x):\n    return _B\n"
    )

    assert code_of(text, "F") == (
        "_A = (\n    1,\n)\n\n\ndef _g(x):\n    return _A\n\n\nclass F:\n\n    def f(self):\n        return _g(g(1))"
    )


def test_the_code_of_every_function_of_the_course_is_python_and_no_lesson():
    for path in sorted((ROOT / "solutions").glob("[!_]*.py")):
        text = path.read_text(encoding="utf-8")
        for node in ast.parse(text).body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                code = code_of(text, node.name)

                assert compile(code, path.name, "exec")
                assert "###" not in code and '"""' not in code


@pytest.fixture
def here(course, monkeypatch):
    (course.root / "tests" / "hidden").rename(course.root / "tests" / "public")
    monkeypatch.chdir(course.root)
    return course.root


def ran(*arguments: str):
    return CliRunner().invoke(app, ["solution", *arguments])


def test_what_progress_says_is_solved_is_shown(here):
    write_progress(here, Progress({"first.double": "2026-11-26"}, {}))

    done = ran("double")

    assert (done.exit_code, done.stdout) == (
        0,
        "def double(x):\n    return np.asarray(x, dtype=np.float64) * 2\n",
    )


def test_what_is_not_solved_is_shown_once_its_checks_pass(here):
    refused = ran("first.double")
    module = here / "exercises" / "first.py"
    text = module.read_text(encoding="utf-8")
    module.write_text(
        text.replace('raise NotImplementedError("double: not written yet")', "return 2.0 * x")
    )
    shown = ran("first.double")

    assert refused.exit_code == 1 and refused.stdout == ""
    assert (
        "first.double is not solved yet: its code is shown once its checks pass" in refused.stderr
    )
    assert shown.exit_code == 0 and "def double(x):" in shown.stdout


def test_without_solutions_one_sentence_says_so(here):
    shutil.rmtree(here / "solutions")

    found = ran("double").exception

    assert isinstance(found, CourseError)
    assert str(found) == "there are no solutions here: your instructor has them"
