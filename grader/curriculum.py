"""The units of a course in order, read as text from the solutions (or, in a release, the exercises).

A unit's module opens with a docstring whose first line is a Markdown heading, `# 2 · Activations`: the
number gives its place. What it imports from its sister units is what it requires. Nothing is imported here.
Solutions are read strictly; exercises are somebody's work in progress, and what is wrong in one is for its own
checks to say.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

_HEADING = re.compile(r"# (\d+) · (.+)")
_IMPORT = re.compile(
    r"^(?:from[ \t]+([\w.]+)[ \t]+)?import\b[ \t]*(\([^)]*\)|[^\n;#]*)", re.MULTILINE
)
_NAME = re.compile(r"(?:^|,)\s*([\w.]+)")
_DEFINITION = re.compile(r"^(?:def|class)[ \t]+(\w+)[ \t]*[(:]", re.MULTILINE)
_LAST = 1 << 16


class CourseError(Exception):
    """A course folder or unit that cannot be read; the message says what to do."""


@dataclass(frozen=True)
class Unit:
    """One unit: its name, place, title, the units it builds on, and its public functions in order."""

    name: str
    number: int
    title: str
    requires: tuple[str, ...]
    functions: tuple[str, ...]


@dataclass(frozen=True)
class Course:
    """A folder with exercises, tests and (the instructor's alone) solutions."""

    root: Path
    units: tuple[Unit, ...]

    @property
    def has_solutions(self) -> bool:
        """Whether the reference is at hand."""
        return (self.root / "solutions").is_dir()

    @property
    def tests(self) -> Path:
        """The folder of the tests that decide marks: the hidden ones, else the public ones."""
        hidden = self.root / "tests" / "hidden"
        return hidden if hidden.is_dir() else self.root / "tests" / "public"

    def unit(self, name: str) -> Unit:
        """The unit of that name, or a CourseError that lists those there are."""
        for unit in self.units:
            if unit.name == name:
                return unit
        raise CourseError(
            f"there is no unit {name!r}; the units are {', '.join(u.name for u in self.units)}"
        )

    def needed(self, name: str) -> set[str]:
        """A unit and all that it builds on, directly or by way of others."""
        requires = {unit.name: unit.requires for unit in self.units}
        found, left = {name}, [name]
        while left:
            new = set(requires.get(left.pop(), ())) - found
            found |= new
            left += new
        return found


def find_course(start: Path) -> Course:
    """The course whose folder is `start` or the nearest one above it."""
    for folder in (start, *start.parents):
        if (folder / "exercises").is_dir() and (folder / "tests").is_dir():
            return read_course(folder)
    raise CourseError(
        f"no course here: {start} and the folders above it hold no exercises/ and tests/"
    )


def read_course(root: Path) -> Course:
    """Read every unit below `root`."""
    if not (root / "solutions").is_dir():
        return Course(root, _exercises(root))
    units = [read_unit(path) for path in _modules(root / "solutions")]
    places: dict[int, str] = {}
    for unit in units:
        if unit.number in places:
            both = f"{places[unit.number]} and {unit.name}"
            raise CourseError(f"{both} both take place {unit.number}: change one's heading")
        places[unit.number] = unit.name
    return Course(root, tuple(sorted(units, key=lambda unit: unit.number)))


def _modules(folder: Path) -> list[Path]:
    """The modules of units; what an editor keeps beside them is none, nor is a folder or a pipe."""
    return [path for path in sorted(folder.glob("[!_.]*.py")) if path.is_file()]


def _exercises(root: Path) -> tuple[Unit, ...]:
    """The modules in exercises/ that have a heading or tests, in order; others are the student's own."""
    tests = Course(root, ()).tests
    found = [
        unit
        for unit in map(_read_exercise, _modules(root / "exercises"))
        if unit.number != _LAST or (tests / f"test_{unit.name}.py").is_file()
    ]
    return tuple(sorted(found, key=lambda unit: unit.number))


def places(folder: Path) -> dict[str, int]:
    """Unit -> its place, from the headings alone; modules that cannot be parsed are placed too."""
    found = {}
    for path in _modules(folder):
        if heading := _HEADING.search(path.read_text(encoding="utf-8", errors="replace")):
            found[path.stem] = int(heading[1])
    return found


def missing(tests: Path, present: Collection[str]) -> list[str]:
    """The units that a folder's tests are of, each imported by its test_<unit>.py, and that are not present."""
    found = []
    for path in sorted(tests.glob("test_*.py")):
        name = path.stem.removeprefix("test_")
        if name not in present:
            text = path.read_text(encoding="utf-8", errors="replace")
            found += [name] if name in _required(_imported_in(text), "exercises") else []
    return found


def read_unit(path: Path) -> Unit:
    """Read one unit's module as text."""
    try:
        tree = ast.parse(path.read_bytes())
    except SyntaxError as error:
        raise CourseError(
            f"{path.name}, line {error.lineno}: {error.msg}; mend it or restore the file"
        ) from None
    lines = (ast.get_docstring(tree) or "").splitlines()
    heading = _HEADING.fullmatch(lines[0]) if lines else None
    if heading is None:
        raise CourseError(
            f"{path.name}: the docstring should open with a heading such as '# 2 · Activations'"
        )
    return Unit(path.stem, int(heading[1]), heading[2], *_contents(tree, path.parent.name))


def _read_exercise(path: Path) -> Unit:
    """Read one unit's module in whatever state it is; one without a heading takes the last place."""
    text = path.read_text(encoding="utf-8", errors="replace")
    heading = _HEADING.search(text)
    number, title = (int(heading[1]), heading[2].rstrip('"')) if heading else (_LAST, path.stem)
    package = path.parent.name
    try:
        contents = _contents(ast.parse(path.read_bytes()), package)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        contents = _required(_imported_in(text), package), _public(_DEFINITION.findall(text))
    return Unit(path.stem, number, title, *contents)


def _contents(tree: ast.Module, package: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a module requires, and its public functions."""
    imported = [name for node in tree.body for name in _imported(node)]
    defined = [node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    return _required(imported, package), _public(defined)


def _required(imported: Iterable[str], package: str) -> tuple[str, ...]:
    inside = [name.split(".")[1] for name in imported if name.startswith(f"{package}.")]
    return tuple(dict.fromkeys(inside))


def _public(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(name for name in names if not name.startswith("_"))


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """The packages that a module imports at its top, each with its line."""
    for node in ast.parse(path.read_bytes()).body:
        outside = isinstance(node, ast.Import) or (
            isinstance(node, ast.ImportFrom) and not node.level
        )
        if outside:
            packages = (name.partition(".")[0] for name in _imported(node))
            yield from ((node.lineno, package) for package in dict.fromkeys(packages))


def _imported_in(text: str) -> Iterator[str]:
    """The modules that a text imports at its top, though it is not Python as a whole."""
    for module, names in _IMPORT.findall(text):
        for name in _NAME.findall(names.lstrip("(")):
            yield f"{module}.{name}" if module else name


def _imported(node: ast.stmt) -> list[str]:
    """The modules that a statement imports, as `package.module` where they are of a package."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        inside = "." in node.module
        return [node.module] if inside else [f"{node.module}.{alias.name}" for alias in node.names]
    return []
