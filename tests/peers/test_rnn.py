"""Unit 14, `rnn`, against torch: nn.RNN, autograd and clip_grad_norm_.

Torch keeps the transposes of our weights, W_ih (m, d) and W_hh (m, m), has a second bias, which is set
to zero, and puts an axis for layers before h0. Its clip_grad_norm_ divides by norm + 1e-6: with norms of
about a thousand and more, that is beyond what is compared.
"""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from solutions import rnn

SIZES = st.tuples(*[st.integers(1, 6)] * 4)
SEEDS = st.integers(0, 2**32 - 1)
CLOSE = {"rtol": 1e-9, "atol": 1e-12}


def _case(n, t, d, m, seed):
    rng = np.random.default_rng(seed)
    return (
        rng.normal(size=(n, t, d)),
        rng.normal(size=(n, m)),
        rng.normal(size=(d, m)),
        rng.normal(size=(m, m)),
        rng.normal(size=m),
        rng.normal(size=(n, t, m)),
    )


def _tensor(array):
    return torch.tensor(array, dtype=torch.float64, requires_grad=True)


def _network(d, m, Wx, Wh, b):
    network = torch.nn.RNN(d, m, batch_first=True, dtype=torch.float64)
    with torch.no_grad():
        network.weight_ih_l0.copy_(torch.tensor(Wx.T))
        network.weight_hh_l0.copy_(torch.tensor(Wh.T))
        network.bias_ih_l0.copy_(torch.tensor(b))
        network.bias_hh_l0.zero_()
    return network


@given(SIZES, SEEDS)
def test_step(size, seed):
    n, _, d, m = size
    X, h0, Wx, Wh, b, _ = _case(n, 1, d, m, seed)
    cell = torch.nn.RNNCell(d, m, dtype=torch.float64)
    with torch.no_grad():
        cell.weight_ih.copy_(torch.tensor(Wx.T))
        cell.weight_hh.copy_(torch.tensor(Wh.T))
        cell.bias_ih.copy_(torch.tensor(b))
        cell.bias_hh.zero_()
    expected = cell(torch.tensor(X[:, 0]), torch.tensor(h0)).detach().numpy()

    np.testing.assert_allclose(rnn.rnn_step(X[:, 0], h0, Wx, Wh, b), expected, **CLOSE)


@given(SIZES, SEEDS)
def test_forward_and_backward(size, seed):
    _, _, d, m = size
    X, h0, Wx, Wh, b, dH = _case(*size, seed)
    network = _network(d, m, Wx, Wh, b)
    X_tensor, h0_tensor = _tensor(X), _tensor(h0[None])
    states, _ = network(X_tensor, h0_tensor)
    states.backward(torch.tensor(dH))
    expected = (
        X_tensor.grad.numpy(),
        h0_tensor.grad.numpy()[0],
        network.weight_ih_l0.grad.numpy().T,
        network.weight_hh_l0.grad.numpy().T,
        network.bias_ih_l0.grad.numpy(),
    )

    H = rnn.rnn_forward(X, h0, Wx, Wh, b)
    gradients = rnn.rnn_backward(dH, X, H, h0, Wx, Wh)

    np.testing.assert_allclose(H, states.detach().numpy(), **CLOSE)
    for actual, wanted in zip(gradients, expected, strict=True):
        np.testing.assert_allclose(actual, wanted, **CLOSE)


@pytest.mark.parametrize("max_norm", [0.5, 300.0, 1e9])
@pytest.mark.parametrize("seed", range(5))
def test_clipping(max_norm, seed):
    rng = np.random.default_rng(seed)
    grads = [1e3 * rng.normal(size=shape) for shape in ((3, 4), (4, 4), (4,))]
    parameters = [
        torch.nn.Parameter(torch.zeros(grad.shape, dtype=torch.float64)) for grad in grads
    ]
    for parameter, grad in zip(parameters, grads, strict=True):
        parameter.grad = torch.tensor(grad)
    torch.nn.utils.clip_grad_norm_(parameters, max_norm)

    clipped = rnn.clip_gradients(grads, max_norm)

    for actual, parameter in zip(clipped, parameters, strict=True):
        np.testing.assert_allclose(actual, parameter.grad.numpy(), rtol=1e-8)
