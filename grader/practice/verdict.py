"""What passes between the one who asks and the warm process, a line of JSON each: what a function's checks came to."""

from __future__ import annotations

import sys

import msgspec

from grader import outcome

FORKS = sys.platform == "linux"  # elsewhere numpy's own threads may not live through it
FORK, ONCE = "fork", "once"
SECONDS = 3.0  # a check may compute


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """How the visible checks of one function came out; of those that fail the first is told."""

    name: str
    status: str
    passed: int = 0
    checks: int = 0
    title: str = ""
    lines: tuple[str, ...] = ()
    printed: str = ""
    test: str = ""

    @property
    def passes(self) -> bool:
        """Whether the function is solved."""
        return self.status == outcome.PASSED

    @property
    def waits(self) -> bool:
        """Whether it is not written yet, or calls what is not."""
        return self.status == outcome.NOT_IMPLEMENTED


class Ask(msgspec.Struct, frozen=True, tag=True):
    """Check these functions, `unit.function`, as their modules are now; what runs is given up."""

    number: int
    names: tuple[str, ...]


class Ready(msgspec.Struct, frozen=True, tag=True):
    """The checks are collected, or cannot be."""

    problem: str | None = None


class Answer(msgspec.Struct, frozen=True, tag=True):
    """The verdict on one function."""

    number: int
    verdict: Verdict


class Ended(msgspec.Struct, frozen=True, tag=True):
    """No more answers come: all are given (0), or what ran ended before, with this code."""

    number: int
    code: int


Message = Ready | Answer | Ended
