"""A class marked by a real Dask scheduler and its workers, each a process on this machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from distributed import Client

DASK = [sys.executable, "-m"]
GRADER = [sys.executable, "-c", "from grader.cli import main; main()", "autograde"]
LOOPBACK = ["--host", "127.0.0.1", "--no-dashboard"]
STUDENTS = ("ann", "bob", "eve", "kim", "sam", "zoe")
# A worker, its session and the zygote; there are more processes while a submission is marked.
WITH_A_SESSION = 3
WITHOUT_DASK = "import sys; sys.modules['distributed'] = None; from grader.cli import main; main()"

Start = Callable[..., subprocess.Popen[bytes]]


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts processes that end with the test."""
    started: list[subprocess.Popen[bytes]] = []

    def begin(*command: str | Path, **options) -> subprocess.Popen[bytes]:
        options = {"stderr": subprocess.DEVNULL, **options}
        process = subprocess.Popen([*map(str, command)], **options)
        started.append(process)
        return process

    yield begin
    for process in reversed(started):
        process.kill()
        process.wait()


@pytest.fixture
def address(start, tmp_path, until) -> str:
    """The address of a scheduler."""
    file = tmp_path / "scheduler.json"
    command = [*DASK, "distributed.cli.dask_scheduler", *LOOPBACK, "--port", "0"]
    start(*command, "--scheduler-file", file)
    until(lambda: file.exists() and file.read_text().endswith("}"))
    return json.loads(file.read_text())["address"]


@pytest.fixture
def worker(start, address, tmp_path) -> Start:
    """Starts a worker of one thread: worker(**options of Popen)."""
    command = [
        *DASK, "distributed.cli.dask_worker", address, *LOOPBACK, "--nthreads", "1", "--no-nanny",
        "--local-directory", tmp_path,
    ]  # fmt: skip
    return lambda **options: start(*command, **options)


@pytest.fixture
def autograde(course):
    """Marks a class by the command: autograde(*arguments)."""
    return lambda *arguments: subprocess.run(
        [*GRADER, *map(str, arguments)], cwd=course.root, capture_output=True, text=True
    )


@pytest.fixture
def students(tmp_path, right) -> Path:
    """Students, whose first unit takes a moment to import, so that a worker can die meanwhile."""
    for student in STUDENTS:
        (tmp_path / "class" / student).mkdir(parents=True)
        source = b"import time\ntime.sleep(0.5)\n" + right["first"]
        (tmp_path / "class" / student / "first.py").write_bytes(source)
    (tmp_path / "class" / "bob" / "first.py").write_text("def double(x): return x * 3.0\n")
    return tmp_path / "class"


def reports(folder: Path) -> dict[str, object]:
    """All that is in a folder of reports, but for what it took."""
    return {path.name: _timeless(path.read_text()) for path in folder.iterdir()}


def _timeless(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if '"seconds": ' not in line)


def test_a_worker_that_dies_loses_nothing_and_marks_are_those_of_this_machine(
    autograde, students, address, worker, start, course, tmp_path, descendants, until
):
    here, there = tmp_path / "here", tmp_path / "there"
    first, second = worker(), worker()
    with Client(address) as client:
        client.wait_for_workers(2)
    batch = start(*GRADER, students, "--out", there, "--dask", address, cwd=course.root)
    until(lambda: len(descendants(first.pid)) >= WITH_A_SESSION)
    until(lambda: [*there.glob("*.json")] and len(descendants(second.pid)) > WITH_A_SESSION)
    below = descendants(second.pid)

    second.kill()
    second.wait()
    done = len([*there.glob("*.json")])

    assert done < len(STUDENTS) and batch.wait(60) == 0
    autograde(students, "--out", here)
    assert reports(there) == reports(here)
    assert until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in below))


def test_a_batch_waits_for_its_first_worker(start, students, address, worker, course, tmp_path):
    batch = start(
        *GRADER, students, "--out", tmp_path / "out", "--unit", "first", "--dask", address,
        cwd=course.root, stderr=subprocess.PIPE,
    )  # fmt: skip

    said = batch.stderr.readline().decode()
    worker()

    assert said == f"no worker has joined {address} yet: waiting for the first\n"
    assert batch.wait(60) == 0


def test_a_worker_whose_sandbox_is_weak_is_refused_unless_allowed(
    autograde, students, address, worker, tmp_path, without_landlock
):
    worker(preexec_fn=without_landlock)
    arguments = [students, "--out", tmp_path / "out", "--dask", address]

    refused = autograde(*arguments)
    allowed = autograde(*arguments, "--allow-weak-sandbox")

    assert refused.returncode == 3 and "too weak to mark (landlock: " in refused.stderr
    assert allowed.returncode == 0 and f"{len(STUDENTS)} marked" in allowed.stderr


def test_a_worker_that_marks_otherwise_stops_the_batch(
    autograde, students, address, worker, course, tmp_path
):
    """As one where other versions are installed."""
    versions = "import grader.digest; grader.digest.VERSIONS = 'Python 1, numpy 1'"
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "sitecustomize.py").write_text(versions)
    worker(env={**os.environ, "PYTHONPATH": str(tmp_path / "other")})

    done = autograde(students, "--out", tmp_path / "out", "--dask", address)

    assert done.returncode == 1
    assert "has Python 1, numpy 1 in place of Python 3" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("address", "sentence"),
    [("nowhere", "no Dask scheduler answers at nowhere (missing port"),
     ("smoke://signals:1", "no Dask scheduler answers at smoke://signals:1 (unknown address scheme")],
)  # fmt: skip
def test_an_address_that_cannot_be_is_a_sentence(autograde, students, tmp_path, address, sentence):
    done = autograde(students, "--out", tmp_path / "out", "--dask", address)

    assert done.returncode == 1
    assert sentence in done.stderr and "Traceback" not in done.stderr


def test_without_dask_it_is_said_what_to_install(students, course, tmp_path):
    arguments = ["autograde", students, "--out", tmp_path / "out", "--dask", "tcp://127.0.0.1:1"]

    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_DASK, *map(str, arguments)],
        cwd=course.root, capture_output=True, text=True,
    )  # fmt: skip

    assert done.returncode == 1
    assert (
        done.stderr == "grader: --dask needs Dask: install it with pip install 'neurokata[dask]'\n"
    )


def test_dask_is_not_imported_before_it_is_wanted():
    script = "import sys, grader.cli; print({'dask', 'distributed'} & {*sys.modules})"

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)

    assert done.stdout == "set()\n"
