"""What authors of tests import: points, calls, checks and strategies.

A test imports the student's unit with `from exercises import activations`, calls its functions with
`call` and holds the result with a `check_…`. It runs unchanged on the student's own module (pytest),
on the reference (`--target solutions`) and on stand-ins for the sandboxed worker (the grader).

    @checks("sigmoid", points=2)
    @given(arrays((3, 4)))
    def test_sigmoid_follows_its_formula(Z):
        \"\"\"Sigmoid is 1 / (1 + exp(-z)), element by element.\"\"\"
        expected = reference.sigmoid(Z)

        check_close(call(activations.sigmoid, Z), expected)

Shapes in names: n rows of a batch, d inputs, m units, k outputs.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Sequence
from typing import Any, Literal, TypeVar

import numpy as np
import pytest

from grader import show
from grader.calls import RECORD, Given, arrays_in, copied
from grader.failure import CheckFailure
from grader.inputs import LAYOUTS, arrange, arrays, floats, numerical_gradient, sizes

__all__ = [
    "LAYOUTS",
    "CheckFailure",
    "arrange",
    "arrays",
    "call",
    "call_allowing_changes",
    "call_allowing_warnings",
    "check_answer",
    "check_answers",
    "check_close",
    "check_integers",
    "check_layouts",
    "check_pure",
    "check_that",
    "check_value_error",
    "checks",
    "copied",
    "floats",
    "numerical_gradient",
    "sizes",
]

RTOL = 1e-7
ATOL = 1e-10
NUMBER = re.compile(r"(?:(?<![\w)\]])-)?(?:\d+(?:\.\d+)?|(?<![\d.])\.\d+)(?:[eE][-+]?\d+)?")
PLAIN = (bool, int, float, str, bytes, type(None), np.generic)

Test = TypeVar("Test", bound=Callable[..., Any])


def checks(function: str, *, points: float, seconds: float | None = None) -> Callable[[Test], Test]:
    """Mark a test as a check of one function, worth some points.

    Parameters
    ----------
    function : str
        The function's name in its unit; the unit is named by the test file, `test_<unit>.py`.
    points : float
        What the test earns when it passes. Each case of a parametrized test earns this much.
    seconds : float, optional
        What one call of the student's code may take in this test, where the grader's two seconds are too few.
    """
    return pytest.mark.checks(function=function, points=points, seconds=seconds)


def call(function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
    """Call the student's function, remember the call for messages, and let it warn of nothing.

    A RuntimeWarning (numpy's overflow, division by zero, invalid value) becomes an exception, as
    the conventions promise none. Arrays, lists and dicts among the arguments are afterwards what they
    were before, so that no change of theirs reaches what the test expects; a generator moves on.
    """
    with Given(args, kwargs) as given:
        return _call("error", function, args, kwargs, given)


def call_allowing_warnings(function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
    """As `call`, where the contract allows numpy's warnings: they are ignored."""
    with Given(args, kwargs) as given:
        return _call("ignore", function, args, kwargs, given)


def call_allowing_changes(function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
    """As `call`, where a test looks at what becomes of the arguments: their changes stay."""
    return _call("error", function, args, kwargs)


def _call(
    action: Literal["error", "ignore"],
    function: Callable[..., Any],
    args: Any,
    kwargs: Any,
    given: Given | None = None,
) -> Any:
    RECORD.note(function, args, kwargs)
    with warnings.catch_warnings():
        warnings.simplefilter(action, RuntimeWarning)
        result = function(*args, **kwargs)
    if given is not None and given.changed:
        result = copied(result)  # it may be memory of what is put back
    RECORD.note_result(result)
    return result


def check_that(holds: Any, problem: str, *, actual: Any = None, expected: Any = None) -> None:
    """Fail with a sentence where something does not hold; for facts that no other check states."""
    if not holds:
        failure = CheckFailure(problem, actual=actual, expected=expected, compared=True)
        failure.actual = failure.actual if actual is not None else None
        if isinstance(expected, str | None):
            failure.expected = None if expected is None else show.clipped(expected)
        raise failure


def check_close(
    actual: Any, expected: Any, *, rtol: float = RTOL, atol: float = ATOL, dtype: Any = np.float64
) -> None:
    """Hold a result against what is expected: kind and shape first, then finiteness, then values.

    Parameters
    ----------
    actual
        What the student's function returned.
    expected
        A float, an array, or nested lists and tuples of them. A float (or 0-d array) admits a float, a
        numpy float64 and a 0-d array; a list admits a list only; a tuple admits a tuple or a list.
    rtol, atol : float
        Passes where |actual - expected| <= atol + rtol * |expected|, element by element.
    dtype
        The element type that the contract promises; None admits any real one.
    """
    _check_close(actual, expected, rtol, atol, dtype, "")


def _check_close(
    actual: Any, expected: Any, rtol: float, atol: float, dtype: Any, where: str
) -> None:
    if isinstance(expected, list | tuple):
        admitted = (list,) if isinstance(expected, list) else (tuple, list)
        kinds = " or ".join(kind.__name__ for kind in admitted)
        if not isinstance(actual, admitted):
            raise CheckFailure(
                f"{where}expected a {kinds} of {len(expected)}, got {_kind(actual)}",
                actual=actual,
                expected=expected,
                compared=True,
            )
        if len(actual) != len(expected):
            raise CheckFailure(
                f"{where}expected a {kinds} of {len(expected)}, got {len(actual)} items",
                actual=actual,
                expected=expected,
                compared=True,
            )
        for index, (mine, theirs) in enumerate(zip(actual, expected, strict=True)):
            inner = f"{where.removesuffix(': ')}[{index}]: " if where else f"item [{index}]: "
            _check_close(mine, theirs, rtol, atol, dtype, inner)
        return
    wanted = np.asarray(expected)
    got = _real_array(actual, wanted, where)
    if dtype is not None and got.dtype != np.dtype(dtype):
        raise CheckFailure(
            f"{where}expected element type {np.dtype(dtype)}, got {got.dtype}",
            actual=actual,
            expected=expected,
            compared=True,
        )
    _check_finite(got, wanted, actual, expected, where)
    with np.errstate(invalid="ignore", over="ignore"):
        error = np.abs(got.astype(np.float64) - wanted)
        error = np.where(got == wanted, 0.0, error)
        allowed = atol + rtol * np.abs(np.where(np.isfinite(wanted), wanted, 0.0))
    wrong = ~(error <= allowed) & ~(np.isnan(got) & np.isnan(wanted))
    if np.any(wrong):
        excess = np.where(wrong, error / allowed if np.all(allowed) else error, -1.0)
        worst = np.unravel_index(int(np.argmax(excess)), excess.shape)
        many = (
            f"{int(wrong.sum())} of {wrong.size} values are wrong" if wrong.ndim else "wrong value"
        )
        turned = wrong.ndim == 2 and wrong.shape[0] == wrong.shape[1] > 1
        turned = turned and np.allclose(got.T, wanted, rtol, atol, equal_nan=True)
        raise CheckFailure(
            f"{where}{many}{', as it is the transpose of what was expected' if turned else ''}",
            actual=actual,
            expected=expected,
            compared=True,
            worst=_at(got, wanted, worst) if wrong.ndim else None,
        )


def check_answer(actual: Any, expected: bool) -> None:
    """Hold a yes or no against what is expected: Python's bool, numpy's, or a 0-d array of it."""
    plain = type(actual) in (bool, np.bool_) or type(actual) is np.ndarray
    if not plain or np.shape(actual) != () or np.asarray(actual).dtype != np.bool_:
        raise CheckFailure(
            f"expected True or False, got {_kind(actual)}",
            actual=actual,
            expected=expected,
            compared=True,
        )
    if bool(actual) != expected:
        raise CheckFailure("wrong answer", actual=actual, expected=expected, compared=True)


def check_answers(
    ask: Callable[[Any], Any], cases: Sequence[tuple[Any, bool]], *, seed: int
) -> None:
    """Ask every question twice, in an order that answers by turns cannot follow.

    Parameters
    ----------
    ask : callable
        Asks the student's function one question.
    cases : sequence of (question, bool)
        The questions with their answers.
    seed : int
        Of the order; another number in each check.
    """
    for index in np.random.default_rng(seed).permutation(np.repeat(np.arange(len(cases)), 2)):
        question, expected = cases[index]
        check_answer(ask(question), expected)


def check_integers(actual: Any, expected: Any) -> None:
    """Hold whole numbers (labels, counts, indices) against what is expected, exactly.

    Any integer type is admitted, Python's and numpy's; floats and bools are not.
    """
    wanted = np.asarray(expected)
    got = _real_array(actual, wanted, "", scalar="whole number")
    if got.dtype.kind not in "iu":
        raise CheckFailure(
            f"expected whole numbers, got {_kind(actual)}",
            actual=actual,
            expected=expected,
            compared=True,
        )
    wrong = got != wanted
    if np.any(wrong):
        worst = np.unravel_index(int(np.argmax(wrong)), wrong.shape)
        many = (
            f"{int(wrong.sum())} of {wrong.size} values are wrong" if wrong.ndim else "wrong value"
        )
        raise CheckFailure(
            many,
            actual=actual,
            expected=expected,
            compared=True,
            worst=_at(got, wanted, worst) if wrong.ndim else None,
        )


def check_pure(function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> None:
    """Call a function and check that its arguments stay as they were and share no memory with the result."""
    before = copied((args, kwargs))
    with Given(args, kwargs):
        result = call_allowing_changes(function, *args, **kwargs)
        if not _same(before, (args, kwargs)):
            raise CheckFailure(
                "an argument was changed by the call",
                actual=args,
                expected=before[0],
                compared=True,
            )
    for array in arrays_in(result):
        for argument in arrays_in([args, kwargs]):
            if RECORD.shares_memory(array, argument):
                raise CheckFailure(
                    "the result shares memory with an argument: writing to one would change the other"
                )


def check_value_error(
    function: Callable[..., Any], /, *args: Any, mentions: Sequence[Any], **kwargs: Any
) -> None:
    """Check that a call raises a ValueError whose message mentions the argument and what it got.

    Parameters
    ----------
    mentions : sequence
        Names and values to be found in the message, in any order and wording; case does not matter,
        and a number must stand by itself (1 is not found in 10). A tuple in it gives alternatives.
    """
    RECORD.note(function, args, kwargs)
    try:
        with Given(args, kwargs):
            result = function(*args, **kwargs)
    except ValueError as error:
        message = str(error)
    else:
        raise CheckFailure(
            "expected a ValueError, but the call returned",
            actual=result,
            expected=f"a ValueError that mentions {_listed(mentions)}",
            compared=True,
        )
    for mention in mentions:
        alternatives = mention if isinstance(mention, tuple) else (mention,)
        if not any(_mentioned(each, message) for each in alternatives):
            raise CheckFailure(
                f"the ValueError's message should mention {_listed([mention])}",
                actual=message,
                expected=f"a message with {_listed(mentions)}",
                compared=True,
            )


def check_layouts(
    function: Callable[..., Any],
    reference: Callable[..., Any],
    /,
    *args: Any,
    rtol: float = RTOL,
    atol: float = ATOL,
    **kwargs: Any,
) -> None:
    """Check that a function accepts Fortran-ordered, sliced and read-only arrays, wherever they are nested."""
    expected = reference(*args, **kwargs)
    for layout in LAYOUTS:
        check_close(
            call(function, *_arranged(args, layout), **kwargs), expected, rtol=rtol, atol=atol
        )


def _arranged(item: Any, layout: str) -> Any:
    if isinstance(item, np.ndarray):
        return arrange(item, layout) if item.ndim else item
    if isinstance(item, list | tuple):
        return type(item)(_arranged(each, layout) for each in item)
    return item


def _kind(item: Any) -> str:
    if type(item) is np.ndarray:
        return f"an array of shape {item.shape} and type {item.dtype}"
    if item is None:
        return "None (is a return missing? printing a value does not return it)"
    if type(item).__module__ != "builtins" and not isinstance(item, np.generic):
        return show.line(f"an object of type {getattr(item, '__name__', type(item).__name__)}")
    return f"{type(item).__name__} {show.clipped(show.value(item), 80)}"


def _real_array(actual: Any, wanted: np.ndarray, where: str, scalar: str = "float") -> np.ndarray:
    """The result as an array, once its kind and shape are those wanted."""
    kinds = (np.ndarray, np.floating, float) if scalar == "float" else (np.ndarray, np.integer, int)
    admitted = kinds if wanted.ndim == 0 else (np.ndarray,)
    plain = (
        type(actual) is np.ndarray or isinstance(actual, np.generic) or type(actual) in (float, int)
    )
    if not plain or not isinstance(actual, admitted):
        noun = f"a {scalar}" if wanted.ndim == 0 else f"an array of shape {wanted.shape}"
        hint = ": np.array makes an array of it" if wanted.ndim and type(actual) is list else ""
        raise CheckFailure(
            f"{where}expected {noun}, got {_kind(actual)}{hint}",
            actual=actual,
            expected=wanted,
            compared=True,
        )
    got = np.asarray(actual)
    if got.shape != wanted.shape:
        transposed = got.ndim == 2 and got.shape == wanted.shape[::-1]
        hint = ", which is its transpose" if transposed else ""
        noun = f"a {scalar}" if wanted.ndim == 0 else f"shape {wanted.shape}"
        raise CheckFailure(
            f"{where}expected {noun}, got shape {got.shape}{hint}",
            actual=actual,
            expected=wanted,
            compared=True,
        )
    if got.dtype.kind not in "fiub":
        raise CheckFailure(
            f"{where}expected real numbers, got element type {got.dtype}",
            actual=actual,
            expected=wanted,
            compared=True,
        )
    return got


def _check_finite(
    got: np.ndarray, wanted: np.ndarray, actual: Any, expected: Any, where: str
) -> None:
    bad = ~np.isfinite(got) & np.isfinite(wanted)
    if np.any(bad):
        first = np.unravel_index(int(np.argmax(bad)), bad.shape)
        raise CheckFailure(
            f"{where}{int(bad.sum())} of {bad.size} values are not finite"
            if bad.ndim
            else f"{where}not finite",
            actual=actual,
            expected=expected,
            compared=True,
            worst=_at(got, wanted, first) if bad.ndim else None,
        )


def _at(got: np.ndarray, wanted: np.ndarray, index: tuple[Any, ...]) -> str:
    place = ", ".join(str(int(i)) for i in index)
    return f"at [{place}]: got {show.value(got[index])}, expected {show.value(wanted[index])}"


def _same(before: Any, after: Any) -> bool:
    if isinstance(before, np.ndarray):
        return isinstance(after, np.ndarray) and np.array_equal(
            before, after, equal_nan=before.dtype.kind == "f"
        )
    if isinstance(before, list | tuple):
        return (
            isinstance(after, list | tuple)
            and len(before) == len(after)
            and all(map(_same, before, after))
        )
    if isinstance(before, dict):
        return (
            isinstance(after, dict)
            and list(before) == list(after)
            and all(map(_same, before.values(), after.values()))
        )
    return before is after or not isinstance(before, PLAIN) or repr(before) == repr(after)


def _mentioned(mention: Any, message: str) -> bool:
    """Whether a name, or a number in any spelling (-0.25, -0.250, -2.5e-1), is in a message."""
    if not NUMBER.fullmatch(str(mention)):
        return str(mention).lower() in message.lower()
    wanted = float(mention)
    return any(float(number) == wanted for number in NUMBER.findall(message))


def _listed(mentions: Sequence[Any]) -> str:
    return " and ".join(
        " or ".join(map(str, each)) if isinstance(each, tuple) else str(each) for each in mentions
    )
