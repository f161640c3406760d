"""Messages: arrays where the header says, sizes that a page can take; neurons and badges in words."""

from __future__ import annotations

import numpy as np
import pytest

from grader.play import gradients, messages
from grader.play.neuron import neuron
from grader.play.reply import Gradients, Layer
from tests.kit.play.conftest import decoded


def test_arrays_come_back_as_they_went():
    arrays = {
        "bytes": np.arange(5, dtype=np.uint8),
        "floats": np.array([[0.5, np.nan], [np.inf, 1e300]]),
        "counts": np.array([1, -2]),
        "empty": np.zeros((0, 2)),
    }
    found = decoded(messages.binary("frame", {"cost": float("nan"), "name": "ü"}, arrays))

    assert (found["type"], found["cost"], found["name"]) == ("frame", None, "ü")
    assert found["bytes"].tolist() == [0, 1, 2, 3, 4]
    assert found["floats"].dtype == np.float32 and found["floats"].shape == (2, 2)
    assert found["counts"].tolist() == [1, -2]
    assert found["empty"].shape == (0, 2)


def test_a_frame_of_the_default_is_small(right):
    right.open()
    size = sum(value.nbytes for value in right.frame.values() if isinstance(value, np.ndarray))

    assert size < 30_000


def test_the_largest_network_is_still_bounded(right):
    right.open(
        dataset="iris", layers="16,16,16,16,16,16", samples=2000, features="x,y,xx,yy,xy,sinx,siny"
    )
    size = sum(value.nbytes for value in right.frame.values() if isinstance(value, np.ndarray))

    assert size < 200_000


@pytest.mark.parametrize(
    "text", ['{"do":"step","step":1}', '{"do":"neuron","layer":null}', b'{"do":"drawn"}']
)
def test_a_command_is_read(text):
    assert isinstance(messages.command(text), messages.Command)


@pytest.mark.parametrize(
    "text", ["", "[]", '{"do":"neuron","layer":"1"}', '{"do":1}', b"\xff", "[" * 5000]
)
def test_what_is_no_command_is_refused(text):
    with pytest.raises(ValueError, match="this is no command"):
        messages.command(text)


def test_a_neuron_is_told_with_the_numbers_of_its_layer():
    sizes, sample = (2, 2, 1), np.array([1.0, 2.0, 0.5, -0.25, 0.75])
    weights = np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0])
    told = neuron(
        2, 1, sizes, ("x", "y"), ("tanh", "sigmoid"), weights, np.array([0.1, 0.2, 0.3]), sample
    )

    assert (told["inputs"], told["values"], told["weights"]) == (
        ["a1", "a2"],
        [0.5, -0.25],
        [5.0, 6.0],
    )
    assert (told["bias"], told["sum"], told["output"]) == (0.3, pytest.approx(1.3), 0.75)
    assert told["formula"] == "sigmoid(0.5 · 5 − 0.25 · 6 + 0.3) = sigmoid(1.3) = 0.75"


def test_of_many_inputs_the_strongest_are_told():
    sizes, sample = (64, 1), np.ones(65)
    told = neuron(1, 1, sizes, ["p"] * 64, ("identity",), np.arange(64.0), np.zeros(1), sample)

    assert "1 · 63" in told["formula"] and "… 56 smaller terms" in told["formula"]


def test_a_badge_names_the_layer_that_backpropagation_meets_first():
    fine, wrong = Layer(verdict="agrees", error=1e-9), Layer(verdict="differs", error=0.5)
    unknown = Layer(verdict="unknown", why="so \x1b it is")

    def told(*layers):
        model = {"hidden": "tanh", "output": "sigmoid", "penalty": "none"}
        return gradients.told(Gradients(layers=layers, rows=10), model)

    assert told(fine, fine)["agrees"] is True
    assert "layer 3 to layer 2" in told(wrong, wrong, fine)["note"]
    assert told(wrong)["agrees"] is False
    assert told(wrong, fine, wrong)["note"].endswith("look there first")
    assert told(fine, fine, wrong)["note"].endswith(
        "of layer 3 differ from central differences, those before agree, so its delta is right: look at"
        " backprop.layer_gradients, and at what backprop.backward gives it there"
    )
    assert told(unknown)["note"] == "nothing can be told: so \\u001b it is"
