"""`grader export`: reports in the formats of others."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import typer

from grader import screen, show
from grader.cli.common import NOT_MARKED, AnonymousOption, pseudonyms_of
from grader.cli.reading import Reading, name, report_paths
from grader.export import github
from grader.export.formats import FORMATS, ClassFormat, Format, StudentFormat
from grader.export.tables import Book, Rows, entry, read_rows, roster_columns
from grader.feedback.reveal import Reveal
from grader.files import shown
from grader.late import Deadline, Grade, grade, read_due, read_policy, read_times
from grader.overview.tally import read_unmarked
from grader.pseudonyms import anonymous
from grader.report import Report, ReportError, file_name, write_atomically


@dataclass
class Graded:
    """Reports, each with its grade, under pseudonyms where there are any.

    Parameters
    ----------
    reading : Reading
        The reports.
    deadline : Deadline, optional
        What lateness costs.
    names : dict of str to str
        The pseudonyms.
    """

    reading: Reading
    deadline: Deadline | None = None
    names: dict[str, str] = field(default_factory=dict)

    def __iter__(self) -> Iterator[tuple[Report, Grade]]:
        for report in self.reading:
            earned = grade(report, self.deadline)
            pseudonym = self.names.get(report.student)
            yield anonymous(report, pseudonym) if pseudonym else report, earned

    def one(self) -> tuple[Report, Grade]:
        """The report, where there is one; a sentence where there are others."""
        paths = self.reading.paths
        if len(paths) > 1:
            raise ReportError(
                f"there are {len(paths)} reports in {shown(paths[0].parent)}: name one of them"
            )
        for found in self:
            return found
        raise ReportError(self.reading.problems[0])


def export(
    format: Annotated[
        Format,
        typer.Argument(metavar="FORMAT", help="One of those below.", show_default=False),
    ],
    reports: Annotated[
        Path,
        typer.Argument(
            metavar="REPORTS",
            help="One report, or the folder that grader autograde wrote reports to.",
            show_default=False,
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            help="The file to write; a folder for a file a student.  [default: standard output]",
        ),
    ] = None,
    reveal: Annotated[
        Reveal,
        typer.Option("--reveal", help="How much is told of a check that fails."),
    ] = Reveal.diagnosis,
    roster: Annotated[
        Path | None,
        typer.Option(
            "--roster",
            metavar="FILE.csv",
            help="For canvas and moodle: a column student with our names, and the grade book's columns for each.",
            show_default=False,
        ),
    ] = None,
    assignment: Annotated[
        str | None,
        typer.Option(
            "--assignment",
            metavar="HEADING",
            help="For canvas and moodle: the whole score in one column of this heading, not a column a unit.",
            show_default=False,
        ),
    ] = None,
    due: Annotated[
        str | None,
        typer.Option(
            "--due",
            metavar="TIME",
            help="When it was due, as 2026-12-01T23:59+01:00.",
            show_default=False,
        ),
    ] = None,
    handed_in: Annotated[
        Path | None,
        typer.Option(
            "--handed-in",
            metavar="FILE.csv",
            help="When each handed in: columns student and time; without a zone, that of --due.",
            show_default=False,
        ),
    ] = None,
    late_penalty: Annotated[
        str | None,
        typer.Option(
            "--late-penalty",
            metavar="PENALTY",
            help="What lateness costs: none, zero, or a rate a day begun, as 10%/day (of the score) or 5/day (points).",
            show_default=False,
        ),
    ] = None,
    key_file: AnonymousOption = None,
    exercises: Annotated[
        Path,
        typer.Option("--exercises", help="For github: where the student's modules are."),
    ] = Path("exercises"),
) -> None:
    """Write reports in the formats of others.

    - `gradescope`: Gradescope's results.json, a file a student
    - `classroom`: GitHub Classroom's output `result`, a file a student
    - `github`: annotations of one student's repository, and a table for `$GITHUB_STEP_SUMMARY` or --out
    - `junit`: JUnit XML as pytest writes it, a file a student
    - `prairielearn`: PrairieLearn's results.json, a file a student
    - `csv`: the class for a spreadsheet
    - `canvas`: the class for Canvas's gradebook
    - `moodle`: the class for Moodle's grade import

    One document goes to standard output, or to the file that --out names. Where REPORTS is a folder, a format of a
    file a student writes them to the folder that --out names.

        grader export gradescope reports/ann.json --out results.json
        grader export junit reports --out junit
        grader export canvas reports --roster roster.csv --out canvas.csv
        grader export csv reports --due 2026-12-01T23:59+01:00 --handed-in times.csv --late-penalty 10%/day
    """
    made = FORMATS[format]
    if (roster or assignment) and not (isinstance(made, ClassFormat) and made.needed):
        raise typer.BadParameter("--roster and --assignment are for canvas and moodle")
    if roster and key_file:
        raise typer.BadParameter("--anonymous leaves no names that a --roster could have")
    if late_penalty and isinstance(made, StudentFormat) and not made.dated:
        raise typer.BadParameter(f"{format} has no room for a late penalty")
    reading = Reading(report_paths(reports))
    graded = Graded(reading, _deadline(due, handed_in, late_penalty))
    if key_file:
        graded.names = pseudonyms_of(reading.paths, key_file)
    absent: list[str] = []
    if isinstance(made, ClassFormat):
        absent = _write_class(made, graded, roster, assignment, out)
    elif format is Format.github:
        _write_github(graded, reveal, exercises, out)
    elif reports.is_dir() and (out or len(reading.paths) > 1):
        _write_folder(made, graded, reveal, out)
    else:
        report, earned = graded.one()
        _write(made.make(report, earned, reveal), out)
    if graded.deadline:
        _name_times(reading, graded.deadline, whole=reports.is_dir())
    reading.name_problems()
    if reading.problems or absent:
        raise typer.Exit(NOT_MARKED)


def _deadline(due: str | None, handed_in: Path | None, late_penalty: str | None) -> Deadline | None:
    """The deadline, from all three options or none."""
    if not (due or handed_in or late_penalty):
        return None
    if not (due and handed_in and late_penalty):
        raise typer.BadParameter("--due, --handed-in and --late-penalty go together")
    policy, time = read_policy(late_penalty), read_due(due)
    return Deadline(time, read_times(handed_in, time), policy)


def _write_class(
    made: ClassFormat,
    graded: Graded,
    roster: Path | None,
    assignment: str | None,
    out: Path | None,
) -> list[str]:
    """Write the class's table, and give the students whom the roster has not, who are named."""
    rows = _roster(roster, made.needed) if roster else None
    entries = [entry(report, earned) for report, earned in graded]
    students = graded.reading.students.keys()
    if not entries:
        raise ReportError(graded.reading.problems[0])
    if graded.reading.paths[0].parent.is_dir() and not graded.names:
        unmarked = read_unmarked(graded.reading.paths[0].parent / "class.csv")
        name("not marked, and so left out", unmarked.keys() - students)
    entries.sort(key=lambda each: each.student)
    dated = graded.deadline is not None
    _write(made.make(Book(entries, rows, assignment, dated)), out)
    if rows is None:
        return []
    name("in the roster without a report", rows.keys() - students)
    absent = sorted(students - rows.keys())
    name("not in the roster, and so left out", absent)
    return absent


def _roster(path: Path, needed: tuple[str, ...]) -> Rows:
    rows = read_rows(path, ("student",))
    if not {*needed} & {*roster_columns(rows)}:
        raise ReportError(
            f"{shown(path)} has no column that the grade book knows a student by: it needs one of {', '.join(needed)}"
        )
    return rows


def _write_folder(made: StudentFormat, graded: Graded, reveal: Reveal, out: Path | None) -> None:
    """Write a file a student."""
    if out is None:
        raise typer.BadParameter("there is a file a student: --out names their folder")
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ReportError(f"{shown(out)} cannot be made: {error.strerror}") from None
    written: set[str] = set()
    for report, earned in graded:
        try:
            text = made.make(report, earned, reveal)
        except ReportError as error:
            graded.reading.problems.append(
                f"not written, of {show.line(report.student, 80)}: {error}"
            )
            continue
        path = out / file_name(report.student, made.suffix)
        _write(text, path)
        written.add(path.name)
    name("from an earlier export", {path.name for path in out.glob(f"*{made.suffix}")} - written)
    screen.note(f"{len(written)} written; they are in {shown(out)}")


def _write_github(graded: Graded, reveal: Reveal, exercises: Path, out: Path | None) -> None:
    """Print annotations, and write the table to the summary of the job and to the file that is named."""
    report, earned = graded.one()
    sources = github.Sources(exercises, _repository(exercises))
    _write(github.annotated(report, reveal, sources), None)
    text = github.summary(report, earned, reveal)
    if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
        with open(summary, "a", encoding="utf-8") as file:
            file.write(f"\n{text}")
    if out:
        _write(text, out)


def _repository(exercises: Path) -> Path:
    """The folder that GitHub has checked out: as it says, or the nearest that is a repository."""
    if workspace := os.environ.get("GITHUB_WORKSPACE"):
        return Path(workspace)
    here = exercises.resolve()
    found = (folder for folder in (here, *here.parents) if (folder / ".git").exists())
    return next(found, Path.cwd())


def _write(text: str, out: Path | None) -> None:
    data = text.encode("utf-8", "backslashreplace")
    if out is None:
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
        return
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(out, data)
    except OSError as error:
        raise ReportError(f"{shown(out)} cannot be written: {error.strerror}") from None


def _name_times(reading: Reading, deadline: Deadline, whole: bool) -> None:
    """Name the students without a time, and the times without a student."""
    name("without a time, and so taken as on time", reading.students.keys() - deadline.handed_in)
    if whole:
        name("with a time and no report", deadline.handed_in.keys() - reading.students.keys())
