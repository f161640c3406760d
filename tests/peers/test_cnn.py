"""Unit 13 against torch (conv2d, max_pool2d, gradients by autograd) and scipy (correlate2d), in double precision.

torch's conv2d is cross-correlation too, with the same order of axes, and its max_pool2d leaves out windows
that do not fit, as ours do; in a tie it pays the first maximum in row order, which one test fixes. scipy
works on one channel at a time and without stride: of its answers, those of kernels that lie wholly on the
padded image are ours, every stride-th of them.
"""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import signal
from torch.nn import functional

from solutions import cnn

CLOSE = {"rtol": 1e-9, "atol": 1e-11}
SEEDS = st.integers(0, 2**32 - 1)
COUNTS = st.tuples(st.integers(1, 3), st.integers(1, 4), st.integers(1, 4))


@st.composite
def convolutions(draw):
    """X, K, b, stride and padding of any shapes that fit."""
    n, c_in, c_out = draw(COUNTS)
    kh, kw = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    stride, padding = draw(st.integers(1, 4)), draw(st.integers(0, 3))
    h = draw(st.integers(max(1, kh - 2 * padding), 11))
    w = draw(st.integers(max(1, kw - 2 * padding), 11))
    rng = np.random.default_rng(draw(SEEDS))
    X, K = rng.normal(size=(n, c_in, h, w)), rng.normal(size=(c_out, c_in, kh, kw))
    return X, K, rng.normal(size=c_out), stride, padding


@st.composite
def poolings(draw):
    """X, size and stride of any shapes that fit, some with ties."""
    n, c, _ = draw(COUNTS)
    size, stride = draw(st.integers(1, 4)), draw(st.sampled_from([None, 1, 2, 3, 5]))
    h, w = draw(st.integers(size, 11)), draw(st.integers(size, 11))
    rng = np.random.default_rng(draw(SEEDS))
    if draw(st.booleans()):
        return rng.integers(-2, 2, size=(n, c, h, w)).astype(np.float64), size, stride
    return rng.normal(size=(n, c, h, w)), size, stride


def tensors(*arrays):
    """The arrays as torch's leaves, whose gradients it is to find."""
    return [torch.tensor(array, dtype=torch.float64, requires_grad=True) for array in arrays]


@settings(max_examples=200, deadline=None)
@given(convolutions(), SEEDS)
def test_convolution_and_its_gradients_are_torchs(case, seed):
    """conv2d and conv2d_backward give what torch and its autograd give."""
    X, K, b, *moves = case
    leaves = tensors(X, K, b)
    theirs = functional.conv2d(*leaves, *moves)
    dY = np.random.default_rng(seed).normal(size=tuple(theirs.shape))
    theirs.backward(torch.tensor(dY))

    ours = cnn.conv2d(X, K, b, *moves)
    gradients = cnn.conv2d_backward(dY, X, K, *moves)

    np.testing.assert_allclose(ours, theirs.detach().numpy(), **CLOSE)
    for gradient, leaf in zip(gradients, leaves, strict=True):
        np.testing.assert_allclose(gradient, leaf.grad.numpy(), **CLOSE)


@settings(max_examples=100, deadline=None)
@given(convolutions())
def test_convolution_is_scipys_correlation(case):
    """conv2d is scipy's correlate2d summed over channels, every stride-th answer of it."""
    X, K, b, stride, padding = case
    P = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    expected = np.array(
        [
            [
                bias + sum(signal.correlate2d(*pair) for pair in zip(image, kernel, strict=True))
                for kernel, bias in zip(K, b, strict=True)
            ]
            for image in P
        ]
    )
    kh, kw = K.shape[2:]
    expected = expected[:, :, kh - 1 : P.shape[2] : stride, kw - 1 : P.shape[3] : stride]

    np.testing.assert_allclose(cnn.conv2d(X, K, b, stride, padding), expected, **CLOSE)


@settings(max_examples=200, deadline=None)
@given(poolings(), SEEDS)
def test_pooling_and_its_gradient_are_torchs(case, seed):
    """max_pool2d and max_pool2d_backward give what torch and its autograd give, in ties too."""
    X, size, stride = case
    (leaf,) = tensors(X)
    theirs = functional.max_pool2d(leaf, size, stride)
    dY = np.random.default_rng(seed).normal(size=tuple(theirs.shape))
    theirs.backward(torch.tensor(dY))

    ours = cnn.max_pool2d(X, size, stride)
    gradient = cnn.max_pool2d_backward(dY, X, size, stride)

    np.testing.assert_array_equal(ours, theirs.detach().numpy())
    np.testing.assert_allclose(gradient, leaf.grad.numpy(), **CLOSE)


def test_a_tie_pays_the_first_in_row_order():
    """In a window of equals torch, as we do, pays the first, reading row by row."""
    X, dY = np.array([[[[1.0, 7.0], [7.0, 7.0]]]]), np.array([[[[2.5]]]])
    (leaf,) = tensors(X)
    functional.max_pool2d(leaf, 2).backward(torch.tensor(dY))

    gradient = cnn.max_pool2d_backward(dY, X, 2)

    np.testing.assert_array_equal(gradient, [[[[0.0, 2.5], [0.0, 0.0]]]])
    np.testing.assert_array_equal(gradient, leaf.grad.numpy())


@given(st.integers(1, 30), st.integers(1, 12), st.integers(1, 6), st.integers(0, 4))
def test_output_size_is_torchs(size, kernel, stride, padding):
    """output_size is the length that torch gives, and a ValueError where torch refuses the kernel."""
    X, K = torch.zeros(1, 1, 1, size), torch.zeros(1, 1, 1, kernel)

    def theirs():
        return functional.conv2d(X, K, stride=(1, stride), padding=(0, padding)).shape[3]

    if kernel > size + 2 * padding:
        with pytest.raises(RuntimeError):
            theirs()
        with pytest.raises(ValueError, match="kernel"):
            cnn.output_size(size, kernel, stride, padding)
    else:
        assert cnn.output_size(size, kernel, stride, padding) == theirs()


@pytest.mark.parametrize("shape", [(2, 3, 4, 5), (1, 2, 3, 1), (3, 1, 1, 1)])
def test_flatten_is_torchs(shape):
    """flatten puts pixels in the order of torch.flatten."""
    X = np.random.default_rng(0).normal(size=shape)

    np.testing.assert_array_equal(cnn.flatten(X), torch.flatten(torch.tensor(X), 1).numpy())
