"""Mistakes that students make in activations."""

import math

import numpy as np

from grader.mistakes import mistake
from solutions import activations as reference

# sigmoid


@mistake("sigmoid")
def overflows_far_below_zero(z):
    """exp(-z) overflows far below zero, at z = -1000 for instance; there the form exp(z) / (1 + exp(z)) is safe."""
    z = np.asarray(z, dtype=np.float64)
    return 1 / (1 + np.exp(-z))


@mistake("sigmoid")
def overflows_far_above_zero(z):
    """exp(z) overflows far above zero, at z = 1000 for instance; there the form 1 / (1 + exp(-z)) is safe."""
    z = np.asarray(z, dtype=np.float64)
    return np.exp(z) / (1 + np.exp(z))


@mistake("sigmoid")
def computes_both_branches(z):
    """np.where computes both of its branches everywhere, so the form not chosen still overflows; exp(-|z|) cannot."""
    z = np.asarray(z, dtype=np.float64)
    return np.where(z >= 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))


@mistake("sigmoid")
def clips_its_input_early(z):
    """z is clipped to ±10, so the curve is flat beyond, while the sigmoid still changes there: avoid the overflow
    without clipping."""
    return reference.sigmoid(np.clip(z, -10, 10))


@mistake("sigmoid")
def clips_its_output(z):
    """The result is clipped away from 0 and 1, and the sigmoid comes nearer to both; clipping is the costs' matter."""
    return np.clip(reference.sigmoid(z), 1e-7, 1 - 1e-7)


@mistake("sigmoid")
def sign_of_the_exponent(z):
    """The curve falls where it should rise: the exponent is -z, so that large z give values near 1."""
    return reference.sigmoid(-np.asarray(z, dtype=np.float64))


@mistake("sigmoid")
def right_for_positives_only(z):
    """Negative z get the value of their positive mirror image: with exp(-|z|) the numerator depends on z's sign."""
    return 1 / (1 + np.exp(-np.abs(np.asarray(z, dtype=np.float64))))


@mistake("sigmoid")
def slope_for_the_value(z):
    """The result is the slope a (1 - a), and the value a itself is asked for here."""
    a = reference.sigmoid(z)
    return a * (1 - a)


@mistake("sigmoid")
def tanh_for_sigmoid(z):
    """Values run from -1 to 1: this is tanh, and the sigmoid runs from 0 to 1."""
    return np.tanh(np.asarray(z, dtype=np.float64))


@mistake("sigmoid")
def twice_as_steep(z):
    """(tanh(z) + 1) / 2 is the sigmoid of 2 z, twice as steep: halve z first."""
    return (np.tanh(np.asarray(z, dtype=np.float64)) + 1) / 2


@mistake("sigmoid")
def integer_array_for_the_curve(z):
    """The array to be filled takes over z's integer type, which cuts every fraction to 0: make it float64."""
    z = np.asarray(z)
    a = np.zeros_like(z)
    small = np.exp(-np.abs(z))
    a[z >= 0] = (1 / (1 + small))[z >= 0]
    a[z < 0] = (small / (1 + small))[z < 0]
    return a


@mistake("sigmoid")
def single_numbers_only(z):
    """math.exp takes one number only: np.exp takes arrays of any shape, an element at a time."""
    return 1 / (1 + math.exp(-z)) if z >= 0 else math.exp(z) / (1 + math.exp(z))


@mistake("sigmoid")
def arrays_only_in_sigmoid(z):
    """A single float cannot be indexed with a mask; np.asarray(z, dtype=np.float64) makes an array of any shape."""
    a = np.zeros(np.shape(z))
    small = np.exp(-np.abs(z))
    positive = z >= 0
    a[positive] = 1 / (1 + small[positive])
    a[~positive] = small[~positive] / (1 + small[~positive])
    return a


@mistake("sigmoid")
def writes_over_the_weighted_sums(z):
    """z is changed in place, and the caller still needs it: write the result to a new array."""
    z = np.asarray(z, dtype=np.float64)
    z[...] = reference.sigmoid(z)
    return z


@mistake("sigmoid")
def half_the_digits_in_sigmoid(z):
    """The result is float32, and float64 is promised: do not convert to a smaller type."""
    return np.asarray(reference.sigmoid(z), dtype=np.float32)


@mistake("sigmoid")
def form_chosen_once_for_all(z):
    """One form serves the whole array, chosen by its first element, and overflows at those of the other sign:
    choose for each."""
    z = np.asarray(z, dtype=np.float64)
    if z.flat[0] >= 0:
        return 1 / (1 + np.exp(-z))
    return np.exp(z) / (1 + np.exp(z))


# sigmoid_derivative


@mistake("sigmoid_derivative")
def sigmoid_applied_again(a):
    """The argument is already the sigmoid's output a, not z: applying the sigmoid to it once more is once too often."""
    again = reference.sigmoid(a)
    return again * (1 - again)


@mistake("sigmoid_derivative")
def factor_a_missing(a):
    """The result is 1 - a alone: the slope is the product of a and 1 - a."""
    return 1 - np.asarray(a, dtype=np.float64)


@mistake("sigmoid_derivative")
def factor_one_minus_a_missing(a):
    """The result is the output a itself: the slope is the product of a and 1 - a."""
    return np.array(a, dtype=np.float64)


@mistake("sigmoid_derivative")
def sigmoid_slope_negative(a):
    """The slopes are negative, and the sigmoid rises everywhere: the second factor is 1 - a, not a - 1."""
    a = np.asarray(a, dtype=np.float64)
    return a * (a - 1)


@mistake("sigmoid_derivative")
def one_plus_a(a):
    """The second factor is 1 + a, and should be 1 - a: the slope is 0 where a is 1."""
    a = np.asarray(a, dtype=np.float64)
    return a * (1 + a)


@mistake("sigmoid_derivative")
def slope_of_tanh(a):
    """1 - a**2 is the slope of tanh; the sigmoid's is a (1 - a)."""
    a = np.asarray(a, dtype=np.float64)
    return 1 - a**2


@mistake("sigmoid_derivative")
def sigmoid_slope_squared(a):
    """The slope is squared: a (1 - a) has its square only in the quotient written with exp(-z)."""
    a = np.asarray(a, dtype=np.float64)
    return (a * (1 - a)) ** 2


@mistake("sigmoid_derivative")
def sigmoid_slope_never_zero(a):
    """a is clipped before the product, so a saturated unit, a = 0 or 1, keeps a slope; it should be exactly 0."""
    a = np.clip(np.asarray(a, dtype=np.float64), 1e-7, 1 - 1e-7)
    return a * (1 - a)


@mistake("sigmoid_derivative")
def sigmoid_slope_in_integers(a):
    """Integers in give integers out: convert with np.asarray(a, dtype=np.float64) first, as float64 is promised."""
    return a * (1 - a)


@mistake("sigmoid_derivative")
def sigmoid_slope_in_place(a):
    """a is overwritten with its slope by the in-place operator, and the caller still needs a: make a new array."""
    a = np.asarray(a, dtype=np.float64)
    a *= 1 - a
    return a


@mistake("sigmoid_derivative")
def sigmoid_slope_of_arrays_only(a):
    """A single float has no .shape: np.asarray(a, dtype=np.float64) first, and numbers and arrays are alike."""
    return np.ones(a.shape) * a * (1.0 - a)


# tanh


@mistake("tanh")
def tanh_overflows_below_zero(z):
    """exp(-2 z) overflows far below zero: that form is safe for positive z only."""
    u = np.exp(-2 * np.asarray(z, dtype=np.float64))
    return (1 - u) / (1 + u)


@mistake("tanh")
def tanh_overflows_above_zero(z):
    """exp(2 z) overflows far above zero: that form is safe for negative z only."""
    u = np.exp(2 * np.asarray(z, dtype=np.float64))
    return (u - 1) / (u + 1)


@mistake("tanh")
def quotient_overflows(z):
    """exp overflows far out, and infinity by infinity is NaN: the quotient cannot be computed as it is written."""
    z = np.asarray(z, dtype=np.float64)
    return (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))


@mistake("tanh")
def half_as_steep(z):
    """The result is 2 sigmoid(z) - 1, which is tanh of z / 2: the exponent must be 2 z."""
    return 2 * reference.sigmoid(z) - 1


@mistake("tanh")
def not_centred(z):
    """The result runs from 0 to 2: 2 sigmoid(2 z) is still to be centred on zero, by subtracting 1."""
    return 2 * reference.sigmoid(2 * np.asarray(z, dtype=np.float64))


@mistake("tanh")
def not_stretched(z):
    """The result runs from 0 to 1: sigmoid(2 z) is still to be stretched to -1 … 1."""
    return reference.sigmoid(2 * np.asarray(z, dtype=np.float64))


@mistake("tanh")
def tangent_of_an_angle(z):
    """np.tan is the tangent of an angle; the hyperbolic tangent has its own function, with an h."""
    return np.tan(np.asarray(z, dtype=np.float64))


@mistake("tanh")
def hyperbolic_sine(z):
    """This is sinh, (exp(z) - exp(-z)) / 2: the denominator of tanh is exp(z) + exp(-z)."""
    return np.sinh(np.asarray(z, dtype=np.float64))


@mistake("tanh")
def tanh_upside_down(z):
    """The signs are reversed: exp(z) comes first in the numerator, so that tanh rises."""
    return -np.tanh(np.asarray(z, dtype=np.float64))


@mistake("tanh")
def tanh_clipped_early(z):
    """z is clipped to ±5, so the curve is flat beyond, while tanh still changes there: no clipping is needed."""
    return np.tanh(np.clip(np.asarray(z, dtype=np.float64), -5, 5))


@mistake("tanh")
def slope_for_tanh(z):
    """The result is the slope 1 - a**2, and the value a itself is asked for here."""
    return 1 - np.tanh(np.asarray(z, dtype=np.float64)) ** 2


@mistake("tanh")
def integer_array_for_tanh(z):
    """The array to be filled takes over z's integer type, which cuts every fraction to 0: make it float64."""
    a = np.zeros_like(z)
    a[...] = np.tanh(z)
    return a


@mistake("tanh")
def tanh_of_single_numbers_only(z):
    """math.tanh takes one number only: np.tanh takes arrays of any shape, an element at a time."""
    return math.tanh(z)


@mistake("tanh")
def tanh_in_place(z):
    """The result is written into z itself (out=z), and the caller still needs z: let numpy make a new array."""
    z = np.asarray(z, dtype=np.float64)
    return np.tanh(z, out=z)


@mistake("tanh")
def shifted_and_shifted_back(z):
    """The argument is shifted in place and shifted back, which loses its last digits: leave it alone."""
    z = np.asarray(z, dtype=np.float64)
    result = np.tanh(z)
    z += 1
    z -= 1
    return result


# tanh_derivative


@mistake("tanh_derivative")
def tanh_applied_again(a):
    """The argument is already the output a of tanh, not z: applying tanh to it once more is once too often."""
    return 1 - np.tanh(np.asarray(a, dtype=np.float64)) ** 2


@mistake("tanh_derivative")
def square_missing(a):
    """The result is 1 - a: a should be squared before it is subtracted."""
    return 1 - np.asarray(a, dtype=np.float64)


@mistake("tanh_derivative")
def slope_of_the_sigmoid(a):
    """a (1 - a) is the sigmoid's slope; that of tanh is 1 - a**2."""
    a = np.asarray(a, dtype=np.float64)
    return a * (1 - a)


@mistake("tanh_derivative")
def tanh_slope_negative(a):
    """The slopes are negative, and tanh rises everywhere: subtract the square from 1, not 1 from the square."""
    return np.asarray(a, dtype=np.float64) ** 2 - 1


@mistake("tanh_derivative")
def one_plus_the_square(a):
    """The square is added to 1, and should be subtracted: the slope is never above 1."""
    return 1 + np.asarray(a, dtype=np.float64) ** 2


@mistake("tanh_derivative")
def difference_squared(a):
    """(1 - a)**2 squares the difference: only a is squared in 1 - a**2."""
    return (1 - np.asarray(a, dtype=np.float64)) ** 2


@mistake("tanh_derivative")
def doubled_for_squared(a):
    """a is doubled where it should be squared: in Python the square is a**2."""
    return 1 - np.asarray(a, dtype=np.float64) * 2


@mistake("tanh_derivative")
def one_missing(a):
    """The result is a**2 alone: it should be subtracted from 1."""
    return np.asarray(a, dtype=np.float64) ** 2


@mistake("tanh_derivative")
def tanh_slope_in_integers(a):
    """Integers in give integers out: convert with np.asarray(a, dtype=np.float64) first, as float64 is promised."""
    return 1 - a**2


@mistake("tanh_derivative")
def tanh_slope_in_place(a):
    """a is overwritten with its square by the in-place operator, and the caller still needs a: make a new array."""
    a = np.asarray(a, dtype=np.float64)
    a **= 2
    return 1 - a


@mistake("tanh_derivative")
def tanh_slope_of_arrays_only(a):
    """A single float has no .shape: np.asarray(a, dtype=np.float64) first, and numbers and arrays are alike."""
    return np.ones(a.shape) - np.asarray(a, dtype=np.float64) ** 2


@mistake("tanh_derivative")
def slope_of_one_number_as_a_float(a):
    """An array of one number comes back as a float without axes: the result has the shape of a, axes of length 1
    included."""
    slope = reference.tanh_derivative(a)
    return float(np.sum(slope)) if np.size(slope) == 1 else slope


# relu


@mistake("relu")
def overwrites_negatives_of_the_argument(z):
    """Negative elements of the argument itself are set to 0, which spoils it for the caller: work on a new array."""
    z = np.asarray(z, dtype=np.float64)
    z[z < 0] = 0
    return z


@mistake("relu")
def hands_positives_back_as_they_are(z):
    """Where nothing is negative the argument itself comes back, and should be a new array: writing to one would
    change the other."""
    z = np.asarray(z, dtype=np.float64)
    return np.maximum(z, 0) if np.any(z < 0) else z


@mistake("relu")
def largest_along_an_axis(z):
    """np.max(z, 0) is the largest number along axis 0; np.maximum(z, 0) compares an element at a time."""
    return np.max(np.asarray(z, dtype=np.float64), 0)


@mistake("relu")
def python_s_max(z):
    """Python's max asks which of two whole arrays is larger, which has no answer; np.maximum goes by element."""
    return max(0.0, z)


@mistake("relu")
def absolute_value(z):
    """Negative numbers come out positive: ReLU blocks them, it does not turn them round."""
    return np.abs(np.asarray(z, dtype=np.float64))


@mistake("relu")
def lets_negatives_pass(z):
    """Negative numbers pass as they are, and should become 0."""
    return np.array(z, dtype=np.float64)


@mistake("relu")
def leaky(z):
    """Negative numbers pass with a slope of 0.01: that is the leaky ReLU, and this one is 0 there."""
    z = np.asarray(z, dtype=np.float64)
    return np.where(z > 0, z, 0.01 * z)


@mistake("relu")
def lets_negatives_pass_only(z):
    """Negative numbers pass and positive ones are blocked, the wrong way round: take the larger of z and 0."""
    return np.minimum(np.asarray(z, dtype=np.float64), 0.0)


@mistake("relu")
def step_for_ramp(z):
    """Positive numbers become 1: that is a step, or ReLU's slope, and ReLU passes them as they are."""
    return (np.asarray(z) > 0).astype(np.float64)


@mistake("relu")
def capped(z):
    """Large numbers are cut off at 1: ReLU has no upper bound."""
    return np.clip(np.asarray(z, dtype=np.float64), 0, 1)


@mistake("relu")
def capped_at_six(z):
    """Large numbers are cut off at 6: that is ReLU6, and ReLU has no upper bound."""
    return np.clip(np.asarray(z, dtype=np.float64), 0, 6)


@mistake("relu")
def rounded_bend(z):
    """The bend at 0 is rounded off: log(1 + exp(z)) is the softplus, and ReLU is exactly 0 below zero."""
    return np.logaddexp(0, np.asarray(z, dtype=np.float64))


@mistake("relu")
def relu_in_integers(z):
    """Integers in give integers out: convert with np.asarray(z, dtype=np.float64) first, as float64 is promised."""
    return np.maximum(z, 0)


@mistake("relu")
def leaves_negatives_out(z):
    """Negative numbers are left out, and the shape changes: they should become 0 in their places."""
    z = np.asarray(z, dtype=np.float64)
    return z[z > 0]


@mistake("relu")
def one_number_as_a_float(z):
    """An array of one number comes back as a float without axes: the result has the shape of z, axes of length 1
    included."""
    a = reference.relu(z)
    return float(np.sum(a)) if np.size(a) == 1 else a


@mistake("relu")
def root_of_the_square(z):
    """The magnitude is taken as the root of z squared, and the square of a large number overflows: compare z with 0."""
    z = np.asarray(z, dtype=np.float64)
    return (z + np.sqrt(z * z)) / 2


# relu_derivative


@mistake("relu_derivative")
def one_at_zero(a):
    """The slope is 1 at 0, and by convention it is 0 there: compare strictly, with > and not >=."""
    return (np.asarray(a) >= 0).astype(np.float64)


@mistake("relu_derivative")
def half_at_zero(a):
    """The slope is 1/2 at 0, and by this course's convention it is 0 there."""
    return np.heaviside(np.asarray(a, dtype=np.float64), 0.5)


@mistake("relu_derivative")
def leaky_at_zero(a):
    """The slope is 0.01 where the unit is silent: that is the leaky ReLU's, and this one's is 0."""
    return np.where(np.asarray(a) > 0, 1.0, 0.01)


@mistake("relu_derivative")
def booleans(a):
    """True and False come back, and floats are promised: turn the comparison into float64."""
    return np.asarray(a) > 0


@mistake("relu_derivative")
def ones_in_integers(a):
    """Integers come back, and float64 is promised: turn the comparison into floats."""
    return (np.asarray(a) > 0).astype(np.int64)


@mistake("relu_derivative")
def guide_s_slope(a):
    """a (1 - a) is the sigmoid's slope, which the guide uses for ReLU too: ReLU's is 1 wherever a > 0."""
    a = np.asarray(a, dtype=np.float64)
    return a * (1 - a)


@mistake("relu_derivative")
def value_for_the_slope(a):
    """The output itself comes back: its slope is asked for, which is 1 however large the output is."""
    return np.maximum(np.asarray(a, dtype=np.float64), 0)


@mistake("relu_derivative")
def zero_by_zero(a):
    """a / a is 0/0 at a = 0, which is NaN with a warning: ask whether a > 0 instead."""
    a = np.asarray(a, dtype=np.float64)
    return a / a


@mistake("relu_derivative")
def small_outputs_count_as_zero(a):
    """Small positive outputs are taken for 0: every a > 0 has the slope 1, however small."""
    return (np.asarray(a) > 1e-6).astype(np.float64)


@mistake("relu_derivative")
def rounds_the_output(a):
    """Outputs between 0 and 1 are cut to 0 by a conversion to integers: every a > 0 has the slope 1."""
    return np.minimum(np.asarray(a).astype(np.int64), 1).astype(np.float64)


@mistake("relu_derivative")
def wrong_side(a):
    """The slope is 1 where the unit is silent and 0 where it is active, the wrong way round."""
    return (np.asarray(a) <= 0).astype(np.float64)


@mistake("relu_derivative")
def overwrites_the_outputs(a):
    """The ones are written into the argument itself, which spoils it for the caller: make a new array."""
    a = np.asarray(a, dtype=np.float64)
    a[a > 0] = 1
    return a


@mistake("relu_derivative")
def asks_the_whole_array(a):
    """An if asks the whole array one question, which has no answer: np.where, or the comparison itself, goes by
    element."""
    return 1.0 if a > 0 else 0.0


# softmax


@mistake("softmax")
def guide_s_softmax(Z):
    """exp overflows from 710 on, and a.sum(axis=1) without keepdims divides each column by a row's sum: the guide
    has both faults."""
    a = np.exp(np.asarray(Z, dtype=np.float64))
    return a / a.sum(axis=1)


@mistake("softmax")
def no_shift(Z):
    """exp overflows for z above 709 and gives only zeros for a row far below: shift each row by its maximum first."""
    exponentials = np.exp(np.asarray(Z, dtype=np.float64))
    return exponentials / exponentials.sum(axis=-1, keepdims=True)


@mistake("softmax")
def one_shift_for_all_rows(Z):
    """All rows are shifted by the largest number of the batch, so a row far below becomes 0/0: shift each by its own
    maximum."""
    Z = np.asarray(Z, dtype=np.float64)
    exponentials = np.exp(Z - Z.max())
    return exponentials / exponentials.sum(axis=-1, keepdims=True)


@mistake("softmax")
def shifted_by_the_minimum(Z):
    """Each row is shifted by its smallest number, so the largest still overflow: shift by the row's maximum."""
    Z = np.asarray(Z, dtype=np.float64)
    exponentials = np.exp(Z - Z.min(axis=-1, keepdims=True))
    return exponentials / exponentials.sum(axis=-1, keepdims=True)


@mistake("softmax")
def shifted_by_the_mean(Z):
    """Each row is shifted by its mean, so numbers far above it still overflow: shift by the row's maximum."""
    Z = np.asarray(Z, dtype=np.float64)
    exponentials = np.exp(Z - Z.mean(axis=-1, keepdims=True))
    return exponentials / exponentials.sum(axis=-1, keepdims=True)


@mistake("softmax")
def shifted_by_the_magnitude(Z):
    """Each row is shifted by its largest magnitude, and a row near -1000 underflows to 0/0: shift by the maximum."""
    Z = np.asarray(Z, dtype=np.float64)
    exponentials = np.exp(Z - np.abs(Z).max(axis=-1, keepdims=True))
    return exponentials / exponentials.sum(axis=-1, keepdims=True)


@mistake("softmax")
def clipped_for_shifted(Z):
    """z is clipped so that exp cannot overflow, and numbers beyond become equal: a shift by the row's maximum
    changes nothing."""
    exponentials = np.exp(np.clip(np.asarray(Z, dtype=np.float64), -700, 700))
    return exponentials / exponentials.sum(axis=-1, keepdims=True)


@mistake("softmax")
def sum_without_keepdims(Z):
    """The row sums have lost their axis, so numpy divides each column by a row's sum: keepdims=True keeps them a
    column."""
    Z = np.asarray(Z, dtype=np.float64)
    exponentials = np.exp(Z - Z.max(axis=-1, keepdims=True))
    return exponentials / exponentials.sum(axis=-1)


@mistake("softmax")
def maximum_without_keepdims(Z):
    """The row maxima have lost their axis, so numpy shifts each column by a row's maximum: keepdims=True keeps them
    a column."""
    Z = np.asarray(Z, dtype=np.float64)
    exponentials = np.exp(Z - Z.max(axis=-1))
    return exponentials / exponentials.sum(axis=-1, keepdims=True)


@mistake("softmax")
def normalised_over_columns(Z):
    """Each column sums to one, and each row should: sum over the last axis, axis=-1."""
    Z = np.asarray(Z, dtype=np.float64)
    exponentials = np.exp(Z - Z.max(axis=-1, keepdims=True))
    return exponentials / exponentials.sum(axis=0, keepdims=True)


@mistake("softmax")
def normalised_over_everything(Z):
    """The whole batch sums to one, and each row should: sum over the last axis only."""
    Z = np.asarray(Z, dtype=np.float64)
    exponentials = np.exp(Z - Z.max())
    return exponentials / exponentials.sum()


@mistake("softmax")
def second_axis_written_in(Z):
    """axis=1 is the last axis of a table only: axis=-1 is the last of a vector and of three axes too."""
    Z = np.asarray(Z, dtype=np.float64)
    exponentials = np.exp(Z - Z.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)


@mistake("softmax")
def tables_only(Z):
    """Rows are taken one by one along the first axis, and a vector has no rows: work along the last axis, axis=-1."""
    rows = [np.exp(row - np.max(row)) for row in np.asarray(Z, dtype=np.float64)]
    return np.array([row / np.sum(row) for row in rows])


@mistake("softmax")
def always_a_table(Z):
    """A vector comes back as a table of one row: the result has the shape of Z."""
    return np.atleast_2d(reference.softmax(Z))


@mistake("softmax")
def shifted_in_place(Z):
    """The shift is written into the argument by -=, which spoils it for the caller: subtract into a new array."""
    Z = np.asarray(Z, dtype=np.float64)
    Z -= Z.max(axis=-1, keepdims=True)
    exponentials = np.exp(Z)
    return exponentials / exponentials.sum(axis=-1, keepdims=True)


@mistake("softmax")
def something_added_to_the_sum(Z):
    """A small number is added to the sum, so rows do not sum to one: after the shift the sum is at least 1 anyway."""
    Z = np.asarray(Z, dtype=np.float64)
    exponentials = np.exp(Z - Z.max(axis=-1, keepdims=True))
    return exponentials / (exponentials.sum(axis=-1, keepdims=True) + 1e-8)


@mistake("softmax")
def softmax_twice(Z):
    """Softmax is applied to what is softmax already, which evens the probabilities out: once is enough."""
    return reference.softmax(reference.softmax(Z))


@mistake("softmax")
def each_number_by_itself(Z):
    """Each number goes through the sigmoid by itself, so rows do not sum to one: divide by the sum of the row."""
    return reference.sigmoid(Z)


@mistake("softmax")
def exponentials_not_divided(Z):
    """The exponentials come back as they are: divided by their row's sum they become probabilities."""
    Z = np.asarray(Z, dtype=np.float64)
    return np.exp(Z - Z.max(axis=-1, keepdims=True))


@mistake("softmax")
def smallest_wins(Z):
    """The smallest number of a row gets the largest probability: exp is taken of -z, and should be of z."""
    return reference.softmax(-np.asarray(Z, dtype=np.float64))


@mistake("softmax")
def winner_takes_all(Z):
    """The largest number gets 1 and all others 0: softmax gives each its share, exp(z) by the sum of its row."""
    Z = np.asarray(Z, dtype=np.float64)
    return (np.arange(Z.shape[-1]) == Z.argmax(axis=-1)[..., None]).astype(np.float64)


@mistake("softmax")
def logarithm_of_softmax(Z):
    """The result is the logarithm of the probabilities, and the probabilities themselves are asked for here."""
    return reference.log_softmax(Z)


@mistake("softmax")
def integer_array_for_probabilities(Z):
    """The array to be filled takes over Z's integer type, which cuts every probability to 0: make it float64."""
    A = np.zeros_like(Z)
    A[...] = reference.softmax(Z)
    return A


@mistake("softmax")
def batch_of_one_squeezed(Z):
    """A batch of one row comes back without its first axis: the result has the shape of Z, axes of length 1
    included."""
    return np.squeeze(reference.softmax(Z))


@mistake("softmax")
def first_rows_only(Z):
    """Only the first 32 rows are filled in, and any number of rows is allowed: take their number from Z."""
    A = reference.softmax(Z)
    if A.ndim > 1:
        A[32:] = 0.0
    return A


@mistake("softmax")
def softmax_of_three_axes_at_most(Z):
    """It fails for more axes than three: index with an ellipsis, or use axis=-1, and any number will do."""
    Z = np.asarray(Z, dtype=np.float64)
    if Z.ndim > 3:
        raise ValueError("too many axes")
    return reference.softmax(Z)


@mistake("softmax")
def softmax_shifted_and_shifted_back(Z):
    """The argument is shifted in place and shifted back, which loses its last digits: subtract into a new array."""
    Z = np.asarray(Z, dtype=np.float64)
    largest = np.max(Z, axis=-1, keepdims=True)
    Z -= largest
    A = reference.softmax(Z)
    Z += largest
    return A


# log_softmax


@mistake("log_softmax")
def log_after_the_fact(Z):
    """Where a probability underflows to 0 its logarithm is -inf: work from z itself, z - log sum exp(z)."""
    return np.log(reference.softmax(Z))


@mistake("log_softmax")
def something_added_before_log(Z):
    """A small number is added to the probability before the logarithm, which bends small ones: work from z itself."""
    return np.log(reference.softmax(Z) + 1e-12)


@mistake("log_softmax")
def probabilities_clipped(Z):
    """Probabilities are clipped before the logarithm, so nothing is below log(1e-12): work from z itself, unclipped."""
    return np.log(np.clip(reference.softmax(Z), 1e-12, 1.0))


@mistake("log_softmax")
def batch_maximum_for_every_row(Z):
    """All rows are shifted by the largest number of the batch, so the sum of a row far below is 0: shift each by its
    own maximum."""
    shifted = np.asarray(Z, dtype=np.float64) - np.max(Z)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


@mistake("log_softmax")
def sum_overflows(Z):
    """exp overflows for z above 709 and the sum is 0 for a row far below: shift each row by its maximum first."""
    Z = np.asarray(Z, dtype=np.float64)
    return Z - np.log(np.exp(Z).sum(axis=-1, keepdims=True))


@mistake("log_softmax")
def shift_in_the_sum_only(Z):
    """The sum is of shifted numbers but z itself is not shifted: the row's maximum must leave both, or be added
    back."""
    Z = np.asarray(Z, dtype=np.float64)
    shifted = Z - Z.max(axis=-1, keepdims=True)
    return Z - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


@mistake("log_softmax")
def log_sum_added(Z):
    """The logarithm of the sum is added, and should be subtracted: log-probabilities are 0 or less."""
    Z = np.asarray(Z, dtype=np.float64)
    shifted = Z - Z.max(axis=-1, keepdims=True)
    return shifted + np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


@mistake("log_softmax")
def log_sum_missing(Z):
    """z is only shifted by its row's maximum: the logarithm of the row's sum of exponentials is still to be
    subtracted."""
    Z = np.asarray(Z, dtype=np.float64)
    return Z - Z.max(axis=-1, keepdims=True)


@mistake("log_softmax")
def log_missing(Z):
    """The sum of the exponentials is subtracted, and should be their sum's logarithm."""
    Z = np.asarray(Z, dtype=np.float64)
    shifted = Z - Z.max(axis=-1, keepdims=True)
    return shifted - np.exp(shifted).sum(axis=-1, keepdims=True)


@mistake("log_softmax")
def sum_of_logarithms(Z):
    """The logarithm is taken before the sum, and the exponentials vanish: sum them first, then take the logarithm."""
    Z = np.asarray(Z, dtype=np.float64)
    shifted = Z - Z.max(axis=-1, keepdims=True)
    return shifted - shifted.sum(axis=-1, keepdims=True)


@mistake("log_softmax")
def log_sum_without_keepdims(Z):
    """The row sums have lost their axis, so numpy subtracts a row's from each column: keepdims=True keeps them a
    column."""
    Z = np.asarray(Z, dtype=np.float64)
    shifted = Z - Z.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1))


@mistake("log_softmax")
def log_sum_over_columns(Z):
    """The sum runs over each column, and should run over each row: axis=-1."""
    Z = np.asarray(Z, dtype=np.float64)
    shifted = Z - Z.max(axis=0, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=0, keepdims=True))


@mistake("log_softmax")
def log_sum_over_everything(Z):
    """The sum runs over the whole batch, and should run over each row by itself: axis=-1."""
    shifted = np.asarray(Z, dtype=np.float64) - np.max(Z)
    return shifted - np.log(np.exp(shifted).sum())


@mistake("log_softmax")
def second_axis_for_the_last(Z):
    """axis=1 is the last axis of a table only: axis=-1 is the last of a vector and of three axes too."""
    Z = np.asarray(Z, dtype=np.float64)
    shifted = Z - Z.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


@mistake("log_softmax")
def minus_log_softmax(Z):
    """The sign is reversed: the logarithm of a probability is 0 or less; the minus is a cost's matter."""
    return -reference.log_softmax(Z)


@mistake("log_softmax")
def logarithm_to_base_two(Z):
    """The logarithm is to base 2, and exp asks for the natural one, np.log."""
    Z = np.asarray(Z, dtype=np.float64)
    shifted = Z - Z.max(axis=-1, keepdims=True)
    return shifted - np.log2(np.exp(shifted).sum(axis=-1, keepdims=True))


@mistake("log_softmax")
def softmax_itself(Z):
    """The probabilities come back, and their logarithms are asked for here."""
    return reference.softmax(Z)


@mistake("log_softmax")
def log_softmax_shifted_in_place(Z):
    """The shift is written into the argument by -=, which spoils it for the caller: subtract into a new array."""
    Z = np.asarray(Z, dtype=np.float64)
    Z -= Z.max(axis=-1, keepdims=True)
    return Z - np.log(np.exp(Z).sum(axis=-1, keepdims=True))


@mistake("log_softmax")
def integer_array_for_logarithms(Z):
    """The array to be filled takes over Z's integer type, which cuts the fractions off: make it float64."""
    A = np.zeros_like(Z)
    A[...] = reference.log_softmax(Z)
    return A


@mistake("log_softmax")
def first_rows_only_of_logarithms(Z):
    """Only the first 32 rows are filled in, and any number of rows is allowed: take their number from Z."""
    A = reference.log_softmax(Z)
    if A.ndim > 1:
        A[32:] = 0.0
    return A


@mistake("log_softmax")
def mean_for_the_sum(Z):
    """The exponentials are averaged over the classes before the logarithm, and should be summed."""
    Z = np.asarray(Z, dtype=np.float64)
    return reference.log_softmax(Z) + np.log(Z.shape[-1])


# softmax_jacobian


@mistake("softmax_jacobian")
def slopes_as_a_vector(a):
    """k numbers come back, a_i (1 - a_i), and every output depends on every z: the slopes are a (k, k) table."""
    a = np.asarray(a, dtype=np.float64)
    return a * (1 - a)


@mistake("softmax_jacobian")
def diagonal_only(a):
    """Off the diagonal there are zeros, and should be -a_i a_j: probability that one class gains, the others lose."""
    a = np.asarray(a, dtype=np.float64)
    return np.diag(a * (1 - a))


@mistake("softmax_jacobian")
def diagonal_missing(a):
    """-a_i a_j stands everywhere: on the diagonal a_i is still to be added."""
    a = np.asarray(a, dtype=np.float64)
    return -np.outer(a, a)


@mistake("softmax_jacobian")
def products_added(a):
    """The products a_i a_j are added, and should be subtracted: every row of the table sums to zero."""
    a = np.asarray(a, dtype=np.float64)
    return np.diag(a) + np.outer(a, a)


@mistake("softmax_jacobian")
def jacobian_negative(a):
    """All signs are reversed: on the diagonal the slopes are positive, as a_i grows with its own z_i."""
    a = np.asarray(a, dtype=np.float64)
    return np.outer(a, a) - np.diag(a)


@mistake("softmax_jacobian")
def takes_a_for_z(a):
    """Softmax is applied to the argument, which is its output a already, not z."""
    a = reference.softmax(a)
    return np.diag(a) - np.outer(a, a)


@mistake("softmax_jacobian")
def ones_on_the_diagonal(a):
    """The diagonal is 1 - a_i**2, and should be a_i - a_i**2: the table with a on its diagonal, not the identity."""
    a = np.asarray(a, dtype=np.float64)
    return np.eye(len(a)) - np.outer(a, a)


@mistake("softmax_jacobian")
def square_subtracted_twice(a):
    """On the diagonal a_i**2 is subtracted twice: the products a_i a_j hold it already."""
    a = np.asarray(a, dtype=np.float64)
    return np.diag(a * (1 - a)) - np.outer(a, a)


@mistake("softmax_jacobian")
def dot_for_outer(a):
    """a @ a is one number, the sum of the squares: the table of all products a_i a_j is the outer product."""
    a = np.asarray(a, dtype=np.float64)
    return np.diag(a) - a @ a


@mistake("softmax_jacobian")
def one_index_twice(a):
    """Off the diagonal stands -a_i**2, and should be -a_i a_j: one index is used twice."""
    a = np.asarray(a, dtype=np.float64)[:, None]
    return a * (np.eye(len(a)) - a)


@mistake("softmax_jacobian")
def one_triangle_only(a):
    """Below the diagonal there are zeros: j must run over all classes, not from i on."""
    a = np.asarray(a, dtype=np.float64)
    return np.triu(np.diag(a) - np.outer(a, a))


@mistake("softmax_jacobian")
def last_class_left_out(a):
    """The last row and column are zeros: the loops end one class too early."""
    a = np.asarray(a, dtype=np.float64)
    k = len(a)
    J = np.zeros((k, k))
    for i in range(k - 1):
        for j in range(k - 1):
            J[i, j] = a[i] * ((i == j) - a[j])
    return J


@mistake("softmax_jacobian")
def three_classes_written_in(a):
    """The number of classes is written into the code as 3: take it from the length of a."""
    a = np.asarray(a, dtype=np.float64)
    return a[:, None] * (np.eye(3) - a)


@mistake("softmax_jacobian")
def jacobian_in_integers(a):
    """Integers in give integers out: convert with np.asarray(a, dtype=np.float64) first, as float64 is promised."""
    return np.diag(a) - np.outer(a, a)


@mistake("softmax_jacobian")
def single_class_squeezed(a):
    """For a single class the table loses its axes: its shape is (k, k), (1, 1) included."""
    return np.squeeze(reference.softmax_jacobian(a))


@mistake("softmax_jacobian")
def diagonal_with_a_plus(a):
    """The diagonal is a_i + a_i**2, and should be a_i - a_i**2."""
    a = np.asarray(a, dtype=np.float64)
    return reference.softmax_jacobian(a) + 2 * np.diag(a**2)
