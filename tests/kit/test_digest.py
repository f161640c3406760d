"""What a unit's marks rest on: a change of it, however far away, changes the digest, and nothing else does."""

from __future__ import annotations

import msgspec
import pytest

from grader import digest
from grader.curriculum import read_course
from grader.digest import difference, recordings_key, stamp, unit_digest
from grader.limits import Limits
from grader.messages import Setup

UNITS = ("first", "second", "third")
THIRD = '"""# 3 · Third"""\n\n\ndef nothing():\n    """0."""\n    return 0\n'


@pytest.fixture
def digests(course):
    """Gives each unit's digest in a course where the second builds on the first, and the third on none."""
    (course.root / "solutions" / "third.py").write_text(THIRD)
    (course.tests / "test_third.py").write_text("from tests.hidden import bank\n")
    (course.tests / "bank.py").write_text("")

    def of(layers=("seccomp",), **options) -> dict[str, str]:
        setup = Setup(root=str(course.root), units=UNITS, **options)
        made = stamp(setup, read_course(course.root), layers)
        return {unit: unit_digest(made, unit) for unit in UNITS}

    return of


@pytest.mark.parametrize(
    ("file", "units"),
    [("tests/hidden/test_first.py", {"first", "second"}),
     ("tests/hidden/test_second.py", {"second"}),
     ("tests/hidden/test_third.py", {"third"}),
     ("tests/hidden/bank.py", {"third"}),
     ("tests/hidden/conftest.py", {*UNITS}),
     ("tests/hidden/table.csv", {*UNITS}),
     ("conftest.py", {*UNITS}),
     ("solutions/first.py", {"first", "second"}),
     ("solutions/second.py", {"second"}),
     ("exercises/first.py", set()),
     ("tests/public/test_first.py", set())],
)  # fmt: skip
def test_a_change_reaches_the_units_that_rest_on_it(course, digests, file, units):
    before = digests()
    path = course.root / file
    path.write_text((path.read_text() if path.exists() else "") + "# changed\n")

    after = digests()

    assert {unit for unit in UNITS if before[unit] != after[unit]} == units


@pytest.mark.parametrize(
    "statement",
    ["def test():\n    from solutions.second import quadruple\n",
     "import os, solutions.second as reference\n",
     "from solutions import third, \\\n    second\n",
     "from solutions import (\n    third,  # itself, as it is\n    second,\n)\n",
     "from solutions import (  # (both)\n    third,\n    second as other,\n)\n"],
    ids=["in a function", "as", "in two lines", "beside comments", "after brackets in a comment"],
)  # fmt: skip
def test_a_test_that_imports_another_reference_rests_on_it(course, digests, statement):
    path = course.tests / "test_third.py"
    path.write_text(statement)
    before = digests()
    (course.root / "solutions" / "first.py").write_text(
        '"""# 1 · First"""\n\ndef double(x):\n    ...\n'
    )

    after = digests()

    assert before["third"] != after["third"]


def test_a_unit_rests_on_which_of_those_it_builds_on_are_marked_beside_it(course):
    """As these may serve themselves in it once they earned full marks, in place of the reference."""

    def of(*units: str) -> dict[str, str]:
        made = stamp(Setup(root=str(course.root), units=units), course)
        return {unit: unit_digest(made, unit) for unit in units}

    both, alone = of("first", "second"), of("first") | of("second")

    assert both["first"] == alone["first"]
    assert both["second"] != alone["second"]


@pytest.mark.parametrize(
    "file", ["solutions/__init__.py", "solutions/_shared.py", "solutions/table.csv"]
)
def test_what_stands_beside_the_reference_reaches_every_unit(course, digests, file):
    before = digests()
    (course.root / file).write_text("# changed\n")

    after = digests()

    assert all(before[unit] != after[unit] for unit in UNITS)


@pytest.mark.parametrize(
    "options",
    [{"seed": 1}, {"limits": Limits(seconds_per_call=3)},
     {"layers": ("limits",)}, {"function": "double"}, {"replay": False}],
)  # fmt: skip
def test_what_is_set_reaches_every_unit(digests, options):
    before, after = digests(), digests(**options)

    assert all(before[unit] != after[unit] for unit in UNITS)


def test_a_limit_is_the_same_however_it_is_written(digests):
    assert digests(limits=Limits(seconds_per_call=3)) == digests(
        limits=Limits(seconds_per_call=3.0)
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [({}, None),
     ({"versions": "Python 1"}, "has Python 1 in place of Python 3"),
     ({"kit": "x"}, "has another grader/"),
     ({"units": {"first": "x"}}, "has other tests or another reference of first, second"),
     ({"mistakes": {"first": "x"}}, "has other mistakes of first, second"),
     ({"layers": ("limits",)}, "has a sandbox of limits in place of seccomp")],
)  # fmt: skip
def test_a_difference_is_said_in_words(course, changes, sentence):
    made = stamp(Setup(root=str(course.root), units=("first", "second")), course, ("seccomp",))
    made = msgspec.structs.replace(made, versions="Python 3")

    said = difference(made, msgspec.structs.replace(made, **changes))

    assert said == sentence


@pytest.mark.parametrize(
    ("unit", "units"), [("first", {"first", "second"}), ("second", {"second"})]
)
def test_mistakes_reach_the_units_that_are_diagnosed_by_them(course, digests, unit, units):
    """They change no mark, but what is told; so what was recorded of the reference stays good."""
    folder = course.root / "tests" / "mistakes"
    folder.mkdir()
    setup = Setup(root=str(course.root), units=UNITS)
    before, made = digests(), stamp(setup, read_course(course.root))
    (folder / f"{unit}.py").write_text("from solutions.third import nothing\n")

    after, remade = digests(), stamp(setup, read_course(course.root))

    assert {each for each in UNITS if before[each] != after[each]} == units
    assert digest.tests_digest(remade) == digest.tests_digest(made)
    assert recordings_key(remade, unit, 0) == recordings_key(made, unit, 0)


def test_what_a_mistake_is_made_of_is_part_of_it(course, digests):
    folder = course.root / "tests" / "mistakes"
    folder.mkdir()
    (folder / "first.py").write_text("from solutions.third import nothing\n")
    before = digests()
    (course.root / "solutions" / "third.py").write_text(THIRD + "# changed\n")

    after = digests()

    assert {each for each in UNITS if before[each] != after[each]} == {*UNITS}
