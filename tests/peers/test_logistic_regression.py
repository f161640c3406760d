"""Logistic regression against torch and scikit-learn.

torch's binary_cross_entropy_with_logits is the cost from the weighted sum, a mean as ours, and autograd its
gradients. scikit-learn's LogisticRegression without a penalty (C=inf) has the same minimum where no line separates
the classes; it stops where its gradient is below `tol`, hence the looser comparison there.
"""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from torch.nn.functional import binary_cross_entropy_with_logits

from solutions import logistic_regression

SEEDS = st.integers(0, 2**32 - 1)
SIZES = st.integers(1, 9)
SPREADS = st.sampled_from([0.1, 1.0, 10.0, 100.0])


def _problem(seed: int, n: int, d: int, spread: float = 1.0):
    """Data, targets, weights and a bias, with weighted sums of about that spread."""
    rng = np.random.default_rng(seed)
    w = spread * rng.normal(size=d) / np.sqrt(d)
    return rng.normal(size=(n, d)), rng.integers(0, 2, size=n), w, spread * rng.normal()


def _torch_cost(X, y, w, b):
    """Cost as torch computes it, with its gradients."""
    w = torch.tensor(w, dtype=torch.float64, requires_grad=True)
    b = torch.tensor(b, dtype=torch.float64, requires_grad=True)
    z = torch.tensor(X, dtype=torch.float64) @ w + b
    cost = binary_cross_entropy_with_logits(z, torch.tensor(y, dtype=torch.float64))
    cost.backward()
    return cost.item(), w.grad.numpy(), b.grad.item()


@settings(max_examples=100, deadline=None)
@given(SEEDS, SIZES, SIZES, SPREADS)
def test_probabilities_cost_and_gradients_as_torch(seed, n, d, spread):
    """Probability, cost and both gradients, for weighted sums from small to several hundred."""
    X, y, w, b = _problem(seed, n, d, spread)
    cost, dw, db = _torch_cost(X, y, w, b)
    p = torch.sigmoid(torch.tensor(X @ w + b)).numpy()

    ours = logistic_regression.gradients(X, y, w, b)

    np.testing.assert_allclose(
        logistic_regression.predict_probability(X, w, b), p, rtol=1e-9, atol=1e-15
    )
    np.testing.assert_allclose(logistic_regression.cost(X, y, w, b), cost, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(ours[0], dw, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(ours[1], db, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("z", [-1000.0, -800.0, -40.0, 0.0, 27.7, 36.5, 709.9, 1000.0])
@pytest.mark.parametrize("y", [0, 1])
def test_cost_of_sure_answers_as_torch(z, y):
    """Right and wrong answers, sure up to 1000."""
    case = np.array([[z]]), np.array([y]), np.array([1.0]), 0.0

    ours = logistic_regression.cost(*case)

    np.testing.assert_allclose(ours, _torch_cost(*case)[0], rtol=1e-12, atol=1e-15)


@settings(max_examples=30, deadline=None)
@given(SEEDS, SIZES, SIZES, st.floats(0.01, 2.0), st.integers(1, 12))
def test_fit_as_torchs_descent(seed, n, d, learning_rate, epochs):
    """The same steps and costs as torch.optim.SGD on all rows, from zeros."""
    X, y, _, _ = _problem(seed, n, d)
    w = torch.zeros(d, dtype=torch.float64, requires_grad=True)
    b = torch.zeros((), dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([w, b], lr=learning_rate)
    costs = []
    for _ in range(epochs):
        optimizer.zero_grad()
        z = torch.tensor(X) @ w + b
        cost = binary_cross_entropy_with_logits(z, torch.tensor(y, dtype=torch.float64))
        cost.backward()
        costs.append(cost.item())
        optimizer.step()

    ours = logistic_regression.fit(X, y, learning_rate, epochs)

    np.testing.assert_allclose(ours[0], w.detach().numpy(), rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(ours[1], b.item(), rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(ours[2], costs, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("seed", range(5))
def test_fit_arrives_where_scikit_learn_does(seed):
    """On classes that overlap both have one minimum; rtol 1e-5 for the peer's stopping rule."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(120, 2))
    y = (rng.random(120) < 1 / (1 + np.exp(-(X @ [1.0, -0.5] + 0.25)))).astype(np.int64)
    peer = LogisticRegression(C=np.inf, tol=1e-10, max_iter=1000).fit(X, y)

    w, b, history = logistic_regression.fit(X, y, 1.0, 2000)

    np.testing.assert_allclose(w, peer.coef_[0], rtol=1e-5)
    np.testing.assert_allclose(b, peer.intercept_[0], rtol=1e-5)
    assert np.all(np.diff(history) <= 1e-15)
    np.testing.assert_array_equal(logistic_regression.predict(X, w, b), peer.predict(X))
    np.testing.assert_allclose(
        logistic_regression.predict_probability(X, w, b), peer.predict_proba(X)[:, 1], rtol=1e-4
    )


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=30))
def test_accuracy_as_scikit_learn(pairs):
    """The share of right answers."""
    y, y_hat = np.array(pairs, dtype=np.int64).T

    ours = logistic_regression.accuracy(y, y_hat)

    assert ours == pytest.approx(accuracy_score(y, y_hat), abs=1e-15)
