"""The mistake that explains a failed check is told, and none that does not."""

from __future__ import annotations

import importlib
import itertools
import sys
import time
import warnings
from pathlib import Path
from types import ModuleType, SimpleNamespace

import numpy as np
import pytest

import grader.session
from grader import standins
from grader.calls import RECORD
from grader.curriculum import read_course
from grader.diagnosis import Diagnostics, Evidence
from grader.engine import Engine
from grader.limits import Limits
from grader.messages import Setup
from grader.outcome import ERROR, FAILED, NOT_IMPLEMENTED, PASSED, TIMEOUT, Halt, Late
from grader.report import Check, to_json
from grader.sandbox.ahead import Rehearsal
from grader.submission import Submission
from grader.trace import Trace

SIZES = '''"""# 1 · Sizes"""

import numpy as np


def mean(x):
    """The mean."""
    ### BEGIN SOLUTION
    return float(np.sum(x) / np.size(x))
    ### END SOLUTION


def spread(x):
    """The mean square of what is left of x without its mean."""
    ### BEGIN SOLUTION
    return mean((x - mean(x)) ** 2)
    ### END SOLUTION


def scale(x):
    """x over its largest size, a new array."""
    ### BEGIN SOLUTION
    top = np.max(np.abs(x))
    return x / top if top else np.zeros_like(x)
    ### END SOLUTION


def draw(rng, n):
    """n numbers of rng, and their sum."""
    ### BEGIN SOLUTION
    x = rng.random(n)
    return x, float(np.sum(x))
    ### END SOLUTION


def slope(f, x):
    """(f(x + 1) - f(x - 1)) / 2."""
    ### BEGIN SOLUTION
    return (f(x + 1) - f(x - 1)) / 2
    ### END SOLUTION


def root(x):
    """The square root; ValueError below zero."""
    ### BEGIN SOLUTION
    if np.any(x < 0):
        raise ValueError("x is below zero")
    return np.sqrt(x)
    ### END SOLUTION


class Counter:
    """Adds up what it is given."""

    def __init__(self, start=0.0):
        self.total_ = start

    def add(self, x):
        """Add the sum of x."""
        ### BEGIN SOLUTION
        self.total_ += float(np.sum(x))
        return self
        ### END SOLUTION
'''

TWO = '''"""# 2 · Two"""

from solutions.sizes import mean


def twice(x):
    """Two times the mean of x's squares."""
    ### BEGIN SOLUTION
    return 2 * mean(x**2)
    ### END SOLUTION
'''

MISTAKES_SIZES = '''
import numpy as np

from grader.mistakes import mistake
from solutions import sizes


@mistake("mean")
def summed(x):
    """It is summed, not averaged."""
    return float(np.sum(x))


@mistake("mean")
def one_too_few(x):
    """It is divided by n - 1."""
    return float(np.sum(x) / max(np.size(x) - 1, 1))


@mistake("mean")
def in_single_precision(x):
    """It is computed in float32."""
    return float(np.mean(np.asarray(x, dtype=np.float32)))


@mistake("mean")
def zero_for_long(x):
    """What is longer than ten comes out as zero."""
    return 0.0 if np.size(x) > 10 else sizes.mean(x)


@mistake("mean")
def adds_one(x):
    """It adds one to the mean."""
    return sizes.mean(x) + 1.0


@mistake("scale")
def edits_its_input(x):
    """It divides the argument in place."""
    x /= np.max(np.abs(x)) or 1.0
    return x.copy()


@mistake("scale")
def returns_its_input(x):
    """It divides in place and gives the argument back."""
    x /= np.max(np.abs(x)) or 1.0
    return x


@mistake("scale")
def by_the_largest(x):
    """It divides by the largest, not by the largest size."""
    return x / np.max(x)


@mistake("scale")
def warns_at_zero(x):
    """At zero it divides by zero."""
    return np.nan_to_num(x / np.max(np.abs(x)))


@mistake("draw")
def an_rng_of_its_own(rng, n):
    """It draws from an rng of its own."""
    x = np.random.default_rng(0).random(n)
    return x, float(np.sum(x))


@mistake("draw")
def draws_twice(rng, n):
    """It draws once too often."""
    rng.random(n)
    return sizes.draw(rng, n)


@mistake("draw")
def draws_on(rng, n):
    """It draws on after it is done."""
    found = sizes.draw(rng, n)
    rng.random()
    return found


@mistake("slope")
def one_sided(f, x):
    """It looks to one side only."""
    return f(x + 1) - f(x)


@mistake("root")
def nan_below_zero(x):
    """Below zero it gives NaN in place of a ValueError."""
    with np.errstate(invalid="ignore"):
        return np.sqrt(x)


@mistake("root")
def another_error(x):
    """Below zero it raises a TypeError."""
    if np.any(x < 0):
        raise TypeError("below")
    return np.sqrt(x)


class Below(Exception):
    pass


@mistake("root")
def an_error_of_its_own(x):
    """Below zero it raises an error of its own kind."""
    if np.any(x < 0):
        raise Below
    return np.sqrt(x)


@mistake("root")
def says_nothing(x):
    """Its ValueError does not say what is wrong."""
    if np.any(x < 0):
        raise ValueError
    return np.sqrt(x)


@mistake("Counter")
class Forgetful(sizes.Counter):
    """It forgets what it had."""

    def add(self, x):
        self.total_ = float(np.sum(x))
        return self


@mistake("Counter")
class StartsAtZero(sizes.Counter):
    """It begins at zero, whatever start is."""

    def __init__(self, start=0.0):
        super().__init__(0.0)
'''

TEST_SIZES = '''
import numpy as np
import pytest
from hypothesis import given

from exercises import sizes
from grader.testing import arrays, call, check_close, check_that, checks


@checks("mean", points=1)
@given(x=arrays((3,)))
def test_mean(x):
    """The mean of three."""
    check_close(call(sizes.mean, x), float(x.mean()))


@checks("mean", points=1)
def test_mean_of_one():
    """The mean of one is itself."""
    check_close(call(sizes.mean, np.array([3.0])), 3.0)


@checks("mean", points=1)
def test_mean_of_many():
    """The mean of many ones is positive, whatever else it is."""
    check_that(call(sizes.mean, np.ones(200_000)) > 0, "not positive")


@checks("slope", points=1)
def test_slope():
    """Of a square it is twice x."""
    check_close(call(sizes.slope, lambda x: float(x) ** 2, 3.0), 6.0)


@checks("Counter", points=1)
def test_counter():
    """Adds up over several calls."""
    counter = call(sizes.Counter, 1.5)
    call(counter.add, np.ones(3))
    call(counter.add, np.ones(2))
    check_close(counter.total_, 6.5)
'''
RIGHT = SIZES.replace("from solutions", "from exercises")


def write(root: Path):
    for folder in ("solutions", "exercises", "tests/hidden", "tests/mistakes"):
        (root / folder).mkdir(parents=True)
    (root / "solutions" / "__init__.py").touch()
    (root / "solutions" / "sizes.py").write_text(SIZES)
    (root / "solutions" / "two.py").write_text(TWO)
    (root / "tests" / "mistakes" / "sizes.py").write_text(MISTAKES_SIZES)
    (root / "tests" / "hidden" / "test_sizes.py").write_text(TEST_SIZES)
    return read_course(root)


@pytest.fixture(scope="module")
def sizes(tmp_path_factory):
    """A course with a bank of mistakes."""
    return write(tmp_path_factory.mktemp("sizes"))


@pytest.fixture(scope="module")
def diagnostics(sizes, importing):
    """The diagnostics of its units, in this process."""
    with importing(sizes):
        one, two = (importlib.import_module(f"solutions.{name}") for name in ("sizes", "two"))

        yield Diagnostics(sizes, {"sizes": one, "two": two})


@pytest.fixture
def ask():
    """Asks a student's function, as a check of a status would: ask(f, (args), …) -> Evidence."""
    numbers = itertools.count()

    def of(student, *calls, name=None, unit="sizes", status=FAILED, strict=False) -> Evidence:
        RECORD.clear()
        trace = Trace()
        trace.begin()
        name = name or student.__name__
        for args in calls:
            with warnings.catch_warnings():
                warnings.simplefilter("error" if strict else "ignore", RuntimeWarning)
                try:
                    trace.follow(["function", name], args, {}, lambda args=args: student(*args))
                except (Exception, Halt):
                    continue
        check = Check(
            id=name, unit=unit, function=name, title="", points=1, earned=0, status=status
        )
        return Evidence(next(numbers), check, trace.steps)

    return of


@pytest.fixture
def told(diagnostics):
    """The mistakes that are named for some evidence, one a failed check: told(evidence, …)."""

    def of(*evidence: Evidence) -> list[str | None]:
        found = dict(diagnostics.explained(evidence))
        failed = [each for each in evidence if each.check.status in (FAILED, ERROR)]
        return [found[each.index].mistake if each.index in found else None for each in failed]

    return of


@pytest.fixture
def sentences(diagnostics):
    """The sentences that are told for some evidence."""

    def of(*evidence: Evidence) -> list[str | None]:
        return [check.diagnosis for _, check in diagnostics.explained(evidence)]

    return of


X = np.array([0.3, -2.0, 0.7])


def test_the_mistake_that_gives_the_same_is_told(ask, told, sentences):
    def mean(x):
        return float(sum(x))

    evidence = ask(mean, (X,), (np.ones(2),))

    assert told(evidence) == ["summed"]
    assert sentences(evidence) == ["It is summed, not averaged."]


def test_the_check_is_else_as_it_was(ask, diagnostics):
    def mean(x):
        return float(sum(x))

    evidence = ask(mean, (X,))

    ((index, check),) = diagnostics.explained([evidence])
    assert index == evidence.index
    assert (check.status, check.earned, check.id) == (FAILED, 0, "mean")


def test_noise_of_rounding_is_no_difference(ask, told):
    def mean(x):
        return float(sum(x)) * (1 + 1e-12)

    assert told(ask(mean, (X,))) == ["summed"]


def test_another_number_is_another_mistake(ask, told):
    def mean(x):
        return float(sum(x)) * (1 + 1e-4)

    assert told(ask(mean, (X,))) == [None]


def test_a_mistake_must_give_the_same_on_all_calls(ask, told):
    def mean(x):
        return float(np.sum(x)) if len(x) == 3 else float(np.median(x)) + 0.123

    assert told(ask(mean, (X,), (np.arange(5.0),))) == [None]


def test_of_two_that_fit_the_one_that_a_passed_check_contradicts_is_not_told(ask, told):
    """Of two numbers the sum is the sum over n - 1 too."""

    def summed(x):
        return float(np.sum(x))

    def divided(x):
        return float(np.sum(x) / max(np.size(x) - 1, 1))

    two = np.array([0.3, 0.4])

    for student, name in ((summed, "summed"), (divided, "one_too_few")):
        both = ask(student, (two,), name="mean"), ask(student, (X,), name="mean")
        assert told(*both) == [name, name]
    one = ask(divided, (np.ones(1),), name="mean", status=PASSED)
    other = ask(np.mean, (np.array([1.0, -1.0]),), name="mean", status=PASSED)
    assert told(ask(summed, (two,), name="mean"), one) == ["summed"]
    assert told(ask(summed, (two,), name="mean"), other) == ["summed"]


def test_one_that_fits_and_that_a_passed_check_contradicts_is_not_told(ask, told):
    """It is a mistake of these calls only, whatever it is."""

    def mean(x):
        return float(np.sum(x)) if x[0] < 1 else float(np.mean(x))

    failed, passed = ask(mean, (X,)), ask(mean, (np.array([2.0, 3.0, 4.0]),), status=PASSED)

    assert told(failed) == ["summed"]
    assert told(failed, passed) == [None]


def test_one_that_a_right_answer_in_a_failed_check_contradicts_is_not_told(ask, told):
    def mean(x):
        return float(np.sum(x)) if x[0] < 1 else float(np.mean(x))

    other = np.array([2.0, 3.0, 4.0])

    assert told(ask(mean, (X,)), ask(lambda x: 7.7 if x[0] == 9 else mean(x), (other,), (other + 7,), name="mean")) == [
        None, None,
    ]  # fmt: skip


def test_one_that_fits_and_that_more_of_the_failed_checks_contradict_is_not_told(ask, told):
    """Of two numbers, the sum of the first two is the sum."""

    def mean(x):
        return float(np.sum(x[:2]))

    two, three, four = (ask(mean, (X[:1].repeat(n),)) for n in (2, 3, 4))

    assert told(two) == ["summed"]
    assert told(two, three, four) == [None, None, None]


def test_what_is_right_in_the_other_failed_checks_is_one_mistake_of_two(ask, told):
    def mean(x):
        return 0.0 if len(x) > 10 else float(np.sum(x))

    long, *others = (ask(mean, (X[:1].repeat(n),)) for n in (20, 3, 4, 5))

    assert told(long, *others) == ["zero_for_long", "summed", "summed", "summed"]


def test_a_passed_check_that_leaves_the_student_free_contradicts_nothing(ask, told):
    def draw(rng, n):
        rng.random(n)
        x = rng.random(n)
        return x, float(np.sum(x))

    def otherwise(rng, n):
        return rng.normal(size=n), 0.0

    failed = ask(draw, (np.random.default_rng(1), 3))
    free = ask(otherwise, (np.random.default_rng(1), 3), name="draw", status=PASSED)

    assert told(failed, free) == ["draws_twice"]


def test_what_the_right_function_gives_too_explains_nothing(ask, told, sentences):
    """Most mistakes are right on many inputs; the check failed for something that calls do not show."""

    def mean(x):
        return float(np.mean(x))

    evidence = ask(mean, (X,))

    assert told(evidence) == [None] and sentences(evidence) == []


def test_a_check_that_asked_another_function_only_has_none(ask, sentences):
    evidence = ask(lambda x: x + 1, (X,), name="scale")
    check = evidence.check.__class__(
        id="m", unit="sizes", function="mean", title="", points=1, earned=0, status=FAILED
    )

    assert sentences(Evidence(0, check, evidence.steps)) == []


def test_a_wrong_answer_that_no_mistake_explains_has_none(ask, sentences):
    def mean(x):
        return float(np.sin(np.sum(x)) + 0.123)

    assert sentences(ask(mean, (X,), (np.ones(2),))) == []


def test_where_no_mistake_fits_it_is_said_how_the_results_relate(ask, told, sentences):
    def mean(x):
        return -float(np.mean(x))

    evidence = ask(mean, (X,), (X + 1 / 3,))

    assert told(evidence) == [None]
    assert sentences(evidence)[0].startswith("What came back is the negative of what was expected")


def test_an_argument_that_is_changed_tells_one_mistake_from_another(ask, told):
    def edits(x):
        x /= np.max(np.abs(x))
        return x.copy()

    def returns(x):
        x /= np.max(np.abs(x))
        return x

    assert told(ask(edits, (X.copy(),), name="scale")) == ["edits_its_input"]
    assert told(ask(returns, (X.copy(),), name="scale")) == ["returns_its_input"]


def test_a_warning_where_none_is_allowed_is_explained(ask, told):
    def scale(x):
        return np.nan_to_num(x / np.max(np.abs(x)))

    assert told(ask(scale, (X,), (np.zeros(3),), strict=True)) == ["warns_at_zero"]


def test_a_warning_that_is_raised_where_it_is_allowed_is_no_warning(ask, told):
    def scale(x):
        raise DeprecationWarning("a callback's")

    assert told(ask(scale, (np.zeros(3),))) == [None]


def test_an_error_is_explained_by_its_kind(ask, told):
    def root(x):
        raise TypeError("no such x")

    def nothing(x):
        raise IndexError

    assert told(ask(root, (-X,), status=ERROR)) == ["another_error"]
    assert told(ask(nothing, (-X,), name="root", status=ERROR)) == [None]


def test_an_error_that_happens_is_told_by_its_words_too(ask, told):
    """What raises a statement of the student's own may be worded as they like."""

    def root(x):
        error = TypeError("below")
        error.student_frames = frames
        raise error

    def other(x):
        error = TypeError("unsupported operand type(s) for +")
        error.student_frames = frames
        raise error

    frames = ("sizes.py, line 3, in root: return np.sqrt(x + None)",)
    assert told(ask(root, (-X,))) == ["another_error"]
    assert told(ask(other, (-X,), name="root")) == [None]
    frames = ("sizes.py, line 3, in root: raise TypeError('unsupported…')",)
    assert told(ask(other, (-X,), name="root")) == ["another_error"]


@pytest.mark.parametrize(
    ("shape", "expected"),
    [((3, 4), ["The shapes fit no element-by-element operation, but a matrix product: is @ meant in place of *?"]),
     ((4, 4), [])],
)  # fmt: skip
def test_a_product_of_elements_where_shapes_fit_a_matrix_product(ask, sentences, shape, expected):
    def mean(x):
        return np.ones((2, 3)) * x

    assert sentences(ask(mean, (np.ones(shape),), status=ERROR)) == expected


def test_a_text_that_is_wrong_is_explained_where_it_is_the_mistakes(ask, told):
    def silent(x):
        raise ValueError

    def talking(x):
        raise ValueError("there is no root of what is negative")

    assert told(ask(silent, (-X,), name="root")) == ["says_nothing"]
    assert told(ask(talking, (-X,), name="root")) == [None]


def test_an_error_in_place_of_a_value_and_the_reverse(ask, told):
    def root(x):
        with np.errstate(invalid="ignore"):
            return np.sqrt(x)

    assert told(ask(root, (-X,))) == ["nan_below_zero"]


def test_what_ended_a_call_is_no_mistakes_error(ask, sentences):
    def root(x):
        raise Halt(ERROR, "what it returned cannot be used")

    assert sentences(ask(root, (-X,), status=ERROR)) == []


@pytest.mark.parametrize(
    ("student", "name"),
    [(lambda rng, n: (x := np.random.default_rng(0).random(n), float(np.sum(x))), "an_rng_of_its_own"),
     (lambda rng, n: (rng.random(n), x := rng.random(n), float(np.sum(x)))[1:], "draws_twice"),
     (lambda rng, n: (x := rng.random(n), float(np.sum(x)), rng.random())[:2], "draws_on")],
)  # fmt: skip
def test_a_generators_state_tells(ask, told, student, name):
    assert told(ask(student, (np.random.default_rng(7), 3), name="draw")) == [name]


def test_a_callback_is_asked_again(ask, told):
    def slope(f, x):
        return f(x + 1) - f(x)

    assert told(ask(slope, (lambda x: x**3, 2.0))) == ["one_sided"]


def test_a_callback_that_is_not_as_it_was_ends_nothing(ask, told):
    asked = []

    def f(x):
        asked.append(x)
        if len(asked) > 2:
            raise AssertionError("asked too often")
        return x**3

    def slope(f, x):
        return f(x + 1) - f(x)

    assert told(ask(slope, (f, 2.0))) == [None]


def test_a_mistake_in_a_called_function_is_told_as_such(ask, told, sentences):
    def spread(x):
        return float(np.sum((x - np.sum(x)) ** 2))

    evidence = ask(spread, (X,))

    assert told(evidence) == ["mean.summed"]
    assert sentences(evidence) == [
        "It does what would come of a mistake in mean: It is summed, not averaged."
    ]


def test_it_may_be_a_function_of_another_unit(ask, told):
    def twice(x):
        return 2 * float(np.sum(x**2))

    assert told(ask(twice, (X,), unit="two")) == ["mean.summed"]


def test_a_few_round_numbers_say_too_little_of_what_is_called_on_the_way(ask, told):
    def twice(x):
        return 4.0

    assert told(ask(twice, (np.ones(2),), unit="two")) == [None]


def test_the_reference_is_right_again_afterwards(ask, told, diagnostics):
    def spread(x):
        return float(np.sum((x - np.sum(x)) ** 2))

    told(ask(spread, (X,)))

    solutions = sys.modules["solutions.sizes"]
    assert solutions.mean(X) == X.mean()
    assert sys.modules["solutions.two"].mean is solutions.mean


@pytest.mark.parametrize("status", [TIMEOUT, NOT_IMPLEMENTED, PASSED, "crashed", "not_run"])
def test_only_what_failed_is_explained(ask, sentences, status):
    def mean(x):
        return float(np.sum(x))

    assert sentences(ask(mean, (X,), status=status)) == []


@pytest.mark.parametrize(
    "value",
    [np.nan, np.inf, 10**600, -(1 << 64), True, None, "text", b"bytes", 1j, np.array("text"), np.array([]),
     np.zeros((2, 0)), np.zeros(3, np.uint8), np.zeros(3, bool), np.ones(3, np.complex64), np.float16(7),
     [], (), {}, [np.nan], [[[]]], ({"x": [None]},), {(1, 2): np.nan}, np.random.default_rng(0), len, object(),
     np.full((3, 3), np.nan), [1.0, "x"], np.array([1e308, -1e308, 1e308])],
    ids=lambda value: repr(value).partition(" at 0x")[0],
)  # fmt: skip
def test_no_value_is_too_strange(diagnostics, ask, value):
    for name, args in {"mean": (X,), "scale": (X,), "draw": (np.random.default_rng(0), 3)}.items():
        for expected in (args, (np.zeros(3), 3)[: len(args)]):
            evidence = ask(lambda *_: value, expected, args, name=name)

            found = [*diagnostics.explained([evidence])]

            assert all(check.mistake is None for _, check in found)


def test_of_an_unknown_function_there_is_none(ask, sentences):
    assert sentences(ask(lambda x: 0.0, (X,), name="median")) == []


# in a session, with objects that stay in the student's process


@pytest.fixture(scope="module")
def mark(sizes):
    """Marks a module of the unit: mark(source) -> Report."""
    limits = Limits(seconds_per_call=0.5)

    with Engine(Setup(root=str(sizes.root), units=("sizes",), limits=limits), 1) as engine:
        yield lambda source: engine.mark_one(Submission("ann", {"sizes": source.encode()}))


@pytest.fixture
def named(mark):
    """What is told of a unit where a line is another: named(line, other) -> {check: mistake}."""

    def of(line: str, other: str) -> dict[str, str | None]:
        assert line in RIGHT
        checks = mark(RIGHT.replace(line, other)).checks
        return {
            check.id.partition("test_")[2]: check.mistake
            for check in checks
            if check.status != PASSED
        }

    return of


EVERY_MEAN = dict.fromkeys(("mean", "mean_of_one", "mean_of_many"))


@pytest.mark.parametrize(
    ("line", "other", "expected"),
    [("/ np.size(x))", ")", {"mean": "summed"}),
     ("(f(x + 1) - f(x - 1)) / 2", "f(x + 1) - f(x)", {"slope": "one_sided"}),
     ("self.total_ += ", "self.total_ = ", {"counter": "Forgetful"}),
     ("self.total_ = start", "self.total_ = 0.0", {"counter": "StartsAtZero"}),
     ("self.total_ += ", "self.total_ = 1 + ", {"counter": None}),
     ("return float(np.sum(x) / np.size(x))", "while True: pass", EVERY_MEAN),
     ("return float(np.sum(x) / np.size(x))", "raise NotImplementedError", EVERY_MEAN),
     ("return float(np.sum(x) / np.size(x))", "import os; os._exit(1)", EVERY_MEAN)],
    ids=["a function", "a callback", "an object", "its start", "another object", "endless", "unwritten", "crashed"],
)  # fmt: skip
def test_in_a_session(named, line, other, expected):
    assert named(line, other) == expected


def test_the_same_report_twice(mark):
    source = RIGHT.replace("/ np.size(x))", ")").replace("self.total_ += ", "self.total_ = ")

    one, other = (to_json(mark(source)).decode().splitlines() for _ in range(2))

    def without_seconds(lines):
        return [line for line in lines if '"seconds"' not in line]

    assert without_seconds(one) == without_seconds(other)
    assert any('"mistake": "Forgetful"' in line for line in one)


def raises(error):
    """A search that ends with an error."""
    raise error


@pytest.mark.parametrize(
    ("deed", "expected"),
    [(lambda: raises(MemoryError()), [0, 2]),
     (lambda: raises(SystemExit()), [0, 2]),
     (lambda: raises(RecursionError()), [0, 2]),
     (lambda: raises(Halt(TIMEOUT, "")), [0]),
     (lambda: time.sleep(60), [0])],
    ids=["no memory", "leaves", "recursion", "halts", "hangs"],
)  # fmt: skip
def test_a_search_that_fails_takes_no_other_and_no_mark_with_it(sizes, monkeypatch, deed, expected):
    def explained(evidence, made):
        (number,) = evidence
        if number == 1:
            deed()
        yield number, None

    monkeypatch.setattr(grader.session, "DIAGNOSIS_SECONDS", 0.2)
    session = grader.session.Session(Setup(root="", units=()), sizes, None, None, None)
    session.diagnostics = SimpleNamespace(explained=explained)
    started = time.monotonic()

    found = session._diagnosed({("sizes", name): [at] for at, name in enumerate("abc")})

    assert [index for index, _ in found] == expected
    assert time.monotonic() - started < 5


def test_a_deadline_ends_the_search_at_once(ask, diagnostics):
    """A candidate does not swallow it as one more error."""

    def f(x):
        raise Late("no answer within 1 s")

    def slope(f, x):
        return 1.0

    with pytest.raises(Late):
        [*diagnostics.explained([ask(slope, (f, 2.0))])]


def test_no_code_of_the_student_runs_while_a_mistake_is_sought(sizes, tmp_path):
    """A callback of a test may lead back to the student's function; then it can tell nothing."""
    course = write(tmp_path / "back")
    (course.tests / "test_sizes.py").write_text(
        TEST_SIZES.replace("lambda x: float(x) ** 2, 3.0), 6.0", "sizes.root, 3.0), 2.0")
    )
    wrong = RIGHT.replace("(f(x + 1) - f(x - 1)) / 2", "f(x + 1) - f(x)")

    with Engine(Setup(root=str(course.root), units=("sizes",)), 1) as engine:
        report = engine.mark_one(Submission("ann", {"sizes": wrong.encode()}))

    (check,) = [check for check in report.checks if check.function == "slope"]
    assert check.status == FAILED and check.mistake is None


def test_an_object_that_is_gone_is_asked_nothing(ask, diagnostics):
    """Handles of the student's process stand among arguments and results."""
    module = ModuleType("unit")
    exec("def make():\n    class Thing:\n        size = 3\n    return Thing()", module.__dict__)
    rehearsal = Rehearsal(module)
    handle = rehearsal.call("make", (), {})

    def request(*_):
        raise AssertionError("it was asked")

    rehearsal._caller.guard = request
    evidence = ask(lambda x: handle, (X,), name="scale"), ask(lambda x: X, (handle,), name="scale")

    assert [*diagnostics.explained(evidence)] == []


def test_nobody_answers_stand_ins_afterwards():
    assert standins._current is None
