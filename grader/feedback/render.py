"""A page as Markdown and as HTML. Whatever a page holds is text: nothing in it becomes markup.

In HTML Jinja escapes. In Markdown every text is escaped too, or fenced by more backticks than it holds.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from grader.feedback.page import Example, Function, Page

if TYPE_CHECKING:
    from jinja2 import Environment

_ACTIVE = re.compile(
    r"[\\`*\[\]<#~|@$]|(?<![^\W_])_|_(?![^\W_])|&(?=#|\w+;)|(?<=\w):(?=//)|(?<=www)\.",
    re.IGNORECASE,
)
_START = re.compile(r"^(?:[-+=>]|\d{1,9}(?=[.)]))")


class Markup(str):
    """Markdown of our own making, not to be escaped again."""

    __slots__ = ()


def markdown(page: Page) -> str:
    """The page as Markdown."""
    text = _markdown_templates().get_template("feedback.md").render(page=page)
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n"


def html(page: Page) -> str:
    """The page as one HTML file that needs nothing else."""
    return _html_templates().get_template("feedback.html").render(page=page)


def escaped(text: str) -> Markup:
    r"""Text that Markdown shows as it stands, in the middle of a line.

    >>> print(escaped("[a](https://b) *c* $d$"))
    \[a\](https\://b) \*c\* \$d\$
    """
    return Markup(_START.sub(_escape_start, _ACTIVE.sub(r"\\\g<0>", text)))


def _escape_start(found: re.Match[str]) -> str:
    text = found[0]
    return f"\\{text}" if not text.isdigit() else f"{text[:-1]}&#{ord(text[-1])};"


def prose(text: str) -> Markup:
    r"""As `escaped`, but what an author put between backticks becomes code.

    >>> print(prose("`W` is _not_ x"))
    `W` is \_not\_ x
    """
    parts = text.split("`")
    if len(parts) % 2 == 0 or "" in parts[1::2]:
        return escaped(text)
    return Markup("".join(code(part) if i % 2 else escaped(part) for i, part in enumerate(parts)))


def prose_html(text: str) -> Any:
    """As `prose`, for HTML."""
    from markupsafe import Markup as Safe
    from markupsafe import escape

    return Safe(re.sub("`([^`]+)`", r"<code>\1</code>", str(escape(text))))


def code(text: str) -> Markup:
    """Text in a code span, behind more backticks than it holds in a row."""
    fence = _fence(text, 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return Markup(f"{fence}{pad}{text or ' '}{pad}{fence}")


def fenced(lines: Sequence[str]) -> Markup:
    """Lines in a block of code."""
    text = "\n".join(lines)
    fence = _fence(text, 3)
    return Markup(f"{fence}text\n{text}\n{fence}")


def _fence(text: str, least: int) -> str:
    runs = [len(run) for run in re.findall("`+", text)]
    return "`" * max(least, 1 + max(runs, default=0))


def points(number: float) -> str:
    """Points with their word.

    >>> points(1.0), points(2.5)
    ('1 point', '2.5 points')
    """
    return f"{number:g} point{'' if number == 1 else 's'}"


def passing(count: int) -> str:
    """How many checks pass."""
    return "1 check passes" if count == 1 else f"{count} checks pass"


def share(earned: float, of: float) -> int:
    """Per cent, 100 only where nothing is lost and 0 only where nothing is earned."""
    if of <= 0 or earned >= of:
        return 100
    if earned <= 0:
        return 0
    return min(99, max(1, round(100 * (earned / of))))


def bar(earned: float, of: float) -> str:
    """A share in ten characters."""
    full = share(earned, of) // 10
    return "█" * full + "░" * (10 - full)


def listing(example: Example) -> list[str]:
    """A case in lines: what takes one line stands beside its name, what takes several below it."""
    lines = []
    for part in example.parts:
        note = f" ({part.block.note})" if part.block.note else ""
        first, *more = [line.text for line in part.block.lines]
        if more:
            lines += [f"{part.name}{note}", *(f"  {each}" for each in (first, *more))]
        else:
            lines.append(f"{part.name:10} {first}{note}")
    return lines


def function_lines(function: Function) -> list[str]:
    """A function that lost points, in lines of plain text."""
    lines = [f"{function.failed} of {function.checks} checks fail"]
    for group in function.groups:
        lines += ["", group.reason]
        for fact in group.facts:
            cases = f": {', '.join(fact.cases)}" if fact.cases else ""
            lines.append(f"  - {fact.title}{cases} ({points(fact.points)})")
        lines += [f"  in {frame}" for frame in group.frames]
        for example in group.examples:
            lines += [
                f"  {line}"
                for line in ([example.title] if example.title else []) + listing(example)
            ]
    if function.lesson and function.lesson.hint:
        lines += ["", f"Hint: {function.lesson.hint}"]
    return lines


def _finalized(item: Any) -> Any:
    return escaped(item) if isinstance(item, str) and not isinstance(item, Markup) else item


@cache
def _markdown_templates() -> Environment:
    made = _templates(autoescape=False, finalize=_finalized)
    made.filters["prose"] = prose
    return made


@cache
def _html_templates() -> Environment:
    made = _templates(autoescape=True)
    made.filters["prose"] = prose_html
    return made


def _templates(**settings: Any) -> Environment:
    # Here, since commands that render nothing start faster without it.
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("grader.feedback"), undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, **settings,
    )  # fmt: skip
    made.filters |= {"points": points, "share": share, "bar": bar, "code": code, "pass": passing}
    made.filters |= {"fenced": fenced, "listing": listing}
    return made
