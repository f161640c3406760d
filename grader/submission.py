"""What a student handed in, read as bytes: a folder or a zip, never run and never unpacked to disk.

`<student>/exercises/<unit>.py`, `<student>/<unit>.py`, or a zip of either (`<student>.zip`). What cannot be
read is said in a sentence: of the one file where it is one, of the whole submission where it is all of it.
"""

from __future__ import annotations

import difflib
import errno
import hashlib
import io
import itertools
import os
import re
import stat
import unicodedata
import zipfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePath, PurePosixPath

from grader import show

FILE_LIMIT = 1 << 20
FILES_LIMIT = 200
TOTAL_LIMIT = 16 << 20
NAME_LIMIT = 255
ZIP_LIMIT = 64 << 20
ENTRIES_LIMIT = 5000
DEPTH_LIMIT = 50
UNREAD_LIMIT = 50
SHOWN = 3
ELSEWHERE = "only files at the top, in exercises/, or in one folder around these are"
_ENTRY = b"PK\1\2"
_INFLATED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_PACKAGE = "exercises"
_HANDED_IN = (".py", ".ipynb", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".rar", ".7z")


class SubmissionError(Exception):
    """A submission that cannot be marked, or a folder that holds none; the message says what to do."""


@dataclass(frozen=True)
class Submission:
    """The student's modules by name, the sentence for each that cannot be used, and the names of other files."""

    student: str
    modules: dict[str, bytes]
    problems: dict[str, str] = field(default_factory=dict)
    unread: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """A digest of all that was read."""
        summary = hashlib.sha256()
        for name, source in sorted(self.modules.items()):
            summary.update(f"{name}\0{len(source)}\0".encode())
            summary.update(source)
        for name, problem in sorted(self.problems.items()):
            summary.update(f"{name}\0{problem}\0".encode())
        return summary.hexdigest()


def find_submissions(folder: Path) -> tuple[dict[str, Path], dict[str, str]]:
    """The submissions below a folder by student, and why others cannot be taken.

    Raises
    ------
    SubmissionError
        Where the folder is missing, cannot be read, holds no submission, or is itself one.
    """
    try:
        if not folder.exists():
            raise SubmissionError(f"there is no folder {shown(folder)}")
        if not folder.is_dir():
            raise SubmissionError(
                f"{shown(folder)} is not a folder; give the folder that holds the submissions"
            )
        entries = sorted(folder.iterdir(), key=lambda path: path.name)
        folders = {entry for entry in entries if entry.is_symlink() or entry.is_dir()}
    except OSError as error:
        raise SubmissionError(f"{shown(folder)} cannot be read: {error.strerror}") from None
    found: dict[str, list[Path]] = {}
    others: dict[str, list[Path]] = {}
    for entry in entries:
        if entry.name.startswith((".", "__")):
            continue
        if entry in folders:
            found.setdefault(_student(entry.name), []).append(entry)
        elif entry.suffix.lower() == ".zip":
            found.setdefault(_student(entry.stem), []).append(entry)
        elif entry.suffix.lower() in _HANDED_IN:
            others.setdefault(_student(entry.name), []).append(entry)
    if folder / _PACKAGE in folders or (
        not found and any(entry.suffix == ".py" for entry in entries)
    ):
        raise SubmissionError(
            f"{shown(folder)} looks like one submission; give the folder that holds it"
        )
    refused = dict.fromkeys(others, "it is neither a folder nor a zip: make one of it")
    for student in found.keys() & others.keys():
        found[student] += others[student]
    if not found and not refused:
        raise SubmissionError(
            f"{shown(folder)} holds no submissions: a folder or a zip for each student"
        )
    single = {student: paths[0] for student, paths in found.items() if len(paths) == 1}
    for student, paths in found.items():
        if len(paths) > 1:
            names = " and ".join(shown(path.name) for path in paths)
            refused[student] = f"two submissions of one student ({names}): keep one"
    return single, refused


def read_submission(student: str, path: Path) -> Submission:
    """Read a folder or zip.

    Raises
    ------
    SubmissionError
        Where it cannot be read at all, or holds nothing.
    """
    try:
        if path.is_symlink():
            _check_link(path)
        archive = _opened(path) if path.is_file() else None
        files = _read_zip(archive) if archive else _read_folder(path)
        modules: dict[str, bytes] = {}
        problems: dict[str, str] = {}
        held = 0
        for name, content in files:
            held += len(content)
            if held > TOTAL_LIMIT:
                raise SubmissionError(
                    f"its Python files have more than {TOTAL_LIMIT} bytes together"
                )
            if name in modules or name in problems:
                modules.pop(name, None)
                problems[name] = f"{show.line(name)}.py was handed in twice: keep one"
            elif isinstance(content, str):
                problems[name] = content
            else:
                modules[name] = content
        names = _names_in_zip(archive) if archive else _names_in_folder(path)
        unread = _unread(names, {*modules, *problems})
    except OSError as error:
        raise SubmissionError(f"it cannot be read: {error.strerror or error}") from None
    if not modules and not problems:
        others = f"; it holds {', '.join(unread[:SHOWN])}" if unread else ""
        raise SubmissionError(
            f"it holds no Python file at its top, in exercises/, or in one folder around these{others}"
        )
    return Submission(student, modules, problems, unread)


def shown(name: str | PurePath) -> str:
    """A file's name as text that is safe to print."""
    return show.line(os.fsencode(name).decode("utf-8", "backslashreplace"))


def _student(name: str) -> str:
    text = os.fsencode(name).decode("utf-8", "backslashreplace")
    return unicodedata.normalize("NFC", text)


def _within(path: Path, folder: Path) -> bool:
    try:
        return path.resolve().is_relative_to(folder.resolve())
    except RuntimeError:
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP)) from None


def _check_link(path: Path) -> None:
    """Raise a SubmissionError where a linked submission is not the student's own."""
    if not _within(path, path.parent):
        raise SubmissionError("it is a link that leads out of the folder of submissions")
    other = path.resolve().relative_to(path.parent.resolve()).parts[:1]
    if not other or not other[0].startswith((".", "__")):
        raise SubmissionError("it is a link to what others handed in")


def _read_folder(root: Path) -> Iterator[tuple[str, bytes | str]]:
    """The Python files at the top and in exercises/, or the same in the one folder inside."""
    inside = [
        path
        for path in root.iterdir()
        if os.path.isdir(path) and not path.name.startswith((".", "__"))
    ]
    for folder in (root, *(inside if len(inside) == 1 else ())):
        places = [place for place in (folder / _PACKAGE, folder) if os.path.isdir(place)]
        if not all(_within(place, root) for place in places):
            raise SubmissionError(
                "it holds a folder that is a link and leads out of the submission"
            )
        paths = sorted(path for place in places for path in place.iterdir() if _is_module(path))
        if len(paths) > FILES_LIMIT:
            raise SubmissionError(f"it holds {len(paths)} Python files, more than {FILES_LIMIT}")
        for path in paths:
            yield _student(path.stem), _read_file(path, root)
        if paths:
            return


def _names_in_folder(root: Path) -> Iterator[PurePosixPath]:
    """The files in a folder and those in it, by their place; where links lead is not looked at."""
    for folder, inside, names in itertools.islice(os.walk(root), ENTRIES_LIMIT):
        place = PurePosixPath(folder).relative_to(root)
        inside[:] = sorted(inside) if len(place.parts) < DEPTH_LIMIT else []
        yield from (place / name for name in sorted(names))


def _unread(names: Iterator[PurePosixPath], read: Collection[str]) -> tuple[str, ...]:
    """The names of files that were not read, of so many as may be looked at; hidden ones and caches do not count."""
    found = (
        path
        for path in itertools.islice(names, ENTRIES_LIMIT)
        if not any(part.startswith((".", "__")) for part in path.parts)
        and not (path.suffix == ".py" and _student(path.stem) in read)
    )
    return tuple(sorted(shown(path) for path in itertools.islice(found, UNREAD_LIMIT)))


def _is_module(path: Path | PurePosixPath) -> bool:
    return path.suffix == ".py" and path.stem != "__init__"


def _read_file(path: Path, root: Path) -> bytes | str:
    name = shown(path.name)
    try:
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
            # asked of what is open: what has the name may be another by then
            if not _within(Path(f"/proc/self/fd/{file.fileno()}"), root):
                return f"{name} is a link that leads out of the submission"
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                return f"{name} is not a regular file"
            if status.st_size > FILE_LIMIT:
                return f"{name} has {status.st_size} bytes, more than {FILE_LIMIT}"
            source = file.read(FILE_LIMIT + 1)
    except OSError as error:
        if error.errno == errno.ENXIO:  # a socket
            return f"{name} is not a regular file"
        return f"{name} cannot be read: {error.strerror}"
    return _checked(source, name)


def _checked(source: bytes, name: str) -> bytes | str:
    """The source, or what is wrong with its bytes."""
    if len(source) > FILE_LIMIT:
        return f"{name} is longer than {FILE_LIMIT} bytes"
    if b"\0" in source:
        return f"{name} holds a NUL byte at position {source.index(0)}: save it again as plain text"
    try:
        source.decode("utf-8")
    except UnicodeDecodeError as error:
        return f"{name} is not UTF-8 (byte {source[error.start]:#04x} at position {error.start}): save it as UTF-8"
    return source


def _opened(path: Path) -> zipfile.ZipFile:
    """A zip in memory, which stays as it is while it is read."""
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        if size > ZIP_LIMIT:
            raise SubmissionError(f"the zip has {size} bytes, more than {ZIP_LIMIT}")
        data = file.read(size)
    entries = data.count(_ENTRY)  # each entry takes far more memory than its place in the zip
    if entries > ENTRIES_LIMIT:
        raise SubmissionError(f"the zip has {entries} entries, more than {ENTRIES_LIMIT}")
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


def _read_zip(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes | str]]:
    for entry in _modules(_files(archive)):
        yield _student(_path(entry).stem), _read_entry(archive, entry)


def _names_in_zip(archive: zipfile.ZipFile) -> Iterator[PurePosixPath]:
    """The files in a zip, by their place in it."""
    return map(_path, _files(archive))


def _files(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The entries that are files; one may have no name."""
    return [entry for entry in archive.infolist() if entry.filename and not entry.is_dir()]


def _escapes(name: str) -> bool:
    parts = PurePosixPath(name.replace("\\", "/"))
    return parts.is_absolute() or ".." in parts.parts or ":" in name.split("/")[0][:2]


def _path(entry: zipfile.ZipInfo) -> PurePosixPath:
    """Where an entry lies; some zips made on Windows hold backslashes."""
    return PurePosixPath(entry.filename.replace("\\", "/"))


def _modules(entries: list[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    """The Python files at the top of the zip, or in its exercises/, below at most one folder."""
    places: dict[tuple[str, ...], list[zipfile.ZipInfo]] = {}
    for entry in entries:
        path = _path(entry)
        inside = path.parts[:-1]
        if not _is_module(path) or "__MACOSX" in inside:
            continue
        places.setdefault(inside, []).append(entry)
    packages = [place for place in places if len(place) <= 2 and place[-1:] == (_PACKAGE,)]
    tops = [place for place in places if len(place) <= 1 and place != (_PACKAGE,)]
    bases = {place[:-1] for place in packages} | set(tops)
    if len(bases) > 1:
        names = " and ".join(sorted(shown("/".join(base) or "the top") for base in bases))
        raise SubmissionError(f"the zip holds Python files in several places ({names}): keep one")
    found = [entry for place in (*packages, *tops) for entry in places[place]]
    if len(found) > FILES_LIMIT:
        raise SubmissionError(f"it holds {len(found)} Python files, more than {FILES_LIMIT}")
    return sorted(found, key=lambda entry: entry.filename)


def _read_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes | str:
    name = shown(_path(entry).name)
    if stat.S_ISLNK(entry.external_attr >> 16):
        return f"{name} is a link; put the file itself into the zip"
    if entry.flag_bits & 1:
        return f"{name} is encrypted; make the zip without a password"
    if entry.compress_type not in _INFLATED:  # others inflate a whole file at once, however large
        return f"{name} is packed in a rare way; make the zip as your system does by itself"
    if entry.file_size > FILE_LIMIT:
        return f"{name} inflates to {entry.file_size} bytes, more than {FILE_LIMIT}"
    try:
        with archive.open(entry) as file:
            source = file.read(FILE_LIMIT + 1)
    except Exception as error:
        return f"{name} cannot be read from the zip: {show.clipped(str(error), 200)}"
    return _checked(source, name)


def misnamed(submission: Submission, units: Collection[str]) -> list[str]:
    """A sentence for each file that looks like a missing unit under another name, of another kind or elsewhere."""
    given = {*submission.modules, *submission.problems}
    missing = sorted(set(units) - given)
    likely = {name: _meant(name.lower(), missing) for name in sorted(given - set(units))}
    named = [
        f"{show.line(name)}.py is not taken for {found[0]}.py: it should be named so"
        for name, found in likely.items()
        if found
    ]
    stems = {name: PurePosixPath(name).name.partition(".")[0].lower() for name in submission.unread}
    return named + [
        f"{name} is not taken for {unit}.py: {ELSEWHERE if name.endswith('.py') else 'hand in a Python file'}"
        for name, unit in stems.items()
        if unit in missing
    ]


def _meant(name: str, units: list[str]) -> list[str]:
    """The unit whose name is nearly this one, or a word of it: `rnn (1)`, `linear-regression`, `rnn_final`."""
    near = difflib.get_close_matches(re.sub(r"(?<![\W\d])[\W\d]+$", "", name), units, 1, 0.8)
    return near or [unit for unit in units if re.search(rf"(?<![a-z]){unit}(?![a-z])", name)]
