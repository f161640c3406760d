"""What a failed check knows: the problem, the call, what came back and what was expected."""

from __future__ import annotations

from typing import Any

from grader import show
from grader.calls import RECORD, Call


class CheckFailure(AssertionError):
    """A check that failed: what is wrong, after which call, and where it is worst."""

    def __init__(
        self,
        problem: str,
        *,
        actual: Any = None,
        expected: Any = None,
        worst: str | None = None,
        compared: bool = False,
    ) -> None:
        self.problem = problem = show.clipped(problem)
        source = RECORD.call_of(actual)
        self.call: Call | None = source or RECORD.last
        self.actual = show.value(actual) if compared else None
        if compared and source is None and self.call is not None:
            self.actual = f"{self.actual} (computed from the result)"
        self.expected = show.value(expected) if compared else None
        self.worst = worst
        lines = [problem]
        if self.call is not None:
            lines.append(f"called     {self.call}")
        for name, fact in (("came back", self.actual), ("expected", self.expected)):
            lines += [f"{name:10} {fact}"] if fact is not None else []
        if worst:
            lines.append(f"worst      {worst}")
        super().__init__("\n".join(lines))
