"""Mistakes that students make in linear_regression."""

import numpy as np

from grader.mistakes import mistake
from solutions import linear_regression as reference
from solutions.costs import mean_squared_error

# predict


@mistake("predict")
def bias_forgotten(X, w, b):
    """The line goes through the origin: the bias b is not added to X @ w."""
    return np.asarray(X, dtype=np.float64) @ w


@mistake("predict")
def bias_subtracted(X, w, b):
    """The bias is subtracted: the prediction is X @ w plus b."""
    return np.asarray(X, dtype=np.float64) @ w - b


@mistake("predict")
def bias_added_for_each_input(X, w, b):
    """The bias is added once for each input of a row, d times in all: sum the products first, then add b once."""
    return np.sum(np.asarray(X, dtype=np.float64) * w + b, axis=1)


@mistake("predict")
def bias_added_to_the_weights(X, w, b):
    """The bias is added to every weight, so it is multiplied by the inputs: add it after X @ w."""
    return np.asarray(X, dtype=np.float64) @ (w + b)


@mistake("predict")
def columns_taken_for_examples(X, w, b):
    """The weights multiply the rows of X and not its columns: a row is an example, so it is X @ w, not w @ X."""
    return w @ np.asarray(X, dtype=np.float64) + b


@mistake("predict")
def column_of_predictions(X, w, b):
    """The predictions come as a column of shape (n, 1): with w of shape (d,), X @ w has the shape (n,)."""
    return np.asarray(X, dtype=np.float64) @ np.reshape(w, (-1, 1)) + b


@mistake("predict")
def single_row_squeezed(X, w, b):
    """A batch of one row gives a bare number: it should stay an array, of shape (1,)."""
    return np.squeeze(np.asarray(X, dtype=np.float64) @ w + b)


@mistake("predict")
def inputs_averaged(X, w, b):
    """The weighted inputs are averaged: they should be summed, without a division by d."""
    return np.mean(np.asarray(X, dtype=np.float64) * w, axis=1) + b


@mistake("predict")
def whole_numbers_stay_whole(X, w, b):
    """Where X, w and b are all whole the result is of an integer type: predictions are float64."""
    return X @ w + b


@mistake("predict")
def buffer_of_the_type_of_the_data(X, w, b):
    """Predictions of whole data lose their fractions: np.zeros_like of them is an array of integers."""
    y_hat = np.zeros_like(X[:, 0])
    for i in range(len(X)):
        y_hat[i] = np.sum(X[i] * w) + b
    return y_hat


@mistake("predict")
def data_changed_in_place(X, w, b):
    """X itself is changed, as X *= w writes into the caller's array: X * w makes a new one."""
    X *= w
    return np.sum(X, axis=1) + b


# gradients


@mistake("gradients")
def summed_over_rows(X, y, w, b):
    """Both gradients are sums over the rows: the cost is a mean, so divide by n."""
    e = reference.predict(X, w, b) - y
    return 2 * X.T @ e, 2 * np.sum(e)


@mistake("gradients")
def factor_two_missing(X, y, w, b):
    """Both gradients are half of what they should be: the derivative of e² is 2 e, and this cost has no factor ½."""
    e = reference.predict(X, w, b) - y
    return X.T @ e / len(y), np.mean(e)


@mistake("gradients")
def target_minus_prediction(X, y, w, b):
    """Both gradients have the wrong sign: the error is prediction minus target, y_hat - y."""
    e = y - reference.predict(X, w, b)
    return 2 / len(y) * X.T @ e, 2 * np.mean(e)


@mistake("gradients")
def bias_gradient_summed(X, y, w, b):
    """dw is right, but db is a sum over the rows: it is averaged like dw."""
    e = reference.predict(X, w, b) - y
    return 2 / len(y) * X.T @ e, 2 * np.sum(e)


@mistake("gradients")
def factor_two_missing_in_the_bias(X, y, w, b):
    """dw is right, but db is half of what it should be: it is 2 times the mean of the errors."""
    e = reference.predict(X, w, b) - y
    return 2 / len(y) * X.T @ e, np.mean(e)


@mistake("gradients")
def averaged_over_inputs_too(X, y, w, b):
    """dw is divided by the number of all entries of X: the mean is over the n rows only, not over the d inputs."""
    e = reference.predict(X, w, b) - y
    return 2 * X.T @ e / X.size, 2 * np.mean(e)


@mistake("gradients")
def averaged_twice(X, y, w, b):
    """Both gradients are divided by n twice: the gradient of the mean squared error holds the 1/n already."""
    e = 2 * (reference.predict(X, w, b) - y) / len(y)
    return X.T @ e / len(y), np.mean(e)


@mistake("gradients")
def bias_left_out_of_the_error(X, y, w, b):
    """The errors are taken without the bias: the prediction is X @ w + b here too."""
    e = reference.predict(X, w, 0.0) - y
    return 2 / len(y) * X.T @ e, 2 * np.mean(e)


@mistake("gradients")
def every_prediction_against_every_target(X, y, w, b):
    """The errors form an (n, n) table: a column (n, 1) minus y (n,) sets every prediction against every target."""
    X = np.asarray(X, dtype=np.float64)
    e = X @ np.reshape(w, (-1, 1)) + b - y
    return np.mean(2 / len(y) * X.T @ e, axis=1), 2 * np.mean(e)


@mistake("gradients")
def data_not_transposed(X, y, w, b):
    """X is not transposed, which only square data leave unnoticed: slope j sums the errors times column j, X.T @ e."""
    e = reference.predict(X, w, b) - y
    return 2 / len(y) * X @ e, 2 * np.mean(e)


@mistake("gradients")
def one_slope_for_all_weights(X, y, w, b):
    """All weights share one number: average e_i X_ij over the rows alone, axis=0, for a slope of each weight's own."""
    e = reference.predict(X, w, b) - y
    return 2 * np.mean(X * e[:, np.newaxis]), 2 * np.mean(e)


@mistake("gradients")
def only_signs_of_errors(X, y, w, b):
    """Only the signs of the errors count, as for the absolute error: the slope of a square grows with the error."""
    e = np.sign(reference.predict(X, w, b) - y)
    return X.T @ e / len(y), np.mean(e)


@mistake("gradients")
def bias_gradient_first(X, y, w, b):
    """The gradients come in the wrong order: dw first, then db."""
    dw, db = reference.gradients(X, y, w, b)
    return db, dw


@mistake("gradients")
def buffer_of_the_type_of_the_weights(X, y, w, b):
    """With whole weights the slopes lose their fractions: np.zeros_like(w) makes an integer array then."""
    e = reference.predict(X, w, b) - y
    dw = np.zeros_like(w)
    for j in range(len(w)):
        dw[j] = 2 * np.mean(e * X[:, j])
    return dw, 2 * np.mean(e)


@mistake("gradients")
def weights_stepped_in_place(X, y, w, b):
    """The caller's w is changed by the call: gradients gives the slopes and takes no step."""
    dw, db = reference.gradients(X, y, w, b)
    w -= 0.01 * dw
    return dw, db


# fit_least_squares


@mistake("fit_least_squares")
def line_through_the_origin(X, y):
    """The line always goes through the origin: give the bias an input too, a column of ones beside X."""
    w = np.linalg.lstsq(np.asarray(X, dtype=np.float64), y, rcond=None)[0]
    return w, 0.0


@mistake("fit_least_squares")
def normal_equations_inverted(X, y):
    """It breaks where columns depend on one another: A.T @ A has no inverse then. Use np.linalg.lstsq or pinv on A."""
    A = np.column_stack([X, np.ones(len(X))])
    v = np.linalg.inv(A.T @ A) @ A.T @ y
    return v[:-1], v[-1]


@mistake("fit_least_squares")
def bias_left_out_of_the_norm(X, y):
    """Of several best lines this takes that of least norm in w alone: the bias counts in the norm like a weight."""
    means = np.mean(X, axis=0)
    w = np.linalg.lstsq(X - means, y - np.mean(y), rcond=None)[0]
    return w, np.mean(y) - means @ w


@mistake("fit_least_squares")
def bias_read_from_the_wrong_end(X, y):
    """The ones are the first column of A, so the bias is the first entry of the solution: it is read from the end."""
    A = np.column_stack([np.ones(len(X)), X])
    v = np.linalg.lstsq(A, y, rcond=None)[0]
    return v[:-1], v[-1]


@mistake("fit_least_squares")
def ridge_added(X, y):
    """All weights are a little too small: a number was added to the diagonal of A.T @ A, which is another problem."""
    A = np.column_stack([X, np.ones(len(X))])
    v = np.linalg.solve(A.T @ A + 1e-6 * np.eye(A.shape[1]), A.T @ y)
    return v[:-1], v[-1]


@mistake("fit_least_squares")
def bias_set_to_the_mean_target(X, y):
    """The bias is the mean of y: that is right only where every column of X has mean 0."""
    b = np.mean(y)
    w = np.linalg.lstsq(np.asarray(X, dtype=np.float64), y - b, rcond=None)[0]
    return w, b


@mistake("fit_least_squares")
def columns_fitted_one_by_one(X, y):
    """Each weight is fitted as if its column were alone: columns share what they explain, so solve for all at once."""
    centred = X - np.mean(X, axis=0)
    w = centred.T @ (y - np.mean(y)) / np.sum(centred**2, axis=0)
    return w, np.mean(y) - np.mean(X, axis=0) @ w


@mistake("fit_least_squares")
def small_columns_dropped(X, y):
    """Columns of small numbers get no weight: rcond is too large, so that they count as dependent; leave it at None."""
    A = np.column_stack([X, np.ones(len(X))])
    v = np.linalg.lstsq(A, y, rcond=1e-3)[0]
    return v[:-1], v[-1]


@mistake("fit_least_squares")
def some_steps_downhill(X, y):
    """The result is near the minimum at best: steps downhill do not reach it exactly, solve for it in one stroke."""
    w, b, _ = reference.fit(X, y, 0.05, 100)
    return w, b


@mistake("fit_least_squares")
def fitted_bias_returned_first(X, y):
    """The results come in the wrong order: w first, then b."""
    w, b = reference.fit_least_squares(X, y)
    return b, w


@mistake("fit_least_squares")
def column_of_weights(X, y):
    """w comes as a column of shape (d, 1): with one target a row it is (d,), and b a plain number."""
    A = np.column_stack([X, np.ones(len(X))])
    v = np.linalg.lstsq(A, np.reshape(y, (-1, 1)), rcond=None)[0]
    return v[:-1], v[-1]


@mistake("fit_least_squares")
def whole_data_give_whole_weights(X, y):
    """For whole data the weights lose their fractions: they were written into an array of X's integer type."""
    v, b = reference.fit_least_squares(X, y)
    w = np.zeros_like(X[0])
    w[:] = v
    return w, b


# fit


@mistake("fit")
def uphill(X, y, learning_rate, epochs):
    """The cost rises from the first epoch on: a step goes against the gradient, with a minus."""
    w, b, history = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        history.append(mean_squared_error(y, reference.predict(X, w, b)))
        dw, db = reference.gradients(X, y, w, b)
        w, b = w + learning_rate * dw, b + learning_rate * db
    return w, b, history


@mistake("fit")
def cost_recorded_after_the_step(X, y, learning_rate, epochs):
    """w and b are right, but each cost is recorded after its step: the first belongs to w = 0, b = 0."""
    w, b, history = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        dw, db = reference.gradients(X, y, w, b)
        w, b = w - learning_rate * dw, b - learning_rate * db
        history.append(mean_squared_error(y, reference.predict(X, w, b)))
    return w, b, history


@mistake("fit")
def final_cost_recorded_too(X, y, learning_rate, epochs):
    """The history has one cost too many: that of the returned w and b does not belong to it."""
    w, b, history = reference.fit(X, y, learning_rate, epochs)
    return w, b, [*history, mean_squared_error(y, reference.predict(X, w, b))]


@mistake("fit")
def one_step_too_few(X, y, learning_rate, epochs):
    """One step is missing: range(1, epochs) has epochs - 1 numbers."""
    w, b, history = np.zeros(X.shape[1]), 0.0, []
    for _ in range(1, epochs):
        history.append(mean_squared_error(y, reference.predict(X, w, b)))
        dw, db = reference.gradients(X, y, w, b)
        w, b = w - learning_rate * dw, b - learning_rate * db
    return w, b, history


@mistake("fit")
def bias_stepped_with_the_new_weights(X, y, learning_rate, epochs):
    """The bias steps by a gradient at the new w: take both gradients at the old place, then both steps."""
    w, b, history = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        history.append(mean_squared_error(y, reference.predict(X, w, b)))
        w = w - learning_rate * reference.gradients(X, y, w, b)[0]
        b = b - learning_rate * reference.gradients(X, y, w, b)[1]
    return w, b, history


@mistake("fit")
def bias_never_updated(X, y, learning_rate, epochs):
    """The bias stays at 0: it takes a step in every epoch, like the weights."""
    w, b, history = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        history.append(mean_squared_error(y, reference.predict(X, w, b)))
        w = w - learning_rate * reference.gradients(X, y, w, b)[0]
    return w, b, history


@mistake("fit")
def learning_rate_fixed(X, y, learning_rate, epochs):
    """The steps are as long as for a rate of 0.01, whatever learning_rate is: multiply by the argument."""
    return reference.fit(X, y, 0.01, epochs)


@mistake("fit")
def started_at_ones(X, y, learning_rate, epochs):
    """The descent starts at weights of 1: w and b begin at zero."""
    w, b, history = np.ones(X.shape[1]), 0.0, []
    for _ in range(epochs):
        history.append(mean_squared_error(y, reference.predict(X, w, b)))
        dw, db = reference.gradients(X, y, w, b)
        w, b = w - learning_rate * dw, b - learning_rate * db
    return w, b, history


@mistake("fit")
def one_row_at_a_time(X, y, learning_rate, epochs):
    """Each epoch takes a step for every row: it is one step an epoch, by the gradients over all rows."""
    w, b, history = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        history.append(mean_squared_error(y, reference.predict(X, w, b)))
        for i in range(len(X)):
            dw, db = reference.gradients(X[i : i + 1], y[i : i + 1], w, b)
            w, b = w - learning_rate * dw, b - learning_rate * db
    return w, b, history


@mistake("fit")
def step_averaged_again(X, y, learning_rate, epochs):
    """The steps are n times too short: the gradients are means already, so do not divide by n again."""
    return reference.fit(X, y, learning_rate / len(y), epochs)


@mistake("fit")
def steps_half_as_long(X, y, learning_rate, epochs):
    """The steps are half as long as they should be: the slopes of this cost, which has no ½, hold a factor 2."""
    return reference.fit(X, y, learning_rate / 2, epochs)


@mistake("fit")
def steps_not_averaged(X, y, learning_rate, epochs):
    """The steps are n times too long: the slopes are means over the rows, not sums."""
    return reference.fit(X, y, learning_rate * len(y), epochs)


@mistake("fit")
def stopped_where_the_cost_rises(X, y, learning_rate, epochs):
    """The descent stops where the cost rises: all epochs are done, and all costs recorded, whatever they are."""
    w, b, history = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        history.append(mean_squared_error(y, reference.predict(X, w, b)))
        if len(history) > 1 and history[-1] > history[-2]:
            break
        dw, db = reference.gradients(X, y, w, b)
        w, b = w - learning_rate * dw, b - learning_rate * db
    return w, b, history


@mistake("fit")
def stopped_where_the_cost_stands_still(X, y, learning_rate, epochs):
    """The descent stops once the cost no longer changes: the remaining epochs are done and recorded all the same."""
    w, b, history = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        history.append(mean_squared_error(y, reference.predict(X, w, b)))
        if len(history) > 1 and abs(history[-1] - history[-2]) < 1e-12:
            break
        dw, db = reference.gradients(X, y, w, b)
        w, b = w - learning_rate * dw, b - learning_rate * db
    return w, b, history


@mistake("fit")
def best_place_returned(X, y, learning_rate, epochs):
    """The w and b of the lowest cost come back: it should be those after the last step, be they better or worse."""
    w, b, history = np.zeros(X.shape[1]), 0.0, []
    best, lowest = (w, b), np.inf
    for _ in range(epochs):
        history.append(mean_squared_error(y, reference.predict(X, w, b)))
        dw, db = reference.gradients(X, y, w, b)
        w, b = w - learning_rate * dw, b - learning_rate * db
        reached = mean_squared_error(y, reference.predict(X, w, b))
        if reached < lowest:
            best, lowest = (w, b), reached
    return *best, history


@mistake("fit")
def half_of_each_cost_recorded(X, y, learning_rate, epochs):
    """w and b are right, but the costs are half of the mean squared errors: this cost has no factor ½."""
    w, b, history = reference.fit(X, y, learning_rate, epochs)
    return w, b, [cost / 2 for cost in history]


@mistake("fit")
def last_cost_instead_of_the_history(X, y, learning_rate, epochs):
    """The third result is a single cost: it should be the list of all of them, one for each epoch."""
    w, b, history = reference.fit(X, y, learning_rate, epochs)
    return w, b, history[-1]


@mistake("fit")
def history_as_an_array(X, y, learning_rate, epochs):
    """The history is an array: it should be a list of floats."""
    w, b, history = reference.fit(X, y, learning_rate, epochs)
    return w, b, np.array(history)


@mistake("fit")
def weights_of_the_type_of_the_data(X, y, learning_rate, epochs):
    """For whole data the weights are cut off to whole numbers at every step: begin with zeros of float64."""
    w, b, history = np.zeros(X.shape[1], dtype=X.dtype), 0.0, []
    for _ in range(epochs):
        history.append(mean_squared_error(y, reference.predict(X, w, b)))
        dw, db = reference.gradients(X, y, w, b)
        w[:] = w - learning_rate * dw
        b = b - learning_rate * db
    return w, b, history


@mistake("fit")
def every_tenth_cost_recorded(X, y, learning_rate, epochs):
    """Of many epochs only every tenth has its cost in the history: each has."""
    w, b, history = reference.fit(X, y, learning_rate, epochs)
    return w, b, history if epochs < 100 else history[::10]


@mistake("fit")
def large_data_scaled_down(X, y, learning_rate, epochs):
    """Large data are scaled down first, so w and b belong to other data than those given."""
    X = np.asarray(X, dtype=np.float64)
    return reference.fit(X / max(1.0, float(np.abs(X).max()) / 100), y, learning_rate, epochs)


@mistake("fit")
def a_step_for_each_batch(X, y, learning_rate, epochs):
    """The rows are taken in batches of 64, with a step for each: a step looks at all rows."""
    w, b, history = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        history.append(mean_squared_error(y, reference.predict(X, w, b)))
        for start in range(0, len(X), 64):
            rows = slice(start, start + 64)
            dw, db = reference.gradients(X[rows], y[rows], w, b)
            w, b = w - learning_rate * dw, b - learning_rate * db
    return w, b, history


# classify


@mistake("classify")
def threshold_itself_a_no(X, w, b, threshold=0.5):
    """A prediction that is exactly the threshold gives 0: the threshold is included, >= and not >."""
    return (reference.predict(X, w, b) > threshold).astype(int)


@mistake("classify")
def bools_for_classes(X, w, b, threshold=0.5):
    """The classes are True and False: they should be the integers 1 and 0."""
    return reference.predict(X, w, b) >= threshold


@mistake("classify")
def floats_for_classes(X, w, b, threshold=0.5):
    """The classes are the floats 0.0 and 1.0: they should be integers."""
    return np.where(reference.predict(X, w, b) >= threshold, 1.0, 0.0)


@mistake("classify")
def threshold_ignored(X, w, b, threshold=0.5):
    """Predictions are compared with 0.5 whatever threshold is given: compare with the argument."""
    return (reference.predict(X, w, b) >= 0.5).astype(int)


@mistake("classify")
def default_threshold_zero(X, w, b, threshold=0.0):
    """Without a threshold, predictions are compared with 0: the default is 0.5."""
    return (reference.predict(X, w, b) >= threshold).astype(int)


@mistake("classify")
def rounded_to_classes(X, w, b, threshold=0.5):
    """Predictions are rounded, which ignores the threshold and gives classes like 2 or -1: compare instead."""
    return np.rint(reference.predict(X, w, b)).astype(int)


@mistake("classify")
def cut_off_before_comparing(X, w, b, threshold=0.5):
    """Predictions are turned into whole numbers before they are compared, and 0.9 becomes 0: compare first."""
    return (reference.predict(X, w, b).astype(int) >= threshold).astype(int)


@mistake("classify")
def minus_one_for_a_no(X, w, b, threshold=0.5):
    """The classes are -1 and 1: a prediction below the threshold should give 0."""
    return np.where(reference.predict(X, w, b) >= threshold, 1, -1)


@mistake("classify")
def classes_swapped(X, w, b, threshold=0.5):
    """The classes are swapped: 1 is where the prediction reaches the threshold, 0 where it stays below."""
    return np.where(reference.predict(X, w, b) >= threshold, 0, 1)


@mistake("classify")
def sigmoid_before_the_threshold(X, w, b, threshold=0.5):
    """Predictions go through a sigmoid before they are compared: in this unit X @ w + b itself is."""
    p = 0.5 * (1 + np.tanh(reference.predict(X, w, b) / 2))
    return (p >= threshold).astype(int)


@mistake("classify")
def classified_without_the_bias(X, w, b, threshold=0.5):
    """The bias is left out: X @ w + b is compared with the threshold."""
    return (reference.predict(X, w, 0.0) >= threshold).astype(int)


@mistake("classify")
def column_of_classes(X, w, b, threshold=0.5):
    """The classes come as a column of shape (n, 1): it should be one integer a row, shape (n,)."""
    return (reference.predict(X, w, b) >= threshold).astype(int).reshape(-1, 1)
