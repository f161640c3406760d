"""The code of a notebook that a student handed in, read as data: nothing is parsed as Python or run here."""

from __future__ import annotations

import msgspec

from grader import show
from grader.notebooks.code import joined

OLDEST = 4


class NotebookError(Exception):
    """A notebook that cannot be read; the message says why."""


class Cell(msgspec.Struct, frozen=True):
    """What is read of a cell: outputs, attachments and all else are skipped, however large."""

    cell_type: str = ""
    source: str | list[str] = ""
    metadata: msgspec.Raw = msgspec.Raw(b"{}")

    @property
    def text(self) -> str:
        """The source in one piece."""
        return self.source if isinstance(self.source, str) else "".join(self.source)

    @property
    def grade_id(self) -> str:
        """The name that nbgrader knows the cell by; empty where it has none."""
        try:
            return msgspec.json.decode(self.metadata, type=_Metadata).nbgrader.grade_id
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            return ""


class _Graded(msgspec.Struct, frozen=True):
    grade_id: str = ""


class _Metadata(msgspec.Struct, frozen=True):
    nbgrader: _Graded = _Graded()


class _Notebook(msgspec.Struct, frozen=True):
    cells: list[Cell] | None = None
    nbformat: int = OLDEST


def read_cells(data: bytes) -> list[Cell]:
    """A notebook's cells.

    Raises
    ------
    NotebookError
        Where it is no notebook, or of a format from before 2015.
    """
    try:
        found = msgspec.json.decode(data, type=_Notebook)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise NotebookError(
            f"is not a notebook that can be read ({show.clipped(str(error), 200)}): save it again in Jupyter"
        ) from None
    if found.nbformat < OLDEST or found.cells is None:
        raise NotebookError("is a notebook of an old format: save it again in Jupyter")
    return found.cells


def source_of(cells: list[Cell]) -> str:
    """The code cells as one text."""
    found = ((place, each.text) for place, each in enumerate(cells, 1) if each.cell_type == "code")
    return joined((place, source) for place, source in found if source.strip())
