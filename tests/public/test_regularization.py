"""Examples and first properties of unit 10, regularization."""

from __future__ import annotations

import numpy as np

from exercises import regularization
from grader.testing import (
    call,
    check_close,
    check_integers,
    check_pure,
    check_that,
    check_value_error,
    checks,
)


def _two_layers():
    """Weights 1, -2, 0 and 3 in two layers, with large biases."""
    return [
        (np.array([[1.0, -2.0]]), np.array([70.0, 80.0])),
        (np.array([[0.0], [3.0]]), np.array([-90.0])),
    ]


def _slopes():
    """Gradients for the two layers."""
    return [
        (np.array([[0.5, 0.25]]), np.array([1.0, -1.0])),
        (np.array([[-1.5], [2.0]]), np.array([4.0])),
    ]


@checks("l2_penalty", points=1)
def test_l2_penalty_sums_squares():
    """0.5 / 2 * (1 + 4 + 0 + 9) = 3.5; the biases are not in it."""
    check_close(call(regularization.l2_penalty, _two_layers(), 0.5), 3.5)


@checks("l2_penalty", points=1)
def test_l2_penalty_of_one_weight():
    """A single weight of 3 at strength 1 costs 4.5, as an integer too."""
    for W, b in ((np.array([[3.0]]), np.array([5.0])), (np.array([[3]]), np.array([5]))):
        check_close(call(regularization.l2_penalty, [(W, b)], 1), 4.5)


@checks("l2_gradients", points=1)
def test_l2_gradients_add_strength_times_weight():
    """Each dW gains 0.5 * W; each db stays as it is."""
    check_close(
        call(regularization.l2_gradients, _two_layers(), _slopes(), 0.5),
        [
            (np.array([[1.0, -0.75]]), np.array([1.0, -1.0])),
            (np.array([[-1.5], [3.5]]), np.array([4.0])),
        ],
    )


@checks("l2_gradients", points=1)
def test_l2_gradients_change_no_argument():
    """The gradients without the penalty stay as they were; the new ones are copies."""
    check_pure(regularization.l2_gradients, _two_layers(), _slopes(), 0.5)
    check_close(
        call(regularization.l2_gradients, _two_layers()[1:], _slopes()[1:], 2.0),
        [(np.array([[-1.5], [8.0]]), np.array([4.0]))],
    )


@checks("l1_penalty", points=1)
def test_l1_penalty_sums_sizes():
    """0.5 * (1 + 2 + 0 + 3) = 3; the biases are not in it."""
    check_close(call(regularization.l1_penalty, _two_layers(), 0.5), 3.0)


@checks("l1_penalty", points=1)
def test_l1_penalty_of_one_weight():
    """A single weight of -3 at strength 2 costs 6.0, a float, as an integer too."""
    for W, b in ((np.array([[-3.0]]), np.array([5.0])), (np.array([[-3]]), np.array([5]))):
        check_close(call(regularization.l1_penalty, [(W, b)], 2), 6.0)


@checks("l1_gradients", points=1)
def test_l1_gradients_add_strength_times_sign():
    """Each dW gains 0.5, -0.5, or nothing where the weight is 0; each db stays as it is."""
    check_close(
        call(regularization.l1_gradients, _two_layers(), _slopes(), 0.5),
        [
            (np.array([[1.0, -0.25]]), np.array([1.0, -1.0])),
            (np.array([[-1.5], [2.5]]), np.array([4.0])),
        ],
    )


@checks("l1_gradients", points=1)
def test_l1_gradients_change_no_argument():
    """The gradients without the penalty stay as they were; the new ones are copies."""
    check_pure(regularization.l1_gradients, _two_layers(), _slopes(), 0.5)
    check_close(
        call(regularization.l1_gradients, _two_layers()[1:], _slopes()[1:], 2.0),
        [(np.array([[-1.5], [4.0]]), np.array([4.0]))],
    )


@checks("dropout", points=1)
def test_dropout_scales_what_stays():
    """At rate 0.75 the mask is 0 or 4, and A_dropped is A times the mask."""
    A = np.array([[1.0, -2.0, 3.0, 5.0], [0.5, 7.0, -1.0, 2.0]])

    A_dropped, mask = call(regularization.dropout, A.copy(), 0.75, np.random.default_rng(0))

    check_that(np.all((mask == 0) | (mask == 4)), "the mask should have 0 and 4", actual=mask)
    check_close(A_dropped, A * mask)


@checks("dropout", points=1)
def test_dropout_drops_about_rate():
    """Of 10,000 elements about 3000 are dropped at rate 0.3, and the mean stays about 1."""
    A = np.ones((100, 100))

    A_dropped, mask = call(regularization.dropout, A, 0.3, np.random.default_rng(1))

    dropped = int((mask == 0).sum())
    check_that(2700 < dropped < 3300, "wrong share", actual=dropped, expected="about 3000")
    check_that(0.95 < A_dropped.mean() < 1.05, "the mean should stay 1", actual=A_dropped.mean())


@checks("dropout", points=1)
def test_dropout_refuses_a_rate_of_one():
    """A rate of 1 is a ValueError; a rate of 0 drops nothing."""
    A, rng = np.array([[1.0, -2.0, 3.0]]), np.random.default_rng(2)

    check_close(call(regularization.dropout, A.copy(), 0.0, rng), (A, np.ones((1, 3))))
    check_value_error(regularization.dropout, A, 1.0, rng, mentions=["rate", 1])


@checks("dropout_backward", points=1)
def test_dropout_backward_uses_the_mask():
    """The gradient is 0 where an element was dropped and scaled where it stayed."""
    dA = np.array([[1.0, -3.0, 0.5], [2.0, 4.0, -1.0]])
    mask = np.array([[0.0, 1.25, 1.25], [1.25, 0.0, 1.25]])

    check_close(
        call(regularization.dropout_backward, dA, mask),
        np.array([[0.0, -3.75, 0.625], [2.5, 0.0, -1.25]]),
    )


@checks("early_stopping", points=1)
def test_early_stopping_runs_out_of_patience():
    """With patience 2 training stops before the 3.0 is seen; with patience 3 it is the best."""
    costs = [5.0, 4.0, 4.5, 4.5, 3.0]

    check_integers(call(regularization.early_stopping, costs, 2), 1)
    check_integers(call(regularization.early_stopping, costs, 3), 4)


@checks("early_stopping", points=1)
def test_early_stopping_gives_the_first_of_equals():
    """A cost that only equals the best is no new minimum, nor is NaN."""
    check_integers(call(regularization.early_stopping, [0.5, 0.25, 0.25, 0.75], 5), 1)
    check_integers(call(regularization.early_stopping, [float("nan"), 2.0, 3.0], 2), 1)


@checks("early_stopping", points=1)
def test_early_stopping_refuses_bad_arguments():
    """An empty list and a patience of 0 are ValueErrors."""
    check_value_error(regularization.early_stopping, [], 3, mentions=["validation_costs"])
    check_value_error(regularization.early_stopping, [2.0, 1.0], 0, mentions=["patience", 0])
    check_integers(call(regularization.early_stopping, [2.0, 1.0], 1), 1)
