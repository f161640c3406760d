r"""# 4 · Linear regression

We have neurons, and costs that say how wrong an answer is. Now something learns for the first
time. The smallest network there is serves: one neuron without an activation, which lays a straight
line (a plane, with more inputs) through the data. **Linear regression** finds the weights for
which the mean squared error is as small as possible, and it can be done in two ways: in one stroke
by algebra, or a step at a time downhill. Only the second way works for deep networks, and here it
can be checked against the first.

    X ──▶ predict: X @ w + b ──▶ mean squared error ──▶ one number
              ▲                  (3 costs)                  │
              └── fit: step downhill ◀── gradients ◀────────┘

    3 costs ──▶ 4 linear_regression ──▶ 5 logistic_regression ──▶ … ──▶ 9 gradient_descent
                (you are here)          the same with a sigmoid        the same for many layers

## Words and shapes

| word | meaning | shape |
|---|---|---|
| n, d | examples (rows), inputs of an example | |
| `X` | the data, a row an example | (n, d) |
| `y` | the target, one number an example | (n,) |
| `w`, `b` | weights, and the bias (the line's height at x = 0) | (d,), a float |
| `y_hat` | the prediction X @ w + b | (n,) |
| residual | y − y_hat, what the line leaves unexplained | (n,) |
| epoch | one look at all rows, here one step | |
| history | the cost before each step | a list |

With one neuron there is one column of weights, so `w` is (d,) and not (d, 1), `y_hat` is (n,) and
`b` is a plain number.

## The cost and its slopes

The cost of unit 3, with the prediction written out, is a function of w and b alone:

    J(w, b) = (1/n) Σ_i (x_i·w + b − y_i)²

Let e_i = y_hat_i − y_i. Since e_i changes with w_j by X_ij, and with b by 1, the chain rule gives

    ∂J/∂w_j = (2/n) Σ_i e_i X_ij          dw = (2/n) X.T @ e
    ∂J/∂b   = (2/n) Σ_i e_i               db = 2 · (mean of e)

It is prediction minus target: where the line is too high, e is positive, and b has to come down.
Take the three points (0, 1), (1, 3), (2, 2) and the line y = 0. The errors are −1, −3, −2, so
dw = (2/3)(0·(−1) + 1·(−3) + 2·(−2)) = −14/3, and db = (2/3)(−6) = −4:

>>> X, y = np.array([[0.0], [1.0], [2.0]]), np.array([1.0, 3.0, 2.0])
>>> dw, db = gradients(X, y, np.zeros(1), 0.0)
>>> dw.round(4).tolist(), round(float(db), 4)
([-4.6667], -4.0)

## In one stroke: least squares

At the lowest point all slopes are zero. Write the bias as one more weight, that of an input which
is always 1: A = [X, 1] is (n, d + 1), v = (w, b), and the prediction is A @ v. Slopes of zero say
A.T @ (A @ v − y) = 0, the *normal equations*. In words: the residuals are perpendicular to every
column of A. For our points the mean of x is 1 and that of y is 2, and

    w = Σ (x − 1)(y − 2) / Σ (x − 1)² = (1 + 0 + 0)/(1 + 0 + 1) = 1/2        b = 2 − w · 1 = 3/2

>>> w, b = fit_least_squares(X, y)
>>> w.round(6).tolist(), round(float(b), 6)
([0.5], 1.5)

Sometimes many lines are equally good: with more weights than examples, with a column that is there
twice, or with one that never changes (its share and the bias's cannot be told apart). Then A.T @ A
has no inverse. Of all the best v we take the one of **least norm**: the smallest w_1² + … + w_d² +
b², the bias counted like the rest. With x there twice, the two weights and the bias share out the
line y = 2x + b through the single point (1, 3): all three are 1.

>>> w, b = fit_least_squares(np.array([[1.0, 1.0]]), np.array([3.0]))
>>> w.round(6).tolist(), round(float(b), 6)
([1.0, 1.0], 1.0)

## A step at a time: gradient descent

The gradient points uphill, so go the other way: `w - learning_rate * dw`, and b likewise, both from
the slopes at the *old* place. Begin at w = 0, b = 0, look at all rows (*full batch*), repeat. With
a rate of 0.1 our points give w = 0.4667, b = 0.4 after one step, and the cost falls from
(1 + 9 + 4)/3 = 4.6667:

>>> w, b, history = fit(X, y, learning_rate=0.1, epochs=1)
>>> w.round(4).tolist(), round(float(b), 4), [round(float(cost), 4) for cost in history]
([0.4667], 0.4, [4.6667])
>>> w, b, history = fit(X, y, learning_rate=0.1, epochs=500)
>>> w.round(6).tolist(), round(float(b), 6), round(float(history[-1]), 6)
([0.5], 1.5, 0.5)

It arrives where algebra went in one stroke. The cost is a bowl (a trough, where many lines are
equally good): going downhill leads to its bottom from everywhere. What differs is how steep it is
in which direction. A rate too large for the steepest direction makes every step overshoot the
bottom by more than the last, and the history grows: the descent *diverges*. A rate that is safe
there may crawl in the flattest. Inputs of similar size, centred on zero, make the bowl round, and
one rate does for all.

## A separating line

The beginner's guide that this course follows uses the line to answer yes or no as well: set y to 0
and 1, fit, and say yes where the prediction reaches a **threshold**, one half. Where x·w + b = 0.5
is then the *separating line* between the classes (with one input, a single point). Four examples,
no at 1 and 2, yes at 3 and 4:

>>> X, y = np.array([[1.0], [2.0], [3.0], [4.0]]), np.array([0, 0, 1, 1])
>>> classify(X, *fit_least_squares(X, y)).tolist()
[0, 0, 1, 1]

It works on many a table, and has a flaw: a straight line does not stop at 0 and 1. Add a fifth
example, a plain yes at 30. The line above rises by 0.4 a unit, would predict 11.5 there, and is
charged for it, where 1 was asked. So the new line lies flatter to please that one, by 0.0213 a unit
about the means x = 8, y = 0.6. At 3 it is at 0.6 − 5 · 0.0213 = 0.49: a yes has become a no, because
of an example that nobody doubted.

>>> X, y = np.append(X, [[30.0]], axis=0), np.append(y, 1)
>>> classify(X, *fit_least_squares(X, y)).tolist()
[0, 0, 0, 1, 1]

`grader plot linear_regression` draws such a line with its residuals and threshold, what one far
example does to it, and the cost by epoch at three rates, from your own functions. Unit 5 bends the
line to end the flaw.

## What goes wrong in practice

- *The cost rises from the first epoch on.* The sign: += for −=, or target minus prediction in the
  gradient. (Both at once are right again; see unit 9.)
- *It rises although the sign is right.* The rate is too large: divide it by ten.
- *`y_hat` of shape (n, n).* y is (n, 1) where (n,) is due: (n,) − (n, 1) is silently (n, n).
- *The line goes through the origin.* The bias was forgotten, in A or in the step.
- *Half as fast as it should be, or n times too fast:* the 2 or the 1/n is missing from the gradient.
  Both come from the cost as it is defined here, a mean without ½.
- *b steps with the new w.* Compute both gradients first, then take both steps.
- *"Singular matrix".* The normal equations were solved by an inverse, and a column is there twice.
  No error at all, but absurd weights, is the same fault hidden by rounding.
- *Nothing but zeros from `classify`:* predictions were turned to ints before they were compared.

## What every function here promises

- Results are float64, classes are integers. Whole numbers (int64) are fine for X, y, w, b, the rate
  and the threshold alike. Float32 input counts as right to its own precision, and the result may then be
  of either type.
- Any number of rows works, one included, and any memory layout: Fortran order, slices, read-only
  arrays.
- Arguments are left as they were, and a result shares no memory with them.
- Results are accurate: |error| ≤ 1e-12 + 1e-9·|value|, but for what rounding does to a fit whose
  columns are almost, not quite, dependent or of very different sizes. NaN, empty arrays and rates
  with which numbers overflow are not asked about.
- Where a pair or triple comes back, it may be a tuple or a list; a float may be numpy's.

## Further reading

- A.-M. Legendre, *Nouvelles méthodes pour la détermination des orbites des comètes*, 1805: the
  method of least squares.
- C. F. Gauss, *Theoria motus corporum coelestium*, 1809.
- R. Penrose, *On best approximate solutions of linear matrix equations*, 1956: the one of least
  norm.
- T. Hastie, R. Tibshirani and J. Friedman, *The Elements of Statistical Learning*, 2nd edition, 2009,
  chapters 2–4.
- C. M. Bishop, *Pattern Recognition and Machine Learning*, 2006, section 4.1.3: the flaw of the
  separating line.

## In your own words

One of a hundred targets was typed with a zero too many. What does it do to the line that is fitted? Would it do as
much harm if the cost were the mean of |error|, and how would you notice the wrong row after the fit?
"""

from __future__ import annotations

import numpy as np

from exercises.costs import mean_squared_error, mean_squared_error_gradient


def predict(X: np.ndarray, w: np.ndarray, b: float) -> np.ndarray:
    """The prediction of a linear neuron for each row: y_hat = X @ w + b.

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
        One number a row, float64 also where everything is whole.

    Examples
    --------
    >>> predict(np.array([[1, 2], [3, 4]]), np.array([2, -1]), 0.5).tolist()
    [0.5, 2.5]
    """
    raise NotImplementedError("predict: not written yet")


def gradients(X: np.ndarray, y: np.ndarray, w: np.ndarray, b: float) -> tuple[np.ndarray, float]:
    """Gradients of the mean squared error: dw = (2/n) X.T @ e, db = (2/n) Σ e, e = y_hat - y.

    Parameters
    ----------
    X : array of shape (n, d)
        The data.
    y : array of shape (n,)
        The target of each row.
    w : array of shape (d,)
        The weights at which the slopes are asked.
    b : float
        The bias there; an int is fine.

    Returns
    -------
    dw : array of shape (d,)
        The derivative of mean((X @ w + b - y)²) with respect to each weight.
    db : float
        The derivative with respect to the bias.

    Notes
    -----
    The cost of unit `costs` has no factor ½. With e_i = x_i·w + b - y_i,

        ∂/∂w_j (1/n) Σ_i e_i² = (2/n) Σ_i e_i X_ij        ∂/∂b = (2/n) Σ_i e_i

    which is the cost's own gradient with respect to y_hat, 2 e / n, carried
    back through X @ w + b.

    Examples
    --------
    >>> dw, db = gradients(np.array([[1.0], [3.0]]), np.array([1.0, 0.0]), np.array([1.0]), 2.0)
    >>> dw.tolist(), float(db)
    ([17.0], 7.0)
    """
    raise NotImplementedError("gradients: not written yet")


def fit_least_squares(X: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, float]:
    """The w and b of least mean squared error, exactly; of several, those of least norm in (w, b).

    Parameters
    ----------
    X : array of shape (n, d)
        The data. n may be smaller than d, columns may be equal, constant or
        zero.
    y : array of shape (n,)
        The target of each row.

    Returns
    -------
    w : array of shape (d,)
        The weights.
    b : float
        The bias.

    Notes
    -----
    With A = [X, 1], the data with a column of ones, and v = (w, b), the cost is
    |A v - y|² / n. Its minimisers solve the normal equations
    A.T A v = A.T y. Where A has fewer independent columns than d + 1 there are
    many, and the one with the smallest w_1² + … + w_d² + b² is asked for, the
    bias counted like a weight. How many columns count as independent is judged
    as `np.linalg.lstsq(A, y)` does it by default; that function may be used,
    and so may others. No test comes near that edge.

    References
    ----------
    A.-M. Legendre, Nouvelles méthodes pour la détermination des orbites des
    comètes, 1805.
    R. Penrose, On best approximate solutions of linear matrix equations, 1956.

    Examples
    --------
    >>> w, b = fit_least_squares(np.array([[0], [1], [2]]), np.array([1, 3, 2]))
    >>> w.round(6).tolist(), round(float(b), 6)
    ([0.5], 1.5)

    One point, and an input that is always 2: of all w and b with 2 w + b = 5
    the closest to zero are

    >>> w, b = fit_least_squares(np.array([[2.0]]), np.array([5.0]))
    >>> w.round(6).tolist(), round(float(b), 6)
    ([2.0], 1.0)
    """
    raise NotImplementedError("fit_least_squares: not written yet")


def fit(
    X: np.ndarray, y: np.ndarray, learning_rate: float, epochs: int
) -> tuple[np.ndarray, float, list[float]]:
    """Gradient descent from zeros on all rows: w <- w - learning_rate * dw, b likewise.

    Parameters
    ----------
    X : array of shape (n, d)
        The data.
    y : array of shape (n,)
        The target of each row.
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
        `epochs` costs (mean squared errors), one for each step, measured
        *before* it: the first is the cost at w = 0, b = 0, and that of the
        returned w and b is not in it.

    Notes
    -----
    Both gradients of a step are taken at the w and b that the step before left.
    Nothing stops the descent early.

    References
    ----------
    A. Cauchy, Méthode générale pour la résolution des systèmes d'équations
    simultanées, 1847.

    Examples
    --------
    At zero the only residual is 3: the cost is 9, dw = -2·3·2, db = -2·3.

    >>> w, b, history = fit(np.array([[2.0]]), np.array([3.0]), learning_rate=0.125, epochs=1)
    >>> w.tolist(), float(b), [float(cost) for cost in history]
    ([1.5], 0.75, [9.0])
    """
    raise NotImplementedError("fit: not written yet")


def classify(X: np.ndarray, w: np.ndarray, b: float, threshold: float = 0.5) -> np.ndarray:
    """The class of each row: 1 where X @ w + b >= threshold, else 0.

    Parameters
    ----------
    X : array of shape (n, d)
        The data.
    w : array of shape (d,)
        The weights, fitted to targets of 0 and 1.
    b : float
        The bias; an int is fine.
    threshold : float, default 0.5
        From which prediction on the answer is yes, the threshold itself
        included. Any number, negative too; an int is fine.

    Returns
    -------
    array of shape (n,)
        Zeros and ones of an integer type, not bools and not floats.

    Examples
    --------
    >>> classify(np.array([[0.0], [1.0], [2.0]]), np.array([0.5]), 0.0).tolist()
    [0, 1, 1]
    >>> classify(np.array([[0.0], [1.0], [2.0]]), np.array([0.5]), 0.0, threshold=1).tolist()
    [0, 0, 1]
    """
    raise NotImplementedError("classify: not written yet")
