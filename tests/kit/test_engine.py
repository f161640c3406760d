"""The engine when a marking process dies: one submission is named, the others are marked."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from grader.engine import Engine, MarkingError
from grader.limits import Limits
from grader.report import Report
from grader.session import Setup
from grader.submission import Submission

SLOW = b"import time\ndef double(x):\n    time.sleep(60)\n"


@pytest.fixture
def engine(toy):
    limits = Limits(seconds_per_call=60, seconds_per_submission=60)
    with Engine(Setup(root=str(toy.root), units=("first",), limits=limits), 1) as one:
        assert one.ready.checks
        yield one


def kill_when_marking(engine: Engine, find) -> Future[int]:
    """Kill the process that is found while a submission is marked; the result is its pid."""

    def work():
        for _ in range(2000):
            if pids := find(engine._markers[0]._process.pid):
                os.kill(pids[-1], signal.SIGKILL)
                return pids[-1]
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
def test_a_death_costs_one_submission_and_the_next_is_marked(engine, right, who, find):
    killed = kill_when_marking(engine, find)

    with pytest.raises(MarkingError, match=r"ended|stopped"):
        engine.mark_one(Submission("ann", {"first": SLOW}))

    assert killed.result()
    report = engine.mark_one(Submission("bob", {"first": right["first"]}))
    assert report.score == 3


def test_results_come_with_their_students(toy, right, tmp_path):
    for student, source in (("ann", right["first"]), ("bob", b"def double(x): return x\n")):
        (tmp_path / student).mkdir()
        (tmp_path / student / "first.py").write_bytes(source)
    paths = {student: tmp_path / student for student in ("ann", "bob", "eve")}

    with Engine(Setup(root=str(toy.root), units=("first",)), 2) as engine:
        results = dict(engine.mark(paths))

    assert isinstance(results["ann"], Report) and results["ann"].score == 3
    assert results["bob"].score == 0
    assert "holds no Python file" in results["eve"] or "cannot be read" in results["eve"]


def test_where_marking_failed_another_session_tries_once_more(engine, right, tmp_path):
    (tmp_path / "first.py").write_bytes(b"import time\ntime.sleep(1)\n" + right["first"])
    killed = kill_when_marking(engine, lambda pid: children(pid, "grader.session"))

    results = dict(engine.mark({"ann": tmp_path}))

    assert killed.result()
    assert isinstance(results["ann"], Report) and results["ann"].score == 3


def test_nothing_outlives_an_engine_that_is_killed(toy, tmp_path, descendants, until):
    (tmp_path / "first.py").write_bytes(SLOW)
    script = f"""
from pathlib import Path
from grader.engine import Engine
from grader.limits import Limits
from grader.session import Setup
limits = Limits(seconds_per_call=60)
with Engine(Setup(root={str(toy.root)!r}, units=("first",), limits=limits), 1) as engine:
    print(engine._markers[0]._process.pid, flush=True)
    list(engine.mark({{"ann": Path({str(tmp_path)!r})}}))
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
