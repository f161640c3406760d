r"""# 18 · Datasets: real file formats

So far the data came as arrays. In the world it comes as files, and a file is nothing but a row of
bytes. What the bytes mean is written in a *format*: a promise between the one who wrote the file
and the one who reads it. This unit reads the four data sets that beginners meet first, and brings
their numbers to a size that a network likes.

    MNIST    bytes  ──► parse_idx ─────┐
    CIFAR    bytes  ──► parse_cifar10 ─┼─► images ──► scale_pixels ─┐
    SVHN     arrays ──► convert_svhn ──┘                            ├──► a network, or `classifier`
    Iris     text   ──► parse_iris ──────► table ───► standardize ──┘
                        18 datasets (you are here)

Your functions get bytes, text or arrays, and never open a file themselves. So they can be tested
with a dozen bytes made up on the spot, and they do not care whether the file lay on a disk, in an
archive, or on the other side of the world. `grader data fetch mnist` (or `cifar10`, `svhn`)
downloads the real files and reads them with your own parsers; `iris` and `digits` need no network.

## Words

| word | meaning |
|---|---|
| byte | a number from 0 to 255; a `bytes` object is a row of them: `data[2]` is one, `data[4:8]` four |
| hexadecimal | digits 0…9, a…f, base 16: two digits are a byte, and 0x0b is 11 |
| header | the first bytes of a file, which say what the others are |
| magic number | a header's first bytes, always the same, by which one knows the format |
| big-endian | of a number's bytes the most significant comes first |
| element type | what one element of an array is, `X.dtype`: uint8, int16, float64, … |
| channel | one of the colours red, green and blue of an image |
| n, d | examples, numbers of an example; a table X is (n, d) |
| h, w, c | height, width and channels of an image; images are (n, h, w, c) here |

Images have the channel *last* here, as programs that draw them want it. Unit `cnn` wants it first:
`images.transpose(0, 3, 1, 2)`.

## Big and little end

A number above 255 needs several bytes, and they may stand in either order. 60000 is 234·256 + 96:

    big-endian      00 00 ea 60      the most significant byte first, as we write digits
    little-endian   60 ea 00 00      the other way round, as most of today's processors keep it

Read in the wrong order, the 60000 images of MNIST become 1625948160. numpy knows both: in the
name of an element type `>` stands for big-endian, `<` for little-endian.

>>> int(np.frombuffer(bytes([0, 0, 0xEA, 0x60]), dtype=">i4")[0])
60000
>>> int(np.frombuffer(bytes([0, 0, 0xEA, 0x60]), dtype="<i4")[0])
1625948160

`np.frombuffer` copies nothing: it gives a view of the bytes, and as bytes cannot be changed, the
view is read-only. It keeps the file's byte order too. `astype` settles both: it makes a new array,
writable, and of the type you name, in the order native to this machine.

## IDX: the files of MNIST

An IDX file holds one array of any shape:

    0  0  type  dimensions    a size for each dimension      the elements, last index fastest
    the magic number          4 bytes each, big-endian       big-endian

| type | 0x08 | 0x09 | 0x0b | 0x0c | 0x0d | 0x0e |
|---|---|---|---|---|---|---|
| element | uint8 | int8 | int16 | int32 | float32 | float64 |

Type and number of dimensions are one byte each. A (1, 2) array of int16 that holds 300 = 1·256 + 44
and −2 (as 65536 − 2 = 255·256 + 254) is

    00 00 0b 02   00 00 00 01   00 00 00 02   01 2c   ff fe

>>> data = bytes.fromhex("00000b02 00000001 00000002 012c fffe")
>>> parse_idx(data)
array([[300,  -2]], dtype=int16)

So the length of the file is known from its header: 4 + 4·dimensions + elements · bytes of one. The
test images of MNIST take 4 + 12 + 10000·28·28 = 7840016 bytes. A file of any other length was cut
off, or is something else, and the only honest answer is an error. An array with no dimension at all
has one element, and an array with a size of zero has none; the rule holds for both.

>>> parse_idx(data[:-1])
Traceback (most recent call last):
ValueError: data has 15 bytes, but its header promises 16: shape (1, 2) of int16

The wording is yours; what a message must name stands with each function.

The files on the web are compressed as well; Python's `gzip` undoes that. Bytes that begin with
1f 8b are still compressed.

## CIFAR-10: records

CIFAR's binary version has no header. It is a row of records of 3073 bytes, one after the other:

    label     red plane      green plane    blue plane         a plane: 32 rows of 32 pixels
    1 byte    1024 bytes     1024 bytes     1024 bytes

So row r, column c of channel k is byte 1 + 1024·k + 32·r + c of its record. Row 2, column 5 of green
(channel 1) is byte 1 + 1024 + 64 + 5 = 1094:

>>> record = bytearray(3073)
>>> record[0], record[1094] = 7, 200
>>> images, labels = parse_cifar10(bytes(record))
>>> images.shape, images[0, 2, 5].tolist(), labels.tolist()
((1, 32, 32, 3), [0, 200, 0], [7])

The bytes are in the order (channel, row, column), so that is the shape to give them first; then the
channel's axis moves to the end. To *reshape* to (32, 32, 3) at once moves no byte: three neighbours
of one plane would become the colours of one pixel, and the picture nine small, almost grey copies.

## SVHN: the axes of another program

The house numbers seen from the street come as a MATLAB file, which `scipy.io.loadmat` turns into
arrays: X of shape (32, 32, 3, n), the *last* axis counting the pictures, and y of shape (n, 1). In
that program one counts from 1, so a zero carries the label 10. Both have to be put right:

>>> X = np.zeros((32, 32, 3, 2), dtype=np.uint8)
>>> X[2, 5, 1, 0] = 200
>>> images, labels = convert_svhn(X, np.array([[10], [3]], dtype=np.uint8))
>>> images.shape, images[0, 2, 5].tolist(), labels.tolist()
((2, 32, 32, 3), [0, 200, 0], [0, 3])

## Iris: text

The oldest of the four is a text, a flower a line: sepal length and width, petal length and width in
centimetres, and the name of the species.

    5.1,3.5,1.4,0.2,Iris-setosa

A network needs numbers for names. We number them in the order in which they first appear, and hand
out the list of names, so that `names[label]` leads back. The real file ends in an empty line, and a
file that was written on Windows ends its lines with two characters, \r\n, not one.

>>> X, labels, names = parse_iris("5.1,3.5,1.4,0.2,b\n\n4.9,3.0,1.5,0.1,a\n5,3,1,0,b\n")
>>> X.shape, labels.tolist(), names
((3, 4), [0, 1, 0], ['b', 'a'])

## Bringing numbers to size

Gradient descent has one learning rate for all weights. A weight's gradient is a sum of errors times
*inputs*: where one column counts in thousands and another in thousandths, any rate is too large for
the one or too small for the other. Both of our remedies give all columns one scale.

**Pixels** lie between 0 and 255 already, so we divide by 255, and white is exactly 1.

**Other columns** are standardized: with the mean μ and the deviation σ of a column

    z = (x − μ) / σ        μ = (1/n) Σ x        σ² = (1/n) Σ (x − μ)²

Then the mean of z is (μ − μ)/σ = 0, and the mean of z² is σ²/σ² = 1. With 1/n it is the *population*
deviation; 1/(n − 1) would estimate that of a larger whole, of which these rows are a sample.

Two things need care. The first: μ and σ are *learned*, so they come from the training rows alone and
serve for all others. Whoever computes them from everything has let the test rows help, and a row
standardized by its own batch means something else in every batch.

The second: a column that never varies in training has σ = 0, and 0/0 is NaN. It told the network
nothing, so we make it zeros, in the other rows too, whatever they hold there. Here is training with
the columns (1, 3) and (5, 5), and one other row:

>>> train, other = standardize(np.array([[1.0, 5.0], [3.0, 5.0]]), np.array([[5.0, 9.0]]))
>>> train.tolist(), other.tolist()
([[-1.0, 0.0], [1.0, 0.0]], [[3.0, 0.0]])

By hand: μ = 2, σ² = (1 + 1)/2 = 1, and the other row is (5 − 2)/1 = 3. Do not look for σ == 0 to
find such a column. 0.1 is not exact in binary, the mean of three of them is off in the last digit,
and so the computed σ is 1.4e-17; divided by that, a constant column becomes −1, −1, −1. And "σ below
some small number" also hits columns that are only measured in small units. What does not
round is the comparison of the values themselves.

>>> bool(np.full(3, 0.1).std() > 0)
True

`grader plot datasets` draws digits that went through your `parse_idx`, and Iris before and after
`standardize`, from your own functions.

## What goes wrong in practice

- *The wrong end first*: sizes become huge, and 1 becomes 256. Single bytes look right either way.
- *Only uint8*: MNIST works, and no other IDX file does.
- *The header's length taken for 16*: right for images, 8 bytes too many for labels.
- *Left-over bytes ignored*, and missing ones too: half a download trains without a complaint.
- *A read-only result*: the first `X /= 255` of the caller fails.
- *Channels, rows and columns mixed up*: shapes look right, pictures do not. Look at some.
- *A batch of one squeezed*: (1, 32, 32, 3) becomes (32, 32, 3), and one label a number.
- *10 kept as a label*, or set to 0 in the caller's own array.
- *Labels by the alphabet*, or a species lost to a space or a `\r` at its end.
- *uint8 arithmetic*: 200 + 100 is 44 there, and 3 − 5 is 254. First make floats, then compute.
- *Scaled by the wrong rows*, or each part by its own.

## What every function here promises

- Results are new arrays, writable, in native byte order, and share no memory with an argument. The
  arguments stay as they were.
- Element types are those of the docstrings: what is parsed keeps its own, labels are int64,
  `standardize` and `scale_pixels` give float64. Only for float32 input may `standardize` compute and
  return either type; it is then right to float32's own precision.
- A pair or a triple of results may be a tuple or a list.
- Any number of examples does, one included; data with none are not asked about, but for IDX, where
  a size may be zero. Arrays may lie in memory in any order, be slices, be read-only.
- Bytes that cannot be right are a ValueError, whose message names `data` and what it got.
- Nothing but copying happens to parsed numbers, so they are exact. `standardize` and `scale_pixels`
  are accurate: |error| ≤ 1e-12 + 1e-9·|value|, without a warning. Where a mean is far larger than the
  deviation, digits are lost already in the data and the mean, and no more than those may be. NaN is
  not asked about.

## Further reading

- Y. LeCun, L. Bottou, Y. Bengio and P. Haffner, *Gradient-based learning applied to document
  recognition*, 1998: MNIST.
- A. Krizhevsky, *Learning multiple layers of features from tiny images*, 2009: CIFAR-10.
- Y. Netzer, T. Wang, A. Coates, A. Bissacco, B. Wu and A. Ng, *Reading digits in natural images with
  unsupervised feature learning*, 2011: SVHN.
- R. Fisher, *The use of multiple measurements in taxonomic problems*, 1936: Iris.
- J. Bezdek, J. Keller, R. Krishnapuram, L. Kuncheva and N. Pal, *Will the real iris data please
  stand up?*, 1999: how copies of a data set drift apart.
- D. Cohen, *On holy wars and a plea for peace*, 1980: big and little end.
- Y. LeCun, L. Bottou, G. Orr and K.-R. Müller, *Efficient BackProp*, 1998, section 4.3: why inputs
  are standardized.

## In your own words

A parser reads a file without a complaint, and the pictures look as they should. Still every network stays at one right
answer in ten. What may be wrong that no picture shows, and how would you find it?
"""

from __future__ import annotations

import math

import numpy as np


def parse_idx(data: bytes) -> np.ndarray:
    """Read an IDX file, the format of MNIST: 0, 0, type, dimensions; sizes; elements.

    Parameters
    ----------
    data : bytes
        The whole file, decompressed. Byte 2 is the element type, one of

            0x08 uint8   0x09 int8   0x0b int16   0x0c int32   0x0d float32   0x0e float64

        and byte 3 the number of dimensions. A size of four bytes follows for
        each dimension (unsigned), then the elements in row-major order, the
        last index fastest. Sizes and elements are big-endian.

    Returns
    -------
    ndarray
        An array of the shape and of the element type that the header names,
        in native byte order, writable, with memory of its own. With no
        dimension it is an array of shape (), with one element; with a size of
        zero it is an empty array of that shape.

    Raises
    ------
    ValueError
        Where the first two bytes are not both 0, or the type is not one of the
        six: the message names `data` and the header that it got, its first four
        bytes or the wrong ones of them, as numbers, in hexadecimal, or as Python
        shows bytes. Where `data` ends within its header, or is shorter or longer
        than its header says, whatever sizes that names: the message names
        `data` and its whole length in bytes, len(data).

    References
    ----------
    Y. LeCun, L. Bottou, Y. Bengio and P. Haffner, Gradient-based learning
    applied to document recognition, 1998.

    Examples
    --------
    >>> parse_idx(bytes([0, 0, 0x08, 1]) + bytes([0, 0, 0, 3]) + bytes([5, 0, 255]))
    array([  5,   0, 255], dtype=uint8)
    >>> parse_idx(bytes([0, 0, 0x0C, 0]) + bytes([0, 0, 1, 1])).tolist()
    257
    """
    raise NotImplementedError("parse_idx: not written yet")


def parse_cifar10(data: bytes) -> tuple[np.ndarray, np.ndarray]:
    """Read a batch of CIFAR-10, binary version: records of a label and three colour planes.

    Parameters
    ----------
    data : bytes
        The whole file: n ≥ 1 records of 3073 bytes, one after the other. A
        record is the label (one byte), then the red, the green and the blue
        plane, each 32 rows of 32 pixels.

    Returns
    -------
    images : ndarray of shape (n, 32, 32, 3)
        Row, column and channel (red, green, blue) of each image; uint8.
    labels : ndarray of shape (n,)
        The labels, int64. Both are writable and have memory of their own, and
        come as a tuple or a list.

    Raises
    ------
    ValueError
        Where the length of `data` is no multiple of 3073; the message names
        `data` and its length in bytes.

    References
    ----------
    A. Krizhevsky, Learning multiple layers of features from tiny images, 2009.

    Examples
    --------
    A picture whose red is 10, green 20 and blue 30 everywhere:

    >>> record = bytes([6]) + bytes([10] * 1024) + bytes([20] * 1024) + bytes([30] * 1024)
    >>> images, labels = parse_cifar10(record)
    >>> images.shape, images[0, 0, 0].tolist(), labels.tolist()
    ((1, 32, 32, 3), [10, 20, 30], [6])
    """
    raise NotImplementedError("parse_cifar10: not written yet")


def convert_svhn(X: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Bring SVHN's cropped digits into the usual form: pictures first, zero labelled 0.

    Parameters
    ----------
    X : ndarray of shape (32, 32, 3, n)
        Row, column, channel and number of the picture; uint8, or any other
        element type.
    y : ndarray of shape (n, 1)
        The labels 1…10, where 10 stands for the digit 0; uint8 or int64.

    Returns
    -------
    images : ndarray of shape (n, 32, 32, 3)
        The pictures, of the element type of X.
    labels : ndarray of shape (n,)
        The digits 0…9, int64. Both are new arrays, which share no memory with
        X and y, and come as a tuple or a list; X and y stay as they were.

    References
    ----------
    Y. Netzer, T. Wang, A. Coates, A. Bissacco, B. Wu and A. Ng, Reading digits
    in natural images with unsupervised feature learning, 2011.

    Examples
    --------
    >>> X = np.arange(32 * 32 * 3 * 2).reshape(32, 32, 3, 2)
    >>> images, labels = convert_svhn(X, np.array([[9], [10]]))
    >>> images[1, 4, 7].tolist() == X[4, 7, :, 1].tolist(), labels.tolist()
    (True, [9, 0])
    """
    raise NotImplementedError("convert_svhn: not written yet")


def parse_iris(text: str) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Read the Iris table: a line for each flower, four numbers and a name between commas.

    Parameters
    ----------
    text : str
        The whole file, without a header. Lines end in a newline or in
        carriage return and newline; the last may lack its end. Lines that are
        empty or have nothing but spaces are ignored, wherever they are. The
        numbers are written as `float` reads them; a name is one or more printable
        characters other than commas and quotation marks, with spaces inside
        it, too. There is at least one flower, and there are no spaces around
        numbers and names.

    Returns
    -------
    X : ndarray of shape (n, 4)
        The four numbers of each flower; float64.
    labels : ndarray of shape (n,)
        For each flower the place of its name in `names`; int64.
    names : list of str
        Every name once, in order of appearance: the first flower has label 0.
        The three come as a tuple or a list.

    References
    ----------
    R. Fisher, The use of multiple measurements in taxonomic problems, 1936.

    Examples
    --------
    >>> text = "7.0,3.2,4.7,1.4,Iris-versicolor\\n5.1,3.5,1.4,0.2,Iris-setosa\\n"
    >>> X, labels, names = parse_iris(text)
    >>> X.tolist()
    [[7.0, 3.2, 4.7, 1.4], [5.1, 3.5, 1.4, 0.2]]
    >>> labels.tolist(), names
    ([0, 1], ['Iris-versicolor', 'Iris-setosa'])
    """
    raise NotImplementedError("parse_iris: not written yet")


def standardize(X_train: np.ndarray, X_other: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Shift and scale each column: z = (x - μ) / σ, with μ and σ of the training rows.

    Parameters
    ----------
    X_train : ndarray of shape (n, d)
        The training rows, from which the mean μ and the population deviation
        σ = sqrt(mean of (x - μ)²) of each column come. Integers are fine, uint8
        too.
    X_other : ndarray of shape (m, d)
        Other rows (validation, test), which have no part in μ and σ.

    Returns
    -------
    (X_train, X_other)
        Both tables standardized by the same μ and σ: new float64 arrays of
        shapes (n, d) and (m, d), as a tuple or a list. A column whose training
        values are all equal is 0 in both, whatever X_other holds in it: with
        one training row that is every column. Any other column has its mean
        taken off and is divided by its deviation, however small that is: 1e-12
        too. Only a deviation whose square is no ordinary float, below 1e-150 or
        above 1e150, is not asked about. The arguments stay as they were.

    Notes
    -----
    Over the training rows z has mean (μ - μ) / σ = 0 and mean square
    σ² / σ² = 1. The mean of n equal numbers may be off by rounding, and then
    the computed σ is not exactly 0: 0.1 three times gives 1.4e-17. The formula
    mean(x²) - μ² for σ² loses all digits where μ is much larger than σ; take
    squares after subtracting.

    References
    ----------
    Y. LeCun, L. Bottou, G. Orr and K.-R. Müller, Efficient BackProp, 1998.

    Examples
    --------
    >>> X_train = np.array([[10, 7], [14, 7], [10, 7], [14, 7]])
    >>> train, other = standardize(X_train, np.array([[13, 8]]))
    >>> train.tolist()
    [[-1.0, 0.0], [1.0, 0.0], [-1.0, 0.0], [1.0, 0.0]]
    >>> other.tolist()
    [[0.5, 0.0]]
    """
    raise NotImplementedError("standardize: not written yet")


def scale_pixels(images: np.ndarray) -> np.ndarray:
    """Bring pixels from 0…255 to [0, 1]: x / 255.

    Parameters
    ----------
    images : ndarray of shape (n, …)
        Pixels as uint8: (n, h, w), (n, h, w, c), or flat, (n, d).

    Returns
    -------
    ndarray of the same shape
        The pixels divided by 255, whichever values occur among them; a new
        float64 array. 0 becomes 0 and 255 exactly 1. `images` stay as they were.

    Examples
    --------
    >>> scale_pixels(np.array([[0, 51, 255]], dtype=np.uint8)).tolist()
    [[0.0, 0.2, 1.0]]
    """
    raise NotImplementedError("scale_pixels: not written yet")
