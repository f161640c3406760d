r"""# 2 · Activations

A neuron adds up its inputs, each times its weight, and a bias: that number is the *weighted sum*
`z`. An **activation function** turns it into what the neuron passes on, its *activation* `a`:

    x ──▶ z = x·w + b ──▶ a = f(z) ──▶ … further layers … ──▶ prediction ──▶ cost
          1 neurons      2 activations      7 network                      3 costs
                         (you are here)     8 backprop goes back the same way

Without `f`, a stack of layers is no richer than one. Two linear layers make

    (X @ W1 + b1) @ W2 + b2 = X @ (W1 @ W2) + (b1 @ W2 + b2)

which is a single linear layer again. The bend in `f` is what lets depth pay.

## The vocabulary of shapes

A batch of weighted sums `Z` is (n, m): n rows, one an example; m columns, one a unit. In the
last layer of a classifier the columns are k classes, so there `Z` is (n, k). `Z` is what goes
into an activation, `A` what comes out, of the same shape; small letters `z` and `a` are for an
array of any shape, a single float included.

## Three curves, an element at a time

| name | formula | range | slope, from the output |
|---|---|---|---|
| sigmoid | 1 / (1 + exp(−z)) | 0 … 1 | a (1 − a) |
| tanh | (exp(z) − exp(−z)) / (exp(z) + exp(−z)) | −1 … 1 | 1 − a² |
| ReLU | z where z > 0, else 0 | 0 … ∞ | 1 where a > 0, else 0 |

**Sigmoid** squeezes any number into 0 … 1, so its output reads as a probability; it serves
where a question has the answers yes and no. **Tanh** is the same curve stretched and centred,
`tanh(z) = 2 sigmoid(2z) − 1`; its outputs are centred on zero, which makes the next layer
easier to train. **ReLU**, the rectified linear unit, lets positive sums pass and blocks the
rest. It never flattens on the right, and so became the usual choice inside deep networks.

>>> sigmoid(np.array([-2.0, 0.0, 2.0])).round(3)
array([0.119, 0.5  , 0.881])
>>> tanh(np.array([-2.0, 0.0, 2.0])).round(3)
array([-0.964,  0.   ,  0.964])
>>> relu(np.array([-2.0, 0.0, 2.0]))
array([0., 0., 2.])

## Their slopes, from the output

Back-propagation needs the slope da/dz of every activation. By then the forward pass has already
computed `a`, and all three slopes can be told from `a` alone. **The derivative functions here
take the output `a`, not `z`.** For the sigmoid, write `u = exp(−z)`, so that `a = 1 / (1 + u)`
and `1 − a = u / (1 + u)`. As du/dz = −u, the chain rule gives

    da/dz = −1/(1 + u)² · (−u) = 1/(1 + u) · u/(1 + u) = a (1 − a)

At z = 0 the output is 0.5 and the slope 0.5 · 0.5 = 0.25, the steepest there is. At a = 0.99 it
is 0.0099: a *saturated* unit hardly learns. Tanh follows in the same way from `(exp(z) −
exp(−z)) / (exp(z) + exp(−z))`. ReLU has a kink at 0, where no slope is right; by convention it
is **0 at 0**.

>>> sigmoid_derivative(np.array([0.5, 0.99])).round(4)
array([0.25  , 0.0099])

## Softmax, a row at a time

With k classes, k numbers must become k probabilities that sum to one. Softmax makes each number
positive with `exp` and divides by the sum over its row:

    a_j = exp(z_j) / (exp(z_1) + … + exp(z_k))

Take the row z = (0, ln 2, ln 3). Its exponentials are 1, 2, 3, their sum is 6:

>>> softmax(np.log([1.0, 2.0, 3.0])).round(4)
array([0.1667, 0.3333, 0.5   ])

Unlike the curves above, an output depends on *every* number in its row, so the slope is a
table, the **Jacobian** `J[i, j] = ∂a_i/∂z_j`. Differentiating the quotient, with S for the sum:

    i = j:  ∂a_i/∂z_i = (exp(z_i) S − exp(z_i)²) / S² = a_i − a_i²
    i ≠ j:  ∂a_i/∂z_j =     −exp(z_i) exp(z_j)   / S² = −a_i a_j

Every row of `J` sums to zero: probability that one class gains, the others lose.

Adding one constant c to all numbers of a row multiplies numerator and denominator by exp(c)
alike, so **softmax does not notice a shift**: softmax(z + c) = softmax(z). Keep that in mind
for what follows.

## What the guide gets wrong

The beginner's guide that this course follows writes softmax as `a = exp(x); a / a.sum(axis=1)`.
Two things are wrong with that.

*It overflows.* The largest double is about 1.8e308, and exp(x) passes it at x ≈ 710. Then the
guide's line is infinity divided by infinity, NaN, for a row whose softmax is perfectly
ordinary. Since a row may be shifted freely, there is always a shift with which no exponential
is too large.

>>> softmax(np.array([[1000.0, 1000.0], [-1000.0, -1000.0]]))
array([[0.5, 0.5],
       [0.5, 0.5]])

*It divides the wrong way.* `a.sum(axis=1)` has shape (n,), and numpy lines shapes up from the
right: (n, k) divided by (n,) divides each *column* by a row's sum. Mostly n ≠ k and numpy
refuses; on a square batch it goes through in silence. With exponentials ((1, 1), (3, 1)) the
row sums are 2 and 4:

>>> a = np.array([[1.0, 1.0], [3.0, 1.0]])
>>> a / a.sum(axis=1)
array([[0.5 , 0.25],
       [1.5 , 0.25]])
>>> softmax(np.log(a))
array([[0.5 , 0.5 ],
       [0.75, 0.25]])

The sum has to stay a column, (n, 1), beside its row; look up numpy's argument `keepdims`.

## What else goes wrong in practice

- `exp(−z)` in the sigmoid overflows at z = −1000, though the answer is plainly 0; so does the
  mirrored formula at z = 1000. Clipping z hides the warning, and bends the curve where one
  clips too early.
- The shift in softmax is taken from the whole batch, not from each row: a row far below the
  largest number then becomes 0/0.
- The logarithm of softmax is taken after the fact: where a probability underflows to 0 it is
  −∞. `log_softmax` works from the numbers themselves and stays finite.
- A derivative is given `z`, or its formula applies the activation again to `a`.
- ReLU is computed by overwriting negative elements *of the argument*, which spoils it for the
  caller.
- An integer array is filled with fractions, and every one of them becomes 0.

## What every function here promises

- Results are float64, for integer input (int64) too. Float32 input counts as right to float32's
  own precision, and the result may be of either type.
- Where any shape is allowed, a float in gives a float (or a numpy float64 or 0-d array) out.
- Any number of rows works, one included, and any memory layout: Fortran order, slices,
  read-only arrays.
- Arguments are left as they were, and a result shares no memory with them.
- Sums with |z| ≤ 1000 give finite results without a warning.
- Results are accurate: |error| ≤ 1e-12 + 1e-9·|value|. NaN and empty arrays are not asked
  about.

## The picture

`grader plot activations` draws your three curves, their slopes as your derivatives give them, and what
softmax makes of three scores when one of them grows.

## Further reading

- Y. LeCun, L. Bottou, G. Orr and K.-R. Müller (1998), "Efficient BackProp": why centred outputs
  help.
- J. S. Bridle (1990), "Probabilistic interpretation of feedforward classification network
  outputs": the paper that named softmax.
- V. Nair and G. Hinton (2010), "Rectified linear units improve restricted Boltzmann machines".
- P. Blanchard, D. J. Higham and N. J. Higham (2021), "Accurately computing the log-sum-exp and
  softmax functions", IMA Journal of Numerical Analysis 41(4).
- I. Goodfellow, Y. Bengio and A. Courville (2016), *Deep Learning*, sections 4.1 and 6.2–6.3.

## In your own words

A deep network of sigmoid units starts with weights that are a hundred times too large. All its slopes are computed
correctly, and still it hardly learns. Why, and what would you look at in its activations to find out?
"""

from __future__ import annotations

import numpy as np


def sigmoid(z: np.ndarray | float) -> np.ndarray | float:
    """The sigmoid, an element at a time: a = 1 / (1 + exp(-z)).

    Parameters
    ----------
    z : ndarray of any shape, or float
        Weighted sums, any finite numbers. Up to |z| = 1000 the result is
        accurate and no warning is raised.

    Returns
    -------
    ndarray of z's shape, or float
        Activations between 0 and 1, float64.

    Notes
    -----
    Multiply numerator and denominator by exp(z) and the same curve reads
    exp(z) / (1 + exp(z)). One form is safe for z >= 0, the other for z < 0.
    np.where computes both of its branches, the overflowing one too; exp(-|z|)
    is safe in either.

    Examples
    --------
    >>> sigmoid(np.array([-1000.0, 0.0, 1000.0]))
    array([0. , 0.5, 1. ])
    >>> float(sigmoid(0.0))
    0.5
    """
    raise NotImplementedError("sigmoid: not written yet")


def sigmoid_derivative(a: np.ndarray | float) -> np.ndarray | float:
    """The sigmoid's slope from its output a: da/dz = a (1 - a).

    Parameters
    ----------
    a : ndarray of any shape, or float
        What `sigmoid` returned, from 0 to 1, both included. Not z.

    Returns
    -------
    ndarray of a's shape, or float
        Slopes between 0 and 0.25, float64.

    Notes
    -----
    With u = exp(-z) and a = 1 / (1 + u):
    da/dz = u / (1 + u)**2 = 1 / (1 + u) * u / (1 + u) = a (1 - a).

    Examples
    --------
    >>> sigmoid_derivative(np.array([0.0, 0.25, 0.5]))
    array([0.    , 0.1875, 0.25  ])
    """
    raise NotImplementedError("sigmoid_derivative: not written yet")


def tanh(z: np.ndarray | float) -> np.ndarray | float:
    """The hyperbolic tangent: a = (exp(z) - exp(-z)) / (exp(z) + exp(-z)).

    Parameters
    ----------
    z : ndarray of any shape, or float
        Weighted sums, any finite numbers. Up to |z| = 1000 the result is
        accurate and no warning is raised.

    Returns
    -------
    ndarray of z's shape, or float
        Activations between -1 and 1, float64.

    Notes
    -----
    tanh(z) = 2 sigmoid(2 z) - 1. Anything that numpy offers may be used.

    Examples
    --------
    >>> tanh(np.array([-1000.0, 0.0, 1.0])).round(4)
    array([-1.    ,  0.    ,  0.7616])
    """
    raise NotImplementedError("tanh: not written yet")


def tanh_derivative(a: np.ndarray | float) -> np.ndarray | float:
    """The slope of tanh from its output a: da/dz = 1 - a**2.

    Parameters
    ----------
    a : ndarray of any shape, or float
        What `tanh` returned, from -1 to 1, both included. Not z.

    Returns
    -------
    ndarray of a's shape, or float
        Slopes between 0 and 1, float64.

    Notes
    -----
    With p = exp(z) + exp(-z) and q = exp(z) - exp(-z), each is the other's
    derivative and a = q / p, so da/dz = (p p - q q) / p**2 = 1 - a**2.

    Examples
    --------
    >>> tanh_derivative(np.array([-1.0, 0.0, 0.5]))
    array([0.  , 1.  , 0.75])
    """
    raise NotImplementedError("tanh_derivative: not written yet")


def relu(z: np.ndarray | float) -> np.ndarray | float:
    """The rectified linear unit: a = z where z > 0, else 0.

    Parameters
    ----------
    z : ndarray of any shape, or float
        Weighted sums, any finite numbers. Left as they are.

    Returns
    -------
    ndarray of z's shape, or float
        Activations, 0 or more, float64: a new array.

    References
    ----------
    V. Nair and G. Hinton (2010), "Rectified linear units improve restricted
    Boltzmann machines".

    Examples
    --------
    >>> relu(np.array([-1.5, 0.0, 2.5]))
    array([0. , 0. , 2.5])
    """
    raise NotImplementedError("relu: not written yet")


def relu_derivative(a: np.ndarray | float) -> np.ndarray | float:
    """The slope of ReLU from its output a: da/dz = 1 where a > 0, else 0.

    Parameters
    ----------
    a : ndarray of any shape, or float
        What `relu` returned, 0 or more.

    Returns
    -------
    ndarray of a's shape, or float
        1.0 for every positive output, however small or large, and 0.0 at 0;
        float64, not bool.

    Notes
    -----
    a > 0 just where z > 0, so the output tells the side of the kink. At z = 0
    there is no slope; taking 0 there is a convention, and this course's.

    Examples
    --------
    >>> relu_derivative(np.array([0.0, 0.25, 7.0]))
    array([0., 1., 1.])
    """
    raise NotImplementedError("relu_derivative: not written yet")


def softmax(Z: np.ndarray) -> np.ndarray:
    """Probabilities along the last axis: A_j = exp(Z_j) / sum_i exp(Z_i).

    Parameters
    ----------
    Z : ndarray of shape (k,), (n, k) or more axes
        Weighted sums, one for each of k classes on the last axis. Up to
        |Z| = 1000 the result is accurate and no warning is raised, also where
        one row is at -1000 and another at 1000.

    Returns
    -------
    ndarray of Z's shape
        Along the last axis positive (or 0, where exp underflows) and summing to
        one; float64.

    Notes
    -----
    A row may be shifted: exp(z_j + c) / sum_i exp(z_i + c) is the same for
    every c, since exp(c) cancels.

    References
    ----------
    J. S. Bridle (1990), "Probabilistic interpretation of feedforward
    classification network outputs".

    Examples
    --------
    >>> softmax(np.log([[1.0, 3.0], [1.0, 1.0], [4.0, 1.0]]))
    array([[0.25, 0.75],
           [0.5 , 0.5 ],
           [0.8 , 0.2 ]])
    >>> softmax(np.array([1000.0, 1000.0]))
    array([0.5, 0.5])
    """
    raise NotImplementedError("softmax: not written yet")


def log_softmax(Z: np.ndarray) -> np.ndarray:
    """The logarithm of softmax along the last axis: Z_j - log sum_i exp(Z_i).

    Parameters
    ----------
    Z : ndarray of shape (k,), (n, k) or more axes
        Weighted sums, one for each of k classes on the last axis. Up to
        |Z| = 1000 the result is finite and accurate and no warning is raised,
        also where `softmax` itself underflows to 0.

    Returns
    -------
    ndarray of Z's shape
        Log-probabilities, 0 or less, float64.

    Notes
    -----
    log(exp(z_j) / S) = z_j - log S, with S the sum of the exponentials. A shift
    helps here too: log sum_i exp(z_i) = c + log sum_i exp(z_i - c).

    References
    ----------
    P. Blanchard, D. J. Higham and N. J. Higham (2021), "Accurately computing
    the log-sum-exp and softmax functions".

    Examples
    --------
    >>> log_softmax(np.array([[0.5, 0.5], [9.0, 9.0]])).round(4)
    array([[-0.6931, -0.6931],
           [-0.6931, -0.6931]])
    >>> log_softmax(np.array([0.0, -1000.0]))
    array([    0., -1000.])
    """
    raise NotImplementedError("log_softmax: not written yet")


def softmax_jacobian(a: np.ndarray) -> np.ndarray:
    """The slopes of one row of softmax: J_ij = da_i/dz_j = a_i ([i = j] - a_j).

    Parameters
    ----------
    a : ndarray of shape (k,)
        One row of what `softmax` returned, so 0 or more and summing to one. Not
        z. Exact zeros and ones are fine, and so is k = 1.

    Returns
    -------
    ndarray of shape (k, k)
        J[i, j] is how a_i changes with z_j; float64.

    Notes
    -----
    With S = sum_i exp(z_i), the quotient rule on a_i = exp(z_i) / S gives
    a_i - a_i**2 where i = j and -a_i a_j elsewhere; [i = j] above is 1 on the
    diagonal and 0 off it.

    Examples
    --------
    >>> softmax_jacobian(np.array([0.25, 0.75]))
    array([[ 0.1875, -0.1875],
           [-0.1875,  0.1875]])
    """
    raise NotImplementedError("softmax_jacobian: not written yet")
