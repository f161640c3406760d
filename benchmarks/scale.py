"""From 10 to 1,000 submissions, and from one process to two."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from benchmarks.alternation import Tell, alternate
from benchmarks.figure import Figure, at_least, at_most, ratio
from benchmarks.graders import ASSIGNMENT, neurokata
from benchmarks.processes import BenchmarkError, Memory
from grader.engine import Engine
from grader.messages import Request, Setup
from grader.submission import find_submissions, read_submission

SIZES = (10, 100, 1000)
WARM, CLASS, TURNS = 4, 100, 5
FLAT = 1.25


def figures(tell: Tell) -> list[Figure]:
    """Time a submission, memory, and what a second process brings."""
    with tempfile.TemporaryDirectory() as folder:
        right = (ASSIGNMENT / "right.py").read_text(encoding="utf-8")
        classes = {}
        for size in SIZES:
            classes[size] = Path(folder) / str(size)
            neurokata.prepare(
                classes[size],
                {f"student{i:04}": right for i in range(size)},
                Path(sys.executable).parent,
            )
        grown = alternate(
            {f"{size} submissions": partial(_class, place) for size, place in classes.items()}, tell
        )
        jobs = alternate(
            {f"{CLASS} submissions, {jobs} at a time": partial(_jobs, classes[CLASS], jobs) for jobs in (1, 2)},
            tell, TURNS,
        )  # fmt: skip
    small, _, large = grown.values()
    one, two = jobs.values()
    return [
        ratio(
            "seconds a submission, 1000 over 10", [a for a, _ in large], [a for a, _ in small], at_most(FLAT),
            "from the first report to the last",
        ),
        ratio("memory, 1000 over 10", [b for _, b in large], [b for _, b in small], at_most(FLAT),
              "the most that all processes held, shared pages counted in each"),
        ratio("submissions a minute, two processes over one", two, one, at_least(1.8),
              "sessions ready before; the best round, since others use this machine too", best=max),
    ]  # fmt: skip


def _class(folder: Path) -> tuple[float, float]:
    """Seconds from report to report, and the most memory, of one `grader autograde` with one process."""
    reports = folder / "reports"
    neurokata.forget(folder)
    process = subprocess.Popen(
        neurokata.command(folder, Path(sys.executable).parent), cwd=folder / "course",
        env={**os.environ, **neurokata.environment(folder)}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    with Memory(process.pid) as memory:
        code = process.wait()
    times = sorted(path.stat().st_mtime for path in reports.glob("*.json"))
    if code or len(times) < 2:
        raise BenchmarkError(f"grader autograde ended with {code} and {len(times)} reports")
    return (times[-1] - times[0]) / (len(times) - 1), float(memory.most)


def _jobs(folder: Path, jobs: int) -> float:
    """Submissions a minute of an engine with that many sessions, all ready."""
    paths, _ = find_submissions(folder / "submissions")
    with Engine(Setup(root=str(folder / "course"), units=("four",)), jobs) as engine:
        requests = [
            Request(submission=read_submission(student, path), units=engine.setup.units)
            for student, path in paths.items()
        ]
        _mark(engine, requests[:WARM])
        started = time.perf_counter()
        _mark(engine, requests)
        minutes = (time.perf_counter() - started) / 60
    return len(requests) / minutes


def _mark(engine: Engine, requests: list[Request]) -> None:
    """Have all marked at once, and see that each gets all points."""
    for future in [engine.submit(each) for each in requests]:
        if any(check.earned != check.points for check in engine.marking(future).checks):
            raise BenchmarkError("a right submission did not get all points")
