"""Costs by hand: small numbers, and the signs that the guide gets wrong."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from exercises import costs
from grader.testing import arrays, call, check_close, check_that, check_value_error, checks

# mean_squared_error


@checks("mean_squared_error", points=1)
def test_mean_squared_error_of_two_predictions():
    """Errors of 1 and -3 cost (1 + 9) / 2 = 5."""
    Y, Y_hat = np.array([2.0, 4.0]), np.array([3.0, 1.0])

    check_close(call(costs.mean_squared_error, Y, Y_hat), 5.0)


@checks("mean_squared_error", points=1)
def test_mean_squared_error_averages_over_all_elements():
    """Two rows of three errors of 2 cost 4, not 12: the mean is over all six."""
    Y = np.zeros((2, 3))

    check_close(call(costs.mean_squared_error, Y, Y + 2), 4.0)


# mean_squared_error_gradient


@checks("mean_squared_error_gradient", points=1)
def test_mean_squared_error_gradient_of_two_predictions():
    """Errors of 1 and -3 have the gradient 2 (1, -3) / 2."""
    Y, Y_hat = np.array([2.0, 4.0]), np.array([3.0, 1.0])

    check_close(call(costs.mean_squared_error_gradient, Y, Y_hat), np.array([1.0, -3.0]))


@checks("mean_squared_error_gradient", points=1)
def test_mean_squared_error_gradient_of_integers():
    """Integers in, float64 out: nothing is rounded."""
    Y, Y_hat = np.array([[0, 1, 5, 2]]), np.array([[1, 1, 2, 2]])

    actual = call(costs.mean_squared_error_gradient, Y, Y_hat)

    check_close(actual, np.array([[0.5, 0.0, -1.5, 0.0]]))


# log_likelihood


@checks("log_likelihood", points=1)
def test_log_likelihood_of_three_examples():
    """The truth got 1/2, 1/4 and 1/2: the sum is log(1/16)."""
    y, p = np.array([1.0, 1.0, 0.0]), np.array([0.5, 0.25, 0.5])

    check_close(call(costs.log_likelihood, y, p), math.log(1 / 16))


@checks("log_likelihood", points=1)
def test_log_likelihood_adds_both_terms():
    """A no with p = 3/4 counts log(1/4): the second term is added, whatever the guide says."""
    check_close(call(costs.log_likelihood, np.array([0.0]), np.array([0.75])), math.log(1 / 4))


@checks("log_likelihood", points=1)
def test_log_likelihood_at_p_zero():
    """A yes to which p = 0 was given costs log(1e-12), not minus infinity."""
    y, p = np.array([1.0, 1.0]), np.array([0.0, 0.5])

    check_close(call(costs.log_likelihood, y, p), math.log(1e-12) + math.log(0.5))


# binary_cross_entropy


@checks("binary_cross_entropy", points=1)
def test_binary_cross_entropy_of_four_examples():
    """The truth got 1/2, 1/4, 1/2 and 1/4: the mean of -log is 1.5 log 2."""
    y, p = np.array([1, 1, 0, 0]), np.array([0.5, 0.25, 0.5, 0.75])

    check_close(call(costs.binary_cross_entropy, y, p), 1.5 * math.log(2))


@checks("binary_cross_entropy", points=1)
@given(st.integers(1, 7), st.sampled_from([0.0, 1.0]))
def test_binary_cross_entropy_falls_as_p_nears_y(eighths, y):
    """A cost is to be made small: it is positive, and falls as p nears y."""
    target, miss = np.array([y]), np.array([eighths / 8])

    cost = call(costs.binary_cross_entropy, target, abs(target - miss))
    better = call(costs.binary_cross_entropy, target, abs(target - miss / 2))

    check_close(cost, -math.log(1 - eighths / 8))
    check_that(cost > better > 0, "the cost should fall as p nears y", actual=[cost, better])


@checks("binary_cross_entropy", points=1)
def test_binary_cross_entropy_is_finite_for_certainty():
    """p = 0 and p = 1 are clipped by 1e-12: certain and wrong costs about 27.6."""
    actual = call(costs.binary_cross_entropy, np.array([1.0, 0.0]), np.array([0.0, 1.0]))

    check_close(actual, -math.log(1e-12), rtol=1e-5)


# binary_cross_entropy_gradient


@checks("binary_cross_entropy_gradient", points=1)
def test_binary_cross_entropy_gradient_of_two_examples():
    """For y = (1, 0) and p = (1/4, 3/4) the gradient is (-4, 4) / 2."""
    y, p = np.array([1.0, 0.0]), np.array([0.25, 0.75])

    check_close(call(costs.binary_cross_entropy_gradient, y, p), np.array([-2.0, 2.0]))


@checks("binary_cross_entropy_gradient", points=1)
def test_binary_cross_entropy_gradient_at_p_zero():
    """At p = 0 with y = 1 the slope is that at 1e-12: large, but finite."""
    y, p = np.array([[1.0], [1.0]]), np.array([[0.0], [0.5]])

    actual = call(costs.binary_cross_entropy_gradient, y, p)

    check_close(actual, np.array([[-0.5e12], [-1.0]]), rtol=1e-3)


# one_hot


@checks("one_hot", points=1)
def test_one_hot_of_three_labels():
    """Labels 2, 0, 2 of four classes become three rows of four."""
    expected = np.array([[0.0, 0.0, 1.0, 0.0], [1.0, 0.0, 0.0, 0.0], [0.0, 0.0, 1.0, 0.0]])

    check_close(call(costs.one_hot, np.array([2, 0, 2]), 4), expected)


@checks("one_hot", points=1)
def test_one_hot_refuses_minus_one():
    """Label -1 is a ValueError, not the last class."""
    check_close(call(costs.one_hot, np.array([1]), 2), np.array([[0.0, 1.0]]))
    check_value_error(costs.one_hot, np.array([0, -1]), 2, mentions=["label", -1])


@checks("one_hot", points=1)
def test_one_hot_refuses_a_fraction():
    """Label 0.5 is a ValueError, while 1.0 is the label 1."""
    check_close(call(costs.one_hot, np.array([1.0]), 2), np.array([[0.0, 1.0]]))
    check_value_error(costs.one_hot, np.array([1.0, 0.5]), 2, mentions=["label", 0.5])


# cross_entropy


@checks("cross_entropy", points=1)
def test_cross_entropy_of_one_hot_rows():
    """The true classes got 1/2 and 1/8: the mean of -log over the rows is 2 log 2."""
    Y = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
    P = np.array([[0.5, 0.25, 0.25], [0.5, 0.375, 0.125]])

    check_close(call(costs.cross_entropy, Y, P), 2 * math.log(2))


@checks("cross_entropy", points=1)
def test_cross_entropy_of_a_soft_row():
    """Half of the target on each of two classes: both logarithms count, by half."""
    Y, P = np.array([[0.5, 0.5, 0.0]]), np.array([[0.5, 0.125, 0.375]])

    check_close(call(costs.cross_entropy, Y, P), 2 * math.log(2))


# softmax_cross_entropy


@checks("softmax_cross_entropy", points=1)
def test_softmax_cross_entropy_of_equal_logits():
    """Equal logits give every class 1/k: cost log k, gradient (1/k - one-hot) / n."""
    logits, labels = np.zeros((2, 4)), np.array([0, 3])
    gradient = np.array([[-0.75, 0.25, 0.25, 0.25], [0.25, 0.25, 0.25, -0.75]]) / 2

    check_close(call(costs.softmax_cross_entropy, logits, labels), (math.log(4), gradient))


@checks("softmax_cross_entropy", points=1)
@given(arrays((3, 4)))
def test_softmax_cross_entropy_gradient_rows_sum_to_zero(logits):
    """Each row of the gradient sums to zero, and only the label's entry is negative."""
    labels = np.array([3, 0, 2])

    result = call(costs.softmax_cross_entropy, logits, labels)

    check_that(
        isinstance(result, tuple | list) and len(result) == 2, "expected a pair", actual=result
    )
    gradient = np.asarray(result[1], dtype=np.float64)
    check_close(gradient.sum(axis=-1), np.zeros(3))
    check_that(
        np.array_equal(gradient < 0, np.eye(4)[labels] == 1),
        "expected a negative entry for the label and positive ones beside it",
        actual=gradient,
    )


@checks("softmax_cross_entropy", points=1)
def test_softmax_cross_entropy_of_large_logits():
    """With logits 1000 and 0 and label 1 the cost is 1000, without overflow."""
    logits, labels = np.array([[1000.0, 0.0]]), np.array([1])

    actual = call(costs.softmax_cross_entropy, logits, labels)

    check_close(actual, (1000.0, np.array([[1.0, -1.0]])))
