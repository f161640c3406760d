"""Frames to and from a worker, and what it prints meanwhile; the deadline is an alarm that others set."""

from __future__ import annotations

import contextlib
import os
import select
import socket
from dataclasses import dataclass, field

from grader.sandbox.wire import Frames, split

ENDED = "it ended during the call"
OUT_OF_TURN = "it sent what the grader did not ask for"


class WorkerGone(Exception):
    """The worker closed its socket or broke the protocol; the message is the same on every run."""

    @property
    def by_itself(self) -> bool:
        """Whether the process ended, rather than broke the rules."""
        return str(self) == ENDED


@dataclass
class Output:
    """What a worker printed: the first part is kept, the rest thrown away."""

    limit: int
    kept: bytearray = field(default_factory=bytearray)
    truncated: bool = False

    def add(self, data: bytes) -> None:
        """Take what came."""
        room = max(0, self.limit - len(self.kept))
        self.kept += data[:room]
        self.truncated |= len(data) > room

    def take(self) -> str:
        """The text since the last time."""
        text = self.kept.decode("utf-8", "replace")
        self.limit -= len(self.kept)
        self.kept.clear()
        return text


class DeadlineTransport:
    """Frames over a worker's socket, draining its output meanwhile. An alarm sets the deadline."""

    def __init__(self, link: socket.socket, pipe: int, output: Output) -> None:
        self.link, self.pipe, self.output = link, pipe, output
        os.set_blocking(pipe, False)
        self._frames = Frames(self._more)
        self._poll = select.poll()
        self._poll.register(link, select.POLLIN)
        self._poll.register(pipe, select.POLLIN)

    def send(self, data: bytes) -> None:
        """Send one frame; nothing may lie unread before it."""
        try:
            self.link.sendall(data)
        except OSError as error:
            raise WorkerGone(ENDED) from error

    def check_quiet(self) -> None:
        """Raise WorkerGone where the worker has ended, or said something unasked."""
        if self._frames.unread:
            raise WorkerGone(OUT_OF_TURN)
        if any(file == self.link.fileno() for file, _ in self._poll.poll(0)):
            raise WorkerGone(OUT_OF_TURN if self._read(1) else ENDED)

    def receive(self) -> tuple[bytes, memoryview]:
        """Wait for one frame."""
        return split(self.receive_whole())

    def receive_whole(self) -> bytes:
        """Wait for one frame, and leave it in one piece."""
        return self._frames.next()

    def _more(self, size: int) -> bytes:
        """Wait for some bytes; what is printed meanwhile is taken."""
        while True:
            for file, _ in self._poll.poll():
                if file == self.pipe:
                    self.drain()
                elif part := self._read(size):
                    return part
                else:
                    raise WorkerGone(ENDED)

    def _read(self, size: int) -> bytes:
        try:
            return self.link.recv(min(size, 1 << 20))
        except OSError:
            return b""

    def drain(self) -> None:
        """Read what the worker has printed so far."""
        for _ in range(64):
            try:
                data = os.read(self.pipe, 65536)
            except BlockingIOError:
                return
            if not data:
                with contextlib.suppress(KeyError):
                    self._poll.unregister(self.pipe)
                return
            self.output.add(data)
