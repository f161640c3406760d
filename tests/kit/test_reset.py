"""A function as it was handed out: the rest byte for byte as it was, and what was there kept."""

from __future__ import annotations

from datetime import datetime

import pytest
from typer.testing import CliRunner

from grader.cli import app
from grader.curriculum import CourseError
from grader.handout import FILE, Handout, to_json
from grader.progress import Progress, read_progress, write_progress
from grader.reset import reset, restored

STUB = '''"""# 1 · One"""

import numpy as np


def one(x):
    """1½."""
    raise NotImplementedError("one: not written yet")


def two(x):
    """Twice."""
    raise NotImplementedError("two: not written yet")


class Three:
    """Thrice."""

    def f(self):
        raise NotImplementedError("Three.f: not written yet")
'''
HANDOUT = Handout(STUB)
HEAD, ONE, TWO, THREE = [
    f"{part}\n".encode() for part in STUB.removesuffix("\n").split("\n\n\n") if part
]
GAP = b"\n\n"
MINE = b'def two(x):\n    """Twice."""\n    y = 2 * x  # mine\n\n    return y\n'
NOW = datetime(2026, 11, 26, 9, 12, 5)


def module(*parts: bytes) -> bytes:
    return GAP.join(parts)


def put_back(source: bytes, function: str = "two") -> tuple[bytes, bytes]:
    return restored(source, HANDOUT, "one", function)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (module(HEAD, ONE), THREE),
        (module(HEAD, b"X = 1;\tY=2\n# about two\n"), b"# about three\n" + THREE),
        (b"\xef\xbb\xbf" + module(HEAD, b"def one(x): return x\r"), THREE + b"\x0c\n   \n# end"),
        (HEAD + b"def one(x):\n\treturn (x +\n1)\n", b"if True:\n    two_more = 1"),
    ],
    ids=["plain", "comments", "odd ends", "tabs"],
)
def test_the_rest_stays_as_it_is_byte_for_byte(before, after):
    source = before + GAP + MINE + GAP + after

    assert put_back(source) == (before + GAP + TWO + GAP + after, MINE)


def test_lines_end_as_the_others_of_the_file_do():
    mine = module(HEAD, MINE, THREE).replace(b"\n", b"\r\n")

    assert put_back(mine)[0] == module(HEAD, TWO, THREE).replace(b"\n", b"\r\n")


def test_decorators_go_with_their_function():
    decorated = b"@np.errstate(\n    all='ignore'\n)\n@cached\n" + MINE

    assert put_back(module(HEAD, decorated, THREE)) == (module(HEAD, TWO, THREE), decorated)


def test_a_class_is_put_back_whole():
    mine = THREE.replace(b"raise", b"return 3 #")

    assert put_back(module(HEAD, ONE, mine), "Three") == (module(HEAD, ONE, THREE), mine)


def test_of_two_definitions_the_last_which_counts_is_put_back():
    assert put_back(module(HEAD, MINE, ONE, MINE))[0] == module(HEAD, MINE, ONE, TWO)
    assert put_back(module(HEAD, ONE, b"two = one\n"))[0] == module(HEAD, ONE, TWO)


@pytest.mark.parametrize(
    ("source", "function", "expected"),
    [
        (module(HEAD, ONE, THREE), "two", module(HEAD, ONE, TWO, THREE)),
        (module(HEAD, TWO, THREE), "one", module(HEAD, ONE, TWO, THREE)),
        (module(HEAD, THREE), "two", module(HEAD, TWO, THREE)),
        (module(HEAD, ONE, TWO), "Three", module(HEAD, ONE, TWO, THREE)),
        (module(HEAD, ONE).rstrip(b"\n"), "two", module(HEAD, ONE, TWO)),
        (HEAD, "two", module(HEAD, TWO)),
        (ONE + b"x = 1\n", "two", ONE + GAP + TWO + GAP + b"x = 1\n"),
    ],
    ids=["middle", "first", "before the next", "last", "no newline", "alone", "no gap"],
)
def test_a_function_that_was_deleted_comes_back_at_its_place(source, function, expected):
    assert put_back(source, function) == (expected, b"")


@pytest.mark.parametrize(
    "mine",
    [
        b"def two(x):\n    return (x\n",
        b"def two(x)\n    return x\n",
        b'def two(x):\n    """Twice.\n    return x\n',
        b"def two(x:\n    return x\n\nreturn 3\n    y = 2\n",
        b"@@\ndef two(x):\n  if x:\n return\n",
        b"class two x:\n",
        b"def two(x):\n    return '\xff'\n",
    ],
    ids=["bracket", "colon", "quotes", "not indented", "decorator", "class", "bytes"],
)
def test_a_function_that_is_no_python_is_put_back(mine):
    assert put_back(module(HEAD, ONE, mine, b"# three\n" + THREE)) == (
        module(HEAD, ONE, TWO, b"# three\n" + THREE),
        mine,
    )


@pytest.mark.parametrize(
    "source",
    [
        module(HEAD, b"def one(x:\n    pass\n", MINE, THREE),
        module(HEAD, MINE, b"class Three\n    pass\n"),
        module(HEAD, MINE, b"clas Three:\n    pass\n\n\ndef four():\n    pass\n"),
        module(HEAD, MINE, b"def one(x):\n    (\n\n\ndef four():\n    pass\n"),
        b"\0",
    ],
    ids=["before", "behind", "keyword", "open", "null"],
)
def test_where_the_file_is_no_python_elsewhere_a_sentence_says_what_to_do(source):
    with pytest.raises(CourseError, match=r"one\.py.*mend that first.*or .* grader reset one"):
        put_back(source)


def test_another_encoding_is_to_be_changed_first():
    with pytest.raises(CourseError, match="is in iso-8859-1: save it as UTF-8 first"):
        put_back(b"# -*- coding: latin-1 -*-\n" + MINE)


def test_what_was_there_is_kept_in_a_file_of_its_own(tmp_path):
    (tmp_path / "exercises").mkdir()
    for mine in (MINE, MINE + b"    # again\n"):
        (tmp_path / "exercises" / "one.py").write_bytes(module(HEAD, mine))
        done = reset(tmp_path, "one", HANDOUT, "two", NOW)

        assert done.kept.parent == tmp_path / "exercises" / ".kept"
        assert done.kept.name.startswith("one.two 2026-11-26 091205")
        assert done.kept.read_bytes() == MINE
    assert len([*done.kept.parent.iterdir()]) == 2
    assert not reset(tmp_path, "one", HANDOUT, "two", NOW).changed


@pytest.fixture
def course(tmp_path, monkeypatch):
    for folder in ("exercises", "tests", "kit"):
        (tmp_path / folder).mkdir()
    (tmp_path / "exercises" / "one.py").write_bytes(module(HEAD, ONE, MINE, THREE))
    (tmp_path / FILE).write_bytes(to_json({"one": HANDOUT}))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def ran(*arguments: str):
    return CliRunner().invoke(app, ["reset", *arguments], catch_exceptions=True)


def test_the_command_puts_back_and_forgets_that_it_is_solved(course):
    write_progress(course, Progress({"one.two": "2026-11-26", "one.one": "2026-11-26"}, {}))

    done = ran("two")

    assert done.exit_code == 0
    (kept,) = (course / "exercises" / ".kept").iterdir()
    where = f"exercises/.kept/{kept.name}"
    assert done.output == f"one.two is as it was handed out; yours is kept in {where}\n"
    assert (course / "exercises" / "one.py").read_bytes() == module(HEAD, ONE, TWO, THREE)
    assert read_progress(course).solved == {"one.one": "2026-11-26"}
    assert ran("one.two").output == "one.two is as it was handed out already\n"


def test_the_command_puts_a_whole_file_back(course):
    assert "kept" in ran("one").output
    assert (course / "exercises" / "one.py").read_text("utf-8") == STUB

    (course / "exercises" / "one.py").unlink()

    assert "exercises/one.py is missing: grader reset one" in str(ran("one.two").exception)
    assert ran("one").output == "one is as it was handed out\n"


def test_what_others_may_not_read_stays_so(course):
    path = course / "exercises" / "one.py"
    path.chmod(0o600)

    done = reset(course, "one", HANDOUT, "two", NOW)

    assert [each.stat().st_mode & 0o777 for each in (path, done.kept)] == [0o600, 0o600]


def test_a_module_that_is_a_link_stays_one(course):
    path = course / "exercises" / "one.py"
    path.rename(course / "mine.py")
    path.symlink_to(course / "mine.py")

    reset(course, "one", HANDOUT, "two", NOW)

    assert path.is_symlink()
    assert (course / "mine.py").read_bytes() == module(HEAD, ONE, TWO, THREE)


def test_of_a_module_that_is_no_python_so_many_lines_after_a_function_are_its_own():
    source = module(HEAD, ONE, MINE) + b"x = 1\n" * 200 + b"y = )\n" + THREE

    with pytest.raises(CourseError, match="two cannot be told from the rest"):
        put_back(source)


@pytest.mark.parametrize(
    ("what", "sentence"),
    [("tow", "there is no function 'tow'; is one.two meant?"),
     ("one.four", "one has no function 'four'; it has one, two, Three"),
     ("\x1b[31m", "there is no function '\\\\u001b[31m': grader list shows all")],
)  # fmt: skip
def test_a_name_that_is_none_is_answered_with_what_there_is(course, what, sentence):
    found = ran(what).exception

    assert isinstance(found, CourseError)
    assert str(found) == sentence
