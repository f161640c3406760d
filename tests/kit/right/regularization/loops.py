"""Regularization a number at a time."""

import math

import numpy as np


def l2_penalty(params, strength):
    """Half the strength times the sum of squares."""
    total = 0.0
    for W, _b in params:
        for row in W:
            for w in row:
                total += float(w) ** 2
    return strength * total / 2


def l2_gradients(params, grads, strength):
    """dW + strength * W."""
    result = []
    for layer in range(len(params)):
        W, dW, db = params[layer][0], grads[layer][0], grads[layer][1]
        new = np.zeros(dW.shape)
        for i in range(dW.shape[0]):
            for j in range(dW.shape[1]):
                new[i, j] = float(dW[i, j]) + strength * float(W[i, j])
        result.append([new, np.array([float(each) for each in db])])
    return result


def l1_penalty(params, strength):
    """The strength times the sum of absolute values, exactly rounded."""
    return strength * math.fsum(abs(float(w)) for W, _ in params for w in W.flat)


def l1_gradients(params, grads, strength):
    """Up by the strength for positive weights, down for negative ones."""
    result = []
    for (W, _b), (dW, db) in zip(params, grads, strict=True):
        new = np.array(dW, dtype="float64")
        for place in np.ndindex(*W.shape):
            if W[place] > 0:
                new[place] += strength
            elif W[place] < 0:
                new[place] -= strength
        result.append((new, np.array(db, dtype="float64")))
    return result


def dropout(A, rate, rng):
    """A coin for each element, one after the other, columns first."""
    if rate < 0 or rate >= 1:
        raise ValueError("rate is " + str(rate) + ", but it must be 0 <= rate < 1")
    n, m = A.shape
    mask = np.zeros((n, m))
    dropped = np.zeros((n, m))
    for j in range(m):
        for i in range(n):
            if rng.uniform() >= rate:
                mask[i, j] = 1 / (1 - rate)
                dropped[i, j] = A[i, j] * mask[i, j]
    return dropped, mask


def dropout_backward(dA, mask):
    """The product with the mask."""
    rows = [
        [float(d) * float(m) for d, m in zip(upstream, coins, strict=True)]
        for upstream, coins in zip(dA, mask, strict=True)
    ]
    return np.array(rows)


def early_stopping(validation_costs, patience):
    """The best epoch until patience runs out."""
    if not validation_costs:
        raise ValueError("validation_costs has no epoch")
    if patience <= 0:
        raise ValueError(f"patience={patience} is less than 1")
    best = None
    left = patience
    for epoch, cost in enumerate(validation_costs):
        usable = not (math.isnan(cost) or math.isinf(cost))
        if usable and (best is None or cost < validation_costs[best]):
            best = epoch
            left = patience
            continue
        left -= 1
        if left == 0:
            break
    return 0 if best is None else best
