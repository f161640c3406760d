"""Where student code raised, as its worker says: told only where it agrees with what was handed in.

A worker can say of itself what it likes, and what it says here is shown to the student: without this, what
a hidden check passed to the code could be written into the name of a file or a line of source.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from grader.notebooks import code

_PLACE = re.compile(r"([^/,:]+)\.py, line ([0-9]{1,7}), in ([^:]+)(?:: .*)?", re.DOTALL)
_UNNAMED = {"<module>", "<lambda>", "<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>"}


def confirmed(places: Iterable[str], sources: Mapping[str, bytes]) -> tuple[str, ...]:
    """The places that there are in these modules, each with its own line of source."""
    return tuple(found for place in places if (found := _confirmed(place, sources)) is not None)


def _confirmed(place: str, sources: Mapping[str, bytes]) -> str | None:
    said = _PLACE.fullmatch(place)
    if said is None or said[1] not in sources:
        return None
    module, number, name = said[1], int(said[2]), said[3]
    text = sources[module].decode("utf-8", "replace")
    lines = text.splitlines()
    defined = name in _UNNAMED or re.search(rf"\b(?:def|class)\s+{re.escape(name)}\b", text)
    if not defined or not 1 <= number <= len(lines):
        return None
    told = lines[number - 1].strip()
    cell = code.place(text, number) if code.is_notebook(text) else None
    if cell is not None:
        return f"{module}.ipynb, cell {cell[0]}, line {cell[1]}, in {name}: {told}"
    return f"{module}.py, line {number}, in {name}: {told}"
