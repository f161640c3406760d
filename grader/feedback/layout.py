"""Values as a person reads them: a matrix in rows, columns under each other, the worst element pointed at.

They are taken with as little faith as any text: what is no value is wrapped as it stands.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, replace

from grader import show
from grader.feedback.value import ELLIPSIS, NUMBER, Value, element, read, shape_note, unfolded

WIDTH = 72
LONGEST = 4000

_CUT = re.compile(r" … \(\d+ more characters\)$")
_CALL = re.compile(r"([\w.<>]+)\((.*)", re.DOTALL)
_COMPUTED = "(computed from the result)"


@dataclass(frozen=True)
class Line:
    """A line of text; a pointer's line has carets under what it points at."""

    text: str
    pointer: bool = False


@dataclass(frozen=True)
class Block:
    """A value laid out: its lines, and its shape and element type where there is more to see than the value."""

    lines: tuple[Line, ...]
    note: str = ""


Place = tuple[int, int, int]
Columns = list[tuple[int, int]]


def value(text: str, *, worst: str | None = None, most: int) -> Block:
    """Lay out a value, with carets under the element that `worst` names.

    >>> for line in value("[[0.5, 0.25], [10.5, 0.25]]", worst="at [1, 0]: got 10.5", most=9).lines:
    ...     print(line.text)
    [[ 0.5, 0.25],
     [10.5, 0.25]]
      ^^^^
    """
    plain = text.removesuffix(f" {_COMPUTED}")
    body, cut = _cut(plain)
    computed = "" if plain == text else _COMPUTED.strip("()")
    node = read(body)
    if node is None:
        return Block(_short(_wrapped(f"{body} {cut}"), most), computed)
    node = unfolded(node)
    target = element(node, worst)
    lines, places = _drawn(replace(node, shape="", dtype=""), WIDTH)
    shape = shape_note(node) if node.shape or len(lines) > 1 else ""
    note = ", ".join(each for each in (shape, node.dtype, computed) if each)
    place = places.get(id(target)) if target is not None else None
    return Block(tuple(_pointed(lines + [cut] * bool(cut), place, most)), note)


def call(text: str, *, most: int) -> Block:
    """Lay out a call: on one line where it fits, else an argument after the other.

    >>> for line in call("activations.softmax([[0.0, 0.0], [1.0986123, 0.0]])", most=9).lines:
    ...     print(line.text)
    activations.softmax(
        [[0.0,       0.0],
         [1.0986123, 0.0]],  # shape (2, 2)
    )
    """
    body, cut = _cut(text)
    found = _CALL.match(body)
    arguments = read(f"({found[2]}") if found else None
    if found is None or arguments is None:
        return Block(_short(_wrapped(f"{body} {cut}"), most))
    items = [unfolded(item) for item in arguments.items]
    drawn = [_drawn(item, WIDTH - 6)[0] for item in items]
    if not cut and all(len(lines) == 1 for lines in drawn):
        line = f"{found[1]}({', '.join(map(_flat, items))})"
        if len(line) <= WIDTH:
            return Block((Line(line),))
    high = [len(lines) > 1 for lines in drawn]
    share = max(3, (most - 2 - high.count(False)) // max(1, high.count(True)))
    lines = []
    for item, own in zip(items, drawn, strict=True):
        notes = [each for each in (shape_note(item), item.dtype) if each]
        comment = f"  # {', '.join(notes)}" if notes and len(own) > 1 else ""
        *above, last = _kept(own, None, share)
        lines += [f"    {line}" for line in (*above, f"{last},{comment}")]
    return Block(_short([f"{found[1]}(", *lines, f"    {cut}" if cut else ")"], most))


def text(content: str, *, most: int) -> Block:
    """Lay out what is text: its own lines, those that are too long broken."""
    clean = show.clipped(content.strip("\n"), LONGEST)
    return Block(_short(_wrapped(clean), most))


def _cut(text: str) -> tuple[str, str]:
    """A text without what tells that it was cut, and that."""
    text = show.clipped(text, LONGEST).replace("\n", " ").strip()
    found = _CUT.search(text)
    return (text[: found.start()], found[0].strip()) if found else (text, "")


def _flat(node: Value) -> str:
    """A node on one line."""
    return _line(node)[0]


def _line(node: Value) -> tuple[str, dict[int, Place]]:
    """A node on one line, and where each of its texts stands."""
    note = ", ".join(each for each in (node.shape and f"shape {node.shape}", node.dtype) if each)
    after = f" ({note})" if note else ""
    if node.is_text:
        place = (0, len(node.name), len(node.text))
        return f"{node.name}{node.text}{after}", {id(node): place}
    line, places = node.name + node.brackets[0], {}
    for number, item in enumerate(node.items):
        line += ", " if number else ""
        text, inner = _line(item)
        for key, (row, column, length) in inner.items():
            places[key] = (row, column + len(line), length)
        line += text
    comma = "," if node.brackets == "()" and len(node.items) == 1 else ""
    return f"{line}{comma}{node.brackets[1]}{after}", places


def _drawn(
    node: Value, width: int, shared: Columns | None = None
) -> tuple[list[str], dict[int, Place]]:
    """A node in lines, and where each of its texts stands: line, column, length."""
    if node.is_text:
        line, places = _line(node)
        return _chopped(line, width), places
    rows = [item for item in node.items if not item.is_text]
    if not rows:
        return _row(node, width, shared or _columns([node]))
    line, places = _line(node)
    if not _has_rows(node) and len(line) <= width:
        return [line], places
    return _stacked(node, width, shared or _shared(node))


def _has_rows(node: Value) -> bool:
    """Whether a matrix of more than one row stands anywhere in a node."""
    rows = [item for item in node.items if not item.is_text]
    plain = [row for row in rows if all(item.is_text for item in row.items)]
    alike = len(plain) > 1 and node.brackets == "[]" and len({len(row.items) for row in plain}) == 1
    return alike or any(_has_rows(row) for row in rows)


def _shared(node: Value) -> Columns | None:
    """The columns of all rows of an array; None where they are not alike."""
    rows, level = [], [node]
    while level:
        rows += [each for each in level if all(item.is_text for item in each.items)]
        level = [item for each in level for item in each.items if not item.is_text]
    whole = [row for row in rows if not row.items or row.items[-1].text != ELLIPSIS]
    alike = len({len(row.items) for row in whole}) == 1
    return _columns(rows) if alike and {row.brackets for row in rows} == {"[]"} else None


def _stacked(node: Value, width: int, shared: Columns | None) -> tuple[list[str], dict[int, Place]]:
    """Items under each other, behind the opening bracket."""
    opening = node.name + node.brackets[0]
    lines: list[str] = []
    places: dict[int, Place] = {}
    for number, item in enumerate(node.items):
        own, inner = _drawn(item, width - len(opening) - 1, shared)
        last = number == len(node.items) - 1
        alone = "," if node.brackets == "()" and len(node.items) == 1 else ""
        own[-1] += f"{alone}{node.brackets[1]}" if last else ","
        for key, (line, column, length) in inner.items():
            places[key] = (line + len(lines), column + len(opening), length)
        start = opening if not lines else " " * len(opening)
        lines += [start + own[0], *(" " * len(opening) + line for line in own[1:])]
    return lines, places


def _columns(rows: Sequence[Value]) -> Columns:
    """How many characters each column needs before and after the point."""
    columns: Columns = []
    for row in rows:
        for place, item in enumerate(row.items):
            before, after = _halves(_flat(item))
            if place == len(columns):
                columns.append((0, 0))
            columns[place] = (
                max(columns[place][0], len(before)),
                max(columns[place][1], len(after)),
            )
    return columns


def _halves(text: str) -> tuple[str, str]:
    """A number before and from its point on; another text counts as before it."""
    number = NUMBER.fullmatch(text)
    return (number[1], number[2]) if number and number[1] is not None else (text, "")


def _row(node: Value, width: int, columns: Columns) -> tuple[list[str], dict[int, Place]]:
    """A row of texts on one line, or on several of equal columns where it is too long."""
    opening, closing = node.name + node.brackets[0], node.brackets[1]
    if len(node.items) == 1 and node.brackets == "()":
        closing = "," + closing
    total = sum(before + after + 2 for before, after in columns)
    if total + len(opening) > width and columns:
        widest = (max(b for b, _ in columns), max(a for _, a in columns))
        columns = [widest] * len(columns)
    lines: list[str] = []
    places: dict[int, Place] = {}
    line = opening
    for place, item in enumerate(node.items):
        shown = _flat(item)
        before, _ = _halves(shown)
        pad, room = columns[place][0] - len(before), sum(columns[place])
        numeric = before != shown
        comma = "," if place < len(node.items) - 1 else ""
        if place and len(line) + room + 1 > width:
            lines.append(line.rstrip())
            line = " " * len(opening)
        cell = " " * pad + shown if numeric or NUMBER.fullmatch(shown) else shown
        start = len(line) + len(cell) - len(cell.lstrip()) + len(item.name)
        places[id(item)] = (len(lines), start, len(item.text))
        line += f"{cell}{comma}".ljust(room + 2) if comma else cell
    lines.append(f"{line}{closing}")
    if len(node.items) == 0:
        return [f"{opening}{closing}"], {}
    return [part for each in lines for part in _chopped(each, 2 * width)], places


def _wrapped(text: str) -> list[str]:
    return [
        part
        for line in text.split("\n")
        for part in textwrap.wrap(line.expandtabs(4).rstrip(), WIDTH, drop_whitespace=False) or [""]
    ]


def _chopped(line: str, width: int) -> list[str]:
    return [line[i : i + width] for i in range(0, len(line), width)] or [""]


def _short(lines: list[str], most: int) -> tuple[Line, ...]:
    return tuple(map(Line, _kept(lines, None, most)))


def _pointed(lines: list[str], place: Place | None, most: int) -> list[Line]:
    """The lines, no more than `most`, with carets under a place."""
    if place is None or place[0] >= len(lines):
        return [*_short(lines, most)]
    row, column, length = place
    pointer = " " * column + "^" * max(1, length)
    shown = _kept([*lines[: row + 1], pointer, *lines[row + 1 :]], row, most)
    return [Line(line, pointer=line == pointer) for line in shown]


def _kept(lines: list[str], around: int | None, most: int) -> list[str]:
    """The first lines and the last, and those around one of them; how many were left out in their places."""
    count = len(lines)
    if count <= most:
        return lines
    if around is None or around + 1 < most - 2:
        wanted = {*range(most - 2), count - 1}
    else:
        above = max(1, most - 6)
        wanted = {*range(above), *range(around, min(around + 2, count)), count - 1}
    shown, before = [], -1
    for number in sorted(wanted):
        if left := number - before - 1:
            shown.append(f"… {left} more lines" if left > 1 else lines[before + 1])
        shown.append(lines[number])
        before = number
    return shown
