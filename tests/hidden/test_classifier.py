"""Checks that decide the mark of unit 12, the classifier.

A fit is held against the reference's forward pass, gradients and costs at the parameters that it reports:
models that differ in their epochs only are one training, looked at again and again. So nothing depends
on how a student draws random numbers, starts, cuts batches or gathers momentum.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import combinations, pairwise
from typing import Any

import numpy as np
import pytest

from exercises import classifier
from grader.testing import (
    LAYOUTS,
    arrange,
    call,
    check_close,
    check_integers,
    check_pure,
    check_that,
    check_value_error,
    checks,
    copied,
)
from solutions import backprop, costs, network, regularization

Layers = list[tuple[np.ndarray, np.ndarray]]

NAME = "NeuralNetworkClassifier"
HIDDEN = ("identity", "sigmoid", "tanh", "relu")
FRUIT = ("pear", "apple", "fig", "Quince")
NUMBERS = (30, -2, 7, 11)


def _data(
    seed: int, n: int, d: int, k: int, names: Sequence[Any] = NUMBERS
) -> tuple[np.ndarray, np.ndarray]:
    """Columns of different places and scales, and labels of k classes, each on several rows."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, d)) * 10.0 ** rng.integers(-2, 3, size=d) + rng.normal(size=d) * 20
    return X, np.array(names[:k])[rng.permutation(np.arange(n) % k)]


def _model(**arguments: Any) -> Any:
    return call(classifier.NeuralNetworkClassifier, **arguments)


def _fitted(X: np.ndarray, y: np.ndarray, **arguments: Any) -> Any:
    """A model that has been trained on copies of X and y."""
    model = _model(**arguments)
    call(model.fit, X.copy(), y.copy())
    return model


def _standardised(X_train: np.ndarray, X: np.ndarray) -> np.ndarray:
    """X by the mean and deviation of the training rows; columns that are constant there are zeros."""
    constant = np.ptp(X_train, axis=0) == 0
    Z = (X - X_train.mean(axis=0)) / np.where(constant, 1.0, X_train.std(axis=0))
    return np.where(constant, 0.0, Z)


def _targets(y: np.ndarray) -> np.ndarray:
    """The columns that the network is to learn: one for two classes, one a class for more."""
    labels = np.unique(y)
    Y = (y[:, None] == labels).astype(np.float64)
    return Y[:, 1:] if len(labels) == 2 else Y


def _output(Y: np.ndarray) -> str:
    return "sigmoid" if Y.shape[1] == 1 else "softmax"


def _params(model: Any, sizes: Sequence[int]) -> Layers:
    """The trained parameters, once they have the form that is promised."""
    params = model.params_
    check_that(
        isinstance(params, list)
        and len(params) == len(sizes) - 1
        and all(isinstance(pair, tuple | list) and len(pair) == 2 for pair in params),
        "params_ should be a list of pairs (W, b), one for each layer",
        actual=params,
        expected=f"{len(sizes) - 1} pairs",
    )
    for place, (pair, shape) in enumerate(zip(params, pairwise(sizes), strict=True)):
        for name, array, wanted in zip(("W", "b"), pair, (shape, shape[1:]), strict=True):
            check_that(
                type(array) is np.ndarray
                and array.shape == wanted
                and array.dtype == np.float64
                and np.all(np.isfinite(array)),
                f"{name} of params_[{place}] should be finite numbers, float64, of shape {wanted}",
                actual=array,
            )
        check_that(np.any(pair[0] != 0), f"the weights of params_[{place}] are all zero")
    return [(W, b) for W, b in params]


def _probabilities(params: Layers, Z: np.ndarray, activation: str) -> np.ndarray:
    """A column for each class, from standardised rows."""
    units = params[-1][1].size
    P = network.forward(Z, params, activation, "sigmoid" if units == 1 else "softmax")[-1]
    return np.column_stack([1 - P, P]) if units == 1 else P


def _cost(params: Layers, Z: np.ndarray, Y: np.ndarray, activation: str) -> float:
    P = network.forward(Z, params, activation, _output(Y))[-1]
    return float((costs.binary_cross_entropy if Y.shape[1] == 1 else costs.cross_entropy)(Y, P))


def _gradients(params: Layers, Z: np.ndarray, Y: np.ndarray, activation: str, l2: float) -> Layers:
    passed = network.forward(Z, params, activation, _output(Y))
    return regularization.l2_gradients(params, backprop.backward(Y, passed, params, activation), l2)


def _flat(layers: Layers) -> np.ndarray:
    return np.concatenate([array.ravel() for pair in layers for array in pair])


def _shaped(values: np.ndarray, like: Layers) -> Layers:
    """The opposite of `_flat`."""
    layers, start = [], 0
    for pair in like:
        arrays = []
        for array in pair:
            arrays.append(values[start : start + array.size].reshape(array.shape))
            start += array.size
        layers.append((arrays[0], arrays[1]))
    return layers


def _passed(
    X: np.ndarray, y: np.ndarray, sizes: Sequence[int], epochs: Sequence[int], **arguments: Any
) -> list[Layers]:
    """The parameters after some numbers of epochs of one and the same training."""
    arguments["hidden_layer_sizes"] = tuple(sizes[1:-1])
    return [_params(_fitted(X, y, epochs=count, **arguments), sizes) for count in epochs]


# What is kept, and what comes back


@checks(NAME, points=1)
def test_constructor_keeps_its_arguments():
    """Every argument is kept, as it came, as an attribute of the same name, before and after fit."""
    X, y = _data(1, 9, 3, 2)
    given = {
        "hidden_layer_sizes": (4, 5),
        "activation": "relu",
        "learning_rate": 2,
        "epochs": 3,
        "batch_size": 40,
        "l2": 1,
        "random_state": 6,
    }
    model = call(classifier.NeuralNetworkClassifier, *given.values())

    for when in ("before fit", "after fit"):
        for name, value in given.items():
            kept = getattr(model, name)
            check_that(
                type(kept) is type(value) and kept == value,
                f"{name} is not as it was given, {when}",
                actual=kept,
                expected=value,
            )
        call(model.fit, X, y)
    _params(model, [3, 4, 5, 1])


@checks(NAME, points=1)
def test_constructor_has_its_defaults():
    """One layer of 16 tanh units, rate 0.1, 200 epochs in batches of 32, no penalty, random_state 0."""
    wanted = {
        "hidden_layer_sizes": (16,),
        "activation": "tanh",
        "learning_rate": 0.1,
        "epochs": 200,
        "batch_size": 32,
        "l2": 0.0,
        "random_state": 0,
    }
    model = _model()

    for name, value in wanted.items():
        kept = getattr(model, name)
        check_that(kept == value, f"{name} has another default", actual=kept, expected=value)
    X, y = _data(1, 9, 3, 2)
    _params(_fitted(X, y, epochs=1), [3, 16, 1])


@checks(NAME, points=1)
def test_fit_returns_the_model_itself():
    """fit gives back the very model that it trained, so that predict can follow in one line."""
    X, y = _data(2, 8, 3, 2)
    model = _model(epochs=1)

    result = call(model.fit, X, y)

    check_that(result is model, "fit should return the model itself", actual=result)
    _params(result, [3, 16, 1])
    labels = call(result.predict, X)
    check_that(np.shape(labels) == (8,), "what fit returned predicts no label a row", actual=labels)


@checks(NAME, points=1)
@pytest.mark.parametrize(
    ("hidden", "k", "units"),
    [((5,), 2, 1), ([6, 2], 3, 3), ((), 4, 4)],
    ids=["one layer, two classes", "two layers, three classes", "no hidden layer, four classes"],
)
def test_fit_makes_layers_of_the_sizes_that_were_asked_for(hidden, k, units):
    """params_ leads from the columns through the hidden sizes to one unit for two classes, else k."""
    X, y = _data(3, 13, 3, k)
    model = _fitted(X, y, hidden_layer_sizes=copied(hidden), epochs=2)

    _params(model, [3, *hidden, units])

    kept = model.hidden_layer_sizes
    check_that(
        type(kept) is type(hidden) and kept == hidden,
        "hidden_layer_sizes is not as it was given, after fit",
        actual=kept,
        expected=hidden,
    )


@checks(NAME, points=1)
@pytest.mark.parametrize(
    "y",
    [
        np.array([7, -3, 2**60 + 1, 7, 7, 2**60 + 1, -3]),
        np.array([9, 200, 9, 9, 200, 200, 9], dtype=np.uint8),
        np.array(["pear", "apple", "fig", "apple", "Zebra apple", "fig", "pear"]),
        np.array(["no", "maybe", "no", "no", "maybe", "maybe", "no"]),
    ],
    ids=["three whole numbers", "two uint8", "four texts", "two texts"],
)
def test_fit_sorts_the_classes(y):
    """classes_ holds each label once, sorted, as it is: whole numbers or texts."""
    X = np.random.default_rng(4).normal(size=(7, 2))
    model = _fitted(X, y, epochs=1)

    _check_labels(model.classes_, np.array(sorted(set(y.tolist()))))


def _check_labels(actual: Any, expected: np.ndarray) -> None:
    """Hold labels against what is expected, whole numbers of any type and texts of any width."""
    if expected.dtype.kind == "U":
        check_that(
            type(actual) is np.ndarray
            and actual.dtype.kind == "U"
            and actual.shape == expected.shape,
            f"expected an array of {expected.size} texts",
            actual=actual,
            expected=expected,
        )
        check_that(
            np.array_equal(actual, expected), "wrong labels", actual=actual, expected=expected
        )
    else:
        check_integers(actual, expected)


# Predictions


PREDICTIONS = pytest.mark.parametrize(
    ("activation", "hidden", "k", "names"),
    [
        ("tanh", (5,), 2, (2**60 + 1, -2)),
        ("relu", (6,), 3, FRUIT),
        ("sigmoid", (6, 5), 4, NUMBERS),
        ("identity", (4,), 2, FRUIT),
    ],
    ids=["tanh, two", "relu, three", "sigmoid twice, four", "identity, two"],
)


def _prediction(
    activation: str, hidden: tuple[int, ...], k: int, names: Sequence[Any]
) -> tuple[Any, np.ndarray, np.ndarray, np.ndarray]:
    """A model with labels in disorder, new rows for it, the probabilities that are right, its classes."""
    X, y = _data(5, 21, 3, k, names)
    model = _fitted(
        X, y, activation=activation, hidden_layer_sizes=hidden, epochs=4, learning_rate=0.4
    )
    params = _params(model, [3, *hidden, 1 if k == 2 else k])
    new = X[:8] + np.random.default_rng(6).normal(size=(8, 3)) * X.std(axis=0)
    P = _probabilities(params, _standardised(X, new), activation)
    check_that(
        np.ptp(P, axis=0).min() > 1e-6,
        "params_ gives all rows the same probabilities",
        actual=params,
    )
    return model, new, P, np.unique(y)


@checks(NAME, points=1)
@PREDICTIONS
def test_predict_proba_is_the_forward_pass_of_standardised_rows(activation, hidden, k, names):
    """Column j is the probability of classes_[j]: what params_ make of rows scaled as in training."""
    model, new, expected, _ = _prediction(activation, hidden, k, names)

    check_close(call(model.predict_proba, new), expected)


@checks(NAME, points=1)
@PREDICTIONS
def test_predict_names_the_most_probable_class(activation, hidden, k, names):
    """Each row gets the label whose probability is largest, in an array of labels."""
    model, new, P, labels = _prediction(activation, hidden, k, names)

    _check_labels(call(model.predict, new), labels[P.argmax(axis=1)])


@checks(NAME, points=1)
@pytest.mark.parametrize(("k", "names"), [(2, FRUIT), (3, NUMBERS)], ids=["texts", "numbers"])
def test_score_is_the_part_that_is_right(k, names):
    """score is the number of rows with the right label over the number of rows, a float."""
    model, new, P, labels = _prediction("tanh", (5,), k, names)
    right = labels[P.argmax(axis=1)]
    some = right.copy()
    some[[1, 4, 6]] = labels[(P.argmax(axis=1) + 1)[[1, 4, 6]] % k]

    check_close(call(model.score, new, some), 5 / 8)
    check_close(call(model.score, new, right), 1.0)
    check_close(call(model.score, new[1:2], some[1:2]), 0.0)
    # Cut to the length of known labels, or put at its place among them, it would be the right one.
    unknown = f"{right[0]} tart" if names == FRUIT else right[0] - 1
    some = np.array([unknown, *some[1:].tolist()])
    check_close(call(model.score, new, some), 4 / 8)


@checks(NAME, points=1)
def test_predictions_take_one_row():
    """A row alone gets the probabilities, (1, k), and the label, (1,), that it has in company."""
    for k in (2, 3):
        model, new, P, labels = _prediction("tanh", (5,), k, NUMBERS)
        for row in range(3):
            alone = new[row : row + 1].copy()

            check_close(call(model.predict_proba, alone), P[row : row + 1])
            _check_labels(call(model.predict, alone), labels[P[row : row + 1].argmax(axis=1)])


@checks(NAME, points=1)
@pytest.mark.parametrize("k", [2, 3], ids=["two classes", "three classes"])
def test_constant_columns_become_zeros(k):
    """A column that is constant in training has no part in it nor in predictions; any other has.

    Not so the computed deviation: that of a large constant is larger than that of a column of tiny numbers,
    and a column far from zero may vary by a billionth of its values.
    """
    X, y = _data(7, 6, 6, k)
    X[:, 1], X[:, 3], X[:, 4] = 0.1, 1e9 / 7, np.array([3.0, -1.0, 0.5, 2.0, -2.5, 1.0]) * 1e-10
    X[:, 2], X[:, 5] = 1e9 + np.array([3.0, -1.0, 0.0, 2.0, -2.0, -2.0]), 4.0
    new = X[:4] + np.array([0.0, 3.5, 0.0, 100.0, 0.0, -1.0])
    sizes = [6, 4, 1 if k == 2 else k]
    Z, Y = _standardised(X, X), _targets(y)
    assert X[:, 1].std() != 0
    assert X[:, 3].std() > 1e-8 > X[:, 4].std() > 0
    assert X[:, 5].std() == 0
    assert np.all(Z[:, [1, 3, 5]] == 0)

    model = _fitted(X, y, hidden_layer_sizes=(4,), epochs=2, batch_size=6, learning_rate=0.5)

    params = _params(model, sizes)
    check_close(model.history_[-1], _cost(params, Z, Y, "tanh"))
    check_close(call(model.predict_proba, new), _probabilities(params, Z[:4], "tanh"))


@checks(NAME, points=1)
@pytest.mark.parametrize("k", [2, 3], ids=["two classes", "three classes"])
def test_predictions_stand_rows_from_far_away(k):
    """Rows so far away that sums reach 900 get finite probabilities without a warning."""
    X, y = _data(8, 12, 3, k)
    model = _fitted(X, y, hidden_layer_sizes=(), epochs=2)
    params = _params(model, [3, 1 if k == 2 else k])
    directions = np.random.default_rng(9).normal(size=(4, 3))
    directions = np.concatenate([directions, -directions])
    far = directions * 900 / np.max(np.abs(directions @ params[0][0]), axis=1, keepdims=True)
    new = X.mean(axis=0) + far * X.std(axis=0)
    expected = _probabilities(params, _standardised(X, new), "tanh")

    check_close(call(model.predict_proba, new), expected)


# Training


TRAININGS = pytest.mark.parametrize(
    ("activation", "hidden", "k", "l2"),
    [
        ("tanh", (5,), 2, 0.0),
        ("relu", (6,), 3, 0.0),
        ("sigmoid", (6, 5), 4, 0.0),
        ("identity", (), 3, 0.0),
        ("identity", (5,), 3, 0.25),
        ("relu", (4, 6), 2, 0.5),
    ],
    ids=[
        "tanh, two classes",
        "relu, three classes",
        "sigmoid twice, four classes",
        "no hidden layer",
        "identity, a penalty of 0.25",
        "a penalty of 0.5 in three layers",
    ],
)


@checks(NAME, points=2)
@TRAININGS
def test_fit_steps_down_the_gradient(activation, hidden, k, l2):
    """Where a batch holds all rows, each epoch is one step along the mean cost's gradient and l2 · W."""
    X, y = _data(9, 11, 3, k)
    sizes = [3, *hidden, 1 if k == 2 else k]
    rate, Z, Y = 0.75, _standardised(X, X), _targets(y)
    batch_size = 11 if l2 else 13
    arguments = {
        "learning_rate": rate,
        "l2": l2,
        "activation": activation,
        "batch_size": batch_size,
    }

    passed = _passed(X, y, sizes, (1, 2, 3, 4, 9, 10, 11), **arguments)

    # A step is the last step times an unknown momentum, 0 for none, and the push of the gradient.
    runs = [passed[start : start + 3] for start in (0, 1, 4)]
    pushes = [-rate * _flat(_gradients(run[1], Z, Y, activation, l2)) for run in runs]
    kept = _momentum(runs, pushes)
    for run, push in zip(runs, pushes, strict=True):
        before, place, _ = map(_flat, run)
        expected = place + kept * (place - before) + push
        check_close(run[2], _shaped(expected, run[2]), rtol=1e-6, atol=1e-8)


def _momentum(runs: Sequence[Sequence[Layers]], pushes: Sequence[np.ndarray]) -> float:
    """How much of each step, in runs of two, the next one keeps beside the push of the gradient."""
    first = np.array([_flat(run[1]) - _flat(run[0]) for run in runs])
    second = np.array([_flat(run[2]) - _flat(run[1]) for run in runs])
    kept = float(np.sum((second - np.array(pushes)) * first) / max(np.sum(first**2), 1e-300))
    return min(max(kept, 0.0), 0.999)


@checks(NAME, points=1)
@pytest.mark.parametrize(
    ("hidden", "k", "l2"),
    [((5,), 2, 0.0), ((6,), 3, 0.0), ((4,), 2, 0.3), ((4,), 3, 0.3)],
    ids=["two classes", "three classes", "two, with a penalty", "three, with a penalty"],
)
def test_history_has_the_cost_after_each_epoch(hidden, k, l2):
    """history_ is a list of one cost an epoch, over all rows and after it, with the penalty or without."""
    X, y = _data(10, 11, 3, k)
    sizes, epochs = [3, *hidden, 1 if k == 2 else k], (1, 2, 3)
    Z, Y = _standardised(X, X), _targets(y)
    arguments = {"learning_rate": 0.6, "l2": l2, "batch_size": 4, "hidden_layer_sizes": hidden}

    models = [_fitted(X, y, epochs=count, **arguments) for count in epochs]

    passed = [_params(model, sizes) for model in models]
    plain = [_cost(params, Z, Y, "tanh") for params in passed]
    penalised = [
        cost + regularization.l2_penalty(params, l2)
        for cost, params in zip(plain, passed, strict=True)
    ]
    history = models[-1].history_
    check_that(
        isinstance(history, list) and len(history) == 3 and all(map(_is_float, history)),
        "history_ should be a list of three floats for three epochs",
        actual=history,
        expected=plain,
    )
    check_close(history, penalised if abs(history[0] - penalised[0]) < 1e-6 else plain)
    check_close(models[0].history_, history[:1])


def _is_float(item: Any) -> bool:
    return isinstance(item, float | np.floating)


def _row_weights(
    X: np.ndarray,
    y: np.ndarray,
    hidden: int,
    batch_size: int,
    epochs: Sequence[int],
    l2: float = 0.0,
    random_state: int = 0,
) -> np.ndarray:
    """How much each row counted in each epoch, a row of weights for each of `epochs`.

    Where l2 is not 0, a last column has the weight of the penalty's gradient.

    The rate is so small that the gradients of single rows stay what they are. Then an epoch moves the
    parameters by a weighted sum of them, in which a row weighs 1 / (rows of its batch), or more where
    momentum carries it on, and the weights can be solved for. What the first epoch starts from is found
    by a step back from where an epoch of one batch, with the same start, has led.
    """
    rate, Z, Y = 1e-7, _standardised(X, X), _targets(y)
    sizes = [X.shape[1], hidden, Y.shape[1]]
    weights = []
    arguments = {
        "learning_rate": rate,
        "batch_size": batch_size,
        "activation": "sigmoid",
        "l2": l2,
        "random_state": random_state,
    }
    counts = sorted({*epochs, *(epoch - 1 for epoch in epochs)} - {0})
    passed = dict(zip(counts, _passed(X, y, sizes, counts, **arguments), strict=True))
    if 1 in epochs:
        (led,) = _passed(X, y, sizes, (1,), **arguments | {"batch_size": len(X)})
        slope = _flat(_gradients(led, Z, Y, "sigmoid", l2))
        passed[0] = _shaped(_flat(led) + rate * slope, led)
    for epoch in epochs:
        before, after = passed[epoch - 1], passed[epoch]
        columns = [
            _flat(_gradients(before, Z[row : row + 1], Y[row : row + 1], "sigmoid", 0.0))
            for row in range(len(X))
        ]
        if l2:
            columns.append(_flat([(l2 * W, 0 * b) for W, b in before]))
        slopes = np.column_stack(columns)
        move = (_flat(before) - _flat(after)) / rate
        found = np.linalg.lstsq(slopes, move, rcond=None)[0]
        rest = float(np.linalg.norm(slopes @ found - move) / max(np.linalg.norm(move), 1e-300))
        check_that(
            rest < 0.01,
            "an epoch did not move the parameters along the gradients of rows with their own labels",
            actual=f"{rest:.1%} of the move has nothing to do with them",
            expected="at most 1 %",
        )
        weights.append(found)
    return np.array(weights)


def _shown(weights: np.ndarray) -> str:
    return ", ".join(f"{weight:.2f}" for weight in weights)


@checks(NAME, points=1)
@pytest.mark.parametrize(
    ("n", "batch_size", "k"),
    [(12, 3, 3), (9, 8, 3), (8, 1, 4)],
    ids=["four batches", "a last batch of one row", "a row a batch"],
)
def test_fit_takes_every_row_in_batches_of_batch_size(n, batch_size, k):
    """An epoch has n / batch_size batches, rounded up, and every row is in one of them."""
    X, y = _data(11, n, 8, k)
    batches = math.ceil(n / batch_size)

    (weights,) = _row_weights(X, y, 6, batch_size, (2,))

    check_that(
        np.all(weights > 0.97 / batch_size),
        f"some rows were not used, in batches of {batch_size} rows at most",
        actual=f"weights of the rows: {_shown(weights)}",
        expected=f"each at least 1 / {batch_size}",
    )
    check_that(
        weights.sum() > 0.97 * batches,
        f"an epoch of {n} rows in batches of {batch_size} should take {batches} steps",
        actual=f"about {weights.sum():.2f}",
        expected=f"{batches}, or more by momentum",
    )


@checks(NAME, points=1)
@pytest.mark.parametrize(
    ("n", "batch_size"), [(12, 3), (9, 8)], ids=["four batches", "a last batch of one row"]
)
def test_fit_takes_no_more_steps_than_there_are_batches(n, batch_size):
    """n / batch_size, rounded up, is the number of steps in an epoch, and no smaller batches are made."""
    X, y = _data(11, n, 8, 3)
    batches, rate = math.ceil(n / batch_size), 0.5
    Z, Y = _standardised(X, X), _targets(y)

    (weights,) = _row_weights(X, y, 6, batch_size, (2,))
    run = _passed(X, y, [8, 6, 3], (1, 2, 3), learning_rate=rate, batch_size=n)

    # A step weighs 1, and a momentum as it is seen in steps over all rows carries on those before it.
    kept = _momentum([run], [-rate * _flat(_gradients(run[1], Z, Y, "tanh", 0.0))])
    check_that(
        kept < 0.96, "momentum should be at most 0.95", actual=f"about {kept:.3f}", expected="0.95"
    )
    steps = np.arange(batches + 1, 2 * batches + 1)
    wanted = float(np.sum((1 - kept**steps) / (1 - kept)))
    fits = abs(weights.sum() / wanted - 1) < 0.02
    if not fits and kept < 0.001:
        fits = _fresh_velocity_explains(weights, batch_size, batches)
    check_that(
        fits,
        f"an epoch of {n} rows in batches of {batch_size} should take {batches} steps, not more",
        actual=f"weights of the rows: {_shown(weights)}, {weights.sum():.2f} in sum",
        expected=f"{wanted:.2f} in sum",
    )


def _fresh_velocity_explains(weights: np.ndarray, batch_size: int, batches: int) -> bool:
    """Whether a velocity that starts from zero in every epoch can give the rows their weights."""
    for kept in np.linspace(0, 0.96, 1921):
        steps = np.cumsum(kept ** np.arange(batches))
        if abs(weights.sum() / steps.sum() - 1) < 0.002 and (
            len(weights) < batch_size * batches  # where batches may differ, the sum has to do
            or np.max(np.abs(np.sort(weights) * batch_size / np.repeat(steps, batch_size) - 1))
            < 0.02
        ):
            return True
    return False


@checks(NAME, points=1)
def test_fit_adds_the_whole_penalty_to_every_step():
    """Each batch's gradient gets l2 · W, whatever part of the rows the batch is."""
    X, y = _data(11, 13, 8, 3)

    (weights,) = _row_weights(X, y, 6, 4, (2,), l2=0.3)

    # The weights of the rows of a batch sum to one, and the penalty is there once in each step.
    rows, penalty = float(weights[:-1].sum()), float(weights[-1])
    check_that(
        abs(penalty / rows - 1) < 0.02,
        "l2 · W should be added to the gradient of each batch, once",
        actual=f"it counts {penalty / rows:.2f} times a batch",
        expected="1 time",
    )


@checks(NAME, points=2)
def test_fit_shuffles_the_rows_anew_every_epoch():
    """Each epoch has an order of its own, drawn from random_state, so that rows do not stay together."""
    X, y = _data(12, 13, 8, 3)
    epochs = (2, 3, 4, 5, 6)

    weights = _row_weights(X, y, 6, 8, epochs)
    size = 8
    if np.ptp(weights[0]) < 0.01 * weights[0].mean():
        # The momentum makes up for the smaller batch, as 0.6 does where the velocity starts anew.
        size = 5
        weights = _row_weights(X, y, 6, size, epochs)

    # Rows of one batch weigh the same. Where two batches are made anew, a pair of rows is together
    # in all five epochs with a chance of 1 in 35: about 2 of the 78 pairs, and hardly ever 25. Where
    # three are, it is still less.
    together = sum(
        bool(np.all(np.abs(weights[:, i] - weights[:, j]) < 0.01 * weights.mean()))
        for i, j in combinations(range(13), 2)
    )
    check_that(
        together < 25,
        "the rows of a batch stay together, epoch after epoch",
        actual=f"{together} of 78 pairs of rows were in one batch in each of five epochs",
        expected="about 2 pairs",
    )
    other = _row_weights(X, y, 6, size, epochs, random_state=1)
    check_that(
        np.max(np.abs(weights - other)) > 0.01 * weights.mean(),
        "the order of the rows is not drawn from random_state: 0 and 1 give the same in five epochs",
        actual=f"weights of the rows: {_shown(weights[0])}, for 0 and for 1",
    )
    # A new order leaves the batches whole, as two runs of rows, with a chance of 1 in 640.
    in_order = [_first_epoch_in_order(X, y, state) for state in range(4)]
    check_that(
        not all(in_order),
        "the first epoch takes the rows in the order in which they came, for four states",
        actual=in_order,
    )


def _first_epoch_in_order(X: np.ndarray, y: np.ndarray, random_state: int) -> bool:
    """Whether the two batches of the first epoch are neighbours among the rows."""
    weights = _row_weights(X, y, 6, 8, (1,), random_state=random_state)[0]
    return int(np.sum(np.abs(np.diff(weights)) > 0.01 * weights.mean())) == 1


@checks(NAME, points=1)
def test_fit_starts_with_units_that_differ():
    """Weights start at random, no two units of a layer nor two layers alike, and biases from zero."""
    X, y = _data(13, 12, 5, 3)
    sizes = [5, 5, 5, 5, 3]

    (params,) = _passed(X, y, sizes, (1,), learning_rate=1e-7)

    for W, b in params:
        check_that(
            np.max(np.abs(b)) < 1e-4,
            "the biases do not start from zero",
            actual=b,
            expected="zeros",
        )
        units = W.T / np.linalg.norm(W)
        for i, j in combinations(range(len(units)), 2):
            check_that(
                np.max(np.abs(units[i] - units[j])) > 1e-3,
                "two units of a layer have the same weights: they would stay alike for ever",
                actual=W,
            )
    check_that(
        np.max(np.abs(params[0][0] - params[1][0])) > 1e-3 * np.max(np.abs(params[0][0])),
        "two layers start with the same weights",
        actual=params[0][0],
    )


@checks(NAME, points=2)
def test_fit_draws_from_random_state_alone():
    """The same random_state gives the same model, another state another; no global seed is touched."""
    X, y = _data(14, 12, 3, 2)
    before = np.random.get_state()[1].copy()

    models = [
        _fitted(X, y, epochs=2, batch_size=size, random_state=state)
        for state, size in ((3, 5), (3, 5), (3, 12), (4, 12))
    ]

    params = [_params(model, [3, 16, 1]) for model in models]
    check_close(params[1], params[0], rtol=0, atol=0)
    Z, Y = _standardised(X, X), _targets(y)
    check_close(models[0].history_[-1:], [_cost(params[0], Z, Y, "tanh")])
    # Where a batch holds all rows, models differ by what they start from alone.
    others = [(4, params[3])]
    for state in (0, 1, 2, 42):
        model = _fitted(X, y, epochs=2, batch_size=12, random_state=state)
        others.append((state, _params(model, [3, 16, 1])))
    for (first, one), (second, other) in combinations([(3, params[2]), *others], 2):
        check_that(
            np.max(np.abs(other[0][0] - one[0][0])) > 1e-3,
            f"random_state {second} gave the model of random_state {first}",
            actual=other[0][0],
        )
    check_that(
        np.array_equal(before, np.random.get_state()[1]),
        "numpy's global generator was used: draw from np.random.default_rng(random_state)",
    )


@checks(NAME, points=2)
def test_fit_starts_afresh():
    """A second fit, on the same data or on other data, gives what a new model would give."""
    X, y = _data(15, 12, 3, 3)
    X_other, y_other = _data(16, 10, 3, 2, FRUIT)
    X_wider, y_wider = _data(17, 9, 4, 4)
    arguments = {"epochs": 2, "batch_size": 5, "hidden_layer_sizes": (6,)}
    fresh = _fitted(X, y, **arguments)
    expected = _params(fresh, [3, 6, 3])
    other = _params(_fitted(X_other, y_other, **arguments), [3, 6, 1])

    model = _fitted(X, y, **arguments)
    call(model.fit, X, y)
    check_close(_params(model, [3, 6, 3]), expected)
    check_close(model.history_, fresh.history_)

    call(model.fit, X_other, y_other)
    check_close(_params(model, [3, 6, 1]), other)
    _check_labels(model.classes_, np.unique(y_other))
    P = _probabilities(other, _standardised(X_other, X_other), "tanh")
    check_close(call(model.predict_proba, X_other), P)

    call(model.fit, X_wider, y_wider)
    _params(model, [4, 6, 4])
    call(model.fit, X, y)
    check_close(_params(model, [3, 6, 3]), expected)
    check_close(model.history_, fresh.history_)
    check_integers(model.classes_, np.unique(y))
    P = _probabilities(expected, _standardised(X, X), "tanh")
    check_close(call(model.predict_proba, X), P)


# Inputs


@checks(NAME, points=1)
def test_fit_and_predictions_take_other_element_types():
    """Whole numbers are trained on and predicted as if they were floats, float32 nearly so."""
    rng = np.random.default_rng(17)
    X = rng.integers(-9, 10, size=(11, 3)) * np.array([1, 3, 50])
    y = np.array(NUMBERS)[rng.permutation(np.arange(11) % 3)]
    arguments = {"epochs": 2, "batch_size": 11, "learning_rate": 0.5, "hidden_layer_sizes": (5,)}
    params = _params(_fitted(X.astype(np.float64), y, **arguments), [3, 5, 3])
    P = _probabilities(params, _standardised(X.astype(np.float64), X.astype(np.float64)), "tanh")

    whole = _fitted(X, y.astype(np.int16), **arguments)
    single = _fitted(X.astype(np.float32), y, **arguments)

    check_close(_params(whole, [3, 5, 3]), params)
    check_close(call(whole.predict_proba, X), P)
    check_close(
        call(single.predict_proba, X.astype(np.float32)), P, rtol=1e-3, atol=1e-3, dtype=None
    )


@checks(NAME, points=1)
def test_fit_and_predictions_take_any_memory_layout():
    """Fortran-ordered, sliced and read-only data is trained on and predicted like any other."""
    X, y = _data(18, 11, 3, 2, FRUIT)
    arguments = {"epochs": 2, "batch_size": 11, "hidden_layer_sizes": (5,)}
    params = _params(_fitted(X, y, **arguments), [3, 5, 1])
    P = _probabilities(params, _standardised(X, X), "tanh")

    for layout in LAYOUTS:
        model = _model(**arguments)
        call(model.fit, arrange(X, layout), arrange(y, layout))

        check_close(_params(model, [3, 5, 1]), params)
        check_close(call(model.predict_proba, arrange(X, layout)), P)


@checks(NAME, points=1)
def test_no_method_changes_its_arguments():
    """X and y are after fit, predict_proba, predict and score what they were before."""
    for k in (2, 3):
        X, y = _data(19, 11, 3, k)
        Z, Y = _standardised(X, X), _targets(y)
        model = _model(epochs=1, hidden_layer_sizes=(5,))

        check_pure(model.fit, X, y)
        check_pure(model.predict_proba, X)
        check_pure(model.predict, X)
        check_pure(model.score, X, y)
        params = _params(model, [3, 5, Y.shape[1]])
        check_close(call(model.predict_proba, X), _probabilities(params, Z, "tanh"))


@checks(NAME, points=1)
@pytest.mark.parametrize("k", [2, 3], ids=["two classes", "three classes"])
def test_costs_stay_finite_where_the_network_is_sure(k):
    """Probabilities that reach 0 and 1 give finite costs, one an epoch, without a warning."""
    y = np.array(NUMBERS[:k] * 3)
    X = np.eye(k)[np.arange(3 * k) % k] + np.linspace(0, 0.01, 3 * k)[:, None]
    arguments = {"hidden_layer_sizes": (), "learning_rate": 150, "epochs": 30, "batch_size": 3 * k}
    model = _fitted(X, y, **arguments)

    history = model.history_
    check_that(
        len(history) == 30 and np.all(np.isfinite(history)) and abs(history[-1]) < 1e-6,
        "expected thirty costs, the last of them nearly 0, for thirty epochs",
        actual=history,
    )
    P = call(model.predict_proba, X)
    check_close(P, (y[:, None] == np.unique(y)).astype(np.float64), atol=1e-6)


# Refusals


def _construct_and_fit(X: np.ndarray, y: np.ndarray, **arguments: Any) -> Any:
    """Either of the two may find a fault."""
    return classifier.NeuralNetworkClassifier(**arguments).fit(X, y)


@checks(NAME, points=1)
@pytest.mark.parametrize("hidden", [(4,), ()], ids=["used", "not used"])
def test_fit_refuses_an_unknown_activation(hidden):
    """Another name, softmax too, is a ValueError that has it and lists the four that are possible."""
    X, y = _data(20, 8, 3, 2)
    model = _fitted(X, y, activation="identity", hidden_layer_sizes=hidden, epochs=1)
    _params(model, [3, *hidden, 1])

    for name in ("softmax", "swish", "ReLU", "linear", "logistic"):
        check_value_error(
            _construct_and_fit,
            X,
            y,
            activation=name,
            hidden_layer_sizes=hidden,
            epochs=1,
            mentions=[name, *HIDDEN],
        )


@checks(NAME, points=1)
def test_fit_refuses_a_single_class():
    """Labels that are all the same are a ValueError that speaks of classes and names the label."""
    X, y = _data(21, 6, 3, 2)
    _params(_fitted(X, y, epochs=1), [3, 16, 1])

    for label in (17, -4, "plum"):
        check_value_error(
            _construct_and_fit, X, np.array([label] * 6), epochs=1, mentions=["class", label]
        )


@checks(NAME, points=1)
@pytest.mark.parametrize("method", ["predict_proba", "predict", "score"])
def test_predictions_need_a_fit(method):
    """Before fit a prediction or a score is a RuntimeError; after it, an answer."""
    X, y = _data(22, 9, 3, 2)
    model = _model(epochs=1)
    arguments = (X, y) if method == "score" else (X,)

    try:
        result = call(getattr(model, method), *arguments)
    except (NotImplementedError, RecursionError):
        raise
    except RuntimeError:
        pass
    else:
        check_that(
            False,
            f"{method} before fit should be a RuntimeError",
            actual=result,
            expected="a RuntimeError",
        )
    call(model.fit, X, y)
    P = _probabilities(_params(model, [3, 16, 1]), _standardised(X, X), "tanh")
    check_close(call(model.predict_proba, X), P)
    shape = {"predict_proba": (9, 2), "predict": (9,), "score": ()}[method]
    answer = call(getattr(model, method), *arguments)
    check_that(
        np.shape(answer) == shape,
        f"{method} after fit should give an answer of shape {shape}",
        actual=answer,
    )


# Learning


def _circles(rng: np.random.Generator, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Noisy points on two circles, one in the other."""
    inner, angle = np.arange(n) % 2, rng.uniform(0, 2 * np.pi, n)
    radius = np.where(inner == 1, 0.5, 1.2)
    X = np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
    return X + rng.normal(0, 0.08, size=(n, 2)), inner


def _exclusive_or(rng: np.random.Generator, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Noisy points at the corners of a square, opposite corners of one class."""
    corners = np.column_stack([np.arange(n) % 2, np.arange(n) // 2 % 2])
    return corners + rng.normal(0, 0.1, size=(n, 2)), corners[:, 0] ^ corners[:, 1]


def _clusters(rng: np.random.Generator, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Three clusters; one column in thousands and the other in thousandths."""
    label = np.arange(n) % 3
    X = np.array([[0, 0], [3, 1], [1, 4]])[label] + rng.normal(0, 0.5, size=(n, 2))
    return X * np.array([1000.0, 0.001]) + np.array([50000.0, -1.0]), label


@checks(NAME, points=2, seconds=10)
@pytest.mark.parametrize(
    ("problem", "n", "names", "arguments"),
    [
        (
            _exclusive_or,
            40,
            (4, -4),
            {"epochs": 45, "batch_size": 20, "learning_rate": 0.5, "activation": "relu"},
        ),
        (
            _circles,
            48,
            ("outer", "inner"),
            {"epochs": 80, "batch_size": 24, "learning_rate": 0.5, "activation": "relu"},
        ),
        (_clusters, 45, FRUIT, {"epochs": 12, "batch_size": 15, "learning_rate": 0.5}),
    ],
    ids=["exclusive or", "two circles", "three clusters of unlike scales"],
)
def test_fit_learns(problem, n, names, arguments):
    """A short training is enough for 85 of 100 noisy points and more to get their own label."""
    X, numbers = problem(np.random.default_rng(23), n)
    y = np.array(names)[numbers]
    model = _fitted(X, y, **arguments)

    labels = call(model.predict, X)

    params = _params(model, [2, 16, _targets(y).shape[1]])
    P = _probabilities(params, _standardised(X, X), arguments.get("activation", "tanh"))
    _check_labels(labels, np.unique(y)[P.argmax(axis=1)])
    right = float(np.mean(labels == y))
    check_that(
        right >= 0.85,
        "too few points get the right label",
        actual=f"{right:.0%} of {n}",
        expected="85 % or more",
    )
    check_close(call(model.score, X, y), right)
