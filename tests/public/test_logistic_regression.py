"""Public checks of unit 5, `logistic_regression`: odds, costs and steps that one can work out by hand."""

from __future__ import annotations

import math

import numpy as np

from exercises import logistic_regression
from grader.testing import call, check_close, check_integers, check_pure, check_that, checks


def _three_students():
    """The lesson's: the odds of passing are 1/3, 1 and 3; only the last one passed."""
    return (
        np.array([[0.0], [1.0], [2.0]]),
        np.array([0, 0, 1]),
        np.array([math.log(3)]),
        -math.log(3),
    )


# predict_probability


@checks("predict_probability", points=1)
def test_predict_probability_of_the_worked_example():
    """Odds of 1/3, 1 and 3 are probabilities of 1/4, 1/2 and 3/4."""
    X, _, w, b = _three_students()

    actual = call(logistic_regression.predict_probability, X, w, b)

    check_close(actual, np.array([0.25, 0.5, 0.75]))
    check_pure(logistic_regression.predict_probability, X, w, b)


@checks("predict_probability", points=1)
def test_predict_probability_does_not_overflow():
    """Weighted sums of −1000, 0 and 1000 give 0, 1/2 and 1, without a warning."""
    X, w = np.array([[-1, 0], [2, 2], [3, 2]]), np.array([1000, -1000])

    check_close(call(logistic_regression.predict_probability, X, w, 0), np.array([0.0, 0.5, 1.0]))


# cost


@checks("cost", points=1)
def test_cost_of_the_worked_example():
    """The truth got 3/4, 1/2 and 3/4: the cost is (log(4/3) + log 2 + log(4/3)) / 3."""
    expected = (2 * math.log(4 / 3) + math.log(2)) / 3

    check_close(call(logistic_regression.cost, *_three_students()), expected)


@checks("cost", points=1)
def test_cost_of_one_row():
    """A probability of 3/4 costs log(4/3) where the answer is yes, and log 4 where it is no."""
    X, w = np.array([[2.0]]), np.array([math.log(3) / 2])

    check_close(call(logistic_regression.cost, X, np.array([1]), w, 0.0), math.log(4 / 3))
    check_close(call(logistic_regression.cost, X, np.array([0]), w, 0.0), math.log(4))


@checks("cost", points=1)
def test_cost_of_being_sure_and_wrong_is_not_clipped():
    """A weighted sum of 800 costs 800 where y is 0, and nothing where y is 1."""
    X, w = np.array([[800.0]]), np.array([1.0])

    check_close(call(logistic_regression.cost, X, np.array([0]), w, 0.0), 800.0)
    check_close(call(logistic_regression.cost, X, np.array([1]), w, 0.0), 0.0)
    check_close(call(logistic_regression.cost, -X, np.array([1]), w, 0.0), 800.0)


# gradients


@checks("gradients", points=1)
def test_gradients_of_the_worked_example():
    """The errors are 1/4, 1/2, −1/4: dw = (1/2 − 2/4) / 3 = 0, db = (1/2) / 3."""
    check_close(call(logistic_regression.gradients, *_three_students()), (np.zeros(1), 1 / 6))


@checks("gradients", points=1)
def test_gradients_of_two_inputs():
    """At zero every p is 1/2: dw = (−(1, 2) + (0, 4)) / 4, and the errors cancel in db."""
    X, y = np.array([[1, 2], [0, 4]]), np.array([1, 0])

    actual = call(logistic_regression.gradients, X, y, np.zeros(2), 0)

    check_close(actual, (np.array([-0.25, 0.5]), 0.0))


@checks("gradients", points=1)
def test_gradients_of_being_sure_and_wrong():
    """With z = 800 and y = 0 the error is 1, not 0: the slopes are the inputs themselves."""
    X, w = np.array([[800.0, 3.0]]), np.array([1.0, 0.0])

    actual = call(logistic_regression.gradients, X, np.array([0]), w, 0.0)

    check_close(actual, (np.array([800.0, 3.0]), 1.0))


# fit


@checks("fit", points=1)
def test_fit_takes_one_step():
    """At zero dw = −1/6 and db = 1/6; with a rate of 3 that is w = 1/2, b = −1/2."""
    X, y, _, _ = _three_students()

    actual = call(logistic_regression.fit, X, y, 3.0, 1)

    check_close(actual, (np.array([0.5]), -0.5, [math.log(2)]))


@checks("fit", points=1)
def test_fit_records_costs_before_their_steps():
    """The first cost is log 2, the second that at w = 1/2, b = −1/2."""
    X, y, _, _ = _three_students()
    second = (2 * math.log(1 + math.exp(-0.5)) + math.log(2)) / 3

    _, _, history = call(logistic_regression.fit, X, y, learning_rate=3.0, epochs=2)

    check_close(history, [math.log(2), second])


@checks("fit", points=1)
def test_fit_separates_what_a_line_can():
    """On five examples with one far out the cost falls below 0.1 in 2000 epochs."""
    X, y = np.array([[1.0], [2.0], [3.0], [4.0], [30.0]]), np.array([0, 0, 1, 1, 1])

    w, b, history = call(logistic_regression.fit, X, y, 0.5, 2000)

    check_that(len(history) == 2000, "expected 2000 costs", actual=len(history), expected=2000)
    check_that(0 < history[-1] < 0.1, "the last cost should be below 0.1", actual=history[-1])
    check_that(2 < -b / w[0] < 3, "the boundary should be between 2 and 3", actual=-b / w[0])


# predict


@checks("predict", points=1)
def test_predict_says_yes_from_one_half_on():
    """Weighted sums of −0.25, 0 and 0.25 are answered 0, 1 and 1: probabilities are compared."""
    X, w = np.array([[-1.0], [0.0], [1.0]]), np.array([0.25])

    check_integers(call(logistic_regression.predict, X, w, 0.0), np.array([0, 1, 1]))


@checks("predict", points=1)
def test_predict_takes_another_threshold():
    """Of the probabilities 1/4, 1/2, 3/4 the last one reaches 0.7, and all of them 0.2."""
    X, _, w, b = _three_students()

    check_integers(call(logistic_regression.predict, X, w, b, 0.7), np.array([0, 0, 1]))
    check_integers(call(logistic_regression.predict, X, w, b, threshold=0.2), np.array([1, 1, 1]))


# accuracy


@checks("accuracy", points=1)
def test_accuracy_is_the_share_of_right_answers():
    """Three of four are right: 0.75."""
    y, y_hat = np.array([1, 0, 1, 1]), np.array([1, 0, 0, 1])

    check_close(call(logistic_regression.accuracy, y, y_hat), 0.75)


@checks("accuracy", points=1)
def test_accuracy_of_all_and_none():
    """All right is 1, all wrong is 0."""
    y = np.array([1, 0, 1])

    check_close(call(logistic_regression.accuracy, y, y), 1.0)
    check_close(call(logistic_regression.accuracy, y, 1 - y), 0.0)
