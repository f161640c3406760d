"""Unit 6, `gradient_checking`, against torch's autograd and scipy.optimize.

Central differences are accurate to about 1e-10 for functions of size 1; scipy's are one-sided unless told
to be "3-point", with a step of its own.
"""

from __future__ import annotations

import numpy as np
import torch
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import approx_fprime

from solutions import gradient_checking

SEEDS = st.integers(0, 2**32 - 1)


def _cost(x, A, log, tanh):
    return (log(1 + (A @ x) ** 2)).sum() + (tanh(x) * x).sum()


@given(st.integers(1, 6), SEEDS)
def test_numerical_gradient(d, seed):
    rng = np.random.default_rng(seed)
    A, x = rng.normal(size=(d + 1, d)), rng.normal(size=d)
    t = torch.tensor(x, requires_grad=True)
    _cost(t, torch.tensor(A), torch.log, torch.tanh).backward()

    def f(x):
        return _cost(x, A, np.log, np.tanh)

    numerical = gradient_checking.numerical_gradient(f, x)

    np.testing.assert_allclose(numerical, t.grad.numpy(), rtol=1e-6, atol=1e-7)
    np.testing.assert_allclose(numerical, approx_fprime(x, f), rtol=1e-4, atol=1e-4)
    assert gradient_checking.check_gradient(f, lambda x: t.grad.numpy(), x, tolerance=1e-4)
    assert not gradient_checking.check_gradient(f, lambda x: 1.02 * t.grad.numpy(), x)
