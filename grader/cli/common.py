"""What several commands share: exit codes, options, and how a user's mistake is told."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from grader import screen, show
from grader.curriculum import Course
from grader.earlier import read_student
from grader.engine import Engine
from grader.files import shown
from grader.pseudonyms import pseudonyms, read_key
from grader.report import ReportError
from grader.sandbox.canary import Findings
from grader.sandbox.isolation import platform_note

if TYPE_CHECKING:
    from grader.notebooks.scores import Scores

NOT_MARKED, USAGE, WEAK = 1, 2, 3
INTERRUPTED = 130

JsonFlag = Annotated[
    bool, typer.Option("--json", help="Print one JSON document instead of tables.")
]
JobsOption = Annotated[
    int, typer.Option("--jobs", min=0, help="Submissions at a time; 0 is one a core.")
]
SeedOption = Annotated[
    int,
    typer.Option("--seed", min=0, max=2**63 - 1, help="What Hypothesis draws its examples from."),
]
TargetOption = Annotated[
    str,
    typer.Option("--target", metavar="PACKAGE", help="The package whose functions are used."),
]
WeakFlag = Annotated[
    bool,
    typer.Option(
        "--allow-weak-sandbox", help="Mark although a mandatory layer of the sandbox is missing."
    ),
]


AnonymousOption = Annotated[
    Path | None,
    typer.Option(
        "--anonymous",
        metavar="KEYFILE",
        help="Pseudonyms for names, from a secret in this file, which is made where it is missing.",
        show_default=False,
    ),
]


def pseudonyms_of(
    reports: Iterable[Path], key_file: Path, others: Iterable[str] = ()
) -> dict[str, str]:
    """The pseudonyms of all whose reports these are, and of others; a key that had to be made is told."""
    missing = not os.path.exists(key_file)  # which no folder makes raise
    key = read_key(key_file)
    if missing:
        screen.note(
            f"a new key is in {shown(key_file)}: keep it, as without it nobody has the same pseudonym again"
        )
    found = {student for path in reports if (student := read_student(path)) is not None}
    return pseudonyms(sorted({*found, *others}), key)


def fail(message: str, code: int) -> NoReturn:
    """Say what is wrong and leave."""
    screen.note(f"grader: {show.clipped(message)}")
    sys.exit(code)


def check_platform() -> None:
    """Leave where no sandbox can be made at all."""
    if reason := platform_note():
        fail(f"{reason}; pytest works everywhere, marking in the sandbox does not", WEAK)


def units_of(course: Course, wanted: list[str] | None) -> tuple[str, ...]:
    """The wanted units in curriculum order; all of them where none is named."""
    names = {course.unit(name).name for name in wanted or []}
    return tuple(unit.name for unit in course.units if not names or unit.name in names)


def open_scores(url: str) -> Scores:
    """nbgrader's gradebook at a URL, or a ReportError that says what is missing."""
    try:
        from grader.notebooks.scores import Scores
    except ImportError:
        raise ReportError(
            "nbgrader, which keeps the gradebook, is not installed: pip install 'neurokata[notebooks]'"
        ) from None
    return Scores(url)


def print_banner(engine: Engine, allow_weak: bool) -> None:
    """Say which layers the sandbox has, and leave where a mandatory one is missing."""
    with screen.waiting("getting the checks ready"):
        ready = engine.ready
    findings = Findings(ready.active, ready.missing)
    screen.note(findings.banner())
    if findings.weak and not allow_weak:
        reasons = "; ".join(f"{layer}: {findings.missing.get(layer)}" for layer in findings.weak)
        engine.kill()
        fail(
            f"the sandbox is too weak to mark ({reasons}); see grader doctor, or use --allow-weak-sandbox"
            " for submissions that you trust",
            WEAK,
        )
