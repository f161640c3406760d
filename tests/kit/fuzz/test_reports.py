"""Reading reports that somebody has changed: a report that can be used, or none."""

from __future__ import annotations

import copy
import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from grader.earlier import read_report, spent
from grader.feedback import layout, render
from grader.feedback.page import page
from grader.feedback.reveal import Reveal
from grader.gradebook import Gradebook, class_csv
from grader.limits import Limits
from grader.report import Check, Report, to_json, totals
from tests.kit.fuzz.hostile import mutated

CHECKS = tuple(
    Check(
        id=f"a::{n}", unit="a", function=f"f{n}", title="It holds. [case]", points=2.0, earned=0.0, status=status,
        message="2 of 4 values are wrong", call="a.f([[1.0, 2.0], [3.0, 4.0]], x=(1,))",
        actual="[1.0, 2.0] (shape (2,))", expected="[1.0, 3.0]",
        worst="at [1]: got 2.0, expected 3.0", frames=("a.py, line 1, in f: x",), output="x\n",
    )
    for n, status in enumerate(["failed", "passed", "error"])
)  # fmt: skip
REPORT = Report(
    student="ann", score=2.0, maximum=6.0, units=totals(CHECKS, {}), checks=CHECKS, seed=0, tests_digest="t",
    submission_digest="s", layers=("seccomp",), kit_version="0", notes=("a note",), truncations=("cut",),
)  # fmt: skip
VALUES = st.sampled_from(
    [0, -1, 1e308, -1e308, 5e-324, 1 << 70, None, True, "", "x" * 9000, "=1", "\x1b[2J", "\u202e", "[" * 5000,
     "(" * 5000, "f(" + "[1, " * 2000, "'" * 5000, "\\'" * 1000, "…, " * 700, "item " + "[0]" * 900, "passed",
     "not_implemented", "[[1, 2], [3]] (shape (999999999, 999999999))", "at [99999999999999999999]: got",
     "<b>", [], {}, [[]], ["x"] * 50]
).map(copy.deepcopy)  # fmt: skip


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    """A place for a report."""
    return tmp_path_factory.mktemp("reports") / "ann.json"


def is_of_use(report):
    """Whether all that is made of a report can be made."""
    book = Gradebook(units={"a": 6.0})
    book.add(report)
    pages = [page(report, reveal, {}) for reveal in Reveal]
    texts = [make(each) for each in pages for make in (render.markdown, render.html)]
    return all(texts) and bool(class_csv(book)) and spent(report.checks, True, Limits())


@settings(max_examples=200)
@given(st.data())
def test_a_report_with_other_values_is_of_use_or_none(file, data):
    tree = json.loads(to_json(REPORT))
    for _ in range(data.draw(st.integers(1, 3))):
        at = tree
        while True:
            key = data.draw(st.sampled_from(sorted(at) if isinstance(at, dict) else range(len(at))))
            if (
                not at[key]
                or not isinstance(at[key], dict | list)
                or data.draw(st.integers(0, 4)) == 0
            ):
                break
            at = at[key]
        at[key] = data.draw(VALUES)
        if not tree:
            break
    file.write_text(json.dumps(tree))

    report = read_report(file)

    assert report is None or is_of_use(report)


@pytest.mark.parametrize("points", [1e308, -1e308, 5e-324])
def test_points_beyond_all_numbers_are_a_share(points):
    assert 0 <= render.share(points, 1.5e308) <= 100
    assert 0 <= render.share(1.0, points) <= 100


@settings(max_examples=100)
@given(mutated(to_json(REPORT)))
@example(b"")
@example(b"[" * 100_000)
@example(b'{"version": 1e999}')
@example(to_json(REPORT).replace(b"ann", b"\\ud800"))
@example(to_json(REPORT).replace(b'"score": 2.0', b'"score": 1e999'))
def test_a_report_that_was_damaged_is_of_use_or_none(file, data):
    file.write_bytes(data)

    report = read_report(file)

    assert report is None or is_of_use(report)


@settings(max_examples=200)
@given(st.text(alphabet="[](){},.'\"\\ =1e-…xat:", max_size=60), st.integers(1, 12))
@example("[[1, 2], [3, 4]] (shape (2, 2))" * 3, 3)
@example("f(" + "[" * 40, 1)
def test_any_text_is_laid_out_in_so_many_lines(text, most):
    for block in (
        layout.value(text, worst="at [1, 0]: x", most=most),
        layout.call(text, most=most),
        layout.text(text, most=most),
    ):
        assert len(block.lines) <= most + 2
