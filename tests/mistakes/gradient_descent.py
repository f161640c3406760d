"""Mistakes that students make in gradient descent."""

import copy
import math

import numpy as np

from grader.mistakes import mistake
from solutions import gradient_descent as reference
from solutions.backprop import backward
from solutions.costs import binary_cross_entropy, cross_entropy
from solutions.network import forward


def _floats(pairs):
    """New arrays of floats, a pair a layer."""
    return [(np.array(W, dtype=float), np.array(b, dtype=float)) for W, b in pairs]


def _each(change, *lists):
    """A formula of one array, applied to the weights and biases of all layers."""
    floats = [_floats(pairs) for pairs in lists]
    return [
        tuple(change(*arrays) for arrays in zip(*layer, strict=True))
        for layer in zip(*floats, strict=True)
    ]


@mistake("step")
def uphill(params, grads, learning_rate):
    """The gradient is added, which climbs the cost: a step down subtracts it."""
    return _each(lambda w, g: w + learning_rate * g, params, grads)


@mistake("step")
def learning_rate_ignored(params, grads, learning_rate):
    """The whole gradient is subtracted: it is to be multiplied by learning_rate first."""
    return _each(lambda w, g: w - g, params, grads)


@mistake("step")
def biases_stay(params, grads, learning_rate):
    """Only the weights move: the biases take their step too."""
    return [
        (W - learning_rate * np.asarray(dW, dtype=float), np.array(b, dtype=float))
        for (W, b), (dW, _) in zip(params, grads, strict=True)
    ]


@mistake("step")
def weights_stay(params, grads, learning_rate):
    """Only the biases move: the weights take their step too."""
    return [
        (np.array(W, dtype=float), b - learning_rate * np.asarray(db, dtype=float))
        for (W, b), (_, db) in zip(params, grads, strict=True)
    ]


@mistake("step")
def divided_by_learning_rate(params, grads, learning_rate):
    """The gradient is divided by the learning rate: it is multiplied by it."""
    return _each(lambda w, g: w - g / learning_rate if learning_rate else w, params, grads)


@mistake("step")
def only_direction(params, grads, learning_rate):
    """Every weight moves by the learning rate itself: only the sign of the gradient is used."""
    return _each(lambda w, g: w - learning_rate * np.sign(g), params, grads)


@mistake("step")
def gradients_clipped(params, grads, learning_rate):
    """Gradients beyond 1 are cut to 1: a plain step uses them as they are."""
    return _each(lambda w, g: w - learning_rate * np.clip(g, -1, 1), params, grads)


@mistake("step")
def weights_shrink_too(params, grads, learning_rate):
    """The weights shrink by the learning rate as well: nothing but learning_rate * g is subtracted."""
    return _each(lambda w, g: w - learning_rate * (g + w), params, grads)


@mistake("step")
def last_layer_stays(params, grads, learning_rate):
    """The last layer does not move: every layer takes its step."""
    return reference.step(params[:-1], grads[:-1], learning_rate) + _floats(params[-1:])


@mistake("step")
def first_layer_only(params, grads, learning_rate):
    """Only the first layer moves: every layer takes its step."""
    return reference.step(params[:1], grads[:1], learning_rate) + _floats(params[1:])


@mistake("step")
def gradients_in_reverse(params, grads, learning_rate):
    """The gradients are taken last layer first: params and grads are in the same order."""
    return reference.step(params, grads[::-1], learning_rate)


@mistake("step")
def change_returned(params, grads, learning_rate):
    """Only the change, -learning_rate * g, is returned: the new parameters are wanted."""
    return _each(lambda g: -learning_rate * g, grads)


@mistake("step")
def parameters_overwritten(params, grads, learning_rate):
    """The caller's params are changed, as W -= ... does: fill a list of your own with new arrays."""
    for (W, b), (dW, db) in zip(params, grads, strict=True):
        W -= learning_rate * dW
        b -= learning_rate * db
    return _floats(params)


@mistake("step")
def floats_overwritten(params, grads, learning_rate):
    """np.asarray copies no array of floats, so that W -= ... changes the caller's: make a new array."""
    stepped = []
    for (W, b), (dW, db) in zip(params, grads, strict=True):
        W, b = np.asarray(W, dtype=float), np.asarray(b, dtype=float)
        W -= learning_rate * dW
        b -= learning_rate * db
        stepped.append((W, b))
    return stepped


@mistake("step")
def whole_numbers_stay_whole(params, grads, learning_rate):
    """Whole-number weights stay whole, fractions cut off: the result is float64."""
    return [
        ((W - learning_rate * dW).astype(W.dtype), (b - learning_rate * db).astype(b.dtype))
        for (W, b), (dW, db) in zip(params, grads, strict=True)
    ]


@mistake("step")
def tuple_of_layers(params, grads, learning_rate):
    """The layers come back in a tuple: they came in a list, and a list is wanted."""
    return tuple(reference.step(params, grads, learning_rate))


@mistake("step")
def layers_joined(params, grads, learning_rate):
    """Weights and biases stand one after the other in one list: each layer is a pair, (W, b)."""
    return [array for pair in reference.step(params, grads, learning_rate) for array in pair]


@mistake("momentum_step")
def velocity_ignored(params, grads, velocity, learning_rate, momentum=0.9):
    """The old velocity is lost, so that the step is a plain one: v is momentum * v - learning_rate * g."""
    return reference.momentum_step(params, grads, velocity, learning_rate, 0.0)


@mistake("momentum_step")
def momentum_ignored(params, grads, velocity, learning_rate, momentum=0.9):
    """The whole old velocity stays: it is multiplied by momentum first."""
    return reference.momentum_step(params, grads, velocity, learning_rate, 1.0)


@mistake("momentum_step")
def momentum_always_nine_tenths(params, grads, velocity, learning_rate, momentum=0.9):
    """0.9 of the old velocity stays whatever `momentum` says: use the argument."""
    return reference.momentum_step(params, grads, velocity, learning_rate)


@mistake("momentum_step")
def default_of_one_half(params, grads, velocity, learning_rate, momentum=0.5):
    """Where `momentum` is left out, it is 0.5: the default is 0.9."""
    return reference.momentum_step(params, grads, velocity, learning_rate, momentum)


@mistake("momentum_step")
def default_of_99_percent(params, grads, velocity, learning_rate, momentum=0.99):
    """Where `momentum` is left out, it is 0.99: the default is 0.9."""
    return reference.momentum_step(params, grads, velocity, learning_rate, momentum)


@mistake("momentum_step")
def no_momentum_by_default(params, grads, velocity, learning_rate, momentum=0.0):
    """Where `momentum` is left out, it is 0: the default is 0.9."""
    return reference.momentum_step(params, grads, velocity, learning_rate, momentum)


@mistake("momentum_step")
def gradient_scaled_by_rest(params, grads, velocity, learning_rate, momentum=0.9):
    """The gradient is multiplied by 1 - momentum too: v is momentum * v - learning_rate * g, no mean."""
    v = _each(lambda v, g: momentum * v - (1 - momentum) * learning_rate * g, velocity, grads)
    return _each(lambda w, v: w + v, params, v), v


@mistake("momentum_step")
def velocity_points_uphill(params, grads, velocity, learning_rate, momentum=0.9):
    """The velocity has the sign of the gradient: here it has that of the move, w + v."""
    v = _each(lambda v, g: momentum * v + learning_rate * g, velocity, grads)
    return _each(lambda w, v: w - v, params, v), v


@mistake("momentum_step")
def gradient_added(params, grads, velocity, learning_rate, momentum=0.9):
    """The gradient is added to the velocity and the move goes uphill: it is subtracted."""
    v = _each(lambda v, g: momentum * v + learning_rate * g, velocity, grads)
    return _each(lambda w, v: w + v, params, v), v


@mistake("momentum_step")
def velocity_subtracted(params, grads, velocity, learning_rate, momentum=0.9):
    """The velocity is right but subtracted: it points downhill already, so w + v."""
    v = _each(lambda v, g: momentum * v - learning_rate * g, velocity, grads)
    return _each(lambda w, v: w - v, params, v), v


@mistake("momentum_step")
def moved_by_old_velocity(params, grads, velocity, learning_rate, momentum=0.9):
    """The parameters move by the old velocity: compute the new one first, and move by that."""
    _, v = reference.momentum_step(params, grads, velocity, learning_rate, momentum)
    return _each(lambda w, v: w + v, params, velocity), v


@mistake("momentum_step")
def old_velocity_returned(params, grads, velocity, learning_rate, momentum=0.9):
    """The velocity comes back as it was: the new one is wanted, for the next step."""
    moved, _ = reference.momentum_step(params, grads, velocity, learning_rate, momentum)
    return moved, _floats(velocity)


@mistake("momentum_step")
def rate_applied_to_velocity(params, grads, velocity, learning_rate, momentum=0.9):
    """The learning rate multiplies the whole velocity in the move: it belongs to the gradient alone."""
    v = _each(lambda v, g: momentum * v - g, velocity, grads)
    return _each(lambda w, v: w + learning_rate * v, params, v), v


@mistake("momentum_step")
def rate_left_out_of_velocity(params, grads, velocity, learning_rate, momentum=0.9):
    """The learning rate has no effect: v is momentum * v - learning_rate * g."""
    return reference.momentum_step(params, grads, velocity, 1.0, momentum)


@mistake("momentum_step")
def gradient_subtracted_again(params, grads, velocity, learning_rate, momentum=0.9):
    """The gradient is subtracted in the move as well: it is in the velocity already, w + v."""
    moved, v = reference.momentum_step(params, grads, velocity, learning_rate, momentum)
    return _each(lambda w, g: w - learning_rate * g, moved, grads), v


@mistake("momentum_step")
def look_ahead(params, grads, velocity, learning_rate, momentum=0.9):
    """The move is momentum * v - learning_rate * g with the new v, which is Nesterov's: it is v itself."""
    _, v = reference.momentum_step(params, grads, velocity, learning_rate, momentum)
    return _each(lambda w, v, g: w + momentum * v - learning_rate * g, params, v, grads), v


@mistake("momentum_step")
def biases_without_momentum(params, grads, velocity, learning_rate, momentum=0.9):
    """The biases take plain steps: they have a velocity too."""
    still = [(vW, np.zeros_like(vb)) for vW, vb in velocity]
    return reference.momentum_step(params, grads, still, learning_rate, momentum)


@mistake("momentum_step")
def velocity_first(params, grads, velocity, learning_rate, momentum=0.9):
    """The pair is (velocity, params): the parameters come first."""
    return reference.momentum_step(params, grads, velocity, learning_rate, momentum)[::-1]


@mistake("momentum_step")
def velocity_not_returned(params, grads, velocity, learning_rate, momentum=0.9):
    """Only the parameters are returned: the next step needs the velocity, (params, velocity)."""
    return reference.momentum_step(params, grads, velocity, learning_rate, momentum)[0]


@mistake("momentum_step")
def velocity_overwritten(params, grads, velocity, learning_rate, momentum=0.9):
    """v *= ... changes the caller's velocity: compute new arrays."""
    for (vW, vb), (dW, db) in zip(velocity, grads, strict=True):
        vW *= momentum
        vW -= learning_rate * dW
        vb *= momentum
        vb -= learning_rate * db
    return _each(lambda w, v: w + v, params, velocity), _floats(velocity)


@mistake("momentum_step")
def parameters_moved_in_place(params, grads, velocity, learning_rate, momentum=0.9):
    """w += v changes the caller's parameters: compute new arrays, w + v."""
    _, v = reference.momentum_step(params, grads, velocity, learning_rate, momentum)
    for (W, b), (vW, vb) in zip(params, v, strict=True):
        W += vW
        b += vb
    return _floats(params), v


@mistake("momentum_step")
def velocity_in_whole_numbers(params, grads, velocity, learning_rate, momentum=0.9):
    """A velocity of whole numbers stays whole, fractions cut off: it is float64."""
    _, v = reference.momentum_step(params, grads, velocity, learning_rate, momentum)
    v = [
        (new_W.astype(W.dtype), new_b.astype(b.dtype))
        for (new_W, new_b), (W, b) in zip(v, velocity, strict=True)
    ]
    return _each(lambda w, v: w + v, params, v), v


def _adam(params, grads, m, v, t, rate, beta1, beta2, eps, *, divide=None, correct=None, **means):
    """Adam with other formulas for some of its parts."""
    mean = means.get("mean", lambda m, g: beta1 * m + (1 - beta1) * g)
    square = means.get("square", lambda v, g: beta2 * v + (1 - beta2) * g**2)
    correct = correct or (lambda mean, beta: mean / (1 - beta**t))
    divide = divide or (lambda m_hat, v_hat: m_hat / (np.sqrt(v_hat) + eps))
    m, v = _each(mean, m, grads), _each(square, v, grads)
    moved = _each(
        lambda w, m, v: w - rate * divide(correct(m, beta1), correct(v, beta2)), params, m, v
    )
    return moved, m, v


@mistake("adam_step")
def adam_uphill(params, grads, m, v, t, learning_rate=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    """The step is added, which climbs the cost: it is subtracted."""
    return reference.adam_step(params, grads, m, v, t, -learning_rate, beta1, beta2, eps)


@mistake("adam_step")
def means_not_corrected(
    params, grads, m, v, t, learning_rate=0.001, beta1=0.9, beta2=0.999, eps=1e-8
):
    """The running means are used as they are: divide them by 1 - beta**t, since they started from zero."""
    case = params, grads, m, v, t, learning_rate, beta1, beta2, eps
    return _adam(*case, correct=lambda mean, beta: mean)


@mistake("adam_step")
def only_m_corrected(params, grads, m, v, t, learning_rate=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    """Only m is corrected: v started from zero too, v_hat = v / (1 - beta2**t)."""
    case = params, grads, m, v, t, learning_rate, beta1, beta2, eps
    return _adam(
        *case,
        divide=lambda m, v: m / (1 - beta1**t) / (np.sqrt(v) + eps),
        correct=lambda mean, beta: mean,
    )


@mistake("adam_step")
def only_v_corrected(params, grads, m, v, t, learning_rate=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    """Only v is corrected: m started from zero too, m_hat = m / (1 - beta1**t)."""
    case = params, grads, m, v, t, learning_rate, beta1, beta2, eps
    return _adam(
        *case,
        divide=lambda m, v: m / (np.sqrt(v / (1 - beta2**t)) + eps),
        correct=lambda mean, beta: mean,
    )


@mistake("adam_step")
def steps_counted_from_zero(
    params, grads, m, v, t, learning_rate=0.001, beta1=0.9, beta2=0.999, eps=1e-8
):
    """The correction takes t - 1 for t: t counts from 1 already, and the first step divides 0 by 0."""
    return _adam(params, grads, m, v, t - 1, learning_rate, beta1, beta2, eps)


@mistake("adam_step")
def steps_counted_from_two(
    params, grads, m, v, t, learning_rate=0.001, beta1=0.9, beta2=0.999, eps=1e-8
):
    """The correction takes t + 1 for t: t counts from 1 already."""
    return _adam(params, grads, m, v, t + 1, learning_rate, beta1, beta2, eps)


@mistake("adam_step")
def correction_of_first_step(
    params, grads, m, v, t, learning_rate=0.001, beta1=0.9, beta2=0.999, eps=1e-8
):
    """The correction is 1 - beta in every step: it is 1 - beta**t, which fades as t grows."""
    return _adam(params, grads, m, v, 1, learning_rate, beta1, beta2, eps)


@mistake("adam_step")
def correction_multiplied(
    params, grads, m, v, t, learning_rate=0.001, beta1=0.9, beta2=0.999, eps=1e-8
):
    """The running means are multiplied by 1 - beta**t: divide by it, they are too small."""
    case = params, grads, m, v, t, learning_rate, beta1, beta2, eps
    return _adam(*case, correct=lambda mean, beta: mean * (1 - beta**t))


@mistake("adam_step")
def one_correction_for_both(
    params, grads, m, v, t, learning_rate=0.001, beta1=0.9, beta2=0.999, eps=1e-8
):
    """v is corrected with beta1: its correction is 1 - beta2**t."""
    case = params, grads, m, v, t, learning_rate, beta1, beta2, eps
    return _adam(*case, correct=lambda mean, beta: mean / (1 - beta1**t))


@mistake("adam_step")
def eps_inside_root(params, grads, m, v, t, learning_rate=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    """eps stands under the root: it is added to the root, sqrt(v_hat) + eps."""
    case = params, grads, m, v, t, learning_rate, beta1, beta2, eps
    return _adam(*case, divide=lambda m_hat, v_hat: m_hat / np.sqrt(v_hat + eps))


@mistake("adam_step")
def eps_before_correction(
    params, grads, m, v, t, learning_rate=0.001, beta1=0.9, beta2=0.999, eps=1e-8
):
    """eps is added to the root of v before the correction: it is added to the root of v_hat."""
    scale = math.sqrt(1 - beta2**t)
    case = params, grads, m, v, t, learning_rate, beta1, beta2, eps
    return _adam(*case, divide=lambda m_hat, v_hat: m_hat / (np.sqrt(v_hat) + eps / scale))


@mistake("adam_step")
def eps_left_out(params, grads, m, v, t, learning_rate=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    """eps is left out: a weight whose gradients were all 0 divides 0 by 0."""
    case = params, grads, m, v, t, learning_rate, beta1, beta2, eps
    return _adam(*case, divide=lambda m_hat, v_hat: m_hat / np.sqrt(v_hat))


@mistake("adam_step")
def eps_always_the_default(
    params, grads, m, v, t, learning_rate=0.001, beta1=0.9, beta2=0.999, eps=1e-8
):
    """1e-8 is added to the root whatever `eps` says: use the argument."""
    return reference.adam_step(params, grads, m, v, t, learning_rate, beta1, beta2)


@mistake("adam_step")
def root_left_out(params, grads, m, v, t, learning_rate=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    """m_hat is divided by v_hat itself: it is divided by its root."""
    case = params, grads, m, v, t, learning_rate, beta1, beta2, eps
    return _adam(*case, divide=lambda m_hat, v_hat: m_hat / (v_hat + eps))


@mistake("adam_step")
def gradient_not_squared(
    params, grads, m, v, t, learning_rate=0.001, beta1=0.9, beta2=0.999, eps=1e-8
):
    """v is a mean of the gradients' sizes: it is the mean of their squares."""
    case = params, grads, m, v, t, learning_rate, beta1, beta2, eps
    return _adam(*case, square=lambda v, g: beta2 * v + (1 - beta2) * np.abs(g))


@mistake("adam_step")
def square_of_mean(params, grads, m, v, t, learning_rate=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    """v takes up the square of the new m: it takes up the square of the gradient."""
    new_m = _each(lambda m, g: beta1 * m + (1 - beta1) * g, m, grads)
    new_v = _each(lambda v, m: beta2 * v + (1 - beta2) * m**2, v, new_m)
    moved = _each(
        lambda w, m, v: (
            w - learning_rate * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)
        ),
        params,
        new_m,
        new_v,
    )
    return moved, new_m, new_v


@mistake("adam_step")
def gradient_for_mean(
    params, grads, m, v, t, learning_rate=0.001, beta1=0.9, beta2=0.999, eps=1e-8
):
    """The step takes the gradient itself, which is RMSprop: it takes m_hat, the mean of the gradients."""
    _, new_m, new_v = reference.adam_step(params, grads, m, v, t, learning_rate, beta1, beta2, eps)
    moved = _each(
        lambda w, g, v: w - learning_rate * g / (np.sqrt(v / (1 - beta2**t)) + eps),
        params,
        grads,
        new_v,
    )
    return moved, new_m, new_v


@mistake("adam_step")
def old_means_used(params, grads, m, v, t, learning_rate=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    """The step is taken with the old means: update m and v first, and use the new ones."""
    _, new_m, new_v = reference.adam_step(params, grads, m, v, t, learning_rate, beta1, beta2, eps)
    moved = _each(
        lambda w, m, v: (
            w - learning_rate * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)
        ),
        params,
        m,
        v,
    )
    return moved, new_m, new_v


@mistake("adam_step")
def gradient_in_full(params, grads, m, v, t, learning_rate=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    """The gradient enters the means in full: it is weighted by 1 - beta, and its square as well."""
    case = params, grads, m, v, t, learning_rate, beta1, beta2, eps
    return _adam(*case, mean=lambda m, g: beta1 * m + g, square=lambda v, g: beta2 * v + g**2)


@mistake("adam_step")
def betas_swapped(params, grads, m, v, t, learning_rate=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    """beta1 and beta2 are swapped: beta1 belongs to m and beta2 to v."""
    return reference.adam_step(params, grads, m, v, t, learning_rate, beta2, beta1, eps)


@mistake("adam_step")
def weights_of_old_and_new_swapped(
    params, grads, m, v, t, learning_rate=0.001, beta1=0.9, beta2=0.999, eps=1e-8
):
    """beta weights the gradient and 1 - beta the old mean: it is the other way round."""
    case = params, grads, m, v, t, learning_rate, beta1, beta2, eps
    return _adam(
        *case,
        mean=lambda m, g: (1 - beta1) * m + beta1 * g,
        square=lambda v, g: (1 - beta2) * v + beta2 * g**2,
    )


@mistake("adam_step")
def corrected_means_returned(
    params, grads, m, v, t, learning_rate=0.001, beta1=0.9, beta2=0.999, eps=1e-8
):
    """m and v come back corrected: return them uncorrected, the next step corrects for its own t."""
    moved, m, v = reference.adam_step(params, grads, m, v, t, learning_rate, beta1, beta2, eps)
    return moved, _each(lambda m: m / (1 - beta1**t), m), _each(lambda v: v / (1 - beta2**t), v)


@mistake("adam_step")
def old_means_returned(
    params, grads, m, v, t, learning_rate=0.001, beta1=0.9, beta2=0.999, eps=1e-8
):
    """m and v come back as they were: the new ones are wanted, for the next step."""
    moved, _, _ = reference.adam_step(params, grads, m, v, t, learning_rate, beta1, beta2, eps)
    return moved, _floats(m), _floats(v)


@mistake("adam_step")
def means_first(params, grads, m, v, t, learning_rate=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    """The result is (m, v, params): the parameters come first."""
    moved, m, v = reference.adam_step(params, grads, m, v, t, learning_rate, beta1, beta2, eps)
    return m, v, moved


@mistake("adam_step")
def rate_of_one_percent(
    params, grads, m, v, t, learning_rate=0.01, beta1=0.9, beta2=0.999, eps=1e-8
):
    """Where `learning_rate` is left out, it is 0.01: the default is 0.001."""
    return reference.adam_step(params, grads, m, v, t, learning_rate, beta1, beta2, eps)


@mistake("adam_step")
def beta2_of_99_percent(
    params, grads, m, v, t, learning_rate=0.001, beta1=0.9, beta2=0.99, eps=1e-8
):
    """Where `beta2` is left out, it is 0.99: the default is 0.999."""
    return reference.adam_step(params, grads, m, v, t, learning_rate, beta1, beta2, eps)


@mistake("adam_step")
def eps_of_1e_7(params, grads, m, v, t, learning_rate=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    """Where `eps` is left out, it is 1e-7: the default is 1e-8."""
    return reference.adam_step(params, grads, m, v, t, learning_rate, beta1, beta2, eps)


@mistake("adam_step")
def biases_take_plain_steps(
    params, grads, m, v, t, learning_rate=0.001, beta1=0.9, beta2=0.999, eps=1e-8
):
    """The biases take plain steps: Adam scales theirs too, with their own m and v."""
    moved, m, v = reference.adam_step(params, grads, m, v, t, learning_rate, beta1, beta2, eps)
    plain = reference.step(params, grads, learning_rate)
    return [(W, b) for (W, _), (_, b) in zip(moved, plain, strict=True)], m, v


@mistake("adam_step")
def one_v_for_a_layer(
    params, grads, m, v, t, learning_rate=0.001, beta1=0.9, beta2=0.999, eps=1e-8
):
    """The squares are averaged over an array: each weight has a v of its own."""
    case = params, grads, m, v, t, learning_rate, beta1, beta2, eps
    return _adam(*case, square=lambda v, g: beta2 * v + (1 - beta2) * np.mean(g**2))


@mistake("adam_step")
def means_overwritten(
    params, grads, m, v, t, learning_rate=0.001, beta1=0.9, beta2=0.999, eps=1e-8
):
    """m and v are updated in the caller's arrays: compute new ones."""
    moved, new_m, new_v = reference.adam_step(
        params, grads, m, v, t, learning_rate, beta1, beta2, eps
    )
    for old, new in ((m, new_m), (v, new_v)):
        for old_pair, new_pair in zip(old, new, strict=True):
            for old_array, new_array in zip(old_pair, new_pair, strict=True):
                old_array[...] = new_array
    return moved, new_m, new_v


@mistake("adam_step")
def parameters_updated_in_place(
    params, grads, m, v, t, learning_rate=0.001, beta1=0.9, beta2=0.999, eps=1e-8
):
    """The step changes the caller's parameters: compute new arrays."""
    moved, m, v = reference.adam_step(params, grads, m, v, t, learning_rate, beta1, beta2, eps)
    for old_pair, new_pair in zip(params, moved, strict=True):
        for old, new in zip(old_pair, new_pair, strict=True):
            old[...] = new
    return moved, m, v


def _refuse(batch_size):
    if batch_size < 1:
        raise ValueError(f"batch_size should be at least 1, got {batch_size}")


def _cut(X, Y, batch_size, order):
    """Batches of the rows in an order."""
    return [
        (X[order[start : start + batch_size]], Y[order[start : start + batch_size]])
        for start in range(0, len(order), batch_size)
    ]


@mistake("minibatches")
def not_shuffled(X, Y, batch_size, rng):
    """The rows keep their order: draw a random one from rng first."""
    _refuse(batch_size)
    return _cut(X, Y, batch_size, np.arange(len(X)))


@mistake("minibatches")
def targets_not_shuffled(X, Y, batch_size, rng):
    """X is shuffled and Y is not, so rows lose their targets: one order serves both."""
    _refuse(batch_size)
    shuffled = _cut(X, Y, batch_size, rng.permutation(len(X)))
    plain = _cut(X, Y, batch_size, np.arange(len(X)))
    return [(X_batch, Y_batch) for (X_batch, _), (_, Y_batch) in zip(shuffled, plain, strict=True)]


@mistake("minibatches")
def shuffled_apart(X, Y, batch_size, rng):
    """X and Y are shuffled in two orders, so rows lose their targets: one order serves both."""
    _refuse(batch_size)
    return _cut(rng.permutation(X), rng.permutation(Y), batch_size, np.arange(len(X)))


@mistake("minibatches")
def remainder_dropped(X, Y, batch_size, rng):
    """The rows left over at the end are dropped: they make a last, shorter batch."""
    _refuse(batch_size)
    order = rng.permutation(len(X))
    return _cut(X, Y, batch_size, order[: len(X) - len(X) % batch_size])


@mistake("minibatches")
def range_ends_early(X, Y, batch_size, rng):
    """range stops at n - batch_size, so the last batch is lacking: it runs to n."""
    _refuse(batch_size)
    order = rng.permutation(len(X))
    return [
        (X[order[start : start + batch_size]], Y[order[start : start + batch_size]])
        for start in range(0, len(X) - batch_size, batch_size)
    ]


@mistake("minibatches")
def empty_batch_at_end(X, Y, batch_size, rng):
    """Where batch_size divides n, an empty batch follows the last: n // batch_size batches are enough."""
    _refuse(batch_size)
    order = rng.permutation(len(X))
    return [
        (X[order[start : start + batch_size]], Y[order[start : start + batch_size]])
        for start in range(0, len(X) + 1, batch_size)
    ]


@mistake("minibatches")
def remainder_joined_to_last(X, Y, batch_size, rng):
    """The rows left over are added to the batch before, which grows too large: they make one of their own."""
    _refuse(batch_size)
    batches = _cut(X, Y, batch_size, rng.permutation(len(X)))
    if len(batches) > 1 and len(batches[-1][0]) < batch_size:
        (X1, Y1), (X2, Y2) = batches[-2:]
        batches[-2:] = [(np.concatenate([X1, X2]), np.concatenate([Y1, Y2]))]
    return batches


@mistake("minibatches")
def last_batch_filled_up(X, Y, batch_size, rng):
    """The last batch is filled up with rows from the front: every row is used once, and it may be shorter."""
    _refuse(batch_size)
    order = rng.permutation(len(X))
    return _cut(X, Y, batch_size, np.resize(order, -(-len(X) // batch_size) * batch_size))


@mistake("minibatches")
def short_batch_first(X, Y, batch_size, rng):
    """The shorter batch comes first: it is the last."""
    _refuse(batch_size)
    return _cut(X, Y, batch_size, rng.permutation(len(X)))[::-1]


@mistake("minibatches")
def evenly_split(X, Y, batch_size, rng):
    """The rows are spread evenly over the batches: each takes batch_size rows, and the last what is left."""
    _refuse(batch_size)
    order = rng.permutation(len(X))
    parts = np.array_split(order, -(-len(X) // batch_size))
    return [(X[part], Y[part]) for part in parts]


@mistake("minibatches")
def batch_size_counts_batches(X, Y, batch_size, rng):
    """The rows are cut into batch_size batches: batch_size is the number of rows in each."""
    _refuse(batch_size)
    parts = np.array_split(rng.permutation(len(X)), min(batch_size, len(X)))
    return [(X[part], Y[part]) for part in parts]


@mistake("minibatches")
def drawn_with_replacement(X, Y, batch_size, rng):
    """Rows are drawn with replacement, some twice and some never: a permutation uses every row once."""
    _refuse(batch_size)
    return _cut(X, Y, batch_size, rng.integers(0, len(X), size=len(X)))


@mistake("minibatches")
def batches_shuffled(X, Y, batch_size, rng):
    """The batches come in random order, and in each the rows are neighbours: shuffle the rows first."""
    _refuse(batch_size)
    batches = _cut(X, Y, batch_size, np.arange(len(X)))
    return [batches[index] for index in rng.permutation(len(batches))]


@mistake("minibatches")
def shuffled_inside_batches(X, Y, batch_size, rng):
    """Rows are shuffled inside each batch only: shuffle all rows, then cut."""
    _refuse(batch_size)
    order = [
        index
        for start in range(0, len(X), batch_size)
        for index in start + rng.permutation(min(batch_size, len(X) - start))
    ]
    return _cut(X, Y, batch_size, np.array(order))


@mistake("minibatches")
def rotated(X, Y, batch_size, rng):
    """The order only starts at a random row and then goes round: all orders are to be equally likely."""
    _refuse(batch_size)
    return _cut(X, Y, batch_size, np.roll(np.arange(len(X)), rng.integers(len(X))))


@mistake("minibatches")
def naive_swaps(X, Y, batch_size, rng):
    """Swapping each row with any other makes some orders likelier: use rng.permutation."""
    _refuse(batch_size)
    order = np.arange(len(X))
    for index in range(len(X)):
        other = rng.integers(len(X))
        order[index], order[other] = order[other], order[index]
    return _cut(X, Y, batch_size, order)


@mistake("minibatches")
def no_row_stays(X, Y, batch_size, rng):
    """No row may keep its place, as the swaps are drawn: all orders are to be equally likely."""
    _refuse(batch_size)
    order = np.arange(len(X))
    for index in range(len(X) - 1, 0, -1):
        other = rng.integers(index)
        order[index], order[other] = order[other], order[index]
    return _cut(X, Y, batch_size, order)


@mistake("minibatches")
def first_row_stays(X, Y, batch_size, rng):
    """The first row is always the first: all orders of all rows are to be equally likely."""
    _refuse(batch_size)
    return _cut(X, Y, batch_size, np.concatenate([[0], 1 + rng.permutation(len(X) - 1)]))


@mistake("minibatches")
def sorted_inside_batches(X, Y, batch_size, rng):
    """The rows of a batch are put in order again: all orders are to be equally likely."""
    _refuse(batch_size)
    order = rng.permutation(len(X))
    parts = [np.sort(order[i : i + batch_size]) for i in range(0, len(X), batch_size)]
    return _cut(X, Y, batch_size, np.concatenate(parts))


@mistake("minibatches")
def forward_or_backward(X, Y, batch_size, rng):
    """The rows come forward or backward, by one coin: all orders are to be equally likely."""
    _refuse(batch_size)
    order = np.arange(len(X))
    return _cut(X, Y, batch_size, order[::-1] if rng.integers(2) else order)


@mistake("minibatches")
def columns_shuffled(X, Y, batch_size, rng):
    """The columns of X are shuffled: it is the rows whose order is drawn, and each stays as it is."""
    _refuse(batch_size)
    return _cut(X[:, rng.permutation(X.shape[1])], Y, batch_size, np.arange(len(X)))


@mistake("minibatches")
def whole_set_not_shuffled(X, Y, batch_size, rng):
    """One batch of all rows keeps their order: it is drawn at random then too."""
    if batch_size >= len(X):
        return [(X.copy(), Y.copy())]
    return reference.minibatches(X, Y, batch_size, rng)


@mistake("minibatches")
def labels_refused(X, Y, batch_size, rng):
    """Y[rows, :] needs a second axis, and labels (n,) have none: index the rows alone, Y[rows]."""
    return [
        (X_batch, Y_batch[:, :])
        for X_batch, Y_batch in reference.minibatches(X, Y, batch_size, rng)
    ]


@mistake("minibatches")
def rng_not_moved_on(X, Y, batch_size, rng):
    """The order comes from a copy of rng, so that the next call gives the same: draw from rng itself."""
    return reference.minibatches(X, Y, batch_size, copy.deepcopy(rng))


@mistake("minibatches")
def generator_of_its_own(X, Y, batch_size, rng):
    """A generator of its own with a fixed seed gives the same order for ever: draw from rng."""
    return reference.minibatches(X, Y, batch_size, np.random.default_rng(0))


@mistake("minibatches")
def one_of_a_few_orders(X, Y, batch_size, rng):
    """rng draws one of a few seeds, and so one of a few orders: draw the order itself from it."""
    return reference.minibatches(X, Y, batch_size, np.random.default_rng(rng.integers(99)))


@mistake("minibatches")
def global_order(X, Y, batch_size, rng):
    """The order comes from numpy's global generator, and the same state gives another: draw from rng."""
    _refuse(batch_size)
    return _cut(X, Y, batch_size, np.random.permutation(len(X)))


@mistake("minibatches")
def arrays_shuffled_in_place(X, Y, batch_size, rng):
    """X and Y themselves are shuffled: draw an order, and index with it."""
    _refuse(batch_size)
    order = rng.permutation(len(X))
    X[:], Y[:] = X[order], Y[order]
    return _cut(X, Y, batch_size, np.arange(len(X)))


@mistake("minibatches")
def whole_set_shares_memory(X, Y, batch_size, rng):
    """One batch of all rows is X and Y themselves, unshuffled: it is a shuffled copy too."""
    _refuse(batch_size)
    if batch_size >= len(X):
        return [(X, Y)]
    return reference.minibatches(X, Y, batch_size, rng)


@mistake("minibatches")
def single_row_shares_memory(X, Y, batch_size, rng):
    """Where there is one row, the batch is X and Y themselves: it is a copy then too."""
    _refuse(batch_size)
    if len(X) == 1:
        return [(X, Y)]
    return reference.minibatches(X, Y, batch_size, rng)


@mistake("minibatches")
def turned_into_floats(X, Y, batch_size, rng):
    """X and Y come back as floats: only the order changes, and each keeps its element type."""
    return [
        (X_batch.astype(float), Y_batch.astype(float))
        for X_batch, Y_batch in reference.minibatches(X, Y, batch_size, rng)
    ]


@mistake("minibatches")
def images_flattened(X, Y, batch_size, rng):
    """Each row is flattened: rows keep their shape, be they images."""
    return [
        (X_batch.reshape(len(X_batch), -1), Y_batch)
        for X_batch, Y_batch in reference.minibatches(X, Y, batch_size, rng)
    ]


@mistake("minibatches")
def labels_made_a_column(X, Y, batch_size, rng):
    """Labels (n,) come back as a column (n, 1): Y keeps the shape of its rows."""
    return [
        (X_batch, Y_batch.reshape(len(Y_batch), -1))
        for X_batch, Y_batch in reference.minibatches(X, Y, batch_size, rng)
    ]


@mistake("minibatches")
def stacked_side_by_side(X, Y, batch_size, rng):
    """X and Y are joined into one array to be shuffled, which gives both the same element type."""
    _refuse(batch_size)
    joined = np.hstack([X, Y.reshape(len(Y), -1)])
    joined = joined[rng.permutation(len(X))]
    X_new, Y_new = joined[:, : X.shape[1]], joined[:, X.shape[1] :].reshape(Y.shape)
    return [
        (X_new[start : start + batch_size].copy(), Y_new[start : start + batch_size].copy())
        for start in range(0, len(X), batch_size)
    ]


@mistake("minibatches")
def single_rows_squeezed(X, Y, batch_size, rng):
    """A batch of one row loses its first axis: it keeps it, (1, d)."""
    return [
        (X_batch[0], Y_batch[0]) if len(X_batch) == 1 else (X_batch, Y_batch)
        for X_batch, Y_batch in reference.minibatches(X, Y, batch_size, rng)
    ]


@mistake("minibatches")
def generator_for_list(X, Y, batch_size, rng):
    """The batches come from a generator, one at a time: a list is wanted."""
    _refuse(batch_size)
    return (pair for pair in reference.minibatches(X, Y, batch_size, rng))


@mistake("minibatches")
def size_not_checked(X, Y, batch_size, rng):
    """A batch_size of less than 1 passes without a word: it is a ValueError that names the value."""
    if batch_size < 1:
        return []
    return reference.minibatches(X, Y, batch_size, rng)


@mistake("minibatches")
def message_without_size(X, Y, batch_size, rng):
    """The ValueError does not say which size it got: its message names `batch_size` and the value."""
    if batch_size < 1:
        raise ValueError("batch_size should be at least 1")
    return reference.minibatches(X, Y, batch_size, rng)


@mistake("minibatches")
def large_size_refused(X, Y, batch_size, rng):
    """A batch_size of more than n is refused: it is fine, and makes one batch of all rows."""
    _refuse(batch_size)
    if batch_size > len(X):
        raise ValueError(f"batch_size should be at most {len(X)}, got {batch_size}")
    return reference.minibatches(X, Y, batch_size, rng)


@mistake("has_diverged")
def last_cost_only(history):
    """Only the last cost is looked at: any of them may be inf or NaN."""
    return len(history) > 0 and not math.isfinite(history[-1])


@mistake("has_diverged")
def first_cost_only(history):
    """The answer is given at the first cost: look at all before you return False."""
    for cost in history:
        return not math.isfinite(cost)
    return False


@mistake("has_diverged")
def only_nan(history):
    """Only NaN is noticed: inf and -inf are divergence too."""
    return any(math.isnan(cost) for cost in history)


@mistake("has_diverged")
def only_infinity(history):
    """Only inf is noticed: NaN is divergence too. It equals nothing, itself included: ask np.isnan."""
    return any(math.isinf(cost) for cost in history)


@mistake("has_diverged")
def minus_infinity_overlooked(history):
    """-inf passes as a cost: it is divergence, as inf and NaN are."""
    return any(math.isnan(cost) or cost == math.inf for cost in history)


@mistake("has_diverged")
def no_answer_where_finite(history):
    """Where all costs are finite nothing is returned: the answer is False then."""
    for cost in history:
        if not math.isfinite(cost):
            return True
    return None


@mistake("has_diverged")
def largest_cost_infinite(history):
    """The largest cost is compared with inf: NaN hides in a maximum or passes, so ask np.isfinite."""
    return max(history, default=0.0) == math.inf


@mistake("has_diverged")
def all_costs_infinite(history):
    """The answer is True only where all costs are inf or NaN: one is enough."""
    return len(history) > 0 and not any(math.isfinite(cost) for cost in history)


@mistake("has_diverged")
def empty_history_diverged(history):
    """An empty history counts as diverged: without a cost there is no divergence."""
    return not (len(history) > 0 and all(math.isfinite(cost) for cost in history))


@mistake("has_diverged")
def empty_history_fails(history):
    """An empty history ends in an error: without a cost there is no divergence, False."""
    return bool(np.isnan(np.max(history)) or np.isinf(np.max(np.abs(history))))


@mistake("has_diverged")
def huge_costs_diverged(history):
    """Costs above a bound count as diverged: any finite cost is none, however large."""
    return any(not abs(cost) < 1e10 for cost in history)


@mistake("has_diverged")
def rising_costs_diverged(history):
    """A cost that rises counts as diverged: only inf and NaN are."""
    rises = len(history) > 1 and history[-1] > history[0]
    return bool(rises) or not all(math.isfinite(cost) for cost in history)


@mistake("has_diverged")
def long_rise_diverged(history):
    """Costs that rise for many epochs count as diverged: only inf and NaN are, however long the rise."""
    rises = len(history) > 9 and history[-1] > 10 * history[0]
    return rises or not all(math.isfinite(cost) for cost in history)


@mistake("has_diverged")
def sum_overflows(history):
    """The sum is asked instead of the costs, and huge finite ones add up to inf: ask each cost."""
    return not math.isfinite(sum(float(cost) for cost in history))


@mistake("has_diverged")
def answer_turned_round(history):
    """True and False are swapped: True says that it has diverged."""
    return all(math.isfinite(cost) for cost in history)


@mistake("has_diverged")
def an_answer_for_each_cost(history):
    """There is an answer for each cost: one is wanted, True where any is inf or NaN."""
    return ~np.isfinite(history)


def _check_names(hidden, output):
    reference.train(
        np.zeros((1, 1)),
        np.zeros((1, 1)),
        [(np.zeros((1, 1)), np.zeros(1))],
        hidden,
        output,
        0.1,
        1,
        1,
        np.random.default_rng(0),
    )


def _cost(X, Y, params, hidden, output):
    P = forward(X, params, hidden, output)[-1]
    if output == "softmax":
        return float(cross_entropy(Y, P))
    return float(binary_cross_entropy(Y, P)) * Y.shape[1]


def _gradients(X, Y, params, hidden, output):
    return backward(Y, forward(X, params, hidden, output), params, hidden)


def _train(
    X, Y, params, hidden, output, rate, epochs, batch_size, rng, *, batches=None, cost=_cost
):
    """Training with other batches or another cost."""
    _check_names(hidden, output)
    batches = batches or reference.minibatches
    history = []
    for _ in range(epochs):
        for X_batch, Y_batch in batches(X, Y, batch_size, rng):
            grads = _gradients(X_batch, Y_batch, params, hidden, output)
            params = reference.step(params, grads, rate)
        history.append(cost(X, Y, params, hidden, output))
        if not math.isfinite(history[-1]):
            break
    return params, history


@mistake("train")
def trained_uphill(X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng):
    """Training climbs the cost: each step subtracts learning_rate times the gradient."""
    return _train(X, Y, params, hidden, output, -learning_rate, epochs, batch_size, rng)


@mistake("train")
def one_step_an_epoch(X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng):
    """Each epoch takes one step over all rows: it takes one for each batch of batch_size."""
    return _train(X, Y, params, hidden, output, learning_rate, epochs, len(X), rng)


@mistake("train")
def one_batch_an_epoch(X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng):
    """Each epoch looks at its first batch only: it goes through all of them."""

    def batches(*arguments):
        return reference.minibatches(*arguments)[:1]

    case = X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng
    return _train(*case, batches=batches)


@mistake("train")
def last_batch_dropped(X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng):
    """The last, shorter batch is dropped: every row is used once in each epoch."""

    size = min(batch_size, len(X))

    def batches(*arguments):
        return [pair for pair in reference.minibatches(*arguments) if len(pair[0]) == size]

    return _train(X, Y, params, hidden, output, learning_rate, epochs, size, rng, batches=batches)


@mistake("train")
def rows_in_order(X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng):
    """The rows are never shuffled: each epoch draws a new order from rng."""

    def batches(X, Y, batch_size, rng):
        return _cut(X, Y, batch_size, np.arange(len(X)))

    case = X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng
    return _train(*case, batches=batches)


@mistake("train")
def shuffled_once(X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng):
    """The batches are cut once, before the first epoch: each epoch draws a new order."""
    once = reference.minibatches(X, Y, batch_size, rng)
    case = X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng
    return _train(*case, batches=lambda *arguments: once)


@mistake("train")
def batches_reordered_only(X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng):
    """The batches are cut once, and only their order changes: each epoch shuffles the rows and cuts anew."""
    once = reference.minibatches(X, Y, batch_size, rng)
    case = X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng
    return _train(*case, batches=lambda *arguments: [once[i] for i in rng.permutation(len(once))])


@mistake("train")
def shuffled_without_targets(X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng):
    """The rows of X are shuffled and those of Y are not: one order serves both."""

    def batches(X, Y, batch_size, rng):
        return _cut(X[rng.permutation(len(X))], Y, batch_size, np.arange(len(X)))

    case = X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng
    return _train(*case, batches=batches)


@mistake("train")
def own_fixed_seed(X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng):
    """A generator of its own with a fixed seed gives the same orders for ever: draw from rng."""
    rng = np.random.default_rng(0)
    return _train(X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng)


@mistake("train")
def same_order_each_epoch(X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng):
    """A generator made anew in each epoch draws the same order again: go on drawing from rng."""
    seed = int(rng.integers(2**32))

    def batches(X, Y, batch_size, rng):
        return reference.minibatches(X, Y, batch_size, np.random.default_rng(seed))

    case = X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng
    return _train(*case, batches=batches)


@mistake("train")
def gradients_of_the_epochs_start(
    X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng
):
    """All gradients of an epoch are taken at its first parameters: each batch uses the newest ones."""
    _check_names(hidden, output)
    history = []
    for _ in range(epochs):
        start = params
        for X_batch, Y_batch in reference.minibatches(X, Y, batch_size, rng):
            grads = _gradients(X_batch, Y_batch, start, hidden, output)
            params = reference.step(params, grads, learning_rate)
        history.append(_cost(X, Y, params, hidden, output))
        if not math.isfinite(history[-1]):
            break
    return params, history


@mistake("train")
def rate_divided_by_batches(X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng):
    """The learning rate is divided by the number of batches: each batch takes a full step."""
    rate = learning_rate / -(-len(X) // batch_size)
    return _train(X, Y, params, hidden, output, rate, epochs, batch_size, rng)


@mistake("train")
def gradients_summed_over_batch(
    X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng
):
    """The gradients are multiplied by the batch's rows: they are those of the batch's mean cost."""
    _check_names(hidden, output)
    history = []
    for _ in range(epochs):
        for X_batch, Y_batch in reference.minibatches(X, Y, batch_size, rng):
            grads = _gradients(X_batch, Y_batch, params, hidden, output)
            params = reference.step(params, grads, learning_rate * len(X_batch))
        history.append(_cost(X, Y, params, hidden, output))
        if not math.isfinite(history[-1]):
            break
    return params, history


@mistake("train")
def gradients_divided_by_all_rows(
    X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng
):
    """A batch's gradient is divided by all rows of X: it is that of the batch's own mean cost."""
    _check_names(hidden, output)
    history = []
    for _ in range(epochs):
        for X_batch, Y_batch in reference.minibatches(X, Y, batch_size, rng):
            grads = _gradients(X_batch, Y_batch, params, hidden, output)
            params = reference.step(params, grads, learning_rate * len(X_batch) / len(X))
        history.append(_cost(X, Y, params, hidden, output))
        if not math.isfinite(history[-1]):
            break
    return params, history


@mistake("train")
def trained_with_momentum(X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng):
    """The steps have momentum: train takes plain ones."""
    _check_names(hidden, output)
    history = []
    velocity = [(np.zeros(np.shape(W)), np.zeros(np.shape(b))) for W, b in params]
    for _ in range(epochs):
        for X_batch, Y_batch in reference.minibatches(X, Y, batch_size, rng):
            grads = _gradients(X_batch, Y_batch, params, hidden, output)
            params, velocity = reference.momentum_step(params, grads, velocity, learning_rate)
        history.append(_cost(X, Y, params, hidden, output))
        if not math.isfinite(history[-1]):
            break
    return params, history


@mistake("train")
def rate_fades(X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng):
    """The learning rate becomes smaller from epoch to epoch: it stays the same."""
    _check_names(hidden, output)
    history = []
    for epoch in range(epochs):
        params, [cost] = reference.train(
            X, Y, params, hidden, output, learning_rate / (epoch + 1), 1, batch_size, rng
        )
        history.append(cost)
        if not math.isfinite(cost):
            break
    return params, history


@mistake("train")
def sigmoid_whatever_hidden(X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng):
    """The hidden layers are sigmoid whatever `hidden` says: hand it on, forward and backward."""
    _check_names(hidden, output)
    return reference.train(X, Y, params, "sigmoid", output, learning_rate, epochs, batch_size, rng)


@mistake("train")
def hidden_not_handed_to_backward(
    X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng
):
    """`hidden` goes to forward but not to backward, which takes its default, sigmoid: hand it to both."""
    _check_names(hidden, output)
    history = []
    for _ in range(epochs):
        for X_batch, Y_batch in reference.minibatches(X, Y, batch_size, rng):
            grads = backward(Y_batch, forward(X_batch, params, hidden, output), params)
            params = reference.step(params, grads, learning_rate)
        history.append(_cost(X, Y, params, hidden, output))
        if not math.isfinite(history[-1]):
            break
    return params, history


@mistake("train")
def softmax_whatever_output(X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng):
    """The output is softmax whatever `output` says: hand it on, and choose the cost by it."""
    _check_names(hidden, output)
    return reference.train(X, Y, params, hidden, "softmax", learning_rate, epochs, batch_size, rng)


@mistake("train")
def binary_cost_averaged_over_units(
    X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng
):
    """The binary cross-entropy is averaged over the k units: it is summed over them, k times as much."""

    def cost(X, Y, params, hidden, output):
        units = Y.shape[1] if output == "sigmoid" else 1
        return _cost(X, Y, params, hidden, output) / units

    case = X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng
    return _train(*case, cost=cost)


@mistake("train")
def cross_entropy_for_both(X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng):
    """The cost of a sigmoid output leaves out the targets of 0: it is the binary cross-entropy."""

    def cost(X, Y, params, hidden, output):
        return float(cross_entropy(Y, forward(X, params, hidden, output)[-1]))

    case = X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng
    return _train(*case, cost=cost)


@mistake("train")
def binary_cost_for_both(X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng):
    """The cost of a softmax output is the binary one: it is the cross-entropy, -sum y log p."""

    def cost(X, Y, params, hidden, output):
        P = forward(X, params, hidden, output)[-1]
        return float(binary_cross_entropy(Y, P)) * Y.shape[1]

    case = X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng
    return _train(*case, cost=cost)


@mistake("train")
def probabilities_not_clipped(X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng):
    """The cost takes the logarithm of 0 where a prediction is certain: clip to [1e-12, 1 - 1e-12]."""

    def cost(X, Y, params, hidden, output):
        P = forward(X, params, hidden, output)[-1]
        terms = Y * np.log(P)
        if output == "sigmoid":
            terms = terms + (1 - Y) * np.log(1 - P)
        return float(-np.sum(terms) / len(Y))

    case = X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng
    return _train(*case, cost=cost)


@mistake("train")
def cost_of_last_batch(X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng):
    """The history holds the cost of each epoch's last batch: it is measured over the whole set."""
    _check_names(hidden, output)
    history = []
    for _ in range(epochs):
        for X_batch, Y_batch in reference.minibatches(X, Y, batch_size, rng):
            grads = _gradients(X_batch, Y_batch, params, hidden, output)
            params = reference.step(params, grads, learning_rate)
        history.append(_cost(X_batch, Y_batch, params, hidden, output))
        if not math.isfinite(history[-1]):
            break
    return params, history


@mistake("train")
def mean_of_batch_costs(X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng):
    """The history holds means of costs taken before each step: measure once, after the epoch, on all rows."""
    _check_names(hidden, output)
    history = []
    for _ in range(epochs):
        costs = []
        for X_batch, Y_batch in reference.minibatches(X, Y, batch_size, rng):
            costs.append(_cost(X_batch, Y_batch, params, hidden, output))
            grads = _gradients(X_batch, Y_batch, params, hidden, output)
            params = reference.step(params, grads, learning_rate)
        history.append(float(np.mean(costs)))
        if not math.isfinite(history[-1]):
            break
    return params, history


@mistake("train")
def cost_before_each_epoch(X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng):
    """Each cost is that of before its epoch: measure it after the epoch's steps."""
    _check_names(hidden, output)
    history = []
    for _ in range(epochs):
        history.append(_cost(X, Y, params, hidden, output))
        if not math.isfinite(history[-1]):
            break
        for X_batch, Y_batch in reference.minibatches(X, Y, batch_size, rng):
            grads = _gradients(X_batch, Y_batch, params, hidden, output)
            params = reference.step(params, grads, learning_rate)
    return _floats(params), history


@mistake("train")
def cost_before_training_too(X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng):
    """The history begins with the cost before training: it holds one cost an epoch, each after it."""
    before = _cost(X, Y, params, hidden, output)
    params, history = reference.train(
        X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng
    )
    return params, [before, *history]


@mistake("train")
def a_cost_for_each_step(X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng):
    """The history holds a cost for each batch: it holds one an epoch."""
    _check_names(hidden, output)
    history = []
    for _ in range(epochs):
        for X_batch, Y_batch in reference.minibatches(X, Y, batch_size, rng):
            grads = _gradients(X_batch, Y_batch, params, hidden, output)
            params = reference.step(params, grads, learning_rate)
            history.append(_cost(X, Y, params, hidden, output))
        if not math.isfinite(history[-1]):
            break
    return params, history


@mistake("train")
def one_epoch_too_few(X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng):
    """Training ends an epoch early: range(1, epochs) has one too few."""
    return _train(X, Y, params, hidden, output, learning_rate, epochs - 1, batch_size, rng)


@mistake("train")
def divergence_overlooked(X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng):
    """Training goes on after a cost of inf or NaN: it stops there, that cost the last."""
    _check_names(hidden, output)
    history = []
    for _ in range(epochs):
        params, [cost] = reference.train(
            X, Y, params, hidden, output, learning_rate, 1, batch_size, rng
        )
        history.append(cost)
    return params, history


@mistake("train")
def diverged_cost_left_out(X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng):
    """The cost of inf or NaN at which training stops is not in the history: it is its last."""
    params, history = reference.train(
        X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng
    )
    return params, [cost for cost in history if math.isfinite(cost)]


@mistake("train")
def divergence_raises(X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng):
    """Divergence ends in an error: training stops and returns what it has, the diverged cost last."""
    params, history = reference.train(
        X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng
    )
    if reference.has_diverged(history):
        raise FloatingPointError("the cost is not finite")
    return params, history


@mistake("train")
def stopped_at_a_rise(X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng):
    """Training stops where the cost rises: only inf or NaN stops it."""
    _check_names(hidden, output)
    history = []
    for _ in range(epochs):
        params, [cost] = reference.train(
            X, Y, params, hidden, output, learning_rate, 1, batch_size, rng
        )
        history.append(cost)
        if not math.isfinite(cost) or (len(history) > 1 and cost > history[-2]):
            break
    return params, history


@mistake("train")
def stopped_where_flat(X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng):
    """Training stops where the cost hardly falls any more: it goes on for all epochs."""
    _check_names(hidden, output)
    history = []
    for _ in range(epochs):
        params, [cost] = reference.train(
            X, Y, params, hidden, output, learning_rate, 1, batch_size, rng
        )
        history.append(cost)
        flat = len(history) > 1 and abs(history[-2] - cost) < 1e-6
        if not math.isfinite(cost) or flat:
            break
    return params, history


@mistake("train")
def gradients_cut_to_one(X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng):
    """Gradients beyond 1 are cut to 1: a plain step uses them as they are."""
    _check_names(hidden, output)
    history = []
    for _ in range(epochs):
        for X_batch, Y_batch in reference.minibatches(X, Y, batch_size, rng):
            grads = _gradients(X_batch, Y_batch, params, hidden, output)
            grads = [(np.clip(dW, -1, 1), np.clip(db, -1, 1)) for dW, db in grads]
            params = reference.step(params, grads, learning_rate)
        history.append(_cost(X, Y, params, hidden, output))
        if not math.isfinite(history[-1]):
            break
    return params, history


@mistake("train")
def gradients_shortened(X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng):
    """Gradients longer than 5 are shortened to 5: a plain step uses them as they are."""
    _check_names(hidden, output)
    history = []
    for _ in range(epochs):
        for X_batch, Y_batch in reference.minibatches(X, Y, batch_size, rng):
            grads = _gradients(X_batch, Y_batch, params, hidden, output)
            length = math.sqrt(sum(float(np.sum(g**2)) for pair in grads for g in pair))
            factor = 5 / length if length > 5 else 1.0
            params = reference.step(params, grads, learning_rate * factor)
        history.append(_cost(X, Y, params, hidden, output))
        if not math.isfinite(history[-1]):
            break
    return params, history


@mistake("train")
def full_batches_only(X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng):
    """There are n // batch_size batches, none where batch_size is larger than n: round up."""

    def batches(X, Y, batch_size, rng):
        return reference.minibatches(X, Y, batch_size, rng)[: len(X) // batch_size]

    case = X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng
    return _train(*case, batches=batches)


@mistake("train")
def best_parameters_returned(X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng):
    """The parameters of the lowest cost come back: those after the last epoch are wanted."""
    _check_names(hidden, output)
    history, best = [], None
    for _ in range(epochs):
        params, [cost] = reference.train(
            X, Y, params, hidden, output, learning_rate, 1, batch_size, rng
        )
        if best is None or cost < min(history):
            best = params
        history.append(cost)
        if not math.isfinite(cost):
            break
    return best, history


@mistake("train")
def starting_parameters_returned(
    X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng
):
    """The parameters come back as they were: return what the last step left."""
    _, history = reference.train(
        X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng
    )
    return _floats(params), history


@mistake("train")
def trained_in_place(X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng):
    """W -= ... trains the caller's own arrays: every step makes new ones."""
    trained, history = reference.train(
        X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng
    )
    for (W, b), (new_W, new_b) in zip(params, trained, strict=True):
        W[...], b[...] = new_W, new_b
    return trained, history


@mistake("train")
def biases_not_trained(X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng):
    """The biases keep their first values: they take steps as the weights do."""
    _check_names(hidden, output)
    params, history = _floats(params), []
    for _ in range(epochs):
        for X_batch, Y_batch in reference.minibatches(X, Y, batch_size, rng):
            grads = _gradients(X_batch, Y_batch, params, hidden, output)
            moved = reference.step(params, grads, learning_rate)
            params = [(W, b) for (W, _), (_, b) in zip(moved, params, strict=True)]
        history.append(_cost(X, Y, params, hidden, output))
        if not math.isfinite(history[-1]):
            break
    return params, history


@mistake("train")
def only_last_layer_trained(X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng):
    """Only the last layer is trained: every layer takes its step."""
    _check_names(hidden, output)
    params, history = _floats(params), []
    for _ in range(epochs):
        for X_batch, Y_batch in reference.minibatches(X, Y, batch_size, rng):
            grads = _gradients(X_batch, Y_batch, params, hidden, output)
            params = params[:-1] + reference.step(params[-1:], grads[-1:], learning_rate)
        history.append(_cost(X, Y, params, hidden, output))
        if not math.isfinite(history[-1]):
            break
    return params, history


@mistake("train")
def history_is_an_array(X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng):
    """The history is an array: a list of floats is wanted."""
    params, history = reference.train(
        X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng
    )
    return params, np.array(history)


@mistake("train")
def history_first(X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng):
    """The pair is (history, params): the parameters come first."""
    return reference.train(X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng)[
        ::-1
    ]


@mistake("train")
def hidden_softmax_accepted(X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng):
    """`hidden` may be "softmax": it is no activation of a hidden layer here, but a ValueError."""
    return reference.train(
        X,
        Y,
        params,
        "sigmoid" if hidden == "softmax" else hidden,
        output,
        learning_rate,
        epochs,
        batch_size,
        rng,
    )


@mistake("train")
def unused_hidden_not_checked(X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng):
    """Without a hidden layer a wrong `hidden` passes unseen: it is a ValueError, used or not."""
    if len(params) == 1:
        hidden = "tanh"
    return reference.train(X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng)


@mistake("train")
def other_outputs_are_softmax(X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng):
    """Any `output` but "sigmoid" is taken as softmax: another name is a ValueError that lists the two."""
    output = "sigmoid" if output == "sigmoid" else "softmax"
    return reference.train(X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng)


@mistake("train")
def message_without_output(X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng):
    """The ValueError for `output` does not say which name it got: it names the argument and the value."""
    if output not in ("sigmoid", "softmax"):
        raise ValueError("output should be sigmoid or softmax")
    return reference.train(X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng)
