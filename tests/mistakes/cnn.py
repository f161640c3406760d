"""Mistakes that students make in cnn."""

from itertools import product

import numpy as np

from grader.mistakes import mistake
from solutions import cnn as reference


def _padded(X, padding):
    sides = (padding, padding)
    return np.pad(np.asarray(X, dtype=np.float64), ((0, 0), (0, 0), sides, sides))


def _windows(X, K, stride, padding):
    """The right windows, (n, c_in, oh, ow, kh, kw)."""
    for length, kernel in zip(X.shape[2:], K.shape[2:], strict=True):
        reference.output_size(length, kernel, stride, padding)
    P = _padded(X, padding)
    views = np.lib.stride_tricks.sliding_window_view(P, K.shape[2:], axis=(2, 3))
    return views[:, :, ::stride, ::stride]


# output_size


@mistake("output_size")
def message_without_the_length(size, kernel, stride=1, padding=0):
    """The ValueError should name the kernel and give its length."""
    if kernel > size + 2 * padding:
        raise ValueError("it does not fit")
    return (size + 2 * padding - kernel) // stride + 1


@mistake("output_size")
def padding_counted_once(size, kernel, stride=1, padding=0):
    """The padding is counted once, but it stands at both ends: size + 2 * padding."""
    if kernel > size + padding:
        raise ValueError(f"kernel should be at most {size + padding}, got {kernel}")
    return (size + padding - kernel) // stride + 1


@mistake("output_size")
def padding_left_out(size, kernel, stride=1, padding=0):
    """The padding makes no difference, but it makes the axis longer by 2 * padding."""
    return reference.output_size(size, kernel, stride)


@mistake("output_size")
def stride_left_out(size, kernel, stride=1, padding=0):
    """The stride makes no difference: what is left beside the kernel is to be divided by it."""
    return reference.output_size(size, kernel, 1, padding)


@mistake("output_size")
def first_window_not_counted(size, kernel, stride=1, padding=0):
    """The size is one too small: the window that starts at 0 counts too, hence + 1."""
    return reference.output_size(size, kernel, stride, padding) - 1


@mistake("output_size")
def one_added_before_the_division(size, kernel, stride=1, padding=0):
    """The 1 is added before the division by the stride, which is right for stride 1 alone: add it after."""
    padded = size + 2 * padding
    if kernel > padded:
        raise ValueError(f"kernel should be at most {padded}, got {kernel}")
    return (padded - kernel + 1) // stride


@mistake("output_size")
def remainder_rounded_up(size, kernel, stride=1, padding=0):
    """A window that hangs over the edge is counted: round down, not up."""
    reference.output_size(size, kernel, stride, padding)
    return int(np.ceil((size + 2 * padding - kernel) / stride)) + 1


@mistake("output_size")
def remainder_rounded_to_nearest(size, kernel, stride=1, padding=0):
    """The quotient is rounded to the nearest whole number, and sometimes up: round down, with //."""
    reference.output_size(size, kernel, stride, padding)
    return round((size + 2 * padding - kernel) / stride) + 1


@mistake("output_size")
def float_for_a_size(size, kernel, stride=1, padding=0):
    """The size is a float, as / gives it, with a fraction at times; a size is a whole number: use //."""
    padded = size + 2 * padding
    if kernel > padded:
        raise ValueError(f"kernel should be at most {padded}, got {kernel}")
    return (padded - kernel) / stride + 1


@mistake("output_size")
def even_kernels_taken_for_odd(size, kernel, stride=1, padding=0):
    """Half a kernel is cut off at either end, kernel // 2: right for odd kernels, one too large for even ones."""
    reference.output_size(size, kernel, stride, padding)
    return (size + 2 * padding - 2 * (kernel // 2) - 1) // stride + 1


@mistake("output_size")
def kernel_that_does_not_fit_accepted(size, kernel, stride=1, padding=0):
    """A kernel longer than the padded axis gives a size of 0 or less; it should be a ValueError."""
    return (size + 2 * padding - kernel) // stride + 1


@mistake("output_size")
def kernel_that_hardly_fits_not_accepted(size, kernel, stride=1, padding=0):
    """A kernel exactly as long as the padded axis is refused, but it fits once."""
    padded = size + 2 * padding
    if kernel >= padded:
        raise ValueError(f"kernel should be below {padded}, got {kernel}")
    return (padded - kernel) // stride + 1


@mistake("output_size")
def padding_left_out_of_the_check(size, kernel, stride=1, padding=0):
    """A kernel that fits thanks to the padding is refused: compare it with the padded length."""
    if kernel > size:
        raise ValueError(f"kernel should be at most {size}, got {kernel}")
    return (size + 2 * padding - kernel) // stride + 1


@mistake("output_size")
def cut_towards_zero_before_the_check(size, kernel, stride=1, padding=0):
    """int(…) cuts -1/2 to 0, so a kernel that is a little too long counts as one window: compare lengths first."""
    windows = int((size + 2 * padding - kernel) / stride) + 1
    if windows < 1:
        raise ValueError(f"kernel should fit into {size + 2 * padding}, got {kernel}")
    return windows


@mistake("output_size")
def window_moved_by_its_length(size, kernel, stride=None, padding=0):
    """Without a stride the window moves by its own length; the default is 1."""
    return reference.output_size(size, kernel, kernel if stride is None else stride, padding)


@mistake("output_size")
def stride_and_padding_in_the_wrong_order(size, kernel, padding=0, stride=1):
    """The third argument is taken for the padding and the fourth for the stride: stride comes first."""
    if stride < 1:
        raise ValueError(f"kernel {kernel} cannot move by {stride}")
    return reference.output_size(size, kernel, stride, padding)


@mistake("output_size")
def refused_by_assert(size, kernel, stride=1, padding=0):
    """A kernel that does not fit is an AssertionError; a ValueError is asked for: raise ValueError(…)."""
    assert kernel <= size + 2 * padding, f"kernel {kernel} is too long"
    return (size + 2 * padding - kernel) // stride + 1


# conv2d


@mistake("conv2d")
def kernel_turned(X, K, b, stride=1, padding=0):
    """The kernel is turned by 180 degrees; here it lies on the window as it is."""
    return reference.conv2d(X, K[:, :, ::-1, ::-1], b, stride, padding)


@mistake("conv2d")
def kernel_mirrored(X, K, b, stride=1, padding=0):
    """The kernel's rows and columns are swapped: row i of the kernel belongs to row i of the window."""
    return reference.conv2d(X, np.swapaxes(K, 2, 3), b, stride, padding)


@mistake("conv2d")
def kernels_and_channels_swapped(X, K, b, stride=1, padding=0):
    """The first axis of K is taken for the channels; it is the kernels, and the second the channels."""
    return reference.conv2d(X, np.swapaxes(K, 0, 1), b, stride, padding)


@mistake("conv2d")
def bias_left_out(X, K, b, stride=1, padding=0):
    """The bias is missing: each kernel's b is added to all its outputs."""
    return reference.conv2d(X, K, np.zeros(len(K)), stride, padding)


@mistake("conv2d")
def bias_once_a_channel(X, K, b, stride=1, padding=0):
    """The bias is added once for each channel, inside that loop; it belongs to the whole sum, once."""
    return reference.conv2d(X, K, K.shape[1] * np.asarray(b), stride, padding)


@mistake("conv2d")
def bias_once_a_product(X, K, b, stride=1, padding=0):
    """The bias is added to every product of pixel and weight; it belongs to their sum, once."""
    return reference.conv2d(X, K, K[0].size * np.asarray(b), stride, padding)


@mistake("conv2d")
def one_bias_for_all_kernels(X, K, b, stride=1, padding=0):
    """Every kernel gets the first one's bias; kernel o has its own, b[o]."""
    return reference.conv2d(X, K, np.full(len(K), b[0]), stride, padding)


@mistake("conv2d")
def bias_along_the_columns(X, K, b, stride=1, padding=0):
    """b is added along the last axis, the columns; a bias belongs to a kernel: b.reshape(1, -1, 1, 1)."""
    return reference.conv2d(X, K, np.zeros(len(K)), stride, padding) + b


@mistake("conv2d")
def window_moved_by_one(X, K, b, stride=1, padding=0):
    """The window moves by 1 whatever the stride: the one of [y, x] starts at y * stride, x * stride."""
    Y = reference.conv2d(X, K, b, stride, padding)
    return reference.conv2d(X, K, b, 1, padding)[:, :, : Y.shape[2], : Y.shape[3]]


@mistake("conv2d")
def stride_left_out_of_conv2d(X, K, b, stride=1, padding=0):
    """The stride makes no difference: the output is as large as for a stride of 1."""
    return reference.conv2d(X, K, b, 1, padding)


@mistake("conv2d")
def stride_for_rows_only(X, K, b, stride=1, padding=0):
    """The window moves by the stride downwards, but by 1 to the right; the stride is for both."""
    return reference.conv2d(X, K, b, 1, padding)[:, :, ::stride]


@mistake("conv2d")
def image_not_padded(X, K, b, stride=1, padding=0):
    """The padding makes no difference: put rows and columns of zeros around the image first."""
    return reference.conv2d(X, K, b, stride)


@mistake("conv2d")
def padded_at_the_end_only(X, K, b, stride=1, padding=0):
    """The zeros stand at the bottom and on the right only; they belong on all four sides."""
    sides = (0, 2 * padding)
    return reference.conv2d(np.pad(X, ((0, 0), (0, 0), sides, sides)), K, b, stride)


@mistake("conv2d")
def padded_once_along_each_axis(X, K, b, stride=1, padding=0):
    """Padding is added at one end of each axis, where both ends get it: the output is too small."""
    sides = (padding, 0)
    return reference.conv2d(np.pad(X, ((0, 0), (0, 0), sides, sides)), K, b, stride)


@mistake("conv2d")
def padded_along_all_axes(X, K, b, stride=1, padding=0):
    """np.pad(X, padding) pads images and channels too; only rows and columns should get zeros around them."""
    return reference.conv2d(np.pad(X, padding), K, b, stride)


@mistake("conv2d")
def padded_with_the_edge(X, K, b, stride=1, padding=0):
    """The padding repeats the pixels of the edge; it should be zeros."""
    sides = (padding, padding)
    P = np.pad(X, ((0, 0), (0, 0), sides, sides), mode="edge")
    return reference.conv2d(P, K, b, stride)


@mistake("conv2d")
def padded_with_minus_zero_slices(X, K, b, stride=1, padding=0):
    """Without padding everything is 0: P[:, :, p:-p, p:-p] is empty where p is 0, so the image is not copied."""
    n, c, h, w = X.shape
    P = np.zeros((n, c, h + 2 * padding, w + 2 * padding))
    if padding:
        P[:, :, padding:-padding, padding:-padding] = X
    return reference.conv2d(P, K, b, stride)


@mistake("conv2d")
def first_channel_only(X, K, b, stride=1, padding=0):
    """Only the first channel counts: a kernel has weights for every channel, and one sum goes over all."""
    return reference.conv2d(X[:, :1], K[:, :1], b, stride, padding)


@mistake("conv2d")
def channels_averaged(X, K, b, stride=1, padding=0):
    """The channels are averaged; they should be added up."""
    return reference.conv2d(X, np.asarray(K) / K.shape[1], b, stride, padding)


@mistake("conv2d")
def window_averaged(X, K, b, stride=1, padding=0):
    """The products are averaged over the window; they should be added up."""
    return reference.conv2d(X, np.asarray(K) / K[0].size, b, stride, padding)


@mistake("conv2d")
def last_window_missing(X, K, b, stride=1, padding=0):
    """The last row and column of outputs are missing: the size is (…) // stride + 1."""
    return reference.conv2d(X, K, b, stride, padding)[:, :, :-1, :-1]


@mistake("conv2d")
def loop_ends_one_early(X, K, b, stride=1, padding=0):
    """The last row and column of outputs stay 0: range(oh) goes up to oh - 1 already."""
    Y = reference.conv2d(X, K, b, stride, padding)
    Y[:, :, -1], Y[:, :, :, -1] = 0.0, 0.0
    return Y


@mistake("conv2d")
def returned_inside_the_loop(X, K, b, stride=1, padding=0):
    """Only the first image is done: the return stands inside the loop."""
    Y = reference.conv2d(X, K, b, stride, padding)
    Y[1:] = 0.0
    return Y


@mistake("conv2d")
def output_in_the_type_of_the_images(X, K, b, stride=1, padding=0):
    """Whole-number images give a whole-number output, which cuts fractions off: the output is float64."""
    return reference.conv2d(X, K, b, stride, padding).astype(X.dtype)


@mistake("conv2d")
def whole_numbers_stay_whole(X, K, b, stride=1, padding=0):
    """Whole numbers give an integer output; results are float64."""
    Y = reference.conv2d(X, K, b, stride, padding)
    whole = all(np.issubdtype(array.dtype, np.integer) for array in (X, K, b))
    return Y.astype(np.int64) if whole else Y


@mistake("conv2d")
def output_in_single_precision(X, K, b, stride=1, padding=0):
    """The output is rounded to float32, seven digits; results are float64."""
    return reference.conv2d(X, K, b, stride, padding).astype(np.float32)


@mistake("conv2d")
def by_fourier_transforms(X, K, b, stride=1, padding=0):
    """Fourier transforms round as coarsely as the largest pixel asks for, and lose small ones: add up each window."""
    oh, ow = reference.conv2d(X, K, b, stride, padding).shape[2:]
    P = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    lengths = P.shape[2:]
    product = np.einsum("ncyx,ocyx->noyx", np.fft.rfft2(P), np.fft.rfft2(K, s=lengths).conj())
    Y = np.fft.irfft2(product, s=lengths)[:, :, : oh * stride : stride, : ow * stride : stride]
    return Y + np.reshape(b, (-1, 1, 1))


@mistake("conv2d")
def axes_of_one_removed(X, K, b, stride=1, padding=0):
    """Axes of length 1 are gone: one image, kernel, row or column still keeps its axis."""
    return np.squeeze(reference.conv2d(X, K, b, stride, padding))


@mistake("conv2d")
def height_and_width_swapped(X, K, b, stride=1, padding=0):
    """Height and width are swapped in the output's size; X.shape is (n, c, h, w)."""
    n, _, w, h = X.shape
    kh, kw = K.shape[2:]
    oh = reference.output_size(h, kh, stride, padding)
    ow = reference.output_size(w, kw, stride, padding)
    P, Y = _padded(X, padding), np.zeros((n, len(K), oh, ow))
    for y, x in product(range(oh), range(ow)):
        window = P[:, :, y * stride : y * stride + kh, x * stride : x * stride + kw]
        Y[:, :, y, x] = np.tensordot(window, K, 3) + b
    return Y


@mistake("conv2d")
def rows_and_columns_of_the_output_swapped(X, K, b, stride=1, padding=0):
    """Rows and columns of the output are swapped: the window in row y and column x gives Y[:, :, y, x]."""
    return np.swapaxes(reference.conv2d(X, K, b, stride, padding), 2, 3).copy()


@mistake("conv2d")
def kernel_taken_for_square(X, K, b, stride=1, padding=0):
    """The kernel's height is used for its width too; a kernel need not be square."""
    size = K.shape[2]
    P = _padded(X, padding)
    oh, ow = (reference.output_size(each, size, stride, padding) for each in X.shape[2:])
    Y = np.zeros((len(X), len(K), oh, ow))
    for y, x in product(range(oh), range(ow)):
        window = P[:, :, y * stride : y * stride + size, x * stride : x * stride + size]
        Y[:, :, y, x] = np.tensordot(window, K, 3) + b
    return Y


@mistake("conv2d")
def size_not_checked(X, K, b, stride=1, padding=0):
    """A kernel that does not fit gives an empty output; it should be output_size's ValueError."""
    kh, kw = K.shape[2:]
    h, w = X.shape[2] + 2 * padding, X.shape[3] + 2 * padding
    if kh > h or kw > w:
        oh, ow = (h - kh) // stride + 1, (w - kw) // stride + 1
        return np.zeros((len(X), len(K), max(oh, 0), max(ow, 0)))
    return reference.conv2d(X, K, b, stride, padding)


@mistake("conv2d")
def height_alone_checked(X, K, b, stride=1, padding=0):
    """A kernel that is too wide is not refused, one that is too high is: ask output_size for both axes."""
    if K.shape[3] > X.shape[3] + 2 * padding:
        oh = reference.output_size(X.shape[2], K.shape[2], stride, padding)
        return np.zeros((len(X), len(K), oh, 0))
    return reference.conv2d(X, K, b, stride, padding)


@mistake("conv2d")
def negative_outputs_cut_off(X, K, b, stride=1, padding=0):
    """Negative outputs are set to 0; relu is a layer of its own, after the convolution."""
    return np.maximum(reference.conv2d(X, K, b, stride, padding), 0.0)


# conv2d_backward


@mistake("conv2d_backward")
def overlapping_windows_overwrite(dY, X, K, stride=1, padding=0):
    """Where windows overlap, a later one overwrites what an earlier one gave to dX: += instead of =."""
    h, w = X.shape[2:]
    kh, kw = K.shape[2:]
    _, dK, db = reference.conv2d_backward(dY, X, K, stride, padding)
    dP = _padded(np.zeros(X.shape), padding)
    for y, x in product(range(dY.shape[2]), range(dY.shape[3])):
        share = np.tensordot(dY[:, :, y, x], np.asarray(K, dtype=np.float64), 1)
        dP[:, :, y * stride : y * stride + kh, x * stride : x * stride + kw] = share
    return dP[:, :, padding : padding + h, padding : padding + w], dK, db


@mistake("conv2d_backward")
def last_window_alone_counts_for_the_kernel(dY, X, K, stride=1, padding=0):
    """dK comes from the last window alone, each one overwriting the one before: += instead of =."""
    dX, _, db = reference.conv2d_backward(dY, X, K, stride, padding)
    last = _windows(X, K, stride, padding)[:, :, dY.shape[2] - 1, dY.shape[3] - 1]
    return dX, np.einsum("no,ncij->ocij", np.float64(dY[:, :, -1, -1]), last), db


@mistake("conv2d_backward")
def last_image_alone_counts_for_the_kernel(dY, X, K, stride=1, padding=0):
    """dK and db come from the last image alone; they should be added up over all images."""
    dX, _, _ = reference.conv2d_backward(dY, X, K, stride, padding)
    _, dK, db = reference.conv2d_backward(dY[-1:], X[-1:], K, stride, padding)
    return dX, dK, db


@mistake("conv2d_backward")
def last_kernel_alone_counts_for_the_image(dY, X, K, stride=1, padding=0):
    """dX comes from the last kernel alone; a pixel collects from every kernel: add over o."""
    _, dK, db = reference.conv2d_backward(dY, X, K, stride, padding)
    return reference.conv2d_backward(dY[:, -1:], X, K[-1:], stride, padding)[0], dK, db


@mistake("conv2d_backward")
def window_moved_by_one_on_the_way_back(dY, X, K, stride=1, padding=0):
    """On the way back the window moves by 1 whatever the stride; it should move as forward, y * stride."""
    oh, ow = dY.shape[2:]
    kh, kw = K.shape[2:]
    near = _padded(X, padding)[:, :, : oh + kh - 1, : ow + kw - 1]
    dP = _padded(np.zeros(X.shape), padding)
    part, dK, db = reference.conv2d_backward(dY, near, K)
    dP[:, :, : oh + kh - 1, : ow + kw - 1] = part
    h, w = X.shape[2:]
    return dP[:, :, padding : padding + h, padding : padding + w], dK, db


@mistake("conv2d_backward")
def stride_left_out_of_the_kernel_gradient(dY, X, K, stride=1, padding=0):
    """dK takes windows that move by 1 whatever the stride; they should move as forward, y * stride."""
    dX, _, db = reference.conv2d_backward(dY, X, K, stride, padding)
    oh, ow = dY.shape[2:]
    kh, kw = K.shape[2:]
    near = _padded(X, padding)[:, :, : oh + kh - 1, : ow + kw - 1]
    return dX, reference.conv2d_backward(dY, near, K)[1], db


@mistake("conv2d_backward")
def padding_not_cropped(dY, X, K, stride=1, padding=0):
    """dX has the padding still on it: cut it off, so that dX has the shape of X."""
    return reference.conv2d_backward(dY, _padded(X, padding), K, stride)


@mistake("conv2d_backward")
def cropped_by_minus_padding(dY, X, K, stride=1, padding=0):
    """Without padding dX is empty: dP[:, :, p:-p, p:-p] ends at -0, which is the start. End at p + h, p + w."""
    dP, dK, db = reference.conv2d_backward(dY, _padded(X, padding), K, stride)
    return dP[:, :, padding:-padding, padding:-padding], dK, db


@mistake("conv2d_backward")
def cropped_at_the_end_only(dY, X, K, stride=1, padding=0):
    """The padding is cut off at the bottom and the right end only: dX should start after it, at [p, p]."""
    dP, dK, db = reference.conv2d_backward(dY, _padded(X, padding), K, stride)
    return dP[:, :, : X.shape[2], : X.shape[3]].copy(), dK, db


@mistake("conv2d_backward")
def kernel_turned_on_the_way_back(dY, X, K, stride=1, padding=0):
    """dX is made with the kernel turned by 180 degrees: pixel [y + i, x + j] gets dY[y, x] * K[i, j]."""
    _, dK, db = reference.conv2d_backward(dY, X, K, stride, padding)
    return reference.conv2d_backward(dY, X, K[:, :, ::-1, ::-1], stride, padding)[0], dK, db


@mistake("conv2d_backward")
def kernel_gradient_turned(dY, X, K, stride=1, padding=0):
    """dK comes out turned by 180 degrees: weight [i, j] gets dY[y, x] * P[y * stride + i, x * stride + j]."""
    dX, dK, db = reference.conv2d_backward(dY, X, K, stride, padding)
    return dX, dK[:, :, ::-1, ::-1].copy(), db


@mistake("conv2d_backward")
def kernel_gradient_from_the_unpadded_image(dY, X, K, stride=1, padding=0):
    """dK does not see the padding: its windows start at the image's own corner; take those of the padded image."""
    dX, _, db = reference.conv2d_backward(dY, X, K, stride, padding)
    sides = (0, 2 * padding)
    P = np.pad(np.asarray(X, dtype=np.float64), ((0, 0), (0, 0), sides, sides))
    return dX, reference.conv2d_backward(dY, P, K, stride)[1], db


@mistake("conv2d_backward")
def averaged_over_the_batch(dY, X, K, stride=1, padding=0):
    """dK and db are divided by the number of images; dY holds the mean's 1/n already, so only add up."""
    dX, dK, db = reference.conv2d_backward(dY, X, K, stride, padding)
    return dX, dK / len(X), db / len(X)


@mistake("conv2d_backward")
def averaged_over_the_places(dY, X, K, stride=1, padding=0):
    """dK and db are averaged over the places of the window; every place adds its share."""
    dX, dK, db = reference.conv2d_backward(dY, X, K, stride, padding)
    places = dY.shape[2] * dY.shape[3]
    return dX, dK / places, db / places


@mistake("conv2d_backward")
def bias_gradient_averaged(dY, X, K, stride=1, padding=0):
    """db is the mean of dY; it should be its sum over images, rows and columns."""
    dX, dK, _ = reference.conv2d_backward(dY, X, K, stride, padding)
    return dX, dK, np.mean(dY, axis=(0, 2, 3))


@mistake("conv2d_backward")
def bias_gradient_summed_over_images_only(dY, X, K, stride=1, padding=0):
    """db is summed over the images only; a bias is used at every place too: sum over axes 0, 2 and 3."""
    dX, dK, _ = reference.conv2d_backward(dY, X, K, stride, padding)
    return dX, dK, np.sum(dY, axis=0, dtype=np.float64)


@mistake("conv2d_backward")
def bias_gradient_summed_over_kernels(dY, X, K, stride=1, padding=0):
    """db is one number for all kernels; each kernel has its own bias, so db has the shape of b."""
    dX, dK, _ = reference.conv2d_backward(dY, X, K, stride, padding)
    return dX, dK, np.sum(dY, dtype=np.float64)


@mistake("conv2d_backward")
def bias_gradient_with_four_axes(dY, X, K, stride=1, padding=0):
    """db has the shape (1, c_out, 1, 1); it should have the shape of b, (c_out,)."""
    dX, dK, _ = reference.conv2d_backward(dY, X, K, stride, padding)
    return dX, dK, np.sum(dY, axis=(0, 2, 3), keepdims=True, dtype=np.float64)


@mistake("conv2d_backward")
def gradients_in_the_wrong_order(dY, X, K, stride=1, padding=0):
    """The gradients come as (dK, dX, db); the order is (dX, dK, db)."""
    dX, dK, db = reference.conv2d_backward(dY, X, K, stride, padding)
    return dK, dX, db


@mistake("conv2d_backward")
def upstream_left_out_of_the_image(dY, X, K, stride=1, padding=0):
    """dX collects the kernels alone: each share is dY at that place times the weight."""
    _, dK, db = reference.conv2d_backward(dY, X, K, stride, padding)
    return reference.conv2d_backward(np.ones(dY.shape), X, K, stride, padding)[0], dK, db


@mistake("conv2d_backward")
def upstream_left_out_of_the_kernel(dY, X, K, stride=1, padding=0):
    """dK collects the pixels alone: each share is dY at that place times the pixel."""
    dX, _, db = reference.conv2d_backward(dY, X, K, stride, padding)
    return dX, reference.conv2d_backward(np.ones(dY.shape), X, K, stride, padding)[1], db


@mistake("conv2d_backward")
def image_gradient_in_the_type_of_the_images(dY, X, K, stride=1, padding=0):
    """dX is made like X, so whole-number images cut its fractions off: gradients are float64."""
    dX, dK, db = reference.conv2d_backward(dY, X, K, stride, padding)
    return dX.astype(X.dtype), dK, db


@mistake("conv2d_backward")
def image_padded_in_the_type_of_the_kernel(dY, X, K, stride=1, padding=0):
    """The padded image is made like K, so whole-number kernels cut the pixels' fractions off: make it float64."""
    return reference.conv2d_backward(dY, np.asarray(X).astype(K.dtype), K, stride, padding)


@mistake("conv2d_backward")
def kernel_gradient_in_the_type_of_the_kernel(dY, X, K, stride=1, padding=0):
    """dK is made like K, so whole-number kernels cut its fractions off: gradients are float64."""
    dX, dK, db = reference.conv2d_backward(dY, X, K, stride, padding)
    return dX, dK.astype(K.dtype), db


@mistake("conv2d_backward")
def bias_gradient_in_the_type_of_the_upstream(dY, X, K, stride=1, padding=0):
    """db keeps the type of dY, so a whole-number dY gives a whole-number db: gradients are float64."""
    dX, dK, _ = reference.conv2d_backward(dY, X, K, stride, padding)
    return dX, dK, np.sum(dY, axis=(0, 2, 3))


@mistake("conv2d_backward")
def images_overwritten(dY, X, K, stride=1, padding=0):
    """dX is collected in X itself, so the caller's images are lost: collect it in a new array."""
    gradients = reference.conv2d_backward(dY, X, K, stride, padding)
    X[...] = gradients[0]
    return gradients


@mistake("conv2d_backward")
def kernel_overwritten(dY, X, K, stride=1, padding=0):
    """The caller's K is changed, as in a step of descent; gradients alone are asked for."""
    gradients = reference.conv2d_backward(dY, X, K, stride, padding)
    K -= gradients[1].astype(K.dtype)
    return gradients


# max_pool2d


def _pooled(X, size, stride, reduce):
    """Something other than the maximum of each window."""
    stride = size if stride is None else stride
    for length in X.shape[2:]:
        reference.output_size(length, size, stride)
    windows = np.lib.stride_tricks.sliding_window_view(X, (size, size), axis=(2, 3))
    return np.asarray(reduce(windows[:, :, ::stride, ::stride]), dtype=np.float64)


@mistake("max_pool2d")
def maximum_started_from_zero(X, size, stride=None):
    """A window of negative numbers pools to 0: start the maximum from the window's first value."""
    return np.maximum(reference.max_pool2d(X, size, stride), 0.0)


@mistake("max_pool2d")
def maximum_started_from_a_constant(X, size, stride=None):
    """The maximum starts from a constant such as -1e9, and smaller numbers are lost: start from the window's first."""
    return np.maximum(reference.max_pool2d(X, size, stride), -1e9)


@mistake("max_pool2d")
def averaged(X, size, stride=None):
    """Each window gives its mean; max pooling takes its largest value."""
    return _pooled(X, size, stride, lambda windows: windows.mean(axis=(-2, -1)))


@mistake("max_pool2d")
def smallest_for_largest(X, size, stride=None):
    """Each window gives its smallest value; max pooling takes the largest."""
    return _pooled(X, size, stride, lambda windows: windows.min(axis=(-2, -1)))


@mistake("max_pool2d")
def largest_without_its_sign(X, size, stride=None):
    """Signs are lost: the largest absolute value comes out, and -3 counts for more than 2."""
    return _pooled(X, size, stride, lambda windows: np.abs(np.float64(windows)).max(axis=(-2, -1)))


@mistake("max_pool2d")
def first_row_of_the_window_only(X, size, stride=None):
    """Only the first row of each window is looked at; the maximum is over its rows and columns."""
    return _pooled(X, size, stride, lambda windows: windows[..., 0, :].max(axis=-1))


@mistake("max_pool2d")
def channels_pooled_together(X, size, stride=None):
    """The maximum goes over the channels too; each channel is pooled by itself."""
    Y = reference.max_pool2d(X, size, stride)
    return Y.max(axis=1, keepdims=True) + np.zeros_like(Y)


@mistake("max_pool2d")
def pooled_by_one_by_default(X, size, stride=1):
    """Without a stride the window moves by 1; the default is its size, side by side."""
    return reference.max_pool2d(X, size, 1 if stride is None else stride)


@mistake("max_pool2d")
def windows_always_side_by_side(X, size, stride=None):
    """The window moves by its size although a stride was given: take the stride where it is not None."""
    return reference.max_pool2d(X, size)


@mistake("max_pool2d")
def pooled_by_one_in_a_small_output(X, size, stride=None):
    """The window moves by 1 whatever the stride: the one of [y, x] starts at y * stride, x * stride."""
    oh, ow = reference.max_pool2d(X, size, stride).shape[2:]
    return reference.max_pool2d(X, size, 1)[:, :, :oh, :ow]


@mistake("max_pool2d")
def overhanging_windows_kept(X, size, stride=None):
    """A window that hangs over the edge is pooled too; it should be left out."""
    stride = size if stride is None else stride
    h, w = X.shape[2:]
    reference.max_pool2d(X, size, stride)
    rows = range(0, max(h - size + stride, 1), stride)
    columns = range(0, max(w - size + stride, 1), stride)
    Y = np.zeros((*X.shape[:2], len(rows), len(columns)))
    for (y, top), (x, left) in product(enumerate(rows), enumerate(columns)):
        Y[:, :, y, x] = X[:, :, top : top + size, left : left + size].max(axis=(2, 3))
    return Y


@mistake("max_pool2d")
def last_pool_missing(X, size, stride=None):
    """The last row and column of windows are missing: there are (length - size) // stride + 1."""
    return reference.max_pool2d(X, size, stride)[:, :, :-1, :-1]


@mistake("max_pool2d")
def pool_returned_inside_the_loop(X, size, stride=None):
    """Only the first image is pooled: the return stands inside the loop."""
    Y = reference.max_pool2d(X, size, stride)
    Y[1:] = 0.0
    return Y


@mistake("max_pool2d")
def reshaped_into_blocks(X, size, stride=None):
    """A reshape into blocks leaves no room for a stride of its own or for a remainder: let a window move."""
    n, c, h, w = X.shape
    if h < size or w < size:
        raise ValueError(f"window {size} does not fit")
    blocks = np.asarray(X, dtype=np.float64).reshape(n, c, h // size, size, w // size, size)
    return blocks.max(axis=(3, 5))


@mistake("max_pool2d")
def pool_in_the_type_of_the_images(X, size, stride=None):
    """Whole-number images give a whole-number result; it should be float64."""
    return reference.max_pool2d(X, size, stride).astype(X.dtype)


@mistake("max_pool2d")
def pooled_axes_of_one_removed(X, size, stride=None):
    """Axes of length 1 are gone: one image, channel, row or column still keeps its axis."""
    return np.squeeze(reference.max_pool2d(X, size, stride))


@mistake("max_pool2d")
def pool_for_square_images(X, size, stride=None):
    """The image's height is used for its width too; an image need not be square."""
    side = X.shape[2]
    oh = reference.output_size(side, size, size if stride is None else stride)
    step = size if stride is None else stride
    Y = np.zeros((*X.shape[:2], oh, oh))
    for y, x in product(range(oh), repeat=2):
        window = X[:, :, y * step : y * step + size, x * step : x * step + size]
        Y[:, :, y, x] = window.max(axis=(2, 3))
    return Y


@mistake("max_pool2d")
def pool_size_not_checked(X, size, stride=None):
    """A window that does not fit gives an empty result; it should be output_size's ValueError."""
    h, w = X.shape[2:]
    if size > h or size > w:
        stride = size if stride is None else stride
        oh, ow = (h - size) // stride + 1, (w - size) // stride + 1
        return np.zeros((*X.shape[:2], max(oh, 0), max(ow, 0)))
    return reference.max_pool2d(X, size, stride)


@mistake("max_pool2d")
def pool_height_alone_checked(X, size, stride=None):
    """A window wider than the image is not refused, a higher one is: ask output_size for both axes."""
    if size > X.shape[3]:
        oh = reference.output_size(X.shape[2], size, size if stride is None else stride)
        return np.zeros((*X.shape[:2], oh, 0))
    return reference.max_pool2d(X, size, stride)


@mistake("max_pool2d")
def images_given_back(X, size, stride=None):
    """For windows of one pixel the images themselves come back; the result should be a new array."""
    if size == 1 and stride in (None, 1):
        return np.asarray(X, dtype=np.float64)
    return reference.max_pool2d(X, size, stride)


# max_pool2d_backward


def _paid(dY, X, size, stride, pay, *, add=True):
    """Go through the windows: `pay(window, dY there)` gives what each of its pixels gets."""
    stride = size if stride is None else stride
    dX = np.zeros(X.shape)
    for n, c, y, x in np.ndindex(dY.shape):
        place = n, c, slice(y * stride, y * stride + size), slice(x * stride, x * stride + size)
        share = pay(X[place], dY[n, c, y, x])
        dX[place] = dX[place] + share if add else np.where(share != 0, share, dX[place])
    return dX


def _to_winner(window, upstream):
    share = np.zeros(window.shape)
    share.flat[window.argmax()] = upstream
    return share


@mistake("max_pool2d_backward")
def every_maximum_paid(dY, X, size, stride=None):
    """Where several pixels share the maximum each gets all of dY; only the first should."""
    return _paid(dY, X, size, stride, lambda window, upstream: (window == window.max()) * upstream)


@mistake("max_pool2d_backward")
def equals_share(dY, X, size, stride=None):
    """Pixels that share the maximum share dY; the first of them should get all of it."""

    def pay(window, upstream):
        winners = window == window.max()
        return winners * upstream / winners.sum()

    return _paid(dY, X, size, stride, pay)


@mistake("max_pool2d_backward")
def last_of_equals_paid(dY, X, size, stride=None):
    """Of equal pixels the last gets dY, as >= makes it; the first in row order should."""

    def pay(window, upstream):
        return _to_winner(window[::-1, ::-1], upstream)[::-1, ::-1]

    return _paid(dY, X, size, stride, pay)


@mistake("max_pool2d_backward")
def first_of_equals_by_columns(dY, X, size, stride=None):
    """Of equal pixels the first column by column gets dY; read the window row by row."""
    return _paid(dY, X, size, stride, lambda window, upstream: _to_winner(window.T, upstream).T)


@mistake("max_pool2d_backward")
def nearly_equal_taken_for_equal(dY, X, size, stride=None):
    """A pixel that is only close to the maximum takes its dY: compare with == or argmax, not isclose."""

    def pay(window, upstream):
        return _to_winner(np.isclose(window, window.max()), upstream)

    return _paid(dY, X, size, stride, pay)


@mistake("max_pool2d_backward")
def later_window_overwrites(dY, X, size, stride=None):
    """A pixel that wins in several windows keeps the last one's dY only: += instead of =."""
    return _paid(dY, X, size, stride, _to_winner, add=False)


@mistake("max_pool2d_backward")
def window_overwrites_its_neighbours(dY, X, size, stride=None):
    """A window sets all its pixels, and so wipes out what an overlapping one paid: += instead of =."""
    stride = size if stride is None else stride
    dX = np.zeros(X.shape)
    for n, c, y, x in np.ndindex(dY.shape):
        place = n, c, slice(y * stride, y * stride + size), slice(x * stride, x * stride + size)
        dX[place] = _to_winner(X[place], dY[n, c, y, x])
    return dX


@mistake("max_pool2d_backward")
def spread_over_the_window(dY, X, size, stride=None):
    """dY is spread evenly over the window, as for a mean; all of it belongs to the maximum."""
    return _paid(dY, X, size, stride, lambda window, upstream: upstream / window.size)


@mistake("max_pool2d_backward")
def whole_window_paid(dY, X, size, stride=None):
    """Every pixel of the window gets dY; only the maximum had a say, so only it gets dY."""
    return _paid(dY, X, size, stride, lambda window, upstream: upstream)


@mistake("max_pool2d_backward")
def row_and_column_of_the_winner_swapped(dY, X, size, stride=None):
    """The winner's row and column are swapped: argmax counts along rows, so row, column = divmod(index, size)."""
    return _paid(dY, X, size, stride, lambda window, upstream: _to_winner(window, upstream).T)


@mistake("max_pool2d_backward")
def place_counted_from_the_image(dY, X, size, stride=None):
    """The winner's place in its window is taken for its place in the image: add y * stride and x * stride."""
    dX = np.zeros(X.shape)
    step = size if stride is None else stride
    for n, c, y, x in np.ndindex(dY.shape):
        window = X[n, c, y * step : y * step + size, x * step : x * step + size]
        dX[(n, c, *divmod(window.argmax(), size))] += dY[n, c, y, x]
    return dX


@mistake("max_pool2d_backward")
def upstream_left_out(dY, X, size, stride=None):
    """Each maximum gets 1, which is the slope alone; it should get the slope times dY."""
    return _paid(dY, X, size, stride, lambda window, upstream: _to_winner(window, 1.0))


@mistake("max_pool2d_backward")
def multiplied_by_the_maximum(dY, X, size, stride=None):
    """dY is multiplied by the maximum itself; the slope of a maximum by its pixel is 1."""

    def pay(window, upstream):
        return _to_winner(window, upstream * window.max())

    with np.errstate(over="ignore"):
        return _paid(dY, X, size, stride, pay)


@mistake("max_pool2d_backward")
def winner_sought_from_zero(dY, X, size, stride=None):
    """A window without positive numbers pays nobody: the search starts from 0, and should from its first value."""

    def pay(window, upstream):
        return _to_winner(window, upstream) * (window.max() > 0)

    return _paid(dY, X, size, stride, pay)


@mistake("max_pool2d_backward")
def largest_absolute_value_paid(dY, X, size, stride=None):
    """The pixel farthest from 0 gets dY, so -3 wins over 2; signs count."""
    return _paid(dY, np.abs(np.asarray(X, dtype=np.float64)), size, stride, _to_winner)


@mistake("max_pool2d_backward")
def moved_by_one_by_default(dY, X, size, stride=1):
    """Without a stride the window moves by 1; the default is its size, as forward."""
    return _paid(dY, X, size, 1 if stride is None else stride, _to_winner)


@mistake("max_pool2d_backward")
def stride_left_out_of_the_way_back(dY, X, size, stride=None):
    """The window moves by its size although a stride was given: it should move as forward."""
    return _paid(dY, X, size, None, _to_winner)


@mistake("max_pool2d_backward")
def pool_gradient_in_the_type_of_the_images(dY, X, size, stride=None):
    """The gradient is made like X, so whole-number images cut its fractions off: it should be float64."""
    return reference.max_pool2d_backward(dY, X, size, stride).astype(X.dtype)


@mistake("max_pool2d_backward")
def pool_paid_inside_the_loop(dY, X, size, stride=None):
    """Only the first image gets gradients: the return stands inside the loop."""
    dX = reference.max_pool2d_backward(dY, X, size, stride)
    dX[1:] = 0.0
    return dX


@mistake("max_pool2d_backward")
def pooled_images_overwritten(dY, X, size, stride=None):
    """The gradient is collected in X itself, so the caller's images are lost: start from np.zeros."""
    dX = reference.max_pool2d_backward(dY, X, size, stride)
    X[...] = dX
    return dX


# flatten


@mistake("flatten")
def images_seen_differently(X):
    """The rows share their memory with the images, as reshape leaves it; a copy is asked for."""
    return X.reshape(len(X), -1)


@mistake("flatten")
def all_images_in_one_row(X):
    """All images end up in one long row; each image should be a row of its own, (n, c·h·w)."""
    return X.flatten()


@mistake("flatten")
def rows_of_pixels(X):
    """Each pixel's channels stand together; a row should hold the first channel, then the next."""
    return np.moveaxis(X, 1, -1).reshape(len(X), -1).copy()


@mistake("flatten")
def column_by_column(X):
    """Each channel is read column by column; read it row by row."""
    return np.swapaxes(X, 2, 3).reshape(len(X), -1).copy()


@mistake("flatten")
def last_axis_slowest(X):
    """The axes are read in the opposite order, as order="F" does: the last axis, the columns, goes fastest."""
    return np.array(X.reshape(len(X), -1, order="F"))


@mistake("flatten")
def order_of_memory(X):
    """The order follows the memory, so Fortran-ordered images come out differently: their layout should not matter."""
    return np.array(X.reshape(len(X), -1, order="A"))


@mistake("flatten")
def images_in_columns(X):
    """Each image is a column; it should be a row: (n, c·h·w)."""
    return np.array(X.reshape(len(X), -1).T)


@mistake("flatten")
def images_torn_apart(X):
    """reshape(-1, n) and its transpose mix pixels of different images: keep the first axis, reshape(n, -1)."""
    return np.array(X.reshape(-1, len(X)).T)


@mistake("flatten")
def one_image_without_its_axis(X):
    """One image, or one pixel, loses an axis: the result has two axes always."""
    return np.squeeze(X.reshape(len(X), -1)).copy()


@mistake("flatten")
def turned_into_floats(X):
    """The result is float64 whatever came in; flatten only reorders, and keeps the element type."""
    return np.array(X, dtype=np.float64).reshape(len(X), -1)


@mistake("flatten")
def one_channel_only(X):
    """Only the first channel is there; a row holds all channels, one after the other."""
    return X[:, 0].reshape(len(X), -1).copy()


@mistake("flatten")
def list_of_rows(X):
    """The rows come as a list; they should be one array, (n, c·h·w)."""
    return [image.flatten() for image in X]
