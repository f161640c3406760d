r"""# 16 · Boltzmann machines

The networks so far answer a question: given `X`, what is `Y`? A Boltzmann machine is asked nothing.
It looks at data alone and learns which states of its units are likely. With that it can tell the
usual from the odd, fill in what is missing, and make up new examples. It works by chance: its units
are coins, and the weights say how each coin is loaded by the others.

    activations ──► boltzmann_machine ──► deep_belief_network
    (sigmoid)       (you are here)        machines on top of each other

## Words and shapes

| letter | shape | what it is |
|---|---|---|
| `s` | (n, d) | states of a general machine, one a row, every element 0 or 1 |
| `W`, `b` | (d, d), (d,) | its weights, symmetric with a zero diagonal, and its biases |
| `v` | (n, d) | visible units of a restricted machine: the data |
| `h` | (n, m) | its hidden units: what it makes of the data |
| `W`, `a`, `b` | (d, m), (d,), (m,) | its weights, visible biases and hidden biases |
| energy | (n,) | one number a state; low is likely |

## Energy and probability

Every state has an **energy**. Two units that are both 1 lower it by the weight between them, and
each unit that is 1 lowers it by its bias:

    E(s) = −½ Σ_i Σ_j s_i W_ij s_j − Σ_i b_i s_i  =  −½ sᵀWs − bᵀs

The double sum meets every pair twice, as (i, j) and as (j, i); the ½ makes up for that. The machine
is found in a state with the probability

    P(s) = exp(−E(s)) / Z        Z = Σ exp(−E(s)) over all 2^d states

Take two units with the weight ln 3 and no biases. Only the state (1, 1) has an energy other than 0,
namely −ln 3. So the four states (0,0), (0,1), (1,0), (1,1) weigh 1, 1, 1, 3, and Z = 6:

>>> W, b = np.log([[1.0, 3.0], [3.0, 1.0]]), np.zeros(2)
>>> distribution(W, b).round(4)
array([0.1667, 0.1667, 0.1667, 0.5   ])

With 784 units Z has 2^784 terms: nobody will ever add them up. All that follows is about doing
without Z.

## One unit at a time

Ask about one unit while the rest stands still. Of the two states that differ in unit i alone, let
E0 be the energy of the one with s_i = 0 and E1 that of the one with s_i = 1. Z cancels:

    P(s_i = 1 | rest) = exp(−E1) / (exp(−E0) + exp(−E1)) = 1 / (1 + exp(−(E0 − E1)))
                      = sigmoid(E0 − E1)        E0 − E1 = Σ_j W_ij s_j + b_i

(Read | as "given": the chance that s_i is 1, given the rest.) This is the unit's **conditional**,
a sigmoid neuron as in unit `neurons`, only that its output is a chance. In the example, where the
other unit is 1, it is sigmoid(ln 3) = 3/4; and indeed (0,1) and (1,1) weigh 1 and 3.

**Gibbs sampling** goes round the units and draws each anew from its conditional, given what the
others are *now*. If s was drawn from P before, it is drawn from P after; and from any start the
chain slowly forgets where it came from. So a long walk visits each state as often as P says.
`grader plot boltzmann_machine` draws both, and a machine that learns, from your own functions.

It must be one unit after the other. Two units with a large positive weight, and biases of minus half
of it, want to be equal. Redrawn both at once from (0, 1), each copies the other's old value, and
(1, 0) and (0, 1), the two states that P all but rules out, take turns nearly for ever.

## The restricted machine

Hidden units let a machine represent what no pair of visible ones shows. **Restricted** means that
weights run between the two layers only, never inside one:

    hidden    h1   h2   h3          E(v, h) = −vᵀWh − aᵀv − bᵀh
               │╲ ╱│╲ ╱│            P(h_j = 1 | v) = sigmoid(Σ_i v_i W_ij + b_j)
    visible    v1   v2   v3         P(v_i = 1 | h) = sigmoid(Σ_j W_ij h_j + a_i)

(Every visible unit is joined to every hidden one; the drawing leaves out two lines. There is no ½:
each pair comes once.) Given v, no hidden unit depends on another, so the whole layer is drawn at
once, and likewise v given h. Up uses `W`, down its transpose.

The hidden units can be summed out by hand, as each of them is 0 or 1 by itself:

    Σ_h exp(−E(v, h)) = exp(aᵀv) · Π_j (1 + exp(z_j))        z = vW + b
    F(v) = −log of that = −aᵀv − Σ_j log(1 + exp(z_j))       P(v) = exp(−F(v)) / Z

(Π is a product over all j, as Σ is a sum; Z is now the sum of exp(−E) over all pairs of v and h.)
F is the **free energy**. `log(1 + exp(z))` is called softplus; for z = 1000 it is 1000, though
exp(1000) overflows.

>>> W, a, b = np.log([[3.0], [1.0]]), np.zeros(2), np.zeros(1)
>>> v = np.array([[1.0, 0.0]])
>>> hidden_probabilities(v, W, b)
array([[0.75]])
>>> free_energy(v, W, a, b).round(4)       # −log(1 + 3)
array([-1.3863])

## Learning: pull the data down, push the dreams up

Make the data likely: climb the mean of log P(v) = −F(v) − log Z. The slope of −F is simple,
−∂F/∂W_ij = v_i P(h_j = 1 | v). The slope of log Z turns out to be the same expression, averaged
over all states as the machine itself weighs them:

    ∂ mean log P / ∂W  =  ⟨v P(h|v)⟩ over the data  −  ⟨v P(h|v)⟩ over the machine's own states

where ⟨…⟩ is a mean and P(h|v) is short for the probabilities P(h = 1 | v). The first part lowers the
energy of the data, the second raises that of the machine's dreams; they cancel where the two look
alike. The second would need a long Gibbs chain, a walk up and down, for every step.
**Contrastive divergence**, CD-k, starts the chain at the data and stops after k steps, often one:

    v0 = data ─► h ~ P(h|v0) ─► v1 ~ P(v|h) ─► h ~ P(h|v1) ─► v2 … ─► vk

    dW = (v0ᵀ P(h|v0) − vkᵀ P(h|vk)) / n      da = mean(v0 − vk)      db = mean(P(h|v0) − P(h|vk))

Along the chain states are *sampled*: a layer of m coins can pass on m bits and no more, and the
machine must learn to live with that. In the formulas *probabilities* stand for the hidden units:
they are what samples average to, with less noise. What comes out is a direction to climb: the
update is `W += learning_rate * dW`, with a plus.

With d = 2 and m = 1 as above, let the visible biases be so strong that v1 is (1, 0) for sure, and
start at v0 = (0, 1):

    P(h|v0) = sigmoid(0) = 0.5      dW = (0·0.5 − 1·0.75, 1·0.5 − 0·0.75) = (−0.75, 0.5)
    P(h|v1) = sigmoid(ln 3) = 0.75  da = (−1, 1)    db = 0.5 − 0.75 = −0.25

>>> rng, a = np.random.default_rng(0), np.array([900.0, -900.0])
>>> dW, da, db = contrastive_divergence(np.array([[0, 1]]), W, a, b, rng)
>>> dW.round(4).tolist(), da.tolist(), db.round(4).tolist()
([[-0.75], [0.5]], [-1.0, 1.0], [-0.25])

## What goes wrong in practice

- *The likely is unlikely*: the energy's sign is lost. Or the ½ is: all couplings count double.
- *The states are in the wrong order.* (0, 1) is state 1 and (1, 0) is state 2: the first unit is
  the most significant digit.
- *A sweep from old values.* All units at once is another chain, with another distribution.
- *exp overflows* in `distribution`. Only differences of energies matter, so shift them first, as in
  softmax.
- *The free energy becomes inf*, from log(1 + exp(1000)).
- *The machine unlearns*: data and chain are swapped, or the direction is subtracted.
- *Learning is noisy or stalls*: hidden samples in the formulas, or probabilities in the chain.
- *The rate must be tuned anew for every batch size*: the direction was summed, not averaged. Or n
  divides W but not the biases.
- *A generator seeded inside*: the same "random" numbers at each step.

## What every function here promises

- Results are new float64 arrays, sampled states of 0.0 and 1.0 too. States may be float, int64,
  uint8 or bool; weights and biases may be int64. Float32 input counts as right to float32's own
  precision, and the result may be of either type.
- In every function of the restricted machine `v` may hold probabilities in [0, 1] in place of
  states, such as grey pixels.
- Any number of rows and units works, one included, and any memory layout: Fortran order, slices,
  read-only arrays.
- Arguments are left as they were (the generator moves on), and a result shares no memory with them.
- Results are accurate, |error| ≤ 1e-12 + 1e-9·|value|, and come without a warning, while the
  weighted sums that go into a sigmoid or a softplus lie within ±1000. NaN and empty batches are not
  asked about.
- `rng` is a `numpy.random.Generator`, and the only source of chance. The draws from it are named in
  each function, in order, so that the same state gives the same result for everybody.

## Further reading

- J. Hopfield (1982), "Neural networks and physical systems with emergent collective computational
  abilities".
- S. Geman and D. Geman (1984), "Stochastic relaxation, Gibbs distributions, and the Bayesian
  restoration of images".
- D. Ackley, G. Hinton and T. Sejnowski (1985), "A learning algorithm for Boltzmann machines".
- P. Smolensky (1986), "Information processing in dynamical systems: foundations of harmony theory":
  the restricted machine.
- G. Hinton (2002), "Training products of experts by minimizing contrastive divergence".
- G. Hinton (2012), "A practical guide to training restricted Boltzmann machines".

## In your own words

During training the machine gives its data back better and better after one step down and up. But what it dreams on its
own, after a thousand steps from a random start, looks like no row of the data. How can both be true?
### BEGIN SOLUTION
- 2 points: training by one step lowers the energy at the data and raises it only close by, where one step leads.
- 2 points: states far away from all data were never visited, so their energy may be as low or lower; a long dream ends
  up there.
- 1 point: what would help or tell: more steps, k larger or chains that go on from update to update; look at dreams, or
  at free energies, and not only at how well data is given back.
### END SOLUTION
"""

from __future__ import annotations

import numpy as np

from solutions.activations import sigmoid


def energy(s: np.ndarray, W: np.ndarray, b: np.ndarray) -> np.ndarray:
    """The energy of each state: E(s) = -½ sᵀWs - bᵀs.

    Parameters
    ----------
    s : ndarray of shape (n, d)
        States, one a row, each element 0 or 1.
    W : ndarray of shape (d, d)
        Weights between units, symmetric, with zeros on the diagonal.
    b : ndarray of shape (d,)
        One bias for each unit.

    Returns
    -------
    ndarray of shape (n,)
        One energy for each row, float64 for whole numbers too.

    Notes
    -----
    Each pair of units stands in sᵀWs twice, W being symmetric: half of it
    counts every pair once.

    References
    ----------
    J. Hopfield (1982), "Neural networks and physical systems with emergent
    collective computational abilities".

    Examples
    --------
    >>> W, b = np.array([[0.0, 3.0], [3.0, 0.0]]), np.array([0.5, -1.0])
    >>> energy(np.array([[1, 0], [0, 1], [1, 1]]), W, b)
    array([-0.5,  1. , -2.5])
    """
    ### BEGIN SOLUTION
    ### HINT: Do one row on paper first: which weights and biases remain where some units are 0?
    ### HINT: States times weights has a row for each state; weigh it with the state again, and sum rows.
    return -0.5 * np.sum((s @ W) * s, axis=1) - s @ b
    ### END SOLUTION


def conditional(s: np.ndarray, i: int, W: np.ndarray, b: np.ndarray) -> np.ndarray:
    """The chance that unit i is 1 given all others: P(s_i = 1 | rest) = sigmoid(s·W_i + b_i).

    Parameters
    ----------
    s : ndarray of shape (n, d)
        States, one a row. What stands in column i makes no difference.
    i : int
        The unit asked about, 0…d-1.
    W, b : ndarrays of shapes (d, d) and (d,)
        As for `energy`.

    Returns
    -------
    ndarray of shape (n,)
        One probability for each row.

    Notes
    -----
    With E0 and E1 the energies of the row with s_i = 0 and with s_i = 1,
    exp(-E1) / (exp(-E0) + exp(-E1)) = sigmoid(E0 - E1), and E0 - E1 is
    sum_j W_ij s_j + b_i. The diagonal of W is zero: s_i is not in the sum.

    Examples
    --------
    >>> W, b = np.array([[0.0, 3.0], [3.0, 0.0]]), np.array([-3.0, 7.0])
    >>> conditional(np.array([[0, 1], [1, 1], [1, 0]]), 0, W, b).round(4)
    array([0.5   , 0.5   , 0.0474])
    """
    ### BEGIN SOLUTION
    ### HINT: It is one neuron: the others' states come in, weighted, plus unit i's own bias.
    ### HINT: Column i of W holds the weights; the sigmoid of unit 2 turns the sums into chances.
    return sigmoid(s @ W[:, i] + b[i])
    ### END SOLUTION


def distribution(W: np.ndarray, b: np.ndarray) -> np.ndarray:
    """The exact probabilities of all 2^d states: P(s) = exp(-E(s)) / sum of exp(-E) over all.

    Parameters
    ----------
    W, b : ndarrays of shapes (d, d) and (d,)
        As for `energy`. Weights and biases up to ±1000 give a finite, accurate
        result without a warning. d is small, ten at most.

    Returns
    -------
    ndarray of shape (2^d,)
        Probabilities, 0 or more and summing to one, in binary counting order
        with the first unit the most significant: for d = 2 the states are
        (0, 0), (0, 1), (1, 0), (1, 1).

    Notes
    -----
    To add one constant to all energies changes nothing: it cancels.

    References
    ----------
    D. Ackley, G. Hinton and T. Sejnowski (1985), "A learning algorithm for
    Boltzmann machines".

    Examples
    --------
    >>> W = np.zeros((2, 2))
    >>> distribution(W, np.log([4.0, 1.0]))
    array([0.1, 0.1, 0.4, 0.4])
    """
    ### BEGIN SOLUTION
    ### HINT: List all states as the rows of one array; the rest is a softmax of minus their energies.
    ### HINT: Row number r in binary, d digits, is state r; itertools.product or shifts give the table.
    ### HINT: Subtract the largest of -E before taking exp.
    d = len(b)
    states = (np.arange(2**d)[:, None] >> np.arange(d)[::-1]) & 1
    scores = -energy(states, W, b)
    weights = np.exp(scores - scores.max())
    return weights / weights.sum()
    ### END SOLUTION


def gibbs_sweep(
    s: np.ndarray, W: np.ndarray, b: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """Draw every unit once from its conditional, in order 0…d-1, given the newest others.

    Parameters
    ----------
    s : ndarray of shape (n, d)
        States to start from: n chains side by side. They are not changed.
    W, b : ndarrays of shapes (d, d) and (d,)
        As for `energy`.
    rng : numpy.random.Generator
        For each unit, when its turn comes, `rng.random(n)` is drawn once, one
        number for each row, and nothing else.

    Returns
    -------
    ndarray of shape (n, d)
        The new states, 0.0 or 1.0: unit i of a row is 1 where its draw is less
        than its conditional, given the new values of the units before it and
        the old values of those after it.

    Notes
    -----
    A step that redraws one unit from its conditional leaves the Boltzmann
    distribution as it is: the states with the rest alike keep their total,
    and share it in the right ratio. So does a sweep of such steps.

    References
    ----------
    S. Geman and D. Geman (1984), "Stochastic relaxation, Gibbs distributions,
    and the Bayesian restoration of images".

    Examples
    --------
    >>> W, b = np.array([[0.0, 900.0], [900.0, 0.0]]), np.array([-400.0, -450.5])
    >>> gibbs_sweep(np.array([[0, 1], [1, 0]]), W, b, np.random.default_rng(0))
    array([[1., 1.],
           [0., 0.]])
    """
    ### BEGIN SOLUTION
    ### HINT: Work on a float copy, and let each unit see what the units before it have become.
    ### HINT: A loop over the units: conditional of column i, one draw a row, write column i.
    s = np.array(s, dtype=np.float64)
    for i in range(s.shape[1]):
        s[:, i] = sample(conditional(s, i, W, b), rng)
    return s
    ### END SOLUTION


def rbm_energy(
    v: np.ndarray, h: np.ndarray, W: np.ndarray, a: np.ndarray, b: np.ndarray
) -> np.ndarray:
    """The energy of a restricted machine: E(v, h) = -vᵀWh - aᵀv - bᵀh, for each row.

    Parameters
    ----------
    v : ndarray of shape (n, d)
        Visible states, or probabilities.
    h : ndarray of shape (n, m)
        Hidden states; row i belongs to row i of v.
    W : ndarray of shape (d, m)
        Weights from each visible to each hidden unit.
    a, b : ndarrays of shapes (d,) and (m,)
        Visible and hidden biases.

    Returns
    -------
    ndarray of shape (n,)
        One energy for each row, float64 for whole numbers too.

    References
    ----------
    P. Smolensky (1986), "Information processing in dynamical systems:
    foundations of harmony theory".

    Examples
    --------
    >>> W, a, b = np.array([[2.0], [-1.0]]), np.array([0.5, 0.0]), np.array([0.25])
    >>> rbm_energy(np.array([[1, 1], [1, 0]]), np.array([[1], [0]]), W, a, b)
    array([-1.75, -0.5 ])
    """
    ### BEGIN SOLUTION
    ### HINT: Three terms, each a number for each row, all with a minus. No ½ here.
    ### HINT: v times W, as matrices, has the shape of h: weigh it with h, and sum each row.
    return -np.sum((v @ W) * h, axis=1, dtype=np.float64) - v @ a - h @ b
    ### END SOLUTION


def hidden_probabilities(v: np.ndarray, W: np.ndarray, b: np.ndarray) -> np.ndarray:
    """The chance of each hidden unit to be 1, going up: P(h = 1 | v) = sigmoid(vW + b).

    Parameters
    ----------
    v : ndarray of shape (n, d)
        Visible states, or probabilities.
    W : ndarray of shape (d, m)
        Weights.
    b : ndarray of shape (m,)
        Hidden biases.

    Returns
    -------
    ndarray of shape (n, m)
        Probabilities.

    Examples
    --------
    >>> hidden_probabilities(np.array([[1, 1], [0, 0]]), np.log([[3.0], [2.0]]), np.log([1.5]))
    array([[0.9],
           [0.6]])
    """
    ### BEGIN SOLUTION
    ### HINT: A layer of sigmoid neurons, as it always was.
    ### HINT: The weighted sums of the rows of v, then sigmoid.
    return sigmoid(v @ W + b)
    ### END SOLUTION


def visible_probabilities(h: np.ndarray, W: np.ndarray, a: np.ndarray) -> np.ndarray:
    """The chance of each visible unit to be 1, going down: P(v = 1 | h) = sigmoid(hWᵀ + a).

    Parameters
    ----------
    h : ndarray of shape (n, m)
        Hidden states; unit `deep_belief_network` hands in probabilities too.
    W : ndarray of shape (d, m)
        Weights, the same as for going up.
    a : ndarray of shape (d,)
        Visible biases.

    Returns
    -------
    ndarray of shape (n, d)
        Probabilities.

    Examples
    --------
    >>> visible_probabilities(np.array([[1], [0]]), np.log([[3.0], [1.0]]), np.log([1.0, 4.0]))
    array([[0.75, 0.8 ],
           [0.5 , 0.8 ]])
    """
    ### BEGIN SOLUTION
    ### HINT: The way back runs over the same weights in the other direction.
    ### HINT: (n, m) times which arrangement of (d, m) gives (n, d)?
    return sigmoid(h @ W.T + a)
    ### END SOLUTION


def free_energy(v: np.ndarray, W: np.ndarray, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """The energy with the hidden units summed out: F(v) = -aᵀv - sum_j log(1 + exp(vW_j + b_j)).

    Parameters
    ----------
    v : ndarray of shape (n, d)
        Visible states, or probabilities.
    W : ndarray of shape (d, m)
        Weights.
    a, b : ndarrays of shapes (d,) and (m,)
        Visible and hidden biases.

    Returns
    -------
    ndarray of shape (n,)
        One free energy for each row, finite and accurate also where exp(vW + b)
        would overflow.

    Notes
    -----
    F(v) = -log sum_h exp(-E(v, h)). The sum over all 2^m hidden states splits
    into a product over j of (1 + exp(z_j)), z = vW + b, times exp(aᵀv).

    Examples
    --------
    >>> v, W = np.array([[1, 0], [0, 1]]), np.array([[1000.0], [-1000.0]])
    >>> free_energy(v, W, np.array([0.5, 2.0]), np.zeros(1))
    array([-1000.5,    -2. ])
    """
    ### BEGIN SOLUTION
    ### HINT: Where z is large, log(1 + exp(z)) is z and a little: which part may be taken out?
    ### HINT: With max(z, 0) taken out, only exp of minus |z| is left inside; or look up logaddexp.
    return -(v @ a) - np.logaddexp(0.0, v @ W + b).sum(axis=1)
    ### END SOLUTION


def sample(p: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """States drawn from probabilities: 1.0 where `rng.random(p.shape)` is less than p, else 0.0.

    Parameters
    ----------
    p : ndarray of one or more axes
        The chance of each element to be 1; exact 0 and 1 are fine, whole
        numbers too.
    rng : numpy.random.Generator
        `rng.random(p.shape)` is drawn once, and nothing else.

    Returns
    -------
    ndarray of p's shape
        0.0 or 1.0, float64. A draw that equals its p gives 0.

    Examples
    --------
    >>> sample(np.array([0.0, 0.5, 0.5, 1.0]), np.random.default_rng(1))
    array([0., 0., 1., 1.])
    """
    ### BEGIN SOLUTION
    ### HINT: A uniform draw from [0, 1) is below p with just the chance p.
    ### HINT: Compare one array of draws with p, and turn the booleans into floats.
    return (rng.random(np.shape(p)) < p).astype(np.float64)
    ### END SOLUTION


def contrastive_divergence(
    v: np.ndarray,
    W: np.ndarray,
    a: np.ndarray,
    b: np.ndarray,
    rng: np.random.Generator,
    k: int = 1,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The direction in which the data becomes more likely, CD-k, averaged over the batch.

    A chain starts at v0 = v. Each of k steps draws h from P(h | v), then v from
    P(v | h); its last visible states are vk. Then

        dW = (v0ᵀ P(h|v0) - vkᵀ P(h|vk)) / n
        da = mean over rows of v0 - vk
        db = mean over rows of P(h|v0) - P(h|vk)

    Parameters
    ----------
    v : ndarray of shape (n, d)
        The data: visible states, or probabilities, which go into the first step
        and into the formulas as they are.
    W : ndarray of shape (d, m)
        Weights.
    a, b : ndarrays of shapes (d,) and (m,)
        Visible and hidden biases.
    rng : numpy.random.Generator
        Each step draws as `sample` does: for the hidden layer,
        `rng.random((n, m))`, then for the visible one, `rng.random((n, d))`. A
        state is 1 where its draw is less than its probability.
    k : int, default 1
        The number of steps, at least 1.

    Returns
    -------
    (dW, da, db) : arrays of shapes (d, m), (d,) and (m,)
        To be added, times a learning rate, to W, a and b. A tuple or a list.

    Notes
    -----
    ∂F/∂W_ij = -v_i P(h_j = 1 | v), ∂F/∂a = -v and ∂F/∂b = -P(h | v), so this is
    minus the gradient of mean F(v0) - F(vk), vk taken as fixed. The likelihood's
    own gradient has the machine's distribution in place of vk, which a chain
    reaches for k without end.

    References
    ----------
    G. Hinton (2002), "Training products of experts by minimizing contrastive
    divergence".

    Examples
    --------
    >>> v, W, a, b = np.array([[1, 0]]), np.zeros((2, 1)), np.array([-900, 900]), np.zeros(1)
    >>> dW, da, db = contrastive_divergence(v, W, a, b, np.random.default_rng(0))
    >>> dW
    array([[ 0.5],
           [-0.5]])
    >>> da, db
    (array([ 1., -1.]), array([0.]))
    """
    ### BEGIN SOLUTION
    ### HINT: First run the chain with samples, then compute both sides with probabilities.
    ### HINT: Keep v0; in a loop of k, sample h from the newest v, then v from that h.
    ### HINT: Data minus chain in all three, and n rows divide each of them.
    chain = v
    for _ in range(k):
        h = sample(hidden_probabilities(chain, W, b), rng)
        chain = sample(visible_probabilities(h, W, a), rng)
    up, down = hidden_probabilities(v, W, b), hidden_probabilities(chain, W, b)
    dW = (v.T @ up - chain.T @ down) / len(v)
    return dW, (v - chain).mean(axis=0), (up - down).mean(axis=0)
    ### END SOLUTION
