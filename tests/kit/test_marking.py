"""Submissions through the whole of the engine: session, fork, sandbox, report."""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
from types import SimpleNamespace

import msgspec
import pytest

from grader import marking
from grader.engine import Engine
from grader.feedback.reveal import general
from grader.limits import Limits
from grader.marking import Attempt
from grader.messages import Request, Setup
from grader.notebooks.code import joined
from grader.outcome import DISAGREES, Halt
from grader.report import to_json
from grader.submission import Submission
from tests.kit.conftest import RIGHT, SECOND


def status_of(report, name):
    return next(check.status for check in report.checks if check.id.endswith(f"::test_{name}"))


def test_a_right_submission_gets_full_marks(mark, right, statuses):
    report = mark(**right)

    assert set(statuses(report).values()) == {"passed"}
    assert report.score == report.maximum == 11
    assert [(t.unit, t.earned) for t in report.units] == [("first", 3), ("second", 8)]


def test_the_same_tests_pass_by_plain_pytest(toy):
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "grader.plugin", "--import-mode=importlib", "--target",
         "solutions", "tests/hidden"],
        cwd=toy.root, capture_output=True, text=True,
    )  # fmt: skip

    assert run.returncode == 0, run.stdout


def test_two_runs_give_the_same_report_but_for_times(mark, right):
    wrong = right | {"first": b"def double(x):\n    print('hm')\n    return x * 3.0\n"}

    first, second = (_without_times(mark(**wrong)) for _ in range(2))

    assert first == second


def _without_times(report):
    checks = tuple(msgspec.structs.replace(check, seconds=0.0) for check in report.checks)
    return to_json(msgspec.structs.replace(report, seconds=0.0, checks=checks))


def test_a_wrong_function_costs_only_its_own_points(mark, right):
    report = mark(**right | {"first": b"def double(x):\n    return x * 3.0\n"})

    assert status_of(report, "double_is_twice") == "failed"
    assert status_of(report, "quadruple") == "passed"


def test_a_failure_says_what_was_called_and_what_came_back(mark):
    report = mark(first=b"def double(x):\n    return x * 3.0\n")

    check = report.checks[0]
    assert check.call.startswith("first.double(") and check.actual and check.expected
    assert "got" in check.worst and "expected" in check.worst


def test_what_was_not_handed_in_is_not_implemented(mark, right):
    report = mark(first=right["first"])

    assert {c.status for c in report.checks if c.unit == "second"} == {"not_implemented"}
    assert "second.py was not handed in" in report.checks[-1].message
    assert report.score == 3


def test_stubs_are_not_implemented(mark, toy):
    modules = {
        name: (toy.root / "exercises" / f"{name}.py").read_bytes() for name in ("first", "second")
    }

    report = mark(**modules)

    assert report.score == 0
    assert {c.status for c in report.checks} == {"not_implemented"}


def test_a_syntax_error_is_named_with_its_line(mark, right):
    report = mark(first=b"def double(x)\n    return x\n", second=right["second"])

    assert status_of(report, "double_is_twice") == "error"
    assert "SyntaxError" in report.checks[0].message and "line 1" in report.checks[0].message
    assert status_of(report, "quadruple") == "passed"


def test_a_misspelt_function_is_pointed_out(mark):
    report = mark(first=b"def doubel(x):\n    return x * 2.0\n")

    assert "double is missing" in report.checks[0].message
    assert "doubel" in report.checks[0].message


def test_an_endless_loop_times_out_once_and_the_rest_goes_on(mark, right, statuses):
    loops = right["second"].replace(b"return double(double(x))", b"\n    while True: pass")

    report = mark(first=right["first"], second=loops)

    assert status_of(report, "quadruple") == "timeout"
    (check,) = [check for check in report.checks if check.status == "timeout"]
    assert check.call.startswith("second.quadruple([")
    assert check.frames[0].endswith(", in quadruple: while True: pass")
    assert {s for n, s in statuses(report).items() if n != "quadruple"} == {"passed"}


def test_a_crash_fails_its_check_and_the_rest_goes_on(mark, right, statuses):
    crashes = right["second"].replace(
        b"return double(double(x))", b"import ctypes; ctypes.string_at(0)"
    )

    report = mark(first=right["first"], second=crashes)

    assert status_of(report, "quadruple") == "crashed"
    assert "segmentation fault" in next(c.message for c in report.checks if c.status == "crashed")
    assert {s for n, s in statuses(report).items() if n != "quadruple"} == {"passed"}


def test_a_stub_that_is_called_while_its_module_is_imported_is_an_import_failure(mark):
    stub = b'def half(x):\n    raise NotImplementedError("half: not written yet")\n'
    report = mark(first=b"def double(x):\n    return 2 * x\n" + stub + b"print(half(3))\n")

    own = [check for check in report.checks if check.unit == "first"]
    said = "first.py could not be imported: NotImplementedError: half: not written yet (line 5)"
    assert {(check.status, check.message) for check in own} == {("error", said)}
    assert own[0].frames[0] == "first.py, line 5, in <module>: print(half(3))"
    assert f"first: {said}" in report.notes


def test_what_is_not_written_yet_shows_no_frames_of_its_stub(mark):
    report = mark(first=b"def double(x):\n    raise NotImplementedError('double: not yet')\n")

    assert {check.frames for check in report.checks if check.unit == "first"} == {()}


def test_an_endless_import_times_out(mark, right):
    report = mark(first=b"while True: pass", second=right["second"])

    own = [check for check in report.checks if check.unit == "first"]
    assert {check.status for check in own} == {"timeout"}
    assert {check.frames for check in own} == {("first.py, line 1, in <module>: while True: pass",)}
    assert status_of(report, "quadruple") == "passed"


def test_a_submission_s_time_is_bounded(mark, right):
    slow = b"import time\ndef double(x):\n    time.sleep(0.9)\n    return x * 2.0\n"

    report = mark(first=slow, second=right["second"])

    assert "8 s of this submission were spent" in report.checks[-1].message
    assert {c.status for c in report.checks if c.unit == "second"} == {"not_run"}


def test_an_unreadable_file_is_an_error_of_its_unit(mark, right):
    report = mark(problems={"first": "first.py is not UTF-8"}, second=right["second"])

    assert report.checks[0].message == "first.py is not UTF-8"
    assert status_of(report, "quadruple") == "passed"


def test_a_changed_argument_is_noticed(mark):
    report = mark(first=b"def double(x):\n    x *= 2\n    return x + 0.0\n")

    assert status_of(report, "double_is_pure") == "failed"
    assert "argument was changed" in report.checks[1].message


def test_a_changed_argument_does_not_change_what_is_expected(mark):
    report = mark(first=b"def double(x):\n    x[...] = 0.0\n    return x + 0.0\n")

    assert status_of(report, "double_is_twice") == "failed"
    assert report.score == 0


def test_shared_memory_is_noticed(mark):
    report = mark(first=b"def double(x):\n    return x[:]\n")

    assert "shares memory" in report.checks[1].message


def test_output_is_kept_with_its_check_and_bounded(mark):
    noisy = b"def double(x):\n    print('a' * 50000)\n    return x * 2.0\n"

    report = mark(first=noisy)

    assert report.checks[0].output.startswith("aaa")
    assert sum(len(check.output) for check in report.checks) <= 64 * 1024
    assert report.truncations


def test_sys_exit_is_an_error_like_any_other(mark):
    report = mark(first=b"import sys\ndef double(x):\n    sys.exit(0)\n")

    assert {c.status for c in report.checks if c.unit == "first"} == {"error"}


def test_own_helpers_can_be_imported_and_own_extras_of_required_units(mark, right, statuses):
    first = right["first"] + b"\nEXTRA = 7\n"
    second = right["second"].replace(
        b"from exercises.first import double",
        b"from exercises.first import double, EXTRA\nfrom exercises.mine import one\nassert EXTRA == 7 and one == 1",
    )

    report = mark(first=first, second=second, mine=b"one = 1\n")

    assert set(statuses(report).values()) == {"passed"}


def test_a_unit_gets_the_reference_only_of_what_it_requires(mark):
    cheat = b"from exercises.second import quadruple\ndef double(x):\n    return quadruple(x) / 2\n"

    report = mark(first=cheat)

    assert "was not handed in" in report.checks[0].message
    assert report.score == 0


@pytest.mark.parametrize(
    "value",
    [
        "object()",
        "lambda: 1",
        "type('Array', (np.ndarray,), {})(3)",
        "np.array([object()])",
        "10 ** 5000",
        "None",
    ],
)
def test_a_value_of_the_wrong_kind_is_a_failed_check(mark, value):
    report = mark(first=f"import numpy as np\ndef double(x):\n    return {value}\n".encode())

    assert status_of(report, "double_is_twice") in ("failed", "error")
    assert report.checks[0].earned == 0


def test_a_function_that_always_crashes_leaves_the_others_their_points(mark, right):
    crash = b"import ctypes; ctypes.string_at(0)"
    second = (
        right["second"]
        .replace(b"return f(x) + 1.0", crash)
        .replace(b"return double(double(x))", crash)
    )

    report = mark(first=right["first"], second=second)

    assert {c.status for c in report.checks if c.function in ("apply", "quadruple")} == {"crashed"}
    assert {c.status for c in report.checks if c.function not in ("apply", "quadruple")} == {
        "passed"
    }


def test_functions_that_crash_cost_no_other_its_points(mark, right):
    second = right["second"] + b"\nimport os\n"
    for line in (b"return double(double(x))", b"return f(x) + 1.0", b"return rng.random(3)"):
        second = second.replace(line, b"os._exit(1)")

    report = mark(first=right["first"], second=second)

    ends = {check.function: check.status for check in report.checks if check.unit == "second"}
    assert ends == {
        "quadruple": "crashed", "apply": "crashed", "draw": "crashed", "fill": "passed", "Counter": "passed",
    }  # fmt: skip


def test_a_function_that_fails_leaves_numpy_to_the_others_as_it_was(mark, right, statuses):
    broken = b"""
def apply(f, x):
    np.asarray = lambda *_, **__: None
    return f(x)


def draw(rng):
    return np.asarray(rng.random(3))
"""

    report = mark(**{**right, "second": right["second"] + broken})

    told = statuses(report)
    assert told["apply_calls"] == "failed"
    assert told["draw_advances_the_generator"] == "passed"


def test_a_function_that_is_always_slow_costs_no_other_its_points(toy, right):
    slow = b"import time\ndef double(x):\n    time.sleep(0.2)\n    return x * 2.0\n"
    limits = Limits(seconds_per_function=1.0)

    with Engine(Setup(root=str(toy.root), units=("first", "second"), limits=limits), 1) as engine:
        report = engine.mark_one(Submission("ann", {"first": slow, "second": right["second"]}))

    assert "more than 1 s in all" in report.checks[0].message
    assert [check.status for check in report.checks if check.unit == "first"] == [
        "timeout",
        "timeout",
    ]
    assert {check.status for check in report.checks if check.unit == "second"} == {"passed"}


def test_numpy_s_error_state_does_not_outlive_a_call(mark, right):
    second = right["second"].replace(
        b"return double(double(x))", b"np.seterr(all='raise')\n    return double(double(x))"
    )
    second = second.replace(b"return rng.random(3)", b"return rng.random(3) + np.exp(-1000.0)")

    report = mark(first=right["first"], second=second)

    assert {check.status for check in report.checks} == {"passed"}


def test_the_reference_is_asked_nothing_that_takes_for_ever(mark, right):
    second = right["second"].replace(
        b"return double(double(x))", b"return double(np.ones(2 << 20, np.uint8))"
    )

    report = mark(first=right["first"], second=second)

    assert "numbers cannot be passed on" in next(
        c.message for c in report.checks if c.function == "quadruple"
    )


def test_a_failure_of_the_kit_is_not_the_student_s(toy, right, monkeypatch):
    """What the trusted side itself raises ends the marking; it is never a zero."""
    from grader.marking import Attempt
    from grader.sandbox.remote import Sandbox, Worker

    def fail(*_):
        raise AttributeError("a slip in the kit")

    with Sandbox(Limits(memory_mib=512)) as box:
        attempt = Attempt(Submission("ann", right), toy, {}, box, Limits())
        attempt._worker("first")
        monkeypatch.setattr(Worker, "ask", fail)
        with pytest.raises(AttributeError):
            attempt.call("first", "double", (1.0,), {})
        attempt.close()

    assert attempt.broken == "the kit itself failed: AttributeError: a slip in the kit"


def test_a_slow_wrong_function_leaves_the_others_their_time(mark, right):
    slow = b"import time\ndef double(x):\n    time.sleep(0.3)\n    return x * 2.0 if x.sum() < 1 else x\n"

    report = mark(first=slow, second=right["second"])

    assert status_of(report, "double_is_twice") == "failed"
    assert report.checks[0].call.startswith("first.double(")
    assert {check.status for check in report.checks if check.unit == "second"} == {"passed"}


def test_control_characters_reach_no_report(mark):
    raised = b"def double(x):\n    raise NotImplementedError('\\x1b[31mred\\u202e')\n"
    imported = b"raise ValueError('\\x1b[31mred')  # \x1b[31m\n"

    for source in (
        raised,
        imported,
        b"def double(x):\n    print('\\x1b[31m')\n    return 1 / 0  # \x1b]0;t\x07\n",
    ):
        report = mark(first=source)

        text = "".join(f"{c.message}{''.join(c.frames)}{c.output}{c.call}" for c in report.checks)
        assert not any(bad in text for bad in ("\x1b", "\x07", "\u202e"))
        assert "\\u001b" in text


def test_the_likeliest_misspelling_is_not_a_function_that_is_asked_for(mark):
    report = mark(
        second=b"def quadrupl(x): return x\ndef apply(f, x): return x\ndef appl(f, x): return x\n"
    )

    messages = {check.function: check.message for check in report.checks}
    assert "'quadrupl'" in messages["quadruple"]
    assert "meant to be" not in messages["draw"]


def test_what_a_call_that_timed_out_printed_is_left_out(mark):
    slow = b"import time\ndef double(x):\n    while True:\n        print('on')\n        time.sleep(0.01)\n"

    report = mark(first=slow)

    assert [(check.status, check.output) for check in report.checks[:2]] == [("timeout", "")] * 2


@pytest.mark.parametrize(("seconds", "status"), [("", "timeout"), (", seconds=5", "passed")])
def test_a_check_may_carry_its_own_deadline(course, right, seconds, status):
    (course.root / "tests" / "hidden" / "test_first.py").write_text(
        "from exercises import first\nfrom grader.testing import call, check_close, checks\n\n"
        f"@checks('double', points=1{seconds})\n"
        "def test_double_is_slow():\n    'Twice.'\n    check_close(call(first.double, 1.0), 2.0)\n"
    )
    slow = b"import time\ndef double(x):\n    time.sleep(1.0)\n    return x * 2.0\n"
    limits = Limits(seconds_per_call=0.5)

    with Engine(Setup(root=str(course.root), units=("first",), limits=limits), 1) as engine:
        report = engine.mark_one(Submission("ann", {"first": slow}))

    assert [check.status for check in report.checks] == [status]


def test_the_time_that_answers_sent_ahead_take_to_be_read_is_the_submissions(course, monkeypatch):
    """They can be made as slow to read as any other reply."""
    clock = itertools.count(0.0, 100.0)
    monkeypatch.setattr(marking, "now", lambda: next(clock))
    attempt = marking.Attempt(Submission("ann", {}, {}), course, {}, None, Limits())
    attempt._answers = "first", SimpleNamespace(call=lambda *_: 7)

    assert attempt.call("first", "double", (), {}) == 7
    with pytest.raises(Halt, match="30 s in all"):
        attempt.call("first", "double", (), {})


def test_a_brief_marking_seeks_no_smaller_input_and_earns_the_same(toy):
    setup = Setup(root=str(toy.root), units=("first",))
    submission = Submission("ann", {"first": b"def double(x):\n    return x * 3.0\n"})

    with Engine(setup, 1) as engine:
        full, brief, first, one, other = (
            engine.marking(engine.submit(Request(submission=submission, units=("first",), **how))).checks
            for how in (
                {}, {"brief": True}, {"brief": True, "failures": 1},
                {"functions": ("double",)}, {"functions": ("triple",)},
            )
        )  # fmt: skip

    assert [check.status for check in brief] == [check.status for check in full]
    assert brief[0].counterexample is None and full[0].counterexample
    assert [check.status for check in first] == ["failed", "not_run"]
    assert [check.id for check in one] == [check.id for check in full] and other == ()


def test_a_result_that_rests_on_what_was_called_before_costs_its_points(mark, right, statuses):
    """`fill` is right only after `draw`, which comes before it in the tests."""
    second = right["second"].replace(
        b"return rng.random(3)", b"fill.ready = True; return rng.random(3)"
    )
    second = second.replace(b"x[0] = 5.0", b"x[0] = 5.0 if hasattr(fill, 'ready') else 4.0")

    report = mark(first=right["first"], second=second)

    assert {name for name, each in statuses(report).items() if each != "passed"} == {
        "fill_changes_its_arguments"
    }
    (check,) = [check for check in report.checks if check.status == "failed"]
    assert check.earned == 0 and report.score == report.maximum - check.points
    assert check.message.startswith(DISAGREES)
    assert "does it remember earlier calls?" in check.message


def test_answers_given_by_their_place_are_found_out(mark, right, statuses):
    """Right as long as the calls come in the order that they came in before."""
    second = right["second"] + (
        b"\norder = []\ninner = quadruple, apply\n"
        b"def quadruple(x):\n    order.append('q')\n    return inner[0](x)\n"
        b"def apply(f, x):\n    return inner[1](f, x) if 'q' in order else 0.0\n"
    )

    report = mark(first=right["first"], second=second)

    assert {name for name, each in statuses(report).items() if each != "passed"} == {
        "apply_calls", "apply_lets_errors_pass"
    }  # fmt: skip


def test_a_memory_of_results_that_are_right_costs_nothing(mark, right):
    first = right["first"] + (
        b"\nplain, memory = double, {}\n"
        b"def double(x):\n    key = np.asarray(x).tobytes()\n"
        b"    if key not in memory: memory[key] = plain(x)\n    return memory[key].copy()\n"
    )

    report = mark(first=first, second=right["second"])

    assert report.score == report.maximum


def test_a_crash_in_the_second_try_costs_that_check_alone(mark, right, statuses):
    second = right["second"].replace(
        b"return rng.random(3)", b"fill.ready = True; return rng.random(3)"
    )
    second = second.replace(
        b"x[0] = 5.0", b"hasattr(fill, 'ready') or __import__('os')._exit(1)\n    x[0] = 5.0"
    )

    report = mark(first=right["first"], second=second)

    assert {name for name, each in statuses(report).items() if each != "passed"} == {
        "fill_changes_its_arguments"
    }


def test_a_process_that_is_killed_in_the_second_try_costs_nothing_while_there_is_another(
    toy, sandbox, right
):
    first = Attempt(Submission("ann", right), toy, {}, sandbox, sandbox.limits, last=False)
    again = first.once_more()
    again.prepare("first", "double")
    os.kill(again._workers["first"].pid, signal.SIGKILL)

    again.close()

    assert "killed" in again.broken


def test_a_notebook_s_functions_are_marked_each_by_its_cell(mark):
    second = SECOND.split("\n\n\n")
    cells = [part.replace("solutions", "exercises") for part in second]
    cells = ["def apply(f, x:\n    return 1" if "def apply" in each else each for each in cells]

    report = mark(first=RIGHT["first"], second=joined(enumerate(cells, 1)).encode())

    told = {check.function: (check.status, check.message) for check in report.checks}
    sentence = "second.ipynb, the cell of apply cannot be read: '(' was never closed (line 1)"
    assert told["apply"] == ("error", sentence)
    assert {status for name, (status, _) in told.items() if name != "apply"} == {"passed"}
    assert general(next(check for check in report.checks if check.function == "apply")) == sentence


def test_an_error_in_a_notebook_is_told_with_its_cell(mark):
    source = joined([(2, "import numpy as np"), (5, "def double(x):\n\n    return x / None\n")])

    report = mark(first=source.encode())

    assert report.checks[0].frames == ("first.ipynb, cell 5, line 3, in double: return x / None",)
