"""What checks do on the reference: recorded once, kept in a cache, replayed for every submission.

    Hypothesis draws, the reference answers ──▶ Recording: examples, and calls with their answers

Hypothesis takes far longer to draw an example than a student's function to answer it, and for one seed it draws
the same examples for every submission whose checks pass. So they are drawn once. The calls that a check made can
be sent to a submission ahead of it, as a right one is asked the same. Where a replayed check fails, Hypothesis
runs after all, to find a smaller input.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import pickle
import stat
import warnings
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis.errors import UnsatisfiedAssumption

from grader import leftovers, show
from grader.calls import RECORD
from grader.outcome import Halt, Outcome, judge
from grader.plugin import check_of
from grader.report import UNFINISHED, write_atomically
from grader.sandbox.ahead import Exchange, Rehearsal
from grader.standins import answer_with

CACHE_VARIABLE = "NEUROKATA_CACHE"
PLAIN = (bool, int, float, str, bytes, type(None))
KEPT_FILES = 100
SAMPLE, LONG = 40, 100
DIGEST_SIZE = 32


class Reference:
    """The reference in place of a submission, in this process: what properties draw is recorded on it."""

    def __init__(self, modules: dict[str, ModuleType]) -> None:
        self._modules = modules
        self._rehearsals: dict[str, Rehearsal] = {}

    def __enter__(self) -> Reference:
        answer_with(self)
        return self

    def __exit__(self, *_: object) -> None:
        answer_with(None)

    def begin(self) -> None:
        """Begin a check."""
        self._rehearsals.clear()

    def begin_example(self) -> None:
        """Begin another example of the check."""
        for rehearsal in self._rehearsals.values():
            rehearsal.begin_example()

    def call(self, unit: str, function: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call a function of the reference."""
        if unit not in self._rehearsals:
            self._rehearsals[unit] = Rehearsal(self._modules[unit])
        return self._rehearsals[unit].call(function, args, kwargs)

    @property
    def messages(self) -> int:
        """How many went back and forth in this check."""
        return sum(rehearsal.messages for rehearsal in self._rehearsals.values())

    def exchanges(self, unit: str) -> list[Exchange]:
        """What this check asked of a unit, where it asked no other and all of it can be sent ahead."""
        return self._rehearsals[unit].exchanges if {*self._rehearsals} == {unit} else []

    def note_input(self) -> None:
        """The reference may try as many as it likes."""

    def note_failure(self, failure: Exception, drawn: Mapping[str, Any]) -> None:
        """A reference that fails is not recorded; the author's own run tells of it."""


class Recording(msgspec.Struct, frozen=True, kw_only=True):
    """One check on the reference: what a property drew, pickled, what can be sent ahead, and how much is said."""

    examples: list[bytes] = []
    exchanges: list[Exchange] = []
    messages: int = 0
    passed: bool = True


class Recordings:
    """The recordings of some items, by item."""

    def __init__(self, items: list[pytest.Item]) -> None:
        self._of: dict[str, Recording] = {}
        self._bodies: dict[int, Callable[..., Any]] = {}
        self._running: tuple[pytest.Item, Reference] | None = None
        self._kept: list[bytes] = []
        for item in items:
            if (handle := _handle(item)) and id(handle) not in self._bodies:
                self._bodies[id(handle)] = handle.inner_test
                handle.inner_test = self._noting(handle.inner_test)

    def prepare(
        self,
        items: list[pytest.Item],
        reference: Reference,
        run: Callable[[pytest.Item], bool],
        key: str | None,
    ) -> None:
        """Take the recordings of a unit's items from the cache, and make those that are not there.

        Parameters
        ----------
        items : list of pytest.Item
            Checks of one unit.
        reference : Reference
            What answers them.
        run : callable
            Runs an item, and says whether it passed.
        key : str
            The name of the file in the cache; what its content depends on is part of it. None where they are not kept.
        """
        path = cache() / f"{key}.recordings" if key else None
        known = _read(path) if path else {}
        new = {
            item.nodeid: self._recorded(item, reference, run)
            for item in items
            if item.nodeid not in known
        }
        self._of |= known | new
        if new and path:
            _write(path, known | new)

    def exchanges(self, item: pytest.Item) -> list[Exchange]:
        """The calls that can be sent ahead, with the reference's replies."""
        return self._of[item.nodeid].exchanges if item.nodeid in self._of else []

    def passes(self, item: pytest.Item) -> bool:
        """Whether the reference passed when the item was recorded."""
        return item.nodeid in self._of and self._of[item.nodeid].passed

    def sample(self, item: pytest.Item) -> list[Exchange]:
        """A few of the calls that can be sent ahead, the last ones: enough to see whether they come out again."""
        exchanges = self.exchanges(item)
        starts = [index for index, each in enumerate(exchanges) if each.begins]
        fits = [start for start in starts if len(exchanges) - start <= SAMPLE]
        return exchanges[min(fits, default=starts[-1] if starts else 0) :][:SAMPLE]

    def is_long(self, item: pytest.Item) -> bool:
        """Whether a check that cannot be sent ahead goes back and forth too often to be made twice."""
        return item.nodeid in self._of and self._of[item.nodeid].messages > LONG

    def __contains__(self, item: pytest.Item) -> bool:
        """Whether an item has examples: not where it is no property, or what it draws cannot be kept."""
        return item.nodeid in self._of and bool(self._of[item.nodeid].examples)

    def replay(self, item: pytest.Item, last: int = 0) -> BaseException | None:
        """Run an item's body on its examples, or the last of them; what the first failure raised, if any."""
        return next((error for _, error in self._failures(item, last)), None)

    def smallest_failure(self, item: pytest.Item) -> Outcome | None:
        """How the item comes out on the example that fails and takes the fewest letters; None where all pass."""
        found = []
        for example, error in self._failures(item):
            text = show.inputs({**_parameters(item), **pickle.loads(example)})
            found.append(msgspec.structs.replace(judge(error), counterexample=text))
            if isinstance(error, Halt):
                break
        return min(found, key=lambda each: len(each.counterexample or ""), default=None)

    def _failures(self, item: pytest.Item, last: int = 0) -> Iterator[tuple[bytes, BaseException]]:
        RECORD.clear()
        body = self._bodies[id(_handle(item))]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for example in self._of[item.nodeid].examples[-last:]:
                failure: BaseException | None = None
                try:
                    body(**_parameters(item), **pickle.loads(example))
                except UnsatisfiedAssumption:
                    continue
                except BaseException as error:
                    failure = error
                if failure is not None:
                    yield example, failure

    def _recorded(
        self, item: pytest.Item, reference: Reference, run: Callable[[pytest.Item], bool]
    ) -> Recording:
        self._running, self._kept = (item, reference), []
        reference.begin()
        passed = run(item)
        kept, self._running = self._kept, None
        if not passed:
            return Recording(passed=False)
        exchanges = reference.exchanges(check_of(item)[0])
        return Recording(examples=kept, exchanges=exchanges, messages=reference.messages)

    def _noting(self, test: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(test)
        def noting(*args: Any, **kwargs: Any) -> Any:
            if self._running is not None:
                item, reference = self._running
                reference.begin_example()
                fixed = _parameters(item)
                drawn = {name: value for name, value in kwargs.items() if name not in fixed}
                if args or not _plain(drawn):
                    self._running, self._kept = None, []
                else:
                    self._kept.append(pickle.dumps(drawn))
            return test(*args, **kwargs)

        return noting


def _handle(item: pytest.Item) -> Any:
    return getattr(getattr(item, "function", None), "hypothesis", None)


def _parameters(item: pytest.Item) -> dict[str, Any]:
    callspec = getattr(item, "callspec", None)
    return dict(callspec.params) if callspec else {}


def _plain(value: Any) -> bool:
    """Whether a copy by pickle is the same in every way that a check can see: no views, no objects that draw."""
    if isinstance(value, list | tuple):
        return type(value) in (list, tuple) and all(map(_plain, value))
    if isinstance(value, dict):
        return type(value) is dict and all(map(_plain, value.values()))
    if isinstance(value, np.ndarray):
        whole = value.flags.c_contiguous or value.flags.f_contiguous
        return (
            type(value) is np.ndarray
            and whole
            and value.flags.writeable
            and not value.dtype.hasobject
        )
    return type(value) in PLAIN or isinstance(value, np.generic | np.random.Generator)


def cache() -> Path:
    """The folder of the recordings."""
    if chosen := os.environ.get(CACHE_VARIABLE):
        return Path(chosen).expanduser()
    base = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(base).expanduser() / "neurokata"


def _read(path: Path) -> dict[str, Recording]:
    """What the cache holds; nothing where it is not there, broken, or not ours."""
    try:
        file = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(file, "rb") as stream:
            found = os.fstat(file)  # of what is read, not of what may take its place
            if not stat.S_ISREG(found.st_mode) or found.st_uid != os.getuid():
                return {}
            digest, content = stream.read(DIGEST_SIZE), stream.read()
        if digest != hashlib.sha256(content).digest():
            return {}
        return msgspec.msgpack.decode(content, type=dict[str, Recording])
    except (OSError, msgspec.DecodeError):
        return {}


def _write(path: Path, recordings: dict[str, Recording]) -> None:
    """Keep recordings for the next time; a cache that cannot be written is no reason to stop."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        content = msgspec.msgpack.encode(recordings)
        write_atomically(path, hashlib.sha256(content).digest() + content)
        others = sorted(path.parent.glob("*.recordings"), key=lambda each: each.stat().st_mtime)
        for old in others[:-KEPT_FILES]:
            old.unlink()
        leftovers.clear(path.parent.glob(f"{UNFINISHED}*"))
