"""11 · Hyperparameters. Zoë O'Neil"""

import itertools

import numpy as np


def train_validation_split(X, Y, fraction, rng):
    held = np.zeros(len(X), bool)
    held[rng.choice(len(X), size=round(fraction * len(X)), replace=False)] = True
    return X[~held], Y[~held], X[held], Y[held]


def k_fold(n, k, rng):
    if not 2 <= k <= n:
        raise ValueError(f"{k=}, n={n}")
    fold = rng.permutation(np.arange(n) % k)
    return [(np.flatnonzero(fold != i), np.flatnonzero(fold == i)) for i in range(k)]


def grid(space):
    return [dict(zip(space, values)) for values in itertools.product(*space.values())]


def random_candidates(space, n, rng):
    columns = {}
    for name, v in space.items():
        if isinstance(v, tuple):
            low, high = v
            if not (low > 0 and high >= low):
                raise ValueError(f"{name}: {v}")
            columns[name] = list(low * np.exp(rng.random(n) * (np.log(high) - np.log(low))))
        else:
            columns[name] = [v[i] for i in rng.choice(len(v), size=n)]
    return [{name: columns[name][i] for name in space} for i in range(n)]


def search(evaluate, candidates):
    costs = np.array([evaluate(c) for c in candidates], dtype=float)
    if not np.any(np.isfinite(costs)):
        raise ValueError(f"candidates: no finite cost in {costs}")
    return candidates[np.argmin(np.where(np.isfinite(costs), costs, np.inf))], costs
