"""`grader watch`, `grader` and `grader list` as a student starts them: in a terminal, and without one."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import pty
import select
import shutil
import signal
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from grader.cli import app
from grader.cli.go_on import go_on
from grader.cli.list import list_functions
from grader.curriculum import CourseError, find_course

GRADER = Path(sys.executable).parent / "grader"


class Terminal:
    """A terminal in which `grader watch` runs."""

    def __init__(self, root: Path) -> None:
        self.ours, self.theirs = pty.openpty()
        fcntl.ioctl(self.theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 100, 0, 0))
        self.before = termios.tcgetattr(self.theirs)
        self.process = subprocess.Popen(
            [GRADER, "watch"], cwd=root, stdin=self.theirs, stdout=self.theirs, stderr=self.theirs,
            env={**os.environ, "TERM": "xterm"}, start_new_session=True,
        )  # fmt: skip

    def until(self, *texts: str, seconds: float = 30.0) -> str:
        """What is on the screen once all of this is."""
        seen, deadline = "", time.monotonic() + seconds
        while not all(text in seen for text in texts):
            assert time.monotonic() < deadline, seen
            if select.select([self.ours], [], [], 0.1)[0]:
                seen = (seen + os.read(self.ours, 1 << 16).decode()).rpartition("\x1b[2J")[2]
        return seen

    def press(self, key: str) -> None:
        os.write(self.ours, key.encode())

    @property
    def restored(self) -> bool:
        return termios.tcgetattr(self.theirs) == self.before

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self.ours)
        os.close(self.theirs)


@pytest.fixture
def terminal(desk):
    with contextlib.closing(Terminal(desk)) as terminal:
        yield terminal


def test_a_morning_in_the_terminal(terminal, desk, first):
    module = desk / "exercises" / "first.py"
    screen = terminal.until("first.double is next", "q quit")
    assert "course " in screen and "0 of 3" in screen

    module.write_text(first("print('\\x1b[31mhello')\nreturn x"))
    screen = terminal.until("first.double: ", "0 of 2 checks pass", "q quit")
    assert "came back  1.0" in screen and "printed    \\u001b[31mhello" in screen

    swap = desk / "exercises" / ".first.py.swp"
    swap.write_text(first("return 2 * x"))
    swap.replace(module)  # as an editor saves
    terminal.until(
        "first.double: all checks pass, solved",
        "second.quadruple: all",
        "first.half is next",
        "2 of 3",
    )

    module.unlink()
    terminal.until("exercises/first.py is missing")
    module.write_text(first("return 2 * x", "return x /"))
    terminal.until("first.py could not be imported: SyntaxError")
    module.write_text(first("return 2 * x", "return x / 2"))
    terminal.until("All 3 functions are solved")

    terminal.press("l")
    terminal.until("2 of 2", "1 of 1", "q quit")
    assert not terminal.restored
    terminal.press("q")
    assert terminal.process.wait(10) == 0
    assert terminal.restored
    assert (desk / "progress.txt").read_text().count(" solved 20") == 3


def test_the_terminal_is_restored_where_it_is_ended(terminal):
    terminal.until("q quit")
    terminal.process.send_signal(signal.SIGTERM)

    assert terminal.process.wait(10) == 143
    assert terminal.restored


def run(*arguments, cwd, **options):
    return subprocess.run(
        [GRADER, *arguments], cwd=cwd, capture_output=True, text=True, timeout=60, **options
    )


def test_without_a_terminal_it_prints_verdicts_and_ends_with_its_input(desk, first):
    (desk / "exercises" / "first.py").write_text(first("return x"))

    done = run("watch", cwd=desk, input="")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("first.double: 0 of 2 checks pass\n")
    assert done.stdout.endswith("first 0 of 2, course 0 of 3\n\n")
    assert "\x1b" not in done.stdout and "q quit" not in done.stdout


def test_alone_it_shows_what_is_next_and_keeps_what_is_solved(desk, first):
    (desk / "exercises" / "first.py").write_text(first("return 2 * x", "return x"))

    alone, listed, units = run(cwd=desk), run("list", "first", cwd=desk), run("list", cwd=desk)
    assert (alone.returncode, listed.returncode, units.returncode) == (0, 0, 0)
    assert alone.stdout.startswith("first.half: 0 of 1 checks pass\n  Half of 1 is 0.5.\n")
    assert "write it   exercises/first.py, line 11" in alone.stdout
    assert alone.stdout.endswith("\n\nfirst 1 of 2, course 2 of 3\n")
    assert "grader hint" in alone.stderr and "grader watch" in alone.stderr
    assert listed.stdout.splitlines()[1].startswith("first.double  20")
    assert listed.stdout.splitlines()[2] == "first.half"
    assert units.stdout.splitlines()[1:] == ["first        1    2  half", "second       1    1"]


def test_what_is_solved_by_pytest_alone_or_in_another_copy_is_known(desk, first, monkeypatch):
    monkeypatch.chdir(desk)
    (desk / "exercises" / "first.py").write_text(first(half="return x / 2"))
    (desk / "progress.txt").write_text("first.double solved 2026-11-26\n")

    listed = CliRunner().invoke(app, ["list"]).stdout
    (desk / "exercises" / "first.py").write_text(first("return 2 * x", "return x"))
    alone = CliRunner().invoke(app, []).stdout
    assert listed.splitlines()[1] == "first        1    2  double"
    assert alone.startswith("first.half: 0 of 1 checks pass")
    assert alone.endswith("first 1 of 2, course 2 of 3\n")


def test_alone_it_says_what_is_refused_when_it_is_marked(desk, first, monkeypatch):
    monkeypatch.chdir(desk)
    module = desk / "exercises" / "second.py"
    module.write_text(module.read_text().replace("import numpy", "import rich\nimport numpy"))
    (desk / "exercises" / "first.py").write_bytes(b"# \xe4\n" + first().encode())

    said = CliRunner().invoke(app, []).stdout
    assert "second.py, line 3, imports rich, which is not there when it is marked" in said
    assert "first.py is not UTF-8" in said


def test_where_progress_cannot_be_kept_it_is_shown_all_the_same(desk, monkeypatch):
    monkeypatch.chdir(desk)

    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("grader.practice.review.write_progress", refuse)
    listed = CliRunner().invoke(app, ["list"])
    assert listed.stdout.splitlines()[1] == "first        0    2  double, half"
    assert "progress.txt cannot be written: Permission denied" in listed.stderr


def test_a_hint_without_a_name_is_of_what_is_next_though_no_progress_is_kept(
    desk, first, monkeypatch
):
    handout = {"first": {"stub": first(), "hints": {"double": ["Not this."], "half": ["Divide."]}}}
    (desk / "kit" / "handout.json").write_text(json.dumps(handout))
    (desk / "exercises" / "first.py").write_text(first("return 2 * x"))
    monkeypatch.chdir(desk)

    assert CliRunner().invoke(app, ["hint"]).stdout == "first.half\nhint 1 of 1: Divide.\n"


def test_outside_of_a_course_it_says_so_and_shows_what_there_is(tmp_path):
    done = run(cwd=tmp_path)

    assert done.returncode == 0 and "Commands" in done.stdout
    assert done.stderr.startswith(f"no course here: {tmp_path} and the folders above it hold no")


def test_a_unit_that_there_is_not_is_named(desk, monkeypatch):
    monkeypatch.chdir(desk)

    with pytest.raises(CourseError, match="there is no unit 'third'; the units are first, second"):
        list_functions("third")
    for slip in ("frist", "First"):
        with pytest.raises(CourseError, match=f"there is no unit '{slip}'; is first meant\\?"):
            list_functions(slip)


def test_a_course_without_visible_checks_is_a_sentence(desk):
    shutil.rmtree(desk / "tests" / "public")

    with pytest.raises(CourseError, match="there are no visible checks in tests/public"):
        go_on(find_course(desk))
