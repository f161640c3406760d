"""Checks that decide the mark of unit 16, Boltzmann machines."""

from __future__ import annotations

from itertools import pairwise, product
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from exercises import boltzmann_machine
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
    floats,
    numerical_gradient,
    sizes,
)
from solutions import boltzmann_machine as reference

EXACT = {"rtol": 1e-9, "atol": 1e-12}
SINGLE = {"rtol": 1e-4, "atol": 1e-5, "dtype": None}
STATES = st.sampled_from([0.0, 1.0])
GREYS = st.integers(0, 8).map(lambda eighths: eighths / 8)
WHOLE = st.integers(-3, 3)
KINDS = (np.int64, np.uint8, np.bool_)
ONE_SEED = st.integers(0, 2**32 - 1)


def _coupled(W: np.ndarray) -> np.ndarray:
    """A symmetric matrix with a zero diagonal, from the upper half of W."""
    upper = np.triu(W, 1)
    return upper + upper.T


@st.composite
def _machines(draw: st.DrawFn, low: int = 1, high: int = 5) -> tuple[np.ndarray, ...]:
    """States, weights and biases of a general machine, rows and units of different number."""
    n, d = draw(sizes(2, low, high))
    s = draw(arrays((n, d), STATES))
    return s, _coupled(draw(arrays((d, d)))), draw(arrays(d))


@st.composite
def _restricted(draw: st.DrawFn, visible: Any = GREYS) -> tuple[np.ndarray, ...]:
    """v, h, W, a and b of a restricted machine, pairwise different sizes."""
    n, d, m = draw(sizes(3))
    v, h = draw(arrays((n, d), visible)), draw(arrays((n, m), STATES))
    return v, h, draw(arrays((d, m))), draw(arrays(d)), draw(arrays(m))


def _machine(n: int, d: int, seed: int, scale: float = 1.0) -> tuple[np.ndarray, ...]:
    """States, weights and biases, none of them round numbers."""
    rng = np.random.default_rng(seed)
    s = rng.integers(0, 2, size=(n, d)).astype(np.float64)
    return s, _coupled(rng.normal(size=(d, d)) * scale), rng.normal(size=d) * scale


def _pair(n: int, d: int, m: int, seed: int, scale: float = 1.0) -> tuple[np.ndarray, ...]:
    """v (states), h, W, a and b of a restricted machine, none of the weights round numbers."""
    rng = np.random.default_rng(seed)
    v = rng.integers(0, 2, size=(n, d)).astype(np.float64)
    h = rng.integers(0, 2, size=(n, m)).astype(np.float64)
    W = rng.normal(size=(d, m)) * scale
    return v, h, W, rng.normal(size=d) * scale, rng.normal(size=m) * scale


def _greys(n: int, d: int, seed: int) -> np.ndarray:
    """Probabilities, as visible units may hold them."""
    return np.random.default_rng(seed).random((n, d))


def _whole(*seeded: np.ndarray) -> list[np.ndarray]:
    """The arrays rounded away from 0, as int64."""
    return [(np.sign(array) * np.ceil(np.abs(array))).astype(np.int64) for array in seeded]


def _single(*wide: np.ndarray) -> list[np.ndarray]:
    return [array.astype(np.float32) for array in wide]


def _wide(single: list[np.ndarray]) -> list[np.ndarray]:
    """The same numbers in float64."""
    return [array.astype(np.float64) for array in single]


def _all_states(d: int) -> np.ndarray:
    return np.array(list(product([0.0, 1.0], repeat=d)))


def _check_counts(counts: np.ndarray, expected: np.ndarray, what: str) -> None:
    """Hold counts of states against expected probabilities, seven standard deviations wide."""
    total = counts.sum()
    allowed = 7 * np.sqrt(total * expected * (1 - expected)) + 3
    check_that(
        np.all(np.abs(counts - total * expected) <= allowed),
        what,
        actual=counts / total,
        expected=expected.round(4),
    )


def _counted(states: Any, n: int, d: int) -> np.ndarray:
    """How often each of the 2^d states stands in the rows, once they are states."""
    check_that(
        isinstance(states, np.ndarray) and states.shape == (n, d),
        f"expected states of shape {(n, d)}",
        actual=states,
    )
    check_that(bool(np.all((states == 0) | (states == 1))), "not all are 0 or 1", actual=states)
    numbers = states.astype(np.int64) @ (2 ** np.arange(d)[::-1])
    return np.bincount(numbers, minlength=2**d)


# energy


@checks("energy", points=2)
@given(_machines())
def test_energy_follows_its_formula(machine):
    """The energy is -½ sᵀWs - bᵀs, each pair of units counted once, for each row."""
    expected = reference.energy(*machine)

    check_close(call(boltzmann_machine.energy, *machine), expected, **EXACT)


@checks("energy", points=1)
def test_energy_of_one_row_or_one_unit():
    """One row gives an array of one energy; a machine of one unit has its bias alone."""
    s, W, b = _machine(1, 4, seed=1)
    s[0] = [1, 0, 1, 1]
    expected = -(W[0, 2] + W[0, 3] + W[2, 3]) - (b[0] + b[2] + b[3])
    alone = np.array([[1.0], [0.0], [1.0]]), np.zeros((1, 1)), np.array([0.7])

    check_close(call(boltzmann_machine.energy, s, W, b), np.array([expected]), **EXACT)
    check_close(call(boltzmann_machine.energy, *alone), np.array([-0.7, 0.0, -0.7]), **EXACT)


@checks("energy", points=1)
def test_energy_takes_whole_numbers():
    """States may be int64, uint8 or bool, and weights int64: the energy is float64."""
    s, W, b = _machine(6, 5, seed=2, scale=400.0)
    for kind in KINDS:
        for weights in ((W, b), _whole(W, b)):
            expected = reference.energy(s, *weights)

            check_close(call(boltzmann_machine.energy, s.astype(kind), *weights), expected)


@checks("energy", points=1)
def test_energy_takes_float32():
    """States, weights and biases of single precision have an energy as well."""
    single = _single(*_machine(4, 3, seed=3))
    expected = reference.energy(*_wide(single))

    check_close(call(boltzmann_machine.energy, *single), expected, **SINGLE)


@checks("energy", points=1)
def test_energy_takes_any_memory_layout():
    """Fortran-ordered, sliced and read-only arrays are fine."""
    check_layouts(boltzmann_machine.energy, reference.energy, *_machine(4, 3, seed=4))


@checks("energy", points=1)
def test_energy_changes_no_argument():
    """States, weights and biases stay as they were."""
    machine = _machine(4, 3, seed=5)
    expected = reference.energy(*machine)

    check_pure(boltzmann_machine.energy, *machine)
    check_close(call(boltzmann_machine.energy, *machine), expected)


# conditional


@checks("conditional", points=2)
@given(_machines(), st.integers(0, 4))
def test_conditional_follows_its_formula(machine, number):
    """P(s_i = 1 | rest) is sigmoid(sum of W_ij s_j + b_i), for each row."""
    s, W, b = machine
    i = number % s.shape[1]
    expected = reference.conditional(s, i, W, b)

    check_close(call(boltzmann_machine.conditional, s, i, W, b), expected, **EXACT)


@checks("conditional", points=2)
@settings(max_examples=15)
@given(_machines(2, 4), st.integers(0, 3))
def test_conditional_is_a_ratio_of_exact_probabilities(machine, number):
    """Of the two states with the others alike, the one with s_i = 1 has its share of their sum."""
    s, W, b = machine
    i = number % s.shape[1]
    off, on = s.copy(), s.copy()
    off[:, i], on[:, i] = 0.0, 1.0
    weight_off, weight_on = (np.exp(-reference.energy(each, W, b)) for each in (off, on))
    expected = weight_on / (weight_off + weight_on)

    check_close(call(boltzmann_machine.conditional, s, i, W, b), expected)


@checks("conditional", points=1)
def test_conditional_does_not_look_at_the_unit_itself():
    """Whether unit i is 0 or 1 now makes no difference to its chance."""
    # Five rows, and as many rows as units, where rows and columns are easily confused.
    for n, i in ((5, 0), (5, 2), (5, 3), (4, 1), (4, 3)):
        s, W, b = _machine(n, 4, seed=6)
        expected = reference.conditional(s, i, W, b)
        flipped = s.copy()
        flipped[:, i] = 1 - s[:, i]

        check_close(call(boltzmann_machine.conditional, flipped, i, W, b), expected)
        check_close(call(boltzmann_machine.conditional, s, i, W, b), expected)


@checks("conditional", points=1)
def test_conditional_of_one_row_or_one_unit():
    """One row gives an array of one chance; a machine of one unit has its bias alone."""
    s, W, b = _machine(1, 4, seed=7)
    expected = reference.conditional(s, 1, W, b)
    alone = np.array([[1.0], [0.0]]), 0, np.zeros((1, 1)), np.array([np.log(3.0)])

    check_close(call(boltzmann_machine.conditional, s, 1, W, b), expected)
    check_close(call(boltzmann_machine.conditional, *alone), np.array([0.75, 0.75]))


@checks("conditional", points=1)
def test_conditional_takes_large_weights():
    """Sums up to ±1000 give chances near 0 and 1, without a warning."""
    W = _coupled(np.array([[0.0, 990.0, -995.0], [0.0, 0.0, 3.0], [0.0, 0.0, 0.0]]))
    s = np.array([[0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [0.0, 1.0, 1.0], [0.0, 0.0, 0.0]])
    b = np.array([5.0, 0.0, 0.0])
    for rows in (s[:1], s):
        expected = reference.conditional(rows, 0, W, b)

        check_close(call(boltzmann_machine.conditional, rows, 0, W, b), expected)


@checks("conditional", points=1)
def test_conditional_takes_whole_numbers():
    """States may be int64, uint8 or bool, and weights int64: chances are float64."""
    s, W, b = _machine(6, 5, seed=8)
    for kind in KINDS:
        for weights in ((W, b), _whole(W, b)):
            expected = reference.conditional(s, 3, *weights)

            result = call(boltzmann_machine.conditional, s.astype(kind), 3, *weights)

            check_close(result, expected)


@checks("conditional", points=1)
def test_conditional_takes_float32_and_any_memory_layout():
    """Single precision, Fortran order, slices and read-only arrays are fine."""
    s, W, b = _machine(4, 3, seed=9)
    single = _single(s, W, b)
    wide = _wide(single)
    expected = reference.conditional(wide[0], 2, *wide[1:])

    result = call(boltzmann_machine.conditional, single[0], 2, *single[1:])

    check_close(result, expected, **SINGLE)
    check_layouts(boltzmann_machine.conditional, reference.conditional, s, 1, W, b)


@checks("conditional", points=1)
def test_conditional_changes_no_argument():
    """The states stay as they were, unit i too."""
    s, W, b = _machine(5, 3, seed=10)
    s[:3, 1], s[3:, 1] = 0.0, 1.0
    expected = reference.conditional(s, 1, W, b)

    check_pure(boltzmann_machine.conditional, s, 1, W, b)
    check_close(call(boltzmann_machine.conditional, s, 1, W, b), expected)


# distribution


@checks("distribution", points=3)
@given(_machines())
def test_distribution_follows_its_formula(machine):
    """Each of the 2^d states has exp(-E) as its share, in binary counting order."""
    _, W, b = machine
    expected = reference.distribution(W, b)

    check_close(call(boltzmann_machine.distribution, W, b), expected, **EXACT)


@checks("distribution", points=2)
def test_distribution_counts_the_first_unit_highest():
    """States come as 000, 001, 010, …: the first unit is the most significant digit."""
    odds = np.array([4.0, 2.0, 0.5])
    expected = np.array([1.0, 0.5, 2.0, 1.0, 4.0, 2.0, 8.0, 4.0]) / 22.5

    check_close(call(boltzmann_machine.distribution, np.zeros((3, 3)), np.log(odds)), expected)


@checks("distribution", points=1)
def test_distribution_of_one_unit():
    """A single unit is 0 or 1 with the chances 1 - sigmoid(b) and sigmoid(b)."""
    result = call(boltzmann_machine.distribution, np.zeros((1, 1)), np.array([np.log(3.0)]))

    check_close(result, np.array([0.25, 0.75]))


@checks("distribution", points=1)
def test_distribution_of_ten_units():
    """With ten units there are 1024 states; the probabilities sum to one."""
    rng = np.random.default_rng(11)
    W, b = _coupled(rng.normal(size=(10, 10))), rng.normal(size=10)
    expected = reference.distribution(W, b)

    check_close(call(boltzmann_machine.distribution, W, b), expected, **EXACT)


@checks("distribution", points=2)
@pytest.mark.parametrize("sign", [1.0, -1.0], ids=["low energies", "high energies"])
def test_distribution_takes_large_weights(sign):
    """Weights of ±1000 give finite, accurate probabilities without a warning."""
    rng = np.random.default_rng(12)
    W = _coupled(rng.uniform(900, 1000, size=(4, 4)))
    b = -W.sum(axis=1) / 2 + np.array([0.25, -0.5, 1.0, 0.125])
    mixed = _coupled(np.sign(rng.normal(size=(4, 4))) * 1000), np.array([1000.0, -1e3, 1e3, 1e3])
    # Under W and b all units on or all off are about equally likely: P is not one state alone.
    for weights in ((W, b), (sign * W, sign * np.array([1000.0, 990, 1000, 1000])), mixed):
        expected = reference.distribution(*weights)

        check_close(call(boltzmann_machine.distribution, *weights), expected, **EXACT)


@checks("distribution", points=1)
def test_distribution_takes_whole_numbers():
    """Weights and biases of int64 give float64 probabilities."""
    W, b = _whole(*_machine(2, 3, seed=13)[1:])
    expected = reference.distribution(W, b)

    check_close(call(boltzmann_machine.distribution, W, b), expected)


@checks("distribution", points=1)
def test_distribution_takes_float32_and_any_memory_layout():
    """Single precision, Fortran order, slices and read-only arrays are fine."""
    _, W, b = _machine(2, 3, seed=14)
    single = _single(W, b)
    expected = reference.distribution(*_wide(single))

    check_close(call(boltzmann_machine.distribution, *single), expected, **SINGLE)
    check_layouts(boltzmann_machine.distribution, reference.distribution, W, b)


@checks("distribution", points=1)
def test_distribution_changes_no_argument():
    """Weights and biases stay as they were."""
    _, W, b = _machine(2, 3, seed=15)
    expected = reference.distribution(W, b)

    check_pure(boltzmann_machine.distribution, W, b)
    check_close(call(boltzmann_machine.distribution, W, b), expected)


# gibbs_sweep


def _swept(s: Any, W: Any, b: Any, seed: int) -> Any:
    return call(boltzmann_machine.gibbs_sweep, s, W, b, np.random.default_rng(seed))


@checks("gibbs_sweep", points=4)
@given(_machines(), ONE_SEED)
def test_gibbs_sweep_draws_every_unit_in_turn(machine, seed):
    """Unit after unit becomes 1 where its one draw a row is below its newest conditional."""
    expected = reference.gibbs_sweep(*machine, np.random.default_rng(seed))

    check_close(_swept(*machine, seed), expected)


@checks("gibbs_sweep", points=1)
def test_gibbs_sweep_of_many_rows_and_units():
    """In a large machine every unit's draws are its own, and every row's."""
    for n, d in ((61, 9), (9, 9)):
        machine = _machine(n, d, seed=16)
        expected = reference.gibbs_sweep(*machine, np.random.default_rng(17))

        check_close(_swept(*machine, 17), expected)


@checks("gibbs_sweep", points=2)
def test_gibbs_sweep_sees_the_newest_values():
    """A unit that just changed counts for the next as it is now, those to come as they were."""
    # Each unit sits between a strong and a weak neighbour and copies the strong one for sure: in the
    # first machine the one before it, in the second the one after it.
    s = np.array([[0, 1, 0, 0], [1, 0, 1, 1], [1, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]])
    before = _coupled(np.diag([600.0, 400.0, 200.0], 1)), np.array([-300.0, -500, -300, -100])
    after = _coupled(np.diag([200.0, 400.0, 600.0], 1)), np.array([-100.0, -300, -500, -300])

    check_close(_swept(s, *before, 1), s[:, [1, 1, 1, 1]].astype(np.float64))
    check_close(_swept(s, *after, 2), s[:, [1, 2, 3, 3]].astype(np.float64))


@checks("gibbs_sweep", points=1)
def test_gibbs_sweep_takes_large_weights():
    """Weighted sums of ±1000 leave chance no say, and come without a warning."""
    W = _coupled(np.array([[0.0, 960.0, -930.0], [0.0, 0.0, 10.0], [0.0, 0.0, 0.0]]))
    b = np.array([30.0, -480.0, 465.0])
    s = np.array([[1, 1, 0], [0, 0, 1], [0, 1, 1], [1, 0, 0]])
    # Sums of the first unit are 990, -900, 60 and 30; the second then goes with it, the third against.
    expected = np.array([[1.0, 1, 0], [0, 0, 1], [1, 1, 0], [1, 1, 0]])

    for seed in (76, 77):
        check_close(_swept(s, W, b, seed), expected)


@checks("gibbs_sweep", points=1)
def test_gibbs_sweep_moves_the_rng_on():
    """Three sweeps with one generator are three different draws of every unit."""
    s, W, b = _machine(7, 5, seed=18, scale=0.5)
    rng = np.random.default_rng(19)
    expected = [s]
    for _ in range(3):
        expected.append(reference.gibbs_sweep(expected[-1], W, b, rng))

    rng = np.random.default_rng(19)
    for before, after in pairwise(expected):
        check_close(call(boltzmann_machine.gibbs_sweep, before.copy(), W, b, rng), after)


@checks("gibbs_sweep", points=1)
def test_gibbs_sweep_draws_no_more_than_it_needs():
    """After the sweep the generator has moved on by n numbers for each unit, no more, no less."""
    s, W, b = _machine(6, 4, seed=20)
    theirs, ours = np.random.default_rng(21), np.random.default_rng(21)
    expected = reference.gibbs_sweep(s, W, b, ours)

    result = call(boltzmann_machine.gibbs_sweep, s, W, b, theirs)

    check_close(result, expected)
    left, wanted = theirs.random(), ours.random()
    check_that(
        left == wanted,
        "the generator should have given rng.random(n) once for each unit",
        actual=f"the next draw is {left:.6f}",
        expected=f"the next draw is {wanted:.6f}",
    )


@checks("gibbs_sweep", points=2)
def test_gibbs_sweep_leads_to_the_boltzmann_distribution():
    """After 12 sweeps from one state, 4000 chains visit each state as often as P says."""
    n, d = 4000, 3
    W, b = _coupled(np.array([[0, 1.25, -0.75], [0, 0, 0.5], [0, 0, 0]])), np.array([-0.5, 0.25, 1])
    weights = np.exp(-reference.energy(_all_states(d), W, b))

    # Each sweep leaves less than a tenth of what the start still shows: nothing is left of it.
    s, rng = np.zeros((n, d)), np.random.default_rng(22)
    for _ in range(12):
        s = call(boltzmann_machine.gibbs_sweep, s, W, b, rng)

    _check_counts(
        _counted(s, n, d), weights / weights.sum(), "the states are not visited as often as P says"
    )


@checks("gibbs_sweep", points=1)
def test_gibbs_sweep_of_one_row_or_one_unit():
    """One chain keeps its axis; a machine of one unit is a coin loaded by its bias."""
    machine = _machine(1, 6, seed=23)
    alone = np.ones((6, 1)), np.zeros((1, 1)), np.array([0.25])
    expected = [
        reference.gibbs_sweep(*each, np.random.default_rng(24)) for each in (machine, alone)
    ]

    check_close(_swept(*machine, 24), expected[0])
    check_close(_swept(*alone, 24), expected[1])


@checks("gibbs_sweep", points=1)
def test_gibbs_sweep_takes_whole_numbers():
    """States may be int64, uint8 or bool, and weights int64: the new states are float64."""
    s, W, b = _machine(7, 5, seed=25)
    for kind in KINDS:
        for weights in ((W, b), _whole(W, b)):
            expected = reference.gibbs_sweep(s, *weights, np.random.default_rng(26))

            check_close(_swept(s.astype(kind), *weights, 26), expected)


@checks("gibbs_sweep", points=1)
def test_gibbs_sweep_takes_float32_and_any_memory_layout():
    """Single precision, Fortran order, slices and read-only arrays are fine."""
    machine = _machine(5, 4, seed=27)
    expected = reference.gibbs_sweep(*_wide(_single(*machine)), np.random.default_rng(28))

    check_close(_swept(*_single(*machine), 28), expected, dtype=None)
    for layout in LAYOUTS:
        arranged = [arrange(array, layout) for array in machine]
        expected = reference.gibbs_sweep(*machine, np.random.default_rng(28))

        check_close(_swept(*arranged, 28), expected)


@checks("gibbs_sweep", points=1)
def test_gibbs_sweep_changes_no_argument():
    """The states that it starts from stay as they were; the new ones are another array."""
    machine = _machine(6, 4, seed=29)
    expected = reference.gibbs_sweep(*machine, np.random.default_rng(30))
    settled = np.tile([1.0, 0.0, 1.0], (2, 1)), np.zeros((3, 3)), np.array([90.0, -90.0, 90.0])

    check_pure(boltzmann_machine.gibbs_sweep, *machine, np.random.default_rng(30))
    check_pure(boltzmann_machine.gibbs_sweep, *settled, np.random.default_rng(30))
    check_close(_swept(*machine, 30), expected)


# rbm_energy


@checks("rbm_energy", points=2)
@given(_restricted())
def test_rbm_energy_follows_its_formula(machine):
    """The energy is -vᵀWh - aᵀv - bᵀh for each row, whether v holds states or probabilities."""
    expected = reference.rbm_energy(*machine)

    check_close(call(boltzmann_machine.rbm_energy, *machine), expected, **EXACT)


@checks("rbm_energy", points=1)
def test_rbm_energy_of_one_row():
    """One row gives an array of one energy, also where there is one unit a layer."""
    for sizes_ in ((1, 3, 4), (1, 1, 2), (2, 1, 1)):
        machine = _pair(*sizes_, seed=31)
        expected = reference.rbm_energy(*machine)

        check_close(call(boltzmann_machine.rbm_energy, *machine), expected)


@checks("rbm_energy", points=1)
def test_rbm_energy_takes_whole_numbers():
    """States may be int64, uint8 or bool, and weights int64: the energy is float64."""
    v, h, *weights = _pair(6, 5, 4, seed=32, scale=300.0)
    for kind in KINDS:
        for each in (weights, _whole(*weights)):
            expected = reference.rbm_energy(v, h, *each)

            result = call(boltzmann_machine.rbm_energy, v.astype(kind), h.astype(kind), *each)

            check_close(result, expected)


@checks("rbm_energy", points=1)
def test_rbm_energy_takes_float32_and_any_memory_layout():
    """Single precision, Fortran order, slices and read-only arrays are fine."""
    machine = _pair(4, 3, 5, seed=33)
    expected = reference.rbm_energy(*_wide(_single(*machine)))

    check_close(call(boltzmann_machine.rbm_energy, *_single(*machine)), expected, **SINGLE)
    check_layouts(boltzmann_machine.rbm_energy, reference.rbm_energy, *machine)


@checks("rbm_energy", points=1)
def test_rbm_energy_changes_no_argument():
    """States, weights and biases stay as they were."""
    machine = _pair(4, 3, 5, seed=34)
    expected = reference.rbm_energy(*machine)

    check_pure(boltzmann_machine.rbm_energy, *machine)
    check_close(call(boltzmann_machine.rbm_energy, *machine), expected)


# hidden_probabilities


@checks("hidden_probabilities", points=2)
@given(_restricted())
def test_hidden_probabilities_follow_their_formula(machine):
    """P(h = 1 | v) is sigmoid(vW + b), whether v holds states or probabilities."""
    v, _, W, _, b = machine
    expected = reference.hidden_probabilities(v, W, b)

    check_close(call(boltzmann_machine.hidden_probabilities, v, W, b), expected, **EXACT)


@checks("hidden_probabilities", points=1)
def test_hidden_probabilities_of_one_row():
    """One row keeps its axis, also where there is one unit a layer."""
    for sizes_ in ((1, 3, 4), (1, 1, 2), (2, 3, 1), (4, 3, 3)):
        v, _, W, _, b = _pair(*sizes_, seed=35)
        expected = reference.hidden_probabilities(v, W, b)

        check_close(call(boltzmann_machine.hidden_probabilities, v, W, b), expected)


@checks("hidden_probabilities", points=1)
def test_hidden_probabilities_take_large_weights():
    """Weighted sums of ±1000 give chances near 0 and 1, without a warning."""
    v, W = np.array([[1, 0], [0, 1], [1, 1]]), np.array([[990.0, -990, 2], [-991, 989, -1]])
    b = np.array([9.0, -10.0, 0.25])
    expected = reference.hidden_probabilities(v, W, b)

    check_close(call(boltzmann_machine.hidden_probabilities, v, W, b), expected)


@checks("hidden_probabilities", points=1)
def test_hidden_probabilities_take_whole_numbers():
    """States may be int64, uint8 or bool, and weights int64: chances are float64."""
    v, _, W, _, b = _pair(6, 5, 4, seed=36)
    for kind in KINDS:
        for weights in ((W, b), _whole(W, b)):
            expected = reference.hidden_probabilities(v, *weights)

            result = call(boltzmann_machine.hidden_probabilities, v.astype(kind), *weights)

            check_close(result, expected)


@checks("hidden_probabilities", points=1)
def test_hidden_probabilities_take_float32_and_any_memory_layout():
    """Single precision, Fortran order, slices and read-only arrays are fine."""
    v, _, W, _, b = _pair(4, 3, 5, seed=37)
    expected = reference.hidden_probabilities(*_wide(_single(v, W, b)))

    result = call(boltzmann_machine.hidden_probabilities, *_single(v, W, b))

    check_close(result, expected, **SINGLE)
    check_layouts(
        boltzmann_machine.hidden_probabilities,
        reference.hidden_probabilities,
        _greys(4, 3, 1),
        W,
        b,
    )


@checks("hidden_probabilities", points=1)
def test_hidden_probabilities_change_no_argument():
    """Visible units, weights and biases stay as they were."""
    v, _, W, _, b = _pair(4, 3, 5, seed=38)
    expected = reference.hidden_probabilities(v, W, b)

    check_pure(boltzmann_machine.hidden_probabilities, v, W, b)
    check_close(call(boltzmann_machine.hidden_probabilities, v, W, b), expected)


# visible_probabilities


@checks("visible_probabilities", points=2)
@given(_restricted())
def test_visible_probabilities_follow_their_formula(machine):
    """P(v = 1 | h) is sigmoid(hWᵀ + a): down over the same weights, transposed."""
    _, h, W, a, _ = machine
    expected = reference.visible_probabilities(h, W, a)

    check_close(call(boltzmann_machine.visible_probabilities, h, W, a), expected, **EXACT)


@checks("visible_probabilities", points=1)
def test_visible_probabilities_of_as_many_units_in_both_layers():
    """Where d = m the transpose still counts, though no shape tells."""
    _, h, W, a, _ = _pair(4, 3, 3, seed=39)
    expected = reference.visible_probabilities(h, W, a)

    check_close(call(boltzmann_machine.visible_probabilities, h, W, a), expected)


@checks("visible_probabilities", points=1)
def test_visible_probabilities_of_one_row():
    """One row keeps its axis, also where there is one unit a layer."""
    for sizes_ in ((1, 4, 3), (1, 2, 1), (2, 1, 3)):
        _, h, W, a, _ = _pair(*sizes_, seed=40)
        expected = reference.visible_probabilities(h, W, a)

        check_close(call(boltzmann_machine.visible_probabilities, h, W, a), expected)


@checks("visible_probabilities", points=1)
def test_visible_probabilities_take_probabilities_and_large_weights():
    """h may hold probabilities; weighted sums of ±1000 give no warning."""
    _, _, W, a, _ = _pair(5, 4, 3, seed=41)
    large = np.array([[990.0, -990], [-991, 989], [2, 3]]), np.array([9.0, -8.0, 0.25])
    h = np.array([[1, 0], [0, 1], [1, 1]])
    expected = reference.visible_probabilities(_greys(5, 3, 2), W, a)
    extreme = reference.visible_probabilities(h, *large)

    check_close(call(boltzmann_machine.visible_probabilities, _greys(5, 3, 2), W, a), expected)
    check_close(call(boltzmann_machine.visible_probabilities, h, *large), extreme)


@checks("visible_probabilities", points=1)
def test_visible_probabilities_take_whole_numbers():
    """States may be int64, uint8 or bool, and weights int64: chances are float64."""
    _, h, W, a, _ = _pair(6, 5, 4, seed=42)
    for kind in KINDS:
        for weights in ((W, a), _whole(W, a)):
            expected = reference.visible_probabilities(h, *weights)

            result = call(boltzmann_machine.visible_probabilities, h.astype(kind), *weights)

            check_close(result, expected)


@checks("visible_probabilities", points=1)
def test_visible_probabilities_take_float32_and_any_memory_layout():
    """Single precision, Fortran order, slices and read-only arrays are fine."""
    _, h, W, a, _ = _pair(4, 3, 5, seed=43)
    expected = reference.visible_probabilities(*_wide(_single(h, W, a)))

    result = call(boltzmann_machine.visible_probabilities, *_single(h, W, a))

    check_close(result, expected, **SINGLE)
    check_layouts(boltzmann_machine.visible_probabilities, reference.visible_probabilities, h, W, a)


@checks("visible_probabilities", points=1)
def test_visible_probabilities_change_no_argument():
    """Hidden units, weights and biases stay as they were."""
    _, h, W, a, _ = _pair(4, 3, 5, seed=44)
    expected = reference.visible_probabilities(h, W, a)

    check_pure(boltzmann_machine.visible_probabilities, h, W, a)
    check_close(call(boltzmann_machine.visible_probabilities, h, W, a), expected)


# free_energy


@checks("free_energy", points=2)
@given(_restricted())
def test_free_energy_follows_its_formula(machine):
    """F(v) is -aᵀv minus the sum over hidden units of log(1 + exp(vW + b)), for each row."""
    v, _, W, a, b = machine
    expected = reference.free_energy(v, W, a, b)

    check_close(call(boltzmann_machine.free_energy, v, W, a, b), expected, **EXACT)


@checks("free_energy", points=2)
@settings(max_examples=15)
@given(_restricted())
def test_free_energy_sums_out_the_hidden_units(machine):
    """exp(-F(v)) is the sum of exp(-E(v, h)) over all hidden states h."""
    v, _, W, a, b = machine
    h = _all_states(len(b))
    expected = np.array(
        [
            -np.log(np.sum(np.exp(-reference.rbm_energy(np.tile(row, (len(h), 1)), h, W, a, b))))
            for row in v
        ]
    )

    check_close(call(boltzmann_machine.free_energy, v, W, a, b), expected)


@checks("free_energy", points=2)
@example(690.0, 0.0)
@example(1000.0, 0.0)
@example(-1000.0, 0.0)
@example(-800.0, 90.0)
@example(11.0, 0.0)
@example(17.0, 0.5)
@example(20.5, 0.0)
@example(24.0, 0.0)
@settings(max_examples=15)
@given(floats(-900, 900), floats(-90, 90))
def test_free_energy_takes_large_weights(weight, bias):
    """Where exp would overflow F is still finite and accurate, and no warning comes."""
    v = np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 0.0]])
    W = np.array([[weight, -weight, 0.5], [-weight, 30.5, weight]])
    # Without a bias both terms of the first row nearly cancel, and what was lost of softplus shows.
    a, b = np.array([-weight - 0.6875, -900.0]), np.array([bias / 10, 0.25, -0.5])
    expected = reference.free_energy(v, W, a, b)

    check_close(call(boltzmann_machine.free_energy, v, W, a, b), expected, **EXACT)


@checks("free_energy", points=1)
def test_free_energy_of_one_row():
    """One row gives an array of one free energy, also where there is one unit a layer."""
    for sizes_ in ((1, 3, 4), (1, 1, 2), (2, 3, 1)):
        v, _, *weights = _pair(*sizes_, seed=45)
        expected = reference.free_energy(v, *weights)

        check_close(call(boltzmann_machine.free_energy, v, *weights), expected)


@checks("free_energy", points=1)
def test_free_energy_takes_whole_numbers():
    """States may be int64, uint8 or bool, and weights int64: free energies are float64."""
    v, _, *weights = _pair(6, 5, 4, seed=46)
    for kind in KINDS:
        for each in (weights, _whole(*weights)):
            expected = reference.free_energy(v, *each)

            check_close(call(boltzmann_machine.free_energy, v.astype(kind), *each), expected)


@checks("free_energy", points=1)
def test_free_energy_takes_float32_and_any_memory_layout():
    """Single precision, Fortran order, slices and read-only arrays are fine."""
    v, _, *weights = _pair(4, 3, 5, seed=47)
    expected = reference.free_energy(*_wide(_single(v, *weights)))

    check_close(call(boltzmann_machine.free_energy, *_single(v, *weights)), expected, **SINGLE)
    check_layouts(boltzmann_machine.free_energy, reference.free_energy, _greys(4, 3, 3), *weights)


@checks("free_energy", points=1)
def test_free_energy_changes_no_argument():
    """Visible units, weights and biases stay as they were."""
    v, _, *weights = _pair(4, 3, 5, seed=48)
    expected = reference.free_energy(v, *weights)

    check_pure(boltzmann_machine.free_energy, v, *weights)
    check_close(call(boltzmann_machine.free_energy, v, *weights), expected)


# sample


@checks("sample", points=2)
@given(sizes(2).flatmap(lambda shape: arrays(shape, GREYS)), ONE_SEED)
def test_sample_compares_draws_with_chances(p, seed):
    """Each element is 1 where its draw from rng.random(p.shape) is below p, else 0."""
    expected = reference.sample(p, np.random.default_rng(seed))

    check_close(call(boltzmann_machine.sample, p, np.random.default_rng(seed)), expected)


@checks("sample", points=1)
def test_sample_takes_any_number_of_axes():
    """A vector, one row, or a stack of matrices: the states have the shape of p."""
    for shape in ((7,), (1,), (1, 9), (9, 1), (4, 3, 5)):
        p = _greys(1, int(np.prod(shape)), 4).reshape(shape)
        expected = reference.sample(p, np.random.default_rng(49))

        check_close(call(boltzmann_machine.sample, p, np.random.default_rng(49)), expected)


@checks("sample", points=1)
def test_sample_gives_zero_where_the_draw_equals_the_chance():
    """A draw must be below p: one that equals its p gives 0, one a hair below gives 1."""
    draws = np.random.default_rng(50).random((4, 6))
    p = draws.copy()
    p[:, ::2] = np.nextafter(draws[:, ::2], 1.0)
    expected = np.tile([1.0, 0.0], (4, 3))

    check_close(call(boltzmann_machine.sample, p, np.random.default_rng(50)), expected)


@checks("sample", points=1)
def test_sample_draws_once_and_moves_the_rng_on():
    """One draw an element, no more and no less, so that the next sample is another."""
    grey, sure = _greys(5, 4, 5), np.array([0.0, 1.0, 1.0])
    theirs, ours = np.random.default_rng(51), np.random.default_rng(51)
    for p in (grey, grey, sure, grey):
        expected = reference.sample(p, ours)

        check_close(call(boltzmann_machine.sample, p, theirs), expected)


@checks("sample", points=1)
def test_sample_takes_whole_numbers_and_float32():
    """Chances of exactly 0 and 1 may be int64, and single precision is fine: float64 comes out."""
    sure = np.array([[0, 1, 1], [1, 0, 1]])
    p = _greys(5, 4, 6).astype(np.float32)
    expected = reference.sample(p, np.random.default_rng(52))

    result = call(boltzmann_machine.sample, sure, np.random.default_rng(52))

    check_close(result, sure.astype(np.float64))
    check_close(call(boltzmann_machine.sample, p, np.random.default_rng(52)), expected, dtype=None)


@checks("sample", points=1)
def test_sample_takes_any_memory_layout_and_changes_no_argument():
    """Fortran order, slices and read-only arrays are fine, and p stays as it was."""
    p = _greys(5, 4, 7)
    expected = reference.sample(p, np.random.default_rng(53))

    for chances in (p, p[0], np.array([0.0, 1.0, 1.0])):
        check_pure(boltzmann_machine.sample, chances, np.random.default_rng(53))
    for layout in LAYOUTS:
        result = call(boltzmann_machine.sample, arrange(p, layout), np.random.default_rng(53))

        check_close(result, expected)


# contrastive_divergence


def _direction(*args: Any, seed: int, **kwargs: Any) -> Any:
    rng = np.random.default_rng(seed)
    return call(boltzmann_machine.contrastive_divergence, *args, rng, **kwargs)


def _expected(*args: Any, seed: int, **kwargs: Any) -> tuple[np.ndarray, ...]:
    return reference.contrastive_divergence(*args, np.random.default_rng(seed), **kwargs)


@checks("contrastive_divergence", points=4)
@given(_restricted(STATES), ONE_SEED)
def test_contrastive_divergence_of_one_step(machine, seed):
    """One step draws h from P(h|v0), then v1 from P(v|h); data minus chain, over n."""
    v, _, *weights = machine
    expected = _expected(v, *weights, seed=seed, k=1)

    check_close(_direction(v, *weights, seed=seed, k=1), expected, **EXACT)


@checks("contrastive_divergence", points=2)
@pytest.mark.parametrize("k", [3, 4, 7], ids=["k=3", "k=4", "k=7"])
def test_contrastive_divergence_of_more_steps(k):
    """With k steps the chain goes on from its own visible states k times; the data is compared once."""
    for n, d, m, seed in ((5, 4, 3, 54), (2, 3, 6, 55), (9, 2, 5, 56)):
        v, _, *weights = _pair(n, d, m, seed)
        expected = _expected(v, *weights, seed=57, k=k)

        check_close(_direction(v, *weights, seed=57, k=k), expected, **EXACT)


@checks("contrastive_divergence", points=1)
def test_contrastive_divergence_takes_one_step_by_default():
    """k is 1 unless another is given."""
    v, _, *weights = _pair(6, 5, 4, seed=58)
    expected = _expected(v, *weights, seed=59, k=1)

    check_close(_direction(v, *weights, seed=59), expected)


@checks("contrastive_divergence", points=2)
@settings(max_examples=15)
@given(_restricted(), ONE_SEED, st.integers(1, 2))
def test_contrastive_divergence_takes_probabilities_as_data(machine, seed, k):
    """Grey data goes as it is into the first step and into the formulas, neither rounded nor drawn."""
    v, _, *weights = machine
    expected = _expected(v, *weights, seed=seed, k=k)

    check_close(_direction(v, *weights, seed=seed, k=k), expected, **EXACT)


@checks("contrastive_divergence", points=2)
def test_contrastive_divergence_is_the_slope_of_free_energies():
    """It is minus the gradient of mean F(v0) - F(vk), vk being what the chain ends in."""
    v, _, W, a, b = _pair(5, 4, 3, seed=60)
    v[:2] = _greys(2, 4, 8)
    rng = np.random.default_rng(61)
    chain = v
    for _ in range(2):
        h = (rng.random((5, 3)) < reference.hidden_probabilities(chain, W, b)) * 1.0
        chain = (rng.random((5, 4)) < reference.visible_probabilities(h, W, a)) * 1.0

    def rise(W: np.ndarray, a: np.ndarray, b: np.ndarray) -> float:
        fall = reference.free_energy(v, W, a, b) - reference.free_energy(chain, W, a, b)
        return -float(np.mean(fall))

    expected = (
        numerical_gradient(lambda x: rise(x, a, b), W),
        numerical_gradient(lambda x: rise(W, x, b), a),
        numerical_gradient(lambda x: rise(W, a, x), b),
    )

    check_close(_direction(v, W, a, b, seed=61, k=2), expected, rtol=1e-5, atol=1e-7)


@checks("contrastive_divergence", points=2)
def test_contrastive_divergence_pulls_the_data_down():
    """Where the chain surely ends in (0, 1, 0), the direction is data minus that, by hand."""
    v = np.array([[1.0, 0.0, 0.0], [0.5, 1.0, 0.0]])
    W, a, b = (
        np.log([[3.0, 1.0], [1.0, 4.0], [5.0, 2.0]]),
        np.array([-900.0, 900, -900]),
        np.zeros(2),
    )
    up = np.array([[3 / 4, 1 / 2], [3**0.5 / (1 + 3**0.5), 4 / 5]])
    down = np.array([1 / 2, 4 / 5])
    dW = v.T @ up / 2 - np.outer([0, 1, 0], down)
    expected = dW, np.array([0.75, -0.5, 0.0]), up.mean(axis=0) - down

    for seed, k in ((62, 1), (63, 4)):
        check_close(_direction(v, W, a, b, seed=seed, k=k), expected)


@checks("contrastive_divergence", points=1)
def test_contrastive_divergence_of_one_row():
    """A batch of one row is its own mean, also where there is one unit a layer."""
    for sizes_ in ((1, 4, 3), (1, 1, 2), (1, 3, 1), (7, 3, 3)):
        v, _, *weights = _pair(*sizes_, seed=64)
        expected = _expected(v, *weights, seed=65, k=2)

        check_close(_direction(v, *weights, seed=65, k=2), expected)


@checks("contrastive_divergence", points=1)
def test_contrastive_divergence_draws_in_order_and_no_more():
    """Calls with one generator go on where the one before stopped: n·m and n·d draws a step."""
    v, _, *weights = _pair(5, 4, 3, seed=66)
    theirs, ours = np.random.default_rng(67), np.random.default_rng(67)
    for k in (1, 3, 2):
        expected = reference.contrastive_divergence(v, *weights, ours, k=k)

        result = call(boltzmann_machine.contrastive_divergence, v, *weights, theirs, k=k)

        check_close(result, expected)


@checks("contrastive_divergence", points=1)
def test_contrastive_divergence_takes_large_weights():
    """Weighted sums of ±1000 give a finite direction without a warning."""
    v, _, W, a, b = _pair(5, 4, 3, seed=68)
    W, a, b = 200 * np.tanh(W), 200 * np.tanh(a), 200 * np.tanh(b)
    expected = _expected(v, W, a, b, seed=69, k=3)

    check_close(_direction(v, W, a, b, seed=69, k=3), expected)


@checks("contrastive_divergence", points=1)
def test_contrastive_divergence_takes_whole_numbers():
    """States may be int64, uint8 or bool, and weights int64: the direction is float64."""
    v, _, *weights = _pair(6, 5, 4, seed=70)
    for kind in KINDS:
        for each in (weights, _whole(*weights)):
            expected = _expected(v, *each, seed=71, k=2)

            check_close(_direction(v.astype(kind), *each, seed=71, k=2), expected)


@checks("contrastive_divergence", points=1)
def test_contrastive_divergence_takes_float32_and_any_memory_layout():
    """Single precision, Fortran order, slices and read-only arrays are fine."""
    _, _, *weights = _pair(4, 3, 5, seed=72)
    machine = [_greys(4, 3, 9), *weights]
    expected = _expected(*_wide(_single(*machine)), seed=73)

    check_close(_direction(*_single(*machine), seed=73), expected, **SINGLE)
    for layout in LAYOUTS:
        expected = _expected(*machine, seed=73, k=2)

        check_close(
            _direction(*[arrange(array, layout) for array in machine], seed=73, k=2), expected
        )


@checks("contrastive_divergence", points=1)
def test_contrastive_divergence_changes_no_argument():
    """The data and the machine stay as they were: nothing is added to the weights yet."""
    v, _, *weights = _pair(4, 3, 5, seed=74)
    for k in (1, 2):
        expected = _expected(v, *weights, seed=75, k=k)

        check_pure(
            boltzmann_machine.contrastive_divergence, v, *weights, np.random.default_rng(75), k=k
        )
        check_close(_direction(v, *weights, seed=75, k=k), expected)
