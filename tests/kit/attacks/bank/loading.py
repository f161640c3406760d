"""Attempts made while the module is imported, before anything is asked of it."""

from tests.kit.attacks.attack import attack

TRAP = {}
MODULE = ("quadruple",)


@attack(layer="processes", at_import=True, spares=MODULE)
def leaves_politely():
    """Leaves as a program does that has done all it should."""
    import sys

    sys.exit(0)


@attack(layer="processes", verdict="crashed", at_import=True, spares=MODULE)
def ends_its_process():
    """Ends its process at once, as if all had gone well."""
    import os

    os._exit(0)


@attack(layer="deadline", verdict="timeout", at_import=True, spares=MODULE)
def is_never_imported():
    """Catches all that could end it, and goes on for ever."""
    while True:
        try:
            while True:
                pass
        except BaseException:
            continue


@attack(layer="seccomp", real=True, at_import=True, spares=MODULE)
def leaves_a_thread_behind():
    """Starts a thread that would run on between the calls."""
    import threading

    thread = threading.Thread(target=print, daemon=True)
    thread.start()
    thread.join()
    return not thread.is_alive()


@attack(layer="limits", real=True, at_import=True, spares=MODULE)
def takes_more_memory_than_there_is_for_all():
    """Takes more memory than a worker may have, before there is anything to compute."""
    import numpy as np

    return np.zeros(768 << 20, np.uint8).size > 0


@attack(layer="seccomp", real=True, at_import=True, spares=MODULE)
def sets_an_alarm_at_import():
    """Sets an alarm, so that its code runs at a time that nobody asked for."""
    import signal

    signal.setitimer(signal.ITIMER_REAL, 9.0)
    signal.setitimer(signal.ITIMER_REAL, 0.0)
    return True


@attack(layer="seccomp", real=True, at_import=True, spares=MODULE)
def wants_to_outlive_the_grader():
    """Tells the kernel not to end it when the grader ends."""
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(1, 0, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "PR_SET_PDEATHSIG")
    return True


@attack(layer="seccomp", real=True, at_import=True, spares=MODULE)
def lifts_its_limits():
    """Sets its own limits, as high as they may be."""
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    return True


# Not real: the other side of the wire takes it for a message all the same.
@attack(layer="seccomp", at_import=True, spares=MODULE)
def sends_an_urgent_byte():
    """Sends an urgent byte, which wakes whoever waits and is not there when it is read."""
    import contextlib
    import os
    import socket
    import stat

    for number in range(3, 64):
        with contextlib.suppress(OSError):
            if stat.S_ISSOCK(os.fstat(number).st_mode):
                link = number
    own = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM, 0, os.dup(link))
    return own.send(b"!", socket.MSG_OOB) == 1


@attack(layer="wire", verdict="crashed", at_import=True, spares=MODULE)
def answers_before_it_is_there():
    """Answers in the grader's own words that it is imported, while it is not."""
    import sys

    here = sys._getframe()
    while not hasattr(here.f_locals.get("self"), "exported"):
        here = here.f_back
    worker = here.f_locals["self"]
    frame = worker.answer.__globals__["frame"]
    worker.transport.send(frame(["return", 1, None, [], [], []], []))
    return True


@attack(layer="wire", verdict="failed", at_import=True, spares=MODULE)
def takes_the_place_of_the_worker():
    """Puts its own function where the worker's was that runs what is asked for."""
    import sys

    here = sys._getframe()
    while not hasattr(here.f_locals.get("self"), "exported"):
        here = here.f_back
    here.f_locals["self"].invoke = lambda target, args, kwargs: (args[0], [])
    return True


@attack(layer="processes", verdict="failed", at_import=True)
def makes_numpy_agree():
    """Has numpy find that all arrays are the same."""
    import numpy as np

    np.allclose = np.isclose = np.array_equal = lambda *_, **__: True
    np.testing.assert_allclose = np.testing.assert_array_equal = lambda *_, **__: None
    return False


@attack(layer="checkers", verdict="failed", at_import=True, spares=MODULE)
def is_everything_at_once():
    """Puts an object in its module's place that has every function, whose results equal everything."""
    import sys

    class Yes:
        def __eq__(self, other):
            return True

        __hash__ = None

    class Module:
        def __getattr__(self, name):
            return lambda *_: Yes()

    sys.modules[__name__] = Module()
    return True


@attack(layer="imports", at_import=True, spares=MODULE)
def is_nowhere_to_be_found():
    """Strikes itself off the list of modules, so that the worker has nothing to go on with."""
    import sys

    del sys.modules[__name__]
    return True


@attack(layer="imports", at_import=True, spares=MODULE)
def imports_itself_without_end():
    """Forgets that it is being imported and imports itself, by which it does so again."""
    import importlib
    import sys

    del sys.modules[__name__]
    return importlib.import_module(__name__)


@attack(layer="processes", at_import=True, spares=MODULE)
def raises_what_cannot_be_told():
    """Raises an exception whose message is another one."""

    class Mute(Exception):
        def __str__(self):
            raise SystemExit

    raise Mute


@attack(layer="processes", verdict="crashed", at_import=True, spares=MODULE)
def raises_what_has_no_name():
    """Raises an exception whose class has a number for a name."""

    class Nameless(type):
        __name__ = 271828

    raise Nameless("Fault", (Exception,), {})


@attack(layer="wire", at_import=True, spares=MODULE)
def raises_what_the_grader_raised():
    """Says of what it raises that it is the grader's own exception come back."""
    error = ValueError("mine")
    error._neurokata_token = 1
    raise error


@attack(layer="wire", verdict="error", at_import=True, spares=MODULE)
def says_it_is_not_written_yet():
    """Says that it is not written yet, so that no check would hold it against it."""
    raise NotImplementedError("later")


@attack(layer="wire", verdict="crashed", at_import=True, spares=MODULE)
def hangs_up():
    """Closes all that it finds open, its link among it."""
    import os

    os.closerange(3, 64)
    return True


@attack(layer="output", verdict="passed", at_import=True)
def talks_without_end():
    """Prints far more than anybody keeps before it is imported."""
    for _ in range(64):
        print("what nobody wants to read " * 4096)
    return True
