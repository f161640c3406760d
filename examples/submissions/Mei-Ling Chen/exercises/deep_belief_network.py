import numpy as np

from exercises.boltzmann_machine import (
    contrastive_divergence,
    hidden_probabilities,
    sample,
    visible_probabilities,
)
from exercises.neurons import init_parameters


def pretrain(V, layer_sizes, learning_rate, epochs, batch_size, rng):
    X = np.array(V, dtype=float)
    widths = [X.shape[1]] + list(layer_sizes)
    stack = [
        [0.01 * rng.standard_normal((p, q)), np.zeros(p), np.zeros(q)] for p, q in zip(widths, widths[1:])
    ]
    for machine in stack:
        for _ in range(epochs):
            for i in range(0, len(X), batch_size):
                moves = contrastive_divergence(X[i : i + batch_size], *machine, rng, k=1)
                for array, move in zip(machine, moves):
                    array += learning_rate * move
        X = sample(hidden_probabilities(X, machine[0], machine[2]), rng)
    return stack


def propagate_up(V, stack):
    out = [np.array(V, dtype=float)]
    for machine in stack:
        out += [hidden_probabilities(out[-1], machine[0], machine[2])]
    return out


def reconstruct(V, stack):
    up = propagate_up(V, stack)
    x = up.pop()
    for i in range(len(stack) - 1, -1, -1):
        x = visible_probabilities(x, stack[i][0], stack[i][1])
    return x


def generate(stack, n, k, rng):
    W, a, b = stack[-1]
    v = rng.integers(0, 2, size=(n, len(a))).astype(float)
    for _ in range(k):
        h = rng.binomial(1, hidden_probabilities(v, W, b))
        v = rng.binomial(1, visible_probabilities(h, W, a)).astype(float)
    for W, a, b in stack[-2::-1]:
        v = visible_probabilities(v, W, a)
    return v


def to_network(stack, n_classes, rng):
    new = init_parameters(stack[-1][0].shape[1], n_classes, rng)
    return [[W.astype(float), b.astype(float)] for W, _, b in stack] + [list(new)]
