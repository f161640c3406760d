"""Boltzmann machines as the lesson writes them, with lists, masks and the sigmoid of unit activations."""

import itertools

import numpy as np

from exercises.activations import sigmoid


def energy(s, W, b):
    """Row by row, with np.dot."""
    energies = []
    for row in np.array(s, dtype=float):
        energies.append(-0.5 * np.dot(np.dot(row, W), row) - np.dot(b, row))
    return np.array(energies)


def conditional(s, i, W, b):
    """The weighted sum of one column."""
    return sigmoid(np.dot(s, W[:, i]) + b[i] * 1.0)


def distribution(W, b):
    """All states by itertools, less the lowest energy."""
    states = list(itertools.product([0, 1], repeat=len(b)))
    energies = energy(states, W, b)
    weights = np.exp(energies.min() - energies)
    return weights / weights.sum()


def gibbs_sweep(s, W, b, rng):
    """A copy whose columns are replaced in turn."""
    s = np.copy(s) * 1.0
    n, d = s.shape
    for i in range(d):
        p = conditional(s, i, W, b)
        draws = rng.uniform(size=n)
        s[:, i] = 0
        s[draws < p, i] = 1
    return s


def rbm_energy(v, h, W, a, b):
    """Elementwise products, summed along the rows."""
    v = np.array(v, dtype=float)
    h = np.array(h, dtype=float)
    e = np.sum(np.dot(v, W) * h, axis=1)
    e = e + np.sum(a * v, axis=1)
    e = e + np.sum(b * h, axis=1)
    return 0 - e


def hidden_probabilities(v, W, b):
    """Up."""
    return sigmoid(b * 1.0 + np.dot(v, W))


def visible_probabilities(h, W, a):
    """Down, by way of the transposed product."""
    return sigmoid(np.dot(W, np.transpose(h)).T + a * 1.0)


def softplus(z):
    """log(1 + exp(z)) by masks."""
    result = np.zeros(z.shape)
    small = z < 0
    result[small] = np.log1p(np.exp(z[small]))
    result[~small] = z[~small] + np.log1p(np.exp(-z[~small]))
    return result


def free_energy(v, W, a, b):
    """Visible part and hidden part."""
    return -1.0 * np.dot(v, a) - softplus(np.dot(v, W) + b * 1.0).sum(axis=1)


def sample(p, rng):
    """np.where."""
    return np.where(rng.random(p.shape) < p, 1.0, 0.0)


def contrastive_divergence(v, W, a, b, rng, k=1):
    """The data's statistics first, then the chain's."""
    v0 = np.array(v, dtype=float)
    n = v0.shape[0]
    ph0 = hidden_probabilities(v0, W, b)
    ph = ph0
    for _ in range(k):
        h = sample(ph, rng)
        vk = sample(visible_probabilities(h, W, a), rng)
        ph = hidden_probabilities(vk, W, b)
    dW = (np.dot(v0.T, ph0) - np.dot(vk.T, ph)) / n
    da = np.mean(v0, axis=0) - np.mean(vk, axis=0)
    db = np.mean(ph0, axis=0) - np.mean(ph, axis=0)
    return dW, da, db
