"""Files in memory, and a zip of them that has the same bytes wherever and whenever it is made."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import TypeAlias

Files: TypeAlias = dict[str, bytes]
"""Path with slashes, below the top of a release -> content."""

_EARLIEST = (1980, 1, 1, 0, 0, 0)
_UNIX = 3


def mode(content: bytes) -> int:
    """The permissions of a file: a script may be run."""
    return 0o755 if content.startswith(b"#!") else 0o644


def zipped(files: Mapping[str, bytes], top: str = "") -> bytes:
    """A zip of files, below the folder `top` where one is given."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path, content in sorted(files.items()):
            entry = zipfile.ZipInfo(f"{top}/{path}" if top else path, _EARLIEST)
            entry.create_system = _UNIX
            entry.external_attr = mode(content) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return stream.getvalue()
