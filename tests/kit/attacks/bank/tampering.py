"""Attempts on the grader's processes, on descriptors, and on the messages of a worker."""

from tests.kit.attacks.attack import attack, within

TRAP = {}


@attack(layer="seccomp", real=True)
def signals_the_grader():
    """Asks whether it may send the grader a signal."""
    import os

    os.kill(TRAP["grader"], 0)
    return True


@attack(layer="seccomp", real=True)
def signals_its_parent():
    """Asks whether it may send a signal to the zygote, without which no worker starts."""
    import os

    os.kill(os.getppid(), 0)
    return True


@attack(layer="namespaces", real=True)
def signals_the_grader_s_group():
    """Asks whether it may send a signal to all that were started with the grader."""
    import os

    os.killpg(os.getpgid(TRAP["grader"]), 0)
    return True


@attack(layer="seccomp", real=True)
def signals_through_a_descriptor():
    """Opens the grader's process as a descriptor, which tells of no number, and signals that."""
    import os
    import signal

    signal.pidfd_send_signal(os.pidfd_open(TRAP["grader"]), 0)
    return True


@attack(layer="seccomp", verdict="failed", real=True)
def signals_a_thread_of_the_grader():
    """Signals the grader's main thread by the raw call, where libc may be watched."""
    import ctypes

    tgkill = 234
    return ctypes.CDLL(None).syscall(tgkill, TRAP["grader"], TRAP["grader"], 0) == 0


@attack(layer="seccomp", verdict="failed", real=True)
def forges_the_sender_of_a_signal():
    """Queues a signal whose sender and value it made up."""
    import ctypes
    import os

    rt_sigqueueinfo, sent_by_queue = 129, -1
    told = (ctypes.c_int * 32)(0, 0, sent_by_queue, 0, os.getpid())
    return ctypes.CDLL(None).syscall(rt_sigqueueinfo, TRAP["grader"], 0, told) == 0


@attack(layer="seccomp", real=True)
def has_the_kernel_signal_the_grader():
    """Names the grader as the owner of a file, who is sent SIGIO when there is something to read."""
    import fcntl
    import struct

    fcntl.fcntl(0, fcntl.F_SETOWN, TRAP["grader"])
    owner = fcntl.fcntl(0, fcntl.F_GETOWN)
    fcntl.fcntl(0, fcntl.F_SETOWN, 0)
    return struct.pack("i", owner) == struct.pack("i", TRAP["grader"])


@attack(layer="seccomp", verdict="failed", real=True)
def outlives_its_parent():
    """Tells the kernel not to end it when the zygote ends."""
    import ctypes

    death_signal = 1
    return ctypes.CDLL(None).prctl(death_signal, 0, 0, 0, 0) == 0


# Not real: where Yama restricts ptrace, no process but root's may trace its parent.
@attack(layer="seccomp", verdict="failed")
def traces_its_parent():
    """Seizes the zygote as a debugger does, to have its own code run there."""
    import ctypes
    import os

    seize = 0x4206
    return ctypes.CDLL(None).ptrace(seize, os.getppid(), None, None) == 0


# Not real: it would run beside the filter, and many systems have no io_uring.
@attack(layer="seccomp", verdict="failed")
def goes_around_the_filter():
    """Sets up io_uring, whose calls no filter sees."""
    import ctypes

    io_uring_setup = 425
    return ctypes.CDLL(None).syscall(io_uring_setup, 1, (ctypes.c_uint * 64)()) > 0


@attack(layer="seccomp", verdict="crashed")
def calls_by_the_numbers_of_another_architecture():
    """Asks for its parent's pidfd by the numbers of x32, which a filter of names may not know."""
    import ctypes
    import os

    x32, kill = 0x40000000, 62
    return ctypes.CDLL(None).syscall(x32 + kill, os.getppid(), 0) == 0


@attack(layer="seccomp", real=True)
def slows_the_grader_down():
    """Sets the grader's priority: here to what it is."""
    import os

    now = os.getpriority(os.PRIO_PROCESS, TRAP["grader"])
    os.setpriority(os.PRIO_PROCESS, TRAP["grader"], now)
    return True


@attack(layer="seccomp", real=True)
def moves_the_grader_to_one_processor():
    """Sets the processors that the grader may run on: here to those that it runs on."""
    import os

    os.sched_setaffinity(TRAP["grader"], os.sched_getaffinity(TRAP["grader"]))
    return True


@attack(layer="seccomp", real=True)
def takes_the_grader_s_files_away():
    """Sets how many files the grader may open: here to what it may."""
    import resource

    now = resource.prlimit(TRAP["grader"], resource.RLIMIT_NOFILE)
    resource.prlimit(TRAP["grader"], resource.RLIMIT_NOFILE, now)
    return True


@attack(layer="seccomp", real=True)
def lifts_its_own_limits():
    """Sets its own limits again: here to what they are."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, resource.getrlimit(resource.RLIMIT_AS))
    return True


@attack(layer="landlock", real=True)
def has_the_grader_chosen_to_die():
    """Sets the grader's score for when memory runs out: here to what it is."""
    path = f"/proc/{TRAP['grader']}/oom_score_adj"
    with open(path, "r+") as file:
        now = file.read()
        file.seek(0)
        file.write(now)
    return True


@attack(layer="landlock", real=True)
def writes_where_the_grader_writes():
    """Opens the grader's own output by its descriptor in /proc."""
    with open(f"/proc/{TRAP['grader']}/fd/1", "ab"):
        return True


# Not real: it would set the clock, if to what it is.
@attack(layer="capabilities")
def sets_the_clock():
    """Sets the system's clock, so that no deadline comes."""
    import time

    time.clock_settime(time.CLOCK_REALTIME, time.clock_gettime(time.CLOCK_REALTIME))
    return True


# Not real: only root may, and it is the system's name.
@attack(layer="capabilities")
def renames_the_system():
    """Gives the system the name that it has."""
    import os
    import socket

    socket.sethostname(os.uname().nodename)
    return True


@attack(layer="user", real=True)
def changes_who_may_read_the_tests():
    """Sets the mode of the hidden tests: here to what it is."""
    import os

    os.chmod(TRAP["hidden"], 0o666)
    return True


@attack(layer="landlock", real=True)
def edits_the_hidden_tests():
    """Opens the hidden tests for writing, which anybody may here."""
    with open(TRAP["hidden"], "r+b"):
        return True


@attack(layer="landlock", real=True)
def plants_a_plugin():
    """Writes a conftest.py beside the hidden tests, which pytest would run with the grader's rights."""
    import os

    path = os.path.join(os.path.dirname(TRAP["hidden"]), "conftest.py")
    with open(path, "x") as file:
        file.write("")
    os.unlink(path)
    return True


@attack(layer="seccomp", real=True)
def exchanges_another_submission():
    """Renames another student's file, and back."""
    import os

    os.rename(TRAP["eve"], TRAP["eve"] + ".old")
    os.rename(TRAP["eve"] + ".old", TRAP["eve"])
    return True


# Not real: what is sent breaks the protocol, which ends the worker.
@attack(layer="seccomp")
def hands_over_a_descriptor():
    """Sends the grader an open file along with its answer."""
    import socket

    socket.send_fds(within("connection"), [b"x"], [0])
    return True


# Not real: what is sent breaks the protocol, which ends the worker.
@attack(layer="seccomp")
def sends_out_of_band():
    """Sends the grader a byte out of band, which poll sees and a read waits for ever after."""
    import socket

    within("connection").send(b"!", socket.MSG_OOB)
    return True


# Not real: what cannot be asked has no answer, which ends the worker.
@attack(layer="seccomp")
def hangs_up_one_way():
    """Shuts its socket for reading alone, so that the grader's next call waits for a reader."""
    import socket

    within("connection").shutdown(socket.SHUT_RD)
    return True


@attack(layer="wire", verdict="crashed")
def has_the_grader_compute_it(x):
    """Asks the grader, as for a required unit, for the reference of the very function that is checked."""
    return within("peer").call(["reference", "target", "double"], (x,), {})


@attack(layer="wire", verdict="crashed")
def calls_what_it_was_not_given(x):
    """Calls the grader's objects by their numbers, though it was given none."""
    return within("peer").call(["object", 1], (x,), {})


@attack(layer="wire", verdict="crashed")
def asks_for_a_module_of_the_grader(x):
    """Asks for a function of the standard library in the grader's process."""
    within("peer").call(["reference", "os", "_exit"], (0,), {})
    return x * 2


@attack(layer="wire")
def climbs_out_of_a_callback(f, x):
    """Reads the globals of the test's function, where the tests and what they expect would be."""
    return f._peer.call(["attribute", f._number, "__globals__"], (), {})["target"]


@attack(layer="wire", verdict="crashed")
def answers_what_will_be_asked(x):
    """Sends a reply to the next call before that comes."""
    forged = within("peer").answer.__globals__["frame"](["return", 10**6, True, [], [], []], [])
    within("connection").sendall(forged)
    return x


@attack(layer="wire", verdict="crashed")
def changes_an_argument_that_was_never_sent(x):
    """Says that it changed the fiftieth argument of a call that had one."""
    within("peer")._changes = lambda encoder, decoder: [[50, None]]
    return x


@attack(layer="wire", verdict="crashed")
def sends_pointers_for_numbers(x):
    """Says that its array holds Python objects, whose bytes would be taken for addresses."""
    returned = within("peer")._returned
    within("peer")._returned = lambda *given: returned(*given).replace(b"<f8", b"|O8")
    return x


@attack(layer="wire", verdict="crashed")
def reaches_beyond_its_message(x):
    """Says that its array is larger than the bytes that it sends, to have others' memory read."""
    make = within("peer").answer.__globals__["frame"]

    def returned(turn, value, warned, decoder):
        part = ["array", "<f8", [1 << 20], "C", True, 8 << 20]
        return make(["return", turn, part, [], [], []], [b"\0" * 8])

    within("peer")._returned = returned
    return x


@attack(layer="wire", verdict="crashed")
def turns_its_socket_into_its_output():
    """Puts its output in place of the socket, so that the answer comes as what was printed."""
    import os

    os.dup2(1, within("connection").fileno())
    return True


@attack(layer="processes", verdict="failed")
def makes_all_comparisons_agree():
    """Replaces numpy's comparisons by such as are content with anything."""
    import sys

    numpy = sys.modules["numpy"]
    for name in ("allclose", "isclose", "array_equal", "isfinite", "abs", "any"):
        setattr(numpy, name, lambda *_, **__: True)
    numpy.testing = numpy.allclose
    return False


@attack(layer="processes", verdict="failed")
def replaces_the_checks():
    """Puts checks that check nothing in place of the grader's."""
    import sys
    import types

    content = types.ModuleType("grader.testing")
    content.check_close = content.check_that = lambda *_, **__: None
    sys.modules["grader.testing"] = sys.modules["pytest"] = content
    return False


@attack(layer="output", verdict="failed")
def prints_a_report():
    """Prints what a report of full points looks like, and an end of marking."""
    import os

    passed = b'{"id":"target::test_double_is_twice","status":"passed","earned":2.0}\n'
    os.write(1, b"\x00\x00\x00\x49" + passed + b"==== 7 passed in 0.01s ====\n")
    return False
