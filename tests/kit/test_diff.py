"""Two markings of a class: who gains and loses, by which checks, and that nothing is said where all is the same."""

from __future__ import annotations

import json
import sys

import msgspec
import pytest

from grader.cli import main
from grader.diff import Comparison
from grader.report import Check, Report, file_name, to_json, totals


def check(number, status="passed", unit="costs", points=2.0):
    return Check(
        id=f"{unit}::{number}", unit=unit, function="mse", title=f"Fact {number}.", points=points,
        earned=points if status == "passed" else 0.0, status=status,
    )  # fmt: skip


def report(student, *checks):
    return Report(
        student=student, score=sum(each.earned for each in checks), maximum=10, units=totals(checks, {}),
        checks=checks, seed=0, tests_digest="t", submission_digest="s", layers=(), kit_version="0",
    )  # fmt: skip


OLD = {
    "ann": report("ann", check(1), check(2), check(1, unit="network")),
    "bob": report("bob", check(1), check(2, "failed"), check(1, "failed", unit="network")),
    "eve": report("eve", check(1, "failed"), check(2, "failed"), check(1, unit="network")),
}
NEW = {
    "ann": report("ann", check(1), check(2, "failed"), check(1, "error", unit="network")),
    "bob": report("bob", check(1), check(2), check(1, "timeout", unit="network")),
    "eve": report("eve", check(1, "crashed"), check(2, "failed"), check(1, unit="network")),
}


def compared(old, new):
    made = Comparison()
    for student in old:
        made.add(old[student], new[student])
    return made


def test_students_who_lose_most_come_first_with_the_units_in_which():
    made = compared(OLD, NEW)

    assert [(each.student, each.old, each.new, each.units) for each in made.ranked()] == [
        ("ann", 6, 2, {"costs": -2, "network": -2}),
        ("bob", 2, 4, {"costs": 2}),
    ]
    assert (made.same, made.differs) == (1, True)


def test_checks_are_counted_over_the_class():
    changes = {each.id: (each.gained, each.lost) for each in compared(OLD, NEW).changes}

    assert changes == {"costs::2": (1, 1), "network::1": (0, 1)}


def test_a_class_that_is_the_same_does_not_differ():
    again = {
        student: msgspec.structs.replace(each, seconds=9.0, seed=7) for student, each in OLD.items()
    }

    assert not compared(OLD, again).differs


def test_checks_that_are_new_gone_or_worth_other_points_are_told():
    made = compared(
        {"ann": report("ann", check(1), check(2, "failed"), check(3, "failed"))},
        {"ann": report("ann", check(1, points=3.0), check(2, "failed", points=1.0), check(4))},
    )

    assert [
        (each.id, each.old_points, each.new_points, each.gained, each.lost) for each in made.changes
    ] == [
        ("costs::1", 2, 3, 0, 0),
        ("costs::2", 2, 1, 0, 0),
        ("costs::4", None, 2, 1, 0),
        ("costs::3", 2, None, 0, 0),
    ]


def test_units_that_level_out_differ_all_the_same():
    made = compared(
        {"ann": report("ann", check(1), check(1, "failed", unit="network"))},
        {"ann": report("ann", check(1, "failed"), check(1, unit="network"))},
    )

    assert made.differs and made.ranked()[0].gain == 0


# The command


@pytest.fixture
def run(monkeypatch, capsysbinary):
    """Runs the command: run(old, new) -> exit code, standard output, standard error."""

    def call(*arguments):
        monkeypatch.setattr(sys, "argv", ["grader", "diff", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsysbinary.readouterr()
        return ended.value.code or 0, out.decode(), err.decode()

    return call


@pytest.fixture
def folder(tmp_path):
    """Makes folders of reports: folder("old", reports) -> Path."""

    def make(name, reports):
        place = tmp_path / name
        place.mkdir()
        for each in reports:
            (place / file_name(each.student)).write_bytes(to_json(each))
        return place

    return make


def test_the_tables_say_who_and_what(run, folder):
    code, out, err = run(folder("old", OLD.values()), folder("new", NEW.values()))

    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert (code, err) == (1, "")
    assert lines == [
        "student old new difference in",
        "ann 6 2 -4 costs -2, network -2",
        "bob 2 4 +2 costs +2",
        "",
        "check points pass now no longer",
        "costs.mse: Fact 2. 2 1 1",
        "network.mse: Fact 1. 2 1",
        "",
        "1 gain, 1 lose, 1 stay the same",
    ]


def test_the_same_reports_end_with_0(run, folder):
    code, out, _ = run(folder("old", OLD.values()), folder("new", OLD.values()))

    assert (code, out) == (0, "3 stay the same\n")


def test_two_files_are_compared_whatever_they_are_called(run, folder, tmp_path):
    old = folder("old", [OLD["ann"]]) / "ann.json"
    new = folder("new", [NEW["ann"]]) / "ann.json"
    new = new.rename(tmp_path / "another.json")

    code, out, _ = run(old, new)

    assert code == 1 and out.endswith("1 lose\n")


def test_students_of_one_marking_alone_are_named(run, folder):
    old, new = folder("old", OLD.values()), folder("new", [OLD["ann"], report("zed\x1b[2J")])

    code, out, _ = run(old, new)

    assert code == 1
    assert f"only in {old}: bob, eve\nonly in {new}: zed\\u001b[2J\n1 stay the same\n" in out


def test_a_report_that_is_broken_is_named_and_the_rest_is_compared(run, folder):
    old, new = folder("old", OLD.values()), folder("new", OLD.values())
    (new / "bob.json").write_text("{")

    code, out, err = run(old, new)

    assert (code, out) == (1, "2 stay the same\n")
    assert "bob.json: mark it again" in err


def test_machines_get_one_document_of_all(run, folder):
    code, out, _ = run(folder("old", OLD.values()), folder("new", NEW.values()), "--json")

    document = json.loads(out)
    assert code == 1
    assert [each["student"] for each in document["differences"]] == ["ann", "bob"]
    assert document["checks"][0] == {
        "id": "costs::2", "unit": "costs", "function": "mse", "title": "Fact 2.",
        "old_points": 2, "new_points": 2, "gained": 1, "lost": 1,
    }  # fmt: skip
    assert (document["same"], document["only_old"], document["only_new"]) == (1, [], [])


@pytest.mark.parametrize("name", ["=cmd|'/c calc'!A1", "[red]x[/red]", "\u202eabc", "x" * 5000])
def test_a_name_is_one_line_that_steers_nothing(run, folder, name):
    old, new = (
        folder("old", [report(name, check(1))]),
        folder("new", [report(name, check(1, "failed"))]),
    )

    code, out, _ = run(old, new)

    assert code == 1 and len(out.splitlines()) < 12
    assert out.replace("\n", "").isprintable()
    assert not out.splitlines()[1].startswith("=")


def test_there_must_be_reports_of_one_kind(run, folder, tmp_path):
    old = folder("old", OLD.values())

    empty, mixed = run(old, tmp_path), run(old, old / "ann.json")

    assert (empty[0], mixed[0]) == (2, 2)
    assert "there are no reports in" in empty[2] and "two folders, or two files" in mixed[2]
