"""Backprop a number at a time, with a recursion from the first layer down to the last."""

import numpy as np


def _slope(name, a):
    if name == "identity":
        return 1.0
    if name == "sigmoid":
        return a - a * a
    if name == "tanh":
        return (1.0 + a) * (1.0 - a)
    return 1.0 if a > 0.0 else 0.0


def _refuse_unknown(name):
    if name not in ("relu", "tanh", "sigmoid", "identity"):
        raise ValueError(f"relu, tanh, sigmoid or identity, and not {name}")


def output_delta(Y, Y_hat):
    """(Y_hat - Y) / n."""
    n, k = Y_hat.shape
    delta = np.empty((n, k))
    for i in range(n):
        for j in range(k):
            delta[i, j] = (float(Y_hat[i, j]) - float(Y[i, j])) / n
    return delta


def hidden_delta(delta, W_next, A, activation):
    """(delta @ W_next.T) * slope."""
    _refuse_unknown(activation)
    n, m = A.shape
    result = np.zeros((n, m), dtype=float)
    for i in range(n):
        for p in range(m):
            back = 0.0
            for j in range(W_next.shape[1]):
                back += float(delta[i, j]) * float(W_next[p, j])
            result[i, p] = back * _slope(activation, float(A[i, p]))
    return result


def layer_gradients(A_prev, delta):
    """dW and db, row after row."""
    dW = np.zeros((A_prev.shape[1], delta.shape[1]))
    db = np.zeros(delta.shape[1])
    for row, error in zip(A_prev, delta, strict=True):
        for j, e in enumerate(error):
            db[j] += e
            for p, a in enumerate(row):
                dW[p, j] += float(a) * float(e)
    return [dW, db]


def backward(Y, activations, params, hidden="sigmoid"):
    """Gradients of all layers."""
    _refuse_unknown(hidden)

    def below(index):
        """The delta of a layer and the gradients from it upwards."""
        if index == len(params) - 1:
            delta = output_delta(Y, activations[index + 1])
            return delta, [layer_gradients(activations[index], delta)]
        delta, grads = below(index + 1)
        delta = hidden_delta(delta, params[index + 1][0], activations[index + 1], hidden)
        return delta, [layer_gradients(activations[index], delta), *grads]

    return below(0)[1]
