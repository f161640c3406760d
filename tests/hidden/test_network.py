"""Hidden checks of unit 7, `network`: initialisation, the forward pass, prediction and counting."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from exercises import network
from grader.testing import (
    LAYOUTS,
    arrange,
    arrays,
    call,
    call_allowing_changes,
    check_close,
    check_integers,
    check_layouts,
    check_pure,
    check_that,
    check_value_error,
    checks,
    floats,
    sizes,
)
from solutions import network as reference

NAMES = ("identity", "sigmoid", "tanh", "relu", "softmax")
SEEDS = st.integers(0, 2**32 - 1)
SMALL = floats(-2, 2)
SURE = 32  # so many weights are of one sign by a chance of less than 1e-9


def _rng(seed):
    return np.random.default_rng(seed)


def _params(widths, rng):
    """Random weights of moderate size and random biases, none of them zero."""
    return [
        (rng.normal(size=(n_in, n_out)) / np.sqrt(n_in), rng.uniform(0.2, 1.5, size=n_out))
        for n_in, n_out in pairwise(widths)
    ]


def _integer_params(widths, rng):
    return [
        (rng.integers(-2, 3, size=(n_in, n_out)), rng.integers(1, 4, size=n_out))
        for n_in, n_out in pairwise(widths)
    ]


@st.composite
def _passes(draw, depth=2):
    """A batch and the parameters of a network, all sizes pairwise distinct."""
    n, *widths = draw(sizes(depth + 2))
    X = draw(arrays((n, widths[0]), SMALL))
    params = [
        (draw(arrays((n_in, n_out), SMALL)), draw(arrays(n_out, SMALL)))
        for n_in, n_out in pairwise(widths)
    ]
    return X, params


def _check_random_layers(params, shapes):
    """A list of pairs (W, b) of float64 arrays, W of these shapes, no two elements alike, of both signs."""
    check_that(type(params) is list, "expected a list of pairs (W, b)", actual=params)
    check_that(len(params) == len(shapes), f"expected {len(shapes)} layers", actual=params)
    for pair, shape in zip(params, shapes, strict=True):
        check_that(
            isinstance(pair, tuple | list) and len(pair) == 2, "expected a pair (W, b)", actual=pair
        )
        for name, array, wanted in (("W", pair[0], shape), ("b", pair[1], shape[1:])):
            check_that(
                type(array) is np.ndarray and array.shape == wanted and array.dtype == np.float64,
                f"expected {name} as a float64 array of shape {wanted}",
                actual=array,
            )
            check_that(np.all(np.isfinite(array)), f"{name} should be finite", actual=array)
        W = pair[0]
        check_that(np.unique(W).size == W.size, "weights should be random", actual=W)
    weights = np.concatenate([W.ravel() for W, _ in params])
    check_that(
        weights.size < SURE or weights.min() < 0 < weights.max(),
        "weights should not all be of one sign",
        actual=params,
    )


def _correlation(numbers):
    """How far a number tells the one beside it, in pairs."""
    even = numbers.size // 2 * 2
    return float(np.corrcoef(numbers[:even:2], numbers[1:even:2])[0, 1])


def _share_beyond(W, deviations):
    return float(np.mean(np.abs(W) > deviations * np.std(W)))


@checks("init_network", points=1)
@settings(max_examples=15)
@given(SEEDS)
def test_init_network_gives_a_pair_for_each_layer(seed):
    """Neighbouring sizes make a layer, first layer first: W is (n_in, n_out), b is (n_out,)."""
    params = call(network.init_network, [4, 6, 1, 3, 2], _rng(seed))

    _check_random_layers(params, [(4, 6), (6, 1), (1, 3), (3, 2)])


@checks("init_network", points=1)
@settings(max_examples=15)
@given(SEEDS)
def test_init_network_starts_biases_at_zero(seed):
    """Biases start at zero, weights do not."""
    params = call(network.init_network, [3, 7, 2], _rng(seed))

    _check_random_layers(params, [(3, 7), (7, 2)])
    check_close([b for _, b in params], [np.zeros(7), np.zeros(2)])


@checks("init_network", points=1)
@pytest.mark.parametrize(
    "layer_sizes", [[300, 60, 250, 70], [2, 15000, 1], [1, 15000]], ids=["wide", "two", "one"]
)
def test_init_network_scales_weights_by_the_inputs(layer_sizes):
    """In every layer, weights are normal with mean 0 and variance 1 / n_in."""
    shapes = list(pairwise(layer_sizes))
    params = call(network.init_network, layer_sizes, _rng(7))

    _check_random_layers(params, shapes)
    for (W, _), (n_in, _) in zip(params, shapes, strict=True):
        mean, variance = float(np.mean(W)), float(np.var(W))
        one, three = _share_beyond(W, 1), _share_beyond(W, 3)
        check_that(abs(mean) * n_in**0.5 < 0.06, "the mean should be 0", actual=mean, expected=0.0)
        check_that(
            abs(variance * n_in - 1) < 0.08,
            "the variance should be 1 / n_in",
            actual=variance,
            expected=1 / n_in,
        )
        check_that(
            abs(one - 0.3173) < 0.03 and three > 0,
            "the weights should be normal: 31.7 % beyond one standard deviation, some beyond three",
            actual=[one, three],
            expected=[0.3173, 0.0027],
        )
        neighbours = _correlation(W.ravel()), _correlation(W.T.ravel())
        check_that(
            max(map(abs, neighbours)) < 0.075,
            "the weights should be independent: no draw tells the next",
            actual=list(neighbours),
            expected=[0.0, 0.0],
        )


@checks("init_network", points=2)
@settings(max_examples=20)
@given(SEEDS, sizes(4, 3, 7))
def test_init_network_draws_layer_after_layer(seed, layer_sizes):
    """A deep network is what its layers would be if they were drawn one by one from the same rng."""
    rng = _rng(seed)
    shapes = list(pairwise(layer_sizes))

    one_by_one = [call(network.init_network, list(shape), rng) for shape in shapes]
    whole = call(network.init_network, list(layer_sizes), _rng(seed))

    for params, shape in zip(one_by_one, shapes, strict=True):
        _check_random_layers(params, [shape])
    _check_random_layers(whole, shapes)
    check_close(whole, [tuple(params[0]) for params in one_by_one])


@checks("init_network", points=1)
@settings(max_examples=10)
@given(SEEDS)
def test_init_network_goes_on_with_the_same_rng(seed):
    """The same state gives the same network, and whatever is drawn later from one rng differs."""
    rng = _rng(seed)

    first = call(network.init_network, [3, 6, 3], rng)
    second = call(network.init_network, [3, 6, 3], rng)
    again = call(network.init_network, [3, 6, 3], _rng(seed))

    for params in (first, second, again):
        _check_random_layers(params, [(3, 6), (6, 3)])
    check_close(again, [tuple(pair) for pair in first])
    drawn = np.concatenate([W.ravel() for W, _ in [*first, *second]])
    check_that(np.unique(drawn).size == drawn.size, "layers share weights", actual=drawn)


@checks("init_network", points=1)
def test_init_network_leaves_the_sizes_alone():
    """The sizes may be a list or a tuple, and a list stays as it was."""
    layer_sizes = [4, 2, 5, 3]

    from_list = call_allowing_changes(network.init_network, layer_sizes, _rng(11))
    from_tuple = call(network.init_network, (4, 2, 5, 3), _rng(11))

    for params in (from_list, from_tuple):
        _check_random_layers(params, [(4, 2), (2, 5), (5, 3)])
    check_close(from_tuple, [tuple(pair) for pair in from_list])
    check_that(layer_sizes == [4, 2, 5, 3], "the list of sizes was changed", actual=layer_sizes)


@checks("init_network", points=1)
def test_init_network_refuses_fewer_than_two_sizes():
    """Fewer than two sizes are a ValueError that names layer_sizes and the size it got, if any."""
    params = call(network.init_network, [1, 4, 8], _rng(3))

    _check_random_layers(params, [(1, 4), (4, 8)])
    for layer_sizes, got in (([], []), ([5], [("5", "1", "one")])):
        check_value_error(
            network.init_network, layer_sizes, _rng(3), mentions=["layer_sizes", *got]
        )


@checks("init_network", points=1)
def test_init_network_refuses_a_size_below_one():
    """A size below 1, wherever it stands, is a ValueError that names layer_sizes and the size."""
    params = call(network.init_network, [1, 4, 8], _rng(3))

    _check_random_layers(params, [(1, 4), (4, 8)])
    for layer_sizes, got in (([0, 3], 0), ([4, 0, 3], 0), ([4, 3, -2], -2), ([4, 0], 0)):
        check_value_error(network.init_network, layer_sizes, _rng(3), mentions=["layer_sizes", got])


@checks("forward", points=1)
@pytest.mark.parametrize(
    ("hidden", "output"),
    [
        ("sigmoid", "softmax"),
        ("tanh", "sigmoid"),
        ("relu", "softmax"),
        ("identity", "tanh"),
        ("relu", "identity"),
        ("softmax", "relu"),
    ],
    ids=lambda name: name,
)
@settings(max_examples=20)
@given(case=_passes())
def test_forward_follows_its_formula(hidden, output, case):
    """Each layer is activation(A_prev @ W + b): `hidden` before the last, `output` in the last."""
    X, params = case
    expected = reference.forward(X, params, hidden, output)

    actual = call(network.forward, X, params, hidden=hidden, output=output)

    check_close(actual, expected, rtol=1e-9, atol=1e-12)


@checks("forward", points=1)
@settings(max_examples=15)
@given(_passes())
def test_forward_defaults_to_sigmoid_and_softmax(case):
    """Left out, `hidden` is sigmoid and `output` is softmax."""
    X, params = case
    expected = reference.forward(X, params, "sigmoid", "softmax")

    check_close(call(network.forward, X, params), expected)


@checks("forward", points=1)
@settings(max_examples=15)
@given(_passes(depth=1))
def test_forward_of_a_single_layer(case):
    """A network of one layer has no hidden one: its activation is `output`."""
    X, params = case
    expected = reference.forward(X, params, "tanh", "sigmoid")

    check_close(call(network.forward, X, params, "tanh", "sigmoid"), expected)


@checks("forward", points=1)
@settings(max_examples=10)
@given(SEEDS)
def test_forward_of_a_deep_network(seed):
    """With six layers and many rows, each of the five hidden ones feeds on the one before it."""
    rng = _rng(seed)
    params = _params([3, 5, 2, 5, 4, 3, 2], rng)
    X = rng.normal(size=(70, 3))
    expected = reference.forward(X, params, "tanh", "sigmoid")

    check_close(call(network.forward, X, params, "tanh", "sigmoid"), expected)


@checks("forward", points=1)
@settings(max_examples=10)
@given(SEEDS)
def test_forward_with_square_layers(seed):
    """Where rows, inputs and units are equally many, weights and biases still go the right way."""
    rng = _rng(seed)
    params = _params([3, 6, 3], rng)
    X = rng.normal(size=(3, 3))
    expected = reference.forward(X, params, "tanh", "softmax")

    check_close(call(network.forward, X, params, "tanh", "softmax"), expected)


@checks("forward", points=1)
@settings(max_examples=10)
@given(SEEDS)
def test_forward_takes_a_batch_of_one(seed):
    """A batch of one stays a batch, and a row's activations do not depend on the other rows."""
    rng = _rng(seed)
    params = _params([4, 3, 2], rng)
    X = rng.normal(size=(5, 4))
    whole = reference.forward(X, params, "relu", "softmax")

    for row in range(5):
        alone = call(network.forward, X[row : row + 1].copy(), params, "relu", "softmax")
        check_close(alone, [A[row : row + 1] for A in whole])


@checks("forward", points=1)
@settings(max_examples=10)
@given(st.sampled_from([np.int64, np.uint8]), SEEDS)
def test_forward_takes_whole_numbers(dtype, seed):
    """Whole-number data and parameters, or one of the two, give float64 activations, A0 included."""
    rng = _rng(seed)
    X = rng.integers(0, 200, size=(3, 4)).astype(dtype)
    for params in (_integer_params([4, 5, 2], rng), _params([4, 5, 2], rng)):
        expected = reference.forward(X.astype(np.float64), params, "identity", "relu")

        check_close(call(network.forward, X, params, "identity", "relu"), expected)


@checks("forward", points=1)
def test_forward_takes_single_precision():
    """Data and parameters in float32 give the same activations to within its precision."""
    rng = _rng(5)
    X = rng.normal(size=(6, 4)).astype(np.float32)
    params = [(W.astype(np.float32), b.astype(np.float32)) for W, b in _params([4, 3, 5], rng)]
    expected = reference.forward(X, params, "tanh", "softmax")

    actual = call(network.forward, X, params, "tanh", "softmax")

    check_close(actual, expected, rtol=1e-5, atol=1e-6, dtype=None)


@checks("forward", points=1)
def test_forward_takes_any_memory_layout():
    """Arrays may be Fortran-ordered, sliced or read-only."""
    rng = _rng(6)
    params = _params([4, 3, 2], rng)
    X = rng.normal(size=(5, 4))

    check_layouts(network.forward, reference.forward, X, params, "relu", "sigmoid")


@checks("forward", points=1)
def test_forward_leaves_its_arguments_alone():
    """Data and parameters stay as they were, and no activation shares memory with them."""
    for name, widths in (("identity", [4, 3, 2]), ("relu", [4, 3, 2]), ("identity", [4, 3])):
        rng = _rng(8)
        X = rng.normal(size=(5, 4))
        params = _params(widths, rng)
        expected = reference.forward(X, params, name, name)

        check_pure(network.forward, X, params, name, name)
        for layout in LAYOUTS:
            check_pure(network.forward, arrange(X, layout), params, name, name)
        check_close(call(network.forward, X, params, name, name), expected)


@checks("forward", points=1)
def test_forward_stands_large_sums():
    """Weighted sums up to ±1000 give finite activations without a warning."""
    for name in NAMES:
        X = np.array(
            [[1000.0, -1000.0], [-1000.0, 1000.0], [1000.0, 999.0], [-999.5, -1000.0], [1.0, 2.0]]
        )
        params = [
            (np.eye(2), np.zeros(2)),
            (np.array([[400.0, -350.0], [-400.0, 250.0]]), np.ones(2)),
        ]
        one_layer = [(np.eye(2), np.array([0.0, 0.25]))]
        expected = reference.forward(X, params, name, name)
        expected_output = reference.forward(X, one_layer, "relu", name)

        check_close(call(network.forward, X, params, name, name), expected)
        check_close(call(network.forward, X, one_layer, "relu", name), expected_output)


@checks("forward", points=1)
def test_forward_refuses_unknown_names():
    """An unknown activation is a ValueError that names it and lists the five that are possible."""
    X, params = np.array([[1.0, 2.0]]), [(np.eye(2), np.ones(2)), (np.ones((2, 1)), np.ones(1))]
    expected = reference.forward(X, params, "relu", "tanh")

    check_close(call(network.forward, X, params, "relu", "tanh"), expected)
    unknown = (
        "swish",
        "softplus",
        "ReLU",
        "linear",
        "logistic",
        "leaky_relu",
        "relu ",
        "sig",
        "log_softmax",
        "",
    )
    for name, argument in product(unknown, ("hidden", "output")):
        check_value_error(network.forward, X, params, **{argument: name}, mentions=[name, *NAMES])


@checks("forward", points=1)
def test_forward_refuses_an_unknown_name_that_it_does_not_use():
    """An unknown `hidden` is a ValueError also in a network without a hidden layer."""
    X, params = np.array([[1.0, 2.0]]), [(np.eye(2), np.ones(2))]
    expected = reference.forward(X, params, "relu", "tanh")

    check_close(call(network.forward, X, params, "relu", "tanh"), expected)
    check_value_error(network.forward, X, params, "swish", "tanh", mentions=["swish", *NAMES])


@checks("predict", points=2)
@settings(max_examples=20)
@given(
    SEEDS,
    st.sampled_from([(3, 5), (9, 4), (1, 6)]),
    st.sampled_from(["softmax", "sigmoid", "identity"]),
)
def test_predict_takes_the_largest_output(seed, size, output):
    """With several output units, the class is the number of the one with the largest activation."""
    n, k = size
    rng = _rng(seed)
    params = _params([7, 2, k], rng)
    X = rng.normal(size=(n, 7)) * 3
    outputs = np.sort(reference.forward(X, params, "tanh", output)[-1], axis=1)
    assume(np.all(outputs[:, -1] - outputs[:, -2] > 1e-6))
    expected = reference.predict(X, params, "tanh", output)
    mirrored = np.eye(k)[::-1]

    labels = call(network.predict, X, params, "tanh", output)
    backwards = call(network.predict, mirrored, [(np.eye(k), np.zeros(k))], "tanh", output)
    signed = np.array([[-3.0, -1.0], [-1.0, -2.0], [2.0, 3.0], [1.0, -4.0]])
    of_two = call(network.predict, signed, [(np.eye(2), np.zeros(2))], "tanh", output)
    rising = np.arange(300.0)[np.newaxis], np.zeros(300)
    of_many = call(network.predict, np.ones((2, 1)), [rising], "tanh", "identity")

    check_integers(labels, expected)
    check_integers(backwards, np.arange(k)[::-1])
    check_integers(of_two, np.array([1, 0, 1, 0]))
    check_integers(of_many, np.array([299, 299]))


@checks("predict", points=1)
def test_predict_compares_outputs_exactly():
    """Outputs are compared as they are, however close to one another or to a half."""
    close = np.array([[1.0, 1.0 + 2.0**-52, 0.5], [0.5, 0.25, 0.5 + 2.0**-53]])
    halves = np.array([[0.5 - 2.0**-54], [0.5], [0.5 + 2.0**-53]])

    labels = call(network.predict, close, [(np.eye(3), np.zeros(3))], "relu", "identity")
    ones = call(network.predict, halves, [(np.eye(1), np.zeros(1))], "relu", "identity")

    check_integers(labels, np.array([1, 2]))
    check_integers(ones, np.array([0, 1, 1]))


@checks("predict", points=2)
@settings(max_examples=20)
@given(SEEDS, st.sampled_from([6, 3]))
def test_predict_compares_a_single_output_with_a_half(seed, n):
    """With one output unit, the class is 1 where its activation is at least 0.5, else 0."""
    rng = _rng(seed)
    (W, b), (W_out, _) = _params([4, 5, 1], rng)
    X = rng.normal(size=(n, 4)) * 3
    sums = np.tanh(X @ W + b) @ W_out
    params = [(W, b), (W_out, -np.sort(sums[:, 0])[:2].mean(keepdims=True))]
    assume(np.ptp(np.sort(sums[:, 0])[:2]) > 1e-6)
    expected = reference.predict(X, params, "tanh", "sigmoid")

    check_integers(call(network.predict, X, params, "tanh", "sigmoid"), expected)


@checks("predict", points=1)
def test_predict_counts_exactly_a_half():
    """An output of exactly 0.5 is class 1."""
    X = np.array([[-1.0], [0.0], [1.0], [-0.125], [0.0]])

    labels = call(network.predict, X, [(np.array([[1.0]]), np.zeros(1))], "relu", "sigmoid")

    check_integers(labels, np.array([0, 1, 1, 0, 1]))


@checks("predict", points=1)
def test_predict_compares_the_activation_whatever_it_is():
    """A single unit's activation is compared with 0.5 whichever activation that is."""
    X = np.array([[0.25], [0.75], [-3.0], [3.0], [0.375]])
    for output in ("identity", "tanh", "relu"):
        labels = call(network.predict, X, [(np.array([[1.0]]), np.zeros(1))], "sigmoid", output)

        check_integers(labels, np.array([0, 1, 0, 1, 0]))
    always_one = call(network.predict, X, [(np.array([[1.0]]), np.zeros(1))], "sigmoid", "softmax")
    check_integers(always_one, np.ones(5, dtype=np.int64))


@checks("predict", points=1)
def test_predict_gives_ties_to_the_first():
    """Where several activations are equally large, the first is the class, whatever the sums are."""
    X = np.array(
        [[1.0, 2.0, 2.0, 0.0], [0.0, 3.0, 1.0, 3.0], [1.0, 1.0, 1.0, 1.0], [0.0, 0.0, 2.0, 2.0]]
    )

    pairs = np.array([[1.0, 1.0], [0.25, 0.75], [0.75, 0.25], [0.0, 0.0]])

    labels = call(network.predict, X, [(np.eye(4), np.zeros(4))], "relu", "identity")
    labels_of_two = call(network.predict, pairs, [(np.eye(2), np.zeros(2))], "relu", "softmax")

    check_integers(labels, np.array([1, 1, 0, 2]))
    check_integers(labels_of_two, np.array([0, 1, 0, 0]))
    for output, shift in (("relu", -4.0), ("sigmoid", 100.0)):
        shifted = call(network.predict, X, [(np.eye(4), np.full(4, shift))], "relu", output)
        check_integers(shifted, np.zeros(4, dtype=np.int64))


@checks("predict", points=1)
@settings(max_examples=20)
@given(SEEDS)
def test_predict_hands_both_activations_on(seed):
    """All hidden layers use `hidden`, the last uses `output`, none of them a default."""
    rng = _rng(seed)
    params = _params([3, 8, 4, 1], rng)
    X = rng.normal(size=(6, 3)) * 2
    expected = {}
    for names in (("relu", "identity"), ("softmax", "tanh"), ("identity", "sigmoid")):
        outputs = reference.forward(X, params, *names)[-1]
        assume(np.all(np.abs(outputs - 0.5) > 1e-6))
        expected[names] = reference.predict(X, params, *names)
    assume(len({tuple(labels) for labels in expected.values()}) > 1)

    for names, labels in expected.items():
        check_integers(call(network.predict, X, params, *names), labels)


@checks("predict", points=1)
def test_predict_takes_a_batch_of_one():
    """A batch of one gives a vector of one label, for one output unit and for several."""
    several, single = [(np.eye(3), np.zeros(3))], [(np.array([[2.0], [1.0]]), np.array([-2.0]))]

    labels = [
        call(network.predict, np.array([[0.5, 0.25, 1.0]]), several, "tanh", "softmax"),
        call(network.predict, np.array([[0.5, 2.0]]), single, "tanh", "sigmoid"),
        call(network.predict, np.array([[0.5, 0.25]]), single, "tanh", "sigmoid"),
    ]

    for actual, expected in zip(labels, ([2], [1], [0]), strict=True):
        check_integers(actual, np.array(expected))


@checks("predict", points=1)
def test_predict_takes_other_element_types():
    """Whole-number data and parameters, or float32 data, give the same classes."""
    X = np.array([[1, 0, 3], [200, 9, 3], [0, 4, 1], [2, 2, 7]])
    W, b = np.array([[1, 0, -1], [0, 2, 0], [-1, -3, 1]]), np.array([1, 0, 2])
    single = [(np.array([[1], [-2], [-1]]), np.array([1]))]

    for dtype in (np.int64, np.uint8, np.float32):
        labels = call(network.predict, X.astype(dtype), [(W, b)], "relu", "softmax")
        halves = call(network.predict, X.astype(dtype), single, "relu", "sigmoid")

        check_integers(labels, np.array([2, 0, 1, 2]))
        check_integers(halves, np.array([0, 1, 0, 0]))


@checks("predict", points=1)
def test_predict_takes_any_memory_layout():
    """Arrays may be Fortran-ordered, sliced or read-only."""
    for layout in LAYOUTS:
        rng = _rng(21)
        X, params = rng.normal(size=(8, 3)), _params([3, 5, 4], rng)
        expected = reference.predict(X, params, "relu", "softmax")
        arranged = [(arrange(W, layout), arrange(b, layout)) for W, b in params]

        check_integers(
            call(network.predict, arrange(X, layout), arranged, "relu", "softmax"), expected
        )


@checks("predict", points=1)
def test_predict_leaves_its_arguments_alone():
    """Data and parameters stay as they were."""
    rng = _rng(22)
    X, params = rng.normal(size=(8, 3)), _params([3, 5, 4], rng)
    expected = reference.predict(X, params, "relu", "identity")

    check_pure(network.predict, X, params, "relu", "identity")
    check_integers(call(network.predict, X, params, "relu", "identity"), expected)


@checks("predict", points=1)
def test_predict_refuses_unknown_names():
    """An unknown activation is a ValueError that names it, used or not."""
    X, params = np.array([[1.0], [-1.0]]), [(np.array([[3.0]]), np.zeros(1))]

    check_integers(call(network.predict, X, params, "relu", "sigmoid"), np.array([1, 0]))
    check_value_error(network.predict, X, params, "swish", "sigmoid", mentions=["swish"])
    check_value_error(network.predict, X, params, "relu", "linear", mentions=["linear"])


@checks("count_parameters", points=1)
@pytest.mark.parametrize(
    ("layer_sizes", "count"),
    [([3, 2], 8), ([1, 1], 2), ([784, 128, 10], 101770), ([2, 7, 50_000, 70_000], 3_500_470_021)],
    ids=["one layer", "one weight and one bias", "for MNIST", "three layers, two of them large"],
)
def test_count_parameters_of_known_networks(layer_sizes, count):
    """A layer has n_in · n_out weights and n_out biases."""
    check_integers(call(network.count_parameters, layer_sizes), count)


@checks("count_parameters", points=1)
@given(st.lists(st.integers(1, 40), min_size=2, max_size=6))
def test_count_parameters_adds_up_the_layers(layer_sizes):
    """The count is that of every weight and bias of all layers, in sizes of a list or a tuple."""
    expected = sum(np.empty((n_in, n_out)).size + n_out for n_in, n_out in pairwise(layer_sizes))
    before = list(layer_sizes)

    check_integers(call_allowing_changes(network.count_parameters, layer_sizes), expected)
    check_integers(call(network.count_parameters, tuple(before)), expected)
    check_that(layer_sizes == before, "the list of sizes was changed", actual=layer_sizes)
