"""Mistakes that students make in classifier."""

import numpy as np

from grader.mistakes import mistake
from solutions.backprop import backward
from solutions.costs import binary_cross_entropy, cross_entropy, one_hot
from solutions.gradient_descent import adam_step, minibatches, momentum_step, step
from solutions.network import forward, init_network
from solutions.regularization import l2_gradients

_HIDDEN = ("identity", "sigmoid", "tanh", "relu")


class _Classifier:
    """A right classifier in small parts, each of which a mistake may replace."""

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

    def fit(self, X, y):
        self._check_activation()
        self.classes_ = self._classes(y)
        self._check_classes()
        rng = self._generator()
        self._measure(np.asarray(X, dtype=np.float64))
        Z, Y = self._standardised(X), self._targets(y)
        self.params_ = self._start([Z.shape[1], *self.hidden_layer_sizes, Y.shape[1]], rng)
        self.history_ = self._history()
        velocity = [(np.zeros_like(W), np.zeros_like(b)) for W, b in self.params_]
        for _ in range(self.epochs):
            for Z_batch, Y_batch in self._batches(Z, Y, rng):
                grads = self._gradients(Z_batch, Y_batch)
                self.params_, velocity = self._step(grads, velocity)
            self.history_.append(self._cost(Z, Y))
        return self

    def _check_activation(self):
        if self.activation not in _HIDDEN:
            raise ValueError(
                f"activation should be one of {', '.join(_HIDDEN)}, got {self.activation!r}"
            )

    def _check_classes(self):
        if len(self.classes_) < 2:
            raise ValueError(f"two classes are needed, got one class: {self.classes_[0]}")

    def _classes(self, y):
        return np.unique(y)

    def _generator(self):
        return np.random.default_rng(self.random_state)

    def _measure(self, X):
        self._mean, self._constant = X.mean(axis=0), np.ptp(X, axis=0) == 0
        self._deviation = np.where(self._constant, 1.0, X.std(axis=0))

    def _standardised(self, X):
        return np.where(self._constant, 0.0, (X - self._mean) / self._deviation)

    def _targets(self, y):
        numbers = np.searchsorted(self.classes_, y)
        Y = one_hot(numbers, len(self.classes_))
        return Y[:, 1:] if len(self.classes_) == 2 else Y

    def _start(self, sizes, rng):
        return init_network(sizes, rng)

    def _history(self):
        return []

    def _batches(self, Z, Y, rng):
        return minibatches(Z, Y, self.batch_size, rng)

    def _output(self):
        return "sigmoid" if len(self.classes_) == 2 else "softmax"

    def _forward(self, Z):
        return forward(Z, self.params_, self.activation, self._output())

    def _gradients(self, Z, Y):
        grads = backward(Y, self._forward(Z), self.params_, self.activation)
        return l2_gradients(self.params_, grads, self.l2)

    def _step(self, grads, velocity):
        return momentum_step(self.params_, grads, velocity, self.learning_rate, 0.5)

    def _cost(self, Z, Y):
        cost = binary_cross_entropy if self._output() == "sigmoid" else cross_entropy
        return cost(Y, self._forward(Z)[-1])

    def _check_fitted(self):
        if not hasattr(self, "params_"):
            raise RuntimeError("call fit first")

    def predict_proba(self, X):
        self._check_fitted()
        P = self._forward(self._standardised(X))[-1]
        return np.column_stack([1.0 - P, P]) if self._output() == "sigmoid" else P

    def predict(self, X):
        P = self.predict_proba(X)
        return self.classes_[P.argmax(axis=1)]

    def score(self, X, y):
        return float(np.mean(self.predict(X) == y))


# Arguments


@mistake("NeuralNetworkClassifier")
class LayerSizesTurnedIntoAList(_Classifier):
    """hidden_layer_sizes becomes a list whatever it was; it should stay as it came, before fit and after."""

    def __init__(self, hidden_layer_sizes=(16,), *rest, **named):
        super().__init__(list(hidden_layer_sizes), *rest, **named)


@mistake("NeuralNetworkClassifier")
class NumbersTurnedIntoFloats(_Classifier):
    """learning_rate and l2 are floats although whole numbers came; the constructor keeps arguments as they came."""

    def __init__(self, *arguments, **named):
        super().__init__(*arguments, **named)
        self.learning_rate, self.l2 = float(self.learning_rate), float(self.l2)


@mistake("NeuralNetworkClassifier")
class RandomStateTurnedIntoAGenerator(_Classifier):
    """random_state is a generator after the constructor; keep the number, and make the generator in fit."""

    def __init__(self, *arguments, **named):
        super().__init__(*arguments, **named)
        self.random_state = np.random.default_rng(self.random_state)

    def _generator(self):
        return self.random_state


@mistake("NeuralNetworkClassifier")
class ClassesAddedToTheLayerSizes(_Classifier):
    """fit adds the output's size to hidden_layer_sizes, which should stay as it came: make a new list."""

    def _start(self, sizes, rng):
        self.hidden_layer_sizes = sizes[1:]
        return init_network(sizes, rng)


@mistake("NeuralNetworkClassifier")
class BatchSizeCutToTheRows(_Classifier):
    """fit lowers batch_size to the number of rows; it should stay as it came: cut a number of fit's own."""

    def fit(self, X, y):
        self.batch_size = min(self.batch_size, len(X))
        return super().fit(X, y)


@mistake("NeuralNetworkClassifier")
class OtherDefaults(_Classifier):
    """The defaults are others: (16,), "tanh", 0.1, 200 epochs, batches of 32, l2 0.0, random_state 0."""

    def __init__(
        self,
        hidden_layer_sizes=(16,),
        activation="relu",
        learning_rate=0.01,
        epochs=100,
        batch_size=32,
        l2=0.0,
        random_state=0,
    ):
        super().__init__(
            hidden_layer_sizes, activation, learning_rate, epochs, batch_size, l2, random_state
        )


@mistake("NeuralNetworkClassifier")
class FitReturnsNothing(_Classifier):
    """fit gives back None; it should end with return self, so that predict can follow in one line."""

    def fit(self, X, y):
        super().fit(X, y)


@mistake("NeuralNetworkClassifier")
class FitGoesOn(_Classifier):
    """A second fit goes on from the weights of the first; each should start afresh."""

    def _start(self, sizes, rng):
        shapes = [(W.shape, b.shape) for W, b in getattr(self, "params_", [])]
        params = init_network(sizes, rng)
        return self.params_ if shapes == [(W.shape, b.shape) for W, b in params] else params


@mistake("NeuralNetworkClassifier")
class HistoryGoesOn(_Classifier):
    """history_ keeps the costs of an earlier fit; it should start empty in each."""

    def _history(self):
        return getattr(self, "history_", [])


@mistake("NeuralNetworkClassifier")
class GeneratorGoesOn(_Classifier):
    """A second fit draws on from where the first ended, and finds another model: make the generator in fit."""

    def _generator(self):
        if not hasattr(self, "_rng"):
            self._rng = np.random.default_rng(self.random_state)
        return self._rng


@mistake("NeuralNetworkClassifier")
class ScaleOfTheFirstFitKept(_Classifier):
    """Mean and deviation are those of the first fit for ever; each fit should measure its own rows."""

    def _measure(self, X):
        if not hasattr(self, "_mean"):
            super()._measure(X)


# Labels


@mistake("NeuralNetworkClassifier")
class ClassesInOrderOfAppearance(_Classifier):
    """classes_ is in the order in which labels first appear; it should be sorted."""

    def _classes(self, y):
        labels, first = np.unique(y, return_index=True)
        return labels[np.argsort(first)]

    def _targets(self, y):
        Y = (np.asarray(y)[:, None] == self.classes_).astype(np.float64)
        return Y[:, 1:] if len(self.classes_) == 2 else Y


@mistake("NeuralNetworkClassifier")
class LabelsTakenForColumns(_Classifier):
    """Labels are used as column numbers, and only 0…k-1 would do: take a label's place in classes_."""

    def _targets(self, y):
        Y = one_hot(y, len(self.classes_))
        return Y[:, 1:] if len(self.classes_) == 2 else Y


@mistake("NeuralNetworkClassifier")
class NumbersForLabels(_Classifier):
    """predict gives numbers of columns; it should give labels, classes_ at these places."""

    def predict(self, X):
        return self.predict_proba(X).argmax(axis=1)

    def score(self, X, y):
        numbers = self.predict(X)
        return float(np.mean(self.classes_[numbers] == y))


@mistake("NeuralNetworkClassifier")
class LargeLabelsCutOff(_Classifier):
    """predict gives labels as int32, which cuts large ones off; they should come back as they are."""

    def predict(self, X):
        labels = super().predict(X)
        return labels.astype(np.int32) if labels.dtype.kind in "iu" else labels


@mistake("NeuralNetworkClassifier")
class ListOfLabels(_Classifier):
    """predict gives a list; labels should come in an array."""

    def predict(self, X):
        return super().predict(X).tolist()

    def score(self, X, y):
        return float(np.mean(np.array(self.predict(X)) == y))


@mistake("NeuralNetworkClassifier")
class LabelsMadeFloats(_Classifier):
    """Labels go through floats on their way to classes_, and large ones come out rounded: leave them as they are."""

    def _classes(self, y):
        kept = np.unique(y)
        return kept.astype(float).astype(kept.dtype) if kept.dtype.kind in "iu" else kept

    def _targets(self, y):
        return super()._targets(y.astype(float) if y.dtype.kind in "iu" else y)


@mistake("NeuralNetworkClassifier")
class WholeNumbersOnly(_Classifier):
    """Labels are turned into integers, which texts cannot be: np.unique takes either."""

    def _classes(self, y):
        return np.unique(np.asarray(y).astype(np.int64))


@mistake("NeuralNetworkClassifier")
class OneClassAccepted(_Classifier):
    """Labels that are all the same are let through; fewer than two classes should be a ValueError."""

    def _check_classes(self):
        pass


@mistake("NeuralNetworkClassifier")
class MessageWithoutTheLabel(_Classifier):
    """The ValueError for one class should have the word class and the label."""

    def _check_classes(self):
        if len(self.classes_) < 2:
            raise ValueError("not enough to learn from")


@mistake("NeuralNetworkClassifier")
class UnusedActivationNotChecked(_Classifier):
    """An unknown activation is let through where there is no hidden layer to use it; it should be a ValueError too."""

    def fit(self, X, y):
        kept = self.activation
        if not self.hidden_layer_sizes:
            self.activation = "identity"
        super().fit(X, y)
        self.activation = kept
        return self


@mistake("NeuralNetworkClassifier")
class SoftmaxAcceptedInHiddenLayers(_Classifier):
    """The activation softmax is let through; hidden layers take identity, sigmoid, tanh and relu alone."""

    def _check_activation(self):
        if self.activation != "softmax":
            super()._check_activation()

    def _gradients(self, Z, Y):
        hidden = "identity" if self.activation == "softmax" else self.activation
        grads = backward(Y, self._forward(Z), self.params_, hidden)
        return l2_gradients(self.params_, grads, self.l2)


@mistake("NeuralNetworkClassifier")
class MessageWithoutTheNames(_Classifier):
    """The ValueError for an unknown activation should have the name and list the four that are possible."""

    def _check_activation(self):
        if self.activation not in _HIDDEN:
            raise ValueError("unknown activation")


# Outputs


@mistake("NeuralNetworkClassifier")
class OneColumnForTwoClasses(_Classifier):
    """predict_proba gives one column for two classes; it should give two, 1 - p and p."""

    def predict_proba(self, X):
        return (
            super().predict_proba(X)[:, -1:]
            if len(self.classes_) == 2
            else super().predict_proba(X)
        )

    def predict(self, X):
        P = super().predict_proba(X)
        return self.classes_[P.argmax(axis=1)]


@mistake("NeuralNetworkClassifier")
class LargestOfOneColumn(_Classifier):
    """Of two classes the first is always predicted, since argmax has one column to choose from: put 1 - p beside p."""

    def predict(self, X):
        self._check_fitted()
        return self.classes_[self._forward(self._standardised(X))[-1].argmax(axis=1)]


@mistake("NeuralNetworkClassifier")
class ColumnsOfTwoClassesSwapped(_Classifier):
    """For two classes the columns are p and 1 - p; p belongs to classes_[1], so it comes second."""

    def predict_proba(self, X):
        P = super().predict_proba(X)
        return P[:, ::-1].copy() if P.shape[1] == 2 else P

    def predict(self, X):
        P = super().predict_proba(X)
        return self.classes_[P.argmax(axis=1)]


@mistake("NeuralNetworkClassifier")
class TargetsOfTwoClassesSwapped(_Classifier):
    """The single unit learns the first of two classes; it stands for classes_[1]."""

    def _targets(self, y):
        Y = super()._targets(y)
        return 1.0 - Y if len(self.classes_) == 2 else Y


@mistake("NeuralNetworkClassifier")
class SoftmaxOfTwoUnits(_Classifier):
    """Two classes get two softmax units; one sigmoid unit is asked for."""

    def _targets(self, y):
        return one_hot(np.searchsorted(self.classes_, y), len(self.classes_))

    def _output(self):
        return "softmax"


@mistake("NeuralNetworkClassifier")
class SoftmaxOfOneUnit(_Classifier):
    """The output for two classes is softmax over a single unit, which is always 1: use sigmoid."""

    def _output(self):
        return "softmax"

    def predict_proba(self, X):
        P = super().predict_proba(X)
        return np.column_stack([1.0 - P, P]) if len(self.classes_) == 2 else P


@mistake("NeuralNetworkClassifier")
class SigmoidUnitsForManyClasses(_Classifier):
    """More than two classes end in sigmoid units, whose rows do not sum to one: use softmax."""

    def _forward(self, Z):
        return forward(Z, self.params_, self.activation, "sigmoid")


@mistake("NeuralNetworkClassifier")
class SoftmaxTwice(_Classifier):
    """predict_proba takes the softmax of what is softmax already; the network's output is the probability."""

    def predict_proba(self, X):
        P = super().predict_proba(X)
        if P.shape[1] == 2:
            return P
        return np.exp(P) / np.exp(P).sum(axis=1, keepdims=True)


@mistake("NeuralNetworkClassifier")
class ProbabilitiesRounded(_Classifier):
    """predict_proba gives zeros and ones; it should give the probabilities themselves."""

    def predict_proba(self, X):
        P = super().predict_proba(X)
        return (P.max(axis=1, keepdims=True) == P).astype(np.float64)


@mistake("NeuralNetworkClassifier")
class SquashedWithoutCare(_Classifier):
    """Rows from far away overflow in exp; write the output so that no large exponent is taken."""

    def predict_proba(self, X):
        self._check_fitted()
        Z = self._standardised(X)
        layers = (
            forward(Z, self.params_[:-1], self.activation, self.activation)
            if self.params_[1:]
            else [Z]
        )
        W, b = self.params_[-1]
        powers = np.exp(layers[-1] @ W + b)
        if len(self.classes_) == 2:
            P = powers / (1.0 + powers)
            return np.column_stack([1.0 - P, P])
        return powers / powers.sum(axis=1, keepdims=True)


# Scale


@mistake("NeuralNetworkClassifier")
class NotStandardised(_Classifier):
    """The columns are not standardised: (x - mean) / deviation, in fit and in predictions."""

    def _measure(self, X):
        self._mean, self._deviation = 0.0, 1.0
        self._constant = np.ptp(X, axis=0) == 0


@mistake("NeuralNetworkClassifier")
class ScaledByTheirOwnRows(_Classifier):
    """Predictions standardise rows by their own mean and deviation; the training rows' should be kept and used."""

    def predict_proba(self, X):
        kept = self.__dict__.copy()
        self._check_fitted()
        self._measure(np.asarray(X, dtype=np.float64))
        P = super().predict_proba(X)
        self.__dict__.update(kept)
        return P


@mistake("NeuralNetworkClassifier")
class PredictionsNotStandardised(_Classifier):
    """Predictions use the rows as they come; they should be standardised as in fit."""

    def predict_proba(self, X):
        self._check_fitted()
        P = self._forward(np.asarray(X, dtype=np.float64))[-1]
        return np.column_stack([1.0 - P, P]) if self._output() == "sigmoid" else P


@mistake("NeuralNetworkClassifier")
class VarianceForDeviation(_Classifier):
    """The columns are divided by their variance; the deviation is its square root."""

    def _measure(self, X):
        super()._measure(X)
        self._deviation = np.where(self._constant, 1.0, X.var(axis=0))


@mistake("NeuralNetworkClassifier")
class SampleDeviation(_Classifier):
    """The deviation is divided by n - 1 under its root; the population's is divided by n."""

    def _measure(self, X):
        super()._measure(X)
        self._deviation = np.where(self._constant, 1.0, X.std(axis=0, ddof=1))


@mistake("NeuralNetworkClassifier")
class OneScaleForAllColumns(_Classifier):
    """One mean and deviation serve all columns; each column has its own, axis=0."""

    def _measure(self, X):
        super()._measure(X)
        self._mean = np.full(X.shape[1], X.mean())
        self._deviation = np.where(self._constant, 1.0, X.std())


@mistake("NeuralNetworkClassifier")
class SqueezedBetweenZeroAndOne(_Classifier):
    """The columns are moved to 0…1; they should get mean 0 and deviation 1."""

    def _measure(self, X):
        super()._measure(X)
        self._mean = X.min(axis=0)
        self._deviation = np.where(self._constant, 1.0, np.ptp(X, axis=0))


@mistake("NeuralNetworkClassifier")
class ConstantColumnsDividedByZero(_Classifier):
    """A constant column is divided by its deviation, 0 or nearly so: it should become zeros."""

    def _measure(self, X):
        self._mean, self._deviation = X.mean(axis=0), X.std(axis=0)

    def _standardised(self, X):
        return (X - self._mean) / self._deviation


@mistake("NeuralNetworkClassifier")
class DeviationOfExactlyZero(_Classifier):
    """Only a deviation of exactly 0 counts as constant, but that of equal values may be 1e-17: compare the values."""

    def _measure(self, X):
        self._mean, deviation = X.mean(axis=0), X.std(axis=0)
        self._constant = deviation == 0
        self._deviation = np.where(self._constant, 1.0, deviation)


@mistake("NeuralNetworkClassifier")
class SmallDeviationTakenForZero(_Classifier):
    """A column of tiny numbers is taken for constant since its deviation is small: compare the values."""

    def _measure(self, X):
        super()._measure(X)
        self._constant = X.std(axis=0) < 1e-6
        self._deviation = np.where(self._constant, 1.0, X.std(axis=0))


@mistake("NeuralNetworkClassifier")
class NearlyEqualValuesTakenForConstant(_Classifier):
    """A column that varies little for its size is taken for constant; only values that are all equal are."""

    def _measure(self, X):
        super()._measure(X)
        self._constant = np.isclose(X.max(axis=0), X.min(axis=0), rtol=1e-5, atol=0)


@mistake("NeuralNetworkClassifier")
class SomethingAddedToTheDeviation(_Classifier):
    """A small number is added to every deviation, which spoils columns of small numbers: single out constant ones."""

    def _measure(self, X):
        super()._measure(X)
        self._deviation = X.std(axis=0) + 1e-8


@mistake("NeuralNetworkClassifier")
class ConstantColumnsMovedOnly(_Classifier):
    """A column that was constant in training counts in predictions where it differs; it should be zeros there too."""

    def _standardised(self, X):
        return (X - self._mean) / self._deviation


@mistake("NeuralNetworkClassifier")
class ConstantColumnsDropped(_Classifier):
    """A constant column is left out, so the first layer has too few weights: make it zeros, and keep it."""

    def _standardised(self, X):
        return super()._standardised(X)[:, ~self._constant]


@mistake("NeuralNetworkClassifier")
class BatchesScaledByTheirOwnRows(_Classifier):
    """Each batch is standardised by its own mean and deviation; take those of all training rows."""

    def _batches(self, Z, Y, rng):
        for Z_batch, Y_batch in super()._batches(Z, Y, rng):
            deviation = Z_batch.std(axis=0)
            deviation[deviation == 0] = 1.0
            yield (Z_batch - Z_batch.mean(axis=0)) / deviation, Y_batch


@mistake("NeuralNetworkClassifier")
class DataScaledInPlace(_Classifier):
    """The caller's X is standardised itself, by -= and /=: make a new array."""

    def fit(self, X, y):
        super().fit(X.copy(), y)
        if X.dtype == np.float64:
            X -= self._mean
            X /= self._deviation
        return self


# Training


@mistake("NeuralNetworkClassifier")
class StartFromZeros(_Classifier):
    """All weights start from zero, so the units of a layer never differ: draw them at random."""

    def _start(self, sizes, rng):
        return [(np.zeros_like(W), b) for W, b in init_network(sizes, rng)]


@mistake("NeuralNetworkClassifier")
class BiasesStartAtRandom(_Classifier):
    """The biases start at random; they should start from zero, as nothing is known of them and units differ already."""

    def _start(self, sizes, rng):
        return [(W, rng.normal(0, 0.1, b.shape)) for W, b in init_network(sizes, rng)]


@mistake("NeuralNetworkClassifier")
class StartFromTinyWeights(_Classifier):
    """The weights start around 0.0001, and hardly anything passes the layers: use init_network's scale."""

    def _start(self, sizes, rng):
        return [(1e-4 * W, b) for W, b in init_network(sizes, rng)]


@mistake("NeuralNetworkClassifier")
class StartWithoutRandomState(_Classifier):
    """Every random_state starts from the same weights; they too come from the generator made of random_state."""

    def _start(self, sizes, rng):
        return init_network(sizes, np.random.default_rng(0))


@mistake("NeuralNetworkClassifier")
class RandomStateIgnored(_Classifier):
    """The generator is not made of random_state, so every state gives the same model."""

    def _generator(self):
        return np.random.default_rng(0)


@mistake("NeuralNetworkClassifier")
class RandomStateOfZeroTakenForNone(_Classifier):
    """random_state 0 counts as if there were none, since it is False in an or: it is a state as any other."""

    def _generator(self):
        return np.random.default_rng(self.random_state or 42)


@mistake("NeuralNetworkClassifier")
class AnotherModelEachTime(_Classifier):
    """The generator has no seed, so the same state and data give another model each time: use random_state."""

    def _generator(self):
        return np.random.default_rng()


@mistake("NeuralNetworkClassifier")
class GlobalSeedSetOnce(_Classifier):
    """np.random is seeded in the constructor, so a second fit finds another model: make a generator in fit."""

    def __init__(self, *arguments, **named):
        super().__init__(*arguments, **named)
        np.random.seed(self.random_state)

    def _generator(self):
        return np.random.default_rng(np.random.randint(2**31))


@mistake("NeuralNetworkClassifier")
class OneOrderForAllEpochs(_Classifier):
    """The rows are shuffled once, and every epoch takes the same batches: draw a new order in each."""

    def _batches(self, Z, Y, rng):
        return minibatches(Z, Y, self.batch_size, np.random.default_rng(self.random_state))


@mistake("NeuralNetworkClassifier")
class RowsNotShuffled(_Classifier):
    """The batches are cut from the rows in their order; each epoch should draw a new one."""

    def _batches(self, Z, Y, rng):
        cuts = range(0, len(Z), self.batch_size)
        return [(Z[cut : cut + self.batch_size], Y[cut : cut + self.batch_size]) for cut in cuts]


@mistake("NeuralNetworkClassifier")
class FirstEpochNotShuffled(_Classifier):
    """The first epoch takes the rows in their order; draw a new one before each epoch, the first too."""

    def _batches(self, Z, Y, rng):
        order = rng.permutation(len(Z)) if self.history_ else np.arange(len(Z))
        for start in range(0, len(Z), self.batch_size):
            rows = order[start : start + self.batch_size]
            yield Z[rows], Y[rows]


@mistake("NeuralNetworkClassifier")
class RowsWithoutTheirTargets(_Classifier):
    """The rows are shuffled and their targets are not: take both by the same order."""

    def _batches(self, Z, Y, rng):
        return minibatches(Z[rng.permutation(len(Z))], Y, self.batch_size, rng)


@mistake("NeuralNetworkClassifier")
class LastBatchDropped(_Classifier):
    """The last batch is dropped where it is shorter; every row counts in every epoch."""

    def _batches(self, Z, Y, rng):
        batches = minibatches(Z, Y, self.batch_size, rng)
        return [batch for batch in batches if len(batch[0]) == self.batch_size] or batches


@mistake("NeuralNetworkClassifier")
class OneBatchAnEpoch(_Classifier):
    """An epoch takes one batch only; it should go through all rows, batch by batch."""

    def _batches(self, Z, Y, rng):
        return minibatches(Z, Y, self.batch_size, rng)[:1]


@mistake("NeuralNetworkClassifier")
class BatchSizeIgnored(_Classifier):
    """Every step takes all rows whatever batch_size is: cut the rows into batches."""

    def _batches(self, Z, Y, rng):
        return [(Z, Y)]


@mistake("NeuralNetworkClassifier")
class BatchesDrawnWithRepetition(_Classifier):
    """Each batch is drawn anew, so some rows come twice in an epoch and some never: cut one order into batches."""

    def _batches(self, Z, Y, rng):
        count, size = -(-len(Z) // self.batch_size), min(self.batch_size, len(Z))
        draws = [rng.choice(len(Z), size=size, replace=False) for _ in range(count)]
        return [(Z[draw], Y[draw]) for draw in draws]


@mistake("NeuralNetworkClassifier")
class LastBatchDividedByBatchSize(_Classifier):
    """A short batch's gradient is divided by batch_size; its mean is over its own rows."""

    def _gradients(self, Z, Y):
        part = min(len(Z) / self.batch_size, 1.0)
        grads = backward(Y, self._forward(Z), self.params_, self.activation)
        scaled = [(part * dW, part * db) for dW, db in grads]
        return l2_gradients(self.params_, scaled, self.l2)


@mistake("NeuralNetworkClassifier")
class GradientSummedOverTheBatch(_Classifier):
    """The gradient is the sum over the batch, so steps grow with its size; it should be the mean's."""

    def _gradients(self, Z, Y):
        grads = backward(Y, self._forward(Z), self.params_, self.activation)
        return l2_gradients(self.params_, [(len(Z) * dW, len(Z) * db) for dW, db in grads], self.l2)


@mistake("NeuralNetworkClassifier")
class UphillInsteadOfDown(_Classifier):
    """Steps go up the gradient, and the cost grows: w - learning_rate * g."""

    def _step(self, grads, velocity):
        return momentum_step(self.params_, grads, velocity, -self.learning_rate, 0.5)


@mistake("NeuralNetworkClassifier")
class TwoHiddenLayersAtMost(_Classifier):
    """A third hidden layer is left out; there is one for each number in hidden_layer_sizes."""

    def _start(self, sizes, rng):
        return init_network([*sizes[:-1][:3], sizes[-1]], rng)


@mistake("NeuralNetworkClassifier")
class LearningRateIgnored(_Classifier):
    """The learning rate makes no difference: a step is learning_rate times the gradient."""

    def _step(self, grads, velocity):
        return momentum_step(self.params_, grads, velocity, 0.1, 0.5)


@mistake("NeuralNetworkClassifier")
class StepsOfAdam(_Classifier):
    """The steps are Adam's, which are no multiple of the gradient: take those of step or momentum_step."""

    def _start(self, sizes, rng):
        params = init_network(sizes, rng)
        zeros = [(np.zeros_like(W), np.zeros_like(b)) for W, b in params]
        self._moments, self._steps = (zeros, zeros), 0
        return params

    def _step(self, grads, velocity):
        self._steps += 1
        params, *self._moments = adam_step(
            self.params_, grads, *self._moments, self._steps, self.learning_rate
        )
        return params, velocity


@mistake("NeuralNetworkClassifier")
class MomentumTooHeavy(_Classifier):
    """More than 95 of 100 parts of each step are kept for the next: a momentum of 0.95 is the most."""

    def _step(self, grads, velocity):
        return momentum_step(self.params_, grads, velocity, self.learning_rate, 0.98)


@mistake("NeuralNetworkClassifier")
class LearningRateFades(_Classifier):
    """The steps become shorter from epoch to epoch; the learning rate should stay as it was given."""

    def _step(self, grads, velocity):
        rate = self.learning_rate / (1 + 0.1 * len(self.history_))
        return step(self.params_, grads, rate), velocity


@mistake("NeuralNetworkClassifier")
class BiasesNeverMoved(_Classifier):
    """The biases stay at zero; they take steps as the weights do."""

    def _step(self, grads, velocity):
        still = [(dW, 0.0 * db) for dW, db in grads]
        return momentum_step(self.params_, still, velocity, self.learning_rate, 0.5)


@mistake("NeuralNetworkClassifier")
class OutputLayerAloneTrained(_Classifier):
    """Only the last layer learns; the gradients of all layers are to be followed."""

    def _step(self, grads, velocity):
        still = [(0.0 * dW, 0.0 * db) for dW, db in grads[:-1]]
        return momentum_step(self.params_, [*still, grads[-1]], velocity, self.learning_rate, 0.5)


@mistake("NeuralNetworkClassifier")
class TanhWhateverWasAskedFor(_Classifier):
    """The hidden layers are tanh on the way back whatever the activation: hand its name on to backward."""

    def _gradients(self, Z, Y):
        grads = backward(Y, self._forward(Z), self.params_, "tanh")
        return l2_gradients(self.params_, grads, self.l2)


@mistake("NeuralNetworkClassifier")
class ActivationNotHandedToBackward(_Classifier):
    """All hidden layers get the sigmoid's slope, backward's default, on the way back: hand it the activation."""

    def _gradients(self, Z, Y):
        grads = backward(Y, self._forward(Z), self.params_)
        return l2_gradients(self.params_, grads, self.l2)


@mistake("NeuralNetworkClassifier")
class SigmoidForIdentityOnTheWayBack(_Classifier):
    """Identity layers get the sigmoid's slope on the way back; the slope of identity is 1."""

    def _gradients(self, Z, Y):
        hidden = "sigmoid" if self.activation == "identity" else self.activation
        grads = backward(Y, self._forward(Z), self.params_, hidden)
        return l2_gradients(self.params_, grads, self.l2)


@mistake("NeuralNetworkClassifier")
class TanhForIdentityInPredictions(_Classifier):
    """Predictions squash identity layers by tanh; identity hands its sums on as they are."""

    def predict_proba(self, X):
        kept = self.activation
        if kept == "identity":
            self.activation = "tanh"
        P = super().predict_proba(X)
        self.activation = kept
        return P


@mistake("NeuralNetworkClassifier")
class PenaltyLeftOutOfTheStep(_Classifier):
    """l2 makes no difference to the steps: add l2 * W to each batch's gradient of the weights."""

    def _gradients(self, Z, Y):
        return backward(Y, self._forward(Z), self.params_, self.activation)


@mistake("NeuralNetworkClassifier")
class PenaltyOnBiases(_Classifier):
    """Biases are penalised too; l2 is for the weights alone."""

    def _gradients(self, Z, Y):
        grads = backward(Y, self._forward(Z), self.params_, self.activation)
        pairs = zip(self.params_, grads, strict=True)
        return [(dW + self.l2 * W, db + self.l2 * b) for (W, b), (dW, db) in pairs]


@mistake("NeuralNetworkClassifier")
class PenaltyDividedByTheBatch(_Classifier):
    """The penalty's part is divided by the rows of the batch; l2 * W is added whole to every batch's gradient."""

    def _gradients(self, Z, Y):
        grads = backward(Y, self._forward(Z), self.params_, self.activation)
        return l2_gradients(self.params_, grads, self.l2 / len(Z))


@mistake("NeuralNetworkClassifier")
class PenaltyOnceAnEpoch(_Classifier):
    """The penalty's part is spread over the batches of an epoch; l2 * W is added whole to every batch's gradient."""

    def fit(self, X, y):
        self._rows = len(X)
        return super().fit(X, y)

    def _gradients(self, Z, Y):
        grads = backward(Y, self._forward(Z), self.params_, self.activation)
        return l2_gradients(self.params_, grads, self.l2 * len(Z) / self._rows)


@mistake("NeuralNetworkClassifier")
class PenaltyTwice(_Classifier):
    """The penalty's part is 2 * l2 * W; l2/2 * ΣW² has the gradient l2 * W."""

    def _gradients(self, Z, Y):
        grads = backward(Y, self._forward(Z), self.params_, self.activation)
        return l2_gradients(self.params_, grads, 2 * self.l2)


@mistake("NeuralNetworkClassifier")
class HistoryOfTheLastBatch(_Classifier):
    """history_ has the cost of each epoch's last batch; it should be over all training rows."""

    def _batches(self, Z, Y, rng):
        batches = super()._batches(Z, Y, rng)
        self._last = batches[-1]
        return batches

    def _cost(self, Z, Y):
        return super()._cost(*self._last)


@mistake("NeuralNetworkClassifier")
class HistoryAveragedOverBatches(_Classifier):
    """history_ averages what the batches cost on the way, before their steps; measure all rows after the epoch."""

    def _batches(self, Z, Y, rng):
        self._on_the_way = []
        return super()._batches(Z, Y, rng)

    def _gradients(self, Z, Y):
        self._on_the_way.append(super()._cost(Z, Y))
        return super()._gradients(Z, Y)

    def _cost(self, Z, Y):
        return float(np.mean(self._on_the_way))


@mistake("NeuralNetworkClassifier")
class HistoryOfEveryBatch(_Classifier):
    """history_ has a cost for every batch; it should have one for every epoch."""

    def _step(self, grads, velocity):
        self.params_, velocity = super()._step(grads, velocity)
        self.history_.append(self._cost(*self._rows))
        return self.params_, velocity

    def _batches(self, Z, Y, rng):
        self._rows = Z, Y
        return super()._batches(Z, Y, rng)

    def fit(self, X, y):
        super().fit(X, y)
        count = -(-len(X) // self.batch_size) + 1
        del self.history_[count - 1 :: count]
        return self


@mistake("NeuralNetworkClassifier")
class HistoryBeforeTheEpoch(_Classifier):
    """history_ has the cost before each epoch; it should be measured after it."""

    def fit(self, X, y):
        super().fit(X, y)
        self.history_ = [self._before, *self.history_[:-1]]
        return self

    def _batches(self, Z, Y, rng):
        if not self.history_:
            self._before = super()._cost(Z, Y)
        return super()._batches(Z, Y, rng)


@mistake("NeuralNetworkClassifier")
class HistoryWithTheStart(_Classifier):
    """history_ begins with the cost before training and is one too long; it has one entry an epoch, after it."""

    def _batches(self, Z, Y, rng):
        if not self.history_:
            self.history_ = [super()._cost(Z, Y)]
        return super()._batches(Z, Y, rng)


@mistake("NeuralNetworkClassifier")
class HistorySummedOverRows(_Classifier):
    """history_ has sums over the rows; costs are means."""

    def _cost(self, Z, Y):
        return len(Z) * super()._cost(Z, Y)


@mistake("NeuralNetworkClassifier")
class HistoryOfErrors(_Classifier):
    """history_ has the part of wrong labels; it should have the cost, the mean cross-entropy."""

    def _cost(self, Z, Y):
        P = self._forward(Z)[-1]
        wrong = (P > 0.5) != Y if Y.shape[1] == 1 else P.argmax(axis=1) != Y.argmax(axis=1)
        return float(np.mean(wrong))


@mistake("NeuralNetworkClassifier")
class HistoryOfSquares(_Classifier):
    """history_ has the mean squared error; it should have the mean cross-entropy."""

    def _cost(self, Z, Y):
        return float(np.mean((self._forward(Z)[-1] - Y) ** 2))


@mistake("NeuralNetworkClassifier")
class HalfOfTheBinaryCost(_Classifier):
    """For two classes the cost counts the rows of classes_[1] only: add (1 - y) log(1 - p) for the others."""

    def _cost(self, Z, Y):
        return cross_entropy(Y, self._forward(Z)[-1])


@mistake("NeuralNetworkClassifier")
class LogarithmOfZero(_Classifier):
    """The cost is inf or NaN where a probability reaches 0 or 1: clip it as in costs."""

    def _cost(self, Z, Y):
        P = self._forward(Z)[-1]
        if Y.shape[1] == 1:
            return float(-np.mean(Y * np.log(P) + (1 - Y) * np.log(1 - P)))
        return float(-np.mean(np.sum(Y * np.log(P), axis=1)))


@mistake("NeuralNetworkClassifier")
class OneEpochTooFew(_Classifier):
    """There is one epoch less than asked for: range(1, epochs) has epochs - 1 numbers."""

    def fit(self, X, y):
        kept = self.epochs
        self.epochs = kept - 1
        super().fit(X, y)
        self.epochs = kept
        return self


@mistake("NeuralNetworkClassifier")
class StoppedWhereItStands(_Classifier):
    """Training ends early where the cost hardly falls; it should go on for all epochs, each with its cost."""

    def _batches(self, Z, Y, rng):
        known = self.history_
        stands = len(known) > 10 and min(known[-10:]) > min(known[:-10]) - 1e-4
        if not stands:
            self._length = len(known) + 1
        return [] if stands else super()._batches(Z, Y, rng)

    def fit(self, X, y):
        super().fit(X, y)
        self.history_ = self.history_[: self._length]
        return self


@mistake("NeuralNetworkClassifier")
class BestParametersKept(_Classifier):
    """params_ are those of the epoch with the lowest cost; they should be those after the last one."""

    def _cost(self, Z, Y):
        cost = super()._cost(Z, Y)
        if all(cost < earlier for earlier in self.history_):
            self._best = self.params_
        return cost

    def fit(self, X, y):
        super().fit(X, y)
        self.params_ = self._best
        return self


# Predictions


@mistake("NeuralNetworkClassifier")
class PredictionsBeforeFit(_Classifier):
    """Before fit a prediction is an AttributeError; it should be a RuntimeError that says to call fit."""

    def _check_fitted(self):
        pass

    def predict_proba(self, X):
        self.params_  # noqa: B018
        return super().predict_proba(X)


@mistake("NeuralNetworkClassifier")
class ClassesAskedForFirst(_Classifier):
    """Before fit predict is an AttributeError, since it asks for classes_ first: ask for the probabilities first."""

    def predict(self, X):
        classes = self.classes_
        return classes[self.predict_proba(X).argmax(axis=1)]


@mistake("NeuralNetworkClassifier")
class ValueErrorBeforeFit(_Classifier):
    """Before fit a prediction is a ValueError; it should be a RuntimeError."""

    def _check_fitted(self):
        if not hasattr(self, "params_"):
            raise ValueError("call fit first")


@mistake("NeuralNetworkClassifier")
class OneRowWithoutItsAxis(_Classifier):
    """A row alone gets probabilities (k,); they should have one row still, (1, k)."""

    def predict_proba(self, X):
        return np.squeeze(super().predict_proba(X))

    def predict(self, X):
        P = np.atleast_2d(self.predict_proba(X))
        return self.classes_[P.argmax(axis=1)]


@mistake("NeuralNetworkClassifier")
class NumberOfRightRows(_Classifier):
    """score is the number of right rows; it should be their part, from 0 to 1."""

    def score(self, X, y):
        return float(np.sum(self.predict(X) == y))


@mistake("NeuralNetworkClassifier")
class PartOfWrongRows(_Classifier):
    """score is the part of wrong rows; it should be that of the right ones."""

    def score(self, X, y):
        return float(np.mean(self.predict(X) != y))


@mistake("NeuralNetworkClassifier")
class ScoreInPercent(_Classifier):
    """score is in percent; it should be from 0 to 1."""

    def score(self, X, y):
        return 100.0 * super().score(X, y)


@mistake("NeuralNetworkClassifier")
class LabelsCutToKnownLength(_Classifier):
    """Longer labels are cut to the length of known ones, and may then count as right: compare them as they are."""

    def score(self, X, y):
        labels = self.predict(X)
        return float(np.mean(labels == np.asarray(y).astype(labels.dtype)))


@mistake("NeuralNetworkClassifier")
class UnknownLabelsPutAmongTheKnown(_Classifier):
    """A label that was not trained on is scored as the next in classes_; it is never predicted, so it is wrong."""

    def score(self, X, y):
        places = np.minimum(np.searchsorted(self.classes_, y), len(self.classes_) - 1)
        return float(np.mean(self.predict(X) == self.classes_[places]))


@mistake("NeuralNetworkClassifier")
class UnknownLabelsNotScored(_Classifier):
    """Rows whose label was not trained on are left out of the score; they count as wrong."""

    def score(self, X, y):
        known = np.isin(y, self.classes_)
        return float(np.mean(self.predict(X)[known] == y[known])) if known.any() else 0.0


@mistake("NeuralNetworkClassifier")
class RightForEachRow(_Classifier):
    """score has a True or False for each row; it should be their mean, one float."""

    def score(self, X, y):
        return self.predict(X) == y
