"""One more submission in an engine that is warm: its start, and the recording of examples, are over."""

from __future__ import annotations

import os
import time

from benchmarks.processes import BenchmarkError, Spent, descendants, processor_seconds
from benchmarks.specimens import course
from grader.engine import Engine
from grader.limits import Limits, read_limits
from grader.messages import Setup
from grader.submission import Submission


def warm_engine(limits: Limits | None = None) -> Engine:
    """An engine of one session for the whole curriculum, ready to mark."""
    whole = course()
    units = tuple(unit.name for unit in whole.units)
    engine = Engine(
        Setup(root=str(whole.root), units=units, limits=limits or read_limits(whole.root)), 1
    )
    _ = engine.ready
    return engine


def mark(engine: Engine, submission: Submission, right: bool = False) -> Spent:
    """Mark a submission; what that took of this process and all below it.

    A submission that should be right and is not is a BenchmarkError.
    """
    started, before = time.perf_counter(), _processor()
    report = engine.mark_one(submission)
    spent = Spent(time.perf_counter() - started, _processor() - before)
    if right and report.score != report.maximum:
        raise BenchmarkError(
            f"{submission.student} got {report.score:g} of {report.maximum:g} points and should have got all"
        )
    return spent


def _processor() -> float:
    return processor_seconds(descendants(os.getpid()))
