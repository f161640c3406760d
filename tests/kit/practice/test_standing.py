"""What is next, and where it stands."""

from __future__ import annotations

from grader.practice.standing import by_unit, following, lesson, place

NAMES = ("a.f", "a.g", "b.h")


def test_the_next_is_the_first_after_that_is_not_solved_and_then_from_the_start():
    assert following(NAMES, {}, None) == "a.f"
    assert following(NAMES, {"a.g"}, "a.f") == "b.h"
    assert following(NAMES, {"b.h"}, "a.g") == "a.f"
    assert following(NAMES, {}, "gone.by") == "a.f"


def test_nothing_is_next_once_all_are_solved():
    assert following(NAMES, set(NAMES), "a.g") is None


def test_functions_stand_by_their_units():
    assert by_unit(NAMES) == {"a": ["a.f", "a.g"], "b": ["b.h"]}


def test_a_function_is_where_its_line_is(desk):
    assert place(desk, "first.half") == "exercises/first.py, line 11"
    assert place(desk, "first.gone") == "exercises/first.py"
    assert place(desk, "gone.half") == "exercises/gone.py"


def test_a_lesson_is_a_page_where_there_is_one(desk):
    (desk / "lessons").mkdir()
    (desk / "lessons" / "first.md").touch()

    assert lesson(desk, "first.half") == "lessons/first.md"
    assert lesson(desk, "second.quadruple") == "exercises/second.py, at its top"


def test_the_place_in_a_module_that_is_no_python_is_the_line_of_its_error(desk):
    module = desk / "exercises" / "first.py"
    module.write_text(module.read_text() + "\ndef broken(:\n")

    assert place(desk, "first.double") == "exercises/first.py, line 15"
