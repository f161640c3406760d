"""What the running check asked of the student's code: the last call, and which results share memory.

`grader.testing.call` writes the record and the failure message reads it. In the sandbox a result
is a copy, so the worker reports which of its results shared memory with an argument and
`grader.sandbox.remote` notes it here; run by plain pytest, numpy itself can tell.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from operator import is_not
from typing import Any

import numpy as np

from grader import show


@dataclass(frozen=True)
class Call:
    """One call: the function's name and its arguments as they were before it ran."""

    name: str
    args: tuple[Any, ...]
    kwargs: Mapping[str, Any]

    def __str__(self) -> str:
        shown = [show.value(arg) for arg in self.args]
        shown += [f"{name}={show.value(arg)}" for name, arg in self.kwargs.items()]
        return show.clipped(f"{self.name}({', '.join(shown)})")


@dataclass
class Record:
    """The calls of the check that is running."""

    last: Call | None = None
    _results: deque[tuple[Any, Call]] = field(default_factory=lambda: deque(maxlen=16))
    _aliased: dict[tuple[int, int], tuple[np.ndarray, np.ndarray]] = field(default_factory=dict)

    def clear(self) -> None:
        """Forget the check before."""
        self.last = None
        self._results.clear()
        self._aliased.clear()

    def note(
        self, function: Callable[..., Any], args: tuple[Any, ...], kwargs: Mapping[str, Any]
    ) -> None:
        """Remember a call, with copies of its arguments."""
        self.last = Call(name_of(function), copied(args), copied(dict(kwargs)))

    def note_result(self, result: Any) -> None:
        """Remember what the last call gave."""
        if self.last is not None:
            self._results.append((result, self.last))

    def call_of(self, item: Any) -> Call | None:
        """The latest call whose result is an object, or holds it; None where it is no result."""
        call: Call
        for result, call in reversed(self._results):
            if any(each is item for each in parts_of(result)):
                return call
        return None

    def note_alias(self, result: np.ndarray, argument: np.ndarray) -> None:
        """Remember that in the worker this result was memory of that argument."""
        self._aliased[id(result), id(argument)] = result, argument

    def shares_memory(self, result: np.ndarray, argument: np.ndarray) -> bool:
        """Whether a result shares memory with an argument, here or in the worker."""
        noted = (id(result), id(argument)) in self._aliased
        return noted or bool(np.shares_memory(result, argument))


RECORD = Record()
CHANGEABLE = (np.ndarray, list, dict)


class Given:
    """Arguments of a call, which are afterwards what they were before it: arrays, lists and dicts, at any depth.

    Parameters
    ----------
    items
        The arguments.
    """

    def __init__(self, *items: Any) -> None:
        self._held: list[tuple[Any, Any]] = [
            (part, _content(part)) for part in parts_of(items) if isinstance(part, CHANGEABLE)
        ]

    @property
    def changed(self) -> bool:
        """Whether any of them is not as it was."""
        return any(_differs(part, content) for part, content in self._held)

    def __enter__(self) -> Given:
        return self

    def __exit__(self, *_: object) -> None:
        for part, content in self._held:
            if not _differs(part, content):
                continue
            if isinstance(part, list):
                part[:] = content
            elif isinstance(part, dict):
                part.clear()
                part.update(content)
            elif part.flags.writeable and part.nbytes == len(content):
                part[...] = np.frombuffer(content, part.dtype).reshape(part.shape)


def _content(part: Any) -> Any:
    """What an array, a list or a dict holds: the very objects, of an array the bytes."""
    return part.tobytes() if isinstance(part, np.ndarray) else part.copy()


def _differs(part: Any, content: Any) -> bool:
    if isinstance(part, np.ndarray):
        return bool(part.tobytes() != content)
    if isinstance(part, dict):
        part, content = [*part, *part.values()], [*content, *content.values()]
    return len(part) != len(content) or any(map(is_not, part, content))


def name_of(function: Callable[..., Any]) -> str:
    """`unit.function`, as messages write it."""
    unit = (getattr(function, "__module__", None) or "").rpartition(".")[2]
    name = getattr(function, "__qualname__", None) or type(function).__name__
    return f"{unit}.{name}" if unit else name


def copied(item: Any) -> Any:
    """A copy of nested lists, tuples and dicts with the arrays in them; all else stays itself."""
    if isinstance(item, np.ndarray):
        return np.array(item, order="K")
    if isinstance(item, list | tuple):
        kind = list if isinstance(item, list) else tuple
        return kind(copied(each) for each in item)
    if isinstance(item, dict):
        return {key: copied(each) for key, each in item.items()}
    return item


def parts_of(item: Any) -> Iterator[Any]:
    """A value, and all that nested lists, tuples and dicts hold."""
    yield item
    if isinstance(item, list | tuple):
        for each in item:
            yield from parts_of(each)
    elif isinstance(item, dict):
        yield from parts_of(list(item.values()))


def arrays_in(item: Any) -> Iterator[np.ndarray]:
    """Every array in nested lists, tuples and dicts, in order."""
    return (each for each in parts_of(item) if isinstance(each, np.ndarray))
