"""The modules and notebooks in a folder or a zip, read as bytes within limits: never run, never unpacked to disk.

What cannot be read is said in a sentence: of the one file where it is one, by a SubmissionError where it is all.
"""

from __future__ import annotations

import errno
import io
import itertools
import os
import stat
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath, PurePosixPath

from grader import show
from grader.notebooks.reading import NotebookError, read_cells, source_of

FILE_LIMIT = 1 << 20
NOTEBOOK_LIMIT = 32 << 20
FILES_LIMIT = 200
TOTAL_LIMIT = 16 << 20
NOTEBOOKS_LIMIT = 256 << 20
NAME_LIMIT = 255
ZIP_LIMIT = 64 << 20
ENTRIES_LIMIT = 5000
ZIP_ENTRIES_LIMIT = 20_000  # a release with its environment in it has some six thousand
DEPTH_LIMIT = 50
MODULE, NOTEBOOK = ".py", ".ipynb"
_PACKAGE, _NOTEBOOKS = "exercises", "notebooks"
_ENTRY = b"PK\1\2"
_INFLATED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class SubmissionError(Exception):
    """A submission that cannot be marked, or a folder that holds none; the message says what to do."""


@dataclass(frozen=True)
class File:
    """A module or a notebook: its name without the ending, its kind, and its code or what is wrong with it."""

    name: str
    kind: str
    content: bytes | str


def read_files(path: Path) -> tuple[list[File], Iterator[PurePosixPath]]:
    """The modules and notebooks of a folder or zip in the places where they are looked for, and the names of all files.

    Raises
    ------
    SubmissionError
        Where it cannot be taken as a whole.
    """
    archive = _opened(path) if path.is_file() else None
    files, code, notebooks = [], 0, 0
    for name, content in _in_zip(archive) if archive else _in_folder(path):
        file = _file(name, content)
        code += len(file.content)
        notebooks += len(content) if file.kind == NOTEBOOK else 0
        if code > TOTAL_LIMIT:
            raise SubmissionError(f"its Python files have more than {TOTAL_LIMIT} bytes together")
        if notebooks > NOTEBOOKS_LIMIT:
            raise SubmissionError(
                f"its notebooks have more than {NOTEBOOKS_LIMIT} bytes together: clear their outputs"
            )
        files.append(file)
    return files, _names_in_zip(archive) if archive else _names_in_folder(path)


def read_file(path: Path, root: Path) -> bytes | str:
    """The bytes of a module or notebook that lies in a folder, or what is wrong with it."""
    name, limit = shown(path.name), _limit(path.name)
    try:
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
            # asked of what is open: what has the name may be another by then
            if not within(Path(f"/proc/self/fd/{file.fileno()}"), root):
                return f"{name} is a link that leads out of the submission"
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                return f"{name} is not a regular file"
            if status.st_size > limit:
                return f"{name} has {status.st_size} bytes, more than {limit}{_remedy(name)}"
            return file.read(limit + 1)
    except OSError as error:
        if error.errno == errno.ENXIO:  # a socket
            return f"{name} is not a regular file"
        return f"{name} cannot be read: {error.strerror}"


def shown(name: str | PurePath) -> str:
    """A file's name as text that is safe to print."""
    return show.line(os.fsencode(name).decode("utf-8", "backslashreplace"))


def normalized(name: str) -> str:
    """A file's name as text, in one way of writing accents."""
    text = os.fsencode(name).decode("utf-8", "backslashreplace")
    return unicodedata.normalize("NFC", text)


def within(path: Path, folder: Path) -> bool:
    """Whether a path leads into a folder, wherever its links go."""
    try:
        return path.resolve().is_relative_to(folder.resolve())
    except RuntimeError:
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP)) from None


def _file(name: str, content: bytes | str) -> File:
    """What was read of a file: its code, or what is wrong with it."""
    path = PurePosixPath(name)
    if path.suffix == NOTEBOOK and isinstance(content, bytes):
        try:
            content = source_of(read_cells(content)).encode("utf-8", "replace")
        except NotebookError as error:
            content = f"{shown(name)} {error}"
    if isinstance(content, bytes):
        content = problem_of(content, shown(name)) or content
    return File(normalized(path.stem), path.suffix, content)


def problem_of(source: bytes, name: str) -> str | None:
    """What is wrong with the bytes of a source; None where it can be read."""
    if len(source) > FILE_LIMIT:
        return f"{name} is longer than {FILE_LIMIT} bytes"
    if b"\0" in source:
        return f"{name} holds a NUL byte at position {source.index(0)}: save it again as plain text"
    try:
        source.decode("utf-8")
    except UnicodeDecodeError as error:
        return f"{name} is not UTF-8 (byte {source[error.start]:#04x} at position {error.start}): save it as UTF-8"
    return None


def _limit(name: str) -> int:
    return NOTEBOOK_LIMIT if name.endswith(NOTEBOOK) else FILE_LIMIT


def _remedy(name: str) -> str:
    return ": clear its outputs" if name.endswith(NOTEBOOK) else ""


def _is_module(path: PurePath) -> bool:
    return path.suffix == MODULE and path.stem != "__init__"


def _is_notebook(path: PurePath) -> bool:
    return path.suffix == NOTEBOOK and not path.name.startswith(".")


def _in_folder(root: Path) -> Iterator[tuple[str, bytes | str]]:
    """The files at the top and in exercises/ or notebooks/, or the same in the one folder inside."""
    inside = [
        path
        for path in root.iterdir()
        if os.path.isdir(path) and not path.name.startswith((".", "__"))
    ]
    for folder in (root, *(inside if len(inside) == 1 else ())):
        named = (folder / _PACKAGE, folder, folder / _NOTEBOOKS)
        places = [place for place in named if os.path.isdir(place)]
        if not all(within(place, root) for place in places):
            raise SubmissionError(
                "it holds a folder that is a link and leads out of the submission"
            )
        paths = sorted(path for place in places for path in _files_in(place, folder))
        if len(paths) > FILES_LIMIT:
            raise SubmissionError(f"it holds {len(paths)} Python files, more than {FILES_LIMIT}")
        for path in paths:
            yield path.name, read_file(path, root)
        if paths:
            return


def _files_in(place: Path, folder: Path) -> Iterator[Path]:
    """What counts of a place: modules but among the notebooks, and notebooks, there or in a folder of their name."""
    modules = place.name != _NOTEBOOKS or place == folder
    for path in itertools.islice(place.iterdir(), ENTRIES_LIMIT):
        if _is_notebook(path) or (modules and _is_module(path)):
            yield path
        elif place.name != _PACKAGE and os.path.isdir(path):
            own = path / f"{path.name}{NOTEBOOK}"
            if os.path.lexists(own):
                yield own


def _names_in_folder(root: Path) -> Iterator[PurePosixPath]:
    """The files in a folder and those in it, by their place; into hidden folders and links nobody looks."""
    for folder, inside, names in itertools.islice(os.walk(root), ENTRIES_LIMIT):
        place = PurePosixPath(folder).relative_to(root)
        visible = sorted(each for each in inside if not each.startswith((".", "__")))
        inside[:] = visible if len(place.parts) < DEPTH_LIMIT else []
        yield from (place / name for name in sorted(names))


def _opened(path: Path) -> zipfile.ZipFile:
    """A zip in memory, which stays as it is while it is read."""
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        if size > ZIP_LIMIT:
            raise SubmissionError(f"the zip has {size} bytes, more than {ZIP_LIMIT}")
        data = file.read(size)
    entries = data.count(_ENTRY)  # each entry takes far more memory than its place in the zip
    if entries > ZIP_ENTRIES_LIMIT:
        raise SubmissionError(f"the zip has {entries} entries, more than {ZIP_ENTRIES_LIMIT}")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except Exception as error:
        raise SubmissionError(
            f"it is not a zip that can be read: {show.clipped(str(error), 200)}"
        ) from None
    for entry in archive.infolist():
        if _escapes(entry.filename):
            raise SubmissionError(
                f"the zip holds a path that leaves its folder: {shown(entry.filename)}"
            )
        if len(name := _path(entry).name) > NAME_LIMIT:
            raise SubmissionError(
                f"the zip holds a name of {len(name)} characters, more than {NAME_LIMIT}"
            )
    return archive


def _in_zip(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes | str]]:
    for entry in _wanted(_entries(archive)):
        yield _path(entry).name, _read_entry(archive, entry)


def _names_in_zip(archive: zipfile.ZipFile) -> Iterator[PurePosixPath]:
    """The files in a zip, by their place in it."""
    return map(_path, _entries(archive))


def _entries(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The entries that are files; one may have no name."""
    return [entry for entry in archive.infolist() if entry.filename and not entry.is_dir()]


def _escapes(name: str) -> bool:
    parts = PurePosixPath(name.replace("\\", "/"))
    return parts.is_absolute() or ".." in parts.parts or ":" in name.split("/")[0][:2]


def _path(entry: zipfile.ZipInfo) -> PurePosixPath:
    """Where an entry lies; some zips made on Windows hold backslashes."""
    return PurePosixPath(entry.filename.replace("\\", "/"))


def _wanted(entries: list[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    """The entries that lie where modules and notebooks are looked for, below at most one folder."""
    placed = [(_path(entry), entry) for entry in entries]
    owned = {
        path.parent for path, _ in placed if _is_notebook(path) and path.parent.name == path.stem
    }
    bases: dict[tuple[str, ...], list[zipfile.ZipInfo]] = {}
    for path, entry in placed:
        beside = path.parent in owned  # as the public tests that come with a notebook
        if "__MACOSX" in path.parts or not (
            _is_notebook(path) or (_is_module(path) and not beside)
        ):
            continue
        if len(base := _base(path)) <= 1:
            bases.setdefault(base, []).append(entry)
    if len(homes := {path.parent.parts[:-1] for path, _ in placed if _in_package(path)}) == 1:
        bases = {base: found for base, found in bases.items() if base in homes}
    if len(bases) > 1:
        names = " and ".join(sorted(shown("/".join(base) or "the top") for base in bases))
        raise SubmissionError(f"the zip holds Python files in several places ({names}): keep one")
    found = [entry for several in bases.values() for entry in several]
    if len(found) > FILES_LIMIT:
        raise SubmissionError(f"it holds {len(found)} Python files, more than {FILES_LIMIT}")
    return sorted(found, key=lambda entry: entry.filename)


def _in_package(path: PurePosixPath) -> bool:
    """Whether a file lies in an exercises/ where modules are looked for: then no other folder is looked into."""
    return _is_module(path) and path.parent.name == _PACKAGE and len(path.parts) <= 3


def _base(path: PurePosixPath) -> tuple[str, ...]:
    """The folder that a module or notebook belongs to, without those that have their place in it."""
    inside = path.parts[:-1]
    if _is_notebook(path):
        inside = inside[:-1] if inside[-1:] == (path.stem,) else inside
        inside = inside[:-1] if inside[-1:] == (_NOTEBOOKS,) else inside
    return inside[:-1] if inside[-1:] == (_PACKAGE,) else inside


def _read_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes | str:
    name, limit = shown(_path(entry).name), _limit(_path(entry).name)
    if stat.S_ISLNK(entry.external_attr >> 16):
        return f"{name} is a link; put the file itself into the zip"
    if entry.flag_bits & 1:
        return f"{name} is encrypted; make the zip without a password"
    if entry.compress_type not in _INFLATED:  # others inflate a whole file at once, however large
        return f"{name} is packed in a rare way; make the zip as your system does by itself"
    if entry.file_size > limit:
        return f"{name} inflates to {entry.file_size} bytes, more than {limit}{_remedy(name)}"
    try:
        with archive.open(entry) as file:
            return file.read(limit + 1)
    except Exception as error:
        return f"{name} cannot be read from the zip: {show.clipped(str(error), 200)}"
