"""Public checks of unit 8, `backprop`: numbers that one can work out by hand."""

from __future__ import annotations

import numpy as np

from exercises import backprop
from grader.testing import (
    call,
    check_close,
    check_pure,
    check_value_error,
    checks,
    numerical_gradient,
)


def _worked_example():
    """The lesson's: one row, two ReLU units of which the second sleeps, one sigmoid output."""
    params = [
        (np.array([[1.0, 3.0], [1.0, -2.0]]), np.array([0.0, 0.0])),
        (np.array([[2.0], [4.0]]), np.array([-6.0])),
    ]
    passed = [np.array([[1.0, 2.0]]), np.array([[3.0, 0.0]]), np.array([[0.5]])]
    return np.array([[1.0]]), passed, params


@checks("output_delta", points=1)
def test_output_delta_is_the_error_over_the_rows():
    """Prediction minus target, divided by the number of rows."""
    Y, Y_hat = np.array([[1, 0, 0], [0, 1, 0]]), np.array([[0.5, 0.25, 0.25], [0.25, 0.25, 0.5]])

    delta = call(backprop.output_delta, Y, Y_hat)

    check_close(delta, np.array([[-0.25, 0.125, 0.125], [0.125, -0.375, 0.25]]))


@checks("output_delta", points=1)
def test_output_delta_stands_certain_predictions():
    """A prediction that is certain and wrong has the largest delta, not none."""
    delta = call(backprop.output_delta, np.array([[1.0], [0.0]]), np.array([[0.0], [1.0]]))

    check_close(delta, np.array([[-0.5], [0.5]]))


@checks("hidden_delta", points=1)
def test_hidden_delta_of_each_activation():
    """What comes back through the weights, times the derivative at A."""
    delta, W_next, A = (
        np.array([[1.0, 2.0]]),
        np.array([[3.0, 0.0], [1.0, -1.0]]),
        np.array([[0.5, 0.0]]),
    )

    check_close(call(backprop.hidden_delta, delta, W_next, A, "identity"), np.array([[3.0, -1.0]]))
    check_close(call(backprop.hidden_delta, delta, W_next, A, "sigmoid"), np.array([[0.75, 0.0]]))
    check_close(call(backprop.hidden_delta, delta, W_next, A, "tanh"), np.array([[2.25, -1.0]]))
    check_close(call(backprop.hidden_delta, delta, W_next, A, "relu"), np.array([[3.0, 0.0]]))


@checks("hidden_delta", points=1)
def test_hidden_delta_of_relu_is_no_sigmoid():
    """ReLU lets the delta through unchanged where A > 0: the guide's Z * (1 - Z) is a fault."""
    A = np.array([[3.0, 0.0, 1.0]])
    delta, W_next = np.array([[-1.0]]), np.array([[2.0], [4.0], [-5.0]])

    check_close(call(backprop.hidden_delta, delta, W_next, A, "relu"), np.array([[-2.0, 0.0, 5.0]]))


@checks("hidden_delta", points=1)
def test_hidden_delta_refuses_softmax():
    """Softmax is no hidden activation here: a ValueError that names it."""
    arguments = np.array([[2.0]]), np.array([[3.0], [1.0]]), np.array([[0.5, 0.0]])

    check_close(call(backprop.hidden_delta, *arguments, "identity"), np.array([[6.0, 2.0]]))
    check_value_error(backprop.hidden_delta, *arguments, "softmax", mentions=["softmax"])


@checks("layer_gradients", points=1)
def test_layer_gradients_by_hand():
    """dW is A_prev.T @ delta, db the column sums of delta; nothing is averaged."""
    A_prev, delta = (
        np.array([[1.0, 2.0, 0.0], [3.0, -1.0, 1.0]]),
        np.array([[0.5, 0.0], [1.0, -2.0]]),
    )
    dW, db = np.array([[3.5, -6.0], [0.0, 2.0], [1.0, -2.0]]), np.array([1.5, -2.0])

    check_close(call(backprop.layer_gradients, A_prev, delta), (dW, db))


@checks("layer_gradients", points=1)
def test_layer_gradients_match_central_differences():
    """They are what nudging every weight and bias of A_prev @ W + b finds."""
    rng = np.random.default_rng(1)
    A_prev, delta = rng.normal(size=(4, 3)), rng.normal(size=(4, 2))
    W, b = rng.normal(size=(3, 2)), rng.normal(size=2)
    expected = (
        numerical_gradient(lambda W: np.sum(delta * (A_prev @ W + b)), W),
        numerical_gradient(lambda b: np.sum(delta * (A_prev @ W + b)), b),
    )

    actual = call(backprop.layer_gradients, A_prev, delta)

    check_close(actual, expected, rtol=1e-5, atol=1e-7)


@checks("backward", points=2)
def test_backward_of_the_worked_example():
    """The lesson's example: a sleeping ReLU unit gets no gradient, first layer first."""
    expected = [
        (np.array([[-1.0, 0.0], [-2.0, 0.0]]), np.array([-1.0, 0.0])),
        (np.array([[-1.5], [0.0]]), np.array([-0.5])),
    ]

    check_close(call(backprop.backward, *_worked_example(), hidden="relu"), expected)


@checks("backward", points=1)
def test_backward_of_a_single_layer():
    """Without a hidden layer there is one pair of gradients."""
    X, Y, Y_hat = np.array([[1.0, 2.0]]), np.array([[1.0, 0.0]]), np.array([[0.5, 0.5]])

    grads = call(backprop.backward, Y, [X, Y_hat], [(np.zeros((2, 2)), np.zeros(2))])

    check_close(grads, [(np.array([[-0.5, 0.5], [-1.0, 1.0]]), np.array([-0.5, 0.5]))])


@checks("backward", points=1)
def test_backward_leaves_its_arguments_alone():
    """Activations and parameters stay as they were: gradients are computed, no step is taken."""
    check_pure(backprop.backward, *_worked_example(), "relu")
    first = call(backprop.backward, *_worked_example(), "relu")[0]

    check_close(first, (np.array([[-1.0, 0.0], [-2.0, 0.0]]), np.array([-1.0, 0.0])))
