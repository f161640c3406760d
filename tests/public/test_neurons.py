"""Worked examples for unit 1, with numbers that can be checked by hand, and its classic traps."""

import numpy as np

from exercises import neurons
from grader.testing import call, check_close, check_that, check_value_error, checks


def _square(z):
    return z * z


@checks("weighted_sum", points=1)
def test_weighted_sum_by_hand():
    """1·3 + 2·(-1) + 4·0.5 + 10 is 13."""
    x, w = np.array([1.0, 2.0, 4.0]), np.array([3.0, -1.0, 0.5])

    check_close(call(neurons.weighted_sum, x, w, 10.0), 13.0)


@checks("weighted_sum", points=1)
def test_weighted_sum_of_integers_by_hand():
    """2·3 + 1·(-4) + 5 is 7.0, a float, though every number is an integer."""
    x, w = np.array([2, 1]), np.array([3, -4])

    check_close(call(neurons.weighted_sum, x, w, 5), 7.0)


@checks("neuron", points=1)
def test_neuron_by_hand():
    """With the weighted sum 1·2 + 3·1 - 1 = 4, squared by the activation, the output is 16."""
    x, w = np.array([1.0, 3.0]), np.array([2.0, 1.0])

    check_close(call(neurons.neuron, x, w, -1.0, _square), 16.0)


@checks("neuron", points=1)
def test_neuron_adds_the_bias_before_the_activation():
    """The activation sees the bias too: (1·5 - 3) squared is 4, not 5 squared less 3."""
    x, w = np.array([1.0, 0.0]), np.array([5.0, 7.0])

    check_close(call(neurons.neuron, x, w, -3.0, _square), 4.0)


@checks("layer", points=1)
def test_layer_by_hand():
    """Two rows of three inputs in two neurons give (2, 2): one row each, one column a neuron."""
    X = np.array([[1.0, 0.0, 2.0], [0.0, 1.0, 1.0]])
    W = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])

    check_close(
        call(neurons.layer, X, W, np.array([100.0, 200.0])),
        np.array([[111.0, 214.0], [108.0, 210.0]]),
    )


@checks("layer", points=1)
def test_layer_applies_its_activation():
    """The weighted sums 1·2 - 3 = -1 and 3·2 - 3 = 3 are squared to 1 and 9."""
    X, W, b = np.array([[1.0], [3.0]]), np.array([[2.0]]), np.array([-3.0])

    check_close(call(neurons.layer, X, W, b, _square), np.array([[1.0], [9.0]]))


@checks("layer", points=1)
def test_layer_keeps_a_batch_of_one():
    """One row in gives one row out, of shape (1, m)."""
    X, W = np.array([[1.0, 2.0]]), np.array([[1.0, 0.0, 1.0], [0.0, 1.0, 1.0]])

    check_close(call(neurons.layer, X, W, np.ones(3)), np.array([[2.0, 3.0, 4.0]]))


@checks("init_parameters", points=1)
def test_init_parameters_have_the_right_spread():
    """Of 400 inputs the weights' standard deviation is about 1/20 = 0.05; the biases are 0."""
    W, b = call(neurons.init_parameters, 400, 25, np.random.default_rng(0))

    check_that(np.shape(W) == (400, 25), "expected W of shape (400, 25)", actual=W)
    check_that(0.045 < np.std(W) < 0.055, "the spread is wrong", actual=np.std(W), expected=0.05)
    check_close(b, np.zeros(25))


@checks("init_parameters", points=1)
def test_init_parameters_follow_the_generator():
    """Equal generators give equal weights, and a generator used twice gives different ones."""
    rng = np.random.default_rng(1)
    first, _ = call(neurons.init_parameters, 3, 2, rng)
    second, _ = call(neurons.init_parameters, 3, 2, rng)
    again, _ = call(neurons.init_parameters, 3, 2, np.random.default_rng(1))

    check_close(again, first)
    check_that(not np.array_equal(first, second), "the same weights came twice", actual=second)


@checks("init_parameters", points=1)
def test_init_parameters_refuse_no_inputs():
    """A layer with 0 inputs is a ValueError that names n_in and 0; one input is fine."""
    W, _ = call(neurons.init_parameters, 1, 2, np.random.default_rng(2))

    check_that(np.shape(W) == (1, 2) and np.all(W != 0), "expected two weights", actual=W)
    check_value_error(neurons.init_parameters, 0, 2, np.random.default_rng(2), mentions=["n_in", 0])
