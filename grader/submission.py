"""What a student handed in, read as bytes: a folder or a zip, never run and never unpacked to disk.

`<student>/exercises/<unit>.py`, `<student>/<unit>.py`, notebooks at the same places, in notebooks/ or as nbgrader has
them (`<student>/<unit>/<unit>.ipynb`), or a zip of these (`<student>.zip`).
"""

from __future__ import annotations

import difflib
import hashlib
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path, PurePosixPath

from grader import show
from grader.files import (
    ENTRIES_LIMIT,
    MODULE,
    NOTEBOOK,
    File,
    SubmissionError,
    normalized,
    read_files,
    shown,
    within,
)
from grader.notebooks.code import written

UNREAD_LIMIT = 50
SHOWN = 3
ELSEWHERE = "only files at the top, in exercises/, or in one folder around these are"
OTHERS = "hand in a Python file or a notebook"
KINDS = (MODULE, NOTEBOOK)
_COPY = re.compile(r"(\w+?)(?:-Copy\d+| ?\(\d+\))")
_BESIDE = {"lessons", "plots", "tests", "kit"}  # of a release, which say nothing of a unit
_HANDED_IN = (".py", ".ipynb", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".rar", ".7z")


@dataclass(frozen=True)
class Submission:
    """The student's modules by name, the sentence for each that cannot be used, and the names of other files.

    A notebook is the text that `grader.notebooks.code` joins; `choices` says which of two files was taken.
    """

    student: str
    modules: dict[str, bytes]
    problems: dict[str, str] = field(default_factory=dict)
    unread: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()

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
            found.setdefault(normalized(entry.name), []).append(entry)
        elif entry.suffix.lower() == ".zip":
            found.setdefault(normalized(entry.stem), []).append(entry)
        elif entry.suffix.lower() in _HANDED_IN:
            others.setdefault(normalized(entry.name), []).append(entry)
    if folder / "exercises" in folders or (
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
        files, names = read_files(path)
        unread = _unread(names, files)
    except OSError as error:
        raise SubmissionError(f"it cannot be read: {error.strerror or error}") from None
    if not files:
        others = f"; it holds {', '.join(unread[:SHOWN])}" if unread else ""
        raise SubmissionError(
            f"it holds no Python file at its top, in exercises/, or in one folder around these{others}"
        )
    modules: dict[str, bytes] = {}
    problems: dict[str, str] = {}
    choices: list[str] = []
    by_name: dict[str, list[File]] = {}
    for file in files:
        by_name.setdefault(file.name, []).append(file)
    for name, several in by_name.items():
        content, choice = _taken(several)
        if isinstance(content, str):
            problems[name] = content
        else:
            modules[name] = content
        choices += [choice] if choice else []
    return Submission(student, modules, problems, unread, tuple(choices))


def _taken(files: list[File]) -> tuple[bytes | str, str]:
    """What counts of the files of one name, and the sentence that says so where there is a choice.

    Of a module and a notebook it is the one in which more functions are written: the other came with the exercises.
    """
    if len(files) == 1:
        return files[0].content, ""
    name = show.line(files[0].name)
    if len(files) > 2 or files[0].kind == files[1].kind:
        return f"{name}{files[0].kind} was handed in twice: keep one", ""
    taken, other = sorted(files, key=lambda file: (-_written(file), KINDS.index(file.kind)))
    if _written(other) <= 0:  # as it was handed out
        return taken.content, ""
    more = _written(taken) > _written(other)
    why = "more is written in it" if more else "as much is written in both"
    return taken.content, f"{name}{taken.kind} is marked, and not {name}{other.kind}: {why}"


def _written(file: File) -> int:
    """How many functions are written; fewer than none where the file cannot be read."""
    return -1 if isinstance(file.content, str) else written(file.content.decode())


def _check_link(path: Path) -> None:
    """Raise a SubmissionError where a linked submission is not the student's own."""
    if not within(path, path.parent):
        raise SubmissionError("it is a link that leads out of the folder of submissions")
    other = path.resolve().relative_to(path.parent.resolve()).parts[:1]
    if not other or not other[0].startswith((".", "__")):
        raise SubmissionError("it is a link to what others handed in")


def _unread(names: Iterable[PurePosixPath], files: Iterable[File]) -> tuple[str, ...]:
    """The names of files that were not read, of so many as may be looked at; hidden ones and caches do not count."""
    read = {(file.name, file.kind) for file in files}
    found = (
        path
        for path in islice(names, ENTRIES_LIMIT)
        if not any(part.startswith((".", "__")) or part in _BESIDE for part in path.parts[:-1])
        and not path.name.startswith((".", "__"))
        and (normalized(path.stem), path.suffix) not in read
    )
    return tuple(sorted(shown(path) for path in islice(found, UNREAD_LIMIT)))


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
    named += [
        f"{show.line(name)} is a copy and is not read: hand in {found[1]}{KINDS[0]} or {found[1]}{KINDS[1]}"
        for name in sorted(given)
        if (found := _COPY.fullmatch(name)) and found[1] in given & {*units}
    ]
    stems = {name: PurePosixPath(name).name.partition(".")[0].lower() for name in submission.unread}
    return named + [
        f"{name} is not taken for {unit}.py: {ELSEWHERE if name.endswith(KINDS) else OTHERS}"
        for name, unit in stems.items()
        if unit in missing
    ]


def _meant(name: str, units: list[str]) -> list[str]:
    """The unit whose name is nearly this one, or a word of it: `rnn (1)`, `linear-regression`, `rnn_final`."""
    near = difflib.get_close_matches(re.sub(r"(?<![\W\d])[\W\d]+$", "", name), units, 1, 0.8)
    return near or [unit for unit in units if re.search(rf"(?<![a-z]){unit}(?![a-z])", name)]
