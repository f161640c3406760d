"""Mistakes that students make in long short-term memory."""

import numpy as np

from grader.mistakes import mistake
from solutions import lstm as reference
from solutions.activations import sigmoid


def _gates(x, h, Wx, Wh, b):
    """Input gate, forget gate, candidate and output gate, in this order."""
    z_i, z_f, z_g, z_o = np.split(x @ Wx + h @ Wh + b, 4, axis=1)
    return sigmoid(z_i), sigmoid(z_f), np.tanh(z_g), sigmoid(z_o)


def _ordered(order, step, x, h, c, Wx, Wh, b):
    """A step whose four parts are taken from other columns."""
    m = h.shape[1]
    columns = np.concatenate([np.arange(k * m, (k + 1) * m) for k in order])
    return step(x, h, c, Wx[:, columns], Wh[:, columns], b[columns])


@mistake("lstm_step")
def forget_gate_first(x, h, c, Wx, Wh, b):
    """Forget and input gate are taken from each other's columns: the order is input, forget, candidate, output."""
    return _ordered((1, 0, 2, 3), reference.lstm_step, x, h, c, Wx, Wh, b)


@mistake("lstm_step")
def output_before_candidate(x, h, c, Wx, Wh, b):
    """Output gate and candidate are taken from each other's columns: the order is input, forget, candidate, output."""
    return _ordered((0, 1, 3, 2), reference.lstm_step, x, h, c, Wx, Wh, b)


@mistake("lstm_step")
def units_before_gates(x, h, c, Wx, Wh, b):
    """The columns are read as four gates for each unit: each gate's m columns lie side by side, z[:, :m] first."""
    z = x @ Wx + h @ Wh + b
    i, f, g, o = sigmoid(z[:, ::4]), sigmoid(z[:, 1::4]), np.tanh(z[:, 2::4]), sigmoid(z[:, 3::4])
    c = f * c + i * g
    return o * np.tanh(c), c


@mistake("lstm_step")
def candidate_through_sigmoid(x, h, c, Wx, Wh, b):
    """The candidate goes through sigmoid, so nothing negative can be written: it is tanh, the gates are sigmoids."""
    m = h.shape[1]
    z = x @ Wx + h @ Wh + b
    i, f, _, o = _gates(x, h, Wx, Wh, b)
    c = f * c + i * sigmoid(z[:, 2 * m : 3 * m])
    return o * np.tanh(c), c


@mistake("lstm_step")
def candidate_without_activation(x, h, c, Wx, Wh, b):
    """The candidate is the bare weighted sum: it goes through tanh."""
    m = h.shape[1]
    i, f, _, o = _gates(x, h, Wx, Wh, b)
    c = f * c + i * (x @ Wx + h @ Wh + b)[:, 2 * m : 3 * m]
    return o * np.tanh(c), c


@mistake("lstm_step")
def candidate_added_to_the_gate(x, h, c, Wx, Wh, b):
    """Input gate and candidate are added: the gate says how much of the candidate is written, i * g."""
    i, f, g, o = _gates(x, h, Wx, Wh, b)
    c = f * c + i + g
    return o * np.tanh(c), c


@mistake("lstm_step")
def gates_through_tanh(x, h, c, Wx, Wh, b):
    """All four parts go through tanh, so gates can be negative: input, forget and output gate are sigmoids."""
    i, f, g, o = np.split(np.tanh(x @ Wx + h @ Wh + b), 4, axis=1)
    c = f * c + i * g
    return o * np.tanh(c), c


@mistake("lstm_step")
def output_gate_through_tanh(x, h, c, Wx, Wh, b):
    """The output gate goes through tanh: it is a sigmoid, only the candidate is tanh."""
    m = h.shape[1]
    i, f, g, _ = _gates(x, h, Wx, Wh, b)
    c = f * c + i * g
    return np.tanh((x @ Wx + h @ Wh + b)[:, 3 * m :]) * np.tanh(c), c


@mistake("lstm_step")
def memory_shown_without_tanh(x, h, c, Wx, Wh, b):
    """The state shows the bare memory, o * c': it is o * tanh(c')."""
    i, f, g, o = _gates(x, h, Wx, Wh, b)
    c = f * c + i * g
    return o * c, c


@mistake("lstm_step")
def memory_shown_by_sigmoid(x, h, c, Wx, Wh, b):
    """The state shows the memory through sigmoid: it is o * tanh(c')."""
    _, c = reference.lstm_step(x, h, c, Wx, Wh, b)
    return _gates(x, h, Wx, Wh, b)[3] * sigmoid(c), c


@mistake("lstm_step")
def output_gate_inside_tanh(x, h, c, Wx, Wh, b):
    """The output gate is multiplied inside tanh: first tanh(c'), then times o."""
    _, c = reference.lstm_step(x, h, c, Wx, Wh, b)
    return np.tanh(_gates(x, h, Wx, Wh, b)[3] * c), c


@mistake("lstm_step")
def memory_squeezed_by_tanh(x, h, c, Wx, Wh, b):
    """The memory itself goes through tanh and fades: tanh is for the state alone, c' = f * c + i * g."""
    i, f, g, o = _gates(x, h, Wx, Wh, b)
    c = np.tanh(f * c + i * g)
    return o * c, c


@mistake("lstm_step")
def old_memory_shown(x, h, c, Wx, Wh, b):
    """The state shows the old memory: it is o * tanh(c') with the new one."""
    _, new = reference.lstm_step(x, h, c, Wx, Wh, b)
    return _gates(x, h, Wx, Wh, b)[3] * np.tanh(c), new


@mistake("lstm_step")
def forget_gate_forgets(x, h, c, Wx, Wh, b):
    """The forget gate is taken as 1 - f: in spite of its name f is what is kept, c' = f * c + i * g."""
    i, f, g, o = _gates(x, h, Wx, Wh, b)
    c = (1 - f) * c + i * g
    return o * np.tanh(c), c


@mistake("lstm_step")
def one_gate_for_both(x, h, c, Wx, Wh, b):
    """The candidate is weighted by 1 - f: the input gate has columns of its own, c' = f * c + i * g."""
    _, f, g, o = _gates(x, h, Wx, Wh, b)
    c = f * c + (1 - f) * g
    return o * np.tanh(c), c


@mistake("lstm_step")
def input_gate_left_out(x, h, c, Wx, Wh, b):
    """The candidate is written whole: the input gate says how much of it, i * g."""
    _, f, g, o = _gates(x, h, Wx, Wh, b)
    c = f * c + g
    return o * np.tanh(c), c


@mistake("lstm_step")
def forget_gate_left_out(x, h, c, Wx, Wh, b):
    """The old memory is kept whole: the forget gate says how much of it, f * c."""
    i, _, g, o = _gates(x, h, Wx, Wh, b)
    c = c + i * g
    return o * np.tanh(c), c


@mistake("lstm_step")
def output_gate_left_out(x, h, c, Wx, Wh, b):
    """The memory is shown whole, tanh(c'): the output gate says how much of it, o * tanh(c')."""
    _, c = reference.lstm_step(x, h, c, Wx, Wh, b)
    return np.tanh(c), c


@mistake("lstm_step")
def old_memory_left_out(x, h, c, Wx, Wh, b):
    """The old memory is lost: c' = f * c + i * g."""
    i, _, g, o = _gates(x, h, Wx, Wh, b)
    c = i * g
    return o * np.tanh(c), c


@mistake("lstm_step")
def biases_left_out(x, h, c, Wx, Wh, b):
    """The bias is in none of the gates: add b to x Wx + h Wh."""
    return reference.lstm_step(x, h, c, Wx, Wh, np.zeros(b.shape))


@mistake("lstm_step")
def biases_counted_twice(x, h, c, Wx, Wh, b):
    """The bias is added twice, with the input's part and with the state's: there is one b for both."""
    return reference.lstm_step(x, h, c, Wx, Wh, 2 * b)


@mistake("lstm_step")
def old_state_left_out(x, h, c, Wx, Wh, b):
    """The old state has no say in the gates: add h Wh to x Wx + b."""
    return reference.lstm_step(x, np.zeros(h.shape), c, Wx, Wh, b)


@mistake("lstm_step")
def memory_returned_first(x, h, c, Wx, Wh, b):
    """The memory comes back before the state: the order is (h, c)."""
    h, c = reference.lstm_step(x, h, c, Wx, Wh, b)
    return c, h


@mistake("lstm_step")
def forget_bias_added(x, h, c, Wx, Wh, b):
    """1 is added to the forget gate's sum: a large forget bias is a choice for b at the start, not for the step."""
    m = h.shape[1]
    return reference.lstm_step(x, h, c, Wx, Wh, b + np.repeat([0.0, 1.0, 0.0, 0.0], m))


@mistake("lstm_step")
def sigmoid_overflows(x, h, c, Wx, Wh, b):
    """exp(-z) overflows for very negative sums, with a warning: use the stable sigmoid of unit activations."""
    z_i, z_f, z_g, z_o = np.split(x @ Wx + h @ Wh + b, 4, axis=1)
    i, f, o = (1 / (1 + np.exp(-z)) for z in (z_i, z_f, z_o))
    c = f * c + i * np.tanh(z_g)
    return o * np.tanh(c), c


@mistake("lstm_step")
def exponentials_overflow(x, h, c, Wx, Wh, b):
    """An exponential overflows, in a tanh or sigmoid of large sums or memories: those of unit activations do not."""
    i, f, g, o = _gates(x, h, Wx, Wh, b)
    c = f * c + i * g
    return o * (np.exp(c) - np.exp(-c)) / (np.exp(c) + np.exp(-c)), c


@mistake("lstm_step")
def old_memory_overwritten(x, h, c, Wx, Wh, b):
    """The new memory is written into the argument c: make a new array, the way back needs the old one."""
    i, f, g, o = _gates(x, h, Wx, Wh, b)
    c *= f
    c += i * g
    return o * np.tanh(c), c


@mistake("lstm_step")
def tanh_of_each_part(x, h, c, Wx, Wh, b):
    """What is kept and what is written go through tanh one by one: tanh(c') is taken of their sum."""
    i, f, g, o = _gates(x, h, Wx, Wh, b)
    return o * (np.tanh(f * c) + np.tanh(i * g)), f * c + i * g


def _parts(dh, dc, x, h, c, Wx, Wh, b):
    """The gates, tanh(c') and the right gradient by c'."""
    i, f, g, o = _gates(x, h, Wx, Wh, b)
    shown = np.tanh(f * c + i * g)
    return i, f, g, o, shown, dc + dh * o * (1 - shown**2)


def _gradients(dz, dc_prev, x, h, Wx, Wh):
    """The six results, from the gradient by the weighted sums and by the old memory."""
    return dz @ Wx.T, dz @ Wh.T, dc_prev, x.T @ dz, h.T @ dz, dz.sum(axis=0)


def _side_by_side(i, f, g, o, di, df, dg, do):
    return np.concatenate(
        [di * i * (1 - i), df * f * (1 - f), dg * (1 - g**2), do * o * (1 - o)], axis=1
    )


@mistake("lstm_step_backward")
def way_through_the_state_left_out(dh, dc, x, h, c, Wx, Wh, b):
    """The memory gets dc alone: it is shown in h' too, so add dh * o * (1 - tanh(c')²)."""
    i, f, g, o, shown, _ = _parts(dh, dc, x, h, c, Wx, Wh, b)
    dz = _side_by_side(i, f, g, o, dc * g, dc * c, dc * i, dh * shown)
    return _gradients(dz, dc * f, x, h, Wx, Wh)


@mistake("lstm_step_backward")
def upstream_of_the_memory_left_out(dh, dc, x, h, c, Wx, Wh, b):
    """dc, which comes from later memories, is left out: add it to what comes through h'."""
    return reference.lstm_step_backward(dh, np.zeros(dc.shape), x, h, c, Wx, Wh, b)


@mistake("lstm_step_backward")
def slope_of_the_shown_memory_left_out(dh, dc, x, h, c, Wx, Wh, b):
    """From h' to the memory the slope of tanh is missing: dc + dh * o * (1 - tanh(c')²)."""
    i, f, g, o, shown, _ = _parts(dh, dc, x, h, c, Wx, Wh, b)
    total = dc + dh * o
    dz = _side_by_side(i, f, g, o, total * g, total * c, total * i, dh * shown)
    return _gradients(dz, total * f, x, h, Wx, Wh)


@mistake("lstm_step_backward")
def output_gate_not_on_the_way(dh, dc, x, h, c, Wx, Wh, b):
    """From h' to the memory the output gate is missing: dc + dh * o * (1 - tanh(c')²)."""
    i, f, g, o, shown, _ = _parts(dh, dc, x, h, c, Wx, Wh, b)
    total = dc + dh * (1 - shown**2)
    dz = _side_by_side(i, f, g, o, total * g, total * c, total * i, dh * shown)
    return _gradients(dz, total * f, x, h, Wx, Wh)


@mistake("lstm_step_backward")
def slope_from_the_memory_itself(dh, dc, x, h, c, Wx, Wh, b):
    """The slope is taken as 1 - c'², which can be far below 0: it is 1 - tanh(c')²."""
    i, f, g, o, shown, _ = _parts(dh, dc, x, h, c, Wx, Wh, b)
    total = dc + dh * o * (1 - (f * c + i * g) ** 2)
    dz = _side_by_side(i, f, g, o, total * g, total * c, total * i, dh * shown)
    return _gradients(dz, total * f, x, h, Wx, Wh)


@mistake("lstm_step_backward")
def memory_never_through_tanh(dh, dc, x, h, c, Wx, Wh, b):
    """c' stands where tanh(c') belongs, in do and in the slope: do = dh * tanh(c'), and 1 - tanh(c')²."""
    i, f, g, o, _, _ = _parts(dh, dc, x, h, c, Wx, Wh, b)
    new = f * c + i * g
    total = dc + dh * o * (1 - new**2)
    dz = _side_by_side(i, f, g, o, total * g, total * c, total * i, dh * new)
    return _gradients(dz, total * f, x, h, Wx, Wh)


@mistake("lstm_step_backward")
def slope_at_the_old_memory(dh, dc, x, h, c, Wx, Wh, b):
    """The slope of tanh is taken at the old memory: h' shows the new one, 1 - tanh(c')²."""
    i, f, g, o, shown, _ = _parts(dh, dc, x, h, c, Wx, Wh, b)
    total = dc + dh * o * (1 - np.tanh(c) ** 2)
    dz = _side_by_side(i, f, g, o, total * g, total * c, total * i, dh * shown)
    return _gradients(dz, total * f, x, h, Wx, Wh)


@mistake("lstm_step_backward")
def new_memory_for_the_forget_gate(dh, dc, x, h, c, Wx, Wh, b):
    """The forget gate's gradient takes the new memory: f multiplies the old one, df = dc' * c."""
    i, f, g, o, shown, total = _parts(dh, dc, x, h, c, Wx, Wh, b)
    dz = _side_by_side(i, f, g, o, total * g, total * (f * c + i * g), total * i, dh * shown)
    return _gradients(dz, total * f, x, h, Wx, Wh)


@mistake("lstm_step_backward")
def memory_for_the_output_gate(dh, dc, x, h, c, Wx, Wh, b):
    """The output gate's gradient takes the bare memory: o multiplies tanh(c'), so do = dh * tanh(c')."""
    i, f, g, o, _, total = _parts(dh, dc, x, h, c, Wx, Wh, b)
    dz = _side_by_side(i, f, g, o, total * g, total * c, total * i, dh * (f * c + i * g))
    return _gradients(dz, total * f, x, h, Wx, Wh)


@mistake("lstm_step_backward")
def input_gate_and_candidate_swapped(dh, dc, x, h, c, Wx, Wh, b):
    """di takes i and dg takes g: in the product i * g the slope by one factor is the other."""
    i, f, g, o, shown, total = _parts(dh, dc, x, h, c, Wx, Wh, b)
    dz = _side_by_side(i, f, g, o, total * i, total * c, total * g, dh * shown)
    return _gradients(dz, total * f, x, h, Wx, Wh)


@mistake("lstm_step_backward")
def forget_gate_not_on_the_way_back(dh, dc, x, h, c, Wx, Wh, b):
    """dc_prev is dc' as it is: the old memory was multiplied by f, so its gradient is dc' * f."""
    dx, dh_prev, _, *shared = reference.lstm_step_backward(dh, dc, x, h, c, Wx, Wh, b)
    return dx, dh_prev, _parts(dh, dc, x, h, c, Wx, Wh, b)[-1], *shared


@mistake("lstm_step_backward")
def old_memory_gets_dc_alone(dh, dc, x, h, c, Wx, Wh, b):
    """dc_prev is dc * f: what comes through h' goes on to the old memory too, dc' * f."""
    dx, dh_prev, _, *shared = reference.lstm_step_backward(dh, dc, x, h, c, Wx, Wh, b)
    return dx, dh_prev, dc * _gates(x, h, Wx, Wh, b)[1], *shared


@mistake("lstm_step_backward")
def slopes_left_out(dh, dc, x, h, c, Wx, Wh, b):
    """The gates' gradients skip their activations: multiply by sigmoid's and tanh's slopes to come to dz."""
    i, f, g, _, shown, total = _parts(dh, dc, x, h, c, Wx, Wh, b)
    dz = np.concatenate([total * g, total * c, total * i, dh * shown], axis=1)
    return _gradients(dz, total * f, x, h, Wx, Wh)


@mistake("lstm_step_backward")
def output_gate_from_all_that_reaches_the_memory(dh, dc, x, h, c, Wx, Wh, b):
    """The output gate's gradient is made of dc': the gate stands on the way to h' alone, do = dh * tanh(c')."""
    i, f, g, o, shown, total = _parts(dh, dc, x, h, c, Wx, Wh, b)
    dz = _side_by_side(i, f, g, o, total * g, total * c, total * i, total * shown)
    return _gradients(dz, total * f, x, h, Wx, Wh)


@mistake("lstm_step_backward")
def slope_of_the_candidate_without_square(dh, dc, x, h, c, Wx, Wh, b):
    """The candidate's slope is taken as 1 - g: that of tanh is 1 - g², from the output g."""
    i, f, g, o, shown, total = _parts(dh, dc, x, h, c, Wx, Wh, b)
    dz = _side_by_side(i, f, g, o, total * g, total * c, total * i, dh * shown)
    m = h.shape[1]
    dz[:, 2 * m : 3 * m] = total * i * (1 - g)
    return _gradients(dz, total * f, x, h, Wx, Wh)


@mistake("lstm_step_backward")
def slope_of_sigmoid_for_the_candidate(dh, dc, x, h, c, Wx, Wh, b):
    """The candidate has sigmoid's slope, g (1 - g): it went through tanh, whose slope is 1 - g²."""
    i, f, g, o, shown, total = _parts(dh, dc, x, h, c, Wx, Wh, b)
    dz = _side_by_side(i, f, g, o, total * g, total * c, total * i, dh * shown)
    m = h.shape[1]
    dz[:, 2 * m : 3 * m] = total * i * g * (1 - g)
    return _gradients(dz, total * f, x, h, Wx, Wh)


@mistake("lstm_step_backward")
def slope_of_tanh_for_the_gates(dh, dc, x, h, c, Wx, Wh, b):
    """All four parts have tanh's slope: the gates went through sigmoid, whose slope is i (1 - i)."""
    i, f, g, o, shown, total = _parts(dh, dc, x, h, c, Wx, Wh, b)
    upstream = np.concatenate([total * g, total * c, total * i, dh * shown], axis=1)
    dz = upstream * (1 - np.concatenate([i, f, g, o], axis=1) ** 2)
    return _gradients(dz, total * f, x, h, Wx, Wh)


@mistake("lstm_step_backward")
def activations_applied_again(dh, dc, x, h, c, Wx, Wh, b):
    """The slopes take sigmoid and tanh of the gates once more: gates are outputs, i (1 - i) and 1 - g²."""
    i, f, g, o, shown, total = _parts(dh, dc, x, h, c, Wx, Wh, b)
    again = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
    dz = _side_by_side(*again, total * g, total * c, total * i, dh * shown)
    return _gradients(dz, total * f, x, h, Wx, Wh)


@mistake("lstm_step_backward")
def gates_in_another_order(dh, dc, x, h, c, Wx, Wh, b):
    """The parts of dz lie in another order than the columns of Wx: it is input, forget, candidate, output."""
    i, f, g, o, shown, total = _parts(dh, dc, x, h, c, Wx, Wh, b)
    z_i, z_f, z_g, z_o = np.split(
        _side_by_side(i, f, g, o, total * g, total * c, total * i, dh * shown), 4, axis=1
    )
    return _gradients(np.concatenate([z_i, z_f, z_o, z_g], axis=1), total * f, x, h, Wx, Wh)


@mistake("lstm_step_backward")
def averaged_over_the_batch(dh, dc, x, h, c, Wx, Wh, b):
    """The weights' gradients are divided by n: dh and dc come from a cost that did so already, only sum."""
    *own, dWx, dWh, db = reference.lstm_step_backward(dh, dc, x, h, c, Wx, Wh, b)
    return *own, dWx / len(x), dWh / len(x), db / len(x)


@mistake("lstm_step_backward")
def bias_gradient_of_each_row(dh, dc, x, h, c, Wx, Wh, b):
    """db has a row for each sequence: all share one bias, so sum over the batch, (4m,)."""
    *others, _ = reference.lstm_step_backward(dh, dc, x, h, c, Wx, Wh, b)
    i, f, g, o, shown, total = _parts(dh, dc, x, h, c, Wx, Wh, b)
    return *others, _side_by_side(i, f, g, o, total * g, total * c, total * i, dh * shown)


@mistake("lstm_step_backward")
def bias_gradient_is_one_number(dh, dc, x, h, c, Wx, Wh, b):
    """db is a single number: it has b's shape, (4m,), as only the rows are summed, dz.sum(axis=0)."""
    *others, db = reference.lstm_step_backward(dh, dc, x, h, c, Wx, Wh, b)
    return *others, db.sum()


@mistake("lstm_step_backward")
def bias_gradient_keeps_an_axis(dh, dc, x, h, c, Wx, Wh, b):
    """db has the shape (1, 4m): it has b's own, (4m,), so sum without keepdims."""
    *others, db = reference.lstm_step_backward(dh, dc, x, h, c, Wx, Wh, b)
    return *others, db[None]


@mistake("lstm_step_backward")
def new_state_for_the_weights(dh, dc, x, h, c, Wx, Wh, b):
    """dWh pairs dz with the state that the step made: Wh was multiplied by the state before, h.T dz."""
    *others, _, db = reference.lstm_step_backward(dh, dc, x, h, c, Wx, Wh, b)
    i, f, g, o, shown, total = _parts(dh, dc, x, h, c, Wx, Wh, b)
    dz = _side_by_side(i, f, g, o, total * g, total * c, total * i, dh * shown)
    return *others, (o * shown).T @ dz, db


@mistake("lstm_step_backward")
def upstream_written_into(dh, dc, x, h, c, Wx, Wh, b):
    """The argument dc is changed, by +=: make a new array for dc', the caller's stays as it is."""
    gradients = reference.lstm_step_backward(dh, dc, x, h, c, Wx, Wh, b)
    dc += _parts(dh, dc, x, h, c, Wx, Wh, b)[-1] - dc
    return gradients


@mistake("lstm_step_backward")
def memory_before_state(dh, dc, x, h, c, Wx, Wh, b):
    """dc_prev comes back before dh_prev: the order is dx, dh_prev, dc_prev, dWx, dWh, db."""
    dx, dh_prev, dc_prev, *shared = reference.lstm_step_backward(dh, dc, x, h, c, Wx, Wh, b)
    return dx, dc_prev, dh_prev, *shared


@mistake("lstm_step_backward")
def slopes_overflow(dh, dc, x, h, c, Wx, Wh, b):
    """An exponential, as of -z or in cosh(c'), overflows with a warning: take slopes from outputs, o (1 - o)."""
    z = x @ Wx + h @ Wh + b
    1 / (1 + np.exp(-z))
    return reference.lstm_step_backward(dh, dc, x, h, c, Wx, Wh, b)


@mistake("lstm_step_backward")
def gradient_of_the_state_passed_on(dh, dc, x, h, c, Wx, Wh, b):
    """dh is added to dh_prev: the old state reaches the new one only through the gates, dz Wh.T."""
    dx, dh_prev, *others = reference.lstm_step_backward(dh, dc, x, h, c, Wx, Wh, b)
    return dx, dh + dh_prev, *others


def _walk(X, h, c, Wx, Wh, b, step=reference.lstm_step, handed=lambda h, c, h0, c0: (h, c)):
    H, C = np.zeros((*X.shape[:2], h.shape[1])), np.zeros((*X.shape[:2], h.shape[1]))
    h0, c0 = h, c
    for k in range(X.shape[1]):
        H[:, k], C[:, k] = step(X[:, k], h, c, Wx, Wh, b)
        h, c = handed(H[:, k], C[:, k], h0, c0)
    return H, C


@mistake("lstm_forward")
def first_state_left_out(X, h0, c0, Wx, Wh, b):
    """The states start from zeros: the first step is made from h0."""
    return reference.lstm_forward(X, np.zeros(h0.shape), c0, Wx, Wh, b)


@mistake("lstm_forward")
def first_memory_left_out(X, h0, c0, Wx, Wh, b):
    """The memories start from zeros: the first step is made from c0."""
    return reference.lstm_forward(X, h0, np.zeros(c0.shape), Wx, Wh, b)


@mistake("lstm_forward")
def first_state_and_memory_left_out(X, h0, c0, Wx, Wh, b):
    """State and memory start from zeros: the first step is made from h0 and c0."""
    return reference.lstm_forward(X, np.zeros(h0.shape), np.zeros(c0.shape), Wx, Wh, b)


@mistake("lstm_forward")
def state_not_handed_on(X, h0, c0, Wx, Wh, b):
    """Every step gets h0 again: hand the new state on to the next step, as well as the memory."""
    return _walk(X, h0, c0, Wx, Wh, b, handed=lambda h, c, h0, c0: (h0, c))


@mistake("lstm_forward")
def memory_not_handed_on(X, h0, c0, Wx, Wh, b):
    """Every step gets c0 again: hand the new memory on to the next step, as well as the state."""
    return _walk(X, h0, c0, Wx, Wh, b, handed=lambda h, c, h0, c0: (h, c0))


@mistake("lstm_forward")
def neither_handed_on(X, h0, c0, Wx, Wh, b):
    """Every step starts from h0 and c0: hand the new state and memory on to the next one."""
    return _walk(X, h0, c0, Wx, Wh, b, handed=lambda h, c, h0, c0: (h0, c0))


@mistake("lstm_forward")
def state_and_memory_swapped(X, h0, c0, Wx, Wh, b):
    """State and memory change places from step to step: the step returns (h, c), in this order."""
    return _walk(X, h0, c0, Wx, Wh, b, handed=lambda h, c, h0, c0: (c, h))


@mistake("lstm_forward")
def memories_first(X, h0, c0, Wx, Wh, b):
    """The memories come back before the states: the order is (H, C)."""
    H, C = reference.lstm_forward(X, h0, c0, Wx, Wh, b)
    return C, H


@mistake("lstm_forward")
def states_alone(X, h0, c0, Wx, Wh, b):
    """Only the states come back: the pair (H, C) is wanted, states and memories."""
    return reference.lstm_forward(X, h0, c0, Wx, Wh, b)[0]


@mistake("lstm_forward")
def last_step_alone(X, h0, c0, Wx, Wh, b):
    """Only the last state and memory come back, (n, m): those of all steps are wanted, (n, t, m)."""
    H, C = reference.lstm_forward(X, h0, c0, Wx, Wh, b)
    return H[:, -1].copy(), C[:, -1].copy()


@mistake("lstm_forward")
def steps_on_the_first_axis(X, h0, c0, Wx, Wh, b):
    """The steps are stacked along the first axis, (t, n, m): they are the second one, (n, t, m)."""
    H, C = reference.lstm_forward(X, h0, c0, Wx, Wh, b)
    return np.swapaxes(H, 0, 1).copy(), np.swapaxes(C, 0, 1).copy()


@mistake("lstm_forward")
def beginning_among_the_steps(X, h0, c0, Wx, Wh, b):
    """h0 and c0 come back as one step more, so that there are t + 1: only what the steps made belongs there."""
    H, C = reference.lstm_forward(X, h0, c0, Wx, Wh, b)
    return tuple(np.concatenate([a[:, None], A], axis=1) for a, A in ((h0, H), (c0, C)))


@mistake("lstm_forward")
def values_before_the_steps(X, h0, c0, Wx, Wh, b):
    """Each place holds what was before its step, h0 and c0 first, and the last is lost: store it after the step."""
    H, C = reference.lstm_forward(X, h0, c0, Wx, Wh, b)
    return tuple(np.concatenate([a[:, None], A[:, :-1]], axis=1) for a, A in ((h0, H), (c0, C)))


@mistake("lstm_forward")
def last_step_everywhere(X, h0, c0, Wx, Wh, b):
    """All steps are equal: one array was filled again and again. Store a new array, or a copy, for each step."""
    H, C = reference.lstm_forward(X, h0, c0, Wx, Wh, b)
    return tuple(np.repeat(A[:, -1:], X.shape[1], axis=1) for A in (H, C))


@mistake("lstm_forward")
def backwards_in_time(X, h0, c0, Wx, Wh, b):
    """The sequence is read from its end: h0 and c0 are before the first step, and the walk goes forward."""
    H, C = reference.lstm_forward(X[:, ::-1], h0, c0, Wx, Wh, b)
    return H[:, ::-1].copy(), C[:, ::-1].copy()


@mistake("lstm_forward")
def steps_counted_by_the_batch(X, h0, c0, Wx, Wh, b):
    """The loop runs over the number of sequences: steps are the second axis, X.shape[1]."""
    H, C = (np.zeros((*X.shape[:2], h0.shape[1])) for _ in range(2))
    h, c = h0, c0
    for k in range(len(X)):
        h, c = reference.lstm_step(X[:, k], h, c, Wx, Wh, b)
        H[:, k], C[:, k] = h, c
    return H, C


@mistake("lstm_forward")
def results_of_whole_numbers(X, h0, c0, Wx, Wh, b):
    """H and C have the type of X, so whole-number sequences cut them to whole numbers: they are float64."""
    H, C = reference.lstm_forward(X, h0, c0, Wx, Wh, b)
    return H.astype(X.dtype), C.astype(X.dtype)


@mistake("lstm_forward")
def ended_at_an_input_of_zeros(X, h0, c0, Wx, Wh, b):
    """The walk ends at an input of zeros, as if it were padding: it is an input as any other."""
    H, C = reference.lstm_forward(X, h0, c0, Wx, Wh, b)
    for k in range(X.shape[1]):
        if not X[:, k].any():
            H[:, k:], C[:, k:] = 0.0, 0.0
    return H, C


@mistake("lstm_forward")
def beginning_overwritten(X, h0, c0, Wx, Wh, b):
    """States and memories are written into h0 and c0: start from copies, the caller needs them unchanged."""
    H, C = reference.lstm_forward(X, h0, c0, Wx, Wh, b)
    h0[...], c0[...] = H[:, -1], C[:, -1]
    return H, C


@mistake("lstm_forward")
def one_beginning_for_all(X, h0, c0, Wx, Wh, b):
    """All sequences start from the first rows of h0 and c0: each has rows of its own."""
    h, c = (np.repeat(array[:1], len(X), axis=0) for array in (h0, c0))
    return reference.lstm_forward(X, h, c, Wx, Wh, b)


def _way_back(dH, X, h0, c0, Wx, Wh, b, handed=lambda dh, dc: (dh, dc), clip=None):
    """The right walk back, of which a mistake may spoil what is handed on."""
    H, C = reference.lstm_forward(X, h0, c0, Wx, Wh, b)
    dX, dh, dc = np.zeros(X.shape), np.zeros(h0.shape), np.zeros(c0.shape)
    dWx, dWh, db = np.zeros(Wx.shape), np.zeros(Wh.shape), np.zeros(b.shape)
    for k in reversed(range(X.shape[1])):
        h, c = (H[:, k - 1], C[:, k - 1]) if k else (h0, c0)
        dh, dc = handed(dh, dc) if k < X.shape[1] - 1 else (dh, dc)
        dX[:, k], dh, dc, *parts = reference.lstm_step_backward(
            dH[:, k] + dh, dc, X[:, k], h, c, Wx, Wh, b
        )
        dWx, dWh, db = dWx + parts[0], dWh + parts[1], db + parts[2]
    return dX, dh, dc, dWx, dWh, db


@mistake("lstm_backward")
def later_states_left_out(dH, X, h0, c0, Wx, Wh, b):
    """Nothing comes back from the next step's state: dh is dH[:, k] plus that step's dh_prev."""
    return _way_back(dH, X, h0, c0, Wx, Wh, b, handed=lambda dh, dc: (0 * dh, dc))


@mistake("lstm_backward")
def later_memories_left_out(dH, X, h0, c0, Wx, Wh, b):
    """Nothing comes back from the next step's memory: its dc_prev is this step's dc."""
    return _way_back(dH, X, h0, c0, Wx, Wh, b, handed=lambda dh, dc: (dh, 0 * dc))


@mistake("lstm_backward")
def steps_by_themselves(dH, X, h0, c0, Wx, Wh, b):
    """Each step goes back by itself: add the next step's dh_prev to dH[:, k], and hand on its dc_prev."""
    return _way_back(dH, X, h0, c0, Wx, Wh, b, handed=lambda dh, dc: (0 * dh, 0 * dc))


@mistake("lstm_backward")
def forward_in_time(dH, X, h0, c0, Wx, Wh, b):
    """The loop runs from the first step to the last: gradients come back from later steps, begin at the end."""
    H, C = reference.lstm_forward(X, h0, c0, Wx, Wh, b)
    dX, dh, dc = np.zeros(X.shape), np.zeros(h0.shape), np.zeros(c0.shape)
    dWx, dWh, db = np.zeros(Wx.shape), np.zeros(Wh.shape), np.zeros(b.shape)
    for k in range(X.shape[1]):
        h, c = (H[:, k - 1], C[:, k - 1]) if k else (h0, c0)
        dX[:, k], dh, dc, *parts = reference.lstm_step_backward(
            dH[:, k] + dh, dc, X[:, k], h, c, Wx, Wh, b
        )
        dWx, dWh, db = dWx + parts[0], dWh + parts[1], db + parts[2]
    return dX, dh, dc, dWx, dWh, db


def _with_steps(dH, X, h0, c0, Wx, Wh, b, before):
    """The right walk back over steps that start from states and memories chosen by a mistake."""
    H, C = reference.lstm_forward(X, h0, c0, Wx, Wh, b)
    dX, dh, dc = np.zeros(X.shape), np.zeros(h0.shape), np.zeros(c0.shape)
    shared = [np.zeros(Wx.shape), np.zeros(Wh.shape), np.zeros(b.shape)]
    for k in reversed(range(X.shape[1])):
        h, c = before(H, C, k)
        dX[:, k], dh, dc, *parts = reference.lstm_step_backward(
            dH[:, k] + dh, dc, X[:, k], h, c, Wx, Wh, b
        )
        shared = [total + part for total, part in zip(shared, parts, strict=True)]
    return dX, dh, dc, *shared


@mistake("lstm_backward")
def index_wraps_at_the_first_step(dH, X, h0, c0, Wx, Wh, b):
    """H[:, k - 1] and C[:, k - 1] at k = 0 are the last ones, in silence: before the first step are h0 and c0."""
    return _with_steps(dH, X, h0, c0, Wx, Wh, b, lambda H, C, k: (H[:, k - 1], C[:, k - 1]))


@mistake("lstm_backward")
def values_after_the_step(dH, X, h0, c0, Wx, Wh, b):
    """The step back gets the state and memory that the step made: it needs those before it, of k - 1."""
    return _with_steps(dH, X, h0, c0, Wx, Wh, b, lambda H, C, k: (H[:, k], C[:, k]))


@mistake("lstm_backward")
def zeros_before_the_first_step(dH, X, h0, c0, Wx, Wh, b):
    """Zeros stand for state and memory before the first step: they are h0 and c0, on the way back too."""

    def before(H, C, k):
        return (H[:, k - 1], C[:, k - 1]) if k else (np.zeros(h0.shape), np.zeros(c0.shape))

    return _with_steps(dH, X, h0, c0, Wx, Wh, b, before)


@mistake("lstm_backward")
def beginning_of_zeros(dH, X, h0, c0, Wx, Wh, b):
    """The states are computed again from zeros: h0 and c0 count, forward and backward."""
    return reference.lstm_backward(dH, X, 0 * h0, 0 * c0, Wx, Wh, b)


@mistake("lstm_backward")
def weights_of_one_step(dH, X, h0, c0, Wx, Wh, b):
    """dWx, dWh and db are those of one step: all steps share the weights, so their parts add up, with +=."""
    dX, dh, dc, *_ = reference.lstm_backward(dH, X, h0, c0, Wx, Wh, b)
    t = X.shape[1]
    if t > 1:
        h, c = reference.lstm_step(X[:, 0], h0, c0, Wx, Wh, b)
        _, back_h, back_c, *_ = reference.lstm_backward(dH[:, 1:], X[:, 1:], h, c, Wx, Wh, b)
    else:
        back_h, back_c = np.zeros(h0.shape), np.zeros(c0.shape)
    first = reference.lstm_step_backward(dH[:, 0] + back_h, back_c, X[:, 0], h0, c0, Wx, Wh, b)
    return dX, dh, dc, *first[3:]


@mistake("lstm_backward")
def walk_ends_after_ten_steps(dH, X, h0, c0, Wx, Wh, b):
    """The walk back ends after ten steps, so what is further from the end gets nothing: go on to the first step."""
    if X.shape[1] <= 10:
        return reference.lstm_backward(dH, X, h0, c0, Wx, Wh, b)
    H, C = reference.lstm_forward(X, h0, c0, Wx, Wh, b)
    last = dH[:, -10:], X[:, -10:], H[:, -11], C[:, -11], Wx, Wh, b
    dX_last, _, _, *shared = reference.lstm_backward(*last)
    dX = np.zeros(X.shape)
    dX[:, -10:] = dX_last
    return dX, np.zeros(h0.shape), np.zeros(c0.shape), *shared


@mistake("lstm_backward")
def averaged_over_batch(dH, X, h0, c0, Wx, Wh, b):
    """The weights' gradients are divided by n: dH comes from a cost that did so already, only sum."""
    *own, dWx, dWh, db = reference.lstm_backward(dH, X, h0, c0, Wx, Wh, b)
    return *own, dWx / len(X), dWh / len(X), db / len(X)


@mistake("lstm_backward")
def averaged_over_steps(dH, X, h0, c0, Wx, Wh, b):
    """The weights' gradients are divided by t: the parts of all steps are added, nothing is averaged."""
    t = X.shape[1]
    *own, dWx, dWh, db = reference.lstm_backward(dH, X, h0, c0, Wx, Wh, b)
    return *own, dWx / t, dWh / t, db / t


@mistake("lstm_backward")
def last_state_alone_costs(dH, X, h0, c0, Wx, Wh, b):
    """Only the last state's dH counts: every step adds its own dH[:, k] to what comes back."""
    last = np.zeros(dH.shape)
    last[:, -1] = dH[:, -1]
    return reference.lstm_backward(last, X, h0, c0, Wx, Wh, b)


@mistake("lstm_backward")
def inputs_in_reverse(dH, X, h0, c0, Wx, Wh, b):
    """dX holds the steps in the order of the walk, the last first: reverse it, dX[:, k] belongs to X[:, k]."""
    dX, *others = reference.lstm_backward(dH, X, h0, c0, Wx, Wh, b)
    return dX[:, ::-1].copy(), *others


@mistake("lstm_backward")
def first_gradients_swapped(dH, X, h0, c0, Wx, Wh, b):
    """dc0 comes back before dh0: the order is dX, dh0, dc0, dWx, dWh, db."""
    dX, dh0, dc0, *shared = reference.lstm_backward(dH, X, h0, c0, Wx, Wh, b)
    return dX, dc0, dh0, *shared


@mistake("lstm_backward")
def beginning_gets_nothing(dH, X, h0, c0, Wx, Wh, b):
    """dh0 and dc0 are zero: they are the dh_prev and dc_prev of the first step."""
    dX, _, _, *shared = reference.lstm_backward(dH, X, h0, c0, Wx, Wh, b)
    return dX, np.zeros(h0.shape), np.zeros(c0.shape), *shared


@mistake("lstm_backward")
def upstream_added_in_place(dH, X, h0, c0, Wx, Wh, b):
    """The argument dH is changed: adding what comes back to dH[:, k] writes into the caller's array."""
    gradients = reference.lstm_backward(dH, X, h0, c0, Wx, Wh, b)
    H, C = reference.lstm_forward(X, h0, c0, Wx, Wh, b)
    dh, dc = np.zeros(h0.shape), np.zeros(c0.shape)
    for k in reversed(range(X.shape[1])):
        dH[:, k] += dh
        before = (H[:, k - 1], C[:, k - 1]) if k else (h0, c0)
        _, dh, dc, *_ = reference.lstm_step_backward(dH[:, k], dc, X[:, k], *before, Wx, Wh, b)
    return gradients


@mistake("lstm_backward")
def clipped_gradients(dH, X, h0, c0, Wx, Wh, b):
    """The weights' gradients are clipped: clipping is a choice of who trains, here they are exact."""
    *own, dWx, dWh, db = reference.lstm_backward(dH, X, h0, c0, Wx, Wh, b)
    return *own, *(np.clip(gradient, -5, 5) for gradient in (dWx, dWh, db))


@mistake("lstm_backward")
def inputs_of_whole_numbers(dH, X, h0, c0, Wx, Wh, b):
    """dX has the type of X, so whole-number sequences cut their gradient: it is float64 all the same."""
    dX, *others = reference.lstm_backward(dH, X, h0, c0, Wx, Wh, b)
    return dX.astype(X.dtype), *others


@mistake("lstm_backward")
def upstream_for_the_memories(dH, X, h0, c0, Wx, Wh, b):
    """dH is added to the memories' gradient too: the cost depends on H alone, C gets what comes through it."""
    H, C = reference.lstm_forward(X, h0, c0, Wx, Wh, b)
    dX, dh, dc = np.zeros(X.shape), np.zeros(h0.shape), np.zeros(c0.shape)
    shared = [np.zeros(Wx.shape), np.zeros(Wh.shape), np.zeros(b.shape)]
    for k in reversed(range(X.shape[1])):
        h, c = (H[:, k - 1], C[:, k - 1]) if k else (h0, c0)
        dX[:, k], dh, dc, *parts = reference.lstm_step_backward(
            dH[:, k] + dh, dH[:, k] + dc, X[:, k], h, c, Wx, Wh, b
        )
        shared = [total + part for total, part in zip(shared, parts, strict=True)]
    return dX, dh, dc, *shared
