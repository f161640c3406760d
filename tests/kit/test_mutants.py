"""Mutants of a reference: one change each, between the solution markers alone; equivalents by their lines."""

from __future__ import annotations

import ast

import pytest

from grader.curriculum import CourseError
from grader.mutants import equivalents, mutants

REASON = 'reason = "the same"'


@pytest.fixture
def mutate(course):
    """The changed lines of each mutant of a solution's code: mutate("return x + 1") -> ["return x - 1", …]."""

    def of(code: str) -> list[str]:
        lines = "".join(f"    {line}\n" for line in code.splitlines())
        (course.root / "solutions" / "first.py").write_text(
            '"""# 1 · First"""\n\nimport numpy as np\n\n\ndef double(x, flag=True):\n    """2x + 1."""\n'
            f"    ### BEGIN SOLUTION\n{lines}    ### END SOLUTION\n"
        )
        found = [*mutants(course, "first")]
        for each in found:
            ast.parse(each.text)
        return [each.changes[1] for each in found]

    return of


@pytest.mark.parametrize(
    ("code", "changed"),
    [("return x + y", ["return x - y", "return x"]),
     ("return x / y", ["return x * y", "return x"]),
     ("return x @ y", ["return x * y"]),
     ("return x ** y", ["return x * y"]),
     ("return x // y", ["return x / y"]),
     ("return x % y", ["return x // y"]),
     ("return x & y", ["return x | y"]),
     ("return x < y", ["return x <= y", "return x > y"]),
     ("return x >= y", ["return x > y", "return x < y"]),
     ("return x == y", ["return x != y"]),
     ("return x is y", ["return x is not y"]),
     ("return x in y", ["return x not in y"]),
     ("return x and y", ["return x or y"]),
     ("return not x", ["return x"]),
     ("return -x", ["return x"]),
     ("return 3", ["return 4", "return 2"]),
     ("return 0", ["return 1"]),
     ("return 0.5", ["return 1.5"]),
     ("return True", ["return False"]),
     ("return x.copy()", ["return x"]),
     ("return x.T", ["return x"]),
     ("return np.sum(x, axis=y)", ["return np.mean(x, axis=y)", "return np.sum(x)"]),
     ("return x.max(axis=y, keepdims=z)",
      ["return x.min(axis=y, keepdims=z)", "return x.max(keepdims=z)", "return x.max(axis=y)"]),
     ("return max(x)", ["return min(x)"]),
     ("return np.log1p(x)", ["return np.log(x)"]),
     ("return x if y else z", ["return x", "return z"]),
     ("x += y", ["x -= y", "x = y", "pass"]),
     ("x = y", ["pass"]),
     ("raise y", ["pass"]),
     ("print(x)", ["pass"]),
     ("for x in y:\n    break", ["continue"]),
     ("for x in y:\n    continue", ["break"])],
)  # fmt: skip
def test_each_operator(mutate, code, changed):
    assert mutate(code) == changed


@pytest.mark.parametrize(
    "code", ["return x", "'2 + 2'", "x: 'list[1]'", "def inner(y: 1) -> 2:\n    return y"]
)
def test_texts_and_annotations_are_left_alone(mutate, code):
    assert mutate(code) == []


def test_only_what_stands_between_the_markers_is_changed(course):
    text = (course.root / "solutions" / "second.py").read_text().splitlines()

    found = [*mutants(course, "second")]

    assert {each.function for each in found} == {
        "quadruple",
        "apply",
        "draw",
        "fill",
        "Counter",
    } - {"quadruple"}
    for each in found:
        assert text[each.place - 1].strip() == each.changes[0]
        assert "def " not in each.changes[0]  # the defaults stand outside


def test_none_comes_twice_and_none_is_the_reference(course):
    texts = [each.text for each in mutants(course, "second")]

    assert len(set(texts)) == len(texts) > 5
    assert (course.root / "solutions" / "second.py").read_text() not in texts


def test_two_ways_to_one_text_are_one(mutate):
    assert mutate("return x if y else x") == ["return x"]


def test_a_diff_shows_the_change(course):
    first, *_ = mutants(course, "first")

    assert first.diff == (
        "- return np.asarray(x, dtype=np.float64) * 2\n+ return np.asarray(x, dtype=np.float64) / 2"
    )


@pytest.fixture
def record(course):
    """Writes the equivalents of the first unit, and tells which mutants they are of."""

    def of(text: str) -> list[str]:
        folder = course.root / "tests" / "mutants"
        folder.mkdir(exist_ok=True)
        (folder / "first.toml").write_text(text)
        records = equivalents(course, "first")
        return [
            each.changes[1]
            for each in mutants(course, "first")
            if any(record.is_of(each) for record in records)
        ]

    return of


LINE = "return np.asarray(x, dtype=np.float64) * 2"


def test_an_equivalent_is_known_by_its_lines(record):
    after = "return np.asarray(x) * 2"

    found = record(
        f'[[equivalent]]\nfunction = "double"\nbefore = "  {LINE}"\nafter = """\n  {after}\n"""\n{REASON}\n'
    )

    assert found == [after]


def test_without_an_after_it_is_every_change_of_its_lines(record, course):
    found = record(f'[[equivalent]]\nfunction = "double"\nbefore = "{LINE}"\n{REASON}\n')

    assert found == [each.changes[1] for each in mutants(course, "first")]


@pytest.mark.parametrize(
    ("function", "before"), [("quadruple", LINE), ("double", "return x")], ids=["function", "line"]
)
def test_it_is_of_no_other(record, function, before):
    assert record(f'[[equivalent]]\nfunction = "{function}"\nbefore = "{before}"\n{REASON}\n') == []


@pytest.mark.parametrize(
    "text",
    ["[[equivalent]", '[[equivalent]]\nfunction = "double"\nbefore = "x"\n',
     f'[[equivalent]]\nfunction = "double"\nbefore = "x"\nwhy = "x"\n{REASON}\n',
     '[[equivalent]]\nfunction = "double"\nbefore = "x"\nreason = " "\n',
     f'[[equivalents]]\nfunction = "double"\nbefore = "x"\n{REASON}\n'],
    ids=["no TOML", "no reason", "a name too many", "a reason that says nothing", "another table"],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_named(record, text):
    with pytest.raises(CourseError, match=r"tests/mutants/first\.toml: \w+"):
        record(text)


def test_a_unit_without_a_file_has_no_equivalents(course):
    assert equivalents(course, "first") == ()
