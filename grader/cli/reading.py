"""The reports of a folder, read one after the other, for the commands that make something of all of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from grader import screen
from grader.earlier import read_report
from grader.files import shown
from grader.report import Report, ReportError

NAMED = 20


@dataclass
class Reading:
    """Reports, each with its place in the bar; what cannot be used is named in `problems`.

    Parameters
    ----------
    paths : list of Path
        The files.
    doing : str
        What the bar says.
    students : dict of str to str
        Which file had whose report, so far.
    """

    paths: list[Path]
    doing: str = "reading reports"
    students: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def __iter__(self) -> Iterator[Report]:
        with screen.progress(self.doing, len(self.paths)) as advance:
            for path in self.paths:
                report = read_report(path)
                if report is None:
                    self.problems.append(
                        f"no report of this version is in {shown(path)}: mark it again"
                    )
                elif report.student in self.students:
                    both = f"{self.students[report.student]} and {shown(path)}"
                    self.problems.append(f"one student's are both {both}: keep one")
                else:
                    self.students[report.student] = shown(path)
                    yield report
                advance()

    def name_problems(self) -> None:
        """Say what could not be used."""
        for sentence in self.problems[:NAMED]:
            screen.note(sentence)
        if len(self.problems) > NAMED:
            screen.note(f"{len(self.problems) - NAMED} more could not be used")


def report_paths(reports: Path) -> list[Path]:
    """The files of the reports in a folder, or the one that is named; a sentence where there are none."""
    if reports.is_file():
        return [reports]
    paths = sorted(reports.glob("*.json"))
    if not paths:
        raise ReportError(
            f"there are no reports in {shown(reports)}: grader autograde SUBMISSIONS --out writes them"
        )
    return paths


def name(what: str, names: Collection[str]) -> None:
    """Name students or files, where there are any."""
    if names:
        named = ", ".join(shown(each) for each in sorted(names)[:NAMED])
        more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
        screen.note(f"{what}: {named}{more}")
