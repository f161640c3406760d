"""Mutants: a unit's reference with one operator, number, argument, name or statement changed.

    solutions/<unit>.py ──▶ Mutant, Mutant, …   each a student's module that the hidden tests should refuse

Only the code between the solution markers is changed. One that no legal input can tell from the reference is
equivalent, and stands with its reason in `tests/mutants/<unit>.toml`.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import libcst as cst
import msgspec
from libcst.metadata import MetadataWrapper, PositionProvider

from grader.curriculum import Course, CourseError
from grader.generate import BEGIN, END

BINARY: dict[type[cst.BaseBinaryOp], type[cst.BaseBinaryOp]] = {
    cst.Add: cst.Subtract, cst.Subtract: cst.Add, cst.Multiply: cst.Divide, cst.Divide: cst.Multiply,
    cst.MatrixMultiply: cst.Multiply, cst.Power: cst.Multiply, cst.FloorDivide: cst.Divide,
    cst.Modulo: cst.FloorDivide, cst.BitAnd: cst.BitOr, cst.BitOr: cst.BitAnd,
}  # fmt: skip
TERMS = (cst.Add, cst.Subtract, cst.Multiply, cst.Divide)
COMPARED: dict[type[cst.BaseCompOp], tuple[type[cst.BaseCompOp], ...]] = {
    cst.LessThan: (cst.LessThanEqual, cst.GreaterThan), cst.LessThanEqual: (cst.LessThan, cst.GreaterThan),
    cst.GreaterThan: (cst.GreaterThanEqual, cst.LessThan), cst.GreaterThanEqual: (cst.GreaterThan, cst.LessThan),
    cst.Equal: (cst.NotEqual,), cst.NotEqual: (cst.Equal,), cst.Is: (cst.IsNot,), cst.IsNot: (cst.Is,),
    cst.In: (cst.NotIn,), cst.NotIn: (cst.In,),
}  # fmt: skip
AUGMENTED: dict[type[cst.BaseAugOp], type[cst.BaseAugOp]] = {
    cst.AddAssign: cst.SubtractAssign, cst.SubtractAssign: cst.AddAssign,
    cst.MultiplyAssign: cst.DivideAssign, cst.DivideAssign: cst.MultiplyAssign,
}  # fmt: skip
_PAIRS = (
    ("sum", "mean"), ("max", "min"), ("maximum", "minimum"), ("argmax", "argmin"), ("zeros", "ones"),
    ("zeros_like", "ones_like"), ("any", "all"), ("floor", "ceil"), ("True", "False"),
)  # fmt: skip
NAMES = dict(_PAIRS) | {other: name for name, other in _PAIRS} | {"log1p": "log", "expm1": "exp"}


@dataclass(frozen=True)
class Mutant:
    """One change of a unit's reference."""

    unit: str
    function: str
    place: int
    original: str
    text: str

    @cached_property
    def changes(self) -> tuple[str, str]:
        """The changed lines before and after, without their indentation."""
        lines = [*difflib.ndiff(self.original.splitlines(), self.text.splitlines())]
        before, after = (
            "\n".join(line[2:].strip() for line in lines if line.startswith(sign))
            for sign in ("- ", "+ ")
        )
        return before, after

    @property
    def diff(self) -> str:
        """The change as a diff."""
        before, after = self.changes
        signed = [f"- {line}" for line in before.splitlines()]
        return "\n".join(signed + [f"+ {line}" for line in after.splitlines()])


class Equivalent(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A mutant that is right, and why: the changed lines of a function before and after.

    Without `after` it is every change of these lines: where they choose freely, as a tester chooses what it tries.
    """

    function: str
    before: str
    after: str | None = None
    reason: str

    def is_of(self, mutant: Mutant) -> bool:
        """Whether it is this mutant, at whatever line."""
        before, after = mutant.changes
        return (
            self.function == mutant.function
            and _stripped(self.before) == before
            and (self.after is None or _stripped(self.after) == after)
        )


def _stripped(lines: str) -> str:
    return "\n".join(line.strip() for line in lines.strip().splitlines())


def equivalents(course: Course, unit: str) -> tuple[Equivalent, ...]:
    """The mutants of a unit that are recorded as equivalent."""
    path = course.root / "tests" / "mutants" / f"{unit}.toml"
    if not path.is_file():
        return ()
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
        records = msgspec.convert(tables.pop("equivalent", []), tuple[Equivalent, ...])
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise CourseError(f"tests/mutants/{unit}.toml: {error}") from None
    for name in tables:
        raise CourseError(f"tests/mutants/{unit}.toml: {name} is not known; [[equivalent]] is")
    for record in records:
        if not record.reason.strip():
            raise CourseError(f"tests/mutants/{unit}.toml: no reason is given for {record.before}")
    return records


def mutants(course: Course, unit: str) -> Iterator[Mutant]:
    """Every mutant of a unit's reference, in the order of its code."""
    original = (course.root / "solutions" / f"{unit}.py").read_text(encoding="utf-8")
    wrapper = MetadataWrapper(cst.parse_module(original), unsafe_skip_copy=True)
    places = wrapper.resolve(PositionProvider)
    inside = _solution_lines(original)
    seen = {original}
    for statement in wrapper.module.body:
        function = _name(statement)
        for node, new in _changes_below(statement):
            place = places[node].start.line if node in places else places[statement].start.line
            if place not in inside:
                continue
            changed = wrapper.module.deep_replace(node, new)
            assert isinstance(changed, cst.Module)
            text = changed.code
            if text not in seen:
                seen.add(text)
                yield Mutant(unit, function, place, original, text)


def _solution_lines(text: str) -> set[int]:
    inside, found = False, set()
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip() == BEGIN:
            inside = True
        elif line.strip() == END:
            inside = False
        elif inside:
            found.add(number)
    return found


def _name(statement: cst.CSTNode) -> str:
    """What a statement of a module defines; empty where it is neither function nor class."""
    return statement.name.value if isinstance(statement, cst.FunctionDef | cst.ClassDef) else ""


def _changes_below(node: cst.CSTNode) -> Iterator[tuple[cst.CSTNode, cst.CSTNode]]:
    """Each node at or below this one, with what may stand in its place."""
    for new in _changed(node):
        yield node, new
    for child in node.children:
        if not isinstance(child, cst.Annotation):
            yield from _changes_below(child)


def _changed(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """What may stand in a node's place."""
    match node:
        case cst.BinaryOperation(operator=operator) if type(operator) in BINARY:
            yield node.with_changes(operator=BINARY[type(operator)]())
            if isinstance(operator, TERMS):
                yield node.left
        case cst.Comparison(comparisons=[cst.ComparisonTarget(operator=operator) as target, *rest]):
            for other in COMPARED.get(type(operator), ()):
                yield node.with_changes(comparisons=[target.with_changes(operator=other()), *rest])
        case cst.BooleanOperation(operator=cst.And()):
            yield node.with_changes(operator=cst.Or())
        case cst.BooleanOperation(operator=cst.Or()):
            yield node.with_changes(operator=cst.And())
        case cst.UnaryOperation(operator=cst.Minus() | cst.Not(), expression=inner):
            yield inner
        case cst.Integer(value=value):
            number = int(value, 0)
            yield from (cst.Integer(str(each)) for each in (number + 1, number - 1) if each >= 0)
        case cst.Float(value=value):
            yield cst.Float(repr(float(value) + 1.0))
        case cst.Name(value=value) if value in ("True", "False"):
            yield cst.Name(NAMES[value])
        case cst.Call(func=cst.Attribute(value=inner, attr=cst.Name(value="copy")), args=[]):
            yield inner
        case cst.Call():
            yield from _called_otherwise(node)
        case cst.Attribute(value=inner, attr=cst.Name(value="T")):
            yield inner
        case cst.IfExp(body=body, orelse=orelse):
            yield body
            yield orelse
        case cst.SimpleStatementLine(body=[statement]):
            yield from (node.with_changes(body=[new]) for new in _stated_otherwise(statement))


def _called_otherwise(node: cst.Call) -> Iterator[cst.CSTNode]:
    """Another function of the same kind, or a keyword less."""
    match node.func:
        case cst.Attribute(attr=cst.Name(value=name)) if name in NAMES:
            yield node.with_changes(func=node.func.with_changes(attr=cst.Name(NAMES[name])))
        case cst.Name(value=name) if name in NAMES:
            yield node.with_changes(func=cst.Name(NAMES[name]))
    for index, argument in enumerate(node.args):
        if argument.keyword is not None:
            left = [*node.args[:index], *node.args[index + 1 :]]
            if left:
                left[-1] = left[-1].with_changes(comma=cst.MaybeSentinel.DEFAULT)
            yield node.with_changes(args=left)


def _stated_otherwise(statement: cst.BaseSmallStatement) -> Iterator[cst.BaseSmallStatement]:
    """Another assignment, or nothing."""
    match statement:
        case cst.AugAssign(operator=operator, target=target, value=value):
            if type(operator) in AUGMENTED:
                yield statement.with_changes(operator=AUGMENTED[type(operator)]())
            yield cst.Assign(targets=[cst.AssignTarget(target)], value=value)
            yield cst.Pass()
        case cst.Assign() | cst.Raise() | cst.Expr(value=cst.Call()):
            yield cst.Pass()
        case cst.Break():
            yield cst.Continue()
        case cst.Continue():
            yield cst.Break()
