"""The benchmarks' own parts: turns, ratios, processor time, recordings, and the class that every grader marks."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks import bare, graders, peers, specimens
from benchmarks.alternation import alternate
from benchmarks.assignment.properties import PROPERTIES
from benchmarks.figure import Figure, at_least, at_most, ratio, seconds
from benchmarks.graders import nbgrader, neurokata
from benchmarks.machine import processor
from benchmarks.processes import BenchmarkError, descendants, processor_seconds, run
from benchmarks.table import document, table

ROOT = Path(__file__).parents[2]
BUSY = "import time\nwhile time.process_time() < 0.3: pass"


def module(source: str | bytes) -> dict:
    names: dict = {}
    exec(source, names)
    return names


def test_sides_take_turns():
    order: list[str] = []
    told: list[str] = []
    sides = {name: lambda name=name: order.append(name) or len(order) for name in "ab"}

    measured = alternate(sides, told.append, rounds=3)

    assert order == list("ababab")
    assert measured == {"a": [1, 3, 5], "b": [2, 4, 6]}
    assert told[2] == "a, 2 of 3"


def test_a_ratio_is_taken_round_by_round():
    figure = ratio("a over b", [1.0, 8.0, 3.0], [1.0, 2.0, 1.5], at_most(2.0))

    assert (figure.value, figure.low, figure.high) == (2.0, 1.0, 4.0)
    assert figure.holds
    assert figure.sides == ((1.0, 8.0, 3.0), (1.0, 2.0, 1.5))


def test_the_best_round_may_stand_for_all():
    assert ratio("a over b", [1.0, 4.0], [1.0, 2.0], best=max).value == 2.0
    assert seconds("a", [1.2, 0.9], at_most(1.0)).value == 0.9


@pytest.mark.parametrize(
    ("bound", "value", "expected"),
    [
        (at_most(2), 2.0, True),
        (at_most(2), 2.1, False),
        (at_least(2), 2.0, True),
        (at_least(2), 1.9, False),
        (None, 1.0, None),
        (at_most(2), None, None),
    ],
)
def test_a_figure_holds_or_does_not(bound, value, expected):
    assert Figure(what="a", value=value, bound=bound).holds is expected


def test_the_table_has_a_row_a_figure_and_a_note_once():
    figures = [
        ratio("a over b", [0.1234], [1.0], at_most(0.1), "both at rest"),
        seconds("c", [1.5], at_most(2.0), "both at rest"),
        Figure(what="d", bound=at_least(20), note="d cannot run here"),
    ]

    lines = table({"one": figures}, "a machine").splitlines()

    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:7]]
    assert cells[2] == ["one", "a over b", "0.123×", "0.123× – 0.123×", "at most 0.1×", "no"]
    assert cells[3] == ["one", "c", "1.5 s", "1.5 s – 1.5 s", "at most 2 s", "yes"]
    assert cells[4] == ["one", "d", "", "", "at least 20×", ""]
    assert len({len(line) for line in lines[2:7]}) == 1
    assert lines[7:] == ["", "one: both at rest", "one: d cannot run here"]


def test_the_document_says_what_holds():
    found = {"one": [ratio("a over b", [3.0], [1.0], at_most(2))]}

    read = json.loads(document(found, "a machine"))

    assert read["machine"] == "a machine"
    assert read["figures"][0]["benchmark"] == "one"
    assert read["figures"][0]["value"] == 3.0
    assert read["figures"][0]["holds"] is False


def test_the_processor_is_named_as_the_system_names_it():
    assert processor("processor\t: 0\nmodel name\t: Some  CPU @ 2 GHz\nflags\t: a\n") == (
        "Some CPU @ 2 GHz"
    )
    assert processor("processor\t: 0\n") != ""


def test_the_time_of_a_command_counts_its_children(tmp_path):
    nested = f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {BUSY!r}])"

    spent = run([sys.executable, "-c", nested], tmp_path)

    assert spent.processor >= 0.3
    assert spent.seconds > 0.0


def test_a_command_that_fails_says_how(tmp_path):
    with pytest.raises(BenchmarkError, match="ended with 3: so it was"):
        run([sys.executable, "-c", "print('so it was'); raise SystemExit(3)"], tmp_path)


@pytest.mark.parametrize("then", ["", "\nprint(1, flush=True)\ninput()"], ids=["ended", "alive"])
def test_the_time_of_a_tree_counts_children_that_have_ended_and_that_live(then):
    child = f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {BUSY + then!r}])"
    process = subprocess.Popen(
        [sys.executable, "-c", f"{child}\nprint(1, flush=True)\ninput()"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    process.stdout.readline()

    spent = processor_seconds(descendants(process.pid))
    process.communicate(b"\n\n")

    assert spent >= 0.29
    assert processor_seconds([process.pid]) == 0.0


def test_what_a_property_draws_is_played_back():
    seen: list = []

    @settings(max_examples=5, database=None, derandomize=True)
    @given(x=st.lists(st.integers()), data=st.data())
    def body(x, data):
        seen.append((list(x), data.draw(st.integers(0, 9))))
        x.append(1)

    examples: list[dict] = []
    inner = body.hypothesis.inner_test
    body.hypothesis.inner_test = bare._recording(inner, examples)
    body()
    drawn = list(seen)
    seen.clear()
    for _ in range(2):
        for each in examples:
            inner(**{name: bare._copied(value) for name, value in each.items()})

    assert len(drawn) == 5
    assert seen == drawn * 2


def test_the_properties_hold_for_the_right_functions_and_not_for_the_wrong():
    right, wrong = map(module, graders.students(2).values())

    for name in graders.FUNCTIONS:
        PROPERTIES[name](right[name])()
    with pytest.raises(AssertionError):
        PROPERTIES["softmax"](wrong["softmax"])()
    assert list(PROPERTIES) == list(graders.FUNCTIONS)


def test_only_the_last_of_a_class_is_wrong():
    *right, wrong = graders.students(5).values()

    assert set(right) == {(graders.ASSIGNMENT / "right.py").read_text(encoding="utf-8")}
    assert wrong not in right


def test_a_class_may_have_none_that_is_wrong():
    assert len(set(graders.students(3, 0).values())) == 1


def test_a_grader_that_misjudges_is_not_compared():
    def giving(**shares: float) -> graders.Grader:
        return graders.Grader("some", lambda: None, lambda: None, lambda: shares)

    peers._judge(giving(student001=1.0, student002=0.75), 2, 1)

    with pytest.raises(BenchmarkError, match=r"some gave .* and should have given"):
        peers._judge(giving(student001=1.0, student002=1.0), 2, 1)
    with pytest.raises(BenchmarkError, match="some gave"):
        peers._judge(giving(student001=1.0), 2, 0)


def test_a_grader_that_cannot_run_is_told_of(tmp_path):
    minutes = {"neurokata": [60.0, 90.0]}

    figure = peers._figure("otter", minutes, at_least(20), {"otter": "no such program"})

    assert (figure.value, figure.holds, figure.note) == (None, None, "no such program")


def test_neurokata_marks_the_class(tmp_path):
    grader = neurokata.prepare(tmp_path, graders.students(2), Path(sys.executable).parent)

    grader.mark()

    assert grader.shares() == {"student001": 1.0, "student002": 0.75}
    grader.reset()
    assert grader.shares() == {}


def test_a_student_s_notebook_is_the_released_one_with_the_functions_filled_in():
    right, wrong = graders.students(2).values()
    notebook = nbgrader._notebook(right)

    solved = nbgrader.solved(notebook, wrong)

    changed = [
        cell["metadata"]["nbgrader"]["grade_id"]
        for cell, before in zip(solved["cells"], notebook["cells"], strict=True)
        if cell != before
    ]
    assert changed == ["softmax"]


def test_the_wrong_submission_is_a_little_off_everywhere():
    sources = specimens.wrong().modules

    off = module(sources["activations"])

    assert off["sigmoid"](0.0) == pytest.approx(0.506)
    assert list(sources) == [unit.name for unit in specimens.course().units]


def test_a_desk_holds_the_submission_in_place_of_the_exercises(tmp_path):
    desk = specimens.desk(tmp_path / "desk", specimens.another())

    own = ROOT / "examples" / "submissions" / specimens.STUDENT / "exercises" / "costs.py"
    assert (desk / "tests" / "hidden" / "test_costs.py").is_file()
    assert (desk / "exercises" / "costs.py").read_bytes() == own.read_bytes()


def test_an_unknown_name_is_wrong_usage():
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "nonsense"], cwd=ROOT, capture_output=True, text=True
    )

    assert done.returncode == 2
    assert "there is no nonsense; there are plain, floor" in done.stderr
