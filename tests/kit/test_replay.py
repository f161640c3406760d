"""Recorded examples: a replayed mark is the live one, and the cache is only ever a help."""

from __future__ import annotations

import msgspec
import pytest

from grader.engine import Engine
from grader.session import Setup
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
    "not written": "def double(x):\n    raise NotImplementedError('double: not written yet')\n",
    "no array": "def double(x):\n    return [2 * each for each in x]\n",
    "ends": "import os\ndef double(x):\n    os._exit(0)\n",
    "missing": "def dubble(x):\n    return 2 * x\n",
}


@pytest.fixture
def mark(course, tmp_path, monkeypatch):
    """Marks every source in one engine, replayed or live; gives reports without times."""
    monkeypatch.setenv("NEUROKATA_CACHE", str(tmp_path / "cache"))
    (course.tests / "test_first.py").write_text(TEST)

    def run(replay: bool = True, seed: int = 0, names=tuple(SOURCES)):
        setup = Setup(root=str(course.root), units=("first",), replay=replay, seed=seed)
        with Engine(setup, 1) as engine:
            reports = {
                name: engine.mark_one(Submission(name, {"first": SOURCES[name].encode()}, {}))
                for name in names
            }
        return {
            name: [msgspec.structs.replace(check, seconds=0.0) for check in report.checks]
            for name, report in reports.items()
        }

    run.cache = tmp_path / "cache"
    run.course = course
    return run


def test_a_replayed_report_is_the_live_one(mark):
    replayed, live = mark(), mark(replay=False)

    steady = [name for name in SOURCES if name not in ("right on its turn", "wrong once")]
    assert {name: replayed[name] for name in steady} == {name: live[name] for name in steady}
    assert {check.status for check in replayed["right"]} == {"passed"}


@pytest.mark.parametrize("name", ["right on its turn", "wrong once"])
def test_a_function_that_is_wrong_by_turns_loses_the_same_checks(mark, name):
    """What the message says may differ, as the search for a smaller input sees other turns."""
    replayed, live = mark(names=[name])[name], mark(replay=False, names=[name])[name]

    assert [check.status for check in replayed] == [check.status for check in live]


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


@pytest.mark.parametrize("content", [b"", b"\xff\x00broken", b"\x81\xa1a\x91\xc4\x01x"])
def test_a_broken_cache_is_recorded_again(mark, content):
    expected = mark()
    (path,) = mark.cache.iterdir()
    whole = path.read_bytes()
    path.write_bytes(content)

    assert mark() == expected
    assert path.read_bytes()[-40:] == whole[-40:]


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
