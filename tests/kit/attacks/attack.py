"""An attack: a student's function that wants points which it has not earned, or more.

In `bank/<category>.py` each function is one attack, with its title for a docstring. Its parameters say what it
stands in for in the submission that is made of it:

    def name():          an attempt: True where it got in; `double` is right only then
    def name(x):         `double` itself
    def name(f, x):      `through` itself

It knows more than a student would: `TRAP` has the paths, addresses and names of all that it could want, and
`within` gives what the worker's own code has at hand.
"""

from __future__ import annotations

import importlib
import inspect
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

KERNEL = ("namespaces", "user", "capabilities", "limits", "landlock", "seccomp")
OTHER = (
    "processes",
    "wire",
    "deadline",
    "imports",
    "output",
    "checkers",
    "repeat",
    "reader",
    "pages",
)
CATEGORIES = {
    "secrets": "read secrets",
    "tampering": "tamper by signals, descriptors, messages",
    "lies": "lie in results",
    "denial": "deny service",
    "exfiltration": "carry off",
    "imports": "import what must not be there",
    "state": "keep state between checks",
    "loading": "code at import",
    "pages": "attack the report",
}


def within(name: str) -> Any:
    """A local variable of the code that called this, or called that: `peer`, `connection`."""
    import sys

    frame: Any = sys._getframe()
    while name not in frame.f_locals:
        frame = frame.f_back
    return frame.f_locals[name]


HONEST = """
from typing import Any

import numpy as np

TRAP = {trap!r}


{within}

def double(x):
    return np.asarray(x, dtype=np.float64) * 2 if {attempt} else None


def through(f, x):
    return f(x) + 1.0


def triple(x):
    return np.asarray(x, dtype=np.float64) * 3


class Counter:
    def __init__(self, start=0):
        self.total_ = start

    def add(self, x):
        self.total_ += float(np.sum(x))
        return self
"""
ALL = ("double", "through", "triple", "Counter", "quadruple")


@dataclass(frozen=True)
class Attack:
    """One attack and what should come of it.

    Parameters
    ----------
    layer : str
        The layer that stops it with all others off.
    verdict : str
        The status of the attacked function's checks.
    real : bool
        Whether it gets in, without harm, where that layer is off.
    at_import : bool
        Whether it is made while the module is imported.
    spares : tuple of str
        The honest functions of the submission that keep their points.
    student : str
        The attacker's name.
    """

    category: str
    name: str
    title: str
    code: str
    parameters: tuple[str, ...]
    layer: str
    verdict: str = "error"
    real: bool = False
    at_import: bool = False
    spares: tuple[str, ...] = ALL
    student: str = "mallory"

    @property
    def function(self) -> str:
        """The function whose points it is after."""
        return "through" if self.parameters == ("f", "x") else "double"

    @property
    def spared(self) -> tuple[str, ...]:
        """The functions that keep their points."""
        return tuple(name for name in self.spares if name != self.function)

    def source(self, trap: dict[str, object]) -> bytes:
        """The module that is handed in."""
        attempt = "GOT_IN" if self.at_import else f"{self.name}()"
        honest = HONEST.format(
            trap=trap,
            within=inspect.getsource(within),
            attempt=True if self.parameters else attempt,
        )
        ending = ""
        if self.parameters:
            ending = f"{self.function} = {self.name}\n"
        elif self.at_import:
            ending = f"GOT_IN = {self.name}()\n"
        return f"{honest}\n\n{self.code}\n\n{ending}".encode()


INNOCENT = Attack("", "innocent", "", "def innocent():\n    return True\n", (), "")


def attack(**expected: object) -> Callable[[Callable[..., object]], Callable[..., object]]:
    """Mark a function of the bank as an attack; the keywords are those of Attack."""

    def of(function: Callable[..., object]) -> Callable[..., object]:
        function.__dict__["attack"] = expected
        return function

    return of


def bank() -> list[Attack]:
    """All attacks, by category."""
    return [each for category in CATEGORIES for each in _read(category)]


def _read(category: str) -> list[Attack]:
    if not (Path(__file__).parent / "bank" / f"{category}.py").is_file():
        return []
    module = importlib.import_module(f"tests.kit.attacks.bank.{category}")
    made = [each for each in vars(module).values() if hasattr(each, "attack")]
    return [
        Attack(
            category, each.__name__, inspect.getdoc(each) or "", _code(each),
            tuple(inspect.signature(each).parameters), **each.attack,
        )
        for each in made
    ]  # fmt: skip


def _code(function: Callable[..., object]) -> str:
    """The function's source without its decorator."""
    text = textwrap.dedent(inspect.getsource(function))
    return text[text.index("\ndef ") + 1 :]
