"""What a unit was handed out with, from solutions or from a release; and every hint of the course."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from grader.curriculum import CourseError, read_course
from grader.handout import FILE, Handout, handout_of, read_handouts, to_json
from grader.release.student import student_files

ROOT = Path(__file__).parents[2]
SOLUTION = '''"""# 1 · One"""


def one(x):
    """Doc."""
    ### BEGIN SOLUTION
    ### HINT: Look.
    ### HINT: Add.
    return x + 1
    ### END SOLUTION


class Two:
    def __init__(self):
        ### BEGIN SOLUTION
        ### HINT: Keep.
        self.x = 1
        ### END SOLUTION

    def add(self):
        ### BEGIN SOLUTION
        ### HINT: Sum.
        self.x += 1
        ### END SOLUTION
'''


@pytest.fixture(scope="module")
def course() -> dict[str, Handout]:
    return dict(read_handouts(ROOT))


def test_a_class_has_the_hints_of_its_methods():
    handout = handout_of(SOLUTION, "one")

    assert handout.functions == ("one", "Two")
    assert handout.hints == {"one": ("Look.", "Add."), "Two": ("`__init__`: Keep.", "`add`: Sum.")}
    assert "HINT" not in handout.stub and "x + 1" not in handout.stub


def test_what_a_release_has_reads_as_the_solutions_do(tmp_path, course):
    names = ["neurons", "backprop"]
    content = student_files(read_course(ROOT), names, notebooks=False)[FILE]
    (tmp_path / "kit").mkdir()
    (tmp_path / FILE).write_bytes(content)

    released = read_handouts(tmp_path)

    assert list(released) == ["neurons", "activations", "network", "backprop"]
    assert {name: released[name] for name in names} == {name: course[name] for name in names}
    assert released["activations"].stub == course["activations"].stub
    assert released["activations"].hints == {}


@pytest.mark.parametrize(
    ("content", "problem"),
    [(None, "is missing"), (b"{", "cannot be read"), (b'{"a": 1}', "cannot be read"), (b'\xff"', "cannot be read")],
)  # fmt: skip
def test_without_solutions_and_a_file_that_can_be_read_one_sentence_says_so(
    tmp_path, content, problem
):
    if content is not None:
        (tmp_path / "kit").mkdir()
        (tmp_path / FILE).write_bytes(content)

    with pytest.raises(CourseError, match=rf"^kit/handout\.json {problem}: take it from"):
        read_handouts(tmp_path)


def test_any_text_comes_through_the_file(tmp_path):
    made = {"one": Handout('"""½ \U0001f4a5"""\n', {"f": ("“no code”\u202e",)})}
    (tmp_path / "kit").mkdir()
    (tmp_path / FILE).write_bytes(to_json(made))

    assert read_handouts(tmp_path) == made


def test_every_function_has_a_pointer_and_an_outline(course):
    assert len(course) == 19
    for unit, handout in course.items():
        for function in handout.functions:
            assert len(handout.hints.get(function, ())) >= 2, f"{unit}.{function}"


def test_every_hint_is_a_whole_sentence_and_no_code(course):
    for unit, handout in course.items():
        text = (ROOT / "solutions" / f"{unit}.py").read_text(encoding="utf-8")
        code = {line.strip() for line in text.splitlines() if "### HINT" not in line}
        code = {line for line in code - {*map(str.strip, handout.stub.splitlines())} if line[12:]}
        for function, hints in handout.hints.items():
            for hint in hints:
                where = f"{unit}.{function}: {hint}"
                assert re.search(r"[.?)]$", hint) and len(hint) <= 110, where
                assert not re.search(r"\bnp\.|\bself\.| @ |\w\[", hint), where
                assert not [line for line in code if line in hint], where
