"""# 1 · Four

Four functions of the curriculum, as a class of its own for every grader.
"""

import numpy as np


def sigmoid(z):
    """1 / (1 + exp(-z)), an element at a time."""
    ### BEGIN SOLUTION
    z = np.asarray(z, dtype=np.float64)
    small = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, small) / (1.0 + small)
    ### END SOLUTION


def softmax(Z):
    """Each row as probabilities: exp(Z_j) / sum_i exp(Z_i)."""
    ### BEGIN SOLUTION
    exponentials = np.exp(Z - Z.max(axis=-1, keepdims=True))
    return exponentials / exponentials.sum(axis=-1, keepdims=True)
    ### END SOLUTION


def mean_squared_error(Y, Y_hat):
    """mean((Y_hat - Y)**2), a float."""
    ### BEGIN SOLUTION
    return float(np.mean((Y_hat - Y) ** 2))
    ### END SOLUTION


def layer(X, W, b):
    """X @ W + b, a row of neurons over a batch."""
    ### BEGIN SOLUTION
    return X @ W + b
    ### END SOLUTION
