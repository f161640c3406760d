"""# 6 · Gradient checking

A gradient that is slightly wrong still learns, only worse. Nothing crashes, the
cost falls for a while, and days go by in search of better hyperparameters. So a
formula for a gradient is not believed, it is **checked**: the definition of the
derivative gives a second, independent answer that needs nothing but the cost.

    X ──> forward pass ──> cost f(x) ────────> numerical gradient (slow, sure)
                             │                            │
                             └──> backpropagation ──> analytic gradient (fast)
                                                          │
                                              relative error: do they agree?

Everything that you differentiate from here on (backpropagation, convolution,
recurrence) can be held against the three functions of this unit.

## Shapes and words

`x` is whatever the cost depends on: one number, a vector of `d` weights, a (d, m)
weight matrix. `f` is a function of x that gives **one number**. Its gradient has
the shape of x: at each place the slope of f as that one element moves and all
the others stay. The **analytic** gradient comes from a formula, the **numerical**
one from evaluating f. `eps` is the small step.

## From the definition to central differences

The derivative is the limit of (f(x + eps) − f(x)) / eps. With a finite step, the
Taylor series says what is left over:

    f(x + eps) = f(x) + eps f'(x) + eps²/2 f''(x) + eps³/6 f'''(x) + …
    f(x − eps) = f(x) − eps f'(x) + eps²/2 f''(x) − eps³/6 f'''(x) + …

    forward:  (f(x + eps) − f(x)) / eps             = f'(x) + eps/2  f''(x) + …
    central:  (f(x + eps) − f(x − eps)) / (2 eps)   = f'(x) + eps²/6 f'''(x) + …

Subtracting the two lines removes f'' altogether: one more evaluation, and the
error shrinks with eps² where it shrank with eps. Take f(x) = x³ at x = 2, where the
slope is 12, with a large step of 1/2. The forward difference is (15.625 − 8) / 0.5 =
15.25; the central one is (15.625 − 3.375) / 1, off by no more than eps² = 0.25:

>>> float(numerical_gradient(lambda x: x**3, 2.0, eps=0.5))
12.25
>>> round(float(numerical_gradient(lambda x: x**3, 2.0)), 6)
12.0

## How small a step?

A smaller eps lowers that error, but f(x + eps) and f(x − eps) then agree in more and
more leading digits, and their difference keeps only the rounding noise, about
1e-16·|f|, which the division by 2 eps blows up. At 1e-6 both are small: the
formula's error is near 1e-12, the noise near 1e-10. At 1e-13 only noise is left.

For an array this is done for one element after another: n elements take 2n
evaluations of f. That is why it is a check and not a way to train.

## What counts as equal?

An absolute difference of 1e-4 is much for a slope of 1e-3 and nothing for one of 1e4.
So the difference is measured against the size of the two numbers:

    relative error = max over elements of |a − b| / max(1e-12, |a| + |b|)

It lies between 0 (equal) and 1 (opposite signs, or one of the two is zero). The
floor of 1e-12 keeps 0/0 out where both are zero. Each element counts by itself:
a norm over the whole array would let large slopes hide a wrong small one.

>>> relative_error(np.array([1.0, 3.0]), np.array([1.0, 1.0]))
0.5

As a rule of thumb for float64 and smooth functions: below 1e-7 is right, 1e-5 is the
limit, 1e-2 is a mistake. A forgotten factor of 2 gives 1/3, a wrong sign gives 1.

>>> def f(x):
...     return np.sum(x**2)
>>> check_gradient(f, lambda x: 2 * x, np.array([1.0, -3.0]))
True
>>> check_gradient(f, lambda x: x, np.array([1.0, -3.0]))
False

## What goes wrong in practice

- **Integers.** In an integer array 2 + 1e-6 is stored as 2, and every slope is 0.
- **An element that is not put back** before the next one moves: the slopes that
  follow are taken at the wrong point, and nobody notices for small eps.
- **The caller's x is left changed**, for instance because f raised half-way.
- **A flattened copy.** Some reshapes of an array are views and some are copies;
  moving an element of a copy moves nothing in the original.
- **Kinks.** At the corner of relu the central difference is 1/2, which is neither
  slope. Check at random points; hitting a corner exactly is unlikely there.
- **A slope of zero** from large terms that cancel: the noise is 1e-10, not 0, and
  the relative error is 1. Look at such an element before you blame the formula.
- **Special points.** At x = 0, or with all elements equal, wrong formulas agree
  with right ones. Random values, different sizes on every axis, few elements.
- **Randomness inside f**, such as dropout: two evaluations differ for no reason.
- **NaN** compares as False with everything. A check that asks whether the error
  is too large lets NaN pass; ask whether it is small enough.

## What every function here promises

- Results are float64, whatever real type comes in: floats, integers, or both.
- "Any shape" includes a single number: a float in, a float out.
- Any size works, 1 included; so does any memory layout, read-only too.
- Arguments are unchanged, and the result is a new array.
- Accurate means an error of at most 1e-12 + 1e-9·|value|, for `relative_error`;
  central differences are as good as step and rounding allow.

## The picture

`grader plot gradient_checking` draws the error of your numerical gradient against the step: the two
slopes of the section above, and why 1e-6 lies where it does.

## Further reading

- W. H. Press et al., *Numerical Recipes*, 3rd edition (2007), section 5.7: which
  step is best, and why.
- Y. LeCun, L. Bottou, G. B. Orr, K.-R. Müller, "Efficient BackProp" (1998), for the
  gradients that are to be checked.
- I. Goodfellow, Y. Bengio, A. Courville, *Deep Learning* (2016), section 11.5:
  gradient checking among the other ways to find faults.

## In your own words

Your gradient agrees with the numerical one at ten random points, to eight digits, and the network still does not
learn. What can be wrong that this check cannot see? Name two things, and say how you would look for each.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np


def numerical_gradient(
    f: Callable[[np.ndarray], float], x: np.ndarray | float, eps: float = 1e-6
) -> np.ndarray | float:
    """Return the slopes (f(x + eps) − f(x − eps)) / (2 eps), one element of x at a time.

    Parameters
    ----------
    f : callable
        Takes a float64 array of the shape of `x` (for a float `x` a float or a
        0-d array) and returns one number. It depends on its argument only and
        does not keep it.
    x : array of any shape, or float
        Where to take the gradient. Integers are treated as floats. It is
        unchanged afterwards, also where `f` raises; what `f` raises reaches the
        caller.
    eps : float
        The step: added to one element, then subtracted from it, while all the
        others have their values from `x`.

    Returns
    -------
    array of the shape of `x`, or float
        The central difference of each element.

    Notes
    -----
    The error is eps²/6 times the third derivative, plus rounding of about
    1e-16·|f| / eps. For a polynomial of degree two there is only the rounding.

    Examples
    --------
    >>> numerical_gradient(lambda x: x[0] ** 3 + 4 * x[1], np.array([0, 7]), eps=0.5).tolist()
    [0.25, 4.0]
    """
    raise NotImplementedError("numerical_gradient: not written yet")


def relative_error(a: np.ndarray | float, b: np.ndarray | float) -> float:
    """Return the largest |a − b| / max(1e-12, |a| + |b|) over all elements.

    Parameters
    ----------
    a : array of any shape, or float
        One gradient.
    b : array of the same shape, or float
        The other.

    Returns
    -------
    float
        From 0, where all elements are equal (both zero too), to 1. Each element's
        difference is divided by that element's own size, then the largest is taken.

    Raises
    ------
    ValueError
        Where the shapes differ, even if numpy could broadcast them. The message
        contains both shapes.

    Examples
    --------
    >>> relative_error(np.array([2.0, 0.0]), np.array([6.0, 0.0]))
    0.5
    """
    raise NotImplementedError("relative_error: not written yet")


def check_gradient(
    f: Callable[[np.ndarray], float],
    gradient: Callable[[np.ndarray], np.ndarray],
    x: np.ndarray | float,
    tolerance: float = 1e-5,
) -> bool:
    """Return whether relative_error(gradient(x), numerical_gradient(f, x)) ≤ tolerance.

    Parameters
    ----------
    f : callable
        Takes an array of the shape of `x` and returns one number, as for
        `numerical_gradient`.
    gradient : callable
        Takes an array of the shape of `x`, leaves it as it is, and returns the
        analytic gradient of `f` there, an array of the same shape.
    x : array of any shape, or float
        Where to compare the two. Integers are fine: `numerical_gradient` treats
        them as floats. It is unchanged afterwards.
    tolerance : float
        The largest relative error that counts as agreement.

    Returns
    -------
    bool
        True where the relative error is at most `tolerance`; False where it is
        larger, or where `gradient` or `f` gives NaN. The step is the default of
        `numerical_gradient`.

    Examples
    --------
    >>> def cube(x):
    ...     return np.sum(x**3)
    >>> check_gradient(cube, lambda x: 3 * x**2, np.array([1.0, -2.0]))
    True
    >>> check_gradient(cube, lambda x: 3 * x, np.array([1.0, -2.0]))
    False
    """
    raise NotImplementedError("check_gradient: not written yet")
