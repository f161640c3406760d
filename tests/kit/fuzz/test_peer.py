"""The trusted end of a conversation: whatever a worker answers ends in a value, a known exception or its end."""

from __future__ import annotations

import signal
import socket
import threading
import warnings

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from grader import show
from grader.outcome import Halt, judge
from grader.sandbox.ahead import Answers, Astray
from grader.sandbox.clock import Clock
from grader.sandbox.peer import RAISABLE, Handle
from grader.sandbox.remote import Output, TrustedPeer, Worker, WorkerGone
from grader.sandbox.transport import DeadlineTransport
from grader.sandbox.wire import Unsendable, WireError, split, unpack
from tests.kit.fuzz.hostile import calls, framed, mutated, replies, streams

TARGET = ["function", "f"]
CHANGEABLE = 6


def twice(x, y=1):
    """Stands for a function of the reference."""
    return x + x


def complain(*args, **kwargs):
    """Stands for a function that says what it got."""
    raise ValueError(f"{args!r} {kwargs!r} \ud800")


REFERENCES = {"sister": {"twice": twice, "complain": complain}}


class Pen:
    """What a worker writes and never reads: a transport of frames that are there already."""

    def __init__(self, frames):
        self.frames = list(frames)
        self.sent = []

    def send(self, data):
        self.sent.append(data)

    def receive(self):
        if not self.frames:
            raise WorkerGone("no more")
        return split(self.frames.pop(0))


@pytest.fixture(scope="module")
def speaking():
    """A worker that hears one message and then says what it is given to say: speaking(b"…") -> Worker."""
    ended = []

    def start(stream):
        ours, theirs = socket.socketpair()
        pipe, output = socket.socketpair()
        output.close()

        def speak():
            theirs.recv(1)
            try:
                theirs.sendall(stream)
                theirs.shutdown(socket.SHUT_WR)
            except OSError:
                pass

        speaker = threading.Thread(target=speak)
        speaker.start()
        worker = Worker.__new__(Worker)
        worker.transport = DeadlineTransport(ours, pipe.fileno(), Output(100))
        worker.peer = TrustedPeer(worker.transport, REFERENCES)
        worker.clock = Clock()
        ended.extend([ours, theirs, pipe])
        worker.speaker = speaker
        return worker

    def hang_up():
        for each in ended:
            each.close()
        ended.clear()

    start.hang_up = hang_up
    return start


def arguments():
    """Arguments of all kinds that a call can change: six of them, and a callback."""
    fixed = np.arange(3.0)
    fixed.flags.writeable = False
    array = np.arange(6.0).reshape(2, 3)
    return (array, array[:, ::2], fixed, [1, 2], {"k": 1}, np.random.default_rng(3), len)


def surroundings():
    """What a conversation must leave as it was."""
    return (
        np.geterr(), list(warnings.filters), signal.getsignal(signal.SIGALRM), signal.getitimer(signal.ITIMER_REAL),
        np.random.get_state()[1].tolist(), np.random.get_state()[2:],
    )  # fmt: skip


def is_known(error, peer):
    """Whether marking knows what to do with what came of a call."""
    if isinstance(error, Halt | WorkerGone | Unsendable):
        return True
    return error is peer.rebuilt and type(error) in RAISABLE.values()


def outcome_of(ask, peer):
    """What a call came to: a value, or an exception that marking knows."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return ask()
        except BaseException as error:
            assert is_known(error, peer), repr(error)
            assert judge(error).status
            return None


@settings(max_examples=300)
@given(streams(sent=CHANGEABLE))
@example(framed(["call", [1], ["names", "sister"], [], []]))
@example(framed(["call", "x" * 200_000, ["reference", "sister", "twice"], [["bytes", 0]], []]))
@example(framed(["call", 1, ["reference", "sister", "complain"], [], [["x", "\U0001f600"]]]))
@example(
    framed(
        [
            "call",
            1,
            ["reference", "sister", "twice"],
            [["array", "<U0", [1 << 20], "C", True, 0]],
            [],
        ]
    )
)
@example(
    framed(["return", 1, None, [[2, ["array", "<f8", [3], "C", True, 24]]], [], []], b"\0" * 24)
)
@example(framed(["return", 1, None, [[4, ["dict", [["list"], 1]]]], [], []]))
@example(framed(["raise", 1, ["SystemExit", "SystemExit", "", [], None], []]))
@example(framed(["raise", 1, ["NotImplementedError", "", "", [], None], []]))
@example(framed(["return", 1, None, [], [["RuntimeWarning", "x" * 9999]] * 99, []]))
def test_a_call_ends_in_a_value_or_in_what_marking_knows(speaking, stream):
    worker = speaking(stream)
    args = arguments()
    before = surroundings()

    value = outcome_of(lambda: worker.ask(TARGET, args, {}, 10.0), worker.peer)
    worker.transport.link.close()
    worker.speaker.join()
    speaking.hang_up()

    assert surroundings() == before
    assert show.value(value)
    assert len(worker.peer.exported) <= 1 + stream.count(b"call")
    array, sliced, fixed, items, table, rng, _ = args
    assert array.shape == (2, 3) and array.dtype == np.float64 and sliced.base is not None
    assert fixed.tolist() == [0, 1, 2]
    assert type(items) is list and type(table) is dict and 0 <= rng.random() < 1


@settings(max_examples=150)
@given(st.data())
def test_a_reply_is_a_value_or_a_students_exception_or_refused(data):
    stream = data.draw(replies(1, CHANGEABLE))
    peer = TrustedPeer(Pen([stream]), REFERENCES)
    args = arguments()

    try:
        with warnings.catch_warnings(record=True) as heard:
            value = peer.call(TARGET, args, {})
    except (WireError, WorkerGone):
        return
    except BaseException as error:
        assert is_known(error, peer)
        return

    assert len(heard) <= 20
    assert isinstance(show.value(value), str)


@settings(max_examples=150)
@given(calls())
def test_a_call_is_answered_or_refused(stream):
    transport = Pen([stream])
    peer = TrustedPeer(transport, REFERENCES)

    with pytest.raises((WireError, WorkerGone)):
        peer.call(TARGET, arguments(), {})

    kinds = [unpack(split(each)[0])[0] for each in transport.sent]
    assert kinds in (["call"], ["call", "return"], ["call", "raise"])


@pytest.mark.parametrize("turn", [None, "x", 0.5, [], True, "x" * 200_000])
def test_a_call_without_a_number_is_refused(turn):
    peer = TrustedPeer(Pen([framed(["call", turn, ["names", "sister"], [], []])]), REFERENCES)

    with pytest.raises(WireError, match="malformed"):
        peer.call(TARGET, (), {})


def test_what_a_reference_says_of_what_is_no_text_is_sent_on():
    transport = Pen([framed(["call", 1, ["reference", "sister", "complain"], [], []])])
    peer = TrustedPeer(transport, REFERENCES)

    with pytest.raises(WorkerGone):
        peer.call(TARGET, (), {})

    assert "\\ud800" in unpack(split(transport.sent[-1])[0])[2][2]


REQUESTS = [framed(["call", 1 + n, TARGET, [["list", n]], []]) for n in range(3)]


@settings(max_examples=150)
@given(st.data())
def test_replies_to_what_was_sent_ahead_are_of_use_or_not(speaking, data):
    sound = [framed(["return", 1 + n, n, [], [], []]) for n in range(3)]
    drawn = [data.draw(st.just(sound[n]) | replies(1 + n, 1) | calls()) for n in range(3)]
    stream = b"".join(drawn)
    worker = speaking(data.draw(mutated(stream)) if data.draw(st.booleans()) else stream)
    before = surroundings()

    try:
        came = worker.ask_ahead(REQUESTS, 10.0)
    except (Halt, WorkerGone):
        came = []
    worker.transport.link.close()
    worker.speaker.join()
    speaking.hang_up()

    assert surroundings() == before
    answers = Answers(REQUESTS, came)
    for n in range(3):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                answers.call(TARGET, ([n],), {})
            except Astray:
                break
            except BaseException as error:
                assert is_known(error, answers)


def test_objects_are_so_many_and_no_more():
    parts = [["object", n, "x"] for n in range(10_001)]
    peer = TrustedPeer(Pen([framed(["return", 1, ["list", *parts], [], [], []])]), {})

    with pytest.raises(WireError, match="too many objects"):
        peer.call(TARGET, (), {})


def test_an_object_is_a_handle_whatever_its_name():
    names = ["__array__", "", "\0", "\x1b[31m", "x" * 9999]
    parts = [["object", n, name] for n, name in enumerate(names)]
    peer = TrustedPeer(Pen([framed(["return", 1, ["list", *parts], [], [], []])]), {})

    handles = peer.call(TARGET, (), {})

    assert {type(each) for each in handles} == {Handle}
    assert all(show.value(each).isprintable() and len(show.value(each)) <= 500 for each in handles)
    assert not any(hasattr(each, "__array__") or hasattr(each, "__iter__") for each in handles)


def test_arguments_that_share_memory_are_changed_in_turn():
    args = arguments()
    changes = [[n, ["array", "<f8", [2, 3 - n], "C", True, 48 - 16 * n]] for n in (0, 1)]
    body = np.full((2, 3), 7.0).tobytes() + np.full((2, 2), 9.0).tobytes()
    peer = TrustedPeer(Pen([framed(["return", 1, None, changes, [], []], body)]), {})

    peer.call(TARGET, args, {})

    assert args[0].tolist() == [[9, 7, 9], [9, 7, 9]]


@pytest.mark.parametrize("token", [1, -1, 1 << 60])
def test_a_token_brings_back_only_what_was_raised_here(token):
    part = ["raise", 1, ["ValueError", "ValueError", "mine", [], token], []]
    peer = TrustedPeer(Pen([framed(part)]), {})

    with pytest.raises(ValueError, match="mine"):
        peer.call(TARGET, (), {})
