"""A lesson as Markdown cells: its sections with their formulas, the question at its end, and what a good answer says.

## In your own words

Why does …?

### BEGIN SOLUTION
What earns the points: the instructor's alone.
### END SOLUTION
"""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass

from grader.curriculum import CourseError
from grader.generate import BEGIN, END
from grader.notebooks.formula import display

TITLE = "## In your own words"
_SECTION = re.compile(r"^(?=## )", re.MULTILINE)
_SCHEME = re.compile(rf"^{BEGIN}\n(.*?)^{END}$", re.MULTILINE | re.DOTALL)
_BLOCK = re.compile(r"(?<=\n\n)(?: {4}.+\n(?:\n(?= {4}))?)+", re.MULTILINE)
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
    """A section whose formulas are set as such, and whose examples are fenced, so that they are shown as Python."""
    section = _BLOCK.sub(lambda block: _set(block[0]), f"{section}\n")
    return _EXAMPLE.sub(lambda example: f"```python\n{example[0]}\n```", section).strip()


def _set(block: str) -> str:
    """An indented block as a formula in LaTeX; as it is where it is a drawing, a table or code."""
    latex = display(textwrap.dedent(block))
    return block if latex is None else f"$$\n{latex}\n$$\n"
