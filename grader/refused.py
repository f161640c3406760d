"""What runs on a student's machine and is refused when it is marked: a coding, and what is imported at the top."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from grader import curriculum


def refused(file: Path) -> Iterator[str]:
    """A sentence for each reason that a module counts nothing; none where it is no Python, which is told anyway."""
    from grader.files import problem_of
    from grader.sandbox.worker import IMPORTABLE, PACKAGE

    with contextlib.suppress(OSError, SyntaxError, ValueError):  # it was saved again meanwhile
        if problem := problem_of(file.read_bytes(), file.name):
            yield f"{problem}, or it counts nothing when it is marked"
        for number, imported in curriculum.imports(file):
            if imported != PACKAGE and imported not in IMPORTABLE:
                yield (
                    f"{file.name}, line {number}, imports {imported}, which is not there when it is marked:"
                    " only numpy and the standard library are"
                )
