"""Mistakes that students make in backprop."""

import numpy as np

from grader.mistakes import mistake
from solutions import backprop as reference
from solutions.activations import relu, sigmoid, tanh

SLOPES = {
    "identity": lambda A: np.ones(A.shape),
    "sigmoid": lambda A: A * (1 - A),
    "tanh": lambda A: 1 - A**2,
    "relu": lambda A: (A > 0) * 1.0,
}


def _slope(activation, A, **other):
    """The derivative at A, with other formulas for some of the names."""
    if activation not in SLOPES:
        raise ValueError(f"activation should be one of {', '.join(SLOPES)}, got {activation}")
    return {**SLOPES, **other}[activation](np.asarray(A, dtype=float))


def _backwards(Y, activations, params, hidden, slope=_slope):
    """Deltas and indices of the layers, last layer first, with another derivative if given."""
    _slope(hidden, np.zeros(1))
    delta = reference.output_delta(Y, activations[-1])
    for index in range(len(params) - 1, -1, -1):
        yield index, delta
        if index > 0:
            delta = delta @ params[index][0].T * slope(hidden, activations[index])


@mistake("output_delta")
def target_minus_prediction(Y, Y_hat):
    """The delta is target minus prediction, which climbs the cost: it is prediction minus target."""
    return (Y - Y_hat) / len(Y)


@mistake("output_delta")
def summed_over_rows(Y, Y_hat):
    """The cost is the mean over the rows, and its delta lacks the division by their number n."""
    return np.subtract(Y_hat, Y, dtype=float)


@mistake("output_delta")
def averaged_over_elements(Y, Y_hat):
    """The delta is divided by all elements, n * k: the mean runs over the n rows only."""
    return (Y_hat - Y) / Y.size


@mistake("output_delta")
def averaged_over_units(Y, Y_hat):
    """The delta is divided by the number of units, shape[1]: n is the number of rows, shape[0]."""
    return (Y_hat - Y) / Y.shape[1]


@mistake("output_delta")
def averaged_rows_away(Y, Y_hat):
    """The rows are averaged into one: the delta keeps a row for each example, divided by n."""
    return np.mean(Y_hat - Y, axis=0)


@mistake("output_delta")
def multiplied_by_output_slope(Y, Y_hat):
    """The error is multiplied by p (1 - p): with the cross-entropy that slope has cancelled."""
    return (Y_hat - Y) * Y_hat * (1 - Y_hat) / len(Y)


@mistake("output_delta")
def gradient_by_prediction(Y, Y_hat):
    """This is the gradient by the prediction, -y / p: wanted is the one by the weighted sum, p - y."""
    return -(Y / np.clip(Y_hat, 1e-12, 1)) / len(Y)


@mistake("output_delta")
def squared_error_factor(Y, Y_hat):
    """The delta is twice too large: the factor 2 belongs to a squared error, not to cross-entropy."""
    return 2 * (Y_hat - Y) / len(Y)


@mistake("output_delta")
def target_class_only(Y, Y_hat):
    """Only the unit of the target has a delta: the others have one too, p - 0."""
    return Y * (Y_hat - 1) / len(Y)


@mistake("output_delta")
def one_hot_targets_only(Y, Y_hat):
    """1 is subtracted at each row's largest target: right for one-hot rows only. Subtract Y itself."""
    delta = np.array(Y_hat, dtype=float)
    delta[np.arange(len(Y)), Y.argmax(axis=1)] -= 1
    return delta / len(Y)


@mistake("output_delta")
def rounded_predictions(Y, Y_hat):
    """The predictions are rounded to 0 and 1 first: the delta is taken from the probabilities."""
    return (np.round(Y_hat) - Y) / len(Y)


@mistake("output_delta")
def clipped_predictions(Y, Y_hat):
    """The predictions are clipped, which moves the delta: no logarithm is taken here, 0 and 1 are fine."""
    return (np.clip(Y_hat, 1e-7, 1 - 1e-7) - Y) / len(Y)


@mistake("output_delta")
def prediction_overwritten(Y, Y_hat):
    """Y_hat -= Y changes the caller's predictions: compute a new array, Y_hat - Y."""
    Y_hat -= Y
    return Y_hat / len(Y)


@mistake("output_delta")
def float_prediction_overwritten(Y, Y_hat):
    """np.asarray copies no array of floats, so that -= changes the caller's predictions: compute a new array."""
    delta = np.asarray(Y_hat, dtype=float)
    delta -= Y
    return delta / len(Y)


@mistake("output_delta")
def whole_number_buffer(Y, Y_hat):
    """The delta is stored in an array of Y's element type: whole targets cut off its fractions."""
    delta = np.zeros_like(Y)
    delta[:] = (Y_hat - Y) / len(Y)
    return delta


@mistake("output_delta")
def batch_of_one_squeezed(Y, Y_hat):
    """Axes of length one are lost: with one row or one unit the delta keeps its shape (n, k)."""
    return np.squeeze((Y_hat - Y) / len(Y))


@mistake("hidden_delta")
def slope_left_out(delta, W_next, A, activation):
    """The delta comes back through the weights, but is not multiplied by the activation's slope."""
    _slope(activation, A)
    return np.asarray(delta @ W_next.T, dtype=float)


@mistake("hidden_delta")
def sigmoid_slope_for_relu(delta, W_next, A, activation):
    """ReLU has the slope A (1 - A) here, which is the sigmoid's: it is 1 where A > 0, else 0."""
    return delta @ W_next.T * _slope(activation, A, relu=lambda A: A * (1 - A))


@mistake("hidden_delta")
def sigmoid_slope_for_all(delta, W_next, A, activation):
    """The slope is A (1 - A) whatever `activation` says: that is the sigmoid's alone."""
    _slope(activation, A)
    return delta @ W_next.T * A * (1 - A)


@mistake("hidden_delta")
def activation_applied_again(delta, W_next, A, activation):
    """The slope is taken as if A were the weighted sum: A has been through the activation already."""
    slope = _slope(
        activation,
        A,
        sigmoid=lambda Z: sigmoid(Z) * (1 - sigmoid(Z)),
        tanh=lambda Z: 1 - tanh(Z) ** 2,
    )
    return delta @ W_next.T * slope


@mistake("hidden_delta")
def tanh_slope_not_squared(delta, W_next, A, activation):
    """The slope of tanh is 1 - A here: it is 1 - A squared."""
    return delta @ W_next.T * _slope(activation, A, tanh=lambda A: 1 - A)


@mistake("hidden_delta")
def sigmoid_slope_is_output(delta, W_next, A, activation):
    """The sigmoid's slope is A here: the factor (1 - A) is missing."""
    return delta @ W_next.T * _slope(activation, A, sigmoid=lambda A: A)


@mistake("hidden_delta")
def tanh_slope_of_sigmoid(delta, W_next, A, activation):
    """The slope of tanh is A (1 - A) here, which is the sigmoid's: it is 1 - A squared."""
    return delta @ W_next.T * _slope(activation, A, tanh=lambda A: A * (1 - A))


@mistake("hidden_delta")
def identity_slope_is_output(delta, W_next, A, activation):
    """The identity's slope is A here: the slope of a = z is 1 everywhere."""
    return delta @ W_next.T * _slope(activation, A, identity=lambda A: A)


@mistake("hidden_delta")
def relu_open_at_zero(delta, W_next, A, activation):
    """ReLU lets the delta through where A is exactly 0: its slope there is 0, so A > 0, not A >= 0."""
    return delta @ W_next.T * _slope(activation, A, relu=lambda A: (A >= 0) * 1.0)


@mistake("hidden_delta")
def relu_multiplies_by_output(delta, W_next, A, activation):
    """Through a ReLU the delta is multiplied by A itself: the slope is 1 where A > 0."""
    return delta @ W_next.T * _slope(activation, A, relu=relu)


@mistake("hidden_delta")
def relu_slope_leaks(delta, W_next, A, activation):
    """ReLU has a slope of 0.01 where A is 0, a leaky ReLU's: it is 0 there."""
    return delta @ W_next.T * _slope(activation, A, relu=lambda A: np.where(A > 0, 1, 0.01))


@mistake("hidden_delta")
def relu_of_the_delta(delta, W_next, A, activation):
    """ReLU cuts off negative deltas: what decides is whether A > 0, and a delta of either sign passes."""
    back = np.asarray(delta @ W_next.T, dtype=float)
    if activation == "relu":
        return np.maximum(back, 0)
    return back * _slope(activation, A)


@mistake("hidden_delta")
def relu_drops_negative_deltas_too(delta, W_next, A, activation):
    """A ReLU unit that is awake passes positive deltas only: it passes a delta of either sign."""
    back = np.asarray(delta @ W_next.T, dtype=float)
    if activation == "relu":
        return np.where((A > 0) & (back > 0), back, 0)
    return back * _slope(activation, A)


@mistake("hidden_delta")
def weights_not_transposed(delta, W_next, A, activation):
    """delta @ W_next works for square weights only, and is wrong there: W_next is transposed."""
    return np.dot(delta, W_next) * _slope(activation, A)


@mistake("hidden_delta")
def first_output_only(delta, W_next, A, activation):
    """Only the first unit of the next layer sends a delta back: all that listen to a unit do, summed."""
    return delta[:, :1] * W_next[:, 0] * _slope(activation, A)


@mistake("hidden_delta")
def weights_averaged(delta, W_next, A, activation):
    """What comes back is averaged over the units of the next layer: it is their sum."""
    return delta @ W_next.T / W_next.shape[1] * _slope(activation, A)


@mistake("hidden_delta")
def averaged_again(delta, W_next, A, activation):
    """The hidden delta is divided by n: the delta of the next layer holds that 1/n already."""
    return delta @ W_next.T * _slope(activation, A) / len(A)


@mistake("hidden_delta")
def softmax_taken_as_sigmoid(delta, W_next, A, activation):
    """A hidden "softmax" is taken with the slope A (1 - A): it is to be refused with a ValueError."""
    return delta @ W_next.T * _slope("sigmoid" if activation == "softmax" else activation, A)


@mistake("hidden_delta")
def other_names_are_identity(delta, W_next, A, activation):
    """A name that it does not know is taken as the identity: it is to be refused with a ValueError."""
    return delta @ W_next.T * _slope(activation if activation in SLOPES else "identity", A)


@mistake("hidden_delta")
def names_in_any_case(delta, W_next, A, activation):
    """Names are taken in capitals too, as "ReLU": any but the four as written is a ValueError."""
    return delta @ W_next.T * _slope(activation.lower(), A)


@mistake("hidden_delta")
def unknown_name_is_key_error(delta, W_next, A, activation):
    """An unknown name ends in a KeyError from the dict: raise a ValueError that lists the names."""
    return delta @ W_next.T * SLOPES[activation](np.asarray(A, dtype=float))


@mistake("hidden_delta")
def message_without_names(delta, W_next, A, activation):
    """The ValueError says neither the name that came nor the four that are possible."""
    if activation not in SLOPES:
        raise ValueError("unknown activation")
    return delta @ W_next.T * _slope(activation, A)


@mistake("hidden_delta")
def relu_edits_activation(delta, W_next, A, activation):
    """ReLU's slope is written into A, the caller's array: make a new array for it."""
    if activation == "relu":
        A[A > 0] = 1
        return delta @ W_next.T * A
    return delta @ W_next.T * _slope(activation, A)


@mistake("hidden_delta")
def stored_in_whole_numbers(delta, W_next, A, activation):
    """The result is stored in an array of A's element type: whole activations cut off its fractions."""
    result = np.zeros_like(A)
    result[:] = delta @ W_next.T * _slope(activation, A)
    return result


@mistake("layer_gradients")
def averaged_twice(A_prev, delta):
    """dW and db are divided by n: delta holds the 1/n of the mean already, so rows are summed."""
    n = len(A_prev)
    return A_prev.T @ delta / n, np.sum(delta, axis=0) / n


@mistake("layer_gradients")
def bias_averaged(A_prev, delta):
    """db is the mean of delta's columns: it is their sum, as dW sums over the rows."""
    return np.asarray(A_prev.T @ delta, dtype=float), np.mean(delta, axis=0)


@mistake("layer_gradients")
def weights_averaged_only(A_prev, delta):
    """dW is divided by n and db is not: delta holds the 1/n already, so both sum over the rows."""
    return A_prev.T @ delta / len(delta), np.sum(delta, axis=0, dtype=float)


@mistake("layer_gradients")
def bias_summed_over_units(A_prev, delta):
    """db adds up the units of each row: it adds up the rows, axis 0, one sum for each unit."""
    return np.asarray(A_prev.T @ delta, dtype=float), np.sum(delta, axis=1, dtype=float)


@mistake("layer_gradients")
def bias_summed_over_everything(A_prev, delta):
    """db is one number, the sum over all of delta: each unit has its own bias and its own sum."""
    return np.asarray(A_prev.T @ delta, dtype=float), np.sum(delta, dtype=float)


@mistake("layer_gradients")
def bias_is_a_row(A_prev, delta):
    """db has the shape (1, k), as keepdims=True leaves it: a bias and its gradient are (k,)."""
    return np.asarray(A_prev.T @ delta, dtype=float), np.sum(
        delta, axis=0, dtype=float, keepdims=True
    )


@mistake("layer_gradients")
def bias_is_delta(A_prev, delta):
    """db is delta itself, a row for each example: all rows share the bias, so their deltas add up."""
    return np.asarray(A_prev.T @ delta, dtype=float), np.array(delta, dtype=float)


@mistake("layer_gradients")
def bias_sums_weight_gradients(A_prev, delta):
    """db adds up the columns of dW: a bias's input is 1, so db adds up the columns of delta."""
    dW = np.asarray(A_prev.T @ delta, dtype=float)
    return dW, dW.sum(axis=0)


@mistake("layer_gradients")
def weight_gradient_transposed(A_prev, delta):
    """dW is (k, m), the transpose of what it belongs to: it has the shape of W, (m, k)."""
    return np.asarray(delta.T @ A_prev, dtype=float), np.sum(delta, axis=0, dtype=float)


@mistake("layer_gradients")
def activation_not_transposed(A_prev, delta):
    """A_prev @ delta works for square arrays only, and is wrong there: A_prev is transposed."""
    return np.asarray(A_prev @ delta, dtype=float), np.sum(delta, axis=0, dtype=float)


@mistake("layer_gradients")
def last_row_only(A_prev, delta):
    """Only the last row is left, as = in a loop leaves it: the gradients of all rows add up, +=."""
    for activation, error in zip(A_prev, delta, strict=True):
        dW, db = np.outer(activation, error), np.array(error)
    return np.asarray(dW, dtype=float), np.asarray(db, dtype=float)


@mistake("layer_gradients")
def product_of_sums(A_prev, delta):
    """The rows are added up before they are multiplied: multiply row by row, then add."""
    sums = np.sum(A_prev, axis=0, dtype=float), np.sum(delta, axis=0, dtype=float)
    return np.outer(*sums), sums[1]


@mistake("layer_gradients")
def negative_gradients(A_prev, delta):
    """Both gradients have the wrong sign: the minus of the descent belongs to the step, not here."""
    return -np.asarray(A_prev.T @ delta, dtype=float), -np.sum(delta, axis=0, dtype=float)


@mistake("layer_gradients")
def bias_first(A_prev, delta):
    """The pair is (db, dW): the weights' gradient comes first, (dW, db)."""
    return np.sum(delta, axis=0, dtype=float), np.asarray(A_prev.T @ delta, dtype=float)


@mistake("layer_gradients")
def bias_not_moved(A_prev, delta):
    """db is all zeros: the bias has a gradient too, the sums of delta's columns."""
    return np.asarray(A_prev.T @ delta, dtype=float), np.zeros(delta.shape[1])


@mistake("layer_gradients")
def whole_numbers_stay_whole(A_prev, delta):
    """Whole numbers in, whole numbers out: the gradients are float64 whatever comes in."""
    return A_prev.T @ delta, np.sum(delta, axis=0)


@mistake("layer_gradients")
def whole_number_weight_gradient(A_prev, delta):
    """dW is added up in an array of A_prev's element type: whole-number data cut off its fractions."""
    dW = np.zeros_like(A_prev, shape=(A_prev.shape[1], delta.shape[1]))
    for p in range(A_prev.shape[1]):
        for j in range(delta.shape[1]):
            dW[p, j] = sum(A_prev[:, p] * delta[:, j])
    return dW, np.sum(delta, axis=0)


@mistake("layer_gradients")
def bias_shares_memory(A_prev, delta):
    """For one row db is delta's own memory: writing to one changes the other, so make a copy."""
    dW = np.asarray(A_prev.T @ delta, dtype=float)
    if len(delta) == 1:
        return dW, np.asarray(delta[0], dtype=float)
    return dW, np.sum(delta, axis=0, dtype=float)


@mistake("layer_gradients")
def singles_squeezed(A_prev, delta):
    """Axes of length one are lost: dW is (m, k) and db (k,) also for one input or one unit."""
    dW = np.asarray(A_prev.T @ delta, dtype=float)
    return np.squeeze(dW), np.squeeze(np.sum(delta, axis=0, dtype=float))


@mistake("backward")
def hidden_slope_left_out(Y, activations, params, hidden="sigmoid"):
    """A delta goes back through the weights alone: at each hidden layer it meets the slope too."""
    layers = _backwards(Y, activations, params, hidden, lambda name, A: 1.0)
    grads = [reference.layer_gradients(activations[index], delta) for index, delta in layers]
    return grads[::-1]


@mistake("backward")
def sigmoid_slope_in_relu_layers(Y, activations, params, hidden="sigmoid"):
    """ReLU layers pass the delta back with the sigmoid's slope, A (1 - A): theirs is A > 0."""
    name = "sigmoid" if hidden == "relu" else hidden
    layers = list(_backwards(Y, activations, params, name))
    grads = [reference.layer_gradients(activations[index], delta) for index, delta in layers]
    return grads[::-1]


@mistake("backward")
def hidden_ignored(Y, activations, params, hidden="sigmoid"):
    """The slopes are the sigmoid's whatever `hidden` says: take those of the activation it names."""
    _slope(hidden, np.zeros(1))
    return reference.backward(Y, activations, params)


@mistake("backward")
def relu_by_default(Y, activations, params, hidden="relu"):
    """Where `hidden` is left out, it is relu: the default is sigmoid."""
    return reference.backward(Y, activations, params, hidden)


@mistake("backward")
def tanh_by_default(Y, activations, params, hidden="tanh"):
    """Where `hidden` is left out, it is tanh: the default is sigmoid."""
    return reference.backward(Y, activations, params, hidden)


@mistake("backward")
def last_layer_first(Y, activations, params, hidden="sigmoid"):
    """The gradients come last layer first, as they are met: turn the list round, first layer first."""
    return reference.backward(Y, activations, params, hidden)[::-1]


@mistake("backward")
def iterator_for_list(Y, activations, params, hidden="sigmoid"):
    """The result is an iterator, as reversed(…) gives it: a list is wanted."""
    last_first = reference.backward(Y, activations, params, hidden)[::-1]
    return reversed(last_first)


@mistake("backward")
def output_of_the_layer(Y, activations, params, hidden="sigmoid"):
    """dW is taken from what came out of the layer: it needs what went in, the activation before."""
    layers = _backwards(Y, activations, params, hidden)
    grads = [reference.layer_gradients(activations[index + 1], delta) for index, delta in layers]
    return grads[::-1]


@mistake("backward")
def weights_of_the_layer_itself(Y, activations, params, hidden="sigmoid"):
    """A hidden delta comes back through the layer's own weights: it needs those of the next layer."""
    delta = reference.output_delta(Y, activations[-1])
    grads = []
    for index in range(len(params) - 1, -1, -1):
        grads.append(reference.layer_gradients(activations[index], delta))
        if index > 0:
            delta = delta @ params[index - 1][0].T * _slope(hidden, activations[index])
    return grads[::-1]


@mistake("backward")
def weights_updated_on_the_way(Y, activations, params, hidden="sigmoid"):
    """The delta goes back through weights that have taken a step already: use those of the forward pass."""
    _slope(hidden, np.zeros(1))
    delta = reference.output_delta(Y, activations[-1])
    grads = []
    for index in range(len(params) - 1, -1, -1):
        grads.append(reference.layer_gradients(activations[index], delta))
        if index > 0:
            W = params[index][0] - 0.1 * grads[-1][0]
            delta = delta @ W.T * _slope(hidden, activations[index])
    return grads[::-1]


@mistake("backward")
def mean_taken_again(Y, activations, params, hidden="sigmoid"):
    """The gradients are divided by n once more: the output's delta holds the 1/n already."""
    return [
        (dW / len(Y), db / len(Y)) for dW, db in reference.backward(Y, activations, params, hidden)
    ]


@mistake("backward")
def mean_taken_at_each_layer(Y, activations, params, hidden="sigmoid"):
    """The delta is divided by n again at each hidden layer: once, at the output, is enough."""
    layers = _backwards(Y, activations, params, hidden, lambda name, A: _slope(name, A) / len(A))
    grads = [reference.layer_gradients(activations[index], delta) for index, delta in layers]
    return grads[::-1]


@mistake("backward")
def mean_not_taken(Y, activations, params, hidden="sigmoid"):
    """The gradients are n times too large: the cost is the mean over the rows, not their sum."""
    return [
        (dW * len(Y), db * len(Y)) for dW, db in reference.backward(Y, activations, params, hidden)
    ]


@mistake("backward")
def uphill_gradients(Y, activations, params, hidden="sigmoid"):
    """All gradients have the wrong sign: the output's delta is prediction minus target."""
    return [(-dW, -db) for dW, db in reference.backward(Y, activations, params, hidden)]


@mistake("backward")
def slope_of_the_output_too(Y, activations, params, hidden="sigmoid"):
    """The output's delta is multiplied by p (1 - p): it cancelled against the cross-entropy's slope."""
    P = np.asarray(activations[-1], dtype=float)
    target = P - (P - Y) * P * (1 - P)
    return reference.backward(target, activations, params, hidden)


@mistake("backward")
def output_delta_for_all_layers(Y, activations, params, hidden="sigmoid"):
    """Every layer gets the output's delta: it is to pass each layer's weights and slope on its way."""
    _slope(hidden, np.zeros(1))
    delta = reference.output_delta(Y, activations[-1])
    return [reference.layer_gradients(A, delta) for A in activations[:-1]]


@mistake("backward")
def two_layers_only(Y, activations, params, hidden="sigmoid"):
    """It is written for two layers: one alone, three or more need a loop over params."""
    (_, _), (W2, _) = params
    A0, A1, A2 = activations
    delta2 = reference.output_delta(Y, A2)
    delta1 = reference.hidden_delta(delta2, W2, A1, hidden)
    return [reference.layer_gradients(A0, delta1), reference.layer_gradients(A1, delta2)]


@mistake("backward")
def biases_without_gradient(Y, activations, params, hidden="sigmoid"):
    """All db are zeros: each bias has a gradient too, the sums of its layer's delta."""
    grads = reference.backward(Y, activations, params, hidden)
    return [(dW, np.zeros_like(db)) for dW, db in grads]


@mistake("backward")
def first_layer_without_slope(Y, activations, params, hidden="sigmoid"):
    """The first layer's delta lacks its slope: every hidden layer has one, the first included."""
    _slope(hidden, np.zeros(1))
    delta = reference.output_delta(Y, activations[-1])
    grads = []
    for index in range(len(params) - 1, -1, -1):
        grads.append(reference.layer_gradients(activations[index], delta))
        if index > 1:
            delta = reference.hidden_delta(delta, params[index][0], activations[index], hidden)
        elif index == 1:
            delta = delta @ params[index][0].T
    return grads[::-1]


@mistake("backward")
def activations_used_up(Y, activations, params, hidden="sigmoid"):
    """pop() takes the activations out of the caller's list: read them by index instead."""
    _slope(hidden, np.zeros(1))
    delta = reference.output_delta(Y, activations.pop())
    grads = []
    for index in range(len(params) - 1, -1, -1):
        A = activations.pop()
        grads.append(reference.layer_gradients(A, delta))
        if index > 0:
            delta = reference.hidden_delta(delta, params[index][0], A, hidden)
    return grads[::-1]


@mistake("backward")
def unused_name_not_checked(Y, activations, params, hidden="sigmoid"):
    """Without a hidden layer a wrong `hidden` passes unseen: it is a ValueError, used or not."""
    return reference.backward(Y, activations, params, hidden if len(params) > 1 else "tanh")


@mistake("backward")
def unknown_name_is_sigmoid(Y, activations, params, hidden="sigmoid"):
    """A name that it does not know is taken as sigmoid: it is to be refused with a ValueError."""
    return reference.backward(Y, activations, params, hidden if hidden in SLOPES else "sigmoid")


@mistake("backward")
def softmax_accepted(Y, activations, params, hidden="sigmoid"):
    """`hidden` may be "softmax" here, with the sigmoid's slope: it is to be refused with a ValueError."""
    return reference.backward(Y, activations, params, "sigmoid" if hidden == "softmax" else hidden)
