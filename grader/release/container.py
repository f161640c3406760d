"""Marks inside Gradescope's container: /autograder/submission ──▶ sandbox ──▶ /autograder/results/results.json.

Run by `run_autograder` as `python -m grader.release.container /autograder UNIT…`. Results are written whatever
happens: where nothing can be marked they are a sentence and no points.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from grader.curriculum import CourseError, read_course
from grader.engine import Engine
from grader.files import SubmissionError
from grader.limits import read_limits
from grader.marker import MarkingError
from grader.messages import Setup
from grader.release.gradescope import COURSE
from grader.report import Report, to_json, write_atomically
from grader.sandbox.canary import Findings
from grader.sandbox.remote import SandboxError
from grader.submission import Submission, read_submission

STUDENT = "submission"
NOT_YOURS = "The marking itself failed, and not your work: tell your instructor."


def main(arguments: Sequence[str]) -> None:
    """Mark what was handed in, and write the results."""
    root, *units = arguments
    results = Path(root) / "results" / "results.json"
    try:
        document = _results(_marked(Path(root), tuple(units)))
    except SubmissionError as error:
        document = _nothing(f"What was handed in cannot be marked: {error}.")
    except (CourseError, MarkingError, SandboxError, OSError) as error:
        print(error)
        document = _nothing(NOT_YOURS)
    results.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(results, document)


def _marked(root: Path, units: tuple[str, ...]) -> Report:
    course = read_course((root / "source" / COURSE).resolve())
    submission = _handed_in(root / "submission")
    setup = Setup(root=str(course.root), units=units, limits=read_limits(course.root))
    with Engine(setup, 1) as engine:
        ready = engine.ready
        findings = Findings(ready.active, ready.missing)
        print(findings.banner())
        if findings.weak:
            raise SandboxError(f"the sandbox is too weak here: {', '.join(findings.weak)}")
        return engine.mark_one(submission)


def _handed_in(folder: Path) -> Submission:
    """The submission in Gradescope's folder; a zip that lies there alone is the submission itself."""
    inside = [path for path in folder.iterdir() if not path.name.startswith((".", "__"))]
    alone = len(inside) == 1 and inside[0].is_file() and inside[0].suffix.lower() == ".zip"
    return read_submission(STUDENT, inside[0] if alone else folder)


def _results(report: Report) -> bytes:
    """The report as Gradescope reads it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{STUDENT}.json"
        path.write_bytes(to_json(report))
        command = [str(Path(sys.executable).with_name("grader")), "export", "gradescope", str(path)]
        done = subprocess.run(command, capture_output=True)
    if done.returncode != 0:
        raise MarkingError(done.stderr.decode("utf-8", "replace").strip())
    return done.stdout


def _nothing(sentence: str) -> bytes:
    """Results without points that say why."""
    return json.dumps({"score": 0, "output": sentence, "output_format": "text"}).encode()


if __name__ == "__main__":
    main(sys.argv[1:])
