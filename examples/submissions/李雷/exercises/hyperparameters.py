# 第11单元: 超参数

import numpy as np


def train_validation_split(X, Y, fraction, rng):
    n = len(X)
    numbers = list(range(n))
    rng.shuffle(numbers)
    count = round(n * fraction)
    held = sorted(numbers[:count])
    rest = sorted(numbers[count:])
    return [X[rest], Y[rest], X[held], Y[held]]


def k_fold(n, k, rng):
    if k < 2 or k > n:
        raise ValueError(f"k must be in 2..{n} but is {k}")
    order = list(range(n))
    for i in range(n - 1, 0, -1):
        j = int(rng.integers(0, i + 1))
        order[i], order[j] = order[j], order[i]
    folds = []
    for i in range(k):
        part = order[i::k]
        folds.append([[r for r in range(n) if r not in part], part])
    return folds


def grid(space):
    names = list(space.keys())

    def go(i):
        if i == len(names):
            return [{}]
        out = []
        rest = go(i + 1)
        for value in space[names[i]]:
            for r in rest:
                d = {names[i]: value}
                d.update(r)
                out.append(d)
        return out

    return go(0)


def random_candidates(space, n, rng):
    for name in space:
        if type(space[name]) == tuple:
            low, high = space[name]
            if low <= 0 or high < low:
                raise ValueError("space: bad range from " + str(low) + " to " + str(high))
    out = []
    for i in range(n):
        c = {}
        for name in space:
            v = space[name]
            if type(v) == tuple:
                c[name] = 10 ** rng.uniform(np.log10(v[0]), np.log10(v[1]))
            else:
                c[name] = v[int(rng.random() * len(v))]
        out.append(c)
    return out


def search(evaluate, candidates):
    costs = []
    for c in candidates:
        costs.append(evaluate(c))
    best = -1
    for i in range(len(costs)):
        if costs[i] - costs[i] == 0 and (best == -1 or costs[i] < costs[best]):
            best = i
    if best < 0:
        raise ValueError("no candidates with a cost")
    return [candidates[best], costs]
