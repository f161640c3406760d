"""Where a worker is when its time is up: at a signal Python itself writes its stack into a pipe, amid C code too.

Student code can write there as well, or not let the signal through: then no line is told, or one of its own that
`places` finds in what was handed in.
"""

from __future__ import annotations

import contextlib
import faulthandler
import os
import select
import signal

from grader.sandbox.clock import Clock

SIGNAL = signal.SIGUSR1
BOTTOM = (b" in serve\n", b"  ...\n")  # of the worker's stack, or of what is written of a deep one
LIMIT = 1 << 15
SECONDS, PATIENCE = 0.2, 10
ROUND = 20  # milliseconds


def write_at_signal(pipe: int) -> None:
    """Have this process write its stack there whenever it is asked: in a worker, before any student code."""
    faulthandler.register(SIGNAL, pipe, all_threads=False)


class Stack:
    """The stack of a worker, to be read by the trusted side.

    Parameters
    ----------
    pid : int
        The worker, which runs no student code yet: later the number might be another's.
    pipe : int
        Where it writes.
    clock : Clock
        One that times it.
    """

    def __init__(self, pid: int, pipe: int, clock: Clock) -> None:
        self._pipe, self._clock = pipe, clock
        self._process: int | None = None
        with contextlib.suppress(OSError):
            self._process = os.pidfd_open(pid)
        os.set_blocking(pipe, False)

    def read(self) -> bytes:
        """Ask for it, and take what comes in good time."""
        self._take(LIMIT * 2)  # what lay there unasked
        try:
            signal.pidfd_send_signal(self._process, SIGNAL)  # type: ignore[arg-type]
        except (OSError, TypeError):
            return b""
        found, begun = b"", self._clock.look()
        for _ in range(int(SECONDS * PATIENCE * 1000 / ROUND)):
            select.select([self._pipe], [], [], ROUND / 1000)
            found += self._take(LIMIT - len(found))
            spent = self._clock.look() - begun > SECONDS
            if spent or len(found) >= LIMIT or any(end in found for end in BOTTOM):
                break
        return found

    def _take(self, size: int) -> bytes:
        with contextlib.suppress(BlockingIOError):
            return os.read(self._pipe, size)
        return b""

    def close(self) -> None:
        """Let go of it."""
        os.close(self._pipe)
        if self._process is not None:
            os.close(self._process)
