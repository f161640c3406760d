"""How a wrong result relates to the right one: said only where it holds of all, and is no chance."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

from grader.relations import Difference, relation

RIGHT = np.array([[0.3, -1.7, 2.2], [0.9, 0.1, -0.4]])
X = np.array([[1.3, 0.2, -0.7], [-0.6, 2.1, 0.8]])
BOTH = np.vstack([RIGHT, X, RIGHT * X])
WRONG_SIDE = "is the negative of what was expected: is a difference taken the wrong way round?"
FACTOR = "is a factor missing, or one too many?"
TERM = "is a term missing, or one too many?"


def said(actual, expected, *args):
    """What is said of one call."""
    return relation([Difference(actual, expected, args)])


@pytest.mark.parametrize(
    ("actual", "expected", "sentence"),
    [(-RIGHT, RIGHT, WRONG_SIDE),
     (np.zeros((2, 3)), RIGHT, "is zero everywhere: is the result ever filled in?"),
     (X, RIGHT, "is one of the arguments as it was passed in: is it the result that is returned?"),
     (5 * RIGHT, RIGHT, "is 5 times what was expected."),
     (4 * RIGHT, RIGHT, f"is four times what was expected: {FACTOR}"),
     (-4 * RIGHT, RIGHT, "is four times what was expected, with the wrong sign."),
     (RIGHT / np.log(2), RIGHT, "is 1/log(2) times what was expected: is it log2 in place of the natural logarithm?"),
     (RIGHT + 0.1, RIGHT, f"is 0.1 too large: {TERM}"),
     (RIGHT - 3, RIGHT, f"is 3 too small: {TERM}"),
     (1 - RIGHT, RIGHT, "is one minus what was expected: is a sign wrong, or are two outcomes exchanged?"),
     (1 / RIGHT, RIGHT, "is one divided by what was expected: is a division the wrong way round?"),
     (RIGHT**2, RIGHT, "is the square of what was expected: is a root missing?"),
     (np.sqrt(X**2), X**2, "is the square root of what was expected: is a square missing?"),
     (np.abs(RIGHT), RIGHT, "is what was expected without its sign."),
     (np.trunc(RIGHT), RIGHT,
      "has its fractions cut off: is it kept in an array of whole numbers, or divided with //?"),
     (RIGHT.astype(int), RIGHT,
      "has its fractions cut off: is it kept in an array of whole numbers, or divided with //?"),
     (np.zeros((2, 3), dtype=int), RIGHT / 3,
      "has its fractions cut off: is it kept in an array of whole numbers, or divided with //?"),
     (np.zeros((2, 3), dtype=int), RIGHT, "is zero everywhere: is the result ever filled in?"),
     (np.full((2, 3), np.nan), RIGHT, "is infinite or not a number: where does it overflow, or divide by zero?"),
     (np.where(RIGHT > 2, np.inf, RIGHT), RIGHT,
      "is infinite or not a number: where does it overflow, or divide by zero?"),
     (RIGHT[::-1], RIGHT, "is what was expected in reverse order along axis 0."),
     (RIGHT[0, ::-1], RIGHT[0], "is what was expected in reverse order."),
     (np.roll(RIGHT, 1, 1), RIGHT, "is what was expected, moved on by one along axis 1: is an index off by one?"),
     (RIGHT.ravel()[[2, 0, 1, 5, 3, 4]].reshape(2, 3)[:, [1, 2, 0]][::-1], RIGHT,
      "is what was expected in reverse order along axis 0."),
     (RIGHT.ravel()[[5, 0, 1, 2, 4, 3]].reshape(2, 3), RIGHT, "has the right numbers in another order."),
     (np.where([0, 0, 1], 9.0, BOTH), BOTH, "is right but for the last place along axis 1."),
     (np.where([1, 0, 0], 9.0, BOTH), BOTH, "is right but for the first place along axis 1."),
     (np.where(BOTH < 0, 9.1, BOTH), BOTH, "is right but where what was expected is negative."),
     (RIGHT.astype(np.float32).astype(float).round(1), RIGHT, None),
     (np.float32(RIGHT), np.float32(RIGHT).astype(float), "is of type float32, and float64 was expected."),
     (RIGHT.T, RIGHT, "is what was expected, transposed."),
     (RIGHT[None], RIGHT, "has the right numbers with an axis too many or too few."),
     (BOTH.reshape(2, 9), BOTH, "has the right numbers in axes of other lengths."),
     (RIGHT.reshape(1, 2, 3), RIGHT[None].swapaxes(0, 1), "has its axes in another order."),
     (RIGHT, RIGHT.sum(), "is an array, and its sum is asked for."),
     (RIGHT, RIGHT.mean(), "is an array, and its mean is asked for."),
     (RIGHT.sum(0), RIGHT, "is what was expected, summed over axis 0."),
     (RIGHT.mean(1), RIGHT, "is what was expected, averaged over axis 1."),
     (RIGHT, RIGHT.sum(1), "is still to be summed over axis 1."),
     (X[:1] - X[:1].T, X[0],
      "has grown an axis: were shapes (n,) and (n, 1) combined, which numpy stretches to (n, n)?"),
     (RIGHT[:, :2], RIGHT, "is too short by 1: is a size off by 1?"),
     (np.sin(RIGHT), RIGHT, None)],
)  # fmt: skip
def test_each_relation(actual, expected, sentence):
    found = said(actual, expected, X)

    assert found == (sentence and f"What came back {sentence}")


@pytest.mark.parametrize("expected", [1.0, RIGHT, (1.0, RIGHT), "text"])
def test_nothing_in_place_of_something(expected):
    assert said(None, expected).startswith("Nothing came back: is there a return")


TWICE = "is twice what was expected: is a factor 1/2 missing, or a 2 too many?"
N_TIMES = "is n times what was expected, n the number of rows: was the mean forgotten?"


@pytest.mark.parametrize(
    ("factor", "sentence"),
    [(7, N_TIMES),
     (1 / 7, "is 1/n of what was expected, n the number of rows: is a mean taken twice, or of a sum?"),
     (5, "is what was expected times one of the sizes of the arguments: was a mean forgotten?"),
     (1 / 35, "is what was expected divided by one of the sizes of the arguments: is a mean one too many?"),
     (2, TWICE)],
)  # fmt: skip
def test_a_factor_is_told_by_the_sizes_of_the_arguments(factor, sentence):
    assert said(RIGHT * factor, RIGHT, np.ones((7, 5))) == f"What came back {sentence}"


def test_two_of_two_rows_may_be_either():
    """It is twice, and n times: only a call of another size tells."""
    doubled = Difference(2 * RIGHT, RIGHT, (np.ones((2, 5)),))
    times_n = Difference(3 * RIGHT, RIGHT, (np.ones((3, 5)),))
    again = Difference(2 * RIGHT, RIGHT, (np.ones((3, 5)),))

    assert relation([doubled]) == f"What came back is twice what was expected: {FACTOR}"
    assert relation([doubled, times_n]) == f"What came back {N_TIMES}"
    assert relation([doubled, again]) == f"What came back {TWICE}"


def test_arguments_by_name_count_too():
    difference = Difference(RIGHT * 7, RIGHT, (), {"x": np.ones((7, 5))})

    assert relation([difference]) == f"What came back {N_TIMES}"


def test_a_coincidence_on_one_input_is_not_told_where_another_contradicts():
    first = Difference(-RIGHT, RIGHT)
    second = Difference(np.sin(X), X)

    assert relation([first]) is not None
    assert relation([first, second]) is None


def test_what_holds_of_all_is_told_also_where_more_holds_of_one():
    """The first is doubled and off by the same; both are off by the same."""
    ones = np.full(4, 0.3)

    assert relation([Difference(2 * ones, ones), Difference(X + 0.3, X)]) == (
        f"What came back is 0.3 too large: {TERM}"
    )


def test_factors_that_differ_from_call_to_call():
    found = relation([Difference(3 * X, X), Difference(6 * RIGHT, RIGHT)])

    assert found == (
        f"What came back is what was expected times a number that differs from call to call: {FACTOR}"
    )


@pytest.mark.parametrize(
    ("actual", "expected"),
    [(0.7, 0.4), (4, 2), (1.0, -1.0), (np.array([0, 1]), np.array([1, 0])), (0, 3), (3, 2), (1.0, 0.0),
     (np.array([1.0, 0.0]), np.array([0.0, 1.0])), (np.array([1, 1, 0]), np.array([1, 0, 1])), (2.5, 0.5)],
)  # fmt: skip
def test_a_few_round_numbers_say_nothing(actual, expected):
    """Any number is another one times something."""
    assert said(actual, expected) is None


def test_single_numbers_do_where_they_are_not_round():
    assert said(np.log(9), np.log(3)) == f"What came back {TWICE}"


def test_single_numbers_over_several_calls_do():
    some = [Difference(5 * number, number) for number in (0.3, 0.7, -1.1)]
    others = [Difference(number**3, number) for number in (0.3, 0.7, -1.1)]

    assert relation(some) == "What came back is 5 times what was expected."
    assert relation(others) is None


def test_a_zero_is_no_number_whose_fractions_are_cut_off():
    assert relation([Difference(0.0, number) for number in (0.3, 0.7, 0.1, -0.6)]) is None


def test_whole_numbers_may_be_of_any_integer_type():
    assert said(np.array([3, 0, 7], dtype=np.uint8), np.array([3, 0, 7])) is None
    assert "float64" in said(np.array([3.0, 0.0, 7.0]), np.array([3, 0, 7]))


def test_labels_that_are_not_those_expected_have_no_fractions_to_lose():
    assert said(np.array([2, 0, 1, 1]), np.array([1, 0, 2, 0])) is None


def test_a_wrong_column_is_told_only_where_it_is_wrong_as_a_whole():
    wrong = RIGHT.copy()
    wrong[0, -1] = 9.7

    assert said(wrong, RIGHT) is None


@pytest.mark.parametrize(("place", "what"), [(BOTH < 0, "negative"), (BOTH > 0, "positive")])
def test_right_but_where_the_argument_is(place, what):
    values = np.sin(BOTH)
    wrong = np.where(place, values + BOTH**3 + 5, values)

    assert said(wrong, values, BOTH) == f"What came back is right but where the argument is {what}."
    assert "where an argument is" in said(wrong, values, BOTH, np.ones(2))


def test_two_places_that_are_wrong_may_have_anything_in_common():
    assert said(np.where([0, 0, 1], 9.0, RIGHT), RIGHT) is None


# results in parts


@pytest.mark.parametrize(
    ("actual", "sentence"),
    [((-X, RIGHT, 1.7), f"The first part of what came back {WRONG_SIDE}"),
     ((-X, RIGHT, -1.7), f"Each of the first and third parts of what came back {WRONG_SIDE}"),
     ((-X, -RIGHT, -1.7), f"Each part of what came back {WRONG_SIDE}"),
     ((RIGHT, X, 1.7), "The first and the second part of what came back are exchanged."),
     ((-X, np.sin(RIGHT), 1.7), None),
     ((X.T, RIGHT, 1.7), "The first part of what came back is what was expected, transposed."),
     ((X, RIGHT), None),
     ((X, RIGHT, "text"), None),
     ("text", None)],
)  # fmt: skip
def test_of_parts(actual, sentence):
    assert said(actual, (X, RIGHT, 1.7)) == sentence


def test_one_part_is_named_alone():
    assert said([2 * RIGHT], [RIGHT]) == f"The first part of what came back {TWICE}"


@pytest.mark.parametrize(
    ("actual", "expected"),
    [(True, False), (np.array([True, False]), np.array([False, True])), (np.zeros(3, np.uint8), np.ones(3, np.uint8)),
     (np.full(3, 1e308), np.full(3, -1e308)), (np.full(3, np.inf), np.full(3, np.inf)), (10**600, 1.0),
     (np.float16(6e4), 1.0), (np.zeros(0), np.zeros(0)), (np.zeros((0, 3)), np.zeros((3, 0))),
      (np.array(1), np.ones(1)),
     (1j, 1.0), ("x", 1.0), ({}, {}), ([], ()), ([1.0], [[1.0]]), (np.zeros((1,) * 20), 0.0), (RIGHT, "text")],
)  # fmt: skip
def test_no_value_is_too_strange(actual, expected):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert isinstance(said(actual, expected, np.array(["x"]), RIGHT), str | None)


def test_of_nothing_nothing_is_said():
    assert relation([]) is None
