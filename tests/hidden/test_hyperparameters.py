"""Checks that decide the mark of unit 11, hyperparameters."""

from __future__ import annotations

import math
from itertools import combinations, product
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from exercises import hyperparameters
from grader.testing import (
    LAYOUTS,
    arrange,
    call,
    check_close,
    check_pure,
    check_that,
    check_value_error,
    checks,
    copied,
    floats,
)

ONE_SEED = st.integers(0, 2**32 - 1)
NAN, INF = math.nan, math.inf


def _same(one: Any, other: Any) -> bool:
    """Whether two values are equal and of the same types throughout."""
    if type(one) is not type(other):
        return False
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(_same, one, other))
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(_same(one[key], other[key]) for key in one)
    return one is other or bool(one == other)


def _rng(seed: int) -> np.random.Generator:
    return np.random.default_rng(seed)


def _check_together(
    groups: list[list[tuple[int, ...]]], n: int, least: int, most: int, what: str
) -> None:
    """Hold how often two rows came together, for all pairs of n rows, against bounds."""
    counts = dict.fromkeys(combinations(range(n), 2), 0)
    for parts in groups:
        for part in parts:
            for pair in combinations(part, 2):
                counts[pair] += 1
    rarest, commonest = min(counts, key=counts.__getitem__), max(counts, key=counts.__getitem__)
    check_that(
        counts[rarest] >= least and counts[commonest] <= most,
        f"not every two rows are {what} equally often",
        actual=f"rows {rarest} {counts[rarest]} times, rows {commonest} {counts[commonest]} times",
        expected=f"about {np.mean(list(counts.values())):.0f} times in {len(groups)} calls",
    )


# train_validation_split


def _numbered(n: int) -> tuple[np.ndarray, np.ndarray]:
    """Rows that tell their number: X (n, 3) begins with it, Y (n, 2) with a thousand more."""
    X = np.arange(n)[:, None] + np.array([0.0, 0.25, 0.5])
    return X, X[:, :2] + 1000.0


def _held_out(result: Any, X: np.ndarray, Y: np.ndarray, fraction: float) -> tuple[int, ...]:
    """Hold a split against all that is promised of it, and give back which rows it holds out."""
    n, size = len(X), round(fraction * len(X))
    check_that(
        isinstance(result, tuple | list) and len(result) == 4,
        "expected four arrays (X_train, Y_train, X_val, Y_val)",
        actual=result,
    )
    names, lengths = ("X_train", "Y_train", "X_val", "Y_val"), (n - size, n - size, size, size)
    for name, part, whole, length in zip(names, result, (X, Y, X, Y), lengths, strict=True):
        shape = (length, *whole.shape[1:])
        check_that(
            type(part) is np.ndarray and part.shape == shape,
            f"{name} should have shape {shape}",
            actual=part,
            expected=f"an array of shape {shape}",
        )
        check_that(
            part.dtype == whole.dtype,
            f"{name} should keep the element type {whole.dtype}",
            actual=part.dtype,
        )
    known = {row.tobytes(): number for number, row in enumerate(X)}
    rows = [
        [known.get(np.ascontiguousarray(row).tobytes(), -1) for row in part]
        for part in (result[0], result[2])
    ]
    check_that(-1 not in rows[0] + rows[1], "a row came back that is not in X", actual=result)
    check_that(
        sorted(rows[0] + rows[1]) == list(range(n)),
        "every row should be in one part, once",
        actual=f"training rows {rows[0]}, validation rows {rows[1]}",
        expected=f"each of 0…{n - 1} once",
    )
    for name, part, numbers in (("Y_train", result[1], rows[0]), ("Y_val", result[3], rows[1])):
        check_that(
            np.array_equal(part, Y[numbers]),
            f"{name} does not hold the targets of the rows beside it",
            actual=part,
            expected=Y[numbers],
        )
    return tuple(sorted(rows[1]))


def _split(n: int, fraction: float, rng: np.random.Generator) -> tuple[int, ...]:
    """Which of n rows the student holds out."""
    X, Y = _numbered(n)
    result = call(
        hyperparameters.train_validation_split, *copied((X, Y)), fraction=fraction, rng=rng
    )
    return _held_out(result, X, Y, fraction)


@checks("train_validation_split", points=2)
@example(5, 0.5, 0)
@example(7, 0.5, 0)
@example(10, 0.25, 0)
@example(6, 0.25, 0)
@example(11, 0.34, 0)
@given(st.integers(2, 14), st.sampled_from([0.25, 0.5, 0.2, 0.7, 1 / 3, 0.9, 0.125]), ONE_SEED)
def test_split_holds_out_the_fraction_rounded(n, fraction, seed):
    """round(fraction * n) rows are held out, a half going to the even number."""
    assume(0 < round(fraction * n) < n)

    # Two sizes tell apart who rounds a half up and who rounds the number of training rows: the size
    # whose half goes up by itself comes first, where only the latter goes wrong.
    for size in sorted((n, n + 2), key=lambda size: fraction * size - round(fraction * size)):
        _split(size, fraction, _rng(seed))


@checks("train_validation_split", points=2)
@settings(max_examples=15)
@given(st.sampled_from([(17, 0.3), (16, 0.25), (23, 0.8), (2, 0.5)]), ONE_SEED)
def test_split_keeps_every_row_with_its_target(shape, seed):
    """Every row is in one of the parts, once, and with its own target."""
    n, fraction = shape
    rng = _rng(seed)
    X, Y = rng.normal(size=(n, 3)), rng.normal(size=(n, 2))

    result = call(
        hyperparameters.train_validation_split, X.copy(), Y.copy(), fraction, _rng(seed + 1)
    )

    _held_out(result, X, Y, fraction)


@checks("train_validation_split", points=1)
def test_split_keeps_element_types_and_shapes():
    """Images stay uint8 images; single precision, numbers, yes and no, text stay what they are."""
    numbers = np.arange(9)
    images = (numbers[:, None, None, None] * 20 + np.arange(6).reshape(1, 1, 2, 3)).astype(np.uint8)
    single = numbers.astype(np.float32)[:, None] + np.zeros(4, dtype=np.float32)
    words = np.array(["one", "three", "seven"])[numbers % 3]
    one_hot = np.eye(3, dtype=np.int64)[numbers % 3]

    pairs = (
        (images, numbers + 100),
        (single, one_hot),
        (numbers[:, None], words),
        (numbers[:, None].astype(np.int16), (numbers[:, None] % 2).astype(np.uint8)),
        (single, numbers > 4),
    )
    for X, Y in pairs:
        result = call(hyperparameters.train_validation_split, *copied((X, Y)), 0.4, _rng(1))
        _held_out(result, X, Y, 0.4)


@checks("train_validation_split", points=1)
def test_split_takes_any_memory_layout():
    """Fortran-ordered, sliced and read-only arrays are split like any others."""
    X, Y = _numbered(7)

    for layout in LAYOUTS:
        arranged = arrange(X, layout), arrange(Y, layout)
        result = call(hyperparameters.train_validation_split, *arranged, 0.3, _rng(2))
        _held_out(result, X, Y, 0.3)


@checks("train_validation_split", points=1)
def test_split_changes_no_argument():
    """X and Y stay as they were, in their order too, and the parts share no memory with them."""
    for n, fraction in ((8, 0.25), (2, 0.5), (9, 0.9)):
        X, Y = _numbered(n)

        check_pure(hyperparameters.train_validation_split, X, Y, fraction, _rng(3))
        _split(n, fraction, _rng(3))


@checks("train_validation_split", points=2)
def test_split_draws_from_the_rng_alone():
    """The same state of rng holds out the same rows; another state, or a second call, others."""
    rng = _rng(4)
    first, second = _split(60, 0.4, rng), _split(60, 0.4, rng)
    again, other = _split(60, 0.4, _rng(4)), _split(60, 0.4, _rng(5))

    check_that(again == first, "the same state held out other rows", actual=again, expected=first)
    check_that(second != first, "a second call held out the same rows", actual=second)
    check_that(other != first, "another state held out the same rows", actual=other)


@checks("train_validation_split", points=2)
def test_split_comes_to_every_choice():
    """All choices of rows come up, and none far too often: 2 of 4 rows, and 1 of 2."""
    rng = _rng(6)
    halves = [_split(4, 0.5, rng) for _ in range(300)]
    coin = sum(_split(2, 0.5, rng) == (0,) for _ in range(300))

    # One of the six is missing with a chance of 1e-23, and comes 96 times or more with one of 1e-10;
    # the coin's bounds are 6.9 standard deviations away.
    seen = {choice: halves.count(choice) for choice in set(halves)}
    check_that(
        len(seen) == 6 and max(seen.values()) < 100,
        "in 300 calls each of the six choices of 2 of 4 rows should come up about 50 times",
        actual=", ".join(f"{list(choice)} {times} times" for choice, times in seen.items()),
    )
    check_that(
        90 < coin < 210,
        "in 300 calls the first of two rows should be held out about 150 times",
        actual=coin,
    )


@checks("train_validation_split", points=2)
def test_split_holds_any_two_rows_out_together():
    """No two rows are tied together or kept apart: the choice is not a block that moves."""
    rng = _rng(7)
    groups = [[_split(9, 1 / 3, rng)] for _ in range(300)]

    # Two rows are held out together with probability 1/12, about 25 times in 300: never with a
    # chance of 5e-12, 68 times or more with one below 1e-12; there are 36 pairs.
    _check_together(groups, 9, 1, 68, "held out together")


@checks("train_validation_split", points=1)
def test_split_of_many_rows():
    """Of many rows, too, each is as likely to be held out as any other, wherever it stands."""
    n, calls = 200, 80
    rng = _rng(8)
    held = np.zeros((calls, n))
    for which in range(calls):
        held[which, list(_split(n, 0.3, rng))] = 1

    check_that(
        len(np.unique(held, axis=0)) == calls,
        "in 80 calls the same 60 of 200 rows were held out more than once: there are few choices",
    )
    # 24 times of 80 with a standard deviation of 4.1: never, or 57 times or more, comes to one of 200
    # rows with a chance below 1e-10. Rates of pairs: 60/200 * 59/199 with one of at most 0.0033.
    times = held.sum(axis=0)
    check_that(
        times.min() > 0 and times.max() < 57,
        "in 80 calls each of 200 rows should be held out about 24 times",
        actual=times,
    )
    for distance in (1, 2, 10, 100):
        rate = float((held[:, :-distance] * held[:, distance:]).mean())
        check_that(
            abs(rate - 0.0889) < 0.025,
            f"rows that are {distance} apart are held out together too often or too rarely",
            actual=rate,
            expected=0.0889,
        )


# k_fold


def _validation_parts(n: int, k: int, rng: np.random.Generator) -> list[tuple[int, ...]]:
    """The validation rows of each of the student's folds, once all that is promised holds."""
    result = call(hyperparameters.k_fold, n, k, rng)
    check_that(
        isinstance(result, list) and len(result) == k,
        f"expected a list of {k} pairs",
        actual=result,
    )
    parts = []
    for number, fold in enumerate(result):
        check_that(
            isinstance(fold, tuple | list) and len(fold) == 2,
            f"fold {number} should be a pair (train_indices, validation_indices)",
            actual=fold,
        )
        rows = []
        for part in fold:
            array = np.asarray(part) if type(part) in (list, np.ndarray) else np.zeros(())
            check_that(
                array.ndim == 1 and array.dtype.kind in "iu",
                f"fold {number} should hold one-dimensional arrays of whole numbers",
                actual=part,
            )
            rows.append([int(row) for row in array])
        check_that(
            sorted(rows[0] + rows[1]) == list(range(n)),
            f"training and validation rows of fold {number} should be each of 0…{n - 1}, once",
            actual=f"training rows {rows[0]}, validation rows {rows[1]}",
        )
        parts.append(tuple(sorted(rows[1])))
    check_that(
        sorted(row for part in parts for row in part) == list(range(n)),
        f"the validation parts together should be each of 0…{n - 1}, once",
        actual=f"{parts}",
    )
    lengths = [len(part) for part in parts]
    check_that(
        max(lengths) - min(lengths) <= 1,
        "the sizes of the validation parts should differ by at most one",
        actual=lengths,
    )
    return parts


@checks("k_fold", points=2)
@given(st.integers(2, 14).flatmap(lambda n: st.tuples(st.just(n), st.integers(2, n))), ONE_SEED)
def test_k_fold_holds_every_row_out_once(sizes, seed):
    """The k validation parts have no row in common and together hold every row."""
    _validation_parts(*sizes, _rng(seed))


@checks("k_fold", points=2)
@pytest.mark.parametrize(
    ("n", "k"),
    [(23, 5), (11, 4), (300, 7), (12, 4)],
    ids=["23 by 5", "11 by 4", "300 by 7", "12 by 4"],
)
def test_k_fold_parts_are_of_one_size(n, k):
    """Sizes differ by at most one, whatever remains: no part takes the whole remainder."""
    parts = _validation_parts(n, k, _rng(11))

    lengths = sorted(len(part) for part in parts)
    expected = sorted([n // k + 1] * (n % k) + [n // k] * (k - n % k))
    check_that(lengths == expected, "wrong sizes", actual=lengths, expected=f"{expected}")


@checks("k_fold", points=1)
def test_k_fold_has_from_two_to_n_folds():
    """Two folds are enough, and n folds hold out one row at a time."""
    for n, k in ((2, 2), (3, 2), (3, 3), (8, 8), (9, 2)):
        _validation_parts(n, k, _rng(12))


@checks("k_fold", points=2)
def test_k_fold_draws_from_the_rng_alone():
    """The same state of rng gives the same folds; another state, or a second call, others."""
    rng = _rng(13)
    first, second = _validation_parts(50, 4, rng), _validation_parts(50, 4, rng)
    again, other = _validation_parts(50, 4, _rng(13)), _validation_parts(50, 4, _rng(14))

    check_that(again == first, "the same state gave other folds", actual=again)
    check_that(set(second).isdisjoint(first), "a second call gave the same folds", actual=second)
    check_that(set(other).isdisjoint(first), "another state gave the same folds", actual=other)


@checks("k_fold", points=2)
def test_k_fold_comes_to_every_cut():
    """All ways to cut four rows in halves come up, and each of three rows may be the odd one out."""
    rng = _rng(15)
    halves = [frozenset(_validation_parts(4, 2, rng)) for _ in range(300)]
    singles = [min(_validation_parts(3, 2, rng), key=len) for _ in range(300)]

    # Each has probability 1/3 and a standard deviation of 8.2 times: 6.7 of them either way.
    for cuts, what in ((halves, "ways to halve four rows"), (singles, "single rows of three")):
        seen = [cuts.count(cut) for cut in set(cuts)]
        check_that(
            len(seen) == 3 and min(seen) > 45 and max(seen) < 155,
            f"in 300 calls each of the three {what} should come up about 100 times",
            actual=f"{sorted(seen)} times",
        )


@checks("k_fold", points=2)
def test_k_fold_puts_any_two_rows_together():
    """No two rows are tied together or kept apart: the parts are not blocks of neighbours."""
    rng = _rng(16)
    groups = [_validation_parts(9, 3, rng) for _ in range(300)]

    # Two rows share a part with probability 1/4; 75 times with a standard deviation of 7.5.
    _check_together(groups, 9, 22, 130, "in one part")


@checks("k_fold", points=1)
def test_k_fold_of_many_rows():
    """Of many rows, too, any two share a part with the same chance, however far they are apart."""
    n, k, calls = 97, 5, 60
    rng = _rng(17)
    fold = np.zeros((calls, n))
    for which in range(calls):
        for number, part in enumerate(_validation_parts(n, k, rng)):
            fold[which, list(part)] = number

    apart = fold[:, :-1] != fold[:, 1:]
    check_that(
        len(np.unique(apart, axis=0)) == calls,
        "in 60 calls 97 rows were cut in the same way more than once: there are few orders",
    )
    # 893 of the 4656 pairs share a part; the share among 60 times 49 or more pairs has a standard
    # deviation of at most 0.0073.
    for distance in (1, 2, 4, 5, 6, 10, 19, 20, 48):
        rate = float((fold[:, :-distance] == fold[:, distance:]).mean())
        check_that(
            abs(rate - 893 / 4656) < 0.055,
            f"rows that are {distance} apart share a part too often or too rarely",
            actual=rate,
            expected=893 / 4656,
        )


@checks("k_fold", points=1)
def test_k_fold_refuses_too_few_or_too_many_folds():
    """k below 2 or above n is a ValueError that names k and the value."""
    _validation_parts(6, 6, _rng(18))
    for n, k in ((6, 1), (6, 0), (6, -3), (6, 7), (5, 40), (1, 2)):
        check_value_error(hyperparameters.k_fold, n, k, _rng(18), mentions=["k", k])


# grid


def _check_grid(space: dict[str, list[Any]]) -> None:
    """Hold the student's grid against the combinations of a space, in order and type by type."""
    expected = [dict(zip(space, values, strict=True)) for values in product(*space.values())]
    result = call(hyperparameters.grid, dict(space))
    check_that(
        isinstance(result, list) and len(result) == len(expected),
        f"expected a list of {len(expected)} candidates",
        actual=result,
        expected=f"{expected}",
    )
    for place, (candidate, wanted) in enumerate(zip(result, expected, strict=True)):
        check_that(
            _same(candidate, wanted),
            f"candidate {place} is wrong",
            actual=candidate,
            expected=f"{wanted}",
        )


@checks("grid", points=2)
@given(
    st.lists(
        st.lists(
            st.integers(-3, 9) | floats() | st.sampled_from(["tanh", "relu"]),
            min_size=1,
            max_size=3,
        ),
        min_size=1,
        max_size=4,
    )
)
def test_grid_has_all_combinations(lists):
    """There is one candidate for each combination, and each holds every key."""
    _check_grid({f"name {place}": values for place, values in enumerate(lists)})


@checks("grid", points=1)
def test_grid_turns_the_last_key_fastest():
    """The candidates come as an odometer counts, in the order of the keys and of their lists."""
    _check_grid({"b": [3, 1, 2], "c": ["y", "x"], "a": [0.5, 0.25, 0.75, 0.1]})
    _check_grid({"z": [2, 1], "a": [9, 8, 7]})


@checks("grid", points=1)
def test_grid_of_one_key_or_one_value():
    """A single list gives one candidate a value; a list of one value is in each candidate."""
    _check_grid({"rate": [0.3, 0.1, 0.2]})
    _check_grid({"rate": [0.3]})
    _check_grid({"rate": [0.3], "units": [4, 2], "name": ["x"]})


ITEMS = [
    None,
    True,
    1,
    1.0,
    "1",
    0,
    0.0,
    False,
    "",
    (16,),
    (32, 16),
    [16],
    [[4, 2], [3]],
    (0.5, 0.1),
    (0.25, 0.75),
    (),
    {"beta": 0.9},
    np.float64(0.25),
    np.int64(3),
    "relu",
]


@checks("grid", points=2)
def test_grid_leaves_the_items_as_they_are():
    """None, texts, tuples, lists in lists, True and 1 and 1.0 come back as what they are."""
    _check_grid({"item": ITEMS, "layers": [(8, 4), (2,), [1, 2, 3]]})
    _check_grid({"layers": [[16, 8], [4, 2]], "rate": [1, 1e-5, 1 / 3]})

    def swish(z: float) -> float:
        return z

    def ramp(z: float) -> float:
        return z + 1

    _check_grid({"activation": [swish, ramp, None], "units": [3, 5]})


@checks("grid", points=1)
def test_grid_counts_what_is_listed_twice():
    """A value that is listed twice makes two candidates; so do values that are only equal."""
    _check_grid({"rate": [0.1, 0.2, 0.1], "units": [4, 4]})
    _check_grid({"flag": [1, True, 1.0], "x": ["a", "b"]})


@checks("grid", points=1)
def test_grid_changes_no_argument():
    """The space and its lists stay as they were."""
    space = {"b": [3, 1, 2], "a": ["y", "x"], "c": [None]}
    kept = copied(space)

    check_pure(hyperparameters.grid, space)
    _check_grid(kept)


# random_candidates


def _number(value: Any) -> float:
    """A float of the student's as Python's; NaN for what is none."""
    if isinstance(value, float | np.floating) or (
        type(value) is np.ndarray and value.shape == () and value.dtype.kind == "f"
    ):
        return float(value)
    return NAN


def _drawn(space: dict[str, Any], n: int, rng: np.random.Generator) -> list[dict[str, Any]]:
    """The student's candidates, once each has an item of every list and a number of every range."""
    result = call(hyperparameters.random_candidates, dict(space), n, rng)
    check_that(
        isinstance(result, list) and len(result) == n,
        f"expected a list of {n} candidates",
        actual=result,
    )
    for candidate in result:
        check_that(
            type(candidate) is dict and candidate.keys() == space.keys(),
            "a candidate should be a dict with every key of the space",
            actual=candidate,
            expected=f"a dict with the keys {list(space)}",
        )
        for name, values in space.items():
            value = candidate[name]
            if isinstance(values, list):
                check_that(
                    any(_same(value, item) for item in values),
                    f"{name!r} should be an item of its list, the type unchanged",
                    actual=value,
                    expected=f"one of {values}",
                )
            else:
                low, high = values
                check_that(
                    low * (1 - 1e-9) <= _number(value) <= high * (1 + 1e-9),
                    f"{name!r} should be a float of the range",
                    actual=value,
                    expected=f"a float from {low} to {high}",
                )
    return result


def _many(space: dict[str, Any], n: int, rng: np.random.Generator) -> list[dict[str, Any]]:
    """Many of the student's candidates, a hundred in a call: so few can still be looked through afterwards."""
    return [each for _ in range(n // 100) for each in _drawn(space, 100, rng)]


def _heights(candidates: list[dict[str, Any]], name: str, low: float, high: float) -> np.ndarray:
    """Where the logarithms of the numbers lie between those of low (0) and high (1)."""
    logs = np.log([_number(candidate[name]) for candidate in candidates])
    return np.clip((logs - math.log(low)) / math.log(high / low), 0.0, 1.0 - 1e-9)


def _check_unrelated(one: np.ndarray, other: np.ndarray, what: str) -> None:
    """Hold two rows of quarters, 0…3, against independence and equal chances."""
    table = np.zeros((4, 4))
    np.add.at(table, (one.astype(int), other.astype(int)), 1)
    each = len(one) / 16
    surprise = float(np.sum((table - each) ** 2) / each)

    # Chi-squared of 15 degrees of freedom is above 85 with a chance of 1e-11.
    check_that(
        surprise < 85,
        f"{what} are not independent, or not all equally likely",
        actual=table,
        expected=f"about {each:.0f} in each of the 16 cells",
    )


SPACES = st.dictionaries(
    st.sampled_from(["rate", "units", "l2", "name"]),
    st.lists(st.integers(0, 9) | st.sampled_from(["x", None]), min_size=1, max_size=4)
    | st.tuples(floats(0.125, 2), floats(2, 9)),
    min_size=1,
)


@checks("random_candidates", points=2)
@example({"rate": (0.5, 0.75)}, 1, 0)
@given(SPACES, st.integers(1, 8), ONE_SEED)
def test_random_candidates_come_from_the_space(space, n, seed):
    """There are n candidates, each with an item of every list and a number of every range."""
    _drawn(space, n, _rng(seed))


@checks("random_candidates", points=1)
@pytest.mark.parametrize(
    ("low", "high"),
    [(0.0001, 1.0), (3, 8), (1e-12, 1e12), (0.2, 0.9)],
    ids=["0.0001 to 1", "3 to 8", "1e-12 to 1e12", "0.2 to 0.9"],
)
def test_random_candidates_draw_ranges_log_uniformly(low, high):
    """The logarithm of a number is uniform: equal ratios have equal chances (2000 draws)."""
    n = 2000
    draws = np.sort(_heights(_many({"rate": (low, high)}, n, _rng(21)), "rate", low, high))
    steps = np.arange(n + 1) / n
    distance = float(max(np.max(steps[1:] - draws), np.max(draws - steps[:-1])))

    # Kolmogorov's distance is above 3.5 / sqrt(n) with a chance of 5e-11.
    check_that(
        distance < 3.5 / math.sqrt(n),
        "the logarithms are not uniform",
        actual=f"quarters of the draws lie below {np.round(draws[n // 4 :: n // 4], 3)} of the way",
        expected="about [0.25, 0.5, 0.75]",
    )
    check_that(len(set(draws)) > 0.99 * n, "numbers are drawn twice", actual=draws)


@checks("random_candidates", points=1)
def test_random_candidates_of_a_range_of_one_number():
    """Low and high may be equal; then every draw is that number, as a float."""
    for value in (0.3, 7):
        for candidate in _drawn({"rate": (value, value), "units": [4, 5]}, 5, _rng(22)):
            check_close(_number(candidate["rate"]), float(value), rtol=1e-9)
    spread = {_number(candidate["rate"]) for candidate in _drawn({"rate": (0.3, 0.4)}, 9, _rng(22))}
    check_that(len(spread) == 9, "from 0.3 to 0.4 nine draws should differ", actual=list(spread))


@checks("random_candidates", points=1)
def test_random_candidates_draw_floats_between_integers():
    """A range from 1 to 9 gives fractions, not whole numbers."""
    for candidate in _drawn({"units": (1, 9)}, 30, _rng(23)):
        value = _number(candidate["units"])
        check_that(value != round(value), "a whole number was drawn", actual=value)


@checks("random_candidates", points=2)
def test_random_candidates_choose_from_lists_uniformly():
    """Each place in a list has the same chance; what is listed twice comes twice as often."""
    space = {"units": [2, 4, 8, 16, 32], "name": ["a", "b", "a"]}
    candidates = _many(space, 2000, _rng(24))

    # 400 with a standard deviation of 17.9, and 1333 with one of 21.1: 6.9 of them either way.
    counts = [sum(each["units"] == value for each in candidates) for value in space["units"]]
    check_that(
        max(abs(count - 400) for count in counts) < 125,
        "in 2000 candidates each of five items should come up about 400 times",
        actual=counts,
    )
    twice = sum(candidate["name"] == "a" for candidate in candidates)
    check_that(
        abs(twice - 1333) < 147,
        "in 2000 candidates two of three places should come up about 1333 times",
        actual=twice,
    )


@checks("random_candidates", points=2)
def test_random_candidates_leave_the_items_as_they_are():
    """None, texts, tuples, lists in lists, True and 1 and 1.0 come back as what they are."""
    spaces = (
        {"item": ITEMS},
        {"layers": [(32, 16), (2, 4), (8,)], "flag": [True, 1, 0.5, "x"]},
        {"layers": [[16, 8], [4, 2], [7, 5]], "rate": [1, 0.5], "momentum": [None, 0.9]},
        {"layers": [(8, 16), (2, 4)], "name": ["tanh", None], "l2": [0.25, 0.5], "units": [4, 64]},
    )

    # Of 20 items one is missing from 600 draws with a chance of 20 * 0.95 ** 600 = 9e-13.
    for space in spaces:
        candidates = _many(space, 600, _rng(25))
        for name, values in space.items():
            for item in values:
                check_that(
                    any(_same(candidate[name], item) for candidate in candidates),
                    f"in 600 candidates the item {item!r} of {name!r} never came up",
                )


@checks("random_candidates", points=2)
def test_random_candidates_draw_each_name_by_itself():
    """The draws of one candidate are independent: a large rate does not go with a large network."""
    space = {"rate": (0.001, 10), "l2": (0.001, 10), "units": [0, 1, 2, 3], "depth": [0, 1, 2, 3]}
    candidates = _many(space, 1200, _rng(26))
    quarters = {
        "rate": np.floor(4 * _heights(candidates, "rate", 0.001, 10)),
        "l2": np.floor(4 * _heights(candidates, "l2", 0.001, 10)),
        "units": np.array([candidate["units"] for candidate in candidates]),
        "depth": np.array([candidate["depth"] for candidate in candidates]),
    }

    for one, other in combinations(quarters, 2):
        _check_unrelated(quarters[one], quarters[other], f"draws of {one!r} and {other!r}")


@checks("random_candidates", points=2)
def test_random_candidates_draw_each_candidate_by_itself():
    """A candidate does not depend on the one before it, and what was drawn may come again."""
    space = {"rate": (0.5, 8), "units": [0, 1, 2, 3]}
    candidates = _many(space, 2000, _rng(27))
    rates = np.floor(4 * _heights(candidates, "rate", 0.5, 8))
    units = np.array([candidate["units"] for candidate in candidates])

    _check_unrelated(rates[::2], rates[1::2], "numbers of one range, one after the other,")
    _check_unrelated(units[::2], units[1::2], "items of one list, one after the other,")
    rng = _rng(28)
    few = [_drawn({"rate": (0.5, 8), "units": [0, 1, 2]}, 3, rng) for _ in range(150)]
    # Three draws from three items, or from three thirds, are all different with probability 2/9: 33
    # times of 150 with a standard deviation of 5.1.
    thirds = [np.floor(3 * _heights(three, "rate", 0.5, 8)) for three in few]
    for what, triples in (
        ("items of a list of three", [{each["units"] for each in three} for three in few]),
        ("numbers of the three thirds of a range", [set(third.tolist()) for third in thirds]),
    ):
        different = sum(len(triple) == 3 for triple in triples)
        check_that(
            1 < different < 72,
            f"of 150 times that three {what} are drawn, about 33 should bring all three",
            actual=different,
        )


@checks("random_candidates", points=2)
def test_random_candidates_draw_from_the_rng_alone():
    """The same state of rng gives the same candidates; another state, or a second call, others."""
    for space in ({"rate": (0.01, 1), "units": [4, 8]}, {"units": list(range(50)), "flag": [0, 1]}):
        rng = _rng(29)
        first, second = _drawn(space, 20, rng), _drawn(space, 20, rng)
        again, other = _drawn(space, 20, _rng(29)), _drawn(space, 20, _rng(30))

        check_that(first == again, "the same state gave other candidates", actual=again)
        check_that(first != second, "a second call gave the same candidates", actual=second)
        check_that(first != other, "another state gave the same candidates", actual=other)


@checks("random_candidates", points=2)
def test_random_candidates_refuse_a_range_without_logarithm():
    """A range without 0 < low <= high is a ValueError with low and high, wherever it stands."""
    fine = {"units": [4, 5], "rate": (0.25, 0.5), "layers": [(2, 1), (0, 3)]}
    _drawn(fine, 4, _rng(31))
    for low, high in ((0, 3), (0.0, 0.75), (-0.5, 0.75), (0.75, 0.25), (-3, -2), (7, 2)):
        for space in ({"rate": (low, high)}, {**fine, "l2": (low, high)}):
            name = next(reversed(space))
            check_value_error(
                hyperparameters.random_candidates,
                space,
                1,
                _rng(31),
                mentions=[(name, "space"), low, high],
            )


@checks("random_candidates", points=1)
def test_random_candidates_change_no_argument():
    """The space and its lists stay as they were."""
    space = {"units": [3, 1, 2], "rate": (0.25, 0.5), "name": ["y", "x"]}
    kept = copied(space)

    check_pure(hyperparameters.random_candidates, space, 5, _rng(32))
    _drawn(kept, 5, _rng(32))


# search


def _searched(evaluate: Any, candidates: list[Any]) -> tuple[Any, Any]:
    """What search gives back, once it has the form of (best, costs)."""
    result = call(hyperparameters.search, evaluate, copied(candidates))
    check_that(
        isinstance(result, tuple | list) and len(result) == 2,
        "expected a pair (best, costs)",
        actual=result,
    )
    check_that(
        type(result[1]) in (list, np.ndarray) and np.shape(result[1]) == (len(candidates),),
        f"expected a list of {len(candidates)} costs",
        actual=result[1],
    )
    return result[0], result[1]


def _check_search(candidates: list[Any], table: list[Any], best: int) -> None:
    """Hold a search against the best place, each candidate's cost being looked up by its place.

    A candidate that stands twice costs the same twice.
    """

    def evaluate(candidate: Any) -> Any:
        for each, cost in zip(candidates, table, strict=True):
            if _same(each, candidate):
                return cost
        raise KeyError(f"evaluate was handed {candidate!r}, which is no candidate")

    winner, costs = _searched(evaluate, candidates)
    numbers = [float(cost) for cost in costs]
    right = [a == float(b) or (a != a and b != b) for a, b in zip(numbers, table, strict=True)]
    check_that(
        all(right),
        "the costs are not those of the candidates, in their order",
        actual=costs,
        expected=f"{table}",
    )
    check_that(
        _same(winner, candidates[best]),
        f"the best is candidate {best} of the costs {table}",
        actual=winner,
        expected=f"{candidates[best]}",
    )


def _plain(count: int) -> list[dict[str, Any]]:
    """Candidates whose contents say nothing about their costs."""
    return [{"rate": 1 / (3 + place * 7 % 5), "place": place} for place in range(count)]


@checks("search", points=2)
@given(st.lists(floats(-2, 2) | st.sampled_from([NAN, INF, -INF, 3]), min_size=1, max_size=9))
def test_search_finds_the_lowest_finite_cost(table):
    """The best has the lowest finite cost, and the costs are all there, in the candidates' order."""
    finite = [cost for cost in table if math.isfinite(cost)]
    assume(finite)

    _check_search(_plain(len(table)), table, table.index(min(finite)))


@checks("search", points=1)
def test_search_gives_ties_to_the_first():
    """Of candidates with the same lowest cost the first is the best."""
    _check_search(_plain(5), [0.5, 0.25, 0.75, 0.25, 0.25], 1)
    _check_search(_plain(3), [0.25, 0.25, 0.25], 0)
    _check_search(_plain(4), [2.5, NAN, 1.5, 1.5], 2)


@checks("search", points=2)
def test_search_lets_no_broken_cost_win():
    """NaN, inf and -inf stand in the costs but never win, be they first, last or between."""
    _check_search(_plain(4), [3.5, NAN, 2.5, NAN], 2)
    _check_search(_plain(3), [NAN, 2.5, 3.5], 1)
    _check_search(_plain(4), [3.5, -INF, 2.5, INF], 2)
    _check_search(_plain(3), [-INF, NAN, 2.5], 2)
    _check_search(_plain(3), [INF, np.float64("nan"), 1e308], 2)
    _check_search(_plain(4), [INF, 4.5, INF, 3.5], 3)


@checks("search", points=1)
def test_search_takes_any_finite_cost():
    """Costs may be below 0, 0, huge, whole numbers or numpy's; one candidate is enough."""
    _check_search(_plain(3), [np.float64(0.5), np.float64(-0.25), 1], 1)
    _check_search(_plain(4), [-1.5, -3.5, 0.0, 2.5], 1)
    _check_search(_plain(3), [1e308, 1.7e308, 1e307], 2)
    _check_search(_plain(4), [7, 3, 0, 5], 2)
    _check_search(_plain(1), [1e300], 0)
    _check_search(_plain(2), [0.5, 0.5 - 1e-15], 1)


@checks("search", points=1)
def test_search_takes_any_candidate():
    """A candidate may be a number, a text, a list or None, may win so, and may stand twice."""
    _check_search([0.1, 0, None, ""], [2.5, 1.5, 0.5, 1.0], 2)
    _check_search([3, 0, 5], [2.5, 0.5, 1.5], 1)
    _check_search([[16], [32, 16], []], [2.5, 1.5, 0.5], 2)
    _check_search(["tanh", (4, 2), {}], [2.5, 1.5, 3.5], 1)
    _check_search([{"l2": 0.1}, {"l2": None, "layers": (4, 2)}], [2.5, 1.5], 1)
    _check_search([{"rate": 0.1}, {"rate": 0.2}, {"rate": 0.1}], [0.5, 0.75, 0.5], 0)
    _check_search([1, True, 1.0], [2.5, 0.5, 1.5], 1)


@checks("search", points=1)
def test_search_tries_each_candidate_once():
    """evaluate is called once for each candidate, also where equal ones come to different costs."""
    for candidates in (_plain(4), ["tanh", "relu", "tanh", "tanh"]):
        table = [2.5, 1.5, 3.5, 0.5]
        tried: list[tuple[Any, float]] = []

        def evaluate(candidate: Any, tried: Any = tried, table: Any = table) -> float:
            tried.append((candidate, table[len(tried) % len(table)]))
            return tried[-1][1]

        best, costs = _searched(evaluate, candidates)

        check_that(
            len(tried) == len(candidates),
            f"evaluate was called {len(tried)} times for {len(candidates)} candidates",
            actual=costs,
        )
        numbers = [float(cost) for cost in costs]
        check_that(
            sorted(numbers) == sorted(table),
            "the costs are not those that evaluate gave, one a call",
            actual=costs,
            expected=f"{table}",
        )
        winner = min(tried, key=lambda each: each[1])[0]
        check_that(_same(best, winner), "the best has another cost", actual=best, expected=winner)


@checks("search", points=1)
def test_search_changes_no_argument():
    """The candidates and their list stay as they were, in their order too."""
    candidates = _plain(5)
    table = [0.75, 0.5, 0.25, 1.5, 0.125]

    check_pure(hyperparameters.search, lambda candidate: table[candidate["place"]], candidates)
    _check_search(_plain(5), table, 4)


@checks("search", points=1)
def test_search_refuses_an_empty_list():
    """No candidates at all is a ValueError that names them; one is fine."""
    _check_search(_plain(1), [0.5], 0)
    check_value_error(hyperparameters.search, lambda _: 0.5, [], mentions=["candidates"])


@checks("search", points=1)
def test_search_refuses_candidates_without_a_finite_cost():
    """Where every cost is NaN, inf or -inf there is no best: a ValueError that names candidates."""
    _check_search(_plain(3), [NAN, 0.5, INF], 1)
    for table in ([NAN], [INF, INF], [-INF, NAN], [NAN, INF, -INF]):
        check_value_error(
            hyperparameters.search,
            lambda candidate, table=table: table[candidate["place"]],
            _plain(len(table)),
            mentions=["candidates"],
        )
