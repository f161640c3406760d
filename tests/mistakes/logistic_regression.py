"""Mistakes that students make in logistic_regression."""

import numpy as np

from grader.mistakes import mistake
from solutions import logistic_regression as reference
from solutions.activations import sigmoid

# predict_probability


@mistake("predict_probability")
def exponential_of_minus_z_overflows(X, w, b):
    """For z far below 0, exp(-z) overflows: use the sigmoid of unit 2, whose exponentials stay below 1."""
    z = np.asarray(X, dtype=np.float64) @ w + b
    return 1 / (1 + np.exp(-z))


@mistake("predict_probability")
def exponential_of_z_overflows(X, w, b):
    """For z far above 0, exp(z) overflows and exp(z) / (1 + exp(z)) is NaN: use the sigmoid of unit 2."""
    z = np.asarray(X, dtype=np.float64) @ w + b
    return np.exp(z) / (1 + np.exp(z))


@mistake("predict_probability")
def bias_forgotten(X, w, b):
    """The bias is left out of the weighted sum: z = X @ w + b."""
    return sigmoid(np.asarray(X, dtype=np.float64) @ w)


@mistake("predict_probability")
def bias_added_for_each_input(X, w, b):
    """The bias is added once for each input of a row, d times in all: sum the products first, then add b once."""
    return sigmoid(np.sum(np.asarray(X, dtype=np.float64) * w + b, axis=1))


@mistake("predict_probability")
def weighted_sum_without_sigmoid(X, w, b):
    """The weighted sums themselves come back: a sigmoid makes probabilities of them."""
    return np.asarray(X, dtype=np.float64) @ w + b


@mistake("predict_probability")
def probability_of_no(X, w, b):
    """This is the probability of no, 1 - p: check the sign of z in the exponential."""
    return sigmoid(-(np.asarray(X, dtype=np.float64) @ w + b))


@mistake("predict_probability")
def tanh_for_sigmoid(X, w, b):
    """The activation is tanh, which runs from -1 to 1: a probability is the sigmoid of z."""
    return np.tanh(np.asarray(X, dtype=np.float64) @ w + b)


@mistake("predict_probability")
def softmax_over_the_batch(X, w, b):
    """The probabilities of all rows add up to 1, as by a softmax: each row has a sigmoid of its own."""
    z = np.asarray(X, dtype=np.float64) @ w + b
    powers = np.exp(z - np.max(z))
    return powers / np.sum(powers)


@mistake("predict_probability")
def answers_for_probabilities(X, w, b):
    """Only 0 and 1 come back: that is the answer of `predict`; here the probability itself is asked."""
    return np.where(np.asarray(X, dtype=np.float64) @ w + b >= 0, 1.0, 0.0)


@mistake("predict_probability")
def probability_clipped(X, w, b):
    """Probabilities are clipped at 1e-7 from 0 and 1: nothing is clipped here, exp(-40) is a probability too."""
    return np.clip(sigmoid(np.asarray(X, dtype=np.float64) @ w + b), 1e-7, 1 - 1e-7)


@mistake("predict_probability")
def columns_taken_for_examples(X, w, b):
    """The weights multiply the rows of X and not its columns: a row is an example, so it is X @ w, not w @ X."""
    return sigmoid(w @ np.asarray(X, dtype=np.float64) + b)


@mistake("predict_probability")
def column_of_probabilities(X, w, b):
    """The probabilities come as a column of shape (n, 1): with w of shape (d,), X @ w has the shape (n,)."""
    return sigmoid(np.asarray(X, dtype=np.float64) @ np.reshape(w, (-1, 1)) + b)


@mistake("predict_probability")
def single_row_squeezed(X, w, b):
    """A batch of one row gives a bare number: it should stay an array, of shape (1,)."""
    return np.squeeze(sigmoid(np.asarray(X, dtype=np.float64) @ w + b))


@mistake("predict_probability")
def buffer_of_the_type_of_the_data(X, w, b):
    """For whole data the weighted sums lose their fractions: np.zeros_like(X…) makes an integer array then."""
    z = np.zeros_like(X[:, 0])
    for i in range(len(X)):
        z[i] = np.sum(X[i] * w) + b
    return sigmoid(z)


# cost


@mistake("cost")
def cost_of_a_clipped_probability(X, y, w, b):
    """A sure and wrong answer costs 27.6 at most: p was clipped. Compute the cost from z, without p."""
    p = np.clip(reference.predict_probability(X, w, b), 1e-12, 1 - 1e-12)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


@mistake("cost")
def small_number_inside_the_logarithm(X, y, w, b):
    """A sure and wrong answer costs 34.5 at most: a small number was added inside log. Compute the cost from z."""
    p = reference.predict_probability(X, w, b)
    return -np.mean(y * np.log(p + 1e-15) + (1 - y) * np.log(1 - p + 1e-15))


@mistake("cost")
def logarithm_of_zero(X, y, w, b):
    """Where the neuron is sure, p is rounded to 0 or 1 and log(0) is taken: compute the cost from z, without p."""
    p = reference.predict_probability(X, w, b)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


@mistake("cost")
def exponential_in_the_cost_overflows(X, y, w, b):
    """log(1 + exp(z)) overflows for large z: it is z + log(1 + exp(-z)) there, or np.logaddexp(0, z)."""
    z = np.asarray(X, dtype=np.float64) @ w + b
    return np.mean(np.log(1 + np.exp(z)) - y * z)


@mistake("cost")
def log_likelihood_not_negated(X, y, w, b):
    """This is the mean log-likelihood, which is at most 0: a cost is minimised, so it is the negative of it."""
    return -reference.cost(X, y, w, b)


@mistake("cost")
def cost_summed_over_rows(X, y, w, b):
    """The costs of the rows are summed: the cost is their mean."""
    return reference.cost(X, y, w, b) * len(y)


@mistake("cost")
def cost_averaged_over_inputs_too(X, y, w, b):
    """The sum is divided by the number of all entries of X: the mean is over the n rows, not over the inputs too."""
    return reference.cost(X, y, w, b) / X.shape[1]


@mistake("cost")
def only_the_yes_rows_cost(X, y, w, b):
    """Rows with y = 0 cost nothing: half of the formula is missing, they cost -log(1 - p)."""
    z = np.asarray(X, dtype=np.float64) @ w + b
    return np.mean(y * np.logaddexp(0, -z))


@mistake("cost")
def second_term_subtracted(X, y, w, b):
    """Rows with y = 0 lower the cost: the terms y log p and (1 - y) log(1 - p) are added, not subtracted."""
    z = np.asarray(X, dtype=np.float64) @ w + b
    return np.mean(y * np.logaddexp(0, -z) - (1.0 - y) * np.logaddexp(0, z))


@mistake("cost")
def squared_error_of_the_probability(X, y, w, b):
    """This is the mean squared error of the probabilities: logistic regression has the binary cross-entropy."""
    return np.mean((reference.predict_probability(X, w, b) - y) ** 2)


@mistake("cost")
def bias_left_out_of_the_cost(X, y, w, b):
    """The bias is left out of the weighted sum: z = X @ w + b."""
    return reference.cost(X, y, w, 0.0)


@mistake("cost")
def logarithm_to_base_two(X, y, w, b):
    """The cost is in bits, by log2: the natural logarithm is meant, np.log."""
    return reference.cost(X, y, w, b) / np.log(2)


@mistake("cost")
def logarithm_left_out(X, y, w, b):
    """Rows near z = 0 cost too little: max(z, 0) - y z lacks the part log(1 + exp(-|z|))."""
    z = np.asarray(X, dtype=np.float64) @ w + b
    return np.mean(np.maximum(z, 0) - y * z)


@mistake("cost")
def sign_of_unsigned_targets(X, y, w, b):
    """Targets of type uint8 go wrong: 1 - 2 y is 255 there where it should be -1; make y floats first."""
    z = np.asarray(X, dtype=np.float64) @ w + b
    return np.mean(np.logaddexp(0, (1 - 2 * y) * z))


@mistake("cost")
def costs_not_averaged(X, y, w, b):
    """A cost for each row comes back: the cost is one number, their mean."""
    z = np.asarray(X, dtype=np.float64) @ w + b
    return np.logaddexp(0, z) - y * z


@mistake("cost")
def weighted_sum_clipped(X, y, w, b):
    """No row costs more than 500, as z was clipped: a row with z = 800 and y = 0 costs 800."""
    z = np.clip(np.asarray(X, dtype=np.float64) @ w + b, -500, 500)
    return np.mean(np.logaddexp(0, z) - y * z)


# gradients


@mistake("gradients")
def target_minus_probability(X, y, w, b):
    """Both gradients have the wrong sign: the error is probability minus target, p - y."""
    e = y - reference.predict_probability(X, w, b)
    return X.T @ e / len(y), np.mean(e)


@mistake("gradients")
def factor_two_of_the_square(X, y, w, b):
    """Both gradients are twice what they should be: the 2 belongs to a squared error, not to the cross-entropy."""
    e = reference.predict_probability(X, w, b) - y
    return 2 * X.T @ e / len(y), 2 * np.mean(e)


@mistake("gradients")
def summed_over_rows(X, y, w, b):
    """Both gradients are sums over the rows: the cost is a mean, so divide by n."""
    e = reference.predict_probability(X, w, b) - y
    return X.T @ e, np.sum(e)


@mistake("gradients")
def slope_of_the_sigmoid_kept(X, y, w, b):
    """The errors are multiplied by p (1 - p): the sigmoid's slope cancels in the cross-entropy, p - y is left."""
    p = reference.predict_probability(X, w, b)
    e = (p - y) * p * (1 - p)
    return X.T @ e / len(y), np.mean(e)


@mistake("gradients")
def divided_by_a_slope_of_zero(X, y, w, b):
    """Sure rows give NaN: (p - y) / (p (1 - p)) divides by 0 there. It cancels with the sigmoid's slope: use p - y."""
    p = reference.predict_probability(X, w, b)
    e = (p - y) / (p * (1 - p)) * (p * (1 - p))
    return X.T @ e / len(y), np.mean(e)


@mistake("gradients")
def exponential_in_the_gradients_overflows(X, y, w, b):
    """For z far below 0, exp(-z) overflows: use the sigmoid of unit 2 or predict_probability."""
    z = np.asarray(X, dtype=np.float64) @ w + b
    e = 1 / (1 + np.exp(-z)) - y
    return X.T @ e / len(y), np.mean(e)


@mistake("gradients")
def bias_left_out_of_the_error(X, y, w, b):
    """The probabilities are taken without the bias: z = X @ w + b here too."""
    e = reference.predict_probability(X, w, 0.0) - y
    return X.T @ e / len(y), np.mean(e)


@mistake("gradients")
def errors_of_answers(X, y, w, b):
    """The errors are those of the answers 0 and 1, as in a perceptron: the gradient takes the probability p."""
    e = reference.predict(X, w, b) - y.astype(np.float64)
    return X.T @ e / len(y), np.mean(e)


@mistake("gradients")
def errors_of_weighted_sums(X, y, w, b):
    """The errors are z - y, without the sigmoid: they are p - y with p = sigmoid(z)."""
    e = np.asarray(X, dtype=np.float64) @ w + b - y
    return X.T @ e / len(y), np.mean(e)


@mistake("gradients")
def bias_gradient_summed(X, y, w, b):
    """dw is right, but db is a sum over the rows: it is averaged like dw."""
    e = reference.predict_probability(X, w, b) - y
    return X.T @ e / len(y), np.sum(e)


@mistake("gradients")
def averaged_over_inputs_too(X, y, w, b):
    """dw is divided by the number of all entries of X: the mean is over the n rows only, not over the d inputs."""
    e = reference.predict_probability(X, w, b) - y
    return X.T @ e / X.size, np.mean(e)


@mistake("gradients")
def every_probability_against_every_target(X, y, w, b):
    """The errors form an (n, n) table: a column (n, 1) minus y (n,) sets every probability against every target."""
    e = reference.predict_probability(X, w, b).reshape(-1, 1) - y
    return np.mean(X.T @ e, axis=1) / len(y), np.mean(e)


@mistake("gradients")
def data_not_transposed(X, y, w, b):
    """X is not transposed, which only square data leave unnoticed: slope j sums the errors times column j, X.T @ e."""
    e = reference.predict_probability(X, w, b) - y
    return X @ e / len(y), np.mean(e)


@mistake("gradients")
def bias_gradient_first(X, y, w, b):
    """The gradients come in the wrong order: dw first, then db."""
    dw, db = reference.gradients(X, y, w, b)
    return db, dw


@mistake("gradients")
def weights_stepped_in_place(X, y, w, b):
    """The caller's w is changed by the call: gradients gives the slopes and takes no step."""
    dw, db = reference.gradients(X, y, w, b)
    w -= 0.01 * dw
    return dw, db


@mistake("gradients")
def small_errors_dropped(X, y, w, b):
    """Rows whose p is within 1e-6 of y are left out: every row pulls by its p - y, however little."""
    X = np.asarray(X, dtype=np.float64)
    errors = reference.predict_probability(X, w, b) - np.asarray(y, dtype=np.float64)
    errors[np.abs(errors) < 1e-6] = 0.0
    return X.T @ errors / len(errors), float(np.mean(errors))


# fit


@mistake("fit")
def uphill(X, y, learning_rate, epochs):
    """The cost rises from the first epoch on: a step goes against the gradient, with a minus."""
    w, b, history = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        history.append(reference.cost(X, y, w, b))
        dw, db = reference.gradients(X, y, w, b)
        w, b = w + learning_rate * dw, b + learning_rate * db
    return w, b, history


@mistake("fit")
def cost_recorded_after_the_step(X, y, learning_rate, epochs):
    """w and b are right, but each cost is recorded after its step: the first is log 2, at w = 0, b = 0."""
    w, b, history = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        dw, db = reference.gradients(X, y, w, b)
        w, b = w - learning_rate * dw, b - learning_rate * db
        history.append(reference.cost(X, y, w, b))
    return w, b, history


@mistake("fit")
def final_cost_recorded_too(X, y, learning_rate, epochs):
    """The history has one cost too many: that of the returned w and b does not belong to it."""
    w, b, history = reference.fit(X, y, learning_rate, epochs)
    return w, b, [*history, reference.cost(X, y, w, b)]


@mistake("fit")
def one_step_too_few(X, y, learning_rate, epochs):
    """One step is missing: range(1, epochs) has epochs - 1 numbers."""
    w, b, history = np.zeros(X.shape[1]), 0.0, []
    for _ in range(1, epochs):
        history.append(reference.cost(X, y, w, b))
        dw, db = reference.gradients(X, y, w, b)
        w, b = w - learning_rate * dw, b - learning_rate * db
    return w, b, history


@mistake("fit")
def bias_stepped_with_the_new_weights(X, y, learning_rate, epochs):
    """The bias steps by a gradient at the new w: take both gradients at the old place, then both steps."""
    w, b, history = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        history.append(reference.cost(X, y, w, b))
        w = w - learning_rate * reference.gradients(X, y, w, b)[0]
        b = b - learning_rate * reference.gradients(X, y, w, b)[1]
    return w, b, history


@mistake("fit")
def bias_never_updated(X, y, learning_rate, epochs):
    """The bias stays at 0: it takes a step in every epoch, like the weights."""
    w, b, history = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        history.append(reference.cost(X, y, w, b))
        w = w - learning_rate * reference.gradients(X, y, w, b)[0]
    return w, b, history


@mistake("fit")
def learning_rate_fixed(X, y, learning_rate, epochs):
    """The steps are as long as for a rate of 0.01, whatever learning_rate is: multiply by the argument."""
    return reference.fit(X, y, 0.01, epochs)


@mistake("fit")
def started_at_ones(X, y, learning_rate, epochs):
    """The descent starts at weights of 1: w and b begin at zero, where the cost is log 2."""
    w, b, history = np.ones(X.shape[1]), 0.0, []
    for _ in range(epochs):
        history.append(reference.cost(X, y, w, b))
        dw, db = reference.gradients(X, y, w, b)
        w, b = w - learning_rate * dw, b - learning_rate * db
    return w, b, history


@mistake("fit")
def one_row_at_a_time(X, y, learning_rate, epochs):
    """Each epoch takes a step for every row: it is one step an epoch, by the gradients over all rows."""
    w, b, history = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        history.append(reference.cost(X, y, w, b))
        for i in range(len(X)):
            dw, db = reference.gradients(X[i : i + 1], y[i : i + 1], w, b)
            w, b = w - learning_rate * dw, b - learning_rate * db
    return w, b, history


@mistake("fit")
def step_averaged_again(X, y, learning_rate, epochs):
    """The steps are n times too short: the gradients are means already, so do not divide by n again."""
    return reference.fit(X, y, learning_rate / len(y), epochs)


@mistake("fit")
def steps_twice_as_long(X, y, learning_rate, epochs):
    """The steps are twice as long as they should be: the slopes of the cross-entropy hold no factor 2."""
    return reference.fit(X, y, 2 * learning_rate, epochs)


@mistake("fit")
def steps_not_averaged(X, y, learning_rate, epochs):
    """The steps are n times too long: the slopes are means over the rows, not sums."""
    return reference.fit(X, y, learning_rate * len(y), epochs)


@mistake("fit")
def steps_of_the_squared_error(X, y, learning_rate, epochs):
    """The steps hold a factor p (1 - p), as for a squared error: it cancels in the cross-entropy."""
    w, b, history = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        history.append(reference.cost(X, y, w, b))
        p = reference.predict_probability(X, w, b)
        e = (p - y) * p * (1 - p)
        w, b = w - learning_rate * X.T @ e / len(y), b - learning_rate * np.mean(e)
    return w, b, history


@mistake("fit")
def squared_errors_recorded(X, y, learning_rate, epochs):
    """w and b are right, but the history holds squared errors: it is of the cross-entropy, and starts at log 2."""
    w, b, history = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        history.append(np.mean((reference.predict_probability(X, w, b) - y) ** 2))
        dw, db = reference.gradients(X, y, w, b)
        w, b = w - learning_rate * dw, b - learning_rate * db
    return w, b, history


@mistake("fit")
def clipped_costs_recorded(X, y, learning_rate, epochs):
    """w and b are right, but no row costs more than 27.6 in the history: record what `cost` gives, from z."""
    w, b, history = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        p = np.clip(reference.predict_probability(X, w, b), 1e-12, 1 - 1e-12)
        history.append(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))
        dw, db = reference.gradients(X, y, w, b)
        w, b = w - learning_rate * dw, b - learning_rate * db
    return w, b, history


@mistake("fit")
def stopped_where_the_cost_rises(X, y, learning_rate, epochs):
    """The descent stops where the cost rises: all epochs are done, and all costs recorded, whatever they are."""
    w, b, history = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        history.append(reference.cost(X, y, w, b))
        if len(history) > 1 and history[-1] > history[-2]:
            break
        dw, db = reference.gradients(X, y, w, b)
        w, b = w - learning_rate * dw, b - learning_rate * db
    return w, b, history


@mistake("fit")
def stopped_where_the_cost_stands_still(X, y, learning_rate, epochs):
    """The descent stops once the cost hardly changes: the remaining epochs are done and recorded all the same."""
    w, b, history = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        history.append(reference.cost(X, y, w, b))
        if len(history) > 1 and abs(history[-1] - history[-2]) < 1e-8:
            break
        dw, db = reference.gradients(X, y, w, b)
        w, b = w - learning_rate * dw, b - learning_rate * db
    return w, b, history


@mistake("fit")
def last_cost_instead_of_the_history(X, y, learning_rate, epochs):
    """The third result is a single cost: it should be the list of all of them, one for each epoch."""
    w, b, history = reference.fit(X, y, learning_rate, epochs)
    return w, b, history[-1]


@mistake("fit")
def weights_of_the_type_of_the_data(X, y, learning_rate, epochs):
    """For whole data the weights are cut off to whole numbers at every step: begin with zeros of float64."""
    w, b, history = np.zeros(X.shape[1], dtype=X.dtype), 0.0, []
    for _ in range(epochs):
        history.append(reference.cost(X, y, w, b))
        dw, db = reference.gradients(X, y, w, b)
        w[:] = w - learning_rate * dw
        b = b - learning_rate * db
    return w, b, history


# predict


@mistake("predict")
def threshold_itself_a_no(X, w, b, threshold=0.5):
    """A probability that is exactly the threshold gives 0: the threshold is included, >= and not >."""
    return (reference.predict_probability(X, w, b) > threshold).astype(int)


@mistake("predict")
def bools_for_answers(X, w, b, threshold=0.5):
    """The answers are True and False: they should be the integers 1 and 0."""
    return reference.predict_probability(X, w, b) >= threshold


@mistake("predict")
def floats_for_answers(X, w, b, threshold=0.5):
    """The answers are the floats 0.0 and 1.0: they should be integers."""
    return np.where(reference.predict_probability(X, w, b) >= threshold, 1.0, 0.0)


@mistake("predict")
def threshold_ignored(X, w, b, threshold=0.5):
    """Probabilities are compared with 0.5 whatever threshold is given: compare with the argument."""
    return (reference.predict_probability(X, w, b) >= 0.5).astype(int)


@mistake("predict")
def probability_rounded(X, w, b, threshold=0.5):
    """Probabilities are rounded, which ignores the threshold and makes a no of 0.5: compare, with >=."""
    return np.round(reference.predict_probability(X, w, b)).astype(int)


@mistake("predict")
def weighted_sum_compared(X, w, b, threshold=0.5):
    """The weighted sum z is compared with the threshold: it is for the probability, sigmoid(z)."""
    return (np.asarray(X, dtype=np.float64) @ w + b >= threshold).astype(int)


@mistake("predict")
def minus_one_for_a_no(X, w, b, threshold=0.5):
    """The answers are -1 and 1: a probability below the threshold should give 0."""
    return np.where(reference.predict_probability(X, w, b) >= threshold, 1, -1)


@mistake("predict")
def answers_swapped(X, w, b, threshold=0.5):
    """The answers are swapped: 1 is where the probability reaches the threshold, 0 where it stays below."""
    return np.where(reference.predict_probability(X, w, b) >= threshold, 0, 1)


@mistake("predict")
def exponential_in_the_answer_overflows(X, w, b, threshold=0.5):
    """For z far below 0, exp(-z) overflows: use predict_probability, or the sigmoid of unit 2."""
    z = np.asarray(X, dtype=np.float64) @ w + b
    return (1 / (1 + np.exp(-z)) >= threshold).astype(int)


@mistake("predict")
def odds_of_the_threshold(X, w, b, threshold=0.5):
    """For a threshold of 0 or 1 its log-odds are infinite, with a warning: compare p with the threshold itself."""
    z = np.asarray(X, dtype=np.float64) @ w + b
    threshold = np.float64(threshold)
    return (z >= np.log(threshold / (1 - threshold))).astype(int)


@mistake("predict")
def answered_without_the_bias(X, w, b, threshold=0.5):
    """The bias is left out of the weighted sum: z = X @ w + b."""
    return (reference.predict_probability(X, w, 0.0) >= threshold).astype(int)


@mistake("predict")
def column_of_answers(X, w, b, threshold=0.5):
    """The answers come as a column of shape (n, 1): it should be one integer a row, shape (n,)."""
    return (reference.predict_probability(X, w, b) >= threshold).astype(int).reshape(-1, 1)


# accuracy


@mistake("accuracy")
def in_percent(y, y_hat):
    """The accuracy is in percent: it is a share, from 0 to 1."""
    return 100.0 * np.mean(y == y_hat)


@mistake("accuracy")
def number_of_right_answers(y, y_hat):
    """The right answers are counted: divide by the number of rows for their share."""
    return float(np.sum(y == y_hat))


@mistake("accuracy")
def share_of_wrong_answers(y, y_hat):
    """This is the share of wrong answers: those count where y and y_hat are equal."""
    return np.mean(y != y_hat)


@mistake("accuracy")
def only_right_yes_counted(y, y_hat):
    """Only rows where both are 1 count: a right no is a right answer too."""
    return np.sum((y == 1) & (y_hat == 1)) / len(y)


@mistake("accuracy")
def precision_for_accuracy(y, y_hat):
    """This is the precision, the share of right ones among the answers yes: accuracy is over all rows."""
    return np.sum((y == 1) & (y_hat == 1)) / np.sum(y_hat)


@mistake("accuracy")
def recall_for_accuracy(y, y_hat):
    """This is the recall, the share of the true yes that was found: accuracy is over all rows."""
    return np.sum((y == 1) & (y_hat == 1)) / np.sum(y)


@mistake("accuracy")
def all_or_nothing(y, y_hat):
    """One wrong answer makes it 0, as np.array_equal or // would: it is the share of rows that agree, by /."""
    return float(np.array_equal(y, y_hat))


@mistake("accuracy")
def difference_of_unsigned_answers(y, y_hat):
    """Answers of type uint8 go wrong: 0 - 1 is 255 there. Compare with == and not by a difference."""
    return 1 - np.mean(np.abs(y - y_hat))


@mistake("accuracy")
def rounded_to_two_digits(y, y_hat):
    """The accuracy is rounded to two digits: return it as it is."""
    return round(float(np.mean(y == y_hat)), 2)
