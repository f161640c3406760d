r"""# 5 · Logistic regression

Unit 4 laid a straight line through answers of 0 and 1, and the line did not stop there: it would
have predicted 11.5 for a plain yes far out, and was tilted by having to please it. The remedy is
one bend. Send the weighted sum through a sigmoid, and what comes out is between 0 and 1 and can be
read as a probability. **Logistic regression** is a single neuron with a sigmoid, trained on the
cross-entropy: the smallest classifier that is a neural network in every respect.

    X ──▶ z = X @ w + b ──▶ sigmoid ──▶ p, the probability of yes ──▶ p ≥ threshold: 1 or 0
                  │         (2 activations)                               (predict)
                  ├──▶ binary cross-entropy (3 costs) ──▶ one number
                  └── fit: a step downhill ◀── gradients ◀──┘

    4 linear_regression ──▶ 5 logistic_regression ──▶ 7 network ──▶ … ──▶ 12 classifier
                            (you are here)            many such neurons

## Words and shapes

| word | meaning | shape |
|---|---|---|
| n, d | examples (rows), inputs of an example | |
| `X` | the data, a row an example | (n, d) |
| `y` | the target, 0 (no) or 1 (yes) for each row | (n,) |
| `w`, `b` | weights and bias | (d,), a float |
| `z` | the weighted sum X @ w + b, also called the *logit* | (n,) |
| `p` | the predicted probability that y is 1, sigmoid(z) | (n,) |
| threshold | the probability from which on the answer is yes | a float |
| `y_hat` | the answer itself, 0 or 1 | (n,) |

## What a weight means

p / (1 − p) are the *odds* of yes: three to one for p = 0.75. From p = 1 / (1 + exp(−z)) follows
p / (1 − p) = exp(z). So z is the logarithm of the odds, and raising input j by one multiplies
the odds by exp(w_j). Take one input, hours of study, with w = log 3 and b = −log 3. The odds of
passing are 1/3 after no hour, and each hour makes them three times as good: 1/3, 1, 3, that is
p = 1/4, 1/2, 3/4.

>>> X, w, b = np.array([[0.0], [1.0], [2.0]]), np.array([np.log(3)]), -np.log(3)
>>> predict_probability(X, w, b).round(6).tolist()
[0.25, 0.5, 0.75]

## The cost, from the weighted sum

The binary cross-entropy of unit 3 is −log p where y = 1 and −log(1 − p) where y = 0, averaged over
the rows. If of the three students only the last one passed, the truth was given 3/4, 1/2 and 3/4,
and the cost is (0.2877 + 0.6931 + 0.2877) / 3:

>>> y = np.array([0, 0, 1])
>>> round(float(cost(X, y, w, b)), 4)
0.4228

Computed by way of p it breaks where the neuron is sure. At z = 40 the sigmoid is so close to 1 that
it is rounded to 1; if y is 0, log(1 − p) is then −∞. Unit 3 clips p, which saves the number but not
the truth: from z = 28 on, every wrong answer costs the same 27.6, however sure it was. But p was
made from z, and we have z. Put in the sigmoid and simplify:

    y = 1:  −log p       = log(1 + exp(−z))
    y = 0:  −log(1 − p)  = log(1 + exp(z))

For large positive z the second is z itself, as the 1 no longer counts: being sure of the wrong
answer with z = 800 costs 800. Only exp(800) must not be computed on the way, as it overflows. There
are several ways to the same number, and each is fine:

- log(1 + exp(z)) = z + log(1 + exp(−z)), and of the two sides one is always safe;
- `np.logaddexp` computes log(exp(s) + exp(t)) without overflow, and 1 is exp(0);
- a softmax of the two numbers (0, z) gives the probabilities 1 / (1 + exp(z)) and
  exp(z) / (1 + exp(z)), which are 1 − p and p. So logistic regression *is* softmax with two
  classes, the logit of "no" held at 0, and `softmax_cross_entropy` of unit 3 has done the work.

>>> float(cost(np.array([[800.0]]), np.array([0]), np.array([1.0]), 0.0))
800.0

## The slopes

One row's cost is log(1 + exp(z)) − y z, whichever of the two y is (check both). Its slope by z is

    exp(z) / (1 + exp(z)) − y = p − y

prediction minus target, just as in unit 4, though both cost and prediction have changed. From there
on everything is as it was: z changes with w_j by X_ij and with b by 1, and the cost is the mean.

    e = p − y        dw = (1/n) X.T @ e        db = mean of e

For the three students e = (1/4, 1/2, −1/4), so dw = (0 · 1/4 + 1 · 1/2 − 2 · 1/4) / 3 = 0 and
db = (1/2) / 3: the bias has to come down, and w may stay for now.

>>> dw, db = gradients(X, y, w, b)
>>> abs(dw.round(6)).tolist(), round(float(db), 6)
([0.0], 0.166667)

That the sigmoid's own slope p (1 − p) has cancelled is what makes this cost right for this
activation. With the mean squared error it stays in, (p − y) p (1 − p): then a neuron that is sure
and wrong, with p = 0.999 where y = 0, has next to no slope, and does not learn from its worst
mistakes.

## Fitting, and answering

There is no formula for the best w and b this time; the way is downhill, as in unit 4. At w = 0,
b = 0 every p is 1/2, so any history begins with log 2 = 0.6931:

>>> w, b, history = fit(X, y, learning_rate=3.0, epochs=1)
>>> w.round(6).tolist(), round(float(b), 6), [round(float(each), 4) for each in history]
([0.5], -0.5, [0.6931])

And the five examples that broke the straight line in unit 4, a plain yes at 30 among them? A row
whose p is almost right has almost no error, so it does not pull:

>>> X, y = np.array([[1.0], [2.0], [3.0], [4.0], [30.0]]), np.array([0, 0, 1, 1, 1])
>>> w, b, history = fit(X, y, learning_rate=0.5, epochs=2000)
>>> answers = predict(X, w, b)
>>> answers.tolist(), float(accuracy(y, answers))
([0, 0, 1, 1, 1], 1.0)

The boundary between the answers is where p is just the threshold. For 0.5 that is where the
weighted sum is 0: still a straight line, or a plane. A sick person sent home is worse than a healthy
one tested again; so where one kind of mistake costs more than the other, choose another threshold.
`grader plot logistic_regression` draws the probabilities and the boundary, and the cost by epoch, from
your own functions.

**Accuracy** is the share of right answers. It is what one wants, but cannot be descended: move w a
little and mostly no answer changes, so its slope is 0. Nor does it tell all: where 99 of 100 are
healthy, "healthy" for everybody is 0.99 accurate.

## What goes wrong in practice

- *The cost is inf or NaN.* log(0), or exp(z) that overflowed.
- *The cost stops at 27.6.* It came from a clipped probability, and not from z.
- *The weights grow and grow.* Where a line separates the classes without a mistake there is no lowest
  point: twice the weights are always a little better. The cost creeps towards 0, the line hardly
  moves, and one stops at some epoch. A penalty on the weights (unit 10) settles it.
- *p times (1 − p) is in the gradient.* It belongs to the squared error; here it has cancelled.
- *The gradient has a 2.* That was the square's. Or it lacks the 1/n: learning is n times too fast.
- *Target minus prediction,* and the step is still a minus: the cost rises from epoch to epoch.
- *`predict` compares z with 0.5.* The threshold is for p. z = 0.3 is p = 0.57, a yes.
- *−y of labels stored as uint8* is 255 where y is 1. Make them floats first.

## What every function here promises

- Results are float64, answers are integers. Whole numbers (int64) are fine for X, w, b, the rate and
  the threshold alike. y is 0 or 1 for each row, stored as any integer type (uint8 too) or as floats.
  Float32 input counts as right to its own precision, and the result may then be of either type.
- Weighted sums with |z| ≤ 1000 give finite, accurate results without a warning.
- Any number of rows works, one included, and any memory layout: Fortran order, slices, read-only
  arrays. All rows may have the same y.
- Arguments are left as they were, and a result shares no memory with them.
- Results are accurate: |error| ≤ 1e-12 + 1e-9·|value|. NaN and empty arrays are not asked about.
- Where a pair or triple comes back, it may be a tuple or a list; a float may be numpy's.

## Further reading

- D. R. Cox, "The regression analysis of binary sequences", Journal of the Royal Statistical Society B
  20 (1958): the method.
- C. M. Bishop, *Pattern Recognition and Machine Learning*, 2006, section 4.3.
- T. Hastie, R. Tibshirani and J. Friedman, *The Elements of Statistical Learning*, 2nd edition, 2009,
  section 4.4.

## In your own words

Two people fit the same rows, on which the classes can be separated, one for a hundred epochs and one for a million.
Their boundaries are nearly the same, but the second one's probabilities are all close to 0 or 1. How did that come
about, and whose probabilities would you show to a patient?
### BEGIN SOLUTION
- 2 points: without a mistake on the training rows, larger weights always lower the cost a little more.
- 1 point: all weights grow by about one factor, so the boundary stays and only the sigmoid gets steeper.
- 2 points: the certainty comes from how long it was trained, not from the data; few rows do not justify it. Rather the
  first's, or better, those of a fit with a penalty or stopped by the cost on held-out rows.
### END SOLUTION
"""

from __future__ import annotations

import numpy as np

from solutions.activations import sigmoid
from solutions.costs import softmax_cross_entropy


def predict_probability(X: np.ndarray, w: np.ndarray, b: float) -> np.ndarray:
    """The probability of yes for each row: p = sigmoid(X @ w + b).

    Parameters
    ----------
    X : array of shape (n, d)
        The data, a row an example.
    w : array of shape (d,)
        A weight for each input.
    b : float
        The bias; an int is fine.

    Returns
    -------
    array of shape (n,)
        One probability a row, from 0 to 1, float64. Weighted sums up to ±1000
        raise no warning.

    Examples
    --------
    The weighted sums are log 3 and 0:

    >>> p = predict_probability(np.array([[2.0], [1.0]]), np.array([np.log(3)]), -np.log(3))
    >>> p.round(6).tolist()
    [0.75, 0.5]
    """
    ### BEGIN SOLUTION
    ### HINT: The straight line of unit 4, and then one bend: which function squeezes into 0 … 1?
    ### HINT: Compute the weighted sums of all rows, and hand them to your sigmoid.
    return sigmoid(X @ w + b)
    ### END SOLUTION


def cost(X: np.ndarray, y: np.ndarray, w: np.ndarray, b: float) -> float:
    """The binary cross-entropy from the weighted sum z: mean(log(1 + exp(z)) - y z), never clipped.

    Parameters
    ----------
    X : array of shape (n, d)
        The data.
    y : array of shape (n,)
        The target of each row, 0 or 1, of any integer type or floats.
    w : array of shape (d,)
        The weights at which the cost is asked.
    b : float
        The bias there; an int is fine.

    Returns
    -------
    float
        The mean over the rows of -log p where y is 1 and -log(1 - p) where y
        is 0, with p = sigmoid(z), at least 0. Accurate for weighted sums up to
        ±1000, without a warning: a row with z = 800 and y = 0 costs 800.

    Notes
    -----
    With p = 1 / (1 + exp(-z)),

        -log p = log(1 + exp(-z)) = log(1 + exp(z)) - z
        -log(1 - p) = log(1 + exp(z))

    and both are log(1 + exp(z)) - y z. For z > 0 write log(1 + exp(z)) as
    z + log(1 + exp(-z)): no exponential then exceeds 1.

    References
    ----------
    D. R. Cox, The regression analysis of binary sequences, 1958.

    Examples
    --------
    >>> X, y = np.array([[0.0], [800.0], [800.0], [-800.0]]), np.array([1, 1, 0, 0])
    >>> float(cost(X[1:], y[1:], np.array([0.75]), 0.0))  # (0 + 600 + 0) / 3
    200.0
    >>> round(float(cost(X[:1], y[:1], np.array([0.75]), 0.0)), 6)  # log 2
    0.693147
    """
    ### BEGIN SOLUTION
    ### HINT: Leave p out: where it is rounded to 0 or 1, z still knows how sure the neuron was.
    ### HINT: Any of the three ways in the lesson does; one of them is a function you have written.
    z = X @ w + b
    logits = np.column_stack([np.zeros(len(z)), z])
    return softmax_cross_entropy(logits, np.asarray(y).astype(np.int64))[0]
    ### END SOLUTION


def gradients(X: np.ndarray, y: np.ndarray, w: np.ndarray, b: float) -> tuple[np.ndarray, float]:
    """Gradients of the cost: dw = (1/n) X.T @ (p - y), db = mean(p - y).

    Parameters
    ----------
    X : array of shape (n, d)
        The data.
    y : array of shape (n,)
        The target of each row, 0 or 1, of any integer type or floats.
    w : array of shape (d,)
        The weights at which the slopes are asked.
    b : float
        The bias there; an int is fine.

    Returns
    -------
    dw : array of shape (d,)
        The derivative of `cost` with respect to each weight.
    db : float
        The derivative with respect to the bias. Both are accurate for weighted
        sums up to ±1000, without a warning.

    Notes
    -----
    A row costs log(1 + exp(z)) - y z. By the chain rule, with dz/dw_j = X_ij
    and dz/db = 1,

        d/dz = exp(z) / (1 + exp(z)) - y = p - y
        ∂/∂w_j = (1/n) Σ_i (p_i - y_i) X_ij        ∂/∂b = (1/n) Σ_i (p_i - y_i)

    Examples
    --------
    >>> dw, db = gradients(np.array([[1.0], [3.0]]), np.array([1, 0]), np.array([0.0]), 0.0)
    >>> dw.tolist(), float(db)
    ([0.5], 0.0)
    """
    ### BEGIN SOLUTION
    ### HINT: The slope of a row's cost by its weighted sum is prediction minus target, no more.
    ### HINT: Errors (n,) first; the product that sums them over the rows gives dw, their mean db.
    error = predict_probability(X, w, b) - y
    return X.T @ error / len(error), error.mean()
    ### END SOLUTION


def fit(
    X: np.ndarray, y: np.ndarray, learning_rate: float, epochs: int
) -> tuple[np.ndarray, float, list[float]]:
    """Gradient descent from zeros on all rows: w <- w - learning_rate * dw, b likewise.

    Parameters
    ----------
    X : array of shape (n, d)
        The data.
    y : array of shape (n,)
        The target of each row, 0 or 1, of any integer type or floats.
    learning_rate : float
        How far one step goes along the gradient; an int is fine.
    epochs : int
        The number of steps, at least 1; each looks at all rows.

    Returns
    -------
    w : array of shape (d,)
        The weights after the last step.
    b : float
        The bias after the last step.
    history : list of float
        `epochs` costs, one for each step, measured *before* it as `cost` does:
        the first is the cost at w = 0, b = 0, which is log 2, and that of the
        returned w and b is not in it.

    Notes
    -----
    Both gradients of a step are taken at the w and b that the step before left.
    Nothing stops the descent early.

    Examples
    --------
    At zero both p are 0.5: dw = ((0.5 - 1)·1 + (0.5 - 0)·3) / 2, db = 0.

    >>> X, y = np.array([[1.0], [3.0]]), np.array([1, 0])
    >>> w, b, history = fit(X, y, learning_rate=0.5, epochs=1)
    >>> w.tolist(), float(b), [round(float(each), 6) for each in history]
    ([-0.25], 0.0, [0.693147])
    """
    ### BEGIN SOLUTION
    ### HINT: The loop of unit 4, with this unit's cost and gradients.
    ### HINT: Note the cost, take both gradients, then move weights and bias against them.
    w, b, history = np.zeros(np.shape(X)[1]), 0.0, []
    for _ in range(epochs):
        history.append(cost(X, y, w, b))
        dw, db = gradients(X, y, w, b)
        w, b = w - learning_rate * dw, b - learning_rate * db
    return w, b, history
    ### END SOLUTION


def predict(X: np.ndarray, w: np.ndarray, b: float, threshold: float = 0.5) -> np.ndarray:
    """The answer for each row: 1 where its probability >= threshold, else 0.

    Parameters
    ----------
    X : array of shape (n, d)
        The data.
    w : array of shape (d,)
        The weights.
    b : float
        The bias; an int is fine.
    threshold : float, default 0.5
        From which probability on the answer is yes, the threshold itself
        included: with the default, a weighted sum of exactly 0 is a yes. From
        0 (where every answer is yes) to 1 (which p reaches by rounding only;
        whether it then counts is free); an int is fine.

    Returns
    -------
    array of shape (n,)
        Zeros and ones of an integer type, not bools and not floats.

    Examples
    --------
    The probabilities are 0.27, 0.5 and 0.73:

    >>> X = np.array([[-1.0], [0.0], [1.0]])
    >>> predict(X, np.array([1.0]), 0.0).tolist()
    [0, 1, 1]
    >>> predict(X, np.array([1.0]), 0.0, threshold=0.7).tolist()
    [0, 0, 1]
    """
    ### BEGIN SOLUTION
    ### HINT: It is the probability that is compared with the threshold, not the weighted sum.
    ### HINT: Probabilities first, ask which reach the threshold, turn True and False to ints.
    return (predict_probability(X, w, b) >= threshold).astype(np.int64)
    ### END SOLUTION


def accuracy(y: np.ndarray, y_hat: np.ndarray) -> float:
    """The share of right answers: the number of rows with y = y_hat, divided by n.

    Parameters
    ----------
    y : array of shape (n,)
        The target of each row, 0 or 1, of any integer type or floats.
    y_hat : array of shape (n,)
        The answer for each row, 0 or 1, of any integer type or floats; the two
        types may differ.

    Returns
    -------
    float
        From 0 (all wrong) to 1 (all right), not in percent.

    Examples
    --------
    >>> float(accuracy(np.array([1, 0, 1, 1]), np.array([1, 0, 0, 1])))
    0.75
    """
    ### BEGIN SOLUTION
    ### HINT: Compare the two, an element at a time: True counts as 1.
    ### HINT: The mean of the comparison is the share.
    return float(np.mean(y == y_hat))
    ### END SOLUTION
