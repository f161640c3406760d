"""Taking turns over the wire: one side calls, the other answers, and may call back before it does.

Both ends run this. They differ in what a call may reach (`invoke`), in how exceptions are described and
rebuilt, and in the transport: the trusted side's has deadlines, the worker's is a plain socket.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from typing import Any, Protocol
from weakref import WeakValueDictionary

import numpy as np

from grader.sandbox.wire import Decoder, Encoder, Unsendable, WireError, frame, unpack

FRAME_LINES = 6
WARNINGS_LIMIT = 20
HANDLES_LIMIT = 10_000
ALIASES_LIMIT = 1000
RAISABLE: dict[str, type[Exception]] = {
    kind.__name__: kind
    for kind in (
        ArithmeticError, AssertionError, AttributeError, BufferError, EOFError, FloatingPointError,
        ImportError, IndentationError, IndexError, KeyError, LookupError, MemoryError, ModuleNotFoundError, NameError,
        NotImplementedError, OSError, OverflowError, PermissionError, RecursionError, RuntimeError,
        SyntaxError, TabError, TypeError, UnboundLocalError, ValueError, ZeroDivisionError, np.linalg.LinAlgError,
        Warning, RuntimeWarning, UserWarning, DeprecationWarning,
    )
}  # fmt: skip


class Transport(Protocol):
    """Sends and receives whole frames."""

    def send(self, data: bytes) -> None:
        """Send one frame."""

    def receive(self) -> tuple[bytes, memoryview]:
        """Wait for a frame; its header and its bytes."""


class Raised(Exception):
    """The other side's exception as data: nearest built-in type, its own name, message, frames, token."""

    def __init__(
        self, kind: str, name: str, message: str, frames: tuple[str, ...], token: int | None
    ) -> None:
        super().__init__(message)
        self.kind, self.name, self.message, self.frames, self.token = (
            kind,
            name,
            message,
            frames,
            token,
        )


class Handle:
    """An object that stays on the other side: it can be called, and its public attributes read."""

    __module__ = ""

    def __init__(self, peer: Peer, number: int, name: str) -> None:
        self.__dict__.update(_peer=peer, _number=number, __name__=name, __qualname__=name)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the object where it is."""
        return self._peer.request(["object", self._number], args, kwargs)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self._peer.request(["attribute", self._number, name], (), {})

    def __repr__(self) -> str:
        return f"<{self.__name__}>"


class Peer:
    """One end of a conversation in strict turns.

    Parameters
    ----------
    transport : Transport
        Where frames go and come from.
    invoke : callable
        `invoke(target, args, kwargs)` runs what the other side asks for; returns (value, warnings).
    describe : callable
        Turns an exception that `invoke` raised into `(kind, name, message, frames, token)`.
    rebuild : callable
        Turns a Raised into the exception that the caller gets.
    """

    def __init__(
        self,
        transport: Transport,
        invoke: Callable[[list[Any], tuple[Any, ...], dict[str, Any]], tuple[Any, list[list[str]]]],
        describe: Callable[[BaseException], list[Any]],
        rebuild: Callable[[Raised], BaseException],
    ) -> None:
        self.transport = transport
        self.invoke = invoke
        self.describe = describe
        self.rebuild = rebuild
        self.exported: dict[int, Any] = {}
        self._numbers: dict[int, int] = {}
        self._handles: WeakValueDictionary[int, Handle] = WeakValueDictionary()
        self._turn = 0

    def request(self, target: list[Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """What a handle asks for; the trusted side bounds it where it is not part of a call already."""
        return self.call(target, args, kwargs)

    def call(self, target: list[Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Ask the other side to run something, and serve what it asks meanwhile."""
        value, warned = self.call_and_hear(target, args, kwargs)
        self.heard(warned)
        return value

    def heard(self, warned: list[list[str]]) -> None:
        """Warn here as the other side's code did there."""
        for kind, message in warned:
            warnings.warn(message, warning_category(kind), stacklevel=4)

    def aliased(self, result: np.ndarray, argument: np.ndarray) -> None:
        """Take note that a result was memory of an argument on the other side."""

    def call_and_hear(
        self, target: list[Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> tuple[Any, list[list[str]]]:
        """The value of a call and the warnings that came with it."""
        self._turn += 1
        turn = self._turn
        encoder = Encoder(self.export)
        encode = encoder.encode
        named = [[encode(name), encode(item)] for name, item in kwargs.items()]
        header = ["call", turn, target, [encode(item) for item in args], named]
        self.transport.send(frame(header, encoder.blobs))
        while True:
            received, body = self.transport.receive()
            message = unpack(received)
            kind = message[0] if type(message) is list and message else None
            if kind == "call":
                self.answer(message, body)
            elif kind in ("return", "raise"):
                return self._reply(message, body, turn, encoder.mutable)
            else:
                raise WireError("neither a call nor a reply")

    def answer(self, message: list[Any], body: memoryview) -> None:
        """Run one call of the other side and send what came of it."""
        if len(message) != 5 or type(message[2]) is not list:
            raise WireError("a malformed call")
        _, turn, target, parts, named = message
        if type(turn) is not int or type(parts) is not list or type(named) is not list:
            raise WireError("malformed arguments")
        if not all(type(each) is list and len(each) == 2 for each in named):
            raise WireError("malformed arguments")
        if not all(type(name) is str for name, _ in named):
            raise WireError("malformed arguments")
        decoder = Decoder(body, self.resolve)
        kwargs = {name: decoder.decode(part) for name, part in named}
        args = tuple([decoder.decode(part) for part in parts])
        decoder.finish()
        try:
            value, warned = self.invoke(target, args, kwargs)
            self.transport.send(self._returned(turn, value, warned, decoder))
        except Unsendable as error:
            self._send_raised(turn, TypeError(f"what it returned cannot be used: {error}"), decoder)
        except WireError:
            raise
        except Exception as error:
            self._send_raised(turn, error, decoder)

    def _returned(self, turn: Any, value: Any, warned: list[list[str]], decoder: Decoder) -> bytes:
        encoder = Encoder(self.export)
        part = encoder.encode(value)
        results = [item for item in encoder.mutable if type(item) is np.ndarray]
        aliases = (
            results
            and [
                [i, j]
                for j, argument in enumerate(decoder.mutable)
                if type(argument) is np.ndarray
                for i, result in enumerate(results)
                if np.may_share_memory(result, argument)
            ][:ALIASES_LIMIT]
        )
        changes = self._changes(encoder, decoder)
        return frame(["return", turn, part, changes, warned, aliases], encoder.blobs)

    def _send_raised(self, turn: Any, error: BaseException, decoder: Decoder) -> None:
        description = self.describe(error)
        encoder = Encoder(self.export)
        try:
            data = frame(
                ["raise", turn, description, self._changes(encoder, decoder)], encoder.blobs
            )
        except Unsendable:
            data = frame(["raise", turn, description, []], [])
        self.transport.send(data)

    def _changes(self, encoder: Encoder, decoder: Decoder) -> list[list[Any]]:
        """The arguments that are not as they came, to be copied back."""
        changes = []
        for place, (item, original) in enumerate(
            zip(decoder.mutable, decoder.originals, strict=True)
        ):
            if type(item) is np.ndarray:
                data, order = original
                changed = item.tobytes(order) != data
            elif isinstance(item, list):
                changed = len(item) != len(original) or any(map(_differ, item, original))
            elif isinstance(item, dict):
                changed = list(item) != list(original) or any(
                    map(_differ, item.values(), original.values())
                )
            else:
                changed = True
            if changed:
                changes.append([place, encoder.encode(item)])
        return changes

    def _reply(
        self, message: list[Any], body: memoryview, turn: int, sent: list[Any]
    ) -> tuple[Any, list[list[str]]]:
        if message[1:2] != [turn]:
            raise WireError("a reply to another call")
        decoder = Decoder(body, self.resolve)
        if message[0] == "return" and len(message) == 6:
            _, _, part, changes, warned, aliases = message
            value = decoder.decode(part)
            results = [item for item in decoder.mutable if type(item) is np.ndarray]
            self._apply(changes, decoder, sent)
            for i, j in _pairs(aliases, len(results), len(sent)):
                if type(sent[j]) is np.ndarray:
                    self.aliased(results[i], sent[j])
            return value, _texts(warned) if warned != [] else []
        if message[0] == "raise" and len(message) == 4:
            _, _, description, changes = message
            self._apply(changes, decoder, sent)
            raise self.rebuild(_raised(description))
        raise WireError("a malformed reply")

    def _apply(self, changes: Any, decoder: Decoder, sent: list[Any]) -> None:
        """Copy changed arguments back into the caller's own."""
        if type(changes) is not list:
            raise WireError("malformed changes")
        for change in changes:
            if type(change) is not list or len(change) != 2 or type(change[0]) is not int:
                raise WireError("a malformed change")
            place, part = change
            if not 0 <= place < len(sent):
                raise WireError("a change to nothing")
            target, item = sent[place], decoder.decode(part)
            if type(target) is np.ndarray and type(item) is np.ndarray:
                if item.shape != target.shape or item.dtype != target.dtype:
                    raise self.rebuild(
                        Raised(
                            "ValueError",
                            "ValueError",
                            "an argument's shape or type was changed",
                            (),
                            None,
                        )
                    )
                if target.flags.writeable:
                    target[...] = item
            elif type(target) is list and type(item) is list:
                target[:] = item
            elif type(target) is dict and type(item) is dict:
                target.clear()
                target.update(item)
            elif type(target) is np.random.Generator and type(item) is np.random.Generator:
                target.bit_generator.state = item.bit_generator.state
            else:
                raise WireError("a change of kind")
        decoder.finish()

    def export(self, item: Any) -> list[Any]:
        """The part that stands for an object which stays here."""
        if type(item) is Handle and item._peer is self:
            return ["yours", item._number]
        number = self._numbers.get(id(item))
        if number is None:
            number = len(self.exported) + 1
            self._numbers[id(item)] = number
            self.exported[number] = item
        name = getattr(item, "__name__", None)
        name = name if type(name) is str else type(item).__name__
        return ["object", number, name.encode("utf-8", "backslashreplace").decode()[:80]]

    def resolve(self, part: list[Any]) -> Any:
        """The object that a part stands for."""
        tag, number, *rest = part
        if type(number) is not int:
            raise WireError("a malformed object")
        if tag == "yours":
            if number not in self.exported or rest:
                raise WireError("an object that was never here")
            return self.exported[number]
        if len(rest) != 1 or type(rest[0]) is not str:
            raise WireError("a malformed object")
        handle = self._handles.get(number)
        if handle is None:
            if len(self._handles) >= HANDLES_LIMIT:
                raise WireError("too many objects")
            handle = self._handles[number] = Handle(self, number, rest[0][:80])
        return handle


def raisable(name: str) -> type[Exception]:
    """The exception of that name that may cross, else RuntimeError."""
    return RAISABLE.get(name, RuntimeError)


def heard_texts(caught: Sequence[warnings.WarningMessage]) -> list[list[str]]:
    """Kind and message of the warnings that a call gave, each once."""
    texts = {(_warning(each.category), sendable(str(each.message))[:500]) for each in caught}
    return [list(pair) for pair in sorted(texts)[:WARNINGS_LIMIT]]


def warning_category(kind: str) -> type[Warning]:
    """The warning of that name that may cross, else UserWarning."""
    category = RAISABLE.get(kind, UserWarning)
    return category if issubclass(category, Warning) else UserWarning


def sendable(text: str) -> str:
    """A text that can be sent, of no more than 4000 characters."""
    return text[:4000].encode("utf-8", "backslashreplace").decode()[:4000]


def _warning(kind: type) -> str:
    """The name of the nearest built-in warning."""
    names = (each.__name__ for each in kind.__mro__ if each.__module__ == "builtins")
    return next(names, "Warning")


def _differ(now: Any, before: Any) -> bool:
    return now is not before


def _pairs(aliases: Any, results: int, sent: int) -> list[tuple[int, int]]:
    if type(aliases) is not list or len(aliases) > ALIASES_LIMIT:
        raise WireError("malformed aliases")
    for pair in aliases:
        if type(pair) is not list or len(pair) != 2 or not all(type(each) is int for each in pair):
            raise WireError("a malformed alias")
        if not (0 <= pair[0] < results and 0 <= pair[1] < sent):
            raise WireError("an alias of nothing")
    return [(pair[0], pair[1]) for pair in aliases]


def _texts(warned: Any) -> list[list[str]]:
    well_formed = type(warned) is list and all(
        type(each) is list and len(each) == 2 and all(type(text) is str for text in each)
        for each in warned
    )
    if not well_formed:
        raise WireError("malformed warnings")
    return [[text[:500] for text in each] for each in warned[:WARNINGS_LIMIT]]


def _raised(description: Any) -> Raised:
    if type(description) is not list or len(description) != 5:
        raise WireError("a malformed exception")
    kind, name, message, frames, token = description
    texts = [kind, name, message, *frames] if type(frames) is list else [None]
    if not all(type(text) is str for text in texts) or not (token is None or type(token) is int):
        raise WireError("a malformed exception")
    return Raised(
        kind, name[:80], message[:2000], tuple(line[:300] for line in frames[:FRAME_LINES]), token
    )
