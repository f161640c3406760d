"""GitHub Classroom's result: base64 of JSON, in which a test stands for a step of points.

Classroom's console counts the tests that pass, its notification sums their scores. So that both say what the
report says, each test is worth the same: a check of two points, where others have one, is two tests.
"""

from __future__ import annotations

import base64
import math
from collections.abc import Iterator
from fractions import Fraction

import msgspec

from grader import outcome, show
from grader.export.github import commandless
from grader.export.told import beside, less_and_less, name, told
from grader.feedback.reveal import Reveal
from grader.late import Grade
from grader.report import Check, Report, ReportError

LARGEST = 120_000  # it is handed on in a variable of the environment, which holds 128 KiB
LONGEST = 500
MOST_TESTS = 10_000
FINEST = 100

_FAIL = {outcome.FAILED: "fail", outcome.NOT_IMPLEMENTED: "fail", outcome.PASSED: "fail"}


class Test(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A step of points."""

    name: str
    status: str
    score: float
    message: str = ""
    filename: str = ""
    duration: float = 0.0
    output: str = ""


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """The document."""

    version: int = 3
    status: str
    message: str
    max_score: float
    tests: tuple[Test, ...]


def result(report: Report, grade: Grade, reveal: Reveal) -> str:
    """A report as the output `result` of a step; where it grows too large, less is told of each check.

    Raises
    ------
    ReportError
        Where its checks or its points cannot be counted in tests of one weight.
    """
    step = _step(report)
    for level in (*less_and_less(reveal), None):
        tests = tuple(test for check in report.checks for test in _tests(check, step, level))
        failed = any(test.status != "pass" for test in tests)
        document = Result(
            status="fail" if failed else "pass" if tests else "error",
            message=commandless(show.line("; ".join(beside(report)), LONGEST)),
            max_score=_plain(sum((_exact(check.points) for check in report.checks), Fraction())),
            tests=tests or (Test(name="nothing could be marked", status="error", score=0.0),),
        )
        data = base64.b64encode(msgspec.json.encode(document)).decode()
        if len(data) <= LARGEST:
            return data + "\n"
    raise ReportError(
        f"this report has {len(report.checks)} checks, more than GitHub Classroom takes: mark fewer units with --unit"
    )


def _step(report: Report) -> Fraction:
    """The largest amount of which all points are multiples."""
    points = [_exact(check.points) for check in report.checks if check.points > 0]
    if not points:
        return Fraction(1)
    step = Fraction(
        math.gcd(*(each.numerator for each in points)),
        math.lcm(*(each.denominator for each in points)),
    )
    if sum(points) / step > MOST_TESTS:
        raise ReportError(
            f"GitHub Classroom counts tests, and these points would take more than {MOST_TESTS}: mark fewer units with"
            " --unit, or give the checks rounder points"
        )
    return step


def _exact(points: float) -> Fraction:
    return Fraction(points).limit_denominator(FINEST)


def _plain(points: Fraction) -> float:
    return points.numerator if points.denominator == 1 else float(points)


def _tests(check: Check, step: Fraction, reveal: Reveal | None) -> Iterator[Test]:
    """The tests of a check; of one that is not written, or where no level is left, the function's name is all."""
    count = int(_exact(check.points) / step) if check.points > 0 else 0
    passed = int(_exact(check.earned) / step)
    if reveal is None or check.status == outcome.NOT_IMPLEMENTED:
        short = commandless(show.line(check.function, 60))
        for place in range(count):
            yield _test(check, short, step, place < passed)
        return
    message, *_ = lines = told(check, reveal) or [""]
    for place in range(count):
        heading = f"{name(check)} ({place + 1} of {count})" if count > 1 else name(check)
        test = _test(check, commandless(heading), step, place < passed)
        if place == passed:
            test = msgspec.structs.replace(
                test,
                message=commandless(show.line(message, LONGEST)),
                filename=show.line(f"{check.unit}.py", 100),
                duration=round(check.seconds, 3),
                output=_output(lines),
            )
        yield test


def _test(check: Check, heading: str, step: Fraction, earned: bool) -> Test:
    lost = _FAIL.get(check.status, "error")
    return Test(
        name=heading, status="pass" if earned else lost, score=_plain(step) if earned else 0
    )


def _output(lines: list[str]) -> str:
    text = commandless("\n".join(lines))
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 2]} …"
