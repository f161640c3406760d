"""What a unit's marks rest on, as digests: two markings with the same digests come out the same.

tests, what they import, the reference ──▶ a digest a unit ┐
kit, versions, seed, limits, sandbox layers ───────────────┴▶ Stamp ──▶ the digest that a report keeps
"""

from __future__ import annotations

import hashlib
import platform
import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path

import msgspec

import grader
from grader.curriculum import Course
from grader.limits import Limits
from grader.messages import Setup, Stamp
from grader.mistakes import path_of

KIT = sorted(Path(__file__).parent.rglob("*.py"))
_PACKAGES = ", ".join(
    f"{name} {version(name)}" for name in ("numpy", "hypothesis", "pytest", "msgspec")
)
VERSIONS = f"Python {platform.python_version()} on {platform.machine()}, {_PACKAGES}"

_IMPORT = re.compile(  # whole files take a hundred times longer to parse
    r"(?:\bfrom[ \t]+([\w.]+)[ \t]+)?\bimport\b[ \t]*(\([^)]*\)|[^\n;]*)"
)
_COMMENT = re.compile(r"#.*")  # one among names that are imported would hide those behind it


def stamp(setup: Setup, course: Course, layers: tuple[str, ...] = ()) -> Stamp:
    """The stamp of a marking of this course with these layers of the sandbox."""
    sources = _Sources(course)
    limits = msgspec.convert(msgspec.to_builtins(setup.limits), Limits)  # 2 and 2.0 are one limit
    chosen = (setup.function, setup.seed, setup.secret, limits, setup.replay, setup.layers)
    return Stamp(
        versions=VERSIONS,
        kit=_kit(),
        settings=hashlib.sha256(msgspec.json.encode(chosen)).hexdigest(),
        units={unit: _digest(sources.of(unit), course.root) for unit in setup.units},
        mistakes={unit: _digest(sources.mistakes(unit), course.root) for unit in setup.units},
        beside={
            unit: tuple(each for each in setup.units if each in sources.required(unit) - {unit})
            for unit in setup.units
        },
        layers=layers,
    )


def unit_digest(stamp: Stamp, unit: str) -> str:
    """The one digest of all that a unit's marks rest on beside the submission."""
    beside = stamp.beside.get(unit, ())
    own = (stamp.units[unit], stamp.mistakes.get(unit, ""), beside)
    whole = (stamp.versions, stamp.kit, stamp.settings, stamp.layers, *own)
    return hashlib.sha256(msgspec.json.encode(whole)).hexdigest()


def tests_digest(stamp: Stamp) -> str:
    """One digest of the tests and the reference of all units."""
    return hashlib.sha256(msgspec.json.encode(sorted(stamp.units.items()))).hexdigest()


def recordings_key(stamp: Stamp, unit: str, seed: int) -> str:
    """A name for all that a unit's recordings rest on: the reference knows neither limits nor sandbox."""
    whole = (stamp.versions, stamp.kit, stamp.units[unit], seed)
    return f"{unit}-{hashlib.sha256(msgspec.json.encode(whole)).hexdigest()[:32]}"


def difference(expected: Stamp, found: Stamp) -> str | None:
    """What is not as it should be, as the end of a sentence; None where marks would be the same."""
    if expected.versions != found.versions:
        return f"has {found.versions} in place of {expected.versions}"
    if expected.kit != found.kit or expected.settings != found.settings:
        return "has another grader/"
    for what, mine, theirs in (
        ("tests or another reference", expected.units, found.units),
        ("mistakes", expected.mistakes, found.mistakes),
    ):
        if units := [unit for unit in mine if mine[unit] != theirs.get(unit)]:
            return f"has other {what} of {', '.join(units)}"
    if expected.layers and expected.layers != found.layers:
        return (
            f"has a sandbox of {', '.join(found.layers)} in place of {', '.join(expected.layers)}"
        )
    return None


@cache
def _kit() -> str:
    return _digest(KIT, Path(__file__).parent, grader.__version__)


def _digest(files: Iterable[Path], root: Path, text: str = "") -> str:
    summary = hashlib.sha256(text.encode())
    for path in sorted(files):
        content = path.read_bytes()
        summary.update(f"\0{path.relative_to(root)}\0{len(content)}\0".encode())
        summary.update(content)
    return summary.hexdigest()


class _Sources:
    """The files that marks rest on, and which of them lead to which."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.solutions = course.root / "solutions"
        self.tests = {
            path.stem.removeprefix("test_"): path for path in course.tests.glob("test_*.py")
        }
        self._names: dict[Path, list[list[str]]] = {}
        self._beside = {path for path in course.tests.rglob("*") if _counts(path)} - {
            *self.tests.values()
        }
        imported = self._reached(self.tests.values())
        self._for_all = self._beside - imported
        for folder in (course.root, course.tests.parent):
            self._for_all |= {*folder.glob("conftest.py")}
        references = {self.solutions / f"{unit.name}.py" for unit in course.units}
        self._for_all |= {path for path in self.solutions.rglob("*") if _counts(path)} - references

    def of(self, unit: str) -> set[Path]:
        """Tests and reference of a unit and of those that it requires, what these import, what counts for all."""
        required = self.required(unit)
        starts = [self.tests[name] for name in required if name in self.tests]
        starts += [self.solutions / f"{name}.py" for name in required]
        return self._reached([*starts, *self._for_all])

    def mistakes(self, unit: str) -> set[Path]:
        """The mistakes of a unit and of those that it requires: what its diagnoses rest on."""
        paths = (path_of(self.course, name) for name in self.required(unit))
        return self._reached(path for path in paths if path.is_file())

    def required(self, unit: str) -> set[str]:
        """A unit, those that its tests call, and those that either requires, however far."""
        known = {each.name for each in self.course.units}
        found: set[str] = set()
        waiting = [unit]
        while waiting:
            name = waiting.pop()
            if name in found or name not in known:
                continue
            found.add(name)
            waiting += self.course.unit(name).requires
            if name in self.tests:
                called = self._reached([self.tests[name]])
                waiting += [each for path in called for each in self._modules(path, "exercises")]
        return found

    def _reached(self, starts: Iterable[Path]) -> set[Path]:
        """These files and those that they import, however far, of the reference and beside the tests."""
        found: set[Path] = set()
        waiting = [path for path in starts if path.is_file()]
        while waiting:
            path = waiting.pop()
            if path in found:
                continue
            found.add(path)
            references = [
                self.solutions / f"{name}.py" for name in self._modules(path, "solutions")
            ]
            waiting += [each for each in references if each.is_file()]
            words = {word for name in self._imported(path) for word in name}
            waiting += [
                each for each in self._beside if each.suffix == ".py" and each.stem in words
            ]
        return found

    def _modules(self, path: Path, package: str) -> list[str]:
        """The modules of a package that a file imports."""
        return [name[1] for name in self._imported(path) if name[0] == package and len(name) > 1]

    def _imported(self, path: Path) -> list[list[str]]:
        if path not in self._names:
            self._names[path] = [name.split(".") for name in _imports(path)]
        return self._names[path]


def _counts(path: Path) -> bool:
    """Whether it is a file that a test could read; caches are none."""
    return path.is_file() and "__pycache__" not in path.parts


def _imports(path: Path) -> Iterator[str]:
    """The dotted names that a file imports anywhere in it; none where it is not Python."""
    if path.suffix != ".py":
        return
    text = path.read_text(encoding="utf-8", errors="replace")
    text = _COMMENT.sub("", text).replace("\\\n", " ")
    for module, names in _IMPORT.findall(text):
        for name in names.strip(" ()\t\n").split(","):
            yield f"{module}." * bool(module) + (name.split() or [""])[0]
