"""A right submission with one mistake in it, as the text of a student's module.

solutions/<unit>.py + tests/mistakes/<unit>.py ──▶ the unit with one function in the mistake's place
"""

from __future__ import annotations

import ast
import re

from grader.curriculum import Course
from grader.mistakes import Mistake, path_of

_IMPORT = re.compile(r"^(\s*(?:from|import) )solutions\b", re.MULTILINE)
_SCOPE = "_mistaken"
_RIGHT = "_right"


def right(course: Course, unit: str) -> str:
    """The unit's reference as a student's module."""
    path = course.root / "solutions" / f"{unit}.py"
    return _IMPORT.sub(r"\1exercises", path.read_text(encoding="utf-8"))


def planted(course: Course, mistake: Mistake) -> str:
    """The unit's reference with a mistake in place of its function.

    The whole file of mistakes stands in a function of its own, so that no name of it meets one of the reference's.
    What it imports from its own unit is the right one.
    """
    text = path_of(course, mistake.unit).read_text(encoding="utf-8")
    scope = ast.parse(f"def {_SCOPE}({_RIGHT}):\n    return locals()\n").body[0]
    assert isinstance(scope, ast.FunctionDef)
    body = [each for node in ast.parse(text).body for each in _inside(node, mistake.unit)]
    scope.body[:0] = body
    lines = [
        right(course, mistake.unit),
        "import types as _types",
        ast.unparse(ast.fix_missing_locations(scope)),
        f"{mistake.function} = {_SCOPE}(_types.SimpleNamespace(**globals()))[{mistake.name!r}]",
        f"{mistake.function}.__name__ = {mistake.function}.__qualname__ = {mistake.function!r}",
    ]
    return "\n\n\n".join(lines) + "\n"


def _inside(node: ast.stmt, unit: str) -> list[ast.stmt]:
    """A statement of the file of mistakes as it stands among a student's code."""
    match node:
        case ast.ImportFrom(module="__future__" | "grader.mistakes") | ast.Expr(ast.Constant()):
            return []
        case ast.ImportFrom(module=str(module), names=names) if module == f"solutions.{unit}":
            own = [f"{each.asname or each.name} = {_RIGHT}.{each.name}" for each in names]
            return ast.parse("\n".join(own)).body
        case ast.ImportFrom(module="solutions", names=names):
            lines = [
                f"{each.asname or each.name} = {_RIGHT}"
                if each.name == unit
                else f"from exercises import {each.name} as {each.asname or each.name}"
                for each in names
            ]
            return ast.parse("\n".join(lines)).body
        case ast.ImportFrom(module=str(module)) if module.startswith("solutions."):
            node.module = module.replace("solutions", "exercises", 1)
        case ast.FunctionDef() | ast.ClassDef():
            node.decorator_list = [each for each in node.decorator_list if not _marks(each)]
    return [node]


def _marks(decorator: ast.expr) -> bool:
    return isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "mistake"
