"""Testers by example: a right candidate or two, and faults that they should find."""

from __future__ import annotations

import numpy as np

from exercises import property_testing
from grader.testing import call_allowing_warnings, check_answers, checks


def judge(tester, right, wrong, *, seed, more=()):
    """Ask about right and wrong candidates, twice each, in mixed order."""

    def ask(candidate):
        return call_allowing_warnings(getattr(property_testing, tester), candidate, *more)

    cases = [(candidate, True) for candidate in right] + [(candidate, False) for candidate in wrong]
    check_answers(ask, cases, seed=seed)


# is_sigmoid


def half_tanh(z):
    """A right sigmoid of another formula."""
    return 0.5 + 0.5 * np.tanh(np.asarray(z, dtype=np.float64) / 2)


@checks("is_sigmoid", points=1)
def test_is_sigmoid_tells_curves_apart():
    """(1 + tanh(z/2)) / 2 is the sigmoid; tanh, and a sigmoid with its sign lost, are not."""

    def sign_lost(z):
        return half_tanh(-z)

    judge("is_sigmoid", [half_tanh], [np.tanh, sign_lost], seed=1)


@checks("is_sigmoid", points=1)
def test_is_sigmoid_looks_further_than_values():
    """Overflow warnings, float32 and a changed argument are faults, however right the values."""

    def overflowing(z):
        return 1 / (1 + np.exp(-np.asarray(z, dtype=np.float64)))

    def in_float32(z):
        return np.float32(half_tanh(z))

    def spoiling(z):
        result = half_tanh(z)
        if isinstance(z, np.ndarray) and z.flags.writeable:
            z *= 0
        return result

    judge("is_sigmoid", [half_tanh], [overflowing, in_float32, spoiling], seed=2)


@checks("is_sigmoid", points=1)
def test_is_sigmoid_never_raises():
    """A candidate that raises, or returns nothing, is wrong."""

    def raising(z):
        raise ValueError("no sigmoid")

    def returning_nothing(z):
        return None

    judge("is_sigmoid", [half_tanh], [raising, returning_nothing], seed=3)


# is_softmax


def shifted(Z):
    """A right softmax."""
    Z = np.asarray(Z, dtype=np.float64)
    E = np.exp(Z - Z.max(axis=-1, keepdims=True))
    return E / E.sum(axis=-1, keepdims=True)


@checks("is_softmax", points=1)
def test_is_softmax_tells_formulas_apart():
    """Powers of two, and softmax of the opposite, are distributions too, but not this one."""

    def powers_of_two(Z):
        return shifted(np.log(2) * Z)

    def of_the_opposite(Z):
        return shifted(-Z)

    judge("is_softmax", [shifted], [powers_of_two, of_the_opposite], seed=4)


@checks("is_softmax", points=1)
def test_is_softmax_finds_the_guide_s_faults():
    """No shift overflows, and a sum down the columns is the wrong way."""

    def no_shift(Z):
        with np.errstate(all="ignore"):
            E = np.exp(np.asarray(Z, dtype=np.float64))
            return E / E.sum(axis=-1, keepdims=True)

    def wrong_way(Z):
        return shifted(Z.T).T if np.ndim(Z) == 2 else shifted(Z)

    judge("is_softmax", [shifted], [no_shift, wrong_way], seed=5)


# is_relu_derivative


def step(a):
    """A right slope of ReLU."""
    return np.where(np.asarray(a) > 0, 1.0, 0.0)


@checks("is_relu_derivative", points=1)
def test_is_relu_derivative_knows_its_values():
    """The guide's a (1 - a) is wrong, and so is a slope of 1 at 0."""

    def slope_of_sigmoid(a):
        return np.multiply(a, np.subtract(1.0, a))

    def one_at_zero(a):
        return np.where(np.asarray(a) >= 0, 1.0, 0.0)

    judge("is_relu_derivative", [step], [slope_of_sigmoid, one_at_zero], seed=6)


@checks("is_relu_derivative", points=1)
def test_is_relu_derivative_wants_float64():
    """Bools are no float64; what a candidate does with negative numbers does not matter."""

    def sign(a):
        return np.sign(np.asarray(a, dtype=np.float64))

    def bools(a):
        return np.asarray(a) > 0

    judge("is_relu_derivative", [step, sign], [bools], seed=7)


# is_binary_cross_entropy


def both_terms(y, p):
    """A right binary cross-entropy."""
    y, p = np.asarray(y, dtype=np.float64), np.clip(p, 1e-12, 1 - 1e-12)
    return float(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))


@checks("is_binary_cross_entropy", points=1)
def test_is_binary_cross_entropy_finds_the_guide_s_faults():
    """The second term is added, not subtracted, and a cost has a minus."""

    def guide(y, p):
        p = np.clip(p, 1e-12, 1 - 1e-12)
        return float(-np.mean(y * np.log(p) - (1 - y) * np.log(1 - p)))

    def without_minus(y, p):
        return -both_terms(y, p)

    judge("is_binary_cross_entropy", [both_terms], [guide, without_minus], seed=8)


@checks("is_binary_cross_entropy", points=1)
def test_is_binary_cross_entropy_knows_its_mean():
    """The mean is over all elements: a sum is wrong, and so is a division by the rows."""

    def over_rows(y, p):
        return both_terms(y, p) * np.size(y) / (len(y) if np.ndim(y) else 1)

    def sum_of_all(y, p):
        return both_terms(y, p) * np.size(y)

    judge("is_binary_cross_entropy", [both_terms], [sum_of_all, over_rows], seed=9)


# is_gradient_of


def cubes(x):
    """The sum of x³."""
    return float(np.sum(np.power(x, 3)))


def three_squares(x):
    """Its gradient."""
    return 3 * np.square(x)


@checks("is_gradient_of", points=1)
def test_is_gradient_of_a_sum_of_cubes():
    """3 x² is the gradient of the sum of x³; 3 |x| and -3 x² are not."""

    def three_sizes(x):
        return 3 * np.abs(x)

    def opposite(x):
        return -three_squares(x)

    for shape in ((2, 3), ()):
        more = cubes, shape, np.random.default_rng(1)

        judge("is_gradient_of", [three_squares], [three_sizes, opposite], seed=10, more=more)


@checks("is_gradient_of", points=1)
def test_is_gradient_of_looks_at_every_element():
    """One element that is off by 2 % is enough to be wrong, and a flat result is as well."""

    def one_off(x):
        slopes = three_squares(x)
        slopes[1, 2] = 1.02 * slopes[1, 2] + 0.002
        return slopes

    def flat(x):
        return three_squares(x).ravel()

    more = cubes, (2, 3), np.random.default_rng(2)

    judge("is_gradient_of", [three_squares], [one_off, flat], seed=11, more=more)


# is_backward


def backward_with(slope, name="right_backward"):
    """A backward pass with a slope of its own for the hidden layers."""

    def backward(Y, activations, params, hidden):
        delta = (activations[-1] - Y) / len(Y)
        grads = []
        for layer in range(len(params) - 1, -1, -1):
            grads.insert(0, (activations[layer].T @ delta, delta.sum(axis=0)))
            delta = delta @ params[layer][0].T * slope(activations[layer])
        return grads

    backward.__name__ = name
    return backward


@checks("is_backward", points=1)
def test_is_backward_finds_the_guide_s_fault():
    """ReLU's slope is A > 0; A (1 - A) is the sigmoid's, and A >= 0 stops nothing."""
    wrong = [
        backward_with(lambda A: A * (1 - A), "with_slope_of_sigmoid"),
        backward_with(lambda A: A >= 0, "with_slope_one_at_zero"),
    ]

    judge("is_backward", [backward_with(lambda A: A > 0)], wrong, seed=12)


@checks("is_backward", points=1)
def test_is_backward_looks_at_the_order():
    """Gradients come first layer first, and pairs may be lists."""
    right = backward_with(lambda A: A > 0)

    def reversed_layers(*args, **kwargs):
        return right(*args, **kwargs)[::-1]

    def lists(*args, **kwargs):
        return [list(pair) for pair in right(*args, **kwargs)]

    judge("is_backward", [right, lists], [reversed_layers], seed=13)
