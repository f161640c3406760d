"""Unit 9, `gradient_descent`, against torch.optim, several steps in a row, and torch's training loop.

Torch's momentum keeps v = momentum v + g and steps by -learning_rate v; ours keeps -learning_rate times it,
which is the same path while the learning rate stays.
"""

from __future__ import annotations

import numpy as np
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch.nn import functional

from solutions import gradient_descent

SEEDS = st.integers(0, 2**32 - 1)
RATES = st.sampled_from([1e-3, 0.03, 0.5])
CLOSE = {"rtol": 1e-9, "atol": 1e-12}
STEPS = 6


def _start(seed):
    """Two layers, gradients for every step, and the parameters as tensors."""
    rng = np.random.default_rng(seed)
    shapes = [((3, 4), (4,)), ((4, 2), (2,))]

    def draw():
        return [tuple(rng.normal(size=shape) for shape in pair) for pair in shapes]

    params = draw()
    tensors = [torch.tensor(array, requires_grad=True) for pair in params for array in pair]
    return params, [draw() for _ in range(STEPS)], tensors


def _follow(optimizer, tensors, grads):
    for tensor, gradient in zip(tensors, [g for pair in grads for g in pair], strict=True):
        tensor.grad = torch.tensor(gradient)
    optimizer.step()


def _compare(params, tensors):
    for mine, theirs in zip([a for pair in params for a in pair], tensors, strict=True):
        np.testing.assert_allclose(mine, theirs.detach().numpy(), **CLOSE)


@given(SEEDS, RATES)
def test_step(seed, learning_rate):
    params, gradients, tensors = _start(seed)
    optimizer = torch.optim.SGD(tensors, lr=learning_rate)
    for grads in gradients:
        params = gradient_descent.step(params, grads, learning_rate)
        _follow(optimizer, tensors, grads)

        _compare(params, tensors)


@given(SEEDS, RATES, st.sampled_from([0.0, 0.5, 0.9, 0.99]))
def test_momentum_step(seed, learning_rate, momentum):
    params, gradients, tensors = _start(seed)
    velocity = [(0 * W, 0 * b) for W, b in params]
    optimizer = torch.optim.SGD(tensors, lr=learning_rate, momentum=momentum)
    for grads in gradients:
        params, velocity = gradient_descent.momentum_step(
            params, grads, velocity, learning_rate, momentum
        )
        _follow(optimizer, tensors, grads)

        _compare(params, tensors)


@given(SEEDS, RATES, st.sampled_from([(0.9, 0.999), (0.5, 0.8)]), st.sampled_from([1e-8, 1e-2]))
def test_adam_step(seed, learning_rate, betas, eps):
    params, gradients, tensors = _start(seed)
    m = v = [(0 * W, 0 * b) for W, b in params]
    optimizer = torch.optim.Adam(tensors, lr=learning_rate, betas=betas, eps=eps)
    for t, grads in enumerate(gradients, start=1):
        params, m, v = gradient_descent.adam_step(
            params, grads, m, v, t, learning_rate, *betas, eps
        )
        _follow(optimizer, tensors, grads)

        _compare(params, tensors)


@given(SEEDS)
def test_train_on_whole_batches(seed):
    """With all rows in one batch the order drawn does not matter, and torch walks the same way."""
    params, _, tensors = _start(seed)
    rng = np.random.default_rng(seed)
    X, labels = rng.normal(size=(7, 3)), rng.integers(0, 2, 7)
    optimizer = torch.optim.SGD(tensors, lr=0.3)
    expected = []

    def cost():
        W1, b1, W2, b2 = tensors
        logits = torch.tanh(torch.tensor(X) @ W1 + b1) @ W2 + b2
        return functional.cross_entropy(logits, torch.tensor(labels))

    for _ in range(STEPS):
        optimizer.zero_grad()
        cost().backward()
        optimizer.step()
        expected.append(cost().item())

    trained, history = gradient_descent.train(
        X, np.eye(2)[labels], params, "tanh", "softmax", 0.3, STEPS, 7, rng
    )

    np.testing.assert_allclose(history, expected, rtol=1e-7)
    _compare(trained, tensors)
