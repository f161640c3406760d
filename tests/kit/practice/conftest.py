"""A course of two units with visible tests, as students get it."""

from __future__ import annotations

from pathlib import Path

import pytest

FIRST = '''"""# 1 · First"""

import numpy as np


def double(x):
    """Twice x."""
    raise NotImplementedError("double: not written yet")


def half(x):
    """Half of x."""
    raise NotImplementedError("half: not written yet")
'''

SECOND = '''"""# 2 · Second"""

import numpy as np

from exercises.first import double


def quadruple(x):
    """Four times x."""
    return double(double(x))
'''

TEST_FIRST = '''
import numpy as np

from exercises import first
from grader.testing import call, check_close, checks


@checks("double", points=1)
def test_double_of_one():
    """Twice 1 is 2."""
    check_close(call(first.double, 1.0), 2.0)


@checks("double", points=1)
def test_double_of_an_array():
    """Twice (1, 2) is (2, 4)."""
    check_close(call(first.double, np.array([1.0, 2.0])), np.array([2.0, 4.0]))


@checks("half", points=1)
def test_half():
    """Half of 1 is 0.5."""
    check_close(call(first.half, 1.0), 0.5)
'''

TEST_SECOND = '''
from exercises import second
from grader.testing import call, check_close, checks


@checks("quadruple", points=1)
def test_quadruple():
    """Four times 1 is 4."""
    check_close(call(second.quadruple, 1.0), 4.0)
'''

NAMES = ("first.double", "first.half", "second.quadruple")


def write(root: Path) -> Path:
    """The course below a folder."""
    for folder in ("exercises", "tests/public", "kit"):
        (root / folder).mkdir(parents=True)
    (root / "exercises" / "__init__.py").touch()
    (root / "exercises" / "first.py").write_text(FIRST)
    (root / "exercises" / "second.py").write_text(SECOND)
    (root / "tests" / "public" / "test_first.py").write_text(TEST_FIRST)
    (root / "tests" / "public" / "test_second.py").write_text(TEST_SECOND)
    return root


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A fresh course on a student's machine."""
    return write(tmp_path / "desk")


@pytest.fixture(scope="module")
def shared_desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One for all tests of a module, which each write what they need."""
    return write(tmp_path_factory.mktemp("shared") / "desk")


@pytest.fixture(scope="session")
def first():
    """The first unit with bodies of its functions: first(double="return x") -> its text."""

    def of(double: str | None = None, half: str | None = None) -> str:
        text = FIRST
        for name, body in (("double", double), ("half", half)):
            if body is not None:
                stub = f'    raise NotImplementedError("{name}: not written yet")\n'
                text = text.replace(stub, "".join(f"    {line}\n" for line in body.splitlines()))
        return text

    return of
