"""Recorded examples: a replayed mark is the live one, and the cache is only ever a help."""

from __future__ import annotations

import os

import msgspec
import pytest

from grader.engine import Engine
from grader.limits import Limits
from grader.messages import Setup
from grader.outcome import DISAGREES
from grader.report import Check
from grader.submission import Submission

TEST = '''
import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from exercises import first
from grader.testing import arrange, arrays, call, check_close, check_pure, checks, floats


@checks("double", points=2)
@example(np.array([700.0, 1.0, 0.0]))
@given(x=arrays(3))
def test_double_is_twice(x):
    """Twice the argument."""
    check_close(call(first.double, x), 2 * x)


@checks("double", points=3)
@pytest.mark.parametrize("factor", [1, 3], ids=["once", "thrice"])
@given(x=arrays((2, 3)), scale=floats(1, 4))
def test_double_of_a_multiple(factor, x, scale):
    """Twice a multiple, where it is not zero."""
    assume(np.any(x != 0))
    x *= factor * scale
    check_close(call(first.double, x), 2 * x)


@checks("double", points=4)
@given(data=st.data())
def test_double_of_what_is_drawn_on_the_way(data):
    """Twice what is drawn as the check goes."""
    x = data.draw(arrays(2))
    check_close(call(first.double, x), 2 * x)


@checks("double", points=5)
@given(x=arrays((4, 3)).map(lambda x: arrange(x, "sliced")))
def test_double_of_a_view(x):
    """Twice a view."""
    assert not x.flags.c_contiguous
    check_pure(first.double, x)
    check_close(call(first.double, x), 2 * x)


@checks("double", points=6)
@given(seed=st.integers(0, 99))
def test_double_of_random_numbers(seed):
    """Twice random numbers, by a callback too."""
    x = np.random.default_rng(seed).normal(size=3)
    check_close(call(first.double, x), 2 * x)
'''
SOURCES = {
    "right": "import numpy as np\ndef double(x):\n    return np.asarray(x, float) * 2\n",
    "right in other bits": "def double(x):\n    return x * 2.0000000000001\n",
    "wrong": "def double(x):\n    return x * 3.0\n",
    "wrong for large": "def double(x):\n    return x * (2.0 if abs(x).max() < 3 else 3.0)\n",
    "wrong for an example": "def double(x):\n    return x * (2.0 if abs(x).max() < 300 else 3.0)\n",
    "raises": "def double(x):\n    return x[1] / 0\n",
    "writes": "def double(x):\n    x *= 2\n    return x.copy()\n",
    "right on its turn": (
        "n = 0\ndef double(x):\n    global n\n    n += 1\n    return x * (2.0 if n % 7 else 3.0)\n"
    ),
    "wrong once": (
        "n = 0\ndef double(x):\n    global n\n    n += 1\n    return x * (2.0 if n != 9 else 3.0)\n"
    ),
    "wrong at first": (
        "n = 0\ndef double(x):\n    global n\n    n += 1\n    return x * (2.0 if n > 1 else 3.0)\n"
    ),
    "not written": "def double(x):\n    raise NotImplementedError('double: not written yet')\n",
    "no array": "def double(x):\n    return [2 * each for each in x]\n",
    "ends": "import os\ndef double(x):\n    os._exit(0)\n",
    "missing": "def dubble(x):\n    return 2 * x\n",
}

DRAWS_FROM_A_TABLE = '''
import json
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from exercises import first
from grader.testing import call, check_close, checks

TABLE = json.loads((Path(__file__).parent / "table.json").read_text())


@checks("double", points=1)
@given(x=st.sampled_from(TABLE))
def test_double(x):
    """Twice a number of the table."""
    check_close(call(first.double, np.array([x])), np.array([2 * x]))
'''


BY_TURNS = ("right on its turn", "wrong once", "wrong at first")
MENDED = ("right in other bits", "wrong for large")  # these rest on the examples


def as_found(check: Check) -> Check:
    """A check without its time, and without its diagnosis: that rests on examples, which live there are none of."""
    return msgspec.structs.replace(check, seconds=0.0, diagnosis=None, mistake=None)


def disagrees(check: Check) -> bool:
    """Whether it failed in the second try, of which there is none live."""
    return check.message.startswith(DISAGREES)


def reports(course, cache, names, limits, **options) -> dict[str, list[Check]]:
    """What sources come to in one engine: reports without times."""
    setup = Setup(root=str(course.root), units=("first",), limits=limits, **options)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NEUROKATA_CACHE", str(cache))
        with Engine(setup, 1) as engine:
            submissions = [Submission(name, {"first": SOURCES[name].encode()}) for name in names]
            found = {each.student: engine.mark_one(each).checks for each in submissions}
    return {name: [*map(as_found, checks)] for name, checks in found.items()}


@pytest.fixture
def mark(course, tmp_path):
    """Marks some sources in an engine of their own, replayed, with a cache of the test's own."""
    (course.tests / "test_first.py").write_text(TEST)
    cache = tmp_path / "cache"

    def run(names=MENDED, seed: int = 0):
        return reports(course, cache, names, Limits(inputs_to_shrink=20), seed=seed)

    run.cache = cache
    run.course = course
    return run


@pytest.fixture(scope="module")
def both(new_toy, tmp_path_factory):
    """What every source comes to, replayed and live."""
    course = new_toy()
    (course.tests / "test_first.py").write_text(TEST)
    cache = tmp_path_factory.mktemp("cache")
    limits = Limits(inputs_to_shrink=1000)  # once they are spent, recorded examples are told
    return [reports(course, cache, SOURCES, limits, replay=replay) for replay in (True, False)]


def test_a_replayed_report_is_the_live_one(both):
    replayed, live = both

    steady = [name for name in SOURCES if name not in BY_TURNS]
    assert {name: replayed[name] for name in steady} == {name: live[name] for name in steady}
    assert {check.status for check in replayed["right"]} == {"passed"}


@pytest.mark.parametrize("name", BY_TURNS)
def test_a_function_that_is_wrong_by_turns_loses_the_same_checks(both, name):
    """What the message says may differ, as the search for a smaller input sees other turns."""
    replayed, live = (each[name] for each in both)

    pairs = [pair for pair in zip(replayed, live, strict=True) if not disagrees(pair[0])]
    assert pairs and all(one.status == other.status for one, other in pairs)


def test_examples_are_recorded_once_and_again_for_another_seed_or_test(mark):
    mark(names=["right"])
    files = {path: path.stat().st_mtime_ns for path in mark.cache.iterdir()}
    assert len(files) == 1

    mark(names=["right"])
    assert {path: path.stat().st_mtime_ns for path in mark.cache.iterdir()} == files

    mark(names=["right"], seed=1)
    assert len(list(mark.cache.iterdir())) == 2
    test = mark.course.tests / "test_first.py"
    test.write_text(test.read_text() + "\n# changed\n")
    mark(names=["right"])
    assert len(list(mark.cache.iterdir())) == 3


def test_examples_are_recorded_again_where_a_file_beside_the_tests_changed(mark):
    """The check draws from a table; the submission is wrong on the later one alone."""
    table = mark.course.tests / "table.json"
    (mark.course.tests / "test_first.py").write_text(DRAWS_FROM_A_TABLE)
    statuses = []

    for content in ("[1.0, 2.0]", "[7.0, 8.0]"):
        table.write_text(content)
        (check,) = mark(names=["wrong for large"])["wrong for large"]
        statuses.append(check.status)

    assert statuses == ["passed", "failed"]


@pytest.mark.parametrize("content", [b"", b"\xff\x00broken", b"\x81\xa1a\x91\xc4\x01x"])
def test_a_broken_cache_is_recorded_again(mark, content):
    expected = mark()
    (path,) = mark.cache.iterdir()
    whole = path.read_bytes()
    path.write_bytes(content)

    assert mark() == expected
    assert path.read_bytes() == whole


def test_a_cache_with_a_broken_example_is_recorded_again(mark):
    """It can still be read as msgpack, and a right function would fail on what is left of the example."""
    expected = mark(names=["right in other bits"])
    (path,) = mark.cache.iterdir()
    path.write_bytes(path.read_bytes().replace(b"numpy", b"numqy"))

    assert mark(names=["right in other bits"]) == expected
    assert {check.status for check in expected["right in other bits"]} == {"passed"}


def test_a_cache_is_read_where_it_is_a_file_of_ours(mark, tmp_path):
    """Neither a link nor a pipe is followed or waited for."""
    expected = mark(names=["right"])
    (path,) = mark.cache.iterdir()
    whole = path.read_bytes()
    for replace in (os.mkfifo, lambda path: path.symlink_to(tmp_path / "elsewhere")):
        (tmp_path / "elsewhere").write_bytes(whole)
        path.unlink()
        replace(path)

        assert mark(names=["right"]) == expected
        assert path.is_file() and not path.is_symlink()


def test_a_cache_that_cannot_be_written_is_no_reason_to_stop(mark):
    mark.cache.write_text("a file, not a folder")

    assert {check.status for check in mark(names=["right"])["right"]} == {"passed"}


def test_a_check_that_is_skipped_for_a_submission_earns_nothing(mark):
    """That the reference passed it, while examples were recorded, is not the submission's doing."""
    (mark.course.tests / "test_first.py").write_text(
        "import pytest\nfrom hypothesis import given\nfrom exercises import first\n"
        "from grader.testing import call, checks, floats\n"
        "@checks('double', points=1)\n@given(x=floats(1, 4))\n"
        "def test_double(x):\n"
        "    if call(first.double, x) != 2 * x:\n        pytest.skip('no')\n"
    )

    reports = mark(names=["right", "wrong"])

    assert [check.status for check in reports["right"]] == ["passed"]
    assert [check.status for check in reports["wrong"]] == ["not_run"]


SECOND = '''
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises import first, second
from grader.testing import (
    arrays, call, call_allowing_changes, call_allowing_warnings, check_close, check_pure, check_that, checks, floats,
)


@checks("quadruple", points=2)
@given(x=arrays(3))
def test_quadruple_twice(x):
    """What is asked depends on what came back."""
    once = call(second.quadruple, x)
    check_close(call(second.quadruple, once), 16 * x)


@checks("quadruple", points=2)
@given(x=arrays(2), more=st.integers(0, 3))
def test_quadruple_until_it_is_large(x, more):
    """How often it is asked depends on what came back."""
    while np.abs(x).sum() < 10 * (1 + more) and np.any(x):
        x = call(second.quadruple, x)
    check_that(np.all(np.isfinite(x)), "should be finite", actual=x)


@checks("apply", points=2)
@given(factor=floats(1, 3), x=arrays(2))
def test_apply_of_a_callback(factor, x):
    """Calls back as often as it likes."""
    asked = []

    def f(v):
        asked.append(v.copy())
        return factor * float(v.sum())

    check_close(call(second.apply, f, x), factor * float(x.sum()) + 1.0)
    check_that(len(asked) == 1, "should ask once", actual=asked)


@checks("draw", points=2)
@given(seed=st.integers(0, 9))
def test_draw_twice(seed):
    """The generator moves on."""
    rng, same = np.random.default_rng(seed), np.random.default_rng(seed)
    for _ in range(2):
        check_close(call(second.draw, rng), same.random(3))


@checks("fill", points=2)
@given(x=arrays(3), items=st.lists(st.integers(0, 5), max_size=3))
def test_fill_changes_its_arguments(x, items):
    """Written into, and again."""
    table, more = {}, len(items)
    call_allowing_changes(second.fill, x, items, table)
    call_allowing_changes(second.fill, x, items, table)
    assert x[0] == 5.0 and len(items) == more + 2 and table == {"k": 2}


@checks("Counter", points=2)
@given(start=st.integers(0, 5), x=arrays(2))
def test_counter_is_an_object(start, x):
    """Keeps its state."""
    counter = call(second.Counter, start)
    call(counter.add, x)
    call(counter.add, x)
    check_close(counter.total_, start + 2 * float(np.sum(x)))


@checks("Counter", points=1)
def test_two_counters_are_two():
    """Each keeps its own."""
    one, other = call(second.Counter), call(second.Counter, 4)
    call(one.add, np.ones(2))
    call(other.add, np.ones(1))
    check_close((one.total_, other.total_), (2.0, 5.0))
'''
RIGHT = {
    "quadruple": "def quadruple(x):\n    return double(double(x))\n",
    "apply": "def apply(f, x):\n    return f(x) + 1.0\n",
    "draw": "def draw(rng):\n    return rng.random(3)\n",
    "fill": "def fill(x, items, table):\n    x[0] = 5.0\n    items.append(1)\n    table['k'] = 2\n",
    "Counter": (
        "class Counter:\n    def __init__(self, start=0):\n        self.total_ = start\n"
        "    def add(self, x):\n        self.total_ += float(np.sum(x))\n        return self\n"
    ),
}
OTHERS = {
    "another right": {"quadruple": "def quadruple(x):\n    return x + x + (x + x)\n"},
    "right in other bits": {"quadruple": "def quadruple(x):\n    return x * 0.4 * 10\n"},
    "wrong after a while": {
        "quadruple": "n = 0\ndef quadruple(x):\n    global n\n    n += 1\n    return x * (4.0 if n < 20 else 5.0)\n"
    },
    "a cache that is asked too little": {
        "quadruple": (
            "known = {}\ndef quadruple(x):\n    return known.setdefault(round(float(x.sum())), x * 4.0).copy()\n"
        )
    },
    "calls back twice": {"apply": "def apply(f, x):\n    f(x)\n    return f(x) + 1.0\n"},
    "keeps the callback": {
        "apply": "kept = []\ndef apply(f, x):\n    kept.append(f)\n    return kept[0](x) + 1.0\n"
    },
    "draws by itself": {"draw": "def draw(rng):\n    return np.random.default_rng(1).random(3)\n"},
    "draws too much": {"draw": "def draw(rng):\n    return rng.random(4)[:3]\n"},
    "fills a copy": {"fill": "def fill(x, items, table):\n    x = x.copy()\n    x[0] = 5.0\n"},
    "counts in the class": {
        "Counter": (
            "class Counter:\n    total_ = 0\n    def __init__(self, start=0):\n        Counter.total_ = start\n"
            "    def add(self, x):\n        Counter.total_ += float(np.sum(x))\n        return self\n"
        )
    },
    "returns what it should be": {"quadruple": "def quadruple(x):\n    return quadruple\n"},
    "an array of objects": {"quadruple": "def quadruple(x):\n    return np.array([print, None])\n"},
    "warns": {"quadruple": "def quadruple(x):\n    np.log(np.array([-1.0]))\n    return x * 4.0\n"},
    "prints": {"quadruple": "def quadruple(x):\n    print(x)\n    return x * 4.5\n"},
    "gives up": {
        "quadruple": "n = 0\ndef quadruple(x):\n    global n\n    n += 1\n    return x * 4.0 if n < 9 else 1 / 0\n"
    },
    "ends": {
        "quadruple": (
            "import os\nn = 0\ndef quadruple(x):\n    global n\n    n += 1\n"
            "    return x * 4.0 if n < 9 else os._exit(3)\n"
        )
    },
    "loops": {"quadruple": "def quadruple(x):\n    while x[0] < 1e300: pass\n    return x * 4.0\n"},
}

REMEMBERS = {
    "wrong after a while",
    "a cache that is asked too little",
    "keeps the callback",
    "gives up",
    "ends",
}  # what such code says may depend on how often it was asked before


@pytest.fixture(scope="module")
def mark_both(new_toy):
    """Marks two units of a submission, replayed and live: mark_both(first=…, quadruple=…) -> two lists of checks."""
    course = new_toy()
    (course.tests / "test_second.py").write_text(SECOND)
    limits = Limits(seconds_per_call=1.0)
    setups = [
        Setup(root=str(course.root), units=("first", "second"), limits=limits, replay=replay)
        for replay in (True, False)
    ]

    def run(first="def double(x):\n    return 2 * x\n", **functions):
        source = (
            "import numpy as np\nfrom exercises import first\nfrom exercises.first import double\n"
        )
        source += "".join((RIGHT | functions).values())
        submission = Submission("ann", {"first": first.encode(), "second": source.encode()}, {})
        return [[*map(as_found, engine.mark_one(submission).checks)] for engine in engines]

    with Engine(setups[0], 1) as replaying, Engine(setups[1], 1) as live:
        engines = [replaying, live]
        yield run


def test_calls_that_depend_on_results_state_callbacks_and_classes_are_replayed_as_they_are_live(
    mark_both,
):
    for name, functions in {"right": {}, **OTHERS}.items():
        replayed, live = mark_both(**functions)

        pairs = [pair for pair in zip(replayed, live, strict=True) if not disagrees(pair[0])]
        assert [one.status for one, _ in pairs] == [other.status for _, other in pairs], name
        assert all(one == other for one, other in pairs) or name in REMEMBERS, name
        if not functions:
            assert [check for check in replayed if check.status != "passed"] == []


def test_a_unit_with_full_marks_serves_itself_and_one_without_does_not(mark_both):
    """The stand-in of the reference is told from a function of one's own by where it was written."""
    own = "def quadruple(x):\n    assert 'exercises' in double.__code__.co_filename\n    return double(double(x))\n"

    replayed, live = mark_both(quadruple=own)
    wrong, _ = mark_both(first="def double(x):\n    return 3 * x\n", quadruple=own)

    assert {check.status for check in replayed} == {"passed"} and replayed == live
    assert {check.status for check in wrong if check.function == "quadruple"} == {"error"}


def test_a_check_that_fails_with_ones_own_unit_is_tried_with_the_reference(mark_both):
    double = (
        "import sys\ndef double(x):\n"
        "    return (2 if 'second' not in sys._getframe(1).f_code.co_filename else 3) * x\n"
    )

    replayed, live = mark_both(first=double)

    assert {check.status for check in replayed} == {"passed"} and replayed == live


def test_a_unit_that_cannot_be_imported_with_ones_own_is_tried_with_the_reference(mark_both):
    """Two units that import each other can each be marked alone."""
    demo = "def double(x):\n    return 2 * x\nfrom exercises.second import quadruple\n"

    replayed, live = mark_both(first=demo)

    assert {check.status for check in replayed} == {"passed"} and replayed == live


def test_a_plain_check_is_no_second_try(mark):
    """What fails on the answers sent ahead earns nothing, even where it would pass when it is asked again."""
    (mark.course.tests / "test_first.py").write_text(
        "import numpy as np\nfrom exercises import first\n"
        "from grader.testing import call, check_close, checks\n"
        "@checks('double', points=1)\n"
        "def test_double():\n    check_close(call(first.double, np.ones(3)), 2 * np.ones(3))\n"
    )

    assert [check.status for check in mark(names=["wrong at first"])["wrong at first"]] == [
        "failed"
    ]


def test_a_function_that_is_slow_but_right_keeps_its_marks(mark_both):
    slow = (
        "from time import perf_counter as now\ndef quadruple(x):\n    end = now() + 0.02\n"
        "    while now() < end: pass\n    return 4 * x\n"
    )

    replayed, live = mark_both(quadruple=slow)

    assert {check.status for check in replayed} == {"passed"} and replayed == live


def test_beyond_the_inputs_to_shrink_the_smallest_recorded_one_is_told(course):
    """The search is for one function's first failing checks; the others tell what is at hand."""
    (course.tests / "test_first.py").write_text(TEST)
    wrong = Submission("ann", {"first": SOURCES["wrong for large"].encode()}, {})
    told = {}
    for most in (0, 1000):
        limits = Limits(inputs_to_shrink=most)
        with Engine(Setup(root=str(course.root), units=("first",), limits=limits), 1) as engine:
            told[most] = engine.mark_one(wrong).checks

    assert [check.status for check in told[0]] == [check.status for check in told[1000]]
    failed = [check for check in told[0] if check.status == "failed"]
    assert all(check.counterexample for check in failed)
    letters = [sum(len(check.counterexample or "") for check in each) for each in told.values()]
    assert letters[0] > letters[1]


def test_the_search_for_a_smaller_input_is_bounded_by_the_number_of_inputs(course):
    """Each call prints a dot; the first input that fails comes early, and few are tried after it."""
    (course.tests / "test_first.py").write_text(TEST)
    source = "def double(x):\n    print('.')\n    return x * (2.0 if abs(x).sum() < 3.3 else 3.0)\n"
    dots = {}
    for most in (2, 30):
        limits = Limits(inputs_to_shrink=most)
        with Engine(Setup(root=str(course.root), units=("first",), limits=limits), 1) as engine:
            checks = engine.mark_one(Submission("ann", {"first": source.encode()}, {})).checks
        dots[most] = next(check for check in checks if check.id.endswith("twice")).output.count(".")

    assert 0 < dots[30] - dots[2] <= 28


def test_what_is_sent_ahead_holds_no_answer(course):
    """The cheat looks for the next question in what its process was sent, where it finds its own answer."""
    (course.tests / "test_first.py").write_text(
        "from hypothesis import given\nfrom exercises import first\n"
        "from grader.testing import arrays, call, check_close, checks\n"
        "@checks('double', points=1)\n@given(x=arrays(3))\ndef test_double_again(x):\n"
        "    once = call(first.double, x)\n    call(first.double, once)\n    check_close(once, 2 * x)\n"
        "@checks('double', points=1)\n@given(x=arrays(3))\ndef test_double_of_another(x):\n"
        "    once = call(first.double, x)\n    call(first.double, once + 1.0)\n    check_close(once, 2 * x)\n"
    )
    cheat = (
        "import sys\nturn, sent = 0, None\n"
        "def double(x):\n    global turn, sent\n    frame = sys._getframe()\n"
        "    while frame.f_code.co_name != 'serve':\n        frame = frame.f_back\n"
        "    message, body = frame.f_locals['message'], frame.f_locals['body']\n"
        "    known, decoder = frame.f_globals, frame.f_locals['peer'].answer.__globals__['Decoder']\n"
        "    frames = list(known['unbundle'](message[1], body)) if message[0] == 'ahead' else []\n"
        "    turn, sent = (turn + 1 if body is sent else 1), body\n"
        "    if turn >= len(frames):\n        return x\n"
        "    header, rest = known['split'](frames[turn])\n"
        "    found = decoder(rest, None).decode(known['unpack'](header)[3][0])\n"
        "    return found - (found[0] != 2 * x[0])\n"
    )
    with Engine(Setup(root=str(course.root), units=("first",)), 1) as engine:
        report = engine.mark_one(Submission("ann", {"first": cheat.encode()}, {}))

    assert [check.status for check in report.checks] == ["failed", "failed"]
