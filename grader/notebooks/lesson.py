"""A lesson as Markdown cells: its sections, the question at its end, and what a good answer says.

## In your own words

Why does …?

### BEGIN SOLUTION
What earns the points: the instructor's alone.
### END SOLUTION
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from grader.curriculum import CourseError
from grader.generate import BEGIN, END

TITLE = "## In your own words"
_SECTION = re.compile(r"^(?=## )", re.MULTILINE)
_SCHEME = re.compile(rf"^{BEGIN}\n(.*?)^{END}$", re.MULTILINE | re.DOTALL)
_EXAMPLE = re.compile(r"^>>> .*(?:\n.+)*", re.MULTILINE)


@dataclass(frozen=True)
class Lesson:
    """The sections in Markdown, the question, and what earns its points; the last two may be empty."""

    sections: tuple[str, ...]
    question: str
    scheme: str


def read_lesson(docstring: str, unit: str) -> Lesson:
    """A unit's lesson from its docstring; it may end without a question."""
    sections = _SECTION.split(docstring)
    last = sections.pop() if sections[-1].startswith(f"{TITLE}\n") else ""
    scheme = _SCHEME.search(last)
    if last and scheme is None:
        raise CourseError(
            f"{unit}.py: {TITLE!r} should end with what earns the points, in a solution region"
        )
    question = _SCHEME.sub("", last).removeprefix(TITLE).strip()
    return Lesson(
        tuple(markdown(each) for each in sections), question, scheme[1].strip() if scheme else ""
    )


def markdown(section: str) -> str:
    """A section with its examples fenced, so that they are shown as Python."""
    return _EXAMPLE.sub(lambda example: f"```python\n{example[0]}\n```", section).strip()
