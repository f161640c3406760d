"""How many frames a second `grader play` gives a page that draws at once, on the page's default."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from benchmarks.alternation import Tell
from benchmarks.figure import Figure, at_least, ratio
from benchmarks.processes import BenchmarkError
from benchmarks.specimens import ROOT

WANTED = 20.0
ROUNDS, SECONDS = 5, 2.0
COMMAND = ("play", "--no-browser", "--target", "solutions", "--port", "0")
NOTE = "the default, two hidden layers of eight, over a websocket to a client that acknowledges each frame at once"


def figures(tell: Tell) -> list[Figure]:
    """Frames a second while it trains, over those that a page should have."""
    with _page() as page:
        page.send(json.dumps({"do": "open", "experiment": {}}))
        page.send(json.dumps({"do": "play"}))
        _frames(page, SECONDS)  # strides grow until a frame is a full one
        found = []
        for number in range(ROUNDS):
            tell(f"frames, {number + 1} of {ROUNDS}")
            found.append(_frames(page, SECONDS) / SECONDS)
    return [ratio("frames a second over 20", found, [WANTED] * ROUNDS, at_least(1.0), NOTE)]


def _frames(page: ClientConnection, seconds: float) -> int:
    """The frames that come in a time."""
    end, count = time.monotonic() + seconds, 0
    while (left := end - time.monotonic()) > 0:
        try:
            message = page.recv(left)
        except TimeoutError:
            break
        if isinstance(message, bytes) and b'"type":"frame"' in message[:40]:
            page.send('{"do":"drawn"}')
            count += 1
    return count


@contextmanager
def _page() -> Iterator[ClientConnection]:
    """A page of a server of its own."""
    program = Path(sys.executable).parent / "grader"
    process = subprocess.Popen([program, *COMMAND], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        printed = process.stdout.readline() if process.stdout else ""
        address = re.search(r":(\d+)/\?token=([\w-]+)", printed)
        if address is None:
            raise BenchmarkError("grader play printed no address")
        port, token = address.groups()
        headers = {"Cookie": f"neurokata-play-{port}={token}"}
        place = f"ws://127.0.0.1:{port}/socket"
        origin = Origin(f"http://127.0.0.1:{port}")
        with connect(place, origin=origin, additional_headers=headers, max_size=None) as page:
            yield page
    finally:
        process.terminate()
        process.wait(10)
