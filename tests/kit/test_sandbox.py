"""A worker and the trusted side of it: what code in there can do, and what it cannot make us believe."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import sys
import time
import warnings
from pathlib import Path

import numpy as np
import pytest

from grader.calls import RECORD
from grader.limits import Limits
from grader.outcome import Halt
from grader.sandbox.canary import SOURCE, probe
from grader.sandbox.isolation import LAYERS, MANDATORY
from grader.sandbox.remote import Output, Sandbox, TrustedPeer, Worker, WorkerGone, alarm

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

PIPES = b"""import os, signal, stat
def is_pipe(fd):
    try: return fd > 2 and stat.S_ISFIFO(os.fstat(fd).st_mode)
    except OSError: return False
pipes = [fd for fd in range(64) if is_pipe(fd)]
"""


def test_every_mandatory_layer_holds_here(sandbox):
    findings = probe(sandbox)

    assert set(MANDATORY) <= set(findings.active)
    assert findings.weak == ()
    assert "landlock" in findings.banner()


@pytest.mark.parametrize("layer", MANDATORY)
def test_the_canary_notices_a_layer_that_is_missing(layer):
    others = tuple(each for each in ("capabilities", *MANDATORY) if each != layer)

    with Sandbox(Limits(memory_mib=512), layers=others) as weak:
        findings = probe(weak)

    assert layer not in findings.active
    assert findings.weak == (layer,)


@pytest.mark.parametrize("layer", LAYERS)
def test_the_canary_is_not_blind(layer, tmp_path):
    """Told to try a layer that is not there, it says that nothing stopped it."""
    others = tuple(each for each in LAYERS if each not in (layer, "user"))
    secret = tmp_path / "secret"
    secret.write_text("the answer")
    for path, mode in ((secret, 0o666), (tmp_path, 0o777)):
        path.chmod(mode)
    given = (512 << 20) if layer == "limits" else str(secret)

    with Sandbox(Limits(memory_mib=512), layers=others) as weak:
        worker = Worker(weak, {}, Output(1024))
        worker.load("canary", {"canary": SOURCE})
        held = worker.ask(["function", layer], (given,), {}, 10.0)
        worker.end()

    assert held is (os.geteuid() != 0 if layer in ("user", "capabilities") else False)


@pytest.mark.parametrize(
    "attempt",
    [
        "open('{secret}').read()",
        "open('/etc/passwd').read()",
        "os.listdir('{folder}')",
        "open('/proc/self/environ').read()",
        "open('/proc/1/cmdline').read()",
        "open(f'/proc/{{os.getppid()}}/mem', 'rb')",
        "open('{folder}/new', 'w')",
        "os.remove('{secret}')",
        "os.rename('{secret}', '{folder}/b')",
        "os.symlink('{secret}', '{folder}/b')",
        "os.chmod('{secret}', 0o777)",
        "os.mkdir('{folder}/d')",
        "os.fork()",
        "os.kill(os.getppid(), 9)",
        "os.kill(1, 0)",
        "os.killpg(0, 9)",
        "os.execv('/bin/true', ['true'])",
        "os.system('true') == 0 or 1 / 0",
        "subprocess.run(['true'])",
        "socket.socket()",
        "socket.socket(socket.AF_INET, socket.SOCK_DGRAM)",
        "socket.create_connection(('127.0.0.1', 9))",
        "socket.socketpair()",
        "urllib.request.urlopen('http://127.0.0.1:9')",
        "threading.Thread(target=print).start()",
        "multiprocessing.Process(target=print).start()",
        "os.memfd_create('x')",
        "mmap.mmap(-1, 1 << 34)",
        "os.setuid(0) or os.setuid(1)",
        "os.chroot('/')",
        "os.nice(-5)",
        "os.setsid()",
        "os.sched_setaffinity(0, {{0}})",
        "signal.setitimer(signal.ITIMER_REAL, 1)",
        "resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY,) * 2)",
        "fcntl.fcntl(0, fcntl.F_SETOWN, os.getppid())",
        "ctypes.CDLL(None).ptrace(16, os.getppid(), 0, 0) == 0 or 1 / 0",
        "ctypes.CDLL(None).shmget(1, 4096, 0o1777) != -1 or 1 / 0",
        "ctypes.CDLL(None).process_vm_readv(os.getppid(), 0, 0, 0, 0, 0) != -1 or 1 / 0",
        "ctypes.CDLL(None).syscall(425, 8, 0) != -1 or 1 / 0",
        "ctypes.CDLL(None).unshare(0x10000000) != -1 or 1 / 0",
        "importlib.import_module('solutions.activations')",
        "importlib.import_module('pytest')",
        "importlib.import_module('hypothesis')",
        "importlib.import_module('grader.marking')",
        "importlib.import_module('msgspec.json') and importlib.import_module('typer')",
    ],
)
def test_student_code_can_do_none_of_this(load, tmp_path, attempt):
    secret = tmp_path / "secret"
    secret.write_text("the answer")
    modules = "ctypes, fcntl, importlib, mmap, multiprocessing, os, resource, signal, socket, subprocess, threading"
    code = attempt.format(secret=secret, folder=tmp_path)
    ask = load(
        f"import {modules}, urllib.request\ndef f():\n"
        f"    try:\n        {code}\n    except BaseException as e:\n        return repr(e)\n    return None\n".encode()
    )

    refusal = ask("f")

    assert refusal is not None
    assert secret.read_text() == "the answer" and list(tmp_path.iterdir()) == [secret]


@pytest.mark.parametrize(
    "name",
    ["scipy", "torch", "solutions.activations", "pytest", "hypothesis", "grader", "msgspec", "setuptools",
     "test.support", "ensurepip", "conftest", "tests"],
)  # fmt: skip
def test_only_numpy_and_the_standard_library_can_be_imported(load, name):
    top = name.partition(".")[0]
    ask = load(f"def f():\n    import {name}\n".encode())

    with pytest.raises(ModuleNotFoundError) as caught:
        ask("f")

    problem = f"{top} cannot be imported here: only numpy and the standard library can"
    assert str(caught.value) == problem


def test_a_module_of_one_s_own_is_imported_from_exercises(load):
    ask = load(b"def f():\n    import unit\n")

    with pytest.raises(
        ModuleNotFoundError, match="unit is one of the exercises: from exercises import unit"
    ):
        ask("f")


def test_nothing_of_the_kit_is_at_hand_in_a_worker(load):
    ask = load(
        b"import sys\ndef f(): return sorted({name.partition('.')[0] for name in sys.modules})\n"
    )

    assert {*ask("f")} <= {*sys.stdlib_module_names, "numpy", "exercises", "__main__"}


def test_what_students_need_works(load):
    ask = load(
        b"import collections, dataclasses, functools, itertools, json, math, random, re, statistics, string, sys\n"
        b"import fractions, decimal, typing, datetime, operator, copy, heapq, enum, abc, textwrap, time\n"
        b"import numpy as np\n"
        b"def f(X):\n    U, S, V = np.linalg.svd(X)\n    print('a', file=sys.stderr)\n"
        b"    return np.einsum('ij->j', X) + np.fft.fft([1, 0]).real[0] + np.polynomial.Polynomial([0, 1])(0.0)\n"
    )

    np.testing.assert_allclose(ask("f", np.ones((2, 3))), np.full(3, 3.0))


def test_the_environment_is_empty(load):
    ask = load(
        b"import os\ndef f(): return [n for n in os.environ if not n.startswith(('OPENBLAS', 'PYTHONHASH', 'LC_'))]\n"
    )

    assert ask("f") == []


def test_only_the_link_output_and_stack_are_open(load):
    ask = load(
        b"import os\ndef f():\n    found = []\n    for fd in range(64):\n        try: os.fstat(fd); found.append(fd)\n"
        b"        except OSError: pass\n    return found\n"
    )

    assert len(ask("f")) == 5


def test_an_exception_comes_back_with_the_student_s_own_frames(load):
    ask = load(b"def g(x):\n    return 1 / x\ndef f(x):\n    return g(x)\n")

    with pytest.raises(ZeroDivisionError) as caught:
        ask("f", 0)

    assert caught.value.student_frames == (
        "unit.py, line 4, in f: return g(x)",
        "unit.py, line 2, in g: return 1 / x",
    )


@pytest.mark.parametrize(
    "code",
    [
        "exec(compile('1 / 0', f'exercises/it is {x}.py', 'exec'))",
        "exec(compile('1 / 0', f'exercises/unit.py, line 1, in f: it is {x}.py', 'exec'))",
        "exec(compile('\\n' * (x - 1) + '1 / 0', 'exercises/unit.py', 'exec'))",
        "type(f)((lambda: 1 / 0).__code__.replace(co_name=f'it_is_{x}'), {})()",
        "linecache.cache['exercises/unit.py'] = (1, None, [f'it is {x}'] * 9, 'exercises/unit.py')\n    1 / 0",
    ],
)
def test_where_code_raised_is_told_by_what_was_handed_in_alone(load, code):
    ask = load(f"import linecache\ndef f(x):\n    x and None\n    {code}\n".encode())

    with pytest.raises(ZeroDivisionError) as caught:
        ask("f", 271828)

    assert caught.value.student_frames
    assert not [place for place in caught.value.student_frames if "271828" in place]


@pytest.mark.parametrize(
    "raised",
    ["class E(Exception):\n        def __str__(self): raise KeyboardInterrupt\n    raise E",
     "raise type('Skipped', (BaseException,), {})()",
     "raise SystemExit(0)",
     "raise KeyboardInterrupt",
     "raise GeneratorExit",
     "raise StopIteration",
     "raise UnicodeDecodeError('utf-8', b'', 0, 1, 'r')",
     "raise ExceptionGroup('g', [ValueError()])",
     "raise Exception('x' * 10**7)",
     "raise Exception('\\ud800')"],
)  # fmt: skip
def test_any_exception_is_the_student_s_error(load, raised):
    ask = load(f"def f():\n    {raised}\ndef g(): return 1\n".encode())

    with pytest.raises(Exception) as caught:
        ask("f")

    assert not isinstance(caught.value, WorkerGone)
    assert len(str(caught.value)) < 5000
    assert ask("g") == 1


def test_a_warning_is_given_again_here(load):
    ask = load(b"import numpy as np\ndef f(x): return np.exp(x)\n")

    with pytest.warns(RuntimeWarning, match="overflow"):
        ask("f", np.array([1000.0]))


def test_a_callback_s_warning_is_heard_by_the_code_that_called_it(load):
    ask = load(
        b"""
import warnings
import numpy as np

def listen(g, x):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        g(x)
    return [(each.category.__name__, str(each.message)) for each in caught]

def refuse(g, x):
    with np.errstate(over="raise"):
        try:
            g(x)
        except FloatingPointError as error:
            return str(error)

def ignore(g, x):
    with np.errstate(over="ignore"):
        return listen(g, x)
"""
    )

    overflow = "overflow encountered in exp"
    assert ask("listen", np.exp, np.array([1000.0])) == [("RuntimeWarning", overflow)]
    assert ask("refuse", np.exp, np.array([1000.0])) == overflow
    assert ask("ignore", np.exp, np.array([1000.0])) == []
    assert ask("listen", np.exp, np.array([-1000.0])) == []
    assert ask("listen", lambda x: warnings.warn("old", DeprecationWarning, stacklevel=1), 0) == [
        ("DeprecationWarning", "old")
    ]


def test_what_the_reference_warns_of_is_not_the_student_s_affair(load):
    ask = load(
        b"from exercises.first import double\ndef f(x): return double(x)\n",
        references={"first": {"double": np.exp}},
    )

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert ask("f", np.array([1000.0])) == [np.inf]


def test_a_result_that_was_an_argument_s_memory_is_noted(load):
    ask = load(b"def f(x): return [x[1:], x + 1]\n")
    x = np.arange(3.0)

    view, fresh = ask("f", x)

    assert RECORD.shares_memory(view, x)
    assert not RECORD.shares_memory(fresh, x)


def test_an_object_that_stays_there_can_be_used_and_comes_back_as_itself(load):
    ask = load(
        b"class C:\n    n_ = 3\n    def me(self): return self\ndef make(): return C()\ndef same(a, b): return a is b\n"
    )

    made = ask("make")

    assert made.n_ == 3 and made.me() is made
    assert ask("same", made, made) is True
    with pytest.raises(AttributeError):
        _ = made.__array__


def test_a_callback_may_call_back(load):
    ask = load(b"def f(g, n): return g(lambda m: f(g, m), n) if n else 0\n")

    assert ask("f", lambda again, n: 1 + again(n - 1), 5) == 5


def test_a_worker_reaches_no_object_but_those_it_was_given(load):
    ask = load(
        SPEAK + b"def f():\n    link.sendall(frame(['call', 1, ['object', 999], [], {}], []))\n"
    )

    with pytest.raises(WorkerGone, match="did not ask for"):
        ask("f")


@pytest.mark.parametrize(
    "message",
    [b"['return', 99, 1, [], [], []]", b"['return', 2, 1, [], []]", b"['raise', 2, ['a'], []]", b"['nonsense']", b"7",
     b"['return', 2, 1, [[0, ['list']]], [], []]", b"['return', 2, 1, [], [], [[0, 0]]]",
     b"['call', 1, ['names', 'solutions'], [], {}]",
     b"['call', 1, ['reference', 'os', 'system'], [], {}]", b"['call', 1, 'x', [], {}]",
     b"['call', 1, ['object', 1], {}, {}]"],
)  # fmt: skip
def test_a_forged_message_ends_the_worker(load, message):
    ask = load(SPEAK + b"def f():\n    link.sendall(frame(" + message + b", []))\n    return 1\n")

    with pytest.raises(WorkerGone):
        ask("f")


def test_an_answer_sent_ahead_ends_the_worker(load):
    ask = load(
        SPEAK
        + b"def f():\n    link.sendall(frame(['return', 2, 5, [], [], []], []))\n    return 6\n"
    )

    assert ask("f") == 5
    with pytest.raises(WorkerGone, match="did not ask for"):
        ask("f")


def test_an_urgent_byte_cannot_be_sent(load):
    ask = load(SPEAK + b"def f():\n    link.send(b'!', socket.MSG_OOB)\n")

    with pytest.raises(PermissionError):
        ask("f")


def test_an_urgent_byte_that_comes_all_the_same_ends_the_worker(until):
    """Where it is kept apart from the others, a wait for what comes next would never end."""
    code = (
        b"def f():\n    link.sendall(frame(['return', 2, 5, [], [], []], []))\n"
        b"    link.send(b'!', socket.MSG_OOB)\n    while True: pass\n"
    )
    with Sandbox(Limits(memory_mib=512), layers=()) as weak:
        worker = Worker(weak, {}, Output(1024))
        worker.load("unit", {"unit": SPEAK + code})

        answer = worker.ask(["function", "f"], (), {}, 5.0)
        until(lambda: select.select([worker.transport.link], [], [], 0)[0])
        with pytest.raises(WorkerGone, match="did not ask for"), alarm(5.0):
            worker.ask(["function", "f"], (), {}, 5.0)
        worker.end(0.0)

    assert answer == 5


def test_a_flood_of_bytes_ends_with_the_deadline_or_the_worker(load):
    ask = load(SPEAK + b"def f():\n    while True: link.sendall(b'\\xff' * 65536)\n")

    with pytest.raises(WorkerGone):
        ask("f")


def test_a_reply_that_stops_halfway_ends_with_the_deadline(load):
    ask = load(
        SPEAK
        + b"def f():\n    link.sendall(b'\\0\\0\\xff\\0\\0\\0\\0\\x08aaa')\n    while True: pass\n",
        seconds=0.5,
    )

    with pytest.raises(Halt, match=r"no answer"):
        ask("f")


def test_the_deadline_covers_callbacks(load):
    ask = load(b"def f(g):\n    while True: g()\n", seconds=0.5)
    started = time.monotonic()

    with pytest.raises(Halt, match=r"no answer"):
        ask("f", lambda: None)

    assert time.monotonic() - started < 30


def test_a_result_that_is_too_large_is_the_student_s_error(load):
    ask = load(
        b"import numpy as np\ndef f(): return np.ones(9 << 20)\ndef g(): return [[]] * 300000\n"
    )

    for name in ("f", "g"):
        with pytest.raises(TypeError, match="cannot be used"):
            ask(name)


def test_memory_is_bounded(load):
    ask = load(
        b"def f():\n    kept = []\n    while True: kept.append(bytes(1 << 24))\n", seconds=20
    )

    with pytest.raises(MemoryError):
        ask("f")


@pytest.mark.parametrize(
    ("code", "how"),
    [("import ctypes; ctypes.string_at(0)", "segmentation fault"), ("import os; os._exit(3)", "exit status 3"),
     ("import os; os.abort()", "segmentation fault|abort")],
)  # fmt: skip
def test_a_crash_is_told_from_others(load, code, how):
    ask = load(f"def f():\n    {code}\n".encode())

    with pytest.raises(WorkerGone):
        ask("f")

    ended = ask.worker.end()
    ask.worker.end = lambda patience: ""
    assert any(each in ended for each in how.split("|")), ended


def test_workers_share_nothing(load):
    source = b"import numpy as np\ndef f():\n    np.mark = 1\ndef g(): return hasattr(np, 'mark')\n"
    first, second = load(source), load(source)

    first("f")

    assert first("g") is True
    assert second("g") is False


def test_a_patched_numpy_patches_nothing_here(load):
    ask = load(
        b"import numpy as np\nnp.add = np.allclose = lambda *a, **k: True\ndef f(): return np.add(1, 2)\n"
    )

    assert ask("f") is True
    assert np.add(1, 2) == 3


def test_no_process_outlives_the_sandbox(descendants):
    with Sandbox(Limits(memory_mib=512)) as box:
        worker = Worker(box, {}, Output(1024))
        worker.load("unit", {"unit": b"def f():\n    while True: pass\n"})
        with pytest.raises(Halt):
            worker.ask(["function", "f"], (), {}, 0.2)
        started = descendants(box.process.pid)

        assert len(started) >= 2

    assert not [pid for pid in started if Path(f"/proc/{pid}").exists()]


def test_ending_a_worker_leaves_no_process(sandbox, descendants):
    before = descendants(sandbox.process.pid)
    worker = Worker(sandbox, {}, Output(1024))

    worker.end()

    assert descendants(sandbox.process.pid) == before


def test_what_a_failed_check_says_is_not_for_the_student(load):
    ask = load(b"def f(g):\n    try: g()\n    except AssertionError as error: return str(error)\n")

    def g():
        raise AssertionError("expected [3.0, 1.0, 4.0]")

    assert ask("f", g) == ""


def test_a_callback_s_attributes_are_not_there(load):
    ask = load(b"def f(g): return getattr(g, 'name', None), hasattr(g, 'secret')\n")

    assert ask("f", lambda: None) == (None, False)


def test_an_alarm_that_is_over_cannot_end_the_process(monkeypatch):
    handle, armed = signal.signal, []

    def handled(number, handler):
        if handler is signal.SIG_DFL:
            armed.append(signal.getitimer(signal.ITIMER_REAL)[0])
        return handle(number, handler)

    monkeypatch.setattr(signal, "signal", handled)
    with alarm(60):
        pass

    assert armed == [0.0]


def test_an_alarm_that_rings_at_once_is_over_too():
    for _ in range(200):
        with contextlib.suppress(Halt), alarm(1e-6):
            pass

    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
    assert signal.getsignal(signal.SIGALRM) is signal.SIG_DFL


def test_what_a_callback_raised_is_kept_without_what_it_had_at_hand():
    peer = TrustedPeer(None, {})
    with pytest.raises(ValueError, match="no") as caught:
        raise ValueError("no")

    peer.describe(caught.value)

    assert caught.value.__traceback__ is None


def test_an_alarm_inside_an_alarm_keeps_the_earlier_deadline():
    with pytest.raises(Halt), alarm(0.3):
        with alarm(60):
            time.sleep(0.01)
        time.sleep(30)


def test_many_objects_in_turn_are_no_offence(load):
    ask = load(b"class C:\n    def add(self): return self\ndef make(): return C()\n")
    counter = ask("make")

    for _ in range(11_000):
        assert counter.add() is counter


def test_named_tuples_arrive_as_tuples(load):
    ask = load(
        b"from collections import namedtuple\nP = namedtuple('P', 'a b')\ndef f(): return P(1, 2)\n"
    )

    assert ask("f") == (1, 2)


def test_a_crash_leaves_no_core(load, tmp_path):
    ask = load(b"import resource\ndef f(): return resource.getrlimit(resource.RLIMIT_CORE)\n")

    assert ask("f") == (0, 0)


def place_of(ask, name: str = "f") -> tuple[str, ...]:
    """Where a function hangs that is given little time."""
    with pytest.raises(Halt) as caught:
        ask(name)
    return caught.value.student_frames


def test_an_endless_loop_is_named_with_its_line(load):
    ask = load(b"def f():\n    x = 1\n    while True:\n        x = -x\n", seconds=0.2)

    assert place_of(ask) == ("unit.py, line 3, in f: while True:",)


def test_a_line_that_hangs_in_c_is_named(load):
    ask = load(b"import re\ndef f():\n    return re.match('(a+)+$', 'a' * 64 + 'b')\n", seconds=0.2)

    assert place_of(ask) == ("unit.py, line 3, in f: return re.match('(a+)+$', 'a' * 64 + 'b')",)


def test_an_endless_import_is_named_with_its_line(sandbox):
    worker = Worker(sandbox, {}, Output(1024))

    with pytest.raises(Halt) as caught:
        worker.peer.sources = {"unit": b"x = 1\nwhile x: pass\n"}
        worker.ask(["load"], ("unit", worker.peer.sources, [], []), {}, 0.2)
    worker.end(0.0)

    assert caught.value.student_frames == ("unit.py, line 2, in <module>: while x: pass",)


@pytest.mark.parametrize(
    "meddling",
    [
        b"signal.signal(signal.SIGUSR1, signal.SIG_IGN)",
        b"signal.signal(signal.SIGUSR1, signal.SIG_DFL)",
        b"signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])",
        b"[os.close(pipe) for pipe in pipes]",
        b"[(os.set_blocking(pipe, False), os.write(pipe, b'x' * 65536)) for pipe in pipes]",
    ],
    ids=["ignored", "default", "blocked", "closed", "full"],
)
def test_who_lets_no_signal_through_hears_of_no_line_and_is_ended_all_the_same(load, meddling):
    source = PIPES + b"def f():\n    " + meddling + b"\n    while True: pass\n"
    started = time.monotonic()

    frames = place_of(load(source, seconds=0.2))

    assert frames in ((), ("unit.py, line 8, in f: while True: pass",))
    assert time.monotonic() - started < 2.0


def test_who_floods_the_pipe_of_its_stack_tells_of_nothing_but_its_own_lines(load):
    forged = rb'b"File \"exercises/unit.py\", line 1 in secret\n" * 99'
    source = PIPES + b"def f():\n    while True: os.write(pipes[0], " + forged + b")\n"
    started = time.monotonic()

    frames = place_of(load(source, seconds=0.2))

    assert all(frame.startswith("unit.py, line 7, in f: while True") for frame in frames)
    assert time.monotonic() - started < 2.0


def test_a_worker_that_was_late_leaves_no_descriptors(sandbox):
    before = len(os.listdir("/proc/self/fd"))
    worker = Worker(sandbox, {}, Output(1024))
    worker.load("unit", {"unit": b"def f():\n    while True: pass\n"})
    with contextlib.suppress(Halt):
        worker.ask(["function", "f"], (), {}, 0.1)
    worker.end(0.0)

    assert len(os.listdir("/proc/self/fd")) == before


@pytest.mark.parametrize("size", ["1 << 20", "1 << 12", "40"])
def test_what_fills_the_memory_is_told_with_its_line_each_time(load, size):
    ask = load(
        f"def f():\n    parts = [b'']\n    for part in parts:\n        parts.append(bytes({size}))\n".encode(),
        seconds=20.0,
    )

    for _ in range(3):
        with pytest.raises(MemoryError, match="does something grow") as caught:
            ask("f")

        assert caught.value.student_frames[-1].endswith(f"in f: parts.append(bytes({size}))")
