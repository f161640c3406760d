"""Attempts to keep the grader from marking others, or the rest of this submission."""

import numpy as np

from tests.kit.attacks.attack import attack, within

TRAP = {}


@attack(layer="deadline", verdict="timeout")
def never_returns(x):
    """Loops for ever."""
    while True:
        pass


@attack(layer="deadline", verdict="timeout")
def catches_all_that_would_stop_it(x):
    """Waits for ever, whatever is raised in it or sent to it."""
    import signal
    import time

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGALRM):
        signal.signal(number, signal.SIG_IGN)
    while True:
        try:
            time.sleep(1000)
        except BaseException:
            continue


@attack(layer="deadline", verdict="timeout")
def loops_where_python_cannot_be_stopped(x):
    """Keeps a loop of C's busy, which looks for no signal, holding the interpreter's lock."""
    import re

    re.match("(a+)+$", "a" * 64 + "b")
    return x * 2


@attack(layer="deadline", verdict="timeout")
def fills_all_pipes_so_that_nobody_hears_where_it_hangs(x):
    """Has the system write its stack into a pipe that takes no more, which would wait for ever."""
    import os
    import stat

    for pipe in range(3, 64):
        try:
            if stat.S_ISFIFO(os.fstat(pipe).st_mode):
                os.set_blocking(pipe, False)
                while os.write(pipe, b"x" * 4096):
                    pass
        except OSError:
            pass
    for pipe in range(3, 64):
        try:
            os.set_blocking(pipe, True)
        except OSError:
            pass
    while True:
        pass


@attack(layer="deadline", verdict="timeout")
def answers_in_drops(x):
    """Sends its answer a byte at a time, to begin a deadline again with each."""
    import time

    within("connection").sendall(b"\x00\x00\xff\xff\x00\x00\x00\x08")
    while True:
        within("connection").sendall(b"\x90")
        time.sleep(0.2)


@attack(layer="deadline", verdict="timeout")
def answers_once_and_listens_no_more(x):
    """Answers the first message, and then never reads the next."""
    import time

    within("peer").transport.receive = lambda: time.sleep(1000)
    return x


@attack(layer="deadline", verdict="timeout")
def stays_just_within_each_deadline(x):
    """Takes nearly as long for each call as a call may take."""
    import time

    time.sleep(0.8)
    return x * 2


@attack(layer="deadline", verdict="timeout")
def speaks_without_end(x):
    """Raises an exception whose message is never finished."""

    class Endless(Exception):
        def __str__(self):
            while True:
                pass

    raise Endless


@attack(layer="deadline", verdict="timeout")
def has_no_name(x):
    """Returns an object that loops where it is asked for its name."""

    class Nameless:
        @property
        def __name__(self):
            while True:
                pass

    return Nameless()


@attack(layer="deadline", verdict="timeout")
def asks_without_end(f, x):
    """Calls the test's function without end."""
    while True:
        f(x)


@attack(layer="deadline", verdict="timeout")
def has_itself_asked_for_ever(f, x):
    """Hands the test's function an object that is never done with its sum."""

    class Endless:
        shape = x.shape

        def sum(self):
            while True:
                pass

    return f(Endless())


@attack(layer="wire")
def hands_over_more_than_is_passed_on(f, x):
    """Has the grader compute with more numbers than it passes on."""
    return f(np.ones((1 << 20) + 1))


@attack(layer="seccomp", real=True)
def forks():
    """Forks: here once, and the child leaves."""
    import os

    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    return True


# Not real: containers say that there is no such call.
@attack(layer="seccomp", verdict="failed")
def forks_by_another_name():
    """Makes a process by the raw call for new ones, which a filter may not know: here one that leaves."""
    import ctypes
    import os

    clone3, child_signal = 435, 17
    asked = (ctypes.c_uint64 * 8)(0, 0, 0, 0, child_signal)
    child = ctypes.CDLL(None).syscall(clone3, asked, ctypes.sizeof(asked))
    if child == 0:
        os._exit(0)
    if child < 0:
        return False
    os.waitpid(child, 0)
    return True


@attack(layer="seccomp", real=True)
def leaves_a_process_behind():
    """Forks into a session of its own, where it is not ended with the worker: here for a moment."""
    import os
    import time

    if "left" not in globals() and os.fork() == 0:
        os.setsid()
        time.sleep(0.1)
        os._exit(0)
    globals()["left"] = True
    return True


@attack(layer="seccomp", real=True)
def starts_threads():
    """Starts a thread that goes on computing while others are asked: here one that ends."""
    import threading

    thread = threading.Thread(target=int)
    thread.start()
    thread.join()
    return True


@attack(layer="limits", real=True)
def takes_a_gigabyte():
    """Takes more memory than it may, and does not touch it."""
    return np.empty(1 << 27).nbytes == 1 << 30


@attack(layer="limits")
def takes_memory_bit_by_bit():
    """Takes memory until there is none: 16 GiB at most, if untouched."""
    kept = []
    for _ in range(1 << 10):
        kept.append(np.empty(1 << 21))
    return True


@attack(layer="processes", verdict="failed")
def breaks_numpy_for_others(x):
    """Replaces a function of numpy's that the others in its module use."""
    np.asarray = np.sum = lambda *_, **__: 0.0
    return x


@attack(layer="limits", real=True)
def opens_more_files_than_it_may():
    """Opens a hundred files, as if to use up those of the system."""
    import os

    opened = []
    try:
        for _ in range(100):
            opened.append(os.open("/dev/null", os.O_RDONLY))
    finally:
        for file in opened:
            os.close(file)
    return True


@attack(layer="limits", real=True)
def fills_the_disk():
    """Writes a file where others need room: here a few bytes."""
    import os

    path = f"{TRAP['drop']}/{TRAP['name']}"
    with open(path, "wb", buffering=0) as file:
        try:
            file.write(b"full")
        finally:
            os.unlink(path)
    return True


@attack(layer="seccomp", real=True)
def fills_memory_that_is_a_file():
    """Makes a file in memory, which counts as nobody's memory."""
    import os

    os.close(os.memfd_create("full"))
    return True


@attack(layer="seccomp", real=True)
def widens_its_pipe():
    """Has the kernel keep more of what it prints, of which there is so much for each user."""
    import fcntl

    fcntl.fcntl(1, fcntl.F_SETPIPE_SZ, 1 << 17)
    return True


@attack(layer="seccomp", verdict="failed", real=True)
def locks_memory():
    """Keeps its memory from being swapped, so that others' is: here a page."""
    import ctypes
    import mmap

    page = mmap.mmap(-1, mmap.PAGESIZE)
    where = ctypes.addressof(ctypes.c_char.from_buffer(page))
    return ctypes.CDLL(None).mlock(ctypes.c_void_p(where), mmap.PAGESIZE) == 0


# Not real: only root may, and all else would stand still.
@attack(layer="capabilities")
def goes_before_all_others():
    """Asks to be run before all others on its processor."""
    import os

    os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))
    return True


# Not real: what stands still gives no answer.
@attack(layer="seccomp")
def stands_still():
    """Stops itself, as Ctrl-Z does, and waits for somebody to continue it."""
    import os
    import signal

    os.kill(os.getpid(), signal.SIGSTOP)
    return True


@attack(layer="seccomp", real=True)
def sets_an_alarm():
    """Has a timer interrupt it again and again, for ever."""
    import signal

    signal.setitimer(signal.ITIMER_REAL, 1000)
    signal.setitimer(signal.ITIMER_REAL, 0)
    return True


@attack(layer="processes", verdict="crashed")
def leaves_at_once(x):
    """Ends its process as if all were well."""
    import os

    os._exit(0)


@attack(layer="processes", verdict="crashed")
def reads_what_is_not_there(x):
    """Follows a pointer to nowhere."""
    import ctypes

    return ctypes.string_at(0)


@attack(layer="processes")
def goes_deeper_than_python(x):
    """Calls itself without end."""
    return goes_deeper_than_python(x)


@attack(layer="wire", verdict="crashed")
def announces_four_gigabytes(x):
    """Announces an answer of four gigabytes, for which the grader is to make room."""
    within("connection").sendall(b"\xff\xff\xff\xff\x00\x00\x00\x08")
    return x


@attack(layer="wire", verdict="crashed")
def nests_a_million_lists(x):
    """Sends an answer of lists in lists that takes little room and a lot to unpack."""
    peer = within("peer")
    depth = 100_000
    nested = b"\x96\xa6return\x02" + b"\x91" * depth + b"\x90" + b"\x90\x90\x90"
    whole = len(nested).to_bytes(4, "big")
    within("connection").sendall((len(nested) + 4).to_bytes(4, "big") + whole + nested)
    peer.transport.flush = lambda: None


@attack(layer="wire", verdict="crashed")
def makes_many_objects(x):
    """Returns more objects than the grader keeps track of."""
    return [object() for _ in range(12_000)]


@attack(layer="wire")
def returns_many_values(x):
    """Returns a list of more numbers than are told apart."""
    return [*range(200_000)]


@attack(layer="wire", verdict="failed")
def returns_a_lot(x):
    """Returns eight megabytes each time, strided, which take twice that to lay out."""
    return np.zeros(2_000_000)[::2]


@attack(layer="wire")
def returns_more_than_crosses(x):
    """Returns more than a message may hold."""
    return np.zeros(9_000_000)


@attack(layer="wire")
def returns_a_number_without_end(f, x):
    """Returns a whole number of a million digits, which takes long to be told."""
    return 1 << (1 << 22)


@attack(layer="output", verdict="passed")
def prints_a_flood(x):
    """Prints more than anybody reads, and is right."""
    print("so it is said " * 1000)
    return x * 2


@attack(layer="output", verdict="timeout")
def prints_without_end(x):
    """Prints without end."""
    import os

    while True:
        os.write(1, b"and again " * 1000)


@attack(layer="output", verdict="failed")
def warns_in_a_flood(x):
    """Warns of a thousand things at length."""
    import warnings

    for number in range(1000):
        warnings.warn(f"{number} {'is a large number ' * 1000}", RuntimeWarning, stacklevel=1)
    return x * 2
