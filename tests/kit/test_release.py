"""What students get: all that they need, nothing that they must not see, and the same each time."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from grader.cli import app
from grader.curriculum import CourseError, read_course
from grader.generate import stubs
from grader.release.archive import DAY, zipped
from grader.release.destination import ReleaseError, write_folder, write_zip
from grader.release.student import student_files
from grader.release.wheel import wheel
from tests.kit.released import environment, leaks, secret_lines, solve

ROOT = Path(__file__).parents[2]
NOT_ON_WINDOWS = ("fcntl", "resource", "pwd", "grp", "termios", "py_landlock", "pyseccomp")
RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")


@pytest.fixture(scope="module")
def files():
    course = read_course(ROOT)
    return student_files(course, [unit.name for unit in course.units])


@pytest.fixture(scope="module")
def secret():
    return secret_lines()


def test_everything_a_student_needs_is_there(files):
    names = {unit.name for unit in read_course(ROOT).units}

    assert {f"exercises/{name}.py" for name in names} < {*files}
    assert {f"tests/public/test_{name}.py" for name in names} < {*files}
    assert {f"lessons/{name}.md" for name in names} < {*files}
    assert {f"notebooks/{name}.ipynb" for name in names} < {*files}
    assert {"README.md", "pyproject.toml", "requirements.txt", ".gitignore", "LICENSE"} < {*files}
    assert "kit/handout.json" in files
    assert {".github/workflows/check.yml", ".gitlab-ci.yml"} < {*files}
    assert [name for name in files if name.startswith("solutions") or "hidden" in name] == []


@pytest.mark.parametrize("form", ["folder", "zip", "git"])
def test_no_line_of_a_secret_gets_out(form, files, secret, tmp_path):
    out = tmp_path / "out"
    if form == "zip":
        write_zip(files, out, force=False)
    else:
        write_folder(files, out, force=False, repository=form == "git")

    assert len(secret) > 5000
    assert leaks(out, secret) == {}


def test_a_leak_would_be_found_wherever_it_is(secret, tmp_path):
    line = sorted(secret)[len(secret) // 2]
    notebook = b'{"cells": [{"source": ["x\\n", %s]}]}' % _quoted(line)
    inner = {"grader/leak.py": f"    {line}\n".encode()}
    write_folder(
        {"a.py": f"# x\n  {line}".encode(), "b.ipynb": notebook, "kit/c.whl": zipped(inner)},
        tmp_path / "out", force=False, repository=True,
    )  # fmt: skip

    found = leaks(tmp_path / "out", secret)

    assert {"a.py", "b.ipynb", "kit/c.whl"} < {*found}
    assert sum(name.startswith("object") for name in found) == 3
    assert set().union(*found.values()) == {line}


def _quoted(line: str) -> bytes:
    return b'"' + line.replace("\\", "\\\\").replace('"', '\\"').encode() + b'"'


def test_some_units_bring_what_they_import(files):
    chosen = student_files(read_course(ROOT), ["backprop", "costs"])

    exercises = {name for name in chosen if name.startswith("exercises/")}
    assert exercises == {
        f"exercises/{name}.py"
        for name in ("__init__", "neurons", "activations", "network", "backprop", "costs")
    }
    assert {name for name in chosen if name.startswith("tests/")} == {
        "tests/public/test_backprop.py",
        "tests/public/test_costs.py",
    }
    assert {name for name in chosen if name.startswith("lessons/")} == {
        "lessons/backprop.md",
        "lessons/costs.md",
    }
    readme = chosen["README.md"].decode()
    assert "| 8 | `exercises/backprop.py` | activations, network |" in readme
    assert "have no tests here: neurons, activations, network." in readme


def test_a_release_is_made_from_solutions_and_never_from_exercises(course):
    stub = stubs(course)[course.root / "exercises" / "first.py"]
    (course.root / "exercises" / "first.py").write_text(
        "def double(x):\n    return 2 * x  # mine\n"
    )
    (course.root / "exercises" / "extra.py").write_text("mine = 1\n")

    files = student_files(course, ["first", "second"])

    assert files["exercises/first.py"].decode() == stub
    assert [
        name for name, content in files.items() if b"# mine" in content or "extra" in name
    ] == []


def test_a_public_test_that_needs_solutions_is_refused(course):
    (course.root / "tests/public/test_first.py").write_text("from solutions import first\n")

    with pytest.raises(
        CourseError, match=r"test_first\.py imports solutions, which students do not"
    ):
        student_files(course, ["first"])
    assert student_files(course, ["second"])


def test_notebooks_are_stubs_that_ask_for_an_answer_and_have_no_cell_of_points(files):
    notebook = json.loads(files["notebooks/costs.ipynb"])
    sources = ["".join(cell["source"]) for cell in notebook["cells"]]

    assert sources[-1] == "*Your answer.*"
    assert sum('raise NotImplementedError("' in source for source in sources) == 8
    assert 'check("costs.one_hot")' in sources
    assert [source for source in sources if source.splitlines()[-1] == "0.0"] == []
    assert all(cell["metadata"] == {} for cell in notebook["cells"])


def test_a_release_without_jupytext_has_no_notebooks(course):
    files = student_files(course, ["first"], notebooks=False)

    assert [name for name in files if name.startswith("notebooks/")] == []
    assert not re.search(rb"jupyter|notebook", files["README.md"], re.IGNORECASE)


def test_the_readme_says_what_is_checked_where_what_is_handed_in_and_what_a_person_reads(files):
    told = " ".join(files["README.md"].decode().split())

    for fact in (
        '`check("neurons")` checks all functions of the unit',
        "`pytest`, `grader check` and what checks a push look at `exercises/` alone",
        "the one with more functions written counts, and the file where both have as many",
        "In a notebook your answer goes into the last cell",
        "it has no automatic points",
        "without the rest of this one and its `.venv`",
    ):
        assert fact in told


def test_examples_in_a_lesson_are_code_and_not_quotations(files):
    lesson = files["lessons/activations.md"].decode()

    assert re.search(r"^```python\n>>> .*\n(?:.+\n)+```$", lesson, re.MULTILINE)
    fenced = re.sub(r"```python\n.*?```\n", "", lesson, flags=re.DOTALL)
    assert not re.search(r"^>>>", fenced, re.MULTILINE)


def test_names_and_lines_are_safe_on_windows(files):
    for name, content in files.items():
        assert re.fullmatch(r"[\w./-]+", name, re.ASCII) and len(name) < 100, name
        assert not any(RESERVED.fullmatch(part) or part.endswith(".") for part in name.split("/"))
        assert name.endswith(".whl") or b"\r" not in content, name
    assert len({name.casefold() for name in files}) == len(files)


def test_the_same_course_gives_the_same_bytes(files, tmp_path):
    for name in ("one", "two"):
        write_zip(files, tmp_path / f"{name}.zip", force=False, top="exercises")
        write_folder(files, tmp_path / name, force=False, repository=True)
    commits = {
        subprocess.check_output(["git", "rev-parse", "HEAD"], cwd=tmp_path / name)
        for name in ("one", "two")
    }

    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    assert wheel() == wheel()
    assert len(commits) == 1


def test_files_are_of_one_day_that_every_tool_can_read(tmp_path):
    files = {"kit/neurokata-1.whl": wheel()[1], "exercises/first.py": b""}
    write_zip(files, tmp_path / "out.zip", force=False)
    write_folder(files, tmp_path / "out", force=False, repository=False)
    write_folder(files, tmp_path / "repository", force=False, repository=True)
    zips = [zipfile.ZipFile(tmp_path / name) for name in ("out.zip", "out/kit/neurokata-1.whl")]
    paths = [tmp_path / "out", *(tmp_path / "out").rglob("*")]
    committed = ["git", "log", "--format=%at %ct"]

    assert {each.date_time for file in zips for each in file.infolist()} == {(2026, 1, 1, 0, 0, 0)}
    assert {path.stat().st_mtime for path in paths} == {DAY.timestamp()}
    assert (
        subprocess.check_output(committed, cwd=tmp_path / "repository", text=True).split()
        == [f"{DAY.timestamp():.0f}"] * 2
    )


def test_the_wheel_records_all_that_is_in_it():
    archive = zipfile.ZipFile(io.BytesIO(wheel()[1]))
    names = archive.namelist()
    (record,) = [name for name in names if name.endswith(".dist-info/RECORD")]

    rows = {row[0]: row[1] for row in csv.reader(archive.read(record).decode().splitlines())}

    assert {*rows} == {*names} and rows.pop(record) == ""
    assert "grader/release/templates/student/action.yml" in names
    for name, told in rows.items():
        digest = hashlib.sha256(archive.read(name)).digest()
        assert told == f"sha256={base64.urlsafe_b64encode(digest).decode().rstrip('=')}", name


def test_only_a_release_is_ever_replaced_and_only_when_told(tmp_path):
    files, out = {"kit/neurokata-1.whl": b"", "a": b"new"}, tmp_path / "out"
    out.mkdir()
    write_folder(files, out, force=False, repository=False)
    (out / "work").touch()
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "a").write_text("mine")

    with pytest.raises(ReleaseError, match="--force replaces all of it"):
        write_folder(files, out, force=False, repository=False)
    with pytest.raises(ReleaseError, match="holds something else than a release"):
        write_folder(files, tmp_path / "other", force=True, repository=False)
    with pytest.raises(ReleaseError, match="is a file: give a folder"):
        write_folder(files, out / "a", force=True, repository=False)
    assert (out / "work").exists() and (tmp_path / "other" / "a").read_text() == "mine"
    write_folder(files, out, force=True, repository=False)
    assert sorted(path.name for path in out.iterdir()) == ["a", "kit"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["other", "out"]


def test_a_zip_is_replaced_only_when_told(tmp_path):
    out = tmp_path / "out.zip"
    write_zip({"a": b"1"}, out, force=False)

    with pytest.raises(ReleaseError, match="--force replaces it"):
        write_zip({"a": b"2"}, out, force=False)
    with pytest.raises(ReleaseError, match="is a folder"):
        write_zip({"a": b"2"}, tmp_path, force=True)
    write_zip({"a": b"2"}, out, force=True)
    assert zipfile.ZipFile(out).read("a") == b"2"
    assert [path.name for path in tmp_path.iterdir()] == ["out.zip"]


def test_a_failing_git_leaves_nothing_behind(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(ReleaseError, match="needs git"):
        write_folder({"a": b""}, tmp_path / "out", force=False, repository=True)
    assert [*tmp_path.iterdir()] == []


def test_the_command_says_what_it_wrote_and_what_it_will_not(course, tmp_path, monkeypatch):
    monkeypatch.chdir(course.root)

    def release(*arguments):
        return CliRunner().invoke(app, ["release", *map(str, arguments)])

    done = release(tmp_path / "a", "--unit", "first")
    again = release(tmp_path / "a")
    odd = release("--gradescope", tmp_path / "b")

    assert done.exit_code == 0 and done.stdout.endswith("with 1 unit\n")
    assert again.exit_code == 1 and "holds a release already" in again.stderr
    assert odd.exit_code == 2 and "ends in .zip" in odd.stderr


def test_what_a_student_runs_imports_nothing_of_one_system():
    script = f"""
import sys
sys.modules.update(dict.fromkeys({NOT_ON_WINDOWS}))
import grader.plugin, grader.testing, grader.notebook, grader.cli
"""

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)

    assert done.returncode == 0, done.stderr


def test_a_release_installs_its_kit_and_runs_without_this_course(tmp_path):
    release = tmp_path / "release"
    course = read_course(ROOT)
    write_folder(student_files(course, ["backprop"]), release, force=False, repository=False)
    variables = environment(tmp_path / "venv")

    def run(*command):
        done = subprocess.run(command, cwd=release, env=variables, capture_output=True, text=True)
        return done.stdout + done.stderr

    installed = run("python", "-m", "pip", "install", "-r", "requirements.txt")
    before = run("python", "-m", "pytest")
    solve(release, "neurons", "activations", "network", "backprop")
    after = run("python", "-m", "pytest")
    in_sandbox = run("grader", "check", "--allow-weak-sandbox")
    place = run("python", "-c", "import grader; print(grader.__file__)")

    assert "Successfully installed neurokata" in installed
    assert re.search(r"=== 10 not started in", before), before
    assert "10 passed" in after and "11 of 11 points, 4 of 4 functions pass" in after
    assert "\n11 of 11 points\n" in in_sandbox
    assert place.startswith(str(tmp_path / "venv"))
