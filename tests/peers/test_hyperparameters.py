"""Hyperparameters against scikit-learn's splitters and grid, and scipy's log-uniform distribution.

Conventions that differ: scikit-learn sorts the names of a grid, so names are sorted here to begin with;
it rounds a held-out fraction up, so it is handed the whole number; KFold gives the larger parts first and
sorted row numbers, which our contract leaves open, so sizes and sets are compared.
"""

from __future__ import annotations

import string

import numpy as np
import pytest
from scipy import stats
from sklearn import model_selection

from solutions import hyperparameters

SEEDS = pytest.mark.parametrize("seed", range(12))


@SEEDS
def test_grid_agrees_with_parameter_grid(seed):
    """The same candidates in the same order, values that are listed twice included."""
    rng = np.random.default_rng(seed)
    values = [0.1, 1, "tanh", None, (16, 8), True, 0.1, "relu"]
    space = {
        name: [values[place] for place in rng.integers(len(values), size=rng.integers(1, 5))]
        for name in string.ascii_lowercase[: rng.integers(1, 5)]
    }

    assert hyperparameters.grid(space) == list(model_selection.ParameterGrid(space))


@SEEDS
def test_k_fold_agrees_with_kfold(seed):
    """Parts of the same sizes, and the same rows in all."""
    rng = np.random.default_rng(seed)
    n = int(rng.integers(2, 60))
    k = int(rng.integers(2, n + 1))
    theirs = list(model_selection.KFold(k, shuffle=True, random_state=seed).split(np.zeros(n)))
    mine = hyperparameters.k_fold(n, k, rng)

    for part in (0, 1):
        sizes = [sorted(len(fold[part]) for fold in folds) for folds in (mine, theirs)]
        rows = [np.sort(np.concatenate([fold[part] for fold in folds])) for folds in (mine, theirs)]
        assert sizes[0] == sizes[1]
        np.testing.assert_array_equal(*rows)


@SEEDS
def test_split_agrees_with_train_test_split(seed):
    """Parts of the same shapes and types, and the same rows in all, each with its target."""
    rng = np.random.default_rng(seed)
    n = int(rng.integers(4, 60))
    X, Y = rng.integers(0, 99, size=(n, 3)).astype(np.uint8), np.arange(n)
    fraction = float(rng.uniform(0.2, 0.8))
    X_train, X_val, Y_train, Y_val = model_selection.train_test_split(
        X, Y, test_size=round(fraction * n), random_state=seed
    )
    mine = hyperparameters.train_validation_split(X, Y, fraction, rng)

    for part, other in zip(mine, (X_train, Y_train, X_val, Y_val), strict=True):
        assert part.shape == other.shape
        assert part.dtype == other.dtype
    np.testing.assert_array_equal(np.sort(np.concatenate(mine[1::2])), Y)
    np.testing.assert_array_equal(np.concatenate(mine[::2]), X[np.concatenate(mine[1::2])])


@pytest.mark.parametrize(("low", "high"), [(0.0001, 1.0), (3, 3000), (0.2, 0.9), (1e-12, 1e12)])
def test_random_candidates_follow_scipys_log_uniform(low, high):
    """Kolmogorov's test of 5000 draws; they fail by chance once in a thousand million."""
    rng = np.random.default_rng(0)
    candidates = hyperparameters.random_candidates({"rate": (low, high)}, 5000, rng)
    draws = [candidate["rate"] for candidate in candidates]

    assert stats.kstest(draws, stats.loguniform(low, high).cdf).pvalue > 1e-9


def test_random_candidates_choose_as_often_as_chance():
    """Chi-squared of 5000 choices from a list of seven."""
    rng = np.random.default_rng(1)
    candidates = hyperparameters.random_candidates({"units": list(range(7))}, 5000, rng)
    counts = np.bincount([candidate["units"] for candidate in candidates], minlength=7)

    assert stats.chisquare(counts).pvalue > 1e-9
