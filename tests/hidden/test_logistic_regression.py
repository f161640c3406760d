"""Hidden checks of unit 5, `logistic_regression`: probabilities, cost and gradients, the fit, answers."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from exercises import logistic_regression
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
from solutions import logistic_regression as reference

EXACT = {"rtol": 1e-9, "atol": 1e-12}
SINGLE = {"rtol": 1e-4, "atol": 1e-4, "dtype": None}
SEEDS = st.integers(0, 2**32 - 1)
ANSWERS = st.sampled_from([0, 1])
LABELS = (np.int64, np.uint8, np.int8, np.float64)


@st.composite
def neurons(draw):
    """Data of n rows and d inputs, n and d different, with weights and a bias."""
    n, d = draw(sizes(2))
    return draw(arrays((n, d), floats(-2, 2))), draw(arrays(d, floats(-2, 2))), draw(floats())


@st.composite
def problems(draw):
    """Data, targets, weights and a bias."""
    X, w, b = draw(neurons())
    return X, draw(arrays(len(X), ANSWERS, np.int64)), w, b


def random_problem(seed, n, d):
    """Data, targets of both kinds (where there are two rows), weights and a bias, none of them zero."""
    rng = np.random.default_rng(seed)
    X, w = rng.normal(size=(n, d)), rng.normal(size=d)
    return X, rng.permutation(np.arange(n) % 3 % 2), w, 0.75


def random_neuron(seed, n, d):
    """Data, weights and a bias."""
    X, _, w, b = random_problem(seed, n, d)
    return X, w, b


def whole_problem():
    """Data, targets, weights and a bias in int64; the weighted sums are 0, -3, 4, -1."""
    X = np.array([[2, 1, -1], [0, 3, 0], [1, 0, 0], [-3, 2, 1]], dtype=np.int64)
    return X, np.array([1, 0, 0, 1]), np.array([1, -2, 3], dtype=np.int64), 3


def part(result, index):
    """One of the three results of a fit."""
    triple = isinstance(result, tuple | list) and len(result) == 3
    check_that(triple, "expected three results: w, b and the history", actual=result)
    return result[index]


def sums(*values):
    """Data, weights and a bias of which these are the weighted sums."""
    return np.array(values)[:, np.newaxis] * 0.5 - 0.75, np.array([2.0]), 1.5


# predict_probability


@checks("predict_probability", points=2)
@example(random_neuron(1, 300, 7))
@example(random_neuron(2, 2, 40))
@given(neurons())
def test_predict_probability_follows_its_formula(neuron):
    """Each row's probability is 1 / (1 + exp(-z)), z its weighted sum with the bias."""
    X, w, b = neuron
    expected = 1 / (1 + np.exp(-(np.sum(X * w, axis=1) + b)))

    check_close(call(logistic_regression.predict_probability, X, w, b), expected, **EXACT)


@checks("predict_probability", points=1)
def test_predict_probability_takes_rows_of_square_data():
    """With as many rows as inputs, it still is a row that is an example."""
    X, w = np.array([[1.0, 2.0, 0.5], [0.0, -1.0, 4.0], [3.0, 0.0, 1.0]]), np.array([1.0, 2.0, -1])
    expected = 1 / (1 + np.exp([-4.75, 5.75, -2.25]))

    check_close(call(logistic_regression.predict_probability, X, w, 0.25), expected)


@checks("predict_probability", points=1)
def test_predict_probability_takes_a_single_row_or_input():
    """One row gives an array of one probability, and one input is enough."""
    odds = np.log(3)
    one_row = np.array([[1.5, -2.0]]), np.array([2 * odds, odds]), -2 * odds
    one_input = np.array([[1.0], [-2.0], [4.0]]), np.array([odds]), -odds

    check_close(call(logistic_regression.predict_probability, *one_row), np.array([0.25]))
    check_close(
        call(logistic_regression.predict_probability, *one_input),
        np.array([1 / 2, 1 / 28, 27 / 28]),
    )
    check_close(
        call(logistic_regression.predict_probability, np.array([[0.5]]), np.array([-1.0]), 0.5),
        np.array([0.5]),
    )


@checks("predict_probability", points=1)
def test_predict_probability_of_large_sums():
    """Weighted sums up to ±1000 give probabilities near 0 and 1, without a warning."""
    values = [-1000.0, -745.5, -40.25, 0.5, 36.0, 710.5, 1000.0]
    expected = np.array([0.0, 0.0, math.exp(-40.25), 1 / (1 + math.exp(-0.5)), 1.0, 1.0, 1.0])

    for part_of in (slice(4), slice(3, None), slice(None)):
        actual = call(logistic_regression.predict_probability, *sums(*values[part_of]))
        check_close(actual, expected[part_of], **EXACT)


@checks("predict_probability", points=1)
def test_predict_probability_takes_whole_numbers():
    """Whole data, weights and bias, all or some of them, give float64 probabilities."""
    X, _, w, b = whole_problem()
    cases = (X, w, b), (X, w, 0.5), (X, w / 8, b), (X / 8, w, b)
    expected = [reference.predict_probability(*case) for case in cases]

    for case, wanted in zip(cases, expected, strict=True):
        check_close(call(logistic_regression.predict_probability, *case), wanted)


@checks("predict_probability", points=1)
def test_predict_probability_takes_single_precision():
    """Data and weights in float32 give the same probabilities to within its precision."""
    X, w, b = random_neuron(3, 5, 3)
    single = X.astype(np.float32), w.astype(np.float32), b
    expected = reference.predict_probability(*single)

    check_close(call(logistic_regression.predict_probability, *single), expected, **SINGLE)


@checks("predict_probability", points=1)
def test_predict_probability_takes_any_memory_layout():
    """Data and weights may be Fortran-ordered, sliced or read-only."""
    check_layouts(
        logistic_regression.predict_probability,
        reference.predict_probability,
        *random_neuron(4, 5, 3),
    )


@checks("predict_probability", points=1)
def test_predict_probability_leaves_its_arguments_alone():
    """Data and weights stay as they were, and the probabilities are a new array."""
    for X, w, b in (random_neuron(5, 4, 3), (np.array([[2.0], [3.0]]), np.array([1.0]), 0.0)):
        expected = reference.predict_probability(X, w, b)

        check_pure(logistic_regression.predict_probability, X, w, b)
        check_close(call(logistic_regression.predict_probability, X, w, b), expected)


# cost


@checks("cost", points=2)
@example(random_problem(11, 300, 7))
@example(random_problem(12, 2, 40))
@given(problems())
def test_cost_follows_its_formula(problem):
    """The cost is the mean of -log p where y is 1 and of -log(1 - p) where y is 0."""
    X, y, w, b = problem
    z = np.sum(X * w, axis=1) + b
    expected = float(np.mean(np.log(1 + np.exp(np.where(y == 1, -z, z)))))

    check_close(call(logistic_regression.cost, X, y, w, b), expected, **EXACT)


@checks("cost", points=2)
@pytest.mark.parametrize("y", [0, 1], ids=["y = 0", "y = 1"])
def test_cost_of_sure_and_wrong_answers(y):
    """A weighted sum on the wrong side costs as much as it is far, up to 1000, never clipped."""
    wrong = -1 if y else 1

    for far in (27.5, 30.25, 36.0, 40.0, 100.0, 612.375, 709.0, 745.5, 800.0, 1000.0):
        X, w, b = sums(wrong * far)
        expected = far + math.log1p(math.exp(-far))
        check_close(call(logistic_regression.cost, X, np.array([y]), w, b), expected, **EXACT)


@checks("cost", points=1)
def test_cost_of_sure_and_right_answers():
    """A weighted sum far on the right side costs next to nothing, however far it is."""
    for far in (2.0, 15.0, 25.0, 40.0, 710.5, 1000.0):
        expected = math.log1p(math.exp(-far))
        for y, z in ((1, far), (0, -far)):
            X, w, b = sums(z)
            check_close(call(logistic_regression.cost, X, np.array([y]), w, b), expected, **EXACT)


@checks("cost", points=1)
def test_cost_of_sure_and_unsure_answers_together():
    """Rows with large and small weighted sums, right and wrong, are averaged in one batch."""
    values = [1000.0, -1000.0, 900.5, -800.25, 0.0, 1.5, -0.75]
    y = np.array([0, 0, 1, 1, 1, 0, 1])
    small = math.log(2) + math.log1p(math.exp(1.5)) + math.log1p(math.exp(0.75))
    X, w, b = sums(*values)

    actual = call(logistic_regression.cost, X, y, w, b)

    check_close(actual, (1000.0 + 800.25 + small) / 7, **EXACT)


@checks("cost", points=1)
def test_cost_is_averaged_over_rows():
    """The same rows three times over cost the same, and so does one row."""
    X, y = np.array([[1.0, 2.0, 0.0], [3.0, -1.0, 2.0]]), np.array([0, 1])
    w, b = np.array([0.5, 0.25, -1.0]), 0.5
    expected = (math.log1p(math.exp(1.5)) + math.log1p(math.exp(0.25))) / 2

    for times in (1, 3, 50):
        repeated = np.tile(X, (times, 1)), np.tile(y, times)
        check_close(call(logistic_regression.cost, *repeated, w, b), expected)
    check_close(
        call(logistic_regression.cost, X[:1], y[:1], w, b), math.log1p(math.exp(1.5)), **EXACT
    )


@checks("cost", points=1)
def test_cost_where_all_targets_are_alike():
    """All of one class are fine, and at w = 0, b = 0 any targets cost log 2."""
    X, _, w, b = random_problem(13, 3, 3)
    zeros, ones = np.zeros(3, dtype=np.int64), np.ones(3, dtype=np.int64)

    for y in (zeros, ones):
        expected = reference.cost(X, y, w, b)
        check_close(call(logistic_regression.cost, X, y, w, b), expected, **EXACT)
        check_close(call(logistic_regression.cost, X, y, 0 * w, 0.0), math.log(2), **EXACT)


@checks("cost", points=1)
def test_cost_takes_targets_of_any_type():
    """Targets may be int64, uint8, another integer type or floats."""
    X, y, w, b = random_problem(14, 7, 2)
    expected = reference.cost(X, y, w, b)

    for dtype in LABELS:
        check_close(call(logistic_regression.cost, X, y.astype(dtype), w, b), expected)


@checks("cost", points=1)
def test_cost_takes_whole_numbers():
    """Whole data, weights and bias, all or some of them, give a float."""
    X, y, w, b = whole_problem()

    for case in ((X, y, w, b), (X / 8, y, w, b), (X, y, w / 8, b), (X, y, w, 0.375)):
        expected = reference.cost(*case)

        check_close(call(logistic_regression.cost, *case), expected)


@checks("cost", points=1)
def test_cost_takes_single_precision():
    """Data, targets and weights in float32 cost the same to within its precision."""
    *single, b = random_problem(15, 5, 3)
    single = [array.astype(np.float32) for array in single]
    expected = reference.cost(*single, b)

    check_close(call(logistic_regression.cost, *single, b), expected, **SINGLE)


@checks("cost", points=1)
def test_cost_takes_any_memory_layout():
    """Data, targets and weights may be Fortran-ordered, sliced or read-only."""
    check_layouts(logistic_regression.cost, reference.cost, *random_problem(16, 5, 3))


@checks("cost", points=1)
def test_cost_leaves_its_arguments_alone():
    """Data, targets and weights stay as they were."""
    for size in ((4, 3), (1, 1)):
        X, y, w, b = random_problem(17, *size)
        y = y.astype(np.float64)
        expected = reference.cost(X, y, w, b)

        check_pure(logistic_regression.cost, X, y, w, b)
        check_close(call(logistic_regression.cost, X, y, w, b), expected)


# gradients


@checks("gradients", points=2)
@example(random_problem(21, 300, 7))
@example(random_problem(22, 2, 40))
@given(problems())
def test_gradients_follow_their_formula(problem):
    """dw = (1/n) X.T @ (p - y) and db is the mean of p - y."""
    X, y, w, b = problem
    error = 1 / (1 + np.exp(-(np.sum(X * w, axis=1) + b))) - y
    expected = np.mean(X * error[:, np.newaxis], axis=0), float(np.mean(error))

    check_close(call(logistic_regression.gradients, X, y, w, b), expected, **EXACT)


@checks("gradients", points=2)
@pytest.mark.parametrize("size", [(1, 3), (5, 2)], ids=["one row", "five rows"])
@settings(max_examples=10)
@given(seed=SEEDS)
def test_gradients_are_the_slopes_of_the_cost(size, seed):
    """They agree with central differences of the cost, for one row and for more."""
    X, y, w, b = random_problem(seed, *size)
    expected = (
        numerical_gradient(lambda w: reference.cost(X, y, w, b), w),
        float(numerical_gradient(lambda b: reference.cost(X, y, w, b), b)),
    )

    actual = call(logistic_regression.gradients, X, y, w, b)

    check_close(actual, expected, rtol=1e-5, atol=1e-7)


@checks("gradients", points=1)
def test_gradients_of_sure_answers():
    """A row that is sure and wrong pulls with its full weight, one that is right hardly or not at all."""
    X, w, b = sums(800.0, -1000.0, 1000.0, -900.5, -40.0, 45.5)
    y = np.array([0, 1, 1, 0, 1, 0])
    errors = np.array([1.0, -1.0, 0.0, 0.0, -1.0, 1.0])
    batch = np.array([float(np.sum(X[:, 0] * errors)) / 6]), 0.0

    for row, error in enumerate(errors):
        alone = slice(row, row + 1)
        expected = error * X[row], float(error)
        actual = call(logistic_regression.gradients, X[alone], y[alone], w, b)
        check_close(actual, expected, **EXACT)
    check_close(call(logistic_regression.gradients, X, y, w, b), batch, **EXACT)
    X, w, b = sums(-16.0, 18.0)
    y = np.array([0, 1])
    expected = reference.gradients(X, y, w, b)
    check_close(call(logistic_regression.gradients, X, y, w, b), expected, **EXACT)


@checks("gradients", points=1)
def test_gradients_are_averaged_over_rows():
    """The same rows three times over have the same gradients; the inputs are not averaged over."""
    X, y = np.array([[1.0, 2.0, 0.0], [3.0, -1.0, 2.0]]), np.array([0, 1])
    w, b = np.zeros(3), -np.log(3)
    expected = (0.25 * X[0] - 0.75 * X[1]) / 2, -0.25

    for times in (1, 3, 50):
        repeated = np.tile(X, (times, 1)), np.tile(y, times)
        check_close(call(logistic_regression.gradients, *repeated, w, b), expected)


@checks("gradients", points=1)
def test_gradients_on_square_data():
    """With as many rows as inputs, small ones or large, dw still has an entry for each input."""
    X, y, w, b = random_problem(23, 3, 3)

    for scale in (1, 256):
        scaled = scale * X, y, w / scale, b
        expected = reference.gradients(*scaled)

        check_close(call(logistic_regression.gradients, *scaled), expected, **EXACT)


@checks("gradients", points=1)
def test_gradients_take_targets_of_any_type():
    """Targets may be int64, uint8, another integer type or floats, and all of one class."""
    X, y, w, b = random_problem(24, 7, 2)

    for targets in (y, np.zeros(7, dtype=np.int64), np.ones(7, dtype=np.int64)):
        expected = reference.gradients(X, targets, w, b)
        for dtype in LABELS:
            actual = call(logistic_regression.gradients, X, targets.astype(dtype), w, b)
            check_close(actual, expected)


@checks("gradients", points=1)
def test_gradients_take_whole_numbers():
    """Whole data, weights and bias, all or some of them, give float64 gradients."""
    X, y, w, b = whole_problem()

    for case in ((X, y, w, b), (X / 8, y, w, b), (X, y, w / 8, b), (X, y, w, 0.375)):
        expected = reference.gradients(*case)

        check_close(call(logistic_regression.gradients, *case), expected)


@checks("gradients", points=1)
def test_gradients_take_single_precision():
    """Float32 gives the same gradients to within its precision."""
    *single, b = random_problem(25, 5, 3)
    single = [array.astype(np.float32) for array in single]
    expected = reference.gradients(*single, b)

    check_close(call(logistic_regression.gradients, *single, b), expected, **SINGLE)


@checks("gradients", points=1)
def test_gradients_take_any_memory_layout():
    """Data, targets and weights may be Fortran-ordered, sliced or read-only."""
    check_layouts(logistic_regression.gradients, reference.gradients, *random_problem(26, 5, 3))


@checks("gradients", points=1)
def test_gradients_leave_their_arguments_alone():
    """Data, targets and weights stay as they were: no step is taken."""
    for size in ((4, 3), (1, 1)):
        X, y, w, b = random_problem(27, *size)
        y = y.astype(np.float64)
        expected = reference.gradients(X, y, w, b)

        check_pure(logistic_regression.gradients, X, y, w, b)
        check_close(call(logistic_regression.gradients, X, y, w, b), expected)


# fit


@checks("fit", points=2)
@settings(max_examples=20)
@given(
    SEEDS,
    st.sampled_from([(1, 3), (6, 2), (4, 1), (3, 3), (300, 4)]),
    st.sampled_from([0.03125, 0.1, 1.5]),
    st.integers(1, 6),
)
def test_fit_steps_downhill_from_zeros(seed, size, learning_rate, epochs):
    """Starting at zeros, each epoch takes one step against both gradients, on all rows."""
    X, y, _, _ = random_problem(seed, *size)
    expected = reference.fit(X, y, learning_rate, epochs)

    actual = call(logistic_regression.fit, X, y, learning_rate, epochs)

    check_close(actual, expected, **EXACT)


@checks("fit", points=1)
def test_fit_takes_one_step_as_by_hand():
    """One epoch is one step: from zeros by the learning rate times the gradients there."""
    X, y = np.array([[0.0, 4.0], [2.0, 0.0], [1.0, 1.0], [1.0, 3.0]]), np.array([1, 0, 1, 1])

    actual = call(logistic_regression.fit, X, y, 2.0, 1)

    check_close(actual, (np.array([0.0, 2.0]), 0.5, [math.log(2)]))


@checks("fit", points=2)
def test_fit_records_the_cost_before_each_step():
    """The history has `epochs` costs: the first at zeros, the last before the last step."""
    X, y, _, _ = random_problem(31, 7, 3)
    for epochs in (1, 2, 9):
        expected = [
            math.log(2),
            *(
                reference.cost(X, y, w, b)
                for w, b, _ in (reference.fit(X, y, 0.625, steps) for steps in range(1, epochs))
            ),
        ]

        actual = call(logistic_regression.fit, X, y, 0.625, epochs)

        check_close(part(actual, 2), expected, **EXACT)


@checks("fit", points=1)
def test_fit_arrives_at_the_lowest_cost():
    """Where no line separates the classes, enough steps lead to slopes of zero, all in the history."""
    X, y = np.array([[0.0], [1.0], [2.0], [3.0]]), np.array([0, 1, 0, 1])
    expected = reference.fit(X, y, 1.0, 300)

    result = call(logistic_regression.fit, X, y, 1.0, 300)
    w, b = part(result, 0), part(result, 1)

    check_close((w, b), expected[:2], rtol=1e-6)
    check_close(part(result, 2), expected[2])
    slopes = reference.gradients(X, y, np.array(w, dtype=np.float64), float(b))
    check_close(slopes, (np.zeros(1), 0.0), atol=1e-5)


@checks("fit", points=1)
def test_fit_uses_the_learning_rate_it_is_given():
    """The first step is as long as the rate says, however small or large, and goes against dw, db."""
    X, y = np.array([[1.0], [3.0], [2.0]]), np.array([0, 1, 1])

    for rate in (1e-6, 0.5, 30.0, 2):
        actual = call(logistic_regression.fit, X, y, rate, 1)
        check_close(actual, (np.array([2 * rate / 3]), rate / 6, [math.log(2)]), **EXACT)


@checks("fit", points=1)
def test_fit_goes_on_where_the_cost_is_large():
    """With too large a rate costs rise far above any clip, and all epochs are done all the same."""
    X, y = np.array([[1.0], [4.0], [-2.0], [2.5]]), np.array([0, 1, 1, 0])
    expected = reference.fit(X, y, 250.0, 4)

    check_close(call(logistic_regression.fit, X, y, 250.0, 4), expected)


@checks("fit", points=1)
def test_fit_goes_on_where_nothing_is_left_to_learn():
    """Where the slopes are zero or next to it, the remaining epochs are done and recorded."""
    crossed = np.array([[1.0], [1.0]]), np.array([0, 1])
    separated = np.array([[-8.0], [16.0]]), np.array([0, 1])
    expected = reference.fit(*separated, 4.0, 6)

    actual = call(logistic_regression.fit, *crossed, 0.25, 3)
    check_close(actual, (np.zeros(1), 0.0, [math.log(2)] * 3))
    check_close(call(logistic_regression.fit, *separated, 4.0, 6), expected, **EXACT)


@checks("fit", points=1)
def test_fit_starts_afresh():
    """A second fit knows nothing of the first, and its first cost is again that at zeros."""
    for seed in (34, 35, 34):
        X, y, _, _ = random_problem(seed, 6, 2)
        expected = reference.fit(X, y, 0.3, 3)

        check_close(call(logistic_regression.fit, X, y, 0.3, 3), expected)


@checks("fit", points=1)
def test_fit_takes_targets_of_any_type():
    """Targets may be int64, uint8, another integer type or floats, and all of one class."""
    X, y, _, _ = random_problem(36, 7, 2)

    for targets in (y, np.ones(7, dtype=np.int64), np.zeros(7, dtype=np.int64)):
        expected = reference.fit(X, targets, 0.5, 3)
        for dtype in LABELS:
            actual = call(logistic_regression.fit, X, targets.astype(dtype), 0.5, 3)
            check_close(actual, expected)


@checks("fit", points=1)
def test_fit_takes_whole_numbers():
    """Whole data and learning rate give float64 weights, nothing cut off."""
    X, y = np.array([[1, 0], [0, 2], [1, 1]]), np.array([1, 0, 0])

    for case in ((X, y, 0.125, 4), (X, y, 1, 3), (X / 8, y, 2, 3)):
        expected = reference.fit(*case)

        check_close(call(logistic_regression.fit, *case), expected)


@checks("fit", points=1)
def test_fit_takes_single_precision():
    """Data and targets in float32 are fitted to within its precision."""
    X, y, _, _ = random_problem(37, 6, 3)
    single = X.astype(np.float32), y.astype(np.float32)
    expected = reference.fit(*single, 0.5, 4)

    check_close(call(logistic_regression.fit, *single, 0.5, 4), expected, **SINGLE)


@checks("fit", points=1)
def test_fit_takes_any_memory_layout():
    """Data and targets may be Fortran-ordered, sliced or read-only."""
    X, y, _, _ = random_problem(38, 6, 3)

    check_layouts(logistic_regression.fit, reference.fit, X, y, 0.5, 4)


@checks("fit", points=1)
def test_fit_leaves_its_arguments_alone():
    """Data and targets stay as they were."""
    for size in ((5, 3), (1, 1)):
        X, y, _, _ = random_problem(39, *size)
        y = y.astype(np.float64)
        expected = reference.fit(X, y, 0.5, 3)

        check_pure(logistic_regression.fit, X, y, 0.5, 3)
        check_close(call(logistic_regression.fit, X, y, 0.5, 3), expected)


# predict


@checks("predict", points=2)
@example((np.array([[1.0], [-1.0]]), np.array([2.0]), 0.0), 0.125)
@example(random_neuron(41, 300, 7), 0.375)
@given(neurons(), floats(0.125, 0.875))
def test_predict_compares_the_probability_with_the_threshold(neuron, threshold):
    """A row's answer is 1 where its probability reaches the threshold that is given, else 0."""
    X, w, b = neuron
    expected = (1 / (1 + np.exp(-(np.sum(X * w, axis=1) + b))) >= threshold).astype(np.int64)

    check_integers(call(logistic_regression.predict, X, w, b, threshold), expected)
    check_integers(call(logistic_regression.predict, X, w, b, threshold=threshold), expected)


@checks("predict", points=1)
def test_predict_draws_the_line_at_one_half():
    """Without a threshold it is 0.5: a weighted sum just above 0 is a yes, just below a no."""
    values = -1.0, 0.25, -0.25, 0.5, 3.0, -2e-11, 2e-11
    expected = np.array([0, 1, 0, 1, 1, 0, 1])

    check_integers(call(logistic_regression.predict, *sums(*values)), expected)


@checks("predict", points=1)
def test_predict_counts_one_half_as_a_yes():
    """A weighted sum of exactly 0 has the probability 0.5, which is a yes for the threshold 0.5."""
    X, w = np.array([[1.0, 2.0], [2.0, 1.0], [0.0, 0.0]]), np.array([0.5, 0.25])

    check_integers(call(logistic_regression.predict, X, w, -1.0), np.array([1, 1, 0]))
    check_integers(call(logistic_regression.predict, X, w, 0.0, 0.5), np.array([1, 1, 1]))
    check_integers(call(logistic_regression.predict, X, -w, 0.0, 0.5), np.array([0, 0, 1]))


@checks("predict", points=1)
def test_predict_takes_a_single_row():
    """One row gives an array of one answer, 0 or 1."""
    w = np.array([1.0, -1.0])

    check_integers(
        call(logistic_regression.predict, np.array([[2.0, 1.0]]), w, 0.25), np.array([1])
    )
    check_integers(
        call(logistic_regression.predict, np.array([[1.0, 2.0]]), w, 0.25), np.array([0])
    )


@checks("predict", points=1)
def test_predict_of_large_sums():
    """Weighted sums up to ±1000 are answered without a warning, for thresholds near 0 and 1 too."""
    values = 1000.0, -1000.0, -720.5, 40.0, 0.75, 1.25, -21.0, -20.5, 13.5, 14.0
    X, w, b = sums(*values)

    for threshold, expected in (
        (0.75, [1, 0, 0, 1, 0, 1, 0, 0, 1, 1]),
        (1e-9, [1, 0, 0, 1, 1, 1, 0, 1, 1, 1]),  # z = -20.72
        (1 - 1e-6, [1, 0, 0, 1, 0, 0, 0, 0, 0, 1]),  # z = 13.82
        (0, [1] * 10),
    ):
        actual = call(logistic_regression.predict, X, w, b, threshold)
        check_integers(actual, np.array(expected))


@checks("predict", points=1)
def test_predict_takes_whole_numbers():
    """Whole data, weights, bias and threshold are fine: from 0 all are a yes, from 1 none of these."""
    X, _, w, b = whole_problem()  # the weighted sums are 0, -3, 4, -1

    check_integers(call(logistic_regression.predict, X, w, b), np.array([1, 0, 1, 0]))
    check_integers(call(logistic_regression.predict, X, w, b, 0), np.array([1, 1, 1, 1]))
    check_integers(call(logistic_regression.predict, X, w, b, 1), np.array([0, 0, 0, 0]))
    check_integers(call(logistic_regression.predict, X, w, b, 0.1), np.array([1, 0, 1, 1]))
    check_integers(call(logistic_regression.predict, X, w / 8, -0.25, 0.34), np.array([1, 0, 1, 0]))


@checks("predict", points=1)
def test_predict_takes_any_layout_and_precision():
    """Data and weights may be Fortran-ordered, sliced, read-only or float32."""
    X = np.array([[1.0, 2.0, 0.0], [0.5, -1.0, 2.0], [3.0, 1.0, 1.0], [0.0, 0.0, 4.0]])
    w, b = np.array([1.0, -1.0, 0.5]), 0.25  # the weighted sums are -0.75, 2.75, 2.75, 2.25

    for layout in LAYOUTS:
        arranged = arrange(X, layout), arrange(w, layout)
        check_integers(call(logistic_regression.predict, *arranged, b), np.array([0, 1, 1, 1]))
    single = X.astype(np.float32), w.astype(np.float32)
    check_integers(call(logistic_regression.predict, *single, b, 0.92), np.array([0, 1, 1, 0]))


@checks("predict", points=1)
def test_predict_leaves_its_arguments_alone():
    """Data and weights stay as they were, and the answers are a new array."""
    X, w, b = random_neuron(46, 9, 3)
    expected = reference.predict(X, w, b, 0.375)

    check_pure(logistic_regression.predict, X, w, b, 0.375)
    check_integers(call(logistic_regression.predict, X, w, b, 0.375), expected)


# accuracy


@checks("accuracy", points=2)
@example((np.arange(700) % 2, np.arange(700) % 3 % 2))
@example((np.array([0, 0, 1]), np.array([0, 1, 1])))
@given(
    st.integers(1, 9).flatmap(
        lambda n: st.tuples(arrays(n, ANSWERS, np.int64), arrays(n, ANSWERS, np.int64))
    )
)
def test_accuracy_is_the_share_of_right_answers(pair):
    """Accuracy is the number of rows where target and answer agree, over the number of rows."""
    y, y_hat = pair
    expected = sum(int(one == other) for one, other in zip(y, y_hat, strict=True)) / len(y)

    check_close(call(logistic_regression.accuracy, y, y_hat), expected, **EXACT)


@checks("accuracy", points=1)
def test_accuracy_at_its_ends():
    """All right is 1, all wrong is 0, for one row and for more, and a right no counts like a right yes."""
    for n in (1, 3):
        zeros, ones = np.zeros(n, dtype=np.int64), np.ones(n, dtype=np.int64)

        for y, y_hat, expected in (
            (zeros, zeros, 1.0),
            (ones, ones, 1.0),
            (zeros, ones, 0.0),
            (ones, zeros, 0.0),
        ):
            check_close(call(logistic_regression.accuracy, y, y_hat), expected)


@checks("accuracy", points=1)
def test_accuracy_takes_answers_of_any_type():
    """Targets and answers may be of any integer type or floats, and of different ones."""
    y, y_hat = np.array([0, 1, 1, 0, 1, 0, 0]), np.array([1, 1, 0, 0, 1, 1, 0])

    for first in LABELS:
        for second in LABELS:
            pair = y.astype(first), y_hat.astype(second)
            check_close(call(logistic_regression.accuracy, *pair), 4 / 7)


@checks("accuracy", points=1)
def test_accuracy_leaves_its_arguments_alone():
    """Targets and answers, sliced or read-only too, stay as they were."""
    y, y_hat = np.array([0, 1, 1, 0, 1, 0, 1, 1]), np.array([1, 1, 0, 1, 1, 1, 0, 0])

    check_pure(logistic_regression.accuracy, y, y_hat)
    for layout in LAYOUTS:
        pair = arrange(y, layout), arrange(y_hat, layout)
        check_close(call(logistic_regression.accuracy, *pair), 0.25)
