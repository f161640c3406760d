"""What one student is told of one report, ready to be laid out: no more than the instructor reveals.

Checks of a function that fail for one reason stand together, with the smallest case that shows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import msgspec

from grader import outcome, show
from grader.feedback import layout
from grader.feedback.layout import Block
from grader.feedback.lesson import Lesson, Lessons
from grader.feedback.reveal import AGAIN, Reveal, came_out, general
from grader.report import Check, Report, UnitTotal, unit_notes

CALL_LINES, VALUE_LINES, PRINTED_LINES = 18, 10, 6
EXAMPLES = 3
WRONG = "wrong values"
FRAMES = 3

_CASE = re.compile(r"(.*\.) \[(.*)\]|(.*?) \[(.*)\]")
_ITEM = re.compile(r"^(item (?:\[\d+\])+): ")
_VALUES = re.compile(r"\d+ of \d+ values are wrong|wrong value")
_GOT = re.compile(r"expected (?:an array|an? [a-z ]+|shape).*, got (.+)")


class Fact(msgspec.Struct, frozen=True):
    """What a check demands, the cases that it was tried in, and what all of these are worth."""

    title: str
    cases: tuple[str, ...]
    points: float


class Part(msgspec.Struct, frozen=True):
    """One thing known of a counterexample: what it is, and its lines."""

    name: str
    block: Block


class Example(msgspec.Struct, frozen=True):
    """A case that fails, and of which fact where its group has several."""

    title: str
    parts: tuple[Part, ...]


class Group(msgspec.Struct, frozen=True):
    """Checks that fail for one reason."""

    reason: str
    facts: tuple[Fact, ...]
    frames: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()


class Function(msgspec.Struct, frozen=True):
    """A function that lost points."""

    name: str
    earned: float
    points: float
    failed: int
    checks: int
    groups: tuple[Group, ...]
    lesson: Lesson | None


class Passed(msgspec.Struct, frozen=True):
    """The checks of a function that pass."""

    function: str
    facts: tuple[Fact, ...]
    checks: int


class Unit(msgspec.Struct, frozen=True):
    """A unit that has been begun."""

    name: str
    earned: float
    points: float
    problem: str
    frames: tuple[str, ...]
    functions: tuple[Function, ...]
    unwritten: tuple[str, ...]
    passed: tuple[Passed, ...]


class Page(msgspec.Struct, frozen=True):
    """All that a student is told."""

    student: str
    score: float
    maximum: float
    notes: tuple[str, ...]
    units: tuple[Unit, ...]
    unwritten: tuple[UnitTotal, ...]
    absent: tuple[UnitTotal, ...]


def page(report: Report, reveal: Reveal, lessons: Lessons) -> Page:
    """What is told of a report.

    Parameters
    ----------
    report : Report
        The submission, marked.
    reveal : Reveal
        How much is told of a check that failed.
    lessons : mapping of (unit, function) to Lesson
        Where help is found; what is not there is left out.
    """
    checks: dict[str, list[Check]] = {}
    for check in report.checks:
        checks.setdefault(check.unit, []).append(check)
    whole = set(unit_notes(report.checks))
    units: list[Unit] = []
    unwritten: list[UnitTotal] = []
    absent: list[UnitTotal] = []
    for total in report.units:
        own = checks.get(total.unit, [])
        if {check.status for check in own} != {outcome.NOT_IMPLEMENTED}:
            units.append(_unit(total, own, reveal, lessons))
        elif {check.message for check in own} == {f"{total.unit}.py was not handed in"}:
            absent.append(total)
        else:
            unwritten.append(total)
    notes = (*(note for note in report.notes if note not in whole), *report.truncations)
    return Page(
        student=show.line(report.student),
        score=report.score,
        maximum=report.maximum,
        notes=tuple(map(show.line, notes)),
        units=tuple(units),
        unwritten=tuple(unwritten),
        absent=tuple(absent),
    )


def _unit(total: UnitTotal, checks: Sequence[Check], reveal: Reveal, lessons: Lessons) -> Unit:
    problem = _import_problem(total.unit, checks)
    functions: dict[str, list[Check]] = {}
    for check in checks:
        functions.setdefault(check.function, []).append(check)
    unwritten = [
        name
        for name, own in functions.items()
        if {each.status for each in own} == {outcome.NOT_IMPLEMENTED}
    ]
    lossy = {
        name: own
        for name, own in functions.items()
        if name not in unwritten and any(each.status != outcome.PASSED for each in own)
    }
    passed = {
        name: [each for each in own if each.status == outcome.PASSED]
        for name, own in functions.items()
    }
    return Unit(
        name=total.unit,
        earned=total.earned,
        points=total.points,
        problem=problem,
        frames=_frames(checks[0]) if problem and reveal is not Reveal.titles else (),
        functions=()
        if problem
        else tuple(
            _function(name, own, reveal, lessons.get((total.unit, name)))
            for name, own in lossy.items()
        ),
        unwritten=tuple(unwritten),
        passed=tuple(Passed(name, _facts(own), len(own)) for name, own in passed.items() if own),
    )


def _import_problem(unit: str, checks: Sequence[Check]) -> str:
    """Why none of a unit's checks could be run; no check has passed anything to it, so that all may read it."""
    for note in unit_notes(checks):
        sentence = note.removeprefix(f"{unit}: ")
        if sentence.startswith(
            (f"{unit}.py ", f"{unit}.ipynb ", f"while {unit}.py was imported: ")
        ):
            return show.line(sentence, 400)
    return ""


def _function(
    name: str, checks: Sequence[Check], reveal: Reveal, lesson: Lesson | None
) -> Function:
    failed = [check for check in checks if check.status != outcome.PASSED]
    groups: dict[tuple[str, ...], list[Check]] = {}
    for check in failed:
        groups.setdefault(_reason(check, reveal), []).append(check)
    return Function(
        name=name,
        earned=sum(check.earned for check in checks),
        points=sum(check.points for check in checks),
        failed=len(failed),
        checks=len(checks),
        groups=tuple(_group(own, reveal) for own in groups.values()),
        lesson=None if reveal is Reveal.titles else lesson or Lesson(),
    )


def _reason(check: Check, reveal: Reveal) -> tuple[str, ...]:
    """What checks that fail for one reason have in common, as far as it may be told."""
    if reveal is Reveal.titles:
        return (came_out(check),)
    if check.diagnosis:
        return ("diagnosis", check.diagnosis)
    if check.status in (outcome.TIMEOUT, outcome.CRASHED, outcome.NOT_RUN, outcome.NOT_IMPLEMENTED):
        return (check.status,)
    said = general(check)
    return (check.status, _kind(said), *check.frames[-1:])


def _kind(said: str) -> str:
    """A problem without what differs from one input to another: places, numbers, shapes."""
    said = _ITEM.sub("", said)
    if _VALUES.fullmatch(said):
        return WRONG
    found = _GOT.fullmatch(said)
    return re.sub(r"\([\d, …]*\)|\d+|…", "", found[1] if found else said)


def _group(checks: Sequence[Check], reveal: Reveal) -> Group:
    """One reason, told once."""
    facts, first = _facts(checks), checks[0]
    if reveal is Reveal.titles:
        return Group(capital(came_out(first)), facts)
    smallest = sorted(checks, key=_size)
    telling = [check for check in smallest if AGAIN not in check.message] or smallest
    most = EXAMPLES if first.status == outcome.FAILED and not first.diagnosis else 1
    shown = telling[:most] if reveal is Reveal.counterexamples else []
    examples = [_example(check, titled=len(checks) > 1) for check in shown]
    return Group(
        reason=show.line(first.diagnosis, 1000) if first.diagnosis else _problem(telling),
        facts=facts,
        frames=_frames(telling[0]),
        examples=tuple(example for example in examples if example.parts),
    )


def _problem(checks: Sequence[Check]) -> str:
    """What is wrong with all of these, in general words."""
    said = list(dict.fromkeys(map(general, checks)))
    status = came_out(checks[0])
    several = WRONG if _kind(said[0]) == WRONG else f"{said[0]}, for example"
    problem = said[0] if len(said) == 1 else several
    if not problem:
        return capital(status)
    begun = ["raised ", "wrong ", "warned, "]
    if checks[0].status == outcome.FAILED:
        begun.append("the ")
    return capital(problem) if problem.startswith(tuple(begun)) else f"{capital(status)}: {problem}"


def _example(check: Check, titled: bool) -> Example:
    """A case, at most a screenful."""
    message = check.message.strip().partition("\n")[0].rstrip()
    item = _ITEM.match(message)
    parts = []
    unsaid = bool(check.diagnosis) and check.actual is None  # else it is what stands above
    if message and (unsaid or message != general(check)):
        parts.append(Part("problem", layout.text(message, most=3)))
    if check.call:
        parts.append(Part("called", layout.call(check.call, most=CALL_LINES)))
    for name, fact in (("came back", check.actual), ("expected", check.expected)):
        if fact:
            block = layout.value(fact, worst=check.worst, most=VALUE_LINES)
            note = ", ".join(each for each in (item[1] if item else "", block.note) if each)
            parts.append(Part(name, Block(block.lines, note)))
    if check.worst:
        parts.append(Part("worst", layout.text(check.worst, most=2)))
    if check.counterexample and not check.call:
        parts.append(Part("drawn", layout.text(check.counterexample, most=4)))
    if check.output.strip():
        parts.append(Part("printed", layout.text(check.output, most=PRINTED_LINES)))
    return Example(
        title=_told(_facts([check])[0]) if titled else "",
        parts=tuple(parts),
    )


def _size(check: Check) -> tuple[int, int]:
    """How much there is to read of a case; one without a call comes last."""
    lengths = [len(fact or "") for fact in (check.call, check.actual, check.expected)]
    return (not check.call, sum(lengths))


def _told(fact: Fact) -> str:
    return ": ".join([fact.title, *fact.cases])


def capital(text: str) -> str:
    """A text that begins with a capital."""
    return text[:1].upper() + text[1:]


def _frames(check: Check) -> tuple[str, ...]:
    return tuple(show.line(frame, 200) for frame in check.frames[-FRAMES:])


def _facts(checks: Iterable[Check]) -> tuple[Fact, ...]:
    """The checks' titles, each once, with its cases."""
    facts: dict[str, tuple[list[str], float]] = {}
    for check in checks:
        found = _CASE.fullmatch(check.title)
        parts = (
            [part for part in found.groups() if part is not None] if found else [check.title, ""]
        )
        title, case = (parts[0].rstrip("."), parts[1]) if found else parts
        cases, points = facts.get(title, ([], 0.0))
        facts[title] = [*cases, case] if case else cases, points + check.points
    return tuple(
        Fact(show.line(title, 400), tuple(map(show.line, dict.fromkeys(cases))), points)
        for title, (cases, points) in facts.items()
    )
