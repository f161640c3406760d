"""Checks that decide the mark of unit 10, regularization."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from itertools import pairwise, product
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from exercises import regularization
from grader.testing import (
    LAYOUTS,
    arrange,
    arrays,
    call,
    check_close,
    check_integers,
    check_layouts,
    check_pure,
    check_that,
    check_value_error,
    checks,
    copied,
    floats,
    numerical_gradient,
    sizes,
)
from solutions import regularization as reference

Layers = list[tuple[np.ndarray, np.ndarray]]

EXACT = {"rtol": 1e-9, "atol": 1e-12}
SINGLE = {"rtol": 1e-5, "atol": 1e-5, "dtype": None}
SMOOTH = {"rtol": 1e-5, "atol": 1e-7}
COUNTS = st.integers(-9, 9)
STRENGTHS = floats(0.125, 3)
NAN, INF = math.nan, math.inf
LARGE = (
    [(np.array([[800.5, -900.0]]), np.array([250.0, -750.0]))],
    [(np.array([[-700.0, -300.25]]), np.array([500.5, -600.0]))],
)


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


def _random_layers(seed: int, *units: int) -> Layers:
    """Weights and biases of a network, none of them zero or a whole number."""
    rng = np.random.default_rng(seed)
    return [(rng.normal(size=pair), rng.normal(size=pair[1]) + 3) for pair in pairwise(units)]


def _cast(layers: Layers, dtype: Any) -> Layers:
    return [(W.astype(dtype), b.astype(dtype)) for W, b in layers]


def _whole_layers(seed: int, *units: int) -> Layers:
    """Weights and biases in int64, odd, so that a half of anything shows."""
    return _cast([(2 * W, 2 * b) for W, b in _random_layers(seed, *units)], np.int64)


def _check_with_whole_numbers(function: Callable[..., Any], expect: Callable[..., Any]) -> None:
    """Hold gradients of integer weights, integer gradients, or both, for an integer strength too."""
    whole, slopes = _whole_layers(21, 3, 4, 2), _whole_layers(22, 3, 4, 2)
    parts = [(0.375 * W, 0.375 * b) for W, b in slopes]
    for params, grads, strength in (
        (whole, slopes, 3),
        (whole, slopes, 0.3),
        (whole, parts, 1),
        (parts, slopes, 0.7),
    ):
        expected = expect(params, grads, strength)

        check_close(call(function, params, grads, strength), expected, **EXACT)


def _check_slopes(function: Callable[..., Any], penalty: Callable[..., float]) -> None:
    """Hold what is added to the gradients against central differences of the reference's penalty."""
    params, grads, strength = _random_layers(31, 2, 4, 3), _random_layers(32, 2, 4, 3), 0.7
    params = [(W + 0.01 * np.sign(W), b) for W, b in params]

    def beside(layer: int, W: np.ndarray) -> float:
        changed = [(W, b) if i == layer else (V, b) for i, (V, b) in enumerate(params)]
        return penalty(changed, strength)

    expected = [
        (dW + numerical_gradient(partial(beside, layer), W), db)
        for layer, ((W, _), (dW, db)) in enumerate(zip(params, grads, strict=True))
    ]

    check_close(call(function, params, grads, strength), expected, **SMOOTH)


def _check_new_arrays(function: Callable[..., Any], expect: Callable[..., Any]) -> None:
    """Hold that nothing is changed or shared, where there is nothing to add as well."""
    for units, strength in product([(2, 3, 3, 1, 4, 2), (3, 2)], [0.4, 0.0, 0]):
        params, grads = _random_layers(41, *units), _random_layers(42, *units)
        expected = expect(params, grads, strength)

        check_pure(function, params, grads, strength)
        check_close(call(function, *copied((params, grads)), strength), expected, **EXACT)


# l2_penalty


@checks("l2_penalty", points=2)
@example(([(np.array([[0.1, -1 / 3]]), np.array([0.7, 5.0]))],), 1 / 7)
@given(_layers(floats()), STRENGTHS)
def test_l2_penalty_follows_its_formula(layers, strength):
    """L2 costs strength / 2 times the sum of all squared weights."""
    (params,) = layers
    expected = strength / 2 * math.fsum(w * w for W, _ in params for w in W.ravel().tolist())

    check_close(call(regularization.l2_penalty, params, strength), expected, **EXACT)


@checks("l2_penalty", points=1)
def test_l2_penalty_leaves_biases_out():
    """Biases cost nothing, however large they are."""
    params = _random_layers(1, 3, 4, 2)
    expected = reference.l2_penalty(params, 0.3)

    for factor in (0.0, 1.0, -50.0):
        biased = [(W, factor * b) for W, b in params]
        check_close(call(regularization.l2_penalty, biased, 0.3), expected, **EXACT)


@checks("l2_penalty", points=1)
def test_l2_penalty_counts_every_layer():
    """The weights of each layer count, in a network of one layer and in a deep one."""
    for units in ((1, 1), (3, 2), (2, 3, 3, 1, 4, 2)):
        params = _random_layers(2, *units)
        expected = reference.l2_penalty(params, 0.8)

        check_close(call(regularization.l2_penalty, params, 0.8), expected, **EXACT)


@checks("l2_penalty", points=1)
@settings(max_examples=15)
@example(([(np.array([[70001, -3]]), np.array([1, 2]))],), 3)
@given(_layers(COUNTS, dtype=np.int64), st.sampled_from([3, 1, 0.3, 0]))
def test_l2_penalty_of_whole_numbers(layers, strength):
    """Integer weights, and an integer strength, give a float with its fraction."""
    (params,) = layers
    parts = [(0.375 * W, b) for W, b in params]
    expected = [reference.l2_penalty(each, strength) for each in (params, parts)]

    for each, cost in zip((params, parts), expected, strict=True):
        check_close(call(regularization.l2_penalty, each, strength), cost, **EXACT)


@checks("l2_penalty", points=1)
def test_l2_penalty_takes_any_array():
    """Weights in Fortran order, sliced, read-only or of single precision count like any others."""
    params = _random_layers(3, 3, 4, 2)
    single = _cast(params, np.float32)
    expected = reference.l2_penalty(single, 0.3)

    check_layouts(regularization.l2_penalty, reference.l2_penalty, params, 0.7)
    check_close(call(regularization.l2_penalty, single, 0.3), expected, **SINGLE)


@checks("l2_penalty", points=1)
def test_l2_penalty_changes_no_argument():
    """The weights stay as they were, and a second look costs the same."""
    params = _random_layers(4, 3, 4, 2)
    expected = reference.l2_penalty(params, 0.6)

    check_pure(regularization.l2_penalty, params, 0.6)
    check_close(call(regularization.l2_penalty, params, 0.6), expected, **EXACT)


# l2_gradients


@checks("l2_gradients", points=3)
@example(*[([(np.array([[0.1, -1 / 3]]), np.array([0.7, 5.0]))],) * 2, 1 / 7])
@example(LARGE, 1.5)
@given(_layers(floats(), floats()), STRENGTHS)
def test_l2_gradients_follow_their_formula(layers, strength):
    """Each dW gains strength times W, and each db stays as it is."""
    params, grads = layers
    expected = [
        (dW + strength * W, db.copy()) for (W, _), (dW, db) in zip(params, grads, strict=True)
    ]

    check_close(call(regularization.l2_gradients, params, grads, strength), expected, **EXACT)


@checks("l2_gradients", points=1)
def test_l2_gradients_are_the_slopes_of_the_penalty():
    """What is added agrees with central differences of the penalty, weight by weight."""
    _check_slopes(regularization.l2_gradients, reference.l2_penalty)


@checks("l2_gradients", points=1)
def test_l2_gradients_treat_every_layer():
    """Each layer gains its own part, in a network of one layer and in a deep one."""
    for units in ((1, 1), (3, 2), (2, 3, 3, 1, 4, 2)):
        params, grads = _random_layers(5, *units), _random_layers(6, *units)
        expected = reference.l2_gradients(params, grads, 0.8)

        check_close(call(regularization.l2_gradients, params, grads, 0.8), expected, **EXACT)


@checks("l2_gradients", points=1)
def test_l2_gradients_take_whole_numbers():
    """Integer weights, gradients and strength, or some of them, give float64, nothing cut off."""
    _check_with_whole_numbers(regularization.l2_gradients, reference.l2_gradients)


@checks("l2_gradients", points=1)
def test_l2_gradients_take_any_array():
    """Arrays in Fortran order, sliced, read-only or of single precision do as well."""
    params, grads = _random_layers(7, 3, 4, 2), _random_layers(8, 3, 4, 2)
    single = _cast(params, np.float32), _cast(grads, np.float32)
    expected = reference.l2_gradients(*single, 0.3)

    check_layouts(regularization.l2_gradients, reference.l2_gradients, params, grads, 0.7)
    check_close(call(regularization.l2_gradients, *single, 0.3), expected, **SINGLE)


@checks("l2_gradients", points=2)
def test_l2_gradients_are_new_arrays():
    """No argument is changed or shares memory with the result: not db, not at strength 0."""
    _check_new_arrays(regularization.l2_gradients, reference.l2_gradients)


# l1_penalty


@checks("l1_penalty", points=2)
@example(([(np.array([[0.1, -1 / 3]]), np.array([0.7, 5.0]))],), 1 / 7)
@given(_layers(floats()), STRENGTHS)
def test_l1_penalty_follows_its_formula(layers, strength):
    """L1 costs strength times the sum of all absolute weights."""
    (params,) = layers
    expected = strength * math.fsum(abs(w) for W, _ in params for w in W.ravel().tolist())

    check_close(call(regularization.l1_penalty, params, strength), expected, **EXACT)


@checks("l1_penalty", points=1)
def test_l1_penalty_leaves_biases_out():
    """Biases cost nothing, however large they are."""
    params = _random_layers(9, 3, 4, 2)
    expected = reference.l1_penalty(params, 0.3)

    for factor in (0.0, 1.0, -50.0):
        biased = [(W, factor * b) for W, b in params]
        check_close(call(regularization.l1_penalty, biased, 0.3), expected, **EXACT)


@checks("l1_penalty", points=1)
def test_l1_penalty_counts_every_layer():
    """The weights of each layer count, in a network of one layer and in a deep one."""
    for units in ((1, 1), (3, 2), (2, 3, 3, 1, 4, 2)):
        params = _random_layers(10, *units)
        expected = reference.l1_penalty(params, 0.8)

        check_close(call(regularization.l1_penalty, params, 0.8), expected, **EXACT)


@checks("l1_penalty", points=1)
@settings(max_examples=15)
@given(_layers(COUNTS, dtype=np.int64), st.sampled_from([3, 1, 0.3, 0]))
def test_l1_penalty_of_whole_numbers(layers, strength):
    """Integer weights give a float, also where the strength is an integer."""
    (params,) = layers
    parts = [(0.375 * W, b) for W, b in params]
    expected = [reference.l1_penalty(each, strength) for each in (params, parts)]

    for each, cost in zip((params, parts), expected, strict=True):
        check_close(call(regularization.l1_penalty, each, strength), cost, **EXACT)


@checks("l1_penalty", points=1)
def test_l1_penalty_takes_any_array():
    """Weights in Fortran order, sliced, read-only or of single precision count like any others."""
    params = _random_layers(11, 3, 4, 2)
    single = _cast(params, np.float32)
    expected = reference.l1_penalty(single, 0.3)

    check_layouts(regularization.l1_penalty, reference.l1_penalty, params, 0.7)
    check_close(call(regularization.l1_penalty, single, 0.3), expected, **SINGLE)


@checks("l1_penalty", points=1)
def test_l1_penalty_changes_no_argument():
    """The weights stay as they were, signs included, and a second look costs the same."""
    params = _random_layers(12, 3, 4, 2)
    expected = reference.l1_penalty(params, 0.6)

    check_pure(regularization.l1_penalty, params, 0.6)
    check_close(call(regularization.l1_penalty, params, 0.6), expected, **EXACT)


# l1_gradients


@checks("l1_gradients", points=3)
@example(*[([(np.array([[0.1, -1 / 3]]), np.array([0.7, 5.0]))],) * 2, 1 / 7])
@example(LARGE, 1.5)
@given(_layers(floats(), floats()), STRENGTHS)
def test_l1_gradients_follow_their_formula(layers, strength):
    """Each dW gains strength times the sign of W, and each db stays as it is."""
    params, grads = layers
    expected = [
        (dW + strength * ((W > 0).astype(float) - (W < 0)), db.copy())
        for (W, _), (dW, db) in zip(params, grads, strict=True)
    ]

    check_close(call(regularization.l1_gradients, params, grads, strength), expected, **EXACT)


@checks("l1_gradients", points=1)
def test_l1_gradients_are_the_slopes_of_the_penalty():
    """Away from 0 what is added agrees with central differences of the penalty."""
    _check_slopes(regularization.l1_gradients, reference.l1_penalty)


@checks("l1_gradients", points=1)
def test_l1_gradients_leave_a_weight_of_zero_at_rest():
    """sign(0) = 0: the gradient of a weight that is 0 stays as it is, be it 0.0 or -0.0."""
    W = np.array([[0.0, -0.0, 0.25], [-0.25, 0.0, 0.0]])
    dW, db = np.array([[0.5, -0.75, 1.25], [2.5, -3.5, 0.0]]), np.array([0.5, 0.0, -1.5])
    params, grads = [(W, np.array([2.0, -2.0, 0.0]))], [(dW, db)]
    expected = np.array([[0.5, -0.75, 1.25 + 0.3], [2.5 - 0.3, -3.5, 0.0]])

    check_close(
        call(regularization.l1_gradients, params, grads, 0.3), [(expected, db.copy())], **EXACT
    )


@checks("l1_gradients", points=1)
def test_l1_gradients_do_not_look_at_the_size():
    """A weight of 1e-12 and one of 1000 gain the same."""
    W = np.array([[1e-12, -1e-12, 1000.0], [-1000.0, 1e-300, -0.5]])
    dW, db = np.array([[0.5, -0.75, 1.25], [2.5, -3.5, 0.25]]), np.array([0.5, 0.25, -1.5])
    signs = np.array([[1, -1, 1], [-1, 1, -1]])
    params, grads = [(W, np.array([2.0, -2.0, 1.0]))], [(dW, db)]

    check_close(
        call(regularization.l1_gradients, params, grads, 0.7),
        [(dW + 0.7 * signs, db.copy())],
        **EXACT,
    )


@checks("l1_gradients", points=1)
def test_l1_gradients_treat_every_layer():
    """Each layer gains its own part, in a network of one layer and in a deep one."""
    for units in ((1, 1), (3, 2), (2, 3, 3, 1, 4, 2)):
        params, grads = _random_layers(13, *units), _random_layers(14, *units)
        expected = reference.l1_gradients(params, grads, 0.8)

        check_close(call(regularization.l1_gradients, params, grads, 0.8), expected, **EXACT)


@checks("l1_gradients", points=1)
def test_l1_gradients_take_whole_numbers():
    """Integer weights, gradients and strength, or some of them, give float64, nothing cut off."""
    _check_with_whole_numbers(regularization.l1_gradients, reference.l1_gradients)


@checks("l1_gradients", points=1)
def test_l1_gradients_take_any_array():
    """Arrays in Fortran order, sliced, read-only or of single precision do as well."""
    params, grads = _random_layers(15, 3, 4, 2), _random_layers(16, 3, 4, 2)
    single = _cast(params, np.float32), _cast(grads, np.float32)
    expected = reference.l1_gradients(*single, 0.3)

    check_layouts(regularization.l1_gradients, reference.l1_gradients, params, grads, 0.7)
    check_close(call(regularization.l1_gradients, *single, 0.3), expected, **SINGLE)


@checks("l1_gradients", points=2)
def test_l1_gradients_are_new_arrays():
    """No argument is changed or shares memory with the result: not db, not at strength 0."""
    _check_new_arrays(regularization.l1_gradients, reference.l1_gradients)


# dropout


def _dropped(A: np.ndarray, rate: float, rng: np.random.Generator, dtype: Any = np.float64) -> Any:
    """Which elements the student dropped, once the result is right for some mask."""
    values = np.array(A, dtype=np.float64)
    result = call(regularization.dropout, A, rate, rng)
    check_that(
        isinstance(result, tuple | list) and len(result) == 2,
        "expected a pair (A_dropped, mask)",
        actual=result,
    )
    A_dropped, mask = result
    scale = 1 / (1 - rate)
    nearest = np.zeros(values.shape)
    if isinstance(mask, np.ndarray) and mask.shape == values.shape and mask.dtype.kind in "fiub":
        nearest[mask.astype(np.float64) > scale / 2] = scale
    tolerance = EXACT if dtype is not None else SINGLE
    check_close(mask, nearest, **{**tolerance, "dtype": dtype})
    check_close(A_dropped, values * nearest, **{**tolerance, "dtype": dtype})
    return nearest == 0


def _check_keeps(dropped: np.ndarray, rate: float) -> None:
    """Hold that something stays, and all of it at rate 0."""
    # That 66 elements are all dropped at rate 0.4, or 120 at 0.6, has a chance of less than 1e-25.
    check_that(
        not dropped.all() and (rate > 0 or not dropped.any()),
        f"at rate {rate} too much is dropped",
        actual=dropped,
    )


def _activations(*shape: int) -> np.ndarray:
    """Numbers of both signs, none of them 0 or whole."""
    return np.random.default_rng(51).normal(size=shape) + 0.5


@checks("dropout", points=3)
@example(np.array([[0.1]]), 0.5, 0)
@given(arrays(sizes(2)), st.sampled_from([0.25, 0.5, 0.1, 0.9, 1 / 3]), st.integers(0, 2**32 - 1))
def test_dropout_multiplies_by_its_mask(A, rate, seed):
    """The mask has 0 and 1/(1 - rate) and the shape of A, and A_dropped is A times it."""
    _dropped(A, rate, np.random.default_rng(seed))
    many = np.tile(A, (12, 9))
    dropped = _dropped(many, rate, np.random.default_rng(seed))

    # At least 108 elements: all dropped, or none, has a chance of 0.9 ** 108 = 1e-5 at the rates of
    # 0.1 and 0.9, so only the middle rates are held to both kinds.
    if 0.2 < rate < 0.8:
        check_that(dropped.any(), "nothing was dropped", actual=dropped)
        check_that(not dropped.all(), "everything was dropped", actual=dropped)


@checks("dropout", points=1)
@pytest.mark.parametrize("rate", [0.5, 0.2, 0.995], ids=lambda rate: f"rate {rate}")
def test_dropout_drops_with_probability_rate(rate):
    """Of 30,000 elements a share of about rate is dropped, and the mask is 1 on average."""
    dropped = _dropped(_activations(200, 150), rate, np.random.default_rng(52))

    # 7.5 standard deviations: a chance of 6e-14, and of 3e-12 at 0.995, where few stay.
    share = float(dropped.mean())
    check_that(
        abs(share - rate) < 7.5 * math.sqrt(rate * (1 - rate) / dropped.size),
        "the share of dropped elements is wrong",
        actual=share,
        expected=f"about {rate}",
    )


@checks("dropout", points=2)
def test_dropout_tosses_a_coin_for_each_element():
    """Rows, columns and elements are independent: none follows another, no number is fixed."""
    n, m, rate = 100, 200, 0.3
    dropped = _dropped(_activations(n, m), rate, np.random.default_rng(53))
    coins = (dropped - rate) / math.sqrt(rate * (1 - rate))

    # A mean of 20,000 products has a standard deviation of 0.007; that of 4,950 pairs of rows is
    # 0.07 a pair, of 19,900 pairs of columns 0.1 a pair; sums scatter as chi-squared of 100 and 200.
    for which, agreement in (
        ("row follows the row above it", coins[:-1] * coins[1:]),
        ("column follows the column before it", coins[:, :-1] * coins[:, 1:]),
        ("half of the batch follows the other", coins[: n // 2] * coins[n // 2 :]),
    ):
        check_that(abs(agreement.mean()) < 0.075, f"each {which}", actual=dropped)
    for which, lines in (("rows", coins), ("columns", coins.T)):
        length = lines.shape[1]
        products = lines @ lines.T / length
        apart = np.abs(products - np.diag(np.diag(products))).max()
        check_that(apart < 0.95, f"two {which} follow one another", actual=dropped)
        scatter = float(np.mean(lines.sum(axis=1) ** 2) / length)
        check_that(
            0.3 < scatter < 2.4,
            f"the numbers dropped in {which} do not scatter as those of independent coins",
            actual=length * rate + lines.sum(axis=1) * math.sqrt(rate * (1 - rate)),
        )


@checks("dropout", points=2)
def test_dropout_comes_to_every_pattern():
    """At rate 1/2 all sixteen patterns of a 2 by 2 array come up, and none far too often."""
    A = _activations(2, 2)
    rng = np.random.default_rng(54)

    patterns = [tuple(_dropped(A, 0.5, rng).ravel().tolist()) for _ in range(400)]

    # A pattern is missing with a chance of 1e-10, and comes 65 times or more with one of 4e-10.
    seen = {pattern: patterns.count(pattern) for pattern in set(patterns)}
    check_that(
        len(seen) == 16 and max(seen.values()) < 65,
        "in 400 calls each of the 16 patterns should come up about 25 times",
        actual=f"{len(seen)} patterns, {sorted(seen.values())} times",
    )


@checks("dropout", points=1)
def test_dropout_of_one_row_or_one_unit():
    """A batch of one, a layer of one unit and a single number are dropped alike."""
    for shape in ((1, 400), (400, 1)):
        dropped = _dropped(_activations(*shape), 0.5, np.random.default_rng(55))

        # 7 standard deviations of 10 elements each.
        check_that(
            130 < dropped.sum() < 270, "about half should be dropped", actual=int(dropped.sum())
        )
    rng, single = np.random.default_rng(56), _activations(1, 1)
    count = sum(bool(_dropped(single, 0.5, rng)[0, 0]) for _ in range(100))
    check_that(
        16 < count < 84,
        "in 100 calls a single number should be dropped about 50 times",
        actual=count,
    )


@checks("dropout", points=1)
def test_dropout_is_blind_to_values():
    """What is 0 or negative is dropped or kept like all else: the mask does not depend on A."""
    A = np.zeros((30, 40))
    A[:, 10:20], A[:, 20:30], A[:, 30:] = -1.5, 1e-12, 1e6
    dropped = _dropped(A, 0.25, np.random.default_rng(57))

    # 300 elements of each kind; 7.2 standard deviations of 0.025.
    for first, kind in ((0, "zeros"), (10, "negative numbers"), (20, "tiny"), (30, "large")):
        share = float(dropped[:, first : first + 10].mean())
        check_that(
            abs(share - 0.25) < 0.18,
            f"of {kind} among A another share is dropped",
            actual=share,
            expected="about 0.25",
        )


@checks("dropout", points=1)
def test_dropout_at_rate_zero_drops_nothing():
    """At rate 0 the mask is all ones and A_dropped equals A; the integer 0 does as well."""
    A = _activations(5, 7)

    for rate in (0.0, 0):
        check_pure(regularization.dropout, A, rate, np.random.default_rng(58))
        result = call(regularization.dropout, A.copy(), rate, np.random.default_rng(58))
        check_close(result, (A, np.ones((5, 7))), **EXACT)
    dropped = _dropped(np.tile(A, (5, 5)), 0.5, np.random.default_rng(58))
    check_that(dropped.any(), "at rate 0.5 nothing was dropped either", actual=dropped)


@checks("dropout", points=1)
def test_dropout_takes_whole_numbers():
    """Integer activations give float64 results, scaled and not cut off, at rate 0 too."""
    A = np.arange(-60, 60).reshape(12, 10)

    for rate in (0.3, 0.6, 0.0, 0):
        _check_keeps(_dropped(A, rate, np.random.default_rng(59)), rate)


@checks("dropout", points=1)
def test_dropout_takes_any_array():
    """A in Fortran order, sliced, read-only or of single precision is dropped like any other."""
    A = _activations(6, 11)

    for layout in LAYOUTS:
        _check_keeps(_dropped(arrange(A, layout), 0.4, np.random.default_rng(60)), 0.4)
    _dropped(A.astype(np.float32), 0.4, np.random.default_rng(60), dtype=None)


@checks("dropout", points=1)
def test_dropout_changes_no_argument():
    """A stays as it was and shares no memory with the results."""
    A = _activations(6, 11)
    kept = A.copy()

    check_pure(regularization.dropout, A, 0.4, np.random.default_rng(61))
    _check_keeps(_dropped(kept, 0.4, np.random.default_rng(61)), 0.4)


@checks("dropout", points=2)
def test_dropout_draws_from_the_rng_alone():
    """The same state of rng gives the same mask; another state, or a second call, another."""
    A = _activations(9, 20)
    rng = np.random.default_rng(62)

    first, second = _dropped(A, 0.5, rng), _dropped(A, 0.5, rng)
    again = _dropped(A, 0.5, np.random.default_rng(62))
    other = _dropped(A, 0.5, np.random.default_rng(63))

    check_that(np.array_equal(first, again), "the same state gave another mask", actual=again)
    check_that(not np.array_equal(first, second), "a second call gave the same mask", actual=second)
    check_that(not np.array_equal(first, other), "another state gave the same mask", actual=other)


@checks("dropout", points=1)
def test_dropout_refuses_a_rate_outside_zero_to_one():
    """A rate below 0, of 1 or above is a ValueError that names it; 0.99 is fine."""
    A = _activations(50, 60)

    # That none of 3000 elements is kept has a chance of 0.99 ** 3000, or 1e-13.
    _check_keeps(_dropped(A, 0.99, np.random.default_rng(64)), 0.99)
    for rate, value in ((1.0, 1), (1, 1), (-0.25, -0.25), (1.75, 1.75), (-2, -2)):
        check_value_error(
            regularization.dropout, A, rate, np.random.default_rng(64), mentions=["rate", value]
        )


# dropout_backward

batches = sizes(2).flatmap(
    lambda shape: st.tuples(
        arrays(shape), arrays(shape, st.booleans(), bool), st.sampled_from([0.5, 0.2, 0.9, 1 / 3])
    )
)


@checks("dropout_backward", points=2)
@example((np.array([[0.1, -0.7, 2.5]]), np.array([[True, False, True]]), 0.3))
@given(batches)
def test_dropout_backward_multiplies_by_the_mask(parts):
    """The gradient is dA times the mask: scaled where an element stayed, 0 where it was dropped."""
    dA, kept, rate = parts
    mask = kept / (1 - rate)
    expected = np.where(kept, dA / (1 - rate), 0.0)

    check_close(call(regularization.dropout_backward, dA, mask), expected, **EXACT)


@checks("dropout_backward", points=1)
def test_dropout_backward_is_the_slope_of_dropout():
    """Central differences of a cost behind dropout, under one mask, give the same gradient."""
    A, target = _activations(3, 5), np.random.default_rng(71).normal(size=(3, 5))
    _, mask = reference.dropout(A, 0.4, np.random.default_rng(72))
    expected = numerical_gradient(lambda A: float(np.sum((A * mask - target) ** 2)), A)
    upstream = 2 * (A * mask - target)

    check_close(call(regularization.dropout_backward, upstream, mask), expected, **SMOOTH)


@checks("dropout_backward", points=1)
def test_dropout_backward_of_one_row_or_one_unit():
    """A batch of one, a layer of one unit and a single number work as well."""
    for shape in ((1, 6), (6, 1), (1, 1)):
        dA, mask = _activations(*shape), np.resize([1.25, 0.0, 1.25], shape)

        check_close(call(regularization.dropout_backward, dA, mask), dA * mask, **EXACT)


@checks("dropout_backward", points=1)
def test_dropout_backward_takes_whole_numbers():
    """Integer gradients, an integer mask, or both give float64, nothing cut off."""
    dA = np.array([[3, -5, 7], [0, 9, -11]])
    mask = np.array([[2, 0, 2], [2, 2, 0]])

    for gradient, factor in ((dA, mask), (dA, mask * 0.625), (dA * 0.375, mask)):
        expected = np.asarray(gradient, dtype=np.float64) * factor

        check_close(call(regularization.dropout_backward, gradient, factor), expected, **EXACT)


@checks("dropout_backward", points=1)
def test_dropout_backward_takes_any_array():
    """Arrays in Fortran order, sliced, read-only or of single precision do as well."""
    dA = _activations(4, 7)
    _, mask = reference.dropout(dA, 0.3, np.random.default_rng(73))
    single = dA.astype(np.float32), mask.astype(np.float32)
    expected = reference.dropout_backward(*single)

    check_layouts(regularization.dropout_backward, reference.dropout_backward, dA, mask)
    check_close(call(regularization.dropout_backward, *single), expected, **SINGLE)


@checks("dropout_backward", points=1)
def test_dropout_backward_changes_no_argument():
    """dA and mask stay as they were and share no memory with the result, all ones included."""
    dA = _activations(4, 7)
    _, drawn = reference.dropout(dA, 0.3, np.random.default_rng(74))
    for mask in (drawn, np.ones((4, 7))):
        expected = dA * mask

        check_pure(regularization.dropout_backward, dA, mask)
        check_close(call(regularization.dropout_backward, dA.copy(), mask), expected, **EXACT)


# early_stopping


def _check_stops(*cases: tuple[list[Any], int, int]) -> None:
    """Hold the best epoch of each (costs, patience, best) against the student's."""
    for costs, patience, best in cases:
        check_integers(call(regularization.early_stopping, list(costs), patience), best)


def _stopped(costs: list[float], patience: int) -> int:
    """The best epoch, from the definition: every epoch is asked whether training stops after it."""
    minima = [
        i
        for i, cost in enumerate(costs)
        if math.isfinite(cost)
        and all(cost < each for each in costs[:i] if not math.isnan(each) and each != -INF)
    ]
    for epoch in range(len(costs)):
        last = [i for i in range(epoch - patience + 1, epoch + 1) if i >= 0]
        if len(last) == patience and not set(last) & set(minima):
            return max([i for i in minima if i <= epoch], default=0)
    return max(minima, default=0)


@checks("early_stopping", points=3)
@example([0.75, 0.5, 0.625, 0.5, 0.625, 0.75, 0.875, 0.25], 3)
@example([NAN, 0.5, INF, 0.25, NAN, NAN, 0.125], 2)
@given(
    st.lists(floats(0, 1) | st.sampled_from([NAN, INF, -INF]), min_size=1, max_size=14),
    st.integers(1, 5),
)
def test_early_stopping_gives_the_best_epoch_seen(costs, patience):
    """The answer is the epoch of the lowest cost up to the stop, whatever the costs do."""
    expected = _stopped(costs, patience)

    check_integers(call(regularization.early_stopping, costs, patience), expected)


@checks("early_stopping", points=1)
@pytest.mark.parametrize("patience", [1, 2, 3, 5], ids=lambda patience: f"patience {patience}")
def test_early_stopping_waits_for_patience_epochs(patience):
    """A lower cost counts that comes patience epochs after the best; one later it is not seen."""
    start, worse = [0.9, 0.7, 0.4], [0.5 + 0.01 * i for i in range(8)]
    seen = start + worse[: patience - 1] + [0.3, 0.35]
    missed = start + worse[:patience] + [0.3, 0.35]

    _check_stops((seen, patience, 2 + patience), (missed, patience, 2))


@checks("early_stopping", points=1)
def test_early_stopping_starts_the_count_again():
    """The epochs without a minimum count in a row: each new minimum starts the count again."""
    costs = [0.9, 0.95, 0.8, 0.85, 0.7, 0.75, 0.6, 0.65, 0.66, 0.1]

    _check_stops((costs, 2, 6), (costs, 3, 9), (costs, 1, 0))


@checks("early_stopping", points=1)
def test_early_stopping_measures_against_the_best():
    """A cost below the one before it, but not below the best, is no new minimum."""
    costs = [0.9, 0.3, 0.8, 0.7, 0.6, 0.5, 0.2]

    _check_stops((costs, 2, 1), (costs, 4, 1), (costs, 5, 6))


@checks("early_stopping", points=1)
def test_early_stopping_goes_on_to_the_end():
    """Where patience does not run out, the best of all epochs is the answer."""
    _check_stops(
        ([0.9, 0.6, 0.4, 0.3], 1, 3),
        ([0.9, 0.3, 0.4, 0.5], 3, 1),
        ([0.9, 0.3, 0.4, 0.5], 50, 1),
        ([0.9, 0.5, 0.6, 0.3, 0.4], 2, 3),
        ([0.7], 1, 0),
        ([0.7], 9, 0),
    )


@checks("early_stopping", points=1)
def test_early_stopping_gives_the_first_of_equals():
    """A cost that equals the best is no new minimum; one that is lower by a hair is."""
    _check_stops(
        ([0.9, 0.5, 0.6, 0.5, 0.6], 9, 1),
        ([0.5, 0.5], 4, 0),
        ([0.9, 0.5, 0.5, 0.5, 0.1], 2, 1),
        ([0.9, 0.5, 0.5, 0.5, 0.1], 3, 4),
        ([0.5, 0.5 - 1e-12, 0.5 - 2e-12, 0.6], 1, 2),
    )


@checks("early_stopping", points=2)
def test_early_stopping_counts_broken_costs_as_epochs():
    """A cost of NaN, inf or -inf is no minimum, and an epoch without one, also at the beginning."""
    _check_stops(
        ([0.5, NAN, 0.7, 0.6], 4, 0),
        ([NAN, 0.8, 0.6, 0.7], 2, 2),
        ([INF, 0.8, 0.6, 0.7], 2, 2),
        ([0.8, NAN, 0.6, INF, 0.5, 0.55], 2, 4),
        ([0.8, NAN, INF, 0.1], 2, 0),
        ([0.8, -INF, 0.5, 0.6], 2, 2),
        ([-INF, 0.8, 0.5], 2, 2),
        ([0.8, 0.9, -INF, 0.1], 2, 0),
        ([0.8, -INF, -INF, 0.1], 3, 3),
        ([0.9, 0.8, np.float64("nan"), 0.7, 0.9], 2, 3),
        ([NAN, INF, 0.4, 0.3], 3, 3),
    )


@checks("early_stopping", points=1)
def test_early_stopping_without_any_minimum():
    """Where no epoch seen was a minimum the answer is 0, even if later ones would have been."""
    _check_stops(
        ([NAN, NAN, NAN], 5, 0),
        ([INF], 1, 0),
        ([NAN, INF, 0.3, 0.2], 2, 0),
        ([INF, 0.3], 1, 0),
        ([NAN, INF, 0.3, 0.2], 3, 3),
    )


@checks("early_stopping", points=1)
def test_early_stopping_takes_any_size_of_cost():
    """Costs may be below 0, huge, whole numbers or numpy's."""
    _check_stops(
        ([3.0, -1.0, -2.5, -2.0, -9.0], 1, 2),
        ([1e308, 1e300, 1e305, 1e299], 2, 3),
        ([9, 7, 8, 8, 6], 2, 1),
        ([np.float64(0.5), np.float64(0.25), np.float64(0.3)], 3, 1),
        ([0.5, 0.0, 0.1, 0.2], 2, 1),
    )


@checks("early_stopping", points=1)
def test_early_stopping_leaves_the_costs_alone():
    """The list of costs stays as it was, in length and in order."""
    costs = [0.9, 0.4, 0.6, NAN, 0.7, 0.1]

    check_pure(regularization.early_stopping, costs, 3)
    _check_stops((costs, 3, 1), (costs, 4, 5))


@checks("early_stopping", points=1)
def test_early_stopping_refuses_an_empty_list():
    """No costs at all is a ValueError that names validation_costs; one cost is fine."""
    _check_stops(([0.9, 0.4], 2, 1), ([0.4], 2, 0))
    check_value_error(regularization.early_stopping, [], 2, mentions=["validation_costs"])


@checks("early_stopping", points=1)
def test_early_stopping_refuses_a_patience_below_one():
    """A patience of 0 or less is a ValueError that names it, also where the costs only fall."""
    costs = [0.9, 0.4, 0.2, 0.3]

    _check_stops((costs, 1, 2))
    for patience in (0, -3):
        check_value_error(
            regularization.early_stopping, costs, patience, mentions=["patience", patience]
        )
        check_value_error(
            regularization.early_stopping, [0.5], patience, mentions=["patience", patience]
        )
