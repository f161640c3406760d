"""The reference's code of one function, as text: with the private ones that it uses, without docstrings and hints."""

from __future__ import annotations

import ast
from collections.abc import Iterator

_MARKER = "### "


def code_of(solution: str, function: str) -> str:
    """The code of a function of a solution module, and before it that of the module's private names which it needs.

    >>> print(code_of('_A = 2\\n_B = 3\\ndef f(x):\\n    "2x."\\n    ### HINT: Twice.\\n    return _A * x\\n', 'f'))
    _A = 2
    <BLANKLINE>
    <BLANKLINE>
    def f(x):
        return _A * x
    """
    tree = ast.parse(solution)
    defined = {name: node for node in tree.body for name in _names(node)}
    wanted, left = {function}, [function]
    while left:
        used = {each.id for each in ast.walk(defined[left.pop()]) if isinstance(each, ast.Name)}
        new = {name for name in used & {*defined} if name.startswith("_")} - wanted
        wanted |= new
        left += new
    lines = solution.splitlines()
    parts = {defined[name].lineno: _code(defined[name], lines) for name in wanted}
    return "\n\n\n".join(parts[number] for number in sorted(parts))


def _names(node: ast.stmt) -> Iterator[str]:
    """The names that a statement defines."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.Assign):
        yield from (target.id for target in node.targets if isinstance(target, ast.Name))


def _code(node: ast.stmt, lines: list[str]) -> str:
    decorators = node.decorator_list if isinstance(node, ast.FunctionDef | ast.ClassDef) else []
    first = min([node.lineno, *(each.lineno for each in decorators)])
    documented = {number for each in ast.walk(node) for number in _docstring(each)}
    own = range(first, (node.end_lineno or first) + 1)
    code = (lines[number - 1] for number in own if number not in documented)
    return "\n".join(line for line in code if not line.lstrip().startswith(_MARKER))


def _docstring(node: ast.AST) -> range:
    """The lines of the docstring of a function or class, which its stub has too."""
    if not isinstance(node, ast.FunctionDef | ast.ClassDef) or ast.get_docstring(node) is None:
        return range(0)
    return range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1)
