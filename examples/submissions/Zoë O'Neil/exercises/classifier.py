"""12 · Classifier: from data to predictions. Zoë O'Neil"""

import numpy as np

from exercises import activations as _act
from exercises import backprop as _bp
from exercises import costs as _costs
from exercises import neurons as _neurons


class NeuralNetworkClassifier:
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
        if activation not in ("identity", "sigmoid", "tanh", "relu"):
            raise ValueError(f"activation {activation}: not one of identity, sigmoid, tanh, relu")
        vars(self).update(
            hidden_layer_sizes=hidden_layer_sizes,
            activation=activation,
            learning_rate=learning_rate,
            epochs=epochs,
            batch_size=batch_size,
            l2=l2,
            random_state=random_state,
        )
        self.params_ = None

    def _z(self, X):
        X = np.asarray(X, float)
        return np.where(self._lo == self._hi, 0, (X - self._mu) / np.where(self._lo == self._hi, 1, self._sd))

    def _forward(self, A):
        f = {"identity": None, "sigmoid": _act.sigmoid, "tanh": _act.tanh, "relu": _act.relu}[self.activation]
        As = [A]
        for W, b in self._p[:-1]:
            As.append(_neurons.layer(As[-1], W, b, f))
        Z = _neurons.layer(As[-1], *self._p[-1])
        As.append(_act.sigmoid(Z) if Z.shape[1] == 1 else _act.softmax(Z))
        return As, Z

    def fit(self, X, y):
        self.classes_ = np.unique(y)
        if self.classes_.size == 1:
            raise ValueError(f"all labels are of class {self.classes_[0]}")
        X = np.asarray(X, dtype=np.float64)
        self._mu, self._sd, self._lo, self._hi = X.mean(0), X.std(0), X.min(0), X.max(0)
        Z = self._z(X)
        lab = np.searchsorted(self.classes_, y)
        k = len(self.classes_)
        Y = lab.reshape(-1, 1).astype(float) if k == 2 else _costs.one_hot(lab, k)
        rng = np.random.default_rng(self.random_state)
        sizes = [X.shape[1], *self.hidden_layer_sizes, Y.shape[1]]
        self._p = [list(_neurons.init_parameters(a, b, rng)) for a, b in zip(sizes, sizes[1:])]
        vel = [[np.zeros(W.shape), np.zeros(b.shape)] for W, b in self._p]
        self.history_ = []
        for _ in range(self.epochs):
            order = np.argsort(rng.random(len(Z)))
            start = 0
            while start < len(order):
                rows = order[start : start + self.batch_size]
                start += self.batch_size
                As, _z = self._forward(Z[rows])
                delta = _bp.output_delta(Y[rows], As[-1])
                grads = []
                for i in range(len(self._p) - 1, -1, -1):
                    dW, db = _bp.layer_gradients(As[i], delta)
                    grads.insert(0, (dW + self.l2 * self._p[i][0], db))
                    if i:
                        delta = _bp.hidden_delta(delta, self._p[i][0], As[i], self.activation)
                for i, g in enumerate(grads):
                    for j in (0, 1):
                        vel[i][j] = 0.9 * vel[i][j] - self.learning_rate * g[j]
                        self._p[i][j] = self._p[i][j] + vel[i][j]
            _a, logits = self._forward(Z)
            if k == 2:
                c = np.mean(np.logaddexp(0, logits) - Y * logits)
            else:
                c = _costs.softmax_cross_entropy(logits, lab)[0]
            self.history_.append(float(c))
        self.params_ = [[W.copy(), b.copy()] for W, b in self._p]
        return self

    def predict_proba(self, X):
        if self.params_ is None:
            raise RuntimeError("fit first")
        P = self._forward(self._z(X))[0][-1]
        return P if P.shape[1] > 1 else np.concatenate((1 - P, P), axis=1)

    def predict(self, X):
        P = self.predict_proba(X)
        if P.shape[1] == 2:
            return np.where(P[:, 1] >= 0.5, self.classes_[1], self.classes_[0])
        return np.take(self.classes_, P.argmax(-1))

    def score(self, X, y):
        return np.mean(self.predict(X) == np.asarray(y))
