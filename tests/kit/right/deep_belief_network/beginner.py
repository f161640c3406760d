"""Deep belief networks from the functions of earlier units, one step after the other."""

import numpy as np

from exercises import boltzmann_machine as machines
from exercises.neurons import init_parameters


def train_machine(V, units, learning_rate, epochs, batch_size, rng):
    W = rng.normal(loc=0.0, scale=0.01, size=(V.shape[1], units))
    a = np.zeros(V.shape[1])
    b = np.zeros(units)
    indices = np.arange(len(V))
    for _ in range(epochs):
        rng.shuffle(indices)
        start = 0
        while start < len(V):
            rows = indices[start : start + batch_size]
            batch = V[rows]
            dW, da, db = machines.contrastive_divergence(batch, W, a, b, rng, k=1)
            W = W + learning_rate * dW
            a = a + learning_rate * da
            b = b + learning_rate * db
            start = start + batch_size
    return W, a, b


def pretrain(V, layer_sizes, learning_rate, epochs, batch_size, rng):
    """Greedy CD-1."""
    data = np.array(V).astype(float)
    stack = []
    for units in layer_sizes:
        W, a, b = train_machine(data, units, learning_rate, epochs, batch_size, rng)
        stack.append((W, a, b))
        data = machines.hidden_probabilities(data, W, b)
    return stack


def propagate_up(V, stack):
    """Layer by layer."""
    layers = [V * 1.0]
    for machine in stack:
        W = machine[0]
        b = machine[2]
        layers.append(machines.hidden_probabilities(layers[-1], W, b))
    return layers


def reconstruct(V, stack):
    """Up, then down."""
    H = propagate_up(V, stack)[-1]
    index = len(stack) - 1
    while index >= 0:
        W, a, _ = stack[index]
        H = machines.visible_probabilities(H, W, a)
        index -= 1
    return H


def generate(stack, n, k, rng):
    """Dream at the top, then go down."""
    W, a, b = stack[-1]
    v = np.where(rng.random((n, W.shape[0])) < 0.5, 1.0, 0.0)
    for _ in range(k):
        h = machines.sample(machines.hidden_probabilities(v, W, b), rng)
        v = machines.sample(machines.visible_probabilities(h, W, a), rng)
    for machine in stack[-2::-1]:
        v = machines.visible_probabilities(v, machine[0], machine[1])
    return v


def to_network(stack, n_classes, rng):
    """W and b of each machine, and a new layer."""
    params = []
    for W, _, b in stack:
        params.append((np.array(W, dtype=float), np.array(b, dtype=float)))
    units = stack[-1][0].shape[1]
    W, b = init_parameters(units, n_classes, rng)
    params.append((W, b))
    return params
