"""Public checks of unit 14, `rnn`: numbers that one can work out by hand, and nudges."""

from __future__ import annotations

import numpy as np

from exercises import rnn
from grader.testing import call, check_close, check_pure, checks, numerical_gradient


def _worked_example():
    """The lesson's: one unit, two steps, with the states 0.6 and 0.8."""
    X = np.array([[[np.log(2) - 1], [np.log(3) - 1.2]]])
    return X, np.array([[0.5]]), np.array([[1.0]]), np.array([[2.0]]), np.array([0.0])


@checks("rnn_step", points=1)
def test_step_by_hand():
    """Input and state go through their own weights, the bias is added, and tanh closes the step."""
    x, h = np.array([[np.log(2)], [1.0]]), np.array([[0.5, 0.0], [0.0, 1.0]])
    Wx, Wh = np.array([[1.0, 0.0]]), np.array([[2.0, 4.0], [0.0, 2.0]])
    b = np.array([-1.0, np.log(3) - 2])

    check_close(call(rnn.rnn_step, x, h, Wx, Wh, b), np.array([[0.6, 0.8], [0.0, 0.8]]))


@checks("rnn_step", points=1)
def test_step_stands_large_sums():
    """A weighted sum of ±1000 gives a state of ±1, without a warning."""
    x, h, Wh = np.array([[1.0], [-1.0]]), np.zeros((2, 1)), np.zeros((1, 1))

    actual = call(rnn.rnn_step, x, h, np.array([[1000.0]]), Wh, np.zeros(1))

    check_close(actual, np.array([[1.0], [-1.0]]))


@checks("rnn_forward", points=2)
def test_forward_of_the_worked_example():
    """The lesson's sequence has the states 0.6 and 0.8."""
    check_close(call(rnn.rnn_forward, *_worked_example()), np.array([[[0.6], [0.8]]]))


@checks("rnn_forward", points=1)
def test_forward_passes_a_state_on():
    """With nothing coming in, each state is tanh of the one before, for each sequence by itself."""
    h0, X = np.array([[0.5], [-1.0], [2.0]]), np.zeros((3, 2, 1))
    first = np.tanh(h0)
    expected = np.stack([first, np.tanh(first)], axis=1)

    actual = call(rnn.rnn_forward, X, h0, np.array([[3.0]]), np.array([[1.0]]), np.zeros(1))

    check_close(actual, expected)


@checks("rnn_forward", points=1)
def test_forward_leaves_its_arguments_alone():
    """The sequences and the first state stay as they were."""
    check_pure(rnn.rnn_forward, *_worked_example())
    check_close(call(rnn.rnn_forward, *_worked_example()), np.array([[[0.6], [0.8]]]))


@checks("rnn_backward", points=2)
def test_backward_of_the_worked_example():
    """The lesson's example: dX, dh0, dWx, dWh, db of the cost h1 + h2."""
    X, h0, Wx, Wh, _ = _worked_example()
    dH, H = np.ones((1, 2, 1)), np.array([[[0.6], [0.8]]])
    dWx = X[0, 0, 0] * 1.1008 + X[0, 1, 0] * 0.36
    expected = (
        np.array([[[1.1008], [0.36]]]),
        np.array([[2.2016]]),
        np.array([[dWx]]),
        np.array([[0.7664]]),
        np.array([1.4608]),
    )

    check_close(call(rnn.rnn_backward, dH, X, H, h0, Wx, Wh), expected)


@checks("rnn_backward", points=2)
def test_backward_matches_central_differences():
    """Each gradient is what nudging that argument finds, for two sequences of three steps."""
    rng = np.random.default_rng(14)
    X, h0 = rng.normal(size=(2, 3, 1)), rng.normal(size=(2, 4))
    Wx, Wh, b = rng.normal(size=(1, 4)), rng.normal(size=(4, 4)) / 2, rng.normal(size=4)
    dH = rng.normal(size=(2, 3, 4))

    def states(X, h0, Wx, Wh, b):
        H, h = np.zeros((2, 3, 4)), h0
        for i in range(3):
            H[:, i] = h = np.tanh(X[:, i] @ Wx + h @ Wh + b)
        return H

    arguments = [X, h0, Wx, Wh, b]

    def nudged(place):
        def cost(values):
            return np.sum(dH * states(*arguments[:place], values, *arguments[place + 1 :]))

        return numerical_gradient(cost, arguments[place])

    expected = tuple(nudged(place) for place in range(5))

    actual = call(rnn.rnn_backward, dH, X, states(*arguments), h0, Wx, Wh)

    check_close(actual, expected, rtol=1e-5, atol=1e-7)


@checks("clip_gradients", points=1)
def test_clip_by_the_global_norm():
    """(3, 4) and (12) have the norm 13 together: with the limit 6.5 both are halved."""
    grads = [np.array([[3.0, 4.0]]), np.array([12.0])]

    check_close(call(rnn.clip_gradients, grads, 6.5), [np.array([[1.5, 2.0]]), np.array([6.0])])


@checks("clip_gradients", points=1)
def test_clip_leaves_what_is_within_the_limit():
    """Up to the limit nothing is scaled, zeros neither; a hair above it, all are."""
    grads, zeros = [np.array([[3.0, 4.0]]), np.array([12.0])], [np.zeros(2)]

    for limit in (13.0, 20.0):
        within = [np.array([[3.0, 4.0]]), np.array([12.0])]
        check_close(call(rnn.clip_gradients, grads, limit), within)
    check_close(call(rnn.clip_gradients, zeros, 1.0), [np.zeros(2)])
    check_close(call(rnn.clip_gradients, [np.array([1.25])], 1.0), [np.array([1.0])])
