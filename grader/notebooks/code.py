"""A notebook's code as one text, and what runs of it as a module.

    # %% notebook
    # %% cell 3
    import numpy as np
    # %% cell 5
    def softmax(Z): …

The text is joined where nobody parses what a student wrote, and taken apart in the worker (or in the
student's own kernel). Of a notebook count its definitions, the last of a name, and the imports and assignments
that these use: what else stands in its cells, trials and plots, is not run. Where a cell cannot be read, or a
definition or import fails, its names raise that error when they are used, and the others stay.
"""

from __future__ import annotations
import __future__

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import Any, NamedTuple, NoReturn

HEAD = "# %% notebook"
_CELL = re.compile(r"^# %% cell ([0-9]{1,9})$", re.MULTILINE)
_DEFINED = re.compile(r"^(?:async\s+def|def|class)\s+(\w+)", re.MULTILINE)
_PUBLIC = re.compile(r"^(?:async\s+def|def|class)\s+([A-Za-z]\w*)\s*[(:[]", re.MULTILINE)
_UNWRITTEN = "raise NotImplementedError"
_MAGIC = re.compile(r"^(\s*)(?:[%!?].*|[\w., \t]+=\s*[%!].*|[\w.%]+\?{1,2}\s*)$")
_PYTHON_INSIDE = re.compile(r"%%(?:time|timeit|capture|prun)\b")
_ANNOTATIONS = __future__.annotations.compiler_flag
_DEFINING = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_NAMING = (*_DEFINING, ast.Import, ast.ImportFrom)
_UNREADABLE = (SyntaxError, ValueError, RecursionError, MemoryError)


class Cell(NamedTuple):
    """A code cell: its place in the notebook, the line before its first in the text, and its source."""

    number: int
    before: int
    source: str


def joined(sources: Iterable[tuple[int, str]]) -> str:
    """The text of code cells, each with its place in the notebook.

    >>> print(joined([(2, "x = 1"), (4, "y = x")]), end="")
    # %% notebook
    # %% cell 2
    x = 1
    # %% cell 4
    y = x
    """
    parts = [HEAD, *(f"# %% cell {number}\n{source}" for number, source in sources)]
    return "\n".join(parts) + "\n"


def is_notebook(text: str) -> bool:
    """Whether a text was joined from cells: a module may well begin with the same comment."""
    return text == joined([]) or text.startswith(f"{HEAD}\n# %% cell ")


def split(text: str) -> Iterator[Cell]:
    """The cells of a text."""
    marks = [*_CELL.finditer(text)]
    ends = [*(mark.start() for mark in marks), len(text)][1:]
    before = place = 0
    for mark, end in zip(marks, ends, strict=True):
        before += text.count("\n", place, mark.end() + 1)
        place = mark.end() + 1
        yield Cell(int(mark[1]), before, text[place:end])


def place(text: str, line: int) -> tuple[int, int] | None:
    """The cell that a line of a text stands in, and its line there."""
    lines = text.split("\n")[: line - 1]
    for number in range(len(lines), 0, -1):
        if mark := _CELL.match(lines[number - 1]):
            return int(mark[1]), line - number
    return None


def written(text: str) -> int:
    """How many functions and classes of a module or notebook are written: the last of a name counts.

    >>> written("def one():\\n    return 1\\n\\ndef two():\\n    raise NotImplementedError('two: not written yet')\\n")
    1
    """
    _, *parts = _PUBLIC.split(text)
    bodies = dict(zip(parts[::2], parts[1::2], strict=True))
    return sum(_UNWRITTEN not in body for body in bodies.values())


class Failed:
    """Stands for what a statement would have defined: to use it raises what the statement raised."""

    def __init__(self, error: Exception) -> None:
        self.__dict__["error"] = error

    def __call__(self, *_: Any, **__: Any) -> NoReturn:
        """Raise it."""
        raise self.__dict__["error"]

    def __getattr__(self, name: str) -> NoReturn:
        if name.startswith("__"):
            raise AttributeError(name)
        raise self.__dict__["error"]


def run(text: str, namespace: dict[str, Any], file: str) -> dict[str, str]:
    """Run in a namespace what counts of a text; gives why functions are not there whose cells cannot be read.

    Parameters
    ----------
    text : str
        As `joined` makes it.
    namespace : dict
        The module's.
    file : str
        What tracebacks call it.
    """
    unread: dict[str, str] = {}
    statements: list[ast.stmt | Cell] = []
    for cell in split(text):
        try:
            tree = _parsed(cell.source)
        except _UNREADABLE:
            statements.append(cell)
            continue
        ast.increment_lineno(tree, cell.before)
        statements += tree.body
    for statement in _counting(statements):
        if isinstance(statement, Cell):
            names = _DEFINED.findall(statement.source)
            problem = _problem(statement, PurePosixPath(file).stem, names)
            namespace.update(dict.fromkeys(names, Failed(problem)))
            said = (
                f"the cell of {names[0]} cannot be read: {problem.msg} (line {problem.lineno})"
                if names
                else ""
            )
            unread |= dict.fromkeys(names, said)
            continue
        for name in _bound(statement) & unread.keys():
            del unread[name]
        try:
            module = ast.Module([statement], type_ignores=[])
            exec(compile(module, file, "exec", flags=_ANNOTATIONS, dont_inherit=True), namespace)
        except Exception as error:
            if isinstance(statement, _NAMING):
                namespace.update(dict.fromkeys(_bound(statement), Failed(error)))
    return unread


def _parsed(source: str) -> ast.Module:
    """A cell's statements; without its magics and shell lines where Python cannot read these."""
    first = source.lstrip().partition("\n")[0]
    if first.startswith("%%"):
        source = source.replace(first, "", 1) if _PYTHON_INSIDE.match(first) else ""
    try:
        return ast.parse(source)
    except SyntaxError:
        lines = [_MAGIC.sub(r"\1pass", line) for line in source.split("\n")]
        return ast.parse("\n".join(lines))


def _problem(cell: Cell, module: str, names: list[str]) -> SyntaxError:
    """Why a cell cannot be read, in its own lines."""
    place = f"{module}.ipynb, {f'the cell of {names[0]}' if names else f'cell {cell.number}'}"
    try:
        _parsed(cell.source)
    except SyntaxError as error:
        return SyntaxError(error.msg, (place, error.lineno, None, None))
    except _UNREADABLE as error:
        return SyntaxError(str(error), (place, 1, None, None))
    raise AssertionError("a cell that can be read")


def _counting(statements: list[ast.stmt | Cell]) -> list[ast.stmt | Cell]:
    """The definitions, and what binds a name that these use, directly or by way of others."""
    kept = {index for index, each in enumerate(statements) if isinstance(each, (Cell, *_DEFINING))}
    loose = {
        index: _bound(each)
        for index, each in enumerate(statements)
        if index not in kept and not isinstance(each, Cell | ast.Expr)
    }
    new = kept
    while new:
        used = {name for index in new for name in _used(statements[index])}
        new = {index for index, names in loose.items() if names & (used | {"*"})}
        kept = kept | new
        loose = {index: names for index, names in loose.items() if index not in new}
    return [each for index, each in enumerate(statements) if index in kept]


def _used(statement: ast.stmt | Cell) -> set[str]:
    if isinstance(statement, Cell):
        return set(re.findall(r"\w+", statement.source))
    return {
        node.id
        for node in ast.walk(statement)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }


def _bound(statement: ast.stmt) -> set[str]:
    """The names that a statement binds or changes, `*` where it does not say which."""
    if isinstance(statement, _DEFINING):
        return {statement.name}
    if isinstance(statement, ast.ImportFrom) and statement.module == "__future__":
        return set()
    names = set()
    for node in ast.walk(statement):
        if isinstance(node, ast.alias):
            names.add(node.asname or node.name.partition(".")[0])
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store | ast.Del):
            names.add(node.id)
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Attribute | ast.Subscript) and not isinstance(node.ctx, ast.Load):
            names |= {_root(node)}
    return names


def _root(node: ast.expr) -> str:
    """The name that an attribute or item is of."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""
