"""`grader watch`: on every save, what it touches is checked at once."""

from __future__ import annotations

import contextlib
import queue
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.control import Control
from rich.text import Text

from grader.curriculum import find_course

if TYPE_CHECKING:
    from grader.practice.checker import Told
    from grader.practice.watching import Watching

PATIENCE = 0.7  # seconds, before what takes so long is named
KEYS = "n next   h hint   l list   c check all   r reset   q quit"
_out = Console(highlight=False, markup=False, emoji=False)


def watch() -> None:
    """Check what you write each time that you save it: one failure at a time, in the order of the lessons.

    Runs the visible checks on your own exercises/, as pytest does, for the functions that a change touches. Single keys
    do the rest: next, hint, list, check all, reset, quit. What is solved is kept in progress.txt. Where this is no
    terminal it prints the verdicts, and ends with its input or by Ctrl-C.

        grader watch
    """
    from grader.practice import events
    from grader.practice.checker import Checker
    from grader.practice.verdict import Ready
    from grader.practice.watching import Watching

    root = find_course(Path.cwd()).root
    by_keys = sys.stdin is not None and sys.stdin.isatty() and _out.is_terminal
    happened: queue.SimpleQueue[tuple[str, str | Told]] = queue.SimpleQueue()

    def tell(what: str) -> None:
        happened.put(("event", what))

    def fail(why: str) -> None:
        happened.put(("told", Ready(why)))

    with contextlib.suppress(KeyboardInterrupt), contextlib.ExitStack() as stack:
        checker = stack.enter_context(Checker(root, tell=lambda told: happened.put(("told", told))))
        draw = _draw if by_keys else _print
        watching = Watching(root, checker.ask, lambda lines, status: draw(watching, lines, status))
        stack.callback(watching.keep)
        stack.enter_context(events.saves(root / "exercises", tell, fail))
        if by_keys:
            stack.callback(_out.print)  # the shell goes on below
            stack.enter_context(events.keys(lambda key: happened.put(("key", key)), tell))
        else:
            stack.enter_context(events.end_of_input(tell))
        watching.check_all()
        watching.redraw("getting the checks ready …")
        _follow(watching, happened)


def _follow(watching: Watching, happened: queue.SimpleQueue[tuple[str, str | Told]]) -> None:
    """Pass on what happens until somebody leaves, or there is no more input and all is answered."""
    from grader.practice.events import ENDED, RESIZED, SAVED

    ended = False
    while not (ended and watching.settled):
        try:
            kind, what = happened.get(timeout=PATIENCE)
        except queue.Empty:
            watching.wait()
            continue
        if kind == "told":
            watching.hear(what)  # type: ignore[arg-type]
        elif kind == "key":
            if not watching.press(str(what)):
                return
        elif what == SAVED:
            watching.see_save()
        elif what == RESIZED:
            watching.redraw()
        elif what == ENDED:
            ended = True


def _draw(watching: Watching, lines: list[Text], status: str) -> None:
    """All of the screen at once, with the standing and the keys at its bottom."""
    from grader.practice import page

    foot = [
        page.standing_line(watching.functions, watching.progress.solved, watching.unit, _out.width),
        Text(status, "bold") if status else Text(KEYS, page.QUIET),
    ]
    foot = [*page.hanging(foot, _out.width)]
    room = max(1, _out.height - len(foot) - 1)
    lines = page.around_arrow([*page.hanging(lines, _out.width)], room)
    space = max(1, _out.height - len(lines) - len(foot))
    with _out:
        _out.control(Control.home(), Control.clear())
        for line in [*lines, *[Text()] * space, *foot[:-1]]:
            _out.print(line, soft_wrap=True)
        _out.print(foot[-1], soft_wrap=True, end="")


def _print(watching: Watching, lines: list[Text], status: str) -> None:
    """A verdict, for a pipe; what is waited for is not told."""
    from grader.practice import page

    if status:
        return
    solved = watching.progress.solved
    standing = page.standing_line(watching.functions, solved, watching.unit)
    for line in [*lines, standing, Text()]:
        _out.print(line, soft_wrap=True)
