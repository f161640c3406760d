r"""# 9 · Gradient descent

`backprop` says, for every weight, which way is uphill: the gradient points to where the cost
grows fastest. Gradient descent takes a small step the other way, and then another, until the cost
is low. That is all of "learning" in a neural network.

    neurons -> network -> costs -> backprop -> gradient descent -> a trained network
               forward     J       dJ/dw       w - rate * dJ/dw          |
                  ^                                                      |
                  +-------------- again, a minibatch at a time ----------+

## Words

| word | meaning |
|---|---|
| n, d, m, k | rows of the data, inputs, units of a layer, outputs or classes |
| `X` (n, d), `Y` (n, k) | the data and its targets, a row an example |
| `params` | a list of `(W, b)`, first layer first: W is (inputs, units), b is (units,) |
| `grads` | a list of `(dW, db)` in the same order and of the same shapes |
| learning rate | how far one step goes along the gradient |
| minibatch | the few rows that one step looks at |
| epoch | one pass over all rows: ceil(n / batch_size) steps |
| history | a list with the cost after each epoch |

## Why minus the gradient

Near w a smooth cost is almost flat: J(w + s) ≈ J(w) + s · g, with g = dJ/dw. Of all steps s of
one length, the one that makes s · g lowest points against g, so s = -rate · g, and

    J(w - rate * g)  ≈  J(w) - rate * |g|²

The cost falls as long as "almost flat" holds, that is, for a small enough rate. Try J(w) = w²,
whose gradient is 2w, from w = 4. One weight and a bias that stays at 0 make the smallest `params`
there are:

>>> params = [(np.array([[4.0]]), np.array([0.0]))]
>>> for _ in range(3):
...     grads = [(2 * W, 0 * b) for W, b in params]
...     params = step(params, grads, learning_rate=0.25)
...     print(params[0][0][0, 0])
2.0
1.0
0.5

With this rate every step halves w. In general a step multiplies w by (1 - 2 · rate): at 0.01 it
crawls, at 0.5 it lands on the minimum at once, at 0.9 it jumps across and comes nearer, at 1.1
each jump is longer than the one before and w flies off: 4, -4.8, 5.76, … That is divergence. It
ends in inf, then in NaN (inf - inf), and NaN never goes away again, so a training loop had better
notice it: `has_diverged`.

## Up the likelihood or down the cost

The beginner's guide that this course follows writes, for logistic regression,

    w += learning_rate * derivative          with derivative from (target - predicted)

A plus, in an algorithm called descent? Both hold. (target - predicted) gives the gradient of the
log-likelihood, which is to be made large: the guide climbs it, and that is gradient *ascent*. The
cost is minus the log-likelihood over n, so its gradient comes from (predicted - target) / n, and
to go down it is to subtract. Two minus signs cancel and it is the same step (the guide's rate is
ours divided by n):

>>> X, y = np.array([[1.0], [3.0]]), np.array([[0.0], [1.0]])
>>> w, p = np.array([[0.5]]), np.array([[0.25], [0.75]])
>>> float((w + 0.1 * X.T @ (y - p) / 2)[0, 0])
0.525
>>> downhill = X.T @ (p - y) / 2
>>> float(step([(w, np.zeros(1))], [(downhill, np.zeros(1))], 0.1)[0][0][0, 0])
0.525

What never works is one sign from each: `+=` with (predicted - target) makes a network worse at
every step. In this course `backprop` gives gradients of the cost, and every update here goes
downhill.

## Better steps

*Momentum.* In a long narrow valley the gradient points mostly across it, and plain steps zigzag.
A velocity remembers where the earlier steps went: what alternates cancels, what persists adds up.

    v <- momentum * v - rate * g
    w <- w + v

Where g stays the same, v grows towards -rate * g / (1 - momentum): ten times a plain step for
0.9.

*Adam.* One rate for all weights is a compromise. Adam keeps a running mean m of each gradient and
v of its square, and divides by the root: where gradients are large steps shrink, where they are
small steps grow.

    m <- beta1 * m + (1 - beta1) * g                 m_hat = m / (1 - beta1**t)
    v <- beta2 * v + (1 - beta2) * g**2              v_hat = v / (1 - beta2**t)
    w <- w - rate * m_hat / (sqrt(v_hat) + eps)

m and v start at zero, so at first they are far too small: after one step m is only a tenth of g.
Dividing by 1 - beta**t corrects exactly that; with t = 1, m_hat = g and v_hat = g², and the first
step of every weight is ±rate, however large its gradient. (eps only keeps a gradient of 0 from
dividing 0 by 0. The v of momentum and the v of Adam share a letter, no more.)

## Minibatches

The gradient over all rows is exact and slow; over 32 random rows it is rough and a thousand times
cheaper, and many rough steps beat one exact step. "Random" carries weight here: data often lies
sorted by class, and a batch of one class pulls the network that way. So each epoch draws a new
order, cuts it into batches, and uses every row once. The last batch takes what is left: ten rows
in batches of four are 4, 4 and 2.

Training is then three loops in one: for each epoch, for each batch, forward, backward, step;
after the epoch, the cost over the whole set. A single unit learns OR in no time:

>>> X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
>>> Y = np.array([[0], [1], [1], [1]])
>>> start = [(np.zeros((2, 1)), np.zeros(1))]
>>> rng = np.random.default_rng(0)
>>> params, history = train(X, Y, start, "sigmoid", "sigmoid", 1.0, 100, 2, rng)
>>> len(history), history[0] > history[-1], history[-1] < 0.1
(100, True, True)

## Experiments

`grader play` trains a network of your own functions in the browser. Leave it running and the links
here open in it; each is a command as well. Press play, and watch the cost.

- *Too small:* [`grader play 'learning_rate=0.01'`](http://127.0.0.1:8765/#learning_rate=0.01).
  After 100 epochs the cost has fallen a little, and no boundary closes around the inner points.
- *Well chosen:* [`grader play 'learning_rate=0.1'`](http://127.0.0.1:8765/#learning_rate=0.1).
  Some 50 epochs, and nearly every point is on its own side.
- *Bold:* [`grader play 'learning_rate=1'`](http://127.0.0.1:8765/#learning_rate=1).
  There in some 20 epochs; but now and then an epoch ends with a higher cost than it began with.
- *Too large:* [`grader play 'learning_rate=10'`](http://127.0.0.1:8765/#learning_rate=10).
  The first epoch leaves a cost far above that of the untrained network, and 100 epochs on it still
  jumps up and down: every step lands across the valley.
- *Flying off:* [`grader play 'learning_rate=1000000'`](http://127.0.0.1:8765/#learning_rate=1000000).
  A banner says in which epoch, and at which rate. By then a right answer has probability 0: unclipped, its
  cost is infinite.
- *One step an epoch:* [`grader play 'batch_size=200'`](http://127.0.0.1:8765/#batch_size=200).
  A batch of all rows, at the rate that was well chosen. Compare with it after equally many epochs,
  then after equally many steps.

## What goes wrong in practice

- *The sign.* The cost rises from the first epoch on: some sign is that of ascent.
- *In place.* `W -= …` changes the caller's arrays, so that "before" and "after" are one; on
  integer weights numpy refuses it or cuts off the fraction.
- *Bias forgotten.* The weights move, the bias keeps its zeros: a line through the origin for
  ever.
- *X shuffled without Y.* No error, no warning; the network learns noise. One order must serve
  both.
- *The remainder.* Ten rows in batches of four are three batches, not two.
- *One order for all epochs.* Batches cut once, outside the loop, keep the same company for ever.
- *The cost of the last batch,* or a mean of costs from before each step, is not the cost of the
  network that the epoch leaves behind: measure over all rows, afterwards.
- *Adam from t = 0* divides 0 by 0; without the correction its first steps are badly scaled.
- *Waiting for inf.* Our costs clip probabilities, so a cost never is inf, however wrong the
  network is; a diverged one shows as NaN, and NaN compares False with everything, itself
  included.

## What every function here promises

- Weights and gradients come back as float64, whatever they came as: integers, also for a rate or
  a momentum, are fine. `minibatches` only reorders, so it keeps the element types of X and Y.
- Any memory layout works: Fortran order, slices, read-only arrays. Any number of rows does, 1
  included.
- No argument is changed (but `rng` moves on as it is drawn from), and no result shares memory
  with one.
- Lists of layers come back as lists; a pair in them may be a tuple or a list.
- `rng` is a `numpy.random.Generator`: the same state gives the same result, and no global seed is
  touched.
- Values are accurate: |error| ≤ 1e-12 + 1e-9 · |value|. No RuntimeWarning, except where `train`
  diverges.

## The picture

`grader plot gradient_descent` draws the cost against epochs for three learning rates, one of which diverges
to inf, and the ways that plain steps, momentum and Adam take down a narrow valley.

## Further reading

- A. Cauchy, *Méthode générale pour la résolution des systèmes d'équations simultanées*, 1847: the
  method itself.
- H. Robbins and S. Monro, *A stochastic approximation method*, 1951: why rough gradients are
  enough.
- B. Polyak, *Some methods of speeding up the convergence of iteration methods*, 1964: momentum.
- D. Kingma and J. Ba, *Adam: a method for stochastic optimization*, 2015.
- L. Bottou, F. Curtis and J. Nocedal, *Optimization methods for large-scale machine learning*,
  2018.

## In your own words

Two trainings differ only in their batches: one row at a time, or all rows at once. Which of the two cost curves is
smoother? Which falls faster when you compare after equally many epochs, and which after equally many steps?
### BEGIN SOLUTION
- 1 point: that of all rows is smooth, since its direction is exact; single rows make it jitter.
- 2 points: after as many epochs, single rows are mostly ahead: they made n steps for every one of the other.
- 2 points: after as many steps the full batch is ahead, as each of its steps is the better one, but it has cost n times
  the work. A remark that a rate has to suit the batch, or that single rows never quite settle, can make up for a gap.
### END SOLUTION
"""

from __future__ import annotations

import numpy as np

from solutions.backprop import backward
from solutions.costs import binary_cross_entropy, cross_entropy
from solutions.network import forward


### BEGIN SOLUTION
def _summed_binary_cross_entropy(Y, P):
    """Binary cross-entropy summed over units and averaged over rows."""
    return Y.shape[1] * binary_cross_entropy(Y, P)


_COSTS = {"sigmoid": _summed_binary_cross_entropy, "softmax": cross_entropy}


def _each(function, *lists):
    """Apply a function to the arrays, as float64, that stand at the same place of several lists."""
    return [
        tuple(
            function(*(np.asarray(array, dtype=np.float64) for array in arrays))
            for arrays in zip(*pairs, strict=True)
        )
        for pairs in zip(*lists, strict=True)
    ]


### END SOLUTION


def step(
    params: list[tuple[np.ndarray, np.ndarray]],
    grads: list[tuple[np.ndarray, np.ndarray]],
    learning_rate: float,
) -> list[tuple[np.ndarray, np.ndarray]]:
    """One step of plain gradient descent: w - learning_rate * g.

    Parameters
    ----------
    params : list of (W, b)
        Weights (inputs, units) and biases (units,), first layer first.
    grads : list of (dW, db)
        The cost's gradients, in the order and the shapes of `params`.
    learning_rate : float
        How far to go; an int is fine.

    Returns
    -------
    list of (W, b)
        The parameters after the step, biases as well as weights: new float64
        arrays, also where `params` and `grads` are integers. The arguments
        stay as they were.

    References
    ----------
    A. Cauchy, Méthode générale pour la résolution des systèmes d'équations
    simultanées, 1847.

    Examples
    --------
    >>> params = [(np.array([[1.0], [2.0]]), np.array([3.0]))]
    >>> grads = [(np.array([[4.0], [-2.0]]), np.array([1.0]))]
    >>> W, b = step(params, grads, learning_rate=0.5)[0]
    >>> W.tolist(), b.tolist()
    ([[-1.0], [3.0]], [2.5])
    """
    ### BEGIN SOLUTION
    ### HINT: The gradient points uphill and the cost is to go down, for each W and each b alike.
    ### HINT: Walk over the layers of both lists together; build a new list of new pairs, in floats.
    return _each(lambda w, g: w - learning_rate * g, params, grads)
    ### END SOLUTION


def momentum_step(
    params: list[tuple[np.ndarray, np.ndarray]],
    grads: list[tuple[np.ndarray, np.ndarray]],
    velocity: list[tuple[np.ndarray, np.ndarray]],
    learning_rate: float,
    momentum: float = 0.9,
) -> tuple[list[tuple[np.ndarray, np.ndarray]], list[tuple[np.ndarray, np.ndarray]]]:
    """One step with momentum: v <- momentum * v - learning_rate * g, then w <- w + v.

    Parameters
    ----------
    params : list of (W, b)
        Weights (inputs, units) and biases (units,), first layer first.
    grads : list of (dW, db)
        The cost's gradients, in the order and the shapes of `params`.
    velocity : list of (vW, vb)
        The velocity that the step before left, in the order and the shapes
        of `params`; zeros at first.
    learning_rate : float
        How far the gradient pushes; an int is fine.
    momentum : float, default 0.9
        How much of the old velocity stays; 0 makes it a plain step.

    Returns
    -------
    (params, velocity)
        The new parameters and the new velocity, two lists of pairs of new
        float64 arrays. The parameters move by the *new* velocity, which
        points downhill: it has the sign of the move. The arguments stay as
        they were.

    References
    ----------
    B. Polyak, Some methods of speeding up the convergence of iteration
    methods, 1964.

    Examples
    --------
    >>> params = [(np.array([[1.0]]), np.array([0.0]))]
    >>> grads = [(np.array([[2.0]]), np.array([1.0]))]
    >>> velocity = [(np.array([[4.0]]), np.array([0.0]))]
    >>> params, velocity = momentum_step(params, grads, velocity, 0.5, momentum=0.25)
    >>> velocity[0][0].tolist(), velocity[0][1].tolist()
    ([[0.0]], [-0.5])
    >>> params[0][0].tolist(), params[0][1].tolist()
    ([[1.0]], [-0.5])
    """
    ### BEGIN SOLUTION
    ### HINT: Two updates in the order of the formula; the second needs what the first just made.
    ### HINT: First build the whole new velocity, layer by layer, then add it to the parameters.
    velocity = _each(lambda v, g: momentum * v - learning_rate * g, velocity, grads)
    return _each(np.add, params, velocity), velocity
    ### END SOLUTION


def adam_step(
    params: list[tuple[np.ndarray, np.ndarray]],
    grads: list[tuple[np.ndarray, np.ndarray]],
    m: list[tuple[np.ndarray, np.ndarray]],
    v: list[tuple[np.ndarray, np.ndarray]],
    t: int,
    learning_rate: float = 0.001,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
) -> tuple[
    list[tuple[np.ndarray, np.ndarray]],
    list[tuple[np.ndarray, np.ndarray]],
    list[tuple[np.ndarray, np.ndarray]],
]:
    """One step of Adam: w - learning_rate * m_hat / (sqrt(v_hat) + eps).

    The running means and their corrections for starting at zero are

        m <- beta1 * m + (1 - beta1) * g        m_hat = m / (1 - beta1**t)
        v <- beta2 * v + (1 - beta2) * g**2     v_hat = v / (1 - beta2**t)

    Parameters
    ----------
    params : list of (W, b)
        Weights (inputs, units) and biases (units,), first layer first.
    grads : list of (dW, db)
        The cost's gradients, in the order and the shapes of `params`.
    m, v : list of (W, b)-like pairs
        The running means of the gradients and of their squares that the step
        before left, in the order and the shapes of `params`; zeros at first.
        v is nowhere negative.
    t : int
        The number of this step, counted from 1.
    learning_rate : float, default 0.001
        How far a step goes, about, for each weight.
    beta1, beta2 : float, default 0.9 and 0.999
        How much of the old m and of the old v stays.
    eps : float, default 1e-8
        Added to the root of v_hat, outside the root, after the correction.

    Returns
    -------
    (params, m, v)
        The new parameters and the new running means, three lists of pairs of
        new float64 arrays. m and v come back as the formulas on the left
        leave them, not corrected: the next step corrects for its own t. The
        arguments stay as they were.

    Notes
    -----
    Unrolled from m = 0, m after t steps is a weighted sum of the gradients
    whose weights (1 - beta1) * beta1**(t - i) sum to 1 - beta1**t. Dividing
    by that makes it a weighted mean; v likewise.

    References
    ----------
    D. Kingma and J. Ba, Adam: a method for stochastic optimization, 2015.

    Examples
    --------
    The first step moves every weight by the learning rate, whatever the size
    of its gradient:

    >>> params = [(np.array([[1.0], [1.0]]), np.array([1.0]))]
    >>> grads = [(np.array([[500.0], [0.25]]), np.array([-3.0]))]
    >>> zeros = [(np.zeros((2, 1)), np.zeros(1))]
    >>> params, m, v = adam_step(params, grads, zeros, zeros, t=1, learning_rate=0.5)
    >>> params[0][0].round(6).tolist(), params[0][1].round(6).tolist()
    ([[0.5], [0.5]], [1.5])
    >>> m[0][0].round(6).tolist(), v[0][1].round(6).tolist()
    ([[50.0], [0.025]], [0.009])
    """
    ### BEGIN SOLUTION
    ### HINT: Five formulas for each array: m, v, their corrected forms, and the move.
    ### HINT: Make the new m and v, move by corrected copies of them, return them uncorrected.
    m = _each(lambda m, g: beta1 * m + (1 - beta1) * g, m, grads)
    v = _each(lambda v, g: beta2 * v + (1 - beta2) * g**2, v, grads)

    def moved(w, m, v):
        m_hat = m / (1 - beta1**t)
        v_hat = v / (1 - beta2**t)
        return w - learning_rate * m_hat / (np.sqrt(v_hat) + eps)

    return _each(moved, params, m, v), m, v
    ### END SOLUTION


def minibatches(
    X: np.ndarray, Y: np.ndarray, batch_size: int, rng: np.random.Generator
) -> list[tuple[np.ndarray, np.ndarray]]:
    """Cut the rows, in a random order, into batches of batch_size.

    Parameters
    ----------
    X : array (n, …)
        The data, a row an example: (n, d), or images (n, c, h, w).
    Y : array (n, …)
        The targets, row i belonging to row i of X: (n, k), or labels (n,).
    batch_size : int
        Rows of a batch; more than n is fine and makes one batch of all.
    rng : numpy.random.Generator
        Where the order is drawn from, in any way that makes all orders of the
        n rows equally likely. The same state gives the same batches; drawing
        moves it on, so that a second call gives another order.

    Returns
    -------
    list of (X_batch, Y_batch)
        Every row once, together with its own target. All batches have
        batch_size rows, but for the last, which has what is left and may be
        shorter. Nothing but the order changes: each keeps its element type
        and the shape of its rows. Copies, which share no memory with X and Y;
        X and Y stay as they were.

    Raises
    ------
    ValueError
        Where batch_size is less than 1; the message names `batch_size` and
        the value.

    Examples
    --------
    >>> X = np.array([[10], [11], [12], [13], [14]])
    >>> Y = np.array([0, 1, 2, 3, 4])
    >>> batches = minibatches(X, Y, 2, np.random.default_rng(0))
    >>> [len(X_batch) for X_batch, Y_batch in batches]
    [2, 2, 1]
    >>> all((X_batch[:, 0] == Y_batch + 10).all() for X_batch, Y_batch in batches)
    True
    """
    ### BEGIN SOLUTION
    ### HINT: Shuffle the row numbers, not the rows: one order can then serve X and Y alike.
    ### HINT: Cut one random order of 0…n-1 into pieces; each piece picks rows of X and of Y.
    if batch_size < 1:
        raise ValueError(f"batch_size should be at least 1, got {batch_size}")
    order = rng.permutation(len(X))
    pieces = [order[start : start + batch_size] for start in range(0, len(X), batch_size)]
    return [(X[rows], Y[rows]) for rows in pieces]
    ### END SOLUTION


def has_diverged(history: list[float]) -> bool:
    """Whether any cost is inf or NaN.

    Parameters
    ----------
    history : list of float
        Costs, oldest first.

    Returns
    -------
    bool
        True where any of them, not only the last, is inf, -inf or NaN. Any
        finite costs, be they huge or rising, are no divergence, and neither
        is an empty history.

    Examples
    --------
    >>> bool(has_diverged([2.0, float("nan"), float("nan")]))
    True
    >>> bool(has_diverged([2.0, 30.0, 1e300]))
    False
    """
    ### BEGIN SOLUTION
    ### HINT: NaN equals nothing, not even itself, so == cannot find it; numpy has a test for it.
    ### HINT: Ask of every cost whether it is a finite number, then combine the answers.
    return not np.all(np.isfinite(history))
    ### END SOLUTION


def train(
    X: np.ndarray,
    Y: np.ndarray,
    params: list[tuple[np.ndarray, np.ndarray]],
    hidden: str,
    output: str,
    learning_rate: float,
    epochs: int,
    batch_size: int,
    rng: np.random.Generator,
) -> tuple[list[tuple[np.ndarray, np.ndarray]], list[float]]:
    """Train a network by mini-batch gradient descent: w <- w - learning_rate * g, batch by batch.

    Every epoch draws a new random order of the rows, cuts it into batches of
    batch_size (the last possibly shorter) and takes one plain step a batch,
    along the gradient of that batch's mean cost at the newest parameters.

    Parameters
    ----------
    X : array (n, d)
        The data.
    Y : array (n, k)
        The targets: 0 or 1 for a sigmoid output, one-hot or soft rows for a
        softmax output.
    params : list of (W, b)
        Where training starts, first layer first, of any number of layers.
    hidden : str
        The hidden layers' activation: "identity", "sigmoid", "tanh" or "relu".
    output : str
        The output's activation, which settles the cost too. "sigmoid": binary
        cross-entropy, summed over the k units and averaged over the rows.
        "softmax": cross-entropy, the mean over the rows. Both as in unit
        `costs`, with probabilities clipped to [1e-12, 1 - 1e-12]; gradients
        are as `backprop.backward` gives them.
    learning_rate : float
        How far a step goes; an int is fine.
    epochs : int
        How often to go through the data, at least 1.
    batch_size : int
        Rows of a batch, at least 1; n or more makes every epoch one step over
        all rows.
    rng : numpy.random.Generator
        Where the orders are drawn from; how is left open, as in
        `minibatches`. The same state gives the same result.

    Returns
    -------
    (params, history)
        The trained parameters, a list of pairs of new float64 arrays, and a
        list of floats: one cost an epoch, over the whole set and at the
        parameters *after* that epoch, so the cost before training is not in
        it. Once a cost is inf or NaN training stops, and that cost is the
        last; numpy may warn of overflow then. A cost that only rises does not
        stop it. The arguments stay as they were, but for `rng`.

    Raises
    ------
    ValueError
        Where `hidden` is another name, "softmax" included, whether there is a
        hidden layer or not, and where `output` is another name; the message
        names the argument, `hidden` or `output`, and the value, and lists the
        names that are taken.

    References
    ----------
    L. Bottou, F. Curtis and J. Nocedal, Optimization methods for large-scale
    machine learning, 2018.

    Examples
    --------
    >>> X, Y = np.array([[1.0], [-1.0]]), np.array([[1], [0]])
    >>> start = [(np.array([[0.0]]), np.array([0.0]))]
    >>> rng = np.random.default_rng(0)
    >>> params, history = train(X, Y, start, "tanh", "sigmoid", 2.0, 3, 2, rng)
    >>> params[0][0].round(4).tolist()
    [[1.8916]]
    >>> [round(float(cost), 4) for cost in history]
    [0.3133, 0.1946, 0.1405]
    """
    ### BEGIN SOLUTION
    ### HINT: You have all the parts: minibatches, forward, backward, step, a cost, has_diverged.
    ### HINT: Unit costs averages a sigmoid's cost over units too; the number of units undoes that.
    ### HINT: An epoch: new batches, a step for each, one cost over all rows, a look at the history.
    if output not in _COSTS:
        raise ValueError(f"output should be one of {', '.join(_COSTS)}, got {output!r}")
    cost = _COSTS[output]
    history = []
    for _ in range(epochs):
        for X_batch, Y_batch in minibatches(X, Y, batch_size, rng):
            activations = forward(X_batch, params, hidden, output)
            grads = backward(Y_batch, activations, params, hidden)
            params = step(params, grads, learning_rate)
        history.append(float(cost(Y, forward(X, params, hidden, output)[-1])))
        if has_diverged(history):
            break
    return params, history
    ### END SOLUTION
