"""How fast a class is marked."""

from __future__ import annotations

from grader.pace import Pace


def test_the_pace_is_of_those_marked_now():
    seconds = iter([0.0, 30.0])
    pace = Pace(100, lambda: next(seconds))

    for marked in [False] * 50 + [True] * 10:
        pace.settle(marked)

    assert str(pace) == "20 a minute, 0:02:00 left"


def test_nothing_is_said_before_one_is_marked():
    seconds = iter([0.0, 30.0])
    pace = Pace(100, lambda: next(seconds))

    pace.settle(False)

    assert str(pace) == ""
