"""Sources that no editor would write: importing one fails in a sentence, and takes nothing but its own unit along."""

from __future__ import annotations

import pytest

from grader import outcome, show
from grader.files import FILE_LIMIT
from grader.outcome import Halt, judge
from grader.sandbox.peer import RAISABLE
from grader.sandbox.remote import WorkerGone

F = b"def f():\n    return 1\n"
ODD = {
    "coding utf-7": (b"# coding: utf-7\n+AGEAIAA9ACAAMQ-\n" + F, None),
    "no codec": (b"# coding: klingon\n" + F, "unknown encoding"),
    "coding latin-1": (b"# coding: latin-1\n" + F, None),
    "two codings": (b"\xef\xbb\xbf# coding: ascii\n" + F, "encoding"),
    "nested parentheses": (b"x = " + b"(" * 5000 + b")" * 5000 + b"\n", "too many nested"),
    "nested operators": (b"x = " + b"-" * 300_000 + b"1\n", None),
    "nested lists": (b"x = " + b"[" * 150 + b"]" * 150 + b"\n" + F, None),
    "attributes": (b"x = 1" + b".real" * 100_000 + b"\n", None),
    "a sum": (b"x = 1" + b"+1" * 400_000 + b"\n", None),
    "nested blocks": (b"".join(b" " * n + b"if 1:\n" for n in range(101)) + b" " * 101 + b"pass\n", "too many levels"),
    "a huge number": (b"x = " + b"9" * 1_000_000 + b"\n", "Exceeds the limit"),
    "a huge text": (b"x = 'a' * 10 ** 12\n", "MemoryError"),
    "many lines": (b"x = 1\n" * (FILE_LIMIT // 6), None),
    "a form feed": (b"\x0c\r\x0b" + F, None),
    "surrogates": (b"raise ValueError('\\ud800\\x1b[2J\\u202e')\n", "ValueError"),
    "a name of bidi": ("ａ = 1\nraise NameError('\u202e')\n".encode(), "NameError"),
}  # fmt: skip


@pytest.fixture
def came_of(load):
    """What importing a source and calling its f comes to: a value, or what marking knows."""

    def run(source):
        try:
            return load(source)("f"), None
        except (Halt, WorkerGone) as error:
            return None, str(error)
        except Exception as error:
            assert type(error) in RAISABLE.values(), repr(error)
            judged = judge(error)
            return None, f"{judged.message} {outcome.import_failure('unit', error)}"

    return run


@pytest.mark.parametrize(("source", "sentence"), ODD.values(), ids=ODD)
def test_an_odd_source_is_a_module_or_a_sentence(came_of, source, sentence):
    value, said = came_of(source)

    assert value == 1 or said
    assert said is None or show.clipped(said)
    if sentence:
        assert sentence in said


def test_odd_sources_take_nothing_along(mark, statuses):
    report = mark(first=ODD["nested operators"][0], second=b"# coding: klingon\n")

    assert {*statuses(report).values()} <= {outcome.ERROR, outcome.CRASHED, outcome.TIMEOUT}
    assert all(
        note.startswith(("first: ", "second: ")) and note.isprintable() for note in report.notes
    )
