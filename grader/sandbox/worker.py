"""What runs in a worker: the student's module of one unit, called by the trusted side.

Sister units that this unit requires are stand-ins whose calls travel back and are answered by the
reference; the student's other modules are the student's own. Runs only after `isolation` has taken
every right away, and trusts nothing to hold but that.
"""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.machinery
import linecache
import os
import random
import socket
import sys
import sysconfig
import traceback
import warnings
from collections.abc import Collection, Mapping, Sequence
from types import ModuleType
from typing import Any

import numpy as np

from grader import slips
from grader.notebooks import code
from grader.sandbox.isolation import UNREADABLE
from grader.sandbox.peer import (
    FRAME_LINES,
    RAISABLE,
    Peer,
    Raised,
    Transport,
    heard_texts,
    raisable,
    sendable,
)
from grader.sandbox.stack import write_at_signal
from grader.sandbox.wire import Frames, Unsendable, split, unbundle, unpack

PACKAGE = "exercises"
FINDERS = (
    importlib.machinery.BuiltinImporter,
    importlib.machinery.FrozenImporter,
    importlib.machinery.PathFinder,
)
IMPORTABLE = {*sys.stdlib_module_names, "numpy"} - UNREADABLE
TOKEN = "_neurokata_token"
HELD_LIMIT = 1 << 18
UNREAD_TEXT = 300
RESERVE = 16 << 20  # bytes of address space, which are given free for what is said of a full memory
FAULTS = {
    "divide by zero": "divide",
    "overflow": "over",
    "underflow": "under",
    "invalid value": "invalid",
}


class SocketTransport:
    """Frames over a blocking socket; what is sent can be held back, to go in one piece."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self.holding = False
        self._held = bytearray()
        self._frames = Frames(self._more)

    def send(self, data: bytes) -> None:
        """Send one frame."""
        self._held += data
        if not self.holding or len(self._held) > HELD_LIMIT:
            self.flush()

    def flush(self) -> None:
        """Send what was held back; leave the process when the other side is gone."""
        if self._held:
            try:
                self.connection.sendall(self._held)
            except OSError:
                os._exit(0)
            self._held.clear()

    def receive(self) -> tuple[bytes, memoryview]:
        """Wait for a frame; leave the process when the other side is gone."""
        self.flush()
        return split(self._frames.next())

    def _more(self, size: int) -> bytes:
        try:
            part = self.connection.recv(size)
        except OSError:
            part = b""
        if not part:
            os._exit(0)
        return part


class StudentModules(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Answers `import exercises.…` from the submission's sources and the reference's stand-ins."""

    def __init__(
        self, unit: str, sources: dict[str, bytes], required: list[str], peer: Peer
    ) -> None:
        self.unit, self.sources, self.required, self.peer = unit, sources, required, peer
        self.unread: dict[str, dict[str, str]] = {}
        self.nowhere = Nowhere({*sources, *required})

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Claim the package and the modules that were handed in."""
        package, _, name = fullname.partition(".")
        if package in UNREADABLE:
            self.nowhere.find_spec(package, None)
        if package != PACKAGE:
            return None
        if name and name not in self.required and name not in self.sources:
            raise ModuleNotFoundError(f"{PACKAGE}/{name}.py was not handed in", name=fullname)
        return importlib.machinery.ModuleSpec(fullname, self, is_package=not name)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType | None:
        """A stand-in for a required unit, a plain module for the student's own."""
        name = spec.name.partition(".")[2]
        if name in self.required and name != self.unit:
            return Reference(spec.name, name, self)
        return None

    def exec_module(self, module: ModuleType) -> None:
        """Run the student's source in its module."""
        name = module.__name__.partition(".")[2]
        if name and not isinstance(module, Reference):
            self.run(name, module)

    def run(self, name: str, module: ModuleType) -> None:
        """Compile and run a source; its lines are kept for tracebacks."""
        source = self.sources[name]
        file = f"{PACKAGE}/{name}.py"
        text = source.decode("utf-8", "replace")
        linecache.cache[file] = (len(text), None, text.splitlines(keepends=True), file)
        module.__file__ = file
        if code.is_notebook(text):
            self.unread[name] = code.run(text, module.__dict__, file)
        else:
            exec(compile(source, file, "exec", dont_inherit=True), module.__dict__)


class Nowhere(importlib.abc.MetaPathFinder):
    """Answers an import last, of what neither the submission, the standard library nor numpy has."""

    def __init__(self, sources: Collection[str]) -> None:
        self.sources = sources

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> None:
        """Say what can be imported in its place."""
        if path is not None:
            return
        if fullname in self.sources:
            problem = f"{fullname} is one of the exercises: from {PACKAGE} import {fullname}"
        else:
            problem = f"{fullname} cannot be imported here: only numpy and the standard library can"
        raise ModuleNotFoundError(problem, name=fullname)


def forget_own_modules() -> None:
    """Leave nothing to import but the standard library and numpy: not the kit, nor what it builds on."""
    sys.meta_path[:] = [finder for finder in sys.meta_path if finder in FINDERS]
    for name in [*sys.modules]:
        if name.partition(".")[0] not in IMPORTABLE:
            del sys.modules[name]
    sys.modules["__main__"] = ModuleType("__main__")


class Reference(ModuleType):
    """A required unit: its functions are answered by the reference, the rest is the student's own."""

    def __init__(self, fullname: str, unit: str, modules: StudentModules) -> None:
        super().__init__(fullname)
        functions = modules.peer.call(["names", unit], (), {})
        self.__dict__.update({name: _reference(modules.peer, unit, name) for name in functions})
        self.__dict__["__all__"] = list(functions)
        self._unit, self._modules = unit, modules

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or self._unit not in self._modules.sources:
            raise AttributeError(f"{self.__name__} has no {name!r}")
        if "_own" not in self.__dict__:
            own = ModuleType(self.__name__)
            own.__package__ = PACKAGE
            self.__dict__["_own"] = own
            self._modules.run(self._unit, own)
        return getattr(self.__dict__["_own"], name)


def _reference(peer: Peer, unit: str, name: str) -> Any:
    def reference(*args: Any, **kwargs: Any) -> Any:
        try:
            return peer.call(["reference", unit, name], args, kwargs)
        except Unsendable as error:
            raise TypeError(f"{unit}.{name}: {error}") from None

    reference.__name__ = reference.__qualname__ = name
    reference.__module__ = f"{PACKAGE}.{unit}"
    return reference


class WorkerPeer(Peer):
    """The worker's end: runs the student's functions, describes what they raise."""

    def __init__(self, transport: Transport) -> None:
        super().__init__(transport, self.run, describe, rebuild)
        self.module: ModuleType | None = None
        self.names: list[str] = []
        self.reserve: bytearray | None = None

    def run(self, target: list[Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Run one request, with the warnings that it gave; of what fills the memory there is room to tell."""
        self.reserve = self.reserve or bytearray(RESERVE)
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            warnings.simplefilter("ignore", ResourceWarning)
            try:
                value: Any = None
                if target[0] == "load":
                    value = self.load(*args)
                else:
                    with np.errstate():
                        value = self.reach(target, args, kwargs)
            except MemoryError:
                self.reserve = None
                raise
            except Exception:
                raise
            except BaseException as error:
                raise RuntimeError(
                    f"{type(error).__name__} was raised, as by sys.exit()"
                ) from error
        return value, heard_texts(caught)

    def heard(self, warned: list[list[str]]) -> None:
        """Warn here as a callback did there, or raise or keep still, as numpy is told to here."""
        told: Mapping[str, object] = np.geterr()
        for kind, message in warned:
            fault = next((name for start, name in FAULTS.items() if message.startswith(start)), "")
            if kind != "RuntimeWarning" or told.get(fault, "warn") not in ("ignore", "raise"):
                super().heard([[kind, message]])
            elif told[fault] == "raise":
                raise FloatingPointError(message)

    def reach(self, target: list[Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call a function of the unit, call an object or read an attribute of it."""
        operation, *rest = target
        if operation == "function":
            return self.function(rest[0])(*args, **kwargs)
        if operation == "object":
            return self.exported[rest[0]](*args, **kwargs)
        return getattr(self.exported[rest[0]], rest[1])

    def function(self, name: str) -> Any:
        """A function of the unit, or an AttributeError that names the likeliest misspelling."""
        try:
            return getattr(self.module, name)
        except AttributeError:
            others = [
                each for each in vars(self.module) if type(each) is str and each not in self.names
            ]
            raise AttributeError(slips.missing(name, others)) from None

    def load(
        self, unit: str, sources: dict[str, bytes], required: list[str], names: list[str]
    ) -> dict[str, str]:
        """Import the student's module of a unit; gives why these functions are not there whose cells cannot be read."""
        self.names = names
        modules = StudentModules(unit, sources, required, self)
        sys.meta_path[:] = [modules, *sys.meta_path, modules.nowhere]
        random.seed(0)
        np.random.seed(0)
        self.module = importlib.import_module(f"{PACKAGE}.{unit}")
        told = modules.unread.get(unit, {})
        return {name: told[name][:UNREAD_TEXT] for name in names if name in told}


def describe(error: BaseException) -> list[Any]:
    """An exception as data; an exception whose `__str__` raises is the student's error, not ours."""
    try:
        message = str(error.args[0]) if isinstance(error, KeyError) and error.args else str(error)
    except BaseException:
        message = "(its message cannot be read)"
    kind = next(
        (each.__name__ for each in type(error).__mro__ if each in RAISABLE.values()), "RuntimeError"
    )
    if isinstance(error, SyntaxError):
        message = f"{error.msg} ({error.filename}, line {error.lineno})"
    message += slips.remark(error)
    token = error.__dict__.get(TOKEN)
    return [
        kind,
        sendable(type(error).__name__),
        sendable(message),
        frames(error),
        token if type(token) is int else None,
    ]


def frames(error: BaseException) -> list[str]:
    """The student's own frames, outermost first."""
    try:
        lines = [
            sendable(
                f"{entry.filename.removeprefix(f'{PACKAGE}/')}, line {entry.lineno}, in {entry.name}: {entry.line}"
            )
            for entry in traceback.extract_tb(error.__traceback__, limit=-200)
            if entry.filename.startswith(f"{PACKAGE}/")
        ]
    except BaseException:
        return []
    return lines[-FRAME_LINES:]


def rebuild(raised: Raised) -> BaseException:
    """An exception of the trusted side (a callback's, the reference's) for the student's code."""
    error = raisable(raised.kind)(raised.message)
    error.__dict__[TOKEN] = raised.token
    return error


def serve(connection: socket.socket, stack: int) -> None:
    """Answer the trusted side until it hangs up; the stack is written to a pipe when it asks for it."""
    write_at_signal(stack)
    stdlib = sysconfig.get_path("stdlib")
    sys.path[:] = [stdlib, f"{stdlib}/lib-dynload"]
    sys.path_importer_cache.clear()
    sys.argv[:] = [""]
    forget_own_modules()
    sys.stdout = open(
        1, "w", buffering=1, encoding="utf-8", errors="backslashreplace", closefd=False
    )
    sys.stderr = open(
        2, "w", buffering=1, encoding="utf-8", errors="backslashreplace", closefd=False
    )
    transport = SocketTransport(connection)
    peer = WorkerPeer(transport)
    while True:
        header, body = transport.receive()
        message = unpack(header)
        if message[0] == "ahead":
            transport.holding = True
            for data in unbundle(message[1], body):
                inner, rest = split(data)
                peer.answer(unpack(inner), rest)
            transport.holding = False
        else:
            peer.answer(message, body)
