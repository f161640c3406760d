"""A hundred wrong solutions: what is replayed comes to the same marks as what runs live.

Each is the reference of a unit with one operator, number or argument of one function changed.
"""

from __future__ import annotations

import ast
import copy
import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.curriculum import read_course
from grader.engine import Engine
from grader.messages import Setup
from grader.report import Report
from grader.submission import Submission

COURSE = read_course(Path(__file__).parents[2])
A_UNIT = {
    "neurons": 12, "activations": 20, "costs": 16, "linear_regression": 12, "network": 8, "backprop": 8,
    "regularization": 12, "rnn": 6, "datasets": 6,
}  # fmt: skip
OTHER = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.MatMult: ast.Mult,
    ast.Pow: ast.Mult, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Lt: ast.LtE, ast.LtE: ast.Lt,
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.USub: ast.UAdd,
}  # fmt: skip


def changed(node: ast.AST) -> Iterator[ast.AST]:
    """What may stand in a node's place."""
    other = copy.deepcopy(node)
    match other:
        case ast.BinOp(op=op) | ast.UnaryOp(op=op) if type(op) in OTHER:
            other.op = OTHER[type(op)]()
            yield other
        case ast.Compare(ops=[op]) if type(op) in OTHER:
            other.ops = [OTHER[type(op)]()]
            yield other
        case ast.Constant(value=bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(value=int(value) | float(value)):
            yield ast.Constant(value + 1)
        case ast.Call(keywords=[_, *_]):
            other.keywords = other.keywords[1:]
            yield other
        case ast.Attribute(value=inner, attr="T" | "copy"):
            yield inner
        case ast.Return(value=ast.expr()):
            other.value = ast.Constant(None)
            yield other


class Replace(ast.NodeTransformer):
    """Puts one node in the place of another."""

    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        return self.new if node is self.old else self.generic_visit(node)


def mutants(unit: str) -> list[str]:
    """Every such variant of a unit's reference, in the order of its functions."""
    source = (COURSE.root / "solutions" / f"{unit}.py").read_text()
    tree = ast.parse(source.replace("solutions", "exercises"))
    texts = []
    for place, whole in enumerate(tree.body):
        if isinstance(whole, ast.FunctionDef) and whole.name in COURSE.unit(unit).functions:
            docstring = set(ast.walk(whole.body[0]))
            for index, node in enumerate(ast.walk(whole)):
                for new in changed(node) if node not in docstring else ():
                    function = copy.deepcopy(whole)
                    old = next(itertools.islice(ast.walk(function), index, None))
                    tree.body[place] = Replace(old, new).visit(function)
                    texts.append(ast.unparse(ast.fix_missing_locations(tree)))
            tree.body[place] = whole
    return texts


def spread(texts: list[str], count: int) -> list[str]:
    """So many of them, evenly spread."""
    return [texts[index * len(texts) // count] for index in range(count)]


@pytest.mark.parametrize("unit", A_UNIT)
def test_a_replayed_mark_equals_a_live_one(unit):
    setups = [
        Setup(root=str(COURSE.root), units=(unit,), replay=replay) for replay in (True, False)
    ]
    wrong = spread(mutants(unit), A_UNIT[unit])
    with Engine(setups[0], 1) as replaying, Engine(setups[1], 1) as live:
        for text in wrong:
            submission = Submission("ann", {unit: text.encode()}, {})

            replayed, expected = (engine.mark_one(submission) for engine in (replaying, live))

            assert statuses(replayed) == statuses(expected), text
            assert replayed.score == expected.score


def statuses(report: Report) -> dict[str, str]:
    """Every check and how it came out."""
    return {check.id: check.status for check in report.checks}


def test_they_are_a_hundred():
    assert sum(A_UNIT.values()) == 100
