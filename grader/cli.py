"""The `grader` command: marks a class, checks one's own work, makes exercises, examines the sandbox."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, NoReturn, TypeAlias

import msgspec
import typer

import grader
from grader import screen, show
from grader.curriculum import Course, CourseError, find_course
from grader.engine import Engine, MarkingError, scores
from grader.generate import stubs, unfinished
from grader.limits import Limits, read_limits
from grader.report import Report, class_csv, file_name, to_json, write_atomically
from grader.sandbox.canary import Findings, probe
from grader.sandbox.isolation import LAYERS, MANDATORY, platform_note
from grader.sandbox.remote import Sandbox, SandboxError
from grader.session import Setup
from grader.submission import SubmissionError, find_submissions, read_submission, shown

app = typer.Typer(
    name="grader",
    help="Mark numpy exercises against tests that student code shares no process with.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
)

NOT_MARKED, USAGE, WEAK = 1, 2, 3
INTERRUPTED = 130
REMEDIES = {
    "landlock": "Landlock needs Linux 5.13 or newer, booted with it, and `pip install py-landlock`",
    "seccomp": "seccomp needs libseccomp (Debian: apt install libseccomp2) and `pip install pyseccomp`",
    "limits": "resource limits need a Unix system",
    "namespaces": "namespaces need root, or unprivileged user namespaces switched on",
    "user": "it needs root, and a Python that other users may read (not below /root)",
    "capabilities": "only root has capabilities to give up",
}

JsonFlag = Annotated[
    bool, typer.Option("--json", help="Print one JSON document instead of tables.")
]
SeedOption = Annotated[
    int,
    typer.Option("--seed", min=0, max=2**63 - 1, help="What Hypothesis draws its examples from."),
]
WeakFlag = Annotated[
    bool,
    typer.Option(
        "--allow-weak-sandbox", help="Mark although a mandatory layer of the sandbox is missing."
    ),
]


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
ShrinkOption = Annotated[Seconds, _limit("seconds_to_shrink", "Search for a smaller input.")]
MemoryOption = Annotated[Count, _limit("memory_mib", "Memory of a worker.")]
CrashesOption = Annotated[
    Count, _limit("crashes_per_function", "Crashes after which a function is left.")
]
OutputOption = Annotated[Count, _limit("output_kib", "How much of what is printed is kept.")]


def main() -> None:
    """Run the command; a user's mistake is one sentence, never a traceback."""
    try:
        app()
    except (CourseError, SubmissionError) as error:
        fail(str(error), USAGE)
    except (MarkingError, SandboxError) as error:
        fail(str(error), NOT_MARKED)
    except KeyboardInterrupt:
        fail("stopped", NOT_MARKED)
    except SystemExit as ended:
        if ended.code == INTERRUPTED:
            fail("stopped", NOT_MARKED)
        raise
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            fail(f"the result cannot be printed: {error.strerror}", NOT_MARKED)


def fail(message: str, code: int) -> NoReturn:
    """Say what is wrong and leave."""
    screen.note(f"grader: {show.clipped(message)}")
    sys.exit(code)


@app.callback(invoke_without_command=True)
def version(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and leave.")
    ] = False,
) -> None:
    """Mark numpy exercises against tests that student code shares no process with.

    Commands look for the course (a folder with exercises/ and tests/) here and in the folders above.
    Exit codes: 0 done, 1 something could not be marked and is named, 2 wrong usage, 3 the sandbox is too weak.
    """
    if version:
        screen.say(f"neurokata {grader.__version__}")
        raise typer.Exit


@app.command()
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
    seconds_to_shrink: ShrinkOption = None,
    memory_mib: MemoryOption = None,
    crashes_per_function: CrashesOption = None,
    output_kib: OutputOption = None,
) -> None:
    """Mark a folder of submissions against the hidden tests.

    A submission is `STUDENT/exercises/UNIT.py`, `STUDENT/UNIT.py`, or `STUDENT.zip` of either; some units may
    be missing. Limits can also stand in `[tool.grader]` of the course's pyproject.toml. Ctrl-C keeps what is marked.

        grader autograde examples/submissions --out reports
    """
    _check_platform()
    course = find_course(Path.cwd())
    setup = Setup(
        root=str(course.root), units=_units(course, unit), seed=seed,
        limits=read_limits(
            course.root,
            seconds_per_call=seconds_per_call,
            seconds_per_import=seconds_per_import,
            seconds_per_function=seconds_per_function,
            seconds_per_submission=seconds_per_submission,
            seconds_to_shrink=seconds_to_shrink,
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
        _banner(engine, allow_weak_sandbox)
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


@app.command()
def check(
    what: Annotated[
        str,
        typer.Argument(
            metavar="[UNIT|UNIT.FUNCTION]", help="All units where left out.", show_default=False
        ),
    ] = "",
    seed: SeedOption = 0,
    as_json: JsonFlag = False,
    allow_weak_sandbox: WeakFlag = False,
) -> None:
    """Check your own exercises/ the way they are marked.

    Hidden tests decide where they are at hand, else the public ones.

        grader check activations.softmax
    """
    _check_platform()
    course = find_course(Path.cwd())
    unit, _, function = what.partition(".")
    units = _units(course, [unit] if unit else None)
    if function and function not in course.unit(unit).functions:
        raise CourseError(
            f"{unit} has no function {function!r}; it has {', '.join(course.unit(unit).functions)}"
        )
    setup = Setup(
        root=str(course.root),
        units=units,
        function=function or None,
        seed=seed,
        limits=read_limits(course.root),
    )
    submission = read_submission("you", course.root / "exercises")
    with Engine(setup, 1) as engine:
        _banner(engine, allow_weak_sandbox)
        with screen.waiting("checking"):
            report = engine.mark_one(submission)
    if as_json:
        sys.stdout.buffer.write(to_json(report))
        return
    for each in course.units:
        screen.print_unit([found for found in report.checks if found.unit == each.name])
    screen.say(f"{report.score:g} of {report.maximum:g} points")


@app.command()
def generate(
    check_only: Annotated[
        bool,
        typer.Option("--check", help="Write nothing; exit 1 where exercises/ is not up to date."),
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Overwrite exercises that hold somebody's work.")
    ] = False,
) -> None:
    """Write exercises/ from solutions/, the one source of each unit."""
    course = find_course(Path.cwd())
    texts = stubs(course)
    stale = {
        path: text
        for path, text in texts.items()
        if not path.is_file() or path.read_bytes() != text.encode()
    }
    if check_only:
        for path in stale:
            screen.say(
                f"{path.relative_to(course.root)} is not what solutions/ make: run grader generate"
            )
        raise typer.Exit(NOT_MARKED if stale else 0)
    held = [
        path
        for path, text in stale.items()
        if path.is_file() and not unfinished(path.read_text("utf-8", "replace"), text)
    ]
    if held and not force:
        names = ", ".join(str(path.relative_to(course.root)) for path in held)
        raise CourseError(
            f"{names}: holds somebody's work; move it away, or overwrite it with --force"
        )
    for path, text in stale.items():
        write_atomically(path, text.encode("utf-8"))
        screen.say(f"wrote {path.relative_to(course.root)}")
    screen.say(f"{len(texts) - len(stale)} files were up to date")


@app.command()
def doctor(as_json: JsonFlag = False) -> None:
    """Try what the sandbox can do on this machine, and say what to do about what is missing."""
    _check_platform()
    with Sandbox(read_limits(Path.cwd())) as sandbox:
        findings = probe(sandbox)
    if as_json:
        document = {
            "active": findings.active,
            "missing": findings.missing,
            "enough": not findings.weak,
        }
        sys.stdout.write(json.dumps(document, indent=2) + "\n")
    else:
        for layer in LAYERS:
            holds = layer in findings.active
            need = "mandatory" if layer in MANDATORY else "best effort"
            advice = "" if holds else f" {findings.missing.get(layer, '')}; {REMEDIES[layer]}"
            line = f"{layer:13} {need:12} {'holds' if holds else 'does not hold:'}{advice}"
            screen.say(line)
        screen.say("Marking works here." if not findings.weak else "Marking is refused here.")
    if findings.weak:
        raise typer.Exit(WEAK)


def _check_platform() -> None:
    if reason := platform_note():
        fail(f"{reason}; pytest works everywhere, marking in the sandbox does not", WEAK)


def _units(course: Course, wanted: list[str] | None) -> tuple[str, ...]:
    names = {course.unit(name).name for name in wanted or []}
    return tuple(unit.name for unit in course.units if not names or unit.name in names)


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


def _banner(engine: Engine, allow_weak: bool) -> None:
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
    finally:
        for student, reason in sorted(unmarked.items()):
            screen.note(f"could not be marked: {show.line(student, 80)}: {show.clipped(reason)}")
        if stopped:
            screen.note(stopped)
        total = len(marked) + len(unmarked)
        screen.note(
            f"{len(marked)} of {total} marked; reports and class.csv are in {shown(folder)}"
        )
