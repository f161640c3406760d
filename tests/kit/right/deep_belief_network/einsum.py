"""Deep belief networks by einsum, tanh and recursion; the short batch comes first, states by binomial draws."""

from functools import reduce

import numpy as np


def half_tanh(z):
    return 0.5 + 0.5 * np.tanh(0.5 * z)


def upward(V, machine):
    W, _, b = machine
    return half_tanh(np.einsum("ni,ij->nj", V, np.float64(W)) + b)


def downward(H, machine):
    W, a, _ = machine
    return half_tanh(np.einsum("nj,ij->ni", H, np.float64(W)) + a)


def drawn(p, rng):
    return rng.binomial(1, p).astype(np.float64)


def one_step(machine, v, rate, rng):
    h = upward(v, machine)
    w = drawn(downward(drawn(h, rng), machine), rng)
    g = upward(w, machine)
    W, a, b = machine
    share = rate / v.shape[0]
    return (
        W + share * (np.einsum("ni,nj->ij", v, h) - np.einsum("ni,nj->ij", w, g)),
        a + share * np.einsum("ni->i", v - w),
        b + share * np.einsum("nj->j", h - g),
    )


def pretrain(V, layer_sizes, learning_rate, epochs, batch_size, rng):
    """Greedy CD-1, by recursion over machines."""
    if not layer_sizes:
        return []
    V = np.array(V, dtype=np.float64)
    shape = V.shape[1], layer_sizes[0]
    machine = rng.standard_normal(shape) / 100, np.zeros(shape[0]), np.zeros(shape[1])
    cuts = range(len(V) % batch_size, len(V), batch_size)
    for _ in range(epochs):
        parts = [part for part in np.split(rng.permutation(V), cuts) if len(part)]
        machine = reduce(lambda m, v: one_step(m, v, learning_rate, rng), parts, machine)
    H = upward(V, machine)
    return [machine, *pretrain(H, layer_sizes[1:], learning_rate, epochs, batch_size, rng)]


def propagate_up(V, stack):
    """Every layer, by recursion."""
    V = np.array(V, dtype=np.float64)
    return [V, *propagate_up(upward(V, stack[0]), stack[1:])] if stack else [V]


def reconstruct(V, stack):
    """Into the first machine, through the rest, and out of the first."""
    V = np.float64(V)
    if len(stack) == 0:
        return V
    return downward(reconstruct(upward(V, stack[0]), stack[1:]), stack[0])


def generate(stack, n, k, rng):
    """Gibbs steps at the top, then a fold over what is below."""
    *below, top = stack
    v = rng.integers(2, size=(n, len(top[1]))).astype(float)
    for _ in range(k):
        v = drawn(downward(drawn(upward(v, top), rng), top), rng)
    return reduce(downward, below[::-1], v)


def to_network(stack, n_classes, rng):
    """Pairs of a zip, and a new one."""
    W, _, b = zip(*stack, strict=True)
    layers = list(zip(map(np.float64, W), map(np.float64, b), strict=True))
    units = b[-1].size
    new = rng.normal(scale=units**-0.5, size=(n_classes, units)).T
    return [(W.copy(), b.copy()) for W, b in layers] + [(new, np.zeros(n_classes))]
