"""Submissions that resemble one another: copies are found, whatever was changed in them, and what is natural is not."""

from __future__ import annotations

import ast
import builtins
import itertools
import time
from pathlib import Path

import pytest

from grader.overview import resemblance
from grader.overview.resemblance import all_runs, compared, fingerprint, tokens

ROOT = Path(__file__).parents[2]
RIGHT = ROOT / "tests" / "kit" / "right"
UNITS = sorted(path.name for path in RIGHT.iterdir())


def stub(unit):
    return all_runs((ROOT / "exercises" / f"{unit}.py").read_bytes())


def variants(unit):
    paths = [*sorted((RIGHT / unit).glob("*.py")), ROOT / "solutions" / f"{unit}.py"]
    return {path.parent.name + path.stem: path.read_bytes() for path in paths}


def disguised(source: bytes) -> bytes:
    """A copy with other names, the functions in another order, no comments, no docstrings and another layout."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.arg):
            node.arg = f"my_{node.arg}"
        if isinstance(node, ast.Name) and not hasattr(builtins, node.id):
            node.id = f"my_{node.id}"
    tree.body.reverse()
    return b"# all my own work\n" + ast.unparse(tree).encode()


def found(unit, sources):
    known = stub(unit)
    prints = {student: fingerprint(source, known) for student, source in sources.items()}
    return compared(unit, prints)


@pytest.mark.parametrize("unit", UNITS)
def test_a_disguised_copy_is_found_and_right_solutions_of_their_own_are_not(unit):
    sources = variants(unit)
    original = next(iter(sources))

    comparison = found(unit, sources | {"copy": disguised(sources[original])})

    assert [set(pair.students) for pair in comparison.pairs] == [{original, "copy"}]
    assert comparison.compared == len(sources) + 1
    assert comparison.median < 0.3


def test_a_copy_is_found_beside_as_much_of_one_s_own():
    sources = variants("rnn")
    one, other, *_ = sources
    copied = b"\n\n\n".join(sources[one].split(b"\n\n\n")[:-1])

    (pair,) = found("rnn", {one: sources[one], "mixed": sources[other] + copied}).pairs

    assert 0.6 < pair.share < 0.9 and pair.lines[0] > 20


def test_what_stands_in_the_stub_is_nobody_s():
    source = (ROOT / "exercises" / "rnn.py").read_bytes()

    assert len(all_runs(source)) > 0
    assert len(fingerprint(source, stub("rnn")).runs) == 0
    assert found("rnn", {"ann": source, "bob": source}).compared == 0


def test_what_many_have_is_no_one_s():
    common = variants("rnn")["rnnloops"]
    many = {f"student{number}": common for number in range(8)}

    assert found("rnn", many).compared == 0
    assert found("rnn", dict(itertools.islice(many.items(), 5))).standing == 10


def test_a_line_that_has_one_right_form_is_not_resemblance():
    line = b"def relu(z):\n    return np.maximum(np.asarray(z, dtype=np.float64), 0.0)\n"

    assert found("activations", {"ann": line, "bob": line}).pairs == ()


def test_comments_docstrings_layout_and_variables_do_not_count():
    one = b'def f(x, n):\n    """Half."""\n    # so\n    total = np.sum(x, axis=0)\n    return (total / n)[0:2]\n'
    other = b"def f(values,count):\n  s = np.sum(values,\n    axis=0)   # the sum\n  return (s / count)[0:2]"

    assert [token for token, _ in tokens(one.decode())] == [
        token for token, _ in tokens(other.decode())
    ]
    assert (all_runs(one) == all_runs(other)).all() and len(all_runs(one)) > 20


def test_the_functions_of_a_library_and_numbers_count():
    one, other, third = (
        f"np.{call}(x, axis={axis})" for call, axis in (("sum", 0), ("max", 0), ("sum", 1))
    )

    assert len({tuple(tokens(text)) for text in (one, other, third)}) == 3


def test_tokens_know_their_lines():
    source = 'x = """a\nb"""\n\n# c\ny = \\\n  2\n'

    assert [*tokens(source)] == [("_", 1), ("=", 1), ("''", 1), ("_", 5), ("=", 5), ("2", 6)]


def test_the_lines_of_a_pair_are_those_that_both_have():
    body = "".join(f"    a{n} = np.dot(b{n}, {n}) + c[{n}:{n + 1}]\n" for n in range(20))
    one, other = (f"def {name}(x):\n{body}".encode() for name in "fg")
    alone = "".join(f"    d{n} = e{n} // {n} ** {n + 3}\n" for n in range(20))

    (pair,) = compared(
        "u", {"ann": fingerprint(one), "bob": fingerprint(other + alone.encode())}
    ).pairs

    assert pair.share > 0.9
    assert 19 <= pair.lines[0] <= 21 and 19 <= pair.lines[1] <= 21


@pytest.mark.parametrize(
    "source",
    [b"", b"\xff\xfe\x00", b"def f(:\n", b"'''", b"(" * 50_000, b"\\\"\"\"\n" * 50_000, b"'" * 100_001,
     b"\"\"\"\\" * 50_000, b"a" * 10**6, b"#" * 10**6, b"\\\n" * 10**5, "é\u202e\U0001f600".encode() * 20_000,
     b"rb'" * 60_000],
)  # fmt: skip
def test_hostile_sources_take_no_longer_than_their_length(source):
    start = time.process_time()

    compared("u", {"ann": fingerprint(source), "bob": fingerprint(source)})

    assert time.process_time() - start < 3.0


def test_only_so_much_of_a_source_is_read(monkeypatch):
    monkeypatch.setattr(resemblance, "LONGEST", 100)

    assert len(all_runs(b"a + b\n" * 1000)) < 60


def test_no_more_pairs_are_kept_than_may_be_shown(monkeypatch):
    monkeypatch.setattr(resemblance, "MOST", 3)
    common = variants("rnn")["rnnloops"]

    comparison = found("rnn", {f"student{number}": common for number in range(4)})

    assert comparison.standing == 6 and len(comparison.pairs) == 3


def test_a_unit_that_nobody_handed_in_has_no_pairs():
    comparison = compared("unit", {})

    assert (comparison.compared, comparison.pairs) == (0, ())
