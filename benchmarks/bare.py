"""The floor: the test bodies and the functions under test alone, in one process.

`python -m benchmarks.bare FOLDER` collects the hidden tests below FOLDER, lets Hypothesis draw every example once, and
then, for each line on standard input, runs all bodies on what was drawn and prints the processor seconds of that loop.
No pytest, Hypothesis, sandbox or copying is in those seconds.
"""

from __future__ import annotations

import contextlib
import functools
import os
import pickle
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis.errors import UnsatisfiedAssumption
from hypothesis.strategies import DataObject

from grader.calls import RECORD


@dataclass
class Draws:
    """Stands for `st.data()`: gives back in their order the values that were drawn."""

    values: list[Any]

    def draw(self, strategy: Any, label: Any = None) -> Any:
        """The next value; where Hypothesis gave up on drawing it, so does this."""
        if not self.values:
            raise UnsatisfiedAssumption
        return self.values.pop(0)


def _recording(test: Callable[..., Any], examples: list[dict[str, Any]]) -> Callable[..., Any]:
    """The test, which notes what it is called with."""

    @functools.wraps(test)
    def recording(*args: Any, **kwargs: Any) -> Any:
        notes = {name: Draws([]) for name, value in kwargs.items() if isinstance(value, DataObject)}
        others = {name: _copied(value) for name, value in kwargs.items() if name not in notes}
        examples.append(others | notes)
        with contextlib.ExitStack() as stack:
            for name, note in notes.items():
                stack.enter_context(_noted(kwargs[name], note.values))
            return test(*args, **kwargs)

    return recording


@contextlib.contextmanager
def _noted(data: Any, values: list[Any]) -> Iterator[None]:
    """Have a data object note what is drawn from it."""
    draw = data.draw

    def noting(strategy: Any, label: Any = None) -> Any:
        value = draw(strategy, label)
        values.append(_copied(value))
        return value

    data.draw = noting
    try:
        yield
    finally:
        data.draw = draw


def _copied(value: Any) -> Any:
    """A copy, so that a test that writes into what it is given finds it unchanged the next time."""
    if isinstance(value, Draws):
        return Draws(_copied(value.values))
    try:
        return pickle.loads(pickle.dumps(value))
    except Exception:
        return value


class Bodies:
    """The pytest plugin that takes the place of pytest's own loop over the tests."""

    def __init__(self) -> None:
        self._bodies: list[tuple[Callable[..., Any], list[dict[str, Any]]]] = []

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Record, then run the bodies as often as is asked for."""
        for item in session.items:
            self._bodies.append(_body(item))
        _answer(sum(len(examples) for _, examples in self._bodies))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for _ in sys.stdin:
                _answer(self._seconds())
        return True

    def _seconds(self) -> float:
        total = 0.0
        for body, examples in self._bodies:
            given = [{name: _copied(value) for name, value in each.items()} for each in examples]
            RECORD.clear()
            started = time.process_time()
            for each in given:
                with contextlib.suppress(UnsatisfiedAssumption):
                    body(**each)
            total += time.process_time() - started
        return total


def _body(item: Any) -> tuple[Callable[..., Any], list[dict[str, Any]]]:
    """A test's body with all that it is to be called with: for a property what Hypothesis draws."""
    fixed = dict(item.callspec.params) if hasattr(item, "callspec") else {}
    handle = getattr(item.function, "hypothesis", None)
    if handle is None:
        return item.function, [fixed]
    body = handle.inner_test
    examples: list[dict[str, Any]] = []
    handle.inner_test = _recording(body, examples)
    try:
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
    finally:
        handle.inner_test = body
    if not examples:
        raise RuntimeError(f"{item.nodeid} drew no example")
    return body, examples


_replies = sys.stdout


def _answer(value: float) -> None:
    _replies.write(f"{value}\n")
    _replies.flush()


def main() -> None:
    """Serve the benchmark that started this process."""
    global _replies
    _replies = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    folder, *options = sys.argv[1:]
    os.chdir(folder)
    sys.path.insert(0, folder)
    command = ["-q", "-p", "no:cacheprovider", "--capture=no", "--hypothesis-seed=0", *options]
    sys.exit(pytest.main([*command, str(Path(folder, "tests", "hidden"))], plugins=[Bodies()]))


if __name__ == "__main__":
    main()
