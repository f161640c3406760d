"""The data sets that can be fetched: their files with checksums, and how a student's parsers read them.

MNIST, CIFAR-10 and SVHN come from the network. Iris and the 8 x 8 digits come from scikit-learn, written in the
formats of the others, so that they need none.
"""

from __future__ import annotations

import gzip
import struct
import tarfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

Parts = dict[str, tuple[np.ndarray, np.ndarray]]


@dataclass(frozen=True)
class Source:
    """One file: its name in the cache, the checksum that it must have, and where it comes from."""

    name: str
    sha256: str
    origin: str | Callable[[], bytes]


@dataclass(frozen=True)
class Dataset:
    """A data set: its files, and how a student's `datasets` module makes parts of them.

    `read(parsers, paths)` gives for each part (train, test) the inputs and the labels.
    """

    title: str
    sources: tuple[Source, ...]
    read: Callable[[Any, list[Path]], Parts]


def _read_idx(parsers: Any, paths: list[Path]) -> Parts:
    """Pairs of IDX files, images and labels; two of them are train and test, a single one is all."""
    arrays = [parsers.parse_idx(_unzipped(path)) for path in paths]
    pairs = list(zip(arrays[::2], arrays[1::2], strict=True))
    return dict(zip(("train", "test") if len(pairs) > 1 else ("all",), pairs, strict=True))


def _unzipped(path: Path) -> bytes:
    content = path.read_bytes()
    return gzip.decompress(content) if path.suffix == ".gz" else content


def _read_cifar10(parsers: Any, paths: list[Path]) -> Parts:
    """The six binary files of the archive, read out of it one by one."""
    batches: dict[str, list[tuple[np.ndarray, np.ndarray]]] = {"train": [], "test": []}
    with tarfile.open(paths[0]) as archive:
        for member in sorted(archive.getmembers(), key=lambda member: member.name):
            name = Path(member.name).name
            content = archive.extractfile(member)
            if name.endswith(".bin") and content is not None:
                part = "test" if name.startswith("test") else "train"
                batches[part].append(parsers.parse_cifar10(content.read()))
    return {
        part: (
            np.concatenate([images for images, _ in read]),
            np.concatenate([labels for _, labels in read]),
        )
        for part, read in batches.items()
    }


def _read_svhn(parsers: Any, paths: list[Path]) -> Parts:
    """The cropped digits, from MATLAB's format by SciPy."""
    from scipy.io import loadmat

    parts = {}
    for part, path in zip(("train", "test"), paths, strict=True):
        content = loadmat(path)
        parts[part] = parsers.convert_svhn(content["X"], content["y"])
    return parts


def _read_iris(parsers: Any, paths: list[Path]) -> Parts:
    X, labels, _ = parsers.parse_iris(paths[0].read_text(encoding="ascii"))
    return {"all": (X, labels)}


def _iris() -> bytes:
    """scikit-learn's Iris as a CSV of four numbers and a name."""
    from sklearn.datasets import load_iris

    iris = load_iris()
    lines = (
        ",".join([*(f"{value:.1f}" for value in row), iris.target_names[label]])
        for row, label in zip(iris.data, iris.target, strict=True)
    )
    return "".join(f"{line}\n" for line in lines).encode("ascii")


def _digit_images() -> bytes:
    """scikit-learn's 8 x 8 digits, grey from 0 to 16, in IDX."""
    from sklearn.datasets import load_digits

    return _idx(load_digits().images)


def _digit_labels() -> bytes:
    from sklearn.datasets import load_digits

    return _idx(load_digits().target)


def _idx(array: np.ndarray) -> bytes:
    """An array of small whole numbers as an IDX file of bytes."""
    header = struct.pack(f">HBB{array.ndim}I", 0, 8, array.ndim, *array.shape)
    return header + array.astype(np.uint8).tobytes()


_MNIST = "https://storage.googleapis.com/cvdf-datasets/mnist"
_SVHN = "http://ufldl.stanford.edu/housenumbers"

DATASETS = {
    "mnist": Dataset(
        "70,000 handwritten digits, 28 x 28 (12 MB)",
        tuple(
            Source(name, sha256, f"{_MNIST}/{name}")
            for name, sha256 in {
                "train-images-idx3-ubyte.gz": "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
                "train-labels-idx1-ubyte.gz": "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
                "t10k-images-idx3-ubyte.gz": "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
                "t10k-labels-idx1-ubyte.gz": "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
            }.items()
        ),
        _read_idx,
    ),
    "cifar10": Dataset(
        "60,000 small photographs of ten kinds, 32 x 32 in colour (170 MB)",
        (
            Source(
                "cifar-10-binary.tar.gz",
                "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
                "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz",
            ),
        ),
        _read_cifar10,
    ),
    "svhn": Dataset(
        "99,289 digits of house numbers, 32 x 32 in colour (246 MB)",
        tuple(
            Source(f"svhn_{name}", sha256, f"{_SVHN}/{name}")
            for name, sha256 in {
                "train_32x32.mat": "435e94d69a87fde4fd4d7f3dd208dfc32cb6ae8af2240d066de1df7508d083b8",
                "test_32x32.mat": "cdce80dfb2a2c4c6160906d0bd7c68ec5a99d7ca4831afa54f09182025b6a75b",
            }.items()
        ),
        _read_svhn,
    ),
    "iris": Dataset(
        "150 flowers of three kinds, four lengths each (without a network)",
        (
            Source(
                "iris.csv",
                "c963159b401f3a844673a6dec6dac21a3c6448f92773975b36b572d1f9a5965d",
                _iris,
            ),
        ),
        _read_iris,
    ),
    "digits": Dataset(
        "1,797 handwritten digits, 8 x 8 (without a network)",
        (
            Source(
                "digits-images-idx3-ubyte",
                "359cd13f0f514122884198b78a131df597421cbf5e93a76678fa96fc548f0d96",
                _digit_images,
            ),
            Source(
                "digits-labels-idx1-ubyte",
                "ce71631c1f31ce56fa54f31d1d498fafacff59b001e6c30c4a5e29508aa277ad",
                _digit_labels,
            ),
        ),
        _read_idx,
    ),
}
