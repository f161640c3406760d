"""Unit 1, `neurons`, against torch's nn.Linear, which keeps the transpose of our W."""

from __future__ import annotations

import numpy as np
import torch
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from solutions import neurons

SIZES = st.tuples(*[st.integers(1, 8)] * 3)
SEEDS = st.integers(0, 2**32 - 1)
CLOSE = {"rtol": 1e-12, "atol": 1e-12}


@given(SIZES, SEEDS)
def test_a_layer_is_torchs_linear(size, seed):
    n, d, m = size
    rng = np.random.default_rng(seed)
    X, W, b = rng.normal(size=(n, d)), rng.normal(size=(d, m)), rng.normal(size=m)
    expected = torch.nn.functional.linear(torch.tensor(X), torch.tensor(W.T), torch.tensor(b))

    np.testing.assert_allclose(neurons.layer(X, W, b), expected.numpy(), **CLOSE)
    np.testing.assert_allclose(
        neurons.layer(X, W, b, np.tanh), torch.tanh(expected).numpy(), **CLOSE
    )
    np.testing.assert_allclose(
        neurons.neuron(X[0], W[:, 0], b[0], np.tanh), np.tanh(expected[0, 0].item()), **CLOSE
    )
    np.testing.assert_allclose(
        neurons.weighted_sum(X[0], W[:, 0], b[0]), expected[0, 0].item(), **CLOSE
    )


def test_first_weights_are_normal_with_variance_one_over_the_inputs():
    """Kolmogorov and Smirnov's test from scipy, at a chance of error below 1e-9."""
    W, _ = neurons.init_parameters(16, 500, np.random.default_rng(0))

    assert stats.kstest(W.ravel(), stats.norm(scale=1 / 4).cdf).pvalue > 1e-9
    assert stats.kstest(W.ravel(), stats.norm(scale=1 / 16).cdf).pvalue < 1e-9
