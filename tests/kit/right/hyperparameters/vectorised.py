"""Splits by masks and sorted keys, candidates by whole columns of draws."""

import itertools

import numpy as np


def train_validation_split(X, Y, fraction, rng):
    """A mask of the rows held out."""
    rows = rng.choice(len(X), size=round(fraction * len(X)), replace=False)
    held_out = np.zeros(len(X), dtype=bool)
    held_out[rows] = True
    return X[~held_out], Y[~held_out], X[held_out], Y[held_out]


def k_fold(n, k, rng):
    """The fold of each row is its rank among random numbers, modulo k."""
    if not (k >= 2 and n >= k):
        raise ValueError("k has to be from 2 to n, " + f"and k = {k} where n = {n}")
    fold = np.argsort(np.argsort(rng.random(n))) % k
    return [(np.flatnonzero(fold != each), np.flatnonzero(fold == each)) for each in range(k)]


def grid(space):
    """itertools turns the last fastest."""
    return [dict(zip(space.keys(), row, strict=True)) for row in itertools.product(*space.values())]


def _column(name, values, n, rng):
    if type(values) is tuple:
        low, high = values
        if not low > 0 or not high >= low:
            raise ValueError(f"space[{name!r}] is {values}, where 0 < {low} <= {high} should hold")
        return low * np.exp(rng.random(n) * np.log(high / low))
    return [values[place] for place in rng.integers(0, len(values), n)]


def random_candidates(space, n, rng):
    """A column of n values for each name, then their rows."""
    columns = [_column(name, values, n, rng) for name, values in space.items()]
    return [dict(zip(space, row, strict=True)) for row in zip(*columns, strict=True)]


def search(evaluate, candidates):
    """The lowest of the costs with inf for what is broken."""
    costs = np.array([evaluate(candidate) for candidate in candidates], dtype=float)
    finite = np.isfinite(costs)
    if not finite.any():
        raise ValueError("no finite cost among the candidates")
    return [candidates[int(np.where(finite, costs, np.inf).argmin())], costs]
