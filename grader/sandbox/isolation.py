"""Takes rights away from the calling process, layer by layer, for good.

The order matters: namespaces, user, capabilities, resource limits, Landlock, seccomp. Landlock, seccomp
and the limits carry the protection and work for root, for an ordinary user and inside a container alike;
the others are taken where the system gives them.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import stat
import sys
import sysconfig
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

with contextlib.suppress(ImportError):  # on Windows, where commands say that there is no sandbox
    import fcntl
    import resource
    import termios

MANDATORY = ("limits", "landlock", "seccomp")
LAYERS = ("namespaces", "user", "capabilities", *MANDATORY)
NOBODY = 65534
UNREADABLE = {"site-packages", "dist-packages", "ensurepip", "test", "idlelib"}

_CLONE_NEWIPC, _CLONE_NEWUSER, _CLONE_NEWPID, _CLONE_NEWNET = (
    0x08000000,
    0x10000000,
    0x20000000,
    0x40000000,
)
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_CAPBSET_DROP, _PR_SET_NO_NEW_PRIVS = 1, 4, 24, 38
_PR_SET_CHILD_SUBREAPER = 36
_CAPABILITY_VERSION_3 = 0x20080522

ALLOWED_CALLS = """
    read readv pread64 write writev close fstat newfstatat stat lstat lseek statx statfs fstatfs
    open openat access faccessat faccessat2 readlink readlinkat getdents getdents64 getcwd
    mmap munmap mremap mprotect madvise brk mincore membarrier
    rt_sigaction rt_sigprocmask rt_sigreturn sigaltstack restart_syscall
    dup dup2 dup3 poll ppoll select pselect6
    futex set_robust_list get_robust_list rseq set_tid_address arch_prctl
    getpid getppid gettid getuid geteuid getgid getegid getpgrp getgroups capget
    clock_gettime clock_getres clock_nanosleep nanosleep gettimeofday time times getitimer
    getrandom sched_yield sched_getaffinity sched_getparam sched_getscheduler getcpu
    uname sysinfo getrusage getrlimit exit exit_group
""".split()


def allowed_commands() -> dict[str, tuple[int, ...]]:
    """What may be asked of a descriptor."""
    return {
        "fcntl": (
            fcntl.F_DUPFD,
            fcntl.F_GETFD,
            fcntl.F_SETFD,
            fcntl.F_GETFL,
            fcntl.F_SETFL,
            fcntl.F_DUPFD_CLOEXEC,
        ),
        "ioctl": (
            termios.TCGETS,
            termios.TIOCGWINSZ,
            termios.FIOCLEX,
            termios.FIONCLEX,
            termios.FIONBIO,
        ),
    }


@dataclass(frozen=True)
class Policy:
    """What a worker is left with."""

    memory: int
    layers: tuple[str, ...] = LAYERS


def readable_paths() -> list[Path]:
    """What a worker may read: the standard library, numpy, and the system's shared libraries."""
    libraries = [Path(sysconfig.get_path(name)) for name in ("stdlib", "platstdlib")]
    paths: list[Path] = []
    for library in dict.fromkeys(libraries):
        paths += [entry for entry in sorted(library.iterdir()) if entry.name not in UNREADABLE]
    package = Path(np.__file__).parent
    paths += [package, package.parent / "numpy.libs"]
    multiarch = sysconfig.get_config_var("MULTIARCH")
    paths += [
        Path("/lib64"),
        Path("/usr/lib64"),
        Path("/etc/ld.so.cache"),
        Path("/usr/share/zoneinfo"),
    ]
    paths += [Path("/usr/lib") / multiarch, Path("/lib") / multiarch] if multiarch else []
    paths += [Path("/dev/null"), Path("/dev/zero"), Path("/dev/urandom"), Path("/dev/random")]
    return [path for path in paths if path.exists()]


class Isolation:
    """The layers, prepared once in the zygote, entered in each worker."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.missing: dict[str, str] = {}
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._ruleset = self._prepare("landlock", self._landlock_ruleset)
        self._filter = self._prepare("seccomp", self._seccomp_filter)

    def _prepare(self, layer: str, make: Callable[[], object]) -> object | None:
        if layer not in self.policy.layers:
            return None
        try:
            return make()
        except Exception as error:
            self.missing[layer] = str(error) or type(error).__name__
            return None

    def enter_namespaces(self) -> bool:
        """Move to new network, IPC and PID namespaces; only a child forked after this lives in the last."""
        if "namespaces" not in self.policy.layers:
            return False
        flags = _CLONE_NEWNET | _CLONE_NEWIPC | _CLONE_NEWPID
        uid, gid = os.geteuid(), os.getegid()
        if uid != 0:
            flags |= _CLONE_NEWUSER
            self._libc.prctl(_PR_SET_DUMPABLE, 1, 0, 0, 0)
        if self._libc.unshare(flags) != 0:
            self.missing["namespaces"] = os.strerror(ctypes.get_errno())
            return False
        if uid != 0:
            with contextlib.suppress(OSError):
                Path("/proc/self/setgroups").write_text("deny")
                Path("/proc/self/uid_map").write_text(f"{uid} {uid} 1")
                Path("/proc/self/gid_map").write_text(f"{gid} {gid} 1")
        return True

    def enter(self) -> list[str]:
        """Apply every layer after the namespaces; returns the names of those applied."""
        steps: dict[str, Callable[[], None]] = {
            "user": self._drop_user,
            "capabilities": self._drop_capabilities,
            "limits": self._limit_resources,
            "landlock": self._restrict_files,
            "seccomp": self._filter_calls,
        }
        applied = []
        self._libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
        for layer, step in steps.items():
            if layer not in self.policy.layers or layer in self.missing:
                continue
            try:
                step()
            except OSError as error:
                self.missing[layer] = str(error)
            else:
                applied.append(layer)
            if layer == "user":
                die_with_parent()
        return applied

    def _drop_user(self) -> None:
        if os.geteuid() != 0:
            raise OSError(errno.EPERM, "only root can become another user")
        shut = next((path for path in self._needed() if not _open_to_all(path)), None)
        if shut is not None:
            raise OSError(
                errno.EACCES, f"Python or numpy lies below {shut}, which only root may enter"
            )
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)

    def _needed(self) -> list[Path]:
        ends = [Path(os.__file__).parent.resolve(), Path(np.__file__).parent.resolve()]
        return [folder for end in ends for folder in reversed([end, *end.parents])]

    def _drop_capabilities(self) -> None:
        for capability in range(64):
            if self._libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0) != 0:
                break
        header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
        nothing = (ctypes.c_uint32 * 6)()
        if self._libc.capset(ctypes.byref(header), ctypes.byref(nothing)) != 0:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))

    def _limit_resources(self) -> None:
        memory = self.policy.memory
        limits = {
            resource.RLIMIT_AS: memory,
            resource.RLIMIT_CORE: 0,
            resource.RLIMIT_FSIZE: 0,
            resource.RLIMIT_NOFILE: 64,
            resource.RLIMIT_MEMLOCK: 0,
            resource.RLIMIT_MSGQUEUE: 0,
            resource.RLIMIT_STACK: 8 << 20,
            resource.RLIMIT_NPROC: 1,
        }
        for name, value in limits.items():
            hard = resource.getrlimit(name)[1]
            value = value if hard == resource.RLIM_INFINITY else min(value, hard)
            resource.setrlimit(name, (value, value))

    def _landlock_ruleset(self) -> int:
        import py_landlock as landlock
        from py_landlock.abi import get_supported_fs, get_supported_net, get_supported_scope

        version = landlock.get_abi_version()
        handled = get_supported_fs(version)
        attributes = landlock.RulesetAttr()
        attributes.handled_access_fs = handled
        attributes.handled_access_net = get_supported_net(version)
        attributes.scoped = get_supported_scope(version)
        ruleset = landlock.create_ruleset(attributes)
        stdlib = Path(sysconfig.get_path("stdlib"))
        for path in [stdlib, *readable_paths()]:
            rule = landlock.PathBeneathAttr()
            if path == stdlib:
                access = landlock.AccessFs.READ_DIR
            elif path.is_dir():
                access = landlock.AccessFs.READ_FILE | landlock.AccessFs.READ_DIR
            else:
                access = landlock.AccessFs.READ_FILE
            if path == Path("/dev/null"):
                access |= landlock.AccessFs.WRITE_FILE
            rule.allowed_access = access & handled
            rule.parent_fd = os.open(path, os.O_PATH | os.O_CLOEXEC)
            try:
                landlock.add_rule(ruleset, rule)
            finally:
                os.close(rule.parent_fd)
        return int(ruleset)

    def _restrict_files(self) -> None:
        import py_landlock as landlock

        if self._ruleset is None:
            raise OSError(errno.ENOSYS, self.missing.get("landlock", "no Landlock"))
        self._libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        landlock.restrict_self(self._ruleset, None)  # type: ignore[arg-type]
        os.close(self._ruleset)  # type: ignore[arg-type]

    def _seccomp_filter(self) -> object:
        import pyseccomp as seccomp

        calls = seccomp.SyscallFilter(seccomp.ERRNO(errno.EPERM))
        calls.set_attr(seccomp.Attr.ACT_BADARCH, seccomp.KILL_PROCESS)
        for name in ALLOWED_CALLS:
            with contextlib.suppress(OSError):
                calls.add_rule(seccomp.ALLOW, name)
        for name in ("clone3", "openat2"):
            calls.add_rule(seccomp.ERRNO(errno.ENOSYS), name)
        of_itself = seccomp.Arg(0, seccomp.EQ, 0)
        calls.add_rule(seccomp.ALLOW, "prlimit64", of_itself, seccomp.Arg(2, seccomp.EQ, 0))
        for name in ("getpgid", "getsid"):
            calls.add_rule(seccomp.ALLOW, name, of_itself)
        for name in ("sendto", "recvfrom"):  # to no address, and with no flag such as MSG_OOB
            plain = [seccomp.Arg(place, seccomp.EQ, 0) for place in (3, 4)]
            calls.add_rule(seccomp.ALLOW, name, *plain)
        for name, commands in allowed_commands().items():
            for command in commands:
                calls.add_rule(seccomp.ALLOW, name, seccomp.Arg(1, seccomp.EQ, command))
        return calls

    def _filter_calls(self) -> None:
        if self._filter is None:
            raise OSError(errno.ENOSYS, self.missing.get("seccomp", "no seccomp"))
        self._filter.load()  # type: ignore[attr-defined]


def die_with_parent() -> None:
    """Have the kernel end this process when its parent ends."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, 9, 0, 0, 0)


def adopt_orphans() -> None:
    """Become the parent of grandchildren whose parent has ended, so that they can be waited for."""
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _open_to_all(folder: Path) -> bool:
    return bool(folder.stat().st_mode & stat.S_IXOTH)


def platform_note() -> str | None:
    """Why this system can have no sandbox at all, or None on Linux."""
    if sys.platform.startswith("linux"):
        return None
    return f"the sandbox needs Linux (Landlock and seccomp), and this is {sys.platform}"
