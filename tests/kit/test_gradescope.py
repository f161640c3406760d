"""Gradescope's autograder, in an imitated container: what it gives, and that it always gives something."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
import sysconfig
import zipfile
from importlib import resources
from pathlib import Path

import pytest
from typer.testing import CliRunner

from grader.cli import app
from grader.curriculum import CourseError
from grader.release import container
from grader.release.archive import zipped
from grader.release.destination import PRIVATE, write_zip
from grader.release.gradescope import gradescope_files
from tests.kit.attacks.environments import CONTAINER
from tests.kit.released import OFFLINE, ROOT

FIELDS = {
    "score", "execution_time", "output", "output_format", "test_output_format", "test_name_format",
    "visibility", "stdout_visibility", "extra_data", "tests", "leaderboard",
}  # fmt: skip
TEST_FIELDS = {
    "score", "max_score", "status", "name", "name_format", "number", "output", "output_format",
    "tags", "visibility", "extra_data",
}  # fmt: skip
UNITS = ("first", "second")


@pytest.fixture(scope="module")
def image(toy, tmp_path_factory):
    """The folder that is /autograder, as setup.sh leaves it; apt-get and python3 are imitated."""
    root = tmp_path_factory.mktemp("gradescope") / "autograder"
    write_zip(gradescope_files(toy, UNITS), root / "a.zip", force=False, mode=PRIVATE)
    zipfile.ZipFile(root / "a.zip").extractall(root / "source")
    shutil.copy(root / "source" / "run_autograder", root)
    done = set_up(root, root.parent / "bin", version=(3, 12))
    assert done.returncode == 0, done.stderr
    (root / "setup.log").write_text(done.stdout)
    return root


def set_up(root: Path, tools: Path, version: tuple[int, int]):
    """Run setup.sh where Python is of a version, and apt-get and pip bring nothing that is not here."""
    tools.mkdir()
    python = f"""#!/usr/bin/env bash
case "$1" in
-c) exit {int(version < (3, 11))};;
-m) {sys.executable} -m venv --without-pip "$3"
    echo {sysconfig.get_path("purelib")} > "$(echo "$3"/lib/python*/site-packages)/libraries.pth";;
esac
"""
    for name, script in (
        ("apt-get", '#!/usr/bin/env bash\necho "apt-get $@"\n'),
        ("python3", python),
        ("python3.11", python.replace(f"exit {int(version < (3, 11))}", "exit 0")),
    ):
        (tools / name).write_text(script)
        (tools / name).chmod(0o755)
    variables = os.environ | OFFLINE | {"PATH": f"{tools}{os.pathsep}{os.environ['PATH']}"}
    return subprocess.run(
        ["bash", root / "source" / "setup.sh"], env=variables, capture_output=True, text=True
    )


@pytest.fixture
def autograder(image, tmp_path):
    """An /autograder of this test alone, with what was handed in: autograder({path: content}) -> root."""

    def of(files: dict[str, bytes]) -> Path:
        root = tmp_path / "autograder"
        (root / "submission").mkdir(parents=True)
        for name in ("venv", "cache", "source"):
            (root / name).symlink_to(image / name)
        shutil.copy(image / "run_autograder", root)
        for path, content in files.items():
            (root / "submission" / path).parent.mkdir(exist_ok=True, parents=True)
            (root / "submission" / path).write_bytes(content)
        return root

    return of


def results(root: Path) -> dict:
    """What Gradescope finds; each field is one that it knows."""
    found = json.loads((root / "results" / "results.json").read_bytes())
    assert {*found} <= FIELDS and isinstance(found["score"], int | float)
    for test in found.get("tests", []):
        assert {*test} <= TEST_FIELDS and test["status"] in ("passed", "failed")
        assert 0 <= test["score"] <= test["max_score"]
    return found


def test_setup_installs_the_kit_and_tries_the_sandbox(image):
    log = (image / "setup.log").read_text()

    assert "apt-get install -y --no-install-recommends libseccomp2 python3 python3-venv" in log
    assert "Successfully installed neurokata" in log
    assert "sandbox: " in log and '"score": 0' in log
    assert any((image / "cache").rglob("*"))
    assert stat.S_IMODE((image / "source" / "course" / "solutions").stat().st_mode) == 0o700


def test_setup_takes_a_newer_python_where_the_first_is_too_old(tmp_path):
    (tmp_path / "source").mkdir()
    script = resources.files("grader.release") / "templates" / "gradescope" / "setup.sh.jinja"
    (tmp_path / "source" / "setup.sh").write_text(script.read_text("utf-8"))

    done = set_up(tmp_path, tmp_path / "bin", version=(3, 10))

    assert "python3.11 python3.11-venv" in done.stdout
    assert (tmp_path / "venv" / "bin" / "python").exists()


def test_a_submission_is_marked_in_a_container_and_reaches_nothing(autograder, right, image):
    thief = f"""
import numpy as np

def double(x):
    try:
        open({str(image / "source/course/solutions/first.py")!r}).read()
    except OSError:
        raise RuntimeError("the solution is out of reach")
    return np.asarray(x, dtype=np.float64) * 2
"""
    assert (image / "source/course/solutions/first.py").is_file()
    root = autograder({"first.py": thief.encode(), "second.py": right["second"]})
    inside = (
        [] if os.geteuid() else [sys.executable, "-m", "tests.kit.attacks.environments", CONTAINER]
    )

    done = subprocess.run(
        [*inside, "bash", root / "run_autograder"], cwd=ROOT, capture_output=True, text=True
    )

    found = results(root)
    assert done.returncode == 0, done.stderr
    earned = {test["name"]: test["score"] for test in found["tests"]}
    assert found["score"] == sum(earned.values()) == 8
    assert all("out of reach" in test["output"] for test in found["tests"] if not test["score"])
    assert "np.asarray" not in done.stdout + json.dumps(found)


@pytest.mark.parametrize(
    ("files", "sentence"),
    [({}, "it holds no Python file"),
     ({"hand in.zip": b"PK nothing"}, "it is not a zip that can be read"),
     ({"first.tar.gz": b"x"}, "it holds no Python file")],
)  # fmt: skip
def test_what_cannot_be_marked_is_a_sentence_and_no_points(autograder, files, sentence):
    root = autograder(files)

    container.main([str(root), *UNITS])

    assert results(root)["score"] == 0
    assert sentence in results(root)["output"]


def test_a_zip_in_the_folder_and_a_broken_file(autograder, right):
    inner = {"exercises/first.py": right["first"], "exercises/second.py": b"def quadruple(:\n"}
    root = autograder({"my work.zip": zipped(inner)})

    container.main([str(root), *UNITS])

    found = results(root)
    assert found["score"] == 3
    assert "second.py could not be imported: SyntaxError" in found["output"]


def test_a_marking_that_fails_is_nobodys_fault_and_has_results(autograder, right, capsys):
    root = autograder({"first.py": right["first"]})

    container.main([str(root), "third"])

    assert results(root) == {"score": 0, "output": container.NOT_YOURS, "output_format": "text"}
    assert "third" in capsys.readouterr().out


def test_nothing_is_marked_in_a_weak_sandbox(autograder, right, without_landlock):
    root = autograder({"first.py": right["first"]})

    done = subprocess.run(
        ["bash", root / "run_autograder"],
        capture_output=True,
        text=True,
        preexec_fn=without_landlock,
    )

    assert results(root) == {"score": 0, "output": container.NOT_YOURS, "output_format": "text"}
    assert "the sandbox is too weak here: landlock" in done.stdout


def test_results_are_there_even_where_python_is_not(autograder, right):
    root = autograder({"first.py": right["first"]})
    (root / "venv").unlink()

    subprocess.run(["bash", root / "run_autograder"], check=True, capture_output=True)

    assert results(root) == {"score": 0, "output": container.NOT_YOURS}


def test_the_zip_is_private_and_says_what_it_holds(toy, tmp_path, monkeypatch):
    monkeypatch.chdir(toy.root)

    done = CliRunner().invoke(app, ["release", "--gradescope", str(tmp_path / "a.zip")])

    names = {*zipfile.ZipFile(tmp_path / "a.zip").namelist()}
    assert done.exit_code == 0 and "holds solutions and hidden tests" in done.stderr
    assert stat.S_IMODE((tmp_path / "a.zip").stat().st_mode) == PRIVATE
    assert {
        "setup.sh",
        "run_autograder",
        "course/solutions/first.py",
        "course/tests/hidden/test_first.py",
    } < names


def test_an_autograder_needs_hidden_tests(course):
    shutil.rmtree(course.root / "tests" / "hidden")

    with pytest.raises(CourseError, match="marks by hidden tests"):
        gradescope_files(course, ["first"])
