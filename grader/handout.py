"""What a unit was handed out with: its stub, and the hints of its functions.

Read from solutions/ where they are at hand, else from `kit/handout.json`, which a release has beside the kit. It holds
what students have or may ask for, and no code.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

import msgspec

from grader.curriculum import CourseError, read_course
from grader.generate import exercise, hints

FILE = "kit/handout.json"


class Handout(msgspec.Struct, frozen=True, dict=True):
    """One unit: the text of its module, and the hints by function, a pointer first; of a unit that is not set, none."""

    stub: str
    hints: dict[str, tuple[str, ...]] = {}

    @cached_property
    def functions(self) -> tuple[str, ...]:
        """The public functions and classes in their order."""
        kinds = ast.FunctionDef | ast.ClassDef
        names = [node.name for node in ast.parse(self.stub).body if isinstance(node, kinds)]
        return tuple(name for name in names if not name.startswith("_"))


Handouts = Mapping[str, Handout]


def handout_of(solution: str, unit: str, with_hints: bool = True) -> Handout:
    """What a unit is handed out with, of its solution's text.

    A class has the hints of its methods one after the other, each with the method's name.
    """
    told: dict[str, tuple[str, ...]] = {}
    for name, given in hints(solution).items() if with_hints else ():
        owner, _, method = name.partition(".")
        named = (f"`{method}`: {hint}" for hint in given) if method else given
        told[owner] = (*told.get(owner, ()), *named)
    made = Handout(exercise(solution, unit))
    return Handout(made.stub, {name: told[name] for name in made.functions if name in told})


def read_handouts(root: Path) -> Handouts:
    """What every unit of the course in a folder was handed out with, in order."""
    if (root / "solutions").is_dir():
        paths = [root / "solutions" / f"{unit.name}.py" for unit in read_course(root).units]
        return {
            path.stem: handout_of(path.read_text(encoding="utf-8"), path.stem) for path in paths
        }
    try:
        return msgspec.json.decode((root / FILE).read_bytes(), type=dict[str, Handout])
    except FileNotFoundError:
        problem = "is missing"
    except (msgspec.DecodeError, UnicodeDecodeError):
        problem = "cannot be read"
    raise CourseError(f"{FILE} {problem}: take it from the exercises as they were handed out")


def to_json(handouts: Handouts) -> bytes:
    """The file that a release has."""
    return msgspec.json.format(msgspec.json.encode(handouts), indent=1) + b"\n"
