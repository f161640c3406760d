"""Worked examples for unit 2, with numbers that can be checked by hand, and its classic traps."""

import numpy as np
from hypothesis import given

from exercises import activations
from grader.testing import arrays, call, check_close, check_pure, check_that, checks, sizes


@checks("sigmoid", points=1)
def test_sigmoid_of_known_numbers():
    """Sigmoid of 0 is 1/2, of ln 3 it is 3/4 and of -ln 3 it is 1/4."""
    z = np.array([0.0, np.log(3), -np.log(3)])

    check_close(call(activations.sigmoid, z), np.array([0.5, 0.75, 0.25]))


@checks("sigmoid", points=1)
def test_sigmoid_stays_quiet_far_out():
    """Sigmoid is 0 at -1000 and 1 at 1000, without a warning."""
    z = np.array([[-1000.0, 0.0], [0.0, 1000.0]])

    check_close(call(activations.sigmoid, z), np.array([[0.0, 0.5], [0.5, 1.0]]))


@checks("sigmoid", points=1)
def test_sigmoid_of_a_float():
    """A float goes in, a float comes out."""
    check_close(call(activations.sigmoid, float(np.log(3))), 0.75)


@checks("sigmoid_derivative", points=1)
def test_sigmoid_derivative_of_known_outputs():
    """The sigmoid's slope is 1/4 where its output is 1/2, and 3/16 where that is 1/4 or 3/4."""
    a = np.array([0.5, 0.25, 0.75])

    check_close(call(activations.sigmoid_derivative, a), np.array([0.25, 0.1875, 0.1875]))


@checks("tanh", points=1)
def test_tanh_of_known_numbers():
    """Tanh of ln 2 is (2 - 1/2) / (2 + 1/2) = 3/5."""
    z = np.array([[np.log(2), 0.0, -np.log(2)]])

    check_close(call(activations.tanh, z), np.array([[0.6, 0.0, -0.6]]))


@checks("tanh", points=1)
def test_tanh_stays_quiet_far_out():
    """Tanh is -1 at -1000 and 1 at 1000, without a warning."""
    z = np.array([-1000.0, np.log(2), 1000.0])

    check_close(call(activations.tanh, z), np.array([-1.0, 0.6, 1.0]))


@checks("tanh_derivative", points=1)
def test_tanh_derivative_of_known_outputs():
    """The slope of tanh is 1 where its output is 0, and 16/25 where that is 3/5."""
    check_close(call(activations.tanh_derivative, np.array([0.0, 0.6])), np.array([1.0, 0.64]))


@checks("relu", points=1)
def test_relu_of_known_numbers():
    """ReLU lets positive numbers pass and makes 0 of the others."""
    z = np.array([[-2.0, 0.5], [0.0, 3.0]])

    check_close(call(activations.relu, z), np.array([[0.0, 0.5], [0.0, 3.0]]))


@checks("relu", points=1)
def test_relu_of_integers():
    """ReLU of integers is float64, as every result is."""
    check_close(call(activations.relu, np.array([-2, 0, 3])), np.array([0.0, 0.0, 3.0]))


@checks("relu", points=1)
def test_relu_leaves_its_argument_alone():
    """ReLU does not overwrite the negatives in its argument."""
    z = np.array([-2.0, 0.5])

    check_pure(activations.relu, z)
    check_close(call(activations.relu, z), np.array([0.0, 0.5]))


@checks("relu_derivative", points=1)
def test_relu_derivative_of_known_outputs():
    """ReLU's slope is 1 where its output is positive and 0 where that is 0."""
    check_close(call(activations.relu_derivative, np.array([0.0, 0.5, 3.0])), np.array([0.0, 1, 1]))


@checks("softmax", points=1)
def test_softmax_of_known_rows():
    """Softmax of (0, ln 2, ln 3) is (1, 2, 3) / 6, in every row that is shifted from it."""
    row = np.log([1.0, 2.0, 3.0])

    check_close(
        call(activations.softmax, np.array([row, row + 1])),
        np.array([[1 / 6, 1 / 3, 1 / 2], [1 / 6, 1 / 3, 1 / 2]]),
    )


@checks("softmax", points=1)
def test_softmax_of_a_square_batch():
    """Each row is divided by its own sum, where numpy would not notice the other way either."""
    Z = np.log([[1.0, 1.0], [3.0, 1.0]])

    check_close(call(activations.softmax, Z), np.array([[0.5, 0.5], [0.75, 0.25]]))


@checks("softmax", points=1)
def test_softmax_survives_large_numbers():
    """Softmax of a row at 1000 and a row at -1000 is as ordinary as at 0."""
    Z = np.array([[1000.0, 1000.0], [-1000.0, -1000.0], [1000.0, -1000.0]])

    check_close(call(activations.softmax, Z), np.array([[0.5, 0.5], [0.5, 0.5], [1.0, 0.0]]))


@checks("softmax", points=1)
@given(arrays(sizes(2, low=2)))
def test_softmax_gives_probabilities_in_order(Z):
    """Rows sum to one, and the ratio of two probabilities is exp of their difference."""
    first, second = Z[:, 0], Z[:, 1]
    result = call(activations.softmax, Z)
    same = isinstance(result, np.ndarray) and result.shape == Z.shape

    check_that(same, "expected an array of the shape of Z", actual=result)
    check_close(result.sum(axis=1), np.ones(len(Z)))
    check_close(result[:, 0] / result[:, 1], np.exp(first - second))


@checks("log_softmax", points=1)
def test_log_softmax_of_known_rows():
    """Log-softmax of (0, ln 2, ln 3) is the logarithm of (1, 2, 3) / 6."""
    Z = np.log([[1.0, 2.0, 3.0]])

    check_close(call(activations.log_softmax, Z), np.log([[1 / 6, 1 / 3, 1 / 2]]))


@checks("log_softmax", points=1)
def test_log_softmax_is_finite_where_softmax_underflows():
    """Log-softmax of (1000, 1000, 0) ends with -1000 - ln 2, not with minus infinity."""
    expected = np.array([-np.log(2), -np.log(2), -1000 - np.log(2)])

    check_close(call(activations.log_softmax, np.array([1000.0, 1000.0, 0.0])), expected)


@checks("softmax_jacobian", points=1)
def test_softmax_jacobian_of_a_known_row():
    """The Jacobian of (1/4, 3/4) has 3/16 on its diagonal and -3/16 off it."""
    a = np.array([0.25, 0.75])

    check_close(
        call(activations.softmax_jacobian, a), np.array([[0.1875, -0.1875], [-0.1875, 0.1875]])
    )


@checks("softmax_jacobian", points=1)
def test_softmax_jacobian_of_a_row_of_three():
    """The Jacobian of (1/2, 1/4, 1/4) is a_i - a_i**2 on the diagonal, -a_i a_j elsewhere."""
    a = np.array([0.5, 0.25, 0.25])
    expected = np.array(
        [[0.25, -0.125, -0.125], [-0.125, 0.1875, -0.0625], [-0.125, -0.0625, 0.1875]]
    )

    check_close(call(activations.softmax_jacobian, a), expected)
