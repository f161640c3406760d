"""The ground that attacks are tried on: a course with a sign in all that is secret, and listeners all around."""

from __future__ import annotations

import contextlib
import io
import os
import secrets
import shutil
import socket
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import pytest

from grader import screen
from grader.curriculum import Course, read_course
from grader.engine import Engine
from grader.feedback.lesson import read_lessons
from grader.feedback.page import page
from grader.feedback.render import html, markdown
from grader.feedback.reveal import Reveal
from grader.generate import stubs
from grader.gradebook import Gradebook, class_csv
from grader.limits import Limits
from grader.messages import Request, Setup
from grader.report import Report, file_name, to_json
from grader.sandbox.isolation import LAYERS
from grader.submission import Submission
from tests.kit.attacks.attack import INNOCENT, Attack

LIMITS = Limits(
    memory_mib=512, seconds_per_call=1.0, seconds_per_import=2.0, seconds_per_function=3.0,
    seconds_per_submission=12.0, inputs_to_shrink=20,
)  # fmt: skip

TARGET = '''"""# 1 · Target

What is attacked, and what is honest.
"""

import numpy as np


def double(x):
    """2x."""
    ### BEGIN SOLUTION
    return np.asarray(x, dtype=np.float64) * 2  # {sign}
    ### END SOLUTION


def through(f, x):
    """f(x) + 1."""
    ### BEGIN SOLUTION
    return f(x) + 1.0
    ### END SOLUTION


def triple(x):
    """3x."""
    ### BEGIN SOLUTION
    return np.asarray(x, dtype=np.float64) * 3
    ### END SOLUTION


class Counter:
    """Adds up what it is given."""

    def __init__(self, start=0):
        self.total_ = start

    def add(self, x):
        """Add the sum of x."""
        ### BEGIN SOLUTION
        self.total_ += float(np.sum(x))
        return self
        ### END SOLUTION
'''

OTHER = '''"""# 2 · Other"""

from solutions.target import triple


def quadruple(x):
    """4x, with triple."""
    ### BEGIN SOLUTION
    return triple(x) + x
    ### END SOLUTION
'''

TEST_TARGET = '''"""{sign}"""

import numpy as np
from hypothesis import given

from exercises import target
from grader.testing import arrays, call, check_close, check_that, checks


@checks("double", points=2)
@given(x=arrays((2, 3)))
def test_double_is_twice(x):
    """Twice the argument."""
    expected = 2 * x

    check_close(call(target.double, x), expected)


@checks("double", points=1)
def test_double_of_one():
    """Twice one number."""
    check_close(call(target.double, np.array([{number}])), np.array([2 * {number}]))


@checks("through", points=1)
def test_through():
    """What f gives, and one."""
    check_close(call(target.through, lambda x: float(x.sum()), np.ones(3)), 4.0)


@checks("through", points=1)
def test_through_calls_once():
    """One call of f."""
    seen = []

    def f(x):
        seen.append(x.shape)
        return float(x.sum())

    check_close(call(target.through, f, np.full(3, {number})), 3 * {number} + 1)
    assert seen == [(3,)]


@checks("triple", points=2)
@given(x=arrays((3,)))
def test_triple(x):
    """Three times the argument."""
    expected = 3 * x

    check_close(call(target.triple, x), expected)


@checks("Counter", points=1)
def test_counter():
    """Adds up, and add returns the counter itself."""
    counter = call(target.Counter, 1)

    assert call(counter.add, np.ones(3)) is counter
    assert counter.total_ == 4.0
'''

TEST_OTHER = '''"""{sign}"""

from hypothesis import given

from exercises import other
from grader.testing import arrays, call, check_close, checks


@checks("quadruple", points=2)
@given(x=arrays((2,)))
def test_quadruple(x):
    """Four times the argument."""
    expected = 4 * x

    check_close(call(other.quadruple, x), expected)
'''

MODULE_OTHER = (
    b"from exercises.target import triple\n\n\ndef quadruple(x):\n    return triple(x) + x\n"
)
NUMBER = 271828.125  # an input of a hidden check that is seen where it should not be


@dataclass(frozen=True)
class Shown:
    """A report as it is shown: pages at every degree of revealing, a table, a terminal, a file's name."""

    markdown: list[str]
    html: list[str]
    table: bytes
    terminal: str
    file: str


@dataclass
class Ground:
    """What there is to attack, and what would notice."""

    root: Path
    course: Course
    sign: str
    trap: dict[str, Any]
    listeners: list[socket.socket]
    shared: list[Path]
    engines: dict[tuple[str, ...], Engine] = field(default_factory=dict)

    def submission(self, attack: Attack) -> Submission:
        """What the attacker hands in."""
        modules = {"target": attack.source(self.trap), "other": MODULE_OTHER}
        return Submission(attack.student, modules)

    def mark(
        self,
        submission: Submission,
        layers: tuple[str, ...] = LAYERS,
        functions: tuple[str, ...] = (),
    ) -> Report:
        """Mark it with these layers of the sandbox and no others; where functions are named, their checks alone."""
        if layers not in self.engines:
            units = tuple(unit.name for unit in self.course.units)
            setup = Setup(root=str(self.course.root), units=units, limits=LIMITS, layers=layers)
            self.engines[layers] = Engine(setup, 1)
            _ = self.engines[layers].ready
        engine = self.engines[layers]
        request = Request(submission=submission, units=engine.setup.units, functions=functions)
        found = engine.marking(engine.submit(request))
        return engine.report(submission, found.checks, found.truncated, found.seconds)

    def told(self, report: Report) -> str:
        """All that an instructor or a student may read of a report."""
        shown = self.shown(report)
        pages = "".join([*shown.markdown, *shown.html])
        return f"{to_json(report).decode()}{pages}{shown.table.decode()}{shown.terminal}"

    def shown(self, report: Report) -> Shown:
        """What is made of a report for people to see."""
        made = [page(report, reveal, read_lessons(self.course)) for reveal in Reveal]
        book = Gradebook(units={total.unit: total.points for total in report.units})
        book.add(report)
        book.unmarked[report.student] = f"{report.student}: it is not a zip"
        with contextlib.redirect_stdout(io.StringIO()) as terminal:
            screen.print_class(book)
            screen.print_units(book)
            for unit in book.units:
                screen.print_unit([check for check in report.checks if check.unit == unit])
        return Shown(
            [markdown(each) for each in made], [html(each) for each in made],
            class_csv(book), terminal.getvalue(), file_name(report.student),
        )  # fmt: skip

    def heard(self) -> list[str]:
        """What came to the listeners since the last time."""
        found = []
        for listener in self.listeners:
            with contextlib.suppress(BlockingIOError):
                if listener.type == socket.SOCK_STREAM:
                    listener.accept()[0].close()
                else:
                    listener.recv(1)
                found.append(str(listener.getsockname()))
        return found

    def left_behind(self) -> list[str]:
        """What was left where others can find it."""
        names = [path for folder in self.shared for path in folder.glob(f"*{self.trap['name']}*")]
        sockets = [
            line for line in Path("/proc/net/unix").read_text().splitlines()
            if f"@{self.trap['name']}" in line and "listener" not in line
        ]  # fmt: skip
        segments = [
            line for kind in ("shm", "sem", "msg")
            if (path := Path("/proc/sysvipc") / kind).is_file()
            for line in path.read_text().splitlines() if line.split()[0] == str(self.trap["key"])
        ]  # fmt: skip
        return [*map(str, names), *sockets, *segments]

    def files(self) -> dict[str, tuple[int, int, bytes]]:
        """The course and the other submissions as they are."""
        return {
            str(path): (path.stat().st_mode, path.stat().st_mtime_ns, path.read_bytes())
            for path in sorted(self.root.rglob("*"))
            if path.is_file() and not {"__pycache__", ".hypothesis"} & {*path.parts}
        }

    def close(self) -> None:
        """End all that was started."""
        for engine in self.engines.values():
            engine.close()
        for listener in self.listeners:
            listener.close()


def _listeners(folder: Path, name: str) -> dict[str, socket.socket]:
    made = {
        "tcp": socket.create_server(("127.0.0.1", 0)),
        "udp": socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
        "unix": socket.socket(socket.AF_UNIX),
        "abstract": socket.socket(socket.AF_UNIX),
    }
    made["udp"].bind(("127.0.0.1", 0))
    made["unix"].bind(str(folder / "listener"))
    (folder / "listener").chmod(0o777)
    made["abstract"].bind(f"\0{name}-listener")
    for each in ("unix", "abstract"):
        made[each].listen()
    for each in made.values():
        each.setblocking(False)
    return made


@pytest.fixture(scope="session")
def ground() -> Iterator[Ground]:
    """A course that anybody on this machine may read, and traps."""
    root = Path(tempfile.mkdtemp(prefix="neurokata-ground-"))
    token, named = secrets.token_hex(8), secrets.token_hex(8)
    sign, name = f"the sign is {token}", f"neurokata{named}"
    for folder in ("solutions", "exercises", "tests/hidden", "class/eve", "drop"):
        (root / folder).mkdir(parents=True)
    (root / "solutions" / "__init__.py").touch()
    for path, text in {
        "solutions/target.py": TARGET, "solutions/other.py": OTHER,
        "tests/hidden/test_target.py": TEST_TARGET, "tests/hidden/test_other.py": TEST_OTHER,
        "class/eve/target.py": "# {sign}\ndef double(x):\n    return 2.0 * x\n",
    }.items():  # fmt: skip
        (root / path).write_text(text.replace("{sign}", sign).replace("{number}", str(NUMBER)))
    course = read_course(root)
    for path, text in stubs(course).items():
        path.write_text(text.replace(sign, ""))
    for path in (root, *root.rglob("*")):
        path.chmod(0o777 if path.is_dir() else 0o666)
    listeners = _listeners(root / "drop", name)
    trap = {
        "root": str(root), "hidden": str(root / "tests/hidden/test_target.py"),
        "solution": str(root / "solutions/target.py"), "eve": str(root / "class/eve/target.py"),
        "drop": str(root / "drop"), "sign": "the sign is", "name": name,
        "key": int(named[:7], 16), "grader": os.getpid(), "cache": os.environ["NEUROKATA_CACHE"],
        "tcp": listeners["tcp"].getsockname(), "udp": listeners["udp"].getsockname(),
        "unix": str(root / "drop" / "listener"), "abstract": f"\0{name}-listener",
    }  # fmt: skip
    shared = [
        root / "drop",
        *(Path(each) for each in ("/tmp", "/var/tmp", "/dev/shm", "/dev/mqueue")),
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANSWERS", sign)
        made = Ground(root, course, token, trap, [*listeners.values()], shared)
        made.mark(made.submission(INNOCENT))
        yield made
        made.close()
    shutil.rmtree(root)


@pytest.fixture(scope="session")
def results() -> Iterator[list[dict[str, str]]]:
    """What came of each attack, written for the table of `make test-attacks` where that asks for it."""
    found: list[dict[str, str]] = []
    yield found
    if path := os.environ.get("NEUROKATA_ATTACKS"):
        Path(path).write_bytes(msgspec.json.encode(found))
