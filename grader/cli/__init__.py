"""The `grader` command: marks a class, checks one's own work, makes exercises, draws, fetches.

A module a command; this one puts them together and turns a user's mistake into a sentence.
"""

from __future__ import annotations

import os
import sys
import warnings
from pathlib import Path
from typing import Annotated

import typer

import grader
from grader import screen, show
from grader.cli.audit import audit
from grader.cli.autograde import autograde
from grader.cli.check import check
from grader.cli.common import INTERRUPTED, NOT_MARKED, USAGE, fail
from grader.cli.data import data
from grader.cli.diff import diff
from grader.cli.doctor import doctor
from grader.cli.export import export
from grader.cli.feedback import feedback
from grader.cli.generate import generate
from grader.cli.go_on import go_on
from grader.cli.hint import hint
from grader.cli.init_course import init_course
from grader.cli.list import list_functions
from grader.cli.play import play
from grader.cli.plot import plot
from grader.cli.release import release
from grader.cli.report import report
from grader.cli.reset import reset
from grader.cli.solution import solution
from grader.cli.watch import watch
from grader.curriculum import CourseError, find_course
from grader.data import DataError
from grader.files import SubmissionError
from grader.marker import MarkingError
from grader.pictures import PictureError
from grader.practice.checker import PracticeError
from grader.report import ReportError
from grader.sandbox.remote import SandboxError

app = typer.Typer(
    name="grader",
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
)

FIRST = "Work on exercises"
PANELS = {
    FIRST: (watch, hint, reset, solution, check, plot, play),
    "Mark a class": (autograde, feedback, export, report, diff, doctor),
    "Make a course": (generate, release, init_course, audit),
}
app.command("list", rich_help_panel=FIRST)(list_functions)
for panel, commands in PANELS.items():
    for command in commands:
        app.command(rich_help_panel=panel)(command)
app.add_typer(data, rich_help_panel=FIRST)


def main() -> None:
    """Run the command; a user's mistake is one sentence, never a traceback."""
    warnings.simplefilter("ignore", SyntaxWarning)  # of students' sources, as they are parsed
    try:
        app()
    except (CourseError, SubmissionError, ReportError) as error:
        fail(str(error), USAGE)
    except (MarkingError, SandboxError, PracticeError, PictureError, DataError) as error:
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
            what = error.filename or "the result cannot be printed"
            fail(f"{what}: {error.strerror}", NOT_MARKED)


@app.callback(invoke_without_command=True)
def alone(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and leave.")
    ] = False,
) -> None:
    """Exercises in numpy for the basics of deep learning, and marks that student code shares no process with.

    By itself, in a folder of exercises, it goes on where you are: the next function that is not solved, and what is
    wrong with it.

    Commands look for the course (a folder with exercises/ and tests/) here and in the folders above.
    Exit codes: 0 done, 1 something could not be done and is named, 2 wrong usage, 3 the sandbox is too weak.
    """
    if version:
        screen.say(f"neurokata {grader.__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        try:
            course = find_course(Path.cwd())
        except CourseError as error:
            screen.note(show.line(str(error), 500))
            screen.say(context.get_help())
        else:
            go_on(course)
