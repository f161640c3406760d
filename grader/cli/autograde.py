"""`grader autograde`: marks a class."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, TypeAlias

import msgspec
import typer

from grader import screen, show
from grader.cli.common import (
    NOT_MARKED,
    JsonFlag,
    SeedOption,
    WeakFlag,
    check_platform,
    print_banner,
    units_of,
)
from grader.curriculum import find_course
from grader.engine import Engine, scores
from grader.limits import Limits, read_limits
from grader.messages import Setup
from grader.report import Report, class_csv, file_name, to_json, write_atomically
from grader.submission import SubmissionError, find_submissions, shown


def _limit(name: str, what: str) -> Any:
    """An option that overrides one of the limits."""
    return typer.Option(
        f"--{name.replace('_', '-')}",
        help=f"{what}  [default: {getattr(Limits(), name):g}]",
        show_default=False,
        rich_help_panel="Limits",
    )


Seconds: TypeAlias = float | None
Count: TypeAlias = int | None
CallOption = Annotated[Seconds, _limit("seconds_per_call", "Deadline of one call.")]
ImportOption = Annotated[Seconds, _limit("seconds_per_import", "Deadline of an import.")]
FunctionOption = Annotated[Seconds, _limit("seconds_per_function", "All calls of one function.")]
SubmissionOption = Annotated[
    Seconds, _limit("seconds_per_submission", "All that a submission may take.")
]
ShrinkOption = Annotated[
    Count,
    _limit("inputs_to_shrink", "Inputs tried in a unit, in search of smaller ones that fail."),
]
MemoryOption = Annotated[Count, _limit("memory_mib", "Memory of a worker.")]
CrashesOption = Annotated[
    Count, _limit("crashes_per_function", "Crashes after which a function is left.")
]
OutputOption = Annotated[Count, _limit("output_kib", "How much of what is printed is kept.")]


def autograde(
    submissions: Annotated[
        Path,
        typer.Argument(help="Folder with a folder or zip for each student.", show_default=False),
    ],
    output: Annotated[
        Path,
        typer.Option(
            "--out",
            help="Where the reports go, one JSON a student and class.csv.",
            show_default=False,
        ),
    ],
    unit: Annotated[
        list[str] | None,
        typer.Option("--unit", help="Mark this unit only; may be repeated.", show_default=False),
    ] = None,
    seed: SeedOption = 0,
    jobs: Annotated[
        int, typer.Option("--jobs", min=0, help="Submissions at a time; 0 is one a core.")
    ] = 0,
    as_json: JsonFlag = False,
    allow_weak_sandbox: WeakFlag = False,
    seconds_per_call: CallOption = None,
    seconds_per_import: ImportOption = None,
    seconds_per_function: FunctionOption = None,
    seconds_per_submission: SubmissionOption = None,
    inputs_to_shrink: ShrinkOption = None,
    memory_mib: MemoryOption = None,
    crashes_per_function: CrashesOption = None,
    output_kib: OutputOption = None,
) -> None:
    """Mark a folder of submissions against the hidden tests.

    A submission is `STUDENT/exercises/UNIT.py`, `STUDENT/UNIT.py`, or `STUDENT.zip` of either; some units may
    be missing. Limits can also stand in `[tool.grader]` of the course's pyproject.toml. Ctrl-C keeps what is marked.

        grader autograde examples/submissions --out reports
    """
    check_platform()
    course = find_course(Path.cwd())
    setup = Setup(
        root=str(course.root), units=units_of(course, unit), seed=seed,
        limits=read_limits(
            course.root,
            seconds_per_call=seconds_per_call,
            seconds_per_import=seconds_per_import,
            seconds_per_function=seconds_per_function,
            seconds_per_submission=seconds_per_submission,
            inputs_to_shrink=inputs_to_shrink,
            memory_mib=memory_mib,
            crashes_per_function=crashes_per_function,
            output_kib=output_kib,
        ),
    )  # fmt: skip
    paths, unmarked = find_submissions(submissions)
    paths = {student: path for student, path in paths.items() if path.resolve() != output.resolve()}
    _make_writable(output, submissions)
    marked: dict[str, Report] = {}
    stopped: str | None = None
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, signal.default_int_handler)
    with Engine(setup, min(jobs or os.cpu_count() or 1, max(1, len(paths)))) as engine:
        print_banner(engine, allow_weak_sandbox)
        _forget(output, [*paths, *unmarked])
        try:
            with screen.progress() as progress:
                task = progress.add_task("marking", total=len(paths))
                for student, result in engine.mark(paths):
                    if isinstance(result, Report):
                        write_atomically(output / file_name(student), to_json(result))
                        marked[student] = result
                    else:
                        unmarked[student] = result
                    progress.advance(task)
        except KeyboardInterrupt:
            stopped = "stopped before the end"
            engine.kill()
        except OSError as error:
            stopped = f"the reports cannot be written to {shown(output)}: {error.strerror}"
            engine.kill()
    for student in paths:
        if student not in marked and student not in unmarked:
            unmarked[student] = stopped or "not marked"
    try:
        write_atomically(
            output / "class.csv", class_csv(list(marked.values()), unmarked, setup.units)
        )
    except OSError as error:
        stopped = stopped or f"class.csv cannot be written to {shown(output)}: {error.strerror}"
    _print_result(marked, unmarked, stopped, output, as_json)
    if unmarked or stopped:
        raise typer.Exit(NOT_MARKED)


def _make_writable(folder: Path, submissions: Path) -> None:
    """Make the output folder, and find out now whether reports can be written there."""
    if folder.resolve() == submissions.resolve():
        raise SubmissionError(
            "the reports should not lie among the submissions: give another --out"
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_atomically(folder / ".trial", b"trial")
        (folder / ".trial").unlink()
    except OSError as error:
        raise SubmissionError(
            f"the reports cannot be written to {shown(folder)}: {error.strerror}; give another folder with --out"
        ) from None


def _forget(folder: Path, students: Iterable[str]) -> None:
    """Remove the reports of an earlier marking of these students, and name what stays of others."""
    for student in students:
        (folder / file_name(student)).unlink(missing_ok=True)
    if others := sorted(path.name for path in folder.glob("*.json")):
        screen.note(f"from an earlier marking: {', '.join(map(shown, others[:20]))}")


def _print_result(
    marked: dict[str, Report],
    unmarked: dict[str, str],
    stopped: str | None,
    folder: Path,
    as_json: bool,
) -> None:
    reports = sorted(marked.values(), key=lambda report: report.student)
    try:
        if as_json:
            rows = [scores(report) for report in reports]
            document = {"marked": rows, "unmarked": unmarked, "stopped": stopped}
            data = msgspec.json.format(msgspec.json.encode(document), indent=2)
            sys.stdout.buffer.write(data + b"\n")
            sys.stdout.flush()
        elif reports:
            screen.print_class(reports)
            screen.print_units(reports)
    finally:
        for student, reason in sorted(unmarked.items()):
            screen.note(f"could not be marked: {show.line(student, 80)}: {show.clipped(reason)}")
        if stopped:
            screen.note(stopped)
        total = len(marked) + len(unmarked)
        screen.note(
            f"{len(marked)} of {total} marked; reports and class.csv are in {shown(folder)}"
        )
