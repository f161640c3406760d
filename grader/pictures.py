"""Pictures of a course: what a unit teaches, drawn with matplotlib from the student's own functions.

`plots/<unit>.py` is one. The first line of its docstring is its title; its `draw(figure)` fills a matplotlib
figure with what `exercises.<unit>` computes. The code runs here, in the caller's process, as under pytest.
"""

from __future__ import annotations

import ast
import importlib.util
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader import outcome
from grader.curriculum import Course, CourseError
from grader.redirect import EXERCISES, answer_with

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SIZE = (10.0, 4.5)
NEEDS = {"matplotlib": "neurokata[plot]", "sklearn": "neurokata[data]"}


class PictureError(Exception):
    """A picture that cannot be drawn; the message says why and what to do."""


@dataclass(frozen=True)
class Picture:
    """One picture: the unit it belongs to, its title and its file."""

    unit: str
    title: str
    path: Path


def pictures(course: Course) -> list[Picture]:
    """The pictures of a course, in the order of its units."""
    found = []
    for unit in course.units:
        path = course.root / "plots" / f"{unit.name}.py"
        if path.is_file():
            docstring = ast.get_docstring(ast.parse(path.read_bytes())) or unit.title
            found.append(Picture(unit.name, docstring.splitlines()[0], path))
    return found


def picture_of(course: Course, name: str) -> Picture:
    """The picture of a unit, or a CourseError that lists those there are."""
    course.unit(name)
    there = pictures(course)
    for picture in there:
        if picture.unit == name:
            return picture
    names = ", ".join(picture.unit for picture in there) or "none"
    raise CourseError(f"{name} has no picture; those there are: {names}")


def drawn(picture: Picture, course: Course, package: str = EXERCISES) -> Figure:
    """The figure that a picture makes of a package's functions.

    Raises
    ------
    PictureError
        Where a function is not written yet, raises, or gives what cannot be drawn, or a library is missing.
    """
    answer_with(course.root, package)
    try:
        from matplotlib.figure import Figure

        figure = Figure(figsize=SIZE, layout="constrained")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)
            _loaded(picture)(figure)
            figure.canvas.draw()
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        raise PictureError(_reason(error, picture, course.root / package)) from error
    return figure


def _loaded(picture: Picture) -> Callable[[Figure], None]:
    spec = importlib.util.spec_from_file_location(f"plots.{picture.unit}", picture.path)
    assert spec is not None and spec.loader is not None
    module: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    draw: Callable[[Figure], None] = module.draw
    return draw


def _reason(error: BaseException, picture: Picture, package: Path) -> str:
    if isinstance(error, ModuleNotFoundError) and error.name in NEEDS:
        return f"the picture needs {error.name}: pip install '{NEEDS[error.name]}'"
    return outcome.sentence(error, picture.unit, package)
