"""The network by einsum, with biases as the weights of an input of 1."""

import itertools
from functools import partial

import numpy as np

from exercises.activations import relu, sigmoid, softmax, tanh

BY_NAME = {
    "identity": np.copy,
    "sigmoid": sigmoid,
    "tanh": tanh,
    "relu": relu,
    "softmax": softmax,
}


def init_network(layer_sizes, rng):
    """Normal weights of the right deviation at once."""
    sizes = np.array(layer_sizes, dtype=np.int64)
    if sizes.size < 2 or np.any(sizes < 1):
        raise ValueError(f"layer_sizes should be two or more sizes from 1 on, not {layer_sizes}")
    gaps = itertools.pairwise(sizes)
    return [[rng.normal(scale=m**-0.5, size=(m, k)), np.zeros(k)] for m, k in gaps]


def _named(name):
    try:
        return BY_NAME[name]
    except KeyError:
        raise ValueError(f"{name!r} is unknown, use one of {sorted(BY_NAME)}") from None


def _layer(activation, A, W, b):
    with_one = np.hstack([A, np.ones((len(A), 1))])
    return activation(np.einsum("nd,dm->nm", with_one, np.vstack([W, b])))


def forward(X, params, hidden="sigmoid", output="softmax"):
    """A function for each layer, applied in turn."""
    inner, last = _named(hidden), _named(output)
    steps = [partial(_layer, inner)] * (len(params) - 1) + [partial(_layer, last)]
    result = [X.astype(np.float64)]
    for step, (W, b) in zip(steps, params, strict=False):
        result.append(step(result[-1], W, b))
    return result


def predict(X, params, hidden, output):
    """The argmax of numpy, or a comparison."""
    A = forward(X, params, hidden, output)[-1]
    if A.shape[1] == 1:
        return np.greater_equal(A.ravel(), 0.5).astype(np.uint8)
    return A.argmax(axis=-1)


def count_parameters(layer_sizes):
    """A product of vectors."""
    sizes = np.array(layer_sizes)
    return np.dot(sizes[:-1] + 1, sizes[1:])
