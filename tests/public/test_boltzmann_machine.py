"""Examples and first properties of unit 16, Boltzmann machines."""

from __future__ import annotations

import numpy as np

from exercises import boltzmann_machine
from grader.testing import call, check_close, check_pure, checks


@checks("energy", points=1)
def test_energy_counts_each_pair_once():
    """With weight 3 and biases 0.5 and -1 the state (1, 1) has energy -3 - 0.5 + 1."""
    W, b = np.array([[0.0, 3.0], [3.0, 0.0]]), np.array([0.5, -1.0])
    s = np.array([[0, 0], [1, 0], [0, 1], [1, 1]])

    check_close(call(boltzmann_machine.energy, s, W, b), np.array([0.0, -0.5, 1.0, -2.5]))


@checks("energy", points=1)
def test_energy_changes_no_argument():
    """States, weights and biases stay as they were."""
    W, b = np.array([[0.0, 2.0], [2.0, 0.0]]), np.array([1.0, 0.0])

    check_pure(boltzmann_machine.energy, np.array([[1.0, 1.0]]), W, b)
    check_close(call(boltzmann_machine.energy, np.array([[1.0, 1.0]]), W, b), np.array([-3.0]))


@checks("conditional", points=1)
def test_conditional_is_a_neuron():
    """With weight ln 3 the second unit is 1 with chance 3/4 where the first is 1, else 1/2."""
    W = np.array([[0.0, np.log(3.0)], [np.log(3.0), 0.0]])
    s = np.array([[1, 0], [1, 1], [0, 1]])

    result = call(boltzmann_machine.conditional, s, 1, W, np.zeros(2))

    check_close(result, np.array([0.75, 0.75, 0.5]))


@checks("conditional", points=1)
def test_conditional_adds_its_own_bias():
    """The first unit's bias ln 4 alone gives 4/5, whatever the second unit's bias."""
    W, b = np.zeros((2, 2)), np.array([np.log(4.0), 7.0])

    check_close(call(boltzmann_machine.conditional, np.array([[0, 1]]), 0, W, b), np.array([0.8]))


@checks("distribution", points=1)
def test_distribution_of_two_coupled_units():
    """The states 00, 01, 10, 11 weigh 1, 1, 1 and 3 under the weight ln 3."""
    W = np.array([[0.0, np.log(3.0)], [np.log(3.0), 0.0]])

    result = call(boltzmann_machine.distribution, W, np.zeros(2))

    check_close(result, np.array([1.0, 1.0, 1.0, 3.0]) / 6)


@checks("distribution", points=1)
def test_distribution_counts_the_first_unit_highest():
    """A first unit that is 1 four times in five makes the last two states likely."""
    result = call(boltzmann_machine.distribution, np.zeros((2, 2)), np.array([np.log(4.0), 0.0]))

    check_close(result, np.array([0.1, 0.1, 0.4, 0.4]))


@checks("distribution", points=1)
def test_distribution_takes_large_weights():
    """Under the weight 1000 both units are 1, and no exp overflows."""
    W = np.array([[0.0, 1000.0], [1000.0, 0.0]])

    check_close(
        call(boltzmann_machine.distribution, W, np.zeros(2)), np.array([0.0, 0.0, 0.0, 1.0])
    )


@checks("gibbs_sweep", points=1)
def test_gibbs_sweep_goes_unit_after_unit():
    """The first unit copies the second, then the second copies what the first has become."""
    W, b = np.array([[0.0, 900.0], [900.0, 0.0]]), np.array([-450.0, -450.0])
    s = np.array([[0, 1], [1, 0], [1, 1]])

    result = call(boltzmann_machine.gibbs_sweep, s, W, b, np.random.default_rng(0))

    check_close(result, np.array([[1.0, 1.0], [0.0, 0.0], [1.0, 1.0]]))


@checks("gibbs_sweep", points=1)
def test_gibbs_sweep_draws_one_number_a_row_for_each_unit():
    """Unlinked units are 1 where rng.random(n), drawn for one unit after the other, is below 3/4."""
    b = np.full(3, np.log(3.0))
    rng = np.random.default_rng(1)
    expected = np.column_stack([rng.random(5) < 0.75 for _ in range(3)]).astype(np.float64)

    result = call(
        boltzmann_machine.gibbs_sweep,
        np.zeros((5, 3)),
        np.zeros((3, 3)),
        b,
        np.random.default_rng(1),
    )

    check_close(result, expected)


@checks("rbm_energy", points=1)
def test_rbm_energy_has_three_terms():
    """v = (1, 1), h = (1): -(2 - 1) for the weights, -0.5 for v, -0.25 for h."""
    W, a, b = np.array([[2.0], [-1.0]]), np.array([0.5, 0.0]), np.array([0.25])
    v, h = np.array([[1, 1], [1, 0]]), np.array([[1], [0]])

    check_close(call(boltzmann_machine.rbm_energy, v, h, W, a, b), np.array([-1.75, -0.5]))


@checks("hidden_probabilities", points=1)
def test_hidden_probabilities_go_up():
    """One visible unit with weight ln 3 makes 3/4, and none makes 1/2."""
    W, b = np.log([[3.0, 1.0], [2.0, 4.0]]), np.zeros(2)

    result = call(boltzmann_machine.hidden_probabilities, np.array([[1, 0], [0, 0]]), W, b)

    check_close(result, np.array([[0.75, 0.5], [0.5, 0.5]]))


@checks("visible_probabilities", points=1)
def test_visible_probabilities_go_down_by_the_transpose():
    """The hidden unit that is 1 gives each visible unit its weight: ln 3 makes 3/4, ln 2 makes 2/3."""
    W, a = np.log([[3.0, 1.0], [2.0, 4.0]]), np.zeros(2)

    result = call(boltzmann_machine.visible_probabilities, np.array([[1, 0]]), W, a)

    check_close(result, np.array([[3 / 4, 2 / 3]]))


@checks("free_energy", points=1)
def test_free_energy_sums_out_the_hidden_unit():
    """With weight ln 3 both hidden states together weigh 1 + 3."""
    W, a, b = np.log([[3.0], [1.0]]), np.array([0.5, 0.0]), np.zeros(1)

    result = call(boltzmann_machine.free_energy, np.array([[1, 0]]), W, a, b)

    check_close(result, np.array([-0.5 - np.log(4.0)]))


@checks("free_energy", points=1)
def test_free_energy_takes_large_weights():
    """log(1 + exp(1000)) is 1000, and log(1 + exp(-1000)) is 0."""
    W = np.array([[1000.0], [-1000.0]])

    result = call(boltzmann_machine.free_energy, np.eye(2), W, np.zeros(2), np.zeros(1))

    check_close(result, np.array([-1000.0, 0.0]))


@checks("sample", points=1)
def test_sample_compares_draws_with_chances():
    """The draws of a generator with seed 1 are 0.51, 0.95, 0.14 and 0.95."""
    p = np.array([[0.6, 0.9], [0.0, 1.0]])

    check_close(
        call(boltzmann_machine.sample, p, np.random.default_rng(1)),
        np.array([[1.0, 0.0], [0.0, 1.0]]),
    )


@checks("contrastive_divergence", points=1)
def test_contrastive_divergence_by_hand():
    """The chain surely goes from (0, 1) to (1, 0), where the hidden unit has 1/2 and 3/4."""
    W, a, b = np.log([[3.0], [1.0]]), np.array([900.0, -900.0]), np.zeros(1)
    rng = np.random.default_rng(0)

    result = call(boltzmann_machine.contrastive_divergence, np.array([[0, 1]]), W, a, b, rng)

    check_close(result, (np.array([[-0.75], [0.5]]), np.array([-1.0, 1.0]), np.array([-0.25])))


@checks("contrastive_divergence", points=1)
def test_contrastive_divergence_is_averaged():
    """Three rows alike, and a sure chain, give the direction of one."""
    W, a, b = np.zeros((2, 1)), np.array([-900.0, 900.0]), np.zeros(1)
    v = np.array([[1, 0], [1, 0], [1, 0]])

    result = call(
        boltzmann_machine.contrastive_divergence, v, W, a, b, np.random.default_rng(0), k=2
    )

    check_close(result, (np.array([[0.5], [-0.5]]), np.array([1.0, -1.0]), np.array([0.0])))


@checks("contrastive_divergence", points=1)
def test_contrastive_divergence_draws_hidden_states_first():
    """With no weights all chances are 1/2: v1 comes from the second array of draws."""
    rng = np.random.default_rng(2)
    rng.random((4, 3))
    v1 = (rng.random((4, 2)) < 0.5).astype(np.float64)
    v = np.array([[1, 0], [1, 1], [0, 0], [1, 0]])

    result = call(
        boltzmann_machine.contrastive_divergence,
        v,
        np.zeros((2, 3)),
        np.zeros(2),
        np.zeros(3),
        np.random.default_rng(2),
    )

    move = (v - v1).mean(axis=0)
    check_close(result, (np.outer(move, np.full(3, 0.5)), move, np.zeros(3)))
