"""Moodle's grade import: a column that says who, and columns that the importer asks to map to grade items."""

from __future__ import annotations

from grader.export.tables import Book, number, roster_columns, write

IDENTIFYING = ("Email address", "ID number", "Username")
NAMES = ("First name", "Last name", "Surname")


def table(book: Book) -> str:
    """The class as Moodle imports it: without a roster, students are known by their user names."""
    who = ["Username"]
    if book.roster is not None:
        who = [each for each in roster_columns(book.roster) if each in (*NAMES, *IDENTIFYING)]
    total = [] if book.assignment is not None else ["Total"]
    rows = [[*who, *book.columns(), *total]]
    for entry in book.known():
        cells = book.roster[entry.student] if book.roster is not None else {}
        last = [number(entry.grade.final) for _ in total]
        known = [cells.get(column, entry.student) for column in who]
        rows.append([*known, *book.cells(entry), *last])
    return write(rows)
