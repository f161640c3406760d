"""Late penalties: counted from the due date, in days begun, and never more than there is."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from grader.late import Deadline, Grade, grade, read_due, read_policy, read_times
from grader.report import Report, ReportError

DUE = read_due("2026-12-01T23:59+01:00")


def report(student="ann", score=50.0):
    return Report(
        student=student, score=score, maximum=100, units=(), checks=(), seed=0, tests_digest="t",
        submission_digest="s", layers=(), kit_version="0",
    )  # fmt: skip


def graded(policy, time, score=50.0):
    deadline = Deadline(DUE, {"ann": datetime.fromisoformat(time)}, read_policy(policy))
    return grade(report(score=score), deadline)


@pytest.mark.parametrize(
    ("policy", "time", "penalty"),
    [
        ("10%/day", "2026-12-01T23:59:00+01:00", 0),
        ("10%/day", "2026-12-01T22:59:00Z", 0),
        ("10%/day", "2026-12-01T22:59:01Z", 5),
        ("10%/day", "2026-12-02T22:59:00Z", 5),
        ("10%/day", "2026-12-02T22:59:01Z", 10),
        ("2.5%/day", "2026-12-02T12:00+01:00", 1.25),
        ("3/day", "2026-12-03T12:00+01:00", 6),
        ("30/day", "2026-12-09T12:00+01:00", 50),
        ("10%/day", "2027-12-01T12:00+01:00", 50),
        ("zero", "2026-12-02T00:00+01:00", 50),
        ("zero", "2026-11-02T00:00+01:00", 0),
        ("none", "2026-12-09T00:00+01:00", 0),
    ],
)
def test_a_penalty_is_counted_in_days_begun_since_the_due_date(policy, time, penalty):
    made = graded(policy, time)

    assert made.penalty == penalty
    assert made.final == 50 - penalty


def test_lateness_is_told_also_where_it_costs_nothing():
    made = graded("none", "2026-12-02T00:00+01:00")

    assert made == Grade(50, 100, seconds_late=60, penalty=0)


def test_a_score_of_nothing_loses_nothing():
    assert graded("5/day", "2026-12-05T00:00Z", score=0.0).final == 0


def test_units_lose_the_same_share_and_sum_to_what_is_left():
    made = Grade(score=50, maximum=100, seconds_late=1, penalty=5)

    assert made.left(30) + made.left(20) == pytest.approx(45)
    assert Grade(score=0, maximum=100, seconds_late=1, penalty=0).left(0) == 0


def test_a_student_without_a_time_is_on_time():
    deadline = Deadline(DUE, {}, read_policy("zero"))

    assert grade(report(), deadline) == grade(report(), None) == Grade(50, 100)


@pytest.mark.parametrize(
    "text", ["", "10%", "10/week", "-5/day", "1e3/day", "None", "٣/day", "0x10/day", "5 /day\n"]
)
def test_a_policy_that_is_none_is_a_sentence(text):
    with pytest.raises(ReportError, match="no late penalty: give one of none, zero, or a rate"):
        read_policy(text)


@pytest.mark.parametrize(
    ("text", "problem"),
    [("tomorrow", "is no time"), ("2026-12-01T23:59", "names no zone"), ("2026-12-01", "no zone")],
)
def test_a_due_date_needs_a_time_and_a_zone(text, problem):
    with pytest.raises(ReportError, match=problem):
        read_due(text)


@pytest.mark.parametrize("separator", [",", ";"])
def test_times_without_a_zone_are_in_that_of_the_due_date(tmp_path, separator):
    path = tmp_path / "times.csv"
    rows = [
        "time,comment,student",
        "2026-12-01T22:00,x,ann",
        "2026-12-01T22:00Z,,Zoe\u0308",
        ",,bob",
    ]
    path.write_text("\ufeff" + "\r\n".join(rows).replace(",", separator), encoding="utf-8")

    times = read_times(path, DUE)

    assert times == {
        "ann": datetime(2026, 12, 1, 21, tzinfo=UTC),
        "Zoë": datetime(2026, 12, 1, 22, tzinfo=UTC),
    }


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"student,when\nann,x\n", "no column time"),
        (b"", "no column student and no column time"),
        (b"student,time\nann,soon\n", "'soon' of ann is no time"),
        (b"student,time\nann,2026-12-01T22:00\nann,2026-12-01T23:00\n", "two rows of ann"),
        (b"student,time\n\xff\xfe,x\n", "not UTF-8"),
        (b'student,time\n"' + b"a" * 200_000 + b'",x\n', "no CSV"),
    ],
)
def test_times_that_cannot_be_read_are_a_sentence(tmp_path, content, problem):
    path = tmp_path / "times.csv"
    path.write_bytes(content)

    with pytest.raises(ReportError, match=problem):
        read_times(path, DUE)


def test_a_file_of_times_that_is_not_there_is_a_sentence(tmp_path):
    with pytest.raises(ReportError, match="cannot be read: No such file"):
        read_times(tmp_path / "times.csv", DUE)
