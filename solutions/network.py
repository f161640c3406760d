r"""# 7 · Network: the forward pass

One neuron draws one straight line. A *network* stacks layers of neurons, so that the outputs of
one layer are the inputs of the next, and a curve can be built from many lines. Running a batch
through the stack from the first layer to the last is the *forward pass*. It is all that a
finished network ever does, and it leaves behind what training needs: the output of every layer.

    X ──► layer 1 ──► layer 2 ──► … ──► layer L ──► prediction
    A0      A1          A2                AL

Where this unit stands:

    neurons ─┐
             ├─► network ─► backprop ─► gradient_descent ─► classifier
    activations ┘  (you are here)

## The formulas

Layer `l` has a weight matrix `W` and a bias vector `b`. It takes the layer before it, `A_prev`,
and does two things, one after the other:

    Z = A_prev @ W + b        the weighted sum, one column for each unit
    A = activation(Z)         the activation, what the next layer sees

The chain starts with the data itself, `A0 = X`. All layers but the last are *hidden*, since
nobody outside sees their output, and share one activation. The last layer has its own, chosen
for the task:

| the question | output units | output activation |
|---|---|---|
| how much? | 1 or more | identity |
| yes or no? | 1 | sigmoid |
| which of k? | k | softmax |

Hidden layers must bend. With `identity` everywhere, `(X @ W1 + b1) @ W2 + b2` multiplies out to
`X @ (W1 @ W2) + (b1 @ W2 + b2)`, which is one linear layer again, however deep the stack is.

## The shapes

`n` rows are in the batch, `d` inputs in a row, `m` units in a hidden layer, `k` outputs. The
sizes of a network are written as one list, `[d, m1, m2, …, k]`. Neighbours in that list give
the shapes of the layers:

    sizes        [4,        5,        3]
    W                (4, 5)    (5, 3)
    b                 (5,)      (3,)
    A        (n, 4)    (n, 5)    (n, 3)

So `L + 1` sizes make `L` layers and `L + 1` activations. `params` is the list of the pairs
`(W, b)`, first layer first. Between 4 and 5 units run 4·5 weights, and each of the 5 has a bias:
25 numbers. The second layer adds 5·3 + 3 = 18, so this network has 43 parameters. It is worth
knowing the count before training: with far more parameters than examples, a network can learn
the examples by heart.

## A worked example: exclusive or

No single line separates (0, 1) and (1, 0) from (0, 0) and (1, 1). Two ReLU units and one output
do it (Goodfellow, Bengio and Courville, 2016, section 6.1). Both hidden units add the two
inputs; the second has the bias −1, so that it speaks up only when both inputs are on. The
output takes the first unit minus twice the second:

    x        sum   hidden = relu(sum + (0, −1))   output = h1 − 2·h2
    (0, 0)    0         (0, 0)                        0
    (0, 1)    1         (1, 0)                        1
    (1, 0)    1         (1, 0)                        1
    (1, 1)    2         (2, 1)                        0

The same in code:

>>> X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
>>> params = [
...     (np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([0.0, -1.0])),
...     (np.array([[1.0], [-2.0]]), np.array([0.0])),
... ]
>>> A0, A1, A2 = forward(X, params, hidden="relu", output="identity")
>>> A1.tolist()
[[0.0, 0.0], [1.0, 0.0], [1.0, 0.0], [2.0, 1.0]]
>>> A2.tolist()
[[0.0], [1.0], [1.0], [0.0]]
>>> predict(X, params, "relu", "identity").tolist()
[0, 1, 1, 0]

## Why weights start at random

Were all weights of a layer equal, all its units would compute the same, receive the same
gradient and stay equal for ever. Random weights break the tie. Their size matters too: a sum of
`n_in` terms of variance `v` has variance `n_in · v`, so weights of variance `1 / n_in` keep the
signal about as large on its way out as it was on its way in. With much larger ones, sigmoid and
tanh saturate after a few layers; with much smaller ones, everything fades to zero. Biases break
no tie and start at 0.

## What goes wrong in practice

- *The last layer gets the hidden activation*, or every layer gets the output's.
- *`Z` is kept where `A` is wanted.* Each layer feeds on the activations of the layer before.
- *`X` is left out of the list.* The first layer's gradient will need it: it is `A0`.
- *A batch of one is squeezed* to a vector, and the next layer has a row too few.
- *A transposed `W`* goes unnoticed as long as the layers are square.
- *One random generator for each layer*, started from one seed: layers of equal shape become
  twins.
- *A layer's size is used twice or not at all*: `L + 1` sizes, but only `L` gaps between them.
- *The class is read off in two ways*: several outputs compete, and the largest wins; a single
  output has nobody to compete with, and its largest is always number 0. It is compared with 0.5
  instead.
- *A misspelled activation passes silently*, because no layer happened to use it.

## What every function here promises

- Activations and parameters are float64, labels and counts are whole numbers. Integer input is
  fine: `X` of int64 or uint8, weights and biases of int64.
- Arrays may lie in memory in any order, may be slices of larger ones, and may be read-only.
- Arguments stay as they are, lists included, and no result shares memory with an argument.
- Any batch size works, one row included, and a batch of one stays a batch: (1, d) in, (1, k)
  out.
- Weighted sums up to ±1000 give finite results without a warning, whatever the activation.
- Results are accurate: |error| ≤ 1e-12 + 1e-9·|value|.
- Random numbers come from the `rng` that is handed in and from nowhere else: the same state,
  the same result.
- The names of activations are `"identity"`, `"sigmoid"`, `"tanh"`, `"relu"` and `"softmax"`,
  written exactly so. Any other name is a ValueError, also where no layer uses it.

## The picture

`grader plot network` draws the output of one untrained network over the plane for each hidden
activation: what shapes a network can make before it has learned anything.

## Further reading

- Rosenblatt (1958), *The perceptron: a probabilistic model for information storage and
  organization in the brain*.
- Minsky and Papert (1969), *Perceptrons*: what one layer cannot do, exclusive or among it.
- Cybenko (1989), *Approximation by superpositions of a sigmoidal function*: what one hidden
  layer can.
- LeCun, Bottou, Orr and Müller (1998), *Efficient BackProp*: why weights of variance 1 / n_in.
- Goodfellow, Bengio and Courville (2016), *Deep Learning*, chapter 6.

## In your own words

You get the list of activations that a forward pass left behind, but not the parameters. What can you find out about
the network from this list, and what not?
### BEGIN SOLUTION
- 2 points: the sizes of all layers, how many there are, and how many rows went in; so also the shape of every W and b.
- 2 points: something of the activations: numbers below 0 are from no sigmoid and no ReLU, exact zeros hint at ReLU,
  output rows that sum to 1 at softmax; units that are always 0, or saturated.
- 1 point: the parameters only in part: a layer is a set of equations for its weights, one a row, and with few rows many
  W and b give the same list.
### END SOLUTION
"""

from __future__ import annotations

import numpy as np

from solutions.activations import relu, sigmoid, softmax, tanh
from solutions.neurons import init_parameters, layer

### BEGIN SOLUTION
_ACTIVATIONS = {
    "identity": np.copy,
    "sigmoid": sigmoid,
    "tanh": tanh,
    "relu": relu,
    "softmax": softmax,
}


def _activation(argument, name):
    if name not in _ACTIVATIONS:
        raise ValueError(f"{argument} should be one of {', '.join(_ACTIVATIONS)}, got {name!r}")
    return _ACTIVATIONS[name]


### END SOLUTION


def init_network(
    layer_sizes: list[int], rng: np.random.Generator
) -> list[tuple[np.ndarray, np.ndarray]]:
    """Random parameters for every layer: W ~ Normal(0, 1 / n_in) (variance), b = 0.

    Each layer is what `init_parameters` of unit `neurons` gives for its two
    sizes. All draws come from the one `rng`, and a layer's draws come after
    those of the layers before it.

    Parameters
    ----------
    layer_sizes : list or tuple of int
        The sizes [d, hidden…, k], inputs first and outputs last. It is not
        changed.
    rng : numpy.random.Generator
        The source of all randomness; the same state gives the same network.

    Returns
    -------
    list of (W, b)
        One pair a layer, first layer first. W has shape (n_in, n_out) for
        neighbours n_in, n_out in `layer_sizes`; b has shape (n_out,).

    Raises
    ------
    ValueError
        Where there are fewer than two sizes, or one is below 1. The message
        names `layer_sizes` and the sizes it got (or the one at fault).

    References
    ----------
    LeCun, Bottou, Orr and Müller (1998), Efficient BackProp.

    Examples
    --------
    >>> params = init_network([4, 5, 3], np.random.default_rng(0))
    >>> [(W.shape, b.shape) for W, b in params]
    [((4, 5), (5,)), ((5, 3), (3,))]
    """
    ### BEGIN SOLUTION
    ### HINT: Layer i leads from size i to size i + 1: L + 1 sizes, but L layers.
    ### HINT: Check the sizes first, then walk over the pairs of neighbours.
    ### HINT: Let init_parameters make each layer, and hand it the same rng every time.
    if len(layer_sizes) < 2 or min(layer_sizes) < 1:
        raise ValueError(
            f"layer_sizes should hold two sizes or more, each at least 1, got {layer_sizes}"
        )
    return [
        init_parameters(n_in, n_out, rng)
        for n_in, n_out in zip(layer_sizes[:-1], layer_sizes[1:], strict=True)
    ]
    ### END SOLUTION


def forward(
    X: np.ndarray,
    params: list[tuple[np.ndarray, np.ndarray]],
    hidden: str = "sigmoid",
    output: str = "softmax",
) -> list[np.ndarray]:
    """The activations of every layer: A = activation(A_prev @ W + b), from A0 = X on.

    Parameters
    ----------
    X : array of shape (n, d)
        A batch, one row an example.
    params : list of (W, b)
        First layer first; W has shape (n_in, n_out), b has shape (n_out,).
        There is at least one layer.
    hidden : str
        The activation of every layer but the last.
    output : str
        The activation of the last layer. Both are one of "identity",
        "sigmoid", "tanh", "relu" and "softmax"; softmax runs over each row.

    Returns
    -------
    list of arrays
        [A0, A1, …, AL], one more than there are layers, all float64. A0 is a
        copy of X as float64; Al has shape (n, units of layer l).

    Raises
    ------
    ValueError
        Where `hidden` or `output` is any other name, also where it is not
        used, as `hidden` is not with a single layer. The message holds the
        name that it got and lists all five that are possible.

    Examples
    --------
    >>> params = [(np.array([[2], [-1]]), np.array([1]))]
    >>> for A in forward(np.array([[1, 3]]), params, output="identity"):
    ...     print(A)
    [[1. 3.]]
    [[0.]]
    """
    ### BEGIN SOLUTION
    ### HINT: Look both names up before anything else. A dict from name to function is shortest.
    ### HINT: Start a list with X as float64; each layer reads the last entry and appends its own.
    ### HINT: A layer is its weighted sum, then its activation. Only the last layer uses `output`.
    hidden_activation = _activation("hidden", hidden)
    output_activation = _activation("output", output)
    activations = [np.array(X, dtype=np.float64)]
    for W, b in params[:-1]:
        activations.append(hidden_activation(layer(activations[-1], W, b)))
    W, b = params[-1]
    activations.append(output_activation(layer(activations[-1], W, b)))
    return activations
    ### END SOLUTION


def predict(
    X: np.ndarray,
    params: list[tuple[np.ndarray, np.ndarray]],
    hidden: str,
    output: str,
) -> np.ndarray:
    """The class of each row: argmax of its outputs, or output >= 0.5 where there is one unit.

    Parameters
    ----------
    X : array of shape (n, d)
        A batch, one row an example.
    params : list of (W, b)
        As for `forward`.
    hidden, output : str
        The activations of the hidden layers and of the last, as for `forward`.

    Returns
    -------
    array of shape (n,), whole numbers
        With k > 1 output units, the number 0…k−1 of the unit with the largest
        activation; where several are equal, the first of them. With one
        output unit, 1 where its activation is at least 0.5, else 0, whichever
        activation that is.

    Raises
    ------
    ValueError
        Where `hidden` or `output` is an unknown name, as for `forward`.

    Examples
    --------
    >>> params = [(np.eye(3), np.zeros(3))]
    >>> predict(np.array([[1.0, 4.0, 2.0], [3.0, 0.0, 3.0]]), params, "sigmoid", "softmax")
    array([1, 0])
    """
    ### BEGIN SOLUTION
    ### HINT: Run the forward pass; only the last of its activations matters here.
    ### HINT: With one column, compare it with 0.5 and return a vector of whole numbers.
    ### HINT: With more columns, find the position of the largest in each row.
    A = forward(X, params, hidden, output)[-1]
    if A.shape[1] == 1:
        return (A[:, 0] >= 0.5).astype(np.int64)
    return A.argmax(axis=1)
    ### END SOLUTION


def count_parameters(layer_sizes: list[int]) -> int:
    """How many weights and biases a network has: the sum of n_in · n_out + n_out over its layers.

    Parameters
    ----------
    layer_sizes : list or tuple of int
        The sizes [d, hidden…, k], at least two, each at least 1. It is not
        changed.

    Returns
    -------
    int
        Weights and biases of all layers, counted together. Inputs have no
        bias.

    Examples
    --------
    >>> count_parameters([4, 5, 3])
    43
    >>> count_parameters([784, 128, 10])
    101770
    """
    ### BEGIN SOLUTION
    ### HINT: Count one layer by hand first: every unit has one weight for each input, and a bias.
    ### HINT: Add that up over the pairs of neighbouring sizes.
    return sum(
        (n_in + 1) * n_out for n_in, n_out in zip(layer_sizes[:-1], layer_sizes[1:], strict=True)
    )
    ### END SOLUTION
