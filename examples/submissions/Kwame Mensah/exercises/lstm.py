r"""# 15 · Long short-term memory

The recurrent network of the last unit forgets. At every step its whole state goes through Wh and
tanh, and after some tens of steps nothing of the first input is left, neither in the state nor
in the gradient on its way back. The *LSTM* (long short-term memory) adds a second state that is
not squeezed through a layer at every step: the *memory cell* c. It is only multiplied by a
number between 0 and 1, and something is added to it. Small layers, the *gates*, decide from the
input and the state how much is kept, how much is written and how much is shown:

    c ────────► × f ────────► + i·g ──────┬─────────────────► c'       memory
                                          ▼
                                        tanh
                                          ▼
    x ─┐                                  × o ──────────────► h'       state, what others see
       ├─► one layer ─► i, f, g, o
    h ─┘   of 4m units

Where this unit stands:

    activations ─┐
                 ├─► lstm
    rnn ─────────┘  (you are here)

## Words and shapes

| word | shape | meaning |
|---|---|---|
| n, t, d, m | | sequences in the batch, steps, inputs at a step, units |
| `x`, `h`, `c` | (n, d), (n, m), (n, m) | a step's input, and the state and memory before it |
| `X` | (n, t, d) | the sequences; `X[:, k]` is step k of all of them |
| `h0`, `c0` | (n, m) | state and memory before the first step |
| `H`, `C` | (n, t, m) | states and memories after each step |
| `Wx`, `Wh`, `b` | (d, 4m), (m, 4m), (4m,) | weights of the input and of the state, bias, for all four parts |

The four parts lie side by side in the columns of `Wx`, `Wh` and `b`, m columns each, **in the
order input, forget, candidate, output**:

| columns | letter | name | activation | says |
|---|---|---|---|---|
| 0 … m−1 | i | input gate | sigmoid | how much of the candidate is written |
| m … 2m−1 | f | forget gate | sigmoid | how much of the old memory is *kept* |
| 2m … 3m−1 | g | candidate | tanh | what would be written |
| 3m … 4m−1 | o | output gate | sigmoid | how much of the memory is shown |

Other libraries order them in other ways; that is the first thing to look up when weights are
carried over. Mind the forget gate: at 1 it keeps everything.

## Forward

One step, with `*` element by element:

    z = x Wx + h Wh + b                       (n, 4m), cut into z_i, z_f, z_g, z_o
    i = sigmoid(z_i)    f = sigmoid(z_f)    g = tanh(z_g)    o = sigmoid(z_o)

    c' = f * c + i * g
    h' = o * tanh(c')

and a sequence is that step again and again, from h0 and c0 on. `sigmoid` and `tanh` are your own:
the import below takes them, and their slopes, from unit `activations`.

Take one unit, with numbers that come out round: sigmoid(0) = 1/2, sigmoid(ln 3) = 3/4 and
tanh(ln 3) = 0.8. The input is 1, the state 1/2, and the memory 2 ln 3 − 1.2, about 0.997:

    z_i = ln 3 · 1 + 2 · ½ − 1 = ln 3          i = 0.75
    z_f =    0 · 1 + 2 · ½ − 1 = 0             f = 0.5
    z_g = ln 3 · 1 + 0 · ½ + 0 = ln 3          g = 0.8
    z_o = ln 3 · 1 − 2 · ½ + 1 = ln 3          o = 0.75

    c' = 0.5 · (2 ln 3 − 1.2) + 0.75 · 0.8 = ln 3
    h' = 0.75 · tanh(ln 3) = 0.75 · 0.8 = 0.6

>>> ln3 = np.log(3)
>>> x, h, c = np.array([[1.0]]), np.array([[0.5]]), np.array([[2 * ln3 - 1.2]])
>>> Wx, Wh = np.array([[ln3, 0.0, ln3, ln3]]), np.array([[2.0, 2.0, 0.0, -2.0]])
>>> b = np.array([-1.0, -1.0, 0.0, 1.0])
>>> h_next, c_next = lstm_step(x, h, c, Wx, Wh, b)
>>> h_next.round(12), (c_next / ln3).round(12)
(array([[0.6]]), array([[1.]]))

## One step back

Given are the cost's gradients by what the step made: `dh` by h' and `dc` by c', where dc is only
that part which comes through *later* memories. Wanted are those by everything that went in. Walk
the drawing from right to left.

**The memory has two readers.** It goes on to the next step, and it is shown in h'. Both ways are
added, the second through the slope of tanh, which from its output is 1 − tanh²:

    dc' = dc + dh * o * (1 − tanh(c')²)

**From there to the gates.** c' = f * c + i * g is a sum of products, and h' = o * tanh(c') a
product; by each factor the slope is the other factor:

    di = dc' * g        df = dc' * c        dg = dc' * i        do = dh * tanh(c')

c is the memory *before* the step, and what it gets back is `dc_prev = dc' * f`.

**Through the activations.** Slopes are taken from outputs, as in unit `activations`; nothing goes
through sigmoid or tanh once more:

    dz_i = di * i (1 − i)    dz_f = df * f (1 − f)    dz_g = dg * (1 − g²)    dz_o = do * o (1 − o)

Side by side again, in the same order, they are dz, (n, 4m). The rest is a layer with two inputs:

    dx = dz Wx.T        dh_prev = dz Wh.T        dWx = x.T dz        dWh = h.T dz        db = sum of dz's rows

The example again with dh = 1 and dc = 0.73, so that dc' = 0.73 + 0.75 · (1 − 0.64) = 1:

    dz_i = 0.8  · 0.75 · 0.25 = 0.15        dz_g = 0.75 · (1 − 0.64) = 0.27
    dz_f = c · 0.5 · 0.5 = c / 4            dz_o = 1 · 0.8 · 0.75 · 0.25 = 0.15
    dc_prev = 1 · 0.5 = 0.5                 dh_prev = 2 · 0.15 + 2 · c/4 − 2 · 0.15 = c / 2

>>> dh, dc = np.array([[1.0]]), np.array([[0.73]])
>>> dx, dh_prev, dc_prev, dWx, dWh, db = lstm_step_backward(dh, dc, x, h, c, Wx, Wh, b)
>>> db[[0, 2, 3]].round(12), (db[1] / c).round(12)
(array([0.15, 0.27, 0.15]), array([[0.25]]))
>>> dc_prev.round(12), (dh_prev / c).round(12)
(array([[0.5]]), array([[0.5]]))

## Back through time

As in unit `rnn`, from the last step to the first, and two things travel now. The cost here
depends on the states H alone, so at step k

    dh = dH[:, k] + what step k + 1 sent back to the state        dc = what it sent back to the memory

and both parcels are zero behind the last step. Gradients of Wx, Wh and b add up over the steps.
What leaves the first step belongs to h0 and c0. Nothing is divided by n or t: what is handed an
upstream gradient only sums.

## Why it remembers

On the straight way from memory to memory the gradient is multiplied by f and by nothing else: no
Wh, no slope. Over 20 steps that is f²⁰. Where the gate stands at 1/2, little is left; at 0.99
most of it is; and a gate that is fully open lets it through as it is. Below, all weights are
zero, so that the biases alone set the gates, and the cost is the last state:

>>> def reaches_the_first_memory(forget_bias):
...     dH = np.zeros((1, 20, 1))
...     dH[0, -1] = 1.0
...     biases = np.array([0.0, forget_bias, 0.0, 1000.0])       # the output gate is open
...     zero, weights = np.zeros((1, 1)), np.zeros((1, 4))
...     gradients = lstm_backward(dH, np.zeros((1, 20, 1)), zero, zero, weights, weights, biases)
...     return gradients[2][0, 0]
>>> [round(float(reaches_the_first_memory(z_f)), 6) for z_f in (0, np.log(99), 1000)]
[1e-06, 0.817907, 1.0]

So the biases of the forget gate are often started at 1 or more: a network that begins by
keeping everything can learn what to forget, but one that forgets gets no gradient to learn from.
`grader plot lstm` draws gates, memory and gradient of one unit from your own functions: its
weights are set by hand such that it stores one number and shows it when asked.

Explosion is not cured, as the way through h and Wh is still there: clip the gradients.

## What goes wrong in practice

- *The gates in another order.* All shapes fit, and a network trained from scratch even learns;
  only weights that come from elsewhere, and tests, show it.
- *The candidate with a sigmoid*, or a gate with tanh.
- *tanh at the wrong place:* `tanh(f * c) + tanh(i * g)`; or h' = o * c' without any.
- *The old memory where the new one belongs:* h' shows c', but df needs c.
- *The way through tanh(c') is missing:* dc' = dc alone. Then the last step learns nothing but its
  output gate.
- *dc of the next step not added*, or not multiplied by f on its way to the step before.
- *The activation applied again:* `sigmoid(i) * (1 − sigmoid(i))` where i is an output already.
- *h0 or c0 ignored*, `C[:, k - 1]` read at k = 0 (the last memory, in silence), weights' gradients
  of one step only, the loop in the wrong direction: all of unit `rnn`'s list.

## What every function here promises

- Results are new float64 arrays. Input may be float64, float32 or int64 (`x` and `X` uint8 too),
  all arrays or some.
- Arrays may lie in memory in any order, may be slices of larger ones, and may be read-only.
- Arguments stay as they are, and no result shares memory with an argument.
- Any size of 1 or more works for n, t, d and m.
- Weighted sums up to ±1000, and memories up to ±1000, give finite results without a warning.
- Results are accurate: |error| ≤ 1e-12 + 1e-9·|value|. From float32 they count as right to
  float32's own precision, and may be of either type.
- Several results come back as a tuple (a list is fine too) in the order given.

## Further reading

- S. Hochreiter and J. Schmidhuber (1997), *Long short-term memory*, Neural Computation 9.
- F. A. Gers, J. Schmidhuber and F. Cummins (2000), *Learning to forget: continual prediction with
  LSTM*, Neural Computation 12: the forget gate.
- A. Graves and J. Schmidhuber (2005), *Framewise phoneme classification with bidirectional LSTM
  and other neural network architectures*, Neural Networks 18: the full gradient through time.
- R. Jozefowicz, W. Zaremba and I. Sutskever (2015), *An empirical exploration of recurrent network
  architectures*: the forget gate's bias.
- K. Greff, R. K. Srivastava, J. Koutník, B. R. Steunebrink and J. Schmidhuber (2017), *LSTM: a
  search space odyssey*, IEEE Transactions on Neural Networks and Learning Systems 28.

## In your own words

In one unit of an LSTM the forget gate and the input gate both stand at 1 all the time. What becomes of its memory over
a long sequence, what do others see of it in the state, and what can this unit no longer learn?
"""

from __future__ import annotations

import numpy as np

from exercises.activations import sigmoid, sigmoid_derivative, tanh, tanh_derivative


def lstm_step(
    x: np.ndarray, h: np.ndarray, c: np.ndarray, Wx: np.ndarray, Wh: np.ndarray, b: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """One step of an LSTM: c' = f * c + i * g, h' = o * tanh(c').

    The gates are i, f, o = sigmoid and g = tanh of their parts of
    x Wx + h Wh + b, which lie side by side in the order input i, forget f,
    candidate g, output o, m columns each.

    Parameters
    ----------
    x : array of shape (n, d)
        The input at this step, a row for each sequence of the batch.
    h : array of shape (n, m)
        The state that the step before left.
    c : array of shape (n, m)
        The memory that the step before left.
    Wx : array of shape (d, 4m)
        Weights of the input.
    Wh : array of shape (m, 4m)
        Weights of the state.
    b : array of shape (4m,)
        Bias.

    Returns
    -------
    (h, c) : pair of arrays of shape (n, m)
        The next state and the next memory; float64. Weighted sums and
        memories up to ±1000 give no warning.

    References
    ----------
    S. Hochreiter and J. Schmidhuber (1997), Long short-term memory, Neural
    Computation 9; with the forget gate of F. A. Gers, J. Schmidhuber and
    F. Cummins (2000), Learning to forget, Neural Computation 12.

    Examples
    --------
    With zero weights the biases set the gates: i = 3/4, f = 1/2, g = 0.8 and
    o = 1/2. The memory becomes 0.5 · 2 + 0.75 · 0.8.

    >>> x, h, c = np.array([[1.0]]), np.array([[0.0]]), np.array([[2.0]])
    >>> b = np.array([np.log(3), 0.0, np.log(3), 0.0])
    >>> h, c = lstm_step(x, h, c, np.zeros((1, 4)), np.zeros((1, 4)), b)
    >>> c.round(12), (h / np.tanh(1.6)).round(12)
    (array([[1.6]]), array([[0.5]]))
    """
    raise NotImplementedError("lstm_step: not written yet")


def lstm_step_backward(
    dh: np.ndarray,
    dc: np.ndarray,
    x: np.ndarray,
    h: np.ndarray,
    c: np.ndarray,
    Wx: np.ndarray,
    Wh: np.ndarray,
    b: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Gradients of one step: through h' = o * tanh(c') and c' = f * c + i * g to all that went in.

    Parameters
    ----------
    dh : array of shape (n, m)
        The cost's gradient by the state h' that the step made.
    dc : array of shape (n, m)
        The cost's gradient by the memory c' that the step made, without the
        way through h', which is in dh.
    x : array of shape (n, d)
        The step's input.
    h, c : arrays of shape (n, m)
        State and memory *before* the step, the arguments of `lstm_step`.
        Gates, c' and h' are not handed over: compute them again.
    Wx, Wh, b : arrays of shape (d, 4m), (m, 4m) and (4m,)
        Weights and bias, in the order input, forget, candidate, output.

    Returns
    -------
    (dx, dh_prev, dc_prev, dWx, dWh, db) : arrays of the shapes of x, h, c, Wx, Wh and b
        The cost's gradients by the step's arguments. Those of weights and
        bias are sums over the batch: nothing is averaged. Float64.

    Notes
    -----
    The new memory reaches the cost by itself and through h':

        dc' = dc + dh * o * (1 - tanh(c')²)

    In a product, the slope by one factor is the other one:

        di = dc' * g    df = dc' * c    dg = dc' * i    do = dh * tanh(c')

    and dc_prev = dc' * f. With the slopes of sigmoid and tanh from their
    outputs,

        dz = (di * i (1 - i), df * f (1 - f), dg * (1 - g²), do * o (1 - o))

    side by side, (n, 4m). As z = x Wx + h Wh + b, there follow dx = dz Wx.T,
    dh_prev = dz Wh.T, dWx = x.T dz, dWh = h.T dz, and db is the sum of the
    rows of dz.

    References
    ----------
    A. Graves and J. Schmidhuber (2005), Framewise phoneme classification with
    bidirectional LSTM and other neural network architectures, Neural
    Networks 18.

    Examples
    --------
    All gates at 1/2, the candidate 0, the old memory 2, so that c' = 1:

    >>> one, zeros = np.array([[1.0]]), np.zeros((1, 4))
    >>> dh, dc, c = np.array([[0.0]]), np.array([[1.0]]), np.array([[2.0]])
    >>> dx, dh_prev, dc_prev, dWx, dWh, db = lstm_step_backward(
    ...     dh, dc, one, one, c, zeros, zeros, np.zeros(4)
    ... )
    >>> db, dc_prev
    (array([0. , 0.5, 0.5, 0. ]), array([[0.5]]))
    """
    raise NotImplementedError("lstm_step_backward: not written yet")


def lstm_forward(
    X: np.ndarray, h0: np.ndarray, c0: np.ndarray, Wx: np.ndarray, Wh: np.ndarray, b: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """All states and memories: (H[:, k], C[:, k]) = step(X[:, k], H[:, k-1], C[:, k-1]).

    Parameters
    ----------
    X : array of shape (n, t, d)
        n sequences of t steps; X[:, k] is step k of each of them.
    h0, c0 : arrays of shape (n, m)
        State and memory before the first step, a row for each sequence.
    Wx, Wh, b : arrays of shape (d, 4m), (m, 4m) and (4m,)
        Weights and bias, the same at every step, in the order input, forget,
        candidate, output.

    Returns
    -------
    (H, C) : pair of arrays of shape (n, t, m)
        States and memories after each step: H[:, 0] and C[:, 0] are the first
        step's, made from h0 and c0, which are not among them. Float64.

    Examples
    --------
    The memory 1 is halved twice, and nothing is written:

    >>> zeros = np.zeros((1, 4))
    >>> b = np.array([0.0, 0.0, 0.0, 1000.0])
    >>> H, C = lstm_forward(np.zeros((1, 2, 1)), np.zeros((1, 1)), np.ones((1, 1)), zeros, zeros, b)
    >>> C.tolist(), bool(np.allclose(H, np.tanh(C)))
    ([[[0.5], [0.25]]], True)
    """
    raise NotImplementedError("lstm_forward: not written yet")


def lstm_backward(
    dH: np.ndarray,
    X: np.ndarray,
    h0: np.ndarray,
    c0: np.ndarray,
    Wx: np.ndarray,
    Wh: np.ndarray,
    b: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Gradients through time, from the last step to the first, of a cost that depends on H alone.

    Parameters
    ----------
    dH : array of shape (n, t, m)
        The cost's gradient by each state of `lstm_forward`, by the way that
        does not lead through later steps. Any numbers: a cost of the last
        state alone is zero at all steps but the last. The memories C have no
        way to the cost but through states.
    X : array of shape (n, t, d)
        The sequences.
    h0, c0 : arrays of shape (n, m)
        State and memory before the first step.
    Wx, Wh, b : arrays of shape (d, 4m), (m, 4m) and (4m,)
        Weights and bias, in the order input, forget, candidate, output.

    Returns
    -------
    (dX, dh0, dc0, dWx, dWh, db) : arrays of the shapes of X, h0, c0, Wx, Wh and b
        The cost's gradients, by all ways and through all steps. Those of the
        weights and the bias are summed over batch and steps: nothing is
        averaged. Float64.

    Notes
    -----
    At step k the state's gradient is dH[:, k] plus the dh_prev of step k + 1,
    and the memory's is the dc_prev of step k + 1; behind the last step both
    parcels are zero. `lstm_step_backward` does the rest. The dh_prev and
    dc_prev of the first step are dh0 and dc0.

    References
    ----------
    A. Graves and J. Schmidhuber (2005), as above.

    Examples
    --------
    The memory is kept whole and the output gate is open: both states show c0,
    so dc0 is the slope of tanh at it, twice.

    >>> zeros, dH, c0 = np.zeros((1, 4)), np.ones((1, 2, 1)), np.array([[0.5]])
    >>> b = np.array([0.0, 1000.0, 0.0, 1000.0])
    >>> gradients = lstm_backward(dH, np.zeros((1, 2, 1)), np.zeros((1, 1)), c0, zeros, zeros, b)
    >>> (gradients[2] / (1 - np.tanh(0.5) ** 2)).round(12)
    array([[2.]])
    """
    raise NotImplementedError("lstm_backward: not written yet")
