"""The command killed at any moment: what it started ends by itself, what is written is whole, and it goes on."""

from __future__ import annotations

import contextlib
import random
import shutil
import signal
import subprocess

import pytest


@pytest.fixture
def kill(orphans, until, undisturbed):
    """Runs a marking and kills it after some seconds, unless it ends before: whether it was killed."""

    def after(marking, seconds: float) -> bool:
        process = marking.start()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
        process.kill()
        ended = process.wait()
        assert until(orphans)
        assert marking.table in (None, undisturbed.table)
        assert marking.reports.items() <= undisturbed.reports.items()
        return ended == -signal.SIGKILL

    return after


@pytest.mark.thorough
def test_a_marking_that_is_killed_once_ends_as_if_it_had_not_been(
    marking, undisturbed, kill, fault, moment
):
    with fault("the batch killed, and begun again"):
        seconds = moment * undisturbed.seconds
        while not kill(marking, seconds):
            shutil.rmtree(marking.out)
            seconds /= 2

        marking.finish()

        assert marking.result == undisturbed.result
        assert not marking.left


def test_a_marking_that_is_killed_again_and_again_ends_as_if_it_had_not_been(
    begun, undisturbed, kill, fault, request
):
    moments = random.Random(request.config.getoption("moments_seed", 0))
    for _ in range(request.config.getoption("moments", None) or 5):
        with fault("the batch killed again and again"):
            while not kill(begun, moments.uniform(0, undisturbed.seconds)):
                assert begun.result == undisturbed.result
                shutil.rmtree(begun.out)

    begun.finish()

    assert begun.result == undisturbed.result
    assert not begun.left
