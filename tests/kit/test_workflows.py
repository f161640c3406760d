"""Workflows: their scripts run as a runner runs them, and nothing in them hands out what it should not."""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml

from grader.curriculum import read_course
from grader.release.destination import write_folder
from grader.release.student import student_files
from grader.report import from_json
from grader.submission import read_submission
from tests.kit.released import ROOT, environment, solve

MARK = ROOT / ".github" / "workflows" / "mark.yml"
STUDENT = ROOT / "grader" / "release" / "templates" / "student"
CHECK, ACTION, GITLAB = STUDENT / "check.yml", STUDENT / "action.yml", STUDENT / "gitlab-ci.yml"
PINNED = re.compile(r"actions/[a-z-]+@[0-9a-f]{40}|\./\.github/actions/check")
RIGHT = "return 0.5 * (1 + np.tanh(0.5 * np.asarray(z, dtype=np.float64)))"
WRONG = "return np.abs(z)"


def read(path: Path) -> dict[str, Any]:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def steps(path: Path) -> list[dict[str, Any]]:
    """All steps of a workflow or an action."""
    document = read(path)
    jobs = [document["runs"]] if "runs" in document else document["jobs"].values()
    return [step for job in jobs for step in job["steps"]]


def script(path: Path, name: str) -> str:
    """What a step runs."""
    (found,) = [step["run"] for step in steps(path) if step.get("name") == name]
    return found


class Runner:
    """A runner's folder and variables; it keeps what steps hand on."""

    def __init__(self, folder: Path, work: Path, variables: dict[str, str]) -> None:
        folder.mkdir()
        self.work = work
        self.output, self.summary = folder / "output", folder / "summary"
        for file in (self.output, self.summary):
            file.touch()
        self.variables = variables | {
            "GITHUB_OUTPUT": str(self.output), "GITHUB_STEP_SUMMARY": str(self.summary),
            "GITHUB_WORKSPACE": str(work), "RUNNER_OS": "Linux",
        }  # fmt: skip

    def run(self, text: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run a script, as `shell: bash` does."""
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", text],
            cwd=self.work, env=self.variables | variables, capture_output=True, text=True,
        )  # fmt: skip

    @property
    def outputs(self) -> dict[str, str]:
        return dict(line.split("=", 1) for line in self.output.read_text().splitlines())


@pytest.fixture(scope="module")
def pushed(tmp_path_factory):
    """A student's repository with an environment: sigmoid is right, relu wrong, and no more is begun."""
    folder = tmp_path_factory.mktemp("pushed")
    work = folder / "work"
    write_folder(
        student_files(read_course(ROOT), ["activations"]), work, force=False, repository=False
    )
    module = work / "exercises" / "activations.py"
    text = module.read_text(encoding="utf-8")
    for function, body in (("sigmoid", RIGHT), ("relu", WRONG)):
        missing = f'raise NotImplementedError("{function}: not written yet")'
        assert missing in text
        text = text.replace(missing, body)
    module.write_text(text, encoding="utf-8")
    return Runner(folder / "runner", work, environment(folder / "venv"))


@pytest.fixture(scope="module")
def checked(pushed):
    """What each step of the action said on a push."""
    return {
        step["name"]: pushed.run(step["run"], CODE=pushed.outputs.get("code", ""))
        for step in steps(ACTION)
        if "run" in step
    }


def test_a_push_is_checked(checked, pushed):
    codes = {name: done.returncode for name, done in checked.items()}
    suites = ElementTree.parse(pushed.work / "junit.xml").getroot()
    report = json.loads((pushed.work / "report.json").read_bytes())

    assert codes == dict.fromkeys(codes, 0) | {"Conclude": 1}, checked
    assert "checks of what is begun do not pass" in checked["Conclude"].stderr
    assert int(suites[0].get("tests", 0)) == len(report["checks"]) > 10
    assert 0 < report["score"] < report["maximum"]


def test_what_is_wrong_is_told_at_its_line(checked, pushed):
    lines = (pushed.work / "exercises" / "activations.py").read_text().splitlines()
    place = next(at for at, line in enumerate(lines, 1) if line.startswith("def relu("))

    errors = [
        line
        for line in checked["Check in the sandbox"].stdout.splitlines()
        if line.startswith("::error ")
    ]
    summary = pushed.summary.read_text()

    assert len(errors) == 1
    assert errors[0].startswith(f"::error file=exercises/activations.py,line={place},")
    assert "| activations |" in summary and "relu" in summary


def test_classroom_is_told_the_points_of_the_report(checked, pushed):
    report = json.loads((pushed.work / "report.json").read_bytes())

    result = json.loads(base64.b64decode(pushed.outputs["result"]))

    assert sum(test["score"] for test in result["tests"]) == report["score"]
    assert result["max_score"] == report["maximum"]


def test_what_is_not_started_turns_no_push_red(checked, pushed, tmp_path):
    report = json.loads((pushed.work / "report.json").read_bytes())
    runner = Runner(tmp_path / "runner", tmp_path, pushed.variables)
    report["checks"] = [each for each in report["checks"] if each["function"] != "relu"]
    (tmp_path / "report.json").write_text(json.dumps(report))
    conclude = script(ACTION, "Conclude")

    linux = runner.run(conclude, CODE="1")
    windows = [runner.run(conclude, CODE=code, RUNNER_OS="Windows") for code in "01"]

    assert linux.returncode == 0, linux.stderr
    assert {each["status"] for each in report["checks"]} == {"passed", "not_implemented"}
    assert [done.returncode for done in windows] == [0, 1]


def test_gitlab_checks_a_push_too(checked, pushed):
    job = read(GITLAB)["check"]
    solve(pushed.work, "activations")

    done = pushed.run("\n".join(job["script"]))

    assert done.returncode == 0, done.stderr
    share = re.findall(job["coverage"].strip("/"), done.stdout)
    assert share == ["points: 100.0%"]
    assert (pushed.work / job["artifacts"]["reports"]["junit"]).is_file()


@pytest.mark.parametrize(
    ("repository", "commit", "problem"),
    [("school/ann-work.1", "a" * 40, ""),
     ("ann", "a" * 40, "owner/name"),
     ("school/.git", "a" * 40, "owner/name"),
     ("school/$(touch pwned)", "a" * 40, "owner/name"),
     ("school/x\ny/z", "a" * 40, "owner/name"),
     ("school/../x", "a" * 40, "owner/name"),
     ("school/x", "main", "40 hexadecimal digits"),
     ("school/x", "a" * 40 + "\n::add-mask::x", "40 hexadecimal digits"),
     ("", "", "owner/name")],
)  # fmt: skip
def test_only_a_repository_and_a_commit_are_marked(repository, commit, problem, tmp_path):
    runner = Runner(tmp_path / "runner", tmp_path, {"PATH": os.environ["PATH"]})

    done = runner.run(script(MARK, "Check what is asked for"), REPOSITORY=repository, COMMIT=commit)

    assert done.returncode == bool(problem)
    assert len(done.stdout.splitlines()) == bool(problem) and problem in done.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["runner"]


def test_a_push_is_packed_as_data(tmp_path):
    runner = Runner(tmp_path / "runner", tmp_path, dict(os.environ))
    files = {
        "exercises/first.py": b"x = 1\n",
        "plots/first.py": b"x = 2\n",
        "kit/neurokata-.whl": b"",
    }
    write_folder(files, tmp_path / "pushed", force=False, repository=True)
    (tmp_path / "pushed" / "exercises" / "second.py").symlink_to("/etc/passwd")
    commit = "git add -A && git -c user.name=a -c user.email=b commit -qm more"
    subprocess.run(commit, shell=True, cwd=tmp_path / "pushed", check=True)

    done = runner.run(script(MARK, "Pack the exercises"))
    submission = read_submission("ann", tmp_path / "submission.zip")

    assert done.returncode == 0, done.stderr
    assert submission.modules == {"first": b"x = 1\n"}
    assert submission.problems == {
        "second": "second.py is a link; put the file itself into the zip"
    }


def test_notebooks_that_were_pushed_are_packed_too(tmp_path):
    runner = Runner(tmp_path / "runner", tmp_path, dict(os.environ))
    notebook = b'{"cells": [{"cell_type": "code", "source": "def f(): return 1"}], "nbformat": 4}'
    files = {
        "exercises/first.py": b"def f():\n    raise NotImplementedError('f')\n",
        "notebooks/first.ipynb": notebook,
    }
    write_folder(files, tmp_path / "pushed", force=False, repository=True)

    done = runner.run(script(MARK, "Pack the exercises"))

    assert done.returncode == 0, done.stderr
    submission = read_submission("ann", tmp_path / "submission.zip")
    assert b"return 1" in submission.modules["first"]


def test_the_units_that_are_set_are_marked(course, right, tmp_path):
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    runner = Runner(tmp_path / "runner", course.root, dict(os.environ) | {"PATH": path})
    with zipfile.ZipFile(course.root / "submission.zip", "w") as archive:
        archive.writestr("exercises/first.py", right["first"])

    done = runner.run(script(MARK, "Mark"), REPOSITORY="school/ann", UNITS="first")

    assert done.returncode == 0, done.stderr
    (report,) = (course.root / "reports").glob("*.json")
    assert [unit.unit for unit in from_json(report.read_bytes()).units] == ["first"]


def test_a_push_without_exercises_is_named(tmp_path):
    runner = Runner(tmp_path / "runner", tmp_path, dict(os.environ))
    write_folder({"a.py": b"x = 1\n"}, tmp_path / "pushed", force=False, repository=True)

    done = runner.run(script(MARK, "Pack the exercises"))

    assert done.returncode == 1 and "::error::the commit holds no folder exercises" in done.stdout


def test_a_push_is_marked_and_the_student_is_told(course, right, tmp_path):
    tools = tmp_path / "bin"
    tools.mkdir()
    (tools / "gh").write_text('#!/usr/bin/env bash\nprintf "%s\\n" "$@" >> "$GH_LOG"\n')
    (tools / "gh").chmod(0o755)
    path = os.pathsep.join([str(tools), str(Path(sys.executable).parent), os.environ["PATH"]])
    runner = Runner(tmp_path / "runner", course.root, dict(os.environ) | {"PATH": path})
    with zipfile.ZipFile(course.root / "submission.zip", "w") as archive:
        archive.writestr("exercises/first.py", right["first"])
        archive.writestr("exercises/second.py", b"raise ValueError('@all [x](y)')\n")
    asked = {"REPOSITORY": "school/ann", "COMMIT": "a" * 40, "GH_LOG": str(tmp_path / "log")}

    marked = [runner.run(script(MARK, name), **asked) for name in ("Mark", "Gather what is told")]
    runner.work = course.root / "told"
    told = runner.run(script(MARK, "Write a comment and a status"), **asked)
    comment = json.loads((course.root / "told" / "comment.json").read_bytes())["body"]
    called = (tmp_path / "log").read_text().splitlines()

    assert [done.returncode for done in (*marked, told)] == [0, 0, 0], (*marked, told)
    assert f"repos/school/ann/statuses/{'a' * 40}" in called
    assert "description=3 of 11 points" in called
    assert comment == runner.summary.read_text() and comment.startswith("# Feedback for ann")
    assert "@all" not in re.sub(r"`[^`]*`|\\@", "", comment)


def test_no_name_that_a_student_gave_is_a_command_to_the_runner(course, tmp_path):
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    runner = Runner(tmp_path / "runner", course.root, dict(os.environ) | {"PATH": path})
    with zipfile.ZipFile(course.root / "submission.zip", "w") as archive:
        archive.writestr("exercises/##[error]x/first.txt", b"")

    done = runner.run(script(MARK, "Mark"), REPOSITORY="school/bob")
    first, *_, last = done.stdout.splitlines()

    assert done.returncode == 1 and "##[error]x" in done.stderr
    assert first.startswith("::stop-commands::") and last == f"::{first.rpartition(':')[2]}::"


@pytest.mark.parametrize("path", [MARK, CHECK, ACTION], ids=lambda path: path.name)
def test_actions_are_pinned_and_scripts_hold_no_expressions(path):
    used = [step["uses"] for step in steps(path) if "uses" in step]

    assert used and all(PINNED.fullmatch(each) for each in used), used
    assert not [step for step in steps(path) if "${{" in step.get("run", "")]
    for step in steps(path):
        if step.get("uses", "").startswith("actions/checkout"):
            assert step["with"]["persist-credentials"] is False


def test_a_job_with_a_students_code_has_no_secret():
    jobs = read(MARK)["jobs"]

    holding = {
        name for name, job in jobs.items() if re.search(r"\$\{\{[^}]*secrets", json.dumps(job))
    }

    assert holding == {"fetch", "tell"}
    assert "grader" in json.dumps(jobs["mark"])
    assert not any(
        "grader" in step.get("run", "") for each in holding for step in jobs[each]["steps"]
    )


def test_permissions_are_the_least():
    given = {name: job.get("permissions") for name, job in read(MARK)["jobs"].items()}

    assert read(MARK)["permissions"] == {}
    assert given == {"fetch": None, "mark": {"contents": "read"}, "tell": None}
    assert read(CHECK)["permissions"] == {"contents": "read"}
    assert "secrets." not in CHECK.read_text() + ACTION.read_text()
