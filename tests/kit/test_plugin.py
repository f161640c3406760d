"""What a student sees of pytest, in runs of their own."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def run(course):
    def pytest_in_course(*arguments: str):
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-p",
            "grader.plugin",
            "--import-mode=importlib",
            *arguments,
        ]
        done = subprocess.run(
            command,
            cwd=course.root,
            capture_output=True,
            text=True,
            env={"PATH": "", "COLUMNS": "160"},
        )
        return done.returncode, done.stdout

    return pytest_in_course


@pytest.fixture
def write(course):
    def work(text: str) -> None:
        (course.root / "exercises" / "first.py").write_text(text)

    return work


def test_not_started_functions_take_one_line(run):
    code, text = run("tests/hidden/test_first.py")

    assert code == 1
    assert (
        "first                            0 of 3 points, 0 of 1 functions pass; not started: double"
        in text
    )
    assert "Traceback" not in text and "FAILURES" not in text and "2 not started" in text


def test_a_failure_says_what_where_and_how_bad(run, write):
    write("import numpy as np\ndef double(x):\n    return x * 3.0\n")

    _, text = run("tests/hidden/test_first.py")

    assert "first.double: Twice the argument." in text
    for line in (
        "called     first.double([[",
        "came back  [[",
        "expected   [[",
        "worst      at [",
        "test       tests/hidden",
    ):
        assert f"\n{line}" in text
    assert "1 of 3 points" in text


def test_an_exception_shows_the_student_s_frames_alone(run, write):
    write("def help(x):\n    return x.nothing\ndef double(x):\n    return help(x)\n")

    _, text = run("tests/hidden/test_first.py")

    assert "raised AttributeError" in text
    assert "in         first.py, line 4, in double: return help(x)" in text
    assert "in         first.py, line 2, in help: return x.nothing" in text
    assert "grader/testing.py" not in text


def test_pytest_s_own_tracebacks_can_be_had(run, write):
    write("def double(x):\n    return x.nothing\n")

    assert "x.nothing" in run("--tb=short", "tests/hidden/test_first.py")[1]


def test_a_warning_is_a_failure_with_its_words(run, write):
    write("import numpy as np\ndef double(x):\n    return 2 * x + 0 * np.log(0 * x)\n")

    assert "warned, where none is allowed: divide by zero" in run("tests/hidden/test_first.py")[1]


def test_k_selects_the_checks_of_a_function(run):
    _, text = run("tests/hidden", "-k", "quadruple")

    assert "1 not started" in text and "deselected" in text


def test_target_solutions_passes_everything(run):
    code, text = run("--target", "solutions", "tests/hidden")

    assert code == 0 and "3 of 3 points" in text and "8 of 8 points" in text


def test_a_result_that_changes_is_said_to(run, write):
    write(
        "N = [0]\ndef double(x):\n    N[0] += 1\n    return 3.0 * x + 1 if N[0] == 5 else 2 * x\n"
    )

    _, text = run("tests/hidden/test_first.py")

    assert "the same input gave different results when it was tried again" in text


@pytest.mark.parametrize(
    ("source", "reason"),
    [("def double(x)\n    return x\n", "SyntaxError: expected ':' (line 1)"),
     ("import nothing_there\n", "ModuleNotFoundError: No module named 'nothing_there'"),
     ("def doubel(x): return x\n1 / 0\n", "ZeroDivisionError: division by zero"),
     ("exit()\n", "SystemExit")],
)  # fmt: skip
def test_a_module_that_cannot_be_imported_is_one_sentence_and_the_others_run(
    run, write, course, source, reason
):
    write(source)
    second = course.root / "exercises" / "second.py"
    second.write_text(
        second.read_text().replace(
            'raise NotImplementedError("draw: not written yet")', "return rng.random(3)"
        )
    )

    _, text = run("tests/hidden")

    assert f"0 of 3 points, 0 of 1 functions pass; first.py could not be imported: {reason}" in text
    assert "1 of 8 points, 1 of 5 functions pass" in text
    assert "FAILURES" not in text and "Traceback" not in text and "Hint" not in text


def test_a_misspelt_function_is_told_where_a_later_unit_imports_it(run, write):
    write("def doubel(x): return x\n")

    _, text = run("tests/hidden")

    assert (
        "second.py could not be imported: ImportError: cannot import name 'double' from 'exercises.first'"
        in text
    )


def test_k_takes_unit_and_function(run):
    assert "1 not started" in run("tests/hidden", "-k", "second.quadruple")[1]


def test_a_target_that_is_not_there_is_named(run):
    assert run("--target", "nowhere", "tests/hidden")[0] == 4


def test_examples_are_the_same_in_every_run_and_others_for_a_seed(run, course):
    log = course.root / "drawn"
    (course.root / "tests" / "hidden" / "test_second.py").write_text(
        "from pathlib import Path\n"
        "from hypothesis import given\n"
        "from grader.testing import arrays\n"
        "@given(x=arrays((9,)))\n"
        "def test_draws(x):\n"
        f"    with Path({str(log)!r}).open('a') as log:\n"
        "        log.write(repr(x.tolist()))\n"
    )

    def drawn(*arguments: str) -> str:
        code, text = run("tests/hidden/test_second.py", *arguments)
        assert code == 0, text
        examples = log.read_text()
        log.unlink()
        return examples

    usual, seventh = drawn(), drawn("--hypothesis-seed=7")

    assert usual == drawn() and seventh == drawn("--hypothesis-seed=7")
    assert len({usual, seventh, drawn("--hypothesis-seed=8")}) == 3


SECOND = "from exercises.first import double\n\ndef quadruple(x):\n    return double(double(x))\n"


def test_what_an_earlier_unit_lacks_is_said_as_that(run, course):
    (course.root / "exercises" / "second.py").write_text(SECOND)

    _, text = run("tests/hidden/test_second.py", "-k", "quadruple")

    assert "; quadruple needs first.double, which is not written yet" in text
    assert "not started:" not in text


def test_a_typo_is_told_of_the_module_that_has_it(run, write, course):
    """Also where the one that imports it comes first in the alphabet."""
    write('"""# 1 · First"""\ndef double(x)\n    return 2 * x\n')
    (course.root / "exercises" / "early.py").write_text('"""# 3 · Early"""\n' + SECOND)
    (course.root / "tests" / "hidden" / "test_early.py").write_text(
        "from exercises import early\n"
        "from grader.testing import call, check_close, checks\n"
        '@checks("quadruple", points=1)\n'
        "def test_quadruple():\n"
        "    check_close(call(early.quadruple, 1.0), 4.0)\n"
    )

    _, text = run("tests/hidden/test_early.py")

    assert "first.py could not be imported: SyntaxError: expected ':' (line 2)" in text
    assert "early.py could not" not in text


def test_an_import_that_fails_is_said_with_its_line(run, course):
    (course.root / "exercises" / "second.py").write_text(
        "import math\nfrom exercises.first import triple\n"
    )

    _, text = run("tests/hidden/test_second.py", "-k", "quadruple")

    assert "second.py could not be imported: ImportError: cannot import name 'triple'" in text
    assert "(line 2)" in text


def test_a_stub_called_while_its_module_is_imported_is_told_with_the_line_that_calls_it(run, write):
    write(
        "def double(x):\n    return half(4 * x)\n"
        'def half(x):\n    raise NotImplementedError("half: not written yet")\n'
        "print(double(3))\n"
    )

    _, text = run("tests/hidden/test_first.py")

    said = "first.py could not be imported: NotImplementedError: half: not written yet (line 5)"
    assert f"; {said}" in text


def test_a_module_that_calls_what_could_not_be_imported_while_it_is_imported_ends_nothing(
    run, write, course
):
    write('"""# 1 · First"""\n1 / 0\n')
    (course.root / "exercises" / "second.py").write_text(f'"""# 2 · Second"""\n{SECOND}double(3)\n')

    _, text = run("tests/hidden")

    assert text.count("; first.py could not be imported: ZeroDivisionError") == 2
    assert "8 not importable" in text.splitlines()[-1]


def test_doctests_of_a_module_that_cannot_be_imported_end_in_a_sentence(run, write):
    write("def double(x)\n    return 2 * x\n")

    _, text = run("--doctest-modules", "exercises/first.py")

    assert "SyntaxError: expected ':'" in text and "UsageError" not in text


def test_nothing_is_said_of_patches_that_hypothesis_would_make(run, write, course):
    write("def double(x):\n    return x * 3.0\n")

    _, text = run("tests/hidden/test_first.py")

    assert "1 of 3 points" in text and "git apply" not in text
    assert not (course.root / ".hypothesis" / "patches").exists()


@pytest.mark.parametrize("place", ["a function", "the module"])
def test_ctrl_c_names_the_student_s_line_where_numpy_was_at_work(course, write, place, until):
    loop = "open('begun', 'w').close()\nwhile True:\n    np.sum(np.ones(3))\n"
    text = "import numpy as np\n\n\ndef double(x):\n    return x\n\n\n"
    body = "".join(f"    {line}\n" for line in loop.splitlines())
    write(text + loop if place == "the module" else text.replace("    return x\n", body))
    process = subprocess.Popen(
        [sys.executable, "-m", "pytest", "-p", "grader.plugin", "--import-mode=importlib",
         "tests/hidden/test_first.py"],
        cwd=course.root, stdout=subprocess.PIPE, text=True, env={"PATH": "", "COLUMNS": "160"},
    )  # fmt: skip
    until((course.root / "begun").exists)
    process.send_signal(signal.SIGINT)
    said, _ = process.communicate(timeout=30)

    if place == "the module":
        assert "stopped in first.py, line 10, in <module>: np.sum(np.ones(3))" in said
    else:
        assert "stopped in first.py, line 7, in double: np.sum(np.ones(3))" in said
        assert "called     first.double(" in said


DOUBLE = "def double(x):\n    return 2 * x\n"


def test_an_import_that_marking_refuses_is_told_under_the_units(run, write, course):
    write(f"import numpy as np, math\nimport hypothesis.strategies, pytest\n{DOUBLE}")
    (course.root / "exercises" / "mine.py").write_text(
        "from exercises.first import double\nfrom . import first\nfrom _pytest import runner, nodes\n"
        "try:\n    import msgspec\nexcept ImportError:\n    pass\n"
        "def draw():\n    import rich\n"
    )

    _, text = run("tests/hidden/test_first.py")

    told = [line for line in text.splitlines() if "not there" in line]
    assert "3 of 3 points" in text
    assert told == [
        f"{file} imports {name}, which is not there when it is marked: only numpy and the standard library are"
        for file, name in (
            ("first.py, line 2,", "hypothesis"),
            ("first.py, line 2,", "pytest"),
            ("mine.py, line 3,", "_pytest"),
        )
    ]


def test_a_module_that_is_not_utf_8_is_told_under_the_units(run, write, course):
    write(f"import numpy as np\n{DOUBLE}")
    path = course.root / "exercises" / "first.py"
    path.write_bytes(path.read_bytes() + b"# \xe9\n")

    _, text = run("tests/hidden/test_first.py")

    place = len(path.read_bytes()) - 2
    said = f"first.py is not UTF-8 (byte 0xe9 at position {place}): save it as UTF-8"
    assert f"{said}, or it counts nothing when it is marked" in text


def test_imports_are_told_of_neither_with_a_target_nor_where_marking_has_them(run, course):
    path = course.root / "solutions" / "first.py"
    path.write_text(path.read_text().replace("import numpy as np", "import numpy as np, pytest"))

    assert "not there" not in run("--target", "solutions", "tests/hidden/test_first.py")[1]
    assert "not there" not in run("tests/hidden")[1]


@pytest.mark.parametrize("other", ["first_.py", None], ids=["renamed", "gone"])
def test_a_missing_module_is_a_sentence_and_the_others_run(run, write, course, other):
    path = course.root / "exercises" / "first.py"
    path.rename(path.with_name(other)) if other else path.unlink()

    code, text = run("tests/hidden")

    said = "0 of 3 points, 0 of 1 functions pass; exercises/first.py is missing: was it renamed?"
    assert code == 1 and said in text
    assert (
        "0 of 8 points, 0 of 5 functions pass; not started: quadruple, apply, draw, fill, Counter"
        in text
    )
    assert "ERROR" not in text and "Traceback" not in text


def test_what_a_function_prints_without_end_is_cut_to_its_last_lines(run, write):
    write(
        "import sys\ndef double(x):\n    for n in range(500):\n        print('line', n)\n"
        "    print('x' * 5000)\n    print('oops', file=sys.stderr)\n    return 3 * x\n"
    )

    _, text = run("tests/hidden/test_first.py")

    lines = text.splitlines()
    assert len(lines) < 80 and max(map(len, lines)) < 300
    first = lines.index("line 481")
    assert lines[first - 1].endswith(" lines before these: pytest --tb=short shows all")
    assert lines[first + 18] == "line 499" and lines[first + 19].startswith("xxxx")
    assert "oops" in text
    assert "line 200" in run("tests/hidden/test_first.py", "--tb=short")[1]
