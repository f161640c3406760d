"""Tests of the tests: modules of which it is known what they are worth, marked as any submission.

reference, right variants ──▶ full marks
stub, trivial answers     ──▶ nothing                 Probe ──▶ Engine ──▶ Fault, where it comes out otherwise
mistakes                  ──▶ rejected, and diagnosed
mutants                   ──▶ rejected, or recorded as equivalent
"""

from __future__ import annotations

import ast
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field, replace
from functools import cache

import msgspec

from grader import outcome
from grader.curriculum import Course, CourseError
from grader.engine import Engine
from grader.generate import exercise
from grader.marker import Marking
from grader.messages import Request
from grader.mistakes import Mistake, read_mistakes
from grader.mutants import Equivalent, equivalents, mutants
from grader.plant import TRIVIAL, as_handed_in, planted, trivial
from grader.report import Check
from grader.submission import Submission

LEAST_MISTAKES = 5
LEAST_VARIANTS = 3
UNDIAGNOSED_OF = 20  # of so many mistakes one may be told as another
UNDIAGNOSED = "undiagnosed"
MISSING = "missing"
SHOWN = 4
FEW = 2  # failed checks of a mistake, after which the quick audit knows enough


@dataclass(frozen=True)
class Probe:
    """A module of which it is known what it is worth.

    Parameters
    ----------
    kind : str
        'reference', 'variant', 'stub', 'trivial', 'mistake' or 'mutant'.
    unit, function : str
        What it is of; no function where it is of the whole unit.
    name : str
        What tells it from others of its kind.
    source : str
        The module, as a student would hand it in.
    about : str
        What is shown where it comes out as it should not.
    beside : mapping of str to str
        The units that it builds on, which are right.
    failures : int
        How many failed checks are enough; all checks are tried where it is 0.
    record : Equivalent, optional
        What says of a mutant that it is right.
    """

    kind: str
    unit: str
    function: str
    name: str
    source: str
    about: str = ""
    beside: Mapping[str, str] = field(default_factory=dict)
    failures: int = 0
    record: Equivalent | None = None

    @property
    def examined(self) -> bool:
        """Whether it is to be diagnosed as itself; one failed check tells no more than that it is wrong."""
        return self.kind == "mistake" and self.failures != 1


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """What is not as it should be; `detail` has the checks that say so, or a mutant's diff."""

    unit: str
    function: str
    kind: str
    name: str
    problem: str
    detail: tuple[str, ...] = ()


class Row(msgspec.Struct, kw_only=True):
    """What was tried of one function (or of a unit as a whole, with no name), and what came of it."""

    unit: str
    function: str
    checks: int = 0
    mistakes: int = 0
    rejected: int = 0
    examined: int = 0
    diagnosed: int = 0
    mutants: int = 0
    killed: int = 0
    equivalent: int = 0
    variants: int = 0
    accepted: int = 0


class Audit(msgspec.Struct, frozen=True, kw_only=True):
    """The rows of all functions, and the faults that were found.

    A row counts as examined the mistakes of which a diagnosis was wanted.
    """

    rows: tuple[Row, ...]
    faults: tuple[Fault, ...]

    @property
    def holds(self) -> bool:
        """Whether the bar is met: no fault, but for one mistake, or one in twenty, not diagnosed as itself."""
        examined = sum(row.examined for row in self.rows)
        diagnosed = sum(row.diagnosed for row in self.rows)
        others = any(fault.kind != UNDIAGNOSED for fault in self.faults)
        return not others and examined - diagnosed <= max(1, examined // UNDIAGNOSED_OF)


class Auditor:
    """The audit of some units of a course.

    Parameters
    ----------
    course : Course
        Where solutions, tests, mistakes and variants are.
    units : sequence of str
        What is audited.
    thorough : bool
        Whether mutants and trivial answers are tried, and all mistakes on all checks; else mistakes are until a check
        rejects them, and five a function until two do, from which they are diagnosed.
    """

    def __init__(self, course: Course, units: Sequence[str], thorough: bool) -> None:
        self.probes: list[Probe] = []
        self._course, self._thorough = course, thorough
        self._rows: dict[tuple[str, str], Row] = {}
        self._static: list[Fault] = []
        self._found: dict[int, list[Fault]] = {}
        self._surviving: dict[tuple[str, Equivalent], int] = {}
        for unit in units:
            self._plan(unit)

    def run(self, engine: Engine, settle: Callable[[], None]) -> Audit:
        """Try everything, and tell of each that is done."""
        strangers = Counter[tuple[str, str]]()
        for check in engine.ready.checks:
            if (row := self._rows.get((check.unit, check.function))) is not None:
                row.checks += 1
            if check.function not in self._course.unit(check.unit).functions:
                strangers[check.unit, check.function] += 1
        for (unit, function), count in strangers.items():
            self._miss(unit, function, f"{count} checks of it, but the unit has no such function")
        waiting = deque(enumerate(self.probes))
        running: dict[Future[bytes], tuple[int, Request]] = {}
        while waiting or running:
            while waiting and len(running) < engine.room:
                index, probe = waiting.popleft()
                request = _request(probe)
                running[engine.submit(request)] = index, request
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                index, request = running.pop(future)
                marking = engine.marking(future)
                if wider := _wider(self.probes[index], request, marking):
                    running[engine.submit(wider)] = index, wider
                    continue
                self._settle(index, marking)
                settle()
        for (unit, record), count in self._surviving.items():
            if not count:
                self._miss_mutant(unit, record, "all that it speaks of is rejected")
        faults = [fault for index in sorted(self._found) for fault in self._found[index]]
        return Audit(rows=tuple(self._rows.values()), faults=(*self._static, *faults))

    def _plan(self, unit: str) -> None:
        """Add what is to be tried of a unit, and what is missing before anything is."""
        known = self._course.unit(unit)
        reference = (self._course.root / "solutions" / f"{unit}.py").read_text(encoding="utf-8")
        handed_in = as_handed_in(reference)
        self._add(Probe("reference", unit, "", "the reference", handed_in))
        self._add(Probe("stub", unit, "", "the stub", exercise(reference, unit)))
        variants = sorted((self._course.root / "tests" / "kit" / "right" / unit).glob("*.py"))
        for path in variants:
            self._add(Probe("variant", unit, "", path.stem, path.read_text(encoding="utf-8")))
        for function in known.functions:
            for name in TRIVIAL if self._thorough else ():
                self._add(
                    Probe("trivial", unit, function, name, trivial(handed_in, function, name))
                )
        mistakes = read_mistakes(self._course, unit)
        for function in known.functions:
            if (count := sum(each.function == function for each in mistakes)) < LEAST_MISTAKES:
                self._miss(unit, function, f"{count} mistakes in place of {LEAST_MISTAKES}")
        examined = [*_spread(mistakes)]
        for each in mistakes:
            failures = 0 if self._thorough else FEW if each in examined else 1
            source = planted(self._course, each)
            probe = Probe("mistake", unit, each.function, each.name, source, each.sentence)
            self._add(replace(probe, failures=failures))
        if len(variants) < LEAST_VARIANTS:
            self._miss(unit, "", f"{len(variants)} right variants in place of {LEAST_VARIANTS}")
        for function, error in _unpromised(self._course, unit):
            self._miss(unit, function, f"a check demands {error}, the docstring does not name it")
        if self._thorough:
            self._plan_mutants(unit)

    def _plan_mutants(self, unit: str) -> None:
        records = equivalents(self._course, unit)
        for mutant in mutants(self._course, unit):
            record = next((each for each in records if each.is_of(mutant)), None)
            source = as_handed_in(mutant.text)
            probe = Probe(
                "mutant", unit, mutant.function, f"line {mutant.place}", source, mutant.diff,
                failures=1, record=record,
            )  # fmt: skip
            self._add(probe)
            if record is not None:
                self._surviving[unit, record] = 0
        for record in records:
            if (unit, record) not in self._surviving:
                self._miss_mutant(unit, record, "no mutant")

    def _add(self, probe: Probe) -> None:
        self.probes.append(replace(probe, beside=self._beside(probe.unit)))
        row = self._row(probe.unit, probe.function)
        row.mistakes += probe.kind == "mistake"
        row.examined += probe.examined
        row.mutants += probe.kind == "mutant"
        row.variants += probe.kind == "variant"

    @cache  # noqa: B019
    def _beside(self, unit: str) -> dict[str, str]:
        """The reference of the units that one builds on; in the worker it serves itself, without turns."""
        names = self._course.needed(unit) - {unit}
        folder = self._course.root / "solutions"
        return {
            name: as_handed_in((folder / f"{name}.py").read_text(encoding="utf-8"))
            for name in sorted(names)
        }

    def _row(self, unit: str, function: str) -> Row:
        return self._rows.setdefault((unit, function), Row(unit=unit, function=function))

    def _miss(self, unit: str, function: str, problem: str) -> None:
        self._static.append(
            Fault(unit=unit, function=function, kind=MISSING, name="", problem=problem)
        )

    def _miss_mutant(self, unit: str, record: Equivalent, problem: str) -> None:
        shown = f"recorded as equivalent, but {problem}: {record.before}"
        self._miss(unit, record.function, shown)

    def _settle(self, index: int, marking: Marking) -> None:
        """Count what came of a probe."""
        probe = self.probes[index]
        row = self._row(probe.unit, probe.function)
        faults = self._found[index] = [*_judged(probe, marking.checks)]
        kinds = {fault.kind for fault in faults}
        row.rejected += probe.kind == "mistake" and "mistake" not in kinds
        row.diagnosed += probe.examined and not kinds
        if probe.kind == "mutant":
            killed = bool(_failed(marking.checks))
            row.killed += killed
            if probe.record is not None:
                row.equivalent += not killed
                self._surviving[probe.unit, probe.record] += not killed
        row.accepted += probe.kind == "variant" and not kinds


def _spread(mistakes: Sequence[Mistake]) -> Iterator[Mistake]:
    """Of each function's mistakes some, evenly over their file."""
    for function in dict.fromkeys(each.function for each in mistakes):
        own = [each for each in mistakes if each.function == function]
        few = min(len(own), LEAST_MISTAKES)
        yield from (own[index * len(own) // few] for index in range(few))


def _request(probe: Probe) -> Request:
    modules = {probe.unit: probe.source, **probe.beside}
    submission = Submission(probe.name, {name: text.encode() for name, text in modules.items()})
    return Request(
        submission=submission,
        units=(probe.unit,),
        whole=tuple(probe.beside),
        functions=(probe.function,) * bool(probe.function) if _of_one(probe) else (),
        brief=_of_one(probe),
        failures=probe.failures,
    )


def _of_one(probe: Probe) -> bool:
    """Whether the checks of its own function are to decide on it, or to be asked first."""
    return probe.kind in ("mistake", "trivial", "mutant")


def _wider(probe: Probe, request: Request, marking: Marking) -> Request | None:
    """What is asked next, where too little was asked to tell.

    All checks, where a mutant passes those of its own function, and where two failed checks of a mistake tell it as
    another.
    """
    kinds = {fault.kind for fault in _judged(probe, marking.checks)}
    if probe.kind == "mutant" and request.functions and not _failed(marking.checks):
        return msgspec.structs.replace(request, functions=())
    if UNDIAGNOSED in kinds and request.failures:
        return msgspec.structs.replace(request, failures=0)
    return None


def _judged(probe: Probe, checks: Sequence[Check]) -> Iterator[Fault]:
    """What is wrong with the tests, if this is how a probe came out."""

    def fault(problem: str, shown: Sequence[str] = (), kind: str = "") -> Fault:
        return Fault(
            unit=probe.unit, function=probe.function, kind=kind or probe.kind, name=probe.name,
            problem=problem, detail=tuple(shown),
        )  # fmt: skip

    failed = _failed(checks)
    passed = [check for check in checks if check.status == outcome.PASSED]
    match probe.kind:
        case "reference" | "variant":
            if lost := [check for check in checks if check.status != outcome.PASSED]:
                yield fault(f"is refused by {len(lost)} checks", [*map(_told, lost)])
        case "stub" | "trivial":
            if passed:
                yield fault(f"passes {len(passed)} checks", [check.title for check in passed])
        case "mutant":
            if not failed and probe.record is None:
                yield fault("survives", probe.about.splitlines())
        case "mistake":
            names = {check.mistake for check in failed} - {None}
            if not failed:
                yield fault(f"is accepted by all {len(checks)} checks", [probe.about])
            elif probe.examined and names != {probe.name}:
                told = [_diagnosed(each) for each in failed]
                said = (
                    f"is told as {', '.join(sorted(map(str, names)))}" if names else "is not named"
                )
                yield fault(said, [probe.about, *told[:SHOWN]], UNDIAGNOSED)


def _failed(checks: Sequence[Check]) -> list[Check]:
    return [check for check in checks if check.status not in (outcome.PASSED, outcome.NOT_RUN)]


def _told(check: Check) -> str:
    """A failed check in a line or more."""
    facts = [check.message, check.call, check.actual, check.expected, check.counterexample]
    return f"{check.title}: {' | '.join(fact for fact in facts if fact)}"


def _diagnosed(check: Check) -> str:
    """What is told of a failed check; where nothing is, how it failed."""
    facts = [check.title, check.mistake, check.diagnosis]
    return ": ".join(filter(None, facts)) if check.mistake or check.diagnosis else _told(check)


def _unpromised(course: Course, unit: str) -> Iterator[tuple[str, str]]:
    """The functions of which a check demands an error that their docstrings do not name."""
    solution = ast.parse((course.root / "solutions" / f"{unit}.py").read_bytes())
    promised = {
        node.name: " ".join(
            ast.get_docstring(each) or ""
            for each in ast.walk(node)
            if isinstance(each, ast.FunctionDef | ast.ClassDef)
        )
        for node in solution.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
    }
    path = course.tests / f"test_{unit}.py"
    where = path.relative_to(course.root)
    try:
        tests = ast.parse(path.read_bytes())
    except FileNotFoundError:
        raise CourseError(f"{where} is not there: write it, or choose other units") from None
    except SyntaxError as broken:
        raise CourseError(f"{where}, line {broken.lineno}: {broken.msg}") from None
    for test in tests.body:
        if isinstance(test, ast.FunctionDef) and (function := _checked(test)):
            for error in _demanded(test):
                if error not in promised.get(function, ""):
                    yield function, error


def _checked(test: ast.FunctionDef) -> str | None:
    """The function that a test checks, from its decorator."""
    for each in test.decorator_list:
        match each:
            case ast.Call(func=ast.Name(id="checks"), args=[ast.Constant(value=str(function))]):
                return function
    return None


def _demanded(test: ast.FunctionDef) -> Iterator[str]:
    """The errors that a test demands."""
    for node in ast.walk(test):
        match node:
            case ast.Call(func=ast.Name(id="check_value_error")):
                yield "ValueError"
            case ast.Call(func=ast.Attribute(attr="raises"), args=[ast.Name(id=error), *_]):
                yield error


def sums(rows: Sequence[Row]) -> list[Row]:
    """A row a unit, which adds up those of its functions."""
    found: dict[str, Row] = {}
    for row in rows:
        total = found.setdefault(row.unit, Row(unit=row.unit, function=""))
        for name in Row.__struct_fields__[2:]:
            setattr(total, name, getattr(total, name) + getattr(row, name))
    return [*found.values()]
