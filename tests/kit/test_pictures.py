"""Pictures drawn from a student's functions by the command, and the sentence where one cannot be."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GRADER = str(Path(sys.executable).with_name("grader"))
PNG = b"\x89PNG"
DRAW = '''"""A line of doubled numbers."""

import numpy as np

from exercises import first


def draw(figure):
    axes = figure.subplots()
    axes.plot(first.double(np.arange(3.0)))
'''


@pytest.fixture
def plot(course, tmp_path):
    """Runs `grader plot` in a toy course with one picture and a student's module."""
    (course.root / "plots").mkdir()
    (course.root / "plots" / "first.py").write_text(DRAW)

    def run(*arguments: str, student: str | None = None, **variables: str):
        if student is not None:
            (course.root / "exercises" / "first.py").write_text(student)
        return subprocess.run(
            [GRADER, "plot", *arguments],
            cwd=course.root,
            capture_output=True,
            text=True,
            env={**os.environ, **variables},
        )

    run.root = course.root
    return run


@pytest.mark.parametrize("path", sorted((ROOT / "plots").glob("*.py")), ids=lambda path: path.stem)
def test_every_picture_is_drawn_from_the_reference(path, tmp_path):
    out = tmp_path / "picture.png"

    done = subprocess.run(
        [GRADER, "plot", path.stem, "--target", "solutions", "--out", out],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stderr
    assert out.read_bytes().startswith(PNG)


@pytest.mark.parametrize("path", sorted((ROOT / "plots").glob("*.py")), ids=lambda path: path.stem)
def test_a_picture_of_stubs_says_what_is_not_written(path, tmp_path):
    out = tmp_path / "picture.png"

    done = subprocess.run(
        [GRADER, "plot", path.stem, "--out", out], cwd=ROOT, capture_output=True, text=True
    )

    assert done.returncode == 1 and not out.exists()
    assert "not written yet" in done.stderr and done.stderr.count("\n") == 1


def test_a_picture_is_drawn_from_the_students_own_functions(plot):
    done = plot("first", student="def double(x):\n    return 2 * x\n")

    assert done.returncode == 0, done.stderr
    assert done.stdout == "wrote first.png\n"
    assert (plot.root / "first.png").read_bytes().startswith(PNG)


def test_another_format_is_chosen_by_the_name(plot):
    done = plot("first", "--out", "here.svg", student="def double(x):\n    return 2 * x\n")

    assert done.returncode == 0, done.stderr
    assert b"<svg" in (plot.root / "here.svg").read_bytes()


def test_without_a_unit_the_pictures_are_listed(plot):
    done = plot()

    assert done.returncode == 0
    assert done.stdout.split(maxsplit=1) == ["first", "A line of doubled numbers.\n"]


@pytest.mark.parametrize(
    ("arguments", "student", "code", "said"),
    [
        (["second"], None, 2, "second has no picture; those there are: first"),
        (["third"], None, 2, "there is no unit 'third'"),
        (["first", "--target", "nobody"], None, 2, "--target nobody: there is no package"),
        (["first", "--out", "x.docx"], "def double(x):\n    return x\n", 2, "x.docx cannot be written"),
        (["first", "--out", "no/x.png"], "def double(x):\n    return x\n", 1, "no/x.png cannot be written"),
        (["first"], "def double(x):\n    return x[7]\n", 1, "first.py, line 2, in double: return x[7]"),
        (["first"], "def double(x):\n    return None\n", 1, "what first gives cannot be used here"),
        (["first"], "def double(x)\n    return None\n", 1, "first.py could not be imported: SyntaxError"),
        (["first"], "", 1, "run pytest -k first"),
    ],
    ids=lambda value: "" if not isinstance(value, list) else " ".join(value),
)  # fmt: skip
def test_what_cannot_be_drawn_is_one_sentence(plot, arguments, student, code, said):
    done = plot(*arguments, student=student)

    assert done.returncode == code
    assert said in done.stderr and done.stderr.count("\n") == 1, done.stderr


def test_a_missing_library_is_named_with_its_extra(plot, tmp_path):
    (tmp_path / "matplotlib.py").write_text(
        "raise ModuleNotFoundError('none here', name='matplotlib')"
    )

    done = plot("first", PYTHONPATH=str(tmp_path))

    assert done.returncode == 1
    assert done.stderr == "grader: the picture needs matplotlib: pip install 'neurokata[plot]'\n"
