"""Examples and first properties of unit 17, deep belief networks."""

from __future__ import annotations

import numpy as np

from exercises import deep_belief_network
from grader.testing import call, check_close, check_pure, check_that, checks


@checks("pretrain", points=1)
def test_pretrain_gives_a_machine_for_each_layer():
    """Six rows of four columns and layers of 3 and 2 units: machines 4 to 3 and 3 to 2."""
    V = np.random.default_rng(0).random((6, 4))

    stack = call(deep_belief_network.pretrain, V, [3, 2], 0.1, 2, 4, np.random.default_rng(0))

    shapes = [(W.shape, a.shape, b.shape) for W, a, b in stack]
    check_that(
        shapes == [((4, 3), (4,), (3,)), ((3, 2), (3,), (2,))], "wrong shapes", actual=shapes
    )


@checks("pretrain", points=1)
def test_pretrain_starts_small():
    """With learning rate 0 the biases stay 0, and weights are a few hundredths at most."""
    V = np.random.default_rng(1).random((6, 4))

    [(W, a, b)] = call(deep_belief_network.pretrain, V, [30], 0.0, 1, 6, np.random.default_rng(1))

    check_close(a, np.zeros(4))
    check_close(b, np.zeros(30))
    check_that(bool(0.005 < W.std() < 0.015), "the deviation should be 0.01", actual=float(W.std()))


@checks("pretrain", points=1)
def test_pretrain_moves_biases_by_data_minus_chain():
    """After one step on one row, v0 - a / learning_rate is the chain's state: 0 or 1."""
    V = np.array([[1, 1, 0, 0, 1]])

    [(_, a, _)] = call(deep_belief_network.pretrain, V, [3], 0.5, 1, 1, np.random.default_rng(2))

    v1 = V[0] - a / 0.5
    check_close(v1, (v1 > 0.5).astype(np.float64))


@checks("pretrain", points=1)
def test_pretrain_learns_what_is_always_on():
    """A unit that is on in every row gets a bias above 0, one that is off a bias below 0."""
    V = np.array([[1, 0], [1, 0], [1, 0]])

    stack = call(deep_belief_network.pretrain, V, [4, 2], 0.2, 50, 2, np.random.default_rng(3))

    a = stack[0][1]
    check_that(bool(a[0] > 0 > a[1]), "expected one bias above 0 and one below", actual=a)


@checks("propagate_up", points=1)
def test_propagate_up_keeps_every_layer():
    """From (1, 0) the weight ln 3 leads to 3/4, and the weight 0 with bias ln 4 to 4/5."""
    stack = [
        (np.log([[3.0], [9.0]]), np.ones(2), np.zeros(1)),
        (np.zeros((1, 1)), np.ones(1), np.log([4.0])),
    ]

    result = call(deep_belief_network.propagate_up, np.array([[1, 0], [0, 1]]), stack)

    check_close(result, [np.eye(2), np.array([[0.75], [0.9]]), np.array([[0.8], [0.8]])])


@checks("propagate_up", points=1)
def test_propagate_up_copies_the_data():
    """The first layer has the values of V, but is an array of its own."""
    V, stack = np.eye(2), [(np.zeros((2, 3)), np.ones(2), np.zeros(3))]

    check_pure(deep_belief_network.propagate_up, V, stack)
    check_close(call(deep_belief_network.propagate_up, V, stack), [np.eye(2), np.full((2, 3), 0.5)])


@checks("reconstruct", points=1)
def test_reconstruct_goes_up_and_down():
    """Up to sigmoid(2), down by the same weight: sigmoid(2 * sigmoid(2) - 1)."""
    stack = [(np.array([[2.0]]), np.array([-1.0]), np.array([0.0]))]
    top = 1 / (1 + np.exp(-2.0))
    expected = 1 / (1 + np.exp(-(2.0 * top - 1.0)))

    check_close(
        call(deep_belief_network.reconstruct, np.array([[1]]), stack), np.array([[expected]])
    )


@checks("reconstruct", points=1)
def test_reconstruct_passes_the_highest_machine_first():
    """The way down ends with the lowest machine's bias, ln 3, as its weights are 0."""
    stack = [
        (np.zeros((2, 3)), np.log([3.0, 1.0]), np.zeros(3)),
        (np.ones((3, 4)), np.ones(3), np.ones(4)),
    ]

    result = call(deep_belief_network.reconstruct, np.array([[1, 1]]), stack)

    check_close(result, np.array([[0.75, 0.5]]))


@checks("generate", points=1)
def test_generate_gives_states_of_a_single_machine():
    """Strong visible biases leave chance no say: each row is (1, 0, 1)."""
    stack = [(np.zeros((3, 2)), np.array([900.0, -900.0, 900.0]), np.zeros(2))]

    result = call(deep_belief_network.generate, stack, 4, 2, np.random.default_rng(0))

    check_close(result, np.tile([1.0, 0.0, 1.0], (4, 1)))


@checks("generate", points=1)
def test_generate_goes_down_by_probabilities():
    """The top machine's state (1, 1) goes down as ln 3 + ln 2 - ln 2: the chance is 3/4."""
    top = np.zeros((2, 1)), np.array([900.0, 900.0]), np.zeros(1)
    below = np.log([[3.0, 2.0]]), np.log([0.5]), np.zeros(2)

    result = call(deep_belief_network.generate, [below, top], 3, 1, np.random.default_rng(0))

    check_close(result, np.full((3, 1), 0.75))


@checks("generate", points=1)
def test_generate_is_not_always_the_same():
    """A machine without weights gives coin flips: 100 rows of five are not all alike."""
    stack = [(np.zeros((5, 2)), np.zeros(5), np.zeros(2))]

    result = call(deep_belief_network.generate, stack, 100, 1, np.random.default_rng(1))

    check_that(
        bool(0.3 < result.mean() < 0.7 and np.all((result == 0) | (result == 1))),
        "expected about as many ones as zeros, and nothing else",
        actual=result,
    )


@checks("to_network", points=1)
def test_to_network_adds_a_new_layer():
    """The machine's weights and hidden biases come first, then a layer of 3 by 2 with biases 0."""
    W, b = np.arange(12.0).reshape(4, 3), np.array([1.0, 2.0, 3.0])

    params = call(
        deep_belief_network.to_network, [(W, np.zeros(4), b)], 2, np.random.default_rng(0)
    )

    check_that(isinstance(params, list) and len(params) == 2, "expected two layers", actual=params)
    check_close(params[0], (W, b))
    check_that(params[1][0].shape == (3, 2), "W of the new layer", actual=params[1][0])
    check_close(params[1][1], np.zeros(2))


@checks("to_network", points=1)
def test_to_network_copies_the_stack():
    """The network's arrays are its own."""
    stack = [(np.ones((4, 3)), np.zeros(4), np.ones(3))]

    check_pure(deep_belief_network.to_network, stack, 2, np.random.default_rng(0))
    params = call(deep_belief_network.to_network, stack, 2, np.random.default_rng(0))
    check_close(params[0], (np.ones((4, 3)), np.ones(3)))
