"""Planted mistakes: the student's module is right but for the one function, which does what the mistake does."""

from __future__ import annotations

import sys
from types import ModuleType

import numpy as np
import pytest

from grader.curriculum import CourseError
from grader.mistakes import path_of, read_mistakes
from grader.plant import TRIVIAL, as_handed_in, planted, trivial


@pytest.fixture
def plant(with_mistakes, importing, monkeypatch):
    """Imports a unit's planted mistake as a student's module: plant(unit, name, mistakes' file) -> module."""

    def load(unit: str, name: str, text: str | None = None) -> ModuleType:
        if text is not None:
            path_of(with_mistakes, unit).write_text(f"from grader.mistakes import mistake\n{text}")
        with importing(with_mistakes):
            (wrong,) = [each for each in read_mistakes(with_mistakes, unit) if each.name == name]
            source = planted(with_mistakes, wrong)
        return run(source, f"exercises.{unit}")

    def run(source: str, name: str) -> ModuleType:
        module = ModuleType(name)
        exec(compile(source, f"{name}.py", "exec"), module.__dict__)
        monkeypatch.setitem(sys.modules, name, module)
        return module

    monkeypatch.setitem(sys.modules, "exercises", ModuleType("exercises"))
    solution = with_mistakes.root / "solutions" / "first.py"
    sys.modules["exercises"].first = run(as_handed_in(solution.read_text()), "exercises.first")
    return load


@pytest.mark.parametrize(("name", "result"), [("tripled", 6.0), ("squared", 4.0)])
def test_the_function_does_what_the_mistake_does(plant, name, result):
    module = plant("first", name)

    assert module.double(2.0) == result
    assert module.double.__name__ == module.double.__qualname__ == "double"


SECOND = """
from solutions.first import double as twice
from solutions import first, second
from solutions.second import apply as own, quadruple

@mistake("quadruple")
def octuple(x):
    "Eight times."
    assert own(lambda x: x, 1.0) == second.apply(lambda x: x, 1.0) == 2.0
    return twice(first.double(quadruple(x))) / 2

"""


def test_its_own_unit_is_the_right_one_and_other_units_are_the_students(plant, monkeypatch):
    wrong = ModuleType("exercises.first")
    wrong.double = lambda x: 10 * x
    monkeypatch.setitem(sys.modules, "exercises.first", wrong)
    monkeypatch.setattr(sys.modules["exercises"], "first", wrong)

    module = plant("second", "octuple", SECOND)

    assert (
        module.quadruple(1.0) == 100 * 10 * 10 / 2
    )  # its quadruple is built on the student's double


@pytest.mark.parametrize(
    "line",
    ["    from solutions.first import double\n", "    from solutions import first\n    double = first.double\n"],
    ids=["a function", "a unit"],
)  # fmt: skip
def test_what_is_imported_within_it_is_found_too(plant, line):
    text = f"@mistake('quadruple')\ndef halved(x):\n    'Two times.'\n{line}    return double(x)\n"

    assert plant("second", "halved", text).quadruple(1.0) == 2.0


def test_an_import_that_cannot_be_planted_is_named(plant):
    text = "import solutions.first\n\n@mistake('draw')\ndef drawn(rng):\n    'One.'\n"

    with pytest.raises(CourseError, match=r"tests/mistakes/second\.py, line 2: write 'from solut"):
        plant("second", "drawn", text)


def test_names_of_its_file_meet_none_of_the_references(plant):
    """The reference's quadruple calls double, which the file of mistakes has too."""
    text = (
        "def double(x):\n    return -x\n\nnp = None\n\n"
        "@mistake('draw')\ndef drawn(rng):\n    'Negative.'\n    return double(1.0)\n"
    )

    module = plant("second", "drawn", text)

    assert module.draw(None) == -1.0
    assert module.quadruple(np.ones(2)).tolist() == [4.0, 4.0]


def test_mistakes_of_one_file_may_use_each_other(plant):
    text = (
        "@mistake('draw')\ndef one(rng):\n    'One.'\n    return other(rng) + SHIFT\n\n"
        "@mistake('draw')\ndef other(rng):\n    'Two.'\n    return 1.0\n\nSHIFT = 1.0\n"
    )

    assert plant("second", "one", text).draw(None) == 2.0


def test_a_class_is_planted(plant):
    text = (
        "from solutions.second import Counter as Right\n\n"
        "@mistake('Counter')\nclass Doubling(Right):\n    'Adds twice.'\n\n"
        "    def add(self, x):\n        super().add(x)\n        return super().add(x)\n"
    )

    module = plant("second", "Doubling", text)

    assert module.Counter(1).add(np.ones(3)).total_ == 7.0
    assert module.Counter.__name__ == "Counter"


def test_the_sentence_and_the_mark_are_not_in_it(with_mistakes, importing):
    with importing(with_mistakes):
        (first, *_) = read_mistakes(with_mistakes, "first")
        source = planted(with_mistakes, first)

    assert "grader" not in source and "solutions" not in source
    assert "@mistake" not in source


@pytest.mark.parametrize("statement", ["from solutions import first\n", "import solutions.first\n"])
def test_a_solution_is_handed_in_under_the_students_name(statement):
    assert as_handed_in(statement) == statement.replace("solutions", "exercises")


def test_what_only_names_solutions_is_left_alone():
    text = '"""Import what solutions has."""\nsolutions = 1\n'

    assert as_handed_in(text) == text


@pytest.fixture
def answer(right):
    """Answers trivially in a function of the second unit: answer(function, name) -> its module's names."""

    def of(function: str, name: str) -> dict:
        first: dict = {}
        exec(right["first"], first)
        names = {"double": first["double"]}
        text = right["second"].decode().replace("from exercises.first import double", "")
        exec(trivial(text, function, name), names)
        return names

    return of


@pytest.mark.parametrize(
    ("name", "result"),
    [("zeros", [0.0, 0.0]), ("ones", [1.0, 1.0]), ("its argument", [1.0, 2.0])],
)
def test_a_trivial_answer_has_the_right_shape_and_kind(answer, name, result):
    given = answer("quadruple", name)["quadruple"](np.array([1.0, 2.0]))

    assert given.tolist() == result
    assert given.dtype == np.float64


def test_nothing_is_a_trivial_answer(answer):
    assert answer("quadruple", "nothing")["quadruple"](np.ones(2)) is None
    assert len(TRIVIAL) == 4


def test_a_trivial_answer_changes_no_argument(answer):
    x, items, table = np.zeros(2), [0], {}

    answer("fill", "zeros")["fill"](x, items, table)

    assert x.tolist() == [0, 0] and items == [0] and table == {}


def test_the_methods_of_a_class_answer_trivially(answer):
    counter = answer("Counter", "nothing")["Counter"](3)

    assert counter.add(np.ones(2)) is None
    assert counter.total_ == 3


@pytest.mark.parametrize("name", TRIVIAL)
def test_a_trivial_answer_is_none_where_the_right_one_raises(answer, name):
    with pytest.raises(ValueError, match="could not convert"):
        answer("quadruple", name)["quadruple"]("text")


def test_only_what_the_mistake_uses_is_planted(with_mistakes, importing):
    path_of(with_mistakes, "second").write_text(
        "from grader.mistakes import mistake\n"
        "FACTOR = 8\n\n"
        "def times(x):\n    return FACTOR * x\n\n"
        "def unused(x):\n    return x\n\n"
        '@mistake("quadruple")\ndef octuple(x):\n    "Eight times."\n    return times(x)\n\n'
        '@mistake("quadruple")\ndef nonuple(x):\n    "Nine times."\n    return 9 * x\n'
    )
    with importing(with_mistakes):
        (wrong,) = [
            each for each in read_mistakes(with_mistakes, "second") if each.name == "octuple"
        ]
        source = planted(with_mistakes, wrong)

    assert "times" in source and "FACTOR = 8" in source
    assert "unused" not in source and "nonuple" not in source
