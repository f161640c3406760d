"""The kit's wheel, made of what is installed here: a release brings its own kit, so that no registry has to have it.

Nothing is built, so neither the sources nor a build backend need be at hand, and the same kit gives the same bytes.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import io
from importlib import metadata
from pathlib import Path

import grader
from grader.curriculum import CourseError
from grader.release.archive import Files, zipped

NAME = "neurokata"
_DESCRIPTION = ("METADATA", "entry_points.txt")
_TAG = "py3-none-any"


def wheel() -> tuple[str, bytes]:
    """The file name of the wheel, and its bytes.

    Raises
    ------
    CourseError
        Where the kit is not installed, or as another version than the one that runs.
    """
    stem = f"{NAME}-{grader.__version__}"
    home = f"{stem}.dist-info"
    files = {f"grader/{path}": content for path, content in _package().items()}
    files |= {f"{home}/{path}": content for path, content in _description().items()}
    files[f"{home}/WHEEL"] = (
        f"Wheel-Version: 1.0\nGenerator: {stem}\nRoot-Is-Purelib: true\nTag: {_TAG}\n".encode()
    )
    files[f"{home}/RECORD"] = _record(files, f"{home}/RECORD")
    return f"{stem}-{_TAG}.whl", zipped(files)


def _package() -> Files:
    """The files of the package, by their place in it."""
    root = Path(grader.__file__).parent
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith(".")
    }


def _description() -> Files:
    """What pip keeps of an installed kit that belongs into its wheel too."""
    try:
        kit = metadata.distribution(NAME)
    except metadata.PackageNotFoundError:
        raise CourseError(
            f"the kit is not installed here, so no wheel can be made of it: pip install {NAME}"
        ) from None
    if kit.version != grader.__version__:
        raise CourseError(
            f"the kit is installed as version {kit.version} and runs as {grader.__version__}: install it again"
        )
    inside = {
        file.as_posix().partition(".dist-info/")[2]: file
        for file in kit.files or ()
        if ".dist-info/" in file.as_posix()
    }
    return {
        name: Path(file.locate()).read_bytes()
        for name, file in sorted(inside.items())
        if name in _DESCRIPTION or name.startswith("licenses/")
    }


def _record(files: Files, own: str) -> bytes:
    """A line for each file: its name, digest and size."""
    table = io.StringIO()
    rows = csv.writer(table, lineterminator="\n")
    for path, content in sorted(files.items()):
        digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode().rstrip("=")
        rows.writerow([path, f"sha256={digest}", len(content)])
    rows.writerow([own, "", ""])
    return table.getvalue().encode()
