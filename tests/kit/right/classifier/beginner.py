"""The classifier put together from the functions of earlier units."""

import numpy as np

from exercises.activations import log_softmax
from exercises.backprop import backward
from exercises.costs import one_hot
from exercises.gradient_descent import minibatches, step
from exercises.network import forward, init_network
from exercises.regularization import l2_gradients


class NeuralNetworkClassifier:
    """Plain steps, one after the other."""

    params_ = None

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
        """Keep the arguments."""
        self.hidden_layer_sizes = hidden_layer_sizes
        self.activation = activation
        self.learning_rate = learning_rate
        self.epochs = epochs
        self.batch_size = batch_size
        self.l2 = l2
        self.random_state = random_state

    def standardise(self, X):
        """Column by column, by the numbers of fit."""
        Z = np.zeros(X.shape)
        for j in range(X.shape[1]):
            if not self.constant[j]:
                Z[:, j] = (X[:, j] - self.mean[j]) / self.deviation[j]
        return Z

    def fit(self, X, y):
        """Check, prepare, train."""
        if self.activation not in ["identity", "sigmoid", "tanh", "relu"]:
            raise ValueError(
                "activation has to be identity, sigmoid, tanh or relu and not " + self.activation
            )
        names = []
        for label in y:
            if label not in names:
                names.append(label)
        names.sort()
        if len(names) == 1:
            raise ValueError("there is one class only: " + str(names[0]))
        self.classes_ = np.array(names)
        place = {}
        for j in range(len(names)):
            place[names[j]] = j
        numbers = np.array([place[label] for label in y])

        X = np.array(X, dtype=np.float64)
        self.mean = np.mean(X, axis=0)
        self.deviation = np.std(X, axis=0)
        self.constant = []
        for j in range(X.shape[1]):
            self.constant.append(bool(np.all(X[:, j] == X[0, j])))
        Z = self.standardise(X)
        if len(names) == 2:
            self.output = "sigmoid"
            Y = numbers.reshape(-1, 1).astype(np.float64)
        else:
            self.output = "softmax"
            Y = one_hot(numbers, len(names))

        rng = np.random.default_rng(self.random_state)
        sizes = [Z.shape[1]]
        for size in self.hidden_layer_sizes:
            sizes.append(size)
        sizes.append(Y.shape[1])
        params = init_network(sizes, rng)
        history = []
        for _ in range(self.epochs):
            for Z_batch, Y_batch in minibatches(Z, Y, self.batch_size, rng):
                activations = forward(Z_batch, params, self.activation, self.output)
                grads = backward(Y_batch, activations, params, self.activation)
                grads = l2_gradients(params, grads, self.l2)
                params = step(params, grads, self.learning_rate)
            history.append(self.cost(Z, Y, params))
        self.params_ = params
        self.history_ = history
        return self

    def cost(self, Z, Y, params):
        """The mean of minus the logarithm of what each row's own class gets."""
        sums = forward(Z, params, self.activation, "identity")[-1]
        if self.output == "sigmoid":
            sums = np.concatenate([0 * sums, sums], axis=1)
            Y = np.concatenate([1 - Y, Y], axis=1)
        return -np.mean((Y * log_softmax(sums)).sum(axis=1))

    def predict_proba(self, X):
        """The forward pass, and a second column where there is one unit."""
        if self.params_ is None:
            raise RuntimeError("please call fit before")
        P = forward(self.standardise(X), self.params_, self.activation, self.output)[-1]
        if self.output == "sigmoid":
            return np.hstack((1 - P, P))
        return P

    def predict(self, X):
        """The best class of each row."""
        labels = []
        for row in self.predict_proba(X):
            labels.append(self.classes_[np.argmax(row)])
        return np.array(labels)

    def score(self, X, y):
        """Right ones over all."""
        labels = self.predict(X)
        right = 0
        for i in range(len(y)):
            if labels[i] == y[i]:
                right = right + 1
        return right / len(y)
