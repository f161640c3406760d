"""Boltzmann machines by einsum and ufuncs; a sweep that keeps its weighted sums up to date."""

import numpy as np


def _floats(*arrays):
    return [np.asarray(array, dtype=np.float64) for array in arrays]


def _sigmoid(z):
    return np.exp(-np.logaddexp(0.0, -z))


def energy(s, W, b):
    """Half of all ordered pairs."""
    s, W, b = _floats(s, W, b)
    return -np.einsum("ni,ij,nj->n", s, W, s) / 2 - np.einsum("ni,i->n", s, b)


def conditional(s, i, W, b):
    """The difference of two energies."""
    s, W, b = _floats(s, W, b)
    off, on = (np.where(np.arange(len(b)) == i, value, s) for value in (0.0, 1.0))
    return _sigmoid(energy(off, W, b) - energy(on, W, b))


def distribution(W, b):
    """All states from np.indices, and probabilities by their logarithms."""
    W, b = _floats(W, b)
    states = np.indices((2,) * len(b)).reshape(len(b), -1).T
    goodness = -energy(states, W, b)
    return np.exp(goodness - np.logaddexp.reduce(goodness))


def gibbs_sweep(s, W, b, rng):
    """Each unit's change is added to the sums of all others."""
    s, W, b = _floats(s, W, b)
    s = s.copy(order="F")
    sums = np.einsum("ni,ij->nj", s, W) + b
    for unit in range(s.shape[1]):
        drawn = np.less(rng.random(s.shape[0]), _sigmoid(sums[:, unit])).astype(np.float64)
        sums += np.einsum("n,j->nj", drawn - s[:, unit], W[unit])
        s[:, unit] = drawn
    return s


def rbm_energy(v, h, W, a, b):
    """One einsum a term."""
    v, h, W, a, b = _floats(v, h, W, a, b)
    terms = (
        np.einsum("ni,ij,nj->n", v, W, h),
        np.einsum("ni,i->n", v, a),
        np.einsum("nj,j->n", h, b),
    )
    return np.negative(sum(terms))


def hidden_probabilities(v, W, b):
    """Going up."""
    v, W, b = _floats(v, W, b)
    return _sigmoid(np.einsum("ni,ij->nj", v, W) + b)


def visible_probabilities(h, W, a):
    """Going down."""
    h, W, a = _floats(h, W, a)
    return _sigmoid(np.einsum("nj,ij->ni", h, W) + a)


def free_energy(v, W, a, b):
    """log(exp(0) + exp(z)) is np.logaddexp(0, z)."""
    v, W, a, b = _floats(v, W, a, b)
    z = np.einsum("ni,ij->nj", v, W) + b
    return -np.einsum("ni,i->n", v, a) - np.einsum("nj->n", np.logaddexp(0.0, z))


def sample(p, rng):
    """The sign of what is left of the chance after the draw."""
    return np.heaviside(p - rng.random(np.shape(p)), 0.0)


def contrastive_divergence(v, W, a, b, rng, k=1):
    """Data on top of the chain's end, with weights 1/n and -1/n."""
    v, W, a, b = _floats(v, W, a, b)
    chain = v
    for _ in range(k):
        hidden = rng.random((len(v), len(b))) < hidden_probabilities(chain, W, b)
        chain = rng.random(v.shape) < visible_probabilities(hidden, W, a)
    both = np.concatenate([v, chain])
    hidden = hidden_probabilities(both, W, b)
    share = np.repeat([1.0, -1.0], len(v)) / len(v)
    return (
        np.einsum("n,ni,nj->ij", share, both, hidden),
        np.einsum("n,ni->i", share, both),
        np.einsum("n,nj->j", share, hidden),
    )
