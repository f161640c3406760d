"""Tries the sandbox before anything is marked: a layer counts as active only where its canary was stopped.

The canary is loaded as a student's module would be, in a worker of its own, and attempts what a
student's code must not be able to do.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader import leftovers
from grader.limits import MIB
from grader.outcome import Halt
from grader.sandbox.isolation import LAYERS, MANDATORY
from grader.sandbox.remote import Output, Sandbox, SandboxError, Worker, WorkerGone

PREFIX = "neurokata-canary-"
SECRET = b"what a hidden test holds"
KILLED = False, "the canary was killed, as by the system when memory runs out"

SOURCE = b'''
import ctypes, os, resource, socket
import numpy as np

def landlock(secret):
    """Read a file that everybody may read and whose path it was told, list its folder, write."""
    for attempt in (
        lambda: open(secret).read(),
        lambda: os.listdir(os.path.dirname(secret)),
        lambda: open(secret + ".written", "w"),
    ):
        try:
            attempt()
        except OSError:
            continue
        return False
    return True

def seccomp(secret):
    """Open a socket, fork, signal the parent, run a program."""
    for attempt in (
        lambda: socket.socket(),
        lambda: os._exit(0) if os.fork() == 0 else None,
        lambda: os.kill(os.getppid(), 0),
        lambda: os.execv("/bin/true", ["true"]),
    ):
        try:
            attempt()
        except OSError:
            continue
        return False
    return True

def limits(memory):
    """Take more memory than is allowed."""
    try:
        np.ones(memory // 8 + 1)
    except MemoryError:
        return resource.getrlimit(resource.RLIMIT_FSIZE)[1] == 0
    return False

def user(secret):
    """Still be root."""
    return os.getuid() != 0

def capabilities(secret):
    """Have a right that only root has."""
    header, held = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
    return ctypes.CDLL(None).capget(header, held) == 0 and not any(held)

def namespaces(secret):
    """See the processes of the system: in a PID namespace of its own this is the first."""
    return os.getpid() == 1
'''


@dataclass(frozen=True)
class Findings:
    """Which layers hold here, and why the others do not."""

    active: tuple[str, ...]
    missing: dict[str, str]

    @property
    def weak(self) -> tuple[str, ...]:
        """The mandatory layers that do not hold."""
        return tuple(layer for layer in MANDATORY if layer not in self.active)

    def banner(self) -> str:
        """One line that says what holds."""
        text = f"sandbox: {', '.join(self.active) or 'no layer holds'}"
        absent = [layer for layer in LAYERS if layer not in self.active]
        return f"{text} (without {', '.join(absent)})" if absent else text


def probe(sandbox: Sandbox) -> Findings:
    """Let the canary try each layer in a worker of its own.

    Raises
    ------
    SandboxError
        Where the sandbox ends, or there is no room for a file that the canary must not be able to read.
    """
    try:
        return _probed(sandbox)
    except OSError as error:
        raise SandboxError(
            f"the sandbox cannot be tried: {error.filename or tempfile.tempdir}: {error.strerror};"
            " make room, or name another folder with TMPDIR"
        ) from None


def _probed(sandbox: Sandbox) -> Findings:
    active: list[str] = []
    missing = dict(sandbox.missing)
    leftovers.clear(Path(tempfile.gettempdir()).glob(f"{PREFIX}*"))
    with tempfile.TemporaryDirectory(prefix=PREFIX) as folder:
        secret = Path(folder) / "secret"
        secret.write_bytes(SECRET)
        secret.chmod(0o666)
        secret.parent.chmod(0o777)
        for layer in LAYERS:
            tries = (_try(sandbox, layer, secret) for _ in range(2))
            held, reason = next((found for found in tries if found), KILLED)
            if held:
                active.append(layer)
            else:
                missing[layer] = reason or missing.get(layer, "not applied")
    return Findings(tuple(active), missing)


def _try(sandbox: Sandbox, layer: str, secret: Path) -> tuple[bool, str] | None:
    """Whether a layer stops its canary, and why not; None where the system killed the canary."""
    worker = Worker(sandbox, {}, Output(1024))
    try:
        found = _stopped(sandbox, worker, layer, secret)
    finally:
        worker.end()
    return None if worker.killed else found


def _stopped(sandbox: Sandbox, worker: Worker, layer: str, secret: Path) -> tuple[bool, str]:
    if layer not in worker.layers:
        return False, worker.missing.get(layer, "")
    given: Any = sandbox.limits.memory_mib * MIB if layer == "limits" else str(secret)
    try:
        worker.load("canary", {"canary": SOURCE})
        if worker.ask(["function", layer], (given,), {}, 5.0) is True:
            return True, ""
    except (WorkerGone, Halt, Exception) as error:
        return False, f"the canary could not be run: {error}"
    return False, "the canary was not stopped"
