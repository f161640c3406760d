"""Addresses: what is written is read again, whatever comes with it; what cannot be read is told."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.play.experiment import (
    ACTIVATIONS,
    DATASETS,
    FEATURES,
    Experiment,
    address,
    as_settings,
    read,
    settings_in,
)

SIZES = st.lists(st.integers(1, 16), max_size=6).map(tuple)
RATES = st.floats(0, 1e9)
EXPERIMENTS = st.builds(
    Experiment,
    dataset=st.sampled_from(DATASETS),
    csv=st.text(st.characters(categories=["L", "N"], include_characters=" &=#+%<>,;"), max_size=20).map(str.strip),
    noise=st.floats(0, 0.5),
    features=st.lists(st.sampled_from(FEATURES), min_size=1, unique=True).map(tuple),
    columns=st.lists(st.integers(0, 99), min_size=2, max_size=2, unique=True).map(tuple),
    layers=SIZES,
    activation=st.sampled_from(ACTIVATIONS),
    learning_rate=RATES,
    seed=st.integers(0, 2**32 - 1),
    step=st.integers(0, 1_000_000),
    neuron=st.sampled_from(["", "1.3", "2.1"]),
    sweep_rates=st.lists(RATES, min_size=1, max_size=8).map(tuple),
    sweep_layers=st.lists(SIZES, min_size=2, max_size=8).map(tuple),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(EXPERIMENTS)
def test_an_address_is_read_as_what_it_was_written_of(experiment):
    text = address(experiment)

    assert read(settings_in(text)) == (experiment, [])
    assert read(settings_in(f"http://127.0.0.1:8765/?token=x#{text}")) == (experiment, [])
    assert read(as_settings(experiment)) == (experiment, [])


def test_only_what_differs_is_written():
    assert address(Experiment()) == ""
    assert address(Experiment(layers=(), learning_rate=1e6)) == "layers=&learning_rate=1000000"


def test_an_address_typed_by_hand_is_read():
    experiment, notes = read(settings_in("#dataset=spiral&layers=8%2C8,%204&learning_rate=1e+6&"))

    assert (experiment.dataset, experiment.layers, experiment.learning_rate) == (
        "spiral",
        (8, 8, 4),
        1e6,
    )
    assert notes == []


@pytest.mark.parametrize(
    "text, told",
    [
        ("learning_rate=nan", "learning_rate should be a number from 0 to 1e+09, not 'nan': 0.1 is taken"),
        ("seed=-1", "seed should be a whole number from 0 to 4294967295, not '-1': 1 is taken"),
        ("step=" + "9" * 5000, "step should be a whole number from 0 to 1000000, not "),
        ("layers=8,,8", "layers should be at most 6 sizes from 1 to 16 with commas between, not '8,,8': 8,8"),
        ("layers=1,1,1,1,1,1,1", "layers should be at most 6 sizes"),
        ("features=x,x", "features should be some of x, y, xx, yy, xy, sinx, siny with commas between"),
        ("features=", "features should be some of"),
        ("columns=1", "columns should be two numbers of columns, counted from 0, not '1': 2,3 is taken"),
        ("neuron=a.b", "neuron should be a layer and a unit with a point between, not 'a.b': nothing is taken"),
        ("activation=<b>", "activation should be one of identity, sigmoid, tanh, relu, not '<b>': tanh is taken"),
        ("held_out=%E2%80%AE0.3%1b[31m", "held_out should be a number from 0 to 0.8, not '\\\\u202e0.3\\\\u001b[31m'"),
        ("colour=red", "there is no setting 'colour': it is left out"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_and_the_default_taken(text, told):
    experiment, notes = read(settings_in(text))

    assert experiment == Experiment()
    assert len(notes) == 1 and notes[0].startswith(told)


def test_no_more_is_told_than_can_be_read():
    _, notes = read({f"s{number}": "" for number in range(1000)})

    assert len(notes) == 10
