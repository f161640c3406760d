"""One function of a student's module, or all of it, as it was handed out: what was there is kept, the rest not touched.

Modules are taken as bytes and cut at lines, so that what stands around a function stays what it is.
"""

from __future__ import annotations

import ast
import contextlib
import io
import os
import re
import tokenize
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from grader import show
from grader.curriculum import CourseError
from grader.handout import Handout
from grader.redirect import EXERCISES
from grader.report import write_atomically

KEPT = f"{EXERCISES}/.kept"
TRIED = 100  # ends of a function in a module that is no Python
_UNPARSED = (SyntaxError, ValueError, RecursionError, MemoryError)
Spans = Mapping[
    str, tuple[int, int]
]  # the lines of each definition, decorators and all: [first, end)


@dataclass(frozen=True)
class Reset:
    """What a reset did: whether anything is another now, and where what was there is kept."""

    changed: bool
    kept: Path | None = None


def reset(root: Path, unit: str, handout: Handout, function: str, moment: datetime) -> Reset:
    """Put a function back as it was handed out; all of the unit's module where none is named."""
    path = Path(os.path.realpath(root / EXERCISES / f"{unit}.py"))  # of a link, where it leads
    try:
        source, mode = path.read_bytes(), path.stat().st_mode & 0o777
    except FileNotFoundError:
        if function:
            again = f"grader reset {unit} puts it back"
            raise CourseError(f"{EXERCISES}/{unit}.py is missing: {again}") from None
        source, mode = b"", 0o644
    if function:
        module, removed = restored(source, handout, unit, function)
    else:
        module, removed = handout.stub.encode(), source
    if module.replace(b"\r\n", b"\n") == source.replace(b"\r\n", b"\n"):
        return Reset(False)
    name = f"{unit}.{function}" if function else unit
    stem = f"{name} {moment:%Y-%m-%d %H%M%S}"
    kept = _keep(root / KEPT, stem, removed, mode) if removed else None
    write_atomically(path, module, mode)
    return Reset(True, kept)


def _keep(folder: Path, stem: str, removed: bytes, mode: int) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / f"{stem}.py"
    while path.exists():
        path = path.with_stem(f"{path.stem}+")
    write_atomically(path, removed, mode)
    return path


def restored(source: bytes, handout: Handout, unit: str, function: str) -> tuple[bytes, bytes]:
    """A module with a function as it was handed out, and what stood in its place.

    Raises
    ------
    CourseError
        Where the module cannot be read as Python, and not because of this function.
    """
    newline = b"\r\n" if source.count(b"\r\n") * 2 > source.count(b"\n") else b"\n"
    stub = handout.stub.encode().splitlines(keepends=True)
    first, end = _spans(handout.stub.encode())[function]
    block = [line.rstrip(b"\r\n") + newline for line in stub[first:end]]
    lines = source.splitlines(keepends=True)
    try:
        spans = _spans(source)
    except _UNPARSED as error:
        others = {*handout.functions} - {function}
        problem = _problem(error, unit, function)
        return _replaced_unparsed(lines, block, function, others, problem)
    with contextlib.suppress(SyntaxError):
        encoding, _ = tokenize.detect_encoding(io.BytesIO(source).readline)
        if encoding not in ("utf-8", "utf-8-sig"):
            raise CourseError(f"{EXERCISES}/{unit}.py is in {encoding}: save it as UTF-8 first")
    if function in spans:
        first, end = spans[function]
        return b"".join([*lines[:first], *block, *lines[end:]]), b"".join(lines[first:end])
    return b"".join(_inserted(lines, spans, block, handout.functions, function, newline)), b""


def _spans(source: bytes) -> Spans:
    """Where each function, class and plain name at the top of a module is defined; the last of a name counts."""
    found = {}
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
            found[node.name] = (first - 1, node.end_lineno or first)
        elif isinstance(node, ast.Assign) and isinstance(name := node.targets[0], ast.Name):
            found[name.id] = (node.lineno - 1, node.end_lineno or node.lineno)
    return found


def _inserted(
    lines: Sequence[bytes], spans: Spans, block: Sequence[bytes],
    order: Sequence[str], function: str, newline: bytes,
) -> Iterator[bytes]:  # fmt: skip
    """The lines with a function that is not there at its place, after the one before it or before the one after."""
    place = order.index(function)
    before = [spans[name][1] for name in order[:place] if name in spans]
    after = [spans[name][0] for name in order[place + 1 :] if name in spans]
    at = before[-1] if before else after[0] if after else len(lines)
    yield from lines[:at]
    if at and not lines[at - 1].endswith((b"\n", b"\r")):
        yield newline
    yield from block if not before and after else [newline, newline, *block]
    if lines[at:] and lines[at].strip():
        yield from [newline, newline]
    yield from lines[at:]


def _replaced_unparsed(
    lines: Sequence[bytes],
    block: Sequence[bytes],
    function: str,
    others: Collection[str],
    problem: str,
) -> tuple[bytes, bytes]:
    """As `restored`, of a module that is no Python: the lines of the function are those without which it is."""
    header = re.compile(_defines([function]))
    places = [place for place, line in enumerate(lines) if header.match(line)]
    for place in places[-1:]:
        first = place
        while first and lines[first - 1].startswith(b"@"):
            first -= 1
        for end in islice(_ends(lines, place, others), TRIED):
            module = b"".join([*lines[:first], *block, *lines[end:]])
            with contextlib.suppress(*_UNPARSED):
                _spans(module)
                return module, b"".join(lines[first:end])
    raise CourseError(problem)


def _ends(lines: Sequence[bytes], place: int, others: Collection[str]) -> Iterator[int]:
    """Where a definition that begins on a line may end: before the next line that is not indented, or one after.

    None lies behind another definition, and blank lines and comments before what is next belong to that.
    """
    next_one = re.compile(rb"@|(?:async[ \t]+)?(?:def|class)\b|" + _defines(others))
    for number in range(place + 1, len(lines) + 1):
        if number == len(lines) or re.match(rb"[^\s#]", lines[number]):
            end = number
            while end - 1 > place and re.match(rb"#|\s*$", lines[end - 1]):
                end -= 1
            yield end
            if number < len(lines) and next_one.match(lines[number]):
                return


def _defines(names: Collection[str]) -> bytes:
    """A pattern of lines that define one of these names, be the keyword misspelt."""
    named = "|".join(map(re.escape, names)) or "(?!)"
    return rf"(?:\w+[ \t]+)+(?:{named})(?!\w)".encode()


def _problem(error: BaseException, unit: str, function: str) -> str:
    line = f", line {error.lineno}" if isinstance(error, SyntaxError) and error.lineno else ""
    said = error.msg if isinstance(error, SyntaxError) else str(error)
    return (
        f"{EXERCISES}/{unit}.py{line}: {show.line(said)}: mend that first, as {function} cannot be told from the rest,"
        f" or have the whole file put back: grader reset {unit} (yours is kept)"
    )
