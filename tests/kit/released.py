"""A release as a student has it: unpacked, with an environment of its own that holds its kit, and all that it holds."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
TRIVIAL = re.compile(r"return [\w.]+|rng = np\.random\.default_rng\(\d*\)|.{0,11}")
OFFLINE = {
    "PIP_NO_INDEX": "1",
    "PIP_NO_DEPS": "1",
    "PIP_IGNORE_INSTALLED": "1",
    "PIP_CONFIG_FILE": os.devnull,
}


def environment(folder: Path) -> dict[str, str]:
    """Variables of a new environment without the kit, where pip asks nobody; libraries are those of this one."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    (site,) = folder.glob("lib/python*/site-packages")
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib"))
    kept = {name: os.environ[name] for name in ("HOME", "NEUROKATA_CACHE") if name in os.environ}
    return kept | OFFLINE | {"PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"}


def solve(release: Path, *units: str) -> None:
    """Put the reference in the place of a student's work."""
    for unit in units:
        text = (ROOT / "solutions" / f"{unit}.py").read_text(encoding="utf-8")
        solved = text.replace("from solutions", "from exercises")
        (release / "exercises" / f"{unit}.py").write_text(solved, encoding="utf-8")


def secret_lines() -> set[str]:
    """Lines of solutions, hidden tests, mistakes, mutants and right variants that are not public as well.

    Trivial ones do not count: those of fewer than 12 characters, a bare `return x`, and the making of a generator.
    Pictures, which students get, may share lines with the tests and their like, but none with a solution.
    """
    solutions: set[str] = set()
    for path in (ROOT / "solutions").glob("*.py"):
        solutions |= _lines("\n".join(_regions(path.read_text(encoding="utf-8"))))
    tests = [
        _below(ROOT / "tests" / each) for each in ("hidden", "mistakes", "mutants", "kit/right")
    ]
    public = (
        _below(ROOT / "exercises") | _below(ROOT / "tests" / "public") | _below(ROOT / "grader")
    )
    secret = (solutions | (set().union(*tests) - _below(ROOT / "plots"))) - public
    return {line for line in secret if not TRIVIAL.fullmatch(line)}


def leaks(release: Path, secret: set[str]) -> dict[str, set[str]]:
    """Where in a release, its zips and its git history secret lines stand."""
    found = {name: secret & _held(content) for name, content in _contents(release)}
    return {name: lines for name, lines in found.items() if lines}


def _regions(text: str) -> Iterator[str]:
    inside = False
    for line in text.splitlines():
        if line.strip() == "### BEGIN SOLUTION":
            inside = True
        elif line.strip() == "### END SOLUTION":
            inside = False
        elif inside:
            yield line


def _below(folder: Path) -> set[str]:
    paths = [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc"]
    assert paths, folder
    return set().union(*(_lines(path.read_text(encoding="utf-8")) for path in paths))


def _lines(text: str) -> set[str]:
    return {line.strip() for line in text.splitlines()}


def _contents(release: Path) -> Iterator[tuple[str, bytes]]:
    """Every file, and every object of a git repository, reachable or not."""
    if release.is_file():
        yield release.name, release.read_bytes()
        return
    for path in sorted(release.rglob("*")):
        if path.is_file():
            yield path.relative_to(release).as_posix(), path.read_bytes()
    if (release / ".git").is_dir():
        listed = _git(release, "cat-file", "--batch-check", "--batch-all-objects").decode()
        for name, kind in (line.split()[:2] for line in listed.splitlines()):
            yield f"object {name}", _git(release, "cat-file", kind, name)


def _git(folder: Path, *arguments: str) -> bytes:
    return subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True).stdout


def _held(content: bytes) -> set[str]:
    """The lines of a file, of the files in it where it is a zip, and of the texts in it where it is JSON."""
    if zipfile.is_zipfile(io.BytesIO(content)):
        archive = zipfile.ZipFile(io.BytesIO(content))
        return set().union(*(_held(archive.read(name)) for name in archive.namelist()))
    text = content.decode("utf-8", "replace")
    try:
        strings = _strings(json.loads(text))
    except ValueError:
        strings = []
    return _lines(text).union(*map(_lines, strings))


def _strings(value: object) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _strings(each)
