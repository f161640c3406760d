"""Unit 16 against enumeration with scipy's logsumexp, torch's autograd and scikit-learn's BernoulliRBM.

scikit-learn keeps weights transposed, (hidden, visible), and draws with another kind of generator, so its
probabilities and free energies are compared, not its draws. In machines small enough to list every state the
energies alone settle all else: sums over states give probabilities, autograd of the exact log-likelihood gives
the direction that contrastive divergence estimates.
"""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
import torch
from scipy.special import logsumexp, softmax
from sklearn.neural_network import BernoulliRBM

from solutions import boltzmann_machine

CLOSE = {"rtol": 1e-9, "atol": 1e-12}
SHAPES = [(1, 1, 2), (4, 3, 2), (5, 2, 4), (2, 6, 5)]
seeds = pytest.mark.parametrize("seed", range(5))
shapes = pytest.mark.parametrize("shape", SHAPES, ids=str)


def _all_states(d):
    return np.array(list(product([0.0, 1.0], repeat=d)))


def _machine(seed, d, scale=2.0):
    rng = np.random.default_rng(seed)
    W = np.triu(rng.normal(size=(d, d)) * scale, 1)
    return W + W.T, rng.normal(size=d) * scale


def _restricted(seed, n, d, m, grey=True):
    rng = np.random.default_rng(seed)
    v = rng.random((n, d)) if grey else rng.integers(0, 2, (n, d)).astype(float)
    h = rng.integers(0, 2, (n, m)).astype(float)
    return v, h, rng.normal(size=(d, m)), rng.normal(size=d), rng.normal(size=m)


def _sweep_matrix(W, b):
    """The chances to get from each state to each other in one sweep, by conditionals alone."""
    d = len(b)
    states = _all_states(d)
    sweep = np.eye(2**d)
    for i in range(d):
        p = boltzmann_machine.conditional(states, i, W, b)
        on = np.arange(2**d) | (1 << (d - 1 - i))
        off = on ^ (1 << (d - 1 - i))
        move = np.zeros((2**d, 2**d))
        move[np.arange(2**d), on] = p
        move[np.arange(2**d), off] = 1 - p
        sweep = sweep @ move
    return sweep


@seeds
@pytest.mark.parametrize("d", [1, 2, 5, 8])
def test_distribution_and_conditionals_follow_from_pairwise_energies(seed, d):
    W, b = _machine(seed, d)
    states = _all_states(d)
    energies = np.array(
        [
            -sum(W[i, j] * s[i] * s[j] for i in range(d) for j in range(i)) - sum(b * s)
            for s in states
        ]
    )
    exact = softmax(-energies)

    np.testing.assert_allclose(boltzmann_machine.energy(states, W, b), energies, **CLOSE)
    np.testing.assert_allclose(boltzmann_machine.distribution(W, b), exact, **CLOSE)
    for i in range(d):
        on = np.arange(2**d) | (1 << (d - 1 - i))
        off = on ^ (1 << (d - 1 - i))
        share = np.exp(np.log(exact[on]) - np.logaddexp(np.log(exact[on]), np.log(exact[off])))

        np.testing.assert_allclose(
            boltzmann_machine.conditional(states, i, W, b), share, rtol=1e-8, atol=1e-12
        )


@seeds
def test_sweeps_leave_the_distribution_and_reach_it(seed):
    W, b = _machine(seed, 3, scale=1.0)
    exact = boltzmann_machine.distribution(W, b)
    sweep = _sweep_matrix(W, b)

    np.testing.assert_allclose(exact @ sweep, exact, **CLOSE)

    n = 20_000
    rng = np.random.default_rng(seed)
    start = np.full((n, 3), 1.0)
    after = boltzmann_machine.gibbs_sweep(start, W, b, rng)
    counts = np.bincount((after @ [4, 2, 1]).astype(int), minlength=8)
    spread = np.sqrt(n * sweep[7] * (1 - sweep[7]))

    # Seven standard deviations: the draws are random.
    assert np.all(np.abs(counts - n * sweep[7]) <= 7 * spread + 3)


@seeds
@pytest.mark.parametrize("scale", [1.0, 400.0])
def test_distribution_is_stable(seed, scale):
    W, b = _machine(seed, 6, scale)
    states = _all_states(6)
    scores = torch.tensor(-boltzmann_machine.energy(states, W, b), dtype=torch.float64)

    np.testing.assert_allclose(
        boltzmann_machine.distribution(W, b), torch.softmax(scores, 0).numpy(), **CLOSE
    )


@seeds
@shapes
def test_free_energy_and_hidden_probabilities_are_scikit_learns(seed, shape):
    v, _, W, a, b = _restricted(seed, *shape)
    peer = BernoulliRBM(n_components=shape[2])
    peer.components_, peer.intercept_visible_, peer.intercept_hidden_ = W.T.copy(), a, b

    np.testing.assert_allclose(
        boltzmann_machine.free_energy(v, W, a, b), peer._free_energy(v), **CLOSE
    )
    np.testing.assert_allclose(
        boltzmann_machine.hidden_probabilities(v, W, b), peer.transform(v), **CLOSE
    )


@seeds
@shapes
def test_restricted_machine_follows_from_its_energy(seed, shape):
    n, d, m = shape
    v, h, W, a, b = _restricted(seed, n, d, m)
    hidden, visible = _all_states(m), _all_states(d)

    def energies(rows, others):
        return np.array(
            [[-(x @ W @ y) - a @ x - b @ y for y in others] for x in rows]
        )  # every row of v with every state of h

    np.testing.assert_allclose(
        boltzmann_machine.rbm_energy(v, h, W, a, b), np.diag(energies(v, h)), **CLOSE
    )
    up = energies(v, hidden)
    np.testing.assert_allclose(
        boltzmann_machine.free_energy(v, W, a, b), -logsumexp(-up, axis=1), **CLOSE
    )
    np.testing.assert_allclose(
        boltzmann_machine.hidden_probabilities(v, W, b), softmax(-up, axis=1) @ hidden, **CLOSE
    )
    down = energies(visible, h).T
    np.testing.assert_allclose(
        boltzmann_machine.visible_probabilities(h, W, a), softmax(-down, axis=1) @ visible, **CLOSE
    )


@seeds
@shapes
def test_likelihoods_gradient_is_data_minus_model(seed, shape):
    n, d, m = shape
    v, _, *weights = _restricted(seed, n, d, m, grey=False)
    states = torch.tensor(_all_states(d))
    tensors = [torch.tensor(array, requires_grad=True) for array in weights]

    def free(rows):
        W, a, b = tensors
        return -(rows @ a) - torch.logaddexp(rows @ W + b, torch.zeros(1).double()).sum(1)

    likelihood = -free(torch.tensor(v)).mean() - torch.logsumexp(-free(states), 0)
    expected = torch.autograd.grad(likelihood, tensors)

    W, a, b = weights
    model = softmax(-boltzmann_machine.free_energy(states.numpy(), W, a, b))
    up = boltzmann_machine.hidden_probabilities(v, W, b)
    dreams = boltzmann_machine.hidden_probabilities(states.numpy(), W, b)
    direction = (
        v.T @ up / n - (states.numpy() * model[:, None]).T @ dreams,
        v.mean(0) - model @ states.numpy(),
        up.mean(0) - model @ dreams,
    )
    for ours, theirs in zip(direction, expected, strict=True):
        np.testing.assert_allclose(ours, theirs.numpy(), **CLOSE)


@seeds
@pytest.mark.parametrize("k", [1, 3])
def test_contrastive_divergence_has_the_expectation_of_its_chain(seed, k):
    d, m, n = 3, 2, 40_000
    v, _, W, a, b = _restricted(seed, 1, d, m, grey=False)
    visible, hidden = _all_states(d), _all_states(m)
    up = boltzmann_machine.hidden_probabilities(visible, W, b)
    down = boltzmann_machine.visible_probabilities(hidden, W, a)
    to_h = np.prod(np.where(hidden[None] == 1, up[:, None], 1 - up[:, None]), axis=2)
    to_v = np.prod(np.where(visible[None] == 1, down[:, None], 1 - down[:, None]), axis=2)
    chances = np.all(visible == v, axis=1).astype(float)
    first = np.all(visible == v, axis=1).argmax()
    for _ in range(k):
        chances = chances @ to_h @ to_v
    expected = (
        np.outer(v[0], up[first]) - (visible * chances[:, None]).T @ up,
        v[0] - chances @ visible,
        up[first] - chances @ up,
    )

    rows = np.repeat(v, n, axis=0)
    result = boltzmann_machine.contrastive_divergence(
        rows, W, a, b, np.random.default_rng(seed), k=k
    )

    # Of 40,000 chains, each element within [-1, 1]: 7 standard errors at most.
    for ours, theirs in zip(result, expected, strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=0, atol=7 * 0.5 / np.sqrt(n))


@seeds
def test_contrastive_divergence_is_torchs_gradient_of_free_energies(seed):
    n, d, m, k = 5, 4, 3, 2
    v, _, *weights = _restricted(seed, n, d, m)
    W, a, b = (torch.tensor(array, requires_grad=True) for array in weights)
    rng = np.random.default_rng(seed)
    chain = torch.tensor(v)
    with torch.no_grad():
        for _ in range(k):
            h = (torch.tensor(rng.random((n, m))) < torch.sigmoid(chain @ W + b)).double()
            chain = (torch.tensor(rng.random((n, d))) < torch.sigmoid(h @ W.T + a)).double()
    softplus = torch.nn.functional.softplus
    fall = sum(
        sign * (-(rows @ a) - softplus(rows @ W + b).sum(1)).mean()
        for sign, rows in ((1, chain), (-1, torch.tensor(v)))
    )
    expected = torch.autograd.grad(fall, (W, a, b))

    result = boltzmann_machine.contrastive_divergence(v, *weights, np.random.default_rng(seed), k=k)

    for ours, theirs in zip(result, expected, strict=True):
        np.testing.assert_allclose(ours, theirs.numpy(), rtol=1e-8, atol=1e-12)
