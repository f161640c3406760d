"""A trainer with a page that only listens, and the reference's modules to train, whole or spoilt."""

from __future__ import annotations

import json
import queue
import struct
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from benchmarks.specimens import reference
from grader.limits import Limits
from grader.play.page import Arrived, Said
from grader.play.student import Student
from grader.play.trainer import Trainer
from grader.sandbox.remote import Sandbox
from grader.submission import Submission

IMPATIENT = Limits(seconds_per_call=1.0, seconds_per_import=1.0)
"""For code that is meant to fail: an endless loop is waited for."""
TURNS = 2000


def decoded(message: str | bytes) -> dict[str, Any]:
    """A message as the page reads it: the header, with the arrays by their names."""
    if isinstance(message, str):
        return json.loads(message)
    (length,) = struct.unpack_from("<I", message)
    header = json.loads(message[4 : 4 + length])
    body = message[4 + length :]
    for each in header.pop("arrays"):
        assert each["offset"] % 4 == 0 and (4 + length) % 4 == 0
        count = int(np.prod(each["shape"]))
        array = np.frombuffer(body, "<" + each["type"], count, each["offset"])
        header[each["name"]] = array.reshape(each["shape"])
    return header


class Listener:
    """A page that keeps what it is sent."""

    def __init__(self) -> None:
        self.heard: list[dict[str, Any]] = []
        self.closed = False

    def send(self, message: str | bytes) -> None:
        self.heard.append(decoded(message))

    def close(self) -> None:
        self.closed = True


class Bench:
    """A trainer, a page of its own, and what the page heard."""

    def __init__(self, sandbox: Sandbox, submission: Submission, limits: Limits) -> None:
        self.submission = submission
        self.printed: list[str] = []
        self.student = Student(sandbox, submission, limits, self.printed.append)
        self.inbox: queue.Queue[Any] = queue.Queue()
        self.trainer = Trainer(self.student, lambda: self.submission, self.inbox)
        self.page = Listener()
        self.inbox.put(Arrived(self.page))

    def ask(self, do: str, **fields: Any) -> list[dict[str, Any]]:
        """Ask for something; what is heard until nothing more comes by itself, each frame acknowledged."""
        return self.until(lambda _: False, do, **fields)

    def until(
        self, over: Callable[[dict[str, Any]], bool], do: str, **fields: Any
    ) -> list[dict[str, Any]]:
        """Ask for something; what is heard until a message is the last that is wanted."""
        begun = len(self.page.heard)
        self.say(do, **fields)
        for _ in range(TURNS):
            seen = len(self.page.heard)
            self.trainer.turn()
            for message in self.page.heard[seen:]:
                if message["type"] == "frame":
                    self.say("drawn")
            if any(map(over, self.page.heard[seen:])):
                break
            if self.inbox.empty() and not self.trainer.busy:
                break
        return self.page.heard[begun:]

    def say(self, do: str, **fields: Any) -> None:
        self.inbox.put(Said(self.page, json.dumps({"do": do, **fields})))

    def open(self, csv: str | None = None, **settings: object) -> list[dict[str, Any]]:
        """Open an experiment."""
        texts = {name: str(value) for name, value in settings.items()}
        return self.ask("open", experiment=texts, csv=csv)

    @property
    def frame(self) -> dict[str, Any]:
        """The last frame."""
        return of_type(self.page.heard, "frame")[-1]


def of_type(heard: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    """The messages of a type."""
    return [message for message in heard if message["type"] == kind]


@pytest.fixture(scope="session")
def box() -> Iterator[Sandbox]:
    """One zygote for all."""
    with Sandbox(Limits()) as made:
        yield made


@pytest.fixture(scope="session")
def right_modules() -> dict[str, bytes]:
    """The reference's modules that the page uses, and those they import."""
    wanted = (
        "neurons", "activations", "costs", "network", "backprop", "gradient_descent", "regularization",
    )  # fmt: skip
    return {name: reference().modules[name] for name in wanted}


@pytest.fixture
def bench(box: Sandbox, right_modules: dict[str, bytes]) -> Iterator[Callable[..., Bench]]:
    """Makes a bench of the reference, with text added to modules: bench(costs="…"); None takes one away."""
    made: list[Bench] = []

    def make(**added: str | bytes | None) -> Bench:
        modules = dict(right_modules)
        for name, text in added.items():
            if text is None:
                del modules[name]
            elif isinstance(text, bytes):
                modules[name] = text
            else:
                modules[name] += b"\n\n" + text.encode()
        made.append(Bench(box, Submission("you", modules), IMPATIENT))
        return made[-1]

    yield make
    for each in made:
        each.student.end()


@pytest.fixture(scope="module")
def right(box: Sandbox, right_modules: dict[str, bytes]) -> Iterator[Bench]:
    """A bench of the reference that several tests share."""
    made = Bench(box, Submission("you", right_modules), Limits())
    yield made
    made.student.end()
