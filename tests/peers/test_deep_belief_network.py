"""Unit 17 against torch (layers of Linear and Sigmoid), enumeration, and scikit-learn's BernoulliRBM.

scikit-learn trains by persistent chains and sums hidden probabilities that it draws in another way, so
trained weights are not compared, but the exact log-likelihoods that the two reach on bars and stripes of
3 x 3 pixels, where all 512 pictures can be listed.
"""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
import torch
from scipy.special import logsumexp
from sklearn.neural_network import BernoulliRBM

from solutions import boltzmann_machine, deep_belief_network, network

CLOSE = {"rtol": 1e-9, "atol": 1e-12}
UNITS = [(3, 2), (1, 4, 2), (4, 4, 4), (5, 3, 6, 2)]
seeds = pytest.mark.parametrize("seed", range(4))
layers = pytest.mark.parametrize("units", UNITS, ids=str)


def _stack(seed, units):
    rng = np.random.default_rng(seed)
    return [
        (rng.normal(size=(d, m)), rng.normal(size=d), rng.normal(size=m))
        for d, m in pairwise(units)
    ]


def _linear(weight, bias):
    linear = torch.nn.Linear(*weight.shape[::-1], dtype=torch.float64)
    with torch.no_grad():
        linear.weight.copy_(torch.tensor(weight))
        linear.bias.copy_(torch.tensor(bias))
    return torch.nn.Sequential(linear, torch.nn.Sigmoid())


def _all_states(d):
    return np.array(list(product([0.0, 1.0], repeat=d)))


def _after_steps(W, a, b, k):
    """Chances of all visible states after k Gibbs steps from coin flips, by summing over all paths."""
    v, h = _all_states(len(a)), _all_states(len(b))
    up = 1 / (1 + np.exp(-(v @ W + b)))
    down = 1 / (1 + np.exp(-(h @ W.T + a)))
    to_h = np.prod(np.where(h[None] == 1, up[:, None], 1 - up[:, None]), axis=2)
    to_v = np.prod(np.where(v[None] == 1, down[:, None], 1 - down[:, None]), axis=2)
    return np.full(len(v), 1 / len(v)) @ np.linalg.matrix_power(to_h @ to_v, k)


@seeds
@layers
def test_up_and_down_are_torchs_layers(seed, units):
    stack = _stack(seed, units)
    V = np.random.default_rng(seed + 100).random((6, units[0]))
    rows = torch.tensor(V)
    expected = [V]
    with torch.no_grad():
        for W, _, b in stack:
            rows = _linear(W.T, b)(rows)
            expected.append(rows.numpy())
        for W, a, _ in reversed(stack):
            rows = _linear(W, a)(rows)

    for ours, theirs in zip(deep_belief_network.propagate_up(V, stack), expected, strict=True):
        np.testing.assert_allclose(ours, theirs, **CLOSE)
    np.testing.assert_allclose(deep_belief_network.reconstruct(V, stack), rows.numpy(), **CLOSE)


@seeds
@layers
def test_network_ends_in_a_new_layer_on_the_same_hidden_ones(seed, units):
    stack = _stack(seed, units)
    V = np.random.default_rng(seed + 200).random((6, units[0]))

    params = deep_belief_network.to_network(stack, 3, np.random.default_rng(seed))

    activations = network.forward(V, params, "sigmoid", "softmax")
    for ours, theirs in zip(
        activations[:-1], deep_belief_network.propagate_up(V, stack), strict=True
    ):
        np.testing.assert_allclose(ours, theirs, **CLOSE)
    np.testing.assert_allclose(activations[-1].sum(axis=1), 1.0)


@seeds
@pytest.mark.parametrize("k", [1, 4])
def test_generated_rows_have_the_chances_of_all_paths(seed, k):
    n = 20_000
    low, top = _stack(seed, (4, 3, 2))
    shares = _after_steps(*top, k)

    single = deep_belief_network.generate([top], n, k, np.random.default_rng(seed))
    rows = deep_belief_network.generate([low, top], n, k, np.random.default_rng(seed + 1))

    # Seven standard deviations: the draws are random.
    allowed = 7 * np.sqrt(n * shares * (1 - shares)) + 3
    counts = np.bincount((single @ [4, 2, 1]).astype(int), minlength=8)
    assert np.all(np.abs(counts - n * shares) <= allowed)
    pictures = 1 / (1 + np.exp(-(_all_states(3) @ low[0].T + low[1])))
    distance = np.abs(rows[:, None] - pictures).max(axis=2)
    assert np.all(distance.min(axis=1) < 1e-12)
    counts = np.bincount(distance.argmin(axis=1), minlength=8)
    assert np.all(np.abs(counts - n * shares) <= allowed)


def _log_likelihood(V, W, a, b):
    everything = boltzmann_machine.free_energy(_all_states(V.shape[1]), W, a, b)
    return -boltzmann_machine.free_energy(V, W, a, b).mean() - logsumexp(-everything)


def test_pretraining_makes_data_as_likely_as_scikit_learn_does():
    stripes = [np.tile(bits, (3, 1)) for bits in product([0, 1], repeat=3)]
    pictures = {tuple(each.ravel()) for each in stripes} | {
        tuple(each.T.ravel()) for each in stripes
    }
    V = np.array(sorted(pictures), dtype=float)
    ours, theirs = [], []
    for seed in range(3):
        [machine] = deep_belief_network.pretrain(V, [12], 0.1, 2000, 7, np.random.default_rng(seed))
        peer = BernoulliRBM(12, learning_rate=0.1, batch_size=7, n_iter=2000, random_state=seed)
        peer.fit(V)
        ours.append(_log_likelihood(V, *machine))
        theirs.append(
            _log_likelihood(V, peer.components_.T, peer.intercept_visible_, peer.intercept_hidden_)
        )

    untrained = -9 * np.log(2)
    best = -np.log(len(V))
    assert untrained + 1.0 < np.mean(ours) < best
    assert np.mean(ours) > np.mean(theirs) - 1.0, (ours, theirs)
