"""Hidden checks of unit 14, `rnn`: a step, a sequence, the way back through time, clipping."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from exercises import rnn
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
from solutions import rnn as reference

SEEDS = st.integers(0, 2**32 - 1)
PARTS = ("dX", "dh0", "dWx", "dWh", "db")
EXACT = {"rtol": 1e-9, "atol": 1e-12}
SINGLE = {"rtol": 1e-5, "atol": 1e-6, "dtype": None}


def _wide(single):
    """The same numbers in float64."""
    return [array.astype(np.float64) for array in single]


def _step_case(n, d, m, seed):
    """x, h, Wx, Wh, b: nothing zero, weighted sums of about 1."""
    rng = np.random.default_rng(seed)
    return (
        rng.normal(size=(n, d)),
        rng.uniform(-1, 1, size=(n, m)),
        rng.normal(size=(d, m)) / np.sqrt(d),
        rng.normal(size=(m, m)) / np.sqrt(m),
        rng.uniform(-0.5, 0.5, size=m),
    )


def _case(n, t, d, m, seed):
    """X, h0, Wx, Wh, b of a sequence."""
    _, h0, Wx, Wh, b = _step_case(n, d, m, seed)
    return np.random.default_rng([seed, 1]).normal(size=(n, t, d)), h0, Wx, Wh, b


def _backward_case(n, t, d, m, seed):
    """dH, X, H, h0, Wx, Wh after a real forward pass, and its bias."""
    X, h0, Wx, Wh, b = _case(n, t, d, m, seed)
    dH = np.random.default_rng([seed, 2]).normal(size=(n, t, m))
    return (dH, X, reference.rnn_forward(X, h0, Wx, Wh, b), h0, Wx, Wh), b


def _numerical_gradient(part, dH, X, h0, Wx, Wh, b):
    """Central differences of the cost sum(dH * H) by one of the five arguments."""
    arguments = [X, h0, Wx, Wh, b]

    def cost(values):
        changed = [*arguments]
        changed[part] = values
        return float(np.sum(dH * reference.rnn_forward(*changed)))

    return numerical_gradient(cost, arguments[part])


def _part(result, part):
    """One of the five gradients, once there are five."""
    five = isinstance(result, tuple | list) and len(result) == 5
    check_that(five, "expected five arrays: dX, dh0, dWx, dWh, db", actual=result)
    return result[part]


@st.composite
def _steps(draw):
    n, d, m = draw(sizes(3))
    return (
        draw(arrays((n, d))),
        draw(arrays((n, m), floats(-1, 1))),
        draw(arrays((d, m), floats(-1, 1))),
        draw(arrays((m, m), floats(-1, 1))),
        draw(arrays((m,), floats(-1, 1))),
    )


@checks("rnn_step", points=2)
@given(_steps())
@example(_step_case(4, 2, 3, 0))
@example(_step_case(2, 5, 3, 1))
def test_step_follows_its_formula(case):
    """The next state is tanh(x Wx + h Wh + b)."""
    expected = reference.rnn_step(*case)

    check_close(call(rnn.rnn_step, *case), expected, **EXACT)


@checks("rnn_step", points=1)
def test_step_of_one_row_one_input_one_unit():
    """A batch of one, a single input and a single unit keep their axes."""
    for size in ((1, 3, 2), (4, 1, 3), (3, 2, 1), (1, 1, 1)):
        case = _step_case(*size, seed=2)
        expected = reference.rnn_step(*case)

        check_close(call(rnn.rnn_step, *case), expected, **EXACT)


@checks("rnn_step", points=1)
def test_step_with_square_matrices():
    """Where all sizes are equal, no weight matrix is transposed and the bias goes to the units."""
    case = _step_case(3, 3, 3, seed=3)
    expected = reference.rnn_step(*case)

    check_close(call(rnn.rnn_step, *case), expected, **EXACT)


@checks("rnn_step", points=1)
def test_step_stands_large_sums():
    """Weighted sums up to ±1000 give states of ±1 without a warning, small ones beside them stay exact."""
    x, h = np.array([[1000.0], [-1000.0], [0.25]]), np.array([[1.0, -1.0], [0.0, 1.0], [0.5, 0.25]])
    Wx, Wh, b = np.array([[1.0, -0.875]]), np.array([[-0.5, 20.0], [0.75, 0.0]]), np.array([0, 0.5])
    expected = np.tanh(x @ Wx + h @ Wh + b)

    check_close(call(rnn.rnn_step, x, h, Wx, Wh, b), expected, **EXACT)


@checks("rnn_step", points=1)
def test_step_takes_whole_numbers():
    """Whole numbers in any of the arguments, inputs of uint8 too, give a float64 state."""
    whole = (
        np.array([[1, 0, 2], [0, 3, 1]]),
        np.array([[0, 1], [-1, 1]]),
        np.array([[1, -1], [0, 1], [-1, 0]]),
        np.array([[1, -2], [0, 1]]),
        np.array([1, -1]),
    )
    floating = _step_case(2, 3, 2, seed=4)
    bright = np.array([[1, 0, 255], [128, 3, 1]], dtype=np.uint8)
    cases = [(*floating[:k], whole[k], *floating[k + 1 :]) for k in range(5)]
    cases += [
        whole,
        (whole[0].astype(np.uint8), *whole[1:]),
        (whole[0].astype(np.uint8), *floating[1:]),
        (bright, floating[1], floating[2] / 256, *floating[3:]),
    ]
    for case in cases:
        expected = reference.rnn_step(*case)

        check_close(call(rnn.rnn_step, *case), expected)


@checks("rnn_step", points=1)
def test_step_takes_single_precision():
    """Arrays in float32 give the same state to within its precision."""
    single = [array.astype(np.float32) for array in _step_case(4, 3, 2, seed=5)]
    expected = reference.rnn_step(*_wide(single))

    check_close(call(rnn.rnn_step, *single), expected, **SINGLE)


@checks("rnn_step", points=1)
def test_step_takes_any_memory_layout():
    """Arrays may be Fortran-ordered, sliced or read-only."""
    check_layouts(rnn.rnn_step, reference.rnn_step, *_step_case(4, 3, 2, seed=6))


@checks("rnn_step", points=1)
def test_step_leaves_its_arguments_alone():
    """Input, state and parameters stay as they were, and the next state is a new array."""
    for size in ((4, 3, 2), (1, 2, 3)):
        case = _step_case(*size, seed=7)
        expected = reference.rnn_step(*case)

        check_pure(rnn.rnn_step, *case)
        check_close(call(rnn.rnn_step, *case), expected)


@st.composite
def _sequences(draw):
    n, t, d, m = draw(sizes(4))
    return (
        draw(arrays((n, t, d), floats(-2, 2))),
        draw(arrays((n, m), floats(-1, 1))),
        draw(arrays((d, m), floats(-1, 1))),
        draw(arrays((m, m), floats(-1, 1))),
        draw(arrays((m,), floats(-1, 1))),
    )


@checks("rnn_forward", points=3)
@given(_sequences())
@example(_case(2, 5, 3, 4, 0))
@example(_case(5, 3, 2, 4, 1))
def test_forward_follows_its_formula(case):
    """Each state is tanh(x Wx + h Wh + b) of that step's input and of the state before it."""
    expected = reference.rnn_forward(*case)

    check_close(call(rnn.rnn_forward, *case), expected)


@checks("rnn_forward", points=1)
def test_forward_starts_from_h0():
    """The first state comes from h0, which counts although it is not among the states."""
    X, h0, Wx, Wh, b = _case(4, 3, 2, 5, seed=10)
    first = np.tanh(X[:, 0] @ Wx + h0 @ Wh + b)
    second = np.tanh(X[:, 1] @ Wx + first @ Wh + b)
    expected = np.stack([first, second], axis=1)

    actual = call(rnn.rnn_forward, X[:, :2], h0, Wx, Wh, b)

    check_close(actual, expected)


@checks("rnn_forward", points=1)
def test_forward_of_a_single_step():
    """A sequence of one step gives one state, of shape (n, 1, m)."""
    for n in (3, 1):
        case = _case(n, 1, 2, 4, seed=11)
        expected = reference.rnn_forward(*case)

        check_close(call(rnn.rnn_forward, *case), expected)


@checks("rnn_forward", points=1)
def test_forward_of_one_row_one_input_one_unit():
    """A batch of one, a single input and a single unit keep their axes."""
    for size in ((1, 4, 3, 2), (3, 4, 1, 2), (4, 3, 2, 1), (1, 5, 1, 1)):
        case = _case(*size, seed=12)
        expected = reference.rnn_forward(*case)

        check_close(call(rnn.rnn_forward, *case), expected)


@checks("rnn_forward", points=1)
def test_forward_with_equal_sizes():
    """Where all sizes are equal, steps are still the second axis, and no weights are transposed."""
    case = _case(3, 3, 3, 3, seed=13)
    expected = reference.rnn_forward(*case)

    check_close(call(rnn.rnn_forward, *case), expected)


@checks("rnn_forward", points=1)
def test_forward_keeps_sequences_apart():
    """Every sequence of the batch runs by itself, from its own row of h0."""
    X, h0, Wx, Wh, b = _case(4, 3, 2, 5, seed=14)
    alone = [reference.rnn_forward(X[i : i + 1], h0[i : i + 1], Wx, Wh, b)[0] for i in range(4)]
    order = [2, 0, 3, 1]

    actual = call(rnn.rnn_forward, X[order], h0[order], Wx, Wh, b)

    check_close(actual, np.stack([alone[i] for i in order]))


@checks("rnn_forward", points=1)
def test_forward_of_a_long_sequence():
    """A hundred steps are a hundred different states, those of inputs of zeros too."""
    X, h0, Wx, Wh, b = _case(2, 100, 3, 4, seed=15)
    X[:, 40:43] = 0.0
    expected = reference.rnn_forward(X, h0, Wx, Wh / 2, b)

    check_close(call(rnn.rnn_forward, X, h0, Wx, Wh / 2, b), expected)


@checks("rnn_forward", points=1)
def test_forward_stands_large_sums():
    """Weighted sums up to ±1000 give states of ±1 without a warning, and later steps go on from them."""
    X = np.array([[[900.0], [-0.5], [-950.0], [0.25]], [[-1.0], [990.0], [0.5], [-900.0]]])
    h0, b = np.array([[1.0, -1.0], [0.5, 0.25]]), np.array([0.25, -0.5])
    Wx, Wh = np.array([[1.0, -1.0]]), np.array([[0.5, -0.75], [0.25, 1.5]])
    expected = reference.rnn_forward(X, h0, Wx, Wh, b)

    check_close(call(rnn.rnn_forward, X, h0, Wx, Wh, b), expected)


@checks("rnn_forward", points=1)
def test_forward_takes_whole_numbers():
    """Whole numbers in any of the arguments, inputs of uint8 too, give float64 states."""
    whole = (
        np.array([[[1, 0, 2], [0, 1, 1]], [[3, 0, 0], [1, 1, 0]], [[0, 0, 1], [2, 0, 0]]]),
        np.array([[0, 1, -1, 1], [1, 1, 0, 0], [-1, 0, 1, 0]]),
        np.array([[1, -1, 0, 1], [0, 1, 1, 0], [-1, 0, 1, 1]]),
        np.array([[1, -2, 0, 1], [0, 1, 1, 0], [1, 0, -1, 2], [0, 0, 1, 1]]),
        np.array([1, -1, 0, 1]),
    )
    floating = _case(3, 2, 3, 4, seed=16)
    bright = np.array([[[1, 0, 255], [128, 3, 1]]] * 3, dtype=np.uint8)
    cases = [(*floating[:k], whole[k], *floating[k + 1 :]) for k in range(5)]
    cases += [
        whole,
        (whole[0].astype(np.uint8), *whole[1:]),
        (whole[0].astype(np.uint8), *floating[1:]),
        (bright, floating[1], floating[2] / 256, *floating[3:]),
    ]
    for case in cases:
        expected = reference.rnn_forward(*case)

        check_close(call(rnn.rnn_forward, *case), expected)


@checks("rnn_forward", points=1)
def test_forward_takes_single_precision():
    """Arrays in float32 give the same states to within its precision."""
    single = [array.astype(np.float32) for array in _case(4, 3, 2, 5, seed=17)]
    expected = reference.rnn_forward(*_wide(single))

    check_close(call(rnn.rnn_forward, *single), expected, **SINGLE)


@checks("rnn_forward", points=1)
def test_forward_takes_any_memory_layout():
    """Arrays may be Fortran-ordered, sliced or read-only."""
    check_layouts(rnn.rnn_forward, reference.rnn_forward, *_case(4, 3, 2, 5, seed=18))


@checks("rnn_forward", points=1)
def test_forward_leaves_its_arguments_alone():
    """Sequences, first state and parameters stay as they were, and the states are new."""
    for size in ((4, 3, 2, 5), (1, 1, 2, 3), (2, 3, 4, 4)):
        case = _case(*size, seed=19)
        expected = reference.rnn_forward(*case)

        check_pure(rnn.rnn_forward, *case)
        check_close(call(rnn.rnn_forward, *case), expected)


@checks("rnn_backward", points=3)
@given(st.tuples(sizes(4), SEEDS).map(lambda drawn: _backward_case(*drawn[0], seed=drawn[1])[0]))
@example(_backward_case(2, 5, 3, 4, seed=20)[0])
@example(_backward_case(5, 3, 4, 2, seed=21)[0])
def test_backward_follows_its_formula(case):
    """It returns dX, dh0, dWx, dWh, db, each by the formula, for any sizes."""
    expected = reference.rnn_backward(*case)

    check_close(call(rnn.rnn_backward, *case), expected)


@checks("rnn_backward", points=1)
@pytest.mark.parametrize("part", range(5), ids=PARTS)
@settings(max_examples=5)
@given(seed=SEEDS, size=st.sampled_from([(3, 4, 2, 5), (1, 3, 4, 2), (4, 2, 3, 1)]))
def test_backward_is_the_gradient_of_the_cost(part, seed, size):
    """Each of the five is what nudging that argument up and down finds."""
    (dH, X, H, h0, Wx, Wh), b = _backward_case(*size, seed=seed)
    expected = _numerical_gradient(part, dH, X, h0, Wx, Wh, b)

    actual = call(rnn.rnn_backward, dH, X, H, h0, Wx, Wh)

    check_close(_part(actual, part), expected, rtol=1e-5, atol=1e-7)


@checks("rnn_backward", points=2)
def test_backward_reaches_the_first_step_from_the_last():
    """A cost of the last state alone reaches all earlier inputs, h0 and the weights of every step."""
    for size in ((3, 4, 2, 5), (1, 6, 2, 3), (2, 70, 3, 4)):
        X, h0, Wx, Wh, b = _case(*size, seed=22)
        # Weights that turn a state without shrinking it carry the gradient of small states all the way.
        X, h0, Wh, b = X / 50, h0 / 50, np.linalg.qr(Wh)[0], b / 50
        H = reference.rnn_forward(X, h0, Wx, Wh, b)
        dH = np.random.default_rng(22).normal(size=H.shape)
        dH[:, :-1] = 0.0
        expected = reference.rnn_backward(dH, X, H, h0, Wx, Wh)

        check_close(call(rnn.rnn_backward, dH, X, H, h0, Wx, Wh), expected)


@checks("rnn_backward", points=2)
def test_backward_does_not_reach_later_steps():
    """A cost of an early state alone leaves the later inputs without a gradient."""
    for step in (0, 1):
        (dH, X, H, h0, Wx, Wh), _ = _backward_case(3, 4, 2, 5, seed=23)
        dH[:, :step], dH[:, step + 1 :] = 0.0, 0.0
        expected = reference.rnn_backward(dH, X, H, h0, Wx, Wh)

        check_close(call(rnn.rnn_backward, dH, X, H, h0, Wx, Wh), expected)


@checks("rnn_backward", points=1)
def test_backward_of_a_single_step():
    """With one step the state before it is h0, and nothing comes back from a later one."""
    for n in (3, 1):
        case, _ = _backward_case(n, 1, 2, 4, seed=24)
        expected = reference.rnn_backward(*case)

        check_close(call(rnn.rnn_backward, *case), expected)


@checks("rnn_backward", points=1)
def test_backward_of_one_row_one_input_one_unit():
    """A batch of one, a single input and a single unit keep their axes."""
    for size in ((1, 4, 3, 2), (3, 4, 1, 2), (4, 3, 2, 1), (1, 5, 1, 1)):
        case, _ = _backward_case(*size, seed=25)
        expected = reference.rnn_backward(*case)

        check_close(call(rnn.rnn_backward, *case), expected)


@checks("rnn_backward", points=1)
def test_backward_with_equal_sizes():
    """Where all sizes are equal, the weights are still the ones that are transposed."""
    case, _ = _backward_case(3, 3, 3, 3, seed=26)
    expected = reference.rnn_backward(*case)

    check_close(call(rnn.rnn_backward, *case), expected)


@checks("rnn_backward", points=1)
def test_backward_sums_over_the_batch():
    """A batch that holds every sequence three times has three times the gradients of the weights."""
    (dH, X, H, h0, Wx, Wh), _ = _backward_case(2, 4, 3, 5, seed=27)
    dX, dh0, dWx, dWh, db = reference.rnn_backward(dH, X, H, h0, Wx, Wh)
    expected = (np.tile(dX, (3, 1, 1)), np.tile(dh0, (3, 1)), 3 * dWx, 3 * dWh, 3 * db)
    tripled = [np.concatenate([array] * 3) for array in (dH, X, H, h0)]

    check_close(call(rnn.rnn_backward, *tripled, Wx, Wh), expected)


@checks("rnn_backward", points=1)
def test_backward_stops_at_saturated_units():
    """Where a state is exactly 1 or -1 the slope is 0, without a warning; the others learn as ever."""
    X = np.array([[[900.0], [-0.5], [-950.0], [0.25]], [[-1.0], [990.0], [0.5], [-900.0]]])
    h0, b = np.array([[1.0, -1.0], [0.5, 0.25]]), np.array([0.25, -0.5])
    Wx, Wh = np.array([[1.0, -1.0]]), np.array([[0.5, -0.75], [0.25, 1.5]])
    H = reference.rnn_forward(X, h0, Wx, Wh, b)
    dH = np.random.default_rng(28).normal(size=H.shape)
    expected = reference.rnn_backward(dH, X, H, h0, Wx, Wh)

    check_close(call(rnn.rnn_backward, dH, X, H, h0, Wx, Wh), expected)


@checks("rnn_backward", points=1)
def test_backward_of_large_weights():
    """Gradients that explode through large weights are right as well, large as they are."""
    X, h0, Wx, Wh, b = _case(2, 8, 3, 4, seed=29)
    X, h0, b, Wh = X / 1e9, h0 / 1e9, b / 1e9, 5 * Wh
    H = reference.rnn_forward(X, h0, Wx, Wh, b)
    dH = np.random.default_rng(29).normal(size=H.shape)
    expected = reference.rnn_backward(dH, X, H, h0, Wx, Wh)

    check_close(call(rnn.rnn_backward, dH, X, H, h0, Wx, Wh), expected)


@checks("rnn_backward", points=1)
def test_backward_takes_whole_numbers():
    """Whole numbers in any of the arguments, inputs of uint8 too, give float64 gradients."""
    floating, _ = _backward_case(3, 2, 3, 4, seed=30)
    whole = {
        0: np.array([[[1, 0, -2, 1], [0, 3, 1, -1]], [[2, 1, 0, 0], [1, 1, -1, 0]]] * 2)[:3],
        1: np.array([[[1, 0, 2], [0, 1, 1]], [[3, 0, 0], [1, 1, 0]], [[0, 0, 1], [2, 0, 0]]]),
        3: np.array([[0, 1, -1, 1], [1, 1, 0, 0], [-1, 0, 1, 0]]),
        4: np.array([[1, -1, 0, 1], [0, 1, 1, 0], [-1, 0, 1, 1]]),
        5: np.array([[1, -2, 0, 1], [0, 1, 1, 0], [1, 0, -1, 2], [0, 0, 1, 1]]),
    }
    changes = [{k: array} for k, array in whole.items()]
    changes += [whole, {**whole, 1: whole[1].astype(np.uint8)}]
    for change in changes:
        _, X, _, h0, Wx, Wh = (change.get(k, array) for k, array in enumerate(floating))
        H = reference.rnn_forward(X, h0, Wx, Wh, np.array([0.25, -0.5, 0.125, 0.375]))
        case = change.get(0, floating[0]), X, H, h0, Wx, Wh
        expected = reference.rnn_backward(*case)

        check_close(call(rnn.rnn_backward, *case), expected)
    saturated = np.array([[[0, 1, -1, 0], [1, 0, 0, -1]], [[0, 0, 1, 0], [-1, 1, 0, 0]]] * 2)[:3]
    bright = (50 * whole[1] + 100).astype(np.uint8)
    for X in (whole[1], bright):
        case = whole[0], X, saturated, *(whole[k] for k in (3, 4, 5))
        expected = reference.rnn_backward(*case)

        check_close(call(rnn.rnn_backward, *case), expected)


@checks("rnn_backward", points=1)
def test_backward_takes_single_precision():
    """Arrays in float32 give the same gradients to within its precision."""
    single = [array.astype(np.float32) for array in _backward_case(4, 3, 2, 5, seed=31)[0]]
    expected = reference.rnn_backward(*_wide(single))

    check_close(call(rnn.rnn_backward, *single), expected, **SINGLE)


@checks("rnn_backward", points=1)
def test_backward_takes_any_memory_layout():
    """Arrays may be Fortran-ordered, sliced or read-only."""
    case, _ = _backward_case(4, 3, 2, 5, seed=32)

    check_layouts(rnn.rnn_backward, reference.rnn_backward, *case)


@checks("rnn_backward", points=1)
def test_backward_leaves_its_arguments_alone():
    """Upstream gradient, sequences, states and weights stay as they were; gradients are new."""
    for size in ((4, 3, 2, 5), (1, 1, 2, 3), (2, 3, 4, 4)):
        case, _ = _backward_case(*size, seed=33)
        expected = reference.rnn_backward(*case)

        check_pure(rnn.rnn_backward, *case)
        check_close(call(rnn.rnn_backward, *case), expected)


def _norm(grads):
    return float(np.sqrt(sum(float(np.sum(np.square(grad, dtype=np.float64))) for grad in grads)))


def _grads(seed, scale=1.0):
    rng = np.random.default_rng(seed)
    return [scale * rng.normal(size=shape) for shape in ((3, 4), (4, 4), (4,))]


@checks("clip_gradients", points=2)
@given(
    st.lists(st.sampled_from([(3,), (1,), (2, 4), (4, 2), (2, 3, 4)]), min_size=1, max_size=4),
    SEEDS,
    st.floats(0.05, 0.95),
)
def test_clip_scales_by_the_global_norm(shapes, seed, share):
    """Where the norm exceeds max_norm, every array is multiplied by max_norm / norm."""
    rng = np.random.default_rng(seed)
    grads = [rng.normal(size=shape) for shape in shapes]
    norm = _norm(grads)
    expected = [grad * share for grad in grads]

    check_close(call(rnn.clip_gradients, grads, share * norm), expected, **EXACT)


@checks("clip_gradients", points=2)
def test_clip_has_one_norm_for_all_arrays():
    """All arrays count in the one norm and get the one factor, those that are short by themselves too."""
    grads = [np.array([[3.0], [-4.0]]), np.array([12.0, 0.0]), np.array([[[84.0]]])]
    cases = {
        17: (grads, 0.2),
        42.5: (grads, 0.5),
        80: (grads, 80 / 85),
        6.5: ([np.array([3.0, 4.0]), np.array([12.0])], 0.5),
        1.25: ([np.array([[1.5, 0.0], [-1.0, 1.0], [1.0, 0.0]]), np.array([1.0])], 0.5),
        0.004: ([np.array([0.003]), np.array([[-0.004]])], 0.8),
    }
    for max_norm, (arguments, factor) in cases.items():
        expected = [factor * grad for grad in arguments]

        check_close(call(rnn.clip_gradients, arguments, max_norm=max_norm), expected, **EXACT)


@checks("clip_gradients", points=2)
def test_clip_leaves_what_is_within_the_limit():
    """Where the norm is the limit or less, far less or just so, the gradients come back as they are."""
    grads = [np.array([[3.0, -4.0]]), np.array([12.0])]
    halves = [np.array([[1.5, -2.0]]), np.array([6.0])]

    check_close(call(rnn.clip_gradients, grads, 6.5), halves, **EXACT)
    for max_norm in (13, 13.0, 13.001, 14.0, 100.0, 1e9):
        expected = [grad.copy() for grad in grads]

        check_close(call(rnn.clip_gradients, grads, max_norm), expected, **EXACT)
    small = _grads(40, scale=1e-6)
    expected = [grad.copy() for grad in small]

    check_close(call(rnn.clip_gradients, small, 0.25), expected, rtol=1e-9, atol=1e-15)


@checks("clip_gradients", points=1)
def test_clip_begins_right_above_the_limit():
    """A norm that is a little more than the limit is scaled, by a factor a little below 1."""
    grads = [np.array([[3.0, -4.0]]), np.array([12.0])]
    for max_norm in (12.999, 12.5, 10):
        expected = [grad * (max_norm / 13) for grad in grads]

        check_close(call(rnn.clip_gradients, grads, max_norm), expected, **EXACT)


@checks("clip_gradients", points=1)
def test_clip_of_zeros():
    """Gradients that are all zero stay zero without a warning; a zero beside others stays zero."""
    zeros = [np.zeros((2, 3)), np.zeros(4)]
    beside = [np.zeros((2, 3)), np.array([0.0, -6.0, 8.0])]

    check_close(call(rnn.clip_gradients, beside, 5), [np.zeros((2, 3)), np.array([0.0, -3.0, 4.0])])
    for max_norm in (1.0, 1e-3):
        check_close(call(rnn.clip_gradients, zeros, max_norm), [np.zeros((2, 3)), np.zeros(4)])
        check_close(call(rnn.clip_gradients, [np.zeros((3, 2))], max_norm), [np.zeros((3, 2))])


@checks("clip_gradients", points=1)
def test_clip_keeps_the_shapes():
    """Each array keeps its shape, one element or many axes, and its place in the list."""
    for shapes in ([(1,)], [(2, 1, 3, 2), (1, 1)], [(1, 5), (5, 1), (5,), (1, 1, 5)]):
        rng = np.random.default_rng(41)
        grads = [rng.uniform(1, 2, size=shape) for shape in shapes]
        for max_norm, factor in ((0.75, 0.75 / _norm(grads)), (50.0, 1.0)):
            expected = [factor * grad for grad in grads]

            check_close(call(rnn.clip_gradients, grads, max_norm), expected, **EXACT)


@checks("clip_gradients", points=1)
def test_clip_takes_whole_numbers():
    """Gradients of int64 give float64, clipped or not, also where a square would not fit into int64."""
    whole = [np.array([[3, -4]]), np.array([12])]
    large = [array * 10**9 for array in whole]
    floats64 = [array.astype(np.float64) for array in whole]

    check_close(call(rnn.clip_gradients, whole, 4), [array * 4 / 13 for array in floats64], **EXACT)
    check_close(call(rnn.clip_gradients, whole, 14), floats64, **EXACT)
    check_close(call(rnn.clip_gradients, large, 13), floats64, **EXACT)
    check_close(call(rnn.clip_gradients, [0 * whole[0]], 4), [np.zeros((1, 2))], **EXACT)
    mixed = [whole[0], 0.5 * whole[1]]
    check_close(
        call(rnn.clip_gradients, mixed, 1.5), [a * 1.5 / np.sqrt(61) for a in mixed], **EXACT
    )


@checks("clip_gradients", points=1)
def test_clip_stands_huge_gradients():
    """Elements up to ±1e100, as after an explosion, are scaled down to the limit without a warning."""
    grads = [np.array([[3e100, -4e100]]) / 4, np.array([12e100]) / 12, np.array([1.0])]
    norm = np.sqrt(0.75**2 + 1 + 1) * 1e100
    for max_norm in (0.5, 1e60, 1e99):
        expected = [grad / norm * max_norm for grad in grads]

        check_close(call(rnn.clip_gradients, grads, max_norm), expected, **EXACT)


@checks("clip_gradients", points=1)
def test_clip_takes_single_precision():
    """Arrays in float32 give the same gradients to within its precision."""
    single = [grad.astype(np.float32) for grad in _grads(42)]
    for max_norm in (0.75, 60.0):
        expected = reference.clip_gradients(single, max_norm)

        check_close(call(rnn.clip_gradients, single, max_norm), expected, **SINGLE)


@checks("clip_gradients", points=1)
def test_clip_takes_any_memory_layout():
    """Arrays may be Fortran-ordered, sliced or read-only, inside their list."""
    check_layouts(rnn.clip_gradients, reference.clip_gradients, _grads(43), 0.75)
    check_layouts(rnn.clip_gradients, reference.clip_gradients, _grads(43), 60.0)


@checks("clip_gradients", points=1)
def test_clip_leaves_its_arguments_alone():
    """List and arrays stay as they were, and what comes back is new, also where nothing is scaled."""
    for scale, max_norm in ((1.0, 0.75), (1.0, 60.0), (0.0, 60.0)):
        grads = _grads(44, scale)
        expected = reference.clip_gradients(grads, max_norm)

        check_pure(rnn.clip_gradients, grads, max_norm)
        check_close(call(rnn.clip_gradients, grads, max_norm), expected)
