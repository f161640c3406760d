"""What the page is told: what there is, frames, problems with their lines, sweeps; and that it goes on after each."""

from __future__ import annotations

import json

import numpy as np
import pytest

from grader.play import run
from grader.play.page import Arrived, Left, Said, Saved
from tests.kit.play.conftest import Listener, of_type

STUB = "def {0}(*args, **kwargs):\n    raise NotImplementedError('{0}: to be written')\n"
LOOP = """_right = backward
def backward(*args):
    if len(args[0]) > 2:
        while True:
            pass
    return _right(*args)
"""
CRASH = """import os
_right = backward
def backward(*args):
    if len(args[0]) > 2:
        os._exit(3)
    return _right(*args)
"""


def problems(heard):
    return of_type(heard, "problem")


def statuses(heard):
    (hello,) = of_type(heard, "hello")
    return {f"{each['unit']}.{each['function']}": each for each in hello["functions"]}


def test_opening_tells_what_there_is_then_points_and_a_frame(bench):
    heard = bench().open(samples=50)

    assert [each["type"] for each in heard] == ["hello", "curves", "points", "frame"]
    hello, curves, points, frame = heard
    assert all(hello["stages"].values())
    assert {each["status"] for each in hello["functions"]} == {"there"}
    assert hello["defaults"]["layers"] == "8,8"
    assert points["points"].shape == (50, 2) and points["training"] == 35
    assert (frame["step"], frame["running"], frame["layers"]) == (0, False, [2, 8, 8, 1])
    assert frame["boundary"].shape == (64, 64) and frame["neurons"].shape == (19, 32, 32)
    assert frame["weights"].shape == (2 * 8 + 8 * 8 + 8,) and frame["biases"].shape == (17,)
    assert np.allclose(curves["values"][1], np.tanh(curves["z"]), atol=1e-6)
    assert np.allclose(curves["derivatives"][1], 1 - np.tanh(curves["z"]) ** 2, atol=1e-6)


def test_the_boundary_is_drawn_from_the_top(right):
    right.open(dataset="gaussians", noise=0, step=200)
    boundary = right.frame["boundary"]

    assert boundary[0, -1] > 200 and boundary[-1, 0] < 55


def test_a_step_an_epoch_a_reset(right):
    right.open()
    seen = []
    for what in ("step", "epoch", "epoch", "reset"):
        right.ask(what)
        seen.append((right.frame["step"], right.frame["epoch"], len(right.frame["history"])))

    assert seen == [(1, 0, 0), (14, 1, 1), (28, 2, 1), (0, 0, 1)]


def test_epochs_asked_for_in_a_row_are_all_trained(right):
    right.open()
    right.say("epoch")
    right.say("step")
    right.ask("epoch")

    assert right.frame["step"] == 28


def test_playing_goes_on_until_a_pause_and_waits_for_what_is_drawn(right):
    right.open()
    right.say("play")
    while right.trainer.busy or not right.inbox.empty():
        right.trainer.turn()
    waiting = right.frame
    heard = right.until(
        lambda message: message["type"] == "frame" and message["step"] > 50, "drawn"
    )
    right.ask("pause")

    assert waiting["running"] and waiting["step"] < 5
    assert heard[-1]["running"]
    assert not right.frame["running"] and right.frame["gradient"]["agrees"]


def test_history_is_sent_once(right):
    right.open()
    frames = of_type(right.page.heard[-1:], "frame")
    for _ in range(3):
        right.ask("epoch")
        frames.append(right.frame)

    assert [each["history_from"] for each in frames] == [0, 1, 2, 3]
    assert [len(each["history"]) for each in frames] == [1, 1, 1, 1]


def test_a_neuron_is_told_with_its_numbers(right):
    right.open(layers="3", activation="tanh", step=5)
    right.ask("neuron", layer=1, unit=2)
    told = right.frame["neuron"]
    right.ask("neuron")

    total = np.dot(told["values"], told["weights"]) + told["bias"]
    assert told["sum"] == pytest.approx(total)
    assert told["output"] == pytest.approx(np.tanh(total))
    assert told["formula"].startswith("tanh(") and told["inputs"] == ["x", "y"]
    assert right.frame["neuron"] is None


def test_a_neuron_that_there_is_not_is_none(right):
    right.open(neuron="9.9")

    assert right.frame["neuron"] is None


def test_stubs_unlock_nothing_and_say_so(bench, right_modules):
    names = ("sigmoid", "softmax", "relu", "sigmoid_derivative", "relu_derivative")
    stubs = {"activations": "".join(map(STUB.format, names)), "network": None, "backprop": None}
    heard = bench(**stubs).open()
    found = statuses(heard)

    assert found["activations.tanh"]["status"] == "there"
    assert found["activations.relu"]["status"] == "unwritten"
    assert found["activations.relu"]["note"] == ""
    assert found["network.forward"]["status"] == "missing"
    assert (
        found["network.forward"]["note"]
        == "exercises/network.py is not here: does a later unit bring it?"
    )
    stages = of_type(heard, "hello")[0]["stages"]
    assert stages == {"curves": True, "network": False, "costs": True, "training": False, "penalties": True,
                      "dropout": True}  # fmt: skip
    assert [each["type"] for each in heard] == ["hello", "curves", "points"]
    assert np.isfinite(heard[1]["values"]).all(axis=1).tolist() == [False, True, False]


def test_an_endless_import_is_told_with_its_line_and_waited_for_once(bench):
    found = statuses(bench(network=b"while True:\n    pass\n").open())

    told = "is there an endless loop? (network.py, line 1, in <module>: while True:)"
    assert told in found["network.forward"]["note"]
    assert (
        "raised ImportError: network.py could not be imported" in found["backprop.backward"]["note"]
    )


def test_what_another_function_lacks_is_told(bench):
    made = bench(neurons=STUB.format("init_parameters"))
    found = statuses(made.open())

    assert found["network.init_network"]["status"] == "unwritten"
    assert (
        found["network.init_network"]["note"]
        == "it needs neurons.init_parameters, which is not written yet"
    )
    assert found["network.init_network"]["lacks"] == "neurons.init_parameters"
    assert (
        "training needs network.init_network: it needs neurons.init_parameters"
        in (problems(made.ask("play"))[0]["message"])
    )


def test_an_untrained_network_is_drawn_and_training_says_what_it_needs(bench):
    made = bench(gradient_descent=STUB.format("step"))
    made.open(step=10)
    heard = made.ask("play")

    assert made.frame["step"] == 0
    (problem,) = problems(heard)
    assert problem["kind"] == "missing"
    assert problem["message"] == "training needs gradient_descent.step, which is not written yet"
    assert (problem["unit"], problem["function"]) == ("gradient_descent", "step")


@pytest.mark.parametrize(
    "unit, name", [("gradient_descent", "step"), ("gradient_descent", "minibatches")]
)
def test_gradients_are_checked_before_there_are_steps(bench, unit, name):
    made = bench(**{unit: STUB.format(name)})
    made.open()

    assert made.frame["gradient"]["agrees"] is True


def test_what_a_check_of_gradients_lacks_is_named(bench):
    made = bench(backprop=STUB.format("backward"))
    made.open()

    assert made.frame["gradient"]["note"] == "checking gradients needs backprop.backward"


def test_a_verdict_stands_until_there_is_another(bench):
    uphill = "_delta = output_delta\ndef output_delta(Y, P):\n    return -_delta(Y, P)\n"
    made = bench(backprop=uphill)
    made.open(learning_rate=10, step=1)
    first = made.frame["gradient"]
    made.ask("epoch")
    then = made.frame["gradient"]
    made.ask("reset")

    assert first["agrees"] is then["agrees"] is False
    assert then["note"].startswith(f"{first['note']} (at step 1; now nothing can be told: ")
    assert then["layers"] == first["layers"]
    assert made.frame["gradient"]["note"] == first["note"]


def test_of_gradients_that_agreed_it_is_told_when(right):
    right.open(dataset="xor", layers="", learning_rate=1000, step=3)
    badge = right.frame["gradient"]

    assert badge["agrees"] is None
    assert badge["note"].startswith("nothing can be told: ")
    assert badge["note"].endswith("; at step 0 they agreed")


def test_without_costs_it_trains_without_a_curve(bench):
    made = bench(costs=STUB.format("binary_cross_entropy"))
    made.open(step=30)

    assert made.frame["step"] == 30 and made.frame["cost"] is None
    assert made.frame["accuracy"] is not None
    assert made.frame["gradient"]["note"] == "checking gradients needs costs.binary_cross_entropy"


def test_a_penalty_that_is_not_written_is_left_out(bench):
    made = bench(regularization=STUB.format("l2_gradients"))
    heard = made.open(penalty="l2", step=3)

    assert made.frame["step"] == 3
    assert "the penalty is left out, as it needs regularization.l2_gradients" in str(
        of_type(heard, "points")[0]["notes"]
    )


def test_a_misspelt_function_is_found(bench):
    heard = bench(network="forwards = forward\ndel forward\n").open()

    assert statuses(heard)["network.forward"]["note"] == (
        "network.forward is missing; is 'forwards' meant to be it?"
    )


@pytest.mark.parametrize(
    "spoilt, unit",
    [
        ({"backprop": "def broken(:\n"}, "backprop"),
        ({"network": b"while True:\n    pass\n"}, "network"),
        ({"neurons": b"x = = 1\n"}, "network"),
        ({"costs": b"\xff"}, "costs"),
    ],
)
def test_what_keeps_units_from_being_imported_is_told_once(bench, spoilt, unit):
    (hello,) = of_type(bench(**spoilt).open(), "hello")

    (fault,) = hello["faults"]
    assert fault["message"].startswith(f"{unit}.py could not be imported: ")


def test_an_endless_loop_is_told_with_its_line_and_the_page_goes_on(bench, right_modules):
    made = bench(backprop=LOOP)
    heard = made.open(step=5)
    (problem,) = problems(heard)
    again = problems(made.ask("play"))
    made.submission = bench().submission
    made.inbox.put(Saved(("backprop.py",)))
    heard = made.ask("drawn")

    line = right_modules["backprop"].count(b"\n") + LOOP[: LOOP.index("while")].count("\n") + 3
    assert problem["kind"] == "endless loop"
    assert problem["where"] == [f"backprop.py, line {line}, in backward: while True:"]
    assert (problem["unit"], problem["function"]) == ("backprop", "backward")
    assert [each["kind"] for each in again] == ["endless loop"]
    assert [each["type"] for each in heard][:4] == ["note", "hello", "curves", "points"]
    assert (
        heard[0]["message"]
        == "exercises/backprop.py was saved: the experiment starts again with it"
    )
    made.ask("epoch")
    assert made.frame["epoch"] == 1


def test_a_save_while_it_plays_plays_on_from_the_seed(bench):
    made = bench()
    made.open()
    made.until(lambda message: message["type"] == "frame" and message["step"] > 20, "play")
    made.submission = bench(costs="\n").submission
    made.inbox.put(Saved(("costs.py",)))
    heard = made.until(lambda message: message["type"] == "frame" and message["running"], "drawn")

    last = of_type(heard, "frame")[-1]
    assert last["running"] and last["step"] <= 20


def test_a_save_that_changes_nothing_is_nothing(right):
    right.open()
    right.inbox.put(Saved(("costs.py",)))

    assert right.ask("drawn") == []


def test_a_crash_is_told_and_the_page_goes_on(bench):
    made = bench(backprop=CRASH)
    made.open()
    heard = made.ask("play")

    (problem,) = problems(heard)
    assert problem["kind"] == "crash"
    assert problem["message"] == "the process that runs your code ended: exit status 3"
    assert [each["type"] for each in made.open(dataset="xor")] == ["points", "frame", "problem"]


def test_a_fall_is_told_with_its_line(bench):
    made = bench(
        gradient_descent="import ctypes\n_step = step\ndef step(params, grads, rate):\n"
        "    if rate != 0.1:\n        ctypes.string_at(0)\n    return _step(params, grads, rate)\n"
    )
    made.open(learning_rate=1)
    (problem,) = problems(made.ask("step"))

    assert problem["message"] == "the process that runs your code ended: segmentation fault"
    assert problem["where"][0].endswith("in step: ctypes.string_at(0)")
    assert made.printed == []


def test_an_error_is_told_with_its_line(bench):
    made = bench(gradient_descent="def step(params, grads, learning_rate):\n    return params[7]\n")
    made.open()
    (problem,) = problems(made.ask("step"))

    assert problem["kind"] == "error"
    assert problem["message"] == "raised IndexError: list index out of range"
    assert problem["where"][-1].endswith("in step: return params[7]")
    assert not made.trainer.busy


@pytest.mark.parametrize(
    "added, said",
    [
        ({"network": "def forward(*args):\n    return 3\n"}, "network.forward gave a int, where a list of 4"),
        ({"network": "def forward(X, *args):\n    return [X] * 4\n"},
         "network.forward gave shape (140, 2), where (140, 8) was expected"),
        ({"backprop": "def backward(Y, A, params, hidden):\n    return [(W.T, b) for W, b in params]\n"},
         "backprop.backward, for dW of layer 1, gave shape (8, 2), where (2, 8) was expected: is it transposed?"),
        ({"backprop": "def backward(Y, A, params, hidden):\n    return [(W, None) for W, b in params]\n"},
         "backprop.backward, for db of layer 1, gave None: is a return missing?"),
        ({"backprop": "def backward(Y, A, params, hidden):\n    return None if len(Y) > 2 else params\n"},
         "backprop.backward gave None: is a return missing?"),
        ({"gradient_descent": "def step(params, grads, rate):\n    return [(W, b[None]) for W, b in params]\n"},
         "gradient_descent.step, for b of layer 1, gave shape (1, 8), where (8,) was expected"),
        ({"gradient_descent": "def minibatches(X, Y, size, rng):\n    return [(X[:3], Y[:3])]\n"},
         "gradient_descent.minibatches gave batches of 3 rows together, where there are 140"),
        ({"costs": "def binary_cross_entropy(y, p):\n    return y\n"},
         "costs.binary_cross_entropy gave shape (140, 1), where () was expected"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_told_with_shapes(bench, added, said):
    heard = bench(**added).open(step=1)

    assert said in problems(heard)[0]["message"]


@pytest.mark.parametrize(
    "source, said",
    [
        (b"def forward(:\n", "imported: raised SyntaxError: invalid syntax (exercises/network.py, line 1)"),
        (b"import numpy as np\nnp.nothing\n", "could not be imported: raised AttributeError: module 'numpy'"),
        (b"import torch\n", "torch cannot be imported here: only numpy and the standard library can"),
    ],
)  # fmt: skip
def test_a_module_that_cannot_be_imported_is_told_and_others_work(bench, source, said):
    heard = bench(network=source).open()
    found = statuses(heard)

    assert found["network.forward"]["status"] == "raises"
    assert said in found["network.forward"]["note"]
    assert found["costs.cross_entropy"]["status"] == "there"
    assert [each["type"] for each in heard] == ["hello", "curves", "points"]


def test_a_sweep_gives_a_cell_for_each_pair_and_leaves_the_run_alone(right):
    right.open(step=14)
    before = right.frame
    heard = right.ask("sweep", rates=[0.01, 1], layers=["2", "", "4,4"], epochs=3)
    cells = of_type(heard, "cell")
    right.open(layers="4,4", learning_rate=1, step=3 * 14)
    same = right.frame
    right.open(step=14)

    assert [(each["row"], each["column"], each["done"]) for each in cells] == [
        (row, column, 2 * row + column + 1) for row in range(3) for column in range(2)
    ]
    assert cells[-1]["boundary"].shape == (32, 32) and cells[-1]["of"] == 6
    assert cells[-1]["cost"] == same["cost"] and cells[-1]["layers"] == "4,4"
    assert right.frame["cost"] == before["cost"]


def test_a_sweep_stops_at_a_pause(right):
    right.open()
    right.say("sweep", rates=[0.1], layers=["2", "3"], epochs=1000)
    right.trainer.turn()
    begun = right.trainer.sweep
    heard = right.ask("pause")

    assert begun is not None and right.trainer.sweep is None
    assert of_type(heard, "cell") == []


@pytest.mark.parametrize(
    "command",
    [
        '{"do": "sweep", "rates": [1e999], "layers": ["2"]}',
        '{"do": "sweep", "rates": [], "layers": ["2"]}',
        '{"do": "sweep", "rates": [0.1], "layers": ["2;2", "17"]}',
        '{"do": "sweep", "rates": [0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1], "layers": ["2"]}',
        '{"do": "fly"}',
        '{"do": "open", "experiment": {"seed": 1}}',
        "[" * 2000,
        "",
        "null",
    ],
)
def test_a_command_that_is_none_is_a_problem_and_no_more(right, command):
    right.open()
    right.inbox.put(Said(right.page, command))
    heard = right.ask("drawn")

    assert [each["kind"] for each in problems(heard)] == ["setting"]


def test_bad_settings_are_told_and_the_default_taken(right):
    heard = right.open(learning_rate="fast", layers="99", colour="red")
    (points,) = of_type(heard, "points")

    assert points["experiment"]["learning_rate"] == "0.1"
    assert (
        points["notes"][0]
        == "learning_rate should be a number from 0 to 1e+09, not 'fast': 0.1 is taken"
    )
    assert len(points["notes"]) == 3


def test_a_csv_that_cannot_be_read_is_told_and_the_default_drawn(right):
    heard = right.open(csv="<b>no table</b>", dataset="csv")

    assert "three columns" in problems(heard)[0]["message"]
    assert of_type(heard, "points")[0]["experiment"]["dataset"] == "circle"


def test_a_csv_of_ones_own_is_trained_on(right):
    rng = np.random.default_rng(0)
    rows = "".join(
        f"{x:.3f},{y:.3f},{'<i>up' if y > 0 else 'down'}\n" for x, y in rng.normal(0, 9, (80, 2))
    )
    heard = right.open(csv=f"one,two,kind\n{rows}", dataset="csv", step=200)
    (points,) = of_type(heard, "points")

    assert points["classes"] == ["<i>up", "down"] and points["axes"] == ["one", "two"]
    assert right.frame["accuracy"] > 0.9


def test_the_page_that_opened_last_has_the_trainer(bench):
    made = bench()
    made.open()
    old, made.page = made.page, Listener()
    made.inbox.put(Arrived(made.page))
    heard = made.open()
    made.inbox.put(Said(old, json.dumps({"do": "play"})))
    made.inbox.put(Left(old))
    made.trainer.turn()

    assert problems(old.heard)[0]["kind"] == "busy" and old.closed
    assert [each["type"] for each in heard] == ["hello", "curves", "points", "frame"]
    assert not made.trainer.running and made.trainer.page is made.page


def test_what_changes_its_arguments_is_told_where_it_does(bench):
    shuffling = "def minibatches(X, Y, size, rng):\n    rng.shuffle(X)\n    return [(X, Y)]\n"
    made = bench(gradient_descent=shuffling)
    heard = made.open(step=1)

    assert "read-only" in problems(heard)[0]["message"]
    assert problems(heard)[0]["where"][-1].endswith("in minibatches: rng.shuffle(X)")


def test_what_the_code_prints_is_printed_and_shown_safely(bench):
    made = bench(gradient_descent="print('\\x1b[31mhello')\n")
    made.open()

    assert "\x1b[31mhello" in "".join(made.printed)


def test_what_was_printed_before_a_save_takes_no_room_from_what_comes_after(bench):
    made = bench(gradient_descent="print('x' * 100_000)\n")
    made.open()
    made.submission = bench(gradient_descent="print('at last')\n").submission
    made.inbox.put(Saved(("gradient_descent.py",)))
    made.ask("drawn")

    assert "at last" in "".join(made.printed)


def test_names_of_saved_files_are_shown_safely(bench):
    made = bench()
    made.open()
    made.submission = bench(costs="\n").submission
    made.inbox.put(Saved(("\x1b[31m\u202e\udcff.py",)))
    (note,) = of_type(made.ask("drawn"), "note")

    assert note["message"].startswith("exercises/\\u001b[31m\\u202e\\xff.py was saved")


def test_an_experiment_has_so_many_epochs_and_no_more(bench, monkeypatch):
    monkeypatch.setattr(run, "EPOCHS", 3)
    made = bench()
    made.open(batch_size=2000)
    heard = made.ask("play")

    (problem,) = problems(heard)
    assert problem["message"] == "an experiment has 3 epochs at most: go back to its start"
    assert len(made.trainer.run.history) <= 4
    assert not made.trainer.running


def test_problems_carry_hostile_text_as_text(bench):
    made = bench(
        network="def forward(*args):\n    raise ValueError('<script>\\u202e\\x1b[0m\\ud800' + 'x' * 5000)\n"
    )
    (problem, *_) = problems(made.open())

    assert "<script>" in problem["message"] and len(problem["message"]) < 500
    assert not {"\u202e", "\x1b", "\ud800"} & set(problem["message"])
