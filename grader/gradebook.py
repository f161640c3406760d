"""A class in rows: what its tables need of each report, so that not all reports are in memory."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec

from grader import outcome, show
from grader.report import Report

_FORMULA = re.compile(r"(?:^|[;,|])\s*(?=[=+\-@＝＋－＠])")


class Row(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A student's report in short; `earned` and `begun` have an entry a unit."""

    student: str
    score: float
    earned: tuple[float, ...]
    begun: tuple[bool, ...]
    notes: tuple[str, ...]


@dataclass
class Gradebook:
    """The rows of a class so far, and why others have none.

    Parameters
    ----------
    units : dict of str to float
        The points of each unit, in order.
    unmarked : dict of str to str
        Why there is no row of a student.
    """

    units: dict[str, float]
    unmarked: dict[str, str] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)

    @property
    def maximum(self) -> float:
        """The points of all units."""
        return sum(self.units.values())

    def add(self, report: Report) -> Row:
        """Take what is needed of a report."""
        begun = {each.unit for each in report.checks if each.status != outcome.NOT_IMPLEMENTED}
        earned = {total.unit: total.earned for total in report.units}
        row = Row(
            student=report.student,
            score=report.score,
            earned=tuple(earned.get(unit, 0.0) for unit in self.units),
            begun=tuple(unit in begun for unit in self.units),
            notes=report.notes,
        )
        self.rows.append(row)
        return row

    def sorted_rows(self) -> list[Row]:
        """The rows by student."""
        return sorted(self.rows, key=lambda row: row.student)


def scores(row: Row, units: Mapping[str, float]) -> dict[str, object]:
    """A row's totals as plain values, for machines."""
    totals = {
        unit: {"unit": unit, "earned": earned, "points": points}
        for (unit, points), earned in zip(units.items(), row.earned, strict=True)
    }
    return {
        "student": row.student,
        "score": row.score,
        "maximum": sum(units.values()),
        "units": totals,
        "notes": row.notes,
    }


def class_csv(book: Gradebook) -> bytes:
    """The class as CSV: a row a student, a column a unit, and in the last what a person should know."""
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(["student", "score", "maximum", *book.units, "note"])
    for row in book.sorted_rows():
        lines.writerow(
            [inert(row.student), f"{row.score:g}", f"{book.maximum:g}"]
            + [f"{earned:g}" for earned in row.earned]
            + [inert("; ".join(row.notes))]
        )
    nothing = ["" for _ in ("score", "maximum", *book.units)]
    for student, reason in sorted(book.unmarked.items()):
        note = inert(f"could not be marked: {reason}")
        lines.writerow([inert(student), *nothing, note])
    return text.getvalue().encode("utf-8")


def reasons(unmarked: Mapping[str, str], most: int = 5) -> str:
    """Why submissions could not be marked, the most frequent first, each with how often.

    >>> reasons({"a": "it is not a zip: x", "b": "it is not a zip: y", "c": "two of one (c, c.zip): keep one"})
    '2: it is not a zip; 1: two of one'
    """
    counts = Counter(re.split(r": | \(", reason)[0] for reason in unmarked.values())
    if len(counts) == 1:
        return show.line(next(iter(counts)))
    named = [f"{count}: {show.line(reason)}" for reason, count in counts.most_common(most)]
    rest = counts.total() - sum(count for _, count in counts.most_common(most))
    return "; ".join([*named, f"{rest} for other reasons"] if rest else named)


def inert(text: str) -> str:
    """Keep a spreadsheet from reading a name as a formula, also one that divides cells at other signs than commas."""
    return _FORMULA.sub(r"\g<0>'", show.line(text, 1000))
