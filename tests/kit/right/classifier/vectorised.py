"""The classifier written out in numpy, with a strong momentum and penalised costs."""

import itertools

import numpy as np

HIDDEN = ["identity", "sigmoid", "tanh", "relu"]


def _squash(name, Z):
    if name == "sigmoid":
        return 0.5 + 0.5 * np.tanh(0.5 * Z)
    return {"identity": np.positive, "tanh": np.tanh, "relu": lambda Z: Z * (Z > 0)}[name](Z)


def _slope(name, A):
    if name == "identity":
        return np.ones_like(A)
    return {"sigmoid": A - A * A, "tanh": (1 - A) * (1 + A), "relu": np.sign(A)}[name]


class NeuralNetworkClassifier:
    """Normal weights of He's deviation, momentum 0.9 that starts anew every epoch."""

    def __init__(
        self,
        hidden_layer_sizes=(16,),
        activation="tanh",
        learning_rate=0.1,
        epochs=200,
        batch_size=32,
        l2=0.0,
        random_state=0,
    ):
        """Keep all, refuse an unknown activation at once."""
        if activation not in HIDDEN:
            raise ValueError(f"{activation!r} is none of {HIDDEN}")
        self.hidden_layer_sizes, self.activation = hidden_layer_sizes, activation
        self.learning_rate, self.epochs, self.batch_size = learning_rate, epochs, batch_size
        self.l2, self.random_state = l2, random_state

    def fit(self, X, y):
        """Weights and biases in one array a layer, the biases in its last row."""
        classes, numbers = np.unique(y, return_inverse=True)
        if classes.size == 1:
            raise ValueError(f"the only class is {classes[0]}")
        rng = np.random.default_rng(self.random_state)
        low, high = X.min(axis=0), X.max(axis=0)
        X = X.astype(float)
        self._kept = np.flatnonzero(low != high)
        self._middle = X.mean(axis=0)
        self._width = np.sqrt(np.mean((X - self._middle) ** 2, axis=0))
        self.classes_ = classes
        sizes = [X.shape[1], *self.hidden_layer_sizes, classes.size if classes.size > 2 else 1]
        stacked = [
            np.vstack([rng.normal(0, np.sqrt(1.5 / m), (m, k)), np.zeros((1, k))])
            for m, k in itertools.pairwise(sizes)
        ]
        Z, self.history_ = self._scaled(X), []
        for _ in range(self.epochs):
            order = rng.permutation(len(Z))
            moves = [np.zeros_like(V) for V in stacked]
            cuts = range(self.batch_size, len(Z), self.batch_size)
            for rows in np.split(order, cuts):
                for move, slope in zip(
                    moves, self._slopes(stacked, Z[rows], numbers[rows]), strict=True
                ):
                    move *= 0.9
                    move -= self.learning_rate * slope
                for V, move in zip(stacked, moves, strict=True):
                    V += move
            self.history_.append(self._cost(stacked, Z, numbers))
        self.params_ = [[V[:-1].copy(), V[-1].copy()] for V in stacked]
        return self

    def _scaled(self, X):
        Z = np.zeros(X.shape)
        kept = self._kept
        Z[:, kept] = (X[:, kept] - self._middle[kept]) / self._width[kept]
        return Z

    def _layers(self, stacked, Z):
        """The activations that go into each layer, with a column of ones, and the last sums."""
        inputs = []
        for V in stacked:
            Z = np.hstack([_squash(self.activation, Z) if inputs else Z, np.ones((len(Z), 1))])
            inputs.append(Z)
            Z = Z @ V
        return inputs, Z

    def _log_probabilities(self, sums):
        """For two classes those of (0, z), which are the sigmoid's."""
        if sums.shape[1] == 1:
            sums = np.hstack([np.zeros_like(sums), sums])
        sums = sums - sums.max(axis=1, keepdims=True)
        return sums - np.log(np.exp(sums).sum(axis=1, keepdims=True))

    def _slopes(self, stacked, Z, numbers):
        inputs, sums = self._layers(stacked, Z)
        delta = np.exp(self._log_probabilities(sums))
        delta[np.arange(len(Z)), numbers] -= 1
        delta = delta[:, 1:] / len(Z) if sums.shape[1] == 1 else delta / len(Z)
        slopes = []
        for V, A in zip(stacked[::-1], inputs[::-1], strict=True):
            slope = np.einsum("ni,nj->ij", A, delta)
            slope[:-1] += self.l2 * V[:-1]
            slopes.insert(0, slope)
            delta = np.einsum("nj,ij->ni", delta, V[:-1]) * _slope(self.activation, A[:, :-1])
        return slopes

    def _cost(self, stacked, Z, numbers):
        logs = self._log_probabilities(self._layers(stacked, Z)[1])
        penalty = sum(np.sum(V[:-1] ** 2) for V in stacked)
        return 0.5 * self.l2 * penalty - np.mean(logs[np.arange(len(Z)), numbers])

    def predict_proba(self, X):
        """exp of the logarithms."""
        try:
            stacked = [np.vstack([W, b]) for W, b in self.params_]
        except AttributeError:
            raise RuntimeError("fit has to come first") from None
        return np.exp(self._log_probabilities(self._layers(stacked, self._scaled(X))[1]))

    def predict(self, X):
        """take, by the places of the maxima."""
        places = np.argmax(self.predict_proba(X), axis=-1)
        return np.take(self.classes_, places)

    def score(self, X, y):
        """One less the part of errors."""
        return 1.0 - np.count_nonzero(self.predict(X) != y) / np.size(y)
