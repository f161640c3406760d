"""A process below the command killed at any moment, as by a system that runs out of memory: the marking goes on.

What was being marked then is marked again by another session, once: so no honest student loses a point to such a death,
and nobody is tried for ever.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from grader.engine import Engine
from grader.messages import Setup
from grader.submission import Submission

SESSION, ZYGOTE = "grader.session", "grader.sandbox.zygote"


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""


def _parent(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def _is_session(pid: int) -> bool:
    return SESSION in _command(pid) and SESSION not in _command(_parent(pid))


def _is_fork(pid: int) -> bool:
    return SESSION in _command(pid) and SESSION in _command(_parent(pid))


def _is_zygote(pid: int) -> bool:
    return ZYGOTE in _command(pid) and ZYGOTE not in _command(_parent(pid))


def _is_worker(pid: int) -> bool:
    return ZYGOTE in _command(pid) and ZYGOTE in _command(_parent(pid))


def _imports(pid: int) -> bool:
    """Whether it is a submission's worker that has entered the sandbox and waits, as in a slow import."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False
    if not (_is_worker(pid) and "Seccomp:\t2" in status and "State:\tS" in status):
        return False
    session = _parent(_zygote_of(pid))
    return any(_is_fork(each) and _parent(each) == session for each in _numbers())


def _holds_an_import(pid: int) -> bool:
    """Whether it is a zygote with a worker that imports."""
    return _is_zygote(pid) and pid in {_zygote_of(each) for each in _numbers() if _imports(each)}


def _zygote_of(pid: int) -> int:
    """Above a worker, or above the first process of its namespace."""
    return _parent(pid) if _is_zygote(_parent(pid)) else _parent(_parent(pid))


def _numbers() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


KILLED = {
    "the session": _is_session,
    "the fork of it that marks": _is_fork,
    "the zygote": _is_zygote,
    "a worker": _is_worker,
}
AT_THE_START = ("the session", "the zygote", "a worker")


SLOW = b"import time\ntime.sleep(1)\n"


@pytest.fixture
def engine(toy):
    with Engine(Setup(root=str(toy.root), units=("first",))) as one:
        yield one


def shared() -> set[int]:
    """The zygote that tests without an engine share: it is a child of this process, and no fault's to kill."""
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    return {pid for pid in map(int, children) if _is_zygote(pid)}


@pytest.fixture
def killing(descendants, until):
    """Kills so many processes of ours of a kind while it lasts, each as soon as it is there."""

    @contextlib.contextmanager
    def several(wanted: Callable[[int], bool], times: int = 1) -> Iterator[None]:
        killed: set[int] = set()

        def kill() -> bool:
            there = descendants(os.getpid()) - killed - shared()
            for pid in [pid for pid in there if wanted(pid)][: times - len(killed)]:
                os.kill(pid, signal.SIGKILL)
                killed.add(pid)
            return len(killed) == times

        with ThreadPoolExecutor(1) as pool:
            done = pool.submit(until, kill)
            yield
            done.result()

    return several


@pytest.fixture
def kill(descendants, until):
    """Runs a marking to its end, and kills one process of a kind, from some seconds on: whether there was one."""

    def one(marking, kind: str, seconds: float) -> bool:
        process = marking.start()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(seconds)

        def killed_or_over() -> str:
            for pid in descendants(process.pid):
                with contextlib.suppress(ProcessLookupError):
                    if KILLED[kind](pid):
                        os.kill(pid, signal.SIGKILL)
                        return "killed"
            return "" if process.poll() is None else "over"

        result = until(killed_or_over)
        process.wait()
        return result == "killed"

    return one


@pytest.mark.thorough
@pytest.mark.parametrize("kind", KILLED)
def test_one_process_that_is_killed_changes_nothing_but_seconds(
    begun, undisturbed, kill, orphans, until, fault, kind, some_moment
):
    with fault(f"{kind} killed"):
        seconds = some_moment * undisturbed.seconds
        while not kill(begun, kind, seconds):
            shutil.rmtree(begun.out)
            seconds /= 2

        assert begun.result == undisturbed.result, begun.said
        assert until(orphans)


@pytest.mark.parametrize("kind", AT_THE_START)
def test_one_process_that_is_killed_at_the_start_is_replaced(
    toy, right, killing, undisturbed, fault, kind
):
    with (
        fault(f"{kind} killed at the start"),
        killing(KILLED[kind]),
        Engine(Setup(root=str(toy.root), units=("first",))) as engine,
    ):
        report = engine.mark_one(Submission("ann", right))

        assert report.score == 3
        assert report.layers == next(iter(undisturbed.reports.values())).layers


def test_a_unit_is_not_blamed_for_the_end_of_the_zygote_while_it_is_imported(
    engine, right, killing, fault
):
    assert engine.ready
    with fault("the zygote killed during an import"):
        with killing(_holds_an_import):
            report = engine.mark_one(Submission("ann", {"first": SLOW + right["first"]}))

        assert report.score == 3


def test_a_process_of_a_submission_that_is_killed_again_has_crashed(engine, right, killing, fault):
    """As where it takes more memory than there is: the first check of both tries is the one that it costs."""
    assert engine.ready
    with fault("a worker killed in both tries"):
        with killing(_imports, 2):
            report = engine.mark_one(Submission("ann", {"first": SLOW + right["first"]}))

        (said,) = {check.message for check in report.checks}
        assert said == (
            "while first.py was imported: the Python process ended"
            " (killed, as by the system when memory runs out)"
        )
        assert {check.status for check in report.checks} == {"crashed"}
