"""Mistakes that students make in network."""

from itertools import pairwise

import numpy as np

from grader.mistakes import mistake
from solutions import network as reference
from solutions.activations import relu, sigmoid, softmax, tanh
from solutions.neurons import init_parameters

# init_network


def _sizes_must_do(layer_sizes):
    if len(layer_sizes) < 2 or min(layer_sizes) < 1:
        raise ValueError(f"layer_sizes needs two sizes of at least 1, got {layer_sizes}")


def _layers(layer_sizes, draw):
    """A layer for each pair of neighbours, its weights from a function of the two sizes."""
    _sizes_must_do(layer_sizes)
    return [(draw(n_in, n_out), np.zeros(n_out)) for n_in, n_out in pairwise(layer_sizes)]


@mistake("init_network")
def same_generator_in_every_layer(layer_sizes, rng):
    """Every layer starts a generator of its own from the same seed, so equal layers are twins: draw from rng."""
    return _layers(
        layer_sizes,
        lambda n_in, n_out: np.random.default_rng(0).normal(0, n_in**-0.5, (n_in, n_out)),
    )


@mistake("init_network")
def generator_ignored(layer_sizes, rng):
    """The network is the same whatever rng is: a generator with a seed of its own was drawn from."""
    own = np.random.default_rng(42)
    return _layers(layer_sizes, lambda n_in, n_out: own.normal(0, n_in**-0.5, (n_in, n_out)))


@mistake("init_network")
def variance_taken_for_the_deviation(layer_sizes, rng):
    """The weights are too small: 1 / n_in is the variance, and rng.normal takes the deviation, its square root."""
    return _layers(layer_sizes, lambda n_in, n_out: rng.normal(0, 1 / n_in, (n_in, n_out)))


@mistake("init_network")
def weights_not_scaled(layer_sizes, rng):
    """The weights have the variance 1 in every layer: it is 1 / n_in."""
    return _layers(layer_sizes, lambda n_in, n_out: rng.normal(size=(n_in, n_out)))


@mistake("init_network")
def variance_of_two_over_the_inputs(layer_sizes, rng):
    """The variance is 2 / n_in, as others take it for ReLU: here it is 1 / n_in."""
    return _layers(layer_sizes, lambda n_in, n_out: rng.normal(0, (2 / n_in) ** 0.5, (n_in, n_out)))


@mistake("init_network")
def scaled_by_inputs_and_outputs(layer_sizes, rng):
    """The variance is 2 / (n_in + n_out): here it is 1 / n_in."""
    return _layers(
        layer_sizes,
        lambda n_in, n_out: rng.normal(0, (2 / (n_in + n_out)) ** 0.5, (n_in, n_out)),
    )


@mistake("init_network")
def scaled_by_the_outputs(layer_sizes, rng):
    """The variance is 1 / n_out: what a unit sums up are its inputs, so it is 1 / n_in."""
    return _layers(layer_sizes, lambda n_in, n_out: rng.normal(0, n_out**-0.5, (n_in, n_out)))


@mistake("init_network")
def scaled_by_the_first_size(layer_sizes, rng):
    """Every layer is scaled by the number of the network's inputs: n_in is that of the layer itself."""
    _sizes_must_do(layer_sizes)
    deviation = layer_sizes[0] ** -0.5
    return _layers(layer_sizes, lambda n_in, n_out: rng.normal(0, deviation, (n_in, n_out)))


@mistake("init_network")
def uniform_weights(layer_sizes, rng):
    """The weights are uniform: they should be normal, with mean 0 and variance 1 / n_in."""
    return _layers(
        layer_sizes,
        lambda n_in, n_out: rng.uniform(-((3 / n_in) ** 0.5), (3 / n_in) ** 0.5, (n_in, n_out)),
    )


@mistake("init_network")
def weights_never_negative(layer_sizes, rng):
    """All weights are positive, from rng.random: they are normal around 0, rng.normal."""
    return _layers(layer_sizes, lambda n_in, n_out: rng.random((n_in, n_out)) * n_in**-0.5)


@mistake("init_network")
def weights_of_zero(layer_sizes, rng):
    """All weights are 0, so all units of a layer stay equal for ever: draw them from rng."""
    return _layers(layer_sizes, lambda n_in, n_out: np.zeros((n_in, n_out)))


@mistake("init_network")
def weights_transposed(layer_sizes, rng):
    """W has the shape (n_out, n_in): a row for each input and a column for each unit is (n_in, n_out)."""
    return [(W.T.copy(), b) for W, b in reference.init_network(layer_sizes, rng)]


@mistake("init_network")
def random_biases(layer_sizes, rng):
    """The biases are random: they break no tie, and start at 0."""
    _sizes_must_do(layer_sizes)
    params = []
    for n_in, n_out in pairwise(layer_sizes):
        W, _ = init_parameters(n_in, n_out, rng)
        params.append((W, rng.normal(size=n_out)))
    return params


@mistake("init_network")
def biases_as_a_row(layer_sizes, rng):
    """The biases have the shape (1, n_out): b is a vector of shape (n_out,)."""
    return [(W, b.reshape(1, -1)) for W, b in reference.init_network(layer_sizes, rng)]


@mistake("init_network")
def last_layer_missing(layer_sizes, rng):
    """The last layer is missing: L + 1 sizes have L gaps, so the loop runs over len(layer_sizes) - 1 layers."""
    _sizes_must_do(layer_sizes)
    return [
        init_parameters(layer_sizes[i], layer_sizes[i + 1], rng)
        for i in range(len(layer_sizes) - 2)
    ]


@mistake("init_network")
def last_layer_drawn_first(layer_sizes, rng):
    """The layers are drawn from the last to the first: a layer's draws come after those of the layers before it."""
    _sizes_must_do(layer_sizes)
    pairs = list(pairwise(layer_sizes))[::-1]
    return [init_parameters(n_in, n_out, rng) for n_in, n_out in pairs][::-1]


@mistake("init_network")
def number_of_sizes_not_checked(layer_sizes, rng):
    """Fewer than two sizes give an empty network: that is a ValueError, which names layer_sizes."""
    if any(size < 1 for size in layer_sizes):
        raise ValueError(f"layer_sizes needs sizes of at least 1, got {layer_sizes}")
    return [init_parameters(n_in, n_out, rng) for n_in, n_out in pairwise(layer_sizes)]


@mistake("init_network")
def sizes_below_one_not_checked(layer_sizes, rng):
    """A size below 1 is not refused, or not by name: it is a ValueError whose message names layer_sizes."""
    if len(layer_sizes) < 2:
        raise ValueError(f"layer_sizes needs two sizes, got {layer_sizes}")
    return [
        (rng.normal(0, 1, (n_in, n_out)) / max(n_in, 1) ** 0.5, np.zeros(n_out))
        for n_in, n_out in pairwise(layer_sizes)
    ]


@mistake("init_network")
def sizes_left_to_init_parameters(layer_sizes, rng):
    """A size below 1 is refused by init_parameters, in its words: check first, in a message that names layer_sizes."""
    if len(layer_sizes) < 2:
        raise ValueError(f"layer_sizes needs two sizes, got {layer_sizes}")
    return [init_parameters(n_in, n_out, rng) for n_in, n_out in pairwise(layer_sizes)]


@mistake("init_network")
def only_the_ends_checked(layer_sizes, rng):
    """Only the first and the last size are checked: a hidden layer of fewer than 1 units is a ValueError too."""
    if len(layer_sizes) < 2 or layer_sizes[0] < 1 or layer_sizes[-1] < 1:
        raise ValueError(f"layer_sizes needs two sizes of at least 1, got {layer_sizes}")
    return [
        (rng.normal(0, 1, (n_in, n_out)) / max(n_in, 1) ** 0.5, np.zeros(max(n_out, 0)))
        for n_in, n_out in pairwise(layer_sizes)
    ]


@mistake("init_network")
def sizes_used_up(layer_sizes, rng):
    """The caller's list of sizes is changed, as pop takes its entries out: read it by index or with pairwise."""
    _sizes_must_do(layer_sizes)
    params, n_in = [], layer_sizes.pop(0)
    while layer_sizes:
        n_out = layer_sizes.pop(0)
        params.append(init_parameters(n_in, n_out, rng))
        n_in = n_out
    return params


@mistake("init_network")
def every_other_weight_the_opposite(layer_sizes, rng):
    """Every other weight is its neighbour with the opposite sign: all weights are independent draws."""

    def draw(n_in, n_out):
        weights = rng.normal(0.0, n_in**-0.5, n_in * n_out)
        half = weights.size // 2
        weights[1 : 2 * half : 2] = -weights[0 : 2 * half : 2]
        return weights.reshape(n_in, n_out)

    return _layers(layer_sizes, draw)


# forward

_ACTIVATIONS = {
    "identity": lambda Z: Z,
    "sigmoid": sigmoid,
    "tanh": tanh,
    "relu": relu,
    "softmax": softmax,
}


def _activation(name):
    if name not in _ACTIVATIONS:
        raise ValueError(f"unknown activation {name!r}: it is one of {', '.join(_ACTIVATIONS)}")
    return _ACTIVATIONS[name]


def _pass(X, params, hidden, output, activations=_ACTIVATIONS):
    """A forward pass by other activations."""
    _activation(hidden), _activation(output)
    layers = [np.array(X, dtype=np.float64)]
    for i, (W, b) in enumerate(params):
        name = output if i == len(params) - 1 else hidden
        layers.append(activations[name](layers[-1] @ W + b))
    return layers


@mistake("forward")
def hidden_activation_everywhere(X, params, hidden="sigmoid", output="softmax"):
    """The last layer has the hidden activation: `output` is for the last one."""
    _activation(output)
    return reference.forward(X, params, hidden, hidden)


@mistake("forward")
def output_activation_everywhere(X, params, hidden="sigmoid", output="softmax"):
    """Every layer has the output activation: `hidden` is for all layers but the last."""
    _activation(hidden)
    return reference.forward(X, params, output, output)


@mistake("forward")
def data_left_out_of_the_list(X, params, hidden="sigmoid", output="softmax"):
    """X is left out of the list: it is A0, which the first layer's gradient will need."""
    return reference.forward(X, params, hidden, output)[1:]


@mistake("forward")
def only_the_output_returned(X, params, hidden="sigmoid", output="softmax"):
    """Only the last layer's output comes back: the result is the list of all activations, from A0 = X on."""
    return reference.forward(X, params, hidden, output)[-1]


@mistake("forward")
def weighted_sums_kept(X, params, hidden="sigmoid", output="softmax"):
    """The list holds the weighted sums Z of the layers: it should hold their activations A."""
    layers = reference.forward(X, params, hidden, output)
    return layers[:1] + [A @ W + b for A, (W, b) in zip(layers[:-1], params, strict=True)]


@mistake("forward")
def next_layer_fed_with_weighted_sums(X, params, hidden="sigmoid", output="softmax"):
    """The next layer is fed with the weighted sum Z: it feeds on the activation A of the layer before."""
    Z = np.array(X, dtype=np.float64)
    layers = [Z]
    for i, (W, b) in enumerate(params):
        Z = Z @ W + b
        layers.append(_activation(output if i == len(params) - 1 else hidden)(Z.copy()))
    return layers


@mistake("forward")
def every_layer_fed_with_the_data(X, params, hidden="sigmoid", output="softmax"):
    """Every layer is fed with X: from the second on, a layer feeds on the activation of the one before it."""
    layers = [np.array(X, dtype=np.float64)]
    for i, (W, b) in enumerate(params):
        name = output if i == len(params) - 1 else hidden
        layers.append(_activation(name)(layers[0] @ W + b))
    return layers


@mistake("forward")
def biases_forgotten(X, params, hidden="sigmoid", output="softmax"):
    """The biases are left out: the weighted sum is A_prev @ W + b."""
    return reference.forward(X, [(W, 0.0 * b) for W, b in params], hidden, output)


@mistake("forward")
def batch_of_one_squeezed(X, params, hidden="sigmoid", output="softmax"):
    """A batch of one row comes back as vectors: it stays a batch, of shape (1, units)."""
    return [np.squeeze(A) for A in reference.forward(X, params, hidden, output)]


@mistake("forward")
def data_not_copied(X, params, hidden="sigmoid", output="softmax"):
    """A0 is the caller's X itself: it should be a copy, so that writing to one does not change the other."""
    return [np.asarray(X, dtype=np.float64), *reference.forward(X, params, hidden, output)[1:]]


@mistake("forward")
def data_stay_whole(X, params, hidden="sigmoid", output="softmax"):
    """A0 keeps the integer type of X: all activations are float64, A0 too."""
    return [X.copy(), *reference.forward(X, params, hidden, output)[1:]]


@mistake("forward")
def weights_transposed_in_the_product(X, params, hidden="sigmoid", output="softmax"):
    """W is transposed in the product, which only square layers leave unnoticed: it is A_prev @ W."""
    return reference.forward(X, [(W.T, b) for W, b in params], hidden, output)


@mistake("forward")
def softmax_over_columns(X, params, hidden="sigmoid", output="softmax"):
    """Softmax runs over the columns, so examples compete: it runs over each row, the last axis."""
    by_columns = {**_ACTIVATIONS, "softmax": lambda Z: softmax(Z.T).T.copy()}
    return _pass(X, params, hidden, output, by_columns)


@mistake("forward")
def softmax_overflows(X, params, hidden="sigmoid", output="softmax"):
    """Softmax overflows for large sums: use that of unit 2, which subtracts each row's maximum first."""
    naive = {
        **_ACTIVATIONS,
        "softmax": lambda Z: np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True),
    }
    return _pass(X, params, hidden, output, naive)


@mistake("forward")
def sigmoid_overflows(X, params, hidden="sigmoid", output="softmax"):
    """Sigmoid overflows for sums far below 0: use that of unit 2, whose exponentials stay below 1."""
    naive = {**_ACTIVATIONS, "sigmoid": lambda Z: 1 / (1 + np.exp(-Z))}
    return _pass(X, params, hidden, output, naive)


@mistake("forward")
def unused_name_not_checked(X, params, hidden="sigmoid", output="softmax"):
    """An unknown `hidden` passes where there is no hidden layer: check both names first, used or not."""
    if len(params) == 1:
        hidden = "identity"
    return reference.forward(X, params, hidden, output)


@mistake("forward")
def unknown_names_taken_for_identity(X, params, hidden="sigmoid", output="softmax"):
    """An unknown activation is treated as identity: it is a ValueError that names it and lists the possible ones."""
    hidden, output = (each if each in _ACTIVATIONS else "identity" for each in (hidden, output))
    return reference.forward(X, params, hidden, output)


@mistake("forward")
def unknown_name_a_key_error(X, params, hidden="sigmoid", output="softmax"):
    """An unknown activation is a KeyError, from the look-up: raise a ValueError that names it and lists all five."""
    _ACTIVATIONS[hidden], _ACTIVATIONS[output]
    return reference.forward(X, params, hidden, output)


@mistake("forward")
def possible_names_not_listed(X, params, hidden="sigmoid", output="softmax"):
    """The ValueError for an unknown activation does not list the five that are possible."""
    for name in (hidden, output):
        if name not in _ACTIVATIONS:
            raise ValueError(f"unknown activation {name!r}")
    return reference.forward(X, params, hidden, output)


@mistake("forward")
def hidden_defaults_to_relu(X, params, hidden="relu", output="softmax"):
    """Without a name the hidden layers are ReLU: the default of `hidden` is sigmoid."""
    return reference.forward(X, params, hidden, output)


@mistake("forward")
def output_defaults_to_sigmoid(X, params, hidden="sigmoid", output="sigmoid"):
    """Without a name the last layer is sigmoid: the default of `output` is softmax."""
    return reference.forward(X, params, hidden, output)


@mistake("forward")
def activations_in_a_tuple(X, params, hidden="sigmoid", output="softmax"):
    """The activations come as a tuple: the result is a list."""
    return tuple(reference.forward(X, params, hidden, output))


@mistake("forward")
def first_rows_only(X, params, hidden="sigmoid", output="softmax"):
    """Only the first 64 rows are passed on, and any number of rows is allowed."""
    activations = reference.forward(X, params, hidden, output)
    for A in activations[1:]:
        A[64:] = 0.0
    return activations


@mistake("forward")
def output_activation_from_the_fifth_layer_on(X, params, hidden="sigmoid", output="softmax"):
    """From the fifth layer on all have the output's activation: only the last has it, however many layers there are."""
    first = reference.forward(X, params[:4], hidden, hidden if len(params) > 4 else output)
    for layer in params[4:]:
        first += reference.forward(first[-1], [layer], hidden, output)[1:]
    return first


# predict


@mistake("predict")
def single_unit_by_argmax(X, params, hidden, output):
    """With one output unit every class is 0: the largest of one is always number 0; compare it with 0.5."""
    return np.argmax(reference.forward(X, params, hidden, output)[-1], axis=1)


@mistake("predict")
def one_half_a_no(X, params, hidden, output):
    """A single output of exactly 0.5 gives 0: it counts as 1, >= and not >."""
    A = reference.forward(X, params, hidden, output)[-1]
    return np.argmax(A, axis=1) if A.shape[1] > 1 else (A[:, 0] > 0.5).astype(int)


@mistake("predict")
def single_output_compared_with_zero(X, params, hidden, output):
    """A single output is compared with 0: it is 0.5 for every activation, identity and tanh too."""
    A = reference.forward(X, params, hidden, output)[-1]
    half = 0.0 if output in ("identity", "tanh") else 0.5
    return np.argmax(A, axis=1) if A.shape[1] > 1 else (A[:, 0] >= half).astype(int)


@mistake("predict")
def last_of_equals(X, params, hidden, output):
    """Where several outputs are equal the last of them wins: it should be the first, as np.argmax gives it."""
    A = reference.forward(X, params, hidden, output)[-1]
    if A.shape[1] == 1:
        return (A[:, 0] >= 0.5).astype(int)
    return A.shape[1] - 1 - np.argmax(A[:, ::-1], axis=1)


@mistake("predict")
def argmax_over_the_rows(X, params, hidden, output):
    """The largest is looked for in each column: it is in each row, axis=1, one class an example."""
    A = reference.forward(X, params, hidden, output)[-1]
    return np.argmax(A, axis=0) if A.shape[1] > 1 else (A[:, 0] >= 0.5).astype(int)


@mistake("predict")
def argmax_over_everything(X, params, hidden, output):
    """One number comes back for the whole batch: np.argmax needs axis=1 to answer row by row."""
    A = reference.forward(X, params, hidden, output)[-1]
    return np.argmax(A) if A.shape[1] > 1 else (A[:, 0] >= 0.5).astype(int)


@mistake("predict")
def argmin_for_argmax(X, params, hidden, output):
    """The unit with the smallest output is taken: it is the one with the largest."""
    A = reference.forward(X, params, hidden, output)[-1]
    return np.argmin(A, axis=1) if A.shape[1] > 1 else (A[:, 0] >= 0.5).astype(int)


@mistake("predict")
def largest_in_size(X, params, hidden, output):
    """Signs are ignored, and -3 beats -1: the largest output is meant, not the largest in size."""
    A = reference.forward(X, params, hidden, output)[-1]
    return np.argmax(np.abs(A), axis=1) if A.shape[1] > 1 else (A[:, 0] >= 0.5).astype(int)


@mistake("predict")
def default_activations_used(X, params, hidden, output):
    """The activations are sigmoid and softmax whatever the arguments say: hand hidden and output on to forward."""
    reference.forward(X, params, hidden, output)
    A = reference.forward(X, params)[-1]
    return np.argmax(A, axis=1) if A.shape[1] > 1 else (A[:, 0] >= 0.5).astype(int)


@mistake("predict")
def activations_swapped(X, params, hidden, output):
    """hidden and output are swapped on their way to forward: there, too, hidden comes first."""
    return reference.predict(X, params, output, hidden)


@mistake("predict")
def hidden_activation_not_handed_on(X, params, hidden, output):
    """The hidden layers are always sigmoid: hand `hidden` on to forward too."""
    reference.forward(X, params, hidden, output)
    return reference.predict(X, params, "sigmoid", output)


@mistake("predict")
def outputs_for_classes(X, params, hidden, output):
    """The outputs themselves come back: a class is the number of the unit with the largest one."""
    return reference.forward(X, params, hidden, output)[-1]


@mistake("predict")
def classes_one_hot(X, params, hidden, output):
    """The classes come one-hot, (n, k): it should be one whole number a row, shape (n,)."""
    A = reference.forward(X, params, hidden, output)[-1]
    return np.eye(A.shape[1], dtype=int)[np.argmax(A, axis=1)] if A.shape[1] > 1 else (A >= 0.5) * 1


@mistake("predict")
def bools_for_a_single_unit(X, params, hidden, output):
    """With one output unit the classes are True and False: they should be the whole numbers 1 and 0."""
    A = reference.forward(X, params, hidden, output)[-1]
    return np.argmax(A, axis=1) if A.shape[1] > 1 else A[:, 0] >= 0.5


@mistake("predict")
def column_for_a_single_unit(X, params, hidden, output):
    """With one output unit the classes come as a column (n, 1): take A[:, 0], for the shape (n,)."""
    A = reference.forward(X, params, hidden, output)[-1]
    return np.argmax(A, axis=1) if A.shape[1] > 1 else (A >= 0.5).astype(int)


@mistake("predict")
def single_row_squeezed(X, params, hidden, output):
    """A batch of one row gives a bare number: it should stay an array, of shape (1,)."""
    return np.squeeze(reference.predict(X, params, hidden, output))


@mistake("predict")
def classes_from_one(X, params, hidden, output):
    """The classes are numbered from 1: they are 0…k-1."""
    A = reference.forward(X, params, hidden, output)[-1]
    return np.argmax(A, axis=1) + 1 if A.shape[1] > 1 else (A[:, 0] >= 0.5).astype(int)


@mistake("predict")
def second_of_two_compared_with_a_half(X, params, hidden, output):
    """With two output units the second is compared with 0.5: from two units on, the larger one wins."""
    A = reference.forward(X, params, hidden, output)[-1]
    if A.shape[1] <= 2:
        return (A[:, -1] >= 0.5).astype(int)
    return np.argmax(A, axis=1)


@mistake("predict")
def every_output_compared_with_a_half(X, params, hidden, output):
    """Every output is compared with 0.5, (n, k) answers: from two units on, the class is the number of the largest."""
    A = reference.forward(X, params, hidden, output)[-1]
    return (A >= 0.5).astype(int) if A.shape[1] > 1 else (A[:, 0] >= 0.5).astype(int)


@mistake("predict")
def rounded_before_comparing(X, params, hidden, output):
    """Outputs are rounded before they are compared, so near ones count as equal: compare them as they are."""
    A = np.round(reference.forward(X, params, hidden, output)[-1], 4)
    return np.argmax(A, axis=1) if A.shape[1] > 1 else (A[:, 0] >= 0.5).astype(int)


@mistake("predict")
def sums_for_activations(X, params, hidden, output):
    """The weighted sums are compared and not the activations, which may be equal where the sums are not."""
    labels = reference.predict(X, params, hidden, output)
    sums = reference.forward(X, params, hidden, "identity")[-1]
    return labels if sums.shape[1] == 1 else np.argmax(sums, axis=1)


@mistake("predict")
def classes_in_eight_bits(X, params, hidden, output):
    """Classes are kept in int8, which ends at 127: that of a later unit comes out wrong."""
    return reference.predict(X, params, hidden, output).astype(np.int8)


# count_parameters


@mistake("count_parameters")
def biases_not_counted(layer_sizes):
    """Only weights are counted: each unit of a layer has a bias too, n_out more a layer."""
    return sum(n_in * n_out for n_in, n_out in pairwise(layer_sizes))


@mistake("count_parameters")
def weights_not_counted(layer_sizes):
    """Only biases are counted: each layer has n_in · n_out weights too."""
    return sum(layer_sizes[1:])


@mistake("count_parameters")
def biases_for_the_inputs(layer_sizes):
    """The inputs are given biases: only the units of the layers have one, n_out a layer."""
    return sum(n_in * n_out for n_in, n_out in pairwise(layer_sizes)) + sum(layer_sizes)


@mistake("count_parameters")
def one_bias_for_each_layer(layer_sizes):
    """Each layer has one bias: it has n_out, one for each of its units."""
    return sum(n_in * n_out + 1 for n_in, n_out in pairwise(layer_sizes))


@mistake("count_parameters")
def a_bias_for_each_input_of_a_layer(layer_sizes):
    """A layer's biases are counted by its inputs: there is one for each of its outputs, n_out."""
    return sum(n_in * n_out + n_in for n_in, n_out in pairwise(layer_sizes))


@mistake("count_parameters")
def last_layer_not_counted(layer_sizes):
    """The last layer is not counted: L + 1 sizes have L gaps, the last pair included."""
    return sum(n_in * n_out + n_out for n_in, n_out in pairwise(layer_sizes[:-1]))


@mistake("count_parameters")
def only_the_last_layer_counted(layer_sizes):
    """Only one layer is counted: the count is summed over all of them, += and not =."""
    n_in, n_out = layer_sizes[-2:]
    return n_in * n_out + n_out


@mistake("count_parameters")
def only_the_ends_counted(layer_sizes):
    """Only the first and the last size count: each pair of neighbours makes a layer."""
    return layer_sizes[0] * layer_sizes[-1] + layer_sizes[-1]


@mistake("count_parameters")
def all_sizes_multiplied(layer_sizes):
    """All sizes are multiplied with one another: multiply neighbours, and sum over the layers."""
    return int(np.prod(layer_sizes)) + sum(layer_sizes[1:])


@mistake("count_parameters")
def count_as_a_float(layer_sizes):
    """The count is a float: it should be a whole number, as weights come whole."""
    return float(reference.count_parameters(layer_sizes))


@mistake("count_parameters")
def sizes_used_up_in_counting(layer_sizes):
    """The caller's list of sizes is changed, as pop takes its entries out: read it by index or with pairwise."""
    count = 0
    while len(layer_sizes) > 1:
        n_in = layer_sizes.pop(0)
        count += n_in * layer_sizes[0] + layer_sizes[0]
    return count


@mistake("count_parameters")
def counted_in_32_bits(layer_sizes):
    """The count is kept in 32 bits, and that of a large network does not fit: Python's own int has no end."""
    return int(np.array(reference.count_parameters(layer_sizes)).astype(np.int32))
