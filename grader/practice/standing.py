"""Where a student stands: what is solved, what is next, and where its lesson is."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from pathlib import Path

from grader.curriculum import CourseError
from grader.progress import checked_functions


def functions_of(root: Path) -> tuple[str, ...]:
    """All functions of a course that have visible checks, in their order; a CourseError where there are none."""
    functions = checked_functions(root)
    if not functions:
        raise CourseError(
            "there are no visible checks in tests/public: put back what was handed out"
        )
    return functions


def following(functions: Sequence[str], solved: Collection[str], after: str | None) -> str | None:
    """The next function that is not solved, from the one after a function on and round; None where all are."""
    start = functions.index(after) + 1 if after in functions else 0
    for name in [*functions[start:], *functions[:start]]:
        if name not in solved:
            return name
    return None


def by_unit(functions: Sequence[str]) -> dict[str, list[str]]:
    """The functions of each unit, as `unit.function`."""
    units: dict[str, list[str]] = {}
    for name in functions:
        units.setdefault(name.partition(".")[0], []).append(name)
    return units


def place(root: Path, name: str) -> str:
    """Where a function is written: 'exercises/activations.py, line 94'; the line where its module is no Python."""
    unit, _, function = name.partition(".")
    file = f"exercises/{unit}.py"
    try:
        text = (root / file).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return file
    try:
        compile(text, file, "exec", dont_inherit=True)
    except SyntaxError as error:
        if error.lineno:
            return f"{file}, line {error.lineno}"
    except (ValueError, RecursionError, MemoryError):
        pass
    found = re.search(rf"^(?:def|class)[ \t]+{re.escape(function)}\b", text, re.MULTILINE)
    return f"{file}, line {text.count(chr(10), 0, found.start()) + 1}" if found else file


def lesson(root: Path, name: str) -> str:
    """Where a function is taught: a page of its own, or the head of its module."""
    unit = name.partition(".")[0]
    page = f"lessons/{unit}.md"
    return page if (root / page).is_file() else f"exercises/{unit}.py, at its top"
