"""`grader play`: a page on which one's own functions train live."""

from __future__ import annotations

import contextlib
import queue
import secrets
import threading
import webbrowser
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grader import screen, show
from grader.cli.common import NOT_MARKED, TargetOption, check_platform, fail
from grader.curriculum import CourseError, find_course
from grader.limits import read_limits
from grader.redirect import EXERCISES
from grader.submission import Submission, read_submission

if TYPE_CHECKING:
    from grader.play.page import Event

INSTALL = "the page needs starlette, uvicorn and websockets: pip install 'neurokata[play]'"


def play(
    experiment: Annotated[
        str,
        typer.Argument(
            metavar="[EXPERIMENT]",
            help="What to begin with: settings as in the page's address, or a whole address.",
            show_default=False,
        ),
    ] = "",
    port: Annotated[
        int,
        typer.Option(
            "--port",
            min=0,
            max=65535,
            help="Where to serve; the next that is free where it is taken.",
        ),
    ] = 8765,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Print the address, and open nothing.")
    ] = False,
    target: TargetOption = EXERCISES,
) -> None:
    """Open a page on which your own network, backprop and gradient descent train live.

    Circles, spirals, Iris, digits or your own CSV; the boundary, every neuron and the costs are drawn while it
    trains, and your gradients are checked. The functions run in the sandbox: an endless loop is named with its
    line, and a saved file is taken up at once. Only this machine can reach the page.

        grader play 'dataset=spiral&layers=8,8&learning_rate=0.03'

    Needs starlette, uvicorn and websockets: pip install 'neurokata[play]'. Ctrl-C ends it.
    """
    check_platform()
    course = find_course(Path.cwd())
    package = course.root / target
    if not target.isidentifier() or not package.is_dir():
        raise CourseError(f"--target {target}: there is no package of that name here")
    try:
        from grader.play.guard import Guard
        from grader.play.server import PortTaken, Server, bind
    except ImportError:
        fail(INSTALL, NOT_MARKED)
    from grader.play import exports
    from grader.play.experiment import address, read, settings_in
    from grader.play.student import Student
    from grader.play.trainer import Trainer
    from grader.sandbox.isolation import MANDATORY
    from grader.sandbox.remote import Sandbox

    begun, notes = read(settings_in(experiment))
    for note in notes:
        screen.note(f"grader: {note}")
    try:
        listening = bind(port)
    except PortTaken as error:
        fail(str(error), NOT_MARKED)
    taken = listening.getsockname()[1]
    guard = Guard(taken, secrets.token_urlsafe(24))
    inbox: queue.Queue[Event] = queue.Queue(1000)
    limits = read_limits(course.root)
    read_again = partial(_modules, package)
    with Sandbox(limits) as sandbox:
        if weak := [layer for layer in MANDATORY if layer in sandbox.missing]:
            screen.note(
                f"grader: the sandbox lacks {', '.join(weak)} here (see grader doctor): run code that you trust"
            )
        student = Student(sandbox, read_again(), limits, _printed)
        trainer = Trainer(student, read_again, inbox)
        served = {
            "parameters.npz": lambda: exports.parameters(trainer.run),
            "curve.csv": lambda: exports.curve(trainer.run),
        }
        server = Server(listening, guard, inbox, served)
        server.start()
        if port and taken != port:
            screen.note(f"port {port} is taken: the page is on {taken}")
        url = f"http://127.0.0.1:{taken}/?token={guard.token}"
        url += f"#{settings}" if (settings := address(begun)) else ""
        screen.say(url)
        if not no_browser:
            once = url.replace(guard.token, server.ticket())
            threading.Thread(target=webbrowser.open, args=(once,), daemon=True).start()
        try:
            with _watching(package, inbox):
                trainer.serve()
        except KeyboardInterrupt:
            screen.note("ended")
        finally:
            server.stop()


def _modules(package: Path) -> Submission:
    """The student's modules as they are now."""
    found = read_submission("you", package)
    if package.name == EXERCISES:
        return found
    renamed = {
        name: source.replace(f"from {package.name}.".encode(), f"from {EXERCISES}.".encode())
        for name, source in found.modules.items()
    }
    return Submission(found.student, renamed, found.problems, found.unread, found.choices)


def _printed(text: str) -> None:
    screen.say(show.clipped(text.rstrip("\n")))


@contextlib.contextmanager
def _watching(package: Path, inbox: queue.Queue[Event]) -> Iterator[None]:
    """Tell of files that are saved in a folder."""
    from watchfiles import watch

    from grader.play.page import Saved

    over = threading.Event()

    def tell() -> None:
        try:
            for_each_save()
        except Exception as error:  # as where the system watches no more files
            screen.note(
                f"grader: saved files are not noticed ({error}): start again after a change"
            )

    def for_each_save() -> None:
        for changes in watch(
            package,
            stop_event=over,
            recursive=False,
            debounce=100,
            rust_timeout=500,
            yield_on_timeout=False,
        ):
            names = {Path(path).name for _, path in changes}
            inbox.put(
                Saved(tuple(sorted(name for name in names if name.endswith((".py", ".ipynb")))))
            )

    watcher = threading.Thread(target=tell, name="watcher", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join(2)
