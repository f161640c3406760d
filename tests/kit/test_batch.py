"""A class marked twice: what still holds is taken from before, and the end is as if it had not been."""

from __future__ import annotations

from concurrent.futures import Future
from concurrent.futures import wait as futures_wait
from typing import Any

import msgspec
import pytest

from grader import batch
from grader.batch import Batch, Stopped
from grader.crew import Unfit
from grader.engine import Engine
from grader.marker import Marking, MarkingError
from grader.messages import Ready, Setup, Stamp
from grader.report import Check, Report, from_json, to_json

PRINTING = b"def double(x):\n    print('called')\n    return x * 2.0\n"
BY_A_FACTOR = (
    b"import numpy as np\n"
    b"def double(x, factor=2):\n    return np.asarray(x, dtype=np.float64) * factor\n"
)
WRONG = b"def double(x):\n    return x * 3.0\n"
UNITS = ("first", "second")
CHECKS = tuple(
    Check(id=f"{unit}::x", unit=unit, function="f", title="T", points=2, earned=0, status="not_run")
    for unit in UNITS
)


class Canned(Engine):
    """An engine without processes: whatever it is asked for passes, but for students who are to fail."""

    room = 2

    def __init__(self, units=UNITS, failing: dict[str, Exception] | None = None, **digests: str):
        self.setup = Setup(root="/course", units=units)
        stamp = Stamp(units={unit: digests.get(unit, "") for unit in units}, layers=("seccomp",))
        checks = tuple(check for check in CHECKS if check.unit in units)
        self.ready = Ready(checks=checks, tests_digest=str(digests), stamp=stamp)
        self.failing = failing or {}
        self.asked: list[tuple[str, tuple[str, ...]]] = []
        self.spending: dict[str, float] = {}

    def submit(self, request):
        self.asked.append((request.submission.student, request.units))
        future: Future[Any] = Future()
        future.set_result(request)
        return future

    def marking(self, future):
        request = future.result()
        if error := self.failing.get(request.submission.student):
            raise error
        return Marking(
            checks=tuple(
                msgspec.structs.replace(
                    check, status="passed", earned=2, seconds=self.spending.get(check.unit, 1)
                )
                for check in self.ready.checks
                if check.unit in request.units
            )
        )


@pytest.fixture
def students(tmp_path, right):
    """Ann, who is right, and Bob, whose first unit is wrong: paths by student."""
    for student, modules in (("ann", right), ("bob", {**right, "first": WRONG})):
        (tmp_path / "class" / student).mkdir(parents=True)
        for name, source in modules.items():
            (tmp_path / "class" / student / f"{name}.py").write_bytes(source)
    return {student: tmp_path / "class" / student for student in ("ann", "bob")}


@pytest.fixture
def run(students, tmp_path):
    """Marks the class into a folder: gives each student's result."""

    def mark(engine: Engine, folder: str = "out", force: bool = False):
        (tmp_path / folder).mkdir(exist_ok=True)
        results = Batch(engine, tmp_path / folder, force).mark(students)
        return {result.student: result for result in results}

    return mark


@pytest.fixture
def reports(tmp_path):
    """The reports in a folder by student, but for what it took."""

    def read(folder: str = "out") -> dict[str, Report]:
        found = {}
        for path in (tmp_path / folder).glob("*.json"):
            report = from_json(path.read_bytes())
            checks = tuple(msgspec.structs.replace(check, seconds=0) for check in report.checks)
            found[path.stem] = msgspec.structs.replace(report, checks=checks, seconds=0)
        return found

    return read


@pytest.mark.parametrize(("unit", "again"), [("second", ("second",)), ("first", UNITS)])
def test_changed_tests_are_made_again_where_they_matter(
    run, course, students, reports, unit, again
):
    """By sessions; the other unit's checks are those of the first time, to the second.

    What Ann's first unit prints where it serves her second shows that it did.
    """
    (students["ann"] / "first.py").write_bytes(PRINTING)
    setup = Setup(root=str(course.root), units=UNITS)
    with Engine(setup) as engine:
        before = run(engine)
    path = course.tests / f"test_{unit}.py"
    path.write_text(path.read_text().replace("points=1", "points=2"))

    with Engine(setup) as engine:
        after = run(engine)
        run(engine, "undisturbed")

    assert (before["ann"].report.score, before["bob"].report.score) == (11, 9)
    assert reports() == reports("undisturbed")
    for student in ("ann", "bob"):
        pairs = zip(before[student].report.checks, after[student].report.checks, strict=True)
        assert {new.unit for old, new in pairs if old.seconds != new.seconds} == {*again}


def test_a_unit_marked_alone_is_marked_again_beside_what_it_builds_on(
    run, course, students, reports
):
    """Ann's second unit asks more of her first than the reference of it can do."""
    (students["ann"] / "first.py").write_bytes(BY_A_FACTOR)
    second = (students["ann"] / "second.py").read_text()
    (students["ann"] / "second.py").write_text(
        second.replace("double(double(x))", "double(x, factor=4)")
    )
    with Engine(Setup(root=str(course.root), units=("second",))) as engine:
        alone = run(engine)

    with Engine(Setup(root=str(course.root), units=UNITS)) as engine:
        beside = run(engine)
        run(engine, "undisturbed")

    assert (alone["ann"].report.score, beside["ann"].report.score) == (5, 11)
    assert reports() == reports("undisturbed")


def test_what_is_marked_is_not_marked_again(run, reports):
    engine = Canned()
    run(engine)
    before = reports()

    results = run(engine)

    assert len(engine.asked) == 2
    assert {result.state for result in results.values()} == {"before"}
    assert reports() == before


def test_force_marks_all(run):
    engine = Canned()
    run(engine)

    results = run(engine, force=True)

    assert len(engine.asked) == 4
    assert {result.state for result in results.values()} == {"marked"}


def test_another_submission_is_marked_anew(run, students):
    engine = Canned()
    run(engine)
    (students["bob"] / "first.py").write_bytes(b"")

    run(engine)

    assert engine.asked[2:] == [("bob", UNITS)]


def test_only_units_whose_digest_changed_are_asked_for(run, reports):
    run(Canned())
    engine = Canned(second="changed")

    run(engine)

    assert engine.asked == [("ann", ("second",)), ("bob", ("second",))]
    run(Canned(second="changed"), "undisturbed")
    assert reports() == reports("undisturbed")


def test_fewer_units_are_taken_from_a_report_of_more(run, reports):
    run(Canned())
    engine = Canned(units=("second",))

    run(engine)

    assert engine.asked == []
    run(Canned(units=("second",)), "undisturbed")
    assert reports() == reports("undisturbed")


def test_where_all_units_together_take_too_long_all_are_marked_together(run):
    """Each by itself is within the submission's time."""
    run(Canned())
    engine = Canned(second="changed")
    engine.spending = {"first": 1, "second": 299.5}

    results = run(engine)

    asked = [units for student, units in engine.asked if student == "ann"]
    assert asked == [("second",), UNITS]
    assert {result.state for result in results.values()} == {"marked"}


def test_a_broken_report_is_made_again(run, reports, tmp_path):
    engine = Canned()
    run(engine)
    before = reports()
    (tmp_path / "out" / "ann.json").write_bytes(b'{"version": 1')

    run(engine)

    assert engine.asked[2:] == [("ann", UNITS)]
    assert reports() == before


def test_sums_that_do_not_add_up_are_mended(run, reports, tmp_path):
    run(Canned())
    before = reports()
    path = tmp_path / "out" / "bob.json"
    path.write_bytes(to_json(msgspec.structs.replace(from_json(path.read_bytes()), score=99)))

    run(Canned())

    assert reports() == before


@pytest.mark.parametrize("how", ["unreadable", "not marked"])
def test_what_cannot_be_marked_any_more_has_no_report(run, students, tmp_path, how):
    run(Canned())
    (students["ann"] / "first.py").write_bytes(b"")
    if how == "unreadable":
        for path in students["ann"].iterdir():
            path.unlink()

    results = run(Canned(failing={"ann": MarkingError("the session died")}))

    assert results["ann"].state == "unmarked" and results["bob"].state == "before"
    said = {"unreadable": "it holds no Python file", "not marked": "the session died"}
    assert results["ann"].reason.startswith(said[how])
    assert not (tmp_path / "out" / "ann.json").exists()


def test_where_nothing_can_be_marked_the_batch_stops_and_reports_stay(run, students, tmp_path):
    run(Canned())
    (students["ann"] / "first.py").write_bytes(b"")

    with pytest.raises(Stopped, match="no sandbox"):
        run(Canned(failing={"ann": Unfit("no sandbox")}))

    assert (tmp_path / "out" / "bob.json").exists()


def test_a_folder_that_is_full_stops_the_batch(run, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(batch, "write_atomically", full)

    with pytest.raises(Stopped, match=r"the reports cannot be written to .*: No space left"):
        run(Canned())


def test_no_more_is_read_than_there_is_room_for(run, students, monkeypatch):
    """Each submission is done only once the batch waits for one."""
    engine = Canned()
    students |= {f"ann {number}": students["ann"] for number in range(8)}
    begun: dict[Future[Any], Any] = {}
    under_way: list[int] = []

    def submit(request):
        future: Future[Any] = Future()
        begun[future] = request
        under_way.append(len(begun))
        return future

    def wait(futures, seconds, when):
        if seconds is None:
            future = next(iter(begun))
            future.set_result(begun.pop(future))
        return futures_wait(futures, seconds, when)

    monkeypatch.setattr(engine, "submit", submit)
    monkeypatch.setattr(batch, "wait", wait)

    results = run(engine)

    assert len(results) == 10
    assert max(under_way) == engine.room
