"""What the class report tells, ready to be laid out: every text is one line, every list has an end.

This is the one place where students are named: `page` gives each the name that it is told, or the student's own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import msgspec
import numpy as np

from grader import show
from grader.feedback.reveal import STATUS
from grader.overview import items
from grader.overview.items import Flags
from grader.overview.resemblance import Comparison
from grader.overview.spread import Spread, spread, steps
from grader.overview.tally import FAILED, NOTHING, PASSED, Item, Tally, Trouble

FEW = 10
EITHER = 3
WEAK = 0.2
ROWS = 30
SLOWEST = 10
NAMED = 200
_AFTER = re.compile(r": | \(")

Name = Callable[[str], str]


class UnitRow(msgspec.Struct, frozen=True):
    """A unit: who began it, and the shares of its points that these have."""

    name: str
    begun: int
    spread: Spread | None


class FunctionRow(msgspec.Struct, frozen=True):
    """A function: how many began it and solved it in full, and the mean share of its points of those who began."""

    unit: str
    name: str
    begun: int
    solved: int
    mean: float


class MistakeRow(msgspec.Struct, frozen=True):
    """A mistake and who made it."""

    where: str
    name: str
    sentence: str
    count: int
    students: tuple[str, ...]


class ItemRow(msgspec.Struct, frozen=True):
    """A check: how many began it, the share that passed, and how it discriminates, where that can be said."""

    where: str
    title: str
    id: str
    begun: int
    passed: float
    discrimination: float | None


class ItemPart(msgspec.Struct, frozen=True):
    """What the checks say of themselves.

    Parameters
    ----------
    judged : int
        How many checks were begun, passed and failed by enough to say how they discriminate.
    flagged : int
        How many of these discriminate badly; `worst` are the first of them.
    """

    judged: int
    flagged: int
    worst: tuple[ItemRow, ...]
    hardest: tuple[ItemRow, ...]
    steps: tuple[int, ...]
    all_pass: tuple[str, ...]
    none_pass: tuple[str, ...]


class SlowStudent(msgspec.Struct, frozen=True):
    """A submission that took long."""

    student: str
    seconds: float


class SlowItem(msgspec.Struct, frozen=True):
    """A check that takes long, and whom it took longest with."""

    where: str
    id: str
    mean: float
    most: float
    student: str


class Line(msgspec.Struct, frozen=True):
    """What a person should know of a student."""

    student: str
    where: str
    text: str


class Listing(msgspec.Struct, frozen=True):
    """Such lines as are shown, and how many are not."""

    lines: tuple[Line, ...]
    more: int


class Alike(msgspec.Struct, frozen=True):
    """Two submissions that resemble one another, and in which units: name, share, lines of each."""

    students: tuple[str, str]
    units: tuple[tuple[str, float, tuple[int, int]], ...]


class ResemblancePart(msgspec.Struct, frozen=True):
    """What the comparison of submissions found."""

    comparisons: tuple[Comparison, ...]
    pairs: tuple[Alike, ...]
    more: bool
    unread: Listing


class Page(msgspec.Struct, frozen=True):
    """All that the class report tells."""

    count: int
    maximum: float
    spread: Spread | None
    idle: int
    steps: tuple[int, ...]
    mixed: bool
    units: tuple[UnitRow, ...]
    functions: tuple[FunctionRow, ...]
    mistakes: tuple[MistakeRow, ...]
    more_mistakes: int
    items: ItemPart
    slow_students: tuple[SlowStudent, ...]
    slow_items: tuple[SlowItem, ...]
    troubles: Listing
    unusable: Listing
    notes: Listing
    unmarked: Listing
    resemblance: ResemblancePart | None


def page(
    tally: Tally,
    comparisons: Sequence[Comparison] | None = None,
    unread: Mapping[str, str] | None = None,
    names: Mapping[str, str] | None = None,
) -> Page:
    """What is told of a class.

    Parameters
    ----------
    tally : Tally
        What was kept of the reports.
    comparisons : sequence of Comparison, optional
        How the submissions of each unit resemble one another; None where they were not given.
    unread : mapping of str to str, optional
        Why a student's submission was not compared.
    names : mapping of str to str, optional
        What each student is called; the student's own name where there is none.
    """

    def name(student: str) -> str:
        return show.line(student if names is None else names[student], 60)

    def reasons(found: Mapping[str, str]) -> Listing:
        # what follows names files, and these are often called as the student is
        texts = found if names is None else {each: _AFTER.split(found[each])[0] for each in found}
        return _listing(((student, "", text) for student, text in texts.items()), name)

    codes = tally.codes()
    passed, tried = codes == PASSED, (codes == PASSED) | (codes == FAILED)
    begun = codes != NOTHING
    scores = [each.score for each in tally.students.values()]
    order = {unit: place for place, unit in enumerate(tally.units)}
    mistakes = sorted(
        tally.mistakes.items(),
        key=lambda each: (
            -len(each[1]),
            order.get(each[0].unit, len(order)),
            msgspec.structs.astuple(each[0]),
        ),
    )
    return Page(
        count=len(scores),
        maximum=tally.maximum,
        spread=spread(scores),
        idle=int((~begun.any(axis=1)).sum()),
        steps=steps([score / tally.maximum if tally.maximum else 0.0 for score in scores]),
        mixed=len(tally.tests) > 1,
        units=_units(tally, passed, begun),
        functions=_functions(tally, passed, begun),
        mistakes=tuple(
            MistakeRow(
                _where(mistake.unit, mistake.function),
                show.line(mistake.name.replace("_", " ")),
                show.line(mistake.sentence, 600),
                len(students),
                _some(map(name, sorted(students))),
            )
            for mistake, students in mistakes[:ROWS]
        ),
        more_mistakes=max(0, len(mistakes) - ROWS),
        items=_items(tally, passed, tried),
        slow_students=tuple(
            SlowStudent(name(each.name), each.seconds)
            for each in sorted(tally.students.values(), key=lambda each: -each.seconds)[:SLOWEST]
        ),
        slow_items=_slow_items(tally, name),
        troubles=_listing(_told(tally.troubles), name),
        unusable=_listing(((student, "", text) for student, text in tally.unusable), name),
        notes=_listing(((student, "", text) for student, text in tally.notes), name),
        unmarked=reasons(tally.unmarked),
        resemblance=None
        if comparisons is None
        else _resemblance(comparisons, reasons(unread or {}), name),
    )


def _units(tally: Tally, passed: Flags, begun: Flags) -> tuple[UnitRow, ...]:
    points = tally.points()
    rows = []
    for unit in tally.units:
        own = _columns(item.unit == unit for item in tally.items.values())
        who = begun[:, own].any(axis=1)
        earned, of = passed[:, own][who] @ points[own], points[own].sum()
        shares = earned / of if of else earned
        rows.append(UnitRow(show.line(unit, 60), int(who.sum()), spread(shares.tolist())))
    return tuple(rows)


def _functions(tally: Tally, passed: Flags, begun: Flags) -> tuple[FunctionRow, ...]:
    points = tally.points()
    places: dict[tuple[str, str], list[int]] = {}
    for place, item in enumerate(tally.items.values()):
        places.setdefault((item.unit, item.function), []).append(place)
    rows = []
    for (unit, function), own in places.items():
        who = begun[:, own].any(axis=1)
        earned, of = passed[:, own][who] @ points[own], points[own].sum()
        rows.append(
            FunctionRow(
                show.line(unit, 60),
                show.line(function, 60),
                int(who.sum()),
                int(passed[:, own].all(axis=1).sum()),
                float(earned.mean() / of) if who.any() and of else 0.0,
            )
        )
    return tuple(rows)


def _items(tally: Tally, passed: Flags, tried: Flags) -> ItemPart:
    """What can be said of each check; where few began it, or nearly all fare alike, that is nothing."""
    found = list(tally.items.values())
    shares = items.difficulty(passed, tried)
    counts, passes = tried.sum(axis=0), (passed & tried).sum(axis=0)
    enough = (counts >= FEW) & (passes >= EITHER) & (counts - passes >= EITHER)
    signs = items.discrimination(passed, tried, tally.points())
    judged = enough & ~np.isnan(signs)

    def row(place: int) -> ItemRow:
        sign = float(signs[place]) if judged[place] else None
        item = found[place]
        return ItemRow(
            _where(item.unit, item.function), show.line(item.title, 300), show.line(item.id, 200),
            int(counts[place]), float(shares[place]), sign,
        )  # fmt: skip

    flagged = np.flatnonzero(judged & (np.nan_to_num(signs, nan=1.0) < WEAK))
    worst = flagged[np.argsort(signs[flagged], kind="stable")]
    known = np.flatnonzero(counts >= EITHER)
    hard = known[(passes[known] > 0) & (passes[known] < counts[known])]
    hardest = hard[np.argsort(shares[hard], kind="stable")][:SLOWEST]
    return ItemPart(
        judged=int(judged.sum()),
        flagged=len(flagged),
        worst=tuple(map(row, worst[:ROWS].tolist())),
        hardest=tuple(map(row, hardest.tolist())),
        steps=steps(shares[known].tolist()),
        all_pass=_named(found, known[passes[known] == counts[known]]),
        none_pass=_named(found, known[passes[known] == 0]),
    )


def _slow_items(tally: Tally, name: Name) -> tuple[SlowItem, ...]:
    slow = sorted(tally.slowness.items(), key=lambda each: -each[1].total / each[1].count)
    rows = []
    for check, took in slow[:SLOWEST]:
        item = tally.items[check]
        who = name(took.student) if took.student else ""
        where = _where(item.unit, item.function)
        rows.append(SlowItem(where, show.line(check, 200), took.total / took.count, took.most, who))
    return tuple(rows)


def _resemblance(comparisons: Sequence[Comparison], unread: Listing, name: Name) -> ResemblancePart:
    """The pairs, those first that have most lines in common."""
    found: dict[tuple[str, str], list[tuple[str, float, tuple[int, int]]]] = {}
    for comparison in comparisons:
        for pair in comparison.pairs:
            unit = show.line(pair.unit, 60), pair.share, pair.lines
            found.setdefault(pair.students, []).append(unit)
    pairs = sorted(found.items(), key=lambda each: -sum(min(lines) for *_, lines in each[1]))
    return ResemblancePart(
        comparisons=tuple(comparisons),
        pairs=tuple(
            Alike((name(one), name(other)), tuple(units))
            for (one, other), units in pairs[: 2 * ROWS]
        ),
        more=len(pairs) > 2 * ROWS or any(each.standing > len(each.pairs) for each in comparisons),
        unread=unread,
    )


def _listing(found: Iterable[tuple[str, str, str]], name: Name) -> Listing:
    lines = sorted(found)
    return Listing(
        tuple(Line(name(student), where, show.line(text, 300)) for student, where, text in lines[:ROWS]),
        max(0, len(lines) - ROWS),
    )  # fmt: skip


def _told(troubles: Iterable[Trouble]) -> Iterator[tuple[str, str, str]]:
    """Troubles of one kind in one unit stand together."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for each in troubles:
        text = f"{STATUS.get(each.status, each.status)}: {each.message}"
        found.setdefault((each.student, each.unit, text), []).append(each.function)
    for (student, unit, text), functions in found.items():
        more = f" and {len(functions) - 2} more" if len(functions) > 3 else ""
        yield student, _where(unit, ", ".join(functions[: 2 if more else 3]) + more), text


def _where(unit: str, function: str) -> str:
    return show.line(f"{unit}.{function}", 200)


def _named(found: Sequence[Item], places: Iterable[int]) -> tuple[str, ...]:
    return _some(show.line(found[place].id, 200) for place in places)


def _some(texts: Iterable[str]) -> tuple[str, ...]:
    """So many as may be listed, and how many more there are."""
    found = list(texts)
    more = len(found) - NAMED
    return (*found[:NAMED], f"and {more} more") if more > 0 else tuple(found)


def _columns(wanted: Iterable[bool]) -> Flags:
    return np.fromiter(wanted, dtype=bool)
