"""`grader hint`: one more hint each time, and what was seen again above it."""

from __future__ import annotations

import sys

import pytest
from typer.testing import CliRunner

from grader import outcome
from grader.cli import app
from grader.handout import FILE, Handout, to_json
from grader.practice.verdict import Verdict
from grader.progress import Progress, read_progress, write_progress

STUB = '"""# {} · One"""\n\n\ndef f(x):\n    raise NotImplementedError\n\n\ndef {}(x):\n    raise NotImplementedError\n'
TEST = '@checks("f", points=1)\ndef test_f(): ...\n\n\n@checks("{}", points=1)\ndef test_g(): ...\n'


@pytest.fixture
def here(tmp_path, monkeypatch):
    for folder in ("exercises", "tests/public", "kit"):
        (tmp_path / folder).mkdir(parents=True)
    made = {}
    for place, (unit, name) in enumerate([("one", "g"), ("two", "h")], start=1):
        stub = STUB.format(place, name)
        (tmp_path / "exercises" / f"{unit}.py").write_text(stub, encoding="utf-8")
        (tmp_path / "tests" / "public" / f"test_{unit}.py").write_text(TEST.format(name))
        made[unit] = Handout(stub, {"f": ("Look.", "Do.\x1b[31m"), name: ("Ask.",)})
    made["two"] = Handout(made["two"].stub)
    (tmp_path / FILE).write_bytes(to_json(made))
    write_progress(tmp_path, Progress())
    monkeypatch.chdir(tmp_path)
    return tmp_path


def ran(*arguments: str):
    return CliRunner().invoke(app, ["hint", *arguments])


def test_each_call_shows_one_more_below_those_that_were_seen(here):
    first, second, third = ran("one.f"), ran("one.f"), ran("one.f")

    assert first.stdout == "one.f\nhint 1 of 2: Look.\n"
    assert first.stderr == "the next one: grader hint one.f\n"
    assert second.stdout.startswith("one.f\nhint 1 of 2: Look.\nhint 2 of 2: Do.")
    assert second.stderr == ""
    assert third.stdout == second.stdout
    assert third.stderr == "these are all; what f is to do stands in its docstring\n"
    assert read_progress(here) == Progress({}, {"one.f": 2})


@pytest.fixture
def checked(monkeypatch):
    """What the visible checks say: checked(progress, the name of what is next)."""

    def say(progress: Progress, following: str | None) -> None:
        verdict = Verdict(name=following, status=outcome.FAILED) if following else None
        command = sys.modules["grader.cli.hint"]  # its function has the same name
        monkeypatch.setattr(command, "review", lambda root, functions: (progress, verdict))

    return say


def test_without_a_name_it_is_the_next_function_that_is_not_solved(here, checked):
    checked(Progress({"one.f": "2026-11-26"}, {"one.f": 1}), "one.g")

    assert ran().stdout == "one.g\nhint 1 of 1: Ask.\n"
    assert read_progress(here) == Progress({"one.f": "2026-11-26"}, {"one.f": 1, "one.g": 1})


def test_where_all_is_solved_there_is_nothing_to_hint_at(here, checked):
    checked(Progress(), None)

    assert ran().stdout.startswith("all functions are solved")


def test_a_unit_that_is_not_set_has_no_hints(here):
    assert ran("h").stdout == "two.h has no hints: two is not set, others build on it\n"
    assert read_progress(here) == Progress()


def test_of_a_name_in_several_units_the_whole_is_asked_for(here):
    assert str(ran("f").exception) == "f is a function of one and of two: one.f or two.f"


def test_nothing_in_a_hint_steers_the_terminal(here):
    ran("one.f")

    assert "\x1b" not in ran("one.f").stdout
