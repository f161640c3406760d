r"""# 8 · Backprop: the backward pass

The forward pass ends in a cost: one number that says how wrong the network is. To lower it we
must know, for each weight and bias, which way the cost moves when that one parameter is nudged.
Asking parameter by parameter takes two forward passes for each of them. *Backpropagation* finds
all the answers in a single pass, from the last layer back to the first, at about the price of
two forward passes. It is nothing but the chain rule, with every intermediate result used again
instead of computed again.

    forward    X = A0 ──► A1 ──► A2 ──► … ──► AL ──► cost
                    dW1      dW2                │
    backward        db1 ◄──  db2 ◄──  …  ◄──  delta

Where this unit stands:

    activations ─┐
                 ├─► backprop ─► gradient_descent ─► classifier
    network ─────┘  (you are here)

## One quantity does all the work

A layer computes `Z = A_prev @ W + b` and `A = activation(Z)`. Its *delta* is the gradient of
the cost with respect to the weighted sum:

    delta[i, j] = ∂cost / ∂Z[i, j]        n rows of the batch, a column for each unit of the layer

Once it is known for a layer, everything else about that layer follows.

**The parameters.** `Z[i, j] = Σ_p A_prev[i, p] · W[p, j] + b[j]`, so `∂Z[i, j]/∂W[p, j]` is
`A_prev[i, p]` and `∂Z[i, j]/∂b[j]` is 1. Every row of the batch uses the same weights, so its
share is added up:

    dW[p, j] = Σ_i A_prev[i, p] · delta[i, j]        dW = A_prev.T @ delta
    db[j]    = Σ_i delta[i, j]                       db = the sums of delta's columns

**The layer before.** `A_prev[i, p]` reaches the cost through every unit that listens to it,
each time weighted: `∂cost/∂A_prev[i, p] = Σ_j delta[i, j] · W[p, j]`. It came out of an
activation, and the chain rule multiplies by that function's slope, element by element:

    delta_prev = (delta @ W.T) * activation'

**The start.** At the output, slope and cost cancel. Take softmax and the cross-entropy of one
row, `C = −Σ_j y_j log p_j`. Since `∂log p_j / ∂z_i = [i = j] − p_i` (where `[i = j]` is 1 if
they are equal, else 0) and the targets of a row sum to 1,

    ∂C/∂z_i = −Σ_j y_j ([i = j] − p_i) = p_i − y_i

A sigmoid unit with the binary cross-entropy, `C = −y log p − (1 − y) log(1 − p)`, has

    ∂C/∂p = (p − y) / (p (1 − p))        ∂p/∂z = p (1 − p)

and the product is `p − y` again. The cost is the mean over the batch, so a row weighs `1/n`:

    delta = (Y_hat − Y) / n

This is the only place where `n` enters. All later steps hand it on; to divide once more would
average twice.

## The slopes

As in unit `activations`, slopes are written in terms of the output `A`, which the forward pass
kept:

    sigmoid'   A (1 − A)
    tanh'      1 − A²
    relu'      1 where A > 0, else 0
    identity'  1

**A fault to unlearn.** The beginner's guide that this course follows back-propagates through a
ReLU layer with `dZ = … * Z * (1 − Z)`. That is the sigmoid's slope, left over from another
network, and it is not even bounded: at `Z = 3` it says −6 where the truth is 1. A ReLU is the
line `a = z` for a positive sum and flat for a negative one, so

    delta_prev = (delta @ W.T) * (Z > 0)        and A > 0 exactly where Z > 0

The gradient passes through an awake unit unchanged, whatever its own sign, and stops at a
sleeping one. At exactly 0, where there is a kink, we take 0.

## The shapes

`n` rows, `d` inputs, `m` hidden units, `k` outputs. A gradient has the shape of what it belongs
to:

    A0 = X (n, d)    W1, dW1 (d, m)    b1, db1 (m,)    A1, delta1 (n, m)
                     W2, dW2 (m, k)    b2, db2 (k,)    A2, delta2 (n, k)

If a product does not come out in the shape you need, check this table before you transpose
something.

## A worked example

One row, two inputs, two ReLU units, one sigmoid output, with the target 1:

    forward                                   backward
    X  = (1, 2)                               delta2 = (0.5 − 1) / 1 = −0.5
    Z1 = (1·1 + 2·1, 1·3 − 2·2) = (3, −1)     dW2 = (3·(−0.5), 0·(−0.5)) = (−1.5, 0),  db2 = −0.5
    A1 = (3, 0)                               through W2: (2·(−0.5), 4·(−0.5)) = (−1, −2)
    Z2 = 2·3 + 4·0 − 6 = 0                    the second unit sleeps: delta1 = (−1, 0)
    A2 = sigmoid(0) = 0.5                     dW1: row 1·(−1, 0), row 2·(−1, 0),  db1 = (−1, 0)

The guide's slope would have made delta1 `(6, 4)`: the first unit is pushed the wrong way, six
times too hard, and the sleeping one is woken by an error that it had no part in.

>>> X, Y = np.array([[1.0, 2.0]]), np.array([[1.0]])
>>> params = [
...     (np.array([[1.0, 3.0], [1.0, -2.0]]), np.array([0.0, 0.0])),
...     (np.array([[2.0], [4.0]]), np.array([-6.0])),
... ]
>>> passed = forward(X, params, hidden="relu", output="sigmoid")
>>> (dW1, db1), (dW2, db2) = backward(Y, passed, params, hidden="relu")
>>> bool(np.all(dW1 == [[-1, 0], [-2, 0]]) and np.all(db1 == [-1, 0]))
True
>>> bool(np.all(dW2 == [[-1.5], [0]]) and np.all(db2 == [-0.5]))
True

Whether a gradient is right can always be found out: nudge a parameter up and down, and compare
the change of the cost. Unit `gradient_checking` does that, and it is how the tests of this unit
judge yours.

## What goes wrong in practice

- *The sign.* It is prediction minus target; the other way round climbs the cost.
- *The slope is left out*, taken at the wrong layer, or taken from `Z` where the formula wants
  `A`.
- *The wrong neighbour.* `dW` needs the activation that went *into* the layer; the hidden delta
  needs the weights of the layer *after* it.
- *Averaged twice*, or divided by the number of units, or by all elements of `Y`.
- *`db` summed over everything*, or along the wrong axis, which a square batch hides.
- *Weights updated on the way*, so that the layer before gets a delta through new weights.
- *A multiplication by the output's slope.* It cancelled; and at p = 0 or 1 it would turn the
  gradient into 0, just where the network is most wrong.
- *One step too far.* The data has no activation: no delta is needed for `A0`.

## What every function here promises

- Results are new float64 arrays. Integer input is fine: targets and images of int64 or uint8,
  weights, activations and deltas of int64.
- Arrays may lie in memory in any order, may be slices of larger ones, and may be read-only.
- Arguments stay as they are, lists included, and no result shares memory with an argument.
- Any batch size works, one row included.
- Activations that are exactly 0 or 1, as from weighted sums of ±1000, give finite results
  without a warning.
- Results are accurate: |error| ≤ 1e-12 + 1e-9·|value|.
- Only `output_delta` divides by n. What is handed a delta sums over the batch.
- Hidden activations are `"identity"`, `"sigmoid"`, `"tanh"` and `"relu"`, written exactly so.
  Any other name, `"softmax"` among them (its slope is a matrix, not a number for each unit), is
  a ValueError, used or not.

## The picture

`grader plot backprop` draws how long the gradient of each layer is in a network of eight hidden layers: with
the sigmoid it shrinks on its way back, layer after layer. This is the *vanishing gradient*.

## Further reading

- Rumelhart, Hinton and Williams (1986), *Learning representations by back-propagating errors*,
  Nature 323.
- LeCun, Bottou, Orr and Müller (1998), *Efficient BackProp*.
- Glorot, Bordes and Bengio (2011), *Deep sparse rectifier neural networks*: why ReLU, and its
  gradient.
- Nielsen (2015), *Neural Networks and Deep Learning*, chapter 2.
- Baydin, Pearlmutter, Radul and Siskind (2018), *Automatic differentiation in machine learning:
  a survey*.

## In your own words

Somebody divides by n again in each layer on the way back, and not at the output alone. How do the gradients of a
network of four layers then differ from the right ones, and why may it take long until the fault is noticed?
### BEGIN SOLUTION
- 2 points: the last layer's is right, the one before is too small by n, then by n², the first layer's by n³.
- 1 point: the directions within each layer are right, only the lengths are not.
- 2 points: the last layers do learn, so the cost falls, and it looks like vanishing gradients or a rate too small; a
  batch of one row shows nothing at all. A gradient check with n > 1 finds it at once.
### END SOLUTION
"""

from __future__ import annotations

import numpy as np

from solutions.activations import relu_derivative, sigmoid_derivative, tanh_derivative
from solutions.network import forward as forward  # what the examples above and below run

### BEGIN SOLUTION
_DERIVATIVES = {
    "identity": np.ones_like,
    "sigmoid": sigmoid_derivative,
    "tanh": tanh_derivative,
    "relu": relu_derivative,
}


def _derivative(argument, name):
    if name not in _DERIVATIVES:
        raise ValueError(f"{argument} should be one of {', '.join(_DERIVATIVES)}, got {name!r}")
    return _DERIVATIVES[name]


### END SOLUTION


def output_delta(Y: np.ndarray, Y_hat: np.ndarray) -> np.ndarray:
    """Gradient of the mean cross-entropy by the output's weighted sum: (Y_hat - Y) / n.

    One formula serves two networks: softmax outputs with the categorical
    cross-entropy, and sigmoid outputs with the binary one, which sums over
    the k units and, like the other, averages over the n rows only.

    Parameters
    ----------
    Y : array of shape (n, k)
        Targets: one-hot or soft rows for softmax, 0 or 1 for sigmoid units.
    Y_hat : array of shape (n, k)
        The output's activation, probabilities; exact 0 and 1 are fine.

    Returns
    -------
    array of shape (n, k)
        The delta of the last layer.

    Notes
    -----
    For softmax, ∂log p_j / ∂z_i = [i = j] - p_i, and the targets of a row sum
    to one: ∂(-Σ_j y_j log p_j) / ∂z_i = p_i - y_i. For sigmoid,
    (p - y) / (p (1 - p)) times p (1 - p) is p - y. The mean over the batch
    divides by n.

    Examples
    --------
    >>> output_delta(np.array([[1, 0], [0, 1]]), np.array([[0.5, 0.5], [0.25, 0.75]]))
    array([[-0.25 ,  0.25 ],
           [ 0.125, -0.125]])
    """
    ### BEGIN SOLUTION
    ### HINT: The slope of the output's activation has cancelled: nothing is left to multiply.
    ### HINT: Prediction minus target, then a division by the number of rows, not of elements.
    return np.subtract(Y_hat, Y, dtype=np.float64) / len(Y)
    ### END SOLUTION


def hidden_delta(
    delta: np.ndarray, W_next: np.ndarray, A: np.ndarray, activation: str
) -> np.ndarray:
    """Delta of a hidden layer from that of the next: (delta @ W_next.T) * activation'(A).

    Parameters
    ----------
    delta : array of shape (n, k)
        The delta of the next layer.
    W_next : array of shape (m, k)
        The weights of the next layer.
    A : array of shape (n, m)
        The output of the hidden layer itself, after its activation.
    activation : str
        The hidden layer's activation, one of "identity", "sigmoid", "tanh"
        and "relu". Its derivative is taken from the output A: 1, A (1 - A),
        1 - A², and 1 where A > 0 and 0 elsewhere, A = 0 included.

    Returns
    -------
    array of shape (n, m)
        The gradient of the cost with respect to the hidden weighted sum.

    Raises
    ------
    ValueError
        Where `activation` is any other name, "softmax" included. The message
        holds the name that it got and lists the four that are possible.

    Notes
    -----
    The cost depends on the hidden output through the next weighted sum,
    Z_next = A @ W_next + b. By the chain rule ∂cost/∂A = delta @ W_next.T, and
    ∂A/∂Z is the activation's slope, element by element, since each hidden
    output depends on its own weighted sum only.

    Examples
    --------
    >>> A = np.array([[3.0, 0.0]])
    >>> hidden_delta(np.array([[0.5]]), np.array([[2.0], [4.0]]), A, "relu")
    array([[1., 0.]])
    """
    ### BEGIN SOLUTION
    ### HINT: Two factors of shape (n, m): what comes back through the weights, and the slope.
    ### HINT: A dict from name to derivative keeps the choice short; identity's slope is all ones.
    slope = _derivative("activation", activation)(A)
    return np.asarray(delta, dtype=np.float64) @ np.transpose(W_next) * slope
    ### END SOLUTION


def layer_gradients(A_prev: np.ndarray, delta: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Gradients of a layer's parameters: dW = A_prev.T @ delta, db = the column sums of delta.

    Parameters
    ----------
    A_prev : array of shape (n, m)
        What went into the layer: the activation of the layer before, or the
        data.
    delta : array of shape (n, k)
        The layer's delta. It already holds the 1/n of the mean, so rows are
        summed here and not averaged.

    Returns
    -------
    (dW, db) : pair of arrays of shape (m, k) and (k,)
        The gradients with respect to the layer's W and b.

    Notes
    -----
    From Z[i, j] = Σ_p A_prev[i, p] W[p, j] + b[j] follow ∂Z[i, j]/∂W[p, j] =
    A_prev[i, p] and ∂Z[i, j]/∂b[j] = 1. Weights and bias are shared by all
    rows, so the rows' contributions add up.

    Examples
    --------
    >>> dW, db = layer_gradients(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[0.5], [-1.0]]))
    >>> dW
    array([[-2.5],
           [-3. ]])
    >>> db
    array([-0.5])
    """
    ### BEGIN SOLUTION
    ### HINT: dW has the shape of W, (m, k): which product of (n, m) and (n, k) sums over the rows?
    ### HINT: db has one entry for each unit: add up the rows of delta, and divide by nothing.
    delta = np.asarray(delta, dtype=np.float64)
    return A_prev.T @ delta, delta.sum(axis=0)
    ### END SOLUTION


def backward(
    Y: np.ndarray,
    activations: list[np.ndarray],
    params: list[tuple[np.ndarray, np.ndarray]],
    hidden: str = "sigmoid",
) -> list[tuple[np.ndarray, np.ndarray]]:
    """Gradients of the mean cross-entropy for all layers, from the last back to the first.

    The output is softmax with the categorical cross-entropy, or sigmoid units
    with the binary one summed over units: `output_delta` serves both, so
    nothing here asks which it is.

    Parameters
    ----------
    Y : array of shape (n, k)
        Targets, as for `output_delta`.
    activations : list of arrays
        [A0, A1, …, AL], what `network.forward` returned for the batch and these
        parameters. A0 is the data, AL the prediction.
    params : list of (W, b)
        The parameters of that forward pass, first layer first. One layer
        without any hidden one is fine, and so are many.
    hidden : str
        The activation of the hidden layers: "identity", "sigmoid", "tanh" or
        "relu".

    Returns
    -------
    list of (dW, db)
        One pair a layer, in the order of `params`, first layer first; dW and
        db have the shapes of that layer's W and b.

    Raises
    ------
    ValueError
        Where `hidden` is any other name, "softmax" included, also where there
        is no hidden layer to use it. The message holds the name that it got
        and lists the four that are possible.

    References
    ----------
    Rumelhart, Hinton and Williams (1986), Learning representations by
    back-propagating errors, Nature 323.

    Examples
    --------
    >>> params = [(np.zeros((2, 2)), np.zeros(2))]
    >>> passed = forward(np.array([[1.0, 2.0]]), params)
    >>> [(dW, db)] = backward(np.array([[1.0, 0.0]]), passed, params)
    >>> dW
    array([[-0.5,  0.5],
           [-1. ,  1. ]])
    >>> db
    array([-0.5,  0.5])
    """
    ### BEGIN SOLUTION
    ### HINT: Check the name. Then start from the output's delta and walk the layers backwards.
    ### HINT: Layer i (from 0) leads from entry i of the activations to entry i + 1.
    ### HINT: At each layer: its gradients, then, but for the first, the delta of the one before.
    ### HINT: You meet the layers last to first, and the answer is wanted first to last.
    _derivative("hidden", hidden)
    delta = output_delta(Y, activations[-1])
    grads = []
    for index in reversed(range(len(params))):
        grads.append(layer_gradients(activations[index], delta))
        if index > 0:
            W, _ = params[index]
            delta = hidden_delta(delta, W, activations[index], hidden)
    return grads[::-1]
    ### END SOLUTION
