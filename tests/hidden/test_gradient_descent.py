"""Checks that decide the mark of unit 9, gradient descent."""

from __future__ import annotations

import math
from functools import partial
from itertools import combinations, pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exercises import gradient_descent
from grader.testing import (
    LAYOUTS,
    CheckFailure,
    arrange,
    arrays,
    call,
    call_allowing_warnings,
    check_answers,
    check_close,
    check_layouts,
    check_pure,
    check_that,
    check_value_error,
    checks,
    copied,
    floats,
    sizes,
)
from solutions import backprop, costs, network
from solutions import gradient_descent as reference

Layers = list[tuple[np.ndarray, np.ndarray]]

COUNTS = st.integers(-9, 9)
ONE_SEED = st.integers(0, 2**32 - 1)


@st.composite
def _layers(draw: st.DrawFn, *kinds: Any, dtype: Any = np.float64) -> tuple[Layers, ...]:
    """Lists of (W, b) of one structure, one list for each strategy of elements."""
    units = draw(st.integers(2, 4).flatmap(lambda count: sizes(count, 1, 4)))
    return tuple(
        [
            (draw(arrays(pair, kind, dtype)), draw(arrays(pair[1], kind, dtype)))
            for pair in pairwise(units)
        ]
        for kind in kinds
    )


def _random_layers(rng: np.random.Generator, *units: int) -> Layers:
    """Weights and biases of a network, none of them zero or a whole number."""
    return [
        (rng.normal(size=pair) / math.sqrt(pair[0]), rng.normal(size=pair[1]) / 2)
        for pair in pairwise(units)
    ]


def _cast(layers: Layers, dtype: Any) -> Layers:
    return [(W.astype(dtype), b.astype(dtype)) for W, b in layers]


def _zeros(layers: Layers) -> Layers:
    return [(np.zeros(W.shape), np.zeros(b.shape)) for W, b in layers]


# step


@checks("step", points=3)
@given(_layers(floats(), floats()), floats(0.125, 2))
def test_step_goes_down_the_gradient(layers, learning_rate):
    """A step takes learning_rate times the gradient from every weight and every bias."""
    params, grads = layers
    expected = reference.step(params, grads, learning_rate)

    check_close(call(gradient_descent.step, params, grads, learning_rate), expected)


@checks("step", points=1)
@settings(max_examples=15)
@given(_layers(COUNTS, COUNTS, dtype=np.int64), st.sampled_from([2, 0.25]))
def test_step_takes_whole_numbers(layers, learning_rate):
    """Integer weights, gradients and rates, or some of them, give float64, nothing cut off."""
    params, grads = layers
    parts = [(0.375 * dW, 0.375 * db) for dW, db in grads]
    for each in (grads, parts):
        expected = reference.step(params, each, learning_rate)

        check_close(call(gradient_descent.step, params, each, learning_rate), expected)


@checks("step", points=1)
def test_step_takes_float32():
    """Weights and gradients of single precision are stepped as well."""
    rng = np.random.default_rng(1)
    params = _cast(_random_layers(rng, 3, 4, 2), np.float32)
    grads = _cast(_random_layers(rng, 3, 4, 2), np.float32)
    expected = reference.step(params, grads, 0.3)

    check_close(
        call(gradient_descent.step, params, grads, 0.3), expected, rtol=1e-5, atol=1e-5, dtype=None
    )


@checks("step", points=1)
def test_step_takes_any_memory_layout():
    """Fortran-ordered, sliced and read-only arrays are stepped like any others."""
    rng = np.random.default_rng(2)
    params, grads = _random_layers(rng, 3, 4, 2), _random_layers(rng, 3, 4, 2)

    check_layouts(gradient_descent.step, reference.step, params, grads, 0.7)


@checks("step", points=1)
def test_step_changes_no_argument():
    """The parameters before the step stay as they were, and share no memory with the new ones."""
    rng = np.random.default_rng(3)
    params, grads = (_random_layers(rng, 2, 3, 3, 1, 4, 2) for _ in range(2))
    expected = reference.step(params, grads, 0.4)

    check_pure(gradient_descent.step, params, grads, 0.4)
    check_close(call(gradient_descent.step, params, grads, 0.4), expected, rtol=1e-9, atol=1e-12)


# momentum_step


@checks("momentum_step", points=3)
@given(_layers(floats(), floats(), floats()), floats(0.125, 2), floats(0, 1))
def test_momentum_step_follows_its_formula(layers, learning_rate, momentum):
    """v becomes momentum * v - learning_rate * g, and w moves by the new v."""
    params, grads, velocity = layers
    expected = reference.momentum_step(params, grads, velocity, learning_rate, momentum)

    check_close(
        call(gradient_descent.momentum_step, params, grads, velocity, learning_rate, momentum),
        expected,
    )


@checks("momentum_step", points=1)
def test_momentum_step_keeps_nine_tenths_by_default():
    """The momentum is 0.9 unless another is given."""
    rng = np.random.default_rng(4)
    params, grads, velocity = (_random_layers(rng, 4, 2, 3) for _ in range(3))
    expected = reference.momentum_step(params, grads, velocity, 0.3, 0.9)

    check_close(call(gradient_descent.momentum_step, params, grads, velocity, 0.3), expected)


@checks("momentum_step", points=1)
@settings(max_examples=10)
@given(ONE_SEED)
def test_momentum_step_gathers_speed(seed):
    """Steps that each go on from the velocity of the one before add up."""
    rng = np.random.default_rng(seed)
    start = _random_layers(rng, 3, 2, 4)
    grads = [_random_layers(rng, 3, 2, 4) for _ in range(5)]
    expected = (start, _zeros(start))
    for each in grads:
        expected = reference.momentum_step(expected[0], each, expected[1], 0.2, momentum=0.75)

    params, velocity = start, _zeros(start)
    for each in grads:
        params, velocity = call(
            gradient_descent.momentum_step, params, each, velocity, 0.2, momentum=0.75
        )

    check_close((params, velocity), expected)


@checks("momentum_step", points=1)
@settings(max_examples=15)
@given(
    _layers(COUNTS, COUNTS, COUNTS, dtype=np.int64), st.sampled_from([(2, 1), (2, 0), (0.25, 0.5)])
)
def test_momentum_step_takes_whole_numbers(layers, rates):
    """Integer weights, gradients, velocities and rates give float64, nothing cut off."""
    params, grads, velocity = layers
    expected = reference.momentum_step(params, grads, velocity, *rates)

    check_close(call(gradient_descent.momentum_step, params, grads, velocity, *rates), expected)


@checks("momentum_step", points=1)
def test_momentum_step_takes_float32():
    """Weights, gradients and velocities of single precision are stepped as well."""
    rng = np.random.default_rng(5)
    params, grads, velocity = (_cast(_random_layers(rng, 3, 4, 2), np.float32) for _ in range(3))
    expected = reference.momentum_step(params, grads, velocity, 0.3, 0.6)

    result = call(gradient_descent.momentum_step, params, grads, velocity, 0.3, 0.6)

    check_close(result, expected, rtol=1e-5, atol=1e-5, dtype=None)


@checks("momentum_step", points=1)
def test_momentum_step_takes_any_memory_layout():
    """Fortran-ordered, sliced and read-only arrays are stepped like any others."""
    rng = np.random.default_rng(6)
    params, grads, velocity = (_random_layers(rng, 3, 4, 2) for _ in range(3))

    check_layouts(
        gradient_descent.momentum_step,
        reference.momentum_step,
        params,
        grads,
        velocity,
        0.7,
        momentum=0.3,
    )


@checks("momentum_step", points=1)
def test_momentum_step_changes_no_argument():
    """Parameters and velocity stay as they were, and the new ones share no memory with them."""
    rng = np.random.default_rng(7)
    params, grads, velocity = (_random_layers(rng, 2, 3, 3, 1, 4, 2) for _ in range(3))
    expected = reference.momentum_step(params, grads, velocity, 0.4, 0.8)

    check_pure(gradient_descent.momentum_step, params, grads, velocity, 0.4, 0.8)
    check_close(call(gradient_descent.momentum_step, params, grads, velocity, 0.4, 0.8), expected)


# adam_step


@checks("adam_step", points=3)
@given(
    _layers(floats(), floats(), floats(), floats(0, 4)),
    st.integers(1, 9) | st.just(60),
    floats(0.125, 1),
    st.sampled_from([0.5, 0.25, 0.75]),
    st.sampled_from([0.875, 0.625, 0.375]),
    st.sampled_from([0.125, 0.5, 1.0]),
)
def test_adam_step_follows_its_formula(layers, t, learning_rate, beta1, beta2, eps):
    """m and v are running means, and w moves by learning_rate * m_hat / (sqrt(v_hat) + eps)."""
    expected = reference.adam_step(*layers, t, learning_rate, beta1, beta2, eps)

    check_close(
        call(gradient_descent.adam_step, *layers, t, learning_rate, beta1, beta2, eps), expected
    )
    still, ones = (np.zeros((1, 1)), np.zeros(1)), (np.ones((1, 1)), np.ones(1))
    without_v = [ones], [still], [ones], [still], t, learning_rate, beta1, beta2, eps
    expected = reference.adam_step(*without_v)

    check_close(call(gradient_descent.adam_step, *without_v), expected)


@checks("adam_step", points=1)
@pytest.mark.parametrize("size", [1.0, 1e-8], ids=["gradients near one", "tiny gradients"])
def test_adam_step_has_the_defaults_of_its_paper(size):
    """Rate 0.001, betas 0.9 and 0.999 and eps 1e-8 hold unless others are given."""
    rng = np.random.default_rng(8)
    params = _random_layers(rng, 4, 2, 3)
    grads = [(size * W, size * b) for W, b in _random_layers(rng, 4, 2, 3)]
    m = [(0.5 * dW, 0.5 * db) for dW, db in grads]
    v = [(0.3 * dW**2, 0.3 * db**2) for dW, db in grads]
    expected = reference.adam_step(params, grads, m, v, 3, 0.001, 0.9, 0.999, 1e-8)

    check_close(call(gradient_descent.adam_step, params, grads, m, v, 3), expected, atol=1e-12)


@checks("adam_step", points=1)
@settings(max_examples=10)
@given(ONE_SEED, floats(0.125, 1))
def test_adam_step_starts_with_steps_of_one_size(seed, learning_rate):
    """The first step, from zero means, moves every weight by learning_rate against its gradient."""
    rng = np.random.default_rng(seed)
    params, grads = _random_layers(rng, 3, 2, 4), _random_layers(rng, 3, 2, 4)
    expected = reference.adam_step(
        params, grads, _zeros(params), _zeros(params), 1, learning_rate=learning_rate, eps=0.0
    )

    result = call(
        gradient_descent.adam_step,
        params,
        grads,
        _zeros(params),
        _zeros(params),
        1,
        learning_rate=learning_rate,
        eps=0.0,
    )

    check_close(result, expected)


@checks("adam_step", points=2)
@settings(max_examples=10)
@given(ONE_SEED)
def test_adam_step_goes_on_from_its_means(seed):
    """Steps that each go on from the means of the one before, with t = 1, 2, 3, …, add up."""
    rng = np.random.default_rng(seed)
    start = _random_layers(rng, 3, 2, 4)
    grads = [_random_layers(rng, 3, 2, 4) for _ in range(6)]
    expected = (start, _zeros(start), _zeros(start))
    for t, each in enumerate(grads, start=1):
        params, m, v = expected
        expected = reference.adam_step(params, each, m, v, t, 0.1, beta1=0.8, beta2=0.95, eps=1e-3)

    params, m, v = start, _zeros(start), _zeros(start)
    for t, each in enumerate(grads, start=1):
        params, m, v = call(
            gradient_descent.adam_step, params, each, m, v, t, 0.1, beta1=0.8, beta2=0.95, eps=1e-3
        )

    check_close((params, m, v), expected)


@checks("adam_step", points=1)
@settings(max_examples=15)
@given(
    _layers(COUNTS, COUNTS, COUNTS, st.integers(0, 9), dtype=np.int64),
    st.sampled_from([(2, 0.5, 0.75, 1), (2, 0, 0, 1), (0.25, 0.5, 0.75, 0.5)]),
)
def test_adam_step_takes_whole_numbers(layers, rates):
    """Integer weights, gradients, means and rates give float64, nothing cut off."""
    expected = reference.adam_step(*layers, 2, *rates)

    check_close(call(gradient_descent.adam_step, *layers, 2, *rates), expected)


@checks("adam_step", points=1)
def test_adam_step_takes_float32():
    """Weights, gradients and means of single precision are stepped as well."""
    rng = np.random.default_rng(9)
    params, grads, m, v = (_cast(_random_layers(rng, 3, 4, 2), np.float32) for _ in range(4))
    v = [(W**2, b**2) for W, b in v]
    expected = reference.adam_step(params, grads, m, v, 2, 0.3, 0.6, 0.7, 0.1)

    result = call(gradient_descent.adam_step, params, grads, m, v, 2, 0.3, 0.6, 0.7, 0.1)

    check_close(result, expected, rtol=1e-5, atol=1e-5, dtype=None)


@checks("adam_step", points=1)
def test_adam_step_takes_any_memory_layout():
    """Fortran-ordered, sliced and read-only arrays are stepped like any others."""
    rng = np.random.default_rng(10)
    params, grads, m, v = (_random_layers(rng, 3, 4, 2) for _ in range(4))
    v = [(W**2, b**2) for W, b in v]

    check_layouts(
        gradient_descent.adam_step, reference.adam_step, params, grads, m, v, 4, 0.7, beta2=0.8
    )


@checks("adam_step", points=1)
def test_adam_step_changes_no_argument():
    """Parameters and means stay as they were, and the new ones share no memory with them."""
    rng = np.random.default_rng(11)
    params, grads, m, v = (_random_layers(rng, 2, 3, 3, 1, 4, 2) for _ in range(4))
    v = [(W**2, b**2) for W, b in v]
    expected = reference.adam_step(params, grads, m, v, 2, 0.4, 0.7, 0.8, 0.2)

    check_pure(gradient_descent.adam_step, params, grads, m, v, 2, 0.4, 0.7, 0.8, 0.2)
    check_close(
        call(gradient_descent.adam_step, params, grads, m, v, 2, 0.4, 0.7, 0.8, 0.2), expected
    )


# minibatches


def _numbered(n: int) -> tuple[np.ndarray, np.ndarray]:
    """Rows that tell their number: X (n, 3) begins with it, Y (n, 2) with a thousand more."""
    X = np.arange(n)[:, None] + np.array([0.0, 0.25, 0.5])
    return X, X[:, :2] + 1000.0


def _check_batches(
    result: Any,
    X: np.ndarray,
    Y: np.ndarray,
    batch_size: int,
    dtypes: Any = (np.float64, np.float64),
) -> list[int]:
    """Hold batches against what is promised of any order, and give back the order they have."""
    n = len(X)
    lengths = [batch_size] * (n // batch_size) + [n % batch_size] * (n % batch_size > 0)
    check_that(
        isinstance(result, list) and len(result) == len(lengths),
        f"expected a list of {len(lengths)} batches for {n} rows and batch_size {batch_size}",
        actual=result,
        expected=f"batches of {lengths} rows",
    )
    order: list[int] = []
    for number, (batch, length) in enumerate(zip(result, lengths, strict=True)):
        check_that(
            isinstance(batch, tuple | list) and len(batch) == 2,
            f"batch {number} should be a pair (X_batch, Y_batch)",
            actual=batch,
            expected="a pair of arrays",
        )
        X_batch, Y_batch = batch
        for name, part, whole in (("X", X_batch, X), ("Y", Y_batch, Y)):
            shape = (length, *whole.shape[1:])
            check_that(
                isinstance(part, np.ndarray) and part.shape == shape,
                f"the {name} of batch {number} should have shape {shape}",
                actual=part,
                expected=f"an array of shape {shape}",
            )
        first = X_batch.reshape(length, -1)[:, 0]
        known = {float(row): index for index, row in enumerate(X.reshape(n, -1)[:, 0])}
        rows = [known.get(float(row), -1) for row in first]
        check_that(-1 not in rows, f"batch {number} holds a row that is not in X", actual=X_batch)
        check_close(X_batch, X[rows], dtype=dtypes[0])
        check_close(Y_batch, Y[rows], dtype=dtypes[1])
        order += rows
    check_that(
        sorted(order) == list(range(n)),
        "every row should come exactly once",
        actual=f"rows {order}",
        expected=f"each of 0…{n - 1} once",
    )
    return order


@checks("minibatches", points=2)
@settings(max_examples=25)
@given(st.integers(1, 9), st.integers(1, 11), ONE_SEED)
def test_minibatches_have_batch_size_rows(n, batch_size, seed):
    """All batches have batch_size rows, but for the last, which has what is left."""
    X, Y = _numbered(n)

    _check_batches(
        call(gradient_descent.minibatches, X, Y, batch_size, np.random.default_rng(seed)),
        X,
        Y,
        batch_size,
    )


@checks("minibatches", points=2)
@settings(max_examples=15)
@given(st.sampled_from([(17, 5), (16, 4), (23, 23), (12, 1)]), ONE_SEED)
def test_minibatches_hold_every_row_once_with_its_target(shape, seed):
    """Every row comes once in an epoch, and with its own target."""
    n, batch_size = shape
    rng = np.random.default_rng(seed)
    X, Y = rng.normal(size=(n, 3)), rng.normal(size=(n, 2))

    _check_batches(
        call(gradient_descent.minibatches, X.copy(), Y.copy(), batch_size, rng), X, Y, batch_size
    )


@checks("minibatches", points=1)
def test_minibatches_keep_element_types():
    """Images keep their shape and uint8, labels stay integers, float32 stays float32."""
    labels = np.arange(7) + 100
    images = (np.arange(7)[:, None, None, None] * 20 + np.arange(6).reshape(1, 2, 3)).astype(
        np.uint8
    )
    X = np.arange(7, dtype=np.float32)[:, None] + np.zeros(2, dtype=np.float32)
    Y = np.eye(3, dtype=np.int64)[labels % 3]

    pictures = call(gradient_descent.minibatches, images, labels, 3, np.random.default_rng(1))
    single = call(gradient_descent.minibatches, X, Y, 4, np.random.default_rng(2))

    _check_batches(pictures, images, labels, 3, (np.uint8, np.int64))
    _check_batches(single, X, Y, 4, (np.float32, np.int64))


@checks("minibatches", points=1)
def test_minibatches_take_any_memory_layout():
    """Fortran-ordered, sliced and read-only arrays are cut like any others."""
    X, Y = _numbered(7)

    for layout in LAYOUTS:
        rng = np.random.default_rng(3)
        result = call(gradient_descent.minibatches, arrange(X, layout), arrange(Y, layout), 3, rng)

        _check_batches(result, X, Y, 3)


@checks("minibatches", points=2)
def test_minibatches_change_no_argument():
    """X and Y stay as they were, and the batches are copies, also where one batch holds all."""
    for n, batch_size in ((8, 3), (8, 8), (1, 4)):
        X, Y = _numbered(n)
        kept = X.copy(), Y.copy()

        check_pure(gradient_descent.minibatches, X, Y, batch_size, np.random.default_rng(4))
        result = call(gradient_descent.minibatches, X, Y, batch_size, np.random.default_rng(4))
        _check_batches(result, *kept, batch_size)


@checks("minibatches", points=2)
def test_minibatches_draw_from_the_rng_alone():
    """The same state of rng gives the same batches, another state gives others."""
    X, Y = _numbered(40)

    orders = [
        _check_batches(
            call(gradient_descent.minibatches, X, Y, 7, np.random.default_rng(seed)), X, Y, 7
        )
        for seed in (5, 5, 6)
    ]

    check_that(
        orders[0] == orders[1],
        "two generators in the same state gave different orders",
        actual=orders[1],
        expected=orders[0],
    )
    check_that(
        orders[0] != orders[2],
        "generators in different states gave the same order",
        actual=orders[2],
    )


@checks("minibatches", points=1)
def test_minibatches_move_the_rng_on():
    """A second call with the same rng, an epoch later, gives another order."""
    X, Y = _numbered(40)
    rng = np.random.default_rng(7)

    orders = [
        _check_batches(call(gradient_descent.minibatches, X.copy(), Y.copy(), 6, rng), X, Y, 6)
        for _ in range(2)
    ]

    check_that(
        orders[0] != orders[1], "the second epoch has the order of the first", actual=orders[1]
    )


@checks("minibatches", points=2)
def test_minibatches_come_in_every_order():
    """All six orders of three rows come up, none far too often, and batches of any size are shuffled."""
    X, Y = _numbered(3)
    rng = np.random.default_rng(8)

    orders = [
        tuple(
            _check_batches(
                call(gradient_descent.minibatches, X.copy(), Y.copy(), batch_size, rng),
                X,
                Y,
                batch_size,
            )
        )
        for batch_size in [1, 2, 3, 4] * 35
    ]

    # A uniform order misses one of the six with a chance of 5e-11, and brings one 58 times or more
    # with a chance of 2e-11.
    seen = {order: orders.count(order) for order in sorted(set(orders))}
    check_that(
        len(seen) == 6 and max(seen.values()) < 58,
        "in 140 epochs of three rows each of the six orders should come up about 23 times",
        actual=", ".join(f"{list(order)} {times} times" for order, times in seen.items()),
    )
    # That 35 orders are all the same has a chance of 6 ** -34.
    for batch_size in (1, 2, 3, 4):
        check_that(
            len(set(orders[batch_size - 1 :: 4])) > 1,
            f"in 35 epochs with batch_size {batch_size} three rows always came in one order",
            actual=orders[batch_size - 1],
        )


@checks("minibatches", points=2)
def test_minibatches_leave_no_trace_of_the_old_order():
    """In a large set neighbours part, and rows tend to stay neither near nor to one side."""
    n, epochs = 97, 140
    X, Y = _numbered(n)
    rng = np.random.default_rng(9)

    orders = np.array(
        [
            _check_batches(
                call(gradient_descent.minibatches, X.copy(), Y.copy(), 10, rng), X, Y, 10
            )
            for _ in range(epochs)
        ]
    )

    check_that(
        len(np.unique(orders, axis=0)) == epochs,
        f"in {epochs} epochs an order of {n} rows came more than once: there are few orders",
    )
    # Each bound is at least 6.4 standard deviations of a uniform order away: a chance below 1e-9.
    neighbours = (np.abs(np.diff(orders, axis=1)) == 1).sum(axis=1).mean()
    check_that(
        neighbours < 2.9,
        "rows that are neighbours in X come side by side too often: whole blocks were moved",
        actual=f"{neighbours:.2f} pairs an epoch",
        expected="about 2 pairs an epoch",
    )
    places = np.arange(n)
    correlation = float(np.mean([np.corrcoef(order, places)[0, 1] for order in orders]))
    check_that(
        abs(correlation) < 0.056,
        "rows stay too near to their old places, or to those seen from the end",
        actual=f"correlation {correlation:.3f} of old and new place",
        expected="about 0",
    )
    ahead = float(np.mean((orders - places) % n < n // 2))
    check_that(
        abs(ahead - (n // 2) / n) < 0.0282,
        "not all orders are equally likely: rows tend to move to one side",
        actual=f"{ahead:.3f} of the rows",
        expected=f"about {(n // 2) / n:.3f} of the rows",
    )


@checks("minibatches", points=1)
def test_minibatches_refuse_a_batch_size_below_one():
    """A batch_size of 0 or less is a ValueError that names it and the value; 1 is fine."""
    X, Y = _numbered(4)
    rng = np.random.default_rng(10)

    _check_batches(call(gradient_descent.minibatches, X.copy(), Y.copy(), 1, rng), X, Y, 1)
    check_value_error(gradient_descent.minibatches, X, Y, 0, rng, mentions=["batch_size", 0])
    check_value_error(gradient_descent.minibatches, X, Y, -3, rng, mentions=["batch_size", -3])


# has_diverged


def _check_answers(seed: int, *cases: tuple[list[float], bool]) -> None:
    """Hold the answer to each history against the right one."""
    check_answers(partial(call, gradient_descent.has_diverged), cases, seed=seed)


@checks("has_diverged", points=1)
def test_has_diverged_sees_nan_anywhere():
    """A NaN is a divergence, be it first, last or in between."""
    nan = float("nan")

    _check_answers(
        1,
        ([3.0, 2.0, 1.0], False),
        ([3.0, 2.0, nan], True),
        ([nan, 2.0, 1.0], True),
        ([3.0, np.float64("nan"), 1.0], True),
        ([0.5], False),
        ([nan], True),
    )


@checks("has_diverged", points=1)
def test_has_diverged_sees_inf_anywhere():
    """An inf is a divergence, of either sign, be it first, last or in between."""
    inf = float("inf")

    _check_answers(
        2,
        ([3.0, 2.0, 1.0], False),
        ([3.0, 2.0, inf], True),
        ([inf, 2.0, 1.0], True),
        ([3.0, np.float64("inf"), 1.0], True),
        ([3.0, -inf, 1.0], True),
        ([inf, float("nan")], True),
    )


@checks("has_diverged", points=1)
def test_has_diverged_is_not_alarmed_by_finite_costs():
    """Costs that are huge, rising, negative, zero or whole numbers have not diverged."""
    _check_answers(
        10,
        ([1.0, 2.0, 40.0, 500.0], False),
        ([1.7e308, 1e308, 1.7e308], False),
        ([1.0, 1e200], False),
        ([-2.0, 0.0, -1e308], False),
        ([5, 3, 8], False),
        ([2.0**epoch for epoch in range(24)], False),
        ([1e308, float("inf")], True),
    )


@checks("has_diverged", points=1)
def test_has_diverged_takes_an_empty_history():
    """A history with no cost in it has not diverged."""
    _check_answers(4, ([], False), ([float("nan")], True))


# train


def _targets(rng: np.random.Generator, n: int, k: int, output: str) -> np.ndarray:
    if output == "softmax":
        return np.eye(k)[rng.permutation(np.arange(n) % k)]
    return rng.integers(0, 2, size=(n, k)).astype(np.float64)


def _problem(
    seed: int, n: int, units: tuple[int, ...], output: str
) -> tuple[np.ndarray, np.ndarray, Layers]:
    """Random data, targets and a network for them."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, units[0]))
    return X, _targets(rng, n, units[-1], output), _random_layers(rng, *units)


def _cost(X: np.ndarray, Y: np.ndarray, params: Layers, hidden: str, output: str) -> float:
    P = network.forward(X, params, hidden, output)[-1]
    if output == "softmax":
        return float(costs.cross_entropy(Y, P))
    return float(Y.shape[1] * costs.binary_cross_entropy(Y, P))


def _trained(
    X: np.ndarray, Y: np.ndarray, params: Layers, hidden: str, output: str, *rest: Any
) -> tuple[Any, Any]:
    """What train gives back, once it has the form of (params, history)."""
    result = call(gradient_descent.train, X, Y, params, hidden, output, *rest)
    check_that(
        isinstance(result, tuple | list) and len(result) == 2 and isinstance(result[1], list),
        "expected a pair (params, history), history a list",
        actual=result,
        expected="a pair (params, history)",
    )
    return result[0], result[1]


@checks("train", points=1)
@pytest.mark.parametrize(
    ("hidden", "output", "units"),
    [
        ("sigmoid", "softmax", (4, 5, 3)),
        ("tanh", "sigmoid", (3, 4, 1)),
        ("relu", "softmax", (2, 6, 5, 4)),
        ("identity", "sigmoid", (5, 3, 2)),
    ],
    ids=["sigmoid, softmax", "tanh, sigmoid", "relu twice, softmax", "identity, sigmoid"],
)
@settings(max_examples=8)
@given(seed=ONE_SEED, n=st.sampled_from([1, 7, 8]), more=st.sampled_from([0, 5]))
def test_train_takes_one_step_an_epoch_where_a_batch_holds_all(
    hidden, output, units, seed, n, more
):
    """With batch_size n or more every epoch is one plain step, followed by its cost."""
    X, Y, params = _problem(seed, n, units, output)
    rest = (0.3, 3, n + more)
    expected = reference.train(X, Y, params, hidden, output, *rest, np.random.default_rng(1))

    result = call(
        gradient_descent.train, X, Y, params, hidden, output, *rest, np.random.default_rng(1)
    )

    check_close(result, expected)


@checks("train", points=1)
def test_train_needs_no_hidden_layer():
    """A network of one layer is trained like any other, with one step for one epoch too."""
    X, Y, params = _problem(2, 9, (4, 3), "softmax")
    Y = 0.7 * Y + 0.1
    expected = reference.train(X, Y, params, "relu", "softmax", 0.8, 1, 9, np.random.default_rng(1))

    result = call(
        gradient_descent.train, X, Y, params, "relu", "softmax", 0.8, 1, 9, np.random.default_rng(1)
    )

    check_close(result, expected)


@checks("train", points=1)
def test_train_sums_the_cost_over_sigmoid_units():
    """Three sigmoid units cost the sum of their binary cross-entropies, averaged over rows only."""
    X, Y, params = _problem(3, 5, (2, 4, 3), "sigmoid")
    expected = [
        sum(
            costs.binary_cross_entropy(
                Y[:, j], network.forward(X, after, "tanh", "sigmoid")[-1][:, j]
            )
            for j in range(3)
        )
        for after in (
            reference.train(
                X, Y, params, "tanh", "sigmoid", 0.5, epochs, 5, np.random.default_rng(0)
            )[0]
            for epochs in (1, 2)
        )
    ]

    _, history = _trained(X, Y, params, "tanh", "sigmoid", 0.5, 2, 5, np.random.default_rng(0))

    check_close(history, expected)


@checks("train", points=2)
def test_train_takes_a_step_for_every_batch():
    """An epoch takes n / batch_size steps, rounded up; rows that are all alike show it."""
    row, target, params = _problem(4, 1, (3, 4, 2), "softmax")

    for n, batch_size in ((7, 3), (6, 2), (5, 1)):
        X, Y = np.repeat(row, n, axis=0), np.repeat(target, n, axis=0)
        rest = (0.4, 2, batch_size)
        expected = reference.train(X, Y, params, "tanh", "softmax", *rest, np.random.default_rng(0))

        result = call(
            gradient_descent.train, X, Y, params, "tanh", "softmax", *rest, np.random.default_rng(5)
        )

        check_close(result, expected)


PAIRS = tuple(combinations(range(4), 2))


def _four_rows() -> tuple[np.ndarray, np.ndarray, Layers]:
    """Four unlike rows, on which it makes a plain difference which two are the first batch."""
    X = np.array([[1.0, 2.0], [-2.0, 0.5], [0.25, -1.5], [-0.5, -1.0]])
    Y = np.array([[1.0], [0.0], [1.0], [0.0]])
    return X, Y, _random_layers(np.random.default_rng(6), 2, 3, 1)


def _after_epoch(params: Layers, first: tuple[int, ...]) -> Layers:
    """Those parameters after an epoch on the four rows, two given ones in the first batch."""
    X, Y, _ = _four_rows()
    for rows in (list(first), [row for row in range(4) if row not in first]):
        activations = network.forward(X[rows], params, "tanh", "sigmoid")
        grads = backprop.backward(Y[rows], activations, params, "tanh")
        params = reference.step(params, grads, 0.9)
    return params


def _outcomes(epochs: int) -> dict[tuple[tuple[int, ...], ...], tuple[Layers, list[float]]]:
    """All that training on the four rows can come to, by the first batch of each epoch."""
    X, Y, params = _four_rows()
    reached: dict[tuple[tuple[int, ...], ...], tuple[Layers, list[float]]] = {(): (params, [])}
    for _ in range(epochs):
        reached = {
            (*firsts, first): (after, [*history, _cost(X, Y, after, "tanh", "sigmoid")])
            for firsts, (before, history) in reached.items()
            for first in PAIRS
            for after in [_after_epoch(before, first)]
        }
    return reached


def _first_batches(outcomes: dict[tuple[tuple[int, ...], ...], Any], seed: int) -> Any:
    """Train on the four rows and tell from the result which two came first in each epoch."""
    epochs = len(next(iter(outcomes)))
    rest = (0.9, epochs, 2, np.random.default_rng(seed))
    trained, history = _trained(*_four_rows(), "tanh", "sigmoid", *rest)
    check_close(history, [0.0] * epochs, atol=math.inf)

    def distance(firsts: tuple[tuple[int, ...], ...]) -> float:
        return sum(abs(a - b) for a, b in zip(history, outcomes[firsts][1], strict=True))

    nearest = min(outcomes, key=distance)
    check_that(
        _agrees((trained, history), outcomes[nearest]),
        "no order of the rows, each once an epoch and with its own target, comes to this result",
        actual=(trained, history),
        expected=f"one of {len(outcomes)} results, the nearest of them {outcomes[nearest]}",
    )
    return nearest


def _agrees(actual: Any, expected: Any) -> bool:
    try:
        check_close(actual, expected)
    except CheckFailure:
        return False
    return True


@checks("train", points=2)
def test_train_uses_every_row_once_an_epoch_with_its_target():
    """An epoch goes over every row once, with its own target, always from the newest parameters."""
    outcomes = _outcomes(1)

    for seed in range(20):
        _first_batches(outcomes, seed)


@checks("train", points=2)
def test_train_shuffles_anew_every_epoch():
    """Every epoch has an order of its own, and any two of four rows may be the first batch."""
    outcomes = _outcomes(2)

    runs = [_first_batches(outcomes, seed) for seed in range(64)]

    # Chances of error: 3 ** -64 for the first, where only three ways to halve the rows count; 6 ** -63
    # for the second; 6 * (5 / 6) ** 128 = 4e-10 for the third.
    check_that(
        any(len({*first, *second}) == 3 for first, second in runs),
        "in 64 trainings the batches of the second epoch were always those of the first, in any order",
    )
    check_that(
        all(len({run[epoch] for run in runs}) > 1 for epoch in range(2)),
        "in 64 trainings one of the two epochs always had the same batches",
    )
    never = set(PAIRS) - {first for run in runs for first in run}
    check_that(
        not never,
        "in 128 epochs of four rows some two of them were never the first batch",
        actual=f"never rows {sorted(never)}",
    )


@checks("train", points=1)
@settings(max_examples=8)
@given(
    seed=ONE_SEED, epochs=st.sampled_from([1, 3]), output=st.sampled_from(["sigmoid", "softmax"])
)
def test_train_measures_the_cost_after_the_epoch_over_the_whole_set(seed, epochs, output):
    """The last cost is that of the returned parameters over all rows, not over a batch."""
    X, Y, params = _problem(seed, 7, (3, 4, 2), output)

    trained, history = _trained(
        *copied((X, Y, params)), "sigmoid", output, 0.5, epochs, 3, np.random.default_rng(seed)
    )

    check_that(
        len(history) == epochs,
        f"expected one cost an epoch, {epochs} in all",
        actual=history,
        expected=f"a list of {epochs}",
    )
    shapes = [(W.shape, b.shape) for W, b in params]
    check_that(
        isinstance(trained, list) and [(np.shape(W), np.shape(b)) for W, b in trained] == shapes,
        "the trained parameters should have the shapes of those at the start",
        actual=trained,
    )
    moved = min(
        np.abs(new - old).max()
        for pair, start in zip(trained, params, strict=True)
        for new, old in zip(pair, start, strict=True)
    )
    check_that(moved > 1e-9, "a weight matrix or a bias did not move at all", actual=trained)
    check_close(history[-1], _cost(X, Y, trained, "sigmoid", output))


@checks("train", points=1)
def test_train_learns_in_small_batches():
    """On two classes that a line parts, mini-batch training brings the cost far down."""
    angles = np.arange(11) * 0.5
    Y = np.eye(2)[np.arange(11) % 2]
    X = np.stack([np.cos(angles), np.sin(angles)], axis=1) * 0.5 + 2 * Y - 1
    params = _random_layers(np.random.default_rng(12), 2, 3, 2)
    start = _cost(X, Y, params, "tanh", "softmax")

    case = copied((X, Y, params))
    trained, history = _trained(*case, "tanh", "softmax", 0.5, 20, 4, np.random.default_rng(3))

    check_close(history[-1], _cost(X, Y, trained, "tanh", "softmax"))
    check_that(
        len(history) == 20
        and 0 < history[-1] < 0.2 * start
        and history[-1] < history[4] < history[0],
        f"from {start:.3f} before training the cost should fall, to a fifth of it in 20 epochs",
        actual=history,
    )


@checks("train", points=1)
def test_train_draws_from_the_rng_alone():
    """The same state of rng gives the same training, another state another."""
    X, Y, params = _problem(13, 8, (3, 2), "softmax")

    results = [
        _trained(X, Y, params, "tanh", "softmax", 0.9, 2, 1, np.random.default_rng(seed))
        for seed in (1, 1, 2)
    ]

    trained, history = results[0]
    check_close(history[-1:], [_cost(X, Y, trained, "tanh", "softmax")])
    check_close(results[1], results[0])
    check_that(
        not _agrees(results[2], results[0]),
        "another state of rng gave the same result",
        actual=results[2],
    )


@checks("train", points=1)
def test_train_clips_the_cost():
    """An output that is sure and wrong costs about -log(1e-12), not inf, and training goes on."""
    X = np.array([[1.0, 0.5], [2.0, -1.0], [-1.0, 0.25]])
    Y = np.array([[0.0, 1.0], [0.0, 1.0], [0.0, 1.0]])
    params = [(np.array([[900.0, -900.0], [50.0, 70.0]]), np.array([3.0, -2.0]))]
    rest = (0.5, 3, 3)

    for output in ("sigmoid", "softmax"):
        expected = reference.train(X, Y, params, "tanh", output, *rest, np.random.default_rng(1))

        _, history = _trained(X, Y, params, "tanh", output, *rest, np.random.default_rng(1))

        check_close(history, expected[1], rtol=1e-5)


@checks("train", points=2)
def test_train_stops_where_it_diverges():
    """Once a cost is NaN training ends early, and that cost is the last of the history."""
    X = np.array([[1.0, 2.0], [1.0, 2.0], [-2.0, 1.0], [0.5, -1.0]])
    Y = np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 1.0], [1.0, 0.0]])
    params = _random_layers(np.random.default_rng(0), 2, 3, 2)
    steady = "identity", "softmax", 0.5, 4, 4
    expected = reference.train(X, Y, params, *steady, np.random.default_rng(0))

    check_close(_trained(X, Y, params, *steady, np.random.default_rng(0)), expected)
    # The first step sends all weights to about 1e125, and logits to 1e250; the second sends these to
    # inf, whose softmax is NaN. Sigmoid takes inf, so when it comes to inf - inf may vary a little.
    for output, learning_rate in (("softmax", 1e125), ("sigmoid", 1e200)):
        rest = (learning_rate, 20, 4, np.random.default_rng(0))
        result = call_allowing_warnings(
            gradient_descent.train, X, Y, params, "identity", output, *rest
        )

        check_that(
            isinstance(result, tuple | list) and len(result) == 2 and isinstance(result[1], list),
            "expected a pair (params, history), history a list",
            actual=result,
        )
        history = result[1]
        epochs = 2 if output == "softmax" else min(max(len(history), 1), 19)
        check_that(
            len(history) == epochs,
            f"with {output} and a learning rate of {learning_rate:g} training should stop"
            " after the first epoch whose cost is NaN",
            actual=history,
            expected=f"{epochs} costs",
        )
        finite = [bool(np.isfinite(cost)) for cost in history]
        check_that(
            finite == [True] * (epochs - 1) + [False],
            "the last cost, and no other, should be NaN",
            actual=history,
        )


@checks("train", points=1)
def test_train_goes_on_while_costs_are_finite():
    """A cost that rises, even suddenly, or is next to nothing, but stays finite ends no training."""
    Y = np.array([[1.0], [0.0]])
    # The cost rises from 0.3 to 2.7; the cost is 0.0001 from the first to the last epoch.
    for x, weight, *rest in ((10.0, -2.0, 4.0, 3, 2), (-1.0, 9.0, 0.1, 25, 2)):
        case = np.array([[1.0], [x]]), Y, [(np.array([[weight]]), np.zeros(1))], "tanh", "sigmoid"
        expected = reference.train(*case, *rest, np.random.default_rng(0))

        result = call(gradient_descent.train, *case, *rest, np.random.default_rng(0))

        check_close(result, expected, rtol=1e-6)

    X, Y, params = _problem(14, 6, (2, 3, 2), "softmax")
    expected = reference.train(
        X, Y, params, "sigmoid", "softmax", 30.0, 4, 6, np.random.default_rng(0)
    )

    result = call(
        gradient_descent.train,
        X,
        Y,
        params,
        "sigmoid",
        "softmax",
        30.0,
        4,
        6,
        np.random.default_rng(0),
    )

    check_close(result, expected, rtol=1e-6)


@checks("train", points=1)
@settings(max_examples=8)
@given(seed=ONE_SEED)
def test_train_takes_whole_numbers(seed):
    """Integer data, targets, weights and rate give float64, nothing cut off."""
    rng = np.random.default_rng(seed)
    X, Y = rng.integers(-3, 4, size=(5, 3)), _targets(rng, 5, 2, "softmax").astype(np.int64)
    params = [
        (rng.integers(-2, 3, size=pair), rng.integers(-2, 3, size=pair[1]))
        for pair in ((3, 4), (4, 2))
    ]
    expected = reference.train(X, Y, params, "tanh", "softmax", 1, 2, 5, np.random.default_rng(0))

    result = call(
        gradient_descent.train, X, Y, params, "tanh", "softmax", 1, 2, 5, np.random.default_rng(0)
    )

    check_close(result, expected)


@checks("train", points=1)
def test_train_takes_float32():
    """Data and weights of single precision are trained on as well."""
    X, Y, params = _problem(15, 6, (3, 4, 2), "sigmoid")
    X, Y, params = X.astype(np.float32), Y.astype(np.float32), _cast(params, np.float32)
    expected = reference.train(X, Y, params, "tanh", "sigmoid", 0.5, 2, 6, np.random.default_rng(0))

    result = call(
        gradient_descent.train, X, Y, params, "tanh", "sigmoid", 0.5, 2, 6, np.random.default_rng(0)
    )

    check_close(result, expected, rtol=1e-5, atol=1e-5, dtype=None)


@checks("train", points=1)
def test_train_takes_any_memory_layout():
    """Fortran-ordered, sliced and read-only data and weights are trained on like any others."""
    X, Y, params = _problem(16, 6, (3, 4, 2), "softmax")
    rng = np.random.default_rng(0)

    check_layouts(
        gradient_descent.train, reference.train, X, Y, params, "sigmoid", "softmax", 0.5, 2, 6, rng
    )


@checks("train", points=1)
def test_train_changes_no_argument():
    """Data, targets and the parameters at the start stay as they were, in small batches too."""
    X, Y, params = _problem(17, 7, (3, 4, 2), "softmax")
    rest = (0.5, 2, 7, np.random.default_rng(0))
    expected = reference.train(X, Y, params, "tanh", "softmax", *rest)

    check_pure(
        gradient_descent.train,
        X,
        Y,
        params,
        "tanh",
        "softmax",
        0.5,
        2,
        3,
        np.random.default_rng(0),
    )
    check_close(call(gradient_descent.train, X, Y, params, "tanh", "softmax", *rest), expected)


def _check_names(argument: str, refused: tuple[str, ...], units: tuple[int, ...]) -> None:
    """A right name trains as it should, and each of the others is refused."""
    X, Y, params = _problem(18, 4, units, "softmax")
    rest = (0.5, 1, 4, np.random.default_rng(0))
    names = {"hidden": "tanh", "output": "softmax"}
    expected = reference.train(X, Y, params, *names.values(), *rest)

    check_close(call(gradient_descent.train, X, Y, params, *names.values(), *rest), expected)
    for name in refused:
        wrong = {**names, argument: name}.values()
        check_value_error(
            gradient_descent.train, X, Y, params, *wrong, *rest, mentions=[argument, name]
        )


@checks("train", points=1)
def test_train_refuses_other_hidden_activations():
    """Softmax and unknown names are a ValueError for `hidden`, used or not, with name and value."""
    _check_names("hidden", ("softmax", "swish", "ReLU"), (3, 5, 2))
    _check_names("hidden", ("softmax", "swish"), (3, 2))


@checks("train", points=1)
def test_train_refuses_other_outputs():
    """Anything but sigmoid and softmax is a ValueError for `output`, with name and value."""
    _check_names("output", ("tanh", "identity", "relu", "step"), (3, 5, 2))
