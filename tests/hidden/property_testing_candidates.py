"""The candidates of unit 19, right and wrong, that its testers are marked on.

They stay on this side: a tester in the sandbox can call them and nothing else. All have one name.
What a tester may not ask about (NaN, float32, negative activations) right candidates still take,
so that one more input in a tester is no false alarm.
"""

from __future__ import annotations

import functools
import math
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

Candidate = Callable[..., Any]


@dataclass
class Bank:
    """Questions for one tester, by theme: pairs of a candidate and the right answer."""

    themes: dict[str, list[tuple[Any, bool]]] = field(default_factory=dict)
    labels: dict[int, str] = field(default_factory=dict)

    def right(self, theme: str, label: str) -> Callable[[Any], None]:
        """Add a right candidate, or a question that holds one."""
        return functools.partial(self._add, theme, label, True)

    def wrong(self, theme: str, label: str) -> Callable[[Any], None]:
        """Add a wrong candidate, or a question that holds one; the label says what is wrong."""
        return functools.partial(self._add, theme, label, False)

    def _add(self, theme: str, label: str, answer: bool, question: Any) -> None:
        if isinstance(question, tuple):
            question = tuple(anonymous(each) if callable(each) else each for each in question)
        else:
            question = anonymous(question)
        self.themes.setdefault(theme, []).append((question, answer))
        self.labels[id(question)] = label


def anonymous(function: Candidate) -> Candidate:
    """A function under the name that all have; numpy's underflow is no fault and stays unheard."""

    def candidate(*args: Any, **kwargs: Any) -> Any:
        with np.errstate(under="ignore"):
            return function(*args, **kwargs)

    candidate.__qualname__ = "candidate"
    return candidate


def quiet(function: Candidate) -> Candidate:
    """The same function without numpy's warnings."""

    @functools.wraps(function)
    def silent(*args: Any, **kwargs: Any) -> Any:
        with np.errstate(all="ignore"):
            return function(*args, **kwargs)

    return silent


def outdated(function: Candidate) -> Candidate:
    """The same function with a warning that is not numpy's."""

    @functools.wraps(function)
    def warning(*args: Any, **kwargs: Any) -> Any:
        warnings.warn("there will be another function soon", DeprecationWarning, stacklevel=2)
        return function(*args, **kwargs)

    return warning


def real(z: Any) -> np.ndarray:
    """An argument as float64 array; no copy where it is one."""
    return np.asarray(z, dtype=np.float64)


def sliced(array: Any) -> np.ndarray:
    """The same values as a slice of fresh memory."""
    array = np.asarray(array)
    wide = np.zeros((*array.shape, 2))
    wide[..., 0] = array
    return wide[..., 0]


def of_memory(z: Any) -> np.ndarray:
    """The elements in the order in which they happen to lie in memory: wrong but in C order."""
    return np.ravel(real(z), order="K")


# is_sigmoid

SIGMOID = Bank()


def sigmoid(z: Any) -> np.ndarray:
    small = np.exp(-np.abs(real(z)))
    return np.where(real(z) >= 0, 1.0, small) / (1.0 + small)


SIGMOID.right("curve", "one safe exponential")(sigmoid)
SIGMOID.right("curve", "half of one plus tanh")(lambda z: 0.5 + 0.5 * np.tanh(real(z) / 2))
SIGMOID.wrong("curve", "tanh")(lambda z: np.tanh(real(z)))
SIGMOID.wrong("curve", "mirrored")(lambda z: sigmoid(-real(z)))
SIGMOID.wrong("curve", "twice as steep")(lambda z: sigmoid(2 * real(z)))
SIGMOID.wrong("curve", "straight pieces")(lambda z: np.clip(0.25 * real(z) + 0.5, 0.0, 1.0))
SIGMOID.wrong("curve", "the slope")(lambda z: sigmoid(z) * (1 - sigmoid(z)))
SIGMOID.wrong("curve", "one half")(lambda z: np.full(np.shape(z), 0.5))

SIGMOID.right("near misses", "logaddexp")(lambda z: np.exp(-np.logaddexp(0.0, -real(z))))
SIGMOID.wrong("near misses", "rational bend")(
    lambda z: 0.5 * (1 + real(z) / np.sqrt(1 + real(z) ** 2))
)
SIGMOID.wrong("near misses", "probit")(
    lambda z: np.vectorize(
        lambda x: 0.5 * (1 + math.erf(x * 0.5967 / math.sqrt(2))), otypes=[float]
    )(z)
)
SIGMOID.wrong("near misses", "rounded to four places")(lambda z: np.round(sigmoid(z), 4))
SIGMOID.wrong("near misses", "an epsilon below the line")(
    lambda z: 1 / (1 / np.maximum(sigmoid(z), 1e-300) + 5e-6)
)

SIGMOID.right("one sign only", "a branch for each sign")(
    lambda z: np.where(
        real(z) < 0, 1 - 1 / (1 + np.exp(-np.abs(real(z)))), sigmoid(np.abs(real(z)))
    )
)
SIGMOID.wrong("one sign only", "of the magnitude")(lambda z: sigmoid(np.abs(real(z))))
SIGMOID.wrong("one sign only", "zero below zero")(lambda z: np.where(real(z) < 0, 0.0, sigmoid(z)))
SIGMOID.wrong("one sign only", "one above zero")(lambda z: np.where(real(z) > 0, 1.0, sigmoid(z)))
SIGMOID.wrong("one sign only", "exp(z) below zero")(
    lambda z: np.where(real(z) < 0, np.exp(np.minimum(real(z), 0)), sigmoid(z))
)
SIGMOID.wrong("one sign only", "one at zero")(lambda z: np.where(real(z) == 0, 1.0, sigmoid(z)))
SIGMOID.wrong("one sign only", "nothing at zero")(lambda z: sigmoid(z) * np.abs(np.sign(real(z))))

SIGMOID.right("saturation", "clipped where nothing is left")(
    lambda z: 1 / (1 + np.exp(-np.clip(real(z), -600, 600)))
)
SIGMOID.right("saturation", "overflow kept quiet")(quiet(lambda z: 1 / (1 + np.exp(-real(z)))))
SIGMOID.wrong("saturation", "clipped at ten")(lambda z: sigmoid(np.clip(real(z), -10, 10)))
SIGMOID.wrong("saturation", "NaN for large numbers")(
    quiet(lambda z: np.exp(real(z)) / (1 + np.exp(real(z))))
)
SIGMOID.wrong("saturation", "NaN turned to zero")(
    quiet(lambda z: np.nan_to_num(np.exp(real(z)) / (1 + np.exp(real(z))), nan=0.0))
)
SIGMOID.wrong("saturation", "kept away from 0 and 1")(lambda z: np.clip(sigmoid(z), 1e-5, 1 - 1e-5))
SIGMOID.wrong("saturation", "NaN far below zero")(
    quiet(lambda z: np.where(real(z) < -700, np.inf * 0, sigmoid(z)))
)


@SIGMOID.wrong("saturation", "OverflowError far below zero")
def _(z):
    return np.vectorize(lambda x: 1 / (1 + math.exp(-x)), otypes=[float])(z)


SIGMOID.right("warnings", "warned of, but not aloud")(
    quiet(lambda z: np.where(real(z) >= 0, 1 / (1 + np.exp(-real(z))), sigmoid(z)))
)
SIGMOID.wrong("warnings", "overflow")(lambda z: 1 / (1 + np.exp(-real(z))))
SIGMOID.wrong("warnings", "overflow in the branch that is not taken")(
    lambda z: (
        np.where(real(z) >= 0, sigmoid(z), np.exp(-np.logaddexp(0, -real(z))))
        + 0 * np.minimum(np.exp(real(z)), 1)
    )
)
SIGMOID.wrong("warnings", "that it is outdated")(outdated(sigmoid))


@SIGMOID.right("shapes", "0-d arrays for single numbers")
def _(z):
    return np.array(sigmoid(z))


@SIGMOID.right("shapes", "Python's floats for single numbers")
def _(z):
    def one(x):
        return 1 / (1 + math.exp(-x)) if x > -700 else 0.0

    if np.ndim(z) == 0:
        return one(float(z))
    return np.array([one(float(x)) for x in np.ravel(z)]).reshape(np.shape(z))


SIGMOID.wrong("shapes", "flattened")(lambda z: sigmoid(z).ravel() if np.ndim(z) else sigmoid(z))
SIGMOID.wrong("shapes", "squeezed")(lambda z: np.squeeze(sigmoid(z)))
SIGMOID.wrong("shapes", "single numbers become vectors")(lambda z: sigmoid(np.atleast_1d(z)))
SIGMOID.wrong("shapes", "single numbers for axes of length one")(
    lambda z: float(sigmoid(z).ravel()[0]) if np.size(z) == 1 else sigmoid(z)
)
SIGMOID.wrong("shapes", "transposed, unseen in a square")(
    lambda z: sigmoid(z).T if np.ndim(z) == 2 and len(set(z.shape)) == 1 else sigmoid(z)
)
SIGMOID.wrong("shapes", "two axes at most")(
    lambda z: sigmoid(z) if np.ndim(z) < 3 else sigmoid(z).reshape(len(z), -1)
)
SIGMOID.wrong("shapes", "vectors become columns")(
    lambda z: sigmoid(z)[:, None] if np.ndim(z) == 1 else sigmoid(z)
)
SIGMOID.wrong("shapes", "fails for 0-d arrays")(
    lambda z: (
        np.array([sigmoid(row) for row in z]) if isinstance(z, np.ndarray) else float(sigmoid(z))
    )
)
SIGMOID.wrong("shapes", "a list")(lambda z: sigmoid(z).tolist())
SIGMOID.wrong("shapes", "single numbers for vectors of one")(
    lambda z: float(sigmoid(z)[0]) if np.shape(z) == (1,) else sigmoid(z)
)


@SIGMOID.wrong("shapes", "fails for single numbers")
def _(z):
    result = np.zeros((len(z), *np.shape(z)[1:]))
    result[...] = sigmoid(z)
    return result


SIGMOID.right("layouts", "in Fortran order")(lambda z: np.array(sigmoid(z), order="F"))
SIGMOID.right("layouts", "a slice of fresh memory")(lambda z: sliced(sigmoid(z)))
SIGMOID.wrong("layouts", "in the order of memory")(
    lambda z: sigmoid(of_memory(z)).reshape(np.shape(z))
)


@SIGMOID.wrong("layouts", "fails where memory has gaps")
def _(z):
    z = real(z)
    if not z.flags.c_contiguous and not z.flags.f_contiguous:
        raise BufferError("memory is not contiguous")
    return sigmoid(z)


@SIGMOID.wrong("layouts", "writes into its argument and repairs it")
def _(z):
    z = real(z)
    z *= -1
    result = sigmoid(-z)
    z *= -1
    return result


@SIGMOID.right("arguments", "works on a copy, in place")
def _(z):
    z = np.array(z, dtype=np.float64)
    result = sigmoid(z)
    z[...] = 0
    return result


@SIGMOID.wrong("arguments", "changes the sign of its argument")
def _(z):
    z = real(z)
    result = sigmoid(z)
    if z.flags.writeable:
        np.negative(z, out=z)
    return result


@SIGMOID.wrong("arguments", "clips its argument, where it is large")
def _(z):
    z = real(z)
    result = sigmoid(z)
    if z.flags.writeable:
        np.clip(z, -500, 500, out=z)
    return result


@SIGMOID.wrong("arguments", "changes whole numbers")
def _(z):
    result = sigmoid(z)
    if isinstance(z, np.ndarray) and z.dtype.kind == "i" and z.flags.writeable:
        z *= -1
    return result


@SIGMOID.right("integers", "whole numbers as floats")
def _(z):
    z = np.multiply(z, 1.0)
    return sigmoid(z)


SIGMOID.right("integers", "powers of e")(
    quiet(lambda z: 1 / (1 + np.power(np.e, -np.clip(real(z), -600, 600))))
)


@SIGMOID.wrong("integers", "whole numbers in, whole numbers out")
def _(z):
    result = np.zeros_like(z)
    result[...] = sigmoid(z)
    return result


@SIGMOID.wrong("integers", "cut to whole numbers, then called floats")
def _(z):
    result = np.zeros_like(z)
    result[...] = sigmoid(z)
    return result.astype(np.float64)


SIGMOID.wrong("integers", "float32")(lambda z: np.float32(sigmoid(z)))
SIGMOID.wrong("integers", "float32 for whole numbers")(
    lambda z: sigmoid(z).astype(np.float64 if np.asarray(z).dtype.kind == "f" else np.float32)
)


@SIGMOID.wrong("integers", "fails for whole numbers")
def _(z):
    return sigmoid(np.negative(np.negative(z, dtype=np.float64, casting="no")))


@SIGMOID.wrong("integers", "fails for a Python int")
def _(z):
    if type(z) is int:
        raise TypeError("expected a float")
    return sigmoid(z)


SIGMOID.right("strange answers", "numpy numbers for single ones")(lambda z: sigmoid(z)[()])
SIGMOID.wrong("strange answers", "None")(lambda z: None)
SIGMOID.wrong("strange answers", "a text")(lambda z: "0.5")
SIGMOID.wrong("strange answers", "complex numbers")(lambda z: sigmoid(z) + 0j)
SIGMOID.wrong("strange answers", "complex arrays, floats for single numbers")(
    lambda z: sigmoid(z) + 0j if np.ndim(z) else float(sigmoid(z))
)
SIGMOID.wrong("strange answers", "NaN")(lambda z: sigmoid(z) * np.nan)
SIGMOID.wrong("strange answers", "texts")(lambda z: sigmoid(z).astype(str))
SIGMOID.wrong("strange answers", "a shape that fits nothing")(lambda z: np.ones((7, 11)))


@SIGMOID.wrong("strange answers", "raises")
def _(z):
    raise RuntimeError("no sigmoid today")


# is_softmax

SOFTMAX = Bank()


def softmax(Z: Any) -> np.ndarray:
    Z = real(Z)
    E = np.exp(Z - Z.max(axis=-1, keepdims=True))
    return E / E.sum(axis=-1, keepdims=True)


def by_rows(function: Candidate) -> Candidate:
    """A function of one row, on every row."""
    return lambda Z: np.apply_along_axis(function, -1, real(Z))


def normalized(E: np.ndarray) -> np.ndarray:
    return E / E.sum(axis=-1, keepdims=True)


def near(Z: Any) -> np.ndarray:
    """The exponents of softmax, the largest of a row at 0."""
    return real(Z) - real(Z).max(axis=-1, keepdims=True)


def pairwise(Z: Any) -> np.ndarray:
    """One over the sum of exp(z_i - z_j), while that fits into memory."""
    Z = real(Z)
    if Z.shape[-1] > 500:
        return softmax(Z)
    return 1 / np.exp(Z[..., None, :] - Z[..., :, None]).sum(axis=-1)


SOFTMAX.right("formula", "shifted by the largest")(softmax)
SOFTMAX.right("formula", "the exponential of log softmax")(
    lambda Z: np.exp(near(Z) - np.log(np.exp(near(Z)).sum(axis=-1, keepdims=True)))
)
SOFTMAX.wrong("formula", "powers of two")(lambda Z: normalized(2.0 ** near(Z)))
SOFTMAX.wrong("formula", "softmin")(lambda Z: softmax(-real(Z)))
SOFTMAX.wrong("formula", "sigmoids in proportion")(lambda Z: normalized(sigmoid(Z) + 1e-12))
SOFTMAX.wrong("formula", "not divided")(lambda Z: np.exp(near(Z)))
SOFTMAX.wrong("formula", "its logarithm")(lambda Z: np.log(softmax(Z) + 1e-300))
SOFTMAX.wrong("formula", "a temperature of two")(lambda Z: softmax(real(Z) / 2))
SOFTMAX.wrong("formula", "the largest takes all")(
    lambda Z: normalized((real(Z) == real(Z).max(axis=-1, keepdims=True)) * 1.0)
)
SOFTMAX.wrong("formula", "applied twice")(lambda Z: softmax(softmax(Z)))
SOFTMAX.wrong("formula", "uniform")(lambda Z: np.full(np.shape(Z), 1.0 / np.shape(Z)[-1]))
SOFTMAX.wrong("formula", "in falling order")(lambda Z: np.sort(softmax(Z))[..., ::-1].copy())

SOFTMAX.right("near misses", "one over a sum of exponentials")(quiet(pairwise))
SOFTMAX.wrong("near misses", "an epsilon below the line")(
    lambda Z: np.exp(near(Z)) / (np.exp(near(Z)).sum(axis=-1, keepdims=True) + 1e-5)
)
SOFTMAX.wrong("near misses", "kept away from zero")(lambda Z: np.maximum(softmax(Z), 1e-5))
SOFTMAX.wrong("near misses", "rounded to four places")(lambda Z: np.round(softmax(Z), 4))
SOFTMAX.wrong("near misses", "of the magnitudes")(lambda Z: softmax(np.abs(real(Z))))
SOFTMAX.wrong("near misses", "smoothed")(lambda Z: (1 - 1e-4) * softmax(Z) + 1e-4 / np.shape(Z)[-1])


@SOFTMAX.right("axes", "a loop over rows")
def _(Z):
    Z = real(Z)
    rows = []
    for row in Z.reshape(-1, Z.shape[-1]):
        E = [math.exp(z - max(row)) for z in row]
        rows.append([e / sum(E) for e in E])
    return np.array(rows).reshape(Z.shape)


SOFTMAX.right("axes", "with the last axis in front")(
    lambda Z: (
        np.moveaxis(np.exp(near(Z)).T / np.exp(near(Z)).T.sum(axis=0), 0, -1)
        if np.ndim(Z) == 2
        else softmax(Z)
    )
)
SOFTMAX.wrong("axes", "one sum for everything")(lambda Z: np.exp(near(Z)) / np.exp(near(Z)).sum())
SOFTMAX.wrong("axes", "down the columns")(
    lambda Z: (
        np.exp(real(Z) - real(Z).max(axis=0)) / np.exp(real(Z) - real(Z).max(axis=0)).sum(axis=0)
    )
)
SOFTMAX.wrong("axes", "a column by each row's sum, in a square")(
    lambda Z: (
        np.exp(near(Z)) / np.exp(near(Z)).sum(axis=-1)
        if np.ndim(Z) == 2 and len(set(Z.shape)) == 1
        else softmax(Z)
    )
)
SOFTMAX.wrong("axes", "fails but for a square and a row")(
    lambda Z: np.exp(near(Z)) / np.exp(near(Z)).sum(axis=-1)
)


@SOFTMAX.wrong("axes", "the second axis, where there are three")
def _(Z):
    Z = real(Z)
    axis = min(1, Z.ndim - 1)
    E = np.exp(Z - Z.max(axis=axis, keepdims=True))
    return E / E.sum(axis=axis, keepdims=True)


SOFTMAX.wrong("axes", "the matrix as one row, where there are three axes")(
    lambda Z: (
        softmax(Z) if np.ndim(Z) < 3 else softmax(real(Z).reshape(len(Z), -1)).reshape(Z.shape)
    )
)
SOFTMAX.wrong("axes", "the first row for all rows")(
    lambda Z: softmax(Z) if np.ndim(Z) < 2 else softmax(Z) * 0 + softmax(Z)[:1]
)

SOFTMAX.right("shapes", "a sigmoid where there are two classes")(
    lambda Z: (
        np.stack(
            [
                sigmoid(real(Z)[..., 0] - real(Z)[..., 1]),
                sigmoid(real(Z)[..., 1] - real(Z)[..., 0]),
            ],
            axis=-1,
        )
        if np.shape(Z)[-1] == 2
        else softmax(Z)
    )
)
SOFTMAX.right("shapes", "a running sum")(
    lambda Z: np.exp(near(Z)) / np.cumsum(np.exp(near(Z)), axis=-1)[..., -1:]
)
SOFTMAX.wrong("shapes", "a batch of one squeezed")(lambda Z: np.squeeze(softmax(Z)))
SOFTMAX.wrong("shapes", "a row becomes a batch")(lambda Z: softmax(np.atleast_2d(Z)))
SOFTMAX.wrong("shapes", "fails for a row")(
    lambda Z: (
        np.exp(near(Z)) / np.exp(near(Z)).sum(axis=-1).reshape(*np.shape(Z)[:-1], 1)
        if np.shape(Z)[1]
        else None
    )
)
SOFTMAX.wrong("shapes", "a sigmoid where there is one class")(
    lambda Z: sigmoid(Z) if np.shape(Z)[-1] == 1 else softmax(Z)
)
SOFTMAX.wrong("shapes", "the sigmoid of each, where there are two classes")(
    lambda Z: sigmoid(Z) if np.shape(Z)[-1] == 2 else softmax(Z)
)
SOFTMAX.wrong("shapes", "three axes become two")(
    lambda Z: softmax(Z).reshape(-1, np.shape(Z)[-1]) if np.ndim(Z) > 2 else softmax(Z)
)
SOFTMAX.wrong("shapes", "lists")(lambda Z: softmax(Z).tolist())
SOFTMAX.wrong("shapes", "a single number for a row of one class")(
    lambda Z: 1.0 if np.shape(Z) == (1,) else softmax(Z)
)

SOFTMAX.right("saturation", "shifted by a little more than the largest")(
    lambda Z: normalized(np.exp(near(Z) - 3.7))
)
SOFTMAX.right("saturation", "logaddexp along the row")(
    lambda Z: np.exp(real(Z) - np.logaddexp.reduce(real(Z), axis=-1, keepdims=True))
)
SOFTMAX.right("saturation", "nothing where next to nothing is left")(
    lambda Z: np.where(softmax(Z) < 1e-14, 0.0, softmax(Z))
)
SOFTMAX.wrong("saturation", "no shift")(quiet(lambda Z: normalized(np.exp(real(Z)))))
SOFTMAX.wrong("saturation", "no shift, and NaN turned to zero")(
    quiet(lambda Z: np.nan_to_num(normalized(np.exp(real(Z)))))
)
SOFTMAX.wrong("saturation", "the batch's largest for every row")(
    quiet(lambda Z: normalized(np.exp(real(Z) - real(Z).max())))
)
SOFTMAX.wrong("saturation", "the batch's largest less 700, for rows below that")(
    quiet(
        lambda Z: normalized(
            np.exp(real(Z) - np.maximum(real(Z).max(axis=-1, keepdims=True), np.max(Z) - 700))
        )
    )
)
SOFTMAX.wrong("saturation", "shifted by the mean")(
    quiet(lambda Z: normalized(np.exp(real(Z) - real(Z).mean(axis=-1, keepdims=True))))
)
SOFTMAX.wrong("saturation", "shifted by the smallest")(
    quiet(lambda Z: normalized(np.exp(real(Z) - real(Z).min(axis=-1, keepdims=True))))
)
SOFTMAX.wrong("saturation", "shifted by the largest magnitude")(
    quiet(lambda Z: normalized(np.exp(real(Z) - np.abs(real(Z)).max(axis=-1, keepdims=True))))
)
SOFTMAX.wrong("saturation", "the largest counted from zero")(
    quiet(lambda Z: normalized(np.exp(real(Z) - real(Z).max(axis=-1, keepdims=True, initial=0.0))))
)
SOFTMAX.wrong("saturation", "clipped at thirty")(lambda Z: softmax(np.clip(real(Z), -30, 30)))
SOFTMAX.wrong("saturation", "uniform where it overflows")(
    quiet(lambda Z: np.nan_to_num(normalized(np.exp(real(Z))), nan=1.0 / np.shape(Z)[-1]))
)

SOFTMAX.right("warnings", "one over a sum of exponentials")(quiet(pairwise))
SOFTMAX.wrong("warnings", "one over a sum that overflows")(pairwise)
SOFTMAX.wrong("warnings", "that it is outdated")(outdated(softmax))


@SOFTMAX.wrong("warnings", "tried without a shift first")
def _(Z):
    E = np.exp(real(Z))
    with np.errstate(all="ignore"):
        P = normalized(E)
    return P if np.all(np.isfinite(P)) and np.all(np.abs(P.sum(-1) - 1) < 1e-9) else softmax(Z)


SOFTMAX.right("layouts", "in Fortran order")(lambda Z: np.array(softmax(Z), order="F"))
SOFTMAX.right("layouts", "a slice of fresh memory")(lambda Z: sliced(softmax(Z)))
SOFTMAX.wrong("layouts", "in the order of memory")(
    lambda Z: softmax(of_memory(Z).reshape(np.shape(Z)))
)


@SOFTMAX.wrong("layouts", "fails where memory has gaps")
def _(Z):
    Z = real(Z)
    if not Z.flags.c_contiguous and not Z.flags.f_contiguous:
        raise BufferError("memory is not contiguous")
    return softmax(Z)


@SOFTMAX.wrong("layouts", "fails for Fortran order")
def _(Z):
    if np.ndim(Z) > 1 and np.isfortran(Z):
        raise ValueError("rows should be contiguous")
    return softmax(Z)


@SOFTMAX.wrong("layouts", "writes into its argument and repairs it")
def _(Z):
    Z = real(Z)
    Z *= -1
    result = softmax(-Z)
    Z *= -1
    return result


@SOFTMAX.right("arguments", "works on a copy, in place")
def _(Z):
    Z = np.array(Z, dtype=np.float64)
    Z -= Z.max(axis=-1, keepdims=True)
    np.exp(Z, out=Z)
    Z /= Z.sum(axis=-1, keepdims=True)
    return Z


@SOFTMAX.wrong("arguments", "shifts its argument")
def _(Z):
    Z = real(Z)
    result = softmax(Z)
    if Z.flags.writeable:
        Z -= Z.max(axis=-1, keepdims=True)
    return result


@SOFTMAX.wrong("arguments", "shifts whole numbers")
def _(Z):
    result = softmax(Z)
    if Z.dtype.kind == "i" and Z.flags.writeable:
        Z -= Z.max(axis=-1, keepdims=True)
    return result


@SOFTMAX.wrong("arguments", "overwrites its argument with the result")
def _(Z):
    result = softmax(Z)
    if Z.dtype == np.float64 and Z.flags.writeable:
        Z[...] = result
    return result


SOFTMAX.right("integers", "whole numbers as floats")(lambda Z: softmax(Z * 1.0))
SOFTMAX.right("integers", "shifted as they are")(
    lambda Z: normalized(np.exp(real(np.asarray(Z) - np.asarray(Z).max(axis=-1, keepdims=True))))
)


@SOFTMAX.wrong("integers", "whole numbers in, whole numbers out")
def _(Z):
    result = np.zeros_like(Z)
    result[...] = softmax(Z)
    return result


@SOFTMAX.wrong("integers", "cut to whole numbers, then called floats")
def _(Z):
    result = np.zeros_like(Z)
    result[...] = softmax(Z)
    return result.astype(np.float64)


SOFTMAX.wrong("integers", "float32")(lambda Z: np.float32(softmax(Z)))
SOFTMAX.wrong("integers", "float32 for whole numbers")(
    lambda Z: softmax(Z).astype(np.float64 if np.asarray(Z).dtype.kind == "f" else np.float32)
)
SOFTMAX.wrong("integers", "fails for whole numbers")(
    lambda Z: softmax(np.positive(Z, dtype=np.float64, casting="no"))
)

SOFTMAX.right("strange answers", "row by row")(by_rows(softmax))
SOFTMAX.wrong("strange answers", "None")(lambda Z: None)
SOFTMAX.wrong("strange answers", "a text")(lambda Z: "a distribution")
SOFTMAX.wrong("strange answers", "complex numbers")(lambda Z: softmax(Z) + 0j)
SOFTMAX.wrong("strange answers", "NaN")(lambda Z: softmax(Z) * np.nan)
SOFTMAX.wrong("strange answers", "the sum")(lambda Z: softmax(Z).sum(axis=-1))
SOFTMAX.wrong("strange answers", "a shape that fits nothing")(lambda Z: np.ones((7, 11)))


@SOFTMAX.wrong("strange answers", "raises")
def _(Z):
    raise IndexError("no softmax today")


# is_relu_derivative

RELU = Bank()


def slope(a: Any) -> np.ndarray:
    return (real(a) > 0) * 1.0


RELU.right("values", "compared with zero")(lambda a: (real(a) > 0).astype(np.float64))
RELU.right("values", "the sign")(lambda a: np.sign(real(a)))
RELU.wrong("values", "the sigmoid's slope, the guide's fault")(lambda a: real(a) * (1 - real(a)))
RELU.wrong("values", "the output itself")(lambda a: real(a) + 0)
RELU.wrong("values", "ones")(lambda a: np.ones(np.shape(a)))
RELU.wrong("values", "zeros")(lambda a: np.zeros(np.shape(a)))
RELU.wrong("values", "the slope of tanh")(lambda a: 1 - real(a) ** 2)
RELU.wrong("values", "the other way round")(lambda a: 1 - slope(a))
RELU.wrong("values", "minus the slope")(lambda a: -1.0 * slope(a))

RELU.right("the kink", "a step that is 0 at 0")(lambda a: np.heaviside(real(a), 0.0))
RELU.right("the kink", "not equal to zero")(lambda a: 1.0 - (real(a) == 0))
RELU.wrong("the kink", "one at 0")(lambda a: (real(a) >= 0) * 1.0)
RELU.wrong("the kink", "one half at 0")(lambda a: np.heaviside(real(a), 0.5))
RELU.wrong("the kink", "a hundredth at 0")(lambda a: np.where(real(a) > 0, 1.0, 0.01))
RELU.wrong("the kink", "next to nothing at 0")(lambda a: np.maximum(slope(a), 1e-5))
RELU.wrong("the kink", "NaN at 0")(quiet(lambda a: real(a) / real(a)))
RELU.wrong("the kink", "a power of zero")(lambda a: real(a) ** 0)

RELU.right("small and large", "rounded up, one at most")(
    lambda a: np.minimum(np.ceil(real(a)), 1.0)
)
RELU.right("small and large", "the truth of a number, a hair at 0")(
    lambda a: np.where(a, 1.0, 1e-13)
)
RELU.right("small and large", "a third over a third, but for rounding")(
    quiet(lambda a: np.nan_to_num((real(a) * 1e200 / 3) / (real(a) * 1e200 * (1 / 3)), nan=0.0))
)
RELU.wrong("small and large", "cut at one")(lambda a: np.minimum(real(a), 1.0))
RELU.wrong("small and large", "whole numbers only")(lambda a: slope(np.floor(real(a))))
RELU.wrong("small and large", "above one only")(lambda a: (real(a) > 1) * 1.0)
RELU.wrong("small and large", "below one only")(lambda a: ((real(a) > 0) & (real(a) < 1)) * 1.0)
RELU.wrong("small and large", "above a thousandth")(lambda a: (real(a) > 1e-3) * 1.0)
RELU.wrong("small and large", "nearly zero is zero")(lambda a: 1.0 - np.isclose(real(a), 0.0))
RELU.wrong("small and large", "zero beyond six")(lambda a: slope(a) * (real(a) <= 6))
RELU.wrong("small and large", "an epsilon below the line")(lambda a: real(a) / (real(a) + 1e-3))
RELU.wrong("small and large", "nearly one")(lambda a: 0.9999 * slope(a))
RELU.wrong("small and large", "softplus' slope, steep")(lambda a: np.tanh(1e4 * real(a)))

RELU.right("warnings", "divided by itself, quietly")(
    quiet(lambda a: np.nan_to_num(np.abs(real(a)) / np.abs(real(a)), nan=0.0))
)
RELU.wrong("warnings", "divided by itself, with a warning at 0")(
    lambda a: np.nan_to_num(np.abs(real(a)) / np.abs(real(a)), nan=0.0)
)
RELU.wrong("warnings", "the logarithm of zero on the way")(
    lambda a: (np.log(np.abs(real(a))) > -np.inf) * 1.0
)
RELU.wrong("warnings", "that it is outdated")(outdated(slope))

RELU.right("shapes", "0-d arrays for single numbers")(lambda a: np.array(slope(a)))


@RELU.right("shapes", "Python's floats for single numbers")
def _(a):
    if np.ndim(a) == 0:
        return 1.0 if float(a) > 0 else 0.0
    return np.array([1.0 if x > 0 else 0.0 for x in np.ravel(a)]).reshape(np.shape(a))


RELU.wrong("shapes", "flattened")(lambda a: np.ravel(slope(a)) if np.ndim(a) else slope(a))
RELU.wrong("shapes", "squeezed")(lambda a: np.squeeze(slope(a)))
RELU.wrong("shapes", "single numbers become vectors")(lambda a: slope(np.atleast_1d(a)))
RELU.wrong("shapes", "transposed, unseen in a square")(
    lambda a: np.transpose(slope(a)) if np.ndim(a) == 2 and len(set(a.shape)) == 1 else slope(a)
)
RELU.wrong("shapes", "two axes at most")(
    lambda a: slope(a) if np.ndim(a) < 3 else slope(a).reshape(len(a), -1)
)
RELU.wrong("shapes", "the Jacobian of a vector")(
    lambda a: np.diag(slope(a)) if np.ndim(a) == 1 else slope(a)
)
RELU.wrong("shapes", "single numbers for axes of length one")(
    lambda a: float(slope(a).ravel()[0]) if np.size(a) == 1 else slope(a)
)
RELU.wrong("shapes", "fails for 0-d arrays")(
    lambda a: np.array([slope(row) for row in a]) if isinstance(a, np.ndarray) else float(slope(a))
)
RELU.wrong("shapes", "a list")(lambda a: slope(a).tolist())
RELU.wrong("shapes", "single numbers for vectors of one")(
    lambda a: float(slope(a)[0]) if np.shape(a) == (1,) else slope(a)
)


@RELU.wrong("shapes", "fails for single numbers")
def _(a):
    result = np.zeros(a.shape)
    result[a > 0] = 1
    return result if result.ndim else result[:1]


RELU.right("layouts", "in Fortran order")(lambda a: np.array(slope(a), order="F"))
RELU.right("layouts", "a slice of fresh memory")(lambda a: sliced(slope(a)))
RELU.wrong("layouts", "in the order of memory")(lambda a: slope(of_memory(a)).reshape(np.shape(a)))


@RELU.wrong("layouts", "fails where memory has gaps")
def _(a):
    a = real(a)
    if not a.flags.c_contiguous and not a.flags.f_contiguous:
        raise BufferError("memory is not contiguous")
    return slope(a)


@RELU.wrong("layouts", "writes into its argument and repairs it")
def _(a):
    a = real(a)
    a *= 2
    result = slope(a)
    a /= 2
    return result


@RELU.right("arguments", "a copy with ones")
def _(a):
    a = np.array(a, dtype=np.float64)
    a[a > 0] = 1
    return a


@RELU.wrong("arguments", "ones in the argument itself")
def _(a):
    result = slope(a)
    if isinstance(a, np.ndarray) and a.flags.writeable:
        a[a > 0] = 1
    return result


@RELU.wrong("arguments", "cuts its argument, where it is large")
def _(a):
    result = slope(a)
    if isinstance(a, np.ndarray) and a.flags.writeable:
        np.minimum(a, 1, out=a)
    return result


@RELU.wrong("arguments", "ones in the argument, if it holds whole numbers")
def _(a):
    result = slope(a)
    if isinstance(a, np.ndarray) and a.dtype.kind == "i" and a.flags.writeable:
        a[a > 0] = 1
    return result


RELU.right("types", "compared with zero")(lambda a: np.float64(np.asarray(a) > 0))
RELU.right("types", "one or nothing")(lambda a: np.where(np.greater(a, 0), 1.0, 0.0))
RELU.wrong("types", "bools")(lambda a: np.asarray(a) > 0)
RELU.wrong("types", "whole numbers")(lambda a: (np.asarray(a) > 0) * 1)
RELU.wrong("types", "whole numbers for whole numbers")(
    lambda a: np.asarray(np.asarray(a) > 0).astype(np.asarray(a).dtype)
)
RELU.wrong("types", "float32")(lambda a: np.float32(slope(a)))
RELU.wrong("types", "float32 for whole numbers in arrays")(
    lambda a: (
        slope(a).astype(np.float32) if np.ndim(a) and np.asarray(a).dtype.kind == "i" else slope(a)
    )
)
RELU.wrong("types", "a Python bool for single numbers")(
    lambda a: bool(a > 0) if np.ndim(a) == 0 else slope(a)
)
RELU.wrong("types", "a Python int for single numbers")(
    lambda a: int(a > 0) if np.ndim(a) == 0 else slope(a)
)


@RELU.wrong("types", "fails for a Python int")
def _(a):
    if type(a) is int:
        raise TypeError("expected a float")
    return slope(a)


RELU.right("strange answers", "numpy numbers for single ones")(lambda a: slope(a)[()])
RELU.right("strange answers", "a step that is 0 at 0")(lambda a: np.heaviside(real(a), 0.0))
RELU.wrong("strange answers", "None")(lambda a: None)
RELU.wrong("strange answers", "a text")(lambda a: "1.0")
RELU.wrong("strange answers", "complex numbers")(lambda a: slope(a) + 0j)
RELU.wrong("strange answers", "NaN")(lambda a: slope(a) * np.nan)
RELU.wrong("strange answers", "a shape that fits nothing")(lambda a: np.ones((7, 11)))


@RELU.wrong("strange answers", "raises")
def _(a):
    raise ZeroDivisionError("no slope today")


# is_binary_cross_entropy

ENTROPY = Bank()


def clipped(p: Any, low: float = 1e-12) -> np.ndarray:
    return np.clip(real(p), low, 1 - low)


def terms(y: Any, p: Any) -> np.ndarray:
    y, p = real(y), clipped(p)
    return -(y * np.log(p) + (1 - y) * np.log(1 - p))


def entropy(y: Any, p: Any) -> float:
    return float(np.mean(terms(y, p)))


ENTROPY.right("formula", "both terms")(entropy)
ENTROPY.right("formula", "the term that counts")(
    lambda y, p: -np.mean(np.where(real(y) == 1, np.log(clipped(p)), np.log(1 - clipped(p))))
)
ENTROPY.wrong("formula", "the guide's sign")(
    lambda y, p: np.mean(-real(y) * np.log(clipped(p)) + (1 - real(y)) * np.log(1 - clipped(p)))
)
ENTROPY.wrong("formula", "the guide's cost")(lambda y, p: np.mean(real(y) * np.log(clipped(p))))
ENTROPY.wrong("formula", "no minus")(lambda y, p: -entropy(y, p))
ENTROPY.wrong("formula", "bits")(lambda y, p: entropy(y, p) / np.log(2))
ENTROPY.wrong("formula", "squared errors")(lambda y, p: np.mean((real(y) - real(p)) ** 2))
ENTROPY.wrong("formula", "absolute errors")(lambda y, p: np.mean(np.abs(real(y) - real(p))))
ENTROPY.wrong("formula", "target and prediction exchanged")(lambda y, p: entropy(p, y))
ENTROPY.wrong("formula", "half of it")(lambda y, p: entropy(y, p) / 2)
ENTROPY.wrong("formula", "a hundredth too much")(lambda y, p: 1.01 * entropy(y, p) + 2e-3)
ENTROPY.wrong("formula", "the entropy of p alone")(lambda y, p: entropy(clipped(p), p))

ENTROPY.right("one target only", "of the true class's probability")(
    lambda y, p: -np.mean(np.log(clipped(np.abs(1 - real(y) - real(p)))))
)
ENTROPY.right("one target only", "log1p for the other class")(
    lambda y, p: -np.mean(real(y) * np.log(clipped(p)) + (1 - real(y)) * np.log1p(-clipped(p)))
)
ENTROPY.wrong("one target only", "targets 1 only")(
    lambda y, p: -np.mean(real(y) * np.log(clipped(p)))
)
ENTROPY.wrong("one target only", "targets 0 only")(
    lambda y, p: -np.mean((1 - real(y)) * np.log(1 - clipped(p)))
)
ENTROPY.wrong("one target only", "each class counts the same")(
    lambda y, p: sum(
        terms(y, p)[real(y) == each].mean() / len(np.unique(y)) for each in np.unique(y)
    )
)
ENTROPY.wrong("one target only", "targets 1 count twice")(
    lambda y, p: np.mean(terms(y, p) * (1 + real(y)))
)
ENTROPY.wrong("one target only", "the probability of 1 for targets 0")(
    lambda y, p: -np.mean(np.log(clipped(p)))
)
ENTROPY.wrong("one target only", "smoothed targets")(lambda y, p: entropy(0.98 * real(y) + 0.01, p))

ENTROPY.right("means", "a sum over the size")(lambda y, p: np.sum(terms(y, p)) / np.size(y))
ENTROPY.right("means", "sums of products")(
    lambda y, p: (
        -(np.vdot(real(y), np.log(clipped(p))) + np.vdot(1 - real(y), np.log(1 - clipped(p))))
        / np.size(y)
    )
)
ENTROPY.right("means", "a careful sum")(lambda y, p: math.fsum(np.ravel(terms(y, p))) / np.size(y))
ENTROPY.wrong("means", "the sum")(lambda y, p: np.sum(terms(y, p)))
ENTROPY.wrong("means", "divided by the rows")(
    lambda y, p: np.sum(terms(y, p)) / (len(y) if np.ndim(y) else 1)
)
ENTROPY.wrong("means", "divided by the columns")(
    lambda y, p: np.sum(terms(y, p)) / (np.shape(y)[-1] if np.ndim(y) else 1)
)
ENTROPY.wrong("means", "divided by rows times columns")(
    lambda y, p: np.sum(terms(y, p)) / math.prod(np.shape(y)[:2])
)
ENTROPY.wrong("means", "the median")(lambda y, p: np.median(terms(y, p)))
ENTROPY.wrong("means", "divided by one less")(
    lambda y, p: np.sum(terms(y, p)) / max(1, np.size(y) - 1)
)
ENTROPY.wrong("means", "every target with every probability")(
    lambda y, p: np.mean(terms(np.ravel(y)[:, None], np.ravel(p)[None, :]))
)
ENTROPY.wrong("means", "the sum, for vectors")(
    lambda y, p: np.sum(terms(y, p)) if np.ndim(y) == 1 else entropy(y, p)
)
ENTROPY.wrong("means", "the last row only")(
    lambda y, p: np.mean(terms(y, p)[-1] if np.ndim(y) > 1 else terms(y, p))
)
ENTROPY.wrong("means", "the first column only")(
    lambda y, p: np.mean(terms(y, p)[:, 0] if np.ndim(y) == 2 else terms(y, p))
)

ENTROPY.right("the clip", "p and 1 - p each for itself")(
    lambda y, p: (
        -np.mean(
            real(y) * np.log(np.maximum(real(p), 1e-12))
            + (1 - real(y)) * np.log(np.maximum(1 - real(p), 1e-12))
        )
    )
)
ENTROPY.right("the clip", "logarithms bounded, quietly")(
    quiet(
        lambda y, p: (
            -np.mean(
                real(y) * np.maximum(np.log(real(p)), np.log(1e-12))
                + (1 - real(y)) * np.maximum(np.log(1 - real(p)), np.log(1e-12))
            )
        )
    )
)


def cut_at(low: float) -> Candidate:
    def cut(y, p):
        p = clipped(p, low)
        return -np.mean(real(y) * np.log(p) + (1 - real(y)) * np.log(1 - p))

    return cut


ENTROPY.wrong("the clip", "at 1e-15")(cut_at(1e-15))
ENTROPY.wrong("the clip", "at 1e-7")(cut_at(1e-7))
ENTROPY.wrong("the clip", "at 1e-3")(cut_at(1e-3))
ENTROPY.wrong("the clip", "infinite at 0 and 1")(
    quiet(lambda y, p: -np.mean(np.log(np.abs(1 - real(y) - real(p)))))
)
ENTROPY.wrong("the clip", "nothing in place of infinity")(
    quiet(lambda y, p: np.mean(np.nan_to_num(-np.log(np.abs(1 - real(y) - real(p))), posinf=0.0)))
)
ENTROPY.wrong("the clip", "NaN for a certain prediction")(
    quiet(lambda y, p: -np.mean(real(y) * np.log(real(p)) + (1 - real(y)) * np.log(1 - real(p))))
)
ENTROPY.wrong("the clip", "below only")(
    quiet(
        lambda y, p: (
            -np.mean(
                np.where(real(y) == 1, np.log(np.maximum(real(p), 1e-12)), np.log(1 - real(p)))
            )
        )
    )
)
ENTROPY.wrong("the clip", "in single precision")(
    quiet(
        lambda y, p: (
            -np.mean(
                np.log(
                    np.float64(
                        np.abs(
                            1 - real(y) - real(np.clip(np.float32(p), 1e-12, np.float32(1 - 1e-12)))
                        )
                    )
                )
            )
        )
    )
)
ENTROPY.wrong("the clip", "in single precision first")(
    lambda y, p: entropy(y, np.asarray(p, dtype=np.float32))
)
ENTROPY.wrong("the clip", "next to nothing is nothing")(
    lambda y, p: entropy(y, np.where(real(p) < 1e-8, 0.0, p))
)
ENTROPY.right("the clip", "half a billionth at least")(lambda y, p: max(entropy(y, p), 5e-10))

ENTROPY.right("warnings", "logarithms bounded, quietly")(
    quiet(lambda y, p: -np.mean(np.maximum(np.log(np.abs(1 - real(y) - real(p))), np.log(1e-12))))
)
ENTROPY.wrong("warnings", "logarithms of zero, bounded")(
    lambda y, p: -np.mean(np.maximum(np.log(np.abs(1 - real(y) - real(p))), np.log(1e-12)))
)


@ENTROPY.wrong("warnings", "repaired after the fact")
def _(y, p):
    raw = -np.mean(np.log(np.abs(1 - real(y) - real(p))))
    return raw if np.isfinite(raw) else entropy(y, p)


ENTROPY.wrong("warnings", "that it is outdated")(outdated(entropy))

ENTROPY.right("results", "a 0-d array")(lambda y, p: np.array(entropy(y, p)))
ENTROPY.right("results", "a Python float")(
    lambda y, p: (
        -sum(
            math.log(max(q, 1e-12)) if t == 1 else math.log(max(1 - q, 1e-12))
            for t, q in zip(np.ravel(y).tolist(), np.ravel(p).tolist(), strict=True)
        )
        / np.size(y)
    )
)
ENTROPY.wrong("results", "one for each element")(lambda y, p: terms(y, p))
ENTROPY.wrong("results", "one for each column")(
    lambda y, p: terms(y, p).mean(axis=0) if np.ndim(y) else entropy(y, p)
)
ENTROPY.wrong("results", "a vector of one")(lambda y, p: np.array([entropy(y, p)]))
ENTROPY.wrong("results", "as many axes as before")(lambda y, p: np.mean(terms(y, p), keepdims=True))
ENTROPY.wrong("results", "float32")(lambda y, p: np.float32(entropy(y, p)))
ENTROPY.wrong("results", "a 0-d array of float32")(
    lambda y, p: np.array(entropy(y, p), dtype=np.float32)
)
ENTROPY.wrong("results", "a Python list")(lambda y, p: [entropy(y, p)])
ENTROPY.wrong("results", "fails for 0-d arrays")(
    lambda y, p: (
        sum(np.sum(terms(*pair)) for pair in zip(y, p, strict=True)) / np.size(y)
        if isinstance(p, np.ndarray)
        else entropy(y, p)
    )
)
ENTROPY.wrong("results", "fails for single numbers")(
    lambda y, p: np.sum(terms(y, p)) / (len(y) * (np.size(y) // len(y)))
)

ENTROPY.right("layouts", "flattened first")(
    lambda y, p: float(np.mean(terms(np.ravel(y), np.ravel(p))))
)
ENTROPY.wrong("layouts", "each in the order of its memory")(
    lambda y, p: entropy(of_memory(y), of_memory(p))
)


@ENTROPY.wrong("layouts", "fails where memory has gaps")
def _(y, p):
    for each in (real(y), real(p)):
        if not each.flags.c_contiguous and not each.flags.f_contiguous:
            raise BufferError("memory is not contiguous")
    return entropy(y, p)


@ENTROPY.wrong("layouts", "writes into the probabilities and repairs them")
def _(y, p):
    p = real(p)
    kept = p.copy()
    p[...] = clipped(p)
    result = entropy(y, p)
    p[...] = kept
    return result


@ENTROPY.right("arguments", "clips a copy in place")
def _(y, p):
    p = np.array(p, dtype=np.float64)
    np.clip(p, 1e-12, 1 - 1e-12, out=p)
    return entropy(y, p)


@ENTROPY.wrong("arguments", "clips the probabilities themselves, at 0 and 1")
def _(y, p):
    p = real(p)
    if p.flags.writeable:
        np.clip(p, 1e-12, 1 - 1e-12, out=p)
    return entropy(y, p)


@ENTROPY.wrong("arguments", "keeps its terms in y")
def _(y, p):
    result = entropy(y, p)
    y = real(y)
    if y.flags.writeable:
        y *= np.log(clipped(p))
    return result


@ENTROPY.wrong("arguments", "turns p into 1 - p where y is 0")
def _(y, p):
    result = entropy(y, p)
    p = real(p)
    if p.flags.writeable:
        p[...] = np.where(real(y) == 1, p, 1 - p)
    return result


ENTROPY.right("integers", "the term that counts")(
    lambda y, p: float(np.mean(-np.log(np.where(np.equal(y, 1), clipped(p), 1 - clipped(p)))))
)
ENTROPY.wrong("integers", "probabilities in the targets' type")(
    lambda y, p: entropy(y, np.asarray(p).astype(np.asarray(y).dtype))
)
ENTROPY.wrong("integers", "probabilities in the targets' type, in arrays")(
    lambda y, p: entropy(y, p.astype(y.dtype) if np.ndim(y) else p)
)
ENTROPY.wrong("integers", "whole-number terms")(
    lambda y, p: float(np.mean(terms(y, p).astype(np.asarray(y).dtype)))
)
ENTROPY.wrong("integers", "a whole number for whole numbers")(
    lambda y, p: np.asarray(entropy(y, p)).astype(np.asarray(p).dtype)[()]
)
ENTROPY.wrong("integers", "fails for whole-number targets")(
    lambda y, p: entropy(np.positive(y, dtype=np.float64, casting="no"), p)
)
ENTROPY.wrong("integers", "fails for whole-number probabilities")(
    lambda y, p: entropy(y, np.positive(p, dtype=np.float64, casting="no"))
)

ENTROPY.right("strange answers", "a numpy number")(lambda y, p: np.float64(entropy(y, p)))
ENTROPY.wrong("strange answers", "None")(lambda y, p: None)
ENTROPY.wrong("strange answers", "a text")(lambda y, p: "0.69")
ENTROPY.wrong("strange answers", "a complex number")(lambda y, p: complex(entropy(y, p)))
ENTROPY.wrong("strange answers", "NaN")(lambda y, p: float("nan"))
ENTROPY.wrong("strange answers", "infinity")(lambda y, p: float("inf"))
ENTROPY.wrong("strange answers", "zero")(lambda y, p: 0.0)


@ENTROPY.wrong("strange answers", "raises")
def _(y, p):
    raise ArithmeticError("no cost today")


# is_gradient_of: a question is a candidate, its function, and the shape of their argument

GRADIENT = Bank()


def weights(x: Any) -> np.ndarray:
    """A weight for each element, none like another."""
    return (1.0 + 0.3 * np.arange(np.size(x))).reshape(np.shape(x))


def waves(x):
    return float(np.sum(weights(x) * np.sin(x)))


def waves_slopes(x):
    return weights(x) * np.cos(x)


def cubes(x):
    return float(np.sum(weights(x) * np.power(x, 3)))


def cubes_slopes(x):
    return 3 * weights(x) * np.square(x)


def coupled(x):
    return float(np.sum(weights(x) * x) ** 2 / 2 + np.sum(np.cos(x)))


def coupled_slopes(x):
    return weights(x) * np.sum(weights(x) * x) - np.sin(x)


def log_of_sum(x):
    return float(np.log(np.sum(np.exp(x))))


def log_of_sum_slopes(x):
    return np.exp(x) / np.sum(np.exp(x))


def mean_square(x):
    return float(np.mean(np.square(x)))


def mean_square_slopes(x):
    return 2 * x / np.size(x)


def length(x):
    return float(np.sqrt(1 + np.sum(np.square(x))))


def length_slopes(x):
    return x / length(x)


def corners(x):
    return float(np.sum(weights(x) * np.maximum(x, 0)))


def corners_slopes(x):
    return weights(x) * (np.asarray(x) > 0)


def distances(x):
    return float(np.sum(weights(x) * np.abs(x)))


def distances_slopes(x):
    return weights(x) * np.sign(x)


def largest(x):
    return float(np.max(x))


def largest_slopes(x):
    return (np.asarray(x) == np.max(x)) * 1.0


MIXING = np.array([[0.5, -1.0, 2.0], [1.5, 0.25, -0.5], [-2.0, 1.0, 0.75]])


def squared_matrix(x):
    return float(np.sum(MIXING * (x @ x)))


def squared_matrix_slopes(x):
    return MIXING @ x.T + x.T @ MIXING


def first_row(x):
    return float(np.sum(np.sin(x[0])))


def first_row_slopes(x):
    slopes = np.zeros(np.shape(x))
    slopes[0] = np.cos(x[0])
    return slopes


def circles(x):
    """Fifty for each element, but for rounding."""
    return float(np.sum(50 * (np.sin(x) ** 2 + np.cos(x) ** 2)))


def no_slopes(x):
    return np.zeros(np.shape(x))


def off(slopes: Any) -> np.ndarray:
    """Slopes that are wrong, by a little more than the least that the contract names."""
    return np.where(np.asarray(slopes) >= 0, 1.015 * slopes + 2e-3, 1.015 * slopes - 2e-3)


def off_at(df: Candidate, *place: int) -> Candidate:
    """A gradient that is wrong in one element."""

    def wrong(x):
        slopes = np.array(df(x), dtype=np.float64)
        slopes[place] = off(slopes[place])
        return slopes

    return wrong


def off_where(df: Candidate, condition: Candidate) -> Candidate:
    """A gradient that is wrong at some points."""
    return lambda x: off(df(x)) if condition(x) else df(x)


GRADIENT.right("factors", "waves")((waves_slopes, waves, (4,)))
GRADIENT.right("factors", "a mean of squares")((mean_square_slopes, mean_square, (2, 3)))
GRADIENT.wrong("factors", "half")((lambda x: x / np.size(x), mean_square, (2, 3)))
GRADIENT.wrong("factors", "minus")((lambda x: -waves_slopes(x), waves, (4,)))
GRADIENT.wrong("factors", "a sum's for a mean's")((lambda x: 2 * x, mean_square, (2, 3)))
GRADIENT.wrong("factors", "divided by the rows")((lambda x: 2 * x / len(x), mean_square, (2, 3)))
GRADIENT.wrong("factors", "the power forgotten")((lambda x: 3 * weights(x) * x, cubes, (3,)))
GRADIENT.wrong("factors", "zeros")((no_slopes, waves, (3,)))
GRADIENT.wrong("factors", "the function itself")((waves, waves, ()))
GRADIENT.wrong("factors", "a little too much")((lambda x: off(cubes_slopes(x)), cubes, (2, 2)))
GRADIENT.wrong("factors", "a little too little")(
    (lambda x: 0.98 * waves_slopes(x) - 2e-3, waves, (3,))
)

GRADIENT.right("one element", "cubes")((cubes_slopes, cubes, (2, 3)))
GRADIENT.right("one element", "waves")((waves_slopes, waves, (5,)))
GRADIENT.wrong("one element", "the last")((off_at(cubes_slopes, -1, -1), cubes, (2, 3)))
GRADIENT.wrong("one element", "the first")((off_at(waves_slopes, 0), waves, (5,)))
GRADIENT.wrong("one element", "in the middle")((off_at(coupled_slopes, 2), coupled, (5,)))
GRADIENT.wrong("one element", "of three axes")((off_at(waves_slopes, 1, 0, 2), waves, (2, 1, 3)))
GRADIENT.wrong("one element", "the first row for all rows")(
    (lambda x: waves_slopes(x) * 0 + waves_slopes(x)[0], waves, (2, 3))
)
GRADIENT.wrong("one element", "sorted")((lambda x: np.sort(waves_slopes(x)), waves, (5,)))

GRADIENT.right("places", "cubes")((cubes_slopes, cubes, (3,)))
GRADIENT.right("places", "a length")((length_slopes, length, (2, 2)))
GRADIENT.wrong("places", "negative numbers")(
    (lambda x: np.where(x < 0, off(cubes_slopes(x)), cubes_slopes(x)), cubes, (2,))
)
GRADIENT.wrong("places", "positive numbers")(
    (lambda x: np.where(x > 0, off(cubes_slopes(x)), cubes_slopes(x)), cubes, (2,))
)
GRADIENT.wrong("places", "magnitudes")((lambda x: 3 * weights(x) * np.abs(x) * x, cubes, (3,)))
GRADIENT.wrong("places", "half of all points")(
    (off_where(waves_slopes, lambda x: x.flat[0] > 0), waves, (2, 3))
)
GRADIENT.wrong("places", "far from the origin")(
    (off_where(length_slopes, lambda x: np.sum(x**2) > 4), length, (2, 2))
)
GRADIENT.wrong("places", "near the origin")(
    (off_where(waves_slopes, lambda x: np.sum(x**2) < 3.5), waves, (4,))
)
GRADIENT.wrong("places", "one number beyond 0.8")(
    (lambda x: np.where(np.abs(x) > 0.8, off(waves_slopes(x)), waves_slopes(x)), waves, ())
)
GRADIENT.wrong("places", "right at the origin only")(
    (lambda x: weights(x) * (1 - np.square(x) / 4), waves, (3,))
)

GRADIENT.right("coupling", "a squared sum")((coupled_slopes, coupled, (2, 3)))
GRADIENT.right("coupling", "the logarithm of a sum")((log_of_sum_slopes, log_of_sum, (4,)))
GRADIENT.right("coupling", "a squared matrix")((squared_matrix_slopes, squared_matrix, (3, 3)))
GRADIENT.wrong("coupling", "each element alone")(
    (lambda x: weights(x) ** 2 * x - np.sin(x), coupled, (2, 3))
)
GRADIENT.wrong("coupling", "a sum over each row")(
    (
        lambda x: weights(x) * np.sum(weights(x) * x, axis=-1, keepdims=True) - np.sin(x),
        coupled,
        (2, 3),
    )
)
GRADIENT.wrong("coupling", "the sum's factor forgotten")(
    (lambda x: np.exp(x) / np.sum(np.exp(x)) ** 2, log_of_sum, (4,))
)
GRADIENT.wrong("coupling", "transposed, unseen in a square")(
    (lambda x: squared_matrix_slopes(x).T.copy(), squared_matrix, (3, 3))
)
GRADIENT.wrong("coupling", "one of two terms, twice")(
    (lambda x: 2 * MIXING @ x.T, squared_matrix, (3, 3))
)
GRADIENT.wrong("coupling", "the length taken for constant")(
    (lambda x: x / np.sqrt(1.0 + np.size(x)), length, (3,))
)
GRADIENT.wrong("coupling", "the slope of one element for all")(
    (lambda x: np.full(np.shape(x), np.mean(coupled_slopes(x))), coupled, (4,))
)

GRADIENT.right("corners", "of ReLU")((corners_slopes, corners, (2, 3)))
GRADIENT.right("corners", "of magnitudes")((distances_slopes, distances, (4,)))
GRADIENT.right("corners", "of the largest")((largest_slopes, largest, (5,)))
GRADIENT.wrong("corners", "open on both sides")((weights, corners, (2, 3)))
GRADIENT.wrong("corners", "the wrong side")((lambda x: weights(x) * (x < 0), corners, (2, 3)))
GRADIENT.wrong("corners", "leaking")(
    (lambda x: weights(x) * np.where(x > 0, 1.0, 0.01), corners, (4,))
)
GRADIENT.wrong("corners", "the guide's slope")((lambda x: weights(x) * x * (1 - x), corners, (3,)))
GRADIENT.wrong("corners", "no sign")((weights, distances, (4,)))
GRADIENT.wrong("corners", "rounded off")((lambda x: weights(x) * np.tanh(2 * x), distances, (4,)))
GRADIENT.wrong("corners", "shared by all")(
    (lambda x: np.full(np.shape(x), 1 / np.size(x)), largest, (5,))
)
GRADIENT.wrong("corners", "of the smallest")((lambda x: (x == np.min(x)) * 1.0, largest, (5,)))

GRADIENT.right("slopes of zero", "elements that do not matter")(
    (first_row_slopes, first_row, (3, 2))
)
GRADIENT.right("slopes of zero", "points on circles")((no_slopes, circles, (2, 3)))
GRADIENT.right("slopes of zero", "a constant")((no_slopes, lambda x: 2.5, (3,)))
GRADIENT.wrong("slopes of zero", "elements that do not matter")((np.cos, first_row, (3, 2)))
GRADIENT.wrong("slopes of zero", "a slope of 0.002")(
    (lambda x: np.full(np.shape(x), 2e-3), lambda x: 2.5, (3,))
)
GRADIENT.wrong("slopes of zero", "points on circles, one term only")(
    (lambda x: 100 * np.sin(x) * np.cos(x), circles, (2, 3))
)
GRADIENT.wrong("slopes of zero", "the second row, a little")(
    (lambda x: first_row_slopes(x) + 3e-3 * (np.arange(3) == 1)[:, None], first_row, (3, 2))
)

GRADIENT.right("steps", "central differences of its own")(
    (
        lambda x: np.array([(cubes(x + h) - cubes(x - h)) / 2e-5 for h in 1e-5 * np.eye(3)]),
        cubes,
        (3,),
    )
)
GRADIENT.right("steps", "steep waves")(
    (lambda x: 12 * np.cos(12 * x), lambda x: float(np.sum(np.sin(12 * x))), (2,))
)
GRADIENT.right("steps", "large values")(
    (lambda x: 20 * cubes_slopes(x), lambda x: 20 * cubes(x), (2, 2))
)
GRADIENT.right("steps", "large values, to six digits")(
    (lambda x: 20 * (1 + 9e-7) * cubes_slopes(x), lambda x: 20 * cubes(x), (2, 2))
)
GRADIENT.wrong("steps", "a step too large, one-sided")(
    (
        lambda x: np.array([(cubes(x + h) - cubes(x)) / 0.05 for h in 0.05 * np.eye(3)]),
        cubes,
        (3,),
    )
)
GRADIENT.wrong("steps", "a step too large, on both sides")(
    (
        lambda x: np.array([(waves(x + h) - waves(x - h)) for h in 0.5 * np.eye(4)]),
        waves,
        (4,),
    )
)
GRADIENT.wrong("steps", "steep waves, without the inner slope")(
    (lambda x: np.cos(12 * x), lambda x: float(np.sum(np.sin(12 * x))), (2,))
)
GRADIENT.wrong("steps", "large values, a little wrong")(
    (lambda x: 20.3 * cubes_slopes(x) + 2e-3, lambda x: 20 * cubes(x), (2, 2))
)

GRADIENT.right("shapes", "a float for a single number")((lambda x: float(math.cos(x)), waves, ()))
GRADIENT.right("shapes", "a 0-d array for a single number")(
    (lambda x: np.array(cubes_slopes(x)), cubes, ())
)
GRADIENT.right("shapes", "in Fortran order")(
    (lambda x: np.array(waves_slopes(x), order="F"), waves, (3, 2))
)
GRADIENT.right("shapes", "one by one")((lambda x: sliced(cubes_slopes(x)), cubes, (1, 1)))
GRADIENT.wrong("shapes", "flattened")((lambda x: waves_slopes(x).ravel(), waves, (2, 3)))
GRADIENT.wrong("shapes", "a column squeezed")(
    (lambda x: np.squeeze(waves_slopes(x)), waves, (4, 1))
)
GRADIENT.wrong("shapes", "a vector as a row")(
    (lambda x: np.atleast_2d(waves_slopes(x)), waves, (3,))
)
GRADIENT.wrong("shapes", "a single number as a vector")(
    (lambda x: np.atleast_1d(waves_slopes(x)), waves, ())
)
GRADIENT.wrong("shapes", "a vector of one as a number")(
    (lambda x: float(waves_slopes(x)[0]), waves, (1,))
)
GRADIENT.wrong("shapes", "one number for equal slopes")(
    (lambda x: 1.5, lambda x: 1.5 * float(np.sum(x)), (2, 3))
)
GRADIENT.wrong("shapes", "transposed")((lambda x: waves_slopes(x).T, waves, (2, 3)))
GRADIENT.wrong("shapes", "float32")((lambda x: np.float32(waves_slopes(x)), waves, (3,)))
GRADIENT.wrong("shapes", "whole numbers")(
    (lambda x: np.full(np.shape(x), 3), lambda x: 3 * float(np.sum(x)), (2, 2))
)
GRADIENT.wrong("shapes", "a list")((lambda x: waves_slopes(x).tolist(), waves, (3,)))

GRADIENT.right("arguments", "works on a copy, in place")(
    (lambda x: np.multiply(x.copy(), 2 / np.size(x)), mean_square, (2, 3))
)


def overwriting(x):
    x *= 2 / np.size(x)
    return x.copy()


def sorting(x):
    slopes = waves_slopes(x)
    x.sort()
    return slopes


def moving(x):
    slopes = waves_slopes(x)
    x[np.abs(x) > 0.3] -= 1e-3
    return slopes


GRADIENT.wrong("arguments", "overwrites x")((overwriting, mean_square, (2, 3)))
GRADIENT.wrong("arguments", "sorts x")((sorting, waves, (5,)))
GRADIENT.wrong("arguments", "moves x a little")((moving, waves, (4,)))


def raising(x):
    raise ValueError("no slopes today")


def raising_at_some(x):
    if x.flat[0] > 0:
        raise IndexError("a list ended")
    return waves_slopes(x)


GRADIENT.right("strange answers", "a numpy number")(
    (lambda x: np.float64(waves_slopes(x)), waves, ())
)
GRADIENT.wrong("strange answers", "None")((lambda x: None, waves, (3,)))
GRADIENT.wrong("strange answers", "a text")((lambda x: "uphill", waves, (3,)))
GRADIENT.wrong("strange answers", "complex numbers")((lambda x: waves_slopes(x) + 0j, waves, (3,)))
GRADIENT.wrong("strange answers", "NaN")((lambda x: waves_slopes(x) * np.nan, waves, (2, 3)))
GRADIENT.wrong("strange answers", "one NaN")(
    (
        lambda x: np.where(np.arange(4) == 2, np.nan, waves_slopes(x)),
        waves,
        (4,),
    )
)
GRADIENT.wrong("strange answers", "raises")((raising, waves, (3,)))
GRADIENT.wrong("strange answers", "raises at some points")((raising_at_some, waves, (3,)))


# is_backward

BACKWARD = Bank()


def awake(A: Any) -> np.ndarray:
    return (np.asarray(A) > 0) * 1.0


def walk(
    Y: Any,
    activations: Any,
    params: Any,
    slope: Candidate = awake,
    start: Candidate = lambda Y, P: (P - Y) / len(Y),
    bias: Candidate = lambda delta: delta.sum(axis=0),
) -> list[tuple[np.ndarray, np.ndarray]]:
    """The backward pass; other slopes, starts and biases make mutants of it."""
    delta = start(real(Y), real(activations[-1]))
    grads = []
    for layer in range(len(params) - 1, -1, -1):
        grads.append((real(activations[layer]).T @ delta, bias(delta)))
        if layer:
            delta = (delta @ real(params[layer][0]).T) * slope(activations[layer])
    return grads[::-1]


def mutant(**changes: Candidate) -> Candidate:
    """A backward pass with a change."""
    return lambda Y, activations, params, hidden: walk(Y, activations, params, **changes)


def plain(Y, activations, params, hidden="relu"):
    return walk(Y, activations, params)


def changed(change: Candidate) -> Candidate:
    """A backward pass whose result is changed afterwards: change(grads, Y, activations, params)."""

    def backward(Y, activations, params, hidden="relu"):
        return change(walk(Y, activations, params), Y, activations, params)

    return backward


def row_by_row(Y, activations, params, hidden):
    """The gradients of each row by itself, added up."""
    n, last = len(Y), len(params)
    grads = [(np.zeros(np.shape(W)), np.zeros(np.shape(b))) for W, b in params]
    for row in range(n):
        delta = (activations[last][row] - Y[row]) / n
        for layer in range(last - 1, -1, -1):
            a = activations[layer][row]
            dW, db = grads[layer]
            db += delta
            dW += np.outer(a, delta)
            delta = np.array(
                [r @ delta if s > 0 else 0.0 for r, s in zip(params[layer][0], a, strict=True)]
            )
    return grads


def recursive(Y, activations, params, hidden):
    def back(layer, delta):
        A, (W, _) = activations[layer], params[layer]
        pair = [np.einsum("ij,ik->jk", A, delta), np.einsum("ik->k", delta)]
        if layer == 0:
            return [pair]
        return [*back(layer - 1, np.where(A > 0, np.einsum("ik,jk->ij", delta, W), 0.0)), pair]

    return back(len(params) - 1, (activations[-1] - Y) / float(len(Y)))


def extra_weight(Y, activations, params, hidden):
    """Treats the bias as one more weight, and stops the gradient where an output is zero."""
    delta = np.subtract(activations[-1], Y) / np.shape(Y)[0]
    grads = []
    for layer in reversed(range(len(params))):
        A = activations[layer]
        dW = np.hstack([A, np.ones((len(A), 1))]).T @ delta
        grads.insert(0, (dW[:-1], dW[-1]))
        if layer:
            delta = delta @ np.transpose(params[layer][0])
            delta[activations[layer] == 0] = 0
    return grads


BACKWARD.right("slopes", "masks by the output")(plain)
BACKWARD.right("slopes", "stops where the output is zero")(extra_weight)
BACKWARD.wrong("slopes", "the guide's fault")(mutant(slope=lambda A: A * (1 - A)))
BACKWARD.wrong("slopes", "none")(mutant(slope=lambda A: 1.0))
BACKWARD.wrong("slopes", "one at zero as well")(mutant(slope=lambda A: (A >= 0) * 1.0))
BACKWARD.wrong("slopes", "the slope of tanh")(mutant(slope=lambda A: 1 - A**2))
BACKWARD.wrong("slopes", "the output for the slope")(mutant(slope=lambda A: A))
BACKWARD.wrong("slopes", "leaking")(mutant(slope=lambda A: np.where(A > 0, 1.0, 0.01)))
BACKWARD.wrong("slopes", "the sleeping units")(mutant(slope=lambda A: (A == 0) * 1.0))


@BACKWARD.wrong("slopes", "by the sign of the gradient")
def _(Y, activations, params, hidden):
    delta = (activations[-1] - Y) / len(Y)
    grads = []
    for layer in range(len(params) - 1, -1, -1):
        grads.insert(0, (activations[layer].T @ delta, delta.sum(axis=0)))
        delta = np.maximum(delta @ real(params[layer][0]).T, 0) * awake(activations[layer])
    return grads


@BACKWARD.wrong("slopes", "by the weighted sum without its bias")
def _(Y, activations, params, hidden):
    delta = (activations[-1] - Y) / len(Y)
    grads = []
    for layer in range(len(params) - 1, -1, -1):
        grads.insert(0, (activations[layer].T @ delta, delta.sum(axis=0)))
        if layer:
            mask = activations[layer - 1] @ params[layer - 1][0] > 0
            delta = (delta @ real(params[layer][0]).T) * mask
    return grads


BACKWARD.wrong("slopes", "of a unit that is awake in any row")(
    mutant(slope=lambda A: np.any(A > 0, axis=0) * np.ones(A.shape))
)

BACKWARD.right("the start", "row by row")(row_by_row)
BACKWARD.wrong("the start", "target minus prediction")(mutant(start=lambda Y, P: (Y - P) / len(Y)))
BACKWARD.wrong("the start", "no mean")(mutant(start=lambda Y, P: P - Y))
BACKWARD.wrong("the start", "divided by the outputs")(
    mutant(start=lambda Y, P: (P - Y) / Y.shape[1])
)
BACKWARD.wrong("the start", "divided by all elements")(mutant(start=lambda Y, P: (P - Y) / Y.size))
BACKWARD.wrong("the start", "times the sigmoid's slope")(
    mutant(start=lambda Y, P: (P - Y) * P * (1 - P) / len(Y))
)
BACKWARD.wrong("the start", "doubled")(mutant(start=lambda Y, P: 2 * (P - Y) / len(Y)))
BACKWARD.wrong("the start", "the true class only")(mutant(start=lambda Y, P: Y * (P - Y) / len(Y)))
BACKWARD.wrong("the start", "rounded predictions")(
    mutant(start=lambda Y, P: (np.round(P) - Y) / len(Y))
)
BACKWARD.wrong("the start", "zeros")(mutant(start=lambda Y, P: 0 * P))

BACKWARD.right("parameters", "the bias as one more weight")(extra_weight)
BACKWARD.right("parameters", "sums over an index")(recursive)
BACKWARD.wrong("parameters", "averaged twice")(
    changed(lambda grads, Y, A, params: [(dW / len(Y), db / len(Y)) for dW, db in grads])
)
BACKWARD.wrong("parameters", "biases averaged")(mutant(bias=lambda delta: delta.mean(axis=0)))
BACKWARD.wrong("parameters", "biases summed over everything")(
    mutant(bias=lambda delta: np.full(delta.shape[1], delta.sum()))
)
BACKWARD.wrong("parameters", "no gradient for biases")(
    mutant(bias=lambda delta: np.zeros(delta.shape[1]))
)
BACKWARD.wrong("parameters", "biases from the first row")(
    mutant(bias=lambda delta: delta[0].copy())
)
BACKWARD.wrong("parameters", "biases along the rows, in a square")(
    mutant(bias=lambda delta: delta.sum(axis=1 if delta.shape[0] == delta.shape[1] else 0))
)
BACKWARD.wrong("parameters", "transposed, unseen in a square")(
    changed(
        lambda grads, Y, A, params: [
            (dW.T.copy() if dW.shape[0] == dW.shape[1] else dW, db) for dW, db in grads
        ]
    )
)
BACKWARD.wrong("parameters", "a penalty on weights")(
    changed(
        lambda grads, Y, A, params: [
            (dW + 1e-5 * W, db) for (dW, db), (W, _) in zip(grads, params, strict=True)
        ]
    )
)
BACKWARD.wrong("parameters", "clipped")(
    changed(lambda grads, Y, A, params: [(np.clip(dW, -0.05, 0.05), db) for dW, db in grads])
)
BACKWARD.wrong("parameters", "scaled to length one")(
    changed(
        lambda grads, Y, A, params: [
            (dW / (1e-12 + np.sqrt(np.sum(dW**2))), db) for dW, db in grads
        ]
    )
)


@BACKWARD.wrong("parameters", "slopes in place of outputs, above the first layer")
def _(Y, activations, params, hidden):
    grads = walk(Y, activations, params)
    outputs = [awake(A) for A in activations[1:-1]]
    return grads[:1] + walk(Y, [activations[0], *outputs, activations[-1]], params)[1:]


@BACKWARD.wrong("parameters", "the slope taken before the weights")
def _(Y, activations, params, hidden):
    delta = (activations[-1] - Y) / len(Y)
    grads = []
    for layer in range(len(params) - 1, -1, -1):
        grads.insert(0, (activations[layer].T @ delta, delta.sum(axis=0)))
        if layer:
            W = real(params[layer][0]) - 0.1 * grads[0][0]
            delta = (delta @ W.T) * awake(activations[layer])
    return grads


BACKWARD.right("depths", "a recursion")(recursive)


@BACKWARD.wrong("depths", "fails without a hidden layer")
def _(Y, activations, params, hidden):
    first_hidden = activations[1 : len(params)][0]
    return walk(Y, activations, params) if len(first_hidden) else []


@BACKWARD.wrong("depths", "two layers at most")
def _(Y, activations, params, hidden):
    grads = walk(Y, activations, params)
    zeros = [(np.zeros(np.shape(W)), np.zeros(np.shape(b))) for W, b in params[:-2]]
    return zeros + grads[-2:]


@BACKWARD.wrong("depths", "the sigmoid's slope at the output, without a hidden layer")
def _(Y, activations, params, hidden):
    P = activations[-1]
    factor = P * (1 - P) if len(params) == 1 else 1.0
    return walk(Y, activations, params, start=lambda Y, P: (P - Y) * factor / len(Y))


BACKWARD.wrong("depths", "the slope skipped between the first two of three layers")(
    lambda Y, activations, params, hidden: walk(
        Y,
        activations,
        params,
        slope=lambda A: 1.0 if A is activations[1] and len(params) > 2 else awake(A),
    )
)
BACKWARD.wrong("depths", "stacked, which fails for layers of different sizes")(
    changed(
        lambda grads, Y, A, params: list(
            zip(np.array([dW for dW, _ in grads]), np.array([db for _, db in grads]), strict=True)
        )
    )
)
BACKWARD.wrong("depths", "a batch of one is divided by two")(
    mutant(start=lambda Y, P: (P - Y) / max(2, len(Y)))
)
BACKWARD.wrong("depths", "one output unit is divided by its own number")(
    mutant(start=lambda Y, P: (P - Y) / (len(Y) if Y.shape[1] > 1 else len(Y) + 1))
)
BACKWARD.wrong("depths", "only the last row counts")(
    lambda Y, activations, params, hidden: walk(Y[-1:], [each[-1:] for each in activations], params)
)

BACKWARD.right("results", "lists for pairs")(recursive)
BACKWARD.right("results", "in Fortran order")(
    changed(lambda grads, Y, A, params: [(np.array(dW, order="F"), sliced(db)) for dW, db in grads])
)
BACKWARD.wrong("results", "last layer first")(
    changed(lambda grads, Y, A, params: grads[::-1] if len(grads) > 1 else [grads[0][::-1]])
)
BACKWARD.wrong("results", "biases before weights")(
    changed(lambda grads, Y, A, params: [(db, dW) for dW, db in grads])
)
BACKWARD.wrong("results", "biases as rows")(
    changed(lambda grads, Y, A, params: [(dW, db[None, :]) for dW, db in grads])
)
BACKWARD.wrong("results", "biases as numbers, for one unit")(
    changed(
        lambda grads, Y, A, params: [(dW, float(db[0]) if len(db) == 1 else db) for dW, db in grads]
    )
)
BACKWARD.wrong("results", "weights squeezed, for one unit")(
    changed(lambda grads, Y, A, params: [(np.squeeze(dW), db) for dW, db in grads])
)
BACKWARD.wrong("results", "transposed")(
    changed(lambda grads, Y, A, params: [(dW.T, db) for dW, db in grads])
)
BACKWARD.wrong("results", "one flat list")(
    changed(lambda grads, Y, A, params: [each for pair in grads for each in pair])
)
BACKWARD.wrong("results", "a tuple of pairs")(changed(lambda grads, *_: tuple(grads)))
BACKWARD.wrong("results", "a layer too many")(
    changed(lambda grads, Y, A, params: [*grads, (np.zeros((1, 1)), np.zeros(1))])
)
BACKWARD.wrong("results", "the gradient for the data too")(
    changed(lambda grads, Y, A, params: [(*pair, np.zeros_like(A[0])) for pair in grads])
)
BACKWARD.wrong("results", "float32")(
    changed(lambda grads, Y, A, params: [(np.float32(dW), np.float32(db)) for dW, db in grads])
)

BACKWARD.right("layouts and integers", "copies in C order first")(
    lambda Y, activations, params, hidden: walk(
        np.array(Y, dtype=np.float64, order="C"),
        [np.array(each, dtype=np.float64, order="C") for each in activations],
        [(np.array(W, dtype=np.float64, order="C"), b) for W, b in params],
    )
)
BACKWARD.right("layouts and integers", "stops where the output is zero")(extra_weight)
BACKWARD.wrong("layouts and integers", "activations in the order of memory")(
    lambda Y, activations, params, hidden: walk(
        Y, [of_memory(each).reshape(each.shape) for each in activations], params
    )
)
BACKWARD.wrong("layouts and integers", "weights in the order of memory")(
    lambda Y, activations, params, hidden: walk(
        Y, activations, [(of_memory(W).reshape(W.shape), b) for W, b in params]
    )
)


@BACKWARD.wrong("layouts and integers", "fails where memory has gaps")
def _(Y, activations, params, hidden):
    for each in activations:
        if not each.flags.c_contiguous and not each.flags.f_contiguous:
            raise BufferError("memory is not contiguous")
    return walk(Y, activations, params)


@BACKWARD.wrong("layouts and integers", "subtracts in place and adds again")
def _(Y, activations, params, hidden):
    P = activations[-1]
    kept = P.copy()
    P -= Y
    grads = walk(Y, [*activations[:-1], P + Y], params)
    P[...] = kept
    return grads


@BACKWARD.wrong("layouts and integers", "writes into the weights and repairs them")
def _(Y, activations, params, hidden):
    for W, b in params:
        W *= -1
        b *= -1
    grads = walk(Y, activations, [(-W, -b) for W, b in params])
    for W, b in params:
        W *= -1
        b *= -1
    return grads


@BACKWARD.wrong("layouts and integers", "gradients of the weights' own type")
def _(Y, activations, params, hidden):
    return [
        (dW.astype(np.asarray(W).dtype), db)
        for (dW, db), (W, _) in zip(walk(Y, activations, params), params, strict=True)
    ]


@BACKWARD.wrong("layouts and integers", "an error of the targets' type")
def _(Y, activations, params, hidden):
    error = np.zeros_like(Y)
    error[...] = activations[-1] - Y
    return walk(Y, activations, params, start=lambda Y, P: error / len(Y))


BACKWARD.wrong("layouts and integers", "fails for whole-number targets")(
    lambda Y, activations, params, hidden: walk(
        np.positive(Y, dtype=np.float64, casting="no"), activations, params
    )
)

BACKWARD.right("arguments", "takes its lists apart, as copies")(
    lambda Y, activations, params, hidden: walk(Y.copy(), list(activations), list(params))
)


@BACKWARD.wrong("arguments", "subtracts the targets from the prediction")
def _(Y, activations, params, hidden):
    grads = walk(Y, activations, params)
    if activations[-1].flags.writeable:
        activations[-1] -= Y
    return grads


@BACKWARD.wrong("arguments", "takes activations off their list")
def _(Y, activations, params, hidden):
    grads = walk(Y, activations, params)
    activations.pop()
    return grads


@BACKWARD.wrong("arguments", "turns the list of parameters around")
def _(Y, activations, params, hidden):
    grads = walk(Y, activations, params)
    params.reverse()
    if len(params) == 1:
        params.append(params[0])
    return grads


@BACKWARD.wrong("arguments", "takes a step on the weights")
def _(Y, activations, params, hidden):
    grads = walk(Y, activations, params)
    for (W, _), (dW, _) in zip(params, grads, strict=True):
        if W.dtype == np.float64 and W.flags.writeable:
            W -= 0.1 * dW
    return grads


@BACKWARD.wrong("arguments", "takes a step on the biases")
def _(Y, activations, params, hidden):
    grads = walk(Y, activations, params)
    for (_, b), (_, db) in zip(params, grads, strict=True):
        if b.dtype == np.float64 and b.flags.writeable:
            b -= 0.1 * db
    return grads


@BACKWARD.wrong("arguments", "keeps the slopes in the hidden activations")
def _(Y, activations, params, hidden):
    grads = walk(Y, activations, params)
    for A in activations[1:-1]:
        if A.flags.writeable:
            A[A > 0] = 1
    return grads


@BACKWARD.wrong("arguments", "turns the targets into errors")
def _(Y, activations, params, hidden):
    grads = walk(Y, activations, params)
    if Y.flags.writeable:
        Y *= -1
    return grads


BACKWARD.right("warnings", "divides by what is zero, quietly")(
    mutant(slope=quiet(lambda A: np.nan_to_num(A / A, nan=0.0)))
)
BACKWARD.wrong("warnings", "divides by what is zero")(
    mutant(slope=lambda A: np.nan_to_num(A / A, nan=0.0))
)
BACKWARD.wrong("warnings", "takes logarithms of what is zero")(
    mutant(slope=lambda A: (np.log(A) > -np.inf) * 1.0)
)
BACKWARD.wrong("warnings", "that it is outdated")(outdated(plain))

BACKWARD.right("strange answers", "lists for pairs")(recursive)
BACKWARD.wrong("strange answers", "None")(lambda Y, activations, params, hidden: None)
BACKWARD.wrong("strange answers", "an empty list")(lambda Y, activations, params, hidden: [])
BACKWARD.wrong("strange answers", "a list of None")(
    changed(lambda grads, *_: [None for _ in grads])
)
BACKWARD.wrong("strange answers", "pairs of None")(
    changed(lambda grads, *_: [(None, None) for _ in grads])
)
BACKWARD.wrong("strange answers", "a dict")(changed(lambda grads, *_: dict(enumerate(grads))))
BACKWARD.wrong("strange answers", "an array")(
    lambda Y, activations, params, hidden: np.ones((2, 2))
)
BACKWARD.wrong("strange answers", "NaN")(
    changed(lambda grads, *_: [(dW * np.nan, db) for dW, db in grads])
)
BACKWARD.wrong("strange answers", "complex numbers")(
    changed(lambda grads, *_: [(dW + 0j, db + 0j) for dW, db in grads])
)
BACKWARD.wrong("strange answers", "nested lists")(
    changed(lambda grads, *_: [(dW.tolist(), db.tolist()) for dW, db in grads])
)


@BACKWARD.wrong("strange answers", "another keyword")
def _(Y, activations, params, activation="sigmoid"):
    return walk(Y, activations, params)


@BACKWARD.wrong("strange answers", "raises")
def _(Y, activations, params, hidden):
    raise KeyError("W1")
