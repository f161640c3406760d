"""Mistakes that students make in property testing: testers that miss faults, or raise false alarms."""

import copy
import warnings

import numpy as np

from grader.mistakes import mistake
from solutions.activations import relu_derivative, sigmoid, softmax
from solutions.backprop import backward as known_backward
from solutions.costs import binary_cross_entropy
from solutions.gradient_checking import numerical_gradient
from solutions.network import forward, init_network


def passes(f, args, expected, rtol=1e-9, atol=1e-12, blind=(), **options):
    """Whether a call gives what is expected; `blind` names what is not looked at."""
    before = copy.deepcopy(args)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore" if "warnings" in blind else "error")
            result = f(*args, **options)
    except Warning:
        return False
    except Exception:
        if "exceptions" in blind:
            raise
        return False
    return matches(result, expected, rtol, atol, blind) and (
        "arguments" in blind or unchanged(args, before)
    )


def matches(result, expected, rtol, atol, blind):
    if isinstance(expected, list | tuple):
        kinds = list if isinstance(expected, list) and "lists" not in blind else list | tuple
        return (
            isinstance(result, kinds)
            and len(result) == len(expected)
            and all(matches(a, b, rtol, atol, blind) for a, b in zip(result, expected, strict=True))
        )
    if "types" not in blind:
        if not isinstance(result, np.ndarray | float) or np.asarray(result).dtype != np.float64:
            return False
    elif result is None or isinstance(result, str | dict):
        return False
    if "shapes" not in blind and np.shape(result) != np.shape(expected):
        return False
    try:
        if "nan" in blind:
            error = np.abs(np.asarray(result) - expected)
            return not np.any(error > atol + rtol * np.abs(expected))
        return bool(np.allclose(result, expected, rtol=rtol, atol=atol))
    except (TypeError, ValueError):
        return False


def unchanged(after, before):
    if isinstance(before, list | tuple):
        return len(after) == len(before) and all(map(unchanged, after, before))
    return np.array_equal(after, before)


def fixed(array):
    array = array.copy()
    array.flags.writeable = False
    return array


def sliced(array):
    wide = np.full((*array.shape[:-1], 2 * array.shape[-1]), 0.5).astype(array.dtype)
    wide[..., ::2] = array
    return wide[..., ::2]


def whole(numbers):
    return np.rint(numbers).astype(np.int64)


SHAPED = {
    "vectors": lambda x: [x],
    "long axes": lambda x: [x.reshape(1, 24), x.reshape(24, 1)],
    "matrices": lambda x: [x.reshape(4, 6), x[:10].reshape(5, 2)],
    "squares": lambda x: [x[:16].reshape(4, 4)],
    "three axes": lambda x: [x.reshape(2, 3, 4)],
    "one element": lambda x: [x[8:9], x[8:9].reshape(1, 1)],
    "Fortran order": lambda x: [
        np.array(x.reshape(shape), order="F") for shape in ((4, 6), (2, 3, 4))
    ],
    "slices": lambda x: [sliced(x.reshape(shape)) for shape in ((24,), (4, 6), (2, 3, 4))],
    "read-only": lambda x: [fixed(x.reshape(shape)) for shape in ((24,), (4, 6))],
    "integers": lambda x: [whole(x), whole(x).reshape(4, 6)],
}
BEYOND_ONE_AXIS = ("long axes", "matrices", "squares", "three axes")


def arrays(numbers, *left_out):
    """Twenty-four numbers in every form but those left out."""
    return [
        array if kind in ("slices", "read-only") else array.copy(order="K")
        for kind, forms in SHAPED.items()
        if kind not in left_out
        for array in forms(numbers)
    ]


def singles(numbers, *kinds):
    return [kind(number) for number in numbers for kind in kinds or (float, np.array, int)]


def zero_axes(number):
    return np.array(float(number))


def mixed(seed, *numbers, spread=3.0):
    """The numbers and random ones, 24 in all, in a random order."""
    rng = np.random.default_rng(seed)
    return rng.permutation(np.concatenate([numbers, rng.normal(0, spread, 24 - len(numbers))]))


def accepts(f, oracle, inputs, **options):
    return all(passes(f, (each,), oracle(each), **options) for each in inputs)


# is_sigmoid

LARGE = (20, -20, 40, -40, 501, -501, 1000, -1000)
CURVE = mixed(1, 0, 0.5, -0.5, 4, -4, 9, -9, *LARGE)
MODERATE = mixed(1, 0, 0.5, -0.5, 4, -4, 9, -9)
CURVE_SINGLES = (0, -1.5, 2.5, 1000, -1000)


def sigmoid_inputs(*left_out, numbers=CURVE):
    single = [] if "single numbers" in left_out else singles(CURVE_SINGLES)
    return arrays(numbers, *left_out) + single


@mistake("is_sigmoid")
def every_sigmoid_accepted(f):
    """Every candidate is accepted; a wrong one should get False."""
    return True


@mistake("is_sigmoid")
def every_sigmoid_refused(f):
    """Every candidate is refused; a right one should get True."""
    return False


@mistake("is_sigmoid")
def only_the_value_at_zero(f):
    """Only f(0) = 1/2 is tried, which many other curves have too; compare with your sigmoid for many numbers."""
    return passes(f, (0.0,), 0.5)


@mistake("is_sigmoid")
def only_positive_numbers(f):
    """Only positive numbers and zero are tried, so a fault for negative numbers stays unseen."""
    return accepts(f, sigmoid, arrays(np.abs(CURVE)) + singles(np.abs(CURVE_SINGLES).tolist()))


@mistake("is_sigmoid")
def only_negative_numbers(f):
    """Only negative numbers and zero are tried, so a fault for positive numbers stays unseen."""
    return accepts(f, sigmoid, arrays(-np.abs(CURVE)) + singles((-np.abs(CURVE_SINGLES)).tolist()))


@mistake("is_sigmoid")
def zero_never_tried(f):
    """Zero itself is never tried, and chance never draws it: put it among the inputs."""
    numbers = np.where(CURVE == 0, 1.0, CURVE)
    numbers = np.where(np.rint(numbers) == 0, 2 * np.sign(numbers), numbers)
    return accepts(f, sigmoid, arrays(numbers) + singles(CURVE_SINGLES[1:]))


@mistake("is_sigmoid")
def no_number_beyond_ten(f):
    """Only numbers up to ±10 are tried; faults may begin beyond 12, and overflow beyond 710: go to ±1000."""
    return accepts(f, sigmoid, arrays(MODERATE) + singles((0, -1.5, 2.5)))


@mistake("is_sigmoid")
def no_number_beyond_seven_hundred(f):
    """No number beyond ±700 is tried, where exp overflows; go to ±1000."""
    near = np.clip(CURVE, -600, 600)
    return accepts(f, sigmoid, arrays(near) + singles((0, -1.5, 2.5, 600, -600)))


@mistake("is_sigmoid")
def only_vectors_for_a_sigmoid(f):
    """Only vectors and single numbers are tried; a fault may need a matrix, or more axes."""
    left_out = (*BEYOND_ONE_AXIS, "Fortran order")
    inputs = [each for each in sigmoid_inputs(*left_out) if np.ndim(each) < 2]
    return accepts(f, sigmoid, inputs)


@mistake("is_sigmoid")
def no_square_for_a_sigmoid(f):
    """No square matrix is tried, the one in which a transposed result still fits."""
    return accepts(f, sigmoid, sigmoid_inputs("squares"))


@mistake("is_sigmoid")
def no_three_axes_for_a_sigmoid(f):
    """No array of three axes is tried; z may have any shape."""
    inputs = [each for each in sigmoid_inputs() if np.ndim(each) < 3]
    return accepts(f, sigmoid, inputs)


@mistake("is_sigmoid")
def no_single_numbers_for_a_sigmoid(f):
    """Single numbers are never tried; z may be a float, an int or a 0-d array."""
    return accepts(f, sigmoid, sigmoid_inputs("single numbers"))


@mistake("is_sigmoid")
def no_0d_array_for_a_sigmoid(f):
    """No 0-d array is tried; a single number may be a float, an int or a 0-d array."""
    inputs = sigmoid_inputs("single numbers") + singles(CURVE_SINGLES, float, int)
    return accepts(f, sigmoid, inputs)


@mistake("is_sigmoid")
def no_integers_for_a_sigmoid(f):
    """Whole numbers are never tried, neither arrays of int64 nor an int; they should give float64."""
    inputs = sigmoid_inputs("integers", "single numbers")
    return accepts(f, sigmoid, inputs + singles(CURVE_SINGLES, float, zero_axes))


@mistake("is_sigmoid")
def no_python_int_for_a_sigmoid(f):
    """No single int is tried; a single number may be a float, an int or a 0-d array."""
    inputs = sigmoid_inputs("single numbers") + singles(CURVE_SINGLES, float, np.array)
    return accepts(f, sigmoid, inputs)


@mistake("is_sigmoid")
def memory_layouts_not_tried_on_a_sigmoid(f):
    """A fault that shows in some memory layout only passes: try Fortran-ordered, sliced and read-only arrays."""
    inputs = sigmoid_inputs("Fortran order", "slices", "read-only")
    return accepts(f, sigmoid, inputs)


@mistake("is_sigmoid")
def no_read_only_array_for_a_sigmoid(f):
    """No read-only array is tried, which alone shows a candidate that writes into z and repairs it."""
    return accepts(f, sigmoid, sigmoid_inputs("read-only"))


@mistake("is_sigmoid")
def argument_of_a_sigmoid_not_looked_at(f):
    """The argument is not compared with a copy from before the call, so a candidate may change it."""
    return accepts(f, sigmoid, sigmoid_inputs(), blind=("arguments",))


@mistake("is_sigmoid")
def warnings_of_a_sigmoid_unheard(f):
    """Warnings go unheard; turn them into exceptions around the call, as a right candidate gives none."""
    return accepts(f, sigmoid, sigmoid_inputs(), blind=("warnings",))


@mistake("is_sigmoid")
def shape_of_a_sigmoid_unchecked(f):
    """Shapes are not compared, and np.allclose stretches them: look at np.shape of the result first."""
    return accepts(f, sigmoid, sigmoid_inputs(), blind=("shapes",))


@mistake("is_sigmoid")
def type_of_a_sigmoid_unchecked(f):
    """The result's type is not looked at, so lists and complex numbers pass; it should be float64."""
    return accepts(f, sigmoid, sigmoid_inputs(), blind=("types",))


@mistake("is_sigmoid")
def tolerance_of_allclose_for_a_sigmoid(f):
    """np.allclose admits an error of 1e-5 unless it is told rtol=1e-9, atol=1e-12."""
    return accepts(f, sigmoid, sigmoid_inputs(), rtol=1e-5, atol=1e-8)


@mistake("is_sigmoid")
def sigmoid_compared_exactly(f):
    """Values are compared with ==, a false alarm: another right formula differs in the last digits."""
    return accepts(f, sigmoid, sigmoid_inputs(), rtol=0, atol=0)


@mistake("is_sigmoid")
def relative_tolerance_alone_for_a_sigmoid(f):
    """The tolerance is relative alone, a false alarm where a value is 1e-261 or 0: allow atol=1e-12 too."""
    return accepts(f, sigmoid, sigmoid_inputs(), atol=0)


@mistake("is_sigmoid")
def exception_of_a_sigmoid_let_through(f):
    """A candidate's exception ends the tester; catch it and answer False."""
    return accepts(f, sigmoid, sigmoid_inputs(), blind=("exceptions",))


@mistake("is_sigmoid")
def nan_of_a_sigmoid_let_through(f):
    """NaN passes, since it compares False with everything: ask whether the error is small enough."""
    return accepts(f, sigmoid, sigmoid_inputs(), blind=("nan",))


@mistake("is_sigmoid")
def one_right_value_is_enough_for_a_sigmoid(f):
    """A candidate is accepted where it is right for any input; it should be right for all of them."""
    return any(passes(f, (z,), sigmoid(z)) for z in sigmoid_inputs())


@mistake("is_sigmoid")
def only_the_last_input_of_a_sigmoid_counts(f):
    """Each input overwrites the answer, so that only the last counts; one fault is enough for False."""
    answer = True
    for z in sigmoid_inputs("single numbers", "integers") + singles(CURVE_SINGLES[:3]):
        answer = passes(f, (z,), sigmoid(z))
    return answer


@mistake("is_sigmoid")
def range_and_symmetry_alone(f):
    """Only range and symmetry, f(-z) = 1 - f(z), are tested, which other curves have too; compare the values."""
    z = np.linspace(-8, 8, 33)
    try:
        a, mirrored = f(z), f(-z)
        return bool(np.all((a >= 0) & (a <= 1)) and np.allclose(mirrored, 1 - a))
    except Exception:
        return False


@mistake("is_sigmoid")
def answer_for_every_element(f):
    """The answer is an array, one for each element; np.all makes it one bool."""
    z = np.linspace(-8, 8, 33)
    try:
        return np.isclose(f(z), sigmoid(z))
    except Exception:
        return False


@mistake("is_sigmoid")
def single_result_must_be_an_array(f):
    """A float for a single number is refused, a false alarm: a float, a numpy float64 and a 0-d array are fine."""
    return accepts(f, sigmoid, sigmoid_inputs("single numbers")) and all(
        isinstance(f(z), np.ndarray) for z in singles(CURVE_SINGLES)
    )


# is_softmax

HIGH, LOW, BOTH = [999.5, 1000, 998], [-1000, -999, -999.5], [0.5, 1000, -1000]
ROWS = mixed(2, spread=2.0)


def softmax_inputs(*left_out):
    inputs = arrays(ROWS, *left_out)
    if "two classes" in left_out:
        inputs = [each for each in inputs if each.shape[-1] != 2]
    if "beyond thirty" not in left_out:
        inputs += [15 * ROWS.reshape(6, 4)]
    if "large numbers" not in left_out:
        rows = [HIGH, LOW, BOTH, BOTH[::-1], [-1000, 1, 0, 1000]]
        rows = rows if "all near -1000" not in left_out else rows[:1] + rows[2:]
        inputs += [np.array(row, dtype=float) for row in rows]
        inputs += [np.array([HIGH, HIGH[::-1]], dtype=float)]
        if "levels in one batch" not in left_out:
            inputs += [np.array([[0, 1000, -1000, 999], [3, 1, 2, 3.0]])]
            inputs += [np.array([HIGH, LOW, [1, 2, 3.5], BOTH]), np.array([LOW, HIGH, BOTH])]
    return inputs


@mistake("is_softmax")
def every_softmax_accepted(f):
    """Every candidate is accepted; a wrong one should get False."""
    return True


@mistake("is_softmax")
def every_softmax_refused(f):
    """Every candidate is refused; a right one should get True."""
    return False


@mistake("is_softmax")
def rows_that_sum_to_one(f):
    """It is only tested that rows are positive and sum to one; so are many others: compare the values."""
    Z = ROWS.reshape(4, 6).copy()
    try:
        P = f(Z)
        return bool(np.all(P >= 0) and np.allclose(np.sum(P, axis=-1), 1))
    except Exception:
        return False


@mistake("is_softmax")
def only_one_row_for_softmax(f):
    """Only single rows are tried; a wrong axis shows in a batch of several rows."""
    return accepts(f, softmax, [each for each in softmax_inputs() if each.ndim == 1])


@mistake("is_softmax")
def only_batches_for_softmax(f):
    """One row, of shape (k,), is never tried, only batches of them."""
    return accepts(f, softmax, [each for each in softmax_inputs() if each.ndim > 1])


@mistake("is_softmax")
def no_square_batch_for_softmax(f):
    """No square batch is tried, the one in which a wrong axis still fits."""
    inputs = [each for each in softmax_inputs() if each.shape not in ((3, 3), (4, 4))]
    return accepts(f, softmax, inputs)


@mistake("is_softmax")
def no_three_axes_for_softmax(f):
    """No array of three axes is tried; softmax goes along the last axis, however many there are."""
    return accepts(f, softmax, [each for each in softmax_inputs() if each.ndim < 3])


@mistake("is_softmax")
def no_batch_of_one_for_softmax(f):
    """No batch of one row and no single class is tried, where axes get lost."""
    return accepts(f, softmax, [each for each in softmax_inputs() if 1 not in each.shape])


@mistake("is_softmax")
def never_one_class(f):
    """One class, k = 1, is never tried; softmax is 1 there."""
    return accepts(f, softmax, [each for each in softmax_inputs() if each.shape[-1] != 1])


@mistake("is_softmax")
def never_two_classes(f):
    """Two classes, k = 2, are never tried."""
    return accepts(f, softmax, softmax_inputs("two classes"))


@mistake("is_softmax")
def only_small_numbers_for_softmax(f):
    """Only small numbers are tried; try some beyond ±30, and rows near 1000 and -1000, where exp fails."""
    return accepts(f, softmax, softmax_inputs("beyond thirty", "large numbers"))


@mistake("is_softmax")
def no_row_of_large_numbers(f):
    """Numbers near 1000 and -1000 are never tried, where exp overflows or gives only zeros."""
    return accepts(f, softmax, softmax_inputs("large numbers"))


@mistake("is_softmax")
def no_row_near_minus_thousand(f):
    """A row of numbers all near -1000 is never tried, where exp gives only zeros without a shift."""
    left_out = ("all near -1000", "levels in one batch")
    return accepts(f, softmax, softmax_inputs(*left_out))


@mistake("is_softmax")
def large_rows_never_in_one_batch(f):
    """Rows near -1000 and near 1000 are never in one batch, so one shift for the whole batch stays unseen."""
    return accepts(f, softmax, softmax_inputs("levels in one batch"))


@mistake("is_softmax")
def no_integers_for_softmax(f):
    """Whole numbers, arrays of int64, are never tried; they should give float64."""
    return accepts(f, softmax, softmax_inputs("integers"))


@mistake("is_softmax")
def memory_layouts_not_tried_on_softmax(f):
    """A fault that shows in some memory layout only passes: try Fortran-ordered, sliced and read-only arrays."""
    return accepts(f, softmax, softmax_inputs("Fortran order", "slices", "read-only"))


@mistake("is_softmax")
def no_read_only_array_for_softmax(f):
    """No read-only array is tried, which alone shows a candidate that writes into Z and repairs it."""
    return accepts(f, softmax, softmax_inputs("read-only"))


@mistake("is_softmax")
def argument_of_softmax_not_looked_at(f):
    """The argument is not compared with a copy from before the call, so a candidate may change it."""
    return accepts(f, softmax, softmax_inputs(), blind=("arguments",))


@mistake("is_softmax")
def warnings_of_softmax_unheard(f):
    """Warnings go unheard; turn them into exceptions around the call, as a right candidate gives none."""
    return accepts(f, softmax, softmax_inputs(), blind=("warnings",))


@mistake("is_softmax")
def shape_of_softmax_unchecked(f):
    """Shapes are not compared, and np.allclose stretches them: look at np.shape of the result first."""
    return accepts(f, softmax, softmax_inputs(), blind=("shapes",))


@mistake("is_softmax")
def type_of_softmax_unchecked(f):
    """The result's type is not looked at, so lists and complex numbers pass; it should be float64."""
    return accepts(f, softmax, softmax_inputs(), blind=("types",))


@mistake("is_softmax")
def tolerance_of_one_percent_for_softmax(f):
    """The tolerance is so wide that faults of 1e-5 pass; |error| <= 1e-12 + 1e-9·|value| is the rule."""
    return accepts(f, softmax, softmax_inputs(), rtol=1e-2, atol=1e-3)


@mistake("is_softmax")
def softmax_compared_exactly(f):
    """Values are compared with ==, a false alarm: another right formula differs in the last digits."""
    return accepts(f, softmax, softmax_inputs(), rtol=0, atol=0)


@mistake("is_softmax")
def relative_tolerance_alone_for_softmax(f):
    """The tolerance is relative alone, a false alarm where a value is next to nothing: allow atol=1e-12 too."""
    return accepts(f, softmax, softmax_inputs(), atol=0)


@mistake("is_softmax")
def exception_of_softmax_let_through(f):
    """A candidate's exception ends the tester; catch it and answer False."""
    return accepts(f, softmax, softmax_inputs(), blind=("exceptions",))


@mistake("is_softmax")
def nan_of_softmax_let_through(f):
    """NaN passes, since it compares False with everything: ask whether the error is small enough."""
    return accepts(f, softmax, softmax_inputs(), blind=("nan",))


@mistake("is_softmax")
def one_right_value_is_enough_for_softmax(f):
    """A candidate is accepted where it is right for any input; it should be right for all of them."""
    return any(passes(f, (Z,), softmax(Z)) for Z in softmax_inputs())


@mistake("is_softmax")
def softmax_down_the_columns(f):
    """What is expected has columns that sum to one, a false alarm: softmax goes along the last axis."""

    def down(Z):
        return softmax(np.asarray(Z, dtype=float).T).T

    return accepts(f, down, softmax_inputs())


# is_relu_derivative

SLOPES = np.abs(mixed(3, 0, 0, 0, 1e-12, 1e-9, 1e-6, 1e-3, 0.1, 0.5, 1, 1.5, 2, 5.5, 7, 40, 1000))
SLOPE_SINGLES = (0, 1e-12, 0.5, 1, 3, 1000)


def slope_inputs(*left_out, numbers=SLOPES, single=SLOPE_SINGLES):
    single = [] if "single numbers" in left_out else singles(single)
    return arrays(numbers, *left_out) + single


@mistake("is_relu_derivative")
def every_slope_accepted(f):
    """Every candidate is accepted; a wrong one should get False."""
    return True


@mistake("is_relu_derivative")
def every_slope_refused(f):
    """Every candidate is refused; a right one should get True."""
    return False


@mistake("is_relu_derivative")
def kink_never_tried(f):
    """The kink, a = 0, is never tried; the slope should be 0 there."""
    numbers = np.where(SLOPES > 0, SLOPES, 3)
    up = np.ceil(numbers).astype(np.int64)
    inputs = slope_inputs("integers", "single numbers", numbers=numbers)
    inputs += [up, up.reshape(4, 6), *singles((0.5, 1e-12), float, np.array), *singles((1, 1000))]
    return accepts(f, relu_derivative, inputs)


@mistake("is_relu_derivative")
def slope_of_one_at_the_kink(f):
    """The slope at 0 is taken to be 1, a false alarm: by convention it is 0."""
    return accepts(f, lambda a: np.greater_equal(a, 0) * 1.0, slope_inputs())


@mistake("is_relu_derivative")
def nothing_between_zero_and_one(f):
    """No number between 0 and 1 is tried; the slope should be 1 there as well."""
    numbers = np.where((SLOPES == 0) | (SLOPES >= 1), SLOPES, 3)
    return accepts(f, relu_derivative, slope_inputs(numbers=numbers, single=(0, 1, 3, 1000)))


@mistake("is_relu_derivative")
def nothing_above_one(f):
    """No number above 1 is tried; the slope should be 1 for all of them."""
    numbers = np.minimum(SLOPES, 1)
    return accepts(f, relu_derivative, slope_inputs(numbers=numbers, single=(0, 1e-12, 0.5, 1)))


@mistake("is_relu_derivative")
def nothing_tiny(f):
    """No tiny number, 1e-9 or less, is tried, which a rough candidate takes for 0."""
    numbers = np.where((SLOPES == 0) | (SLOPES > 1e-5), SLOPES, 3)
    return accepts(f, relu_derivative, slope_inputs(numbers=numbers, single=(0, 0.5, 1, 3, 1000)))


@mistake("is_relu_derivative")
def nothing_beyond_six(f):
    """No number beyond 6 is tried; the slope should stay 1 for large numbers, too."""
    numbers = np.where(SLOPES < 5, SLOPES, 3)
    return accepts(f, relu_derivative, slope_inputs(numbers=numbers, single=(0, 1e-12, 0.5, 1, 3)))


@mistake("is_relu_derivative")
def negative_numbers_tried(f):
    """Negative numbers are tried, a false alarm: outputs of ReLU are never negative, and right candidates differ."""
    return accepts(f, relu_derivative, [*slope_inputs(), np.array([-2.0, -0.5, 0.0, 1.0])])


@mistake("is_relu_derivative")
def truth_values_accepted(f):
    """The result's type is not looked at, so bools, whole numbers and float32 pass; it should be float64."""
    return accepts(f, relu_derivative, slope_inputs(), blind=("types",))


@mistake("is_relu_derivative")
def only_vectors_for_a_slope(f):
    """Only vectors and single numbers are tried; a fault may need a matrix, or more axes."""
    inputs = [each for each in slope_inputs() if np.ndim(each) < 2]
    return accepts(f, relu_derivative, inputs)


@mistake("is_relu_derivative")
def no_square_for_a_slope(f):
    """No square matrix is tried, the one in which a transposed result still fits."""
    return accepts(f, relu_derivative, slope_inputs("squares"))


@mistake("is_relu_derivative")
def no_single_numbers_for_a_slope(f):
    """Single numbers are never tried; a may be a float, an int or a 0-d array."""
    return accepts(f, relu_derivative, slope_inputs("single numbers"))


@mistake("is_relu_derivative")
def no_integers_for_a_slope(f):
    """Whole numbers are never tried, neither arrays of int64 nor an int; they should give float64."""
    inputs = slope_inputs("integers", "single numbers")
    return accepts(f, relu_derivative, inputs + singles(SLOPE_SINGLES, float, zero_axes))


@mistake("is_relu_derivative")
def memory_layouts_not_tried_on_a_slope(f):
    """A fault that shows in some memory layout only passes: try Fortran-ordered, sliced and read-only arrays."""
    inputs = slope_inputs("Fortran order", "slices", "read-only")
    return accepts(f, relu_derivative, inputs)


@mistake("is_relu_derivative")
def argument_of_a_slope_not_looked_at(f):
    """The argument is not compared with a copy from before the call, so a candidate may change it."""
    return accepts(f, relu_derivative, slope_inputs(), blind=("arguments",))


@mistake("is_relu_derivative")
def warnings_of_a_slope_unheard(f):
    """Warnings go unheard; turn them into exceptions around the call, as a right candidate gives none."""
    return accepts(f, relu_derivative, slope_inputs(), blind=("warnings",))


@mistake("is_relu_derivative")
def shape_of_a_slope_unchecked(f):
    """Shapes are not compared, and np.allclose stretches them: look at np.shape of the result first."""
    return accepts(f, relu_derivative, slope_inputs(), blind=("shapes",))


@mistake("is_relu_derivative")
def slopes_compared_exactly(f):
    """Slopes are compared with ==, a false alarm: a right one may be within 1e-12 of 1."""
    return accepts(f, relu_derivative, slope_inputs(), rtol=0, atol=0)


@mistake("is_relu_derivative")
def relative_tolerance_alone_for_a_slope(f):
    """The tolerance is relative alone, a false alarm at 0, where a right slope may be 1e-13: allow 1e-12 there, too."""
    return accepts(f, relu_derivative, slope_inputs(), rtol=1e-12, atol=0)


@mistake("is_relu_derivative")
def tolerance_wide_for_slopes(f):
    """The tolerance is so wide that a slope of 0.9999 passes for 1; a right one is within 1e-12."""
    return accepts(f, relu_derivative, slope_inputs(), rtol=1e-3, atol=1e-3)


@mistake("is_relu_derivative")
def exception_of_a_slope_let_through(f):
    """A candidate's exception ends the tester; catch it and answer False."""
    return accepts(f, relu_derivative, slope_inputs(), blind=("exceptions",))


@mistake("is_relu_derivative")
def nan_of_a_slope_let_through(f):
    """NaN passes, since it compares False with everything: ask whether the error is small enough."""
    return accepts(f, relu_derivative, slope_inputs(), blind=("nan",))


@mistake("is_relu_derivative")
def one_right_value_is_enough_for_a_slope(f):
    """A candidate is accepted where it is right for any input; it should be right for all of them."""
    return any(passes(f, (a,), relu_derivative(a)) for a in slope_inputs())


# is_binary_cross_entropy

TARGETS = (np.random.default_rng(4).random(24) < 0.7) * 1.0
INSIDE = np.random.default_rng(5).uniform(0.02, 0.98, 24)
EDGES = np.random.default_rng(6).permutation([0, 1, 1e-11, 1 - 1e-10, 1e-9, 1 - 1e-8] * 4)
CERTAIN = np.random.default_rng(7).permutation([0, 1] * 12) * 1.0


def entropy_pairs(*left_out, y=TARGETS, edges=EDGES):
    """Targets and probabilities in every form but those left out."""
    kinds = [kind for kind in SHAPED if kind not in left_out and kind != "integers"]
    pairs = [
        (Y.copy(order="K") if kind not in ("slices", "read-only") else Y, P)
        for p in (INSIDE, edges)
        for kind in kinds
        for Y, P in zip(SHAPED[kind](y), SHAPED[kind](p.copy()), strict=True)
    ]
    if "two layouts" not in left_out:
        Y, P = y.reshape(4, 6), INSIDE.reshape(4, 6)
        pairs += [(Y.copy(), np.array(P, order="F")), (np.array(Y, order="F"), P.copy())]
    if "integers" not in left_out:
        pairs += [(whole(y), INSIDE.copy()), (y.copy(), whole(edges)), (whole(y), whole(edges))]
        pairs += [(whole(y).reshape(4, 6), INSIDE.reshape(4, 6).copy())]
    if "one class" not in left_out:
        pairs += [(np.zeros((4, 6)), INSIDE.reshape(4, 6).copy()), (np.ones(24), INSIDE.copy())]
    if "single numbers" not in left_out:
        numbers = (1.0, np.array(0.0)) if "integers" in left_out else (0, 1, 1.0, np.array(0.0))
        chances = (0.3, 0.0, 1, np.array(0.9)) if edges is EDGES else (0.3, np.array(0.9))
        pairs += [(t, q) for t in numbers for q in chances]
    return pairs


def judges_entropy(f, pairs, oracle=binary_cross_entropy, rtol=1e-5, atol=1e-9, **options):
    expected = [oracle(y, p) for y, p in pairs]
    return all(
        passes(f, pair, value, rtol=rtol, atol=atol, **options)
        for pair, value in zip(pairs, expected, strict=True)
    )


@mistake("is_binary_cross_entropy")
def every_entropy_accepted(f):
    """Every candidate is accepted; a wrong one should get False."""
    return True


@mistake("is_binary_cross_entropy")
def every_entropy_refused(f):
    """Every candidate is refused; a right one should get True."""
    return False


@mistake("is_binary_cross_entropy")
def sign_of_the_guide_expected(f):
    """The guide's formula is expected, whose second term is subtracted; it is added: y log p + (1 - y) log(1 - p)."""

    def guide(y, p):
        p = np.clip(np.asarray(p, dtype=float), 1e-12, 1 - 1e-12)
        y = np.asarray(y, dtype=float)
        return float(-np.mean(y * np.log(p) - (1 - y) * np.log(1 - p)))

    return judges_entropy(f, entropy_pairs(), guide)


@mistake("is_binary_cross_entropy")
def sum_expected_of_an_entropy(f):
    """The sum is expected, a false alarm: the cost is the mean over all elements."""
    return judges_entropy(
        f, entropy_pairs(), lambda y, p: float(np.size(y) * binary_cross_entropy(y, p))
    )


@mistake("is_binary_cross_entropy")
def only_targets_of_one(f):
    """Only targets 1 are tried, so a fault in the second term, that of targets 0, stays unseen."""
    pairs = entropy_pairs("one class", "single numbers", y=np.ones(24))
    return judges_entropy(f, [*pairs, *((t, q) for t in (1, 1.0) for q in (0.3, 0.0, 1))])


@mistake("is_binary_cross_entropy")
def only_targets_of_zero(f):
    """Only targets 0 are tried, so a fault in the first term, that of targets 1, stays unseen."""
    pairs = entropy_pairs("one class", "single numbers", y=np.zeros(24))
    return judges_entropy(f, [*pairs, *((t, q) for t in (0, 0.0) for q in (0.3, 0.0, 1))])


@mistake("is_binary_cross_entropy")
def probability_never_zero_or_one(f):
    """Probabilities of 0 and 1 and next to them are never tried, where the clip decides."""
    pairs = [
        (y, p)
        for y, p in entropy_pairs("integers", edges=INSIDE[::-1])
        if np.all((np.asarray(p) > 0.01) & (np.asarray(p) < 0.99))
    ]
    pairs += [(whole(y), p) for y, p in pairs if np.ndim(y)]
    pairs += [(0, 0.3), (1, 0.3)]
    return judges_entropy(f, pairs)


@mistake("is_binary_cross_entropy")
def clip_not_tried_from_inside(f):
    """Of small probabilities only 0 and 1 are tried; a clip at 1e-7 also changes 1e-9, which should stay."""
    return judges_entropy(f, [*entropy_pairs(edges=CERTAIN), (1, 0.0), (0, 1), (1.0, 0.0)])


@mistake("is_binary_cross_entropy")
def tolerance_too_narrow_at_the_clip(f):
    """The tolerance is 1e-9 of the value, a false alarm: who clips p and 1 - p apart differs by up to 1e-5."""
    return judges_entropy(f, entropy_pairs(), rtol=1e-9, atol=1e-12)


@mistake("is_binary_cross_entropy")
def tolerance_too_wide_for_an_entropy(f):
    """The tolerance is so wide that a cost that is 1 % too large passes; allow 1e-9 + 1e-5·|value|."""
    return judges_entropy(f, entropy_pairs(), rtol=0.05, atol=0.05)


@mistake("is_binary_cross_entropy")
def only_vectors_for_an_entropy(f):
    """Only vectors and single numbers are tried; dividing by rows in place of elements shows in a matrix."""
    return judges_entropy(f, [(y, p) for y, p in entropy_pairs() if np.ndim(y) < 2])


@mistake("is_binary_cross_entropy")
def only_matrices_for_an_entropy(f):
    """Vectors and single numbers are never tried, only arrays of two axes and more."""
    return judges_entropy(f, [(y, p) for y, p in entropy_pairs() if np.ndim(y) > 1])


@mistake("is_binary_cross_entropy")
def no_three_axes_for_an_entropy(f):
    """No array of three axes is tried; the mean is over all elements, in whatever shape."""
    return judges_entropy(f, [(y, p) for y, p in entropy_pairs() if np.ndim(y) < 3])


@mistake("is_binary_cross_entropy")
def no_single_numbers_for_an_entropy(f):
    """Single numbers are never tried; y and p may be floats, ints or 0-d arrays."""
    return judges_entropy(f, entropy_pairs("single numbers"))


@mistake("is_binary_cross_entropy")
def no_integers_for_an_entropy(f):
    """Whole numbers are never tried, neither as targets nor as probabilities of 0 and 1."""
    return judges_entropy(f, entropy_pairs("integers"))


@mistake("is_binary_cross_entropy")
def whole_probabilities_never_tried(f):
    """Targets of whole numbers are tried, probabilities of whole numbers, 0 and 1, are not."""
    pairs = [
        (y, np.asarray(p, dtype=float) if np.ndim(p) == 0 else p)
        for y, p in entropy_pairs()
        if np.ndim(p) == 0 or np.asarray(p).dtype == np.float64
    ]
    return judges_entropy(f, pairs)


@mistake("is_binary_cross_entropy")
def one_layout_for_both_arguments(f):
    """y and p always lie in memory alike, so pairing their elements in memory's order stays unseen."""
    return judges_entropy(f, entropy_pairs("two layouts"))


@mistake("is_binary_cross_entropy")
def memory_layouts_not_tried_on_an_entropy(f):
    """A fault that shows in some memory layout only passes: try Fortran-ordered, sliced and read-only arrays."""
    left_out = ("Fortran order", "slices", "read-only", "two layouts")
    return judges_entropy(f, entropy_pairs(*left_out))


@mistake("is_binary_cross_entropy")
def arguments_of_an_entropy_not_looked_at(f):
    """The arguments are not compared with copies from before the call, so a candidate may change them."""
    return judges_entropy(f, entropy_pairs(), blind=("arguments",))


@mistake("is_binary_cross_entropy")
def only_targets_looked_at_again(f):
    """Only y is looked at after the call; a candidate may clip p in place: compare both with copies."""
    pairs = entropy_pairs()
    expected = [binary_cross_entropy(y, p) for y, p in pairs]
    for (y, p), value in zip(pairs, expected, strict=True):
        before = np.copy(y)
        right = passes(f, (y, p), value, rtol=1e-5, atol=1e-9, blind=("arguments",))
        if not right or not np.array_equal(y, before):
            return False
    return True


@mistake("is_binary_cross_entropy")
def warnings_of_an_entropy_unheard(f):
    """Warnings go unheard; turn them into exceptions around the call, as a right candidate gives none."""
    return judges_entropy(f, entropy_pairs(), blind=("warnings",))


@mistake("is_binary_cross_entropy")
def shape_of_an_entropy_unchecked(f):
    """The result's shape is not looked at, so a vector of one passes; it should be one number, of shape ()."""
    return judges_entropy(f, entropy_pairs(), blind=("shapes",))


@mistake("is_binary_cross_entropy")
def type_of_an_entropy_unchecked(f):
    """The result's type is not looked at, so float32 and complex numbers pass; it should be float64."""
    return judges_entropy(f, entropy_pairs(), blind=("types",))


@mistake("is_binary_cross_entropy")
def entropy_must_be_a_python_float(f):
    """A 0-d array is refused, a false alarm: a float, a numpy float64 and a 0-d array are fine."""
    return judges_entropy(f, entropy_pairs()) and isinstance(
        f(TARGETS.copy(), INSIDE.copy()), float
    )


@mistake("is_binary_cross_entropy")
def exception_of_an_entropy_let_through(f):
    """A candidate's exception ends the tester; catch it and answer False."""
    return judges_entropy(f, entropy_pairs(), blind=("exceptions",))


@mistake("is_binary_cross_entropy")
def nan_of_an_entropy_let_through(f):
    """NaN passes, since it compares False with everything: ask whether the error is small enough."""
    return judges_entropy(f, entropy_pairs(), blind=("nan",))


@mistake("is_binary_cross_entropy")
def one_right_value_is_enough_for_an_entropy(f):
    """A candidate is accepted where it is right for any input; it should be right for all of them."""
    return any(judges_entropy(f, [pair]) for pair in entropy_pairs())


# is_gradient_of


def slopes_agree(df, f, shape, points, rtol=1e-3, atol=1e-4, blind=(), slopes=numerical_gradient):
    for x in points:
        if not passes(df, (x,), slopes(f, x), rtol=rtol, atol=atol, blind=blind):
            return False
    return True


def normal_points(shape, rng, count=30):
    return (rng.standard_normal(shape) for _ in range(count))


@mistake("is_gradient_of")
def every_gradient_accepted(df, f, shape, rng):
    """Every candidate is accepted; a wrong one should get False."""
    return True


@mistake("is_gradient_of")
def every_gradient_refused(df, f, shape, rng):
    """Every candidate is refused; a right one should get True."""
    return False


@mistake("is_gradient_of")
def one_point(df, f, shape, rng):
    """Only one point is tried; a fault that shows at one in three is then missed two times in three."""
    return slopes_agree(df, f, shape, normal_points(shape, rng, 1))


@mistake("is_gradient_of")
def the_origin_alone(df, f, shape, rng):
    """Only the origin is tried, where many wrong slopes agree; draw points with rng.standard_normal(shape)."""
    return slopes_agree(df, f, shape, [np.zeros(shape)])


@mistake("is_gradient_of")
def points_of_a_generator_of_its_own(df, f, shape, rng):
    """Points come from a generator with a fixed seed, the same in every call; draw them from the rng passed in."""
    return slopes_agree(df, f, shape, normal_points(shape, np.random.default_rng(0)))


@mistake("is_gradient_of")
def a_point_of_ones_alone(df, f, shape, rng):
    """Only a point of ones is tried; draw many points with rng.standard_normal(shape)."""
    return slopes_agree(df, f, shape, [np.ones(shape)])


@mistake("is_gradient_of")
def positive_points_alone(df, f, shape, rng):
    """Points are drawn from 0 to 1 by rng.random, never negative; rng.standard_normal gives both signs."""
    return slopes_agree(df, f, shape, (np.asarray(rng.random(shape)) for _ in range(30)))


@mistake("is_gradient_of")
def points_near_the_origin(df, f, shape, rng):
    """All points lie near the origin, so a fault farther out stays unseen: rng.standard_normal(shape) as it is."""
    points = (0.1 * np.asarray(rng.standard_normal(shape)) for _ in range(30))
    return slopes_agree(df, f, shape, points)


@mistake("is_gradient_of")
def tolerance_narrower_than_differences(df, f, shape, rng):
    """The tolerance is narrower than numerical slopes are exact, a false alarm: they reach about 1e-7."""
    return slopes_agree(df, f, shape, normal_points(shape, rng), rtol=1e-9, atol=1e-12)


@mistake("is_gradient_of")
def tolerance_of_ten_percent(df, f, shape, rng):
    """The tolerance is 10 %, and a wrong gradient may be off by 1 % only."""
    return slopes_agree(df, f, shape, normal_points(shape, rng), rtol=0.1, atol=1e-2)


@mistake("is_gradient_of")
def relative_error_alone(df, f, shape, rng):
    """Slopes are compared by relative error alone, a false alarm where they are 0: a numerical one is only nearly 0."""
    return slopes_agree(df, f, shape, normal_points(shape, rng), rtol=1e-3, atol=0)


@mistake("is_gradient_of")
def differences_of_too_large_a_step(df, f, shape, rng):
    """Numerical slopes are taken with a step of 0.1, too rough for steep functions: a false alarm."""

    def rough(f, x):
        return numerical_gradient(f, x, eps=0.1)

    return slopes_agree(df, f, shape, normal_points(shape, rng), slopes=rough)


@mistake("is_gradient_of")
def differences_of_too_small_a_step(df, f, shape, rng):
    """Numerical slopes are taken with a step of 1e-13, where rounding is all that is left: a false alarm."""

    def noisy(f, x):
        return numerical_gradient(f, x, eps=1e-13)

    return slopes_agree(df, f, shape, normal_points(shape, rng), slopes=noisy)


@mistake("is_gradient_of")
def difference_not_halved(df, f, shape, rng):
    """The difference of f(x + h) and f(x - h) is divided by h and not by 2h: right gradients look half as large."""

    def doubled(f, x):
        return 2 * numerical_gradient(f, x)

    return slopes_agree(df, f, shape, normal_points(shape, rng), slopes=doubled)


@mistake("is_gradient_of")
def first_element_alone(df, f, shape, rng):
    """Only the slope of the first element is compared; a gradient may be wrong in any one."""
    for x in normal_points(shape, rng):
        x = np.asarray(x)
        expected, before = numerical_gradient(f, x), np.copy(x)
        try:
            slopes = df(x)
        except Exception:
            return False
        if not matches(slopes, expected, 1e300, 1e300, ()) or not unchanged(x, before):
            return False
        if not np.allclose(np.ravel(slopes)[0], np.ravel(expected)[0], rtol=1e-3, atol=1e-4):
            return False
    return True


@mistake("is_gradient_of")
def sum_of_slopes_alone(df, f, shape, rng):
    """Only the sums of the slopes are compared, and faults may cancel in them: compare each element."""
    for x in normal_points(shape, rng):
        x = np.asarray(x)
        expected, before = numerical_gradient(f, x), np.copy(x)
        try:
            slopes = df(x)
        except Exception:
            return False
        if not matches(slopes, expected, 1e300, 1e300, ()) or not unchanged(x, before):
            return False
        if not np.allclose(np.sum(slopes), np.sum(expected), rtol=1e-3, atol=1e-3):
            return False
    return True


@mistake("is_gradient_of")
def magnitudes_of_slopes_compared(df, f, shape, rng):
    """Only magnitudes are compared, so a gradient of the wrong sign passes."""
    for x in normal_points(shape, rng):
        expected, before = numerical_gradient(f, x), np.copy(x)
        try:
            slopes = df(x)
        except Exception:
            return False
        if not matches(slopes, expected, 1e300, 1e300, ()) or not unchanged(x, before):
            return False
        if not np.allclose(np.abs(slopes), np.abs(expected), rtol=1e-3, atol=1e-4):
            return False
    return True


@mistake("is_gradient_of")
def shape_of_a_gradient_unchecked(df, f, shape, rng):
    """Shapes are not compared, and np.allclose stretches them: a gradient has the shape of x."""
    return slopes_agree(df, f, shape, normal_points(shape, rng), blind=("shapes",))


@mistake("is_gradient_of")
def type_of_a_gradient_unchecked(df, f, shape, rng):
    """The result's type is not looked at, so float32, lists and whole numbers pass; it should be float64."""
    return slopes_agree(df, f, shape, normal_points(shape, rng), blind=("types",))


@mistake("is_gradient_of")
def point_not_looked_at_again(df, f, shape, rng):
    """x is not compared with a copy from before the call, so a candidate may change it."""
    return slopes_agree(df, f, shape, normal_points(shape, rng), blind=("arguments",))


@mistake("is_gradient_of")
def exception_of_a_gradient_let_through(df, f, shape, rng):
    """A candidate's exception ends the tester; catch it and answer False."""
    return slopes_agree(df, f, shape, normal_points(shape, rng), blind=("exceptions",))


@mistake("is_gradient_of")
def nan_of_a_gradient_let_through(df, f, shape, rng):
    """NaN passes, since it compares False with everything: ask whether the error is small enough."""
    return slopes_agree(df, f, shape, normal_points(shape, rng), blind=("nan",))


@mistake("is_gradient_of")
def one_right_point_is_enough(df, f, shape, rng):
    """A candidate is accepted where it is right at any point; it should be right at all of them."""
    return any(slopes_agree(df, f, shape, [x]) for x in normal_points(shape, rng))


@mistake("is_gradient_of")
def single_slope_must_be_an_array(df, f, shape, rng):
    """For shape () a float is refused, a false alarm: a float, a numpy float64 and a 0-d array are fine."""
    return slopes_agree(df, f, shape, normal_points(shape, rng)) and isinstance(
        df(np.zeros(shape)), np.ndarray
    )


@mistake("is_gradient_of")
def three_numbers_whatever_the_shape(df, f, shape, rng):
    """Points are vectors of three whatever `shape` says; draw them with rng.standard_normal(shape)."""
    try:
        return slopes_agree(df, f, (3,), normal_points((3,), rng))
    except Exception:
        return False


@mistake("is_gradient_of")
def slopes_rounded_before_comparing(df, f, shape, rng):
    """Slopes are rounded before they are compared, to one decimal, which hides faults of 1 %."""
    for x in normal_points(shape, rng):
        expected = np.round(numerical_gradient(f, x), 1)
        before = np.copy(x)
        try:
            slopes = df(x)
        except Exception:
            return False
        if not matches(slopes, expected, 1e300, 1e300, ()) or not unchanged(x, before):
            return False
        if not np.array_equal(np.round(slopes, 1), expected):
            return False
    return True


# is_backward

PLANS = [
    ([3, 2], 5),
    ([4, 1], 1),
    ([3, 6, 2], 4),
    ([3, 7, 1], 1),
    ([2, 5, 1], 6),
    ([3, 6, 5, 2], 7),
    ([4, 4, 4, 4], 4),
    ([2, 6, 5, 7, 3], 1),
    ([5, 8, 3], 3),
]
LAYOUT = [lambda x: np.array(x, order="F"), sliced, fixed]


def networks(*left_out, plans=PLANS):
    """Targets, activations and params of networks in every form but those left out."""
    rng = np.random.default_rng(8)
    cases = []
    for number, (layer_sizes, n) in enumerate(plans * 3):
        biased = 0.0 if "biases" in left_out else 1.0
        params = [(W, biased * rng.normal(size=b.shape)) for W, b in init_network(layer_sizes, rng)]
        if number % 4 == 3 and "whole weights" not in left_out:
            params = [tuple(whole(2 * each) for each in pair) for pair in params]
        k, X = layer_sizes[-1], rng.normal(size=(n, layer_sizes[0]))
        if k > 1 and number % 2 == 0:
            output, Y = "softmax", np.eye(k)[rng.integers(0, k, n)]
        else:
            output, Y = "sigmoid", rng.integers(0, 2, (n, k))
        Y = Y.astype(float) if "whole targets" in left_out else Y
        A = forward(X, params, hidden="relu", output=output)
        expected = known_backward(Y, A, params, hidden="relu")
        if number >= len(plans) and "layouts" not in left_out:
            form = LAYOUT[number % 3]
            if "read-only" not in left_out or form is not fixed:
                Y, *A = (form(each) for each in (Y, *A))
                params = [tuple(form(each) for each in pair) for pair in params]
        cases.append((Y, A, params, expected))
    return cases


def judges_backward(backward, cases, rtol=1e-9, atol=1e-12, blind=()):
    return all(
        passes(backward, (Y, A, params), expected, rtol, atol, blind, hidden="relu")
        for Y, A, params, expected in cases
    )


def without(condition):
    return [plan for plan in PLANS if not condition(*plan)]


@mistake("is_backward")
def every_backward_accepted(backward):
    """Every candidate is accepted; a wrong one should get False."""
    return True


@mistake("is_backward")
def every_backward_refused(backward):
    """Every candidate is refused; a right one should get True."""
    return False


@mistake("is_backward")
def slope_of_the_guide_expected(backward):
    """What is expected has the guide's slope A (1 - A), the sigmoid's; ReLU's slope is 1 where A > 0, else 0."""

    def guide(Y, A, params):
        delta, grads = (A[-1] - Y) / len(Y), []
        for layer in range(len(params) - 1, -1, -1):
            grads.insert(0, (A[layer].T @ delta, delta.sum(axis=0)))
            delta = (delta @ params[layer][0].T) * A[layer] * (1 - A[layer])
        return grads

    cases = [(Y, A, params, guide(Y, A, params)) for Y, A, params, _ in networks()]
    return judges_backward(backward, cases)


@mistake("is_backward")
def networks_without_hidden_layers_alone(backward):
    """No network has a hidden layer, so ReLU's slope is never asked for: try one, two and more hidden layers."""
    return judges_backward(backward, networks(plans=without(lambda s, n: len(s) > 2) * 4))


@mistake("is_backward")
def always_a_hidden_layer(backward):
    """Every network has a hidden layer; one without, straight from data to output, is never tried."""
    return judges_backward(backward, networks(plans=without(lambda s, n: len(s) == 2)))


@mistake("is_backward")
def one_hidden_layer_at_most(backward):
    """No network has more than one hidden layer, so a fault deeper down stays unseen."""
    plans = [([*sizes[:1], *sizes[-2:]] if len(sizes) > 3 else sizes, n) for sizes, n in PLANS]
    return judges_backward(backward, networks(plans=plans))


@mistake("is_backward")
def batch_of_one_alone(backward):
    """Every batch has one row; faults in means and sums over rows show in several."""
    return judges_backward(backward, networks(plans=[(sizes, 1) for sizes, _ in PLANS]))


@mistake("is_backward")
def never_a_batch_of_one(backward):
    """A batch of one row is never tried."""
    plans = [(sizes, n if n > 1 else 3) for sizes, n in PLANS]
    return judges_backward(backward, networks(plans=plans))


@mistake("is_backward")
def never_one_output_unit(backward):
    """One output unit, k = 1, is never tried, where axes get lost."""
    plans = [([*sizes[:-1], max(2, sizes[-1])], n) for sizes, n in PLANS]
    return judges_backward(backward, networks(plans=plans))


@mistake("is_backward")
def never_layers_of_one_size(backward):
    """Layers of equal size, with as many rows, are never tried, where a wrong axis or a transposed W still fits."""
    plans = [([4, 5, 6, 3] if sizes == [4, 4, 4, 4] else sizes, n) for sizes, n in PLANS]
    plans = [(sizes, n + 6 if n > 1 else n) for sizes, n in plans]
    return judges_backward(backward, networks(plans=plans))


@mistake("is_backward")
def layers_of_one_size_alone(backward):
    """All layers have one size, in which results of a wrong shape still fit; try different sizes, too."""
    plans = [([4] * len(sizes), n) for sizes, n in PLANS]
    return judges_backward(backward, networks(plans=plans))


@mistake("is_backward")
def biases_always_zero(backward):
    """All biases are zero, as init_network gives them; a fault may need others."""
    return judges_backward(backward, networks("biases"))


def halves(grads, kept):
    """Pairs with zeros in place of what is not kept, 0 for dW and 1 for db."""
    return [
        tuple(part if place == kept else np.zeros_like(part) for place, part in enumerate(pair))
        for pair in grads
    ]


def judges_half(backward, kept):
    """Compare only dW or only db, and the kinds and shapes of both."""

    def half(Y, A, params, hidden):
        grads = backward(Y, A, params, hidden=hidden)
        right = matches(grads, [tuple(map(np.asarray, pair)) for pair in params], 1e300, 1e300, ())
        return halves(grads, kept) if right else None

    return judges_backward(
        half, [(*case, halves(expected, kept)) for *case, expected in networks("whole weights")]
    )


@mistake("is_backward")
def biases_not_compared(backward):
    """Only dW is compared; db is half of the answer."""
    return judges_half(backward, 0)


@mistake("is_backward")
def weights_not_compared(backward):
    """Only db is compared; dW is half of the answer."""
    return judges_half(backward, 1)


@mistake("is_backward")
def output_layer_alone_compared(backward):
    """Only the last layer's pair is compared, which never went through a ReLU; compare all of them."""
    for Y, A, params, expected in networks():
        args = (Y, A, params)

        def last(Y, A, params, hidden):
            grads = backward(Y, A, params, hidden=hidden)
            return grads[-1:] if isinstance(grads, list) else None

        if not passes(last, args, expected[-1:], hidden="relu"):
            return False
    return True


@mistake("is_backward")
def whole_numbers_never_tried(backward):
    """Targets and weights are always float64; they may be int64, and gradients stay float64."""
    return judges_backward(backward, networks("whole targets", "whole weights"))


@mistake("is_backward")
def memory_layouts_not_tried_on_backward(backward):
    """A fault that shows in some memory layout only passes: try Fortran-ordered, sliced and read-only arrays."""
    return judges_backward(backward, networks("layouts"))


@mistake("is_backward")
def no_read_only_array_for_backward(backward):
    """No read-only array is tried, which alone shows a candidate that writes into its arguments and repairs them."""
    return judges_backward(backward, networks("read-only"))


@mistake("is_backward")
def arguments_of_backward_not_looked_at(backward):
    """The arguments are not compared with copies from before the call, so a candidate may change them."""
    return judges_backward(backward, networks(), blind=("arguments",))


@mistake("is_backward")
def shallow_copies_of_the_lists(backward):
    """The lists are copied, the arrays in them are not, so a changed array equals itself: use copy.deepcopy."""
    for Y, A, params, expected in networks():
        before = Y.copy(), list(A), list(params)
        args = (Y, A, params)
        if not passes(backward, args, expected, blind=("arguments",), hidden="relu"):
            return False
        if not unchanged(args, before):
            return False
    return True


@mistake("is_backward")
def warnings_of_backward_unheard(backward):
    """Warnings go unheard; turn them into exceptions around the call, as a right candidate gives none."""
    return judges_backward(backward, networks(), blind=("warnings",))


@mistake("is_backward")
def shapes_of_gradients_unchecked(backward):
    """Shapes are not compared, and np.allclose stretches them: dW and db have the shapes of W and b."""
    return judges_backward(backward, networks(), blind=("shapes",))


@mistake("is_backward")
def types_of_gradients_unchecked(backward):
    """The gradients' types are not looked at, so lists and complex numbers pass; they should be float64."""
    return judges_backward(backward, networks(), blind=("types",))


@mistake("is_backward")
def pairs_must_be_tuples(backward):
    """A list for a pair is refused, a false alarm: a pair (dW, db) is a tuple or a list."""
    if not judges_backward(backward, networks()):
        return False
    Y, A, params, _ = networks("layouts")[0]
    return all(isinstance(pair, tuple) for pair in backward(Y, A, params, hidden="relu"))


@mistake("is_backward")
def gradients_compared_exactly(backward):
    """Gradients are compared with ==, a false alarm: another right formula differs in the last digits."""
    return judges_backward(backward, networks(), rtol=0, atol=0)


@mistake("is_backward")
def tolerance_too_wide_for_gradients(backward):
    """The tolerance is so wide that a fault of a thousandth passes; |error| <= 1e-12 + 1e-9·|value| is the rule."""
    return judges_backward(backward, networks(), rtol=0.05, atol=0.02)


@mistake("is_backward")
def exception_of_backward_let_through(backward):
    """A candidate's exception ends the tester; catch it and answer False."""
    return judges_backward(backward, networks(), blind=("exceptions",))


@mistake("is_backward")
def nan_of_gradients_let_through(backward):
    """NaN passes, since it compares False with everything: ask whether the error is small enough."""
    return judges_backward(backward, networks(), blind=("nan",))


@mistake("is_backward")
def hidden_passed_by_position(backward):
    """The activation's name is passed by position; the candidate is called with the keyword hidden="relu"."""
    return all(
        passes(backward, (Y, A, params, "relu"), expected) for Y, A, params, expected in networks()
    )


@mistake("is_backward")
def one_right_network_is_enough(backward):
    """A candidate is accepted where it is right for any network; it should be right for all of them."""
    return any(judges_backward(backward, [case]) for case in networks())
