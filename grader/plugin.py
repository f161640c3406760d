"""The pytest plugin: what a student sees of a run, and `--target` to run the tests on another package.

A check that meets a function not written yet is one dot and one line at the end, not a failure with a
traceback. A failed check says what was called, what came back, what was expected and where it is worst.
`--tb=long` (or any other `--tb`) brings pytest's own tracebacks back.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings

from grader import curriculum, outcome, show, slips
from grader.calls import RECORD
from grader.progress import checked_functions
from grader.redirect import EXERCISES, Redirect
from grader.refused import refused

OUTCOME = pytest.StashKey[outcome.Outcome]()
LINES, WIDEST = 20, 200
PROFILE = settings(
    max_examples=30,
    deadline=None,
    database=None,
    derandomize=True,
    report_multiple_bugs=False,
    print_blob=False,
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--target`."""
    parser.getgroup("neurokata").addoption(
        "--target",
        metavar="PACKAGE",
        help="run the tests on this package in place of exercises, the hidden tests too where they are"
        " at hand: pytest --target solutions",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Register the mark, choose Hypothesis's settings and point `exercises` at the target.

    Examples are the same in every run; with `--hypothesis-seed` they are drawn from that seed.
    """
    config.addinivalue_line(
        "markers", "checks(function, points): what a test checks, and its worth"
    )
    seeded = config.getoption("--hypothesis-seed", None) is not None
    settings.register_profile("neurokata", PROFILE, derandomize=not seeded)
    settings.load_profile("neurokata")
    target = config.getoption("target")
    if target:
        if not target.isidentifier() or importlib.util.find_spec(target) is None:
            raise pytest.UsageError(f"--target {target}: there is no package of that name here")
        sys.meta_path.insert(0, Redirect(target))
        if config.args_source is pytest.Config.ArgsSource.TESTPATHS:
            folders = [config.rootpath / "tests" / kind for kind in ("public", "hidden")]
            config.args = [str(folder) for folder in folders if folder.is_dir()]
    sys.modules["hypothesis.extra._patching"] = None  # type: ignore[assignment]
    # with libcst at hand Hypothesis makes a patch of each failure, advises to apply it, and takes longer than marking
    config.pluginmanager.register(
        Summary(config.rootpath / (target or "exercises")), "neurokata-summary"
    )


class Unimported(ModuleType):
    """Stands for a student's module that cannot be imported: its checks say why, the others still run."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(name)
        self._reason = reason

    def __getattr__(self, name: str) -> Any:
        if name.startswith(("__", "pytest")):
            raise AttributeError(name)

        def unimported(*args: Any, **kwargs: Any) -> Any:
            raise outcome.Unimportable(self._reason)

        return unimported


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> None:
    """Import the student's modules here, so that one typo is one sentence and not a wall of red.

    In their order, so that a typo is told of the module that has it, and not of one that imports it.
    """
    root, target = session.config.rootpath, session.config.getoption("target") or "exercises"
    folder = root / "exercises"
    present = {path.stem for path in folder.glob("[!_.]*.py")}
    tests = [root / "tests" / kind for kind in ("public", "hidden")]
    absent = {unit for each in tests for unit in curriculum.missing(each, present)}
    order = curriculum.places(folder)
    for unit in sorted(present | absent, key=lambda unit: (order.get(unit, 0), unit)):
        try:
            importlib.import_module(f"exercises.{unit}")
        except outcome.Unimportable as error:  # of another module, called at once
            _stand_in(unit, str(error))
        except (Exception, SystemExit) as error:
            gone = unit in absent and getattr(error, "name", None) == f"{target}.{unit}"
            said = outcome.missing(f"{target}/{unit}.py") if gone else None
            _stand_in(unit, said or outcome.import_failure(unit, error))


def _stand_in(unit: str, reason: str) -> None:
    name = f"exercises.{unit}"
    sys.modules[name] = Unimported(name, reason)


def check_of(item: pytest.Item) -> tuple[str, str, float]:
    """Unit, function and points of a test."""
    unit = item.path.stem.removeprefix("test_")
    mark = item.get_closest_marker("checks")
    if mark is None:
        return unit, "", 0.0
    return unit, mark.kwargs["function"], float(mark.kwargs["points"])


def title_of(item: pytest.Item) -> str:
    """The fact that a test checks: the first line of its docstring, and the case's name."""
    function: Any = getattr(item, "function", None)
    inner = getattr(getattr(function, "hypothesis", None), "inner_test", function)
    title = ((inner.__doc__ or "").strip().splitlines() or [item.name])[0]
    case = getattr(item, "callspec", None)
    return f"{title} [{case.id}]" if case is not None else title


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Take units in their order, let `-k softmax` find all checks of softmax, and keep failures brief."""
    order = curriculum.places(config.rootpath / "exercises")
    items.sort(key=lambda item: (item.path.parent, order.get(check_of(item)[0], 0)))
    brief = config.getoption("tbstyle") == "auto"
    for item in items:
        function = check_of(item)[1]
        item.extra_keyword_matches.update((function, f"{check_of(item)[0]}.{function}"))
        if function and brief:
            item.repr_failure = partial(_brief, item)  # type: ignore[method-assign]


def _brief(
    item: pytest.Item, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None
) -> str:
    """A failure in a student's words, in place of a traceback."""
    unit, function, _ = check_of(item)
    place, line, _ = item.location
    where = f"{'test':10} {place}:{(line or 0) + 1}"
    return "\n".join(
        [f"{unit}.{function}: {title_of(item)}", *_judge(item, excinfo.value).lines(), where]
    )


def _judge(item: pytest.Item, error: BaseException | None) -> outcome.Outcome:
    error = _missing(item, error) or error
    module = sys.modules.get(f"exercises.{check_of(item)[0]}")
    file = None if isinstance(module, Unimported) else getattr(module, "__file__", None)
    return outcome.judge(error, Path(file).parent if file else None)


def _missing(item: pytest.Item, error: BaseException | None) -> AttributeError | None:
    """What a test raises by asking a student's module for a function that is not there, in a student's words."""
    module = getattr(error, "obj", None)
    if not isinstance(error, AttributeError) or not isinstance(module, ModuleType):
        return None
    folder = Path(getattr(module, "__file__", None) or "").parent
    frames = traceback.extract_tb(error.__traceback__)
    own = any(Path(frame.filename).parent == folder for frame in frames)
    if module.__name__.partition(".")[0] != EXERCISES or own:
        return None
    known = {name.partition(".")[2] for name in checked_functions(item.config.rootpath)}
    others = (name for name in vars(module) if name not in known)
    return AttributeError(slips.missing(error.name or "", others))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Forget the calls of the test before."""
    RECORD.clear()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Say in the report how the check came out, in a student's words."""
    report: pytest.TestReport = yield  # type: ignore[assignment]
    unit, function, points = check_of(item)
    if function and item.config.getoption("tbstyle") == "auto":
        report.sections = [(title, _last_lines(text)) for title, text in report.sections]
    if not function or (call.when != "call" and report.passed) or report.skipped:
        return report  # type: ignore[return-value]
    error = call.excinfo.value if call.excinfo else None
    judged = _judge(item, error)
    item.stash[OUTCOME] = judged
    report.check = {  # type: ignore[attr-defined]
        "group": f"{item.path.parent.name} {unit}",
        "function": function,
        "points": points,
        "status": judged.status,
        "needs": _needs(judged, f"{unit}.{function}"),
        "unimportable": str(error) if isinstance(error, outcome.Unimportable) else None,
    }
    return report  # type: ignore[return-value]


def _last_lines(text: str) -> str:
    """The end of what was printed: there the input that is told of was tried."""
    lines = text.splitlines()
    last = [line if len(line) <= WIDEST else show.clipped(line, WIDEST) for line in lines[-LINES:]]
    if left_out := len(lines) - len(last):
        last.insert(0, f"… {left_out} lines before these: pytest --tb=short shows all")
    return "\n".join(last)


def _needs(judged: outcome.Outcome, function: str) -> str | None:
    """The other function that this one calls and that is not written yet: 'costs.mean_squared_error'."""
    missing = judged.message.partition(":")[0]
    waits = judged.status == outcome.NOT_IMPLEMENTED and "." in missing
    return missing if waits and not missing.startswith(function) else None


@pytest.hookimpl(tryfirst=True)
def pytest_report_teststatus(report: pytest.TestReport) -> tuple[str, str, str] | None:
    """Give a function that is not written yet its own sign."""
    check = getattr(report, "check", None)
    if check and check["status"] == outcome.NOT_IMPLEMENTED:
        return "not started", "·", "NOT STARTED"
    if check and check["unimportable"]:
        return "not importable", "!", "NOT IMPORTABLE"
    return None


@dataclass
class Standing:
    """How a unit stands in this run."""

    earned: float = 0.0
    points: float = 0.0
    functions: dict[str, set[str]] = field(default_factory=dict)
    needs: dict[str, str] = field(default_factory=dict)
    unimportable: str | None = None

    def add(self, check: dict[str, Any]) -> None:
        """Count one check."""
        passed = check["status"] == outcome.PASSED
        self.points += check["points"]
        self.earned += check["points"] if passed else 0.0
        self.functions.setdefault(check["function"], set()).add(check["status"])
        if check["needs"]:
            self.needs.setdefault(check["function"], check["needs"])
        self.unimportable = self.unimportable or check["unimportable"]

    def line(self) -> str:
        """Points, functions done, and those not started."""
        done = sum(statuses == {outcome.PASSED} for statuses in self.functions.values())
        text = f"{self.earned:5g} of {self.points:g} points, {done} of {len(self.functions)} functions pass"
        waiting = [name for name, seen in self.functions.items() if outcome.NOT_IMPLEMENTED in seen]
        if idle := [name for name in waiting if name not in self.needs]:
            text = f"{text}; not started: {', '.join(idle)}"
        for name, needed in self.needs.items():
            text = f"{text}; {name} needs {needed}, which is not written yet"
        return f"{text}; {self.unimportable}" if self.unimportable else text


class Summary:
    """A line for each unit at the end of the run, and where Ctrl-C stopped it.

    Parameters
    ----------
    target : Path
        The folder of the modules that are tested.
    """

    def __init__(self, target: Path) -> None:
        self.target = target
        self.standings: dict[str, Standing] = {}
        self.stopped: outcome.Outcome | None = None

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        """Remember the student's own line: pytest names the innermost, which may be numpy's."""
        if isinstance(excinfo.value, KeyboardInterrupt):
            self.stopped = outcome.judge(excinfo.value, self.target)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Collect what the checks came to."""
        if check := getattr(report, "check", None):
            self.standings.setdefault(check["group"], Standing()).add(check)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Write the lines; for doctests, which have no checks, what could not be imported."""
        if terminalreporter.config.getoption("doctestmodules", False):
            for module in sys.modules.values():
                if isinstance(module, Unimported):
                    terminalreporter.write_line(module._reason)
        if self.standings:
            self._write_units(terminalreporter)
        if self.stopped is not None and self.stopped.frames:
            terminalreporter.section("Ctrl-C")
            terminalreporter.write_line(f"stopped in {self.stopped.frames[-1]}")
            if self.stopped.call is not None:
                terminalreporter.write_line(f"{'called':10} {self.stopped.call}")

    def _write_units(self, terminalreporter: pytest.TerminalReporter) -> None:
        terminalreporter.section("units")
        several = len({group.split()[0] for group in self.standings}) > 1
        for group, standing in self.standings.items():
            kind, unit = group.split()
            name = f"{unit} ({kind})" if several else unit
            terminalreporter.write_line(f"{name:28} {standing.line()}")
        for sentence in _refused(terminalreporter.config.rootpath / "exercises"):
            terminalreporter.write_line(sentence)


def _refused(folder: Path) -> Iterator[str]:
    """A sentence for what of the student's modules is refused when they are marked."""
    for name, module in [*sys.modules.items()]:
        file = Path(getattr(module, "__file__", None) or "")
        if name.startswith("exercises.") and file.parent == folder:
            yield from refused(file)
