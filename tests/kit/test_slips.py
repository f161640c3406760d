"""Slips of the pen, as pytest and `grader check` tell of them: alike, with what may be meant, and no traceback."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from grader.slips import missing, near, remark

HEAD = '"""# {} · {}"""\n\nimport numpy as np\n\n\n'
FUNCTIONS = """def sofmax(Z):
    return Z


def no_return(Z):
    Z * 1.0


def printed(Z):
    print(Z * 1.0)


def turned(Z):
    return Z.T


def one_more(Z, axis):
    return Z


def misspelt(Z):
    return pn.exp(Z)


def other_case(Z):
    return z * 1.0


def unknown(Z):
    return np.epx(Z)


def shapeless(Z):
    return np.zeros(Z.shap)


def listed(Z):
    return Z.tolist()


def product(Z):
    return Z @ Z


def own_call(Z):
    return one_more(Z)


def asked(Z):
    return input()


def endless(Z):
    return endless(Z)


def left(Z):
    raise SystemExit


def chosen(Z):
    return 1.0 if Z > 0 else Z


def no_axis(Z):
    return Z / Z.sum(axis=1)


def elements(Z):
    return Z * np.ones((3, 4))


def pair(Z):
    Z, Z
"""
SAID = {
    "softmax": "softmax is missing; is 'sofmax' meant to be it?",
    "no_return": "expected an array of shape (2, 3), got None (is a return missing?",
    "printed": "is a return missing? printing a value does not return it)",
    "turned": "expected shape (2, 3), got shape (3, 2), which is its transpose",
    "one_more": "raised TypeError: one_more() missing 1 required positional argument: 'axis'"
    ": was its def line changed?",
    "misspelt": "raised NameError: name 'pn' is not defined; is 'np' meant?",
    "other_case": "raised NameError: name 'z' is not defined; is 'Z' meant?",
    "unknown": "raised AttributeError: module 'numpy' has no attribute 'epx'; is 'exp' meant?",
    "shapeless": "raised AttributeError: 'numpy.ndarray' object has no attribute 'shap'; is 'shape' meant?",
    "listed": "got list [[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]]: np.array makes an array of it",
    "product": ": 3 columns before the @ and 2 rows behind it do not fit, is one of them transposed?",
    "own_call": "raised TypeError: one_more() missing 1 required positional argument: 'axis'\n",
    "asked": "raised EOFError: EOF when reading a line: input() has nobody to answer, a function gets its arguments",
    "endless": "exceeded: it calls itself without end",
    "left": "SystemExit",
    "chosen": "Use a.any() or a.all(): np.where chooses element by element",
    "no_axis": "with shapes (2,3) (2,) : with keepdims=True a sum or maximum keeps its axis",
    "elements": "with shapes (2,3) (3,4) : is @ meant in place of *?",
    "pair": "raised TypeError: cannot unpack non-iterable NoneType object: is a return missing?",
}
MODULES = {
    "colon": "def f(x)\n    return x\n",
    "tabs": "def f(x):\n    y = x\n\treturn y\n",
    "indented": "def f(x):\n    y = x\n      return y\n",
    "library": "import nunpy as np\n",
    "alias": "F = nup.zeros(3)\n",
    "root": "from math import sqr\n",
}
UNIMPORTED = {
    "colon": ("SyntaxError: expected ':'", "line 6"),
    "tabs": ("TabError: inconsistent use of tabs", "line 8", ": indent each line with spaces, and none with tabs"),
    "indented": ("IndentationError: unexpected indent", "line 8", ": begin the line where the one above begins"),
    "library": ("ModuleNotFoundError: ", "line 6", "; is 'numpy' meant?"),
    "alias": ("NameError: name 'nup' is not defined; is 'np' meant?", "line 6"),
    "root": ("ImportError: cannot import name 'sqr' from 'math'; is 'sqrt' meant?", "line 6"),
}  # fmt: skip
TEST = """
import numpy as np

from exercises import {unit}
from grader.testing import call, check_close, checks


"""
CHECK = '''@checks("{name}", points=1)
def test_{name}():
    """It is right."""
    check_close(call({unit}.{name}, np.arange(6.0).reshape(2, 3)), np.arange(6.0).reshape(2, 3))


'''


PAIR = '''@checks("pair", points=1)
def test_pair():
    """It is a pair."""
    first, second = call(slips.pair, 1.0)
'''


@pytest.fixture(scope="module")
def slipped(tmp_path_factory) -> Path:
    """A course as students have it, in which nothing is right."""
    root = tmp_path_factory.mktemp("slipped")
    for folder in ("exercises", "tests/public"):
        (root / folder).mkdir(parents=True)
    (root / "exercises" / "__init__.py").touch()
    names = {unit: ["f"] for unit in MODULES} | {"slips": [*SAID]}
    for place, (unit, functions) in enumerate(names.items()):
        code = HEAD.format(place + 1, unit) + MODULES.get(unit, FUNCTIONS)
        (root / "exercises" / f"{unit}.py").write_text(code, encoding="utf-8")
        tests = "".join(CHECK.format(unit=unit, name=name) for name in functions if name != "pair")
        tests += PAIR if unit == "slips" else ""
        path = root / "tests" / "public" / f"test_{unit}.py"
        path.write_text(TEST.format(unit=unit) + tests, encoding="utf-8")
    return root


def ran(root: Path, *command: str) -> str:
    environment = {"PATH": "", "COLUMNS": "200", "HOME": str(root)}
    done = subprocess.run(
        [sys.executable, *command], cwd=root, capture_output=True, text=True, env=environment
    )
    return done.stdout


@pytest.fixture(scope="module")
def in_pytest(slipped) -> str:
    return ran(
        slipped, "-m", "pytest", "-p", "grader.plugin", "--import-mode=importlib", "tests/public"
    )


@pytest.fixture(scope="module")
def in_check(slipped) -> str:
    return ran(slipped, "-c", "from grader.cli import main; main()", "check")


@pytest.fixture(params=["in_pytest", "in_check"])
def told(request) -> str:
    return request.getfixturevalue(request.param)


@pytest.mark.parametrize("name", SAID)
def test_a_slip_in_a_function_is_told_as_what_it_is(told, name):
    assert SAID[name] in told


def test_what_ends_the_program_is_told_as_that(in_pytest):
    assert "raised SystemExit: this ends the program, return ends a function" in in_pytest


def test_what_calls_itself_without_end_has_its_line_once(told):
    assert told.count(", in endless: return endless(Z)") == 1


@pytest.mark.parametrize("unit", MODULES)
def test_a_module_that_cannot_be_imported_is_told_with_its_line(told, unit):
    sentence, *more = UNIMPORTED[unit]
    said = told[told.index(f"{unit}.py could not be imported: {sentence}") :]

    assert all(each in "".join(said.splitlines()[:2]) for each in more)


def test_no_frame_is_told_but_the_student_s(told):
    for part in ("Traceback", "grader/", "site-packages", "lib-dynload"):
        assert part not in told


def test_nothing_is_meant_where_nothing_is_near():
    assert missing("softmax", ["np", "relu", 3]) == "softmax is missing"
    assert near("W1", ["np", "forward"]) is None
    assert near("print_", ["_print", "np"]) is None


def test_what_raises_when_it_is_asked_is_left_alone():
    class Hostile:
        def __dir__(self):
            raise SystemExit

    error = AttributeError("no x", name="x", obj=Hostile())

    assert remark(error) == ""


def test_an_attribute_that_a_method_forgot_to_take_from_itself_is_meant():
    class Model:
        def __init__(self):
            self.weights_ = np.zeros(1)

        def fit(self):
            return weights_  # noqa: F821

    with pytest.raises(NameError) as caught:
        Model().fit()

    assert remark(caught.value) == "; is 'self.weights_' meant?"
