"""10 · Regularization. Zoë O'Neil"""

import numpy as np


def l2_penalty(params, strength):
    return np.array(
        0.5 * strength * sum(np.einsum("ij,ij->", W.astype(float), W.astype(float)) for W, b in params)
    )


def l1_penalty(params, strength):
    flat = np.concatenate([np.ravel(W) for W, _ in params]).astype(np.float64)
    return np.float64(strength) * np.linalg.norm(flat, 1)


def l2_gradients(params, grads, strength):
    return [(dW + strength * W.astype(np.float64), 1.0 * db) for (W, _), (dW, db) in zip(params, grads)]


def l1_gradients(params, grads, strength):
    return [
        (dW + float(strength) * ((W > 0) * 1.0 - (W < 0)), db + 0.0)
        for (W, _), (dW, db) in zip(params, grads)
    ]


def dropout(A, rate, rng):
    if not (0 <= rate < 1):
        raise ValueError(f"{rate} is no rate")
    mask = rng.binomial(1, 1 - rate, A.shape) / (1 - rate)
    return A * mask, mask


def dropout_backward(dA, mask):
    return np.einsum("ij,ij->ij", np.asarray(dA, float), np.asarray(mask, float))


def early_stopping(validation_costs, patience):
    costs = np.array(validation_costs, dtype=float)
    if costs.size == 0:
        raise ValueError("validation_costs must not be empty")
    if patience <= 0:
        raise ValueError(f"patience must be positive, not {patience}")
    costs[~np.isfinite(costs)] = np.inf
    lowest = np.concatenate([[np.inf], np.minimum.accumulate(costs)[:-1]])
    new = costs < lowest
    waited = 0
    for i, is_new in enumerate(new):
        waited = 0 if is_new else waited + 1
        if waited == patience:
            return np.argmin(costs[: i + 1])
    return np.argmin(costs)
