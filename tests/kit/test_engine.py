"""The engine when a marking process dies: one submission is named, the others are marked."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import msgspec
import pytest

from grader.crew import Unfit
from grader.digest import stamp
from grader.engine import Engine
from grader.limits import Limits
from grader.marker import MarkingError
from grader.messages import Request, Setup
from grader.submission import Submission

ASKS_A_BANK = '''
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import bank

from exercises import first
from grader.testing import call, check_that, checks


@checks("double", points=1)
def test_double():
    """What the bank says."""
    try:
        bank.check(call(first.double, 1.0) == 3)
    except AssertionError:
        check_that(False, bank.ORDER)
'''
SLOW = b"import time\ndef double(x):\n    time.sleep(60)\n"


@pytest.fixture
def engine(toy):
    limits = Limits(seconds_per_call=60, seconds_per_submission=60)
    with Engine(Setup(root=str(toy.root), units=("first",), limits=limits), 1) as one:
        assert one.ready.checks
        yield one


def session_of(engine: Engine) -> int:
    """The pid of the engine's newest session that is ready; 0 where there is none."""
    ready = [marker for marker in engine._hands._crew._all if marker._ready]
    return ready[-1]._process.pid if ready else 0


def kill_when_marking(engine: Engine, find, times: int = 1) -> Future[list[int]]:
    """Kill the process that is found while a submission is marked; the result is the pids."""

    def work():
        killed: list[int] = []
        for _ in range(2000):
            if pids := [pid for pid in find(session_of(engine)) if pid not in killed]:
                os.kill(pids[-1], signal.SIGKILL)
                killed.append(pids[-1])
            if len(killed) == times:
                return killed
            time.sleep(0.01)
        raise AssertionError("nothing was being marked")

    pool = ThreadPoolExecutor(1)
    killed = pool.submit(work)
    pool.shutdown(wait=False)
    return killed


def children(pid: int, word: str) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if (
                entry.name.isdigit()
                and int((entry / "stat").read_text().rpartition(")")[2].split()[1]) == pid
            ):
                command = (entry / "cmdline").read_text()
                found += [int(entry.name)] if word in command else []
        except OSError:
            continue
    return found


@pytest.mark.parametrize(
    ("who", "find"),
    [("the marking process", lambda pid: [pid] if children(pid, "grader.session") else []),
     ("the fork that marks", lambda pid: children(pid, "grader.session"))],
)  # fmt: skip
def test_two_deaths_cost_one_submission_and_the_next_is_marked(engine, right, who, find):
    killed = kill_when_marking(engine, find, 2)

    with pytest.raises(MarkingError, match=r"ended|stopped"):
        engine.mark_one(Submission("ann", {"first": SLOW}))

    assert killed.result()
    report = engine.mark_one(Submission("bob", {"first": right["first"]}))
    assert report.score == 3


def test_where_a_session_died_another_tries_once_more(engine, right):
    killed = kill_when_marking(engine, lambda pid: children(pid, "grader.session"))

    report = engine.mark_one(
        Submission("ann", {"first": b"import time\ntime.sleep(1)\n" + right["first"]})
    )

    assert killed.result()
    assert report.score == 3


def test_only_the_units_asked_for_are_marked(toy, right):
    with Engine(Setup(root=str(toy.root), units=("first", "second"))) as engine:
        request = Request(submission=Submission("ann", right), units=("second",))

        found = engine.marking(engine.submit(request))

    assert {check.unit for check in found.checks} == {"second"}
    assert {check.status for check in found.checks} == {"passed"}


def test_sessions_that_are_not_alike_are_refused(toy, monkeypatch):
    """As where a worker of a cluster has other versions, or a course that is not up to date."""
    ours = stamp(Setup(root=str(toy.root), units=("first",)), toy)
    monkeypatch.setattr(
        "grader.engine.stamp",
        lambda *_: msgspec.structs.replace(ours, versions="Python 1, numpy 1, hypothesis 1"),
    )

    with (
        Engine(Setup(root=str(toy.root), units=("first",))) as engine,
        pytest.raises(Unfit, match=r"this machine has Python 3.* in place of Python 1, numpy 1"),
    ):
        assert engine.ready


def test_nothing_outlives_an_engine_that_is_killed(toy, descendants, until):
    script = f"""
from grader.engine import Engine
from grader.limits import Limits
from grader.messages import Setup
from grader.submission import Submission
limits = Limits(seconds_per_call=60)
with Engine(Setup(root={str(toy.root)!r}, units=("first",), limits=limits)) as engine:
    assert engine.ready
    print(engine._hands._crew._all[0]._process.pid, flush=True)
    engine.mark_one(Submission("ann", {{"first": {SLOW!r}}}))
"""
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    session = int(process.stdout.readline())
    started = until(lambda: len(found := descendants(session)) >= 4 and found)

    process.kill()
    process.communicate()

    assert until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in started))


def test_the_digest_of_the_tests_covers_what_they_import(course):
    """A bank beside the tests, the tests themselves and the reference; not what students see."""

    def digest() -> str:
        with Engine(Setup(root=str(course.root), units=("first",)), 1) as engine:
            return engine.ready.tests_digest

    (course.tests / "bank.py").write_text("RIGHT = 1\n")
    (course.root / "exercises" / "first.py").touch()
    first = digest()
    changed = [course.tests / "bank.py", course.tests / "test_first.py"]
    changed.append(course.root / "solutions" / "first.py")

    digests = [first]
    for path in changed:
        path.write_text(path.read_text() + "# changed\n")
        digests.append(digest())

    assert len(set(digests)) == 4
    (course.root / "exercises" / "first.py").write_text("# changed\n")
    assert digest() == digests[-1]


def test_python_s_own_settings_change_no_mark(course, right, monkeypatch):
    """Without asserts a bank beside the tests would let all pass; the order of a set is one in all sessions."""
    (course.tests / "bank.py").write_text(
        "def check(holds):\n    assert holds\n\nORDER = ''.join({'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'})\n"
    )
    (course.tests / "test_first.py").write_text(ASKS_A_BANK)
    checks = []

    for name, value in (("PYTHONOPTIMIZE", "1"), ("PYTHONHASHSEED", "5")):
        monkeypatch.setenv(name, value)
        with Engine(Setup(root=str(course.root), units=("first",), replay=False)) as engine:
            (check,) = engine.mark_one(Submission("ann", right)).checks
        checks.append((check.status, check.message))

    assert checks[0][0] == "failed"
    assert checks[0] == checks[1]


def test_answers_that_take_for_ever_to_judge_leave_what_was_judged_before(course, right):
    """The tests' own time is not the submission's; it has an end all the same."""
    tests = course.tests / "test_second.py"
    endless = '''

@checks("Counter", points=1)
def test_counter_is_judged():
    """Takes as long as the answer wants."""
    total = call(second.Counter).total_
    while total == 7:
        pass
'''
    tests.write_text(tests.read_text() + endless)
    source = right["second"].replace(b"self.total_ = start", b"self.total_ = start or 7")
    limits = Limits(seconds_per_submission=1.0)
    setup = Setup(root=str(course.root), units=("first", "second"), limits=limits)

    with Engine(setup) as engine:
        report = engine.mark_one(Submission("ann", {**right, "second": source}))
        again = engine.mark_one(Submission("ben", right))

    by_id = {check.id.partition("::test_")[2]: check for check in report.checks}
    assert by_id["quadruple"].status == "passed" and by_id["counter_counts"].status == "passed"
    assert by_id["counter_is_judged"].status == "not_run" and report.score == report.maximum - 1
    assert again.score == again.maximum
