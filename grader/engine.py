"""Submissions over processes: threads of this machine or a Dask cluster, behind the one interface of executors.

Request ──▶ Executor ──▶ Crew.work, in a thread or on another machine ──▶ Marking ──▶ Report
"""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from functools import cached_property
from pathlib import Path

import msgspec

import grader
from grader.cluster import Cluster
from grader.crew import Answer, Crew, Failure, Task, Unfit
from grader.curriculum import read_course
from grader.digest import stamp, unit_digest
from grader.marker import Marking, MarkingError
from grader.messages import Ready, Request, Setup
from grader.report import Check, Report, totals, unit_notes
from grader.submission import Submission, misnamed


class Threads:
    """This machine as an executor: a thread and a session for each submission of a moment.

    Parameters
    ----------
    jobs : int
        How many submissions are marked at a time.
    """

    def __init__(self, jobs: int) -> None:
        self._crew = Crew()
        self.executor: Executor = ThreadPoolExecutor(jobs, thread_name_prefix="marker")
        self.work = self._crew.work
        self.room = 2 * jobs

    def blame(self, error: Exception) -> MarkingError:
        """What it means that a task has no answer."""
        return Unfit(f"the kit itself failed: {type(error).__name__}: {error}")

    def close(self) -> None:
        """Let every session end."""
        self.executor.shutdown(cancel_futures=True)
        self._crew.close()

    def kill(self) -> None:
        """End every session at once; what they were marking is lost, and nothing else."""
        self._crew.kill()
        self.executor.shutdown(wait=False, cancel_futures=True)


class Engine:
    """What marks submissions, here or elsewhere.

    Parameters
    ----------
    setup : Setup
        What is marked, and how.
    jobs : int
        How many submissions are marked at a time on this machine.
    cluster : Cluster, optional
        The cluster that marks in this machine's place.
    """

    def __init__(self, setup: Setup, jobs: int = 1, cluster: Cluster | None = None) -> None:
        self.setup = setup
        self._hands = cluster or Threads(jobs)
        self._stamp = stamp(setup, read_course(Path(setup.root)))
        self._greeting = self._send(Task(setup=setup, stamp=self._stamp))

    @cached_property
    def ready(self) -> Ready:
        """What is checked, and what the sandbox can do; waits until the first session knows."""
        ready = self._answer(self._greeting)
        assert isinstance(ready, Ready)
        return ready

    @property
    def room(self) -> int:
        """How many requests are worth having under way."""
        return self._hands.room

    def submit(self, request: Request) -> Future[bytes]:
        """Have the units of a submission marked; `marking` opens what comes."""
        return self._send(Task(setup=self.setup, stamp=self.ready.stamp, request=request))

    def marking(self, future: Future[bytes]) -> Marking:
        """What came of a request.

        Raises
        ------
        MarkingError
            Where it could not be marked; Unfit where no other could be either.
        """
        answer = self._answer(future)
        assert isinstance(answer, Marking)
        return answer

    def report(
        self,
        submission: Submission,
        checks: Iterable[Check],
        truncated: bool,
        seconds: float,
        seed: int | None = None,
    ) -> Report:
        """The report of a submission's checks, made with the seed of all or its own."""
        checks = tuple(checks)
        units = {check.unit for check in checks}
        kept = self.setup.limits.output_kib
        digests = {unit: unit_digest(self.ready.stamp, unit) for unit in units}
        return Report(
            student=submission.student,
            score=sum(check.earned for check in checks),
            maximum=sum(check.points for check in checks),
            units=totals(checks, digests),
            checks=checks,
            seed=self.setup.seed if seed is None else seed,
            tests_digest=self.ready.tests_digest,
            submission_digest=submission.digest,
            layers=self.ready.active,
            kit_version=grader.__version__,
            notes=(*unit_notes(checks), *misnamed(submission, units), *submission.choices),
            truncations=(f"output after the first {kept} KiB was discarded",) if truncated else (),
            seconds=seconds,
        )

    def mark_one(self, submission: Submission) -> Report:
        """Mark one submission."""
        found = self.marking(self.submit(Request(submission=submission, units=self.setup.units)))
        return self.report(submission, found.checks, found.truncated, found.seconds)

    def _send(self, task: Task) -> Future[bytes]:
        return self._hands.executor.submit(self._hands.work, msgspec.msgpack.encode(task))

    def _answer(self, future: Future[bytes]) -> Ready | Marking:
        try:
            data = future.result()
        except Exception as error:
            raise self._hands.blame(error) from None
        answer: Answer = msgspec.msgpack.decode(data, type=Answer)
        if isinstance(answer, Failure):
            raise (Unfit if answer.of_all else MarkingError)(answer.sentence)
        return answer

    def close(self) -> None:
        """Let every session end."""
        self._hands.close()

    def kill(self) -> None:
        """End every session at once; what they were marking is lost, and nothing else."""
        self._hands.kill()

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self.close()
        else:
            self.kill()
