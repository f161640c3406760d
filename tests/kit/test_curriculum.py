"""What a course's units are: read strictly from solutions, and from students' own work whatever state it is in."""

from __future__ import annotations

import shutil

import pytest

from grader.curriculum import CourseError, places, read_course


@pytest.fixture
def released(course):
    """A course as students have it: the tests are public, and there are no solutions."""
    shutil.rmtree(course.root / "solutions")
    (course.root / "tests" / "public").rmdir()
    (course.root / "tests" / "hidden").rename(course.root / "tests" / "public")
    return course.root


@pytest.mark.parametrize(
    "damage",
    ["x = (\n", "def help(x)\n", "\0", f"x = {'-' * 100_000}1\n", '"""', "\xff"],
    ids=["bracket", "colon", "zero byte", "deep", "quotes", "encoding"],
)
def test_a_module_that_cannot_be_parsed_is_a_unit_as_before(released, damage):
    before = read_course(released)
    path = released / "exercises" / "second.py"
    path.write_bytes(path.read_bytes() + damage.encode("latin-1"))

    after = read_course(released)

    assert [(unit.name, unit.number, unit.title, unit.requires) for unit in after.units] == [
        ("first", 1, "First", ()),
        ("second", 2, "Second", ("first",)),
    ]
    assert after.unit("second").functions[:5] == before.unit("second").functions


@pytest.mark.parametrize(
    ("statement", "requires"),
    [("import exercises.first", ("first",)),
     ("from exercises import first as one, third", ("first", "third")),
     ("from exercises import (\n    first,\n    third as three,\n)", ("first", "third")),
     ("from exercises.first import (double,\n    half)", ("first",)),
     ("import math, exercises.first", ("first",)),
     ("from math import pi", ())],
)  # fmt: skip
@pytest.mark.parametrize("damage", ["", "x = (\n"], ids=["whole", "damaged"])
def test_what_a_unit_requires_is_read_in_all_spellings(released, statement, requires, damage):
    text = f'"""# 2 · Second"""\n\n{statement}\n\n\ndef quadruple(x):\n    return x\n{damage}'
    (released / "exercises" / "second.py").write_text(text)

    assert read_course(released).unit("second").requires == requires


def test_a_student_s_own_modules_are_no_units_and_stop_nothing(released):
    (released / "exercises" / "mine.py").write_text("one = 1\n")
    shutil.copy(released / "exercises" / "first.py", released / "exercises" / "first_old.py")

    names = [unit.name for unit in read_course(released).units]

    assert names == ["first", "first_old", "second"]


def test_a_unit_that_lost_its_heading_is_still_one(released):
    (released / "exercises" / "first.py").write_text("def double(x):\n    return x\n")

    units = read_course(released).units

    assert [(unit.name, unit.functions[:1]) for unit in units] == [
        ("second", ("quadruple",)),
        ("first", ("double",)),
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [('"""# 1 · First"""\nx = (\n', r"first\.py, line 2: '\(' was never closed"),
     ("x = 1\n", r"first\.py: the docstring should open with a heading"),
     ('"""# 2 · First"""\n', "first and second both take place 2")],
)  # fmt: skip
def test_solutions_are_read_strictly(course, text, sentence):
    (course.root / "solutions" / "first.py").write_text(text)

    with pytest.raises(CourseError, match=sentence):
        read_course(course.root)


@pytest.mark.parametrize("folder", ["exercises", "solutions"])
def test_what_lies_beside_modules_is_none(tmp_path, folder):
    (tmp_path / folder).mkdir()
    (tmp_path / folder / "one.py").write_text('"""# 1 · One"""\n')
    (tmp_path / folder / ".#one.py").symlink_to("me@host.1")  # of Emacs, while one.py is not saved
    (tmp_path / folder / "two.py").mkdir()

    assert places(tmp_path / folder) == {"one": 1}
    assert {unit.name for unit in read_course(tmp_path).units} <= {"one"}
