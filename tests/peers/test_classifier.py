"""Unit 12 against scikit-learn: its estimator checks, and the accuracy of its MLPClassifier.

The checks run on two adapters. `Plain` adds no code, only scikit-learn's base classes, which give
`get_params`, `set_params`, `clone` and tags. Our classifier promises less than they ask for where input is
malformed (NaN, sparse matrices, lengths that do not agree), so some checks do not apply; they are listed with
the reason. `Guarded` adds what a library would: scikit-learn's own validation before each call, and passes them all.

MLPClassifier differs from ours: it takes data as it is, so it is given standardised data here; its penalty
is divided by the batch, so it is left out; its start is Glorot's. Accuracies are therefore compared, not weights.
"""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.base import BaseEstimator, ClassifierMixin, clone
from sklearn.datasets import load_digits, load_iris
from sklearn.model_selection import (
    GridSearchCV,
    StratifiedKFold,
    cross_val_score,
)
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.estimator_checks import check_estimator, parametrize_with_checks
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, column_or_1d, validate_data

from solutions.classifier import NeuralNetworkClassifier


class Plain(NeuralNetworkClassifier, ClassifierMixin, BaseEstimator):
    """Our classifier with scikit-learn's base classes, which add no code to fit or predict."""


class Guarded(Plain):
    """Our classifier behind scikit-learn's validation of data and labels."""

    def fit(self, X, y):
        X, y = validate_data(self, X, y)
        check_classification_targets(y)
        return super().fit(X, column_or_1d(y, warn=True))

    def predict_proba(self, X):
        check_is_fitted(self)
        return super().predict_proba(validate_data(self, X, reset=False))


VALIDATION = "the contract leaves malformed input open: "
EXPECTED = {
    "Plain": {
        "check_estimators_unfitted": "the contract asks for a RuntimeError, not for scikit-learn's own"
        " NotFittedError, which is none",
        "check_n_features_in_after_fitting": "n_features_in_ is no part of the contract",
        "check_n_features_in": "n_features_in_ is no part of the contract",
        "check_complex_data": VALIDATION + "complex numbers",
        "check_estimators_empty_data_messages": VALIDATION + "empty data",
        "check_estimators_nan_inf": VALIDATION + "NaN and inf",
        "check_estimator_sparse_tag": VALIDATION + "sparse matrices",
        "check_estimator_sparse_array": VALIDATION + "sparse matrices",
        "check_estimator_sparse_matrix": VALIDATION + "sparse matrices",
        "check_classifier_data_not_an_array": VALIDATION
        + "labels in an object that forbids np.unique",
        "check_classifiers_train": VALIDATION + "X and y of different lengths",
        "check_classifiers_regression_target": VALIDATION + "labels that are fractions",
        "check_supervised_y_2d": VALIDATION + "labels in a column",
        "check_fit1d": VALIDATION + "X of one axis",
        "check_fit2d_predict1d": VALIDATION + "X of one axis",
        "check_requires_y_none": VALIDATION + "y of None",
    },
    "Guarded": {},
}


COMPLEX = pytest.mark.filterwarnings("ignore:Casting complex values")


@COMPLEX
@parametrize_with_checks(
    [Plain(), Guarded()],
    expected_failed_checks=lambda estimator: EXPECTED[type(estimator).__name__],
)
def test_scikit_learns_estimator_checks(estimator, check):
    check(estimator)


@COMPLEX
def test_no_check_is_expected_to_fail_in_vain():
    """Every check on the list is one that Plain really fails."""
    results = check_estimator(Plain(), on_fail=None, on_skip=None)

    failed = {result["check_name"] for result in results if result["status"] == "failed"}
    assert failed == set(EXPECTED["Plain"])
    assert len(results) > 50


def test_clone_and_grid_search_work():
    X, y = load_iris(return_X_y=True)
    model = Plain(hidden_layer_sizes=(5,), epochs=3, l2=0.25)
    assert clone(model).get_params() == model.get_params()

    search = GridSearchCV(Plain(epochs=20), {"learning_rate": [1e-6, 0.1]}, cv=3).fit(X, y)

    assert search.best_params_ == {"learning_rate": 0.1}


def _noisy_exclusive_or(rng, n):
    corners = rng.integers(0, 2, size=(n, 2))
    return corners + rng.normal(0, 0.2, size=(n, 2)), corners[:, 0] ^ corners[:, 1]


def _noisy_circles(rng, n):
    inner, angle = np.arange(n) % 2, rng.uniform(0, 2 * np.pi, n)
    radius = np.where(inner == 1, 0.5, 1.0)
    X = np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
    return X + rng.normal(0, 0.1, size=(n, 2)), inner


@pytest.mark.parametrize("activation", ["tanh", "relu"])
@pytest.mark.parametrize("problem", [_noisy_exclusive_or, _noisy_circles])
@pytest.mark.parametrize("seed", range(10))
def test_two_hundred_noisy_points_are_learned(problem, activation, seed):
    """Nine in ten and more of the rows trained on, and of as many new ones, in every run."""
    rng = np.random.default_rng(seed)
    model = NeuralNetworkClassifier(activation=activation, random_state=seed)
    X, y = problem(rng, 200)

    assert model.fit(X, y).score(X, y) >= 0.9
    assert model.score(*problem(rng, 200)) >= 0.9


def _held_out(model, X, y, seed):
    """Mean accuracy on five parts, each held out once."""
    folds = StratifiedKFold(5, shuffle=True, random_state=seed)
    return cross_val_score(model, X, y, cv=folds).mean()


@pytest.mark.parametrize("activation", ["tanh", "relu"])
@pytest.mark.parametrize("seed", range(10))
def test_iris_is_learned(activation, seed):
    """Held-out accuracy of 0.93 and more, averaged over five parts, in every run."""
    X, y = load_iris(return_X_y=True)

    assert _held_out(Plain(activation=activation, random_state=seed), X, y, seed) >= 0.93


@pytest.mark.parametrize("activation", ["tanh", "relu"])
def test_digits_are_learned_as_well_as_by_scikit_learn(activation):
    """Held-out accuracy of 0.93 and more, and within 0.02 of MLPClassifier's under the same settings."""
    X, y = load_digits(return_X_y=True)
    theirs = MLPClassifier(
        hidden_layer_sizes=(16,),
        activation=activation,
        solver="sgd",
        alpha=0.0,
        batch_size=32,
        learning_rate_init=0.1,
        momentum=0.5,
        nesterovs_momentum=False,
        max_iter=30,
        tol=0.0,
        n_iter_no_change=1000,
        random_state=1,
    )
    with pytest.warns(Warning, match="Maximum iterations"):
        wanted = _held_out(make_pipeline(StandardScaler(), theirs), X, y, 1)

    mine = _held_out(Plain(activation=activation, epochs=30, random_state=1), X, y, 1)

    assert mine >= 0.93
    assert mine >= wanted - 0.02
