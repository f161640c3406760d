"""Pytest collected once, in a process of its own; each submission is marked in a fork of it.

Run as `python -m grader.session` by `grader.engine`. It reads a Setup, answers Ready, then for each
request streams the checks as they come and an End. All sides here are trusted; the student's code is
two processes away, behind the sandbox.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import resource
import select
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import IO, Any

import hypothesis.core
import msgspec
import pytest

from grader import outcome, show
from grader.curriculum import Course, CourseError, read_course
from grader.diagnosis import Diagnostics, Evidence
from grader.digest import recordings_key, stamp, tests_digest
from grader.marking import Attempt, References
from grader.messages import LENGTH, End, Marked, Message, Ready, Request, Setup, Stamp, read, write
from grader.mistakes import Mistake
from grader.outcome import Halt
from grader.plugin import check_of, title_of
from grader.replay import Recordings, Reference
from grader.report import Check, earned
from grader.sandbox import processor
from grader.sandbox.canary import Findings, probe
from grader.sandbox.isolation import die_with_parent
from grader.sandbox.remote import Sandbox, SandboxError, alarm
from grader.seeds import Generators
from grader.standins import StandIns, answer_with
from grader.verdict import Verdicts, passes, watch

OWN_MEMORY = 2 << 30
PATIENCE = (
    4  # times what a submission's code may take: two tries, and what is done with its answers
)
DIAGNOSIS_SECONDS = 60  # far more than any takes, so that a report does not depend on it


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
        self.generators = Generators(course.tests)
        self.salted: set[str] = set()

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
            self.modules = _reference_modules(self.course, self.setup.units)
        except Exception as error:
            write(self.replies, Ready(problem=f"solutions/ cannot be imported: {error}"))
            return True
        try:
            findings = self._probed()
        except SandboxError as error:
            write(self.replies, Ready(problem=str(error)))
            return True
        self.recordings = Recordings(items)
        self.verdicts = Verdicts(self.recordings)
        self.last = {check_of(item)[0]: item for item in items}
        try:
            self.diagnostics = Diagnostics(self.course, self.modules)
        except Exception as error:
            known = isinstance(error, CourseError)
            said = str(error) if known else f"{type(error).__name__}: {error}"
            problem = f"the mistakes cannot be read: {said}"
            write(self.replies, Ready(problem=problem))
            return True
        watch(items)
        made = stamp(self.setup, self.course, findings.active)
        self._record(items, made)
        references = _references(self.course, self.setup.units, self.modules)
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

    def _probed(self) -> Findings:
        """What the sandbox can do; one that ends meanwhile, as where the system kills it, is replaced once."""
        with contextlib.suppress(SandboxError):
            return probe(self.sandbox)
        self._replace_sandbox()
        return probe(self.sandbox)

    def _replace_sandbox(self) -> None:
        self.sandbox.close()
        self.sandbox = Sandbox(self.setup.limits, self.setup.layers)

    def _record(self, items: list[pytest.Item], made: Stamp) -> None:
        """Have what the checks do at hand, from the cache or by running them on the reference."""
        if self.setup.secret or not (self.setup.replay and self.course.has_solutions):
            return
        for unit in self.setup.units:
            own = [item for item in items if check_of(item)[0] == unit]
            with Reference(self.modules) as reference:
                key = recordings_key(made, unit, self.setup.seed)
                self.recordings.prepare(own, reference, passes, key)

    def _draw_anew(self, items: list[pytest.Item], seed: int) -> None:
        """Have these checks draw from another seed; those that the reference then fails, from the numbers in them."""
        core: Any = hypothesis.core
        core.global_force_seed = seed
        if not self.course.has_solutions:
            return
        self.generators.take_over()
        with Reference(self.modules) as reference:
            self.generators.salt = seed
            self.recordings.prepare(items, reference, passes, None)
            self.generators.salt = None
            self.salted = {item.nodeid for item in items if self.recordings.passes(item)}
            plain = [item for item in items if item.nodeid not in self.salted]
            self.recordings.prepare(plain, reference, passes, None)

    def _salt(self, item: pytest.Item, request: Request) -> None:
        """Have the tests' own generators draw for this item as they did when it was recorded."""
        self.generators.salt = request.seed if item.nodeid in self.salted else None

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
        deadline = time.monotonic() + PATIENCE * self.setup.limits.seconds_per_submission
        ended = False
        with os.fdopen(reading, "rb") as stream:
            for data in self._whole_messages(stream.fileno(), deadline):
                self.replies.write(LENGTH.pack(len(data)) + data)
                self.replies.flush()
                ended = isinstance(msgspec.msgpack.decode(data, type=Message), End)
        if not ended:
            os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        if not ended:
            how = f"marking stopped before its end (status {os.waitstatus_to_exitcode(status)})"
            late = time.monotonic() >= deadline  # then what was not come to is not run
            write(self.replies, End(problem=None if late else how))
            self._replace_sandbox()

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
        if request.seed is not None:
            given = request.submission.modules
            wanted = [
                item for item, each in zip(items, templates, strict=True)
                if request.wants(each) and each.unit in given
            ]  # fmt: skip
            self._draw_anew(wanted, request.seed)
        attempt = Attempt(
            request.submission, self.course, references, self.sandbox, limits, request.last
        )
        attempt.begin()
        for unit in request.whole:
            attempt.earned_in_full(unit)
        judge = self.verdicts.brief if request.brief else self.verdicts.full
        lost, failures = set(), 0
        passed: list[tuple[int, Check]] = []
        evidence: dict[tuple[str, str], list[Evidence]] = {}
        for index, item in enumerate(items):
            started = time.monotonic()
            unit, function = templates[index].unit, templates[index].function
            if not request.wants(templates[index]):
                continue
            self._salt(item, request)
            judged = judge(item, attempt)
            attempt.note_outcome(judged.status)
            if judged.status != outcome.PASSED:
                failures += 1
                lost.add(unit)
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
            ahead = () if attempt.trace.asked else self.recordings.exchanges(item)
            evidence.setdefault((unit, function), []).append(
                Evidence(index, check, attempt.trace.steps, ahead)
            )
            if failures == request.failures > 0:
                break
            if judged.status == outcome.PASSED:
                passed.append((index, check))
            if item is not self.last[unit]:
                continue
            once = request.brief or not self.setup.replay
            for again in () if once else self._repeated(request, attempt, items, passed):
                lost.add(unit)
                write(stream, again)
            if unit not in lost:
                attempt.earned_in_full(unit)
            passed.clear()
        attempt.close()
        answer_with(None)  # no more of the student's code runs
        if request.failures != 1:  # of one there is too little to say
            for index, check in self._diagnosed(evidence):
                write(stream, Marked(index=index, check=check))
        write(stream, End(truncated=attempt.output.truncated, problem=attempt.broken))

    def _repeated(
        self,
        request: Request,
        attempt: Attempt,
        items: list[pytest.Item],
        passed: list[tuple[int, Check]],
    ) -> Iterator[Marked]:
        """The checks of a unit that pass no more when they are made again, the last first, in a new process."""
        again = attempt.once_more()
        again.begin()
        for index, check in reversed(passed):
            self._salt(items[index], request)
            judged = self.verdicts.again(items[index], again)
            again.note_outcome(judged.status)
            if again.broken is not None:
                attempt.broken = again.broken
                break
            if judged.status != outcome.PASSED:
                facts = {name: getattr(judged, name) for name in judged.__struct_fields__}
                yield Marked(index=index, check=msgspec.structs.replace(check, **facts, earned=0.0))
        again.close()
        attempt.begin()

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
