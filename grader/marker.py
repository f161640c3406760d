"""A session in a process of its own, and how it is asked."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time

import msgspec

from grader.messages import End, Marked, Message, Ready, Request, Setup, read, write
from grader.report import Check


class MarkingError(Exception):
    """Marking itself failed; the message says how, and what to do where something can be done."""


class Killed(MarkingError):
    """The session was killed from outside, as by the system when memory runs out."""


class Marking(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """What a session found of the units that it was asked for."""

    checks: tuple[Check, ...]
    truncated: bool = False
    seconds: float = 0.0


class Marker:
    """A session in a process of its own, which marks one submission at a time."""

    def __init__(self, setup: Setup) -> None:
        self._errors = tempfile.TemporaryFile()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "grader.session"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._errors,
            cwd=setup.root, start_new_session=True, env=_environment(),
        )  # fmt: skip
        assert self._process.stdin and self._process.stdout
        self._requests, self._replies = self._process.stdin, self._process.stdout
        with contextlib.suppress(BrokenPipeError):
            write(self._requests, setup)
        self._ready: Ready | None = None

    @property
    def ready(self) -> Ready:
        """What the session checks and what its sandbox can do; waits until it knows."""
        if self._ready is None:
            self._ready = read(self._replies, Message)
            if self._ready is None:
                raise self._ended("did not start")
            if self._ready.problem:
                raise MarkingError(self._ready.problem)
        return self._ready

    def mark(self, request: Request) -> Marking:
        """Mark what is asked for: every check of it, run or not."""
        started = time.monotonic()
        checks = {
            index: check for index, check in enumerate(self.ready.checks) if request.wants(check)
        }
        try:
            write(self._requests, request)
        except BrokenPipeError:
            raise self._ended() from None
        while True:
            message = read(self._replies, Message)
            if isinstance(message, Marked):
                checks[message.index] = message.check
            elif isinstance(message, End):
                break
            else:
                raise self._ended()
        if message.problem:
            raise MarkingError(message.problem)
        seconds = time.monotonic() - started
        return Marking(checks=(*checks.values(),), truncated=message.truncated, seconds=seconds)

    def _ended(self, how: str = "ended") -> MarkingError:
        if self._process.wait() == -signal.SIGKILL:
            return Killed(f"the marking process {how}: it was killed, as where memory runs out")
        return MarkingError(f"the marking process {how}: {self._last_words()}")

    def _last_words(self) -> str:
        self._errors.seek(0)
        lines = self._errors.read().decode(errors="replace").strip().splitlines()
        errors = [line for line in lines if "Error" in line]
        return (errors or lines or ["it gave no reason"])[-1]

    def close(self) -> None:
        """Let the session end, and all that it started."""
        with contextlib.suppress(BrokenPipeError):
            self._requests.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self.kill()
        self._replies.close()
        self._errors.close()

    def kill(self) -> None:
        """End the session at once."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        with contextlib.suppress(BrokenPipeError):
            self._requests.close()


def _environment() -> dict[str, str]:
    """This process's environment without what would change a marking: options of pytest and of Python."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("PYTEST_") and name not in ("PYTHONOPTIMIZE", "PYTHONWARNINGS")
    }
    fixed = {
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "PYTHONHASHSEED": "0",
    }
    return {**kept, **fixed}
