"""How one check came out: an exception (or none) as status, message and facts.

Both readers of a check use this: the pytest plugin that students see, and the session that marks.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterable
from pathlib import Path

import msgspec

from grader import show, slips
from grader.calls import RECORD
from grader.failure import CheckFailure

PASSED = "passed"
FAILED = "failed"
ERROR = "error"
TIMEOUT = "timeout"
CRASHED = "crashed"
NOT_IMPLEMENTED = "not_implemented"
NOT_RUN = "not_run"
_EXAMPLE = re.compile(  # as Hypothesis words it, before 6.170 and since
    r"(?:Falsifying|Failing) (?:explicit )?(?:example|test case): \w+\((.*)\)\s*$", re.DOTALL
)
_MADE = re.compile(r"\(lambda .*\)\(")  # 'x=(lambda drawn: …)(…)'
WARNED = "warned, where none is allowed"
_FILE = re.compile(
    r" \((?:unknown location|[^()]*[/\\][^()]*\.\w+)\)"
)  # that a module was found in
_MISSING = re.compile(r"\w+ is missing(?:; is '\w+' meant to be it\?)?")
_CAPTURED = (
    "pytest: reading from stdin"  # in place of there being nothing to read, with advice for authors
)
_TOP = "<module>"  # as Python calls the function that a module's own lines are
DISAGREES = "passed at first, but not again in a new process and another order (does it remember earlier calls?)"
UNSTEADY = "the same input gave different results when it was tried again"


class Halt(BaseException):
    """Ends a check at once, past Hypothesis, which would only try more inputs.

    Raised by the stand-ins where going on cannot change the outcome: the worker timed out or died, the
    function is not written yet, the budget is spent.
    """

    def __init__(self, status: str, message: str) -> None:
        self.status = status
        self.call: str | None = None
        super().__init__(message)


class Late(Halt):
    """Ends what took longer than it may."""

    def __init__(self, message: str) -> None:
        super().__init__(TIMEOUT, message)


class Unimportable(Halt):
    """Ends a check of a module that cannot be imported: that is said once for the whole unit."""

    def __init__(self, message: str) -> None:
        super().__init__(ERROR, message)


def import_failure(unit: str, error: BaseException) -> str:
    """The sentence for a module that cannot be imported, with the student's line where it is known.

    The line may be that of another module, which this one imports. Where a function is called that is not
    written yet, it is the line of the module that makes the call: the one that raises says nothing new.
    """
    unwritten = isinstance(error, Halt | NotImplementedError)
    kind = "NotImplementedError" if unwritten else type(error).__name__
    if isinstance(error, SyntaxError) and error.lineno is not None:
        line = _line(unit, error.filename, error.lineno)
        said = f"{error.msg} ({line}){slips.remark(error)}"
        return f"{unit}.py could not be imported: {kind}: {said}"
    places = [
        _line(unit, frame.filename, frame.lineno)
        for frame in traceback.extract_tb(error.__traceback__)
        if Path(frame.filename).parent.name == "exercises" and (not unwritten or frame.name == _TOP)
    ]
    if unwritten:
        places += _top_places(unit, getattr(error, "student_frames", ()))
    words = f"{error}{_remark(error)}".removeprefix(": ")
    said = _FILE.sub("", f"{kind}: {words}".removesuffix(": "))
    where = f" ({places[-1]})" if places else ""
    return f"{unit}.py could not be imported: {said}{where}"


def missing(file: str) -> str:
    """The sentence for a module that there are tests of and that is not there: 'exercises/costs.py'."""
    return f"{file} is missing: was it renamed?"


def _top_places(unit: str, frames: Iterable[str]) -> list[str]:
    """The places of a module's own lines among frames that came from the sandbox."""
    own = [
        place for place, name, _ in (frame.partition(f", in {_TOP}: ") for frame in frames) if name
    ]
    return [place.removeprefix(f"{unit}.py, ").removeprefix(f"{unit}.ipynb, ") for place in own]


def _line(unit: str, file: str | None, number: int | None) -> str:
    name = Path(file).name if file else f"{unit}.py"
    return f"line {number}" if name == f"{unit}.py" else f"{name}, line {number}"


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """Status and facts of one check; texts are made for a student to read."""

    status: str
    message: str = ""
    call: str | None = None
    actual: str | None = None
    expected: str | None = None
    worst: str | None = None
    counterexample: str | None = None
    frames: tuple[str, ...] = ()

    def lines(self) -> list[str]:
        """The outcome as a student reads it, a fact a line."""
        named = [
            ("called", self.call),
            ("came back", self.actual),
            ("expected", self.expected),
            ("worst", self.worst),
            ("on input", self.counterexample),
        ]
        facts = [f"{name:10} {fact}" for name, fact in named if fact is not None]
        return [
            *self.message.splitlines(),
            *facts,
            *(f"{'in':10} {frame}" for frame in self.frames),
        ]


def judge(error: BaseException | None, target: Path | None = None) -> Outcome:
    """Turn what a check raised into its outcome.

    Parameters
    ----------
    error : BaseException or None
        What the test raised; None where it passed.
    target : Path, optional
        The folder of the student's modules, whose frames are shown. In the sandbox the frames come
        with the exception.
    """
    from hypothesis.errors import Flaky  # here: commands that judge nothing start without it

    # A property that was halted before it had drawn all that it drew before seems unsteady to Hypothesis.
    if isinstance(error, Flaky) and isinstance(error.__context__, Halt):
        error = error.__context__
    if error is None:
        return Outcome(status=PASSED)
    if isinstance(error, Halt):
        return Outcome(
            status=error.status, message=show.clipped(str(error)), call=error.call,
            frames=() if error.status == NOT_IMPLEMENTED else _frames(error, target),
        )  # fmt: skip
    if isinstance(error, NotImplementedError):
        return Outcome(status=NOT_IMPLEMENTED, message=_unwritten(error, target))
    if isinstance(error, Flaky):
        return _outcome(FAILED, UNSTEADY, error)
    if isinstance(error, CheckFailure):
        return Outcome(
            status=FAILED,
            message=error.problem,
            call=None if error.call is None else str(error.call),
            actual=error.actual,
            expected=error.expected,
            worst=error.worst,
            counterexample=_counterexample(error),
        )
    if isinstance(error, RuntimeWarning):
        return _outcome(FAILED, f"{WARNED}: {error}", error, target)
    if isinstance(error, AssertionError) and not _frames(error, target):
        return _outcome(FAILED, str(error), error)
    if isinstance(error, OSError) and str(error).startswith(_CAPTURED):
        error = EOFError("EOF when reading a line").with_traceback(error.__traceback__)
    said = f"{error}{_remark(error)}".removeprefix(": ")
    if isinstance(error, AttributeError) and _MISSING.fullmatch(said):
        return _outcome(ERROR, said, error, target)
    return _outcome(
        ERROR, f"raised {type(error).__name__}: {said}".removesuffix(": "), error, target
    )


def sentence(error: BaseException, unit: str, package: Path) -> str:
    """What a student's unit raised, or made its caller raise, in one sentence: for commands that run it.

    Parameters
    ----------
    error : BaseException
        What was caught.
    unit : str
        The unit's name.
    package : Path
        The folder of its module.
    """
    try:
        said = show.line(str(error), 300)
    except Exception:
        said = ""
    if isinstance(error, NotImplementedError):
        return _unwritten(error, package)
    if isinstance(error, ImportError | SyntaxError):
        return import_failure(unit, error)
    kind = f"{type(error).__name__}: {said}".removesuffix(": ")
    frames = _frames(error, package)
    if frames:
        return f"{unit} raised {kind}, in {frames[-1]}; run pytest -k {unit}"
    return f"what {unit} gives cannot be used here ({kind}); run pytest -k {unit}"


def _unwritten(error: NotImplementedError, target: Path | None) -> str:
    """What is not written yet, with the unit that it is missing from where that is known."""
    said = show.clipped(str(error), 300) or "not written yet"
    files = [Path(frame.filename) for frame in traceback.extract_tb(error.__traceback__)]
    own = files and files[-1].parent == target
    return f"{files[-1].stem}.{said}" if own else said


def _remark(error: BaseException) -> str:
    """What may be meant: of what came from the sandbox that was said there."""
    return "" if hasattr(error, "student_frames") else slips.remark(error)


def _outcome(
    status: str, message: str, error: BaseException, target: Path | None = None
) -> Outcome:
    return Outcome(
        status=status,
        message=show.clipped(message),
        call=None if RECORD.last is None else str(RECORD.last),
        counterexample=_counterexample(error),
        frames=_frames(error, target),
    )


def _counterexample(error: BaseException) -> str | None:
    """The input that Hypothesis found, from the note that it adds: 'Z=array([[0., 1.]])'.

    None where a lambda made it of what was drawn: its code is the test's and tells nobody anything.
    """
    for note in getattr(error, "__notes__", ()):
        if found := _EXAMPLE.match(note):
            if _MADE.search(found[1]):
                return None
            return show.clipped(
                re.sub(r",?\s*\n\s*", ", ", found[1].strip()).strip(", ").replace(", , ", ", ")
            )
    return None


def _frames(error: BaseException, target: Path | None) -> tuple[str, ...]:
    """The student's own frames, outermost first: 'activations.py, line 12, in sigmoid: return …'."""
    remote: tuple[str, ...] | None = getattr(error, "student_frames", None)
    if remote is not None:
        return _once(show.clipped(frame, 300) for frame in remote)
    if target is None:
        return ()
    return _once(
        f"{Path(frame.filename).name}, line {frame.lineno}, in {frame.name}: {frame.line}"
        for frame in traceback.extract_tb(error.__traceback__)
        if Path(frame.filename).parent == target
    )[-6:]


def _once(frames: Iterable[str]) -> tuple[str, ...]:
    """Each of some frames once: what calls itself has the same again and again."""
    return tuple(dict.fromkeys(frames))
