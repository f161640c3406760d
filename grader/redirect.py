"""`--target`: which package answers to the name `exercises`, in pytest and in the commands alike."""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.machinery
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

from grader.curriculum import CourseError

EXERCISES = "exercises"


class Redirect(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Answers `import exercises.…` with the same module of another package."""

    def __init__(self, package: str) -> None:
        self.package = package

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Claim `exercises` and what is below it."""
        if fullname.partition(".")[0] != EXERCISES:
            return None
        return importlib.machinery.ModuleSpec(fullname, self, is_package=fullname == EXERCISES)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        """Import the module in place of it."""
        rest = spec.name.partition(".")[2]
        return importlib.import_module(f"{self.package}.{rest}" if rest else self.package)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing is left to do: the module ran when it was imported."""


def answer_with(root: Path, package: str) -> None:
    """Make `import exercises.…` work in this process, with a package of the course's folder."""
    if not package.isidentifier() or not (root / package).is_dir():
        raise CourseError(f"--target {package}: there is no package of that name here")
    if str(root) not in sys.path:
        sys.path.insert(0, str(root))
    if package != EXERCISES:
        sys.meta_path.insert(0, Redirect(package))
