"""Gradient checking by hand: a cube, a product, and the mistakes that a check should find."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings

from exercises import gradient_checking
from grader.testing import arrays, call, check_close, check_that, check_value_error, checks


def cubes(x):
    """The sum of x³, with the slopes 3 x²."""
    return float(np.sum(x**3))


# numerical_gradient


@checks("numerical_gradient", points=1)
def test_numerical_gradient_of_a_cube():
    """With a step of 1/2 the central difference of x³ at 2 is 12.25, not 15.25."""
    actual = call(gradient_checking.numerical_gradient, cubes, np.array([2.0, 0.0]), eps=0.5)

    check_close(actual, np.array([12.25, 0.25]))


@checks("numerical_gradient", points=1)
@settings(max_examples=15)
@given(arrays((2, 3)))
def test_numerical_gradient_of_a_square(x):
    """The slopes of half the sum of x² are x itself, in x's own shape."""
    expected = x.copy()

    actual = call(gradient_checking.numerical_gradient, lambda x: float(np.sum(x * x)) / 2, x)

    check_close(actual, expected, rtol=1e-5, atol=1e-7)


@checks("numerical_gradient", points=1)
def test_numerical_gradient_of_integers():
    """An integer x moves too: the slopes of x³ at 1 and 2 are 3 and 12."""
    actual = call(gradient_checking.numerical_gradient, cubes, np.array([1, 2]))

    check_close(actual, np.array([3.0, 12.0]), rtol=1e-5)


@checks("numerical_gradient", points=1)
def test_numerical_gradient_puts_every_element_back():
    """The slopes of x y z at (2, 3, 5) are 15, 10 and 6, and x is unchanged."""
    x = np.array([2.0, 3.0, 5.0])

    actual = call(gradient_checking.numerical_gradient, lambda x: float(np.prod(x)), x, eps=0.5)

    check_close(actual, np.array([15.0, 10.0, 6.0]))
    check_that(x.tolist() == [2.0, 3.0, 5.0], "x was changed", actual=x)


# relative_error


@checks("relative_error", points=1)
def test_relative_error_of_two_vectors():
    """The elements' errors are 0, 2/8 and 1/3: the largest counts."""
    a, b = np.array([1.0, 3.0, -1.0]), np.array([1.0, 5.0, -2.0])

    check_close(call(gradient_checking.relative_error, a, b), 1 / 3)


@checks("relative_error", points=1)
def test_relative_error_of_zeros():
    """0 against 0 is an error of 0, 0 against 2 one of 1."""
    check_close(call(gradient_checking.relative_error, np.zeros(2), np.array([0.0, 2.0])), 1.0)
    check_close(call(gradient_checking.relative_error, np.zeros(2), np.zeros(2)), 0.0)


@checks("relative_error", points=1)
def test_relative_error_refuses_a_column_for_a_row():
    """Shapes (3,) and (3, 1) are a ValueError, though numpy could broadcast them."""
    a = np.array([1.0, 2.0, 3.0])

    check_close(call(gradient_checking.relative_error, a, 3 * a), 0.5)
    check_value_error(gradient_checking.relative_error, a, a[:, None], mentions=["3,", "3, 1"])


# check_gradient


@checks("check_gradient", points=1)
def test_check_gradient_of_a_cube():
    """3 x² is the gradient of x³; x² and -3 x² are not."""
    x = np.array([1.0, -2.0, 0.5])

    answers = [
        call(gradient_checking.check_gradient, cubes, gradient, x)
        for gradient in (lambda x: 3 * x**2, lambda x: x**2, lambda x: -3 * x**2)
    ]

    check_that(answers == [True, False, False], "wrong answers", actual=answers)


@checks("check_gradient", points=1)
def test_check_gradient_is_false_for_nan():
    """A gradient that is NaN is not the gradient, whatever is compared with it."""
    x = np.array([1.0, 2.0])

    right = gradient_checking.check_gradient(cubes, lambda x: 3 * x**2, x)
    broken = gradient_checking.check_gradient(cubes, lambda x: x * float("nan"), x)

    check_that([right, broken] == [True, False], "wrong answers", actual=[right, broken])
