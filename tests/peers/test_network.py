"""Units 7 and 8, `network` and `backprop`, against torch: the same layers, and autograd for the way back."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch.nn import functional

from solutions import backprop, network

SIZES = st.lists(st.integers(1, 6), min_size=2, max_size=5)
SEEDS = st.integers(0, 2**32 - 1)
CLOSE = {"rtol": 1e-9, "atol": 1e-12}
HIDDEN = {
    "identity": lambda z: z,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
}
OUTPUT = {**HIDDEN, "softmax": lambda z: torch.softmax(z, dim=1)}


def _network(sizes, seed):
    """Random parameters with biases, a batch, and the parameters as tensors."""
    rng = np.random.default_rng(seed)
    params = [(rng.normal(size=(d, m)), rng.normal(size=m)) for d, m in pairwise(sizes)]
    tensors = [
        (torch.tensor(W, requires_grad=True), torch.tensor(b, requires_grad=True))
        for W, b in params
    ]
    return params, tensors, rng.normal(size=(rng.integers(1, 6), sizes[0])), rng


def _logits(X, tensors, hidden):
    """Torch's activations of every layer but the last, and the last weighted sum."""
    activations, a = [], torch.tensor(X)
    for W, b in tensors[:-1]:
        a = HIDDEN[hidden](a @ W + b)
        activations.append(a)
    W, b = tensors[-1]
    return activations, a @ W + b


@pytest.mark.parametrize("hidden", HIDDEN)
@pytest.mark.parametrize("output", OUTPUT)
@given(sizes=SIZES, seed=SEEDS)
def test_forward(hidden, output, sizes, seed):
    params, tensors, X, _ = _network(sizes, seed)
    between, logits = _logits(X, tensors, hidden)

    activations = network.forward(X, params, hidden=hidden, output=output)

    expected = [torch.tensor(X), *between, OUTPUT[output](logits)]
    for mine, theirs in zip(activations, expected, strict=True):
        np.testing.assert_allclose(mine, theirs.detach().numpy(), **CLOSE)
    assert network.count_parameters(sizes) == sum(t.numel() for pair in tensors for t in pair)


@pytest.mark.parametrize("hidden", HIDDEN)
@pytest.mark.parametrize("output", ["sigmoid", "softmax"])
@given(sizes=SIZES, seed=SEEDS)
def test_backward(hidden, output, sizes, seed):
    """The cost sums over sigmoid units and averages over the batch; for softmax it is the cross-entropy."""
    params, tensors, X, rng = _network(sizes, seed)
    n, k = len(X), sizes[-1]
    _, logits = _logits(X, tensors, hidden)
    if output == "softmax":
        labels = rng.integers(0, k, n)
        Y = np.eye(k)[labels]
        functional.cross_entropy(logits, torch.tensor(labels)).backward()
    else:
        Y = rng.integers(0, 2, (n, k)).astype(float)
        cost = functional.binary_cross_entropy_with_logits(logits, torch.tensor(Y), reduction="sum")
        (cost / n).backward()

    activations = network.forward(X, params, hidden=hidden, output=output)
    grads = backprop.backward(Y, activations, params, hidden=hidden)

    for mine, theirs in zip(grads, tensors, strict=True):
        for gradient, tensor in zip(mine, theirs, strict=True):
            np.testing.assert_allclose(gradient, tensor.grad.numpy(), rtol=1e-7, atol=1e-10)
