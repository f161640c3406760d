"""Mistakes that students make in deep belief networks."""

from itertools import pairwise

import numpy as np

from grader.mistakes import mistake
from solutions import deep_belief_network as reference
from solutions.boltzmann_machine import (
    contrastive_divergence,
    hidden_probabilities,
    sample,
    visible_probabilities,
)
from solutions.neurons import init_parameters


def floats(V):
    return np.array(V, dtype=np.float64)


def shuffled_batches(n, batch_size, rng):
    """Rows of each batch in one epoch, the last one with what is left."""
    order = rng.permutation(n)
    return [order[i : i + batch_size] for i in range(0, n, batch_size)]


def normal_start(below, above, rng):
    """First weights and biases of a machine."""
    return rng.normal(0, 0.01, (below, above)), np.zeros(below), np.zeros(above)


def trained(V, layer_sizes, learning_rate, epochs, batch_size, rng, **changed):
    """Greedy training, with some of its parts changed: start, batches, direction, hand_up."""
    start = changed.get("start", normal_start)
    batches = changed.get("batches", shuffled_batches)
    direction = changed.get("direction", contrastive_divergence)
    hand_up = changed.get("hand_up", hidden_probabilities)
    V, stack = floats(V), []
    for above in layer_sizes:
        W, a, b = start(V.shape[1], above, rng)
        for _ in range(epochs):
            for rows in batches(len(V), batch_size, rng):
                dW, da, db = direction(V[rows], W, a, b, rng)
                W, a, b = W + learning_rate * dW, a + learning_rate * da, b + learning_rate * db
        stack.append((W, a, b))
        V = hand_up(V, W, b)
    return stack


# pretrain


@mistake("pretrain")
def samples_handed_up(V, layer_sizes, learning_rate, epochs, batch_size, rng):
    """The second machine is trained on drawn hidden states; hand up the hidden probabilities themselves."""

    def drawn(V, W, b):
        return sample(hidden_probabilities(V, W, b), rng)

    return trained(V, layer_sizes, learning_rate, epochs, batch_size, rng, hand_up=drawn)


@mistake("pretrain")
def every_machine_trained_on_the_data(V, layer_sizes, learning_rate, epochs, batch_size, rng):
    """Every machine is trained on V itself; the second's data are the hidden probabilities of the first."""
    return trained(
        V, layer_sizes, learning_rate, epochs, batch_size, rng, hand_up=lambda V, W, b: V
    )


@mistake("pretrain")
def handed_up_before_training(V, layer_sizes, learning_rate, epochs, batch_size, rng):
    """The next machine gets probabilities from before this one's training; compute them with the trained W and b."""
    V, stack = floats(V), []
    for above in layer_sizes:
        W, a, b = normal_start(V.shape[1], above, rng)
        H = hidden_probabilities(V, W, b)
        for _ in range(epochs):
            for rows in shuffled_batches(len(V), batch_size, rng):
                dW, da, db = contrastive_divergence(V[rows], W, a, b, rng)
                W, a, b = W + learning_rate * dW, a + learning_rate * da, b + learning_rate * db
        stack.append((W, a, b))
        V = H
    return stack


@mistake("pretrain")
def handed_up_without_the_bias(V, layer_sizes, learning_rate, epochs, batch_size, rng):
    """The hidden probabilities that are handed up lack the hidden bias: sigmoid(V W + b)."""

    def no_bias(V, W, b):
        return hidden_probabilities(V, W, np.zeros_like(b))

    return trained(V, layer_sizes, learning_rate, epochs, batch_size, rng, hand_up=no_bias)


@mistake("pretrain")
def weighted_sums_handed_up(V, layer_sizes, learning_rate, epochs, batch_size, rng):
    """The weighted sums V W + b are handed up; the next machine needs probabilities, their sigmoid."""
    return trained(
        V, layer_sizes, learning_rate, epochs, batch_size, rng, hand_up=lambda V, W, b: V @ W + b
    )


@mistake("pretrain")
def steps_down_the_direction(V, layer_sizes, learning_rate, epochs, batch_size, rng):
    """Each step goes against the direction of contrastive divergence, which climbs: add it, do not subtract it."""
    return trained(V, layer_sizes, -learning_rate, epochs, batch_size, rng)


@mistake("pretrain")
def last_short_batch_dropped(V, layer_sizes, learning_rate, epochs, batch_size, rng):
    """The rows left over for a last, shorter batch are never used; every row counts once an epoch."""

    def full_batches(n, batch_size, rng):
        return [rows for rows in shuffled_batches(n, batch_size, rng) if len(rows) == batch_size]

    return trained(V, layer_sizes, learning_rate, epochs, batch_size, rng, batches=full_batches)


@mistake("pretrain")
def batches_of_nearly_one_size(V, layer_sizes, learning_rate, epochs, batch_size, rng):
    """Rows are shared out evenly, as np.array_split does; all batches but one should have batch_size rows."""

    def shared_out(n, batch_size, rng):
        return np.array_split(rng.permutation(n), -(-n // batch_size))

    return trained(V, layer_sizes, learning_rate, epochs, batch_size, rng, batches=shared_out)


@mistake("pretrain")
def short_batch_divided_by_the_batch_size(V, layer_sizes, learning_rate, epochs, batch_size, rng):
    """A short batch is divided by batch_size; average over the rows that it has."""

    def by_batch_size(v, W, a, b, rng):
        share = len(v) / batch_size
        return tuple(share * part for part in contrastive_divergence(v, W, a, b, rng))

    return trained(V, layer_sizes, learning_rate, epochs, batch_size, rng, direction=by_batch_size)


@mistake("pretrain")
def averaged_twice(V, layer_sizes, learning_rate, epochs, batch_size, rng):
    """The direction is divided by the batch's rows once more; contrastive_divergence has averaged it already."""

    def twice(v, W, a, b, rng):
        return tuple(part / len(v) for part in contrastive_divergence(v, W, a, b, rng))

    return trained(V, layer_sizes, learning_rate, epochs, batch_size, rng, direction=twice)


@mistake("pretrain")
def summed_over_the_batch(V, layer_sizes, learning_rate, epochs, batch_size, rng):
    """The direction is summed over the batch; it should be averaged over the batch's rows."""

    def summed(v, W, a, b, rng):
        return tuple(part * len(v) for part in contrastive_divergence(v, W, a, b, rng))

    return trained(V, layer_sizes, learning_rate, epochs, batch_size, rng, direction=summed)


@mistake("pretrain")
def chain_of_probabilities(V, layer_sizes, learning_rate, epochs, batch_size, rng):
    """The chain runs on probabilities; CD-1 draws states: h from P(h|v), then v from P(v|h)."""

    def mean_field(v, W, a, b, rng):
        up = hidden_probabilities(v, W, b)
        end = visible_probabilities(up, W, a)
        up_end = hidden_probabilities(end, W, b)
        n = len(v)
        return (v.T @ up - end.T @ up_end) / n, (v - end).mean(axis=0), (up - up_end).mean(axis=0)

    return trained(V, layer_sizes, learning_rate, epochs, batch_size, rng, direction=mean_field)


@mistake("pretrain")
def hidden_states_of_the_chain_not_drawn(V, layer_sizes, learning_rate, epochs, batch_size, rng):
    """On the way down the chain takes P(h|v) itself; in CD-1 the hidden states are drawn from it first, each 0 or 1."""

    def down_from_chances(v, W, a, b, rng):
        p0 = hidden_probabilities(v, W, b)
        v1 = sample(visible_probabilities(p0, W, a), rng)
        p1 = hidden_probabilities(v1, W, b)
        return (v.T @ p0 - v1.T @ p1) / len(v), (v - v1).mean(axis=0), (p0 - p1).mean(axis=0)

    return trained(
        V, layer_sizes, learning_rate, epochs, batch_size, rng, direction=down_from_chances
    )


@mistake("pretrain")
def visible_end_not_drawn(V, layer_sizes, learning_rate, epochs, batch_size, rng):
    """The chain ends with visible probabilities; in CD-1 the visible states are drawn too, each 0 or 1."""

    def half_drawn(v, W, a, b, rng):
        up = hidden_probabilities(v, W, b)
        end = visible_probabilities(sample(up, rng), W, a)
        up_end = hidden_probabilities(end, W, b)
        n = len(v)
        return (v.T @ up - end.T @ up_end) / n, (v - end).mean(axis=0), (up - up_end).mean(axis=0)

    return trained(V, layer_sizes, learning_rate, epochs, batch_size, rng, direction=half_drawn)


@mistake("pretrain")
def drawn_states_in_the_products(V, layer_sizes, learning_rate, epochs, batch_size, rng):
    """dW and db are made of drawn hidden states; both of their terms use hidden probabilities."""

    def states(v, W, a, b, rng):
        h = sample(hidden_probabilities(v, W, b), rng)
        end = sample(visible_probabilities(h, W, a), rng)
        h_end = sample(hidden_probabilities(end, W, b), rng)
        n = len(v)
        return (v.T @ h - end.T @ h_end) / n, (v - end).mean(axis=0), (h - h_end).mean(axis=0)

    return trained(V, layer_sizes, learning_rate, epochs, batch_size, rng, direction=states)


@mistake("pretrain")
def chain_of_two_steps(V, layer_sizes, learning_rate, epochs, batch_size, rng):
    """The chain takes two steps; this is CD-1, k = 1."""

    def longer(v, W, a, b, rng):
        return contrastive_divergence(v, W, a, b, rng, k=2)

    return trained(V, layer_sizes, learning_rate, epochs, batch_size, rng, direction=longer)


@mistake("pretrain")
def one_epoch_whatever_is_asked(V, layer_sizes, learning_rate, epochs, batch_size, rng):
    """Each machine goes through its data once; it should do so `epochs` times."""
    return trained(V, layer_sizes, learning_rate, 1, batch_size, rng)


@mistake("pretrain")
def one_epoch_too_many(V, layer_sizes, learning_rate, epochs, batch_size, rng):
    """Each machine goes through its data once more than `epochs` says."""
    return trained(V, layer_sizes, learning_rate, epochs + 1, batch_size, rng)


@mistake("pretrain")
def one_epoch_too_few(V, layer_sizes, learning_rate, epochs, batch_size, rng):
    """Each machine goes through its data once less than `epochs` says."""
    return trained(V, layer_sizes, learning_rate, epochs - 1, batch_size, rng)


@mistake("pretrain")
def one_batch_an_epoch(V, layer_sizes, learning_rate, epochs, batch_size, rng):
    """An epoch ends after its first batch; it should go through all of them, every row once."""

    def first_batch(n, batch_size, rng):
        return shuffled_batches(n, batch_size, rng)[:1]

    return trained(V, layer_sizes, learning_rate, epochs, batch_size, rng, batches=first_batch)


@mistake("pretrain")
def batch_size_ignored(V, layer_sizes, learning_rate, epochs, batch_size, rng):
    """Each epoch is one step on all rows; cut them into batches of batch_size, a step for each."""
    return trained(V, layer_sizes, learning_rate, epochs, len(V), rng)


@mistake("pretrain")
def rows_drawn_with_replacement(V, layer_sizes, learning_rate, epochs, batch_size, rng):
    """Rows are drawn with replacement, so that some come twice and some never; each counts once an epoch."""

    def any_rows(n, batch_size, rng):
        return [rng.integers(0, n, min(batch_size, n - start)) for start in range(0, n, batch_size)]

    return trained(V, layer_sizes, learning_rate, epochs, batch_size, rng, batches=any_rows)


@mistake("pretrain")
def columns_shuffled_apart(V, layer_sizes, learning_rate, epochs, batch_size, rng):
    """Each column is shuffled by itself, so that rows are torn apart; shuffle whole rows, as rng.permutation does."""
    shuffled = rng.permuted(floats(V), axis=0)
    return trained(shuffled, layer_sizes, learning_rate, epochs, batch_size, rng)


@mistake("pretrain")
def start_with_deviation_of_a_tenth(V, layer_sizes, learning_rate, epochs, batch_size, rng):
    """First weights have deviation 0.1, which is variance 0.01; their deviation should be 0.01."""

    def wide(below, above, rng):
        return rng.normal(0, 0.1, (below, above)), np.zeros(below), np.zeros(above)

    return trained(V, layer_sizes, learning_rate, epochs, batch_size, rng, start=wide)


@mistake("pretrain")
def start_with_variance_for_deviation(V, layer_sizes, learning_rate, epochs, batch_size, rng):
    """First weights have deviation 0.0001: rng.normal takes the deviation, 0.01, not the variance."""

    def narrow(below, above, rng):
        return rng.normal(0, 0.01**2, (below, above)), np.zeros(below), np.zeros(above)

    return trained(V, layer_sizes, learning_rate, epochs, batch_size, rng, start=narrow)


@mistake("pretrain")
def start_as_a_layer_of_neurons(V, layer_sizes, learning_rate, epochs, batch_size, rng):
    """First weights are those of init_parameters, variance 1 / units; a machine starts with deviation 0.01."""

    def layer(below, above, rng):
        W, b = init_parameters(below, above, rng)
        return W, np.zeros(below), b

    return trained(V, layer_sizes, learning_rate, epochs, batch_size, rng, start=layer)


@mistake("pretrain")
def start_at_zero(V, layer_sizes, learning_rate, epochs, batch_size, rng):
    """First weights are all zero, so that all hidden units stay alike; draw them, Normal with deviation 0.01."""

    def zeros(below, above, rng):
        return np.zeros((below, above)), np.zeros(below), np.zeros(above)

    return trained(V, layer_sizes, learning_rate, epochs, batch_size, rng, start=zeros)


@mistake("pretrain")
def start_uniform(V, layer_sizes, learning_rate, epochs, batch_size, rng):
    """First weights are uniform between -0.01 and 0.01; they should be Normal with deviation 0.01."""

    def uniform(below, above, rng):
        return rng.uniform(-0.01, 0.01, (below, above)), np.zeros(below), np.zeros(above)

    return trained(V, layer_sizes, learning_rate, epochs, batch_size, rng, start=uniform)


@mistake("pretrain")
def start_of_positive_weights(V, layer_sizes, learning_rate, epochs, batch_size, rng):
    """First weights are 0.01 * rng.random, all positive; they should be Normal around 0 with deviation 0.01."""

    def positive(below, above, rng):
        return 0.01 * rng.random((below, above)), np.zeros(below), np.zeros(above)

    return trained(V, layer_sizes, learning_rate, epochs, batch_size, rng, start=positive)


@mistake("pretrain")
def biases_start_at_random(V, layer_sizes, learning_rate, epochs, batch_size, rng):
    """Biases start with random numbers as the weights do; they should start as zeros."""

    def random_biases(below, above, rng):
        W, a, b = normal_start(below, above, rng)
        return W, a + rng.normal(0, 0.01, below), b + rng.normal(0, 0.01, above)

    return trained(V, layer_sizes, learning_rate, epochs, batch_size, rng, start=random_biases)


@mistake("pretrain")
def one_seed_for_all_machines(V, layer_sizes, learning_rate, epochs, batch_size, rng):
    """Each machine's weights come from one new generator of one seed; draw them all from the rng that is passed in."""

    def seeded(below, above, rng):
        return normal_start(below, above, np.random.default_rng(0))

    return trained(V, layer_sizes, learning_rate, epochs, batch_size, rng, start=seeded)


@mistake("pretrain")
def rng_ignored(V, layer_sizes, learning_rate, epochs, batch_size, rng):
    """All draws come from a generator with a fixed seed, the same in every call; use the rng that is passed in."""
    return trained(V, layer_sizes, learning_rate, epochs, batch_size, np.random.default_rng(0))


@mistake("pretrain")
def global_numpy_seed_used(V, layer_sizes, learning_rate, epochs, batch_size, rng):
    """Draws come from np.random, so that the same rng gives another result each time; use the rng that is passed in."""
    unseeded = np.random.default_rng()
    return trained(V, layer_sizes, learning_rate, epochs, batch_size, unseeded)


@mistake("pretrain")
def biases_never_updated(V, layer_sizes, learning_rate, epochs, batch_size, rng):
    """Only W is updated, and the biases stay zero; each step moves W, a and b."""

    def weights_only(v, W, a, b, rng):
        dW, da, db = contrastive_divergence(v, W, a, b, rng)
        return dW, 0 * da, 0 * db

    return trained(V, layer_sizes, learning_rate, epochs, batch_size, rng, direction=weights_only)


@mistake("pretrain")
def visible_bias_never_updated(V, layer_sizes, learning_rate, epochs, batch_size, rng):
    """The visible bias a stays zero; each step moves W, a and b."""

    def no_visible(v, W, a, b, rng):
        dW, da, db = contrastive_divergence(v, W, a, b, rng)
        return dW, 0 * da, db

    return trained(V, layer_sizes, learning_rate, epochs, batch_size, rng, direction=no_visible)


@mistake("pretrain")
def hidden_bias_never_updated(V, layer_sizes, learning_rate, epochs, batch_size, rng):
    """The hidden bias b stays zero; each step moves W, a and b."""

    def no_hidden(v, W, a, b, rng):
        dW, da, db = contrastive_divergence(v, W, a, b, rng)
        return dW, da, 0 * db

    return trained(V, layer_sizes, learning_rate, epochs, batch_size, rng, direction=no_hidden)


@mistake("pretrain")
def steps_from_the_first_weights(V, layer_sizes, learning_rate, epochs, batch_size, rng):
    """Every direction is computed from the first weights; each step should start from the newest W, a and b."""
    V, stack = floats(V), []
    for above in layer_sizes:
        first = W, a, b = normal_start(V.shape[1], above, rng)
        for _ in range(epochs):
            for rows in shuffled_batches(len(V), batch_size, rng):
                dW, da, db = contrastive_divergence(V[rows], *first, rng)
                W, a, b = W + learning_rate * dW, a + learning_rate * da, b + learning_rate * db
        stack.append((W, a, b))
        V = hidden_probabilities(V, W, b)
    return stack


@mistake("pretrain")
def all_machines_trained_together(V, layer_sizes, learning_rate, epochs, batch_size, rng):
    """The machines take turns epoch by epoch; the first should be trained to its end before the second begins."""
    V = floats(V)
    sizes = [V.shape[1], *layer_sizes]
    stack = [normal_start(below, above, rng) for below, above in pairwise(sizes)]
    for _ in range(epochs):
        H = V
        for i, (W, a, b) in enumerate(stack):
            for rows in shuffled_batches(len(V), batch_size, rng):
                dW, da, db = contrastive_divergence(H[rows], W, a, b, rng)
                W, a, b = W + learning_rate * dW, a + learning_rate * da, b + learning_rate * db
            stack[i] = (W, a, b)
            H = hidden_probabilities(H, W, b)
    return stack


@mistake("pretrain")
def grey_data_rounded(V, layer_sizes, learning_rate, epochs, batch_size, rng):
    """Data are rounded to 0 and 1; grey values are probabilities, and are used as they are."""
    return trained(floats(V) > 0.5, layer_sizes, learning_rate, epochs, batch_size, rng)


@mistake("pretrain")
def data_shuffled_in_place(V, layer_sizes, learning_rate, epochs, batch_size, rng):
    """rng.shuffle(V) reorders the caller's data; shuffle indices, or a copy."""
    rng.shuffle(V)
    return trained(V, layer_sizes, learning_rate, epochs, batch_size, rng)


@mistake("pretrain")
def highest_machine_first(V, layer_sizes, learning_rate, epochs, batch_size, rng):
    """The stack comes with the highest machine first; the lowest should come first."""
    return trained(V, layer_sizes, learning_rate, epochs, batch_size, rng)[::-1]


@mistake("pretrain")
def pairs_without_visible_biases(V, layer_sizes, learning_rate, epochs, batch_size, rng):
    """A machine comes back as (W, b); it should be (W, a, b), with the visible bias for going down."""
    stack = trained(V, layer_sizes, learning_rate, epochs, batch_size, rng)
    return [(W, b) for W, _, b in stack]


@mistake("pretrain")
def biases_in_the_wrong_order(V, layer_sizes, learning_rate, epochs, batch_size, rng):
    """A machine comes back as (W, b, a); the visible bias comes before the hidden one: (W, a, b)."""
    stack = trained(V, layer_sizes, learning_rate, epochs, batch_size, rng)
    return [(W, b, a) for W, a, b in stack]


@mistake("pretrain")
def data_counted_among_layer_sizes(V, layer_sizes, learning_rate, epochs, batch_size, rng):
    """The last of layer_sizes gets no machine, as if d were among them: each of them is a machine's hidden units."""
    return trained(V, layer_sizes[:-1], learning_rate, epochs, batch_size, rng)


# propagate_up


def naive_sigmoid(z):
    return 1 / (1 + np.exp(-z))


@mistake("propagate_up")
def data_left_out_of_the_list(V, stack):
    """The list begins with the first hidden layer; V itself, as float64, comes before it."""
    return reference.propagate_up(V, stack)[1:]


@mistake("propagate_up")
def only_the_top_layer(V, stack):
    """Only the top layer comes back; keep every layer on the way: [V, H1, H2, ...]."""
    return reference.propagate_up(V, stack)[-1]


@mistake("propagate_up")
def top_layer_left_out(V, stack):
    """The list ends below the top; the last machine's hidden probabilities belong to it."""
    return reference.propagate_up(V, stack)[:-1]


@mistake("propagate_up")
def layers_drawn_on_the_way(V, stack):
    """Layers are drawn states of 0 and 1; on the way up nothing is drawn, probabilities are handed on."""
    rng = np.random.default_rng(0)
    layers = [floats(V)]
    for W, _, b in stack:
        layers.append(sample(hidden_probabilities(layers[-1], W, b), rng))
    return layers


@mistake("propagate_up")
def layers_rounded(V, stack):
    """Probabilities are rounded to 0 and 1 on the way up; hand them on as they are."""
    layers = [floats(V)]
    for W, _, b in stack:
        layers.append((hidden_probabilities(layers[-1], W, b) > 0.5).astype(np.float64))
    return layers


@mistake("propagate_up")
def up_without_bias(V, stack):
    """The hidden biases are left out: up goes by sigmoid(H W + b)."""
    return reference.propagate_up(V, [(W, a, 0 * b) for W, a, b in stack])


@mistake("propagate_up")
def up_by_the_visible_bias(V, stack):
    """Up goes with the visible bias a, which fits only where both layers have one size; b belongs to the way up."""
    layers = [floats(V)]
    for W, a, _ in stack:
        layers.append(hidden_probabilities(layers[-1], W, a))
    return layers


@mistake("propagate_up")
def up_by_the_bias_of_the_next_machine(V, stack):
    """A hidden layer gets the visible bias of the machine above it; going up it gets b of its own machine."""
    layers = [floats(V)]
    above = [a for _, a, _ in stack[1:]] + [stack[-1][2]]
    for (W, _, _), bias in zip(stack, above, strict=True):
        layers.append(hidden_probabilities(layers[-1], W, bias))
    return layers


@mistake("propagate_up")
def up_by_transposed_weights(V, stack):
    """Up goes by Wᵀ, which fits only where both layers have one size: W is (below, above), so H W."""
    layers = [floats(V)]
    for W, _, b in stack:
        layers.append(hidden_probabilities(layers[-1], np.asarray(W).T, b))
    return layers


@mistake("propagate_up")
def highest_machine_first_on_the_way_up(V, stack):
    """Up goes through the highest machine first; the stack has the lowest first, and so has the way up."""
    return reference.propagate_up(V, stack[::-1])


@mistake("propagate_up")
def every_machine_on_the_data(V, stack):
    """Every machine is given V; each should be given the layer below it."""
    return [floats(V), *(hidden_probabilities(floats(V), W, b) for W, _, b in stack)]


@mistake("propagate_up")
def up_without_sigmoid(V, stack):
    """Layers are the weighted sums H W + b; the probabilities are their sigmoid."""
    layers = [floats(V)]
    for W, _, b in stack:
        layers.append(layers[-1] @ W + b)
    return layers


@mistake("propagate_up")
def up_by_tanh(V, stack):
    """Layers are tanh of their weighted sums, between -1 and 1; probabilities are their sigmoid."""
    layers = [floats(V)]
    for W, _, b in stack:
        layers.append(np.tanh(layers[-1] @ W + b))
    return layers


@mistake("propagate_up")
def up_by_a_sigmoid_that_overflows(V, stack):
    """1 / (1 + exp(-z)) overflows for z near -1000, with a warning; use the stable sigmoid of hidden_probabilities."""
    layers = [floats(V)]
    for W, _, b in stack:
        layers.append(naive_sigmoid(layers[-1] @ W + b))
    return layers


@mistake("propagate_up")
def first_layer_is_the_callers_array(V, stack):
    """The first layer is the caller's own V, so that writing to it changes the data; it should be a copy."""
    return [np.asarray(V, dtype=np.float64), *reference.propagate_up(V, stack)[1:]]


@mistake("propagate_up")
def element_type_of_the_data_kept(V, stack):
    """The first layer keeps the element type of V; it should be float64."""
    return [V.copy(), *reference.propagate_up(V, stack)[1:]]


@mistake("propagate_up")
def layers_in_a_tuple(V, stack):
    """The layers come in a tuple; they should come in a list."""
    return tuple(reference.propagate_up(V, stack))


@mistake("propagate_up")
def batch_axis_squeezed(V, stack):
    """One row or one unit loses its axis; every layer should stay (rows, units)."""
    return [np.squeeze(layer) for layer in reference.propagate_up(V, stack)]


# reconstruct


def top_of(V, stack):
    return reference.propagate_up(V, stack)[-1]


@mistake("reconstruct")
def down_in_the_order_of_going_up(V, stack):
    """Down goes through the lowest machine first; the highest comes first on the way down."""
    H = top_of(V, stack)
    for W, a, _ in stack:
        H = visible_probabilities(H, W, a)
    return H


@mistake("reconstruct")
def lowest_machine_only(V, stack):
    """This is what the lowest machine alone gives: go up through all, and from the top down, layer to layer."""
    return reference.reconstruct(V, stack[:1])


@mistake("reconstruct")
def only_the_highest_machine_on_the_way_down(V, stack):
    """The way down ends below the top machine; it should go through all machines, to the visible layer."""
    W, a, _ = stack[-1]
    return visible_probabilities(top_of(V, stack), W, a)


@mistake("reconstruct")
def down_without_bias(V, stack):
    """The visible biases are left out: down goes by sigmoid(H Wᵀ + a)."""
    H = top_of(V, stack)
    for W, a, _ in reversed(stack):
        H = visible_probabilities(H, W, 0 * a)
    return H


@mistake("reconstruct")
def down_by_the_hidden_bias(V, stack):
    """Down goes with the hidden bias b, which fits only where both layers have one size; a belongs to the way down."""
    H = top_of(V, stack)
    for W, _, b in reversed(stack):
        H = visible_probabilities(H, W, b)
    return H


@mistake("reconstruct")
def down_by_the_bias_of_the_machine_below(V, stack):
    """A middle layer gets the hidden bias of the machine below it; going down it gets a of the machine above."""
    H = top_of(V, stack)
    biases = [stack[0][1], *(b for _, _, b in stack[:-1])]
    for (W, _, _), bias in zip(reversed(stack), reversed(biases), strict=True):
        H = visible_probabilities(H, W, bias)
    return H


@mistake("reconstruct")
def up_with_the_visible_bias(V, stack):
    """The way up uses the visible bias a, which fits only where both layers have one size; up goes with b."""
    H = floats(V)
    for W, a, _ in stack:
        H = hidden_probabilities(H, W, a)
    for W, a, _ in reversed(stack):
        H = visible_probabilities(H, W, a)
    return H


@mistake("reconstruct")
def weights_not_transposed_on_the_way_down(V, stack):
    """Down goes by W, which fits only where both layers have one size; going down it is transposed: H Wᵀ + a."""
    H = top_of(V, stack)
    for W, a, _ in reversed(stack):
        H = visible_probabilities(H, np.asarray(W).T, a)
    return H


@mistake("reconstruct")
def top_layer_drawn(V, stack):
    """The top layer is drawn before the way down; nothing is drawn, probabilities go down as they are."""
    H = sample(top_of(V, stack), np.random.default_rng(0))
    for W, a, _ in reversed(stack):
        H = visible_probabilities(H, W, a)
    return H


@mistake("reconstruct")
def result_rounded(V, stack):
    """The result is rounded to 0 and 1; hand back the probabilities."""
    return (reference.reconstruct(V, stack) > 0.5).astype(np.float64)


@mistake("reconstruct")
def top_layer_rounded(V, stack):
    """The top layer is rounded to 0 and 1 before the way down; hand on its probabilities as they are."""
    H = (top_of(V, stack) > 0.5).astype(np.float64)
    for W, a, _ in reversed(stack):
        H = visible_probabilities(H, W, a)
    return H


@mistake("reconstruct")
def down_without_sigmoid(V, stack):
    """On the way down weighted sums are handed on, H Wᵀ + a; each layer should be their sigmoid."""
    H = top_of(V, stack)
    for W, a, _ in reversed(stack):
        H = H @ W.T + a
    return H


@mistake("reconstruct")
def visible_layer_without_sigmoid(V, stack):
    """The visible layer is left as weighted sums; it is their sigmoid, like every layer."""
    H = top_of(V, stack)
    for W, a, _ in reversed(stack[1:]):
        H = visible_probabilities(H, W, a)
    W, a, _ = stack[0]
    return H @ W.T + a


@mistake("reconstruct")
def down_by_a_sigmoid_that_overflows(V, stack):
    """1 / (1 + exp(-z)) overflows for z near -1000, with a warning; use the stable one of visible_probabilities."""
    H = top_of(V, stack)
    for W, a, _ in reversed(stack):
        H = naive_sigmoid(H @ W.T + a)
    return H


@mistake("reconstruct")
def callers_stack_reversed(V, stack):
    """stack.reverse() turns the caller's own list around; reversed(stack) or stack[::-1] leaves it alone."""
    result = reference.reconstruct(V, stack)
    stack.reverse()
    return result


@mistake("reconstruct")
def all_layers_on_the_way_down(V, stack):
    """A list of layers comes back; only the visible layer, an array (n, d), is asked for."""
    layers = [top_of(V, stack)]
    for W, a, _ in reversed(stack):
        layers.append(visible_probabilities(layers[-1], W, a))
    return layers


@mistake("reconstruct")
def top_layer_returned(V, stack):
    """The top layer comes back; from there the way leads down again, to the visible layer."""
    return top_of(V, stack)


@mistake("reconstruct")
def data_returned(V, stack):
    """The data come back as they went in; send them up to the top and down again."""
    return floats(V)


@mistake("reconstruct")
def reconstruction_squeezed(V, stack):
    """One row or one unit loses its axis; the result is (n, d), also for n = 1 or d = 1."""
    return np.squeeze(reference.reconstruct(V, stack))


# generate


def down(v, stack):
    """Through all machines of a stack, by probabilities."""
    for W, a, _ in reversed(stack):
        v = visible_probabilities(v, W, a)
    return v


def coins(n, units, rng):
    return (rng.random((n, units)) < 0.5).astype(np.float64)


def gibbs(v, W, a, b, k, rng):
    for _ in range(k):
        h = sample(hidden_probabilities(v, W, b), rng)
        v = sample(visible_probabilities(h, W, a), rng)
    return v


@mistake("generate")
def start_from_grey(stack, n, k, rng):
    """The top machine starts from uniform numbers between 0 and 1; it should start from coin flips, 0 or 1."""
    W, a, b = stack[-1]
    return down(gibbs(rng.random((n, len(a))), W, a, b, k, rng), stack[:-1])


@mistake("generate")
def start_from_one_half(stack, n, k, rng):
    """The top machine starts from 0.5 in every unit; it should start from fair coin flips, 0 or 1."""
    W, a, b = stack[-1]
    return down(gibbs(np.full((n, len(a)), 0.5), W, a, b, k, rng), stack[:-1])


@mistake("generate")
def start_from_zeros(stack, n, k, rng):
    """The top machine starts from zeros in every unit; it should start from fair coin flips."""
    W, a, b = stack[-1]
    return down(gibbs(np.zeros((n, len(a))), W, a, b, k, rng), stack[:-1])


@mistake("generate")
def start_from_the_visible_bias(stack, n, k, rng):
    """The start is drawn with chances sigmoid(a); it should be fair coin flips, 0 or 1 with one half each."""
    W, a, b = stack[-1]
    start = sample(visible_probabilities(np.zeros((n, len(b))), W, a), rng)
    return down(gibbs(start, W, a, b, k, rng), stack[:-1])


@mistake("generate")
def start_from_minus_one_and_one(stack, n, k, rng):
    """The start is -1 or 1; states are 0 or 1."""
    W, a, b = stack[-1]
    return down(gibbs(2 * coins(n, len(a), rng) - 1, W, a, b, k, rng), stack[:-1])


@mistake("generate")
def start_in_the_hidden_layer(stack, n, k, rng):
    """The hidden layer starts from coins and the first step goes down; the visible layer should start from coins."""
    W, a, b = stack[-1]
    h = coins(n, len(b), rng)
    for _ in range(k):
        v = sample(visible_probabilities(h, W, a), rng)
        h = sample(hidden_probabilities(v, W, b), rng)
    return down(v, stack[:-1])


@mistake("generate")
def one_step_whatever_k_is(stack, n, k, rng):
    """The top machine takes one Gibbs step; it should take k."""
    return reference.generate(stack, n, 1, rng)


@mistake("generate")
def one_step_too_many(stack, n, k, rng):
    """The top machine takes k + 1 Gibbs steps; it should take k."""
    return reference.generate(stack, n, k + 1, rng)


@mistake("generate")
def one_step_too_few(stack, n, k, rng):
    """The top machine takes k - 1 Gibbs steps; it should take k."""
    W, a, b = stack[-1]
    return down(gibbs(coins(n, len(a), rng), W, a, b, k - 1, rng), stack[:-1])


@mistake("generate")
def dream_of_probabilities(stack, n, k, rng):
    """The Gibbs steps hand on probabilities, so that every row comes to the same grey; draw h and v in each."""
    W, a, b = stack[-1]
    v = coins(n, len(a), rng)
    for _ in range(k):
        v = visible_probabilities(hidden_probabilities(v, W, b), W, a)
    return down(v, stack[:-1])


@mistake("generate")
def hidden_states_not_drawn(stack, n, k, rng):
    """The hidden layer hands its probabilities down; in a Gibbs step the hidden states are drawn, too."""
    W, a, b = stack[-1]
    v = coins(n, len(a), rng)
    for _ in range(k):
        v = sample(visible_probabilities(hidden_probabilities(v, W, b), W, a), rng)
    return down(v, stack[:-1])


@mistake("generate")
def last_visible_states_not_drawn(stack, n, k, rng):
    """After the last step the top machine hands on visible probabilities; its drawn states are asked for."""
    W, a, b = stack[-1]
    v = gibbs(coins(n, len(a), rng), W, a, b, k - 1, rng)
    h = sample(hidden_probabilities(v, W, b), rng)
    return down(visible_probabilities(h, W, a), stack[:-1])


@mistake("generate")
def visible_states_drawn_at_the_end_only(stack, n, k, rng):
    """The visible layer is drawn after the last step only; each step draws it, and the next goes on from states."""
    W, a, b = stack[-1]
    v = coins(n, len(a), rng)
    for _ in range(k):
        v = visible_probabilities(sample(hidden_probabilities(v, W, b), rng), W, a)
    return down(sample(v, rng), stack[:-1])


@mistake("generate")
def probabilities_of_a_single_machine(stack, n, k, rng):
    """With one machine its visible probabilities come back; the states drawn from them are asked for, 0 or 1."""
    if len(stack) > 1:
        return reference.generate(stack, n, k, rng)
    ((W, a, b),) = stack
    v = gibbs(coins(n, len(a), rng), W, a, b, k - 1, rng)
    return visible_probabilities(sample(hidden_probabilities(v, W, b), rng), W, a)


@mistake("generate")
def states_by_a_threshold(stack, n, k, rng):
    """States are 1 wherever their chance is above one half; draw them, 1 with that chance."""
    W, a, b = stack[-1]
    v = coins(n, len(a), rng)
    for _ in range(k):
        h = (hidden_probabilities(v, W, b) > 0.5).astype(np.float64)
        v = (visible_probabilities(h, W, a) > 0.5).astype(np.float64)
    return down(v, stack[:-1])


@mistake("generate")
def drawn_on_the_way_down(stack, n, k, rng):
    """Below the top machine states are drawn; down it goes by probabilities, without any draw."""
    W, a, b = stack[-1]
    v = gibbs(coins(n, len(a), rng), W, a, b, k, rng)
    for W, a, _ in reversed(stack[:-1]):
        v = sample(visible_probabilities(v, W, a), rng)
    return v


@mistake("generate")
def visible_layer_drawn_at_the_end(stack, n, k, rng):
    """The visible layer is drawn at the end; with machines below the top it should be probabilities."""
    return sample(reference.generate(stack, n, k, rng), rng)


@mistake("generate")
def dream_of_the_lowest_machine(stack, n, k, rng):
    """The lowest machine makes the Gibbs steps; the top one should, and the others translate down."""
    return reference.generate(stack[:1], n, k, rng)


@mistake("generate")
def dream_without_the_way_down(stack, n, k, rng):
    """The top machine's visible states come back; send them down through the machines below."""
    return reference.generate(stack[-1:], n, k, rng)


@mistake("generate")
def translated_in_the_order_of_going_up(stack, n, k, rng):
    """The states go down through the lowest machine first; the highest below the top comes first."""
    W, a, b = stack[-1]
    v = gibbs(coins(n, len(a), rng), W, a, b, k, rng)
    for W, a, _ in stack[:-1]:
        v = visible_probabilities(v, W, a)
    return v


@mistake("generate")
def translated_by_hidden_biases(stack, n, k, rng):
    """The way down uses hidden biases b, which fit only where layers have one size; down it goes with a."""
    W, a, b = stack[-1]
    v = gibbs(coins(n, len(a), rng), W, a, b, k, rng)
    for W, _, b in reversed(stack[:-1]):
        v = visible_probabilities(v, W, b)
    return v


@mistake("generate")
def biases_of_a_step_exchanged(stack, n, k, rng):
    """A Gibbs step goes up with a and down with b, which fits only a square machine: up with b, down with a."""
    W, a, b = stack[-1]
    return down(gibbs(coins(n, len(a), rng), W, b, a, k, rng), stack[:-1])


@mistake("generate")
def one_chain_for_all_rows(stack, n, k, rng):
    """One row is made and repeated n times; each row is a chain of its own, with draws of its own."""
    return np.repeat(reference.generate(stack, 1, k, rng), n, axis=0)


@mistake("generate")
def all_rows_from_one_start(stack, n, k, rng):
    """All rows start from the same coin flips; each row has flips of its own."""
    W, a, b = stack[-1]
    start = np.repeat(coins(1, len(a), rng), n, axis=0)
    return down(gibbs(start, W, a, b, k, rng), stack[:-1])


@mistake("generate")
def one_draw_for_all_units(stack, n, k, rng):
    """All units of a row share one random number; each unit of each row needs one of its own."""
    W, a, b = stack[-1]
    v = coins(n, len(a), rng)
    for _ in range(k):
        h = (rng.random((n, 1)) < hidden_probabilities(v, W, b)).astype(np.float64)
        v = (rng.random((n, 1)) < visible_probabilities(h, W, a)).astype(np.float64)
    return down(v, stack[:-1])


@mistake("generate")
def fixed_seed(stack, n, k, rng):
    """All draws come from a generator with a fixed seed, the same rows in every call; use the rng that is passed in."""
    return reference.generate(stack, n, k, np.random.default_rng(0))


@mistake("generate")
def unseeded_draws(stack, n, k, rng):
    """Draws come from an unseeded generator, so that one rng gives other rows each time; use the one passed in."""
    return reference.generate(stack, n, k, np.random.default_rng())


@mistake("generate")
def states_as_truth_values(stack, n, k, rng):
    """With one machine the states are bools; they should be float64, 0.0 or 1.0."""
    result = reference.generate(stack, n, k, rng)
    return result > 0.5 if len(stack) == 1 else result


@mistake("generate")
def rows_and_units_exchanged(stack, n, k, rng):
    """The result is (d, n); a row should be a made-up example: (n, d)."""
    return reference.generate(stack, n, k, rng).T.copy()


@mistake("generate")
def one_row_squeezed(stack, n, k, rng):
    """One row comes back as (d,); the result is (n, d), also for n = 1."""
    result = reference.generate(stack, n, k, rng)
    return result[0].copy() if n == 1 else result


# to_network


@mistake("to_network")
def visible_biases_taken(stack, n_classes, rng):
    """Layers have the visible biases a; a network only goes up, so it needs the hidden biases b."""
    new = init_parameters(len(stack[-1][2]), n_classes, rng)
    return [(floats(W), floats(a)) for W, a, _ in stack] + [new]


@mistake("to_network")
def biases_left_at_zero(stack, n_classes, rng):
    """The layers' biases are zero; they should be the hidden biases that the machines have learned."""
    params = reference.to_network(stack, n_classes, rng)
    return [(W, 0 * b) for W, b in params]


@mistake("to_network")
def output_layer_missing(stack, n_classes, rng):
    """There is no new layer for the classes; one of shape (top, n_classes) comes after the stack's."""
    return reference.to_network(stack, n_classes, rng)[:-1]


@mistake("to_network")
def output_layer_first(stack, n_classes, rng):
    """The new layer comes first; it belongs on top of the stack, at the end of the list."""
    params = reference.to_network(stack, n_classes, rng)
    return [params[-1], *params[:-1]]


@mistake("to_network")
def output_weights_of_zero(stack, n_classes, rng):
    """The new layer's weights are zeros; they should be drawn as init_parameters does."""
    *layers, (W, b) = reference.to_network(stack, n_classes, rng)
    return [*layers, (0 * W, b)]


@mistake("to_network")
def output_layer_of_deviation_a_hundredth(stack, n_classes, rng):
    """The new layer starts as a machine does, with deviation 0.01; it should start as init_parameters gives it."""
    units = len(stack[-1][2])
    layers = reference.to_network(stack, n_classes, rng)[:-1]
    return [*layers, (rng.normal(0, 0.01, (units, n_classes)), np.zeros(n_classes))]


@mistake("to_network")
def output_weights_of_unit_variance(stack, n_classes, rng):
    """The new weights have variance 1; init_parameters gives 1 / units, the top layer's."""
    units = len(stack[-1][2])
    layers = reference.to_network(stack, n_classes, rng)[:-1]
    return [*layers, (rng.normal(size=(units, n_classes)), np.zeros(n_classes))]


@mistake("to_network")
def output_deviation_one_over_units(stack, n_classes, rng):
    """The new weights have deviation 1 / units; their variance should be that: deviation 1 / sqrt(units)."""
    units = len(stack[-1][2])
    layers = reference.to_network(stack, n_classes, rng)[:-1]
    return [*layers, (rng.normal(0, 1 / units, (units, n_classes)), np.zeros(n_classes))]


@mistake("to_network")
def output_weights_all_positive(stack, n_classes, rng):
    """The new weights are uniform between 0 and 1; they should be normal around 0, as init_parameters gives them."""
    units = len(stack[-1][2])
    layers = reference.to_network(stack, n_classes, rng)[:-1]
    return [*layers, (rng.random((units, n_classes)), np.zeros(n_classes))]


@mistake("to_network")
def output_biases_drawn(stack, n_classes, rng):
    """The new layer's biases are random numbers; they should be zeros."""
    *layers, (W, b) = reference.to_network(stack, n_classes, rng)
    return [*layers, (W, b + rng.normal(size=len(b)))]


@mistake("to_network")
def output_layer_on_the_data(stack, n_classes, rng):
    """The new layer has as many inputs as the data have columns; it stands on the top layer's units."""
    layers = reference.to_network(stack, n_classes, rng)[:-1]
    return [*layers, init_parameters(len(stack[0][1]), n_classes, rng)]


@mistake("to_network")
def output_layer_transposed(stack, n_classes, rng):
    """The new weights are (n_classes, top); they should be (top, n_classes)."""
    *layers, (W, b) = reference.to_network(stack, n_classes, rng)
    return [*layers, (W.T.copy(), b)]


@mistake("to_network")
def one_output_unit_less(stack, n_classes, rng):
    """The new layer has n_classes - 1 units; it needs one for each class."""
    return reference.to_network(stack, max(1, n_classes - 1), rng)


@mistake("to_network")
def weights_transposed(stack, n_classes, rng):
    """The stack's weights are transposed; a layer's W is (below, above), as in the machine."""
    *layers, new = reference.to_network(stack, n_classes, rng)
    return [*((W.T.copy(), b) for W, b in layers), new]


@mistake("to_network")
def highest_machine_as_first_layer(stack, n_classes, rng):
    """The machines come highest first; the network's first layer is the lowest machine."""
    *layers, new = reference.to_network(stack, n_classes, rng)
    return [*layers[::-1], new]


@mistake("to_network")
def machines_kept_whole(stack, n_classes, rng):
    """Layers are triples (W, a, b); a network's layer is a pair (W, b)."""
    new = reference.to_network(stack, n_classes, rng)[-1]
    return [*((floats(W), floats(a), floats(b)) for W, a, b in stack), new]


@mistake("to_network")
def stacks_own_arrays_handed_over(stack, n_classes, rng):
    """The network holds the stack's own arrays, so that training changes the stack; copy them."""
    new = reference.to_network(stack, n_classes, rng)[-1]
    return [*((np.asarray(W, float), np.asarray(b, float)) for W, _, b in stack), new]


@mistake("to_network")
def element_type_of_the_stack_kept(stack, n_classes, rng):
    """Weights keep the stack's element type, whole numbers among them; params should be float64."""
    new = reference.to_network(stack, n_classes, rng)[-1]
    return [*((W.copy(), b.copy()) for W, _, b in stack), new]


@mistake("to_network")
def layer_appended_to_the_stack(stack, n_classes, rng):
    """The new layer is appended to the caller's stack; make a new list and leave the stack alone."""
    params = reference.to_network(stack, n_classes, rng)
    stack.append(params[-1])
    return params


@mistake("to_network")
def params_in_a_tuple(stack, n_classes, rng):
    """The layers come in a tuple; params should be a list."""
    return tuple(reference.to_network(stack, n_classes, rng))


@mistake("to_network")
def seed_of_its_own(stack, n_classes, rng):
    """The new weights are the same in every call, from a seed of their own; draw them from the rng passed in."""
    return reference.to_network(stack, n_classes, np.random.default_rng(0))


@mistake("to_network")
def seed_left_to_chance(stack, n_classes, rng):
    """The new weights differ for one state of rng, from an unseeded generator; draw from the rng that is passed in."""
    return reference.to_network(stack, n_classes, np.random.default_rng())
