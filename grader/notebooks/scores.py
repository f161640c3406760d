"""Scores of modules in nbgrader's gradebook, where those of notebooks stand: a unit is an assignment of one notebook.

Report ──▶ unit (assignment) ──▶ unit (notebook) ──▶ FUNCTION-marks (grade cell) ──▶ auto score
"""

from __future__ import annotations

from nbgrader.api import Grade, Gradebook, InvalidEntry, MissingEntry
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from grader import outcome, show
from grader.notebooks.folders import UNSAFE
from grader.notebooks.programs import find_programs, quieten
from grader.notebooks.source import MARKS
from grader.report import Check, Report, ReportError, by_function, scaled


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
        quieten()
        try:
            self._book = Gradebook(url)
        except (ArgumentError, SQLAlchemyError, ImportError) as error:
            raise ReportError(f"no gradebook can be opened at this URL: {_said(error)}") from None
        self._points: dict[str, dict[str, float]] = {}
        self.scaled: set[str] = set()
        self.replaced = 0

    def write(self, report: Report) -> int:
        """Write what a student earned in each unit that was handed in; gives the number of these.

        Where the gradebook has other points for a function than its tests, scores are scaled to them, and the unit is
        named in `scaled`. `replaced` counts the units of students that had other scores before.
        """
        if UNSAFE.search(report.student):
            raise ReportError(
                "Formgrader would take this name for markup: rename the folder or zip that was handed in"
            )
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
        if unit not in self._points:
            worth = {f"{function}{MARKS}": points for function, (_, points) in sums.items()}
            self._points[unit] = self._made(unit, worth)
            if self._points[unit] != worth:
                self.scaled.add(unit)
        points = self._points[unit]
        earned = {
            f"{function}{MARKS}": scaled(got, worth, points[f"{function}{MARKS}"])
            for function, (got, worth) in sums.items()
        }
        try:
            book.find_submission(unit, student)
            new = False
        except MissingEntry:
            new = True
        book.update_or_create_submission(unit, student)
        notebook = book.find_submission_notebook(unit, unit, student)
        missing = {cell.id for cell in notebook.notebook.grade_cells}
        for cell_id in missing - {grade.cell_id for grade in notebook.grades}:
            book.db.add(Grade(cell_id=cell_id, notebook_id=notebook.id))
        book.db.commit()
        before = {grade.name: grade.auto_score for grade in notebook.grades if grade.name in earned}
        self.replaced += not new and any(
            before[name] not in (None, earned[name]) for name in before
        )
        for grade in notebook.grades:
            if grade.name in earned:
                grade.auto_score = earned[grade.name]
                grade.needs_manual_grade = grade.manual_score is not None
            elif new:  # an answer in words, which a module has not
                grade.auto_score, grade.needs_manual_grade = 0.0, False
        book.db.commit()

    def _made(self, unit: str, points: dict[str, float]) -> dict[str, float]:
        """The points of a unit's cells in the gradebook; an assignment and cells that are not there are made."""
        book = self._book
        try:
            notebook = book.find_notebook(unit, unit)
        except MissingEntry:
            book.update_or_create_assignment(unit)
            notebook = book.update_or_create_notebook(unit, unit)
        there = {cell.name: float(cell.max_score) for cell in notebook.grade_cells}
        for name in points.keys() - there.keys():
            book.add_grade_cell(name, unit, unit, max_score=points[name], cell_type="code")
        return {name: there.get(name, worth) for name, worth in points.items()}

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
