"""Reports: JSON there and back, file names, and writing whole files or none."""

from __future__ import annotations

import os

import pytest

from grader.report import (
    Check,
    Report,
    file_name,
    from_json,
    to_json,
    totals,
    write_atomically,
)


def report(student="ann", earned=2.0):
    checks = (
        Check(
            id="a::x", unit="a", function="f", title="T", points=2, earned=earned, status="passed"
        ),
    )
    return Report(
        student=student, score=earned, maximum=2, units=totals(checks, {}), checks=checks, seed=0, tests_digest="t",
        submission_digest="s", layers=("seccomp",), kit_version="0",
    )  # fmt: skip


def test_json_there_and_back_is_the_same():
    assert from_json(to_json(report("Zoë"))) == report("Zoë")


def test_totals_add_up_a_unit_at_a_time():
    check = report().checks[0]

    (total,) = totals([check, check], {"a": "digest"})

    assert (total.unit, total.earned, total.points, total.digest) == ("a", 4, 4, "digest")


@pytest.mark.parametrize("name", ["ann", "李 雷", "O'Neil, Zoë"])
def test_a_file_is_named_after_the_student(name):
    assert file_name(name) == f"{name}.json"


@pytest.mark.parametrize("name", ["a/b", "a" * 300, "李" * 100, "..\\x", "a\nb", "\x1b[31m"])
def test_a_name_that_no_file_can_have_is_told_apart_by_a_digest(name):
    made = file_name(name)

    assert len(made.encode()) <= 255 and "/" not in made and made.isprintable()
    assert made != file_name(name + "x")


@pytest.mark.parametrize("name", ["a/b", "a" * 300, "class", "-x"])
def test_no_name_takes_the_file_of_one_with_a_digest(name):
    taken = file_name(name, "")

    assert file_name(taken, "") != taken


def test_a_file_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    path = tmp_path / "a.json"
    write_atomically(path, b"old")

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="No space"):
        write_atomically(path, b"new")

    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_has_the_rights_of_any_new_one(tmp_path):
    before = os.umask(0o077)
    try:
        write_atomically(tmp_path / "a.json", b"{}")
    finally:
        os.umask(before)

    assert (tmp_path / "a.json").stat().st_mode & 0o777 == 0o600
