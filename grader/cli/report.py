"""`grader report`: what all reports of a class say together."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from grader import screen
from grader.cli.common import NOT_MARKED, AnonymousOption, pseudonyms_of
from grader.cli.reading import Reading, report_paths
from grader.curriculum import Course, find_course
from grader.files import SubmissionError, shown
from grader.overview import render
from grader.overview.page import page
from grader.overview.resemblance import Comparison, Print, all_runs, compared, fingerprint
from grader.overview.tally import Tally, read_unmarked
from grader.pseudonyms import anonymous
from grader.report import ReportError, write_atomically
from grader.submission import find_submissions, read_submission


def report(
    reports: Annotated[
        Path,
        typer.Argument(help="Folder that grader autograde wrote reports to.", show_default=False),
    ],
    out: Annotated[
        Path | None,
        typer.Option("--out", help="Where the page goes.  [default: REPORTS/class.html]"),
    ] = None,
    submissions: Annotated[
        Path | None,
        typer.Option(
            "--submissions",
            metavar="FOLDER",
            help="The submissions themselves, to say which resemble one another.",
            show_default=False,
        ),
    ] = None,
    key_file: AnonymousOption = None,
) -> None:
    """Write the class at a glance: one HTML file that needs no other.

    It has how marks are spread, each unit and function by how many began and solved it, the most frequent mistakes,
    checks that are hard or say little of who knows more, what is slow or crashed, and who could not be marked.
    With `--submissions` it names the pairs that resemble one another more than their class and the stub explain;
    run it in the course then, whose exercises/ has the stubs.

        grader autograde SUBMISSIONS --out reports
        grader report reports --submissions SUBMISSIONS --out class.html
    """
    path = out or reports / "class.html"
    if path.is_dir() or (out and not path.absolute().parent.is_dir()):
        raise ReportError(
            f"{shown(path)} cannot be written: give a file in a folder that is there with --out"
        )
    course = find_course(Path.cwd()) if submissions else None
    found = find_submissions(submissions) if submissions else None
    names = _names(reports, key_file, found) if key_file else None
    tally, reading = _tally(reports, names)
    comparisons, uncompared = _compared(course, *found, names) if course and found else (None, {})
    told = page(tally, comparisons, uncompared, names and {name: name for name in names.values()})
    write_atomically(path, render.html(told).encode("utf-8", "backslashreplace"))
    reading.name_problems()
    refused = f", {len(reading.problems)} could not be read" if reading.problems else ""
    screen.note(f"{len(tally.students)} reports read{refused}; the page is {shown(path)}")
    if reading.problems:
        raise typer.Exit(NOT_MARKED)


def _names(
    folder: Path, key_file: Path, found: tuple[dict[str, Path], dict[str, str]] | None
) -> dict[str, str]:
    """The pseudonyms of all who have a report, are in the class's table or handed in."""
    others = {
        *read_unmarked(folder / "class.csv"),
        *(student for part in found or () for student in part),
    }
    return pseudonyms_of(folder.glob("*.json"), key_file, others)


def _tally(folder: Path, names: Mapping[str, str] | None) -> tuple[Tally, Reading]:
    """What is needed of all reports, under the names given, and what became of reading them."""
    reading, tally = Reading(report_paths(folder)), Tally()
    for report in reading:
        tally.add(anonymous(report, names[report.student]) if names else report)
    unmarked = _called(read_unmarked(folder / "class.csv"), names)
    tally.unmarked = {
        student: why for student, why in unmarked.items() if student not in tally.students
    }
    return tally, reading


def _compared(
    course: Course, found: dict[str, Path], refused: dict[str, str], names: Mapping[str, str] | None
) -> tuple[list[Comparison], dict[str, str]]:
    """How the submissions of each unit resemble one another, and why some are not compared."""
    stubs = {
        unit.name: all_runs((course.root / "exercises" / f"{unit.name}.py").read_bytes())
        for unit in course.units
    }
    prints: dict[str, dict[str, Print]] = {unit: {} for unit in stubs}
    uncompared = dict(refused)
    with screen.progress("reading submissions", len(found)) as advance:
        for student, path in found.items():
            try:
                modules = read_submission(student, path).modules
            except SubmissionError as error:
                uncompared[student] = str(error)
            else:
                for unit in stubs.keys() & modules.keys():
                    called = names[student] if names else student
                    prints[unit][called] = fingerprint(modules[unit], stubs[unit])
            advance()
    comparisons: list[Comparison] = []
    with screen.progress("comparing units", len(prints)) as advance:
        for unit, each in prints.items():
            comparisons.append(compared(unit, each))
            advance()
    return comparisons, _called(uncompared, names)


def _called(told: Mapping[str, str], names: Mapping[str, str] | None) -> dict[str, str]:
    """What is told of students, by their pseudonyms where there are any."""
    return {names[student] if names else student: text for student, text in told.items()}
