"""Files in memory, and a zip of them that has the same bytes wherever and whenever it is made."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TypeAlias

Files: TypeAlias = dict[str, bytes]
"""Path with slashes, below the top of a release -> content."""

DAY = datetime(2026, 1, 1, tzinfo=UTC)
"""When all of a release was written, as far as anybody is told; some tools take no zip of 1980, the earliest."""

_UNIX = 3


def mode(content: bytes) -> int:
    """The permissions of a file: a script may be run."""
    return 0o755 if content.startswith(b"#!") else 0o644


def zipped(files: Mapping[str, bytes], top: str = "") -> bytes:
    """A zip of files, below the folder `top` where one is given."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path, content in sorted(files.items()):
            entry = zipfile.ZipInfo(f"{top}/{path}" if top else path, DAY.timetuple()[:6])
            entry.create_system = _UNIX
            entry.external_attr = mode(content) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return stream.getvalue()
