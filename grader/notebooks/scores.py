"""Scores of modules in nbgrader's gradebook, where those of notebooks stand: a unit is an assignment of one notebook.

Report ──▶ unit (assignment) ──▶ unit (notebook) ──▶ FUNCTION-marks (grade cell) ──▶ auto score
"""

from __future__ import annotations

from nbgrader.api import Grade, Gradebook, InvalidEntry, MissingEntry
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from grader import outcome, show
from grader.notebooks.programs import find_programs
from grader.report import Check, Report, ReportError, by_function

MARKS = "-marks"


class Scores:
    """A gradebook to write to; a context that ends its connection.

    Parameters
    ----------
    url : str
        `sqlite:///gradebook.db`, `postgresql+psycopg://USER@HOST/NAME`, or what else SQLAlchemy takes.

    Raises
    ------
    ReportError
        Where there is no such gradebook, or it cannot be written.
    """

    def __init__(self, url: str) -> None:
        find_programs()
        try:
            self._book = Gradebook(url)
        except (ArgumentError, SQLAlchemyError, ImportError) as error:
            raise ReportError(f"no gradebook can be opened at this URL: {_said(error)}") from None
        self._ready: set[str] = set()

    def write(self, report: Report) -> int:
        """Write what a student earned in each unit that was handed in; gives the number of these."""
        units: dict[str, list[Check]] = {}
        for check in report.checks:
            units.setdefault(check.unit, []).append(check)
        given = {unit: checks for unit, checks in units.items() if not _absent(unit, checks)}
        try:
            if given:
                self._book.update_or_create_student(report.student)
            for unit, checks in given.items():
                self._write_unit(report.student, unit, by_function(checks))
        except (SQLAlchemyError, InvalidEntry) as error:
            raise ReportError(
                f"the gradebook cannot be written: {_said(error)}; what is marked stays, and the same command goes on"
            ) from None
        return len(given)

    def _write_unit(self, student: str, unit: str, sums: dict[str, tuple[float, float]]) -> None:
        book = self._book
        if unit not in self._ready:
            self._make(unit, {function: points for function, (_, points) in sums.items()})
            self._ready.add(unit)
        book.update_or_create_submission(unit, student)
        notebook = book.find_submission_notebook(unit, unit, student)
        missing = {cell.id for cell in notebook.notebook.grade_cells}
        for cell_id in missing - {grade.cell_id for grade in notebook.grades}:
            book.db.add(Grade(cell_id=cell_id, notebook_id=notebook.id))
        book.db.commit()
        for grade in notebook.grades:
            earned, _ = sums.get(grade.name.removesuffix(MARKS), (0.0, 0.0))
            grade.auto_score = earned
            grade.needs_manual_grade = grade.manual_score is not None
        book.db.commit()

    def _make(self, unit: str, points: dict[str, float]) -> None:
        """The assignment of a unit with a cell for each function; what is there of it stays."""
        book = self._book
        try:
            book.find_notebook(unit, unit)
        except MissingEntry:
            book.update_or_create_assignment(unit)
            book.update_or_create_notebook(unit, unit)
        for function, worth in points.items():
            book.update_or_create_grade_cell(
                f"{function}{MARKS}", unit, unit, max_score=worth, cell_type="code"
            )

    def close(self) -> None:
        """End the connection."""
        self._book.close()

    def __enter__(self) -> Scores:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _absent(unit: str, checks: list[Check]) -> bool:
    """Whether nothing was handed in of a unit."""
    return {(check.status, check.message) for check in checks} == {
        (outcome.NOT_IMPLEMENTED, f"{unit}.py was not handed in")
    }


def _said(error: Exception) -> str:
    return show.line(str(error).partition("\n")[0], 200)
