"""Pseudonyms: the same for the same name and key, one for each, and the name is nowhere beside them."""

from __future__ import annotations

import re
import unicodedata

import msgspec
import pytest

from grader import pseudonyms as module
from grader.files import SubmissionError
from grader.pseudonyms import anonymous, pseudonyms, read_key
from grader.report import Check, Report, to_json, totals

KEY = b"0123456789abcdef0123456789abcdef"


def report(student, **facts):
    check = Check(
        id="a::x", unit="a", function="f", title="T", points=2, earned=0, status="failed", **facts
    )
    return Report(
        student=student, score=0, maximum=2, units=totals([check], {}), checks=(check,), seed=0,
        tests_digest="t", submission_digest="s", layers=(), kit_version="0",
        notes=(f"{student}: a file is not read",), truncations=(f"cut, {student}",),
    )  # fmt: skip


def test_a_pseudonym_rests_on_name_and_key_alone():
    made = pseudonyms(["ann", "bob"], KEY)

    assert made == {"ann": "student-14T5-BZF7", "bob": pseudonyms(["bob"], KEY)["bob"]}
    assert not {*made.values()} & {*pseudonyms(["ann", "bob"], KEY[::-1]).values()}


def test_a_class_has_as_many_pseudonyms_as_students():
    made = pseudonyms((f"student {number}" for number in range(5_000)), KEY)

    assert len({*made.values()}) == 5_000
    assert all(re.fullmatch(r"student(-[0-9A-HJKMNP-TV-Z]{4}){2}", each) for each in made.values())


def test_two_that_would_be_called_the_same_both_get_longer_ones(monkeypatch):
    digits = {"ann": "A" * 8 + "B" * 40, "bob": "A" * 8 + "C" * 40, "eve": "D" * 48}
    monkeypatch.setattr(module, "_digits", lambda student, key: digits[student])

    made = pseudonyms(digits, KEY)

    assert made == {
        "ann": "student-AAAA-AAAA-BBBB",
        "bob": "student-AAAA-AAAA-CCCC",
        "eve": "student-DDDD-DDDD",
    }


@pytest.mark.parametrize("student", ["", "...", "\ud800", "a" * 5000, "x(?)[", "-"])
def test_any_name_has_a_pseudonym(student):
    made = pseudonyms([student], KEY)[student]

    found = anonymous(report(student, message="nothing", output="x"), made)

    assert found.student == made
    assert found.checks[0].message == "nothing"


@pytest.mark.parametrize(
    "student",
    ["Aisha Rahman", "aisha.rahman", "Zoë O'Neil", "Zoe\u0308 O'Neil", "李雷", "rui_2", "İpek Şen"],
)
def test_no_text_of_a_report_has_the_name(student):
    texts = [
        student, student.upper(), student.lower(), student.swapcase(), student.title(),
        f"/home/{student}/costs.py", f"by {student}!",
        student.replace(" ", "_"), student.replace(" ", ""), student.replace(" ", "-"),
        f"({student})", f"_{student}_", f"{student}2", student.split(" ")[0], student.split(" ")[-1],
        "".join(char for char in unicodedata.normalize("NFKD", student) if not unicodedata.combining(char)),
    ]  # fmt: skip
    told = " | ".join(texts)
    facts = dict.fromkeys(
        ("message", "call", "actual", "expected", "worst", "counterexample", "diagnosis", "output"),
        told,
    )

    found = anonymous(report(student, frames=(told,), **facts), "student-0000-0000")

    text = to_json(found).decode()
    assert "student-0000-0000" in text
    for part in re.split(r"[\s._]+", student):
        assert len(part) < 3 or part.casefold() not in text.casefold()


def test_words_that_only_hold_a_name_stay():
    found = anonymous(report("Ann Chen", message="an annual kitchen and Ann's"), "student-X")

    assert found.checks[0].message == "an annual kitchen and student-X's"


def test_nothing_but_texts_of_the_student_s_is_changed():
    before = report("T", message="T")

    after = anonymous(before, "student-X")

    check = msgspec.structs.replace(before.checks[0], message="student-X")
    assert after.checks == (check,)
    assert (after.units, after.score) == (before.units, before.score)


def test_a_key_is_made_once_and_for_its_owner_alone(tmp_path):
    path = tmp_path / "key"

    made = read_key(path)

    assert read_key(path) == made
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("content", "mode", "problem"),
    [
        (KEY, 0o644, "holds the key of the pseudonyms and others"),
        (b"me", 0o600, "a key of the pseudonyms needs 32"),
    ],
)
def test_a_key_that_can_be_read_or_guessed_is_refused(tmp_path, content, mode, problem):
    path = tmp_path / "key"
    path.write_bytes(content)
    path.chmod(mode)

    with pytest.raises(SubmissionError, match=problem):
        read_key(path)
