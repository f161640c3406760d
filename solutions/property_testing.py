r"""# 19 · Property testing: you write the test

In every unit so far a test has judged your function. Here the roles change: you are handed
somebody's function, a *candidate*, and your function says whether it is right. It cannot read the
candidate's code. It can only call it.

    candidate f ──► your tester: choose inputs ─► call f ─► compare ──► True  "it is right"
    (a black box)         ▲                                   │
                          └──── next input, while all is well ┴───────► False "it is wrong"

A test of one number, `sigmoid(0) == 0.5`, is an *example*. It says nothing about any other number,
and many a wrong sigmoid passes it. A **property** is a sentence that holds for every input:
"sigmoid(−z) is 1 − sigmoid(z)". A *property test* draws many inputs, looks at the sentence for
each, and stops at the first *counterexample*.

## Words

| word | meaning |
|---|---|
| candidate | an implementation that is right or wrong; you do not know which |
| tester | your function: takes a candidate, answers True or False |
| property | what holds for every admitted input |
| oracle | something else that knows the answer: an older function, a slow formula |
| counterexample | an input for which a property fails |
| missed fault | a wrong candidate that the tester accepts |
| false alarm | a right candidate that the tester refuses, and the reason why people switch tests off |
| mutant | a right function with one deliberate small fault |

Shapes: `n` rows of a batch, `d` inputs, `m` hidden units, `k` classes, as in all units.

## Where properties come from

**An oracle.** The strongest property is "equal to what I know to be right". You have oracles: your
own earlier units are imported at the top of this file, and when your testers are marked, these are
answered by right versions. Another formula is one too: sigmoid(z) = (1 + tanh(z/2)) / 2. A slow
way may check a fast one: central differences (unit 6) know any gradient.

**An inverse.** Go there and come back: log(a / (1 − a)) turns the sigmoid's a back into z. It holds
where rounding leaves enough of a, |z| below 15 or so.

**An invariant.** What is always true of the result: between 0 and 1; rows of softmax sum to one; a
cost is never negative; a gradient has the shape of what it belongs to; the arguments are unchanged.

**A metamorphic relation.** You do not know f(x), but you know how f must *change* when x does:

    softmax(z + c) = softmax(z)                 a shift of a whole row changes nothing
    softmax of permuted columns                 the same numbers, permuted alike
    the cost of a batch, and of the batch twice      equal, for a mean
    the mean cost of n + n rows                 the average of both halves' costs

A property may be true and still say little. These two satisfy "between 0 and 1" and "f(−z) = 1 −
f(z)", and one of them is no sigmoid:

>>> def right(z):
...     return 0.5 + 0.5 * np.tanh(z / 2)
>>> def steep(z):
...     return right(2 * z)
>>> z = np.array([-3.0, -0.5, 0.0, 2.0])
>>> [bool(np.allclose(f(-z), 1 - f(z)) and np.all((f(z) > 0) & (f(z) < 1))) for f in (right, steep)]
[True, True]

It takes one more property (the slope at 0 is 1/4) or an oracle to tell them apart:

>>> [bool(np.allclose(f(z), sigmoid(z), rtol=1e-9, atol=1e-12)) for f in (right, steep)]
[True, False]

## The inputs decide

A fault shows only where it is looked for. Ask of every input which fault it alone would find:

| input | finds |
|---|---|
| negative numbers, zero itself, tiny ones | a branch that is wrong, a kink's convention |
| moderate (±5 … ±40) and large ones (±1000) | a range that was cut, overflow, NaN |
| integers | fractions that are cut off, float32 or integer results |
| a float, an int, a 0-d array | code for arrays only, an axis too many |
| (n,), (1, d), (n, 1), (1, 1), three axes | axes lost or added, a wrong axis, a sum over too much |
| a square matrix | a wrong axis that numpy accepts only here |
| Fortran order, a slice `a[:, ::2]` | code that reads memory in its own order |
| a read-only array | code that writes where it should only read |
| the same array again after the call | a changed argument |

Random numbers beat chosen ones where you do not know what to look for; chosen ones are needed for
what chance never hits, such as 0 or 1000. How many random inputs? A fault that shows on a share q
of them is missed by N independent ones with probability (1 − q)^N. For one in three:

>>> [round((1 - 1 / 3) ** n, 4) for n in (1, 5, 20)]
[0.6667, 0.1317, 0.0003]

## Equal enough

Two right formulas differ in the last digits, so a tester needs a tolerance, and both errors lurk.
Too tight (`==`) is a false alarm. Too loose accepts faults: `np.allclose` admits one in 100 000
unless it is told otherwise. A purely relative tolerance is a false alarm where the value is 1e-18
and another right formula gives 0. The course's own rule, |error| ≤ 1e-12 + 1e-9·|value|, is
`np.allclose(result, expected, rtol=1e-9, atol=1e-12)`. But `np.allclose` stretches shapes: look at
`np.shape` and the element type before it. And NaN compares False with everything: ask "is the
error small enough?", not "is it too large?".

## Calling what you do not trust

A candidate may raise, and then it is wrong; your tester goes on and answers False. It may warn,
return None or a text, or write into its argument. So calls go through one place:

>>> def survives(f, z):
...     before = np.copy(z)
...     try:
...         with warnings.catch_warnings():
...             warnings.simplefilter("error")  # a warning becomes an exception
...             f(z)
...     except Exception:
...         return False
...     return bool(np.array_equal(z, before))
>>> def naive(z):
...     return 1 / (1 + np.exp(-z))
>>> survives(naive, np.array([1.0])), survives(naive, np.array([-1000.0]))
(True, False)

## What Hypothesis does

Hypothesis (the library behind many of this course's own tests) draws inputs for you, from nasty
corners as well as from the middle, and when a property fails it *shrinks*: it looks for a smaller
and rounder input that still fails. From "wrong for this 3×5 matrix" it comes to "wrong for [[0.]]",
and that is nearly the diagnosis. Your testers need no shrinking, since they answer yes or no, and
they do without the library: numpy's random numbers and a handful of corners are enough.

## Who tests the tester?

Mutation. Take a right function, change one thing (a sign, an axis, `>` to `>=`, a factor), and ask
your tester. Each mutant that survives is a fault that you would miss; each right variant that it
kills is a false alarm. A worked example: three mutants of the binary cross-entropy, and a tester
that tries one batch.

    y = (1, 0), p = (0.8, 0.8):    cost = −(log 0.8 + log 0.2) / 2 = (0.223 + 1.609) / 2 = 0.916

>>> def mutant_sign(y, p):  # the guide's fault: the second term is subtracted
...     return -np.mean(y * np.log(p) - (1 - y) * np.log(1 - p))
>>> def mutant_sum(y, p):
...     return -np.sum(y * np.log(p) + (1 - y) * np.log(1 - p))
>>> def mutant_rows(y, p):
...     return -np.sum(y * np.log(p) + (1 - y) * np.log(1 - p)) / len(p)
>>> y, p = np.array([1, 0]), np.array([0.8, 0.8])
>>> round(float(binary_cross_entropy(y, p)), 3)
0.916
>>> mutants = (mutant_sign, mutant_sum, mutant_rows)
>>> [bool(np.isclose(f(y, p), binary_cross_entropy(y, p))) for f in mutants]
[False, False, True]

The third survives: for a vector, dividing by rows and by elements is the same. A matrix kills it:

>>> y, p = np.array([[1, 0]]), np.array([[0.8, 0.8]])
>>> bool(np.isclose(mutant_rows(y, p), binary_cross_entropy(y, p)))
False

## What goes wrong in practice

- *A tester that has only seen right candidates.* It may as well return True.
- *One number, one shape.* The fault sits in the other branch, or needs a second row.
- *Square matrices only*, in which a result of the wrong shape still fits, or *never square*, so that
  a wrong axis that fits only a square is never met.
- *Inputs from one narrow range.* `rng.random()` is never negative, never above 1, never 0.
- *The oracle gets what the candidate has already spoilt.* Compute what is expected before the call.
- *The argument is compared with itself* afterwards, since the copy was none.
- *A comparison that raises*: of None, of a text, of shapes that do not fit.
- *An oracle with the same fault.* A test that repeats the code repeats its mistakes.
- *Numpy's bool.* `np.all(…)` is a `numpy.bool`; it is fine as an answer, an array of them is not.

## What every function here promises

- It answers True or False (Python's or numpy's), whatever the candidate does, and never raises. A
  candidate that raises an exception (an `Exception`) is wrong.
- A right candidate is accepted, however it is written: any formula, loops, a float, a numpy float64
  or a 0-d array for a single number, results in any memory order. A wrong candidate is refused.
- Right means: keeps the rules that the docstring lists. A wrong candidate breaks at least one of
  them, for all inputs or for one of the kinds named there. Input that the docstring does not name
  (NaN, empty arrays, float32, lists) is not asked about: right candidates may do there what they
  like, so do not try it.
- A candidate gives the same answer for the same input. Its results are its own: whether they share
  memory with an argument is not asked about.
- A warning is what Python's `warnings` hears from the call, of any category. One on an underflow is
  not meant; numpy gives none unless it is told to.
- A tester makes do with 300 calls for one candidate, of the candidate and of oracles together, with
  50 networks in `is_backward`, with 50 points in `is_gradient_of` (how often an oracle asks f at a
  point does not count), and with arrays of a few hundred numbers: it is asked about some eighty
  candidates, and time is limited. It keeps nothing from one question to the next.

## Further reading

- K. Claessen, J. Hughes, "QuickCheck: a lightweight tool for random testing of Haskell programs"
  (2000): where property testing began.
- D. MacIver, Z. Hatfield-Dodds and others, "Hypothesis: a new approach to property-based testing"
  (2019).
- T. Y. Chen, S. C. Cheung, S. M. Yiu, "Metamorphic testing: a new approach for generating next test
  cases" (1998).
- R. DeMillo, R. Lipton, F. Sayward, "Hints on test data selection: help for the practicing
  programmer" (1978): mutation.
- E. Weyuker, "On testing non-testable programs" (1982): what to do without an oracle.

## In your own words

Think of a wrong softmax whose rows sum to one and which does not notice a shift of a row. Say in words what it
computes, which further property or input finds it out, and why a tester with the two properties alone is still of use.
### BEGIN SOLUTION
- 2 points: a wrong function that keeps both, such as the softmax of twice the numbers, equal shares for all classes, or
  the shares handed out in reverse order.
- 2 points: what finds it: a row worked out by hand, an oracle, the ratio of two shares as exp of the difference, the
  order of the shares. It has to fit the function.
- 1 point: the two still find many other faults, such as a wrong axis or overflow, on every input and without knowing
  the right answer.
### END SOLUTION
"""

from __future__ import annotations

import copy
import warnings
from collections.abc import Callable

import numpy as np

from solutions.activations import relu_derivative, sigmoid, softmax
from solutions.backprop import backward as known_backward
from solutions.costs import binary_cross_entropy
from solutions.gradient_checking import numerical_gradient
from solutions.network import forward, init_network

### BEGIN SOLUTION


def _passes(f, args, expected, rtol=1e-9, atol=1e-12, **options):
    """Whether f(*args) is what is expected, and raises, warns and changes nothing."""
    before = copy.deepcopy(args)
    try:
        with warnings.catch_warnings(action="error"):
            result = f(*args, **options)
    except Exception:
        return False
    return _matches(result, expected, rtol, atol) and _unchanged(args, before)


def _matches(result, expected, rtol, atol):
    """Whether a result has the kind, shape, element type and values of what is expected."""
    if isinstance(expected, list | tuple):
        kind = list if isinstance(expected, list) else list | tuple
        return (
            isinstance(result, kind)
            and len(result) == len(expected)
            and all(_matches(a, b, rtol, atol) for a, b in zip(result, expected, strict=True))
        )
    if not isinstance(result, np.ndarray | float):
        return False
    result = np.asarray(result)
    if result.dtype != np.float64 or result.shape != np.shape(expected):
        return False
    return bool(np.allclose(result, expected, rtol=rtol, atol=atol))


def _unchanged(after, before):
    """Whether nested lists of arrays are what they were."""
    if isinstance(before, list | tuple):
        return len(after) == len(before) and all(map(_unchanged, after, before))
    return np.array_equal(after, before)


def _layouts(array):
    """An array in Fortran order, as a slice and read-only."""
    wide = np.full((*array.shape[:-1], 2 * array.shape[-1]), 0.5).astype(array.dtype)
    wide[..., ::2] = array
    fixed = array.copy()
    fixed.flags.writeable = False
    return [np.array(array, order="F"), wide[..., ::2], fixed]


def _arrays(numbers):
    """Twenty-four numbers in many shapes, memory layouts, and as whole numbers."""
    shapes = (24,), (1, 24), (24, 1), (4, 6), (2, 3, 4)
    arrays = [numbers.reshape(shape) for shape in shapes]
    arrays += [numbers[:16].reshape(4, 4), numbers[8:9], numbers[8:9].reshape(1, 1)]
    for array in (arrays[0], arrays[3], arrays[4]):
        arrays += _layouts(array)
    return arrays + [np.rint(numbers).astype(np.int64).reshape(shape) for shape in shapes[::3]]


def _scalars(numbers):
    """Single numbers as float, 0-d array and int."""
    return [kind(number) for number in numbers for kind in (float, np.array, int)]


### END SOLUTION


def is_sigmoid(f: Callable[[np.ndarray | float], np.ndarray | float]) -> bool:
    """Whether f is the sigmoid, f(z) = 1 / (1 + exp(-z)), an element at a time.

    Parameters
    ----------
    f : callable
        The candidate. It is called with one argument `z`: an array of any
        shape, float64 or int64, or a single number (a float, an int, a 0-d
        array), with |z| <= 1000.

    Returns
    -------
    bool
        True where f keeps all of these rules, False where it breaks one:

        - *Values.* |error| <= 1e-12 + 1e-9·|value|. Wrong values are off by
          more than 1e-6, perhaps only for negative numbers, only for positive
          ones, only at 0, only beyond |z| = 12, or only beyond |z| = 710.
        - *Shape.* An array of z's shape; for a single number a float, a numpy
          float64 or a 0-d array. Vectors, square matrices, several axes, axes
          of length 1 and arrays of one element all count.
        - *Type.* float64, for integers too.
        - *Memory.* Fortran-ordered, sliced and read-only arrays give the same
          values.
        - *Argument.* z is unchanged, whatever its values, integers too.
        - *Quiet.* No warning and no exception, for |z| up to 1000.

    Examples
    --------
    >>> is_sigmoid(sigmoid), is_sigmoid(np.tanh)
    (True, False)
    """
    ### BEGIN SOLUTION
    ### HINT: You have an oracle: your own sigmoid. What is left is to choose inputs well.
    ### HINT: One helper for all testers here: call, catch what is raised or warned, compare shape, type and values.
    ### HINT: Let it look at the argument again, too: is it as it was before the call?
    ### HINT: Then loop over numbers, shapes, layouts and integers; one False is the answer.
    rng = np.random.default_rng(1)
    chosen = [0, 0.5, -0.5, 4, -4, 9, -9, 20, -20, 40, -40, 501, -501, 1000, -1000]
    numbers = rng.permutation(np.concatenate([chosen, rng.normal(0, 3, 9)]))
    inputs = _arrays(numbers) + _scalars([0, -1.5, 2.5, 1000, -1000])
    return all(_passes(f, (z,), sigmoid(z)) for z in inputs)
    ### END SOLUTION


def is_softmax(f: Callable[[np.ndarray], np.ndarray]) -> bool:
    """Whether f is softmax over the last axis, f(Z)_j = exp(z_j) / Σ_i exp(z_i) for each row z.

    Parameters
    ----------
    f : callable
        The candidate. It is called with one argument `Z`, float64 or int64,
        with |z| <= 1000: one row (k,), a batch (n, k), or rows along more axes
        such as (2, n, k). n and k may be 1, and may be equal.

    Returns
    -------
    bool
        True where f keeps all of these rules, False where it breaks one:

        - *Values.* |error| <= 1e-12 + 1e-9·|value|. Wrong values are off by
          more than 1e-6, perhaps only for one of these: several rows, a square
          batch, more axes than two, k = 1, k = 2, numbers beyond ±30, rows of
          numbers that are all near 1000 or all near -1000, rows that hold
          both, a row near -1000 in a batch with one near 1000.
        - *Shape.* An array of Z's shape.
        - *Type.* float64, for integers too.
        - *Memory.* Fortran-ordered, sliced and read-only arrays give the same
          values.
        - *Argument.* Z is unchanged, integers too.
        - *Quiet.* No warning and no exception, for |z| up to 1000.

    Examples
    --------
    >>> is_softmax(softmax), is_softmax(sigmoid)
    (True, False)
    """
    ### BEGIN SOLUTION
    ### HINT: Random rows with numbers around ±3 tell formulas and axes apart; which shapes do you need?
    ### HINT: Then rows with large numbers: all near 1000, all near −1000, both in one; all kinds in a batch.
    numbers = np.random.default_rng(2).normal(0, 2, 24)
    high, low, both = [999.5, 1000, 998], [-1000, -999, -999.5], [0.5, 1000, -1000]
    inputs = [*_arrays(numbers), numbers[:10].reshape(5, 2), 15 * numbers.reshape(6, 4)]
    inputs += [np.array(row) for row in (high, low, both, both[::-1], [-1000, 1, 0, 1000])]
    inputs += [np.array([high, low, [1, 2, 3.5], both]), np.array([low, high, both])]
    return all(_passes(f, (Z,), softmax(Z)) for Z in inputs)
    ### END SOLUTION


def is_relu_derivative(f: Callable[[np.ndarray | float], np.ndarray | float]) -> bool:
    """Whether f is ReLU's slope from its output a >= 0: f(a) = 1 where a > 0, and 0 where a = 0.

    Parameters
    ----------
    f : callable
        The candidate. It is called with one argument `a`, outputs of ReLU: an
        array of any shape, float64 or int64, or a single number (a float, an
        int, a 0-d array), with 0 <= a <= 1000. What f does with negative
        numbers does not count, and right candidates differ there.

    Returns
    -------
    bool
        True where f keeps all of these rules, False where it breaks one:

        - *Values.* Exactly 0 or 1, or within 1e-12 of it. Wrong values are off
          by more than 1e-6, perhaps only at 0, only between 0 and 1, only above
          1, only for numbers of 1e-9 or less, or only beyond 6.
        - *Shape.* An array of a's shape; for a single number a float, a numpy
          float64 or a 0-d array. Vectors, square matrices, several axes, axes
          of length 1 and arrays of one element all count.
        - *Type.* float64, for integers too; no bools, no whole numbers.
        - *Memory.* Fortran-ordered, sliced and read-only arrays give the same
          values.
        - *Argument.* a is unchanged, whatever its values, integers too.
        - *Quiet.* No warning and no exception.

    Examples
    --------
    >>> is_relu_derivative(relu_derivative)
    True
    >>> is_relu_derivative(lambda a: a * (1 - a))  # the guide's fault
    False
    """
    ### BEGIN SOLUTION
    ### HINT: Which numbers a >= 0 are special? The kink, and all that a rough test takes for 0 or 1.
    ### HINT: Put zeros, tiny, small, moderate and large numbers into one array, in every form.
    rng = np.random.default_rng(3)
    chosen = [0, 0, 0, 1e-12, 1e-9, 1e-6, 1e-3, 0.1, 0.5, 1, 1.5, 2, 5.5, 7, 40, 1000]
    numbers = rng.permutation(np.concatenate([chosen, np.abs(rng.normal(0, 2, 8))]))
    inputs = _arrays(numbers) + _scalars([0, 1e-12, 0.5, 1, 3, 1000])
    return all(_passes(f, (a,), relu_derivative(a)) for a in inputs)
    ### END SOLUTION


def is_binary_cross_entropy(
    f: Callable[[np.ndarray | float, np.ndarray | float], float],
) -> bool:
    """Whether f is the binary cross-entropy, f(y, p) = -mean(y log p + (1 - y) log(1 - p)).

    Parameters
    ----------
    f : callable
        The candidate. It is called with two arguments of one shape, any shape:
        targets `y`, each 0 or 1, and probabilities `p`, each from 0 to 1, as
        float64 or int64, or two single numbers (floats, ints, 0-d arrays). In
        the formula p is its value clipped to [1e-12, 1 - 1e-12].

    Returns
    -------
    bool
        True where f keeps all of these rules, False where it breaks one:

        - *Values.* Right ones differ from the formula by at most 1e-9 +
          1e-5·|value|: so much, because some clip p and others clip p and
          1 - p, each for itself. Wrong ones are off by more than 1e-3 +
          1e-3·|value|, perhaps only for targets 0, only for targets 1, only
          where both targets occur in unequal numbers, only for a probability of
          exactly 0 or 1, only for one below 1e-8 or so near to 1, only for
          vectors, only for several rows or several columns, or only for more
          axes than two.
        - *Shape.* One number: a float, a numpy float64 or a 0-d array, for
          arrays of any shape and for single numbers.
        - *Type.* float64, for integers too, whether y, p or both are int64.
        - *Memory.* Fortran-ordered, sliced and read-only arrays give the same
          value; y and p may lie in memory in different ways.
        - *Arguments.* y and p are unchanged, whatever their values.
        - *Quiet.* No warning and no exception, where p is 0 or 1 neither.

    Probabilities strictly between 0 and 1e-12, or as near to 1, are not asked
    about.

    Examples
    --------
    >>> is_binary_cross_entropy(binary_cross_entropy)
    True
    >>> is_binary_cross_entropy(lambda y, p: np.mean((y - p) ** 2))
    False
    """
    ### BEGIN SOLUTION
    ### HINT: y and p need all that an array may be, together: shapes, layouts (mixed), integers.
    ### HINT: Try all y = 1, all y = 0, a mixture with more ones than zeros; p inside, and 0 and 1.
    rng = np.random.default_rng(4)
    y, p = (rng.random(24) < 0.7) * 1.0, rng.uniform(0.02, 0.98, 24)
    edges = rng.permutation([0, 1, 1e-11, 1 - 1e-10, 1e-9, 1 - 1e-8] * 4)
    pairs = [*zip(_arrays(y), _arrays(p), strict=True)]
    pairs += [*zip(_arrays(y), _arrays(edges), strict=True)]
    pairs += [(y.astype(np.int64), p), (np.rint(p), y.astype(np.int64)), (y[:2], p[:2])]
    Y, P = y.reshape(4, 6), p.reshape(4, 6)
    pairs += [(Y, P.copy(order="F")), (Y.copy(order="F"), P), (0 * Y, P), (0 * Y + 1, P)]
    pairs += [(y, q) for y in (0, 1, 1.0, np.array(0.0)) for q in (0.3, 0.0, 1, np.array(0.9))]
    expected = [binary_cross_entropy(*pair) for pair in pairs]
    return all(
        _passes(f, pair, value, rtol=1e-5, atol=1e-9)
        for pair, value in zip(pairs, expected, strict=True)
    )
    ### END SOLUTION


def is_gradient_of(
    df: Callable[[np.ndarray], np.ndarray],
    f: Callable[[np.ndarray], float],
    shape: tuple[int, ...],
    rng: np.random.Generator,
) -> bool:
    """Whether df(x) is the gradient of the scalar function f, at arrays x of one shape.

    Parameters
    ----------
    df : callable
        The candidate. It is called with a float64 array of shape `shape`, in
        numpy's usual memory order; where `shape` is (), with a 0-d array or a
        float.
    f : callable
        Takes the same and returns one float. f is beyond doubt: defined for
        every x, it keeps its argument unchanged and always gives the same
        value for it. |f| stays below 1000 for moderate x. It is smooth but for
        a set of measure zero, such as the corner of an absolute value.
    shape : tuple of int
        The shape of x, with any number of axes, () included.
    rng : numpy.random.Generator
        Where the points come from: `rng.standard_normal(shape)` is meant.

    Returns
    -------
    bool
        True where df keeps all of these rules, False where it breaks one:

        - *Values.* df(x) is the gradient: at each place the slope of f as that
          one element of x moves. Slopes may be 0, and there a numerical one is
          only nearly 0. A wrong df is off by at least 1 % of the slope and by
          at least 1e-3, in one element or in more, and that at one in three of
          the points that `rng.standard_normal(shape)` draws, or more often. A
          right one is off by at most 1e-6 + 1e-6·|slope|.
        - *Shape.* An array of x's shape; for () a float, a numpy float64 or a
          0-d array.
        - *Type.* float64.
        - *Argument.* x is unchanged.
        - *No exception.* Warnings, integers and memory layouts are not asked
          about.

    Examples
    --------
    >>> def f(x):
    ...     return float(np.sum(x**3))
    >>> rng = np.random.default_rng(0)
    >>> is_gradient_of(lambda x: 3 * x**2, f, (2, 3), rng)
    True
    >>> is_gradient_of(lambda x: 3 * np.abs(x), f, (2, 3), rng)
    False
    """
    ### BEGIN SOLUTION
    ### HINT: Unit gradient_checking gives you slopes that need nothing but f.
    ### HINT: How many points must you draw to meet a fault that shows at one in three?
    ### HINT: Mind the tolerance: what do numerical slopes reach, how far is a wrong df off?
    for _ in range(30):
        x = rng.standard_normal(shape)
        slopes = numerical_gradient(f, x)
        if not _passes(df, (x,), slopes, rtol=1e-3, atol=1e-4):
            return False
    return True
    ### END SOLUTION


def is_backward(
    backward: Callable[..., list[tuple[np.ndarray, np.ndarray]]],
) -> bool:
    """Whether a candidate is `backprop.backward` for networks of hidden ReLU layers.

    Parameters
    ----------
    backward : callable
        The candidate. It is called as `backward(Y, activations, params,
        hidden="relu")`: targets Y (n, k), the list [A0, …, AL] that
        `network.forward` gives for a batch and these parameters with
        hidden="relu" and output="softmax" or "sigmoid", and the list of (W, b).
        Y is one-hot for softmax, any zeros and ones for sigmoid. Activations
        are float64; Y, W and b are float64 or int64.

    Returns
    -------
    bool
        True where the candidate keeps all of these rules, False where it breaks
        one:

        - *Values.* The gradients of the mean cross-entropy, which for sigmoid
          sums over units: delta = (AL - Y) / n at the output, (delta @ W.T) *
          (A > 0) through a ReLU layer, dW = A_prev.T @ delta, db = the column
          sums of delta. |error| <= 1e-12 + 1e-9·|value|; wrong ones are off by
          more than 1e-6. A fault may show only in one of these: no hidden
          layer, one, or two and more; a batch of one, or of several rows; one
          output unit or several; layers of equal size, or of different sizes;
          as many rows as units; biases that are not zero; units that sleep
          (A = 0) in some rows.
        - *Shape.* A list with a pair (dW, db) for each layer, first layer
          first, in the shapes of W and b. A pair is a tuple or a list.
        - *Type.* float64 arrays, where Y, W or b are integers too.
        - *Memory.* Fortran-ordered, sliced and read-only arrays give the same
          values.
        - *Arguments.* Y, both lists and all arrays in them are unchanged.
        - *Quiet.* No warning and no exception.

    Examples
    --------
    >>> is_backward(known_backward)
    True
    >>> def flipped(Y, activations, params, hidden):
    ...     return known_backward(Y, activations, params, hidden=hidden)[::-1]
    >>> is_backward(flipped)
    False
    """
    ### BEGIN SOLUTION
    ### HINT: Make networks: init_network, biases of your own, forward. The oracle is imported above.
    ### HINT: Depths 1, 2, 3 layers and more; n = 1 and n > 1; k = 1 and k > 1; all sizes and n equal.
    ### HINT: A unit that sleeps in one row and not in another is what tells the slopes apart.
    rng = np.random.default_rng(5)
    plans = [([3, 2], 5), ([4, 1], 1), ([3, 6, 2], 4), ([3, 7, 1], 1), ([2, 5, 1], 6)]
    plans += [([3, 6, 5, 2], 7), ([4, 4, 4, 4], 4), ([2, 6, 5, 7, 3], 1), ([5, 8, 3], 3)]
    for number, (layer_sizes, n) in enumerate(plans * 3):
        params = [(W, rng.normal(size=b.shape)) for W, b in init_network(layer_sizes, rng)]
        if number % 4 == 3:
            params = [tuple(np.rint(2 * each).astype(np.int64) for each in pair) for pair in params]
        k, X = layer_sizes[-1], rng.normal(size=(n, layer_sizes[0]))
        output = "sigmoid" if k == 1 or number % 2 else "softmax"
        A = forward(X, params, hidden="relu", output=output)
        Y = rng.integers(0, 2, (n, k)) if output == "sigmoid" else np.eye(k)[rng.integers(0, k, n)]
        expected = known_backward(Y, A, params, hidden="relu")
        if number >= len(plans):
            Y, *A = (_layouts(each)[number % 3] for each in (Y, *A))
            params = [tuple(_layouts(each)[number % 3] for each in pair) for pair in params]
        if not _passes(backward, (Y, A, params), expected, hidden="relu"):
            return False
    return True
    ### END SOLUTION
