"""A value of a report, read from its text: what stands in brackets, its shape and its element type.

Reports hold values as `grader.show` writes them, on one line, cut where they are long.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

ELLIPSIS = "..."
DEEPEST = 12
NUMBER = re.compile(r"([-+]?\d*)(\.?\d*(?:e[-+]?\d+)?)|nan|[-+]?inf")

_NOTE = re.compile(r" \((?:shape (\(\d[^()]{0,60}\))(?:, )?)?([a-z]+\d+)?\)")
_KEYWORD = re.compile(r"[A-Za-z_]\w*=(?!=)")
_ATOM = re.compile(r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[^\[\](){},'"]+|['"]""")
_INDEX = re.compile(r"at \[([\d, ]+)\]")


@dataclass(frozen=True, eq=False)
class Value:
    """A text, or what stands in brackets; `name` is that of a keyword argument."""

    text: str = ""
    brackets: str = ""
    items: tuple[Value, ...] = ()
    shape: str = ""
    dtype: str = ""
    name: str = ""

    @property
    def is_text(self) -> bool:
        """Whether it is one text, and has no items."""
        return not self.brackets


def read(text: str) -> Value | None:
    """The value that a text spells; what was cut short ends where it ends. None where it is no value."""
    try:
        node, end = _node(text, 0, 0)
    except (ValueError, IndexError):
        return None
    return node if not text[end:].strip() else None


def _node(text: str, start: int, depth: int) -> tuple[Value, int]:
    if depth > DEEPEST:
        raise ValueError("too deep")
    while text[start : start + 1] == " ":
        start += 1
    name = ""
    if depth and (keyword := _KEYWORD.match(text, start)):
        name, start = keyword[0], keyword.end()
    closing = {"[": "]", "(": ")", "{": "}"}.get(text[start : start + 1])
    if closing is None:
        content, end = _text(text, start)
        node = Value(content)
    else:
        items, end = [], start + 1
        while end < len(text) and text[end] != closing:
            item, end = _node(text, end, depth + 1)
            items.append(item)
            if text[end : end + 1] == ",":
                end += 1
                while text[end : end + 1] == " ":
                    end += 1
            elif end < len(text) and text[end] != closing:
                raise ValueError("brackets that do not match")
        node, end = Value(brackets=text[start] + closing, items=tuple(items)), end + 1
    note = _NOTE.match(text, end)
    if note and (note[1] or note[2]):
        node, end = replace(node, shape=note[1] or "", dtype=note[2] or ""), note.end()
    return replace(node, name=name), end


def _text(text: str, start: int) -> tuple[str, int]:
    """A text up to the next comma or closing bracket; brackets in it are balanced."""
    depth, end = 0, start
    while end < len(text):
        char = text[end]
        if not depth and (char in ",])}" or _NOTE.match(text, end)):
            break
        depth += (char in "[({") - (char in "])}")
        found = _ATOM.match(text, end)
        end = found.end() if found and char not in "[](){}," else end + 1
        if found and not depth and (note := _NOTE.search(text, start, end)):
            end = note.start()
    if end == start:
        raise ValueError("nothing here")
    return text[start:end].strip(), end


def unfolded(node: Value) -> Value:
    """A large array of many axes is told by its first elements alone: those in rows, as far as they go."""
    sizes = _sizes(node)
    if len(sizes) < 2 or 0 in sizes or not all(item.is_text for item in node.items):
        return node
    items = [item for item in node.items if item.text != ELLIPSIS]
    if not items:
        return node
    level: list[Value] = items
    for axis in range(len(sizes) - 1, 0, -1):
        full = sizes[axis]
        level = [
            Value(brackets="[]", items=_filled(level[i : i + full], full))
            for i in range(0, len(level), full)
        ]
    return replace(node, items=_filled(level, sizes[0]))


def _filled(items: Sequence[Value], full: int) -> tuple[Value, ...]:
    return (*items, Value(ELLIPSIS)) if len(items) < full else tuple(items)


def _sizes(node: Value) -> tuple[int, ...]:
    """The shape that is told of an array."""
    sizes = tuple(map(int, re.findall(r"\d{1,9}", node.shape)))
    return sizes if math.prod(sizes) < 10**15 else ()


def _seen(node: Value) -> tuple[int, ...] | None:
    """The shape of a nest of lists of numbers, all of whose elements are seen; None where it is none."""
    if node.is_text:
        return () if NUMBER.fullmatch(node.text) or node.text in ("True", "False") else None
    shapes = {_seen(item) for item in node.items}
    inner = shapes.pop() if len(shapes) == 1 and node.brackets == "[]" else None
    return None if inner is None else (len(node.items), *inner)


def shape_note(node: Value) -> str:
    """The shape, where it is told or takes counting."""
    seen = _seen(node)
    told = node.shape or (str(seen) if seen and len(seen) > 1 else "")
    return f"shape {told}" if told else ""


def element(node: Value, worst: str | None) -> Value | None:
    """The element that is named, where it is among those seen."""
    found = _INDEX.match(worst or "")
    if found is None:
        return None
    sizes = _sizes(node)
    for axis, number in enumerate(found[1].split(",")):
        index = int(number)
        dots = [place for place, item in enumerate(node.items) if item.text == ELLIPSIS]
        if dots and index >= dots[0]:
            after = len(node.items) - dots[0] - 1
            left = sizes[axis] - index if axis < len(sizes) else 0
            if not 0 < left <= after:
                return None
            index = len(node.items) - left
        if index >= len(node.items):
            return None
        node = node.items[index]
    return node if node.is_text else None
