"""One submission under test: its workers, what is sent ahead to them, deadlines and budget."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from operator import eq
from typing import Any

import msgspec

from grader import outcome, show
from grader.calls import RECORD
from grader.curriculum import Course
from grader.limits import Limits
from grader.outcome import Halt
from grader.progress import checked_functions
from grader.sandbox.ahead import Answers, Astray, Exchange, messages
from grader.sandbox.remote import Output, Sandbox, SandboxError, Worker, WorkerGone, now
from grader.sandbox.wire import Unsendable
from grader.standins import answer_with
from grader.submission import Submission
from grader.trace import Trace

PART_OF_A_CALL = 0.5
PART_TO_SHRINK = 0.1
SOUGHT = "the search for a smaller input is over"

References = dict[str, dict[str, Callable[..., Any]]]


@dataclass
class Standing:
    """What one function has cost so far; a function that cannot go on does not take others with it."""

    function: str
    spent: float = 0.0
    crashes: int = 0
    endless: bool = False
    failed: bool = False

    def check(self, limits: Limits) -> None:
        """Raise a Halt where the function is not to be called again."""
        again = f"{self.function} is not called again"
        if self.endless:
            raise Halt(outcome.TIMEOUT, f"{again}: it did not return in time before")
        if self.crashes >= limits.crashes_per_function:
            raise Halt(
                outcome.CRASHED, f"{again}: it ended its process {self.crashes} times before"
            )
        if self.spent > limits.seconds_per_function:
            long = f"its calls took more than {limits.seconds_per_function:g} s in all"
            raise Halt(outcome.TIMEOUT, f"{again}: {long}")


class Attempt:
    """The submission that is being marked."""

    def __init__(
        self,
        submission: Submission,
        course: Course,
        references: References,
        sandbox: Sandbox,
        limits: Limits,
        last: bool = True,
    ) -> None:
        self.submission = submission
        self.limits = limits
        self.trace = Trace()
        self.output = Output(limits.output_kib * 1024)
        self.broken: str | None = None
        self.failure: outcome.Outcome | None = None
        self._seconds = limits.seconds_per_call
        self._names = _names(course)
        self._course = course
        self._references = references
        self._sandbox = sandbox
        self._last = last
        self._spent = self._shrinking_since = 0.0
        self._inputs_left: dict[str, int] = {}
        self._unit = ""
        self._asking = False
        self._workers: dict[str, Worker] = {}
        self._refused: dict[str, Halt] = {}
        self._standings: dict[tuple[str, str], Standing] = {}
        self._standing = Standing("")
        self._answers: tuple[str, Answers] | None = None
        self._slow: set[str] = set()
        self._unread: dict[str, dict[str, str]] = {}
        self._whole: set[str] = set()
        self._doubted: set[str] = set()
        self._failed: dict[str, str] = {}

    def once_more(self) -> Attempt:
        """The same submission as far as it has come, in new processes and with all of its time again."""
        common = (self.submission, self._course, self._references, self._sandbox, self.limits)
        again = Attempt(*common, last=self._last)
        again._whole, again._doubted = {*self._whole}, {*self._doubted}
        return again

    def begin(self) -> None:
        """Let the stand-ins call this submission."""
        answer_with(self)

    def prepare(self, unit: str, function: str, seconds: float | None = None) -> Halt | None:
        """Get ready for a check of a function; why it cannot be run where that is clear before it is tried."""
        self.close(but=unit)
        self.trace.begin()
        self.failure = None
        self._unit = unit
        self._seconds = seconds or self.limits.seconds_per_call
        if self._failed.get(unit, function) != function:
            del self._failed[unit]
            self._bury(unit, 1.0)
        self._standing = self._standings.setdefault((unit, function), Standing(function))
        try:
            self._worker(unit)
            self._standing.check(self.limits)
        except Halt as halt:
            return halt
        return None

    def call(self, unit: str, function: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call a function of the submission; what was sent ahead has been answered already."""
        target = ["function", function]
        return self.trace.follow(
            target, args, kwargs, lambda: self._call(unit, target, args, kwargs)
        )

    def _call(
        self, unit: str, target: list[Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> Any:
        if self._answers and self._answers[0] == unit:
            self._standing.check(self.limits)
            started = now()
            try:
                return self._answers[1].call(target, args, kwargs)
            except Astray:
                self._answers = None
            finally:
                self._spent += now() - started  # an answer can be made to take long to read
                self._standing.spent += now() - started
        worker = self._worker(unit)
        if why := self._unread.get(unit, {}).get(target[1]):
            raise Halt(outcome.ERROR, why)
        return self._ask(unit, worker, target, args, kwargs)

    def send_ahead(self, unit: str, exchanges: Sequence[Exchange]) -> bool:
        """Send what the reference was asked in this check; whether all is answered as the reference did, bit for bit.

        Where it is not, the check can run on the answers: calls take them in turn until `begin_again`. A function
        that failed its last check is asked call by call, as few may be needed; so is a unit that did not answer all
        in good time, as that tells how far it comes.
        """
        self._answers = None
        if unit in self._slow or self._standing.failed or not exchanges:
            return False
        if self._spent >= self.limits.seconds_per_submission:
            return False
        replies, same = [], True
        try:
            worker = self._worker(unit)
            started = worker.clock.now()
            for message in messages(exchanges):
                left = self._seconds * PART_OF_A_CALL - (worker.clock.now() - started)
                came = worker.ask_ahead([each.request for each in message], left)
                replies += came
                same = all(map(eq, came, (each.reply for each in message)))
                if not same:
                    break
        except (Halt, WorkerGone) as end:
            self._slow.add(unit)
            by_itself = isinstance(end, WorkerGone) and end.by_itself
            self._bury(unit, 1.0 if by_itself else 0.0)
            return False
        self._spent += worker.clock.now() - started
        self._standing.spent += worker.clock.now() - started
        answers = Answers([each.request for each in exchanges], replies)
        answers.sources = self.submission.modules
        self._answers = unit, answers
        return same

    @property
    def answers_ahead(self) -> bool:
        """Whether there are answers to what was sent ahead."""
        return self._answers is not None

    def begin_again(self) -> None:
        """Begin the check again: every call goes to the worker, and nothing was printed yet."""
        self._answers = None
        self.trace.begin()
        self.printed()

    def note_outcome(self, status: str) -> None:
        """Remember how the function's last check came out; another is not asked in what may be spoilt."""
        self._standing.failed = status != outcome.PASSED
        if status not in (outcome.PASSED, outcome.NOT_IMPLEMENTED):
            self._failed[self._unit] = self._standing.function

    def earned_in_full(self, unit: str) -> None:
        """The student's own module of this unit may serve those that require it, in place of the reference."""
        self._whole.add(unit)

    def doubt(self, unit: str, function: str) -> bool:
        """Have the reference answer for all that a unit requires; whether that is new, as a check then may be."""
        if not self._own(unit):
            return False
        self._doubted.add(unit)
        self.printed()
        self._standings.pop((unit, function), None)
        self._refused.pop(unit, None)
        self.close()
        return True

    def _answered_for(self, unit: str) -> dict[str, dict[str, Callable[..., Any]]]:
        """What the reference answers while a unit is marked."""
        own = self._own(unit)
        requires = self._course.unit(unit).requires
        return {
            name: self._references[name]
            for name in requires
            if name in self._references and name not in own
        }

    def _own(self, unit: str) -> set[str]:
        """The units required by this one that serve themselves: they, and all below them, earned full marks."""
        if unit in self._doubted:
            return set()
        return {
            name
            for name in self._course.unit(unit).requires
            if self._whole.issuperset(self._course.needed(name))
        }

    @property
    def may_shrink(self) -> bool:
        """Whether a smaller input may still be sought in the unit being marked."""
        return self._inputs_left.get(self._unit, self.limits.inputs_to_shrink) > 0

    def note_input(self) -> None:
        """Count an input that is tried once the check has failed; a Halt after the last."""
        if self.failure is not None:
            if not self.may_shrink:
                raise Halt(outcome.FAILED, SOUGHT)
            left = self._inputs_left.setdefault(self._unit, self.limits.inputs_to_shrink)
            self._inputs_left[self._unit] = left - 1

    def note_failure(self, failure: Exception, drawn: Mapping[str, Any]) -> None:
        """Remember that the check has failed: from now on a smaller input is sought, for a while."""
        if self.failure is None:
            self._shrinking_since = self._spent
        judged = outcome.judge(failure)
        self.failure = msgspec.structs.replace(judged, counterexample=show.inputs(drawn))

    def printed(self) -> str:
        """What the submission printed since the last time."""
        for worker in self._workers.values():
            worker.transport.drain()
        return self.output.take()

    def close(self, but: str | None = None) -> None:
        """End the workers, but for one unit's."""
        for unit in [unit for unit in self._workers if unit != but]:
            self._end(self._workers.pop(unit))

    def _ask_object(
        self, unit: str, worker: Worker, target: list[Any],
        args: tuple[Any, ...], kwargs: dict[str, Any],
    ) -> Any:  # fmt: skip
        """Call an object of the submission, or read its attribute."""
        return self.trace.follow(
            target, args, kwargs, lambda: self._ask(unit, worker, target, args, kwargs)
        )

    def _ask(
        self, unit: str, worker: Worker, target: list[Any],
        args: tuple[Any, ...], kwargs: dict[str, Any],
    ) -> Any:  # fmt: skip
        """Ask a worker on behalf of the function that is being checked."""
        standing = self._standing
        standing.check(self.limits)
        if self._workers.get(unit) is not worker:
            raise Halt(outcome.CRASHED, "this object is gone: the process that held it has ended")
        long = self.limits.seconds_per_function * PART_TO_SHRINK
        if self.failure and self._spent - self._shrinking_since > long:
            raise Halt(outcome.FAILED, SOUGHT)
        before = self._spent
        try:
            return self._bounded(unit, self._seconds, worker, target, args, kwargs)
        except Halt as halt:
            if halt.status in (outcome.TIMEOUT, outcome.CRASHED) and RECORD.last is not None:
                halt.call = str(RECORD.last)
            standing.endless |= halt.status == outcome.TIMEOUT
            standing.crashes += halt.status == outcome.CRASHED
            raise
        except Exception as error:
            if error is not worker.peer.rebuilt and not isinstance(error, Warning):
                self.broken = f"the kit itself failed: {type(error).__name__}: {error}"
            raise
        finally:
            standing.spent += self._spent - before

    def _bounded(
        self, unit: str, seconds: float, worker: Worker, target: list[Any],
        args: tuple[Any, ...], kwargs: dict[str, Any],
    ) -> Any:  # fmt: skip
        """Ask a worker within what is left of the submission's time; end it where it cannot go on."""
        left = self.limits.seconds_per_submission - self._spent
        if left <= 0:
            raise Halt(outcome.NOT_RUN, f"not run: {self._all_spent}")
        started, inner = worker.clock.now(), self._asking
        self._asking = True
        try:
            return worker.ask(target, args, kwargs, min(seconds, left))
        except WorkerGone as gone:
            how = self._bury(unit, 1.0 if gone.by_itself else 0.0)
            said = (
                f"the Python process ended ({how})"
                if gone.by_itself
                else f"the process was ended: {gone}"
            )
            raise Halt(outcome.CRASHED, said) from None
        except Unsendable as error:
            raise Halt(outcome.ERROR, f"what it returned cannot be used: {error}") from None
        except Exception:
            if worker.peer.torn:
                self._bury(unit, 0.0)
            raise
        except BaseException as error:
            written = not isinstance(error, Halt) or error.status != outcome.NOT_IMPLEMENTED
            if not written and not worker.peer.torn:
                raise
            self._bury(unit, 0.0)
            if isinstance(error, Halt) and error.status == outcome.TIMEOUT and left < seconds:
                raise _at(error, f"during this call {self._all_spent}") from None
            raise
        finally:
            self._asking = inner
            if not inner:
                self._spent += worker.clock.now() - started

    @property
    def _all_spent(self) -> str:
        return f"the {self.limits.seconds_per_submission:g} s of this submission were spent"

    def _bury(self, unit: str, patience: float) -> str:
        worker = self._workers.pop(unit, None)
        return self._end(worker, patience) if worker else "it had ended"

    def _end(self, worker: Worker, patience: float = 1.0) -> str:
        """End a worker; says how it ended. Where the system killed it, nothing holds, unless this is the last try."""
        try:
            how = worker.end(patience)
        except SandboxError as error:
            how = self.broken = str(error)
        if worker.killed and not self._last:
            self.broken = f"a process of the submission was {how}"
        return how

    def _worker(self, unit: str) -> Worker:
        """The unit's worker, started and loaded where there is none."""
        if self.broken is not None:
            raise Halt(outcome.NOT_RUN, self.broken)
        if unit in self._refused:
            raise self._again(self._refused[unit])
        if unit in self._workers:
            return self._workers[unit]
        if problem := self.submission.problems.get(unit):
            raise self._refuse(unit, Halt(outcome.ERROR, problem))
        if unit not in self.submission.modules:
            raise self._refuse(unit, Halt(outcome.NOT_IMPLEMENTED, f"{unit}.py was not handed in"))
        try:
            worker = Worker(self._sandbox, self._answered_for(unit), self.output)
        except SandboxError as error:
            self.broken = str(error)
            raise Halt(outcome.NOT_RUN, str(error)) from None
        worker.peer.guard = partial(self._ask_object, unit, worker)
        self._workers[unit] = worker
        arguments = worker.arguments(unit, self.submission.modules, self._names.get(unit, ()))
        try:
            told = self._bounded(
                unit, self.limits.seconds_per_import, worker, ["load"], arguments, {}
            )
        except Halt as halt:
            if halt.status == outcome.NOT_RUN:
                raise
            if halt.status == outcome.NOT_IMPLEMENTED:
                raise self._refuse(unit, _unimportable(unit, halt)) from None
            said = f"while {unit}.py was imported: {halt}"
            raise self._refuse(unit, _at(halt, said)) from None
        except Exception as error:
            raise self._refuse(unit, _unimportable(unit, error)) from None
        if isinstance(told, dict):  # of a notebook, and before any check has passed anything in
            self._unread[unit] = {
                name: f"{unit}.ipynb, {show.line(str(told[name]), 300)}"
                for name in self._names.get(unit, ())
                if name in told
            }
        return worker

    def _refuse(self, unit: str, halt: Halt) -> Halt:
        self._refused[unit] = halt
        self._bury(unit, 1.0)
        return self._again(halt)

    @staticmethod
    def _again(halt: Halt) -> Halt:
        """The same refusal, without the frames of the check before."""
        fresh = Halt(halt.status, str(halt))
        fresh.__dict__.update(halt.__dict__)
        return fresh


def _names(course: Course) -> dict[str, tuple[str, ...]]:
    """The functions that each unit is to have; without solutions those that have checks, as exercises are anybody's."""
    if course.has_solutions:
        return {unit.name: unit.functions for unit in course.units}
    names: dict[str, tuple[str, ...]] = {}
    for each in checked_functions(course.root):
        unit, _, function = each.partition(".")
        names[unit] = (*names.get(unit, ()), function)
    return names


def _at(halt: Halt, said: str) -> Halt:
    """The same end in other words, at the place where it came."""
    other = Halt(halt.status, said)
    other.__dict__["student_frames"] = getattr(halt, "student_frames", ())
    return other


def _unimportable(unit: str, error: BaseException) -> Halt:
    """The refusal of a unit whose import raised."""
    refusal = outcome.Unimportable(outcome.import_failure(unit, error))
    refusal.__dict__["student_frames"] = getattr(error, "student_frames", ())
    return refusal
