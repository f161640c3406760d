"""How long a student waits between a save and the verdict on the screen, beside pytest on the same function."""

from __future__ import annotations

import ast
import contextlib
import os
import pty
import select
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.alternation import Tell
from benchmarks.figure import Bound, Figure, at_most, ratio
from benchmarks.processes import BenchmarkError, run
from benchmarks.specimens import another, course, desk

PROGRAMS = Path(sys.executable).parent
PATIENCE, QUIET = 60.0, 1.0
WAIT = 0.3  # seconds that somebody should wait at most


def figures(tell: Tell) -> list[Figure]:
    """The first function of each unit: broken by a save, and mended by another, in a terminal; then by pytest."""
    saved: list[float] = []
    fresh: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        place = desk(Path(folder) / "desk", another())
        with _watching(place) as screen:
            _until(screen, "functions are solved")
            for unit in course().units:
                name = f"{unit.name}.{unit.functions[0]}"
                tell(name)
                module = place / "exercises" / f"{unit.name}.py"
                right = module.read_bytes()
                said = f"broken-{unit.number}"
                saved.append(_save(screen, module, _broken(right, unit.functions[0], said), said))
                saved.append(_save(screen, module, right, f"{name}: all checks pass"))
                command = (
                    str(PROGRAMS / "pytest"), "-q", f"tests/public/test_{unit.name}.py",
                    "-k", name,
                )  # fmt: skip
                fresh += [run(command, place).seconds] * 2
    return [
        _typical("from a save to its verdict, the median", saved, statistics.median(saved)),
        _typical("from a save to its verdict, the worst", saved, max(saved)),
        ratio("pytest on the function over grader watch", fresh, saved),
    ]


def _typical(what: str, rounds: Sequence[float], value: float) -> Figure:
    bound: Bound = at_most(WAIT)
    return Figure(
        what=what, value=value, low=min(rounds), high=max(rounds), unit="s", bound=bound, sides=(tuple(rounds),),
    )  # fmt: skip


@contextlib.contextmanager
def _watching(place: Path) -> Iterator[int]:
    """`grader watch` in a terminal of its own: gives the end that shows what is on its screen."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [str(PROGRAMS / "grader"), "watch"], cwd=place, stdin=theirs, stdout=theirs, stderr=theirs,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "120", "LINES": "40"}, start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    try:
        yield ours
    finally:
        process.kill()
        process.wait()
        os.close(ours)


def _save(screen: int, module: Path, source: bytes, said: str) -> float:
    """Save as an editor does, and wait until this is said."""
    beside = module.with_suffix(".tmp")
    beside.write_bytes(source)
    started = time.perf_counter()
    beside.replace(module)
    _until(screen, said)
    seconds = time.perf_counter() - started
    while select.select([screen], [], [], QUIET)[0]:  # nobody saves again at once
        os.read(screen, 1 << 16)
    return seconds


def _until(screen: int, said: str) -> None:
    seen, deadline = b"", time.monotonic() + PATIENCE
    while said.encode() not in seen:
        if time.monotonic() > deadline:
            raise BenchmarkError(f"grader watch did not say {said!r}, but {seen[-2000:]!r}")
        if select.select([screen], [], [], 0.1)[0]:
            seen += os.read(screen, 1 << 16)


def _broken(source: bytes, name: str, said: str) -> bytes:
    """A module with an error raised at the beginning of a function, or of a class's first method."""
    node = next(each for each in ast.parse(source).body if getattr(each, "name", None) == name)
    if isinstance(node, ast.ClassDef):
        node = next(each for each in node.body if isinstance(each, ast.FunctionDef))
    assert isinstance(node, ast.FunctionDef)
    first = node.body[1 if ast.get_docstring(node) is not None else 0]
    lines = source.splitlines(keepends=True)
    raising = f"{' ' * first.col_offset}raise ValueError({said!r})\n".encode()
    return b"".join([*lines[: first.lineno - 1], raising, *lines[first.lineno - 1 :]])
