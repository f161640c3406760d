"""Attempts to keep the grader from marking others, or the rest of this submission."""

from tests.kit.attacks.attack import attack

TRAP = {}


@attack(layer="deadline", verdict="timeout")
def never_returns(x):
    """Loops for ever."""
    while True:
        pass
