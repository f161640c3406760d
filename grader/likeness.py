"""Whether another function does what the student's did, on the steps of a check: the same but for rounding.

Kind, shape, values, errors, warnings, arguments changed, memory shared: all that a check can see.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from grader.calls import arrays_in, parts_of
from grader.outcome import Halt, Late
from grader.sandbox.peer import RAISABLE, Handle
from grader.trace import Step, kept

NEAR, CLOSE = 1, 2
TOLERANCES = {NEAR: (1e-6, 1e-9), CLOSE: (1e-9, 1e-12)}
NUMBERS = (bool, int, float, complex, np.generic, np.ndarray)
CROSSING = (str, bytes, list, tuple, dict, type(None), np.random.Generator)

NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")

Steps = Sequence[Step]


def agreement_of(candidate: Callable[..., Any], function: str, steps: Steps) -> int:
    """How well a candidate, asked what the student's code was asked, gives the same all along."""
    objects: dict[int, Any] = {}
    degree = CLOSE
    alone = all(step.target[0] == "function" for step in steps)
    for step in reversed(steps) if alone else steps:  # the last is the smallest that failed
        match step.target:
            case ("function", name) if name == function:
                called = candidate
            case ("object", number) if number in objects:
                called = objects[number]
            case ("attribute", number, name) if number in objects:
                called = partial(getattr, objects[number], name)
            case _:
                continue
        try:
            answer = asked_of(called, step, objects)
            while degree and not _same(answer, step, objects, degree):
                degree -= 1
        except Late:
            raise
        except (Exception, Halt):  # a callback of the test that is not as it was then
            return 0
        if not degree:
            return 0
    return degree


@dataclass(frozen=True)
class Answer:
    """What a function answered to a step, and what it left of the arguments."""

    result: Any
    error: BaseException | None
    warned: bool
    shares: bool
    args: tuple[Any, ...]
    kwargs: dict[str, Any]


def asked_of(called: Callable[..., Any], step: Step, objects: dict[int, Any]) -> Answer:
    """What a candidate answers to a step."""
    args, kwargs = _meant(kept(step.args), objects), _meant(kept(step.kwargs), objects)
    given = [*arrays_in([args, kwargs])]
    result, error = None, None
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        try:
            result = called(*args, **kwargs)
        except Late:
            raise
        except (Exception, Halt) as raised:
            error = raised
    warned = any(issubclass(each.category, RuntimeWarning) for each in heard)
    shares = any(
        np.may_share_memory(mine, theirs) for mine in arrays_in(result) for theirs in given
    )
    return Answer(result, error, warned, shares, args, kwargs)


def _meant(item: Any, objects: dict[int, Any]) -> Any:
    """An argument with the candidate's own objects in place of the student's."""
    if isinstance(item, Handle):
        return objects.get(item._number, item)
    if type(item) in (list, tuple):
        return type(item)(_meant(each, objects) for each in item)
    if type(item) is dict:
        return {key: _meant(each, objects) for key, each in item.items()}
    return item


def _same(answer: Answer, step: Step, objects: dict[int, Any], degree: int) -> bool:
    """Whether an answer is what the student's code gave."""
    if isinstance(step.error, Halt):
        return False
    if isinstance(step.error, Warning):
        return step.quiet and answer.warned
    if step.error is not None:
        return (
            answer.error is not None
            and _kind(answer.error) is _kind(step.error)
            and (degree == NEAR or _named(answer.error, step) == _named(step.error, step))
            and (_by_hand(step.error) or str(answer.error) in str(step.error))
        )
    if answer.error is not None or (step.quiet and answer.warned):
        return False
    return (
        answer.shares == step.shares
        and alike(answer.result, step.result, objects, degree)
        and alike(answer.args, step.args_after, objects, degree)
        and alike(answer.kwargs, step.kwargs_after, objects, degree)
    )


def _kind(error: BaseException) -> type:
    """The nearest exception that crosses between processes."""
    kinds = (RAISABLE.get(each.__name__) for each in type(error).__mro__)
    return next((kind for kind in kinds if kind is not None), RuntimeError)


def _by_hand(error: BaseException) -> bool:
    """Whether the student's code raises an error by a statement of its own, or nobody knows: its words are free.

    One without a frame of theirs comes of the call itself: of an argument that is missing, or one too many.
    """
    frames: tuple[str, ...] | None = getattr(error, "student_frames", None)
    if frames is None:
        return True
    return bool(frames) and any(f": {word}" in frames[-1] for word in ("raise", "assert"))


def _named(error: BaseException, step: Step) -> tuple[bool, ...]:
    """Whether a message says anything, names a number, a text that was passed in: the wording is free.

    Of numbers it is those passed in that count, where there are any: "should be at least 1" names none.
    """
    message = str(error)
    given = [*parts_of([step.args, dict(step.kwargs)])]
    texts = [each for each in given if isinstance(each, str)]
    scalars = {float(each) for each in given if type(each) in (int, float) or _real(each)}
    numbers = {float(found) for found in NUMBER.findall(message)}
    numbered = bool(numbers & scalars) if scalars else bool(numbers)
    return bool(message), numbered, any(each in message for each in texts if each)


def _real(item: Any) -> bool:
    return isinstance(item, np.integer | np.floating)


def alike(mine: Any, theirs: Any, objects: dict[int, Any], degree: int) -> bool:
    """Whether two results are the same to a reader: kind, shape and, but for rounding, values."""
    if isinstance(theirs, Handle):
        stays = not isinstance(mine, (*NUMBERS, *CROSSING))
        return (stays and objects.setdefault(theirs._number, mine) is mine) or callable(mine)
    if isinstance(theirs, list | tuple):
        kinds: Any = type(theirs) if degree == CLOSE else list | tuple
        return (
            isinstance(mine, kinds)
            and len(mine) == len(theirs)
            and all(alike(a, b, objects, degree) for a, b in zip(mine, theirs, strict=True))
        )
    if isinstance(theirs, dict):
        return (
            isinstance(mine, dict)
            and mine.keys() == theirs.keys()
            and all(alike(mine[key], theirs[key], objects, degree) for key in theirs)
        )
    if isinstance(theirs, np.random.Generator):
        return (
            isinstance(mine, np.random.Generator)
            and mine.bit_generator.state == theirs.bit_generator.state
        )
    if isinstance(theirs, NUMBERS):
        return (
            isinstance(mine, NUMBERS)
            and _equal(np.asarray(mine), np.asarray(theirs), *TOLERANCES[degree])
            and (degree == NEAR or _writeable(mine) == _writeable(theirs))
        )
    if theirs is None or isinstance(theirs, str | bytes):
        return type(mine) is type(theirs) and bool(mine == theirs)
    return mine is theirs or type(mine) is type(theirs)


def _writeable(item: Any) -> bool:
    return not isinstance(item, np.ndarray) or item.flags.writeable


def _equal(mine: np.ndarray, theirs: np.ndarray, rtol: float, atol: float) -> bool:
    if mine.shape != theirs.shape or mine.dtype != theirs.dtype:
        return False
    if mine.dtype.kind not in "fc":
        return bool(np.array_equal(mine, theirs))
    return bool(np.allclose(mine, theirs, rtol=rtol, atol=atol, equal_nan=True))
