"""Examples and first properties of unit 9, gradient descent."""

from __future__ import annotations

import math

import numpy as np

from exercises import gradient_descent
from grader.testing import call, check_close, check_pure, check_that, check_value_error, checks


@checks("step", points=1)
def test_step_goes_downhill():
    """Each weight and each bias loses learning_rate times its gradient."""
    params = [
        (np.array([[1.0, 2.0]]), np.array([3.0, 0.0])),
        (np.array([[5.0], [6.0]]), np.array([7.0])),
    ]
    grads = [
        (np.array([[4.0, -2.0]]), np.array([1.0, -1.0])),
        (np.array([[0.0], [8.0]]), np.array([2.0])),
    ]

    result = call(gradient_descent.step, params, grads, 0.5)

    check_close(
        result,
        [
            (np.array([[-1.0, 3.0]]), np.array([2.5, 0.5])),
            (np.array([[5.0], [2.0]]), np.array([6.0])),
        ],
    )


@checks("step", points=1)
def test_step_changes_no_argument():
    """The step makes new arrays: the weights before it stay as they were."""
    params = [(np.array([[1, 2], [3, 4]]), np.array([5, 6]))]
    grads = [(np.array([[1, 1], [0, 2]]), np.array([1, 0]))]

    check_pure(gradient_descent.step, params, grads, 0.5)
    check_close(
        call(gradient_descent.step, params, grads, 0.5),
        [(np.array([[0.5, 1.5], [3.0, 3.0]]), np.array([4.5, 6.0]))],
    )


@checks("momentum_step", points=1)
def test_momentum_step_moves_by_the_new_velocity():
    """v = 0.25 * 4 - 0.5 * 2 = 0 for the weight, 0.25 * 0 - 0.5 * 1 = -0.5 for the bias."""
    params = [(np.array([[1.0]]), np.array([3.0]))]
    grads = [(np.array([[2.0]]), np.array([1.0]))]
    velocity = [(np.array([[4.0]]), np.array([0.0]))]

    result = call(gradient_descent.momentum_step, params, grads, velocity, 0.5, momentum=0.25)

    check_close(
        result,
        ([(np.array([[1.0]]), np.array([2.5]))], [(np.array([[0.0]]), np.array([-0.5]))]),
    )


@checks("momentum_step", points=1)
def test_momentum_step_gathers_speed():
    """Under one and the same gradient the second step is longer: -1, then -1.5 for momentum 0.5."""
    params = [(np.array([[0.0]]), np.array([0.0]))]
    grads = [(np.array([[2.0]]), np.array([2.0]))]
    velocity = [(np.array([[0.0]]), np.array([0.0]))]

    for _ in range(2):
        params, velocity = call(gradient_descent.momentum_step, params, grads, velocity, 0.5, 0.5)

    check_close(params, [(np.array([[-2.5]]), np.array([-2.5]))])
    check_close(velocity, [(np.array([[-1.5]]), np.array([-1.5]))])


@checks("adam_step", points=1)
def test_adam_step_corrects_its_means():
    """m = 3 and v = 7 are corrected to 4 and 16, so w moves by 0.5 * 4 / (4 + 1)."""
    params = [(np.array([[10.0]]), np.array([0.0]))]
    grads = [(np.array([[4.0]]), np.array([4.0]))]
    m = [(np.array([[2.0]]), np.array([2.0]))]
    v = [(np.array([[4.0]]), np.array([4.0]))]

    result = call(gradient_descent.adam_step, params, grads, m, v, 2, 0.5, 0.5, 0.75, 1.0)

    check_close(
        result,
        (
            [(np.array([[9.6]]), np.array([-0.4]))],
            [(np.array([[3.0]]), np.array([3.0]))],
            [(np.array([[7.0]]), np.array([7.0]))],
        ),
    )


@checks("adam_step", points=1)
def test_adam_step_starts_with_steps_of_one_size():
    """The first step moves every weight by the learning rate, however large its gradient."""
    params = [(np.array([[1.0], [1.0]]), np.array([1.0]))]
    grads = [(np.array([[500.0], [2.0]]), np.array([-30.0]))]
    zeros = [(np.zeros((2, 1)), np.zeros(1))]

    moved, _, _ = call(
        gradient_descent.adam_step, params, grads, zeros, zeros, 1, learning_rate=0.25
    )

    check_close(moved, [(np.array([[0.75], [0.75]]), np.array([1.25]))], rtol=1e-6)


@checks("minibatches", points=1)
def test_minibatches_keep_the_remainder():
    """Ten rows in batches of four are batches of 4, 4 and 2 rows."""
    X, Y = np.arange(20.0).reshape(10, 2), np.arange(10)

    batches = call(gradient_descent.minibatches, X, Y, 4, np.random.default_rng(0))

    lengths = [(len(X_batch), len(Y_batch)) for X_batch, Y_batch in batches]
    check_that(
        lengths == [(4, 4), (4, 4), (2, 2)], "wrong sizes", actual=lengths, expected="4, 4 and 2"
    )


@checks("minibatches", points=1)
def test_minibatches_keep_rows_and_targets_together():
    """Every row comes once, still with its own target, in another order than before."""
    X = np.arange(60.0).reshape(30, 2)
    Y = 10 * X[:, :1] + 1

    batches = call(gradient_descent.minibatches, X, Y, 7, np.random.default_rng(1))

    X_all = np.concatenate([X_batch for X_batch, _ in batches])
    Y_all = np.concatenate([Y_batch for _, Y_batch in batches])
    check_close(X_all[np.argsort(X_all[:, 0])], X)
    check_close(Y_all, 10 * X_all[:, :1] + 1)
    check_that(not np.array_equal(X_all, X), "the rows come in the order of X", actual=X_all[:, 0])


@checks("minibatches", points=1)
def test_minibatches_refuse_a_batch_of_no_rows():
    """A batch_size of 0 is a ValueError; a batch_size above n is one batch of all rows."""
    X, Y = np.arange(6.0).reshape(3, 2), np.arange(3)
    rng = np.random.default_rng(2)

    batches = call(gradient_descent.minibatches, X, Y, 5, rng)

    check_that(
        [len(X_batch) for X_batch, _ in batches] == [3], "expected one batch", actual=batches
    )
    check_value_error(gradient_descent.minibatches, X, Y, 0, rng, mentions=["batch_size", 0])


@checks("has_diverged", points=1)
def test_has_diverged_sees_nan():
    """NaN equals nothing, not even itself, and still is found."""
    check_that(
        call(gradient_descent.has_diverged, [0.7, float("nan")]),
        "a NaN was not found",
        actual=False,
    )
    check_that(
        not call(gradient_descent.has_diverged, [0.7, 0.5]),
        "0.7 and 0.5 are no divergence",
        actual=True,
    )


@checks("has_diverged", points=1)
def test_has_diverged_is_not_alarmed_by_large_costs():
    """A cost may be huge and rising: only inf and NaN are a divergence."""
    check_that(
        not call(gradient_descent.has_diverged, [1.0, 50.0, 1e300]), "1e300 is finite", actual=True
    )
    check_that(
        call(gradient_descent.has_diverged, [float("inf"), 1.0]),
        "an inf was not found",
        actual=False,
    )


@checks("train", points=1)
def test_train_takes_a_step_and_measures_after_it():
    """One row, one step: w and b go from 0 to 1, and the cost is measured there, at z = 2."""
    X, Y = np.array([[1.0]]), np.array([[1.0]])
    start = [(np.array([[0.0]]), np.array([0.0]))]

    result = call(
        gradient_descent.train, X, Y, start, "tanh", "sigmoid", 2.0, 1, 1, np.random.default_rng(0)
    )

    check_close(result, ([(np.array([[1.0]]), np.array([1.0]))], [math.log(1 + math.exp(-2))]))


@checks("train", points=1)
def test_train_takes_the_last_short_batch_too():
    """Three rows in batches of two are two steps an epoch: b goes from 0 to 1 and on."""
    X, Y = np.zeros((3, 1)), np.ones((3, 1))
    start = [(np.array([[0.0]]), np.array([0.0]))]
    b = 1 + 2 * (1 - 1 / (1 + math.exp(-1)))

    result = call(
        gradient_descent.train, X, Y, start, "tanh", "sigmoid", 2.0, 1, 2, np.random.default_rng(0)
    )

    check_close(result, ([(np.array([[0.0]]), np.array([b]))], [math.log(1 + math.exp(-b))]))


@checks("train", points=1)
def test_train_learns_or():
    """In batches of two rows a single unit learns OR: 100 epochs, 100 costs, the last below 0.1."""
    X, Y = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([[0], [1], [1], [1]])
    start = [(np.zeros((2, 1)), np.zeros(1))]

    _, history = call(
        gradient_descent.train,
        X,
        Y,
        start,
        "tanh",
        "sigmoid",
        1.0,
        100,
        2,
        np.random.default_rng(0),
    )

    check_that(
        len(history) == 100 and 0 < history[-1] < 0.1 < history[0],
        "100 costs should fall from about 0.5 to below 0.1",
        actual=history,
    )
