r"""# 10 · Regularization

`gradient_descent` makes the cost on the training rows small. That is not quite what we want: we
want a small cost on rows the network has *not* seen. With many weights and few rows the two part
ways. The network begins to learn the rows by heart, noise included; the training cost goes on
falling while the cost on fresh rows rises. That is **overfitting**. Regularization is every means
of holding a network back from it. This unit has four: two penalties on the weights, dropout, and
stopping early.

    X ──► forward ──► cost ──► gradients ──► step ──► again, or enough?
             ▲          ▲          ▲                        ▲
          dropout    penalty   its gradient           early stopping

## Words

| word | meaning |
|---|---|
| n, d, m | rows of the batch, inputs of a layer, units of a layer |
| `params` | a list of `(W, b)`, first layer first: W is (d, m), b is (m,) |
| `grads` | a list of `(dW, db)` in the same order and of the same shapes |
| strength | how much the penalty counts, λ in formulas; 0 switches it off |
| `A` (n, m), `dA` (n, m) | a layer's activation, and the gradient that comes back to it |
| rate, mask | the chance that dropout drops an element; what A is multiplied by, (n, m) |
| validation cost | the cost on rows that were held out of training |
| patience | how many epochs without an improvement we are willing to wait |

## Penalties: small weights make smooth functions

A network that follows every wiggle of its data needs large weights. So we let it pay for them:

    cost with penalty = cost + penalty(all W)

    L2    λ/2 · Σ W²       gradient  λ · W
    L1    λ · Σ |W|        gradient  λ · sign(W),  with sign(0) = 0

The sums run over every weight of every layer. The ½ is there to cancel the 2 of the derivative:
d/dw (λ/2 · w²) = λw. The gradient of a sum is the sum of the gradients, so the penalty's is simply
*added* to what backprop found. |w| has slope 1 right of zero and −1 left of it; at the kink we take
0, so that the penalty by itself does not move a weight of zero.

**Biases are never penalised.** A bias only shifts a unit; it makes nothing wigglier. Pulled to
zero it would keep the network from something as harmless as the mean of its targets.

How do the two differ? Take one weight that the data alone would put at a, with the cost
½(w − a)², and look where the gradient with penalty is zero (for a > 0):

    L2    (w − a) + λw = 0             w = a / (1 + λ)
    L1    (w − a) + λ sign(w) = 0      w = a − λ, or 0 where a ≤ λ

(Where a ≤ λ no w solves the equation of L1. The slope is negative left of zero and positive right of
it, so the lowest point is the kink itself.)

With λ = 1 the pair a = (3, 0.5) becomes (1.5, 0.25) under L2 and (2, 0) under L1. L2 shrinks every
weight by the same *factor*, and none ever gets to zero; L1 by the same *amount*, and weights that
matter little are gone: it selects. At the minimum of L2 the two gradients cancel:

>>> params = [(np.array([[1.5], [0.25]]), np.array([7.0]))]
>>> grads = [(np.array([[1.5 - 3.0], [0.25 - 0.5]]), np.array([0.0]))]
>>> dW, db = l2_gradients(params, grads, strength=1.0)[0]
>>> dW.tolist(), db.tolist()
([[0.0], [0.0]], [0.0])
>>> float(l2_penalty(params, 1.0)), float(l1_penalty(params, 1.0))
(1.15625, 1.75)

By hand: ½ (1.5² + 0.25²) = 1.15625 and 1.5 + 0.25 = 1.75. The bias 7 is in neither.

## Dropout: no unit may rely on another

While training, each element of a layer's activation is set to zero with probability *rate*, each
by a coin of its own, and new coins in every step. A unit can no longer count on one certain
neighbour; what the network knows has to be spread out. When predicting, nothing is dropped.

But at a rate of 0.5 half of its inputs are gone, so the next layer gets about half of the sum that
it will get when predicting. *Inverted* dropout makes up for that at once: what stays is divided by
1 − rate. So

    mask  = 0             with probability rate
            1/(1 − rate)  otherwise
    A_dropped = A · mask

and the mean of a mask's element is rate · 0 + (1 − rate) · 1/(1 − rate) = 1: on average the layer
says what it said before, and prediction needs no change at all.

Backward is the derivative of a product with a constant: d(A · mask)/dA = mask. What was dropped had
no say, so it gets no blame; what stayed is scaled as it was. It has to be the *same* mask, which is
why `dropout` hands it out.

>>> mask = np.array([[2.0, 0.0, 2.0]])                    # rate 0.5, the middle one dropped
>>> dropout_backward(np.array([[0.25, 4.0, -1.0]]), mask).tolist()
[[0.5, 0.0, -2.0]]

## Early stopping: enough is enough

Hold some rows out and write down their cost after every epoch. It falls, reaches a bottom and rises
again where overfitting sets in. The best network is that of the lowest *validation* cost. Training
cannot know whether a still lower cost is to come, so it waits *patience* epochs for one, and then
stops.

    epoch      0     1     2     3     4     5           patience 2: epochs 3 and 4 bring nothing new,
    cost      0.9   0.6   0.5   0.55  0.5   0.4          training stops after 4, the best was epoch 2

Epoch 4 only equals the best; that is no improvement. The 0.4 of epoch 5 is never seen. With a
patience of 3 it would have been:

>>> costs = [0.9, 0.6, 0.5, 0.55, 0.5, 0.4]
>>> early_stopping(costs, patience=2), early_stopping(costs, patience=3)
(2, 5)

Every new lowest cost starts the count again. An epoch whose cost is inf or NaN brought nothing, so
it is counted like any other without an improvement. So is one of −inf, which tells of a broken sum
and not of a good network.

## The picture

`grader plot regularization` draws three things from your own functions: where two weights of the
example above come to rest under L2 and L1 for many strengths, how gradient steps take them there
(steps of a fixed size hop to and fro across L1's kink), and the training and validation cost of a
model with too many weights, with the epoch at which your `early_stopping` would have stopped.

## Experiments

`grader play` trains a network of your own functions in the browser. Leave it running and the links
here open in it. (A link in quotes after `grader play` opens it at once: `grader play 'http://…'`.)
The moons are noisy, and half of their points are held out: train for some 300 epochs each time.

- [No penalty](http://127.0.0.1:8765/#dataset=moons&noise=0.5&held_out=0.5&learning_rate=0.3).
  The training cost falls and falls. The held-out cost turns after some 50 epochs and ends at twice its
  lowest: that is where `early_stopping` would have gone back to.
- [L2, strength 0.01](http://127.0.0.1:8765/#dataset=moons&noise=0.5&held_out=0.5&learning_rate=0.3&penalty=l2&strength=0.01).
  The training cost stays higher, the held-out cost lower, and the two run side by side. The lines
  between the units are thinner.
- [L2, strength 0.3](http://127.0.0.1:8765/#dataset=moons&noise=0.5&held_out=0.5&learning_rate=0.3&penalty=l2&strength=0.3).
  Far too much: all weights go to nothing, the answer is one half everywhere, and both costs stay near
  ln 2 ≈ 0.69.
- [Dropout, rate 0.5](http://127.0.0.1:8765/#dataset=moons&noise=0.5&held_out=0.5&learning_rate=0.3&dropout=0.5).
  A training cost that no longer falls to nothing, though it is measured with every unit there, and a gap
  that is gone.
- [Seven inputs and one unit](http://127.0.0.1:8765/#layers=&features=x,y,xx,yy,xy,sinx,siny&noise=0.3),
  and [the same with L1](http://127.0.0.1:8765/#layers=&features=x,y,xx,yy,xy,sinx,siny&noise=0.3&penalty=l1&strength=0.03).
  Without a penalty every input has some weight. With L1 two lines are left, those of x² and y²: a circle
  needs no more. It selects. (*Weights as a table* shows the numbers; they quiver around 0 by about a step.)

## What goes wrong in practice

- *The bias is penalised.* The predictions are dragged towards zero, all by the same amount.
- *The ½ is in the cost and not in the gradient,* or the reverse: central differences show a
  gradient off by a factor of two.
- *The penalty is in the cost, and its gradient in no step:* the reported cost is higher, the
  weights are the same.
- *Subtracted.* The weights grow without end; the gradient of a penalty is added.
- *A layer is left out,* mostly the last.
- *Divided by n as well.* Some books do; here the strength stands alone.
- *Dropout without the division:* the network is worse when predicting than when training.
- *One coin for a whole row or column,* or the same number of elements dropped every time.
- *A new mask on the way back,* or only its zeros without its scale.
- *Dropout left on when predicting:* two predictions of one row differ.
- *Patience off by one,* or counted in all and not in a row; a NaN that becomes "the best" because
  every comparison with it is False.

## What every function here promises

- Penalties, gradients, masks and activations are float64, whatever numbers come in: arrays may be
  int64 or float32 (then the accuracy is that of float32, and float32 out will do), a strength or a
  rate an int. `early_stopping` gives a whole number.
- Any number of layers, rows and units does, 1 included. Any memory layout does: Fortran order,
  slices, read-only arrays.
- No argument is changed (but `rng` moves on as it is drawn from), and no result shares memory with
  one.
- A list of layers comes back as a list; a pair may be a tuple or a list.
- `rng` is a `numpy.random.Generator`: the same state gives the same result, and no global seed is
  touched.
- Values are accurate, |error| ≤ 1e-12 + 1e-9 · |value|, and there is no RuntimeWarning.

## Further reading

- A. Hoerl and R. Kennard, *Ridge regression: biased estimation for nonorthogonal problems*, 1970:
  L2.
- R. Tibshirani, *Regression shrinkage and selection via the lasso*, 1996: L1.
- A. Krogh and J. Hertz, *A simple weight decay can improve generalization*, 1992.
- L. Prechelt, *Early stopping - but when?*, 1998.
- N. Srivastava, G. Hinton, A. Krizhevsky, I. Sutskever and R. Salakhutdinov, *Dropout: a simple way
  to prevent neural networks from overfitting*, 2014.
- I. Goodfellow, Y. Bengio and A. Courville, *Deep Learning*, 2016, chapter 7.

## In your own words

With a penalty the network's cost on the training rows is higher than without it. Is that a fault? Say which two
curves you would draw to judge the strength, and what they look like where it is far too large.
### BEGIN SOLUTION
- 2 points: no fault: the penalty trades some fit on the training rows for smaller weights, and it is the cost on rows
  not seen that counts.
- 1 point: training and validation cost, against the strength or against epochs.
- 2 points: far too strong, both are high and close together, near what a constant answer costs: the weights are almost
  zero. This is underfitting; overfitting would show as a gap.
### END SOLUTION
"""

from __future__ import annotations

import numpy as np

### BEGIN SOLUTION


def _with_penalty(params, grads, slope):
    """Gradients of a cost with a penalty, whose slope at the weights W is slope(W)."""
    return [
        (np.asarray(dW, dtype=np.float64) + slope(W), np.array(db, dtype=np.float64))
        for (W, _), (dW, db) in zip(params, grads, strict=True)
    ]


### END SOLUTION


def l2_penalty(params: list[tuple[np.ndarray, np.ndarray]], strength: float) -> float:
    """What L2 adds to the cost: strength/2 · Σ W², over the weights of all layers.

    Parameters
    ----------
    params : list of (W, b)
        Weights (d, m) and biases (m,), first layer first; integers and
        float32 are fine.
    strength : float
        How much the penalty counts, 0 or more; an int is fine.

    Returns
    -------
    float
        The penalty, a sum and no mean; biases have no part in it.

    References
    ----------
    A. Hoerl and R. Kennard, Ridge regression: biased estimation for
    nonorthogonal problems, 1970.

    Examples
    --------
    >>> params = [(np.array([[1.0, -2.0]]), np.array([9.0, 9.0]))]
    >>> float(l2_penalty(params, strength=0.5))
    1.25
    """
    ### BEGIN SOLUTION
    ### HINT: Add up the squares of all weights first; what is left is one factor.
    ### HINT: Walk over the pairs, use W and leave b alone, and sum the layers' sums.
    return float(strength / 2 * sum(np.sum(W**2) for W, _ in params))
    ### END SOLUTION


def l2_gradients(
    params: list[tuple[np.ndarray, np.ndarray]],
    grads: list[tuple[np.ndarray, np.ndarray]],
    strength: float,
) -> list[tuple[np.ndarray, np.ndarray]]:
    """Gradients of the cost with L2: dW + strength · W; db stays as it is.

    Parameters
    ----------
    params : list of (W, b)
        Weights (d, m) and biases (m,), first layer first; integers and
        float32 are fine.
    grads : list of (dW, db)
        The gradients of the cost without the penalty, in the order and the
        shapes of `params`.
    strength : float
        The strength of `l2_penalty`, 0 or more; an int is fine.

    Returns
    -------
    list of (dW, db)
        The gradients with the penalty's added, in the same order: new float64
        arrays, db and a strength of 0 included. The arguments stay as they
        were.

    Notes
    -----
    In strength/2 · Σ W² each weight stands in one term only, so its derivative
    is strength/2 · 2W = strength · W. A plain step then subtracts
    learning_rate · dW from (1 - learning_rate · strength) · W: every weight
    first shrinks by a factor, "weight decay".

    References
    ----------
    A. Krogh and J. Hertz, A simple weight decay can improve generalization,
    1992.

    Examples
    --------
    >>> params = [(np.array([[1.0, -2.0]]), np.array([9.0, 9.0]))]
    >>> grads = [(np.array([[0.25, 0.0]]), np.array([1.0, -1.0]))]
    >>> dW, db = l2_gradients(params, grads, strength=0.5)[0]
    >>> dW.tolist(), db.tolist()
    ([[0.75, -1.0]], [1.0, -1.0])
    """
    ### BEGIN SOLUTION
    ### HINT: Differentiate the penalty by one weight: what becomes of the 1/2?
    ### HINT: Walk over params and grads together and build new pairs; the bias part is a copy.
    return _with_penalty(params, grads, lambda W: strength * W)
    ### END SOLUTION


def l1_penalty(params: list[tuple[np.ndarray, np.ndarray]], strength: float) -> float:
    """What L1 adds to the cost: strength · Σ |W|, over the weights of all layers.

    Parameters
    ----------
    params : list of (W, b)
        Weights (d, m) and biases (m,), first layer first; integers and
        float32 are fine.
    strength : float
        How much the penalty counts, 0 or more; an int is fine.

    Returns
    -------
    float
        The penalty, a sum and no mean; biases have no part in it.

    References
    ----------
    R. Tibshirani, Regression shrinkage and selection via the lasso, 1996.

    Examples
    --------
    >>> params = [(np.array([[1.0, -2.0]]), np.array([9.0, 9.0]))]
    >>> float(l1_penalty(params, strength=0.5))
    1.5
    """
    ### BEGIN SOLUTION
    ### HINT: As for L2, with sizes in place of squares, and no 1/2.
    ### HINT: A negative weight costs as much as a positive one: sum absolute values, layer by layer.
    return float(strength * sum(np.sum(np.abs(W)) for W, _ in params))
    ### END SOLUTION


def l1_gradients(
    params: list[tuple[np.ndarray, np.ndarray]],
    grads: list[tuple[np.ndarray, np.ndarray]],
    strength: float,
) -> list[tuple[np.ndarray, np.ndarray]]:
    """Gradients of the cost with L1: dW + strength · sign(W), with sign(0) = 0; db stays as it is.

    Parameters
    ----------
    params : list of (W, b)
        Weights (d, m) and biases (m,), first layer first; integers and
        float32 are fine.
    grads : list of (dW, db)
        The gradients of the cost without the penalty, in the order and the
        shapes of `params`.
    strength : float
        The strength of `l1_penalty`, 0 or more; an int is fine.

    Returns
    -------
    list of (dW, db)
        The gradients with the penalty's added, in the same order: new float64
        arrays, db and a strength of 0 included. The arguments stay as they
        were.

    Notes
    -----
    |w| is w right of zero and -w left of it, so its slope is 1 or -1, however
    small w is. At 0 it has a kink and no slope; every value between -1 and 1
    would do, and 0 is the one that moves nothing.

    References
    ----------
    R. Tibshirani, Regression shrinkage and selection via the lasso, 1996.

    Examples
    --------
    >>> params = [(np.array([[3.0, -2.0, 0.0]]), np.array([9.0, 9.0, 9.0]))]
    >>> grads = [(np.array([[0.25, 0.0, 1.0]]), np.array([1.0, -1.0, 0.0]))]
    >>> dW, db = l1_gradients(params, grads, strength=0.5)[0]
    >>> dW.tolist(), db.tolist()
    ([[0.75, -0.5, 1.0]], [1.0, -1.0, 0.0])
    """
    ### BEGIN SOLUTION
    ### HINT: The slope of |w| tells only on which side of zero w lies; numpy has a function for it.
    ### HINT: As for L2, with another slope: new pairs, the weights' part changed, the bias copied.
    return _with_penalty(params, grads, lambda W: strength * np.sign(W))
    ### END SOLUTION


def dropout(A: np.ndarray, rate: float, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Inverted dropout: A · mask, where mask is 0 with probability rate, else 1/(1 - rate).

    Parameters
    ----------
    A : array (n, m)
        A layer's activation, a row an example; integers and float32 are fine.
    rate : float
        The chance of an element to be dropped, 0 <= rate < 1. A rate of 0
        (an int is fine) drops nothing: the mask is all ones.
    rng : numpy.random.Generator
        Where chance comes from; how it is drawn from is left open. The same
        state gives the same mask; drawing moves it on, so that a second call
        gives another.

    Returns
    -------
    (A_dropped, mask) : two arrays (n, m)
        A · mask, and the mask whose elements are 0 or 1/(1 - rate): two new
        float64 arrays. Each element is dropped, or not, independently of all
        others of its row, its column and the batch, whatever its value. A
        stays as it was.

    Raises
    ------
    ValueError
        Unless 0 <= rate < 1; the message names `rate` and the value. NaN is
        not asked about.

    Notes
    -----
    The mean of a mask's element is rate · 0 + (1 - rate) / (1 - rate) = 1,
    which is why prediction, without dropout, needs no scaling.

    References
    ----------
    N. Srivastava, G. Hinton, A. Krizhevsky, I. Sutskever and
    R. Salakhutdinov, Dropout: a simple way to prevent neural networks from
    overfitting, 2014.

    Examples
    --------
    >>> A = np.full((100, 100), 3.0)
    >>> A_dropped, mask = dropout(A, 0.25, np.random.default_rng(0))
    >>> np.unique(A_dropped).tolist()
    [0.0, 4.0]
    >>> bool(np.all(A_dropped == A * mask)), bool(0.2 < np.mean(mask == 0) < 0.3)
    (True, True)
    """
    ### BEGIN SOLUTION
    ### HINT: A uniform number of [0, 1) is below rate with probability rate: one for each element.
    ### HINT: Check rate; draw an array of A's shape; compare; scale what stays; multiply.
    if not 0 <= rate < 1:
        raise ValueError(f"rate should be at least 0 and below 1, got {rate}")
    mask = (rng.random(np.shape(A)) >= rate) / (1 - rate)
    return A * mask, mask
    ### END SOLUTION


def dropout_backward(dA: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """Gradient by dropout's input from that by its output: dA · mask.

    Parameters
    ----------
    dA : array (n, m)
        The gradient of the cost with respect to what `dropout` gave; integers
        and float32 are fine.
    mask : array (n, m)
        The mask that `dropout` gave with it; integers and float32 are fine.

    Returns
    -------
    array (n, m)
        The gradient with respect to what went into `dropout`, a new float64
        array: 0 where the element was dropped. dA and mask stay as they were.

    Notes
    -----
    A_dropped[i, j] = A[i, j] · mask[i, j], and the mask does not depend on A,
    so ∂A_dropped[i, j]/∂A[i, j] = mask[i, j], and all others are 0.

    Examples
    --------
    >>> dropout_backward(np.array([[1.0, -3.0]]), np.array([[0.0, 1.25]])).tolist()
    [[0.0, -3.75]]
    """
    ### BEGIN SOLUTION
    ### HINT: The mask is a constant factor of each element: what is the derivative of c · a?
    ### HINT: One product, element by element, scale and zeros together; see that it is float64.
    return np.multiply(dA, mask, dtype=np.float64)
    ### END SOLUTION


def early_stopping(validation_costs: list[float], patience: int) -> int:
    """The best epoch seen when training stops, `patience` epochs in a row having brought no minimum.

    Epochs are counted from 0 and looked at in order. One whose cost is lower
    than all before it is a new minimum. Training stops as soon as `patience`
    epochs in a row have brought none, or at the end of the list; what comes
    after the stop is never looked at.

    Parameters
    ----------
    validation_costs : list of float
        One cost an epoch; ints and numpy's floats are fine, and so are costs
        below 0. A cost that is inf, -inf or NaN is no minimum and counts as
        an epoch without one.
    patience : int
        How many epochs in a row may go without a new minimum before training
        stops, at least 1; more than there are costs is fine.

    Returns
    -------
    int
        The index of the lowest cost seen; of equal ones the first, since a
        cost that only equals the lowest is no new minimum. 0 where no epoch
        seen was a minimum. The list stays as it was.

    Raises
    ------
    ValueError
        Where validation_costs is empty; the message names `validation_costs`.
        Where patience is less than 1; it names `patience` and the value.

    References
    ----------
    L. Prechelt, Early stopping - but when?, 1998.

    Examples
    --------
    >>> early_stopping([5.0, 4.0, 4.5, 4.5, 3.0], patience=2)
    1
    >>> early_stopping([5.0, 4.0, 4.5, 4.5, 3.0], patience=3)
    4
    >>> early_stopping([float("nan"), 2.0, 3.0], patience=2)
    1
    """
    ### BEGIN SOLUTION
    ### HINT: Remember three things: the lowest cost, its epoch, and the epochs since then.
    ### HINT: An epoch either brings a minimum, or lengthens the wait and may end the loop.
    ### HINT: Start from a lowest cost of inf, and let only a finite cost be a minimum.
    if not len(validation_costs):
        raise ValueError("validation_costs should hold at least one cost, got none")
    if patience < 1:
        raise ValueError(f"patience should be at least 1, got {patience}")
    best, lowest, waited = 0, np.inf, 0
    for epoch, cost in enumerate(validation_costs):
        if np.isfinite(cost) and cost < lowest:
            best, lowest, waited = epoch, cost, 0
        else:
            waited += 1
            if waited >= patience:
                break
    return best
    ### END SOLUTION
