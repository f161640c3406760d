"""Gradient descent as a beginner writes it, on the earlier units."""

import numpy as np

from exercises.backprop import backward
from exercises.costs import binary_cross_entropy, cross_entropy
from exercises.network import forward


def step(params, grads, learning_rate):
    """One plain step."""
    new_params = []
    for i in range(len(params)):
        W = params[i][0] - float(learning_rate) * grads[i][0]
        b = params[i][1] - float(learning_rate) * grads[i][1]
        new_params.append((W, b))
    return new_params


def momentum_step(params, grads, velocity, learning_rate, momentum=0.9):
    """One step with momentum."""
    new_params = []
    new_velocity = []
    for (W, b), (dW, db), (vW, vb) in zip(params, grads, velocity, strict=True):
        new_vW = vW.astype(np.float64)
        new_vW *= momentum
        new_vW -= learning_rate * dW
        new_vb = vb.astype(np.float64)
        new_vb *= momentum
        new_vb -= learning_rate * db
        new_velocity.append((new_vW, new_vb))
        new_params.append((W + new_vW, b + new_vb))
    return new_params, new_velocity


def adam_step(params, grads, m, v, t, learning_rate=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    """One step of Adam."""
    new_params, new_m, new_v = [], [], []
    for layer in range(len(params)):
        new_params.append([])
        new_m.append([])
        new_v.append([])
        for i in [0, 1]:
            g = grads[layer][i].astype(np.float64)
            m1 = beta1 * m[layer][i] + (1 - beta1) * g
            v1 = beta2 * v[layer][i] + (1 - beta2) * g**2
            m_hat = m1 / (1 - beta1**t)
            v_hat = v1 / (1 - beta2**t)
            w = params[layer][i] - learning_rate * m_hat / (v_hat**0.5 + eps)
            new_params[layer].append(w)
            new_m[layer].append(m1)
            new_v[layer].append(v1)
    return [new_params, new_m, new_v]


def minibatches(X, Y, batch_size, rng):
    """Shuffles and cuts."""
    if batch_size < 1:
        raise ValueError("batch_size must be >= 1, got " + str(batch_size))
    indices = list(range(len(X)))
    rng.shuffle(indices)
    X_shuffled = X[indices]
    Y_shuffled = Y[indices]
    batches = []
    start = 0
    while start < len(X):
        end = start + batch_size
        if end > len(X):
            end = len(X)
        batches.append((X_shuffled[start:end].copy(), Y_shuffled[start:end].copy()))
        start = end
    return batches


def has_diverged(history):
    """inf or NaN."""
    diverged = False
    for cost in history:
        if np.isnan(cost) or np.isinf(cost):
            diverged = True
    return diverged


def train(X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng):
    """Trains the network."""
    if hidden not in ["identity", "sigmoid", "tanh", "relu"]:
        raise ValueError(f"hidden is {hidden}, should be identity, sigmoid, tanh or relu")
    if output == "sigmoid":
        k = Y.shape[1]
    elif output == "softmax":
        k = 1
    else:
        raise ValueError(f"output is {output}, should be sigmoid or softmax")
    history = []
    for _ in range(epochs):
        permutation = rng.permutation(X.shape[0])
        for i in range(0, X.shape[0], batch_size):
            batch = permutation[i : i + batch_size]
            activations = forward(X[batch], params, hidden, output)
            grads = backward(Y[batch], activations, params, hidden)
            params = step(params, grads, learning_rate)
        Y_hat = forward(X, params, hidden, output)[-1]
        if output == "sigmoid":
            cost = binary_cross_entropy(Y, Y_hat) * k
        else:
            cost = cross_entropy(Y, Y_hat)
        history.append(cost)
        if has_diverged([cost]):
            break
    return params, history
