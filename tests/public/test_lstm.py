"""Public checks of unit 15, `lstm`: numbers that one can work out by hand, and nudges."""

from __future__ import annotations

import numpy as np

from exercises import lstm
from grader.testing import call, check_close, check_pure, checks, numerical_gradient

LN3 = np.log(3)  # sigmoid(ln 3) = 0.75 and tanh(ln 3) = 0.8


def _worked_example():
    """The lesson's: one unit with i = 0.75, f = 0.5, g = 0.8, o = 0.75."""
    return (
        np.array([[1.0]]),
        np.array([[0.5]]),
        np.array([[2 * LN3 - 1.2]]),
        np.array([[LN3, 0.0, LN3, LN3]]),
        np.array([[2.0, 2.0, 0.0, -2.0]]),
        np.array([-1.0, -1.0, 0.0, 1.0]),
    )


def _random_case():
    """Two sequences of three steps, one input, two units."""
    rng = np.random.default_rng(15)
    return (
        rng.normal(size=(2, 3, 1)),
        rng.normal(size=(2, 2)),
        rng.normal(size=(2, 2)),
        rng.normal(size=(1, 8)),
        rng.normal(size=(2, 8)),
        rng.normal(size=8),
    )


def _by_hand(x, h, c, Wx, Wh, b):
    """A step of two units, written out."""
    z = x @ Wx + h @ Wh + b
    i, f, o = (1 / (1 + np.exp(-z[:, k : k + 2])) for k in (0, 2, 6))
    c = f * c + i * np.tanh(z[:, 4:6])
    return o * np.tanh(c), c


def _nudged(cost, arguments):
    """Central differences of a cost by each of its arguments."""

    def gradient(place):
        def cost_of_one(values):
            return float(cost(*arguments[:place], values, *arguments[place + 1 :]))

        return numerical_gradient(cost_of_one, arguments[place])

    return tuple(gradient(place) for place in range(len(arguments)))


@checks("lstm_step", points=2)
def test_step_of_the_worked_example():
    """The lesson's step: the memory becomes ln 3, and the state 0.6."""
    expected = np.array([[0.6]]), np.array([[LN3]])

    check_close(call(lstm.lstm_step, *_worked_example()), expected)


@checks("lstm_step", points=1)
def test_step_of_two_units():
    """Each gate has as many columns as there are units: input, forget, candidate, output."""
    X, *rest = _random_case()
    expected = _by_hand(X[:, 0], *rest)

    check_close(call(lstm.lstm_step, X[:, 0], *rest), expected)


@checks("lstm_step", points=1)
def test_step_stands_large_sums():
    """Gates that are shut or open by ±1000 keep the memory as it is, without a warning."""
    b, zeros = np.array([-1000.0, 1000.0, 1000.0, 1000.0]), np.zeros((1, 4))
    c = np.array([[0.5]])

    actual = call(lstm.lstm_step, np.ones((1, 1)), np.zeros((1, 1)), c, zeros, zeros, b)

    check_close(actual, (np.tanh(c), np.array([[0.5]])))


@checks("lstm_step_backward", points=2)
def test_step_backward_of_the_worked_example():
    """The lesson's step back, with dh = 1 and dc = 0.73."""
    x, h, c, Wx, Wh, b = _worked_example()
    dz = np.array([[0.15, c[0, 0] / 4, 0.27, 0.15]])
    expected = (
        np.array([[0.57 * LN3]]),
        c / 2,
        np.array([[0.5]]),
        dz,
        0.5 * dz,
        dz[0],
    )
    dh, dc = np.array([[1.0]]), np.array([[0.73]])

    check_close(call(lstm.lstm_step_backward, dh, dc, x, h, c, Wx, Wh, b), expected)


@checks("lstm_step_backward", points=2)
def test_step_backward_matches_central_differences():
    """Each of the six gradients is what nudging that argument of the step finds."""
    X, *rest = _random_case()
    arguments = [X[:, 1], *rest]
    dh, dc = np.array([[1.0, -0.5], [0.25, 2.0]]), np.array([[-1.5, 0.75], [0.5, 1.0]])

    def cost(*changed):
        h, c = _by_hand(*changed)
        return np.sum(dh * h) + np.sum(dc * c)

    expected = _nudged(cost, arguments)

    actual = call(lstm.lstm_step_backward, dh, dc, *arguments)

    check_close(actual, expected, rtol=1e-5, atol=1e-7)


@checks("lstm_forward", points=2)
def test_forward_goes_step_by_step():
    """All states and memories, from h0 and c0 on, each step's from those before it."""
    X, h, c, *weights = _random_case()
    expected = np.zeros((2, 3, 2)), np.zeros((2, 3, 2))
    for k in range(3):
        h, c = _by_hand(X[:, k], h, c, *weights)
        expected[0][:, k], expected[1][:, k] = h, c

    check_close(call(lstm.lstm_forward, *_random_case()), expected)


@checks("lstm_forward", points=1)
def test_forward_halves_a_memory():
    """A forget gate at 1/2 halves the memory at every step; what is shown is tanh of it."""
    b, zeros = np.array([0.0, 0.0, 0.0, 1000.0]), np.zeros((1, 4))
    C = np.array([[[4.0], [2.0], [1.0]]])

    actual = call(
        lstm.lstm_forward, np.ones((1, 3, 1)), np.ones((1, 1)), np.array([[8.0]]), zeros, zeros, b
    )

    check_close(actual, (np.tanh(C), C))


@checks("lstm_forward", points=1)
def test_forward_leaves_its_arguments_alone():
    """Sequences, first state and first memory stay as they were."""
    check_pure(lstm.lstm_forward, *_random_case())
    X, h0, c0, *weights = _random_case()
    first = call(lstm.lstm_forward, X[:, :1], h0, c0, *weights)

    expected = tuple(array[:, None] for array in _by_hand(X[:, 0], h0, c0, *weights))
    check_close(first, expected)


@checks("lstm_backward", points=2)
def test_backward_matches_central_differences():
    """Each of the six gradients is what nudging that argument of the sequence finds."""
    dH = np.random.default_rng(16).normal(size=(2, 3, 2))

    def cost(X, h, c, *weights):
        total = 0.0
        for k in range(3):
            h, c = _by_hand(X[:, k], h, c, *weights)
            total += np.sum(dH[:, k] * h)
        return total

    expected = _nudged(cost, list(_random_case()))

    actual = call(lstm.lstm_backward, dH, *_random_case())

    check_close(actual, expected, rtol=1e-5, atol=1e-7)


@checks("lstm_backward", points=1)
def test_backward_of_a_memory_that_is_kept():
    """With open gates every state shows c0, so each sends tanh's slope at it back to dc0."""
    b, zeros = np.array([-1000.0, 1000.0, 0.5, 1000.0]), np.zeros((1, 4))
    dH, c0 = np.array([[[1.0], [-3.0], [4.0]]]), np.array([[0.5]])
    dc0 = 2 * (1 - np.tanh(c0) ** 2)
    nothing = np.zeros((1, 4))
    expected = np.zeros((1, 3, 1)), np.zeros((1, 1)), dc0, nothing, nothing, np.zeros(4)

    actual = call(lstm.lstm_backward, dH, np.ones((1, 3, 1)), np.zeros((1, 1)), c0, zeros, zeros, b)

    check_close(actual, expected)
