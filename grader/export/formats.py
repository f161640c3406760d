"""The formats by name: those of one student, and those of a class."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from grader.export import (
    canvas,
    classroom,
    github,
    gradescope,
    junit,
    moodle,
    prairielearn,
    spreadsheet,
)
from grader.export.tables import Book
from grader.feedback.reveal import Reveal
from grader.late import Grade
from grader.report import Report


@dataclass(frozen=True)
class StudentFormat:
    """A format of one report, how its files' names end, and whether it has room for what lateness costs."""

    make: Callable[[Report, Grade, Reveal], str]
    suffix: str
    dated: bool = True


@dataclass(frozen=True)
class ClassFormat:
    """A format of a whole class; `needed` are columns of which a roster has one at least."""

    make: Callable[[Book], str]
    needed: tuple[str, ...] = ()


class Format(StrEnum):
    """The formats' names."""

    gradescope = "gradescope"
    classroom = "classroom"
    github = "github"
    junit = "junit"
    prairielearn = "prairielearn"
    csv = "csv"
    canvas = "canvas"
    moodle = "moodle"


FORMATS: dict[Format, StudentFormat | ClassFormat] = {
    Format.gradescope: StudentFormat(gradescope.results, ".json"),
    Format.classroom: StudentFormat(classroom.result, ".txt", dated=False),
    Format.github: StudentFormat(github.summary, ".md"),
    Format.junit: StudentFormat(junit.testsuites, ".xml"),
    Format.prairielearn: StudentFormat(prairielearn.results, ".json"),
    Format.csv: ClassFormat(spreadsheet.table),
    Format.canvas: ClassFormat(canvas.table, needed=("Student", *canvas.WHO[1:4])),
    Format.moodle: ClassFormat(moodle.table, needed=moodle.IDENTIFYING),
}
