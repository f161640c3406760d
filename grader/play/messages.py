"""What goes over the websocket: commands of the page as data, and answers as text or as bytes with arrays.

An answer with arrays: the length of its header (4 bytes, little-endian), the header as JSON, then each array at the
offset that the header tells, a multiple of four from where the bytes of the arrays begin.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import Any

import msgspec
import numpy as np

from grader import show

TYPES = {"f4": np.float32, "u1": np.uint8, "i4": np.int32}


class Command(msgspec.Struct, frozen=True, tag_field="do"):
    """What the page asks for."""


class Open(Command, frozen=True, tag="open"):
    """Begin an experiment; `csv` is the text of the user's own file where it is of that."""

    experiment: dict[str, str]
    csv: str | None = None


class Play(Command, frozen=True, tag="play"):
    """Train on and on."""


class Pause(Command, frozen=True, tag="pause"):
    """Stop training, or a sweep."""


class Step(Command, frozen=True, tag="step"):
    """Train on one mini-batch."""


class Epoch(Command, frozen=True, tag="epoch"):
    """Train to the end of an epoch."""


class Reset(Command, frozen=True, tag="reset"):
    """Begin again from the experiment's seed."""


class Neuron(Command, frozen=True, tag="neuron"):
    """Tell the numbers of a neuron with each frame, or of none."""

    layer: int | None = None
    unit: int | None = None


class Check(Command, frozen=True, tag="check"):
    """Check the gradients now."""


class Sweep(Command, frozen=True, tag="sweep"):
    """Train all pairs of these learning rates and hidden layers for some epochs."""

    rates: list[float]
    layers: list[str]
    epochs: int = 50


class Drawn(Command, frozen=True, tag="drawn"):
    """A frame was drawn."""


_COMMANDS = msgspec.json.Decoder(
    Open | Play | Pause | Step | Epoch | Reset | Neuron | Check | Sweep | Drawn
)


def command(text: str | bytes) -> Command:
    """What the page asks for; a ValueError where it is none of these."""
    try:
        found: Command = _COMMANDS.decode(text)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise ValueError(f"this is no command: {show.line(str(error))}") from None
    return found


def text(kind: str, /, **fields: Any) -> str:
    """An answer without arrays; NaN and infinities are null."""
    return msgspec.json.encode({"type": kind, **fields}).decode()


def binary(kind: str, fields: Mapping[str, Any], arrays: Mapping[str, np.ndarray]) -> bytes:
    """An answer with arrays: floats as f4, whole numbers as i4, bytes as they are."""
    described, parts, offset = [], [], 0
    for name, array in arrays.items():
        code = {"f": "f4", "i": "i4", "u": "u1"}[array.dtype.kind]
        with np.errstate(over="ignore"):
            data = np.ascontiguousarray(array, dtype=np.dtype(TYPES[code]).newbyteorder("<"))
        content = data.tobytes()
        content += bytes(-len(content) % 4)
        described.append({"name": name, "type": code, "shape": array.shape, "offset": offset})
        parts.append(content)
        offset += len(content)
    header = msgspec.json.encode({"type": kind, **fields, "arrays": described})
    header += b" " * (-len(header) % 4)  # so that the arrays are aligned in the whole message too
    return struct.pack("<I", len(header)) + header + b"".join(parts)
