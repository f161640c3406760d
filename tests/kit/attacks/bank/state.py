"""Attempts to know in one check what happened in another, or to answer otherwise once it was believed.

What passes at first, and would be wrong in another order or in a new process, is found by a repeat alone.
"""

import numpy as np

from tests.kit.attacks.attack import attack, within

TRAP = {}


@attack(layer="checkers", verdict="failed")
def gives_its_first_answer_again(x):
    """Keeps its first right answer, and gives it for whatever it is asked."""
    return globals().setdefault("first", x * 2)


@attack(layer="checkers", verdict="failed")
def hands_out_one_array(x):
    """Returns the same array each time, and counts in it."""
    kept = globals().setdefault("kept", np.zeros(x.shape))
    kept += 1.0
    return kept


@attack(layer="checkers", verdict="failed")
def answers_the_input_before(x):
    """Returns what would have been right for the input before."""
    before = globals().get("before", x)
    globals()["before"] = x.copy()
    return before * 2


@attack(layer="processes", verdict="crashed")
def hands_its_memory_on(x):
    """Marks numpy and the environment and ends, to find the mark in the next process."""
    import os

    if "MARK" not in os.environ and not hasattr(np, "mark"):
        os.environ["MARK"] = np.mark = "here"
        os._exit(0)
    return x * 2


@attack(layer="landlock", real=True)
def remembers_in_a_file():
    """Writes down what it was asked, for the next process to read."""
    import os

    path = f"{TRAP['drop']}/{TRAP['name']}"
    with open(path, "w") as file:
        file.write("asked")
    with open(path) as file:
        known = file.read()
    os.unlink(path)
    return known == "asked"


@attack(layer="seccomp", verdict="failed", real=True)
def remembers_in_a_queue():
    """Makes a message queue that stays when its process has ended: here one that is removed."""
    import ctypes

    make, remove = 0o1666, 0
    queue = ctypes.CDLL(None).msgget(TRAP["key"], make)
    return queue >= 0 and ctypes.CDLL(None).msgctl(queue, remove, None) == 0


# Not real: containers keep keyrings from all that run in them.
@attack(layer="seccomp", verdict="failed")
def remembers_in_a_keyring():
    """Adds a key to the keyring of its user, which stays for the next process: here to its own thread's."""
    import ctypes

    add_key, of_thread = 248, -1
    return ctypes.CDLL(None).syscall(add_key, b"user", b"mark", b"here", 4, of_thread) > 0


@attack(layer="wire", verdict="crashed", at_import=True, spares=("quadruple",))
def remembers_in_the_grader():
    """Sends bytes after each answer, for its next process to find in the grader."""
    peer, link = within("peer"), within("connection")
    flush = peer.transport.flush

    def and_more():
        flush()
        link.sendall(b"\x00")

    peer.transport.flush = and_more
    return True


@attack(layer="wire", verdict="failed")
def gives_an_object_of_the_check_before(x):
    """Returns at first an object, and then one that it takes for that of an earlier check."""
    return globals().setdefault("object", lambda: x)


@attack(layer="repeat", verdict="failed", at_import=True)
def is_right_until_others_are_asked():
    """Answers rightly until another function of its module was called, as none is before it."""

    def noticing(function):
        def notice(*given):
            globals()["GOT_IN"] = False
            return function(*given)

        return notice

    for name in ("triple", "through"):
        globals()[name] = noticing(globals()[name])
    return True


@attack(layer="repeat", verdict="failed")
def is_right_as_long_as_little_was_asked():
    """Counts the arrays that came to its process, and is right as long as it is the first that is asked."""
    decoded = within("peer").answer.__globals__["Decoder"]._array.__globals__["_dtype"]
    return decoded.cache_info().hits < 32
