"""The one who asks: starts the warm process and turns whatever becomes of it into verdicts.

    with Checker(root) as checker:
        for verdict in checker.check(["activations.sigmoid", "activations.softmax"]):
            …

A crash of the student's code costs the function it happened in its verdict; the others are asked for again.
"""

from __future__ import annotations

import contextlib
import queue
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO

import msgspec

from grader import outcome, show
from grader.practice import loops
from grader.practice.verdict import (
    FORK,
    FORKS,
    ONCE,
    SECONDS,
    Answer,
    Ask,
    Message,
    Ready,
    Verdict,
)
from grader.redirect import EXERCISES

CODE = "from grader.practice.warm import main; main()"


class PracticeError(Exception):
    """The checks cannot be run; the message says why."""


class Answered(msgspec.Struct, frozen=True):
    """A verdict, and which request it answers."""

    request: int
    verdict: Verdict


class Done(msgspec.Struct, frozen=True):
    """All of a request is answered."""

    request: int


Told = Ready | Answered | Done


class Checker:
    """Asks a warm process, and tells what it answers from a thread of its own.

    Parameters
    ----------
    root : Path
        The course's folder.
    units : sequence of str, optional
        Only their checks are at hand, which is sooner; all where left out.
    tell : callable, optional
        Is given each `Ready`, `Answered` and `Done` as it comes. Left out, they wait for `check`.
    forks : bool
        Whether the process answers in forks of itself, or once.
    seconds : float
        What a check may take.
    """

    def __init__(
        self,
        root: Path,
        units: Sequence[str] = (),
        tell: Callable[[Told], object] | None = None,
        forks: bool = FORKS,
        seconds: float = SECONDS,
    ) -> None:
        self.root = root
        self.forks = forks
        self.seconds = seconds
        self.units = tuple(units)
        self._told: queue.Queue[Told] = queue.Queue()
        self._tell = tell or self._told.put
        self._lock = threading.Lock()
        self._request = self._number = 0
        self._pending: list[str] = []
        self._closed = False
        self._asked = self._ready = self._answered = False
        self._process: subprocess.Popen[bytes]
        self._dump: IO[bytes] = tempfile.TemporaryFile("a+b")
        self._start()

    def __enter__(self) -> Checker:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def check(self, names: Sequence[str]) -> Iterator[Verdict]:
        """The verdicts on some functions, each as soon as it is there."""
        request = self.ask(names)
        while (told := self._told.get()) != Done(request):
            if isinstance(told, Answered) and told.request == request:
                yield told.verdict
            elif isinstance(told, Ready) and told.problem is not None:
                raise PracticeError(told.problem)

    def ask(self, names: Sequence[str]) -> int:
        """Have some functions checked, and give the request's number; what was asked for before is given up."""
        with self._lock:
            self._request += 1
            self._pending = list(names)
            self._ask()
            return self._request

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._closed = True
            self._process.kill()
        self._process.wait()

    def _ask(self) -> None:
        if self._asked and not self.forks:
            self._process.kill()
            self._start()
        self._asked, self._answered = True, False
        self._number += 1
        request = msgspec.json.encode(Ask(self._number, tuple(self._pending)))
        with contextlib.suppress(OSError):  # it has ended, and its thread says so
            assert self._process.stdin is not None
            self._process.stdin.write(request + b"\n")
            self._process.stdin.flush()

    def _start(self) -> None:
        mode = FORK if self.forks else ONCE
        self._asked = self._ready = False
        self._process = subprocess.Popen(
            [sys.executable, "-c", CODE, mode, str(self.seconds), str(self.root), *self.units],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._dump,
            start_new_session=True,  # Ctrl-C is for the one who asks
        )
        threading.Thread(target=self._listen, args=[self._process], daemon=True).start()

    def _listen(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            with contextlib.suppress(msgspec.DecodeError):  # an empty one, or one cut short
                message = msgspec.json.decode(line, type=Message)
                with self._lock:
                    if process is self._process:
                        self._receive(message)
        code = process.wait()
        with self._lock:
            if process is self._process and not self._closed:
                self._receive_end(code)

    def _receive(self, message: Message) -> None:
        if isinstance(message, Ready):
            self._ready = True
            self._tell(message)
        elif message.number != self._number:
            return  # of what was given up
        elif isinstance(message, Answer):
            if message.verdict.name in self._pending:  # else the student's code has written it
                self._answered = True
                self._pending.remove(message.verdict.name)
                self._tell(Answered(self._request, message.verdict))
        else:
            self._settle(message.code)

    def _settle(self, code: int) -> None:
        """Tell that all is answered; where the student's code ended before, that, and ask for the rest."""
        if self._pending and (code != 0 or not self._answered):
            crashed = self._crashed(self._pending.pop(0), code)
            self._tell(Answered(self._request, crashed))
        if self._pending:
            self._ask()
        else:
            self._number += 1
            self._tell(Done(self._request))

    def _receive_end(self, code: int) -> None:
        """A process that answers once has a successor; any other has failed."""
        if self.forks or not self._ready:
            written = self._dumped().decode("utf-8", "replace").strip()
            last = written.splitlines()[-1:] or [_ending(code)]
            self._tell(Ready(f"the process that checks has ended: {show.line(last[0])}"))
            return
        if self._pending:
            self._settle(code)
        if not self._pending:
            self._start()

    def _crashed(self, name: str, code: int) -> Verdict:
        dump = self._dumped()
        place = loops.in_dump(dump, self.root / EXERCISES)
        if dump.startswith(b"Timeout"):
            return Verdict(
                name=name, status=outcome.TIMEOUT, lines=(loops.endless(self.seconds, place),)
            )
        where = f" in {place}" if place else ""
        said = f"your code ended the process that ran it ({_ending(code)}){where}"
        return Verdict(name=name, status=outcome.CRASHED, lines=(said,))

    def _dumped(self) -> bytes:
        """What was written of how it ended."""
        self._dump.seek(0)
        text = self._dump.read(1 << 16)
        self._dump.truncate(0)
        return text


def _ending(code: int) -> str:
    if code >= 0:
        return f"exit code {code}"
    with contextlib.suppress(ValueError):
        return signal.Signals(-code).name
    return f"signal {-code}"
