"""What the commands print: tables and facts on standard output, notes and progress on standard error.

Names and messages come from students, so nothing here is read as markup.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
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
from grader.gradebook import Gradebook, Row
from grader.outcome import Outcome
from grader.pace import Pace
from grader.report import Check, unit_notes

PIPE_WIDTH = 120
LARGE_CLASS = 1000

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


@contextmanager
def marking(total: int) -> Iterator[Callable[[bool], None]]:
    """A bar of submissions, where somebody watches: gives what is told of each whether it was marked now."""
    pace = Pace(total)
    bars = Progress(
        TextColumn("marking"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"),
        console=_err, transient=True, disable=not _err.is_terminal,
    )  # fmt: skip
    task = bars.add_task("", total=total)

    def settle(marked: bool) -> None:
        pace.settle(marked)
        bars.update(task, advance=1, description=str(pace))

    with bars:
        yield settle


@contextmanager
def progress(doing: str, total: int) -> Iterator[Callable[[], None]]:
    """A bar, where somebody watches: gives what is told of each."""
    bars = Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
        console=_err, transient=True, disable=not _err.is_terminal,
    )  # fmt: skip
    task = bars.add_task(doing, total=total)
    with bars:
        yield lambda: bars.advance(task)


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


def print_class(book: Gradebook) -> None:
    """A row a student, the score and the units that lost points; of a large class only who is to be looked at."""
    rows = book.sorted_rows()
    if len(rows) <= LARGE_CLASS:
        table = Table("student", box=None, pad_edge=False)
        table.add_column("score", justify="right", no_wrap=True)
        table.add_column("of", justify="right", no_wrap=True)
        table.add_column("points lost in", overflow="fold")
        for row in rows:
            name = Text(show.line(row.student, 60))
            table.add_row(name, f"{row.score:g}", f"{book.maximum:g}", Text(_losses(row, book)))
        _out.print(table)
    noted = [row for row in rows if row.notes]
    for row in noted[:LARGE_CLASS]:
        for sentence in row.notes:
            say(f"{show.line(row.student, 60)}: {show.line(sentence, 1000)}")
    if len(rows) > LARGE_CLASS:
        say(f"class.csv has a row for each of {len(rows)} students, and notes on {len(noted)}")


def print_units(book: Gradebook) -> None:
    """A row a unit: its points, how many have begun it, and what they have of it on average."""
    table = Table("unit", box=None, pad_edge=False)
    for heading in ("points", "begun by", "their mean"):
        table.add_column(heading, justify="right", no_wrap=True)
    for place, (unit, points) in enumerate(book.units.items()):
        earned = [row.earned[place] for row in book.rows if row.begun[place]]
        mean = f"{sum(earned) / len(earned):.1f}" if earned else ""
        table.add_row(unit, f"{points:g}", str(len(earned)), mean)
    say("")
    _out.print(table)


def _losses(row: Row, book: Gradebook) -> str:
    """The units begun that lost points, and how many were not."""
    lost = [
        f"{unit} {earned:g}/{points:g}"
        for (unit, points), earned, begun in zip(
            book.units.items(), row.earned, row.begun, strict=True
        )
        if earned < points and begun
    ]
    idle = row.begun.count(False)
    return ", ".join([*lost, f"{idle} not begun"] if idle else lost)


def print_unit(checks: list[Check]) -> None:
    """A unit's functions: those done in a line, the first fact that fails of each other."""
    if not checks:
        return
    points, got = sum(each.points for each in checks), sum(each.earned for each in checks)
    say(f"{checks[0].unit}: {got:g} of {points:g} points", style="bold")
    if whole := unit_notes(checks):
        say(f"  {show.line(whole[0].partition(': ')[2], 1000)}")
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
        if failed[0].diagnosis:
            say(f"    {'diagnosis':10} {failed[0].diagnosis}")
        if failed[0].output:
            printed = show.clipped(failed[0].output.strip(), 500)
            say(f"    {'printed':10} {printed.replace(chr(10), chr(10) + ' ' * 15)}")


def _facts(check: Check) -> Outcome:
    return Outcome(**{name: getattr(check, name) for name in Outcome.__struct_fields__})


def print_table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table of a name and numbers."""
    table = Table(headings[0], box=None, pad_edge=False)
    for heading in headings[1:]:
        table.add_column(heading, justify="right", no_wrap=True)
    for row in rows:
        table.add_row(*(Text(str(cell)) for cell in row))
    _out.print(table)
