"""Submissions of the whole curriculum: two that are right, and those that are wrong, empty or endless everywhere."""

from __future__ import annotations

import shutil
from pathlib import Path

from grader.curriculum import Course, read_course
from grader.submission import Submission, read_submission

ROOT = Path(__file__).parents[1]
STUDENT = "Zoë O'Neil"
WRONG = '''

def _off(value):
    """A little beside the right result, whatever it is."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, float):
        return value * 1.01 + 1e-3
    if isinstance(value, np.ndarray) and value.dtype.kind in "fiu":
        return value * 1.01 + 1e-3 if value.dtype.kind == "f" else value + 1
    if isinstance(value, tuple | list):
        return type(value)(map(_off, value))
    return {key: _off(each) for key, each in value.items()} if isinstance(value, dict) else value


def _wrong(function):
    return lambda *args, **kwargs: _off(function(*args, **kwargs))


for _name in FUNCTIONS:
    globals()[_name] = _wrong(globals()[_name])
'''
ENDLESS = """

def _endless(*args, **kwargs):
    while True:
        pass


for _name in FUNCTIONS:
    globals()[_name] = _endless
"""


def course() -> Course:
    """The curriculum."""
    return read_course(ROOT)


def reference() -> Submission:
    """The solutions, handed in."""
    return Submission("reference", _modules("solutions"))


def another() -> Submission:
    """A student's own right solutions."""
    return read_submission(STUDENT, ROOT / "examples" / "submissions" / STUDENT)


def stubs() -> Submission:
    """Nothing written yet."""
    return Submission("stubs", _modules("exercises"))


def wrong() -> Submission:
    """The solutions with every function's result a little off."""
    return _spoilt("wrong", WRONG)


def endless() -> Submission:
    """The solutions with a loop without end in place of every function."""
    return _spoilt("endless", ENDLESS)


def desk(folder: Path, submission: Submission) -> Path:
    """A folder as on an instructor's desk, with this submission in exercises/, for plain pytest."""
    for name in ("solutions", "tests"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    (folder / "exercises").mkdir()
    (folder / "exercises" / "__init__.py").touch()
    for name, source in submission.modules.items():
        (folder / "exercises" / f"{name}.py").write_bytes(source)
    return folder


def _modules(folder: str) -> dict[str, bytes]:
    return {
        unit.name: (ROOT / folder / f"{unit.name}.py")
        .read_bytes()
        .replace(b"from solutions", b"from exercises")
        for unit in course().units
    }


def _spoilt(student: str, text: str) -> Submission:
    """The solutions with a text after each module that spoils its functions."""
    solutions = _modules("solutions")
    spoilt = {
        unit.name: solutions[unit.name] + text.replace("FUNCTIONS", repr(unit.functions)).encode()
        for unit in course().units
    }
    return Submission(student, spoilt)
