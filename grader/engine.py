"""Many submissions over local processes: a session a core, each result handed over as it comes."""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from pathlib import Path

import msgspec

import grader
from grader.messages import End, Marked, Message, Ready, Request, Setup, read, write
from grader.report import Check, Report, totals, unit_notes
from grader.submission import Submission, SubmissionError, misnamed, read_submission


class MarkingError(Exception):
    """Marking itself failed; the message says how, and what to do where something can be done."""


class Marker:
    """A session in a process of its own, which marks one submission at a time."""

    def __init__(self, setup: Setup) -> None:
        self.setup = setup
        self._errors = tempfile.TemporaryFile()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "grader.session"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._errors,
            cwd=setup.root, start_new_session=True, env=_environment(),
        )  # fmt: skip
        assert self._process.stdin and self._process.stdout
        self._requests, self._replies = self._process.stdin, self._process.stdout
        with contextlib.suppress(BrokenPipeError):
            write(self._requests, setup)
        self._ready: Ready | None = None

    @property
    def ready(self) -> Ready:
        """What the session checks and what its sandbox can do; waits until it knows."""
        if self._ready is None:
            self._ready = read(self._replies, Message)
            if self._ready is None:
                raise MarkingError(f"the marking process did not start: {self._last_words()}")
            if self._ready.problem:
                raise MarkingError(self._ready.problem)
        return self._ready

    def mark(self, submission: Submission) -> Report:
        """Mark a submission: every check of the session, run or not."""
        started = time.monotonic()
        checks = list(self.ready.checks)
        try:
            write(self._requests, Request(submission=submission, units=self.setup.units))
        except BrokenPipeError:
            raise MarkingError(f"the marking process ended: {self._last_words()}") from None
        while True:
            message = read(self._replies, Message)
            if isinstance(message, Marked):
                checks[message.index] = message.check
            elif isinstance(message, End):
                break
            else:
                raise MarkingError(f"the marking process ended: {self._last_words()}")
        if message.problem:
            raise MarkingError(message.problem)
        notes = (
            [f"output after the first {self.setup.limits.output_kib} KiB was discarded"]
            if message.truncated
            else []
        )
        return self._report(submission, checks, tuple(notes), time.monotonic() - started)

    def _report(
        self, submission: Submission, checks: list[Check], notes: tuple[str, ...], seconds: float
    ) -> Report:
        return Report(
            student=submission.student,
            score=sum(check.earned for check in checks),
            maximum=sum(check.points for check in checks),
            units=totals(checks),
            checks=tuple(checks),
            seed=self.setup.seed,
            tests_digest=self.ready.tests_digest,
            submission_digest=submission.digest,
            layers=self.ready.active,
            kit_version=grader.__version__,
            notes=(*unit_notes(checks), *misnamed(submission, {check.unit for check in checks})),
            truncations=notes,
            seconds=seconds,
        )

    def _last_words(self) -> str:
        self._process.wait()
        self._errors.seek(0)
        lines = self._errors.read().decode(errors="replace").strip().splitlines()
        errors = [line for line in lines if "Error" in line]
        return (errors or lines or ["it gave no reason"])[-1]

    def close(self) -> None:
        """Let the session end, and all that it started."""
        with contextlib.suppress(BrokenPipeError):
            self._requests.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self.kill()
        self._release()

    def kill(self) -> None:
        """End the session at once."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        with contextlib.suppress(BrokenPipeError):
            self._requests.close()

    def _release(self) -> None:
        self._replies.close()
        self._errors.close()


def _environment() -> dict[str, str]:
    """This process's environment without what would change a marking: pytest's options and plugins."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    return {**kept, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "OPENBLAS_NUM_THREADS": "1"}


class Engine:
    """A few markers, and the threads that feed them.

    Parameters
    ----------
    setup : Setup
        What is marked, and how.
    jobs : int
        How many submissions are marked at a time, each by a session of its own.
    """

    def __init__(self, setup: Setup, jobs: int) -> None:
        self.setup = setup
        self._markers = [Marker(setup) for _ in range(jobs)]
        self._free: queue.SimpleQueue[Marker] = queue.SimpleQueue()
        for marker in self._markers:
            self._free.put(marker)

    @property
    def ready(self) -> Ready:
        """What the sessions say of themselves."""
        return self._markers[0].ready

    def mark(self, paths: Mapping[str, Path]) -> Iterator[tuple[str, Report | str]]:
        """Each student with the report, or the sentence why there is none, as they come."""
        pool = ThreadPoolExecutor(len(self._markers), thread_name_prefix="marker")
        try:
            futures: dict[Future[Report | str], str] = {
                pool.submit(self._mark, student, path): student for student, path in paths.items()
            }
            for future in as_completed(futures):
                yield futures[future], future.result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    def mark_one(self, submission: Submission) -> Report:
        """Mark one submission."""
        return self._with_marker(lambda marker: marker.mark(submission))

    def _mark(self, student: str, path: Path) -> Report | str:
        """The report, or why there is none; where marking failed, another session tries once more."""
        try:
            submission = read_submission(student, path)
            with contextlib.suppress(MarkingError):
                return self.mark_one(submission)
            return self.mark_one(submission)
        except (SubmissionError, MarkingError) as error:
            return str(error)
        except Exception as error:
            return f"the kit itself failed: {type(error).__name__}: {error}"

    def _with_marker(self, work: Callable[[Marker], Report]) -> Report:
        marker = self._free.get()
        try:
            return work(marker)
        except MarkingError:
            if not self._stopped:
                marker.kill()
                self._markers.remove(marker)
                marker = Marker(self.setup)
                self._markers.append(marker)
            raise
        finally:
            self._free.put(marker)

    _stopped = False

    def close(self) -> None:
        """Let every session end."""
        self._stopped = True
        for marker in self._markers:
            marker.close()

    def kill(self) -> None:
        """End every session at once; what they were marking is lost, and nothing else."""
        self._stopped = True
        for marker in self._markers:
            marker.kill()

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self.close()
        else:
            self.kill()


def scores(report: Report) -> dict[str, object]:
    """A report's totals as plain values, for `--json`."""
    return {
        "student": report.student,
        "score": report.score,
        "maximum": report.maximum,
        "units": {total.unit: msgspec.to_builtins(total) for total in report.units},
    }
