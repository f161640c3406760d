"""What stands on the screen: a function's verdict, where its lesson is, and how far the course has come.

Lines of text with a style. What came from the student's code was made harmless where it was caught, and is cut here
to what a screen can hold.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

from rich.console import Console
from rich.text import Text

from grader import outcome, show
from grader.practice import standing
from grader.practice.verdict import Verdict
from grader.redirect import EXERCISES
from grader.refused import refused

LINES, WIDEST = 12, 400
BAR, TITLES = 24, 50  # columns: of a bar, and of what stands beside both
FACT = 10
ARROW = "  → "
GOOD, BAD, QUIET = "green", "red", "dim"


def verdict_lines(verdict: Verdict) -> Iterator[Text]:
    """One failure, or that there is none."""
    name = verdict.name
    if verdict.passes:
        yield solved_line(name)
        return
    if verdict.waits:
        yield next_line(name)
        own = f"{name}: not written yet"
        for line in verdict.lines:
            if not line.startswith((own, f"{name}.")):
                yield Text(f"  it calls {_cut(line)}")
        yield Text(f"  {'first fact':{FACT}} {_cut(verdict.title)}")
        yield Text(f"  {'test':{FACT}} {verdict.test}", QUIET)
        return
    count = (
        f"{verdict.passed} of {verdict.checks} checks pass" if verdict.checks else "no check passes"
    )
    yield Text.assemble((f"{name}: ", "bold"), (count, BAD))
    if verdict.title:
        yield Text(f"  {_cut(verdict.title)}")
    for line in verdict.lines:
        for each in line.splitlines():
            yield Text(f"  {_cut(each)}")
    for place, line in enumerate(_last(verdict.printed)):
        yield Text(f"  {'' if place else 'printed':{FACT}} {_cut(line)}")
    if verdict.test:
        yield Text(f"  {'test':{FACT}} {verdict.test}", QUIET)


def next_line(name: str) -> Text:
    """That a function is the next to write."""
    return Text(f"{name} is next", "bold")


def solved_line(name: str) -> Text:
    """That a function is solved."""
    return Text(f"{name}: all checks pass, solved", GOOD)


def refused_lines(root: Path, units: Iterable[str]) -> Iterator[Text]:
    """What of some units runs here, and is refused when they are marked."""
    for unit in units:
        for sentence in refused(root / EXERCISES / f"{unit}.py"):
            yield Text(_cut(sentence), BAD)


def place_lines(root: Path, name: str) -> Iterator[Text]:
    """Where a function is written and taught."""
    yield Text(f"  {'write it':{FACT}} {standing.place(root, name)}")
    yield Text(f"  {'lesson':{FACT}} {standing.lesson(root, name)}")


def all_solved_line(count: int) -> Text:
    """The end of the course."""
    return Text(
        f"All {count} functions are solved: you have written all of it yourself. Well done!", GOOD
    )


def standing_line(
    functions: Sequence[str], solved: Collection[str], unit: str, width: int = 0
) -> Text:
    """How far the unit and the course have come: 'activations 5 of 9, course 9 of 103', with bars in a terminal."""
    own = [name for name in functions if name.partition(".")[0] == unit]
    bar = max(0, min(BAR, (width - TITLES) // 2))
    parts: list[str | tuple[str, str]] = []
    for title, names in ((unit, own), ("course", functions)):
        done = sum(name in solved for name in names)
        parts.append(f"{', ' if parts else ''}{title} ")
        if bar:
            full = bar * done // max(1, len(names))
            parts += [("━" * full, GOOD), ("━" * (bar - full), QUIET), " "]
        parts.append(f"{done} of {len(names)}")
    return Text.assemble(*parts)


def list_lines(
    functions: Sequence[str], solved: Collection[str], current: str | None
) -> Iterator[Text]:
    """The units with what is solved of each, and the functions of the one that is worked on."""
    unit = (current or "").partition(".")[0]
    for each, names in standing.by_unit(functions).items():
        done = sum(name in solved for name in names)
        yield Text(f"{each:22} {done:3} of {len(names)}", GOOD if done == len(names) else "")
        if each == unit:
            for name in names:
                mark = "  ✓ " if name in solved else ARROW if name == current else "    "
                yield Text(f"{mark}{name.partition('.')[2]}", GOOD if name in solved else "")


def around_arrow(lines: list[Text], room: int) -> list[Text]:
    """The part of a list around the function that is worked on, where there is no room for all."""
    found = [place for place, line in enumerate(lines) if line.plain.startswith(ARROW)]
    if not found or len(lines) <= room:
        return lines
    start = max(0, min(found[0] - room // 2, len(lines) - room))
    return lines[start : start + room]


def hanging(lines: Iterable[Text], width: int) -> Iterator[Text]:
    """Lines that are no wider than a terminal; what does not fit goes on below where its fact begins."""
    console = Console(width=width)
    for line in lines:
        indent = FACT + 3 if line.plain.startswith("  ") else 0
        first, *others = line.wrap(console, max(width - indent, FACT))
        yield first
        for other in others:
            yield Text.assemble(" " * indent, other)


def _last(printed: str) -> list[str]:
    lines = printed.splitlines()
    if len(lines) > LINES:
        lines = [f"… {len(lines) - LINES} lines before these", *lines[-LINES:]]
    return lines


def _cut(line: str) -> str:
    return show.line(line, WIDEST)


def is_wrong(verdict: Verdict) -> bool:
    """Whether there is something to mend, and not only to write."""
    return not verdict.passes and not verdict.waits and verdict.status != outcome.NOT_RUN
