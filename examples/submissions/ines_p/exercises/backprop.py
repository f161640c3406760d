import numpy as np

from exercises.activations import relu_derivative, sigmoid_derivative, tanh_derivative

derivatives = {
    "identity": lambda A: np.ones(A.shape),
    "sigmoid": sigmoid_derivative,
    "tanh": tanh_derivative,
    "relu": relu_derivative,
}


def output_delta(Y, Y_hat):
    n = len(Y)
    return Y_hat / n - Y / n


def hidden_delta(delta, W_next, A, activation):
    if activation in derivatives:
        slope = derivatives[activation](A)
        return slope * np.matmul(delta, W_next.T)
    raise ValueError("%s is not in %s" % (activation, list(derivatives)))


def layer_gradients(A_prev, delta):
    dW = np.matmul(A_prev.T, delta)
    db = np.sum(delta, axis=1)
    return dW.astype(float), db.astype(float)


def backward(Y, activations, params, hidden="sigmoid"):
    if hidden not in derivatives:
        raise ValueError("%s is not in %s" % (hidden, list(derivatives)))
    # written out, calling the others got me confused with the indices
    grads = []
    delta = output_delta(Y, activations[-1])
    for layer in range(len(params) - 1, -1, -1):
        A = activations[layer].astype(float)
        grads = [(A.T @ delta, delta.sum(axis=0))] + grads
        if layer:
            delta = hidden_delta(delta, params[layer][0], activations[layer], hidden)
    return grads
