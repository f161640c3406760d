"""Mistakes that students make in neurons."""

import numpy as np

from grader.mistakes import mistake
from solutions import neurons as reference

# weighted_sum


@mistake("weighted_sum")
def bias_forgotten(x, w, b):
    """The bias is not added: without it x = 0 gives 0 whatever the weights are."""
    return float(np.asarray(x, dtype=np.float64) @ w)


@mistake("weighted_sum")
def bias_subtracted(x, w, b):
    """The bias is subtracted, and should be added."""
    return float(np.asarray(x, dtype=np.float64) @ w - b)


@mistake("weighted_sum")
def bias_multiplied(x, w, b):
    """The sum is multiplied by the bias, and the bias should be added to it."""
    return float(np.asarray(x, dtype=np.float64) @ w * b)


@mistake("weighted_sum")
def bias_for_each_input(x, w, b):
    """The bias is added once for each input, and should be once for the whole sum."""
    return float(np.sum(np.asarray(x, dtype=np.float64) * w + b))


@mistake("weighted_sum")
def bias_weighted_too(x, w, b):
    """The bias is added to the inputs before they are weighed, and should be after."""
    return float((np.asarray(x, dtype=np.float64) + b) @ w)


@mistake("weighted_sum")
def products_not_added_up(x, w, b):
    """The products come back one by one: add them up to one number."""
    return np.asarray(x, dtype=np.float64) * w + b


@mistake("weighted_sum")
def inputs_added_to_weights(x, w, b):
    """Each input is added to its weight, and should be multiplied by it."""
    return float(np.sum(np.asarray(x, dtype=np.float64) + w) + b)


@mistake("weighted_sum")
def sum_times_sum(x, w, b):
    """The sum of the inputs is multiplied by the sum of the weights: multiply each input by its own weight."""
    return float(np.sum(np.asarray(x, dtype=np.float64)) * np.sum(w) + b)


@mistake("weighted_sum")
def products_averaged(x, w, b):
    """The products are averaged, and should be summed."""
    return float(np.mean(np.asarray(x, dtype=np.float64) * w) + b)


@mistake("weighted_sum")
def last_input_left_out(x, w, b):
    """The last input is left out: the loop ends one too early."""
    z = float(b)
    for i in range(len(x) - 1):
        z += float(x[i]) * float(w[i])
    return z


@mistake("weighted_sum")
def first_input_only(x, w, b):
    """Only the first input counts: the return stands inside the loop."""
    z = float(b)
    for i in range(len(x)):
        z += float(x[i]) * float(w[i])
        return z
    return z


@mistake("weighted_sum")
def weights_reversed(x, w, b):
    """The weights are taken in reverse order: input i goes with weight i."""
    return float(np.asarray(x, dtype=np.float64) @ np.asarray(w)[::-1] + b)


@mistake("weighted_sum")
def sum_in_integers(x, w, b):
    """A whole number comes back where all is integers, and a float is promised: convert the result."""
    return x @ w + b


@mistake("weighted_sum")
def fractions_cut(x, w, b):
    """The sum is converted to an integer, which cuts its fraction: convert to float."""
    return float(int(np.asarray(x, dtype=np.float64) @ w + b))


@mistake("weighted_sum")
def one_number_in_an_array(x, w, b):
    """An array with one element comes back, and one number is asked for."""
    return np.atleast_1d(np.asarray(x, dtype=np.float64) @ w + b)


@mistake("weighted_sum")
def inputs_weighed_in_place(x, w, b):
    """The products are written into x by *=, which spoils the inputs for the caller: multiply into a new array."""
    x = np.asarray(x, dtype=np.float64)
    x *= w
    return float(np.sum(x) + b)


@mistake("weighted_sum")
def sum_cut_at_zero(x, w, b):
    """Negative sums become 0: no activation belongs here, the weighted sum is passed on as it is."""
    return max(0.0, reference.weighted_sum(x, w, b))


# neuron


@mistake("neuron")
def activation_left_out(x, w, b, activation):
    """The weighted sum itself comes back: hand it to the activation, and return what that gives."""
    return reference.weighted_sum(x, w, b)


@mistake("neuron")
def activation_before_the_bias(x, w, b, activation):
    """The activation is applied before the bias is added: add the bias first."""
    return float(activation(reference.weighted_sum(x, w, 0.0)) + b)


@mistake("neuron")
def neuron_without_bias(x, w, b, activation):
    """The bias is not added: the activation is of x·w + b."""
    return activation(reference.weighted_sum(x, w, 0.0))


@mistake("neuron")
def neuron_with_bias_subtracted(x, w, b, activation):
    """The bias is subtracted, and should be added."""
    return activation(reference.weighted_sum(x, w, -b))


@mistake("neuron")
def activation_of_the_inputs(x, w, b, activation):
    """The activation is applied to each input before the sum, and should be to the weighted sum."""
    return float(
        sum(activation(float(a)) * float(weight) for a, weight in zip(x, w, strict=True)) + b
    )


@mistake("neuron")
def activation_of_each_product(x, w, b, activation):
    """The activation is applied to each product before they are added up, and should be to the weighted sum."""
    return float(
        sum(activation(float(a) * float(weight)) for a, weight in zip(x, w, strict=True)) + b
    )


@mistake("neuron")
def activation_applied_twice(x, w, b, activation):
    """The activation is applied twice, and once is enough."""
    return activation(activation(reference.weighted_sum(x, w, b)))


@mistake("neuron")
def tanh_written_in(x, w, b, activation):
    """tanh is written into the code: apply the activation that is handed over, whichever it is."""
    return float(np.tanh(reference.weighted_sum(x, w, b)))


@mistake("neuron")
def activation_returned(x, w, b, activation):
    """The function comes back, not called: activation(z) calls it with the weighted sum."""
    return activation


@mistake("neuron")
def activation_of_an_array(x, w, b, activation):
    """The activation is handed an array with one element, and it takes a single number."""
    return float(np.sum(activation(np.array([reference.weighted_sum(x, w, b)]))))


@mistake("neuron")
def neuron_in_an_array(x, w, b, activation):
    """An array with one element comes back, and one number is asked for."""
    return np.array([activation(reference.weighted_sum(x, w, b))])


@mistake("neuron")
def neuron_weighs_in_place(x, w, b, activation):
    """The products are written into x by *=, which spoils the inputs for the caller: multiply into a new array."""
    x = np.asarray(x, dtype=np.float64)
    x *= w
    return activation(float(np.sum(x) + b))


@mistake("neuron")
def whole_number_handed_on(x, w, b, activation):
    """Where x, w and b are whole the activation is handed a whole number, and it takes a float."""
    z = np.dot(x, w) + b
    return activation(z if isinstance(z, np.integer) else float(z))


# layer


@mistake("layer")
def biases_forgotten(X, W, b, activation=None):
    """The biases are not added: without them x = 0 gives 0 in every neuron."""
    Z = np.asarray(X, dtype=np.float64) @ W
    return Z if activation is None else activation(Z)


@mistake("layer")
def biases_subtracted(X, W, b, activation=None):
    """The biases are subtracted, and should be added."""
    Z = np.asarray(X, dtype=np.float64) @ W - b
    return Z if activation is None else activation(Z)


@mistake("layer")
def biases_as_a_column(X, W, b, activation=None):
    """The biases are made a column and go with the rows: b has one for each neuron, and adds as it is."""
    Z = np.asarray(X, dtype=np.float64) @ W + np.asarray(b)[:, None]
    return Z if activation is None else activation(Z)


@mistake("layer")
def first_bias_for_all(X, W, b, activation=None):
    """Every neuron gets the first bias, and each has its own."""
    Z = np.asarray(X, dtype=np.float64) @ W + b[0]
    return Z if activation is None else activation(Z)


@mistake("layer")
def biases_summed(X, W, b, activation=None):
    """Every neuron gets the sum of all biases, and each has its own."""
    Z = np.asarray(X, dtype=np.float64) @ W + np.sum(b)
    return Z if activation is None else activation(Z)


@mistake("layer")
def weights_transposed(X, W, b, activation=None):
    """W is used the wrong way round: a column of W is one neuron's weights, so the product is X @ W, not X @ W.T."""
    Z = np.asarray(X, dtype=np.float64) @ np.asarray(W).T + b
    return Z if activation is None else activation(Z)


@mistake("layer")
def weights_before_inputs(X, W, b, activation=None):
    """The product is W @ X, and should be X @ W: the examples are the rows."""
    Z = np.asarray(W, dtype=np.float64) @ X + b
    return Z if activation is None else activation(Z)


@mistake("layer")
def examples_in_columns(X, W, b, activation=None):
    """The result is transposed, (m, n): row i is for example i, and column j for neuron j."""
    Z = np.asarray(X, dtype=np.float64) @ W + b
    return np.ascontiguousarray((Z if activation is None else activation(Z)).T)


@mistake("layer")
def element_by_element(X, W, b, activation=None):
    """X * W multiplies element by element: the matrix product is X @ W."""
    Z = np.asarray(X, dtype=np.float64) * W + b
    return Z if activation is None else activation(Z)


@mistake("layer")
def biases_after_the_activation(X, W, b, activation=None):
    """The biases are added after the activation, and should be before."""
    Z = np.asarray(X, dtype=np.float64) @ W
    return (Z if activation is None else activation(Z)) + b


@mistake("layer")
def activation_of_the_batch(X, W, b, activation=None):
    """The activation is applied to the inputs X, and should be to the weighted sums."""
    X = np.asarray(X, dtype=np.float64)
    return (X if activation is None else activation(X)) @ W + b


@mistake("layer")
def layer_stays_linear(X, W, b, activation=None):
    """The weighted sums come back although an activation is given: hand them to it."""
    return np.asarray(X, dtype=np.float64) @ W + b


@mistake("layer")
def layer_activated_twice(X, W, b, activation=None):
    """The activation is applied twice, and once is enough."""
    Z = np.asarray(X, dtype=np.float64) @ W + b
    return Z if activation is None else activation(activation(Z))


@mistake("layer")
def none_is_called(X, W, b, activation=None):
    """None cannot be called: where there is no activation, return the weighted sums as they are."""
    return activation(np.asarray(X, dtype=np.float64) @ W + b)


@mistake("layer")
def tanh_by_default(X, W, b, activation=np.tanh):
    """The layer has tanh where no activation is given: the default is None, which leaves it linear."""
    Z = np.asarray(X, dtype=np.float64) @ W + b
    return Z if activation is None else activation(Z)


@mistake("layer")
def tanh_for_every_activation(X, W, b, activation=None):
    """tanh is written into the code: apply the activation that is handed over, whichever it is."""
    Z = np.asarray(X, dtype=np.float64) @ W + b
    return Z if activation is None else np.tanh(Z)


@mistake("layer")
def layer_squeezed(X, W, b, activation=None):
    """An axis of length 1 is lost: the result is (n, m) for one row and for one neuron too."""
    return np.squeeze(reference.layer(X, W, b, activation))


@mistake("layer")
def first_neuron_only(X, W, b, activation=None):
    """Only the first neuron's outputs come back, once for each neuron: use every column of W."""
    A = reference.layer(X, W, b, activation)
    return np.repeat(A[:, :1], A.shape[1], axis=1)


@mistake("layer")
def first_example_only(X, W, b, activation=None):
    """Every row has the output of the first example: use every row of X."""
    A = reference.layer(X, W, b, activation)
    return np.repeat(A[:1], A.shape[0], axis=0)


@mistake("layer")
def last_example_left_out(X, W, b, activation=None):
    """The last row is zeros: the loop ends one example too early."""
    A = reference.layer(X, W, b, activation)
    A[-1] = 0.0
    return A


@mistake("layer")
def activation_over_the_batch(X, W, b, activation=None):
    """The sums of a neuron are averaged over the batch: each example goes through the layer by itself."""
    A = reference.layer(X, W, b, activation)
    return np.repeat(A.mean(axis=0, keepdims=True), A.shape[0], axis=0)


@mistake("layer")
def layer_in_integers(X, W, b, activation=None):
    """Integers in give integers out: convert with np.asarray(X, dtype=np.float64) first, as float64 is promised."""
    Z = X @ W + b
    return Z if activation is None else activation(Z)


@mistake("layer")
def biases_added_in_place(X, W, b, activation=None):
    """The biases are added in place to a product of integers, which cannot hold fractions: add into a new array."""
    Z = X @ W
    Z += b
    Z = Z.astype(np.float64)
    return Z if activation is None else activation(Z)


@mistake("layer")
def result_written_into_the_batch(X, W, b, activation=None):
    """The result is written into X where it fits, which spoils the batch for the caller: return a new array."""
    A = reference.layer(X, W, b, activation)
    X[:, : A.shape[1]] = A[:, : X.shape[1]]
    return A


@mistake("layer")
def first_rows_only(X, W, b, activation=None):
    """Only the first 64 rows are filled in, and any number of rows is allowed."""
    A = reference.layer(X, W, b, activation)
    A[64:] = 0.0
    return A


# init_parameters


def _checked(n_in, n_out):
    """Raise the reference's ValueError where it does."""
    reference.init_parameters(n_in, n_out, np.random.default_rng(0))


@mistake("init_parameters")
def deviation_one_by_n_in(n_in, n_out, rng):
    """1 / n_in is taken for the standard deviation, and it is the variance: the deviation is its square root."""
    _checked(n_in, n_out)
    return rng.normal(0.0, 1.0 / n_in, (n_in, n_out)), np.zeros(n_out)


@mistake("init_parameters")
def variance_one(n_in, n_out, rng):
    """The weights have variance 1, and should have 1 / n_in, so that sums do not spread with the number of inputs."""
    _checked(n_in, n_out)
    return rng.normal(0.0, 1.0, (n_in, n_out)), np.zeros(n_out)


@mistake("init_parameters")
def variance_by_n_out(n_in, n_out, rng):
    """The variance is 1 / n_out, and should be 1 / n_in: what counts is how many products are summed."""
    _checked(n_in, n_out)
    return rng.normal(0.0, 1.0 / np.sqrt(n_out), (n_in, n_out)), np.zeros(n_out)


@mistake("init_parameters")
def variance_of_he(n_in, n_out, rng):
    """The variance is 2 / n_in, He's for ReLU, and here 1 / n_in is asked for."""
    _checked(n_in, n_out)
    return rng.normal(0.0, np.sqrt(2.0 / n_in), (n_in, n_out)), np.zeros(n_out)


@mistake("init_parameters")
def variance_of_glorot(n_in, n_out, rng):
    """The variance is 2 / (n_in + n_out), Glorot's, and here 1 / n_in is asked for."""
    _checked(n_in, n_out)
    return rng.normal(0.0, np.sqrt(2.0 / (n_in + n_out)), (n_in, n_out)), np.zeros(n_out)


@mistake("init_parameters")
def multiplied_by_the_root(n_in, n_out, rng):
    """The variance is n_in: standard normals should be divided by the square root of n_in, not multiplied."""
    _checked(n_in, n_out)
    return rng.normal(0.0, np.sqrt(n_in), (n_in, n_out)), np.zeros(n_out)


@mistake("init_parameters")
def small_whatever_the_size(n_in, n_out, rng):
    """The deviation is 0.01 whatever the number of inputs is, and the variance should be 1 / n_in."""
    _checked(n_in, n_out)
    return rng.normal(0.0, 0.01, (n_in, n_out)), np.zeros(n_out)


@mistake("init_parameters")
def uniform_from_zero(n_in, n_out, rng):
    """The weights are uniform from 0 to 1, all positive, and should be normal with mean 0."""
    _checked(n_in, n_out)
    return rng.random((n_in, n_out)), np.zeros(n_out)


@mistake("init_parameters")
def uniform_of_the_right_variance(n_in, n_out, rng):
    """The weights are uniform, with the right variance, and should be normal."""
    _checked(n_in, n_out)
    limit = np.sqrt(3.0 / n_in)
    return rng.uniform(-limit, limit, (n_in, n_out)), np.zeros(n_out)


@mistake("init_parameters")
def all_weights_positive(n_in, n_out, rng):
    """All weights are positive: a normal distribution with mean 0 gives both signs."""
    _checked(n_in, n_out)
    return np.abs(rng.normal(0.0, 1.0 / np.sqrt(n_in), (n_in, n_out))), np.zeros(n_out)


@mistake("init_parameters")
def weights_all_zero(n_in, n_out, rng):
    """All weights are zero: neurons that start alike stay alike, so draw them at random."""
    _checked(n_in, n_out)
    return np.zeros((n_in, n_out)), np.zeros(n_out)


@mistake("init_parameters")
def one_draw_for_all_neurons(n_in, n_out, rng):
    """All neurons start with the same weights, and stay alike for ever: draw each weight by itself."""
    _checked(n_in, n_out)
    column = rng.normal(0.0, 1.0 / np.sqrt(n_in), (n_in, 1))
    return np.repeat(column, n_out, axis=1), np.zeros(n_out)


@mistake("init_parameters")
def one_draw_for_all_inputs(n_in, n_out, rng):
    """All inputs of a neuron have the same weight: draw each weight by itself."""
    _checked(n_in, n_out)
    row = rng.normal(0.0, 1.0 / np.sqrt(n_in), (1, n_out))
    return np.repeat(row, n_in, axis=0), np.zeros(n_out)


@mistake("init_parameters")
def shape_transposed(n_in, n_out, rng):
    """W has the shape (n_out, n_in), and should have (n_in, n_out): a column is one neuron's weights."""
    _checked(n_in, n_out)
    return rng.normal(0.0, 1.0 / np.sqrt(n_in), (n_out, n_in)), np.zeros(n_out)


@mistake("init_parameters")
def bias_for_each_of_the_inputs(n_in, n_out, rng):
    """b has a bias for each input, and should have one for each neuron, shape (n_out,)."""
    W, _ = reference.init_parameters(n_in, n_out, rng)
    return W, np.zeros(n_in)


@mistake("init_parameters")
def biases_in_a_row(n_in, n_out, rng):
    """b has the shape (1, n_out), and should have (n_out,)."""
    W, _ = reference.init_parameters(n_in, n_out, rng)
    return W, np.zeros((1, n_out))


@mistake("init_parameters")
def biases_drawn(n_in, n_out, rng):
    """The biases are drawn at random, and should be zeros."""
    W, _ = reference.init_parameters(n_in, n_out, rng)
    return W, rng.normal(0.0, 1.0 / np.sqrt(n_in), n_out)


@mistake("init_parameters")
def biases_of_one(n_in, n_out, rng):
    """The biases are ones, and should be zeros."""
    W, _ = reference.init_parameters(n_in, n_out, rng)
    return W, np.ones(n_out)


@mistake("init_parameters")
def biases_in_integers(n_in, n_out, rng):
    """The biases are integers, and float64 is promised: training adds fractions to them."""
    W, _ = reference.init_parameters(n_in, n_out, rng)
    return W, np.zeros(n_out, dtype=np.int64)


@mistake("init_parameters")
def biases_before_weights(n_in, n_out, rng):
    """The pair is in the wrong order: W comes first, then b."""
    W, b = reference.init_parameters(n_in, n_out, rng)
    return b, W


@mistake("init_parameters")
def weights_alone(n_in, n_out, rng):
    """W alone comes back, and a pair is asked for: W and b."""
    return reference.init_parameters(n_in, n_out, rng)[0]


@mistake("init_parameters")
def seeded_inside(n_in, n_out, rng):
    """A generator is seeded inside the function, so every layer gets the same numbers: draw from rng."""
    return reference.init_parameters(n_in, n_out, np.random.default_rng(0))


@mistake("init_parameters")
def global_generator(n_in, n_out, rng):
    """The weights come from np.random, and should come from rng: the same state must give the same weights."""
    _checked(n_in, n_out)
    return np.random.randn(n_in, n_out) / np.sqrt(n_in), np.zeros(n_out)


@mistake("init_parameters")
def copy_of_the_generator(n_in, n_out, rng):
    """The draws leave rng where it was, so a second call gives the same weights: draw from rng itself."""
    _checked(n_in, n_out)
    state = rng.bit_generator.state
    result = reference.init_parameters(n_in, n_out, rng)
    rng.bit_generator.state = state
    return result


@mistake("init_parameters")
def sizes_not_checked(n_in, n_out, rng):
    """A size below 1 is not refused: raise a ValueError before drawing, with the argument's name and value."""
    shape = max(n_in, 0), max(n_out, 0)
    return rng.normal(0.0, 1.0 / np.sqrt(max(n_in, 1)), shape), np.zeros(shape[1])


@mistake("init_parameters")
def n_out_not_checked(n_in, n_out, rng):
    """Only n_in is checked: an n_out below 1 is a ValueError too."""
    if n_in < 1:
        raise ValueError(f"n_in is {n_in}, but should be at least 1")
    return rng.normal(0.0, 1.0 / np.sqrt(n_in), (n_in, max(n_out, 0))), np.zeros(max(n_out, 0))


@mistake("init_parameters")
def zero_is_let_through(n_in, n_out, rng):
    """A size of 0 is let through, and should be at least 1: refuse what is < 1, not only what is < 0."""
    if n_in < 0 or n_out < 0:
        _checked(n_in, n_out)
    return rng.normal(0.0, 1.0 / np.sqrt(max(n_in, 1)), (n_in, n_out)), np.zeros(n_out)


@mistake("init_parameters")
def one_is_refused(n_in, n_out, rng):
    """A size of 1 is refused, and is fine: refuse what is < 1, not what is <= 1."""
    for name, size in (("n_in", n_in), ("n_out", n_out)):
        if size <= 1:
            raise ValueError(f"{name} is {size}, but should be at least 1")
    return reference.init_parameters(n_in, n_out, rng)


@mistake("init_parameters")
def message_without_the_size(n_in, n_out, rng):
    """The ValueError does not say which argument is wrong and what it got: name both in the message."""
    if n_in < 1 or n_out < 1:
        raise ValueError("both sizes should be positive")
    return reference.init_parameters(n_in, n_out, rng)


@mistake("init_parameters")
def sizes_asserted(n_in, n_out, rng):
    """An assert raises AssertionError, and a ValueError is promised: raise ValueError(…) yourself."""
    assert n_in >= 1, f"n_in is {n_in}, but should be at least 1"
    assert n_out >= 1, f"n_out is {n_out}, but should be at least 1"
    return reference.init_parameters(n_in, n_out, rng)


@mistake("init_parameters")
def scaled_to_fit(n_in, n_out, rng):
    """The weights are moved and scaled to a mean of 0 and a variance of 1 / n_in, so one tells of others: draw them,
    and leave them."""
    W, b = reference.init_parameters(n_in, n_out, rng)
    if W.size > 1:
        W = (W - W.mean()) / W.std() * n_in**-0.5
    return W, b


@mistake("init_parameters")
def one_of_a_thousand_seeds(n_in, n_out, rng):
    """The weights come from a new generator with one of a thousand seeds, so they come again: draw them from rng."""
    reference.init_parameters(n_in, n_out, np.random.default_rng(0))
    return reference.init_parameters(n_in, n_out, np.random.default_rng(int(rng.integers(1000))))
