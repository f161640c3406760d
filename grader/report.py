"""The result of marking one submission, and its JSON: what every export reads, and nothing else."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import secrets
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from grader import outcome

VERSION = 1
UNFINISHED = ".writing-"
_DIGESTED = re.compile(r"-[0-9a-f]{12}\Z")
_DEVICES = {"con", "prn", "aux", "nul"} | {
    f"{port}{n}" for port in ("com", "lpt") for n in range(10)
}


class ReportError(Exception):
    """Reports that are not there or cannot be used; the message says what to do."""


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """One check of one function: what it is worth, how it came out, and the facts behind it."""

    id: str
    unit: str
    function: str
    title: str
    points: float
    earned: float
    status: str
    message: str = ""
    call: str | None = None
    actual: str | None = None
    expected: str | None = None
    worst: str | None = None
    counterexample: str | None = None
    diagnosis: str | None = None
    mistake: str | None = None
    frames: tuple[str, ...] = ()
    output: str = ""
    seconds: float = 0.0


class UnitTotal(msgspec.Struct, frozen=True, kw_only=True):
    """What a unit came to, and the digest of all that this rests on beside the submission."""

    unit: str
    earned: float
    points: float
    digest: str = ""


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """A whole submission, marked."""

    version: int = VERSION
    student: str
    score: float
    maximum: float
    units: tuple[UnitTotal, ...]
    checks: tuple[Check, ...]
    seed: int
    tests_digest: str
    submission_digest: str
    layers: tuple[str, ...]
    kit_version: str
    notes: tuple[str, ...] = ()
    truncations: tuple[str, ...] = ()
    seconds: float = 0.0


def totals(checks: Iterable[Check], digests: Mapping[str, str]) -> tuple[UnitTotal, ...]:
    """The units' totals, in the order of the checks."""
    sums: dict[str, list[float]] = {}
    for check in checks:
        entry = sums.setdefault(check.unit, [0.0, 0.0])
        entry[0] += check.earned
        entry[1] += check.points
    return tuple(
        UnitTotal(unit=unit, earned=e, points=p, digest=digests.get(unit, ""))
        for unit, (e, p) in sums.items()
    )


def by_function(checks: Iterable[Check]) -> dict[str, tuple[float, float]]:
    """What was earned in each function of one unit, and what there was to earn."""
    sums: dict[str, tuple[float, float]] = {}
    for check in checks:
        earned, points = sums.get(check.function, (0.0, 0.0))
        sums[check.function] = (earned + check.earned, points + check.points)
    return sums


def scaled(earned: float, worth: float, points: float) -> float:
    """What was earned of what a function is worth, where a grade book has other points for it.

    >>> scaled(2.0, 3.0, 6.0), scaled(3.0, 3.0, 3.0)
    (4.0, 3.0)
    """
    return float(earned) if worth == points else float(min(earned * points / worth, points))


def unit_notes(checks: Iterable[Check]) -> tuple[str, ...]:
    """A sentence for each unit none of whose checks could be run: its file cannot be read or imported."""
    whole: dict[str, set[tuple[str, str]]] = {}
    for check in checks:
        whole.setdefault(check.unit, set()).add((check.status, check.message))
    return tuple(
        f"{unit}: {message}"
        for unit, seen in whole.items()
        for status, message in seen
        if len(seen) == 1 and status in (outcome.ERROR, outcome.TIMEOUT, outcome.CRASHED)
    )


def to_json(report: Report) -> bytes:
    """The report as indented JSON."""
    return msgspec.json.format(msgspec.json.encode(report), indent=2) + b"\n"


def from_json(data: bytes) -> Report:
    """Read a report back."""
    return msgspec.json.decode(data, type=Report)


def file_name(student: str, suffix: str = ".json") -> str:
    """A file name for a student: the name itself, or a like one and a digest where no file may have it.

    A name that ends like a digest gets one of its own, or it could be made to be another's.
    """
    safe = "".join(
        "_" if char in '/\\:*?"<>|' or not char.isprintable() else char for char in student
    )
    safe = f"_{safe[1:]}" if safe.startswith(("-", ".")) or not safe else safe
    safe = f"_{safe}" if safe.partition(".")[0].rstrip().casefold() in _DEVICES else safe
    encoded = safe.encode("utf-8", "replace")
    usual = safe.casefold() != "class" and not _DIGESTED.search(safe)
    if safe == student and len(encoded) <= 200 and usual:
        return safe + suffix
    digest = hashlib.sha256(student.encode("utf-8", "replace")).hexdigest()[:12]
    return f"{encoded[:180].decode('utf-8', 'ignore')}-{digest}{suffix}"


def write_atomically(path: Path, data: bytes, mode: int | None = None) -> None:
    """Write a file so that it is there whole or not at all, with these rights; else with those of any new file."""
    temporary = path.parent / f"{UNFINISHED}{secrets.token_hex(8)}"
    made = temporary.open("xb")
    try:
        with made as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            os.chmod(temporary, mode)
        os.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise


def earned(points: float, status: str) -> float:
    """All points for a passed check, none for any other."""
    return points if status == outcome.PASSED else 0.0
