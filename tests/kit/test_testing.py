"""Tests of the tests: every checker passes what is right and fails on what is slightly wrong."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import find, given

from grader.testing import (
    LAYOUTS,
    CheckFailure,
    arrange,
    arrays,
    call,
    call_allowing_changes,
    call_allowing_warnings,
    check_answer,
    check_close,
    check_integers,
    check_layouts,
    check_pure,
    check_that,
    check_value_error,
    floats,
    numerical_gradient,
    sizes,
)

A = np.array([[1.0, 2.0], [3.0, 4.0]])
W = np.array([1.0, -2.0])


def nudged(by):
    return A + np.array([[0, 0], [0, by]])


@pytest.mark.parametrize(
    ("actual", "expected"),
    [(A.copy(), A), (A * (1 + 1e-9), A), (1.0, 1.0), (np.float64(1), 1.0), (np.array(1.0), 1.0), ([A, 1.0], [A, 1.0]),
     ((A, 1.0), (A, 1.0)), ([A, 1.0], (A, 1.0)), (np.array([np.inf]), np.array([np.inf])),
     ([(A, W)], [(A, W)]), (np.zeros((0, 2)), np.zeros((0, 2)))],
)  # fmt: skip
def test_check_close_passes_what_is_right(actual, expected):
    check_close(actual, expected)


@pytest.mark.parametrize(
    ("actual", "expected", "problem"),
    [
        (nudged(1e-5), A, "1 of 4 values are wrong"),
        (nudged(np.nan), A, "1 of 4 values are not finite"),
        (nudged(np.inf), A, "not finite"),
        (A.T, np.arange(6.0).reshape(2, 3), r"expected shape \(2, 3\), got shape \(2, 2\)"),
        (np.arange(6.0).reshape(2, 3).T, np.arange(6.0).reshape(2, 3), "its transpose"),
        (A.T.copy(), A, r"2 of 4 values are wrong, as it is the transpose of what was expected\n"),
        (A.T + 1.0, A, r"values are wrong\n"),
        (A[None], A, "got shape"),
        (A[0], A, "got shape"),
        (A.astype(np.float32), A, "element type float64, got float32"),
        (A.astype(int), A, "element type float64"),
        (A.astype(complex), A, "real numbers"),
        (A.astype(object), A, "real numbers"),
        (A.tolist(), A, "expected an array"),
        (A.view(np.matrix), A, "expected an array"),
        (np.ma.masked_array(A), A, "expected an array"),
        (None, A, "is a return missing"),
        (None, 1.0, "is a return missing"),
        (1.0, A, "expected an array"),
        (1, 1.0, "expected a float"),
        (True, 1.0, "expected a float"),
        (np.array([1.0]), 1.0, "expected a float"),
        ("1.0", 1.0, "expected a float"),
        (1.001, 1.0, "wrong value"),
        (np.nan, 1.0, "not finite"),
        ([A], [A, A], "expected a list of 2, got 1"),
        ((A, A), [A, A], "expected a list"),
        (A, [A[0], A[1]], "expected a list"),
        (None, (A, 1.0), "expected a tuple or list of 2, got None"),
        ([(A, W), (A, W + 1)], [(A, W), (A, W)], r"item \[1\]\[1\]: 2 of 2"),
        (np.array([1.0]), np.array([np.inf]), "wrong"),
        (np.array([-np.inf]), np.array([np.inf]), "wrong"),
    ],
)
def test_check_close_fails_on_what_is_slightly_wrong(actual, expected, problem):
    with pytest.raises(CheckFailure, match=problem):
        check_close(actual, expected)


def test_check_close_names_the_worst_element():
    with pytest.raises(CheckFailure) as caught:
        check_close(A + np.array([[0.1, 0], [0, 9]]), A)

    assert caught.value.worst == "at [1, 1]: got 13.0, expected 4.0"


def test_a_subclass_that_agrees_with_everything_is_refused():
    class Liar(np.ndarray):
        def __eq__(self, other):
            return np.ones(2, bool)

        def __sub__(self, other):
            return np.zeros(2)

        __array_ufunc__ = None

    with pytest.raises(CheckFailure, match="object of type Liar"):
        check_close(np.zeros(2).view(Liar), np.ones(2))


@pytest.mark.parametrize("actual", [3, np.int64(3), np.uint8(3), np.array(3)])
def test_check_integers_passes_any_integer_type(actual):
    check_integers(actual, 3)


@pytest.mark.parametrize(
    ("actual", "expected"),
    [(4, 3), (3.0, 3), (True, 1), (np.float64(3), 3), (np.array([1, 2]), np.array([1, 3])), ([1, 2], np.array([1, 2])),
     (np.array([1.0, 2.0]), np.array([1, 2])), (np.array([[1, 2]]), np.array([1, 2])), (None, 3), ("3", 3),
     (np.array([True]), np.array([1]))],
)  # fmt: skip
def test_check_integers_fails_on_what_is_slightly_wrong(actual, expected):
    with pytest.raises(CheckFailure):
        check_integers(actual, expected)


@pytest.mark.parametrize("actual", [True, np.True_, np.array(True)])
def test_check_answer_passes_any_bool(actual):
    check_answer(actual, True)


@pytest.mark.parametrize(
    "actual", [False, np.False_, 1, 1.0, "yes", None, np.array([True]), np.array(1), object()]
)
def test_check_answer_fails_on_what_is_no_bool_or_the_wrong_one(actual):
    with pytest.raises(CheckFailure):
        check_answer(actual, True)


def test_check_pure_passes_a_pure_function():
    check_pure(lambda x, w: {"sum": [x + w[0]]}, A.copy(), [W.copy()])


@pytest.mark.parametrize(
    "function",
    [lambda x: x, lambda x: x[:1], lambda x: [x.T], lambda x: (0, x.reshape(4)), lambda x: np.asarray(x),
     lambda x: x.__setitem__((0, 0), 9.0), lambda x: x.sort() or x + 1],
)  # fmt: skip
def test_check_pure_fails_on_views_and_changes(function):
    x = np.array([[4.0, 3.0], [2.0, 1.0]])

    with pytest.raises(CheckFailure, match=r"shares memory|was changed"):
        check_pure(function, x)


def test_check_pure_notices_a_changed_list():
    with pytest.raises(CheckFailure, match="was changed"):
        check_pure(lambda items: items.append(1), [1.0])


def scribble(x, items, table):
    x[...] = 0.0
    items[0][0] = 7.0
    items.append(3.0)
    table.clear()
    return x, items, table


@pytest.mark.parametrize("asked", [call, call_allowing_warnings])
def test_a_call_leaves_no_change_in_its_arguments(asked):
    x, items, table = A.copy(), [W.copy(), 2.0], {"k": [1.0]}
    inner = items[0], table["k"]

    result = asked(scribble, x, items, table=table)

    check_close((x, items[:1], items[1:], table["k"]), (A, [W], [2.0], [1.0]))
    assert items[0] is inner[0] and table["k"] is inner[1]
    check_close(result[0], np.zeros((2, 2)))
    check_close(result[1][0], np.array([7.0, -2.0]))
    assert result[2] == {}


def test_a_call_that_raises_leaves_no_change_in_its_arguments():
    def scribble_and_raise(x):
        x.fill(np.nan)
        raise ValueError("x")

    x = A.copy()

    with pytest.raises(ValueError, match="x"):
        call(scribble_and_raise, x)
    check_value_error(scribble_and_raise, x, mentions=["x"])
    check_close(x, A)


def test_a_call_that_changes_nothing_gives_its_result_as_it_is():
    x = A.copy()

    assert call(lambda x: x, x) is x


def test_call_allowing_changes_leaves_them():
    x = A.copy()

    call_allowing_changes(lambda x: x.fill(0.0), x)

    check_close(x, np.zeros((2, 2)))


def test_check_pure_puts_back_what_was_changed():
    items = [W.copy()]

    with pytest.raises(CheckFailure, match="was changed") as caught:
        check_pure(lambda items: items[0].sort(), items)

    check_close(items, [W])
    assert caught.value.actual.startswith("([[-2.0, 1.0]],)")


def fails(message):
    def function(*args):
        raise ValueError(message)

    return function


@pytest.mark.parametrize("message", ["n_in must be at least 1, got 0", "got 0 for N_IN", "n_in=0"])
def test_check_value_error_passes_any_wording(message):
    check_value_error(fails(message), mentions=["n_in", 0])


@pytest.mark.parametrize("message", ["bad", "n_in", "got 0", "n_in: 10", "n_in: 0.5", "n_in -10"])
def test_check_value_error_fails_without_name_or_value(message):
    with pytest.raises(CheckFailure, match="should mention"):
        check_value_error(fails(message), mentions=["n_in", 0])


@pytest.mark.parametrize(
    ("message", "number"),
    [
        ("rate -0.250 is too small", -0.25),
        ("rate: -.25", -0.25),
        ("rate=-2.5e-1.", -0.25),
        ("rate in 1e-05..0.3", 1e-5),
        ("labels 0..3", 3),
        ("labels 0-3", 3),
        ("from -3..-2", -2),
        ("got 7.", 7),
        ("shape (4, 7)", 7),
        ("np.int64(7)", 7),
        ("label 7.0", "7"),
    ],
)
def test_check_value_error_knows_a_number_in_any_spelling(message, number):
    check_value_error(fails(message), mentions=[number])


@pytest.mark.parametrize(
    ("message", "number"),
    [("got 7", -7), ("got -7", 7), ("got 77", 7), ("got 7.5", 7), ("got 1.7", 7), ("got 7e3", 7), ("x7", 77)],
)  # fmt: skip
def test_check_value_error_fails_where_only_another_number_is_there(message, number):
    with pytest.raises(CheckFailure, match="should mention"):
        check_value_error(fails(message), mentions=[number])


def test_check_value_error_fails_where_nothing_is_raised():
    with pytest.raises(CheckFailure, match="the call returned"):
        check_value_error(lambda: 1, mentions=[])


def test_check_value_error_takes_alternatives():
    check_value_error(fails("labels: 7"), mentions=[("label", "class"), 7])


def test_check_value_error_lets_other_errors_pass():
    with pytest.raises(NotImplementedError):
        check_value_error(lambda: (_ for _ in ()).throw(NotImplementedError()), mentions=[])


def test_check_layouts_fails_where_one_layout_breaks():
    def contiguous_only(x):
        if not x.flags.c_contiguous:
            raise BufferError
        return x + 1.0

    check_layouts(lambda x: x + 1.0, lambda x: x + 1.0, A)
    with pytest.raises(BufferError):
        check_layouts(contiguous_only, lambda x: x + 1.0, A)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_arrange_keeps_the_values(layout):
    arranged = arrange(A, layout)

    np.testing.assert_array_equal(arranged, A)
    assert not np.shares_memory(arranged, A)
    assert not (arranged.flags.c_contiguous and arranged.flags.writeable)


def test_check_that_fails_with_its_sentence():
    check_that(True, "never said")
    with pytest.raises(CheckFailure, match="said"):
        check_that(False, "said", actual=1, expected=2)


def test_call_turns_numpy_s_warnings_into_failures():
    with pytest.raises(RuntimeWarning, match="overflow"):
        call(np.exp, np.array([1000.0]))


def test_call_allowing_warnings_ignores_them_and_notes_the_call():
    assert call_allowing_warnings(np.exp, np.array([1000.0]))[0] == np.inf

    with pytest.raises(CheckFailure, match=r"exp\(\[1000.0\]\)"):
        check_close(1.0, 2.0)


def test_call_leaves_other_warnings_alone():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")

        assert call(lambda: warnings.warn("old", DeprecationWarning, stacklevel=1)) is None


def test_a_failure_shows_the_arguments_as_they_were_before_the_call():
    def double_in_place(x):
        x *= 2
        return x

    with pytest.raises(CheckFailure) as caught:
        check_close(call(double_in_place, np.array([1.0])), np.array([1.0]))

    assert "([1.0])" in str(caught.value.call)


def test_numerical_gradient_agrees_with_a_known_one():
    x = np.array([[0.5, -1.5], [2.0, 0.25]])

    check_close(
        numerical_gradient(lambda x: float(np.sum(x**3)), x), 3 * x**2, rtol=1e-5, atol=1e-7
    )
    with pytest.raises(CheckFailure):
        check_close(
            numerical_gradient(lambda x: float(np.sum(x**3)), x),
            3 * x**2 + 1e-3,
            rtol=1e-5,
            atol=1e-7,
        )


@given(sizes(3))
def test_sizes_are_pairwise_distinct(drawn):
    assert len(set(drawn)) == 3 and all(1 <= size <= 5 for size in drawn)


def test_a_counterexample_is_small_and_round():
    found = find(arrays((3,), floats()), lambda x: x.sum() > 1)

    assert found.sum() <= 1.5 and set(found * 8 % 1) == {0}


@pytest.mark.parametrize(
    "change", [lambda xs: xs.__setitem__(0, 2.0), lambda xs: xs.__setitem__(0, None), list.clear]
)
def test_check_pure_notices_changed_numbers_in_a_list(change):
    with pytest.raises(CheckFailure, match="was changed"):
        check_pure(change, [1.0, 3.0])


def test_a_failure_names_the_call_whose_result_is_wrong():
    first, _ = call(np.add, 1.0, 2.0), call(np.subtract, 1.0, 2.0)

    with pytest.raises(CheckFailure) as caught:
        check_close(first, 4.0)

    assert str(caught.value.call) == "numpy.add(1.0, 2.0)"


def test_what_was_computed_from_a_result_is_said_to_be():
    result = call(np.add, np.ones(2), 1.0)

    with pytest.raises(CheckFailure, match="computed from the result"):
        check_close(result.sum(), 5.0)
