"""A clock for deadlines: it stands still while no processor is free for those whom it times.

A machine that has too much to do would else time out code that is quick enough, and the same work would not get the
same mark. Sleep and computation count; waiting in the kernel's queue of what could run does not.
"""

from __future__ import annotations

import time

LOOK = 0.05
"""Seconds after which the queue is looked at again."""


class Clock:
    """Seconds that go by for this process and others.

    Parameters
    ----------
    pids
        The others.
    """

    def __init__(self, *pids: int) -> None:
        self._files = [f"/proc/{pid}/schedstat" for pid in ("self", *pids)]
        self._waited = [0] * len(self._files)
        self._lost = 0.0
        self.look()
        self._lost = 0.0

    def now(self) -> float:
        """Seconds since some moment; the queue is looked at where that was not done just before."""
        found = time.monotonic()
        return self.look() if found - self._looked > LOOK else found - self._lost

    def look(self) -> float:
        """As `now`, to the point."""
        for place, file in enumerate(self._files):
            waited = _queued(file)
            self._lost += max(0, waited - self._waited[place]) / 1e9
            self._waited[place] = max(waited, self._waited[place])
        self._looked = time.monotonic()
        return self._looked - self._lost


def _queued(file: str) -> int:
    """Nanoseconds that a process could have run and did not; 0 where it has ended or the kernel does not count."""
    try:
        with open(file, "rb") as stream:
            return int(stream.read().split()[1])
    except (OSError, ValueError, IndexError):
        return 0
