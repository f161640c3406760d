"""`grader hint`: a pointer first, then an outline, never code."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from grader import screen, show
from grader.cli.naming import function_named
from grader.curriculum import find_course
from grader.handout import read_handouts
from grader.practice.review import review
from grader.progress import Progress, checked_functions, read_progress, write_progress


def hint(
    what: Annotated[
        str,
        typer.Argument(
            metavar="[UNIT.FUNCTION]",
            help="The next that is not solved where left out.",
            show_default=False,
        ),
    ] = "",
) -> None:
    """Show a hint for a function, and each time one more: a pointer first, then an outline, never code.

    What you have seen is remembered in progress.txt, and shown again.

        grader hint activations.softmax
    """
    root = find_course(Path.cwd()).root
    handouts = read_handouts(root)
    if what:
        name = ".".join(function_named(what, handouts))
        progress = read_progress(root) or Progress()
    else:
        progress, verdict = review(root, checked_functions(root))
        if verdict is None:
            screen.say(
                "all functions are solved; name one to see its hints: grader hint UNIT.FUNCTION"
            )
            return
        name = verdict.name
    unit, function = function_named(name, handouts)
    hints = handouts[unit].hints.get(function, ())
    if not hints:
        screen.say(f"{name} has no hints: {unit} is not set, others build on it")
        return
    before = progress.hints.get(name, 0)
    seen = min(before + 1, len(hints))
    screen.say(name, "bold")
    for number, each in enumerate(hints[:seen], start=1):
        screen.say(f"hint {number} of {len(hints)}: {show.line(each, 500)}")
    if seen < len(hints):
        screen.note(f"the next one: grader hint {name}")
    elif before >= len(hints):
        screen.note(f"these are all; what {function} is to do stands in its docstring")
    if seen != before:
        write_progress(root, Progress(progress.solved, progress.hints | {name: seen}))
