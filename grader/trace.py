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

from grader.calls import RECORD, arrays_in

FIRST, LAST = 30, 10
LARGEST = 100_000


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
    """The steps of the check that is running: the first of them, and the last."""

    _first: list[Step] = field(default_factory=list)
    _last: deque[Step] = field(default_factory=lambda: deque(maxlen=LAST))
    _within: bool = False

    def begin(self) -> None:
        """Begin a check."""
        self._first, self._last = [], deque(maxlen=LAST)

    @property
    def steps(self) -> tuple[Step, ...]:
        """What was asked, in order."""
        return (*self._first, *self._last)

    def follow(
        self, target: Iterable[Any], args: tuple[Any, ...], kwargs: dict[str, Any], run: Callable[[], Any]
    ) -> Any:  # fmt: skip
        """Run a call and keep it; what is called meanwhile is part of it."""
        if self._within or sum(array.size for array in arrays_in([args, kwargs])) > LARGEST:
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
