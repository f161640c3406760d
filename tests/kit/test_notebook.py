"""What a student's kernel does: the visible checks on the notebook's own functions, and earlier units."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from types import ModuleType

import nbformat
import pytest
from nbclient import NotebookClient

from grader.notebooks.source import sources
from tests.kit.conftest import TEST_FIRST

RIGHT = "import numpy as np\ndef double(x):\n    return np.asarray(x, dtype=float) * 2\n"
WRONG = "def double(x):\n    print('doubling')\n    return x * 3\n"
STUB = "def double(x):\n    # YOUR CODE HERE\n    raise NotImplementedError()\n"
ENDLESS = """
import _thread
def double(x):
    printed = 0
    while True:
        print("x" * 10_000)
        printed += 1
        if printed == 500:
            _thread.interrupt_main()
"""
USES_DOUBLE = """
from exercises import second
from exercises.first import double
from grader.testing import call, check_close, checks


@checks("quadruple", points=1)
def test_quadruple():
    \"\"\"Four times.\"\"\"
    check_close(call(second.quadruple, 1.5), double(3.0))
"""

TEST_THIRD = "from exercises import third\nfrom grader.testing import call, check_close, checks\n" + "".join(
    f"""

@checks("{name}", points=1)
def test_{place}():
    \'\'\'The same number.\'\'\'
    check_close(call(third.{name}, 1.0), 1.0)
"""
    for place, name in enumerate(["missing", "stub", "wrong", "caller", "right", "right"])
)  # fmt: skip


class Kernel:
    """A notebook's namespace in its folder, whose cells run one by one."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.namespace: dict[str, object] = {"__name__": "__main__"}
        self._capsys = capsys
        self._cells = 0

    def run(self, source: str) -> str:
        """What a cell prints."""
        self._cells += 1
        code = compile(source, f"/cells/{self._cells}.py", "exec")
        exec(code, self.namespace)
        return self._capsys.readouterr().out


@pytest.fixture
def kernel(tmp_path, capsys, monkeypatch):
    """Opens a unit's notebook: kernel("first", TEST_FIRST) -> Kernel; what it leaves behind is cleaned."""
    before = {name for name in sys.modules if name.startswith("exercises")}
    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path])

    def opened(unit: str, tests: str) -> Kernel:
        folder = tmp_path / unit
        folder.mkdir()
        (folder / f"test_{unit}.py").write_text(tests)
        monkeypatch.chdir(folder)
        started = Kernel(folder, capsys)
        from grader.notebooks.earlier import find_earlier_units

        find_earlier_units()
        started.run("from grader.notebook import check")
        return started

    yield opened
    for name in {name for name in sys.modules if name.startswith("exercises")} - before:
        del sys.modules[name]


@pytest.fixture
def first(kernel) -> Kernel:
    return kernel("first", TEST_FIRST)


def notebook(*cells: str) -> str:
    """A notebook of code cells."""
    code = [{"cell_type": "code", "metadata": {}, "source": [cell]} for cell in cells]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": code})


def test_a_right_function_is_a_line(first):
    first.run(RIGHT)

    assert first.run('check("first.double")') == "double: all 2 visible checks pass\n"


def test_a_function_is_checked_as_it_was_last_defined(first):
    first.run(WRONG)
    first.run('check("first.double")')
    first.run(RIGHT)

    assert "all 2 visible checks pass" in first.run('check("first.double")')


def test_a_wrong_function_is_told_what_was_called_came_back_and_was_expected(first):
    first.run(WRONG)
    said = first.run('check("first.double")')

    assert said.startswith("double: 1 of 2 visible checks fails\nTwice the argument.\n")
    for fact in (
        "called     double([",
        "came back  [",
        "expected   [",
        "on input   x=",
        "printed    doubling",
    ):
        assert f"\n    {fact}" in said


def test_an_error_names_the_student_s_own_lines(first):
    first.run("def inner(x):\n    return x.nothing\n")
    first.run("def double(x):\n    return inner(x)\n")
    said = first.run('check("first.double")')

    assert "    raised AttributeError: 'numpy.ndarray' object has no attribute 'nothing'\n" in said
    assert "    in         line 2, in double: \n    in         line 2, in inner: \n" in said


def test_a_stub_is_not_written_yet(first):
    first.run(STUB)

    assert first.run('check("first.double")') == "double: not written yet\n"


def test_what_is_not_defined_is_said(first):
    assert first.run('check("first.double")') == "double is not defined yet: run its cell\n"


def test_a_unit_alone_stands_for_all_its_functions_in_the_order_of_the_tests(kernel):
    unit = kernel("third", TEST_THIRD)
    unit.run("def wrong(x):\n    return x + 1")
    unit.run("def right(x):\n    return x")
    unit.run("def stub(x):\n    raise NotImplementedError")
    unit.run("def caller(x):\n    return stub(x)")
    blocks = unit.run('check("third")').split("\n\n")

    assert [block.splitlines()[0] for block in blocks] == [
        "missing is not defined yet: run its cell",
        "stub: not written yet",
        "wrong: 1 of 1 visible checks fails",
        "caller: calls stub, not written yet",
        "right: all 2 visible checks pass",
    ]
    assert "\n    came back  2.0" in blocks[2]


def test_of_a_unit_that_is_stopped_the_functions_before_are_told(kernel):
    unit = kernel("third", TEST_THIRD)
    unit.run("def stub(x):\n    return x")
    unit.run("def wrong(x):\n    raise KeyboardInterrupt")
    unit.run("def caller(x):\n    return x")
    unit.run("def right(x):\n    return x")
    said = unit.run('check("third")')

    assert said.startswith("missing is not")
    assert "\n\nstub: the visible check passes\n\nwrong: stopped\n    called     wrong(" in said
    assert "caller" not in said and "right" not in said


def test_a_unit_without_visible_checks_is_said(kernel):
    empty = kernel("third", "")

    assert empty.run('check("third")') == "third has no visible checks\n"


def test_of_a_class_the_methods_that_are_not_written_are_named(kernel):
    tests = TEST_THIRD.replace("third.stub", "third.Counter().count").replace('"stub"', '"Counter"')
    unit = kernel("third", tests)
    unit.run("class Counter:\n    def count(self, x):\n        raise NotImplementedError")

    assert unit.run('check("third.Counter")') == "Counter.count: not written yet\n"


@pytest.mark.parametrize(
    ("asked", "said"),
    [("double", 'write check("first.double"): the unit and the function, in quotes'),
     ("'double'", 'write check("first.double"): the unit comes first'),
     ("ModuleType('exercises.first')", 'write check("first"): the unit and the function, in quotes'),
     ("double(3)", 'write check("UNIT.FUNCTION"): the unit and the function, in quotes'),
     ("'nothing'", "nothing cannot be checked: put test_nothing.py into the folder of this notebook")],
)  # fmt: skip
def test_what_is_no_name_of_a_function_is_told_how_it_is_written(first, asked, said):
    first.run(f"from types import ModuleType\n{RIGHT}")

    assert first.run(f"check({asked})") == f"{said}\n"


def test_a_function_of_several_units_is_told_with_each(first):
    (first.folder / "test_second.py").write_text(TEST_FIRST)
    first.run(RIGHT)
    said = first.run("check(double)")

    assert said.startswith('write check("first.double") or check("second.double"): ')


def test_tests_that_are_not_there_are_asked_for(first):
    said = first.run('check("third.double")')

    assert said == "double cannot be checked: put test_third.py into the folder of this notebook\n"


@pytest.mark.parametrize("place", ["tests/public", "../tests/public"])
def test_tests_are_found_where_a_release_has_them(first, place):
    tests = first.folder / "test_first.py"
    (first.folder / place).mkdir(parents=True)
    tests.rename(first.folder / place / tests.name)
    first.run(RIGHT)

    assert first.run('check("first.double")') == "double: all 2 visible checks pass\n"


def test_tests_that_cannot_be_read_are_a_sentence(first):
    (first.folder / "test_first.py").write_text("import nothing_of_that_name\n")
    first.run(RIGHT)
    said = first.run('check("first.double")')

    assert said.startswith("the checks cannot be read: ") and "nothing_of_that_name" in said
    assert said.count("\n") == 1


def test_a_function_without_visible_checks_is_said(first):
    first.run("def triple(x):\n    return 3 * x\n")

    assert first.run('check("first.triple")') == "triple has no visible checks\n"


def test_tests_that_changed_are_read_again(first):
    first.run(RIGHT)
    first.run('check("first.double")')
    (first.folder / "test_first.py").write_text(TEST_FIRST.replace("2 * x", "3 * x"))

    assert "1 of 2 visible checks fail" in first.run('check("first.double")')


def test_an_endless_function_is_stopped_by_an_interrupt_and_floods_nothing(first):
    first.run(ENDLESS)
    said = first.run('check("first.double")')

    assert said.startswith("double: stopped\n    called     double(")
    assert "\n    in         line " in said
    assert len(said) < 1000


def test_an_interrupt_before_the_first_check_is_told_too(first):
    (first.folder / "test_first.py").write_text("raise KeyboardInterrupt")
    first.run(RIGHT)

    assert first.run('check("first.double")') == "double: stopped\n"


def test_what_a_function_prints_is_kept_to_its_beginning(first):
    first.run("def double(x):\n    print('y' * 1_000_000)\n    return x\n")
    said = first.run('check("first.double")')

    assert "    printed    yyyy" in said
    assert len(said) < 5000


def test_of_what_is_printed_no_more_is_kept_than_is_shown(first):
    first.run("from grader.notebook import PRINTED, Printed\nprinted = Printed()")
    first.run("for _ in range(100):\n    print('y' * 1000, file=printed)")

    assert first.run("print(len(printed.getvalue()) - PRINTED)") == "1\n"


def test_a_check_leaves_the_process_as_it_was(first):
    first.run(RIGHT)
    kept = {name: sys.modules.get(name) for name in ("exercises", "exercises.first")}
    environment, output = dict(os.environ), sys.stdout
    first.run('check("first.double")')

    assert {name: sys.modules.get(name) for name in kept} == kept
    assert not any(name.endswith("test_first") for name in sys.modules)
    assert dict(os.environ) | {"PYTEST_CURRENT_TEST": ""} == environment | {
        "PYTEST_CURRENT_TEST": ""
    }
    assert sys.stdout is output


@pytest.fixture
def second(kernel) -> Kernel:
    return kernel("second", USES_DOUBLE)


@pytest.mark.parametrize(
    ("place", "text"),
    [("first/first.ipynb", notebook("import numpy as np", RIGHT, "check('first.double')")),
     ("first/first.py", RIGHT), ("second/first.ipynb", notebook(RIGHT)), ("second/first.py", RIGHT),
     ("exercises/first.py", RIGHT), ("second/exercises/first.py", RIGHT)],
)  # fmt: skip
def test_an_earlier_unit_is_found(second, place, text):
    path = second.folder.parent / place
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    second.run(
        "from exercises.first import double\ndef quadruple(x):\n    return double(double(x))"
    )

    assert second.run('check("second.quadruple")') == "quadruple: the visible check passes\n"


def test_of_several_files_of_an_earlier_unit_the_one_with_most_in_it_counts(second):
    (second.folder / "first.ipynb").write_text(notebook(STUB))
    (second.folder / "first.py").write_text(STUB)
    (second.folder.parent / "exercises").mkdir()
    (second.folder.parent / "exercises" / "first.py").write_text(RIGHT)
    second.run("from exercises.first import double\nfour = double(2)")

    assert second.namespace["four"] == 4


def test_an_earlier_unit_is_read_again_where_it_changed(second):
    path = second.folder / "first.py"
    path.write_text("def double(x):\n    return 0\n")
    second.run("from exercises import first\nbefore = first.double(1)")
    path.write_text(RIGHT)
    os.utime(path, ns=(1, 1))
    second.run("from exercises.first import double\nafter = double(1)")

    assert (second.namespace["before"], second.namespace["after"]) == (0, 2)


def test_an_earlier_unit_that_is_not_written_is_named(second):
    (second.folder / "first.ipynb").write_text(notebook(STUB))
    second.run(
        "from exercises.first import double\ndef quadruple(x):\n    return double(double(x))"
    )

    said = second.run('check("second.quadruple")')

    assert said == "quadruple: calls double, not written yet\n"


def test_an_earlier_unit_that_is_not_there_is_asked_for(second):
    sentence = "^this unit builds on your first: put its folder beside this one, so that there is ../first/first.ipynb$"

    with pytest.raises(ModuleNotFoundError, match=sentence):
        second.run("from exercises.first import double")


def test_a_notebook_that_is_none_is_a_sentence(second):
    (second.folder / "first.ipynb").write_text("no JSON")

    with pytest.raises(ImportError, match=r"^first\.ipynb is not a notebook that can be read"):
        second.run("from exercises.first import double")


def test_a_name_that_an_earlier_unit_has_not_is_named(second):
    (second.folder / "first.py").write_text(RIGHT)
    second.run("from exercises import first")

    assert isinstance(second.namespace["first"], ModuleType)
    for use in ("first.triple", "from exercises.first import triple"):
        with pytest.raises(
            ImportError, match=r"^first\.py defines no triple: write it there and save$"
        ):
            second.run(use)


def test_a_module_that_raises_raises_where_it_is_imported(second):
    (second.folder / "first.py").write_text("raise ValueError('mine')")

    with pytest.raises(ValueError, match="mine"):
        second.run("from exercises.first import double")


def test_a_unit_s_notebook_runs_in_a_kernel(toy, tmp_path):
    _, text, _ = next(sources(toy, {"first": {"double": 3.0}}))
    (tmp_path / "test_first.py").write_text(TEST_FIRST)
    made = nbformat.reads(text, as_version=4)
    place = {"metadata": {"path": str(tmp_path)}}
    ran = NotebookClient(made, timeout=60, resources=place).execute()
    outputs = {cell.id: cell.outputs for cell in ran.cells if cell.cell_type == "code"}

    assert [output.text for output in outputs["double-check"]] == [
        "double: all 2 visible checks pass\n"
    ]
    assert [output.data["text/plain"] for output in outputs["double-marks"]] == ["0.0"]
    assert outputs["setup"] == outputs["double"] == []
