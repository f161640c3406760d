"""A clock that jumps by hours, forward and back, whenever it is read: no deadline and no mark rests on it."""

from __future__ import annotations

JUMPING = """
import datetime, itertools, os, pathlib, time

HOURS = itertools.cycle([0, 5, -7, 80, -0.5, 24 * 365])
real, real_ns, real_date = time.time, time.time_ns, datetime.datetime


def read():
    return real() + 3600 * next(HOURS)


class Jumping(real_date):
    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(read(), tz)

    @classmethod
    def utcnow(cls):
        return cls.fromtimestamp(read(), datetime.timezone.utc).replace(tzinfo=None)


time.time = read
time.time_ns = lambda: int(read() * 1e9)
datetime.datetime = Jumping
(pathlib.Path(os.environ["JUMPED"]) / str(os.getpid())).touch()
"""
OF_THE_COMMAND_AND_A_SESSION = 2


def test_a_clock_that_jumps_changes_nothing(begun, undisturbed, fault):
    """Where deadlines rested on it, the endless loop would have none, or all others would."""
    place, jumped = begun.folder / "early", begun.folder / "jumped"
    for folder in (place, jumped):
        folder.mkdir()
    (place / "sitecustomize.py").write_text(JUMPING)
    begun.environment = {"PYTHONPATH": str(place), "JUMPED": str(jumped)}
    with fault("a clock that jumps, in all trusted processes"):
        begun.finish()

        assert begun.result == undisturbed.result
        assert not begun.left and "Traceback" not in begun.said
        assert len([*jumped.iterdir()]) >= OF_THE_COMMAND_AND_A_SESSION
