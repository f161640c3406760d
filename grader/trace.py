"""What a check asked of the student's code and what came of it: the evidence of a diagnosis.

The record of `grader.calls` holds what a message shows; a trace holds enough to ask another solution the same.
"""

from __future__ import annotations

import copy
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from grader.calls import RECORD, arrays_in, parts_of

FIRST, LAST = 30, 10
MOST_PARTS, A_PART = 2000, 100
STEP_BYTES, ALL_BYTES = 1 << 20, 256 << 20


@dataclass(frozen=True)
class Step:
    """One call of the student's code.

    Parameters
    ----------
    target : tuple
        ('function', name), or of an object that an earlier step gave: ('object', number) for its call,
        ('attribute', number, name).
    args, kwargs
        The arguments as they were before it.
    args_after, kwargs_after
        The arguments as it left them.
    result : object
        What it gave; None where it raised.
    error : BaseException or None
        What it raised; a warning where the check lets it warn of nothing.
    quiet : bool
        Whether a warning would have been an error.
    shares : bool
        Whether a result shared memory with an argument.
    """

    target: tuple[Any, ...]
    args: tuple[Any, ...]
    kwargs: Mapping[str, Any]
    args_after: tuple[Any, ...]
    kwargs_after: Mapping[str, Any]
    result: Any
    error: BaseException | None
    quiet: bool
    shares: bool


@dataclass
class Trace:
    """The steps of the check that is running: the first of them, and the last.

    Those of earlier checks are somebody else's by now, but what they take counts. `asked` where there was one, kept
    or not.
    """

    _first: list[Step] = field(default_factory=list)
    _last: deque[Step] = field(default_factory=lambda: deque(maxlen=LAST))
    _within: bool = False
    _left: int = ALL_BYTES
    asked: bool = False

    def begin(self) -> None:
        """Begin a check."""
        self._left -= sum(
            _size([step.args, step.kwargs, step.args_after, step.kwargs_after, step.result])
            for step in self.steps
        )
        for step in self.steps:
            if step.error is not None:  # its frames hold all that the check had at hand
                step.error.__traceback__ = step.error.__context__ = None
        self._first, self._last = [], deque(maxlen=LAST)
        self.asked = False

    @property
    def steps(self) -> tuple[Step, ...]:
        """What was asked, in order."""
        return (*self._first, *self._last)

    def follow(
        self, target: Iterable[Any], args: tuple[Any, ...], kwargs: dict[str, Any], run: Callable[[], Any]
    ) -> Any:  # fmt: skip
        """Run a call and keep it, unless it is too large; what is called meanwhile is part of it."""
        self.asked = True
        if self._within or _size([args, kwargs]) > STEP_BYTES:
            return run()
        before = kept(args), kept(kwargs)
        result, error = None, None
        self._within = True
        try:
            result = run()
            return result
        except BaseException as raised:
            error = raised
            raise
        finally:
            self._within = False
            size = _size([before, args, kwargs, result])
            if size <= 3 * STEP_BYTES and self._left > 0:
                step = Step(
                    tuple(target), *before, kept(args), kept(kwargs), kept(result), error,
                    _warnings_are_errors(), _shares(result, [args, kwargs]),
                )  # fmt: skip
                (self._first if len(self._first) < FIRST else self._last).append(step)


def kept(item: Any) -> Any:
    """A copy of arrays, generators and what holds them, as they are now; all else is the same object."""
    if isinstance(item, np.ndarray):
        twin = np.array(item, order="K")
        twin.flags.writeable = item.flags.writeable
        return twin
    if isinstance(item, np.random.Generator):
        return copy.deepcopy(item)
    if type(item) in (list, tuple):
        return type(item)(kept(each) for each in item)
    if type(item) is dict:
        return {key: kept(each) for key, each in item.items()}
    return item


def _warnings_are_errors() -> bool:
    return bool(warnings.filters) and warnings.filters[0][0] == "error"


def _shares(result: Any, arguments: Any) -> bool:
    given = [*arrays_in(arguments)]
    return any(RECORD.shares_memory(mine, theirs) for mine in arrays_in(result) for theirs in given)


def _size(item: Any) -> int:
    """About how many bytes an item takes; more than any may where it has too many parts to go through."""
    size = 0
    for count, part in enumerate(parts_of(item)):
        if count > MOST_PARTS:
            return ALL_BYTES + 1
        if isinstance(part, np.ndarray):
            size += part.nbytes
        elif isinstance(part, str | bytes):
            size += len(part)
        size += A_PART
    return size
