"""What a comparison finds: a ratio with its range, and the bound that it is held to."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from typing import Literal

import msgspec

Best = Callable[[Sequence[float]], float]


class Bound(msgspec.Struct, frozen=True, kw_only=True):
    """What a figure should come to."""

    side: Literal["at most", "at least"]
    value: float

    def holds(self, value: float) -> bool:
        """Whether a value keeps to it."""
        return value <= self.value if self.side == "at most" else value >= self.value


def at_most(value: float) -> Bound:
    """A bound from above."""
    return Bound(side="at most", value=value)


def at_least(value: float) -> Bound:
    """A bound from below."""
    return Bound(side="at least", value=value)


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """A measured value; without one, `note` says why there is none. `sides` are what was measured, a round each."""

    what: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: Literal["×", "s"] = "×"
    bound: Bound | None = None
    note: str = ""
    sides: tuple[tuple[float, ...], ...] = ()

    @property
    def holds(self) -> bool | None:
        """Whether the bound is kept; None where there is no bound, or nothing to hold to it."""
        if self.bound is None or self.value is None:
            return None
        return self.bound.holds(self.value)


def ratio(
    what: str, over: Sequence[float], under: Sequence[float], bound: Bound | None = None,
    note: str = "", best: Best = statistics.median,
) -> Figure:  # fmt: skip
    """One side over the other, round by round, and what is typical of the rounds.

    Parameters
    ----------
    what : str
        What is compared.
    over, under : sequence of float
        Both sides, a number a round.
    bound : Bound, optional
        What the ratio should come to.
    note : str
        What a reader should know.
    best : callable
        Chooses among the rounds: the median, or `min` or `max` where others on the machine can only spoil a round.
    """
    rounds = [a / b for a, b in zip(over, under, strict=True)]
    return Figure(
        what=what, value=best(rounds), low=min(rounds), high=max(rounds), bound=bound, note=note,
        sides=(tuple(over), tuple(under)),
    )  # fmt: skip


def seconds(what: str, rounds: Sequence[float], bound: Bound, note: str = "") -> Figure:
    """Seconds on the clock, the best of the rounds."""
    return Figure(
        what=what, value=min(rounds), low=min(rounds), high=max(rounds), unit="s", bound=bound, note=note,
        sides=(tuple(rounds),),
    )  # fmt: skip
