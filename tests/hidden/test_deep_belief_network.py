"""Checks that decide the mark of unit 17, deep belief networks.

The order of rows and of draws is free, so what is drawn is judged by what any order leaves behind: exact
relations between the arrays that come back, machines so strong that chance has no say, and counts.
"""

from __future__ import annotations

import math
from itertools import combinations, pairwise, permutations, product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exercises import deep_belief_network
from grader.testing import (
    LAYOUTS,
    arrange,
    arrays,
    call,
    check_close,
    check_layouts,
    check_pure,
    check_that,
    checks,
    sizes,
)
from solutions import deep_belief_network as reference
from solutions import gradient_descent
from solutions.activations import sigmoid

Stack = list[tuple[np.ndarray, np.ndarray, np.ndarray]]

EXACT = {"rtol": 1e-9, "atol": 1e-12}
SINGLE = {"rtol": 1e-4, "atol": 1e-5, "dtype": None}
GREYS = st.integers(0, 8).map(lambda eighths: eighths / 8)
KINDS = (np.int64, np.uint8, np.bool_)
ONE_SEED = st.integers(0, 2**32 - 1)


@st.composite
def _stacks(draw: st.DrawFn) -> tuple[np.ndarray, Stack]:
    """Data and one to three machines, rows and layers of pairwise different size."""
    n, *units = draw(st.integers(3, 5).flatmap(lambda count: sizes(count)))
    stack = [
        (draw(arrays(pair)), draw(arrays(pair[0])), draw(arrays(pair[1])))
        for pair in pairwise(units)
    ]
    return draw(arrays((n, units[0]), GREYS)), stack


def _stack(seed: int, *units: int, scale: float = 1.0) -> Stack:
    """Machines between layers of these sizes, none of their numbers round."""
    rng = np.random.default_rng(seed)
    return [
        tuple(scale * rng.normal(size=shape) for shape in (pair, pair[0], pair[1]))
        for pair in pairwise(units)
    ]


def _cast(stack: Stack, dtype: Any) -> Stack:
    return [tuple(array.astype(dtype) for array in machine) for machine in stack]


def _whole(stack: Stack) -> Stack:
    """The stack rounded away from 0, as int64."""
    return [
        tuple((np.sign(array) * np.ceil(np.abs(array))).astype(np.int64) for array in machine)
        for machine in stack
    ]


def _strong() -> tuple[np.ndarray, Stack]:
    """Data and two machines whose weighted sums, up and down, lie beyond ±720 but within ±1000."""
    V = np.array([[1.0, 1, 0], [0, 0, 1], [1, 0, 1]])
    low = (
        np.array([[-470.0, 470], [-480, 470], [2, -900]]),
        np.array([-430.0, 5, 30]),
        np.array([0.5, 9]),
    )
    high = (
        np.array([[-940.0, 940, 3], [960, -950, -1]]),
        np.array([0.25, -5]),
        np.array([7.0, -2, 0.5]),
    )
    return V, [low, high]


def _greys(n: int, d: int, seed: int) -> np.ndarray:
    """Data between 0 and 1."""
    return np.random.default_rng(seed).random((n, d))


def _states(n: int, d: int, seed: int) -> np.ndarray:
    """Data of 0.0 and 1.0."""
    return np.random.default_rng(seed).integers(0, 2, size=(n, d)).astype(np.float64)


def _all_states(d: int) -> np.ndarray:
    return np.array(list(product([0.0, 1.0], repeat=d)))


def _up(H: np.ndarray, W: np.ndarray, b: np.ndarray) -> np.ndarray:
    return sigmoid(H @ W + b)


def _down(H: np.ndarray, stack: Stack) -> np.ndarray:
    for W, a, _ in reversed(stack):
        H = sigmoid(H @ W.T + a)
    return H


# pretrain


def _trained(V: Any, layer_sizes: list[int], *rest: Any, dtype: Any = np.float64) -> Any:
    """The student's stack, once its structure, shapes and element types are right.

    What is done to the list of sizes is not looked at here, and misleads no other check.
    """
    stack = call(deep_belief_network.pretrain, V, [*layer_sizes], *rest)
    check_that(
        isinstance(stack, list) and len(stack) == len(layer_sizes),
        f"expected a list of {len(layer_sizes)} machines",
        actual=stack,
    )
    for number, (machine, (below, above)) in enumerate(
        zip(stack, pairwise([V.shape[1], *layer_sizes]), strict=True), start=1
    ):
        check_that(
            isinstance(machine, tuple | list) and len(machine) == 3,
            f"machine {number} should be a triple (W, a, b)",
            actual=machine,
        )
        for name, array, shape in zip(
            "Wab", machine, [(below, above), (below,), (above,)], strict=True
        ):
            kind = np.float64 if dtype is None else dtype
            check_that(
                isinstance(array, np.ndarray)
                and array.shape == shape
                and (array.dtype == kind or (dtype is None and array.dtype.kind == "f")),
                f"the {name} of machine {number} should be a {np.dtype(kind)} array of shape {shape}",
                actual=array,
            )
            check_that(
                bool(np.all(np.isfinite(array))),
                f"the {name} of machine {number} is not finite",
                actual=array,
            )
    return stack


def _check_one_step(
    stack: Any, V: np.ndarray, learning_rate: float, *, tolerance: float = 1e-9
) -> None:
    """Hold machines that took one step on one row against CD-1, whatever was drawn.

    The visible bias tells the chain: v1 = v0 - a / rate. The first weights follow from those that came
    back, W = W0 + rate * (v0ᵀ P(h|v0) - v1ᵀ P(h|v1)), as the one solution of that equation near W; they
    must be small, and b must be what they give.
    """
    v0 = np.array(V, dtype=np.float64)
    for number, machine in enumerate(stack, start=1):
        W, a, b = (np.asarray(array, dtype=np.float64) for array in machine)
        v1 = v0 - a / learning_rate
        check_that(
            bool(np.all(np.minimum(np.abs(v1), np.abs(v1 - 1)) < 100 * tolerance)),
            f"machine {number}: a after one step on one row should be learning_rate * (v0 - v1), v1 drawn,"
            " so that v1 is 0 or 1",
            actual=a,
            expected=f"v0 - a / {learning_rate} of 0 and 1, with v0 = {v0.round(4).tolist()}",
        )
        v1, start = v1.round(), W
        for _ in range(300):
            up, down = sigmoid(v0 @ start), sigmoid(v1 @ start)
            start = W - learning_rate * (v0.T @ up - v1.T @ down)
        check_that(
            bool(np.all(np.abs(start) < 0.08)),
            f"machine {number}: W after one step on one row should be a small start plus"
            " learning_rate * (v0ᵀ P(h|v0) - v1ᵀ P(h|v1))",
            actual=W,
            expected=f"weights that start from deviation 0.01, not from {np.abs(start).max():.4f}",
        )
        check_close(b, learning_rate * (up - down)[0], rtol=1e-6, atol=tolerance)
        v0 = _up(v0, W, b)


def _check_rows(
    stack: Any, V: np.ndarray, learning_rate: float, epochs: int, batch_size: int
) -> None:
    """Hold each machine's visible bias against a mean over every row in each epoch, once.

    Rows are grey, so a / rate = sum over batches of mean(v0) - mean(v1), where v1 is 0 or 1, shows by
    what it has beyond fractions of the batches' sizes which rows were used.
    """
    n, H = len(V), V
    rest = n % batch_size if batch_size < n else 0
    full = min(batch_size, n)
    fraction = math.lcm(full, rest or 1)
    for number, (W, a, b) in enumerate(stack, start=1):
        fits = []
        for last in combinations(range(n), rest):
            short = H[list(last)].sum(axis=0)
            data = (H.sum(axis=0) - short) / full + (short / rest if rest else 0.0)
            chain = epochs * data - a / learning_rate
            steps = epochs * math.ceil(n / full)
            whole = chain * fraction
            fits.append(
                bool(
                    np.all(np.abs(whole - whole.round()) < 1e-7)
                    and np.all((chain > -1e-9) & (chain < steps + 1e-9))
                )
            )
        check_that(
            any(fits),
            f"machine {number}: a should be learning_rate times the sum of mean(v0 - v1) over the batches,"
            " every row of its data once an epoch, v1 drawn, each batch averaged over its own rows",
            actual=a,
            expected=f"{epochs} epochs over {n} rows in batches of {batch_size}",
        )
        H = _up(H, W, b)


def _schedules(n: int, batch_size: int, epochs: int) -> list[list[list[int]]]:
    """All ways to cut n rows into one or two batches, in any order; with more epochs n is 1."""
    rest = n % batch_size
    cuts = []
    for order in permutations(range(n)):
        for first in {rest or batch_size, batch_size}:
            starts = [0, *range(first, n, batch_size)]
            cuts.append([sorted(order[i:j]) for i, j in zip(starts, [*starts[1:], n], strict=True)])
    unique = {str(cut): cut for cut in cuts}
    return [cut * epochs for cut in unique.values()]


def _descended(
    start: np.ndarray, batches: list[tuple[np.ndarray, np.ndarray]], learning_rate: float
) -> tuple[np.ndarray, np.ndarray]:
    """W and b after steps from a start, from the data and the chain's end of each batch."""
    W, b = start, np.zeros(start.shape[1])
    for v0, v1 in batches:
        up, down = _up(v0, W, b), _up(v1, W, b)
        W = W + learning_rate * (v0.T @ up - v1.T @ down) / len(v0)
        b = b + learning_rate * (up - down).mean(axis=0)
    return W, b


def _check_steps(
    stack: Any, V: np.ndarray, learning_rate: float, epochs: int, batch_size: int
) -> None:
    """Hold each machine against CD-1 over a few steps, whatever was drawn and however rows were cut.

    All cuts and all states of the chain that a admits are tried. For each, W determines the first weights,
    as one step on one row does, and these must be small and give b.
    """
    H = V
    for number, (W, a, b) in enumerate(stack, start=1):
        chains = _all_states(epochs * H.size).reshape(-1, epochs * len(H), H.shape[1])
        fits = False
        for schedule in _schedules(len(H), batch_size, epochs):
            cuts = np.cumsum([len(rows) for rows in schedule])[:-1]
            ends = np.split(chains, cuts, axis=1)
            moved = sum(
                H[rows].mean(axis=0) - end.mean(axis=1)
                for rows, end in zip(schedule, ends, strict=True)
            )
            for chain in chains[np.all(np.abs(learning_rate * moved - a) < 1e-9, axis=1)]:
                batches = [
                    (H[rows], end)
                    for rows, end in zip(schedule, np.split(chain, cuts), strict=True)
                ]
                start = W
                for _ in range(60):
                    found, biases = _descended(start, batches, learning_rate)
                    start = start + W - found
                fits = fits or bool(
                    np.all(np.abs(found - W) < 1e-9)
                    and np.all(np.abs(start) < 0.08)
                    and np.all(np.abs(biases - b) < 1e-8)
                )
            if fits:
                break
        check_that(
            fits,
            f"machine {number}: W, a and b cannot be what CD-1 leaves behind, whatever it draws, each step"
            " from the newest W, a and b and averaged over the rows of its batch",
            actual=[W, a, b],
            expected=f"{epochs} epochs over {len(V)} rows in batches of {batch_size}",
        )
        H = _up(H, W, b)


@checks("pretrain", points=1)
@settings(max_examples=10)
@given(sizes(5, 1, 6), st.integers(1, 3), ONE_SEED)
def test_pretrain_gives_one_machine_a_layer(units, depth, seed):
    """The stack is a list of (W, a, b), lowest first, that lead from V's columns up the layer sizes."""
    n, d, *layer_sizes = units
    V = _greys(n, d, seed)

    stack = _trained(V, layer_sizes[:depth], 0.5, 2, 2, np.random.default_rng(seed))

    for W, _, _ in stack:
        check_that(
            bool(np.all(W != 0)) and np.unique(W).size == W.size,
            "some weights are 0 or the same number",
            actual=W,
        )


@checks("pretrain", points=1)
def test_pretrain_starts_with_small_normal_weights():
    """With learning rate 0 all weights are as they start: normal, mean 0 and deviation 0.01."""
    stack = _trained(_greys(2, 90, 1), [170, 90], 0.0, 1, 2, np.random.default_rng(1))

    # 15300 weights a machine: each bound is at least 6.9 standard errors away.
    for number, (W, _, _) in enumerate(stack, start=1):
        scaled = W / 0.01
        for what, value, expected, allowed in (
            ("mean", scaled.mean(), 0.0, 0.06),
            ("deviation", scaled.std(), 1.0, 0.04),
            ("share beyond one deviation", np.mean(np.abs(scaled) > 1), 0.3173, 0.027),
            ("share beyond two and a half", np.mean(np.abs(scaled) > 2.5), 0.0124, 0.0065),
        ):
            check_that(
                abs(value - expected) < allowed,
                f"first weights of machine {number}, in units of 0.01: the {what} is wrong",
                actual=float(value),
                expected=expected,
            )
        check_that(np.unique(W).size == W.size, "some weights are the same number", actual=W)


@checks("pretrain", points=1)
def test_pretrain_draws_each_machine_by_itself():
    """Machines of one size start from different weights, with different biases of zero."""
    stack = _trained(_greys(3, 5, 2), [5, 5, 5], 0.0, 2, 2, np.random.default_rng(2))

    for (W, _, _), (other, _, _) in combinations(stack, 2):
        check_that(
            not np.any(np.isin(W, other)) and not np.any(np.isin(-W, other)),
            "two machines start from the same weights",
            actual=other,
        )
    for _, a, b in stack:
        check_close(a, np.zeros(5))
        check_close(b, np.zeros(5))


@checks("pretrain", points=2)
@settings(max_examples=20)
@given(
    st.integers(1, 5), st.lists(st.integers(1, 5), min_size=1, max_size=1), st.booleans(), ONE_SEED
)
def test_pretrain_takes_one_step_of_contrastive_divergence(d, layer_sizes, grey, seed):
    """One row and one epoch move W, a and b by the learning rate times CD-1, uphill."""
    V = _greys(1, d, seed) if grey else _states(1, d, seed)

    stack = _trained(V, layer_sizes, 0.3, 1, 4, np.random.default_rng(seed))

    _check_one_step(stack, V, 0.3)


@checks("pretrain", points=1)
@pytest.mark.parametrize(
    "layer_sizes", [[4, 3], [5, 5, 5], [2, 5, 1]], ids=["5-4-3", "all of one size", "5-2-5-1"]
)
def test_pretrain_trains_each_machine_on_probabilities_below(layer_sizes):
    """The second machine's data are the hidden probabilities that the trained first one gives for V."""
    for seed in range(4):
        V = _states(1, 5, seed)

        stack = _trained(V, layer_sizes, 0.25, 1, 1, np.random.default_rng(seed))

        _check_one_step(stack, V, 0.25)


@checks("pretrain", points=1)
@pytest.mark.parametrize(
    ("n", "batch_size", "epochs"),
    [(5, 1, 1), (4, 4, 1), (3, 8, 1), (5, 1, 3), (6, 3, 2)],
    ids=["rows one by one", "one batch", "batch above n", "three epochs", "two epochs of two"],
)
def test_pretrain_uses_every_row_once_an_epoch(n, batch_size, epochs):
    """In each epoch every row counts once, and each batch's direction is averaged over its rows."""
    V = _greys(n, 4, 3)

    stack = _trained(V, [3, 2], 0.5, epochs, batch_size, np.random.default_rng(3))

    _check_rows(stack, V, 0.5, epochs, batch_size)


@checks("pretrain", points=1)
@pytest.mark.parametrize(
    ("n", "batch_size"), [(5, 2), (7, 3), (5, 3), (9, 7)], ids=["2 2 1", "3 3 1", "3 2", "7 2"]
)
def test_pretrain_takes_the_last_short_batch(n, batch_size):
    """What is left for the last batch is used too, and averaged over the rows that it has."""
    V = _greys(n, 3, 4)

    stack = _trained(V, [4, 2], 0.5, 1, batch_size, np.random.default_rng(4))

    _check_rows(stack, V, 0.5, 1, batch_size)


@checks("pretrain", points=1)
def test_pretrain_starts_each_chain_by_chance():
    """In the first step the chain's states are near coin flips, for each row and unit by itself."""
    n = 4000
    V = _greys(n, 3, 5)

    [(_, a, _)] = _trained(V, [2], 1.0, 1, n, np.random.default_rng(5))

    # Nearly a coin: by weights of deviation 0.01 the chance is off by less than 0.03, and 4000 flips
    # are within 0.056 but for a chance of 1e-12. Rows that share their flips are 0 or 1 all alike.
    share = V.mean(axis=0) - a
    check_that(
        bool(np.all(np.abs(share - 0.5) < 0.09)),
        "the shares of ones among the first states of the chain, mean(v0) - a, should be near 0.5",
        actual=share,
    )
    counts = n * share
    check_that(
        bool(np.all(np.abs(counts - counts.round()) < 1e-6)),
        "the states of the chain are not 0 and 1",
        actual=counts,
    )


@checks("pretrain", points=1)
def test_pretrain_draws_each_step_by_itself():
    """The chain of a step owes nothing to the draws of the step before."""
    V, steps = _greys(1, 50, 13), 8

    [(_, a, _)] = _trained(V, [2], 0.001, steps, 1, np.random.default_rng(13))

    # With steps so small all chances stay near 1/2. That 50 units are each always on or always off in
    # eight steps has a chance below 1e-100.
    ones = steps * V[0] - a / 0.001
    check_that(
        bool(np.all(np.abs(ones - ones.round()) < 1e-6)),
        "how often each unit of the chain was on, steps * v0 - a / 0.001, should be a whole number",
        actual=ones,
    )
    check_that(
        bool(np.any((ones > 0.5) & (ones < steps - 0.5))),
        "each unit of the chain has the same state in all eight steps",
        actual=ones,
    )


@checks("pretrain", points=1)
@pytest.mark.parametrize(
    ("n", "batch_size", "epochs"),
    [(1, 1, 3), (3, 2, 1)],
    ids=["one row three times", "two rows and one"],
)
def test_pretrain_takes_steps_of_contrastive_divergence(n, batch_size, epochs):
    """Every step adds the learning rate times CD-1 of its batch to W, a and b as the last left them."""
    for seed in (14, 15):
        V = _greys(n, 2, seed)

        stack = _trained(V, [3, 2], 0.3, epochs, batch_size, np.random.default_rng(seed))

        _check_steps(stack, V, 0.3, epochs, batch_size)


@checks("pretrain", points=1, seconds=10)
def test_pretrain_takes_one_step_of_the_chain():
    """It is CD-1: the chain ends after one step, not after two."""
    V, rest = np.full((1000, 20), 0.25), ([30], 8.0, 1, 500)
    # All rows alike. The first batch makes a machine that would fall silent from the data; in the second
    # the mean of a tells how far the chain got: about -0.85 for k = 1, -0.24 for k = 2, each ±0.04.
    expected = np.mean(
        [reference.pretrain(V, *rest, np.random.default_rng(seed))[0][1] for seed in range(10)]
    )

    [(_, a, _)] = _trained(V, *rest, np.random.default_rng(16))

    check_that(
        abs(a.mean() - expected) < 0.3,
        "after two steps the mean of a is not what chains of one step give",
        actual=float(a.mean()),
        expected=float(expected),
    )


@checks("pretrain", points=1, seconds=10)
def test_pretrain_draws_the_hidden_states_of_the_chain():
    """On its way down the chain goes from hidden states that were drawn, not from their probabilities."""
    V, rest = np.full((3000, 40), 0.08), ([20], 3.5, 1, 1500)

    # The first batch makes a machine whose visible units are the rarer, the more of its hidden units
    # are on; in the second, drawn hidden states are few enough more often than their mean would tell.
    # W is half of a, which is about -1.46, but for that: about -0.02 if they are drawn, 0.07 if not, each ±0.0065.
    def surplus(stack: Stack) -> float:
        W, a, _ = stack[0]
        return float(a.mean() - 2 * W.mean())

    expected = np.mean(
        [surplus(reference.pretrain(V, *rest, np.random.default_rng(seed))) for seed in range(5)]
    )

    stack = _trained(V, *rest, np.random.default_rng(36))
    actual = surplus(stack)

    check_that(
        abs(actual - expected) < 0.043 and stack[0][1].mean() < -1,
        "after two steps the mean of a less twice that of W is not what drawn hidden states give",
        actual=actual,
        expected=float(expected),
    )


@checks("pretrain", points=1)
def test_pretrain_goes_on_from_the_newest_weights():
    """Every step starts where the last one ended: what a machine has learned it does not learn twice."""
    V = np.array([[1.0, 0.0, 1.0] * 10])
    learning_rate = 40.0

    # A unit of the chain that differs from the data once gets a bias of ±40 and never differs again.
    # That none of 30 differs in 25 epochs has a chance below 1e-200.
    [(_, a, _)] = _trained(V, [2], learning_rate, 25, 1, np.random.default_rng(6))

    mistakes = a / learning_rate * np.where(V[0] == 1, 1.0, -1.0)
    check_that(
        bool(np.all((np.abs(mistakes) < 1e-9) | (np.abs(mistakes - 1) < 1e-9)))
        and mistakes.sum() > 0.5,
        "with a learning rate of 40 each visible unit should learn its one value in one step, or know it",
        actual=mistakes,
        expected="0 or 1 steps of ±40 for each unit",
    )


@checks("pretrain", points=1, seconds=10)
def test_pretrain_learns_two_patterns():
    """After 150 epochs a stack of two machines gives both patterns back nearly as they were."""
    V = np.repeat([[1.0, 1, 1, 0, 0, 0], [0, 0, 0, 1, 1, 1]], 5, axis=0)

    stack = _trained(V, [8, 5], 0.5, 150, 4, np.random.default_rng(7))

    error = np.abs(reference.reconstruct(V, stack) - V).mean()
    check_that(
        error < 0.15,
        "the mean error of reconstructed patterns is too large",
        actual=float(error),
        expected="about 0.01",
    )


@checks("pretrain", points=1)
def test_pretrain_depends_on_the_rng_alone():
    """The same state of rng gives the same stack, another state and a second call give others."""
    V, rest = _states(6, 4, 8), ([3, 2], 0.5, 2, 4)
    rng = np.random.default_rng(8)

    first, again, other = (
        _trained(V, *rest, np.random.default_rng(seed))[0][0] for seed in (8, 8, 9)
    )
    moved = [_trained(V, *rest, rng)[0][0] for _ in range(2)]

    check_that(np.array_equal(first, again), "the same state gave other weights", actual=again)
    check_that(bool(np.all(first != other)), "another state gave the same weights", actual=other)
    check_that(
        bool(np.all(moved[0] != moved[1])), "a second call gave the same weights", actual=moved[1]
    )


@checks("pretrain", points=1)
def test_pretrain_takes_whole_numbers():
    """Data of int64, uint8 and bool, and a learning rate of 1, are fine: float64 comes out."""
    for kind in KINDS:
        for learning_rate, d in ((0.25, 4), (1, 1)):
            V = np.ones((1, d)) if d == 1 else _states(1, d, 10)

            stack = _trained(V.astype(kind), [3, 2], learning_rate, 1, 1, np.random.default_rng(10))

            _check_one_step(stack[:2] if d > 1 else stack[:1], V, learning_rate)


@checks("pretrain", points=1)
def test_pretrain_takes_float32_and_any_memory_layout():
    """Single precision, Fortran order, slices and read-only arrays are fine."""
    V = _greys(1, 4, 11).astype(np.float32)

    stack = _trained(V, [3, 2], 0.25, 1, 1, np.random.default_rng(11), dtype=None)

    _check_one_step(stack, V, 0.25, tolerance=1e-5)
    for layout in LAYOUTS:
        V = _greys(5, 4, 11)

        stack = _trained(arrange(V, layout), [3, 2], 0.5, 1, 2, np.random.default_rng(11))

        _check_rows(stack, V, 0.5, 1, 2)


@checks("pretrain", points=1)
def test_pretrain_changes_no_argument():
    """The data stays as it was, and in its order."""
    V, layer_sizes = _greys(6, 4, 12), [3, 2]
    kept = V.copy()

    check_pure(deep_belief_network.pretrain, V, layer_sizes, 0.5, 2, 4, np.random.default_rng(12))
    stack = _trained(V, layer_sizes, 0.5, 1, 4, np.random.default_rng(12))
    _check_rows(stack, kept, 0.5, 1, 4)


# propagate_up


@checks("propagate_up", points=2)
@given(_stacks())
def test_propagate_up_follows_its_formula(data):
    """The list is V, then each machine's sigmoid(H W + b) of the layer below."""
    V, stack = data
    expected = [V]
    for W, _, b in stack:
        expected.append(_up(expected[-1], W, b))

    check_close(call(deep_belief_network.propagate_up, V, stack), expected, **EXACT)


@checks("propagate_up", points=1)
def test_propagate_up_through_layers_of_one_size():
    """Where all layers have one size, up still goes by W and b, the lowest machine first."""
    V, stack = _greys(4, 3, 13), _stack(13, 3, 3, 3, 3)
    expected = reference.propagate_up(V, stack)

    check_close(call(deep_belief_network.propagate_up, V, stack), expected)


@checks("propagate_up", points=1)
def test_propagate_up_of_one_row():
    """One row keeps its axis in every layer, also where there is one unit."""
    for units in ((4, 3, 2), (1, 2), (2, 1, 3)):
        V, stack = _states(1, units[0], 14), _stack(14, *units)
        expected = reference.propagate_up(V, stack)

        check_close(call(deep_belief_network.propagate_up, V, stack), expected)


@checks("propagate_up", points=1)
def test_propagate_up_takes_large_weights():
    """Weighted sums of ±1000 give chances near 0 and 1, without a warning."""
    V, stack = _strong()
    expected = reference.propagate_up(V, stack)

    check_close(call(deep_belief_network.propagate_up, V, stack), expected)


@checks("propagate_up", points=1)
def test_propagate_up_takes_whole_numbers():
    """Data of int64, uint8 and bool, and int64 weights, give float64 in every layer, V too."""
    V, stack = _states(5, 4, 16), _stack(16, 4, 3, 2)
    for kind in KINDS:
        for each in (stack, _whole(stack)):
            expected = reference.propagate_up(V, each)

            result = call(deep_belief_network.propagate_up, V.astype(kind), each)

            check_close(result, expected)


@checks("propagate_up", points=1)
def test_propagate_up_takes_float32_and_any_memory_layout():
    """Single precision, Fortran order, slices and read-only arrays are fine."""
    V, stack = _greys(5, 4, 17), _stack(17, 4, 3, 2)
    single = V.astype(np.float32), _cast(stack, np.float32)
    expected = reference.propagate_up(*single)

    check_close(call(deep_belief_network.propagate_up, *single), expected, **SINGLE)
    check_layouts(deep_belief_network.propagate_up, reference.propagate_up, V, stack)


@checks("propagate_up", points=1)
def test_propagate_up_changes_no_argument():
    """Data and stack stay as they were, and the first layer of the list is a copy of V."""
    V, stack = _greys(5, 4, 18), _stack(18, 4, 3, 2)
    expected = reference.propagate_up(V, stack)

    check_pure(deep_belief_network.propagate_up, V, stack)
    check_close(call(deep_belief_network.propagate_up, V, stack), expected)


# reconstruct


@checks("reconstruct", points=2)
@given(_stacks())
def test_reconstruct_goes_up_and_down(data):
    """Up by W and b, down by the transposed W and a, probabilities both ways."""
    V, stack = data
    top = V
    for W, _, b in stack:
        top = _up(top, W, b)
    expected = _down(top, stack)

    check_close(call(deep_belief_network.reconstruct, V, stack), expected, **EXACT)


@checks("reconstruct", points=2)
def test_reconstruct_through_layers_of_one_size():
    """Where all layers have one size, the highest machine still comes first on the way down."""
    for units in ((3, 3), (3, 3, 3), (4, 4, 4, 4)):
        V, stack = _greys(5, units[0], 19), _stack(19, *units)
        expected = reference.reconstruct(V, stack)

        check_close(call(deep_belief_network.reconstruct, V, stack), expected)


@checks("reconstruct", points=1)
def test_reconstruct_of_one_row():
    """One row keeps its axis, also where there is one unit."""
    for units in ((4, 3, 2), (1, 2), (2, 1, 3)):
        V, stack = _states(1, units[0], 20), _stack(20, *units)
        expected = reference.reconstruct(V, stack)

        check_close(call(deep_belief_network.reconstruct, V, stack), expected)


@checks("reconstruct", points=1)
def test_reconstruct_takes_large_weights():
    """Weighted sums of ±1000 give chances near 0 and 1, without a warning."""
    V, stack = _strong()
    expected = reference.reconstruct(V, stack)

    check_close(call(deep_belief_network.reconstruct, V, stack), expected)


@checks("reconstruct", points=1)
def test_reconstruct_takes_whole_numbers():
    """Data of int64, uint8 and bool, and int64 weights, give float64."""
    V, stack = _states(5, 4, 22), _stack(22, 4, 3, 2)
    for kind in KINDS:
        for each in (stack, _whole(stack)):
            expected = reference.reconstruct(V, each)

            check_close(call(deep_belief_network.reconstruct, V.astype(kind), each), expected)


@checks("reconstruct", points=1)
def test_reconstruct_takes_float32_and_any_memory_layout():
    """Single precision, Fortran order, slices and read-only arrays are fine."""
    V, stack = _greys(5, 4, 23), _stack(23, 4, 3, 2)
    single = V.astype(np.float32), _cast(stack, np.float32)
    expected = reference.reconstruct(*single)

    check_close(call(deep_belief_network.reconstruct, *single), expected, **SINGLE)
    check_layouts(deep_belief_network.reconstruct, reference.reconstruct, V, stack)


@checks("reconstruct", points=1)
def test_reconstruct_changes_no_argument():
    """Data and stack stay as they were, the stack in its order."""
    V, stack = _greys(5, 4, 24), _stack(24, 4, 3, 2)
    expected = reference.reconstruct(V, stack)

    check_pure(deep_belief_network.reconstruct, V, stack)
    check_close(call(deep_belief_network.reconstruct, V, stack), expected)


# generate


def _generated(
    stack: Stack, n: int, k: int, rng: np.random.Generator, *, dtype: Any = np.float64
) -> np.ndarray:
    """The student's rows, once their kind, shape and element type are right."""
    rows = call(deep_belief_network.generate, [*stack], n, k, rng)
    shape = (n, len(stack[0][1]))
    check_that(
        isinstance(rows, np.ndarray) and rows.shape == shape,
        f"expected an array of shape {shape}",
        actual=rows,
    )
    check_that(
        rows.dtype == np.float64 if dtype else rows.dtype.kind == "f",
        "expected element type float64",
        actual=f"{rows.dtype}",
    )
    check_that(bool(np.all(np.isfinite(rows))), "not all values are finite", actual=rows)
    return rows


def _check_states(rows: np.ndarray) -> None:
    check_that(bool(np.all((rows == 0) | (rows == 1))), "not all are 0 or 1", actual=rows)


def _check_shares(rows: np.ndarray, known: np.ndarray, shares: np.ndarray, what: str) -> None:
    """Hold how often each known row comes against its chance; any other row is wrong."""
    distance = np.abs(rows[:, None, :] - known).max(axis=2)
    nearest = distance.argmin(axis=1)
    check_that(
        bool(np.all(distance.min(axis=1) < 1e-7)),
        f"a row came back that is none of those possible: {what}",
        actual=rows[distance.min(axis=1).argmax()],
        expected=known,
    )
    n = len(rows)
    counts = np.bincount(nearest, minlength=len(known))
    allowed = 7 * np.sqrt(n * shares * (1 - shares)) + 3
    check_that(
        bool(np.all(np.abs(counts - n * shares) <= allowed)),
        f"the rows do not come as often as they should: {what}",
        actual=counts / n,
        expected=shares.round(4),
    )


def _register(d: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A machine whose step moves the visible states one unit on, a 1 coming in at the first.

    Each hidden unit copies the visible one below it and is copied by the next visible one: every unit
    hangs between a stronger weight, from the one it copies, and a weaker, to the one that copies it.
    """
    strength = 72.0 * np.arange(2 * d - 1, 0, -1)
    to_hidden, to_visible = strength[::2], strength[1::2]
    W = np.diag(to_hidden)
    W[np.arange(1, d), np.arange(d - 1)] = to_visible
    a = -np.concatenate([[-72.0], (to_visible + to_hidden[1:]) / 2])
    b = -np.concatenate([(to_hidden[:-1] + to_visible) / 2, to_hidden[-1:] / 2])
    return W, a, b


def _after_steps(W: np.ndarray, a: np.ndarray, b: np.ndarray, k: int) -> np.ndarray:
    """The exact chances of all visible states k Gibbs steps after fair coin flips."""
    v, h = _all_states(len(a)), _all_states(len(b))
    up, down = _up(v, W, b), _down(h, [(W, a, b)])
    to_h = np.prod(np.where(h[None] == 1, up[:, None], 1 - up[:, None]), axis=2)
    to_v = np.prod(np.where(v[None] == 1, down[:, None], 1 - down[:, None]), axis=2)
    shares = np.full(len(v), 1 / len(v))
    for _ in range(k):
        shares = shares @ to_h @ to_v
    return shares


@checks("generate", points=1)
def test_generate_gives_n_rows_of_visible_size():
    """The result is (n, d), one row included, d being the lowest layer's size."""
    for n, units in ((5, (4, 3)), (1, (3, 2)), (1, (4, 2, 3)), (6, (2, 5, 3, 4)), (3, (1, 1))):
        *below, (W, a, b) = _stack(25, *units)
        state = np.arange(len(a)) % 2 == 0
        expected = np.tile(_down(state[None] * 1.0, below), (n, 1))

        stack = [*below, (W, np.where(state, 900.0, -900.0), b)]
        rows = _generated(stack, n, 2, np.random.default_rng(25))

        check_close(rows, expected)


@checks("generate", points=1, seconds=10)
@pytest.mark.parametrize("k", [1, 2, 4], ids=["k=1", "k=2", "k=4"])
def test_generate_takes_k_steps(k):
    """k Gibbs steps, no more, no less: a machine that moves its states on moves them k units."""
    n, d = 400, 6
    rows = _generated([_register(d)], n, k, np.random.default_rng(26))

    _check_states(rows)
    check_close(rows[:, :k], np.ones((n, k)))
    # What was not pushed out are coin flips: 400 of them are within 0.175 but for a chance of 3e-12.
    means = rows[:, k:].mean(axis=0)
    check_that(
        bool(np.all(np.abs(means - 0.5) < 0.175)),
        f"after {k} steps units {k + 1} to {d} should hold the coin flips of the start",
        actual=means,
    )


@checks("generate", points=2, seconds=10)
def test_generate_starts_from_fair_coins():
    """The start is a fair coin for every visible unit of the top machine and every row."""
    n, d = 3000, 4
    rows = _generated([_register(d)], n, 1, np.random.default_rng(27))

    known = np.hstack([np.ones((8, 1)), _all_states(3)])
    _check_shares(rows, known, np.full(8, 1 / 8), "all coin flips are equally likely")
    alike = float(np.mean(np.all(rows[1:] == rows[:-1], axis=1)))
    check_that(abs(alike - 1 / 8) < 0.045, "rows follow one another", actual=alike, expected=1 / 8)


@checks("generate", points=2)
def test_generate_draws_hidden_states_first():
    """A step goes up by W and b, then down: it is the visible layer that starts from coins."""
    W = np.array([[40.0, -40.0, 5.0], [-35.0, 45.0, 3.0]])
    a, b = np.array([0.0, 0.0]), np.array([-500.0, 500.0, 500.0])

    rows = _generated([(W, a, b)], 60, 1, np.random.default_rng(28))

    # The hidden states are (0, 1, 1) from any start, and send -35 and 48 down.
    check_close(rows, np.tile([0.0, 1.0], (60, 1)))


@checks("generate", points=2, seconds=10)
@pytest.mark.parametrize("k", [1, 2, 7], ids=["k=1", "k=2", "k=7"])
def test_generate_follows_the_chances_of_its_machine(k):
    """Of 4000 rows each visible state has the share that k steps give it, by all paths' chances."""
    # As many hidden units as visible ones: draws that serve both layers would show.
    soft = (
        np.array([[3.0, -2.5, 1.5], [-2.0, 3.5, -1.0], [1.0, 2.0, -2.5]]),
        np.array([-1.0, 0.5, -2.0]),
        np.array([-0.5, -1.5, 0.75]),
    )
    # Of this one the first step tells coins from halves, and drawn hidden states from their chances.
    hard = (
        np.array([[-11.9, 3.1], [8.3, 14.1], [-3.3, 2.9]]),
        np.array([4.2, -4.2, -11.1]),
        np.array([-7.2, 0.3]),
    )
    # Two of its visible units are coins again after a step, and what they are decides the next.
    undecided = np.array([[-17.0], [-12], [40]]), np.array([16.0, 8, 2]), np.array([-8.0])
    for machine in (soft, hard, undecided):
        shares = _after_steps(*machine, k)

        rows = _generated([machine], 4000, k, np.random.default_rng(29))

        _check_states(rows)
        _check_shares(rows, _all_states(3), shares, f"k = {k}")


@checks("generate", points=2)
def test_generate_goes_down_by_probabilities():
    """Below the top nothing is drawn: down by the transposed W and a, the highest machine first."""
    state = np.array([1.0, 0.0, 1.0, 1.0])
    top = np.zeros((4, 2)), np.where(state == 1, 900.0, -900.0), np.zeros(2)
    for units in ((3, 4), (4, 4, 4), (5, 2, 3, 4)):
        below = _stack(30, *units)
        expected = np.tile(_down(state[None], below), (7, 1))

        rows = _generated([*below, top], 7, 2, np.random.default_rng(30))

        check_close(rows, expected)


@checks("generate", points=2, seconds=10)
def test_generate_sends_drawn_states_down():
    """What the top machine sends down are its drawn visible states, not their probabilities."""
    below = _stack(31, 4, 5, 3)
    W, a, b = (
        np.array([[2.0, -1.0], [0.5, 1.5], [-2.0, 1.0]]),
        np.array([0.5, -1.0, 0.25]),
        np.ones(2),
    )
    known, shares = _down(_all_states(3), below), _after_steps(W, a, b, 2)

    rows = _generated([*below, (W, a, b)], 2000, 2, np.random.default_rng(31))

    _check_shares(rows, known, shares, "one for each visible state of the top machine")


@checks("generate", points=1)
def test_generate_depends_on_the_rng_alone():
    """The same state of rng gives the same rows, another state and a second call give others."""
    stack = _stack(32, 8, 5, scale=0.5)
    rng = np.random.default_rng(32)

    first, again, other = (
        _generated(stack, 20, 2, np.random.default_rng(seed)) for seed in (32, 32, 33)
    )
    moved = [_generated(stack, 20, 2, rng) for _ in range(2)]

    check_that(np.array_equal(first, again), "the same state gave other rows", actual=again)
    check_that(not np.array_equal(first, other), "another state gave the same rows", actual=other)
    check_that(not np.array_equal(*moved), "a second call gave the same rows", actual=moved[1])


@checks("generate", points=1)
def test_generate_takes_whole_numbers_and_float32():
    """Stacks of int64 give float64 rows, and single precision is fine."""
    state = np.array([0.0, 1.0, 1.0])
    top = np.zeros((3, 2)), np.where(state == 1, 60.0, -60.0), np.ones(2)
    whole = [*_whole(_stack(34, 5, 4, 3)), tuple(array.astype(np.int64) for array in top)]
    single = _cast([*_stack(34, 5, 4, 3), top], np.float32)
    expected = [np.tile(_down(state[None], each[:-1]), (4, 1)) for each in (whole, single)]

    check_close(_generated(whole, 4, 2, np.random.default_rng(34)), expected[0])
    alone = _generated(whole[-1:], 4, 1, np.random.default_rng(34))
    check_close(alone, np.tile(state, (4, 1)))
    rows = _generated(single, 4, 2, np.random.default_rng(34), dtype=None)
    check_close(rows, expected[1], **SINGLE)


@checks("generate", points=1)
def test_generate_takes_any_memory_layout_and_changes_no_argument():
    """Fortran order, slices and read-only arrays are fine, and the stack stays as it was."""
    state = np.array([0.0, 1.0, 1.0])
    stack = [*_stack(35, 5, 4, 3), (np.ones((3, 2)), 900 * state - 450, np.ones(2))]
    expected = np.tile(_down(state[None], stack[:-1]), (4, 1))

    check_pure(deep_belief_network.generate, stack, 4, 2, np.random.default_rng(35))
    for layout in LAYOUTS:
        arranged = [tuple(arrange(array, layout) for array in machine) for machine in stack]

        check_close(_generated(arranged, 4, 2, np.random.default_rng(35)), expected)


# to_network


def _network(stack: Stack, n_classes: int, seed: int, dtype: Any = np.float64) -> Any:
    """The student's params, once their structure and shapes are right and the stack is in them."""
    params = call(deep_belief_network.to_network, [*stack], n_classes, np.random.default_rng(seed))
    check_that(
        isinstance(params, list) and len(params) == len(stack) + 1,
        f"expected a list of {len(stack) + 1} layers",
        actual=params,
    )
    for number, layer in enumerate(params, start=1):
        check_that(
            isinstance(layer, tuple | list) and len(layer) == 2,
            f"layer {number} should be a pair (W, b)",
            actual=layer,
        )
    tolerance = EXACT if dtype else SINGLE
    for (W, b), (theirs, _, hidden) in zip(params[:-1], stack, strict=True):
        check_close(W, theirs.astype(np.float64), **tolerance)
        check_close(b, hidden.astype(np.float64), **tolerance)
    W, b = params[-1]
    units = len(stack[-1][2])
    check_that(
        isinstance(W, np.ndarray) and W.shape == (units, n_classes) and W.dtype == np.float64,
        f"the output layer's W should be a float64 array of shape {(units, n_classes)}",
        actual=W,
    )
    check_close(b, np.zeros(n_classes))
    check_that(bool(np.all(np.isfinite(W))), "a new weight is not finite", actual=W)
    check_that(
        bool(np.all(W != 0)) and np.unique(W).size == W.size,
        "new weights are 0 or alike",
        actual=W,
    )
    return params


@checks("to_network", points=3)
@settings(max_examples=15)
@given(_stacks(), st.integers(1, 6), ONE_SEED)
def test_to_network_takes_weights_and_hidden_biases(data, n_classes, seed):
    """Each machine gives its W and b, lowest first; a new layer (top, n_classes) comes last."""
    _network(data[1], n_classes, seed)


@checks("to_network", points=1)
def test_to_network_of_layers_of_one_size():
    """Where all layers have one size, it is still the hidden biases that go into the network."""
    _network(_stack(36, 4, 4, 4, 4), 4, 36)


@checks("to_network", points=2)
def test_to_network_draws_output_weights_as_init_parameters():
    """The new weights are normal with mean 0 and variance 1 / top units, in any shape."""
    # 20,000 weights: each bound is at least 6.9 standard errors away.
    for top, n_classes in ((4, 5000), (50, 400), (200, 100)):
        W, _ = _network(_stack(37, 3, top), n_classes, 37)[-1]
        scaled = W * np.sqrt(top)
        for what, value, expected, allowed in (
            ("mean", scaled.mean(), 0.0, 0.05),
            ("variance", scaled.var(), 1.0, 0.07),
            ("share beyond one deviation", np.mean(np.abs(scaled) > 1), 0.3173, 0.024),
            ("share beyond two and a half", np.mean(np.abs(scaled) > 2.5), 0.0124, 0.006),
        ):
            check_that(
                abs(value - expected) < allowed,
                f"new weights times the root of {top}, the top layer's units: the {what} is wrong",
                actual=float(value),
                expected=expected,
            )


@checks("to_network", points=1)
def test_to_network_is_fit_for_training():
    """gradient_descent.train takes the network as it is and lowers its cost."""
    rng = np.random.default_rng(38)
    V = np.repeat(np.eye(4), 3, axis=0)
    Y = np.repeat(np.eye(3)[[0, 1, 2, 0]], 3, axis=0)
    params = _network(_stack(38, 4, 6, 5), 3, 38)

    _, history = gradient_descent.train(V, Y, params, "sigmoid", "softmax", 1.0, 300, 6, rng)

    check_that(
        history[-1] < history[0] / 2,
        "training should lower the cost",
        actual=[history[0], history[-1]],
    )


@checks("to_network", points=1)
def test_to_network_depends_on_the_rng_alone():
    """The same state of rng gives the same new weights, another state and a second call others."""
    stack = _stack(39, 3, 4)
    rng = np.random.default_rng(39)

    first, again, other = (_network(stack, 2, seed)[-1][0] for seed in (39, 39, 40))
    moved = [call(deep_belief_network.to_network, stack, 2, rng)[-1][0] for _ in range(2)]

    check_that(np.array_equal(first, again), "the same state gave other weights", actual=again)
    check_that(bool(np.all(first != other)), "another state gave the same weights", actual=other)
    check_that(
        bool(np.all(moved[0] != moved[1])), "a second call gave the same weights", actual=moved[1]
    )


@checks("to_network", points=1)
def test_to_network_takes_whole_numbers_and_float32():
    """A stack of int64 gives float64 params, and single precision is fine."""
    _network(_whole(_stack(41, 4, 3, 5)), 2, 41)
    _network(_cast(_stack(41, 4, 3, 5), np.float32), 2, 41, dtype=None)


@checks("to_network", points=2)
def test_to_network_copies_the_stack():
    """The network's arrays are its own: to train it leaves the stack as it was."""
    stack = _stack(42, 4, 3, 5)
    for layout in LAYOUTS:
        arranged = [tuple(arrange(array, layout) for array in machine) for machine in stack]

        check_pure(deep_belief_network.to_network, arranged, 2, np.random.default_rng(42))
        _network(arranged, 2, 42)
    check_pure(deep_belief_network.to_network, stack, 2, np.random.default_rng(42))
