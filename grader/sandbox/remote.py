"""The trusted side of the sandbox: starts the zygote, calls workers under deadlines, believes nothing.

`Sandbox` holds the zygote; `Worker` is one fork of it that runs one unit of one submission.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import signal
import socket
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from types import FrameType
from typing import Any

import numpy as np

from grader import outcome
from grader.calls import RECORD, arrays_in
from grader.limits import MIB, Limits
from grader.outcome import Halt
from grader.sandbox.clock import Clock
from grader.sandbox.isolation import LAYERS
from grader.sandbox.peer import Peer, Raised, Transport, heard_texts, raisable, sendable
from grader.sandbox.places import confirmed, hanging
from grader.sandbox.stack import Stack
from grader.sandbox.transport import OUT_OF_TURN, DeadlineTransport, Output, WorkerGone
from grader.sandbox.wire import FRAME_LIMIT, Unsendable, WireError, bundle, split, unpack

TOKENS = 100
REFERENCE_LIMIT = 1 << 20
REMINDER = 1.0
PATIENCE = 10
START_SECONDS = 30.0

_SIGNALS = {
    signal.SIGSEGV: "segmentation fault",
    signal.SIGABRT: "abort",
    signal.SIGFPE: "arithmetic fault",
    signal.SIGBUS: "bus error",
    signal.SIGILL: "illegal instruction",
    signal.SIGSYS: "forbidden system call",
    signal.SIGKILL: "killed, as by the system when memory runs out",
}


class SandboxError(Exception):
    """The sandbox itself failed; the message says how."""


class Sandbox:
    """A zygote and the workers forked from it.

    Parameters
    ----------
    limits : Limits
        What a worker may use.
    layers : tuple of str
        The layers to apply; all of them but in tests.
    """

    def __init__(self, limits: Limits, layers: tuple[str, ...] = LAYERS) -> None:
        self.limits = limits
        self.processor: int | None = None
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        kept = {name: value for name, value in os.environ.items() if name.startswith("OPENBLAS_")}
        self.process = subprocess.Popen(
            [sys.executable, "-s", "-P", "-m", "grader.sandbox.zygote", str(theirs.fileno())],
            env={**kept, "OPENBLAS_NUM_THREADS": "1", "PYTHONHASHSEED": "0"},
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd="/",
        )  # fmt: skip
        theirs.close()
        first = {"memory": limits.memory_mib * MIB, "layers": layers}
        with contextlib.suppress(OSError):  # it may have ended; `missing` says so
            self._control.send(json.dumps(first).encode())

    @cached_property
    def missing(self) -> dict[str, str]:
        """The layers that cannot be had here, with the reasons; waits until the zygote knows."""
        try:
            ready = self._control.recv(65536)
        except OSError:
            ready = b""
        if not ready:
            problem = (self.process.communicate()[1] or b"").decode(errors="replace").strip()
            raise SandboxError(
                f"the sandbox did not start: {problem.splitlines()[-1] if problem else 'no reason given'}"
            )
        missing: dict[str, str] = json.loads(ready)["missing"]
        return missing

    def fork(self) -> tuple[int, socket.socket, int, int, dict[str, Any]]:
        """A new worker: its pid, our end of its socket, the pipes of its output and its stack, and its layers."""
        _ = self.missing
        ours, theirs = socket.socketpair()
        ours.setsockopt(
            socket.SOL_SOCKET, socket.SO_OOBINLINE, 1
        )  # else such a byte is waited for, and never read
        output, their_output = os.pipe()
        stack, their_stack = os.pipe()
        try:
            given = [theirs.fileno(), their_output, their_stack]
            answer = self._request(["fork", self.processor], given)
        finally:
            theirs.close()
            os.close(their_output)
            os.close(their_stack)
        pid = int(answer)
        state: dict[str, Any] = {}
        ours.settimeout(START_SECONDS)
        while "layers" not in state or ("namespaces" in state["layers"] and "pid" not in state):
            state |= json.loads(self._line(ours, output))
        ours.settimeout(None)
        return pid, ours, output, stack, {"pid": pid, **state}

    @staticmethod
    def _line(ours: socket.socket, output: int) -> bytes:
        """A line that a worker says while it starts."""
        line = b""
        while not line.endswith(b"\n"):
            try:
                byte = ours.recv(1)
            except OSError:
                byte = b""
            if not byte:
                ours.close()
                os.set_blocking(output, False)
                with os.fdopen(output, "rb") as said:
                    problem = (said.read() or b"no reason given").decode(errors="replace").strip()
                raise SandboxError(f"a worker did not start: {problem}")
            line += byte
        return line

    def end(self, pid: int, patience: float) -> int | None:
        """End a worker, unless it does so in time; its own exit status where it did, negative for a signal."""
        status: int | None = self._request(["end", pid, patience])
        return status

    def _request(self, request: list[Any], files: Sequence[int] = ()) -> Any:
        try:
            socket.send_fds(self._control, [json.dumps(request).encode()], files)
            answer = self._control.recv(65536)
        except OSError as error:
            raise SandboxError(f"the sandbox does not answer: {error.strerror}") from None
        if not answer:
            raise SandboxError("the sandbox ended unexpectedly")
        return json.loads(answer)

    def close(self) -> None:
        """End the zygote and all workers."""
        self._control.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(10)
        self.process.kill()
        self.process.wait()
        if self.process.stderr:
            self.process.stderr.close()

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class TrustedPeer(Peer):
    """The trusted end: callbacks of the test and the reference are all that a worker can reach."""

    def __init__(
        self, transport: Transport, references: dict[str, dict[str, Callable[..., Any]]]
    ) -> None:
        super().__init__(transport, self.run, self.describe, self.rebuild)
        self.references = references
        self.sources: dict[str, bytes] = {}
        self.guard: Callable[[list[Any], tuple[Any, ...], dict[str, Any]], Any] | None = None
        self._depth = self._size = 0
        self.rebuilt: BaseException | None = None
        self.torn = False
        self._caught: list[warnings.WarningMessage] = []
        self._raised: dict[int | None, BaseException] = {}
        self._tokens = itertools.count(1)

    def request(self, target: list[Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Go through the guard, with its deadline, unless this is inside a call that has one."""
        if self._depth or self.guard is None:
            return self.call(target, args, kwargs)
        return self.guard(target, args, kwargs)

    def call(self, target: list[Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call; what is asked meanwhile is part of it."""
        if self._depth:
            return super().call(target, args, kwargs)
        with self.asking():
            value, warned = self.call_and_hear(target, args, kwargs)
        self.heard(warned)
        return value

    @contextlib.contextmanager
    def asking(self) -> Iterator[None]:
        """What is asked in here has its deadline, and what the answers warn of is for those who asked."""
        self._depth += 1
        try:
            with warnings.catch_warnings(record=True) as self._caught, np.errstate(all="warn"):
                warnings.simplefilter("always")
                yield
        finally:
            self._depth -= 1

    def run(
        self, target: list[Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> tuple[Any, list[list[str]]]:
        """Answer a worker: the names of a required unit, a function of it, or a callback of the test."""
        match target:
            case ["names", str(unit)] if unit in self.references:
                return list(self.references[unit]), []
            case ["reference", str(unit), str(name)] if name in self.references.get(unit, {}):
                function: Any = self.references[unit][name]
            case ["object", int(number)] if number in self.exported:
                function = self.exported[number]
            case ["attribute", int(), str(name)]:
                raise AttributeError(f"a callback has no {name!r} here")
            case _:
                raise WireError("a call of what is not there")
        large = self._size > REFERENCE_LIMIT  # in bytes: else there cannot be so many numbers
        if large and sum(array.size for array in arrays_in([args, kwargs])) > REFERENCE_LIMIT:
            raise ValueError(f"arrays of more than {REFERENCE_LIMIT} numbers cannot be passed on")
        before = len(self._caught)
        value = function(*args, **kwargs)
        heard = self._caught[before:]
        del self._caught[before:]
        return value, heard_texts(heard) if heard and target[0] == "object" else []

    def export(self, item: Any) -> list[Any]:
        """Only what a test passes as a callback, and the worker's own objects, may be referred to."""
        if not callable(item) or isinstance(item, type):
            raise Unsendable(f"a {type(item).__name__} cannot be passed to the student's code")
        return super().export(item)

    def aliased(self, result: np.ndarray, argument: np.ndarray) -> None:
        """Note it for `check_pure`."""
        RECORD.note_alias(result, argument)

    def describe(self, error: BaseException) -> list[Any]:
        """An exception of a callback or the reference, with a token by which it comes back as itself.

        What a failed check of the test says is not for the student's code to read.
        """
        token = next(self._tokens)
        self._raised[token] = error.with_traceback(None)  # its frames hold what the worker sent
        self._raised.pop(token - TOKENS, None)
        names = (each.__name__ for each in type(error).__mro__ if raisable(each.__name__) is each)
        message = "" if isinstance(error, AssertionError) else sendable(str(error))[:2000]
        return [next(names, "RuntimeError"), type(error).__name__, message, [], token]

    def answer(self, message: list[Any], body: memoryview) -> None:
        """Answer the worker; where that is cut short, it waits for ever and can only be ended."""
        self._size = len(body)
        try:
            super().answer(message, body)
        except BaseException:
            self.torn = True
            raise

    def rebuild(self, raised: Raised) -> BaseException:
        """A student's exception as one of ours, of the nearest built-in type."""
        if raised.token in self._raised:
            self.rebuilt = self._raised[raised.token]
            return self.rebuilt
        if raised.kind == "NotImplementedError":
            self.rebuilt = Halt(outcome.NOT_IMPLEMENTED, raised.message or "not written yet")
        else:
            name = "" if raised.name in (raised.kind, "Exception") else f"{raised.name}: "
            self.rebuilt = raisable(raised.kind)(f"{name}{raised.message}")
        self.rebuilt.__dict__["student_frames"] = confirmed(raised.frames, self.sources)
        return self.rebuilt


class Worker:
    """One unit of one submission, loaded in a process of its own."""

    def __init__(
        self, sandbox: Sandbox, references: dict[str, dict[str, Callable[..., Any]]], output: Output
    ) -> None:
        self.sandbox = sandbox
        self.pid, link, pipe, stack, state = sandbox.fork()
        self.layers: list[str] = state["layers"]
        self.missing: dict[str, str] = state["missing"]
        self.transport = DeadlineTransport(link, pipe, output)
        self.peer = TrustedPeer(self.transport, references)
        self.clock = Clock(state["pid"])
        self.stack = Stack(state["pid"], stack, self.clock)
        self.killed = False

    def load(self, unit: str, sources: dict[str, bytes], names: Sequence[str] = ()) -> None:
        """Import the unit in the worker."""
        arguments = self.arguments(unit, sources, names)
        self.ask(["load"], arguments, {}, self.sandbox.limits.seconds_per_import)

    def arguments(
        self, unit: str, sources: dict[str, bytes], names: Sequence[str]
    ) -> tuple[Any, ...]:
        """What the worker is told to load, by which is told where it raises."""
        self.peer.sources = sources
        return unit, sources, list(self.peer.references), list(names)

    def ask(
        self, target: list[Any], args: tuple[Any, ...], kwargs: dict[str, Any], seconds: float
    ) -> Any:
        """Call something in the worker; Halt with what happened, and where, if it does not answer in time."""
        self.transport.check_quiet()
        try:
            with alarm(seconds, self.clock):
                return self.peer.call(target, args, kwargs)
        except outcome.Late as late:
            late.__dict__["student_frames"] = hanging(self.stack.read(), self.peer.sources)
            raise
        except WireError as error:
            raise WorkerGone(OUT_OF_TURN) from error
        except (MemoryError, RecursionError) as error:
            if error is self.peer.rebuilt:
                raise
            raise WorkerGone("it sent or asked for more than can be dealt with") from error

    def ask_ahead(self, requests: Sequence[bytes], seconds: float) -> list[bytes]:
        """The replies to calls that are sent in one message, each a whole frame.

        Halt where they do not come in time, WorkerGone where the worker ends or does not keep to the rules.
        """
        if seconds <= 0:
            raise Halt(outcome.TIMEOUT, "no time is left")
        self.transport.check_quiet()
        replies: list[bytes] = []
        left = FRAME_LIMIT
        try:
            with alarm(seconds, self.clock), self.peer.asking():
                self.transport.send(bundle(requests) if len(requests) > 1 else requests[0])
                while len(replies) < len(requests):
                    whole = self.transport.receive_whole()
                    header, body = split(whole)
                    message = unpack(header)
                    if type(message) is list and message[:1] == ["call"]:
                        self.peer.answer(message, body)
                    elif (left := left - len(whole)) > 0:
                        replies.append(whole)
                    else:
                        raise WireError("more than can be dealt with")
        except (WireError, Unsendable, MemoryError, RecursionError) as error:
            raise WorkerGone(OUT_OF_TURN) from error
        return replies

    def end(self, patience: float = 1.0) -> str:
        """Hang up, and end the worker where it does not leave by itself; says how it ended.

        `killed` tells from then on whether the system ended it, which student code has no right to do.
        """
        self.transport.link.close()
        status = self.sandbox.end(self.pid, patience)
        self.transport.drain()
        os.close(self.transport.pipe)
        self.stack.close()
        self.killed = status == -signal.SIGKILL
        if status is None:
            return "it hung up"
        if status >= 0:
            return f"exit status {status}"
        try:
            return f"{_SIGNALS.get(signal.Signals(-status), signal.Signals(-status).name)}"
        except ValueError:
            return f"signal {-status}"


@contextlib.contextmanager
def alarm(seconds: float, clock: Clock | None = None) -> Iterator[None]:
    """Raise a timeout in this thread where the block takes longer, whatever it waits for or computes.

    Inside another alarm the earlier of both deadlines holds. Where a clock is given that stands still meanwhile, a
    machine with too much to do has more seconds, but no more than `PATIENCE` times as many.
    """
    left, _ = signal.getitimer(signal.ITIMER_REAL)
    started, over = now(), False
    begun = clock.now() if clock else 0.0
    allowed = min(seconds, left) if left else seconds

    def ring(signum: int, frame: FrameType | None) -> None:
        if over:
            return
        owed = allowed - (clock.look() - begun) if clock else 0.0
        if owed > 0 and now() - started < PATIENCE * allowed:
            signal.setitimer(signal.ITIMER_REAL, owed, REMINDER)
        else:
            raise outcome.Late(f"no answer within {seconds:g} s: is there an endless loop?")

    before = signal.signal(signal.SIGALRM, ring)
    try:
        signal.setitimer(signal.ITIMER_REAL, allowed, REMINDER)
        yield
    finally:
        over = True
        signal.setitimer(
            signal.ITIMER_REAL, 0.0
        )  # first: without a handler it would end the process
        signal.signal(signal.SIGALRM, before)
        if left:
            signal.setitimer(signal.ITIMER_REAL, max(left - (now() - started), 0.001), REMINDER)


def now() -> float:
    """Seconds on a clock that only goes forward."""
    return time.monotonic()


__all__ = ["Output", "Sandbox", "SandboxError", "Worker", "WorkerGone", "alarm", "now"]
