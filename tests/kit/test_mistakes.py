"""Mistakes as they stand in their files: which function they are of, and the sentence."""

from __future__ import annotations

import pytest

from grader.curriculum import CourseError
from grader.mistakes import mistake, path_of, read_mistakes


def test_they_come_in_the_order_of_their_file(with_mistakes, importing):
    with importing(with_mistakes):
        found = read_mistakes(with_mistakes, "first")

    assert [each.name for each in found] == [
        "tripled", "in_place", "squared", "unfinished", "rounded",
    ]  # fmt: skip
    assert {(each.unit, each.function) for each in found} == {("first", "double")}
    assert found[0].wrong(2.0) == 6.0


def test_the_sentence_is_the_whole_docstring_in_one_line(with_mistakes, importing):
    with importing(with_mistakes):
        first, *_ = read_mistakes(with_mistakes, "first")

    assert first.sentence == "Three times the argument came back, and two times were asked for."


def test_a_unit_without_a_file_has_none(with_mistakes):
    assert read_mistakes(with_mistakes, "second") == ()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("@mistake('double')\ndef nameless(x):\n    return x\n",
      r"tests/mistakes/first\.py: nameless needs a docstring"),
     ("@mistake('triple')\ndef lost(x):\n    'Wrong.'\n",
      r"tests/mistakes/first\.py: lost is a mistake in 'triple', which the unit does not have")],
    ids=["without a sentence", "of no function"],
)  # fmt: skip
def test_what_is_missing_is_said(with_mistakes, importing, text, sentence):
    path_of(with_mistakes, "first").write_text(f"from grader.mistakes import mistake\n{text}")

    with importing(with_mistakes), pytest.raises(CourseError, match=sentence):
        read_mistakes(with_mistakes, "first")


@pytest.mark.parametrize(
    ("text", "reason"),
    [("def broken(x)\n    return x\n", r"SyntaxError: expected ':' \(first\.py, line 1\)"),
     ("import nowhere_at_all\n", "ModuleNotFoundError: No module named 'nowhere_at_all'"),
     ("from grader.mistakes import mistake\n@mistake\ndef bare(x):\n    'Wrong.'\n",
      r"TypeError: @mistake needs the name of a function: @mistake\(\"softmax\"\)")],
    ids=["no Python", "an import of nothing", "a decorator without a function"],
)  # fmt: skip
def test_a_file_that_cannot_be_imported_is_named(with_mistakes, importing, text, reason):
    path_of(with_mistakes, "first").write_text(text)

    sentence = rf"tests/mistakes/first\.py cannot be imported: {reason}"
    with importing(with_mistakes), pytest.raises(CourseError, match=sentence):
        read_mistakes(with_mistakes, "first")


def test_helpers_constants_and_what_is_imported_are_no_mistakes(with_mistakes, importing):
    path = path_of(with_mistakes, "first")
    more = "RATE = np.float64(0.1)\nsum = np.sum\n\n\ndef helper(x):\n    return x\n"
    path.write_text(f"{path.read_text()}\n\n{more}")

    with importing(with_mistakes):
        names = {each.name for each in read_mistakes(with_mistakes, "first")}

    assert not names & {"RATE", "sum", "helper", "right", "mistake", "np"}


def test_a_class_can_be_one(with_mistakes, importing):
    path_of(with_mistakes, "second").write_text(
        "from grader.mistakes import mistake\nfrom solutions import second\n\n"
        "@mistake('Counter')\nclass Forgetful(second.Counter):\n    'Keeps nothing.'\n\n"
        "class Heir(Forgetful):\n    'No mistake of its own.'\n"
    )

    with importing(with_mistakes):
        found = read_mistakes(with_mistakes, "second")

    assert [(each.name, each.sentence) for each in found] == [("Forgetful", "Keeps nothing.")]


def test_what_is_marked_stays_what_it_is():
    def wrong(x):
        return x

    assert mistake("double")(wrong) is wrong
