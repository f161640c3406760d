"""The tests of the tests: a course that meets the bar, and one in which all is wrong that can be."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from grader.audit import Audit, Auditor, Fault, Row, sums

GRADER = str(Path(sys.executable).with_name("grader"))
GOOD_TEST = '''
import numpy as np
from hypothesis import given

from exercises import first
from grader.testing import arrays, call, check_close, check_pure, checks


@checks("double", points=2)
@given(x=arrays((2, 3)))
def test_double_is_twice(x):
    """Twice the argument."""
    check_close(call(first.double, x), 2 * x)


@checks("double", points=1)
def test_double_of_whole_numbers():
    """Whole numbers become floats, and the argument stays as it was."""
    x = np.array([1, 2])

    check_close(call(first.double, x), np.array([2.0, 4.0]))
    check_pure(first.double, np.full(3, 1.5))
'''
BAD_TEST = (
    GOOD_TEST
    + '''

@checks("double", points=1)
def test_double_raises_nothing():
    """Asks for an error that nobody was told of, and passes whoever raises none."""
    import pytest

    try:
        with pytest.raises(OverflowError):
            first.double(1.0)
    except BaseException:
        pass


@checks("draw_near", points=1)
def test_draw_near():
    """Forgets to look at the values."""
    assert np.shape(call(first.draw_near, 2.0)) == (3,)


@checks("dubble", points=1)
def test_dubble():
    """Names a function that the unit does not have."""
    check_close(call(first.double, 1.0), 2.0)
'''
)
MORE_CODE = '''

def draw_near(x):
    """Nearer to x, three times."""
    ### BEGIN SOLUTION
    while x > 1:
        x -= 1
    return np.full(3, x)
    ### END SOLUTION
'''
MORE_MISTAKES = '''

@mistake("double")
def no_mistake(x):
    """There is nothing wrong with it."""
    return right(x)


@mistake("double")
def tripled_too(x):
    """Two times were asked for, again."""
    return 3.0 * np.asarray(x)
'''
UNNAMED = '''

@mistake("double")
def of_two_arguments(x, factor):
    """Takes a factor that nobody hands in."""
    return factor * np.asarray(x)
'''
RECORDS = """
[[equivalent]]
function = "draw_near"
before = "while x > 1:"
after = "while x >= 1:"
reason = "it is nearer still"

[[equivalent]]
function = "draw_near"
before = "x -= 1"
after = "pass"
reason = "it never ends"

[[equivalent]]
function = "double"
before = "return 7"
reason = "it was there once"
"""
LENIENT = "Asks for an error that nobody was told of, and passes whoever raises none."
VARIANT = "def double(x):\n    return x * 2.0\n"


def audit(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [GRADER, "audit", "first", "--jobs", "1", *arguments]
    return subprocess.run(command, cwd=root, capture_output=True, text=True)


def handed_in(course, name: str, text: str) -> None:
    folder = course.root / "tests" / "kit" / "right" / "first"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.py").write_text(text)


@pytest.fixture(scope="module")
def good(new_course):
    """A course of which the first unit meets the bar."""
    course = new_course()
    (course.tests / "test_first.py").write_text(GOOD_TEST)
    for name, code in {"plain": "x * 2.0", "added": "x + x + 0.0", "turned": "2.0 * x"}.items():
        handed_in(course, name, VARIANT.replace("x * 2.0", code))
    return course


@pytest.fixture(scope="module")
def bad(new_course):
    """One in which all is wrong that can be."""
    course = new_course()
    (course.tests / "test_first.py").write_text(BAD_TEST)
    with (course.root / "solutions" / "first.py").open("a") as solution:
        solution.write(MORE_CODE)
    with (course.root / "tests" / "mistakes" / "first.py").open("a") as mistakes:
        mistakes.write(MORE_MISTAKES + UNNAMED)
    (course.root / "tests" / "mutants").mkdir()
    (course.root / "tests" / "mutants" / "first.toml").write_text(RECORDS)
    (course.root / "pyproject.toml").write_text("[tool.grader]\nseconds_per_call = 0.3\n")
    handed_in(course, "plain", VARIANT)
    handed_in(course, "turned", VARIANT.replace("2.0", "2.5"))
    return course


def test_a_course_that_meets_the_bar(good):
    done = audit(good.root)

    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1] == "the bar is met"
    lines = [line.split() for line in done.stdout.splitlines()]
    assert ["first.double", "2", "5", "5", "5", "5", "5", "5", "0"] in lines
    assert ["first", "2", "3", "3", "5", "5", "5", "5", "5", "5", "0"] in lines


def test_progress_goes_to_standard_error_alone(good):
    done = audit(good.root, "--quick", "--json")

    document = json.loads(done.stdout)
    assert done.returncode == 0 and document["holds"] is True and document["faults"] == []
    assert done.stderr.startswith("sandbox: ")
    assert {row["function"]: (row["mistakes"], row["mutants"]) for row in document["rows"]} == {
        "": (0, 0), "double": (5, 0),
    }  # fmt: skip


@pytest.fixture(scope="module")
def found(bad):
    """What is found in the bad course: the document, and exit code and faults in it."""
    done = audit(bad.root, "--json")
    document = json.loads(done.stdout)
    faults = {
        (each["kind"], each["function"], each["name"]): (each["problem"], each["detail"])
        for each in document["faults"]
    }
    return done, document, faults


def test_faults_are_exit_code_1(found):
    done, document, _ = found

    assert done.returncode == 1 and document["holds"] is False
    assert "Traceback" not in done.stderr


def test_a_mistake_that_is_accepted(found):
    problem, detail = found[2]["mistake", "double", "no_mistake"]

    assert problem == "is accepted by all 3 checks"
    assert detail == ["There is nothing wrong with it."]


def test_a_mistake_that_is_told_as_another(found):
    problem, detail = found[2]["undiagnosed", "double", "tripled_too"]

    assert problem == "is told as tripled" and detail[0] == "Two times were asked for, again."
    assert any("tripled: Three times the argument came back" in line for line in detail[1:])
    assert ("undiagnosed", "double", "tripled") not in found[2]


def test_a_right_variant_that_is_refused(found):
    problem, detail = found[2]["variant", "", "turned"]

    assert problem == "is refused by 4 checks"
    assert any("first.double(" in line and line.startswith("Twice the") for line in detail)
    assert any("draw_near" in line for line in detail)


def test_a_trivial_answer_and_a_stub_that_earn_points(found):
    told = {key: value for key, value in found[2].items() if key[0] in ("trivial", "stub")}

    assert told == {
        ("trivial", "draw_near", "zeros"): ("passes 1 checks", ["Forgets to look at the values."]),
        ("trivial", "draw_near", "ones"): ("passes 1 checks", ["Forgets to look at the values."]),
    } | {
        ("trivial", "double", name): ("passes 1 checks", [LENIENT])
        for name in ("zeros", "ones", "its argument", "nothing")
    } | {("stub", "", "the stub"): ("passes 1 checks", [LENIENT])}  # fmt: skip


def survivors(document: dict) -> list[list[str]]:
    """The diffs of the mutants that survive."""
    return [fault["detail"] for fault in document["faults"] if fault["kind"] == "mutant"]


def test_a_mutant_that_survives(found):
    diffs = survivors(found[1])

    assert ["- x -= 1", "+ x = 1"] in diffs
    assert ["- while x > 1:", "+ while x >= 1:"] not in diffs


def test_what_is_missing(found):
    problems = {
        (fault["function"], fault["problem"])
        for fault in found[1]["faults"]
        if fault["kind"] == "missing"
    }

    assert problems == {
        ("", "2 right variants in place of 3"),
        ("draw_near", "0 mistakes in place of 5"),
        ("double", "a check demands OverflowError, the docstring does not name it"),
        ("double", "recorded as equivalent, but no mutant: return 7"),
        ("draw_near", "recorded as equivalent, but all that it speaks of is rejected: x -= 1"),
        ("dubble", "1 checks of it, but the unit has no such function"),
    }


def test_what_is_missing_is_a_sentence_of_its_own_where_it_is_printed(bad):
    lines = audit(bad.root, "--quick").stdout.splitlines()

    assert "first.draw_near: 0 mistakes in place of 5" in lines
    assert "first: 2 right variants in place of 3" in lines


def test_a_mistake_that_is_not_named_shows_how_its_checks_failed(found):
    problem, detail = found[2]["undiagnosed", "double", "of_two_arguments"]

    assert problem == "is not named"
    assert not any("None" in line for line in detail) and "TypeError" in detail[1]


@pytest.mark.parametrize("text", [None, "def test_x(:\n"], ids=["no file", "no Python"])
def test_tests_that_cannot_be_read_are_one_sentence(new_course, text):
    course = new_course()
    path = course.tests / "test_first.py"
    path.unlink() if text is None else path.write_text(text)

    done = audit(course.root, "--quick")

    assert done.returncode == 2 and done.stdout == ""
    assert done.stderr.startswith("grader: tests/hidden/test_first.py")
    assert len(done.stderr.splitlines()) == 1


def test_the_rows_count_what_was_tried(found):
    rows = {row["function"]: row for row in found[1]["rows"]}
    double, near = rows["double"], rows["draw_near"]

    assert (double["mistakes"], double["rejected"], double["diagnosed"]) == (8, 7, 5)
    assert near["equivalent"] == 1 and 0 < near["killed"] < near["mutants"]
    assert near["killed"] + near["equivalent"] + len(survivors(found[1])) == near["mutants"]
    assert (rows[""]["variants"], rows[""]["accepted"]) == (2, 0)


def test_mutants_in_an_endless_loop_end(found):
    """x -= 1 left out is one; it counts as rejected."""
    assert ["- x -= 1", "+ pass"] not in survivors(found[1])


def row(**numbers: int) -> Row:
    return Row(unit="first", function="double", **numbers)


@pytest.mark.parametrize(
    ("examined", "diagnosed", "kinds", "holds"),
    [(20, 20, [], True), (20, 19, ["undiagnosed"], True), (39, 37, ["undiagnosed"] * 2, False),
     (40, 38, ["undiagnosed"] * 2, True), (5, 4, ["undiagnosed"], True), (5, 3, ["undiagnosed"] * 2, False),
     (20, 20, ["mutant"], False), (20, 20, ["missing"], False), (20, 19, ["undiagnosed", "mistake"], False)],
)  # fmt: skip
def test_one_mistake_in_twenty_may_be_undiagnosed(examined, diagnosed, kinds, holds):
    faults = tuple(
        Fault(unit="first", function="double", kind=kind, name="", problem="") for kind in kinds
    )

    tried = row(mistakes=50, rejected=50, examined=examined, diagnosed=diagnosed)

    assert Audit(rows=(tried,), faults=faults).holds is holds


def test_sums_are_a_row_a_unit():
    other = Row(unit="second", function="draw", checks=5)

    total, rest = sums([row(checks=2, mutants=3), row(checks=1, killed=2), other])

    assert total == Row(unit="first", function="", checks=3, mutants=3, killed=2)
    assert rest == Row(unit="second", function="", checks=5)


def test_the_quick_audit_leaves_out_what_takes_long(good, importing):
    with importing(good):
        kinds = [
            {each.kind for each in Auditor(good, ["first"], thorough=wanted).probes}
            for wanted in (True, False)
        ]

    assert kinds[0] - kinds[1] == {"mutant", "trivial"}
    assert kinds[1] == {"reference", "stub", "variant", "mistake"}


MANY_MISTAKES = """

@mistake("double")
def no_mistake(x):
    \"\"\"There is nothing wrong with it.\"\"\"
    return right(x)


@mistake("double")
def tripled_in_arrays(x):
    \"\"\"Two times were asked for, of arrays too.\"\"\"
    return (2.0 if np.ndim(x) == 0 else 3.0) * np.asarray(x)


@mistake("double")
def nothing_at_all(x):
    \"\"\"Two times were asked for, and nothing came.\"\"\"
"""
ONE_NUMBER = """

@checks("double", points=1)
def test_double_of_a_number():
    \"\"\"A number is doubled too.\"\"\"
    check_close(call(first.double, 1.5), 3.0)
"""


@pytest.fixture(scope="module")
def crowded(new_course):
    """What the quick audit finds where there are eight mistakes, of which one is none: the row and the faults."""
    course = new_course()
    (course.tests / "test_first.py").write_text(GOOD_TEST + ONE_NUMBER)
    with (course.root / "tests" / "mistakes" / "first.py").open("a") as mistakes:
        mistakes.write(MANY_MISTAKES)
    document = json.loads(audit(course.root, "--quick", "--json").stdout)
    (double,) = [row for row in document["rows"] if row["function"] == "double"]
    return double, [fault for fault in document["faults"] if fault["function"] == "double"]


def test_the_quick_audit_tries_all_mistakes_and_examines_five(crowded):
    double, faults = crowded

    assert (double["mistakes"], double["rejected"], double["examined"]) == (8, 7, 5)
    assert [fault["name"] for fault in faults if fault["kind"] == "mistake"] == ["no_mistake"]


def test_what_two_checks_tell_as_another_mistake_is_held_against_all(crowded):
    """Tripled in arrays is tripled to the first two; only the third knows better."""
    double, faults = crowded

    assert double["diagnosed"] == 5
    assert not [fault for fault in faults if fault["kind"] == "undiagnosed"]


def test_a_course_without_solutions_cannot_be_audited(new_course):
    root = new_course().root
    (root / "solutions").rename(root / "away")

    done = audit(root)

    assert done.returncode == 2
    assert "an audit needs solutions/, which this course does not have" in done.stderr
    assert done.stdout == ""
