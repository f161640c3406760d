"""Activations and their slopes: formulas, far ends, softmax row by row, and the conventions."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exercises import activations
from grader.testing import (
    arrays,
    call,
    check_close,
    check_layouts,
    check_pure,
    checks,
    floats,
    numerical_gradient,
    sizes,
)
from solutions import activations as reference

EXACT = {"rtol": 1e-9, "atol": 1e-12}
SINGLE = {"rtol": 1e-5, "atol": 1e-6, "dtype": None}
SLOPE = {"rtol": 1e-5, "atol": 1e-7}
SHAPES = {
    "a single number": [(), (1,), (1, 1)],
    "one row": [(1, 3)],
    "a square": [(3, 3)],
    "a vector": [(40,)],
    "more axes than two": [(9, 2, 4), (2, 3, 1, 2)],
}


def _any_shape(*names):
    return pytest.mark.parametrize("shapes", [SHAPES[name] for name in names], ids=names)


def _drawn(shape, low=-3.0, high=3.0):
    """Numbers between low and high; a plain float where the shape is ()."""
    drawn = np.random.default_rng(2).uniform(low, high, shape)
    return float(drawn) if shape == () else drawn


def _off_zero():
    """Eighths from -4 to 4 without 0, so that a small step crosses no kink."""
    return floats().filter(lambda value: value != 0)


# sigmoid


@checks("sigmoid", points=2)
@given(arrays(sizes(2), floats(-12, 12)))
def test_sigmoid_follows_its_formula(Z):
    """Sigmoid is 1 / (1 + exp(-z)), an element at a time."""
    expected = reference.sigmoid(Z)

    check_close(call(activations.sigmoid, Z), expected)


@checks("sigmoid", points=1)
@_any_shape(*SHAPES)
def test_sigmoid_takes_any_shape(shapes):
    """Sigmoid takes any shape and gives the same shape back."""
    for shape in shapes:
        z = _drawn(shape)
        expected = reference.sigmoid(z)

        check_close(call(activations.sigmoid, z), expected, **EXACT)


@checks("sigmoid", points=2)
def test_sigmoid_is_finite_far_below_zero():
    """Sigmoid is 0 far below zero, without a warning, down to z = -1000."""
    z = np.array([[-1000.0, -746.0, 0.25], [-711.0, -709.5, -2.0]])
    expected = reference.sigmoid(z)

    check_close(call(activations.sigmoid, z), expected, **EXACT)
    check_close(call(activations.sigmoid, np.array([900.0, -1000.0])), np.array([1.0, 0.0]))


@checks("sigmoid", points=2)
def test_sigmoid_is_finite_far_above_zero():
    """Sigmoid is 1 far above zero, without a warning, up to z = 1000."""
    z = np.array([[1000.0, 746.0, 0.25], [711.0, 709.5, -2.0]])
    expected = reference.sigmoid(z)

    check_close(call(activations.sigmoid, z), expected, **EXACT)


@checks("sigmoid", points=1)
def test_sigmoid_is_not_clipped():
    """Sigmoid keeps its curve far out: neither its input nor its output is clipped early."""
    z = np.array([-25.0, -22.0, -19.0, -16.0, -14.0, -8.0, 8.0, 14.0, 16.0, 19.0])
    expected = reference.sigmoid(z)

    check_close(call(activations.sigmoid, z), expected, **EXACT)


@checks("sigmoid", points=1)
def test_sigmoid_takes_integers():
    """Sigmoid of integers is float64."""
    z = np.array([[-3, 0, 2], [1, -1, 5]], dtype=np.int64)
    expected = reference.sigmoid(z)

    check_close(call(activations.sigmoid, z), expected)


@checks("sigmoid", points=1)
def test_sigmoid_takes_any_layout():
    """Sigmoid accepts Fortran-ordered, sliced, read-only and float32 arrays."""
    z = _drawn((3, 4))
    single = z.astype(np.float32)
    expected = reference.sigmoid(single)

    check_layouts(activations.sigmoid, reference.sigmoid, z)
    check_close(call(activations.sigmoid, single), expected, **SINGLE)


@checks("sigmoid", points=1)
def test_sigmoid_leaves_its_argument_alone():
    """Sigmoid returns a new array and leaves its argument as it was."""
    z = _drawn((3, 4)) / 3
    expected = reference.sigmoid(z)

    check_pure(activations.sigmoid, z)
    check_pure(activations.sigmoid, 300.0 * _drawn(5))
    check_close(call(activations.sigmoid, z), expected)


# sigmoid_derivative


@checks("sigmoid_derivative", points=2)
@given(arrays(sizes(2), floats(0, 1)))
def test_sigmoid_derivative_follows_its_formula(A):
    """The sigmoid's slope is a (1 - a), from its output a."""
    expected = reference.sigmoid_derivative(A)

    check_close(call(activations.sigmoid_derivative, A), expected)


@checks("sigmoid_derivative", points=1)
@settings(max_examples=15)
@given(arrays((2, 3)))
def test_sigmoid_derivative_is_the_slope(Z):
    """The sigmoid's slope agrees with central differences of the sigmoid."""
    expected = numerical_gradient(lambda z: float(np.sum(reference.sigmoid(z))), Z)
    A = reference.sigmoid(Z)

    check_close(call(activations.sigmoid_derivative, A), expected, **SLOPE)


@checks("sigmoid_derivative", points=1)
@_any_shape("a single number", "a square", "more axes than two")
def test_sigmoid_derivative_takes_any_shape(shapes):
    """The sigmoid's slope takes any shape and gives the same shape back."""
    for shape in shapes:
        a = _drawn(shape, 0.0, 1.0)
        expected = reference.sigmoid_derivative(a)

        check_close(call(activations.sigmoid_derivative, a), expected, **EXACT)


@checks("sigmoid_derivative", points=1)
def test_sigmoid_derivative_is_zero_where_saturated():
    """The sigmoid's slope is 0 where the output is exactly 0 or 1, integers included."""
    a = np.array([0.0, 1.0, 0.5, 1e-6])
    whole = np.array([[0, 1, 1], [1, 0, 0]], dtype=np.int64)
    expected = reference.sigmoid_derivative(a)

    check_close(call(activations.sigmoid_derivative, a), expected, **EXACT)
    check_close(call(activations.sigmoid_derivative, whole), np.zeros((2, 3)))


@checks("sigmoid_derivative", points=1)
def test_sigmoid_derivative_takes_any_layout():
    """The sigmoid's slope accepts Fortran-ordered, sliced, read-only and float32 arrays."""
    a = _drawn((3, 4), 0.0, 1.0)
    single = a.astype(np.float32)
    expected = reference.sigmoid_derivative(single)

    check_layouts(activations.sigmoid_derivative, reference.sigmoid_derivative, a)
    check_close(call(activations.sigmoid_derivative, single), expected, **SINGLE)


@checks("sigmoid_derivative", points=1)
def test_sigmoid_derivative_leaves_its_argument_alone():
    """The sigmoid's slope is a new array, and the argument stays as it was."""
    a = _drawn((3, 4), 0.0, 1.0)
    expected = reference.sigmoid_derivative(a)

    check_pure(activations.sigmoid_derivative, a)
    check_pure(activations.sigmoid_derivative, a[0])
    check_close(call(activations.sigmoid_derivative, a), expected)


# tanh


@checks("tanh", points=2)
@given(arrays(sizes(2)))
def test_tanh_follows_its_formula(Z):
    """Tanh is (exp(z) - exp(-z)) / (exp(z) + exp(-z)), an element at a time."""
    expected = reference.tanh(Z)

    check_close(call(activations.tanh, Z), expected)


@checks("tanh", points=1)
@_any_shape(*SHAPES)
def test_tanh_takes_any_shape(shapes):
    """Tanh takes any shape and gives the same shape back."""
    for shape in shapes:
        z = _drawn(shape)
        expected = reference.tanh(z)

        check_close(call(activations.tanh, z), expected, **EXACT)


@checks("tanh", points=1)
@pytest.mark.parametrize("sign", [-1.0, 1.0], ids=["below zero", "above zero"])
def test_tanh_is_finite_far_out(sign):
    """Tanh is -1 and 1 far out, without a warning, for z from -1000 to 1000."""
    z = sign * np.array([[1000.0, 711.0], [356.0, 0.5]])
    expected = reference.tanh(z)

    check_close(call(activations.tanh, z), expected, **EXACT)


@checks("tanh", points=1)
def test_tanh_is_not_clipped():
    """Tanh keeps its curve: neither its input nor its output is clipped early."""
    z = np.array([-12.0, -9.0, -6.0, 5.0, 7.5, 10.0])
    expected = reference.tanh(z)

    check_close(call(activations.tanh, z), expected, **EXACT)


@checks("tanh", points=1)
def test_tanh_takes_integers():
    """Tanh of integers is float64."""
    z = np.array([[-3, 0, 2], [1, -1, 5]], dtype=np.int64)
    expected = reference.tanh(z)

    check_close(call(activations.tanh, z), expected)


@checks("tanh", points=1)
def test_tanh_takes_any_layout():
    """Tanh accepts Fortran-ordered, sliced, read-only and float32 arrays."""
    z = _drawn((3, 4))
    single = z.astype(np.float32)
    expected = reference.tanh(single)

    check_layouts(activations.tanh, reference.tanh, z)
    check_close(call(activations.tanh, single), expected, **SINGLE)


@checks("tanh", points=1)
def test_tanh_leaves_its_argument_alone():
    """Tanh returns a new array and leaves its argument as it was."""
    z = _drawn((3, 4)) / 3
    expected = reference.tanh(z)

    check_pure(activations.tanh, z)
    check_pure(activations.tanh, 300.0 * _drawn(5))
    check_close(call(activations.tanh, z), expected)


# tanh_derivative


@checks("tanh_derivative", points=2)
@given(arrays(sizes(2), floats(-1, 1)))
def test_tanh_derivative_follows_its_formula(A):
    """The slope of tanh is 1 - a**2, from its output a."""
    expected = reference.tanh_derivative(A)

    check_close(call(activations.tanh_derivative, A), expected)


@checks("tanh_derivative", points=1)
@settings(max_examples=15)
@given(arrays((2, 3)))
def test_tanh_derivative_is_the_slope(Z):
    """The slope of tanh agrees with central differences of tanh."""
    expected = numerical_gradient(lambda z: float(np.sum(reference.tanh(z))), Z)
    A = reference.tanh(Z)

    check_close(call(activations.tanh_derivative, A), expected, **SLOPE)


@checks("tanh_derivative", points=1)
@_any_shape("a single number", "a square", "more axes than two")
def test_tanh_derivative_takes_any_shape(shapes):
    """The slope of tanh takes any shape and gives the same shape back."""
    for shape in shapes:
        a = _drawn(shape, -1.0, 1.0)
        expected = reference.tanh_derivative(a)

        check_close(call(activations.tanh_derivative, a), expected, **EXACT)


@checks("tanh_derivative", points=1)
def test_tanh_derivative_is_zero_where_saturated():
    """The slope of tanh is 0 where the output is exactly -1 or 1, integers included."""
    a = np.array([-1.0, 1.0, 0.5, 0.0])
    whole = np.array([[-1, 0, 1], [1, 1, -1]], dtype=np.int64)
    expected = reference.tanh_derivative(a), reference.tanh_derivative(whole)

    check_close(call(activations.tanh_derivative, a), expected[0], **EXACT)
    check_close(call(activations.tanh_derivative, whole), expected[1])


@checks("tanh_derivative", points=1)
def test_tanh_derivative_takes_any_layout():
    """The slope of tanh accepts Fortran-ordered, sliced, read-only and float32 arrays."""
    a = _drawn((3, 4), -1.0, 1.0)
    single = a.astype(np.float32)
    expected = reference.tanh_derivative(single)

    check_layouts(activations.tanh_derivative, reference.tanh_derivative, a)
    check_close(call(activations.tanh_derivative, single), expected, **SINGLE)


@checks("tanh_derivative", points=1)
def test_tanh_derivative_leaves_its_argument_alone():
    """The slope of tanh is a new array, and the argument stays as it was."""
    a = _drawn((3, 4), -1.0, 1.0)
    expected = reference.tanh_derivative(a)

    check_pure(activations.tanh_derivative, a)
    check_pure(activations.tanh_derivative, a[0])
    check_close(call(activations.tanh_derivative, a), expected)


# relu


@checks("relu", points=2)
@given(arrays(sizes(2)))
def test_relu_follows_its_formula(Z):
    """ReLU is z where z > 0, else 0."""
    expected = reference.relu(Z)

    check_close(call(activations.relu, Z), expected)


@checks("relu", points=1)
@_any_shape(*SHAPES)
def test_relu_takes_any_shape(shapes):
    """ReLU takes any shape and gives the same shape back, a negative float included."""
    for shape in shapes:
        for z in (_drawn(shape), -2 * _drawn(shape)):
            expected = reference.relu(z)

            check_close(call(activations.relu, z), expected)


@checks("relu", points=1)
def test_relu_has_no_upper_bound():
    """ReLU lets positive numbers pass as they are, however large or small, and blocks negative ones."""
    z = np.array([[-1e200, 1e200, 6.1, 3e-10], [-999.5, 1234567.8, 0.1, -3e-10]])
    expected = reference.relu(z)

    check_close(call(activations.relu, z), expected, **EXACT)


@checks("relu", points=1)
def test_relu_takes_integers():
    """ReLU of integers is float64."""
    z = np.array([[-3, 0, 2], [1, -1, 5]], dtype=np.int64)
    expected = reference.relu(z)

    check_close(call(activations.relu, z), expected)


@checks("relu", points=1)
def test_relu_takes_any_layout():
    """ReLU accepts Fortran-ordered, sliced, read-only and float32 arrays."""
    z = _drawn((3, 4))
    single = z.astype(np.float32)
    expected = reference.relu(single)

    check_layouts(activations.relu, reference.relu, z)
    check_close(call(activations.relu, single), expected, **SINGLE)


@checks("relu", points=1)
@pytest.mark.parametrize("shift", [0.0, 4.0], ids=["of either sign", "all positive"])
def test_relu_leaves_its_argument_alone(shift):
    """ReLU returns a new array and does not overwrite its argument's negatives."""
    z = _drawn((3, 4)) + shift
    mixed = _drawn((2, 5))
    expected = reference.relu(mixed)

    check_pure(activations.relu, z)
    check_pure(activations.relu, z[0])
    check_pure(activations.relu, z.astype(np.int64))
    check_close(call(activations.relu, mixed), expected)


# relu_derivative


@checks("relu_derivative", points=2)
@given(arrays(sizes(2), floats(0, 4)))
def test_relu_derivative_follows_its_formula(A):
    """ReLU's slope is 1 where its output is positive, else 0."""
    expected = reference.relu_derivative(A)

    check_close(call(activations.relu_derivative, A), expected)


@checks("relu_derivative", points=1)
@settings(max_examples=15)
@given(arrays((2, 3), _off_zero()))
def test_relu_derivative_is_the_slope(Z):
    """ReLU's slope agrees with central differences of ReLU away from the kink."""
    expected = numerical_gradient(lambda z: float(np.sum(reference.relu(z))), Z)
    A = reference.relu(Z)

    check_close(call(activations.relu_derivative, A), expected, **SLOPE)


@checks("relu_derivative", points=2)
def test_relu_derivative_is_zero_at_zero():
    """ReLU's slope is 0 where its output is exactly 0."""
    a = np.array([[0.0, 2.5, 0.0], [0.5, 0.0, 3.0]])

    check_close(call(activations.relu_derivative, a), np.array([[0.0, 1, 0], [1, 0, 1]]))


@checks("relu_derivative", points=1)
def test_relu_derivative_has_no_scale():
    """ReLU's slope is 1 for a positive output however small or large."""
    a = np.array([1e-9, 1e-300, 0.0, 0.25, 1.0, 1000.0, 1e9])

    check_close(call(activations.relu_derivative, a), np.array([1.0, 1, 0, 1, 1, 1, 1]))


@checks("relu_derivative", points=1)
@_any_shape("a single number", "a square", "more axes than two")
def test_relu_derivative_takes_any_shape(shapes):
    """ReLU's slope takes any shape and gives the same shape back, at 0 too."""
    for shape in shapes:
        a = _drawn(shape, 0.5, 3.0)
        expected = reference.relu_derivative(a), reference.relu_derivative(0.0 * a)

        check_close(call(activations.relu_derivative, a), expected[0])
        check_close(call(activations.relu_derivative, 0.0 * a), expected[1])


@checks("relu_derivative", points=1)
def test_relu_derivative_takes_integers():
    """ReLU's slope of integers is float64."""
    a = np.array([[0, 3, 2], [1, 0, 5]], dtype=np.int64)

    check_close(call(activations.relu_derivative, a), np.array([[0.0, 1, 1], [1, 0, 1]]))


@checks("relu_derivative", points=1)
def test_relu_derivative_takes_any_layout():
    """ReLU's slope accepts Fortran-ordered, sliced, read-only and float32 arrays."""
    a = np.maximum(_drawn((3, 4)), 0.0)
    single = a.astype(np.float32)
    expected = reference.relu_derivative(single)

    check_layouts(activations.relu_derivative, reference.relu_derivative, a)
    check_close(call(activations.relu_derivative, single), expected, **SINGLE)


@checks("relu_derivative", points=1)
def test_relu_derivative_leaves_its_argument_alone():
    """ReLU's slope is a new array, and the argument stays as it was."""
    a = np.maximum(_drawn((3, 4)), 0.0)
    expected = reference.relu_derivative(a)

    check_pure(activations.relu_derivative, a)
    check_pure(activations.relu_derivative, a[0])
    check_close(call(activations.relu_derivative, a), expected)


# softmax


@checks("softmax", points=2)
@given(arrays(sizes(2)))
def test_softmax_follows_its_formula(Z):
    """Softmax is exp(z) divided by its row's sum."""
    expected = reference.softmax(Z)

    check_close(call(activations.softmax, Z), expected)


@checks("softmax", points=1)
@settings(max_examples=15)
@given(sizes(1, low=2).flatmap(lambda size: arrays((1, *size))))
def test_softmax_takes_a_batch_of_one(Z):
    """Softmax of one row keeps its two axes."""
    expected = reference.softmax(Z)

    check_close(call(activations.softmax, Z), expected)


@checks("softmax", points=1)
@settings(max_examples=15)
@given(st.integers(2, 4).flatmap(lambda size: arrays((size, size))))
def test_softmax_divides_each_row_by_its_own_sum(Z):
    """On a square batch, too, each row is divided by its own sum (keepdims)."""
    expected = reference.softmax(Z)

    check_close(call(activations.softmax, Z), expected)


@checks("softmax", points=1)
@pytest.mark.parametrize(
    "shapes",
    [[(12,), (70, 3)], SHAPES["more axes than two"]],
    ids=["a vector and many rows", "more axes than two"],
)
def test_softmax_runs_over_the_last_axis(shapes):
    """Softmax runs over the last axis, for a vector, for many rows and for more axes than two."""
    for shape in shapes:
        Z = _drawn(shape)
        expected = reference.softmax(Z)

        check_close(call(activations.softmax, Z), expected, **EXACT)


@checks("softmax", points=2)
def test_softmax_survives_large_numbers():
    """Softmax neither overflows nor warns at z = 1000."""
    one_high = np.array([[1000.0, 290.0, 290.5]])
    Z = np.array([[1000.0, 999.0, 998.5], [710.0, 712.0, -1000.0], [1000.0, -1000.0, -999.0]])
    expected = reference.softmax(one_high), reference.softmax(Z)

    check_close(call(activations.softmax, one_high), expected[0], **EXACT)
    check_close(call(activations.softmax, Z), expected[1], **EXACT)


@checks("softmax", points=1)
def test_softmax_survives_large_negative_numbers():
    """Softmax does not divide 0 by 0 where a whole row is near z = -1000."""
    Z = np.array([[-1000.0, -999.0, -998.5], [-746.0, -747.0, -748.5]])
    expected = reference.softmax(Z)

    check_close(call(activations.softmax, Z), expected, **EXACT)


@checks("softmax", points=1)
@pytest.mark.parametrize("shape", [(2, 3), (1, 2, 3)], ids=["in a batch", "with three axes"])
def test_softmax_shifts_each_row_by_itself(shape):
    """A row near -1000 is right beside a row near 1000: each row has its own shift."""
    Z = np.array([[1000.0, 999.0, 998.5], [-1000.0, -999.0, -998.5]]).reshape(shape)
    expected = reference.softmax(Z)

    check_close(call(activations.softmax, Z), expected, **EXACT)


@checks("softmax", points=1)
@settings(max_examples=15)
@given(arrays(sizes(2)))
def test_softmax_rows_sum_to_one(Z):
    """Rows sum to one within 1e-9: nothing is added to the sum they are divided by."""
    expected = reference.softmax(Z)
    result = call(activations.softmax, Z)

    check_close(result, expected, **EXACT)
    check_close(result.sum(axis=-1), np.ones(len(Z)), rtol=1e-9, atol=0)


@checks("softmax", points=1)
def test_softmax_takes_integers():
    """Softmax of integers is float64."""
    Z = np.array([[-3, 0, 2], [1, -1, 4]], dtype=np.int64)
    expected = reference.softmax(Z)

    check_close(call(activations.softmax, Z), expected)


@checks("softmax", points=1)
def test_softmax_takes_any_layout():
    """Softmax accepts Fortran-ordered, sliced, read-only and float32 arrays."""
    Z = _drawn((3, 4))
    single = Z.astype(np.float32)
    expected = reference.softmax(single)

    check_layouts(activations.softmax, reference.softmax, Z)
    check_close(call(activations.softmax, single), expected, **SINGLE)


@checks("softmax", points=1)
def test_softmax_leaves_its_argument_alone():
    """Softmax returns a new array and does not shift its argument in place."""
    Z = _drawn((3, 4)) / 3
    z = _drawn(5) / 3
    expected = reference.softmax(Z)

    check_pure(activations.softmax, z)
    check_pure(activations.softmax, z[None])
    check_pure(activations.softmax, Z)
    check_pure(activations.softmax, Z[None])
    check_close(call(activations.softmax, Z), expected)


# log_softmax


@checks("log_softmax", points=2)
@given(arrays(sizes(2)))
def test_log_softmax_follows_its_formula(Z):
    """Log-softmax is z minus the log of its row's sum of exponentials."""
    expected = reference.log_softmax(Z)

    check_close(call(activations.log_softmax, Z), expected, **EXACT)


@checks("log_softmax", points=1)
@settings(max_examples=15)
@given(st.integers(2, 4).flatmap(lambda size: arrays((size, size))))
def test_log_softmax_subtracts_each_rows_own_sum(Z):
    """On a square batch, too, each row is measured by its own sum (keepdims)."""
    expected = reference.log_softmax(Z)

    check_close(call(activations.log_softmax, Z), expected)


@checks("log_softmax", points=1)
@pytest.mark.parametrize(
    "shapes",
    [[(12,)], [(1, 3), (70, 3)], SHAPES["more axes than two"]],
    ids=["a vector", "one row and many", "more axes than two"],
)
def test_log_softmax_runs_over_the_last_axis(shapes):
    """Log-softmax runs over the last axis, for a vector, for many rows and for more axes than two."""
    for shape in shapes:
        Z = _drawn(shape)
        expected = reference.log_softmax(Z)

        check_close(call(activations.log_softmax, Z), expected)


@checks("log_softmax", points=2)
def test_log_softmax_is_finite_where_softmax_underflows():
    """Log-softmax is finite and exact where softmax itself underflows to 0."""
    for row in ([0.0, -1000.0, 2.0, -800.0], [1000.0, -1000.0, -999.0, 250.0]):
        Z = np.array([row])
        expected = reference.log_softmax(Z)

        check_close(call(activations.log_softmax, Z), expected, **EXACT)


@checks("log_softmax", points=2)
def test_log_softmax_shifts_each_row_by_itself():
    """A row near -1000 is right beside a row near 1000: each row has its own shift."""
    Z = np.array([[1000.0, 999.0, 998.5], [-1000.0, -999.0, -998.5], [-710.0, -20.0, 3.0]])
    expected = reference.log_softmax(Z)

    check_close(call(activations.log_softmax, Z), expected, **EXACT)
    check_close(call(activations.log_softmax, Z[None]), expected[None], **EXACT)


@checks("log_softmax", points=1)
def test_log_softmax_takes_integers():
    """Log-softmax of integers is float64."""
    Z = np.array([[-3, 0, 2], [1, -1, 4]], dtype=np.int64)
    expected = reference.log_softmax(Z)

    check_close(call(activations.log_softmax, Z), expected)


@checks("log_softmax", points=1)
def test_log_softmax_takes_any_layout():
    """Log-softmax accepts Fortran-ordered, sliced, read-only and float32 arrays."""
    Z = _drawn((3, 4))
    single = Z.astype(np.float32)
    expected = reference.log_softmax(single)

    check_layouts(activations.log_softmax, reference.log_softmax, Z)
    check_close(call(activations.log_softmax, single), expected, **SINGLE)


@checks("log_softmax", points=1)
def test_log_softmax_leaves_its_argument_alone():
    """Log-softmax returns a new array and does not shift its argument in place."""
    Z = _drawn((3, 4)) / 3
    z = _drawn(5) / 3
    expected = reference.log_softmax(Z)

    check_pure(activations.log_softmax, z)
    check_pure(activations.log_softmax, z[None])
    check_pure(activations.log_softmax, Z)
    check_pure(activations.log_softmax, Z[None])
    check_close(call(activations.log_softmax, Z), expected)


# softmax_jacobian


@checks("softmax_jacobian", points=2)
@given(arrays(sizes(1, low=2)))
def test_softmax_jacobian_follows_its_formula(z):
    """The Jacobian is a_i - a_i**2 on the diagonal and -a_i a_j off it."""
    a = reference.softmax(z)
    expected = reference.softmax_jacobian(a)

    check_close(call(activations.softmax_jacobian, a), expected)


@checks("softmax_jacobian", points=2)
@settings(max_examples=15)
@given(arrays(sizes(1, low=2)))
def test_softmax_jacobian_is_the_slope(z):
    """The Jacobian agrees with central differences of softmax."""
    rows = [numerical_gradient(lambda z, i=i: reference.softmax(z)[i], z) for i in range(len(z))]
    a = reference.softmax(z)

    check_close(call(activations.softmax_jacobian, a), np.array(rows), **SLOPE)


@checks("softmax_jacobian", points=1)
def test_softmax_jacobian_of_a_certain_row():
    """The Jacobian of a row that is certain, one 1 and else 0, is all zeros, integers included."""
    a = np.array([0.5, 0.0, 0.25, 0.25])
    certain = np.array([0.0, 1.0, 0.0])
    whole = np.array([0, 0, 1, 0, 0], dtype=np.int64)
    expected = reference.softmax_jacobian(a)

    check_close(call(activations.softmax_jacobian, a), expected, **EXACT)
    check_close(call(activations.softmax_jacobian, certain), np.zeros((3, 3)))
    check_close(call(activations.softmax_jacobian, whole), np.zeros((5, 5)))


@checks("softmax_jacobian", points=1)
def test_softmax_jacobian_of_a_single_class():
    """The Jacobian has the shape (k, k), also for k = 1."""
    a = np.array([0.125, 0.875])
    expected = reference.softmax_jacobian(a)

    check_close(call(activations.softmax_jacobian, a), expected)
    check_close(call(activations.softmax_jacobian, np.array([1.0])), np.zeros((1, 1)))


@checks("softmax_jacobian", points=1)
def test_softmax_jacobian_takes_any_layout():
    """The Jacobian accepts sliced, read-only and float32 arrays."""
    a = reference.softmax(_drawn(12))
    single = a.astype(np.float32)
    expected = reference.softmax_jacobian(single)

    check_layouts(activations.softmax_jacobian, reference.softmax_jacobian, a)
    check_close(call(activations.softmax_jacobian, single), expected, **SINGLE)


@checks("softmax_jacobian", points=1)
def test_softmax_jacobian_leaves_its_argument_alone():
    """The Jacobian is a new array, and the argument stays as it was."""
    a = reference.softmax(_drawn(5))
    expected = reference.softmax_jacobian(a)

    check_pure(activations.softmax_jacobian, a)
    check_close(call(activations.softmax_jacobian, a), expected)
