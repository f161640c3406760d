"""Where code that does not end was caught, in the sandbox's words: the student's line, or the loop around it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from grader.practice.changes import read_sources
from grader.redirect import EXERCISES
from grader.sandbox.places import hanging


def in_frames(frame: FrameType | None, target: Path) -> str | None:
    """The place of a running frame: 'activations.py, line 12, in sigmoid: while True:'."""
    stack = "".join(
        f'  File "{each.f_code.co_filename}", line {each.f_lineno} in {each.f_code.co_name}\n'
        for each in _outwards(frame)
    )
    return in_dump(stack.encode("utf-8", "replace"), target)


def in_dump(dump: bytes, target: Path) -> str | None:
    """The same, of what faulthandler wrote of a process."""
    folder = f'File "{target}/'.encode()
    places = hanging(dump.replace(folder, f'File "{EXERCISES}/'.encode()), read_sources(target))
    return places[0] if places else None


def endless(seconds: float, place: str | None) -> str:
    """The sentence for what took too long."""
    said = f"no answer within {seconds:g} s"
    if place is None:
        return said
    loops = place.partition(": ")[2].startswith(("while ", "for "))
    return f"{said}: {'an endless loop' if loops else 'it was'} in {place}"


def _outwards(frame: FrameType | None) -> Iterator[FrameType]:
    while frame is not None:
        yield frame
        frame = frame.f_back
