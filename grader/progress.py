"""What a student has solved, and which hints were seen: `progress.txt` in the course's folder.

    activations.sigmoid   solved 2026-11-26
    activations.softmax   solved 2026-11-27   hints 1

Read leniently, as people edit it and carry it about; written whole, in the order of the curriculum. A function is
solved when all of its visible checks passed the last time they ran.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from grader.curriculum import places
from grader.report import write_atomically

FILE = "progress.txt"
_COMMENT = (
    "# What you have solved, and the hints that you have seen. Copy it with exercises/ to go on on another machine;"
    " deleted, it is made again from the tests.\n"
)
_NAME = re.compile(r"([^\W\d]\w*\.[^\W\d]\w*)(?:\s|$)")
_SOLVED = re.compile(r"\ssolved\s+(\d{4}-\d\d-\d\d)(?!\S)")
_HINTS = re.compile(r"\shints\s+([1-9]\d?)(?!\S)")
_CHECKED = re.compile(r'^@checks\(\s*("?\w+)', re.MULTILINE)
_CONSTANT = re.compile(r'^(\w+) = ("\w+)"$', re.MULTILINE)


@dataclass(frozen=True)
class Progress:
    """The day each function was solved on, and how many of its hints were seen, by `unit.function`."""

    solved: dict[str, str] = field(default_factory=dict)
    hints: dict[str, int] = field(default_factory=dict)


def read_progress(root: Path) -> Progress | None:
    """The progress kept in a course's folder; None where there is none. What no line of ours says is passed over."""
    try:
        text = (root / FILE).read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return None
    progress = Progress()
    for line in text.splitlines():
        if name := _NAME.match(line.strip()):
            if solved := _SOLVED.search(line):
                progress.solved[name[1]] = solved[1]
            if hints := _HINTS.search(line):
                progress.hints[name[1]] = int(hints[1])
    return progress


def write_progress(root: Path, progress: Progress) -> None:
    """Write the file anew, a line a function in the order of the curriculum; others come last."""
    ranks = {name: rank for rank, name in enumerate(checked_functions(root))}
    names = sorted(
        {*progress.solved, *progress.hints}, key=lambda name: (ranks.get(name, len(ranks)), name)
    )
    width = max(map(len, names), default=0)
    lines = [f"{name:{width}}   {facts(progress, name)}\n" for name in names]
    write_atomically(root / FILE, "".join([_COMMENT, *lines]).encode())


def facts(progress: Progress, name: str) -> str:
    """What is known of a function, as its line says it: 'solved 2026-11-26   hints 1'."""
    known = []
    if name in progress.solved:
        known.append(f"solved {progress.solved[name]}")
    if name in progress.hints:
        known.append(f"hints {progress.hints[name]}")
    return "   ".join(known)


def settle(progress: Progress, passed: Mapping[str, bool], today: date) -> Progress:
    """The progress after some functions were checked: what passes is solved, what fails is not any more."""
    solved = {name: day for name, day in progress.solved.items() if passed.get(name, True)}
    for name, passes in passed.items():
        if passes:
            solved.setdefault(name, today.isoformat())
    return Progress(solved, dict(progress.hints))


def checked_functions(root: Path) -> tuple[str, ...]:
    """Every function that has visible checks, as `unit.function`, in the order of the curriculum."""
    order: dict[str, int] = {}
    for folder in ("exercises", "solutions"):
        with contextlib.suppress(OSError):
            order |= places(root / folder)
    files = sorted(
        (root / "tests" / "public").glob("test_*.py"),
        key=lambda path: (order.get(path.stem.removeprefix("test_"), len(order)), path.stem),
    )
    found = (
        f"{path.stem.removeprefix('test_')}.{function}"
        for path in files
        for function in _checked_in(path.read_text(encoding="utf-8", errors="replace"))
    )
    return tuple(dict.fromkeys(found))


def _checked_in(tests: str) -> Iterator[str]:
    """The functions that a file's tests are marked with, by their names or a constant that holds one."""
    constants = dict(_CONSTANT.findall(tests))
    for named in _CHECKED.findall(tests):
        yield constants.get(named, named).removeprefix('"')
