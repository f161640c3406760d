"""Hidden checks of unit 13, `cnn`: sizes, convolution and pooling, forward and backward, flattening."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from exercises import cnn
from grader.testing import (
    call,
    check_close,
    check_integers,
    check_layouts,
    check_pure,
    check_that,
    check_value_error,
    checks,
    numerical_gradient,
    sizes,
)
from solutions import cnn as reference

EXACT = {"rtol": 1e-9, "atol": 1e-12}
SINGLE = {"rtol": 1e-5, "atol": 1e-5, "dtype": None}

# How a window may move: image (h, w), kernel (kh, kw), stride, padding.
MOVES = {
    "a stride of 2": ((7, 5), (3, 2), 2, 0),
    "a stride longer than the kernel": ((7, 9), (2, 1), 3, 0),
    "a padding of 1": ((4, 5), (3, 2), 1, 1),
    "a padding of 2, a kernel of one row": ((3, 5), (1, 3), 1, 2),
    "a stride and a padding": ((6, 7), (3, 2), 2, 1),
    "a kernel that fits thanks to the padding": ((2, 4), (5, 6), 2, 2),
}
each_move = pytest.mark.parametrize("move", MOVES.values(), ids=MOVES.keys())

# Images n, c_in, kernels c_out, then as above.
ONES = {
    "one image": ((1, 2, 3), (4, 5), (3, 2), 1, 0),
    "one channel, one kernel": ((3, 1, 1), (5, 4), (2, 3), 2, 1),
    "one window": ((3, 2, 4), (3, 5), (3, 5), 1, 0),
    "a kernel of one pixel": ((2, 3, 4), (3, 5), (1, 1), 1, 0),
    "one of everything": ((1, 1, 1), (1, 1), (1, 1), 1, 0),
}

# How a pool may move: image (h, w), size, stride.
POOLS = {
    "side by side": ((6, 8), 2, None),
    "overlapping": ((5, 6), 3, 1),
    "overlapping, with a remainder": ((7, 6), 3, 2),
    "gaps between windows": ((7, 9), 2, 3),
}
each_pool = pytest.mark.parametrize("pool", POOLS.values(), ids=POOLS.keys())


def _rng(seed: int) -> np.random.Generator:
    return np.random.default_rng(seed)


def _eighths(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Eighths between -4 and 4: a counterexample is short to read."""
    return rng.integers(-32, 33, size=shape) / 8


def _unlike(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Numbers no two of which are equal or close, half of them negative."""
    count = int(np.prod(shape))
    return (rng.permutation(count).reshape(shape) - count // 2) / 3


def _convolution(move, counts=(3, 2, 4), seed=0):
    """X, K, b, stride, padding of random numbers that are not short in binary, and a dY that fits."""
    (n, c_in, c_out), (image, kernel, stride, padding) = counts, move
    rng = _rng(seed)
    X, K = rng.normal(size=(n, c_in, *image)), rng.normal(size=(c_out, c_in, *kernel))
    b = rng.uniform(0.5, 1.5, size=c_out) * rng.choice([-1.0, 1.0], size=c_out)
    dY = rng.normal(size=reference.conv2d(X, K, b, stride, padding).shape)
    return X, K, b, dY, stride, padding


def _pooling(pool, counts=(2, 3), seed=0):
    """X of unlike numbers, dY that fits, size and stride."""
    image, size, stride = pool
    rng = _rng(seed)
    X = _unlike(rng, *counts, *image)
    return X, rng.normal(size=reference.max_pool2d(X, size, stride).shape), size, stride


@st.composite
def _moves(draw):
    """A move that fits, of an image and a kernel that are not square."""
    kh, kw = draw(sizes(2, high=4))
    stride, padding = draw(st.integers(1, 3)), draw(st.integers(0, 2))
    h = draw(st.integers(max(1, kh - 2 * padding), 7))
    w = draw(st.integers(max(1, kw - 2 * padding), 7).filter(lambda w: w != h))
    return (h, w), (kh, kw), stride, padding


@st.composite
def _convolutions(draw):
    """X, K, b, stride, padding and dY in eighths, n, c_in and c_out pairwise distinct."""
    n, c_in, c_out = draw(sizes(3, high=4))
    image, kernel, stride, padding = draw(_moves())
    rng = _rng(draw(st.integers(0, 2**32 - 1)))
    X, K, b = (
        _eighths(rng, n, c_in, *image),
        _eighths(rng, c_out, c_in, *kernel),
        rng.normal(size=c_out),
    )
    dY = _eighths(rng, *reference.conv2d(X, K, b, stride, padding).shape)
    return X, K, b, stride, padding, dY


@st.composite
def _poolings(draw, numbers=_unlike):
    """X, size, stride and dY; the numbers of X unlike, or from another function."""
    n, c = draw(sizes(2, high=4))
    size = draw(st.integers(1, 3))
    h, w = draw(sizes(2, low=size, high=8))
    stride = draw(st.sampled_from([None, 1, 2, 3, 4]))
    rng = _rng(draw(st.integers(0, 2**32 - 1)))
    X = numbers(rng, n, c, h, w)
    return X, size, stride, rng.normal(size=reference.max_pool2d(X, size, stride).shape)


def _gradients(*args: Any, **kwargs: Any) -> Any:
    """The student's dX, dK and db, once there are three of them."""
    result = call(cnn.conv2d_backward, *args, **kwargs)
    check_that(
        isinstance(result, tuple | list) and len(result) == 3,
        "expected a tuple or a list (dX, dK, db)",
        actual=result,
    )
    return result


# output_size


@checks("output_size", points=2)
@example((28, 5, 1, 0))
@example((6, 3, 2, 1))
@example((5, 2, 4, 0))
@given(
    st.tuples(st.integers(1, 40), st.integers(1, 9), st.integers(1, 5), st.integers(0, 4)).filter(
        lambda case: case[1] <= case[0] + 2 * case[3]
    )
)
def test_output_size_counts_windows(case):
    """The output is as long as there are places for the window, a stride apart, on the padded axis."""
    size, kernel, stride, padding = case
    ends = range(kernel, size + 2 * padding + 1, stride)

    check_integers(call(cnn.output_size, size, kernel, stride, padding), len(ends))


@checks("output_size", points=1)
def test_output_size_moves_by_one_and_pads_nothing_by_default():
    """Without more said the stride is 1 and there is no padding; both may be given by name."""
    check_integers(call(cnn.output_size, 10, 3), 8)
    check_integers(call(cnn.output_size, 10, 3, padding=2), 12)
    check_integers(call(cnn.output_size, 10, 3, stride=3), 3)
    check_integers(call(cnn.output_size, np.int64(10), np.int64(3), padding=1, stride=2), 5)


@checks("output_size", points=1)
def test_output_size_leaves_out_the_remainder():
    """Pixels at the end that are too few for one more window do not count."""
    lengths = [(7, 2), (8, 2), (9, 3), (10, 3), (11, 3), (12, 4)]

    for size, expected in lengths:
        check_integers(call(cnn.output_size, size, 3, 3), expected)


@checks("output_size", points=1)
def test_output_size_of_a_kernel_that_just_fits():
    """A kernel as long as the padded image fits once, whatever the stride."""
    for size, kernel, stride, padding in [(4, 4, 1, 0), (4, 4, 3, 0), (3, 7, 2, 2), (1, 5, 9, 2)]:
        check_integers(call(cnn.output_size, size, kernel, stride, padding), 1)
        check_integers(call(cnn.output_size, size + 2 * stride, kernel, stride, padding), 3)


@checks("output_size", points=1)
def test_output_size_refuses_a_kernel_that_does_not_fit():
    """A kernel longer than the padded image is a ValueError that gives its length."""
    for size, kernel, stride, padding in [(4, 7, 2, 1), (2, 3, 1, 0), (1, 6, 3, 2), (5, 60, 7, 0)]:
        fitting = kernel - 2 * padding

        check_integers(call(cnn.output_size, fitting, kernel, stride, padding), 1)
        check_integers(call(cnn.output_size, fitting + 2 * stride, kernel, stride, padding), 3)
        check_value_error(
            cnn.output_size, size, kernel, stride, padding, mentions=["kernel", kernel]
        )


# conv2d


@checks("conv2d", points=3)
@example(
    (np.ones((1, 2, 4, 3)), np.full((3, 2, 2, 1), 0.1), np.array([0.3, -1.0, 0.0]), 2, 1, None)
)
@given(_convolutions())
def test_conv2d_follows_its_formula(case):
    """Each output is the bias plus the sum of window times kernel over channels, rows and columns."""
    *arguments, _ = case
    expected = reference.conv2d(*arguments)

    check_close(call(cnn.conv2d, *arguments), expected, rtol=1e-9)


@checks("conv2d", points=1)
def test_conv2d_does_not_turn_the_kernel():
    """Convolution is cross-correlation here: the kernel lies on the window as it is."""
    X = np.array([[[[1.0, 2.0, 4.0], [7.0, 11.0, 16.0]]]])
    K = np.array([[[[1.0, 10.0], [100.0, 1000.0]]], [[[0.0, 0.0], [0.0, 0.5]]]])
    expected = np.array([[[[11721.0, 17142.0]], [[5.5, 8.0]]]])

    check_close(call(cnn.conv2d, X, K, np.array([0.0, 0.0])), expected)


@checks("conv2d", points=1)
@each_move
def test_conv2d_moves_its_window(move):
    """Strides and paddings, int or int64, put the window where it belongs, on images that are not square."""
    X, K, b, _, stride, padding = _convolution(move)
    expected = reference.conv2d(X, K, b, stride, padding)

    check_close(call(cnn.conv2d, X, K, b, stride, padding), expected, rtol=1e-9)
    named = {"padding": np.int64(padding), "stride": np.int64(stride)}
    check_close(call(cnn.conv2d, X, K, b, **named), expected, rtol=1e-9)


@checks("conv2d", points=1)
def test_conv2d_moves_by_one_and_pads_nothing_by_default():
    """Without more said the stride is 1 and there is no padding; each may be given alone."""
    X, K, b, *_ = _convolution(((5, 6), (2, 3), 1, 0), seed=1)
    expected = [
        reference.conv2d(X, K, b, stride, padding) for stride, padding in ((1, 0), (2, 0), (1, 2))
    ]

    check_close(call(cnn.conv2d, X, K, b), expected[0])
    check_close(call(cnn.conv2d, X, K, b, stride=2), expected[1])
    check_close(call(cnn.conv2d, X, K, b, padding=2), expected[2])


@checks("conv2d", points=1)
def test_conv2d_adds_up_its_channels():
    """A kernel sees every channel, each with its own weights, and one sum comes out."""
    X = np.array([[[[1.0, 2.0]], [[10.0, 20.0]], [[100.0, 300.0]]]])
    K = np.array([[[[2.0]], [[1.0]], [[0.5]]], [[[0.0]], [[-1.0]], [[0.25]]]])
    expected = np.array([[[[62.5, 174.5]], [[14.0, 54.0]]]])

    check_close(call(cnn.conv2d, X, K, np.array([0.5, -1.0])), expected)


@checks("conv2d", points=1)
def test_conv2d_adds_a_bias_once_at_every_place():
    """Each kernel's own bias is added once to each of its outputs, also where the image is black."""
    X, K, b, *_ = _convolution(((4, 3), (2, 2), 1, 1), (2, 3, 4), seed=2)
    X[0] = 0.0
    b = np.array([100.0, -20.0, 3.0, 0.5])
    expected = reference.conv2d(X, K, np.zeros(4), 1, 1) + b.reshape(1, 4, 1, 1)

    check_close(call(cnn.conv2d, X, K, b, 1, 1), expected)


@checks("conv2d", points=1)
def test_conv2d_keeps_all_four_axes():
    """One image, one channel, one kernel, one window: the output has four axes still."""
    for counts, *move in ONES.values():
        X, K, b, _, stride, padding = _convolution(move, counts)
        expected = reference.conv2d(X, K, b, stride, padding)

        check_close(call(cnn.conv2d, X, K, b, stride, padding), expected)


@checks("conv2d", points=1)
def test_conv2d_tells_axes_apart_when_square():
    """Where images, kernels and channels are equally many and square, no axis takes another's place."""
    X, K, b, _, stride, padding = _convolution(((3, 3), (3, 3), 1, 1), (3, 3, 3), seed=3)
    expected = reference.conv2d(X, K, b, stride, padding)

    check_close(call(cnn.conv2d, X, K, b, stride, padding), expected)


@checks("conv2d", points=1)
def test_conv2d_of_small_and_large_numbers():
    """Numbers of any size, side by side too, are added up accurately: nothing is rounded away or cut off."""
    X, K, b, *_ = _convolution(((5, 4), (2, 3), 1, 0), seed=9)
    for scale in (1e-9, 1e60):
        expected = reference.conv2d(scale * X, K, scale * b)

        check_close(call(cnn.conv2d, scale * X, K, scale * b), expected, rtol=1e-9, atol=1e-12)
    X[:, :, 0, 0] *= 1e12
    expected = reference.conv2d(X, K, b)

    check_close(call(cnn.conv2d, X, K, b), expected, rtol=1e-9, atol=1e-12)


@checks("conv2d", points=1)
def test_conv2d_takes_whole_numbers():
    """Images of uint8 or int64, kernels and biases of int64, all or some, give float64."""
    rng = _rng(4)
    X, K, b = rng.integers(0, 256, (2, 3, 5, 4)), rng.integers(-3, 4, (4, 3, 2, 3)), np.arange(4)
    expected = reference.conv2d(X, K, b, 2, 1), reference.conv2d(X, K / 8, b + 0.25, 2, 1)
    from_floats = reference.conv2d(X / 8, K, b, 1, 1)

    check_close(call(cnn.conv2d, X / 8, K, b, 1, 1), from_floats)
    for dtype in (np.int64, np.uint8):
        images = X.astype(dtype)
        check_close(call(cnn.conv2d, images, K / 8, b + 0.25, 2, 1), expected[1])
        check_close(call(cnn.conv2d, images, K, b, 2, 1), expected[0])


@checks("conv2d", points=1)
def test_conv2d_takes_single_precision():
    """Images, kernels and biases in float32 give the same to within its precision."""
    *arrays, _, stride, padding = _convolution(MOVES["a stride and a padding"], seed=5)
    single = [array.astype(np.float32) for array in arrays]
    expected = reference.conv2d(*single, stride, padding)

    check_close(call(cnn.conv2d, *single, stride, padding), expected, **SINGLE)


@checks("conv2d", points=1)
def test_conv2d_takes_any_memory_layout():
    """Images, kernels and biases may be Fortran-ordered, sliced or read-only."""
    for padding in (0, 1):
        X, K, b, *_ = _convolution(((5, 4), (2, 3), 1, padding), seed=6)

        check_layouts(cnn.conv2d, reference.conv2d, X, K, b, 1, padding)


@checks("conv2d", points=1)
def test_conv2d_leaves_its_arguments_alone():
    """Images, kernels and biases stay as they were, and the output is a new array."""
    one_pixel = np.array([[[[2.5, -1.0]]]]), np.array([[[[1.0]]]]), np.array([0.0])
    X, K, b, *_ = _convolution(((4, 3), (2, 2), 1, 1), seed=7)
    expected = reference.conv2d(X, K, b, 1, 1)

    check_pure(cnn.conv2d, *one_pixel)
    check_pure(cnn.conv2d, X, K, b, 1, 0)
    check_pure(cnn.conv2d, X, K, b, 2, 1)
    check_close(call(cnn.conv2d, X, K, b, 1, 1), expected)


@checks("conv2d", points=1)
@pytest.mark.parametrize("axis", [0, 1], ids=["too high", "too wide"])
def test_conv2d_refuses_a_kernel_that_does_not_fit(axis):
    """A kernel longer than the padded image, in one direction alone, is output_size's ValueError."""
    for length, stride, padding in [(4, 1, 0), (6, 1, 1), (8, 3, 2)]:
        image, kernel = [9, 9], [2, 2]
        image[axis], kernel[axis] = length - 1 - 2 * padding, length - 1
        X, K, b, *_ = _convolution((tuple(image), tuple(kernel), stride, padding), seed=8)
        expected = reference.conv2d(X, K, b, stride, padding)
        longer = np.concatenate([K, K], axis=2 + axis)[
            :, :, : kernel[0] + 1 - axis, : kernel[1] + axis
        ]

        check_close(call(cnn.conv2d, X, K, b, stride, padding), expected)
        check_value_error(
            cnn.conv2d, X, longer, b, stride, padding, mentions=[("kernel", "window"), length]
        )


# conv2d_backward


@checks("conv2d_backward", points=2)
@given(_convolutions())
def test_conv2d_backward_follows_its_formulas(case):
    """Each product hands dY times one factor to the other, and what is used more often adds up."""
    X, K, _, stride, padding, dY = case
    expected = reference.conv2d_backward(dY, X, K, stride, padding)

    actual = call(cnn.conv2d_backward, dY, X, K, stride, padding)

    check_close(actual, expected, rtol=1e-9)


@checks("conv2d_backward", points=2)
@pytest.mark.parametrize("part", [0, 1, 2], ids=["images", "kernels", "biases"])
def test_conv2d_backward_is_the_gradient_of_the_cost(part):
    """Each of dX, dK and db is what central differences of a cost of the output find."""
    for move in (((4, 5), (2, 3), 1, 0), ((5, 4), (3, 2), 2, 1)):
        X, K, b, dY, stride, padding = _convolution(move, (2, 3, 4), seed=10)
        inputs = [X, K, b]

        def cost(values, inputs=inputs, rest=(stride, padding), dY=dY):
            changed = [*inputs[:part], values, *inputs[part + 1 :]]
            return float(np.sum(dY * reference.conv2d(*changed, *rest)))

        expected = numerical_gradient(cost, inputs[part])

        actual = _gradients(dY, X, K, stride, padding)[part]

        check_close(actual, expected, rtol=1e-5, atol=1e-7)


@checks("conv2d_backward", points=1)
@each_move
def test_conv2d_backward_moves_its_window_as_forward(move):
    """Strides and paddings, int or int64, are those of the forward pass, on images that are not square."""
    X, K, _, dY, stride, padding = _convolution(move, seed=11)
    expected = reference.conv2d_backward(dY, X, K, stride, padding)
    arguments = dY, X, K

    check_close(call(cnn.conv2d_backward, *arguments, stride, padding), expected, rtol=1e-9)
    named = {"padding": np.int64(padding), "stride": np.int64(stride)}
    check_close(call(cnn.conv2d_backward, *arguments, **named), expected, rtol=1e-9)


@checks("conv2d_backward", points=1)
def test_conv2d_backward_adds_up_where_windows_overlap():
    """A pixel under several windows, and a weight used at several places, collects every share."""
    X = np.array([[[[1.0, 2.0, 3.0], [-1.0, 0.5, 4.0]]]])
    K, dY = np.array([[[[10.0, 1.0], [-2.0, 100.0]]]]), np.array([[[[1.0, 2.0]]]])
    expected = (
        np.array([[[[10.0, 21.0, 2.0], [-2.0, 96.0, 200.0]]]]),
        np.array([[[[5.0, 8.0], [0.0, 8.5]]]]),
        np.array([3.0]),
    )

    check_close(call(cnn.conv2d_backward, dY, X, K), expected)


@checks("conv2d_backward", points=1)
def test_conv2d_backward_leaves_unseen_pixels_at_zero():
    """Pixels between windows, or beyond the last one, have gradient 0 and dX the shape of X."""
    rng = _rng(12)
    X, K = rng.normal(size=(2, 3, 6, 9)), rng.uniform(1.0, 2.0, size=(4, 3, 1, 2))
    dY = rng.uniform(1.0, 2.0, size=(2, 4, 2, 3))
    seen = np.zeros((6, 9))
    seen[np.ix_([0, 3], [0, 1, 3, 4, 6, 7])] = 1.0
    expected = seen * reference.conv2d_backward(dY, X, K, 3)[0]

    dX, _, _ = _gradients(dY, X, K, stride=3)

    check_close(dX, expected)


@checks("conv2d_backward", points=1)
def test_conv2d_backward_crops_the_padding():
    """The padding's own gradient is cut off, and without padding there is nothing to cut."""
    X, dY = np.array([[[[1.0, 2.0, 3.0]]]]), np.arange(15.0).reshape(1, 1, 3, 5) / 8
    K = np.array([[[[8.0]]]])

    padded = call(cnn.conv2d_backward, dY, X, K, 1, 1)
    unpadded = call(cnn.conv2d_backward, dY[:, :, 1:2, 1:4], X, K, 1, 0)

    dX = np.array([[[[6.0, 7.0, 8.0]]]])
    check_close(padded, (dX, np.array([[[[5.5]]]]), np.array([13.125])))
    check_close(unpadded, (dX, np.array([[[[5.5]]]]), np.array([2.625])))


@checks("conv2d_backward", points=1)
def test_conv2d_backward_sums_over_images():
    """Nothing is averaged once more: three copies of an image give three times dK and db, and dX each."""
    X, K, _, dY, stride, padding = _convolution(((5, 4), (2, 3), 1, 1), (1, 2, 4), seed=13)
    dX, dK, db = reference.conv2d_backward(dY, X, K, stride, padding)
    expected = np.repeat(dX, 3, axis=0), 3 * dK, 3 * db

    actual = _gradients(np.repeat(dY, 3, axis=0), np.repeat(X, 3, axis=0), K, stride, padding)

    check_close(actual, expected)


@checks("conv2d_backward", points=1)
def test_conv2d_backward_keeps_all_axes():
    """One image, one channel, one kernel, one window: the gradients have the shapes of X, K and b."""
    for counts, *move in ONES.values():
        X, K, _, dY, stride, padding = _convolution(move, counts, seed=14)
        expected = reference.conv2d_backward(dY, X, K, stride, padding)

        check_close(call(cnn.conv2d_backward, dY, X, K, stride, padding), expected)


@checks("conv2d_backward", points=1)
def test_conv2d_backward_tells_axes_apart_when_square():
    """Where images, kernels and channels are equally many and square, no axis takes another's place."""
    X, K, _, dY, stride, padding = _convolution(((3, 3), (3, 3), 1, 1), (3, 3, 3), seed=15)
    expected = reference.conv2d_backward(dY, X, K, stride, padding)

    check_close(call(cnn.conv2d_backward, dY, X, K, stride, padding), expected)


@checks("conv2d_backward", points=1)
def test_conv2d_backward_of_small_and_large_numbers():
    """Numbers of any size, side by side too, are added up accurately: nothing is rounded away or cut off."""
    X, K, _, dY, *rest = _convolution(((5, 4), (2, 3), 1, 1), seed=29)
    for scale in (1e-9, 1e60):
        expected = reference.conv2d_backward(scale * dY, X, K, *rest)

        actual = call(cnn.conv2d_backward, scale * dY, X, K, *rest)

        check_close(actual, expected, rtol=1e-9, atol=1e-12)
    dY[:, :, 0, 0] *= 1e12
    expected = reference.conv2d_backward(dY, X, K, *rest)

    actual = call(cnn.conv2d_backward, dY, X, K, *rest)

    check_close(actual, expected, rtol=1e-9, atol=1e-12)


@checks("conv2d_backward", points=1)
def test_conv2d_backward_takes_whole_numbers():
    """Images of uint8 or int64, kernels and dY of int64, all or some, give float64."""
    rng = _rng(16)
    X, K = rng.integers(0, 256, (2, 3, 5, 4)), rng.integers(-3, 4, (4, 3, 2, 3))
    dY = rng.integers(-2, 3, (2, 4, 3, 2))
    cases = [(dY, K, 2, 1), (dY / 8, K, 2, 1), (dY, K / 8, 2, 1)]
    expected = [reference.conv2d_backward(dY, X, K, *rest) for dY, K, *rest in cases]
    from_floats = reference.conv2d_backward(dY, X / 8, K, 2, 1)

    for dtype in (np.int64, np.uint8):
        for (upstream, kernels, *rest), gradients in zip(cases, expected, strict=True):
            actual = call(cnn.conv2d_backward, upstream, X.astype(dtype), kernels, *rest)

            check_close(actual, gradients)
    check_close(call(cnn.conv2d_backward, dY, X / 8, K, 2, 1), from_floats)


@checks("conv2d_backward", points=1)
def test_conv2d_backward_takes_single_precision():
    """Images, kernels and dY in float32 give the same to within its precision."""
    X, K, _, dY, *rest = _convolution(MOVES["a stride and a padding"], seed=17)
    single = [array.astype(np.float32) for array in (dY, X, K)]
    expected = reference.conv2d_backward(*single, *rest)

    check_close(call(cnn.conv2d_backward, *single, *rest), expected, **SINGLE)


@checks("conv2d_backward", points=1)
def test_conv2d_backward_takes_any_memory_layout():
    """Images, kernels and dY may be Fortran-ordered, sliced or read-only."""
    for padding in (0, 1):
        X, K, _, dY, *rest = _convolution(((5, 4), (2, 3), 1, padding), seed=18)

        check_layouts(cnn.conv2d_backward, reference.conv2d_backward, dY, X, K, *rest)


@checks("conv2d_backward", points=1)
def test_conv2d_backward_leaves_its_arguments_alone():
    """Images, kernels and dY stay as they were, and the gradients are new arrays."""
    one_pixel = np.array([[[[2.5]]]]), np.array([[[[1.0]]]]), np.array([[[[1.0]]]])
    X, K, _, dY, *rest = _convolution(((4, 3), (2, 2), 1, 1), seed=19)
    expected = reference.conv2d_backward(dY, X, K, *rest)

    check_pure(cnn.conv2d_backward, *one_pixel)
    check_pure(cnn.conv2d_backward, dY, X, K, *rest)
    check_pure(cnn.conv2d_backward, dY[:, :, 1:4, 1:3], X, K)
    check_close(call(cnn.conv2d_backward, dY, X, K, *rest), expected)


# max_pool2d


@checks("max_pool2d", points=2)
@given(_poolings())
def test_max_pool2d_follows_its_formula(case):
    """Each output is the largest value of its window, in every image and channel by itself."""
    X, size, stride, _ = case
    expected = reference.max_pool2d(X, size, stride)

    check_close(call(cnn.max_pool2d, X, size, stride), expected, **EXACT)


@checks("max_pool2d", points=1)
@each_pool
def test_max_pool2d_moves_its_window(pool):
    """Windows lie side by side, overlap or leave gaps, on images that are not square; int64 moves them too."""
    X, _, size, stride = _pooling(pool)
    expected = reference.max_pool2d(X, size, stride)

    check_close(call(cnn.max_pool2d, X, size, stride), expected)
    named = {"size": np.int64(size), "stride": stride and np.int64(stride)}
    check_close(call(cnn.max_pool2d, X, **named), expected)


@checks("max_pool2d", points=1)
def test_max_pool2d_moves_by_its_size_by_default():
    """Without more said, or with None, windows lie side by side: the stride is the size."""
    for size in (1, 2, 3):
        X = _unlike(_rng(20), 2, 3, 6, 7)
        expected = reference.max_pool2d(X, size, size)

        check_close(call(cnn.max_pool2d, X, size), expected)
        check_close(call(cnn.max_pool2d, X, size, stride=None), expected)


@checks("max_pool2d", points=1)
def test_max_pool2d_leaves_out_what_does_not_fit():
    """A window that would hang over the edge is left out, however large the values there."""
    X = _unlike(_rng(21), 2, 3, 5, 8)
    X[:, :, 3:, :], X[:, :, :, 6:] = 500.0, 700.0
    expected = X[:, :, :3, :3].max(axis=(2, 3)), X[:, :, :3, 3:6].max(axis=(2, 3))

    actual = call(cnn.max_pool2d, X, 3)

    check_close(actual, np.stack(expected, axis=-1)[:, :, None, :])


@checks("max_pool2d", points=2)
def test_max_pool2d_of_negative_numbers():
    """A window of nothing but negative numbers, even huge ones, pools to the largest, as one of positive ones does."""
    X = np.array([[[[-3.0, -0.5, -1e300, -2e300], [-2.0, -7.0, -4e300, -3e300]]]])
    expected = np.array([[[[-0.5, -1e300]]]])

    check_close(call(cnn.max_pool2d, X, 2), expected)
    check_close(call(cnn.max_pool2d, -X, 2), np.array([[[[7.0, 4e300]]]]))
    check_close(call(cnn.max_pool2d, X, 2, stride=1), np.array([[[[-0.5, -0.5, -1e300]]]]))


@checks("max_pool2d", points=1)
def test_max_pool2d_keeps_all_four_axes():
    """One image, one channel, one window, a window of one pixel: the output has four axes still."""
    cases = [((1, 2, 5, 4), 2, 1), ((3, 1, 4, 5), 2, None), ((2, 3, 4, 4), 4, None)]
    cases += [((2, 3, 4, 5), 1, 1), ((2, 3, 4, 5), 1, 2), ((1, 1, 1, 1), 1, None)]
    for shape, size, stride in cases:
        X = _unlike(_rng(22), *shape) - 0.1
        expected = reference.max_pool2d(X, size, stride)

        check_close(call(cnn.max_pool2d, X, size, stride), expected)


@checks("max_pool2d", points=1)
def test_max_pool2d_takes_whole_numbers():
    """Images of uint8 or int64, zeros and negative ones too, give float64."""
    rng = _rng(23)
    X, signed = rng.integers(0, 256, (2, 3, 5, 6)), rng.integers(-90, -10, (2, 3, 5, 6))
    X[:, :, ::2, 1::2] = 0
    expected = reference.max_pool2d(X, 3, 2), reference.max_pool2d(signed, 3, 2)

    check_close(call(cnn.max_pool2d, X.astype(np.uint8), 3, 2), expected[0])
    check_close(call(cnn.max_pool2d, X, 3, 2), expected[0])
    check_close(call(cnn.max_pool2d, signed, 3, 2), expected[1])


@checks("max_pool2d", points=1)
def test_max_pool2d_takes_single_precision():
    """Images in float32 give the same to within its precision."""
    X = _rng(24).normal(size=(2, 3, 5, 6)).astype(np.float32)
    expected = reference.max_pool2d(X, 2)

    check_close(call(cnn.max_pool2d, X, 2), expected, **SINGLE)


@checks("max_pool2d", points=1)
def test_max_pool2d_takes_any_memory_layout():
    """Images may be Fortran-ordered, sliced or read-only."""
    X = _unlike(_rng(25), 2, 3, 5, 7)

    check_layouts(cnn.max_pool2d, reference.max_pool2d, X, 2)
    check_layouts(cnn.max_pool2d, reference.max_pool2d, X, 3, 1)


@checks("max_pool2d", points=1)
def test_max_pool2d_leaves_its_argument_alone():
    """The images stay as they were and the output is a new array, for windows of one pixel too."""
    X = _unlike(_rng(26), 2, 3, 5, 7)
    expected = reference.max_pool2d(X, 2)

    check_pure(cnn.max_pool2d, X, 2)
    check_pure(cnn.max_pool2d, X, 3, 1)
    check_pure(cnn.max_pool2d, X, 1)
    check_pure(cnn.max_pool2d, X, 1, 2)
    check_close(call(cnn.max_pool2d, X, 2), expected)


@checks("max_pool2d", points=1)
@pytest.mark.parametrize("axis", [0, 1], ids=["too high", "too wide"])
def test_max_pool2d_refuses_a_window_that_does_not_fit(axis):
    """A window larger than the image, in one direction alone, is output_size's ValueError."""
    for size, stride in [(4, None), (4, 1), (5, 3)]:
        image = [9, 9]
        image[axis] = size - 1
        X = _unlike(_rng(27), 2, 3, *image)
        expected = reference.max_pool2d(X, size - 1, stride)

        check_close(call(cnn.max_pool2d, X, size - 1, stride), expected)
        check_value_error(
            cnn.max_pool2d, X, size, stride, mentions=[("kernel", "window", "size"), size]
        )


# max_pool2d_backward


@checks("max_pool2d_backward", points=3)
@given(_poolings())
def test_max_pool2d_backward_follows_its_rule(case):
    """Each window's dY goes to its largest pixel, and every other pixel of it gets nothing."""
    X, size, stride, dY = case
    expected = reference.max_pool2d_backward(dY, X, size, stride)

    check_close(call(cnn.max_pool2d_backward, dY, X, size, stride), expected, **EXACT)


@checks("max_pool2d_backward", points=2)
def test_max_pool2d_backward_is_the_gradient_of_the_cost():
    """It is what central differences of a cost of the output find, where no two pixels are equal."""
    for pool in (POOLS["side by side"], POOLS["overlapping, with a remainder"]):
        X, dY, size, stride = _pooling(pool, (1, 2), seed=30)

        def cost(X, rest=(size, stride), dY=dY):
            return float(np.sum(dY * reference.max_pool2d(X, *rest)))

        expected = numerical_gradient(cost, X)

        actual = call(cnn.max_pool2d_backward, dY, X, size, stride)

        check_close(actual, expected, rtol=1e-5, atol=1e-7)


@checks("max_pool2d_backward", points=1)
@each_pool
def test_max_pool2d_backward_moves_its_window_as_forward(pool):
    """Windows side by side, overlapping or with gaps, moved by int or int64, pay the pixels forward looked at."""
    X, dY, size, stride = _pooling(pool, seed=31)
    expected = reference.max_pool2d_backward(dY, X, size, stride)

    check_close(call(cnn.max_pool2d_backward, dY, X, size, stride), expected)
    named = {"size": np.int64(size), "stride": stride and np.int64(stride)}
    check_close(call(cnn.max_pool2d_backward, dY, X, **named), expected)


@checks("max_pool2d_backward", points=1)
def test_max_pool2d_backward_moves_by_its_size_by_default():
    """Without more said, or with None, the stride is the size, as forward."""
    for size in (2, 3):
        X, dY, *_ = _pooling(((6, 7), size, None), seed=32)
        expected = reference.max_pool2d_backward(dY, X, size, size)

        check_close(call(cnn.max_pool2d_backward, dY, X, size), expected)
        check_close(call(cnn.max_pool2d_backward, dY, X, size, stride=None), expected)


@checks("max_pool2d_backward", points=2)
def test_max_pool2d_backward_adds_up_where_windows_overlap():
    """A pixel that wins in several windows gets the sum of what they pay."""
    X = np.array([[[[1.0, 0.5, 3.0], [0.25, 9.0, 2.0], [4.0, 6.0, 7.0]]]])
    dY = np.array([[[[1.0, -20.0], [300.0, 4000.0]]]])
    expected = np.zeros((1, 1, 3, 3))
    expected[0, 0, 1, 1] = 4281.0

    check_close(call(cnn.max_pool2d_backward, dY, X, 2, 1), expected)
    check_close(call(cnn.max_pool2d_backward, -dY, X, 2, 1), -expected)


TIES = {
    "in a row": ([[7.0, 7.0], [1.0, 2.0]], (0, 0)),
    "in a column": ([[1.0, 7.0], [2.0, 7.0]], (0, 1)),
    "across rows": ([[1.0, 2.0, 7.0], [7.0, 0.5, 7.0], [7.0, 7.0, 3.0]], (0, 2)),
    "everywhere": ([[0.0, 0.0], [0.0, 0.0]], (0, 0)),
}


@checks("max_pool2d_backward", points=1)
@pytest.mark.parametrize(("window", "first"), TIES.values(), ids=TIES.keys())
def test_max_pool2d_backward_pays_the_first_of_equals(window, first):
    """Of equal largest pixels the first in row order gets all of dY, the others nothing."""
    X = np.array([[window, np.array(window) - 9.5]])
    dY = np.array([[[[-2.5]], [[4.0]]]])
    expected = np.zeros(X.shape)
    expected[:, :, first[0], first[1]] = dY[:, :, 0, 0]

    check_close(call(cnn.max_pool2d_backward, dY, X, len(window)), expected)


def _few(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Numbers of which only three are unlike, so that nearly every window has a tie."""
    return rng.integers(-1, 2, size=shape) * 0.5


@checks("max_pool2d_backward", points=1)
@given(_poolings(_few))
def test_max_pool2d_backward_of_ties_in_many_windows(case):
    """Where windows overlap each finds its own first of equals, and the shares add up."""
    X, size, stride, dY = case
    expected = reference.max_pool2d_backward(dY, X, size, stride)

    check_close(call(cnn.max_pool2d_backward, dY, X, size, stride), expected)


@checks("max_pool2d_backward", points=1)
def test_max_pool2d_backward_of_nearly_equal_numbers():
    """Only equal is equal: a pixel that is larger by very little is the winner."""
    more = np.nextafter([1.0, -2.0], 3.0)
    X = np.array([[[[1.0, more[0], -3.0, -2.0], [0.5, 1.0, more[1], -2.0]]]])
    expected = np.array([[[[0.0, 2.5, 0.0, 0.0], [0.0, 0.0, -4.0, 0.0]]]])

    check_close(call(cnn.max_pool2d_backward, np.array([[[[2.5, -4.0]]]]), X, 2), expected)


@checks("max_pool2d_backward", points=1)
def test_max_pool2d_backward_of_negative_numbers():
    """In a window of nothing but negative numbers, even huge ones, the largest wins, as among positive ones."""
    X = np.array([[[[-3.0, -0.5, -2e300, -4e300], [-2.0, -7.0, -3e300, -1e300]]]])
    expected = np.array([[[[0.0, 1.5, 0.0, 0.0], [0.0, 0.0, 0.0, -2.0]]]])
    of_positive = np.array([[[[0.0, 0.0, 0.0, -2.0], [0.0, 1.5, 0.0, 0.0]]]])
    dY = np.array([[[[1.5, -2.0]]]])

    check_close(call(cnn.max_pool2d_backward, dY, X, 2), expected)
    check_close(call(cnn.max_pool2d_backward, dY, -X, 2), of_positive)


@checks("max_pool2d_backward", points=1)
def test_max_pool2d_backward_of_sizes_of_one():
    """One image, one channel, one window, a window of one pixel: the gradient has the shape of X."""
    cases = [((1, 2), (5, 4), 2, 1), ((3, 1), (4, 5), 2, None), ((2, 3), (4, 4), 4, None)]
    cases += [((2, 3), (4, 5), 1, 1), ((2, 3), (4, 5), 1, 2), ((1, 1), (1, 1), 1, None)]
    for counts, *pool in cases:
        X, dY, size, stride = _pooling(pool, counts, seed=33)
        expected = reference.max_pool2d_backward(dY, X, size, stride)

        check_close(call(cnn.max_pool2d_backward, dY, X, size, stride), expected)


@checks("max_pool2d_backward", points=1)
def test_max_pool2d_backward_takes_whole_numbers():
    """Images of uint8 or int64, zeros among them, and dY of int64 or not, give float64, nothing cut off."""
    rng = _rng(34)
    X, dY = rng.integers(0, 256, (2, 3, 5, 6)), rng.integers(-9, 10, (2, 3, 2, 2))
    X[:, :, ::2, 1::2] = 0
    upstreams = [dY, dY + 0.375]
    expected = [reference.max_pool2d_backward(each, X, 3, 2) for each in upstreams]

    for dtype in (np.int64, np.uint8):
        for each, gradient in zip(upstreams, expected, strict=True):
            check_close(call(cnn.max_pool2d_backward, each, X.astype(dtype), 3, 2), gradient)


@checks("max_pool2d_backward", points=1)
def test_max_pool2d_backward_takes_single_precision():
    """Images and dY in float32 give the same to within its precision."""
    rng = _rng(35)
    X = rng.normal(size=(2, 3, 5, 6)).astype(np.float32)
    dY = rng.normal(size=(2, 3, 4, 5)).astype(np.float32)
    expected = reference.max_pool2d_backward(dY, X, 2, 1)

    check_close(call(cnn.max_pool2d_backward, dY, X, 2, 1), expected, **SINGLE)


@checks("max_pool2d_backward", points=1)
def test_max_pool2d_backward_takes_any_memory_layout():
    """Images and dY may be Fortran-ordered, sliced or read-only; ties stay in row order."""
    for numbers in (_unlike, _few):
        rng = _rng(36)
        X, dY = numbers(rng, 2, 3, 5, 7), rng.normal(size=(2, 3, 3, 5))

        check_layouts(cnn.max_pool2d_backward, reference.max_pool2d_backward, dY, X, 3, 1)


@checks("max_pool2d_backward", points=1)
def test_max_pool2d_backward_leaves_its_arguments_alone():
    """Images and dY stay as they were and the gradient is a new array, for windows of one pixel too."""
    rng = _rng(37)
    X, dY = _unlike(rng, 2, 3, 5, 7), rng.normal(size=(2, 3, 4, 6))
    expected = reference.max_pool2d_backward(dY, X, 2, 1)

    check_pure(cnn.max_pool2d_backward, dY, X, 2, 1)
    check_pure(cnn.max_pool2d_backward, dY[:, :, :2, :3], X, 2)
    check_pure(cnn.max_pool2d_backward, dY, X[:, :, :4, :6], 1)
    check_close(call(cnn.max_pool2d_backward, dY, X, 2, 1), expected)


# flatten


@checks("flatten", points=2)
@given(sizes(4, high=5), st.integers(0, 2**32 - 1))
def test_flatten_goes_channel_by_channel_row_by_row(shape, seed):
    """Each image becomes one row: its first channel, row by row, then the next channel."""
    X = _unlike(_rng(seed), *shape)
    n, c, h, w = shape
    expected = np.empty((n, c * h * w))
    for image, channel, row, column in np.ndindex(shape):
        expected[image, (channel * h + row) * w + column] = X[image, channel, row, column]

    check_close(call(cnn.flatten, X), expected)


@checks("flatten", points=1)
def test_flatten_keeps_the_element_type():
    """It only reorders: whole numbers, uint8, float32 and bool stay what they are."""
    X = _rng(40).integers(0, 200, (2, 3, 5, 4)) * _rng(41).integers(0, 2, (2, 3, 5, 4))

    for dtype in (np.uint8, np.int64, np.float32, np.float64, np.bool_):
        images = X.astype(dtype)
        check_close(call(cnn.flatten, images), images.reshape(2, 60), dtype=dtype)


@checks("flatten", points=1)
def test_flatten_keeps_both_axes():
    """One image is one row still, and images of one pixel are rows of one number."""
    for shape in [(1, 2, 3, 4), (3, 1, 1, 1), (4, 2, 1, 1), (2, 1, 3, 1), (1, 1, 1, 1)]:
        X = _unlike(_rng(41), *shape) + 0.5
        expected = np.stack([image.ravel() for image in X])

        check_close(call(cnn.flatten, X), expected)


@checks("flatten", points=1)
def test_flatten_takes_any_memory_layout():
    """Fortran-ordered, sliced and read-only images are flattened in the same order."""
    check_layouts(cnn.flatten, reference.flatten, _unlike(_rng(42), 2, 3, 5, 4))
    check_layouts(cnn.flatten, reference.flatten, _unlike(_rng(42), 3, 2, 1, 4))


@checks("flatten", points=1)
def test_flatten_makes_a_copy():
    """The result shares no memory with the images, which stay as they were, whatever their layout and type."""
    for shape in [(2, 3, 5, 4), (1, 2, 3, 4), (3, 4, 1, 1), (4, 1, 3, 2), (1, 1, 1, 3)]:
        X = _unlike(_rng(43), *shape)
        expected = reference.flatten(X)
        fixed = X.copy()
        fixed.flags.writeable = False

        for images in (X, fixed, np.asfortranarray(X), X[:1], X.astype(np.uint8)):
            check_pure(cnn.flatten, images)
        check_close(call(cnn.flatten, X), expected)
