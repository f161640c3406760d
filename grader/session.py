"""Pytest collected once, in a process of its own; each submission is marked in a fork of it.

Run as `python -m grader.session` by `grader.engine`. It reads a Setup, answers Ready, then for each
request streams the checks as they come and an End. All sides here are trusted; the student's code is
two processes away, behind the sandbox.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import importlib
import os
import resource
import select
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import IO, Any

import msgspec
import pytest
from hypothesis import Phase, settings
from hypothesis.errors import HypothesisException

from grader import outcome, show
from grader.calls import copied
from grader.curriculum import Course, read_course
from grader.diagnosis import Diagnostics, Evidence
from grader.digest import recordings_key, stamp, tests_digest
from grader.marking import Attempt, References
from grader.messages import LENGTH, End, Marked, Message, Ready, Request, Setup, Stamp, read, write
from grader.mistakes import Mistake
from grader.outcome import UNSTEADY, Halt
from grader.plugin import OUTCOME, check_of, title_of
from grader.replay import Recordings, Reference
from grader.report import Check, earned
from grader.sandbox import processor
from grader.sandbox.canary import probe
from grader.sandbox.isolation import die_with_parent
from grader.sandbox.remote import Sandbox, SandboxError, alarm
from grader.standins import StandIns, answer_with, note_failure, note_input

OWN_MEMORY = 2 << 30
PATIENCE = 10
DIAGNOSIS_SECONDS = 60  # far more than any takes, so that a report does not depend on it
PASSED = outcome.Outcome(status=outcome.PASSED)
UNSTEADILY = outcome.Outcome(status=outcome.FAILED, message=UNSTEADY)


class Session:
    """The pytest plugin that marks: it takes the place of pytest's own loop over the tests."""

    def __init__(
        self,
        setup: Setup,
        course: Course,
        sandbox: Sandbox,
        requests: IO[bytes],
        replies: IO[bytes],
    ):
        self.setup = setup
        self.course = course
        self.sandbox = sandbox
        self.requests, self.replies = requests, replies
        self.problems: list[str] = []

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Remember what could not be collected."""
        if report.failed:
            self.problems.append(f"{report.nodeid}: {report.longreprtext.strip().splitlines()[-1]}")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Answer requests until there are no more."""
        items = [item for item in session.items if self._wanted(item)]
        if self.problems:
            write(
                self.replies,
                Ready(problem=f"the tests cannot be collected: {'; '.join(self.problems)}"),
            )
            return True
        try:
            modules = _reference_modules(self.course, self.setup.units)
        except Exception as error:
            write(self.replies, Ready(problem=f"solutions/ cannot be imported: {error}"))
            return True
        try:
            findings = probe(self.sandbox)
        except SandboxError as error:
            write(self.replies, Ready(problem=str(error)))
            return True
        self.recordings = Recordings(items)
        self.last = {check_of(item)[0]: item for item in items}
        try:
            self.diagnostics = Diagnostics(self.course, modules)
        except Exception as error:
            problem = f"the mistakes cannot be read: {type(error).__name__}: {error}"
            write(self.replies, Ready(problem=problem))
            return True
        _watch(items)
        made = stamp(self.setup, self.course, findings.active)
        self._record(items, modules, made)
        references = _references(self.course, self.setup.units, modules)
        templates = [_template(item) for item in items]
        write(
            self.replies,
            Ready(
                checks=tuple(templates), tests_digest=tests_digest(made),
                stamp=made, missing=findings.missing,
            ),
        )  # fmt: skip
        gc.freeze()  # else every fork walks, and so copies, all that was collected
        while (request := read(self.requests, Request)) is not None:
            self._mark_in_fork(request, items, templates, references)
        return True

    def _record(
        self, items: list[pytest.Item], modules: dict[str, ModuleType], made: Stamp
    ) -> None:
        """Have what the checks do at hand, from the cache or by running them on the reference."""
        if not (self.setup.replay and self.course.has_solutions):
            return
        for unit in self.setup.units:
            own = [item for item in items if check_of(item)[0] == unit]
            with Reference(modules) as reference:
                key = recordings_key(made, unit, self.setup.seed)
                self.recordings.prepare(own, reference, _passes, key)

    def _wanted(self, item: pytest.Item) -> bool:
        unit, function, _ = check_of(item)
        return (
            bool(function) and unit in self.setup.units and self.setup.function in (None, function)
        )

    def _mark_in_fork(
        self,
        request: Request,
        items: list[pytest.Item],
        templates: list[Check],
        references: References,
    ) -> None:
        """Fork, mark there, and pass on what comes; nothing that happens there can stay here."""
        reading, writing = os.pipe()
        pid = os.fork()
        if pid == 0:
            die_with_parent()
            self.sandbox.processor = processor.current()
            processor.stay_on(self.sandbox.processor)
            for file in (reading, self.requests.fileno(), self.replies.fileno()):
                os.close(file)
            with contextlib.suppress(BaseException), os.fdopen(writing, "wb") as stream:
                try:
                    self._mark(request, items, templates, references, stream)
                except BaseException as error:
                    write(stream, End(problem=f"the kit itself failed: {error!r}"))
            os._exit(0)
        os.close(writing)
        patience = PATIENCE * self.setup.limits.seconds_per_submission
        ended = False
        with os.fdopen(reading, "rb") as stream:
            for data in self._whole_messages(stream.fileno(), time.monotonic() + patience):
                self.replies.write(LENGTH.pack(len(data)) + data)
                self.replies.flush()
                ended = isinstance(msgspec.msgpack.decode(data, type=Message), End)
        if not ended:
            os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        if not ended:
            problem = f"marking stopped before its end (status {os.waitstatus_to_exitcode(status)})"
            write(self.replies, End(problem=problem))
            self.sandbox.close()
            self.sandbox = Sandbox(self.setup.limits, self.setup.layers)

    def _whole_messages(self, file: int, deadline: float) -> Iterator[bytes]:
        """The complete messages that come before the stream, patience or the engine ends."""
        buffer = bytearray()
        watched = [file, self.requests.fileno()]
        while (left := deadline - time.monotonic()) > 0:
            if file not in select.select(watched, [], [], left)[0]:
                return
            data = os.read(file, 1 << 16)
            if not data:
                return
            buffer += data
            while len(buffer) >= LENGTH.size:
                end = LENGTH.size + LENGTH.unpack_from(buffer)[0]
                if len(buffer) < end:
                    break
                yield bytes(buffer[LENGTH.size : end])
                del buffer[:end]

    def _mark(
        self, request: Request, items: list[pytest.Item], templates: list[Check],
        references: References, stream: IO[bytes],
    ) -> None:  # fmt: skip
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        memory = OWN_MEMORY if hard == resource.RLIM_INFINITY else min(OWN_MEMORY, hard)
        resource.setrlimit(resource.RLIMIT_AS, (memory, hard))
        limits = self.setup.limits
        if request.brief:
            limits = msgspec.structs.replace(limits, inputs_to_shrink=0)
        attempt = Attempt(request.submission, self.course, references, self.sandbox, limits)
        attempt.begin()
        judge = self._judge_briefly if request.brief else self._judge_in_full
        lost = set()
        evidence: dict[tuple[str, str], list[Evidence]] = {}
        for index, item in enumerate(items):
            started = time.monotonic()
            unit, function = templates[index].unit, templates[index].function
            if not request.wants(templates[index]):
                if item is self.last[unit] and unit in request.whole:
                    attempt.earned_in_full(unit)
                continue
            judged = judge(item, attempt)
            attempt.note_outcome(judged.status == outcome.PASSED)
            if judged.status != outcome.PASSED:
                lost.add(unit)
            if item is self.last[unit] and unit not in lost:
                attempt.earned_in_full(unit)
            output = attempt.printed()
            if judged.status == outcome.TIMEOUT and not attempt.output.truncated:
                output = ""  # how far it came depends on the machine, and a report may not
            check = msgspec.structs.replace(
                templates[index],
                **{name: getattr(judged, name) for name in judged.__struct_fields__},
                earned=earned(templates[index].points, judged.status),
                output=show.clipped(output, 1 << 20),
                seconds=time.monotonic() - started,
            )
            if attempt.broken is not None:
                break
            write(stream, Marked(index=index, check=check))
            if lost and request.first_failure:
                break
            evidence.setdefault((unit, function), []).append(
                Evidence(index, check, attempt.trace.steps, self.recordings.exchanges(item))
            )
        attempt.close()
        answer_with(None)  # no more of the student's code runs
        if not request.first_failure:
            for index, check in self._diagnosed(evidence):
                write(stream, Marked(index=index, check=check))
        write(stream, End(truncated=attempt.output.truncated, problem=attempt.broken))

    def _diagnosed(
        self, evidence: dict[tuple[str, str], list[Evidence]]
    ) -> list[tuple[int, Check]]:
        """The failed checks again, each with what explains it; a search that fails takes no mark with it."""
        found: list[tuple[int, Check]] = []
        made: list[Mistake] = []
        with contextlib.suppress(Halt), alarm(DIAGNOSIS_SECONDS):
            for of_one in evidence.values():
                with contextlib.suppress(Exception, SystemExit):
                    found += self.diagnostics.explained(of_one, made)
        return found

    def _judge_in_full(self, item: pytest.Item, attempt: Attempt) -> outcome.Outcome:
        """How a check comes out; where it fails with the student's own units below it, with the reference's."""
        unit, function, _ = check_of(item)
        judged = self._judge(item, attempt)
        if judged.status != outcome.PASSED and attempt.doubt(unit, function):
            judged = self._judge(item, attempt)
        return judged

    def _judge_briefly(self, item: pytest.Item, attempt: Attempt) -> outcome.Outcome:
        """How a check comes out, without the search for a smaller input."""
        unit, function, seconds = _of(item)
        if (refusal := attempt.prepare(unit, function, seconds)) is not None:
            return outcome.judge(refusal)
        if attempt.send_ahead(unit, self.recordings.exchanges(item)):
            return PASSED
        if item in self.recordings:
            return outcome.judge(self.recordings.replay(item))
        return _live(item, attempt)

    def _judge(self, item: pytest.Item, attempt: Attempt) -> outcome.Outcome:
        """How a check comes out.

        The quick ways are tried first: all answers are the reference's own; the check passes on its recorded examples,
        or on what was sent ahead. They do not tell why a check fails: then it runs as it would by plain pytest, or
        once enough smaller inputs were sought in its unit, on its examples again.
        """
        unit, function, seconds = _of(item)
        if (refusal := attempt.prepare(unit, function, seconds)) is not None:
            return outcome.judge(refusal)
        if attempt.send_ahead(unit, self.recordings.exchanges(item)):
            return PASSED
        if item in self.recordings:
            failure = self.recordings.replay(item)
            if failure is None:
                return PASSED
            if isinstance(failure, Halt):
                return outcome.judge(failure)
            attempt.begin_again()
            found = self._smallest(item, attempt)
            steady = found is not None and found.status != outcome.PASSED
            return found if found and steady else UNSTEADILY
        if attempt.answers_ahead:
            judged = _live(item, attempt)
            if judged.status in (outcome.PASSED, outcome.NOT_IMPLEMENTED):
                return judged
            attempt.begin_again()
            found = _live(item, attempt)
            return found if found.status != outcome.PASSED else UNSTEADILY
        return _live(item, attempt)

    def _smallest(self, item: pytest.Item, attempt: Attempt) -> outcome.Outcome | None:
        """How a property fails on the smallest input that is found; None where it does not fail again."""
        if not attempt.may_shrink:
            return self.recordings.smallest_failure(item)
        found = _searched(item, attempt)
        if attempt.may_shrink or found.status != outcome.FAILED:
            return found
        attempt.failure = None
        recorded = self.recordings.smallest_failure(item)
        return min(found, recorded or found, key=lambda each: len(each.counterexample or ""))


def _of(item: pytest.Item) -> tuple[str, str, float | None]:
    """Unit and function of a check, and what a call may take where it says so."""
    unit, function, _ = check_of(item)
    mark = item.get_closest_marker("checks")
    return unit, function, mark.kwargs.get("seconds") if mark else None


def _searched(item: pytest.Item, attempt: Attempt) -> outcome.Outcome:
    """Run a property for the sake of a small input: the examples that its author chose, which do not shrink, last."""
    chosen = item.function._hypothesis_internal_use_settings  # type: ignore[attr-defined]
    phases = [phase for phase in chosen.phases if phase is not Phase.explicit]
    item.function._hypothesis_internal_use_settings = settings(chosen, phases=phases)  # type: ignore[attr-defined]
    try:
        found = _live(item, attempt)
    finally:
        item.function._hypothesis_internal_use_settings = chosen  # type: ignore[attr-defined]
    return _live(item, attempt) if found.status == outcome.PASSED else found


def _passes(item: pytest.Item) -> bool:
    """Run one test by pytest, and leave no trace of how it came out."""
    item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
    if OUTCOME not in item.stash:
        return False
    judged = item.stash[OUTCOME]
    del item.stash[OUTCOME]
    return judged.status == outcome.PASSED


def _live(item: pytest.Item, attempt: Attempt) -> outcome.Outcome:
    """Run one test by pytest; where the search for a smaller input was cut short, the last failure stands."""
    item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
    skipped = outcome.Outcome(status=outcome.NOT_RUN, message="the test was skipped")
    judged = item.stash.get(OUTCOME, skipped)
    if attempt.failure is None or judged.status == outcome.PASSED:
        return judged
    if judged.status == outcome.FAILED and judged.call is None:
        return attempt.failure
    counterexample = judged.counterexample or attempt.failure.counterexample
    return msgspec.structs.replace(judged, counterexample=counterexample)


def _watch(items: list[pytest.Item]) -> None:
    """Have each property tell of its inputs and failures, which begin the search for a smaller input."""
    properties = {id(each): each for item in items if (each := _property(item)) is not None}
    for each in properties.values():
        each.inner_test = _noting(each.inner_test)


def _property(item: pytest.Item) -> Any:
    return getattr(getattr(item, "function", None), "hypothesis", None)


def _noting(test: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(test)
    def noting(*args: Any, **kwargs: Any) -> Any:
        note_input()
        drawn = copied(kwargs)
        try:
            return test(*args, **kwargs)
        except HypothesisException:
            raise
        except Exception as failure:
            note_failure(failure, drawn)
            raise

    return noting


def _template(item: pytest.Item) -> Check:
    """The check of a test before it has run: a zero."""
    unit, function, points = check_of(item)
    return Check(
        id=f"{unit}::{item.name}", unit=unit, function=function, title=title_of(item), points=points,
        earned=0.0, status=outcome.NOT_RUN, message="not run",
    )  # fmt: skip


def _reference_modules(course: Course, units: tuple[str, ...]) -> dict[str, ModuleType]:
    """The reference of these units and of those that they require, imported on the trusted side alone."""
    if not course.has_solutions:
        return {}
    names = {*units} | {name for unit in units for name in course.unit(unit).requires}
    return {name: importlib.import_module(f"solutions.{name}") for name in sorted(names)}


def _references(
    course: Course, units: tuple[str, ...], modules: dict[str, ModuleType]
) -> References:
    """The reference functions of every unit that these require."""
    return {
        name: {each: getattr(modules[name], each) for each in course.unit(name).functions}
        for unit in units
        for name in course.unit(unit).requires
        if name in modules
    }


def main() -> None:
    """Serve the engine that started this process over standard input and output."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    requests, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    setup: Setup = read(requests, Setup)
    sandbox = Sandbox(setup.limits, setup.layers)
    os.chdir(setup.root)
    sys.path.insert(0, setup.root)
    sys.meta_path.insert(0, StandIns())
    course = read_course(Path(setup.root))
    files = [course.tests / f"test_{unit}.py" for unit in setup.units]
    if absent := [str(file.relative_to(course.root)) for file in files if not file.is_file()]:
        problem = f"there is no {', '.join(absent)}: write it, or choose units that have tests"
        write(replies, Ready(problem=problem))
        sandbox.close()
        return
    session = Session(setup, course, sandbox, requests, replies)
    arguments = [
        "--rootdir", setup.root, "-c", os.devnull, "-p", "_hypothesis_pytestplugin", "-p", "grader.plugin",
        "-p", "no:cacheprovider",
        "--import-mode=importlib", "--capture=no", "--strict-markers", f"--hypothesis-seed={setup.seed}",
        *map(str, files),
    ]  # fmt: skip
    pytest.main(arguments, plugins=[session])
    session.sandbox.close()


if __name__ == "__main__":
    main()
