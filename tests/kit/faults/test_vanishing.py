"""Folders and files that vanish in the middle of a marking: it stops in a sentence, and the same command goes on."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from grader.files import SubmissionError
from grader.submission import read_submission

THOROUGH = pytest.mark.thorough


def _rename(folder: Path) -> None:
    folder.rename(folder.with_name("moved"))


def _replace_by_a_file(folder: Path) -> None:
    _rename(folder)
    folder.write_text("a file")


def _lock(folder: Path) -> None:
    folder.chmod(0o500)


def _put_back(folder: Path) -> None:
    if folder.is_file():
        folder.unlink()
    elif folder.is_dir():
        folder.chmod(0o755)


@pytest.fixture
def disturbed(small, obey_modes, until):
    """Begins a marking, does something once Ann is marked, and waits for the end: its exit code."""

    def run(fault: Callable[[], object]) -> int:
        process = small.start(preexec_fn=obey_modes)
        until((small.out / "ann.json").exists)
        fault()
        return process.wait()

    return run


@pytest.mark.parametrize(
    ("what", "how", "why"),
    [
        ("renamed", _rename, "No such file or directory"),
        pytest.param("deleted", shutil.rmtree, "No such file or directory", marks=THOROUGH),
        pytest.param("replaced by a file", _replace_by_a_file, "Not a directory", marks=THOROUGH),
        pytest.param("made read-only", _lock, "Permission denied", marks=THOROUGH),
    ],
)
def test_a_folder_of_reports_that_vanishes_stops_the_marking(
    small, calm, disturbed, fault, what, how, why
):
    with fault(f"the folder of reports {what}"):
        code = disturbed(lambda: how(small.out))

        assert code == 1 and "Traceback" not in small.said
        (line,) = [each for each in small.said.splitlines() if "cannot be written" in each]
        assert f": {why}; " in line and line.endswith("the same command goes on from here")
        _put_back(small.out)
        assert small.reports.items() <= calm.reports.items()
        assert small.finish() == 0
        assert small.result == calm.result and not small.left


@pytest.mark.thorough
def test_submissions_that_vanish_stop_the_marking_and_cost_no_report(small, calm, disturbed, fault):
    small.finish()
    small.options += ("--force",)
    (small.out / "ann.json").unlink()
    with fault("the folder of submissions renamed"):
        code = disturbed(lambda: _rename(small.submissions))

        assert code == 1 and "Traceback" not in small.said
        assert "five is gone; the same command without --force goes on" in small.said
        assert small.reports == calm.reports
        small.submissions.with_name("moved").rename(small.submissions)
        assert small.finish() == 0
        assert small.result == calm.result and not small.left


@pytest.mark.thorough
def test_one_submission_that_vanishes_is_named_and_the_others_are_marked(
    small, calm, disturbed, fault
):
    folder = small.submissions / "leo"
    with fault("one submission renamed"):
        code = disturbed(lambda: _rename(folder))

        assert code == 1 and "Traceback" not in small.said
        assert "leo: it cannot be read: No such file or directory" in small.said
        assert {*calm.reports} - {*small.reports} == {"leo.json"}
        (small.submissions / "moved").rename(folder)
        small.finish()
        assert small.result == calm.result and not small.left


def test_a_file_that_comes_and_goes_while_it_is_read_is_read_whole_or_named(small, fault):
    folder = small.submissions / "leo"
    whole = read_submission("leo", folder).modules
    with fault("a file that comes and goes"), ThreadPoolExecutor(1) as pool:
        going = pool.submit(_come_and_go, folder / "first.py", 2000)
        found = []
        while not going.done():
            with contextlib.suppress(SubmissionError):
                found.append(read_submission("leo", folder))
        going.result()

        read = [each for each in found if not each.problems]
        named = {each.problems["first"] for each in found if each.problems}
        assert read and all(each.modules == whole for each in read)
        assert named <= {"first.py cannot be read: No such file or directory"}


def _come_and_go(path: Path, times: int) -> None:
    for _ in range(times):
        os.rename(path, path.with_suffix(".away"))
        os.rename(path.with_suffix(".away"), path)
