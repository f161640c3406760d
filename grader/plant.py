"""A right submission with one mistake in it, as the text of a student's module.

solutions/<unit>.py + tests/mistakes/<unit>.py ──▶ the unit with one function in the mistake's place
"""

from __future__ import annotations

import ast
import re
from functools import cache

from grader.curriculum import Course, CourseError
from grader.mistakes import Mistake, path_of

_IMPORT = re.compile(r"^(\s*(?:from|import) )solutions\b", re.MULTILINE)
_SCOPE = "_mistaken"
_RIGHT = "_right"
TRIVIAL = {
    "zeros": "_like(right, 0)",
    "ones": "_like(right, 1)",
    "its argument": "args[shift] if len(args) > shift else None",
    "nothing": "None",
}
_TRIVIAL = """

def _trivially(function):
    import copy
    import functools

    import numpy as np

    def own(item):
        if isinstance(item, (list, tuple)):
            return type(item)(map(own, item))
        return copy.deepcopy(item) if isinstance(item, (np.ndarray, np.random.Generator, dict)) else item

    def _like(item, number):
        if isinstance(item, (list, tuple)):
            return type(item)(_like(each, number) for each in item)
        if isinstance(item, dict):
            return {{key: _like(each, number) for key, each in item.items()}}
        if isinstance(item, np.ndarray):
            return np.full_like(item, number)
        return type(item)(number) if isinstance(item, (bool, int, float, np.generic)) else item

    def wrapped(function, shift=0):
        def _right(args, kwargs):
            twins = [*map(copy.deepcopy, args[:shift])]  # of self, which stays untrained
            result = function(*twins, *map(own, args[shift:]), **kwargs)
            return args[0] if twins and result is twins[0] else result

        @functools.wraps(function)
        def trivial(*args, **kwargs):
            right = _right(args, kwargs)
            return {answer}

        return trivial

    if not isinstance(function, type):
        return wrapped(function)
    methods = {{
        name: wrapped(method, 1)
        for name, method in vars(function).items()
        if not name.startswith("_") and callable(method)
    }}
    return type(function.__name__, (function,), methods)


{function} = _trivially({function})
"""


def as_handed_in(solution: str) -> str:
    """The text of a solution as that of a student's module."""
    return _IMPORT.sub(r"\1exercises", solution)


def planted(course: Course, mistake: Mistake) -> str:
    """The unit's reference with a mistake in place of its function.

    What the mistake uses of its file stands in a function of its own, so that no name of it meets one of the
    reference's. What it imports from its own unit is the right one.
    """
    solution = course.root / "solutions" / f"{mistake.unit}.py"
    text = path_of(course, mistake.unit).read_text(encoding="utf-8")
    scope = ast.parse(f"def {_SCOPE}({_RIGHT}):\n    return locals()\n").body[0]
    assert isinstance(scope, ast.FunctionDef)
    scope.body[:0] = _used_by(mistake.name, _among_students(mistake.unit, text))
    lines = [
        as_handed_in(solution.read_text(encoding="utf-8")),
        "import types as _types",
        ast.unparse(ast.fix_missing_locations(scope)),
        f"{mistake.function} = {_SCOPE}(_types.SimpleNamespace(**globals()))[{mistake.name!r}]",
        f"{mistake.function}.__name__ = {mistake.function}.__qualname__ = {mistake.function!r}",
    ]
    return "\n\n\n".join(lines) + "\n"


def trivial(handed_in: str, function: str, name: str) -> str:
    """A student's module with one function that gives a trivial answer: of the right kind, shape and length.

    Where the right answer is an error, it raises that.

    Parameters
    ----------
    handed_in : str
        The reference as a student's module.
    function : str
        The function; of a class, all its methods.
    name : str
        Which answer: one of `TRIVIAL`.
    """
    return handed_in + _TRIVIAL.format(function=function, answer=TRIVIAL[name])


@cache
def _among_students(unit: str, text: str) -> list[ast.stmt]:
    """The statements of a file of mistakes as they stand among a student's code."""
    module: ast.Module = _AmongStudents(unit).visit(ast.parse(text))
    return module.body


def _used_by(name: str, statements: list[ast.stmt]) -> list[ast.stmt]:
    """The statements without the definitions that neither a name's own nor any other statement needs."""
    definitions = {
        each.name: each for each in statements if isinstance(each, ast.FunctionDef | ast.ClassDef)
    }
    waiting = [each for each in statements if getattr(each, "name", name) == name]
    used = {name}
    while waiting:
        names = {node.id for node in ast.walk(waiting.pop()) if isinstance(node, ast.Name)}
        found = names & definitions.keys() - used
        used |= found
        waiting += [definitions[each] for each in found]
    return [each for each in statements if getattr(each, "name", name) in used]


class _AmongStudents(ast.NodeTransformer):
    """The file of mistakes as it stands among a student's code.

    Parameters
    ----------
    unit : str
        The unit of the mistakes.
    """

    def __init__(self, unit: str) -> None:
        self._unit = unit

    def visit_ImportFrom(self, node: ast.ImportFrom) -> ast.stmt | list[ast.stmt]:
        match node:
            case ast.ImportFrom(module="__future__" | "grader.mistakes"):
                return ast.Pass()
            case ast.ImportFrom(module=str(module)) if module == f"solutions.{self._unit}":
                return self._bound(node, [f"{_RIGHT}.{each.name}" for each in node.names])
            case ast.ImportFrom(module="solutions"):
                own = [each for each in node.names if each.name == self._unit]
                others = [each for each in node.names if each.name != self._unit]
                kept = [ast.ImportFrom("exercises", others, 0)] if others else []
                return kept + self._bound(ast.ImportFrom("", own, 0), [_RIGHT] * len(own))
            case ast.ImportFrom(module=str(module)) if module.startswith("solutions."):
                return ast.ImportFrom(f"exercises{module.removeprefix('solutions')}", node.names, 0)
        return node

    def visit_Import(self, node: ast.Import) -> ast.Import:
        if any(each.name.partition(".")[0] == "solutions" for each in node.names):
            raise CourseError(
                f"tests/mistakes/{self._unit}.py, line {node.lineno}: write 'from solutions import …' here"
            )
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        return self._unmarked(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        return self._unmarked(node)

    def _unmarked(self, node: ast.FunctionDef | ast.ClassDef) -> ast.AST:
        node.decorator_list = [each for each in node.decorator_list if not _marks(each)]
        return self.generic_visit(node)

    @staticmethod
    def _bound(node: ast.ImportFrom, values: list[str]) -> list[ast.stmt]:
        """The names of an import, bound to what is here already."""
        names = [each.asname or each.name for each in node.names]
        lines = [f"{name} = {value}" for name, value in zip(names, values, strict=True)]
        return ast.parse("\n".join(lines)).body


def _marks(decorator: ast.expr) -> bool:
    return isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "mistake"
