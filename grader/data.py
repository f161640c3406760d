"""Fetching data sets: once, checked by SHA-256, into a cache; and loading them by the student's own parsers.

    Source (address, checksum) ──fetch──▶ a file in the cache ──load──▶ parts, by exercises.datasets

A file stands in the cache under its name only once its checksum was found right.
"""

from __future__ import annotations

import contextlib
import importlib
import logging
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from grader import leftovers, outcome
from grader.datasets import DATASETS, Parts, Source
from grader.redirect import EXERCISES
from grader.report import write_atomically

INSTALL = "pip install 'neurokata[data]'"
CACHE_VARIABLE = "NEUROKATA_DATA"
SECONDS_OF_SILENCE = 30
WORKSHOP = ".partial-"


class DataError(Exception):
    """Data that cannot be fetched or read; the message says why and what to do."""


def cache() -> Path:
    """The folder of the files: NEUROKATA_DATA, or the system's place for caches."""
    chosen = os.environ.get(CACHE_VARIABLE)
    return Path(chosen).expanduser() if chosen else Path(_pooch().os_cache("neurokata"))


def fetch(name: str, progress: Callable[[str], Any] = lambda _: None) -> list[Path]:
    """Bring the files of a data set into the cache, those that are not there yet.

    Parameters
    ----------
    name : str
        A key of `DATASETS`.
    progress : callable, optional
        Gives for a file's name what is to be told of its download: an object as tqdm's, or None.

    Raises
    ------
    DataError
        No network, a broken download, a wrong checksum, a cache that cannot be written, a missing library.
    """
    return [_fetched(source, progress) for source in DATASETS[name].sources]


def load(name: str, *, parsers: Any = None) -> Parts:
    """A data set as arrays: {"train": (inputs, labels), "test": (inputs, labels)}, or one part "all".

    Fetches what is missing. `parsers` is a module with the functions of unit `datasets`; your own,
    `exercises.datasets`, where left out.
    """
    paths = fetch(name)
    parts = DATASETS[name].read(parsers or importlib.import_module(f"{EXERCISES}.datasets"), paths)
    for array in (array for part in parts.values() for array in part):
        if not isinstance(array, np.ndarray):
            raise TypeError(f"an array is due, not {type(array).__name__}")
    return parts


def load_by(name: str, package: Path) -> Parts:
    """As `load`, with what goes wrong in the student's parsers, in the folder `package`, as a DataError."""
    try:
        return load(name)
    except (DataError, NotImplementedError, KeyboardInterrupt):
        raise
    except BaseException as error:
        if isinstance(error, ModuleNotFoundError) and error.name == "scipy":
            raise DataError(f"{name} is read by scipy: {INSTALL}") from None
        raise DataError(outcome.sentence(error, "datasets", package)) from error


def _pooch() -> Any:
    try:
        pooch = importlib.import_module("pooch")
    except ModuleNotFoundError:
        raise DataError(f"fetching data needs pooch: {INSTALL}") from None
    pooch.get_logger().setLevel(logging.ERROR)
    return pooch


def _fetched(source: Source, progress: Callable[[str], Any]) -> Path:
    pooch = _pooch()
    path = cache() / source.name
    try:
        if path.is_file():
            if pooch.file_hash(str(path)) == source.sha256:
                return path
            path.unlink()
        elif path.exists():
            raise DataError(f"{path} is not a file: remove it and run the command again")
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DataError(_unwritable(path, error)) from None
    if callable(source.origin):
        _make(source, source.origin, path)
    else:
        _download(source, source.origin, path, progress(source.name))
    return path


def _make(source: Source, make: Callable[[], bytes], path: Path) -> None:
    try:
        content = make()
    except ModuleNotFoundError:
        raise DataError(f"{source.name} comes with scikit-learn: {INSTALL}") from None
    try:
        write_atomically(path, content)
    except OSError as error:
        raise DataError(_unwritable(path, error)) from None


def _download(source: Source, url: str, path: Path, progress: Any) -> None:
    """Download beside the cache's files, and move the file among them once it is whole and the right one."""
    import requests

    pooch = _pooch()
    downloader = pooch.HTTPDownloader(
        progressbar=progress or False, timeout=SECONDS_OF_SILENCE, headers={"Accept-Encoding": "identity"}
    )  # fmt: skip
    elsewhere = f"fetch {source.name} elsewhere and put it into {path.parent}"
    broken = f"the download of {source.name} broke off: nothing was kept, run the command again"
    try:
        with _workshop(path.parent) as folder:
            partial = pooch.retrieve(
                url, f"sha256:{source.sha256}", path.name, folder, downloader=downloader
            )
            os.chmod(partial, 0o644)
            os.replace(partial, path)
    except requests.HTTPError as error:
        answer = error.response
        said = "an error" if answer is None else f"{answer.status_code} {answer.reason}".strip()
        raise DataError(f"{url} answers {said}: {elsewhere}") from None
    except (requests.exceptions.ChunkedEncodingError, requests.exceptions.ContentDecodingError):
        raise DataError(broken) from None
    except requests.RequestException as error:
        if "timed out" in str(error) and not isinstance(error, requests.ConnectTimeout):
            raise DataError(f"{broken} ({SECONDS_OF_SILENCE} s without an answer)") from None
        raise DataError(
            f"{url} cannot be reached ({_cause(error)}): check the network and run the command again, or"
            f" {elsewhere}"
        ) from None
    except ValueError as error:
        if "hash" not in str(error):
            raise DataError(f"{url} gives an answer that cannot be read: {elsewhere}") from None
        raise DataError(
            f"{url} gave another file than the one known as {source.name} (its SHA-256 should be"
            f" {source.sha256[:16]}…): nothing was kept, run the command again or {elsewhere}"
        ) from None
    except OSError as error:
        raise DataError(_unwritable(path, error)) from None


@contextlib.contextmanager
def _workshop(folder: Path) -> Iterator[Path]:
    """A folder of this download alone, gone after it; those that a killed process left are cleared a day later."""
    leftovers.clear(folder.glob(f"{WORKSHOP}*"))
    with tempfile.TemporaryDirectory(prefix=WORKSHOP, dir=folder) as made:
        yield Path(made)


def _unwritable(path: Path, error: OSError) -> str:
    return (
        f"{path} cannot be used ({error.strerror or error}): choose another folder with {CACHE_VARIABLE}"
    )  # fmt: skip


def _cause(error: BaseException) -> str:
    """What the system says of it, as 'Connection refused', or the kind of error."""
    found = re.search(r"\[Errno -?\d+\] ([^)'\"]+)", str(error))
    return found[1] if found else type(error).__name__
