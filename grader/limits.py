"""What a submission may use, and how marking is set: options of the commands and `[tool.grader]`."""

from __future__ import annotations

import tomllib
from pathlib import Path

import msgspec

from grader.curriculum import CourseError

MIB = 1 << 20
MOST = 1 << 20


class Limits(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Bounds on a student's process. Seconds are waited for it; what the tests themselves take is free."""

    seconds_per_call: float = 2.0
    seconds_per_import: float = 5.0
    seconds_per_function: float = 30.0
    seconds_per_submission: float = 300.0
    inputs_to_shrink: int = 200
    memory_mib: int = 1024
    crashes_per_function: int = 2
    output_kib: int = 64

    def __post_init__(self) -> None:
        seconds = [name for name in self.__struct_fields__ if name.startswith("seconds")]
        for name in seconds:
            if not 0 < getattr(self, name) < 86400:
                raise ValueError(
                    f"{name} should be more than 0 and less than 86400, not {getattr(self, name)}"
                )
        counts = {
            "memory_mib": 256,
            "crashes_per_function": 1,
            "output_kib": 0,
            "inputs_to_shrink": 0,
        }
        for name, least in counts.items():
            if not least <= getattr(self, name) <= MOST:
                raise ValueError(
                    f"{name} should be from {least} to {MOST}, not {getattr(self, name)}"
                )


def read_limits(root: Path, **overrides: float | int | None) -> Limits:
    """The limits of a course: `[tool.grader]` in its pyproject.toml, then options that were given."""
    path = root / "pyproject.toml"
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CourseError(f"{path.name} cannot be read: {error}") from None
    settings = table.get("tool", {}).get("grader", {})
    if not isinstance(settings, dict):
        raise CourseError(f"tool.grader in {path.name} should be a table of limits")
    settings |= {name: value for name, value in overrides.items() if value is not None}
    if unknown := sorted(set(settings) - set(Limits.__struct_fields__)):
        known = ", ".join(Limits.__struct_fields__)
        raise CourseError(f"{', '.join(unknown)} in [tool.grader] is no limit; there are {known}")
    try:
        return msgspec.convert(settings, Limits)
    except msgspec.ValidationError as error:
        raise CourseError(f"a limit in [tool.grader] or an option is wrong: {error}") from None
