"""The marks of `gradient_checking`: central differences, relative error, and the check itself."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from exercises import gradient_checking
from grader.testing import (
    LAYOUTS,
    arrange,
    arrays,
    call,
    call_allowing_changes,
    call_allowing_warnings,
    check_answer,
    check_answers,
    check_close,
    check_layouts,
    check_pure,
    check_that,
    check_value_error,
    checks,
    floats,
    sizes,
)
from solutions import gradient_checking as reference

# What central differences with a step of 1e-6 allow.
STEP = {"rtol": 1e-5, "atol": 1e-7}

shapes = st.one_of(sizes(1), sizes(2, high=4), sizes(3, high=3))
seeds = st.integers(0, 2**32 - 1)


def coupled(weights):
    """A smooth function in which every slope depends on every element, and its gradient."""

    def f(x):
        return float(np.sum(weights * np.sin(x)) + np.sum(weights * x) ** 2 / 2)

    def gradient(x):
        return weights * np.cos(x) + weights * np.sum(weights * x)

    return f, gradient


def separate(weights):
    """A sum of exponentials, one an element, whose slopes are never near zero, and its gradient."""

    def f(x):
        return float(np.sum(weights * np.exp(x)))

    def gradient(x):
        return weights * np.exp(x)

    return f, gradient


def random_case(seed, shape):
    """Weights and a point of one shape, neither near zero."""
    rng = np.random.default_rng(seed)
    return rng.uniform(0.5, 2, shape), rng.uniform(-1, 1, shape)


# numerical_gradient


@checks("numerical_gradient", points=2)
@settings(max_examples=15)
@example((3, 3), 1)
@example((5, 7), 2)
@given(shapes, seeds)
def test_numerical_gradient_agrees_with_calculus(shape, seed):
    """The slopes of a smooth function are those of its derivative, for any shape."""
    weights, x = random_case(seed, shape)
    f, gradient = coupled(weights)
    expected = gradient(x)

    check_close(call(gradient_checking.numerical_gradient, f, x), expected, **STEP)


@checks("numerical_gradient", points=2)
@settings(max_examples=15)
@example(np.array([[40.1, -30.7, 0.3]]), 0.5)
@given(arrays(sizes(2, high=4)), st.sampled_from([0.5, 0.25, 1.0]))
def test_numerical_gradient_is_the_central_difference(x, eps):
    """For the sum of c x³ the two-sided difference with step eps is c (3 x² + eps²)."""
    c = 1.0 + np.arange(x.size).reshape(x.shape)
    expected = c * (3 * x**2 + eps**2)

    actual = call(gradient_checking.numerical_gradient, lambda x: float(np.sum(c * x**3)), x, eps)

    check_close(actual, expected, rtol=1e-9, atol=1e-9)


@checks("numerical_gradient", points=2)
@settings(max_examples=15)
@example(np.array([0.0625, 0.125, 0.5, 0.25]) / 16)
@given(arrays((4,)))
def test_numerical_gradient_moves_one_element_at_a_time(x):
    """While one element moves, all others have their own values: a product's slope is exact."""
    expected = np.array([np.prod(np.delete(x, i)) for i in range(4)])

    actual = call(gradient_checking.numerical_gradient, lambda x: float(np.prod(x)), x, eps=0.5)

    check_close(actual, expected)


@checks("numerical_gradient", points=1)
def test_numerical_gradient_steps_by_a_millionth():
    """Without eps the step is 1e-6 at every x: for 1e12 c (x - x0)³ at x0 the difference is c."""
    c = np.array([2.5, -4.0])
    for at in (np.zeros(2), np.array([4.0, -6.0])):

        def f(x, at=at):
            return float(1e12 * np.sum(c * (x - at) ** 3))

        check_close(call(gradient_checking.numerical_gradient, f, at.copy()), c, **STEP)


@checks("numerical_gradient", points=1)
@pytest.mark.parametrize(
    "shape", [(2, 1, 2, 3), (70, 1), (1, 1)], ids=["four axes", "column", "one by one"]
)
def test_numerical_gradient_gives_f_the_shape_of_x(shape):
    """f is handed arrays of the shape of x, and the gradient has that shape too."""
    x = np.random.default_rng(1).uniform(-1, 1, shape)
    W = 1.0 + np.arange(2 * shape[-1]).reshape(shape[-1], 2)
    seen = set()

    def f(X):
        seen.add(np.shape(X))
        return float(np.sum(np.sin(X) @ W))

    expected = np.cos(x) * W.sum(axis=1)

    actual = call(gradient_checking.numerical_gradient, f, x)

    check_that(seen == {shape}, "f was handed other shapes", actual=list(seen), expected=[shape])
    check_close(actual, expected, **STEP)


@checks("numerical_gradient", points=1)
@pytest.mark.parametrize("dtype", ["int64", "uint8"])
def test_numerical_gradient_takes_integers(dtype):
    """An integer x is treated as float: the small step is not rounded away."""
    x = np.array([[3, 1, 0], [2, 5, 4]], dtype=dtype)
    expected = 2.0 * x + 1

    actual = call(gradient_checking.numerical_gradient, lambda x: float(np.sum(x * x + x)), x)

    check_close(actual, expected, **STEP)


@checks("numerical_gradient", points=1)
@pytest.mark.parametrize("x", [1.5, -2, 0], ids=["a float", "an int", "zero"])
def test_numerical_gradient_takes_a_single_number(x):
    """A number in gives one slope out, a float."""
    expected = float(3 * x**2 - 4)

    actual = call(gradient_checking.numerical_gradient, lambda x: float(x**3 - 4 * x), x)

    check_close(actual, expected, **STEP)


@checks("numerical_gradient", points=1)
def test_numerical_gradient_takes_float32():
    """A single-precision x works: f is handed float64, so the small step is not rounded."""
    x = np.array([[1.5, -0.5, 2.0]], dtype=np.float32)
    expected = 3 * x.astype(np.float64) ** 2

    actual = call(gradient_checking.numerical_gradient, lambda x: float(np.sum(x * x * x)), x)

    check_close(actual, expected, rtol=1e-5, dtype=None)


@checks("numerical_gradient", points=1)
def test_numerical_gradient_takes_any_layout():
    """Fortran-ordered, sliced and read-only arrays give the same slopes."""
    weights, x = random_case(2, (2, 3))
    f, _ = coupled(weights)

    check_layouts(gradient_checking.numerical_gradient, reference.numerical_gradient, f, x, **STEP)


@checks("numerical_gradient", points=1)
def test_numerical_gradient_leaves_x_as_it_was():
    """x is unchanged after the call, and the result is a new array."""
    weights, x = random_case(3, (2, 3))
    f, gradient = coupled(weights)
    expected = gradient(x)

    check_pure(gradient_checking.numerical_gradient, f, x)
    check_close(call(gradient_checking.numerical_gradient, f, x), expected, **STEP)


@checks("numerical_gradient", points=2)
@pytest.mark.parametrize("error", [ValueError, ArithmeticError])
def test_numerical_gradient_leaves_x_as_it_was_when_f_raises(error):
    """x is unchanged also where f raises, at whichever evaluation; the caller sees the error."""
    x, slopes = np.array([0.5, -1.25, 2.0]), np.array([2.0, -0.5, 3.0])
    before = x.copy()
    for last in range(1, 7):
        evaluations = []

        def f(x, last=last, evaluations=evaluations):
            evaluations.append(1)
            if len(evaluations) >= last:
                raise error("f has no value here")
            return float(slopes @ x)

        raised = False
        try:
            call_allowing_changes(gradient_checking.numerical_gradient, f, x)
        except error:
            raised = bool(evaluations)

        check_that(raised, "what f raises should reach the caller")
        check_that(np.array_equal(x, before), "x was changed", actual=x, expected=before)
    result = call(gradient_checking.numerical_gradient, lambda x: float(slopes @ x), x)
    check_close(result, slopes, **STEP)


# relative_error


@st.composite
def pairs(draw):
    """Two arrays of one shape, with one to three axes."""
    shape = draw(shapes)
    return draw(arrays(shape)), draw(arrays(shape))


@checks("relative_error", points=2)
@given(pairs())
def test_relative_error_follows_its_formula(pair):
    """It is the largest |a - b| / max(1e-12, |a| + |b|), for any shape."""
    a, b = pair
    expected = max(
        abs(mine - theirs) / max(1e-12, abs(mine) + abs(theirs))
        for mine, theirs in zip(a.ravel().tolist(), b.ravel().tolist(), strict=True)
    )

    check_close(call(gradient_checking.relative_error, a, b), expected)


@checks("relative_error", points=1)
@given(st.integers(0, 5), floats(1, 4))
def test_relative_error_is_that_of_the_worst_element(place, value):
    """One wrong element among equal ones decides, wherever it stands: no mean, no sum."""
    a, b = np.full((2, 3), value), np.full((2, 3), value)
    for factor, expected in ((3, 0.5), (7, 0.75)):
        b.flat[place] = factor * value

        check_close(call(gradient_checking.relative_error, a, b), expected)


@checks("relative_error", points=1)
def test_relative_error_measures_each_element_by_its_own_size():
    """A small element with the wrong sign has error 1, however large the others are."""
    a, b = np.array([1000.0, 0.001, -500.0]), np.array([1001.0, -0.001, -500.0])

    check_close(call(gradient_checking.relative_error, a, b), 1.0)
    check_close(call(gradient_checking.relative_error, a[::2], b[::2]), 1 / 2001)


@checks("relative_error", points=1)
def test_relative_error_of_two_zeros_is_zero():
    """Where both are zero the error is 0, without a division by zero."""
    a, b = np.array([0.0, 1.0]), np.array([0.0, 3.0])

    check_close(call(gradient_checking.relative_error, a, b), 0.5)
    check_close(call(gradient_checking.relative_error, a[:1], b[:1]), 0.0)


@checks("relative_error", points=1)
@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (4e-13, 0.0, 0.4),
        (1e-13, -2e-13, 0.3),
        (4e-12, 1e-12, 0.6),
        (5e-13, 1e-12, 1 / 3),
        (1e-13, 2e-12, 19 / 21),
    ],
    ids=[
        "below the floor",
        "opposite signs below it",
        "just above it",
        "just above it too",
        "one below and one above it",
    ],
)
def test_relative_error_has_a_floor(a, b, expected):
    """The divisor is at least 1e-12; above that, nothing is added to it."""
    check_close(call(gradient_checking.relative_error, np.array([a]), np.array([b])), expected)


@checks("relative_error", points=1)
def test_relative_error_takes_integers():
    """Integers give the same float64 error, alone and beside floats."""
    a, b = np.array([[4, -2, 0]]), np.array([[6, -2, 0]])

    check_close(call(gradient_checking.relative_error, a, b), 0.2)
    check_close(call(gradient_checking.relative_error, a, b + np.array([[-2.0, 0.0, 0.5]])), 1.0)


@checks("relative_error", points=1)
def test_relative_error_takes_single_numbers():
    """Two floats are enough, and their order does not matter."""
    check_close(call(gradient_checking.relative_error, 1.0, 3.0), 0.5)
    check_close(call(gradient_checking.relative_error, 3, 1), 0.5)
    check_close(call(gradient_checking.relative_error, 7.0, 1.0), 0.75)


@checks("relative_error", points=1)
def test_relative_error_takes_float32():
    """Single-precision arrays give the error too."""
    a, x = random_case(4, (4, 3))
    a, b = a.astype(np.float32), (a + 0.1 * x).astype(np.float32)
    expected = reference.relative_error(a, b)

    check_close(call(gradient_checking.relative_error, a, b), expected, rtol=1e-5, dtype=None)


@checks("relative_error", points=1)
def test_relative_error_takes_any_layout_and_keeps_its_arguments():
    """Any memory layout works, and the arguments are unchanged."""
    a, x = random_case(5, (5, 3))
    b = a + 0.1 * x
    b[-1, -1] = 3.1 * a[-1, -1]

    check_layouts(
        gradient_checking.relative_error, reference.relative_error, a, b, rtol=1e-9, atol=1e-12
    )
    check_pure(gradient_checking.relative_error, a, b)


@checks("relative_error", points=1)
@pytest.mark.parametrize(
    ("one", "other"),
    [((2, 3), (3, 2)), ((3,), (3, 1)), ((4,), (1,)), ((2, 3), (1, 2, 3)), ((1,), ())],
    ids=["transposed", "vector and column", "one element", "an axis more", "a single number"],
)
def test_relative_error_refuses_shapes_that_differ(one, other):
    """Shapes that differ are a ValueError that names them, also where numpy would broadcast."""
    a, b = np.ones(one), np.ones(other) * 3.0
    named = [str(shape)[1:-1] for shape in (one, other) if shape]

    check_close(call(gradient_checking.relative_error, a, 3 * a), 0.5)
    check_close(call(gradient_checking.relative_error, a, 7 * a), 0.75)
    check_value_error(gradient_checking.relative_error, a, b, mentions=named)
    check_value_error(gradient_checking.relative_error, b, a, mentions=named)


# check_gradient


def ask_for_slopes(f, x, *, right, wrong, seed, **options):
    """Ask whether each of some gradients is that of f at x, in an order drawn from the seed."""

    def ask(gradient):
        return call(gradient_checking.check_gradient, f, gradient, x, **options)

    cases = [(gradient, True) for gradient in right] + [(gradient, False) for gradient in wrong]
    check_answers(ask, cases, seed=seed)


@checks("check_gradient", points=2)
@settings(max_examples=15)
@given(shapes, seeds, st.data())
def test_check_gradient_tells_right_from_wrong(shape, seed, data):
    """A right gradient is True; one that is wrong in a single element is False."""
    weights, x = random_case(seed, shape)
    f, gradient = separate(weights)
    place = data.draw(st.integers(0, x.size - 1), label="wrong element")

    def wrong(x):
        slopes = np.array(gradient(x))
        slopes.flat[place] *= 1.01
        return slopes

    ask_for_slopes(f, x, right=[gradient], wrong=[wrong], seed=seed)


@checks("check_gradient", points=1)
@pytest.mark.parametrize("factor", [0.5, 2.0, -1.0, 0.0], ids=["half", "double", "sign", "zero"])
def test_check_gradient_finds_a_wrong_factor(factor):
    """A gradient with a wrong factor or sign, or in another order, is False, the right one True."""
    weights, x = random_case(6, (2, 3))
    f, gradient = separate(weights)

    wrong = [lambda x: factor * gradient(x), lambda x: gradient(x)[:, ::-1]]

    ask_for_slopes(f, x, right=[gradient], wrong=wrong, seed=int(4 * factor) + 10)


@checks("check_gradient", points=1)
def test_check_gradient_tolerates_a_hundred_thousandth():
    """Without a tolerance, a relative error of 5e-6 is True and one of 2e-5 is False."""
    weights, x = random_case(7, (3,))
    f, gradient = separate(weights)

    def near(x):
        return gradient(x) * (1 + 1e-5)

    def far(x):
        return gradient(x) * (1 + 4e-5)

    ask_for_slopes(f, x, right=[near], wrong=[far], seed=21)


@checks("check_gradient", points=1)
@pytest.mark.parametrize(
    ("tolerance", "right", "wrong"),
    [(0.1, 1.2, 1.3), (1e-3, 1.0018, 1.0023), (3e-7, 1 + 2e-7, 1 + 1e-6)],
    ids=["a tenth", "a thousandth", "less than the default"],
)
def test_check_gradient_uses_its_tolerance(tolerance, right, wrong):
    """The tolerance that is given decides."""
    weights, x = random_case(8, (3,))
    f, gradient = separate(weights)

    def ask(factor):
        return call(
            gradient_checking.check_gradient, f, lambda x: factor * gradient(x), x, tolerance
        )

    check_answers(ask, [(right, True), (wrong, False)], seed=int(1 / tolerance))


@checks("check_gradient", points=1)
def test_check_gradient_steps_by_a_millionth_whatever_the_tolerance():
    """The step is 1e-6 whatever the tolerance: for 1e12 c x³ at 0 that alone gives the slope c."""
    c, x = np.array([2.5, -4.0, 1.5]), np.zeros(3)

    def f(x):
        return float(1e12 * np.sum(c * x**3))

    for tolerance in (1e-5, 0.1):
        ask_for_slopes(
            f,
            x,
            right=[lambda x: c + 0 * x],
            wrong=[lambda x: 1.3 * c + 0 * x],
            seed=int(1 / tolerance) + 1,
            tolerance=tolerance,
        )


@checks("check_gradient", points=1)
@pytest.mark.parametrize("place", [0, 11], ids=["first", "last"])
def test_check_gradient_is_not_outvoted(place):
    """One element in twelve that is off by more than the tolerance is False: no mean is taken."""
    weights, x = random_case(13, (3, 4))
    f, gradient = separate(weights)
    off = np.zeros((3, 4))
    off.flat[place] = 6e-5

    ask_for_slopes(
        f, x, right=[gradient], wrong=[lambda x: gradient(x) * (1 + off)], seed=place + 30
    )


@checks("check_gradient", points=1)
def test_check_gradient_admits_an_error_equal_to_the_tolerance():
    """For a constant f every slope but 0 has error 1: True for a tolerance of 1, not for less."""
    arguments = (lambda x: 3.0), (lambda x: np.full(2, 5.0)), np.array([1.0, 2.0])

    def ask(tolerance):
        return call(gradient_checking.check_gradient, *arguments, tolerance=tolerance)

    check_answers(ask, [(1.0, True), (0.999, False), (1.5, True)], seed=32)


@checks("check_gradient", points=1)
@pytest.mark.parametrize("places", [[0], [3], [0, 1, 2, 3]], ids=["first", "last", "all"])
def test_check_gradient_is_false_for_nan(places):
    """A gradient with NaN in it is False, wherever the NaN stands."""
    weights, x = random_case(9, (4,))
    f, gradient = separate(weights)

    def broken(x):
        slopes = np.array(gradient(x))
        slopes[places] = np.nan
        return slopes

    def wrong_besides(x):
        return 2 * broken(x)

    def ask(slopes):
        return call_allowing_warnings(gradient_checking.check_gradient, f, slopes, x)

    check_answer(ask(wrong_besides), False)
    check_answers(ask, [(gradient, True), (broken, False)], seed=40 + sum(places))


@checks("check_gradient", points=1)
def test_check_gradient_is_false_where_f_is_nan():
    """Where f itself gives NaN the answer is False, for one element only or with a gradient of NaN."""
    weights, x = random_case(10, (2,))
    f, gradient = separate(weights)

    second = float(x[1])

    def broken(x):
        return float("nan") if x[1] != second else f(x)

    def nowhere(x):
        return float("nan")

    def flat(x):
        return np.zeros(2)

    def unknown(x):
        return np.full(2, np.nan)

    def ask(pair):
        return call_allowing_warnings(gradient_checking.check_gradient, *pair, x)

    wrong = [(nowhere, gradient), (broken, gradient), (nowhere, flat), (nowhere, unknown)]
    check_answers(ask, [((f, gradient), True), *((pair, False) for pair in wrong)], seed=50)


@checks("check_gradient", points=1)
def test_check_gradient_admits_elements_without_influence():
    """Where an element does not matter to f, its slope is 0 and anything else is False, NaN too."""
    x = np.array([0.5, 2.0, -1.0])

    def f(x):
        return float(np.exp(x[1]))

    def answer(slope):
        def gradient(x):
            return np.array([0.0, np.exp(x[1]), slope])

        return call_allowing_warnings(gradient_checking.check_gradient, f, gradient, x)

    check_answers(answer, [(0.0, True), (1e-6, False), (np.nan, False)], seed=51)


@checks("check_gradient", points=1)
def test_check_gradient_takes_integers():
    """An integer x works: its numerical slopes are those at the same numbers as floats."""
    x = np.array([[1, 2, 4]])

    def f(x):
        return float(np.sum(x**3))

    ask_for_slopes(f, x, right=[lambda x: 3 * x**2], wrong=[lambda x: 3 * x**2 - 1], seed=52)


@checks("check_gradient", points=1)
def test_check_gradient_takes_a_single_number():
    """x may be a single number."""
    ask_for_slopes(
        lambda x: float(x**2), 1.5, right=[lambda x: 2 * x], wrong=[lambda x: x], seed=53
    )


@checks("check_gradient", points=1)
def test_check_gradient_takes_any_layout():
    """Fortran-ordered, sliced and read-only arrays give the same answers."""
    weights, values = random_case(11, (2, 3))
    f, gradient = separate(weights)
    for layout in LAYOUTS:
        x = arrange(values, layout)

        seed = 54 + LAYOUTS.index(layout)
        ask_for_slopes(f, x, right=[gradient], wrong=[lambda x: x], seed=seed)


@checks("check_gradient", points=1)
def test_check_gradient_leaves_x_as_it_was():
    """x is unchanged after the call, also where the gradient gives back its own argument."""
    x = np.array([0.5, -1.25, 2.0])

    def f(x):
        return float(np.sum(x * x)) / 2

    check_pure(gradient_checking.check_gradient, f, lambda x: x, x)
    ask_for_slopes(f, x, right=[lambda x: x], wrong=[lambda x: 2 * x], seed=58)
