"""Unit 2, `activations`, against scipy.special, and its slopes against torch's autograd."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy import special

from solutions import activations

CLOSE = {"rtol": 1e-12, "atol": 1e-300}
ANYWHERE = hnp.arrays(
    np.float64,
    hnp.array_shapes(min_dims=1, max_dims=3, max_side=5),
    elements=st.floats(-1000, 1000),
)


@given(ANYWHERE)
def test_values(Z):
    np.testing.assert_allclose(activations.sigmoid(Z), special.expit(Z), **CLOSE)
    np.testing.assert_allclose(activations.tanh(Z), torch.tanh(torch.tensor(Z)).numpy(), **CLOSE)
    np.testing.assert_array_equal(activations.relu(Z), torch.relu(torch.tensor(Z)).numpy())


@given(ANYWHERE)
def test_softmax_and_its_logarithm(Z):
    """Small shares are the exponents of large negative numbers, whose rounding they magnify."""
    np.testing.assert_allclose(
        activations.softmax(Z), special.softmax(Z, axis=-1), rtol=1e-10, atol=1e-300
    )
    np.testing.assert_allclose(
        activations.log_softmax(Z), special.log_softmax(Z, axis=-1), rtol=1e-12, atol=1e-12
    )


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "relu"])
@given(Z=hnp.arrays(np.float64, (4, 3), elements=st.floats(-20, 20)))
def test_slopes(name, Z):
    """Torch, too, takes the slope of relu to be 0 at 0."""
    z = torch.tensor(Z, requires_grad=True)
    getattr(torch, name)(z).sum().backward()

    a = getattr(activations, name)(Z)

    np.testing.assert_allclose(
        getattr(activations, f"{name}_derivative")(a), z.grad.numpy(), rtol=1e-7, atol=1e-14
    )


@given(hnp.arrays(np.float64, st.integers(1, 6), elements=st.floats(-20, 20)))
def test_jacobian(z):
    expected = torch.autograd.functional.jacobian(
        lambda z: torch.softmax(z, dim=0), torch.tensor(z)
    )

    np.testing.assert_allclose(
        activations.softmax_jacobian(special.softmax(z)), expected.numpy(), rtol=1e-9, atol=1e-14
    )
