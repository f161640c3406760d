"""A property of each of the four functions, on 100 inputs: the same for every grader.

Numpy and Hypothesis alone, so that each grader's environment can import it. A property is built for the
function that it is to hold for, and called without arguments.
"""

import numpy as np
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

HUNDRED = settings(
    max_examples=100,
    deadline=None,
    database=None,
    derandomize=True,
    report_multiple_bugs=False,
    print_blob=False,
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
)
NUMBERS = st.floats(-10, 10)
MATRICES = array_shapes(min_dims=2, max_dims=2, max_side=5)
close = np.testing.assert_allclose


def _pairs():
    return MATRICES.flatmap(
        lambda shape: st.tuples(
            arrays(np.float64, shape, elements=NUMBERS), arrays(np.float64, shape, elements=NUMBERS)
        )
    )


def _layers():
    sides = st.integers(1, 5)
    return st.tuples(sides, sides, sides).flatmap(
        lambda nds: st.tuples(
            arrays(np.float64, nds[:2], elements=NUMBERS),
            arrays(np.float64, nds[1:], elements=NUMBERS),
            arrays(np.float64, nds[2:], elements=NUMBERS),
        )
    )


def sigmoid_property(sigmoid):
    """Sigmoid is held against its formula."""

    @HUNDRED
    @given(arrays(np.float64, MATRICES, elements=NUMBERS))
    def test(z):
        """Sigmoid is 1 / (1 + exp(-z)), an element at a time."""
        close(sigmoid(z), 1 / (1 + np.exp(-z)), rtol=1e-9)

    return test


def softmax_property(softmax):
    """Softmax is held against its formula."""

    @HUNDRED
    @given(arrays(np.float64, MATRICES, elements=NUMBERS))
    def test(Z):
        """Softmax is exp(z) over the row's sum."""
        close(softmax(Z), np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True), rtol=1e-9)

    return test


def mean_squared_error_property(mean_squared_error):
    """The mean squared error is held against a sum of its terms."""

    @HUNDRED
    @given(_pairs())
    def test(pair):
        """The mean squared error is the mean of the squared differences."""
        Y, Y_hat = pair
        terms = [(float(a) - float(b)) ** 2 for a, b in zip(Y.flat, Y_hat.flat, strict=True)]
        close(mean_squared_error(Y, Y_hat), sum(terms) / len(terms), rtol=1e-9, atol=1e-12)

    return test


def layer_property(layer):
    """A layer is held against a sum over its inputs."""

    @HUNDRED
    @given(_layers())
    def test(parts):
        """A layer is X @ W + b."""
        X, W, b = parts
        close(layer(X, W, b), np.einsum("np,pm->nm", X, W) + b, rtol=1e-9, atol=1e-9)

    return test


PROPERTIES = {
    "sigmoid": sigmoid_property,
    "softmax": softmax_property,
    "mean_squared_error": mean_squared_error_property,
    "layer": layer_property,
}
