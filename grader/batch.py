"""A class marked: what an earlier marking left is taken where it still holds, the rest goes to an engine.

submissions ─┬▶ cannot be read ────────────────────────────┐
             ├▶ a report with the same digests ────────────┼▶ Result, a student each, as they come
             └▶ Request ──▶ Engine ──▶ report, written ────┘
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from grader.crew import Unfit
from grader.earlier import Units, by_unit, kept, merged, read_report, spent, whole
from grader.engine import Engine
from grader.files import SubmissionError, shown
from grader.marker import MarkingError
from grader.messages import Request
from grader.report import Report, file_name, to_json, write_atomically
from grader.seeds import seed_of
from grader.submission import Submission, read_submission

with contextlib.suppress(ImportError):  # on Windows, where nothing is marked
    import fcntl

MARKED, BEFORE, UNMARKED = "marked", "before", "unmarked"


class Stopped(Exception):
    """The batch cannot go on; the message says why. What is written stays."""


@dataclass(frozen=True)
class Result:
    """What became of one submission: its report, marked now or taken from before, or why there is none."""

    student: str
    state: str
    report: Report | None = None
    reason: str = ""


@dataclass(frozen=True)
class Batch:
    """A class on its way through an engine into a folder of reports.

    Parameters
    ----------
    engine : Engine
        What marks.
    folder : Path
        Where the reports are, and go.
    force : bool
        Whether to mark all, whatever there is from before.
    secret : bytes
        What each submission's own seed comes from; empty where all have one.
    """

    engine: Engine
    folder: Path
    force: bool = False
    secret: bytes = b""
    _running: dict[Future[bytes], tuple[Request, Units]] = field(default_factory=dict)

    def mark(self, paths: Mapping[str, Path]) -> Iterator[Result]:
        """Each student's result as it comes; never more submissions in memory than the engine has room for.

        Raises
        ------
        Stopped
            Where no submission can be read or marked any more, or no report be written.
        """
        for student, path in paths.items():
            if (result := self._begun(student, path)) is not None:
                yield result
            yield from self._finished(0)
            while self._running and len(self._running) >= self.engine.room:
                yield from self._finished()
        while self._running:
            yield from self._finished()

    def _begun(self, student: str, path: Path) -> Result | None:
        """Send a submission to be marked; a result where it need not, or cannot."""
        try:
            submission = read_submission(student, path)
        except SubmissionError as error:
            if not path.parent.is_dir():
                raise Stopped(f"the folder {shown(path.parent)} is gone") from None
            return self._unmarked(student, str(error))
        except Exception as error:
            return self._unmarked(student, _failed(error))
        report = None if self.force else read_report(self._path(student))
        ready, limits = self.engine.ready, self.engine.setup.limits
        old = kept(report, submission, ready, limits)
        missing = tuple(unit for unit in by_unit(ready.checks) if unit not in old)
        if report is not None and not missing:
            return self._before(submission, old, report)
        seed = self._seed(submission)
        self._send(Request(submission=submission, units=missing, whole=whole(old), seed=seed), old)
        return None

    def _seed(self, submission: Submission) -> int | None:
        return seed_of(self.secret, submission) if self.secret else None

    def _send(self, request: Request, old: Units) -> None:
        self._running[self.engine.submit(request)] = request, old

    def _finished(self, seconds: float | None = None) -> Iterator[Result]:
        """What has been marked by now, or, where no seconds are given, what is next."""
        for future in wait(self._running, seconds, FIRST_COMPLETED).done:
            request, old = self._running.pop(future)
            try:
                result = self._marked(request, old, future)
            except Unfit as error:
                raise Stopped(str(error)) from None
            except MarkingError as error:
                result = self._unmarked(request.submission.student, str(error))
            if result is not None:
                yield result

    def _marked(self, request: Request, old: Units, future: Future[bytes]) -> Result | None:
        """The report of what was marked now and what was kept; None where all must be marked after all."""
        found = self.engine.marking(future)
        ready = self.engine.ready
        checks = merged({**old, **by_unit(found.checks)}, ready)
        if old and spent(checks, found.truncated, self.engine.setup.limits):
            self._send(
                msgspec.structs.replace(request, units=self.engine.setup.units, whole=()), {}
            )
            return None
        report = self.engine.report(
            request.submission, checks, found.truncated, found.seconds, request.seed
        )
        self._write(report)
        return Result(request.submission.student, MARKED, report)

    def _before(self, submission: Submission, old: Units, report: Report) -> Result:
        """The earlier report, written again where another selection of units is in it."""
        checks = merged(old, self.engine.ready)
        again = self.engine.report(
            submission, checks, bool(report.truncations), report.seconds, self._seed(submission)
        )
        if again != report:
            self._write(again)
        return Result(submission.student, BEFORE, again)

    def _write(self, report: Report) -> None:
        try:
            write_atomically(self._path(report.student), to_json(report))
        except OSError as error:
            raise Stopped(
                f"the reports cannot be written to {shown(self.folder)}: {error.strerror}"
            ) from None

    def _unmarked(self, student: str, reason: str) -> Result:
        with contextlib.suppress(OSError):
            self._path(student).unlink()
        return Result(student, UNMARKED, reason=reason)

    def _path(self, student: str) -> Path:
        return self.folder / file_name(student)


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Keep other markings from a folder of reports; the hold ends with its process, however that ends.

    Raises
    ------
    SubmissionError
        Where another marking has it.
    """
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise SubmissionError(
            f"another marking writes to {shown(folder)}: wait for its end, or give another folder with --out"
        ) from None
    except OSError:  # a file system without locks, where nobody can be kept out
        pass
    try:
        yield
    finally:
        os.close(handle)


def _failed(error: Exception) -> str:
    return f"the kit itself failed: {type(error).__name__}: {error}"
