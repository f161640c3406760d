"""Inputs for tests: strategies that shrink to small round numbers, memory layouts, central differences."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

LAYOUTS = ("fortran", "sliced", "read-only")


def arrange(array: np.ndarray, layout: str) -> np.ndarray:
    """The same values in another memory layout: 'fortran', 'sliced' (not contiguous) or 'read-only'."""
    if layout == "fortran":
        return np.array(array, order="F")
    if layout == "sliced":
        wide = np.full((*array.shape[:-1], 2 * array.shape[-1]), 7, dtype=array.dtype)
        wide[..., ::2] = array
        return wide[..., ::2]
    fixed = array.copy()
    fixed.flags.writeable = False
    return fixed


def numerical_gradient(
    f: Callable[[np.ndarray], float], x: np.ndarray, step: float = 1e-5
) -> np.ndarray:
    """Central differences of a scalar function, for holding a gradient against the reference's cost.

    (f(x + step) - f(x - step)) / (2 step), an element at a time; about 1e-9 accurate for smooth f of
    moderate size, so compare with rtol=1e-5 and atol=1e-7.
    """
    x = np.array(x, dtype=np.float64)
    gradient = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        kept = x[index]
        x[index] = kept + step
        above = f(x.copy())
        x[index] = kept - step
        below = f(x.copy())
        x[index] = kept
        gradient[index] = (above - below) / (2 * step)
    return gradient


def floats(low: float = -4, high: float = 4) -> st.SearchStrategy[float]:
    """Eighths between low and high: exact in binary, and a counterexample shrinks to round numbers."""
    return st.integers(int(low * 8), int(high * 8)).map(lambda eighths: eighths / 8)


def arrays(
    shape: int | tuple[int, ...] | st.SearchStrategy[tuple[int, ...]],
    elements: st.SearchStrategy[Any] | None = None,
    dtype: Any = np.float64,
) -> st.SearchStrategy[np.ndarray]:
    """Arrays of a shape (or of shapes from a strategy), every element drawn by itself."""
    return hnp.arrays(
        dtype, shape, elements=floats() if elements is None else elements, fill=st.nothing()
    )


def sizes(count: int, low: int = 1, high: int = 5) -> st.SearchStrategy[tuple[int, ...]]:
    """Tuples of pairwise distinct sizes, so that no axis can be mistaken for another."""
    return st.lists(st.integers(low, high), min_size=count, max_size=count, unique=True).map(tuple)
