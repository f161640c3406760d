r"""# 13 · CNN: convolutional networks

Up to here an image was a row of numbers: pixel 0, pixel 1, …, each with a weight of its own to
every unit. Such a network does not know that two pixels are neighbours, and what it learns about
a stroke on the left it must learn again on the right. A *convolutional* network builds both facts
in. It looks at a small window at a time, and it looks at every window with the same weights.

    image ──► conv2d ──► relu ──► max_pool2d ──► … ──► flatten ──► layer ──► softmax
             a kernel   (unit 2)  the strongest        (n, c·h·w)  (units 1, 2)
           slides along          answer of a block

    dX  ◄── conv2d_backward ◄── × relu' ◄── max_pool2d_backward ◄── … ◄── a reshape ◄── delta @ W.T

New are the two pairs with 2d in their names, `output_size` for both, and `flatten`. The rest you
have: × relu' is `relu_derivative` times what comes in (unit 2), delta and W belong to the layer
after `flatten` (unit 8).

## Words and shapes

| word | shape | meaning |
|---|---|---|
| image `X` | (n, c_in, h, w) | n images of c_in channels (1 for grey, 3 for colours), h rows, w columns |
| kernel `K` | (c_out, c_in, kh, kw) | c_out small pictures to look for, each as deep as the image |
| bias `b` | (c_out,) | one number a kernel, the same at every place |
| feature map | (n, c_out, oh, ow) | how well each kernel matches at each place |
| window | (kh, kw) | the part of the image that a kernel, or a pool, looks at just now |
| stride | int | by how many pixels the window moves on, down and to the right alike |
| padding | int | how many rows and columns of zeros are put around the image, on all four sides |

## Convolution

Lay the kernel on the image, multiply what lies on top of each other, add everything up over
rows, columns and channels, add the bias: one number. Move on by the stride, do it again. With P
for the padded image, s for the stride, and all counts from 0 (image n, kernel o, place y, x of the
output; channel c, row i and column j of the kernel),

    Y[n, o, y, x] = b[o] + Σ_c Σ_i Σ_j  P[n, c, y·s + i, x·s + j] · K[o, c, i, j]

Mathematicians call this *cross-correlation*; their convolution turns the kernel by 180 degrees
first. Deep learning does not turn it and says convolution all the same: the kernel is learned, so
a turned one would be learned turned. We follow that.

The kernel (−1, 1) answers where a pixel is brighter than its left neighbour. An edge, found:

>>> X = np.array([[[[0, 0, 5, 5], [0, 0, 5, 5]]]])
>>> K = np.array([[[[-1, 1]]]])
>>> conv2d(X, K, b=np.array([0]))[0, 0]
array([[0., 5., 0.],
       [0., 5., 0.]])

## How large is the answer?

Three windows of two pixels fit into a row of four. In general the first window starts at 0, the
last at most at `size + 2·padding − kernel`, and the starts are a stride apart:

    output size = floor((size + 2·padding − kernel) / stride) + 1

The floor means that pixels at the far end, too few for one more window, are not looked at. A
3×3 kernel with padding 1 and stride 1 keeps the size, as does a 5×5 kernel with padding 2.

Weights are few, since they are shared. From an 8×8 digit to 8 maps of 8×8, a fully connected
layer has 64·512 + 512 = 33 280 parameters; the 3×3 convolution has 8·1·3·3 + 8 = 80.

## The way back

Let dY be the gradient of the cost with respect to Y. The formula above is a sum of products, so
each product hands dY to one factor times the other, and whatever is used several times collects
several shares:

    db[o]                      =  Σ_n Σ_y Σ_x  dY[n, o, y, x]
    dK[o, c, i, j]             =  Σ_n Σ_y Σ_x  dY[n, o, y, x] · P[n, c, y·s + i, x·s + j]
    dP[n, c, y·s + i, x·s + j] += Σ_o          dY[n, o, y, x] · K[o, c, i, j]   for all y, x, i, j

A pixel lies under several windows: that is why dP is added to and not set. dX is dP without its
padding; pixels that no window reached keep a 0. A row of three pixels by hand:

    X = (1, 2, 3)    K = (10, 1)    Y = (1·10 + 2·1, 2·10 + 3·1) = (12, 23)    let dY = (1, 2)
    dK = (1·1 + 2·2, 1·2 + 2·3) = (5, 8)
    dX = (1·10, 1·1 + 2·10, 2·1) = (10, 21, 2)        the middle pixel was seen twice
    db = 1 + 2 = 3

>>> X, K, dY = (np.array([[[row]]]) for row in ([1, 2, 3], [10, 1], [1, 2]))
>>> for gradient in conv2d_backward(dY, X, K):
...     print(gradient.ravel())
[10. 21.  2.]
[5. 8.]
[3.]

## Pooling

A feature map says where a pattern is, to the pixel. Mostly "about there" is enough. Max pooling
keeps the largest value of each square window, in every channel by itself. With windows of 2 and a
stride of 2 a quarter of the numbers is left, and a stroke that moves by one pixel often changes
nothing. There is nothing to learn in it, and no padding in ours.

    1 3 | 2 2                              dY = 10, 20         0  0 | 20 0
    4 0 | 2 1    ──►   4  2         then         ◄──          10  0 |  0 0

Backwards, only the winner had a say in the cost, so it gets all of the gradient and the rest of
its window gets nothing. Of equal values the first wins, reading the window row by row. Where
windows overlap, one pixel may win in several and collects from each.

After the last pool `flatten` makes each image one long row, and an ordinary layer goes on from
there. Its way back is a reshape to the old shape. `grader plot cnn` draws the way forward: a
digit, what two edge kernels answer, and what pooling keeps.

## What goes wrong in practice

- *The kernel turned*: right for symmetric kernels, wrong for all others.
- *Height and width mixed up*: all is well with square images, and fails at the first other one.
- *Size off by one*: the last window is missing, or hangs over the edge. numpy slices do not
  complain there; they come back shorter.
- *`=` for `+=`* on the way back: right without overlap, too small with it.
- *Stride forgotten on the way back*: the window must move as it did on the way forward.
- *Padding not cropped*: dX larger than X. And `dP[:, :, p:-p, p:-p]` is empty where p = 0.
- *Kernel longer than the image*: without a check the result is an empty array, and the trouble
  shows up far away. Better a ValueError at once.
- *Pooling that starts from 0*: a window of negative numbers pools to 0. Start from its first value.
- *A tie that pays everybody*: after ReLU whole windows are 0, and `X == maximum` is True in all of
  them.
- *Pixels that wrap around*: in uint8, 200 + 100 is 44 and −1 is 255, without a word. Turn images
  into floats before you compute.
- *Averaged once more*: dY holds the cost's 1/n already. Here everything is summed.

## What every function here promises

- Results are new float64 arrays, whether images, kernels, biases and gradients come as float64,
  as int64 or (images) as uint8. Float32 input counts as right to float32's own precision, and the
  result may be of either type. `flatten` only reorders, so it keeps the element type;
  `output_size` gives an int.
- Arrays may lie in memory in any order, may be slices of larger ones, and may be read-only.
- Arguments stay as they are, and no result shares memory with one.
- Any number of images and channels works, 1 included. Images, kernels and outputs need not be
  square; pooling windows are.
- Any finite numbers will do, negative, small and large ones too. Results are accurate: |error| ≤
  1e-12 + 1e-9·|value|. The one limit: whole numbers come so small that all products and sums of
  them fit into int64 (into uint8 they need not fit).
- Strides and window sizes are at least 1, padding at least 0, as int or int64.

## Further reading

- Hubel and Wiesel (1962), *Receptive fields, binocular interaction and functional architecture in
  the cat's visual cortex*, Journal of Physiology 160: the idea, found in nature.
- Fukushima (1980), *Neocognitron*, Biological Cybernetics 36: the first network of this kind.
- LeCun, Bottou, Bengio and Haffner (1998), *Gradient-based learning applied to document
  recognition*, Proceedings of the IEEE 86: LeNet, and MNIST.
- Krizhevsky, Sutskever and Hinton (2012), *ImageNet classification with deep convolutional neural
  networks*.
- Dumoulin and Visin (2016), *A guide to convolution arithmetic for deep learning*: strides and
  paddings in pictures.

## In your own words

The pixels of all images are shuffled, in every image in the same way. A fully connected network and a convolutional
one are trained on them anew. What becomes of the accuracy of each, and what does that say about what a convolution
takes for granted?
### BEGIN SOLUTION
- 2 points: the fully connected network does as well as before: to it the order of its inputs means nothing, its weights
  are just learned in another order.
- 2 points: the convolutional one gets worse: pixels of one window no longer belong together, and a pattern no longer
  looks alike in different places.
- 1 point: it takes for granted that neighbours belong together and that a pattern means the same everywhere.
### END SOLUTION
"""

from __future__ import annotations

import numpy as np

### BEGIN SOLUTION


def _padded(X, padding):
    """A new float64 array: the images with zeros on all four sides."""
    sides = (padding, padding)
    return np.pad(np.asarray(X, dtype=np.float64), ((0, 0), (0, 0), sides, sides))


def _seen(P, row, column, stride, height, width):
    """View (n, c, height, width): what one place of the window sees as the window moves."""
    rows = slice(row, row + stride * height, stride)
    columns = slice(column, column + stride * width, stride)
    return P[:, :, rows, columns]


def _pool_windows(X, size, stride):
    """The places of the square window in row order, and what each sees, (size², n, c, oh, ow)."""
    X = np.asarray(X, dtype=np.float64)
    stride = size if stride is None else stride
    places = list(np.ndindex(size, size))
    moves = stride, *(output_size(length, size, stride) for length in X.shape[2:])
    return places, moves, np.stack([_seen(X, *place, *moves) for place in places])


### END SOLUTION


def output_size(size: int, kernel: int, stride: int = 1, padding: int = 0) -> int:
    """How many windows fit along one axis: floor((size + 2·padding - kernel) / stride) + 1.

    Parameters
    ----------
    size : int
        Length of the image along the axis, its height or its width.
    kernel : int
        Length of the kernel, or of the pooling window, along the axis.
    stride : int, default 1
        How far one window's start is from the next one's, at least 1.
    padding : int, default 0
        How many zeros are added at each of the two ends.

    Returns
    -------
    int
        Length of the output along the axis. Pixels at the end that are too
        few for one more window are left out.

    Raises
    ------
    ValueError
        Where the kernel does not fit even once, that is, where it is longer
        than size + 2·padding, whatever the stride. The message names the
        `kernel` and gives its length. A kernel that just fits, or fits thanks
        to the padding, gives 1 or more.

    References
    ----------
    Dumoulin and Visin (2016), A guide to convolution arithmetic for deep
    learning.

    Examples
    --------
    >>> output_size(28, 5)
    24
    >>> output_size(6, 3, stride=2, padding=1)
    3
    """
    ### BEGIN SOLUTION
    ### HINT: Where does the first window start, where the last? Count starts, not distances.
    ### HINT: Compare the kernel with the padded length first; a floor division does the rest.
    padded = size + 2 * padding
    if kernel > padded:
        raise ValueError(
            f"kernel should be at most {padded} (size {size} + 2 * padding {padding}), got {kernel}"
        )
    return (padded - kernel) // stride + 1
    ### END SOLUTION


def conv2d(
    X: np.ndarray, K: np.ndarray, b: np.ndarray, stride: int = 1, padding: int = 0
) -> np.ndarray:
    """Each kernel's answer at each window: Y[n, o, y, x] = b[o] + Σ window · K[o].

    The window that belongs to [y, x] starts at row y·stride and column
    x·stride of the padded image, and the sum goes over its channels, rows and
    columns. The kernel is not turned (cross-correlation).

    Parameters
    ----------
    X : array of shape (n, c_in, h, w)
        The images.
    K : array of shape (c_out, c_in, kh, kw)
        The kernels; kh and kw may differ.
    b : array of shape (c_out,)
        The biases.
    stride : int, default 1
        How far the window moves, down and to the right alike.
    padding : int, default 0
        How many rows and columns of zeros are added on all four sides.

    Returns
    -------
    array of shape (n, c_out, oh, ow)
        The feature maps; oh and ow are `output_size` along either axis.

    Raises
    ------
    ValueError
        Where the kernel fits not even once, in height or in width: that of
        `output_size`. The message names the kernel and gives the length that
        does not fit.

    References
    ----------
    LeCun, Bottou, Bengio and Haffner (1998), Gradient-based learning applied to
    document recognition, Proceedings of the IEEE 86.

    Examples
    --------
    >>> X = np.array([[[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]]])
    >>> K = np.array([[[[1.0, 10.0], [100.0, 1000.0]]]])
    >>> conv2d(X, K, np.array([0.5]))
    array([[[[5421.5, 6532.5]]]])
    >>> conv2d(X, K, np.array([0.5]), stride=2, padding=1).shape
    (1, 1, 2, 2)
    """
    ### BEGIN SOLUTION
    ### HINT: Write the sum as loops first, one for each index, and see it right on a tiny image.
    ### HINT: Pad a float copy, make an output of the right size, visit every [n, o, y, x].
    ### HINT: To save loops, sum a window times a kernel over three axes at once.
    c_out, _, kh, kw = K.shape
    n, _, h, w = np.shape(X)
    oh, ow = output_size(h, kh, stride, padding), output_size(w, kw, stride, padding)
    P = _padded(X, padding)
    Y = np.zeros((n, c_out, oh, ow)) + b[:, None, None]
    for i, j in np.ndindex(kh, kw):
        seen = _seen(P, i, j, stride, oh, ow)
        Y += np.einsum("ncyx,oc->noyx", seen, K[:, :, i, j])
    return Y
    ### END SOLUTION


def conv2d_backward(
    dY: np.ndarray, X: np.ndarray, K: np.ndarray, stride: int = 1, padding: int = 0
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Gradients of a convolution by image, kernel and bias, from the output's: (dX, dK, db).

    Parameters
    ----------
    dY : array of shape (n, c_out, oh, ow)
        Gradient of the cost with respect to the output of `conv2d`.
    X : array of shape (n, c_in, h, w)
        The images that went in.
    K : array of shape (c_out, c_in, kh, kw)
        The kernels.
    stride, padding : int
        Those of the forward pass.

    Returns
    -------
    (dX, dK, db) : arrays of the shapes of X, K and b
        As a tuple or a list. Sums over all images and windows: dY already
        holds the 1/n of a mean cost. Pixels that no window reached have
        gradient 0.

    Notes
    -----
    With P for the padded image, Y[n, o, y, x] is b[o] plus the sum of
    P[n, c, y·stride + i, x·stride + j] · K[o, c, i, j] over c, i and j. Each
    of these products sends dY[n, o, y, x] times one factor to the other: to
    dK[o, c, i, j] and to dP[n, c, y·stride + i, x·stride + j], which collect
    what comes from all products they are part of. db[o] collects dY alone. dX
    is dP without the padding.

    References
    ----------
    LeCun, Bottou, Bengio and Haffner (1998), Gradient-based learning applied to
    document recognition, Proceedings of the IEEE 86.

    Examples
    --------
    >>> X, K = np.array([[[[1.0, 2.0, 3.0]]]]), np.array([[[[10.0, 1.0]]]])
    >>> dX, dK, db = conv2d_backward(np.array([[[[1.0, 2.0]]]]), X, K)
    >>> dX, dK, db
    (array([[[[10., 21.,  2.]]]]), array([[[[5., 8.]]]]), array([3.]))
    """
    ### BEGIN SOLUTION
    ### HINT: The same loops as forward: each product has two factors, and each gets a share.
    ### HINT: Start dP (of the padded size) and dK at zero and add to both as the window moves.
    ### HINT: Crop dP by start and length: from padding to padding + h; -0 is not "to the end".
    dY = np.asarray(dY, dtype=np.float64)
    h, w = np.shape(X)[2:]
    P = _padded(X, padding)
    dP, dK = np.zeros_like(P), np.empty(K.shape)
    for i, j in np.ndindex(K.shape[2:]):
        place = i, j, stride, *dY.shape[2:]
        dK[:, :, i, j] = np.einsum("noyx,ncyx->oc", dY, _seen(P, *place))
        view = _seen(dP, *place)
        view += np.einsum("noyx,oc->ncyx", dY, K[:, :, i, j])
    dX = dP[:, :, padding : padding + h, padding : padding + w]
    return dX, dK, dY.sum(axis=(0, 2, 3))
    ### END SOLUTION


def max_pool2d(X: np.ndarray, size: int, stride: int | None = None) -> np.ndarray:
    """The largest value of each window, channel by channel: Y[n, c, y, x] = max of window [y, x].

    Parameters
    ----------
    X : array of shape (n, c, h, w)
        Images or feature maps, of any finite numbers: a window may hold
        nothing but very negative ones.
    size : int
        Rows and columns of the square window.
    stride : int, optional
        How far the window moves, down and to the right alike; where it is
        None, `size`, so that windows lie side by side. A smaller one makes
        windows overlap, a larger one leaves gaps between them.

    Returns
    -------
    array of shape (n, c, oh, ow)
        oh and ow are `output_size` along either axis, without padding: a
        window that would hang over the edge is left out. float64, also for
        integer images.

    Raises
    ------
    ValueError
        Where the window fits not even once, in height or in width: that of
        `output_size`. The message names the kernel (or window, or size) and
        gives its length.

    References
    ----------
    Scherer, Müller and Behnke (2010), Evaluation of pooling operations in
    convolutional architectures for object recognition.

    Examples
    --------
    >>> X = np.array([[[[1, 3, 2, 2], [4, 0, 2, 1]]]])
    >>> max_pool2d(X, 2)
    array([[[[4., 2.]]]])
    >>> max_pool2d(X, 2, stride=1)
    array([[[[4., 3., 2.]]]])
    """
    ### BEGIN SOLUTION
    ### HINT: The windows move as in a convolution; only what is done with a window differs.
    ### HINT: Work out the stride and the output's size, then fill in one maximum a window.
    _, _, windows = _pool_windows(X, size, stride)
    return windows.max(axis=0)
    ### END SOLUTION


def max_pool2d_backward(
    dY: np.ndarray, X: np.ndarray, size: int, stride: int | None = None
) -> np.ndarray:
    """Gradient of max pooling by the image: each window's dY goes to its maximum, the first of equals.

    Parameters
    ----------
    dY : array of shape (n, c, oh, ow)
        Gradient of the cost with respect to the output of `max_pool2d`.
    X : array of shape (n, c, h, w)
        What went in, of any finite numbers.
    size : int
        Rows and columns of the square window.
    stride : int, optional
        That of the forward pass; where it is None, `size`.

    Returns
    -------
    array of shape (n, c, h, w)
        The gradient with respect to X. A pixel that is the maximum of several
        overlapping windows gets the sum of theirs; one that is no window's
        maximum, or in no window, gets 0.

    Notes
    -----
    A window's maximum changes as much as the largest pixel does, and not at
    all with the others: the slope is 1 for the one and 0 for the rest. Where
    several pixels share the maximum there is a kink; we take the first, reading
    the window row by row, each row from left to right.

    Examples
    --------
    >>> X = np.array([[[[1, 3, 2, 2], [4, 0, 2, 1]]]])
    >>> max_pool2d_backward(np.array([[[[10.0, 20.0]]]]), X, 2)
    array([[[[ 0.,  0., 20.,  0.],
             [10.,  0.,  0.,  0.]]]])
    """
    ### BEGIN SOLUTION
    ### HINT: Visit the windows again. Who won in this one? Add dY there.
    ### HINT: argmax of a window counts along its rows and gives the first of equals.
    ### HINT: A window of the result is found by the same slices as one of X.
    places, moves, windows = _pool_windows(X, size, stride)
    winners = windows.argmax(axis=0)
    dX = np.zeros(np.shape(X))
    for index, place in enumerate(places):
        view = _seen(dX, *place, *moves)
        view += np.where(winners == index, dY, 0.0)
    return dX
    ### END SOLUTION


def flatten(X: np.ndarray) -> np.ndarray:
    """Each image as one row, (n, c, h, w) to (n, c·h·w): channel by channel, row by row.

    Parameters
    ----------
    X : array of shape (n, c, h, w)
        Images or feature maps, of any element type.

    Returns
    -------
    array of shape (n, c·h·w)
        A copy, in the element type of X; also where n or c·h·w is 1.

    Examples
    --------
    >>> flatten(np.array([[[[1, 2], [3, 4]], [[5, 6], [7, 8]]]]))
    array([[1, 2, 3, 4, 5, 6, 7, 8]])
    """
    ### BEGIN SOLUTION
    ### HINT: A reshape that keeps the first axis and puts the rest into one.
    ### HINT: A reshape alone may be the same memory seen differently; the result is to be a copy.
    return np.array(X).reshape(len(X), -1)
    ### END SOLUTION
