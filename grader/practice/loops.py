"""Where code that does not end was caught: the student's own line, and the loop around it."""

from __future__ import annotations

import ast
import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from grader import show

_DUMPED = re.compile(r'^  File "(.*)", line (\d+) in (\S+)$', re.MULTILINE)


@dataclass(frozen=True)
class Place:
    """A line of a student's file, in a function, with what stands there and whether that begins a loop."""

    file: str
    line: int
    function: str
    code: str
    loops: bool

    def __str__(self) -> str:
        return show.line(f"{self.file}, line {self.line}, in {self.function}: {self.code}", 300)


def in_frames(frame: FrameType | None, target: Path) -> Place | None:
    """The place of the innermost frame that is in a file of a folder."""
    while frame is not None:
        if Path(frame.f_code.co_filename).parent == target:
            return _place(Path(frame.f_code.co_filename), frame.f_lineno, frame.f_code.co_name)
        frame = frame.f_back
    return None


def in_dump(text: str, target: Path) -> Place | None:
    """The same, of what faulthandler wrote."""
    for file, line, function in _DUMPED.findall(text):
        if Path(file).parent == target:
            return _place(Path(file), int(line), function)
    return None


def endless(seconds: float, place: Place | None) -> str:
    """The sentence for what took too long."""
    said = f"no answer within {seconds:g} s"
    if place is None:
        return said
    return f"{said}: {'an endless loop' if place.loops else 'it was'} in {place}"


def _place(file: Path, line: int, function: str) -> Place:
    """The outermost loop of the function around a line; the line itself where there is none."""
    lines: list[str] = []
    loop = None
    with contextlib.suppress(OSError, SyntaxError, ValueError, RecursionError):
        source = file.read_bytes()
        lines = source.decode("utf-8", "replace").splitlines()
        loop = next(_loops(ast.parse(source), line), None)
    number = loop or line
    code = lines[number - 1].strip() if number <= len(lines) else ""
    return Place(file.name, number, function, code, loop is not None)


def _loops(tree: ast.Module, line: int) -> Iterator[int]:
    """The lines of the loops around a line that are in the innermost function around it, outermost first."""
    around = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.stmt) and node.lineno <= line <= (node.end_lineno or node.lineno)
    ]  # from the outside in, as they are walked by depth
    inner = [*reversed(around)]
    for place, node in enumerate(inner):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            inner = inner[:place]
            break
    for node in reversed(inner):
        if isinstance(node, ast.While | ast.For):
            yield node.lineno
