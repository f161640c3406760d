"""Mistakes that students make in recurrent networks."""

import numpy as np

from grader.mistakes import mistake
from solutions import rnn as reference


def _backward(  # the right walk, of which most mistakes spoil one part
    dH,
    X,
    H,
    h0,
    Wx,
    Wh,
    *,
    slope=lambda h, before: 1 - h**2,
    back=lambda dz, Wh: dz @ Wh.T,
    backwards=True,
):
    dWx, dWh, db = np.zeros(Wx.shape), np.zeros(Wh.shape), 0.0
    dX, dh = np.zeros(X.shape), np.zeros(h0.shape)
    steps = range(X.shape[1])
    for i in reversed(steps) if backwards else steps:
        before = H[:, i - 1] if i > 0 else h0
        dz = (dH[:, i] + dh) * slope(H[:, i], before)
        dX[:, i] = dz @ Wx.T
        dWx += X[:, i].T @ dz
        dWh += before.T @ dz
        db = db + dz.sum(axis=0)
        dh = back(dz, Wh)
    return dX, dh, dWx, dWh, db


def _sums(dH, H, Wh):
    """The right gradients by all weighted sums, (n, t, m)."""
    dZ, dz = np.zeros(H.shape), np.zeros(H[:, 0].shape)
    for i in reversed(range(H.shape[1])):
        dz = (dH[:, i] + dz @ Wh.T) * (1 - H[:, i] ** 2)
        dZ[:, i] = dz
    return dZ


def _gradients(dZ, X, H, h0, Wx, Wh):
    """All gradients from those by the weighted sums."""
    before = np.concatenate([h0[:, None], H[:, :-1]], axis=1)
    dWx, dWh = np.einsum("nid,nim->dm", X, dZ), np.einsum("nip,niq->pq", before, dZ)
    return dZ @ Wx.T, dZ[:, 0] @ Wh.T, dWx, dWh, dZ.sum(axis=(0, 1))


@mistake("rnn_step")
def without_tanh(x, h, Wx, Wh, b):
    """The next state is the bare weighted sum: it still has to go through tanh."""
    return x @ Wx + h @ Wh + b


@mistake("rnn_step")
def sigmoid_for_tanh(x, h, Wx, Wh, b):
    """The weighted sum goes through sigmoid, so no state is negative: this network uses tanh."""
    return 0.5 * (1 + np.tanh((x @ Wx + h @ Wh + b) / 2))


@mistake("rnn_step")
def relu_for_tanh(x, h, Wx, Wh, b):
    """Negative sums become 0 and large ones stay large, as in ReLU: this network uses tanh."""
    return np.maximum(x @ Wx + h @ Wh + b, 0.0)


@mistake("rnn_step")
def bias_left_out(x, h, Wx, Wh, b):
    """The bias b is in no state: add it to x Wx + h Wh before tanh."""
    return np.tanh(x @ Wx + h @ Wh)


@mistake("rnn_step")
def bias_counted_twice(x, h, Wx, Wh, b):
    """The bias is added twice, with the input's part and with the state's: there is one b for both."""
    return np.tanh((x @ Wx + b) + (h @ Wh + b))


@mistake("rnn_step")
def bias_outside_tanh(x, h, Wx, Wh, b):
    """The bias is added after tanh, so states leave -1 to 1: it belongs to the sum inside."""
    return np.tanh(x @ Wx + h @ Wh) + b


@mistake("rnn_step")
def old_state_left_out(x, h, Wx, Wh, b):
    """The old state h has no part in the new one: without h Wh the network has no memory."""
    return np.tanh(x @ Wx + b)


@mistake("rnn_step")
def input_left_out(x, h, Wx, Wh, b):
    """The input x has no part in the new state: x Wx is missing from the sum."""
    return np.tanh(h @ Wh + b)


@mistake("rnn_step")
def state_weights_transposed(x, h, Wx, Wh, b):
    """The state goes through Wh transposed, which no shape shows as Wh is square: it is h Wh."""
    return np.tanh(x @ Wx + h @ Wh.T + b)


@mistake("rnn_step")
def tanh_of_each_part(x, h, Wx, Wh, b):
    """Input and state go through tanh one by one: add them up first, then take one tanh of the sum."""
    return np.tanh(x @ Wx) + np.tanh(h @ Wh + b)


@mistake("rnn_step")
def tanh_of_each_part_with_bias(x, h, Wx, Wh, b):
    """The input's part, with the bias, and the state's go through tanh one by one: take one tanh of the sum."""
    return np.tanh(x @ Wx + b) + np.tanh(h @ Wh)


@mistake("rnn_step")
def bias_subtracted(x, h, Wx, Wh, b):
    """The bias is subtracted: it is added to x Wx + h Wh."""
    return np.tanh(x @ Wx + h @ Wh - b)


@mistake("rnn_step")
def parts_multiplied(x, h, Wx, Wh, b):
    """x Wx and h Wh are multiplied element by element: they are added."""
    return np.tanh((x @ Wx) * (h @ Wh) + b)


@mistake("rnn_step")
def old_state_added(x, h, Wx, Wh, b):
    """The old state is added to the tanh: it counts through Wh alone, inside the tanh."""
    return h + np.tanh(x @ Wx + h @ Wh + b)


@mistake("rnn_step")
def old_state_through_tanh_again(x, h, Wx, Wh, b):
    """The old state goes through tanh before Wh: it came out of tanh already, and h0 is taken as it is."""
    return np.tanh(x @ Wx + np.tanh(h) @ Wh + b)


@mistake("rnn_step")
def tanh_from_exponentials(x, h, Wx, Wh, b):
    """exp overflows for large sums and inf / inf is NaN: np.tanh stands every sum."""
    up, down = np.exp(x @ Wx + h @ Wh + b), np.exp(-(x @ Wx + h @ Wh + b))
    return (up - down) / (up + down)


@mistake("rnn_step")
def sums_clipped(x, h, Wx, Wh, b):
    """Weighted sums are clipped before tanh, which makes its ends inexact: np.tanh stands every sum."""
    return np.tanh(np.clip(x @ Wx + h @ Wh + b, -5, 5))


@mistake("rnn_step")
def half_the_sum(x, h, Wx, Wh, b):
    """2 sigmoid(z) - 1 is tanh(z / 2): the sum counts by half, and tanh(z) is 2 sigmoid(2z) - 1."""
    return np.tanh((x @ Wx + h @ Wh + b) / 2)


@mistake("rnn_step")
def batch_of_one_squeezed(x, h, Wx, Wh, b):
    """Axes of length 1 are squeezed away: one row, or one unit, still has two axes, (n, m)."""
    return np.squeeze(reference.rnn_step(x, h, Wx, Wh, b))


@mistake("rnn_step")
def old_state_overwritten(x, h, Wx, Wh, b):
    """The new state is written into the argument h: make a new array, the caller needs the old state."""
    h[...] = np.tanh(x @ Wx + h @ Wh + b)
    return h


@mistake("rnn_step")
def state_of_whole_numbers(x, h, Wx, Wh, b):
    """The result has h's type, so a whole-number h cuts the state to -1, 0 and 1: it is float64."""
    new = np.zeros_like(h)
    new[...] = np.tanh(x @ Wx + h @ Wh + b)
    return new


@mistake("rnn_step")
def every_row_from_the_first_state(x, h, Wx, Wh, b):
    """All rows start from the state of the first one: each row of x goes with its own row of h."""
    return np.tanh(x @ Wx + h[0] @ Wh + b)


def _states(X, h0, Wx, Wh, b):
    """Each step's state in a list, (n, m) each."""
    H = reference.rnn_forward(X, h0, Wx, Wh, b)
    return [H[:, i] for i in range(H.shape[1])]


@mistake("rnn_forward")
def first_state_left_out(X, h0, Wx, Wh, b):
    """The states start from zeros: they start from h0, and H[:, -1] at step 0 is not h0 either."""
    return reference.rnn_forward(X, np.zeros(h0.shape), Wx, Wh, b)


@mistake("rnn_forward")
def always_from_the_first_state(X, h0, Wx, Wh, b):
    """Every step starts from h0: the state of each step must be handed on to the next one."""
    return np.stack([np.tanh(X[:, i] @ Wx + h0 @ Wh + b) for i in range(X.shape[1])], axis=1)


@mistake("rnn_forward")
def no_memory(X, h0, Wx, Wh, b):
    """No state depends on the one before: h Wh is missing from the sum."""
    return np.tanh(X @ Wx + b)


@mistake("rnn_forward")
def last_state_alone(X, h0, Wx, Wh, b):
    """Only the state of the last step comes back, (n, m): all t of them are wanted, (n, t, m)."""
    return _states(X, h0, Wx, Wh, b)[-1]


@mistake("rnn_forward")
def steps_on_the_first_axis(X, h0, Wx, Wh, b):
    """The states are stacked along the first axis, (t, n, m): steps are the second one, (n, t, m)."""
    return np.stack(_states(X, h0, Wx, Wh, b))


@mistake("rnn_forward")
def first_state_among_the_states(X, h0, Wx, Wh, b):
    """h0 comes back as one state more, so that there are t + 1: only what the steps made belongs in H."""
    return np.stack([h0, *_states(X, h0, Wx, Wh, b)], axis=1)


@mistake("rnn_forward")
def states_before_the_steps(X, h0, Wx, Wh, b):
    """Each place holds the state before its step, h0 first, and the last is lost: store it after the step."""
    return np.stack([h0, *_states(X, h0, Wx, Wh, b)[:-1]], axis=1)


@mistake("rnn_forward")
def last_state_at_every_step(X, h0, Wx, Wh, b):
    """All t states are equal: one array was filled again and again. Store a new array, or a copy, a step."""
    h, states = h0.astype(np.float64), []
    for i in range(X.shape[1]):
        h[...] = np.tanh(X[:, i] @ Wx + h @ Wh + b)
        states.append(h)
    return np.stack(states, axis=1)


@mistake("rnn_forward")
def sequences_for_steps(X, h0, Wx, Wh, b):
    """X[i] is a whole sequence and is read as a step: step i of all sequences is X[:, i]."""
    h, states = h0, []
    for x in X:
        h = np.tanh(x @ Wx + h @ Wh + b)
        states.append(h)
    return np.array(states)


@mistake("rnn_forward")
def steps_counted_by_the_batch(X, h0, Wx, Wh, b):
    """The loop runs over the number of sequences: steps are the second axis, X.shape[1]."""
    H, h = np.zeros((*X.shape[:2], h0.shape[1])), h0
    for i in range(len(X)):
        h = np.tanh(X[:, i] @ Wx + h @ Wh + b)
        H[:, i] = h
    return H


@mistake("rnn_forward")
def backwards_in_time(X, h0, Wx, Wh, b):
    """The sequence is read from its end: h0 is before the first step, and the walk goes forward."""
    return reference.rnn_forward(X[:, ::-1], h0, Wx, Wh, b)[:, ::-1].copy()


@mistake("rnn_forward")
def first_step_left_out(X, h0, Wx, Wh, b):
    """The first state is left at zero: the loop begins at step 0, not at 1."""
    H, h = np.zeros((*X.shape[:2], h0.shape[1])), h0
    for i in range(1, X.shape[1]):
        h = np.tanh(X[:, i] @ Wx + h @ Wh + b)
        H[:, i] = h
    return H


@mistake("rnn_forward")
def last_step_left_out(X, h0, Wx, Wh, b):
    """The last state is left at zero: the loop ends one step early, range(t) goes to t - 1 by itself."""
    H = reference.rnn_forward(X, h0, Wx, Wh, b)
    H[:, -1] = 0.0
    return H


@mistake("rnn_forward")
def states_without_tanh(X, h0, Wx, Wh, b):
    """The states are bare weighted sums and grow without bound: each step ends with tanh."""
    H, h = np.zeros((*X.shape[:2], h0.shape[1])), h0
    for i in range(X.shape[1]):
        h = X[:, i] @ Wx + h @ Wh + b
        H[:, i] = h
    return H


@mistake("rnn_forward")
def weighted_sums_handed_on(X, h0, Wx, Wh, b):
    """The next step gets the weighted sum: hand on the state, after tanh, as it is stored in H."""
    H, z = np.zeros((*X.shape[:2], h0.shape[1])), h0
    for i in range(X.shape[1]):
        z = X[:, i] @ Wx + z @ Wh + b
        H[:, i] = np.tanh(z)
    return H


@mistake("rnn_forward")
def state_weights_transposed_in_time(X, h0, Wx, Wh, b):
    """The states go through Wh transposed, which no shape shows as Wh is square: it is h Wh."""
    return reference.rnn_forward(X, h0, Wx, Wh.T, b)


@mistake("rnn_forward")
def bias_left_out_in_time(X, h0, Wx, Wh, b):
    """The bias b is in no state: every step adds it to x Wx + h Wh before tanh."""
    return reference.rnn_forward(X, h0, Wx, Wh, np.zeros(b.shape))


@mistake("rnn_forward")
def bias_at_the_first_step_alone(X, h0, Wx, Wh, b):
    """The bias is added at the first step alone: it is the same at every step."""
    none = np.zeros(b.shape)
    first = reference.rnn_forward(X[:, :1], h0, Wx, Wh, b)
    if X.shape[1] == 1:
        return first
    later = reference.rnn_forward(X[:, 1:], first[:, 0], Wx, Wh, none)
    return np.concatenate([first, later], axis=1)


@mistake("rnn_forward")
def ended_at_an_input_of_zeros(X, h0, Wx, Wh, b):
    """The walk ends at an input of zeros, as if it were padding: it is an input as any other."""
    H = reference.rnn_forward(X, h0, Wx, Wh, b)
    for i in range(X.shape[1]):
        if not X[:, i].any():
            H[:, i:] = 0.0
    return H


@mistake("rnn_forward")
def first_state_overwritten(X, h0, Wx, Wh, b):
    """The states are written into the argument h0: start from a copy, the caller needs h0 unchanged."""
    H = np.zeros((*X.shape[:2], h0.shape[1]))
    for i in range(X.shape[1]):
        h0[...] = np.tanh(X[:, i] @ Wx + h0 @ Wh + b)
        H[:, i] = h0
    return H


@mistake("rnn_forward")
def states_of_whole_numbers(X, h0, Wx, Wh, b):
    """H has the type of X, so whole-number sequences cut the states to whole numbers: H is float64."""
    H, h = np.zeros((*X.shape[:2], h0.shape[1]), dtype=X.dtype), h0
    for i in range(X.shape[1]):
        h = np.tanh(X[:, i] @ Wx + h @ Wh + b)
        H[:, i] = h
    return H


@mistake("rnn_forward")
def one_first_state_for_all(X, h0, Wx, Wh, b):
    """All sequences start from the first row of h0: each has a row of its own."""
    return reference.rnn_forward(X, np.repeat(h0[:1], len(X), axis=0), Wx, Wh, b)


@mistake("rnn_forward")
def axes_of_one_squeezed(X, h0, Wx, Wh, b):
    """Axes of length 1 are squeezed away: one sequence, one step or one unit still has (n, t, m)."""
    return np.squeeze(reference.rnn_forward(X, h0, Wx, Wh, b))


@mistake("rnn_forward")
def sequences_in_one_row(X, h0, Wx, Wh, b):
    """The state of one sequence runs on into the next one: each starts from its own row of h0."""
    H, h = np.zeros((*X.shape[:2], h0.shape[1])), h0[0]
    for row in range(X.shape[0]):
        for i in range(X.shape[1]):
            h = np.tanh(X[row, i] @ Wx + h @ Wh + b)
            H[row, i] = h
    return H


@mistake("rnn_backward")
def later_steps_left_out(dH, X, H, h0, Wx, Wh):
    """No gradient comes back from the step after: dh is dH of this step plus dz of the next one times Wh.T."""
    return _gradients(dH * (1 - H**2), X, H, h0, Wx, Wh)


@mistake("rnn_backward")
def forward_in_time(dH, X, H, h0, Wx, Wh):
    """The loop runs from the first step to the last: a gradient comes back from later steps, so begin at the end."""
    return _backward(dH, X, H, h0, Wx, Wh, backwards=False)


@mistake("rnn_backward")
def tanh_applied_again(dH, X, H, h0, Wx, Wh):
    """The slope takes tanh of H once more: H has been through tanh already, the slope is 1 - H²."""
    return _backward(dH, X, H, h0, Wx, Wh, slope=lambda h, before: 1 - np.tanh(h) ** 2)


@mistake("rnn_backward")
def slope_without_square(dH, X, H, h0, Wx, Wh):
    """The slope of tanh is taken as 1 - h: it is 1 - h², from the output h."""
    return _backward(dH, X, H, h0, Wx, Wh, slope=lambda h, before: 1 - h)


@mistake("rnn_backward")
def slope_of_sigmoid(dH, X, H, h0, Wx, Wh):
    """The slope is sigmoid's, h (1 - h): the states went through tanh, whose slope is 1 - h²."""
    return _backward(dH, X, H, h0, Wx, Wh, slope=lambda h, before: h * (1 - h))


@mistake("rnn_backward")
def slope_left_out(dH, X, H, h0, Wx, Wh):
    """The gradient passes tanh unchanged: multiply it by tanh's slope, 1 - h², at every step."""
    return _backward(dH, X, H, h0, Wx, Wh, slope=lambda h, before: np.ones(h.shape))


@mistake("rnn_backward")
def slope_at_the_state_before(dH, X, H, h0, Wx, Wh):
    """The slope is taken at the state before the step: dz_i needs 1 - h_i² of the state that step i made."""
    return _backward(dH, X, H, h0, Wx, Wh, slope=lambda h, before: 1 - before**2)


@mistake("rnn_backward")
def state_weights_not_transposed(dH, X, H, h0, Wx, Wh):
    """The gradient goes back through Wh as it stands, which no shape shows: the way back is dz Wh.T."""
    return _backward(dH, X, H, h0, Wx, Wh, back=lambda dz, Wh: dz @ Wh)


@mistake("rnn_backward")
def slope_before_the_sum(dH, X, H, h0, Wx, Wh):
    """Only dH is multiplied by the slope: what comes back from the next step goes through this tanh as well."""
    dz, dX = np.zeros(h0.shape), np.zeros(X.shape)
    dWx, dWh, db = np.zeros(Wx.shape), np.zeros(Wh.shape), np.zeros(len(Wh))
    for i in reversed(range(X.shape[1])):
        dz = dH[:, i] * (1 - H[:, i] ** 2) + dz @ Wh.T
        dX[:, i] = dz @ Wx.T
        dWx += X[:, i].T @ dz
        dWh += (H[:, i - 1] if i else h0).T @ dz
        db += dz.sum(axis=0)
    return dX, dz @ Wh.T, dWx, dWh, db


@mistake("rnn_backward")
def states_after_for_states_before(dH, X, H, h0, Wx, Wh):
    """dWh pairs dz with the state that the step made: Wh was multiplied by the state before it."""
    dX, dh0, dWx, _, db = _backward(dH, X, H, h0, Wx, Wh)
    dZ = _sums(dH, H, Wh)
    return dX, dh0, dWx, np.einsum("nip,niq->pq", H, dZ), db


@mistake("rnn_backward")
def index_wraps_at_the_first_step(dH, X, H, h0, Wx, Wh):
    """H[:, i - 1] at i = 0 is the last state, in silence: the state before the first step is h0."""
    dX, dh0, dWx, _, db = _backward(dH, X, H, h0, Wx, Wh)
    dZ = _sums(dH, H, Wh)
    return dX, dh0, dWx, np.einsum("nip,niq->pq", np.roll(H, 1, axis=1), dZ), db


@mistake("rnn_backward")
def first_state_left_out_of_weights(dH, X, H, h0, Wx, Wh):
    """dWh has no share of the first step: there the state before it is h0, which is not zero."""
    dX, dh0, dWx, dWh, db = _backward(dH, X, H, h0, Wx, Wh)
    return dX, dh0, dWx, dWh - h0.T @ _sums(dH, H, Wh)[:, 0], db


@mistake("rnn_backward")
def weights_of_one_step(dH, X, H, h0, Wx, Wh):
    """dWx, dWh and db are those of one step: all steps share the weights, so their parts add up, with +=."""
    dX, dh0, *_ = _backward(dH, X, H, h0, Wx, Wh)
    dz = _sums(dH, H, Wh)[:, 0]
    return dX, dh0, X[:, 0].T @ dz, h0.T @ dz, dz.sum(axis=0)


@mistake("rnn_backward")
def averaged_over_the_batch(dH, X, H, h0, Wx, Wh):
    """The weights' gradients are divided by n: dH comes from a cost that did so already, only sum."""
    dX, dh0, *shared = _backward(dH, X, H, h0, Wx, Wh)
    return dX, dh0, *(gradient / len(X) for gradient in shared)


@mistake("rnn_backward")
def averaged_over_batch_and_steps(dH, X, H, h0, Wx, Wh):
    """The weights' gradients are divided by n t: dH comes from a cost that was averaged already, only sum."""
    dX, dh0, *shared = _backward(dH, X, H, h0, Wx, Wh)
    return dX, dh0, *(gradient / (len(X) * X.shape[1]) for gradient in shared)


@mistake("rnn_backward")
def averaged_over_the_steps(dH, X, H, h0, Wx, Wh):
    """The weights' gradients are divided by t: the parts of all steps are added, nothing is averaged."""
    dX, dh0, *shared = _backward(dH, X, H, h0, Wx, Wh)
    return dX, dh0, *(gradient / X.shape[1] for gradient in shared)


@mistake("rnn_backward")
def upstream_written_into(dH, X, H, h0, Wx, Wh):
    """The argument dH is changed: adding what comes back to dH[:, i] writes into the caller's array."""
    gradients = _backward(dH, X, H, h0, Wx, Wh)
    dZ = _sums(dH, H, Wh)
    for i in range(X.shape[1] - 1):
        dH[:, i] += dZ[:, i + 1] @ Wh.T
    return gradients


@mistake("rnn_backward")
def first_state_gets_the_weighted_sum(dH, X, H, h0, Wx, Wh):
    """dh0 is the first step's dz: on its way to h0 the gradient still goes through Wh.T."""
    dX, _, *shared = _backward(dH, X, H, h0, Wx, Wh)
    return dX, _sums(dH, H, Wh)[:, 0].copy(), *shared


@mistake("rnn_backward")
def first_state_gets_nothing(dH, X, H, h0, Wx, Wh):
    """dh0 is zero: what leaves the first step on the side of the state, dz Wh.T, belongs to h0."""
    dX, dh0, *shared = _backward(dH, X, H, h0, Wx, Wh)
    return dX, np.zeros(dh0.shape), *shared


@mistake("rnn_backward")
def bias_gradient_over_everything(dH, X, H, h0, Wx, Wh):
    """db is one number, the sum of everything: each unit has its own bias, sum over batch and steps alone."""
    *others, db = _backward(dH, X, H, h0, Wx, Wh)
    return *others, np.full(db.shape, db.sum())


@mistake("rnn_backward")
def bias_gradient_is_one_number(dH, X, H, h0, Wx, Wh):
    """db is a single number: it has b's shape, (m,), as only the rows are summed, dz.sum(axis=0)."""
    *others, db = _backward(dH, X, H, h0, Wx, Wh)
    return *others, db.sum()


@mistake("rnn_backward")
def bias_gradient_of_each_row(dH, X, H, h0, Wx, Wh):
    """db has a row for each sequence: all share one bias, so sum over the batch as well, (m,)."""
    *others, _ = _backward(dH, X, H, h0, Wx, Wh)
    return *others, _sums(dH, H, Wh).sum(axis=1)


@mistake("rnn_backward")
def bias_gradient_keeps_an_axis(dH, X, H, h0, Wx, Wh):
    """db has the shape (1, m): it has b's own, (m,), so sum without keepdims."""
    *others, db = _backward(dH, X, H, h0, Wx, Wh)
    return *others, db[None]


@mistake("rnn_backward")
def inputs_from_before_the_slope(dH, X, H, h0, Wx, Wh):
    """dX is taken from dh, before tanh's slope: the input sits inside tanh, so dx is dz Wx.T."""
    _, *others = _backward(dH, X, H, h0, Wx, Wh)
    later = np.zeros(H.shape)
    later[:, :-1] = _sums(dH, H, Wh)[:, 1:] @ Wh.T
    return (dH + later) @ Wx.T, *others


@mistake("rnn_backward")
def inputs_in_reverse(dH, X, H, h0, Wx, Wh):
    """dX holds the steps in the order of the walk, the last first: reverse it, dX[:, i] belongs to X[:, i]."""
    dX, *others = _backward(dH, X, H, h0, Wx, Wh)
    return dX[:, ::-1].copy(), *others


@mistake("rnn_backward")
def one_step_back_and_no_further(dH, X, H, h0, Wx, Wh):
    """The gradient goes one step back and stops: hand on the whole dz, with what it got from later steps."""
    own = dH * (1 - H**2)
    came = np.zeros(H.shape)
    came[:, :-1] = own[:, 1:] @ Wh.T
    return _gradients((dH + came) * (1 - H**2), X, H, h0, Wx, Wh)


@mistake("rnn_backward")
def state_weights_left_out_on_the_way_back(dH, X, H, h0, Wx, Wh):
    """What comes back to the step before is dz as it is: on its way to that state it goes through Wh.T."""
    return _backward(dH, X, H, h0, Wx, Wh, back=lambda dz, Wh: dz)


@mistake("rnn_backward")
def state_weights_left_out_between_steps(dH, X, H, h0, Wx, Wh):
    """Between steps dz comes back as it is, and goes through Wh.T on the way to h0 alone: every step back needs it."""
    dX, dz, dWx, dWh, db = _backward(dH, X, H, h0, Wx, Wh, back=lambda dz, Wh: dz)
    return dX, dz @ Wh.T, dWx, dWh, db


@mistake("rnn_backward")
def sent_back_from_before_the_slope(dH, X, H, h0, Wx, Wh):
    """What goes back to the step before is dh Wh.T: the old state sits inside tanh, so it is dz Wh.T."""
    dX, dh = np.zeros(X.shape), np.zeros(h0.shape)
    dWx, dWh, db = np.zeros(Wx.shape), np.zeros(Wh.shape), np.zeros(len(Wh))
    for i in reversed(range(X.shape[1])):
        dh = dH[:, i] + dh
        dz = dh * (1 - H[:, i] ** 2)
        dX[:, i] = dz @ Wx.T
        dWx += X[:, i].T @ dz
        dWh += (H[:, i - 1] if i else h0).T @ dz
        db += dz.sum(axis=0)
        dh = dh @ Wh.T
    return dX, dh, dWx, dWh, db


@mistake("rnn_backward")
def what_came_back_piles_up(dH, X, H, h0, Wx, Wh):
    """What came back from all later steps piles up: each step adds what the very next one sends, once."""
    dX, dh = np.zeros(X.shape), np.zeros(h0.shape)
    dWx, dWh, db = np.zeros(Wx.shape), np.zeros(Wh.shape), np.zeros(len(Wh))
    for i in reversed(range(X.shape[1])):
        dz = (dH[:, i] + dh) * (1 - H[:, i] ** 2)
        dX[:, i] = dz @ Wx.T
        dWx += X[:, i].T @ dz
        dWh += (H[:, i - 1] if i else h0).T @ dz
        db += dz.sum(axis=0)
        dh += dz @ Wh.T
    return dX, dh, dWx, dWh, db


@mistake("rnn_backward")
def walk_ends_before_the_first_step(dH, X, H, h0, Wx, Wh):
    """The walk back leaves out step 0, so it has no gradient: range(t - 1, -1, -1) ends with 0."""
    dZ = _sums(dH, H, Wh)
    if X.shape[1] == 1:
        return _gradients(0 * dZ, X, H, h0, Wx, Wh)
    dX, _, dWx, dWh, db = _gradients(dZ[:, 1:], X[:, 1:], H[:, 1:], H[:, 0], Wx, Wh)
    return np.insert(dX, 0, 0.0, axis=1), dZ[:, 1] @ Wh.T, dWx, dWh, db


@mistake("rnn_backward")
def walk_ends_after_ten_steps(dH, X, H, h0, Wx, Wh):
    """The walk back ends after ten steps, so what is further from the end gets nothing: go on to the first step."""
    dZ = _sums(dH, H, Wh)
    dZ[:, :-10] = 0.0
    return _gradients(dZ, X, H, h0, Wx, Wh)


@mistake("rnn_backward")
def clipped_to_five(dH, X, H, h0, Wx, Wh):
    """The weights' gradients are clipped to ±5: clipping is a function of its own, here they are exact."""
    dX, dh0, *shared = _backward(dH, X, H, h0, Wx, Wh)
    return dX, dh0, *(np.clip(gradient, -5, 5) for gradient in shared)


@mistake("rnn_backward")
def weights_returned_first(dH, X, H, h0, Wx, Wh):
    """The gradients come back in another order: it is dX, dh0, dWx, dWh, db."""
    dX, dh0, dWx, dWh, db = _backward(dH, X, H, h0, Wx, Wh)
    return dWx, dWh, db, dX, dh0


@mistake("rnn_backward")
def inputs_of_whole_numbers(dH, X, H, h0, Wx, Wh):
    """dX has the type of X, so whole-number sequences cut their gradient: it is float64 all the same."""
    dX, *others = _backward(dH, X, H, h0, Wx, Wh)
    return dX.astype(X.dtype), *others


@mistake("rnn_backward")
def last_cost_alone(dH, X, H, h0, Wx, Wh):
    """Only the last state's dH counts: every step adds its own dH to what comes back."""
    last = np.zeros(dH.shape)
    last[:, -1] = dH[:, -1]
    return _backward(last, X, H, h0, Wx, Wh)


@mistake("rnn_backward")
def state_weights_gradient_transposed(dH, X, H, h0, Wx, Wh):
    """dWh is transposed, which no shape shows: it is h.T dz, rows for where a weight comes from."""
    dX, dh0, dWx, dWh, db = _backward(dH, X, H, h0, Wx, Wh)
    return dX, dh0, dWx, dWh.T.copy(), db


def _norm(grads):
    return np.sqrt(sum(np.sum(np.square(grad, dtype=np.float64)) for grad in grads))


def _scaled(grads, norm, max_norm):
    factor = max_norm / norm if norm > max_norm else 1.0
    return [np.array(grad, dtype=np.float64) * factor for grad in grads]


@mistake("clip_gradients")
def each_array_by_its_own_norm(grads, max_norm):
    """Each array is scaled by its own norm, which bends the direction: one norm over all, one factor for all."""
    return [_scaled([grad], _norm([grad]), max_norm)[0] for grad in grads]


@mistake("clip_gradients")
def elements_clipped(grads, max_norm):
    """Each element is cut off at ±max_norm: scale all elements by one factor, which keeps the direction."""
    return [np.clip(grad, -max_norm, max_norm).astype(np.float64) for grad in grads]


@mistake("clip_gradients")
def small_gradients_grow(grads, max_norm):
    """Gradients below the limit are scaled up to it: scale only where the norm exceeds max_norm."""
    norm = _norm(grads)
    return [grad * (max_norm / norm) if norm > 0 else np.array(grad, dtype=float) for grad in grads]


@mistake("clip_gradients")
def division_by_a_norm_of_zero(grads, max_norm):
    """All zeros divide max_norm by a norm of 0: compare the norm with max_norm first, divide only above it."""
    factor = np.minimum(1.0, max_norm / _norm(grads))
    return [grad * factor for grad in grads]


@mistake("clip_gradients")
def root_left_out(grads, max_norm):
    """The norm lacks its square root: it is sqrt of the sum of squares."""
    return _scaled(grads, _norm(grads) ** 2, max_norm)


@mistake("clip_gradients")
def sums_squared(grads, max_norm):
    """Each array is summed and the sum is squared, so that signs cancel: square each element, then sum."""
    return _scaled(grads, np.sqrt(sum(np.sum(grad * 1.0) ** 2 for grad in grads)), max_norm)


@mistake("clip_gradients")
def condition_reversed(grads, max_norm):
    """Gradients below the limit are scaled and those above it are not: scale where the norm exceeds max_norm."""
    norm = _norm(grads)
    return [grad * (max_norm / norm) if 0 < norm < max_norm else grad * 1.0 for grad in grads]


@mistake("clip_gradients")
def squared_norm_compared(grads, max_norm):
    """The squared norm is compared with max_norm: compare like with like, the norm after its root."""
    norm = _norm(grads)
    factor = max_norm / norm if norm**2 > max_norm else 1.0
    return [np.asarray(grad, dtype=np.float64) * factor for grad in grads]


@mistake("clip_gradients")
def norms_added(grads, max_norm):
    """The arrays' norms are added: add the squares of all arrays, then take one root."""
    return _scaled(grads, sum(_norm([grad]) for grad in grads), max_norm)


@mistake("clip_gradients")
def largest_norm(grads, max_norm):
    """The norm is that of the longest array: all arrays count, as if they were one long vector."""
    return _scaled(grads, max(_norm([grad]) for grad in grads), max_norm)


@mistake("clip_gradients")
def largest_element(grads, max_norm):
    """The norm is the largest absolute element: it is the root of the sum of all squares."""
    return _scaled(grads, max(np.max(np.abs(grad)) for grad in grads), max_norm)


@mistake("clip_gradients")
def sum_of_absolute_values(grads, max_norm):
    """The norm is the sum of absolute values: it is the root of the sum of squares."""
    return _scaled(grads, sum(np.sum(np.abs(grad)) for grad in grads), max_norm)


@mistake("clip_gradients")
def root_of_the_mean_square(grads, max_norm):
    """The squares are averaged, so large arrays are hardly clipped: the norm is the root of their sum."""
    return _scaled(grads, _norm(grads) / np.sqrt(sum(grad.size for grad in grads)), max_norm)


@mistake("clip_gradients")
def norm_of_the_first_array(grads, max_norm):
    """The norm counts the first array alone: sum the squares over the whole list, with +=."""
    return _scaled(grads, _norm(grads[:1]), max_norm)


@mistake("clip_gradients")
def norm_of_the_last_array(grads, max_norm):
    """The norm counts the last array alone: the sum of squares starts anew in the loop, it needs +=."""
    return _scaled(grads, _norm(grads[-1:]), max_norm)


@mistake("clip_gradients")
def scaled_to_length_one(grads, max_norm):
    """Long gradients end with the norm 1: the factor is max_norm / norm, not 1 / norm."""
    norm = _norm(grads)
    return [grad / norm if norm > max_norm else np.array(grad, dtype=float) for grad in grads]


@mistake("clip_gradients")
def factor_upside_down(grads, max_norm):
    """Long gradients become longer: the factor is max_norm / norm, which is below 1."""
    norm = _norm(grads)
    factor = norm / max_norm if norm > max_norm else 1.0
    return [grad * factor for grad in grads]


@mistake("clip_gradients")
def small_number_in_the_denominator(grads, max_norm):
    """1e-6 is added to the norm, so the result is a little too short: where it exceeds max_norm it is not 0."""
    norm = _norm(grads)
    factor = min(1.0, max_norm / (norm + 1e-6))
    return [np.asarray(grad, dtype=np.float64) * factor for grad in grads]


@mistake("clip_gradients")
def zeros_handed_back(grads, max_norm):
    """Where all is zero the caller's own arrays come back: make copies, in float64, so that no memory is shared."""
    return grads if _norm(grads) == 0 else reference.clip_gradients(grads, max_norm)


@mistake("clip_gradients")
def arguments_scaled(grads, max_norm):
    """The caller's arrays are scaled themselves, by *=: make new ones and leave the arguments alone."""
    norm = _norm(grads)
    if norm > max_norm:
        for grad in grads:
            grad *= max_norm / norm
    return [np.array(grad, dtype=np.float64) for grad in grads]


@mistake("clip_gradients")
def arguments_handed_back(grads, max_norm):
    """Below the limit the caller's own arrays come back: make copies, so that no memory is shared."""
    norm = _norm(grads)
    if norm > max_norm:
        return [grad * (max_norm / norm) for grad in grads]
    return [np.asarray(grad, dtype=np.float64) for grad in grads]


@mistake("clip_gradients")
def squares_of_whole_numbers(grads, max_norm):
    """Squares of large int64 overflow, and the norm is wrong: turn the arrays into floats first."""
    with np.errstate(invalid="ignore"):
        norm = np.sqrt(sum(np.sum(grad**2) for grad in grads))
    return _scaled(grads, norm, max_norm)


@mistake("clip_gradients")
def whole_numbers_stay_whole(grads, max_norm):
    """Whole-number gradients come back as whole numbers, cut off: the result is float64."""
    return [
        array.astype(grad.dtype)
        for array, grad in zip(reference.clip_gradients(grads, max_norm), grads, strict=True)
    ]


@mistake("clip_gradients")
def vectors_left_alone(grads, max_norm):
    """Only matrices are scaled: the biases' gradients get the same factor."""
    scaled = reference.clip_gradients(grads, max_norm)
    return [
        new if new.ndim > 1 else np.array(grad, dtype=float)
        for new, grad in zip(scaled, grads, strict=True)
    ]


@mistake("clip_gradients")
def one_long_vector(grads, max_norm):
    """One long vector comes back: it serves for the norm only, the result is a list in the arrays' shapes."""
    return np.concatenate([grad.ravel() for grad in reference.clip_gradients(grads, max_norm)])


@mistake("clip_gradients")
def longest_arrays_scaled_alone(grads, max_norm):
    """Only arrays that are too long by themselves are scaled: once the one norm exceeds it, all are."""
    scaled = reference.clip_gradients(grads, max_norm)
    return [
        new if _norm([grad]) > max_norm else np.array(grad, dtype=np.float64)
        for new, grad in zip(scaled, grads, strict=True)
    ]
