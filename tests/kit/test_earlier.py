"""An earlier report: which of its units still hold, and when it is as if there were none."""

from __future__ import annotations

import msgspec
import pytest

from grader.digest import unit_digest
from grader.earlier import kept, merged, read_report, whole
from grader.limits import Limits
from grader.messages import Ready, Stamp
from grader.report import Check, Report, to_json, totals
from grader.submission import Submission

CHECKS = tuple(
    Check(id=f"{unit}::{n}", unit=unit, function="f", title="T", points=1, earned=1, status="passed", seconds=1)
    for unit in ("a", "b")
    for n in (1, 2)
)  # fmt: skip
STAMP = Stamp(units={"a": "1", "b": "2"}, layers=("seccomp",))
READY = Ready(checks=CHECKS, stamp=STAMP)
CHANGED = Ready(checks=CHECKS, stamp=msgspec.structs.replace(STAMP, units={"a": "1", "b": "3"}))
SUBMISSION = Submission("ann", {"a": b"x"})
LIMITS = Limits(seconds_per_submission=10, output_kib=1)


def report(*checks: Check, **changes) -> Report:
    made = Report(
        student="ann", score=4, maximum=4, checks=checks or CHECKS, seed=0, tests_digest="t",
        units=totals(checks or CHECKS, {unit: unit_digest(STAMP, unit) for unit in ("a", "b")}),
        submission_digest=SUBMISSION.digest, layers=("seccomp",), kit_version="0",
    )  # fmt: skip
    return msgspec.structs.replace(made, **changes)


def first(**changes) -> tuple[Check, ...]:
    """The checks, the first of which has changed."""
    return msgspec.structs.replace(CHECKS[0], **changes), *CHECKS[1:]


def test_a_unit_holds_while_its_digest_does():
    assert kept(report(), SUBMISSION, READY, LIMITS) == {"a": [*CHECKS[:2]], "b": [*CHECKS[2:]]}
    assert kept(report(), SUBMISSION, CHANGED, LIMITS) == {"a": [*CHECKS[:2]]}


@pytest.mark.parametrize(
    "old",
    [None, report(student="eve"), report(submission_digest="other"), report(units=())],
)
def test_nothing_holds_of_another_submission(old):
    assert kept(old, SUBMISSION, READY, LIMITS) == {}


@pytest.mark.parametrize(
    "checks",
    [first(title="another fact"), first(points=3), first(id="a::3"), CHECKS[1:], (*CHECKS, CHECKS[0])],
    ids=["title", "points", "name", "fewer", "more"],
)  # fmt: skip
def test_a_unit_of_other_checks_does_not_hold(checks):
    assert kept(report(*checks), SUBMISSION, READY, LIMITS).keys() == {"b"}


@pytest.mark.parametrize(
    ("checks", "truncations"),
    [(first(status="not_run"), ()), (first(seconds=9), ()), (first(output="x" * 1025), ()), (CHECKS, ("output",))],
    ids=["not run", "its time", "its output", "cut output"],
)  # fmt: skip
def test_what_all_units_share_makes_them_hold_together_or_not_at_all(checks, truncations):
    old = report(*checks, truncations=truncations)

    assert kept(old, SUBMISSION, READY, LIMITS).keys() == {"a", "b"}
    assert kept(old, SUBMISSION, CHANGED, LIMITS) == {}


def test_a_unit_whose_checks_are_missing_does_not_hold():
    old = msgspec.structs.replace(report(), checks=CHECKS[2:])

    assert kept(old, SUBMISSION, READY, LIMITS).keys() == {"b"}


def test_a_unit_is_whole_where_all_of_its_checks_passed():
    assert whole({"a": first(status="failed")[:2], "b": CHECKS[2:]}) == ("b",)


def test_merged_checks_are_in_the_order_of_the_session():
    interleaved = Ready(checks=(CHECKS[2], CHECKS[0], CHECKS[3], CHECKS[1]))

    checks = merged({"a": CHECKS[:2], "b": CHECKS[2:]}, interleaved)

    assert checks == interleaved.checks


@pytest.mark.parametrize(
    "data",
    [
        b"",
        to_json(report())[:-100],
        b'"\xff"',
        b'{"x":' + b"[" * 100_000,
        b"[]",
        to_json(report(version=0)),
    ],
    ids=["empty", "cut", "no UTF-8", "deep", "something else", "another version"],
)
def test_a_file_that_is_no_report_of_this_version_is_none(tmp_path, data):
    path = tmp_path / "ann.json"
    path.write_bytes(data)

    assert read_report(path) is None
    assert read_report(tmp_path / "nobody.json") is None
