"""What nbgrader's own autograder falls to earns nothing here, and costs nobody else anything."""

from __future__ import annotations

import copy
import json

import pytest

from tests.kit.notebooks.attacks import ATTACKS, LEAKED
from tests.kit.notebooks.conftest import POINTS, RIGHT, solved

NOTHING = "def double(x):\n    return None\n"


@pytest.fixture(scope="module")
def attacked(new_nbgrader_course):
    """A class of attackers, and one honest student before and one after them."""
    course = new_nbgrader_course()
    honest, idle = solved(course.released(), RIGHT), solved(course.released(), NOTHING)
    for student in ("aaa", "right", "zzz"):
        course.hand_in(student, honest)
    for name, change in ATTACKS.items():
        notebook = copy.deepcopy(idle)
        folder = course.folder / "submitted" / name / "first"
        folder.mkdir(parents=True)
        change(notebook, folder)
        if not (path := folder / "first.ipynb").is_symlink() and not path.exists():
            path.write_text(json.dumps(notebook))
    course.hand_in("idle", idle)
    course.result = course.api.autograde("first", "*")
    return course


def test_the_class_is_marked_to_its_end(attacked):
    assert attacked.result["success"], attacked.result["log"]


@pytest.mark.parametrize("student", ["aaa", "right", "zzz"])
def test_the_honest_keep_their_points(attacked, student):
    assert attacked.scores(student)["double-marks"] == POINTS


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_earns_no_more_than_its_function(attacked, name):
    scores, idle = attacked.scores(name), attacked.scores("idle")

    assert scores.keys() == idle.keys()
    assert scores["double-marks"] <= idle["double-marks"] < POINTS
    assert scores["question"] in (0.0, None)


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_leaves_nothing_behind(attacked, name):
    folder = attacked.folder / "autograded" / name / "first"

    assert not (attacked.folder / "submitted" / name / "first" / LEAKED).exists()
    assert not [path for path in folder.rglob("*") if path.is_symlink()]
    assert "np.asarray(x, dtype=np.float64) * 2" not in (
        (folder / "notes.txt").read_text() if (folder / "notes.txt").exists() else ""
    )


def test_no_script_of_a_student_is_in_the_feedback(attacked):
    name = "a_script_for_the_instructor"
    assert attacked.api.generate_feedback("first", name)["success"]

    page = (attacked.folder / "feedback" / name / "first" / "first.html").read_text()
    assert "taken" in page
    for active in ("<script>document.title", "<img src=x", '<img src="x"', 'href="javascript'):
        assert active not in page
