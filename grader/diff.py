"""What a second marking changes: for each student, and for each check over the class.

old and new report of a student, one pair after the other ──▶ Comparison
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import msgspec

from grader import outcome
from grader.report import Check, Report


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """A student whose marks differ: the scores, and by how much each unit that differs does."""

    student: str
    old: float
    new: float
    units: dict[str, float]

    @property
    def gain(self) -> float:
        """What the student gains; below zero, loses."""
        return self.new - self.old


class Change(msgspec.Struct, kw_only=True):
    """A check that differs: its points before and now, and how many pass it now alone, and before alone.

    Points are None where there is no such check.
    """

    id: str
    unit: str
    function: str
    title: str
    old_points: float | None = None
    new_points: float | None = None
    gained: int = 0
    lost: int = 0

    @property
    def differs(self) -> bool:
        """Whether any mark can rest on the change."""
        return bool(self.gained or self.lost) or self.old_points != self.new_points


@dataclass
class Comparison:
    """A class marked twice.

    Parameters
    ----------
    differences : list of Difference
        The students whose marks differ.
    same : int
        How many others there are.
    only_old, only_new : list of str
        Students of one marking alone.
    """

    differences: list[Difference] = field(default_factory=list)
    same: int = 0
    only_old: list[str] = field(default_factory=list)
    only_new: list[str] = field(default_factory=list)
    _changes: dict[str, Change] = field(default_factory=dict)

    @property
    def changes(self) -> list[Change]:
        """The checks that differ, in the order of the reports."""
        return [change for change in self._changes.values() if change.differs]

    @property
    def differs(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.differences or self.changes or self.only_old or self.only_new)

    def add(self, old: Report, new: Report) -> None:
        """Compare a student's reports."""
        for before, now in _pairs(old, new):
            self._count(before, now)
        earned = [{total.unit: total.earned for total in each.units} for each in (old, new)]
        units = {
            unit: earned[1].get(unit, 0.0) - earned[0].get(unit, 0.0)
            for unit in {**earned[1], **earned[0]}
        }
        units = {unit: gain for unit, gain in units.items() if gain}
        if units or old.score != new.score:
            self.differences.append(
                Difference(student=new.student, old=old.score, new=new.score, units=units)
            )
        else:
            self.same += 1

    def ranked(self) -> list[Difference]:
        """The students who differ, those who lose most first."""
        return sorted(self.differences, key=lambda each: (each.gain, each.student))

    def document(self) -> dict[str, object]:
        """All of it as plain values, for machines."""
        return {
            "differences": self.ranked(),
            "same": self.same,
            "only_old": sorted(self.only_old),
            "only_new": sorted(self.only_new),
            "checks": self.changes,
        }

    def _count(self, before: Check | None, now: Check | None) -> None:
        check = now or before
        assert check is not None
        change = self._changes.setdefault(
            check.id,
            Change(id=check.id, unit=check.unit, function=check.function, title=check.title),
        )
        change.old_points = before.points if before else change.old_points
        change.new_points = now.points if now else change.new_points
        passed, passes = _passed(before), _passed(now)
        change.gained += passes and not passed
        change.lost += passed and not passes


def _pairs(old: Report, new: Report) -> Iterator[tuple[Check | None, Check | None]]:
    """Each check before and now, in the order of now."""
    before = {check.id: check for check in old.checks}
    for check in new.checks:
        yield before.pop(check.id, None), check
    for check in before.values():
        yield check, None


def _passed(check: Check | None) -> bool:
    return check is not None and check.status == outcome.PASSED
