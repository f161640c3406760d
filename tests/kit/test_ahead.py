"""Calls sent ahead: the worker answers them as the reference did, or the check asks it again."""

from __future__ import annotations

from types import ModuleType

import numpy as np
import pytest

from grader.outcome import Halt
from grader.sandbox.ahead import Answers, Astray, Exchange, Rehearsal, asked, messages
from grader.sandbox.remote import WorkerGone

SPEAK = b"""
import os, socket, stat, sys
here = sys._getframe()
while "unpack" not in here.f_globals or "frame" not in here.f_globals:
    here = here.f_back
frame = here.f_globals["frame"]
def is_socket(fd):
    try:
        return stat.S_ISSOCK(os.fstat(fd).st_mode)
    except OSError:
        return False
link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM, 0, next(filter(is_socket, range(64))))
"""
UNIT = b"""
import warnings
import numpy as np

def double(x):
    return 2 * x

def square(x):
    return np.square(x)

def draw(rng, n):
    return rng.normal(size=n)

def fill(x, items):
    x[:] = 7.0
    items.append(len(items))
    return (x, {"items": items, "none": None, "text": "y"})

def complain(x):
    warnings.warn("hm", RuntimeWarning)
    raise ValueError(f"x is {x}")

def apply(f, x):
    return f(x)

def make():
    return object()
"""


@pytest.fixture
def rehearse():
    """Calls a unit's functions on the reference's side: rehearse([(name, *args), …]) -> exchanges."""

    def run(*calls):
        module = ModuleType("unit")
        exec(UNIT, module.__dict__)
        rehearsal = Rehearsal(module)
        for name, *args in calls:
            try:
                rehearsal.call(name, tuple(args), {})
            except ValueError:
                continue
        return rehearsal.exchanges

    return run


@pytest.fixture
def ahead(load):
    """Sends exchanges to a worker of this source: ahead(source, exchanges) -> replies."""

    def run(source, exchanges, seconds=5.0):
        ask = load(source)
        return ask.worker.ask_ahead([each.request for each in exchanges], seconds)

    return run


def test_the_same_code_answers_as_the_reference_did_bit_for_bit(rehearse, ahead):
    x = np.linspace(-1, 1, 6).reshape(2, 3)
    exchanges = rehearse(
        ("double", x),
        ("double", np.asfortranarray(x)),
        ("double", x[:, ::2]),
        ("draw", np.random.default_rng(3), 4),
        ("fill", np.zeros(3), [0]),
        ("double", "text"),
        ("square", np.array([1e-200, 1e100, 2.0])),
        ("double", (1, True)),
    )

    assert ahead(UNIT, exchanges) == [each.reply for each in exchanges]


@pytest.mark.parametrize("wrong", [b"2.0000000000000004 * x", b"2 * x.T.T.copy('F')", b"(2 * x,)"])
def test_another_answer_is_not_taken_for_the_references(rehearse, ahead, wrong):
    exchanges = rehearse(("double", np.linspace(-1, 1, 6).reshape(2, 3)))

    assert ahead(UNIT.replace(b"2 * x", wrong), exchanges) != [each.reply for each in exchanges]


def test_no_message_holds_a_call_that_an_answer_to_it_may_lead_to():
    begins = [True, False, True, True, False, False, True]
    exchanges = [Exchange(b"", b"", each) for each in begins]

    assert [[each.begins for each in message] for message in messages(exchanges)] == [
        [True],
        [False, True, True],
        [False],
        [False, True],
    ]
    assert list(messages([])) == []


def test_what_is_asked_first_in_an_example_has_nothing_to_do_with_answers_before(rehearse):
    assert [each.begins for each in rehearse(("double", 1.0), ("double", 2.0))] == [True, False]


def test_answers_stand_for_the_worker(rehearse, ahead):
    exchanges = rehearse(
        ("double", np.ones(2)), ("complain", 3), ("fill", np.zeros(3), [0]),
        ("draw", np.random.default_rng(3), 2),
    )  # fmt: skip
    replies = ahead(UNIT.replace(b"2 * x", b"3 * x"), exchanges)
    answers = Answers([each.request for each in exchanges], replies)
    x, items, rng = np.zeros(3), [0], np.random.default_rng(3)

    np.testing.assert_array_equal(answers.call(["function", "double"], (np.ones(2),), {}), [3, 3])
    with pytest.raises(ValueError, match="x is 3"):
        answers.call(["function", "complain"], (3,), {})
    result, table = answers.call(["function", "fill"], (x, items), {})
    drawn = answers.call(["function", "draw"], (rng, 2), {})

    assert x.tolist() == result.tolist() == [7, 7, 7]
    assert items == table["items"] == [0, 1]
    same = np.random.default_rng(3)
    assert drawn.tolist() == same.normal(size=2).tolist()
    assert rng.random() == same.random()


@pytest.mark.parametrize(
    "call",
    [("double", np.array([1.0, np.nextafter(1.0, 2)])), ("double", np.ones(2, np.float32)), ("double", [1.0, 1.0]),
     ("draw", np.ones(2)), ("double", np.broadcast_to(1.0, 2)), ("double", len)],
)  # fmt: skip
def test_a_call_that_differs_in_any_bit_is_the_workers_own(rehearse, ahead, call):
    exchanges = rehearse(("double", np.ones(2)))
    answers = Answers([each.request for each in exchanges], ahead(UNIT, exchanges))
    name, *args = call

    with pytest.raises(Astray):
        answers.call(["function", name], tuple(args), {})


def test_more_calls_than_were_sent_are_the_workers_own(rehearse, ahead):
    exchanges = rehearse(("double", np.ones(2)))
    answers = Answers([each.request for each in exchanges], ahead(UNIT, exchanges))
    answers.call(["function", "double"], (np.ones(2),), {})

    with pytest.raises(Astray):
        answers.call(["function", "double"], (np.ones(2),), {})


@pytest.mark.parametrize("answer", [b"object()", b"(lambda: x)", b"[x, {'f': print}]"])
def test_an_object_that_came_back_is_the_workers_own(rehearse, ahead, answer):
    exchanges = rehearse(("double", np.ones(2)))
    replies = ahead(UNIT.replace(b"2 * x", answer), exchanges)

    with pytest.raises(Astray):
        Answers([exchanges[0].request], replies).call(["function", "double"], (np.ones(2),), {})


@pytest.mark.parametrize("call", [("apply", lambda x: 2 * x, 3.0), ("make",)])
def test_nothing_is_sent_ahead_where_objects_cross(rehearse, call):
    assert rehearse(("double", np.ones(2)), call) == []


def test_a_function_of_the_reference_is_answered_on_the_way(rehearse, load):
    exchanges = rehearse(("double", np.ones(2)), ("double", np.zeros(2)))
    ask = load(
        b"from exercises.sister import twice\ndef double(x): return twice(x)\n",
        references={"sister": {"twice": lambda x: 2 * x}},
    )

    replies = ask.worker.ask_ahead([each.request for each in exchanges], 5.0)

    assert replies == [each.reply for each in exchanges]


def test_what_was_asked_can_be_read_again(rehearse):
    x = np.linspace(-1, 1, 4)[::2]
    first, second = rehearse(("double", x), ("fill", np.zeros(2), [0, "y"]))

    target, (argument,), kwargs = asked(first)
    _, (_, items), _ = asked(second)

    assert (target, kwargs, items) == (["function", "double"], {}, [0, "y"])
    assert argument.tolist() == x.tolist() and argument.strides == x.strides


def test_what_was_asked_by_name_can_be_read_again():
    module = ModuleType("unit")
    exec(UNIT, module.__dict__)
    rehearsal = Rehearsal(module)
    rehearsal.call("double", (), {"x": 2.5})

    (exchange,) = rehearsal.exchanges

    assert asked(exchange) == (["function", "double"], (), {"x": 2.5})


def test_one_deadline_holds_for_all(rehearse, ahead):
    exchanges = rehearse(*[("double", np.full(2, float(n))) for n in range(50)])
    slow = b"from time import perf_counter as now\ndef double(x):\n    end = now() + .05\n    while now() < end: pass\n"

    with pytest.raises(Halt, match=r"no answer within 0\.5 s"):
        ahead(slow, exchanges, seconds=0.5)


@pytest.mark.parametrize(
    "deed",
    [b"os._exit(0)", b"link.sendall(b'\\0' * 64)", b"link.sendall(frame(['nonsense'], []) * 3)",
     b"link.sendall(frame(['call', 1, ['reference', 'os', 'system'], [], {}], []))",
     b"link.sendall(frame(['call', 1, ['object', 1], [], {}], []))"],
)  # fmt: skip
def test_a_worker_that_breaks_the_rules_is_gone(rehearse, ahead, deed):
    exchanges = rehearse(("double", np.ones(2)), ("double", np.zeros(2)))
    source = SPEAK + b"def double(x):\n    " + deed + b"\n    return x.no\n"

    with pytest.raises((WorkerGone, Astray)):
        replies = ahead(source, exchanges)
        Answers([each.request for each in exchanges], replies).call(
            ["function", "double"], (np.ones(2),), {}
        )


def test_replies_that_are_too_much_to_keep_end_the_worker(rehearse, ahead):
    exchanges = rehearse(*[("double", np.full(2, float(n))) for n in range(4)])

    with pytest.raises(WorkerGone):
        ahead(b"import numpy as np\ndef double(x): return np.zeros(3 << 20)\n", exchanges)
