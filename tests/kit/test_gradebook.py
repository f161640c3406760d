"""A class in rows: as CSV, for machines, and why some have none."""

from __future__ import annotations

import csv
import re

import msgspec
import pytest

from grader.gradebook import Gradebook, class_csv, reasons, scores
from grader.report import Check, Report, totals


def report(student="ann", earned=2.0, status="passed"):
    checks = (
        Check(id="a::x", unit="a", function="f", title="T", points=2, earned=earned, status=status),
    )
    return Report(
        student=student, score=earned, maximum=2, units=totals(checks, {}), checks=checks, seed=0,
        tests_digest="t", submission_digest="s", layers=("seccomp",), kit_version="0",
    )  # fmt: skip


def test_the_class_is_a_row_a_student():
    book = Gradebook(units={"a": 2.0, "b": 3.0}, unmarked={"eve": "two submissions"})
    for student in ("bob", "ann"):
        book.add(report(student))

    rows = list(csv.DictReader(class_csv(book).decode().splitlines()))

    assert [row["student"] for row in rows] == ["ann", "bob", "eve"]
    assert rows[0]["score"] == "2" and rows[0]["maximum"] == "5"
    assert rows[0]["a"] == "2" and rows[0]["b"] == "0"
    assert rows[2]["note"] == "could not be marked: two submissions"


@pytest.mark.parametrize("name", ["=1+1", "+x", "-x", "@x", "=cmd|'/c calc'!A1"])
def test_no_name_becomes_a_formula(name):
    book = Gradebook(units={})
    book.add(report(name))

    data = class_csv(book)

    assert list(csv.reader(data.decode().splitlines()))[1][0] == f"'{name}"


@pytest.mark.parametrize("name", ["a;=1+1", "a\t=1+1", "a| +1", " =1+1", "a,@x", "a; b; -1"])
def test_no_part_of_a_name_becomes_a_formula(name):
    book = Gradebook(units={})
    book.add(msgspec.structs.replace(report(name), notes=(name, name)))

    cells = re.split(r"[;,|\t\n]", class_csv(book).decode())

    assert not [cell for cell in cells if cell.strip(' "').startswith(tuple("=+-@"))]


def test_a_unit_is_begun_where_anything_of_it_is():
    book = Gradebook(units={"a": 2.0})

    rows = [book.add(report("ann", 0.0, status)) for status in ("failed", "not_implemented")]

    assert [row.begun for row in rows] == [(True,), (False,)]


def test_a_row_for_machines_has_each_unit_s_points():
    book = Gradebook(units={"a": 2.0})

    row = scores(book.add(report()), book.units)

    assert row == {
        "student": "ann",
        "score": 2.0,
        "maximum": 2.0,
        "units": {"a": {"unit": "a", "earned": 2.0, "points": 2.0}},
        "notes": (),
    }


@pytest.mark.parametrize(
    ("sentences", "said"),
    [(["it is not a zip: x", "it is not a zip: y"], "it is not a zip"),
     (["two of one (a, b): keep one", "it is not a zip: x", "it is not a zip: y"], "2: it is not a zip; 1: two of one"),
     ([f"reason {number}" for number in range(7)],
      "1: reason 0; 1: reason 1; 1: reason 2; 1: reason 3; 1: reason 4; 2 for other reasons")],
)  # fmt: skip
def test_reasons_are_counted(sentences, said):
    assert reasons({str(number): each for number, each in enumerate(sentences)}) == said
