"""`grader diff`: what a second marking changes."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from grader import screen, show
from grader.cli.common import NOT_MARKED, JsonFlag
from grader.diff import Change, Comparison, Difference
from grader.earlier import read_report
from grader.export.tables import number
from grader.files import shown
from grader.gradebook import inert
from grader.report import ReportError

NAMED = 20
UNITS = 3
ROWS = 1000


def diff(
    old: Annotated[
        Path,
        typer.Argument(
            metavar="OLD", help="The reports of before: a folder, or one file.", show_default=False
        ),
    ],
    new: Annotated[
        Path,
        typer.Argument(
            metavar="NEW", help="Those of now: a folder, or one file.", show_default=False
        ),
    ],
    as_json: JsonFlag = False,
) -> None:
    """Say who gains and who loses by a second marking, and by which checks.

    A row a student whose marks differ, and a row a check that somebody passes now and did not before, or the other
    way round, or that is new, gone or worth other points. Like `diff`, it ends with 0 where all is the same and
    with 1 where anything differs (or could not be compared, which is named).

        grader autograde SUBMISSIONS --out new-reports
        grader diff reports new-reports
    """
    if old.is_dir() != new.is_dir():
        raise typer.BadParameter("compare two folders, or two files")
    compared, problems = _compared(old, new)
    if as_json:
        document = msgspec.json.format(msgspec.json.encode(compared.document()), indent=2)
        sys.stdout.buffer.write(show.inert(document.decode()).encode() + b"\n")
        sys.stdout.flush()
    else:
        _print(compared, old, new)
    for sentence in problems[:NAMED]:
        screen.note(sentence)
    if len(problems) > NAMED:
        screen.note(f"{len(problems) - NAMED} more could not be compared")
    if compared.differs or problems:
        raise typer.Exit(NOT_MARKED)


def _compared(old: Path, new: Path) -> tuple[Comparison, list[str]]:
    """The comparison, and which files could not be compared."""
    before, now = _paths(old), _paths(new)
    if not old.is_dir():
        before = {new.name: old}
    compared, problems = Comparison(), []
    names = sorted({*before, *now})
    with screen.progress("comparing", len(names)) as advance:
        for name in names:
            paths = [side[name] for side in (before, now) if name in side]
            reports = [read_report(path) for path in paths]
            found = [report for report in reports if report is not None]
            problems += [
                f"no report of this version is in {shown(path)}: mark it again"
                for path, report in zip(paths, reports, strict=True)
                if report is None
            ]
            if len(found) == 2:
                compared.add(found[0], found[1])
            elif found and len(paths) == 1:
                only = compared.only_old if name in before else compared.only_new
                only.append(found[0].student)
            advance()
    return compared, problems


def _paths(reports: Path) -> Mapping[str, Path]:
    """The reports by their files' names, which are the students'; a sentence where there are none."""
    paths = sorted(reports.glob("*.json")) if reports.is_dir() else [reports]
    if not paths or not paths[0].is_file():
        raise ReportError(
            f"there are no reports in {shown(reports)}: grader autograde SUBMISSIONS --out writes them"
        )
    return {path.name: path for path in paths}


def _print(compared: Comparison, old: Path, new: Path) -> None:
    if differences := compared.ranked():
        rows = [_row(each) for each in differences[:ROWS]]
        screen.print_table(("student", "old", "new", "difference", "in"), rows)
        _print_rest(len(differences))
    if changes := compared.changes:
        screen.say("")
        rows = [_check_row(each) for each in changes[:ROWS]]
        screen.print_table(("check", "points", "pass now", "no longer"), rows)
        _print_rest(len(changes))
    if differences or changes:
        screen.say("")
    for where, students in ((old, compared.only_old), (new, compared.only_new)):
        if students:
            screen.say(f"only in {shown(where)}: {_named(students)}")
    gain = sum(each.gain > 0 for each in differences)
    lose = sum(each.gain < 0 for each in differences)
    level = len(differences) - gain - lose
    parts = {"gain": gain, "lose": lose, "differ in units alone": level}
    parts["stay the same"] = compared.same
    screen.say(", ".join(f"{count} {what}" for what, count in parts.items() if count))


def _print_rest(count: int) -> None:
    if count > ROWS:
        screen.say(f"and {count - ROWS} more, which --json has")


def _row(difference: Difference) -> Sequence[str]:
    units = [f"{show.line(unit, 30)} {_signed(gain)}" for unit, gain in difference.units.items()]
    more = f" and {len(units) - UNITS} more" if len(units) > UNITS else ""
    return (
        show.line(inert(difference.student), 40), number(difference.old), number(difference.new),
        _signed(difference.gain), f"{', '.join(units[:UNITS])}{more}",
    )  # fmt: skip


def _check_row(change: Change) -> Sequence[str]:
    name = show.line(f"{change.unit}.{change.function}: {change.title}", 120)
    return name, _points(change), str(change.gained or ""), str(change.lost or "")


def _points(change: Change) -> str:
    """The points, and what became of them."""
    if change.old_points is None:
        return f"new, {number(change.new_points or 0.0)}"
    if change.new_points is None:
        return f"gone, {number(change.old_points)}"
    if change.old_points != change.new_points:
        return f"{number(change.old_points)}, now {number(change.new_points)}"
    return number(change.new_points)


def _signed(points: float) -> str:
    return f"+{number(points)}" if points > 0 else number(points)


def _named(students: Sequence[str]) -> str:
    named = ", ".join(show.line(each, 80) for each in sorted(students)[:NAMED])
    return f"{named} and {len(students) - NAMED} more" if len(students) > NAMED else named
