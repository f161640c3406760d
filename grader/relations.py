"""How a wrong result relates to the right one, where no known mistake explains it: said as what it is.

Each relation is a function of what came back, what was expected and the arguments; it gives a sentence, or None.
One is told only where it holds in all calls that came out wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.calls import arrays_in

PLACES = ("first", "second", "third", "fourth", "fifth", "sixth")
CONSTANTS = {
    2.0: "twice", 0.5: "half of", 4.0: "four times", 0.25: "a quarter of",
    1 / np.log(2): "1/log(2) times", np.log(2): "log(2) times",
}  # fmt: skip
HINTS = {
    "twice": "is a factor 1/2 missing, or a 2 too many?",
    "half of": "is a factor 2 missing, or a 1/2 too many?",
    "1/log(2) times": "is it log2 in place of the natural logarithm?",
}


@dataclass(frozen=True)
class Difference:
    """A call that came out wrong: what came back, what was expected, and the arguments."""

    actual: Any
    expected: Any
    args: tuple[Any, ...] = ()
    kwargs: Mapping[str, Any] | None = None


Relation = Callable[[np.ndarray, np.ndarray, list[np.ndarray]], Iterator[str]]


def relation(differences: Sequence[Difference]) -> str | None:
    """The sentence that holds of all differences; None where there is none.

    >>> relation([Difference(np.array([-1.0, 2.0]), np.array([1.0, -2.0]))])
    'What came back is the negative of what was expected: is a difference taken the wrong way round?'
    """
    said = [list(dict.fromkeys(_sentences(each))) for each in differences]
    return next((each for each in said[0] if all(each in other for other in said[1:])), None)


def _sentences(difference: Difference) -> Iterator[str]:
    """All that can be said of one difference, the most telling first."""
    actual, expected = difference.actual, difference.expected
    given = [*arrays_in([difference.args, dict(difference.kwargs or {})])]
    if actual is None:
        yield "Nothing came back: is there a return at the end of every way through the function?"
    elif isinstance(expected, list | tuple):
        if isinstance(actual, list | tuple) and len(actual) == len(expected):
            yield from _of_parts(actual, expected, given)
    elif _numeric(actual) and _numeric(expected):
        what = "What came back"
        for sentence in _of_arrays(np.asarray(actual), np.asarray(expected), given):
            yield f"{what} {sentence}"


def _of_parts(
    actual: Sequence[Any], expected: Sequence[Any], given: list[np.ndarray]
) -> Iterator[str]:
    """Of a result in parts: two that are exchanged, or the one relation of all that are wrong."""
    pairs = [*zip(actual, expected, strict=True)]
    if not all(_numeric(one) and _numeric(other) for one, other in pairs):
        return
    wrong = [place for place, (one, other) in enumerate(pairs) if not _close(one, other)]
    if len(wrong) == 2 and all(
        _close(actual[here], expected[there]) for here, there in (wrong, wrong[::-1])
    ):
        yield f"The {_place(wrong[0])} and the {_place(wrong[1])} of what came back are exchanged."
        return
    said = [
        list(_of_arrays(np.asarray(actual[place]), np.asarray(expected[place]), given))
        for place in wrong
    ]
    whole = "Each part of what came back" if len(wrong) == len(pairs) > 1 else None
    named = " and the ".join(map(_place, wrong))
    for sentence in said[0] if said else ():
        if all(sentence in other for other in said):
            yield f"{whole or f'The {named} of what came back'} {sentence}"


def _of_arrays(actual: np.ndarray, expected: np.ndarray, given: list[np.ndarray]) -> Iterator[str]:
    """What follows 'what came back'."""
    for each in RELATIONS if actual.shape == expected.shape else RESHAPED:
        with np.errstate(all="ignore"):
            yield from each(actual, expected, given)


def _negated(actual: np.ndarray, expected: np.ndarray, given: list[np.ndarray]) -> Iterator[str]:
    if np.any(expected) and _close(actual, -expected):
        yield "is the negative of what was expected: is a difference taken the wrong way round?"


def _scaled(actual: np.ndarray, expected: np.ndarray, given: list[np.ndarray]) -> Iterator[str]:
    """A constant factor, named by the sizes of the arguments where it is one of them."""
    place = expected != 0
    if not place.any() or actual.size != expected.size:
        return
    factor = float(np.median(actual[place] / expected[place]))
    if not np.isfinite(factor) or factor in (0.0, 1.0) or not _close(actual, factor * expected):
        return
    rows = {array.shape[0] for array in given if array.ndim}
    for size in sorted(each for each in rows if each > 1):
        if _near(factor, size):
            yield "is exactly n times what was expected, n the number of rows: was the mean forgotten?"
        if _near(factor, 1 / size):
            yield "is exactly 1/n of what was expected, n the number of rows: is a mean taken twice, or of a sum?"
    sizes = {array.size for array in given} | {side for array in given for side in array.shape}
    for size in sorted(sizes - rows - {0, 1}):
        if _near(factor, size):
            yield "is what was expected times one of the sizes of the arguments: was a mean forgotten?"
        if _near(factor, 1 / size):
            yield "is what was expected divided by one of the sizes of the arguments: is a mean one too many?"
    for constant, words in CONSTANTS.items():
        if _near(factor, constant):
            yield f"is {words} what was expected: {HINTS.get(words, 'is a factor wrong?')}"
        if _near(factor, -constant):
            yield f"is {words} what was expected, with the wrong sign."
    yield f"is {factor:.6g} times what was expected: is a factor missing, or one too many?"
    yield "is what was expected times a constant: is a factor missing, or one too many?"


def _shifted(actual: np.ndarray, expected: np.ndarray, given: list[np.ndarray]) -> Iterator[str]:
    if _numbers(actual) and _numbers(expected) and actual.size > 1:
        offset = float(np.median(actual - expected))
        if np.isfinite(offset) and offset and _close(actual, expected + offset):
            direction = "large" if offset > 0 else "small"
            yield f"is {abs(offset):.6g} too {direction} everywhere: is a term missing, or one too many?"
            yield "is off by the same amount everywhere: is a term missing, or one too many?"


def _argument(actual: np.ndarray, expected: np.ndarray, given: list[np.ndarray]) -> Iterator[str]:
    if any(_close(actual, array) for array in given):
        yield "is an argument as it was passed in."
    if not np.any(actual) and np.any(expected):
        yield "is all zeros."


def _transformed(
    actual: np.ndarray, expected: np.ndarray, given: list[np.ndarray]
) -> Iterator[str]:
    if not (_numbers(actual) and _numbers(expected)):
        return
    if _close(actual, 1 - expected):
        yield "is one minus what was expected: are the two outcomes exchanged?"
    if np.all(expected) and _close(actual, 1 / expected):
        yield "is one divided by what was expected: is a division the wrong way round?"
    if _close(actual, expected**2) and not _close(actual, expected):
        yield "is the square of what was expected."
    if np.all(expected >= 0) and _close(actual, np.sqrt(expected)):
        yield "is the square root of what was expected."
    if _close(actual, np.abs(expected)):
        yield "is what was expected without its sign."
    if _close(actual, np.trunc(expected)) or actual.dtype.kind in "iu":
        yield "has its fractions cut off: is it kept in an array of whole numbers?"


def _reordered(actual: np.ndarray, expected: np.ndarray, given: list[np.ndarray]) -> Iterator[str]:
    if expected.ndim == 2 and _close(actual, expected.T):
        yield "is what was expected, transposed."
    for axis in range(expected.ndim):
        name = f" along axis {axis}" if expected.ndim > 1 else ""
        if _close(actual, np.flip(expected, axis)):
            yield f"is what was expected in reverse order{name}."
        for by in (1, -1):
            if _close(actual, np.roll(expected, by, axis)):
                yield f"is what was expected, moved on by one{name}: is an index off by one?"
    flat = actual.ravel(), expected.ravel()
    if expected.size > 1 and _close(*(np.sort(each) for each in flat)):
        yield "has the right numbers in another order."


def _in_part(actual: np.ndarray, expected: np.ndarray, given: list[np.ndarray]) -> Iterator[str]:
    """Right but for some places that have something in common."""
    wrong = ~np.isclose(actual, expected, rtol=1e-7, atol=1e-10, equal_nan=True)
    if np.all(~np.isfinite(actual[wrong])) and np.all(np.isfinite(expected)):
        yield "is infinite or not a number: where does it overflow, or divide by zero?"
    if wrong.all():
        return
    for axis in range(expected.ndim):
        lines = np.flatnonzero(wrong.any(axis=tuple({*range(expected.ndim)} - {axis})))
        name = f" along axis {axis}" if expected.ndim > 1 else ""
        if (
            expected.shape[axis] > 1
            and len(lines) == 1
            and lines[0] in (0, expected.shape[axis] - 1)
        ):
            yield f"is right but for the {'first' if lines[0] == 0 else 'last'} place{name}."
    for array in given:
        if array.shape == expected.shape and _numbers(array):
            for condition, words in (
                (array < 0, "negative"),
                (array > 0, "positive"),
                (array == 0, "zero"),
            ):
                if np.array_equal(wrong, condition):
                    yield f"is right but where the argument is {words}."
    for condition, words in (
        (expected < 0, "negative"),
        (expected > 0, "positive"),
        (expected == 0, "zero"),
    ):
        if np.array_equal(wrong, condition):
            yield f"is right but where what was expected is {words}."


def _of_another_shape(
    actual: np.ndarray, expected: np.ndarray, given: list[np.ndarray]
) -> Iterator[str]:
    if expected.ndim == 2 and actual.ndim == 2 and _close(actual, expected.T):
        yield "is what was expected, transposed."
    elif actual.size == expected.size and _close(actual.ravel(), expected.ravel()):
        yield "has the right numbers with an axis too many or too few."
    elif expected.ndim == 0 and actual.size > 1:
        if _close(np.sum(actual), expected):
            yield "is an array, and its sum is asked for."
        if _close(np.mean(actual), expected):
            yield "is an array, and its mean is asked for."
    for axis in range(expected.ndim):
        for name, reduced in (("summed", np.sum), ("averaged", np.mean)):
            if actual.shape == reduced(expected, axis=axis).shape and _close(
                actual, reduced(expected, axis=axis)
            ):
                yield f"is what was expected, {name} over axis {axis}."
    for axis in range(actual.ndim):
        for name, reduced in (("summed", np.sum), ("averaged", np.mean)):
            if expected.shape == reduced(actual, axis=axis).shape and _close(
                reduced(actual, axis=axis), expected
            ):
                yield f"is still to be {name} over axis {axis}."
    if actual.ndim > expected.ndim and len(set(actual.shape)) == 1:
        yield "has grown an axis: were shapes (n,) and (n, 1) combined, which numpy stretches to (n, n)?"
    if actual.ndim == expected.ndim:
        yield from _of_other_sizes(actual, expected)
    else:
        more = "many" if actual.ndim > expected.ndim else "few"
        yield f"has an axis too {more}: is one summed that should stay, or kept that should go?"


def _of_other_sizes(actual: np.ndarray, expected: np.ndarray) -> Iterator[str]:
    """As many axes as there should be, of other lengths."""
    differ = {b - a for a, b in zip(actual.shape, expected.shape, strict=True)} - {0}
    if len(differ) == 1:
        by = differ.pop()
        yield f"is too {'short' if by > 0 else 'long'} by {abs(by)}: is a size off by {abs(by)}?"
    if sorted(actual.shape) == sorted(expected.shape):
        yield "has its axes in another order."


RELATIONS: tuple[Relation, ...] = (
    _argument, _negated, _scaled, _shifted, _transformed, _reordered, _in_part,
)  # fmt: skip
RESHAPED: tuple[Relation, ...] = (_of_another_shape,)


def _numeric(item: Any) -> bool:
    return isinstance(item, bool | int | float | np.generic | np.ndarray) and (
        np.asarray(item).dtype.kind in "biuf"
    )


def _numbers(array: np.ndarray) -> bool:
    return array.dtype.kind in "iuf" and array.size > 0


def _close(one: Any, other: Any) -> bool:
    one, other = np.asarray(one), np.asarray(other)
    return one.shape == other.shape and bool(
        np.allclose(one, other, rtol=1e-7, atol=1e-12, equal_nan=True)
    )


def _near(one: float, other: float) -> bool:
    return abs(one - other) <= 1e-9 * abs(other)


def _place(index: int) -> str:
    return PLACES[index] if index < len(PLACES) else f"{index + 1}th"
