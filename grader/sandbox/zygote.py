"""The process that workers are forked from: numpy is loaded, and nothing secret ever was.

Started as `python -s -P -m grader.sandbox.zygote FD`, with OpenBLAS's settings and a fixed hash seed for an
environment. Over the control socket come `["fork", processor]`, with the worker's socket and the pipes of its output
and its stack, and `["end", pid, patience]`; it answers with the pid and the exit status, or null where the worker had
not ended by itself. It never runs student code itself, and when the control socket closes it ends with its workers.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import resource
import select
import signal
import socket
import sys

import numpy as np

from grader.sandbox import worker
from grader.sandbox.isolation import Isolation, Policy, adopt_orphans, die_with_parent
from grader.sandbox.processor import stay_on

MESSAGE_LIMIT = 64 * 1024


def main() -> None:
    """Serve the control socket until it closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    control = socket.socket(fileno=int(sys.argv[1]))
    first = json.loads(control.recv(MESSAGE_LIMIT))
    adopt_orphans()
    isolation = Isolation(Policy(first["memory"], tuple(first["layers"])))
    np.linalg.inv(np.eye(2))
    gc.collect()
    gc.freeze()
    control.send(json.dumps({"missing": isolation.missing}).encode())
    children: set[int] = set()
    while True:
        message, files, _, _ = socket.recv_fds(control, MESSAGE_LIMIT, 3)
        if not message:
            break
        request = json.loads(message)
        if request[0] == "fork":
            pid = os.fork()
            if pid == 0:
                stay_on(request[1])
                _become_worker(control, files, isolation)
            children.add(pid)
            for file in files:
                os.close(file)
            control.send(json.dumps(pid).encode())
        else:
            control.send(json.dumps(_end(request[1], request[2], children)).encode())
    for pid in list(children):
        _end(pid, 0, children)


def _end(pid: int, patience: float, children: set[int]) -> int | None:
    """Give a worker time to end by itself; its exit status (negative: the signal), None where it had to be killed."""
    if pid not in children:
        return 0
    watched = os.pidfd_open(pid)
    ended, _, _ = select.select([watched], [], [], patience)
    os.close(watched)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    children.discard(pid)
    with contextlib.suppress(ChildProcessError):
        while True:
            os.waitpid(-pid, 0)
    return os.waitstatus_to_exitcode(status) if ended else None


def _become_worker(control: socket.socket, files: list[int], isolation: Isolation) -> None:
    """Isolate this fork and serve; never returns."""
    try:
        control.close()
        connection, output, stack = files
        null = os.open(os.devnull, os.O_RDONLY)
        os.setsid()
        die_with_parent()
        for source, place in ((null, 0), (output, 1), (output, 2)):
            os.dup2(source, place)
        os.close(null)
        os.close(output)
        applied = []
        if isolation.enter_namespaces():
            applied.append("namespaces")
            _live_in_namespace(connection, stack)
        link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM, 0, connection)
        applied += isolation.enter()
        link.sendall(json.dumps({"layers": applied, "missing": isolation.missing}).encode() + b"\n")
        worker.serve(link, stack)
    except BaseException as error:
        with contextlib.suppress(BaseException):
            os.write(2, f"worker: {error!r}\n".encode())
    finally:
        os._exit(70)


def _live_in_namespace(connection: int, stack: int) -> None:
    """Fork once more, as a PID namespace begins with a child; the parent only passes its end on."""
    pid = os.fork()
    if pid == 0:
        die_with_parent()
        return
    os.write(connection, json.dumps({"pid": pid}).encode() + b"\n")
    for file in (connection, stack, 1, 2):
        os.close(file)
    _, status = os.waitpid(pid, 0)
    code = os.waitstatus_to_exitcode(status)
    if code < 0:
        signal.signal(-code, signal.SIG_DFL) if -code not in (
            signal.SIGKILL,
            signal.SIGSTOP,
        ) else None
        os.kill(os.getpid(), -code)
    os._exit(max(code, 0))


if __name__ == "__main__":
    main()
