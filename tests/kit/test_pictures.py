"""Pictures drawn from a student's functions by the command, and the sentence where one cannot be."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GRADER = str(Path(sys.executable).with_name("grader"))
PNG = b"\x89PNG"
DRAWN = sorted(path.stem for path in (ROOT / "plots").glob("*.py"))
IN_FORKS = """
import json, os, sys, tempfile
import matplotlib.backends.backend_agg, matplotlib.figure
from grader.cli import main

for arguments in json.loads(sys.argv[1]):
    with tempfile.TemporaryFile("w+") as said:
        pid = os.fork()
        if pid == 0:
            for file in (1, 2):
                os.dup2(said.fileno(), file)
            sys.argv[1:] = arguments
            main()
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        said.seek(0)
        print(json.dumps([code, said.read()]), flush=True)
"""
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


@pytest.fixture(scope="module")
def drawings(tmp_path_factory):
    """Every picture of the course, drawn from the reference and from the stubs: unit -> exit code, file, what was said.

    One process imports matplotlib, and each command is run in a fork of it.
    """
    folder = tmp_path_factory.mktemp("pictures")
    wanted = [(unit, target) for target in ("solutions", "exercises") for unit in DRAWN]
    commands = [
        ["plot", unit, "--target", target, "--out", str(folder / f"{target}-{unit}.png")]
        for unit, target in wanted
    ]
    done = subprocess.run(
        [sys.executable, "-c", IN_FORKS, json.dumps(commands)],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    found = map(json.loads, done.stdout.splitlines())
    return {
        (unit, target): (code, folder / f"{target}-{unit}.png", said)
        for (unit, target), (code, said) in zip(wanted, found, strict=True)
    }


@pytest.mark.parametrize("unit", DRAWN)
def test_every_picture_is_drawn_from_the_reference(drawings, unit):
    code, out, said = drawings[unit, "solutions"]

    assert code == 0, said
    assert out.read_bytes().startswith(PNG)


@pytest.mark.parametrize("unit", DRAWN)
def test_a_picture_of_stubs_says_what_is_not_written(drawings, unit):
    code, out, said = drawings[unit, "exercises"]

    assert code == 1 and not out.exists()
    assert "not written yet" in said and said.count("\n") == 1


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
