"""19 · Property testing: you write the test. Zoë O'Neil"""

import warnings

import numpy as np

from exercises.network import forward


def _ask(f, *args, want, rtol, atol, **kw):
    keep = [np.array(a, copy=True) for a in args]
    with warnings.catch_warnings(record=True) as w:
        warnings.simplefilter("always")
        try:
            out = f(*args, **kw)
        except Exception:
            return False
    if w:
        return False
    for a, k in zip(args, keep):
        if not np.array_equal(a, k):
            return False
    want = np.asarray(want)
    if want.ndim == 0:
        if not (
            type(out) in (float, np.float64)
            or (type(out) is np.ndarray and out.shape == () and out.dtype == np.float64)
        ):
            return False
    elif type(out) is not np.ndarray or out.dtype != np.float64 or out.shape != want.shape:
        return False
    return bool(np.all(np.abs(np.asarray(out) - want) <= atol + rtol * np.abs(want)))


def _lay(x):
    yield x
    x = np.asarray(x)
    if x.ndim:
        yield np.asfortranarray(x)
        big = np.zeros(tuple(2 * s for s in x.shape), x.dtype)
        big[tuple(slice(None, None, 2) for _ in x.shape)] = x
        yield big[tuple(slice(None, None, 2) for _ in x.shape)]
        yield x[::-1].copy()[::-1]
        r = x.copy()
        r.setflags(write=False)
        yield r


_SH = [(1,), (2,), (7,), (1, 1), (1, 4), (5, 1), (3, 3), (2, 5), (2, 3, 2)]


def _sig(z):
    z = np.asarray(z, float)
    return np.exp(-np.logaddexp(0, -z))


def is_sigmoid(f):
    r = np.random.default_rng()
    for s in _SH:
        for scale in (1, 12, 1000):
            z = np.clip(r.uniform(-scale, scale, s), -1000, 1000)
            z.flat[0] = 0
            for x in _lay(z):
                if not _ask(f, x, want=_sig(x), rtol=1e-9, atol=1e-12):
                    return False
            zi = np.round(z).astype(np.int64)
            if not _ask(f, zi, want=_sig(zi), rtol=1e-9, atol=1e-12):
                return False
    for v in (0, 1, -1, 3.5, -3.5, 10, -10, 30.0, -30.0, 600, -600, 1000.0, -1000.0):
        for x in (v, float(v), int(v), np.array(v)):
            if not _ask(f, x, want=_sig(x), rtol=1e-9, atol=1e-12):
                return False
        if not _ask(f, np.array([v, -v], dtype=float), want=_sig(np.array([v, -v])), rtol=1e-9, atol=1e-12):
            return False
    return True


def _sm(Z):
    Z = np.asarray(Z, float)
    out = np.zeros(Z.shape)
    for i in np.ndindex(Z.shape[:-1]):
        e = np.exp(Z[i] - max(Z[i]))
        out[i] = e / e.sum()
    return out


def is_softmax(f):
    r = np.random.default_rng()
    with np.errstate(under="ignore"):
        for s in [*_SH, (4, 2), (2, 2, 2), (2, 1, 4), (3, 4, 5)]:
            for scale in (2, 100, 1000):
                Z = r.uniform(-scale, scale, s)
                for x in _lay(Z):
                    if not _ask(f, x, want=_sm(x), rtol=1e-9, atol=1e-12):
                        return False
                zi = np.round(Z).astype(np.int64)
                if not _ask(f, zi, want=_sm(zi), rtol=1e-9, atol=1e-12):
                    return False
        for Z in (
            np.full(4, 1000.0),
            np.full(4, -1000.0),
            np.array([[1000.0, 999], [-1000, -998], [0, 1]]),
            np.array([1000.0, -1000]),
            np.array([-1000.0, 1000.0, 998]),
        ):
            if not _ask(f, Z, want=_sm(Z), rtol=1e-9, atol=1e-12):
                return False
    return True


def is_relu_derivative(f):
    r = np.random.default_rng()
    for s in _SH:
        for _ in range(3):
            a = np.maximum(r.normal(0, 1, s), 0) * r.choice([1e-10, 1e-4, 1, 100], s)
            for x in _lay(a):
                if not _ask(f, x, want=(x > 0) * 1.0, rtol=0, atol=1e-9):
                    return False
            ai = r.integers(0, 3, s)
            if not _ask(f, ai, want=(ai > 0) * 1.0, rtol=0, atol=1e-9):
                return False
    for v in (0, 0.0, 1, 1.0, 1e-9, 1e-12, 0.5, 7, 1000.0, np.array(0.0), np.array(2.0), np.array(1e-9)):
        if not _ask(f, v, want=float(v > 0), rtol=0, atol=1e-9):
            return False
    return True


def _bce(y, p):
    y, p = np.asarray(y, float), np.asarray(p, float)
    q = np.where(y == 1, p, 1 - p)
    return float(np.mean(-np.log(np.clip(q, 1e-12, 1 - 1e-12))))


def is_binary_cross_entropy(f):
    r = np.random.default_rng()
    for s in _SH:
        for kind in range(4):
            y = (r.random(s) < (0.8, 0.3, 1.0, 0.0)[(kind + len(s)) % 4]) * 1.0
            for p in (
                r.random(s),
                np.where(r.random(s) < 0.5, r.integers(0, 2, s), r.choice([1e-9, 1 - 1e-9, 1e-11, 0.4], s)),
            )[kind % 2 :: 2]:
                for a, b in zip(_lay(y), _lay(p)):
                    if not _ask(f, a, b, want=_bce(y, p), rtol=2e-5, atol=1e-8):
                        return False
                for a, b in zip(_lay(y), reversed(list(_lay(p)))):
                    if not _ask(f, a, b, want=_bce(y, p), rtol=2e-5, atol=1e-8):
                        return False
                yi = y.astype(np.int64)
                pi = np.round(p).astype(np.int64)
                for a, b in ((yi, p), (y, pi), (yi, pi)):
                    if not _ask(f, a, b, want=_bce(a, b), rtol=2e-5, atol=1e-8):
                        return False
    for y in (0, 1, 0.0, 1.0):
        for p in (0, 1, 0.0, 1.0, 0.25, 0.75, 1e-9, np.array(0.5)):
            if not _ask(f, y, p, want=_bce(y, p), rtol=2e-5, atol=1e-8):
                return False
    return True


def is_gradient_of(df, f, shape, rng):
    for _ in range(40):
        x = rng.standard_normal(shape)
        want = np.zeros(shape)
        for i in np.ndindex(shape):
            h = np.zeros(shape)
            h[i] = 1e-5
            want[i] = (f(x + h) - f(x - h)) / 2e-5
        if not _ask(df, x, want=want, rtol=5e-3, atol=2e-4):
            return False
    return True


def is_backward(backward):
    r = np.random.default_rng()
    for trial in range(40):
        depth = r.integers(1, 5)
        sizes = [int(v) for v in r.integers(1, 8, depth + 1)]
        n = int(r.choice([1, 2, 5, 8]))
        if trial < 4:
            sizes, n = [4] * 4, 4
        if trial % 8 == 4:
            sizes = [5, 6, 3]
        if trial % 8 == 5:
            sizes = [5, 6, 7, 1]
        if trial % 8 == 6:
            sizes = [4, 2]
        if trial % 8 == 7:
            sizes = [4, 7, 6, 5]
        out = ["softmax", "sigmoid"][trial % 2]
        params = []
        for a, b in zip(sizes[:-1], sizes[1:]):
            W, c = r.normal(size=(a, b)), r.normal(size=b)
            if trial % 5 == 0:
                W, c = np.round(2 * W).astype(int), np.round(c).astype(int)
            params.append((W, c))
        A = forward(r.normal(size=(n, sizes[0])), params, hidden="relu", output=out)
        k = sizes[-1]
        Y = np.eye(k)[r.integers(0, k, n)] if out == "softmax" else r.integers(0, 2, (n, k)) * 1.0
        if trial % 3 == 0:
            Y = Y.astype(int)
        lay = [
            lambda x: x,
            np.asfortranarray,
            lambda x: np.repeat(x, 2, axis=-1)[..., ::2],
            lambda x: (x.setflags(write=False), x)[1],
        ][r.integers(0, 4)]
        Y, A, params = lay(Y), [lay(a) for a in A], [(lay(W), lay(b)) for W, b in params]
        d = (A[-1] - Y) / n
        want = []
        for i in reversed(range(len(params))):
            want.insert(0, (A[i].T @ d, d.sum(0)))
            d = (d @ params[i][0].T) * (A[i] > 0)
        keep = (Y.copy(), [a.copy() for a in A], [(W.copy(), b.copy()) for W, b in params])
        with warnings.catch_warnings(record=True) as w:
            warnings.simplefilter("always")
            try:
                got = backward(Y, A, params, hidden="relu")
            except Exception:
                return False
        if w:
            return False
        if len(A) != len(keep[1]) or len(params) != len(keep[2]):
            return False
        if not (np.array_equal(Y, keep[0]) and all(np.array_equal(a, b) for a, b in zip(A, keep[1]))):
            return False
        if not all(np.array_equal(W, V) and np.array_equal(b, c) for (W, b), (V, c) in zip(params, keep[2])):
            return False
        if not isinstance(got, list) or len(got) != len(want):
            return False
        for pair, (dW, db) in zip(got, want):
            if not isinstance(pair, (tuple, list)) or len(pair) != 2:
                return False
            for g, e in zip(pair, (dW, db)):
                if type(g) is not np.ndarray or g.dtype != np.float64 or g.shape != e.shape:
                    return False
                if not np.all(np.abs(g - e) <= 1e-10 + 1e-8 * np.abs(e)):
                    return False
    return True
