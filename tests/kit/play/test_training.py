"""What is trained: the reference learns, a run depends on its experiment alone, gradients are judged rightly."""

from __future__ import annotations

import numpy as np
import pytest

from tests.kit.play.conftest import of_type

STEPS = {"circle": 400, "xor": 700, "gaussians": 50, "moons": 500, "spiral": 7000}
RELU = "def relu_derivative(a):\n    return np.ones_like(a)\n"
L2 = "def l2_gradients(p, g, s):\n    return [(a + W, b) for (W, _), (a, b) in zip(p, g)]\n"
L1 = "def l1_gradients(p, g, s):\n    return [(a + s * W, b) for (W, _), (a, b) in zip(p, g)]\n"
DROPOUT = "def dropout_backward(dA, mask):\n    return np.array(dA)\n"
STEP_BACK = "look at the step back from layer 3 to layer 2, backprop.hidden_delta or activations."
FAULTS = {
    "a slope of ReLU": (
        {"activations": RELU},
        {"activation": "relu"},
        [False, False, True],
        f"{STEP_BACK}relu_derivative",
    ),
    "a bias's gradient": (
        {"backprop": "def layer_gradients(A, delta):\n    return A.T @ delta, delta.mean(axis=0)\n"},
        {},
        [False, False, False],
        "the weights' gradients agree, the biases' are 10 times too small (the batch has 10 rows: is there a division"
        " by n too many?): look at db in backprop.layer_gradients",
    ),
    "a bias's gradient of 0": (
        {"backprop": "def layer_gradients(A, delta):\n    return A.T @ delta, 0 * delta[0]\n"},
        {},
        [False, False, False],
        "the weights' gradients agree, the biases' are 0: look at db in backprop.layer_gradients",
    ),
    "a weight's gradient": (
        {"backprop": "def layer_gradients(A, d):\n    return (A * A).T @ d, d.sum(axis=0)\n"},
        {},
        [False, False, False],
        "the biases' gradients agree, the weights' do not: look at dW in backprop.layer_gradients",
    ),
    "the step back": (
        {"backprop": "def hidden_delta(delta, W, A, name):\n    return delta @ W.T\n"},
        {},
        [False, False, True],
        f"{STEP_BACK}tanh_derivative",
    ),
    "a mean once more a layer": (
        {"backprop": "_step = hidden_delta\ndef hidden_delta(*args):\n    return _step(*args) / len(args[0])\n"},
        {},
        [False, False, True],
        "those of layer 3 agree, those of layer 2 are 10 times too small (the batch has 10 rows: is there a division by"
        " n too many?): look at the step back",
    ),
    "a penalty's gradient": (
        {"regularization": L2},
        {"penalty": "l2", "strength": "0.1"},
        [False, False, False],
        "without the penalty they agree: look at regularization.l2_gradients, which should be the gradient of your"
        " l2_penalty",
    ),
    "another penalty's gradient": (
        {"regularization": L1},
        {"penalty": "l1", "strength": "0.1", "dropout": "0.5"},
        [False, False, False],
        "without the penalty they agree: look at regularization.l1_gradients",
    ),
    "dropout's way back": (
        {"regularization": DROPOUT},
        {"dropout": "0.5", "penalty": "l2"},
        [False, False, True],
        "without dropout they agree: look at regularization.dropout_backward, and at the mask that dropout gives",
    ),
    "the step back, with dropout": (
        {"backprop": "def hidden_delta(delta, W, A, name):\n    return delta @ W.T\n"},
        {"dropout": "0.5", "penalty": "l2"},
        [False, False, True],
        f"{STEP_BACK}tanh_derivative",
    ),
    "penalty and dropout": (
        {"regularization": L2 + DROPOUT},
        {"dropout": "0.5", "penalty": "l2", "strength": "0.1"},
        [False, False, False],
        "without penalty and dropout they agree: look at regularization.l2_gradients, which should",
    ),
    "a cost's gradient": (
        {"costs": "def mean_squared_error_gradient(Y, P):\n    return (P - Y) / Y.size\n"},
        {"dataset": "plane"},
        [False, False, False],
        "all gradients are 2 times too small; look first at costs.mean_squared_error_gradient, where",
    ),
    "a cost": (
        {"costs": "def binary_cross_entropy(Y, P):\n    return np.mean((Y - P) ** 2)\n"},
        {},
        [False, False, False],
        "look first at backprop.output_delta, where backpropagation begins, or is it the other side,"
        " costs.binary_cross_entropy, that is wrong?",
    ),
}  # fmt: skip


@pytest.mark.parametrize("dataset", STEPS)
def test_the_reference_learns(right, dataset):
    right.open(dataset=dataset, step=STEPS[dataset])

    assert right.frame["step"] == STEPS[dataset]
    assert right.frame["accuracy"] > 0.95
    assert right.frame["held_out_accuracy"] > 0.9


def test_the_reference_learns_a_plane(right):
    right.open(dataset="plane", noise=0, step=1000)

    assert right.frame["cost"] < 0.001
    assert right.frame["accuracy"] is None


def test_the_reference_learns_iris_and_digits(right):
    right.open(dataset="iris", step=400)
    iris = right.frame
    right.open(dataset="digits", samples=600, step=1500)

    assert iris["held_out_accuracy"] > 0.9
    assert set(np.unique(iris["boundary"])) == {0, 1, 2}
    assert right.frame["held_out_accuracy"] > 0.8
    assert right.frame["images"].shape == (8, 8, 8)


def test_a_run_is_the_same_however_often_it_is_looked_at(right):
    right.open(step=60, dropout=0.2, penalty="l1")
    at_once = right.frame
    right.open(dropout=0.2, penalty="l1")
    for _ in range(4):
        right.ask("epoch")
    for _ in range(4):
        right.ask("step")

    assert right.frame["step"] == at_once["step"] == 60
    assert np.array_equal(right.frame["weights"], at_once["weights"])
    assert right.frame["cost"] == at_once["cost"]


def test_another_seed_is_another_run(right):
    right.open(step=5)
    first = right.frame
    right.open(step=5, seed=2)

    assert first["cost"] != right.frame["cost"]


@pytest.mark.parametrize("place, activation", [*enumerate(["identity", "sigmoid", "tanh", "relu"])])
@pytest.mark.parametrize("turn, dataset", [*enumerate(["circle", "iris", "plane"])])
def test_right_gradients_agree(right, dataset, activation, place, turn):
    penalty, dropout = [("none", 0), ("l1", 0.3), ("l2", 0)][(place + turn) % 3]
    heard = right.open(
        dataset=dataset, activation=activation, step=40, penalty=penalty, dropout=dropout
    )
    found = [frame["gradient"] for frame in of_type(heard, "frame")]

    assert all(each["agrees"] for each in found)
    assert all(layer["error"] < 1e-5 for each in found for layer in each["layers"])


@pytest.mark.parametrize(
    "why, settings",
    [
        (
            "so small a probability",
            {"dataset": "xor", "layers": "", "learning_rate": 1000, "step": 3},
        ),
        ("the cost so large", {"dataset": "plane", "learning_rate": 2, "step": 8}),
    ],
)
def test_nothing_is_told_of_gradients_where_differences_say_nothing(right, why, settings):
    right.open(**settings)
    told = right.frame["gradient"]

    assert told["agrees"] is not False
    assert any(why in layer["note"] for layer in told["layers"])


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_a_relu_that_stands_at_its_bend_is_no_fault(right, seed):
    right.open(activation="relu", layers="1,1", features="xx", seed=seed)

    assert right.frame["gradient"]["agrees"] is True


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_found_in_its_layers_and_named(bench, name):
    added, settings, agree, said = FAULTS[name]
    spoilt = bench(**added)
    spoilt.open(**{"step": 3, "activation": "tanh", **settings})
    told = spoilt.frame["gradient"]

    assert [layer["agrees"] for layer in told["layers"]] == agree
    assert told["agrees"] is False
    assert said in told["note"]


@pytest.mark.parametrize("layers", ["", "3"])
@pytest.mark.parametrize(
    "code, told",
    [
        ("(Y - P) / len(Y)", "all gradients are of the opposite sign;"),
        ("P - Y", "all gradients are 10 times too large (the batch has 10 rows: is a division by n missing?);"),
        ("Y - P", "all gradients are of the opposite sign and 10 times too large (the batch has 10 rows"),
        ("(P - Y) / len(Y) ** 2", "are 10 times too small (the batch has 10 rows: is there a division by n too many?)"),
        ("3 * (P - Y) / len(Y)", "all gradients are 3 times too large; look first at backprop.output_delta"),
        ("0 * P", "all gradients are 0;"),
        ("(P - 0.5) / len(Y)", "differ from central differences; look first at backprop.output_delta"),
    ],
)  # fmt: skip
def test_what_all_gradients_are_off_by_is_told(bench, code, told, layers):
    spoilt = bench(backprop=f"def output_delta(Y, P):\n    return {code}\n")
    spoilt.open(layers=layers)

    assert spoilt.frame["gradient"]["agrees"] is False
    assert told in spoilt.frame["gradient"]["note"]


@pytest.mark.parametrize(
    "code, told",
    [
        ("(W + rate * dW, b + rate * db)", "goes uphill"),
        (
            "(W - rate * dW, b)",
            "does not subtract learning_rate times the gradient from the biases",
        ),
        (
            "(W + rate * dW, b - rate * db)",
            "does not subtract learning_rate times the gradient from the weights",
        ),
        ("(W - dW, b - db)", "does not subtract learning_rate times the gradient"),
    ],
)
def test_a_wrong_step_along_right_gradients_is_told(bench, code, told):
    spoilt = bench(
        gradient_descent="def step(params, grads, rate):\n"
        f"    return [{code} for (W, b), (dW, db) in zip(params, grads)]\n"
    )
    spoilt.open(step=3)
    badge = spoilt.frame["gradient"]

    assert badge["agrees"] is False
    assert badge["note"] == f"the gradients agree, but gradient_descent.step {told}: look at step"
    assert all(layer["agrees"] for layer in badge["layers"])


def test_a_step_in_place_and_in_single_precision_is_no_fault_and_changes_no_run(bench):
    spoilt = bench(
        gradient_descent="def step(params, grads, rate):\n"
        "    for (W, b), (dW, db) in zip(params, grads):\n"
        "        W -= (rate * dW).astype(np.float32)\n        b -= rate * db\n"
        "    return [(W.astype(np.float32), b) for W, b in params]\n"
    )
    spoilt.open(step=30)
    before = spoilt.frame
    spoilt.ask("check")

    assert spoilt.frame["gradient"]["agrees"] is True
    assert np.array_equal(spoilt.frame["biases"], before["biases"])


@pytest.mark.parametrize("dataset, what", [("circle", "inf"), ("plane", "nan")])
def test_a_learning_rate_of_a_million_diverges(right, dataset, what):
    right.open(dataset=dataset, learning_rate=1e6)
    heard = right.ask("play")
    told = right.frame["diverged"]

    assert told["what"] == what
    assert told["epoch"] in (1, 2) and told["learning_rate"] == 1e6
    assert f"In epoch {told['epoch']}, at learning rate 1e+06" in told["note"]
    assert right.frame["running"] is False
    if dataset == "plane":
        assert told["step"] % right.frame["steps_an_epoch"], "the step itself, within the epoch"
        assert any("numpy warns: overflow" in each["message"] for each in of_type(heard, "note"))
