"""How a wrong result relates to the right one, where no known mistake explains it: said as what it is.

Each relation is a function of what came back, what was expected and the arrays among the arguments; it gives
sentences, the most telling first, each with how much has to speak for it. One is told only where it holds in all
calls that came out wrong, and where their numbers are not so few, or so round, that it may be chance.
"""

from __future__ import annotations

import re
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
FACTOR = "is a factor missing, or one too many?"
CUT = "has its fractions cut off: is it kept in an array of whole numbers, or divided with //?"
FACT, LIKELY, BOLD, BOLDER = 0, 3, 9, 18
ROUND, NOT_ROUND = (
    1,
    3,
)  # what a wrong number says: that 2 is twice 1 says little, as so many numbers are
COUNTED = 100
PRODUCT = "The shapes fit no element-by-element operation, but a matrix product: is @ meant in place of *?"
_NOT_BROADCAST = re.compile(r"not be broadcast together with shapes \(\d+,(\d+)\) \((\d+),\d+\)")


@dataclass(frozen=True)
class Difference:
    """A call that came out wrong: what came back, what was expected, and the arguments."""

    actual: Any
    expected: Any
    args: tuple[Any, ...] = ()
    kwargs: Mapping[str, Any] | None = None


Said = Iterator[tuple[int, str]]
Relation = Callable[[np.ndarray, np.ndarray, list[np.ndarray]], Said]


def relation(differences: Sequence[Difference]) -> str | None:
    """The sentence that holds of all differences; None where there is none.

    >>> relation([Difference(np.array([-1.5, 2.0, 0.1]), np.array([1.5, -2.0, -0.1]))])
    'What came back is the negative of what was expected: is a difference taken the wrong way round?'
    """
    with np.errstate(all="ignore"):
        said = [dict(_turned(_sentences(each))) for each in differences]
        weight = _weight(differences)
    return next(
        (
            sentence
            for sentence, least in (said[0] if said else {}).items()
            if least <= weight and all(sentence in other for other in said)
        ),
        None,
    )


def cause(error: BaseException | None) -> str | None:
    """What may have led to an error of numpy's; None where nothing can be said.

    >>> cause(ValueError("operands could not be broadcast together with shapes (1,2) (2,3) "))
    'The shapes fit no element-by-element operation, but a matrix product: is @ meant in place of *?'
    """
    found = _NOT_BROADCAST.search(str(error)) if isinstance(error, ValueError) else None
    return PRODUCT if found and found[1] == found[2] else None


def _turned(said: Said) -> Iterator[tuple[str, int]]:
    return ((sentence, least) for least, sentence in said)


def telling(differences: Sequence[Difference]) -> bool:
    """Whether the wrong numbers are not so few, or so round, that what fits them may be chance."""
    return _weight(differences) >= LIKELY


def _weight(differences: Sequence[Difference]) -> int:
    """How much the wrong numbers say, each counted once."""
    pairs: set[tuple[float, float]] = set()
    for each in differences:
        for actual, expected in _parts(each.actual, each.expected):
            if actual.shape != expected.shape:
                pairs.update((np.nan, number) for number in expected.ravel()[:COUNTED].tolist())
                continue
            wrong = ~np.isclose(actual, expected, rtol=1e-7, atol=1e-12, equal_nan=True)
            both = actual[wrong][:COUNTED].tolist(), expected[wrong][:COUNTED].tolist()
            pairs.update(zip(*both, strict=True))
    return sum(ROUND if float(number * 64).is_integer() else NOT_ROUND for _, number in pairs)


def _parts(actual: Any, expected: Any) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """The numeric parts of two results that have the same parts."""
    if isinstance(expected, list | tuple):
        if isinstance(actual, list | tuple) and len(actual) == len(expected):
            for one, other in zip(actual, expected, strict=True):
                if _numeric(one) and _numeric(other):
                    yield np.asarray(one), np.asarray(other)
    elif _numeric(actual) and _numeric(expected):
        yield np.asarray(actual), np.asarray(expected)


def _sentences(difference: Difference) -> Said:
    """All that can be said of one difference, the most telling first."""
    actual, expected = difference.actual, difference.expected
    given = [
        each
        for each in arrays_in([difference.args, dict(difference.kwargs or {})])
        if each.dtype.kind in "biuf"
    ]
    if actual is None:
        yield (
            FACT,
            "Nothing came back: is there a return at the end of every way through the function?",
        )
    elif isinstance(expected, list | tuple):
        if isinstance(actual, list | tuple) and len(actual) == len(expected):
            yield from _of_parts(actual, expected, given)
    elif _numeric(actual) and _numeric(expected):
        for least, sentence in _of_arrays(np.asarray(actual), np.asarray(expected), given):
            yield least, f"What came back {sentence}"


def _of_parts(actual: Sequence[Any], expected: Sequence[Any], given: list[np.ndarray]) -> Said:
    """Of a result in parts: two that are exchanged, or the one relation of all that are wrong."""
    pairs = [*_parts(actual, expected)]
    if len(pairs) != len(expected):
        return
    wrong = [place for place, pair in enumerate(pairs) if not _close(*pair)]
    if len(wrong) == 2 and all(
        _close(actual[here], expected[there]) for here, there in (wrong, wrong[::-1])
    ):
        both = f"The {_place(wrong[0])} and the {_place(wrong[1])} part"
        yield LIKELY, f"{both} of what came back are exchanged."
        return
    said = [dict(_turned(_of_arrays(*pairs[place], given))) for place in wrong]
    names = [*map(_place, wrong)]
    if len(wrong) == len(pairs) > 1:
        what = "Each part"
    elif len(wrong) > 1:
        what = f"Each of the {', '.join(names[:-1])} and {names[-1]} parts"
    else:
        what = f"The {' '.join(names)} part"
    for sentence, least in (said[0] if said else {}).items():
        if all(sentence in other for other in said):
            yield least, f"{what} of what came back {sentence}"


def _of_arrays(actual: np.ndarray, expected: np.ndarray, given: list[np.ndarray]) -> Said:
    """What follows 'what came back'."""
    if actual.shape != expected.shape:
        yield from _of_another_shape(actual, expected, given)
    elif _close(actual, expected):
        if actual.dtype != expected.dtype and not (_whole(actual) and _whole(expected)):
            yield FACT, f"is of type {actual.dtype}, and {expected.dtype} was expected."
    else:
        for each in RELATIONS:
            yield from each(actual, expected, given)


def _infinite(actual: np.ndarray, expected: np.ndarray, given: list[np.ndarray]) -> Said:
    wrong = ~np.isclose(actual, expected, rtol=1e-7, atol=1e-12, equal_nan=True)
    if not np.any(np.isfinite(actual[wrong])) and np.all(np.isfinite(expected)):
        yield FACT, "is infinite or not a number: where does it overflow, or divide by zero?"


def _argument(actual: np.ndarray, expected: np.ndarray, given: list[np.ndarray]) -> Said:
    if not np.any(actual) and actual.size > 1:
        cut = actual.dtype.kind in "iu" and expected.dtype.kind == "f" and np.all(abs(expected) < 1)
        yield LIKELY, CUT if cut else "is zero everywhere: is the result ever filled in?"
    elif any(_close(actual, array) for array in given):
        yield (
            LIKELY,
            "is one of the arguments as it was passed in: is it the result that is returned?",
        )


def _negated(actual: np.ndarray, expected: np.ndarray, given: list[np.ndarray]) -> Said:
    if _numbers(actual) and _numbers(expected) and _close(actual, -1.0 * expected):
        yield (
            LIKELY,
            "is the negative of what was expected: is a difference taken the wrong way round?",
        )


def _scaled(actual: np.ndarray, expected: np.ndarray, given: list[np.ndarray]) -> Said:
    """A constant factor, named by the sizes of the arguments where it is one of them."""
    place = expected != 0
    if not (_numbers(actual) and _numbers(expected) and place.any()):
        return
    factor = float(np.median(actual[place] / expected[place]))
    if (
        not np.isfinite(factor)
        or factor == 0
        or abs(factor - 1) < 1e-5
        or not _close(actual, factor * expected)
    ):
        return
    named = next((words for number, words in CONSTANTS.items() if _near(factor, number)), None)
    rows = next((array.shape[0] for array in given if array.ndim), 1)
    sizes = {array.size for array in given} | {side for array in given for side in array.shape}
    if named and any(_near(factor, size) or _near(factor, 1 / size) for size in sizes - {0, 1}):
        yield (
            LIKELY,
            f"is {named} what was expected: {FACTOR}",
        )  # two explanations, none of them sure
    if rows > 1 and _near(factor, rows):
        yield (
            LIKELY,
            "is n times what was expected, n the number of rows: was the mean forgotten?",
        )
    if rows > 1 and _near(factor, 1 / rows):
        yield (
            LIKELY,
            "is 1/n of what was expected, n the number of rows: is a mean taken twice, or of a sum?",
        )
    for size in sorted(sizes - {0, 1, rows}):
        if _near(factor, size):
            yield (
                LIKELY,
                "is what was expected times one of the sizes of the arguments: was a mean forgotten?",
            )
        if _near(factor, 1 / size):
            yield (
                LIKELY,
                "is what was expected divided by one of the sizes of the arguments: is a mean one too many?",
            )
    if named:
        yield LIKELY, f"is {named} what was expected: {HINTS.get(named, FACTOR)}"
    for number, words in CONSTANTS.items():
        if _near(factor, -number):
            yield LIKELY, f"is {words} what was expected, with the wrong sign."
    yield BOLD, f"is {factor:.6g} times what was expected."
    if np.count_nonzero(place) > 2:
        yield (
            BOLD,
            f"is what was expected times a number that differs from call to call: {FACTOR}",
        )


def _shifted(actual: np.ndarray, expected: np.ndarray, given: list[np.ndarray]) -> Said:
    if not (_numbers(actual) and _numbers(expected)):
        return
    offset = float(np.median(1.0 * actual - expected))
    if np.isfinite(offset) and offset and _close(actual, expected + offset):
        direction = "large" if offset > 0 else "small"
        yield BOLD, f"is {abs(offset):.6g} too {direction}: is a term missing, or one too many?"
        if actual.size > 2:
            yield BOLD, "is off by the same amount everywhere: is a term missing, or one too many?"


def _transformed(actual: np.ndarray, expected: np.ndarray, given: list[np.ndarray]) -> Said:
    if not (_numbers(actual) and _numbers(expected)):
        return
    expected = 1.0 * expected
    if _close(actual, 1 - expected):
        yield (
            LIKELY,
            "is one minus what was expected: is a sign wrong, or are two outcomes exchanged?",
        )
    if np.all(expected) and _close(actual, 1 / expected):
        yield LIKELY, "is one divided by what was expected: is a division the wrong way round?"
    if _close(actual, expected**2):
        yield LIKELY, "is the square of what was expected: is a root missing?"
    if np.all(expected >= 0) and _close(actual, np.sqrt(expected)):
        yield LIKELY, "is the square root of what was expected: is a square missing?"
    if _close(actual, np.abs(expected)):
        yield LIKELY, "is what was expected without its sign."
    if np.any(actual) and _close(actual, np.trunc(expected)):
        yield LIKELY, CUT


def _reordered(actual: np.ndarray, expected: np.ndarray, given: list[np.ndarray]) -> Said:
    if expected.ndim == 2 and _close(actual, expected.T):
        yield LIKELY, "is what was expected, transposed."
    numbers = np.unique(expected)
    if len(numbers) < 3:
        return
    for axis in range(expected.ndim):
        name = f" along axis {axis}" if expected.ndim > 1 else ""
        if _close(actual, np.flip(expected, axis)):
            yield LIKELY, f"is what was expected in reverse order{name}."
        for by in (1, -1):
            if expected.shape[axis] > 2 and _close(actual, np.roll(expected, by, axis)):
                yield (
                    LIKELY,
                    f"is what was expected, moved on by one{name}: is an index off by one?",
                )
    flat = actual.ravel(), expected.ravel()
    if len(numbers) == expected.size and _close(*(np.sort(each) for each in flat)):
        yield LIKELY, "has the right numbers in another order."


def _in_part(actual: np.ndarray, expected: np.ndarray, given: list[np.ndarray]) -> Said:
    """Right but for some places that have something in common."""
    wrong = ~np.isclose(actual, expected, rtol=1e-7, atol=1e-10, equal_nan=True)
    if wrong.all():
        return
    for axis in range(expected.ndim):
        side = expected.shape[axis]
        others = tuple({*range(expected.ndim)} - {axis})
        lines = np.flatnonzero(wrong.any(axis=others))
        name = f" along axis {axis}" if expected.ndim > 1 else ""
        whole = np.array_equal(wrong.any(axis=others), wrong.all(axis=others))
        if side > 2 and whole and len(lines) == 1 and lines[0] in (0, side - 1):
            yield BOLD, f"is right but for the {'last' if lines[0] else 'first'} place{name}."
    alike = [array for array in given if array.shape == expected.shape]
    an_argument = "the argument is" if len(given) == 1 else "an argument is"
    for array, what in (
        *((array, an_argument) for array in alike),
        (expected, "what was expected is"),
    ):
        for condition, words in (
            (array < 0, "negative"),
            (array > 0, "positive"),
            (array == 0, "zero"),
        ):
            if np.array_equal(wrong, condition):
                yield BOLDER, f"is right but where {what} {words}."


def _of_another_shape(actual: np.ndarray, expected: np.ndarray, given: list[np.ndarray]) -> Said:
    if expected.ndim == 2 and actual.ndim == 2 and _close(actual, expected.T):
        yield FACT, "is what was expected, transposed."
    elif actual.size == expected.size and _close(actual.ravel(), expected.ravel()):
        if actual.ndim != expected.ndim:
            yield FACT, "has the right numbers with an axis too many or too few."
        elif sorted(actual.shape) != sorted(expected.shape):
            yield FACT, "has the right numbers in axes of other lengths."
    elif expected.ndim == 0 and actual.size > 1:
        for name, reduced in (("sum", np.sum), ("mean", np.mean)):
            if _close(reduced(actual), expected):
                yield LIKELY, f"is an array, and its {name} is asked for."
    elif expected.ndim and actual.size and expected.size:
        for name, reduced in (("summed", np.sum), ("averaged", np.mean)):
            for axis in range(expected.ndim):
                if _close(actual, reduced(expected, axis=axis)):
                    yield LIKELY, f"is what was expected, {name} over axis {axis}."
            for axis in range(actual.ndim):
                if _close(reduced(actual, axis=axis), expected):
                    yield LIKELY, f"is still to be {name} over axis {axis}."
    if actual.ndim == 2 and expected.ndim < 2 and actual.shape[0] == actual.shape[1] > 1:
        yield (
            FACT,
            "has grown an axis: were shapes (n,) and (n, 1) combined, which numpy stretches to (n, n)?",
        )
    if actual.ndim == expected.ndim:
        yield from _of_other_sizes(actual, expected)


def _of_other_sizes(actual: np.ndarray, expected: np.ndarray) -> Said:
    """As many axes as there should be, of other lengths."""
    differ = {b - a for a, b in zip(actual.shape, expected.shape, strict=True)} - {0}
    if len(differ) == 1:
        by = differ.pop()
        yield (
            FACT,
            f"is too {'short' if by > 0 else 'long'} by {abs(by)}: is a size off by {abs(by)}?",
        )
    if sorted(actual.shape) == sorted(expected.shape):
        yield FACT, "has its axes in another order."


RELATIONS: tuple[Relation, ...] = (
    _infinite, _argument, _negated, _scaled, _shifted, _transformed, _reordered, _in_part,
)  # fmt: skip


def _numeric(item: Any) -> bool:
    return isinstance(item, bool | int | float | np.generic | np.ndarray) and (
        np.asarray(item).dtype.kind in "biuf"
    )


def _whole(array: np.ndarray) -> bool:
    """Whether these are whole numbers, of whichever type they may be."""
    return array.dtype.kind in "iu"


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
