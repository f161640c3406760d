"""What a worker answers is believed only where it is what a run of ours can give."""

from __future__ import annotations

import numpy as np
import pytest

from grader.play import reply
from grader.play.reply import ReplyError
from tests.kit.play.conftest import of_type

SIZES = (2, 3, 3)


def honest() -> dict:
    return {
        "step": 3,
        "epoch": 1,
        "diverged": None,
        "judged": np.zeros(4),
        "history": np.zeros((2, 4)),
        "weights": np.zeros(15),
        "biases": np.zeros(6),
        "sample": np.zeros(8),
        "boundary": np.ones((4, 4), dtype=np.uint8),
        "confidence": np.zeros((4, 4), dtype=np.uint8),
        "neurons": np.zeros((8, 2, 2), dtype=np.uint8),
        "seconds": 0.001,
    }


def looked(answer):
    return reply.look(answer, SIZES, 4, 2, True, 0, 3)


def test_an_honest_answer_is_taken():
    found = looked(honest())

    assert (found.step, found.epoch, set(found.pictures)) == (
        3,
        1,
        {"boundary", "confidence", "neurons"},
    )


@pytest.mark.parametrize(
    "lie",
    [
        {"step": -1}, {"step": True}, {"step": "3"}, {"step": 1 << 50}, {"epoch": None},
        {"diverged": "<script>"}, {"diverged": []},
        {"judged": np.zeros(5)}, {"judged": [0.0] * 4}, {"judged": np.zeros(4, dtype=np.float32)},
        {"history": np.zeros((4, 4))}, {"history": np.zeros((1, 3))}, {"history": np.zeros(4)},
        {"weights": np.zeros(16)}, {"weights": np.zeros(15, dtype=complex)}, {"biases": "b"},
        {"boundary": np.full((4, 4), 3, dtype=np.uint8)}, {"boundary": np.zeros((4, 5), dtype=np.uint8)},
        {"boundary": np.zeros((4, 4), dtype=np.int64)}, {"confidence": None},
        {"neurons": np.zeros((9, 2, 2), dtype=np.uint8)}, {"sample": np.zeros((8, 1))},
    ],
)  # fmt: skip
def test_a_lie_is_refused(lie):
    with pytest.raises(ReplyError):
        looked({**honest(), **lie})


@pytest.mark.parametrize("answer", [None, 3, [], "text", {}])
def test_no_answer_is_refused(answer):
    with pytest.raises(ReplyError):
        looked(answer)


@pytest.mark.parametrize(
    "answer",
    [
        None,
        [],
        {},
        {"layers": [], "rows": 10},
        {"layers": [{"verdict": "agrees"}] * 3, "rows": 10},
        {"layers": [{"verdict": "fine"}], "rows": 10},
        {"layers": [{"verdict": "agrees", "error": "0"}], "rows": 10},
        {"layers": [{"verdict": "agrees", "why": "x" * 999}], "rows": 10},
        {"layers": [{"verdict": "agrees", "part": "x"}], "rows": 10},
        {"layers": [{"verdict": "agrees"}], "rows": 0},
        {"layers": [{"verdict": "agrees"}], "rows": 10, "without": "sense"},
        {"layers": [{"verdict": "agrees"}], "rows": 10, "more": 1},
    ],
)
def test_a_false_verdict_is_refused(answer):
    with pytest.raises(ReplyError):
        reply.gradients(answer, 1)


LIE = """
import sys
def _lie():
    training = sys.modules["grader.play.inside.training"]
    look = training.Run.look
    def lying(self, *args):
        found = look(self, *args)
        if self.step > 3:
            found["weights"] = np.zeros(10**6)
        return found
    training.Run.look = lying
_right = step
def step(*args):
    _lie()
    return _right(*args)
"""


def test_a_worker_that_lies_is_ended_and_told_of(bench):
    made = bench(gradient_descent=LIE)
    made.open(step=10)
    problem = of_type(made.page.heard, "problem")[-1]

    assert problem["kind"] == "crash" and made.trainer.run.lost
    assert problem["message"] == (
        "the process that runs your code cannot be believed: its weights has shape (1000000,), where (88,) was expected"
    )
