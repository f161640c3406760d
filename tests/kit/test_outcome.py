"""How a check came out, as a student reads it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from grader.outcome import FAILED, NOT_IMPLEMENTED, Halt, import_failure, judge
from grader.testing import arrays, check_that


@pytest.mark.parametrize("chosen", [False, True], ids=["found", "chosen by the author"])
def test_the_input_that_hypothesis_found_is_told(chosen):
    def positive(x):
        check_that(x[0] > 0, "not positive")

    tried = settings(database=None)(given(x=arrays((2,)))(positive))
    tried = example(x=np.array([-1.0, 2.0]))(tried) if chosen else tried

    with pytest.raises(AssertionError) as caught:
        tried()
    judged = judge(caught.value)

    assert judged.status == FAILED
    assert judged.counterexample == ("x=array([-1.,  2.])" if chosen else "x=array([0., 0.])")


def test_a_halt_before_all_is_drawn_is_no_change_of_results():
    failures = []

    @settings(database=None)
    @given(data=st.data())
    def small(data):
        if len(failures) == 2:
            raise Halt(FAILED, "the search for a smaller input is over")
        number = data.draw(st.integers(0, 10**6))
        if number >= 100:
            failures.append(number)
        check_that(number < 100, "not small")

    with pytest.raises(BaseException) as caught:
        small()

    assert judge(caught.value).message == "the search for a smaller input is over"


def _made(n, m, seed):
    return [(np.full((9 * n, 9 * m), 0.5),), seed]


def test_an_input_that_a_function_without_a_name_made_is_not_told():
    def negative(x):
        check_that(x[0][0, 0] < 0, "not negative")

    drawn = st.tuples(st.tuples(st.just(1), st.just(2)), st.just(3))
    case = drawn.map(lambda drawn: _made(*drawn[0], seed=drawn[1])[0])
    tried = settings(database=None)(given(x=case)(negative))

    with pytest.raises(AssertionError) as caught:
        tried()

    assert judge(caught.value).counterexample is None


@pytest.mark.parametrize(
    ("frames", "where"),
    [(["first.py, line 9, in <module>: half(3)", "first.py, line 2, in half: raise"], " (line 9)"),
     (["first.ipynb, cell 3, line 2, in <module>: half(3)"], " (cell 3, line 2)"),
     (["first.py, line 1, in <module>: import", "mine.py, line 7, in <module>: half(3)"],
      " (mine.py, line 7)"),
     (["first.py, line 2, in half: raise  # , in <module>"], ""),
     ([], "")],
)  # fmt: skip
def test_the_line_that_calls_a_stub_while_it_is_imported_is_told_from_the_sandbox_s_frames(
    frames, where
):
    halt = Halt(NOT_IMPLEMENTED, "half: not written yet")
    halt.__dict__["student_frames"] = frames

    said = import_failure("first", halt)

    told = "first.py could not be imported: NotImplementedError: half: not written yet"
    assert said == f"{told}{where}"
