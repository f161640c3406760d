"""Where a release goes: a folder, a git repository of one commit, or a zip; there whole or not at all.

Nothing is written over but another release, and that only when told to.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from grader.files import shown
from grader.release.archive import DAY, Files, mode, zipped
from grader.release.wheel import NAME
from grader.report import UNFINISHED

PUBLIC, PRIVATE = 0o644, 0o600
_AUTHOR, _ADDRESS = "Neurokata", "neurokata@localhost"


class ReleaseError(Exception):
    """A release that cannot be written; the message says what to do."""


def write_zip(files: Files, out: Path, *, force: bool, top: str = "", mode: int = PUBLIC) -> None:
    """Write files as a zip; with the mode PRIVATE nobody else can read it at any moment."""
    if out.is_dir():
        raise ReleaseError(f"{shown(out)} is a folder: give the zip another name")
    if out.exists() and not force:
        raise ReleaseError(f"{shown(out)} is there already: --force replaces it")
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=UNFINISHED, dir=out.parent) as workshop:
        made = Path(workshop) / "made"
        made.touch(PRIVATE)
        made.write_bytes(zipped(files, top))
        made.chmod(mode)
        os.replace(made, out)


def write_folder(files: Files, out: Path, *, force: bool, repository: bool) -> None:
    """Write files as a folder, which is a git repository with one commit of them where one is wanted."""
    out = out.resolve()
    _check_free(out, force)
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=UNFINISHED, dir=out.parent) as workshop:
        made = Path(workshop) / "made"
        for path, content in files.items():
            file = made / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
            file.chmod(mode(content))
        for each in (made, *made.rglob("*")):
            os.utime(each, (DAY.timestamp(), DAY.timestamp()))
        if repository:
            _commit(made)
        if out.exists():
            os.replace(out, Path(workshop) / "before")
        os.replace(made, out)


def _check_free(out: Path, force: bool) -> None:
    if out.exists() and not out.is_dir():
        raise ReleaseError(f"{shown(out)} is a file: give a folder, or a name that ends in .zip")
    if not out.is_dir() or not any(out.iterdir()):
        return
    if not any((out / "kit").glob(f"{NAME}-*.whl")):
        raise ReleaseError(
            f"{shown(out)} holds something else than a release: give a folder that is new or empty"
        )
    if not force:
        raise ReleaseError(
            f"{shown(out)} holds a release already: --force replaces all of it, work and history too"
        )


def _commit(folder: Path) -> None:
    """Make a folder a git repository with one commit, the same for the same files whoever makes it."""
    git = shutil.which("git")
    if git is None:
        raise ReleaseError(
            "--git needs git, which is not installed here: install it, or leave --git out"
        )
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
    }
    for who in ("AUTHOR", "COMMITTER"):
        environment |= {
            f"GIT_{who}_NAME": _AUTHOR,
            f"GIT_{who}_EMAIL": _ADDRESS,
            f"GIT_{who}_DATE": DAY.isoformat(),
        }
    for command in (
        ["init", "--quiet", "--template=", "--initial-branch=main"],
        ["add", "--all", "--force"],
        ["commit", "--quiet", "--message=Exercises of the course"],
    ):
        done = subprocess.run(
            [git, *command], cwd=folder, env=environment, capture_output=True, text=True
        )
        if done.returncode != 0:
            raise ReleaseError(
                f"git {command[0]} failed: {done.stderr.strip() or 'it says nothing'}"
            )
