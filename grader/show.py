"""Values as text that a student can read: short, on one line, the same on every run."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

import numpy as np

LONGEST = 2000
SAMPLE = 48
_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")
_STEERING = re.compile(
    "[\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def value(item: Any) -> str:
    """Render a value: arrays with few digits and their shape where it cannot be seen.

    >>> value(np.array([[0.5, 1.0]]))
    '[[0.5, 1.0]]'
    >>> value((np.zeros((2, 1, 1)), "relu"))
    "([[[0.0]], [[0.0]]] (shape (2, 1, 1)), 'relu')"
    """
    return clipped(_render(item))


def inputs(drawn: Mapping[str, Any]) -> str:
    """Render what a property was given, as Hypothesis does, on one line.

    >>> inputs({"x": np.array([[0.5], [1.0]]), "n": 2})
    'x=array([[0.5], [1. ]]), n=2'
    """
    text = ", ".join(f"{name}={item!r}" for name, item in drawn.items())
    return clipped(re.sub(r",?\s*\n\s*", ", ", text))


def clipped(text: str, limit: int = LONGEST) -> str:
    """Cut what is too long for a screen, and make visible what could steer a terminal or hide.

    >>> clipped("\\x1b[31m is red, on a terminal", 16)
    '\\\\u001b[31m is re … (16 more characters)'
    """
    text, rest = text[: 2 * limit], len(text) - 2 * limit
    text = _ADDRESS.sub("", text)
    text = text if text.isprintable() else "".join(map(_visible, text))
    rest = max(0, rest) + max(0, len(text) - limit)
    return f"{text[:limit]} … ({rest} more characters)" if rest else text


def line(text: str, limit: int = 200) -> str:
    """As `clipped`, on one line: for names."""
    return clipped(text, limit).replace("\n", "\\n").replace("\t", "\\t")


def inert(document: str) -> str:
    r"""JSON whose texts say the same, and do not steer a terminal.

    >>> inert('"\u009b31m, \U000e0041"')
    '"\\u009b31m, \\udb40\\udc41"'
    """
    return _STEERING.sub(lambda found: json.dumps(found[0])[1:-1], document)


def _visible(char: str) -> str:
    if char in "\n\t" or unicodedata.category(char) not in _UNSEEN:
        return char
    return f"\\u{ord(char):04x}"


def _render(item: Any) -> str:
    if isinstance(item, np.ndarray):
        return _array(item)
    if isinstance(item, np.generic):
        return _array(np.asarray(item))
    if type(item) in (list, tuple):
        shown = ", ".join(_render(each) for each in item[:12])
        more = f", … {len(item) - 12} more" if len(item) > 12 else ""
        opening, closing = "[]" if type(item) is list else "()"
        comma = "," if type(item) is tuple and len(item) == 1 else ""
        return f"{opening}{shown}{more}{comma}{closing}"
    if type(item) is dict:
        return "{" + ", ".join(f"{key!r}: {_render(each)}" for key, each in item.items()) + "}"
    if isinstance(item, np.random.Generator):
        return "rng"
    if callable(item) and hasattr(item, "__name__"):
        return str(item.__name__)
    return repr(item)


def _array(array: np.ndarray) -> str:
    array = np.asarray(array)
    if array.ndim == 0:
        text = repr(array.item())
    elif array.ndim > 2 and array.size > SAMPLE:
        text = f"{_array(array.ravel()[:SAMPLE])[:-1]}, ...]"
    else:
        text = np.array2string(
            array,
            separator=", ",
            precision=8,
            threshold=SAMPLE,
            edgeitems=3,
            max_line_width=10**9,
            formatter={"float_kind": lambda number: repr(float(f"{number:.8g}"))},
        )
        text = re.sub(r",?\n\s*", ", ", text)
    seen = array.size and array.ndim <= 2 and array.size <= SAMPLE
    notes = [] if seen or array.ndim == 0 else [f"shape {array.shape}"]
    if array.dtype not in (np.float64, np.int64, np.bool_) and array.dtype.kind != "U":
        notes.append(str(array.dtype))
    return f"{text} ({', '.join(notes)})" if notes else text
