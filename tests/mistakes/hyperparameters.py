"""Mistakes that students make in hyperparameters."""

import itertools
import math

import numpy as np

from grader.mistakes import mistake
from solutions import hyperparameters as reference


def _cut(X, Y, order, held_out):
    validation, training = order[:held_out], order[held_out:]
    return X[training], Y[training], X[validation], Y[validation]


def _folds(parts):
    """Each part held out once, the others together for training."""
    return [
        (np.concatenate([*parts[:place], *parts[place + 1 :]]), part)
        for place, part in enumerate(parts)
    ]


def _check_folds(n, k):
    if not 2 <= k <= n:
        raise ValueError(f"k should be from 2 to {n}, got {k}")


# train_validation_split


@mistake("train_validation_split")
def targets_left_in_their_order(X, Y, fraction, rng):
    """X is shuffled and Y is not, so rows get targets of others: take the same row numbers for both."""
    held_out = round(fraction * len(X))
    X = X[rng.permutation(len(X))]
    return X[held_out:], Y[held_out:].copy(), X[:held_out], Y[:held_out].copy()


@mistake("train_validation_split")
def targets_in_an_order_of_their_own(X, Y, fraction, rng):
    """X and Y are shuffled one after the other, each in an order of its own: draw one order for both."""
    held_out = round(fraction * len(X))
    X, Y = X[rng.permutation(len(X))], Y[rng.permutation(len(Y))]
    return X[held_out:], Y[held_out:], X[:held_out], Y[:held_out]


@mistake("train_validation_split")
def last_rows_held_out(X, Y, fraction, rng):
    """It is always the last rows that are held out; they should be chosen at random."""
    return _cut(X, Y, np.arange(len(X))[::-1], round(fraction * len(X)))


@mistake("train_validation_split")
def first_rows_held_out(X, Y, fraction, rng):
    """It is always the first rows that are held out; they should be chosen at random."""
    return _cut(X, Y, np.arange(len(X)), round(fraction * len(X)))


@mistake("train_validation_split")
def block_of_rows_held_out(X, Y, fraction, rng):
    """The rows held out are a block of neighbours from a random start; any set of rows should be as likely."""
    order = np.roll(np.arange(len(X)), rng.integers(len(X)))
    return _cut(X, Y, order, round(fraction * len(X)))


@mistake("train_validation_split")
def number_of_rows_cut_off(X, Y, fraction, rng):
    """int(fraction * n) cuts the number of held-out rows off; it should be rounded."""
    return _cut(X, Y, rng.permutation(len(X)), int(fraction * len(X)))


@mistake("train_validation_split")
def number_of_rows_rounded_up(X, Y, fraction, rng):
    """The number of held-out rows is rounded up; it should be rounded to the nearest, round(fraction * n)."""
    return _cut(X, Y, rng.permutation(len(X)), math.ceil(fraction * len(X)))


@mistake("train_validation_split")
def half_rounded_up(X, Y, fraction, rng):
    """A half is rounded up; Python's round goes to the even neighbour, so 2.5 rows are 2."""
    return _cut(X, Y, rng.permutation(len(X)), int(fraction * len(X) + 0.5))


@mistake("train_validation_split")
def training_rows_rounded(X, Y, fraction, rng):
    """The number of training rows is rounded, not that of held-out ones: with halves the two differ."""
    return _cut(X, Y, rng.permutation(len(X)), len(X) - round((1 - fraction) * len(X)))


@mistake("train_validation_split")
def fraction_taken_for_training(X, Y, fraction, rng):
    """The fraction is taken for training; it says which part is held out for validation."""
    order, training = rng.permutation(len(X)), round(fraction * len(X))
    return X[order[:training]], Y[order[:training]], X[order[training:]], Y[order[training:]]


@mistake("train_validation_split")
def arrays_in_another_order(X, Y, fraction, rng):
    """The arrays come as X_train, X_val, Y_train, Y_val; the order is X_train, Y_train, X_val, Y_val."""
    X_train, Y_train, X_val, Y_val = reference.train_validation_split(X, Y, fraction, rng)
    return X_train, X_val, Y_train, Y_val


@mistake("train_validation_split")
def validation_rows_trained_on_too(X, Y, fraction, rng):
    """The training part holds all rows; those held out must not be in it."""
    order, held_out = rng.permutation(len(X)), round(fraction * len(X))
    return X[order], Y[order], X[order[:held_out]], Y[order[:held_out]]


@mistake("train_validation_split")
def rows_drawn_with_repetition(X, Y, fraction, rng):
    """Rows are drawn with repetition, so some come twice and some never: use a permutation of row numbers."""
    return _cut(X, Y, rng.integers(len(X), size=len(X)), round(fraction * len(X)))


@mistake("train_validation_split")
def coin_for_each_row(X, Y, fraction, rng):
    """A coin decides for each row, so the number held out varies; it should be round(fraction * n) always."""
    held_out = rng.random(len(X)) < fraction
    return X[~held_out], Y[~held_out], X[held_out], Y[held_out]


@mistake("train_validation_split")
def drawn_from_the_global_seed(X, Y, fraction, rng):
    """The order comes from np.random and rng is left alone: draw from rng, rng.permutation(n)."""
    return _cut(X, Y, np.random.permutation(len(X)), round(fraction * len(X)))


@mistake("train_validation_split")
def generator_of_its_own(X, Y, fraction, rng):
    """A new generator with a fixed seed makes the same choice in every call: draw from the rng handed in."""
    order = np.random.default_rng(0).permutation(len(X))
    return _cut(X, Y, order, round(fraction * len(X)))


@mistake("train_validation_split")
def one_of_a_few_choices(X, Y, fraction, rng):
    """rng draws one of a few seeds, and so one of a few choices: draw the order itself from it."""
    return reference.train_validation_split(X, Y, fraction, np.random.default_rng(rng.integers(99)))


@mistake("train_validation_split")
def shuffled_in_place(X, Y, fraction, rng):
    """The caller's X and Y are shuffled themselves: index with an order instead, which makes copies."""
    order, held_out = rng.permutation(len(X)), round(fraction * len(X))
    X[:], Y[:] = X[order], Y[order]
    return X[held_out:].copy(), Y[held_out:].copy(), X[:held_out].copy(), Y[:held_out].copy()


@mistake("train_validation_split")
def turned_into_floats(X, Y, fraction, rng):
    """X comes back as float64 whatever it was; splitting keeps element types."""
    return reference.train_validation_split(np.asarray(X, dtype=np.float64), Y, fraction, rng)


@mistake("train_validation_split")
def rows_flattened(X, Y, fraction, rng):
    """The rows of X lose their shape: an image should still be an image."""
    return reference.train_validation_split(X.reshape(len(X), -1), Y, fraction, rng)


@mistake("train_validation_split")
def targets_in_a_column(X, Y, fraction, rng):
    """Targets (n,) come back as a column (n, 1); the shape of the rows should stay as it was."""
    return reference.train_validation_split(X, Y.reshape(len(Y), -1), fraction, rng)


# k_fold


@mistake("k_fold")
def message_without_the_value(n, k, rng):
    """The ValueError should name k and give the value that it got."""
    if not 2 <= k <= n:
        raise ValueError("wrong number of folds")
    return reference.k_fold(n, k, rng)


@mistake("k_fold")
def rows_not_shuffled(n, k, rng):
    """The parts are cut from 0…n-1 in order: draw a random order of the rows first."""
    _check_folds(n, k)
    return _folds(np.array_split(np.arange(n), k))


@mistake("k_fold")
def every_kth_row(n, k, rng):
    """Each part is every k-th row, the same in every call: draw a random order of the rows first."""
    _check_folds(n, k)
    return _folds([np.arange(n)[place::k] for place in range(k)])


@mistake("k_fold")
def parts_shuffled_but_not_rows(n, k, rng):
    """The parts are blocks of neighbours in a random order; it is the rows that should be shuffled."""
    _check_folds(n, k)
    parts = np.array_split(np.arange(n), k)
    return _folds([parts[place] for place in rng.permutation(k)])


@mistake("k_fold")
def remainder_left_out(n, k, rng):
    """Where k does not divide n, the last rows are in no validation part: some parts should be longer by one."""
    _check_folds(n, k)
    order, size = rng.permutation(n), n // k
    parts = [order[place * size : (place + 1) * size] for place in range(k)]
    return [(np.setdiff1d(order, part), part) for part in parts]


@mistake("k_fold")
def remainder_in_the_last_part(n, k, rng):
    """The last part takes the whole remainder; sizes should differ by one at most."""
    _check_folds(n, k)
    size = n // k
    return _folds(np.split(rng.permutation(n), [place * size for place in range(1, k)]))


@mistake("k_fold")
def sizes_rounded_up(n, k, rng):
    """All parts but the last are of the size rounded up, which leaves too little for the last ones."""
    _check_folds(n, k)
    size = math.ceil(n / k)
    return _folds(np.split(rng.permutation(n), [place * size for place in range(1, k)]))


@mistake("k_fold")
def parts_drawn_anew(n, k, rng):
    """Each fold draws validation rows anew, so parts overlap and rows are left out: cut one order into k parts."""
    _check_folds(n, k)
    cuts = [len(part) for part in np.array_split(np.arange(n), k)]
    orders = [rng.permutation(n) for _ in range(k)]
    return [(order[size:], order[:size]) for order, size in zip(orders, cuts, strict=True)]


@mistake("k_fold")
def training_and_validation_swapped(n, k, rng):
    """The pairs come as (validation, training); the training rows come first."""
    return [(validation, training) for training, validation in reference.k_fold(n, k, rng)]


@mistake("k_fold")
def training_on_all_rows(n, k, rng):
    """The training part of each fold holds all rows; those of its validation part must not be in it."""
    folds = reference.k_fold(n, k, rng)
    return [(np.sort(np.concatenate(fold)), fold[1]) for fold in folds]


@mistake("k_fold")
def training_on_one_other_part(n, k, rng):
    """The training part is one other part only; it should be all the others together."""
    parts = [validation for _, validation in reference.k_fold(n, k, rng)]
    return [(parts[place - 1], part) for place, part in enumerate(parts)]


@mistake("k_fold")
def one_fold_accepted(n, k, rng):
    """k = 1 is let through, and leaves nothing to train on; it should be a ValueError."""
    return [(np.arange(0), rng.permutation(n))] if k == 1 else reference.k_fold(n, k, rng)


@mistake("k_fold")
def more_folds_than_rows_accepted(n, k, rng):
    """k above n is let through, and some parts are empty; it should be a ValueError."""
    return _folds(np.array_split(rng.permutation(n), k)) if k > n else reference.k_fold(n, k, rng)


@mistake("k_fold")
def as_many_folds_as_rows_refused(n, k, rng):
    """k = n is refused, but it is allowed: it holds out one row at a time."""
    if not 2 <= k < n:
        raise ValueError(f"k should be from 2 to {n - 1}, got {k}")
    return reference.k_fold(n, k, rng)


@mistake("k_fold")
def folds_from_the_global_seed(n, k, rng):
    """The order comes from np.random and rng is left alone: draw from rng, rng.permutation(n)."""
    _check_folds(n, k)
    return _folds(np.array_split(np.random.permutation(n), k))


@mistake("k_fold")
def folds_from_a_generator_of_their_own(n, k, rng):
    """A new generator with a fixed seed gives the same folds in every call: draw from the rng handed in."""
    return reference.k_fold(n, k, np.random.default_rng(0))


@mistake("k_fold")
def one_of_a_few_orders(n, k, rng):
    """rng draws one of a few seeds, and so one of a few orders: draw the order itself from it."""
    return reference.k_fold(n, k, np.random.default_rng(rng.integers(99)))


@mistake("k_fold")
def rows_numbered_from_one(n, k, rng):
    """The rows are numbered from 1 to n; they are 0…n-1."""
    return [(training + 1, part + 1) for training, part in reference.k_fold(n, k, rng)]


@mistake("k_fold")
def masks_for_row_numbers(n, k, rng):
    """Each part is a mask of True and False; row numbers are asked for."""
    folds = reference.k_fold(n, k, rng)
    return [tuple(np.isin(np.arange(n), part) for part in fold) for fold in folds]


@mistake("k_fold")
def validation_parts_only(n, k, rng):
    """The parts themselves come back; each should come with the training rows that belong to it."""
    return [validation for _, validation in reference.k_fold(n, k, rng)]


# grid


@mistake("grid")
def first_key_fastest(space):
    """The first key varies fastest; the last should, as on an odometer."""
    return [
        dict(zip(space, values[::-1], strict=True))
        for values in itertools.product(*reversed(space.values()))
    ]


@mistake("grid")
def lists_walked_together(space):
    """Only the values at the same place in their lists meet; every value should meet every other."""
    return [dict(zip(space, values, strict=True)) for values in zip(*space.values(), strict=False)]


@mistake("grid")
def one_key_at_a_time(space):
    """Each key is varied while the others keep their first value; all combinations are asked for."""
    first = {name: values[0] for name, values in space.items()}
    return [{**first, name: value} for name, values in space.items() for value in values]


@mistake("grid")
def keys_sorted(space):
    """The keys are sorted first, which changes the order of candidates: keep the order of the space."""
    return reference.grid({name: space[name] for name in sorted(space)})


@mistake("grid")
def values_sorted(space):
    """The values are sorted first; they should come in the order of their lists."""
    return reference.grid({name: sorted(values) for name, values in space.items()})


@mistake("grid")
def repeated_values_dropped(space):
    """A value that is listed twice, or equals another as 1 and True do, counts once; each place counts."""
    candidates = []
    for candidate in reference.grid(space):
        if candidate not in candidates:
            candidates.append(candidate)
    return candidates


@mistake("grid")
def values_in_sets(space):
    """The values go through a set, which loses their order, what is listed twice, and lists altogether."""
    return reference.grid({name: list(set(values)) for name, values in space.items()})


@mistake("grid")
def items_turned_by_an_array(space):
    """An array of the values turns them into one type, 1 and 0.5 into floats, None and text into other things."""
    return reference.grid({name: list(np.array(values)) for name, values in space.items()})


@mistake("grid")
def items_turned_into_texts(space):
    """The values come back as texts; each candidate should hold the item itself."""
    return reference.grid(
        {name: [str(value) for value in values] for name, values in space.items()}
    )


@mistake("grid")
def lists_turned_into_tuples(space):
    """Lists of layer sizes come back as tuples; each candidate should hold the item itself."""

    def turned(value):
        return tuple(value) if isinstance(value, list) else value

    return reference.grid({name: list(map(turned, values)) for name, values in space.items()})


@mistake("grid")
def one_dict_for_all(space):
    """All candidates are one and the same dict, changed again and again: make a new one for each."""
    candidate, candidates = {}, []
    for values in itertools.product(*space.values()):
        candidate.update(zip(space, values, strict=True))
        candidates.append(candidate)
    return candidates


@mistake("grid")
def values_without_names(space):
    """The combinations come as tuples of values; a candidate is a dict with every key."""
    return list(itertools.product(*space.values()))


@mistake("grid")
def grid_of_two_keys(space):
    """Two loops serve two keys; a space may have any number of them."""
    first, second = space
    return [{first: one, second: other} for one in space[first] for other in space[second]]


@mistake("grid")
def last_value_left_out(space):
    """The last value of each list never comes up: range(len(values)) ends before len(values) already."""
    return reference.grid({name: values[:-1] for name, values in space.items()})


@mistake("grid")
def space_used_up(space):
    """The space is empty afterwards, since keys are popped from it: leave the argument as it is."""
    candidates = reference.grid(space)
    space.clear()
    return candidates


# random_candidates


def _candidates(space, n, draw):
    """n candidates; `draw(values)` gives a value of each name."""
    for name, values in space.items():
        if isinstance(values, tuple):
            low, high = values
            if not 0 < low <= high:
                raise ValueError(f"{name} should have 0 < low <= high, got {low}, {high}")
    return [{name: draw(values) for name, values in space.items()} for _ in range(n)]


def _number(low, high, rng):
    return float(np.exp(rng.uniform(np.log(low), np.log(high))))


def _value(values, rng):
    return _number(*values, rng) if isinstance(values, tuple) else values[rng.integers(len(values))]


@mistake("random_candidates")
def message_without_low_and_high(space, n, rng):
    """The ValueError should name the hyperparameter, and give low and high."""
    for values in space.values():
        if isinstance(values, tuple) and not 0 < values[0] <= values[1]:
            raise ValueError("wrong range")
    return reference.random_candidates(space, n, rng)


@mistake("random_candidates")
def drawn_linearly(space, n, rng):
    """Numbers of a range are drawn uniformly, and hardly one is small: it is the logarithm that is uniform."""

    def draw(values):
        if isinstance(values, tuple):
            return float(rng.uniform(*values))
        return values[rng.integers(len(values))]

    return _candidates(space, n, draw)


@mistake("random_candidates")
def logarithms_of_two_kinds(space, n, rng):
    """The logarithm is log10 and the way back is exp: take exp with log, or 10 ** with log10."""

    def draw(values):
        if isinstance(values, tuple):
            return float(np.exp(rng.uniform(*np.log10(values))))
        return values[rng.integers(len(values))]

    return _candidates(space, n, draw)


@mistake("random_candidates")
def logarithm_given_back(space, n, rng):
    """What comes back is the logarithm of the number: exp leads back to the number itself."""

    def draw(values):
        if isinstance(values, tuple):
            return float(rng.uniform(*np.log(values)))
        return values[rng.integers(len(values))]

    return _candidates(space, n, draw)


@mistake("random_candidates")
def powers_of_ten_only(space, n, rng):
    """Only low times whole powers of ten are drawn; every number between low and high is possible."""

    def draw(values):
        if isinstance(values, tuple):
            low, high = values
            return float(low * 10.0 ** rng.integers(int(np.log10(high / low)) + 1))
        return values[rng.integers(len(values))]

    return _candidates(space, n, draw)


@mistake("random_candidates")
def rounded_between_whole_numbers(space, n, rng):
    """Between whole bounds only whole numbers come out; a range gives floats, whatever its bounds are."""

    def draw(values):
        value = _value(values, rng)
        if isinstance(values, tuple) and all(isinstance(bound, int) for bound in values):
            return round(value)
        return value

    return _candidates(space, n, draw)


@mistake("random_candidates")
def ends_of_the_range_only(space, n, rng):
    """A range is taken for a list of two values; a tuple (low, high) stands for all numbers between."""
    return _candidates(space, n, lambda values: values[rng.integers(len(values))])


@mistake("random_candidates")
def lists_of_two_numbers_taken_for_ranges(space, n, rng):
    """A list of two numbers is drawn from like a range; only a tuple is one, a list is chosen from."""

    def is_range(values):
        return len(values) == 2 and all(type(value) in (int, float) for value in values)

    return reference.random_candidates(
        {name: tuple(values) if is_range(values) else values for name, values in space.items()},
        n,
        rng,
    )


@mistake("random_candidates")
def one_draw_for_all_names(space, n, rng):
    """One random number serves all names of a candidate, so that large goes with large: draw for each name."""
    _candidates(space, 0, None)
    candidates = []
    for _ in range(n):
        u = rng.random()
        candidates.append(
            {
                name: float(np.exp(np.log(values[0]) + u * np.log(values[1] / values[0])))
                if isinstance(values, tuple)
                else values[int(u * len(values))]
                for name, values in space.items()
            }
        )
    return candidates


@mistake("random_candidates")
def one_candidate_n_times(space, n, rng):
    """One candidate is drawn and repeated n times; each should be drawn by itself."""
    return reference.random_candidates(space, 1, rng) * n


@mistake("random_candidates")
def one_dict_for_all_candidates(space, n, rng):
    """All candidates are one and the same dict, changed n times: make a new one for each."""
    candidate, candidates = {}, []
    for each in reference.random_candidates(space, n, rng):
        candidate.update(each)
        candidates.append(candidate)
    return candidates


@mistake("random_candidates")
def items_chosen_by_numpy(space, n, rng):
    """rng.choice turns the items into one type, and tuples into rows: draw a place in the list, not the item."""

    def draw(values):
        return _number(*values, rng) if isinstance(values, tuple) else rng.choice(values)

    return _candidates(space, n, draw)


@mistake("random_candidates")
def repeated_items_counted_once(space, n, rng):
    """An item that is listed twice comes no more often than others: each place in the list has the same chance."""

    def draw(values):
        if isinstance(values, tuple):
            return _number(*values, rng)
        different = []
        for value in values:
            if value not in different:
                different.append(value)
        return different[rng.integers(len(different))]

    return _candidates(space, n, draw)


@mistake("random_candidates")
def last_item_left_out(space, n, rng):
    """The last item of a list never comes up: rng.integers(m) ends before m already."""

    def draw(values):
        if isinstance(values, tuple):
            return _number(*values, rng)
        return values[rng.integers(max(len(values) - 1, 1))]

    return _candidates(space, n, draw)


@mistake("random_candidates")
def items_drawn_in_rounds(space, n, rng):
    """Items come in rounds, each once before any comes again; draws should be independent."""
    _candidates(space, 0, None)
    columns = {}
    for name, values in space.items():
        if isinstance(values, tuple):
            columns[name] = [_number(*values, rng) for _ in range(n)]
        else:
            places = [place for _ in range(n) for place in rng.permutation(len(values))]
            columns[name] = [values[place] for place in places[:n]]
    return [{name: column[place] for name, column in columns.items()} for place in range(n)]


@mistake("random_candidates")
def numbers_spread_evenly(space, n, rng):
    """The numbers of a range are evenly spaced and shuffled, as in a grid; each should be drawn by itself."""
    columns = {}
    for name, values in space.items():
        if isinstance(values, tuple):
            _candidates({name: values}, 0, None)
            columns[name] = rng.permutation(np.geomspace(*values, n)).tolist()
        else:
            columns[name] = [values[rng.integers(len(values))] for _ in range(n)]
    return [{name: column[place] for name, column in columns.items()} for place in range(n)]


@mistake("random_candidates")
def range_not_checked(space, n, rng):
    """A range of which no logarithm can be drawn gives NaN or 0; it should be a ValueError."""
    with np.errstate(all="ignore"):
        return [
            {
                name: float(
                    np.exp(np.log(values[0]) + rng.random() * np.log(values[1] / values[0]))
                )
                if isinstance(values, tuple)
                else values[rng.integers(len(values))]
                for name, values in space.items()
            }
            for _ in range(n)
        ]


@mistake("random_candidates")
def zero_as_low_accepted(space, n, rng):
    """A low of 0 is let through, but 0 has no logarithm; it should be a ValueError."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return reference.random_candidates(
            {
                name: (1e-300, values[1])
                if isinstance(values, tuple) and values[0] == 0
                else values
                for name, values in space.items()
            },
            n,
            rng,
        )


@mistake("random_candidates")
def bounds_put_in_order(space, n, rng):
    """A low above high is swapped without a word; it should be a ValueError."""
    return reference.random_candidates(
        {
            name: tuple(sorted(values)) if isinstance(values, tuple) else values
            for name, values in space.items()
        },
        n,
        rng,
    )


@mistake("random_candidates")
def range_of_one_number_refused(space, n, rng):
    """Low equal to high is refused, but it is allowed: every draw is that number."""
    for name, values in space.items():
        if isinstance(values, tuple) and values[0] == values[1]:
            raise ValueError(f"{name} should have low < high, got {values[0]}, {values[1]}")
    return reference.random_candidates(space, n, rng)


@mistake("random_candidates")
def array_of_one_number(space, n, rng):
    """A number of a range comes as an array of one; it should be a float."""

    def draw(values):
        value = _value(values, rng)
        return np.array([value]) if isinstance(values, tuple) else value

    return _candidates(space, n, draw)


@mistake("random_candidates")
def candidates_from_the_global_seed(space, n, rng):
    """Chance comes from np.random and rng is left alone: draw from rng."""
    return reference.random_candidates(space, n, np.random.default_rng(np.random.randint(2**31)))


@mistake("random_candidates")
def candidates_from_a_generator_of_their_own(space, n, rng):
    """A new generator with a fixed seed gives the same candidates in every call: draw from the rng handed in."""
    return reference.random_candidates(space, n, np.random.default_rng(0))


@mistake("random_candidates")
def logarithms_left_in_the_space(space, n, rng):
    """The ranges in the caller's space are logarithms afterwards: leave the argument as it is."""
    candidates = reference.random_candidates(space, n, rng)
    for name, values in space.items():
        if isinstance(values, tuple):
            space[name] = tuple(np.log(values).tolist())
    return candidates


# search


def _costs(evaluate, candidates):
    if not candidates:
        raise ValueError("candidates are missing")
    costs = [float(evaluate(candidate)) for candidate in candidates]
    if not np.any(np.isfinite(costs)):
        raise ValueError("none of the candidates has a finite cost")
    return costs


@mistake("search")
def last_instead_of_best(evaluate, candidates):
    """The last candidate comes back; it should be the one with the lowest cost."""
    costs = _costs(evaluate, candidates)
    return candidates[-1], costs


@mistake("search")
def last_that_improves_on_its_neighbour(evaluate, candidates):
    """Each cost is compared with the one before it; compare it with the lowest so far."""
    costs = _costs(evaluate, candidates)
    best, before = candidates[0], math.inf
    for candidate, cost in zip(candidates, costs, strict=True):
        if cost < before:
            best = candidate
        before = cost
    return best, costs


@mistake("search")
def highest_cost_wins(evaluate, candidates):
    """The candidate with the highest cost comes back; a cost is to be low."""
    costs = _costs(evaluate, candidates)
    return candidates[max(np.flatnonzero(np.isfinite(costs)), key=costs.__getitem__)], costs


@mistake("search")
def nan_wins(evaluate, candidates):
    """A cost of NaN wins, as np.argmin has it: let only finite costs compete."""
    costs = _costs(evaluate, candidates)
    return candidates[int(np.argmin(np.where(np.isinf(costs), np.inf, costs)))], costs


@mistake("search")
def leading_nan_wins(evaluate, candidates):
    """A NaN in the first place is never beaten, since no comparison with it is true: check for finite costs."""
    costs = _costs(evaluate, candidates)
    places = [place for place, cost in enumerate(costs) if not math.isinf(cost)]
    return candidates[min(places, key=costs.__getitem__)], costs


@mistake("search")
def leading_nan_ends_in_an_error(evaluate, candidates):
    """A NaN in the first place is never beaten, and a ValueError comes of it: let only finite costs compete."""
    costs = _costs(evaluate, candidates)
    lowest = 0
    for place, cost in enumerate(costs):
        if cost < costs[lowest]:
            lowest = place
    if math.isnan(costs[lowest]):
        raise ValueError("none of the candidates has a finite cost")
    finite = [place for place, cost in enumerate(costs) if math.isfinite(cost)]
    return candidates[min(finite, key=costs.__getitem__)], costs


@mistake("search")
def minus_infinity_wins(evaluate, candidates):
    """A cost of -inf wins, but only finite ones can: use isfinite, not isnan alone."""
    costs = _costs(evaluate, candidates)
    places = [place for place, cost in enumerate(costs) if not math.isnan(cost)]
    return candidates[min(places, key=costs.__getitem__)], costs


@mistake("search")
def ties_to_the_last(evaluate, candidates):
    """Of equal costs the last wins, as <= makes it; the first should."""
    costs = _costs(evaluate, candidates)
    places = np.flatnonzero(np.isfinite(costs))
    return candidates[min(places[::-1], key=costs.__getitem__)], costs


@mistake("search")
def cost_nearest_to_zero_wins(evaluate, candidates):
    """The cost nearest to 0 wins; costs may be below 0, and the lowest is the best."""
    costs = _costs(evaluate, candidates)
    places = np.flatnonzero(np.isfinite(costs))
    return candidates[min(places, key=lambda place: abs(costs[place]))], costs


@mistake("search")
def cost_of_zero_taken_for_none(evaluate, candidates):
    """A cost of 0 counts as no cost, as "if cost" has it; 0 is a cost like any other."""
    costs = _costs(evaluate, candidates)
    places = [place for place, cost in enumerate(costs) if cost and math.isfinite(cost)]
    best = candidates[min(places, key=costs.__getitem__)] if places else None
    return best, costs


@mistake("search")
def best_cost_for_best_candidate(evaluate, candidates):
    """The lowest cost comes back where the candidate that has it is asked for."""
    costs = reference.search(evaluate, candidates)[1]
    return min(cost for cost in costs if math.isfinite(cost)), costs


@mistake("search")
def place_for_best_candidate(evaluate, candidates):
    """The number of the best candidate comes back; the candidate itself is asked for."""
    costs = reference.search(evaluate, candidates)[1]
    return int(np.nanargmin(np.where(np.isfinite(costs), costs, np.inf))), costs


@mistake("search")
def pair_turned_round(evaluate, candidates):
    """The pair comes as (costs, best); the best comes first."""
    best, costs = reference.search(evaluate, candidates)
    return costs, best


@mistake("search")
def broken_costs_left_out(evaluate, candidates):
    """Costs that are not finite are missing from the list; every candidate's cost has its place in it."""
    best, costs = reference.search(evaluate, candidates)
    return best, [cost for cost in costs if math.isfinite(cost)]


@mistake("search")
def broken_costs_replaced(evaluate, candidates):
    """NaN and -inf are inf in the list of costs; it should hold the costs as they came."""
    best, costs = reference.search(evaluate, candidates)
    return best, [cost if math.isfinite(cost) else math.inf for cost in costs]


@mistake("search")
def costs_sorted(evaluate, candidates):
    """The costs are sorted; they should stand in the order of the candidates."""
    best, costs = reference.search(evaluate, candidates)
    return best, sorted(costs)


@mistake("search")
def lowest_costs_so_far(evaluate, candidates):
    """The list holds the lowest cost so far; it should hold each candidate's own."""
    best, costs = reference.search(evaluate, candidates)
    return best, np.minimum.accumulate(np.where(np.isfinite(costs), costs, np.inf)).tolist()


@mistake("search")
def candidates_sorted_in_place(evaluate, candidates):
    """The caller's list is sorted by cost: look for the lowest without changing the order."""
    best, costs = reference.search(evaluate, candidates)
    order = sorted(
        range(len(costs)), key=lambda place: (not math.isfinite(costs[place]), costs[place])
    )
    candidates[:] = [candidates[place] for place in order]
    return best, costs


@mistake("search")
def lowest_started_from_a_number(evaluate, candidates):
    """The lowest cost starts from a number such as 1000, which larger costs never beat: start from inf."""
    costs = _costs(evaluate, candidates)
    best, lowest = None, 1000.0
    for candidate, cost in zip(candidates, costs, strict=True):
        if math.isfinite(cost) and cost < lowest:
            best, lowest = candidate, cost
    return best, costs


@mistake("search")
def empty_candidate_taken_for_none(evaluate, candidates):
    """A best candidate such as 0, "" or None counts as none yet, and the next takes its place: keep its cost too."""
    costs = _costs(evaluate, candidates)
    best, lowest = None, math.inf
    for candidate, cost in zip(candidates, costs, strict=True):
        if math.isfinite(cost) and (not best or cost < lowest):
            best, lowest = candidate, cost
    return best, costs


@mistake("search")
def none_taken_for_no_best(evaluate, candidates):
    """Where the best candidate is None itself, a ValueError says that there is none: look at its cost instead."""
    best, costs = reference.search(evaluate, candidates)
    if best is None:
        raise ValueError("none of the candidates has a finite cost")
    return best, costs


@mistake("search")
def candidates_as_keys(evaluate, candidates):
    """The costs stand in a dict with candidates as its keys, which dicts and lists cannot be: use a list."""
    if not candidates:
        raise ValueError("candidates are missing")
    costs = {candidate: float(evaluate(candidate)) for candidate in candidates}
    finite = [candidate for candidate in candidates if math.isfinite(costs[candidate])]
    if not finite:
        raise ValueError("none of the candidates has a finite cost")
    return min(finite, key=costs.__getitem__), list(costs.values())


@mistake("search")
def winner_evaluated_again(evaluate, candidates):
    """evaluate is called again to find the best: a call may be a whole training, so look among the costs at hand."""
    costs = _costs(evaluate, candidates)
    finite = [
        candidate for candidate, cost in zip(candidates, costs, strict=True) if math.isfinite(cost)
    ]
    return min(finite, key=evaluate), costs


@mistake("search")
def one_cost_for_equal_candidates(evaluate, candidates):
    """Equal candidates share one cost, as a dict of costs has it: each place in the list has a cost of its own."""
    by_text = {}
    for candidate in candidates:
        by_text[repr(candidate)] = float(evaluate(candidate))
    costs = _costs(lambda candidate: by_text[repr(candidate)], candidates)
    return reference.search(lambda candidate: by_text[repr(candidate)], candidates)[0], costs


@mistake("search")
def candidates_unpacked(evaluate, candidates):
    """evaluate(**candidate) hands over the values one by one; evaluate takes the candidate itself."""
    return reference.search(lambda candidate: evaluate(**candidate), candidates)


@mistake("search")
def stopped_at_a_broken_cost(evaluate, candidates):
    """The search ends at the first cost that is not finite; every candidate should be tried."""
    costs, best = [], None
    for candidate in candidates:
        costs.append(float(evaluate(candidate)))
        if not math.isfinite(costs[-1]):
            break
        if costs[-1] == min(costs) and costs.count(costs[-1]) == 1:
            best = candidate
    if not np.any(np.isfinite(costs)):
        raise ValueError("none of the candidates has a finite cost")
    return best, costs


@mistake("search")
def no_candidates_accepted(evaluate, candidates):
    """An empty list gives None; it should be a ValueError that names candidates."""
    return reference.search(evaluate, candidates) if candidates else (None, [])


@mistake("search")
def broken_costs_alone_accepted(evaluate, candidates):
    """Where no cost is finite a candidate comes back all the same; it should be a ValueError."""
    costs = [float(evaluate(candidate)) for candidate in candidates]
    if candidates and not np.any(np.isfinite(costs)):
        return candidates[0], costs
    return reference.search(evaluate, candidates)
