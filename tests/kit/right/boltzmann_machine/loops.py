"""Boltzmann machines a number at a time, in Python's own floats; every draw by itself."""

import math

import numpy as np


def _lists(*arrays):
    return [np.asarray(array, dtype=float).tolist() for array in arrays]


def _chance(z):
    if z >= 0:
        return 1.0 / (1.0 + math.exp(-z))
    power = math.exp(z)
    return power / (1.0 + power)


def _energy(s, W, b):
    """Of one state, each pair of units once."""
    total = 0.0
    for i in range(len(b)):
        if s[i]:
            total -= b[i]
            for j in range(i):
                total -= W[i][j] * s[j]
    return total


def energy(s, W, b):
    """Row by row."""
    s, W, b = _lists(s, W, b)
    return np.array([_energy(row, W, b) for row in s])


def conditional(s, i, W, b):
    """The sum over all other units."""
    s, W, b = _lists(s, W, b)
    d = len(b)
    return np.array(
        [_chance(b[i] + sum(W[j][i] * row[j] for j in range(d) if j != i)) for row in s]
    )


def distribution(W, b):
    """State number k has the bits of k, the first unit's the highest."""
    W, b = _lists(W, b)
    d = len(b)
    energies = []
    for number in range(1 << d):
        energies.append(_energy([(number >> (d - 1 - i)) & 1 for i in range(d)], W, b))
    lowest = min(energies)
    weights = [math.exp(lowest - each) for each in energies]
    total = math.fsum(weights)
    return np.array([weight / total for weight in weights])


def gibbs_sweep(s, W, b, rng):
    """Unit by unit, then row by row."""
    s, W, b = _lists(s, W, b)
    for i in range(len(b)):
        for row in s:
            z = b[i]
            for j in range(len(b)):
                if j != i:
                    z += W[i][j] * row[j]
            row[i] = 1.0 if rng.random() < _chance(z) else 0.0
    return np.array(s)


def rbm_energy(v, h, W, a, b):
    """Three sums for each row."""
    v, h, W, a, b = _lists(v, h, W, a, b)
    energies = []
    for visible, hidden in zip(v, h, strict=True):
        total = 0.0
        for i in range(len(a)):
            total += a[i] * visible[i]
            for j in range(len(b)):
                total += visible[i] * W[i][j] * hidden[j]
        for j in range(len(b)):
            total += b[j] * hidden[j]
        energies.append(-total)
    return np.array(energies)


def _sums(row, W, bias):
    return [bias[j] + sum(row[i] * W[i][j] for i in range(len(row))) for j in range(len(bias))]


def hidden_probabilities(v, W, b):
    """A unit at a time."""
    v, W, b = _lists(v, W, b)
    return np.array([[_chance(z) for z in _sums(row, W, b)] for row in v])


def visible_probabilities(h, W, a):
    """The same over columns made rows."""
    h, W, a = _lists(h, W, a)
    turned = [list(column) for column in zip(*W, strict=True)]
    return np.array([[_chance(z) for z in _sums(row, turned, a)] for row in h])


def free_energy(v, W, a, b):
    """log(1 + exp(z)) as z + log(1 + exp(-z)) where z is positive."""
    v, W, a, b = _lists(v, W, a, b)
    result = []
    for row in v:
        total = 0.0
        for i in range(len(a)):
            total -= a[i] * row[i]
        for z in _sums(row, W, b):
            total -= math.log1p(math.exp(z)) if z < 0 else z + math.log1p(math.exp(-z))
        result.append(total)
    return np.array(result)


def sample(p, rng):
    """An element at a time, in the order of rows."""
    states = np.zeros(np.shape(p))
    for place in np.ndindex(states.shape):
        if rng.random() < p[place]:
            states[place] = 1.0
    return states


def contrastive_divergence(v, W, a, b, rng, k=1):
    """The data minus the chain, row by row; a list of three."""
    first = np.asarray(v, dtype=float)
    chain = first
    while k > 0:
        chain = sample(
            visible_probabilities(sample(hidden_probabilities(chain, W, b), rng), W, a), rng
        )
        k -= 1
    n, (d, m) = len(first), np.shape(W)
    dW, da, db = np.zeros((d, m)), np.zeros(d), np.zeros(m)
    for sign, visible in ((1.0, first), (-1.0, chain)):
        hidden = hidden_probabilities(visible, W, b)
        for r in range(n):
            for i in range(d):
                da[i] += sign * visible[r, i] / n
                for j in range(m):
                    dW[i, j] += sign * visible[r, i] * hidden[r, j] / n
            for j in range(m):
                db[j] += sign * hidden[r, j] / n
    return [dW, da, db]
