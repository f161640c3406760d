"""A check in the words of its student: what `grader feedback` tells of it, as text for formats that list checks."""

from __future__ import annotations

from collections.abc import Sequence

from grader import outcome, show
from grader.export.tables import number
from grader.feedback.page import capital, page
from grader.feedback.render import listing
from grader.feedback.reveal import Reveal, came_out
from grader.late import Grade
from grader.report import Check, Report, UnitTotal

NAME, LINE = 300, 1200


def name(check: Check) -> str:
    """The function, and what the check demands of it."""
    return show.line(f"{check.unit}.{check.function}: {check.title}", NAME)


def told(check: Check, reveal: Reveal) -> list[str]:
    """What is told of a check that did not pass, in lines; the first says what is wrong.

    Parameters
    ----------
    check : Check
        The check; of one that passed nothing is told.
    reveal : Reveal
        How much is told, as by `grader feedback`.
    """
    return [show.line(line, LINE) for line in _told(check, reveal)]


def _told(check: Check, reveal: Reveal) -> list[str]:
    if check.status == outcome.PASSED:
        return []
    for unit in page(_alone(check), reveal, {}).units:
        if unit.problem:
            return [unit.problem, *_within(unit.frames)]
        for function in unit.functions:
            group = function.groups[0]
            examples = [line for example in group.examples for line in listing(example)]
            return [group.reason, *_within(group.frames), *examples]
    return [capital(came_out(check))]


def beside(report: Report) -> list[str]:
    """What is told of the whole submission: files that cannot be read, output that was cut."""
    return [show.line(note, 1000) for note in (*report.notes, *report.truncations)]


def lateness(grade: Grade) -> list[str]:
    """A sentence on what lateness costs, where it costs anything."""
    if not grade.penalty:
        return []
    final, maximum = number(grade.final), number(grade.maximum)
    return [
        f"Handed in late: {number(grade.score)} points less {number(grade.penalty)} are {final} of {maximum}."
    ]


def _within(frames: Sequence[str]) -> list[str]:
    return [f"in {frame}" for frame in frames]


def _alone(check: Check) -> Report:
    """A report of one check."""
    return Report(
        student="", score=check.earned, maximum=check.points, checks=(check,), seed=0,
        units=(UnitTotal(unit=check.unit, earned=check.earned, points=check.points),),
        tests_digest="", submission_digest="", layers=(), kit_version="",
    )  # fmt: skip


def less_and_less(reveal: Reveal) -> list[Reveal]:
    """A level and those below it, for formats that take only so much."""
    levels = [*Reveal]
    return levels[levels.index(reveal) :: -1]
