"""A unit as a page in Markdown, from its stubs: the lesson, and what each function promises."""

import ast
import re
import textwrap
from collections.abc import Iterator

from grader.notebooks.lesson import markdown

_SECTION = re.compile(r"^(\w[\w ]*)\n-+\n", re.MULTILINE)  # of numpydoc: a title underlined
_ENTRY = re.compile(r"^(\S.*)\n((?:(?: {4}.*)?\n)*)", re.MULTILINE)
_POWER = re.compile(r"`[^`]*`|^(?:>>>|\.\.\.| {4}).*|(?<=[\w)])\*\*", re.MULTILINE)
_TALL = re.compile(r"^(.*\\(?:frac|sum).* \\\\)$", re.MULTILINE)  # a row that wants room below
_LISTS = ("Parameters", "Returns", "Raises", "Attributes")


def page(source: str) -> str:
    """The page of a unit, whose code is read and never run."""
    module = ast.parse(source)
    lesson = markdown(ast.get_docstring(module) or "")
    parts = [lesson, "## What you write", *_functions(module, "###"), ""]
    return _TALL.sub(r"\1[2.5ex]", "\n\n".join(parts))


def _functions(within: ast.Module | ast.ClassDef, level: str) -> Iterator[str]:
    for node in within.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield f"{level} {node.name}"
            yield f"```python\n{_signature(node)}\n```"
            yield from _promises(ast.get_docstring(node) or "")
            if isinstance(node, ast.ClassDef):
                yield from _functions(node, f"{level}#")


def _signature(node: ast.FunctionDef | ast.ClassDef) -> str:
    """How it is called, in a line; the docstring has the types."""
    if isinstance(node, ast.ClassDef):
        made = [each for each in node.body if getattr(each, "name", "") == "__init__"]
        return f"{node.name}({_arguments(made[0]) if made else ''})"
    return f"{node.name}({_arguments(node)})"


def _arguments(function: ast.FunctionDef) -> str:
    for each in ast.walk(function.args):
        if isinstance(each, ast.arg):
            each.annotation = None
    return ast.unparse(function.args).removeprefix("self").removeprefix(", ")


def _promises(docstring: str) -> Iterator[str]:
    """A docstring's sections; arguments and results as lists of what each is."""
    plain = _POWER.sub(lambda found: r"\*\*" if found[0] == "**" else found[0], docstring)
    summary, *rest = _SECTION.split(f"{plain}\n")
    yield markdown(summary)
    for title, text in zip(rest[::2], rest[1::2], strict=True):
        yield f"**{title}**"
        yield _ENTRY.sub(_entry, text) if title in _LISTS else markdown(text)


def _entry(entry: re.Match[str]) -> str:
    name, _, kind = entry[1].partition(" : ")
    meaning = textwrap.indent(textwrap.dedent(entry[2]).strip(), "  ").replace("  ", ": ", 1)
    return f"{f'`{name}` · {kind}' if kind else name}\n{meaning}\n\n"
