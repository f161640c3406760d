"""Calls sent ahead: what the reference was asked in a check and what it answered, as frames.

    reference ──▶ Rehearsal ──▶ Exchange, Exchange, …     once, in this process
    Exchanges ──▶ worker ──▶ Answers ──▶ the check's body  for each submission, in few messages

A right solution is asked the same and mostly answers the same, bit for bit: then its check need not run at all.
Where an answer differs, the check runs on the answers; a call that was not foreseen is the worker's own.
A worker holds a whole message before it answers, so a message has no call that an answer to it may lead to.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from types import ModuleType
from typing import Any

import msgspec
import numpy as np

from grader.sandbox.peer import Peer, Transport
from grader.sandbox.remote import TrustedPeer
from grader.sandbox.wire import Decoder, WireError, split, unpack
from grader.sandbox.worker import WorkerPeer


class Exchange(msgspec.Struct, frozen=True, array_like=True):
    """One call and its reply, each a frame; `begins` where no earlier answer can have led to the call."""

    request: bytes
    reply: bytes
    begins: bool


def asked(exchange: Exchange) -> tuple[list[Any], tuple[Any, ...], dict[str, Any]]:
    """Target and arguments of a call that was sent ahead, which has no objects in it."""
    header, body = split(exchange.request)
    _, _, target, parts, named = unpack(header)
    decoder = Decoder(body, _no_object)
    kwargs = {name: decoder.decode(part) for name, part in named}
    return target, tuple([decoder.decode(part) for part in parts]), kwargs


def _no_object(part: list[Any]) -> Any:
    raise WireError("an object among what was sent ahead")


def messages(exchanges: Iterable[Exchange]) -> Iterator[list[Exchange]]:
    """What can be sent in one message each: nothing that may tell what should be answered before it."""
    message: list[Exchange] = []
    for each in exchanges:
        if message and not each.begins:
            yield message
            message = []
        message.append(each)
    if message:
        yield message


class Astray(Exception):
    """What is asked is not what was sent ahead, or what came back is of no use here."""


class Answers(TrustedPeer):
    """Stands for a worker as long as it is asked what was sent ahead, in the same order, and has answered."""

    def __init__(self, requests: Sequence[bytes], replies: Sequence[bytes]) -> None:
        super().__init__(_Foreseen(zip(requests, replies, strict=False)), {})

    def call(self, target: list[Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Take the next answer; Astray where it is none to this call, or cannot be used."""
        try:
            return super().call(target, args, kwargs)
        except BaseException as error:
            if error is self.rebuilt or isinstance(error, Astray | Warning):
                raise
            raise Astray from error

    def resolve(self, part: list[Any]) -> Any:
        """An object is the worker's own, and can be used there alone."""
        raise Astray


class _Foreseen(Transport):
    def __init__(self, exchanges: Iterable[tuple[bytes, bytes]]) -> None:
        self._left = deque(exchanges)

    def send(self, data: bytes) -> None:
        if not self._left or self._left[0][0] != data:
            raise Astray

    def receive(self) -> tuple[bytes, memoryview]:
        return split(self._left.popleft()[1])


class Rehearsal:
    """A unit of the reference, called over the wire within this process; what passes is kept.

    Parameters
    ----------
    module : module
        The reference's unit.
    """

    def __init__(self, module: ModuleType) -> None:
        ours, theirs = _End(), _End()
        ours.other, theirs.other = theirs, ours
        self._caller, self._callee = TrustedPeer(ours, {}), WorkerPeer(theirs)
        ours.peer, theirs.peer = self._caller, self._callee
        self._callee.module = module
        self._log = ours.log
        self._begins = True
        self._exchanges: list[Exchange] = []
        self.messages = 0

    def begin_example(self) -> None:
        """What is asked from now on has nothing to do with what was answered before."""
        self._begins = True

    def call(self, function: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call a function of the reference."""
        self._log.clear()
        try:
            return self._caller.call(["function", function], args, kwargs)
        finally:
            self.messages += len(self._log)
            self._exchanges.append(Exchange(self._log[0], self._log[-1], self._begins))
            self._begins = False

    @property
    def exchanges(self) -> list[Exchange]:
        """What can be sent ahead: nothing where objects crossed, as they belong to one process."""
        objects = self._caller.exported or self._callee.exported
        return [] if objects else self._exchanges


class _End(Transport):
    """One end of a wire within a process: where it waits, the other end does what it was asked."""

    peer: Peer
    other: _End

    def __init__(self) -> None:
        self._inbox: deque[bytes] = deque()
        self.log: list[bytes] = []

    def send(self, data: bytes) -> None:
        self.log.append(data)
        self.other._inbox.append(data)

    def receive(self) -> tuple[bytes, memoryview]:
        while not self._inbox:
            header, body = split(self.other._inbox.popleft())
            with np.errstate(divide="warn", over="warn", under="ignore", invalid="warn"):
                self.other.peer.answer(unpack(header), body)  # told as numpy is in a new process
        self.log.append(self._inbox[0])
        return split(self._inbox.popleft())
