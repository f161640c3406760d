"""Single keys at the terminal, which is as it was before once they are no longer read."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections.abc import Callable, Iterator


@contextlib.contextmanager
def reading(press: Callable[[str], object]) -> Iterator[None]:
    """Have each key that is pressed told from a thread; Ctrl-C stays an interrupt, and nothing is echoed."""
    with _unbuffered():
        threading.Thread(target=_read, args=[press], daemon=True).start()
        yield


if sys.platform == "win32":
    import msvcrt

    def _unbuffered() -> contextlib.AbstractContextManager[None]:
        return contextlib.nullcontext()

    def _read(press: Callable[[str], object]) -> None:
        while True:
            press(msvcrt.getwch())

else:
    import termios
    import tty

    @contextlib.contextmanager
    def _unbuffered() -> Iterator[None]:
        terminal = sys.stdin.fileno()
        before = termios.tcgetattr(terminal)
        tty.setcbreak(terminal)
        try:
            yield
        finally:
            termios.tcsetattr(terminal, termios.TCSADRAIN, before)

    def _read(press: Callable[[str], object]) -> None:
        with contextlib.suppress(OSError):  # the terminal is gone
            while typed := os.read(sys.stdin.fileno(), 64):
                for key in typed.decode("utf-8", "replace"):
                    press(key)
        press("")
