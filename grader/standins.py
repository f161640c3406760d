"""Stand-ins for a student's modules on the trusted side: who answers them is told by `answer_with`.

Tests import `exercises.…` once, when pytest collects them; what they get are stand-ins that call the
submission being marked at that moment, or the reference while checks are recorded.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
from collections.abc import Mapping, Sequence
from types import ModuleType
from typing import Any, Protocol


class Answering(Protocol):
    """What answers the stand-ins, and hears how a property goes."""

    def call(self, unit: str, function: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call a function of a unit."""

    def note_input(self) -> None:
        """The running check tries another input."""

    def note_failure(self, failure: Exception, drawn: Mapping[str, Any]) -> None:
        """The running check has failed, on what was drawn."""


_current: Answering | None = None


def answer_with(who: Answering | None) -> None:
    """Let the stand-ins call a submission, or the reference."""
    global _current
    _current = who


class StandIns(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Answers `import exercises.…` on the trusted side."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Claim the package and all below it."""
        if fullname.partition(".")[0] != "exercises":
            return None
        return importlib.machinery.ModuleSpec(fullname, self, is_package=fullname == "exercises")

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        """A module of stand-ins."""
        return StandIn(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing runs here."""


class StandIn(ModuleType):
    """A unit whose every public name is a function that the worker runs."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or self.__name__ == "exercises":
            raise AttributeError(name)
        function = RemoteFunction(self.__name__, name)
        setattr(self, name, function)
        return function


class RemoteFunction:
    """Calls one function of the submission being marked."""

    def __init__(self, module: str, name: str) -> None:
        self.__module__ = module
        self.__name__ = self.__qualname__ = name

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Send the call to the submission's worker."""
        if _current is None:
            raise RuntimeError("student code is called while no submission is being marked")
        return _current.call(self.__module__.rpartition(".")[2], self.__name__, args, kwargs)


def note_input() -> None:
    """Tell the submission being marked that the running check tries another input."""
    if _current is not None:
        _current.note_input()


def note_failure(failure: Exception, drawn: Mapping[str, Any]) -> None:
    """Tell the submission being marked that the running check has failed, and on what."""
    if _current is not None:
        _current.note_failure(failure, drawn)
