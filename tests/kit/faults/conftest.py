"""A class marked by the real command while something breaks, held against an undisturbed run.

`--moments 50` says how often each process is killed, and has all faults tried; without it the slower ones, marked
`thorough`, are deselected, as pytest's last line says. `--moments-seed 7` chooses other moments; both stand in a test's
name. What was tried and what was survived is counted, and told in a table at the end.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from grader.report import Report, from_json, to_json
from grader.sandbox.isolation import adopt_orphans

MOMENTS = 5
GRADER = str(Path(sys.executable).with_name("grader"))
LIMITS = ("--jobs", "1", "--seconds-per-call", "1")
PR_CAPBSET_DROP, PR_SET_CHILD_SUBREAPER = 24, 36
RIGHTS_OVER_MODES = (1, 2)  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH

WRONG = b"def double(x):\n    return x * 3.0\n"
CLASS = {
    "bob, wrong": {"first": WRONG},
    "eve, wrong for large": {
        "second": b"def quadruple(x):\n    return x * (4.0 if abs(x).max() < 3 else 5.0)\n"
    },
    "kim, prints": {"first": b"print('read')\ndef double(x):\n    print(x)\n    return x * 2.0\n"},
    "leo, loops": {"first": b"def double(x):\n    while True: pass\n"},
    "max, crashes": {"first": b"import os\ndef double(x):\n    os._exit(3)\n"},
    "noa, no Python": {"first": b"def double(x)\n    return x * 2.0\n"},
    "pia, slow": {
        "first": b"import time\ntime.sleep(0.2)\ndef double(x):\n    return x + x\n",
    },
    "uma, raises": {"first": b"def double(x):\n    return x[99]\n"},
}
SLOWLY = b"import time\ntime.sleep(0.5)\n"

MOUNTING = ["unshare", "--mount", "mount", "-t", "tmpfs", "tmpfs", tempfile.gettempdir()]
MAY_MOUNT = not subprocess.call(MOUNTING, stderr=subprocess.DEVNULL)
collect_ignore = [] if MAY_MOUNT else ["test_small_disk.py"]

TRIED: Counter[str] = Counter()
SURVIVED: Counter[str] = Counter()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--moments", type=int, help="Try all faults, and kill each process so often.")
    parser.addoption("--moments-seed", type=int, default=0, help="What draws the moments.")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "thorough: only with --moments")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("moments", None) is None:
        left_out = [item for item in items if item.get_closest_marker("thorough")]
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=left_out)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that takes a `moment`, from 0 to 1, is given one after another; of `some_moment` there are fewer."""
    count = metafunc.config.getoption("moments", None) or MOMENTS
    seed = metafunc.config.getoption("moments_seed", 0)
    for name, many in (("moment", count), ("some_moment", max(1, count // 5))):
        if name in metafunc.fixturenames:
            drawn = random.Random(f"{seed} {metafunc.function.__name__}")
            moments = [drawn.random() for _ in range(many)]
            ids = [f"seed {seed}, moment {each:.4f}" for each in moments]
            metafunc.parametrize(name, moments, ids=ids)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not TRIED:
        return
    terminalreporter.section("faults")
    width = max(map(len, TRIED))
    terminalreporter.write_line(f"{'fault':{width}}  tried  survived")
    for fault, tried in TRIED.items():
        terminalreporter.write_line(f"{fault:{width}}  {tried:5}  {SURVIVED[fault]:8}")
    line = f"{'all':{width}}  {TRIED.total():5}  {SURVIVED.total():8}"
    terminalreporter.write_line(line)
    if not MAY_MOUNT:
        terminalreporter.write_line("small disks were not tried: nothing may be mounted here")


@pytest.fixture(scope="session")
def fault():
    """Counts a fault that is tried, and survived where nothing fails: with fault("…"): …"""

    @contextlib.contextmanager
    def counted(name: str) -> Iterator[None]:
        TRIED[name] += 1
        yield
        SURVIVED[name] += 1

    return counted


@pytest.fixture(scope="session")
def submissions(tmp_path_factory: pytest.TempPathFactory, right: dict[str, bytes]) -> Path:
    """Right and wrong ones, some that end badly, a zip, and one that cannot be read."""
    folder = tmp_path_factory.mktemp("class")
    for student, modules in {"ann, right": {}, **CLASS}.items():
        (folder / student).mkdir()
        for name, source in {**right, **modules}.items():
            (folder / student / f"{name}.py").write_bytes(source)
    with zipfile.ZipFile(folder / "tom, packed.zip", "w") as archive:
        archive.writestr("first.py", right["first"])
    (folder / "zoe, no zip.zip").write_bytes(b"no zip")
    return folder


@pytest.fixture
def orphans(until) -> Iterator[Callable[[], bool]]:
    """Whether what a killed process has started has ended: it falls to us while this lasts, and none is left behind."""
    before = _children()
    adopt_orphans()

    def gone() -> bool:
        for pid in _children() - before:
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, os.WNOHANG)
        return not _children() - before

    yield gone
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0)
    for pid in _children() - before:
        os.kill(pid, signal.SIGKILL)


def _children() -> set[int]:
    tasks = Path(f"/proc/{os.getpid()}/task").iterdir()
    return {int(pid) for task in tasks for pid in (task / "children").read_text().split()}


class Marking:
    """The command, with a cache, a folder for temporary files and a folder of reports of its own."""

    def __init__(self, course: Path, submissions: Path, folder: Path, *options: str) -> None:
        self.course, self.submissions, self.folder = course, submissions, folder
        self.options = options
        self.out, self.cache = folder / "out", folder / "cache"
        self.temporary = folder / "temporary"
        self.temporary.mkdir(parents=True)
        self.environment: dict[str, str] = {}
        self.seconds = 0.0

    @property
    def command(self) -> list[str]:
        """What is run, again and again."""
        arguments = [str(self.submissions), "--out", str(self.out), *LIMITS, *self.options]
        return [GRADER, "autograde", *arguments]

    def start(self, *prefix: str, **options: Any) -> subprocess.Popen[bytes]:
        """Begin, or go on."""
        environment = {
            **os.environ, "NEUROKATA_CACHE": str(self.cache), "TMPDIR": str(self.temporary),
            **self.environment,
        }  # fmt: skip
        with (self.folder / "said").open("wb") as said:
            return subprocess.Popen(
                [*prefix, *self.command], cwd=self.course, env=environment, start_new_session=True,
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=said, **options,
            )  # fmt: skip

    def finish(self, *prefix: str, **options: Any) -> int:
        """Run the command to its end, which its exit code tells of."""
        return self.start(*prefix, **options).wait()

    @property
    def said(self) -> str:
        """What it last said on standard error."""
        return (self.folder / "said").read_text()

    @property
    def reports(self) -> dict[str, Report]:
        """Every report, which is whole, but for the seconds that it took."""
        return {path.name: _timeless(path) for path in self.out.glob("*.json")}

    @property
    def table(self) -> bytes | None:
        """The table, where there is one."""
        path = self.out / "class.csv"
        return path.read_bytes() if path.exists() else None

    @property
    def result(self) -> tuple[dict[str, Report], bytes | None]:
        """All that a marking comes to."""
        return self.reports, self.table

    @property
    def left(self) -> set[str]:
        """What lies about that is no result."""
        lying = {path.name for path in self.out.iterdir()} - {*self.reports, "class.csv"}
        lying |= {path.name for path in self.temporary.iterdir()}
        return lying | {path.name for path in self.cache.iterdir() if path.suffix != ".recordings"}


def _timeless(path: Path) -> Report:
    data = path.read_bytes()
    report = from_json(data)
    assert data == to_json(report), f"{path.name} is not whole"
    checks = tuple(msgspec.structs.replace(check, seconds=0.0) for check in report.checks)
    return msgspec.structs.replace(report, checks=checks, seconds=0.0)


@pytest.fixture(scope="session")
def undisturbed(toy, submissions, tmp_path_factory):
    """The same marking of the class with nothing in its way."""
    marking = Marking(toy.root, submissions, tmp_path_factory.mktemp("undisturbed"))
    started = time.monotonic()
    assert marking.finish() == 1, "one cannot be read"
    marking.seconds = time.monotonic() - started
    assert len(marking.reports) == len(CLASS) + 2
    return marking


@pytest.fixture
def marking(toy, submissions, tmp_path) -> Marking:
    """The marking of the class that is to be disturbed, with an empty cache."""
    return Marking(toy.root, submissions, tmp_path)


@pytest.fixture
def begun(marking: Marking, undisturbed: Marking) -> Marking:
    """The marking that is to be disturbed, where the cache is filled."""
    shutil.copytree(undisturbed.cache, marking.cache)
    return marking


@pytest.fixture(scope="session")
def five(tmp_path_factory: pytest.TempPathFactory, right: dict[str, bytes]) -> Path:
    """Five students, who handed in their first unit; Bob's takes a moment to import."""
    folder = tmp_path_factory.mktemp("five")
    sources = {"bob": SLOWLY + right["first"], "eve": WRONG}
    for student in ("ann", "bob", "eve", "kim", "leo"):
        (folder / student).mkdir()
        (folder / student / "first.py").write_bytes(sources.get(student, right["first"]))
    return folder


@pytest.fixture(scope="session")
def new_marking(toy, five):
    """Makes markings of the five: new_marking(folder) -> Marking."""
    return lambda folder: Marking(toy.root, five, folder, "--unit", "first")


@pytest.fixture(scope="session")
def calm(new_marking, tmp_path_factory) -> Marking:
    """The marking of the five with nothing in its way."""
    marking = new_marking(tmp_path_factory.mktemp("calm"))
    assert marking.finish() == 0
    return marking


@pytest.fixture
def small(new_marking, calm, five, tmp_path) -> Marking:
    """A marking of the five that is to be disturbed, in a folder of submissions of its own and with a full cache."""
    marking = new_marking(tmp_path)
    marking.submissions = tmp_path / "five"
    shutil.copytree(five, marking.submissions)
    shutil.copytree(calm.cache, marking.cache)
    return marking


@pytest.fixture(scope="session")
def obey_modes():
    """Has root, too, be kept out by the mode of a folder or file: preexec_fn=obey_modes."""

    def drop() -> None:
        for right in RIGHTS_OVER_MODES:
            ctypes.CDLL(None).prctl(PR_CAPBSET_DROP, right, 0, 0, 0)

    return drop
