"""What the class report needs of each report, so that not all reports are in memory."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import numpy as np

from grader import outcome
from grader.feedback.reveal import AGAIN
from grader.files import shown
from grader.overview.items import Floats
from grader.report import Check, Report, ReportError, unit_notes

TROUBLE = (outcome.TIMEOUT, outcome.CRASHED, outcome.NOT_RUN)
NOTHING, FAILED, PASSED, UNTRIED = range(4)
"""What is kept of a check's status: not begun, begun, passed, or begun but never tried: no import, no time left."""


class Item(msgspec.Struct, frozen=True, gc=False):
    """A check as all reports have it."""

    id: str
    unit: str
    function: str
    title: str
    points: float


class Student(msgspec.Struct, frozen=True, gc=False):
    """One student's report in short; `codes` has a byte for each item known then."""

    name: str
    score: float
    seconds: float
    codes: bytes


class Mistake(msgspec.Struct, frozen=True, gc=False):
    """A mistake of a function, by its name where it has one, and the sentence that is told of it."""

    unit: str
    function: str
    name: str
    sentence: str


class Trouble(msgspec.Struct, frozen=True, gc=False):
    """A function that did not come to an end in a student's hands."""

    student: str
    unit: str
    function: str
    status: str
    message: str


class Slowness(msgspec.Struct):
    """The seconds of a check over all students, and who took most."""

    total: float = 0.0
    count: int = 0
    most: float = 0.0
    student: str = ""


@dataclass
class Tally:
    """The class so far.

    Parameters
    ----------
    unmarked : dict of str to str
        Why there is no report of a student.
    """

    unmarked: dict[str, str] = field(default_factory=dict)
    students: dict[str, Student] = field(default_factory=dict)
    units: dict[str, float] = field(default_factory=dict)
    items: dict[str, Item] = field(default_factory=dict)
    mistakes: dict[Mistake, list[str]] = field(default_factory=dict)
    troubles: list[Trouble] = field(default_factory=list)
    unusable: list[tuple[str, str]] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    slowness: dict[str, Slowness] = field(default_factory=dict)
    tests: set[str] = field(default_factory=set)

    @property
    def maximum(self) -> float:
        """The points of all units."""
        return sum(self.units.values())

    def add(self, report: Report) -> None:
        """Take what is needed of a report."""
        self.tests.add(report.tests_digest)
        for total in report.units:
            self.units.setdefault(total.unit, total.points)
        whole = set(unit_notes(report.checks))
        broken = {
            check.unit for check in report.checks if f"{check.unit}: {check.message}" in whole
        }
        codes: dict[str, int] = {}
        for check in report.checks:
            if check.id not in self.items:
                self.items[check.id] = Item(
                    check.id, check.unit, check.function, check.title, check.points
                )
            codes[check.id] = UNTRIED if check.unit in broken else _code(check)
            if codes[check.id] in (FAILED, PASSED):
                self._time(check, report.student)
        self._add_mistakes(report)
        self.troubles += _troubles(report, broken)
        self.unusable += [(report.student, note) for note in sorted(whole)]
        self.notes += [
            (report.student, note)
            for note in (*report.notes, *report.truncations)
            if note not in whole
        ]
        self.students[report.student] = Student(
            report.student,
            report.score,
            report.seconds,
            bytes(codes.get(each, NOTHING) for each in self.items),
        )

    def codes(self) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
        """What is kept of every check, (students, items), in the order in which they came."""
        known = len(self.items)
        rows = [each.codes.ljust(known, bytes([NOTHING])) for each in self.students.values()]
        return np.frombuffer(b"".join(rows), dtype=np.uint8).reshape(len(rows), known)

    def points(self) -> Floats:
        """What each item is worth."""
        return np.array([item.points for item in self.items.values()], dtype=float)

    def _time(self, check: Check, student: str) -> None:
        slow = self.slowness.setdefault(check.id, Slowness())
        slow.total += check.seconds
        slow.count += 1
        if check.seconds > slow.most:
            slow.most, slow.student = check.seconds, student

    def _add_mistakes(self, report: Report) -> None:
        told = {
            Mistake(check.unit, check.function, check.mistake or "", check.diagnosis or "")
            for check in report.checks
            if check.mistake or check.diagnosis
        }
        for mistake in told:
            self.mistakes.setdefault(mistake, []).append(report.student)


def read_unmarked(path: Path) -> dict[str, str]:
    """The students whom a class.csv has no score of, each with the reason; none where there is no such file."""
    try:
        text = path.read_text(encoding="utf-8", errors="backslashreplace")
        return dict(_without_score(text)) if text else {}
    except FileNotFoundError:
        return {}
    except (OSError, csv.Error):
        raise ReportError(
            f"{shown(path)} cannot be read: run grader autograde again, which writes it anew"
        ) from None


def _without_score(text: str) -> Iterator[tuple[str, str]]:
    for row in csv.DictReader(text.splitlines()):
        if row.get("student") and row.get("score") == "":
            yield row["student"], (row.get("note") or "").removeprefix("could not be marked: ")


def _code(check: Check) -> int:
    if check.status == outcome.PASSED:
        return PASSED
    if check.status == outcome.NOT_IMPLEMENTED:
        return NOTHING
    return UNTRIED if check.status == outcome.NOT_RUN else FAILED


def _troubles(report: Report, broken: set[str]) -> Iterator[Trouble]:
    """What timed out, crashed or was not run, a line a function and kind, with the message that says most."""
    found: dict[tuple[str, str, str], str] = {}
    for check in report.checks:
        if check.status in TROUBLE and check.unit not in broken:
            key = check.unit, check.function, check.status
            if key not in found or AGAIN in found[key]:
                found[key] = check.message
    for (unit, function, status), message in found.items():
        yield Trouble(report.student, unit, function, status, message)
