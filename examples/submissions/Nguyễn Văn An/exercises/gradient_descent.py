import numpy as np

from exercises.backprop import backward
from exercises.costs import binary_cross_entropy, cross_entropy
from exercises.network import forward


def as_float(layers):
    return [(np.array(W, dtype=np.float64), np.array(b, dtype=np.float64)) for W, b in layers]


def step(params, grads, learning_rate):
    return [
        (W - learning_rate * dW, b - learning_rate * db)
        for (W, b), (dW, db) in zip(as_float(params), as_float(grads))
    ]


def momentum_step(params, grads, velocity, learning_rate, momentum=0.9):
    params, grads, velocity = as_float(params), as_float(grads), as_float(velocity)
    for i, ((dW, db), (vW, vb)) in enumerate(zip(grads, velocity)):
        velocity[i] = (momentum * vW - learning_rate * dW, momentum * vb - learning_rate * db)
    params = [(W + vW, b + vb) for (W, b), (vW, vb) in zip(params, velocity)]
    return params, velocity


def adam_step(params, grads, m, v, t, learning_rate=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    params, grads, m, v = as_float(params), as_float(grads), as_float(m), as_float(v)
    fix1 = 1 / (1 - beta1**t)
    fix2 = 1 / (1 - beta2**t)
    out = []
    for i in range(len(params)):
        m[i] = tuple(beta1 * old + (1 - beta1) * g for old, g in zip(m[i], grads[i]))
        v[i] = tuple(beta2 * old + (1 - beta2) * g * g for old, g in zip(v[i], grads[i]))
        out.append(
            tuple(
                w - learning_rate * fix1 * mean / (np.sqrt(fix2 * square) + eps)
                for w, mean, square in zip(params[i], m[i], v[i])
            )
        )
    return out, m, v


def minibatches(X, Y, batch_size, rng):
    if batch_size < 1:
        raise ValueError(f"batch_size must not be {batch_size}")
    order = rng.permutation(len(X))
    n_batches = len(X) // batch_size
    batches = []
    for i in range(n_batches):
        chosen = order[i * batch_size : (i + 1) * batch_size]
        batches.append((X[chosen], Y[chosen]))
    return batches


def has_diverged(history):
    return sum(not np.isfinite(cost) for cost in history) > 0


def train(X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng):
    if hidden not in ["identity", "sigmoid", "tanh", "relu"]:
        raise ValueError(f"hidden = {hidden}, not identity, sigmoid, tanh or relu")
    if output not in ["sigmoid", "softmax"]:
        raise ValueError(f"output = {output}, not sigmoid or softmax")
    params = as_float(params)
    history = []
    n = len(X)
    for _ in range(epochs):
        order = rng.permutation(n)
        for start in range(0, n, batch_size):
            chosen = order[start : start + batch_size]
            A = forward(X[chosen], params, hidden, output)
            params = step(params, backward(Y[chosen], A, params, hidden), learning_rate)
        A = forward(X, params, hidden, output)
        if output == "sigmoid":
            cost = binary_cross_entropy(Y, A[-1]) * Y.shape[1]
        else:
            cost = cross_entropy(Y, A[-1])
        history.append(cost)
        if not np.isfinite(cost):
            break
    return params, history
