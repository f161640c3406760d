import numpy as np


class NotFitted(RuntimeError):
    pass


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
        self.hidden_layer_sizes, self.activation, self.learning_rate, self.epochs = (
            hidden_layer_sizes,
            activation,
            learning_rate,
            epochs,
        )
        self.batch_size, self.l2, self.random_state = batch_size, l2, random_state

    _slopes = {
        "identity": (lambda z: z, lambda a: a * 0 + 1),
        "sigmoid": (lambda z: 0.5 * (1 + np.tanh(z / 2)), lambda a: a - a**2),
        "tanh": (np.tanh, lambda a: (1 - a) * (1 + a)),
        "relu": (lambda z: np.where(z > 0, z, 0.0), lambda a: np.sign(a)),
    }

    def fit(self, X, y):
        try:
            self._f, self._df = self._slopes[self.activation]
        except KeyError:
            raise ValueError(f"activation={self.activation!r}, possible: {list(self._slopes)}") from None
        self.classes_, idx = np.unique(y, return_inverse=True)
        if len(self.classes_) < 2:
            raise ValueError(f"y: more classes wanted than {self.classes_.tolist()}")
        rng_w, rng_o = [np.random.default_rng(s) for s in np.random.SeedSequence(self.random_state).spawn(2)]
        X = X.astype(np.float64)
        self._m = X.mean(axis=0)
        d = X.std(axis=0)
        d[(X == X[0]).all(axis=0)] = np.inf
        self._d = d
        X = (X - self._m) / d
        k = len(self.classes_)
        T = np.eye(k)[idx] if k > 2 else idx[:, np.newaxis] * 1.0
        widths = (X.shape[1],) + tuple(self.hidden_layer_sizes) + (T.shape[1],)
        self._w = [
            rng_w.uniform(-1, 1, (a + 1, b)) * np.sqrt(6 / (a + b)) for a, b in zip(widths[:-1], widths[1:])
        ]
        for w in self._w:
            w[-1] = 0
        self.history_ = []
        for _ in range(self.epochs):
            order = rng_o.permutation(len(X))
            vel = [0 * w for w in self._w]
            for s in range(0, len(X), self.batch_size):
                total = [0 * w for w in self._w]
                rows = order[s : s + self.batch_size]
                for i in rows:
                    for t, g in zip(total, self._row(X[i], T[i])):
                        t += g
                for w, t, v in zip(self._w, total, vel):
                    t /= len(rows)
                    t[:-1] += self.l2 * w[:-1]
                    v *= 0.5
                    v -= self.learning_rate * t
                    w += v
            self.history_.append(self._cost(X, T))
        return self

    @property
    def params_(self):
        if not hasattr(self, "_w"):
            raise AttributeError("params_")
        return [(w[:-1].copy(), w[-1].copy()) for w in self._w]

    def _acts(self, x):
        acts = [x]
        for i, w in enumerate(self._w):
            z = acts[-1] @ w[:-1] + w[-1]
            if i + 1 < len(self._w):
                acts.append(self._f(z))
            elif z.shape[-1] == 1:
                acts.append(0.5 * (1 + np.tanh(z / 2)))
            else:
                e = np.exp(z - np.max(z, -1, keepdims=True))
                acts.append(e / e.sum(-1, keepdims=True))
        return acts

    def _row(self, x, t):
        acts = self._acts(x)
        delta = acts[-1] - t
        out = []
        for i in reversed(range(len(self._w))):
            out.append(np.outer(np.append(acts[i], 1), delta))
            if i:
                delta = (self._w[i][:-1] @ delta) * self._df(acts[i])
        return out[::-1]

    def _cost(self, X, T):
        P = self._acts(X)[-1]
        if T.shape[1] == 1:
            P = np.where(T == 1, P, 1 - P)
        else:
            P = (P * T).sum(1)
        return float(np.mean(-np.log(np.maximum(P, 1e-12)))) + self.l2 / 2 * sum(
            float((w[:-1] ** 2).sum()) for w in self._w
        )

    def predict_proba(self, X):
        if not hasattr(self, "_w"):
            raise NotFitted("no fit")
        P = self._acts((X.astype(np.float64) - self._m) / self._d)[-1]
        return np.c_[1 - P, P] if P.shape[1] == 1 else P

    def predict(self, X):
        best = np.argmax(self.predict_proba(X), axis=1)
        return best

    def score(self, X, y):
        return np.float64(np.count_nonzero(self.predict(X) == y)) / len(y)
