r"""# 12 · Classifier: from data to predictions

Eleven units have made the parts; this one makes the machine. Somebody has a table of numbers with a
label on each row, and wants labels for rows that have none. They should not need to know what a
delta is:

    model = NeuralNetworkClassifier(epochs=100)
    model.fit(X_train, y_train)
    model.predict(X_new)

Behind these three lines stands everything so far. Almost nothing here is new, and that is the point:
what is left to do is to put each part in its place, and to decide what none of them decided.

    fit      X ──► standardise ──► minibatches ──► forward ──► backward ──► l2 ──► step ──┐
             y ──► one-hot rows        ▲                                                  │
                                       └───────── again, batch by batch, epoch by epoch ──┘
    predict  X ──► standardise, with the numbers of fit ──► forward ──► label

## Who does what

| what is to be done | by | of unit |
|---|---|---|
| weights to start from | `init_network` | 7 network |
| labels to rows of zeros and a one | `one_hot` | 3 costs |
| a new order of rows, cut in batches | `minibatches` | 9 gradient_descent |
| probabilities, and all layers on the way | `forward` | 7 network |
| gradients | `backward` | 8 backprop |
| the penalty's part in them | `l2_gradients` | 10 regularization |
| one step downhill | `step` or `momentum_step` | 9 gradient_descent |
| the cost that tells how it goes | `binary_cross_entropy`, `cross_entropy` | 3 costs |
| rows held back, to judge the result | `train_validation_split` | 11 hyperparameters |

You may use your own functions of those units, or write out what you need. Either is right.

## Words and shapes

| word | meaning |
|---|---|
| n, d, k | rows of the data, inputs (columns), classes |
| `X` (n, d), `y` (n,) | the data, and a label for each row: whole numbers of any kind, or texts |
| `classes_` (k,) | the labels that there are, each once, sorted |
| `Y` (n, 1) or (n, k) | the targets that the network sees: 0 or 1 for two classes, else one-hot rows |
| `params_` | a list of `(W, b)`, first layer first |
| `history_` | the cost over all training rows after each epoch |
| hyperparameter | what is chosen before training: layer sizes, learning rate, epochs, … |

The names follow scikit-learn, the best-known library of such models. Hyperparameters go into the
constructor, which does nothing but keep them. What training finds out gets a name that ends in an
underscore, and exists only after `fit`. `fit` returns the model itself, so that one can write
`NeuralNetworkClassifier().fit(X, y).predict(X_new)`.

## What no part has decided yet

**Labels.** A network knows columns, not names. Sort the labels that occur: the place of a label in
`classes_` is the number of its column. The way back is the same list read the other way:

    y = (pear, apple, fig, apple)    classes_ = (apple, fig, pear)    numbers = (2, 0, 1, 0)

The labels 10 and 20 are classes 0 and 1; a label is never itself used as a number.

**Outputs.** With k > 2 classes the network ends in k softmax units and pays the cross-entropy. With
two, one sigmoid unit is enough: its activation p is the probability of `classes_[1]`, the target is
1 for that class and 0 for the other, and the cost is the binary cross-entropy. The user is to notice
nothing of it, so `predict_proba` gives two columns, 1 − p and p.

**Scale.** A column in thousands drowns one in thousandths, and its large sums saturate every unit
from the start. So each column is moved and stretched to mean 0 and deviation 1:

    z = (x − mean) / deviation

with the mean and the (population) deviation of the column *over the training rows*. They are kept
and used again in `predict`: new rows are measured with the old rule, be they a thousand or one alone
(whose own deviation would be 0). A column of which all training values are equal teaches nothing,
and its deviation is 0, or, through rounding, 1e-17 (three times 0.1 are enough for that), or with
large values even 1e-8. It becomes zeros, in training and in prediction alike. A small deviation is no
sign of it: a column of tiny numbers has one too, and may well teach something.

**Chance.** Two runs should agree, so `fit` makes a generator of `random_state` and draws everything
from it: first the weights, then an order for each epoch. And `fit` starts afresh each time: what an
earlier one found is forgotten.

## One step by hand

Two rows, one column, no hidden layer. The mean of (1, 3) is 2 and the deviation 1, so the network
sees −1 and 1; the labels are "no" and "yes", the targets 0 and 1. Say that chance has set w = 0.5,
and b = 0:

    sums           −0.5                0.5
    p              0.37754             0.62246
    (p − y) / 2    0.18877            −0.18877
    dw = −1 · 0.18877 + 1 · (−0.18877) = −0.37754        db = 0.18877 − 0.18877 = 0

With l2 = 0.2 the penalty adds 0.2 · 0.5 = 0.1 to dw, and nothing to db. A plain step at rate 1 then
leads to w = 0.5 + 0.27754, or 0.7775. Both rows now have the cost −log sigmoid(0.7775) = 0.3781, which
is the first entry of the history. The parts agree:

>>> X, Y = np.array([[-1.0], [1.0]]), np.array([[0.0], [1.0]])
>>> params = [(np.array([[0.5]]), np.array([0.0]))]
>>> P = layer(X, *params[0], sigmoid)
>>> P.round(4).tolist()
[[0.3775], [0.6225]]
>>> grads = l2_gradients(params, backward(Y, [X, P], params), strength=0.2)
>>> grads[0][0].round(4).tolist(), grads[0][1].round(4).tolist()
([[-0.2775]], [0.0])
>>> params = step(params, grads, learning_rate=1.0)
>>> params[0][0].round(4).tolist()
[[0.7775]]
>>> round(binary_cross_entropy(Y, forward(X, params, output="sigmoid")[-1]), 4)
0.3781

## The whole story

Points on a small ring and on a large one around it, with names for labels. No line separates them.
A quarter is held back, and looked at once, at the end:

>>> rng = np.random.default_rng(7)
>>> radius, angle = np.repeat([1.0, 3.0], 60), rng.uniform(0, 2 * np.pi, 120)
>>> X = np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
>>> X = X + rng.normal(0, 0.2, size=X.shape)
>>> y = np.where(radius < 2, "ring", "bigger ring")
>>> X_train, y_train, X_test, y_test = train_validation_split(X, y, 0.25, rng)
>>> model = NeuralNetworkClassifier(epochs=100, random_state=1).fit(X_train, y_train)
>>> model.classes_.tolist()
['bigger ring', 'ring']
>>> len(model.history_), bool(model.history_[-1] < model.history_[0])
(100, True)
>>> bool(model.score(X_test, y_test) > 0.9)
True
>>> model.predict(np.array([[0.0, 1.0], [-3.0, 0.0]])).tolist()
['ring', 'bigger ring']

`grader plot classifier` draws what your own classifier makes of two circles and of exclusive or: the
line where it changes its mind, and the cost, epoch by epoch.

How good is good? With the defaults a right classifier gets more than nine in ten of 200 noisy points
of exclusive or, or of two circles, with tanh and with relu alike; on the 150 flowers of Iris and the
1797 digits of 8 × 8 pixels that come with scikit-learn it is right on 93 of 100 rows and more that it
has never seen, averaged over five splits. The rows of Iris are few, and single splits go up and down.
Where the classes lie well apart, some 40 points and 80 epochs or fewer at a rate of 0.5 will do.

## What goes wrong in practice

- *Scaled by the wrong rows.* `predict` standardises with the mean of the rows it is given: a single
  row becomes zeros, and the same flower gets another name in other company.
- *0/0.* A corner pixel that is always white has deviation 0, and one NaN spoils every weight.
- *Labels taken for column numbers.* Labels 1, 2, 3 in three columns: out of bounds, or one class off.
- *The order lost.* The columns of `predict_proba` stand in the order of first appearance, or of a
  Python set, and not of `classes_`.
- *One column for two classes,* or argmax over it: it always says class 0.
- *Softmax of one unit.* It is 1, whatever went in.
- *The last batch* is dropped, or divided by batch_size and not by its own rows.
- *X shuffled without Y,* or one order for all epochs.
- *The penalty left out of the step,* or put on biases too.
- *The history measured on the last batch,* before the epoch, or one entry short.
- *A start too small.* Weights around 0.01, in two layers of tanh units, let almost nothing pass, neither
  forth nor back, and the defaults' 200 epochs may be over before the first thing is learned.
- *A second `fit` goes on* from the weights of the first, or from its history.
- *The global seed:* `np.random.seed` in a library changes the random numbers of everybody else.

## What every method here promises

- Data may be float64, float32 or whole numbers (int64), probabilities and parameters are float64.
  Labels may be whole numbers (negative ones, very large ones, uint8 too) or texts, in an array; they
  come back as they are. Texts come and go in arrays of numpy's own text type, not of objects.
- Any number of rows does (two at least for `fit`, one for the others), and any memory layout:
  Fortran order, slices, read-only arrays.
- No argument is changed, neither data nor the list of layer sizes.
- Data that is far away from the training rows (sums up to ±1000), and a network that is sure of
  itself to the last digit, give finite probabilities and costs without a warning. Only where the cost
  diverges may numpy warn, and training may stop; such cases are not asked about.
- Probabilities are accurate: |error| ≤ 1e-12 + 1e-9 · |value|. NaN and empty arrays are not asked about.

## Further reading

- D. Rumelhart, G. Hinton and R. Williams, *Learning representations by back-propagating errors*,
  1986.
- R. Fisher, *The use of multiple measurements in taxonomic problems*, 1936: Iris.
- Y. LeCun, L. Bottou, G. Orr and K.-R. Müller, *Efficient BackProp*, 1998: why inputs are
  standardised and rows shuffled.
- F. Pedregosa and others, *Scikit-learn: machine learning in Python*, 2011.
- L. Buitinck and others, *API design for machine learning software: experiences from the
  scikit-learn project*, 2013: why fit, predict and the underscore.

## In your own words

The model is right on 99 of 100 test rows, and in its first week of use on 70. Nothing in the code has changed. Name
two ways in which the test can have been easier than life, and say how you would find out.
### BEGIN SOLUTION
- 2 points for each of two ways: test rows took part in what was learned, as in mean and deviation, or in the choice of
  hyperparameters; the same or nearly the same rows in both parts; rows from one day, one place or one person on both
  sides of the split; another mixture of classes; new rows that are measured or scaled in another way.
- 1 point: how to find out, such as looking for equal rows, splitting by date or person, comparing each column's mean
  and deviation then and now, counting answers by class.
### END SOLUTION
"""

from __future__ import annotations

import numpy as np

# The capstone may build on every unit before it. Some of these are here for the examples above alone,
# and some for what you may want.
from solutions import gradient_checking, linear_regression, logistic_regression
from solutions.activations import sigmoid
from solutions.backprop import backward
from solutions.costs import binary_cross_entropy, cross_entropy, one_hot
from solutions.gradient_descent import minibatches, momentum_step, step
from solutions.hyperparameters import train_validation_split
from solutions.network import forward, init_network
from solutions.neurons import layer
from solutions.regularization import l2_gradients

### BEGIN SOLUTION
_HIDDEN = ("identity", "sigmoid", "tanh", "relu")
_MOMENTUM = 0.5
### END SOLUTION


class NeuralNetworkClassifier:
    """A neural network that learns labels from examples: fit(X, y), then predict(X).

    Parameters
    ----------
    hidden_layer_sizes : tuple or list of int, default (16,)
        The units of each hidden layer, from the input on; () leaves none.
    activation : str, default "tanh"
        The hidden layers' activation: "identity", "sigmoid", "tanh" or "relu".
    learning_rate : float, default 0.1
        How far one step goes; an int is fine.
    epochs : int, default 200
        How often `fit` goes through the data, at least 1.
    batch_size : int, default 32
        The most rows that one step looks at, at least 1; n or more makes
        every epoch one step over all rows.
    l2 : float, default 0.0
        The strength of the penalty on weights, as in `l2_gradients`; an int
        is fine.
    random_state : int, default 0
        What the random numbers of `fit` are made from, 0 or more.

    Attributes
    ----------
    hidden_layer_sizes, activation, learning_rate, epochs, batch_size, l2, random_state
        The arguments, each as it came, before `fit` and after.
    classes_ : array of shape (k,)
        The labels, each once, sorted. This and what follows exist after `fit`.
    params_ : list of (W, b)
        The trained weights (inputs, units) and biases (units,), first layer
        first, float64; a pair is a tuple or a list. The first layer takes
        standardised columns. The last has one unit for two classes, k for more.
    history_ : list of float
        The cost after each epoch.

    References
    ----------
    L. Buitinck and others, API design for machine learning software:
    experiences from the scikit-learn project, 2013.

    Examples
    --------
    >>> X = np.array([[0.0, 5.0], [1.0, 5.0], [10.0, 5.0], [11.0, 5.0]])
    >>> y = np.array(["low", "low", "high", "high"])
    >>> model = NeuralNetworkClassifier(hidden_layer_sizes=(3,), epochs=50, batch_size=2)
    >>> model.fit(X, y).predict(np.array([[0.5, 5.0], [12.0, 5.0]])).tolist()
    ['low', 'high']
    >>> model.classes_.tolist(), [W.shape for W, b in model.params_], len(model.history_)
    (['high', 'low'], [(2, 3), (3, 1)], 50)
    """

    def __init__(
        self,
        hidden_layer_sizes: tuple[int, ...] = (16,),
        activation: str = "tanh",
        learning_rate: float = 0.1,
        epochs: int = 200,
        batch_size: int = 32,
        l2: float = 0.0,
        random_state: int = 0,
    ) -> None:
        """Keep every argument, unchanged, as an attribute of the same name, and do no more.

        Raises
        ------
        ValueError
            Where `activation` is unknown; but `fit` is early enough for that.
        """
        ### BEGIN SOLUTION
        ### HINT: One line an argument: each is kept under its own name, just as it came.
        ### HINT: Convert and check nothing here; `fit` reads the attributes when it needs them.
        self.hidden_layer_sizes = hidden_layer_sizes
        self.activation = activation
        self.learning_rate = learning_rate
        self.epochs = epochs
        self.batch_size = batch_size
        self.l2 = l2
        self.random_state = random_state
        ### END SOLUTION

    def fit(self, X: np.ndarray, y: np.ndarray) -> NeuralNetworkClassifier:
        """Train a new network: w <- w - learning_rate * g, batch by batch, epoch by epoch.

        Every epoch draws a new random order of the rows and cuts it into
        ceil(n / batch_size) batches of at most batch_size rows; how the rows
        are spread over them is left open. Each batch gives one step, along the
        gradient of that batch's mean cost at the newest parameters, with
        l2 · W added for the weights and nothing for the biases, whatever the
        size of the batch. Steps are those of `step`, or of `momentum_step` with
        a momentum of your choice, the same in every `fit` (0 ≤ momentum ≤ 0.95);
        its velocity starts from zeros, once or in every epoch.

        Parameters
        ----------
        X : array of shape (n, d)
            The training data: float64, float32 or int64.
        y : array of shape (n,)
            A label for each row: integers of any kind, or texts.

        Returns
        -------
        NeuralNetworkClassifier
            The model itself, with `classes_`, `params_` and `history_` set.
            All of them, and all predictions, depend on this call alone:
            nothing of an earlier `fit` is left. X and y stay as they were.

        Raises
        ------
        ValueError
            Where `activation` is no name of a hidden activation, whether there
            is a hidden layer or not; the message has the name that it got, and
            lists the four that are possible. Where y has fewer than two
            classes; the message has the word "class" and the one label.

        Notes
        -----
        *Data.* Each column becomes (x − mean) / deviation, with the mean and
        the population deviation (divided by n, not n − 1) of these n rows. A
        column whose n values are all equal (0.1 too, whose computed deviation
        may be 1e-17) becomes zeros, in `fit` and in every later prediction; no
        other does, however small its deviation.

        *Outputs.* Two classes: one sigmoid unit, the probability of
        `classes_[1]`; the cost is the mean binary cross-entropy. More: k
        softmax units in the order of `classes_`; the cost is the mean
        cross-entropy.

        *Start.* Random weights and zero biases as `init_network` gives them, or
        of another usual distribution and scale, with which units differ and
        learn.

        *History.* One cost an epoch, over all n rows at the parameters after
        that epoch, with the penalty l2/2 · Σ W² or without it. Probabilities
        are clipped to [1e-12, 1 − 1e-12] as in `costs`, or something else is
        done to keep costs finite.

        *Chance.* All random numbers come from one generator made of
        `random_state`, weights first: the same state and data give the same
        result, another state another. So of two models that differ in their
        epochs only, the longer training begins with the shorter one: the
        `params_` of one with 3 epochs are where one with 5 is after its third.
        """
        ### BEGIN SOLUTION
        ### HINT: In the order of the lesson: check, labels to targets, scale, start, then the loops.
        ### HINT: numpy's unique gives sorted labels and, if asked, the place of each row's label in them.
        ### HINT: Keep mean, deviation and which columns are constant; a helper can serve predict too.
        ### HINT: A batch: forward, backward, l2_gradients, a step. An epoch: batches, then one cost.
        if self.activation not in _HIDDEN:
            raise ValueError(
                f"activation should be one of {', '.join(_HIDDEN)}, got {self.activation!r}"
            )
        self.classes_, numbers = np.unique(y, return_inverse=True)
        k = len(self.classes_)
        if k < 2:
            raise ValueError(
                f"y should have two classes or more, got one class: {self.classes_[0]}"
            )
        rng = np.random.default_rng(self.random_state)
        X = np.asarray(X, dtype=np.float64)
        self._mean = X.mean(axis=0)
        constant = X.max(axis=0) == X.min(axis=0)
        # What is divided by infinity is 0, here and in every later prediction.
        self._deviation = np.where(constant, np.inf, X.std(axis=0))
        self._output = "sigmoid" if k == 2 else "softmax"

        X = self._standardised(X)
        Y = one_hot(numbers, k)[:, 1:] if k == 2 else one_hot(numbers, k)
        cost = binary_cross_entropy if k == 2 else cross_entropy
        params = init_network([X.shape[1], *self.hidden_layer_sizes, Y.shape[1]], rng)
        velocity = [(np.zeros_like(W), np.zeros_like(b)) for W, b in params]
        self.history_ = []
        for _ in range(self.epochs):
            for X_batch, Y_batch in minibatches(X, Y, self.batch_size, rng):
                activations = forward(X_batch, params, self.activation, self._output)
                grads = backward(Y_batch, activations, params, self.activation)
                grads = l2_gradients(params, grads, self.l2)
                params, velocity = momentum_step(
                    params, grads, velocity, self.learning_rate, _MOMENTUM
                )
            P = forward(X, params, self.activation, self._output)[-1]
            self.history_.append(cost(Y, P))
        self.params_ = params
        return self
        ### END SOLUTION

    def predict_proba(self, X: np.ndarray) -> np.ndarray:
        """The probability of each class, for each row.

        Parameters
        ----------
        X : array of shape (n, d)
            Rows with the columns of the training data; one row is fine, and a
            row's probabilities do not depend on the others.

        Returns
        -------
        array of shape (n, k)
            Column j belongs to `classes_[j]`, for two classes too: 1 − p and p.
            Rows sum to one; float64. It is what `params_` make of the
            standardised rows. X stays as it was.

        Raises
        ------
        RuntimeError
            Before `fit`.

        Examples
        --------
        >>> X, y = np.array([[-1.0], [1.0]]), np.array([3, 8])
        >>> P = NeuralNetworkClassifier(epochs=20).fit(X, y).predict_proba(np.array([[1.0]]))
        >>> P.shape, bool(P[0, 1] > 0.5)
        ((1, 2), True)
        """
        ### BEGIN SOLUTION
        ### HINT: Has there been a fit? Then standardise as it did, and run the forward pass.
        ### HINT: The single unit of two classes is the second column; the first is what is left of 1.
        if not hasattr(self, "params_"):
            raise RuntimeError("this model has learned nothing yet: call fit(X, y) first")
        P = forward(self._standardised(X), self.params_, self.activation, self._output)[-1]
        return np.column_stack([1.0 - P, P]) if self._output == "sigmoid" else P
        ### END SOLUTION

    def predict(self, X: np.ndarray) -> np.ndarray:
        """The most probable label of each row.

        Parameters
        ----------
        X : array of shape (n, d)
            As for `predict_proba`.

        Returns
        -------
        array of shape (n,)
            Labels out of `classes_`: integers where y had integers, texts where
            it had texts. Which of two equally probable labels is left open.

        Raises
        ------
        RuntimeError
            Before `fit`.

        Examples
        --------
        >>> X, y = np.array([[-1.0], [1.0]]), np.array([3, 8])
        >>> NeuralNetworkClassifier(epochs=20).fit(X, y).predict(X).tolist()
        [3, 8]
        """
        ### BEGIN SOLUTION
        ### HINT: From probabilities to the number of a column, and from that to the label.
        ### HINT: Ask for the probabilities first: before fit they are refused, and classes_ is not there.
        ### HINT: An array may be indexed with an array: classes_ with the number for each row.
        P = self.predict_proba(X)
        return self.classes_[P.argmax(axis=1)]
        ### END SOLUTION

    def score(self, X: np.ndarray, y: np.ndarray) -> float:
        """The part of rows whose label is predicted rightly, from 0 to 1.

        Parameters
        ----------
        X : array of shape (n, d)
            As for `predict_proba`.
        y : array of shape (n,)
            The true labels; one that was not among the training labels is
            never predicted, and so counts as wrong.

        Returns
        -------
        float
            The accuracy.

        Raises
        ------
        RuntimeError
            Before `fit`.

        Examples
        --------
        >>> X, y = np.array([[-1.0], [1.0]]), np.array([3, 8])
        >>> model = NeuralNetworkClassifier(epochs=20).fit(X, y)
        >>> float(model.score(X, y)), float(model.score(X, np.array([3, 3])))
        (1.0, 0.5)
        """
        ### BEGIN SOLUTION
        ### HINT: Compare predictions with y, an element at a time; what is the mean of true and false?
        ### HINT: One line is enough, with the labels that the model itself predicts.
        return float(np.mean(self.predict(X) == y))
        ### END SOLUTION

    ### BEGIN SOLUTION

    def _standardised(self, X):
        """The columns of X, measured with mean and deviation of the training rows."""
        return (X - self._mean) / self._deviation

    ### END SOLUTION
