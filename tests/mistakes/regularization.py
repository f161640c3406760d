"""Mistakes that students make in regularization."""

import copy
import math

import numpy as np

from grader.mistakes import mistake
from solutions import regularization as reference


def _refuse(rate):
    if not 0 <= rate < 1:
        raise ValueError(f"rate should be at least 0 and less than 1, got {rate}")


def _refuse_costs(validation_costs, patience):
    if len(validation_costs) == 0:
        raise ValueError("validation_costs is empty: give at least one cost")
    if patience < 1:
        raise ValueError(f"patience should be at least 1, got {patience}")


@mistake("l2_penalty")
def half_left_out_of_penalty(params, strength):
    """The penalty is twice too large: it is strength / 2 times the sum of squares."""
    return strength * sum(float(np.sum(np.square(W, dtype=float))) for W, b in params)


@mistake("l2_penalty")
def half_in_whole_numbers(params, strength):
    """strength // 2 cuts off the fraction of the half: divide with a single slash."""
    return strength // 2 * sum(float(np.sum(np.square(W, dtype=float))) for W, b in params)


@mistake("l2_penalty")
def biases_in_l2_penalty(params, strength):
    """The biases are in the sum: only weights are penalised."""
    squares = (np.sum(np.square(W, dtype=float)) + np.sum(np.square(b)) for W, b in params)
    return float(strength / 2 * sum(squares))


@mistake("l2_penalty")
def mean_of_squares(params, strength):
    """The squares of each layer are averaged: the penalty is a sum over all weights, and no mean."""
    return float(strength / 2 * sum(np.mean(np.square(W, dtype=float)) for W, b in params))


@mistake("l2_penalty")
def squares_averaged_over_layers(params, strength):
    """The sum of squares is divided by the number of layers: the layers add up."""
    return reference.l2_penalty(params, strength) / len(params)


@mistake("l2_penalty")
def squares_without_last_layer(params, strength):
    """The last layer's weights are not in the sum: the weights of every layer are."""
    return float(reference.l2_penalty(params[:-1], strength))


@mistake("l2_penalty")
def squares_of_first_layer_only(params, strength):
    """Only the first layer's weights are counted: go through all layers."""
    return reference.l2_penalty(params[:1], strength)


@mistake("l2_penalty")
def squares_of_last_layer_only(params, strength):
    """Only the last layer's weights are counted, as = in a loop leaves it: add up the layers, +=."""
    for W, _ in params:
        total = np.sum(np.square(W, dtype=float))
    return float(strength / 2 * total)


@mistake("l2_penalty")
def norm_not_squared(params, strength):
    """The penalty holds the norm of W, a root: L2 adds up the squares themselves."""
    return float(strength / 2 * sum(np.linalg.norm(W) for W, b in params))


@mistake("l2_penalty")
def square_of_the_sum(params, strength):
    """The weights are added up and then squared: square each weight, then add."""
    return float(strength / 2 * sum(np.sum(W, dtype=float) ** 2 for W, b in params))


@mistake("l2_penalty")
def sum_of_matrix_product(params, strength):
    """W.T @ W multiplies matrices, and its sum mixes weights: square W element by element."""
    return float(strength / 2 * sum(np.sum(W.T @ np.asarray(W, dtype=float)) for W, b in params))


@mistake("l2_penalty")
def strength_left_out_of_l2_penalty(params, strength):
    """The strength has no effect: the sum of squares is multiplied by strength / 2."""
    return reference.l2_penalty(params, 1.0)


@mistake("l2_penalty")
def strength_squared(params, strength):
    """The strength is squared with the weights: only the weights are."""
    return float(sum(np.sum((strength * np.asarray(W, dtype=float)) ** 2) for W, b in params) / 2)


@mistake("l2_penalty")
def absolute_values_for_squares(params, strength):
    """The absolute values are added up, which is L1: L2 adds up the squares."""
    return float(strength / 2 * sum(np.sum(np.abs(W, dtype=float)) for W, b in params))


@mistake("l2_penalty")
def squares_summed_by_column(params, strength):
    """Each column has a sum of its own, an array: the penalty is one number, over all weights."""
    return (
        strength
        / 2
        * np.concatenate([np.sum(np.square(W, dtype=float), axis=0) for W, b in params])
    )


@mistake("l2_penalty")
def divided_by_weights(params, strength):
    """The penalty is divided by the number of weights: the strength stands alone."""
    return reference.l2_penalty(params, strength) / sum(np.size(W) for W, b in params)


@mistake("l2_gradients")
def l2_penalty_gradient_left_out(params, grads, strength):
    """The gradients come back as they were: that of the penalty, strength * W, is to be added."""
    return [(np.array(dW, dtype=float), np.array(db, dtype=float)) for dW, db in grads]


@mistake("l2_gradients")
def l2_subtracted(params, grads, strength):
    """The penalty's gradient is subtracted, which makes weights grow: it is added to dW."""
    return reference.l2_gradients(params, grads, -strength)


@mistake("l2_gradients")
def factor_two(params, grads, strength):
    """2 * strength * W is added: the half in the penalty cancels the 2, and strength * W is left."""
    return reference.l2_gradients(params, grads, 2 * strength)


@mistake("l2_gradients")
def half_in_gradient(params, grads, strength):
    """strength / 2 * W is added: the half of the penalty cancels against the 2 of the derivative."""
    return reference.l2_gradients(params, grads, strength / 2)


@mistake("l2_gradients")
def l2_of_biases(params, grads, strength):
    """The biases are penalised too: db stays as it is."""
    return [
        (dW + strength * np.asarray(W, dtype=float), db + strength * np.asarray(b, dtype=float))
        for (W, b), (dW, db) in zip(params, grads, strict=True)
    ]


@mistake("l2_gradients")
def l2_without_last_layer(params, grads, strength):
    """The last layer's weights are not penalised: those of every layer are."""
    last = [(np.array(dW, dtype=float), np.array(db, dtype=float)) for dW, db in grads[-1:]]
    return reference.l2_gradients(params[:-1], grads[:-1], strength) + last


@mistake("l2_gradients")
def l2_of_first_layer_only(params, grads, strength):
    """Only the first layer's weights are penalised: those of every layer are."""
    rest = [(np.array(dW, dtype=float), np.array(db, dtype=float)) for dW, db in grads[1:]]
    return reference.l2_gradients(params[:1], grads[:1], strength) + rest


@mistake("l2_gradients")
def l2_returned_alone(params, grads, strength):
    """Only the penalty's gradient is returned: it is added to that of the cost, dW."""
    return [
        (strength * np.array(W, dtype=float), np.array(db, dtype=float))
        for (W, b), (dW, db) in zip(params, grads, strict=True)
    ]


@mistake("l2_gradients")
def strength_left_out_of_l2(params, grads, strength):
    """W is added without the strength: the penalty's gradient is strength * W."""
    return reference.l2_gradients(params, grads, 1.0)


@mistake("l2_gradients")
def strength_times_gradient(params, grads, strength):
    """The strength multiplies dW: it belongs to the weights, dW + strength * W."""
    return [
        (strength * np.asarray(dW, dtype=float) + W, np.array(db, dtype=float))
        for (W, b), (dW, db) in zip(params, grads, strict=True)
    ]


@mistake("l2_gradients")
def sign_for_weight(params, grads, strength):
    """The sign of W is added, which is L1's gradient: L2's is strength times W itself."""
    return reference.l1_gradients(params, grads, strength)


@mistake("l2_gradients")
def l2_penalty_itself_added(params, grads, strength):
    """The penalty, one number, is added to each gradient: its derivative is, strength * W."""
    penalty = reference.l2_penalty(params, strength)
    return [(dW + penalty, np.array(db, dtype=float)) for dW, db in grads]


@mistake("l2_gradients")
def l2_divided_by_rows_of_weights(params, grads, strength):
    """strength * W is divided by len(W): the penalty is a sum, and its strength stands alone."""
    return [
        (dW + strength * np.asarray(W, dtype=float) / len(W), np.array(db, dtype=float))
        for (W, b), (dW, db) in zip(params, grads, strict=True)
    ]


@mistake("l2_gradients")
def l2_added_in_place(params, grads, strength):
    """The caller's gradients are changed, by dW += ... or in their list: make new arrays and a new list."""
    for (W, _), (dW, _) in zip(params, grads, strict=True):
        dW += strength * W
    return [(dW.copy(), db.copy()) for dW, db in grads]


@mistake("l2_gradients")
def l2_shares_bias_gradient(params, grads, strength):
    """db is handed back as the same array: writing to one changes the other, so make a copy."""
    return [
        (dW + strength * np.asarray(W, dtype=float), np.asarray(db, dtype=float))
        for (W, b), (dW, db) in zip(params, grads, strict=True)
    ]


@mistake("l2_gradients")
def l2_of_zero_strength_shares(params, grads, strength):
    """For a strength of 0 the caller's own gradients come back: new arrays are wanted then too."""
    if strength == 0:
        return [(np.asarray(dW, dtype=float), np.asarray(db, dtype=float)) for dW, db in grads]
    return reference.l2_gradients(params, grads, strength)


@mistake("l2_gradients")
def l2_bias_gradient_lost(params, grads, strength):
    """db comes back as zeros: biases are not penalised, so db stays as it is."""
    return [(dW, np.zeros_like(db)) for dW, db in reference.l2_gradients(params, grads, strength)]


@mistake("l2_gradients")
def l2_in_whole_numbers(params, grads, strength):
    """Gradients of whole numbers stay whole, fractions cut off: the result is float64."""
    return [
        ((dW + strength * W).astype(dW.dtype), db.copy())
        for (W, _), (dW, db) in zip(params, grads, strict=True)
    ]


@mistake("l1_penalty")
def absolute_value_of_the_sum(params, strength):
    """Positive and negative weights cancel: take each weight's absolute value, then add."""
    return float(strength * sum(abs(np.sum(W, dtype=float)) for W, b in params))


@mistake("l1_penalty")
def absolute_value_left_out(params, strength):
    """The weights are added up with their signs: L1 adds up their absolute values."""
    return float(strength * sum(np.sum(W, dtype=float) for W, b in params))


@mistake("l1_penalty")
def half_in_l1_penalty(params, strength):
    """The penalty is halved: the half belongs to L2, L1 is strength times the sum of |W|."""
    return reference.l1_penalty(params, strength) / 2


@mistake("l1_penalty")
def biases_in_l1_penalty(params, strength):
    """The biases are in the sum: only weights are penalised."""
    sums = (np.sum(np.abs(W, dtype=float)) + np.sum(np.abs(b)) for W, b in params)
    return float(strength * sum(sums))


@mistake("l1_penalty")
def mean_of_absolute_values(params, strength):
    """The absolute values of each layer are averaged: the penalty is a sum, and no mean."""
    return float(strength * sum(np.mean(np.abs(W, dtype=float)) for W, b in params))


@mistake("l1_penalty")
def largest_column_sum(params, strength):
    """np.linalg.norm(W, 1) of a matrix is its largest column sum: add up |W| over all elements."""
    return float(strength * sum(np.linalg.norm(W, 1) for W, b in params))


@mistake("l1_penalty")
def absolute_values_summed_by_column(params, strength):
    """Each column has a sum of its own, an array: the penalty is one number, over all weights."""
    return strength * np.concatenate(
        [np.abs(np.asarray(W, dtype=float)).sum(axis=0) for W, b in params]
    )


@mistake("l1_penalty")
def absolute_values_without_last_layer(params, strength):
    """The last layer's weights are not in the sum: the weights of every layer are."""
    return float(reference.l1_penalty(params[:-1], strength))


@mistake("l1_penalty")
def absolute_values_of_last_layer_only(params, strength):
    """Only the last layer's weights are counted, as = in a loop leaves it: add up the layers, +=."""
    return reference.l1_penalty(params[-1:], strength)


@mistake("l1_penalty")
def absolute_values_of_first_layer_only(params, strength):
    """Only the first layer's weights are counted: go through all layers."""
    return reference.l1_penalty(params[:1], strength)


@mistake("l1_penalty")
def squares_for_absolute_values(params, strength):
    """The squares are added up, which is L2: L1 adds up the absolute values."""
    return 2 * reference.l2_penalty(params, strength)


@mistake("l1_penalty")
def strength_left_out_of_l1_penalty(params, strength):
    """The strength has no effect: the sum of |W| is multiplied by it."""
    return reference.l1_penalty(params, 1.0)


@mistake("l1_penalty")
def positive_weights_only(params, strength):
    """Negative weights count as nothing: |w| is -w for a negative weight."""
    return float(strength * sum(np.sum(np.maximum(W, 0.0)) for W, b in params))


@mistake("l1_gradients")
def absolute_value_for_sign(params, grads, strength):
    """|W| is added: the slope of |w| is the sign of w, 1 or -1."""
    return [
        (dW + strength * np.abs(W, dtype=float), np.array(db, dtype=float))
        for (W, b), (dW, db) in zip(params, grads, strict=True)
    ]


@mistake("l1_gradients")
def weight_for_sign(params, grads, strength):
    """W itself is added, which is L2's gradient: L1's is strength times the sign of W."""
    return reference.l2_gradients(params, grads, strength)


@mistake("l1_gradients")
def sign_of_zero_is_one(params, grads, strength):
    """A weight of exactly 0 gets the slope 1: at the kink sign(0) = 0, and nothing is added."""
    return [
        (dW + strength * np.where(W >= 0, 1.0, -1.0), np.array(db, dtype=float))
        for (W, b), (dW, db) in zip(params, grads, strict=True)
    ]


@mistake("l1_gradients")
def sign_of_zero_is_minus_one(params, grads, strength):
    """A weight of exactly 0 gets the slope -1: at the kink sign(0) = 0, and nothing is added."""
    return [
        (dW + strength * np.where(W > 0, 1.0, -1.0), np.array(db, dtype=float))
        for (W, b), (dW, db) in zip(params, grads, strict=True)
    ]


@mistake("l1_gradients")
def sign_by_division(params, grads, strength):
    """W / |W| is 0 / 0 for a weight of 0: its sign, and what is added there, is 0."""
    return [
        (dW + strength * (W / np.abs(W)), np.array(db, dtype=float))
        for (W, b), (dW, db) in zip(params, grads, strict=True)
    ]


@mistake("l1_gradients")
def small_weights_are_zero(params, grads, strength):
    """Small weights are taken for 0: the slope of |w| is 1 or -1 however small w is."""
    return [
        (dW + strength * np.where(np.abs(W) < 1e-6, 0.0, np.sign(W)), np.array(db, dtype=float))
        for (W, b), (dW, db) in zip(params, grads, strict=True)
    ]


@mistake("l1_gradients")
def negative_weights_left_out(params, grads, strength):
    """Nothing is added for negative weights: their slope is -1, so strength is subtracted there."""
    return [
        (dW + strength * (W > 0), np.array(db, dtype=float))
        for (W, b), (dW, db) in zip(params, grads, strict=True)
    ]


@mistake("l1_gradients")
def strength_added_everywhere(params, grads, strength):
    """The strength is added whatever the sign of the weight: it is strength * sign(W)."""
    return [(dW + float(strength), np.array(db, dtype=float)) for dW, db in grads]


@mistake("l1_gradients")
def sign_of_the_gradient(params, grads, strength):
    """The sign of dW is taken: it is the sign of the weight that counts."""
    return [
        (dW + strength * np.sign(dW, dtype=float), np.array(db, dtype=float)) for dW, db in grads
    ]


@mistake("l1_gradients")
def l1_penalty_gradient_left_out(params, grads, strength):
    """The gradients come back as they were: that of the penalty, strength * sign(W), is to be added."""
    return [(np.array(dW, dtype=float), np.array(db, dtype=float)) for dW, db in grads]


@mistake("l1_gradients")
def l1_subtracted(params, grads, strength):
    """The penalty's gradient is subtracted, which drives weights away from 0: it is added to dW."""
    return reference.l1_gradients(params, grads, -strength)


@mistake("l1_gradients")
def half_in_l1_gradient(params, grads, strength):
    """Half the strength is added: the half belongs to L2, L1's gradient is strength * sign(W)."""
    return reference.l1_gradients(params, grads, strength / 2)


@mistake("l1_gradients")
def strength_left_out_of_l1(params, grads, strength):
    """The sign is added without the strength: the penalty's gradient is strength * sign(W)."""
    return reference.l1_gradients(params, grads, 1.0)


@mistake("l1_gradients")
def l1_of_biases(params, grads, strength):
    """The biases are penalised too: db stays as it is."""
    return [
        (dW + strength * np.sign(W, dtype=float), db + strength * np.sign(b, dtype=float))
        for (W, b), (dW, db) in zip(params, grads, strict=True)
    ]


@mistake("l1_gradients")
def l1_without_last_layer(params, grads, strength):
    """The last layer's weights are not penalised: those of every layer are."""
    last = [(np.array(dW, dtype=float), np.array(db, dtype=float)) for dW, db in grads[-1:]]
    return reference.l1_gradients(params[:-1], grads[:-1], strength) + last


@mistake("l1_gradients")
def l1_returned_alone(params, grads, strength):
    """Only the penalty's gradient is returned: it is added to that of the cost, dW."""
    return [
        (strength * np.sign(W, dtype=float), np.array(db, dtype=float))
        for (W, b), (dW, db) in zip(params, grads, strict=True)
    ]


@mistake("l1_gradients")
def l1_added_in_place(params, grads, strength):
    """The caller's gradients are changed, by dW += ... or in their list: make new arrays, in a new list."""
    for (W, _), (dW, _) in zip(params, grads, strict=True):
        dW += strength * np.sign(W)
    return [(dW.copy(), db.copy()) for dW, db in grads]


@mistake("l1_gradients")
def l1_shares_bias_gradient(params, grads, strength):
    """db is handed back as the same array: writing to one changes the other, so make a copy."""
    return [
        (dW + strength * np.sign(W, dtype=float), np.asarray(db, dtype=float))
        for (W, b), (dW, db) in zip(params, grads, strict=True)
    ]


@mistake("l1_gradients")
def l1_in_whole_numbers(params, grads, strength):
    """Gradients of whole numbers stay whole, fractions cut off: the result is float64."""
    return [
        ((dW + strength * np.sign(W)).astype(dW.dtype), db.copy())
        for (W, _), (dW, db) in zip(params, grads, strict=True)
    ]


@mistake("dropout")
def not_scaled(A, rate, rng):
    """What stays is not divided by 1 - rate: the layer's mean would be smaller than when predicting."""
    _refuse(rate)
    mask = (rng.random(np.shape(A)) >= rate).astype(float)
    return A * mask, mask


@mistake("dropout")
def mask_without_scale(A, rate, rng):
    """A is scaled but the mask is 0 and 1: it is what A is multiplied by, 0 and 1 / (1 - rate)."""
    _refuse(rate)
    mask = (rng.random(np.shape(A)) >= rate).astype(float)
    return A * mask / (1 - rate), mask


@mistake("dropout")
def scaled_twice(A, rate, rng):
    """A is divided by 1 - rate once more, though the mask already holds it: A_dropped is A * mask."""
    A_dropped, mask = reference.dropout(A, rate, rng)
    return A_dropped / (1 - rate), mask


@mistake("dropout")
def scaled_by_what_stays(A, rate, rng):
    """What stays is multiplied by 1 - rate, and should be divided by it to keep the mean."""
    _refuse(rate)
    mask = (rng.random(np.shape(A)) >= rate) * (1.0 - rate)
    return A * mask, mask


@mistake("dropout")
def rate_is_what_stays(A, rate, rng):
    """Elements are kept with probability rate: rate is the chance of being dropped."""
    _refuse(rate)
    mask = (rng.random(np.shape(A)) < rate) / (1 - rate)
    return A * mask, mask


@mistake("dropout")
def keep_probability_throughout(A, rate, rng):
    """The rate is taken as the chance to stay, in the scale too: it is the chance to be dropped."""
    _refuse(rate)
    keep = rate if rate > 0 else 1.0
    mask = (rng.random(np.shape(A)) < keep) / keep
    return A * mask, mask


@mistake("dropout")
def scaled_by_rate(A, rate, rng):
    """What stays is divided by rate: it is divided by the chance to stay, 1 - rate."""
    _refuse(rate)
    mask = (rng.random(np.shape(A)) >= rate) / (rate if rate > 0 else 1.0)
    return A * mask, mask


@mistake("dropout")
def one_coin_a_column(A, rate, rng):
    """A unit is dropped for all rows at once: each element has a coin of its own, in every row."""
    _refuse(rate)
    mask = np.ones(np.shape(A)) * (rng.random(np.shape(A)[-1]) >= rate) / (1 - rate)
    return A * mask, mask


@mistake("dropout")
def one_coin_a_row(A, rate, rng):
    """A row is dropped as a whole: each element has a coin of its own."""
    _refuse(rate)
    mask = np.ones(np.shape(A)) * (rng.random((len(A), 1)) >= rate) / (1 - rate)
    return A * mask, mask


@mistake("dropout")
def one_coin_for_all(A, rate, rng):
    """All elements are dropped or kept together: draw as many numbers as A has elements."""
    _refuse(rate)
    mask = np.ones(np.shape(A)) * (rng.random() >= rate) / (1 - rate)
    return A * mask, mask


@mistake("dropout")
def fixed_number_dropped(A, rate, rng):
    """The same number of elements is dropped every time: each is dropped independently of the others."""
    _refuse(rate)
    mask = np.full(np.size(A), 1 / (1 - rate))
    mask[: round(rate * mask.size)] = 0
    mask = rng.permutation(mask).reshape(np.shape(A))
    return A * mask, mask


@mistake("dropout")
def fixed_number_in_each_row(A, rate, rng):
    """Each row loses the same number of elements: each is dropped independently of the others."""
    _refuse(rate)
    row = np.full(np.shape(A)[1], 1 / (1 - rate))
    row[: round(rate * row.size)] = 0
    mask = rng.permuted(np.tile(row, (len(A), 1)), axis=1)
    return A * mask, mask


@mistake("dropout")
def always_half(A, rate, rng):
    """Half of the elements are dropped whatever the rate: the chance of an element is rate."""
    _refuse(rate)
    mask = rng.integers(0, 2, size=np.shape(A)) / (1 - rate)
    return A * mask, mask


@mistake("dropout")
def coin_of_a_hundred_sides(A, rate, rng):
    """The rate is compared with whole numbers, which rounds it: compare it with rng.random."""
    _refuse(rate)
    mask = (rng.integers(0, 100, size=np.shape(A)) >= 100 * rate) / (1 - rate)
    return A * mask, mask


@mistake("dropout")
def scaled_by_the_share_that_stayed(A, rate, rng):
    """What stays is divided by the share that happened to stay: it is divided by 1 - rate."""
    _refuse(rate)
    kept = rng.random(np.shape(A)) >= rate
    mask = kept / max(kept.mean(), 1 / kept.size)
    return A * mask, mask


@mistake("dropout")
def normal_numbers_compared(A, rate, rng):
    """Normally distributed numbers are compared with rate: draw uniform ones, rng.random."""
    _refuse(rate)
    mask = (rng.normal(size=np.shape(A)) >= rate) / (1 - rate)
    return A * mask, mask


@mistake("dropout")
def small_values_dropped(A, rate, rng):
    """What is dropped depends on the value, A > rate: chance alone decides."""
    _refuse(rate)
    mask = (np.asarray(A) > rate) / (1 - rate)
    return A * mask, mask


@mistake("dropout")
def zeros_marked_as_dropped(A, rate, rng):
    """The mask is 0 wherever the result is, also where A is 0: whether an element stays is chance alone."""
    A_dropped, _ = reference.dropout(A, rate, rng)
    return A_dropped, (A_dropped != 0) / (1 - rate)


@mistake("dropout")
def seed_drawn_anew(A, rate, rng):
    """A generator of its own with a fixed seed gives the same mask for ever: draw from rng."""
    return reference.dropout(A, rate, np.random.default_rng(0))


@mistake("dropout")
def rng_not_moved_on(A, rate, rng):
    """The mask comes from a copy of rng, so that the next call gives the same: draw from rng itself."""
    return reference.dropout(A, rate, copy.deepcopy(rng))


@mistake("dropout")
def global_generator(A, rate, rng):
    """The mask comes from numpy's global generator, and the same state gives another: draw from rng."""
    _refuse(rate)
    mask = (np.random.rand(*np.shape(A)) >= rate) / (1 - rate)
    return A * mask, mask


@mistake("dropout")
def rate_of_one_accepted(A, rate, rng):
    """A rate of 1 passes: nothing would stay and 1 / (1 - rate) is infinite, so it is a ValueError."""
    if rate == 1:
        return np.zeros(np.shape(A)), np.zeros(np.shape(A))
    return reference.dropout(A, rate, rng)


@mistake("dropout")
def negative_rate_accepted(A, rate, rng):
    """A negative rate passes: a chance is 0 or more, so it is a ValueError."""
    if rate < 0:
        mask = np.full(np.shape(A), 1 / (1 - rate))
        return A * mask, mask
    return reference.dropout(A, rate, rng)


@mistake("dropout")
def rate_not_checked(A, rate, rng):
    """A rate below 0, of 1 or above passes without a word: it is a ValueError that names the value."""
    if 0 <= rate < 1:
        return reference.dropout(A, rate, rng)
    mask = (rng.random(np.shape(A)) >= rate) / (1.0 - rate if rate != 1 else 1.0)
    return A * mask, mask


@mistake("dropout")
def rate_of_zero_refused(A, rate, rng):
    """A rate of 0 is refused: it drops nothing, and is allowed."""
    if not 0 < rate < 1:
        raise ValueError(f"rate should be greater than 0 and less than 1, got {rate}")
    return reference.dropout(A, rate, rng)


@mistake("dropout")
def message_without_rate(A, rate, rng):
    """The ValueError does not say which value it got: its message names `rate` and the value."""
    if not 0 <= rate < 1:
        raise ValueError("rate should be at least 0 and less than 1")
    return reference.dropout(A, rate, rng)


@mistake("dropout")
def activation_overwritten(A, rate, rng):
    """A *= mask changes the caller's activation: compute a new array, A * mask."""
    _refuse(rate)
    mask = (rng.random(A.shape) >= rate) / (1 - rate)
    A *= mask
    return A.copy(), mask


@mistake("dropout")
def zero_rate_shares_memory(A, rate, rng):
    """For a rate of 0, A itself comes back: writing to one changes the other, so make a copy."""
    if rate == 0:
        return np.asarray(A, dtype=float), np.ones(np.shape(A))
    return reference.dropout(A, rate, rng)


@mistake("dropout")
def mask_of_activation_type(A, rate, rng):
    """The mask has A's element type: for whole numbers 1 / (1 - rate) is cut to 1, and it is float64."""
    _refuse(rate)
    mask = ((rng.random(A.shape) >= rate) / (1 - rate)).astype(A.dtype)
    return A * mask, mask


@mistake("dropout")
def mask_of_booleans(A, rate, rng):
    """The mask is True and False: it holds numbers, 0 and 1 / (1 - rate)."""
    _refuse(rate)
    mask = rng.random(np.shape(A)) >= rate
    return A * mask / (1 - rate), mask


@mistake("dropout")
def mask_first(A, rate, rng):
    """The pair is (mask, A_dropped): the activation comes first."""
    return reference.dropout(A, rate, rng)[::-1]


@mistake("dropout")
def mask_not_returned(A, rate, rng):
    """Only the activation is returned: the backward pass needs the mask too, (A_dropped, mask)."""
    return reference.dropout(A, rate, rng)[0]


@mistake("dropout_backward")
def mask_left_out(dA, mask):
    """The gradient passes as it came: what was dropped gets 0, what stayed is scaled by the mask."""
    return np.array(dA, dtype=float)


@mistake("dropout_backward")
def zeros_of_the_mask_only(dA, mask):
    """Dropped elements get 0, but the others lack the mask's scale: multiply by the mask itself."""
    return np.where(np.asarray(mask) > 0, dA, 0.0)


@mistake("dropout_backward")
def divided_by_the_mask(dA, mask):
    """The gradient is divided by the scale that the forward pass multiplied by: it is dA * mask."""
    mask = np.asarray(mask, dtype=float)
    return np.divide(dA, mask, out=np.zeros(mask.shape), where=mask != 0)


@mistake("dropout_backward")
def mask_applied_twice(dA, mask):
    """The mask is applied twice: once is enough, dA * mask."""
    return dA * np.square(mask, dtype=float)


@mistake("dropout_backward")
def mask_turned_round(dA, mask):
    """The gradient goes to what was dropped: it belongs to what stayed, where mask is not 0."""
    return np.where(np.asarray(mask) == 0, dA, 0.0)


@mistake("dropout_backward")
def mask_returned(dA, mask):
    """The mask itself comes back: by the chain rule it is multiplied by dA."""
    return np.array(mask, dtype=float)


@mistake("dropout_backward")
def new_mask(dA, mask):
    """A new mask is drawn on the way back: what was dropped is known, use the mask that came in."""
    rate = np.mean(np.asarray(mask) == 0)
    return dA * ((np.random.default_rng().random(np.shape(dA)) >= rate) * np.max(mask))


@mistake("dropout_backward")
def scale_of_two(dA, mask):
    """What stayed is doubled, which is right for a rate of 0.5 only: the scale stands in the mask."""
    return np.where(np.asarray(mask) > 0, 2.0, 0.0) * dA


@mistake("dropout_backward")
def mean_scale(dA, mask):
    """All elements are multiplied by the mask's mean: each is multiplied by its own element of it."""
    return np.mean(mask) * np.asarray(dA, dtype=float)


@mistake("dropout_backward")
def negative_gradients_dropped(dA, mask):
    """Negative gradients are set to 0: the mask alone decides what passes."""
    return np.maximum(dA, 0.0) * mask


@mistake("dropout_backward")
def summed_over_the_batch(dA, mask):
    """The rows are added up: the gradient has the shape of dA, a row for each example."""
    return np.sum(dA * np.asarray(mask, dtype=float), axis=0)


@mistake("dropout_backward")
def mask_multiplied_as_matrix(dA, mask):
    """@ multiplies matrices: dropout works element by element, dA * mask."""
    return np.asarray(dA, dtype=float) @ np.asarray(mask, dtype=float).T


@mistake("dropout_backward")
def gradient_overwritten(dA, mask):
    """dA *= mask changes the caller's gradient: compute a new array, dA * mask."""
    dA *= mask
    return dA.copy()


@mistake("dropout_backward")
def stored_as_gradient_type(dA, mask):
    """The result has dA's element type: whole numbers cut off its fractions, and it is float64."""
    return (dA * mask).astype(dA.dtype)


@mistake("early_stopping")
def one_epoch_too_patient(validation_costs, patience):
    """Training stops one epoch late: `patience` epochs without a new minimum are enough."""
    _refuse_costs(validation_costs, patience)
    return reference.early_stopping(validation_costs, patience + 1)


@mistake("early_stopping")
def one_epoch_too_impatient(validation_costs, patience):
    """Training stops one epoch early: it stops after `patience` epochs without a new minimum."""
    _refuse_costs(validation_costs, patience)
    return reference.early_stopping(validation_costs, max(patience - 1, 1))


def _stop(costs, patience, *, in_a_row=True, equal_is_better=False, smallest=math.inf):
    """The best epoch by a loop with one or another thing wrong, and the epoch of the stop."""
    best, waited, epoch = 0, 0, 0
    for epoch, cost in enumerate(costs):
        better = cost <= smallest if equal_is_better else cost < smallest
        if better and math.isfinite(cost):
            best, smallest = epoch, cost
            waited = 0 if in_a_row else waited
        else:
            waited += 1
        if waited >= patience:
            break
    return best, epoch


@mistake("early_stopping")
def counted_in_all(validation_costs, patience):
    """Epochs without a new minimum are counted in all: each new minimum starts the count again."""
    _refuse_costs(validation_costs, patience)
    return _stop(validation_costs, patience, in_a_row=False)[0]


@mistake("early_stopping")
def last_of_equals(validation_costs, patience):
    """A cost that only equals the lowest counts as new: a new minimum is lower, <, and not <=."""
    _refuse_costs(validation_costs, patience)
    return _stop(validation_costs, patience, equal_is_better=True)[0]


@mistake("early_stopping")
def equals_restart_the_count(validation_costs, patience):
    """A cost that equals the lowest starts the count again: it brought no new minimum."""
    _refuse_costs(validation_costs, patience)
    lowest, best, waited = math.inf, 0, 0
    for epoch, cost in enumerate(validation_costs):
        if math.isfinite(cost) and cost < lowest:
            lowest, best, waited = cost, epoch, 0
        elif cost == lowest and math.isfinite(cost):
            waited = 0
        else:
            waited += 1
        if waited == patience:
            break
    return best


@mistake("early_stopping")
def epoch_of_the_stop(validation_costs, patience):
    """The epoch at which training stops is returned: the best epoch before it is wanted."""
    _refuse_costs(validation_costs, patience)
    return _stop(validation_costs, patience)[1]


@mistake("early_stopping")
def patience_before_the_stop(validation_costs, patience):
    """The best is taken to be `patience` epochs before the end, also where no patience ran out."""
    _refuse_costs(validation_costs, patience)
    return max(_stop(validation_costs, patience)[1] - patience, 0)


@mistake("early_stopping")
def lowest_cost_returned(validation_costs, patience):
    """The lowest cost is returned: its index is wanted."""
    return float(validation_costs[reference.early_stopping(validation_costs, patience)])


@mistake("early_stopping")
def counted_from_one(validation_costs, patience):
    """The epoch is counted from 1: the index counts from 0."""
    return reference.early_stopping(validation_costs, patience) + 1


@mistake("early_stopping")
def patience_ignored(validation_costs, patience):
    """The lowest of all costs is found: what comes after the stop is never looked at."""
    _refuse_costs(validation_costs, patience)
    return reference.early_stopping(validation_costs, len(validation_costs))


@mistake("early_stopping")
def compared_with_epoch_before(validation_costs, patience):
    """Each cost is compared with that of the epoch before: it is to be lower than all before it."""
    _refuse_costs(validation_costs, patience)
    best, waited, before = 0, 0, math.inf
    for epoch, cost in enumerate(validation_costs):
        if math.isfinite(cost) and cost < before:
            best, waited = epoch, 0
        else:
            waited += 1
        before = cost if math.isfinite(cost) else before
        if waited == patience:
            break
    return best


@mistake("early_stopping")
def best_of_all_after_rises(validation_costs, patience):
    """Only rises from one epoch to the next are counted: count the epochs since the lowest cost."""
    _refuse_costs(validation_costs, patience)
    lowest, best, waited, before = math.inf, 0, 0, math.inf
    for epoch, cost in enumerate(validation_costs):
        falls = math.isfinite(cost) and cost < before
        waited = 0 if falls else waited + 1
        if math.isfinite(cost):
            before = cost
            if cost < lowest:
                lowest, best = cost, epoch
        if waited == patience:
            break
    return best


@mistake("early_stopping")
def first_cost_taken_unseen(validation_costs, patience):
    """The first cost is the lowest so far even if it is NaN, and then nothing is lower: NaN is no minimum."""
    _refuse_costs(validation_costs, patience)
    lowest, best, waited = validation_costs[0], 0, 0
    for epoch, cost in enumerate(validation_costs[1:], start=1):
        if cost < lowest and cost != -math.inf:
            lowest, best, waited = cost, epoch, 0
        else:
            waited += 1
        if waited == patience:
            break
    return best


@mistake("early_stopping")
def nan_not_counted(validation_costs, patience):
    """An epoch of NaN or inf does not count against the patience, and should: it is no new minimum."""
    _refuse_costs(validation_costs, patience)
    lowest, best, waited = math.inf, 0, 0
    for epoch, cost in enumerate(validation_costs):
        if not math.isfinite(cost):
            continue
        if cost < lowest:
            lowest, best, waited = cost, epoch, 0
        else:
            waited += 1
        if waited == patience:
            break
    return best


@mistake("early_stopping")
def first_epochs_not_counted(validation_costs, patience):
    """Where epoch 0 is no minimum, too few epochs count before the first one: each without one does."""
    _refuse_costs(validation_costs, patience)
    lowest, best = math.inf, 0
    for epoch, cost in enumerate(validation_costs):
        if math.isfinite(cost) and cost < lowest:
            lowest, best = cost, epoch
        if epoch - best >= patience:
            break
    return best


@mistake("early_stopping")
def argmin_finds_nan(validation_costs, patience):
    """np.argmin takes NaN for the lowest cost, and -inf too: let finite costs alone be a minimum."""
    _refuse_costs(validation_costs, patience)
    _, stop = _stop(validation_costs, patience)
    return int(np.argmin(validation_costs[: stop + 1]))


@mistake("early_stopping")
def nan_is_a_minimum(validation_costs, patience):
    """NaN counts as a new minimum, since it is not >= the lowest: test with <, which is False for it."""
    _refuse_costs(validation_costs, patience)
    lowest, best, waited = math.inf, 0, 0
    for epoch, cost in enumerate(validation_costs):
        if cost >= lowest or math.isinf(cost):
            waited += 1
        else:
            lowest, best, waited = cost, epoch, 0
        if waited == patience:
            break
    return best


@mistake("early_stopping")
def minus_infinity_is_a_minimum(validation_costs, patience):
    """-inf counts as the lowest cost: it tells of a broken sum, and is no minimum."""
    _refuse_costs(validation_costs, patience)
    lowest, best, waited = math.inf, 0, 0
    for epoch, cost in enumerate(validation_costs):
        if cost < lowest:
            lowest, best, waited = cost, epoch, 0
        else:
            waited += 1
        if waited == patience:
            break
    return best


@mistake("early_stopping")
def large_costs_never_lowest(validation_costs, patience):
    """Large costs are never the lowest, as where the search starts from some number: start from infinity."""
    _refuse_costs(validation_costs, patience)
    return _stop(validation_costs, patience, smallest=1000.0)[0]


@mistake("early_stopping")
def negative_costs_not_compared(validation_costs, patience):
    """Costs below 0 are taken for no minimum: a cost may be negative, and lower is better."""
    _refuse_costs(validation_costs, patience)
    costs = [cost if cost >= 0 else math.inf for cost in validation_costs]
    return _stop(costs, patience)[0]


@mistake("early_stopping")
def small_gains_ignored(validation_costs, patience):
    """A small gain counts as none: any lower cost is a new minimum, be it lower by a hair."""
    _refuse_costs(validation_costs, patience)
    lowest, best, waited = math.inf, 0, 0
    for epoch, cost in enumerate(validation_costs):
        if math.isfinite(cost) and cost < lowest - 0.001:
            lowest, best, waited = cost, epoch, 0
        else:
            waited += 1
        if waited == patience:
            break
    return best


@mistake("early_stopping")
def highest_for_lowest(validation_costs, patience):
    """The highest cost is found, as for an accuracy: of costs the lowest is the best."""
    _refuse_costs(validation_costs, patience)
    return reference.early_stopping([-cost for cost in validation_costs], patience)


@mistake("early_stopping")
def none_without_minimum(validation_costs, patience):
    """Where no epoch was a minimum None comes back: it is 0 then."""
    best = reference.early_stopping(validation_costs, patience)
    return best if math.isfinite(validation_costs[best]) else None


@mistake("early_stopping")
def empty_list_accepted(validation_costs, patience):
    """An empty list gives an answer: it is a ValueError that names `validation_costs`."""
    if len(validation_costs) == 0 and patience >= 1:
        return 0
    return reference.early_stopping(validation_costs, patience)


@mistake("early_stopping")
def patience_not_checked(validation_costs, patience):
    """A patience of less than 1 is accepted: it is a ValueError that names `patience` and the value."""
    return reference.early_stopping(validation_costs, max(patience, 1))


@mistake("early_stopping")
def message_without_patience(validation_costs, patience):
    """The ValueError does not say which patience it got: its message names `patience` and the value."""
    if patience < 1:
        raise ValueError("patience should be at least 1")
    return reference.early_stopping(validation_costs, patience)


@mistake("early_stopping")
def list_used_up(validation_costs, patience):
    """pop() takes the costs out of the caller's list: go through it without changing it."""
    best = reference.early_stopping(validation_costs, patience)
    while len(validation_costs) > best + 1:
        validation_costs.pop()
    return best
