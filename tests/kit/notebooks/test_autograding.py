"""nbgrader's own autograde, marked in the sandbox: scores, partial credit, and what odd notebooks come to."""

from __future__ import annotations

import copy
import json
import os

import pytest
from nbgrader.api import Gradebook

from grader.notebooks.autograding import CELLS_LIMIT, COPIED_BYTES, TEXT_LIMIT, remove_links
from tests.kit.notebooks.conftest import HALF, POINTS, RIGHT, WRONG, cell, named, solved


@pytest.fixture(scope="module")
def marked(new_nbgrader_course):
    """One class, marked once: notebooks of every kind."""
    course = new_nbgrader_course()
    stub = course.released()
    right = solved(stub, RIGHT)
    course.hand_in("right", right)
    course.hand_in("half", solved(stub, HALF))
    course.hand_in("wrong", solved(stub, WRONG))
    course.hand_in("stub", stub)
    course.hand_in("broken", b'{"cells": [')
    course.hand_in("empty", b"")
    course.hand_in("old", json.dumps({"worksheets": [], "nbformat": 3}).encode())
    for change in (answered, deleted, doubled, reversed_cells, tagged, edited, unreadable, chatty):
        notebook = copy.deepcopy(right)
        change(notebook)
        course.hand_in(change.__name__, notebook)
    bare = copy.deepcopy(right)
    bare["cells"] = []
    course.hand_in("bare", bare)
    pasted = copy.deepcopy(right)
    cell(pasted, "question")["source"] = "x" * (TEXT_LIMIT + 1)
    course.hand_in("pasted", pasted)
    crowded = copy.deepcopy(right)
    crowded["cells"] += [{"cell_type": "code"}] * CELLS_LIMIT
    course.hand_in("crowded", crowded)
    result = course.api.autograde("first", "*")
    assert result["success"], result["log"]
    return course


def answered(notebook):
    cell(notebook, "question")["source"] = "Because."


def deleted(notebook):
    notebook["cells"] = [
        each for each in notebook["cells"] if named(each) in ("setup", "double", "")
    ]


def doubled(notebook):
    notebook["cells"] += copy.deepcopy(notebook["cells"])


def reversed_cells(notebook):
    notebook["cells"].reverse()


def tagged(notebook):
    for each in notebook["cells"]:
        each["metadata"] |= {"tags": ["skip-execution", "hide"], "deletable": False, "editable": 1}


def edited(notebook):
    for each in notebook["cells"]:
        if named(each) not in ("double", "setup"):
            each["source"] = "# nothing of this was here\n" + "".join(each["source"])


def unreadable(notebook):
    own = {"cell_type": "code", "metadata": {}, "outputs": [], "source": "def triple(x:\n  pass"}
    notebook["cells"].insert(0, own)


def chatty(notebook):
    cell(notebook, "double")["outputs"] = [
        {"output_type": "stream", "name": "stdout", "text": "x" * (20 << 20)}
    ]
    cell(notebook, "double")["source"] = f"%matplotlib inline\n!ls\n{RIGHT}\nprint(double(2) / 0)"


@pytest.mark.parametrize(
    ("student", "score"),
    [("right", POINTS), ("half", 2.0), ("wrong", 1.0), ("stub", 0.0), ("broken", 0.0), ("empty", 0.0), ("old", 0.0),
     ("bare", 0.0), ("pasted", 0.0), ("crowded", 0.0), ("answered", POINTS), ("deleted", POINTS), ("doubled", POINTS),
     ("reversed_cells", POINTS), ("tagged", POINTS), ("edited", POINTS), ("unreadable", POINTS), ("chatty", POINTS)],
)  # fmt: skip
def test_each_notebook_earns_what_its_functions_earn(marked, student, score):
    assert marked.scores(student)["double-marks"] == score


def test_an_answer_in_words_waits_for_a_person(marked):
    assert marked.scores("answered")["question"] is None
    assert marked.scores("right")["question"] == 0.0  # nobody answered


@pytest.mark.parametrize("student", ["bare", "broken", "deleted", "doubled", "reversed_cells"])
def test_each_cell_that_was_released_is_there_once_after_marking(marked, student):
    names = [name for each in marked.autograded(student)["cells"] if (name := named(each))]

    assert sorted(names) == sorted(filter(None, map(named, marked.released()["cells"])))


def test_cells_that_are_locked_are_as_they_were_released(marked):
    for name in ("setup", "double-check", "double-marks"):
        released = cell(marked.released(), name)

        assert cell(marked.autograded("edited"), name)["source"] == released["source"]


def test_a_missing_cell_comes_back_after_the_one_that_it_followed(marked):
    names = list(map(named, marked.autograded("deleted")["cells"]))

    assert names.index("double-marks") == names.index("double-check") + 1
    assert names.index("double-check") == names.index("double") + 1


@pytest.mark.parametrize(
    ("student", "sentence"),
    [("broken", "first.ipynb is not a notebook"), ("old", "old format"), ("pasted", "take out what is pasted"),
     ("crowded", "cells, more than")],
)  # fmt: skip
def test_a_notebook_that_cannot_be_read_says_why(marked, student, sentence):
    notebook = marked.autograded(student)

    assert sentence in "".join(notebook["cells"][0]["source"])
    assert sentence in told(marked, student)


def test_a_student_reads_which_checks_fail_and_nothing_of_their_inputs(marked):
    lines = told(marked, "half")

    assert lines.startswith("double: 2 of 3 points\n1 of 2 checks fail")
    assert "A new array" in lines
    assert "1.0" not in lines


def test_a_student_reads_that_all_is_well(marked):
    assert told(marked, "right") == "double: 3 of 3 points\nall 2 checks pass\n"


def test_a_student_reads_what_is_not_written(marked):
    assert told(marked, "stub") == "double: 0 of 3 points\nnot written yet\n"


def test_scores_are_plain_numbers_where_nbgrader_reads_them(marked):
    outputs = cell(marked.autograded("half"), "double-marks")["outputs"]

    assert ["".join(each["data"]["text/plain"]) for each in outputs if "data" in each] == ["2.0"]


def told(course, student):
    return "".join(cell(course.autograded(student), "double-marks")["outputs"][0]["text"])


@pytest.fixture(scope="module")
def altered(new_nbgrader_course):
    """A course whose gradebook an instructor has changed: a due date, and more points for a function."""
    course = new_nbgrader_course()
    stub = course.released()
    course.hand_in("half", solved(stub, HALF))
    late = course.hand_in("late", solved(stub, RIGHT))
    (late.parent / "timestamp.txt").write_text("2026-02-02 00:00:10 UTC")
    with Gradebook(course.database) as book:
        book.update_or_create_assignment("first", duedate="2026-02-01 00:00:00 UTC")
        book.update_or_create_grade_cell("double-marks", "first", "first", max_score=6.0)
    api = course.api
    api.config.LatePenalty.policy = "10%/day"
    assert api.autograde("first", "*")["success"]
    return course


def test_a_function_whose_worth_was_changed_is_scaled_to_it(altered):
    assert altered.scores("half")["double-marks"] == 4.0


def test_late_work_loses_a_share_for_each_day_begun(altered):
    with Gradebook(altered.database) as book:
        notebook = book.find_submission_notebook("first", "first", "late")

        assert (notebook.score, notebook.late_submission_penalty) == (6.0, 1.2)


def test_a_graded_cell_that_no_test_is_about_is_refused(altered):
    with Gradebook(altered.database) as book:
        book.add_grade_cell("more", "first", "first", max_score=2.0, cell_type="code")
        more = {"cell_type": "code", "source": "1", "locked": True, "checksum": "0" * 32}
        book.add_source_cell("more", "first", "first", **more)
    altered.hand_in("other", solved(altered.released(), RIGHT))

    result = altered.api.autograde("first", "other")

    assert not result["success"]
    assert "no hidden test of first is about" in result["log"]


def test_feedback_pages_hold_what_the_student_is_told(marked):
    assert marked.api.generate_feedback("first", "half", force=True)["success"]

    page = (marked.folder / "feedback" / "half" / "first" / "first.html").read_text()
    assert "1 of 2 checks fail" in page


@pytest.fixture
def handed_in(tmp_path):
    """A submission's folder with a notebook."""
    folder = tmp_path / "submitted" / "student" / "first"
    folder.mkdir(parents=True)
    (folder / "first.ipynb").write_text("{}")
    return folder


def test_links_are_removed_also_beside_a_path_that_nobody_can_follow(handed_in):
    for number in range(10):
        (handed_in / f"folder-{number}").mkdir()
        (handed_in / f"folder-{number}" / "link").symlink_to("/etc/passwd")
    place = os.open(handed_in, os.O_RDONLY)
    for _ in range(20):
        os.mkdir("x" * 250, dir_fd=place)
        above, place = place, os.open("x" * 250, os.O_RDONLY, dir_fd=place)
        os.close(above)
    os.close(place)

    remove_links([str(handed_in / "first.ipynb")])

    assert not [path for path in handed_in.glob("folder-*/*") if path.is_symlink()]


def test_a_folder_that_is_a_link_becomes_an_empty_one(handed_in, tmp_path):
    others = tmp_path / "others"
    handed_in.rename(others)
    handed_in.symlink_to(others)

    remove_links([str(handed_in / "first.ipynb")])

    assert not handed_in.is_symlink()
    assert [*handed_in.iterdir()] == []
    assert [*others.iterdir()] == [others / "first.ipynb"]


def test_a_file_that_is_too_large_to_be_copied_is_removed(handed_in):
    (handed_in / "data.csv").write_text("1,2\n")
    with (handed_in / "sparse").open("wb") as file:
        file.truncate(COPIED_BYTES + 1)

    remove_links([str(handed_in / "first.ipynb")])

    assert sorted(path.name for path in handed_in.iterdir()) == ["data.csv", "first.ipynb"]
