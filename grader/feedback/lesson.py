"""What helps with a function: its first hint, and the section of the unit's lesson that is about it.

Both are read from the course as text. Where it is not at hand, or only a release without solutions, less is said.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass

from grader.curriculum import Course
from grader.generate import hints

_SECTION = re.compile(r"^## (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Lesson:
    """What is told of one function."""

    hint: str = ""
    section: str = ""


Lessons = Mapping[tuple[str, str], Lesson]


def read_lessons(course: Course) -> Lessons:
    """What the course says of each function, by (unit, function)."""
    folder = course.root / ("solutions" if course.has_solutions else "exercises")
    found = {}
    for unit in course.units:
        text = (folder / f"{unit.name}.py").read_text(encoding="utf-8")
        tree = ast.parse(text)
        first, sections = hints(text), _sections(ast.get_docstring(tree) or "")
        methods = {
            node.name: [part.name for part in node.body if isinstance(part, ast.FunctionDef)]
            for node in tree.body
            if isinstance(node, ast.ClassDef)
        }
        for function in unit.functions:
            hint = first.get(function, [""])[0] if function not in methods else ""
            found[unit.name, function] = Lesson(hint, _about(function, sections))
    return found


def _sections(lesson: str) -> dict[str, str]:
    _, *parts = _SECTION.split(lesson)
    return dict(zip(parts[::2], parts[1::2], strict=True))


def _about(function: str, sections: Mapping[str, str]) -> str:
    """The section that names a function most often, in code; the first of several."""
    named = re.compile(rf"`{function}\b|(?<![\w.]){function}\(")
    counts = {title: len(named.findall(text)) for title, text in sections.items()}
    best = max(counts, key=counts.__getitem__, default="")
    return best if counts.get(best) else ""
