"""Scores of modules in nbgrader's gradebook, on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from nbgrader.api import Grade, Gradebook

from grader.cli.autograde import write_scores
from grader.notebooks.scores import Scores
from grader.report import Check, Report, ReportError, file_name, to_json, totals
from tests.kit.notebooks.conftest import HALF, solved

POSTGRES = "postgres"
WORTH = (
    ("costs", "mean", 2.5),
    ("costs", "mean", 1.0),
    ("costs", "one_hot", 4.0),
    ("rnn", "step", 3.0),
)


@pytest.fixture(scope="module")
def postgresql() -> Iterator[str]:
    """A PostgreSQL server of our own, without a network; its URL."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    assert found, "these tests need PostgreSQL: apt-get install postgresql"
    programs, folder = found[-1].parent, Path(tempfile.mkdtemp(prefix="neurokata-postgresql-"))
    become = ["runuser", "-u", POSTGRES, "--"] if os.geteuid() == 0 else []
    if become:
        shutil.chown(folder, POSTGRES)
    data, user = folder / "data", POSTGRES if become else os.environ["USER"]

    def run(*command: str | Path) -> None:
        subprocess.run([*become, *command], check=True, capture_output=True, cwd="/")

    run(programs / "initdb", "-D", data, "--no-sync", "-A", "trust", "-E", "UTF8")
    options = f"-c listen_addresses='' -c fsync=off -c unix_socket_directories={folder}"
    run(programs / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start")
    try:
        yield f"postgresql+psycopg://{user}@/postgres?host={folder}"
    finally:
        run(programs / "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")
        shutil.rmtree(folder)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def database(request, tmp_path_factory) -> str:
    """The URL of a gradebook, which each test has students of its own in."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path_factory.mktemp('scores') / 'gradebook.db'}"
    return request.getfixturevalue("postgresql")


def report(student: str, **earned: float) -> Report:
    """A report of the units `costs` and `rnn`; one that earned nothing was not handed in."""
    checks = []
    for unit, function, points in (
        ("costs", "mean", 2.5),
        ("costs", "mean", 1.0),
        ("costs", "one_hot", 4.0),
        ("rnn", "step", 3.0),
    ):
        got = min(earned.get(function, 0.0), points)
        given = unit == "costs" or "step" in earned
        checks.append(
            Check(
                id=f"{function}-{len(checks)}", unit=unit, function=function, title="", points=points, earned=got,
                status="failed" if given else "not_implemented",
                message="" if given else f"{unit}.py was not handed in",
            )
        )  # fmt: skip
    return Report(
        student=student, score=0.0, maximum=10.5, units=totals(checks, {}), checks=tuple(checks), seed=0,
        tests_digest="", submission_digest="", layers=(), kit_version="",
    )  # fmt: skip


def scores(url: str, unit: str, student: str) -> dict[str, float]:
    with Gradebook(url) as book:
        notebook = book.find_submission_notebook(unit, unit, student)
        return {grade.name: grade.score for grade in notebook.grades}


def test_each_function_has_its_points_and_what_was_earned(database):
    with Scores(database) as book:
        written = book.write(report("Zoë O'Neil; DROP TABLE grade", mean=2.25, one_hot=4.0))

    assert written == 1
    found = scores(database, "costs", "Zoë O'Neil; DROP TABLE grade")
    assert found == {"mean-marks": 3.25, "one_hot-marks": 4.0}
    with Gradebook(database) as gradebook:
        notebook = gradebook.find_notebook("costs", "costs")
        assert {cell.name: cell.max_score for cell in notebook.grade_cells} == {
            "mean-marks": 3.5,
            "one_hot-marks": 4.0,
        }


def test_a_unit_that_was_not_handed_in_is_no_submission(database):
    with Scores(database) as book:
        book.write(report("cem", mean=1.0))

    with Gradebook(database) as gradebook:
        assert gradebook.student_submissions("cem") == [gradebook.find_submission("costs", "cem")]


def test_what_is_written_again_takes_the_place_of_what_was(database):
    with Scores(database) as book:
        book.write(report("ann", mean=1.0, step=3.0))
        book.write(report("ann", one_hot=4.0, step=2.0))

    assert scores(database, "costs", "ann") == {"mean-marks": 0.0, "one_hot-marks": 4.0}
    assert scores(database, "rnn", "ann") == {"step-marks": 2.0}


def test_a_score_that_a_person_gave_stays_and_is_to_be_looked_at(database):
    with Scores(database) as book:
        book.write(report("bob", mean=1.0))
    with Gradebook(database) as gradebook:
        gradebook.find_grade("mean-marks", "costs", "costs", "bob").manual_score = 3.0
        gradebook.db.commit()

    with Scores(database) as book:
        book.write(report("bob", mean=2.0))

    assert scores(database, "costs", "bob")["mean-marks"] == 3.0
    with Gradebook(database) as gradebook:
        grade = gradebook.find_grade("mean-marks", "costs", "costs", "bob")
        assert (grade.auto_score, grade.needs_manual_grade) == (3.0, True)


def test_a_function_that_came_later_has_its_score_too(database):
    with Scores(database) as book:
        book.write(report("eve", one_hot=1.0))
    with Gradebook(database) as gradebook:
        gradebook.db.delete(gradebook.find_grade("one_hot-marks", "costs", "costs", "eve"))
        gradebook.db.commit()

    with Scores(database) as book:
        book.write(report("eve", one_hot=4.0))

    assert scores(database, "costs", "eve")["one_hot-marks"] == 4.0


def test_other_points_in_the_gradebook_stay_and_scores_are_scaled_to_them(database):
    with Scores(database) as book:
        book.write(report("flo", one_hot=1.0))
    with Gradebook(database) as gradebook:
        gradebook.find_grade_cell("one_hot-marks", "costs", "costs").max_score = 8.0
        gradebook.db.commit()

    with Scores(database) as book:
        book.write(report("gil", one_hot=3.0, mean=1.0))
        scaled = book.scaled

    assert scores(database, "costs", "gil") == {"mean-marks": 2.0, "one_hot-marks": 6.0}
    assert scaled == {"costs"}
    with Gradebook(database) as gradebook:
        cell = gradebook.find_grade_cell("one_hot-marks", "costs", "costs")
        assert cell.max_score == 8.0
        cell.max_score = 4.0
        gradebook.db.commit()


def test_an_answer_in_words_that_waits_for_a_person_goes_on_waiting(database):
    with Scores(database) as book:
        book.write(report("hal", mean=1.0))
    with Gradebook(database) as gradebook:
        gradebook.add_grade_cell("question", "costs", "costs", max_score=5.0, cell_type="markdown")
        grade = gradebook.find_grade("mean-marks", "costs", "costs", "hal")
        answer = {"cell_id": gradebook.find_grade_cell("question", "costs", "costs").id}
        gradebook.db.add(Grade(notebook_id=grade.notebook_id, needs_manual_grade=True, **answer))
        gradebook.db.commit()

    with Scores(database) as book:
        book.write(report("hal", mean=2.0))
        book.write(report("ida", mean=2.0))
        replaced = book.replaced

    assert replaced == 1
    with Gradebook(database) as gradebook:
        waits = {
            each: gradebook.find_grade("question", "costs", "costs", each).needs_manual_grade
            for each in ("hal", "ida")
        }
        assert waits == {"hal": True, "ida": False}


@pytest.mark.parametrize(
    "url",
    [
        "",
        "nothing",
        "nosuch://x",
        "sqlite:////nowhere/at/all.db",
        "postgresql+psycopg://u:secret@/x?host=/nowhere",
    ],
)
def test_a_gradebook_that_cannot_be_opened_is_one_sentence_without_its_password(url):
    with pytest.raises(ReportError, match="no gradebook can be opened") as caught:
        Scores(url)

    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_nbgrader_autogrades_on_postgresql(new_nbgrader_course, postgresql):
    course = new_nbgrader_course(postgresql)
    course.hand_in("half", solved(course.released(), HALF))

    assert course.api.autograde("first", "half")["success"]

    assert course.scores("half") == {"double-marks": 2.0, "question": 0.0}


def test_a_name_that_a_gradebook_does_not_take_costs_nobody_else(database, tmp_path, capsys):
    students = ["yan", "y" * 150, "zoe"]
    for student in students:
        path = tmp_path / file_name(student)
        path.write_bytes(to_json(report(student, one_hot=4.0)))

    refused = write_scores(database, tmp_path, students)

    assert refused == (0 if database.startswith("sqlite") else 1)
    assert ("too long" in capsys.readouterr().err) == bool(refused)
    with Gradebook(database) as book:
        assert book.find_submission("costs", "zoe").score == 4.0


def test_a_name_that_would_be_markup_is_no_student(database):
    with Scores(database) as book, pytest.raises(ReportError, match="rename the folder"):
        book.write(report("<img src=x onerror=alert(1)>", mean=1.0))

    with Gradebook(database) as gradebook:
        assert not [student for student in gradebook.students if "<" in student.id]
