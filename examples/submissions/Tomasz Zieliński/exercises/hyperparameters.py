import numpy as np


def train_validation_split(X, Y, fraction, rng):
    order = np.argsort(rng.random(len(X)))
    cut = len(X) - round(fraction * len(X))
    return (
        np.take(X, order[:cut], axis=0),
        np.take(Y, order[:cut], axis=0),
        np.take(X, order[cut:], axis=0),
        np.take(Y, order[cut:], axis=0),
    )


def k_fold(n, k, rng):
    if k > n or k < 2:
        raise ValueError(f"k = {k} folds of {n} rows")
    order = np.argsort(rng.random(n)).astype(np.int32)
    out = []
    start = 0
    for i in range(k):
        size = (n - start) // (k - i)
        out.append((np.delete(order, np.s_[start : start + size]), order[start : start + size]))
        start += size
    return out


def grid(space):
    total = 1
    for v in space.values():
        total *= len(v)
    out = []
    for number in range(total):
        c = {}
        for name in reversed(space):
            number, place = divmod(number, len(space[name]))
            c[name] = space[name][place]
        out.append(c)
    return out


def random_candidates(space, n, rng):
    for name, v in space.items():
        if isinstance(v, tuple) and (v[0] <= 0 or v[1] < v[0]):
            raise ValueError(f"the range of {name} is low={v[0]}, high={v[1]}")
    return [
        {
            name: np.array(v[0] + (v[1] - v[0]) * rng.random())
            if isinstance(v, tuple)
            else v[rng.permutation(len(v))[0]]
            for name, v in space.items()
        }
        for _ in range(n)
    ]


def search(evaluate, candidates):
    costs = [None] * len(candidates)
    for i in reversed(range(len(candidates))):
        costs[i] = np.float64(evaluate(candidates[i]))
    if not np.any(np.isfinite(costs)):
        raise ValueError("candidates have no finite cost")
    return candidates[int(np.argmin(costs))], costs
