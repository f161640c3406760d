"""Where student code raised or hangs, as its worker says: told only where it agrees with what was handed in.

A worker can say of itself what it likes, and what it says here is shown to the student: without this, what
a hidden check passed to the code could be written into the name of a file or a line of source.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from grader.notebooks import code

_PLACE = re.compile(r"([^/,:]+)\.py, line ([0-9]{1,7}), in ([^:]+)(?:: .*)?", re.DOTALL)
_DUMPED = re.compile(
    r'File "exercises/([^"/\n]{1,100})\.py", line ([0-9]{1,7}) in'
    r" ((?:[a-zA-Z0-9_<>]|\\x[0-9a-f]{2}|\\u[0-9a-f]{4}|\\U[0-9a-f]{8}){1,100})\n"
)
_LOOP = re.compile(r"(?:async\s+)?(for|while)\b")
_SCOPE = re.compile(r"(?:async\s+)?(?:def|class)\b")
_LINE = re.compile(r"\r\n?|\n")
FRAMES, FARTHEST = 100, 2000  # of a stack, as faulthandler writes them; lines up to a loop's first
_UNNAMED = {"<module>", "<lambda>", "<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>"}


def confirmed(places: Iterable[str], sources: Mapping[str, bytes]) -> tuple[str, ...]:
    """The places that there are in these modules, each with its own line of source."""
    return tuple(found for place in places if (found := _confirmed(place, sources)) is not None)


def _confirmed(place: str, sources: Mapping[str, bytes]) -> str | None:
    said = _PLACE.fullmatch(place)
    if said is None or said[1] not in sources:
        return None
    module, number, name = said[1], int(said[2]), said[3]
    text = sources[module].decode("utf-8", "replace")
    lines = _lines(sources[module])
    defined = name in _UNNAMED or re.search(rf"\b(?:def|class)\s+{re.escape(name)}\b", text)
    if not defined or not 1 <= number <= len(lines):
        return None
    told = lines[number - 1].strip()
    cell = code.place(text, number) if code.is_notebook(text) else None
    if cell is not None:
        return f"{module}.ipynb, cell {cell[0]}, line {cell[1]}, in {name}: {told}"
    return f"{module}.py, line {number}, in {name}: {told}"


def hanging(dump: bytes, sources: Mapping[str, bytes]) -> tuple[str, ...]:
    """The place where code hangs, of a stack as faulthandler writes it, innermost first; none where it tells none.

    Code that runs in circles is met at any line of a loop, so that the loop is named: what runs with no end is mostly a
    `while`, the innermost function's; else the outermost `for` is what takes so long.
    """
    whiles: list[str] = []
    fors: list[str] = []
    lines: list[str] = []
    frames = _DUMPED.findall(dump.decode("utf-8", "replace"))
    for module, number, escaped in frames[:FRAMES]:
        name = escaped.encode().decode("unicode_escape", "replace")
        around = [*_loops(_lines(sources.get(module, b"")), int(number))]
        for found, kind in ((whiles, "while"), (fors, "for")):
            outermost = [line for line, word in around if word == kind][-1:]
            found += [f"{module}.py, line {line}, in {name}" for line in outermost]
        lines.append(f"{module}.py, line {number}, in {name}")
    return confirmed([*whiles, *reversed(fors), *lines], sources)[:1]


@lru_cache(maxsize=8)
def _lines(source: bytes) -> Sequence[str]:
    """The lines of a source as Python counts them, which no form feed ends."""
    return _LINE.split(source.decode("utf-8", "replace"))


def _loops(lines: Sequence[str], number: int) -> Iterator[tuple[int, str]]:
    """The loops around a line in its function, innermost first, by their indentation: 'for' or 'while' and its line."""
    depth: float = float("inf")
    end = min(number, len(lines))
    for place in range(end, max(0, end - FARTHEST), -1):
        line = lines[place - 1].expandtabs()
        text = line.lstrip()
        indent = len(line) - len(text)
        if not text or text.startswith("#") or indent >= depth:
            continue
        depth = indent
        if _SCOPE.match(text):
            return
        if loop := _LOOP.match(text):
            yield place, loop[1]
