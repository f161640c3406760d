"""Canvas's gradebook, as its importer reads it: five columns that say who, then a column an assignment.

Canvas looks for a student by ID, then by SIS User ID, SIS Login ID, and at last by name. The second row is not a
student's: it has the points possible.
"""

from __future__ import annotations

import re

from grader.export.tables import Book, number, write

WHO = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
POINTS = "    Points Possible"

_POINTS = re.compile("points possible", re.IGNORECASE)


def table(book: Book) -> str:
    """The class as Canvas imports it: without a roster, students are known by their name or login."""
    columns = book.columns()
    rows = [[*WHO, *columns], [POINTS, *[""] * (len(WHO) - 1), *map(number, columns.values())]]
    for entry in book.known():
        who = {"Student": entry.student, "SIS Login ID": entry.student}
        if book.roster is not None:
            who = {"Student": entry.student, **book.roster[entry.student]}
        # Canvas would read a row of such a name as the points possible.
        who["Student"] = _POINTS.sub("points-possible", who["Student"])
        rows.append([*(who.get(column, "") for column in WHO), *book.cells(entry)])
    return write(rows)
