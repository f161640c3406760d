# 第12单元: 分类器

import numpy as np


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
        self.hidden_layer_sizes = hidden_layer_sizes
        self.activation = activation
        self.learning_rate = learning_rate
        self.epochs = epochs
        self.batch_size = batch_size
        self.l2 = l2
        self.random_state = random_state
        self.fitted = False

    def act(self, z):
        if self.activation == "tanh":
            return np.tanh(z)
        if self.activation == "relu":
            return z * (z > 0)
        if self.activation == "sigmoid":
            return np.exp(-np.logaddexp(0, -z))
        return z

    def slope(self, a):
        if self.activation == "tanh":
            return 1 - a * a
        if self.activation == "relu":
            return 1.0 * (a > 0)
        if self.activation == "sigmoid":
            return a * (1 - a)
        return np.ones(a.shape)

    def run(self, X):
        outs = [X]
        for i in range(len(self.Ws)):
            z = outs[-1].dot(self.Ws[i]) + self.bs[i]
            if i < len(self.Ws) - 1:
                outs.append(self.act(z))
            elif len(self.classes_) == 2:
                outs.append(np.exp(-np.logaddexp(0, -z)))
            else:
                z = z - z.max(1).reshape(-1, 1)
                e = np.exp(z)
                outs.append(e / e.sum(1).reshape(-1, 1))
        return outs

    def scale(self, X):
        X = np.array(X, dtype=float)
        out = np.zeros(X.shape)
        for j in range(X.shape[1]):
            if not self.same[j]:
                out[:, j] = (X[:, j] - self.means[j]) / self.stds[j]
        return out

    def fit(self, X, y):
        if self.activation not in ["identity", "sigmoid", "tanh", "relu"]:
            raise ValueError(
                "unknown activation " + repr(self.activation) + ", use identity, sigmoid, tanh or relu"
            )
        names = sorted(set(list(y)))
        if len(names) < 2:
            raise ValueError("I need two classes, there is only " + str(names[0]))
        self.classes_ = np.array(names)
        X = np.array(X, dtype=float)
        self.means = [np.mean(X[:, j]) for j in range(X.shape[1])]
        self.stds = [np.std(X[:, j]) for j in range(X.shape[1])]
        self.same = [len(set(X[:, j])) == 1 for j in range(X.shape[1])]
        X = self.scale(X)
        if len(names) == 2:
            T = np.array([[1.0 if label == names[1] else 0.0] for label in y])
        else:
            T = np.zeros((len(y), len(names)))
            for i in range(len(y)):
                T[i][names.index(y[i])] = 1
        rs = np.random.RandomState(self.random_state)
        sizes = [X.shape[1]] + list(self.hidden_layer_sizes) + [T.shape[1]]
        self.Ws = []
        self.bs = []
        for i in range(len(sizes) - 1):
            self.Ws.append(rs.randn(sizes[i], sizes[i + 1]) * np.sqrt(2.0 / sizes[i]))
            self.bs.append(np.zeros(sizes[i + 1]))
        self.history_ = []
        n = len(X)
        for epoch in range(self.epochs):
            order = np.arange(n)
            rs.shuffle(order)
            for rows in np.array_split(order, int(np.ceil(n / self.batch_size))):
                outs = self.run(X[rows])
                delta = (outs[-1] - T[rows]) / len(rows)
                for i in range(len(self.Ws) - 1, -1, -1):
                    dW = outs[i].T.dot(delta) + self.l2 * self.Ws[i]
                    db = delta.sum(0)
                    if i > 0:
                        delta = delta.dot(self.Ws[i].T) * self.slope(outs[i])
                    self.Ws[i] = self.Ws[i] - self.learning_rate * dW
                    self.bs[i] = self.bs[i] - self.learning_rate * db
            P = np.clip(self.run(X)[-1], 1e-12, 1 - 1e-12)
            if len(names) == 2:
                c = -np.mean(T * np.log(P) + (1 - T) * np.log(1 - P))
            else:
                c = -np.sum(T * np.log(P)) / n
            for W in self.Ws:
                c = c + self.l2 / 2 * np.sum(W**2)
            self.history_.append(c)
        self.params_ = list(zip(self.Ws, self.bs))
        self.fitted = True
        return self

    def predict_proba(self, X):
        if not self.fitted:
            raise RuntimeError("not fitted")
        P = self.run(self.scale(X))[-1]
        if len(self.classes_) == 2:
            return np.hstack([1 - P, P])
        return P

    def predict(self, X):
        return np.array([self.classes_[np.argmax(p)] for p in self.predict_proba(X)])

    def score(self, X, y):
        right = 0
        guess = self.predict(X)
        for i in range(len(y)):
            if guess[i] == y[i]:
                right += 1
        return right / len(y)
