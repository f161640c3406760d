"""Neurons one at a time, in a layer and from random weights: formulas, shapes and statistics."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from exercises import neurons
from grader.testing import (
    arrays,
    call,
    check_close,
    check_layouts,
    check_pure,
    check_that,
    check_value_error,
    checks,
    floats,
    sizes,
)
from solutions import neurons as reference

EXACT = {"rtol": 1e-9, "atol": 1e-12}
SINGLE = {"rtol": 1e-5, "atol": 1e-5, "dtype": None}


def _tanh(z):
    return np.tanh(z)


def _parabola(z):
    return 0.5 * z * z - z + 0.25


def _ramp(z):
    return np.maximum(z, 0.0)


CURVES = {"tanh": _tanh, "a parabola": _parabola, "a ramp": _ramp}
each_curve = pytest.mark.parametrize("activation", CURVES.values(), ids=CURVES.keys())

one_neuron = st.integers(1, 5).flatmap(lambda d: st.tuples(arrays(d), arrays(d), floats()))
batches = sizes(3).flatmap(
    lambda s: st.tuples(arrays((s[0], s[1])), arrays((s[1], s[2])), arrays(s[2]))
)


def _batch(n, d, m):
    """X, W and b of these sizes, with no bias near 0."""
    rng = np.random.default_rng(3)
    return rng.normal(size=(n, d)), rng.normal(size=(d, m)), rng.uniform(1.0, 2.0, m)


def _long_neuron():
    """Twelve inputs of a neuron, some of them large, and a weighted sum that is not short in binary."""
    return np.linspace(-1.0, 700.0, 12) / 3, np.linspace(0.1, 1.3, 12), -0.7


def _wide_neuron():
    """Three hundred inputs, whose products are exact in binary in any order."""
    return np.arange(300) % 7 / 8.0 - 0.375, np.arange(300) % 5 / 4.0, 0.25


def _silent_neuron():
    """Inputs that are all zero, so that the bias alone is left."""
    return np.zeros(3), np.array([2.0, 0.0, 0.5]), 1.5


def _long_batch():
    """Seventy rows, the fourth all zeros and the last large, in one layer."""
    X, W, b = _batch(70, 2, 10)
    X[3], X[-1] = 0.0, 1000.0 * X[-1]
    return X, W, b


def _whole_batch():
    """X, W and b in int64."""
    X = np.array([[1, -2, 3], [4, 0, -1]], dtype=np.int64)
    W = np.array([[2, 0, 1, -1], [1, -3, 0, 2], [0, 1, 1, 5]], dtype=np.int64)
    return X, W, np.array([1, -2, 3, 4], dtype=np.int64)


def _parameters(n_in, n_out, rng):
    """The student's (W, b), once kind, shapes and element types are right."""
    pair = call(neurons.init_parameters, n_in, n_out, rng)
    check_that(
        isinstance(pair, tuple | list) and len(pair) == 2, "expected a pair (W, b)", actual=pair
    )
    for name, array, shape in zip("Wb", pair, [(n_in, n_out), (n_out,)], strict=True):
        check_that(
            type(array) is np.ndarray and array.shape == shape and array.dtype == np.float64,
            f"expected {name} as a float64 array of shape {shape}",
            actual=array,
        )
        check_that(np.all(np.isfinite(array)), f"{name} is not finite", actual=array)
    return pair


def _check_distinct(W):
    """Hold that no weight is drawn twice."""
    check_that(np.unique(W).size == W.size, "some weights are the same number", actual=W)


def _check_random(rng):
    """Hold that the student's weights are drawn about zero, no two the same: 56 are not of one sign by chance."""
    W, _ = _parameters(7, 8, rng)
    _check_distinct(W)
    check_that(W.min() < 0 < W.max(), "the weights are all of one sign", actual=W)


# weighted_sum


@checks("weighted_sum", points=2)
@example(_long_neuron())
@example(_wide_neuron())
@example(_silent_neuron())
@example((np.array([1 / 3, -0.5]), np.array([1 / 7, 0.1]), 0.0))
@given(one_neuron)
def test_weighted_sum_follows_its_formula(parts):
    """The weighted sum is x_1 w_1 + ... + x_d w_d + b."""
    x, w, b = parts
    expected = reference.weighted_sum(x, w, b)

    check_close(call(neurons.weighted_sum, x, w, b), expected, **EXACT)


@checks("weighted_sum", points=1)
def test_weighted_sum_of_one_input():
    """The weighted sum of one input is a float too: x w + b."""
    check_close(call(neurons.weighted_sum, np.array([3.0]), np.array([0.5]), -4.0), -2.5)


@checks("weighted_sum", points=1)
@pytest.mark.parametrize("b", [4, 0.5], ids=["an integer bias", "a bias with a fraction"])
def test_weighted_sum_of_integers(b):
    """The weighted sum of integers is a float, whatever the bias; beside fractions they are fine too."""
    x = np.array([1, -2, 3], dtype=np.int64)
    w = np.array([2, 5, 4], dtype=np.int64)
    expected = reference.weighted_sum(x, w, b), reference.weighted_sum(x, w / 8, b)

    check_close(call(neurons.weighted_sum, x, w, b), expected[0])
    check_close(call(neurons.weighted_sum, x, w / 8, b), expected[1])
    check_close(call(neurons.weighted_sum, x / 8, w, b), expected[1])


@checks("weighted_sum", points=1)
def test_weighted_sum_takes_any_layout():
    """The weighted sum accepts sliced, read-only and float32 arrays."""
    X, W, _ = _batch(1, 4, 1)
    x, w = X[0], W[:, 0]
    single = x.astype(np.float32), w.astype(np.float32)
    expected = reference.weighted_sum(*single, 0.25)

    check_layouts(neurons.weighted_sum, reference.weighted_sum, x, w, 0.25)
    check_close(call(neurons.weighted_sum, *single, 0.25), expected, **SINGLE)


@checks("weighted_sum", points=1)
def test_weighted_sum_leaves_its_arguments_alone():
    """The weighted sum leaves inputs and weights as they were."""
    x, w = np.array([1.5, -2.0, 0.5]), np.array([2.0, 0.25, -3.0])
    expected = reference.weighted_sum(x, w, 1.25)

    check_pure(neurons.weighted_sum, x, w, 1.25)
    check_close(call(neurons.weighted_sum, x, w, 1.25), expected)


# neuron


@checks("neuron", points=1)
@each_curve
@settings(max_examples=20)
@example(_silent_neuron())
@example((np.linspace(-1.0, 2.0, 12), np.linspace(0.3, 0.1, 12), -0.7))
@example(_wide_neuron())
@example((np.array([1.5, -0.5]), np.array([1.0, 3.0]), 0.0))
@given(one_neuron)
def test_neuron_applies_the_activation_to_the_weighted_sum(activation, parts):
    """A neuron's output is the activation of its weighted sum, bias included."""
    x, w, b = parts
    expected = reference.neuron(x, w, b, activation)

    check_close(call(neurons.neuron, x, w, b, activation), expected, **EXACT)


@checks("neuron", points=1)
def test_neuron_hands_its_activation_a_single_number():
    """The activation is handed the weighted sum as one float: no array with an axis, no whole number."""
    shapes = set()

    def step(z):
        shapes.add(np.shape(z))
        if np.shape(z) or np.asarray(z).dtype.kind != "f":
            return 0.25
        return 1.5 if z > 60 else -0.5

    check_close(call(neurons.neuron, *_long_neuron(), step), 1.5)
    check_close(call(neurons.neuron, *_silent_neuron(), step), -0.5)
    check_close(call(neurons.neuron, np.array([9, 8]), np.array([5, 4]), 1, step), 1.5)
    check_that(shapes == {()}, "the activation was handed an array", actual=list(shapes))


@checks("neuron", points=1)
def test_neuron_with_one_input():
    """A neuron with one input gives a float too."""
    x, w = np.array([3.0]), np.array([0.5])
    expected = reference.neuron(x, w, -4.0, _parabola)

    check_close(call(neurons.neuron, x, w, -4.0, _parabola), expected)


@checks("neuron", points=1)
def test_neuron_takes_integers():
    """A neuron gives a float where inputs, weights and bias are integers."""
    x = np.array([1, -2, 3], dtype=np.int64)
    w = np.array([2, 5, 3], dtype=np.int64)
    expected = reference.neuron(x, w, 2, _parabola)

    check_close(call(neurons.neuron, x, w, 2, _parabola), expected)


@checks("neuron", points=1)
def test_neuron_takes_any_layout():
    """A neuron accepts sliced, read-only and float32 arrays."""
    X, W, _ = _batch(1, 4, 1)
    x, w = X[0], W[:, 0]
    single = x.astype(np.float32), w.astype(np.float32)
    expected = reference.neuron(*single, 0.25, _parabola)

    check_layouts(neurons.neuron, reference.neuron, x, w, 0.25, _parabola)
    check_close(call(neurons.neuron, *single, 0.25, _parabola), expected, **SINGLE)


@checks("neuron", points=1)
def test_neuron_leaves_its_arguments_alone():
    """A neuron leaves inputs and weights as they were."""
    x, w = np.array([1.5, -2.0, 0.5]), np.array([2.0, 0.25, -3.0])
    expected = reference.neuron(x, w, 1.25, _tanh)

    check_pure(neurons.neuron, x, w, 1.25, _tanh)
    check_close(call(neurons.neuron, x, w, 1.25, _tanh), expected)


# layer


@checks("layer", points=2)
@example(_long_batch())
@given(batches)
def test_layer_without_activation_is_linear(parts):
    """Without an activation a layer gives X @ W + b."""
    expected = reference.layer(*parts)

    check_close(call(neurons.layer, *parts), expected, **EXACT)


@checks("layer", points=1)
@each_curve
@settings(max_examples=15)
@example(_long_batch())
@given(batches)
def test_layer_applies_the_activation_to_every_sum(activation, parts):
    """A layer applies its activation to every weighted sum, bias included."""
    expected = reference.layer(*parts, activation)

    check_close(call(neurons.layer, *parts, activation), expected)


@checks("layer", points=1)
def test_layer_takes_none_for_no_activation():
    """The activation may be given by name, and None stands for no activation."""
    X, W, b = _batch(4, 2, 3)
    expected = reference.layer(X, W, b), reference.layer(X, W, b, _tanh)

    check_close(call(neurons.layer, X, W, b, activation=None), expected[0])
    check_close(call(neurons.layer, X, W, b, activation=_tanh), expected[1])


@checks("layer", points=1)
@pytest.mark.parametrize(
    ("n", "d", "m"),
    [(1, 3, 2), (4, 1, 3), (4, 3, 1), (1, 1, 1)],
    ids=["one row", "one input", "one neuron", "one of each"],
)
def test_layer_keeps_both_axes(n, d, m):
    """A layer gives (n, m) where a size is 1, too."""
    X, W, b = _batch(n, d, m)
    expected = reference.layer(X, W, b, _tanh)

    check_close(call(neurons.layer, X, W, b, _tanh), expected)


@checks("layer", points=1)
@pytest.mark.parametrize(
    ("n", "d", "m"), [(3, 3, 3), (3, 2, 3)], ids=["n = d = m", "as many rows as neurons"]
)
def test_layer_tells_axes_apart_when_square(n, d, m):
    """Where sizes agree, columns of W are still neurons, and each neuron has its own bias."""
    X, W, b = _batch(n, d, m)
    expected = reference.layer(X, W, b), reference.layer(X, W, b, _tanh)

    check_close(call(neurons.layer, X, W, b), expected[0])
    check_close(call(neurons.layer, X, W, b, _tanh), expected[1])


@checks("layer", points=1)
@pytest.mark.parametrize("by", [1, 0.25], ids=["integer biases", "biases with fractions"])
def test_layer_takes_integers(by):
    """A layer gives float64 where batch and weights are integers, or one of them, whatever the biases."""
    X, W, b = _whole_batch()
    b = b * by
    expected = [reference.layer(X, W, b), reference.layer(X, W, b, _parabola)]
    mixed = reference.layer(X, W / 8, b)

    check_close(call(neurons.layer, X, W, b), expected[0])
    check_close(call(neurons.layer, X, W, b, _parabola), expected[1])
    check_close(call(neurons.layer, X, W / 8, b), mixed)
    check_close(call(neurons.layer, X / 8, W, b), mixed)


@checks("layer", points=1)
def test_layer_takes_any_layout():
    """A layer accepts Fortran-ordered, sliced, read-only and float32 arrays."""
    parts = _batch(4, 2, 3)
    single = [part.astype(np.float32) for part in parts]
    expected = reference.layer(*single, _tanh)

    check_layouts(neurons.layer, reference.layer, *parts, _tanh)
    check_close(call(neurons.layer, *single, _tanh), expected, **SINGLE)


@checks("layer", points=1)
def test_layer_leaves_its_arguments_alone():
    """A layer returns a new array and leaves batch, weights and biases as they were."""
    parts = _batch(4, 2, 3)
    expected = reference.layer(*parts)

    check_pure(neurons.layer, *parts)
    check_pure(neurons.layer, *parts, _ramp)
    check_pure(neurons.layer, *_batch(1, 3, 2))
    check_close(call(neurons.layer, *parts), expected)


# init_parameters


@checks("init_parameters", points=2)
@settings(max_examples=20)
@given(sizes(2, low=1, high=6), st.integers(0, 2**32 - 1))
def test_init_parameters_have_their_shapes(sizes_, seed):
    """W is (n_in, n_out) and b is (n_out,), and no two weights are the same."""
    W, _ = _parameters(*sizes_, np.random.default_rng(seed))

    check_that(np.all(W != 0), "a weight is exactly 0", actual=W)
    _check_distinct(W)
    _check_random(np.random.default_rng(seed))


@checks("init_parameters", points=1)
@pytest.mark.parametrize(
    ("n_in", "n_out"),
    [(1, 20000), (3, 7000), (50, 400), (400, 50)],
    ids=["n_in=1", "n_in=3", "n_in=50", "n_in=400"],
)
def test_init_parameters_have_variance_one_over_n_in(n_in, n_out):
    """Weights have mean 0 and variance 1 / n_in (20,000 draws or more, within seven standard errors)."""
    W, _ = _parameters(n_in, n_out, np.random.default_rng(5))
    scaled = W * np.sqrt(n_in)

    check_that(abs(scaled.mean()) < 0.05, "the mean is not 0", actual=W.mean(), expected=0.0)
    check_that(
        abs(scaled.var() - 1) < 0.07, "the variance is wrong", actual=W.var(), expected=1 / n_in
    )


@checks("init_parameters", points=1)
def test_init_parameters_are_normal():
    """Weights are normal: 31.7 % lie beyond one standard deviation and 1.2 % beyond two and a half."""
    W, _ = _parameters(50, 400, np.random.default_rng(6))
    distance = np.abs(W) / max(float(W.std()), 1e-12)
    one, more = float(np.mean(distance > 1)), float(np.mean(distance > 2.5))

    check_that(
        abs(one - 0.3173) < 0.024,
        "the share of weights beyond one standard deviation is wrong",
        actual=one,
        expected=0.3173,
    )
    check_that(
        abs(more - 0.0124) < 0.006,
        "the share of weights beyond two and a half standard deviations is wrong",
        actual=more,
        expected=0.0124,
    )


@checks("init_parameters", points=1)
def test_init_parameters_draw_each_weight_by_itself():
    """Weights are independent: no row or column of W follows another, nor its opposite."""
    W, _ = _parameters(100, 200, np.random.default_rng(9))
    scaled = W * 10.0
    between_rows = float(np.mean(scaled[:-1] * scaled[1:]))
    between_columns = float(np.mean(scaled[:, :-1] * scaled[:, 1:]))
    rows, columns = scaled @ scaled.T / 200, scaled.T @ scaled / 100

    _check_distinct(W[:5, :6])
    check_that(scaled.std() > 0.5, "the weights hardly differ", actual=W)
    check_that(abs(between_rows) < 0.05, "a row follows the row above it", actual=W)
    check_that(abs(between_columns) < 0.05, "a column follows the column before it", actual=W)
    rng = np.random.default_rng(10)
    pairs = np.array([_parameters(1, 2, rng)[0][0] for _ in range(300)])
    sums = float(np.var(pairs.sum(axis=1)))
    check_that(
        len(np.unique(pairs)) == 600, "later calls draw the same weights again", actual=pairs
    )
    check_that(
        abs(sums - 2) < 1.1,
        "of two weights in one call, one tells the other",
        actual=sums,
        expected=2.0,
    )
    for which, products, most in [("rows", rows, 0.7), ("columns", columns, 0.95)]:
        apart = np.abs(products - np.diag(np.diag(products))).max()
        check_that(apart < most, f"two {which} follow one another", actual=W)


@checks("init_parameters", points=1)
def test_init_parameters_start_with_zero_biases():
    """Biases are zeros, weights are not."""
    _, single = _parameters(4, 1, np.random.default_rng(7))
    W, b = _parameters(3, 5, np.random.default_rng(7))

    check_close(single, np.zeros(1))
    check_close(b, np.zeros(5))
    check_that(np.all(W != 0), "a weight is exactly 0", actual=W)
    _check_distinct(W)


@checks("init_parameters", points=1)
def test_init_parameters_depend_on_the_generator_alone():
    """The same state of the generator gives the same weights, another state others."""
    W, _ = _parameters(3, 2, np.random.default_rng(11))
    again, _ = _parameters(3, 2, np.random.default_rng(11))
    other, _ = _parameters(3, 2, np.random.default_rng(12))

    check_that(np.array_equal(W, again), "the same state gave other weights", actual=again)
    check_that(np.all(other != W), "another state gave the same weights", actual=other)
    _check_random(np.random.default_rng(11))


@checks("init_parameters", points=1)
def test_init_parameters_move_the_generator_on():
    """A second call with the same generator gives other weights, and so does a third."""
    rng = np.random.default_rng(13)
    first, _ = _parameters(3, 2, rng)
    second, _ = _parameters(3, 2, rng)
    third, _ = _parameters(3, 2, rng)

    check_that(np.all(first != second), "the second call gave the same weights", actual=second)
    check_that(np.all(second != third), "the third call gave the same weights", actual=third)
    _check_random(rng)


@checks("init_parameters", points=1)
@pytest.mark.parametrize(
    ("n_in", "n_out", "mentions"),
    [
        (0, 3, ["n_in", 0]),
        (-2, 3, ["n_in", -2]),
        (4, 0, ["n_out", 0]),
        (4, -5, ["n_out", -5]),
    ],
    ids=["n_in=0", "n_in=-2", "n_out=0", "n_out=-5"],
)
def test_init_parameters_refuse_a_size_below_one(n_in, n_out, mentions):
    """A size below 1 is a ValueError that names it; a size of 1 is fine."""
    W, _ = _parameters(1, 1, np.random.default_rng(8))

    check_that(np.all(W != 0), "a weight is exactly 0", actual=W)
    _check_random(np.random.default_rng(8))
    check_value_error(
        neurons.init_parameters, n_in, n_out, np.random.default_rng(8), mentions=mentions
    )
