"""What an engine and its sessions say to each other: whole messages of data, each behind its length.

Setup ──▶ Ready, then for each Request ──▶ Marked, Marked, … End
"""

from __future__ import annotations

import struct
from typing import IO, Any

import msgspec

from grader.limits import Limits
from grader.report import Check
from grader.sandbox.isolation import LAYERS
from grader.submission import Submission

LENGTH = struct.Struct(">I")


class Setup(msgspec.Struct, frozen=True, kw_only=True):
    """What a session is for; `secret` is the fingerprint of one where each submission has a seed of its own.

    Without `replay` each check runs once, as in pytest.
    """

    root: str
    units: tuple[str, ...]
    function: str | None = None
    seed: int = 0
    secret: str = ""
    limits: Limits = Limits()
    layers: tuple[str, ...] = LAYERS
    replay: bool = True


class Stamp(msgspec.Struct, frozen=True, kw_only=True):
    """What all marks of a session rest on beside the submissions; `grader.digest` makes and compares them.

    `units` has a digest a unit, `mistakes` one of those that its diagnoses rest on, `beside` the units that it
    builds on and that are marked with it.
    """

    versions: str = ""
    kit: str = ""
    settings: str = ""
    units: dict[str, str] = {}
    mistakes: dict[str, str] = {}
    beside: dict[str, tuple[str, ...]] = {}
    layers: tuple[str, ...] = ()


class Ready(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """The session's answer: what it will check, and what the sandbox can do here."""

    checks: tuple[Check, ...] = ()
    tests_digest: str = ""
    stamp: Stamp = Stamp()
    missing: dict[str, str] = {}
    problem: str | None = None

    @property
    def active(self) -> tuple[str, ...]:
        """The layers of the sandbox that hold."""
        return self.stamp.layers


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """A submission, and which of its units are to be marked; `whole` are others, known to have full marks.

    A `seed` takes the place of the session's. Where `functions` are named, their checks alone. A `brief` one does
    without the search for smaller inputs and the second try, and it ends where as many checks as `failures` says did
    not pass, 0 for all. The `last` is tried where one before it came to nothing.
    """

    submission: Submission
    units: tuple[str, ...]
    whole: tuple[str, ...] = ()
    seed: int | None = None
    functions: tuple[str, ...] = ()
    brief: bool = False
    failures: int = 0
    last: bool = False

    def wants(self, check: Check) -> bool:
        """Whether a check is to be run."""
        return check.unit in self.units and (not self.functions or check.function in self.functions)


class Marked(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """One check's result."""

    index: int
    check: Check


class End(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """The end of a submission; `problem` where marking stopped before it."""

    truncated: bool = False
    problem: str | None = None


Message = Ready | Marked | End


def write(stream: IO[bytes], message: Any) -> None:
    """Send one message."""
    data = msgspec.msgpack.encode(message)
    stream.write(LENGTH.pack(len(data)) + data)
    stream.flush()


def read(stream: IO[bytes], kind: Any) -> Any:
    """Receive one message, or None at the end; one that is cut short is the end too."""
    prefix = stream.read(LENGTH.size)
    if len(prefix) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(prefix)
    data = stream.read(length)
    if len(data) < length:
        return None
    return msgspec.msgpack.decode(data, type=kind)
