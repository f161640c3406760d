r"""# 17 · Deep belief networks

A restricted Boltzmann machine turns each example into the states of its hidden units: a description
of the data in terms that it chose by itself. Why not describe the descriptions? Train a first
machine on the data, a second one on what the first makes of it, a third on that: machines on top of
each other, a **deep belief network**. No label is needed for any of it.

    neurons ──────────┐
                      ├──► deep_belief_network ──► gradient_descent.train
    boltzmann_machine ┘    (you are here)          (labels come last)

In 2006 this made networks of many fully connected layers learn well for the first time. Plain
gradient descent from random weights got stuck; started from a stack of machines, it worked. Better
first weights and more data have made the detour needless since then, but its idea, to learn from
unlabelled data first and from the few labels afterwards, has stayed.

## Words and shapes

| word | shape | what it is |
|---|---|---|
| `V` | (n, d) | the data: n rows of d visible units, each element in [0, 1] |
| machine | `(W, a, b)` | one restricted machine, from the layer below to the layer above |
| `stack` | list of machines | lowest first |
| `W` | (below, above) | weights between two neighbouring layers |
| `a`, `b` | (below,), (above,) | biases for going down, and for going up |
| H1, H2, … | (n, m1), (n, m2), … | the hidden layers; m1, m2, … units |

A layer in the middle belongs to two machines and has two biases: it is hidden for the one below,
which gives it `b`, and visible for the one above, which gives it `a`.

    H2   (n, m2)    ▲ b2 │                 up:    P(H2 = 1 | H1) = sigmoid(H1 W2 + b2)
             W2     │    ▼ a2              down:  P(H1 = 1 | H2) = sigmoid(H2 W2ᵀ + a2)
    H1   (n, m1)    ▲ b1 │                 up:    P(H1 = 1 | V)  = sigmoid(V W1 + b1)
             W1     │    ▼ a1              down:  P(V = 1 | H1)  = sigmoid(H1 W1ᵀ + a1)
    V    (n, d)

## One machine at a time

*Greedy* training never looks back. The first machine is trained on V by contrastive divergence,
until the end. Then it stands still, and every row of V is carried up through it. It gives
probabilities,

    H1 = P(h = 1 | V) = sigmoid(V W1 + b1)

and this table, (n, m1), is the data of the second machine. It is all that the second one ever sees:
V itself has the wrong number of columns, and the wrong meaning. A unit that is on with 0.9 says
more than one that was drawn once, so probabilities are handed up, not samples; a restricted machine
takes grey values in its visible layer, as you know from unit `boltzmann_machine`.

Within one machine an epoch goes through the batches, and each batch moves all three by its own mean
direction:

    (dW, da, db) = contrastive_divergence(batch, W, a, b, rng)
    W ← W + rate · dW        a ← a + rate · da        b ← b + rate · db

A plus: the direction climbs. Weights start near zero, Normal with deviation 0.01 (variance 0.01²),
which is enough to make the hidden units differ; biases start at zero.

One row, one step, by hand. With weights that small every probability is about ½, so v1 is a row of
coin flips. Where it equals v0 the visible bias stays; where v0 = 1 and v1 = 0 it grows by the rate,
and where v0 = 0 and v1 = 1 it falls by as much. So a tells which coins fell on 1: v1 = v0 − a /
rate.

>>> v0 = np.array([[1, 1, 0, 0]])
>>> [(W, a, b)] = pretrain(v0, [3], 0.5, 1, 1, np.random.default_rng(0))
>>> v1 = v0 - a / 0.5
>>> W.shape, bool(np.all((v1 == 0) | (v1 == 1)))
((4, 3), True)

## Up, down, and out of nothing

**Up and down again.** `propagate_up` carries data to the top and keeps every layer on the way.
`reconstruct` goes on from there, down to the visible layer. Both hand on probabilities as if they
were states, without any draw: this is called *mean field*. If the stack has learned the data, what
comes back is close to what went in.

Two machines of one unit each, W = ln 3 and ln 2, the rest zero. From v = 1:

    up     H1 = sigmoid(1 · ln 3) = 3/4          H2 = sigmoid(0.75 · ln 2) = 0.6271
    down   H1 = sigmoid(0.6271 · ln 2) = 0.6070  V  = sigmoid(0.6070 · ln 3) = 0.6608

>>> zero = np.zeros(1)
>>> stack = [(np.log([[3.0]]), zero, zero), (np.log([[2.0]]), zero, zero)]
>>> [layer.round(4).tolist() for layer in propagate_up(np.array([[1]]), stack)]
[[[1.0]], [[0.75]], [[0.6271]]]
>>> reconstruct(np.array([[1]]), stack).round(4)
array([[0.6608]])

**Out of nothing.** To make up new data, let the top machine dream: set its visible layer by fair
coin flips and let it go k Gibbs steps, h given v, then v given h, all by draws. Its visible states
are then a plausible *description*. The machines below it only translate: down by probabilities to
the data. With one machine there is nothing below, and its visible states themselves are the result.

**Towards labels.** Keep what goes up, `(W, b)`, and forget what goes down: these are layers of
sigmoid neurons, the first layers of a classifier. Put a new random layer on top for the classes,
and train all of it by gradient descent. `to_network` builds the start:

    params = to_network(stack, n_classes, rng)
    params, history = train(V, Y, params, "sigmoid", "softmax", rate, epochs, batch_size, rng)

## What goes wrong in practice

- *The second machine is trained on V*, or on samples, or on the hidden probabilities from before
  the first machine's training.
- *Up with `a`, down with `b`*, or the biases of the machine above or below. If all layers have one
  size no error tells.
- *Down in the order of going up.* The top machine comes first on the way down.
- *A minus in front of the rate.* The stack learns to be unlike the data.
- *The last, shorter batch is dropped*, or divided by the batch size instead of its own rows.
- *One seed for all machines*: same sizes, same first weights.
- *All grey.* k is too small, or the dream runs on probabilities: then every row is the same.
- *The new layer starts at zero*, or the stack's own arrays are handed over, so that training the
  network changes the stack.

## What every function here promises

- Results are new float64 arrays. Data may be float, int64, uint8 or bool, and a stack may be of
  int64. Float32 input counts as right to float32's own precision, and the result may be of either
  type.
- A stack has one machine or more. Any number of rows and units works, one included, and any memory
  layout: Fortran order, slices, read-only arrays.
- Stacks, layers and params come back as lists. A machine in a stack is a triple `(W, a, b)`, a
  layer in params a pair `(W, b)`, each a tuple or a list.
- Arguments are left as they were (the generator moves on), and a result shares no memory with them.
- Where nothing is drawn, results are accurate, |error| ≤ 1e-12 + 1e-9·|value|. No warning comes
  while weighted sums lie within ±1000. NaN and empty data are not asked about.
- `rng` is a `numpy.random.Generator` and the only source of chance: the same state gives the same
  result, another state another. In which order numbers are drawn from it, and how, is free.

## The picture

`grader plot deep_belief_network` trains a stack on bars and stripes, pictures of 4 × 4 pixels, with
your own functions: data, what `reconstruct` makes of it, and what `generate` dreams up.

## Further reading

- G. Hinton, S. Osindero and Y.-W. Teh (2006), "A fast learning algorithm for deep belief nets".
- G. Hinton and R. Salakhutdinov (2006), "Reducing the dimensionality of data with neural networks".
- Y. Bengio, P. Lamblin, D. Popovici and H. Larochelle (2007), "Greedy layer-wise training of deep
  networks".
- G. Hinton (2012), "A practical guide to training restricted Boltzmann machines": the start,
  section 8.

## In your own words

Each machine of the stack is trained to its end and never touched again while the ones above it learn. What can go
wrong with that for the task that comes last, and why did it help all the same?
"""

from __future__ import annotations

import numpy as np

from exercises.boltzmann_machine import (
    contrastive_divergence,
    hidden_probabilities,
    sample,
    visible_probabilities,
)
from exercises.neurons import init_parameters


def pretrain(
    V: np.ndarray,
    layer_sizes: list[int],
    learning_rate: float,
    epochs: int,
    batch_size: int,
    rng: np.random.Generator,
) -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Train a stack of restricted machines greedily by CD-1, each on the probabilities below it.

    The first machine is trained on V to the end. The second is trained on the
    hidden probabilities that the first, as it is after its training, gives for
    the rows of V; and so on. Machines that are trained do not change any more.

    Parameters
    ----------
    V : ndarray of shape (n, d)
        The data, states or probabilities in [0, 1].
    layer_sizes : list of int
        The number of hidden units of each machine, lowest first: m1, m2, ….
        d is not among them; V says it.
    learning_rate : float
        How far each step goes along the direction of its batch; 0 leaves the
        machines as they start.
    epochs : int
        How often each machine goes through its data, at least 1.
    batch_size : int
        Rows of a batch, at least 1; n or more makes each epoch one step.
    rng : numpy.random.Generator
        Where the first weights, the states of CD-1 and, if you shuffle, the
        order of rows come from, in any order and way.

    Returns
    -------
    list of (W, a, b)
        One machine for each of `layer_sizes`, lowest first: weights (below,
        above), visible biases (below,), hidden biases (above,). Float64.

    Notes
    -----
    Of each machine the weights start as independent draws from Normal(0, 0.01²)
    (deviation 0.01), and both biases as zeros. In an epoch every row is used
    once, in batches of `batch_size` rows, but for one, which has what is left
    and may be shorter. Which rows make a batch, and in which order batches
    come, is free. Each batch makes one step from the newest weights,

        W + learning_rate * dW,  a + learning_rate * da,  b + learning_rate * db

    with `contrastive_divergence` of the batch, k = 1: averaged over the rows
    that this batch has, chain states drawn, hidden probabilities in the formulas.

    References
    ----------
    G. Hinton, S. Osindero and Y.-W. Teh (2006), "A fast learning algorithm for
    deep belief nets".

    Examples
    --------
    >>> V = np.array([[1, 1, 0], [1, 1, 0], [1, 0, 0]])
    >>> stack = pretrain(V, [4, 2], 0.1, 50, 2, np.random.default_rng(0))
    >>> [(W.shape, a.shape, b.shape) for W, a, b in stack]
    [((3, 4), (3,), (4,)), ((4, 2), (4,), (2,))]
    >>> a = stack[0][1]                     # the first unit is always on, the last never
    >>> bool(a[0] > 0 > a[2])
    True
    """
    raise NotImplementedError("pretrain: not written yet")


def propagate_up(
    V: np.ndarray, stack: list[tuple[np.ndarray, np.ndarray, np.ndarray]]
) -> list[np.ndarray]:
    """Carry data to the top and keep every layer: H = sigmoid(H_below W + b), machine by machine.

    Parameters
    ----------
    V : ndarray of shape (n, d)
        The data, states or probabilities.
    stack : list of (W, a, b)
        Machines, lowest first.

    Returns
    -------
    list of ndarrays, of shapes (n, d), (n, m1), (n, m2), …
        V as float64, a copy, then the hidden probabilities of each machine,
        given those of the one below. Nothing is drawn.

    Examples
    --------
    >>> stack = [(np.log([[3.0], [9.0]]), np.ones(2), np.zeros(1))]
    >>> V, H = propagate_up(np.array([[1, 0], [0, 1]]), stack)
    >>> V
    array([[1., 0.],
           [0., 1.]])
    >>> H
    array([[0.75],
           [0.9 ]])
    """
    raise NotImplementedError("propagate_up: not written yet")


def reconstruct(
    V: np.ndarray, stack: list[tuple[np.ndarray, np.ndarray, np.ndarray]]
) -> np.ndarray:
    """Carry data to the top and down again, by probabilities both ways.

    Parameters
    ----------
    V : ndarray of shape (n, d)
        The data, states or probabilities.
    stack : list of (W, a, b)
        Machines, lowest first.

    Returns
    -------
    ndarray of shape (n, d)
        From the top layer of `propagate_up`, down through the machines, the
        highest first: each gives sigmoid(H Wᵀ + a). Nothing is drawn, and the
        layers of the way up are not used on the way down, but for the top.

    Examples
    --------
    >>> stack = [(np.array([[900.0], [-900.0]]), np.array([-450.0, 450.0]), np.array([-0.5]))]
    >>> reconstruct(np.array([[1, 0], [0, 1]]), stack).round(4)
    array([[1., 0.],
           [0., 1.]])
    """
    raise NotImplementedError("reconstruct: not written yet")


def generate(
    stack: list[tuple[np.ndarray, np.ndarray, np.ndarray]],
    n: int,
    k: int,
    rng: np.random.Generator,
) -> np.ndarray:
    """Make up n rows: k Gibbs steps in the top machine from coin flips, then down by probabilities.

    Parameters
    ----------
    stack : list of (W, a, b)
        Machines, lowest first.
    n : int
        How many rows, at least 1: as many chains side by side, each by itself.
        There may be thousands, so take each step for all rows at once.
    k : int
        Gibbs steps of the top machine, at least 1.
    rng : numpy.random.Generator
        Where all draws come from, in any order and way.

    Returns
    -------
    ndarray of shape (n, d)
        With one machine, its visible states after the last step, 0.0 or 1.0.
        With more, visible probabilities, float64.

    Notes
    -----
    The visible layer of the top machine starts from fair coin flips, 0 or 1. A
    step draws its hidden states from P(h | v), then its visible states from
    P(v | h). The visible states after step k go down through the machines below
    the top, the highest first, by probabilities: no more is drawn.

    Examples
    --------
    >>> W, a, b = np.zeros((3, 2)), np.array([900.0, -900.0, 900.0]), np.zeros(2)
    >>> generate([(W, a, b)], 2, 1, np.random.default_rng(0))
    array([[1., 0., 1.],
           [1., 0., 1.]])
    >>> below = (np.log([[3.0, 1.0, 3.0]]), np.zeros(1), np.zeros(3))
    >>> generate([below, (W, a, b)], 2, 1, np.random.default_rng(0))
    array([[0.9],
           [0.9]])
    """
    raise NotImplementedError("generate: not written yet")


def to_network(
    stack: list[tuple[np.ndarray, np.ndarray, np.ndarray]],
    n_classes: int,
    rng: np.random.Generator,
) -> list[tuple[np.ndarray, np.ndarray]]:
    """The stack as the first layers of a classifier: each machine's (W, b), then a new layer.

    Parameters
    ----------
    stack : list of (W, a, b)
        Machines, lowest first.
    n_classes : int
        Units of the new output layer, at least 1.
    rng : numpy.random.Generator
        Where the new weights come from.

    Returns
    -------
    list of (W, b)
        Parameters as `network.forward` and `gradient_descent.train` take them,
        with `hidden="sigmoid"`. For each machine its W and hidden biases,
        lowest first: copies, float64. Then the output layer as
        `neurons.init_parameters` gives it, from the top layer's units to
        n_classes: weights from Normal(0, 1 / units), zero biases.

    Examples
    --------
    >>> stack = [(np.ones((4, 3)), np.zeros(4), np.full(3, 0.5))]
    >>> params = to_network(stack, 2, np.random.default_rng(0))
    >>> [(W.shape, b.tolist()) for W, b in params]
    [((4, 3), [0.5, 0.5, 0.5]), ((3, 2), [0.0, 0.0])]
    """
    raise NotImplementedError("to_network: not written yet")
