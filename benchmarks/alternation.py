"""Both sides of a comparison take turns, A B A B …, so that a busy minute of the machine meets both."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

Result = TypeVar("Result")
Tell = Callable[[str], None]
ROUNDS = 3


def alternate(
    sides: Mapping[str, Callable[[], Result]], tell: Tell, rounds: int = ROUNDS
) -> dict[str, list[Result]]:
    """Run every side once a round.

    Parameters
    ----------
    sides : mapping of str to callable
        What each side does in one round, by name; it returns what it measured.
    tell : callable
        Is told which side begins.
    rounds : int
        How many times each side has its turn.

    Returns
    -------
    dict of str to list
        What each side measured, a value a round.
    """
    measured: dict[str, list[Result]] = {name: [] for name in sides}
    for turn in range(1, rounds + 1):
        for name, side in sides.items():
            tell(f"{name}, {turn} of {rounds}")
            measured[name].append(side())
    return measured
