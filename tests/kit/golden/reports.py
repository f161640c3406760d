"""Reports made by hand, one of each kind, and what each format makes of them: the files beside this one.

`python -m tests.kit.golden.reports` writes them anew.
"""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path

from grader.export import github
from grader.export.formats import FORMATS, ClassFormat, Format
from grader.export.tables import Book, entry
from grader.feedback.reveal import Reveal
from grader.late import Deadline, Grade, grade, read_policy
from grader.report import Check, Report, totals, unit_notes

GOLDEN = Path(__file__).parent
HOSTILE = (
    "=cmd|'/c calc'!A1, \"x\";@SUM(1)\r\n##[add-mask]a ::stop-commands::x\r::set-output name=a::b\n"
    "::error::c%0A::d <b>&amp;]]> | ` [a](javascript:b) \x00\x1b[2J\u202e\ud800\ufffe é"
)
DUE = datetime(2026, 12, 1, tzinfo=UTC)


def check(number: int, status="failed", unit="costs", function="mse", points=1.0, **facts) -> Check:
    told = {
        "title": f"Fact {number} holds.",
        "message": "" if status == "passed" else "1 of 2 values are wrong",
    }
    return Check(
        id=f"{unit}::{function}_{number}", unit=unit, function=function, points=points, status=status,
        earned=points if status == "passed" else 0.0, seconds=0.25, **(told | facts),
    )  # fmt: skip


def report(student: str, checks=(), notes=(), **facts) -> Report:
    return Report(
        student=student, score=sum(each.earned for each in checks), maximum=sum(each.points for each in checks),
        units=totals(checks, {}), checks=tuple(checks), seed=0, tests_digest="t", submission_digest="s",
        layers=("seccomp",), kit_version="0", notes=(*unit_notes(checks), *notes), seconds=1.5, **facts,
    )  # fmt: skip


WRONG = {
    "call": "costs.mse([[1.0, 2.0]])", "actual": "[1.0, 2.0]", "expected": "[1.0, 3.0]",
    "worst": "at [1]: got 2.0, expected 3.0", "output": "hello\n",
}  # fmt: skip
UNREADABLE = (
    "costs.py could not be imported: SyntaxError: expected ':' (exercises/costs.py, line 2)"
)
PERFECT = report(
    "ann",
    [check(1, "passed"), check(2, "passed", points=2.0), check(1, "passed", "network", "forward")],
)
PARTIAL = report(
    f"bob {HOSTILE}",
    [
        check(1, "passed", points=0.5),
        check(2, points=2.0, diagnosis="It is the sum: divide by n.", **WRONG),
        check(3, **WRONG),
        check(4, "error", function="grad", message=f"raised ValueError: {HOSTILE}", title=f"Fact {HOSTILE}",
              frames=("costs.py, line 3, in grad: raise ValueError(x)", f"{HOSTILE}.py, line 1, in x")),
        check(5, "timeout", function="slow", message="took longer than 2 s"),
        check(6, "crashed", function="crash", message="the process ended", output=HOSTILE, call=HOSTILE),
        check(7, "not_run", function="late", message="not run: the time of the submission was spent"),
        check(8, "not_implemented", function="idle", message="costs.idle: not written yet"),
        check(9, "not_implemented", "network", "forward", message="network.py was not handed in"),
    ],
    notes=[HOSTILE],
    truncations=("output after the first 64 KiB was discarded",),
)  # fmt: skip
BROKEN = report(
    "Łukasz Żak",
    [check(1, "error", message=UNREADABLE), check(2, "error", message=UNREADABLE, function="grad"),
     check(1, "passed", "network", "forward")],
    notes=["network.ipynb is no Python: convert it"],
)  # fmt: skip
EMPTY = report("eve")
CLASS = {"perfect": PERFECT, "partial": PARTIAL, "broken": BROKEN, "empty": EMPTY}
LATE = {"ann": 3600.0, "Łukasz Żak": 90_000.0}
SOURCE = "import numpy as np\ndef mse(a\n    raise\n\n\nclass  slow:\n    pass\n"


def graded(made: Report) -> Grade:
    times = {
        student: datetime.fromtimestamp(DUE.timestamp() + late, UTC)
        for student, late in LATE.items()
    }
    return grade(made, Deadline(DUE, times, read_policy("10%/day")))


def book(reports, **facts) -> Book:
    return Book([entry(each, graded(each)) for each in reports], **facts)


def documents(folder: Path) -> dict[str, str]:
    """All golden files by name."""
    sources = github.Sources(folder, folder.parent)
    found = {}
    for format, made in FORMATS.items():
        if isinstance(made, ClassFormat):
            found[f"class.{format}.csv"] = made.make(book(CLASS.values(), dated=True))
            continue
        for name, each in CLASS.items():
            found[f"{name}.{format}{made.suffix}"] = made.make(each, graded(each), Reveal.diagnosis)
    for name, each in CLASS.items():
        found[f"{name}.annotations.txt"] = github.annotated(each, Reveal.diagnosis, sources)
    told = FORMATS[Format.gradescope].make(PARTIAL, graded(PARTIAL), Reveal.counterexamples)
    return found | {"counterexamples.gradescope.json": told}


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        (Path(place) / "exercises").mkdir()
        (Path(place) / "exercises" / "costs.py").write_text(SOURCE)
        for old in {*GOLDEN.iterdir()} - {Path(__file__), *GOLDEN.glob("__*")}:
            old.unlink()
        for name, text in documents(Path(place) / "exercises").items():
            (GOLDEN / name).write_bytes(text.encode())
