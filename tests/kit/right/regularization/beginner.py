"""Regularization as a beginner writes it."""

import numpy as np


def l2_penalty(params, strength):
    """Sum of the squares."""
    penalty = 0
    for layer in params:
        W = layer[0].astype(float)
        penalty = penalty + np.sum(W**2)
    return penalty * strength * 0.5


def l2_gradients(params, grads, strength):
    """Weight decay."""
    new_grads = []
    for i in range(len(grads)):
        W = params[i][0]
        dW = grads[i][0]
        db = grads[i][1]
        new_dW = dW + float(strength) * W
        new_db = db.copy().astype(np.float64)
        new_grads.append((new_dW, new_db))
    return new_grads


def l1_penalty(params, strength):
    """Sum of the absolute values."""
    penalty = 0.0
    for pair in params:
        W = pair[0]
        absolute = np.where(W < 0, -1.0 * W, W)
        penalty += absolute.sum()
    return penalty * strength


def l1_gradients(params, grads, strength):
    """Adds the sign."""
    new_grads = []
    for layer, (dW, db) in enumerate(grads):
        W = params[layer][0]
        sign = np.zeros(W.shape)
        sign[W > 0] = 1
        sign[W < 0] = -1
        new_grads.append([dW + strength * sign, db + np.zeros(db.shape)])
    return new_grads


def dropout(A, rate, rng):
    """Inverted dropout."""
    if rate < 0:
        raise ValueError(f"rate must not be negative, but is {rate}")
    if rate >= 1:
        raise ValueError(f"rate must be below 1, but is {rate}")
    dropped = rng.random(size=(A.shape[0], A.shape[1])) < rate
    mask = np.ones_like(A, dtype=float) / (1.0 - rate)
    mask[dropped] = 0.0
    A_dropped = A.astype(float)
    A_dropped[dropped] = 0.0
    A_dropped[~dropped] /= 1.0 - rate
    return [A_dropped, mask]


def dropout_backward(dA, mask):
    """Uses the mask again."""
    result = np.zeros(dA.shape)
    stayed = mask != 0
    result[stayed] = dA[stayed] * mask[stayed].astype(float)
    return result


def early_stopping(validation_costs, patience):
    """Counts the bad epochs."""
    if len(validation_costs) == 0:
        raise ValueError("validation_costs must not be empty")
    if patience < 1:
        raise ValueError("patience must be 1 or more but it was " + str(patience))
    best_cost = float("inf")
    best_epoch = 0
    epoch = 0
    bad_epochs = 0
    while epoch < len(validation_costs) and bad_epochs < patience:
        cost = validation_costs[epoch]
        if cost < best_cost and cost > -float("inf"):
            best_cost = cost
            best_epoch = epoch
            bad_epochs = 0
        else:
            bad_epochs = bad_epochs + 1
        epoch = epoch + 1
    return best_epoch
