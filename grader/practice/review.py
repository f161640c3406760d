"""The functions checked one after another, for the commands that do not watch."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from grader import screen
from grader.practice.checker import Checker
from grader.practice.verdict import Verdict
from grader.progress import Progress, read_progress, settle, write_progress


def known_progress(root: Path, functions: Sequence[str]) -> Progress:
    """What progress.txt says; where it is missing, what the visible checks say."""
    kept = read_progress(root)
    return kept if kept is not None else review(root, functions)[0]


def review(root: Path, functions: Sequence[str]) -> tuple[Progress, Verdict | None]:
    """The progress as it is now, which is kept, and the first function that is not solved; None where all are.

    All functions are checked where no progress is known, else none after that one.
    """
    kept = read_progress(root)
    passed: dict[str, bool] = {}
    first = None
    with (
        Checker(root) as checker,
        screen.progress("looking at what is solved", len(functions)) as advance,
    ):
        for verdict in checker.check(functions):
            advance()
            passed[verdict.name] = verdict.passes
            if not verdict.passes:
                first = first or verdict
                if kept is not None:
                    break
    progress = settle(kept or Progress(), passed, date.today())
    if progress != kept:
        write_progress(root, progress)
    return progress, first
