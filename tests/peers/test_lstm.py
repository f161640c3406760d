"""Unit 15, `lstm`, against torch: nn.LSTMCell, nn.LSTM and autograd.

Torch has the same order of gates (input, forget, candidate, output), but keeps the transposes of our
weights, W_ih (4m, d) and W_hh (4m, m). It has a second bias, which is set to zero, and puts an axis for
layers before h0 and c0.
"""

from __future__ import annotations

import numpy as np
import torch
from hypothesis import given
from hypothesis import strategies as st

from solutions import lstm

SIZES = st.tuples(*[st.integers(1, 6)] * 4)
SEEDS = st.integers(0, 2**32 - 1)
CLOSE = {"rtol": 1e-9, "atol": 1e-12}


def _case(n, t, d, m, seed):
    rng = np.random.default_rng(seed)
    shapes = ((n, t, d), (n, m), (n, m), (d, 4 * m), (m, 4 * m), (4 * m,))
    return [rng.normal(size=shape) for shape in shapes], rng.normal(size=(2, n, t, m))


def _tensor(array):
    return torch.tensor(array, dtype=torch.float64, requires_grad=True)


def _with_weights(module, Wx, Wh, b):
    """The module's parameters, set to ours: W_ih, W_hh, b_ih, b_hh in torch's order."""
    parameters = list(module.parameters())
    with torch.no_grad():
        for parameter, values in zip(parameters, (Wx.T, Wh.T, b, 0 * b), strict=True):
            parameter.copy_(torch.tensor(values))
    return parameters


def _compare(actual, expected):
    for mine, theirs in zip(actual, expected, strict=True):
        np.testing.assert_allclose(mine, theirs.detach().numpy(), **CLOSE)


@given(SIZES, SEEDS)
def test_step_and_back(size, seed):
    n, _, d, m = size
    (X, h, c, Wx, Wh, b), upstream = _case(n, 1, d, m, seed)
    dh, dc = upstream[:, :, 0]
    cell = torch.nn.LSTMCell(d, m, dtype=torch.float64)
    W_ih, W_hh, bias, _ = _with_weights(cell, Wx, Wh, b)
    inputs = [_tensor(array) for array in (X[:, 0], h, c)]
    h_next, c_next = cell(inputs[0], (inputs[1], inputs[2]))
    torch.autograd.backward([h_next, c_next], [torch.tensor(dh), torch.tensor(dc)])

    _compare(lstm.lstm_step(X[:, 0], h, c, Wx, Wh, b), (h_next, c_next))
    _compare(
        lstm.lstm_step_backward(dh, dc, X[:, 0], h, c, Wx, Wh, b),
        (*(tensor.grad for tensor in inputs), W_ih.grad.T, W_hh.grad.T, bias.grad),
    )


@given(SIZES, SEEDS)
def test_forward_and_backward(size, seed):
    _, _, d, m = size
    (X, h0, c0, Wx, Wh, b), (dH, _) = _case(*size, seed)
    network = torch.nn.LSTM(d, m, batch_first=True, dtype=torch.float64)
    W_ih, W_hh, bias, _ = _with_weights(network, Wx, Wh, b)
    inputs = [_tensor(array) for array in (X, h0[None], c0[None])]
    states, (_, last_memory) = network(inputs[0], (inputs[1], inputs[2]))
    states.backward(torch.tensor(dH))

    H, C = lstm.lstm_forward(X, h0, c0, Wx, Wh, b)

    _compare((H, C[:, -1]), (states, last_memory[0]))
    _compare(
        lstm.lstm_backward(dH, X, h0, c0, Wx, Wh, b),
        (
            inputs[0].grad,
            inputs[1].grad[0],
            inputs[2].grad[0],
            W_ih.grad.T,
            W_hh.grad.T,
            bias.grad,
        ),
    )
