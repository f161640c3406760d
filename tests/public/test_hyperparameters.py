"""Examples and first properties of unit 11, hyperparameters."""

from __future__ import annotations

import numpy as np

from exercises import hyperparameters
from grader.testing import call, check_close, check_pure, check_that, check_value_error, checks


def _fails(candidate):
    """The cost of a candidate that went wrong."""
    return float("inf")


@checks("train_validation_split", points=1)
def test_split_holds_out_a_fraction():
    """Of ten rows 0.3 are three: seven train, three validate."""
    X, Y = np.arange(20.0).reshape(10, 2), np.arange(10)

    parts = call(hyperparameters.train_validation_split, X, Y, 0.3, np.random.default_rng(0))

    shapes = [part.shape for part in parts]
    expected = [(7, 2), (7,), (3, 2), (3,)]
    check_that(shapes == expected, "wrong shapes", actual=shapes, expected=f"{expected}")


@checks("train_validation_split", points=1)
def test_split_keeps_rows_and_targets_together():
    """Every row is in one part, with its own target, and not in the order of X."""
    X = np.arange(80.0).reshape(40, 2)
    Y = 10 * X[:, 0] + 1

    X_train, Y_train, X_val, Y_val = call(
        hyperparameters.train_validation_split, X.copy(), Y, 0.5, np.random.default_rng(1)
    )

    both = np.concatenate([X_train, X_val])
    check_close(both[np.argsort(both[:, 0])], X)
    check_close(np.concatenate([Y_train, Y_val]), 10 * both[:, 0] + 1)
    check_that(
        set(X_val[:, 0]) not in ({*X[:20, 0]}, {*X[20:, 0]}),
        "one half of X was held out as it stands",
        actual=X_val,
    )


@checks("train_validation_split", points=1)
def test_split_keeps_element_types():
    """Labels stay whole numbers and pixels stay uint8; X and Y stay as they were."""
    X, Y = np.arange(12, dtype=np.uint8).reshape(6, 2), np.arange(6)

    check_pure(hyperparameters.train_validation_split, X, Y, 0.5, np.random.default_rng(2))
    parts = call(hyperparameters.train_validation_split, X, Y, 0.5, np.random.default_rng(2))

    types = [part.dtype for part in parts]
    check_that(types == [X.dtype, Y.dtype] * 2, "the element types changed", actual=types)


@checks("k_fold", points=1)
def test_k_fold_holds_every_row_out_once():
    """Seven rows in three folds: parts of 3, 2 and 2 rows that together are 0…6."""
    folds = call(hyperparameters.k_fold, 7, 3, np.random.default_rng(3))

    held_out = [row for _, validation in folds for row in validation]
    sizes = sorted(len(validation) for _, validation in folds)
    check_that(sizes == [2, 2, 3], "wrong sizes", actual=sizes, expected="2, 2 and 3")
    check_that(sorted(held_out) == list(range(7)), "expected 0…6, each once", actual=held_out)


@checks("k_fold", points=1)
def test_k_fold_trains_on_the_rest():
    """In each fold every row is in one of the two parts; the parts are in no order of their own."""
    folds = call(hyperparameters.k_fold, 60, 4, np.random.default_rng(4))

    check_that(len(folds) == 4, "expected four folds", actual=folds)
    for training, validation in folds:
        rows = sorted([*training, *validation])
        check_that(rows == list(range(60)), "expected 0…59, each once", actual=rows)
        steps = set(np.diff(np.sort(validation)).tolist())
        check_that(len(steps) > 1, "the rows should be mixed", actual=validation)


@checks("k_fold", points=1)
def test_k_fold_refuses_one_fold():
    """One fold, or more folds than rows, is a ValueError; as many folds as rows is fine."""
    rng = np.random.default_rng(5)

    check_that(len(call(hyperparameters.k_fold, 3, 3, rng)) == 3, "expected three folds")
    check_value_error(hyperparameters.k_fold, 5, 1, rng, mentions=["k", 1])
    check_value_error(hyperparameters.k_fold, 5, 6, rng, mentions=["k", 6])


@checks("grid", points=1)
def test_grid_turns_the_last_key_fastest():
    """Two by two values make four candidates, in the order of an odometer."""
    result = call(hyperparameters.grid, {"rate": [0.1, 0.2], "activation": ["tanh", None]})

    expected = [
        {"rate": 0.1, "activation": "tanh"},
        {"rate": 0.1, "activation": None},
        {"rate": 0.2, "activation": "tanh"},
        {"rate": 0.2, "activation": None},
    ]
    check_that(result == expected, "wrong candidates", actual=result, expected=f"{expected}")


@checks("grid", points=1)
def test_grid_counts_what_is_listed_twice():
    """A value that is listed twice makes two candidates, and tuples stay tuples."""
    result = call(hyperparameters.grid, {"layers": [(16, 8), (4,), (4,)]})

    expected = [{"layers": (16, 8)}, {"layers": (4,)}, {"layers": (4,)}]
    check_that(result == expected, "wrong candidates", actual=result, expected=f"{expected}")


@checks("random_candidates", points=1)
def test_random_candidates_come_from_the_space():
    """Each has an item of the list, its type unchanged, and a number of the range."""
    space = {"layers": [(16,), (32, 16)], "rate": (0.01, 1.0)}

    candidates = call(hyperparameters.random_candidates, space, 30, np.random.default_rng(6))

    check_that(len(candidates) == 30, "expected 30 candidates", actual=candidates)
    for candidate in candidates:
        check_that(
            candidate["layers"] in space["layers"] and 0.0099 < candidate["rate"] < 1.0001,
            "not from the space",
            actual=candidate,
        )


@checks("random_candidates", points=1)
def test_random_candidates_are_log_uniform():
    """From 0.0001 to 1 half of the numbers lie below 0.01, and a quarter above 0.1."""
    space = {"rate": (0.0001, 1)}

    candidates = call(hyperparameters.random_candidates, space, 1000, np.random.default_rng(7))

    rates = np.array([candidate["rate"] for candidate in candidates])
    below, above = int((rates < 0.01).sum()), int((rates > 0.1).sum())
    check_that(
        400 < below < 600 and 160 < above < 340,
        "not log-uniform",
        actual=f"{below} of 1000 below 0.01, {above} above 0.1",
        expected="about 500 and 250",
    )


@checks("random_candidates", points=1)
def test_random_candidates_refuse_a_range_from_zero():
    """A range that begins at 0 has no logarithm: a ValueError; from 0.5 to 0.5 is fine."""
    rng = np.random.default_rng(8)
    one = call(hyperparameters.random_candidates, {"rate": (0.5, 0.5)}, 1, rng)

    check_close(float(one[0]["rate"]), 0.5)
    check_value_error(
        hyperparameters.random_candidates,
        {"rate": (0, 0.75)},
        1,
        rng,
        mentions=[("rate", "space"), 0, 0.75],
    )


@checks("search", points=1)
def test_search_finds_the_best():
    """The costs |x - 2.5| of 1, 2 and 3 are 1.5, 0.5 and 0.5; the first of equals is the best."""
    candidates = [{"x": 1}, {"x": 2}, {"x": 3}]

    best, costs = call(hyperparameters.search, lambda c: abs(c["x"] - 2.5), candidates)

    check_that(best == {"x": 2}, "wrong candidate", actual=best, expected="{'x': 2}")
    check_close(np.array(costs, dtype=np.float64), np.array([1.5, 0.5, 0.5]))


@checks("search", points=1)
def test_search_lets_no_nan_win():
    """NaN and inf are among the costs but cannot win, wherever they stand."""
    table = {"a": float("nan"), "b": 2.0, "c": 1.0, "d": float("inf")}

    best, costs = call(hyperparameters.search, lambda name: table[name], list(table))

    check_that(best == "c", "wrong candidate", actual=best, expected="c")
    check_close(np.array(costs, dtype=np.float64), np.array(list(table.values())))


@checks("search", points=1)
def test_search_refuses_candidates_that_all_fail():
    """No candidate, or none with a finite cost, is a ValueError."""
    check_value_error(hyperparameters.search, _fails, [], mentions=["candidates"])
    check_value_error(hyperparameters.search, _fails, ["a", "b"], mentions=["candidates"])
