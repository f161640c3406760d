"""What happens outside while a course is watched, each told from a thread of its own: saves, keys, the end of input."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from watchfiles import Change, watch

from grader import show

SAVED, RESIZED, ENDED = "saved", "resized", "ended"
DEBOUNCE, STEP = 100, 15  # milliseconds that a save may take, and for how long it is still then
Tell = Callable[[str], object]


@contextlib.contextmanager
def saves(folder: Path, tell: Tell, fail: Tell) -> Iterator[None]:
    """Have it told each time that modules of a folder are written, moved or deleted, or why that cannot be seen."""
    leave = threading.Event()

    def follow() -> None:
        while not leave.is_set():
            changes = watch(
                folder, watch_filter=_is_module, debounce=DEBOUNCE, step=STEP, stop_event=leave,
                recursive=False, raise_interrupt=False,
            )  # fmt: skip
            try:
                for _ in changes:
                    tell(SAVED)
                return
            except RuntimeError:
                tell(SAVED)  # of a file whose name is no text: others may have been saved with it
            except OSError as error:
                reason = show.line(error.strerror or str(error))
                fail(f"saves in {show.line(str(folder))} cannot be seen: {reason}")
                return

    thread = threading.Thread(target=follow, daemon=True)
    thread.start()
    try:
        yield
    finally:
        leave.set()
        thread.join(1.0)


def _is_module(change: Change, path: str) -> bool:
    name = os.path.basename(path)
    return name.endswith(".py") and not name.startswith((".", "_"))


@contextlib.contextmanager
def end_of_input(tell: Tell) -> Iterator[None]:
    """Have it told when there is nothing more to read, where that is no terminal."""

    def read() -> None:
        with contextlib.suppress(OSError, ValueError):
            while sys.stdin.read(1024):
                pass
        tell(ENDED)

    if sys.stdin is not None and not sys.stdin.isatty():
        threading.Thread(target=read, daemon=True).start()
    yield


@contextlib.contextmanager
def keys(press: Tell, tell: Tell) -> Iterator[None]:
    """Have each key that is pressed told; Ctrl-C stays an interrupt. The terminal is afterwards what it was before."""
    with _unbuffered(tell):
        threading.Thread(target=_read_keys, args=[press, tell], daemon=True).start()
        yield


if sys.platform == "win32":
    import msvcrt

    def _unbuffered(tell: Tell) -> contextlib.AbstractContextManager[None]:
        return contextlib.nullcontext()

    def _read_keys(press: Tell, tell: Tell) -> None:
        while True:
            key = msvcrt.getwch()
            press("q" if key == "\x03" else key)  # Ctrl-C is a key here

else:
    import termios
    import tty

    @contextlib.contextmanager
    def _unbuffered(tell: Tell) -> Iterator[None]:
        terminal = sys.stdin.fileno()
        before = termios.tcgetattr(terminal)

        def resume(*_: object) -> None:
            tty.setcbreak(terminal)
            tell(RESIZED)

        resume()
        handlers = {
            number: signal.signal(number, handler)
            for number, handler in (
                (signal.SIGCONT, resume),
                (signal.SIGWINCH, lambda *_: tell(RESIZED)),
                (signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM)),
            )
        }
        try:
            yield
        finally:
            for number, handler in handlers.items():
                signal.signal(number, handler)
            termios.tcsetattr(terminal, termios.TCSADRAIN, before)

    def _read_keys(press: Tell, tell: Tell) -> None:
        with contextlib.suppress(OSError):  # the terminal is gone
            while typed := os.read(sys.stdin.fileno(), 64):
                for key in typed.decode("utf-8", "replace"):
                    press(key)
        tell(ENDED)
