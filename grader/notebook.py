"""What a unit's notebook imports in a student's kernel: `check`, and the way to the student's earlier units.

    check("network.forward")      test_network.py, beside the notebook, on what the notebook's cells define

The tests run here, in the kernel's own process, so that they see a function as it was last defined, the interrupt
button stops them, and `%debug` goes to the student's line.
"""

from __future__ import annotations

import contextlib
import inspect
import io
import os
import re
import sys
import traceback
from collections.abc import Generator, Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
import pytest

from grader import outcome, show
from grader.notebooks.earlier import EXERCISES, find_earlier_units
from grader.outcome import Outcome
from grader.plugin import check_of, title_of

PRINTED = 500
TESTS = (".", "../tests/public", "tests/public")
_AUTOLOAD = "PYTEST_DISABLE_PLUGIN_AUTOLOAD"
_FILE = re.compile(r"^.+?, (?=line \d+, in )")  # a cell's file has a number for a name

find_earlier_units()


def check(name: str) -> None:
    """Run the visible checks of a function, as this notebook defines it now, and print what they say.

    Parameters
    ----------
    name : str
        The unit and the function: `network.forward`.
    """
    frame = inspect.currentframe()
    caller = frame.f_back if frame else None
    assert caller is not None
    print("\n".join(_checked(name, caller.f_globals, Path(caller.f_code.co_filename))))


def _checked(name: str, namespace: Mapping[str, Any], cell: Path) -> list[str]:
    """What the checks of a function say, a line each."""
    unit, _, function = name.partition(".")
    places = (Path(folder, f"test_{unit}.py").resolve() for folder in TESTS)
    tests = next((place for place in places if place.is_file()), None)
    if tests is None:
        return [
            f"{function} cannot be checked: put test_{unit}.py into the folder of this notebook"
        ]
    if function not in namespace:
        return [f"{function} is not defined yet: run its cell"]
    checks = Checks(function, namespace.get("__name__", ""), cell.parent)
    with _answering(unit, namespace, cell, tests):
        _run(tests, checks)
    return checks.lines()


def _run(tests: Path, checks: Checks) -> None:
    """Have pytest run a file of tests here, with no plugins but the kit's."""
    arguments = [
        "--rootdir", str(tests.parent), "-c", os.devnull, "--noconftest", "--import-mode=importlib", "--capture=no",
        *(f"-p{name}" for name in ("grader.plugin", "no:cacheprovider", "no:faulthandler")),
        *(f"-pno:{name}" for name in ("unraisableexception", "threadexception")), str(tests),
    ]  # fmt: skip
    kept = os.environ.get(_AUTOLOAD)
    os.environ[_AUTOLOAD] = "1"
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            pytest.main(arguments, plugins=[checks])
    finally:
        del os.environ[_AUTOLOAD]
        if kept is not None:
            os.environ[_AUTOLOAD] = kept


@contextlib.contextmanager
def _answering(unit: str, namespace: Mapping[str, Any], cell: Path, tests: Path) -> Iterator[None]:
    """Let `exercises.<unit>` be the notebook while it lasts; the tests are forgotten then, as they may change."""
    whole = f"{EXERCISES}.{unit}"
    package, notebook = ModuleType(EXERCISES), Notebook(whole, namespace)
    package.__path__ = []
    notebook.__file__ = str(cell)
    setattr(package, unit, notebook)
    kept = {name: sys.modules.get(name) for name in (EXERCISES, whole)}
    sys.modules.update({EXERCISES: package, whole: notebook})
    try:
        yield
    finally:
        for name, module in kept.items():
            del sys.modules[name]
            if module is not None:
                sys.modules[name] = module
        for name, module in list(sys.modules.items()):
            if getattr(module, "__file__", None) == str(tests):
                del sys.modules[name]


class Notebook(ModuleType):
    """The unit whose notebook is open: what its cells define."""

    def __init__(self, name: str, namespace: Mapping[str, Any]) -> None:
        super().__init__(name)
        self._namespace = namespace

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or name not in self._namespace:
            raise AttributeError(f"the notebook defines no {name}")
        return self._namespace[name]


class Printed(io.StringIO):
    """What a function prints, as far as it is shown: an endless loop may print for long."""

    def write(self, text: str) -> int:
        """Keep what there is room for."""
        if (room := PRINTED + 1 - self.tell()) > 0:
            super().write(text[:room])
        return len(text)


class Checks:
    """A pytest plugin that has the checks of one function run, and keeps how they come out.

    Parameters
    ----------
    function : str
        The function's name.
    module : str
        What the notebook's own module is called, which messages leave out.
    cells : Path
        Where Python believes the notebook's cells to be.
    """

    def __init__(self, function: str, module: str, cells: Path) -> None:
        self.function = function
        self.module = module
        self.cells = cells
        self.count = 0
        self.failed: list[list[str]] = []
        self.unwritten: set[str] = set()
        self.ended: str | None = None

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Remember why the tests cannot be read."""
        if report.failed:
            last = report.longreprtext.strip().splitlines()[-1]
            self.ended = f"the checks cannot be read: {show.line(last)}"

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Keep those of the function."""
        items[:] = [item for item in items if check_of(item)[1] == self.function]
        self.count = len(items)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Generator[None]:
        """Keep what a check says where it fails, and the beginning of what was printed."""
        printed = Printed()
        try:
            with contextlib.redirect_stdout(printed):
                yield
        except KeyboardInterrupt as error:
            stopped = msgspec.structs.replace(outcome.judge(error, self.cells), message="")
            self.ended = "\n".join([f"{self.function}: stopped", *self._facts(stopped)])
            raise
        except BaseException as error:
            judged = outcome.judge(error, self.cells)
            if judged.status == outcome.NOT_IMPLEMENTED:
                self.unwritten.add(traceback.extract_tb(error.__traceback__)[-1].name)
            else:
                self.failed.append([title_of(item), *self._facts(judged, printed.getvalue())])
            raise

    def pytest_keyboard_interrupt(self) -> None:
        """Say that the checks were stopped, where no check runs."""
        self.ended = self.ended or f"{self.function}: stopped"

    def _facts(self, judged: Outcome, printed: str = "") -> list[str]:
        """An outcome's lines, without what only Python calls so."""
        lines = [
            line.replace(f"{self.module}.{self.function}", self.function) for line in judged.lines()
        ]
        frames = {f"{'in':10} {frame}" for frame in judged.frames}
        lines = [
            f"{'in':10} {_FILE.sub('', line[11:])}" if line in frames else line for line in lines
        ]
        if printed.strip():
            lines.append(f"{'printed':10} {show.clipped(printed.strip(), PRINTED)}")
        return [f"    {line}" for text in lines for line in text.split("\n")]

    def lines(self) -> list[str]:
        """The checks in words."""
        if self.ended is not None:
            return [self.ended]
        if not self.count:
            return [f"{self.function} has no visible checks"]
        if self.unwritten:
            return [f"{', '.join(sorted(self.unwritten))}: not written yet"]
        if not self.failed:
            many = (
                "the visible check passes"
                if self.count == 1
                else f"all {self.count} visible checks pass"
            )
            return [f"{self.function}: {many}"]
        fail = "fails" if len(self.failed) == 1 else "fail"
        of = f"{len(self.failed)} of {self.count} visible checks {fail}"
        return [f"{self.function}: {of}", *(line for check in self.failed for line in check)]
