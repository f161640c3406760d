"""Runs a command as root, as an ordinary user, or in what a container is by default.

python -m tests.kit.attacks.environments user pytest …
"""

from __future__ import annotations

import ctypes
import errno
import os
import stat
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pyseccomp

ROOT, USER, CONTAINER = "root", "user", "container"
ENVIRONMENTS = (ROOT, USER, CONTAINER)
NOBODY = 65534

# What a container has by default, as Docker documents it.
CAPABILITIES = {
    "chown": 0, "dac_override": 1, "fowner": 3, "fsetid": 4, "kill": 5, "setgid": 6, "setuid": 7, "setpcap": 8,
    "net_bind_service": 10, "net_raw": 13, "sys_chroot": 18, "mknod": 27, "audit_write": 29, "setfcap": 31,
}  # fmt: skip
_NAMESPACES = (0x00020000, 0x02000000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000)
_FORBIDDEN = """
    unshare setns mount umount2 pivot_root move_mount open_tree fsopen fsconfig fsmount
    bpf perf_event_open keyctl add_key request_key kexec_load init_module finit_module delete_module
    open_by_handle_at name_to_handle_at reboot swapon swapoff userfaultfd
""".split()
_CLONE_NEWNS, _PR_CAPBSET_DROP, _CAPABILITY_VERSION_3 = 0x00020000, 24, 0x20080522


def enter(environment: str) -> None:
    """Make this process, and all that it starts, live there.

    Raises
    ------
    SystemExit
        Where this process may not, with what to do.
    """
    if environment in (ROOT, CONTAINER) and os.geteuid() != 0:
        sys.exit(f"only root can try it as {environment}: run it with sudo")
    if environment == ROOT and ctypes.CDLL(None).unshare(0) == 0:
        _open_the_way()  # so that a worker can become another user
    elif environment == CONTAINER:
        _contain()
    elif environment == USER and os.geteuid() == 0:
        home = Path(tempfile.mkdtemp(prefix="neurokata-home-"))
        os.chown(home, NOBODY, NOBODY)
        _open_the_way()
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
        os.environ |= {"HOME": str(home), "USER": "nobody", "NEUROKATA_CACHE": str(home / "cache")}
    os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = tempfile.mkdtemp(prefix="neurokata-examples-")


def _contain() -> None:
    """No namespaces, no mounts, no capabilities but a container's."""
    libc = ctypes.CDLL(None, use_errno=True)
    for number in range(64):
        if number not in CAPABILITIES.values():
            libc.prctl(_PR_CAPBSET_DROP, number, 0, 0, 0)
    kept = sum(1 << number for number in CAPABILITIES.values())
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    if libc.capset(header, (ctypes.c_uint32 * 6)(kept, kept, 0, 0, 0, 0)) != 0:
        sys.exit(f"capabilities cannot be dropped: {os.strerror(ctypes.get_errno())}")
    calls = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
    for name in _FORBIDDEN:
        calls.add_rule(pyseccomp.ERRNO(errno.EPERM), name)
    for flag in _NAMESPACES:
        chosen = pyseccomp.Arg(0, pyseccomp.MASKED_EQ, flag, flag)
        calls.add_rule(pyseccomp.ERRNO(errno.EPERM), "clone", chosen)
    calls.add_rule(pyseccomp.ERRNO(errno.ENOSYS), "clone3")
    calls.load()


def _open_the_way() -> None:
    """Let everybody come to Python and to this project, in mounts that only this process sees."""
    needed = {Path(sys.base_prefix).resolve(), Path(sys.prefix).resolve(), Path.cwd().resolve()}
    needed = {path for path in needed if _shut(path) is not None}
    if not needed:
        return
    if ctypes.CDLL(None).unshare(_CLONE_NEWNS) != 0:
        names = ", ".join(sorted(map(str, needed)))
        sys.exit(
            f"an ordinary user cannot come to {names}: take a Python and a folder that all may enter"
        )
    _mount("--make-rprivate", "/")
    held = {path: tempfile.mkdtemp(prefix="neurokata-way-") for path in needed}
    for path, place in held.items():
        _mount("--bind", str(path), place)
    while shut := [found for path in held if (found := _shut(path)) is not None]:
        _mount("-t", "tmpfs", "-o", "mode=755,size=1m", "none", str(min(shut)))
        for path, place in held.items():
            if path.is_relative_to(min(shut)):
                path.mkdir(parents=True, exist_ok=True)
                _mount("--bind", place, str(path))


def _shut(path: Path) -> Path | None:
    """The first folder on the way that others may not enter."""
    way = [*reversed(path.parents), path]
    return next((each for each in way if not each.stat().st_mode & stat.S_IXOTH), None)


def _mount(*arguments: str) -> None:
    subprocess.run(["mount", *arguments], check=True)


def main(arguments: Sequence[str]) -> None:
    """Enter the environment that is named first, and become the command that follows."""
    environment, *command = arguments
    if environment not in ENVIRONMENTS or not command:
        sys.exit(f"give one of {', '.join(ENVIRONMENTS)} and a command")
    enter(environment)
    os.execvp(command[0], command)


if __name__ == "__main__":
    main(sys.argv[1:])
