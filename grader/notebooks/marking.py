"""One unit's notebook marked, and an engine that is kept for the next student's."""

from __future__ import annotations

import atexit
from pathlib import Path

import msgspec

from grader.curriculum import read_course
from grader.digest import stamp
from grader.engine import Engine
from grader.limits import read_limits
from grader.marker import MarkingError
from grader.messages import Setup
from grader.sandbox.canary import Findings

_kept: dict[bytes, Engine] = {}


def engine_for(root: Path, unit: str, allow_weak: bool) -> Engine:
    """An engine that marks one unit; one that was started for the same course as it is now goes on.

    Raises
    ------
    MarkingError
        Where the sandbox is too weak here.
    """
    course = read_course(root)
    setup = Setup(root=str(root), units=(course.unit(unit).name,), limits=read_limits(root))
    key = msgspec.msgpack.encode((setup, stamp(setup, course)))
    if key not in _kept:
        close()
        _kept[key] = Engine(setup, 1)
    engine = _kept[key]
    findings = Findings(engine.ready.active, engine.ready.missing)
    if findings.weak and not allow_weak:
        raise MarkingError(
            f"the sandbox is too weak to mark ({', '.join(findings.weak)}): see grader doctor, or set"
            " c.Mark.allow_weak_sandbox for submissions that you trust"
        )
    return engine


@atexit.register
def close() -> None:
    """End what was kept."""
    while _kept:
        _kept.popitem()[1].kill()
