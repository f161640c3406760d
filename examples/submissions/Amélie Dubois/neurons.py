# Amélie Dubois, groupe B
import numpy as np


def weighted_sum(x, w, b):
    """Somme pondérée des entrées, plus le biais."""
    return float(sum(float(xi) * float(wi) for xi, wi in zip(x, w)) + b)


def neuron(x, w, b, activation):
    """La somme pondérée, puis l'activation."""
    return activation(weighted_sum(x, w, b))


def layer(X, W, b, activation=None):
    """Une rangée de neurones pour tout le lot."""
    Z = np.einsum("nd,dm->nm", np.asarray(X, float), np.asarray(W, float)) + b
    return Z if activation is None else activation(Z)


def init_parameters(n_in, n_out, rng):
    """Poids normaux de variance 1/n_in, biais nuls."""
    if n_in < 1 or n_out < 1:
        raise ValueError(f"n_in={n_in}, n_out={n_out} : il faut au moins 1")
    W = rng.normal(size=(n_in, n_out)) * (1 / n_in) ** 0.5
    return W, np.zeros(n_out)
