"""A whole course by its commands: made, released, handed in by twelve students, marked, graded, told, exported."""

from __future__ import annotations

import copy
import csv
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from playwright.sync_api import Page, sync_playwright

from tests.kit.conftest import RIGHT as WRITTEN
from tests.kit.notebooks.conftest import HALF, RIGHT, WRONG, cell, solved, write_asking_course

PROGRAMS = Path(sys.executable).parent
UNWRITTEN = '    raise NotImplementedError("double: not written yet")\n'
SCRIPT = "<script>document.title = 'taken'</script><img src=x onerror=\"document.title = 'taken'\">"
DOUBLE = {
    "right": "return np.asarray(x, dtype=np.float64) * 2",
    "wrong": "return np.asarray(x) * 3",
}
NOTEBOOKS = {  # student: how double is written, the answer in words, points for it by hand
    "Amélie": (RIGHT, "Since 2 times 2 is 4.", 5.0),
    "bob": (HALF, "", 0.0),
    "chloe": (WRONG, "No idea.", 1.5),
    "dmitri": (None, "", 0.0),
    "eve": (RIGHT, SCRIPT, 0.0),
    "李雷": (RIGHT, "", 0.0),
}
MODULES = {  # student: the points of the first unit, of the second
    "fatima": (3.0, 8.0),
    "gustav": (1.0, 8.0),
    "hana": (3.0, 0.0),
    "ines": (0.0, 0.0),
    "jonas": (3.0, 8.0),
    "kim": (1.0, 0.0),
}
AUTOMATIC = {"Amélie": 3.0, "bob": 2.0, "chloe": 1.0, "dmitri": 0.0, "eve": 3.0, "李雷": 3.0}


@dataclass(frozen=True)
class Cycle:
    """Where the stations of the course left what they made, and what the commands said."""

    course: Path
    work: Path
    said: dict[str, str]

    @property
    def database(self) -> str:
        """The URL of the gradebook."""
        return f"sqlite:///{self.course / 'gradebook.db'}"


@pytest.fixture(scope="module")
def cycle(tmp_path_factory: pytest.TempPathFactory) -> Cycle:
    """The course, walked through once."""
    root = write_asking_course(tmp_path_factory.mktemp("asking")).root
    work = tmp_path_factory.mktemp("cycle")
    course, said = work / "course", {}

    def run(*command: str | Path, at: Path = course) -> None:
        program, *arguments = map(str, command)
        done = subprocess.run(
            [PROGRAMS / program, *arguments], cwd=at, capture_output=True, text=True
        )
        assert done.returncode == 0, f"{command}: {done.stderr}{done.stdout}"
        said[" ".join(command[:2]) if program == "nbgrader" else command[1]] = done.stdout

    run("grader", "init-course", course, at=root)
    run("nbgrader", "generate_assignment", "first")
    run("grader", "release", work / "release.zip", at=root)
    hand_in_notebooks(course)
    hand_in_modules(work / "release.zip", work / "modules")
    run("nbgrader", "autograde", "first")
    book = f"sqlite:///{course / 'gradebook.db'}"
    run(
        "grader",
        "autograde",
        work / "modules",
        "--out",
        work / "reports",
        "--gradebook",
        book,
        at=root,
    )
    grade_by_hand(book)
    run("nbgrader", "generate_feedback", "first")
    run("grader", "feedback", work / "reports", at=root)
    run("nbgrader", "export")
    run("grader", "export", "csv", work / "reports", "--out", work / "class.csv", at=root)
    return Cycle(course, work, said)


def hand_in_notebooks(course: Path) -> None:
    """Six students hand in what they made of the released notebook."""
    released = json.loads((course / "release" / "first" / "first.ipynb").read_text())
    for student, (source, answer, _) in NOTEBOOKS.items():
        notebook = solved(released, source) if source else copy.deepcopy(released)
        if answer:
            cell(notebook, "question")["source"] = answer
        folder = course / "submitted" / student / "first"
        folder.mkdir(parents=True)
        (folder / "first.ipynb").write_text(json.dumps(notebook))


def hand_in_modules(release: Path, folder: Path) -> None:
    """Six students hand in modules that they wrote in the release: a folder, or a zip of it."""
    for student, (first, second) in MODULES.items():
        own = folder / student
        with zipfile.ZipFile(release) as archive:
            archive.extractall(own)
        (exercises,) = own.rglob("exercises")
        if first:
            path = exercises / "first.py"
            written = DOUBLE["right" if first == 3.0 else "wrong"]
            assert UNWRITTEN in path.read_text()
            path.write_text(path.read_text().replace(UNWRITTEN, f"    {written}\n"))
        if second:
            (exercises / "second.py").write_bytes(WRITTEN["second"])
    shutil.make_archive(str(folder / "jonas"), "zip", folder / "jonas")
    shutil.rmtree(folder / "jonas")


def grade_by_hand(database: str) -> None:
    """An instructor gives the answers in words their points."""
    with Gradebook(database) as book:
        for student, (_, answer, points) in NOTEBOOKS.items():
            if answer:
                grade = book.find_grade("question", "first", "first", student)
                assert grade.needs_manual_grade
                grade.manual_score, grade.needs_manual_grade = points, False
        book.db.commit()


def test_the_course_has_a_notebook_a_unit_and_a_configuration(cycle):
    made = {path.relative_to(cycle.course).as_posix() for path in cycle.course.rglob("source/*/*")}

    assert made == {"source/first/first.ipynb", "source/second/second.ipynb"}
    assert (cycle.course / "nbgrader_config.py").is_file()


def test_what_students_get_holds_no_solution_and_no_marking_scheme(cycle):
    text = (cycle.course / "release" / "first" / "first.ipynb").read_text()

    assert "np.asarray(x, dtype=np.float64) * 2" not in text
    assert "2 times 2 is 4" not in text
    assert "Why is twice the double four times?" in text


@pytest.mark.parametrize("student", NOTEBOOKS)
def test_notebooks_earn_their_points_and_what_a_person_gave(cycle, student):
    with Gradebook(cycle.database) as book:
        submission = book.find_submission("first", student)

        assert submission.score == AUTOMATIC[student] + NOTEBOOKS[student][2]
        assert submission.max_score == 8.0
        assert not submission.needs_manual_grade


@pytest.mark.parametrize("student", MODULES)
def test_modules_earn_their_points_in_the_same_gradebook(cycle, student):
    with Gradebook(cycle.database) as book:
        scores = tuple(book.find_submission(unit, student).score for unit in ("first", "second"))

    assert scores == MODULES[student]


def test_nbgrader_exports_the_scores_of_all(cycle):
    with (cycle.course / "grades.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["assignment"] == "first"]

    expected = {name: AUTOMATIC[name] + by_hand for name, (_, _, by_hand) in NOTEBOOKS.items()}
    expected |= {name: first for name, (first, _) in MODULES.items()}
    assert {row["student_id"]: float(row["score"]) for row in rows} == expected
    assert {row["max_score"] for row in rows} == {"8.0"}


def test_our_own_export_has_the_scores_of_modules(cycle):
    with (cycle.work / "class.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [*csv.reader(file)]

    student, score = (
        rows[0].index("student"),
        next(i for i, name in enumerate(rows[0]) if "score" in name),
    )
    found = {row[student]: float(row[score]) for row in rows[1:] if row[student] in MODULES}
    assert found == {name: sum(points) for name, points in MODULES.items()}


def test_every_student_is_told(cycle):
    for student in NOTEBOOKS:
        page = cycle.course / "feedback" / student / "first" / "first.html"
        assert re.search(rf"{AUTOMATIC[student]:g} of 3 points", page.read_text())
    for student, points in MODULES.items():
        page = cycle.work / "reports" / "feedback" / f"{student}.md"
        assert f"**{sum(points):g} of 11 points**" in page.read_text()


@pytest.fixture(scope="module")
def formgrader(cycle: Cycle) -> Iterator[str]:
    """nbgrader's web pages for the course, on loopback; their address."""
    with tempfile.TemporaryDirectory() as home:
        places = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "HOME")
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyter_server", "--no-browser", "--allow-root", "--ip=127.0.0.1", "--port=0",
             "--IdentityProvider.token=token", f"--ServerApp.root_dir={cycle.course}"],
            cwd=cycle.course, env={**os.environ, **dict.fromkeys(places, home)}, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert server.stderr
        lines = iter(server.stderr.readline, "")
        address = next(found[0] for line in lines if (found := re.search(r"http://127[^?]*", line)))
        threading.Thread(target=lambda: [*lines], daemon=True).start()
        try:
            yield f"{address}formgrader"
        finally:
            server.terminate()
            server.wait()


@pytest.fixture(scope="module")
def page(formgrader: str) -> Iterator[Page]:
    """A page of a real browser, known to the server."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-quic"]
        )
        page = browser.new_page()
        page.goto(f"{formgrader}/?token=token")
        yield page
        browser.close()


def test_formgrader_shows_what_students_have(page, formgrader):
    page.goto(f"{formgrader}/manage_students")
    page.wait_for_selector("td:has-text('Amélie')")

    rows = dict(re.findall(r"\t(\S+)\t.*?([\d.]+) / 16", page.inner_text("tbody")))
    assert {name: float(rows[name]) for name in ("Amélie", "chloe", "fatima", "kim")} == {
        "Amélie": 8.0,
        "chloe": 2.5,
        "fatima": 11.0,
        "kim": 1.0,
    }


def test_formgrader_shows_a_notebook_with_its_marks_and_runs_no_script_of_it(
    page, formgrader, cycle
):
    with Gradebook(cycle.database) as book:
        submission = book.find_submission_notebook("first", "first", "eve").id

    page.goto(f"{formgrader}/submissions/{submission}/?index=0")
    page.wait_for_selector("text=all 2 checks pass")

    assert "document.title = 'taken'" in page.inner_text("body")
    assert page.title() != "taken"
