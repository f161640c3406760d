"""The process that has the visible checks collected before they are asked for.

Started by `grader.practice.checker`. The tests are imported with stand-ins for the student's modules; each request is
answered in a fork, where the modules are imported as they are now. Where processes cannot be forked safely it answers
one request and ends, and its successor is got ready meanwhile.
"""

from __future__ import annotations

import contextlib
import faulthandler
import gc
import importlib
import importlib.abc
import importlib.machinery
import io
import linecache
import os
import select
import signal
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import FrameType, ModuleType
from typing import IO, Any

import msgspec
import pytest
from _pytest import runner

from grader import outcome, show
from grader.calls import RECORD
from grader.outcome import Outcome
from grader.plugin import OUTCOME, Unimported, check_of, title_of
from grader.practice import loops
from grader.practice.verdict import FORK, Answer, Ask, Ended, Message, Ready, Verdict
from grader.redirect import EXERCISES

GRACE = 1.5  # then, or after twice its time on the clock, it is ended from outside of Python
AGAIN = 0.1  # seconds, where what ended it was caught
MEMORY = 1 << 30  # more than the process has before
PRINTED = 4000


class Latest(ModuleType):
    """What the tests know a student's module by: the module as it is now, imported when it is first asked for."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith(("__", "pytest")):
            raise AttributeError(name)
        return getattr(import_unit(self.__name__.rpartition(".")[2]), name)


class StandIns(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Answers `from exercises import …` with a `Latest` while the tests are collected."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Claim what is in `exercises`."""
        if not fullname.startswith(f"{EXERCISES}."):
            return None
        return importlib.machinery.ModuleSpec(fullname, self)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        """A stand-in of that name."""
        return Latest(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing is imported yet."""

    def leave(self) -> None:
        """Have the student's own modules imported from now on; the tests keep their stand-ins."""
        sys.meta_path.remove(self)
        package = sys.modules.get(EXERCISES)
        for name, module in [*sys.modules.items()]:
            if isinstance(module, Latest):
                del sys.modules[name]
                with contextlib.suppress(AttributeError):
                    delattr(package, name.rpartition(".")[2])
        sys.pycache_prefix = (
            os.devnull
        )  # what was saved twice in a second must not come from a cache
        importlib.invalidate_caches()
        linecache.checkcache()


def import_unit(unit: str) -> ModuleType:
    """The student's module; where it cannot be imported, one whose functions say why."""
    name = f"{EXERCISES}.{unit}"
    try:
        return importlib.import_module(name)
    except outcome.Unimportable as error:
        reason = str(error)
    except outcome.Late as error:
        reason = f"{unit}.py could not be imported: {error}"
    except (Exception, SystemExit) as error:
        gone = isinstance(error, ModuleNotFoundError) and error.name == name
        missing = outcome.missing(f"{EXERCISES}/{unit}.py")
        reason = missing if gone else outcome.import_failure(unit, error)
    module = sys.modules[name] = Unimported(name, show.clipped(reason))
    return module


class Printed(io.TextIOBase):
    """The end of what was printed: there the input that is told of was tried."""

    def __init__(self) -> None:
        self.text = ""

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, text: str) -> int:
        """Keep what there is room for."""
        self.text = (self.text + text[-PRINTED:])[-PRINTED:]
        return len(text)


class Warm:
    """The pytest plugin that answers requests in place of pytest's own loop over the tests.

    Parameters
    ----------
    forks : bool
        Whether to answer in forks, or once.
    seconds : float
        What a check may take.
    root : Path
        The course's folder.
    stand_ins : StandIns
        What the tests are imported with.
    requests, replies : IO[bytes]
        The way to the one who asks.
    dump : IO[bytes]
        Where the line of what crashes is written, or of what does not end.
    """

    def __init__(
        self,
        forks: bool,
        seconds: float,
        root: Path,
        stand_ins: StandIns,
        requests: IO[bytes],
        replies: IO[bytes],
        dump: IO[bytes],
    ) -> None:
        self.forks, self.seconds = forks, seconds
        self.target = root / EXERCISES
        self.stand_ins = stand_ins
        self.requests, self.replies, self.dump = requests, replies, dump
        self.problems: list[str] = []
        self.items: dict[str, list[pytest.Item]] = {}

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Remember what cannot be collected."""
        if report.failed:
            last = report.longreprtext.strip().splitlines()[-1]
            self.problems.append(f"{report.nodeid}: {show.line(last)}")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Answer requests until there are no more."""
        for item in session.items:
            unit, function, _ = check_of(item)
            if function:
                self.items.setdefault(f"{unit}.{function}", []).append(item)
        problems = "; ".join(self.problems)
        self._say(Ready(f"the checks cannot be read: {problems}" if problems else None))
        gc.collect()
        gc.freeze()  # else every fork walks, and so copies, all that was collected
        for line in self.requests:
            ask = msgspec.json.decode(line, type=Ask)
            if self.forks:
                self._answer_in_fork(ask)
            else:
                self._answer(ask)
                self._say(Ended(ask.number, 0))
                break
        return True

    def _say(self, message: Message) -> None:
        # an answer that was cut short when it was given up ends before this one
        self.replies.write(b"\n" + msgspec.json.encode(message) + b"\n")
        self.replies.flush()

    def _answer_in_fork(self, ask: Ask) -> None:
        """Answer in a fork, where nothing that happens can stay; the next request ends it."""
        pid = os.fork()
        if pid == 0:
            os.setpgid(0, 0)
            code = 1
            with contextlib.suppress(BaseException):
                self._answer(ask)
                code = 0
            os._exit(code)
        ending, requests = os.pidfd_open(pid), self.requests.fileno()
        if requests in select.select([ending, requests], [], [])[0]:
            os.kill(pid, signal.SIGKILL)
        os.close(ending)
        _, status = os.waitpid(pid, 0)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)  # what it started and left
        self._say(Ended(ask.number, os.waitstatus_to_exitcode(status)))

    def _answer(self, ask: Ask) -> None:
        """Import the student's modules as they are now and run the checks of each function."""
        self.stand_ins.leave()
        faulthandler.enable(self.dump, all_threads=False)
        clock = Clock(self.seconds, self.target, self.dump)
        for name in ask.names:
            clock.on_swallowed = lambda halted, name=name: self._say(
                Answer(ask.number, self._verdict(name, [], halted))
            )
            self._say(Answer(ask.number, self._checked(name, clock)))

    def _checked(self, name: str, clock: Clock) -> Verdict:
        """Run a function's checks; once time is out, no more of them."""
        items = self.items.get(name, [])
        results: list[tuple[pytest.Item, Outcome]] = []
        printed = ""
        for item in items:
            _limit_memory(MEMORY)
            said = Printed()
            with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said), clock:
                runner.runtestprotocol(item, log=False, nextitem=None)
            judged = item.stash.get(OUTCOME, Outcome(status=outcome.NOT_RUN))
            if judged.status != outcome.PASSED and all(
                each.status == outcome.PASSED for _, each in results
            ):
                printed = said.text
            if judged.status == outcome.TIMEOUT:
                judged = msgspec.structs.replace(judged, frames=())  # the sentence has them
            results.append((item, judged))
            if judged.status == outcome.TIMEOUT:
                break
        return self._verdict(name, results, None, printed)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self) -> Iterator[None]:
        """Let what is full be told of: the error holds all that filled the memory."""
        try:
            yield
        except MemoryError:
            _limit_memory(2 * MEMORY)
            raise

    def _verdict(
        self,
        name: str,
        results: list[tuple[pytest.Item, Outcome]],
        halted: Outcome | None,
        printed: str = "",
    ) -> Verdict:
        items = self.items.get(name, [])
        failed = [(item, judged) for item, judged in results if judged.status != outcome.PASSED]
        if not items:
            return Verdict(
                name=name, status=outcome.NOT_RUN, lines=(f"{name} has no visible checks",)
            )
        if halted is not None:
            results = failed = [(items[0], halted)]
        if not failed:
            count = len(results)
            return Verdict(name=name, status=outcome.PASSED, passed=count, checks=count)
        item, judged = failed[0]
        place, line, _ = item.location
        return Verdict(
            name=name,
            status=judged.status,
            passed=len(results) - len(failed),
            checks=len(items),
            title=show.clipped(title_of(item), 500),
            lines=tuple(judged.lines()),
            printed=show.clipped(printed.strip(), 9 * PRINTED)[-PRINTED:],
            test=f"{place}:{(line or 0) + 1}",
        )


class Clock:
    """Ends what computes too long: by an exception in the student's line, and where that is caught, without it."""

    def __init__(self, seconds: float, target: Path, dump: IO[bytes]) -> None:
        self.seconds, self.target = seconds, target
        self.dump = dump
        self.on_swallowed: Any = None
        self._rings = 0
        self.rings = hasattr(signal, "setitimer")
        if self.rings:
            signal.signal(signal.SIGPROF, self._ring)

    def __enter__(self) -> None:
        self._rings = 0
        faulthandler.dump_traceback_later(2 * self.seconds + GRACE, exit=True, file=self.dump)
        if self.rings:
            signal.setitimer(signal.ITIMER_PROF, self.seconds, AGAIN)

    def __exit__(self, *_: object) -> None:
        if self.rings:
            signal.setitimer(signal.ITIMER_PROF, 0)
        faulthandler.cancel_dump_traceback_later()

    def _ring(self, number: int, frame: FrameType | None) -> None:
        self._rings += 1
        where = loops.in_frames(frame, self.target)
        error = outcome.Late(loops.endless(self.seconds, where))
        error.call = None if RECORD.last is None else str(RECORD.last)
        if self._rings > 2:  # it was caught, twice
            self.on_swallowed(outcome.judge(error))
            os._exit(0)
        raise error


def _limit_memory(more: int) -> None:
    """Let the student's code have so much more memory, and not all of the machine's."""
    if sys.platform == "linux":
        import resource

        pages = int(Path("/proc/self/statm").read_text().split()[0])
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        most = pages * resource.getpagesize() + more
        if hard == resource.RLIM_INFINITY or most < hard:
            resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def _files(root: Path, units: Sequence[str]) -> Iterator[Path]:
    folder = root / "tests" / "public"
    if not units:
        yield folder
    yield from (folder / f"test_{unit}.py" for unit in units)


def main() -> None:
    """Serve the one who started this: fork or once, seconds, the course's folder and units are given."""
    mode, seconds, root, *units = sys.argv[1:]
    with contextlib.suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    requests, replies = os.fdopen(os.dup(0), "rb", buffering=0), os.fdopen(os.dup(1), "wb")
    dump = os.fdopen(os.dup(2), "ab")
    null = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(null, standard)
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    os.environ.pop("PYTEST_ADDOPTS", None)
    os.chdir(root)
    sys.path.insert(0, root)
    stand_ins = StandIns()
    sys.meta_path.insert(0, stand_ins)
    arguments = [
        "--rootdir", root, "-c", os.devnull, "-p", "_hypothesis_pytestplugin", "-p", "grader.plugin",
        "-p", "no:cacheprovider", "-p", "no:faulthandler", "--noconftest",
        "--import-mode=importlib", "--capture=no", *map(str, _files(Path(root), units)),
    ]  # fmt: skip
    pytest.main(
        arguments,
        plugins=[
            Warm(mode == FORK, float(seconds), Path(root), stand_ins, requests, replies, dump)
        ],
    )
