"""Regularization against torch: autograd, the optimizer's weight decay and its dropout.

Conventions that differ: torch's weight decay takes all parameters alike, so weights and biases stand in
two groups here; its dropout draws from a generator of its own, so a mask is compared by what it does.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import torch

from solutions import regularization

SEEDS = pytest.mark.parametrize("seed", range(8))
CLOSE = {"rtol": 1e-9, "atol": 1e-12}


def _layers(rng):
    """Two lists of (W, b) of one random structure, some weights exactly 0."""
    units = rng.integers(1, 7, size=rng.integers(2, 6))
    params, grads = (
        [(rng.normal(size=pair), rng.normal(size=pair[1])) for pair in pairwise(units)]
        for _ in range(2)
    )
    return [(W * (rng.random(W.shape) < 0.8), b) for W, b in params], grads


def _leaves(layers):
    return [[torch.tensor(array, requires_grad=True) for array in pair] for pair in layers]


def _l1(leaves, strength):
    return strength * sum(W.abs().sum() for W, _ in leaves)


def _l2(leaves, strength):
    return strength / 2 * sum((W**2).sum() for W, _ in leaves)


PENALTIES = pytest.mark.parametrize(
    ("penalty", "gradients", "theirs"),
    [
        (regularization.l1_penalty, regularization.l1_gradients, _l1),
        (regularization.l2_penalty, regularization.l2_gradients, _l2),
    ],
    ids=["l1", "l2"],
)


@SEEDS
@PENALTIES
def test_penalties_and_gradients_agree_with_autograd(penalty, gradients, theirs, seed):
    """The cost is linear with the slopes `grads`, so that autograd adds the penalty's to them."""
    rng = np.random.default_rng(seed)
    params, grads = _layers(rng)
    strength = float(rng.uniform(0, 2))
    leaves = _leaves(params)
    added = theirs(leaves, strength)
    linear = sum(
        (leaf * torch.tensor(slope)).sum()
        for pair, slopes in zip(leaves, grads, strict=True)
        for leaf, slope in zip(pair, slopes, strict=True)
    )
    (linear + added).backward()

    np.testing.assert_allclose(penalty(params, strength), added.item(), **CLOSE)
    for pair, leaf in zip(gradients(params, grads, strength), leaves, strict=True):
        for mine, tensor in zip(pair, leaf, strict=True):
            np.testing.assert_allclose(mine, tensor.grad.numpy(), **CLOSE)


@SEEDS
def test_l2_is_the_weight_decay_of_a_plain_step(seed):
    """A step down the gradients with L2 is a step of torch's SGD with that weight decay."""
    rng = np.random.default_rng(seed)
    params, grads = _layers(rng)
    strength, rate = float(rng.uniform(0, 2)), float(rng.uniform(0, 1))
    leaves = _leaves(params)
    for pair, slopes in zip(leaves, grads, strict=True):
        for leaf, slope in zip(pair, slopes, strict=True):
            leaf.grad = torch.tensor(slope)
    groups = [
        {"params": [W for W, _ in leaves], "weight_decay": strength},
        {"params": [b for _, b in leaves], "weight_decay": 0.0},
    ]
    torch.optim.SGD(groups, lr=rate).step()

    penalised = regularization.l2_gradients(params, grads, strength)
    for pair, slopes, leaf in zip(params, penalised, leaves, strict=True):
        for array, slope, tensor in zip(pair, slopes, leaf, strict=True):
            np.testing.assert_allclose(array - rate * slope, tensor.detach().numpy(), **CLOSE)


@SEEDS
def test_dropout_backward_agrees_with_autograd(seed):
    """Under the mask that `dropout` gave, autograd sends back what `dropout_backward` does."""
    rng = np.random.default_rng(seed)
    A, target = rng.normal(size=(2, *rng.integers(1, 9, size=2)))
    A_dropped, mask = regularization.dropout(A, float(rng.uniform(0, 0.9)), rng)
    leaf = torch.tensor(A, requires_grad=True)
    dropped = leaf * torch.tensor(mask)
    dropped.retain_grad()
    ((dropped - torch.tensor(target)) ** 3).sum().backward()

    np.testing.assert_allclose(A_dropped, dropped.detach().numpy(), **CLOSE)
    np.testing.assert_allclose(
        regularization.dropout_backward(dropped.grad.numpy(), mask), leaf.grad.numpy(), **CLOSE
    )


@pytest.mark.parametrize("rate", [0.0, 0.1, 0.5, 0.8])
def test_dropout_drops_and_scales_as_torch_does(rate):
    """Both drop the same share, within seven standard deviations, and scale what stays alike."""
    A = np.full((300, 200), 1.5)
    mine, _ = regularization.dropout(A, rate, np.random.default_rng(0))
    torch.manual_seed(0)
    theirs = torch.nn.functional.dropout(torch.tensor(A), rate, training=True).numpy()

    np.testing.assert_allclose(np.unique(mine), np.unique(theirs), **CLOSE)
    spread = np.sqrt(2 * rate * (1 - rate) / A.size)
    assert abs(np.mean(mine == 0) - np.mean(theirs == 0)) <= 7 * spread
