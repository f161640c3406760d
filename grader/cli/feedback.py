"""`grader feedback`: what each student reads of a report."""

from __future__ import annotations

import contextlib
from collections.abc import Collection
from pathlib import Path
from typing import Annotated

import typer

from grader import screen, show
from grader.cli.common import NOT_MARKED, AnonymousOption, pseudonyms_of
from grader.cli.reading import Reading, name, report_paths
from grader.curriculum import CourseError, find_course
from grader.feedback import render
from grader.feedback.lesson import Lessons, read_lessons
from grader.feedback.page import page
from grader.feedback.reveal import Reveal
from grader.files import shown
from grader.pseudonyms import anonymous
from grader.report import Report, ReportError, file_name, write_atomically


def feedback(
    reports: Annotated[
        Path,
        typer.Argument(help="Folder that grader autograde wrote reports to.", show_default=False),
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", help="Where the pages go.  [default: REPORTS/feedback, or REPORTS/anonymous]"
        ),
    ] = None,
    reveal: Annotated[
        Reveal,
        typer.Option("--reveal", help="How much is told of a check that fails."),
    ] = Reveal.diagnosis,
    student: Annotated[
        str | None,
        typer.Option("--student", help="This student only.", show_default=False),
    ] = None,
    key_file: AnonymousOption = None,
) -> None:
    """Write what each student reads of a report: STUDENT.md, and STUDENT.html, one file that needs no other.

    `--reveal` says what the hidden checks give away. `titles`: what each check demands, points and how it came
    out. `diagnosis`: also what is wrong in words, the student's own line that raised, the first hint, and where to
    read. `counterexamples`: also the call that shows it, what came back, what was expected and what was printed.
    Hints and lessons come from the course in the current folder or above it; elsewhere they are left out.

        grader autograde SUBMISSIONS --out reports
        grader feedback reports
    """
    paths = _report_paths(reports, student)
    folder = out or reports / ("anonymous" if key_file else "feedback")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ReportError(
            f"no pages can be written to {shown(folder)}: {error.strerror}; give another folder with --out"
        ) from None
    lessons = _lessons()
    names = pseudonyms_of(paths, key_file) if key_file else None
    reading = Reading(paths, "writing")
    for report in reading:
        told = anonymous(report, names[report.student]) if names else report
        _write(told, folder, reveal, lessons)
    reading.name_problems()
    if student is None:
        stems = {path.stem for path in paths}
        _name_leftovers(folder, {*reading.students, *stems} if names is None else {*names.values()})
    refused = f", {len(reading.problems)} could not be read" if reading.problems else ""
    screen.note(
        f"{len(reading.students)} written{refused}; a Markdown and an HTML page each are in {shown(folder)}"
    )
    if reading.problems:
        raise typer.Exit(NOT_MARKED)


def _report_paths(folder: Path, student: str | None) -> list[Path]:
    """The files of the reports; a sentence where there are none."""
    if student is not None:
        path = folder / file_name(student)
        if not path.is_file():
            raise ReportError(f"there is no report of {show.line(student, 80)} in {shown(folder)}")
        return [path]
    return report_paths(folder)


def _name_leftovers(folder: Path, students: Collection[str]) -> None:
    """Name the pages that an earlier run left of students whose reports are gone."""
    pages = {path.name for suffix in (".md", ".html") for path in folder.glob(f"*{suffix}")}
    ours = {file_name(each, suffix) for each in students for suffix in (".md", ".html")}
    name("pages of students who have no report here", pages - ours)


def _lessons() -> Lessons:
    """The lessons of the course, where it is at hand and can be read."""
    with contextlib.suppress(CourseError, OSError, SyntaxError, ValueError):
        return read_lessons(find_course(Path.cwd()))
    return {}


def _write(report: Report, folder: Path, reveal: Reveal, lessons: Lessons) -> None:
    told = page(report, reveal, lessons)
    for suffix, text in ((".md", render.markdown(told)), (".html", render.html(told))):
        name = file_name(report.student, suffix)
        write_atomically(folder / name, text.encode("utf-8", "backslashreplace"))
