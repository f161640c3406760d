"""The functions checked one after another, for the commands that do not watch."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from grader import screen, show
from grader.practice.checker import Checker
from grader.practice.verdict import Verdict
from grader.progress import FILE, Progress, read_progress, settle, write_progress


def review(root: Path, functions: Sequence[str]) -> tuple[Progress, Verdict | None]:
    """The progress as it is now, which is kept, and the first function that is not solved; None where all are.

    All are checked each time: what was kept may be of another day, of another copy, or older than a run of pytest.
    """
    kept = read_progress(root)
    with (
        Checker(root) as checker,
        screen.progress("looking at what is solved", len(functions)) as advance,
    ):
        verdicts = []
        for verdict in checker.check(functions):
            verdicts.append(verdict)
            advance()
    passed = {verdict.name: verdict.passes for verdict in verdicts}
    progress = settle(kept or Progress(), passed, date.today())
    if progress != kept:
        try:
            write_progress(root, progress)
        except OSError as error:
            screen.note(f"{FILE} cannot be written: {show.line(str(error.strerror))}")
    return progress, next((verdict for verdict in verdicts if not verdict.passes), None)
