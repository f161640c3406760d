"""What the checks say of the class: how many pass each, and whether those who pass it know more."""

from __future__ import annotations

import numpy as np

Flags = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


def difficulty(passed: Flags, begun: Flags) -> Floats:
    """The share that passed of those who began each check; NaN where nobody did.

    Parameters
    ----------
    passed, begun : arrays of bool, (students, checks)
        Who passed what, and who began it.
    """
    count = begun.sum(axis=0)
    shares: Floats = (passed & begun).sum(axis=0) / np.where(count, count, np.nan)
    return shares


def discrimination(passed: Flags, begun: Flags, points: Floats) -> Floats:
    """The corrected item-total correlation of each check, among those who began it.

    It is the correlation between passing the check (0 or 1) and the share of points earned in all other checks
    that the student began: the check itself is left out of the total. NaN where all pass, where none do, and where
    the shares are all alike.

    Parameters
    ----------
    passed, begun : arrays of bool, (students, checks)
        Who passed what, and who began it.
    points : array of float, (checks,)
        What each check is worth.
    """
    totals, limits = (passed & begun) @ points, begun @ points
    found = np.full(points.shape, np.nan)
    for check, worth in enumerate(points):
        who = begun[:, check] & (limits > worth)
        own = passed[who, check].astype(float)
        others = (totals[who] - worth * own) / (limits[who] - worth)
        if who.sum() > 2 and np.ptp(own) > 0 and np.ptp(others) > 1e-12:
            found[check] = np.corrcoef(own, others)[0, 1]
    return found
