"""What progress.txt keeps."""

from __future__ import annotations

from datetime import date

import pytest

from grader.progress import Progress, checked_functions, read_progress, settle, write_progress

TODAY = date(2026, 11, 26)


def test_progress_is_read_as_it_was_written(course):
    progress = Progress({"second.apply": "2026-11-26"}, {"first.double": 2, "second.apply": 1})
    write_progress(course.root, progress)

    assert read_progress(course.root) == progress


def test_lines_follow_the_curriculum_and_what_it_does_not_know_comes_last(course):
    (course.root / "tests" / "public" / "test_first.py").write_text('@checks("double", points=1)\n')
    (course.root / "tests" / "public" / "test_second.py").write_text('@checks("apply", points=1)\n')
    write_progress(
        course.root,
        Progress({"second.apply": "2026-11-26", "first.double": "2026-11-25"}, {"gone.by": 1}),
    )

    comment, *lines = (course.root / "progress.txt").read_text().splitlines()
    assert comment.startswith("# What you have solved")
    assert lines == [
        "first.double   solved 2026-11-25",
        "second.apply   solved 2026-11-26",
        "gone.by        hints 1",
    ]


def test_where_there_is_no_file_there_is_no_progress(tmp_path):
    assert read_progress(tmp_path) is None


@pytest.mark.parametrize(
    "line",
    [
        "# first.double solved 2026-11-26",
        "first.double",
        "first.double solved yesterday",
        "first.double solved 2026-11-26-7",
        "first.double hints -1",
        "first.double hints 0",
        "first.double hints 99999999999999999999",
        "first solved 2026-11-26",
        "first.double\x1b[31m solved 2026-11-26",
        "../first.double solved 2026-11-26",
        "\udcff",
    ],
)
def test_a_line_that_says_nothing_known_is_passed_over(tmp_path, line):
    text = f"{line}\r\n  second.apply solved 2026-11-26 hints 1 and more \n"
    (tmp_path / "progress.txt").write_bytes(text.encode("utf-8", "surrogateescape"))

    progress = read_progress(tmp_path)
    assert progress == Progress({"second.apply": "2026-11-26"}, {"second.apply": 1})


def test_what_passes_is_solved_and_keeps_its_day_and_what_breaks_is_not_any_more():
    progress = Progress({"a.b": "2026-11-01", "a.c": "2026-11-02"}, {"a.c": 1})

    settled = settle(progress, {"a.b": True, "a.c": False, "a.d": True, "a.e": False}, TODAY)
    assert settled == Progress({"a.b": "2026-11-01", "a.d": "2026-11-26"}, {"a.c": 1})


def test_the_functions_are_those_that_have_visible_checks_in_the_order_of_the_lessons(course):
    public = course.root / "tests" / "public"
    (public / "test_second.py").write_text(
        '@checks("draw", points=1)\n\n@checks(\n    "apply", points=1)\n\n@checks("draw", points=1)\n'
    )
    (public / "test_first.py").write_text(
        '@checks("double", points=1)\n# @checks("not", points=1)\n'
        'NAME = "Counter"\n\n@checks(NAME, points=1)\n'
    )

    assert checked_functions(course.root) == (
        "first.double",
        "first.Counter",
        "second.draw",
        "second.apply",
    )
