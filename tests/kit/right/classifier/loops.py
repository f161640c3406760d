"""The classifier on Python's own numbers and lists: no array until training is over."""

import itertools
import math

import numpy as np


def _sigmoid(z):
    if z >= 0:
        return 1.0 / (1.0 + math.exp(-z))
    return math.exp(z) / (1.0 + math.exp(z))


ACTIVATIONS = {
    "identity": (lambda z: z, lambda a: 1.0),
    "sigmoid": (_sigmoid, lambda a: a * (1.0 - a)),
    "tanh": (math.tanh, lambda a: 1.0 - a * a),
    "relu": (lambda z: max(z, 0.0), lambda a: float(a > 0)),
}


def _output(sums):
    """One sigmoid unit, or softmax over several."""
    if len(sums) == 1:
        return [_sigmoid(sums[0])]
    powers = [math.exp(z - max(sums)) for z in sums]
    return [power / sum(powers) for power in powers]


class NeuralNetworkClassifier:
    """Plain steps, batches that differ by one row at most, uniform weights to start from."""

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
        """Keep everything."""
        for name, value in list(locals().items()):
            if name != "self":
                setattr(self, name, value)

    def fit(self, X, y):
        """Row after row, unit after unit."""
        if self.activation not in ACTIVATIONS:
            names = " ".join(ACTIVATIONS)
            raise ValueError(f"no activation is called {self.activation}, take one of: {names}")
        labels = sorted(set(y.tolist()))
        if len(labels) < 2:
            raise ValueError(f"one class, {labels[0]}, is nothing to learn from")
        self.classes_ = np.array(labels, dtype=y.dtype)
        rows = X.astype(float).tolist()
        self._scales = [self._measured(column) for column in zip(*rows, strict=True)]
        rows = [self._scaled(row) for row in rows]
        units = 1 if len(labels) == 2 else len(labels)
        wanted = [labels[1:] if units == 1 else labels] * len(rows)
        targets = [
            [float(label == each) for label in names]
            for names, each in zip(wanted, y.tolist(), strict=True)
        ]
        rng = np.random.default_rng(self.random_state)
        layers = self._started([len(rows[0]), *self.hidden_layer_sizes, units], rng)
        self.history_ = []
        count = -(-len(rows) // self.batch_size)
        for _ in range(self.epochs):
            keys = rng.random(len(rows)).tolist()
            order = sorted(range(len(rows)), key=keys.__getitem__)
            for batch in (order[start::count] for start in range(count)):
                self._learn(layers, [rows[i] for i in batch], [targets[i] for i in batch])
            cost = sum(
                self._cost(self._passed(layers, row)[-1], target)
                for row, target in zip(rows, targets, strict=True)
            )
            self.history_.append(cost / len(rows))
        self.params_ = [(np.array(W), np.array(b)) for W, b in layers]
        self._layers = layers
        return self

    @staticmethod
    def _measured(column):
        mean = math.fsum(column) / len(column)
        variance = math.fsum((value - mean) ** 2 for value in column) / len(column)
        return None if min(column) == max(column) else (mean, math.sqrt(variance))

    def _scaled(self, row):
        return [
            0.0 if scale is None else (value - scale[0]) / scale[1]
            for value, scale in zip(row, self._scales, strict=True)
        ]

    @staticmethod
    def _started(sizes, rng):
        layers = []
        for m, k in itertools.pairwise(sizes):
            bound = math.sqrt(6.0 / (m + k))
            W = [[bound * (2.0 * rng.random() - 1.0) for _ in range(k)] for _ in range(m)]
            layers.append((W, [0.0] * k))
        return layers

    def _passed(self, layers, row):
        activate, _ = ACTIVATIONS[self.activation]
        passed = [row]
        for place, (W, b) in enumerate(layers):
            sums = [
                sum(a * weights[unit] for a, weights in zip(passed[-1], W, strict=True)) + b[unit]
                for unit in range(len(b))
            ]
            last = place == len(layers) - 1
            passed.append(_output(sums) if last else [activate(z) for z in sums])
        return passed

    def _learn(self, layers, rows, targets):
        """All gradients first, then one step."""
        _, slope = ACTIVATIONS[self.activation]
        grads = [([[0.0] * len(w) for w in W], [0.0] * len(b)) for W, b in layers]
        for row, target in zip(rows, targets, strict=True):
            passed = self._passed(layers, row)
            pairs = zip(passed[-1], target, strict=True)
            delta = [(p - wanted) / len(rows) for p, wanted in pairs]
            for place in reversed(range(len(layers))):
                W, (dW, db) = layers[place][0], grads[place]
                before = []
                for i, a in enumerate(passed[place]):
                    share = 0.0
                    for j, d in enumerate(delta):
                        dW[i][j] += a * d
                        share += d * W[i][j]
                    before.append(share * slope(a))
                for j, d in enumerate(delta):
                    db[j] += d
                delta = before
        for (W, b), (dW, db) in zip(layers, grads, strict=True):
            for i in range(len(W)):
                for j in range(len(b)):
                    W[i][j] -= self.learning_rate * (dW[i][j] + self.l2 * W[i][j])
            for j in range(len(b)):
                b[j] -= self.learning_rate * db[j]

    @staticmethod
    def _cost(probabilities, target):
        clipped = [min(max(p, 1e-12), 1 - 1e-12) for p in probabilities]
        if len(clipped) == 1:
            return -math.log(clipped[0] if target[0] else 1.0 - clipped[0])
        return -math.log(clipped[target.index(1.0)])

    def predict_proba(self, X):
        """Row by row."""
        if not hasattr(self, "params_"):
            raise RuntimeError("nothing is learned before fit")
        result = []
        for row in X.astype(float).tolist():
            P = self._passed(self._layers, self._scaled(row))[-1]
            result.append([1.0 - P[0], P[0]] if len(P) == 1 else P)
        return np.array(result)

    def predict(self, X):
        """The label of each row's largest probability."""
        best = [row.index(max(row)) for row in self.predict_proba(X).tolist()]
        return np.array([self.classes_[place] for place in best], dtype=self.classes_.dtype)

    def score(self, X, y):
        """Count what is right."""
        pairs = zip(self.predict(X).tolist(), y.tolist(), strict=True)
        return sum(one == other for one, other in pairs) / len(y)
