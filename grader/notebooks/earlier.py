"""A student's earlier units in the kernel of a later one: `from exercises.activations import sigmoid`.

They come from ../activations/activations.ipynb, or from activations.ipynb or .py here or in exercises/, from the one in
which most is written, and are read again where that has changed.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from grader.notebooks.code import run, written
from grader.notebooks.reading import NotebookError, read_cells, source_of

EXERCISES = "exercises"
NOTEBOOK, MODULE = ".ipynb", ".py"


class EarlierUnits(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Answers `import exercises.…`."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Claim the package and the units below it."""
        package, _, unit = fullname.partition(".")
        if package != EXERCISES or "." in unit:
            return None
        return importlib.machinery.ModuleSpec(fullname, self, is_package=not unit)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        """An earlier unit, which has to be there."""
        unit = spec.name.partition(".")[2]
        if not unit:
            return ModuleType(EXERCISES)
        found = Earlier(spec.name, unit)
        found.current()
        return found

    def exec_module(self, module: ModuleType) -> None:
        """Nothing is left to do."""


class Earlier(ModuleType):
    """An earlier unit, as its file is at the moment."""

    def __init__(self, name: str, unit: str) -> None:
        super().__init__(name)
        self._unit = unit
        self._read: tuple[Path, int] | None = None
        self._values: dict[str, Any] = {}

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        values = self.current()
        if name not in values:
            # of an AttributeError Python would make its own words, where the name is imported
            file = self._read[0].name if self._read else self._unit
            raise ImportError(f"{file} defines no {name}: write it there and save")
        return values[name]

    def current(self) -> dict[str, Any]:
        """What the unit defines; read again where the file has changed."""
        file = _file(self._unit)
        read = file, file.stat().st_mtime_ns
        if read != self._read:
            self._values = _definitions(self.__name__, file)
            self._read = read
        return self._values


def _file(unit: str) -> Path:
    here = Path.cwd()
    folders = (here.parent / unit, here, here.parent / EXERCISES, here / EXERCISES)
    files = (folder / f"{unit}{suffix}" for folder in folders for suffix in (NOTEBOOK, MODULE))
    if found := [file for file in files if file.is_file()]:
        return max(found, key=_written)
    raise ModuleNotFoundError(
        f"this unit builds on your {unit}: put its folder beside this one, so that there is ../{unit}/{unit}.ipynb"
    )


def _written(file: Path) -> int:
    """How many functions of a file are written; none where it cannot be read."""
    try:
        return written(_text(file))
    except (NotebookError, UnicodeDecodeError):
        return -1


def _text(file: Path) -> str:
    data = file.read_bytes()
    return data.decode() if file.suffix == MODULE else source_of(read_cells(data))


def _definitions(name: str, file: Path) -> dict[str, Any]:
    """What a notebook's cells or a module define; trials and plots in a notebook are not run."""
    values: dict[str, Any] = {"__name__": name, "__file__": str(file)}
    data = file.read_bytes()
    if file.suffix == MODULE:
        exec(compile(data, str(file), "exec", dont_inherit=True), values)
        return values
    try:
        run(source_of(read_cells(data)), values, str(file))
    except NotebookError as error:
        raise ImportError(f"{file.name} {error}") from None
    return values


def find_earlier_units() -> None:
    """Have `import exercises.…` answered in this process."""
    if not any(isinstance(finder, EarlierUnits) for finder in sys.meta_path):
        sys.meta_path.insert(0, EarlierUnits())
