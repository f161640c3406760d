"""What a page is told first: which functions there are and what they unlock, and the curves of the activations."""

from __future__ import annotations

import numpy as np

from grader.play import messages, needs, reply
from grader.play.experiment import ACTIVATIONS, Experiment, as_settings
from grader.play.points import IRIS, catalogue
from grader.play.student import Problem, Student

FIELDS = ("unit", "function", "status", "note", "unlocks", "imported", "lacks")
REACH, PLACES = 4.0, 161


def hello(student: Student) -> str:
    """What there is, after a look at the student's functions."""
    functions = [
        {name: getattr(each, name) for name in FIELDS} for each in student.functions.values()
    ]
    return messages.text(
        "hello",
        functions=functions,
        faults=[{"message": told, "where": found.where} for told, found in student.faults],
        stages=needs.stages(student),
        datasets=catalogue(),
        columns={"iris": IRIS},
        activations=ACTIVATIONS,
        defaults=as_settings(Experiment()),
    )


def curves(student: Student) -> bytes:
    """Activations and derivatives by the student's own functions; those that cannot be drawn are NaN."""
    z = np.linspace(-REACH, REACH, PLACES)
    values = [_curve(student, name, z) for name in needs.ACTIVATIONS]
    slopes = [_curve(student, f"{name}_derivative", z) for name in needs.ACTIVATIONS]
    arrays = {"z": z, "values": np.stack(values), "derivatives": np.stack(slopes)}
    listed = [_listed(student, name) for name in needs.ACTIVATIONS]
    return messages.binary("curves", {"activations": listed}, arrays)


def _listed(student: Student, name: str) -> dict[str, str]:
    function = student.functions["activations", name]
    derivative = student.functions["activations", f"{name}_derivative"]
    return {
        "name": name,
        "status": function.status,
        "note": function.note or derivative.note,
        "derivative_status": derivative.status,
    }


def _curve(student: Student, name: str, z: np.ndarray) -> np.ndarray:
    needed = {name, name.removesuffix("_derivative")}
    if all(student.usable("activations", each) for each in needed):
        try:
            return reply.curves(student.ask("curves", [name], z), [name], len(z))[name]
        except (Problem, reply.ReplyError):
            pass
    return np.full(len(z), np.nan)
