"""The source notebook of a unit, made from its solution module: what `nbgrader generate_assignment` makes a release of.

    docstring               the lesson, a Markdown cell a section
    imports                 `setup`, locked
    def softmax(Z): …       `softmax`, to solve; `softmax-check`, locked; `softmax-marks`, locked, with the points
    ## In your own words    `question-text`; `question`, to answer: what earns its points stands there

The text is jupytext's percent format, of which jupytext makes the notebook. It holds nothing of the hidden tests but
their points.
"""

from __future__ import annotations

import ast
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from grader.curriculum import Course, CourseError, Unit
from grader.generate import BEGIN, END, exercise
from grader.notebooks.lesson import TITLE, Lesson, read_lesson

QUESTION_POINTS = 5
MARKS = "-marks"
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
_KIT = "neurokata"
_SOLUTIONS = re.compile(r"^(\s*(?:from|import) )solutions\b", re.MULTILINE)
_SEAM = re.compile(rf"[ \t]*{END}\n(?:[ \t]*\n)*[ \t]*{BEGIN}\n")
_REGION = re.compile(rf"^{BEGIN}\n(.*?)^{END}\n?", re.MULTILINE | re.DOTALL)
_LOOSE = re.compile(r"\n{4,}")
_CHECK = "from grader.notebook import check  # runs the visible checks; finds your earlier units\n"
_ANSWER = "*Your answer.*"
_SETUP = "# Run this cell first.\n"


@dataclass(frozen=True)
class Cell:
    """A cell, and what nbgrader is told of it."""

    name: str
    source: str
    code: bool = False
    solution: bool = False
    points: float | None = None

    @property
    def nbgrader(self) -> dict[str, Any]:
        """nbgrader's own words, version 3 of its schema."""
        told = {
            "schema_version": 3, "grade_id": self.name, "grade": self.points is not None,
            "solution": self.solution, "locked": not self.solution, "task": False,
        }  # fmt: skip
        return {**told, "points": _whole(self.points)} if self.points is not None else told


@dataclass(frozen=True)
class Module:
    """A solution module taken apart: the lesson, what stands before the first function, and each function's code."""

    lesson: Lesson
    head: str
    functions: Mapping[str, str]
    summaries: Mapping[str, str]


def read_module(text: str, unit: Unit) -> Module:
    """Take a solution module apart; helpers stand behind the function that they stood before, in its region."""
    exercise(text, unit.name)  # markers that do not match are named there
    tree = ast.parse(text)
    lines = text.splitlines(keepends=True)
    nodes = [
        node
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name in unit.functions
    ]
    head, end = "", tree.body[0].end_lineno or 0
    functions: dict[str, str] = {}
    for node in nodes:
        first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
        before, end = "".join(lines[end : first - 1]), _end(node, lines)
        own = "".join(lines[first - 1 : len(lines) if node is nodes[-1] else end])
        given = _REGION.sub("", before).lstrip("\n")
        if not functions:
            head, given = given, ""
        source = "\n\n\n".join([f"{given}{own}".rstrip("\n"), *_regions(before)])
        functions[node.name] = _joined(source, f"{unit.name}.{node.name}")
    return Module(
        lesson=read_lesson(ast.get_docstring(tree) or "", unit.name),
        head=_student(head).rstrip("\n"),
        functions={name: functions[name] for name in _in_order_of_use(nodes)},
        summaries={node.name: _summary(node) for node in nodes},
    )


def _in_order_of_use(nodes: Iterable[ast.FunctionDef | ast.ClassDef]) -> list[str]:
    """The functions in their order, but one that another uses before that, since a notebook is run from its top."""
    uses = {
        node.name: [each.id for each in ast.walk(node) if isinstance(each, ast.Name)]
        for node in nodes
    }
    order: list[str] = []
    waiting: set[str] = set()

    def place(name: str) -> None:
        if name in uses and name not in waiting:
            waiting.add(name)
            for used in uses[name]:
                place(used)
            order.append(name)

    for name in uses:
        place(name)
    return order


def _end(node: ast.stmt, lines: list[str]) -> int:
    """The number of a definition's last line, comments in it included."""
    end = node.end_lineno or len(lines)
    while end < len(lines) and (not lines[end].strip() or lines[end][0].isspace()):
        end += 1
    return end


def _regions(text: str) -> Iterator[str]:
    """The solution regions of a text at the level of the module."""
    for found in _REGION.finditer(text):
        yield f"{BEGIN}\n{found[1].rstrip()}\n{END}"


def _joined(source: str, name: str) -> str:
    """A cell's code with its regions joined, so that nbgrader's stub stands in functions only."""
    source = _student(_SEAM.sub(lambda seam: "\n" * seam[0].count("\n"), f"{source}\n"))
    if re.search(rf"^{BEGIN}", source, re.MULTILINE) or _stands_in_class(source):
        raise CourseError(
            f"{name}: what is cut outside a function follows no function's own region: move it behind one that is cut"
        )
    return source.rstrip("\n")


def _stands_in_class(source: str) -> bool:
    """Whether what would be left of the code is no function, but a class that raises."""
    stub = re.sub(rf"^([ \t]*){BEGIN}\n.*?{END}$", r"\1raise", source, flags=re.M | re.S)
    classes = [node for node in ast.walk(ast.parse(stub)) if isinstance(node, ast.ClassDef)]
    return any(isinstance(part, ast.Raise) for node in classes for part in node.body)


def _student(code: str) -> str:
    """Code as it stands with a student: earlier units are their own."""
    return _LOOSE.sub("\n\n\n", _SOLUTIONS.sub(r"\1exercises", code))


def _summary(node: ast.FunctionDef | ast.ClassDef) -> str:
    return (ast.get_docstring(node) or "").partition("\n")[0]


def cells(module: Module, unit: Unit, points: Mapping[str, float]) -> list[Cell]:
    """The cells of a unit's notebook, in order."""
    told = [
        Cell(f"lesson-{place}", text) for place, text in enumerate(module.lesson.sections, start=1)
    ]
    future, rest = _future(module.head)
    told.append(Cell("setup", f"{_SETUP}{future}{_CHECK}\n{rest}".rstrip(), code=True))
    for name, source in module.functions.items():
        worth = points.get(name, 0.0)
        told += [
            Cell(f"{name}-about", f"### `{name}`\n\n{module.summaries[name]}".rstrip()),
            Cell(name, source, code=True, solution=BEGIN in source),
            Cell(f"{name}-check", f'check("{unit.name}.{name}")', code=True),
            Cell(f"{name}{MARKS}", _marks(name, worth), code=True, points=worth),
        ]
    if module.lesson.question:
        told.append(Cell("question-text", f"{TITLE}\n\n{module.lesson.question}"))
        told.append(Cell("question", module.lesson.scheme, solution=True, points=QUESTION_POINTS))
    return told


def _future(head: str) -> tuple[str, str]:
    """What has to stand first, and the rest."""
    first, _, rest = head.partition("\n")
    return (
        (f"{first}\n\n", rest.lstrip("\n")) if first.startswith("from __future__") else ("", head)
    )


def _marks(name: str, points: float) -> str:
    """A cell that earns nothing by being run: the kit sets its marks."""
    return (
        f"# {name}: {points:g} points, which the hidden checks give when your work is marked.\n"
        "# Until then the number below is 0.0, however well the function does.\n"
        "0.0"
    )


def _whole(points: float) -> float:
    return int(points) if points == int(points) else points


def percent(told: list[Cell]) -> str:
    """The cells as a script in jupytext's percent format."""
    parts = ["# ---\n# jupyter:\n#   kernelspec:\n"]
    parts += [f"#     {name}: {value}\n" for name, value in KERNEL.items()]
    parts.append("# ---\n")
    for cell in told:
        kind = "" if cell.code else " [markdown]"
        parts.append(f"\n# %%{kind} nbgrader={json.dumps(cell.nbgrader)}\n")
        lines = cell.source.split("\n")
        parts += [f"{line}\n" if cell.code else f"# {line}".rstrip() + "\n" for line in lines]
    return "".join(parts)


def handout(text: str, unit: Unit) -> str:
    """A unit's notebook for students without nbgrader: stubs for solutions, no cells of points, no marking scheme."""
    told = []
    for cell in cells(read_module(text, unit), unit, {}):
        if cell.name == "question":
            told.append(replace(cell, source=_ANSWER))
        elif cell.solution:
            told.append(replace(cell, source=exercise(cell.source, unit.name).rstrip("\n")))
        elif cell.points is None:
            told.append(cell)
    made = _made(told)
    for each in made.cells:
        each.metadata = {}
    return _json(made)


def notebook(told: list[Cell], tests: str) -> str:
    """The notebook of some cells, as JSON; the same cells give the same bytes.

    It holds digests of itself and of the visible tests beside it, so that changes of theirs are noticed.
    """
    made = _made(told)
    made.metadata[_KIT] = {"cells": _digest(made), "tests": _hash(tests)}
    return _json(made)


def _made(told: list[Cell]) -> Any:
    """The notebook of some cells."""
    try:
        import jupytext  # type: ignore[import-untyped]
    except ImportError:
        raise CourseError(
            "notebooks are made with jupytext, which is not installed: pip install 'neurokata[notebooks]'"
        ) from None
    made = jupytext.reads(percent(told), fmt="py:percent")
    for cell, each in zip(made.cells, told, strict=True):
        cell.id = each.name
        cell.metadata = {"nbgrader": each.nbgrader}
    made.metadata = {"kernelspec": KERNEL}
    return made


def _json(made: Any) -> str:
    import nbformat

    return str(nbformat.writes(made, version=4)) + "\n"


def edited(notebook: str | None, tests: str | None) -> tuple[bool, bool]:
    """Whether somebody changed a notebook, and the tests beside it, by the digests in it: their work would be lost."""
    if notebook is None:
        return False, tests is not None
    try:
        made = json.loads(notebook)
        told = made["metadata"][_KIT]
        return told["cells"] != _digest(made), tests is not None and told["tests"] != _hash(tests)
    except (ValueError, TypeError, KeyError, AttributeError):
        return True, tests is not None


def _digest(made: Mapping[str, Any]) -> str:
    """Of sources and nbgrader's metadata: to run a cell changes nothing."""
    parts = [
        (cell["cell_type"], "".join(cell["source"]), cell["metadata"].get("nbgrader"))
        for cell in made["cells"]
    ]
    return _hash(json.dumps(parts, sort_keys=True))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def sources(
    course: Course, points: Mapping[str, Mapping[str, float]]
) -> Iterator[tuple[Unit, str, str]]:
    """Each unit with its notebook and the visible tests that lie beside it."""
    for unit in course.units:
        text = (course.root / "solutions" / f"{unit.name}.py").read_text(encoding="utf-8")
        visible = course.root / "tests" / "public" / f"test_{unit.name}.py"
        tests = visible.read_text(encoding="utf-8") if visible.is_file() else ""
        told = cells(read_module(text, unit), unit, points.get(unit.name, {}))
        yield unit, notebook(told, tests), tests
