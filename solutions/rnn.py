r"""# 14 · Recurrent networks

The networks so far take one row of fixed length. A sentence, a melody, a day of temperatures has
an order, and each has its own length. A *recurrent* network reads a sequence one step at a time
and keeps a memory: its *state*. At every step the same small layer looks at the new input and at
the state that the step before left, and makes the next state of the two:

              x1            x2            x3
              │             │             │
              ▼             ▼             ▼
    h0 ───► step ── h1 ─► step ── h2 ─► step ── h3          forward
                    │             │             │
                    ▼             ▼             ▼
    dh0 ◄── step ◄──┴──── step ◄──┴──── step ◄──┘  dH       backward, through time

There is one step with one set of weights, drawn three times. Where this unit stands:

    activations ─► backprop ─► rnn ─► lstm, which repairs what goes wrong here
                          (you are here)

## Words and shapes

| word | shape | meaning |
|---|---|---|
| n, t, d, m | | sequences in the batch, steps, inputs at a step, units of the state |
| `X` | (n, t, d) | the sequences; `X[:, i]` is step i of all of them, (n, d) |
| `h0` | (n, m) | the state before the first step |
| `H` | (n, t, m) | the states after each step; `H[:, i]` is (n, m), and h0 is not among them |
| `Wx`, `Wh`, `b` | (d, m), (m, m), (m,) | weights of the input, weights of the state, bias |
| `dH` | (n, t, m) | the cost's gradient by each state, as what reads the state sends it back |

## Forward

A step is a layer with two inputs:

    z = x Wx + h Wh + b        h' = tanh(z)

and a sequence is that step again and again, from h0 on. Take a network of one unit with Wx = 1,
Wh = 2, b = 0 and h0 = 0.5. The inputs are chosen such that the weighted sums are ln 2 and ln 3,
whose tanh are 0.6 and 0.8:

    step 1    z = (ln 2 − 1)   + 2 · 0.5 = ln 2        h1 = 0.6
    step 2    z = (ln 3 − 1.2) + 2 · 0.6 = ln 3        h2 = 0.8

>>> X = np.array([[[np.log(2) - 1], [np.log(3) - 1.2]]])     # n = 1, t = 2, d = 1
>>> h0, Wx, Wh, b = np.array([[0.5]]), np.array([[1.0]]), np.array([[2.0]]), np.array([0.0])
>>> H = rnn_forward(X, h0, Wx, Wh, b)
>>> H.round(12)
array([[[0.6],
        [0.8]]])

## Backward through time

The drawing above is an ordinary network, as deep as the sequence is long, whose layers share
their weights. So backpropagation needs nothing new but two sums.

**A state has two readers.** The state h_i goes to the cost (that part of the gradient is given,
`dH[:, i]`) and into the next step. What comes back from both is added:

    dh_i = dH_i + dz_{i+1} Wh.T           after the last step nothing comes back: dh_t = dH_t

Then follows tanh, whose slope is known from its output, 1 − h²:

    dz_i = dh_i * (1 − h_i²)

dh_i needs dz_{i+1}: the walk goes from the last step to the first.

**The weights are used at every step**, so each step's share is added up:

    dWx = Σ_i x_i.T dz_i        dWh = Σ_i h_{i−1}.T dz_i        db = Σ_i (sum of dz_i's rows)

where h_{i−1} at the first step is h0. What is left over goes to the inputs, `dx_i = dz_i Wx.T`,
and, past the first step, to the first state, `dh0 = dz_1 Wh.T`.

Nothing is divided by n or t. `dH` is the gradient of a cost that has been averaged already, if
its author wanted an average; whoever is handed an upstream gradient only sums.

The example again, with the cost h1 + h2, so that dH is 1 at both steps:

    step 2    dh = 1                   dz = 1    · (1 − 0.64) = 0.36
    step 1    dh = 1 + 0.36 · 2        dz = 1.72 · (1 − 0.36) = 1.1008
    dWh = 0.6 · 0.36 + 0.5 · 1.1008 = 0.7664        db = 0.36 + 1.1008 = 1.4608
    dX  = 1.1008, 0.36                              dh0 = 1.1008 · 2 = 2.2016

>>> dX, dh0, dWx, dWh, db = rnn_backward(np.ones((1, 2, 1)), X, H, h0, Wx, Wh)
>>> dX.round(12).ravel().tolist(), dh0.round(12).tolist()
([1.1008, 0.36], [[2.2016]])
>>> dWh.round(12).tolist(), db.round(12).tolist()
([[0.7664]], [1.4608])

## Gradients that vanish, gradients that explode

On its way back over one step the gradient is multiplied by Wh.T and by the slopes, which are at
most 1. Over k steps that happens k times. With one unit that rests at zero, where the slope is
exactly 1, a gradient from step 20 reaches step 1 with the factor Wh¹⁹:

>>> def reaches_first_step(weight):
...     dH = np.zeros((1, 20, 1))
...     dH[0, -1] = 1.0                                      # the cost is the last state
...     rest = np.zeros((1, 20, 1))
...     return rnn_backward(dH, rest, rest, np.zeros((1, 1)), Wx, np.array([[weight]]))[0][0, 0, 0]
>>> f"{reaches_first_step(0.5):.7f}, {reaches_first_step(1.0):.0f}, {reaches_first_step(1.5):.0f}"
'0.0000019, 1, 2217'

At 0.5 the network cannot learn that the first input mattered: the gradient has *vanished*. At
1.5 it has *exploded*: one step of descent throws the weights far away. With more units the
most by which Wh can stretch a vector (its largest *singular value*) takes the place of |Wh|:
below 1 the gradient must vanish. The command `grader plot rnn` draws it from your own
functions, for three sizes of Wh, and what the cure below does.

Vanishing needs another cell, the LSTM of the next unit. Exploding has a simple cure, *clipping*:
the direction of the gradient is still the best there is, only its length cannot be trusted. So
measure the length of all gradients as if they were one long vector, and where it exceeds a
limit, scale all of them by one factor:

    norm = sqrt(Σ over all arrays Σ over all elements g²)        g <- g · max_norm / norm

The gradients (3, 4) and (12) have the norm sqrt(9 + 16 + 144) = 13. With the limit 6.5 they are
halved. One factor for all keeps the direction; each array by its own would bend it.

>>> [g.tolist() for g in clip_gradients([np.array([3.0, 4.0]), np.array([12.0])], 6.5)]
[[1.5, 2.0], [6.0]]

## What goes wrong in practice

- *Right for one step, wrong for two:* the next step's gradient was not added to dH, or the loop
  runs forward in time.
- *dWx, dWh, db are those of one step:* `=` where `+=` belongs.
- *Only dWh is wrong:* h_i was taken where h_{i−1} belongs; or at the first step `H[:, i - 1]` was
  read, which for i = 0 is the *last* state, in silence. The state before it is h0.
- *All is right as long as h0 is zero:* h0 was ignored somewhere.
- *Slopes that never fall below 0.42*, where those of a state near ±1 should be near 0: tanh was
  applied to H once more, and 1 − tanh(1)² is 0.42. H has been through tanh already.
- *The sequences mix, or an IndexError:* `X[i]` is a sequence, `X[:, i]` is a step.
- *All states are equal:* one array was filled again and again, and the list holds it t times.
- *The caller's dH changes:* `dH[:, i] += …` wrote into it.
- *NaN in clipping:* a division by the norm where all gradients are zero.
- *Small gradients grow:* they were scaled to the limit although they were below it.

## What every function here promises

- Results are new float64 arrays. Input may be float64, float32 or int64 (`x` and `X` uint8
  too), all arrays or some.
- Arrays may lie in memory in any order, may be slices of larger ones, and may be read-only.
- Arguments stay as they are, lists included, and no result shares memory with an argument.
- Any size of 1 or more works for n, t, d and m.
- Weighted sums up to ±1000 and states that are exactly −1 or 1 give finite results without a
  warning.
- Results are accurate: |error| ≤ 1e-12 + 1e-9·|value|. From float32 they count as right to
  float32's own precision, and may be of either type.
- Several results come back as a tuple (a list is fine too) in the order given.

## Further reading

- J. L. Elman (1990), *Finding structure in time*, Cognitive Science 14: this network.
- P. J. Werbos (1990), *Backpropagation through time: what it does and how to do it*, Proceedings
  of the IEEE 78.
- Y. Bengio, P. Simard and P. Frasconi (1994), *Learning long-term dependencies with gradient
  descent is difficult*, IEEE Transactions on Neural Networks 5.
- R. Pascanu, T. Mikolov and Y. Bengio (2013), *On the difficulty of training recurrent neural
  networks*: clipping by the global norm.
- I. Goodfellow, Y. Bengio and A. Courville (2016), *Deep Learning*, chapter 10.

## In your own words

A recurrent network was trained on sequences of 20 steps. Why can it be run on sequences of 200 at all, and what would
you expect to go well there, and what not?
### BEGIN SOLUTION
- 2 points: the same weights serve at every step, so no parameter depends on the length.
- 1 point: what needs only the last few steps goes on as well as before.
- 2 points: what lies further back than training ever reached was never learned; states may drift to where the network
  has never been, or saturate; what h0 held has long faded.
### END SOLUTION
"""

from __future__ import annotations

import numpy as np


def rnn_step(
    x: np.ndarray, h: np.ndarray, Wx: np.ndarray, Wh: np.ndarray, b: np.ndarray
) -> np.ndarray:
    """One step of a recurrent network: h' = tanh(x Wx + h Wh + b).

    Parameters
    ----------
    x : array of shape (n, d)
        The input at this step, a row for each sequence of the batch.
    h : array of shape (n, m)
        The state that the step before left.
    Wx : array of shape (d, m)
        Weights of the input.
    Wh : array of shape (m, m)
        Weights of the state: Wh[p, q] leads from unit p to unit q.
    b : array of shape (m,)
        Bias.

    Returns
    -------
    array of shape (n, m)
        The next state, between -1 and 1; float64. Weighted sums up to ±1000
        give no warning.

    References
    ----------
    J. L. Elman (1990), Finding structure in time, Cognitive Science 14.

    Examples
    --------
    Two units; the weighted sums are 1·ln 2 + 0 and 0·ln 2 + 0.5·2:

    >>> x, h = np.array([[np.log(2)]]), np.array([[0.5, 0.0]])
    >>> Wx, Wh, b = np.array([[1.0, 0.0]]), np.array([[0.0, 2.0], [0.0, 0.0]]), np.zeros(2)
    >>> rnn_step(x, h, Wx, Wh, b).round(4)
    array([[0.6   , 0.7616]])
    """
    ### BEGIN SOLUTION
    ### HINT: A layer with two inputs: each has its own weights, and the bias is added once.
    ### HINT: Two matrix products of shape (n, m), plus b for every row, then numpy's tanh.
    return np.tanh(x @ Wx + h @ Wh + b)
    ### END SOLUTION


def rnn_forward(
    X: np.ndarray, h0: np.ndarray, Wx: np.ndarray, Wh: np.ndarray, b: np.ndarray
) -> np.ndarray:
    """All states of a recurrent network: H[:, i] = tanh(X[:, i] Wx + H[:, i-1] Wh + b), from h0 on.

    Parameters
    ----------
    X : array of shape (n, t, d)
        n sequences of t steps; X[:, i] is step i of each of them.
    h0 : array of shape (n, m)
        The state before the first step, a row for each sequence.
    Wx : array of shape (d, m)
        Weights of the input, the same at every step.
    Wh : array of shape (m, m)
        Weights of the state, the same at every step.
    b : array of shape (m,)
        Bias, the same at every step.

    Returns
    -------
    array of shape (n, t, m)
        The states after each step: H[:, 0] is the first step's, made from h0,
        and H[:, t-1] the last one's. h0 itself is not in it. Float64.

    Examples
    --------
    >>> X = np.array([[[np.log(2) - 1], [np.log(3) - 1.2]]])
    >>> H = rnn_forward(X, np.array([[0.5]]), np.array([[1.0]]), np.array([[2.0]]), np.zeros(1))
    >>> H.shape, H.round(12).ravel().tolist()
    ((1, 2, 1), [0.6, 0.8])
    """
    ### BEGIN SOLUTION
    ### HINT: `rnn_step` does one step of all sequences at once. What does the next one start from?
    ### HINT: Keep the newest state in a variable that starts as h0; loop over the second axis of X.
    ### HINT: Store each state at its own step of an array of floats that is made before the loop.
    H, h = np.empty((*X.shape[:2], h0.shape[1])), h0
    for i in range(X.shape[1]):
        h = rnn_step(X[:, i], h, Wx, Wh, b)
        H[:, i] = h
    return H
    ### END SOLUTION


def rnn_backward(
    dH: np.ndarray, X: np.ndarray, H: np.ndarray, h0: np.ndarray, Wx: np.ndarray, Wh: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Gradients through time: dz_i = (dH_i + dz_{i+1} Wh.T) * (1 - h_i²), summed over the steps.

    Parameters
    ----------
    dH : array of shape (n, t, m)
        The cost's gradient by each state, by the way that does not lead
        through later states. Any numbers: a cost of the last state alone is
        zero at all steps but the last.
    X : array of shape (n, t, d)
        The sequences of the forward pass.
    H : array of shape (n, t, m)
        What `rnn_forward` returned, the states after tanh.
    h0 : array of shape (n, m)
        The state before the first step.
    Wx : array of shape (d, m)
        Weights of the input.
    Wh : array of shape (m, m)
        Weights of the state.

    Returns
    -------
    (dX, dh0, dWx, dWh, db) : arrays of shape (n, t, d), (n, m), (d, m), (m, m) and (m,)
        The cost's gradients, by all ways and through all steps. Those of the
        weights and the bias are summed over batch and steps: nothing is
        averaged. Float64.

    Notes
    -----
    With z_i = x_i Wx + h_{i-1} Wh + b and h_i = tanh(z_i), the state h_i
    reaches the cost directly and through z_{i+1}:

        ∂cost/∂h_i = dH_i + dz_{i+1} Wh.T        dz_i = ∂cost/∂h_i * (1 - h_i²)

    where nothing comes back after the last step. Each z_i holds x_i, h_{i-1}
    and the shared Wx, Wh, b:

        dx_i = dz_i Wx.T      dWx = Σ_i x_i.T dz_i      dWh = Σ_i h_{i-1}.T dz_i

    db is the sum of all rows of all dz_i, and dh0 is what leaves the first
    step on the side of the state, dz_1 Wh.T.

    References
    ----------
    P. J. Werbos (1990), Backpropagation through time: what it does and how to
    do it, Proceedings of the IEEE 78.

    Examples
    --------
    One unit, two steps, the cost is the last state:

    >>> X, H = np.array([[[np.log(2) - 1], [np.log(3) - 1.2]]]), np.array([[[0.6], [0.8]]])
    >>> dH, h0 = np.array([[[0.0], [1.0]]]), np.array([[0.5]])
    >>> dX, dh0, *_, db = rnn_backward(dH, X, H, h0, np.array([[1.0]]), np.array([[2.0]]))
    >>> dX.round(4).ravel().tolist(), dh0.round(4).tolist(), db.round(4).tolist()
    ([0.4608, 0.36], [[0.9216]], [0.8208])
    """
    ### BEGIN SOLUTION
    ### HINT: Two gradients meet at a state: its own in dH, and what the later step sent back.
    ### HINT: Walk from the last step to the first; carry what goes back to the state, zeros at first.
    ### HINT: A step: add, times the slope from H, all five gradients from that; h0 is before the first.
    dX, dh = np.empty(X.shape), np.zeros(h0.shape)
    dWx, dWh, db = np.zeros(Wx.shape), np.zeros(Wh.shape), np.zeros(H.shape[2])
    for i in reversed(range(X.shape[1])):
        h_before = H[:, i - 1] if i > 0 else h0
        dz = (dH[:, i] + dh) * (1.0 - H[:, i] ** 2)
        dX[:, i] = dz @ Wx.T
        dh = dz @ Wh.T
        dWx += X[:, i].T @ dz
        dWh += h_before.T @ dz
        db += dz.sum(axis=0)
    return dX, dh, dWx, dWh, db
    ### END SOLUTION


def clip_gradients(grads: list[np.ndarray], max_norm: float) -> list[np.ndarray]:
    """Gradients scaled by one factor, max_norm / norm, where their global norm exceeds max_norm.

    Parameters
    ----------
    grads : list of arrays
        One array or more, each of one axis or more: (m,), (d, m), (c, h, w) …
    max_norm : float
        The largest norm allowed, more than 0; an int is fine.

    Returns
    -------
    list of arrays
        New float64 arrays of the same shapes in the same order, in a list.
        Where the norm exceeds `max_norm` all are multiplied by
        max_norm / norm, so that the norm becomes max_norm. Where it does not,
        they are equal copies; all zeros stay zeros, without a warning.

    Notes
    -----
    The norm is one for all arrays together, as if they were one long vector:
    norm = sqrt(Σ over arrays Σ over elements g²). It is taken in floats: the
    square of a large int64 would not fit into an int64. Elements of float64 up
    to ±1e100 give finite, accurate results.

    References
    ----------
    R. Pascanu, T. Mikolov and Y. Bengio (2013), On the difficulty of training
    recurrent neural networks.

    Examples
    --------
    >>> clip_gradients([np.array([[3.0, 4.0]]), np.array([12.0])], max_norm=6.5)
    [array([[1.5, 2. ]]), array([6.])]
    >>> clip_gradients([np.array([[3.0, 4.0]]), np.array([12.0])], max_norm=20)
    [array([[3., 4.]]), array([12.])]
    """
    ### BEGIN SOLUTION
    ### HINT: First one number from all arrays, then one factor for all arrays.
    ### HINT: Add up the squares of all elements of all arrays, in floats, and take the root.
    ### HINT: The factor is 1 where that norm is at most the limit.
    grads = [np.asarray(grad, dtype=np.float64) for grad in grads]
    norm = np.sqrt(sum(np.sum(grad**2) for grad in grads))
    factor = max_norm / max(norm, max_norm)
    return [factor * grad for grad in grads]
    ### END SOLUTION
