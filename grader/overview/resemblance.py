"""Which submissions resemble one another more than their class does: a reason to look, and no more.

Sources are read as text, never imported and never run. What is compared are runs of tokens, of which a few are
chosen by winnowing (Schleimer, Wilkerson and Aiken, 2003). A run that stands in the stub, or in the work of many,
says nothing of two. Comments, docstrings and layout are gone before, and all names that a student may choose are
one token, so that what was copied and renamed still looks the same.
"""

from __future__ import annotations

import builtins
import hashlib
import itertools
import keyword
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

# With these, right variants that were written apart share 18 % at most, and their disguised copies 59 % at least.
RUN = 10
WINDOW = 4
MANY = 5
MANY_SHARE = 0.2
LEAST = 8

STANDS_OUT = 0.4
ALWAYS = 0.8
FAR_OUT = 6.0
MOST = 100
LONGEST = 200_000
_COLUMNS = 2048
_TOKEN = re.compile(
    r"""
      (?P<space>(?:\s|\#[^\n]*|\\\n)+)
    | (?P<string>(?:\b[bBfFrRuU]{1,2})?
        (?: \"{3}(?:\\.|[^\\])*?(?:\"{3}|\Z) | '{3}(?:\\.|[^\\])*?(?:'{3}|\Z)
          | "(?:\\.|[^"\\\n])*+"? | '(?:\\.|[^'\\\n])*+'? ))
    | (?P<name>[^\W\d]\w*)
    | (?P<other>\d[\w.]*|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_KEPT = frozenset(keyword.kwlist) | frozenset(dir(builtins))

Numbers = np.ndarray[tuple[int, ...], np.dtype[np.uint64]]
Lines = np.ndarray[tuple[int, ...], np.dtype[np.int32]]
Counts = np.ndarray[tuple[int, ...], np.dtype[np.int64]]
Flags = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]


@dataclass(frozen=True)
class Print:
    """The chosen runs of one file: their digests, in order and each once, and the lines where they begin and end."""

    runs: Numbers
    first: Lines
    last: Lines


@dataclass(frozen=True)
class Pair:
    """Two submissions of a unit that stand out.

    Parameters
    ----------
    share : float
        How many of the runs of the one that has fewer the other has too, of those that few have.
    lines : tuple of int
        How many lines of each these runs cover.
    """

    unit: str
    students: tuple[str, str]
    share: float
    lines: tuple[int, int]


@dataclass(frozen=True)
class Comparison:
    """How much the submissions of a unit resemble one another, and the pairs that stand out.

    Parameters
    ----------
    compared : int
        How many have enough of their own to be compared.
    median, high : float
        The share of a pair in the middle, and of the pair that 99 of 100 stay below.
    limit : float
        The share from which a pair stands out.
    standing : int
        How many pairs do; `pairs` are those with most in common.
    """

    unit: str
    compared: int
    median: float
    high: float
    limit: float
    standing: int
    pairs: tuple[Pair, ...]


def tokens(source: str) -> Iterator[tuple[str, int]]:
    """The tokens of a source with their lines; what is no Python has some too.

    >>> [token for token, _ in tokens("def f(x):  # half\\n    return np.abs(x) / 2")]
    ['def', '_', '(', '_', ')', ':', 'return', '_', '.', 'abs', '(', '_', ')', '/', '2']
    """
    line, fresh, before = 1, True, ""
    for found in _TOKEN.finditer(source):
        kind, text = found.lastgroup, found[0]
        if kind == "space":
            if "\n" in text:
                line, fresh = line + text.count("\n"), True
            continue
        if kind == "name":
            yield text if before == "." or text in _KEPT else "_", line
        elif kind == "other":
            yield text, line
        else:
            if not fresh:  # one that opens a line is a docstring
                yield "''", line
            line += text.count("\n")
        fresh, before = False, text


def fingerprint(source: bytes, stub: Numbers | None = None) -> Print:
    """The runs chosen of a source, without those that its stub has.

    Parameters
    ----------
    source : bytes
        A module.
    stub : array, optional
        All runs of the stub in order, from `all_runs`.
    """
    runs, lines = _runs(source)
    if not len(runs):
        return Print(runs, lines, lines)
    size = min(WINDOW, len(runs))
    windows = np.lib.stride_tricks.sliding_window_view(runs, size)
    places = np.unique(np.arange(len(windows)) + windows.argmin(axis=1))
    chosen, index = np.unique(runs[places], return_index=True)
    places = places[index]
    if stub is not None:
        own = ~_among(stub, chosen)
        chosen, places = chosen[own], places[own]
    return Print(chosen, lines[places], lines[places + RUN - 1])


def all_runs(source: bytes) -> Numbers:
    """The digests of all runs of a source, in order."""
    return np.unique(_runs(source)[0])


def compared(unit: str, prints: Mapping[str, Print]) -> Comparison:
    """Compare all submissions of a unit, two by two.

    Parameters
    ----------
    unit : str
        Its name.
    prints : mapping of str to Print
        By student.
    """
    if not prints:
        return Comparison(unit, 0, 0.0, 0.0, 1.0, 0, ())
    few, shared_by = _few(list(prints.values()))
    own = {student: each.runs[_among(few, each.runs)] for student, each in prints.items()}
    students = [student for student, runs in own.items() if len(runs) >= LEAST]
    if len(students) < 2:
        return Comparison(unit, len(students), 0.0, 0.0, 1.0, 0, ())
    counts = np.array([len(own[each]) for each in students])
    shared = _shared([own[each] for each in students], few[shared_by > 1])
    one, other = np.triu_indices(len(students), k=1)
    common = shared[one, other]
    shares = common / np.minimum(counts[one], counts[other])
    lower, middle, high = np.quantile(shares, [0.25, 0.5, 0.99])
    # the lower half tells what is natural: what was copied lies in the upper one
    limit = min(ALWAYS, max(STANDS_OUT, middle + FAR_OUT * (middle - lower)))
    out = np.flatnonzero((shares >= limit) & (common >= LEAST))
    most = out[np.argsort(-common[out], kind="stable")][:MOST]
    pairs = tuple(
        _pair(unit, (students[one[each]], students[other[each]]), float(shares[each]), prints, own)
        for each in most
    )
    return Comparison(
        unit, len(students), float(middle), float(high), float(limit), len(out), pairs
    )


def _runs(source: bytes) -> tuple[Numbers, Lines]:
    """The digests of all runs of tokens, and each token's line."""
    found = list(tokens(source.decode("utf-8", "replace")[:LONGEST]))
    numbers = np.array([_number(token) for token, _ in found], dtype=np.uint64)
    lines = np.array([line for _, line in found], dtype=np.int32)
    if len(found) < RUN:
        return numbers[:0], lines[:0]
    runs = np.zeros(len(found) - RUN + 1, dtype=np.uint64)
    for place in range(RUN):
        runs = runs * np.uint64(0x9E3779B97F4A7C15) + numbers[place : place + len(runs)]
    return runs ^ (runs >> np.uint64(31)), lines


@lru_cache(100_000)
def _number(token: str) -> int:
    return int.from_bytes(hashlib.blake2b(token.encode(), digest_size=8).digest(), "little")


def _few(prints: Sequence[Print]) -> tuple[Numbers, Counts]:
    """The runs that not many have, in order, and how many have each: only these say something of two."""
    runs, holders = np.unique(np.concatenate([each.runs for each in prints]), return_counts=True)
    few = holders <= max(MANY, MANY_SHARE * len(prints))
    return runs[few], holders[few]


def _among(ordered: Numbers, runs: Numbers) -> Flags:
    """Which runs are among those in order; numpy's own isin would sort all of them each time."""
    if not len(ordered):
        return np.zeros(len(runs), dtype=bool)
    places = np.minimum(np.searchsorted(ordered, runs), len(ordered) - 1)
    found: Flags = ordered[places] == runs
    return found


def _shared(own: Sequence[Numbers], known: Numbers) -> np.ndarray[tuple[int, int], Any]:
    """How many of the known runs each two have in common, by products of 0 and 1, some columns at a time."""
    common = np.zeros((len(own), len(own)), dtype=np.float32)
    held = [np.searchsorted(known, runs[_among(known, runs)]) for runs in own]
    for start in range(0, len(known), _COLUMNS):
        has = np.zeros((len(own), _COLUMNS), dtype=np.float32)
        for row, places in enumerate(held):
            begin, end = np.searchsorted(places, (start, start + _COLUMNS))
            has[row, places[begin:end] - start] = 1.0
        common += has @ has.T
    return common


def _pair(
    unit: str,
    students: tuple[str, str],
    share: float,
    prints: Mapping[str, Print],
    own: Mapping[str, Numbers],
) -> Pair:
    one, other = students
    both = np.intersect1d(own[one], own[other])
    return Pair(unit, students, share, (_covered(prints[one], both), _covered(prints[other], both)))


def _covered(own: Print, runs: Numbers) -> int:
    """How many lines these runs cover."""
    chosen = _among(runs, own.runs)
    spans = zip(own.first[chosen], own.last[chosen], strict=True)
    return len(set(itertools.chain.from_iterable(range(a, b + 1) for a, b in spans)))
