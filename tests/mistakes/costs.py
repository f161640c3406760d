"""Mistakes that students make in costs."""

import numpy as np

from grader.mistakes import mistake
from solutions import costs as reference


def _floats(*arrays):
    return [np.asarray(array, dtype=np.float64) for array in arrays]


def _clipped(p):
    return np.clip(np.asarray(p, dtype=np.float64), 1e-12, 1 - 1e-12)


# mean_squared_error


@mistake("mean_squared_error")
def squares_summed(Y, Y_hat):
    """The squares are summed, and their mean is asked for."""
    Y, Y_hat = _floats(Y, Y_hat)
    return np.sum((Y_hat - Y) ** 2)


@mistake("mean_squared_error")
def squares_halved(Y, Y_hat):
    """There is a factor 1/2, and this course's cost has none."""
    Y, Y_hat = _floats(Y, Y_hat)
    return np.mean((Y_hat - Y) ** 2) / 2


@mistake("mean_squared_error")
def squares_divided_by_rows(Y, Y_hat):
    """The sum is divided by the number of rows, and should be by that of all elements, n k for shape (n, k)."""
    Y, Y_hat = _floats(Y, Y_hat)
    return np.sum((Y_hat - Y) ** 2) / (len(Y) if Y.ndim else 1)


@mistake("mean_squared_error")
def squares_divided_by_columns(Y, Y_hat):
    """The sum is divided by the length of the last axis, and should be by the number of all elements."""
    Y, Y_hat = _floats(Y, Y_hat)
    return np.sum((Y_hat - Y) ** 2) / (Y.shape[-1] if Y.ndim else 1)


@mistake("mean_squared_error")
def root_taken(Y, Y_hat):
    """The square root is taken at the end: that is the root mean squared error."""
    Y, Y_hat = _floats(Y, Y_hat)
    return np.sqrt(np.mean((Y_hat - Y) ** 2))


@mistake("mean_squared_error")
def absolute_errors(Y, Y_hat):
    """The errors' magnitudes are averaged, and their squares should be."""
    Y, Y_hat = _floats(Y, Y_hat)
    return np.mean(np.abs(Y_hat - Y))


@mistake("mean_squared_error")
def errors_not_squared(Y, Y_hat):
    """The errors are averaged without being squared, so those of opposite sign cancel."""
    Y, Y_hat = _floats(Y, Y_hat)
    return np.mean(Y_hat - Y)


@mistake("mean_squared_error")
def mean_squared(Y, Y_hat):
    """The mean of the errors is squared, so opposite errors cancel: square each error, then average."""
    Y, Y_hat = _floats(Y, Y_hat)
    return np.mean(Y_hat - Y) ** 2


@mistake("mean_squared_error")
def squares_subtracted(Y, Y_hat):
    """The difference of the squares is averaged, and should be the square of the difference."""
    Y, Y_hat = _floats(Y, Y_hat)
    return np.mean(Y_hat**2 - Y**2)


@mistake("mean_squared_error")
def an_error_a_column(Y, Y_hat):
    """A number for each column comes back: the mean runs over all axes, not over axis 0 only."""
    Y, Y_hat = _floats(Y, Y_hat)
    return np.mean((Y_hat - Y) ** 2, axis=0)


@mistake("mean_squared_error")
def target_flattened(Y, Y_hat):
    """The target alone is flattened, and of (n,) and (n, 1) numpy makes a table of differences: keep both shapes."""
    Y, Y_hat = _floats(Y, Y_hat)
    return np.mean((Y_hat - Y.ravel()) ** 2)


@mistake("mean_squared_error")
def error_of_arrays_only(Y, Y_hat):
    """A single float has no methods of an array: np.asarray(…, dtype=np.float64) first, or np.mean."""
    return ((Y_hat - Y) ** 2).mean()


@mistake("mean_squared_error")
def prediction_overwritten(Y, Y_hat):
    """The error is written into the prediction by -=, which spoils it for the caller: subtract into a new array."""
    Y, Y_hat = _floats(Y, Y_hat)
    Y_hat -= Y
    return np.mean(Y_hat**2)


@mistake("mean_squared_error")
def square_multiplied_out(Y, Y_hat):
    """The square is multiplied out, and where large numbers nearly agree little is left of their squares' digits:
    subtract first."""
    Y, Y_hat = _floats(Y, Y_hat)
    return float(np.mean(Y_hat**2) - 2 * np.mean(Y * Y_hat) + np.mean(Y**2))


# mean_squared_error_gradient


@mistake("mean_squared_error_gradient")
def factor_two_missing(Y, Y_hat):
    """The factor 2 is missing, which differentiating the square brings."""
    Y, Y_hat = _floats(Y, Y_hat)
    return (Y_hat - Y) / Y.size


@mistake("mean_squared_error_gradient")
def target_minus_prediction(Y, Y_hat):
    """The sign is reversed: the derivative is with respect to the prediction, 2 (Y_hat - Y) / N."""
    Y, Y_hat = _floats(Y, Y_hat)
    return 2 * (Y - Y_hat) / Y.size


@mistake("mean_squared_error_gradient")
def slope_of_the_sum(Y, Y_hat):
    """The factor 1/N is missing: the cost is a mean, so its gradient is divided by the number of elements."""
    Y, Y_hat = _floats(Y, Y_hat)
    return 2 * (Y_hat - Y)


@mistake("mean_squared_error_gradient")
def slope_divided_by_rows(Y, Y_hat):
    """The gradient is divided by the number of rows, and should be by that of all elements, n k for shape (n, k)."""
    Y, Y_hat = _floats(Y, Y_hat)
    return 2 * (Y_hat - Y) / (len(Y) if Y.ndim else 1)


@mistake("mean_squared_error_gradient")
def slope_divided_by_columns(Y, Y_hat):
    """The gradient is divided by the length of the last axis, and should be by the number of all elements."""
    Y, Y_hat = _floats(Y, Y_hat)
    return 2 * (Y_hat - Y) / (Y.shape[-1] if Y.ndim else 1)


@mistake("mean_squared_error_gradient")
def slope_of_the_magnitude(Y, Y_hat):
    """Only the signs of the errors are left, which is the slope of their magnitude: that of a square grows with the
    error."""
    Y, Y_hat = _floats(Y, Y_hat)
    return np.sign(Y_hat - Y) / Y.size


@mistake("mean_squared_error_gradient")
def square_left_in(Y, Y_hat):
    """The error is still squared: differentiating the square leaves twice the error itself."""
    Y, Y_hat = _floats(Y, Y_hat)
    return 2 * (Y_hat - Y) ** 2 / Y.size


@mistake("mean_squared_error_gradient")
def slopes_averaged(Y, Y_hat):
    """One number comes back, and each element of the prediction has its own derivative: do not average the gradient."""
    Y, Y_hat = _floats(Y, Y_hat)
    return np.mean(2 * (Y_hat - Y))


@mistake("mean_squared_error_gradient")
def slope_a_column(Y, Y_hat):
    """The gradient is summed over the rows, and each element of the prediction has its own derivative."""
    Y, Y_hat = _floats(Y, Y_hat)
    return np.sum(2 * (Y_hat - Y) / Y.size, axis=0)


@mistake("mean_squared_error_gradient")
def slope_of_target_flattened(Y, Y_hat):
    """The target alone is flattened, and of (n,) and (n, 1) numpy makes a table of differences: keep both shapes."""
    Y, Y_hat = _floats(Y, Y_hat)
    return 2 * (Y_hat - Y.ravel()) / Y.size


@mistake("mean_squared_error_gradient")
def whole_division(Y, Y_hat):
    """The gradient is rounded down to whole numbers: // divides so, and / keeps the fraction."""
    Y, Y_hat = _floats(Y, Y_hat)
    return 2 * (Y_hat - Y) // Y.size


@mistake("mean_squared_error_gradient")
def slope_of_arrays_only(Y, Y_hat):
    """A single float has no .size: np.asarray(…, dtype=np.float64) first, and numbers and arrays are alike."""
    return 2 * (Y_hat - Y) / Y.size


@mistake("mean_squared_error_gradient")
def slope_written_into_the_prediction(Y, Y_hat):
    """The gradient is written into the prediction by -=, which spoils it for the caller: make a new array."""
    Y, Y_hat = _floats(Y, Y_hat)
    Y_hat -= Y
    Y_hat *= 2 / Y.size
    return Y_hat


@mistake("mean_squared_error_gradient")
def slope_of_one_number_as_a_float(Y, Y_hat):
    """The gradient of an array of one number is a float without axes: it has the shape of Y_hat, axes of length 1
    included."""
    return np.squeeze(reference.mean_squared_error_gradient(Y, Y_hat))


# log_likelihood


@mistake("log_likelihood")
def guide_s_likelihood(y, p):
    """The second term is subtracted, as in the guide, and should be added: y log p + (1 - y) log(1 - p)."""
    y, p = np.asarray(y, dtype=np.float64), _clipped(p)
    return np.sum(y * np.log(p) - (1 - y) * np.log(1 - p))


@mistake("log_likelihood")
def only_the_yeses_likely(y, p):
    """The term for y = 0 is missing, (1 - y) log(1 - p): a wrong yes makes the targets unlikely too."""
    y, p = np.asarray(y, dtype=np.float64), _clipped(p)
    return np.sum(y * np.log(p))


@mistake("log_likelihood")
def likelihood_averaged(y, p):
    """The mean is taken, and the log-likelihood is the sum over all elements."""
    y, p = np.asarray(y, dtype=np.float64), _clipped(p)
    return np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


@mistake("log_likelihood")
def likelihood_negative(y, p):
    """The sign is reversed: a log-likelihood is at most 0; the minus belongs to the cost."""
    y, p = np.asarray(y, dtype=np.float64), _clipped(p)
    return -np.sum(y * np.log(p) + (1 - y) * np.log(1 - p))


@mistake("log_likelihood")
def weights_swapped_in_likelihood(y, p):
    """The weights are swapped: y goes with log p, and 1 - y with log(1 - p)."""
    y, p = np.asarray(y, dtype=np.float64), _clipped(p)
    return np.sum((1 - y) * np.log(p) + y * np.log(1 - p))


@mistake("log_likelihood")
def prediction_first_in_likelihood(y, p):
    """Target and prediction are taken in the wrong order: the target y comes first."""
    return reference.log_likelihood(p, y)


@mistake("log_likelihood")
def one_minus_missing(y, p):
    """The second term is (1 - y) log p, and should be (1 - y) log(1 - p)."""
    y, p = np.asarray(y, dtype=np.float64), _clipped(p)
    return np.sum(y * np.log(p) + (1 - y) * np.log(p))


@mistake("log_likelihood")
def likelihood_without_log(y, p):
    """The probabilities themselves are summed: take the logarithm of each first."""
    y, p = np.asarray(y, dtype=np.float64), _clipped(p)
    return np.sum(y * p + (1 - y) * (1 - p))


@mistake("log_likelihood")
def likelihood_not_clipped(y, p):
    """log 0 is -inf for a probability of exactly 0 or 1: clip p to [1e-12, 1 - 1e-12] first."""
    y, p = _floats(y, p)
    return np.sum(y * np.log(p) + (1 - y) * np.log(1 - p))


@mistake("log_likelihood")
def likelihood_clipped_below_only(y, p):
    """p is clipped at 0 only, and log(1 - p) is -inf where p is 1: clip on both sides, to [1e-12, 1 - 1e-12]."""
    y, p = np.asarray(y, dtype=np.float64), np.maximum(np.asarray(p, dtype=np.float64), 1e-12)
    return np.sum(y * np.log(p) + (1 - y) * np.log(1 - p))


@mistake("log_likelihood")
def likelihood_clipped_early(y, p):
    """p is clipped to [1e-7, 1 - 1e-7], which changes honest predictions: the margin is 1e-12."""
    y, p = np.asarray(y, dtype=np.float64), np.clip(np.asarray(p, dtype=np.float64), 1e-7, 1 - 1e-7)
    return np.sum(y * np.log(p) + (1 - y) * np.log(1 - p))


@mistake("log_likelihood")
def likelihood_clipped_late(y, p):
    """p is clipped to [1e-15, 1 - 1e-15], and the margin is 1e-12: costs at 0 and 1 come out too large."""
    y, p = (
        np.asarray(y, dtype=np.float64),
        np.clip(np.asarray(p, dtype=np.float64), 1e-15, 1 - 1e-15),
    )
    return np.sum(y * np.log(p) + (1 - y) * np.log(1 - p))


@mistake("log_likelihood")
def something_added_in_likelihood(y, p):
    """1e-12 is added inside the logarithms, which changes small probabilities: clip p instead."""
    y, p = _floats(y, p)
    return np.sum(y * np.log(p + 1e-12) + (1 - y) * np.log(1 - p + 1e-12))


@mistake("log_likelihood")
def more_added_in_likelihood(y, p):
    """1e-8 is added inside the logarithms, which changes small probabilities: clip p to [1e-12, 1 - 1e-12] instead."""
    y, p = _floats(y, p)
    return np.sum(y * np.log(p + 1e-8) + (1 - y) * np.log(1 - p + 1e-8))


@mistake("log_likelihood")
def logarithm_of_the_product(y, p):
    """All probabilities are multiplied first, which underflows to 0 for many examples: sum their logarithms instead."""
    y, p = np.asarray(y, dtype=np.float64), _clipped(p)
    return np.log(np.prod(np.where(y == 1, p, 1 - p)))


@mistake("log_likelihood")
def likelihood_in_bits(y, p):
    """The logarithm is to base 2, and should be the natural one, np.log."""
    y, p = np.asarray(y, dtype=np.float64), _clipped(p)
    return np.sum(y * np.log2(p) + (1 - y) * np.log2(1 - p))


@mistake("log_likelihood")
def likelihood_a_column(y, p):
    """A number for each column comes back: the sum runs over all axes, not over axis 0 only."""
    y, p = np.atleast_1d(np.asarray(y, dtype=np.float64)), np.atleast_1d(_clipped(p))
    return np.sum(y * np.log(p) + (1 - y) * np.log(1 - p), axis=0)


@mistake("log_likelihood")
def likelihood_of_arrays_only(y, p):
    """A single float cannot be indexed with a mask; np.asarray(…, dtype=np.float64) and np.where take any shape."""
    return np.sum(np.log(_clipped(p[y == 1]))) + np.sum(np.log(1 - _clipped(p[y == 0])))


@mistake("log_likelihood")
def likelihood_clips_in_place(y, p):
    """The clipped probabilities are written into p itself, which spoils it for the caller: clip into a new array."""
    y, p = _floats(y, p)
    p[...] = np.clip(p, 1e-12, 1 - 1e-12)
    return np.sum(y * np.log(p) + (1 - y) * np.log(1 - p))


# binary_cross_entropy


@mistake("binary_cross_entropy")
def minus_missing(y, p):
    """The minus is missing: a cost is made small, so it is the negative of the mean log-likelihood, at least 0."""
    y, p = np.asarray(y, dtype=np.float64), _clipped(p)
    return np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


@mistake("binary_cross_entropy")
def guide_s_second_sign(y, p):
    """The second term is subtracted, as in the guide, and should be added before the mean is negated."""
    y, p = np.asarray(y, dtype=np.float64), _clipped(p)
    return -np.mean(y * np.log(p) - (1 - y) * np.log(1 - p))


@mistake("binary_cross_entropy")
def only_the_yeses_cost(y, p):
    """The term for y = 0 is missing, (1 - y) log(1 - p): a wrong yes costs nothing so."""
    y, p = np.asarray(y, dtype=np.float64), _clipped(p)
    return -np.mean(y * np.log(p))


@mistake("binary_cross_entropy")
def second_weight_missing(y, p):
    """log(1 - p) counts for every example, and its weight 1 - y should leave it to those with y = 0."""
    y, p = np.asarray(y, dtype=np.float64), _clipped(p)
    return -np.mean(y * np.log(p) + np.log(1 - p))


@mistake("binary_cross_entropy")
def binary_costs_summed(y, p):
    """The costs of the elements are summed, and their mean is asked for."""
    y, p = np.asarray(y, dtype=np.float64), _clipped(p)
    return -np.sum(y * np.log(p) + (1 - y) * np.log(1 - p))


@mistake("binary_cross_entropy")
def binary_costs_divided_by_rows(y, p):
    """The sum is divided by the number of rows, and should be by that of all elements, n k for shape (n, k)."""
    y, p = np.asarray(y, dtype=np.float64), _clipped(p)
    return -np.sum(y * np.log(p) + (1 - y) * np.log(1 - p)) / (len(y) if y.ndim else 1)


@mistake("binary_cross_entropy")
def weights_swapped(y, p):
    """The weights are swapped: y goes with log p, and 1 - y with log(1 - p)."""
    y, p = np.asarray(y, dtype=np.float64), _clipped(p)
    return -np.mean((1 - y) * np.log(p) + y * np.log(1 - p))


@mistake("binary_cross_entropy")
def prediction_first(y, p):
    """Target and prediction are taken in the wrong order: the target y comes first."""
    return reference.binary_cross_entropy(p, y)


@mistake("binary_cross_entropy")
def squares_for_logarithms(y, p):
    """The squared difference is averaged, which is the mean squared error: here logarithms of p and 1 - p are due."""
    y, p = _floats(y, p)
    return np.mean((y - p) ** 2)


@mistake("binary_cross_entropy")
def binary_cost_not_clipped(y, p):
    """log 0 is -inf for a probability of exactly 0 or 1: clip p to [1e-12, 1 - 1e-12] first."""
    y, p = _floats(y, p)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


@mistake("binary_cross_entropy")
def binary_cost_clipped_below_only(y, p):
    """p is clipped at 0 only, and log(1 - p) is -inf where p is 1: clip on both sides, to [1e-12, 1 - 1e-12]."""
    y, p = np.asarray(y, dtype=np.float64), np.maximum(np.asarray(p, dtype=np.float64), 1e-12)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


@mistake("binary_cross_entropy")
def binary_cost_clipped_early(y, p):
    """p is clipped to [1e-7, 1 - 1e-7], which changes honest predictions: the margin is 1e-12."""
    y, p = np.asarray(y, dtype=np.float64), np.clip(np.asarray(p, dtype=np.float64), 1e-7, 1 - 1e-7)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


@mistake("binary_cross_entropy")
def binary_cost_clipped_late(y, p):
    """p is clipped to [1e-15, 1 - 1e-15], and the margin is 1e-12: costs at 0 and 1 come out too large."""
    y, p = (
        np.asarray(y, dtype=np.float64),
        np.clip(np.asarray(p, dtype=np.float64), 1e-15, 1 - 1e-15),
    )
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


@mistake("binary_cross_entropy")
def something_added_in_binary_cost(y, p):
    """1e-12 is added inside the logarithms, which changes small probabilities: clip p instead."""
    y, p = _floats(y, p)
    return -np.mean(y * np.log(p + 1e-12) + (1 - y) * np.log(1 - p + 1e-12))


@mistake("binary_cross_entropy")
def more_added_in_binary_cost(y, p):
    """1e-8 is added inside the logarithms, which changes small probabilities: clip p to [1e-12, 1 - 1e-12] instead."""
    y, p = _floats(y, p)
    return -np.mean(y * np.log(p + 1e-8) + (1 - y) * np.log(1 - p + 1e-8))


@mistake("binary_cross_entropy")
def binary_cost_in_bits(y, p):
    """The logarithm is to base 2, and should be the natural one, np.log."""
    y, p = np.asarray(y, dtype=np.float64), _clipped(p)
    return -np.mean(y * np.log2(p) + (1 - y) * np.log2(1 - p))


@mistake("binary_cross_entropy")
def binary_cost_a_column(y, p):
    """A number for each column comes back: the mean runs over all axes, not over axis 0 only."""
    y, p = np.atleast_1d(np.asarray(y, dtype=np.float64)), np.atleast_1d(_clipped(p))
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p), axis=0)


@mistake("binary_cross_entropy")
def binary_cost_of_arrays_only(y, p):
    """A single float has no methods of an array: np.asarray(…, dtype=np.float64) first, or np.clip and np.mean."""
    p = p.clip(1e-12, 1 - 1e-12)
    return -(y * np.log(p) + (1 - y) * np.log(1 - p)).mean()


@mistake("binary_cross_entropy")
def binary_cost_clips_in_place(y, p):
    """The clipped probabilities are written into p itself, which spoils it for the caller: clip into a new array."""
    y, p = _floats(y, p)
    p[...] = np.clip(p, 1e-12, 1 - 1e-12)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


# binary_cross_entropy_gradient


@mistake("binary_cross_entropy_gradient")
def slope_by_the_weighted_sum(y, p):
    """p - y is the slope with respect to the sigmoid's weighted sum: with respect to p it is divided by p (1 - p)."""
    y, p = np.asarray(y, dtype=np.float64), _clipped(p)
    return (p - y) / p.size


@mistake("binary_cross_entropy_gradient")
def binary_slope_negative(y, p):
    """The sign is reversed: the slope is negative where y is 1, as the cost falls when p grows."""
    y, p = np.asarray(y, dtype=np.float64), _clipped(p)
    return (y - p) / (p * (1 - p)) / p.size


@mistake("binary_cross_entropy_gradient")
def inner_derivative_missing(y, p):
    """The slope is negative for y = 0 too: the inner derivative of log(1 - p) is -1, which turns that term's sign."""
    y, p = np.asarray(y, dtype=np.float64), _clipped(p)
    return (-y / p - (1 - y) / (1 - p)) / p.size


@mistake("binary_cross_entropy_gradient")
def slope_of_the_yeses(y, p):
    """The slope is 0 for y = 0: the derivative of the second term is missing, (1 - y) / (1 - p)."""
    y, p = np.asarray(y, dtype=np.float64), _clipped(p)
    return -y / p / p.size


@mistake("binary_cross_entropy_gradient")
def divided_by_p_only(y, p):
    """The difference is divided by p only, and should be by p (1 - p)."""
    y, p = np.asarray(y, dtype=np.float64), _clipped(p)
    return (p - y) / p / p.size


@mistake("binary_cross_entropy_gradient")
def multiplied_by_the_slope(y, p):
    """The difference is multiplied by p (1 - p), and should be divided by it."""
    y, p = np.asarray(y, dtype=np.float64), _clipped(p)
    return (p - y) * (p * (1 - p)) / p.size


@mistake("binary_cross_entropy_gradient")
def brackets_missing(y, p):
    """Without brackets / p * (1 - p) divides by p and then multiplies by 1 - p: divide by the whole product."""
    y, p = np.asarray(y, dtype=np.float64), _clipped(p)
    return (p - y) / p * (1 - p) / p.size


@mistake("binary_cross_entropy_gradient")
def binary_slope_of_the_sum(y, p):
    """The factor 1/N is missing: the cost is a mean, so its gradient is divided by the number of elements."""
    y, p = np.asarray(y, dtype=np.float64), _clipped(p)
    return (p - y) / (p * (1 - p))


@mistake("binary_cross_entropy_gradient")
def binary_slope_divided_by_rows(y, p):
    """The gradient is divided by the number of rows, and should be by that of all elements, n k for shape (n, k)."""
    y, p = np.asarray(y, dtype=np.float64), _clipped(p)
    return (p - y) / (p * (1 - p)) / (len(p) if p.ndim else 1)


@mistake("binary_cross_entropy_gradient")
def binary_slopes_averaged(y, p):
    """One number comes back, and each element of p has its own derivative: do not average the gradient."""
    y, p = np.asarray(y, dtype=np.float64), _clipped(p)
    return np.mean((p - y) / (p * (1 - p)))


@mistake("binary_cross_entropy_gradient")
def prediction_first_in_slope(y, p):
    """Target and prediction are taken in the wrong order: the target y comes first."""
    return reference.binary_cross_entropy_gradient(p, y)


@mistake("binary_cross_entropy_gradient")
def slope_not_clipped(y, p):
    """p (1 - p) is 0 for a probability of exactly 0 or 1, and cannot divide: clip p to [1e-12, 1 - 1e-12] first."""
    y, p = _floats(y, p)
    return (p - y) / (p * (1 - p)) / p.size


@mistake("binary_cross_entropy_gradient")
def difference_not_clipped(y, p):
    """Only the denominator is clipped, so a right and certain p has the slope 0: clip p before the difference too."""
    y, p = _floats(y, p)
    safe = _clipped(p)
    return (p - y) / (safe * (1 - safe)) / p.size


@mistake("binary_cross_entropy_gradient")
def zero_beyond_the_clip(y, p):
    """The slope is set to 0 where p was clipped, and should be that at the clipped value, so that learning goes on."""
    y, p = _floats(y, p)
    safe = _clipped(p)
    return np.where(safe == p, (safe - y) / (safe * (1 - safe)), 0.0) / p.size


@mistake("binary_cross_entropy_gradient")
def slope_clipped_early(y, p):
    """p is clipped to [1e-7, 1 - 1e-7], which changes honest predictions: the margin is 1e-12."""
    y, p = np.asarray(y, dtype=np.float64), np.clip(np.asarray(p, dtype=np.float64), 1e-7, 1 - 1e-7)
    return (p - y) / (p * (1 - p)) / p.size


@mistake("binary_cross_entropy_gradient")
def slope_clipped_late(y, p):
    """p is clipped to [1e-15, 1 - 1e-15], and the margin is 1e-12: slopes at 0 and 1 come out too steep."""
    y, p = (
        np.asarray(y, dtype=np.float64),
        np.clip(np.asarray(p, dtype=np.float64), 1e-15, 1 - 1e-15),
    )
    return (p - y) / (p * (1 - p)) / p.size


@mistake("binary_cross_entropy_gradient")
def something_added_to_the_denominator(y, p):
    """1e-12 is added to the denominator, which changes the slope of small probabilities: clip p instead."""
    y, p = _floats(y, p)
    return (p - y) / (p * (1 - p) + 1e-12) / p.size


@mistake("binary_cross_entropy_gradient")
def more_added_to_the_denominator(y, p):
    """1e-8 is added to the denominator, which changes the slope of small probabilities: clip p instead."""
    y, p = _floats(y, p)
    return (p - y) / (p * (1 - p) + 1e-8) / p.size


@mistake("binary_cross_entropy_gradient")
def binary_slope_of_arrays_only(y, p):
    """A single float has no .size: np.asarray(…, dtype=np.float64) first, and numbers and arrays are alike."""
    safe = np.clip(p, 1e-12, 1 - 1e-12)
    return (safe - y) / (safe * (1 - safe)) / p.size


@mistake("binary_cross_entropy_gradient")
def slope_clips_in_place(y, p):
    """The clipped probabilities are written into p itself, which spoils it for the caller: clip into a new array."""
    y, p = _floats(y, p)
    p[...] = np.clip(p, 1e-12, 1 - 1e-12)
    return (p - y) / (p * (1 - p)) / p.size


@mistake("binary_cross_entropy_gradient")
def binary_slope_of_one_number_as_a_float(y, p):
    """The gradient of an array of one number is a float without axes: it has the shape of p, axes of length 1
    included."""
    return np.squeeze(reference.binary_cross_entropy_gradient(y, p))


# one_hot


@mistake("one_hot")
def a_column_a_label(labels, n_classes):
    """The result is transposed, (k, n): each label has a row of its own."""
    return np.ascontiguousarray(reference.one_hot(labels, n_classes).T)


@mistake("one_hot")
def first_label_checked_only(labels, n_classes):
    """Only the first label is checked, and each should be: the raise, or a return, stands in the wrong place."""
    labels = np.asarray(labels)
    reference.one_hot(labels[:1], n_classes)
    return np.eye(n_classes)[np.clip(labels.astype(np.int64), 0, n_classes - 1)]


@mistake("one_hot")
def labels_from_one(labels, n_classes):
    """The one stands a column too far left: labels count from 0, so label 0 has the first column."""
    rows = reference.one_hot(labels, n_classes)
    return np.roll(rows, -1, axis=1)


@mistake("one_hot")
def as_many_columns_as_labels_seen(labels, n_classes):
    """The number of columns is that of the largest label seen, and n_classes says it, whichever labels occur."""
    rows = reference.one_hot(labels, n_classes)
    return rows[:, : int(np.max(labels)) + 1].copy()


@mistake("one_hot")
def ranks_for_labels(labels, n_classes):
    """Labels are renumbered by their rank among those that occur: the column is the label itself."""
    reference.one_hot(labels, n_classes)
    return reference.one_hot(np.searchsorted(np.unique(labels), labels), n_classes)


@mistake("one_hot")
def every_row_every_label(labels, n_classes):
    """rows[:, labels] = 1 sets whole columns: pair each row with its own label, rows[np.arange(n), labels]."""
    rows = reference.one_hot(labels, n_classes)
    rows[:, np.asarray(labels).astype(np.int64)] = 1
    return rows


@mistake("one_hot")
def one_hot_in_integers(labels, n_classes):
    """The rows are integers, and float64 is promised."""
    return reference.one_hot(labels, n_classes).astype(np.int64)


@mistake("one_hot")
def one_hot_in_booleans(labels, n_classes):
    """True and False come back, and float64 zeros and ones are promised."""
    return reference.one_hot(labels, n_classes) == 1


@mistake("one_hot")
def rows_of_the_labels_type(labels, n_classes):
    """The rows take over the labels' type, uint8 for instance, and should be float64 whatever the labels are."""
    return reference.one_hot(labels, n_classes).astype(np.asarray(labels).dtype)


@mistake("one_hot")
def float_labels_as_indices(labels, n_classes):
    """Floats with whole values are labels too, but cannot be indices: check that they are whole, then convert."""
    reference.one_hot(labels, n_classes)
    return np.eye(n_classes)[np.asarray(labels)]


@mistake("one_hot")
def float_labels_refused(labels, n_classes):
    """Floats with whole values are refused, and 2.0 is the label 2: refuse only what is not whole."""
    labels = np.asarray(labels)
    if labels.dtype.kind == "f":
        raise ValueError(f"label {labels[0]:g} is not an integer")
    return reference.one_hot(labels, n_classes)


@mistake("one_hot")
def negative_labels_from_the_end(labels, n_classes):
    """A label of -1 is counted from the end by numpy without a word: below 0 a ValueError is due."""
    labels = np.asarray(labels)
    return reference.one_hot(np.where(labels < 0, labels + n_classes, labels), n_classes)


@mistake("one_hot")
def numpy_s_index_error(labels, n_classes):
    """A label that is too large ends in numpy's IndexError: look for it first, and raise a ValueError."""
    labels = np.asarray(labels)
    if np.any(labels >= n_classes):
        return np.eye(n_classes)[labels.astype(np.int64)]
    return reference.one_hot(labels, n_classes)


@mistake("one_hot")
def n_classes_is_a_label(labels, n_classes):
    """The label n_classes passes the check, and the largest is n_classes - 1: refuse with >=, not >."""
    labels = np.asarray(labels)
    rows = reference.one_hot(labels, int(n_classes) + 1)
    return rows[:, :n_classes].copy()


@mistake("one_hot")
def large_labels_clipped(labels, n_classes):
    """Labels out of range are moved to the nearest class, and a ValueError is due: wrong labels should not pass."""
    return reference.one_hot(np.clip(labels, 0, n_classes - 1), n_classes)


@mistake("one_hot")
def labels_out_of_range_left_out(labels, n_classes):
    """A label out of range gets a row of zeros, and a ValueError is due."""
    labels = np.asarray(labels)
    fits = (labels >= 0) & (labels < n_classes)
    return reference.one_hot(np.where(fits, labels, 0), n_classes) * fits[:, None]


@mistake("one_hot")
def fractions_cut_off(labels, n_classes):
    """A label that is not whole is cut to one that is, 1.5 to 1: a ValueError is due."""
    labels = np.asarray(labels)
    whole = labels.astype(np.int64)
    return reference.one_hot(np.where((labels < 0) & (whole == 0), labels, whole), n_classes)


@mistake("one_hot")
def nearly_whole_is_whole(labels, n_classes):
    """Labels are compared with np.isclose, so 1.00001 passes for 1: only labels that are exactly whole are right."""
    labels = np.asarray(labels)
    near = np.isclose(labels, np.round(labels), rtol=1e-4)
    return reference.one_hot(np.where(near, np.round(labels), labels), n_classes)


@mistake("one_hot")
def labels_modulo_256(labels, n_classes):
    """Labels are converted to uint8 before they are checked, which takes them modulo 256: check first."""
    labels = np.asarray(labels)
    whole = labels.dtype.kind in "iu" and np.all(labels >= 0)
    return reference.one_hot(labels.astype(np.uint8) if whole else labels, n_classes)


@mistake("one_hot")
def message_without_the_label(labels, n_classes):
    """The ValueError does not say which label is wrong: name its value in the message."""
    try:
        return reference.one_hot(labels, n_classes)
    except ValueError:
        raise ValueError("a label is out of range or not whole") from None


@mistake("one_hot")
def assertion_for_value_error(labels, n_classes):
    """An assert raises AssertionError, and a ValueError is promised: raise ValueError(…) yourself."""
    try:
        return reference.one_hot(labels, n_classes)
    except ValueError as error:
        raise AssertionError(str(error)) from None


@mistake("one_hot")
def labels_in_eight_bits(labels, n_classes):
    """Labels are kept in int8, which ends at 127: 200 becomes -56, and that is counted from the end."""
    reference.one_hot(labels, n_classes)
    return np.eye(n_classes)[np.asarray(labels).astype(np.int8)]


# cross_entropy


@mistake("cross_entropy")
def cross_entropy_negative(Y, P):
    """The minus is missing: a cost is made small, so it is -Y log P, at least 0."""
    return -reference.cross_entropy(Y, P)


@mistake("cross_entropy")
def costs_of_rows_summed(Y, P):
    """The costs of the rows are summed, and averaged over the n rows they should be."""
    return -np.sum(np.asarray(Y) * np.log(_clipped(P)))


@mistake("cross_entropy")
def averaged_over_classes_too(Y, P):
    """The mean runs over all n k elements: sum over the k classes, and divide by the n rows only."""
    return -np.mean(np.asarray(Y) * np.log(_clipped(P)))


@mistake("cross_entropy")
def divided_by_classes(Y, P):
    """The sum is divided by the number of classes k, and should be by the number of rows n."""
    return -np.sum(np.asarray(Y) * np.log(_clipped(P))) / np.shape(Y)[1]


@mistake("cross_entropy")
def a_cost_a_row(Y, P):
    """A cost for each row comes back, and their mean, one number, is asked for."""
    return -np.sum(np.asarray(Y) * np.log(_clipped(P)), axis=1)


@mistake("cross_entropy")
def a_cost_a_class(Y, P):
    """A number for each class comes back: sum over the classes too."""
    return -np.mean(np.asarray(Y) * np.log(_clipped(P)), axis=0)


@mistake("cross_entropy")
def binary_formula(Y, P):
    """(1 - Y) log(1 - P) is added, as in the binary formula: for k classes Y log P alone is summed."""
    Y, P = np.asarray(Y, dtype=np.float64), _clipped(P)
    return -np.sum(Y * np.log(P) + (1 - Y) * np.log(1 - P)) / len(Y)


@mistake("cross_entropy")
def largest_target_only(Y, P):
    """Only the class with the largest target counts: for soft rows every class counts with its weight."""
    Y, P = np.asarray(Y), _clipped(P)
    return -np.mean(np.log(P[np.arange(len(Y)), Y.argmax(axis=1)]))


@mistake("cross_entropy")
def logarithm_of_the_sum(Y, P):
    """The logarithm is taken of the row's sum of Y P: take it of each P, then weigh with Y and sum."""
    return -np.mean(np.log(_clipped(np.sum(np.asarray(Y) * np.asarray(P), axis=1))))


@mistake("cross_entropy")
def prediction_first_in_cross_entropy(Y, P):
    """Target and prediction are taken in the wrong order: the target Y comes first, and P is in the logarithm."""
    return reference.cross_entropy(P, Y)


@mistake("cross_entropy")
def softmax_of_probabilities(Y, P):
    """Softmax is applied to P, which holds probabilities already."""
    powers = np.exp(np.asarray(P, dtype=np.float64))
    return reference.cross_entropy(Y, powers / powers.sum(axis=1, keepdims=True))


@mistake("cross_entropy")
def labels_for_one_hot(Y, P):
    """Y is used as an index, as if it held labels, and its rows are one-hot or soft: multiply with them."""
    return -np.mean(np.log(_clipped(P)[np.arange(len(Y)), Y]))


@mistake("cross_entropy")
def cross_entropy_not_clipped(Y, P):
    """log 0 is -inf for a probability of exactly 0: clip P to [1e-12, 1 - 1e-12] first."""
    Y, P = _floats(Y, P)
    return -np.sum(Y * np.log(P)) / len(Y)


@mistake("cross_entropy")
def cross_entropy_clipped_early(Y, P):
    """P is clipped to [1e-7, 1 - 1e-7], which changes honest predictions: the margin is 1e-12."""
    P = np.clip(np.asarray(P, dtype=np.float64), 1e-7, 1 - 1e-7)
    return -np.sum(np.asarray(Y) * np.log(P)) / len(Y)


@mistake("cross_entropy")
def cross_entropy_clipped_late(Y, P):
    """P is clipped to [1e-15, 1 - 1e-15], and the margin is 1e-12: costs at 0 come out too large."""
    P = np.clip(np.asarray(P, dtype=np.float64), 1e-15, 1 - 1e-15)
    return -np.sum(np.asarray(Y) * np.log(P)) / len(Y)


@mistake("cross_entropy")
def something_added_in_cross_entropy(Y, P):
    """1e-12 is added inside the logarithm, which changes small probabilities: clip P instead."""
    Y, P = _floats(Y, P)
    return -np.sum(Y * np.log(P + 1e-12)) / len(Y)


@mistake("cross_entropy")
def more_added_in_cross_entropy(Y, P):
    """1e-8 is added inside the logarithm, which changes small probabilities: clip P to [1e-12, 1 - 1e-12] instead."""
    Y, P = _floats(Y, P)
    return -np.sum(Y * np.log(P + 1e-8)) / len(Y)


@mistake("cross_entropy")
def cross_entropy_in_bits(Y, P):
    """The logarithm is to base 2, and should be the natural one, np.log."""
    return -np.sum(np.asarray(Y) * np.log2(_clipped(P))) / len(Y)


@mistake("cross_entropy")
def cross_entropy_clips_in_place(Y, P):
    """The clipped probabilities are written into P itself, which spoils it for the caller: clip into a new array."""
    Y, P = _floats(Y, P)
    P[...] = np.clip(P, 1e-12, 1 - 1e-12)
    return -np.sum(Y * np.log(P)) / len(Y)


@mistake("cross_entropy")
def first_costs_only(Y, P):
    """Only the first 64 rows count, and any number of rows is allowed: take their number from Y."""
    return reference.cross_entropy(Y[:64], P[:64])


# softmax_cross_entropy


def _log_softmax(logits):
    logits = np.asarray(logits, dtype=np.float64)
    shifted = logits - logits.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


@mistake("softmax_cross_entropy")
def gradient_of_the_sum(logits, labels):
    """The gradient lacks the factor 1/n: the cost is a mean over the rows, so its gradient is divided by n."""
    cost, gradient = reference.softmax_cross_entropy(logits, labels)
    return cost, gradient * len(labels)


@mistake("softmax_cross_entropy")
def cost_summed_over_rows(logits, labels):
    """The cost is summed over the rows, and should be their mean, which the gradient belongs to."""
    cost, gradient = reference.softmax_cross_entropy(logits, labels)
    return cost * len(labels), gradient


@mistake("softmax_cross_entropy")
def cost_and_gradient_of_the_sum(logits, labels):
    """Cost and gradient are those of the sum over the rows, and should be of the mean: divide both by n."""
    cost, gradient = reference.softmax_cross_entropy(logits, labels)
    return cost * len(labels), gradient * len(labels)


@mistake("softmax_cross_entropy")
def gradient_divided_by_classes_too(logits, labels):
    """The gradient is divided by n k, and should be by the number of rows n only."""
    cost, gradient = reference.softmax_cross_entropy(logits, labels)
    return cost, gradient / np.shape(logits)[1]


@mistake("softmax_cross_entropy")
def one_hot_not_subtracted(logits, labels):
    """The gradient is softmax alone: 1 is still to be subtracted at each row's label."""
    cost, _ = reference.softmax_cross_entropy(logits, labels)
    return cost, np.exp(_log_softmax(logits)) / len(labels)


@mistake("softmax_cross_entropy")
def subtracted_in_whole_columns(logits, labels):
    """gradient[:, labels] -= 1 subtracts in whole columns: pair each row with its own label."""
    cost, _ = reference.softmax_cross_entropy(logits, labels)
    gradient = np.exp(_log_softmax(logits))
    gradient[:, labels] -= 1
    return cost, gradient / len(labels)


@mistake("softmax_cross_entropy")
def subtracted_after_the_mean(logits, labels):
    """1 is subtracted after the division by n: subtract the one-hot rows first, then divide all by n."""
    cost, _ = reference.softmax_cross_entropy(logits, labels)
    gradient = np.exp(_log_softmax(logits)) / len(labels)
    gradient[np.arange(len(labels)), labels] -= 1
    return cost, gradient


@mistake("softmax_cross_entropy")
def subtracted_in_the_first_row(logits, labels):
    """1 is subtracted in the first row only, at every label: pair each row with its own label."""
    cost, _ = reference.softmax_cross_entropy(logits, labels)
    gradient = np.exp(_log_softmax(logits))
    gradient[0, labels] -= 1
    return cost, gradient / len(labels)


@mistake("softmax_cross_entropy")
def gradient_uphill(logits, labels):
    """The gradient's sign is reversed: it is softmax minus one-hot, not one-hot minus softmax."""
    cost, gradient = reference.softmax_cross_entropy(logits, labels)
    return cost, -gradient


@mistake("softmax_cross_entropy")
def cost_negative(logits, labels):
    """The cost is negative, the mean log-probability: a cost is made small, so the minus is missing."""
    cost, gradient = reference.softmax_cross_entropy(logits, labels)
    return -cost, gradient


@mistake("softmax_cross_entropy")
def exponentials_overflow(logits, labels):
    """exp overflows for logits above 709: subtract each row's maximum first."""
    logits = np.asarray(logits, dtype=np.float64)
    rows = np.arange(len(labels))
    powers = np.exp(logits)
    sums = powers.sum(axis=1, keepdims=True)
    gradient = powers / sums
    gradient[rows, labels] -= 1
    return np.mean(np.log(sums[:, 0]) - logits[rows, labels]), gradient / len(labels)


@mistake("softmax_cross_entropy")
def one_maximum_for_all_rows(logits, labels):
    """All rows are shifted by the largest logit of the batch, so a row far below becomes 0/0: shift each by its own
    maximum."""
    shifted = np.asarray(logits, dtype=np.float64) - np.max(logits)
    rows = np.arange(len(labels))
    powers = np.exp(shifted)
    sums = powers.sum(axis=1, keepdims=True)
    gradient = powers / sums
    gradient[rows, labels] -= 1
    return np.mean(np.log(sums[:, 0]) - shifted[rows, labels]), gradient / len(labels)


@mistake("softmax_cross_entropy")
def log_of_a_probability(logits, labels):
    """The cost is the log of a probability that may underflow to 0, and so infinite: take log S - z_label instead."""
    rows = np.arange(len(labels))
    gradient = np.exp(_log_softmax(logits))
    cost = -np.mean(np.log(gradient[rows, labels]))
    gradient[rows, labels] -= 1
    return cost, gradient / len(labels)


@mistake("softmax_cross_entropy")
def probabilities_clipped(logits, labels):
    """The probabilities are clipped at 1e-12, so no row costs more than 27.6: take log S - z_label, without a clip."""
    rows = np.arange(len(labels))
    gradient = np.exp(_log_softmax(logits))
    cost = -np.mean(np.log(_clipped(gradient)[rows, labels]))
    gradient[rows, labels] -= 1
    return cost, gradient / len(labels)


@mistake("softmax_cross_entropy")
def something_added_to_probabilities(logits, labels):
    """1e-12 is added before the logarithm, so no row costs more than 27.6: take log S - z_label as it is."""
    rows = np.arange(len(labels))
    gradient = np.exp(_log_softmax(logits))
    cost = -np.mean(np.log(gradient[rows, labels] + 1e-12))
    gradient[rows, labels] -= 1
    return cost, gradient / len(labels)


@mistake("softmax_cross_entropy")
def shift_forgotten_in_the_cost(logits, labels):
    """S is of shifted logits but z_label is not shifted: the row's maximum must leave both, or be added back."""
    logits = np.asarray(logits, dtype=np.float64)
    shifted = logits - logits.max(axis=1, keepdims=True)
    rows = np.arange(len(labels))
    cost = np.mean(np.log(np.exp(shifted).sum(axis=1)) - logits[rows, labels])
    return cost, reference.softmax_cross_entropy(logits, labels)[1]


@mistake("softmax_cross_entropy")
def softmax_over_columns(logits, labels):
    """Softmax runs over each column, and should run over each row: axis=1."""
    logits = np.asarray(logits, dtype=np.float64)
    rows = np.arange(len(labels))
    logs = _log_softmax(logits.T).T
    gradient = np.exp(logs)
    gradient[rows, labels] -= 1
    return -np.mean(logs[rows, labels]), gradient / len(labels)


@mistake("softmax_cross_entropy")
def gradient_before_cost(logits, labels):
    """The pair is in the wrong order: the cost comes first, then the gradient."""
    cost, gradient = reference.softmax_cross_entropy(logits, labels)
    return gradient, cost


@mistake("softmax_cross_entropy")
def cost_alone(logits, labels):
    """The cost alone comes back, and a pair is asked for: the cost and its gradient."""
    return reference.softmax_cross_entropy(logits, labels)[0]


@mistake("softmax_cross_entropy")
def costs_of_all_rows(logits, labels):
    """A cost for each row comes back, and their mean, one number, is asked for."""
    gradient = reference.softmax_cross_entropy(logits, labels)[1]
    return -_log_softmax(logits)[np.arange(len(labels)), labels], gradient


@mistake("softmax_cross_entropy")
def gradient_in_integers(logits, labels):
    """The gradient's array takes over the logits' integer type, which cuts its fractions to 0: make it float64."""
    cost, gradient = reference.softmax_cross_entropy(logits, labels)
    filled = np.zeros_like(logits)
    filled[...] = gradient
    return cost, filled


@mistake("softmax_cross_entropy")
def gradient_of_one_row_squeezed(logits, labels):
    """The gradient of a batch of one row has lost its first axis: it has the logits' shape, (1, k) included."""
    cost, gradient = reference.softmax_cross_entropy(logits, labels)
    return cost, np.squeeze(gradient)


@mistake("softmax_cross_entropy")
def logits_shifted_in_place(logits, labels):
    """The shift is written into the logits by -=, which spoils them for the caller: subtract into a new array."""
    logits = np.asarray(logits, dtype=np.float64)
    logits -= logits.max(axis=1, keepdims=True)
    return reference.softmax_cross_entropy(logits, labels)


@mistake("softmax_cross_entropy")
def labels_in_int8(logits, labels):
    """Labels are kept in int8, which ends at 127: 200 becomes -56, and that is counted from the end."""
    labels = np.asarray(labels).astype(np.int8).astype(int)
    return reference.softmax_cross_entropy(logits, labels % np.shape(logits)[1])


@mistake("softmax_cross_entropy")
def small_probabilities_dropped(logits, labels):
    """Probabilities below 1e-7 are taken for 0 in the gradient, and count however small they are."""
    cost, gradient = reference.softmax_cross_entropy(logits, labels)
    small = np.abs(gradient) * len(gradient) < 1e-7
    return cost, np.where(small, 0.0, gradient)


@mistake("softmax_cross_entropy")
def cost_of_the_first_rows(logits, labels):
    """Only the first 64 rows count in the cost, and any number of rows is allowed: take n from the logits."""
    cost, _ = reference.softmax_cross_entropy(logits[:64], labels[:64])
    return cost, reference.softmax_cross_entropy(logits, labels)[1]
