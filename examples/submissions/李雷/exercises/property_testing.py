# 第19单元: 性质测试

import copy
import math
import warnings

import numpy as np

from exercises.backprop import backward as known_backward
from exercises.gradient_checking import numerical_gradient
from exercises.network import forward, init_network


def _same(a, b, tol=1e-8):
    try:
        if isinstance(b, float):
            if isinstance(a, np.ndarray):
                if a.shape != () or a.dtype != np.float64:
                    return False
            elif not isinstance(a, float):
                return False
            return bool(abs(float(a) - b) <= 1e-11 + tol * abs(b))
        if not isinstance(a, np.ndarray) or a.shape != b.shape or a.dtype != np.float64:
            return False
        for x, y in zip(a.flatten(), b.flatten()):
            if not abs(x - y) <= 1e-11 + tol * abs(y):
                return False
        return True
    except Exception:
        return False


def _call(f, z, want, tol=1e-8):
    old = np.copy(z)
    try:
        with np.errstate(over="raise", divide="raise", invalid="raise"):
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                r = f(z)
    except Exception:
        return False
    return _same(r, want, tol) and np.array_equal(old, z)


def _one(x):
    x = float(x)
    if x >= 0:
        return 1 / (1 + math.exp(-x))
    return math.exp(x) / (1 + math.exp(x))


def _map(g, z):
    if np.ndim(z) == 0:
        return g(z)
    out = np.zeros(z.shape)
    for i in np.ndindex(*z.shape):
        out[i] = g(z[i])
    return out


def _variants(z):
    ro = z.copy()
    ro.flags.writeable = False
    return [
        z,
        z.reshape(1, -1),
        z.reshape(-1, 1),
        z[:9].reshape(3, 3),
        z[:12].reshape(3, 4),
        z[:12].reshape(4, 3).T,
        z[:12].reshape(2, 3, 2),
        z[::2],
        z[:12].reshape(3, 4)[:, ::2],
        z[:1],
        z[:1].reshape(1, 1),
        ro,
        ro[:12].reshape(4, 3),
    ]


def is_sigmoid(f):
    z = np.array(
        [
            0.0,
            1,
            -1,
            2.5,
            -2.5,
            0.1,
            -0.1,
            12,
            -12,
            1000,
            -1000,
            35,
            -35,
            700.5,
            -700.5,
            5,
            -5,
            400,
            8.5,
            -8.5,
        ]
    )
    for order in (z, z[::-1].copy(), np.roll(z, 5)):
        for v in _variants(order):
            if not _call(f, v, _map(_one, v)):
                return False
            w = v.astype(int)
            if not _call(f, w, _map(_one, w)):
                return False
    for x in z:
        for y in (float(x), int(x), np.array(x)):
            if not _call(f, y, _one(y)):
                return False
    return True


def is_softmax(f):
    def row(r):
        m = max(r)
        e = [math.exp(float(x) - float(m)) for x in r]
        return [x / sum(e) for x in e]

    def want(Z):
        Z = np.array(Z, dtype=float)
        if Z.ndim == 1:
            return np.array(row(Z))
        return np.array([want(z) for z in Z])

    rng = np.random.default_rng(7)
    small = rng.normal(0, 2, 20)
    tests = _variants(small) + [small.reshape(10, 2), small.reshape(5, 2, 2), small[:2]]
    tests += [
        np.array(x, dtype=float)
        for x in (
            [1000, 999, 1000],
            [-1000, -999, -1000],
            [1000, -1000, 0],
            [0, 1000],
            [[1000, 999], [-1000, -1000.5], [0, 3]],
            [[1000, -1000, 5], [1, 2, 3]],
            [50, -50, 45, 49],
            [[100, 102, 60]],
            [-999.5, 999],
        )
    ]
    for Z in tests:
        if not _call(f, Z, want(Z)):
            return False
        I = np.round(Z).astype(int)
        if not _call(f, I, want(I)):
            return False
    return True


def is_relu_derivative(f):
    a = np.array([0, 1, 0, 0.5, 3, 1e-10, 0, 1000, 8, 1e-5, 0, 0.01, 6, 2, 1e-12, 0.9, 0, 40, 1e-9, 5.5])
    g = lambda x: 1.0 if x > 0 else 0.0
    for order in (a, a[::-1].copy(), np.roll(a, 3)):
        for v in _variants(order):
            if not _call(f, v, _map(g, v)):
                return False
            w = v.astype(int)
            if not _call(f, w, _map(g, w)):
                return False
    for x in a:
        for y in (float(x), int(x), np.array(x)):
            if not _call(f, y, g(y)):
                return False
    return True


def is_binary_cross_entropy(f):
    def want(y, p):
        total, count = 0.0, 0
        for t, q in zip(np.array(y).flatten(), np.array(p).flatten()):
            q = min(max(float(q), 1e-12), 1 - 1e-12)
            total -= math.log(q) if t == 1 else math.log(1 - q)
            count += 1
        return total / count

    def ok(y, p):
        y0, p0 = np.copy(y), np.copy(p)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                r = f(y, p)
        except Exception:
            return False
        if isinstance(r, np.ndarray):
            if r.shape != () or r.dtype != np.float64:
                return False
        elif not isinstance(r, float):
            return False
        w = want(y0, p0)
        return bool(abs(r - w) <= 1e-8 + 2e-5 * abs(w)) and np.array_equal(y, y0) and np.array_equal(p, p0)

    rng = np.random.default_rng(3)
    for p in (
        rng.uniform(0.01, 0.99, 20),
        np.array([0, 1, 1e-9, 1 - 1e-9, 0.3] * 4),
        np.array([0.0, 1.0] * 10),
        np.array([1e-11, 0.5, 1 - 1e-11, 0.7] * 5),
    ):
        for y in (np.array([1.0, 0, 1, 1] * 5), np.array([0.0, 1, 0, 0, 1] * 4), np.ones(20), np.zeros(20)):
            for a, b in zip(_variants(y), _variants(p)):
                for aa, bb in (
                    (a, b),
                    (a.astype(int), b),
                    (a.astype(int), np.round(b).astype(int)),
                    (a, np.round(b).astype(int)),
                    (np.asfortranarray(a), b),
                    (a, np.asfortranarray(b)),
                ):
                    if not ok(aa, bb):
                        return False
    for y in (0, 1, 0.0, 1.0):
        for p in (0, 1, 0.0, 0.2, 0.8, 1.0, np.array(0.3)):
            if not ok(y, p):
                return False
    return True


def is_gradient_of(df, f, shape, rng):
    for _ in range(25):
        x = rng.standard_normal(shape)
        want = numerical_gradient(f, x)
        old = x.copy() if shape else float(x)
        try:
            got = df(x)
        except Exception:
            return False
        if not np.array_equal(x, old):
            return False
        if isinstance(got, np.ndarray):
            if got.shape != shape or got.dtype != np.float64:
                return False
        elif shape != () or not isinstance(got, float):
            return False
        d = np.abs(np.asarray(got) - want)
        if not np.all(d < 5e-4 + 5e-3 * np.abs(want)):
            return False
    return True


def is_backward(backward):
    rng = np.random.default_rng(11)
    for sizes in (
        [3, 2],
        [3, 1],
        [4, 5, 2],
        [4, 6, 1],
        [3, 3, 3],
        [3, 6, 5, 2],
        [2, 7, 6, 5, 3],
        [4, 8, 7, 1],
    ):
        for n in (1, 3, 6):
            for output in ("softmax", "sigmoid"):
                for mode in [(n + len(sizes) + len(output) + sizes[-1]) % 3]:
                    params = [(W, rng.normal(0, 1, b.shape)) for W, b in init_network(sizes, rng)]
                    if mode == 2:
                        params = [
                            (np.round(W * 3).astype(int), np.round(b * 3).astype(int)) for W, b in params
                        ]
                    X = rng.normal(size=(n, sizes[0]))
                    k = sizes[-1]
                    Y = (
                        np.eye(k)[rng.integers(0, k, n)]
                        if output == "softmax"
                        else rng.integers(0, 2, (n, k))
                    )
                    acts = forward(X, params, "relu", output)
                    if mode == 1:
                        acts = [np.array(a, order="F") for a in acts]
                        if n == 3:
                            acts = [np.hstack([a, a])[:, : a.shape[1]] for a in acts]
                        params = [(np.array(W, order="F"), b) for W, b in params]
                        if n == 6:
                            for a in acts + [W for W, b in params]:
                                a.flags.writeable = False
                    if mode == 2:
                        Y = Y.astype(int)
                    want = known_backward(Y, acts, params, hidden="relu")
                    old = copy.deepcopy((Y, acts, params))
                    try:
                        with warnings.catch_warnings():
                            warnings.simplefilter("error")
                            got = backward(Y, acts, params, hidden="relu")
                    except Exception:
                        return False
                    if type(got) is not list or len(got) != len(want):
                        return False
                    for g, w in zip(got, want):
                        if type(g) not in (list, tuple) or len(g) != 2:
                            return False
                        if not (_same(g[0], w[0]) and _same(g[1], w[1])):
                            return False
                    if repr(old) != repr((Y, acts, params)):
                        return False
    return True
