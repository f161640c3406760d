"""Examples and first properties of unit 12, the classifier."""

from __future__ import annotations

import numpy as np
import pytest

from exercises import classifier
from grader.testing import (
    call,
    check_close,
    check_integers,
    check_pure,
    check_that,
    check_value_error,
    checks,
)

NAME = "NeuralNetworkClassifier"


def _three_kinds() -> tuple[np.ndarray, np.ndarray]:
    """Thirty rows of two columns in three clusters, with the labels 5, -1 and 3."""
    rng = np.random.default_rng(1)
    kind = np.arange(30) % 3
    centres = np.array([[0.0, 0.0], [4.0, 100.0], [-4.0, 300.0]])
    return centres[kind] + rng.normal(size=(30, 2)), np.array([5, -1, 3])[kind]


def _exclusive_or() -> tuple[np.ndarray, np.ndarray]:
    """200 noisy points at the corners of a square, opposite corners of one class."""
    rng = np.random.default_rng(2)
    corners = rng.integers(0, 2, size=(200, 2))
    same = corners[:, 0] == corners[:, 1]
    return corners + rng.normal(0, 0.15, size=(200, 2)), np.where(same, "same", "different")


def _circles() -> tuple[np.ndarray, np.ndarray]:
    """200 noisy points on two circles, one in the other."""
    rng = np.random.default_rng(3)
    inner, angle = np.arange(200) % 2, rng.uniform(0, 2 * np.pi, 200)
    radius = np.where(inner == 1, 0.5, 1.0)
    X = np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
    return X + rng.normal(0, 0.08, size=(200, 2)), inner


@checks(NAME, points=1)
def test_constructor_keeps_its_arguments():
    """Arguments are attributes of the same name, and the others have their defaults."""
    model = call(classifier.NeuralNetworkClassifier, hidden_layer_sizes=(8, 4), l2=0.5, epochs=7)

    kept = (model.hidden_layer_sizes, model.l2, model.epochs, model.activation, model.batch_size)
    wanted = ((8, 4), 0.5, 7, "tanh", 32)
    check_that(kept == wanted, "wrong attributes", actual=kept, expected=wanted)


@checks(NAME, points=1)
def test_fit_returns_the_model_with_what_it_has_learned():
    """After fit there are sorted classes, a pair (W, b) for each layer and a cost for each epoch."""
    X, y = _three_kinds()
    model = call(classifier.NeuralNetworkClassifier, hidden_layer_sizes=(5, 4), epochs=6)

    result = call(model.fit, X, y)

    check_that(result is model, "fit should return the model itself", actual=result)
    check_integers(model.classes_, np.array([-1, 3, 5]))
    shapes = [(W.shape, b.shape) for W, b in model.params_]
    wanted = [((2, 5), (5,)), ((5, 4), (4,)), ((4, 3), (3,))]
    check_that(shapes == wanted, "wrong shapes in params_", actual=shapes, expected=wanted)
    costs = model.history_
    check_that(
        len(costs) == 6 and costs[-1] < costs[0],
        "six costs, the last lower than the first",
        actual=costs,
    )


@checks(NAME, points=1)
def test_two_classes_have_one_unit_and_two_columns():
    """Two classes are learned by one sigmoid unit, but predict_proba has a column for each."""
    X, y = np.array([[1.0], [2.0], [8.0], [9.0]]), np.array(["small", "small", "big", "big"])
    model = call(classifier.NeuralNetworkClassifier, hidden_layer_sizes=(3,), epochs=100)
    call(model.fit, X, y)

    P = call(model.predict_proba, X)

    check_that(model.params_[-1][0].shape == (3, 1), "expected one output unit", actual=P)
    check_that(np.shape(P) == (4, 2), "expected two columns", actual=P)
    check_close(P[:, 0] + P[:, 1], np.ones(4))
    check_that(
        np.all(P[:2, 1] > 0.5) and np.all(P[2:, 0] > 0.5),
        'column 0 belongs to "big", the first class in order, and column 1 to "small"',
        actual=P,
    )


@checks(NAME, points=1)
def test_predict_gives_labels_and_score_counts_them():
    """Three well separated clusters are learned: predict gives 5, -1 and 3, score the part that is right."""
    X, y = _three_kinds()
    model = call(
        classifier.NeuralNetworkClassifier, epochs=60, learning_rate=0.5, activation="relu"
    )
    call(model.fit, X, y)

    check_integers(call(model.predict, X), y)
    check_close(call(model.score, X, y), 1.0)
    check_close(call(model.score, X[:4], np.array([5, -1, 5, 5])), 0.75)


@checks(NAME, points=1)
def test_rows_are_measured_as_in_training():
    """A row alone gets the probabilities that it has among others."""
    X, y = _three_kinds()
    model = call(classifier.NeuralNetworkClassifier, epochs=5)
    call(model.fit, X, y)
    together = call(model.predict_proba, X)

    check_close(call(model.predict_proba, X[4:5]), together[4:5])


@checks(NAME, points=1)
def test_a_constant_column_does_no_harm():
    """A column that is always 0.1 in training counts for nothing, whatever it is later."""
    X, y = _three_kinds()
    X = np.column_stack([X, np.full(30, 0.1)])
    model = call(classifier.NeuralNetworkClassifier, epochs=5)
    call(model.fit, X, y)
    before = call(model.predict_proba, X)

    check_that(np.all(np.isfinite(before)), "probabilities that are not finite", actual=before)
    check_close(call(model.predict_proba, X + np.array([0.0, 0.0, 50.0])), before)


@checks(NAME, points=1)
def test_a_penalty_keeps_weights_small():
    """With l2 = 0.5 the trained weights are less than half as large as without."""
    X, y = _three_kinds()
    sizes = []
    for l2 in (0.0, 0.5):
        model = call(classifier.NeuralNetworkClassifier, epochs=40, l2=l2)
        call(model.fit, X, y)
        sizes.append(sum(float(np.sum(W**2)) for W, _ in model.params_))

    check_that(
        sizes[1] < sizes[0] / 4,
        "the penalty does not make the weights small",
        actual=f"sums of squares {sizes[0]:.3g} without, {sizes[1]:.3g} with it",
    )


@checks(NAME, points=1)
def test_fit_starts_afresh_from_random_state():
    """A second fit gives what the first gave; another random_state gives something else."""
    X, y = _three_kinds()
    model = call(classifier.NeuralNetworkClassifier, epochs=2, random_state=4)
    other = call(classifier.NeuralNetworkClassifier, epochs=2, random_state=5)

    call(model.fit, X, y)
    first = call(model.predict_proba, X)
    call(model.fit, X, y)
    call(other.fit, X, y)

    check_close(call(model.predict_proba, X), first)
    check_that(len(model.history_) == 2, "two epochs have two costs", actual=model.history_)
    P = call(other.predict_proba, X)
    check_that(np.max(np.abs(P - first)) > 1e-6, "random_state 5 gave the result of 4", actual=P)


@checks(NAME, points=1)
def test_no_method_changes_its_arguments():
    """X and y stay as they were."""
    X, y = _three_kinds()
    model = call(classifier.NeuralNetworkClassifier, epochs=1)

    check_pure(model.fit, X, y)
    check_pure(model.predict, X)
    check_pure(model.score, X, y)


@checks(NAME, points=1)
def test_faults_are_refused():
    """An unknown activation and labels of one class are a ValueError, predicting before fit a RuntimeError."""
    X, y = _three_kinds()

    def construct_and_fit(labels, **arguments):
        return classifier.NeuralNetworkClassifier(**arguments).fit(X, labels)

    check_value_error(
        construct_and_fit,
        y,
        activation="swish",
        mentions=["swish", "identity", "sigmoid", "tanh", "relu"],
    )
    check_value_error(construct_and_fit, np.full(30, 17), mentions=["class", 17])
    for method in ("predict_proba", "predict"):
        model = call(classifier.NeuralNetworkClassifier)
        try:
            result = call(getattr(model, method), X)
        except NotImplementedError:
            raise
        except RuntimeError:
            continue
        check_that(False, f"{method} before fit should be a RuntimeError", actual=result)


@checks(NAME, points=1, seconds=10)
@pytest.mark.parametrize("problem", [_exclusive_or, _circles], ids=["exclusive or", "circles"])
def test_fit_learns_what_no_line_separates(problem):
    """Of 200 noisy points nine in ten and more get their own label."""
    X, y = problem()
    model = call(
        classifier.NeuralNetworkClassifier, activation="relu", learning_rate=0.5, epochs=50
    )
    call(model.fit, X, y)

    right = call(model.score, X, y)

    check_that(right >= 0.9, "too few points are right", actual=right, expected="0.9 or more")
