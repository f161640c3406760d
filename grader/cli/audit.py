"""`grader audit`: tests the tests."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from grader import screen, show
from grader.cli.common import (
    NOT_MARKED,
    JobsOption,
    JsonFlag,
    SeedOption,
    WeakFlag,
    check_platform,
    fail,
    print_banner,
    units_of,
)
from grader.curriculum import CourseError, find_course
from grader.engine import Engine
from grader.limits import read_limits
from grader.messages import Setup

if TYPE_CHECKING:
    from grader.audit import Audit, Row


HEADINGS = (
    "checks", "variants", "accepted", "mistakes", "rejected", "examined", "diagnosed",
    "mutants", "killed", "equivalent",
)  # fmt: skip


def audit(
    units: Annotated[
        list[str] | None,
        typer.Argument(metavar="[UNIT]...", help="All units where left out.", show_default=False),
    ] = None,
    quick: Annotated[
        bool,
        typer.Option(
            "--quick",
            help="Right variants, and mistakes until a check rejects them; five a function are diagnosed.",
        ),
    ] = False,
    seed: SeedOption = 0,
    jobs: JobsOption = 0,
    as_json: JsonFlag = False,
    allow_weak_sandbox: WeakFlag = False,
) -> None:
    """Test the hidden tests: what is right must pass them, and what is wrong must not.

    The reference and the right variants in tests/kit/right/ must get full marks; stubs and trivial answers
    nothing; every mistake in tests/mistakes/ must be rejected by a check of its own function and, but for one, or one
    in twenty, be diagnosed as itself; every mutant of solutions/ must be rejected, or stand in tests/mutants/ as
    equivalent with a reason. Exits with 1 where that does not hold.

        grader audit activations
    """
    check_platform()
    try:
        from grader.audit import Auditor
    except ImportError as error:
        fail(f"audit needs {error.name}: pip install 'neurokata[audit]'", NOT_MARKED)
    course = find_course(Path.cwd())
    if not course.has_solutions:
        raise CourseError("an audit needs solutions/, which this course does not have")
    if str(course.root) not in sys.path:
        sys.path.insert(0, str(course.root))
    chosen = units_of(course, units)
    setup = Setup(root=str(course.root), units=chosen, seed=seed, limits=read_limits(course.root))
    with screen.waiting("making mistakes"):
        auditor = Auditor(course, chosen, thorough=not quick)
    with Engine(setup, jobs or os.cpu_count() or 1) as engine:
        print_banner(engine, allow_weak_sandbox)
        with screen.progress("trying", len(auditor.probes)) as settle:
            found = auditor.run(engine, settle)
    if as_json:
        data = {"holds": found.holds, "rows": found.rows, "faults": found.faults}
        sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(data), indent=2) + b"\n")
    else:
        _print(found)
    if not found.holds:
        sys.exit(NOT_MARKED)


def _print(found: Audit) -> None:
    """What was tried of each function, what came out as it should not, and the sums of the units."""
    from grader.audit import MISSING, sums

    functions = [row for row in found.rows if row.function]
    screen.print_table(
        ("function", *HEADINGS[:1], *HEADINGS[3:]),
        ((f"{row.unit}.{row.function}", row.checks, *_numbers(row)) for row in functions),
    )
    for fault in found.faults:
        place = f"{fault.unit}.{fault.function}" if fault.function else fault.unit
        kind = "" if fault.kind == MISSING else f"{fault.kind} {fault.name} "
        said = f"{place}: {kind}{fault.problem}"
        screen.say(f"\n{said}", style="bold")
        for line in fault.detail:
            screen.say(f"    {show.clipped(line, 600)}")
    screen.say("")
    totals = sums(found.rows)
    rows = [(row.unit, row.checks, row.variants, row.accepted, *_numbers(row)) for row in totals]
    if len(rows) > 1:
        rows.append(("all", *(sum(column) for column in list(zip(*rows, strict=True))[1:])))
    screen.print_table(("unit", *HEADINGS), rows)
    screen.say("\nthe bar is met" if found.holds else "\nthe bar is not met")


def _numbers(row: Row) -> tuple[int, ...]:
    return (
        row.mistakes,
        row.rejected,
        row.examined,
        row.diagnosed,
        row.mutants,
        row.killed,
        row.equivalent,
    )
