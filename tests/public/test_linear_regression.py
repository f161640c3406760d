"""Public checks of unit 4, `linear_regression`: lines that one can fit by hand."""

from __future__ import annotations

import numpy as np

from exercises import linear_regression
from grader.testing import call, check_close, check_integers, check_pure, check_that, checks


def _three_points():
    """The lesson's: the best line through them is y = x / 2 + 3 / 2."""
    return np.array([[0.0], [1.0], [2.0]]), np.array([1.0, 3.0, 2.0])


# predict


@checks("predict", points=1)
def test_predict_weighs_each_row():
    """1·2 + 2·(−1) + 0.5 = 0.5 for the first row, 3·2 + 4·(−1) + 0.5 = 2.5 for the second."""
    X, w = np.array([[1.0, 2.0], [3.0, 4.0], [0.0, 0.0]]), np.array([2.0, -1.0])

    check_close(call(linear_regression.predict, X, w, 0.5), np.array([0.5, 2.5, 0.5]))


@checks("predict", points=1)
def test_predict_takes_one_row_of_whole_numbers():
    """Of one row of integers comes an array of one float."""
    X, w = np.array([[3, 4]]), np.array([1, -2])

    check_close(call(linear_regression.predict, X, w, 1), np.array([-4.0]))
    check_pure(linear_regression.predict, X, w, 1)


# gradients


@checks("gradients", points=1)
def test_gradients_of_the_worked_example():
    """At the line y = 0 the errors are −1, −3, −2: dw = (2/3)(−7), db = (2/3)(−6)."""
    X, y = _three_points()

    check_close(
        call(linear_regression.gradients, X, y, np.zeros(1), 0.0), (np.array([-14 / 3]), -4.0)
    )


@checks("gradients", points=1)
def test_gradients_of_two_inputs():
    """The errors are 3 and −1: dw = (3·1 − 1·0, 3·2 − 1·4), db = 3 − 1."""
    X, y = np.array([[1.0, 2.0], [0.0, 4.0]]), np.array([2.0, 6.0])

    actual = call(linear_regression.gradients, X, y, np.array([2.0, 1.0]), 1.0)

    check_close(actual, (np.array([3.0, 2.0]), 2.0))


@checks("gradients", points=1)
def test_gradients_vanish_at_the_best_line():
    """At y = x / 2 + 3 / 2 both slopes are 0; with the bias one higher they are not."""
    X, y = _three_points()

    best = call(linear_regression.gradients, X, y, np.array([0.5]), 1.5)
    higher = call(linear_regression.gradients, X, y, np.array([0.5]), 2.5)

    check_close(best, (np.zeros(1), 0.0))
    check_close(higher, (np.array([2.0]), 2.0))


# fit_least_squares


@checks("fit_least_squares", points=1)
def test_fit_least_squares_of_the_worked_example():
    """The best line through (0, 1), (1, 3), (2, 2) rises by one half from 1.5."""
    check_close(call(linear_regression.fit_least_squares, *_three_points()), (np.array([0.5]), 1.5))


@checks("fit_least_squares", points=1)
def test_fit_least_squares_of_a_plane():
    """Points on y = 2 x_1 − x_2 + 3 give just these numbers, from integers too."""
    X, y = np.array([[0, 0], [1, 0], [0, 1], [2, 5]]), np.array([3, 5, 2, 2])

    actual = call(linear_regression.fit_least_squares, X, y)

    check_close(actual, (np.array([2.0, -1.0]), 3.0))


@checks("fit_least_squares", points=1)
def test_fit_least_squares_takes_the_least_norm():
    """Through the one point (1, 1; 3) go many planes: w = (1, 1), b = 1 are closest to zero."""
    X, y = np.array([[1.0, 1.0]]), np.array([3.0])

    check_close(call(linear_regression.fit_least_squares, X, y), (np.ones(2), 1.0))


# fit


@checks("fit", points=1)
def test_fit_takes_one_step():
    """At zero dw = −14/3 and db = −4, so a tenth of them, turned round, is the first step."""
    actual = call(linear_regression.fit, *_three_points(), 0.1, 1)

    check_close(actual, (np.array([14 / 30]), 0.4, [14 / 3]))


@checks("fit", points=1)
def test_fit_records_costs_before_their_steps():
    """The single point (2, 3): costs 9, then 0.5625; the third would be that of the result."""
    X, y = np.array([[2.0]]), np.array([3.0])

    actual = call(linear_regression.fit, X, y, 0.125, 2)

    check_close(actual, (np.array([1.125]), 0.5625, [9.0, 0.5625]))


@checks("fit", points=1)
def test_fit_arrives_at_the_best_line():
    """Five hundred steps lead to y = x / 2 + 3 / 2, where the cost is 0.5."""
    w, b, history = call(linear_regression.fit, *_three_points(), learning_rate=0.1, epochs=500)

    check_close(w, np.array([0.5]), atol=1e-6)
    check_close(b, 1.5, atol=1e-6)
    check_that(len(history) == 500, "expected 500 costs", actual=len(history), expected=500)
    check_close(history[-1], 0.5, atol=1e-6)


# classify


@checks("classify", points=1)
def test_classify_says_yes_from_one_half_on():
    """The predictions 0, 0.5 and 1 are of the classes 0, 1 and 1."""
    X, w = np.array([[0.0], [1.0], [2.0]]), np.array([0.5])

    check_integers(call(linear_regression.classify, X, w, 0.0), np.array([0, 1, 1]))


@checks("classify", points=1)
def test_classify_takes_another_threshold():
    """With a threshold of 0.75 the prediction 0.5 is a no, with 0 all three are a yes."""
    X, w = np.array([[0.0], [1.0], [2.0]]), np.array([0.5])

    check_integers(call(linear_regression.classify, X, w, 0.0, 0.75), np.array([0, 0, 1]))
    check_integers(call(linear_regression.classify, X, w, 0.0, threshold=0), np.array([1, 1, 1]))
