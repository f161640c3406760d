import numpy as np


def l2_penalty(params, strength):
    total = 0.0
    for W, b in params:
        for i in range(W.shape[0]):
            for j in range(W.shape[1]):
                total += float(W[i, j]) ** 2
    return strength * total / 2


def l1_penalty(params, strength):
    total = 0.0
    for W, b in params:
        for row in W.tolist():
            for w in row:
                total += abs(w)
    return float(strength * total)


def l2_gradients(params, grads, strength):
    out = []
    for k in range(len(params)):
        W, b = params[k]
        dW, db = grads[k]
        new = np.zeros(W.shape)
        for i in range(W.shape[0]):
            for j in range(W.shape[1]):
                new[i, j] = dW[i, j] + strength * W[i, j]
        out.append([new, np.array([float(db[j]) + strength * float(b[j]) for j in range(len(db))])])
    return out


def l1_gradients(params, grads, strength):
    out = []
    for k in range(len(params)):
        W, b = params[k]
        dW, db = grads[k]
        new = np.zeros(W.shape)
        for i in range(W.shape[0]):
            for j in range(W.shape[1]):
                s = 1 if W[i, j] > 0 else -1 if W[i, j] < 0 else 0
                new[i, j] = dW[i, j] + strength * s
        out.append([new, np.array([float(x) for x in db])])
    return out


def dropout(A, rate, rng):
    if rate < 0 or rate >= 1:
        raise ValueError("rate must lie in [0, 1): " + str(rate))
    mask = np.zeros(A.shape)
    out = np.zeros(A.shape)
    for i in range(A.shape[0]):
        for j in range(A.shape[1]):
            if rng.random() >= rate:
                mask[i, j] = 1.0 / (1.0 - rate)
            out[i, j] = A[i, j] * mask[i, j]
    return [out, mask]


def dropout_backward(dA, mask):
    out = np.zeros(dA.shape)
    for i in range(dA.shape[0]):
        for j in range(dA.shape[1]):
            out[i, j] = dA[i, j] * mask[i, j]
    return out


def early_stopping(validation_costs, patience):
    if len(validation_costs) == 0:
        raise ValueError("validation_costs: []")
    if patience < 1:
        raise ValueError(f"patience = {patience}")
    best = None
    last = -1
    for i in range(len(validation_costs)):
        c = validation_costs[i]
        if c == c and abs(c) != float("inf") and (best is None or c < validation_costs[best]):
            best = i
            last = i
        if i - last > patience:
            break
    return 0 if best is None else best
