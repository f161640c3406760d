"""Commands and process trees: the seconds on the clock, on the processors, and the memory they take."""

from __future__ import annotations

import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
LOOKS_A_SECOND = 10


class BenchmarkError(Exception):
    """A side of a comparison that does not run; the message says how it ended."""


@dataclass(frozen=True)
class Spent:
    """What a command took until its end, all its processes that were waited for included."""

    seconds: float
    processor: float


def run(
    command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None
) -> Spent:
    """Run a command to its end; one that fails is a BenchmarkError with its last words."""
    with tempfile.TemporaryFile() as output:
        started = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1", **(environment or {})},
        )  # fmt: skip
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            output.seek(0)
            words = output.read().decode(errors="replace").strip().splitlines()[-15:]
            said = "\n".join(words) or "it said nothing"
            raise BenchmarkError(f"{' '.join(command)} ended with {process.returncode}: {said}")
    return Spent(seconds, usage.ru_utime + usage.ru_stime)


def descendants(pid: int) -> set[int]:
    """The processes below one, itself included."""
    children: dict[int, list[int]] = {}
    for each in _all():
        if (fields := _stat(each)) is not None:
            children.setdefault(int(fields[1]), []).append(each)
    found: set[int] = set()
    waiting = [pid]
    while waiting:
        found.add(one := waiting.pop())
        waiting += children.get(one, [])
    return found


def processor_seconds(pids: Iterable[int]) -> float:
    """What these processes, and those of theirs that ended, have computed so far."""
    stats = [fields for each in pids if (fields := _stat(each)) is not None]
    return sum(sum(map(int, fields[11:15])) for fields in stats) / TICKS


class Memory:
    """The most that a process and all below it held at one time: shared pages are counted once a process."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.most = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def _watch(self) -> None:
        while not self._over.wait(1 / LOOKS_A_SECOND):
            pages = [int(fields[21]) for each in descendants(self.pid) if (fields := _stat(each))]
            self.most = max(self.most, sum(pages) * PAGE)

    def __enter__(self) -> Memory:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()


def _all() -> list[int]:
    return [int(name) for name in os.listdir("/proc") if name.isdigit()]


def _stat(pid: int) -> list[str] | None:
    """The fields of /proc/PID/stat from the state on; None where the process has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
