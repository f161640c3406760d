"""Named mistakes: wrong solutions with the sentence that a good teacher would say, from `tests/mistakes/`.

    @mistake("softmax")
    def normalised_over_columns(Z):
        \"\"\"Each column sums to one, and each row should: sum over the last axis, axis=-1.\"\"\"
        ...

The hidden tests must reject every one (`grader audit`), and a student who made it is told the sentence
(`grader.diagnosis`). They stay with the instructor.
"""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from grader.curriculum import Course, CourseError

_MARK = "_mistake_in"

Wrong = TypeVar("Wrong", bound=Callable[..., Any])


@dataclass(frozen=True)
class Mistake:
    """One wrong solution of one function."""

    unit: str
    function: str
    name: str
    sentence: str
    wrong: Callable[..., Any]


def mistake(function: str) -> Callable[[Wrong], Wrong]:
    """Say that what follows is a wrong solution of a function; its docstring is what a student is told.

    Parameters
    ----------
    function : str
        The name of the function (or class) in its unit; the unit is named by the file.
    """

    if not isinstance(function, str):
        raise TypeError('@mistake needs the name of a function: @mistake("softmax")')

    def mark(wrong: Wrong) -> Wrong:
        setattr(wrong, _MARK, function)
        return wrong

    return mark


def path_of(course: Course, unit: str) -> Path:
    """The file of a unit's mistakes, there or not."""
    return course.root / "tests" / "mistakes" / f"{unit}.py"


def read_mistakes(course: Course, unit: str) -> tuple[Mistake, ...]:
    """A unit's mistakes in the order of their file; none where there is no such file.

    The course's folder must be one that Python imports from.

    Raises
    ------
    CourseError
        Where the file cannot be imported, a mistake has no sentence, or its function is none of the unit's.
    """
    if not path_of(course, unit).is_file():
        return ()
    try:
        module = importlib.import_module(f"tests.mistakes.{unit}")
    except Exception as error:
        said = f"tests/mistakes/{unit}.py cannot be imported: {type(error).__name__}: {error}"
        raise CourseError(said) from error
    found = []
    for name, wrong in vars(module).items():
        function = (
            vars(wrong).get(_MARK) if callable(wrong) and hasattr(wrong, "__dict__") else None
        )
        if function is None:
            continue
        where = f"tests/mistakes/{unit}.py: {name}"
        if function not in course.unit(unit).functions:
            raise CourseError(f"{where} is a mistake in {function!r}, which the unit does not have")
        if not wrong.__doc__:
            raise CourseError(f"{where} needs a docstring: the sentence that a student is told")
        sentence = " ".join(inspect.cleandoc(wrong.__doc__).split())
        found.append(Mistake(unit, function, name, sentence, wrong))
    return tuple(found)
