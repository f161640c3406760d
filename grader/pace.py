"""How fast a class is marked, and how long the rest will take."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta


class Pace:
    """Counts submissions as they are settled; what was taken from before says nothing of the speed.

    Parameters
    ----------
    total : int
        How many there are.
    clock : callable
        Seconds that only grow.
    """

    def __init__(self, total: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._total, self._clock = total, clock
        self._began = clock()
        self._settled = self._marked = 0

    def settle(self, marked: bool) -> None:
        """One submission more, marked now or not."""
        self._settled += 1
        self._marked += marked

    def __str__(self) -> str:
        """Submissions a minute and the time left, once one is marked."""
        passed = self._clock() - self._began
        if not self._marked or passed <= 0:
            return ""
        left = (self._total - self._settled) * passed / self._marked
        rate = 60 * self._marked / passed
        return f"{rate:.{0 if rate >= 10 else 1}f} a minute, {timedelta(seconds=round(left))} left"
