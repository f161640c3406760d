"""Hidden checks of unit 8, `backprop`: deltas, gradients of a layer, the backward pass."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exercises import backprop
from grader.testing import (
    arrays,
    call,
    check_close,
    check_layouts,
    check_pure,
    check_value_error,
    checks,
    floats,
    numerical_gradient,
    sizes,
)
from solutions import activations as reference_activations
from solutions import backprop as reference
from solutions import costs as reference_costs
from solutions import network as reference_network

HIDDEN = ("identity", "sigmoid", "tanh", "relu")
UNKNOWN = ("swish", "softmax", "Tanh", "ReLU", "linear", "leaky_relu", "relu ", "sig", "")
SEEDS = st.integers(0, 2**32 - 1)
ACTIVATION = {
    "identity": lambda Z: Z,
    "sigmoid": reference_activations.sigmoid,
    "tanh": reference_activations.tanh,
    "relu": reference_activations.relu,
    "softmax": reference_activations.softmax,
}
OUTPUTS = {
    "identity": floats(-4, 4),
    "sigmoid": floats(0, 1),
    "tanh": floats(-1, 1),
    "relu": floats(0, 4),
}


def _rng(seed):
    return np.random.default_rng(seed)


def _cost(Y, Y_hat, output):
    """The mean cross-entropy: binary and summed over units for sigmoid, categorical for softmax."""
    if output == "sigmoid":
        return reference_costs.binary_cross_entropy(Y, Y_hat) * Y.shape[1]
    return reference_costs.cross_entropy(Y, Y_hat)


def _targets(n, k, output, rng):
    if output == "sigmoid":
        return rng.integers(0, 2, size=(n, k)).astype(np.float64)
    return np.eye(k)[rng.integers(0, k, size=n)]


def _pass(n, widths, hidden, output, rng):
    """Targets, activations, parameters of a real forward pass, no weighted sum close to a kink."""
    while True:
        X = rng.normal(size=(n, widths[0]))
        params = [
            (rng.normal(size=(n_in, n_out)) / np.sqrt(n_in), rng.uniform(-0.5, 0.5, size=n_out))
            for n_in, n_out in pairwise(widths)
        ]
        passed = reference_network.forward(X, params, hidden, output)
        sums = [A @ W + b for A, (W, b) in zip(passed, params, strict=False)]
        if hidden != "relu" or all(np.all(np.abs(Z) > 1e-3) for Z in sums[:-1]):
            return _targets(n, widths[-1], output, rng), passed, params


def _numerical_gradients(Y, X, params, hidden, output):
    """Central differences of the reference's cost after the reference's forward pass."""

    def cost_with(layer, part):
        def cost(values):
            changed = [list(pair) for pair in params]
            changed[layer][part] = values
            return _cost(Y, reference_network.forward(X, changed, hidden, output)[-1], output)

        return cost

    return [
        tuple(numerical_gradient(cost_with(layer, part), params[layer][part]) for part in (0, 1))
        for layer in range(len(params))
    ]


@checks("output_delta", points=2)
@given(
    sizes(2).flatmap(lambda size: st.tuples(arrays(size, floats(0, 1)), arrays(size, floats(0, 1))))
)
def test_output_delta_follows_its_formula(case):
    """The output's delta is (prediction - target) / rows."""
    Y, Y_hat = case
    expected = [reference.output_delta(Y, Y_hat), np.array([[0.25], [-0.125]])]
    one_unit = np.array([[0.0], [1.0]]), np.array([[0.5], [0.75]])

    actual = [call(backprop.output_delta, Y, Y_hat), call(backprop.output_delta, *one_unit)]

    check_close(actual, expected, rtol=1e-9, atol=1e-12)


@checks("output_delta", points=1)
@pytest.mark.parametrize("output", ["softmax", "sigmoid"])
@settings(max_examples=10)
@given(seed=SEEDS, size=st.sampled_from([(1, 3), (4, 2), (2, 5)]))
def test_output_delta_is_the_gradient_of_the_cost(output, seed, size):
    """It is the gradient of the mean cross-entropy with respect to the weighted sums."""
    rng = _rng(seed)
    Z = rng.normal(size=size)
    Y = _targets(*size, output, rng)
    expected = numerical_gradient(lambda sums: _cost(Y, ACTIVATION[output](sums), output), Z)

    actual = call(backprop.output_delta, Y, ACTIVATION[output](Z))

    check_close(actual, expected, rtol=1e-5, atol=1e-7)


@checks("output_delta", points=1)
@settings(max_examples=10)
@given(SEEDS)
def test_output_delta_takes_soft_targets(seed):
    """Targets may be soft: rows of probabilities in place of a single 1."""
    rng = _rng(seed)
    Z = rng.normal(size=(3, 4))
    Y = rng.dirichlet(np.ones(4), size=3)
    expected = numerical_gradient(lambda sums: _cost(Y, ACTIVATION["softmax"](sums), "softmax"), Z)

    P = ACTIVATION["softmax"](Z)
    formula = (P - Y) / 3

    actual = call(backprop.output_delta, Y, P)

    check_close(actual, expected, rtol=1e-5, atol=1e-7)
    check_close(actual, formula, rtol=1e-9, atol=1e-12)


@checks("output_delta", points=1)
def test_output_delta_averages_over_rows_only():
    """A delta is divided by the number of rows, and not by the number of units as well."""
    Y, Y_hat = np.array([[0.0, 1.0, 0.0, 0.0]]), np.array([[0.125, 0.25, 0.5, 0.125]])
    error = np.array([[0.125, -0.75, 0.5, 0.125]])

    for n in (1, 3, 16):
        repeated = [np.repeat(array, n, axis=0) for array in (Y, Y_hat)]
        check_close(call(backprop.output_delta, *repeated), np.repeat(error, n, axis=0) / n)


@checks("output_delta", points=1)
def test_output_delta_stands_certain_predictions():
    """Predictions of 0 and 1 or close to them, right or wrong, give their deltas without a warning."""
    Y = np.array([[0.0, 1.0], [1.0, 0.0], [0.0, 1.0], [1.0, 0.0]])
    Y_hat = np.array([[0.0, 1.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1e-300]])

    delta = call(backprop.output_delta, Y, Y_hat)
    close = call(backprop.output_delta, np.array([[0.0, 1.0]]), np.array([[1e-4, 1 - 1e-4]]))

    expected = np.array([[0, 0], [-0.25, 0.25], [0.25, -0.25], [0, 0]], dtype=np.float64)
    check_close(delta, expected, atol=1e-12)
    check_close(close, np.array([[1e-4, -1e-4]]))


@checks("output_delta", points=1)
def test_output_delta_takes_whole_numbers():
    """Targets of int64 or uint8, whole predictions too, give float64 deltas, also negative ones."""
    Y, certain = np.array([[0, 1, 0], [1, 0, 0]]), np.array([[1, 0, 0], [1, 0, 0]])
    Y_hat = np.array([[0.25, 0.25, 0.5], [0.5, 0.125, 0.375]])
    delta = np.array([[0.125, -0.375, 0.25], [-0.25, 0.0625, 0.1875]])
    delta_certain = np.array([[0.5, -0.5, 0.0], [0.0, 0.0, 0.0]])

    for dtype in (np.int64, np.uint8):
        check_close(call(backprop.output_delta, Y.astype(dtype), Y_hat.copy()), delta)
        check_close(call(backprop.output_delta, Y.astype(dtype), certain.copy()), delta_certain)
    expected = (certain - Y_hat) / 2
    check_close(call(backprop.output_delta, Y_hat, certain), expected)


@checks("output_delta", points=1)
def test_output_delta_takes_single_precision():
    """Targets and predictions in float32 give the same delta to within its precision."""
    rng = _rng(3)
    Y, Y_hat = _targets(5, 3, "softmax", rng), rng.dirichlet(np.ones(3), size=5)
    single = Y.astype(np.float32), Y_hat.astype(np.float32)
    expected = reference.output_delta(*single)

    check_close(call(backprop.output_delta, *single), expected, rtol=1e-5, atol=1e-6, dtype=None)


@checks("output_delta", points=1)
def test_output_delta_takes_any_memory_layout():
    """Arrays may be Fortran-ordered, sliced or read-only."""
    rng = _rng(3)
    Y, Y_hat = _targets(5, 3, "softmax", rng), rng.dirichlet(np.ones(3), size=5)

    check_layouts(backprop.output_delta, reference.output_delta, Y, Y_hat)


@checks("output_delta", points=1)
def test_output_delta_leaves_its_arguments_alone():
    """Targets and predictions stay as they were, and the delta is a new array."""
    rng = _rng(4)
    for n in (1, 4):
        Y, Y_hat = _targets(n, 3, "sigmoid", rng), rng.uniform(size=(n, 3))
        expected = reference.output_delta(Y, Y_hat)

        check_pure(backprop.output_delta, Y, Y_hat)
        check_close(call(backprop.output_delta, Y, Y_hat), expected)


@st.composite
def _hidden_cases(draw, name):
    n, m, k = draw(sizes(3))
    return draw(arrays((n, k))), draw(arrays((m, k))), draw(arrays((n, m), OUTPUTS[name]))


@checks("hidden_delta", points=1)
@pytest.mark.parametrize("name", HIDDEN)
@settings(max_examples=20)
@given(data=st.data())
def test_hidden_delta_follows_its_formula(name, data):
    """It is (delta @ W_next.T) times the activation's derivative, written in its output A."""
    delta, W_next, A = data.draw(_hidden_cases(name))
    expected = reference.hidden_delta(delta, W_next, A, name)
    ones = np.ones((1, 2)), np.array([[1.0, 2.0], [-1.0, 0.0], [3.0, -1.5]]), np.full((1, 3), 0.5)
    expected_ones = reference.hidden_delta(*ones, name)

    check_close(call(backprop.hidden_delta, delta, W_next, A, name), expected)
    check_close(call(backprop.hidden_delta, *ones, activation=name), expected_ones)


@checks("hidden_delta", points=2)
@settings(max_examples=20)
@given(st.sampled_from(HIDDEN), SEEDS, st.sampled_from([(1, 4, 3), (5, 2, 4)]))
def test_hidden_delta_is_the_gradient_of_the_cost(name, seed, size):
    """It is the gradient by the hidden weighted sums, as central differences find it."""
    n, m, k = size
    rng = _rng(seed)
    Z = rng.uniform(0.1, 2, size=(n, m)) * rng.choice([-1.0, 1.0], size=(n, m))
    delta, W_next = rng.normal(size=(n, k)), rng.normal(size=(m, k))
    expected = numerical_gradient(lambda sums: np.sum(delta * (ACTIVATION[name](sums) @ W_next)), Z)

    actual = call(backprop.hidden_delta, delta, W_next, ACTIVATION[name](Z), name)

    check_close(actual, expected, rtol=1e-5, atol=1e-7)


@checks("hidden_delta", points=2)
@settings(max_examples=20)
@given(
    arrays((3, 4), floats(0.125, 4)), arrays((3, 4), floats(0.125, 4)), arrays((4, 1), floats(1, 4))
)
def test_hidden_delta_of_relu_is_a_gate(outputs, upstream, W_next):
    """ReLU lets a delta of either sign through unchanged where A > 0, however large A is."""
    delta = upstream[:, :1] * np.array([[1.0], [-1.0], [1.0]])
    expected = delta * W_next[:, 0]

    check_close(call(backprop.hidden_delta, delta, W_next, outputs, "relu"), expected)


@checks("hidden_delta", points=1)
def test_hidden_delta_of_relu_stops_at_zero():
    """ReLU's derivative is 0 where A is exactly 0, and 1 where it is ever so slightly larger."""
    A = np.array([[0.0, 2.0, 0.0], [1e-200, 0.0, 500.0]])
    delta, W_next = np.array([[1.0], [-200.0]]), np.array([[3.0], [-1.0], [5.0]])

    actual = call(backprop.hidden_delta, delta, W_next, A, "relu")

    check_close(actual, np.array([[0.0, -1.0, 0.0], [-600.0, 0.0, -1000.0]]))


@checks("hidden_delta", points=1)
def test_hidden_delta_of_a_saturated_unit_is_zero():
    """Where a sigmoid or tanh unit has reached its end, the delta is 0; halfway it is steepest."""
    delta, W_next = np.array([[2.0, 1.0]]), np.array([[2.0, -1.0], [4.0, 3.0], [1.0, -5.0]])
    sigmoids, tanhs = np.array([[0.0, 0.5, 1.0]]), np.array([[-1.0, 0.0, 1.0]])

    of_sigmoid = call(backprop.hidden_delta, delta, W_next, sigmoids, "sigmoid")
    of_tanh = call(backprop.hidden_delta, delta, W_next, tanhs, "tanh")

    check_close(of_sigmoid, np.array([[0.0, 2.75, 0.0]]))
    check_close(of_tanh, np.array([[0.0, 11.0, 0.0]]))


@checks("hidden_delta", points=1)
def test_hidden_delta_with_square_matrices():
    """Where rows and units are equally many, the weights are still the ones that are transposed."""
    for name in HIDDEN:
        rng = _rng(31)
        delta, W_next = rng.normal(size=(3, 3)), rng.normal(size=(3, 3))
        A = rng.uniform(size=(3, 3))
        expected = reference.hidden_delta(delta, W_next, A, name)

        check_close(call(backprop.hidden_delta, delta, W_next, A, name), expected)


@checks("hidden_delta", points=1)
def test_hidden_delta_takes_whole_numbers():
    """Whole-number deltas, weights and activations, all or one of them, give a float64 delta."""
    for name in ("identity", "relu", "tanh"):
        delta, W_next = np.array([[2, -1], [0, 3], [1, 1]]), np.array([[1, -2], [3, 0]])
        A = np.array([[0, 1], [1, 1], [1, 0]])
        expected = reference.hidden_delta(delta, W_next, A, name)

        check_close(call(backprop.hidden_delta, delta, W_next, A, name), expected)
        for whole in range(3):
            mixed = [0.375 * array for array in (delta, W_next, A)]
            mixed[whole] = (delta, W_next, A)[whole]
            expected = reference.hidden_delta(*mixed, name)

            check_close(call(backprop.hidden_delta, *mixed, name), expected)


@checks("hidden_delta", points=1)
def test_hidden_delta_takes_single_precision():
    """Arrays in float32 give the same delta to within its precision."""
    for name in HIDDEN:
        rng = _rng(32)
        arguments = rng.normal(size=(5, 2)), rng.normal(size=(4, 2)), rng.uniform(size=(5, 4))
        single = [array.astype(np.float32) for array in arguments]
        expected = reference.hidden_delta(*single, name)

        actual = call(backprop.hidden_delta, *single, name)

        check_close(actual, expected, rtol=1e-5, atol=1e-6, dtype=None)


@checks("hidden_delta", points=1)
def test_hidden_delta_takes_any_memory_layout():
    """Arrays may be Fortran-ordered, sliced or read-only."""
    for name in HIDDEN:
        rng = _rng(32)
        arguments = rng.normal(size=(5, 2)), rng.normal(size=(4, 2)), rng.uniform(size=(5, 4))

        check_layouts(backprop.hidden_delta, reference.hidden_delta, *arguments, name)


@checks("hidden_delta", points=1)
def test_hidden_delta_leaves_its_arguments_alone():
    """The next delta, weights and activation stay as they were; the result is a new array."""
    for name in HIDDEN:
        rng = _rng(33)
        delta, A = rng.normal(size=(5, 3)), rng.uniform(size=(5, 3))
        W_next = rng.normal(size=(3, 3))
        expected = reference.hidden_delta(delta, W_next, A, name)

        check_pure(backprop.hidden_delta, delta, W_next, A, name)
        check_close(call(backprop.hidden_delta, delta, W_next, A, name), expected)


@checks("hidden_delta", points=1)
def test_hidden_delta_refuses_other_names():
    """Any other name, softmax too, is a ValueError that names it and lists the four."""
    for wrong in UNKNOWN:
        arguments = np.array([[2.0]]), np.array([[3.0], [1.0]]), np.array([[0.5, 0.0]])
        expected = reference.hidden_delta(*arguments, "tanh")

        check_close(call(backprop.hidden_delta, *arguments, "tanh"), expected)
        check_value_error(backprop.hidden_delta, *arguments, wrong, mentions=[wrong, *HIDDEN])


@checks("layer_gradients", points=2)
@given(
    sizes(3).flatmap(lambda size: st.tuples(arrays((size[0], size[1])), arrays((size[0], size[2]))))
)
def test_layer_gradients_follow_their_formula(case):
    """dW is A_prev.T @ delta, and db the column sums of delta."""
    A_prev, delta = case
    expected = reference.layer_gradients(A_prev, delta)
    example = (
        np.array([[1.0, -2.0], [3.0, 0.5], [0.0, 0.0]]),
        np.array([[2.0, 0.0, -1.0], [1.0, 4.0, -1.0], [7.0, -1.0, 0.5]]),
    )
    expected_example = np.array([[5.0, 12.0, -4.0], [-3.5, 2.0, 1.5]]), np.array([10.0, 3.0, -1.5])

    check_close(call(backprop.layer_gradients, A_prev, delta), expected)
    check_close(call(backprop.layer_gradients, *example), expected_example)


@checks("layer_gradients", points=2)
@settings(max_examples=15)
@given(SEEDS, st.sampled_from([(1, 3, 2), (4, 2, 5), (6, 3, 1)]))
def test_layer_gradients_match_central_differences(seed, size):
    """They are the gradients of a cost of A_prev @ W + b, summed over the rows and not averaged."""
    n, m, k = size
    rng = _rng(seed)
    A_prev, delta = rng.normal(size=(n, m)), rng.normal(size=(n, k))
    W, b = rng.normal(size=(m, k)), rng.normal(size=k)
    expected = (
        numerical_gradient(lambda W: np.sum(delta * np.tanh(A_prev @ W + b)), W),
        numerical_gradient(lambda b: np.sum(delta * np.tanh(A_prev @ W + b)), b),
    )
    through_tanh = delta * (1 - np.tanh(A_prev @ W + b) ** 2)

    actual = call(backprop.layer_gradients, A_prev, through_tanh)

    check_close(actual, expected, rtol=1e-5, atol=1e-7)


@checks("layer_gradients", points=1)
def test_layer_gradients_add_up_the_rows():
    """Rows add up: a batch that holds every row twice has twice the gradients."""
    rng = _rng(41)
    A_prev, delta = rng.normal(size=(4, 3)), rng.normal(size=(4, 2))
    dW, db = reference.layer_gradients(A_prev, delta)

    once = call(backprop.layer_gradients, A_prev, delta)
    twice = call(backprop.layer_gradients, np.tile(A_prev, (2, 1)), np.tile(delta, (2, 1)))

    check_close(once, (dW, db))
    check_close(twice, (2 * dW, 2 * db))


@checks("layer_gradients", points=1)
def test_layer_gradients_with_square_matrices():
    """Where rows, inputs and units are equally many, the rows are still what is summed over."""
    rng = _rng(42)
    A_prev, delta = rng.normal(size=(3, 3)), rng.normal(size=(3, 3))
    expected = reference.layer_gradients(A_prev, delta)

    check_close(call(backprop.layer_gradients, A_prev, delta), expected)


@checks("layer_gradients", points=1)
def test_layer_gradients_keep_their_shapes():
    """dW is (m, k) and db is (k,), for a batch of one, a single unit and a single input."""
    rng = _rng(43)
    for n, m, k in ((1, 3, 2), (4, 2, 1), (3, 1, 2)):
        A_prev, delta = rng.normal(size=(n, m)), rng.normal(size=(n, k))
        expected = reference.layer_gradients(A_prev, delta)

        check_close(call(backprop.layer_gradients, A_prev, delta), expected)


@checks("layer_gradients", points=1)
def test_layer_gradients_take_whole_numbers():
    """Whole-number data and deltas give float64 gradients."""
    for dtype in (np.int64, np.uint8):
        A_prev = np.array([[200, 3, 0], [250, 1, 7]], dtype=dtype)
        whole, delta = np.array([[2, -1], [1, 3]]), np.array([[0.5, -1.0], [0.25, 2.0]])
        expected = [reference.layer_gradients(A_prev, each) for each in (whole, delta)]

        actual = [call(backprop.layer_gradients, A_prev, each) for each in (whole, delta)]

        check_close(actual, expected)
    halves = np.array([[0.5, 1.5, -0.25], [0.75, 2.0, 0.125]])
    expected = reference.layer_gradients(halves, whole)

    check_close(call(backprop.layer_gradients, halves, whole), expected)


@checks("layer_gradients", points=1)
def test_layer_gradients_take_single_precision():
    """Arrays in float32 give the same gradients to within its precision."""
    rng = _rng(44)
    A_prev, delta = rng.normal(size=(5, 4)), rng.normal(size=(5, 2))
    single = A_prev.astype(np.float32), delta.astype(np.float32)
    expected = reference.layer_gradients(*single)

    actual = call(backprop.layer_gradients, *single)

    check_close(actual, expected, rtol=1e-5, atol=1e-6, dtype=None)


@checks("layer_gradients", points=1)
def test_layer_gradients_take_any_memory_layout():
    """Arrays may be Fortran-ordered, sliced or read-only."""
    rng = _rng(44)
    A_prev, delta = rng.normal(size=(5, 4)), rng.normal(size=(5, 2))

    check_layouts(backprop.layer_gradients, reference.layer_gradients, A_prev, delta)


@checks("layer_gradients", points=1)
def test_layer_gradients_leave_their_arguments_alone():
    """The activation and the delta stay as they were, and the gradients are new arrays."""
    for n in (1, 5):
        rng = _rng(45)
        A_prev, delta = rng.normal(size=(n, 4)), rng.normal(size=(n, 2))
        expected = reference.layer_gradients(A_prev, delta)

        check_pure(backprop.layer_gradients, A_prev, delta)
        check_close(call(backprop.layer_gradients, A_prev, delta), expected)


@checks("backward", points=1)
@pytest.mark.parametrize("hidden", HIDDEN)
@settings(max_examples=10)
@given(seed=SEEDS, size=st.sampled_from([(5, 3, 4, 2), (1, 4, 2, 3)]))
def test_backward_chains_the_formulas(hidden, seed, size):
    """Each layer's gradients follow from its delta and what went into it, first layer first."""
    n, *widths = size
    Y, passed, params = _pass(n, widths, hidden, "softmax", _rng(seed))
    expected = reference.backward(Y, passed, params, hidden)

    check_close(call(backprop.backward, Y, passed, params, hidden=hidden), expected)


@checks("backward", points=1)
@pytest.mark.parametrize(
    ("hidden", "output"),
    [("sigmoid", "softmax"), ("tanh", "sigmoid"), ("relu", "softmax"), ("identity", "sigmoid")],
    ids=["sigmoid, softmax", "tanh, sigmoid", "relu, softmax", "identity, sigmoid"],
)
@settings(max_examples=6)
@given(seed=SEEDS)
def test_backward_matches_central_differences(hidden, output, seed):
    """The gradients are those of the mean cost, as nudging every weight and bias finds them."""
    Y, passed, params = _pass(4, [2, 5, 3], hidden, output, _rng(seed))
    expected = _numerical_gradients(Y, passed[0], params, hidden, output)

    actual = call(backprop.backward, Y, passed, params, hidden)

    check_close(actual, expected, rtol=1e-5, atol=1e-7)


@checks("backward", points=1)
@settings(max_examples=10)
@given(SEEDS)
def test_backward_defaults_to_sigmoid(seed):
    """Left out, `hidden` is sigmoid."""
    Y, passed, params = _pass(3, [4, 5, 2], "sigmoid", "softmax", _rng(seed))
    expected = reference.backward(Y, passed, params, "sigmoid")

    check_close(call(backprop.backward, Y, passed, params), expected)


@checks("backward", points=1)
@settings(max_examples=10)
@given(SEEDS, st.sampled_from(HIDDEN))
def test_backward_of_a_network_without_hidden_layer(seed, hidden):
    """A single layer has one pair of gradients, and `hidden` makes no difference to them."""
    rng = _rng(seed)
    Y, passed, params = _pass(5, [3, 2], "identity", "softmax", rng)
    delta = (passed[-1] - Y) / 5

    actual = call(backprop.backward, Y, passed, params, hidden)

    check_close(actual, [(passed[0].T @ delta, delta.sum(axis=0))])


@checks("backward", points=1)
@settings(max_examples=10)
@given(st.sampled_from(HIDDEN), SEEDS)
def test_backward_of_a_deep_network(hidden, seed):
    """Through three hidden layers, the delta passes each one's weights and derivative."""
    Y, passed, params = _pass(3, [2, 4, 5, 3, 1], hidden, "sigmoid", _rng(seed))
    expected = _numerical_gradients(Y, passed[0], params, hidden, "sigmoid")

    actual = call(backprop.backward, Y, passed, params, hidden)

    check_close(actual, expected, rtol=1e-5, atol=1e-7)


@checks("backward", points=1)
@settings(max_examples=10)
@given(st.sampled_from(["softmax", "sigmoid"]), SEEDS)
def test_backward_takes_a_batch_of_one(output, seed):
    """A batch of one row gives gradients of the same shapes, and right ones."""
    Y, passed, params = _pass(1, [3, 4, 2], "tanh", output, _rng(seed))
    expected = _numerical_gradients(Y, passed[0], params, "tanh", output)

    actual = call(backprop.backward, Y, passed, params, "tanh")

    check_close(actual, expected, rtol=1e-5, atol=1e-7)


@checks("backward", points=1)
@settings(max_examples=8)
@given(SEEDS)
def test_backward_with_square_layers(seed):
    """Where rows, inputs, units and outputs are equally many, nothing is transposed by mistake."""
    Y, passed, params = _pass(3, [3, 3, 3, 3], "sigmoid", "softmax", _rng(seed))
    expected = _numerical_gradients(Y, passed[0], params, "sigmoid", "softmax")

    actual = call(backprop.backward, Y, passed, params, "sigmoid")

    check_close(actual, expected, rtol=1e-5, atol=1e-7)


@checks("backward", points=1)
def test_backward_stops_at_sleeping_units():
    """A ReLU unit that is 0 for a row gets no gradient from that row."""
    X = np.array([[1.0, 2.0], [2.0, 0.0]])
    params = [
        (np.array([[1.0, 3.0], [1.0, -2.0]]), np.array([0.0, 0.0])),
        (np.array([[2.0], [4.0]]), np.array([-6.0])),
    ]
    passed = [X, np.array([[3.0, 0.0], [2.0, 6.0]]), np.array([[0.5], [0.75]])]

    actual = call(backprop.backward, np.array([[1.0], [0.0]]), passed, params, "relu")

    expected = [
        (np.array([[1.0, 3.0], [-1.0, 0.0]]), np.array([0.25, 1.5])),
        (np.array([[0.0], [2.25]]), np.array([0.125])),
    ]
    check_close(actual, expected)


@checks("backward", points=1)
def test_backward_stands_saturated_units():
    """Activations of exactly 0 and 1 give finite gradients without a warning."""
    for hidden in ("sigmoid", "relu"):
        params = [
            (np.array([[900.0, -900.0], [50.0, 2.0]]), np.array([1.0, 0.0])),
            (np.array([[1.0, -1.0], [0.5, 2.0]]), np.array([0.25, 0.0])),
        ]
        X, Y = (
            np.array([[1.0, 1.0], [-1.0, 0.5], [0.0, 0.125]]),
            np.array([[0.0, 1.0], [1.0, 0.0], [1.0, 0.0]]),
        )
        passed = reference_network.forward(X, params, hidden, "softmax")
        expected = reference.backward(Y, passed, params, hidden)

        check_close(call(backprop.backward, Y, passed, params, hidden), expected)
        targets = passed[-1].round()
        expected = reference.backward(targets, passed, params, hidden)

        check_close(call(backprop.backward, targets, passed, params, hidden), expected)


@checks("backward", points=1)
def test_backward_takes_whole_numbers():
    """Whole-number targets, weights and biases give float64 gradients."""
    for hidden in ("identity", "relu"):
        X, Y = np.array([[1, 2], [0, -1], [3, 1]]), np.array([[1, 0], [0, 1], [0, 1]])
        params = [
            (np.array([[1, -1, 0], [0, 1, 1]]), np.array([1, 0, -1])),
            (np.array([[0, 1], [1, -1], [-1, 0]]), np.array([0, 1])),
        ]
        passed = reference_network.forward(X, params, hidden, "softmax")
        expected = reference.backward(Y, passed, params, hidden)

        check_close(call(backprop.backward, Y, passed, params, hidden), expected)
        check_close(call(backprop.backward, Y.astype(np.uint8), passed, params, hidden), expected)


@checks("backward", points=1)
def test_backward_takes_single_precision():
    """Arrays in float32 give the same gradients to within its precision."""
    Y, passed, params = _pass(5, [3, 4, 2], "tanh", "softmax", _rng(51))
    single = (
        Y.astype(np.float32),
        [A.astype(np.float32) for A in passed],
        [(W.astype(np.float32), b.astype(np.float32)) for W, b in params],
    )
    expected = reference.backward(*single, "tanh")

    actual = call(backprop.backward, *single, "tanh")

    check_close(actual, expected, rtol=1e-5, atol=1e-6, dtype=None)


@checks("backward", points=1)
def test_backward_takes_any_memory_layout():
    """Arrays may be Fortran-ordered, sliced or read-only, also inside the lists."""
    Y, passed, params = _pass(5, [3, 4, 2], "tanh", "softmax", _rng(51))

    check_layouts(backprop.backward, reference.backward, Y, passed, params, "tanh")


@checks("backward", points=1)
def test_backward_leaves_its_arguments_alone():
    """Targets, activations and parameters stay as they were, the lists too; gradients are new."""
    for n in (1, 5):
        Y, passed, params = _pass(n, [3, 4, 2], "identity", "sigmoid", _rng(52))
        expected = reference.backward(Y, passed, params, "identity")

        check_pure(backprop.backward, Y, passed, params, "identity")
        check_close(call(backprop.backward, Y, passed, params, "identity"), expected)


@checks("backward", points=1)
def test_backward_refuses_other_names():
    """Any other name, softmax too, is a ValueError that names it and lists the four."""
    for wrong in UNKNOWN:
        Y, passed, params = _pass(3, [2, 4, 2], "tanh", "softmax", _rng(53))
        expected = reference.backward(Y, passed, params, "tanh")

        check_close(call(backprop.backward, Y, passed, params, "tanh"), expected)
        check_value_error(backprop.backward, Y, passed, params, wrong, mentions=[wrong, *HIDDEN])


@checks("backward", points=1)
def test_backward_refuses_a_name_that_it_does_not_use():
    """An unknown `hidden` is a ValueError also in a network without a hidden layer."""
    Y, passed, params = _pass(3, [2, 4], "tanh", "softmax", _rng(54))
    expected = reference.backward(Y, passed, params, "tanh")

    check_close(call(backprop.backward, Y, passed, params, "tanh"), expected)
    for wrong in ("swish", "softmax"):
        check_value_error(backprop.backward, Y, passed, params, wrong, mentions=[wrong, *HIDDEN])
