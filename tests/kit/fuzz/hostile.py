"""What means harm: parts of a header that are nearly right, streams of frames; and how to see that a text does none."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable
from typing import Any

import msgspec
import numpy as np
from hypothesis import strategies as st

from grader.sandbox.wire import PREFIX

CODES = ["<f8", ">f8", "<f4", "|b1", "<i8", "|u1", ">u2", "<c16", "<U3", ">U1", "<U9999"]
NO_CODES = [
    "<U0", "<U", "<U٣", "|O", "|V8", "<M8[s]", "<f16", "f8", "<f8 ", "<U" + "9" * 4000, "", 8,
    None,
]  # fmt: skip
LENGTHS = [0, 0, 1, 1, 2, 3, 7, (1 << 31) - 1, 1 << 31, 1 << 63, -1, True, 1.0, "2", None]
SIZES = [0, 1, 8, -1, 1 << 40, True, 8.0, "8", None, float("nan")]
HEX = [
    "0x0", "0x1", "-0x1", "0x3", "0x" + "f" * 32, "0x1" + "0" * 32, "f_f", " 1 ", "", "0x", "g",
    "-", "0x" + "f" * 1098, "1" * 1101,
]  # fmt: skip
TEXTS = [
    "", "list", "dict", "\0", "a", "\u202e", "\U0010ffff", "é", "e\u0301", "x" * 5000,
    "__class__",
]  # fmt: skip
WHOLE = [0, -1, 1, 255, -(1 << 63), (1 << 64) - 1]
UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
REAL = [0.0, -0.0, 5e-324, 1.7976931348623157e308, float("inf"), float("-inf"), float("nan")]

scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.sampled_from(WHOLE),
    st.integers(-9, 9),
    st.sampled_from(REAL),
    st.sampled_from(TEXTS),
    st.text(max_size=5),
)
no_parts = st.one_of(
    st.just([]),
    st.just([[]]),
    st.just({}),
    st.just({"a": 1}),
    st.just([None, 1]),
    st.just(b"bytes"),
    st.just(msgspec.msgpack.Ext(3, b"abc")),
    st.just(["exec", "1"]),
    st.just([["list"]]),
    st.just(["list" * 99]),
    st.sampled_from(
        [["yours", 1], ["yours", 1, 2], ["yours", "1"], ["yours", -1], ["object"], ["object", 1]]
    ),
)


class Drawn:
    """A header's parts as they are drawn, and the bytes that go with them."""

    def __init__(self, draw: Callable[..., Any]) -> None:
        self.draw = draw
        self.body = bytearray()

    def one(self, *choices: Any) -> Any:
        """One of some values."""
        return self.draw(st.sampled_from(choices))

    def part(self, depth: int = 0) -> Any:
        """A part; now and then it is none."""
        kinds = [self._array, self._number, self._bytes, self._other, self._scalar, self._scalar]
        kinds += [self._nest, self._nest, self._dict] if depth < 4 else []
        return self.one(*kinds)(depth)

    def _scalar(self, depth: int) -> Any:
        return self.draw(scalars)

    def _nest(self, depth: int) -> Any:
        items = [self.part(depth + 1) for _ in range(self.one(0, 1, 2, 3))]
        return [self.one("list", "tuple"), *items]

    def _dict(self, depth: int) -> Any:
        pairs = [[self.part(depth + 1), self.part(depth + 1)] for _ in range(self.one(0, 1, 2))]
        return ["dict", *pairs, *self.one([], [], pairs[:1], [[]], [1], ["ab"])]

    def _array(self, depth: int) -> Any:
        code = self.one(*CODES, *CODES, *NO_CODES)
        shape = [self.one(*LENGTHS) for _ in range(self.one(0, 1, 1, 2, 3, 32, 33))]
        size = self._fill(code, shape)
        return [
            "array",
            code,
            shape,
            self.one("C", "F", "S", "S", "Q", None),
            self.one(True, False, 0),
            size,
        ]

    def _number(self, depth: int) -> Any:
        code = self.one(*CODES, *NO_CODES)
        return ["number", code, self._fill(code, [])]

    def _fill(self, code: Any, shape: list[Any]) -> Any:
        """The size of an array whose bytes there are; or another."""
        try:
            lengths = [each if type(each) is int else 1 for each in shape]
            size = math.prod(lengths) * np.dtype(code).itemsize
        except (TypeError, ValueError):
            return self.one(*SIZES)
        if not 0 <= size <= 1 << 16 or self.one(*"nnnnnny") == "y":
            return self.one(*SIZES)
        self.body += (self.draw(st.binary(min_size=1, max_size=16)) * size)[:size]
        return size

    def _bytes(self, depth: int) -> Any:
        data = self.draw(st.binary(max_size=9))
        self.body += data
        return ["bytes", self.one(len(data), len(data), len(data), *SIZES)]

    def _other(self, depth: int) -> Any:
        return self.one(
            ["complex", self.draw(scalars), self.draw(scalars)],
            ["int", self.one(*HEX)],
            ["int", 5],
            [
                "rng",
                self.one(*HEX),
                self.one(*HEX),
                self.one(0, 1, 2, -1),
                self.one(0, 1 << 32, -1, None),
            ],
            ["rng", "0x1", "0x3", 0, 0],
            ["object", self.one(1, 2, -1, 1 << 63, "1"), self.one(*TEXTS, 5)],
            self.draw(no_parts),
        )


@st.composite
def parts(draw: Callable[..., Any]) -> tuple[Any, bytes]:
    """A part and the bytes after the header."""
    drawn = Drawn(draw)
    part = drawn.part()
    return part, bytes(drawn.body) + drawn.one(b"", b"", b"", b"\0")


@st.composite
def replies(draw: Callable[..., Any], turn: int, sent: int) -> bytes:
    """A frame of an answer to a call that passed on so many things that can change."""
    drawn = Drawn(draw)
    at = drawn.one(turn, turn, turn, turn, turn, 0, turn + 1, float(turn), None, [turn])
    places = [*range(sent), *range(sent), -1, sent, True, 0.0]
    if drawn.one("return", "return", "raise") == "return":
        value = drawn.part()
        changes = [[drawn.one(*places), drawn.part()] for _ in range(drawn.one(0, 0, 1, 2, 3))]
        warned = [
            [drawn.one("UserWarning", "ValueError", *TEXTS), drawn.one(*TEXTS)]
            for _ in range(drawn.one(0, 0, 1, 25))
        ]
        aliases = [[drawn.one(0, 1, -1), drawn.one(*places)] for _ in range(drawn.one(0, 0, 1, 2))]
        header = ["return", at, value, changes, warned, aliases]
    else:
        kind = drawn.one(
            "ValueError", "NotImplementedError", "UserWarning", "SystemExit", "MemoryError", *TEXTS
        )
        frames = [drawn.one(*TEXTS) for _ in range(drawn.one(0, 1, 9))]
        what = [
            kind,
            drawn.one(*TEXTS),
            drawn.one(*TEXTS),
            frames,
            drawn.one(None, None, 1, 2, -1, True),
        ]
        changes = [[drawn.one(*places), drawn.part()] for _ in range(drawn.one(0, 0, 1))]
        header = ["raise", at, what, changes]
    if drawn.one(*"nnnnnny") == "y":
        header[drawn.one(*range(len(header)))] = drawn.draw(scalars | no_parts)
    return framed(header, bytes(drawn.body))


@st.composite
def calls(draw: Callable[..., Any]) -> bytes:
    """A frame of a call to what the trusted side has, or has not."""
    drawn = Drawn(draw)
    target = drawn.one(
        ["names", "sister"],
        ["reference", "sister", "twice"],
        ["reference", "sister", "twice"],
        ["object", 1],
        ["object", 1],
        ["object", True],
        ["object", 99],
        ["attribute", 1, "__class__"],
        ["reference", "os", "system"],
        ["reference", "sister", "__class__"],
        ["load"],
        [],
        ["object", [1]],
        "object",
        None,
    )
    arguments = [drawn.part() for _ in range(drawn.one(0, 1, 1, 2))]
    named = [[drawn.one("x", "y", *TEXTS), drawn.part()] for _ in range(drawn.one(0, 0, 0, 1, 2))]
    turn = drawn.one(1, 1, 1, 7, "x", None, 0.5, [[1]], "x" * 200_000)
    header = ["call", turn, target, arguments, named]
    if drawn.one(*"nnnnnny") == "y":
        header[drawn.one(*range(len(header)))] = drawn.draw(scalars | no_parts)
    return framed(header, bytes(drawn.body))


@st.composite
def mutated(draw: Callable[..., Any], data: bytes) -> bytes:
    """Bytes with a few changes: some flipped, cut, doubled, put in or moved."""
    changed = bytearray(data)
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(changed)))
        end = min(len(changed), start + draw(st.integers(0, 12)))
        piece = changed[start:end]
        deed = draw(st.sampled_from(["flip", "cut", "double", "put", "end"]))
        if deed == "flip":
            changed[start:end] = bytes(each ^ draw(st.integers(1, 255)) for each in piece[:4])
        elif deed == "cut":
            del changed[start:end]
        elif deed == "double":
            changed[start:start] = piece
        elif deed == "put":
            changed[start:end] = draw(
                st.binary(max_size=8) | st.sampled_from([b"\xdd\xff\xff\xff\xff", b"\x81"])
            )
        else:
            del changed[start:]
    return bytes(changed)


@st.composite
def streams(draw: Callable[..., Any], turn: int = 1, sent: int = 6) -> bytes:
    """What a worker may write in answer to a call: frames, some of them broken, or any bytes."""
    kinds = [replies(turn, sent), replies(turn, sent), calls(), st.binary(max_size=40)]
    frames = [draw(draw(st.sampled_from(kinds))) for _ in range(draw(st.integers(0, 4)))]
    whole = b"".join(frames)
    return draw(mutated(whole)) if draw(st.integers(0, 3)) == 0 else whole


def framed(header: Any, body: bytes = b"") -> bytes:
    """A frame, whatever is in it."""
    packed = msgspec.msgpack.encode(header)
    return PREFIX.pack(len(packed) + len(body) + 4, len(packed)) + packed + body


def is_harmless(text: str) -> bool:
    """Whether a text is one line that neither steers a terminal nor hides anything."""
    return not {unicodedata.category(char) for char in text} & UNSEEN
