"""What the commands print of a class."""

from __future__ import annotations

import msgspec
import pytest

from grader import screen
from grader.gradebook import Gradebook, Row
from grader.report import Check


@pytest.fixture
def book():
    rows = [
        Row(student="ann", score=2.0, earned=(2.0, 0.0), begun=(True, False), notes=()),
        Row(student="bob", score=1.0, earned=(1.0, 0.0), begun=(True, True), notes=("b: late",)),
    ]
    return Gradebook(units={"a": 2.0, "b": 3.0}, rows=rows)


def test_a_row_a_student_says_where_points_were_lost(book, capsys):
    screen.print_class(book)

    assert [line.split() for line in capsys.readouterr().out.splitlines()] == [
        ["student", "score", "of", "points", "lost", "in"],
        ["ann", "2", "5", "1", "not", "begun"],
        ["bob", "1", "5", "a", "1/2,", "b", "0/3"],
        ["bob:", "b:", "late"],
    ]


def test_of_a_large_class_only_the_notes_are_printed(book, capsys, monkeypatch):
    monkeypatch.setattr(screen, "LARGE_CLASS", 1)

    screen.print_class(book)

    assert capsys.readouterr().out.splitlines() == [
        "bob: b: late",
        "class.csv has a row for each of 2 students, and notes on 1",
    ]


def test_a_note_is_one_line_whatever_a_student_wrote_into_it(book, capsys):
    said = "b: b.py could not be imported: ValueError: x\nann    9   9"
    book.rows[1] = msgspec.structs.replace(book.rows[1], notes=(said,))

    screen.print_class(book)

    assert capsys.readouterr().out.splitlines()[-1].endswith("ValueError: x\\nann    9   9")


def test_a_unit_that_cannot_be_imported_takes_one_line(capsys):
    said = "a.py could not be imported: ValueError: x\na: 9 of 9 points"
    failed = Check(
        id="a",
        unit="a",
        function="f",
        title="T",
        points=1.0,
        earned=0.0,
        status="error",
        message=said,
    )

    screen.print_unit([failed])

    assert len(capsys.readouterr().out.splitlines()) == 2


def test_a_row_a_unit_says_how_many_have_begun_it(book, capsys):
    screen.print_units(book)

    lines = [line.split() for line in capsys.readouterr().out.splitlines()[2:]]
    assert lines == [["a", "2", "2", "1.5"], ["b", "3", "1", "0.0"]]


def test_what_was_printed_stands_in_one_column(capsys):
    failed = Check(
        id="a", unit="a", function="f", title="It holds.", points=1.0, earned=0.0,
        status="failed", output="x\ny\n",
    )  # fmt: skip

    screen.print_unit([failed])

    assert "    printed    x\n               y\n" in capsys.readouterr().out
