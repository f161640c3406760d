"""Which functions a save touches."""

from __future__ import annotations

import pytest

from grader.practice.changes import parse, read_sources, touched

FIRST = """
import numpy as np

LIMIT = 3
TABLE = {"b": lambda x: x}

def _helper(x):
    return x

def a(x):
    return _helper(x)

def b(x):
    return a(x) + 1

def c(x):
    return x
"""
FUNCTIONS = ("first.a", "first.b", "first.c", "second.d", "second.e")


@pytest.fixture
def after():
    """What an edit of the first unit touches: after("return x", "return y", second="…") -> names."""

    def of(old, new, second="def d(x):\n    return x\n\ndef e(x):\n    return x\n"):
        assert old in FIRST
        before = {"first": parse(FIRST.encode()), "second": parse(second.encode())}
        edited = FIRST.replace(old, new)
        return touched(before, before | {"first": parse(edited.encode())}, FUNCTIONS)

    return of


def test_what_is_changed_and_what_uses_it(after):
    assert after("return _helper(x)", "return _helper(x) * 2") == ["first.a", "first.b"]


def test_a_private_function_reaches_all_that_use_it(after):
    assert after("def _helper(x):\n    return x", "def _helper(x):\n    return 2 * x") == [
        "first.a",
        "first.b",
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    return a(x) + 1", "    # why\n\n    return (a(x)\n        + 1)"),
        ("import numpy as np\n", "\n\n# new lines\nimport numpy as np\n"),
    ],
)
def test_comments_and_layout_touch_nothing(after, old, new):
    assert after(old, new) == []


@pytest.mark.parametrize("new", ["LIMIT = 4", "import math", "LIMIT = c(3)"])
def test_what_is_outside_of_functions_reaches_the_whole_module(after, new):
    assert after("LIMIT = 3", new) == ["first.a", "first.b", "first.c"]


def test_what_the_module_itself_uses_reaches_all_of_it():
    table = 'def a(x):\n    return x\n\nTABLE = {"a": a}\n\ndef b(x):\n    return TABLE["a"](x)\n'
    before, edited = (
        parse(table.encode()),
        parse(table.replace("return x", "return 2 * x").encode()),
    )

    assert touched({"first": before}, {"first": edited}, FUNCTIONS) == [
        "first.a",
        "first.b",
        "first.c",
    ]


@pytest.mark.parametrize(
    ("imported", "used"),
    [
        ("from exercises.first import a", "a(x)"),
        ("from exercises.first import a as other", "other(x)"),
        ("from exercises import first", "first.a(x)"),
        ("from exercises import first as f", "f.a(x)"),
        ("import exercises.first", "exercises.first.a(x)"),
        ("import exercises.first as f", "f.a(x)"),
        ("from .first import a", "a(x)"),
        ("from . import first", "first.a(x)"),
        ("from exercises.first import *", "a(x)"),
    ],
)
def test_units_that_import_it_are_reached_where_they_use_it(after, imported, used):
    second = f"{imported}\n\ndef d(x):\n    return {used}\n\ndef e(x):\n    return x\n"

    assert after("return _helper(x)", "return 5", second) == ["first.a", "first.b", "second.d"]


def test_an_import_within_a_function_counts(after):
    second = (
        "def d(x):\n    from exercises.first import c\n    return c(x)\n\ndef e(x):\n    return x\n"
    )

    assert after("def c(x):\n    return x", "def c(x):\n    return 1", second) == [
        "first.c",
        "second.d",
    ]


def test_a_syntax_error_reaches_the_whole_module_and_so_does_its_mending():
    good, bad = parse(FIRST.encode()), parse(b"def a(x:\n")
    second = parse(b"from exercises.first import a\n\ndef d(x):\n    return a(x)\n")
    all_of_it = ["first.a", "first.b", "first.c", "second.d"]

    whole, broken = {"first": good, "second": second}, {"first": bad, "second": second}
    assert bad is None
    assert touched(whole, broken, FUNCTIONS) == all_of_it
    assert touched(broken, whole, FUNCTIONS) == all_of_it


def test_a_file_that_is_gone_and_one_that_comes_are_touched():
    unit = parse(FIRST.encode())

    assert touched({"first": unit}, {}, FUNCTIONS) == ["first.a", "first.b", "first.c"]
    assert touched({}, {"first": unit}, FUNCTIONS) == ["first.a", "first.b", "first.c"]


def test_a_function_renamed_is_touched_by_its_old_name_and_its_new():
    before, renamed = parse(b"def aa(x):\n    return x\n"), parse(b"def a(x):\n    return x\n")

    assert touched({"first": before}, {"first": renamed}, FUNCTIONS) == ["first.a"]
    assert touched({"first": renamed}, {"first": before}, FUNCTIONS) == ["first.a"]


def test_only_modules_are_read(desk):
    folder = desk / "exercises"
    for name in (".first.py.swp", ".#first.py", "first.py~", "4913", "_own.py", ".hidden.py"):
        (folder / name).write_text("x")
    (folder / "third.py").mkdir()

    assert set(read_sources(folder)) == {"first", "second"}


@pytest.mark.parametrize("source", [b"\0", b"\xff\xfe", b"(" * 5000, b"def f(:"])
def test_what_is_no_python_is_not_parsed(source):
    assert parse(source) is None


def test_what_is_no_file_is_no_module(tmp_path):
    (tmp_path / "first.py").write_bytes(b"x = 1")
    (tmp_path / "second.py").symlink_to("/dev/null")
    (tmp_path / "third.py").mkdir()

    assert read_sources(tmp_path) == {"first": b"x = 1"}
