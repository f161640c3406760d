"""How numbers are spread: quartiles, and counts of equal steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Spread:
    """Lowest, lower quartile, median, upper quartile and highest of some numbers, and their mean."""

    lowest: float
    lower: float
    median: float
    upper: float
    highest: float
    mean: float


def spread(numbers: Sequence[float]) -> Spread | None:
    """The spread of numbers; None where there are none.

    >>> spread([0.0, 1.0, 2.0, 5.0])
    Spread(lowest=0.0, lower=0.75, median=1.5, upper=2.75, highest=5.0, mean=2.0)
    """
    if not len(numbers):
        return None
    lowest, lower, median, upper, highest = np.quantile(numbers, [0, 0.25, 0.5, 0.75, 1]).tolist()
    return Spread(lowest, lower, median, upper, highest, float(np.mean(numbers)))


def steps(shares: Sequence[float], count: int = 10) -> tuple[int, ...]:
    """How many shares lie in each of so many equal steps from 0 to 1; 1 itself is in the last.

    >>> steps([0.0, 0.1, 0.95, 1.0], 2)
    (2, 2)
    """
    places = np.clip((np.asarray(shares, dtype=float) * count).astype(int), 0, count - 1)
    return tuple(np.bincount(places, minlength=count).tolist())
