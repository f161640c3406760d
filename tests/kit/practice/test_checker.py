"""Verdicts of the warm process on a student's own functions, whatever these do."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from pathlib import Path

import pytest

from grader.practice.checker import Checker, PracticeError

NAMES = ("first.double", "first.half", "second.quadruple")
SECONDS = 0.4
GOOD = "return 2 * np.asarray(x, dtype=np.float64)"


@pytest.fixture(scope="module")
def checker(shared_desk):
    with Checker(shared_desk, seconds=SECONDS) as checker:
        yield checker


@pytest.fixture
def judged(shared_desk, checker, first):
    """Writes the first unit and has all checked: judged(double="return x") -> verdicts by name."""

    def of(double=None, half=None, more=""):
        (shared_desk / "exercises" / "first.py").write_text(first(double, half) + more)
        return {verdict.name: verdict for verdict in checker.check(NAMES)}

    return of


def test_a_function_that_passes_all_of_its_checks_is_solved(judged):
    verdicts = judged(GOOD, "return x / 2")

    assert [*verdicts] == [*NAMES]
    assert all(each.passes and not each.waits for each in verdicts.values())
    assert (verdicts["first.double"].passed, verdicts["first.double"].checks) == (2, 2)


def test_what_is_not_written_waits_and_what_calls_it_says_so(judged):
    verdicts = judged()

    assert all(each.waits for each in verdicts.values())
    assert verdicts["first.double"].lines == ("first.double: not written yet",)
    assert verdicts["second.quadruple"].lines == ("first.double: not written yet",)


def test_of_a_function_that_fails_the_first_failure_is_told_with_its_facts(judged):
    verdict = judged("print('x is', x)\nreturn 3.0 * x if np.ndim(x) else 2.0 * x")["first.double"]

    assert (verdict.status, verdict.passed, verdict.checks) == ("failed", 1, 2)
    assert verdict.title == "Twice (1, 2) is (2, 4)."
    assert verdict.lines == (
        "2 of 2 values are wrong",
        "called     first.double([1.0, 2.0])",
        "came back  [3.0, 6.0]",
        "expected   [2.0, 4.0]",
        "worst      at [1]: got 6.0, expected 4.0",
    )
    assert verdict.printed == "x is [1. 2.]"
    assert verdict.test == "tests/public/test_first.py:14"


def test_an_error_is_told_with_the_students_own_lines_and_no_others(judged):
    verdict = judged("return undefined")["first.double"]

    assert verdict.status == "error"
    assert verdict.lines[0].startswith("raised NameError: name 'undefined' is not defined")
    assert [line for line in verdict.lines if line.startswith("in ")] == [
        "in         first.py, line 8, in double: return undefined"
    ]


def test_a_module_is_taken_as_it_is_now_though_its_size_and_second_are_the_same(judged):
    outcomes = [judged(f"return {digit}.0 * x")["first.double"].passes for digit in (1, 2, 3, 2)]

    assert outcomes == [False, True, False, True]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("def broken(:\n", "first.py could not be imported: SyntaxError: "),
        ("\nmissing_name\n", "first.py could not be imported: NameError: "),
        (
            "\nraise SystemExit(3)\n",
            "first.py could not be imported: SystemExit: 3: this ends the program, ",
        ),
        (
            "\nwhile True:\n    pass\n",
            f"first.py could not be imported: no answer within {SECONDS:g} s: an endless loop in first.py, line 15, ",
        ),
    ],
)
def test_a_module_that_cannot_be_imported_is_one_sentence_with_its_line(judged, more, said):
    verdicts = judged(GOOD, "return x / 2", more)

    assert not any(each.passes for each in verdicts.values())
    assert len(verdicts["first.half"].lines) == 1
    assert verdicts["first.half"].lines[0].startswith(said)
    assert "line " in verdicts["first.half"].lines[0]


def test_a_module_that_is_missing_is_named(judged, shared_desk, checker):
    (shared_desk / "exercises" / "first.py").unlink()

    verdicts = [*checker.check(["first.half"])]
    assert verdicts[0].lines == ("exercises/first.py is missing: was it renamed?",)


@pytest.mark.parametrize(
    "loop",
    [
        "while True:\n    x = x + 1",
        "while True:\n    print(x)",
        "for _ in iter(int, 1):\n    try:\n        sum(range(100))\n    except BaseException:\n        pass",
    ],
    ids=["plain", "printing", "catching all"],
)
def test_an_endless_loop_is_named_with_its_line_and_the_others_are_checked(judged, loop):
    verdicts = judged(loop, "return x / 2")

    head = loop.splitlines()[0]
    assert verdicts["first.double"].status == "timeout"
    assert verdicts["first.double"].lines[0] == (
        f"no answer within {SECONDS:g} s: an endless loop in first.py, line 8, in double: {head}"
    )
    assert verdicts["first.half"].passes


def test_what_is_endless_outside_of_python_is_ended_and_named(judged):
    verdicts = judged("import time\nreturn sum(10 ** 10 ** 9 for _ in range(9))", "return x / 2")

    verdict = verdicts["first.double"]
    assert verdict.status == "timeout"
    assert verdict.lines[0].startswith(
        f"no answer within {SECONDS:g} s: it was in first.py, line 9"
    )
    assert verdicts["first.half"].passes


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("import os; os._exit(3)", "your code ended the process that ran it (exit code 3)"),
        (
            "import ctypes; ctypes.string_at(0)",
            "your code ended the process that ran it (SIGSEGV) in first.py, line 8, in double: "
            "import ctypes; ctypes.string_at(0)",
        ),
    ],
)
def test_a_crash_costs_only_the_function_that_it_is_in(judged, body, said):
    verdicts = judged(body, "return x / 2")

    assert verdicts["first.double"].status == "crashed"
    assert verdicts["first.double"].lines == (said,)
    assert verdicts["first.half"].passes
    assert verdicts["second.quadruple"].status == "crashed"


def test_more_memory_than_there_should_be_is_refused(judged):
    verdict = judged("return float(np.ones(1 << 40)[0])")["first.double"]

    assert verdict.lines[0].startswith("raised MemoryError")


def test_a_list_that_grows_without_end_is_told_with_its_line(judged):
    verdicts = judged(
        "parts = [x]\nfor part in parts:\n    parts.append(bytes(1 << 20))", "return x / 2"
    )

    told = verdicts["first.double"].lines
    assert told[0] == "raised MemoryError: does something grow in a loop without end?"
    assert any(line.endswith("in double: parts.append(bytes(1 << 20))") for line in told)
    assert verdicts["first.half"].passes


def test_what_is_printed_cannot_steer_a_terminal_and_only_its_end_is_kept(judged):
    verdict = judged("for n in range(9999):\n    print('\\x1b[2J\\u202e', n)\nreturn x")[
        "first.double"
    ]

    assert "\x1b" not in verdict.printed and "\u202e" not in verdict.printed
    assert "\\u001b[2J\\u202e 9998" in verdict.printed
    assert len(verdict.printed) < 5000


def test_messages_and_names_cannot_steer_a_terminal(judged):
    verdict = judged("raise ValueError('\\x1b[2J\\u202e' + 'x' * 99999)")["first.double"]

    text = "\n".join(verdict.lines)
    assert "\x1b" not in text and "\u202e" not in text and len(text) < 5000


def test_what_the_code_writes_among_the_answers_is_passed_over(judged):
    noise = rb"""b'{"type": "Answer", "number": %d, "verdict": {"name": "no.body", "status": "passed"}}\n\xff\n'"""
    verdicts = judged(
        f"import os\nfor file in range(3, 9):\n    for number in range(99):\n        try:\n"
        f"            os.write(file, {noise.decode()} % number)\n        except OSError:\n            pass\nreturn x",
        "return x / 2",
    )

    assert [*verdicts] == [*NAMES]
    assert verdicts["first.half"].passes


def test_a_misspelt_name_is_told_as_in_pytest(shared_desk, checker, first):
    text = first().replace("def double", "def duoble")
    (shared_desk / "exercises" / "first.py").write_text(text)
    verdict = next(checker.check(["first.double"]))

    assert verdict.lines == ("double is missing; is 'duoble' meant to be it?",)


def test_input_is_at_its_end(judged):
    assert judged("return input()")["first.double"].lines[0].startswith("raised EOFError")


def test_what_the_code_starts_does_not_stay(judged, shared_desk, until):
    left = shared_desk / "left"
    judged(
        "import os\nif (pid := os.fork()) == 0:\n    import time\n    time.sleep(60)\n"
        f"open({str(left)!r}, 'w').write(str(pid))\nreturn x"
    )

    def ended():
        with contextlib.suppress(FileNotFoundError):
            stat = Path(f"/proc/{left.read_text()}/stat").read_text()
            return stat.rpartition(")")[2].split()[0] == "Z"
        return True

    assert until(ended)


def test_what_is_asked_while_something_runs_is_answered_at_once(checker, shared_desk, first):
    module = shared_desk / "exercises" / "first.py"
    module.write_text(first("import time\ntime.sleep(60)"))
    checker.ask(["first.double"])
    time.sleep(0.2)
    module.write_text(first(GOOD))

    assert [verdict.passes for verdict in checker.check(["first.double"])] == [True]


def test_where_nothing_is_forked_a_process_answers_once_and_has_a_successor(shared_desk, first):
    module = shared_desk / "exercises" / "first.py"
    with Checker(shared_desk, ["first"], forks=False, seconds=SECONDS) as checker:
        module.write_text(first("while True:\n    pass", "import os; os._exit(3)"))
        spoilt = [each.status for each in checker.check(NAMES[:2])]
        module.write_text(first(GOOD, "return x / 2"))
        right = [each.status for each in checker.check(NAMES[:2])]

    assert spoilt == ["timeout", "crashed"]
    assert right == ["passed", "passed"]


def test_checks_that_cannot_be_read_are_a_sentence(desk):
    (desk / "tests" / "public" / "test_first.py").write_text("import nothing_of_that_name\n")

    with Checker(desk) as checker, pytest.raises(PracticeError, match="the checks cannot be read"):
        [*checker.check(NAMES)]


def test_a_process_that_is_gone_is_a_sentence(shared_desk, checker):
    with Checker(shared_desk, ["second"]) as other:
        os.kill(other._process.pid, signal.SIGKILL)

        with pytest.raises(PracticeError, match=r"has ended: SIGKILL$"):
            [*other.check(NAMES)]


def test_a_function_that_ends_the_process_as_if_all_were_well_is_told_of(judged):
    verdicts = judged("import os\nos._exit(0)", "return x / 2")

    said = "your code ended the process that ran it (exit code 0)"
    assert verdicts["first.double"].lines == (said,)
    assert verdicts["first.half"].passes
    assert verdicts["second.quadruple"].lines == (said,)
