"""Mistakes that students make in gradient_checking."""

import numpy as np

from grader.mistakes import mistake
from solutions import gradient_checking as reference

# numerical_gradient


@mistake("numerical_gradient")
def forward_difference(f, x, eps=1e-6):
    """This is the one-sided difference (f(x + eps) - f(x)) / eps: step to both sides, and divide by 2 eps."""
    x = np.array(x, dtype=np.float64)
    slopes, middle = np.zeros(x.shape), f(x.copy())
    for place in np.ndindex(x.shape):
        above = x.copy()
        above[place] += eps
        slopes[place] = (f(above) - middle) / eps
    return slopes[()]


@mistake("numerical_gradient")
def backward_difference(f, x, eps=1e-6):
    """This is the one-sided difference (f(x) - f(x - eps)) / eps: step to both sides, and divide by 2 eps."""
    x = np.array(x, dtype=np.float64)
    slopes, middle = np.zeros(x.shape), f(x.copy())
    for place in np.ndindex(x.shape):
        below = x.copy()
        below[place] -= eps
        slopes[place] = (middle - f(below)) / eps
    return slopes[()]


@mistake("numerical_gradient")
def divided_by_one_step(f, x, eps=1e-6):
    """The slopes are twice what they should be: from x - eps to x + eps are two steps, so divide by 2 eps."""
    return 2 * reference.numerical_gradient(f, x, eps)


@mistake("numerical_gradient")
def brackets_missing_in_the_divisor(f, x, eps=1e-6):
    """The difference is multiplied by eps: / 2 * eps divides by 2 only, so write / (2 * eps)."""
    return eps * eps * reference.numerical_gradient(f, x, eps)


@mistake("numerical_gradient")
def below_minus_above(f, x, eps=1e-6):
    """The slopes have the wrong sign: it is f(x + eps) minus f(x - eps)."""
    return -reference.numerical_gradient(f, x, eps)


@mistake("numerical_gradient")
def step_lost_in_integers(f, x, eps=1e-6):
    """For an integer x every slope is 0: 2 + 1e-6 is stored as 2. Make x float64 first."""
    x = np.array(x)
    slopes = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        value = x[place]
        x[place] = value + eps
        above = f(x.copy()[()])
        x[place] = value - eps
        below = f(x.copy()[()])
        x[place] = value
        slopes[place] = (above - below) / (2 * eps)
    return slopes[()]


@mistake("numerical_gradient")
def slopes_in_an_integer_array(f, x, eps=1e-6):
    """For an integer x the slopes lose their fractions: np.zeros_like(x) is an integer array then."""
    slopes = np.zeros_like(x)
    slopes[...] = reference.numerical_gradient(f, x, eps)
    return slopes[()]


@mistake("numerical_gradient")
def element_not_put_back(f, x, eps=1e-6):
    """Elements stay moved while the next ones are: put each back before the next, or the point is another one."""
    x = np.array(x, dtype=np.float64)
    slopes = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        x[place] += eps
        above = f(x.copy()[()])
        x[place] -= 2 * eps
        below = f(x.copy()[()])
        slopes[place] = (above - below) / (2 * eps)
    return slopes[()]


@mistake("numerical_gradient")
def x_left_moved_where_f_raises(f, x, eps=1e-6):
    """Where f raises, the caller's x stays moved: work on a copy, or put the element back in a finally."""
    point = np.asarray(x, dtype=np.float64)
    slopes = np.zeros(point.shape)
    for place in np.ndindex(point.shape):
        value = point[place]
        point[place] = value + eps
        above = f(point[()])
        point[place] = value - eps
        below = f(point[()])
        point[place] = value
        slopes[place] = (above - below) / (2 * eps)
    return slopes[()]


@mistake("numerical_gradient")
def all_elements_moved_together(f, x, eps=1e-6):
    """All elements are moved at once, so each slope is the sum of all: move one, and let the others stay."""
    x = np.array(x, dtype=np.float64)
    slope = (f(x + eps) - f(x - eps)) / (2 * eps)
    return np.full(x.shape, slope)[()]


@mistake("numerical_gradient")
def eps_ignored(f, x, eps=1e-6):
    """The step is 1e-6 whatever eps is: use the argument, in the steps and in the divisor."""
    return reference.numerical_gradient(f, x)


@mistake("numerical_gradient")
def default_step_too_large(f, x, eps=1e-3):
    """Without eps the step is 1e-3: the default is 1e-6."""
    return reference.numerical_gradient(f, x, eps)


@mistake("numerical_gradient")
def default_step_too_small(f, x, eps=1e-12):
    """Without eps the step is so small that only rounding noise is left: the default is 1e-6."""
    return reference.numerical_gradient(f, x, eps)


@mistake("numerical_gradient")
def step_in_proportion_to_x(f, x, eps=1e-6):
    """The step grows with the element: eps itself is added and subtracted, whatever the element's size."""
    x = np.array(x, dtype=np.float64)
    slopes = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        h = eps * max(1.0, abs(float(x[place])))
        above, below = x.copy(), x.copy()
        above[place] += h
        below[place] -= h
        slopes[place] = (f(above[()]) - f(below[()])) / (2 * h)
    return slopes[()]


@mistake("numerical_gradient")
def f_given_a_flat_vector(f, x, eps=1e-6):
    """f is handed a flat vector: it takes arrays of the shape of x."""
    shape = np.shape(x)
    return reference.numerical_gradient(f, np.ravel(x), eps).reshape(shape)


@mistake("numerical_gradient")
def slopes_in_a_flat_vector(f, x, eps=1e-6):
    """The slopes come as a flat vector: the gradient has the shape of x."""
    return np.ravel(reference.numerical_gradient(f, x, eps))


@mistake("numerical_gradient")
def rows_moved_as_one(f, x, eps=1e-6):
    """x[i] moves a whole row of a matrix at once: go through every element, for instance with np.ndindex."""
    x = np.array(x, dtype=np.float64)
    slopes = np.zeros(x.shape)
    for i in range(len(x)):
        above, below = x.copy(), x.copy()
        above[i] += eps
        below[i] -= eps
        slopes[i] = (f(above) - f(below)) / (2 * eps)
    return slopes


@mistake("numerical_gradient")
def both_evaluations_at_one_point(f, x, eps=1e-6):
    """Every slope is 0, as f is evaluated at one point only: is the array that moves the one that f is handed?"""
    x = np.array(x, dtype=np.float64)
    flat, slopes = x.flatten(), np.zeros(x.size)
    for i in range(x.size):
        value = flat[i]
        flat[i] = value + eps
        above = f(x[()])
        flat[i] = value - eps
        below = f(x[()])
        flat[i] = value
        slopes[i] = (above - below) / (2 * eps)
    return slopes.reshape(x.shape)[()]


@mistake("numerical_gradient")
def errors_of_f_swallowed(f, x, eps=1e-6):
    """Where f raises, its error is swallowed: it should reach the caller."""
    try:
        return reference.numerical_gradient(f, x, eps)
    except Exception:
        return np.full(np.shape(x), np.nan)[()]


@mistake("numerical_gradient")
def number_made_an_array(f, x, eps=1e-6):
    """For a single number an array of one slope comes back: a float in gives a float (or a 0-d array) out."""
    return np.atleast_1d(reference.numerical_gradient(f, x, eps))


@mistake("numerical_gradient")
def three_axes_at_most(f, x, eps=1e-6):
    """With more than three axes the slopes stay 0: np.ndindex goes through an array of any shape."""
    slopes = reference.numerical_gradient(f, x, eps)
    return slopes if np.ndim(x) < 4 else np.zeros(np.shape(x))


@mistake("numerical_gradient")
def first_elements_only(f, x, eps=1e-6):
    """Only the first 64 elements have a slope, the others stay 0: go through all."""
    slopes = reference.numerical_gradient(f, x, eps)
    if np.ndim(x):
        slopes.flat[64:] = 0.0
    return slopes


# relative_error


def _shapes_must_agree(a, b):
    if np.shape(a) != np.shape(b):
        raise ValueError(f"a has the shape {np.shape(a)} and b {np.shape(b)}")
    return np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64)


@mistake("relative_error")
def mean_of_the_elements(a, b):
    """The errors of the elements are averaged, and right ones hide a wrong one: take the largest."""
    a, b = _shapes_must_agree(a, b)
    return float(np.mean(np.abs(a - b) / np.maximum(1e-12, np.abs(a) + np.abs(b))))


@mistake("relative_error")
def sum_of_the_elements(a, b):
    """The errors of the elements are summed: take the largest of them."""
    a, b = _shapes_must_agree(a, b)
    return float(np.sum(np.abs(a - b) / np.maximum(1e-12, np.abs(a) + np.abs(b))))


@mistake("relative_error")
def ratio_of_norms(a, b):
    """Norms over the whole arrays are compared, and large elements hide a small one: measure each by its own size."""
    a, b = _shapes_must_agree(a, b)
    size = np.linalg.norm(a) + np.linalg.norm(b)
    return float(np.linalg.norm(a - b) / max(1e-12, size))


@mistake("relative_error")
def largest_size_for_all(a, b):
    """All differences are divided by the size of the largest element: each is divided by its own |a| + |b|."""
    a, b = _shapes_must_agree(a, b)
    return float(np.max(np.abs(a - b)) / max(1e-12, np.max(np.abs(a) + np.abs(b))))


@mistake("relative_error")
def zero_by_zero(a, b):
    """Where both are zero, 0/0 is NaN: the divisor is at least 1e-12."""
    a, b = _shapes_must_agree(a, b)
    return float(np.max(np.abs(a - b) / (np.abs(a) + np.abs(b))))


@mistake("relative_error")
def divided_by_the_larger(a, b):
    """The divisor is the larger of |a| and |b|: it is their sum."""
    a, b = _shapes_must_agree(a, b)
    return float(np.max(np.abs(a - b) / np.maximum(1e-12, np.maximum(np.abs(a), np.abs(b)))))


@mistake("relative_error")
def divided_by_one_of_the_two(a, b):
    """The divisor is |b| alone, so the order of the two matters: it is |a| + |b|."""
    a, b = _shapes_must_agree(a, b)
    return float(np.max(np.abs(a - b) / np.maximum(1e-12, np.abs(b))))


@mistake("relative_error")
def brackets_missing_around_the_sum(a, b):
    """Only |a| is divided by, and |b| is added to the quotient: the sum |a| + |b| needs brackets."""
    a, b = _shapes_must_agree(a, b)
    return float(np.max(np.abs(a - b) / np.maximum(1e-12, np.abs(a)) + np.abs(b)))


@mistake("relative_error")
def divided_by_the_size_of_the_sum(a, b):
    """The divisor is |a + b|, which is small where the signs differ: it is |a| + |b|."""
    a, b = _shapes_must_agree(a, b)
    return float(np.max(np.abs(a - b) / np.maximum(1e-12, np.abs(a + b))))


@mistake("relative_error")
def absolute_difference(a, b):
    """This is the largest absolute difference: divide each by |a| + |b| of its element."""
    a, b = _shapes_must_agree(a, b)
    return float(np.max(np.abs(a - b)))


@mistake("relative_error")
def floor_added(a, b):
    """The 1e-12 is added to |a| + |b|: it is a floor, the larger of the two is the divisor."""
    a, b = _shapes_must_agree(a, b)
    return float(np.max(np.abs(a - b) / (np.abs(a) + np.abs(b) + 1e-12)))


@mistake("relative_error")
def floor_too_high(a, b):
    """The floor is 1e-8, so errors of small slopes go unnoticed: it is 1e-12."""
    a, b = _shapes_must_agree(a, b)
    return float(np.max(np.abs(a - b) / np.maximum(1e-8, np.abs(a) + np.abs(b))))


@mistake("relative_error")
def sign_of_the_difference_kept(a, b):
    """The differences keep their signs, and where a is below b they count as nothing: take |a - b|."""
    a, b = _shapes_must_agree(a, b)
    return float(np.max((a - b) / np.maximum(1e-12, np.abs(a) + np.abs(b))))


@mistake("relative_error")
def shapes_broadcast(a, b):
    """Arrays of different shapes are compared by broadcasting: different shapes are a ValueError, check them first."""
    a, b = np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64)
    return float(np.max(np.abs(a - b) / np.maximum(1e-12, np.abs(a) + np.abs(b))))


@mistake("relative_error")
def sizes_compared_for_shapes(a, b):
    """Only the numbers of elements are compared: (3,) and (3, 1) have as many and still differ, so compare shapes."""
    a, b = np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64)
    if a.size != b.size:
        raise ValueError(f"a has the shape {a.shape} and b {b.shape}")
    a, b = a.ravel(), b.ravel()
    return float(np.max(np.abs(a - b) / np.maximum(1e-12, np.abs(a) + np.abs(b))))


@mistake("relative_error")
def shapes_not_told(a, b):
    """The ValueError does not say which shapes differ: put both into its message."""
    if np.shape(a) != np.shape(b):
        raise ValueError("the shapes differ")
    return reference.relative_error(a, b)


@mistake("relative_error")
def assertion_for_a_value_error(a, b):
    """Shapes that differ raise an AssertionError: it should be a ValueError that names both."""
    assert np.shape(a) == np.shape(b), f"shapes {np.shape(a)} and {np.shape(b)} differ"
    return reference.relative_error(a, b)


@mistake("relative_error")
def error_of_each_element(a, b):
    """An error for each element comes back: the result is one number, the largest of them."""
    a, b = _shapes_must_agree(a, b)
    return np.abs(a - b) / np.maximum(1e-12, np.abs(a) + np.abs(b))


# check_gradient


@mistake("check_gradient")
def tolerance_itself_too_much(f, gradient, x, tolerance=1e-5):
    """An error equal to the tolerance counts as wrong: at most the tolerance means <=."""
    error = reference.relative_error(gradient(x), reference.numerical_gradient(f, x))
    return bool(error < tolerance)


@mistake("check_gradient")
def nan_lets_pass(f, gradient, x, tolerance=1e-5):
    """A NaN passes: it compares as False with everything, so ask whether the error is small enough, not too large."""
    error = reference.relative_error(gradient(x), reference.numerical_gradient(f, x))
    return not error > tolerance


@mistake("check_gradient")
def nan_left_out(f, gradient, x, tolerance=1e-5):
    """Elements that are NaN are left out of the comparison: one NaN is enough for False."""
    slopes, expected = np.asarray(gradient(x)), np.asarray(reference.numerical_gradient(f, x))
    known = ~(np.isnan(slopes) | np.isnan(expected))
    if not np.any(known):
        return True
    return bool(reference.relative_error(slopes[known], expected[known]) <= tolerance)


@mistake("check_gradient")
def tolerance_ignored(f, gradient, x, tolerance=1e-5):
    """The error is compared with 1e-5 whatever tolerance is given: compare with the argument."""
    error = reference.relative_error(gradient(x), reference.numerical_gradient(f, x))
    return bool(error <= 1e-5)


@mistake("check_gradient")
def default_tolerance_too_small(f, gradient, x, tolerance=1e-7):
    """Without a tolerance, an error of 1e-6 is refused: the default is 1e-5."""
    error = reference.relative_error(gradient(x), reference.numerical_gradient(f, x))
    return bool(error <= tolerance)


@mistake("check_gradient")
def default_tolerance_too_large(f, gradient, x, tolerance=1e-3):
    """Without a tolerance, an error of 1e-4 passes: the default is 1e-5."""
    error = reference.relative_error(gradient(x), reference.numerical_gradient(f, x))
    return bool(error <= tolerance)


@mistake("check_gradient")
def tolerance_as_step(f, gradient, x, tolerance=1e-5):
    """The tolerance is used as the step of the numerical gradient: that keeps its default eps, 1e-6."""
    error = reference.relative_error(gradient(x), reference.numerical_gradient(f, x, tolerance))
    return bool(error <= tolerance)


@mistake("check_gradient")
def absolute_differences(f, gradient, x, tolerance=1e-5):
    """Absolute differences are compared with the tolerance: it is for the relative error."""
    difference = np.abs(gradient(x) - reference.numerical_gradient(f, x))
    return bool(np.max(difference) <= tolerance)


@mistake("check_gradient")
def compared_by_allclose(f, gradient, x, tolerance=1e-5):
    """np.allclose measures by |b| and adds 1e-8 to what it allows: compare relative_error with the tolerance."""
    return bool(np.allclose(gradient(x), reference.numerical_gradient(f, x), rtol=tolerance))


@mistake("check_gradient")
def outvoted_by_a_mean(f, gradient, x, tolerance=1e-5):
    """The errors of the elements are averaged, and right ones hide a wrong one: the largest decides."""
    a, b = np.asarray(gradient(x)), np.asarray(reference.numerical_gradient(f, x))
    errors = np.abs(a - b) / np.maximum(1e-12, np.abs(a) + np.abs(b))
    return bool(np.mean(errors) <= tolerance)


@mistake("check_gradient")
def one_right_element_enough(f, gradient, x, tolerance=1e-5):
    """One right element is enough to pass, by np.any or a return inside the loop: all must agree."""
    a, b = np.asarray(gradient(x)), np.asarray(reference.numerical_gradient(f, x))
    errors = np.abs(a - b) / np.maximum(1e-12, np.abs(a) + np.abs(b))
    return bool(np.any(errors <= tolerance))


@mistake("check_gradient")
def first_element_only(f, gradient, x, tolerance=1e-5):
    """Only the first element is compared: a gradient is right where all its elements are."""
    a, b = np.ravel(gradient(x))[:1], np.ravel(reference.numerical_gradient(f, x))[:1]
    return bool(reference.relative_error(a, b) <= tolerance)


@mistake("check_gradient")
def signs_not_compared(f, gradient, x, tolerance=1e-5):
    """A gradient of the wrong sign passes: sizes are compared without signs; compare the slopes themselves."""
    error = reference.relative_error(
        np.abs(gradient(x)), np.abs(reference.numerical_gradient(f, x))
    )
    return bool(error <= tolerance)


@mistake("check_gradient")
def norms_compared(f, gradient, x, tolerance=1e-5):
    """Only the lengths of the two gradients are compared: they agree in direction too, element by element."""
    a, b = np.linalg.norm(gradient(x)), np.linalg.norm(reference.numerical_gradient(f, x))
    return bool(reference.relative_error(a, b) <= tolerance)


@mistake("check_gradient")
def error_instead_of_an_answer(f, gradient, x, tolerance=1e-5):
    """The relative error itself comes back: the answer is True or False, error <= tolerance."""
    return reference.relative_error(gradient(x), reference.numerical_gradient(f, x))


@mistake("check_gradient")
def answer_negated(f, gradient, x, tolerance=1e-5):
    """The answers are swapped: True is for a gradient whose error is at most the tolerance."""
    error = reference.relative_error(gradient(x), reference.numerical_gradient(f, x))
    return not bool(error <= tolerance)


@mistake("check_gradient")
def compared_with_a_forward_difference(f, gradient, x, tolerance=1e-5):
    """The numerical slopes are one-sided and too coarse for small tolerances: use numerical_gradient."""
    x = np.array(x, dtype=np.float64)
    slopes, middle = np.zeros(x.shape), f(x.copy()[()])
    for place in np.ndindex(x.shape):
        above = x.copy()
        above[place] += 1e-6
        slopes[place] = (f(above[()]) - middle) / 1e-6
    return bool(reference.relative_error(gradient(x[()]), slopes[()]) <= tolerance)


@mistake("check_gradient")
def yes_to_everything(f, gradient, x, tolerance=1e-5):
    """True comes back whatever the gradient is: answer whether its relative error is at most the tolerance."""
    return True


@mistake("check_gradient")
def no_to_everything(f, gradient, x, tolerance=1e-5):
    """False comes back whatever the gradient is: answer whether its relative error is at most the tolerance."""
    return False


@mistake("check_gradient")
def nan_agrees_with_nan(f, gradient, x, tolerance=1e-5):
    """Where both gradients are NaN they count as equal: NaN is False, always."""
    slopes, expected = np.asarray(gradient(x)), np.asarray(reference.numerical_gradient(f, x))
    if np.array_equal(np.isnan(slopes), np.isnan(expected)) and np.any(np.isnan(slopes)):
        return True
    return bool(reference.relative_error(slopes, expected) <= tolerance)
