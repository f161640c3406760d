"""Hidden checks of unit 15, `lstm`: a step and its way back, a sequence and its way back."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from exercises import lstm
from grader.testing import (
    arrays,
    call,
    check_close,
    check_layouts,
    check_pure,
    check_that,
    checks,
    floats,
    numerical_gradient,
    sizes,
)
from solutions import lstm as reference

SEEDS = st.integers(0, 2**32 - 1)
STEP_PARTS = ("dx", "dh_prev", "dc_prev", "dWx", "dWh", "db")
PARTS = ("dX", "dh0", "dc0", "dWx", "dWh", "db")
GATES = ("input", "forget", "candidate", "output")
EXACT = {"rtol": 1e-9, "atol": 1e-12}
SINGLE = {"rtol": 1e-5, "atol": 1e-6, "dtype": None}
ONE_EACH = ((1, 3, 2), (4, 1, 3), (3, 2, 1), (1, 1, 1))
ONE_EACH_IN_TIME = ((1, 4, 3, 2), (3, 4, 1, 2), (4, 3, 2, 1), (1, 5, 1, 1))


def _wide(single):
    """The same numbers in float64."""
    return [array.astype(np.float64) for array in single]


def _step_case(n, d, m, seed):
    """x, h, c, Wx, Wh, b: nothing zero, weighted sums of about 1, memories on both sides of ±1."""
    rng = np.random.default_rng(seed)
    return (
        rng.normal(size=(n, d)),
        rng.uniform(-1, 1, size=(n, m)),
        1.5 * rng.normal(size=(n, m)),
        rng.normal(size=(d, 4 * m)) / np.sqrt(d),
        rng.normal(size=(m, 4 * m)) / np.sqrt(m),
        rng.uniform(-0.75, 0.75, size=4 * m),
    )


def _case(n, t, d, m, seed):
    """X, h0, c0, Wx, Wh, b of a sequence."""
    return np.random.default_rng([seed, 1]).normal(size=(n, t, d)), *_step_case(n, d, m, seed)[1:]


def _upstream(seed, *shape):
    return np.random.default_rng([seed, 2]).normal(size=shape)


def _step_backward_case(n, d, m, seed):
    """dh, dc and the arguments of the step."""
    return _upstream(seed, n, m), _upstream(seed + 1, n, m), *_step_case(n, d, m, seed)


def _backward_case(n, t, d, m, seed):
    """dH and the arguments of the forward pass."""
    return _upstream(seed, n, t, m), *_case(n, t, d, m, seed)


def _numerical_gradient(cost, arguments, part):
    """Central differences of a cost of several arguments by one of them."""

    def cost_of_part(values):
        return float(cost(*arguments[:part], values, *arguments[part + 1 :]))

    return numerical_gradient(cost_of_part, arguments[part])


def _part(result, part, names):
    """One of the six gradients, once there are six."""
    six = isinstance(result, tuple | list) and len(result) == 6
    check_that(six, f"expected six arrays: {', '.join(names)}", actual=result)
    return result[part]


@st.composite
def _cases(draw, steps):
    """Arguments of `lstm_step`, or of `lstm_forward` where there are steps, all in eighths."""
    n, d, m, t = draw(sizes(4, 1, 4))
    ones = floats(-1, 1)
    return (
        draw(arrays((n, t, d) if steps else (n, d), floats(-2, 2))),
        draw(arrays((n, m), ones)),
        draw(arrays((n, m), floats(-2, 2))),
        draw(arrays((d, 4 * m), ones)),
        draw(arrays((m, 4 * m), ones)),
        draw(arrays((4 * m,), ones)),
    )


def _saturated_case():
    """Two units, four sequences of three steps: every gate far out on both sides, and in the middle."""
    X = np.array(
        [
            [[990.0, 0.5], [-0.25, 0.75], [-980.0, 0.5]],
            [[-990.0, 0.25], [970.0, -0.5], [0.5, 0.25]],
            [[0.5, 960.0], [0.25, -960.0], [-0.75, 0.5]],
            [[-0.25, 0.125], [0.5, -0.25], [0.25, -950.0]],
        ]
    )
    h0 = np.array([[1.0, -1.0], [0.5, 0.25], [-0.5, 0.75], [0.25, 0.5]])
    c0 = np.array([[0.5, -1000.0], [1.5, 0.25], [1000.0, -0.5], [0.25, -0.75]])
    Wx = np.array([[1, -1, 0.25, 1, -1, 0, 1, -1], [0, 1, -1, 0.125, 1, -1, 0, 1]], dtype=float)
    Wh = np.array([[0.5, -1, 0.25, 1, 0.75, 0.5, -0.5, 1], [1, 0.5, 0.5, -1, 0.25, 1, 0.75, -0.25]])
    b = np.array([0.25, -0.5, 0.5, 1.0, -0.25, 0.125, 0.75, -0.125])
    return X, h0, c0, Wx, Wh, b


def _whole_numbers():
    """Arguments of a sequence (n 2, t 3, d 3, m 2) that are int64."""
    return (
        np.array([[[1, 0, 2], [0, 1, 1], [3, 0, 0]], [[1, 1, 0], [0, 0, 1], [2, 0, 1]]]),
        np.array([[0, 1], [-1, 1]]),
        np.array([[2, -1], [1, 3]]),
        np.array(
            [[1, -1, 0, 1, 0, 1, 1, 0], [0, 1, 1, 0, -1, 0, 1, 1], [-1, 0, 1, 1, 0, 1, 0, -1]]
        ),
        np.array([[1, -2, 0, 1, 1, 0, -1, 1], [0, 1, 1, 0, 2, -1, 0, 1]]),
        np.array([1, -1, 0, 1, 1, 0, -1, 2]),
    )


def _partly_whole(floating, whole):
    """Each argument whole by itself, then all, then those of the data as uint8."""
    places = range(len(whole))
    cases = [[*floating[:k], whole[k], *floating[k + 1 :]] for k in places]
    return [
        *cases,
        whole,
        [whole[0].astype(np.uint8), *whole[1:]],
        [whole[0].astype(np.uint8), *floating[1:]],
    ]


@checks("lstm_step", points=3)
@given(_cases(steps=False))
@example(_step_case(4, 2, 3, 0))
@example(_step_case(2, 5, 3, 1))
def test_step_follows_its_formula(case):
    """The step gives h' = o * tanh(c') and c' = f * c + i * g, in this order."""
    expected = reference.lstm_step(*case)

    check_close(call(lstm.lstm_step, *case), expected, **EXACT)


@checks("lstm_step", points=1)
@pytest.mark.parametrize("place", range(4), ids=GATES)
def test_step_finds_each_gate_at_its_place(place):
    """The columns hold input gate, forget gate, candidate and output gate, m each, in this order."""
    c, z = np.array([[0.75, -1.5], [2.0, 0.25]]), np.zeros((2, 8))
    own = np.array([[2.0, -1.0], [0.5, 3.0]])
    z[:, 4:6] = np.array([[1.0, -0.5], [0.25, 2.0]])  # a candidate, so that the input gate shows
    z[:, 2 * place : 2 * place + 2] = own
    i, f, o = (1 / (1 + np.exp(-z[:, k : k + 2])) for k in (0, 2, 6))
    c_next = f * c + i * np.tanh(z[:, 4:6])
    expected = o * np.tanh(c_next), c_next

    actual = call(lstm.lstm_step, np.eye(2), np.zeros((2, 2)), c, z, np.zeros((2, 8)), np.zeros(8))

    check_close(actual, expected, **EXACT)


@checks("lstm_step", points=1)
def test_step_of_one_row_one_input_one_unit():
    """A batch of one, a single input and a single unit keep their axes."""
    for size in ONE_EACH:
        case = _step_case(*size, seed=2)
        expected = reference.lstm_step(*case)

        check_close(call(lstm.lstm_step, *case), expected, **EXACT)


@checks("lstm_step", points=1)
def test_step_with_equal_sizes():
    """Where n, d and m are equal, or n is 4m, gates are still cut from columns, not from rows."""
    for size in ((3, 3, 3), (8, 3, 2), (4, 4, 1)):
        case = _step_case(*size, seed=3)
        expected = reference.lstm_step(*case)

        check_close(call(lstm.lstm_step, *case), expected, **EXACT)


@checks("lstm_step", points=1)
def test_step_stands_large_sums():
    """Weighted sums and memories up to ±1000 give finite results without a warning, small ones stay exact."""
    X, *rest = _saturated_case()
    for k in range(3):
        expected = reference.lstm_step(X[:, k], *rest)

        check_close(call(lstm.lstm_step, X[:, k], *rest), expected, **EXACT)


@checks("lstm_step", points=1)
def test_step_takes_whole_numbers():
    """Whole numbers in any of the arguments, inputs of uint8 too, give float64 results."""
    X, *whole = _whole_numbers()
    for case in _partly_whole(_step_case(2, 3, 2, seed=4), [X[:, 0], *whole]):
        expected = reference.lstm_step(*case)

        check_close(call(lstm.lstm_step, *case), expected)


@checks("lstm_step", points=1)
def test_step_takes_single_precision():
    """Arrays in float32 give the same results to within its precision."""
    single = [array.astype(np.float32) for array in _step_case(4, 3, 2, seed=5)]
    expected = reference.lstm_step(*_wide(single))

    check_close(call(lstm.lstm_step, *single), expected, **SINGLE)


@checks("lstm_step", points=1)
def test_step_takes_any_memory_layout():
    """Arrays may be Fortran-ordered, sliced or read-only."""
    check_layouts(lstm.lstm_step, reference.lstm_step, *_step_case(4, 3, 2, seed=6))


@checks("lstm_step", points=1)
def test_step_leaves_its_arguments_alone():
    """Input, state, memory and parameters stay as they were, and both results are new arrays."""
    kept = *_step_case(2, 1, 1, seed=7)[:3], *np.zeros((2, 1, 4)), np.array([-1e3, 1e3, 0.5, 0.25])
    for case in (_step_case(4, 3, 2, seed=7), _step_case(1, 2, 3, seed=7), kept):
        expected = reference.lstm_step(*case)

        check_pure(lstm.lstm_step, *case)
        check_close(call(lstm.lstm_step, *case), expected)


def _step_cost(dh, dc):
    """A cost whose gradients by h' and c' are dh and dc."""

    def cost(*arguments):
        h, c = reference.lstm_step(*arguments)
        return np.sum(dh * h) + np.sum(dc * c)

    return cost


@checks("lstm_step_backward", points=3)
@given(st.tuples(sizes(3), SEEDS).map(lambda drawn: _step_backward_case(*drawn[0], seed=drawn[1])))
@example(_step_backward_case(4, 2, 3, seed=10))
@example(_step_backward_case(2, 5, 3, seed=11))
def test_step_backward_follows_its_formula(case):
    """It returns dx, dh_prev, dc_prev, dWx, dWh, db, each by the formula, for any sizes."""
    expected = reference.lstm_step_backward(*case)

    check_close(call(lstm.lstm_step_backward, *case), expected)


@checks("lstm_step_backward", points=1)
@pytest.mark.parametrize("part", range(6), ids=STEP_PARTS)
@settings(max_examples=5)
@given(seed=SEEDS, size=st.sampled_from([(3, 2, 4), (1, 4, 3), (2, 3, 1)]))
def test_step_backward_is_the_gradient_of_the_cost(part, seed, size):
    """Each of the six is what nudging that argument up and down finds."""
    dh, dc, *arguments = _step_backward_case(*size, seed=seed)
    expected = _numerical_gradient(_step_cost(dh, dc), arguments, part)

    actual = call(lstm.lstm_step_backward, dh, dc, *arguments)

    check_close(_part(actual, part, STEP_PARTS), expected, rtol=1e-5, atol=1e-7)


@checks("lstm_step_backward", points=2)
def test_step_backward_of_the_state_alone():
    """With dc zero, dh still reaches the memory, through the slope of tanh(c')."""
    for size, scale in (((3, 2, 4), 1.0), ((1, 4, 3), 1000.0)):
        dh, _, *arguments = _step_backward_case(*size, seed=12)
        dh *= scale
        expected = reference.lstm_step_backward(dh, np.zeros(dh.shape), *arguments)

        check_close(call(lstm.lstm_step_backward, dh, np.zeros(dh.shape), *arguments), expected)


@checks("lstm_step_backward", points=1)
def test_step_backward_of_the_memory_alone():
    """With dh zero, dc goes to input gate, forget gate, candidate and old memory; the output gate has none."""
    for size, scale in (((3, 2, 4), 1.0), ((1, 4, 3), 1000.0)):
        _, dc, *arguments = _step_backward_case(*size, seed=13)
        dc *= scale
        expected = reference.lstm_step_backward(np.zeros(dc.shape), dc, *arguments)

        check_close(call(lstm.lstm_step_backward, np.zeros(dc.shape), dc, *arguments), expected)


@checks("lstm_step_backward", points=1)
def test_step_backward_of_one_row_one_input_one_unit():
    """A batch of one, a single input and a single unit keep their axes."""
    for size in ONE_EACH:
        case = _step_backward_case(*size, seed=14)
        expected = reference.lstm_step_backward(*case)

        check_close(call(lstm.lstm_step_backward, *case), expected)


@checks("lstm_step_backward", points=1)
def test_step_backward_with_equal_sizes():
    """Where n, d and m are equal, or n is 4m, the right axes are still summed and transposed."""
    for size in ((3, 3, 3), (8, 8, 2), (4, 4, 1)):
        case = _step_backward_case(*size, seed=15)
        expected = reference.lstm_step_backward(*case)

        check_close(call(lstm.lstm_step_backward, *case), expected)


@checks("lstm_step_backward", points=1)
def test_step_backward_sums_over_the_batch():
    """A batch that holds every row three times has three times the gradients of the weights."""
    *rows, Wx, Wh, b = _step_backward_case(2, 3, 5, seed=16)
    dx, dh_prev, dc_prev, *shared = reference.lstm_step_backward(*rows, Wx, Wh, b)
    each = (np.tile(array, (3, 1)) for array in (dx, dh_prev, dc_prev))
    expected = (*each, *(3 * array for array in shared))
    tripled = [np.tile(array, (3, 1)) for array in rows]

    check_close(call(lstm.lstm_step_backward, *tripled, Wx, Wh, b), expected)


@checks("lstm_step_backward", points=1)
def test_step_backward_stands_large_sums():
    """Where a gate or tanh(c') is saturated its slope is 0, without a warning; the others learn as ever."""
    X, *rest = _saturated_case()
    dh, dc = _upstream(17, 4, 2), _upstream(18, 4, 2)
    for k in range(3):
        expected = reference.lstm_step_backward(dh, dc, X[:, k], *rest)

        check_close(call(lstm.lstm_step_backward, dh, dc, X[:, k], *rest), expected)


@checks("lstm_step_backward", points=1)
def test_step_backward_takes_whole_numbers():
    """Whole numbers in any of the arguments, inputs of uint8 too, give float64 gradients."""
    X, *whole = _whole_numbers()
    dh, dc, *floating = _step_backward_case(2, 3, 2, seed=19)
    upstream = np.array([[1, -2], [3, 1]]), np.array([[2, 1], [0, -1]])
    cases = [[dh, dc, *case] for case in _partly_whole(floating, [X[:, 0], *whole])]
    cases += [
        [*upstream, X[:, 1], *whole],
        [upstream[0], dc, *floating],
        [dh, upstream[1], *floating],
    ]
    for case in cases:
        expected = reference.lstm_step_backward(*case)

        check_close(call(lstm.lstm_step_backward, *case), expected)


@checks("lstm_step_backward", points=1)
def test_step_backward_takes_single_precision():
    """Arrays in float32 give the same gradients to within its precision."""
    single = [array.astype(np.float32) for array in _step_backward_case(4, 3, 2, seed=20)]
    expected = reference.lstm_step_backward(*_wide(single))

    check_close(call(lstm.lstm_step_backward, *single), expected, **SINGLE)


@checks("lstm_step_backward", points=1)
def test_step_backward_takes_any_memory_layout():
    """Arrays may be Fortran-ordered, sliced or read-only."""
    case = _step_backward_case(4, 3, 2, seed=21)

    check_layouts(lstm.lstm_step_backward, reference.lstm_step_backward, *case)


@checks("lstm_step_backward", points=1)
def test_step_backward_leaves_its_arguments_alone():
    """Upstream gradients and the step's arguments stay as they were, and the gradients are new."""
    for size in ((4, 3, 2), (1, 2, 3), (3, 4, 4)):
        case = _step_backward_case(*size, seed=22)
        expected = reference.lstm_step_backward(*case)

        check_pure(lstm.lstm_step_backward, *case)
        check_close(call(lstm.lstm_step_backward, *case), expected)


@checks("lstm_forward", points=3)
@given(_cases(steps=True))
@example(_case(2, 5, 3, 4, 30))
@example(_case(5, 3, 2, 4, 31))
def test_forward_follows_its_formula(case):
    """It returns all states and all memories, each step's made from those of the step before."""
    expected = reference.lstm_forward(*case)

    check_close(call(lstm.lstm_forward, *case), expected)


@checks("lstm_forward", points=1)
def test_forward_starts_from_h0_and_c0():
    """The first state and memory come from h0 and c0, which count although they are not among them."""
    X, h0, c0, Wx, Wh, b = _case(4, 2, 3, 5, seed=32)
    h1, c1 = reference.lstm_step(X[:, 0], h0, c0, Wx, Wh, b)
    h2, c2 = reference.lstm_step(X[:, 1], h1, c1, Wx, Wh, b)
    expected = np.stack([h1, h2], axis=1), np.stack([c1, c2], axis=1)

    check_close(call(lstm.lstm_forward, X, h0, c0, Wx, Wh, b), expected)


@checks("lstm_forward", points=1)
def test_forward_of_a_single_step():
    """A sequence of one step gives one state and one memory, of shape (n, 1, m)."""
    for n in (3, 1):
        case = _case(n, 1, 2, 4, seed=33)
        expected = reference.lstm_forward(*case)

        check_close(call(lstm.lstm_forward, *case), expected)


@checks("lstm_forward", points=1)
def test_forward_of_one_row_one_input_one_unit():
    """A batch of one, a single input and a single unit keep their axes."""
    for size in ONE_EACH_IN_TIME:
        case = _case(*size, seed=34)
        expected = reference.lstm_forward(*case)

        check_close(call(lstm.lstm_forward, *case), expected)


@checks("lstm_forward", points=1)
def test_forward_with_equal_sizes():
    """Where all sizes are equal, steps are still the second axis and gates the columns."""
    case = _case(3, 3, 3, 3, seed=35)
    expected = reference.lstm_forward(*case)

    check_close(call(lstm.lstm_forward, *case), expected)


@checks("lstm_forward", points=1)
def test_forward_keeps_sequences_apart():
    """Every sequence of the batch runs by itself, from its own rows of h0 and c0."""
    X, h0, c0, Wx, Wh, b = _case(4, 3, 2, 5, seed=36)
    order = [2, 0, 3, 1]
    alone = [
        reference.lstm_forward(X[[r]], h0[[r]], c0[[r]], Wx, Wh, b)  # one row at a time
        for r in order
    ]
    expected = tuple(np.concatenate([each[k] for each in alone]) for k in (0, 1))

    check_close(call(lstm.lstm_forward, X[order], h0[order], c0[order], Wx, Wh, b), expected)


@checks("lstm_forward", points=1)
def test_forward_of_a_long_sequence():
    """A hundred steps are a hundred different memories, those of inputs of zeros too."""
    case = _case(2, 100, 3, 4, seed=37)
    case[0][:, 40:43] = 0.0
    expected = reference.lstm_forward(*case)

    check_close(call(lstm.lstm_forward, *case), expected)


@checks("lstm_forward", points=1)
def test_forward_keeps_a_memory():
    """An open forget gate and a closed input gate keep the memory over two hundred steps, as it is."""
    c0, b = np.array([[0.75], [-2.5]]), np.array([-1000.0, 1000.0, 0.5, 0.0])
    expected = np.repeat(np.tanh(c0)[:, None] / 2, 200, axis=1), np.repeat(c0[:, None], 200, axis=1)
    X, h0, weights = np.ones((2, 200, 1)), np.zeros((2, 1)), np.zeros((1, 4))

    actual = call(lstm.lstm_forward, X, h0, c0, weights, weights, b)

    check_close(actual, expected)


@checks("lstm_forward", points=1)
def test_forward_stands_large_sums():
    """Weighted sums and memories up to ±1000 give finite results without a warning, step after step."""
    case = _saturated_case()
    expected = reference.lstm_forward(*case)

    check_close(call(lstm.lstm_forward, *case), expected)


@checks("lstm_forward", points=1)
def test_forward_takes_whole_numbers():
    """Whole numbers in any of the arguments, inputs of uint8 too, give float64 results."""
    for case in _partly_whole(_case(2, 3, 3, 2, seed=38), _whole_numbers()):
        expected = reference.lstm_forward(*case)

        check_close(call(lstm.lstm_forward, *case), expected)


@checks("lstm_forward", points=1)
def test_forward_takes_single_precision():
    """Arrays in float32 give the same results to within its precision."""
    single = [array.astype(np.float32) for array in _case(4, 3, 2, 5, seed=39)]
    expected = reference.lstm_forward(*_wide(single))

    check_close(call(lstm.lstm_forward, *single), expected, **SINGLE)


@checks("lstm_forward", points=1)
def test_forward_takes_any_memory_layout():
    """Arrays may be Fortran-ordered, sliced or read-only."""
    check_layouts(lstm.lstm_forward, reference.lstm_forward, *_case(4, 3, 2, 5, seed=40))


@checks("lstm_forward", points=1)
def test_forward_leaves_its_arguments_alone():
    """Sequences, first state and memory and parameters stay as they were; the results are new."""
    for size in ((4, 3, 2, 5), (1, 1, 2, 3), (2, 3, 4, 4)):
        case = _case(*size, seed=41)
        expected = reference.lstm_forward(*case)

        check_pure(lstm.lstm_forward, *case)
        check_close(call(lstm.lstm_forward, *case), expected)


def _cost(dH):
    """A cost whose gradient by the states is dH."""
    return lambda *arguments: np.sum(dH * reference.lstm_forward(*arguments)[0])


@checks("lstm_backward", points=3)
@settings(max_examples=20)
@given(st.tuples(sizes(4), SEEDS).map(lambda drawn: _backward_case(*drawn[0], seed=drawn[1])))
@example(_backward_case(2, 5, 3, 4, seed=50))
@example(_backward_case(5, 3, 4, 2, seed=51))
def test_backward_follows_its_formula(case):
    """It returns dX, dh0, dc0, dWx, dWh, db, each by the formula, for any sizes."""
    expected = reference.lstm_backward(*case)

    check_close(call(lstm.lstm_backward, *case), expected)


@checks("lstm_backward", points=1)
@pytest.mark.parametrize("part", range(6), ids=PARTS)
@settings(max_examples=4)
@given(seed=SEEDS, size=st.sampled_from([(3, 4, 2, 1), (1, 3, 4, 2), (2, 3, 1, 4)]))
def test_backward_is_the_gradient_of_the_cost(part, seed, size):
    """Each of the six is what nudging that argument up and down finds."""
    dH, *arguments = _backward_case(*size, seed=seed)
    expected = _numerical_gradient(_cost(dH), arguments, part)

    actual = call(lstm.lstm_backward, dH, *arguments)

    check_close(_part(actual, part, PARTS), expected, rtol=1e-5, atol=1e-7)


@checks("lstm_backward", points=1)
def test_backward_reaches_the_first_step_from_the_last():
    """A cost of the last state alone reaches all earlier inputs, h0, c0 and the weights of every step."""
    for size in ((3, 4, 2, 5), (1, 6, 2, 3), (2, 70, 3, 4)):
        dH, *arguments = _backward_case(*size, seed=52)
        dH[:, :-1] = 0.0
        arguments[-1][size[3] : 2 * size[3]] += 5.0  # forget gates so far open carry it all the way
        expected = reference.lstm_backward(dH, *arguments)

        check_close(call(lstm.lstm_backward, dH, *arguments), expected)


@checks("lstm_backward", points=1)
def test_backward_does_not_reach_later_steps():
    """A cost of an early state alone leaves the later inputs without a gradient."""
    for step in (0, 1):
        dH, *arguments = _backward_case(3, 4, 2, 5, seed=53)
        dH[:, :step], dH[:, step + 1 :] = 0.0, 0.0
        expected = reference.lstm_backward(dH, *arguments)

        check_close(call(lstm.lstm_backward, dH, *arguments), expected)


@checks("lstm_backward", points=1)
def test_backward_of_a_single_step():
    """With one step, h0 and c0 are what is before it, and nothing comes back from a later one."""
    for n in (3, 1):
        case = _backward_case(n, 1, 2, 4, seed=54)
        expected = reference.lstm_backward(*case)

        check_close(call(lstm.lstm_backward, *case), expected)


@checks("lstm_backward", points=1)
def test_backward_of_one_row_one_input_one_unit():
    """A batch of one, a single input and a single unit keep their axes."""
    for size in ONE_EACH_IN_TIME:
        case = _backward_case(*size, seed=55)
        expected = reference.lstm_backward(*case)

        check_close(call(lstm.lstm_backward, *case), expected)


@checks("lstm_backward", points=1)
def test_backward_with_equal_sizes():
    """Where all sizes are equal, the right axes are still summed and transposed."""
    case = _backward_case(3, 3, 3, 3, seed=56)
    expected = reference.lstm_backward(*case)

    check_close(call(lstm.lstm_backward, *case), expected)


@checks("lstm_backward", points=1)
def test_backward_sums_over_the_batch():
    """A batch that holds every sequence three times has three times the gradients of the weights."""
    *rows, Wx, Wh, b = _backward_case(2, 4, 3, 5, seed=57)
    *own, dWx, dWh, db = reference.lstm_backward(*rows, Wx, Wh, b)
    expected = (*(np.concatenate([array] * 3) for array in own), 3 * dWx, 3 * dWh, 3 * db)
    tripled = [np.concatenate([array] * 3) for array in rows]

    check_close(call(lstm.lstm_backward, *tripled, Wx, Wh, b), expected)


@checks("lstm_backward", points=1)
def test_backward_does_not_clip():
    """A cost ten thousand times as steep has ten thousand times the gradients: nothing is clipped."""
    dH, *arguments = _backward_case(3, 4, 2, 5, seed=63)
    expected = tuple(1e4 * array for array in reference.lstm_backward(dH, *arguments))

    check_close(call(lstm.lstm_backward, 1e4 * dH, *arguments), expected)


@checks("lstm_backward", points=1)
def test_backward_keeps_a_gradient():
    """An open forget gate carries the gradient of the last state back over sixty steps, as it is."""
    c0, b = np.array([[0.75], [-2.5]]), np.array([-1000.0, 1000.0, 0.5, np.log(3)])
    X, h0, weights = np.ones((2, 60, 1)), np.zeros((2, 1)), np.zeros((1, 4))
    dH = np.zeros((2, 60, 1))
    dH[:, -1, 0] = 2.0, -3.0
    dc0 = dH[:, -1] * 0.75 * (1 - np.tanh(c0) ** 2)
    db_output = np.sum(dH[:, -1] * np.tanh(c0) * 0.75 * 0.25)
    none = np.zeros((1, 4))
    dWx = np.array([[0.0, 0.0, 0.0, db_output]])  # every input is 1, every h0 and Wh is 0
    H = 0.75 * np.tanh(c0)
    dWh = np.array([[0.0, 0.0, 0.0, np.sum(dH[:, -1] * np.tanh(c0) * 0.75 * 0.25 * H)]])
    expected = np.zeros(X.shape), np.zeros((2, 1)), dc0, dWx, dWh, dWx[0]

    actual = call(lstm.lstm_backward, dH, X, h0, c0, weights, none, b)

    check_close(actual, expected)


@checks("lstm_backward", points=1)
def test_backward_stands_large_sums():
    """Saturated gates and memories up to ±1000 give the right gradients without a warning."""
    case = _saturated_case()
    dH = _upstream(58, 4, 3, 2)
    expected = reference.lstm_backward(dH, *case)

    check_close(call(lstm.lstm_backward, dH, *case), expected)


@checks("lstm_backward", points=1)
def test_backward_takes_whole_numbers():
    """Whole numbers in any of the arguments, inputs of uint8 too, give float64 gradients."""
    dH, *floating = _backward_case(2, 3, 3, 2, seed=59)
    whole_dH = np.array([[[1, -2], [3, 1], [0, 2]], [[-1, 1], [2, 0], [1, -1]]])
    cases = [[dH, *case] for case in _partly_whole(floating, _whole_numbers())]
    cases += [[whole_dH, *_whole_numbers()], [whole_dH, *floating]]
    for case in cases:
        expected = reference.lstm_backward(*case)

        check_close(call(lstm.lstm_backward, *case), expected)


@checks("lstm_backward", points=1)
def test_backward_takes_single_precision():
    """Arrays in float32 give the same gradients to within its precision."""
    single = [array.astype(np.float32) for array in _backward_case(4, 3, 2, 5, seed=60)]
    expected = reference.lstm_backward(*_wide(single))

    check_close(call(lstm.lstm_backward, *single), expected, **SINGLE)


@checks("lstm_backward", points=1)
def test_backward_takes_any_memory_layout():
    """Arrays may be Fortran-ordered, sliced or read-only."""
    case = _backward_case(4, 3, 2, 5, seed=61)

    check_layouts(lstm.lstm_backward, reference.lstm_backward, *case)


@checks("lstm_backward", points=1)
def test_backward_leaves_its_arguments_alone():
    """Upstream gradient, sequences, first states and parameters stay as they were; gradients are new."""
    for size in ((4, 3, 2, 5), (1, 1, 2, 3), (2, 3, 4, 4)):
        case = _backward_case(*size, seed=62)
        expected = reference.lstm_backward(*case)

        check_pure(lstm.lstm_backward, *case)
        check_close(call(lstm.lstm_backward, *case), expected)
