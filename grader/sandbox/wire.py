"""The data-only codec between the trusted side and a worker, the same on both ends.

A frame is `length | header length | header | bytes`: a msgpack header that describes the values, then
the raw bytes of arrays and byte strings. Values are None, bool, int, float, str as msgpack has them, and

    ["array", dtype, shape, layout, writeable, size]   numpy arrays, base class only
    ["number", dtype, size]                            numpy scalars
    ["bytes", size] ["complex", re, im] ["int", hex]
    ["list", …] ["tuple", …] ["dict", [key, value], …]    keys of one hash are few, or reading takes long
    ["rng", state, inc, has_uint32, uinteger]          a numpy Generator over PCG64
    ["object", id, name] ["yours", id]                 what stays on one side, and comes back as itself

Nothing here executes what it reads: lengths are checked before reading, types against an allowlist, and
every byte is accounted for.
"""

from __future__ import annotations

import functools
import re
import struct
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Literal

import msgspec
import numpy as np

HEADER_LIMIT = 256 * 1024
FRAME_LIMIT = 64 * 1024 * 1024
DEPTH_LIMIT = 32
TEXT_LIMIT = 64 * 1024
READ_SIZE = 64 * 1024
KEYS_ALIKE_LIMIT = 100
PREFIX = struct.Struct(">II")

_DTYPE = re.compile(r"\|b1|[<>|][iu][1248]|[<>]f[248]|[<>]c(?:8|16)|[<>]U[1-9][0-9]{0,3}")
_PCG64_LIMIT = 1 << 128
_SCALAR = None | bool | int | float | str


class WireError(Exception):
    """A frame that breaks the rules; on the trusted side it ends the worker."""


class Unsendable(Exception):
    """A value that cannot cross; the message says why."""


def frame(header: Any, blobs: list[bytes]) -> bytes:
    """One message as bytes."""
    packed = msgspec.msgpack.encode(header)
    body = b"".join(blobs)
    if len(packed) > HEADER_LIMIT:
        raise Unsendable(f"too many separate values to pass on ({len(packed)} bytes of structure)")
    if len(packed) + len(body) + 4 > FRAME_LIMIT:
        raise Unsendable(f"too large to pass on ({len(body)} bytes)")
    return PREFIX.pack(len(packed) + len(body) + 4, len(packed)) + packed + body


def check_prefix(prefix: bytes | bytearray) -> tuple[int, int]:
    """The lengths of header and bytes that follow an 8-byte prefix, once they are within limits."""
    total, header = PREFIX.unpack(prefix)
    if header > HEADER_LIMIT or total > FRAME_LIMIT or header + 4 > total:
        raise WireError(f"a frame of {total} bytes with a header of {header}")
    return header, total - header - 4


class Frames:
    """Whole frames out of bytes that come in pieces.

    Parameters
    ----------
    more : callable
        Waits for bytes, at least one and at most so many.
    """

    def __init__(self, more: Callable[[int], bytes]) -> None:
        self.unread = bytearray()
        self._more = more

    def next(self) -> bytes:
        """Wait for a frame."""
        self._fill(PREFIX.size)
        size = PREFIX.size + sum(check_prefix(self.unread[: PREFIX.size]))
        self._fill(size)
        whole = bytes(self.unread[:size])
        del self.unread[:size]
        return whole

    def _fill(self, size: int) -> None:
        while len(self.unread) < size:
            self.unread += self._more(max(size - len(self.unread), READ_SIZE))


def split(data: bytes) -> tuple[bytes, memoryview]:
    """The header and the bytes of a whole frame."""
    header, _ = check_prefix(data[: PREFIX.size])
    return data[PREFIX.size : PREFIX.size + header], memoryview(data)[PREFIX.size + header :]


def bundle(frames: Sequence[bytes]) -> bytes:
    """Many frames as the bytes of one."""
    return frame(["ahead", [len(each) for each in frames]], list(frames))


def unbundle(sizes: list[int], body: memoryview) -> Iterator[bytes]:
    """The frames of a bundle."""
    at = 0
    for size in sizes:
        yield bytes(body[at : at + size])
        at += size


def unpack(header: bytes) -> Any:
    """The header of a frame: lists of scalars and lists."""
    try:
        return _HEADER.decode(header)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise WireError(f"a header that is none: {error!s:.200}") from None


def _nested(levels: int) -> Any:
    """The type of lists in lists to a depth; maps, whose keys can be made to collide, are none of it."""
    kind: Any = _SCALAR
    for _ in range(levels):
        kind = _SCALAR | list[kind]
    return kind


_HEADER = msgspec.msgpack.Decoder(_nested(2 * DEPTH_LIMIT + 8))  # a pair of a dict is a list in one


class Encoder:
    """Turns values into header parts and blobs; remembers what can change under way.

    Parameters
    ----------
    refer : callable
        Gives the header part of an object that cannot cross as data (or raises Unsendable).
    """

    def __init__(self, refer: Callable[[Any], list[Any]]) -> None:
        self.refer = refer
        self.blobs: list[bytes] = []
        self.mutable: list[Any] = []

    def encode(self, item: Any, depth: int = 0) -> Any:
        """The header part of a value; its bytes are added to `blobs`."""
        write = _WRITERS.get(type(item)) or _writer(item)
        return write(self, item, depth) if write else self.refer(item)

    def _plain(self, item: Any, depth: int) -> Any:
        return item

    def _int(self, item: int, depth: int) -> int | list[Any]:
        return item if -(1 << 63) <= item < 1 << 63 else self._large(item)

    def _tuple(self, item: tuple[Any, ...], depth: int) -> list[Any]:
        return ["tuple", *self._each(item, depth)]

    def _list(self, item: list[Any], depth: int) -> list[Any]:
        self.mutable.append(item)
        return ["list", *self._each(item, depth)]

    def _dict(self, item: dict[Any, Any], depth: int) -> list[Any]:
        self.mutable.append(item)
        return ["dict", *[self._each(pair, depth) for pair in item.items()]]

    def _each(self, items: Iterable[Any], depth: int) -> list[Any]:
        if depth >= DEPTH_LIMIT:
            raise Unsendable("nested too deeply to pass on")
        return [self.encode(each, depth + 1) for each in items]

    def _bytes(self, item: bytes, depth: int) -> list[Any]:
        self.blobs.append(item)
        return ["bytes", len(item)]

    def _complex(self, item: complex, depth: int) -> list[Any]:
        return ["complex", item.real, item.imag]

    def _rng(self, item: np.random.Generator, depth: int) -> list[Any]:
        if type(item.bit_generator) is not np.random.PCG64:
            return self.refer(item)
        self.mutable.append(item)
        return generator_state(item)

    def _text(self, item: str, depth: int) -> str:
        text = item.encode("utf-8", "backslashreplace").decode()
        if len(text) > TEXT_LIMIT:
            raise Unsendable(f"a text of {len(text)} characters is too long to pass on")
        return text

    def _large(self, item: int) -> list[Any]:
        if item.bit_length() > 4096:
            raise Unsendable(f"a whole number of {item.bit_length()} bits is too large to pass on")
        return ["int", hex(item)]

    def _array(self, item: np.ndarray, depth: int) -> list[Any]:
        code = _code(item.dtype)
        if not code:
            raise Unsendable(f"an array of type {item.dtype} cannot be passed on")
        if item.nbytes > FRAME_LIMIT:
            raise Unsendable(f"too large to pass on ({item.nbytes} bytes)")
        flags = item.flags
        layout = "C" if flags.c_contiguous else "F" if flags.f_contiguous else "S"
        data = item.tobytes("F" if layout == "F" else "C")
        self.mutable.append(item)
        self.blobs.append(data)
        return ["array", code, item.shape, layout, flags.writeable, len(data)]

    def _number(self, item: np.generic, depth: int) -> list[Any]:
        code = _code(item.dtype)
        if not code:
            raise Unsendable(f"a {type(item).__name__} cannot be passed on")
        data = item.tobytes()
        self.blobs.append(data)
        return ["number", code, len(data)]


class Decoder:
    """Turns header parts and their bytes back into values, trusting none of it.

    Parameters
    ----------
    body : memoryview
        The bytes after the header, taken in order.
    resolve : callable
        Gives the object that an "object" or "yours" part stands for (or raises WireError).
    """

    def __init__(self, body: memoryview, resolve: Callable[[list[Any]], Any]) -> None:
        self.body = body
        self.resolve = resolve
        self.mutable: list[Any] = []
        self.originals: list[Any] = []
        self._at = 0

    def finish(self) -> None:
        """Check that every byte was used."""
        if self._at != len(self.body):
            raise WireError(f"{len(self.body) - self._at} bytes that belong to nothing")

    def decode(self, part: Any, depth: int = 0) -> Any:
        """The value of a header part."""
        if type(part) is not list:
            if part is None or isinstance(part, bool | int | float | str):
                return part
            raise WireError("a part that is no value")
        if not part or depth > DEPTH_LIMIT:
            raise WireError("a part that is no value")
        tag = part[0]
        read = _READERS.get(tag) if type(tag) is str else None
        if read is None:
            raise WireError(f"an unknown kind of value: {tag!r:.40}")
        try:
            return read(self, part[1:], depth)
        except WireError:
            raise
        except Exception as error:
            raise WireError(f"a malformed {tag}: {error}") from None

    def _take(self, size: Any) -> memoryview:
        if type(size) is not int or not 0 <= size <= len(self.body) - self._at:
            raise WireError("bytes that are not there")
        self._at += size
        return self.body[self._at - size : self._at]

    def _array(self, rest: list[Any], depth: int) -> np.ndarray:
        code, shape, layout, writeable, size = rest
        dtype = _dtype(code)
        if type(shape) is not list or len(shape) > 32 or layout not in ("C", "F", "S"):
            raise WireError("a malformed array")
        count = 1
        for length in shape:
            if type(length) is not int or not 0 <= length < 1 << 31:
                raise WireError("a malformed shape")
            count *= length
        if count * dtype.itemsize != size:
            raise WireError("an array whose shape and bytes do not agree")
        data = bytes(self._take(size))
        if dtype.kind == "U":
            _check_text(data, dtype)
        order: Literal["C", "F"] = "F" if layout == "F" else "C"
        array: np.ndarray = np.ndarray(shape, dtype, data, order=order)
        if layout == "S" and shape:
            wide = np.zeros((*shape[:-1], 2 * shape[-1]), dtype)
            wide[..., ::2] = array
            array = wide[..., ::2]
        else:
            array = array.copy(order)
        if writeable is False:
            array.flags.writeable = False
        self.mutable.append(array)
        self.originals.append((data, order))
        return array

    def _number(self, rest: list[Any], depth: int) -> Any:
        code, size = rest
        dtype = _dtype(code)
        if size != dtype.itemsize:
            raise WireError("a malformed number")
        data = self._take(size)
        if dtype.kind == "U":
            _check_text(data, dtype)
        return np.frombuffer(data, dtype)[0]

    def _bytes(self, rest: list[Any], depth: int) -> bytes:
        (size,) = rest
        return bytes(self._take(size))

    def _complex(self, rest: list[Any], depth: int) -> complex:
        real, imag = rest
        return complex(float(real), float(imag))

    def _int(self, rest: list[Any], depth: int) -> int:
        (text,) = rest
        if len(text) > 1100:
            raise WireError("a whole number that is too long")
        return int(text, 16)

    def _list(self, rest: list[Any], depth: int) -> list[Any]:
        items: list[Any] = []
        place = self._keep(items, None)
        items += [self.decode(each, depth + 1) for each in rest]
        self.originals[place] = list(items)
        return items

    def _tuple(self, rest: list[Any], depth: int) -> tuple[Any, ...]:
        return tuple(self.decode(each, depth + 1) for each in rest)

    def _dict(self, rest: list[Any], depth: int) -> dict[Any, Any]:
        items: dict[Any, Any] = {}
        place = self._keep(items, None)
        alike: Counter[int] = Counter()
        for part, value in rest:
            key = self.decode(part, depth + 1)
            alike[hash(key)] += 1
            if alike[hash(key)] > KEYS_ALIKE_LIMIT:
                raise WireError("keys that are too much alike")
            items[key] = self.decode(value, depth + 1)
        self.originals[place] = dict(items)
        return items

    def _rng(self, rest: list[Any], depth: int) -> np.random.Generator:
        rng = np.random.Generator(np.random.PCG64(0))
        set_generator_state(rng, ["rng", *rest])
        self._keep(rng, None)
        return rng

    def _reference(self, rest: list[Any], depth: int, tag: str) -> Any:
        return self.resolve([tag, *rest])

    def _keep(self, item: Any, original: Any) -> int:
        self.mutable.append(item)
        self.originals.append(original)
        return len(self.originals) - 1


def generator_state(rng: np.random.Generator) -> list[Any]:
    """The state of a Generator over PCG64 as a header part."""
    state: Any = rng.bit_generator.state
    inner = state["state"]
    return [
        "rng",
        hex(inner["state"]),
        hex(inner["inc"]),
        int(state["has_uint32"]),
        int(state["uinteger"]),
    ]


def set_generator_state(rng: np.random.Generator, part: Any) -> None:
    """Put a Generator into the state of a header part."""
    try:
        tag, state, inc, has_uint32, uinteger = part
        numbers = [int(text[:40], 16) for text in (state, inc)]
    except (TypeError, ValueError):
        raise WireError("a malformed generator state") from None
    small = all(type(each) is int for each in (has_uint32, uinteger))
    if (
        tag != "rng"
        or not small
        or not all(0 <= n < _PCG64_LIMIT for n in numbers)
        or not numbers[1] % 2
    ):
        raise WireError("a malformed generator state")
    rng.bit_generator.state = {
        "bit_generator": "PCG64",
        "state": {"state": numbers[0], "inc": numbers[1]},
        "has_uint32": int(bool(has_uint32)),
        "uinteger": uinteger % (1 << 32),
    }


def _check_text(data: bytes | memoryview, dtype: np.dtype[Any]) -> None:
    """Raise a WireError where bytes of a text's type are no characters."""
    points = np.frombuffer(data, dtype=np.dtype(np.uint32).newbyteorder(dtype.byteorder))
    if np.any((points > 0x10FFFF) | ((points >= 0xD800) & (points <= 0xDFFF))):
        raise WireError("text that is none")


@functools.lru_cache(maxsize=64)
def _code(dtype: np.dtype[Any]) -> str | None:
    """The code of an element type that may cross."""
    return dtype.str if _DTYPE.fullmatch(dtype.str) else None


@functools.lru_cache(maxsize=64)
def _dtype(code: Any) -> np.dtype[Any]:
    if type(code) is not str or not _DTYPE.fullmatch(code):
        raise WireError(f"an element type that may not cross: {code!r:.40}")
    return np.dtype(code)


def _writer(item: Any) -> Callable[[Encoder, Any, int], Any] | None:
    """How a value of a type that is none of the usual is encoded; None where it cannot cross as data."""
    kinds: tuple[type, ...] = (tuple, list, dict, np.generic)
    return next((_WRITERS[kind] for kind in kinds if isinstance(item, kind)), None)


_WRITERS: dict[type, Callable[[Encoder, Any, int], Any]] = {
    type(None): Encoder._plain,
    bool: Encoder._plain,
    float: Encoder._plain,
    int: Encoder._int,
    str: Encoder._text,
    np.ndarray: Encoder._array,
    tuple: Encoder._tuple,
    list: Encoder._list,
    dict: Encoder._dict,
    np.generic: Encoder._number,
    bytes: Encoder._bytes,
    complex: Encoder._complex,
    np.random.Generator: Encoder._rng,
}

_READERS: dict[str, Callable[[Decoder, list[Any], int], Any]] = {
    "array": Decoder._array,
    "number": Decoder._number,
    "bytes": Decoder._bytes,
    "complex": Decoder._complex,
    "int": Decoder._int,
    "list": Decoder._list,
    "tuple": Decoder._tuple,
    "dict": Decoder._dict,
    "rng": Decoder._rng,
    "object": lambda decoder, rest, depth: decoder._reference(rest, depth, "object"),
    "yours": lambda decoder, rest, depth: decoder._reference(rest, depth, "yours"),
}
