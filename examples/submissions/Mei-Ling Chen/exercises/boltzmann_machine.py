import itertools

import numpy as np

from exercises.activations import sigmoid


def energy(s, W, b):
    s = s.astype(float)
    return -(np.einsum("ni,ij,nj->n", s, W.astype(float), s) + np.einsum("ni,i->n", s, b))


def conditional(s, i, W, b):
    s = s.astype(float)
    on, off = s.copy(), s.copy()
    on[:, i] = 1
    off[:, i] = 0
    return sigmoid(energy(off, W, b) - energy(on, W, b))


def distribution(W, b):
    s = np.array(list(itertools.product([0, 1], repeat=len(b))))
    e = -energy(s, W, b)
    return np.exp(e - np.logaddexp.reduce(e))


def gibbs_sweep(s, W, b, rng):
    s = s.astype(float)
    u = rng.random((s.shape[1], s.shape[0]))
    for i in range(s.shape[1]):
        s[:, i] = np.where(u[i] < conditional(s, i, W, b), 1.0, 0.0)
    return s


def rbm_energy(v, h, W, a, b):
    v, h = v * 1.0, h * 1.0
    return -(np.einsum("ni,ij,nj->n", v, W, h) + v @ a + h @ b)


def hidden_probabilities(v, W, b):
    return sigmoid(np.einsum("ni,ij->nj", v * 1.0, W) + b)


def visible_probabilities(h, W, a):
    return sigmoid(np.einsum("nj,ij->ni", h * 1.0, W) + a)


def free_energy(v, W, a, b):
    z = (v * 1.0) @ W + b
    return -(v * 1.0) @ a - np.sum(np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z))), axis=1)


def sample(p, rng):
    return np.where(rng.random(p.shape) < p, 1.0, 0.0)


def contrastive_divergence(v, W, a, b, rng, k=1):
    n = v.shape[0]
    v0 = v * 1.0
    ph0 = hidden_probabilities(v0, W, b)
    h = sample(ph0, rng)
    vk = sample(visible_probabilities(h, W, a), rng)
    for _ in range(k - 1):
        vk = sample(visible_probabilities(sample(hidden_probabilities(vk, W, b), rng), W, a), rng)
    phk = hidden_probabilities(vk, W, b)
    return (
        (np.einsum("ni,nj->ij", v0, h) - np.einsum("ni,nj->ij", vk, phk)) / n,
        np.mean(v0, 0) - np.mean(vk, 0),
        np.mean(ph0, 0) - np.mean(phk, 0),
    )
