"""Testers with formulas of their own: every number by math, one at a time, no oracle of earlier units."""

import math
import warnings
from itertools import pairwise

import numpy as np


def ask(f, *args, **named):
    """The answer, or None where it raises or warns."""
    try:
        with warnings.catch_warnings(record=True) as heard:
            warnings.simplefilter("always")
            answer = f(*args, **named)
    except Exception:
        return None
    return None if heard else answer


def number(x):
    """Whether something is one float64 number."""
    return isinstance(x, float) or (
        isinstance(x, np.ndarray) and x.shape == () and x.dtype == np.float64
    )


def close(mine, theirs, rtol=1e-9, atol=1e-12):
    difference = abs(float(mine) - theirs)
    return difference <= atol + rtol * abs(theirs)


def same(array, numbers, shape, rtol=1e-9, atol=1e-12):
    """Whether an answer is a float64 array of a shape with these numbers in row-major order."""
    if shape == () and isinstance(array, float):
        return close(array, numbers[0], rtol, atol)
    if not isinstance(array, np.ndarray):
        return False
    if array.dtype != np.float64 or array.shape != shape:
        return False
    return all(close(x, y, rtol, atol) for x, y in zip(array.ravel(), numbers, strict=True))


def variants(array):
    """The same values in all sorts of memory."""
    yield array.copy()
    yield np.array(array, order="F")
    wide = np.ones((*array.shape, 2), dtype=array.dtype)
    wide[..., 1] = array
    yield wide[..., 1]
    still = array.copy()
    still.setflags(write=False)
    yield still


def shaped(numbers):
    """Arrays of many shapes; there are twelve numbers."""
    numbers = np.array(numbers)
    for shape in ((12,), (1, 12), (12, 1), (3, 4), (2, 3, 2), (2, 1, 2, 3)):
        yield from variants(numbers.reshape(shape))
    yield numbers[:9].reshape(3, 3).copy()
    yield numbers[2:3].copy()
    yield numbers[3:4].reshape(1, 1).copy()


def elementwise(f, formula, numbers, wholes):
    """Whether f is a formula of one number, on all sorts of arrays and single numbers."""
    arrays = [*shaped([float(x) for x in numbers]), *shaped(wholes)]
    for z in arrays:
        flat = z.ravel().tolist()
        if not same(ask(f, z), [formula(x) for x in flat], z.shape) or z.ravel().tolist() != flat:
            return False
    for x in [*map(float, numbers), *wholes]:
        for z in (x, np.array(x)):
            if not same(ask(f, z), [formula(x)], ()):
                return False
            if float(z) != x:
                return False
    return True


def is_sigmoid(f):
    """Whether f is the sigmoid."""

    def formula(z):
        return 1 / (1 + math.exp(-z)) if z > -709 else 0.0

    numbers = [-1000, -720, -13.5, -3.25, -0.125, 0, 0.5, 1.75, 6.5, 14, 715, 1000]
    return elementwise(f, formula, numbers, [0, -1, 1, 2, -3, 5, -13, 13, 40, -712, 712, 1000])


def is_relu_derivative(f):
    """Whether f is ReLU's slope."""
    numbers = [0, 1e-12, 1e-9, 1e-4, 0.02, 0.5, 0, 1, 1.5, 4.25, 6.5, 999]
    wholes = [0, 1, 2, 0, 3, 5, 7, 12, 0, 100, 1000, 6]
    return elementwise(f, lambda a: 1.0 if a > 0 else 0.0, numbers, wholes)


def softmax_row(row):
    powers = [math.exp(z - max(row)) for z in row]
    return [power / math.fsum(powers) for power in powers]


def is_softmax(f):
    """Whether f is softmax over the last axis."""
    usual = [0.5, -1.25, 2, 3.5, -2, 0, 1.5, -0.75, 4, 1, -3, 2.5]
    inputs = [*shaped(usual), *shaped([1, 0, -2, 3, 5, -1, 2, 4, 0, -3, 1, 2])]
    inputs.append(np.array(usual[:6]).reshape(3, 2))
    inputs.append(np.array(usual).reshape(4, 3) * 20)
    for rows in (
        [[1000.0, 999.0, 998.5]],
        [[-1000.0, -999.0, -998.5]],
        [[-1000.0, 1000.0, 0.0]],
        [[1000.0, 999.0, 998.5], [-1000.0, -999.5, -999.0], [1.0, 2.0, 3.0], [1000.0, 0, -1000]],
    ):
        inputs += [np.array(rows), np.array(rows[0])]
    for Z in inputs:
        before = Z.tolist()
        expected = []
        for row in Z.reshape(-1, Z.shape[-1]).tolist():
            expected += softmax_row(row)
        if not same(ask(f, Z), expected, Z.shape) or Z.tolist() != before:
            return False
    return True


def is_binary_cross_entropy(f):
    """Whether f is the binary cross-entropy."""

    def formula(y, p):
        total = []
        for t, q in zip(np.ravel(y).tolist(), np.ravel(p).tolist(), strict=True):
            q = min(max(q, 1e-12), 1 - 1e-12)
            total.append(-math.log(q) if t == 1 else -math.log1p(-q))
        return math.fsum(total) / len(total)

    targets = [1.0, 0, 1, 1, 0, 1, 1, 1, 0, 1, 1, 1]
    inside = [0.1, 0.7, 0.35, 0.9, 0.2, 0.55, 0.8, 0.05, 0.6, 0.45, 0.95, 0.3]
    edge = [1, 0, 0, 1e-11, 1 - 1e-9, 1e-9, 1, 0.5, 1, 1 - 1e-11, 0.25, 0]
    bits = [1, 0, 0, 1, 1, 0, 1, 0, 1, 1, 0, 1]
    questions = []
    for y in (targets, [int(t) for t in targets]):
        for p in (inside, edge, bits):
            questions += zip(shaped(y), shaped(p), strict=True)
    matrix = [np.array(each).reshape(3, 4) for each in (targets, inside)]
    questions += [(y, p) for y in variants(matrix[0]) for p in variants(matrix[1])]
    questions += [(np.full(12, t), np.array(inside)) for t in (0.0, 1.0)]
    for t in (0.0, 1.0, 0, 1):
        for q in (0.25, 0.0, 1.0, 0, 1):
            questions += [(t, q), (np.array(t), np.array(q))]
    for y, p in questions:
        expected = formula(y, p)
        before = np.ravel(y).tolist(), np.ravel(p).tolist()
        answer = ask(f, y, p)
        if not number(answer) or not close(answer, expected, 1e-5, 1e-9):
            return False
        if (np.ravel(y).tolist(), np.ravel(p).tolist()) != before:
            return False
    return True


def is_gradient_of(df, f, shape, rng):
    """Whether df gives the slopes of f, by differences of fourth order."""
    h = 1e-4
    for _ in range(25):
        x = np.array(rng.standard_normal(shape))
        slopes = []
        for i in range(x.size):
            values = []
            for steps in (-2, -1, 1, 2):
                moved = x.copy()
                moved.ravel()[i] += steps * h
                values.append(f(moved))
            slopes.append((values[0] - 8 * values[1] + 8 * values[2] - values[3]) / (12 * h))
        before = x.tolist()
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                answer = df(x)
        except Exception:
            return False
        if not same(answer, slopes, shape, 2e-3, 2e-4) or x.tolist() != before:
            return False
    return True


def known_gradients(Y, A, params):
    n = len(Y)
    delta = [
        [(p - y) / n for p, y in zip(*rows, strict=True)] for rows in zip(A[-1], Y, strict=True)
    ]
    grads = []
    for layer in reversed(range(len(params))):
        W = params[layer][0]
        below, above = len(W), len(W[0])
        dW = [
            math.fsum(A[layer][r][i] * delta[r][j] for r in range(n))
            for i in range(below)
            for j in range(above)
        ]
        grads.append((dW, [math.fsum(row[j] for row in delta) for j in range(above)]))
        delta = [
            [
                math.fsum(row[j] * W[i][j] for j in range(above)) if A[layer][r][i] > 0 else 0.0
                for i in range(below)
            ]
            for r, row in enumerate(delta)
        ]
    return grads[::-1]


def pass_through(X, params, last):
    """Activations of each layer."""
    layers = [X]
    for layer, (W, b) in enumerate(params):
        Z = layers[-1] @ W + b
        if layer < len(params) - 1:
            layers.append(np.where(Z > 0, Z, 0.0))
        elif last == "softmax":
            layers.append(np.array([softmax_row(row) for row in Z.tolist()]))
        else:
            layers.append(1 / (1 + np.exp(-Z)))
    return layers


def is_backward(backward):
    """Whether a candidate is the backward pass through ReLU layers."""
    rng = np.random.default_rng(20)
    plans = [(4, 3), (3, 1), (2, 4, 3), (2, 5, 1), (3, 4, 5, 2), (3, 3, 3, 3), (2, 3, 4, 5, 3)]
    turn = 0
    for sizes in plans:
        for n in (1, 3, 6):
            turn += 1
            whole = turn % 3 == 0
            params = []
            for below, above in pairwise(sizes):
                W, b = rng.normal(size=(below, above)), rng.normal(size=above)
                if whole:
                    W, b = (np.array(np.round(2 * each), dtype=np.int64) for each in (W, b))
                params.append((W, b))
            k = sizes[-1]
            last = "sigmoid" if k == 1 or turn % 2 else "softmax"
            Y = np.zeros((n, k), dtype=np.int64 if whole else np.float64)
            for row in range(n):
                if last == "softmax":
                    Y[row, rng.integers(k)] = 1
                else:
                    Y[row] = rng.integers(0, 2, k)
            A = pass_through(rng.normal(size=(n, sizes[0])), params, last)
            expected = known_gradients(
                Y.tolist(), [a.tolist() for a in A], [(W.tolist(), b.tolist()) for W, b in params]
            )
            pick = turn % 4
            Y, *A = (list(variants(each))[pick] for each in (Y, *A))
            params = [tuple(list(variants(each))[pick] for each in pair) for pair in params]
            kept_lists = list(A), list(params)
            kept = [each.tolist() for each in (Y, *A, *sum(params, ()))]
            grads = ask(backward, Y, A, params, hidden="relu")
            if not isinstance(grads, list) or len(grads) != len(params):
                return False
            for pair, (dW, db), (W, b) in zip(grads, expected, params, strict=True):
                if not isinstance(pair, tuple | list) or len(pair) != 2:
                    return False
                if not same(pair[0], dW, W.shape) or not same(pair[1], db, b.shape):
                    return False
            if len(A) != len(kept_lists[0]) or len(params) != len(kept_lists[1]):
                return False
            if [each.tolist() for each in (Y, *A, *sum(params, ()))] != kept:
                return False
    return True
