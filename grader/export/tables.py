"""Tables of a class: what grade books need of each report, rows that an instructor wrote, and safe CSV.

A cell that came from a student is never a formula, and is one line.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from grader import show
from grader.files import shown
from grader.gradebook import inert
from grader.report import Report, ReportError

if TYPE_CHECKING:
    from grader.late import Grade

Rows = dict[str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Entry:
    """A student's report in short; `units` has what each of its units earned and is worth."""

    student: str
    grade: Grade
    units: dict[str, tuple[float, float]]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Book:
    """A class, and how a grade book knows its students and columns.

    Parameters
    ----------
    entries : sequence of Entry
        The class in the order of its rows.
    roster : dict of str to dict, optional
        By student, the cells that the grade book finds them by.
    assignment : str, optional
        The heading of the one column that has the score; else each unit has one.
    dated : bool
        Whether it is known when students handed in.
    """

    entries: Sequence[Entry]
    roster: Rows | None = None
    assignment: str | None = None
    dated: bool = False

    @property
    def units(self) -> dict[str, float]:
        """The points of all units that any report has, in order."""
        points: dict[str, float] = {}
        for entry in self.entries:
            for unit, (_, most) in entry.units.items():
                points[unit] = max(most, points.get(unit, 0.0))
        return points

    @property
    def maximum(self) -> float:
        """The points of all units."""
        return max((entry.grade.maximum for entry in self.entries), default=0.0)

    def columns(self) -> dict[str, float]:
        """A grade book's columns by heading, and what each is worth."""
        return {self.assignment: self.maximum} if self.assignment is not None else self.units

    def cells(self, entry: Entry) -> list[str]:
        """A student's cells of these columns, less what lateness costs; empty where a unit was not marked."""
        if self.assignment is not None:
            return [number(entry.grade.final)]
        return [
            number(entry.grade.left(entry.units[unit][0])) if unit in entry.units else ""
            for unit in self.units
        ]

    def known(self) -> list[Entry]:
        """The students whom the roster has; all of them where there is none."""
        roster = self.roster
        return [entry for entry in self.entries if roster is None or entry.student in roster]


def entry(report: Report, grade: Grade) -> Entry:
    """What a class's tables need of a report."""
    return Entry(
        student=report.student,
        grade=grade,
        units={total.unit: (total.earned, total.points) for total in report.units},
        notes=(*report.notes, *report.truncations),
    )


def number(points: float) -> str:
    """Points as a grade book reads them.

    >>> number(1420.0), number(13.899)
    ('1420', '13.9')
    """
    return f"{round(points, 2):.12g}"


def write(rows: Iterable[Sequence[str]]) -> str:
    """Rows as CSV; each cell is inert."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([*map(inert, row)] for row in rows)
    return text.getvalue()


def read_rows(path: Path, needed: Sequence[str]) -> Rows:
    """An instructor's CSV by its column `student`, whose names are normalized as those of submissions.

    Spreadsheets write it with commas or semicolons. Rows without a student are left out.

    Parameters
    ----------
    path : Path
        The file.
    needed : sequence of str
        Columns that it must have, `student` among them.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ReportError(f"{shown(path)} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ReportError(f"{shown(path)} is not UTF-8: save it as CSV in UTF-8") from None
    head = text.partition("\n")[0]
    lines = csv.reader(
        io.StringIO(text, newline=""), delimiter=";" if head.count(";") > head.count(",") else ","
    )
    try:
        headings, *rows = [[cell.strip() for cell in line] for line in lines if line] or [[]]
    except csv.Error as error:
        raise ReportError(f"{shown(path)} is no CSV that can be read: {error}") from None
    if missing := [name for name in needed if name not in headings]:
        raise ReportError(
            f"{shown(path)} has no column {' and no column '.join(missing)}: its first row should name the columns,"
            f" {', '.join(needed)} among them"
        )
    found: Rows = {}
    for row in rows:
        cells = dict(zip(headings, [*row, *[""] * len(headings)], strict=False))
        student = unicodedata.normalize("NFC", cells["student"])
        if student in found:
            raise ReportError(
                f"{shown(path)} has two rows of {show.line(student, 80)}: keep one of them"
            )
        if student:
            found[student] = cells
    return found


def roster_columns(roster: Mapping[str, Mapping[str, str]]) -> tuple[str, ...]:
    """The columns of a roster, in its order."""
    return tuple(next(iter(roster.values()), {}))
