"""JUnit XML, as pytest writes it with `junit_family=xunit2`: a testcase a check, its points as properties.

A check of what is not written, or was not reached, is skipped there. It earns nothing all the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from grader import outcome, show
from grader.export.tables import number
from grader.export.told import beside, told
from grader.feedback.reveal import Reveal
from grader.late import Grade
from grader.report import Check, Report

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

TAGS = {
    outcome.FAILED: "failure",
    outcome.ERROR: "error",
    outcome.TIMEOUT: "error",
    outcome.CRASHED: "error",
    outcome.NOT_IMPLEMENTED: "skipped",
    outcome.NOT_RUN: "skipped",
}


def testsuites(report: Report, grade: Grade, reveal: Reveal) -> str:
    """A report as XML."""
    from xml.etree.ElementTree import Element, SubElement, indent, tostring

    tags = [TAGS.get(check.status) for check in report.checks]
    suites = Element("testsuites", name="neurokata")
    suite = SubElement(
        suites, "testsuite",
        name=show.line(report.student),
        errors=str(tags.count("error")),
        failures=str(tags.count("failure")),
        skipped=str(tags.count("skipped")),
        tests=str(len(tags)),
        time=f"{report.seconds:.3f}",
    )  # fmt: skip
    facts = [("score", number(grade.score)), ("maximum", number(grade.maximum))]
    if grade.seconds_late:
        facts += [("late_penalty", number(grade.penalty)), ("final", number(grade.final))]
    _add_properties(suite, [*facts, *(("note", note) for note in beside(report))])
    for check in report.checks:
        _add(suite, check, reveal)
    indent(suites, space=" ")
    return tostring(suites, encoding="unicode", xml_declaration=False).join(
        ['<?xml version="1.0" encoding="utf-8"?>\n', "\n"]
    )


def _add(suite: Element, check: Check, reveal: Reveal) -> None:
    from xml.etree.ElementTree import SubElement

    case = SubElement(
        suite, "testcase",
        classname=show.line(f"{check.unit}.{check.function}"),
        name=show.line(check.title, 400),
        time=f"{check.seconds:.3f}",
    )  # fmt: skip
    _add_properties(case, [("points", number(check.points)), ("earned", number(check.earned))])
    tag = TAGS.get(check.status)
    lines = told(check, reveal)
    if tag == "skipped":
        SubElement(case, tag, type="pytest.skip", message=lines[0]).text = "\n".join(lines)
    elif tag:
        SubElement(case, tag, message=lines[0]).text = "\n".join(lines)


def _add_properties(parent: Element, facts: Sequence[tuple[str, str]]) -> None:
    from xml.etree.ElementTree import SubElement

    properties = SubElement(parent, "properties")
    for name, value in facts:
        SubElement(properties, "property", name=name, value=value)
