"""A seed of its own for each submission: secret, the same for the same work, and its inputs are others."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import msgspec
import numpy as np
import pytest

from grader import testing
from grader.engine import Engine
from grader.files import SubmissionError
from grader.messages import Request, Setup
from grader.seeds import Generators, fingerprint, read_secret, seed_of
from grader.submission import Submission

GRADER = str(Path(sys.executable).with_name("grader"))
SECRET = b"0123456789abcdef0123456789abcdef"


def submission(source=b"def double(x):\n    return x * 2.0\n"):
    return Submission("ann", {"first": source})


def test_a_seed_is_that_of_the_work_and_the_secret():
    seed = seed_of(SECRET, submission())

    assert seed == seed_of(SECRET, Submission("bob", dict(submission().modules)))
    assert seed != seed_of(SECRET, submission(b"def double(x):\n    return x + x\n"))
    assert seed != seed_of(SECRET[::-1], submission())
    assert 0 <= seed < 1 << 48


def test_a_secret_is_made_once_and_for_its_owner_alone(tmp_path):
    path = tmp_path / "secret"

    made = read_secret(path)

    assert read_secret(path) == made and len({made}) == 1 and len(made) == 64
    assert path.stat().st_mode & 0o777 == 0o600
    assert made != read_secret(tmp_path / "other")


@pytest.mark.parametrize(
    ("content", "mode", "problem"),
    [(SECRET, 0o644, "chmod 600"), (b"guess me", 0o600, "8 bytes")],
)
def test_a_secret_that_can_be_read_or_guessed_is_refused(tmp_path, content, mode, problem):
    path = tmp_path / "secret"
    path.write_bytes(content)
    path.chmod(mode)

    with pytest.raises(SubmissionError, match=problem):
        read_secret(path)


def test_a_secret_that_cannot_be_kept_is_a_sentence(tmp_path):
    with pytest.raises(SubmissionError, match="cannot be kept"):
        read_secret(tmp_path / "no" / "secret")


def test_what_is_no_file_is_not_read_for_a_secret():
    """A device has no end, and a chmod would break it."""
    with pytest.raises(SubmissionError, match="/dev/null is not a file that can"):
        read_secret(Path("/dev/null"))


def test_only_what_tests_seed_with_a_number_is_salted():
    of_tests, of_others = Generators(Path(__file__).parent), Generators(Path("/elsewhere"))
    of_tests.salt = of_others.salt = 7

    assert of_tests(3).random() != np.random.default_rng(3).random()
    assert of_tests([3, 4]).random() == np.random.default_rng([3, 4]).random()
    assert of_others(3).random() == np.random.default_rng(3).random()
    of_tests.salt = None
    assert of_tests(3).random() == np.random.default_rng(3).random()


@pytest.fixture(scope="module")
def drawn(toy):
    """What a unit's checks draw with a seed: drawn(seed) -> what double is called with, as text."""
    setup = Setup(root=str(toy.root), units=("first",), secret=fingerprint(SECRET))
    with Engine(setup, 1) as engine:

        def of(seed: int, source: bytes = b"def double(x):\n    print(x)\n    return x * 2.0\n"):
            request = Request(submission=submission(source), units=("first",), seed=seed)
            return engine.marking(engine.submit(request)).checks

        yield of


def test_each_seed_has_inputs_of_its_own(drawn):
    first, again, other = (
        [check.output for check in drawn(seed) if check.id.endswith("twice")] for seed in (1, 1, 2)
    )

    assert first == again
    assert first != other


def test_what_is_right_is_right_with_any_seed(drawn):
    for seed in range(5):
        assert {check.status for check in drawn(seed)} == {"passed"}


def test_answers_by_heart_are_worth_nothing_with_another_seed(drawn):
    """All that was asked under one seed, with the right answers, looked up."""
    printed = (
        b"import json\ndef double(x):\n    print(json.dumps(x.tolist()))\n    return x * 2.0\n"
    )
    asked = [json.loads(line) for check in drawn(1, printed) for line in check.output.splitlines()]
    by_heart = (
        f"import numpy as np\nasked = {asked!r}\n"
        "def double(x):\n    return 2.0 * x if x.tolist() in asked else x * 0.0\n"
    ).encode()

    same, other = ({each.id: each.status for each in drawn(seed, by_heart)} for seed in (1, 2))

    assert same["first::test_double_is_twice"] == "passed"
    assert other["first::test_double_is_twice"] == "failed"


def test_the_order_of_questions_is_salted_too():
    def order(salt):
        generators.salt = salt
        asked = []
        answers = [(index, True) for index in range(9)]
        testing.check_answers(lambda index: asked.append(index) or True, answers, seed=3)
        return asked

    generators = Generators(Path("/elsewhere"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(np.random, "default_rng", generators)

        assert order(None) == order(None) != order(7)


def run(course, folder, *options):
    return subprocess.run(
        [GRADER, "autograde", str(folder), "--out", "reports", "--jobs", "1", *options],
        cwd=course.root, capture_output=True, text=True,
    )  # fmt: skip


def test_a_class_is_marked_with_a_secret_seed_and_taken_from_before_with_the_same(course, right):
    folder = course.root / "class"
    for name, more in (("ann", b""), ("bob", b"\n")):
        (folder / name).mkdir(parents=True)
        for unit, source in right.items():
            (folder / name / f"{unit}.py").write_bytes(source + more)

    first = run(course, folder, "--secret-seed", "secret")
    again = run(course, folder, "--secret-seed", "secret")
    other = run(course, folder, "--secret-seed", "another")

    reports = [
        msgspec.json.decode(path.read_bytes())
        for path in sorted((course.root / "reports").glob("*.json"))
    ]
    assert first.returncode == again.returncode == other.returncode == 0, first.stderr
    assert "2 marked" in first.stderr and "2 taken from before" in again.stderr
    assert "2 marked" in other.stderr
    assert "a new secret seed is in secret" in first.stderr
    assert "a new secret seed" not in again.stderr
    assert len({report["seed"] for report in reports}) == 2
    secret = (course.root / "another").read_text().strip()
    assert all(secret not in path.read_text() for path in (course.root / "reports").iterdir())


def test_a_seed_that_is_known_and_one_that_is_secret_do_not_go_together(course):
    (course.root / "class" / "ann").mkdir(parents=True)

    found = run(course, course.root / "class", "--seed", "3", "--secret-seed", "secret")

    assert found.returncode == 2 and "choose one of --seed and --secret-seed" in found.stderr


def test_no_secret_is_made_where_there_is_nothing_to_mark(course):
    found = run(course, course.root / "nowhere", "--secret-seed", "secret")

    assert found.returncode == 2 and "there is no folder" in found.stderr
    assert not (course.root / "secret").exists()
