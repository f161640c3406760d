"""Testers step by step: one check after the other, each with an early return of False."""

import warnings

import numpy as np

from exercises.activations import relu_derivative, sigmoid, softmax
from exercises.backprop import backward as my_backward
from exercises.costs import binary_cross_entropy
from exercises.gradient_checking import numerical_gradient
from exercises.network import forward, init_network


def good_array(result, expected):
    if type(result) is not np.ndarray and not isinstance(result, float):
        return False
    if np.shape(result) != np.shape(expected):
        return False
    if isinstance(result, np.ndarray) and result.dtype != np.float64:
        return False
    return bool(np.allclose(result, expected, rtol=1e-9, atol=1e-12))


def good_call(f, z, expected):
    backup = z.copy() if isinstance(z, np.ndarray) else z
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            result = f(z)
        except Exception:
            return False
    if not good_array(result, expected):
        return False
    return bool(np.all(backup == z))


def read_only(z):
    z = z.copy()
    z.flags.writeable = False
    return z


def every_second(z):
    big = np.zeros((*z.shape[:-1], 2 * z.shape[-1]), dtype=z.dtype)
    big[..., ::2] = z
    return big[..., ::2]


def many_arrays(line):
    """Out of sixteen numbers."""
    line = np.array(line)
    result = []
    result.append(line.copy())
    result.append(line.reshape(2, 8).copy())
    result.append(line.reshape(4, 4).copy())
    result.append(line.reshape(16, 1).copy())
    result.append(line.reshape(1, 16).copy())
    result.append(line.reshape(2, 2, 4).copy())
    result.append(line.reshape(1, 2, 8).copy())
    result.append(line[:1].copy())
    result.append(line[5:6].reshape(1, 1).copy())
    for array in result[:3] + result[5:6]:
        result.append(np.array(array, order="F"))
        result.append(every_second(array))
        result.append(read_only(array))
    return result


def is_sigmoid(f):
    """Whether f is the sigmoid."""
    z = [0.0, 1.0, -1.0, 5.0, -5.0, 15.0, -15.0, 30.0, -30.0, 800.0, -800.0, 1000.0, -1000.0]
    z = [*z, 0.3, -0.3, 2.2]
    for array in many_arrays(z):
        if not good_call(f, array, sigmoid(array)):
            return False
    for array in many_arrays([0, 1, -1, 2, -2, 14, -14, 50, -50, 900, -900, 3, -3, 4, 5, 6]):
        if not good_call(f, array, sigmoid(array)):
            return False
    for x in [0.0, -2.5, 2.5, 900.0, -900.0, 0, 1, -1, 900, -900]:
        if not good_call(f, x, sigmoid(x)):
            return False
        if not good_call(f, np.array(x), sigmoid(x)):
            return False
    return True


def is_softmax(f):
    """Whether f is softmax."""
    rng = np.random.default_rng(1234)
    Zs = many_arrays(rng.normal(size=16) * 2)
    Zs = Zs + many_arrays(rng.integers(-4, 5, size=16))
    for k in range(1, 6):
        Zs.append(rng.normal(size=(3, k)) * 3)
        Zs.append(rng.normal(size=k) * 3)
    Zs.append(rng.normal(size=(4, 3)) * 60)
    big = np.array([1000.0, 999.0, 998.5])
    small = np.array([-1000.0, -999.0, -999.5])
    wide = np.array([0.0, 1000.0, -1000.0])
    near = np.array([0.5, 0.25, 1.0])
    Zs = [*Zs, big, small, wide, wide[::-1].copy()]
    Zs.append(np.array([big, small, wide, near]))
    Zs.append(np.array([[small, near], [near, big]]))
    for Z in Zs:
        if not good_call(f, Z, softmax(Z)):
            return False
    return True


def is_relu_derivative(f):
    """Whether f is the slope of ReLU."""
    a = [0.0, 1.0, 0.5, 2.0, 0.0, 1e-9, 1e-12, 1e-4, 7.0, 100.0, 1000.0, 0.0, 5.0, 0.01, 1.5, 3.0]
    for array in many_arrays(a):
        if not good_call(f, array, relu_derivative(array)):
            return False
    for array in many_arrays([0, 1, 2, 0, 3, 4, 7, 8, 0, 1000, 100, 10, 0, 5, 6, 2]):
        if not good_call(f, array, relu_derivative(array)):
            return False
    for x in [0.0, 1e-12, 1e-6, 0.5, 1.0, 7.0, 1000.0, 0, 1, 7, 1000]:
        if not good_call(f, x, 1.0 if x > 0 else 0.0):
            return False
        if not good_call(f, np.array(x), 1.0 if x > 0 else 0.0):
            return False
    return True


def is_binary_cross_entropy(f):
    """Whether f is the binary cross-entropy."""
    y = np.array([1, 0, 1, 1, 0, 1, 1, 1, 0, 1, 1, 0, 1, 1, 1, 1])
    p = np.linspace(0.04, 0.97, 16)
    hard = np.array(
        [0, 0, 1, 1e-10, 1, 0, 1 - 1e-10, 1e-11, 1 - 1e-11, 1, 0.5, 0.1, 0, 1, 1e-9, 0.9]
    )
    pairs = []
    for targets, chances in [(y, hard), (y * 1.0, p), (y * 1.0, hard), (0.0 * y, p), (y**0.0, p)]:
        pairs.extend(zip(many_arrays(targets), many_arrays(chances), strict=True))
    zeros_and_ones = (hard > 0.5).astype(int)
    pairs.append((y, zeros_and_ones))
    pairs.append((y * 1.0, zeros_and_ones))
    pairs.append((y.reshape(4, 4) * 1.0, np.array(p.reshape(4, 4), order="F")))
    pairs.append((np.array(y.reshape(2, 8) * 1.0, order="F"), p.reshape(2, 8).copy()))
    for t in [0, 1, 0.0, 1.0]:
        for q in [0, 1, 0.0, 1.0, 0.2]:
            pairs.append((t, q))
            pairs.append((np.array(t), np.array(q)))
    for t, q in pairs:
        expected = float(binary_cross_entropy(t, q))
        t_before, q_before = np.array(t), np.array(q)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            try:
                result = f(t, q)
            except Exception:
                return False
        if not isinstance(result, (float, np.ndarray)):
            return False
        if np.shape(result) != () or np.asarray(result).dtype != np.float64:
            return False
        if not abs(float(result) - expected) <= 1e-9 + 2e-5 * abs(expected):
            return False
        if np.any(t_before != t) or np.any(q_before != q):
            return False
    return True


def is_gradient_of(df, f, shape, rng):
    """Whether df is the gradient of f."""
    for _ in range(20):
        x = np.asarray(rng.standard_normal(shape))
        slopes = numerical_gradient(f, x)
        x_before = x.copy()
        try:
            result = df(x)
        except Exception:
            return False
        if not isinstance(result, (float, np.ndarray)):
            return False
        if np.asarray(result).dtype != np.float64 or np.shape(result) != shape:
            return False
        if not np.all(np.abs(result - slopes) < 5e-4 + 0.002 * np.abs(slopes)):
            return False
        if not np.array_equal(x, x_before):
            return False
    return True


def is_backward(backward):
    """Whether a candidate is the backward pass."""
    rng = np.random.default_rng(4321)
    for sizes in [[3, 2], [2, 1], [3, 5, 2], [4, 6, 1], [3, 4, 5, 2], [5, 5, 5], [2, 3, 4, 5, 6]]:
        for n in [1, 5]:
            for kind in ["plain", "F", "slice", "read-only", "int"]:
                if kind in ["F", "slice", "read-only"] and n == 1:
                    continue
                params = []
                for W, b in init_network(sizes, rng):
                    W, b = W * 2, rng.normal(size=b.shape)
                    if kind == "int":
                        W, b = np.round(W).astype(np.int64), np.round(2 * b).astype(np.int64)
                    params.append((W, b))
                k = sizes[-1]
                output = "softmax" if k > 1 and rng.random() < 0.5 else "sigmoid"
                A = forward(rng.normal(size=(n, sizes[0])), params, hidden="relu", output=output)
                if output == "softmax":
                    Y = np.eye(k)[rng.integers(0, k, size=n)]
                else:
                    Y = (rng.random((n, k)) < 0.5) * 1.0
                if kind == "int":
                    Y = Y.astype(np.int64)
                change = np.array
                if kind == "F":
                    change = np.asfortranarray
                if kind == "slice":
                    change = every_second
                if kind == "read-only":
                    change = read_only
                Y = change(Y)
                A = [change(a) for a in A]
                params = [(change(W), change(b)) for W, b in params]
                expected = my_backward(Y, A, params, hidden="relu")
                everything = [Y, *A, *[part for pair in params for part in pair]]
                copies = [part.copy() for part in everything]
                with warnings.catch_warnings():
                    warnings.simplefilter("error")
                    try:
                        grads = backward(Y, A, params, hidden="relu")
                    except Exception:
                        return False
                if not isinstance(grads, list) or len(grads) != len(sizes) - 1:
                    return False
                for pair, known in zip(grads, expected, strict=True):
                    if not isinstance(pair, (list, tuple)) or len(pair) != 2:
                        return False
                    for mine, theirs in zip(pair, known, strict=True):
                        if not isinstance(mine, np.ndarray) or not good_array(mine, theirs):
                            return False
                if len(A) != len(sizes) or len(params) != len(sizes) - 1:
                    return False
                now = [Y, *A, *[part for pair in params for part in pair]]
                for part, copy in zip(now, copies, strict=True):
                    if not np.array_equal(part, copy):
                        return False
    return True
