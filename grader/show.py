"""Values as text that a student can read: short, on one line, the same on every run."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

LONGEST = 2000
_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")
_UNPRINTABLE = re.compile(
    r"[^\x20-\x7e\xa0-\uffff\U00010000-\U0010ffff\n\t]|[\u2028\u2029\u202a-\u202e\u2066-\u2069]"
)


def value(item: Any) -> str:
    """Render a value: arrays with few digits and their shape where it cannot be seen.

    >>> value(np.array([[0.5, 1.0]]))
    '[[0.5, 1.0]]'
    >>> value((np.zeros((2, 1, 1)), "relu"))
    "([[[0.0]], [[0.0]]] (shape (2, 1, 1)), 'relu')"
    """
    return clipped(_ADDRESS.sub("", _render(item)))


def clipped(text: str, limit: int = LONGEST) -> str:
    """Cut what is too long for a screen, and make control characters visible."""
    text = _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    return text if len(text) <= limit else f"{text[:limit]} … ({len(text) - limit} more characters)"


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
    else:
        text = np.array2string(
            array,
            separator=", ",
            precision=8,
            threshold=48,
            edgeitems=3,
            max_line_width=10**9,
            formatter={"float_kind": lambda number: repr(float(f"{number:.8g}"))},
        )
        text = re.sub(r",?\n\s*", ", ", text)
    seen = array.size and array.ndim <= 2 and array.size <= 48
    notes = [] if seen or array.ndim == 0 else [f"shape {array.shape}"]
    if array.dtype not in (np.float64, np.int64, np.bool_) and array.dtype.kind != "U":
        notes.append(str(array.dtype))
    return f"{text} ({', '.join(notes)})" if notes else text
