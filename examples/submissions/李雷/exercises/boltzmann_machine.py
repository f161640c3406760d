# 第16单元: 玻尔兹曼机

import math

import numpy as np


def _s(z):
    return 1 / (1 + math.exp(-z)) if z >= 0 else math.exp(z) / (1 + math.exp(z))


def energy(s, W, b):
    out = []
    for row in s:
        e = 0.0
        for i in range(len(row)):
            e -= float(b[i]) * float(row[i])
            for j in range(i + 1, len(row)):
                e -= float(W[i, j]) * float(row[i]) * float(row[j])
        out.append(e)
    return np.array(out)


def conditional(s, i, W, b):
    return np.array(
        [
            _s(float(b[i]) + sum(float(W[i, j]) * float(row[j]) for j in range(len(row)) if j != i))
            for row in s
        ]
    )


def distribution(W, b):
    d = len(b)
    states = [[int(c) for c in format(k, f"0{d}b")] for k in range(2**d)]
    e = [-x for x in energy(np.array(states), W, b)]
    top = max(e)
    w = [math.exp(x - top) for x in e]
    return np.array([x / sum(w) for x in w])


def gibbs_sweep(s, W, b, rng):
    new = [[float(x) for x in row] for row in s]
    for i in range(len(b)):
        for r in range(len(new)):
            p = conditional(np.array([new[r]]), i, W, b)[0]
            new[r][i] = 1.0 if rng.random() < p else 0.0
    return np.array(new)


def rbm_energy(v, h, W, a, b):
    out = []
    for x, y in zip(v, h):
        e = 0.0
        for i in range(len(x)):
            e -= float(a[i]) * float(x[i])
            for j in range(len(y)):
                e -= float(W[i, j]) * float(x[i]) * float(y[j])
        for j in range(len(y)):
            e -= float(b[j]) * float(y[j])
        out.append(e)
    return np.array(out)


def hidden_probabilities(v, W, b):
    return np.array(
        [
            [
                _s(float(b[j]) + sum(float(x[i]) * float(W[i, j]) for i in range(len(x))))
                for j in range(len(b))
            ]
            for x in v
        ]
    )


def visible_probabilities(h, W, a):
    return hidden_probabilities(h, np.asarray(W).T, a)


def free_energy(v, W, a, b):
    out = []
    for x in v:
        f = -sum(float(p) * float(q) for p, q in zip(a, x))
        for j in range(len(b)):
            z = float(b[j]) + sum(float(x[i]) * float(W[i, j]) for i in range(len(x)))
            f -= max(z, 0) + math.log1p(math.exp(-abs(z)))
        out.append(f)
    return np.array(out)


def sample(p, rng):
    flat = [1.0 if rng.random() < float(x) else 0.0 for x in np.asarray(p).ravel(order="C")]
    return np.array(flat).reshape(np.shape(p))


def contrastive_divergence(v, W, a, b, rng, k=1):
    v = np.array(v, float)
    n, d = v.shape
    m = len(b)
    vk = v
    for _ in range(k):
        h = sample(hidden_probabilities(vk, W, b), rng)
        vk = sample(visible_probabilities(h, W, a), rng)
    p0, pk = hidden_probabilities(v, W, b), hidden_probabilities(vk, W, b)
    dW, da, db = np.zeros((d, m)), np.zeros(d), np.zeros(m)
    for r in range(n):
        for i in range(d):
            da[i] += (v[r, i] - vk[r, i]) / n
            for j in range(m):
                dW[i, j] += (v[r, i] * p0[r, j] - vk[r, i] * pk[r, j]) / n
        for j in range(m):
            db[j] += (p0[r, j] - pk[r, j]) / n
    return [dW, da, db]
