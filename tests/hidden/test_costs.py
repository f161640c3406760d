"""The marks of `costs`: squared error, likelihood and cross-entropies, with their gradients."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from exercises import costs
from grader.testing import (
    arrays,
    call,
    check_close,
    check_layouts,
    check_pure,
    check_that,
    check_value_error,
    checks,
    numerical_gradient,
    sizes,
)
from solutions import costs as reference

EXACT = {"rtol": 1e-9, "atol": 1e-12}
# Where p is 1, 1 - p may be clipped apart from p: the two differ by 9e-5 of the clipped value.
AT_ONE = {"rtol": 1e-5}
AT_ONE_SLOPE = {"rtol": 1e-3}

bits = st.integers(0, 1).map(float)
probabilities = st.integers(1, 15).map(lambda sixteenths: sixteenths / 16)
shapes = st.one_of(sizes(1), sizes(2), sizes(3, high=4))


@st.composite
def pairs(draw, targets=None, predictions=None):
    """A target and a prediction of one shape, with one to three axes."""
    shape = draw(shapes)
    return draw(arrays(shape, targets)), draw(arrays(shape, predictions))


@st.composite
def labelled_logits(draw, low=1, high=5):
    """Logits of n rows and k columns, n and k different, and a label for each row."""
    n, k = draw(sizes(2, low=low, high=high))
    logits = draw(arrays((n, k)))
    return logits, draw(arrays(n, st.integers(0, k - 1), dtype=np.int64))


@st.composite
def distributions(draw, target):
    """A target of the asked kind and predicted probabilities, n rows of k, n and k different."""
    n, k = draw(sizes(2))
    weights = draw(arrays((n, k), st.integers(1, 15).map(float)))
    if target == "one-hot":
        Y = np.eye(k)[draw(arrays(n, st.integers(0, k - 1), dtype=np.int64))]
    else:
        Y = draw(arrays((n, k), st.integers(1, 15).map(float)))
        Y = Y / Y.sum(axis=1, keepdims=True)
    return Y, weights / weights.sum(axis=1, keepdims=True)


def random_pair(seed, shape):
    """A 0-or-1 target and probabilities well inside (0, 1)."""
    rng = np.random.default_rng(seed)
    return rng.integers(0, 2, shape).astype(np.float64), rng.uniform(0.1, 0.9, shape)


def numbers(*shape):
    """A target and a prediction far apart, of one shape."""
    rng = np.random.default_rng(21)
    return rng.normal(size=shape), 2000 * rng.normal(size=shape)


def soft_rows(n):
    """Soft rows of three classes, and their predicted probabilities."""
    Y, P = np.random.default_rng(22).uniform(0.1, 0.9, (2, n, 3))
    return Y / Y.sum(axis=1, keepdims=True), P / P.sum(axis=1, keepdims=True)


def many_logits():
    """Logits of seventy rows of five classes, and a label for each row."""
    rng = np.random.default_rng(26)
    return rng.normal(size=(70, 5)), rng.integers(0, 5, 70)


def both(result):
    """A result that should be a cost with its gradient, as two."""
    pair = isinstance(result, tuple | list) and len(result) == 2
    check_that(pair, "expected a pair: the cost and its gradient", actual=result)
    return result


# mean_squared_error


@checks("mean_squared_error", points=2)
@example(numbers(7, 11))
@example(numbers(3, 3))
@example(numbers(4, 1))
@example(numbers(2, 3, 4))
@given(pairs())
def test_mean_squared_error_follows_its_formula(pair):
    """The cost is the mean of the squared differences, for any shape."""
    Y, Y_hat = pair
    expected = reference.mean_squared_error(Y, Y_hat)

    check_close(call(costs.mean_squared_error, Y, Y_hat), expected, **EXACT)


@checks("mean_squared_error", points=1)
def test_mean_squared_error_divides_by_the_number_of_elements():
    """An error of 3 everywhere costs 9, whatever the shape and however large the numbers."""
    for shape in [(6,), (1, 6), (3, 2), (4, 4)]:
        Y = 1e7 + np.arange(np.prod(shape)).reshape(shape) / 7

        check_close(call(costs.mean_squared_error, Y, Y + 3), 9.0)


@checks("mean_squared_error", points=1)
def test_mean_squared_error_takes_integers():
    """Integer targets and predictions give the same float64 cost."""
    Y, Y_hat = np.array([[3, 0], [-2, 5], [1, 1]]), np.array([[1, 1], [2, 5], [1, 5]])

    check_close(call(costs.mean_squared_error, Y, Y_hat), 37 / 6)
    check_close(call(costs.mean_squared_error, Y, Y_hat + 0.5), 45.5 / 6)
    check_close(call(costs.mean_squared_error, 100_000 * Y, 100_000 * Y_hat), 37e10 / 6)


@checks("mean_squared_error", points=1)
def test_mean_squared_error_takes_single_numbers():
    """A float target and a float prediction are enough."""
    check_close(call(costs.mean_squared_error, 1.5, -0.5), 4.0)
    check_close(call(costs.mean_squared_error, 1, 4), 9.0)


@checks("mean_squared_error", points=1)
def test_mean_squared_error_takes_float32():
    """Single-precision arrays give the cost too."""
    Y, Y_hat = random_pair(1, (4, 3))
    Y, Y_hat = Y.astype(np.float32), Y_hat.astype(np.float32)
    expected = reference.mean_squared_error(Y, Y_hat)

    check_close(call(costs.mean_squared_error, Y, Y_hat), expected, rtol=1e-5, dtype=None)


@checks("mean_squared_error", points=1)
def test_mean_squared_error_takes_any_layout_and_keeps_its_arguments():
    """Any memory layout works, and the arguments are unchanged."""
    Y, Y_hat = random_pair(2, (4, 3))

    check_layouts(costs.mean_squared_error, reference.mean_squared_error, Y, Y_hat)
    check_pure(costs.mean_squared_error, Y, Y_hat)
    check_pure(costs.mean_squared_error, Y[0], Y_hat[0])


# mean_squared_error_gradient


@checks("mean_squared_error_gradient", points=2)
@example(numbers(7, 11))
@example(numbers(3, 3))
@example(numbers(4, 1))
@example(numbers(2, 3, 4))
@given(pairs())
def test_mean_squared_error_gradient_follows_its_formula(pair):
    """The gradient is 2 (Y_hat - Y), divided by the number of elements."""
    Y, Y_hat = pair
    expected = 2 * (Y_hat - Y) / Y.size

    check_close(call(costs.mean_squared_error_gradient, Y, Y_hat), expected, **EXACT)


@checks("mean_squared_error_gradient", points=1)
@pytest.mark.parametrize("shape", [(1, 4), (3, 2)], ids=["one row", "three rows"])
def test_mean_squared_error_gradient_is_the_slope_of_the_cost(shape):
    """The gradient agrees with central differences of the mean squared error."""
    rng = np.random.default_rng(3)
    Y, Y_hat = rng.normal(size=shape), rng.normal(size=shape)
    expected = numerical_gradient(lambda each: reference.mean_squared_error(Y, each), Y_hat)

    actual = call(costs.mean_squared_error_gradient, Y, Y_hat)

    check_close(actual, expected, rtol=1e-5, atol=1e-7)


@checks("mean_squared_error_gradient", points=1)
def test_mean_squared_error_gradient_takes_integers():
    """Integer targets and predictions give a float64 gradient, not a rounded one."""
    Y, Y_hat = np.array([[3, 0, 2]]), np.array([[2, 1, 7]])
    expected = np.array([[-2 / 3, 2 / 3, 10 / 3]])

    check_close(call(costs.mean_squared_error_gradient, Y, Y_hat), expected)


@checks("mean_squared_error_gradient", points=1)
def test_mean_squared_error_gradient_takes_single_numbers():
    """Floats in give a float out, and an array of one number an array."""
    check_close(call(costs.mean_squared_error_gradient, 1.5, -0.5), -4.0)
    check_close(call(costs.mean_squared_error_gradient, 1, 4), 6.0)
    one = np.array([[1.5]])
    check_close(call(costs.mean_squared_error_gradient, one, one - 2), np.array([[-4.0]]))


@checks("mean_squared_error_gradient", points=1)
def test_mean_squared_error_gradient_takes_float32():
    """Single-precision arrays give the gradient too."""
    Y, Y_hat = random_pair(4, (4, 3))
    Y, Y_hat = Y.astype(np.float32), Y_hat.astype(np.float32)
    expected = reference.mean_squared_error_gradient(Y, Y_hat)

    actual = call(costs.mean_squared_error_gradient, Y, Y_hat)

    check_close(actual, expected, rtol=1e-5, dtype=None)


@checks("mean_squared_error_gradient", points=1)
def test_mean_squared_error_gradient_takes_any_layout():
    """Fortran-ordered, sliced and read-only arrays give the same gradient."""
    Y, Y_hat = random_pair(5, (4, 3))

    check_layouts(
        costs.mean_squared_error_gradient, reference.mean_squared_error_gradient, Y, Y_hat
    )


@checks("mean_squared_error_gradient", points=1)
def test_mean_squared_error_gradient_is_a_new_array():
    """The arguments are unchanged and the gradient shares no memory with them."""
    Y, Y_hat = random_pair(6, (2, 1))
    expected = reference.mean_squared_error_gradient(Y, Y_hat)

    check_pure(costs.mean_squared_error_gradient, Y, Y_hat)
    check_close(call(costs.mean_squared_error_gradient, Y, Y_hat), expected)


# log_likelihood


@checks("log_likelihood", points=2)
@example(random_pair(23, (3, 3)))
@example(random_pair(24, (4, 1)))
@example(random_pair(25, (2, 3, 4)))
@given(pairs(bits, probabilities))
def test_log_likelihood_follows_its_formula(pair):
    """It is the sum of y log p + (1 - y) log(1 - p), for any shape."""
    y, p = pair
    expected = float(np.sum(np.log(np.where(y == 1, p, 1 - p))))

    check_close(call(costs.log_likelihood, y, p), expected, **EXACT)


@checks("log_likelihood", points=2)
def test_log_likelihood_adds_the_term_of_a_no():
    """Where y is 0, the log of 1 - p is added: a confident wrong yes is unlikely."""
    y, p = np.zeros(3), np.array([0.25, 0.5, 0.875])

    actual = call(costs.log_likelihood, y, p)

    check_close(actual, float(np.log(0.75 * 0.5 * 0.125)))


@checks("log_likelihood", points=1)
def test_log_likelihood_is_a_sum():
    """It is a sum, not a mean: n examples with p = 1/2 give n log(1/2), however many they are."""
    for n in (1, 2, 7, 3000):
        y = np.arange(n) % 2.0

        check_close(call(costs.log_likelihood, y, np.full(n, 0.5)), n * float(np.log(0.5)))


@checks("log_likelihood", points=1)
@pytest.mark.parametrize(
    ("y", "p"),
    [([1.0, 0.0], [1.0, 0.0]), ([1.0, 1.0, 0.0], [0.0, 0.5, 0.5]), ([0.0, 0.0], [1.0, 1 - 1e-14])],
    ids=["certain and right", "yes to p = 0", "no to p = 1 and below"],
)
def test_log_likelihood_is_finite_at_zero_and_one(y, p):
    """A probability of 0 or 1, or beside it, is clipped to [1e-12, 1 - 1e-12]."""
    y, p = np.append(y, 1.0), np.append(p, 0.25)
    expected = reference.log_likelihood(y, p)

    check_close(call(costs.log_likelihood, y, p), expected, **AT_ONE)


@checks("log_likelihood", points=1)
def test_log_likelihood_is_exact_near_zero_and_one():
    """Probabilities are clipped at 1e-12 and no earlier, and nothing is added to them."""
    y, p = np.array([1.0, 0.0, 1.0, 1.0]), np.array([1e-9, 1 - 1e-9, 1e-11, 1e-15])
    expected = reference.log_likelihood(y, p)

    check_close(call(costs.log_likelihood, y, p), expected)


@checks("log_likelihood", points=1)
def test_log_likelihood_takes_integers():
    """Integer targets and integer probabilities give the same float64 result."""
    y, p = np.array([1, 0, 1, 1]), np.array([0.25, 0.5, 0.75, 0.5])
    certain = np.array([1, 0, 1, 0])
    expected, at_one = reference.log_likelihood(y, p), reference.log_likelihood(y, certain)

    check_close(call(costs.log_likelihood, y, p), expected)
    check_close(call(costs.log_likelihood, y, certain), at_one, **AT_ONE)


@checks("log_likelihood", points=1)
def test_log_likelihood_takes_single_numbers():
    """A float y and a float p are enough."""
    check_close(call(costs.log_likelihood, 1.0, 0.25), float(np.log(0.25)))
    check_close(call(costs.log_likelihood, 0, 0.25), float(np.log(0.75)))


@checks("log_likelihood", points=1)
def test_log_likelihood_takes_float32():
    """Single-precision arrays give the result too."""
    y, p = random_pair(7, (4, 3))
    y, p = y.astype(np.float32), p.astype(np.float32)
    expected = reference.log_likelihood(y, p)

    check_close(call(costs.log_likelihood, y, p), expected, rtol=1e-5, dtype=None)


@checks("log_likelihood", points=1)
def test_log_likelihood_takes_any_layout():
    """Fortran-ordered, sliced and read-only arrays give the same result."""
    y, p = random_pair(8, (4, 3))

    check_layouts(costs.log_likelihood, reference.log_likelihood, y, p)


@checks("log_likelihood", points=1)
def test_log_likelihood_keeps_its_arguments():
    """The arguments are unchanged, also where a probability has to be clipped."""
    y, p = np.array([1.0, 0.0, 1.0, 1.0]), np.array([0.0, 1e-15, 0.5, 1.0])
    expected = reference.log_likelihood(y, p)

    check_pure(costs.log_likelihood, y, p)
    check_pure(costs.log_likelihood, y[None], p[None])
    check_close(call(costs.log_likelihood, y, p), expected)


# binary_cross_entropy


@checks("binary_cross_entropy", points=2)
@example(random_pair(23, (3, 3)))
@example(random_pair(24, (4, 1)))
@example(random_pair(25, (2, 3, 4)))
@given(pairs(bits, probabilities))
def test_binary_cross_entropy_follows_its_formula(pair):
    """The cost is the mean of -(y log p + (1 - y) log(1 - p)), for any shape."""
    y, p = pair
    expected = float(np.mean(-np.log(np.where(y == 1, p, 1 - p))))

    check_close(call(costs.binary_cross_entropy, y, p), expected, **EXACT)


@checks("binary_cross_entropy", points=1)
@pytest.mark.parametrize("y", [1.0, 0.0], ids=["a yes", "a no"])
def test_binary_cross_entropy_falls_as_p_nears_y(y):
    """The cost is positive, and smaller the nearer p is to y."""
    y, distance = np.array([y]), np.array([0.25])

    near = call(costs.binary_cross_entropy, y, abs(y - distance))
    far = call(costs.binary_cross_entropy, y, abs(y - 3 * distance))

    check_close(near, -float(np.log(0.75)))
    check_close(far, -float(np.log(0.25)))
    check_that(far > near > 0, "the cost should fall as p nears y", actual=[far, near])


@checks("binary_cross_entropy", points=1)
def test_binary_cross_entropy_is_a_mean_over_all_elements():
    """Where every p is 1/2 the cost is log 2, whatever the shape."""
    for shape in [(6,), (1, 6), (3, 2), (4, 4)]:
        y = np.arange(np.prod(shape)).reshape(shape) % 2.0

        actual = call(costs.binary_cross_entropy, y, np.full(shape, 0.5))

        check_close(actual, float(np.log(2)))


@checks("binary_cross_entropy", points=1)
@pytest.mark.parametrize(
    ("y", "p"),
    [([1.0, 0.0], [1.0, 0.0]), ([1.0, 1.0, 0.0], [0.0, 0.5, 0.5]), ([0.0, 0.0], [1.0, 1 - 1e-14])],
    ids=["certain and right", "yes to p = 0", "no to p = 1 and below"],
)
def test_binary_cross_entropy_is_finite_at_zero_and_one(y, p):
    """A probability of 0 or 1, or beside it, is clipped to [1e-12, 1 - 1e-12]."""
    y, p = np.append(y, 1.0), np.append(p, 0.25)
    expected = reference.binary_cross_entropy(y, p)

    check_close(call(costs.binary_cross_entropy, y, p), expected, **AT_ONE)


@checks("binary_cross_entropy", points=1)
def test_binary_cross_entropy_is_exact_near_zero_and_one():
    """Probabilities are clipped at 1e-12 and no earlier, and nothing is added to them."""
    y, p = np.array([1.0, 0.0, 1.0, 1.0]), np.array([1e-9, 1 - 1e-9, 1e-11, 1e-15])
    expected = reference.binary_cross_entropy(y, p)

    check_close(call(costs.binary_cross_entropy, y, p), expected)


@checks("binary_cross_entropy", points=1)
def test_binary_cross_entropy_takes_integers():
    """Integer targets and integer probabilities give the same float64 cost."""
    y, p = np.array([1, 0, 1, 1]), np.array([0.25, 0.5, 0.75, 0.5])
    certain = np.array([1, 0, 1, 0])
    expected, at_one = (reference.binary_cross_entropy(y, each) for each in (p, certain))

    check_close(call(costs.binary_cross_entropy, y, p), expected)
    check_close(call(costs.binary_cross_entropy, y, certain), at_one, **AT_ONE)


@checks("binary_cross_entropy", points=1)
def test_binary_cross_entropy_takes_single_numbers():
    """A float y and a float p are enough."""
    check_close(call(costs.binary_cross_entropy, 1.0, 0.25), float(-np.log(0.25)))
    check_close(call(costs.binary_cross_entropy, 0, 0.25), float(-np.log(0.75)))


@checks("binary_cross_entropy", points=1)
def test_binary_cross_entropy_takes_float32():
    """Single-precision arrays give the cost too."""
    y, p = random_pair(9, (4, 3))
    y, p = y.astype(np.float32), p.astype(np.float32)
    expected = reference.binary_cross_entropy(y, p)

    check_close(call(costs.binary_cross_entropy, y, p), expected, rtol=1e-5, dtype=None)


@checks("binary_cross_entropy", points=1)
def test_binary_cross_entropy_takes_any_layout():
    """Fortran-ordered, sliced and read-only arrays give the same cost."""
    y, p = random_pair(10, (4, 3))

    check_layouts(costs.binary_cross_entropy, reference.binary_cross_entropy, y, p)


@checks("binary_cross_entropy", points=1)
def test_binary_cross_entropy_keeps_its_arguments():
    """The arguments are unchanged, also where a probability has to be clipped."""
    y, p = np.array([1.0, 0.0, 1.0, 1.0]), np.array([0.0, 1e-15, 0.5, 1.0])
    expected = reference.binary_cross_entropy(y, p)

    check_pure(costs.binary_cross_entropy, y, p)
    check_pure(costs.binary_cross_entropy, y[None], p[None])
    check_close(call(costs.binary_cross_entropy, y, p), expected)


# binary_cross_entropy_gradient


@checks("binary_cross_entropy_gradient", points=2)
@example(random_pair(23, (3, 3)))
@example(random_pair(24, (4, 1)))
@example(random_pair(25, (2, 3, 4)))
@given(pairs(bits, probabilities))
def test_binary_cross_entropy_gradient_follows_its_formula(pair):
    """The gradient is (p - y) / (p (1 - p)), divided by the number of elements."""
    y, p = pair
    expected = np.where(y == 1, -1 / p, 1 / (1 - p)) / y.size

    check_close(call(costs.binary_cross_entropy_gradient, y, p), expected, **EXACT)


@checks("binary_cross_entropy_gradient", points=1)
@pytest.mark.parametrize("shape", [(1, 4), (3, 2)], ids=["one row", "three rows"])
def test_binary_cross_entropy_gradient_is_the_slope_of_the_cost(shape):
    """The gradient agrees with central differences of the binary cross-entropy."""
    y, p = random_pair(11, shape)
    expected = numerical_gradient(lambda each: reference.binary_cross_entropy(y, each), p)

    actual = call(costs.binary_cross_entropy_gradient, y, p)

    check_close(actual, expected, rtol=1e-5, atol=1e-7)


@checks("binary_cross_entropy_gradient", points=1)
@pytest.mark.parametrize(
    ("y", "p"),
    [(1.0, 0.0), (0.0, 1.0), (1.0, 1.0), (0.0, 0.0)],
    ids=["yes to p = 0", "no to p = 1", "yes to p = 1", "no to p = 0"],
)
def test_binary_cross_entropy_gradient_is_finite_at_zero_and_one(y, p):
    """At p = 0 and p = 1, and beside them, it is the slope at the clipped value, not infinite and not 0."""
    y, p = np.array([y, y, 1.0]), np.array([p, abs(p - 1e-14), 0.5])
    expected = reference.binary_cross_entropy_gradient(y, p)

    actual = call(costs.binary_cross_entropy_gradient, y, p)

    check_close(actual, expected, **AT_ONE_SLOPE)


@checks("binary_cross_entropy_gradient", points=1)
def test_binary_cross_entropy_gradient_is_exact_near_zero_and_one():
    """Probabilities are clipped at 1e-12 and no earlier, and nothing is added to them."""
    y, p = np.array([1.0, 0.0, 1.0, 1.0]), np.array([1e-9, 1 - 1e-9, 1e-11, 1e-15])
    expected = reference.binary_cross_entropy_gradient(y, p)

    check_close(call(costs.binary_cross_entropy_gradient, y, p), expected)


@checks("binary_cross_entropy_gradient", points=1)
def test_binary_cross_entropy_gradient_takes_integers():
    """Integer targets and integer probabilities give a float64 gradient."""
    y, p = np.array([1, 0, 1]), np.array([0.25, 0.5, 0.75])
    certain = np.array([1, 0, 0])
    expected, at_one = (reference.binary_cross_entropy_gradient(y, each) for each in (p, certain))

    check_close(call(costs.binary_cross_entropy_gradient, y, p), expected)
    check_close(call(costs.binary_cross_entropy_gradient, y, certain), at_one, **AT_ONE_SLOPE)


@checks("binary_cross_entropy_gradient", points=1)
def test_binary_cross_entropy_gradient_takes_single_numbers():
    """Floats in give a float out, and an array of one number an array."""
    check_close(call(costs.binary_cross_entropy_gradient, 1.0, 0.25), -4.0)
    check_close(call(costs.binary_cross_entropy_gradient, 0, 0.75), 4.0)
    y, p = np.array([[1.0]]), np.array([[0.25]])
    check_close(call(costs.binary_cross_entropy_gradient, y, p), np.array([[-4.0]]))


@checks("binary_cross_entropy_gradient", points=1)
def test_binary_cross_entropy_gradient_takes_float32():
    """Single-precision arrays give the gradient too."""
    y, p = random_pair(12, (4, 3))
    y, p = y.astype(np.float32), p.astype(np.float32)
    expected = reference.binary_cross_entropy_gradient(y, p)

    actual = call(costs.binary_cross_entropy_gradient, y, p)

    check_close(actual, expected, rtol=1e-5, dtype=None)


@checks("binary_cross_entropy_gradient", points=1)
def test_binary_cross_entropy_gradient_takes_any_layout():
    """Fortran-ordered, sliced and read-only arrays give the same gradient."""
    y, p = random_pair(13, (4, 3))

    check_layouts(
        costs.binary_cross_entropy_gradient, reference.binary_cross_entropy_gradient, y, p
    )


@checks("binary_cross_entropy_gradient", points=1)
def test_binary_cross_entropy_gradient_is_a_new_array():
    """The arguments are unchanged and the gradient shares no memory with them."""
    y, p = np.array([1.0, 0.0, 1.0, 1.0]), np.array([0.0, 1e-15, 0.5, 1.0])
    expected = reference.binary_cross_entropy_gradient(y, p)

    check_pure(costs.binary_cross_entropy_gradient, y, p)
    check_pure(costs.binary_cross_entropy_gradient, y[None], p[None])
    check_close(call(costs.binary_cross_entropy_gradient, y, p), expected, **AT_ONE_SLOPE)


# one_hot


@checks("one_hot", points=2)
@given(st.data())
def test_one_hot_puts_the_one_in_the_label_s_column(data):
    """Row i has a 1 in the column of label i and zeros elsewhere."""
    n, k = data.draw(sizes(2, high=6))
    labels = data.draw(arrays(n, st.integers(0, k - 1), dtype=np.int64), label="labels")
    expected = (labels[:, None] == np.arange(k)).astype(np.float64)

    check_close(call(costs.one_hot, labels, k), expected)


@checks("one_hot", points=1)
def test_one_hot_has_a_column_for_every_class():
    """There are n_classes columns, whichever labels occur."""
    for labels, k in [
        ([0, 1], 5),
        ([1, 1, 1], 3),
        ([0], 1),
        ([2, 0, 1], 3),
        ([200, 0], 300),
        ([0, 1] * 35, 2),
    ]:
        expected = np.eye(k)[labels]

        check_close(call(costs.one_hot, np.array(labels), k), expected)


@checks("one_hot", points=1)
@pytest.mark.parametrize("dtype", ["uint8", "float64"])
def test_one_hot_takes_labels_of_any_type(dtype):
    """Labels may be of any integer type, or floats with whole values; the rows are float64."""
    labels = np.array([2, 0, 3, 2, 1], dtype=dtype)
    expected = np.eye(4)[[2, 0, 3, 2, 1]]

    check_close(call(costs.one_hot, labels, 4), expected)


@checks("one_hot", points=1)
@pytest.mark.parametrize(
    ("labels", "k"),
    [
        ([0, 4, 1], 4),
        ([0, 2, -1], 3),
        ([1.0, 0.0, 1.5], 4),
        ([0.0, 1.00001], 3),
        ([0.0, -0.5], 3),
        ([7.0, 0.0], 3),
    ],
    ids=[
        "one too large",
        "minus one",
        "one and a half",
        "hardly more than one",
        "minus a half",
        "a float too large",
    ],
)
def test_one_hot_refuses_what_is_no_label(labels, k):
    """A label out of range or not whole is a ValueError that names it."""
    right = np.array([k - 1, 0])
    bad = next(each for each in labels if each not in range(k))

    check_close(call(costs.one_hot, right, k), np.eye(k)[right])
    check_value_error(costs.one_hot, np.array(labels), k, mentions=["label", f"{bad:g}"])


@checks("one_hot", points=1)
def test_one_hot_refuses_a_large_label():
    """A large label is a ValueError too, in uint8 and in int64: it is not taken modulo 256."""
    labels = np.array([1, 200, 2], dtype=np.uint8)

    check_close(call(costs.one_hot, labels[::2], 3), np.eye(3)[[1, 2]])
    check_value_error(costs.one_hot, labels, 3, mentions=["label", 200])
    check_value_error(costs.one_hot, np.array([0, 256]), 3, mentions=["label", 256])


@checks("one_hot", points=1)
def test_one_hot_takes_any_layout_and_keeps_its_arguments():
    """Sliced and read-only labels work, the labels are unchanged and the rows are new."""
    labels = np.array([2, 1, 3, 1, 1])

    check_layouts(costs.one_hot, reference.one_hot, labels, 4)
    check_pure(costs.one_hot, labels, 4)


# cross_entropy


@checks("cross_entropy", points=2)
@given(distributions("one-hot"))
def test_cross_entropy_of_one_hot_rows(pair):
    """For one-hot rows it is the mean over rows of -log of the true class's probability."""
    Y, P = pair
    expected = float(np.mean(-np.log(P[Y == 1])))

    check_close(call(costs.cross_entropy, Y, P), expected)


@checks("cross_entropy", points=2)
@example(soft_rows(70))
@example(soft_rows(3))
@given(distributions("soft"))
def test_cross_entropy_of_soft_rows(pair):
    """For soft rows every class counts with its weight: -(1/n) times the sum of Y log P."""
    Y, P = pair
    expected = float(-np.sum(Y * np.log(P)) / len(Y))

    check_close(call(costs.cross_entropy, Y, P), expected, **EXACT)


@checks("cross_entropy", points=1)
def test_cross_entropy_is_summed_over_classes_and_averaged_over_rows():
    """Guessing every class with 1/k costs log k, whatever n is."""
    for n, k in [(1, 4), (2, 5), (6, 3), (3, 3)]:
        Y = np.eye(k)[np.arange(n) % k]

        actual = call(costs.cross_entropy, Y, np.full((n, k), 1 / k))

        check_close(actual, float(np.log(k)))


@checks("cross_entropy", points=1)
@pytest.mark.parametrize(
    "row", [[0.0, 1.0, 0.0], [1.0, 0.0, 0.0]], ids=["certain and wrong", "certain and right"]
)
def test_cross_entropy_is_finite_at_zero_and_one(row):
    """A probability of exactly 0 or 1 is clipped to [1e-12, 1 - 1e-12]."""
    Y, P = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]), np.array([row, [0.25, 0.5, 0.25]])
    expected = reference.cross_entropy(Y, P)

    check_close(call(costs.cross_entropy, Y, P), expected)


@checks("cross_entropy", points=1)
def test_cross_entropy_is_exact_near_zero():
    """Probabilities are clipped at 1e-12 and no earlier, and nothing is added to them."""
    small = np.array([1e-9, 1e-11, 1e-15])
    Y, P = np.array([[0.0, 1.0], [0.25, 0.75], [0.0, 1.0]]), np.stack([1 - small, small], axis=1)
    expected = reference.cross_entropy(Y, P)

    check_close(call(costs.cross_entropy, Y, P), expected)


@checks("cross_entropy", points=1)
def test_cross_entropy_takes_integers():
    """Integer targets and integer probabilities give the same float64 cost."""
    Y, P = np.array([[1, 0, 0], [0, 0, 1]]), np.array([[0.5, 0.25, 0.25], [0.125, 0.75, 0.125]])
    certain = np.array([[0, 1, 0], [0, 0, 1]])
    expected, at_one = reference.cross_entropy(Y, P), reference.cross_entropy(Y, certain)

    check_close(call(costs.cross_entropy, Y, P), expected)
    check_close(call(costs.cross_entropy, Y, certain), at_one)


@checks("cross_entropy", points=1)
def test_cross_entropy_takes_float32():
    """Single-precision arrays give the cost too."""
    Y, P = np.eye(3, dtype=np.float32)[[0, 2, 1, 1]], random_pair(14, (4, 3))[1]
    P = (P / P.sum(axis=1, keepdims=True)).astype(np.float32)
    expected = reference.cross_entropy(Y, P)

    check_close(call(costs.cross_entropy, Y, P), expected, rtol=1e-5, dtype=None)


@checks("cross_entropy", points=1)
def test_cross_entropy_takes_any_layout():
    """Fortran-ordered, sliced and read-only arrays give the same cost."""
    Y, P = np.eye(3)[[0, 2, 1, 1]], random_pair(15, (4, 3))[1]
    P = P / P.sum(axis=1, keepdims=True)

    check_layouts(costs.cross_entropy, reference.cross_entropy, Y, P)


@checks("cross_entropy", points=1)
def test_cross_entropy_keeps_its_arguments():
    """The arguments are unchanged, also where a probability has to be clipped."""
    Y, P = np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([[0.0, 1.0], [0.25, 0.75]])
    expected = reference.cross_entropy(Y, P)

    check_pure(costs.cross_entropy, Y, P)
    check_close(call(costs.cross_entropy, Y, P), expected)


# softmax_cross_entropy


@checks("softmax_cross_entropy", points=2)
@example(many_logits())
@given(labelled_logits())
def test_softmax_cross_entropy_cost_follows_its_formula(example):
    """The cost is the mean over rows of log(sum of exp(z)) - z_label."""
    logits, labels = example
    rows = np.arange(len(labels))
    expected = float(np.mean(np.log(np.exp(logits).sum(axis=1)) - logits[rows, labels]))

    cost, _ = both(call(costs.softmax_cross_entropy, logits, labels))

    check_close(cost, expected, **EXACT)


@checks("softmax_cross_entropy", points=2)
@example(many_logits())
@given(labelled_logits())
def test_softmax_cross_entropy_gradient_follows_its_formula(example):
    """The gradient is (softmax - one-hot) / n."""
    logits, labels = example
    exponentials = np.exp(logits)
    softmax = exponentials / exponentials.sum(axis=1, keepdims=True)
    expected = (softmax - np.eye(logits.shape[1])[labels]) / len(labels)

    _, gradient = both(call(costs.softmax_cross_entropy, logits, labels))

    check_close(gradient, expected, **EXACT)


@checks("softmax_cross_entropy", points=1)
@pytest.mark.parametrize(
    ("n", "k"), [(1, 4), (5, 3), (3, 3)], ids=["one row", "five rows", "square"]
)
def test_softmax_cross_entropy_gradient_is_the_slope_of_the_cost(n, k):
    """The gradient agrees with central differences of the cost, for one row and for several."""
    rng = np.random.default_rng(16)
    logits, labels = rng.normal(size=(n, k)), rng.integers(0, k, n)
    expected = numerical_gradient(
        lambda each: reference.softmax_cross_entropy(each, labels)[0], logits
    )

    _, gradient = both(call(costs.softmax_cross_entropy, logits, labels))

    check_close(gradient, expected, rtol=1e-5, atol=1e-7)


@checks("softmax_cross_entropy", points=1)
@pytest.mark.parametrize(
    ("logits", "labels"),
    [
        ([[1000.0, 0.0, 1.0]], [1]),
        ([[-1000.0, 1000.0]], [0]),
        ([[1000.0, 999.0], [-1000.0, -999.0], [0.0, 0.5], [0.0, -18.0]], [1, 0, 1, 0]),
        ([[0.0, -40.0, -45.0], [1.0, 0.0, 1.0]], [1, 0]),
    ],
    ids=["overflow", "both extremes", "rows far apart", "softmax below the clip"],
)
def test_softmax_cross_entropy_is_stable(logits, labels):
    """Logits up to ±1000 give the exact cost and gradient, unclipped and without a warning."""
    logits, labels = np.array(logits), np.array(labels)
    expected = reference.softmax_cross_entropy(logits, labels)

    check_close(call(costs.softmax_cross_entropy, logits, labels), expected)


@checks("softmax_cross_entropy", points=1)
def test_softmax_cross_entropy_takes_integers():
    """Integer logits give a float64 cost and gradient."""
    logits, labels = np.array([[3, 1], [0, -2], [1, 1]]), np.array([1, 0, 1])
    expected = reference.softmax_cross_entropy(logits, labels)

    check_close(call(costs.softmax_cross_entropy, logits, labels), expected)


@checks("softmax_cross_entropy", points=1)
def test_softmax_cross_entropy_takes_uint8_labels():
    """Labels may be of any integer type, uint8 as data sets store them."""
    logits = np.random.default_rng(17).normal(size=(4, 3))
    labels = np.array([2, 0, 1, 2], dtype=np.uint8)
    many, high = np.tile(logits, 100), np.array([200, 0, 255, 127], dtype=np.uint8)
    expected = [reference.softmax_cross_entropy(*each) for each in [(logits, labels), (many, high)]]

    check_close(call(costs.softmax_cross_entropy, logits, labels), expected[0])
    check_close(call(costs.softmax_cross_entropy, many, high), expected[1])


@checks("softmax_cross_entropy", points=1)
def test_softmax_cross_entropy_takes_float32():
    """Single-precision logits give the cost and gradient too."""
    logits = np.random.default_rng(18).normal(size=(4, 3)).astype(np.float32)
    labels = np.array([2, 0, 1, 1])
    expected = reference.softmax_cross_entropy(logits, labels)

    actual = call(costs.softmax_cross_entropy, logits, labels)

    check_close(actual, expected, rtol=1e-5, atol=1e-6, dtype=None)


@checks("softmax_cross_entropy", points=1)
def test_softmax_cross_entropy_takes_any_layout():
    """Fortran-ordered, sliced and read-only arrays give the same cost and gradient."""
    logits, labels = np.random.default_rng(19).normal(size=(4, 3)), np.array([2, 0, 1, 1])

    check_layouts(costs.softmax_cross_entropy, reference.softmax_cross_entropy, logits, labels)


@checks("softmax_cross_entropy", points=1)
def test_softmax_cross_entropy_gradient_is_a_new_array():
    """Logits and labels are unchanged and the gradient shares no memory with them."""
    logits, labels = np.random.default_rng(20).normal(size=(4, 3)), np.array([2, 0, 1, 1])
    expected = reference.softmax_cross_entropy(logits, labels)

    check_pure(costs.softmax_cross_entropy, logits, labels)
    check_pure(costs.softmax_cross_entropy, logits[:1], labels[:1])
    check_close(call(costs.softmax_cross_entropy, logits, labels), expected)
