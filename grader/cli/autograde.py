"""`grader autograde`: marks a class."""

from __future__ import annotations

import contextlib
import csv
import os
import signal
import sys
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Annotated, Any, TypeAlias

import msgspec
import typer

from grader import screen, show
from grader.batch import BEFORE, MARKED, UNMARKED, Batch, Result, Stopped, alone
from grader.cli.common import (
    NOT_MARKED,
    JobsOption,
    JsonFlag,
    SeedOption,
    WeakFlag,
    check_platform,
    open_scores,
    print_banner,
    units_of,
)
from grader.cluster import Cluster
from grader.curriculum import find_course
from grader.earlier import read_report
from grader.engine import Engine
from grader.files import SubmissionError, shown
from grader.gradebook import Gradebook, class_csv, reasons, scores
from grader.limits import Limits, read_limits
from grader.messages import Setup
from grader.report import UNFINISHED, Check, ReportError, file_name, totals, write_atomically
from grader.seeds import fingerprint, read_secret
from grader.submission import find_submissions

NAMED = 20
STOPPED = "stopped before the end"


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
    secret_seed: Annotated[
        Path | None,
        typer.Option(
            "--secret-seed",
            metavar="FILE",
            help="Draw other inputs for every submission, from a secret in this file, which is made where it is"
            " missing. Takes a few times as long.",
            show_default=False,
        ),
    ] = None,
    jobs: JobsOption = 0,
    dask: Annotated[
        str | None,
        typer.Option(
            "--dask",
            metavar="ADDRESS",
            help="Mark on the cluster of this Dask scheduler instead.",
            show_default=False,
        ),
    ] = None,
    gradebook: Annotated[
        str | None,
        typer.Option(
            "--gradebook",
            metavar="URL",
            help="Write the scores to this gradebook of nbgrader too, such as sqlite:///course/gradebook.db.",
            show_default=False,
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Mark all, also what is marked already.")
    ] = False,
    as_json: JsonFlag = False,
    as_lines: Annotated[
        bool,
        typer.Option("--json-lines", help="Print one JSON object a submission as it is done."),
    ] = False,
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

    A submission is `STUDENT/exercises/UNIT.py`, `STUDENT/UNIT.py`, a notebook there, or a zip of these; units may
    be missing. Limits can also stand in `[tool.grader]` of the course's pyproject.toml. Ctrl-C keeps what is
    marked, and the same command goes on from there: what has a report of the same submission, tests, seed, limits
    and kit is not marked again.

        grader autograde examples/submissions --out reports
    """
    if as_json and as_lines:
        raise typer.BadParameter("choose one of --json and --json-lines")
    if secret_seed and seed:
        raise typer.BadParameter("choose one of --seed and --secret-seed")
    if dask == "":
        raise typer.BadParameter("--dask needs an address, such as tcp://HOST:8786")
    if not dask:
        check_platform()
    if gradebook is not None:
        open_scores(
            gradebook
        ).close()  # so that what is wrong with it is said before an hour of marking
    course = find_course(Path.cwd())
    paths, unmarked = find_submissions(submissions)
    secret = _secret(secret_seed) if secret_seed else b""
    setup = Setup(
        root=str(course.root), units=units_of(course, unit), seed=seed,
        secret=fingerprint(secret) if secret else "",
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
    own = os.path.realpath(output)  # as Path.resolve, but for links that lead to themselves
    paths = {student: path for student, path in paths.items() if os.path.realpath(path) != own}
    _make_writable(output, submissions)
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, signal.default_int_handler)
    jobs = min(jobs or os.cpu_count() or 1, max(1, len(paths)))
    with alone(output):
        cluster = Cluster(dask) if dask else None
        if cluster and not cluster.threads:
            screen.note(f"no worker has joined {cluster.address} yet: waiting for the first")
        with Engine(setup, jobs, cluster) as engine:
            print_banner(engine, allow_weak_sandbox)
            if dropped := _units_before(output) - {*setup.units}:
                screen.note(
                    f"these reports lose {', '.join(map(shown, sorted(dropped)))}; another --out keeps them"
                )
            _tidy(output, [*paths], [*unmarked])
            book = Gradebook(units=_points(engine.ready.checks), unmarked=unmarked)
            batch = Batch(engine, output, force, secret)
            counts, stopped = _mark(batch, paths, book, as_lines)
        try:
            write_atomically(output / "class.csv", class_csv(book))
        except OSError as error:
            stopped = stopped or f"class.csv cannot be written to {shown(output)}: {error.strerror}"
        unwritten = 0
        if gradebook is not None:
            students = [row.student for row in book.sorted_rows()]
            unwritten = write_scores(gradebook, output, students)
    try:
        if as_json:
            marked = [scores(row, book.units) for row in book.sorted_rows()]
            document = {"marked": marked, "unmarked": book.unmarked, "stopped": stopped}
            _print(msgspec.json.format(msgspec.json.encode(document), indent=2))
        elif as_lines:
            last = {**counts, UNMARKED: len(book.unmarked), "stopped": stopped}
            _print(msgspec.json.encode(last))
        elif book.rows:
            screen.print_class(book)
            screen.print_units(book)
    finally:
        _print_end(book, counts, stopped and _resuming(stopped, force), output)
    if book.unmarked or stopped or unwritten:
        raise typer.Exit(NOT_MARKED)


def write_scores(url: str, folder: Path, students: Sequence[str]) -> int:
    """Write the scores of these reports to a gradebook of nbgrader; of how many students it takes none."""
    written, refused = 0, {}
    with open_scores(url) as scores, screen.progress("writing scores", len(students)) as advance:
        for student in students:
            if report := read_report(folder / file_name(student)):
                try:
                    written += scores.write(report)
                except ReportError as error:  # a name may be too long for it, and nobody else's
                    refused[student] = str(error)
            advance()
        for unit in sorted(scores.scaled):
            screen.note(
                f"{unit} has other points in the gradebook than in its tests, and was scaled to them: make notebook and"
                " assignment again to change these"
            )
    for student, reason in [*refused.items()][:NAMED]:
        screen.note(f"{show.line(student, 80)}: {reason}")
    replaced = f", {scores.replaced} of them in the place of others" if scores.replaced else ""
    what = "1 unit" if written == 1 else f"{written} units"
    there = len(students) - len(refused)
    screen.note(f"scores of {what} of {there} students are in the gradebook{replaced}")
    return len(refused)


def _secret(path: Path) -> bytes:
    """The secret seed in a file; one that had to be made is told, as it is another than the one of old."""
    missing = not os.path.exists(path)  # which no folder makes raise
    secret = read_secret(path)
    if missing:
        screen.note(
            f"a new secret seed is in {shown(path)}: keep it, as without it no marks of this class can be made again"
        )
    return secret


def _mark(
    batch: Batch, paths: Mapping[str, Path], book: Gradebook, as_lines: bool
) -> tuple[dict[str, int], str | None]:
    """Mark the class into the book; how many were marked now and before, and what stopped it where something did."""
    counts, stopped = {MARKED: 0, BEFORE: 0}, None
    refused = [Result(student, UNMARKED, reason=why) for student, why in book.unmarked.items()]
    try:
        with screen.marking(len(paths)) as settle:
            for result in chain(refused, batch.mark(paths)):
                line = _enter(result, book)
                if result.state in counts:
                    counts[result.state] += 1
                if result.student in paths:
                    settle(result.state == MARKED)
                if as_lines:
                    _print_line(line)
    except KeyboardInterrupt:
        stopped = STOPPED
    except Stopped as error:
        stopped = str(error)
    if stopped:
        batch.engine.kill()
        settled = {row.student for row in book.rows} | {*book.unmarked}
        book.unmarked |= {student: STOPPED for student in paths if student not in settled}
    return counts, stopped


def _enter(result: Result, book: Gradebook) -> dict[str, object]:
    """Enter a result into the book; the same for machines, every line with the same keys."""
    state = {"student": result.student, "state": result.state, "reason": result.reason}
    if result.report is None:
        book.unmarked[result.student] = result.reason
        return {**state, "score": None, "maximum": book.maximum, "units": {}, "notes": ()}
    return {**state, **scores(book.add(result.report), book.units)}


def _print_line(line: Mapping[str, object]) -> None:
    try:
        _print(msgspec.json.encode(line))
    except OSError as error:
        raise Stopped(f"standard output cannot be written: {error.strerror}") from None


def _print(data: bytes) -> None:
    sys.stdout.buffer.write(show.inert(data.decode()).encode() + b"\n")
    sys.stdout.flush()


def _points(checks: Iterable[Check]) -> dict[str, float]:
    return {total.unit: total.points for total in totals(checks, {})}


def _make_writable(folder: Path, submissions: Path) -> None:
    """Make the output folder, and find out now whether reports can be written there."""
    if folder.resolve() == submissions.resolve():
        raise SubmissionError(
            "the reports should not lie among the submissions: give another --out"
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_atomically(folder / ".trial", b"trial")
        (folder / ".trial").unlink(missing_ok=True)
    except OSError as error:
        raise SubmissionError(
            f"the reports cannot be written to {shown(folder)}: {error.strerror}; give another folder with --out"
        ) from None


def _tidy(folder: Path, students: Sequence[str], refused: Sequence[str]) -> None:
    """Remove what an earlier marking left that holds no more, and name what stays of others."""
    reports = [folder / file_name(student) for student in refused]
    for leftover in (folder / "class.csv", *folder.glob(f"{UNFINISHED}*"), *reports):
        with contextlib.suppress(OSError):
            leftover.unlink()
    ours = {file_name(student) for student in students}
    if others := sorted({path.name for path in folder.glob("*.json")} - ours):
        screen.note(f"from an earlier marking: {', '.join(map(shown, others[:20]))}")


def _units_before(folder: Path) -> set[str]:
    """The units in the table that an earlier marking left."""
    try:
        with (folder / "class.csv").open(encoding="utf-8", newline="") as table:
            return {*next(csv.reader(table), [])} - {"student", "score", "maximum", "note"}
    except (OSError, UnicodeDecodeError, csv.Error):
        return set()


def _resuming(stopped: str, force: bool) -> str:
    again = "the same command without --force" if force else "the same command"
    return f"{stopped}; {again} goes on from here"


def _print_end(
    book: Gradebook, counts: Mapping[str, int], stopped: str | None, folder: Path
) -> None:
    """Name what could not be marked, and say in one line what became of all."""
    refused = {student: why for student, why in book.unmarked.items() if why != STOPPED}
    for student, reason in sorted(refused.items())[:NAMED]:
        screen.note(f"could not be marked: {show.line(student, 80)}: {show.clipped(reason)}")
    if len(refused) > NAMED:
        screen.note(f"could not be marked: {len(refused) - NAMED} more, which class.csv names")
    if stopped:
        screen.note(stopped)
    said = [f"{counts[MARKED]} marked"]
    if counts[BEFORE]:
        said.append(f"{counts[BEFORE]} taken from before")
    if refused:
        said.append(f"{len(refused)} could not be marked ({reasons(refused)})")
    if waiting := len(book.unmarked) - len(refused):
        said.append(f"{waiting} not marked yet")
    screen.note(
        f"{', '.join(said)}; reports and class.csv are in {shown(folder)}; grader feedback makes pages of them"
    )
