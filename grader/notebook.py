"""What a unit's notebook imports in a student's kernel: `check`, and the way to the student's earlier units.

    check("network.forward")      test_network.py, beside the notebook, on what the notebook's cells define
    check("network")              all its functions, in the order of the tests

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
from dataclasses import dataclass, field
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
        The unit and the function: `network.forward`. A unit alone stands for all its functions.
    """
    frame = inspect.currentframe()
    caller = frame.f_back if frame else None
    assert caller is not None
    print("\n".join(_checked(name, caller.f_globals, Path(caller.f_code.co_filename))))


def _checked(name: object, namespace: Mapping[str, Any], cell: Path) -> list[str]:
    """What the checks of a function or a unit say, a line each."""
    if not isinstance(name, str):
        calls = _meant(getattr(name, "__name__", "")) or ['check("UNIT.FUNCTION")']
        return [f"write {' or '.join(calls)}: the unit and the function, in quotes"]
    unit, _, function = name.partition(".")
    tests = _tests().get(unit)
    if tests is None and not function and (calls := _meant(unit)):
        return [f"write {' or '.join(calls)}: the unit comes first"]
    if tests is None:
        missing = f"put test_{unit}.py into the folder of this notebook"
        return [f"{function or unit} cannot be checked: {missing}"]
    if function and function not in namespace:
        return [_undefined(function)]
    checks = Checks(unit, function, namespace, cell.parent)
    with _answering(unit, namespace, cell, tests):
        _run(tests, checks)
    return checks.lines()


def _tests() -> dict[str, Path]:
    """The visible tests that are at hand, by their unit; those that are nearest."""
    found: dict[str, Path] = {}
    for folder in TESTS:
        for path in sorted(Path(folder).resolve().glob("test_*.py")):
            found.setdefault(path.stem.removeprefix("test_"), path)
    return found


def _meant(name: str) -> list[str]:
    """The calls that check what has this name: a function, whose unit its tests tell, or a unit."""
    last = name.rpartition(".")[2]
    tests = _tests()
    if last in tests:
        return [f'check("{last}")']
    mark = f'@checks("{last}",'
    return [
        f'check("{unit}.{last}")'
        for unit, path in tests.items()
        if mark in path.read_text(encoding="utf-8", errors="replace")
    ]


def _undefined(function: str) -> str:
    return f"{function} is not defined yet: run its cell"


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


@dataclass
class Function:
    """How the checks of one function come out: what each says that fails, and what they found not written."""

    name: str
    checks: list[pytest.Item] = field(default_factory=list)
    run: int = 0
    failed: list[list[str]] = field(default_factory=list)
    unwritten: set[str] = field(default_factory=set)

    def lines(self) -> list[str]:
        """The checks in words."""
        count = len(self.checks)
        if not count:
            return [_undefined(self.name)]
        if own := [each for each in self.unwritten if each.partition(".")[0] == self.name]:
            return [f"{', '.join(sorted(own))}: not written yet"]
        if self.unwritten:
            return [f"{self.name}: calls {', '.join(sorted(self.unwritten))}, not written yet"]
        if not self.failed:
            many = "the visible check passes" if count == 1 else f"all {count} visible checks pass"
            return [f"{self.name}: {many}"]
        fail = "fails" if len(self.failed) == 1 else "fail"
        of = f"{len(self.failed)} of {count} visible checks {fail}"
        return [f"{self.name}: {of}", *(line for check in self.failed for line in check)]


class Checks:
    """A pytest plugin that has the checks of a function or a unit run, and keeps how they come out.

    Parameters
    ----------
    unit : str
        The unit's name.
    function : str
        The function's name; empty for all of the unit.
    namespace : Mapping
        What the notebook's cells define. What its own module is called, messages leave out.
    cells : Path
        Where Python believes the notebook's cells to be.
    """

    def __init__(self, unit: str, function: str, namespace: Mapping[str, Any], cells: Path) -> None:
        self.function = function
        self.asked = function or unit
        self.namespace = namespace
        self.cells = cells
        self.functions: dict[str, Function] = {}
        self.ended: str | None = None

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Remember why the tests cannot be read."""
        if report.failed:
            last = report.longreprtext.strip().splitlines()[-1]
            self.ended = f"the checks cannot be read: {show.line(last)}"

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Keep those that are asked for, and whose function is defined, one function after another."""
        for item in items:
            name = check_of(item)[1]
            if name and self.function in ("", name):
                function = self.functions.setdefault(name, Function(name))
                if name in self.namespace:
                    function.checks.append(item)
        items[:] = [item for function in self.functions.values() for item in function.checks]

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Generator[None]:
        """Keep what a check says where it fails, and the beginning of what was printed."""
        printed = Printed()
        function = self.functions[check_of(item)[1]]
        try:
            with contextlib.redirect_stdout(printed):
                yield
        except KeyboardInterrupt as error:
            stopped = msgspec.structs.replace(outcome.judge(error, self.cells), message="")
            facts = self._facts(function.name, stopped)
            self.ended = "\n".join([f"{function.name}: stopped", *facts])
            raise
        except BaseException as error:
            judged = outcome.judge(error, self.cells)
            function.run += 1
            if judged.status == outcome.NOT_IMPLEMENTED:
                function.unwritten.add(_raised_in(error))
            else:
                facts = self._facts(function.name, judged, printed.getvalue())
                function.failed.append([title_of(item), *facts])
            raise
        function.run += 1

    def pytest_keyboard_interrupt(self) -> None:
        """Say that the checks were stopped, where no check runs."""
        self.ended = self.ended or f"{self.asked}: stopped"

    def _facts(self, function: str, judged: Outcome, printed: str = "") -> list[str]:
        """An outcome's lines, without what only Python calls so."""
        whole = f"{self.namespace.get('__name__', '')}.{function}"
        lines = [line.replace(whole, function) for line in judged.lines()]
        frames = {f"{'in':10} {frame}" for frame in judged.frames}
        lines = [
            f"{'in':10} {_FILE.sub('', line[11:])}" if line in frames else line for line in lines
        ]
        if printed.strip():
            lines.append(f"{'printed':10} {show.clipped(printed.strip(), PRINTED)}")
        return [f"    {line}" for text in lines for line in text.split("\n")]

    def lines(self) -> list[str]:
        """The checks in words, a block each function; where they were stopped, those that were through."""
        done = [each for each in self.functions.values() if each.run == len(each.checks)]
        blocks = [each.lines() for each in done]
        if self.ended is not None:
            blocks.append([self.ended])
        if not blocks:
            return [f"{self.asked} has no visible checks"]
        return [line for block in blocks for line in ("", *block)][1:]


def _raised_in(error: BaseException) -> str:
    """The function that an error was raised in, with its class where it is a method."""
    *_, (frame, _) = traceback.walk_tb(error.__traceback__)
    return frame.f_code.co_qualname.partition(".<locals>")[0]
