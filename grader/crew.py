"""The markers of one process, each kept for its next task: of this process, or of a Dask worker.

A task and its answer are bytes of plain data, since they may cross a network.
"""

from __future__ import annotations

import contextlib
import platform
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from grader.digest import difference
from grader.marker import Killed, Marker, Marking, MarkingError
from grader.messages import Ready, Request, Setup, Stamp

IDLE = 60.0


class Unfit(MarkingError):
    """This machine cannot mark as the others of the batch do."""


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """A submission to mark, or, without one, to say what would be checked here."""

    setup: Setup
    stamp: Stamp
    request: Request | None = None


class Failure(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Why there is no marking; `of_all` where any other submission would fare the same."""

    sentence: str
    of_all: bool = False


Answer = Ready | Marking | Failure


@dataclass
class _Hired:
    """A marker, and what it was started for."""

    marker: Marker
    purpose: bytes
    since: float = field(default_factory=time.monotonic)


class Crew:
    """The markers of this process, started as they are needed.

    Parameters
    ----------
    machine : str
        The name of this machine, where there are others.
    """

    def __init__(self, machine: str = "") -> None:
        self.machine = machine
        self._lock, self._starting = threading.Lock(), threading.Lock()
        self._free: list[_Hired] = []
        self._all: list[Marker] = []
        self._proven: set[bytes] = set()
        self._over = False

    def work(self, task: bytes) -> bytes:
        """Answer one task. A marker that failed is replaced, and the submission tried once more."""
        asked = msgspec.msgpack.decode(task, type=Task)
        answer: Answer
        try:
            answer = self._answer(asked)
        except MarkingError as error:
            answer = Failure(sentence=str(error), of_all=isinstance(error, Unfit))
        except Exception as error:
            answer = Failure(sentence=f"the kit itself failed: {type(error).__name__}: {error}")
        return msgspec.msgpack.encode(answer)

    def _answer(self, task: Task) -> Answer:
        if task.request is None:
            with self._borrowed(task) as marker:
                return marker.ready
        try:
            with self._borrowed(task) as marker:
                return marker.mark(task.request)
        except Unfit:
            raise
        except MarkingError:
            pass  # another session may do better
        with self._borrowed(task) as marker:
            return marker.mark(msgspec.structs.replace(task.request, last=True))

    @contextlib.contextmanager
    def _borrowed(self, task: Task) -> Iterator[Marker]:
        """A marker for the task; one that fails is ended, any other is kept for the next."""
        hired = self._take(task)
        try:
            if differs := difference(task.stamp, hired.marker.ready.stamp):
                raise Unfit(
                    f"{self.machine or 'this machine'} {differs}; make it as the marking began, or begin again"
                )
            yield hired.marker
        except BaseException:
            self._end([hired])
            raise
        hired.since = time.monotonic()
        with self._lock:
            self._free.append(hired)

    def _take(self, task: Task) -> _Hired:
        """A marker that is free and was started for the same, or a new one."""
        alike = msgspec.structs.replace(task.stamp, layers=())
        purpose = msgspec.msgpack.encode((task.setup, alike))
        with self._lock:
            for hired in self._free:
                if hired.purpose == purpose:
                    self._free.remove(hired)
                    return hired
            now = time.monotonic()
            idle = [each for each in self._free if now - each.since > IDLE]
            self._free = [each for each in self._free if each not in idle]
        self._end(idle)
        if purpose not in self._proven:
            with self._starting:  # the first of its kind alone: it leaves a cache to the others
                if purpose not in self._proven:
                    return self._hire(task.setup, purpose)
        return self._hire(task.setup, purpose)

    def _hire(self, setup: Setup, purpose: bytes) -> _Hired:
        """Start a marker, and wait until it is ready; one that is killed meanwhile is replaced, once."""
        try:
            with contextlib.suppress(Killed):
                return self._started(setup, purpose)
            return self._started(setup, purpose)
        except Unfit:
            raise
        except MarkingError as error:
            raise Unfit(f"{self.machine}: {error}" if self.machine else str(error)) from None

    def _started(self, setup: Setup, purpose: bytes) -> _Hired:
        if not Path(setup.root).is_dir():
            raise Unfit(
                f"{self.machine or 'this machine'} has no course at {setup.root}; put it there"
            )
        with self._lock:
            if self._over:
                raise MarkingError("stopped before the end")
            hired = _Hired(Marker(setup), purpose)
            self._all.append(hired.marker)
        try:
            hired.marker.ready  # noqa: B018
        except MarkingError:
            self._end([hired])
            raise
        self._proven.add(purpose)
        return hired

    def _end(self, some: list[_Hired]) -> None:
        for hired in some:
            hired.marker.kill()
            with self._lock:
                if hired.marker in self._all:
                    self._all.remove(hired.marker)

    def close(self) -> None:
        """Let every marker end."""
        for marker in self._finish():
            marker.close()

    def kill(self) -> None:
        """End every marker at once; what they were marking is lost, and nothing else."""
        for marker in self._finish():
            marker.kill()

    def _finish(self) -> list[Marker]:
        with self._lock:
            self._over = True
            return [*self._all]


_OURS = Crew(platform.node())


def work(task: bytes) -> bytes:
    """Answer one task with the markers of this process; they end when it ends."""
    return _OURS.work(task)
