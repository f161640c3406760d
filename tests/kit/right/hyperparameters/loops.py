"""Splits, grids and searches in plain loops, with drawing of its own."""

import math

import numpy as np


def _shuffled(n, rng):
    """Fisher and Yates: swap each place with one up to it."""
    order = list(range(n))
    for last in range(n - 1, 0, -1):
        other = int(rng.integers(0, last, endpoint=True))
        order[last], order[other] = order[other], order[last]
    return order


def train_validation_split(X, Y, fraction, rng):
    """Collect rows in four lists."""
    held_out = set(_shuffled(len(X), rng)[: round(fraction * len(X))])
    parts = [], [], [], []
    for row in range(len(X)):
        side = 2 if row in held_out else 0
        parts[side].append(X[row])
        parts[side + 1].append(Y[row])
    types = X.dtype, Y.dtype, X.dtype, Y.dtype
    return [np.array(part, dtype=dtype) for part, dtype in zip(parts, types, strict=True)]


def k_fold(n, k, rng):
    """Deal the rows out like cards."""
    if k < 2 or k > n:
        raise ValueError(f"k is {k}, and should lie between 2 and {n}")
    hands = [[] for _ in range(k)]
    for place, row in enumerate(_shuffled(n, rng)):
        hands[place % k].append(row)
    folds = []
    for validation in hands:
        training = [row for row in range(n) if row not in validation]
        folds.append([training, validation])
    return folds


def grid(space):
    """Turn an odometer."""
    names = list(space)
    wheels = [0] * len(names)
    candidates = []
    while True:
        candidates.append({name: space[name][at] for name, at in zip(names, wheels, strict=True)})
        turning = len(names) - 1
        while turning >= 0:
            wheels[turning] += 1
            if wheels[turning] < len(space[names[turning]]):
                break
            wheels[turning] = 0
            turning -= 1
        if turning < 0:
            return candidates


def random_candidates(space, n, rng):
    """One rng.random() for each value."""
    for name in space:
        if isinstance(space[name], tuple):
            low, high = space[name]
            if low <= 0 or high < low:
                raise ValueError(f"{name}: no logarithm is uniform from {low} to {high}")
    candidates = []
    for _ in range(n):
        candidate = {}
        for name in space:
            u = rng.random()
            if isinstance(space[name], tuple):
                low, high = space[name]
                candidate[name] = low * (high / low) ** u
            else:
                candidate[name] = space[name][math.floor(u * len(space[name]))]
        candidates.append(candidate)
    return candidates


def search(evaluate, candidates):
    """Remember the best so far."""
    costs = []
    best = lowest = None
    for candidate in candidates:
        cost = evaluate(candidate)
        costs.append(cost)
        if not math.isfinite(cost):
            continue
        if lowest is None or cost < lowest:
            best, lowest = candidate, cost
    if lowest is None:
        raise ValueError("candidates has none whose cost is finite")
    return best, costs
