"""What the commands print: tables and facts on standard output, notes and progress on standard error.

Names and messages come from students, so nothing here is read as markup.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)
from rich.table import Table
from rich.text import Text

from grader import outcome, show
from grader.outcome import Outcome
from grader.report import Check, Report, unit_notes

PIPE_WIDTH = 120

_out = Console(
    highlight=False,
    markup=False,
    emoji=False,
    width=None if sys.stdout and sys.stdout.isatty() else PIPE_WIDTH,
)
_err = Console(highlight=False, markup=False, emoji=False, stderr=True)


def say(text: str, style: str = "") -> None:
    """A line of the result."""
    _out.print(text, style=style, soft_wrap=True)


def note(text: str) -> None:
    """A line beside the result: banners, warnings, what went wrong."""
    _err.print(text, soft_wrap=True)


def progress() -> Progress:
    """A progress bar, where somebody watches."""
    return Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
        console=_err, transient=True, disable=not _err.is_terminal,
    )  # fmt: skip


class Download:
    """One file's bar, told of its download by pooch as tqdm's would be."""

    def __init__(self, bars: Progress, name: str) -> None:
        self._bars = bars
        self._task = bars.add_task(name, total=None)

    @property
    def total(self) -> float:
        """The size in bytes; 0 where the server does not say."""
        return self._bars.tasks[self._task].total or 0.0

    @total.setter
    def total(self, size: float) -> None:
        self._bars.update(self._task, total=size or None)

    def update(self, amount: int) -> None:
        """Some bytes more."""
        self._bars.advance(self._task, amount)

    def reset(self) -> None:
        """Begin at 0."""
        self._bars.update(self._task, completed=0)

    def close(self) -> None:
        """The file is there."""


@contextmanager
def downloads() -> Iterator[Callable[[str], Download]]:
    """Bars of downloads, where somebody watches: gives for a file's name its bar."""
    bars = Progress(
        TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn(),
        console=_err, transient=True, disable=not _err.is_terminal,
    )  # fmt: skip
    with bars:
        yield lambda name: Download(bars, name)


def waiting(text: str) -> AbstractContextManager[object]:
    """A spinner, where somebody watches."""
    return _err.status(text) if _err.is_terminal else nullcontext()


def print_class(reports: list[Report]) -> None:
    """A row a student: the score, and the units that lost points."""
    table = Table("student", box=None, pad_edge=False)
    table.add_column("score", justify="right", no_wrap=True)
    table.add_column("of", justify="right", no_wrap=True)
    table.add_column("points lost in", overflow="fold")
    for report in reports:
        name = Text(show.line(report.student, 60))
        table.add_row(name, f"{report.score:g}", f"{report.maximum:g}", Text(_losses(report)))
    _out.print(table)
    for report in reports:
        for sentence in report.notes:
            say(f"{show.line(report.student, 60)}: {sentence}")


def print_units(reports: list[Report]) -> None:
    """A row a unit: its points, how many have begun it, and what they have of it on average."""
    table = Table("unit", box=None, pad_edge=False)
    for heading in ("points", "begun by", "their mean"):
        table.add_column(heading, justify="right", no_wrap=True)
    for place, total in enumerate(reports[0].units):
        earned = [report.units[place].earned for report in reports if total.unit in _begun(report)]
        mean = f"{sum(earned) / len(earned):.1f}" if earned else ""
        table.add_row(total.unit, f"{total.points:g}", str(len(earned)), mean)
    say("")
    _out.print(table)


def _begun(report: Report) -> set[str]:
    return {check.unit for check in report.checks if check.status != outcome.NOT_IMPLEMENTED}


def _losses(report: Report) -> str:
    """The units begun that lost points, and how many were not."""
    begun = _begun(report)
    lost = [
        f"{total.unit} {total.earned:g}/{total.points:g}"
        for total in report.units
        if total.earned < total.points and total.unit in begun
    ]
    idle = sum(total.unit not in begun for total in report.units)
    return ", ".join([*lost, f"{idle} not begun"] if idle else lost)


def print_unit(checks: list[Check]) -> None:
    """A unit's functions: those done in a line, the first fact that fails of each other."""
    if not checks:
        return
    points, got = sum(each.points for each in checks), sum(each.earned for each in checks)
    say(f"{checks[0].unit}: {got:g} of {points:g} points", style="bold")
    if whole := unit_notes(checks):
        say(f"  {whole[0].partition(': ')[2]}")
        for frame in checks[0].frames:
            say(f"    in {frame}")
        return
    functions: dict[str, list[Check]] = {}
    for each in checks:
        functions.setdefault(each.function, []).append(each)
    for title, status in (("done", outcome.PASSED), ("not started", outcome.NOT_IMPLEMENTED)):
        names = [
            name for name, own in functions.items() if {each.status for each in own} == {status}
        ]
        if names:
            say(f"  {title}: {', '.join(names)}")
        for name in names:
            del functions[name]
    for name, own in functions.items():
        failed = [each for each in own if each.status != outcome.PASSED]
        say(f"  {name}: {len(failed)} of {len(own)} checks fail, the first is")
        for line in [failed[0].title, *_facts(failed[0]).lines()]:
            say(f"    {line}")
        if failed[0].output:
            say(f"    {'printed':10} {show.clipped(failed[0].output.strip(), 500)}")


def _facts(check: Check) -> Outcome:
    return Outcome(**{name: getattr(check, name) for name in Outcome.__struct_fields__})
