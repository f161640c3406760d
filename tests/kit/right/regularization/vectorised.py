"""Regularization on one long vector of all weights, and with numpy where it goes."""

import numpy as np


def _vector(params):
    """All weights, end to end."""
    return np.concatenate([np.ravel(W) for W, _ in params]).astype(np.float64)


def _added(params, grads, slope):
    return [
        (np.add(dW, slope(np.asarray(W, dtype=np.float64))), np.add(db, 0.0, dtype=np.float64))
        for (W, _), (dW, db) in zip(params, grads, strict=True)
    ]


def l2_penalty(params, strength):
    """The vector by itself."""
    w = _vector(params)
    return np.float64(0.5 * strength) * (w @ w)


def l2_gradients(params, grads, strength):
    """strength * W is the slope."""
    return _added(params, grads, lambda W: np.multiply(W, strength))


def l1_penalty(params, strength):
    """The 1-norm of the vector."""
    return np.array(strength * np.linalg.norm(_vector(params), ord=1))


def l1_gradients(params, grads, strength):
    """The sign as the difference of two comparisons."""
    return _added(params, grads, lambda W: strength * ((W > 0) * 1.0 - (W < 0) * 1.0))


def dropout(A, rate, rng):
    """Coins from the binomial distribution."""
    if not (rate >= 0 and rate < 1):
        raise ValueError(f"0 <= rate < 1 does not hold for {rate!r}")
    keep = 1.0 - rate
    mask = rng.binomial(1, keep, size=A.shape) / keep
    return np.multiply(A, mask, dtype=np.float64), mask


def dropout_backward(dA, mask):
    """Element by element."""
    return np.einsum("ij,ij->ij", dA.astype(np.float64), mask.astype(np.float64))


def early_stopping(validation_costs, patience):
    """Where the running minimum last fell before it stood still for too long."""
    costs = np.array(validation_costs, dtype=np.float64)
    if costs.size < 1:
        raise ValueError("no costs: validation_costs should have at least one")
    if patience < 1:
        raise ValueError(f"patience {patience} < 1")
    costs[~np.isfinite(costs)] = np.inf
    lowest_before = np.concatenate([[np.inf], np.minimum.accumulate(costs)[:-1]])
    minima = np.flatnonzero(costs < lowest_before)
    marks = np.concatenate([[-1], minima])
    gaps = np.diff(np.append(marks, len(costs)))
    too_long = np.flatnonzero(gaps > patience)
    last = marks[too_long[0]] if len(too_long) else marks[-1]
    return np.maximum(last, 0)
