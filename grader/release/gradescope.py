"""What Gradescope is given: how to set its container up, what to run, the whole course, and the kit.

This holds solutions and hidden tests. Inside, `container` marks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import resources
from pathlib import Path

from grader.curriculum import Course, CourseError
from grader.generate import stubs
from grader.release.archive import Files
from grader.release.wheel import wheel

COURSE = "course"
_MARKED_BY = ("solutions", "tests/hidden", "tests/mistakes", "tests/public")
_SETTINGS = ("pyproject.toml", "constraints.txt")


def gradescope_files(course: Course, names: Sequence[str]) -> Files:
    """The files of an autograder that marks some units."""
    import jinja2

    if not (course.root / "tests" / "hidden").is_dir():
        raise CourseError(
            "an autograder marks by hidden tests, which this course does not have: write tests/hidden/test_UNIT.py"
        )
    kit, content = wheel()
    files = {f"kit/{kit}": content}
    templates = resources.files("grader.release") / "templates" / "gradescope"
    for script in ("setup.sh", "run_autograder"):
        template = jinja2.Template(
            (templates / f"{script}.jinja").read_text("utf-8"), keep_trailing_newline=True
        )
        files[script] = template.render(units=" ".join(names)).encode()
    files |= {_place(path, course): text.encode() for path, text in stubs(course).items()}
    return files | {_place(path, course): path.read_bytes() for path in _kept(course.root)}


def _place(path: Path, course: Course) -> str:
    return f"{COURSE}/{path.relative_to(course.root).as_posix()}"


def _kept(root: Path) -> Iterator[Path]:
    """The files that marks rest on."""
    yield from (root / name for name in _SETTINGS if (root / name).is_file())
    for folder in _MARKED_BY:
        yield from sorted((root / folder).rglob("*.py"))
