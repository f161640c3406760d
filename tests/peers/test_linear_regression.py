"""Linear regression against numpy, scipy and scikit-learn.

scikit-learn's LinearRegression minimises the same cost, but centres the data first: where many lines are
equally good it takes the least norm of w alone, and we that of (w, b). So it is compared where there is one.
scipy's lstsq on [X, 1] takes the least norm of (w, b), as we do. SGDRegressor, one row a step in a given
order, has the gradient (without our 2) for a batch of one.
"""

from __future__ import annotations

import numpy as np
import pytest
import scipy.linalg
import scipy.optimize
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import LinearRegression, SGDRegressor

from solutions import linear_regression

SEEDS = st.integers(0, 2**32 - 1)


def _data(seed: int, n: int, d: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n, d)), 3 * rng.normal(size=n) + 1


@settings(max_examples=50, deadline=None)
@given(SEEDS, st.integers(1, 6), st.integers(0, 60))
def test_fit_least_squares_as_scikit_learn(seed, d, more):
    """With many more rows than inputs there is one best line, and both find it."""
    X, y = _data(seed, 5 * (d + 1) + more, d)
    peer = LinearRegression().fit(X, y)

    w, b = linear_regression.fit_least_squares(X, y)

    np.testing.assert_allclose(w, peer.coef_, rtol=1e-7, atol=1e-10)
    np.testing.assert_allclose(b, peer.intercept_, rtol=1e-7, atol=1e-10)
    np.testing.assert_allclose(
        linear_regression.predict(X, w, b), peer.predict(X), rtol=1e-7, atol=1e-9
    )


@settings(max_examples=50, deadline=None)
@given(SEEDS, st.integers(1, 4), st.integers(1, 12), st.sampled_from(["gelsd", "gelsy"]))
def test_fit_least_squares_as_scipy_with_few_rows_or_equal_columns(seed, n, d, driver):
    """Where there are many best lines, the one of least norm in (w, b) is found, by any driver."""
    X, y = _data(seed, n, 2 * n)
    X = np.column_stack([X, X[:, :1], np.full(n, 2.0), np.zeros(n), np.tile(X[:, 1:2], d)])
    A = np.column_stack([X, np.ones(n)])
    expected = scipy.linalg.lstsq(A, y, cond=1e-12, lapack_driver=driver)[0]

    w, b = linear_regression.fit_least_squares(X, y)

    np.testing.assert_allclose(np.append(w, b), expected, rtol=1e-7, atol=1e-9)


@pytest.mark.parametrize("seed", range(5))
def test_fit_least_squares_as_the_pseudoinverse(seed):
    """On tall data with a column there twice, the answer is the pseudoinverse's."""
    X, y = _data(seed, 30, 3)
    X = np.column_stack([X, X[:, 0] - X[:, 2]])
    expected = np.linalg.pinv(np.column_stack([X, np.ones(30)]), rcond=1e-12) @ y

    w, b = linear_regression.fit_least_squares(X, y)

    np.testing.assert_allclose(np.append(w, b), expected, rtol=1e-7, atol=1e-10)


@settings(max_examples=30, deadline=None)
@given(SEEDS, st.integers(1, 9), st.integers(1, 6))
def test_gradients_as_scipys_finite_differences(seed, n, d):
    """Forward differences of the mean squared error; 1e-5 is about what those can do."""
    X, y = _data(seed, n, d)
    v = np.random.default_rng(seed).normal(size=d + 1)
    numeric = scipy.optimize.approx_fprime(
        v, lambda v: np.mean((X @ v[:-1] + v[-1] - y) ** 2), epsilon=1e-7
    )

    dw, db = linear_regression.gradients(X, y, v[:-1], v[-1])

    np.testing.assert_allclose(np.append(dw, db), numeric, rtol=1e-5, atol=1e-4)


@pytest.mark.parametrize("seed", range(5))
def test_fit_as_scikit_learns_descent_on_one_row(seed):
    """One row is a full batch: SGDRegressor at twice our rate takes the same steps."""
    X, y = _data(seed, 1, 4)
    peer = SGDRegressor(
        penalty=None, alpha=0, learning_rate="constant", eta0=0.1, max_iter=7, tol=None
    ).fit(X, y)

    w, b, history = linear_regression.fit(X, y, 0.05, 7)

    np.testing.assert_allclose(w, peer.coef_, rtol=1e-7)
    np.testing.assert_allclose(b, peer.intercept_[0], rtol=1e-7)
    assert len(history) == 7


@settings(max_examples=20, deadline=None)
@given(SEEDS, st.integers(1, 3))
def test_fit_arrives_where_scikit_learn_does(seed, d):
    """Descent ends at the closed form; rtol 1e-6, as the last steps are small."""
    X, y = _data(seed, 30 * d, d)
    peer = LinearRegression().fit(X, y)

    w, b, _ = linear_regression.fit(X, y, 0.1, 1500)

    np.testing.assert_allclose(w, peer.coef_, rtol=1e-6, atol=1e-8)
    np.testing.assert_allclose(b, peer.intercept_, rtol=1e-6, atol=1e-8)
