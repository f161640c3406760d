"""Gradescope's results.json: a test a check, all of them visible, as students see no total where one is hidden."""

from __future__ import annotations

import msgspec

from grader import outcome, show
from grader.export.told import beside, lateness, name, told
from grader.feedback.reveal import Reveal
from grader.late import Grade
from grader.report import Check, Report


class Test(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One check, as Gradescope lists it."""

    name: str
    status: str
    score: float
    max_score: float
    output: str = ""
    tags: tuple[str, ...] = ()


class Results(msgspec.Struct, frozen=True, kw_only=True):
    """The document; its score counts, whatever the tests sum to."""

    score: float
    execution_time: float
    output: str
    output_format: str = "text"
    test_output_format: str = "text"
    test_name_format: str = "text"
    visibility: str = "visible"
    stdout_visibility: str = "hidden"
    tests: tuple[Test, ...]


def results(report: Report, grade: Grade, reveal: Reveal) -> str:
    """A report as results.json."""
    document = Results(
        score=grade.final,
        execution_time=round(report.seconds, 2),
        output="\n".join([*lateness(grade), *beside(report)]),
        tests=tuple(_test(check, reveal) for check in report.checks),
    )
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n"


def _test(check: Check, reveal: Reveal) -> Test:
    return Test(
        name=name(check),
        status="passed" if check.status == outcome.PASSED else "failed",
        score=check.earned,
        max_score=check.points,
        output="\n".join(told(check, reveal)),
        tags=(show.line(check.unit),),
    )
