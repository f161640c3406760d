"""GitHub Actions: annotations in the student's files, and a table for the summary of a job.

A runner reads commands from what is printed: at the start of a line, or behind ``##[`` anywhere in it. What comes from
a student is escaped so that it starts none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from grader import outcome, show
from grader.export.tables import number
from grader.export.told import beside, lateness, name, told
from grader.feedback.page import capital, page
from grader.feedback.render import escaped
from grader.feedback.reveal import Reveal
from grader.late import Grade
from grader.report import Check, Report

MOST = 10  # as GitHub shows of a step
LONGEST = 1 << 20

_FRAME = re.compile(r"(\w+)\.py, line (\d{1,7})\b")
_COMMAND = re.compile(r"#(?=#+\[)")
_START = re.compile(r"^(\s*:):", re.MULTILINE)


@dataclass(frozen=True)
class Sources:
    """The student's modules, read as text, and the repository that they are in."""

    exercises: Path
    root: Path

    def place(self, unit: str, function: str, frames: tuple[str, ...]) -> tuple[str, int]:
        """The file and line of the innermost frame, or of the function, or the file's first line."""
        for frame in reversed(frames):
            found = _FRAME.match(frame)
            if found and 0 < int(found[2]) <= len(self._lines(found[1])):
                return self._file(found[1]), int(found[2])
        start = re.compile(rf"\s*(?:async\s+def|def|class)\s+{re.escape(function)}\b")
        lines = enumerate(self._lines(unit), start=1)
        return self._file(unit), next((at for at, line in lines if start.match(line)), 1)

    def _lines(self, unit: str) -> list[str]:
        path = self.exercises / f"{unit}.py"
        try:
            if not path.is_file():  # a student may have linked it to a device
                return []
            with path.open(encoding="utf-8", errors="replace") as file:
                return file.read(LONGEST).split("\n")
        except (OSError, ValueError):
            return []

    def _file(self, unit: str) -> str:
        path = self.exercises / f"{unit}.py"
        try:
            return path.resolve().relative_to(self.root.resolve()).as_posix()
        except (OSError, ValueError):
            return path.as_posix()


def annotated(report: Report, reveal: Reveal, sources: Sources) -> str:
    """The first failing check of each function as an error where it arose; what is not begun is not an error.

    Parameters
    ----------
    report : Report
        The submission, marked.
    reveal : Reveal
        How much is told of each.
    sources : Sources
        Where the student's modules are.
    """
    first = [*_first_failures(report)]
    lines = [_annotation(check, reveal, sources, whole) for check, whole in first[:MOST]]
    unwritten = len({_function(check) for check in report.checks}) - len(_begun(report))
    more = [f"more functions with problems: {len(first) - MOST}"] if len(first) > MOST else []
    more += [f"functions not written yet: {unwritten}"] if unwritten else []
    if more:
        lines.append(f"::notice title=neurokata::{capital(', '.join(more))}")
    return "".join(f"{line}\n" for line in lines)


def summary(report: Report, grade: Grade, reveal: Reveal) -> str:
    """A table of the units, and one of the functions that lost points, as Markdown."""
    lines = [f"## {number(grade.final)} of {number(grade.maximum)} points", ""]
    lines += [f"{escaped(line)}\n" for line in (*lateness(grade), *beside(report))]
    lines += ["| unit | points | of |", "|---|---:|---:|"]
    lines += [
        f"| {escaped(show.line(total.unit))} | {number(total.earned)} | {number(total.points)} |"
        for total in report.units
    ]
    rows = []
    for check, whole in _first_failures(report):
        function = show.line(check.unit if whole else f"{check.unit}.{check.function}")
        title = "" if whole else show.line(check.title, 400)
        wrong = told(check, reveal)[0]
        rows.append(f"| {escaped(function)} | {escaped(title)} | {escaped(wrong)} |")
    if rows:
        lines += [
            "",
            "| function | first check that fails | what is wrong |",
            "|---|---|---|",
            *rows,
        ]
    return "".join(f"{line}\n" for line in lines)


def commandless(text: str) -> str:
    r"""Text in which no runner finds a command, wherever it is printed.

    >>> commandless("##[add-mask]x\n::stop-commands::y")
    '# #[add-mask]x\n: :stop-commands::y'
    """
    return _START.sub(r"\1 :", _COMMAND.sub("# ", text))


def _first_failures(report: Report) -> Iterator[tuple[Check, bool]]:
    """The first failing check of each function that is begun; one of a unit that cannot be imported stands for all."""
    whole = {unit.name for unit in page(report, Reveal.titles, {}).units if unit.problem}
    seen: set[tuple[str, str]] = set()
    for check in report.checks:
        key = (check.unit, "") if check.unit in whole else _function(check)
        if check.status in (outcome.PASSED, outcome.NOT_IMPLEMENTED) or key in seen:
            continue
        seen.add(key)
        yield check, check.unit in whole


def _begun(report: Report) -> set[tuple[str, str]]:
    return {_function(each) for each in report.checks if each.status != outcome.NOT_IMPLEMENTED}


def _function(check: Check) -> tuple[str, str]:
    return check.unit, check.function


def _annotation(check: Check, reveal: Reveal, sources: Sources, whole: bool) -> str:
    frames = check.frames
    if whole and not frames and (found := re.search(r"(\w+\.py, line \d+)\)?$", check.message)):
        frames = (found[1],)
    file, line = sources.place(check.unit, check.function, frames)
    title = f"{check.unit} cannot be marked" if whole else name(check)
    message = _data("\n".join(told(check, reveal)))
    return f"::error file={_property(file)},line={line},title={_property(show.line(title, 300))}::{message}"


def _data(text: str) -> str:
    text = commandless(text).replace("%", "%25")
    return text.replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(show.line(text, 400)).replace(":", "%3A").replace(",", "%2C")
