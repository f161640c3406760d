"""A class for people with a spreadsheet: CSV that Excel reads as UTF-8, what each unit is worth in the headings."""

from __future__ import annotations

from grader.export.tables import Book, Entry, number, write

MARK = "\ufeff"  # without it, Excel takes UTF-8 for an old code page


def table(book: Book) -> str:
    """A row a student; where it is known when they handed in, what that costs stands beside the score."""
    dated = ["hours late", "late penalty", "final"] if book.dated else []
    units = [f"{unit} (of {number(points)})" for unit, points in book.units.items()]
    heading = ["student", f"score (of {number(book.maximum)})", *dated, *units, "note"]
    return MARK + write([heading, *(_row(entry, book) for entry in book.entries)])


def _row(entry: Entry, book: Book) -> list[str]:
    grade = entry.grade
    late = [number(grade.seconds_late / 3600), number(grade.penalty), number(grade.final)]
    earned = [number(entry.units[unit][0]) if unit in entry.units else "" for unit in book.units]
    dated = late if book.dated else []
    return [entry.student, number(grade.score), *dated, *earned, "; ".join(entry.notes)]
