"""Exercises from solutions: what stays, what goes, and that the committed ones are up to date."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.curriculum import CourseError, read_course
from grader.generate import exercise, hints, stubs, unfinished

ROOT = Path(__file__).parents[2]
SOLUTION = '''"""# 1 · One"""

import numpy as np

from solutions.other import helper

### BEGIN SOLUTION
_TABLE = {"secret": 1}


def _private(x):
    return x
### END SOLUTION


def f(x):
    """Doc."""
    ### BEGIN SOLUTION
    ### HINT: look at the table
    ### HINT: then add one
    return _TABLE["secret"] + x
    ### END SOLUTION


class C:
    """Doc."""

    ### BEGIN SOLUTION
    secret = 2
    ### END SOLUTION

    def method(self):
        """Doc."""
        ### BEGIN SOLUTION
        ### HINT: a number
        return 1
        ### END SOLUTION
'''


def test_solutions_go_and_the_rest_stays():
    text = exercise(SOLUTION, "one")

    assert (
        "secret" not in text
        and "_private" not in text
        and "HINT" not in text
        and "### " not in text
    )
    assert 'raise NotImplementedError("f: not written yet")' in text
    assert 'raise NotImplementedError("C.method: not written yet")' in text
    assert "from exercises.other import helper" in text
    compile(text, "one", "exec")


def test_hints_are_read_in_order():
    assert hints(SOLUTION) == {"f": ["look at the table", "then add one"], "C.method": ["a number"]}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("### BEGIN SOLUTION\n", "line 1: ### BEGIN SOLUTION without"),
     ("x = 1\n### END SOLUTION\n", "line 2: ### END SOLUTION without"),
     ("### BEGIN SOLUTION\n### BEGIN SOLUTION\n### END SOLUTION\n", "line 2: a solution region inside another")],
)  # fmt: skip
def test_markers_that_do_not_match_are_named(text, sentence):
    with pytest.raises(CourseError, match=sentence):
        exercise(text, "one")


@pytest.mark.parametrize(
    "marker",
    ["###BEGIN SOLUTION", "### Begin solution", "#### BEGIN SOLUTION", "### END SOLUTION."],
)
def test_a_marker_that_cuts_nothing_is_named(marker):
    with pytest.raises(CourseError, match=r"one\.py, line 2: write it as"):
        exercise(f"def one():\n    {marker}\n    return 1\n", "one")


def test_a_stub_is_told_from_work():
    stub = exercise(SOLUTION, "one")

    assert unfinished(stub, stub)
    assert unfinished(stub.replace("Doc.", "Another lesson."), stub)
    for work in (
        "    return x", "    y = my_work(x)\n    raise NotImplementedError", "    raise ValueError(x)",
        "    if x: return 1\n    raise NotImplementedError",
    ):  # fmt: skip
        assert not unfinished(f"def f(x):\n{work}\n", stub)
    assert not unfinished("class C:\n    def method(self):\n        return 2\n", stub)
    assert not unfinished("def f(x:\n", stub)


def test_the_committed_exercises_are_what_the_solutions_make():
    texts = stubs(read_course(ROOT))

    assert {path: path.read_text(encoding="utf-8") for path in texts} == texts
    assert set(texts) == set((ROOT / "exercises").glob("*.py"))


def test_no_line_of_a_solution_is_in_an_exercise():
    for path, text in stubs(read_course(ROOT)).items():
        source = ROOT / "solutions" / path.name
        inside, secret = False, set()
        for line in source.read_text(encoding="utf-8").splitlines():
            if line.strip() == "### BEGIN SOLUTION":
                inside = True
            elif line.strip() == "### END SOLUTION":
                inside = False
            elif inside and len(line.strip()) > 30:
                secret.add(line.strip())
        found = {line for line in secret if line in text}

        assert not found, (path.name, found)
