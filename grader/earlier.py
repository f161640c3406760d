"""What an earlier report of a submission is still good for: the checks of units whose digest has not changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from grader import outcome
from grader.digest import unit_digest
from grader.limits import Limits
from grader.messages import Ready
from grader.report import VERSION, Check, Report, from_json
from grader.submission import Submission

Units = Mapping[str, Sequence[Check]]


def read_report(path: Path) -> Report | None:
    """An earlier report; None where there is none, or it is broken or of another version."""
    try:
        report = from_json(path.read_bytes())
    except (OSError, ValueError, RecursionError, msgspec.MsgspecError):
        return None
    return report if report.version == VERSION else None


class _Named(msgspec.Struct, frozen=True):
    student: str


def read_student(path: Path) -> str | None:
    """Whose report this is, without the rest of it; None where that cannot be read."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=_Named).student
    except (OSError, ValueError, RecursionError, msgspec.MsgspecError):
        return None


def kept(report: Report | None, submission: Submission, ready: Ready, limits: Limits) -> Units:
    """The checks that need not be made again, by unit.

    Parameters
    ----------
    report : Report, optional
        The earlier report.
    submission : Submission
        What is handed in now; where it is another, nothing holds.
    ready : Ready
        The checks of now, and what they rest on.
    limits : Limits
        Those of now. Where a submission has spent what it may over all units, one unit's marks rest on the
        others': all of them hold or none.
    """
    if (report is None) or (report.student, report.submission_digest) != (
        submission.student,
        submission.digest,
    ):
        return {}
    wanted, found = by_unit(ready.checks), by_unit(report.checks)
    digests = {total.unit: total.digest for total in report.units}
    good = {
        unit: found[unit]
        for unit, checks in wanted.items()
        if digests.get(unit) == unit_digest(ready.stamp, unit)
        and [_known(check) for check in checks] == [_known(check) for check in found.get(unit, ())]
    }
    if good.keys() == wanted.keys() == found.keys():
        return good
    return {} if spent(report.checks, bool(report.truncations), limits) else good


def spent(checks: Sequence[Check], truncated: bool, limits: Limits) -> bool:
    """Whether these checks may have used up what a submission has for all of its units."""
    printed = sum(len(check.output.encode()) for check in checks)
    return (
        truncated
        or any(check.status == outcome.NOT_RUN for check in checks)
        or sum(check.seconds for check in checks) >= limits.seconds_per_submission
        or printed > limits.output_kib * 1024
    )


def whole(units: Units) -> tuple[str, ...]:
    """The units that have full marks: where others build on these, they serve themselves."""
    return tuple(
        unit
        for unit, checks in units.items()
        if all(check.status == outcome.PASSED for check in checks)
    )


def merged(units: Units, ready: Ready) -> tuple[Check, ...]:
    """The checks of all units in the order of the session."""
    waiting = {unit: iter(checks) for unit, checks in units.items()}
    return tuple(next(waiting[check.unit]) for check in ready.checks)


def by_unit(checks: Sequence[Check]) -> dict[str, list[Check]]:
    """Checks by their unit, in order."""
    units: dict[str, list[Check]] = {}
    for check in checks:
        units.setdefault(check.unit, []).append(check)
    return units


def _known(check: Check) -> tuple[object, ...]:
    return check.id, check.function, check.title, check.points
