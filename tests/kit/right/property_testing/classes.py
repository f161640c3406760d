"""Testers as one judge with an oracle, a set of inputs and a list of rules that an answer must keep."""

import copy
import itertools
import warnings

import numpy as np

from exercises import activations, backprop, costs, gradient_checking, network


class Refused(Exception):
    """A candidate broke a rule."""


class Judge:
    """Asks a candidate and an oracle the same questions."""

    def __init__(self, candidate, oracle, rtol=1e-9, atol=1e-12, mind_warnings=True):
        self.candidate, self.oracle = candidate, oracle
        self.rtol, self.atol = rtol, atol
        self.action = "error" if mind_warnings else "ignore"

    def ask(self, *args, **named):
        expected = self.oracle(*copy.deepcopy(args), **named)
        kept = copy.deepcopy(args)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter(self.action)
                answer = self.candidate(*args, **named)
        except Exception as error:
            raise Refused from error
        self.compare(answer, expected)
        self.equal(kept, args)

    def compare(self, answer, expected):
        if isinstance(expected, list):
            if type(answer) is not list or len(answer) != len(expected):
                raise Refused
            for pair, known in zip(answer, expected, strict=True):
                if not isinstance(pair, (tuple, list)) or len(pair) != len(known):
                    raise Refused
                for mine, theirs in zip(pair, known, strict=True):
                    self.compare(mine, theirs)
            return
        if not isinstance(answer, (float, np.ndarray)):
            raise Refused
        answer, expected = np.array(answer), np.array(expected)
        if answer.dtype != "float64" or answer.shape != expected.shape:
            raise Refused
        within = np.abs(answer - expected) <= self.atol + self.rtol * np.abs(expected)
        if not within.all():
            raise Refused

    def equal(self, before, after):
        if isinstance(before, (list, tuple)):
            if len(before) != len(after):
                raise Refused
            for pair in zip(before, after, strict=True):
                self.equal(*pair)
        elif not np.all(before == after):
            raise Refused

    def accepts(self, questions, **named):
        try:
            for question in questions:
                self.ask(*question, **named)
        except Refused:
            return False
        return True


def strided(array):
    flipped = np.flip(array).copy()
    return np.flip(np.repeat(flipped, 2, axis=-1)[..., ::2])


def sealed(array):
    array = np.array(array)
    array.setflags(write=False)
    return array


MEMORIES = (np.array, np.asfortranarray, strided, sealed)
SHAPES = ((30,), (5, 6), (30, 1), (1, 30), (2, 3, 5), (1, 2, 3, 5))


def forms(numbers):
    """Arrays of thirty numbers in all shapes and memories, parts of them, and whole numbers."""
    numbers = np.array(numbers, dtype=float)
    for memory, shape in itertools.product(MEMORIES, SHAPES):
        yield memory(numbers.reshape(shape).copy())
    yield numbers[:25].reshape(5, 5).copy()
    yield from (numbers[i : i + 1].reshape(shape).copy() for i, shape in ((4, (1,)), (9, (1, 1))))
    whole = np.floor(numbers).astype(int)
    yield from (whole.copy(), whole.reshape(6, 5).copy(), whole.reshape(2, 3, 5).copy())


def scalars(*numbers):
    for x in numbers:
        yield float(x)
        yield np.array(float(x))
        if x == int(x):
            yield int(x)
            yield np.array(int(x))


def ones(questions):
    return ((question,) for question in questions)


def is_sigmoid(f):
    """Whether f is the sigmoid."""
    sizes = np.array([0, 0.25, 1, 2.5, 6, 11, 13, 20, 33, 100, 400, 709, 711, 900, 1000])
    numbers = np.stack([sizes, -sizes], axis=1).ravel()
    questions = itertools.chain(forms(numbers), scalars(0, 3, -2, 0.75, -1.25, 15, -15, 800, -800))
    return Judge(f, activations.sigmoid).accepts(ones(questions))


def is_softmax(f):
    """Whether f is softmax."""
    rng = np.random.default_rng(99)
    rows = [rng.uniform(-4, 4, (4, k)) for k in (1, 2, 3, 7)]
    rows += [rng.uniform(-90, 90, (3, 5)), 1000 - rng.random((2, 4)), rng.random((2, 4)) - 1000]
    extremes = np.array([[-1000.0, 1000, 999, 3], [-1000, -998, -999, -1000], [1, 2, 0, -1]])
    rows += [
        extremes,
        extremes[::-1].copy(),
        *extremes.copy(),
        rows[5][0].copy(),
        rows[6][0].copy(),
    ]
    questions = itertools.chain(forms(rng.normal(0, 2, 30)), rows)
    return Judge(f, activations.softmax).accepts(ones(questions))


def is_relu_derivative(f):
    """Whether f is the slope of ReLU."""
    numbers = [0, 1, 2, 0.5, 0, 7, 1e-12, 3, 1e-10, 0.001, 0, 40, 6, 0.9, 1.1, 1e-06, 0, 1000, 5, 2]
    numbers += [0, 0.01, 9, 0, 650, 1e-11, 4, 0, 8, 0.3]
    questions = itertools.chain(forms(numbers), scalars(0, 1, 0.5, 1e-12, 1e-5, 6, 7, 1000))
    return Judge(f, activations.relu_derivative, rtol=0).accepts(ones(questions))


def is_binary_cross_entropy(f):
    """Whether f is the binary cross-entropy."""
    rng = np.random.default_rng(77)
    y = (np.arange(30) % 3 > 0).astype(float)
    inside, corner = rng.uniform(0.05, 0.95, 30), rng.choice([0, 1, 1e-9, 1e-11, 1 - 1e-9], 30)
    certain = rng.integers(0, 2, 30)
    questions = []
    for p in (inside, corner):
        pairs = list(zip(forms(y), forms(p), strict=True))
        questions += [pair for pair in pairs if pair[1].dtype == float]
    Y, P = y.reshape(5, 6), inside.reshape(5, 6)
    questions += [(a(Y.copy()), b(P.copy())) for a in MEMORIES for b in MEMORIES]
    questions += [
        (Y.astype(int), P),
        (y.astype(int), certain),
        (y, certain),
        (y.astype(int), corner),
    ]
    questions += [(np.zeros(30), inside), (np.ones((5, 6)), P), (1 - Y, P)]
    questions += [(t, p) for t in scalars(0, 1) for p in scalars(0, 1, 0.4)]
    return Judge(f, costs.binary_cross_entropy, 1e-5, 1e-9).accepts(questions)


def is_gradient_of(df, f, shape, rng):
    """Whether df is the gradient of f."""
    judge = Judge(
        df, lambda x: gradient_checking.numerical_gradient(f, x, eps=1e-5), 1e-3, 2e-4, False
    )
    return judge.accepts((np.array(rng.standard_normal(shape)),) for _ in range(40))


def is_backward(backward):
    """Whether a candidate is the backward pass."""
    rng = np.random.default_rng(55)
    nets = [(3, 2), (5, 1), (4, 4), (2, 6, 3), (4, 4, 4), (3, 6, 1), (3, 5, 4, 2), (2, 5, 6, 4, 1)]
    questions = []
    for number, (sizes, n) in enumerate(itertools.product(nets, (1, 4, 7))):
        params = network.init_network(list(sizes), rng)
        params = [(2 * W, rng.normal(size=len(b))) for W, b in params]
        if number % 5 == 0:
            params = [(np.round(W).astype(int), np.round(b).astype(int)) for W, b in params]
        output = ("sigmoid", "softmax")[number % 2 if sizes[-1] > 1 else 0]
        A = network.forward(rng.normal(size=(n, sizes[0])), params, "relu", output)
        if output == "softmax":
            Y = np.eye(sizes[-1], dtype=(int, float)[number % 3 > 0])[
                rng.integers(sizes[-1], size=n)
            ]
        else:
            Y = rng.integers(2, size=(n, sizes[-1])).astype((int, float)[number % 3 > 0])
        memory = MEMORIES[number % 4]
        params = [(memory(W), memory(b)) for W, b in params]
        questions.append((memory(Y), [memory(each) for each in A], params))
    return Judge(backward, backprop.backward).accepts(questions, hidden="relu")
