"""What may be meant where Python tells of a slip: the name near a misspelt one, a def line that was changed, a tab.

Asked where the exception is, in the worker as in pytest, since only there it is known which names there are. The
worker has the standard library alone, and so has this.
"""

from __future__ import annotations

import builtins
import difflib
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import PurePath
from types import FrameType, ModuleType
from typing import Any

NUMPY = 0.8  # like numpy, and no other library's name
_CALLED = re.compile(r"[\w.<>]+\(\) (?:takes|missing|got (?:an unexpected|multiple values))")
_IMPORTED = re.compile(r"cannot import name '(\w+)' from '([\w.]+)'")
_UNMET = re.compile(r"mismatch in its core dimension .* \(size (\d+) is different from (\d+)\)")
_UNALIGNED = re.compile(r"shapes \([\d,]+\) and \([\d,]+\) not aligned")
_BROADCAST = re.compile(r"not be broadcast together with shapes \((\d+),(\d+)\) \((\d+),(\d*)\)")
_SAID = {  # how an exception's own words begin, and what they come of
    (EOFError, "EOF when reading a line"): ": input() has nobody to answer, a function gets its arguments",
    (RecursionError, "maximum recursion depth exceeded"): ": it calls itself without end",
    (SystemExit, ""): ": this ends the program, return ends a function",
    (TypeError, "cannot unpack non-iterable NoneType"): ": is a return missing?",
    (ValueError, "The truth value of an array"): ": np.where chooses element by element",
}  # fmt: skip
_INDENTED = {
    "inconsistent use of tabs": "indent each line with spaces, and none with tabs",
    "unexpected indent": "begin the line where the one above begins",
    "unindent does not match": "begin the line where one above it begins",
}


def missing(name: str, others: Iterable[object]) -> str:
    """The sentence for a function that is not there, with the name that may be a misspelling of it.

    >>> missing("softmax", ["np", "sofmax"])
    "softmax is missing; is 'sofmax' meant to be it?"
    """
    found = near(name, others)
    return f"{name} is missing" + (f"; is {found!r} meant to be it?" if found else "")


def remark(error: BaseException) -> str:
    """What may be meant, to be said after the exception's own words; nothing where that is not known.

    >>> remark(TypeError("softmax() takes 0 positional arguments but 1 was given"))
    ': was its def line changed?'
    """
    try:
        return _remark(error)
    except BaseException:  # what it holds is the student's, and may raise whatever it is asked
        return ""


def near(name: str, others: Iterable[object]) -> str | None:
    """The name of others that is likeliest meant: in other case, with letters exchanged, or one that is close."""
    names = [each for each in others if type(each) is str and (each[:1] != "_" or name[:1] == "_")]
    alikes: tuple[Callable[[str], object], ...] = (str.casefold, sorted)
    for alike in alikes:
        if same := [each for each in names if each != name and alike(each) == alike(name)]:
            return same[0]
    return next(iter(difflib.get_close_matches(name, [*dict.fromkeys(names)], 1)), None)


def _remark(error: BaseException) -> str:
    said = str(error)
    found = None
    for (kind, start), remarked in _SAID.items():
        if isinstance(error, kind) and said.startswith(start):
            return remarked
    if isinstance(error, SyntaxError):
        told = (each for start, each in _INDENTED.items() if (error.msg or "").startswith(start))
        return f": {found}" if (found := next(told, None)) else ""
    if isinstance(error, MemoryError):
        return "" if said else "does something grow in a loop without end?"
    if isinstance(error, ModuleNotFoundError):
        found = next(iter(difflib.get_close_matches(error.name or "", ["numpy"], 1, NUMPY)), None)
    elif isinstance(error, ImportError):
        if named := _IMPORTED.match(said):
            found = near(named[1], vars(sys.modules[named[2]]))
    elif type(error) is NameError:
        found = _meant(error.name or "", _innermost(error))
    elif isinstance(error, AttributeError) and error.obj is not None:
        found = near(error.name or "", dir(error.obj))
    elif isinstance(error, TypeError) and _CALLED.match(said) and not _within(_innermost(error)):
        return ": was its def line changed?"
    elif isinstance(error, ValueError) and (sides := _UNMET.search(said)):
        both = f"{sides[2]} columns before the @ and {sides[1]} rows behind it"
        return f": {both} do not fit, is one of them transposed?"
    elif isinstance(error, ValueError) and _UNALIGNED.match(said):
        return ": is one of them transposed?"
    elif isinstance(error, ValueError) and (shapes := _BROADCAST.search(said)):
        rows, columns, others, more = shapes.groups()
        if not more and others == rows:
            return ": with keepdims=True a sum or maximum keeps its axis"
        if more and columns == others:
            return ": is @ meant in place of *?"
    return f"; is {found!r} meant?" if found else ""


def _innermost(error: BaseException) -> FrameType | None:
    """The frame that an exception was raised in."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return trace.tb_frame if trace is not None else None


def _within(frame: FrameType | None) -> bool:
    """Whether a frame is of a student's module: what went wrong at a call of theirs is no other's."""
    return frame is not None and PurePath(frame.f_code.co_filename).parent.name == "exercises"


def _meant(name: str, frame: FrameType | None) -> str | None:
    """The name that may be meant, of all that are known in a frame."""
    if frame is None:
        return None
    known: Mapping[str, Any] = {**vars(builtins), **frame.f_globals, **frame.f_locals}
    if "self" in known and name in dir(known["self"]):
        return f"self.{name}"
    modules = {key: each for key, each in known.items() if type(each) is ModuleType}
    called = [key for key, each in modules.items() if vars(each).get("__name__") == name]
    return called[0] if called else near(name, reversed([*known]))
