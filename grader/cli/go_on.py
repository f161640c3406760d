"""`grader` by itself: what is next."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable

from rich.text import Text

from grader import screen
from grader.curriculum import Course
from grader.practice import standing


def go_on(course: Course) -> None:
    """Check all, and show the first function that is not solved: its first failure, its place and its lesson."""
    from grader.practice import page
    from grader.practice.review import review

    functions = standing.functions_of(course.root)
    progress, verdict = review(course.root, functions)
    lines: Iterable[Text] = page.refused_lines(course.root, standing.by_unit(functions))
    if verdict is None:
        for line in [page.all_solved_line(len(functions)), *lines]:
            screen.say(line.plain, str(line.style))
        return
    lines = [
        *page.verdict_lines(verdict),
        *page.place_lines(course.root, verdict.name),
        *lines,
    ]
    if sys.stdout.isatty():
        lines = page.hanging(lines, shutil.get_terminal_size().columns)
    for line in lines:
        screen.say(line.plain, str(line.style))
    unit = verdict.name.partition(".")[0]
    screen.say("")
    screen.say(page.standing_line(functions, progress.solved, unit).plain)
    screen.note(
        "grader hint helps, grader watch checks each time that you save, grader list shows all"
    )
