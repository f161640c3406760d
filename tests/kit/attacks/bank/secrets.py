"""Attempts to read what a student must not see: from disk, memory, environment, other submissions."""

from tests.kit.attacks.attack import attack

TRAP = {}


@attack(layer="landlock", real=True)
def opens_the_hidden_tests():
    """Opens the file of the hidden tests, whose path it was told."""
    with open(TRAP["hidden"]) as file:
        return TRAP["sign"] in file.read()


@attack(layer="landlock", real=True)
def opens_the_solution():
    """Opens the reference."""
    with open(TRAP["solution"]) as file:
        return TRAP["sign"] in file.read()


@attack(layer="processes", verdict="failed")
def reads_the_environment():
    """Looks for the grader's environment in its own."""
    import os

    return any(TRAP["sign"] in value for value in os.environ.values())
