"""Mistakes that students make in Boltzmann machines."""

from itertools import product

import numpy as np

from grader.mistakes import mistake
from solutions import boltzmann_machine as reference
from solutions.activations import sigmoid


def _couplings(s, W):
    """sᵀWs of each row, each pair of units twice."""
    s = np.asarray(s, dtype=np.float64)
    return np.sum(s @ W * s, axis=1)


def _overflowing_sigmoid(z):
    return 1 / (1 + np.exp(-z))


@mistake("energy")
def sign_lost(s, W, b):
    """The energy has the wrong sign: units that agree with weights and biases lower it, so both terms are negative."""
    return -reference.energy(s, W, b)


@mistake("energy")
def half_left_out(s, W, b):
    """Every coupling counts double: sᵀWs meets each pair twice, take half of it."""
    return -_couplings(s, W) - s @ b


@mistake("energy")
def half_of_pairs_met_once(s, W, b):
    """Each pair is met once and halved too: the half makes up for pairs that come twice, as in the whole of sᵀWs."""
    return -0.5 * _couplings(s, np.triu(W)) - s @ b


@mistake("energy")
def bias_halved(s, W, b):
    """The half stands before the biases too: it belongs to sᵀWs alone, where each pair comes twice."""
    return -0.5 * (_couplings(s, W) + s @ b)


@mistake("energy")
def biases_left_out(s, W, b):
    """The biases are not in the energy: subtract bᵀs."""
    return -0.5 * _couplings(s, W)


@mistake("energy")
def biases_added(s, W, b):
    """The biases are added: a unit that is 1 lowers the energy by its bias, -bᵀs."""
    return -0.5 * _couplings(s, W) + s @ b


@mistake("energy")
def couplings_added(s, W, b):
    """sᵀWs is added: two units that are both 1 lower the energy by their weight, -½ sᵀWs."""
    return 0.5 * _couplings(s, W) - s @ b


@mistake("energy")
def all_rows_together(s, W, b):
    """One number comes back, the sum over the rows: each row is a state with an energy of its own, (n,)."""
    return np.sum(reference.energy(s, W, b))


@mistake("energy")
def rows_with_each_other(s, W, b):
    """s W sᵀ couples every row with every other, (n, n): each row goes with itself, so multiply and sum over units."""
    s = np.asarray(s, dtype=np.float64)
    return -0.5 * s @ W @ s.T - s @ b


@mistake("energy")
def units_of_plus_and_minus_one(s, W, b):
    """The states are turned into -1 and 1: in this machine a unit is 0 or 1, and 0 adds nothing."""
    return reference.energy(2.0 * s - 1, W, b)


@mistake("energy")
def weight_for_energy(s, W, b):
    """exp(-E), the state's weight in the distribution, comes back: the energy itself is wanted."""
    return np.exp(-reference.energy(s, W, b))


@mistake("energy")
def half_rounded_down(s, W, b):
    """// 2 rounds down to whole numbers: half is 0.5 times, or / 2."""
    return -(_couplings(s, W) // 2) - s @ b


@mistake("energy")
def energies_in_a_column(s, W, b):
    """The energies come as a column, (n, 1): one number a row is (n,), sum without keepdims."""
    return reference.energy(s, W, b)[:, None]


@mistake("energy")
def couplings_of_small_integers(s, W, b):
    """s W s is computed in the type of the states, which cannot hold it: turn uint8 and bool into floats first."""
    s = np.asarray(s)
    return -0.5 * np.sum((s @ W).astype(s.dtype) * s, axis=1) - s @ b


@mistake("conditional")
def bias_of_the_unit_left_out(s, i, W, b):
    """The unit's bias is left out: add b_i to the weighted sum."""
    return sigmoid(s @ W[:, i])


@mistake("conditional")
def chance_of_zero(s, i, W, b):
    """This is the chance that the unit is 0: that of 1 is sigmoid(E0 - E1), the energy of 0 first."""
    return sigmoid(-(s @ W[:, i] + b[i]))


@mistake("conditional")
def half_of_the_weights(s, i, W, b):
    """The weights count by half: the half of the energy made up for pairs that come twice, here each comes once."""
    return sigmoid(0.5 * (s @ W[:, i]) + b[i])


@mistake("conditional")
def weights_double(s, i, W, b):
    """The weights count twice: E0 - E1 holds each W_ij once, as the energy takes half of sᵀWs."""
    return sigmoid(2.0 * (s @ W[:, i]) + b[i])


@mistake("conditional")
def without_sigmoid(s, i, W, b):
    """The bare weighted sum comes back, which is no chance: it goes through sigmoid."""
    return s @ W[:, i] + b[i]


@mistake("conditional")
def chance_of_the_present_value(s, i, W, b):
    """Where the unit is 0 now, this is its chance to stay 0: asked is the chance of 1, whatever it is now."""
    p = sigmoid(s @ W[:, i] + b[i])
    return np.where(np.asarray(s)[:, i] == 1, p, 1 - p)


@mistake("conditional")
def row_for_unit(s, i, W, b):
    """s[i] is row i, one chain: the chance is asked in every row, and unit i is a column of s."""
    return sigmoid(s[i] @ W[:, i] + b[i])


@mistake("conditional")
def all_units_at_once(s, i, W, b):
    """The chances of all units come back, (n, d): only that of unit i is wanted, (n,)."""
    return sigmoid(s @ W + b)


@mistake("conditional")
def units_counted_from_one(s, i, W, b):
    """This is the chance of unit i - 1: units are counted from 0, as columns are."""
    return sigmoid(s @ W[:, i - 1] + b[i - 1])


@mistake("conditional")
def bias_of_another_unit(s, i, W, b):
    """The bias is that of unit 0, whichever unit is asked about: it is b[i]."""
    return sigmoid(s @ W[:, i] + b[0])


@mistake("conditional")
def unit_switched_off_in_place(s, i, W, b):
    """Column i of the caller's states is overwritten: work on a copy, or leave it, as W's diagonal is zero."""
    s[:, i] = 0
    return sigmoid(s @ W[:, i] + b[i])


@mistake("conditional")
def ratio_of_exponentials(s, i, W, b):
    """exp(-E) overflows for large weights and inf / inf is NaN: take the sigmoid of the difference of energies."""
    off, on = np.array(s, dtype=np.float64), np.array(s, dtype=np.float64)
    off[:, i], on[:, i] = 0.0, 1.0
    low, high = np.exp(-reference.energy(off, W, b)), np.exp(-reference.energy(on, W, b))
    return high / (low + high)


@mistake("conditional")
def sigmoid_overflows(s, i, W, b):
    """exp(-z) overflows for a very negative sum, with a warning: use the stable sigmoid of unit activations."""
    return _overflowing_sigmoid(s @ W[:, i] + b[i])


@mistake("conditional")
def rounded_chance(s, i, W, b):
    """0 or 1 comes back, the likelier value: the chance itself is wanted."""
    return (sigmoid(s @ W[:, i] + b[i]) >= 0.5).astype(np.float64)


@mistake("conditional")
def one_row_squeezed(s, i, W, b):
    """For one row a bare number comes back: it is an array of one chance, (1,)."""
    return np.squeeze(reference.conditional(s, i, W, b))


def _normalised(exponents):
    powers = np.exp(exponents - np.max(exponents))
    return powers / np.sum(powers)


def _states(d, values=(0.0, 1.0)):
    return np.array(list(product(values, repeat=d)))


@mistake("distribution")
def likely_is_unlikely(W, b):
    """States of high energy are likely: the weight of a state is exp(-E), with a minus."""
    return _normalised(reference.energy(_states(len(b)), W, b))


@mistake("distribution")
def not_normalised(W, b):
    """The numbers do not sum to one: divide exp(-E) by Z, its sum over all states."""
    energies = reference.energy(_states(len(b)), W, b)
    return np.exp(-(energies - np.min(energies)))


@mistake("distribution")
def first_unit_lowest(W, b):
    """The states are in the wrong order: the first unit is the most significant digit, (0, 1) comes before (1, 0)."""
    return _normalised(-reference.energy(_states(len(b))[:, ::-1], W, b))


@mistake("distribution")
def second_unit_highest(W, b):
    """The first two units are exchanged in the order of states, as meshgrid does without indexing="ij"."""
    axes = np.meshgrid(*[[0.0, 1.0]] * len(b))
    return _normalised(-reference.energy(np.stack(axes, axis=-1).reshape(-1, len(b)), W, b))


@mistake("distribution")
def ones_before_zeros(W, b):
    """The states count down from all ones: they begin with all zeros."""
    return reference.distribution(W, b)[::-1].copy()


@mistake("distribution")
def states_of_plus_and_minus_one(W, b):
    """The states are of -1 and 1: in this machine a unit is 0 or 1."""
    return _normalised(-reference.energy(_states(len(b), (-1.0, 1.0)), W, b))


@mistake("distribution")
def couplings_double(W, b):
    """Every coupling counts double: the energy takes half of sᵀWs, which meets each pair twice."""
    return _normalised(-reference.energy(_states(len(b)), 2 * W, b))


@mistake("distribution")
def biases_not_in_the_energy(W, b):
    """The biases have no influence: the energy holds -bᵀs."""
    return _normalised(-reference.energy(_states(len(b)), W, np.zeros(len(b))))


@mistake("distribution")
def units_by_themselves(W, b):
    """The chances of single units are multiplied, as if no weight joined them: take exp(-E) of whole states."""
    p = sigmoid(b)
    return np.array([np.prod(np.where(s == 1, p, 1 - p)) for s in _states(len(b))])


@mistake("distribution")
def exponentials_overflow(W, b):
    """exp(-E) overflows for large weights: subtract the lowest energy from all first, which changes no ratio."""
    powers = np.exp(-reference.energy(_states(len(b)), W, b))
    return powers / np.sum(powers)


@mistake("distribution")
def shifted_by_the_highest_energy(W, b):
    """The highest energy is subtracted, so exp still overflows: subtract the lowest, that no exponent exceeds 0."""
    energies = reference.energy(_states(len(b)), W, b)
    powers = np.exp(-(energies - np.max(energies)))
    return powers / np.sum(powers)


@mistake("distribution")
def energies_clipped(W, b):
    """Energies are clipped before exp, so states beyond become equally likely: subtract the lowest energy."""
    powers = np.exp(np.clip(-reference.energy(_states(len(b)), W, b), -500, 500))
    return powers / np.sum(powers)


@mistake("distribution")
def chances_floored(W, b):
    """No chance is below 1e-10, though exp(-E) / Z may be any small number: nothing is added to it or cut off."""
    p = np.maximum(reference.distribution(W, b), 1e-10)
    return p / np.sum(p)


@mistake("distribution")
def an_axis_for_each_unit(W, b):
    """The result has an axis for each unit: the 2^d states are in one row, in binary counting order."""
    return reference.distribution(W, b).reshape((2,) * len(b))


@mistake("distribution")
def all_zeros_left_out(W, b):
    """The state of all zeros is left out: counting begins at 0, so that there are 2^d states."""
    return _normalised(-reference.energy(_states(len(b))[1:], W, b))


@mistake("distribution")
def logarithms_of_probabilities(W, b):
    """Logarithms come back, all negative: the probabilities themselves are wanted."""
    energies = reference.energy(_states(len(b)), W, b)
    lowest = np.min(energies)
    return lowest - energies - np.log(np.sum(np.exp(lowest - energies)))


@mistake("gibbs_sweep")
def all_units_from_old_values(s, W, b, rng):
    """All units are drawn from the old values: each sees the new values of the units before it."""
    p = sigmoid(s @ W + b)
    return np.stack([rng.random(len(s)) < p[:, i] for i in range(len(b))], axis=1) * 1.0


@mistake("gibbs_sweep")
def draws_of_the_whole_matrix(s, W, b, rng):
    """The draws are taken row by row, as one matrix (n, d): rng.random(n) is drawn for a unit at its turn."""
    s, draws = np.array(s, dtype=np.float64), rng.random(np.shape(s))
    for i in range(len(b)):
        s[:, i] = draws[:, i] < reference.conditional(s, i, W, b)
    return s


@mistake("gibbs_sweep")
def same_draw_for_every_unit(s, W, b, rng):
    """All units of a row share one draw, so they go up and down together: draw anew for every unit."""
    s, draws = np.array(s, dtype=np.float64), rng.random(len(s))
    for i in range(len(b)):
        s[:, i] = draws < reference.conditional(s, i, W, b)
    return s


@mistake("gibbs_sweep")
def one_draw_for_all_rows(s, W, b, rng):
    """All rows share one draw a unit, so the chains are not independent: draw n numbers, rng.random(n)."""
    s = np.array(s, dtype=np.float64)
    for i in range(len(b)):
        s[:, i] = rng.random() < reference.conditional(s, i, W, b)
    return s


@mistake("gibbs_sweep")
def last_unit_first(s, W, b, rng):
    """The sweep goes from the last unit to the first: the order is 0, 1, …, d-1."""
    s = np.array(s, dtype=np.float64)
    for i in reversed(range(len(b))):
        s[:, i] = rng.random(len(s)) < reference.conditional(s, i, W, b)
    return s


@mistake("gibbs_sweep")
def units_in_random_order(s, W, b, rng):
    """The units come in a random order, which takes draws of its own: the order is 0, 1, …, d-1."""
    s = np.array(s, dtype=np.float64)
    for i in rng.permutation(len(b)):
        s[:, i] = rng.random(len(s)) < reference.conditional(s, i, W, b)
    return s


@mistake("gibbs_sweep")
def one_unit_alone(s, W, b, rng):
    """Only one unit, picked at random, is drawn: a sweep draws every unit once, in order."""
    s, i = np.array(s, dtype=np.float64), rng.integers(len(b))
    s[:, i] = rng.random(len(s)) < reference.conditional(s, i, W, b)
    return s


@mistake("gibbs_sweep")
def last_unit_left_out(s, W, b, rng):
    """The last unit keeps its old value: range(d) goes to d - 1 by itself."""
    new = np.array(s, dtype=np.float64)
    for i in range(len(b) - 1):
        new[:, i] = rng.random(len(s)) < reference.conditional(new, i, W, b)
    return new


@mistake("gibbs_sweep")
def start_overwritten(s, W, b, rng):
    """The new states are written into the argument s: start from a copy."""
    for i in range(len(b)):
        s[:, i] = rng.random(len(s)) < reference.conditional(s, i, W, b)
    return s.astype(np.float64)


@mistake("gibbs_sweep")
def states_keep_their_type(s, W, b, rng):
    """The new states have the type of the old ones, whole numbers or bool: they are float64."""
    return reference.gibbs_sweep(s, W, b, rng).astype(np.asarray(s).dtype)


@mistake("gibbs_sweep")
def one_where_the_draw_is_above(s, W, b, rng):
    """A unit becomes 1 where its draw is above its chance, which happens with 1 - p: it is 1 below p."""
    s = np.array(s, dtype=np.float64)
    for i in range(len(b)):
        s[:, i] = rng.random(len(s)) > reference.conditional(s, i, W, b)
    return s


@mistake("gibbs_sweep")
def likelier_value(s, W, b, rng):
    """Each unit takes its likelier value and nothing is drawn: a unit of chance 0.7 is 0 in three cases of ten."""
    s = np.array(s, dtype=np.float64)
    for i in range(len(b)):
        s[:, i] = reference.conditional(s, i, W, b) > 0.5
    return s


@mistake("gibbs_sweep")
def generator_seeded_inside(s, W, b, rng):
    """A generator is made inside, so every sweep has the same draws: draw from the argument rng."""
    return reference.gibbs_sweep(s, W, b, np.random.default_rng(0))


@mistake("gibbs_sweep")
def chances_for_states(s, W, b, rng):
    """Chances come back and go on into the others' sums: each unit must be drawn, 0 or 1."""
    s = np.array(s, dtype=np.float64)
    for i in range(len(b)):
        s[:, i] = reference.conditional(s, i, W, b)
    return s


@mistake("gibbs_sweep")
def flipped_below_the_chance(s, W, b, rng):
    """A draw below p flips the unit: it makes the unit 1, whatever the unit was."""
    s = np.array(s, dtype=np.float64)
    for i in range(len(b)):
        below = rng.random(len(s)) < reference.conditional(s, i, W, b)
        s[:, i] = np.where(below, 1 - s[:, i], s[:, i])
    return s


@mistake("gibbs_sweep")
def binomial_draws(s, W, b, rng):
    """rng.binomial uses up other draws, so nobody else gets the same states: compare rng.random(n) with p."""
    s = np.array(s, dtype=np.float64)
    for i in range(len(b)):
        s[:, i] = rng.binomial(1, reference.conditional(s, i, W, b))
    return s


@mistake("gibbs_sweep")
def sweep_without_biases(s, W, b, rng):
    """The biases have no influence on the draws: a unit's sum is s·W_i + b_i."""
    return reference.gibbs_sweep(s, W, np.zeros(len(b)), rng)


@mistake("gibbs_sweep")
def sweep_with_overflow(s, W, b, rng):
    """exp(-z) overflows for a very negative sum, with a warning: use the stable sigmoid of unit activations."""
    s = np.array(s, dtype=np.float64)
    for i in range(len(b)):
        s[:, i] = rng.random(len(s)) < _overflowing_sigmoid(s @ W[:, i] + b[i])
    return s


@mistake("gibbs_sweep")
def two_sweeps(s, W, b, rng):
    """Every unit is drawn twice: one sweep draws each once."""
    return reference.gibbs_sweep(reference.gibbs_sweep(s, W, b, rng), W, b, rng)


@mistake("rbm_energy")
def restricted_sign_lost(v, h, W, a, b):
    """The energy has the wrong sign: all three terms are negative, -vᵀWh - aᵀv - bᵀh."""
    return -reference.rbm_energy(v, h, W, a, b)


@mistake("rbm_energy")
def couplings_halved(v, h, W, a, b):
    """The couplings are halved, as in the general machine: here each pair of a v and an h comes once."""
    return reference.rbm_energy(v, h, W / 2, a, b)


@mistake("rbm_energy")
def visible_biases_left_out(v, h, W, a, b):
    """The visible biases are left out: -aᵀv belongs to the energy."""
    return reference.rbm_energy(v, h, W, np.zeros(len(a)), b)


@mistake("rbm_energy")
def hidden_biases_left_out(v, h, W, a, b):
    """The hidden biases are left out: -bᵀh belongs to the energy."""
    return reference.rbm_energy(v, h, W, a, np.zeros(len(b)))


@mistake("rbm_energy")
def couplings_left_out(v, h, W, a, b):
    """Only the biases count: the weights between the layers, -vᵀWh, are left out."""
    return -(v @ a) - h @ b + 0.0


@mistake("rbm_energy")
def biases_with_plus(v, h, W, a, b):
    """The biases are added: a unit that is 1 lowers the energy by its bias."""
    return reference.rbm_energy(v, h, W, -a, -b)


@mistake("rbm_energy")
def energies_of_all_rows_summed(v, h, W, a, b):
    """One number comes back, the sum over the rows: each row has an energy of its own, (n,)."""
    return np.sum(reference.rbm_energy(v, h, W, a, b))


@mistake("rbm_energy")
def every_v_with_every_h(v, h, W, a, b):
    """v W hᵀ pairs every row of v with every row of h, (n, n): row i of h belongs to row i of v."""
    return -(v @ W @ np.asarray(h, dtype=np.float64).T) - v @ a - h @ b


@mistake("rbm_energy")
def hidden_states_summed_out(v, h, W, a, b):
    """This is the free energy, in which h plays no part: the energy of the given v and h is wanted."""
    return reference.free_energy(v, W, a, b)


@mistake("rbm_energy")
def probabilities_for_hidden_states(v, h, W, a, b):
    """P(h|v) stands where the given h belongs: the energy is that of the states handed in."""
    return reference.rbm_energy(v, reference.hidden_probabilities(v, W, b), W, a, b)


@mistake("rbm_energy")
def visible_units_rounded(v, h, W, a, b):
    """v is turned into whole numbers, which cuts probabilities to 0: visible units may be grey."""
    return reference.rbm_energy(np.asarray(v).astype(np.int64), h, W, a, b)


@mistake("rbm_energy")
def restricted_energies_in_a_column(v, h, W, a, b):
    """The energies come as a column, (n, 1): one number a row is (n,)."""
    return reference.rbm_energy(v, h, W, a, b)[:, None]


@mistake("hidden_probabilities")
def no_hidden_bias(v, W, b):
    """The hidden biases are left out: the sum is vW + b."""
    return sigmoid(v @ W)


@mistake("hidden_probabilities")
def sums_without_sigmoid(v, W, b):
    """Bare weighted sums come back, which are no chances: they go through sigmoid."""
    return v @ W + b


@mistake("hidden_probabilities")
def hidden_chance_of_zero(v, W, b):
    """These are the chances of 0: that of 1 is sigmoid(vW + b), without a minus."""
    return sigmoid(-(v @ W + b))


@mistake("hidden_probabilities")
def tanh_for_sigmoid(v, W, b):
    """The sums go through tanh, so chances are negative: a unit that is 0 or 1 has a sigmoid."""
    return np.tanh(v @ W + b)


@mistake("hidden_probabilities")
def softmax_for_sigmoid(v, W, b):
    """The chances of a row sum to one, as from softmax: each hidden unit is a coin of its own, sigmoid."""
    z = v @ W + b
    powers = np.exp(z - z.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


@mistake("hidden_probabilities")
def hidden_states_rounded(v, W, b):
    """0 or 1 comes back, the likelier state: the chance itself is wanted."""
    return (sigmoid(v @ W + b) > 0.5).astype(np.float64)


@mistake("hidden_probabilities")
def hidden_sigmoid_overflows(v, W, b):
    """exp(-z) overflows for very negative sums, with a warning: use the stable sigmoid of unit activations."""
    return _overflowing_sigmoid(v @ W + b)


@mistake("hidden_probabilities")
def hidden_sums_clipped(v, W, b):
    """Sums are clipped before sigmoid, so small chances are wrong: the stable sigmoid stands every sum."""
    return sigmoid(np.clip(v @ W + b, -10, 10))


@mistake("hidden_probabilities")
def one_visible_row_squeezed(v, W, b):
    """Axes of length 1 are squeezed away: one row, or one hidden unit, still has two axes, (n, m)."""
    return np.squeeze(reference.hidden_probabilities(v, W, b))


@mistake("hidden_probabilities")
def visible_states_from_greys(v, W, b):
    """v is rounded to states first: it may hold probabilities, which count as they are."""
    return sigmoid((np.asarray(v) >= 0.5) @ W + b)


@mistake("hidden_probabilities")
def mean_over_the_batch(v, W, b):
    """One row of means comes back: each row of v has its own chances, (n, m)."""
    return reference.hidden_probabilities(v, W, b).mean(axis=0)


@mistake("visible_probabilities")
def weights_not_transposed(h, W, a):
    """Going down takes W transposed, h Wᵀ: h W runs where both layers are equally wide, and is wrong there too."""
    return sigmoid(h @ W + a)


@mistake("visible_probabilities")
def weights_reshaped(h, W, a):
    """W is reshaped to (m, d), which keeps the order of its elements and mixes up who is joined: transpose it, W.T."""
    return sigmoid(h @ np.reshape(W, (W.shape[1], W.shape[0])) + a)


@mistake("visible_probabilities")
def weights_inverted(h, W, a):
    """W is inverted: the way down takes the same weights as the way up, transposed."""
    return sigmoid(h @ np.linalg.pinv(np.asarray(W, dtype=np.float64)) + a)


@mistake("visible_probabilities")
def no_visible_bias(h, W, a):
    """The visible biases are left out: the sum is hWᵀ + a."""
    return sigmoid(h @ W.T)


@mistake("visible_probabilities")
def downward_sums_without_sigmoid(h, W, a):
    """Bare weighted sums come back, which are no chances: they go through sigmoid."""
    return h @ W.T + a


@mistake("visible_probabilities")
def visible_chance_of_zero(h, W, a):
    """These are the chances of 0: that of 1 is sigmoid(hWᵀ + a), without a minus."""
    return sigmoid(-(h @ W.T + a))


@mistake("visible_probabilities")
def visible_softmax(h, W, a):
    """The chances of a row sum to one, as from softmax: each visible unit is a coin of its own, sigmoid."""
    z = h @ W.T + a
    powers = np.exp(z - z.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


@mistake("visible_probabilities")
def visible_states_rounded(h, W, a):
    """0 or 1 comes back, the likelier state: the chance itself is wanted."""
    return (sigmoid(h @ W.T + a) > 0.5).astype(np.float64)


@mistake("visible_probabilities")
def visible_sigmoid_overflows(h, W, a):
    """exp(-z) overflows for very negative sums, with a warning: use the stable sigmoid of unit activations."""
    return _overflowing_sigmoid(h @ W.T + a)


@mistake("visible_probabilities")
def one_hidden_row_squeezed(h, W, a):
    """Axes of length 1 are squeezed away: one row, or one visible unit, still has two axes, (n, d)."""
    return np.squeeze(reference.visible_probabilities(h, W, a))


@mistake("visible_probabilities")
def hidden_probabilities_rounded(h, W, a):
    """h is rounded to states first: it may hold probabilities, which count as they are."""
    return sigmoid((np.asarray(h) >= 0.5) @ W.T + a)


def _softplus(z):
    return np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))


@mistake("free_energy")
def free_energy_sign_lost(v, W, a, b):
    """The free energy has the wrong sign: it is minus the logarithm, and likely states have a low one."""
    return v @ a + np.sum(_softplus(v @ W + b), axis=1)


@mistake("free_energy")
def softplus_added(v, W, a, b):
    """The sum over hidden units is added: both terms are negative, -aᵀv - Σ log(1 + exp(z))."""
    return -(v @ a) + np.sum(_softplus(v @ W + b), axis=1)


@mistake("free_energy")
def free_energy_without_visible_biases(v, W, a, b):
    """The visible biases are left out: -aᵀv belongs to the free energy."""
    return -np.sum(_softplus(v @ W + b), axis=1)


@mistake("free_energy")
def free_energy_without_hidden_biases(v, W, a, b):
    """The hidden biases are left out: softplus takes z = vW + b."""
    return -(v @ a) - np.sum(_softplus(v @ W), axis=1)


@mistake("free_energy")
def softplus_overflows(v, W, a, b):
    """exp(z) overflows, and the free energy is infinite: log(1 + exp(z)) is max(z, 0) + log(1 + exp(-|z|))."""
    return -(v @ a) - np.sum(np.log(1 + np.exp(v @ W + b)), axis=1)


@mistake("free_energy")
def product_before_the_logarithm(v, W, a, b):
    """The product of all 1 + exp(z) overflows: take the logarithm of each factor and add them."""
    return -(v @ a) - np.log(np.prod(1 + np.exp(v @ W + b), axis=1))


@mistake("free_energy")
def softplus_linear_above_ten(v, W, a, b):
    """Above z = 10 softplus is taken as z, which is off by up to 5e-5: max(z, 0) + log1p(exp(-|z|)) is exact."""
    z = v @ W + b
    return -(v @ a) - np.sum(np.where(z > 10, z, np.log1p(np.exp(np.minimum(z, 10)))), axis=1)


@mistake("free_energy")
def softplus_linear_above_twenty(v, W, a, b):
    """Above z = 20 softplus is taken as z, which is off by up to 2e-9: max(z, 0) + log1p(exp(-|z|)) is exact."""
    z = v @ W + b
    return -(v @ a) - np.sum(np.where(z > 20, z, np.log1p(np.exp(np.minimum(z, 20)))), axis=1)


@mistake("free_energy")
def one_logarithm_for_all_units(v, W, a, b):
    """All exp(z) are added inside one logarithm: each hidden unit has a logarithm of its own, and these are added."""
    z = v @ W + b
    highest = np.maximum(z.max(axis=1, keepdims=True), 0.0)
    inside = np.exp(-highest[:, 0]) + np.sum(np.exp(z - highest), axis=1)
    return -(v @ a) - highest[:, 0] - np.log(inside)


@mistake("free_energy")
def softplus_clipped(v, W, a, b):
    """z is clipped before exp, so large sums are wrong: for large z softplus is z itself."""
    return -(v @ a) - np.sum(np.log1p(np.exp(np.clip(v @ W + b, -500, 500))), axis=1)


@mistake("free_energy")
def relu_for_softplus(v, W, a, b):
    """max(z, 0) stands for log(1 + exp(z)): that is right far from 0 only, at 0 softplus is log 2."""
    return -(v @ a) - np.sum(np.maximum(v @ W + b, 0), axis=1)


@mistake("free_energy")
def softplus_of_minus_z(v, W, a, b):
    """The sign inside is wrong, log(1 + exp(-z)): it is log(1 + exp(z))."""
    return -(v @ a) - np.sum(_softplus(-(v @ W + b)), axis=1)


@mistake("free_energy")
def energy_of_mean_hidden_units(v, W, a, b):
    """This is the energy with P(h|v) in the place of h: summing h out gives log(1 + exp(z)) for each hidden unit."""
    return reference.rbm_energy(v, reference.hidden_probabilities(v, W, b), W, a, b)


@mistake("free_energy")
def mean_over_hidden_units(v, W, a, b):
    """The hidden units are averaged: their log(1 + exp(z)) are added."""
    return -(v @ a) - np.mean(_softplus(v @ W + b), axis=1)


@mistake("free_energy")
def free_energies_summed(v, W, a, b):
    """One number comes back, the sum over the rows: each row has a free energy of its own, (n,)."""
    return np.sum(reference.free_energy(v, W, a, b))


@mistake("free_energy")
def greys_cut_off(v, W, a, b):
    """v is turned into whole numbers, which cuts probabilities to 0: visible units may be grey."""
    return reference.free_energy(np.asarray(v).astype(np.int64), W, a, b)


@mistake("free_energy")
def logarithm_of_base_two(v, W, a, b):
    """The logarithm is that of base 2: it is the natural one, np.log, which undoes exp."""
    return -(v @ a) - np.sum(_softplus(v @ W + b), axis=1) / np.log(2)


@mistake("sample")
def rounded_at_one_half(p, rng):
    """Nothing is drawn, each element takes its likelier value: compare a draw with p."""
    return (np.asarray(p) > 0.5).astype(np.float64)


@mistake("sample")
def draw_equal_to_chance_counts(p, rng):
    """A draw that equals its p gives 1: it is 1 only where the draw is less, else p = 0 could give 1."""
    return (rng.random(p.shape) <= p).astype(np.float64)


@mistake("sample")
def one_above_the_chance(p, rng):
    """1 stands where the draw is above p, so its chance is 1 - p: it is 1 where the draw is below."""
    return (rng.random(p.shape) > p).astype(np.float64)


@mistake("sample")
def booleans(p, rng):
    """True and False come back: states are 0.0 and 1.0, float64."""
    return rng.random(p.shape) < p


@mistake("sample")
def whole_numbers(p, rng):
    """The states are whole numbers: they are 0.0 and 1.0, float64."""
    return (rng.random(p.shape) < p).astype(np.int64)


@mistake("sample")
def type_of_the_chances(p, rng):
    """The states have the type of p, so whole-number chances give whole numbers: they are float64."""
    states = np.zeros_like(p)
    states[rng.random(p.shape) < p] = 1
    return states


@mistake("sample")
def one_draw_for_all(p, rng):
    """One number is compared with all chances: each element needs a draw of its own, rng.random(p.shape)."""
    return (rng.random() < p).astype(np.float64)


@mistake("sample")
def one_draw_for_each_row(p, rng):
    """All elements of a row share a draw: each needs its own, rng.random(p.shape)."""
    draws = rng.random(p.shape[:1]).reshape(-1, *[1] * (p.ndim - 1))
    return (draws < p).astype(np.float64)


@mistake("sample")
def seeded_each_time(p, rng):
    """A generator is made inside, so every sample has the same draws: draw from the argument rng."""
    return (np.random.default_rng(0).random(p.shape) < p).astype(np.float64)


@mistake("sample")
def global_generator(p, rng):
    """numpy's global generator is drawn from, so the state of rng plays no part: use rng.random."""
    return (np.random.random(p.shape) < p).astype(np.float64)


@mistake("sample")
def binomial_for_comparison(p, rng):
    """rng.binomial uses up other draws, so nobody else gets the same states: compare rng.random(p.shape) with p."""
    return rng.binomial(1, p).astype(np.float64)


@mistake("sample")
def normal_draws(p, rng):
    """The draws are normal, so they fall below p with another chance: rng.random is uniform in [0, 1)."""
    return (rng.standard_normal(p.shape) < p).astype(np.float64)


@mistake("sample")
def draws_column_by_column(p, rng):
    """The draws are laid out column by column: rng.random(p.shape) fills row after row."""
    return (p > rng.random(p.shape[::-1]).T).astype(np.float64)


@mistake("sample")
def drawn_twice(p, rng):
    """Twice as many numbers are drawn as needed: one rng.random(p.shape), so that others get the same states."""
    rng.random(p.shape)
    return (rng.random(p.shape) < p).astype(np.float64)


@mistake("sample")
def chances_overwritten(p, rng):
    """The states are written into the argument p: make a new array, the caller needs the chances."""
    p[...] = rng.random(p.shape) < p
    return p.astype(np.float64)


def _cd(v, W, a, b, rng, k=1, *, up=lambda p, rng: reference.sample(p, rng), down=None, start=None):
    """The data, its P(h|v), the end of the chain, its P(h|v); how layers are drawn may be spoiled."""
    down = down or up
    v = np.asarray(v, dtype=np.float64)
    chain = v if start is None else start
    for _ in range(k):
        h = up(reference.hidden_probabilities(chain, W, b), rng)
        chain = down(reference.visible_probabilities(h, W, a), rng)
    return (
        v,
        reference.hidden_probabilities(v, W, b),
        chain,
        reference.hidden_probabilities(chain, W, b),
    )


def _direction(v0, p0, vk, pk):
    n = len(v0)
    return (v0.T @ p0 - vk.T @ pk) / n, (v0 - vk).mean(axis=0), (p0 - pk).mean(axis=0)


@mistake("contrastive_divergence")
def phases_swapped(v, W, a, b, rng, k=1):
    """The chain is pulled down and the data pushed up: the direction is data minus chain, for climbing."""
    return tuple(-part for part in reference.contrastive_divergence(v, W, a, b, rng, k))


@mistake("contrastive_divergence")
def summed_over_the_batch(v, W, a, b, rng, k=1):
    """The direction is summed over the batch: divide by n, so that it does not grow with the batch."""
    return tuple(len(v) * part for part in reference.contrastive_divergence(v, W, a, b, rng, k))


@mistake("contrastive_divergence")
def weights_summed_biases_averaged(v, W, a, b, rng, k=1):
    """dW is summed over the batch, da and db averaged: all three are means."""
    dW, da, db = reference.contrastive_divergence(v, W, a, b, rng, k)
    return len(v) * dW, da, db


@mistake("contrastive_divergence")
def biases_summed_weights_averaged(v, W, a, b, rng, k=1):
    """da and db are summed over the batch, dW averaged: all three are means."""
    dW, da, db = reference.contrastive_divergence(v, W, a, b, rng, k)
    return dW, len(v) * da, len(v) * db


@mistake("contrastive_divergence")
def mean_of_all_elements(v, W, a, b, rng, k=1):
    """da and db are each one number for the whole layer: every unit has its own, the mean over rows, axis=0."""
    dW, da, db = reference.contrastive_divergence(v, W, a, b, rng, k)
    return dW, np.mean(da), np.mean(db)


@mistake("contrastive_divergence")
def hidden_samples_of_the_data(v, W, a, b, rng, k=1):
    """The data is paired with the hidden states that were drawn: the formulas take the probabilities P(h|v0)."""
    v0, p0, chain = np.asarray(v, dtype=np.float64), None, np.asarray(v, dtype=np.float64)
    for _ in range(k):
        h = reference.sample(reference.hidden_probabilities(chain, W, b), rng)
        p0 = h if p0 is None else p0
        chain = reference.sample(reference.visible_probabilities(h, W, a), rng)
    return _direction(v0, p0, chain, reference.hidden_probabilities(chain, W, b))


@mistake("contrastive_divergence")
def hidden_samples_of_the_chain(v, W, a, b, rng, k=1):
    """The chain's end is paired with hidden states that are drawn: the formulas take the probabilities P(h|vk)."""
    v0, p0, vk, pk = _cd(v, W, a, b, rng, k)
    return _direction(v0, p0, vk, reference.sample(pk, rng))


@mistake("contrastive_divergence")
def hidden_samples_in_both_phases(v, W, a, b, rng, k=1):
    """Both products take hidden states that were drawn: the formulas take the probabilities, which have less noise."""
    v0 = chain = np.asarray(v, dtype=np.float64)
    first = h = reference.sample(reference.hidden_probabilities(v0, W, b), rng)
    for _ in range(k):
        chain = reference.sample(reference.visible_probabilities(h, W, a), rng)
        h = reference.sample(reference.hidden_probabilities(chain, W, b), rng)
    return _direction(v0, first, chain, h)


@mistake("contrastive_divergence")
def last_visible_layer_not_drawn(v, W, a, b, rng, k=1):
    """The end of the chain is probabilities: the last visible layer is drawn as well, 0 or 1."""
    v0 = chain = np.asarray(v, dtype=np.float64)
    for step in range(k):
        h = reference.sample(reference.hidden_probabilities(chain, W, b), rng)
        p = reference.visible_probabilities(h, W, a)
        chain = reference.sample(p, rng) if step < k - 1 else p
    pk = reference.hidden_probabilities(chain, W, b)
    return _direction(v0, reference.hidden_probabilities(v0, W, b), chain, pk)


@mistake("contrastive_divergence")
def last_hidden_states_of_the_chain(v, W, a, b, rng, k=1):
    """vk is paired with the hidden states it was drawn from: go up once more and take P(h|vk)."""
    v0 = chain = np.asarray(v, dtype=np.float64)
    for _ in range(k):
        h = reference.sample(reference.hidden_probabilities(chain, W, b), rng)
        chain = reference.sample(reference.visible_probabilities(h, W, a), rng)
    return _direction(v0, reference.hidden_probabilities(v0, W, b), chain, h)


@mistake("contrastive_divergence")
def hidden_layer_drawn_once_more(v, W, a, b, rng, k=1):
    """The hidden layer is drawn once more after the last step, so the next call gets other draws: k of each layer."""
    v0, p0, vk, pk = _cd(v, W, a, b, rng, k)
    reference.sample(pk, rng)
    return _direction(v0, p0, vk, pk)


@mistake("contrastive_divergence")
def probabilities_all_along(v, W, a, b, rng, k=1):
    """The chain hands on probabilities and nothing is drawn: both layers are sampled at every step."""
    return _direction(*_cd(v, W, a, b, rng, k, up=lambda p, rng: p))


@mistake("contrastive_divergence")
def visible_probabilities_in_the_chain(v, W, a, b, rng, k=1):
    """The visible units of the chain are probabilities: they are drawn too, 0 or 1, after the hidden ones."""
    return _direction(*_cd(v, W, a, b, rng, k, down=lambda p, rng: p))


@mistake("contrastive_divergence")
def hidden_probabilities_in_the_chain(v, W, a, b, rng, k=1):
    """The hidden units of the chain are probabilities: draw them, 0 or 1, before going down."""
    return _direction(*_cd(v, W, a, b, rng, k, up=lambda p, rng: p, down=reference.sample))


@mistake("contrastive_divergence")
def likelier_states_in_the_chain(v, W, a, b, rng, k=1):
    """The chain takes the likelier state of each unit: it must be drawn, with rng."""
    return _direction(*_cd(v, W, a, b, rng, k, up=lambda p, rng: (p > 0.5) * 1.0))


@mistake("contrastive_divergence")
def k_ignored(v, W, a, b, rng, k=1):
    """The chain has one step whatever k is: go up and down k times, from where the step before ended."""
    return reference.contrastive_divergence(v, W, a, b, rng)


@mistake("contrastive_divergence")
def one_step_too_many(v, W, a, b, rng, k=1):
    """The chain has k + 1 steps: one up and down for k = 1."""
    return reference.contrastive_divergence(v, W, a, b, rng, k + 1)


@mistake("contrastive_divergence")
def one_step_too_few(v, W, a, b, rng, k=1):
    """The chain has k - 1 steps: one up and down for k = 1."""
    return _direction(*_cd(v, W, a, b, rng, k - 1))


@mistake("contrastive_divergence")
def chain_starts_anew(v, W, a, b, rng, k=1):
    """Each step starts from the data again: the next goes on from the chain's own visible states."""
    for _ in range(k):
        direction = reference.contrastive_divergence(v, W, a, b, rng)
    return direction


@mistake("contrastive_divergence")
def steps_summed(v, W, a, b, rng, k=1):
    """The differences of all steps are added up: only the data and the end of the chain are compared."""
    v0, parts = np.asarray(v, dtype=np.float64), []
    chain = v0
    for _ in range(k):
        *_, chain, pk = _cd(v0, W, a, b, rng, 1, start=chain)
        parts.append(_direction(v0, reference.hidden_probabilities(v0, W, b), chain, pk))
    return tuple(sum(each) for each in zip(*parts, strict=True))


@mistake("contrastive_divergence")
def default_of_ten_steps(v, W, a, b, rng, k=10):
    """Without k the chain has another number of steps: the default is 1."""
    return reference.contrastive_divergence(v, W, a, b, rng, k)


@mistake("contrastive_divergence")
def data_drawn_first(v, W, a, b, rng, k=1):
    """Grey data is drawn to 0 and 1 first: it goes into the first step and the formulas as it is."""
    return reference.contrastive_divergence(reference.sample(v * 1.0, rng), W, a, b, rng, k)


@mistake("contrastive_divergence")
def data_rounded_first(v, W, a, b, rng, k=1):
    """Grey data is rounded to 0 and 1: it goes into the first step and the formulas as it is."""
    return reference.contrastive_divergence((np.asarray(v) >= 0.5) * 1.0, W, a, b, rng, k)


@mistake("contrastive_divergence")
def data_in_both_phases(v, W, a, b, rng, k=1):
    """The second product takes the data again: it pairs the chain's vk with P(h|vk)."""
    v0, p0, vk, pk = _cd(v, W, a, b, rng, k)
    return v0.T @ (p0 - pk) / len(v0), (v0 - vk).mean(axis=0), (p0 - pk).mean(axis=0)


@mistake("contrastive_divergence")
def hidden_of_the_data_in_both_phases(v, W, a, b, rng, k=1):
    """The second product takes P(h|v0) again: it pairs the chain's vk with P(h|vk)."""
    v0, p0, vk, pk = _cd(v, W, a, b, rng, k)
    return (v0 - vk).T @ p0 / len(v0), (v0 - vk).mean(axis=0), (p0 - pk).mean(axis=0)


@mistake("contrastive_divergence")
def product_of_means(v, W, a, b, rng, k=1):
    """dW is the product of two means: multiply v and P(h|v) in each row first, then take the mean over rows."""
    v0, p0, vk, pk = (each.mean(axis=0) for each in _cd(v, W, a, b, rng, k))
    return np.outer(v0, p0) - np.outer(vk, pk), v0 - vk, p0 - pk


@mistake("contrastive_divergence")
def visible_drawn_before_hidden(v, W, a, b, rng, k=1):
    """Each step draws the visible layer's numbers before the hidden layer's: h comes first, then v."""
    v0 = chain = np.asarray(v, dtype=np.float64)
    for _ in range(k):
        draws = rng.random(v0.shape)
        h = reference.sample(reference.hidden_probabilities(chain, W, b), rng)
        chain = (draws < reference.visible_probabilities(h, W, a)) * 1.0
    pk = reference.hidden_probabilities(chain, W, b)
    return _direction(v0, reference.hidden_probabilities(v0, W, b), chain, pk)


@mistake("contrastive_divergence")
def biases_in_the_wrong_order(v, W, a, b, rng, k=1):
    """The biases' directions are swapped: the order is dW, da, db, the visible layer before the hidden one."""
    dW, da, db = reference.contrastive_divergence(v, W, a, b, rng, k)
    return dW, db, da


@mistake("contrastive_divergence")
def weights_updated_at_once(v, W, a, b, rng, k=1):
    """The direction is added to W itself: hand it back, the caller takes the step."""
    parts = reference.contrastive_divergence(v, W, a, b, rng, k)
    W += parts[0].astype(W.dtype)
    return parts


@mistake("contrastive_divergence")
def chain_seeded_inside(v, W, a, b, rng, k=1):
    """A generator is made inside, so every chain has the same draws: draw from the argument rng."""
    return reference.contrastive_divergence(v, W, a, b, np.random.default_rng(0), k)


@mistake("contrastive_divergence")
def chain_without_visible_biases(v, W, a, b, rng, k=1):
    """On the way down the visible biases are left out: v is drawn from sigmoid(hWᵀ + a)."""
    return reference.contrastive_divergence(v, W, np.zeros(len(a)), b, rng, k)


@mistake("contrastive_divergence")
def states_of_small_integers(v, W, a, b, rng, k=1):
    """v0 - vk is computed in the type of the data, where 0 - 1 is 255 in uint8: turn it into floats first."""
    v0, p0, vk, pk = _cd(v, W, a, b, rng, k)
    difference = np.asarray(v) - vk.astype(np.asarray(v).dtype)
    return (v0.T @ p0 - vk.T @ pk) / len(v0), difference.mean(axis=0), (p0 - pk).mean(axis=0)
