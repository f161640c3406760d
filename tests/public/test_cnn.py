"""Public checks of unit 13, `cnn`: small images that one can work out by hand."""

from __future__ import annotations

import numpy as np

from exercises import cnn
from grader.testing import (
    call,
    check_close,
    check_integers,
    check_pure,
    check_value_error,
    checks,
    numerical_gradient,
)


@checks("output_size", points=1)
def test_output_size_counts_windows():
    """Windows of 3 in a row of 7: five a step apart, three two steps apart, four with a padding of 1."""
    check_integers(call(cnn.output_size, 7, 3), 5)
    check_integers(call(cnn.output_size, 7, 3, stride=2), 3)
    check_integers(call(cnn.output_size, 7, 3, stride=2, padding=1), 4)


@checks("output_size", points=1)
def test_output_size_leaves_out_the_remainder():
    """Pixels at the end that are too few for one more window do not count."""
    check_integers(call(cnn.output_size, 8, 3, stride=3), 2)
    check_integers(call(cnn.output_size, 9, 3, stride=3), 3)


@checks("output_size", points=1)
def test_output_size_refuses_a_kernel_that_does_not_fit():
    """A kernel that is longer than the padded image is a ValueError that gives its length."""
    check_integers(call(cnn.output_size, 2, 4, stride=2, padding=1), 1)
    check_value_error(cnn.output_size, 2, 5, stride=2, padding=1, mentions=["kernel", 5])


@checks("conv2d", points=1)
def test_conv2d_finds_an_edge():
    """The kernel (-1, 1) answers where a pixel is brighter than its left neighbour."""
    X = np.array([[[[0, 0, 5, 5], [0, 0, 5, 5]]]])

    Y = call(cnn.conv2d, X, np.array([[[[-1, 1]]]]), np.array([0.5]))

    check_close(Y, np.array([[[[0.5, 5.5, 0.5], [0.5, 5.5, 0.5]]]]))


@checks("conv2d", points=1)
def test_conv2d_does_not_turn_the_kernel():
    """1·1 + 2·10 + 4·100 + 5·1000 = 5421: each weight meets the pixel that it lies on."""
    X = np.array([[[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]]])
    K = np.array([[[[1.0, 10.0], [100.0, 1000.0]]]])

    check_close(call(cnn.conv2d, X, K, np.array([0.0])), np.array([[[[5421.0, 6532.0]]]]))


@checks("conv2d", points=1)
def test_conv2d_with_stride_and_padding():
    """With a padding of 1 and a stride of 2 four windows fit, and three of them look at zeros too."""
    X = np.array([[[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]]]])
    K = np.array([[[[1.0, 1.0], [1.0, 10.0]]]])

    Y = call(cnn.conv2d, X, K, np.array([0.0]), stride=2, padding=1)

    check_close(Y, np.array([[[[10.0, 32.0], [74.0, 109.0]]]]))


@checks("conv2d", points=1)
def test_conv2d_adds_up_its_channels():
    """Two channels in, one sum out for each of three kernels, and each has its own bias."""
    X = np.array([[[[1.0, 2.0]], [[10.0, 20.0]]]])
    K = np.array([[[[1.0]], [[1.0]]], [[[2.0]], [[0.0]]], [[[0.0]], [[-0.5]]]])

    Y = call(cnn.conv2d, X, K, np.array([0.0, 0.5, 1.0]))

    check_close(Y, np.array([[[[11.0, 22.0]], [[2.5, 4.5]], [[-4.0, -9.0]]]]))


@checks("conv2d", points=1)
def test_conv2d_refuses_a_kernel_that_does_not_fit():
    """A kernel wider than the image is a ValueError, and no empty array; one that just fits is fine."""
    X, b = np.array([[[[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]]]), np.array([0.0])

    check_close(call(cnn.conv2d, X, np.ones((1, 1, 3, 2)), b), np.array([[[[21.0]]]]))
    check_value_error(cnn.conv2d, X, np.ones((1, 1, 2, 3)), b, mentions=[("kernel", "window"), 3])


@checks("conv2d_backward", points=1)
def test_conv2d_backward_by_hand():
    """The lesson's row of three pixels: the middle one was seen twice and collects twice."""
    X, K, dY = (np.array([[[row]]]) for row in ([1.0, 2.0, 3.0], [10.0, 1.0], [1.0, 2.0]))
    dX, dK = np.array([[[[10.0, 21.0, 2.0]]]]), np.array([[[[5.0, 8.0]]]])

    check_close(call(cnn.conv2d_backward, dY, X, K), (dX, dK, np.array([3.0])))


@checks("conv2d_backward", points=1)
def test_conv2d_backward_with_stride_and_padding():
    """With a kernel of one pixel, dY reaches just the pixels that the window stood on."""
    X, K = np.array([[[[1.0, 2.0, 3.0]]]]), np.array([[[[10.0]]]])
    strided = np.array([[[[1.0, 2.0]]]])
    padded = np.arange(15.0).reshape(1, 1, 3, 5)

    check_close(
        call(cnn.conv2d_backward, strided, X, K, stride=2),
        (np.array([[[[10.0, 0.0, 20.0]]]]), np.array([[[[7.0]]]]), np.array([3.0])),
    )
    check_close(
        call(cnn.conv2d_backward, padded, X, K, padding=1),
        (np.array([[[[60.0, 70.0, 80.0]]]]), np.array([[[[44.0]]]]), np.array([105.0])),
    )


@checks("conv2d_backward", points=1)
def test_conv2d_backward_matches_central_differences():
    """dX and dK are what nudging every pixel and every weight of a convolution finds."""
    rng = np.random.default_rng(0)
    X, K, dY = (rng.normal(size=shape) for shape in ((2, 1, 3, 4), (2, 1, 2, 3), (2, 2, 2, 2)))

    def cost(X, K):
        windows = np.lib.stride_tricks.sliding_window_view(X, K.shape[2:], axis=(2, 3))
        return np.sum(dY * np.einsum("ncyxij,ocij->noyx", windows, K))

    expected = (
        numerical_gradient(lambda X: cost(X, K), X),
        numerical_gradient(lambda K: cost(X, K), K),
        dY.sum(axis=(0, 2, 3)),
    )

    check_close(call(cnn.conv2d_backward, dY, X, K), expected, rtol=1e-5, atol=1e-7)


@checks("conv2d_backward", points=1)
def test_conv2d_backward_leaves_its_arguments_alone():
    """Images, kernels and dY stay as they were: gradients are computed, no step is taken."""
    X, K, dY = (np.array([[[row]]]) for row in ([1.0, 2.0, 3.0], [10.0, 1.0], [1.0, 2.0]))

    check_pure(cnn.conv2d_backward, dY, X, K)
    check_close(call(cnn.conv2d_backward, dY, X, K)[2], np.array([3.0]))


@checks("max_pool2d", points=1)
def test_max_pool2d_keeps_the_largest():
    """Windows of 2 lie side by side; a stride of 1 makes them overlap."""
    X = np.array([[[[1, 3, 2, 2], [4, 0, 2, 1]]]])

    check_close(call(cnn.max_pool2d, X, 2), np.array([[[[4.0, 2.0]]]]))
    check_close(call(cnn.max_pool2d, X, 2, stride=1), np.array([[[[4.0, 3.0, 2.0]]]]))


@checks("max_pool2d", points=1)
def test_max_pool2d_of_negative_numbers():
    """The largest of negative numbers is negative, not 0."""
    X = np.array([[[[-3.0, -0.5], [-2.0, -7.0]]]])

    check_close(call(cnn.max_pool2d, X, 2), np.array([[[[-0.5]]]]))


@checks("max_pool2d", points=1)
def test_max_pool2d_leaves_out_what_does_not_fit():
    """The third column and row have no window of 2; an image of one row has none at all."""
    X = np.array([[[[1.0, 2.0, 50.0], [4.0, 3.0, 60.0], [70.0, 80.0, 90.0]]]])

    check_close(call(cnn.max_pool2d, X, 2), np.array([[[[4.0]]]]))
    check_value_error(cnn.max_pool2d, X[:, :, :1], 2, mentions=[("kernel", "window", "size"), 2])


@checks("max_pool2d_backward", points=1)
def test_max_pool2d_backward_pays_the_winner():
    """All of a window's dY goes to its largest pixel, and to the first of equals."""
    X, dY = np.array([[[[1, 3, 2, 2], [4, 0, 2, 1]]]]), np.array([[[[10.5, -20.0]]]])
    expected = np.array([[[[0.0, 0.0, -20.0, 0.0], [10.5, 0.0, 0.0, 0.0]]]])

    check_close(call(cnn.max_pool2d_backward, dY, X, 2), expected)


@checks("max_pool2d_backward", points=1)
def test_max_pool2d_backward_adds_up():
    """A pixel that wins in two overlapping windows gets both their shares."""
    X = np.array([[[[1.0, 9.0, 2.0], [3.0, 4.0, 5.0]]]])
    expected = np.array([[[[0.0, 30.0, 0.0], [0.0, 0.0, 0.0]]]])

    actual = call(cnn.max_pool2d_backward, np.array([[[[10.0, 20.0]]]]), X, 2, stride=1)

    check_close(actual, expected)


@checks("flatten", points=1)
def test_flatten_makes_rows():
    """Each image becomes one row, channel by channel, and whole numbers stay whole."""
    X = np.arange(12).reshape(2, 3, 1, 2)

    check_integers(call(cnn.flatten, X), np.array([[0, 1, 2, 3, 4, 5], [6, 7, 8, 9, 10, 11]]))


@checks("flatten", points=1)
def test_flatten_makes_a_copy():
    """The rows share no memory with the images."""
    X = np.arange(12.0).reshape(2, 3, 1, 2)

    check_pure(cnn.flatten, X)
    check_close(call(cnn.flatten, X[:1]), np.array([[0.0, 1.0, 2.0, 3.0, 4.0, 5.0]]))
