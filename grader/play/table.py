"""A table of measurements: a user's own CSV, read with care, and Iris and the digits from scikit-learn.

The last column of a CSV is what is asked for: a class where it is text or a few whole numbers, else a value.
"""

from __future__ import annotations

import csv
import functools
import importlib.util
import io
import math
import re
from dataclasses import dataclass

import numpy as np

from grader import show
from grader.data import INSTALL, DataError, fetch

LONGEST, ROWS, COLUMNS, CLASSES = 512 * 1024, 2000, 100, 10
CELL = 40
IRIS = ("sepal length", "sepal width", "petal length", "petal width")
_COMMA = re.compile(r"[-+]?\d*,\d+")


class TableError(Exception):
    """A CSV that cannot be used; the message says why and what to do."""


@dataclass(frozen=True)
class Table:
    """Rows of numbers and what is asked of each: the number of a class, or a value where there are no classes."""

    columns: tuple[str, ...]
    rows: np.ndarray
    targets: np.ndarray
    classes: tuple[str, ...]
    notes: tuple[str, ...] = ()


def available() -> bool:
    """Whether the libraries that Iris and the digits come with are installed."""
    return all(importlib.util.find_spec(each) for each in ("pooch", "sklearn"))


@functools.cache
def iris() -> Table:
    """Four lengths of 150 flowers of three kinds, in centimetres."""
    (path,) = fetch("iris")
    cells = [line.split(",") for line in path.read_text(encoding="ascii").splitlines()]
    names = tuple(dict.fromkeys(row[-1] for row in cells))
    numbers = np.array([row[:-1] for row in cells], dtype=np.float64)
    return Table(IRIS, numbers, np.array([names.index(row[-1]) for row in cells]), names)


@functools.cache
def digits() -> tuple[np.ndarray, np.ndarray]:
    """Images of handwritten digits, (n, 8, 8) from 0 to 16, and their classes."""
    images, labels = (path.read_bytes() for path in fetch("digits"))
    pixels = np.frombuffer(images, dtype=np.uint8, offset=16).reshape(-1, 8, 8)
    return pixels, np.frombuffer(labels, dtype=np.uint8, offset=8).astype(np.int64)


def read_csv(text: str) -> Table:
    """A user's own table, or a TableError that says what is wrong with it."""
    if len(text) > LONGEST:
        raise TableError(f"the CSV is longer than {LONGEST // 1024} KiB: cut it")
    if not text.strip("\ufeff \t\r\n"):
        raise TableError("the file is empty: a CSV has a line of cells for each row")
    if "\0" in text:
        raise TableError("the file is no text: save the table as CSV where it was made")
    lines, rows, notes = _cells(text)
    names, rows = _headed(rows)
    lines = lines[-len(rows) :]
    for line, row in zip(lines, rows, strict=False):
        if len(row) != len(names):
            raise TableError(
                f"line {line} of the CSV has {len(row)} cells, where {len(names)} were expected"
            )
    if len(rows) < 10:
        raise TableError(f"the CSV has {len(rows)} rows of numbers: at least 10 are needed")
    columns = [_numbers([row[place] for row in rows]) for place in range(len(names) - 1)]
    numeric = [place for place, column in enumerate(columns) if column is not None]
    left_out = [
        _left_out(names[place], [row[place] for row in rows], lines)
        for place, column in enumerate(columns)
        if column is None
    ]
    if len(numeric) < 2:
        why = f" ({left_out[0]})" if left_out else ""
        raise TableError(
            f"the CSV needs two columns of numbers before its last, which is what is asked for{why}"
        )
    found = [np.zeros(len(rows)) if each is None else each for each in columns]
    targets, classes = _targets(names[-1], [row[-1] for row in rows], lines)
    notes += [f"{why}: the column is left out" for why in left_out[:3]]
    table = Table(tuple(names[:-1]), np.stack(found, axis=1), targets, classes, tuple(notes))
    return _numeric_only(table, numeric)


def _left_out(name: str, cells: list[str], lines: list[int]) -> str:
    """Why a column is no column of numbers: the first cell that is none, where others are."""
    wrong = [_number(cell) is None for cell in cells]
    if all(wrong):
        return f"column {name!r} of the CSV holds no numbers"
    first = wrong.index(True)
    return f"line {lines[first]}, column {name!r} holds {show.line(cells[first], CELL)!r}, which is no number"


def _cells(text: str) -> tuple[list[int], list[list[str]], list[str]]:
    """The number of the line of each row, the rows, and notes."""
    lines = io.StringIO(text.lstrip("\ufeff"), newline=None)  # which takes every kind of line end
    first = lines.readline(LONGEST)
    lines.seek(0)
    delimiter = next((mark for mark in ";\t" if mark in first), ",")
    numbers: list[int] = []
    rows: list[list[str]] = []
    reader = csv.reader(lines, delimiter=delimiter)
    try:
        for row in reader:
            if len(row) > COLUMNS:
                raise TableError(f"the CSV has more than {COLUMNS} columns: cut it")
            if any(cell.strip() for cell in row):
                numbers.append(reader.line_num)
                rows.append([_pointed(cell.strip()) for cell in row])
            if len(rows) > ROWS:
                return numbers[:-1], rows[:-1], [f"of the CSV the first {ROWS} rows are taken"]
    except csv.Error as error:
        raise TableError(f"this is no CSV: {error}") from None
    if not rows or len(rows[0]) < 3:
        raise TableError("the CSV needs three columns: two of numbers, and what is asked for last")
    return numbers, rows, []


def _headed(rows: list[list[str]]) -> tuple[list[str], list[list[str]]]:
    """The names of the columns, made up where the first row holds numbers, and the other rows."""
    if any(_number(cell) is not None for cell in rows[0][:-1]):
        return [f"column {place}" for place in range(len(rows[0]))], rows
    return [show.line(cell, CELL) or f"column {place}" for place, cell in enumerate(rows[0])], rows[
        1:
    ]


def _pointed(cell: str) -> str:
    """A cell with a decimal point, where it is a number with a decimal comma."""
    return cell.replace(",", ".") if _COMMA.fullmatch(cell) else cell


def _number(cell: str) -> float | None:
    try:
        value = float(cell) if len(cell) <= CELL else math.nan
    except ValueError:
        return None
    return value if math.isfinite(value) and abs(value) < 1e100 else None


def _numbers(cells: list[str]) -> np.ndarray | None:
    values = [value for cell in cells if (value := _number(cell)) is not None]
    return np.array(values) if len(values) == len(cells) else None


def _targets(title: str, cells: list[str], lines: list[int]) -> tuple[np.ndarray, tuple[str, ...]]:
    """The classes' numbers and names, or values and no names."""
    names = sorted({*cells})
    values = _numbers(cells)
    if values is not None and (len(names) > CLASSES or np.any(values % 1)):
        return values, ()
    if not 2 <= len(names) <= CLASSES:
        mixed = values is None and any(_number(cell) is not None for cell in cells)
        why = f" ({_left_out(title, cells, lines)})" if mixed else ""
        raise TableError(
            f"the last column of the CSV holds {len(names)} classes: 2 to {CLASSES} can be told apart{why}"
        )
    if values is not None:
        names.sort(key=float)
    places = {name: place for place, name in enumerate(names)}
    return np.array([places[cell] for cell in cells]), tuple(
        show.line(name, CELL) for name in names
    )


def _numeric_only(table: Table, numeric: list[int]) -> Table:
    return Table(
        tuple(table.columns[place] for place in numeric),
        table.rows[:, numeric],
        table.targets,
        table.classes,
        table.notes,
    )


__all__ = [
    "INSTALL",
    "DataError",
    "Table",
    "TableError",
    "available",
    "digits",
    "iris",
    "read_csv",
]
