"""Hidden checks of unit 4, `linear_regression`: the line, its gradients, two ways to fit it, classes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from exercises import linear_regression
from grader.testing import (
    LAYOUTS,
    arrange,
    arrays,
    call,
    check_close,
    check_integers,
    check_layouts,
    check_pure,
    check_that,
    checks,
    floats,
    numerical_gradient,
    sizes,
)
from solutions import costs as reference_costs
from solutions import linear_regression as reference

EXACT = {"rtol": 1e-9, "atol": 1e-12}
SINGLE = {"rtol": 1e-4, "atol": 1e-4, "dtype": None}
SEEDS = st.integers(0, 2**32 - 1)
# Away from the edge of rank: at least five rows a column, or (below) at least two columns a row.
TALL = ((12, 1), (10, 2), (25, 4), (200, 3))


@st.composite
def lines(draw):
    """Data of n rows and d inputs, n and d different, with weights and a bias."""
    n, d = draw(sizes(2))
    return draw(arrays((n, d))), draw(arrays(d)), draw(floats())


@st.composite
def problems(draw):
    """Data, targets, weights and a bias."""
    X, w, b = draw(lines())
    return X, draw(arrays(len(X))), w, b


def random_problem(seed, n, d):
    """Data, targets, weights and a bias, none of them zero."""
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n, d)), rng.normal(size=n) + 1, rng.normal(size=d), 0.75


def random_line(seed, n, d):
    """Data, weights and a bias."""
    X, _, w, b = random_problem(seed, n, d)
    return X, w, b


def whole_problem():
    """Data, targets, weights and a bias in int64."""
    X, y = np.array([[2, -1, 0], [1, 3, -2], [0, 1, 1], [-3, 2, 2]]), np.array([3, -2, 0, 5])
    return X, y, np.array([1, -2, 4]), 3


def part(result, index):
    """One of the three results of a fit."""
    triple = isinstance(result, tuple | list) and len(result) == 3
    check_that(triple, "expected three results: w, b and the history", actual=result)
    return result[index]


# predict


@checks("predict", points=2)
@example(random_line(1, 300, 7))
@example(random_line(2, 2, 40))
@given(lines())
def test_predict_follows_its_formula(line):
    """Each row's prediction is its inputs, each times its weight, summed, plus the bias."""
    X, w, b = line
    expected = np.sum(X * w, axis=1) + b

    check_close(call(linear_regression.predict, X, w, b), expected, **EXACT)


@checks("predict", points=1)
def test_predict_takes_rows_of_square_data():
    """With as many rows as inputs, it still is a row that is an example."""
    X, w = np.array([[1.0, 2.0, 0.5], [0.0, -1.0, 4.0], [3.0, 0.0, 1.0]]), np.array([1.0, 2.0, -1])

    check_close(call(linear_regression.predict, X, w, 0.25), np.array([4.75, -5.75, 2.25]))


@checks("predict", points=1)
def test_predict_takes_a_single_row_or_input():
    """One row gives an array of one number, and one input is enough."""
    one_row = np.array([[1.5, -2.0]]), np.array([2.0, 1.0]), 0.5
    one_input = np.array([[1.0], [-2.0], [4.0]]), np.array([0.5]), -1.0

    check_close(call(linear_regression.predict, *one_row), np.array([1.5]))
    check_close(call(linear_regression.predict, *one_input), np.array([-0.5, -2.0, 1.0]))
    check_close(
        call(linear_regression.predict, np.array([[3.0]]), np.array([-1.0]), 5.0), np.array([2.0])
    )


@checks("predict", points=1)
def test_predict_takes_whole_numbers():
    """Whole data, weights and bias, all or some of them, give float64 predictions."""
    X, _, w, b = whole_problem()
    whole = np.array([7.0, -10.0, 5.0, 4.0])

    check_close(call(linear_regression.predict, X, w, 0.5), whole - 2.5)
    check_close(call(linear_regression.predict, X, w, b), whole)
    check_close(call(linear_regression.predict, X, w / 8, b), (whole - 3) / 8 + 3)
    check_close(call(linear_regression.predict, X / 8, w, b), (whole - 3) / 8 + 3)


@checks("predict", points=1)
def test_predict_takes_single_precision():
    """Data and weights in float32 give the same predictions to within its precision."""
    X, w, b = random_line(3, 5, 3)
    single = X.astype(np.float32), w.astype(np.float32), b
    expected = reference.predict(*single)

    check_close(call(linear_regression.predict, *single), expected, **SINGLE)


@checks("predict", points=1)
def test_predict_takes_any_memory_layout():
    """Data and weights may be Fortran-ordered, sliced or read-only."""
    check_layouts(linear_regression.predict, reference.predict, *random_line(4, 5, 3))


@checks("predict", points=1)
def test_predict_leaves_its_arguments_alone():
    """Data and weights stay as they were, and the predictions are a new array."""
    for X, w, b in (random_line(5, 4, 3), (np.array([[2.0], [3.0]]), np.array([1.0]), 0.0)):
        expected = reference.predict(X, w, b)

        check_pure(linear_regression.predict, X, w, b)
        check_close(call(linear_regression.predict, X, w, b), expected)


# gradients


@checks("gradients", points=2)
@example(random_problem(11, 300, 7))
@example(random_problem(12, 2, 40))
@given(problems())
def test_gradients_follow_their_formula(problem):
    """dw = (2/n) X.T @ e and db = (2/n) times the sum of e, where e is prediction minus target."""
    X, y, w, b = problem
    error = np.sum(X * w, axis=1) + b - y
    expected = 2 / len(y) * np.sum(X * error[:, np.newaxis], axis=0), float(2 * np.mean(error))

    check_close(call(linear_regression.gradients, X, y, w, b), expected, **EXACT)


@checks("gradients", points=2)
@pytest.mark.parametrize("size", [(1, 3), (5, 2)], ids=["one row", "five rows"])
@settings(max_examples=10)
@given(seed=SEEDS)
def test_gradients_are_the_slopes_of_the_cost(size, seed):
    """They agree with central differences of the mean squared error, for one row and for more."""
    X, y, w, b = random_problem(seed, *size)

    def cost(w, b):
        return reference_costs.mean_squared_error(y, X @ w + b)

    expected = (
        numerical_gradient(lambda w: cost(w, b), w),
        float(numerical_gradient(lambda b: cost(w, b), b)),
    )

    actual = call(linear_regression.gradients, X, y, w, b)

    check_close(actual, expected, rtol=1e-5, atol=1e-7)


@checks("gradients", points=1)
def test_gradients_are_averaged_over_rows():
    """The same rows three times over have the same gradients; the inputs are not averaged over."""
    X, y, w, b = (
        np.array([[1.0, 2.0, 0.0], [3.0, -1.0, 2.0]]),
        np.array([1.0, 2.0]),
        np.ones(3),
        1.0,
    )
    expected = np.array([12.0, 3.0, 6.0]), 6.0

    for times in (1, 3, 50):
        repeated = np.tile(X, (times, 1)), np.tile(y, times)
        check_close(call(linear_regression.gradients, *repeated, w, b), expected)


@checks("gradients", points=1)
def test_gradients_on_square_data():
    """With as many rows as inputs, dw still has an entry for each input."""
    X, y, w, b = random_problem(13, 3, 3)
    expected = reference.gradients(X, y, w, b)

    check_close(call(linear_regression.gradients, X, y, w, b), expected, **EXACT)


@checks("gradients", points=1)
def test_gradients_grow_with_the_error():
    """Where the line fits, both gradients are 0; a little above they are a little more, far above a lot."""
    X, w = np.array([[1.0], [2.0], [4.0]]), np.array([2.0])
    y = np.array([2.5, 4.5, 8.5])

    check_close(call(linear_regression.gradients, X, y, w, 0.5), (np.zeros(1), 0.0))
    for height in (2.0**-20, 2.0**20):
        above = call(linear_regression.gradients, X, y, w, 0.5 + height)
        check_close(above, (np.array([14 / 3 * height]), 2 * height), **EXACT)


@checks("gradients", points=1)
def test_gradients_take_whole_numbers():
    """Whole data, targets, weights and bias, all or some of them, give float64 gradients."""
    X, y, w, b = whole_problem()
    mixed = (X, y, w, b), (X / 8, y, w, b), (X, y / 8, w, b), (X, y, w / 8, b), (X, y, w, b / 8)
    mixed += tuple((X[:n], y[:n], w, b) for n in (1, 2, 3))
    expected = [reference.gradients(*case) for case in mixed]

    actual = [call(linear_regression.gradients, *case) for case in mixed]

    check_close(actual, expected)


@checks("gradients", points=1)
def test_gradients_take_single_precision():
    """Float32 gives the same gradients to within its precision."""
    *single, b = random_problem(14, 5, 3)
    single = [array.astype(np.float32) for array in single]
    expected = reference.gradients(*single, b)

    check_close(call(linear_regression.gradients, *single, b), expected, **SINGLE)


@checks("gradients", points=1)
def test_gradients_take_any_memory_layout():
    """Data, targets and weights may be Fortran-ordered, sliced or read-only."""
    check_layouts(linear_regression.gradients, reference.gradients, *random_problem(15, 5, 3))


@checks("gradients", points=1)
def test_gradients_leave_their_arguments_alone():
    """Data, targets and weights stay as they were: no step is taken."""
    for size in ((4, 3), (1, 1)):
        X, y, w, b = random_problem(16, *size)
        expected = reference.gradients(X, y, w, b)

        check_pure(linear_regression.gradients, X, y, w, b)
        check_close(call(linear_regression.gradients, X, y, w, b), expected)


# fit_least_squares


@checks("fit_least_squares", points=2)
@settings(max_examples=15)
@given(SEEDS, st.sampled_from(TALL))
def test_fit_least_squares_finds_the_minimiser(seed, size):
    """On scattered data it finds the one w and b of least mean squared error."""
    X, y, _, _ = random_problem(seed, *size)
    expected = reference.fit_least_squares(X, y)

    check_close(call(linear_regression.fit_least_squares, X, y), expected, **EXACT)


@checks("fit_least_squares", points=1)
def test_fit_least_squares_recovers_a_line():
    """Where all targets lie on one line or plane, it is found, bias and all, as it is without noise."""
    for seed, (n, d) in enumerate([(8, 1), (12, 3), (2, 1), (3, 2)]):
        X, w, b = random_line(20 + seed, n, d)
        y = X @ w + b

        check_close(call(linear_regression.fit_least_squares, X, y), (w, b), rtol=1e-7, atol=1e-9)


@checks("fit_least_squares", points=1)
def test_fit_least_squares_fits_a_bias():
    """The line need not go through the origin: level data are fitted by the bias alone."""
    X = np.array([[-1.0, 1.0], [1.0, 1.0], [-1.0, -1.0], [1.0, -1.0]])

    level = call(linear_regression.fit_least_squares, X, np.full(4, 3.5))
    tilted = call(linear_regression.fit_least_squares, X, np.array([1.0, 7.0, 2.0, 4.0]))

    check_close(level, (np.zeros(2), 3.5))
    check_close(tilted, (np.array([2.0, 0.5]), 3.5))


@checks("fit_least_squares", points=2)
@settings(max_examples=15)
@given(SEEDS, st.sampled_from([(1, 3), (2, 7), (3, 9)]))
def test_fit_least_squares_with_few_rows(seed, size):
    """With fewer rows than weights it fits exactly, by w and b of least norm, the bias counted."""
    X, y, _, _ = random_problem(seed, *size)
    A = np.column_stack([X, np.ones(len(X))])
    v = A.T @ np.linalg.solve(A @ A.T, y)

    actual = call(linear_regression.fit_least_squares, X, y)

    check_close(actual, (v[:-1], float(v[-1])))


@checks("fit_least_squares", points=2)
def test_fit_least_squares_with_equal_columns():
    """Columns that are equal, or multiples of one another, share the weight with the least norm."""
    x, y = np.array([0.0, 1.0, 2.0, 5.0]), np.array([1.0, 2.0, 3.0, 6.0])
    other = np.array([1.0, -1.0, 0.5, 2.0])

    twice = call(linear_regression.fit_least_squares, np.column_stack([x, x]), y)
    check_close(twice, (np.array([0.5, 0.5]), 1.0))

    multiple = call(linear_regression.fit_least_squares, np.column_stack([x, 2 * x]), y)
    check_close(multiple, (np.array([0.2, 0.4]), 1.0))

    X = np.column_stack([x, other, x, other - x])
    expected = reference.fit_least_squares(X, y**2)
    check_close(call(linear_regression.fit_least_squares, X, y**2), expected)


@checks("fit_least_squares", points=1)
def test_fit_least_squares_with_a_constant_column():
    """A column that never changes shares the height of the line with the bias."""
    x, y = np.array([0.0, 1.0, 2.0]), np.array([5.0, 8.0, 11.0])

    like_bias = call(linear_regression.fit_least_squares, np.column_stack([np.ones(3), x]), y)
    check_close(like_bias, (np.array([2.5, 3.0]), 2.5))

    larger = call(linear_regression.fit_least_squares, np.column_stack([x, np.full(3, 2.0)]), y)
    check_close(larger, (np.array([3.0, 2.0]), 1.0))


@checks("fit_least_squares", points=1)
def test_fit_least_squares_with_a_column_of_zeros():
    """A column of zeros gets the weight 0, and the others are as without it."""
    X, y, _, _ = random_problem(25, 9, 2)
    w, b = reference.fit_least_squares(X, y)
    X = np.column_stack([X[:, 0], np.zeros(9), X[:, 1]])

    check_close(
        call(linear_regression.fit_least_squares, X, y), (np.array([w[0], 0.0, w[1]]), float(b))
    )


@checks("fit_least_squares", points=1)
def test_fit_least_squares_of_one_point():
    """One row, or one row several times with other targets, is fitted by w and b of least norm."""
    single = call(linear_regression.fit_least_squares, np.array([[2.0, -1.0]]), np.array([12.0]))
    check_close(single, (np.array([4.0, -2.0]), 2.0))

    at_zero = call(linear_regression.fit_least_squares, np.array([[0.0]]), np.array([3.0]))
    check_close(at_zero, (np.zeros(1), 3.0))

    X, y = np.array([[3.0], [3.0], [3.0]]), np.array([10.0, 20.0, 30.0])
    check_close(call(linear_regression.fit_least_squares, X, y), (np.array([6.0]), 2.0))


@checks("fit_least_squares", points=1)
def test_fit_least_squares_with_columns_of_other_sizes():
    """A column in small units counts as much as one in large ones; no weight is shrunk or dropped."""
    X, y, _, _ = random_problem(26, 15, 2)
    w, b = reference.fit_least_squares(X, y)
    for scales, rtol in ((np.array([1e-3, 20.0]), 1e-6), (np.array([1.0, 4e-6]), 1e-3)):
        scaled = call(linear_regression.fit_least_squares, X * scales, y)

        check_close(scaled, (w / scales, float(b)), rtol=rtol)


@checks("fit_least_squares", points=1)
def test_fit_least_squares_takes_whole_numbers():
    """Whole data and targets, both or one of them, give float64 weights and bias."""
    X, y = np.array([[1, 2], [4, -1], [0, 3], [2, 2], [-3, 1]]), np.array([3, 0, -2, 5, 1])

    for case in ((X, y), (X / 8, y), (X, y / 8), (X[:, :1], y)):
        expected = reference.fit_least_squares(*case)

        check_close(call(linear_regression.fit_least_squares, *case), expected)


@checks("fit_least_squares", points=1)
def test_fit_least_squares_takes_single_precision():
    """Float32 gives the same weights and bias to within its precision."""
    X, y, _, _ = random_problem(27, 20, 3)
    single = X.astype(np.float32), y.astype(np.float32)
    expected = reference.fit_least_squares(*single)

    check_close(call(linear_regression.fit_least_squares, *single), expected, **SINGLE)


@checks("fit_least_squares", points=1)
def test_fit_least_squares_takes_any_memory_layout():
    """Data and targets may be Fortran-ordered, sliced or read-only."""
    X, y, _, _ = random_problem(28, 12, 3)

    check_layouts(linear_regression.fit_least_squares, reference.fit_least_squares, X, y)


@checks("fit_least_squares", points=1)
def test_fit_least_squares_leaves_its_arguments_alone():
    """Data and targets stay as they were, with many rows and with few."""
    for size in ((12, 3), (2, 5)):
        X, y, _, _ = random_problem(29, *size)
        expected = reference.fit_least_squares(X, y)

        check_pure(linear_regression.fit_least_squares, X, y)
        check_close(call(linear_regression.fit_least_squares, X, y), expected)


# fit


@checks("fit", points=2)
@settings(max_examples=20)
@given(
    SEEDS,
    st.sampled_from([(1, 3), (6, 2), (4, 1), (3, 3), (300, 4)]),
    st.sampled_from([0.03125, 0.1, 0.25]),
    st.integers(1, 6),
)
def test_fit_steps_downhill_from_zeros(seed, size, learning_rate, epochs):
    """Starting at zeros, each epoch takes one step against both gradients, on all rows."""
    X, y, _, _ = random_problem(seed, *size)
    expected = reference.fit(X, y, learning_rate, epochs)

    actual = call(linear_regression.fit, X, y, learning_rate, epochs)

    check_close(actual, expected, **EXACT)


@checks("fit", points=1)
def test_fit_takes_one_step_as_by_hand():
    """One epoch is one step: from zeros by the learning rate times the gradients there."""
    X, y = np.array([[0.0, 4.0], [2.0, 0.0]]), np.array([3.0, -1.0])

    actual = call(linear_regression.fit, X, y, 0.25, 1)

    check_close(actual, (np.array([-0.5, 3.0]), 0.5, [5.0]))


@checks("fit", points=2)
def test_fit_records_the_cost_before_each_step():
    """The history has `epochs` costs: the first at zeros, the last before the last step."""
    X, y, _, _ = random_problem(31, 7, 3)
    for epochs in (1, 2, 9):
        expected = [
            float(np.mean(y**2)),
            *(
                reference_costs.mean_squared_error(y, reference.predict(X, w, b))
                for w, b, _ in (reference.fit(X, y, 0.125, steps) for steps in range(1, epochs))
            ),
        ]

        actual = call(linear_regression.fit, X, y, 0.125, epochs)

        check_close(part(actual, 2), expected, **EXACT)


@checks("fit", points=1)
def test_fit_arrives_at_the_least_squares():
    """Enough steps lead to the w and b of least mean squared error, and the history has them all."""
    X, y, _, _ = random_problem(32, 8, 2)
    w, b = reference.fit_least_squares(X, y)
    history = reference.fit(X, y, 0.25, 400)[2]

    result = call(linear_regression.fit, X, y, 0.25, 400)

    check_close(part(result, 0), w, rtol=1e-6, atol=1e-6)
    check_close(part(result, 1), float(b), rtol=1e-6, atol=1e-6)
    check_close(part(result, 2), history)


@checks("fit", points=1)
def test_fit_uses_the_learning_rate_it_is_given():
    """The first step is as long as the rate says, however small or large, and goes against dw, db."""
    X, y = np.array([[1.0], [3.0]]), np.array([1.0, 2.0])

    for rate in (1e-6, 0.5, 3.0, 2):
        actual = call(linear_regression.fit, X, y, rate, 1)
        check_close(actual, (np.array([7.0 * rate]), 3.0 * rate, [2.5]), **EXACT)
    expected = reference.fit(1000 * X, y, 1e-7, 3)
    check_close(call(linear_regression.fit, 1000 * X, y, 1e-7, 3), expected, **EXACT)


@checks("fit", points=1)
def test_fit_goes_on_where_the_cost_rises():
    """With too large a rate the cost rises at every step, and all epochs are done all the same."""
    X, y, _, _ = random_problem(33, 5, 2)
    expected = reference.fit(3 * X, y, 0.5, 8)

    check_close(call(linear_regression.fit, 3 * X, y, 0.5, 8), expected)


@checks("fit", points=1)
def test_fit_goes_on_where_nothing_is_left_to_learn():
    """Once the cost is 0, or has stopped falling, the remaining epochs are done and recorded."""
    zeros = np.array([[1.0, 2.0], [3.0, -1.0]]), np.zeros(2)
    level = np.array([[-1.0], [1.0]]), np.array([2.0, 2.0])

    check_close(call(linear_regression.fit, *zeros, 0.5, 4), (np.zeros(2), 0.0, [0.0] * 4))
    check_close(call(linear_regression.fit, *level, 0.5, 5), (np.zeros(1), 2.0, [4.0] + [0.0] * 4))
    crossed = np.array([[1.0], [1.0]]), np.array([-1.0, 1.0])
    check_close(call(linear_regression.fit, *crossed, 0.25, 3), (np.zeros(1), 0.0, [1.0] * 3))


@checks("fit", points=1)
def test_fit_starts_afresh():
    """A second fit knows nothing of the first, and its first cost is again that at zeros."""
    for seed in (34, 35, 34):
        X, y, _, _ = random_problem(seed, 6, 2)
        expected = reference.fit(X, y, 0.1, 3)

        check_close(call(linear_regression.fit, X, y, 0.1, 3), expected)


@checks("fit", points=1)
def test_fit_takes_whole_numbers():
    """Whole data, targets and learning rate give float64 weights, nothing cut off."""
    X, y = np.array([[1, 0], [0, 2], [1, 1]]), np.array([1, 3, -1])

    for case in ((X, y, 0.125, 4), (X, y, 1, 2), (X / 8, y, 1, 3), (X, y / 8, 0.125, 3)):
        expected = reference.fit(*case)

        check_close(call(linear_regression.fit, *case), expected)


@checks("fit", points=1)
def test_fit_takes_single_precision():
    """Data and targets in float32 are fitted to within its precision."""
    X, y, _, _ = random_problem(36, 6, 3)
    single = X.astype(np.float32), y.astype(np.float32)
    expected = reference.fit(*single, 0.125, 4)

    check_close(call(linear_regression.fit, *single, 0.125, 4), expected, **SINGLE)


@checks("fit", points=1)
def test_fit_takes_any_memory_layout():
    """Data and targets may be Fortran-ordered, sliced or read-only."""
    X, y, _, _ = random_problem(37, 6, 3)

    check_layouts(linear_regression.fit, reference.fit, X, y, 0.125, 4)


@checks("fit", points=1)
def test_fit_leaves_its_arguments_alone():
    """Data and targets stay as they were."""
    for size in ((5, 3), (1, 1)):
        X, y, _, _ = random_problem(38, *size)
        expected = reference.fit(X, y, 0.125, 3)

        check_pure(linear_regression.fit, X, y, 0.125, 3)
        check_close(call(linear_regression.fit, X, y, 0.125, 3), expected)


# classify


@checks("classify", points=2)
@example((np.array([[1.0], [-1.0]]), np.array([2.0]), 0.0), 0.25)
@example((random_line(41, 300, 7)), 0.125)
@given(lines(), floats(-3, 3))
def test_classify_compares_with_the_threshold(line, threshold):
    """A row is of class 1 where its prediction reaches the threshold that is given, else of class 0."""
    X, w, b = line
    expected = (np.sum(X * w, axis=1) + b >= threshold).astype(np.int64)

    check_integers(call(linear_regression.classify, X, w, b, threshold), expected)
    check_integers(call(linear_regression.classify, X, w, b, threshold=threshold), expected)


@checks("classify", points=1)
def test_classify_draws_the_line_at_one_half():
    """Without a threshold it is 0.5: a prediction just above is of class 1, just below of class 0."""
    X, w, b = np.array([[0.25], [0.5], [0.75], [-2.0], [3.0]]), np.array([1.0]), 0.0
    close = np.array([[0.5 - 2.0**-54], [0.5 + 2.0**-53], [0.5 - 1e-3]])

    check_integers(call(linear_regression.classify, X, w, b), [0, 1, 1, 0, 1])
    check_integers(call(linear_regression.classify, close, w, b), [0, 1, 0])
    check_integers(call(linear_regression.classify, X, 2 * w, -1.0), [0, 0, 1, 0, 1])


@checks("classify", points=1)
def test_classify_counts_the_threshold_as_a_yes():
    """A prediction that is exactly the threshold is of class 1."""
    X, w = np.array([[1.0, 2.0], [2.0, 1.0], [0.0, 0.0]]), np.array([0.5, 0.25])

    check_integers(call(linear_regression.classify, X, w, -0.5), [1, 1, 0])
    check_integers(call(linear_regression.classify, X, w, 0.0, 1.0), [1, 1, 0])
    check_integers(call(linear_regression.classify, X, w, -1.25, -1.25), [1, 1, 1])
    check_integers(call(linear_regression.classify, X, w, 0.0, 1.25), [0, 1, 0])


@checks("classify", points=1)
def test_classify_takes_a_single_row():
    """One row gives an array of one class, 0 or 1."""
    w = np.array([1.0, -1.0])

    check_integers(call(linear_regression.classify, np.array([[2.0, 1.0]]), w, 0.25), [1])
    check_integers(call(linear_regression.classify, np.array([[1.0, 2.0]]), w, 0.25), [0])


@checks("classify", points=1)
def test_classify_takes_whole_numbers():
    """Whole data, weights, bias and threshold are fine, and fractions among them are not cut off."""
    X, _, w, b = whole_problem()  # predicts 7, -10, 5, 4

    check_integers(call(linear_regression.classify, X, w, b, 5), [1, 0, 1, 0])
    check_integers(call(linear_regression.classify, X, w, b, -10), [1, 1, 1, 1])
    check_integers(call(linear_regression.classify, X, w, 0, 4.5), [0, 0, 0, 0])
    check_integers(call(linear_regression.classify, X, w / 8, 0), [1, 0, 0, 0])
    check_integers(call(linear_regression.classify, X, w, -4.25, 0), [0, 0, 0, 0])
    check_integers(call(linear_regression.classify, X, w, -3.75, 0), [1, 0, 0, 0])


@checks("classify", points=1)
def test_classify_takes_any_layout_and_precision():
    """Data and weights may be Fortran-ordered, sliced, read-only or float32."""
    X, w, b = np.array([[1.0, 2.0, 0.0], [0.5, -1.0, 2.0], [3.0, 1.0, 1.0], [0, 0, 4]]), None, 0.25
    w = np.array([1.0, -1.0, 0.5])

    for layout in LAYOUTS:
        arranged = arrange(X, layout), arrange(w, layout)
        check_integers(call(linear_regression.classify, *arranged, b), [0, 1, 1, 1])
    single = X.astype(np.float32), w.astype(np.float32)
    check_integers(call(linear_regression.classify, *single, b, 2.5), [0, 1, 1, 0])


@checks("classify", points=1)
def test_classify_leaves_its_arguments_alone():
    """Data and weights stay as they were, and the classes are a new array."""
    X, w, b = random_line(42, 9, 3)
    expected = reference.classify(X, w, b, 0.25)

    check_pure(linear_regression.classify, X, w, b, 0.25)
    check_integers(call(linear_regression.classify, X, w, b, 0.25), expected)
