"""What students get: stubs, public tests, lessons, pictures, the kit, and how a push is checked.

Exercises are made from the solutions, so whatever stands in exercises/ is neither needed nor given away.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from grader.curriculum import Course, CourseError, Unit
from grader.generate import stubs
from grader.handout import FILE, Handout, handout_of, to_json
from grader.notebooks.lesson import markdown
from grader.notebooks.source import handout
from grader.redirect import EXERCISES
from grader.release.archive import Files
from grader.release.wheel import wheel

TOP = "neurokata"
RENDERED = {
    "README.md": "README.md.jinja",
    "pyproject.toml": "pyproject.toml.jinja",
    "requirements.txt": "requirements.txt.jinja",
}
COPIED = {
    ".gitattributes": "gitattributes",
    ".gitignore": "gitignore",
    ".github/actions/check/action.yml": "action.yml",
    ".github/workflows/check.yml": "check.yml",
    ".gitlab-ci.yml": "gitlab-ci.yml",
}


@dataclass(frozen=True)
class Selection:
    """The units that are set, and the others that these import."""

    units: tuple[Unit, ...]
    beside: tuple[Unit, ...]

    @property
    def present(self) -> tuple[Unit, ...]:
        """All whose exercises are in the release, in order."""
        return tuple(sorted((*self.units, *self.beside), key=lambda unit: unit.number))


def student_files(course: Course, names: Sequence[str], notebooks: bool = True) -> Files:
    """The files of a release of some units; notebooks, where they are wanted, are made with jupytext.

    Raises
    ------
    CourseError
        Where a public test imports what students do not have, or the course has no solutions.
    """
    exercises = {path.name: text for path, text in stubs(course).items()}
    tests = _tests(course, names)
    plots = _read(course.root, (course.root / "plots" / f"{name}.py" for name in names))
    selection = _selection(course, names, exercises, [*tests.values(), *plots.values()])
    kit, content = wheel()
    files = {f"kit/{kit}": content, FILE: to_json(_handouts(course, selection))}
    for name in ("__init__", *(unit.name for unit in selection.present)):
        files[f"{EXERCISES}/{name}.py"] = exercises[f"{name}.py"].encode()
    for unit in selection.units:
        files[f"lessons/{unit.name}.md"] = _lesson(exercises[f"{unit.name}.py"]).encode()
        if notebooks:
            text = (course.root / "solutions" / f"{unit.name}.py").read_text(encoding="utf-8")
            files[f"notebooks/{unit.name}.ipynb"] = handout(text, unit).encode()
    files |= tests | plots | _read(course.root, [course.root / "LICENSE"])
    return files | _pages(selection, kit, plots, notebooks)


def _handouts(course: Course, selection: Selection) -> dict[str, Handout]:
    """The stubs of all units in the release, with the hints of those that are set."""
    found = {}
    for unit in selection.present:
        text = (course.root / "solutions" / f"{unit.name}.py").read_text(encoding="utf-8")
        found[unit.name] = handout_of(text, unit.name, with_hints=unit in selection.units)
    return found


def _tests(course: Course, names: Sequence[str]) -> Files:
    """The public tests, less those of units that are not set."""
    others = {f"test_{unit.name}.py" for unit in course.units} - {
        f"test_{each}.py" for each in names
    }
    folder = course.root / "tests"
    paths = [
        folder / "__init__.py",
        folder / "conftest.py",
        *sorted((folder / "public").rglob("*.py")),
    ]
    found = _read(course.root, (path for path in paths if path.name not in others))
    for path, content in found.items():
        if any(name.split(".")[0] == "solutions" for name in _imports(content)):
            raise CourseError(
                f"{path} imports solutions, which students do not have: take that out, or make it a hidden test"
            )
    return found


def _read(root: Path, paths: Iterable[Path]) -> Files:
    """Those files that are there, with the line ends of Unix."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes().replace(b"\r\n", b"\n")
        for path in paths
        if path.is_file()
    }


def _selection(
    course: Course, names: Sequence[str], exercises: Mapping[str, str], beside: Iterable[bytes]
) -> Selection:
    """The wanted units, and what their exercises, tests and pictures import, directly or by way of others."""
    known = {unit.name for unit in course.units}
    left = [*names, *(name for content in beside for name in _units(content))]
    present: set[str] = set()
    while left:
        name = left.pop()
        if name in known - present:
            present.add(name)
            left += _units(exercises[f"{name}.py"].encode())
    return Selection(
        tuple(unit for unit in course.units if unit.name in names),
        tuple(unit for unit in course.units if unit.name in present - {*names}),
    )


def _units(source: bytes) -> list[str]:
    """The units that a module imports."""
    split = [name.split(".") for name in _imports(source)]
    return [parts[1] for parts in split if parts[0] == EXERCISES and len(parts) > 1]


def _imports(source: bytes) -> list[str]:
    """All that a module imports, each name with the module that it is taken from."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found += [f"{node.module}.{alias.name}" for alias in node.names]
    return found


def _lesson(exercise: str) -> str:
    """The lesson as a page."""
    return markdown(ast.get_docstring(ast.parse(exercise)) or "") + "\n"


def _pages(selection: Selection, kit: str, plots: Files, notebooks: bool) -> Files:
    """What stands around the exercises: how to install, run, read failures, hand in, and what checks a push."""
    import jinja2

    templates = resources.files("grader.release") / "templates" / "student"
    engine = jinja2.Environment(
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True, undefined=jinja2.StrictUndefined,
    )  # fmt: skip
    facts = {
        "units": selection.units,
        "beside": selection.beside,
        "names": {unit.name for unit in selection.present},
        "kit": kit,
        "version": kit.split("-")[1],
        "pictures": bool(plots),
        "notebooks": notebooks,
    }
    rendered = {
        path: engine.from_string((templates / name).read_text("utf-8")).render(facts).encode()
        for path, name in RENDERED.items()
    }
    return rendered | {path: (templates / name).read_bytes() for path, name in COPIED.items()}
