"""`grader feedback`: what each student reads of a report."""

from __future__ import annotations

import contextlib
from collections.abc import Collection
from pathlib import Path
from typing import Annotated

import typer

from grader import screen, show
from grader.cli.common import NOT_MARKED, AnonymousOption, pseudonyms_of
from grader.curriculum import CourseError, find_course
from grader.earlier import read_report
from grader.feedback import render
from grader.feedback.lesson import Lessons, read_lessons
from grader.feedback.page import page
from grader.feedback.reveal import Reveal
from grader.files import shown
from grader.pseudonyms import anonymous
from grader.report import Report, ReportError, file_name, write_atomically

NAMED = 20


def feedback(
    reports: Annotated[
        Path,
        typer.Argument(help="Folder that grader autograde wrote reports to.", show_default=False),
    ],
    out: Annotated[
        Path | None,
        typer.Option("--out", help="Where the pages go.  [default: REPORTS/feedback]"),
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
    folder = out or reports / "feedback"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ReportError(
            f"no pages can be written to {shown(folder)}: {error.strerror}; give another folder with --out"
        ) from None
    lessons = _lessons()
    names = pseudonyms_of(paths, key_file) if key_file else None
    unread: list[str] = []
    written: dict[str, str] = {}
    with screen.progress("writing", len(paths)) as advance:
        for path in paths:
            report = read_report(path)
            if report is None:
                unread.append(f"{shown(path)} is no report of this version: mark it again")
            elif report.student in written:
                both = f"{written[report.student]} and {shown(path)}"
                unread.append(f"{both} are of one student: keep one")
            else:
                written[report.student] = shown(path)
                if names is not None:
                    report = anonymous(report, names[report.student])
                _write(report, folder, reveal, lessons)
            advance()
    for sentence in unread[:NAMED]:
        screen.note(sentence)
    if len(unread) > NAMED:
        screen.note(f"{len(unread) - NAMED} more could not be read")
    if student is None:
        stems = {path.stem for path in paths}
        _name_leftovers(folder, {*written, *stems} if names is None else {*names.values()})
    refused = f", {len(unread)} could not be read" if unread else ""
    screen.note(
        f"{len(written)} written{refused}; a Markdown and an HTML page each are in {shown(folder)}"
    )
    if unread:
        raise typer.Exit(NOT_MARKED)


def _report_paths(folder: Path, student: str | None) -> list[Path]:
    """The files of the reports; a sentence where there are none."""
    if student is not None:
        path = folder / file_name(student)
        if not path.is_file():
            raise ReportError(f"there is no report of {show.line(student, 80)} in {shown(folder)}")
        return [path]
    paths = sorted(folder.glob("*.json"))
    if not paths:
        raise ReportError(
            f"there are no reports in {shown(folder)}: grader autograde SUBMISSIONS --out writes them"
        )
    return paths


def _name_leftovers(folder: Path, students: Collection[str]) -> None:
    """Name the pages that an earlier run left of students whose reports are gone."""
    pages = {path.name for suffix in (".md", ".html") for path in folder.glob(f"*{suffix}")}
    ours = {file_name(each, suffix) for each in students for suffix in (".md", ".html")}
    if others := sorted(pages - ours):
        more = f" and {len(others) - NAMED} more" if len(others) > NAMED else ""
        named = ", ".join(map(shown, others[:NAMED]))
        screen.note(f"pages of students who have no report here: {named}{more}")


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
