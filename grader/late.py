"""What a late submission costs, at export: from times that the instructor has, never from a student's folder.

due, handed in ──▶ seconds late ──▶ penalty ──▶ Grade: score, penalty, final
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from grader import show
from grader.export.tables import read_rows
from grader.files import shown
from grader.report import Report, ReportError

DAY = 24 * 60 * 60

Penalty = Callable[[float, float], float]
"""The points that a score loses for so many seconds."""


@dataclass(frozen=True)
class Grade:
    """What a submission earned, and what of that it loses for being late."""

    score: float
    maximum: float
    seconds_late: float = 0.0
    penalty: float = 0.0

    @property
    def final(self) -> float:
        """What is left."""
        return self.score - self.penalty

    def left(self, earned: float) -> float:
        """What is left of a part, as a unit: all parts lose the same share, so that they sum to what is left."""
        return earned * (self.final / self.score) if self.penalty else earned


@dataclass(frozen=True)
class Deadline:
    """When work was due, when each student handed in, and what lateness costs."""

    due: datetime
    handed_in: Mapping[str, datetime]
    policy: Penalty

    def seconds_late(self, student: str) -> float:
        """How late a student was; 0 where that is not known."""
        time = self.handed_in.get(student, self.due)
        return max(0.0, (time - self.due).total_seconds())


def nothing(score: float, seconds: float) -> float:
    """No penalty: lateness is shown alone."""
    return 0.0


def everything(score: float, seconds: float) -> float:
    """What is late earns nothing."""
    return score


def percent_a_day(percent: float) -> Penalty:
    """So much of the score for each day begun."""
    return lambda score, seconds: score * percent / 100 * math.ceil(seconds / DAY)


def points_a_day(points: float) -> Penalty:
    """So many points for each day begun."""
    return lambda score, seconds: points * math.ceil(seconds / DAY)


POLICIES: dict[str, Penalty] = {"none": nothing, "zero": everything}
RATES: dict[str, Callable[[float], Penalty]] = {"%": percent_a_day, "": points_a_day}
_RATE = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)(%?)/day", re.ASCII)


def read_policy(text: str) -> Penalty:
    """A policy by its name, or from a rate: `10%/day`, `5/day`.

    >>> read_policy("10%/day")(50.0, 25 * 60 * 60)
    10.0
    """
    if policy := POLICIES.get(text):
        return policy
    if rate := _RATE.fullmatch(text):
        return RATES[rate[2]](float(rate[1]))
    raise ReportError(
        f"{show.line(text, 40)!r} is no late penalty: give one of {', '.join(POLICIES)}, or a rate such as 10%/day"
        " (of the score) or 5/day (points)"
    )


def read_due(text: str) -> datetime:
    """The time when work was due, with its zone."""
    try:
        due = datetime.fromisoformat(text.strip())
    except ValueError:
        raise ReportError(
            f"{show.line(text, 40)!r} is no time: write it as 2026-12-01T23:59+01:00"
        ) from None
    if due.tzinfo is None:
        raise ReportError(
            f"{show.line(text, 40)!r} names no zone: add its offset, as in 2026-12-01T23:59+01:00"
        )
    return due


def read_times(path: Path, due: datetime) -> dict[str, datetime]:
    """When each student handed in, from a CSV with the columns student and time.

    A time without a zone is read in that of `due`. A student without a time is left out.
    """
    times: dict[str, datetime] = {}
    for student, row in read_rows(path, ("student", "time")).items():
        text = row["time"].strip()
        if not text:
            continue
        try:
            time = datetime.fromisoformat(text)
        except ValueError:
            raise ReportError(
                f"{shown(path)}: {show.line(text, 40)!r} of {show.line(student, 80)} is no time: write it as"
                " 2026-12-01T23:59+01:00"
            ) from None
        times[student] = time if time.tzinfo else time.replace(tzinfo=due.tzinfo)
    return times


def grade(report: Report, deadline: Deadline | None) -> Grade:
    """A report's score with what it loses: never more than there is, and nothing where it is on time."""
    late = deadline.seconds_late(report.student) if deadline else 0.0
    if deadline is None or not late:
        return Grade(report.score, report.maximum)
    lost = round(deadline.policy(report.score, late), 2)
    return Grade(
        report.score, report.maximum, seconds_late=late, penalty=min(lost, max(0.0, report.score))
    )
