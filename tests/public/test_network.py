"""Public checks of unit 7, `network`."""

from __future__ import annotations

import numpy as np
import pytest

from exercises import network
from grader.testing import (
    call,
    check_close,
    check_integers,
    check_that,
    check_value_error,
    checks,
)


def _exclusive_or():
    """Both hidden units add the inputs; the second counts only what is above 1."""
    X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    params = [
        (np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([0.0, -1.0])),
        (np.array([[1.0], [-2.0]]), np.array([0.0])),
    ]
    return X, params


@checks("init_network", points=1)
def test_init_network_gives_a_pair_for_each_layer():
    """Three sizes make two layers: W is (n_in, n_out) and random, b is (n_out,) and zero."""
    params = call(network.init_network, [4, 5, 3], np.random.default_rng(0))

    check_that(len(params) == 2, "three sizes make two layers", actual=len(params), expected=2)
    for (W, b), shape in zip(params, [(4, 5), (5, 3)], strict=True):
        check_that(np.shape(W) == shape, "wrong shape of W", actual=W, expected=shape)
        check_that(np.ptp(W) > 0, "weights should be random", actual=W)
        check_close(b, np.zeros(shape[1]))


@checks("init_network", points=1)
def test_init_network_draws_from_the_rng_it_is_given():
    """The same state gives the same network, and layers of one shape are not twins."""
    params = call(network.init_network, [3, 3, 3], np.random.default_rng(5))
    again = call(network.init_network, [3, 3, 3], np.random.default_rng(5))

    check_close(again, params)
    check_that(
        np.any(params[0][0] != params[1][0]), "both layers have equal weights", actual=params
    )


@checks("init_network", points=1)
def test_init_network_refuses_a_size_below_one():
    """A size below 1 is a ValueError that names layer_sizes and the size."""
    params = call(network.init_network, [4, 1, 3], np.random.default_rng(0))

    check_that(len(params) == 2, "three sizes make two layers", actual=len(params), expected=2)
    check_value_error(
        network.init_network, [4, 0, 3], np.random.default_rng(0), mentions=["layer_sizes", 0]
    )


@checks("forward", points=2)
def test_forward_of_exclusive_or():
    """Two ReLU units and a linear output compute exclusive or; X is the first activation."""
    X, params = _exclusive_or()
    expected = [
        X.copy(),
        np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 0.0], [2.0, 1.0]]),
        np.array([[0.0], [1.0], [1.0], [0.0]]),
    ]

    check_close(call(network.forward, X, params, hidden="relu", output="identity"), expected)


@checks("forward", points=1)
def test_forward_defaults_to_sigmoid_and_softmax():
    """By default hidden layers are sigmoid and the output is softmax; a batch of one is a batch."""
    X = np.array([[2, -2]])
    params = [
        (np.array([[1], [1]]), np.array([0])),
        (np.array([[2, 2, 2, 2]]), np.array([1, 1, 1, 1])),
    ]

    activations = call(network.forward, X, params)

    check_close(activations, [np.array([[2.0, -2.0]]), np.array([[0.5]]), np.full((1, 4), 0.25)])


@checks("forward", points=1)
def test_forward_refuses_unknown_names():
    """An unknown activation is a ValueError that names it, even where no layer uses it."""
    X, single = np.array([[1.0, -1.0]]), [(np.array([[1.0], [1.0]]), np.array([0.5]))]

    activations = call(network.forward, X, single, "tanh", "relu")

    check_close(activations, [np.array([[1.0, -1.0]]), np.array([[0.5]])])
    check_value_error(network.forward, X, single, "swish", "relu", mentions=["swish"])


@checks("predict", points=1)
def test_predict_takes_the_largest_output():
    """With several outputs, the class is the number of the largest, the first of equals."""
    X = np.array([[0.0, 2.0, 1.0], [3.0, 1.0, 1.0], [1.0, 1.0, 4.0], [0.0, 2.0, 2.0]])

    labels = call(network.predict, X, [(np.eye(3), np.zeros(3))], "sigmoid", "softmax")

    check_integers(labels, np.array([1, 0, 2, 1]))


@checks("predict", points=1)
def test_predict_compares_a_single_output_with_a_half():
    """With one output, the class is 1 where its activation is at least 0.5, 0.5 included."""
    X, params = _exclusive_or()
    line = [(np.array([[1.0]]), np.array([0.0]))]

    labels = call(network.predict, np.array([[-2.0], [0.0], [2.0]]), line, "tanh", "sigmoid")

    check_integers(labels, np.array([0, 1, 1]))
    check_integers(call(network.predict, X, params, "relu", "identity"), np.array([0, 1, 1, 0]))


@checks("count_parameters", points=1)
@pytest.mark.parametrize(
    ("layer_sizes", "count"), [([2, 1], 3), ([4, 5, 3], 43)], ids=["one neuron", "two layers"]
)
def test_count_parameters_counts_weights_and_biases(layer_sizes, count):
    """A unit has a weight for each of its inputs, and a bias."""
    check_integers(call(network.count_parameters, layer_sizes), count)
