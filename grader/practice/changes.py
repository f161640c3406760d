"""Which functions a save touches: those whose code is another now, and those that use them, in every unit.

Modules are compared as parsed, so that comments and blank lines touch nothing. What is outside of functions, a syntax
error or a file that comes or goes touches the whole module.
"""

from __future__ import annotations

import ast
import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.redirect import EXERCISES

_REST = ""  # the name of what is outside of functions
Node = tuple[str, str | None]  # a unit and a name in it; None for all of it


@dataclass(frozen=True)
class Module:
    """A module's parts by their names, what each uses, and what the imported names stand for."""

    code: Mapping[str, str]
    uses: Mapping[str, frozenset[str]]
    imported: Mapping[str, Node]


def read_sources(folder: Path) -> dict[str, bytes]:
    """The modules of a folder that can be read, by unit, as they are now."""
    found = {}
    for path in sorted(folder.glob("[!_.]*.py")):
        with contextlib.suppress(OSError):  # an editor has just moved it
            if path.is_file():  # reading a pipe or a device might have no end
                found[path.stem] = path.read_bytes()
    return found


def parse(source: bytes) -> Module | None:
    """A module's parts; None where it is no Python."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    parts: dict[str, list[ast.stmt]] = {_REST: []}
    imported: dict[str, Node] = {}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            parts.setdefault(node.name, []).append(node)
        else:
            parts[_REST].append(node)
        imported |= dict(_imported(node))
    return Module(
        code={name: "\n".join(ast.dump(node) for node in nodes) for name, nodes in parts.items()},
        uses={name: frozenset(_names(nodes)) for name, nodes in parts.items()},
        imported=imported,
    )


def touched(
    before: Mapping[str, Module | None],
    after: Mapping[str, Module | None],
    functions: Sequence[str],
) -> list[str]:
    """Those of the functions that have to be checked again, in their order.

    Parameters
    ----------
    before, after : mapping
        Each unit's module before and after; None where it is no Python.
    functions : sequence of str
        All that have checks, as `unit.function`.
    """
    reached = {
        node
        for unit in {*before, *after}
        for node in _changed(unit, before.get(unit), after.get(unit))
    }
    uses = {
        (unit, name): (module, used)
        for unit, module in after.items()
        if module is not None
        for name, used in module.uses.items()
    }
    while (
        new := {
            (unit, name or None)
            for (unit, name), (module, used) in uses.items()
            if _reaches(unit, module, used, reached)
        }
        - reached
    ):
        reached |= new
    found = []
    for each in functions:
        unit, _, name = each.partition(".")
        if (unit, name) in reached or (unit, None) in reached:
            found.append(each)
    return found


def _changed(unit: str, before: Module | None, after: Module | None) -> Iterator[Node]:
    if before == after and before is not None:
        return
    if before is None or after is None or before.code[_REST] != after.code[_REST]:
        yield unit, None
        return
    for name in {*before.code, *after.code}:
        if before.code.get(name) != after.code.get(name):
            yield unit, name


def _reaches(unit: str, module: Module, used: frozenset[str], reached: set[Node]) -> bool:
    """Whether a part of a module uses what is reached."""
    if (unit, None) in reached:
        return True
    for name in used:
        home, what = module.imported.get(name, (unit, name))
        if what is not None and ((home, what) in reached or (home, None) in reached):
            return True
        if what is None and _reaches_into(home, used, reached):
            return True
    home, _ = module.imported.get("*", (unit, None))
    return home != unit and _reaches_into(home, used, reached)


def _reaches_into(home: str, used: frozenset[str], reached: set[Node]) -> bool:
    return any(unit == home and (name is None or name in used) for unit, name in reached)


def _names(nodes: Sequence[ast.stmt]) -> Iterator[str]:
    for root in nodes:
        for node in ast.walk(root):
            if isinstance(node, ast.Name):
                yield node.id
            elif isinstance(node, ast.Attribute):
                yield node.attr


def _imported(node: ast.stmt) -> Iterator[tuple[str, Node]]:
    """What names stand for that a statement imports from the student's other units, in a function too."""
    for each in ast.walk(node):
        if isinstance(each, ast.Import):
            for alias in each.names:
                package, _, unit = alias.name.partition(".")
                if package == EXERCISES and unit:
                    yield alias.asname or package, (unit, None)
        elif isinstance(each, ast.ImportFrom):
            package, _, unit = (each.module or "").partition(".")
            if each.level == 1:
                package, unit = EXERCISES, each.module or ""
            if package == EXERCISES:
                for alias in each.names:
                    yield (
                        alias.asname or alias.name,
                        (unit, alias.name) if unit else (alias.name, None),
                    )
