import numpy as np

from exercises.backprop import backward
from exercises.costs import binary_cross_entropy, cross_entropy
from exercises.network import forward


def step(params, grads, learning_rate):
    for (W, b), (dW, db) in zip(params, grads):
        W -= learning_rate * dW
        b -= learning_rate * db
    return params


def momentum_step(params, grads, velocity, learning_rate, momentum=0.9):
    p, v = [], []
    for i in range(len(params)):
        vW = momentum * velocity[i][0].astype(float) - learning_rate * grads[i][0].astype(float)
        vb = momentum * velocity[i][1].astype(float) - learning_rate * grads[i][1].astype(float)
        v.append((vW, vb))
        p.append((params[i][0] + vW, params[i][1] + vb))
    return p, v


def adam_step(params, grads, m, v, t, learning_rate=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    P, M, V = [], [], []
    for w, g, m_, v_ in zip(params, grads, m, v):
        M.append(tuple(beta1 * m_[k] + (1 - beta1) * g[k] for k in (0, 1)))
        V.append(tuple(beta2 * v_[k] + (1 - beta2) * g[k] ** 2 for k in (0, 1)))
        # what is t for??
        P.append(tuple(w[k] - learning_rate * M[-1][k] / (np.sqrt(V[-1][k]) + eps) for k in (0, 1)))
    return P, M, V


def minibatches(X, Y, batch_size, rng):
    if batch_size < 1:
        raise ValueError("batch_size too small: %d" % batch_size)
    perm = rng.permutation(X.shape[0])
    out = []
    while len(perm) > 0:
        now, perm = perm[:batch_size], perm[batch_size:]
        out.append((X[now], Y[now]))
    return out


def has_diverged(history):
    return bool(np.isnan(history).any() or np.isinf(history).any())


def train(X, Y, params, hidden, output, learning_rate, epochs, batch_size, rng):
    if hidden not in ("identity", "sigmoid", "tanh", "relu"):
        raise ValueError("hidden: %r (use identity, sigmoid, tanh or relu)" % hidden)
    if output not in ("sigmoid", "softmax"):
        raise ValueError("output: %r (use sigmoid or softmax)" % output)
    # step works in place, so take a copy
    params = [(np.array(W, dtype=float), np.array(b, dtype=float)) for W, b in params]
    history = []
    for e in range(epochs):
        for xb, yb in minibatches(X, Y, batch_size, rng):
            step(params, backward(yb, forward(xb, params, hidden, output), params, hidden), learning_rate)
        P = forward(X, params, hidden, output)[-1]
        if output == "softmax":
            history.append(cross_entropy(Y, P))
        else:
            history.append(binary_cross_entropy(Y, P) * P.shape[1])
        if has_diverged(history):
            break
    return params, history
