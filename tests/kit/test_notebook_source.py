"""The source notebooks of units: what stands in which cell, what a release keeps, and when they are written."""

from __future__ import annotations

import ast
import contextlib
import io
import json
import re
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
import typer
from nbgrader.preprocessors import CheckCellMetadata, ClearSolutions, LockCells

from grader.cli.generate import write_notebooks
from grader.curriculum import Course, CourseError, read_course
from grader.generate import exercise
from grader.notebooks import points as points_module
from grader.notebooks.points import read_points
from grader.notebooks.source import cells, notebook, read_module, sources
from tests.kit.conftest import TEST_FIRST

ROOT = Path(__file__).parents[2]
POINTS = {"first": {"double": 3.0}, "second": {"quadruple": 3.0, "apply": 2.5}}
UNIT = '''"""# 1 · First

What comes first.

## Twice

    d = 2 x

In code:

>>> double(1.0)
2.0

## In your own words

Why is it even?

### BEGIN SOLUTION
- 5 points: two times anything whole.
### END SOLUTION
"""

from __future__ import annotations

import numpy as np

from solutions.zero import nothing

LIMIT = 2

### BEGIN SOLUTION
_TABLE = {"secret": 1}


### END SOLUTION


def double(x):
    """2x."""
    ### BEGIN SOLUTION
    ### HINT: a sum
    return _secret(half(x)) * 4
    ### END SOLUTION


### BEGIN SOLUTION
def _secret(x):
    return x


### END SOLUTION


# what follows is half of it
def half(x):
    """x / 2."""
    ### BEGIN SOLUTION
    return x / 2
    ### END SOLUTION


class Counter:
    """Counts."""

    def add(self, x):
        """Add."""
        ### BEGIN SOLUTION
        return self._inner(x)
        ### END SOLUTION

    ### BEGIN SOLUTION
    def _inner(self, x):
        return x

    ### END SOLUTION
'''


@pytest.fixture(scope="module")
def real() -> dict[str, dict[str, Any]]:
    """The notebooks of this course, by unit; each function is worth a point."""
    course = read_course(ROOT)
    points = {unit.name: dict.fromkeys(unit.functions, 1.0) for unit in course.units}
    return {unit.name: json.loads(text) for unit, text, _ in sources(course, points)}


@pytest.fixture
def one(tmp_path) -> Any:
    """The cells of a unit's text: one(UNIT) -> name -> cell."""

    def made(text: str) -> dict[str, Any]:
        for folder in ("solutions", "tests/public", "exercises"):
            (tmp_path / folder).mkdir(parents=True)
        (tmp_path / "solutions" / "first.py").write_text(text)
        (unit,) = read_course(tmp_path).units
        told = cells(read_module(text, unit), unit, {"double": 3.0, "half": 1.5})
        return {cell.name: cell for cell in told}

    return made


def released(made: dict[str, Any]) -> Any:
    """What nbgrader makes of a notebook for students."""
    copy = nbformat.reads(json.dumps(made), as_version=4)
    for step in (LockCells, ClearSolutions, CheckCellMetadata):
        copy, _ = step().preprocess(copy, {})
    return copy


def solved(made: Any) -> dict[str, str]:
    """Function -> the text of its solution cell."""
    return {
        cell["metadata"]["nbgrader"]["grade_id"]: cell["source"]
        for cell in made["cells"]
        if cell["cell_type"] == "code" and cell["metadata"]["nbgrader"]["solution"]
    }


def text_of(cell: Any) -> str:
    return "".join(cell["source"])


def test_a_notebook_holds_the_lesson_then_four_cells_a_function_then_the_question(one):
    names = [*one(UNIT)]

    assert names == [
        "lesson-1", "lesson-2", "setup",
        "half-about", "half", "half-check", "half-marks",
        "double-about", "double", "double-check", "double-marks",
        "Counter-about", "Counter", "Counter-check", "Counter-marks",
        "question-text", "question",
    ]  # fmt: skip


def test_a_function_that_another_uses_stands_before_it(one):
    names = [*one(UNIT)]

    assert names.index("half") < names.index("double")


def test_each_kind_of_cell_is_told_to_nbgrader(one):
    told = {name: cell.nbgrader for name, cell in one(UNIT).items()}
    flags = {
        name: tuple(kind for kind in ("grade", "solution", "locked") if each[kind])
        for name, each in told.items()
    }

    assert flags["lesson-1"] == flags["setup"] == flags["half-about"] == ("locked",)
    assert flags["half"] == flags["Counter"] == ("solution",)
    assert flags["half-check"] == flags["question-text"] == ("locked",)
    assert flags["half-marks"] == ("grade", "locked")
    assert flags["question"] == ("grade", "solution")
    assert {name: each["points"] for name, each in told.items() if "points" in each} == {
        "half-marks": 1.5, "double-marks": 3, "Counter-marks": 0, "question": 5,
    }  # fmt: skip


def test_a_cell_of_points_says_that_its_number_is_none_of_the_marks(one):
    assert one(UNIT)["half-marks"].source == (
        "# half: 1.5 points, which the hidden checks give when your work is marked.\n"
        "# Until then the number below is 0.0, however well the function does.\n"
        "0.0"
    )


def test_a_lesson_has_its_formulas_and_its_examples_set(one):
    assert one(UNIT)["lesson-2"].source == (
        "## Twice\n\n$$\nd = 2\\, x\n$$\n\nIn code:\n\n```python\n>>> double(1.0)\n2.0\n```"
    )


def test_the_first_cell_imports_and_holds_no_solution(one):
    setup = one(UNIT)["setup"].source

    assert setup.startswith(
        "# Run this cell first.\nfrom __future__ import annotations\n\nfrom grader.notebook import check"
    )
    assert "import numpy as np\n\nfrom exercises.zero import nothing\n\nLIMIT = 2" in setup
    assert "secret" not in setup and "SOLUTION" not in setup


def test_what_is_cut_at_the_level_of_the_module_or_class_stands_in_the_region_of_a_function(one):
    found = one(UNIT)

    assert found["double"].source.count("### BEGIN SOLUTION") == 1
    assert '_TABLE = {"secret": 1}' in found["double"].source.partition("### BEGIN SOLUTION")[2]
    assert "def _secret" in found["half"].source.partition("### BEGIN SOLUTION")[2]
    assert found["half"].source.startswith("# what follows is half of it\ndef half(x):")
    assert found["Counter"].source.count("### BEGIN SOLUTION") == 1
    for name in ("double", "half", "Counter"):
        compile(found[name].source, name, "exec")


def test_the_question_keeps_what_earns_its_points_out_of_its_own_cell(one):
    found = one(UNIT)

    assert found["question-text"].source == "## In your own words\n\nWhy is it even?"
    assert found["question"].source == "- 5 points: two times anything whole."
    assert "two times" not in exercise(UNIT, "first")
    assert "Why is it even?" in exercise(UNIT, "first")


def test_a_lesson_without_a_question_asks_none(one):
    start, end = UNIT.index("## In your"), UNIT.index('"""\n\nfrom')
    text = UNIT[:start] + UNIT[end:]

    assert not {"question", "question-text"} & {*one(text)}


def test_a_question_without_what_earns_its_points_is_refused(one):
    text = UNIT.replace(
        "### BEGIN SOLUTION\n- 5 points: two times anything whole.\n### END SOLUTION\n", ""
    )

    with pytest.raises(CourseError, match=r"first\.py: .* should end with what earns the points"):
        one(text)


def test_a_region_that_no_stub_could_stand_for_is_refused(one):
    text = UNIT.replace(
        '    """Counts."""\n',
        '    """Counts."""\n\n    ### BEGIN SOLUTION\n    x = 1\n    ### END SOLUTION\n',
    )

    with pytest.raises(CourseError, match=r"first\.Counter: what is cut outside a function"):
        one(text)


def test_a_notebook_is_valid_and_the_same_in_every_making(toy):
    (unit, text, _), *_ = sources(toy, POINTS)
    made = nbformat.reads(text, as_version=4)
    nbformat.validate(made)

    assert next(each for _, each, _ in sources(toy, POINTS)) == text
    assert [cell.id for cell in made.cells] == [
        cell.metadata.nbgrader.grade_id for cell in made.cells
    ]
    assert made.metadata.kernelspec.name == "python3"
    assert unit.name == "first"


def test_percent_text_loses_nothing_of_a_cell(one):
    told = [*one(UNIT).values()]
    made = json.loads(notebook(told, ""))

    assert [text_of(cell) for cell in made["cells"]] == [cell.source for cell in told]


def test_every_release_has_stubs_that_raise_where_the_exercises_have_them(real):
    for unit, made in real.items():
        stubs = solved(released(made))
        given = ast.parse((ROOT / "exercises" / f"{unit}.py").read_text("utf-8"))
        expected = {
            node.name: node
            for node in given.body
            if isinstance(node, ast.FunctionDef | ast.ClassDef)
        }

        assert {*stubs} == {*expected}
        for name, source in stubs.items():
            tree = ast.parse(source)
            outline = [ast.dump(_without_bodies(node)) for node in tree.body]
            assert outline == [ast.dump(_without_bodies(expected[name]))], (unit, name)


def _without_bodies(node: ast.AST) -> ast.AST:
    """A definition whose errors say nothing, as nbgrader's say nothing."""
    node = ast.parse(ast.unparse(node)).body[0]
    for each in ast.walk(node):
        if isinstance(each, ast.Raise):
            each.exc = ast.Call(ast.Name("NotImplementedError", ast.Load()), [], [])
    return node


def test_no_line_of_a_solution_is_in_a_release(real):
    for unit, made in real.items():
        text = "\n".join(text_of(cell) for cell in released(made)["cells"])
        source = (ROOT / "solutions" / f"{unit}.py").read_text("utf-8")
        inside = re.findall(r"^ *### BEGIN SOLUTION\n(.*?)^ *### END SOLUTION", source, re.M | re.S)
        secret = {
            line.strip() for part in inside for line in part.splitlines() if len(line.strip()) > 30
        }
        found = {line for line in secret if line in text}

        assert secret and not found, (unit, found)
        assert "BEGIN SOLUTION" not in text


def test_nothing_of_a_hidden_test_is_in_a_notebook(real):
    for unit, made in real.items():
        text = json.dumps(made, ensure_ascii=False)
        hidden = ast.parse((ROOT / "tests" / "hidden" / f"test_{unit}.py").read_text("utf-8"))
        tests = [
            node
            for node in ast.walk(hidden)
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
        ]

        assert tests
        for node in tests:
            assert node.name not in text
            assert (ast.get_docstring(node) or node.name).splitlines()[0] not in text


def test_every_lesson_asks_a_question_of_five_points(real):
    for unit, made in real.items():
        told = {cell["id"]: text_of(cell) for cell in made["cells"]}
        worth = [int(count) for count in re.findall(r"^- (\d+) points?", told["question"], re.M)]
        each = "for each of two" in told["question"]

        assert told["question-text"].rstrip().endswith(("?", ".")), unit
        assert sum(worth) + (worth[0] if each else 0) == 5, unit
        assert "`" not in told["question-text"], (
            f"{unit}: a function named here may lead feedback to this section"
        )


def test_every_notebook_runs_from_its_top_with_the_reference(real, tmp_path, monkeypatch):
    from grader.notebooks.earlier import find_earlier_units

    for unit, made in real.items():
        (tmp_path / unit).mkdir()
        (tmp_path / unit / f"{unit}.ipynb").write_text(json.dumps(made))
    kept = {
        name: module
        for name, module in sys.modules.items()
        if name.partition(".")[0] == "exercises"
    }
    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path])
    for name in kept:
        monkeypatch.delitem(sys.modules, name)
    find_earlier_units()
    try:
        for unit, made in real.items():
            monkeypatch.chdir(tmp_path / unit)
            namespace: dict[str, Any] = {"__name__": "__main__"}
            for cell in made["cells"]:
                if cell["cell_type"] == "code" and not cell["id"].endswith("-check"):
                    code = compile(
                        text_of(cell), cell["id"], "exec", flags=annotations.compiler_flag
                    )
                    with contextlib.redirect_stdout(io.StringIO()):
                        exec(code, namespace)

            assert {*solved(made)} <= {*namespace}
    finally:
        for name in [name for name in sys.modules if name.partition(".")[0] == "exercises"]:
            del sys.modules[name]


def test_points_are_those_of_the_tests_each_case_counted(course):
    tests = course.root / "tests" / "hidden" / "test_first.py"
    tests.write_text(
        f"{TEST_FIRST}\n\nimport pytest\n\n\n@checks('double', points=0.5)\n"
        "@pytest.mark.parametrize('x', [1, 2, 3])\ndef test_case(x):\n    assert first.double(x) == 2 * x\n"
    )

    assert read_points(course) == {
        "first": {"double": 4.5}, "second": {"quadruple": 3, "apply": 2, "draw": 1, "fill": 1, "Counter": 1},
    }  # fmt: skip


def test_tests_that_cannot_be_collected_are_a_sentence(course):
    (course.root / "tests" / "hidden" / "test_first.py").write_text("import nothing_of_that_name\n")

    with pytest.raises(
        CourseError, match="the tests cannot be collected, which tell the points: run pytest"
    ):
        read_points(course)


@pytest.fixture
def write(course, tmp_path, monkeypatch, capsys):
    """Writes notebooks of a toy course below tmp_path/mine: write() -> what is printed."""
    monkeypatch.setattr(points_module, "read_points", lambda _: POINTS)
    (course.root / "tests" / "public" / "test_first.py").write_text(TEST_FIRST)

    def command(check_only: bool = False, force: bool = False) -> str:
        capsys.readouterr()
        write_notebooks(read_course(course.root), tmp_path / "mine", check_only, force)
        return capsys.readouterr().out

    return command


@pytest.fixture
def mine(tmp_path) -> Path:
    return tmp_path / "mine" / "source" / "first" / "first.ipynb"


def test_notebooks_and_the_visible_tests_beside_them_are_written_once(write, mine):
    first, again = write(), write()

    assert "wrote source/first/first.ipynb\nwrote source/first/test_first.py" in first.replace(
        "\\", "/"
    )
    assert again == "3 files were up to date\n"
    assert mine.with_name("test_first.py").read_text() == TEST_FIRST


def test_a_notebook_that_was_only_run_is_written_anew(write, mine):
    write()
    made = json.loads(mine.read_text())
    made["cells"][2]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "ran"}]
    made["cells"][2]["execution_count"] = 1
    made["metadata"]["language_info"] = {"name": "python"}
    mine.write_text(json.dumps(made))

    assert "wrote source" in write()
    assert "ran" not in mine.read_text()


@pytest.mark.parametrize("name", ["first.ipynb", "test_first.py"])
def test_what_somebody_changed_is_kept_unless_forced(write, mine, name):
    write()
    changed = mine.with_name(name)
    changed.write_text(
        changed.read_text().replace("2x.", "Twice x.").replace("Twice the", "Two of the")
    )
    kept = changed.read_text()
    with pytest.raises(CourseError, match=rf"source/first/{name}: holds somebody's work"):
        write()

    assert changed.read_text() == kept
    assert f"wrote source/first/{name}" in write(force=True)
    assert changed.read_text() != kept


def test_a_file_that_is_no_notebook_is_somebody_s_work(write, mine):
    mine.parent.mkdir(parents=True)
    mine.write_text("mine")

    with pytest.raises(CourseError, match="holds somebody's work"):
        write()


def test_a_lesson_that_changed_since_is_written(write, mine, course):
    write()
    unit = course.root / "solutions" / "first.py"
    unit.write_text(unit.read_text().replace("What the second builds on.", "Another lesson."))

    assert "wrote source/first/first.ipynb" in write()
    assert "Another lesson." in mine.read_text()


def test_check_writes_nothing_and_names_what_is_not_up_to_date(write, mine, capsys):
    with pytest.raises(typer.Exit) as left:
        write(check_only=True)
    said = capsys.readouterr().out

    assert left.value.exit_code == 1 and not mine.exists()
    assert (
        "source/first/first.ipynb is not what solutions/ and tests/ make: run grader generate --notebooks"
        in said
    )
    write()
    with pytest.raises(typer.Exit) as left:
        write(check_only=True)
    assert left.value.exit_code == 0


def test_a_release_without_solutions_makes_no_notebooks(tmp_path, course):
    bare = Course(tmp_path, course.units)

    with pytest.raises(CourseError, match="notebooks are made from solutions/"):
        write_notebooks(bare, tmp_path, False, False)


def test_a_marker_that_cuts_nothing_is_named(one):
    text = UNIT.replace("### BEGIN SOLUTION", "###BEGIN SOLUTION").replace(
        "### END SOLUTION", "###END SOLUTION"
    )

    with pytest.raises(CourseError, match="write it as ### BEGIN SOLUTION"):
        one(text)
