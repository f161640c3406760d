"""PrairieLearn's results.json: a test a check, the score as a share, at most 1 MB."""

from __future__ import annotations

import msgspec

from grader.export.told import beside, lateness, less_and_less, name, told
from grader.feedback.reveal import Reveal
from grader.late import Grade
from grader.report import Check, Report, ReportError

LARGEST = 1_000_000


class Test(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One check, as PrairieLearn lists it."""

    name: str
    points: float
    max_points: float
    message: str = ""
    output: str = ""


class Results(msgspec.Struct, frozen=True, kw_only=True):
    """The document; a submission that is not gradable costs no attempt."""

    gradable: bool
    score: float
    max_points: float
    succeeded: bool = True
    message: str
    output: str = ""
    format_errors: tuple[str, ...] = ()
    tests: tuple[Test, ...]


def results(report: Report, grade: Grade, reveal: Reveal) -> str:
    """A report as results.json; where it grows too large, less is told of each check."""
    for level in less_and_less(reveal):
        document = Results(
            gradable=bool(report.checks),
            score=min(1.0, max(0.0, grade.final / grade.maximum)) if grade.maximum > 0 else 0.0,
            max_points=grade.maximum,
            message="\n".join([*lateness(grade), *beside(report)]),
            format_errors=() if report.checks else ("nothing in it could be marked",),
            tests=tuple(_test(check, level) for check in report.checks),
        )
        data = msgspec.json.format(msgspec.json.encode(document), indent=1)
        if len(data) < LARGEST:
            return data.decode() + "\n"
    raise ReportError(
        f"this report has {len(report.checks)} checks, more than PrairieLearn takes: mark fewer units with --unit"
    )


def _test(check: Check, reveal: Reveal) -> Test:
    message, *output = told(check, reveal) or [""]
    return Test(
        name=name(check),
        points=check.earned,
        max_points=check.points,
        message=message,
        output="\n".join(output),
    )
