"""Step by step, with recursion for the grid and sorting for the search."""

import math

import numpy as np


def train_validation_split(X, Y, fraction, rng):
    """Shuffle row numbers in place, cut them, use each piece twice."""
    n = X.shape[0]
    n_val = round(n * fraction)
    numbers = np.arange(n)
    rng.shuffle(numbers)
    train = numbers[0 : n - n_val]
    val = numbers[n - n_val : n]
    X_train = np.take(X, train, axis=0)
    Y_train = np.take(Y, train, axis=0)
    X_val = np.take(X, val, axis=0)
    Y_val = np.take(Y, val, axis=0)
    return X_train, Y_train, X_val, Y_val


def k_fold(n, k, rng):
    """Cut by hand, the last parts longer by one."""
    if k < 2:
        raise ValueError("k = " + str(k) + " is too small")
    if k > n:
        raise ValueError("k = " + str(k) + " is too large")
    numbers = rng.permutation(n).astype(np.int32)
    folds = []
    start = 0
    for fold in range(k):
        end = (fold + 1) * n // k
        validation = numbers[start:end]
        training = np.delete(numbers, range(start, end))
        folds.append((training, validation))
        start = end
    return folds


def grid(space):
    """The grid of one key, then that of the rest for each of its values."""
    if space == {}:
        return [{}]
    names = list(space.keys())
    rest = {}
    for name in names[1:]:
        rest[name] = space[name]
    result = []
    for value in space[names[0]]:
        for smaller in grid(rest):
            candidate = {names[0]: value}
            for name in smaller:
                candidate[name] = smaller[name]
            result.append(candidate)
    return result


def random_candidates(space, n, rng):
    """Powers of ten for ranges, places for lists."""
    for name, values in space.items():
        if type(values) is tuple and not (values[0] > 0 and values[0] <= values[1]):
            raise ValueError("the space of " + name + " has " + str(values))
    result = []
    for _ in range(n):
        candidate = {}
        for name, values in space.items():
            if type(values) is tuple:
                exponent = rng.uniform(math.log10(values[0]), math.log10(values[1]))
                candidate[name] = np.power(10.0, exponent)
            else:
                candidate[name] = values[rng.choice(len(values))]
        result.append(candidate)
    return result


def search(evaluate, candidates):
    """Sort (cost, place): the lowest cost first, of equal ones the first place."""
    costs = []
    pairs = []
    for i in range(len(candidates)):
        cost = evaluate(candidates[i])
        costs.append(cost)
        if cost == cost and abs(cost) != math.inf:
            pairs.append((cost, i))
    if len(pairs) == 0:
        raise ValueError("candidates: nothing to choose from")
    pairs.sort()
    return candidates[pairs[0][1]], costs
