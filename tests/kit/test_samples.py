"""The sample class in examples/submissions, marked once by the command: what each submission gets, and no more."""

from __future__ import annotations

import contextlib
import csv
import ctypes
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import pytest

from grader.engine import Engine
from grader.limits import Limits
from grader.messages import Request, Setup
from grader.report import Check, Report, from_json
from grader.submission import find_submissions, read_submission

ROOT = Path(__file__).parents[2]
SUBMISSIONS = ROOT / "examples" / "submissions"
RASCALS_PORT = 47113
RASCALS_FILES = ("/tmp/neurokata-loot", "/dev/shm/neurokata-loot", str(ROOT / "neurokata-loot"))
SECRET = "the-instructor-keeps-this-to-herself"
CORE = (
    "neurons",
    "activations",
    "costs",
    "gradient_checking",
    "network",
    "backprop",
    "gradient_descent",
)
ALL = (
    *CORE,
    "linear_regression",
    "logistic_regression",
    "regularization",
    "hyperparameters",
    "classifier",
    "cnn",
    "rnn",
    "lstm",
    "boltzmann_machine",
    "deep_belief_network",
    "datasets",
    "property_testing",
)
# Python 3.12 bounds the depth of calls through C whatever the limit, so deep recursion raises there.
DEEP_RECURSION = "crashed" if sys.version_info < (3, 12) else "error"


@dataclass(frozen=True)
class Sample:
    """What a submission must get: the units in it, and how the checks that it loses come out.

    `lost` says it for a function ("costs.one_hot") or a whole unit ("costs"), as the statuses of the
    checks that are lost there. All other functions of `units` must keep every point.
    """

    units: tuple[str, ...]
    lost: dict[str, str] = field(default_factory=dict)


SAMPLES = {
    "Aisha Rahman": Sample(
        ("linear_regression", "logistic_regression"),
        {"linear_regression.fit": "failed", "logistic_regression.cost": "failed"},
    ),
    "Amélie Dubois": Sample(("neurons", "activations")),
    "Ingrid Håkansson": Sample(("network",), {"network.count_parameters": "error"}),
    "Kofi Boateng": Sample(
        ("rnn", "lstm"),
        {
            "rnn.rnn_backward": "failed",
            "rnn.clip_gradients": "failed",
            "lstm.lstm_backward": "failed",
        },
    ),
    "Kwame Mensah": Sample(ALL, dict.fromkeys(ALL, "not_implemented")),
    "Lena Fischer": Sample(
        ("cnn", "datasets"),
        {
            "cnn.conv2d": "failed",
            "datasets.parse_idx": "failed",
            "datasets.convert_svhn": "failed",
        },
    ),
    "Mei-Ling Chen": Sample(
        ("boltzmann_machine", "deep_belief_network"),
        {
            "boltzmann_machine.energy": "failed",
            "boltzmann_machine.conditional": "failed",
            "boltzmann_machine.distribution": "failed",
            "boltzmann_machine.gibbs_sweep": "failed",
            "boltzmann_machine.contrastive_divergence": "failed",
            "deep_belief_network.pretrain": "failed",
        },
    ),
    "Nguyễn Văn An": Sample(
        ("neurons", "gradient_descent"),
        {"neurons.init_parameters": "failed", "gradient_descent.minibatches": "failed"},
    ),
    "Oskar Lindqvist": Sample(
        ("activations",),
        {
            "activations.sigmoid_derivative": "failed",
            "activations.tanh": "error",
            "activations.relu": "failed",
            "activations.softmax": "error",
            "activations.softmax_jacobian": "crashed",
        },
    ),
    "Rui Pinto": Sample(
        ("neurons", "costs"),
        {
            "neurons.init_parameters": DEEP_RECURSION,
            "costs.one_hot": "crashed",
        },
    ),
    "Søren Bjerg": Sample(("network", "backprop"), {"backprop.hidden_delta": "failed"}),
    "Tomasz Zieliński": Sample(
        ("regularization", "hyperparameters", "classifier"),
        {
            "regularization.l2_gradients": "failed",
            "regularization.early_stopping": "failed",
            "hyperparameters.random_candidates": "failed",
            "hyperparameters.search": "failed",
            "classifier.NeuralNetworkClassifier": "failed",
        },
    ),
    "Viktor Petrov": Sample(
        ("activations",), {"activations.sigmoid": "failed", "activations.softmax": "failed"}
    ),
    "Zoë O'Neil": Sample(ALL),
    "ben.carter": Sample(("neurons", "costs"), {"costs": "error"}),
    "chloe.martin": Sample(
        ("activations",),
        {
            "activations.sigmoid": "error",
            "activations.relu_derivative": "error",
            "activations.softmax": "error",
        },
    ),
    "d_okafor": Sample(
        ("costs", "gradient_descent"),
        {"costs.one_hot": "timeout", "gradient_descent.train": "timeout"},
    ),
    "dmitri": Sample(("neurons", "costs"), {"costs": "crashed"}),
    "fatima_z": Sample(
        ("activations", "gradient_checking"),
        {
            "activations.sigmoid": "failed",
            "activations.relu": "failed error",
            "gradient_checking.numerical_gradient": "failed",
        },
    ),
    "ines_p": Sample(
        ("backprop", "gradient_descent"),
        {"backprop.layer_gradients": "failed", "gradient_descent.minibatches": "failed"},
    ),
    "jonas_w": Sample(
        ("neurons", "activations", "costs", "gradient_checking"),
        {
            "costs.softmax_cross_entropy": "not_implemented",
            "gradient_checking.check_gradient": "error",
        },
    ),
    "mallory": Sample(("activations", "network"), {"activations.softmax": "failed"}),
    "marta.kowalska": Sample(
        ("activations", "costs"),
        {"activations.softmax": "failed", "costs.binary_cross_entropy": "failed"},
    ),
    "pete_h": Sample(("neurons", "backprop"), {"neurons.init_parameters": "timeout"}),
    "sofia.rossi": Sample(
        ("property_testing",),
        {
            "property_testing.is_sigmoid": "failed",
            "property_testing.is_softmax": "failed",
            "property_testing.is_relu_derivative": "failed error",
            "property_testing.is_binary_cross_entropy": "failed",
            "property_testing.is_gradient_of": "failed",
            "property_testing.is_backward": "failed",
        },
    ),
    "tomas99": Sample(
        ("gradient_descent",),
        {"gradient_descent.step": "failed error", "gradient_descent.adam_step": "failed"},
    ),
    "Łukasz Żak": Sample(CORE, {"activations.sigmoid": "failed"}),
    "李雷": Sample(ALL),
    "김현우": Sample(("neurons", "activations", "backprop")),
}
MARKED_TWICE = ("Rui Pinto", "mallory", "marta.kowalska", "김현우")


@dataclass(frozen=True)
class Run:
    """One run of the command, and what it left behind."""

    folder: Path
    exit_code: int
    messages: str
    reports: dict[str, Report]
    processes: list[str]
    temporary_files: list[str]


def _mark(submissions: Path, work: Path) -> Run:
    """Mark a folder of submissions, with a temporary folder and a secret of the run's own."""
    temporary, out = work / "temporary", work / "out"
    temporary.mkdir()
    grader = Path(sys.executable).with_name("grader")
    before = _children()
    # Its messages go to a file: the end of a pipe would wait for whatever still holds it.
    with _orphans_come_here(), (work / "messages").open("w+") as messages:
        done = subprocess.run(
            [grader, "autograde", submissions, "--out", out, "--seed", "0"],
            cwd=ROOT,
            env={**os.environ, "TMPDIR": str(temporary), "NEUROKATA_SECRET": SECRET},
            stdout=subprocess.DEVNULL,
            stderr=messages,
        )
        left = _left_behind(before)
    reports = [from_json(path.read_bytes()) for path in sorted(out.glob("*.json"))]
    return Run(
        folder=out,
        exit_code=done.returncode,
        messages=(work / "messages").read_text(encoding="utf-8"),
        reports={report.student: report for report in reports},
        processes=left,
        temporary_files=[str(path) for path in temporary.rglob("*")],
    )


@contextlib.contextmanager
def _orphans_come_here() -> Iterator[None]:
    """Make this process the parent of every descendant whose own parent ends."""
    libc, child_subreaper = ctypes.CDLL(None), 36
    libc.prctl(child_subreaper, 1, 0, 0, 0)
    try:
        yield
    finally:
        libc.prctl(child_subreaper, 0, 0, 0, 0)


def _children() -> dict[int, str]:
    """This process's children that live, by pid, with their command lines."""
    found = {}
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if not entry.name.isdecimal():
                continue
            state, parent = (entry / "stat").read_text().rpartition(")")[2].split()[:2]
            if int(parent) == os.getpid() and state not in "ZX":
                command = (entry / "cmdline").read_bytes().replace(b"\0", b" ")
                found[int(entry.name)] = command.decode(errors="replace")
    return found


def _left_behind(before: dict[int, str]) -> list[str]:
    """The processes that outlive the command by seconds."""
    deadline = time.monotonic() + 5
    while (left := {p: c for p, c in _children().items() if p not in before}) and (
        time.monotonic() < deadline
    ):
        time.sleep(0.05)
    return list(left.values())


@dataclass(frozen=True)
class Harbour:
    """Where the rascal sends what it finds: sockets that listen while the class is marked."""

    stream: socket.socket
    datagrams: socket.socket

    def arrivals(self) -> list[str]:
        """What has come in, the kernel having kept it until now."""
        came = []
        with contextlib.suppress(BlockingIOError):
            came.append(f"a connection from {self.stream.accept()[1]}")
        with contextlib.suppress(BlockingIOError):
            came.append(f"a datagram of {len(self.datagrams.recv(65536))} bytes")
        return came


@pytest.fixture(scope="module")
def harbour() -> Iterator[Harbour]:
    """The rascal's port, open on this machine."""
    with (
        socket.socket(socket.AF_INET, socket.SOCK_STREAM) as stream,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams,
    ):
        for each in (stream, datagrams):
            each.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
            each.bind(("127.0.0.1", RASCALS_PORT))
            each.setblocking(False)
        stream.listen()
        yield Harbour(stream, datagrams)


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory, harbour: Harbour) -> Run:
    """The whole class, marked once."""
    return _mark(SUBMISSIONS, tmp_path_factory.mktemp("class"))


@pytest.fixture(scope="module")
def marked_again(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A few of the class, marked in another run from another place."""
    copies = tmp_path_factory.mktemp("few")
    for student in MARKED_TWICE:
        folder = SUBMISSIONS / student
        if folder.is_dir():
            shutil.copytree(folder, copies / student)
        else:
            shutil.copy(folder.with_name(f"{student}.zip"), copies)
    return _mark(copies, tmp_path_factory.mktemp("again"))


def _lost_in(sample: Sample, check: Check) -> str | None:
    """Where the sample's table has this check among the lost ones."""
    places = (check.unit, f"{check.unit}.{check.function}")
    return next((place for place in places if place in sample.lost), None)


@pytest.mark.parametrize("student", SAMPLES)
def test_a_sample_loses_what_its_table_says(marked, student):
    sample, report = SAMPLES[student], marked.reports[student]
    lost: dict[str, set[str]] = {place: set() for place in sample.lost}
    for check in report.checks:
        if check.earned < check.points and (place := _lost_in(sample, check)):
            lost[place].add(check.status)

    assert lost == {place: set(statuses.split()) for place, statuses in sample.lost.items()}


@pytest.mark.parametrize("student", SAMPLES)
def test_a_sample_keeps_all_other_points(marked, student):
    sample, report = SAMPLES[student], marked.reports[student]

    other = [
        f"{check.id}: {check.earned:g} of {check.points:g}, {check.status}: {check.message}"
        for check in report.checks
        if check.unit in sample.units
        and not _lost_in(sample, check)
        and (check.status, check.earned) != ("passed", check.points)
    ]

    assert other == []


@pytest.mark.parametrize("student", SAMPLES)
def test_a_sample_gets_nothing_for_what_was_not_handed_in(marked, student):
    sample, report = SAMPLES[student], marked.reports[student]
    known = {total.unit for total in report.units}

    gains = {check.status for check in report.checks if check.unit not in sample.units}
    whole = {place for place in sample.lost if "." not in place}
    earned = {total.unit for total in report.units if total.earned}

    assert set(sample.units) <= known
    assert gains <= {"not_implemented"}
    assert earned == set(sample.units) - whole


@pytest.mark.parametrize("student", [name for name in SAMPLES if not SAMPLES[name].lost])
def test_a_right_sample_gets_full_marks_in_its_units(marked, student):
    totals = {total.unit: total for total in marked.reports[student].units}

    for unit in SAMPLES[student].units:
        assert totals[unit].earned == totals[unit].points > 0


def test_every_submission_has_its_row_in_the_table_and_a_line_in_the_readme():
    names = {path.name.removesuffix(".zip") for path in SUBMISSIONS.iterdir()}
    readme = (ROOT / "examples" / "README.md").read_text(encoding="utf-8")

    assert names == set(SAMPLES)
    assert [name for name in names if f"| {name} |" not in readme] == []


def test_untouched_stubs_are_the_exercises():
    for path in (SUBMISSIONS / "Kwame Mensah" / "exercises").glob("*.py"):
        stub = ROOT / "exercises" / path.name
        assert path.read_bytes() == stub.read_bytes(), f"copy {stub.name} from exercises/ again"


def test_the_command_marks_everybody(marked):
    assert (marked.exit_code, set(marked.reports)) == (0, set(SAMPLES)), marked.messages


def test_class_csv_has_a_row_for_everybody(marked):
    with (marked.folder / "class.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["student"]: row for row in csv.DictReader(file)}

    assert set(rows) == set(SAMPLES)
    for student, row in rows.items():
        report = marked.reports[student]
        assert (float(row["score"]), float(row["maximum"])) == (report.score, report.maximum)
        assert {each.unit: float(row[each.unit]) for each in report.units} == {
            each.unit: each.earned for each in report.units
        }


def test_nobody_phones_home(marked, harbour):
    assert harbour.arrivals() == []


def test_nobody_writes_a_file(marked):
    assert [path for path in RASCALS_FILES if Path(path).exists()] == []


def test_the_rascal_looked_around(marked):
    """Were its output empty, the tests below would say nothing."""
    printed = "".join(check.output for check in marked.reports["mallory"].checks)

    assert "OPENBLAS_NUM_THREADS" in printed


def test_no_secret_line_comes_out(marked):
    hidden = [*(ROOT / "tests" / "hidden").glob("*.py"), *(ROOT / "solutions").glob("*.py")]
    hidden += (SUBMISSIONS / "Zoë O'Neil" / "exercises").glob("*.py")
    secrets = {
        line.strip()
        for path in hidden
        for line in path.read_text(encoding="utf-8").splitlines()
        if len(line.strip()) > 20
    }
    told = {
        line.strip()
        for report in marked.reports.values()
        for check in report.checks
        for line in check.output.splitlines()
    }

    assert len(secrets) > 1000
    assert secrets & told == set()


def test_no_environment_comes_out(marked):
    with_secret = [path.name for path in marked.folder.iterdir() if SECRET in path.read_text()]

    assert with_secret == []


def test_a_flood_of_output_is_cut(marked):
    report = marked.reports["pete_h"]

    printed = sum(len(check.output.encode()) for check in report.checks)

    assert 60_000 < printed <= 64 * 1024
    assert report.truncations == ("output after the first 64 KiB was discarded",)


def test_no_process_is_left(marked):
    """And so no socket that listens."""
    assert marked.processes == []


def test_no_file_is_left(marked):
    stray = [path.name for path in marked.folder.iterdir() if path.suffix not in (".json", ".csv")]

    assert marked.temporary_files == []
    assert stray == []


def test_one_seed_gives_one_report(marked, marked_again):
    for student in MARKED_TWICE:
        first, second = (_timeless(run.reports[student]) for run in (marked, marked_again))

        assert first == second


def _timeless(report: Report) -> Any:
    """A report as plain values, without how long things took."""
    values = msgspec.to_builtins(report)
    for each in (values, *values["checks"]):
        del each["seconds"]
    return values


def _units_to_mark_live() -> dict[str, tuple[str, ...]]:
    """The units in which each loses something; where nothing is lost, those who hand a unit in take turns."""
    found: dict[str, set[str]] = {}
    for student, sample in SAMPLES.items():
        found[student] = {place.partition(".")[0] for place in sample.lost}
    for turn, unit in enumerate(ALL):
        right = [
            student
            for student, sample in SAMPLES.items()
            if unit in sample.units and unit not in found[student]
        ]
        found[right[turn % len(right)]].add(unit)
    return {student: (*units,) for student, units in found.items() if units}


def test_a_replayed_mark_equals_a_live_one_on_samples(marked, pytestconfig):
    """Live is every check by pytest and Hypothesis, each call in its turn, required units by the reference.

    That is slow, so it is done for every wrong unit, and for a right one of each; without `--live` for a few
    students alone.
    """
    setup = Setup(root=str(ROOT), units=ALL, limits=Limits(inputs_to_shrink=20), replay=False)
    units = _units_to_mark_live()
    if not pytestconfig.getoption("--live"):
        units = {student: each for student, each in units.items() if student in MARKED_TWICE}
    paths, _ = find_submissions(SUBMISSIONS)
    with Engine(setup, 2) as engine:
        requests = {
            student: engine.submit(
                Request(submission=read_submission(student, paths[student]), units=units[student])
            )
            for student in units
        }
        live = {student: engine.marking(future).checks for student, future in requests.items()}

    for student, checks in live.items():
        replayed = {
            check.id: check.status
            for check in marked.reports[student].checks
            if check.unit in units[student]
        }
        assert replayed == {check.id: check.status for check in checks} != {}, student
