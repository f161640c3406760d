"""A clock that stands still for those who wait for a processor, and the deadlines that it sets."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest

from grader.outcome import Halt
from grader.sandbox.clock import Clock
from grader.sandbox.processor import current

WORKS = b"""
import time
def works(seconds):
    began = time.process_time()
    while time.process_time() - began < seconds: pass
    return True
def sleeps(seconds):
    time.sleep(seconds)
def loops():
    while True: pass
"""
CROWD = 4
SPIN = "import os, sys, time\nos.sched_setaffinity(0, {int(sys.argv[1])})\nprint(flush=True)\nwhile True: pass\n"


@pytest.fixture
def crowd():
    """Many processes that keep one processor busy; gives which."""
    processor = current()
    command = [sys.executable, "-S", "-c", SPIN, str(processor)]
    busy = [  # each a session of its own, as the system may share a processor among these
        subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True)
        for _ in range(CROWD)
    ]
    for each in busy:
        each.stdout.readline()
    yield processor
    for each in busy:
        each.kill()
        each.wait()
        each.stdout.close()


@pytest.fixture
def crowded(crowd, sandbox, load):
    """The student's functions in a worker that has this processor alone."""
    before = os.sched_getaffinity(0)
    sandbox.processor = crowd
    os.sched_setaffinity(0, {crowd})
    try:
        yield load(WORKS, seconds=1.0)
    finally:
        sandbox.processor = None
        os.sched_setaffinity(0, before)


def test_what_is_quick_enough_is_not_late_on_a_busy_machine(crowded):
    began = time.monotonic()

    assert crowded("works", 0.7) is True

    assert time.monotonic() - began > 1.0  # else this machine was not busy


@pytest.mark.parametrize("name", ["loops", "sleeps"])
def test_what_takes_too_long_is_late_on_a_busy_machine_too(crowded, name):
    with pytest.raises(Halt, match="no answer within 1 s"):
        crowded(name, *([60] if name == "sleeps" else []))


def test_a_clock_goes_as_any_other_where_nobody_waits():
    clock = Clock()
    began, wall = clock.look(), time.monotonic()

    time.sleep(0.2)
    passed, real = clock.look() - began, time.monotonic() - wall

    assert passed == pytest.approx(real, abs=0.1)


def test_a_clock_goes_on_when_a_process_has_ended():
    ended = subprocess.Popen([sys.executable, "-S", "-c", ""])
    clock = Clock(ended.pid)
    began = clock.look()
    ended.wait()

    assert clock.look() > began
