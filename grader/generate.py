"""Exercises from solutions: the lesson and the signatures stay, the code between the markers goes.

    ### BEGIN SOLUTION
    ### HINT: a pointer, then an outline, never code
    return 1 / (1 + np.exp(-z))
    ### END SOLUTION

becomes `raise NotImplementedError("sigmoid: not written yet")`. A region outside any function, at the level of
the module or of a class, is left out.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

from grader.curriculum import Course, CourseError

BEGIN = "### BEGIN SOLUTION"
END = "### END SOLUTION"
_DEFINITION = re.compile(r"^(\s*)(def|class) (\w+)\s*[(:]")
_NEARLY = re.compile(r"#+\s*(?:begin|end)\s*solution", re.IGNORECASE)
_IMPORT = re.compile(r"^(\s*(?:from|import) )solutions\b", re.MULTILINE)


def exercise(solution: str, name: str) -> str:
    """The stub module of a solution module's text.

    >>> print(exercise('def one():\\n    ### BEGIN SOLUTION\\n    return 1\\n    ### END SOLUTION\\n', 'ones'))
    def one():
        raise NotImplementedError("one: not written yet")
    <BLANKLINE>
    """
    kept: list[str] = []
    opened = None
    scope: list[tuple[int, str, str]] = []
    for number, line in enumerate(solution.splitlines(), start=1):
        stripped = line.strip()
        if opened is None and (found := _DEFINITION.match(line)):
            depth = len(found[1])
            scope = [*(outer for outer in scope if outer[0] < depth), (depth, found[2], found[3])]
        if stripped == BEGIN:
            if opened is not None:
                raise CourseError(f"{name}.py, line {number}: a solution region inside another")
            opened = number
            indent = len(line) - len(line.lstrip())
            around = [outer for outer in scope if outer[0] < indent]
            if around and around[-1][1] == "def":
                owner = ".".join(name for _, _, name in around)
                kept.append(f'{" " * indent}raise NotImplementedError("{owner}: not written yet")')
        elif stripped == END:
            if opened is None:
                raise CourseError(f"{name}.py, line {number}: {END} without {BEGIN}")
            opened = None
        elif _NEARLY.match(stripped):  # what it should cut would be given away
            raise CourseError(
                f"{name}.py, line {number}: write it as {BEGIN} or {END}, and no more"
            )
        elif opened is None:
            kept.append(line)
    if opened is not None:
        raise CourseError(f"{name}.py, line {opened}: {BEGIN} without {END}")
    text = _IMPORT.sub(r"\1exercises", "\n".join(kept))
    return re.sub(r"\n{4,}", "\n\n\n", text).rstrip("\n") + "\n"


def hints(solution: str) -> dict[str, list[str]]:
    """Function (or `Class.method`) -> its hints in order, from the `### HINT:` lines inside its solution region."""
    found: dict[str, list[str]] = {}
    name = around = ""
    for line in solution.splitlines():
        if definition := _DEFINITION.match(line):
            indent, kind, named = definition.groups()
            around = around if indent else f"{named}." if kind == "class" else ""
            name = f"{around}{named}" if indent else named
        if (hint := line.strip()).startswith("### HINT:"):
            found.setdefault(name, []).append(hint.removeprefix("### HINT:").strip())
    return found


def unfinished(text: str, stub: str) -> bool:
    """Whether every function of a module is as in the stub, or does nothing but raise: no work is lost with it."""
    try:
        present, given = _functions(text), set(map(ast.dump, _functions(stub)))
    except (SyntaxError, ValueError):
        return False
    return all(ast.dump(function) in given or _only_raises(function) for function in present)


def _functions(text: str) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)]


def _only_raises(function: ast.FunctionDef) -> bool:
    first, *rest = function.body[ast.get_docstring(function) is not None :] or [ast.Pass()]
    return not rest and isinstance(first, ast.Raise) and "NotImplementedError" in ast.dump(first)


def stubs(course: Course) -> dict[Path, str]:
    """Each file below exercises/ with the text that the solutions give it."""
    if not course.has_solutions:
        raise CourseError("exercises are made from solutions/, which this course does not have")
    written = {
        course.root / "exercises" / f"{unit.name}.py": exercise(
            (course.root / "solutions" / f"{unit.name}.py").read_text(encoding="utf-8"), unit.name
        )
        for unit in course.units
    }
    written[course.root / "exercises" / "__init__.py"] = (
        '"""Your modules, one a unit: fill in what raises NotImplementedError, then run pytest."""\n'
    )
    return written
