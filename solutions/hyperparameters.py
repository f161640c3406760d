r"""# 11 · Hyperparameters

Training finds the weights and biases: the *parameters*. But someone had to say how: how large the
learning rate is, how many hidden units there are, how strong the penalty. These settings are the
**hyperparameters**. Gradient descent cannot find them. A penalty of strength 0 always has the lowest
training cost, so training would always switch it off. They are found by trying: train with some
settings, measure the cost on rows that training has not seen, try others, keep the best.

    data ──► split ──► training rows ───► train with a candidate ──► params
                └────► validation rows ──────────► cost ◄──────────────┘
                                                     │
    space ──► grid or random candidates ──► search ◄─┘ ──► the best candidate

## Words

| word | meaning |
|---|---|
| n | the number of rows of the data |
| `X` (n, …), `Y` (n, …) | data and targets, row i of Y belonging to row i of X |
| training, validation rows | those that the weights are fitted to; those that settings are judged by |
| fold | one of k parts of the rows, held out in turn |
| space | a dict: the name of each hyperparameter and the values that it may take |
| candidate | a dict: one value for each name of the space |
| evaluate | a function from a candidate to its cost, on validation rows |

## Hold rows out

A cost on rows that were trained on measures memory, not skill. So set some rows aside *before*
anything else, at random: files are often sorted by class, and the last fifth of a sorted file is a
class of its own. Of n rows, round(fraction · n) are held out; X and Y must be cut by the same row
numbers.

>>> X, Y = np.array([[10], [11], [12], [13], [14]]), np.array([0, 1, 2, 3, 4])
>>> rng = np.random.default_rng(0)
>>> X_train, Y_train, X_val, Y_val = train_validation_split(X, Y, 0.4, rng)
>>> len(X_train), len(X_val), bool(np.all(X_val[:, 0] == Y_val + 10))
(3, 2, True)

**k folds.** With few rows a single split is a lottery: two easy rows more, and a setting looks good.
Cut a random order of the rows into k parts instead and hold each out once. Every row is then judged
once, by a network that has not seen it, and the k costs are averaged:

    fold 0   [validation]  training     training
    fold 1    training    [validation]  training        n = 7, k = 3: parts of 3, 2 and 2 rows
    fold 2    training     training    [validation]

>>> folds = k_fold(7, 3, np.random.default_rng(0))
>>> sorted(len(validation) for training, validation in folds)
[2, 2, 3]
>>> sorted(int(row) for training, validation in folds for row in validation)
[0, 1, 2, 3, 4, 5, 6]

`k_fold` deals in row numbers, so one call serves any number of arrays: `X[training]`, `Y[training]`.

## Candidates from a grid

The obvious way is to list a few values for each name and to try all combinations. Count before you
start: lists of 4, 3 and 2 values make 4 · 3 · 2 = 24 trainings, and each further list multiplies.
The order is that of an odometer: the last name turns fastest.

>>> for candidate in grid({"learning_rate": [0.1, 0.01], "hidden": [(16,), (32, 32)]}):
...     print(candidate)
{'learning_rate': 0.1, 'hidden': (16,)}
{'learning_rate': 0.1, 'hidden': (32, 32)}
{'learning_rate': 0.01, 'hidden': (16,)}
{'learning_rate': 0.01, 'hidden': (32, 32)}

## Candidates by chance

A grid of 3 · 3 tries nine networks, but only three learning rates. If the second name hardly
matters, which is common and not known beforehand, six of nine trainings were wasted. Nine *random*
candidates try nine learning rates. So each name is drawn by itself: a list gives one of its items,
all with the same chance; a pair (low, high) gives any number between.

Which number? For a learning rate, 0.001 and 0.002 differ as much as 0.1 and 0.2: what counts is the
*ratio*. A draw with equal chances on [0.0001, 1] is above 0.1 about nine times in ten and below 0.001
only about once in a thousand. Equal chances for equal ratios means that the *logarithm* is uniform:

    log x  uniform on  [log low, log high]

    P(a ≤ x ≤ b) = log(b / a) / log(high / low)      for low ≤ a ≤ b ≤ high

From 0.0001 to 1 there are four powers of ten, log(10) / log(10000) = 1/4, so each gets a quarter of
the draws. It makes no difference which logarithm is meant, as long as the way back is its own
inverse. And 0 cannot be an end: it has no logarithm.

>>> space = {"learning_rate": (0.0001, 1), "activation": ["tanh", "relu"]}
>>> candidates = random_candidates(space, 1000, np.random.default_rng(0))
>>> below = sum(each["learning_rate"] < 0.01 for each in candidates)
>>> 400 < below < 600
True

`grader plot hyperparameters` draws from your own functions a grid and random candidates side by side,
the learning rates that each of them tries, and the parts of `k_fold` as bars.

## Search

What is left is to try each candidate and to keep the best. How that is judged is the business of
`evaluate`: it may train on a split, or on k folds and average. Here a candidate's cost is what is
left of J(w) = w² after three steps from w = 4, each of which multiplies w by (1 − 2 · rate):

>>> def evaluate(candidate):
...     return (4 * (1 - 2 * candidate["rate"]) ** 3) ** 2
>>> best, costs = search(evaluate, grid({"rate": [0.01, 0.25, 0.75, 1.25]}))
>>> best
{'rate': 0.25}
>>> [round(float(cost), 2) for cost in costs]
[14.17, 0.25, 0.25, 182.25]

0.25 and 0.75 are equally good; the first wins. Some candidate will diverge, and its cost is inf or
NaN. That is news about the candidate, not a reason to stop, and it must not win: NaN compares False
with everything, so a careless "smaller than the best" keeps a NaN that came first for ever. Even
−inf is no cost to be proud of; it tells of a broken sum.

**The last word is a third part.** The best of a hundred costs is partly luck: the more candidates
were tried, the more it flatters. To say how good the final network is, keep *test* rows that no
choice has ever looked at, and look once.

## Experiments

`grader play` trains networks of your own functions in the browser, and *Sweep* there is a grid by
learning rate and hidden layers. Leave it running and the links here open in it; then press *Run the
sweep*. (A link in quotes after `grader play` opens it at once: `grader play 'http://…'`.)

- [Sixteen trainings](http://127.0.0.1:8765/#view=sweep&sweep_rates=0.01,0.1,1,10&sweep_layers=1;2;3;8,8).
  Look along a row: 0.01 gets nowhere in 50 epochs, whatever the network, and 10 jumps about. Look down a
  column: one hidden unit draws a line, two a corner or a strip, three a triangle. The best cell is
  that of the lowest *held-out* cost; choose it, and it opens.
- [Twelve held-out points](http://127.0.0.1:8765/#dataset=moons&noise=0.5&samples=40&view=sweep&sweep_rates=0.03,0.1,0.3,1&sweep_layers=1;3;8,8),
  and [twelve others](http://127.0.0.1:8765/#dataset=moons&noise=0.5&samples=40&view=sweep&sweep_rates=0.03,0.1,0.3,1&sweep_layers=1;3;8,8&seed=2).
  Another seed draws other points, of which others are held out. Does the same cell win? Where it does
  not, one split was a lottery: this is what folds are for.

## What goes wrong in practice

- *Scored on the training rows.* The largest network and the weakest penalty always win.
- *X shuffled without Y,* or cut by another order: validation is no better than guessing.
- *Scaled before the split.* Mean and deviation of all rows carry news of the validation rows into
  training; costs look better than they will be.
- *Folds that overlap,* or the same validation rows in each: `range` where a remainder is left drops
  the last rows.
- *No shuffle.* On a file sorted by class each fold lacks a class to train on.
- *Drawn linearly.* Nine in ten learning rates of the largest power of ten: nearly all diverge.
- *One draw for all names,* so that a large rate always meets a large network.
- *Items changed on the way:* an array made of `["tanh", None]` or `[1, 0.5]` turns its items into
  something else, and a tuple of layer sizes becomes an array's row.
- *The last instead of the best,* or the best cost where the best candidate was asked for.
- *The test rows used for choosing.* Then they are validation rows, and no test is left.

## What every function here promises

- Splitting changes nothing but the order: X and Y keep their element types, be they float32, uint8 or
  text, and the shape of their rows. Row numbers are whole numbers. Numbers drawn from a range are
  floats.
- Any memory layout works: Fortran order, slices, read-only arrays.
- No argument is changed (but `rng` moves on as it is drawn from), and arrays that come back are
  copies.
- Where a list is named, a list comes back. What is given back together, a pair or four arrays, may
  be a tuple or a list.
- `rng` is a `numpy.random.Generator`. How it is drawn from is left open: the same state gives the same
  result, another state or a second call another. No global seed is touched.

## Further reading

- M. Stone, *Cross-validatory choice and assessment of statistical predictions*, 1974.
- R. Kohavi, *A study of cross-validation and bootstrap for accuracy estimation and model selection*,
  1995.
- J. Bergstra and Y. Bengio, *Random search for hyper-parameter optimization*, 2012.
- G. Cawley and N. Talbot, *On over-fitting in model selection and subsequent selection bias in
  performance evaluation*, 2010.

## In your own words

Three folds give one candidate the costs 0.2, 0.2 and 0.9, and another 0.4, 0.5 and 0.4. The means are the same.
What may lie behind the 0.9, what would you look at first, and which candidate would you take?
### BEGIN SOLUTION
- 2 points for what may lie behind it: few rows, so chance; rows in an order, such that a fold holds what the others
  lack; an odd or wrong row; a training that diverged from an unlucky start.
- 1 point: look at that fold first: its rows, its classes, its cost curve; split anew with another seed.
- 2 points: a choice with its reason: the second is steadier, and what its mean promises is likelier to be kept; if the
  0.9 turns out to be an accident of the split, the first. Not from the means alone.
### END SOLUTION
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

### BEGIN SOLUTION


def _check_range(name, low, high):
    """Refuse a range of which no logarithm can be drawn."""
    if not 0 < low <= high:
        raise ValueError(
            f"{name} in space should be a range with 0 < low <= high, got {low}, {high}"
        )


def _draw(values, rng):
    """One value of a space: an item of a list, or a number of a range (low, high)."""
    if isinstance(values, tuple):
        low, high = values
        return float(np.clip(np.exp(rng.uniform(np.log(low), np.log(high))), low, high))
    return values[rng.integers(len(values))]


### END SOLUTION


def train_validation_split(
    X: np.ndarray, Y: np.ndarray, fraction: float, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Hold round(fraction · n) random rows out for validation; the others are for training.

    Parameters
    ----------
    X : array (n, …)
        The data, a row an example: (n, d), or images (n, c, h, w).
    Y : array (n, …)
        The targets, row i belonging to row i of X: (n, k), or labels (n,).
    fraction : float
        Which part of the rows is to be held out, between 0 and 1, and such
        that neither part is empty. "round" is Python's: to the nearest whole
        number, and a half to the even one of its neighbours.
    rng : numpy.random.Generator
        Where the choice comes from, in any way that makes every set of rows
        of that size equally likely. The same state gives the same result;
        drawing moves it on, so that a second call makes a choice of its own.

    Returns
    -------
    (X_train, Y_train, X_val, Y_val) : four arrays
        Every row is in one part, once, and together with its own target. In
        which order the rows of a part come is left open. Nothing else changes:
        each array keeps its element type and the shape of its rows. Copies,
        which share no memory with X and Y; X and Y stay as they were.

    Examples
    --------
    >>> X, Y = np.arange(8.0).reshape(4, 2), np.array([1, 3, 5, 7])
    >>> X_train, Y_train, X_val, Y_val = train_validation_split(
    ...     X, Y, 0.25, np.random.default_rng(0)
    ... )
    >>> X_train.shape, Y_train.shape, X_val.shape, Y_val.shape
    ((3, 2), (3,), (1, 2), (1,))
    >>> bool(np.all(X_train[:, 1] == Y_train) and np.all(X_val[:, 1] == Y_val))
    True
    """
    ### BEGIN SOLUTION
    ### HINT: Choose row numbers, not rows: one choice can then serve X and Y alike.
    ### HINT: Cut one random order of 0…n-1 in two pieces; each picks rows of X and of Y.
    order = rng.permutation(len(X))
    held_out = round(fraction * len(X))
    validation, training = order[:held_out], order[held_out:]
    return X[training], Y[training], X[validation], Y[validation]
    ### END SOLUTION


def k_fold(n: int, k: int, rng: np.random.Generator) -> list[tuple[np.ndarray, np.ndarray]]:
    """Cut the row numbers 0…n-1, in a random order, into k parts, each held out once.

    Parameters
    ----------
    n : int
        The number of rows.
    k : int
        The number of folds, from 2 to n; n holds out one row at a time.
    rng : numpy.random.Generator
        Where the order comes from, in any way that makes all orders of the n
        rows equally likely, be n 4 or 400. The same state gives the same
        folds; drawing moves it on, so that a second call gives others.

    Returns
    -------
    list of (train_indices, validation_indices)
        k pairs of one-dimensional arrays of whole numbers (lists of ints are
        fine). The validation parts have no row in common and together hold
        every row of 0…n-1; their sizes differ by at most one, and which of
        them are the larger ones is left open. The training part of each fold
        holds all the other rows, once. In which order the rows of a part come
        is left open.

    Raises
    ------
    ValueError
        Unless 2 <= k <= n; the message names `k` and the value.

    References
    ----------
    M. Stone, Cross-validatory choice and assessment of statistical
    predictions, 1974.

    Examples
    --------
    >>> for training, validation in k_fold(4, 2, np.random.default_rng(0)):
    ...     print(len(training), len(validation), sorted([*training, *validation]) == [0, 1, 2, 3])
    2 2 True
    2 2 True
    """
    ### BEGIN SOLUTION
    ### HINT: One random order, cut into k pieces; numpy can cut with a remainder.
    ### HINT: For each piece: it is the validation part, all the other pieces together the training.
    if not 2 <= k <= n:
        raise ValueError(f"k should be at least 2 and at most n = {n}, got {k}")
    parts = np.array_split(rng.permutation(n), k)
    return [
        (np.concatenate([*parts[:fold], *parts[fold + 1 :]]), part)
        for fold, part in enumerate(parts)
    ]
    ### END SOLUTION


def grid(space: dict[str, list[Any]]) -> list[dict[str, Any]]:
    """All combinations of the values of a space, the last key varying fastest.

    Parameters
    ----------
    space : dict of lists
        For each hyperparameter the list of its values, of any kind: numbers,
        text, True or None, tuples and lists (of layer sizes), functions. A
        value that is listed twice counts twice. There is at least one key,
        and no list is empty.

    Returns
    -------
    list of dict
        One candidate for each combination, in the order in which an odometer
        counts: the first key's first value with all combinations of the rest,
        then its second value, and so on. Each holds every key of the space
        with one item of its list, the item itself: of the same type and
        equal. The space stays as it was.

    Examples
    --------
    >>> grid({"a": [1, 2], "b": ["x", None]})
    [{'a': 1, 'b': 'x'}, {'a': 1, 'b': None}, {'a': 2, 'b': 'x'}, {'a': 2, 'b': None}]
    """
    ### BEGIN SOLUTION
    ### HINT: The number of keys is not known, so loops cannot be nested by hand; grow the list.
    ### HINT: Start with one empty candidate; for each key replace every candidate by copies, one a value.
    ### HINT: Mind the order; the standard library's itertools knows a shorter way.
    candidates: list[dict[str, Any]] = [{}]
    for name, values in space.items():
        candidates = [{**candidate, name: value} for candidate in candidates for value in values]
    return candidates
    ### END SOLUTION


def random_candidates(
    space: dict[str, list[Any] | tuple[float, float]], n: int, rng: np.random.Generator
) -> list[dict[str, Any]]:
    """Draw n candidates of a space: an item of each list, a log-uniform number of each range.

    Parameters
    ----------
    space : dict of lists and of pairs (low, high)
        For each hyperparameter either a list of values of any kind, as in
        `grid` (tuples in it are items like any other), or a tuple
        (low, high), a range. Both may stand in one space. Low and high may
        be ints, and they may be equal.
    n : int
        How many candidates to draw, at least 1.
    rng : numpy.random.Generator
        Where chance comes from; how it is drawn from is left open. The same
        state gives the same candidates; drawing moves it on, so that a second
        call gives others.

    Returns
    -------
    list of dict
        n candidates, each with every key of the space. From a list comes one
        of its items, each place in the list with the same chance (an item
        that is listed twice comes twice as often), and the item itself: of the
        same type and equal. From a range comes a float x
        with low <= x <= high (but for rounding) whose logarithm is uniform
        between log(low) and log(high). All draws are independent: those of
        one candidate, and those of different ones. The space stays as it was.

    Raises
    ------
    ValueError
        Where a range does not have 0 < low <= high; the message names the
        hyperparameter (or `space`), low and high.

    Notes
    -----
    If log x is uniform, P(a <= x <= b) = log(b / a) / log(high / low): it
    depends on the ratio of a and b only, so each power of ten that the range
    spans gets the same share of the draws.

    References
    ----------
    J. Bergstra and Y. Bengio, Random search for hyper-parameter optimization,
    2012.

    Examples
    --------
    >>> space = {"learning_rate": (0.001, 1.0), "hidden": [(16,), (32, 32)]}
    >>> candidates = random_candidates(space, 50, np.random.default_rng(0))
    >>> len(candidates), sorted({candidate["hidden"] for candidate in candidates})
    (50, [(16,), (32, 32)])
    >>> all(0.001 <= candidate["learning_rate"] <= 1.0 for candidate in candidates)
    True
    """
    ### BEGIN SOLUTION
    ### HINT: Two kinds of draw: a random place in a list, and the way back from a uniform logarithm.
    ### HINT: Draw a list's place and not its item: numpy's own choice would convert the items.
    ### HINT: Look at every range first; then n times a new dict, with a new draw for each key.
    for name, values in space.items():
        if isinstance(values, tuple):
            _check_range(name, *values)
    return [{name: _draw(values, rng) for name, values in space.items()} for _ in range(n)]
    ### END SOLUTION


def search(evaluate: Callable[[Any], float], candidates: list[Any]) -> tuple[Any, list[float]]:
    """Try every candidate, and give the one of the lowest finite cost together with all costs.

    Parameters
    ----------
    evaluate : callable
        evaluate(candidate) gives the candidate's cost: a float, a numpy
        float64 or an int, below 0 too; inf, -inf or NaN where it failed.
        It is called once for each place in the list: a call may be a whole
        training, and equal candidates may cost differently.
    candidates : list
        What is to be tried: dicts as from `grid`, or whatever else `evaluate`
        takes. They need not differ, nor be fit for keys of a dict.

    Returns
    -------
    (best, costs)
        The candidate of the lowest cost, of equal ones the first in the list.
        Only a finite cost can win: not inf, not NaN and not -inf. And the
        list (or one-dimensional array) of all costs, those that are not
        finite too, in the order of the candidates. The candidates and their
        list stay as they were.

    Raises
    ------
    ValueError
        Where there is no candidate, or none of them has a finite cost; the
        message names `candidates`.

    Examples
    --------
    >>> best, costs = search(lambda c: abs(c["x"] - 2.5), [{"x": 1}, {"x": 2}, {"x": 3}])
    >>> best, [float(cost) for cost in costs]
    ({'x': 2}, [1.5, 0.5, 0.5])
    """
    ### BEGIN SOLUTION
    ### HINT: Costs first, all of them; who won is a second question.
    ### HINT: Comparisons with NaN are no help: let only the places whose cost is finite compete.
    costs = [float(evaluate(candidate)) for candidate in candidates]
    finite = [place for place, cost in enumerate(costs) if np.isfinite(cost)]
    if not finite:
        raise ValueError(f"candidates should have one with a finite cost, got costs {costs}")
    return candidates[min(finite, key=costs.__getitem__)], costs
    ### END SOLUTION
