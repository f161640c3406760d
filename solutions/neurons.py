r"""# 1 · Neurons

A neural network is made of one small part, used many times. The part is a **neuron**: it takes
some numbers in, weighs them, adds them up, and passes one number on.

    inputs x ──▶ weighted sum z = x·w + b ──▶ activation a = f(z) ──▶ next layer ──▶ … ──▶ cost
                 1 neurons (you are here)     2 activations           7 network          3 costs

## Weights and bias

Each input x_i has its own **weight** w_i, which says how much that input counts, and in which
direction. The **bias** b is a number of the neuron's own, added whatever the inputs are. Together
they give the *weighted sum*

    z = x_1 w_1 + x_2 w_2 + … + x_d w_d + b  =  x·w + b

Take the question "shall I go to the beach?" with three inputs: sunshine (1 or 0), a friend who
comes along (1 or 0), and the distance in kilometres. With the weights 3, 2 and −0.5, sun and
company speak for going, and every kilometre speaks against it; the bias of −1 is a preference for
the sofa. On a sunny day, alone, 2 km away:

    z = 1·3 + 0·2 + 2·(−0.5) − 1 = 3 + 0 − 1 − 1 = 1

>>> x = np.array([1.0, 0.0, 2.0])
>>> w = np.array([3.0, 2.0, -0.5])
>>> float(weighted_sum(x, w, -1.0))
1.0

Geometrically, the points where z = 0 form a line (with more inputs, a plane) that cuts the
inputs' space in two. The weights turn it. The bias moves it off the origin, through
which it would always pass otherwise: without a bias, x = 0 gives z = 0 whatever the weights.

## Activation

A neuron does not hand on z itself, but `a = f(z)`, its **activation**. The function `f` bends the
straight line: unit 2 has the usual ones. Here it is an argument, any function of one number. The
*perceptron* of 1958 fires, 1, or stays silent, 0:

>>> float(neuron(x, w, -1.0, lambda z: 1.0 if z > 0 else 0.0))
1.0

## A layer, and the vocabulary of shapes

Neurons that look at the same inputs stand side by side in a **layer**. And one seldom has one
example only: a **batch** is a table with an example in each row. All units use the same
letters:

| letter | counts | array | shape |
|---|---|---|---|
| n | rows of the batch, examples | `X` | (n, d) |
| d | inputs of an example | `W` | (d, m) |
| m | neurons (units) of the layer | `b` | (m,) |
| k | outputs, or classes, of the last layer | `Y` | (n, k) |
|   |   | `Z`, `A` | (n, m) |

A *column* of `W` is one neuron's weights, and the element of `b` in the same place its bias. So
the weighted sum of example i in neuron j is row i of `X` times column j of `W`, plus b_j. That
is what a matrix product does, for all i and j at once, and adding (m,) to (n, m) gives every
row the same biases:

    Z = X @ W + b        (n, m) = (n, d) @ (d, m) + (m,)

Two examples of two inputs, in three neurons:

>>> X = np.array([[1.0, 2.0], [3.0, 4.0]])
>>> W = np.array([[1.0, 0.0, -1.0], [1.0, 2.0, 0.5]])
>>> layer(X, W, np.array([0.5, 0.0, 10.0]))
array([[ 3.5,  4. , 10. ],
       [ 7.5,  8. ,  9. ]])

The first number is 1·1 + 2·1 + 0.5 = 3.5. Check another one by hand before you write any code.

## Where weights come from

Training finds the weights, but it has to start somewhere. All zeros is a trap: neurons of a
layer that start alike get the same corrections and stay alike for ever. So the weights start
random. How large? Suppose the inputs have mean 0 and variance 1, and the weights mean 0 and
variance v, all independent. Each of the d products then has variance v, and so their sum

    Var(z) = Var(x_1 w_1) + … + Var(x_d w_d) = d · v

With v = 1 the sums of a layer with 400 inputs spread twenty times as far as the inputs did; ten
such layers multiply the spread by 20^10, ten million million. With v = 1/d it stays what it
was. The **variance** is 1/d, so the standard deviation, which is what numpy's generator asks
for, is its square root. Biases may start at zero, as the weights already make the neurons
differ.

Random numbers come from a `numpy.random.Generator` that the caller hands over: the same
generator in the same state gives the same weights, and an experiment can be repeated.

>>> W, b = init_parameters(2, 3, np.random.default_rng(0))
>>> W.shape, b
((2, 3), array([0., 0., 0.]))

## What goes wrong in practice

- The bias is forgotten, or added to the wrong axis. On a square batch numpy does not notice.
- `W` is used the wrong way round. Where d = m, that too goes through in silence.
- The activation is applied before the bias is added, or to the inputs.
- A batch with one row loses its axis: (m,) comes back where (1, m) was asked for.
- Integers stay integers, or an in-place `+=` of a fraction to them fails.
- 1/d is taken for the standard deviation. The weights are then too small, and signals die out.
- A generator is seeded *inside* the function. Then every layer gets the same numbers.

## What every function here promises

- Results are float64 or a float, for integer input (int64) too, weights and bias included.
  `np.asarray(x, dtype=np.float64)` makes an array of floats of anything: of whole numbers, of a
  single number, of what is one already; it copies only where it must. You will want it in every unit.
  Float32 input counts as right to float32's own precision, and the result may be of either
  type.
- Any number of rows, inputs and neurons works, one included, and any memory layout: Fortran
  order, slices, read-only arrays.
- Arguments are left as they were (the generator moves on), and a result shares no memory with
  them.
- Results are accurate: |error| ≤ 1e-12 + 1e-9·|value|. NaN and empty arrays are not asked
  about.

## The picture

`grader plot neurons` draws, with your own functions, the weighted sum over the plane with its line z = 0,
and how far signals spread through ten layers when the weights have the right variance, and when not.

## Further reading

- W. McCulloch and W. Pitts (1943), "A logical calculus of the ideas immanent in nervous
  activity".
- F. Rosenblatt (1958), "The perceptron: a probabilistic model for information storage and
  organization in the brain".
- Y. LeCun, L. Bottou, G. Orr and K.-R. Müller (1998), "Efficient BackProp", section 4.6: the
  variance 1/d.
- X. Glorot and Y. Bengio (2010), "Understanding the difficulty of training deep feedforward
  neural networks".

## In your own words

The neuron that decides on the beach is given distances in metres from now on. Which of its numbers have to change
for it to decide as before, and to what? What would you notice if they stayed as they are?
### BEGIN SOLUTION
- 2 points: the weight of the distance becomes a thousandth, −0.0005; the product of weight and distance is what counts.
- 1 point: the other weights and the bias stay, since what they add has not changed.
- 2 points: unchanged, the distance outweighs all else: at 2 km it adds −1000, and the answer is no, sun or not, for
  all but the nearest beaches.
### END SOLUTION
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np


def weighted_sum(x: np.ndarray, w: np.ndarray, b: float) -> float:
    """What one neuron adds up: z = x·w + b.

    Parameters
    ----------
    x : ndarray of shape (d,)
        The inputs.
    w : ndarray of shape (d,)
        One weight for each input.
    b : float
        The bias; may be an int.

    Returns
    -------
    float
        The weighted sum; a float (or numpy float64, or 0-d array) also where
        x, w and b are all integers.

    Examples
    --------
    >>> float(weighted_sum(np.array([1.0, 2.0]), np.array([3.0, -0.5]), 0.25))
    2.25
    """
    ### BEGIN SOLUTION
    ### HINT: Multiply each input by its weight, add the products up, then add the bias.
    ### HINT: The product of two vectors does the first two steps; make the result a float.
    return float(x @ w + b)
    ### END SOLUTION


def neuron(x: np.ndarray, w: np.ndarray, b: float, activation: Callable[[float], float]) -> float:
    """One neuron's output: a = activation(x·w + b).

    Parameters
    ----------
    x : ndarray of shape (d,)
        The inputs.
    w : ndarray of shape (d,)
        One weight for each input.
    b : float
        The bias; may be an int.
    activation : callable
        A function that takes the weighted sum, a float, and returns a float.

    Returns
    -------
    float
        What the activation made of the weighted sum.

    References
    ----------
    F. Rosenblatt (1958), "The perceptron: a probabilistic model for information
    storage and organization in the brain".

    Examples
    --------
    >>> float(neuron(np.array([1.0, 2.0]), np.array([3.0, -0.5]), 0.25, lambda z: z * z))
    5.0625
    """
    ### BEGIN SOLUTION
    ### HINT: There are two steps, and you have written the first one already.
    ### HINT: Hand the weighted sum, bias included, to the activation and return what that gives.
    return activation(weighted_sum(x, w, b))
    ### END SOLUTION


def layer(
    X: np.ndarray,
    W: np.ndarray,
    b: np.ndarray,
    activation: Callable[[np.ndarray], np.ndarray] | None = None,
) -> np.ndarray:
    """A row of m neurons over a batch: A = activation(X @ W + b).

    Parameters
    ----------
    X : ndarray of shape (n, d)
        The batch, one example a row.
    W : ndarray of shape (d, m)
        The weights; column j belongs to neuron j.
    b : ndarray of shape (m,)
        The biases; element j belongs to neuron j.
    activation : callable, optional
        A function that works an element at a time: it takes an array, or a
        single float, and returns floats in the same shape. With None, the
        default, the weighted sums are returned as they are.

    Returns
    -------
    ndarray of shape (n, m)
        Row i, column j: the output of neuron j for example i; float64.

    Notes
    -----
    Z[i, j] = sum_p X[i, p] W[p, j] + b[j]: every example goes through every
    neuron, as `neuron` would do it for one.

    Examples
    --------
    >>> X = np.array([[1.0, 2.0], [3.0, 4.0], [0.0, 0.0]])
    >>> layer(X, np.array([[1.0], [-1.0]]), np.array([0.5]), np.abs)
    array([[0.5],
           [0.5],
           [0.5]])
    """
    ### BEGIN SOLUTION
    ### HINT: Which product of X and W has the shape (n, m)? And how does (m,) add to it?
    ### HINT: Matrix product plus biases, in floats; then the activation, unless there is none.
    Z = np.asarray(X, dtype=np.float64) @ W + b
    return Z if activation is None else activation(Z)
    ### END SOLUTION


def init_parameters(
    n_in: int, n_out: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Weights and biases to start from: W ~ Normal(0, 1/n_in), b = 0.

    Parameters
    ----------
    n_in : int
        The number of inputs d, at least 1.
    n_out : int
        The number of neurons m, at least 1.
    rng : numpy.random.Generator
        The one source of randomness. The same state gives the same result, and
        a second call, with the generator as the first left it, gives other weights.

    Returns
    -------
    W : ndarray of shape (n_in, n_out)
        Independent draws from the normal distribution with mean 0 and
        *variance* 1 / n_in, in any order; float64.
    b : ndarray of shape (n_out,)
        Zeros, float64. The two come as a tuple or a list.

    Raises
    ------
    ValueError
        Where n_in or n_out is below 1; the message names that argument and the
        value it got.

    Notes
    -----
    The weighted sum of n_in independent inputs of variance 1 has the variance
    n_in * Var(w), which is 1 where Var(w) = 1 / n_in.

    References
    ----------
    Y. LeCun, L. Bottou, G. Orr and K.-R. Müller (1998), "Efficient BackProp".

    Examples
    --------
    >>> W, b = init_parameters(400, 3, np.random.default_rng(0))
    >>> W.shape, b.shape
    ((400, 3), (3,))
    >>> bool(0.04 < W.std() < 0.06)
    True
    """
    ### BEGIN SOLUTION
    ### HINT: Check both sizes first. A generator's normal asks for the standard deviation.
    ### HINT: Draw standard normals of shape (n_in, n_out), divide by a square root; zeros for b.
    for name, size in (("n_in", n_in), ("n_out", n_out)):
        if size < 1:
            raise ValueError(f"{name} is {size}, but a layer needs at least 1")
    return rng.normal(0.0, 1.0 / np.sqrt(n_in), (n_in, n_out)), np.zeros(n_out)
    ### END SOLUTION
