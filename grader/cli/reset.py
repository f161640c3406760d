"""`grader reset`: a function as it was handed out."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from grader import screen
from grader.cli.naming import function_named
from grader.curriculum import find_course
from grader.files import shown
from grader.handout import read_handouts
from grader.progress import read_progress, settle, write_progress
from grader.reset import reset as put_back


def reset(
    what: Annotated[
        str,
        typer.Argument(
            metavar="UNIT.FUNCTION",
            help="The function; of a unit's name, the whole file.",
            show_default=False,
        ),
    ],
) -> None:
    """Put a function back as it was handed out. What was there is kept in exercises/.kept.

    The rest of the file stays as it is.

        grader reset activations.softmax
    """
    root = find_course(Path.cwd()).root
    handouts = read_handouts(root)
    unit, function = (what, "") if what in handouts else function_named(what, handouts)
    name = f"{unit}.{function}" if function else unit
    now = datetime.now()
    done = put_back(root, unit, handouts[unit], function, now)
    if not done.changed:
        screen.say(f"{name} is as it was handed out already")
        return
    progress = read_progress(root)
    if progress is not None:
        names = [function] if function else handouts[unit].functions
        forgotten = {f"{unit}.{each}": False for each in names}
        write_progress(root, settle(progress, forgotten, now.date()))
    kept = f"; yours is kept in {shown(done.kept.relative_to(root))}" if done.kept else ""
    screen.say(f"{name} is as it was handed out{kept}")
