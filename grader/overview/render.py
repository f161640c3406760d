"""The class report as one HTML file that needs nothing else. Whatever a page holds is text: Jinja escapes it all."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from grader.feedback.render import prose_html, share
from grader.overview.page import Page

if TYPE_CHECKING:
    from jinja2 import Environment


def html(page: Page) -> str:
    """The page as HTML."""
    return _templates().get_template("class.html").render(page=page)


def per_cent(part: float) -> str:
    """A share in per cent; 100 and 0 only where it is all or nothing.

    >>> per_cent(0.999), per_cent(1.0)
    ('99 %', '100 %')
    """
    return f"{share(part, 1.0)} %"


def place(part: float) -> str:
    """A share as a place on a line.

    >>> place(1 / 3)
    '33.3%'
    """
    return f"{round(100 * part, 1):g}%"


def number(value: float) -> str:
    """A number of points.

    >>> number(1420.0), number(122.0666)
    ('1420', '122.1')
    """
    return f"{value:.1f}".removesuffix(".0")


def signed(value: float) -> str:
    """A correlation with a sign that is as wide as its plus.

    >>> signed(-0.046)
    '−0.05'
    """
    return f"{value:+.2f}".replace("-", "−")


def seconds(value: float) -> str:
    """Seconds, in as many digits as say something.

    >>> seconds(33.21), seconds(0.0123)
    ('33.2', '0.012')
    """
    return f"{value:.1f}" if value >= 1 else f"{value:.2g}"


def counted(count: int, noun: str) -> str:
    """So many of a thing.

    >>> counted(1, "check"), counted(2, "check")
    ('1 check', '2 checks')
    """
    return f"{count} {noun}{'' if count == 1 else 's'}"


def breakable(text: str) -> Any:
    """A name that a narrow column may break after its dots and underscores, as markup.

    >>> str(breakable("costs.one_hot"))
    'costs.<wbr>one_<wbr>hot'
    """
    from markupsafe import Markup, escape

    return Markup(re.sub(r"([._]|::)(?=\w)", r"\1<wbr>", str(escape(text))))


def _in_order(rows: Iterable[Any], name: str) -> list[tuple[Any, list[Any]]]:
    """Rows in groups that stand together; Jinja's own groupby would sort them."""
    return [(key, list(group)) for key, group in groupby(rows, attrgetter(name))]


@cache
def _templates() -> Environment:
    # Here, since commands that render nothing start faster without it.
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("grader.overview"), undefined=StrictUndefined, autoescape=True,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    made.filters |= {
        "per_cent": per_cent, "place": place, "number": number, "signed": signed, "seconds": seconds,
        "counted": counted, "breakable": breakable, "prose": prose_html, "groupby_in_order": _in_order,
    }  # fmt: skip
    return made
