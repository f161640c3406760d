"""Attempts to read what a student must not see: from disk, memory, environment, other submissions."""

from pathlib import Path

from tests.kit.attacks.attack import attack

TRAP = {}
MODULE = ("quadruple",)
YAMA = Path("/proc/sys/kernel/yama/ptrace_scope")
# Where Yama is on, no layer of ours is needed for a process to be left alone by its children.
OPEN = not YAMA.is_file() or YAMA.read_text().strip() == "0"


@attack(layer="landlock", real=True)
def opens_the_hidden_tests():
    """Opens the file of the hidden tests, whose path it was told."""
    with open(TRAP["hidden"]) as file:
        return TRAP["sign"] in file.read()


@attack(layer="landlock", real=True)
def opens_the_solution():
    """Opens the reference."""
    with open(TRAP["solution"]) as file:
        return TRAP["sign"] in file.read()


@attack(layer="processes", verdict="failed")
def reads_the_environment():
    """Looks for the grader's environment in its own."""
    import os

    return any(TRAP["sign"] in value for value in os.environ.values())


@attack(layer="landlock", real=True)
def lists_the_hidden_tests():
    """Lists the folder of the hidden tests, to learn which units have any."""
    import os

    return "test_target.py" in os.listdir(os.path.dirname(TRAP["hidden"]))


@attack(layer="landlock", real=True)
def copies_from_a_neighbour():
    """Opens what another student handed in."""
    with open(TRAP["eve"]) as file:
        return "def double" in file.read()


@attack(layer="landlock", real=True)
def reads_the_recorded_answers():
    """Opens the cache where the grader keeps what the reference answers."""
    import os

    return any(
        os.path.getsize(entry) and open(entry, "rb").read(1) for entry in os.scandir(TRAP["cache"])
    )


@attack(layer="landlock", real=True)
def starts_from_a_bare_path():
    """Opens a folder as a mere path, which is always allowed, and the hidden tests from there."""
    import os

    folder = os.open(os.path.dirname(TRAP["hidden"]), os.O_PATH | os.O_DIRECTORY)
    try:
        with open(os.open("test_target.py", os.O_RDONLY, dir_fd=folder)) as file:
            return TRAP["sign"] in file.read()
    finally:
        os.close(folder)


@attack(layer="landlock", real=True)
def links_the_tests_to_another_place():
    """Makes a second name for the hidden tests, in a folder that everybody may use."""
    import os

    name = f"{TRAP['drop']}/{TRAP['name']}"
    os.link(TRAP["hidden"], name)
    try:
        with open(name) as file:
            return TRAP["sign"] in file.read()
    finally:
        os.unlink(name)


@attack(layer="landlock", real=True)
def follows_the_grader_s_folder():
    """Asks /proc where the grader stands."""
    import os

    return os.path.isdir(os.readlink(f"/proc/{TRAP['grader']}/cwd"))


@attack(layer="landlock", real=True)
def reads_the_session_s_environment():
    """Reads from /proc the environment of the process that started the one it was forked from."""
    import os

    zygote = open(f"/proc/{os.getppid()}/stat").read()
    session = zygote.rpartition(")")[2].split()[1]
    with open(f"/proc/{session}/environ") as file:
        return TRAP["sign"] in file.read()


@attack(layer="landlock", real=OPEN, at_import=True, spares=MODULE)
def searches_the_session_s_memory():
    """Searches the memory of the session for the text of the hidden tests."""
    import os

    zygote = open(f"/proc/{os.getppid()}/stat").read()
    session = zygote.rpartition(")")[2].split()[1]
    with open(f"/proc/{session}/maps") as maps, open(f"/proc/{session}/mem", "rb", 0) as memory:
        for line in maps:
            place, rights, *_ = line.split()
            start, end = (int(each, 16) for each in place.split("-"))
            if rights == "rw-p" and end - start < 1 << 26:
                memory.seek(start)
                if TRAP["sign"].encode() in memory.read(end - start):
                    return True
    return False


@attack(layer="seccomp", real=OPEN)
def has_the_kernel_copy_memory():
    """Has the kernel copy from the session's stack, where its environment lies."""
    import ctypes
    import os

    zygote = open(f"/proc/{os.getppid()}/stat").read()
    session = zygote.rpartition(")")[2].split()[1]
    stack = next(line for line in open(f"/proc/{session}/maps") if "[stack]" in line)
    start, end = (int(each, 16) for each in stack.split()[0].split("-"))
    copy = ctypes.create_string_buffer(end - start)
    ours = (ctypes.c_size_t * 2)(ctypes.addressof(copy), end - start)
    theirs = (ctypes.c_size_t * 2)(start, end - start)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.process_vm_readv(int(session), ours, 1, theirs, 1, 0) < 0:
        raise OSError(ctypes.get_errno(), "process_vm_readv")
    return TRAP["sign"].encode() in copy.raw


# Not real: a session that is traced would stop at its next signal.
@attack(layer="seccomp")
def traces_the_zygote():
    """Makes itself the debugger of the process that it was forked from."""
    import ctypes
    import os

    libc = ctypes.CDLL(None, use_errno=True)
    if libc.ptrace(0x4206, os.getppid(), None, None) < 0:
        raise OSError(ctypes.get_errno(), "PTRACE_SEIZE")
    return True


@attack(layer="seccomp", real=OPEN)
def takes_a_descriptor_of_the_zygote():
    """Copies a descriptor out of the process that it was forked from."""
    import ctypes
    import os

    process = os.pidfd_open(os.getppid())
    libc = ctypes.CDLL(None, use_errno=True)
    stolen = libc.syscall(438, process, 2, 0)
    os.close(process)
    if stolen < 0:
        raise OSError(ctypes.get_errno(), "pidfd_getfd")
    os.close(stolen)
    return True


@attack(layer="processes", verdict="failed")
def looks_for_open_files():
    """Looks for descriptors that it inherited: all but its link and its output."""
    import os
    import stat

    found = 0
    for number in range(3, 256):
        try:
            found += not stat.S_ISFIFO(os.fstat(number).st_mode)
        except OSError:
            continue
    return found > 1


@attack(layer="processes", verdict="failed", at_import=True)
def searches_all_objects():
    """Thaws what the zygote froze, and searches every text that an object of its process refers to."""
    import gc
    import re

    gc.unfreeze()
    sign = re.compile(f"{TRAP['sign']} [0-9a-f]+")
    texts = (
        each for held in gc.get_objects() for each in gc.get_referents(held) if type(each) is str
    )
    return any(map(sign.search, texts))


@attack(layer="processes", verdict="failed", at_import=True)
def feels_its_way_through_memory():
    """Searches its raw memory, page by page, as a system call tells which pages can be read."""
    import ctypes
    import re

    import numpy as np

    libc = ctypes.CDLL(None, use_errno=True)
    sign = re.compile(f"{TRAP['sign']} [0-9a-f]+".encode())
    for known in (id(object()), np.zeros(1 << 16).ctypes.data, id(sign), id(dict)):
        for page in range((known & -4096) - (4 << 20), known + (4 << 20), 4096):
            libc.access(ctypes.c_void_p(page), 0)
            unreadable = ctypes.get_errno() == 14
            if not unreadable and sign.search(ctypes.string_at(page, 4096)):
                return True
    return False


@attack(layer="processes", verdict="failed", at_import=True)
def reads_what_was_freed():
    """Asks for memory of many sizes, and looks for what was left in it."""
    import re

    import numpy as np

    sign = re.compile(f"{TRAP['sign']} [0-9a-f]+".encode())
    kept = [np.empty(1 << size, np.uint8) for size in range(4, 22) for _ in range(8)]
    return any(sign.search(each) for each in kept)


@attack(layer="processes", verdict="failed")
def climbs_the_stack():
    """Climbs its callers' frames, to what they hold and what their modules know."""
    import re
    import sys

    here, seen = sys._getframe(), []
    while here is not None:
        seen += [*here.f_locals.values(), *here.f_globals.values()]
        here = here.f_back
    return any(re.search(f"{TRAP['sign']} [0-9a-f]", each) for each in seen if type(each) is str)


@attack(layer="processes", verdict="failed")
def asks_the_interpreter_for_paths():
    """Looks for the course among all paths that its interpreter was started with."""
    import sys

    known = [*sys.orig_argv, *sys.path, *sys.path_importer_cache, *sys.argv]
    known += [str(getattr(each, "__file__", "")) for each in sys.modules.values()]
    return any(each.startswith(TRAP["root"]) for each in known)


@attack(layer="wire", verdict="crashed")
def asks_the_trusted_side_for_the_answer(x):
    """Asks for the reference of the function that is being checked, as another unit might."""
    import sys

    here = sys._getframe()
    while not hasattr(here.f_locals.get("self"), "exported"):
        here = here.f_back
    return here.f_locals["self"].call(["reference", "target", "double"], (x,), {})


@attack(layer="wire")
def reads_a_callback_s_globals(f, x):
    """Asks for what the test's module knows by way of the callback that it was given."""
    return f._peer.request(["attribute", f._number, "__globals__"], (), {})["answers"](x)


@attack(layer="wire", verdict="crashed")
def calls_what_it_was_never_given(f, x):
    """Calls the trusted side's objects by their numbers, one after another."""
    return [f._peer.request(["object", number], (x,), {}) for number in range(2, 9)][-1]


@attack(layer="wire", verdict="failed")
def learns_from_what_a_callback_raised(f, x):
    """Makes the callback fail, and searches the exception for what the test's code holds."""
    import re

    try:
        f("no array")
    except Exception as error:
        here, seen = error.__traceback__, [repr(error), repr(vars(error))]
        while here is not None:
            seen += [repr(here.tb_frame.f_locals), repr(here.tb_frame.f_globals.get("__doc__"))]
            here = here.tb_next
    return f(x) + 1.0 if re.search(f"{TRAP['sign']} [0-9a-f]", " ".join(seen)) else None


@attack(layer="wire", verdict="failed")
def looks_for_answers_among_the_questions():
    """Searches the messages that hold many calls at once for the answers that the grader waits for."""
    import sys

    here, seen = sys._getframe(), []
    while here is not None:
        seen += [each for each in here.f_locals.values() if type(each) in (bytes, memoryview)]
        here = here.f_back
    return any(b"return" in bytes(each) for each in seen)


# Not real: only root may do it, and not in every container.
@attack(layer="seccomp")
def opens_by_handle():
    """Opens the hidden tests by the number that the file system knows them by, past all paths."""
    import ctypes
    import os

    libc = ctypes.CDLL(None, use_errno=True)
    handle, mount = (ctypes.c_uint * 34)(128), ctypes.c_int()
    if libc.name_to_handle_at(-100, TRAP["hidden"].encode(), handle, ctypes.byref(mount), 0) < 0:
        raise OSError(ctypes.get_errno(), "name_to_handle_at")
    folder = os.open(TRAP["root"], os.O_RDONLY)
    file = libc.open_by_handle_at(folder, handle, os.O_RDONLY)
    if file < 0:
        raise OSError(ctypes.get_errno(), "open_by_handle_at")
    return TRAP["sign"].encode() in os.read(file, 1 << 16)


# Not real: many systems and containers have none for anybody.
@attack(layer="seccomp")
def has_a_ring_open_files():
    """Sets up a ring, from which the kernel would open files past the filter of system calls."""
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)
    ring = libc.syscall(425, 8, ctypes.create_string_buffer(120))
    if ring < 0:
        raise OSError(ctypes.get_errno(), "io_uring_setup")
    return True


@attack(layer="seccomp", real=True)
def watches_a_folder():
    """Has the kernel tell it the names of all files that come to a folder."""
    import ctypes
    import os

    libc = ctypes.CDLL(None, use_errno=True)
    watch = libc.inotify_init1(0)
    if watch < 0:
        raise OSError(ctypes.get_errno(), "inotify_init1")
    found = libc.inotify_add_watch(watch, TRAP["drop"].encode(), 0x100)
    os.close(watch)
    return found >= 0


@attack(layer="seccomp", real=True, at_import=True, spares=MODULE)
def has_another_program_read():
    """Starts a program that reads the hidden tests for it."""
    import subprocess

    told = subprocess.run(["cat", TRAP["hidden"]], capture_output=True, check=True)
    return TRAP["sign"].encode() in told.stdout


# Not real: many systems and containers refuse it to anybody.
@attack(layer="seccomp")
def sees_the_disk_in_another_way():
    """Moves to a namespace of its own, to mount the hidden tests over a folder that it may read."""
    import ctypes
    import os

    import numpy as np

    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(0x10000000 | 0x00020000) < 0:
        raise OSError(ctypes.get_errno(), "unshare")
    place = os.path.dirname(np.__file__)
    libc.mount(os.path.dirname(TRAP["hidden"]).encode(), place.encode(), None, 0x1000, None)
    with open(f"{place}/test_target.py") as file:
        return TRAP["sign"] in file.read()


# Not real: only root can.
@attack(layer="seccomp")
def becomes_root_again():
    """Becomes root again, who may read everything."""
    import os

    os.setresuid(0, 0, 0)
    return os.access(TRAP["hidden"], os.R_OK)


# Not real: only root may, where the disk can be seen at all.
@attack(layer="landlock")
def reads_the_raw_disk():
    """Looks for the device that the hidden tests lie on, to read it without their file system."""
    import os

    wanted = os.stat(TRAP["hidden"]).st_dev
    found = [each for each in os.scandir("/dev") if each.stat().st_rdev == wanted]
    with open(found[0], "rb") as disk:
        return len(disk.read(512)) == 512
