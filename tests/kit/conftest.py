"""A course of one small unit, so that the kit's own tests do not wait for the curriculum's."""

from __future__ import annotations

import atexit
import contextlib
import errno
import importlib
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pyseccomp
import pytest

from grader.curriculum import Course, read_course
from grader.engine import Engine
from grader.generate import stubs
from grader.limits import Limits
from grader.messages import Setup
from grader.report import Report
from grader.sandbox.remote import Output, Sandbox, Worker
from grader.submission import Submission

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(
        signal.SIGINT, signal.default_int_handler
    )  # a shell's background; tests send it on

if "PYTEST_XDIST_WORKER" not in os.environ:  # the workers share what it holds
    os.environ["NEUROKATA_CACHE"] = tempfile.mkdtemp(prefix="neurokata-tests-")
    atexit.register(shutil.rmtree, os.environ["NEUROKATA_CACHE"], ignore_errors=True)

LONGEST = (
    "test_samples.py", "test_attacks.py", "test_replay_live.py", "test_replay.py", "test_cli.py", "test_pictures.py",
    "test_solutions.py",
)  # fmt: skip


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--live`."""
    parser.getgroup("neurokata").addoption(
        "--live",
        action="store_true",
        help="Compare replay with live marking on all of a hundred mutants and the class.",
    )


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The files that take longest first, so that none of them is all that is left to one worker at the end."""
    ranks = {name: rank for rank, name in enumerate(LONGEST)}
    items.sort(key=lambda item: ranks.get(item.path.name, len(ranks)))


FIRST = '''"""# 1 · First

What the second builds on.
"""

import numpy as np


def double(x):
    """2x."""
    ### BEGIN SOLUTION
    ### HINT: a sum
    return np.asarray(x, dtype=np.float64) * 2
    ### END SOLUTION
'''

SECOND = '''"""# 2 · Second"""

import numpy as np

from solutions.first import double


def quadruple(x):
    """4x, with double."""
    ### BEGIN SOLUTION
    return double(double(x))
    ### END SOLUTION


def apply(f, x):
    """f(x) + 1."""
    ### BEGIN SOLUTION
    return f(x) + 1.0
    ### END SOLUTION


def draw(rng):
    """Three numbers."""
    ### BEGIN SOLUTION
    return rng.random(3)
    ### END SOLUTION


def fill(x, items, table):
    """Write into an array, a list and a dict."""
    ### BEGIN SOLUTION
    x[0] = 5.0
    items.append(1)
    table["k"] = 2
    ### END SOLUTION


class Counter:
    """Counts what it is given."""

    def __init__(self, start=0):
        self.total_ = start

    def add(self, x):
        """Add the sum of x."""
        ### BEGIN SOLUTION
        self.total_ += float(np.sum(x))
        return self
        ### END SOLUTION
'''

TEST_FIRST = '''
import numpy as np
from hypothesis import given

from exercises import first
from grader.testing import arrays, call, check_close, check_pure, checks


@checks("double", points=2)
@given(x=arrays((2, 3)))
def test_double_is_twice(x):
    """Twice the argument."""
    check_close(call(first.double, x), 2 * x)


@checks("double", points=1)
def test_double_is_pure():
    """A new array."""
    check_pure(first.double, np.ones(3))
'''

TEST_SECOND = '''
import numpy as np
import pytest
from hypothesis import given

from exercises import second
from grader.testing import arrays, call, call_allowing_changes, check_close, check_that, checks


@checks("quadruple", points=3)
@given(x=arrays((4,)))
def test_quadruple(x):
    """Four times."""
    check_close(call(second.quadruple, x), 4 * x)


@checks("apply", points=1)
def test_apply_calls():
    """Calls what it is given."""
    seen = []

    def f(x):
        seen.append(x.shape)
        return float(x.sum())

    check_close(call(second.apply, f, np.ones(3)), 4.0)
    assert seen == [(3,)]


@checks("apply", points=1)
def test_apply_lets_errors_pass():
    """An error of the callback comes back as itself."""
    mine = ArithmeticError("mine")

    def f(x):
        raise mine

    with pytest.raises(ArithmeticError) as caught:
        call(second.apply, f, np.ones(3))
    assert caught.value is mine


@checks("draw", points=1)
def test_draw_advances_the_generator():
    """The caller's generator moves on."""
    rng, same = np.random.default_rng(5), np.random.default_rng(5)

    check_close(call(second.draw, rng), same.random(3))
    assert rng.random() == same.random()


@checks("fill", points=1)
def test_fill_changes_its_arguments():
    """What was changed is seen by the caller."""
    x, items, table = np.zeros(2), [0], {}
    call_allowing_changes(second.fill, x, items, table)

    assert x[0] == 5.0 and items == [0, 1] and table == {"k": 2}


@checks("Counter", points=1)
def test_counter_counts():
    """Adds up, and add returns the counter itself."""
    counter = call(second.Counter, 1)
    same = call(counter.add, np.ones(3))

    assert same is counter
    assert counter.total_ == 4.0
    assert not hasattr(counter, "nothing")
'''

RIGHT = {
    "first": b"import numpy as np\ndef double(x):\n    return np.asarray(x, dtype=np.float64) * 2\n",
    "second": SECOND.replace("solutions", "exercises").encode(),
}


def write_course(root: Path) -> Course:
    """The toy course below a folder."""
    for folder in ("solutions", "exercises", "tests/hidden", "tests/public"):
        (root / folder).mkdir(parents=True)
    (root / "solutions" / "__init__.py").touch()
    (root / "solutions" / "first.py").write_text(FIRST)
    (root / "solutions" / "second.py").write_text(SECOND)
    (root / "tests" / "hidden" / "test_first.py").write_text(TEST_FIRST)
    (root / "tests" / "hidden" / "test_second.py").write_text(TEST_SECOND)
    course = read_course(root)
    for path, text in stubs(course).items():
        path.write_text(text)
    return course


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A fresh toy course."""
    return write_course(tmp_path / "course")


@pytest.fixture(scope="session")
def new_toy(tmp_path_factory: pytest.TempPathFactory):
    """Makes toy courses, for fixtures that several tests share: new_toy() -> Course."""
    return lambda: write_course(tmp_path_factory.mktemp("toy"))


@pytest.fixture(scope="session")
def toy(new_toy) -> Course:
    """A toy course that no test changes."""
    return new_toy()


MISTAKES_FIRST = '''
"""Mistakes in the first unit."""

from __future__ import annotations

import numpy as np

from grader.mistakes import mistake
from solutions.first import double as right


@mistake("double")
def tripled(x):
    """Three times the argument came back,
    and two times were asked for."""
    return np.asarray(x) * 3.0


@mistake("double")
def in_place(x):
    """The argument itself is changed: make a new array."""
    x *= 2.0
    return x


@mistake("double")
def squared(x):
    """x squared is not 2x, though it is at 2."""
    return right(np.asarray(x, dtype=np.float64) ** 2) / 2


@mistake("double")
def unfinished(x):
    """Nothing comes back: return what is computed."""
    right(x)


@mistake("double")
def rounded(x):
    """Whole numbers cannot hold the fractions: convert to float."""
    return right(np.asarray(x).astype(int))
'''


@pytest.fixture(scope="session")
def new_course(tmp_path_factory: pytest.TempPathFactory):
    """Makes toy courses with mistakes in their first unit: new_course() -> Course."""

    def make() -> Course:
        course = write_course(tmp_path_factory.mktemp("mistaken"))
        folder = course.root / "tests" / "mistakes"
        folder.mkdir()
        (folder / "first.py").write_text(MISTAKES_FIRST)
        return course

    return make


@pytest.fixture
def with_mistakes(new_course) -> Course:
    """A fresh toy course with mistakes in its first unit."""
    return new_course()


@pytest.fixture(scope="session")
def importing():
    """Has solutions and mistakes imported from a course while it lasts: with importing(course): …"""

    @contextlib.contextmanager
    def of(course: Course) -> Iterator[None]:
        def theirs(name: str) -> bool:
            return name == "tests" or name.startswith(("tests.mistakes", "solutions"))

        kept = {name: module for name, module in sys.modules.items() if theirs(name)}
        for name in kept:
            del sys.modules[name]
        sys.path.insert(0, str(course.root))
        importlib.invalidate_caches()
        try:
            yield
        finally:
            sys.path.remove(str(course.root))
            for name in [*filter(theirs, sys.modules)]:
                del sys.modules[name]
            sys.modules.update(kept)

    return of


@pytest.fixture(scope="session")
def mark(toy: Course):
    """Marks modules by name, in one engine for all tests: mark(first=b"…") -> Report."""
    limits = Limits(seconds_per_call=1.0, seconds_per_import=2.0, seconds_per_submission=8.0)
    setup = Setup(root=str(toy.root), units=("first", "second"), limits=limits)

    with Engine(setup, 1) as engine:

        def run(problems: dict[str, str] | None = None, **modules: bytes) -> Report:
            return engine.mark_one(Submission("ann", modules, problems or {}))

        yield run


@pytest.fixture(scope="session")
def sandbox():
    """One zygote for all tests."""
    with Sandbox(Limits(memory_mib=512)) as box:
        yield box


@pytest.fixture
def load(sandbox: Sandbox):
    """Loads a module's source in a worker of its own: load(b"…") -> a function that calls by name."""
    workers: list[Worker] = []

    def start(source: bytes, seconds: float = 2.0, references: dict | None = None):
        worker = Worker(sandbox, references or {}, Output(65536))
        workers.append(worker)
        worker.load("unit", {"unit": source})

        def ask(name: str, *args, **kwargs):
            return worker.ask(["function", name], args, kwargs, seconds)

        ask.worker = worker
        return ask

    yield start
    for worker in workers:
        worker.end(0.0)


@pytest.fixture(scope="session")
def right() -> dict[str, bytes]:
    """A right submission's modules."""
    return dict(RIGHT)


@pytest.fixture(scope="session")
def statuses():
    """A report's check names with their statuses."""

    def of(report: Report) -> dict[str, str]:
        return {check.id.partition("::test_")[2]: check.status for check in report.checks}

    return of


@pytest.fixture(scope="session")
def descendants():
    """The processes below one, itself included: descendants(pid) -> pids."""

    def below(pid: int) -> set[int]:
        parents: dict[int, int] = {}
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    parents[int(entry.name)] = int(
                        (entry / "stat").read_text().rpartition(")")[2].split()[1]
                    )
                except OSError:
                    continue
        found, waiting = {pid}, [pid]
        while waiting:
            parent = waiting.pop()
            waiting += [child for child, above in parents.items() if above == parent]
            found |= {child for child, above in parents.items() if above == parent}
        return found

    return below


@pytest.fixture(scope="session")
def until():
    """Waits until a condition holds, and fails where it does not come to."""

    def wait(holds, seconds: float = 30.0):
        """What a condition gives once it holds; a failure where it does not come to."""
        deadline = time.monotonic() + seconds
        while not (result := holds()):
            assert time.monotonic() < deadline, "waited too long"
            time.sleep(0.02)
        return result

    return wait


@pytest.fixture(scope="session")
def without_landlock():
    """Makes the kernel answer as one without Landlock would, for this process and its children."""

    def refuse() -> None:
        calls = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
        calls.add_rule(pyseccomp.ERRNO(errno.ENOSYS), "landlock_create_ruleset")
        calls.load()

    return refuse
