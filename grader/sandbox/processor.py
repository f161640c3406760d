"""Which processor a process runs on: two that take turns are several times quicker side by side on one."""

from __future__ import annotations

import contextlib
import ctypes
import os


def current() -> int:
    """The processor that this process runs on at the moment."""
    return int(ctypes.CDLL(None).sched_getcpu())


def stay_on(processor: int | None) -> None:
    """Keep this process, and what it starts, on a processor; a system that refuses is only slower."""
    if processor is not None:
        with contextlib.suppress(OSError):
            os.sched_setaffinity(0, {processor})
