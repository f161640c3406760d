"""# 3 · Costs

A network has answered. A **cost** says how wrong the answer is, in one number:
zero for a perfect answer, larger for a worse one. Learning is nothing but
changing weights until that number is small, so the cost defines what the
network learns, and its **gradient** says which way every prediction should move.

    X ──> weighted sum ──> activation ──> prediction ──> COST ──> one number
           (neurons)       (activations)                  │
    weights  <── descent <── backpropagation <── GRADIENT ┘

## Shapes and words

A batch has `n` rows, one an example; a row has `k` outputs (for a classifier,
`k` classes). `Y` is the **target**, what the answer should have been; `Y_hat` is
the **prediction**. Where the prediction is a probability it is called `p` (of the
answer "yes") or `P` (a row of `k` probabilities that sum to one). A **label** is
a whole number 0 … k−1 that names a class; **one-hot** writes the same class
as a row of zeros with a single one. **Logits** are the weighted sums that go into
softmax. The target always comes first: `cost(target, prediction)`.

## Predicting a number: the mean squared error

    cost     = mean((Y_hat − Y)²)
    gradient = 2 (Y_hat − Y) / N          N: how many numbers are averaged

The square makes errors of both signs count, and a large error count more than
several small ones. Each number stands in one term of the mean only, so its
derivative is that term's, `2 (Y_hat − Y)`, with the mean's 1/N kept.

>>> mean_squared_error(np.array([1.0, 2.0]), np.array([1.0, 5.0]))
4.5
>>> mean_squared_error_gradient(np.array([1.0, 2.0]), np.array([1.0, 5.0])).tolist()
[0.0, 3.0]

## Predicting yes or no: likelihood, then cross-entropy

The network says "yes with probability p". If the truth is yes (y = 1), it gave
the truth the probability p; if it is no (y = 0), it gave it 1 − p. For
independent examples these multiply, and the logarithm turns the product into a
sum. With y as a switch both cases fit one formula, the **log-likelihood**:

    log L = Σ  y log p + (1 − y) log(1 − p)

A logarithm of a probability is at most 0, so log L is at most 0, and the
better the predictions, the closer to it. Take y = (1, 0, 1), p = (0.9, 0.2, 0.6).
The truth got 0.9, 0.8 and 0.6, and log 0.9 + log 0.8 + log 0.6 = −0.839:

>>> y, p = np.array([1, 0, 1]), np.array([0.9, 0.2, 0.6])
>>> round(log_likelihood(y, p), 3)
-0.839

A likelihood should be large, a cost small. The cost is therefore its **negative**,
averaged so that it does not grow with the batch: the **binary cross-entropy**.

    cost     = −mean(y log p + (1 − y) log(1 − p))
    gradient = (p − y) / (p (1 − p)) / N

>>> round(binary_cross_entropy(y, p), 3)
0.28

For the gradient differentiate one term: −y/p + (1 − y)/(1 − p), and bring it
over the common denominator.

## Two faults of the guide

The beginner's guide that this course follows gets two signs wrong here.

1. It writes `log-likelihood = sum(y log p − (1 − y) log(1 − p))`. The second term
   is **added**. With the minus, an example with y = 0 contributes −log(1 − p),
   which is at least 0 and grows without bound as p → 1: the most confident wrong
   answer would be the "most likely" one. On the example above the guide's formula
   gives −0.393, a better-looking number than the true −0.839.
2. It writes `cost = y log p`. That is at most 0 and **smallest** for p → 0 where
   y = 1, so minimising it teaches the opposite of the truth. A cost is minimised,
   hence the negative: `−y log p`, which is 0 for p = 1 and large for p → 0.

A check that finds both: costs are never negative, and moving p towards y must
make the cost smaller, for y = 1 **and** for y = 0.

## One of k classes: categorical cross-entropy

    cost = −(1/n) ΣΣ Y log P              sum over classes, mean over the n rows

For a one-hot row only one term survives, −log of the probability that the true
class got. `Y` may also be soft, say (0.7, 0.3, 0), when the truth is uncertain.
The sum over classes is one example's cost, so the division is by n, not by n·k.

## Softmax and cross-entropy together

Computed apart, softmax underflows to 0 and the logarithm of 0 is −∞. Together
they are one harmless expression. With S = Σ_j exp(z_j) of a row:

    −log softmax(z)_label = log S − z_label
    ∂/∂z_i                = exp(z_i) / S − [i = label] = p_i − y_i

The long derivative of softmax cancels: what goes back is prediction minus
target. And S may be computed from `z − max(z)`, since a constant added to every
logit of a row changes no probability; then no exponential exceeds 1.

>>> cost, gradient = softmax_cross_entropy(np.array([[1000.0, 0.0]]), np.array([1]))
>>> cost, gradient.tolist()
(1000.0, [[1.0, -1.0]])

## What goes wrong in practice

- log 0. A prediction of exactly 0 or 1 does occur, from rounding. Here every
  probability is first **clipped** to [1e-12, 1 − 1e-12], so the worst cost is about
  27.6, not infinity. A wider margin such as 1e-3 would bias honest predictions.
- The wrong mean: a sum where a mean is asked for, a batch size written into the
  code, or n and N = n·k confused.
- A cost with a factor ½ and a gradient without it, or the reverse. Neither is
  wrong alone; they must belong together. Here there is no ½.
- `(n,)` minus `(n, 1)` is silently `(n, n)` in numpy. Shapes must be equal.
- `log2` or `log10` for the natural logarithm, labels where one-hot rows are due.

## What every function here promises

- Results are float64, whether floats or integers (int64) come in, or both. Float32 input
  counts as right to float32's own precision, and the result may be of either type.
- "Any shape" includes a single number: floats in, a float out.
- A batch of any size works, 1 included; so does any memory layout, read-only too.
- Arguments are unchanged, and the result is a new array.
- Finite input gives finite output without a warning: probabilities of exactly
  0 and 1, logits up to ±1000.
- Accurate means an error of at most 1e-12 + 1e-9·|value|.

## The picture

`grader plot costs` draws what a wrong probability costs by squared error and by cross-entropy, and how
steeply each pulls it back.

## Further reading

- C. M. Bishop, *Pattern Recognition and Machine Learning* (2006), sections 4.3 and
  5.2: where these costs come from.
- I. Goodfellow, Y. Bengio, A. Courville, *Deep Learning* (2016), section 6.2.
- C. E. Shannon, "A Mathematical Theory of Communication" (1948): entropy itself.

## In your own words

One classifier is right on 99 of 100 rows, another on 90, and yet the first has the larger cross-entropy on these
rows. How can that be? Which of the two would you trust with a diagnosis, and what would you want to know first?
### BEGIN SOLUTION
- 2 points: the cost counts how much probability the truth got, not only which class came first.
- 1 point: one wrong answer given with certainty (p of the truth near 0) can cost more than ten hesitant ones.
- 2 points: a choice with its reason: wrong certainty is dangerous, but fewer faults may matter more; worth knowing is
  which rows go wrong, what each kind of fault costs, or whether the probabilities hold. Any sound reasoning counts.
### END SOLUTION
"""

from __future__ import annotations

import numpy as np


### BEGIN SOLUTION
def _clipped(p: np.ndarray | float) -> np.ndarray:
    """Return probabilities as float64, none so close to 0 or 1 that a logarithm is infinite."""
    return np.clip(np.asarray(p, dtype=np.float64), 1e-12, 1 - 1e-12)


### END SOLUTION


def mean_squared_error(Y: np.ndarray | float, Y_hat: np.ndarray | float) -> float:
    """Return the mean squared error, mean((Y_hat − Y)²), over all elements.

    Parameters
    ----------
    Y : array of any shape, or float
        The target.
    Y_hat : array of the same shape, or float
        The prediction.

    Returns
    -------
    float
        The mean over **all** elements: for shape (n, k) the sum of squares is
        divided by n·k. There is no factor ½.

    Examples
    --------
    >>> mean_squared_error(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[1.0, 2.0], [3.0, 0.0]]))
    4.0
    """
    ### BEGIN SOLUTION
    ### HINT: Three steps in the order of the name, read backwards: error, squared, mean.
    ### HINT: Subtract the two arrays, square each difference, average over every axis at once.
    error = np.asarray(Y_hat, dtype=np.float64) - Y
    return float(np.mean(error**2))
    ### END SOLUTION


def mean_squared_error_gradient(
    Y: np.ndarray | float, Y_hat: np.ndarray | float
) -> np.ndarray | float:
    """Return the gradient of the mean squared error, 2 (Y_hat − Y) / N.

    Parameters
    ----------
    Y : array of any shape, or float
        The target.
    Y_hat : array of the same shape, or float
        The prediction.

    Returns
    -------
    array of the same shape, or float
        The derivative of `mean_squared_error` with respect to each element of
        `Y_hat`. N is the number of all elements: n·k for shape (n, k), 1 for a
        float.

    Notes
    -----
    Element i stands in one term of the mean only:

        ∂/∂Y_hat_i (1/N) Σ_j (Y_hat_j − Y_j)² = (1/N) · 2 (Y_hat_i − Y_i)

    Examples
    --------
    >>> mean_squared_error_gradient(np.array([1.0, 2.0]), np.array([0.0, 4.0])).tolist()
    [-1.0, 2.0]
    """
    ### BEGIN SOLUTION
    ### HINT: Differentiate one squared term; which factor does the mean leave in front of it?
    ### HINT: Twice prediction minus target, over the number of all elements, not of rows.
    error = np.asarray(Y_hat, dtype=np.float64) - Y
    return 2 * error / error.size
    ### END SOLUTION


def log_likelihood(y: np.ndarray | float, p: np.ndarray | float) -> float:
    """Return the log-likelihood, Σ y log p + (1 − y) log(1 − p).

    Parameters
    ----------
    y : array of any shape, or float
        The target, every element 0 or 1.
    p : array of the same shape, or float
        The predicted probability that y is 1, from 0 to 1. In the formula p is
        its value clipped to [1e-12, 1 − 1e-12], both in log p and in log(1 − p),
        so that the result is finite for p = 0 and p = 1 too.

    Returns
    -------
    float
        The **sum** over all elements, at most 0; log is the natural logarithm.

    References
    ----------
    R. A. Fisher, "On the mathematical foundations of theoretical statistics",
    Philosophical Transactions of the Royal Society A 222 (1922).

    Examples
    --------
    >>> round(log_likelihood(np.array([1, 0]), np.array([0.5, 0.5])), 6)  # 2 log 0.5
    -1.386294
    """
    ### BEGIN SOLUTION
    ### HINT: y switches between two logarithms: which one counts for y = 1, which one for y = 0?
    ### HINT: Clip p first, then build both terms, add them (the guide subtracts), and sum them all.
    p = _clipped(p)
    return float(np.sum(y * np.log(p) + (1 - y) * np.log(1 - p)))
    ### END SOLUTION


def binary_cross_entropy(y: np.ndarray | float, p: np.ndarray | float) -> float:
    """Return the binary cross-entropy, −mean(y log p + (1 − y) log(1 − p)).

    Parameters
    ----------
    y : array of any shape, or float
        The target, every element 0 or 1.
    p : array of the same shape, or float
        The predicted probability that y is 1, from 0 to 1. In the formula p is
        its value clipped to [1e-12, 1 − 1e-12], both in log p and in log(1 − p),
        so that the result is finite for p = 0 and p = 1 too.

    Returns
    -------
    float
        The **mean** over all elements, at least 0: a cost, to be made small.

    Examples
    --------
    >>> round(binary_cross_entropy(np.array([1, 0]), np.array([0.5, 0.5])), 6)  # −log 0.5
    0.693147
    """
    ### BEGIN SOLUTION
    ### HINT: A likelihood should grow and a cost should shrink: what does that say about the sign?
    ### HINT: The same two terms as in the log-likelihood, their mean over all elements, negated.
    p = _clipped(p)
    return float(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))
    ### END SOLUTION


def binary_cross_entropy_gradient(
    y: np.ndarray | float, p: np.ndarray | float
) -> np.ndarray | float:
    """Return the gradient of the binary cross-entropy, (p − y) / (p (1 − p)) / N.

    Parameters
    ----------
    y : array of any shape, or float
        The target, every element 0 or 1.
    p : array of the same shape, or float
        The predicted probability that y is 1, from 0 to 1. In the formula p is
        its value clipped to [1e-12, 1 − 1e-12] everywhere, so the result is
        finite for p = 0 and p = 1 too: the slope at the clipped value, not 0.

    Returns
    -------
    array of the same shape, or float
        The derivative of `binary_cross_entropy` with respect to each element of
        `p`. N is the number of all elements: n·k for shape (n, k), 1 for a float.

    Notes
    -----
    With log' p = 1/p and the chain rule's −1 from 1 − p, one term gives

        −y/p + (1 − y)/(1 − p) = (−y (1 − p) + (1 − y) p) / (p (1 − p))
                               = (p − y) / (p (1 − p))

    It is negative for y = 1 (p should grow) and positive for y = 0.

    Examples
    --------
    >>> binary_cross_entropy_gradient(np.array([1, 0]), np.array([0.5, 0.75])).tolist()
    [-1.0, 2.0]
    """
    ### BEGIN SOLUTION
    ### HINT: Differentiate −log p and −log(1 − p) by p; the second has an inner derivative of −1.
    ### HINT: Clip p, put error over p times one minus p, and keep the factor that the mean brings.
    p = _clipped(p)
    return (p - y) / (p * (1 - p)) / p.size
    ### END SOLUTION


def one_hot(labels: np.ndarray, n_classes: int) -> np.ndarray:
    """Return a row for each label: 1 in the label's column, 0 elsewhere.

    Parameters
    ----------
    labels : (n,) array
        Class numbers 0 … n_classes − 1, of any integer type (uint8 too) or as
        floats with whole values: 2.0 is the label 2.
    n_classes : int
        The number of classes k.

    Returns
    -------
    (n, k) array
        float64 zeros and ones, one 1 in each row.

    Raises
    ------
    ValueError
        Where a label is below 0 or above n_classes − 1, or is not a whole number.
        The message contains the word "label" and that label's value.

    Examples
    --------
    >>> one_hot(np.array([2, 0]), 3).tolist()
    [[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]
    """
    ### BEGIN SOLUTION
    ### HINT: numpy would count a label of −1 from the end and cut 1.5 to 1: look for both first.
    ### HINT: After the checks, in a zero array give row i a one in the column that its label names.
    wrong = (labels < 0) | (labels >= n_classes) | (labels % 1 != 0)
    if np.any(wrong):
        raise ValueError(f"label {labels[wrong][0]} is none of the labels, range({n_classes})")
    rows = np.zeros((len(labels), n_classes))
    rows[np.arange(len(labels)), labels.astype(np.int64)] = 1
    return rows
    ### END SOLUTION


def cross_entropy(Y: np.ndarray, P: np.ndarray) -> float:
    """Return the categorical cross-entropy, −(1/n) ΣΣ Y log P.

    Parameters
    ----------
    Y : (n, k) array
        The target: one-hot rows, or soft ones (probabilities that sum to one).
    P : (n, k) array
        The predicted probabilities, each from 0 to 1, in rows that sum to one. In
        the formula P is its value clipped to [1e-12, 1 − 1e-12], so that the
        result is finite for 0 and 1 too.

    Returns
    -------
    float
        Summed over the k classes, averaged over the n rows.

    Examples
    --------
    >>> Y = np.array([[1.0, 0.0, 0.0], [0.0, 0.5, 0.5]])
    >>> P = np.array([[0.5, 0.25, 0.25], [0.5, 0.25, 0.25]])
    >>> round(cross_entropy(Y, P), 6)  # (log 2 + log 4) / 2
    1.039721
    """
    ### BEGIN SOLUTION
    ### HINT: Weigh the logarithm of every probability with its target; which axis is the batch?
    ### HINT: Clip, take logarithms, multiply with Y, sum everything, divide by the rows, negate.
    return float(-np.sum(Y * np.log(_clipped(P))) / len(Y))
    ### END SOLUTION


def softmax_cross_entropy(logits: np.ndarray, labels: np.ndarray) -> tuple[float, np.ndarray]:
    """Return the cost mean(log Σ exp(z) − z_label) and its gradient (softmax(z) − one-hot) / n.

    This is the cross-entropy of softmax(logits), with its gradient, computed in
    one go from the logits. No probability is clipped: the cost is exact even
    where softmax itself underflows to 0, for logits up to ±1000 and without a
    warning.

    Parameters
    ----------
    logits : (n, k) array
        The weighted sums that softmax would take, a row z an example.
    labels : (n,) array of integers
        The true class of each row, 0 … k−1, of any integer type (uint8 too).

    Returns
    -------
    cost : float
        The mean over the n rows.
    gradient : (n, k) array
        The derivative of that mean with respect to each logit.

    Notes
    -----
    For one row with S = Σ_j exp(z_j) the cost is log S − z_label, and

        ∂ log S / ∂z_i = exp(z_i) / S = softmax(z)_i,     ∂ z_label / ∂z_i = [i = label]

    The mean over rows brings the factor 1/n. Both S and softmax are computed from
    z − max(z) of the row: log S is then max(z) plus the logarithm of a sum between
    1 and k, and no exponential overflows.

    Examples
    --------
    >>> cost, gradient = softmax_cross_entropy(np.array([[0.0, 0.0]]), np.array([0]))
    >>> round(cost, 6), gradient.tolist()
    (0.693147, [[-0.5, 0.5]])
    """
    ### BEGIN SOLUTION
    ### HINT: Subtract each row's own maximum; write log softmax as a difference, not a quotient.
    ### HINT: From log softmax, pick each label's entry for the cost, and exponentiate for the rest.
    logits = np.asarray(logits, dtype=np.float64)
    n = len(logits)
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_probabilities = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    gradient = np.exp(log_probabilities)
    gradient[np.arange(n), labels] -= 1
    return float(-np.mean(log_probabilities[np.arange(n), labels])), gradient / n
    ### END SOLUTION
