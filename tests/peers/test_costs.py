"""Unit 3, `costs`, against torch's losses with autograd, and scikit-learn's log_loss and one-hot encoder.

Torch clips the logarithm at -100 where we clip the probability at 1e-12, so probabilities stay inside.
"""

from __future__ import annotations

import numpy as np
import torch
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import log_loss
from sklearn.preprocessing import OneHotEncoder
from torch.nn import functional

from solutions import costs

SIZES = st.tuples(st.integers(1, 7), st.integers(2, 5))
SEEDS = st.integers(0, 2**32 - 1)
CLOSE = {"rtol": 1e-10, "atol": 1e-13}


def _tensor(array):
    return torch.tensor(array, requires_grad=True)


@given(SIZES, SEEDS)
def test_mean_squared_error(size, seed):
    Y, Y_hat = np.random.default_rng(seed).normal(size=(2, *size))
    y_hat = _tensor(Y_hat)
    cost = functional.mse_loss(y_hat, torch.tensor(Y))
    cost.backward()

    np.testing.assert_allclose(costs.mean_squared_error(Y, Y_hat), cost.item(), **CLOSE)
    np.testing.assert_allclose(
        costs.mean_squared_error_gradient(Y, Y_hat), y_hat.grad.numpy(), **CLOSE
    )


@given(SIZES, SEEDS)
def test_binary_cross_entropy_and_log_likelihood(size, seed):
    rng = np.random.default_rng(seed)
    y, P = rng.integers(0, 2, size).astype(float), rng.uniform(1e-6, 1 - 1e-6, size)
    p = _tensor(P)
    cost = functional.binary_cross_entropy(p, torch.tensor(y))
    cost.backward()

    np.testing.assert_allclose(costs.binary_cross_entropy(y, P), cost.item(), **CLOSE)
    np.testing.assert_allclose(costs.binary_cross_entropy_gradient(y, P), p.grad.numpy(), **CLOSE)
    np.testing.assert_allclose(costs.log_likelihood(y, P), -cost.item() * y.size, **CLOSE)


@given(SIZES, SEEDS)
def test_one_hot_and_cross_entropy(size, seed):
    n, k = size
    rng = np.random.default_rng(seed)
    labels, P = rng.integers(0, k, n), rng.dirichlet(np.ones(k), n)
    encoder = OneHotEncoder(categories=[range(k)], sparse_output=False)

    Y = costs.one_hot(labels, k)

    np.testing.assert_array_equal(Y, encoder.fit_transform(labels[:, None]))
    np.testing.assert_allclose(
        costs.cross_entropy(Y, P), log_loss(labels, P, labels=range(k)), rtol=1e-9
    )


@given(SIZES, SEEDS, st.sampled_from([1.0, 30.0, 400.0]))
def test_softmax_cross_entropy(size, seed, scale):
    n, k = size
    rng = np.random.default_rng(seed)
    logits, labels = scale * rng.normal(size=(n, k)), rng.integers(0, k, n)
    z = _tensor(logits)
    expected = functional.cross_entropy(z, torch.tensor(labels))
    expected.backward()

    cost, gradient = costs.softmax_cross_entropy(logits, labels)

    np.testing.assert_allclose(cost, expected.item(), **CLOSE)
    np.testing.assert_allclose(gradient, z.grad.numpy(), rtol=1e-9, atol=1e-13)


@given(SIZES, SEEDS)
def test_soft_targets(size, seed):
    """Torch takes logits where we take probabilities: the logarithm of P is one choice of them."""
    n, k = size
    rng = np.random.default_rng(seed)
    Y, P = rng.dirichlet(np.ones(k), n), 0.9 * rng.dirichlet(np.ones(k), n) + 0.1 / k
    expected = functional.cross_entropy(torch.tensor(np.log(P)), torch.tensor(Y))

    np.testing.assert_allclose(costs.cross_entropy(Y, P), expected.item(), **CLOSE)
