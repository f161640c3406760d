"""Mistakes that students make in datasets."""

import math
from collections import Counter

import numpy as np

from grader.mistakes import mistake
from solutions import datasets as reference

TYPES = {8: "u1", 9: "i1", 11: "i2", 12: "i4", 13: "f4", 14: "f8"}


def idx_header(data):
    """Element type, shape and the length of the header, refused as they should be."""
    if len(data) < 4:
        raise ValueError(f"data has {len(data)} bytes, a header at least 4")
    if data[0] or data[1] or data[2] not in TYPES:
        raise ValueError(f"data starts with {data[:4].hex(' ')}, which no IDX file does")
    start = 4 + 4 * data[3]
    if len(data) < start:
        raise ValueError(f"data has {len(data)} bytes, its header alone {start}")
    shape = tuple(int.from_bytes(data[i : i + 4], "big") for i in range(4, start, 4))
    return np.dtype(">" + TYPES[data[2]]), shape, start


def idx_file(data):
    """Element type, shape and the elements' bytes, their number checked."""
    dtype, shape, start = idx_header(data)
    if len(data) != start + math.prod(shape) * dtype.itemsize:
        raise ValueError(f"data has {len(data)} bytes, its header promises shape {shape}")
    return dtype, shape, data[start:]


# parse_idx


@mistake("parse_idx")
def elements_read_little_endian(data):
    """The elements are read little-endian, lowest byte first, and IDX stores them big-endian: 300 is 01 2c."""
    dtype, shape, body = idx_file(data)
    little = dtype.newbyteorder("<")
    return np.frombuffer(body, dtype=little).reshape(shape).astype(little.newbyteorder("="))


@mistake("parse_idx")
def sizes_read_little_endian(data):
    """The sizes in the header are read little-endian, and they are big-endian: 00 00 00 02 is 2."""
    dtype, _, start = idx_header(data)
    shape = tuple(int.from_bytes(data[i : i + 4], "little") for i in range(4, start, 4))
    if len(data) != start + math.prod(shape) * dtype.itemsize:
        raise ValueError(f"data has {len(data)} bytes, its header promises shape {shape}")
    return np.frombuffer(data[start:], dtype=dtype).reshape(shape).astype(dtype.newbyteorder("="))


@mistake("parse_idx")
def every_type_read_as_bytes(data):
    """Every element is taken for one byte, as in MNIST's files; byte 2 of the header says what an element is."""
    _, shape, start = idx_header(data)
    if len(data) != start + math.prod(shape):
        raise ValueError(f"data has {len(data)} bytes, its header promises shape {shape}")
    return np.frombuffer(data, dtype=np.uint8, offset=start).reshape(shape).copy()


@mistake("parse_idx")
def header_taken_for_sixteen_bytes(data):
    """The header is taken for 16 bytes, right for three dimensions only: it has 4 + 4 * dimensions."""
    dtype, shape, _ = idx_header(data)
    if len(data) != 16 + math.prod(shape) * dtype.itemsize:
        raise ValueError(f"data has {len(data)} bytes, its header promises shape {shape}")
    return np.frombuffer(data[16:], dtype=dtype).reshape(shape).astype(dtype.newbyteorder("="))


@mistake("parse_idx")
def view_of_the_bytes(data):
    """The result is read-only: np.frombuffer gives a view of bytes that cannot be changed, so copy it."""
    dtype, shape, body = idx_file(data)
    result = np.frombuffer(body, dtype=dtype).reshape(shape).astype(dtype.newbyteorder("="))
    result.flags.writeable = False
    return result


@mistake("parse_idx")
def byte_order_of_the_file_kept(data):
    """The array keeps the file's byte order, such as >i2; astype to the native type of this machine."""
    dtype, shape, body = idx_file(data)
    return np.frombuffer(body, dtype=dtype).reshape(shape).copy()


@mistake("parse_idx")
def left_over_bytes_ignored(data):
    """Bytes after the last element are ignored; an overlong file is a ValueError that names its length."""
    dtype, shape, start = idx_header(data)
    size = math.prod(shape) * dtype.itemsize
    if len(data) < start + size:
        raise ValueError(f"data has {len(data)} bytes, its header promises {start + size}")
    body = data[start : start + size]
    return np.frombuffer(body, dtype=dtype).reshape(shape).astype(dtype.newbyteorder("="))


@mistake("parse_idx")
def missing_elements_filled_with_zeros(data):
    """Missing elements come out as zeros; a file shorter than its header says is a ValueError with its length."""
    dtype, shape, start = idx_header(data)
    count = math.prod(shape)
    if len(data) > start + count * dtype.itemsize or count > 10**6:
        raise ValueError(f"data has {len(data)} bytes, its header promises shape {shape}")
    result = np.zeros(count, dtype=dtype.newbyteorder("="))
    there = (len(data) - start) // dtype.itemsize
    result[:there] = np.frombuffer(data, dtype=dtype, count=there, offset=start)
    return result.reshape(shape)


@mistake("parse_idx")
def length_left_to_numpy(data):
    """A wrong length comes as far as numpy, whose own error names neither `data` nor its length in bytes."""
    dtype, shape, start = idx_header(data)
    return np.frombuffer(data[start:], dtype=dtype).reshape(shape).astype(dtype.newbyteorder("="))


@mistake("parse_idx")
def first_two_bytes_unchecked(data):
    """The first two bytes are not looked at; where they are not both 0, it is a ValueError with the header."""
    return reference.parse_idx(bytes(min(2, len(data))) + data[2:])


@mistake("parse_idx")
def unknown_type_raises_key_error(data):
    """An unknown element type ends in a KeyError of the table; it should be a ValueError that gives the header."""
    if len(data) >= 4 and not data[0] and not data[1]:
        TYPES[data[2]]
    return reference.parse_idx(data)


@mistake("parse_idx")
def unknown_type_read_as_bytes(data):
    """An unknown element type is read as uint8; it should be a ValueError that gives the header."""
    if len(data) >= 4 and data[2] not in TYPES:
        data = data[:2] + b"\x08" + data[3:]
    return reference.parse_idx(data)


@mistake("parse_idx")
def short_header_raises_index_error(data):
    """A file that ends within its first four bytes is an IndexError; look at len(data) before reading them."""
    data[0], data[1], data[2], data[3]
    return reference.parse_idx(data)


@mistake("parse_idx")
def sizes_of_one_byte(data):
    """Only the last byte of each size is read, so that 300 becomes 44: a size has four bytes."""
    dtype, _, start = idx_header(data)
    shape = tuple(data[7:start:4])
    if len(data) != start + math.prod(shape) * dtype.itemsize:
        raise ValueError(f"data has {len(data)} bytes, its header promises shape {shape}")
    return np.frombuffer(data[start:], dtype=dtype).reshape(shape).astype(dtype.newbyteorder("="))


@mistake("parse_idx")
def sizes_multiplied_in_64_bits(data):
    """The product of the sizes wraps around in numpy's 64 bits; Python's own whole numbers (math.prod) do not."""
    dtype, shape, start = idx_header(data)
    with np.errstate(all="ignore"):
        count = np.prod(np.array(shape, dtype=np.uint64), dtype=np.uint64)
        size = int(count * np.uint64(dtype.itemsize))
    if len(data) != start + size:
        raise ValueError(f"data has {len(data)} bytes, its header promises shape {shape}")
    return np.frombuffer(data[start:], dtype=dtype).reshape(shape).astype(dtype.newbyteorder("="))


@mistake("parse_idx")
def sizes_read_as_signed(data):
    """Sizes are read as signed, so that ff ff ff ff is -1 and not 4294967295: they are unsigned, >u4."""
    dtype, shape, start = idx_header(data)
    shape = tuple(size - 2**32 if size >= 2**31 else size for size in shape)
    body = np.frombuffer(data[start:], dtype=dtype) if len(data) > start else np.zeros(0, dtype)
    if min(shape, default=0) >= 0 and len(body) != math.prod(shape):
        raise ValueError(f"data has {len(data)} bytes, its header promises shape {shape}")
    return body.reshape(shape).astype(dtype.newbyteorder("="))


@mistake("parse_idx")
def filled_column_by_column(data):
    """The elements are filled in with the first index fastest; in an IDX file the last index is the fastest."""
    dtype, shape, body = idx_file(data)
    native = dtype.newbyteorder("=")
    return np.frombuffer(body, dtype=dtype).reshape(shape, order="F").astype(native)


@mistake("parse_idx")
def flat_result(data):
    """The elements come in one row; bring them to the shape that the header's sizes say."""
    return reference.parse_idx(data).ravel()


@mistake("parse_idx")
def signed_bytes_read_as_unsigned(data):
    """Type 0x09 is read as uint8, so that -2 becomes 254: it is int8, with a sign."""
    result = reference.parse_idx(data)
    return result.view(np.uint8) if result.dtype == np.int8 else result


@mistake("parse_idx")
def everything_made_float(data):
    """The result is float64 whatever the file holds; its element type should be the one that the header names."""
    return reference.parse_idx(data).astype(np.float64)


@mistake("parse_idx")
def one_number_for_no_dimension(data):
    """With no dimension the result is a bare number; it should be an array of shape (), with one element."""
    result = reference.parse_idx(data)
    return result if result.ndim else result.item()


@mistake("parse_idx")
def no_dimension_means_no_element(data):
    """With no dimension the file is taken to have no element; the empty product is 1, so it has one."""
    dtype, shape, start = idx_header(data)
    count = math.prod(shape) if shape else 0
    if len(data) != start + count * dtype.itemsize:
        raise ValueError(f"data has {len(data)} bytes, its header promises {count} elements")
    return np.frombuffer(data[start:], dtype=dtype).reshape(shape).astype(dtype.newbyteorder("="))


@mistake("parse_idx")
def empty_array_refused(data):
    """A size of zero is refused; it is legal, and gives an empty array of that shape."""
    result = reference.parse_idx(data)
    if result.size == 0:
        raise ValueError(f"data has {len(data)} bytes and no elements")
    return result


@mistake("parse_idx")
def sizes_of_one_squeezed(data):
    """Dimensions of size 1 get lost; the shape is the one in the header, ones included."""
    return reference.parse_idx(data).squeeze()


# parse_cifar10


def cifar_records(data):
    """The records as rows of bytes, their length checked."""
    if len(data) % 3073:
        raise ValueError(f"data has {len(data)} bytes, no multiple of 3073")
    return np.frombuffer(data, dtype=np.uint8).reshape(-1, 3073)


@mistake("parse_cifar10")
def planes_reshaped_to_pixels(data):
    """The bytes are reshaped to (32, 32, 3) at once; they lie as (3, 32, 32), whose first axis moves to the end."""
    records = cifar_records(data)
    return records[:, 1:].reshape(-1, 32, 32, 3).copy(), records[:, 0].astype(np.int64)


@mistake("parse_cifar10")
def rows_and_columns_swapped_in_planes(data):
    """Rows and columns are swapped, so that pictures lie on their side: move the channels, keep rows before columns."""
    images, labels = reference.parse_cifar10(data)
    return images.transpose(0, 2, 1, 3).copy(), labels


@mistake("parse_cifar10")
def channels_left_first(data):
    """The images are (n, 3, 32, 32), channels first; they should be (n, 32, 32, 3), channels last."""
    records = cifar_records(data)
    return records[:, 1:].reshape(-1, 3, 32, 32).copy(), records[:, 0].astype(np.int64)


@mistake("parse_cifar10")
def blue_green_red(data):
    """The channels come as blue, green, red; the file has the red plane first, and so should the images."""
    images, labels = reference.parse_cifar10(data)
    return images[..., ::-1].copy(), labels


@mistake("parse_cifar10")
def label_at_the_end_of_a_record(data):
    """The label is taken from the end of a record; it is the first byte, and the planes follow."""
    records = cifar_records(data)
    images = records[:, :-1].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1)
    return images.copy(), records[:, -1].astype(np.int64)


@mistake("parse_cifar10")
def labels_left_as_bytes(data):
    """The labels are uint8, as in the file; they should be int64."""
    images, labels = reference.parse_cifar10(data)
    return images, labels.astype(np.uint8)


@mistake("parse_cifar10")
def labels_in_a_column(data):
    """The labels are a column of shape (n, 1); they should be (n,): take byte 0, not the slice 0:1."""
    images, labels = reference.parse_cifar10(data)
    return images, labels[:, np.newaxis]


@mistake("parse_cifar10")
def one_record_squeezed(data):
    """One record gives (32, 32, 3) and a bare label; a batch of one should stay a batch: (1, 32, 32, 3) and (1,)."""
    images, labels = reference.parse_cifar10(data)
    return np.squeeze(images), np.squeeze(labels)


@mistake("parse_cifar10")
def images_that_cannot_be_written(data):
    """The images are read-only, a view of the bytes; moving an axis copies nothing, so copy at the end."""
    images, labels = reference.parse_cifar10(data)
    images.flags.writeable = False
    return images, labels


@mistake("parse_cifar10")
def images_scaled_already(data):
    """The images are float64 from 0 to 1; they should be uint8, as in the file (scale_pixels comes later)."""
    images, labels = reference.parse_cifar10(data)
    return images / 255, labels


@mistake("parse_cifar10")
def half_a_record_ignored(data):
    """What is left after the last whole record is ignored; a length that is no multiple of 3073 is a ValueError."""
    return reference.parse_cifar10(data[: len(data) // 3073 * 3073])


@mistake("parse_cifar10")
def wrong_length_left_to_reshape(data):
    """A wrong length is left to numpy's reshape, whose error names neither `data` nor its length in bytes."""
    np.frombuffer(data, dtype=np.uint8).reshape(-1, 3073)
    return reference.parse_cifar10(data)


@mistake("parse_cifar10")
def wrong_length_asserted(data):
    """A wrong length ends in an AssertionError; it should be a ValueError that names the length."""
    assert len(data) % 3073 == 0, f"data has {len(data)} bytes"
    return reference.parse_cifar10(data)


@mistake("parse_cifar10")
def ten_thousand_records_expected(data):
    """10000 records are expected, as in the real files; any whole number of records should be read."""
    if len(data) != 10000 * 3073:
        raise ValueError(f"data has {len(data)} bytes, not {10000 * 3073}")
    return reference.parse_cifar10(data)


@mistake("parse_cifar10")
def only_the_first_record(data):
    """Only the first record is read; every 3073 bytes another one begins."""
    images, labels = reference.parse_cifar10(data)
    return images[:1].copy(), labels[:1].copy()


# convert_svhn


@mistake("convert_svhn")
def ten_left_as_a_label(X, y):
    """The label 10 is kept; it stands for the digit 0 and should become 0."""
    return np.moveaxis(X, 3, 0).copy(), y.ravel().astype(np.int64)


@mistake("convert_svhn")
def every_label_lowered(X, y):
    """Every label is lowered by 1, so that a 1 becomes 0; only 10 changes, to 0, and 1 to 9 are what they are."""
    return np.moveaxis(X, 3, 0).copy(), y.ravel().astype(np.int64) - 1


@mistake("convert_svhn")
def pictures_reshaped_not_moved(X, y):
    """X is reshaped to (n, 32, 32, 3), which mixes the pictures; the last axis should be moved to the front."""
    images, labels = reference.convert_svhn(X, y)
    return X.reshape(images.shape).copy(), labels


@mistake("convert_svhn")
def rows_and_columns_swapped(X, y):
    """Rows and columns are swapped: the axes should come as picture, row, column, channel, (3, 0, 1, 2)."""
    images, labels = reference.convert_svhn(X, y)
    return images.transpose(0, 2, 1, 3).copy(), labels


@mistake("convert_svhn")
def all_axes_reversed(X, y):
    """X.T reverses all axes, to (n, 3, 32, 32), columns before rows; only the last axis should move."""
    return X.T.copy(), reference.convert_svhn(X, y)[1]


@mistake("convert_svhn")
def channels_in_front_of_rows(X, y):
    """The images are (n, 3, 32, 32), channels first; they should be (n, 32, 32, 3), channels last."""
    return X.transpose(3, 2, 0, 1).copy(), reference.convert_svhn(X, y)[1]


@mistake("convert_svhn")
def callers_labels_changed(X, y):
    """The tens are set to 0 in the caller's own y; copy the labels first, so that y stays as it was."""
    y[y == 10] = 0
    return np.moveaxis(X, 3, 0).copy(), y.ravel().astype(np.int64)


@mistake("convert_svhn")
def labels_left_in_a_column(X, y):
    """The labels are (n, 1), as in the file; they should be (n,)."""
    images, labels = reference.convert_svhn(X, y)
    return images, labels.reshape(y.shape)


@mistake("convert_svhn")
def batch_of_one_squeezed(X, y):
    """One picture loses its batch axis; a batch of one should stay (1, 32, 32, 3), with labels of shape (1,)."""
    images, labels = reference.convert_svhn(X, y)
    return np.squeeze(images), np.squeeze(labels)


@mistake("convert_svhn")
def labels_keep_the_type_of_y(X, y):
    """The labels have the element type of y, uint8 in the file; they should be int64."""
    images, labels = reference.convert_svhn(X, y)
    return images, labels.astype(y.dtype)


@mistake("convert_svhn")
def pictures_made_bytes(X, y):
    """The images are made uint8, which cuts fractions off; they should keep the element type of X."""
    images, labels = reference.convert_svhn(X, y)
    return images.astype(np.uint8), labels


@mistake("convert_svhn")
def pictures_made_float(X, y):
    """The images are made float64; they should keep the element type of X."""
    images, labels = reference.convert_svhn(X, y)
    return images.astype(np.float64), labels


@mistake("convert_svhn")
def view_of_the_callers_pictures(X, y):
    """The images share memory with X: moving an axis gives a view, so copy it."""
    return np.moveaxis(X, 3, 0), reference.convert_svhn(X, y)[1]


@mistake("convert_svhn")
def labels_put_first(X, y):
    """The results come as (labels, images); the images should come first."""
    images, labels = reference.convert_svhn(X, y)
    return labels, images


# parse_iris


def iris_rows(text):
    """The fields of each line that is not blank."""
    return [line.strip().split(",") for line in text.split("\n") if line.strip()]


@mistake("parse_iris")
def labels_by_the_alphabet(text):
    """The names are numbered by the alphabet, as np.unique or sorted do; they should be in order of appearance."""
    rows = iris_rows(text)
    names = sorted({row[4] for row in rows})
    X = np.array([[float(number) for number in row[:4]] for row in rows])
    return X, np.array([names.index(row[4]) for row in rows], dtype=np.int64), names


@mistake("parse_iris")
def labels_by_frequency(text):
    """The names are numbered by how often they occur; they should be numbered in order of appearance."""
    rows = iris_rows(text)
    names = [name for name, _ in Counter(row[4] for row in rows).most_common()]
    X = np.array([[float(number) for number in row[:4]] for row in rows])
    return X, np.array([names.index(row[4]) for row in rows], dtype=np.int64), names


@mistake("parse_iris")
def labels_from_one(text):
    """The labels count from 1; the first name has label 0, so that names[label] leads back."""
    X, labels, names = reference.parse_iris(text)
    return X, labels + 1, names


@mistake("parse_iris")
def new_label_at_every_change(text):
    """A name that comes again gets a new label; look among all names seen so far, not at the last one only."""
    X, labels, names = reference.parse_iris(text)
    changes = np.concatenate([[0], np.cumsum(np.diff(labels) != 0)])
    starts = np.concatenate([[True], np.diff(labels) != 0])
    return X, changes.astype(np.int64), [names[label] for label in labels[starts]]


@mistake("parse_iris")
def names_found_within_others(text):
    """A name that is part of one seen before is taken for it; two names are the same only if they are equal."""
    X, labels, all_names = reference.parse_iris(text)
    names = []
    for label in labels:
        if not any(all_names[label] in name for name in names):
            names.append(all_names[label])
    places = [
        next(i for i, seen in enumerate(names) if all_names[label] in seen) for label in labels
    ]
    return X, np.array(places, dtype=np.int64), names


@mistake("parse_iris")
def names_told_by_their_end(text):
    """A line is given the first name that it ends in; compare the whole name, what follows the last comma."""
    rows = iris_rows(text)
    names = list(dict.fromkeys(row[4] for row in rows))
    X = np.array([[float(number) for number in row[:4]] for row in rows])
    labels = [next(i for i, name in enumerate(names) if row[4].endswith(name)) for row in rows]
    return X, np.array(labels, dtype=np.int64), names


@mistake("parse_iris")
def carriage_return_kept_in_names(text):
    """Names keep the carriage return at the end of their line; a line may end in \\r\\n, so strip it."""
    rows = [line.split(",") for line in text.split("\n") if line.strip()]
    names = list(dict.fromkeys(row[4] for row in rows))
    X = np.array([[float(number) for number in row[:4]] for row in rows])
    return X, np.array([names.index(row[4]) for row in rows], dtype=np.int64), names


@mistake("parse_iris")
def last_line_taken_for_empty(text):
    """What follows the last newline is dropped unseen; the last line may lack its end, and then it is a flower."""
    return reference.parse_iris(text[: text.rfind("\n") + 1])


@mistake("parse_iris")
def lines_of_spaces_not_ignored(text):
    """A line of nothing but spaces is read as a flower; ignore it as an empty one, once it is stripped."""
    for line in text.splitlines():
        if line:
            [float(number) for number in line.split(",")[:4]]
    return reference.parse_iris(text)


@mistake("parse_iris")
def stops_at_the_first_empty_line(text):
    """Reading ends at the first empty line; blank lines are ignored wherever they are, and flowers may follow."""
    kept = []
    for line in text.split("\n"):
        if not line.strip() and kept:
            break
        kept += [line] if line.strip() else []
    return reference.parse_iris("\n".join(kept))


@mistake("parse_iris")
def first_line_taken_for_a_header(text):
    """The first line is skipped as if it were a header; the file has none, and its first line is a flower."""
    return reference.parse_iris("\n".join(text.strip().split("\n")[1:]))


@mistake("parse_iris")
def one_flower_squeezed(text):
    """One flower gives X of shape (4,); a table of one row should stay (1, 4), with labels of shape (1,)."""
    X, labels, names = reference.parse_iris(text)
    return np.squeeze(X), np.squeeze(labels), names


NAMES_SO_FAR = []


@mistake("parse_iris")
def names_kept_between_calls(text):
    """Names of an earlier text are still there in the next call; begin with an empty list in every call."""
    rows = iris_rows(text)
    for row in rows:
        if row[4] not in NAMES_SO_FAR:
            NAMES_SO_FAR.append(row[4])
    X = np.array([[float(number) for number in row[:4]] for row in rows])
    labels = np.array([NAMES_SO_FAR.index(row[4]) for row in rows], dtype=np.int64)
    return X, labels, list(NAMES_SO_FAR)


@mistake("parse_iris")
def three_species_known_beforehand(text):
    """Only the three species of the real file are known, in its order; number whatever names the text holds."""
    rows = iris_rows(text)
    known = {"Iris-setosa": 0, "Iris-versicolor": 1, "Iris-virginica": 2}
    X = np.array([[float(number) for number in row[:4]] for row in rows])
    return X, np.array([known[row[4]] for row in rows], dtype=np.int64), list(known)


@mistake("parse_iris")
def names_cut_at_spaces(text):
    """A name is cut at its first space; names may have spaces inside, so split at commas only."""
    rows = iris_rows(text)
    found = [row[4].split()[0] for row in rows]
    names = list(dict.fromkeys(found))
    X = np.array([[float(number) for number in row[:4]] for row in rows])
    return X, np.array([names.index(name) for name in found], dtype=np.int64), names


@mistake("parse_iris")
def names_in_small_letters(text):
    """Names are put into small letters, so that Iris and iris become one; keep them as they are written."""
    return reference.parse_iris(text.lower())


@mistake("parse_iris")
def number_sign_starts_a_comment(text):
    """What follows a # is dropped as a comment, as np.genfromtxt does; here it is part of a name."""
    return reference.parse_iris("\n".join(line.split("#")[0].strip() for line in text.split("\n")))


@mistake("parse_iris")
def same_lines_counted_once(text):
    """Lines that are alike are kept only once; two flowers may have the same numbers, and both count."""
    return reference.parse_iris("\n".join(dict.fromkeys(text.splitlines())))


@mistake("parse_iris")
def labels_are_floats(text):
    """The labels are float64; they should be int64."""
    X, labels, names = reference.parse_iris(text)
    return X, labels.astype(np.float64), names


@mistake("parse_iris")
def names_in_an_array(text):
    """The names come as a numpy array; they should be a list of str."""
    X, labels, names = reference.parse_iris(text)
    return X, labels, np.array(names)


@mistake("parse_iris")
def a_name_for_every_flower(text):
    """The names come once for every flower; each name should be listed once, so that names[label] leads back."""
    X, labels, names = reference.parse_iris(text)
    return X, labels, [names[label] for label in labels]


@mistake("parse_iris")
def numbers_left_as_text(text):
    """X holds text, not numbers; turn each field into a float."""
    X, labels, names = reference.parse_iris(text)
    return np.array([[repr(number) for number in row] for row in X.tolist()]), labels, names


@mistake("parse_iris")
def rounded_to_one_decimal(text):
    """Numbers are rounded to one decimal, as in the real file; keep every digit that is written."""
    X, labels, names = reference.parse_iris(text)
    return X.round(1), labels, names


# standardize


def constant_columns(X):
    """Which columns never vary."""
    return np.all(X[0] == X, axis=0)


def scaled(X_train, X_other, mean, deviation):
    """Both tables by one mean and deviation, columns that never vary at zero."""
    constant = constant_columns(X_train)
    safe = np.where(constant, 1.0, deviation)
    return tuple(np.where(constant, 0.0, (X - mean) / safe) for X in (X_train, X_other))


@mistake("standardize")
def each_part_by_its_own(X_train, X_other):
    """The other rows are standardized by their own mean and deviation; use those of the training rows for both."""
    return (
        reference.standardize(X_train, X_train)[0],
        reference.standardize(X_other, X_other)[0],
    )


@mistake("standardize")
def scaled_by_all_rows(X_train, X_other):
    """Mean and deviation come from all rows together; the other rows have no part in them, only the training rows."""
    together = np.concatenate([X_train, X_other]).astype(np.float64)
    result = reference.standardize(together, together)[0]
    return result[: len(X_train)].copy(), result[len(X_train) :].copy()


@mistake("standardize")
def deviation_of_a_sample(X_train, X_other):
    """The deviation is the sample's, with n - 1 below the line; the population's has n (np.std without ddof)."""
    train = np.asarray(X_train, dtype=np.float64)
    deviation = train.std(axis=0, ddof=1) if len(train) > 1 else train.std(axis=0)
    return scaled(train, np.asarray(X_other, dtype=np.float64), train.mean(axis=0), deviation)


@mistake("standardize")
def one_scale_for_the_whole_table(X_train, X_other):
    """Mean and deviation are of the whole table; each column has its own, over axis 0."""
    train = np.asarray(X_train, dtype=np.float64)
    return scaled(train, np.asarray(X_other, dtype=np.float64), train.mean(), train.std())


@mistake("standardize")
def scaled_row_by_row(X_train, X_other):
    """Each row is brought to mean 0, and each column should: mean and deviation over axis 0, not axis 1."""
    results = []
    for X in (np.asarray(X_train, dtype=np.float64), np.asarray(X_other, dtype=np.float64)):
        deviation = X.std(axis=1, keepdims=True)
        centred = X - X.mean(axis=1, keepdims=True)
        results.append(centred / np.where(deviation == 0, 1.0, deviation))
    return tuple(results)


@mistake("standardize")
def divided_by_the_variance(X_train, X_other):
    """The columns are divided by their variance; take its square root, the deviation."""
    train = np.asarray(X_train, dtype=np.float64)
    return scaled(
        train, np.asarray(X_other, dtype=np.float64), train.mean(axis=0), train.var(axis=0)
    )


@mistake("standardize")
def mean_not_taken_off(X_train, X_other):
    """The columns are divided by their deviation but not centred; take the training mean off first."""
    train = np.asarray(X_train, dtype=np.float64)
    return scaled(train, np.asarray(X_other, dtype=np.float64), 0.0, train.std(axis=0))


@mistake("standardize")
def deviation_not_divided_by(X_train, X_other):
    """The mean is taken off, and the deviation is not 1 yet: divide each column by it."""
    train = np.asarray(X_train, dtype=np.float64)
    return scaled(train, np.asarray(X_other, dtype=np.float64), train.mean(axis=0), 1.0)


@mistake("standardize")
def zero_divided_by_zero(X_train, X_other):
    """A column that never varies becomes NaN, 0 / 0; it should become zeros in both tables."""
    train = np.asarray(X_train, dtype=np.float64)
    constant = constant_columns(train)
    mean = np.where(constant, train[0], train.mean(axis=0))
    deviation = np.where(constant, 0.0, train.std(axis=0))
    return (train - mean) / deviation, (np.asarray(X_other) - mean) / deviation


@mistake("standardize")
def computed_deviation_compared_with_zero(X_train, X_other):
    """A column of equal numbers is missed where its computed deviation is 1e-17, not 0: compare its values."""
    train = np.asarray(X_train, dtype=np.float64)
    mean, deviation = train.mean(axis=0), train.std(axis=0)
    constant = deviation == 0
    safe = np.where(constant, 1.0, deviation)
    other = np.asarray(X_other, dtype=np.float64)
    return tuple(np.where(constant, 0.0, (X - mean) / safe) for X in (train, other))


@mistake("standardize")
def epsilon_added_to_the_deviation(X_train, X_other):
    """A small number is added to the deviation, which makes every column a little too small; divide by it alone."""
    train = np.asarray(X_train, dtype=np.float64)
    deviation = train.std(axis=0) + 1e-8
    return scaled(train, np.asarray(X_other, dtype=np.float64), train.mean(axis=0), deviation)


@mistake("standardize")
def small_deviations_taken_for_none(X_train, X_other):
    """A column whose deviation is small counts as constant; any column that varies is divided, by 1e-12 too."""
    train = np.asarray(X_train, dtype=np.float64)
    mean, deviation = train.mean(axis=0), train.std(axis=0)
    constant = constant_columns(train) | (deviation < 1e-8)
    safe = np.where(constant, 1.0, deviation)
    other = np.asarray(X_other, dtype=np.float64)
    return tuple(np.where(constant, 0.0, (X - mean) / safe) for X in (train, other))


@mistake("standardize")
def constant_column_only_centred(X_train, X_other):
    """Other rows keep a difference in a column that never varies in training; it should be zero there, too."""
    train, other = reference.standardize(X_train, X_other)
    constant = constant_columns(X_train)
    difference = np.asarray(X_other, dtype=np.float64) - np.asarray(X_train[0], dtype=np.float64)
    return train, np.where(constant, difference, other)


@mistake("standardize")
def mean_square_minus_squared_mean(X_train, X_other):
    """σ² as mean(x²) - μ² loses its digits where μ is much larger than σ: take the squares after subtracting."""
    train = np.asarray(X_train, dtype=np.float64)
    mean = train.mean(axis=0)
    variance = np.maximum((train**2).mean(axis=0) - mean**2, 1e-300)
    return scaled(train, np.asarray(X_other, dtype=np.float64), mean, np.sqrt(variance))


@mistake("standardize")
def callers_tables_changed(X_train, X_other):
    """The caller's tables are changed in place, by -= or /=; compute new arrays."""
    results = reference.standardize(X_train, X_other)
    for X, result in zip((X_train, X_other), results, strict=True):
        X[...] = result
    return results


@mistake("standardize")
def written_into_arrays_of_whole_numbers(X_train, X_other):
    """Results are cut to whole numbers where the tables hold such, as np.zeros_like takes their type: make floats."""
    train, other = reference.standardize(X_train, X_other)
    first, second = np.zeros_like(X_train), np.zeros_like(X_other)
    with np.errstate(all="ignore"):
        first[...], second[...] = train, other
    return first, second


@mistake("standardize")
def squeezed_between_zero_and_one(X_train, X_other):
    """The columns are brought to [0, 1] by their extremes; standardize to mean 0 and deviation 1."""
    train = np.asarray(X_train, dtype=np.float64)
    low, high = train.min(axis=0), train.max(axis=0)
    return scaled(train, np.asarray(X_other, dtype=np.float64), low, high - low)


@mistake("standardize")
def other_rows_left_alone(X_train, X_other):
    """The other rows come back as they were; they are standardized too, by the training mean and deviation."""
    train, _ = reference.standardize(X_train, X_other)
    return train, np.array(X_other, dtype=np.float64)


@mistake("standardize")
def constant_judged_by_all_rows(X_train, X_other):
    """A column counts as constant only if the other rows agree; whether it varies is a matter of training alone."""
    train, other = reference.standardize(X_train, X_other)
    differs = constant_columns(X_train) & np.any(X_other != X_train[0], axis=0)
    with np.errstate(all="ignore"):
        broken = (np.asarray(X_other, dtype=np.float64) - X_train[0]) / np.where(differs, 0.0, 1.0)
    return np.where(differs, np.nan, train), np.where(differs, broken, other)


# scale_pixels


@mistake("scale_pixels")
def divided_by_256(images):
    """The pixels are divided by 256, so that white is not quite 1; the largest pixel is 255."""
    return images / 256


@mistake("scale_pixels")
def divided_by_the_largest_pixel(images):
    """The pixels are divided by the largest that occurs, which brightens dim pictures; divide by 255 always."""
    return images / max(1, int(images.max()))


@mistake("scale_pixels")
def each_picture_by_its_own_largest(images):
    """Every picture is divided by its own largest pixel; divide all by 255, and dim pictures stay dim."""
    largest = images.reshape(len(images), -1).max(axis=1).astype(np.float64)
    largest[largest == 0] = 1
    return images / largest.reshape(-1, *(1,) * (images.ndim - 1))


@mistake("scale_pixels")
def stretched_from_darkest_to_brightest(images):
    """The darkest pixel becomes 0 and the brightest 1; 0 and 255 are the measure, whichever pixels occur."""
    low, high = float(images.min()), float(images.max())
    return (images - low) / (high - low if high > low else 1.0)


@mistake("scale_pixels")
def whole_number_division(images):
    """// 255 divides whole numbers, so that every pixel below 255 becomes 0; / keeps the fraction."""
    return (images // 255).astype(np.float64)


@mistake("scale_pixels")
def between_minus_one_and_one(images):
    """The pixels come out between -1 and 1; they should lie in [0, 1]: x / 255."""
    return images / 127.5 - 1


@mistake("scale_pixels")
def single_precision(images):
    """The result is float32; it should be float64."""
    return images.astype(np.float32) / np.float32(255)


@mistake("scale_pixels")
def divided_in_place(images):
    """images /= 255 cannot put fractions into an array of uint8; make a new array, images / 255."""
    images /= 255
    return images


@mistake("scale_pixels")
def pictures_flattened(images):
    """Every picture becomes one row of pixels; the shape should stay as it is."""
    return images.reshape(len(images), -1) / 255


@mistake("scale_pixels")
def dark_pictures_taken_for_scaled(images):
    """Pictures with no pixel above 1 are left as if they were scaled already; a pixel of 1 is 1/255."""
    return images / 255 if images.max() > 1 else images.astype(np.float64)


@mistake("scale_pixels")
def standardized_pixels(images):
    """The pixels are brought to mean 0 and deviation 1; here they are only divided by 255."""
    deviation = images.std()
    return (images - images.mean()) / (deviation if deviation > 0 else 1.0)


@mistake("scale_pixels")
def not_divided(images):
    """The pixels are made float64 and still go to 255; divide them by 255."""
    return images.astype(np.float64)


@mistake("scale_pixels")
def black_and_white(images):
    """Every pixel becomes 0 or 1, by a threshold; the greys between should stay: x / 255."""
    return (images > 127).astype(np.float64)
